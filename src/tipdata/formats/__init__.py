"""Readers and writers, one module per format, with the same names in each.

`json` is one document for a dataset, `jsonl` a record on each line, `package`
a folder or a zip file of tables, `workbook` an `.xlsx` file for people who keep
records by hand. Each has `dumps`, `loads`, `dump` and `load`,
and its docstring is the format's documentation. `schema` gives the JSON Schema
of a record and of a document. `followthemoney`, `popolo` and `jsonld` are
neighbouring standards: what they cannot say is returned as `LeftOut` beside the document.

A single record becomes plain data with `to_plain` and comes back with
`from_plain`; `json_default` lets `json` and `orjson` do so. `converter` makes
a strict cattrs converter, and `configure` teaches one of your own.

`tipdata.formats.sqlalchemy` has types of columns. It needs its extra to be
imported, so it loads only when you import it.
"""

from typing import TYPE_CHECKING

from tipdata._attributes import load_lazily

if TYPE_CHECKING:
    from tipdata.formats import followthemoney as followthemoney
    from tipdata.formats import json as json
    from tipdata.formats import jsonl as jsonl
    from tipdata.formats import jsonld as jsonld
    from tipdata.formats import package as package
    from tipdata.formats import popolo as popolo
    from tipdata.formats import pydantic as pydantic
    from tipdata.formats import schema as schema
    from tipdata.formats import workbook as workbook
    from tipdata.formats._converters import configure as configure
    from tipdata.formats._converters import converter as converter
    from tipdata.formats._converters import format_exception as format_exception
    from tipdata.formats._leaving import Left as Left
    from tipdata.formats._leaving import LeftOut as LeftOut
    from tipdata.formats._leaving import Loaded as Loaded
    from tipdata.formats._leaving import Written as Written
    from tipdata.formats._plain import from_plain as from_plain
    from tipdata.formats._plain import json_default as json_default
    from tipdata.formats._plain import to_plain as to_plain

__all__ = [
    "Left",
    "LeftOut",
    "Loaded",
    "Written",
    "configure",
    "converter",
    "followthemoney",
    "format_exception",
    "from_plain",
    "json",
    "json_default",
    "jsonl",
    "jsonld",
    "package",
    "popolo",
    "pydantic",
    "schema",
    "to_plain",
    "workbook",
]

if not TYPE_CHECKING:
    # Out of the sight of type checkers, to which a misspelled name is an error.
    _HOMES = {
        **dict.fromkeys(["configure", "converter", "format_exception"], "_converters"),
        **dict.fromkeys(["Left", "LeftOut", "Loaded", "Written"], "_leaving"),
        **dict.fromkeys(["from_plain", "json_default", "to_plain"], "_plain"),
    }
    __getattr__ = load_lazily(__name__, __all__, _HOMES)


def __dir__() -> list[str]:
    return __all__
