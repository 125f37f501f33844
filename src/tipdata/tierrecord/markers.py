"""Which cells of a user's table are missing, and what R's `NA` means in a column of countries."""

import numbers
from collections.abc import Collection, Iterable
from typing import Any, Literal

from tipdata._arguments import check_kind
from tipdata._integers import read_integer
from tipdata.countries import Country, CountryRegistry
from tipdata.errors import AmbiguousCountryError, UnknownCountryError

__all__ = ["MARKERS", "Markers", "is_missing", "meaning_of_na", "number_of", "parse_number"]

MARKERS = ("", ".", "#N/A", "<NA>", "N/A", "NA", "NaN", "NaT", "None", "NULL")
"""The strings that mean a missing cell, in any case: what R, SQL, Python and spreadsheets write."""

_NAMIBIA = "NA"


def is_missing(cell: object) -> bool:
    """Tell whether a cell holds nothing; a string always holds something.

    >>> [is_missing(cell) for cell in (None, float("nan"), "", 0)]
    [True, True, False, False]
    """
    number = number_of(cell)
    if number is not None:
        return number != number  # noqa: PLR0124 - true of NaN alone
    # pandas' own two, without an import of pandas.
    return cell is None or type(cell).__name__ in {"NAType", "NaTType"}


def number_of(cell: object) -> float | None:
    """Return a number of Python or of another library as one of Python; a boolean is none."""
    if isinstance(cell, (str, bool)):
        return None
    if isinstance(cell, (int, float)):
        return cell
    integer = read_integer(cell)
    if integer is not None:
        return integer
    foreign: Any = cell
    try:
        # A Decimal is a number without being real.
        real = isinstance(cell, numbers.Real) or not isinstance(cell, numbers.Complex)
        return float(foreign) if isinstance(cell, numbers.Number) and real else None
    except (TypeError, ValueError, OverflowError):
        return None


def parse_number(text: str) -> float | None:
    """Return the number that a string is, or `None`."""
    try:
        return float(text)
    except ValueError:
        return None


class Markers:
    """Which cells of a table are missing.

    Args:
        given: The strings that mean a missing cell; by default `MARKERS`.
            Numbers that are written so are missing too, and blank strings always.

    Raises:
        InvalidValueError: They are not strings.

    >>> [Markers().has(cell) for cell in (None, " n/a ", "Chad")]
    [True, True, False]
    >>> Markers(["-99"]).has(-99.0)
    True
    """

    def __init__(self, given: Collection[str] | None = None) -> None:
        self.are_default: bool = given is None
        strings = MARKERS if given is None else (given,) if isinstance(given, str) else given
        expected = "the strings that mean a missing cell, such as ('NA', '-99')"
        check_kind("missing", strings, (Collection,), expected)
        for one in strings:
            check_kind("missing", one, (str,), expected)
        parsed = (number for one in strings if (number := parse_number(one)) is not None)
        self.numbers: frozenset[float] = frozenset(n for n in parsed if not is_missing(n))
        self._strings = {one.strip().casefold() for one in strings} | {""}

    def has(self, cell: object) -> bool:
        """Tell whether a cell is missing."""
        if isinstance(cell, str):
            return cell.strip().casefold() in self._strings
        return is_missing(cell) or number_of(cell) in self.numbers

    def may_be_namibia(self, text: str) -> bool:
        """Tell whether a string is the marker that is also a country's code."""
        return self.are_default and text.strip().upper() == _NAMIBIA


def meaning_of_na(
    column: Iterable[object], registry: CountryRegistry, markers: Markers
) -> Literal["country", "missing", "undecided"]:
    """Tell what `NA` means in a column: among alpha-2 codes alone a country, otherwise missing.

    With other strings beside alpha-2 codes, or with nothing beside it, both
    are possible.

    >>> from tipdata.countries import default
    >>> [meaning_of_na(c, default(), Markers()) for c in (["NA", "KE"], ["NA", "KEN"], ["NA"])]
    ['country', 'missing', 'undecided']
    """
    if not _is_alpha_2(_NAMIBIA, registry):
        return "missing"
    alone: set[bool] = set()
    for cell in column:
        text = cell.alpha_3 if isinstance(cell, Country) else cell
        if isinstance(text, str) and not markers.has(text):
            text = text.strip()
            if len(text) > len(_NAMIBIA) or text.isdecimal():
                alone.add(False)
            elif _is_alpha_2(text, registry):
                alone.add(True)
    return "undecided" if len(alone) != 1 else "country" if alone.pop() else "missing"


def _is_alpha_2(text: str, registry: CountryRegistry) -> bool:
    """Tell whether a string is a code of two letters, and not also a name, as US is."""
    try:
        found = registry.get(text)
    except (UnknownCountryError, AmbiguousCountryError):
        return False
    return found.alpha_2 == text and text.casefold() not in map(str.casefold, found.spellings)


def __dir__() -> list[str]:
    return __all__
