"""An edition that the user adds: it answers as any other, and says whose it is."""

import datetime
import pickle
from collections.abc import Callable
from typing import Any

import attrs
import pandas
import polars
import pytest

import tipdata
from tipdata import Edition, FormatError, Source, Tier, TierRecord, frames, page, plots
from tipdata.errors import CoverageError, InvalidValueError, NotInReportError
from tipdata.tierrecord.citing import STYLES

TIP = tipdata.load()
LAST = {a.country: a.tier for a in TIP.assessments if a.year == 2025}
# Every eighth country goes one tier up or down, so that there is something to find.
MOVED = {
    code: list(Tier)[(list(Tier).index(tier) + (place % 8 == 0)) % len(Tier)]
    for place, (code, tier) in enumerate(sorted(LAST.items()))
}
ROWS = list(MOVED.items())
RELEASED = datetime.date(2026, 7, 1)
CHOSEN = datetime.date(2025, 12, 31)
UNDATED = TIP.with_edition(2026, ROWS)
DATED = TIP.with_edition(Edition(year=2026, released=RELEASED), ROWS)

KELLEY = {
    Tier.TIER_1: 1,
    Tier.TIER_2: 2,
    Tier.TIER_2_WATCH_LIST: 2.5,
    Tier.TIER_3: 3,
    Tier.SPECIAL_CASE: 666,
}
NAMED = {country.alpha_3: country.label for country in TIP.countries}
COLUMNS = {"country": list(MOVED), "tier": [tier.value for tier in MOVED.values()]}

WAYS: dict[str, tuple[Callable[[], Any], dict[str, Any]]] = {
    "pairs": (lambda: ROWS, {}),
    "lists of names and labels": (lambda: [[NAMED[c], str(t)] for c, t in ROWS], {}),
    "triples": (lambda: [(c, 2026, t) for c, t in ROWS], {}),
    "mappings": (lambda: [{"country": c, "tier": t} for c, t in ROWS], {}),
    "mappings with a year": (
        lambda: ({"land": c, "jahr": "2026", "stufe": t.short} for c, t in ROWS),
        {"country": "land", "year": "jahr", "tier": "stufe"},
    ),
    "numbers": (lambda: [(c, KELLEY[t]) for c, t in ROWS], {"coding": "kelley"}),
    "assessments": (
        lambda: [tipdata.Assessment(country=c, year=2026, tier=t) for c, t in ROWS],
        {},
    ),
    "a record": (lambda: TierRecord.from_rows((c, 2026, t) for c, t in ROWS), {}),
    "pandas": (lambda: pandas.DataFrame(COLUMNS), {}),
    "pandas with a year": (lambda: pandas.DataFrame({**COLUMNS, "year": 2026}), {}),
    "polars": (lambda: polars.DataFrame(COLUMNS), {}),
    "polars, lazy": (lambda: polars.LazyFrame(COLUMNS), {}),
}


def refusal(*given: Any, **options: Any) -> str:
    """Return why an edition is refused."""
    with pytest.raises((InvalidValueError, FormatError)) as caught:
        TIP.with_edition(*given, **options)
    return str(caught.value)


@pytest.mark.parametrize("way", WAYS)
def test_placements_are_read_however_they_are_given(way: str) -> None:
    """The same placements give the same record, as rows or as a frame, with a year or without."""
    make, options = WAYS[way]
    assert TIP.with_edition(2026, make(), **options) == UNDATED


def test_the_other_editions_stay_as_they_are() -> None:
    """Adding an edition changes no placement, edition or evidence of the others."""
    assert TIP.assessments == tuple(a for a in UNDATED.assessments if a.year != 2026)
    assert (*TIP.editions, Edition(year=2026)) == UNDATED.editions
    assert UNDATED.countries == TIP.countries
    assert UNDATED.evidence("MYS", 2009) == TIP.evidence("MYS", 2009)
    assert UNDATED.data_version == TIP.data_version
    assert TIP.changes(2025) == attrs.evolve(UNDATED.changes(2025), find=TIP.changes(2025).find)
    assert not TIP.user_supplied
    assert UNDATED.user_supplied == {2026}


def test_an_added_edition_answers_as_any_other() -> None:
    """Tiers, changes, series and the outlook of the year after are those of the list."""
    assert {p.country.alpha_3: p.tier for p in UNDATED.placements(2026)} == MOVED
    changed = {c.country.alpha_3 for c in UNDATED.changes(2026)}
    assert changed == {code for code in MOVED if MOVED[code] != LAST[code]}
    for code, tier in MOVED.items():
        assert UNDATED.series(code)[2026] is tier
        assert UNDATED.outlook(code).listed == (tier is Tier.TIER_2_WATCH_LIST)
    assert {country.alpha_3 for country, _ in UNDATED.outlooks()} == set(MOVED)
    assert len(UNDATED.to_frame("polars").filter(polars.col("year") == 2026)) == len(MOVED)


@pytest.mark.parametrize(
    ("source", "title"),
    [
        (None, "User-supplied list of the 2026 edition"),
        ("www.state.gov, 1 July 2026", "www.state.gov, 1 July 2026"),
        (Source(id="mine", title="My notes", author="Ann"), "Ann, My notes"),
    ],
)
def test_every_added_cell_is_unverified_and_rests_on_its_source(
    source: Source | str | None, title: str
) -> None:
    """No added placement is corroborated, and each names the source that the user gave."""
    record = TIP.with_edition(2026, ROWS, source=source)
    levels = {(a.evidence, a.official, a.families) for a in record.assessments if a.year == 2026}
    assert levels == {("unverified", "no", 0)}
    for code, tier in MOVED.items():
        found = record.evidence(code, 2026)
        assert [claim.tiers for claim in found.supporting] == [(tier,)]
        assert [str(one) for one in found.sources] == [title]
    assert title in map(str, record.sources)
    summary = {row for row in record.evidence_summary().rows if row.year == 2026}
    assert sum(row.unverified for row in summary) == len(MOVED)


def test_the_source_of_an_edition_cannot_pass_for_another() -> None:
    """A source with the id of one that the record has must be that one."""
    known = TIP.sources[0]
    assert TIP.with_edition(2026, ROWS, source=known).sources == TIP.sources
    message = refusal(2026, ROWS, source=attrs.evolve(known, title="Another"))
    assert message == (
        f"source.id: expected an id that no other source of the record has, got {known.id!r}"
    )


def test_an_edition_that_the_record_has_is_refused() -> None:
    """Packaged placements are never replaced, and neither are those that a selection leaves out."""
    expected = "edition: expected an edition that the record does not have; it has 2001-2025, got "
    for edition in (2025, Edition(year=2001)):
        assert refusal(edition, ROWS) == expected + str(getattr(edition, "year", edition))
    for selection in (TIP.where(until=2020), UNDATED.where(until=2025)):
        year = 2021 if 2021 not in selection.years else 2026
        with pytest.raises(InvalidValueError, match="add it before you select"):
            selection.with_edition(year, ROWS)


def test_an_added_edition_can_be_replaced() -> None:
    """The last list counts, as if there had been no other, whatever it holds."""
    for first in ([("MCO", "Tier 1")], [("KAZ", "Tier 1"), ("UZB", None)], ROWS[:7]):
        before = TIP.with_edition(2026, first)
        again, alone = (one.with_edition(2026, ROWS, source="second") for one in (before, TIP))
        assert again == alone
        assert again.evidence("KAZ", 2026) == alone.evidence("KAZ", 2026)


def test_two_editions_can_be_added() -> None:
    """The edition after an added one is compared with it."""
    later = UNDATED.with_edition(2027, list(LAST.items()))
    assert later.years[-2:] == (2026, 2027)
    assert len(later.changes(2027)) == len(later.changes(2026))
    assert not later.changes(2027, since=2025)
    assert later.user_supplied == {2026, 2027}


def test_what_a_list_does_not_have_yet_is_withheld() -> None:
    """Of a country whose row has no tier, and of all that a part lacks, nothing is said."""
    rows = [("KAZ", "Tier 1"), ("UZB", None), ("TKM", "")]
    for partial, unknown in ((False, {"UZB", "TKM"}), (True, LAST.keys() - {"KAZ"})):
        record = TIP.with_edition(2026, rows, partial=partial)
        assert {code for code, year in record.withheld if year == 2026} == unknown
        changes = record.changes(2026)
        left = {c.country.alpha_3 for c in changes if c.direction == "left"}
        assert left == (set() if partial else LAST.keys() - unknown - {"KAZ"})
        assert {c.alpha_3 for c in changes.skipped} == unknown
        for code in unknown:
            assert record.series(code).status(2026) == "withheld"
            with pytest.raises(NotInReportError, match="incomplete list"):
                record.tier(code, 2026)


def test_a_number_for_no_tier_is_an_absence_in_a_part_too() -> None:
    """What a list says is not in the report is absent, not withheld."""
    rows = [("KAZ", 1), ("UZB", 555), ("UZB", None)]
    record = TIP.with_edition(2026, rows, coding="kelley", partial=True)
    assert record.series("UZB").status(2026) == "not_in_report"
    assert record.changes(2026).left[0].country.alpha_3 == "UZB"


def test_countries_that_were_never_in_the_report_can_be_added() -> None:
    """They stand among the others in the order of their codes, with a tier or withheld."""
    record = TIP.with_edition(2026, [*ROWS, ("Monaco", "Tier 1"), ("AND", None)])
    codes = [country.alpha_3 for country in record.countries]
    assert codes == sorted({*NAMED, "MCO", "AND"})
    assert record.changes(2026).entered[0].country.alpha_3 == "MCO"
    assert record.series("AND").status(2026) == "withheld"


def test_a_part_lacks_what_the_edition_just_before_it_has() -> None:
    """Neither a later edition nor what a selection holds decides what is withheld."""
    later = TIP.with_edition(2027, [("MCO", "Tier 1"), ("KAZ", "Tier 1")])
    between = later.with_edition(2026, [("KAZ", "Tier 1")], partial=True)
    expected = {(code, 2026) for code in LAST.keys() - {"KAZ"}}
    assert between.withheld == expected
    asia = TIP.where(bureau="SCA")
    part = asia.with_edition(2026, [("KAZ", "Tier 1")], partial=True)
    assert part.withheld == asia.withheld | expected


def test_an_edition_without_a_release_date_is_left_out_of_questions_by_day() -> None:
    """On no day is it in force, and no group that depends on the day has members in it."""
    day = datetime.date(2026, 12, 31)
    assert (UNDATED.edition_on(day).year, DATED.edition_on(day).year) == (2025, 2026)
    assert UNDATED.tier_on("KAZ", day) is LAST["KAZ"]
    for record, last in ((UNDATED, 2025), (DATED, 2026)):
        assert record.where(group="eu").years[-1] == last
        assert record.counts(by="wb_region").rows[-1].year == last
        assert record.where(group="eu", on=CHOSEN).years[-1] == 2026
        assert record.counts(by="wb_region", on=CHOSEN).rows[-1].year == 2026
        rows = polars.DataFrame({"country": ["KAZ"], "day": [day]})
        found = frames.attach_tiers(rows, country="country", on="day", record=record, add="eu")
        assert found["edition"].to_list() == [last]
    covered = polars.DataFrame({"country": ["KAZ"], "day": [datetime.date(2025, 8, 1)]})
    statuses = [
        frames.attach_tiers(covered, country="country", on="day", basis="covered", record=record)
        for record in (TIP, UNDATED, DATED)
    ]
    found_as = [frame["tier_status"][0] for frame in statuses]
    assert found_as == ["outside_coverage", "outside_coverage", "period_unknown"]


def test_a_selection_of_undated_editions_alone_asks_for_a_date() -> None:
    """Leaving the only editions out would be an empty answer, so it is refused."""
    for ask in (
        lambda: UNDATED.where(group="eu", since=2026),
        lambda: UNDATED.where(since=2026).counts(by="wb_region"),
    ):
        with pytest.raises(InvalidValueError, match="a release date, since memberships are dated"):
            ask()
    fresh = TierRecord.from_rows([]).with_edition(2026, ROWS)
    with pytest.raises(CoverageError, match="no edition was in force"):
        fresh.edition_on(datetime.date(2026, 12, 31))


def test_every_problem_of_a_list_is_reported_at_once() -> None:
    """Unknown and doubled countries, tiers and years that are wrong, and rows without a tier too."""
    rows: list[Any] = [
        ("Kyrgistan", "Tier 2"),
        ("KAZ", "Tier 5"),
        ("UZB", "Tier 1"),
        ("Uzbekistan", "Tier 2"),
        ("TJK", 2025, "Tier 1"),
        {"land": "KAZ", "tier": "Tier 1"},
        ("Turkmenstan", None),
    ]
    assert refusal(2026, rows).splitlines() == [
        "6 problems",
        "  $[0].country: unknown country; expected the name or code of a country, got 'Kyrgistan'; did you mean 'Kyrgyzstan'?",
        "  $[1].tier: unknown tier; expected Tier 1, Tier 2, Tier 2 Watch List, Tier 3 or Special Case, got 'Tier 5'",
        "  $[3]: duplicate row for UZB 2026, first in $[2]: Tier 2 here, Tier 1 above; expected one row for each country and year",
        "  $[4].year: not a valid year; expected a year of the editions: 2026, got 2025",
        "  $[5]: no country; expected the keys 'country' and 'tier', got ['land', 'tier']",
        "  $[6].country: unknown country; expected the name or code of a country, got 'Turkmenstan'; did you mean 'Turkmenistan'?",
    ]
    with pytest.raises(FormatError) as caught:
        TIP.with_edition(2026, rows, max_problems=2)
    assert (len(caught.value.problems), caught.value.omitted) == (2, 4)


def test_a_frame_of_another_year_is_refused() -> None:
    """A column of years is read where there is one, and names its row."""
    frame = pandas.DataFrame({"country": ["KAZ"], "year": [2025], "tier": ["Tier 1"]})
    assert refusal(2026, frame) == (
        "1 problem\n  row 2, year: not a valid year; expected a year of the editions: 2026, got 2025"
    )


@pytest.mark.parametrize("given", [[], pandas.DataFrame({"country": [], "tier": []}), [("", "")]])
def test_a_list_without_a_country_is_refused(given: Any) -> None:
    """It would say that every country has left the report."""
    assert refusal(2026, given) == "placements: expected at least one country, got []"


@pytest.mark.parametrize("given", [None, {"KAZ": "Tier 1"}, b"Tier 1", 5])
def test_what_is_no_list_is_refused(given: Any) -> None:
    """Neither nothing nor a mapping is taken for rows."""
    assert refusal(2026, given).startswith("placements: expected rows with country and tier, ")


def test_strings_of_the_list_can_be_settled() -> None:
    """`names` and `missing` mean the same as in a table of one's own."""
    rows = [("Congo", "Tier 3"), ("KAZ", "?")]
    record = TIP.with_edition(2026, rows, names={"Congo": "COG"}, missing=["?"])
    assert [p.country.alpha_3 for p in record.placements(2026)] == ["COG"]
    assert record.series("KAZ").status(2026) == "withheld"


def test_whatever_is_shown_says_that_the_edition_is_user_supplied() -> None:
    """Citations in each style, plots and the page tell it from packaged data."""
    for style in STYLES:
        assert UNDATED.cite(style).casefold().count("tiers as supplied by the user") == 1
        assert "supplied" not in UNDATED.cite(style, years=2025)
    for record in (UNDATED, DATED):
        assert "2001-2025; user-supplied data for 2026\n" in _words(plots.shares(record))
        assert "as published; user-supplied for 2026." in page.render(record)
    assert "user-supplied" not in page.render(TIP)
    assert "user-supplied" not in _words(plots.shares(TIP))
    assert "Source: user-supplied data\n" in _words(plots.shares(UNDATED.where(since=2026)))


def _words(ax: Any) -> str:
    return "\n".join(text.get_text() for text in ax.texts)


def test_records_with_an_added_edition_can_be_kept() -> None:
    """They pickle with their sources, and their repr says how far they reach."""
    again = pickle.loads(pickle.dumps(DATED))  # noqa: S301 - our own bytes
    assert again == DATED
    assert again.sources == DATED.sources
    assert (
        repr(DATED) == f"<TierRecord 2001-2026: {4239 + len(MOVED):,} placements of 192 countries>"
    )
    assert hash(again) == hash(DATED)


def test_a_dataset_of_the_record_has_the_edition_and_its_source() -> None:
    """Written to a file, the added placements keep what they rest on."""
    dataset = tipdata.Dataset.from_records([]).merge(tipdata.dataset.as_dataset(DATED))
    assert not tipdata.check(dataset).errors
    assert "user-supplied-2026" in {source.id for source in dataset.sources}
