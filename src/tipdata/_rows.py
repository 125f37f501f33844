"""Somebody's own table of placements, row by row, with every problem at once."""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs

from tipdata.countries import Country, CountryRegistry
from tipdata.errors import (
    AmbiguousCountryError,
    InvalidValueError,
    TipdataError,
    UnknownCountryError,
    UnknownTierError,
    shorten,
)
from tipdata.problems import FormatError, Problem
from tipdata.records.assessments import Assessment
from tipdata.tiers import Tier, TierCoding

__all__ = ["Row", "read_rows"]

Row = Mapping[str, object] | Sequence[object]
"""A mapping with `country`, `year` and `tier`, or these three in a tuple or list."""

_COLUMNS = ("country", "year", "tier")


def read_rows(
    rows: Iterable[Row], *, coding: TierCoding | None, registry: CountryRegistry, max_problems: int
) -> tuple[Assessment, ...]:
    """Return the assessments of a table, by country and year.

    Raises:
        FormatError: A row cannot be read, or two rows are of one placement.
    """
    problems: list[Problem] = []
    found: dict[tuple[str, int], Assessment] = {}
    readers: tuple[Callable[[object], object], ...] = (
        lambda cell: _country(cell, registry),
        _year,
        lambda cell: _tier(cell, coding),
    )
    for number, row in enumerate(rows):
        cells = _cells(row)
        if isinstance(cells, Problem):
            problems.append(attrs.evolve(cells, path=f"$[{number}]"))
            continue
        values: list[object] = []
        for column, read, cell in zip(_COLUMNS, readers, cells, strict=True):
            try:
                values.append(read(cell))
            except TipdataError as error:
                problems.append(_problem(error, f"$[{number}].{column}", cell))
        match values:
            case [str(code), int(year), Tier() as tier]:
                clash = _add(found, Assessment(country=code, year=year, tier=tier), number)
                problems += clash
            case _:
                pass
    if problems:
        raise FormatError(tuple(problems[:max_problems]), max(0, len(problems) - max_problems))
    return tuple(found[key] for key in sorted(found))


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


def _year(cell: object) -> int:
    # The cells of a csv reader are text: four ASCII digits are a year.
    if isinstance(cell, str) and len(cell) == 4 and cell.isascii() and cell.isdigit():  # noqa: PLR2004
        cell = int(cell)
    if type(cell) is not int or not 2001 <= cell <= datetime.MAXYEAR:  # noqa: PLR2004 - the first report
        raise InvalidValueError("year", cell, "a report year, a whole number from 2001 on")
    return cell


def _tier(cell: object, coding: TierCoding | None) -> Tier | None:
    if coding is None or isinstance(cell, Tier):
        return Tier.parse(cell)
    if isinstance(cell, str):
        try:
            cell = float(cell)
        except ValueError:
            raise InvalidValueError("tier", cell, f"a number of the {coding} coding") from None
    return Tier.decoded(cell, coding)


def _problem(error: TipdataError, path: str, cell: object) -> Problem:
    code, message, expected, suggestion = "invalid-value", "this cannot be read", "", ""
    match error:
        case UnknownCountryError(nearest=nearest):
            code, message = "unknown-country", "unknown country"
            expected, suggestion = "a country's name or code", nearest[0] if nearest else ""
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


def _add(found: dict[tuple[str, int], Assessment], new: Assessment, number: int) -> list[Problem]:
    old = found.setdefault((new.country, new.year), new)
    if old is new:
        return []
    also = "a second time" if old.tier is new.tier else f"on {new.tier}, and above on {old.tier}"
    return [
        Problem(
            code="duplicate-placement",
            message=f"{new.country} {new.year} is there {also}",
            path=f"$[{number}]",
            expected="one row for each country and year",
            records=(old, new),
        )
    ]
