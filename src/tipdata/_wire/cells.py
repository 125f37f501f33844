"""Tables as text: cells that are safe in a spreadsheet, and back.

Python's `csv` has one limit for the length of cells, for the whole process,
and says too little about what it cannot read. RFC 4180 is short.
"""

import datetime
import re
from collections.abc import Iterable, Iterator
from typing import Any

from tipdata._wire.bounds import DEFAULT, beyond
from tipdata._wire.faults import fault
from tipdata._wire.json_text import BrokenError, Cursor
from tipdata._wire.shapes import Json, Many, Maybe, Nested, Scalar, Shape, encode
from tipdata.errors import shorten
from tipdata.limits import Limits
from tipdata.problems import Problem

# A spreadsheet runs what begins so; the last four are wide characters that it
# takes for the first four.
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
_SPECIAL = _FORMULA | {"'"}
_QUOTED = re.compile('[",\r\n]').search
_EMPTY_LINES = re.compile("[\r\n]+").match

_BOOLEANS = {"true": True, "false": False}
# At most as many digits as a number of 64 bits has.
_INTEGER = re.compile(r"(-?(?:0|[1-9][0-9]{0,19}))(?:\.0+)?")
_FLOAT = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_DAMAGED = (
    (re.compile("-?0[0-9]+"), "leading zeros"),
    (re.compile("[+-]?[0-9]{1,3}([,.' \u2019\u00a0\u202f])[0-9]{3}(\\1[0-9]{3})*"), "separators"),
    (re.compile(r"[+-]?[0-9]([.,][0-9]+)?[eE][+-]?[0-9]+"), "an exponent"),
)
_DAYS = frozenset({"date", "partial date"})
_SERIAL = re.compile(r"[1-9][0-9]{4}(\.[0-9]+)?")
_DAY_0 = datetime.date(1899, 12, 30)


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


def parse(text: str, path: str, limits: Limits = DEFAULT) -> Iterator[list[str]]:
    """Yield the rows of a table without the empty lines.

    Raises:
        BrokenError: A quotation mark is misplaced or unbalanced.
    """
    return (cells for _, cells in parse_rows(text, path, limits=limits))


def parse_rows(
    text: str, path: str, delimiter: str = ",", at: int = 0, *, limits: Limits = DEFAULT
) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a table from a place on with their numbers, without the empty lines.

    Raises:
        BrokenError: A quotation mark is misplaced or unbalanced; or a cell, a
            row or the table is too large.
    """
    match = _cell_between(delimiter).match
    row, cells = 1, list[str]()
    longest, widest = limits.string, limits.columns
    while at < len(text) or cells:
        if not cells and (empty := _EMPTY_LINES(text, at)):
            row, at = row + _count_ends(empty[0]), empty.end()
            continue
        found = match(text, at)
        if found is None:
            message = "misplaced or unbalanced quotation mark"
            expected = "a quoted cell, with every quotation mark in it doubled"
            raise BrokenError(fault("not-csv", message, path, row=row, expected=expected))
        quoted, plain, after = found.groups()
        cells.append(plain if quoted is None else quoted.replace('""', '"'))
        if found.end() - at > longest and len(cells[-1]) > longest:
            message = "the cell is too long"
            length = len(cells[-1])
            raise BrokenError(beyond("string", limits, path, length, message=message, row=row))
        at = found.end()
        if after == delimiter:
            if len(cells) >= widest:
                raise BrokenError(beyond("columns", limits, path, row=row))
            continue
        if row > limits.rows:
            raise BrokenError(beyond("rows", limits, path, row=row))
        yield row, cells
        row += 1
        cells = []


def _count_ends(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _cell_between(delimiter: str) -> re.Pattern[str]:
    mark = re.escape(delimiter)
    return re.compile(rf'(?:"([^"]*+(?:""[^"]*+)*+)"|([^"{mark}\r\n]*))({mark}|\r\n|\n|\r|\Z)')


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
        BrokenError: The cell should hold JSON and does not, or holds a number
            or a day as a spreadsheet program shows it.
    """
    if isinstance(shape, Maybe):
        return None if cell == "" else value_of(shape.inner, cell, path)
    if isinstance(shape, (Many, Nested)):
        return _json(cell, path) if cell else [] if isinstance(shape, Many) else None
    given = unguarded(cell)
    if not isinstance(shape, Scalar):
        return given
    if shape.wire is int:
        return _integer(given, path)
    if shape.wire is bool:
        return _BOOLEANS.get(given.strip().casefold(), given)
    if shape.name in _DAYS and _SERIAL.fullmatch(given):
        raise BrokenError(_serial(given, path, shape.expected))
    return float(given) if shape.wire is float and _FLOAT.fullmatch(given) else given


def _integer(given: str, path: str) -> int | str:
    plain = given.strip()
    if found := _INTEGER.fullmatch(plain):
        return int(found[1])
    damage = next((what for pattern, what in _DAMAGED if pattern.fullmatch(plain)), None)
    if damage is None:
        return given
    expected = "digits alone, such as 1234567"
    message = f"an integer with {damage}"
    raise BrokenError(fault("wrong-type", message, path, value=shorten(given), expected=expected))


def _serial(given: str, path: str, expected: str) -> Problem:
    day = _DAY_0 + datetime.timedelta(int(given.partition(".")[0]))
    return fault(
        "invalid-date",
        "this is the number that a spreadsheet program has for a day",
        path,
        value=shorten(given),
        expected=f"{expected}, in a column that is formatted as text",
        suggestion=day.isoformat(),
    )


def _json(cell: str, path: str) -> object:
    cursor = Cursor(cell, path, lines=False)
    found: object = cursor.value(path)
    cursor.end()
    return found
