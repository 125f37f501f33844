"""The doors: one module for each format, with the same names in each.

`json` is one document for a dataset, `jsonl` a record on each line, `package`
a folder or a zip file of tables. Each has `dumps`, `loads`, `dump` and `load`,
and its docstring is the format's documentation. `schema` gives the JSON Schema
of a record and of a document.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import cattrs

    from tipdata.formats import json as json
    from tipdata.formats import jsonl as jsonl
    from tipdata.formats import package as package
    from tipdata.formats import pydantic as pydantic
    from tipdata.formats import schema as schema

__all__ = ["configure", "json", "jsonl", "package", "pydantic", "schema"]


if not TYPE_CHECKING:
    # Out of the sight of type checkers, to which a misspelled name is an error.
    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module 'tipdata.formats' has no attribute {name!r}")
        return importlib.import_module(f"tipdata.formats.{name}")

    __dir__ = __all__.copy


def configure(converter: "cattrs.Converter") -> None:
    """Teach a cattrs converter of yours all our types, as they look in a document.

    `Tier`, `PartialDate`, `Period`, every record, every part of one, and
    `Dataset`, alone or in classes of yours. What the converter does with
    other types stays as it is. A record that is refused raises a
    `FormatError`, which cattrs puts in its own group of errors.

    >>> import cattrs
    >>> from tipdata import PartialDate, Tier
    >>> from tipdata.formats import configure
    >>> converter = cattrs.Converter()
    >>> configure(converter)
    >>> converter.structure({"KGZ": "Tier 2"}, dict[str, Tier])
    {'KGZ': <Tier.TIER_2: 'Tier 2'>}
    >>> converter.unstructure([PartialDate(2021, 7)])
    ['2021-07']
    """
    from tipdata.formats._converters import teach  # noqa: PLC0415 - the formats do without it

    teach(converter)
