"""The table to fill in when an edition comes out."""

import csv
import io

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tipdata
from tipdata import Tier, TierRecord
from tipdata.analysis.statute import find_limit
from tipdata.errors import CoverageError, InvalidValueError
from tipdata.tierrecord.templates import Template, TemplateRow

TIP = tipdata.load()
LAST = {a.country: a.tier for a in TIP.assessments if a.year == 2025}


def test_it_has_the_countries_of_the_last_edition() -> None:
    """Its rows are the countries of the last edition, by name, each once."""
    countries = [row.country for row in TIP.template()]
    assert {country.alpha_3 for country in countries} == LAST.keys()
    known = [one.country for one in TIP.every_series() if one.country.alpha_3 in LAST]
    assert countries == known


def test_it_says_what_was_and_what_is_allowed() -> None:
    """Each row has the last tier and the verdict of the outlook; a waiver is counted; no tier is set."""
    limit = find_limit(2026)
    assert limit is not None
    for row in TIP.template(2026):
        assert row.last_tier is LAST.get(row.country.alpha_3)
        assert row.tier is None
        assert row.year == 2026
        outlook = TIP.outlook(row.country)
        waiver = f" ({outlook.waivers_used + 1} of {limit.waivers})"
        is_waiver = outlook.verdict == "may stay only by waiver"
        assert row.allowed == outlook.verdict + waiver * is_waiver
        assert str(row) == f"{row.country.label}: {row.last_tier}, {row.allowed}"


@given(st.sets(st.sampled_from(sorted(LAST)), min_size=1, max_size=9))
def test_a_selection_has_its_own_countries(codes: set[str]) -> None:
    """The template of a selection has the rows of its countries in the template of the record."""
    chosen = TIP.where(countries=codes).template(2026)
    assert [*chosen] == [row for row in TIP.template(2026) if row.country.alpha_3 in codes]


def test_what_is_withheld_is_not_known() -> None:
    """Where a selection leaves out the last placement, the row has no tier and no verdict."""
    rows = {row.country.alpha_3: row for row in TIP.where(tiers="Tier 1").template()}
    assert (rows["FIN"].last_tier, rows["FIN"].allowed) == (Tier.TIER_1, "not on the Watch List")
    assert (rows["UKR"].last_tier, rows["UKR"].allowed) == (None, None)
    assert str(rows["UKR"]) == "Ukraine: withheld"


def test_the_text_is_a_csv_that_spreadsheets_do_not_run() -> None:
    """`to_csv` has the columns of the table, in order, with empty cells for what is not known."""
    table = TIP.template()
    header, *rows = csv.reader(io.StringIO(table.to_csv()))
    assert header == ["country", "name", "last_tier", "allowed", "tier", "year"]
    columns = [
        ["" if cell is None else str(cell) for cell in column] for column in zip(*rows, strict=True)
    ]
    known = table.columns()
    told = [["" if cell is None else str(cell) for cell in known[name]] for name in header]
    assert columns == told
    assert {*known} - {*header} == {"rank"}
    assert "\r" not in table.to_csv()


def test_a_name_cannot_become_a_formula() -> None:
    """A name that a spreadsheet would run is guarded in the text, and in the text alone."""
    mine = attrs.evolve(TIP.country("KAZ"), name="=1+1", report_name=None)
    table = Template(year=2026, rows=(TemplateRow(country=mine, year=2026),))
    assert table.to_csv().splitlines()[1] == "KAZ,'=1+1,,,,2026"
    assert table.columns()["name"] == ["=1+1"]


@pytest.mark.parametrize("year", [2001, 2024, 2025, 2027])
def test_another_year_is_refused(year: int) -> None:
    """The year is that of the next edition; the error says which editions the record has."""
    expected = (
        f"year: expected 2026, the edition that follows; the record has 2001-2025, got {year}"
    )
    with pytest.raises(InvalidValueError) as caught:
        TIP.template(year)
    assert str(caught.value) == expected


def test_a_record_without_editions_has_no_next_one() -> None:
    """An empty record has no template."""
    empty = TierRecord(countries=(), editions=(), assessments=())
    with pytest.raises(CoverageError, match="the record has no edition"):
        empty.template()


def test_what_is_filled_in_is_taken_back() -> None:
    """The table as a frame, with tiers, is what `with_edition` takes."""
    frame = TIP.template(2026).to_frame("pandas").assign(tier="Tier 2")
    tip = TIP.with_edition(2026, frame)
    assert {one.country.alpha_3 for one in tip.placements(2026)} == {*frame["country"]}
    assert {one.tier for one in tip.placements(2026)} == {Tier.TIER_2}
    assert tip.template().year == 2027
    left = TIP.with_edition(2026, TIP.template(2026).to_frame("pandas"))
    assert len(left.placements(2026)) == 0
