"""Where somebody's table and a record differ, and what the record's evidence says of it."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

import attrs

from tipdata._tables import html
from tipdata._tables.columns import Columns, columns_of
from tipdata.countries import Country
from tipdata.records.assessments import Assessment
from tipdata.tierrecord.evidence import Evidence
from tipdata.tiers import Tier
from tipdata.typing import EvidenceLevel, ReportYear

if TYPE_CHECKING:
    from tipdata._tables.frame_maker import FrameMaker

__all__ = ["Comparison", "Difference", "compare_cells"]

Cell = tuple[str, ReportYear]
"""A country's alpha-3 code and a report year."""

_ABSENT = "not in the report"


@attrs.frozen(kw_only=True)
class Difference:
    """A placement on which a table and the record differ.

    Attributes:
        country: The country.
        ours: The record's assessment.
        theirs: The tiers that the table's number may stand for; none where it
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

    def __str__(self) -> str:
        theirs = " or ".join(map(str, self.theirs)) or _ABSENT
        claims = self.evidence
        settled = f"; settled: {claims.correction.why}" if claims.correction else ""
        return (
            f"{self.country.label} {self.year}: the table has {theirs}, the record "
            f"{self.ours.tier} ({self.level}; {len(claims.supporting)} for it, "
            f"{len(claims.disputing)} against{settled})"
        )


@attrs.frozen(kw_only=True)
class Comparison:
    """A table held against a record, cell by cell.

    Iterating gives the differences.

    Attributes:
        differences: The placements on which they differ, by country and year.
        agreeing: How many placements are the same, or compatible where the
            table's number stands for several tiers.
        only_here: The placements that the record has and the table has not,
            in the editions of which the table has any.
        only_there: The placements that the table has and the record has not,
            with the tiers that they may stand for.
        withheld: The placements that the table has and this selection leaves out.

    >>> import tipdata
    >>> rows = [("KGZ", 2020, 2), ("KGZ", 2021, 2), ("KGZ", 2030, 1)]
    >>> found = tipdata.load().where(countries="KGZ").compare_with(rows, coding="frank")
    >>> found.agreeing, len(found), found.only_there
    (2, 0, (('KGZ', 2030, (<Tier.TIER_1: 'Tier 1'>,)),))
    """

    differences: tuple[Difference, ...]
    agreeing: int
    only_here: tuple[Assessment, ...]
    only_there: tuple[tuple[str, ReportYear, tuple[Tier, ...]], ...]
    withheld: tuple[Cell, ...] = ()

    def columns(self) -> Columns:
        """Return the differences as plain columns, one row each."""
        return columns_of(
            ("country", "name", "year", "ours", "theirs", "evidence", "for", "against", "settled"),
            (
                (
                    d.country.alpha_3,
                    d.country.label,
                    d.year,
                    d.ours.tier.value,
                    " or ".join(tier.value for tier in d.theirs) or None,
                    d.level,
                    len(d.evidence.supporting),
                    len(d.evidence.disputing),
                    d.evidence.correction.why if d.evidence.correction else None,
                )
                for d in self.differences
            ),
        )

    @property
    def _title(self) -> str:
        alone = f"{len(self.only_here):,} only in the record, {len(self.only_there):,} in the table"
        return f"{self.agreeing:,} agree, {len(self)} differ, {alone}"

    def _repr_html_(self) -> str:
        return html.notebook(self.columns(), caption=self._title, row_heads=1)

    @property
    def to_frame(self) -> "FrameMaker":
        """Make a frame of it: `to_frame("polars")`."""
        from tipdata._tables.frame_maker import FrameMaker  # noqa: PLC0415 - loaded where it is used

        return FrameMaker(self.columns(), tiers=("ours",))

    def __iter__(self) -> Iterator[Difference]:
        return iter(self.differences)

    def __len__(self) -> int:
        return len(self.differences)

    def __str__(self) -> str:
        lines = [self._title]
        if self.withheld:
            lines.append(f"{len(self.withheld):,} are withheld by this selection")
        return "\n".join([*lines, *(f"  {difference}" for difference in self.differences)])


def compare_cells(
    ours: Mapping[Cell, Assessment],
    theirs: Mapping[Cell, tuple[Tier, ...]],
    *,
    withheld: frozenset[Cell],
    evidence: Callable[[str, ReportYear], Evidence],
) -> Comparison:
    """Hold cells against cells; an empty one says that the country is not in that report."""
    differences: list[Difference] = []
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
            differences.append(
                Difference(country=found.country, ours=mine, theirs=tiers, evidence=found)
            )
    years = {year for _, year in theirs}
    return Comparison(
        differences=tuple(differences),
        agreeing=agreeing,
        only_here=tuple(a for key, a in ours.items() if key[1] in years and key not in theirs),
        only_there=tuple(only_there),
        withheld=tuple(sorted(withheld & theirs.keys())),
    )
