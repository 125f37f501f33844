"""Which placements a selection keeps, and which it withholds."""

from collections.abc import Collection, Sequence

import attrs

from tipdata.records.assessments import Assessment
from tipdata.typing import CountryYear, ReportYear

__all__ = ["Selection", "withhold"]


@attrs.frozen(kw_only=True)
class Selection:
    """What a selection keeps of a record.

    Attributes:
        kept: The placements that it keeps.
        withheld: The placements that it leaves out, of countries and years that it keeps.
        seen: The alpha-3 codes of the countries of either.
    """

    kept: tuple[Assessment, ...]
    withheld: frozenset[CountryYear]
    seen: frozenset[str]


def withhold(
    assessments: Sequence[Assessment],
    withheld: Collection[CountryYear],
    *,
    codes: Collection[str],
    years: Collection[ReportYear],
    tiers: Collection[object] | None,
    evidence: Collection[object] | None,
) -> Selection:
    """Return what a selection keeps of placements, some of which may be withheld already.

    Placements of other countries and years are dropped. Of those chosen,
    placements on other tiers or with other evidence are withheld.
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
