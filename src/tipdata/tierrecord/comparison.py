"""Where a table and a record differ, and what the record's evidence says of it."""

from collections.abc import Callable, Mapping

import attrs

from tipdata._tables.columns import read_paths
from tipdata._tables.palette import ABSENT
from tipdata._tables.tabular import TabularSequence, brief
from tipdata.countries import Country
from tipdata.records.assessments import Assessment
from tipdata.tierrecord.evidence import Evidence
from tipdata.tiers import Tier
from tipdata.typing import CountryYear, EvidenceLevel, ReportYear

__all__ = ["Comparison", "Disagreement"]


@attrs.frozen(kw_only=True, repr=False)
class Disagreement:
    """A placement on which a table and the record differ.

    Attributes:
        country: The country.
        ours: The record's assessment.
        theirs: The tiers that the table's number may stand for; empty if it
            says that the country is not in the report.
        evidence: What the sources say of the placement.
    """

    country: Country
    ours: Assessment
    theirs: tuple[Tier, ...]
    evidence: Evidence

    @property
    def year(self) -> ReportYear:
        """The report year."""
        return self.ours.year

    @property
    def level(self) -> EvidenceLevel:
        """How well the record's placement is established."""
        return self.ours.evidence

    @property
    def agreeing(self) -> tuple[str, ...]:
        """The ids of the sources that say what the table says."""
        return tuple(c.source for c in self.evidence.claims if set(c.tiers) == set(self.theirs))

    @property
    def _said(self) -> str | None:
        return " or ".join(map(str, self.theirs)) or None

    @property
    def _for(self) -> int:
        return len(self.evidence.supporting)

    @property
    def _against(self) -> int:
        return len(self.evidence.disputing)

    @property
    def _settled(self) -> str | None:
        return self.evidence.correction.why if self.evidence.correction else None

    def __repr__(self) -> str:
        return brief(self, str(self))

    def __str__(self) -> str:
        settled = f"; settled: {self._settled}" if self._settled else ""
        return (
            f"{self.country.label} {self.year}: the table has {self._said or ABSENT}, the record "
            f"{self.ours.tier} ({self.level}; {self._for} for it, {self._against} against{settled})"
        )


@attrs.frozen(kw_only=True, repr=False)
class Comparison(TabularSequence[Disagreement]):
    """A table compared with a record, placement by placement.

    Iterating gives the differences.

    Attributes:
        differences: The placements on which they differ, by country and year.
        agreeing: The number of placements that are the same, or compatible
            where the table's number stands for several tiers.
        only_here: The placements that only the record has, in editions that
            the table covers.
        only_there: The placements that only the table has, with the tiers
            that they may stand for.
        withheld: The placements that one side has and the other, a selection, leaves out.

    >>> import tipdata
    >>> rows = [("KGZ", 2020, 2), ("KGZ", 2021, 2), ("KGZ", 2030, 1)]
    >>> found = tipdata.load().where(countries="KGZ").compare_with(rows, coding="frank")
    >>> found.agreeing, len(found), found.only_there
    (2, 0, (('KGZ', 2030, (<Tier.TIER_1: 'Tier 1'>,)),))
    """

    differences: tuple[Disagreement, ...]
    agreeing: int
    only_here: tuple[Assessment, ...]
    only_there: tuple[tuple[str, ReportYear, tuple[Tier, ...]], ...]
    withheld: tuple[CountryYear, ...] = ()

    _COLUMNS = read_paths(
        "country=country.alpha_3 name=country.label year ours=ours.tier theirs=_said "
        "evidence=level for=_for against=_against settled=_settled"
    )
    _ITEMS = "differences"
    _TIERS = ("ours",)

    @property
    def _caption(self) -> str:
        here, there = len(self.only_here), len(self.only_there)
        alone = f"{here:,} only in the record, {there:,} only in the table"
        return f"{self.agreeing:,} agree, {len(self)} differ, {alone}"

    def __str__(self) -> str:
        lines = [self._caption]
        if self.withheld:
            verb = "is" if len(self.withheld) == 1 else "are"
            lines.append(f"{len(self.withheld):,} {verb} withheld by a selection")
        return "\n".join([*lines, *(f"  {difference}" for difference in self.differences)])


def compare_cells(
    ours: Mapping[CountryYear, Assessment],
    theirs: Mapping[CountryYear, tuple[Tier, ...]],
    *,
    withheld: frozenset[CountryYear],
    hidden: frozenset[CountryYear],
    evidence: Callable[[str, ReportYear], Evidence],
) -> Comparison:
    """Compare placements, of which our side has some `withheld` and theirs has some `hidden`.

    An empty one of `theirs` says that the country is not in the report.
    """
    differences: list[Disagreement] = []
    agreeing = 0
    only_there: list[tuple[str, ReportYear, tuple[Tier, ...]]] = []
    for (code, year), tiers in sorted(theirs.items()):
        mine = ours.get((code, year))
        if mine is None:
            if (code, year) not in withheld and tiers:
                only_there.append((code, year, tiers))
        elif mine.tier in tiers:
            agreeing += 1
        else:
            found = evidence(code, year)
            own = Disagreement(country=found.country, ours=mine, theirs=tiers, evidence=found)
            differences.append(own)
    years = {year for _, year in theirs}
    alone = {key: a for key, a in ours.items() if key not in theirs}
    return Comparison(
        differences=tuple(differences),
        agreeing=agreeing,
        only_here=tuple(a for key, a in alone.items() if key[1] in years and key not in hidden),
        only_there=tuple(only_there),
        withheld=tuple(sorted((withheld & theirs.keys()) | (hidden & alone.keys()))),
    )


def __dir__() -> list[str]:
    return __all__
