"""What a user's code looks like to type checkers. `test_typing` has four of them check it."""

from datetime import date
from typing import TYPE_CHECKING, assert_type

import pandas as pd
import polars as pl

import tipdata
from tipdata import (
    Assessment,
    Campaign,
    Change,
    Country,
    Dataset,
    Designation,
    DesignationCoverage,
    Organization,
    PartialDate,
    Person,
    Problem,
    Reach,
    Series,
    Tier,
    TierRecord,
    frames,
)
from tipdata.analysis.counting import TierCounts
from tipdata.analysis.spells import Spell
from tipdata.analysis.waivers import Waiver, WaiverBasis
from tipdata.analysis.watchlist import Verdict
from tipdata.dataset.relating import RelationWord
from tipdata.records.designations import Outcome
from tipdata.typing import DesignationKind, DesignationStatus, EvidenceLevel

COLOURS = {Tier.TIER_1: "green", Tier.TIER_2: "yellow"}

if TYPE_CHECKING:
    from collections.abc import Mapping


def answers() -> tuple[Tier, ...]:
    """Use the public face as a typed project would."""
    tip = tipdata.load()
    assert_type(tip, TierRecord)
    assert_type(tip.tier("KGZ", 2021), Tier)
    assert_type(COLOURS[tip.tier("KGZ", 2021)], str)
    assert_type({Tier.TIER_3, Tier.SPECIAL_CASE}, set[Tier])
    assert_type({tier: tier.short for tier in Tier}, dict[Tier, str])
    assert_type(tip.tier("Haiti", 2025) == "Special Case", bool)
    assert_type(sorted([Tier.TIER_3, Tier.TIER_1]), list[Tier])
    label: str = Tier.TIER_3
    assert_type(Assessment(country="KGZ", year=2021, tier=label).tier, Tier)
    kg = tip.series("KGZ")
    assert_type(kg, Series)
    as_mapping: Mapping[int, Tier] = kg
    assert_type(tip.placements(2024).on(Tier.TIER_3), tuple[Country, ...])
    for change in tip.changes(2021, since=2015, coding="three"):
        assert_type(change, Change)
        assert_type(change.before, Tier | None)
        assert_type(change.evidence, EvidenceLevel)
    assert_type(tip.where(bureau="SCA", evidence=("corroborated", "single")), TierRecord)
    assert_type(tipdata.countries.resolve("Kazakhstan"), Country)
    assert_type(PartialDate.parse("2021-07").month, int | None)
    assert_type(tipdata.data_version, str)
    polars_frame, pandas_frame = tip.to_frame("polars"), frames.to_frame(tip, "pandas")
    assert_type(polars_frame, pl.DataFrame)
    assert_type(pandas_frame, pd.DataFrame)
    assert_type(frames.changes(polars_frame), pl.DataFrame)
    assert_type(frames.transitions(polars_frame.lazy()), pl.LazyFrame)
    attached = frames.attach_tiers(pandas_frame, on="year", basis="edition", prefix="tip_")
    assert_type(attached, pd.DataFrame)
    assert_type(frames.join_report(attached, on="year", basis="edition"), frames.JoinReport)
    assert_type(frames.from_frame(polars_frame), tuple[Assessment, ...])
    assert_type(kg.outlook().verdict, Verdict)
    for spell in kg.spells():
        assert_type(spell, Spell)
    for country, trajectory in tip.trajectories():
        assert_type(country, Country)
        assert_type(trajectory.net, int)
    assert_type(tip.transitions(panel="balanced").count(Tier.TIER_1, Tier.TIER_2), int)
    assert_type(tip.sensitivity(lambda record, _: len(record)).answers[0].value, int | None)
    assert_type(tip.compare_with([], coding="frank").agreeing, int)
    story = tipdata.load("central-asia-2021")
    assert_type(story, Dataset)
    assert_type(story.organization("sana-sezim"), Organization)
    assert_type(story.select(country="KAZ", year=2021, kind="person"), Dataset)
    assert_type(story.campaigns_where(country="KAZ"), tuple[Campaign, ...])
    assert_type(story.relations()[0].relation, RelationWord)
    assert_type(tipdata.total_reach(story.campaigns) + Reach(at_least=5), Reach)
    assert_type(tipdata.check(story).errors, tuple[Problem, ...])
    assert_type(Dataset(people=[], organizations=iter(())).people, tuple[Person, ...])
    return tuple(as_mapping.values())


def kept_acts() -> None:
    """Keep acts that name countries as a typed project would."""
    act = Designation(
        kind="tier 3 restriction", country="UZB", year=2013, outcome="full waiver", source="a"
    )
    held = Dataset(designations=[act])
    assert_type(held.designation("tier 3 restriction", "UZB", 2013, "full waiver"), Designation)
    assert_type(held.designations, tuple[Designation, ...])
    assert_type(act.outcome, Outcome)


def acts() -> tuple[Designation, ...]:
    """Use what is known of official acts."""
    tip = tipdata.load()
    series = tip.series("Cuba")
    assert_type(series.outlook(2019).waivers, tuple[Waiver, ...])
    assert_type(
        tip.designation_status(series.country, "watch list waiver", 2018), DesignationStatus
    )
    for act in tip.designations(kind=("child soldiers list", "tier 3 restriction"), year=2021):
        assert_type(act, Designation)
        assert_type(act.kind, DesignationKind)
        assert_type(act.outcome, Outcome)
    for row in tip.designation_coverage(year=[2018, 2019]):
        assert_type(row, DesignationCoverage)
    for country, waiver in tip.audit_watch_list().waivers:
        assert_type(country, Country)
        assert_type(waiver.basis, WaiverBasis)
    return series.designations


def days(tip: TierRecord) -> None:
    """Look up a day, and a part of a series, as a typed project would."""
    assert_type(tip.edition_on(date(2021, 6, 30)).year, int)
    assert_type(tip.tier_on("KGZ", PartialDate(2021, 6, 30)), Tier)
    assert_type(tip.series("KGZ")[2021], Tier)
    assert_type(tip.series("KGZ")[2015:2018], Series)
    assert_type(tip.years, tuple[int, ...])
    assert_type(tip.latest, int)


def groups() -> None:
    """Group countries as a typed project would."""
    tip = tipdata.load()
    assert_type(tip.where(group="eu", on=2021), TierRecord)
    assert_type(
        tip.where(group=("cis", "associate")).where(group=["eu", ("g7", "member")]), TierRecord
    )
    assert_type(tip.counts(by="wb_region", on=date(2021, 7, 1)), TierCounts)
    assert_type(tipdata.countries.members("eu", on=2021), tuple[Country, ...])
    assert_type(tipdata.countries.group_of("KGZ", "un_region"), str | None)
    for scheme in tipdata.countries.groups():
        assert_type(tip.counts(by=scheme.name), TierCounts)
        assert_type(scheme.source.licence, str)


def wrong_calls() -> None:
    """Hold wrong calls to their error codes, so that a type that loosens breaks the build."""
    tip = tipdata.load()
    tip.tier("KGZ", "2021")  # type: ignore[arg-type]
    Assessment(country="KGZ", year=2021, tier=3)  # type: ignore[arg-type]
    Tier.TIER_1.better_than(3)  # type: ignore[arg-type]
    tip.changes(2021, coding="four")  # type: ignore[arg-type]
    tip.transitions(panel="some")  # type: ignore[arg-type]
    tip.counts(by="region")  # type: ignore[arg-type]
    tip.designation_status("KGZ", "waiver", 2021)  # type: ignore[arg-type]
    tip.designations(kind="waiver")  # type: ignore[arg-type]  # unseen by pyrefly
    tip.counts(by="wb_regoin")  # type: ignore[arg-type]
    tipdata.countries.group_of("KGZ", "un_regoin")  # type: ignore[arg-type]
    tip.where(bureau="XYZ")  # type: ignore[arg-type]  # unseen by pyrefly
    tipdata.load("central-asia")  # type: ignore[call-overload]
    Dataset(people=[Organization(id="x", name="x")])  # type: ignore[list-item]
    Dataset().designation("waiver", "UZB", 2013, "waived")  # type: ignore[arg-type]
    Dataset().select(kind="people")  # type: ignore[arg-type]  # unseen by pyrefly
    Organization("x", "x")  # type: ignore[call-arg]
    tip.to_frame("excel")  # type: ignore[call-overload]
    frame = tip.to_frame("polars")
    frames.attach_tiers(frame, basis="in force")  # type: ignore[arg-type]
    frames.attach_tiers(frame, add=["un_regoin"])  # type: ignore[list-item]
    tip.editions = ()  # type: ignore[misc]


def misspelled_names() -> None:
    """Hold misspelled names to errors: lazy modules hide nothing from a type checker."""
    from tipdata import Oragnization  # type: ignore[attr-defined]  # noqa: PLC0415
    from tipdata.frames import Bassis  # type: ignore[attr-defined]  # noqa: PLC0415

    assert Oragnization is Bassis
    tipdata.lod()  # type: ignore[attr-defined]
    tipdata.formats.jsn.loads("")  # type: ignore[attr-defined]
    tipdata.countries.member("eu")  # type: ignore[attr-defined]
    tipdata.plots.heatmaps(tipdata.load())  # type: ignore[attr-defined]
