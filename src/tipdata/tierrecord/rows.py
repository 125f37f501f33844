"""How the cells of a user's table are read: a country, a year, a tier, a missing one.

Every function that takes a table reads it here, be it rows or a dataframe, so
that the same cell means the same everywhere. Each distinct cell is read once.

- A country is what `CountryRegistry.resolve` takes.
- A year is an integer (also of numpy) or a float without a fraction, also as a string.
- A tier is what `Tier.parse` takes, or with a coding a number, also as a string.
- A missing cell is `None`, NaN, or pandas' NA or NaT.
"""

import datetime
import functools
import numbers
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar, get_args

import attrs

from tipdata._arguments import check_kind, read_word
from tipdata._tables.frame_reader import IntoFrame, cells_of, is_frame
from tipdata.analysis.series import Series
from tipdata.countries import Country, CountryRegistry
from tipdata.errors import (
    AmbiguousCountryError,
    InvalidValueError,
    TipdataError,
    UnknownCountryError,
    UnknownTierError,
    runs_of,
    shorten,
)
from tipdata.problems import Collector, Problem
from tipdata.records.assessments import Assessment
from tipdata.tiers import KELLEY_ABSENT, Tier
from tipdata.typing import Row, TierCoding

__all__ = ["is_missing", "read_year", "write_rows"]

COLUMNS = ("country", "year", "tier")

Placement = tuple[str, int, tuple[Tier, ...]]
"""A code, a year, and the tiers that a cell may stand for; none: not in the report."""

Place = Callable[[str], Mapping[str, Any]]
"""Returns where a column of one row is, as fields of a `Problem`."""

_V = TypeVar("_V")
_FIRST_YEAR = 2001
_YEAR = re.compile(r"([0-9]{4})(?:\.0+)?")


def is_missing(cell: object) -> bool:
    """Tell whether a cell holds nothing.

    >>> [is_missing(cell) for cell in (None, float("nan"), "", 0)]
    [True, True, False, False]
    """
    number = _number(cell)
    if number is not None:
        return number != number  # noqa: PLR0124 - true of NaN alone
    # pandas' own two, without an import of pandas.
    return cell is None or type(cell).__name__ in {"NAType", "NaTType"}


def _number(cell: object) -> float | None:
    """Return a number of Python or of another library as one of Python."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, (int, float)):
        return cell
    foreign: Any = cell
    return float(foreign) if isinstance(foreign, numbers.Real) else None


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
    number = _number(cell)
    if number is not None and number == number // 1:
        return int(number)
    raise InvalidValueError("year", cell, "a report year, an integer from 2001 on")


class Column(Generic[_V]):
    """Reads the cells of one column, each distinct one once: its value, or why it is refused."""

    def __init__(self, read: Callable[[object], _V]) -> None:
        self._read = read
        self._known: dict[object, _V | TipdataError] = {}

    def __call__(self, cell: object) -> _V | TipdataError:
        """Return the value of a cell, or why it has none."""
        key = type(cell), cell  # since 1, 1.0 and True are equal
        try:
            return self._known[key]
        except KeyError:
            return self._known.setdefault(key, self._attempt(cell))
        except TypeError:  # a list cannot be a key
            return self._attempt(cell)

    def _attempt(self, cell: object) -> _V | TipdataError:
        try:
            return self._read(cell)
        except TipdataError as error:
            return error.with_traceback(None)


@attrs.frozen(kw_only=True, slots=False)
class Cells:
    """How the cells of one table are read, with a reader for each column.

    Attributes:
        registry: The countries.
        coding: The coding in which tiers are numbers; `None` for labels.
        years: The years of the editions, where these are given.
        lumped: Whether a number may stand for several tiers.
        option: The argument of the caller that gives the coding, for messages.

    Raises:
        InvalidValueError: `coding` is unknown.
    """

    registry: CountryRegistry
    coding: TierCoding | None = None
    years: Collection[int] | None = None
    lumped: bool = False
    option: str = "coding"

    def __attrs_post_init__(self) -> None:
        if self.coding is not None:
            read_word("coding", self.coding, get_args(TierCoding))

    @functools.cached_property
    def country(self) -> Column[str]:
        """Reads an alpha-3 code."""
        return Column(self._country)

    @functools.cached_property
    def year(self) -> Column[int]:
        """Reads a report year."""
        return Column(self._year)

    @functools.cached_property
    def tiers(self) -> Column[tuple[Tier, ...]]:
        """Reads the tiers that a cell may stand for; none: not in the report."""
        return Column(self._tiers)

    def _country(self, cell: object) -> str:
        if not isinstance(cell, (str, Country)):
            raise UnknownCountryError(cell)
        return self.registry.resolve(cell).alpha_3

    def _year(self, cell: object) -> int:
        year = read_year(cell)
        if not _FIRST_YEAR <= year <= datetime.MAXYEAR:
            raise InvalidValueError("year", cell, "a report year, an integer from 2001 on")
        if self.years is not None and year not in self.years:
            raise InvalidValueError("year", cell, f"a year of the editions: {runs_of(self.years)}")
        return year

    def _tiers(self, cell: object) -> tuple[Tier, ...]:
        if self.coding is None or isinstance(cell, Tier):
            return (Tier.parse(cell),)
        number = _coded(cell, self.coding)
        if self.lumped:
            return Tier.meant_by(number, self.coding)
        tier = Tier.decoded(number, self.coding)
        return () if tier is None else (tier,)


def _coded(cell: object, coding: TierCoding) -> object:
    if isinstance(cell, str):
        try:
            return float(cell)
        except ValueError:
            raise InvalidValueError("tier", cell, f"a number of the {coding} coding") from None
    number = _number(cell)
    return cell if number is None else number


@attrs.frozen(kw_only=True)
class Table:
    """A user's table of placements.

    Attributes:
        rows: The rows.
        names: The names of the three columns, if the rows are those of a dataframe.
    """

    rows: Iterable[Row]
    names: Sequence[str] | None = None

    def place(self, number: int, column: str) -> dict[str, Any]:
        """Return where a problem is, by the row from 0; an empty column is the whole row."""
        if self.names is None:
            dot = "." * bool(column)
            return {"path": f"$[{number}]{dot}{column}", "column": column}
        own: dict[str, str] = dict(zip(COLUMNS, self.names, strict=True))
        # In a frame as in a file, the header is row 1.
        return {"row": number + 2, "column": own.get(column, column)}


def row_table(rows: "Iterable[Row] | IntoFrame") -> Table:
    """Return rows as a table, or a dataframe with the columns `country`, `year` and `tier`."""
    given: Any = rows  # no checker can tell it from a frame
    if is_frame(given):
        return frame_table(given, COLUMNS)
    check_kind("rows", given, (Iterable,), "rows with country, year and tier, or a dataframe")
    return Table(rows=given)


def frame_table(frame: "IntoFrame", names: Sequence[str]) -> Table:
    """Return the three columns of a dataframe as a table; on a lazy frame this runs them."""
    columns = cells_of(frame, names)
    rows = zip(*(columns[name] for name in names), strict=True)
    return Table(rows=rows, names=names)


def read_table(table: Table, cells: Cells, problems: Collector) -> Iterator[Placement | None]:
    """Yield the placement of each row, or `None` where it has none or cannot be read."""
    seen: dict[tuple[str, int], tuple[Tier, ...]] = {}
    for number, row in enumerate(table.rows):
        place = functools.partial(table.place, number)
        given = _three(row)
        if given is None:
            problems.add(functools.partial(_wrong_row, row, place))
            yield None
            continue
        if table.names is not None and is_missing(given[2]):
            yield None  # a frame has a cell also where nothing is said
            continue
        code, year, tiers = cells.country(given[0]), cells.year(given[1]), cells.tiers(given[2])
        if isinstance(code, str) and isinstance(year, int) and isinstance(tiers, tuple):
            found = code, year, tiers
            if found[:2] not in seen:
                seen[code, year] = tiers
                yield found
                continue
            problems.add(functools.partial(_duplicate, found, seen[code, year], place))
        for column, cell, read in zip(COLUMNS, given, (code, year, tiers), strict=True):
            if isinstance(read, TipdataError):
                problems.add(functools.partial(problem_of, read, cell, column, place, cells.option))
        yield None


def _three(row: Row) -> tuple[object, object, object] | None:
    if isinstance(row, Mapping) and all(column in row for column in COLUMNS):
        return row["country"], row["year"], row["tier"]
    if isinstance(row, (tuple, list)) and len(row) == len(COLUMNS):
        return row[0], row[1], row[2]
    return None


def _wrong_row(row: Row, place: Place) -> Problem:
    given: object = row
    code, message = "wrong-row", "not a row"
    expected = "a mapping with country, year and tier, or a tuple of the three"
    if isinstance(row, Mapping):
        missing = [column for column in COLUMNS if column not in row]
        code, message = "missing-column", f"no {' and no '.join(missing)}"
        given, expected = list(row), "the keys 'country', 'year' and 'tier'"
    value = shorten(given)
    return Problem(code=code, message=message, value=value, expected=expected, **place(""))


def problem_of(error: TipdataError, cell: object, column: str, place: Place, by: str) -> Problem:
    """Return the problem of a cell that is refused; `by` is the argument that gives a coding."""
    code, message, expected, suggestion = "invalid-value", "", "", ""
    match error:
        case UnknownCountryError(nearest=nearest):
            code, message = "unknown-country", "unknown country"
            expected, suggestion = "the name or code of a country", nearest[0] if nearest else ""
        case AmbiguousCountryError(candidates=candidates):
            code, message = "ambiguous-country", "ambiguous country"
            expected = " or ".join(f"{name} ({alpha_3})" for alpha_3, name in candidates)
        case UnknownTierError(nearest=near, codings=codings):
            code, message, suggestion = "unknown-tier", "unknown tier", near or ""
            expected = "Tier 1, Tier 2, Tier 2 Watch List, Tier 3 or Special Case"
            if codings and by:
                expected += f"; for numbers pass {by}={'' if codings[1:] else repr(codings[0])}"
        case InvalidValueError(expected=expected):
            message = f"not a valid {column}"
        case _:
            message = str(error)
    return Problem(
        code=code,
        message=message,
        value=shorten(cell),
        expected=expected,
        suggestion=suggestion,
        **place(column),
    )


def _duplicate(found: Placement, old: tuple[Tier, ...], place: Place) -> Problem:
    code, year, tiers = found
    here, above = (" or ".join(map(str, several)) or "no tier" for several in (tiers, old))
    also = "" if old == tiers else f": {here} here, {above} above"
    return Problem(
        code="duplicate-placement",
        message=f"duplicate row for {code} {year}{also}",
        expected="one row for each country and year",
        records=tuple(Assessment(country=code, year=year, tier=tier) for tier in (*old, *tiers)),
        **place(""),
    )


def read_placements(table: Table, cells: Cells, max_problems: int) -> list[Placement]:
    """Return the placements of a table, by country and year.

    Raises:
        FormatError: A row cannot be read, or two rows are of one placement.
    """
    problems = Collector(max_problems)
    found = [placement for placement in read_table(table, cells, problems) if placement]
    problems.raise_any()
    return sorted(found, key=lambda placement: placement[:2])


def write_rows(
    series: Iterable[Series], *, coding: TierCoding | None
) -> list[tuple[str, int, str | float | None]]:
    """Return series as a table of codes, years, and labels or numbers.

    Raises:
        InvalidValueError: `coding` is unknown.
    """
    rows: list[tuple[str, int, str | float | None]] = []
    for one in series:
        for year in one.editions:
            tier = one.get(year)
            if tier is not None:
                code = tier.value if coding is None else tier.coded(coding)
                rows.append((one.country.alpha_3, year, code))
            elif coding == "kelley" and one.status(year) == "not_in_report":
                rows.append((one.country.alpha_3, year, KELLEY_ABSENT))
    return rows


def __dir__() -> list[str]:
    return __all__
