"""Dates as far as they are known, and the periods between two of them.

"July 2021" is not 1 July 2021: a `PartialDate` holds what a source says and no
more. `contains` and `surely_before` are true if they hold for every day that
the dates may mean, `overlaps` if it holds for one.
"""

import re
from datetime import MAXYEAR, date, datetime
from types import NoneType
from typing import TYPE_CHECKING, ClassVar, Literal

import attrs

from tipdata._attributes import Renamed
from tipdata._integers import read_integer
from tipdata._pydantic import PydanticSchema, written_as_text
from tipdata.dates._meant import how_to_write_date as how_to_write_date
from tipdata.dates._meant import how_to_write_day as how_to_write_day
from tipdata.dates._meant import how_to_write_period as how_to_write_period
from tipdata.dates._written_as import PARTIAL_DATE_SCHEMA as PARTIAL_DATE_SCHEMA
from tipdata.dates._written_as import PERIOD_SCHEMA as PERIOD_SCHEMA
from tipdata.errors import AmbiguousDateError, InvalidDateError, InvalidValueError

__all__ = ["PartialDate", "Period", "Precision"]

Precision = Literal["year", "month", "day"]
"""The smallest unit of a date that is known."""

# `calendar` has these names in the language of the user's locale.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_LONGEST_MONTH = 31
_OPEN = ".."
_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


# mypy expects attrs classes to be ordered unless told otherwise.
@attrs.frozen(order=False, repr=False)
class PartialDate:
    """A year, a month or a day: one day, whose month or day may be unknown.

    Partial dates have no order, since 2021 is neither before nor after July
    2021. Use `surely_before`, or sort by `earliest`.

    Attributes:
        year: From 1 to 9999.
        month: From 1 to 12.
        day: A day of that month; it needs a month.

    Raises:
        InvalidValueError: A field has a value that it cannot hold.
        InvalidDateError: The month has no such day.

    >>> PartialDate(2021, 7)
    PartialDate.parse('2021-07')
    """

    __get_pydantic_core_schema__: ClassVar[PydanticSchema] = written_as_text(
        "invalid-date", lambda cls, text: cls.parse(text), lambda: PARTIAL_DATE_SCHEMA
    )

    year: int
    month: int | None = None
    day: int | None = None

    def __attrs_post_init__(self) -> None:
        year = self._integer("year", self.year, MAXYEAR)
        month, day = self.month, self.day
        if month is not None:
            month = self._integer("month", month, len(_MONTHS))
        if day is None:
            return
        if month is None:
            raise InvalidValueError("PartialDate.day", day, "None without a month")
        day = self._integer("day", day, _LONGEST_MONTH)
        if day > _days_in(year, month):
            reason = f"{_MONTHS[month - 1]} {year} has {_days_in(year, month)} days"
            raise InvalidDateError(str(self), reason)

    def _integer(self, field: str, value: int, last: int) -> int:
        number = read_integer(value)
        if number is None or not 1 <= number <= last:
            expected = f"an integer from 1 to {last}"
            hint = how_to_write_date(value) if field == "year" else ""
            raise InvalidValueError(f"PartialDate.{field}", value, expected, hint=hint)
        if number is not value:
            object.__setattr__(self, field, number)
        return number

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Return the date written as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; the inverse of `str`.

        Raises:
            InvalidDateError: It is not of that form, or the day does not exist.

        >>> PartialDate.parse("2021-07").precision
        'month'
        """
        match = _ISO.fullmatch(_text(text))
        if match is None:
            raise InvalidDateError(text, "expected YYYY, YYYY-MM or YYYY-MM-DD")
        year, month, day = match.groups()
        return _build(text, (int(year), int(month) if month else None, int(day) if day else None))

    @classmethod
    def from_date(cls, day: date) -> "PartialDate":
        """Return the partial date of a calendar day.

        Raises:
            InvalidDateError: It is not a `date`, or it is a `datetime`.

        >>> PartialDate.from_date(date(2021, 8, 19))
        PartialDate.parse('2021-08-19')
        """
        day = _day(day)
        return cls(day.year, day.month, day.day)

    if not TYPE_CHECKING:
        of = Renamed("from_date")

    @classmethod
    def read(cls, text: str, day_first: bool | None = None) -> "PartialDate":
        """Return the date that a person wrote in English words or in numbers.

        The year needs four digits. If it comes first, the month is next.

        Args:
            text: At most 100 characters.
            day_first: Whether 07/12/2001 is 7 December rather than July 12.

        Raises:
            AmbiguousDateError: The order of day and month is unclear.
            InvalidValueError: `day_first` is not a boolean.
            InvalidDateError: It is not exactly one existing date, it has a
                time of day, or it contradicts its weekday or `day_first`.

        >>> PartialDate.read("Thursday, August 19, 2021")
        PartialDate.parse('2021-08-19')
        """
        # Its patterns are slow to compile, and most programs read no such dates.
        from tipdata.dates._written import WrittenDate, read_written  # noqa: PLC0415

        if type(day_first) not in {bool, NoneType}:
            raise InvalidValueError("day_first", day_first, "True, False or None")
        written = _text(text)
        found = read_written(written, day_first)
        if isinstance(found, WrittenDate):
            return _build(written, found)
        readings = [str(_build(written, reading)) for reading in found]
        raise AmbiguousDateError(written, (readings[0], readings[1]))

    @property
    def precision(self) -> Precision:
        """The smallest unit that is known."""
        if self.month is None:
            return "year"
        return "month" if self.day is None else "day"

    @property
    def earliest(self) -> date:
        """The first day that it may mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day that it may mean."""
        month = self.month or len(_MONTHS)
        return date(self.year, month, self.day or _days_in(self.year, month))

    def contains(self, other: "date | PartialDate | Period") -> bool:
        """Return whether `other` surely lies within this day, month or year.

        >>> PartialDate(2021, 7).contains(PartialDate(2021))
        False
        """
        return _within(other, self.earliest, self.latest)

    def overlaps(self, other: "date | PartialDate | Period") -> bool:
        """Return whether both may share a day.

        >>> PartialDate(2021, 7).overlaps(PartialDate(2021))
        True
        """
        return not (_before(self, other) or _before(other, self))

    def surely_before(self, other: "date | PartialDate | Period") -> bool:
        """Return whether it surely ends before `other` begins.

        >>> PartialDate(2021).surely_before(PartialDate(2021, 7))
        False
        """
        return _before(self, other)

    def __str__(self) -> str:
        month = "" if self.month is None else f"-{self.month:02}"
        return f"{self.year:04}{month}" + ("" if self.day is None else f"-{self.day:02}")

    def __repr__(self) -> str:
        return f"PartialDate.parse('{self}')"


@attrs.frozen(kw_only=True, order=False, repr=False)
class Period:
    """The time from one partial date to another, both included.

    A side that is `None` is open or unknown; the two are not distinguished.
    "2019/.." overlaps 2024, but does not surely contain it.

    Attributes:
        start: The first date, or `None`.
        end: The last date, or `None`.

    Raises:
        InvalidValueError: A side is neither a `PartialDate` nor `None`.
        InvalidDateError: The start is surely after the end.

    >>> Period(start=PartialDate(2019, 9, 21), end=PartialDate(2024))
    Period.parse('2019-09-21/2024')
    """

    __get_pydantic_core_schema__: ClassVar[PydanticSchema] = written_as_text(
        "invalid-date", lambda cls, text: cls.parse(text), lambda: PERIOD_SCHEMA
    )

    start: PartialDate | None = None
    end: PartialDate | None = None

    def __attrs_post_init__(self) -> None:
        for field, side in (("start", self.start), ("end", self.end)):
            if side is not None and type(side) is not PartialDate:
                hint = how_to_write_date(side)
                raise InvalidValueError(f"Period.{field}", side, "a PartialDate or None", hint=hint)
        if self.start is not None and self.end is not None and _before(self.end, self.start):
            raise InvalidDateError(str(self), "the start is after the end")

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Return the period written as `start/end`, an open side as `..`; the inverse of `str`.

        Raises:
            InvalidDateError: It is not of that form, or a date does not exist.

        >>> Period.parse("2019-09-21/..").start
        PartialDate.parse('2019-09-21')
        """
        start, slash, end = _text(text).partition("/")
        if not slash:
            raise InvalidDateError(text, "expected start/end, an open side written as '..'")
        return cls(
            start=None if start == _OPEN else PartialDate.parse(start),
            end=None if end == _OPEN else PartialDate.parse(end),
        )

    @property
    def earliest(self) -> date | None:
        """The first day that it may include; `None` if its start is open."""
        return None if self.start is None else self.start.earliest

    @property
    def latest(self) -> date | None:
        """The last day that it may include; `None` if its end is open."""
        return None if self.end is None else self.end.latest

    def contains(self, other: "date | PartialDate | Period") -> bool:
        """Return whether every day that `other` may include is surely inside.

        >>> Period.parse("2019/2024").contains(PartialDate(2024))
        False
        """
        # An open start is at the latest the end, an open end at the earliest
        # the start: nothing else is known of them.
        sides = [side for side in (self.start, self.end) if side is not None]
        begun = min((side.latest for side in sides), default=date.max)
        not_ended = max((side.earliest for side in sides), default=date.min)
        return _within(other, begun, not_ended)

    def overlaps(self, other: "date | PartialDate | Period") -> bool:
        """Return whether both may share a day; an open side reaches any day.

        >>> Period.parse("2019/..").overlaps(date(2030, 1, 1))
        True
        """
        return not (_before(self, other) or _before(other, self))

    def surely_before(self, other: "date | PartialDate | Period") -> bool:
        """Return whether it surely ends before `other` begins.

        >>> Period.parse("../2019").surely_before(PartialDate(2020))
        True
        """
        return _before(self, other)

    def __str__(self) -> str:
        return f"{self.start or _OPEN}/{self.end or _OPEN}"

    def __repr__(self) -> str:
        return f"Period.parse('{self}')"


def _days_in(year: int, month: int) -> int:
    if month == len(_MONTHS):  # the next month may be in the year 10000
        return _LONGEST_MONTH
    return (date(year, month + 1, 1) - date(year, month, 1)).days


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise InvalidDateError(value, "expected a string")
    return value


def _day(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    zone = "; the day of a datetime depends on the time zone: choose one and pass .date()"
    raise InvalidDateError(value, "expected a datetime.date" + zone * isinstance(value, datetime))


def _span(when: object) -> tuple[date, date]:
    if isinstance(when, (PartialDate, Period)):
        return when.earliest or date.min, when.latest or date.max
    day = _day(when)
    return day, day


def _within(inner: object, begun: date, until: date) -> bool:
    first, last = _span(inner)
    return begun <= first and last <= until


def _before(one: object, other: object) -> bool:
    return _span(one)[1] < _span(other)[0]


def _build(text: str, written: tuple[int, int | None, int | None]) -> PartialDate:
    try:
        return PartialDate(*written)
    except InvalidValueError as error:
        reason = f"{error.field} must be {error.expected}, not {error.value}"
        raise InvalidDateError(text, reason) from None
    except InvalidDateError as error:
        raise InvalidDateError(text, error.reason) from None


def __dir__() -> list[str]:
    return __all__
