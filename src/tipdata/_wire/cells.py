"""Tables as text: cells that are safe in a spreadsheet, and back.

Python's `csv` has one limit for the length of cells, for the whole process,
and says too little about what it cannot read. RFC 4180 is short.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from tipdata._wire.faults import fault
from tipdata._wire.json_text import BrokenError, Cursor
from tipdata._wire.shapes import Json, Many, Maybe, Nested, Scalar, Shape, encode

# A spreadsheet runs what begins so; the last four are wide characters that it
# takes for the first four.
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
_SPECIAL = _FORMULA | {"'"}
_CELL = re.compile(r'(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r\n|\n|\r|\Z)')
_QUOTED = re.compile('[",\r\n]').search

_BOOLEANS = {"true": True, "false": False}
# More digits than a number of 64 bits has.
_DIGITS = 20


def guarded(text: str) -> str:
    """Return a string with an apostrophe before it if a spreadsheet would run it.

    A string that already looks so gets one more, so that `unguarded` is the
    exact inverse.

    >>> guarded("=1+1"), guarded("'=1+1"), guarded("'tis")
    ("'=1+1", "''=1+1", "'tis")
    """
    runs = text[:1] in _FORMULA
    looks_guarded = text[:1] == "'" and text[1:2] in _SPECIAL
    return f"'{text}" if runs or looks_guarded else text


def unguarded(cell: str) -> str:
    """Return a cell without the apostrophe that guards it, exactly one."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _SPECIAL else cell


def row_text(cells: Iterable[str]) -> str:
    """Return a row of a table with its line feed."""
    return ",".join(_quoted(cell) for cell in cells) + "\n"


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _QUOTED(cell) else cell


def parse(text: str, path: str) -> Iterator[list[str]]:
    """Yield the rows of a table without the empty lines.

    Raises:
        BrokenError: A quotation mark is misplaced or unbalanced.
    """
    at, row, cells = 0, 1, list[str]()
    while at < len(text) or cells:
        found = _CELL.match(text, at)
        if found is None:
            message = "misplaced or unbalanced quotation mark"
            expected = "a quoted cell, with every quotation mark in it doubled"
            raise BrokenError(fault("not-csv", message, path, row=row, expected=expected))
        quoted, plain, after = found.groups()
        cells.append(plain if quoted is None else quoted.replace('""', '"'))
        at = found.end()
        if after == ",":
            continue
        if cells != [""] or quoted is not None:
            yield cells
            row += 1
        cells = []


def cell_of(shape: Shape, value: Json) -> str:
    """Return the cell for what a record has on the wire."""
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

    What is not of the expected type stays a string, for the reader to refuse.

    Raises:
        BrokenError: The cell should hold JSON and does not.
    """
    if isinstance(shape, Maybe):
        return None if cell == "" else value_of(shape.inner, cell, path)
    if isinstance(shape, (Many, Nested)):
        return _json(cell, path) if cell else [] if isinstance(shape, Many) else None
    wire = shape.wire if isinstance(shape, Scalar) else str
    if wire is int and cell.isascii() and cell.removeprefix("-").isdigit() and len(cell) <= _DIGITS:
        return int(cell)
    if wire is bool:
        return _BOOLEANS.get(cell.casefold(), cell)
    return unguarded(cell)


def _json(cell: str, path: str) -> object:
    cursor = Cursor(cell, path, lines=False)
    found: object = cursor.value(path)
    cursor.end()
    return found
