"""What a user's code looks like to type checkers. `test_typing` has four of them check it."""

from collections.abc import Mapping
from datetime import date
from typing import assert_type

import pandas as pd
import polars as pl
from pydantic import BaseModel

import tipdata
from tipdata import (
    Affiliation,
    AnyRecord,
    Assessment,
    Campaign,
    Change,
    Changes,
    Country,
    Dataset,
    Designation,
    DesignationCoverage,
    Edition,
    Evidence,
    Identifier,
    Organization,
    PartialDate,
    Person,
    Placements,
    Problem,
    Project,
    Reach,
    Series,
    Source,
    Statement,
    Tier,
    TierListing,
    TierRecord,
    formats,
    frames,
)
from tipdata.analysis.by_country import ByCountry
from tipdata.analysis.counting import TierCounts
from tipdata.analysis.history import History
from tipdata.analysis.listings import SpecialWatchList
from tipdata.analysis.sensitivity import Sensitivity
from tipdata.analysis.spells import Spell
from tipdata.analysis.transitions import Transitions
from tipdata.analysis.waivers import Waiver, WaiverBasis
from tipdata.analysis.watchlist import Outlook, Verdict
from tipdata.dataset.kinds import Record
from tipdata.dataset.relating import RelationWord
from tipdata.records.designations import Outcome
from tipdata.tierrecord.templates import TemplateRow
from tipdata.typing import (
    DesignationKind,
    DesignationStatus,
    Direction,
    EvidenceLevel,
    RecordKind,
    Status,
)

COLOURS = {Tier.TIER_1: "green", Tier.TIER_2: "yellow"}


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
    assert_type(kg.outlook().verdict, Verdict)
    for spell in kg.spells():
        assert_type(spell, Spell)
    for country, trajectory in tip.trajectories():
        assert_type(country, Country)
        assert_type(trajectory.net, int)
    assert_type(tip.transitions(panel="balanced").count(Tier.TIER_1, Tier.TIER_2), int)
    assert_type(tip.sensitivity(lambda record, _: len(record)).answers[0].value, int | None)
    assert_type(tip.compare_with([], coding="frank").agreeing, int)
    listing = tipdata.read_listing("TIER 1\nFrance", names={"Congo": "COG"})
    assert_type(listing, TierListing)
    assert_type(listing.counts, Mapping[Tier, int])
    assert_type(listing[0].tier, Tier)
    story = tipdata.load("central-asia-2021")
    assert_type(story, Dataset)
    assert_type(story.organization("sana-sezim"), Organization)
    assert_type(story.select(country="KAZ", year=2021, kind="person"), Dataset)
    assert_type(story.campaigns_where(country="KAZ"), tuple[Campaign, ...])
    assert_type(tipdata.formats.jsonld.dumps(story).left.items[0].why, str)
    written = tipdata.formats.popolo.dumps(story)
    assert_type(tipdata.formats.popolo.loads(written.text).dataset, Dataset)
    assert_type(story.relations()[0].relation, RelationWord)
    assert_type(tipdata.total_reach(story.campaigns) + Reach(at_least=5), Reach)
    assert_type(tipdata.check(story).errors, tuple[Problem, ...])
    assert_type(Dataset(people=[], organizations=iter(())).people, tuple[Person, ...])
    return tuple(as_mapping.values())


def tables(tip: TierRecord) -> None:
    """Make frames of two libraries and attach tiers to them."""
    polars_frame, pandas_frame = tip.to_frame("polars"), frames.to_frame(tip, "pandas")
    assert_type(polars_frame, pl.DataFrame)
    assert_type(pandas_frame, pd.DataFrame)
    assert_type(frames.changes(polars_frame), pl.DataFrame)
    assert_type(frames.transitions(polars_frame.lazy()), pl.LazyFrame)
    attached = frames.attach_tiers(pandas_frame, year="year", prefix="tip_")
    assert_type(attached, pd.DataFrame)
    assert_type(frames.join_report(attached, year="year"), frames.JoinReport)
    pl.DataFrame(tip)
    frames.attach_tiers(polars_frame, year="year", add=("code", "bureau", "outlook"), prefix="tip_")
    assert_type(frames.from_frame(polars_frame), tuple[Assessment, ...])


def look_ups(tip: TierRecord) -> None:
    """Ask lists and results for countries."""
    assert_type(tip.tiers_of(["KGZ", "UZB"], [2020, 2021]), tuple[Tier | None, ...])
    assert_type(tip.placements(2021)["KGZ"].tier, Tier)
    assert_type("KGZ" in tip.placements(2021), bool)
    changes = tip.changes(2021)
    assert_type(changes.of("KGZ"), Changes)
    assert_type(changes.filter(lambda change: change.steps == 1), Changes)
    assert_type(changes.sorted(lambda change: change.steps), Changes)
    assert_type(tip.spells().filter(lambda spell: spell.length > 2).of("KGZ"), tuple[Spell, ...])


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
    assert_type(tip.edition_on(date(2021, 6, 30)), Edition)
    assert_type(tip.series("KGZ")[2021], Tier)
    assert_type(tip.series("KGZ")[2015:2018], Series)
    assert_type(tip.years, tuple[int, ...])
    assert_type(tip.latest, int)
    assert_type(tip.country("Kyrgyzstan"), Country)
    assert_type(tip.outlook("KGZ"), Outlook)
    assert_type("KGZ" in tip, bool)


def results(tip: TierRecord) -> None:
    """Ask a record everything; each answer has a type, and so has what it holds."""
    assert_type(tip.counts(), TierCounts)
    assert_type(tip.shares()["all", 2021][Tier.TIER_1], float)
    assert_type(tip.placements(2021), Placements)
    assert_type(tip.placements(2021).counts[Tier.TIER_1], int)
    assert_type(tip.placements(2021).edition, Edition)
    assert_type(tip.assessment("KGZ", 2021).tier, Tier)
    assert_type(tip.changes(2021), Changes)
    assert_type(tip.changes(2021).upgrades, Changes)
    assert_type(tip.changes(2021).countries, tuple[Country, ...])
    assert_type(tip.changes(2021).counts["downgrade"], int)
    assert_type(tip.changes(2021)[0].direction, Direction)
    assert_type(tip.transitions(), Transitions)
    assert_type(tip.spells(), ByCountry[Spell])
    assert_type(tip.spells().of("KGZ"), tuple[Spell, ...])
    assert_type(tip.outlooks().countries, tuple[Country, ...])
    assert_type(tip.evidence("MYS", 2009), Evidence)
    assert_type(tip.special_watch_list(2022), SpecialWatchList)
    assert_type(tip.sensitivity(lambda record, _: record.latest), Sensitivity[int])
    assert_type(tip.to_rows(), list[tuple[str, int, str | float | None]])
    assert_type(tip.columns()["tier"], list[str | int | float | bool | None])
    assert_type(tip.every_series()[0].status(2021), Status)
    assert_type(tip.every_series()[0].history, History)
    assert_type(tip.cite("bibtex"), str)
    assert_type(tip.as_amended(), TierRecord)
    assert_type(tip.with_edition(2026, [("KGZ", Tier.TIER_2)], source="my notes"), TierRecord)
    assert_type(tip.template()[0], TemplateRow)
    assert_type(tip.template(2026).to_csv(), str)
    assert_type(tip.with_edition(Edition(year=2026), "TIER 2\nKyrgyz Republic"), TierRecord)
    assert_type(tip.review(2025), tipdata.Report)
    assert_type(tip.user_supplied, frozenset[int])
    assert_type(TierRecord.from_rows([("KGZ", 2021, "Tier 2")]), TierRecord)
    for packaged in tipdata.datasets():
        assert_type(tipdata.load(packaged.name), TierRecord | Dataset)
        assert_type(packaged.counts, Mapping[RecordKind, int])
    assert_type(tipdata.data_changes("2025.1", "2025.2"), tipdata.DataChanges)


def records(story: Dataset) -> None:
    """Read, write and compare records as a typed project would."""
    assert_type(formats.from_plain(Person, {"id": "ann", "name": "Ann"}), Person)
    assert_type(formats.from_plain(Tier, "Tier 1"), Tier)
    assert_type(formats.from_plain("person", {"id": "ann", "name": "Ann"}), Record)
    assert_type(formats.json.loads(formats.json.dumps(story)), Dataset)
    for record in formats.jsonl.loads(formats.jsonl.dumps(story)):
        assert_type(record, Record)
    assert_type(story.diff(story), tipdata.Difference)
    assert_type(story.merge(story), Dataset)
    assert_type(story.counts["person"], int)
    assert_type(story.person("shakhnoza-khassanova").affiliations, tuple[Affiliation, ...])
    assert_type(story.referrers(story.organizations[0]), tuple[Record, ...])
    assert_type(story.campaigns[0].reach, Reach | None)
    assert_type(story.people[0].identifiers, tuple[Identifier, ...])


def frames_of_other_libraries(tip: TierRecord) -> None:
    """Make and join frames of libraries that a project may have."""
    import duckdb  # noqa: PLC0415 - the engines of the extra are needed to check this, not to run
    import pyarrow as pa  # noqa: PLC0415

    relation, table = tip.changes(2021).to_frame("duckdb"), tip.to_frame("pyarrow")
    assert_type(table, pa.Table)
    assert_type(relation, duckdb.DuckDBPyRelation)
    assert_type(frames.attach_tiers(relation, on="day"), duckdb.DuckDBPyRelation)
    assert_type(frames.attach_tiers(table, on="day"), pa.Table)
    assert_type(frames.attach_tiers(pl.LazyFrame(), on="day"), pl.LazyFrame)


def columns() -> None:
    """Declare columns of a database."""
    from tipdata.formats.sqlalchemy import RecordType, TierType  # noqa: PLC0415 - an extra

    assert_type(TierType().python_type, type[Tier])
    assert_type(RecordType(Campaign), RecordType[Campaign])
    assert_type(RecordType("campaign"), RecordType[Record])
    assert_type(RecordType(Reach).python_type, type[Reach])
    RecordType("campain")  # type: ignore[call-overload]


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


def records_of(frame: pl.DataFrame) -> None:
    """Read every kind of record out of a frame, each of its own type."""
    assert_type(frames.from_frame(frame, "assessment"), tuple[Assessment, ...])
    assert_type(frames.from_frame(frame, "campaign"), tuple[Campaign, ...])
    assert_type(frames.from_frame(frame, "country"), tuple[Country, ...])
    assert_type(frames.from_frame(frame, "designation"), tuple[Designation, ...])
    assert_type(frames.from_frame(frame, "edition"), tuple[Edition, ...])
    assert_type(frames.from_frame(frame, "organization"), tuple[Organization, ...])
    assert_type(frames.from_frame(frame, "person"), tuple[Person, ...])
    assert_type(frames.from_frame(frame, "project"), tuple[Project, ...])
    assert_type(frames.from_frame(frame, "source"), tuple[Source, ...])
    assert_type(frames.from_frame(frame, "statement"), tuple[Statement, ...])
    assert_type(frames.from_frame(frame, Assessment, coding="kelley"), tuple[Assessment, ...])
    assert_type(frames.from_frame(frame, Person), tuple[Person, ...])


class Report(BaseModel):
    """Hold records and values of ours as types of pydantic."""

    campaign: Campaign
    tier: Tier
    seen: PartialDate | None = None
    records: list[AnyRecord] = []


def models() -> Report:
    """Hold the types of a model's fields, which are those of the classes."""
    ann = Person(id="ann", name="Ann")
    report = Report(campaign=Campaign(id="a", title="A"), tier=Tier.TIER_1, records=[ann])
    assert_type(report.campaign, Campaign)
    assert_type(report.tier, Tier)
    assert_type(report.seen, PartialDate | None)
    assert_type(name_of_record(report.records[0]), str)
    return report


def name_of_record(record: AnyRecord) -> str:
    """Hold `AnyRecord` as the union of the classes."""
    return record.name if isinstance(record, Person) else str(record)


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
    tip.designations(kind="waiver")  # type: ignore[arg-type]
    tip.counts(by="wb_regoin")  # type: ignore[arg-type]
    tipdata.countries.group_of("KGZ", "un_regoin")  # type: ignore[arg-type]
    tip.where(bureau="XYZ")  # type: ignore[arg-type]
    tipdata.load("central-asia")  # type: ignore[call-overload]
    Dataset(people=[Organization(id="x", name="x")])  # type: ignore[list-item]
    Dataset().designation("waiver", "UZB", 2013, "waived")  # type: ignore[arg-type]
    Dataset().select(kind="people")  # type: ignore[arg-type]
    Organization("x", "x")  # type: ignore[call-arg]
    tip.to_frame("excel")  # type: ignore[call-overload]
    frame = tip.to_frame("polars")
    frames.attach_tiers(frame, basis="in force")  # type: ignore[arg-type]
    tip.to_frame("polars", connection=None)  # type: ignore[call-overload]
    frames.from_frame(frame, "peeple")  # type: ignore[call-overload]
    frames.from_frame(frame, "person", coding="kelley")  # type: ignore[call-overload]
    frames.attach_tiers(frame, add=["un_regoin"])  # type: ignore[list-item]
    tip.editions = ()  # type: ignore[misc]
    tip.changes(2021, gap="brigde")  # type: ignore[arg-type]
    tip.changes(2021, coding="ordnial")  # type: ignore[arg-type]
    tip.changes(2021, sinse=2015)  # type: ignore[call-arg]
    tip.to_frame("polar")  # type: ignore[call-overload]
    tip.where(evidence=["corroborate"])  # type: ignore[list-item]
    tip.where(buraeu="SCA")  # type: ignore[call-arg]
    tip.cite("bibtext")  # type: ignore[arg-type]
    tip.tier_on("KGZ", "2021-06-30")  # type: ignore[arg-type]
    Campaign(id="a", title="A", titel="A")  # type: ignore[call-arg]
    Organization(id="a", name="A", kind="NG0")  # type: ignore[arg-type]
    formats.from_plain("persn", {})  # type: ignore[call-overload]
    frames.attach_tiers(frame, match="code")  # type: ignore[arg-type]
    tipdata.plots.heatmap(tip.changes(2021))  # type: ignore[arg-type]
    tipdata.plots.map(tip.changes(2021))  # type: ignore[arg-type]
    name_of_record(3)  # type: ignore[arg-type]


def misspelled_names() -> None:
    """Hold misspelled names to errors: lazy modules hide nothing from a type checker."""
    from tipdata import Oragnization  # type: ignore[attr-defined]  # noqa: PLC0415
    from tipdata.frames import Bassis  # type: ignore[attr-defined]  # noqa: PLC0415

    assert Oragnization is Bassis
    tipdata.lod()  # type: ignore[attr-defined]
    tipdata.formats.jsn.loads("")  # type: ignore[attr-defined]
    tipdata.countries.member("eu")  # type: ignore[attr-defined]
    tipdata.plots.heatmaps(tipdata.load())  # type: ignore[attr-defined]


def misspelled_attributes(tip: TierRecord, story: Dataset) -> None:
    """Hold misspelled attributes of records and results to errors: none of them is an `Any`."""
    assert tip.changes(2021).upgardes  # type: ignore[attr-defined]
    assert tip.changes(2021)[0].befor  # type: ignore[attr-defined]
    assert tip.placements(2021).count  # type: ignore[attr-defined]
    assert tip.series("KGZ").outlok()  # type: ignore[attr-defined]
    assert tip.outlook("KGZ").verdit  # type: ignore[attr-defined]
    assert tip.spells()[0][1].strat  # type: ignore[attr-defined]
    assert tip.transitions().conut  # type: ignore[attr-defined]
    assert tip.sensitivity(lambda record, _: record).answers[0].valeu  # type: ignore[attr-defined]
    assert tip.sensitivity(lambda record, _: record).answers[0].value.latst  # type: ignore[union-attr]
    assert tip.tier("KGZ", 2021).rnak  # type: ignore[attr-defined]
    assert tip.edition(2021).relased  # type: ignore[attr-defined]
    assert tip.evidence("KGZ", 2021).soruces  # type: ignore[attr-defined]
    assert tip.latests  # type: ignore[attr-defined]
    assert story.campaigns[0].raech  # type: ignore[attr-defined]
    assert story.person("ann").affiliations[0].rol  # type: ignore[attr-defined]
    assert tipdata.check(story).erors  # type: ignore[attr-defined]
    assert Tier.TIER_4  # type: ignore[attr-defined]
    assert PartialDate.parse("2021").moth  # type: ignore[attr-defined]
