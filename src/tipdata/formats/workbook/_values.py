"""What a cell is for a value, and what value a cell holds."""

import datetime
import re
from collections.abc import Iterable, Iterator
from typing import Any

from tipdata._tables.workbook import Plain
from tipdata._wire.cells import value_of
from tipdata._wire.explaining import unread
from tipdata._wire.faults import Code, fault
from tipdata._wire.json_text import BrokenError
from tipdata._wire.shapes import SCALARS, Json, Many, Maybe, Scalar, Shape
from tipdata.dates import PartialDate
from tipdata.errors import InvalidDateError, InvalidValueError, shorten
from tipdata.formats.workbook._layout import SIDE, Column
from tipdata.formats.workbook._sheet import Cell
from tipdata.problems import Problem

OPEN = ".."
"""The open side of a period."""

SEPARATOR = ";"
"""What stands between the elements of a list."""

_DAY = SCALARS[datetime.date]
_HERE = ""  # the table knows the cell
_NOTHING, _EMPTY = "\\~", "\\-"
_MARKED = re.compile(r"[\\;]|\A\s|\s\Z")
_FULL = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEARS = range(1000, 10_000)
_EXACT = 10**15  # a spreadsheet keeps fifteen digits of a number


def joined(values: Iterable[str | None]) -> str:
    r"""Return the cell of a list of strings, which `split` takes apart again.

    >>> joined(["KAZ", "UZB"]), joined(["a; b", " c", ""])
    ('KAZ; UZB', 'a\\; b; \\ c; \\-')
    """
    return f"{SEPARATOR} ".join(map(_marked, values))


def _marked(value: str | None) -> str:
    if value is None:
        return _NOTHING
    return _MARKED.sub(lambda found: f"\\{found[0]}", value) if value else _EMPTY


def split(text: str) -> list[str | None]:
    r"""Return the strings that a cell lists; a separator at its end is one too many.

    Raises:
        ValueError: Nothing stands between two separators, or behind a backslash.

    >>> split("KAZ;UZB; "), split(joined(["a; b", " c", ""]))
    (['KAZ', 'UZB'], ['a; b', ' c', ''])
    """
    pieces = [*_pieces(text)]
    if not pieces[-1].strip():
        pieces.pop()
    return [_unmarked(piece) for piece in pieces]


def _pieces(text: str) -> Iterator[str]:
    start, is_marked = 0, False
    for at, letter in enumerate(text):
        if letter == SEPARATOR and not is_marked:
            yield text[start:at]
            start = at + 1
        is_marked = letter == "\\" and not is_marked
    yield text[start:]


def _unmarked(piece: str) -> str | None:
    piece = piece.lstrip()
    plain = piece.rstrip()
    # The last blank may be marked.
    if (len(plain) - len(plain.rstrip("\\"))) % 2 and len(plain) < len(piece):
        plain = piece[: len(plain) + 1]
    if plain in {_NOTHING, _EMPTY}:
        return None if plain == _NOTHING else ""
    found = re.sub(r"\\(.?)", r"\1", plain, flags=re.DOTALL)
    if not plain or re.search(r"(?<!\\)(\\\\)*\\\Z", plain):
        raise ValueError(piece)
    return found


def cell_for(column: Column, value: Json) -> Plain:
    """Return the cell of a value as JSON has it; `None` if it is empty.

    Raises:
        InvalidValueError: An empty cell would be another value.
    """
    if column.side:
        return _side(column, value)
    if isinstance(column.shape, Many):
        found: Plain = joined(map(_word, value)) if isinstance(value, list) and value else None
    else:
        found = _scalar(column.shape, value)
    if found is None and value != column.default:
        raise _not_blank(column, value)
    return found


def _side(column: Column, value: Json) -> Plain:
    if value == column.default:
        return None
    if value is None:
        raise _not_blank(column, value)
    start, _, end = str(value).partition("/")
    side, other = (start, end) if column.side == "start" else (end, start)
    # Where both are open, a period with empty cells would be none.
    return None if side == OPEN != other else _scalar(SIDE, side)


def _not_blank(column: Column, value: Json) -> InvalidValueError:
    expected = "a value that an empty cell does not stand for"
    return InvalidValueError(column.name, value, expected)


def _scalar(shape: Shape, value: Json) -> Plain:
    if value in ("", None):
        return None
    if isinstance(shape, Scalar) and shape in (_DAY, SIDE) and _FULL.fullmatch(str(value)):
        return datetime.date.fromisoformat(str(value))
    if isinstance(value, (list, dict)):
        raise TypeError(value)
    return value


def _word(value: Json) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)


def value_in(column: Column, cell: Cell) -> Any:  # noqa: ANN401 - what JSON has
    """Return what a record would have on the wire for a cell that is not empty.

    What is a string of the wrong form stays one, for the reader to refuse.

    Raises:
        BrokenError: The cell holds what its column cannot.
    """
    if isinstance(column.shape, Many):
        return _listed(column.shape.inner, cell, column.expected)
    if not column.side:
        return _value(column.shape, cell, column.expected)
    found = _value(SIDE, cell, SIDE.expected)
    try:
        # A period says only that one of its sides is wrong.
        return found if found == OPEN else str(PartialDate.parse(found))
    except InvalidDateError as error:
        raise BrokenError(unread(SIDE, error, found, _HERE)) from None


def _listed(shape: Shape, cell: Cell, expected: str) -> list[Any]:
    inner = shape.inner if isinstance(shape, Maybe) else shape
    if cell.kind != "text":
        return [_value(inner, cell, expected)]
    try:
        words = split(str(cell.value))
    except ValueError:
        message = "an element of the list is empty"
        asked = f"values with one '{SEPARATOR}' between them"
        value = shorten(cell.value)
        problem = fault("wrong-type", message, _HERE, value=value, expected=asked)
        raise BrokenError(problem) from None
    return [None if word is None else _value(inner, Cell("text", word), expected) for word in words]


def _value(shape: Shape, cell: Cell, expected: str) -> Any:  # noqa: ANN401 - what JSON has
    wire = shape.wire if isinstance(shape, Scalar) else str
    is_date = isinstance(shape, Scalar) and shape in (_DAY, SIDE)
    value = cell.value
    match cell.kind:
        case "text":
            return value if wire is str and not is_date else _from_text(shape, str(value))
        case "day" if is_date and isinstance(shape, Scalar):
            return _day(cell, shape)
        case "number" if is_date:
            return _year(shape, value)
        case "number" if wire is int and isinstance(value, int) and abs(value) >= _EXACT:
            expected = "all digits in a cell that is formatted as text"
            message = "a number of more digits than a spreadsheet keeps"
            raise BrokenError(
                fault("number-too-large", message, _HERE, value=str(value), expected=expected)
            )
        case "number" if wire is float:
            return float(value) if isinstance(value, (int, float)) else value
        case "number" if wire is int or wire is bool:
            return value
        case "boolean" if wire is not str:
            return value
        case _:
            raise BrokenError(_misplaced(shape, cell, expected))


def _from_text(shape: Shape, text: str) -> Any:  # noqa: ANN401 - what JSON has
    # An apostrophe guards cells of text tables, not these.
    return text if text.startswith("'") else value_of(shape, text, _HERE)


def _year(shape: Shape, value: object) -> Any:  # noqa: ANN401 - what JSON has
    """Return a year that someone typed; any other number is that of a day."""
    if shape == SIDE and isinstance(value, int) and value in _YEARS:
        return str(value)
    return value_of(shape, str(value), _HERE)


def _day(cell: Cell, shape: Scalar) -> str:
    """Return a day, if the cell shows it: one that shows `Jul-21` says the month alone."""
    assert isinstance(cell.value, datetime.date)  # noqa: S101 - its kind says so
    code = re.sub(r"\\|\[[^\]]*\]|\"[^\"]*\"", "", cell.shown)
    shown = {*code.casefold()}
    if {"d", "y"} <= shown:
        return cell.value.isoformat()
    message = f"a date of which the cell shows only {code!r}"
    expected = f"{shape.expected}, in a cell that is formatted as text"
    month = f"{cell.value:%Y-%m}" if "y" in shown and shape == SIDE else ""
    value = cell.value.isoformat()
    raise BrokenError(
        fault("invalid-date", message, _HERE, value=value, expected=expected, suggestion=month)
    )


_MISPLACED: dict[str, tuple[Code, str]] = {
    "number": ("wrong-type", "a number"),
    "day": ("wrong-type", "a date"),
    "time": ("wrong-type", "a time of day"),
    "boolean": ("wrong-type", "a boolean"),
    "error": ("cell-error", "an error of the spreadsheet program"),
    "formula": ("unsaved-formula", "a formula whose value was not saved"),
}


def _misplaced(shape: Shape, cell: Cell, expected: str) -> Problem:
    """Return the problem of a cell that holds what is no value of its column."""
    code, what = _MISPLACED[cell.kind]
    value = shorten(cell.value)
    if cell.kind in {"number", "day", "boolean"} and (
        not isinstance(shape, Scalar) or shape.wire is str
    ):
        expected += ", in a cell that is formatted as text"
    if cell.kind == "formula":
        expected = "its value: open and save the workbook in a spreadsheet program"
    if cell.kind in {"day", "boolean", "number", "time"}:
        value = str(cell.value)
    message = f"this is {what}" if code == "wrong-type" else what
    return fault(code, message, _HERE, value=value, expected=expected)
