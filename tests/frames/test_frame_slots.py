"""How a row finds the slot of its day: in a table, or where that would be long, by steps."""

import datetime
from typing import Any, Literal

import polars as pl
import pytest

import tipdata
from engines import ENGINES, every_engine
from tipdata import Edition, frames
from tipdata.frames._editions import calendar, number_of

TIP = tipdata.load()
DAY = datetime.timedelta(days=1)
FAR = datetime.date(2250, 6, 30)
RELEASED = {edition.year: edition.released for edition in TIP.editions if edition.released}


def attached(engine: str, frame: pl.DataFrame, **options: Any) -> dict[tuple[object, ...], object]:
    """Return the status and edition of each row of a frame, by its country and its day or year."""
    made = frames.attach_tiers(ENGINES[engine].make(frame), **options)
    read = ENGINES[engine].read(made)
    inputs, found = ([read[name] for name in names] for names in (frame.columns, read))
    cells = zip(found[-2], found[-1], strict=True)
    return dict(zip(zip(*inputs, strict=True), cells, strict=True))


@pytest.mark.parametrize("basis", ["in_force", "covered"])
def test_the_table_has_the_slot_of_every_day(basis: Literal["in_force", "covered"]) -> None:
    """Each day of 30 years, cut to the ends of the table, has there the slot that steps give it."""
    slots = calendar(TIP, basis)
    table = slots.as_table()
    assert table is not None
    first = datetime.date(1998, 1, 1)
    for day in (first + n * DAY for n in range(30 * 366)):
        place = min(max(number_of(day), table.first), table.last) - table.first
        assert table.slots[place] == slots.slot_of(day)


def test_the_table_has_the_slot_of_every_year() -> None:
    """The years around the editions, and those between them, are looked up as they are."""
    rows = [{"country": "KGZ", "year": year, "tier": "Tier 2"} for year in (2003, 2004, 2009)]
    slots = calendar(tipdata.TierRecord.from_rows(rows), "edition")
    table = slots.as_table()
    assert table is not None
    for year in range(1990, 2040):
        place = min(max(year, table.first), table.last) - table.first
        assert table.slots[place] == slots.slot_of(year)


def test_a_record_without_editions_has_no_table() -> None:
    """Where nothing begins, nothing is looked up."""
    empty = tipdata.TierRecord.from_rows([])
    assert calendar(empty, "in_force").as_table() is None


@every_engine
def test_editions_may_be_centuries_apart(engine: str) -> None:
    """A table of each day would be long; the rows get the newest edition of their day all the same."""
    far = Edition(year=2250, released=FAR)
    record = TIP.with_edition(far, [("Kyrgyzstan", "Tier 2")])
    assert calendar(record, "in_force").as_table() is None
    known = {**RELEASED, 2250: FAR}
    near = sorted({day + n * DAY for day in known.values() for n in (-1, 0, 1)})
    frame = pl.DataFrame({"country": "KGZ", "date": [*near, None]}, strict=False)
    expected: dict[tuple[object, ...], object] = {("KGZ", None): ("missing", None)}
    for day in near:
        year = max((y for y, released in known.items() if released <= day), default=None)
        expected["KGZ", day] = ("placed" if year else "outside_coverage", year)
    assert attached(engine, frame, record=record) == expected


@every_engine
def test_a_table_may_have_more_rows_than_a_small_integer_counts(engine: str) -> None:
    """With 40,000 rows to take from, the last country still gets its own."""
    years = range(2001, 2151)
    rows = [{"country": "ZWE", "year": year, "tier": "Tier 2"} for year in years]
    codes = [country.alpha_3 for country in tipdata.countries.default()]
    grid = [(code, year) for code in codes for year in (2001, 2075, 2150, 2151)]
    frame = pl.DataFrame(grid, schema={"who": pl.String, "Year": pl.Int64}, orient="row")
    expected: dict[tuple[object, ...], object] = {}
    for code, year in grid:
        placed = "placed" if code == "ZWE" else "not_in_report"
        expected[code, year] = (placed, year) if year in years else ("outside_coverage", None)
    record = tipdata.TierRecord.from_rows(rows)
    assert attached(engine, frame, country="who", year="Year", record=record) == expected
