"""The fields of records: what is a key, what names other records, what may be left out.

Everything that needs keys or references derives them from these marks.
"""

from typing import Any

from attrs import field

from tipdata._wire import rules as v
from tipdata._wire.refusing import Validator
from tipdata.typing import RecordKind

__all__ = ["KEY", "REFERS_TO", "refers_to"]

KEY: dict[str, object] = {"key": True}
"""The metadata of a field by which a record is found; several such fields are the key together."""

_SHOWN, _SOME = 10, 3

REFERS_TO = "refers_to"
"""Under this the metadata of a field holds the kind of record that its values name."""


def refers_to(kind: RecordKind) -> dict[str, object]:
    """Return the metadata of a field that holds the key of a record, or a tuple of such keys."""
    return {REFERS_TO: kind}


def maybe(rule: Validator, kind: RecordKind | None = None) -> Any:  # noqa: ANN401 - as attrs' own
    """Return a field for a value or, by default, `None`; with a kind, for the key of a record."""
    return field(default=None, validator=v.optional(rule), metadata=kind and refers_to(kind))


def many(rule: Validator, kind: RecordKind | None = None) -> Any:  # noqa: ANN401 - as attrs' own
    """Return a field for a tuple, by default an empty one; with a kind, for keys of records."""
    metadata = kind and refers_to(kind)
    return field(default=(), validator=v.each(rule), metadata=metadata, repr=show_some)


def show_some(values: tuple[object, ...]) -> str:
    """Return the repr of a tuple, of which only the first few are shown if there are many.

    >>> show_some(tuple(range(1000)))
    '(0, 1, 2, ... 1,000 in all)'
    """
    if len(values) <= _SHOWN:
        return repr(values)
    return f"({', '.join(map(repr, values[:_SOME]))}, ... {len(values):,} in all)"


def __dir__() -> list[str]:
    return __all__
