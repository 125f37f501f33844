"""The tables of a version of the data, as records.

The files are ours and a test holds every cell of them, so this reader does
nothing but split lines, and makes the many records without their checks:
loading is within the import budget.
"""

import datetime
from itertools import groupby, repeat
from operator import attrgetter
from typing import TYPE_CHECKING, Literal, get_args

from tipdata._attributes import once
from tipdata.data import columns, make_records, rows
from tipdata.dates import PartialDate, Period
from tipdata.records.assessments import EVIDENCE_LEVELS, Assessment
from tipdata.records.editions import Edition, OfficialCounts, PeriodBasis
from tipdata.tiers import Tier
from tipdata.typing import DesignationKind, EvidenceLevel, Official

if TYPE_CHECKING:
    from tipdata.records.sources import Source, Wording
    from tipdata.tierrecord.acts import Acts
    from tipdata.tierrecord.evidence import Background

_TIERS = {tier.short: tier for tier in Tier}
_CLAIMED = {
    **{short: (tier,) for short, tier in _TIERS.items()},
    "2/2WL": (Tier.TIER_2, Tier.TIER_2_WATCH_LIST),
}
_OFFICIAL: dict[str, Official] = {"yes": "yes", "next": "next edition", "no": "no"}
_WORDINGS: "dict[str, Wording]" = {"same": "same edition", "next": "next edition"}
_EVIDENCE: dict[str, EvidenceLevel] = {level: level for level in EVIDENCE_LEVELS}
_BASES: dict[str, PeriodBasis] = {"statute": "statute", "practice": "practice"}
_SEEN: dict[str, Literal["seen", "recollected"]] = {"seen": "seen", "recollected": "recollected"}
_PLACED = ("tier_1", "tier_2", "tier_2_watch_list", "tier_3", "special_case", "covered")


def read_assessments(version: str) -> tuple[Assessment, ...]:
    """Return the placements."""
    codes, years, tiers, levels, official, families, disputed, cited, notes, amended = columns(
        "assessments.tsv", version
    )
    # Most cells rest on a combination of sources that other cells share.
    ids = {several: tuple(several.split()) for several in {*cited, *disputed}}
    return make_records(
        Assessment,
        len(codes),
        country=codes,
        year=map(int, years),
        tier=map(_TIERS.__getitem__, tiers),
        evidence=map(_EVIDENCE.__getitem__, levels),
        official=map(_OFFICIAL.__getitem__, official),
        families=map(int, families),
        sources=map(ids.__getitem__, cited),
        disputed_by=map(ids.__getitem__, disputed),
        note=notes,
        amended=map(_TIERS.get, amended),
    )


def read_editions(version: str) -> tuple[Edition, ...]:
    """Return the editions."""
    moved: dict[tuple[str, str], int] = {
        (year, figure): int(value)
        for year, figure, value, _, _ in rows("edition_figures.tsv", version)
    }
    found: list[Edition] = []
    for year, ordinal, released, released_basis, *figures, basis, period_basis, heroes in rows(
        "editions.tsv", version
    ):
        numbers = (int(figure) if figure else None for figure in figures)
        counts = dict(zip(_PLACED, numbers, strict=True))
        period = Period(start=PartialDate(int(year) - 1, 4, 1), end=PartialDate(int(year), 3, 31))
        found.append(
            Edition(
                year=int(year),
                ordinal=int(ordinal),
                released=datetime.date.fromisoformat(released),
                released_basis=_SEEN[released_basis],
                period=period if period_basis else None,
                period_basis=_BASES[period_basis] if period_basis else None,
                counts=OfficialCounts(
                    basis=basis,
                    upgrades=moved.get((year, "upgrades")),
                    downgrades=moved.get((year, "downgrades")),
                    special_watch_list=moved.get((year, "special_watch_list")),
                    waivers=moved.get((year, "waivers")),
                    **counts,
                ),
                heroes=int(heroes) if heroes else None,
            )
        )
    return tuple(found)


@once
def read_background(version: str) -> "Background":
    """Return the claims and what is known beside them."""
    from tipdata.records.sources import Claim, Correction  # noqa: PLC0415
    from tipdata.tierrecord.evidence import Background  # noqa: PLC0415 - loads when it is asked for

    codes, years, sources, wordings, tiers = columns("claims.tsv", version)
    claims = make_records(
        Claim,
        len(codes),
        country=codes,
        year=map(int, years),
        source=sources,
        wording=map(_WORDINGS.__getitem__, wordings),
        tiers=map(_CLAIMED.__getitem__, tiers),
    )
    corrections = tuple(
        Correction(country=code, year=int(year), settled=_TIERS[tier], claims=said, why=why)
        for code, year, tier, said, why in rows("corrections.tsv", version)
    )
    return Background(
        sources=_read_sources("sources.tsv", version),
        claims={cell: tuple(said) for cell, said in groupby(claims, attrgetter("country", "year"))},
        corrections=corrections,
        figures={
            (int(year), figure): (source, remark)
            for year, figure, _, source, remark in rows("edition_figures.tsv", version)
        },
    )


# Every series and selection of the packaged record asks for them.
@once
def read_acts(version: str) -> "Acts":
    """Return the acts that name countries."""
    from tipdata.records import designations as made  # noqa: PLC0415 - loads when it is asked for
    from tipdata.tierrecord.acts import Acts  # noqa: PLC0415

    kinds: dict[str, DesignationKind] = {kind: kind for kind in made.DESIGNATION_KINDS}
    outcomes: dict[str, made.Outcome] = {
        outcome: outcome for several in made.OUTCOMES.values() for outcome in several
    }
    levels: dict[str, made.CoverageLevel] = {level: level for level in get_args(made.CoverageLevel)}
    return Acts(
        designations=tuple(
            made.Designation(
                kind=kinds[kind],
                country=code,
                year=int(year),
                outcome=outcomes[outcome],
                source=source,
            )
            for kind, code, year, outcome, source in rows("designations.tsv", version)
        ),
        coverage=tuple(
            made.DesignationCoverage(
                kind=kinds[kind],
                year=int(year),
                coverage=levels[level],
                named=int(named),
                remark=remark,
            )
            for kind, year, level, named, remark in rows("designation_coverage.tsv", version)
        ),
        sources=_read_sources("designation_sources.tsv", version),
    )


def _read_sources(name: str, version: str) -> "tuple[Source, ...]":
    from tipdata.records.sources import Source  # noqa: PLC0415 - loads when it is asked for

    keys, titles, authors, addresses, remarks, families, weak = columns(name, version)
    return make_records(
        Source,
        len(keys),
        id=keys,
        title=titles,
        author=authors,
        address=addresses,
        published=repeat(None),
        remarks=remarks,
        family=families,
        weak=(cell == "yes" for cell in weak),
    )
