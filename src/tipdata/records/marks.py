"""Marks in the metadata of a record's fields: its key, and which other records it names.

Everything that needs keys or references derives them from these marks.
"""

from tipdata.typing import RecordKind

__all__ = ["KEY", "REFERS_TO", "refers_to"]

KEY: dict[str, object] = {"key": True}
"""The metadata of a field by which a record is found; several such fields are the key together."""

REFERS_TO = "refers_to"
"""Under this the metadata of a field holds the kind of record that its values name."""


def refers_to(kind: RecordKind) -> dict[str, object]:
    """Return the metadata of a field that holds the key of a record, or a tuple of such keys."""
    return {REFERS_TO: kind}


def __dir__() -> list[str]:
    return __all__
