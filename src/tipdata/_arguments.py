"""How an argument is read: one rule for each kind of argument.

Every public function reads its arguments here, so that the same value means
the same everywhere, and is refused in the same words.

- A year or another integer is whatever has `__index__`, such as numpy's; a
  boolean, a float or a string is not.
- A tier is a `Tier` or a label.
- A word of a vocabulary is given as it is written there.
- Where several values are meant, one is enough. An empty collection is
  refused, since a selection of nothing has only empty answers.
"""

import datetime
import os
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, get_args

from tipdata._integers import read_integer
from tipdata.dates import PartialDate
from tipdata.errors import CoverageError, InvalidValueError, meant_number
from tipdata.tiers import CODINGS, Tier, read_tier
from tipdata.typing import Coding, Gap, ReportYear

if TYPE_CHECKING:
    from pathlib import Path

_W = TypeVar("_W", bound=str)
_V = TypeVar("_V")
_F = TypeVar("_F", bound=Callable[..., object])

FIRST_EDITION: ReportYear = 2001
LAST_YEAR = 9999
"""The last year of ISO dates and of Python's."""


def read_word(field: str, value: object, words: Collection[_W]) -> _W:
    """Return the word of `words` that `value` is.

    Raises:
        InvalidValueError: It is none of them; the error names the nearest.

    >>> read_word("gap", "bridge", ("break", "bridge"))
    'bridge'
    """
    for word in words:
        if isinstance(value, str) and value == word:
            return word
    raise InvalidValueError.unknown_word(field, value, words)


def read_words(
    field: str, given: object, words: Collection[_W], *, least: int = 1
) -> tuple[_W, ...]:
    """Return the words of `words` that one word or several are.

    Raises:
        InvalidValueError: One is none of them, or fewer than `least` are given.

    >>> read_words("bureau", ["SCA", "EUR"], ("AF", "EUR", "SCA"))
    ('SCA', 'EUR')
    """
    several = read_several(field, given, str, expected="one word or several", least=least)
    return tuple(read_word(field, word, words) for word in several)


def check_coding(coding: Coding) -> None:
    """Refuse a scale on which tiers cannot be compared.

    Raises:
        InvalidValueError: Unknown coding.
    """
    read_word("coding", coding, CODINGS)


def check_gap(gap: Gap) -> None:
    """Refuse an unknown treatment of absences.

    Raises:
        InvalidValueError: Unknown treatment.
    """
    read_word("gap", gap, get_args(Gap))


def read_count(field: str, value: object) -> int:
    """Return a positive integer.

    Raises:
        InvalidValueError: It is not an integer, or is below 1.

    >>> read_count("steps", 2)
    2
    """
    number = read_integer(value)
    if number is None or number < 1:
        raise InvalidValueError(field, value, "a positive integer")
    return number


def check_kind(field: str, value: object, kinds: tuple[type, ...], expected: str) -> None:
    """Refuse what is an instance of none of the classes.

    Raises:
        InvalidValueError: It is not what was expected.
    """
    if not isinstance(value, kinds):
        raise InvalidValueError(field, value, expected)


def check_flag(field: str, value: object) -> None:
    """Refuse what is neither true nor false.

    Raises:
        InvalidValueError: It is not a boolean.
    """
    check_kind(field, value, (bool,), "True or False")


def read_function(field: str, value: _F, expected: str) -> _F:
    """Return a function; `expected` says of what.

    Raises:
        InvalidValueError: It cannot be called.
    """
    if not callable(value):
        raise InvalidValueError(field, value, expected)
    return value


def read_path(field: str, value: object, expected: str = "a path") -> "Path":
    """Return a path that a file system can have.

    Raises:
        InvalidValueError: It is not a string or a path, it is empty, or no file can have
            such a name: it holds a NUL or a character that the system cannot encode.

    >>> read_path("path", "cases.json").name
    'cases.json'
    """
    from pathlib import Path  # noqa: PLC0415 - takes a tenth of the budget of `load`

    given: Any = value
    try:
        text = value if isinstance(value, str) else str(Path(given))
    except TypeError:
        text = ""
    if not text:
        raise InvalidValueError(field, given, expected)
    if not is_system_string(text):
        raise InvalidValueError(field, given, "a path that a file can have")
    return Path(text)


def is_system_string(text: str) -> bool:
    r"""Tell whether the system takes a string, as the name of a file or a word of a command.

    >>> is_system_string("cases.json"), is_system_string("a\0b"), is_system_string("\ud800")
    (True, False, False)
    """
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def read_tiers(field: str, given: object) -> tuple[Tier, ...]:
    """Return one tier or several, each a `Tier` or a label.

    Raises:
        UnknownTierError: One is neither.
        InvalidValueError: None is given.

    >>> [tier.short for tier in read_tiers("tiers", ["Tier 1", Tier.TIER_3])]
    ['1', '3']
    """
    expected = "one tier or several, each a Tier or a label such as 'Tier 3'"
    return tuple(map(read_tier, read_several(field, given, str, Tier, expected=expected)))


def read_any_year(field: str, value: object) -> ReportYear:
    """Return a year, of an edition or not.

    Raises:
        InvalidValueError: It is not an integer from 1 to 9999.

    >>> read_any_year("since", 1999)
    1999
    """
    return _read_year_from(1, field, value, "a year, an integer")


def read_report_year(field: str, value: object) -> ReportYear:
    """Return a report year, whether or not there is such an edition.

    Raises:
        InvalidValueError: It is not an integer from 2001 to 9999.

    >>> read_report_year("year", 2030)
    2030
    """
    expected = f"a report year, an integer from {FIRST_EDITION} on"
    return _read_year_from(FIRST_EDITION, field, value, expected)


def _read_year_from(first: int, field: str, value: object, expected: str) -> ReportYear:
    year = read_integer(value)
    if year is None or not first <= year <= LAST_YEAR:
        example = meant_number(value) or 2021
        raise InvalidValueError(field, value, f"{expected} such as {example}")
    return year


def read_when(field: str, when: object) -> PartialDate:
    """Return a year, a date or a `PartialDate` as a partial date.

    Raises:
        InvalidValueError: It is none of these.
        InvalidDateError: It is a `datetime`, whose day depends on the time zone.

    >>> read_when("when", 2021), read_when("when", datetime.date(2021, 7, 1))
    (PartialDate.parse('2021'), PartialDate.parse('2021-07-01'))
    """
    year = read_integer(when)
    if year is not None:
        return PartialDate(year)
    if isinstance(when, datetime.date):
        return PartialDate.from_date(when)
    if not isinstance(when, PartialDate):
        raise InvalidValueError(field, when, "a year, a date or a PartialDate")
    return when


def read_day(field: str, day: object) -> datetime.date:
    """Return a date, or a `PartialDate` of a day, as a date.

    Raises:
        InvalidValueError: It is neither.
        InvalidDateError: It is a `datetime`, whose day depends on the time zone.

    >>> read_day("when", PartialDate(2021, 7, 1))
    datetime.date(2021, 7, 1)
    """
    expected = "a date, or a PartialDate of a day"
    check_kind(field, day, (datetime.date, PartialDate), expected)
    found = read_when(field, day)
    if found.precision != "day":
        raise InvalidValueError(field, str(found), expected)
    return found.earliest


def read_year(
    year: object, years: Collection[ReportYear], left_out: Collection[ReportYear] = ()
) -> ReportYear:
    """Return the report year of `years` that `year` is; a selection has others `left_out`.

    Raises:
        CoverageError: It is none of them.

    >>> read_year(2021, range(2001, 2026))
    2021
    """
    number = read_integer(year)
    if number is None or number not in years:
        refuse_year(year if number is None else number, years, left_out=left_out)
    return number


def read_years(
    field: str,
    given: object,
    years: Collection[ReportYear],
    left_out: Collection[ReportYear] = (),
) -> tuple[ReportYear, ...]:
    """Return the report years of `years` that one year or several are.

    Raises:
        CoverageError: One is none of them.
        InvalidValueError: None is given.

    >>> read_years("editions", 2021, range(2001, 2026))
    (2021,)
    """
    if read_integer(given) is not None or isinstance(given, (str, float)):
        return (read_year(given, years, left_out),)
    several = read_several(field, given, expected="one report year or several")
    return tuple(read_year(year, years, left_out) for year in several)


def read_years_between(
    since: object,
    until: object,
    years: Collection[ReportYear],
    left_out: Collection[ReportYear] = (),
) -> tuple[ReportYear, ...]:
    """Return the report years of `years` from one to another, both included.

    `None` is no bound. A bound may lie outside of the years, as long as one is
    between them.

    Raises:
        InvalidValueError: A bound is not an integer.
        CoverageError: No year is between them.

    >>> read_years_between(2024, None, range(2001, 2026))
    (2024, 2025)
    """
    first = None if since is None else read_any_year("since", since)
    last = None if until is None else read_any_year("until", until)
    found = tuple(
        year
        for year in years
        if (first is None or first <= year) and (last is None or year <= last)
    )
    if years and not found:
        given = (("since", first), ("until", last))
        said = " and ".join(f"{name}={year}" for name, year in given if year is not None)
        year = last if first is None else first
        refuse_year(year, years, f"no edition with {said}", left_out)
    return found


def refuse_year(
    year: object,
    years: Collection[ReportYear],
    detail: str = "",
    left_out: Collection[ReportYear] = (),
) -> NoReturn:
    """Refuse a report year that none of the editions has; `detail` says why if the years do not.

    Raises:
        CoverageError: Always.
    """
    first, last = min(years, default=None), max(years, default=None)
    raise CoverageError(year, first, last, detail, tuple(left_out))


def read_records(field: str, given: Iterable[_V] | _V, kind: type[_V]) -> tuple[_V, ...]:
    """Return records of one class as a tuple: none, one or several.

    Raises:
        InvalidValueError: One is of another class, or they are not several.
    """
    several = f"several {kind.__name__} records"
    found: tuple[_V, ...] = read_several(field, given, kind, expected=several, least=0)
    for one in found:
        check_kind(field, one, (kind,), f"a {kind.__name__}")
    return found


def read_several(
    field: str, given: object, *one: type, expected: str, least: int = 1
) -> tuple[Any, ...]:
    """Return one value or several as a tuple; `one` holds the types that are one value.

    Raises:
        InvalidValueError: It is neither, or fewer than `least`.

    >>> read_several("bureau", "SCA", str, expected="bureaus")
    ('SCA',)
    """
    several: Any = given
    if isinstance(given, one):
        return (several,)
    if isinstance(given, Iterable) and not isinstance(given, (str, bytes, Mapping)):
        found = tuple(several)
        if len(found) >= least:
            return found
    raise InvalidValueError(field, several, expected)
