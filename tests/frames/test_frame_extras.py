"""What a join attaches beside the tier, and the columns of report years."""

from typing import Any

import polars as pl
import pytest

import tipdata
from engines import ENGINES, every_engine
from tipdata import frames
from tipdata.errors import InvalidValueError

TIP = tipdata.load()
SOME = ("KGZ", "KAZ", "HTI", "SDN", "SSD", "SRB", "YUG", "MCO", "VUT", "Atlantis", "Congo", None)
GRID = [(text, year) for text in SOME for year in (*range(1999, 2028), None)]
FRAME = pl.DataFrame(GRID, schema={"who": pl.String, "Year": pl.Int64}, orient="row")
ABOUT = ("code", "name", "bureau")


def attached(engine: str, **options: Any) -> list[dict[str, Any]]:
    """Return the rows of the frame as an engine attaches to them, by country and year."""
    made = frames.attach_tiers(ENGINES[engine].make(FRAME), country="who", year="Year", **options)
    found = ENGINES[engine].read(made)
    rows = [dict(zip(found, cells, strict=True)) for cells in zip(*found.values(), strict=True)]
    return sorted(rows, key=lambda row: (str(row["who"]), row["Year"] or 0))


@every_engine
def test_the_country_of_a_row_is_attached_whatever_its_edition(engine: str) -> None:
    """Code, name and bureau are those of the registry, and null where no country is meant."""
    known = {c.alpha_3: (c.alpha_3, c.label, c.bureau) for c in tipdata.countries.default()}
    for row in attached(engine, add=ABOUT):
        expected = known.get(row["who"], (None, None, None))
        assert tuple(row[name] for name in ABOUT) == expected


@every_engine
@pytest.mark.parametrize("record", [TIP, TIP.where(since=2010, bureau=("SCA", "AF"))], ids=str)
def test_the_outlook_is_that_of_the_next_edition(engine: str, record: tipdata.TierRecord) -> None:
    """The outlook is what `outlooks` says of the year after the row's, and else null."""
    said: dict[Any, str] = {
        (country.alpha_3, year): outlook.verdict
        for year in record.years
        for country, outlook in record.outlooks(year + 1)
    }
    found = {(row["who"], row["Year"]): row["outlook"] for row in attached(
        engine, add="outlook", record=record
    )}  # fmt: skip
    assert found == {cell: said.get(cell) for cell in GRID}
    assert {"must leave", None} < {*found.values()}


def test_a_column_of_years_is_named_once() -> None:
    """A column of report years needs neither a column of days nor a basis, and goes with none."""
    for options, said in (
        ({"on": "Year"}, "on: expected nothing beside year='Year', which names the column of"),
        ({"basis": "covered"}, "basis: expected nothing beside year='Year', which names the"),
        ({"basis": "edition"}, "basis: expected nothing beside year='Year', which names the"),
    ):
        given: Any = options
        for door in (frames.attach_tiers, frames.join_report):
            with pytest.raises(InvalidValueError, match=said):
                door(FRAME, country="who", year="Year", **given)


def test_the_old_way_to_say_years_still_works() -> None:
    """`basis="edition"` gives what `year=` gives, and warns with the call to write instead."""
    said = r'basis="edition" is deprecated; pass year=\'Year\' for report years'
    given: Any = {"country": "who", "on": "Year", "basis": "edition"}
    with pytest.warns(DeprecationWarning, match=said) as caught:
        old = frames.attach_tiers(FRAME, **given)
    assert caught[0].filename == __file__
    assert old.equals(frames.attach_tiers(FRAME, country="who", year="Year"))
    with pytest.warns(DeprecationWarning, match=said) as caught:
        report = frames.join_report(FRAME, **given)
    assert caught[0].filename == __file__
    assert report == frames.join_report(FRAME, country="who", year="Year")
    with pytest.warns(DeprecationWarning, match="year='date'"):
        frames.join_report(FRAME.rename({"Year": "date"}), country="who", basis="edition")


def test_a_word_attached_twice_is_one_column() -> None:
    """Words of `add=` may be repeated, and their columns stand in the order of the words."""
    found = frames.attach_tiers(FRAME, country="who", year="Year", add=["rank", "code", "rank"])
    assert found.columns == ["who", "Year", "tier", "tier_status", "edition", "rank", "code"]


@pytest.mark.parametrize("function", [frames.changes, frames.transitions])
def test_editions_is_the_old_name_of_years(function: Any) -> None:
    """`editions=` compares what `years=` compares and warns; both together are refused."""
    panel = TIP.where(countries=["KGZ", "KAZ"]).to_frame("polars")
    with pytest.warns(DeprecationWarning, match="editions= is deprecated; pass years=") as caught:
        old = function(panel, editions=[2015, 2021])
    assert caught[0].filename == __file__
    assert old.equals(function(panel, years=[2015, 2021]))
    with pytest.raises(InvalidValueError, match="editions: expected nothing beside years="):
        function(panel, editions=2015, years=2021)
    for name in ("years", "editions"):
        with pytest.raises(InvalidValueError, match=f"{name}: expected a year, an integer"):
            function(panel, **{name: ["2021"]})


@pytest.mark.engine_duckdb
def test_a_column_without_a_cell_has_the_type_of_nulls_in_duckdb() -> None:
    """Where no string is a country, what is attached of one has the type of a list's nulls."""
    made = ENGINES["duckdb"].make(FRAME.filter(pl.col("who") == "Atlantis"))
    found = frames.attach_tiers(made, country="who", year="Year", add=["code", "name", "bureau"])
    assert found.types[-3:] == made.project("[NULL, NULL][1]").types * 3
