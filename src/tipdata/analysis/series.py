"""The tiers of one country over the editions."""

import functools
from collections.abc import Iterator, Mapping

import attrs

from tipdata._tables import Cell, Columns, columns_of
from tipdata.analysis.changes import Changes, change_of
from tipdata.analysis.moves import moves
from tipdata.countries import Country, Succession
from tipdata.errors import CoverageError, NotInReportError
from tipdata.records.assessments import Assessment
from tipdata.tiers import Coding, Tier
from tipdata.typing import Gap, ReportYear, Status

__all__ = ["Series"]


@attrs.frozen(kw_only=True, repr=False, slots=False)
class Series(Mapping[ReportYear, Tier]):
    """The tiers of one country by report year, which know their gaps.

    A mapping from report years to tiers: years without a placement are not
    in it. Joined with its predecessors (`TierRecord.series`), it holds their
    placements too, and `seams` says where one state took another's place.

    Attributes:
        country: The country; the last one of a joined series.
        assessments: Its assessments by year.
        editions: The report years of the record.
        withheld: The report years that a selection leaves out.
        successions: What took the country's place, if it ended.

    >>> import tipdata
    >>> kg = tipdata.load().series("Kyrgyz Republic")
    >>> kg[2021], kg.status(2021), len(kg)
    (<Tier.TIER_2: 'Tier 2'>, 'placed', 25)
    """

    country: Country
    assessments: tuple[Assessment, ...]
    editions: tuple[ReportYear, ...]
    withheld: tuple[ReportYear, ...] = ()
    successions: tuple[Succession, ...] = ()

    @functools.cached_property
    def _by_year(self) -> dict[ReportYear, Assessment]:
        return {a.year: a for a in self.assessments}

    @functools.cached_property
    def _tiers(self) -> dict[ReportYear, Tier]:
        return {a.year: a.tier for a in self.assessments}

    @property
    def seams(self) -> tuple[ReportYear, ...]:
        """The first report year of each state that took another's place."""
        pairs = zip(self.assessments, self.assessments[1:], strict=False)
        return tuple(b.year for a, b in pairs if a.country != b.country)

    def __getitem__(self, year: ReportYear) -> Tier:
        return self.assessment(year).tier

    def __iter__(self) -> Iterator[ReportYear]:
        return iter(self._tiers)

    def __len__(self) -> int:
        return len(self._tiers)

    def __contains__(self, year: object) -> bool:
        return year in self._tiers

    def assessment(self, year: ReportYear) -> Assessment:
        """Return the assessment of one edition.

        Raises:
            CoverageError: The record has no such edition.
            NotInReportError: The country is not in that edition, or a
                selection leaves it out.
        """
        status = self.status(year)
        if status == "no_such_edition":
            raise CoverageError(
                year, min(self.editions, default=None), max(self.editions, default=None)
            )
        if status in ("not_in_report", "withheld"):
            raise NotInReportError(
                self.country.label, year, tuple(self), withheld=status == "withheld"
            )
        return self._by_year[year]

    def status(self, year: ReportYear) -> Status:
        """Tell what the record knows of a report year."""
        if type(year) is not int or year not in self.editions:
            return "no_such_edition"
        tier = self._tiers.get(year)
        if tier is None:
            return "withheld" if year in self.withheld else "not_in_report"
        return "special_case" if tier is Tier.SPECIAL_CASE else "placed"

    def changes(self, *, coding: Coding = "ordinal", gap: Gap = "break") -> Changes:
        """Return every step from one edition to the next.

        There is no step across a seam, nor to or from a placement that a
        selection leaves out.

        Raises:
            InvalidValueError: There is no such coding or gap.

        >>> import tipdata
        >>> for change in tipdata.load().series("Sweden").changes(gap="bridge"):
        ...     print(change)
        Sweden: Tier 2 → not in the report (2002, left)
        Sweden: Tier 2 → Tier 1 (2001 to 2003, upgrade)
        """
        steps = moves(
            self._tiers,
            self.editions,
            coding=coding,
            gap=gap,
            unknown=self.withheld,
            seams=self.seams,
        )
        return Changes.of(
            [
                c
                for step in steps
                for c in change_of(self.country, self._by_year, step, self.successions)
            ],
            since=min(self.editions, default=0),
            year=max(self.editions, default=0),
            coding=coding,
            gap=gap,
        )

    def columns(self) -> Columns:
        """Return the series as plain columns, one row an edition of the record."""
        rows: list[tuple[Cell, ...]] = []
        for year in self.editions:
            found = self._by_year.get(year)
            cells = (found.country, found.tier.value, found.evidence) if found else None
            code, tier, evidence = cells or (self.country.alpha_3, None, None)
            rows.append((code, year, tier, self.status(year), evidence))
        return columns_of(("country", "year", "tier", "status", "evidence"), rows)

    def __str__(self) -> str:
        lines = [f"{self.country.label}, {len(self)} of {len(self.editions)} editions"]
        lines += [f"  {year}: {self._line(year)}" for year in self.editions]
        return "\n".join(lines)

    def _line(self, year: ReportYear) -> str:
        found = self._by_year.get(year)
        if found is None:
            return self.status(year).replace("_", " ")
        whose = f", as {found.country}" if found.country != self.country.alpha_3 else ""
        return f"{found.tier} ({found.evidence}{whose})"

    def __repr__(self) -> str:
        return f"<Series {self.country.alpha_3}: {len(self)} of {len(self.editions)} editions>"
