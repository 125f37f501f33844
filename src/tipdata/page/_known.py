"""What the explorer page says of how well a record is known."""

from collections.abc import Collection

from tipdata._tables.palette import TIER_FILLS
from tipdata.analysis.published import FIGURES, PublishedFigures
from tipdata.errors import runs_of
from tipdata.records.assessments import EVIDENCE_LEVELS
from tipdata.records.designations import DESIGNATION_KINDS, OUTCOMES, Outcome
from tipdata.tierrecord import TierRecord
from tipdata.tierrecord.acts import Coverage
from tipdata.typing import DesignationKind, ReportYear

__all__ = ["acts_note", "coverage_remarks", "evidence_table", "name_act"]

_OFFICIAL = (
    "The State Department's own text of that edition was read, whatever the level of the evidence."
)
_ACTS: dict[DesignationKind, tuple[str, str]] = {
    "watch list waiver": ("Kept on the Watch List by waiver", "Watch List waivers"),
    "child soldiers list": (
        "On the list of the Child Soldiers Prevention Act",
        "Child Soldiers Prevention Act",
    ),
    "tier 3 restriction": ("Restriction on Tier 3 governments", "Tier 3 restrictions"),
}
_EXPLAINED: dict[Outcome, str] = {
    "subsequent compliance": " (the government met the standards or made efforts afterwards)",
}


def name_act(kind: DesignationKind, outcomes: Collection[Outcome]) -> str:
    """Return what an act says of a country in one edition.

    >>> name_act("tier 3 restriction", ["partial waiver", "restricted"])
    'Restriction on Tier 3 governments: restricted; partial waiver'
    """
    words, _ = _ACTS[kind]
    known = OUTCOMES[kind]
    if len(known) == 1:
        return words
    several = (one + _EXPLAINED.get(one, "") for one in known if one in outcomes)
    return f"{words}: {'; '.join(several)}"


def acts_note(coverage: Coverage) -> str:
    """Return where the absence of an act means that there was none."""
    lists: list[str] = []
    for kind, (_, words) in _ACTS.items():
        years = [row.year for row in coverage if row.kind == kind and row.coverage == "complete"]
        lists.append(f"{words}: {runs_of(years) or 'none'}")
    return (
        "Official acts are shown with the edition that they belong to. Where none is shown, the "
        "country was not named if the list is complete, and otherwise that is unknown. "
        f"Complete lists: {'; '.join(lists)}."
    )


def coverage_remarks(coverage: Coverage) -> dict[DesignationKind, dict[ReportYear, str]]:
    """Return what a reader should know of the lists that are not completely known."""
    return {
        kind: {
            row.year: row.remark
            for row in coverage
            if row.kind == kind and row.coverage != "complete" and row.remark
        }
        for kind in DESIGNATION_KINDS
    }


def evidence_table(record: TierRecord) -> dict[str, object]:
    """Return how well the placements are known, by edition and tier, and the published figures.

    The numbers of a row are those of each level that the record has, and of the
    placements that are official.
    """
    summary = record.evidence_summary()
    held = [level for level in EVIDENCE_LEVELS if summary.totals[level]]
    order = list(TIER_FILLS)
    rows = sorted(summary, key=lambda row: (row.year, order.index(row.tier)))
    return {
        "caption": str(summary).partition("\n")[0],
        "official": _OFFICIAL,
        "rows": [
            [row.year, row.tier.short, *(getattr(row, level) for level in held), row.official]
            for row in rows
        ],
        "figures": _figures(record.published_figures()),
    }


def _figures(figures: PublishedFigures) -> dict[str, object] | None:
    countable = [one for one in figures if one.counted is not None]
    if not countable:
        return None
    differing = figures.differing
    end = ", but not these:" if differing else "."
    met = f"{len(countable) - len(differing)} of the {len(countable)}"
    return {
        "said": f"The placements give {met} published figures that can be counted{end}",
        "rows": [
            [one.year, FIGURES[one.figure], one.published, one.counted, one.source, one.remark]
            for one in differing
        ],
    }
