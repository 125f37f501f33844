"""The cells that a join attaches, asked for without a frame."""

import subprocess
import sys
from typing import Any, get_args

import polars as pl
import pytest

import tipdata
from tipdata import frames
from tipdata.frames.cells import TROUBLES, tier_cells

TIP = tipdata.load()
RECORDS = [TIP, TIP.where(since=2010, bureau=("SCA", "AF")), TIP.where(tiers="Tier 3")]
TEXTS = {"n/a": "missing", "Atlantis": "unknown_country", "Congo": "ambiguous_country"}
EXTRAS: tuple[frames.Extra, ...] = get_args(frames.Extra)


@pytest.mark.parametrize("record", RECORDS, ids=str)
def test_the_rows_of_a_country_are_those_that_a_frame_gets(record: tipdata.TierRecord) -> None:
    """The row of a group and of a year's slot is what a frame with both of them is given."""
    cells = tier_cells(record, "edition", EXTRAS)
    grid = [
        (text, year)
        for text in (*TEXTS, "KGZ", "SDN", "SSD", "YUG", "MCO", "VUT")
        for year in range(1999, 2028)
    ]
    frame = pl.DataFrame(grid, schema={"who": pl.String, "year": pl.Int64}, orient="row")
    options: Any = {"country": "who", "year": "year", "record": record, "add": EXTRAS}
    found = [
        cells.rows_of(TEXTS.get(text, text))[cells.calendar.slot_of(year)] for text, year in grid
    ]
    assert found == [row[2:] for row in frames.attach_tiers(frame, **options).rows()]


def test_cells_of_groups_follow_one_another() -> None:
    """The columns of several groups are those of each, a cell for each slot."""
    cells = tier_cells(TIP, "in_force", EXTRAS)
    groups = [*TROUBLES, "AFG", "XKX"]
    whole = cells.columns_of(groups)
    assert [*zip(*whole.values(), strict=True)] == [
        row for group in groups for row in cells.rows_of(group)
    ]
    assert {len(cells.rows_of(group)) for group in groups} == {cells.calendar.width}


@pytest.mark.parametrize("record", RECORDS, ids=str)
def test_the_last_change_is_the_last_that_is_known(record: tipdata.TierRecord) -> None:
    """It is the newest change up to the edition, unless a withheld placement came after it."""
    cells = tier_cells(record, "edition", ["last_change"])
    for country in record.countries:
        series = record.series(country)
        moved = {one.year for one in series.changes() if one.direction != "unchanged"}
        hidden = {*series.withheld}
        for year, row in zip(cells.calendar.years, cells.rows_of(country.alpha_3), strict=False):
            last = max((y for y in moved | hidden if y <= year), default=None)
            assert row[3] == (None if last in hidden else last)


@pytest.mark.parametrize("record", RECORDS, ids=str)
def test_listings_are_counted_until_one_is_unknown(record: tipdata.TierRecord) -> None:
    """They are the placements on the Watch List, until one that it had may have been withheld."""
    cells = tier_cells(record, "edition", ["watch_list_editions"])
    for country in record.countries:
        series = record.series(country)
        for year, row in zip(cells.calendar.years, cells.rows_of(country.alpha_3), strict=False):
            listed = [y for y, tier in series.items() if y <= year and tier == "Tier 2 Watch List"]
            unknown = any(2004 <= y <= year for y in series.withheld)
            assert row[3] == (None if unknown else len(listed))


def test_cells_need_no_library_of_frames() -> None:
    """The cells of a join come without narwhals and without any library that it speaks to."""
    libraries = ("narwhals", "numpy", "pandas", "polars", "pyarrow", "duckdb", "dask", "pyspark")
    script = (
        f"import sys; sys.modules.update(dict.fromkeys({libraries!r}))\n"
        "import tipdata; from tipdata.frames.cells import tier_cells\n"
        f"cells = tier_cells(tipdata.load(), 'covered', {EXTRAS!r})\n"
        "print(cells.rows_of('KGZ')[20][:3])"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout == "('Tier 2', 'placed', 2021)\n"
