"""How a value of a record looks in a cell, and how a cell is read."""

from typing import Any

from tipdata.formats._csv import guarded, unguarded
from tipdata.formats._scan import BrokenError, Cursor
from tipdata.formats._wire import Json, Many, Maybe, Nested, Scalar, Shape, encode

__all__ = ["cell_of", "value_of"]

_TRUTHS = {"true": True, "false": False}
# More digits than a number of 64 bits has.
_DIGITS = 20


def cell_of(shape: Shape, value: Json) -> str:
    """Return the text of a cell for what a record has on the wire."""
    if value is None or value == []:
        return ""
    inner = shape.inner if isinstance(shape, Maybe) else shape
    if isinstance(inner, (Many, Nested)):
        return encode(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return guarded(str(value))


def value_of(shape: Shape, cell: str, path: str) -> Any:  # noqa: ANN401 - what JSON has
    """Return what a record would have on the wire for a cell.

    What is not of the expected type stays a text, for the reader to refuse.

    Raises:
        BrokenError: The cell should have JSON and has none.
    """
    if isinstance(shape, Maybe):
        return None if cell == "" else value_of(shape.inner, cell, path)
    if isinstance(shape, (Many, Nested)):
        return _json(cell, path) if cell else [] if isinstance(shape, Many) else None
    wire = shape.wire if isinstance(shape, Scalar) else str
    if wire is int and cell.isascii() and cell.removeprefix("-").isdigit() and len(cell) <= _DIGITS:
        return int(cell)
    if wire is bool:
        return _TRUTHS.get(cell.casefold(), cell)
    return unguarded(cell)


def _json(cell: str, path: str) -> object:
    cursor = Cursor(cell, path, lines=False)
    found: object = cursor.value(path)
    if cursor.at < len(cell):
        raise BrokenError(cursor.broken(path, "nothing after the value").problem)
    return found
