"""Which placements a selection keeps, and which it withholds."""

from collections.abc import Collection, Sequence

import attrs

from tipdata.records.assessments import Assessment
from tipdata.typing import ReportYear

__all__ = ["Selection", "select"]

_Cell = tuple[str, ReportYear]


@attrs.frozen(kw_only=True)
class Selection:
    """What a selection leaves of a record.

    Attributes:
        kept: The placements that it keeps.
        withheld: The placements that it leaves out of countries and years that it keeps.
        seen: The alpha-3 codes of the countries of either.
    """

    kept: tuple[Assessment, ...]
    withheld: frozenset[_Cell]
    seen: frozenset[str]


def select(
    assessments: Sequence[Assessment],
    withheld: Collection[_Cell],
    *,
    codes: Collection[str],
    years: Collection[ReportYear],
    tiers: Collection[object] | None,
    evidence: Collection[object] | None,
) -> Selection:
    """Return what is left of placements, of which some may be withheld already.

    Countries and years that are not chosen are gone; in those that are, a
    placement on another tier or of other evidence is withheld.
    """
    inside = [a for a in assessments if a.country in codes and a.year in years]
    kept = [
        a
        for a in inside
        if (tiers is None or a.tier in tiers) and (evidence is None or a.evidence in evidence)
    ]
    before = {cell for cell in withheld if cell[0] in codes and cell[1] in years}
    left_out = {(a.country, a.year) for a in inside} - {(a.country, a.year) for a in kept}
    return Selection(
        kept=tuple(kept),
        withheld=frozenset(before | left_out),
        seen=frozenset({a.country for a in inside} | {code for code, _ in before}),
    )
