"""A record as one table for people: a row for each placement, or for each country."""

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from tipdata.analysis.series import Series, describe_cell
from tipdata.records.countries import Country
from tipdata.tierrecord import TierRecord
from tipdata.typing import Cell, Layout, ReportYear

Kind = Literal["text", "integer", "date", "tier", "evidence", "state"]
"""What the cells of a column are; a `state` is a tier, or why there is none."""


class Column(NamedTuple):
    """A column of an exported table.

    Attributes:
        name: Its name; that of an edition is its year.
        kind: What its cells are.
        meaning: What they say, in at most 80 characters, which is what Stata keeps.
        cells: The cells.
    """

    name: str
    kind: Kind
    meaning: str
    cells: Sequence[Cell]


_CODE = "ISO 3166-1 alpha-3 code, or one of the same form"
_NAME = "Name in the newest report that has the country"
_BUREAU = "Regional bureau of the State Department"
_LONG: dict[str, tuple[Kind, str]] = {
    "country": ("text", _CODE),
    "name": ("text", _NAME),
    "name_in_report": ("text", "Name in the report of that year"),
    "bureau": ("text", _BUREAU),
    "year": ("integer", "Report year"),
    "released": ("date", "Day on which the report was published"),
    "tier": ("tier", "Tier in the report of that year, as published"),
    "rank": ("integer", "Rank of the tier, from 1 (best) to 4; none for a special case"),
    "evidence": ("evidence", "How well the placement is established"),
    "official": ("text", "Whether the State Department's own text says so"),
    "families": ("integer", "How many independent families of sources agree"),
    "sources": ("text", "Ids of the sources that agree"),
    "disputed_by": ("text", "Ids of the sources that disagree"),
    "note": ("text", "What to know of this placement"),
    "amended": ("tier", "Tier to which the Department moved the country after publication"),
}


def lay_out(record: TierRecord, layout: Layout) -> tuple[Column, ...]:
    """Return a record as a table."""
    return _long(record) if layout == "long" else _wide(record, _state)


def evidence_table(record: TierRecord) -> tuple[Column, ...]:
    """Return the wide table with the evidence of each placement instead of its tier."""
    return _wide(record, _evidence)


def placed_series(record: TierRecord) -> list[Series]:
    """Return the series of the countries that have a placement, by name."""
    return [series for series in record.every_series() if len(series)]


def _long(record: TierRecord) -> tuple[Column, ...]:
    known = {country.alpha_3: country for country in record.countries}
    released = {edition.year: edition.released for edition in record.editions}
    cells: dict[str, Sequence[Cell]] = {
        **record.columns(),
        "name_in_report": [_printed(known.get(a.country), a.year) for a in record.assessments],
        "released": [_iso(released.get(a.year)) for a in record.assessments],
    }
    return tuple(Column(name, *about, cells[name]) for name, about in _LONG.items())


def _printed(country: Country | None, year: ReportYear) -> str | None:
    return country.name_in(year) if country else None


def _iso(day: object) -> str | None:
    return None if day is None else str(day)


def _wide(record: TierRecord, describe: Callable[[Series, ReportYear], str]) -> tuple[Column, ...]:
    every = placed_series(record)
    own = [series.country for series in every]
    kind: Kind = "state" if describe is _state else "evidence"
    return (
        Column("country", "text", _CODE, [country.alpha_3 for country in own]),
        Column("name", "text", _NAME, [country.label for country in own]),
        Column("bureau", "text", _BUREAU, [country.bureau for country in own]),
        *(
            Column(f"{e.year}", kind, f"{e}", [describe(series, e.year) for series in every])
            for e in record.editions
        ),
    )


def _state(series: Series, year: ReportYear) -> str:
    return describe_cell(series, year)[0]


def _evidence(series: Series, year: ReportYear) -> str:
    return series.assessment(year).evidence if year in series else _state(series, year)
