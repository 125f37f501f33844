"""What a terminal shows of each result: its tables, with proper labels."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs

from tipdata._tables.palette import ABSENT
from tipdata.analysis.by_country import ByCountry
from tipdata.analysis.changes import Change, Changes
from tipdata.analysis.placements import Placements
from tipdata.analysis.series import Series
from tipdata.analysis.watchlist import Outlook, Verdict
from tipdata.cli._blocks import Block, Names, Table
from tipdata.countries import Schemes, default
from tipdata.problems import Problem
from tipdata.records.sources import Claim
from tipdata.tierrecord.acts import Designations
from tipdata.tierrecord.evidence import Evidence
from tipdata.tiers import best_first
from tipdata.typing import DesignationKind, Direction, ReportYear

DIRECTIONS: Mapping[Direction, str] = {
    "upgrade": "Upgrades",
    "downgrade": "Downgrades",
    "unchanged": "Unchanged",
    "entered": "Entered",
    "left": "Left",
    "to_special_case": "To Special Case",
    "from_special_case": "From Special Case",
}
ACTS: Mapping[DesignationKind, str] = {
    "watch list waiver": "Watch List waiver",
    "child soldiers list": "Child soldiers list",
    "tier 3 restriction": "Tier 3 restriction",
}
VERDICTS: Mapping[Verdict, str] = {
    "must leave": "Must leave",
    "may stay only by waiver": "May stay only by waiver",
    "may stay": "May stay",
    "not on the Watch List": "Not on the Watch List",
}
HEADS = {
    "what": "What",
    "kind": "Kind",
    "key": "Key",
    "field": "Field",
    "before": "Before",
    "after": "After",
    "table": "Table",
    "column": "Column",
}
"""The labels of columns of results that have no table of their own here."""
SEVERITIES = {"error": "Error", "warning": "Warning"}
_MOST = 20


def show(found: Any) -> list[Block]:  # noqa: ANN401 - any result with columns
    """Return what a terminal shows of a result of whatever kind."""
    for kind, view in _VIEWS.items():
        if isinstance(found, kind):
            return view(found)
    columns = found.columns()
    cells = ([*map(_cell, row)] for row in zip(*columns.values(), strict=True))
    title = str(found).partition("\n")[0]
    return [title, *([Table([HEADS[name] for name in columns], [*cells])] if len(found) else [])]


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def show_changes(found: Changes) -> list[Block]:
    """Return the changes by direction, with what else is to say of each."""
    rows: list[Sequence[str]] = []
    remarks = [_remark(change, found.since) for change in found]
    for direction, label in DIRECTIONS.items():
        chosen = [(c, r) for c, r in zip(found, remarks, strict=True) if c.direction == direction]
        if chosen:
            rows.append([f"{label} ({len(chosen)})"])
            rows += ([c.country.label, *_sides(c), remark] for c, remark in chosen)
    heads = ["Country", str(found.since), str(found.year), "Remark"]
    if not any(remarks):
        heads.pop()
        rows = [row[: len(heads)] for row in rows]
    coding = f"; coding {found.coding}" * (found.coding != "ordinal")
    return [found.title + coding, *([Table(heads, rows)] if rows else [])]


def _sides(change: Change) -> tuple[str, str]:
    return change.before or ABSENT, change.after or ABSENT


def _remark(change: Change, since: ReportYear) -> str:
    """Return what the line of a change says beyond its direction and what all have in common."""
    said = str(change).rpartition(" (")[2].removesuffix(")").split("; ")[1:]
    kept = [one for one in said if one != f"coding {change.coding}"]
    return "; ".join([f"{change.since} to {change.year}", *kept] if change.since != since else kept)


def show_placements(found: Placements) -> list[Block]:
    """Return the countries of each tier, best first."""
    names = ((tier, [country.label for country in found.on(tier)]) for tier in best_first())
    lists = (Names(f"{tier} ({len(listed)})", listed) for tier, listed in names if listed)
    return [str(found).partition("\n")[0], *lists]


def show_series(found: Series) -> list[Block]:
    """Return an edition a row."""
    title, *lines = str(found).split("\n")
    rows = (line.strip().partition(": ")[::2] for line in lines)
    cells = ((year, *said.removesuffix(")").partition(" (")[::2]) for year, said in rows)
    return [title, Table(("Edition", "Placement", "Evidence"), [*cells])]


def show_outlooks(found: ByCountry[Outlook]) -> list[Block]:
    """Return what the law allows of each country, by verdict, and the provisions below."""
    rows: list[Sequence[str]] = []
    for verdict, label in VERDICTS.items():
        listed = [(country, one) for country, one in found if one.verdict == verdict]
        if listed:
            rows.append([f"{label} ({len(listed)})"])
            rows += ((country.label, one.sentence) for country, one in listed)
    provisions = sorted({one.provision for _, one in found if one.provision})
    title = str(found).partition("\n")[0]
    table = [Table(("Country", "Why"), rows)] if rows else []
    return [title, *table, *(["\n".join(provisions)] if provisions else [])]


def show_designations(found: Designations) -> list[Block]:
    """Return the acts, with the names of the countries."""
    registry = default()
    rows = [
        (str(one.year), registry.get(one.country).label, ACTS[one.kind], one.outcome)
        for one in found
    ]
    title = str(found).partition("\n")[0]
    return [title, *([Table(("Year", "Country", "Act", "Outcome"), rows)] if rows else [])]


def show_evidence(found: Evidence) -> list[Block]:
    """Return the claims, those that agree first."""
    rows: list[Sequence[str]] = []
    sources = {source.id: str(source) for source in found.sources}
    for title, claims in (
        ("Says so", found.supporting),
        ("Does not distinguish", found.undecided),
        ("Says otherwise", found.disputing),
    ):
        if claims:
            rows.append([f"{title} ({len(claims)})"])
            rows += ((_said(claim), sources.get(claim.source, claim.source)) for claim in claims)
    title, *lines = str(found).split("\n")
    notes = [line for line in lines if line.startswith("note: ")]
    settled = [f"settled: {found.correction.why}"] if found.correction else []
    return [title, *notes, Table(("Claim", "Source"), rows), *settled]


def _said(claim: Claim) -> str:
    later = " (by the next edition)" if claim.wording == "next edition" else ""
    return " or ".join(map(str, claim.tiers)) + later


def show_groups(found: Schemes) -> list[Block]:
    """Return the ways to group countries, a row each."""
    rows = [(one.name, one.title, str(len(one.groups)), str(one.members)) for one in found]
    title = str(found).partition("\n")[0]
    return [title, Table(("Name", "What it is", "Groups", "Countries"), rows)]


def show_problems(
    title: str, problems: Sequence[Problem], total: int, *, graded: bool = False
) -> list[Block]:
    """Return the first problems, each with its place and, if `graded`, its severity."""
    shown = problems[:_MOST]
    rows = [
        (
            *([SEVERITIES[one.severity]] if graded else []),
            one.place,
            str(attrs.evolve(one, path="", row=None, rows=(), column="")),
        )
        for one in shown
    ]
    heads = (*(["Severity"] if graded else []), "Where", "Problem")
    if not any(one.place for one in shown):
        heads = (*heads[:-2], "Problem")
        rows = [(*row[:-2], row[-1]) for row in rows]
    more = [f"and {total - len(shown):,} more"] if total > len(shown) else []
    return [title, *([Table(heads, rows)] if rows else []), *more]


_VIEWS: Mapping[type, Callable[[Any], list[Block]]] = {
    Changes: show_changes,
    Placements: show_placements,
    Series: show_series,
    ByCountry: show_outlooks,
    Designations: show_designations,
    Evidence: show_evidence,
    Schemes: show_groups,
}
