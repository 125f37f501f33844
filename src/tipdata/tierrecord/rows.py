"""Rows of a user's table, whichever function takes it: which cell is which, and what is wrong.

What the cells mean is said in `cells`. A row whose tier is missing says
nothing, and neither does an empty one; both are skipped.
"""

import functools
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import attrs

from tipdata._arguments import check_kind
from tipdata._tables.frame_reader import IntoFrame, cells_of, is_frame, names_of
from tipdata.analysis.series import Series
from tipdata.errors import (
    AmbiguousCountryError,
    InvalidValueError,
    TipdataError,
    UnknownCountryError,
    UnknownTierError,
    nearest,
    shorten,
)
from tipdata.problems import Collector, Problem
from tipdata.records.assessments import Assessment, assessment_columns
from tipdata.records.countries import Country
from tipdata.tierrecord.cells import Cells, expected_country
from tipdata.tierrecord.markers import Markers
from tipdata.tiers import KELLEY_ABSENT, Tier
from tipdata.typing import Columns, ReportYear, Row, TierCoding

__all__ = ["write_rows"]

COLUMNS = ("country", "year", "tier")

_COUNTED = {2: "two", 3: "three"}
_LOOKED_AT = 100

Placement = tuple[str, int, tuple[Tier, ...]]
"""A code, a year, and the tiers that a cell may stand for; none: not in the report."""

Place = Callable[[str], Mapping[str, Any]]
"""Returns where a column of one row is, as fields of a `Problem`."""


@attrs.frozen(kw_only=True)
class Table:
    """A user's table of placements.

    Attributes:
        rows: The rows.
        names: The names of the three columns, or keys of its mappings.
        is_frame: Whether the rows are those of a dataframe.
        year: The report year of rows that do not say theirs, if there is one.
    """

    rows: "Iterable[Row | Assessment]"
    names: Sequence[str] = COLUMNS
    is_frame: bool = False
    year: ReportYear | None = None

    @property
    def needed(self) -> Sequence[str]:
        """The names of the columns that each row has to have."""
        country, year, tier = self.names
        return (country, year, tier) if self.year is None else (country, tier)

    def number(self, index: int) -> int:
        """Return the number of a row: in a frame as in a file, the header is row 1."""
        return index + 2 if self.is_frame else index

    def place(self, index: int, column: str) -> dict[str, Any]:
        """Return where a problem is; an empty column is the whole row."""
        own: dict[str, str] = dict(zip(COLUMNS, self.names, strict=True))
        name = own.get(column, column)
        if self.is_frame:
            return {"row": self.number(index), "column": name}
        return {"path": f"$[{index}]{'.' * bool(name)}{name}", "column": name}


def row_table(
    rows: "Iterable[Row | Assessment] | IntoFrame",
    names: Sequence[str] = COLUMNS,
    year: ReportYear | None = None,
    expected: str = "rows with country, year and tier, a record, or a dataframe",
) -> Table:
    """Return rows or a dataframe as a table, whose columns or keys have these names.

    Raises:
        InvalidValueError: It is neither; the error says what was `expected`.
    """
    given: Any = rows  # no checker can tell it from a frame
    if is_frame(given):
        return frame_table(given, names, year)
    field = "rows" if year is None else "placements"
    check_kind(field, given, (Iterable,), expected)
    if isinstance(rows, (str, bytes, Mapping)):  # which would be letters, or columns
        raise InvalidValueError(field, given, expected)
    return Table(rows=given, names=names, year=year)


def frame_table(frame: "IntoFrame", names: Sequence[str], year: ReportYear | None = None) -> Table:
    """Return the columns of a dataframe as a table; on a lazy frame this runs them.

    A frame without a column of years is of the given one.
    """
    if year is not None and names[1] in names_of(frame):
        year = None
    table = Table(rows=(), names=names, is_frame=True, year=year)
    columns = cells_of(frame, table.needed)
    rows = zip(*(columns[name] for name in table.needed), strict=True)
    return attrs.evolve(table, rows=rows)


def read_table(table: Table, cells: Cells, problems: Collector) -> Iterator[Placement | None]:
    """Yield the placement of each row, or `None` where it has none or cannot be read."""
    rows = [*table.rows]
    triples = [_three(row, table) for row in rows]
    country = cells.countries([three[0] for three in triples if three])
    seen: dict[tuple[str, int], tuple[int, tuple[Tier, ...]]] = {}

    def add(index: int, group: Hashable, make: Callable[..., Problem]) -> None:
        place = functools.partial(table.place, index)
        problems.add(functools.partial(make, place=place), row=table.number(index), group=group)

    for index, (row, three) in enumerate(zip(rows, triples, strict=True)):
        if three is None:
            if not _is_empty(row, cells.markers):
                add(index, _shape(row), functools.partial(_wrong_row, row, table.needed))
            yield None
            continue
        tiers = cells.tiers(three[2])
        if tiers is None:
            yield None
            continue
        code, year = country(three[0]), cells.year(three[1])
        if isinstance(code, str) and isinstance(year, int) and isinstance(tiers, tuple):
            found = code, year, tiers
            first = seen.setdefault(found[:2], (index, tiers))
            if first[0] == index:
                yield found
                continue
            make = functools.partial(_duplicate, found, first, table)
            add(index, ("duplicate", *found), make)
        for column, cell, read in zip(COLUMNS, three, (code, year, tiers), strict=True):
            if read is None or isinstance(read, TipdataError):
                why = functools.partial(problem_of, read, cell, column, option=cells.option)
                add(index, group_of(column, read, cell), why)
        yield None


def _three(row: Row | Assessment, table: Table) -> tuple[object, object, object] | None:
    if isinstance(row, Assessment):
        return row.country, row.year, row.tier
    country, year, tier = table.names
    if isinstance(row, Mapping) and all(name in row for name in table.needed):
        return row[country], row.get(year, table.year), row[tier]
    if isinstance(row, (tuple, list)):
        if len(row) == len(COLUMNS):
            return row[0], row[1], row[2]
        if len(row) == len(table.needed):
            return row[0], table.year, row[1]
    return None


def _is_empty(row: object, markers: Markers) -> bool:
    given: Any = row
    if isinstance(row, Mapping):
        return bool(given) and all(map(markers.has, given.values()))
    return isinstance(row, (tuple, list)) and all(map(markers.has, given))


def _shape(row: object) -> Hashable:
    """Return what rows that are wrong in the same way have in common."""
    given: Any = row
    if isinstance(row, Mapping):
        return ("keys", *given)
    return ("row", len(given)) if isinstance(row, (tuple, list)) else None


def group_of(column: str, read: TipdataError | None, cell: object) -> Hashable:
    """Return what the problems of equal cells in one column have in common."""
    if read is None:
        return column, None
    group = column, type(cell), cell
    try:
        hash(group)
    except TypeError:
        return None
    return group


def _wrong_row(row: Row | Assessment, names: Sequence[str], place: Place) -> Problem:
    given: object = row
    code, message, near = "wrong-row", "not a row", ""
    listed = f"{', '.join(names[:-1])} and {names[-1]}"
    expected = f"a mapping with {listed}, or a tuple of the {_COUNTED[len(names)]}"
    if isinstance(row, Mapping):
        missing = [column for column in names if column not in row]
        strange = islice((key for key in row if key not in names), _LOOKED_AT)
        others = {nearest(key, missing): key for key in strange}
        others.pop("", None)
        code, message = "missing-column", f"no {' and no '.join(missing)}"
        if others:
            near, key = next(iter(others.items()))
            message += f"; unknown key {shorten(key)}"
        quoted = [repr(name) for name in names]
        given = list(row)
        expected = f"the keys {', '.join(quoted[:-1])} and {quoted[-1]}"
    value = shorten(given)
    return Problem(
        code=code,
        message=message,
        value=value,
        expected=expected,
        suggestion=near,
        **place(""),
    )


def problem_of(
    error: TipdataError | None, cell: object, column: str, place: Place, option: str = ""
) -> Problem:
    """Return the problem of a cell that is missing or refused; `option` gives the coding."""
    code, message, expected, suggestion = "invalid-value", "", "", ""
    match error:
        case None:
            code = "unknown-country" if column == "country" else code
            message, expected = f"{column} is missing", "a value in each row that has a tier"
        case UnknownCountryError(text=text, nearest=near):
            code, message = "unknown-country", "unknown country"
            plain = isinstance(text, str) and not text.strip().isdigit()
            expected = "the name or code of a country" if plain else expected_country()
            suggestion = near[0] if near else ""
            message += "" if near else error.hint
        case AmbiguousCountryError(text=text, candidates=((alpha_3, name),)):
            code, message = "ambiguous-country", f"{name} or a missing cell"
            expected = f"{alpha_3!r} for {name}, or missing=({text.strip()!r},) for a missing cell"
        case AmbiguousCountryError(candidates=candidates):
            code, message = "ambiguous-country", "ambiguous country"
            expected = " or ".join(f"{name} ({alpha_3})" for alpha_3, name in candidates)
        case UnknownTierError(nearest=near, codings=codings):
            code, message, suggestion = "unknown-tier", "unknown tier", near or ""
            expected = "Tier 1, Tier 2, Tier 2 Watch List, Tier 3 or Special Case"
            if codings and option:
                one = "" if codings[1:] else repr(codings[0])
                expected += f"; for numbers pass {option}={one}"
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


def _duplicate(
    found: Placement, first: tuple[int, tuple[Tier, ...]], table: Table, place: Place
) -> Problem:
    code, year, tiers = found
    index, old = first
    here, there = (" or ".join(map(str, several)) or "no tier" for several in (tiers, old))
    where = f"row {table.number(index):,}" if table.is_frame else f"$[{index}]"
    also = "" if old == tiers else f": {here} here, {there} above"
    return Problem(
        code="duplicate-placement",
        message=f"duplicate row for {code} {year}, first in {where}{also}",
        expected="one row for each country and year",
        records=tuple(Assessment(country=code, year=year, tier=tier) for tier in (*old, *tiers)),
        **place(""),
    )


def read_untiered(table: Table, cells: Cells, problems: Collector) -> set[str]:
    """Return the codes of the countries that a table has a row of without a tier."""
    triples = [_three(row, table) for row in table.rows]
    country = cells.countries([three[0] for three in triples if three])
    found: set[str] = set()
    for index, three in enumerate(triples):
        if three is None or cells.tiers(three[2]) is not None:
            continue
        code = country(three[0])
        if isinstance(code, str):
            found.add(code)
        elif code is not None:
            place = functools.partial(table.place, index)
            group = group_of("country", code, three[0])
            why = functools.partial(problem_of, code, three[0], "country", place)
            problems.add(why, row=table.number(index), group=group)
    return found


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
        for year in one.years:
            tier = one.get(year)
            if tier is not None:
                code = tier.value if coding is None else tier.coded(coding)
                rows.append((one.country.alpha_3, year, code))
            elif coding == "kelley" and one.status(year) == "not_in_report":
                rows.append((one.country.alpha_3, year, KELLEY_ABSENT))
    return rows


def placement_columns(assessments: Sequence[Assessment], countries: Iterable[Country]) -> Columns:
    """Return assessments as columns, with the name and the bureau of each country."""
    (code, codes), *rest = assessment_columns(assessments).items()
    named = {country.alpha_3: country for country in countries}
    own = [named.get(assessment.country) for assessment in assessments]
    return {
        code: codes,
        "name": [country.label if country else None for country in own],
        "bureau": [country.bureau if country else None for country in own],
        **dict(rest),
    }


def __dir__() -> list[str]:
    return __all__
