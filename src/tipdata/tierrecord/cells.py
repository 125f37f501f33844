"""What the cells of a user's table mean: a country, a year, a tier, or nothing.

Every function that takes a table reads its cells here, be it rows, a dataframe
or a file, so that the same cell means the same everywhere and is refused in the
same words. `docs/reference/tables.md` states the rules. Each distinct cell is
read once.
"""

import datetime
import functools
import re
from collections.abc import Callable, Collection, Mapping
from typing import Any, Generic, TypeVar, get_args

import attrs

from tipdata._arguments import FIRST_EDITION, LAST_YEAR, check_kind, read_word
from tipdata.countries import Country, CountryRegistry
from tipdata.errors import (
    AmbiguousCountryError,
    InvalidValueError,
    TipdataError,
    UnknownCountryError,
    UnknownTierError,
    runs_of,
)
from tipdata.tierrecord.markers import Markers, meaning_of_na, number_of, parse_number
from tipdata.tiers import Tier
from tipdata.typing import TierCoding

__all__ = [
    "Cells",
    "Column",
    "country_codes",
    "expected_country",
    "expected_year",
    "read_year",
]

_V = TypeVar("_V")
_REMEMBERED = 1_000
_YEAR = re.compile(r"([0-9]{4})(?:\.0+)?")


def expected_country() -> str:
    """Return what a country column takes, for the messages about numbers."""
    return (
        "a name, or an ISO 3166 code as a string: 'KAZ', 'KZ' or '398' with its three digits; "
        "Correlates of War and Gleditsch-Ward numbers are other schemes, which are not read"
    )


def expected_year(column: str = "year", *, is_date: bool = False) -> str:
    """Return what a year column takes, and how to make it of dates."""
    expected = f"a report year, an integer from {FIRST_EDITION} on"
    name = f'"{column}"'
    hint = (
        f"; take the year of a date: pl.col({name}).dt.year() in polars, "
        f"day.year in Python, df[{name}].dt.year in pandas"
    )
    return expected + hint * is_date


def read_year(cell: object) -> int:
    """Return the year that a cell holds, whichever it is.

    Raises:
        InvalidValueError: The cell holds no year.

    >>> read_year(2021.0), read_year(" 2021 ")
    (2021, 2021)
    """
    if isinstance(cell, str):
        digits = _YEAR.fullmatch(cell.strip())
        if digits is not None:
            return int(digits[1])
    number = number_of(cell)
    if number is not None and number == number // 1:
        return int(number)
    is_date = isinstance(cell, datetime.date) or type(cell).__name__ == "datetime64"
    raise InvalidValueError("year", cell, expected_year(is_date=is_date))


def country_codes(
    names: Mapping[str, str | Country] | None, registry: CountryRegistry
) -> Mapping[str, str]:
    """Return the alpha-3 code of each string that the caller has settled.

    Raises:
        InvalidValueError: `names` is not a mapping of strings to countries.
        UnknownCountryError: A value is not a country.
        AmbiguousCountryError: A value means several countries.

    >>> from tipdata.countries import default
    >>> country_codes({"Congo": "COG"}, default())
    {'Congo': 'COG'}
    """
    expected = "a mapping of strings to countries, such as {'Congo': 'COG'}"
    check_kind("names", {} if names is None else names, (Mapping,), expected)
    codes: dict[str, str] = {}
    for text, country in (names or {}).items():
        check_kind("names", text, (str,), expected)
        check_kind(f"names[{text!r}]", country, (str, Country), "the name or code of a country")
        codes[text.strip()] = registry.resolve(country).alpha_3
    return codes


class _Unread:
    """Stands for what a column has not met yet."""


_UNREAD = _Unread()


class Column(Generic[_V]):
    """Reads the cells of one column, each distinct one once: its value, or why it is refused.

    Refusals are large. The first 1,000 are remembered; a cell beyond them is
    refused anew wherever it stands.
    """

    def __init__(self, read: Callable[[Any], _V]) -> None:
        self._read = read
        self._known: dict[object, _V | TipdataError] = {}
        self._refused = 0

    def __call__(self, cell: object) -> _V | TipdataError:
        """Return the value of a cell, or why it has none."""
        key = type(cell), cell  # since 1, 1.0 and True are equal
        try:
            known = self._known.get(key, _UNREAD)
        except TypeError:  # a list cannot be a key
            return self._attempt(cell)
        if not isinstance(known, _Unread):
            return known
        found = self._attempt(cell)
        if isinstance(found, TipdataError):
            self._refused += 1
            if self._refused > _REMEMBERED:
                return found
        self._known[key] = found
        return found

    def _attempt(self, cell: object) -> _V | TipdataError:
        try:
            return self._read(cell)
        except TipdataError as error:
            return error.with_traceback(None)


def _markers_of(cells: "Cells") -> Markers:
    return Markers(cells.missing)


def _codes_of(cells: "Cells") -> Mapping[str, str]:
    return country_codes(cells.names, cells.registry)


@attrs.frozen(kw_only=True, slots=False)
class Cells:
    """How the cells of one table are read, with a reader for each column; `None` is missing.

    Attributes:
        registry: The countries.
        coding: The coding in which tiers are numbers; `None` for labels.
        option: The name of the argument that gave the coding.
        names: The countries of strings that the caller has settled.
        missing: The strings that mean a missing cell; by default `MARKERS`.
        years: The years of the editions, where these are given.
        lumped: Whether a number may stand for several tiers.

    Raises:
        InvalidValueError: `coding` is unknown, or `names` or `missing` are not
            what they should be.
        UnknownCountryError: A value of `names` is not a country.
        AmbiguousCountryError: A value of `names` means several countries.
    """

    registry: CountryRegistry
    coding: TierCoding | None = None
    option: str = "coding"
    names: Mapping[str, str | Country] | None = None
    missing: Collection[str] | None = None
    years: Collection[int] | None = None
    lumped: bool = False
    markers: Markers = attrs.field(init=False, default=attrs.Factory(_markers_of, takes_self=True))
    codes: Mapping[str, str] = attrs.field(
        init=False, default=attrs.Factory(_codes_of, takes_self=True)
    )

    def __attrs_post_init__(self) -> None:
        if self.coding is not None:
            read_word(self.option, self.coding, get_args(TierCoding))

    def countries(self, column: Collection[object]) -> Column[str | None]:
        """Return what reads the alpha-3 codes of a column; what `NA` means depends on all of it."""
        markers = self.markers
        clash = any(isinstance(cell, str) and markers.may_be_namibia(cell) for cell in column)
        meaning = meaning_of_na(column, self.registry, markers) if clash else "missing"
        return Column(functools.partial(self._country, meaning))

    @functools.cached_property
    def year(self) -> Column[int | None]:
        """Reads a report year."""
        return Column(self._year)

    @functools.cached_property
    def tiers(self) -> Column[tuple[Tier, ...] | None]:
        """Reads the tiers that a cell may stand for; none: not in the report."""
        return Column(self._tiers)

    def _country(self, na: str, cell: object) -> str | None:
        if isinstance(cell, str):
            if cell.strip() in self.codes:
                return self.codes[cell.strip()]
            if self.markers.may_be_namibia(cell) and na != "missing":
                found = self.registry.resolve(cell)
                if na == "undecided":
                    raise AmbiguousCountryError(cell, ((found.alpha_3, found.name),))
                return found.alpha_3
        if self.markers.has(cell):
            return None
        if not isinstance(cell, (str, Country)):
            raise UnknownCountryError(cell)
        return self.registry.resolve(cell).alpha_3

    def _year(self, cell: object) -> int | None:
        if self.markers.has(cell):
            return None
        year = read_year(cell)
        if not FIRST_EDITION <= year <= LAST_YEAR:
            raise InvalidValueError("year", cell, expected_year())
        if self.years is not None and year not in self._known_years:
            raise InvalidValueError("year", cell, self._expected_year)
        return year

    @functools.cached_property
    def _known_years(self) -> frozenset[int]:
        return frozenset(self.years or ())

    @functools.cached_property
    def _expected_year(self) -> str:
        return f"a year of the editions: {runs_of(self._known_years)}"

    def _tiers(self, cell: object) -> tuple[Tier, ...] | None:
        if self.markers.has(cell):
            return None
        number = number_of(cell)
        if self.coding is None or isinstance(cell, Tier):
            return (Tier.parse(cell if number is None else number),)
        code = _coded(cell, self.coding, self.option) if number is None else number
        if self.lumped:
            return Tier.meant_by(code, self.coding)
        tier = Tier.decoded(code, self.coding)
        return () if tier is None else (tier,)


def _coded(cell: object, coding: TierCoding, option: str) -> object:
    """Return the number that a string is."""
    if not isinstance(cell, str):
        return cell
    number = parse_number(cell)
    if number is not None:
        return number
    expected = f"a number of the {coding} coding"
    try:
        Tier.parse(cell)
    except UnknownTierError:
        raise InvalidValueError("tier", cell, expected) from None
    hint = f"{expected}, and this is a label; leave out {option}="
    raise InvalidValueError("tier", cell, hint)


def __dir__() -> list[str]:
    return __all__
