"""What to write where a date or a period was given as something else."""

import operator
from collections.abc import Sequence
from datetime import MAXYEAR, date, datetime
from typing import TYPE_CHECKING, Any, TypeGuard

from tipdata.errors import AmbiguousDateError, InvalidDateError

if TYPE_CHECKING:
    from tipdata.dates import PartialDate, Period


def how_to_write_date(value: object) -> str:
    """Return what to write for the partial date that a value means, or an empty string.

    >>> how_to_write_date(2004), how_to_write_date(date(2021, 8, 19))
    ('write PartialDate(2004)', 'write PartialDate(2021, 8, 19)')
    >>> how_to_write_date("May 2004")
    "write PartialDate.parse('2004-05')"
    """
    from tipdata.dates import PartialDate  # noqa: PLC0415 - which imports this module

    if isinstance(value, datetime):
        return (
            "choose its day, which depends on the time zone, and write PartialDate.from_date(day)"
        )
    try:
        found = _date_meant(value)
    except AmbiguousDateError as error:
        return "write " + " or ".join(repr(PartialDate.parse(one)) for one in error.readings)
    if found is None:
        return ""
    if isinstance(value, str):
        return f"write {found!r}"
    parts = [part for part in (found.year, found.month, found.day) if part is not None]
    return f"write PartialDate({', '.join(map(str, parts))})"


def how_to_write_day(value: object) -> str:
    """Return what to write for the calendar day that a value means, or an empty string.

    >>> how_to_write_day("1 July 2021")
    'write datetime.date(2021, 7, 1)'
    """
    if isinstance(value, datetime):
        return "choose its day, which depends on the time zone, and pass .date()"
    try:
        found = _date_meant(value)
    except AmbiguousDateError as error:
        return "write " + " or ".join(repr(date.fromisoformat(one)) for one in error.readings)
    return "" if found is None or found.day is None else f"write {found.earliest!r}"


def how_to_write_period(value: object) -> str:
    """Return what to write for the period that a value means, or an empty string.

    >>> how_to_write_period("2019/2024"), how_to_write_period(2021)
    ("write Period.parse('2019/2024')", "write Period.parse('2021/2021')")
    """
    try:
        found = _period_meant(value)
    except InvalidDateError:
        return ""
    return "" if found is None else f"write {found!r}"


def _period_meant(value: Any) -> "Period | None":  # noqa: ANN401 - whatever was given
    from tipdata.dates import Period  # noqa: PLC0415 - as above

    if isinstance(value, str) and "/" in value:
        return Period.parse(value)
    sides = value if _is_list(value) else (value, value)
    if len(sides) != 2:  # noqa: PLR2004 - a start and an end
        return None
    start, end = (None if side is None else _date_meant(side) for side in sides)
    known = [found for found in (start, end) if found is not None]
    given = [side for side in sides if side is not None]
    return Period(start=start, end=end) if known and len(known) == len(given) else None


def _is_list(value: object) -> TypeGuard[Sequence[Any]]:
    return isinstance(value, (list, tuple))


def _date_meant(value: Any) -> "PartialDate | None":  # noqa: ANN401 - whatever was given
    """Return the date that a value means.

    Raises:
        AmbiguousDateError: The order of day and month is unclear.
    """
    from tipdata.dates import PartialDate  # noqa: PLC0415 - as above

    if isinstance(value, PartialDate):
        return value
    if isinstance(value, str):
        try:
            return PartialDate.read(value)
        except AmbiguousDateError:
            raise
        except InvalidDateError:
            return None
    if isinstance(value, date) and not isinstance(value, datetime):
        return PartialDate.from_date(value)
    whole: Any = int(value) if isinstance(value, float) and value.is_integer() else value
    try:
        year = operator.index(whole)
    except TypeError:
        return None
    return PartialDate(year) if not isinstance(whole, bool) and 1 <= year <= MAXYEAR else None
