"""How an argument is read: a report year, a word of a small vocabulary, one or several of a kind.

Every public function that takes such an argument reads it here, so that the
same value means the same everywhere, and is refused in the same words.
"""

from collections.abc import Collection
from typing import Any, NoReturn, TypeVar, get_args

from tipdata.errors import CoverageError, InvalidValueError
from tipdata.tiers import CODINGS
from tipdata.typing import Coding, Gap, ReportYear

_W = TypeVar("_W", bound=str)
_V = TypeVar("_V")


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


def check_count(field: str, value: object) -> None:
    """Refuse what is not a positive integer.

    Raises:
        InvalidValueError: It is not an integer, or is below 1.
    """
    if type(value) is not int or value < 1:
        raise InvalidValueError(field, value, "a positive integer")


def check_kind(field: str, value: object, kinds: tuple[type, ...], expected: str) -> None:
    """Refuse what is an instance of none of the classes.

    Raises:
        InvalidValueError: It is not what was expected.
    """
    if not isinstance(value, kinds):
        raise InvalidValueError(field, value, expected)


def read_year(
    year: object, years: Collection[ReportYear], left_out: Collection[ReportYear] = ()
) -> ReportYear:
    """Return the report year of `years` that `year` is; a selection has others `left_out`.

    Raises:
        CoverageError: It is none of them.

    >>> read_year(2021, range(2001, 2026))
    2021
    """
    if type(year) is not int or year not in years:
        refuse_year(year, years, left_out=left_out)
    return year


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


def read_several(given: object, *one: type[_V]) -> tuple[_V, ...]:
    """Return one value or several as a tuple; `one` holds the types that are one value.

    >>> read_several("SCA", str), read_several(["SCA", "EUR"], str), read_several(None, str)
    (('SCA',), ('SCA', 'EUR'), ())
    """
    if isinstance(given, one):
        return (given,)
    several: Any = given or ()
    return tuple(several)
