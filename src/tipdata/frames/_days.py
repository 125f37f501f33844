"""How one cell of the column `on` is read, where the type of the column does not say it."""

import contextlib
import datetime
import functools
from collections.abc import Iterable

from tipdata._tables.frame_reader import plain_cell
from tipdata.errors import InvalidDateError, InvalidValueError, shorten
from tipdata.frames._editions import Calendar
from tipdata.frames._words import Basis
from tipdata.problems import Collector, Problem
from tipdata.tierrecord.cells import read_year
from tipdata.tierrecord.markers import Markers

_ISO = "YYYY-MM-DD (PartialDate.read(text, day_first=...) reads other forms)"


def read_day(cell: object, markers: Markers) -> datetime.date | None:
    """Return the day of a date, a datetime (in its own time zone) or an ISO string.

    Raises:
        InvalidDateError: The cell is none of these.
    """
    if markers.has(cell):
        return None
    if isinstance(cell, datetime.datetime):
        return cell.date()
    if isinstance(cell, datetime.date):
        return cell
    if not isinstance(cell, str):
        raise InvalidDateError(cell, "a date, or a string in the form YYYY-MM-DD")
    with contextlib.suppress(ValueError):
        day = datetime.date.fromisoformat(cell.strip())
        # Python also reads 2021-W05-1 and 20210701, which may be meant otherwise.
        if day.isoformat() == cell.strip():
            return day
    raise InvalidDateError(cell, _ISO)


def read_edition(cell: object, markers: Markers) -> int | None:
    """Return the report year of a cell.

    Raises:
        InvalidValueError: The cell holds no year.
    """
    return None if markers.has(cell) else read_year(plain_cell(cell))


def refuse_cells(cells: Iterable[object], column: str, basis: Basis, markers: Markers) -> None:
    """Refuse cells that are not days, or with `basis="edition"` not years.

    Raises:
        FormatError: With each of these, once.
    """
    problems, read = Collector(), read_edition if basis == "edition" else read_day
    seen: set[str] = set()
    for cell in cells:
        try:
            read(cell, markers)
        except InvalidDateError as error:
            make = functools.partial(_unread, "unread-date", error.reason)
        except InvalidValueError as error:
            make = functools.partial(_unread, "invalid-value", error.expected)
        else:
            continue
        value = shorten(cell)
        if value not in seen:
            seen.add(value)
            problems.add(functools.partial(make, value, column))
    problems.raise_any()


def _unread(code: str, expected: str, value: str, column: str) -> Problem:
    message = "not a day in ISO form" if code == "unread-date" else "not a valid year"
    return Problem(
        code=code, message=message, path=column, column=column, value=value, expected=expected
    )


def slot_of(cell: object, basis: Basis, slots: Calendar, markers: Markers) -> int:
    """Return the slot of a cell that is a day, or with `basis="edition"` a year."""
    at = read_edition(cell, markers) if basis == "edition" else read_day(cell, markers)
    return slots.missing if at is None else slots.slot_of(at)
