"""A right call of each door, by its name: what to call, and with which arguments."""

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import cattrs
import polars as pl

import tipdata
from tipdata import (
    Affiliation,
    Assessment,
    Campaign,
    Country,
    Dataset,
    Edition,
    Organization,
    PartialDate,
    Period,
    Person,
    Reach,
    Tier,
    TierRecord,
    countries,
    formats,
    frames,
)
from tipdata.analysis import (
    counting,
    history,
    listings,
    moves,
    sensitivity,
    spells,
    statute,
    trajectories,
    transitions,
    waivers,
    watchlist,
)
from tipdata.dataset import kinds
from tipdata.formats import followthemoney, json, jsonl, jsonld, package, popolo, schema, workbook
from tipdata.loading.geometry import read_geometry
from tipdata.records.countries import CountryName, Succession
from tipdata.records.designations import Designation, DesignationCoverage
from tipdata.records.editions import OfficialCounts
from tipdata.records.organizations import Identifier, OtherName, Service
from tipdata.records.people import Honour
from tipdata.records.projects import Budget, Participation, Project, ProjectCountry
from tipdata.records.sources import Claim, Correction, Source
from tipdata.records.statements import Statement
from tipdata.tierrecord import citing, grading
from tipdata.tiers import levels, read_tier

__all__ = ["EXAMPLES", "KYRGYZ", "SPELLS", "STORY", "TIP"]

STORY = tipdata.load("central-asia-2021")
TIP = tipdata.load()
KYRGYZ = TIP.series("KGZ")
TIERS = {2020: Tier.TIER_3, 2021: Tier.TIER_2}
ROWS = [("KGZ", 2020, "Tier 2 Watch List"), ("KGZ", 2021, "Tier 2")]
PLACED = pl.DataFrame(ROWS, schema=["country", "year", "tier"], orient="row")
DATED = pl.DataFrame({"country": ["KGZ"], "date": [datetime.date(2021, 7, 2)]})
DAY = PartialDate(2021, 7, 15)
SPELLS = TIP.where(countries=["KGZ", "UZB"]).spells()
REGISTRY = countries.default()
FOLDER = Path(mkdtemp())
FILES = {
    "json": str(FOLDER / "story.json"),
    "jsonl": str(FOLDER / "story.jsonl"),
    "zip": str(FOLDER / "story.zip"),
    "xlsx": str(FOLDER / "story.xlsx"),
    "ftm": str(FOLDER / "story.ftm.json"),
    "page": str(FOLDER / "page.html"),
    "csv": str(FOLDER / "tiers.csv"),
    "popolo": str(FOLDER / "popolo.json"),
    "jsonld": str(FOLDER / "story.jsonld"),
}
for _name in ("json", "jsonl", "zip", "xlsx"):
    tipdata.write(STORY, FILES[_name])
popolo.dump(STORY, FILES["popolo"])
followthemoney.dump(STORY, FILES["ftm"])

_ORGANIZATION = Organization(id="rodnik", name="Rodnik")
_CAMPAIGN = Campaign(id="july", title="July", countries=("KGZ",), period=Period.parse("2021/2021"))
_CLAIM: dict[str, Any] = {
    "country": "KGZ", "year": 2021, "source": "one", "wording": "same edition",
    "tiers": (Tier.TIER_2,),
}  # fmt: skip
_PLAIN = {"id": "ann", "name": "Ann"}


def rises(record: TierRecord, coding: Any) -> int:
    """Return how many countries rose in 2021."""
    return len(record.changes(2021, coding=coding).upgrades)


Example = tuple[Callable[..., Any], Mapping[str, Any]]

RECORDS: dict[str, Example] = {
    "records.people.Affiliation": (Affiliation, {"organization": "rodnik", "role": "head"}),
    "records.assessments.Assessment": (
        Assessment, {"country": "KGZ", "year": 2021, "tier": Tier.TIER_2},
    ),
    "records.projects.Budget": (Budget, {"amount": 1, "currency": "USD"}),
    "records.campaigns.Campaign": (Campaign, {"id": "july", "title": "July"}),
    "records.campaigns.Campaign.active": (_CAMPAIGN.active, {"when": DAY}),
    "records.campaigns.Campaign.involves": (_CAMPAIGN.involves, {"organization": "rodnik"}),
    "records.campaigns.Reach": (Reach, {"exactly": 5}),
    "records.countries.Country": (
        Country, {"alpha_3": "XSL", "code_status": "user-assigned", "name": "Somaliland"},
    ),
    "records.countries.Country.name_in": (countries.get("SWZ").name_in, {"year": 2018}),
    "records.countries.CountryName": (CountryName, {"name": "Swaziland", "until": 2018}),
    "records.countries.CountryName.covers": (CountryName(name="S").covers, {"year": 2018}),
    "records.countries.Succession": (
        Succession,
        {"predecessor": "SDN", "successor": "SSD", "date": PartialDate(2011), "kind": "separation"},
    ),
    "records.designations.Designation": (Designation, {
        "kind": "child soldiers list", "country": "SDN", "year": 2021, "outcome": "listed",
        "source": "one",
    }),
    "records.designations.DesignationCoverage": (DesignationCoverage, {
        "kind": "child soldiers list", "year": 2021, "coverage": "complete", "named": 15,
    }),
    "records.editions.Edition": (Edition, {"year": 2021}),
    "records.editions.OfficialCounts": (OfficialCounts, {"tier_1": 28}),
    "records.editions.OfficialCounts.of": (TIP.edition(2021).counts.of, {"tier": Tier.TIER_1}),
    "records.organizations.Identifier": (Identifier, {"scheme": "XI-IATI", "value": "1"}),
    "records.organizations.Organization": (Organization, {"id": "rodnik", "name": "Rodnik"}),
    "records.organizations.OtherName": (OtherName, {"name": "Rodnik"}),
    "records.organizations.Service": (
        Service, {"kind": STORY.organization("sana-sezim").services[0].kind},
    ),
    "records.people.Honour": (Honour, {"award": "TIP Report Hero", "edition": 2021}),
    "records.people.Person": (Person, _PLAIN),
    "records.projects.Participation": (
        Participation, {"organization": "usaid", "role": "funding"},
    ),
    "records.projects.Project": (Project, {"id": "smica", "title": "SMICA"}),
    "records.projects.Project.organizations": (STORY.project("smica").organizations, {"role": "funding"}),
    "records.projects.ProjectCountry": (ProjectCountry, {"country": "KGZ"}),
    "records.sources.Claim": (Claim, _CLAIM),
    "records.sources.Claim.disputes": (Claim(**_CLAIM).disputes, {"tier": Tier.TIER_2}),
    "records.sources.Claim.supports": (Claim(**_CLAIM).supports, {"tier": Tier.TIER_2}),
    "records.sources.Correction": (
        Correction,
        {"country": "KGZ", "year": 2021, "settled": Tier.TIER_2, "claims": "a=2", "why": "b"},
    ),
    "records.sources.Source": (Source, {"id": "one", "title": "One"}),
    "records.statements.Statement": (
        Statement,
        {"id": "a", "person": "ann", "text": "b", "source": "one"},
    ),
}  # fmt: skip

DATES: dict[str, Example] = {
    "dates.PartialDate": (PartialDate, {"year": 2021, "month": 7, "day": 1}),
    "dates.PartialDate.parse": (PartialDate.parse, {"text": "2021-07"}),
    "dates.PartialDate.from_date": (PartialDate.from_date, {"day": datetime.date(2021, 7, 1)}),
    "dates.PartialDate.read": (PartialDate.read, {"text": "July 2021"}),
    "dates.PartialDate.contains": (DAY.contains, {"other": DAY}),
    "dates.PartialDate.overlaps": (DAY.overlaps, {"other": DAY}),
    "dates.PartialDate.surely_before": (DAY.surely_before, {"other": DAY}),
    "dates.Period": (Period, {"start": PartialDate(2019)}),
    "dates.Period.parse": (Period.parse, {"text": "2019/.."}),
    "dates.Period.contains": (Period().contains, {"other": DAY}),
    "dates.Period.overlaps": (Period().overlaps, {"other": DAY}),
    "dates.Period.surely_before": (Period().surely_before, {"other": DAY}),
}

COUNTRIES: dict[str, Example] = {
    "countries.CountryRegistry": (
        countries.CountryRegistry, {"countries": REGISTRY.countries},
    ),
    "countries.CountryRegistry.resolve": (REGISTRY.resolve, {"text": "KGZ"}),
    "countries.CountryRegistry.get": (REGISTRY.get, {"code": "KGZ"}),
    "countries.CountryRegistry.suggest": (REGISTRY.suggest, {"text": "Kazakstan", "limit": 2}),
    "countries.CountryRegistry.on": (REGISTRY.on, {"when": DAY}),
    "countries.CountryRegistry.predecessors": (REGISTRY.predecessors, {"code": "SRB"}),
    "countries.CountryRegistry.successions_of": (REGISTRY.successions_of, {"code": "SDN"}),
    "countries.CountryRegistry.with_countries": (REGISTRY.with_countries, {"successions": ()}),
    "countries.CountryRegistry.with_aliases": (
        REGISTRY.with_aliases, {"aliases": {"The Pearl": "QAT"}},
    ),
    "countries.get": (countries.get, {"code": "KGZ"}),
    "countries.group_of": (
        countries.group_of, {"country": "KGZ", "scheme": "wb_region", "on": DAY},
    ),
    "countries.grouping.Schemes.of": (countries.groups().of, {"scheme": "eu"}),
    "countries.members": (countries.members, {"group": ("cis", "associate"), "on": DAY}),
    "countries.on": (countries.on, {"when": DAY}),
    "countries.resolve": (countries.resolve, {"text": "KGZ"}),
    "countries.suggest": (countries.suggest, {"text": "Kazakstan", "limit": 2}),
}  # fmt: skip

DATASETS: dict[str, Example] = {
    "dataset._dataset.Dataset": (Dataset, {"people": STORY.people}),
    "dataset._dataset.Dataset.from_records": (Dataset.from_records, {"records": STORY.people}),
    "dataset._dataset.Dataset.country": (STORY.country, {"country": "KGZ"}),
    "dataset._dataset.Dataset.edition": (STORY.edition, {"year": 2021}),
    "dataset._dataset.Dataset.assessment": (STORY.assessment, {"country": "KGZ", "year": 2021}),
    "dataset._dataset.Dataset.organization": (STORY.organization, {"key": "rodnik"}),
    "dataset._dataset.Dataset.person": (STORY.person, {"key": "nazifa-kamalova"}),
    "dataset._dataset.Dataset.project": (STORY.project, {"key": "smica"}),
    "dataset._dataset.Dataset.campaign": (STORY.campaign, {"key": STORY.campaigns[0].id}),
    "dataset._dataset.Dataset.source": (STORY.source, {"key": STORY.sources[0].id}),
    "dataset._dataset.Dataset.statement": (STORY.statement, {"key": STORY.statements[0].id}),
    "dataset._dataset.Dataset.designation": (
        STORY.designation,
        {"kind": "tier 3 restriction", "country": "UZB", "year": 2013, "outcome": "full waiver"},
    ),
    "dataset._dataset.Dataset.references": (STORY.references, {"record": STORY.people[0]}),
    "dataset._dataset.Dataset.referrers": (STORY.referrers, {"record": STORY.people[0]}),
    "dataset._dataset.Dataset.campaigns_where": (
        STORY.campaigns_where, {"on": DAY, "country": "KGZ", "partner": "rodnik"},
    ),
    "dataset._dataset.Dataset.select": (
        STORY.select, {"country": ["KGZ"], "year": 2021, "kind": ["assessment"]},
    ),
    "dataset._dataset.Dataset.with_records": (STORY.with_records, {}),
    "dataset._dataset.Dataset.without": (STORY.without, {}),
    "dataset._dataset.Dataset.merge": (STORY.merge, {"other": STORY, "on_conflict": "ours"}),
    "dataset._dataset.Dataset.diff": (STORY.diff, {"other": STORY}),
    "check": (tipdata.check, {"records": STORY}),
    "load": (tipdata.load, {"name": "tiers"}),
    "read": (tipdata.read, {"path": FILES["json"]}),
    "write": (tipdata.write, {"dataset": STORY, "path": FILES["json"]}),
    "total_reach": (tipdata.total_reach, {"campaigns": STORY.campaigns[:1]}),
    "dataset.kinds.key_of": (kinds.key_of, {"kind": "person"}),
    "dataset.kinds.kind_of": (kinds.kind_of, {"record": Person}),
    "dataset.kinds.label": (kinds.label, {"name": ("person", "ann")}),
    "dataset.kinds.name_of": (kinds.name_of, {"record": _ORGANIZATION}),
    "dataset.kinds.references_of": (kinds.references_of, {"record": _ORGANIZATION}),
}  # fmt: skip

ANALYSES: dict[str, Example] = {
    "analysis.results.Results.filter": (SPELLS.filter, {"keep": lambda spell: spell.length > 2}),
    "analysis.results.Results.sorted": (SPELLS.sorted, {"key": lambda spell: spell.length}),
    "analysis.by_country.ByCountry.of": (SPELLS.of, {"country": "KGZ"}),
    "analysis.changes.Changes.from_pairs": (
        tipdata.Changes.from_pairs, {"pairs": (), "since": 2020, "year": 2021},
    ),
    "analysis.changes.Changes.filter": (TIP.changes(2021).filter, {"keep": lambda change: change.steps == 1}),
    "analysis.changes.Changes.of": (TIP.changes(2021).of, {"country": "KGZ"}),
    "analysis.changes.Changes.only": (TIP.changes(2021).only, {"direction": "upgrade"}),
    "analysis.counting.TierCount.on": (TIP.counts().rows[0].on, {"tier": Tier.TIER_3}),
    "analysis.counting.TierCount.average": (TIP.counts().rows[0].average, {"coding": "three"}),
    "analysis.counting.TierCounts.of": (TIP.counts().of, {"group": "all", "year": 2021}),
    "analysis.counting.count_tiers": (
        counting.count_tiers, {"series": (("all", TIERS),), "years": (2020, 2021)},
    ),
    "analysis.history.History": (history.History, {"tiers": TIERS}),
    "analysis.history.History.from_tiers": (history.History.from_tiers, {"given": TIERS}),
    "analysis.listings.SpecialWatchList.because": (
        TIP.special_watch_list(2022).because, {"reason": "Watch List"},
    ),
    "analysis.listings.WatchListAudit.had_to_leave": (
        TIP.audit_watch_list().had_to_leave, {"year": 2013},
    ),
    "analysis.listings.find_listings": (
        listings.find_listings, {"history": TIERS, "waivers": [waivers.Waiver(year=2021)]},
    ),
    "analysis.listings.find_special_watch_list": (
        listings.find_special_watch_list,
        {"histories": ((countries.get("KGZ"), TIERS),), "year": 2021},
    ),
    "analysis.moves.find_move": (
        moves.find_move, {"history": TIERS, "since": 2020, "year": 2021},
    ),
    "analysis.moves.find_moves": (moves.find_moves, {"history": TIERS}),
    "analysis.placements.Placements.on": (TIP.placements(2024).on, {"tier": Tier.TIER_3}),
    "analysis.sensitivity.probe_sensitivity": (
        sensitivity.probe_sensitivity, {"question": rises, "records": {"all": TIP}},
    ),
    "analysis.series.Series.get": (lambda year, default=None: KYRGYZ.get(year, default), {"year": 2021}),
    "analysis.series.Series.assessment": (KYRGYZ.assessment, {"year": 2021}),
    "analysis.series.Series.status": (KYRGYZ.status, {"year": 2021}),
    "analysis.series.Series.changes": (KYRGYZ.changes, {"coding": "three"}),
    "analysis.series.Series.spells": (KYRGYZ.spells, {"coding": "three"}),
    "analysis.series.Series.trajectory": (KYRGYZ.trajectory, {"coding": "three"}),
    "analysis.series.Series.outlook": (KYRGYZ.outlook, {"year": 2026}),
    "analysis.series.Series.next_edition": (KYRGYZ.next_edition, {"year": 2026}),
    "analysis.spells.Spells.on": (KYRGYZ.spells().on, {"tier": Tier.TIER_2}),
    "analysis.spells.find_spells": (spells.find_spells, {"history": TIERS}),
    "analysis.statute.find_criteria": (statute.find_criteria, {"year": 2021}),
    "analysis.statute.find_limit": (statute.find_limit, {"year": 2021}),
    "analysis.trajectories.trace_trajectory": (
        trajectories.trace_trajectory, {"history": TIERS, "coding": "three"},
    ),
    "analysis.transitions.Transitions.count": (
        TIP.transitions().count, {"before": Tier.TIER_1, "after": Tier.TIER_2},
    ),
    "analysis.transitions.Transitions.share": (
        TIP.transitions().share, {"before": Tier.TIER_1, "after": Tier.TIER_2},
    ),
    "analysis.transitions.count_transitions": (
        transitions.count_transitions, {"histories": {"KGZ": TIERS}, "years": (2020, 2021)},
    ),
    "analysis.waivers.Waiver": (waivers.Waiver, {"year": 2021}),
    "analysis.waivers.known_waivers": (waivers.known_waivers, {
        "designations": TIP.series("CUB").designations,
        "coverage": TIP.acts.coverage,
    }),
    "analysis.watchlist.find_outlook": (
        watchlist.find_outlook,
        {"history": TIERS, "year": 2022, "waivers": [waivers.Waiver(year=2021)]},
    ),
    "tiers.Tier.coded": (Tier.TIER_1.coded, {"coding": "kelley"}),
    "tiers.Tier.decoded": (Tier.decoded, {"code": 2.5, "coding": "kelley"}),
    "tiers.Tier.meant_by": (Tier.meant_by, {"code": 2, "coding": "frank"}),
    "tiers.Tier.better_than": (Tier.TIER_1.better_than, {"other": Tier.TIER_2}),
    "tiers.Tier.parse": (Tier.parse, {"text": "2WL"}),
    "tiers.read_tier": (read_tier, {"tier": Tier.TIER_2}),
    "tiers.levels": (levels, {"coding": "three"}),
}  # fmt: skip

TIER_RECORDS: dict[str, Example] = {
    "tierrecord._panel.CountryPanel.spells": (TIP.spells, {"coding": "three"}),
    "tierrecord._panel.CountryPanel.transitions": (TIP.transitions, {"since": 2015, "until": 2020}),
    "tierrecord._panel.CountryPanel.trajectories": (TIP.trajectories, {"coding": "three"}),
    "tierrecord._supplied.Supplied.template": (TIP.template, {"year": 2026}),
    "tierrecord._panel.CountryPanel.outlooks": (TIP.outlooks, {"year": 2026}),
    "tierrecord._panel.CountryPanel.special_watch_list": (TIP.special_watch_list, {"year": 2021}),
    "tierrecord._bulk.Bulk.tiers_of": (TIP.tiers_of, {"countries": ["KGZ", "UZB"], "years": [2020, 2021]}),
    "tierrecord._counted.Counted.counts": (TIP.counts, {"by": "wb_region", "on": DAY}),
    "tierrecord._counted.Counted.shares": (TIP.shares, {"by": "bureau"}),
    "tierrecord._lookups.Lookups.edition": (TIP.edition, {"year": 2021}),
    "tierrecord._lookups.Lookups.tier": (TIP.tier, {"country": "KGZ", "year": 2021}),
    "tierrecord._lookups.Lookups.assessment": (TIP.assessment, {"country": "KGZ", "year": 2021}),
    "tierrecord._lookups.Lookups.series": (TIP.series, {"country": "KGZ"}),
    "tierrecord._dated.Dated.edition_on": (TIP.edition_on, {"when": DAY}),
    "tierrecord._dated.Dated.tier_on": (TIP.tier_on, {"country": "KGZ", "when": DAY}),
    "tierrecord._lookups.Lookups.outlook": (TIP.outlook, {"country": "KGZ", "year": 2021}),
    "tierrecord._lookups.Lookups.country": (TIP.country, {"country": "KGZ"}),
    "tierrecord._lookups.Lookups.placements": (TIP.placements, {"year": 2021}),
    "tierrecord._lookups.Lookups.changes": (TIP.changes, {"year": 2021, "since": 2015}),
    "data_changes": (
        tipdata.data_changes, {"before": "2025.1", "after": "2025.2"},
    ),
    "loading.versions.DataChanges.of": (
        tipdata.data_changes("2025.1", "2025.2").of, {"table": "claims"},
    ),
    "tierrecord.grading.grade_claims": (
        grading.grade_claims,
        {
            "tier": Tier.TIER_2,
            "claims": TIP.evidence("KGZ", 2021).claims,
            "sources": TIP.evidence("KGZ", 2021).sources,
        },
    ),
    "tierrecord._sourced.Sourced.published_figures": (TIP.published_figures, {"year": [2021]}),
    "tierrecord._designated.Designated.designations": (TIP.designations, {
        "kind": ["watch list waiver"], "year": [2018], "country": ["CUB"],
    }),
    "tierrecord._designated.Designated.designation_coverage": (TIP.designation_coverage, {
        "kind": ["watch list waiver"], "year": [2018],
    }),
    "tierrecord._designated.Designated.designation_status": (TIP.designation_status, {
        "country": "CUB", "kind": "watch list waiver", "year": 2018,
    }),
    "tierrecord._supplied.Supplied.review": (TIP.review, {"year": 2021}),
    "tierrecord._sourced.Sourced.evidence": (TIP.evidence, {"country": "KGZ", "year": 2021}),
    "tierrecord._sourced.Sourced.compare_with": (TIP.compare_with, {"rows": ROWS}),
    "tierrecord._sourced.Sourced.diff": (TIP.diff, {"other": TIP}),
    "tierrecord._sourced.Sourced.cite": (TIP.cite, {"style": "text", "years": [2021]}),
    "tierrecord._supplied.Supplied.with_edition": (
        TIP.with_edition, {"edition": 2026, "placements": [("KGZ", "Tier 2")]},
    ),
    "tierrecord.record.TierRecord.from_rows": (TierRecord.from_rows, {"rows": ROWS}),
    "tierrecord.record.TierRecord.from_frame": (TierRecord.from_frame, {"frame": PLACED}),
    "tierrecord.record.TierRecord.to_rows": (TIP.where(countries="KGZ").to_rows, {}),
    "tierrecord.record.TierRecord.where": (TIP.where, {
        "countries": ["KGZ"], "bureau": ["SCA"], "tiers": [Tier.TIER_2],
        "group": ["cis", ("un_subregion", "Central Asia")], "on": DAY,
        "evidence": ["corroborated"], "since": 2015, "until": 2020,
    }),
    "tierrecord.record.TierRecord.sensitivity": (TIP.sensitivity, {"question": rises}),
    "tierrecord.citing.cite": (citing.cite, {"style": "text", "version": "1", "editions": ()}),
}  # fmt: skip

FORMATS: dict[str, Example] = {
    "limits.Limits": (tipdata.Limits, {"size": 5, "depth": 5, "rows": 7}),
    "formats.configure": (formats.configure, {"converter": cattrs.Converter()}),
    "formats.format_exception": (
        formats.format_exception, {"error": ValueError("a"), "kind": None},
    ),
    "formats.from_plain": (formats.from_plain, {"kind": "person", "data": _PLAIN}),
    "formats.json_default": (formats.json_default, {"value": DAY}),
    "formats.to_plain": (formats.to_plain, {"value": DAY}),
    "formats._text.TextFormat.dump": (json.dump, {"dataset": STORY, "target": FILES["json"]}),
    "formats._text.TextFormat.dumps": (json.dumps, {"dataset": STORY}),
    "formats._text.TextReader.load": (json.load, {"source": FILES["json"]}),
    "formats._text.TextReader.loads": (json.loads, {"text": json.dumps(STORY)}),
    "formats._standards.Standard.dump": (popolo.dump, {"dataset": STORY, "target": FILES["popolo"]}),
    "formats._standards.Standard.dumps": (popolo.dumps, {"dataset": STORY}),
    "formats.jsonl.iterate": (
        lambda **given: list(jsonl.iterate(**given)), {"source": FILES["jsonl"]},
    ),
    "formats.jsonld.dump": (jsonld.dump, {
        "dataset": STORY, "target": FILES["jsonld"], "base": "https://example.org/",
    }),
    "formats.jsonld.dumps": (jsonld.dumps, {"dataset": STORY}),
    "formats.package.dump": (package.dump, {"dataset": STORY, "target": FILES["zip"]}),
    "formats.package.dumps": (package.dumps, {"dataset": STORY}),
    "formats.package.load": (package.load, {"source": FILES["zip"]}),
    "formats.package.loads": (package.loads, {"data": package.dumps(STORY)}),
    "formats.workbook.dump": (workbook.dump, {"dataset": STORY, "target": FILES["xlsx"]}),
    "formats.workbook.dumps": (workbook.dumps, {"dataset": STORY}),
    "formats.workbook.load": (workbook.load, {"source": FILES["xlsx"]}),
    "formats.workbook.loads": (workbook.loads, {"data": workbook.dumps(STORY)}),
    "formats.schema.as_text": (schema.as_text, {"schema": schema.document()}),
    "formats.schema.of": (schema.of, {"kind": Person}),
    "_tables.frame_maker.FrameMaker.__call__": (SPELLS.to_frame, {"backend": "polars"}),
    "frames._names.Names.with_codes": (
        frames.read_names(["Gerogia"]).with_codes, {"codes": {"Gerogia": "GEO"}},
    ),
    "frames.attach_tiers": (frames.attach_tiers, {"frame": DATED, "add": ["rank", "eu"]}),
    "frames.changes": (frames.changes, {"frame": PLACED, "years": [2020, 2021]}),
    "frames.from_frame": (frames.from_frame, {"frame": PLACED}),
    "frames.join_report": (frames.join_report, {"frame": DATED}),
    "frames.read_names": (frames.read_names, {"texts": ["KGZ"]}),
    "frames.restore_types": (frames.restore_types, {"frame": PLACED}),
    "frames.to_frame": (frames.to_frame, {"records": STORY.people, "backend": "polars"}),
    "frames.transitions": (frames.transitions, {"frame": PLACED, "years": [2020, 2021]}),
    "export.render": (
        tipdata.export.render,
        {"record": TIP.where(countries="KGZ"), "to": "csv", "layout": "wide"},
    ),
    "export.write": (
        tipdata.export.write,
        {"path": FILES["csv"], "record": TIP.where(countries="KGZ"), "layout": "wide"},
    ),
    "read_listing": (tipdata.read_listing, {"text": "TIER 1\nFrance"}),
    "loading.geometry.read_geometry": (read_geometry, {"year": 2025}),
    "loading.geometry.Geometry.dots_at": (read_geometry(2025).dots_at, {"scale": 0.5}),
    "page.render": (tipdata.page.render, {"record": TIP.where(countries="KGZ")}),
    "page.write": (
        tipdata.page.write, {"path": FILES["page"], "record": TIP.where(countries="KGZ")},
    ),
}  # fmt: skip


def _plots() -> dict[str, Example]:
    import matplotlib as mpl  # noqa: PLC0415 - its backend is chosen first
    from matplotlib.figure import Figure  # noqa: PLC0415

    mpl.use("Agg")
    few = TIP.where(countries=["KGZ", "UZB"], since=2020)
    return {
        "plots.changes": (tipdata.plots.changes, {"changes": few.changes(2021)}),
        "plots.heatmap": (tipdata.plots.heatmap, {"record": few, "countries": ["KGZ"]}),
        "plots.map": (
            tipdata.plots.map,
            {"record": few, "year": 2022, "since": 2020, "labels": "codes"},
        ),
        "plots.shares": (
            tipdata.plots.shares,
            {"record": few, "by": "un_region", "on": DAY},
        ),
        "plots.describe": (
            tipdata.plots.describe,
            {"ax": tipdata.plots.heatmap(few, ax=Figure((9, 6)).subplots())},
        ),
        "plots.timeline": (tipdata.plots.timeline, {"series": [few.series("KGZ")]}),
    }


def _strategies() -> dict[str, Example]:
    from tipdata import testing  # noqa: PLC0415 - it loads Hypothesis

    named = set(testing.__all__) - {"histories", "partial_dates", "datasets", "records"}
    named -= {"periods", "slugs"}
    return {
        **{f"testing.{name}": (getattr(testing, name), {}) for name in named},
        "testing.histories": (testing.histories, {"since": 2001, "until": 2010}),
        "testing.partial_dates": (testing.partial_dates, {"first_year": 2001}),
    }


EXAMPLES: dict[str, Example] = {
    f"tipdata.{name}": example
    for group in (
        RECORDS, DATES, COUNTRIES, DATASETS, ANALYSES, TIER_RECORDS, FORMATS, _plots(), _strategies(),
    )
    for name, example in group.items()
}  # fmt: skip
