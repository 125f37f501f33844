"""The rule of evidence, and the figures that were published of an edition."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import oracle
import tipdata
from tipdata import Edition, Source, Tier, TierRecord
from tipdata.errors import CoverageError, InvalidValueError
from tipdata.records.editions import OfficialCounts
from tipdata.records.sources import Claim
from tipdata.tierrecord.grading import grade_claims

TIP = tipdata.load()
SOURCES = {source.id: source for source in TIP.sources}
SHORT = {"1": "tier_1", "2": "tier_2", "2WL": "tier_2_watch_list", "3": "tier_3"}
COLUMNS = {**SHORT, "SC": "special_case"}

IDS = ("a", "b", "c", "d")
NAMED = st.sampled_from(
    [(Tier.TIER_1,), (Tier.TIER_2,), (Tier.TIER_3,), (Tier.TIER_2, Tier.TIER_2_WATCH_LIST)]
)


def claim(source: str, tiers: tuple[Tier, ...]) -> Claim:
    """Return what a source says of one placement."""
    return Claim(country="KGZ", year=2021, source=source, wording="same edition", tiers=tiers)


CLAIMS = st.dictionaries(st.sampled_from(IDS), NAMED).map(
    lambda said: [claim(source, tiers) for source, tiers in said.items()]
)
KNOWN = st.tuples(*(st.tuples(st.sampled_from(["x", "y", ""]), st.booleans()) for _ in IDS)).map(
    lambda made: [
        Source(id=one, title=one, family=family, weak=weak)
        for one, (family, weak) in zip(IDS, made, strict=True)
    ]
)


def test_every_placement_is_graded_by_the_rule() -> None:
    """The level, families and sources of every placement are what its claims give."""
    for one in TIP:
        claims = TIP.evidence(one.country, one.year).claims
        grade = grade_claims(one.tier, claims, [SOURCES[c.source] for c in claims])
        assert grade.evidence == one.evidence
        assert grade.families == one.families
        assert grade.sources == one.sources
        assert grade.disputed_by == one.disputed_by


@given(CLAIMS, KNOWN)
def test_a_grade_counts_independent_families(claims: list[Claim], sources: list[Source]) -> None:
    """The level rests on the families of the sources that name the tier, and on nothing else."""
    grade = grade_claims("Tier 2", claims, sources)
    names = {one.source for one in claims if one.tiers == (Tier.TIER_2,)}
    cited = [source for source in sources if source.id in names]
    families = {source.family or source.id for source in cited}
    strong = [source for source in cited if not source.weak]
    expected = "derived" if not cited else "single"
    if len(families) > 1 and strong:
        expected = "corroborated"
    assert (grade.evidence, grade.families) == (expected, len(families))
    assert set(grade.sources) == names
    assert set(grade.disputed_by) == {one.source for one in claims if Tier.TIER_2 not in one.tiers}
    assert grade == grade_claims(Tier.TIER_2, claims[::-1], sources[::-1])


def test_a_claim_that_lumps_two_tiers_supports_neither() -> None:
    """It disputes the other tiers, and says nothing of these two."""
    lumped = claim("a", (Tier.TIER_2, Tier.TIER_2_WATCH_LIST))
    assert not any(map(lumped.supports, Tier))
    assert [tier for tier in Tier if not lumped.disputes(tier)] == [
        Tier.TIER_2,
        Tier.TIER_2_WATCH_LIST,
    ]


def test_an_amended_placement_keeps_the_claims_about_the_published_one() -> None:
    """What supports the published tier contradicts the amended one, and no claim does both."""
    published, amended = TIP.evidence("SWZ", 2009), TIP.as_amended().evidence("SWZ", 2009)
    assert published.supporting
    assert set(published.supporting) <= set(amended.disputing)
    assert not set(amended.supporting) & set(amended.disputing)


def test_a_claim_needs_its_source() -> None:
    """A claim whose source is missing is refused by the id of the source."""
    with pytest.raises(InvalidValueError, match="sources: expected the source of every claim"):
        grade_claims("Tier 2", [claim("a", (Tier.TIER_2,))], [])


def test_the_summary_counts_every_placement_once() -> None:
    """By edition and tier, the summary has the levels that the packaged table has."""
    counts = Counter(
        (int(row["year"]), row["tier"], level)
        for row in oracle.table("assessments.tsv")
        for level in (row["evidence"], *(["official"] if row["official"] == "yes" else []))
    )
    summary = TIP.evidence_summary()
    seen: Counter[tuple[int, str, str]] = Counter()
    for row in summary:
        for level in ("corroborated", "single", "derived", "official"):
            seen[row.year, row.tier.short, level] += getattr(row, level)
        assert row.total == len(TIP.placements(row.year).on(row.tier))
        assert row.unverified == 0
    assert +seen == counts
    assert summary.totals["placements"] == 4239
    assert [(row.year, row.tier) for row in summary] == sorted((r.year, r.tier) for r in summary)


def test_a_selection_is_summed_up_for_itself() -> None:
    """The summary of a selection counts its placements, and your own are unverified."""
    asia = TIP.where(bureau="SCA", since=2020)
    assert asia.evidence_summary().totals["placements"] == len(asia)
    mine = TierRecord.from_rows([("KGZ", 2021, "Tier 2")]).evidence_summary()
    assert [str(row) for row in mine] == ["2021 Tier 2: 1 unverified; 0 official"]
    assert not TierRecord.from_rows([]).evidence_summary().totals["placements"]


def published() -> dict[tuple[int, str], int]:
    """Return the published figures as the packaged tables have them."""
    found = {
        (int(row["year"]), figure): int(row[figure])
        for row in oracle.table("editions.tsv")
        for figure in (*COLUMNS.values(), "covered", "heroes")
        if row[figure]
    }
    for row in oracle.table("edition_figures.tsv"):
        found[int(row["year"]), row["figure"]] = int(row["value"])
    return found


def counted() -> dict[tuple[int, str], int]:
    """Return what a naive reading of the table makes of each figure."""
    rows = oracle.rows()
    found: Counter[tuple[int, str]] = Counter()
    for own in rows.values():
        for year, tier in own.items():
            before = own.get(year - 1)
            found[year, COLUMNS[tier]] += 1
            found[year, "covered"] += 1
            move = oracle.direction(before, tier)
            found[year, "upgrades"] += move == "upgrade"
            found[year, "downgrades"] += move == "downgrade"
            rose = (before in {"2", "2WL"} and tier == "1") or (before, tier) == ("3", "2")
            found[year, "special_watch_list"] += tier == "2WL" or rose
            waived = oracle.verdict(own, year) == "may stay only by waiver"
            found[year, "waivers"] += tier == "2WL" and waived
    return found


def test_published_figures_are_compared_with_the_placements() -> None:
    """Each published figure stands beside what the table gives, read apart from the library."""
    mine = counted()
    found = {(one.year, one.figure): one for one in TIP.published_figures()}
    assert {key: one.published for key, one in found.items()} == published()
    for (year, figure), one in found.items():
        assert one.counted == (None if figure == "heroes" else mine[year, figure])


def test_the_placements_meet_what_was_published_but_for_six_figures() -> None:
    """Six figures differ; of those that are not settled, the remark says so."""
    found = TIP.published_figures()
    assert {(o.year, o.figure): (o.published, o.counted) for o in found.differing} == {
        (2005, "special_case"): (8, 7),
        (2005, "covered"): (150, 149),
        (2010, "upgrades"): (21, 23),
        (2018, "waivers"): (6, 7),
        (2019, "upgrades"): (22, 24),
        (2019, "downgrades"): (26, 24),
    }
    assert all("Not settled" in one.remark for one in found.differing if one.year == 2019)
    moved = [one for one in found if one.figure in {"upgrades", "downgrades"}]
    assert all(one.source for one in moved)
    assert len(TIP.published_figures([2015, 2016]).differing) == 0


def test_a_selection_has_no_published_figures() -> None:
    """They count the whole report, so a selection has none, and refuses what it leaves out."""
    asia = TIP.where(bureau="SCA", since=2020)
    assert len(asia.published_figures()) == 0
    with pytest.raises(CoverageError, match="2019"):
        asia.published_figures(2019)


def test_a_figure_that_cannot_be_counted_is_not_compared() -> None:
    """Upgrades need the edition before; without it they are neither met nor missed."""
    counts = OfficialCounts(upgrades=17, tier_2=1)
    edition = Edition(year=2021, counts=counts)
    mine = TierRecord.from_rows([("KGZ", 2021, "Tier 2")], editions=[edition])
    assert [(one.figure, one.counted, one.agrees) for one in mine.published_figures()] == [
        ("tier_2", 1, True),
        ("upgrades", None, None),
    ]
    assert str(mine.published_figures()[1]) == "2021, upgrades: 17 published"
