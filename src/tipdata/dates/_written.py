"""Reading of dates as people write them, without filling in what they leave out.

What a date consists of is decided here; dateutil knows the names of months.
"""

import re
from datetime import date
from typing import NamedTuple

from tipdata.errors import InvalidDateError


class WrittenDate(NamedTuple):
    """The numbers of a date as written; the day may not exist."""

    year: int
    month: int | None = None
    day: int | None = None


_MONTHS_IN_YEAR = 12
_LONGEST_TEXT = 100
_SERIAL = 5  # digits, for a day from 1927 on
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EXPECTED = "expected one like 2021, July 2021, 19 August 2021 or 2021-08-19, the year in full"

_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_SEP = r"(?P<sep> ?[-/.] ?| )"
_YEAR_FIRST = re.compile(rf"([0-9]{{4}}){_SEP}([0-9]{{1,2}})(?:(?P=sep)([0-9]{{1,2}}))?")
_YEAR_LAST = re.compile(rf"([0-9]{{1,2}}){_SEP}(?:([0-9]{{1,2}})(?P=sep))?([0-9]{{4}})")
_WEEKDAY = re.compile(
    r"\b(mon|tue|wed|thu|fri|sat|sun)(?:s|rs?|nes|ur)?(?:day)?\b[.,]?", re.IGNORECASE
)
_TIME = re.compile(r"[0-9] ?:|[0-9] ?[ap]\.?m\b|[0-9]t[0-9]", re.IGNORECASE)
_DAY = r"([0-9]{1,2})(?:(?:st|nd|rd|th)(?![a-z]))?(?![0-9])"
_PART = rf"(?:{_DAY}|([0-9]{{4}})(?![0-9])|([a-z]+)(?![a-z]))"
_BETWEEN = "(?: ?[,./-]){0,2} ?"
_PARTS = re.compile(_PART, re.IGNORECASE)
_WORDS = re.compile(rf"{_PART}(?:{_BETWEEN}{_PART})*\.?", re.IGNORECASE)

Reading = WrittenDate | tuple[WrittenDate, WrittenDate]


def read_written(text: str, day_first: bool | None) -> Reading:
    """Return the date that was written, or two: with the day first and with the month first.

    Raises:
        InvalidDateError: It is not exactly one date, has a time of day, or contradicts its weekday.
    """
    if len(text) > _LONGEST_TEXT:
        raise InvalidDateError(text, f"expected a date, at most {_LONGEST_TEXT} characters")
    plain = " ".join(text.split())
    if not plain[:1].isalnum() or not plain.isascii() or not plain.isprintable():
        raise InvalidDateError(text, _EXPECTED)
    if _TIME.search(plain):
        raise InvalidDateError(text, "it has a time of day; give the date alone")
    weekday = _WEEKDAY.search(plain)
    rest = _WEEKDAY.sub("", plain, count=1).strip(" ,")
    found = _read_numbers(text, rest, day_first) or _read_words(text, rest)
    if weekday is not None and isinstance(found, WrittenDate):
        _check_weekday(text, weekday[1].lower(), found)
    return found


def _check_weekday(text: str, said: str, found: WrittenDate) -> None:
    if found.month is None or found.day is None:
        raise InvalidDateError(text, "it has a weekday but no day")
    try:
        day = date(found.year, found.month, found.day)
    except ValueError:  # no such day, which PartialDate reports better
        return
    if not _WEEKDAYS[day.weekday()].lower().startswith(said):
        raise InvalidDateError(text, f"{day} is a {_WEEKDAYS[day.weekday()]}")


# dateutil swaps day and month in 12/13/2001 whatever it is told, so the order is decided here.
def _read_numbers(text: str, plain: str, day_first: bool | None) -> Reading | None:
    if match := _ISO.fullmatch(plain) or _COMPACT.fullmatch(plain):
        return _written(*match.groups())
    if plain.isdigit():
        serial = "; a spreadsheet program has such numbers for days" * (len(plain) == _SERIAL)
        raise InvalidDateError(text, f"digits alone are read as YYYY or YYYYMMDD{serial}")
    if match := _YEAR_FIRST.fullmatch(plain):
        year, sep, month, day = match.groups()
        if sep.strip() == "/" and day is None and int(month) == (int(year) + 1) % 100:
            reason = f"it may be a month or two years; write {year}-{month:>02} for the month"
            raise InvalidDateError(text, reason)
        return _written(year, month, day)
    if not (match := _YEAR_LAST.fullmatch(plain)):
        return None
    one, _, two, year = match.groups()
    if two is None:
        return _written(year, one, None)
    if day_first is None:
        small, large = sorted((int(one), int(two)))
        if 0 < small < large <= _MONTHS_IN_YEAR:
            return _written(year, two, one), _written(year, one, two)
        day_first = int(one) == large
    return _written(year, two, one) if day_first else _written(year, one, two)


def _written(year: str, month: str | None, day: str | None) -> WrittenDate:
    return WrittenDate(int(year), int(month) if month else None, int(day) if day else None)


def _read_words(text: str, plain: str) -> WrittenDate:
    if not _WORDS.fullmatch(plain):
        raise InvalidDateError(text, _EXPECTED)
    parts = [match.groups() for match in _PARTS.finditer(plain)]
    days = [day for day, _, _ in parts if day]
    years = [year for _, year, _ in parts if year]
    names = [name for _, _, name in parts if name and name.lower() != "of"]
    month = _month(names[0]) if len(names) == 1 else None
    if month is None or len(years) != 1 or len(days) > 1:
        raise InvalidDateError(text, _EXPECTED)
    return WrittenDate(int(years[0]), month, int(days[0]) if days else None)


def _month(name: str) -> int | None:
    from dateutil.parser import parserinfo  # noqa: PLC0415 - slower to import than all of tipdata

    return parserinfo().month(name)
