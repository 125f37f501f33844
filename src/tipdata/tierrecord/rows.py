"""Somebody's own table of placements, row by row, with every problem at once."""

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeVar

import attrs

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
from tipdata.problems import FormatError, Problem
from tipdata.records.assessments import Assessment
from tipdata.tiers import KELLEY_ABSENT, Tier
from tipdata.typing import Row, TierCoding

__all__ = ["Row", "read_claims", "read_rows", "write_rows"]

_V = TypeVar("_V")
_COLUMNS = ("country", "year", "tier")


def read_rows(
    rows: Iterable[Row],
    *,
    coding: TierCoding | None,
    registry: CountryRegistry,
    max_problems: int,
    years: Collection[int] | None = None,
) -> tuple[Assessment, ...]:
    """Return the assessments of a table, by country and year.

    Raises:
        FormatError: A row cannot be read or is of none of the `years`, or
            two rows are of one placement.
    """
    found = _read(rows, lambda cell: _meant(_tier(cell, coding)), registry, max_problems, years)
    return tuple(
        Assessment(country=code, year=year, tier=tier)
        for (code, year), tiers in found.items()
        for tier in tiers
    )


def read_claims(
    rows: Iterable[Row], *, coding: TierCoding | None, registry: CountryRegistry, max_problems: int
) -> dict[tuple[str, int], tuple[Tier, ...]]:
    """Return what a table says of each country and year: all tiers that a number may stand for.

    No tier: it says that the country is not in that report.

    Raises:
        FormatError: A row cannot be read, or two rows are of one placement.
    """
    return _read(rows, lambda cell: _claimed(cell, coding), registry, max_problems)


def _read(
    rows: Iterable[Row],
    read_tiers: Callable[[object], tuple[Tier, ...]],
    registry: CountryRegistry,
    max_problems: int,
    years: Collection[int] | None = None,
) -> dict[tuple[str, int], tuple[Tier, ...]]:
    problems: list[Problem] = []
    found: dict[tuple[str, int], tuple[Tier, ...]] = {}

    def attempt(read: Callable[[object], _V], cell: object, path: str) -> _V | None:
        try:
            return read(cell)
        except TipdataError as error:
            problems.append(_problem(error, path, cell))
            return None

    for number, row in enumerate(rows):
        cells = _cells(row)
        if isinstance(cells, Problem):
            problems.append(attrs.evolve(cells, path=f"$[{number}]"))
            continue
        code = attempt(lambda cell: _country(cell, registry), cells[0], f"$[{number}].country")
        year = attempt(lambda cell: _year(cell, years), cells[1], f"$[{number}].year")
        tiers = attempt(read_tiers, cells[2], f"$[{number}].tier")
        if code is not None and year is not None and tiers is not None:
            problems += _add(found, (code, year), tiers, number)
    if problems:
        raise FormatError(tuple(problems[:max_problems]), max(0, len(problems) - max_problems))
    return {key: found[key] for key in sorted(found)}


def _cells(row: Row) -> tuple[object, object, object] | Problem:
    if isinstance(row, Mapping):
        missing = [column for column in _COLUMNS if column not in row]
        if not missing:
            return row["country"], row["year"], row["tier"]
        return Problem(
            code="missing-column",
            message=f"there is no {' and no '.join(missing)}",
            value=shorten(list(row)),
            expected="the keys 'country', 'year' and 'tier'",
        )
    if isinstance(row, (tuple, list)) and len(row) == len(_COLUMNS):
        return row[0], row[1], row[2]
    return Problem(
        code="wrong-row",
        message="this is not a row",
        value=shorten(row),
        expected="a mapping with country, year and tier, or a tuple of the three",
    )


def _country(cell: object, registry: CountryRegistry) -> str:
    if not isinstance(cell, (str, Country)):
        raise UnknownCountryError(cell)
    return registry.resolve(cell).alpha_3


def _year(cell: object, years: Collection[int] | None) -> int:
    # The cells of a csv reader are text: four ASCII digits are a year.
    if isinstance(cell, str) and len(cell) == 4 and cell.isascii() and cell.isdigit():  # noqa: PLR2004
        cell = int(cell)
    if type(cell) is not int or not 2001 <= cell <= datetime.MAXYEAR:  # noqa: PLR2004 - the first report
        raise InvalidValueError("year", cell, "a report year, a whole number from 2001 on")
    if years is not None and cell not in years:
        raise InvalidValueError("year", cell, f"a year of the editions: {runs_of(years)}")
    return cell


def _tier(cell: object, coding: TierCoding | None) -> Tier | None:
    if coding is None or isinstance(cell, Tier):
        return Tier.parse(cell)
    return Tier.decoded(_number(cell, coding), coding)


def _number(cell: object, coding: TierCoding) -> object:
    # The cells of a csv reader are text here too; what is no number is refused by the coding.
    if isinstance(cell, str):
        try:
            return float(cell)
        except ValueError:
            raise InvalidValueError("tier", cell, f"a number of the {coding} coding") from None
    return cell


def _problem(error: TipdataError, path: str, cell: object) -> Problem:
    code, message, expected, suggestion = "invalid-value", "this cannot be read", "", ""
    match error:
        case UnknownCountryError(nearest=nearest):
            code, message = "unknown-country", "unknown country"
            expected, suggestion = "the name or code of a country", nearest[0] if nearest else ""
        case AmbiguousCountryError(candidates=candidates):
            code, message = "ambiguous-country", "ambiguous country"
            expected = " or ".join(f"{name} ({alpha_3})" for alpha_3, name in candidates)
        case UnknownTierError(nearest=near):
            code, message = "unknown-tier", "unknown tier"
            expected = "Tier 1, Tier 2, Tier 2 Watch List, Tier 3 or Special Case"
            suggestion = near or ""
        case InvalidValueError():
            message, expected = f"not a {path.rpartition('.')[2]}", error.expected
        case _:
            message = str(error)
    return Problem(
        code=code,
        message=message,
        path=path,
        column=path.rpartition(".")[2],
        value=shorten(cell),
        expected=expected,
        suggestion=suggestion,
    )


def _meant(tier: Tier | None) -> tuple[Tier, ...]:
    return () if tier is None else (tier,)


def _claimed(cell: object, coding: TierCoding | None) -> tuple[Tier, ...]:
    if coding is None or isinstance(cell, Tier):
        return (Tier.parse(cell),)
    return Tier.meant_by(_number(cell, coding), coding)


def _add(
    found: dict[tuple[str, int], tuple[Tier, ...]],
    key: tuple[str, int],
    tiers: tuple[Tier, ...],
    number: int,
) -> list[Problem]:
    if key not in found:
        found[key] = tiers
        return []
    old = found[key]
    code, year = key
    also = "a second time" if old == tiers else f"on {_said(tiers)}, and above on {_said(old)}"
    return [
        Problem(
            code="duplicate-placement",
            message=f"{code} {year} is there {also}",
            path=f"$[{number}]",
            expected="one row for each country and year",
            records=tuple(
                Assessment(country=code, year=year, tier=tier) for tier in (*old, *tiers)
            ),
        )
    ]


def _said(tiers: tuple[Tier, ...]) -> str:
    return " or ".join(map(str, tiers)) or "no tier"


def write_rows(
    series: Iterable[Series], *, coding: TierCoding | None
) -> list[tuple[str, int, str | float | None]]:
    """Return series as a table of codes, years, and labels or numbers.

    Raises:
        InvalidValueError: There is no such coding.
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
