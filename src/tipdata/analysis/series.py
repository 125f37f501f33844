"""The tiers of one country over the editions."""

import functools
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import attrs

from tipdata._tables.columns import Cell, Columns, columns_of
from tipdata._tables.palette import ABSENT, CELL_FILLS, NO_STATE, WITHHELD, Fill
from tipdata.analysis.changes import Changes, change_of
from tipdata.analysis.moves import FIRST_WATCH_LIST, moves
from tipdata.dates import PartialDate
from tipdata.errors import CoverageError, NotInReportError
from tipdata.records.assessments import Assessment
from tipdata.records.countries import Country, Succession
from tipdata.tiers import Tier
from tipdata.typing import Coding, Gap, ReportYear, Status

if TYPE_CHECKING:
    # Loaded where they are used, to keep `load()` within its budget.
    from tipdata._tables.frame_maker import FrameMaker
    from tipdata.analysis.spells import Spells
    from tipdata.analysis.trajectories import Trajectory
    from tipdata.analysis.watchlist import Outlook

__all__ = ["Series", "cell_kind"]


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
    def tiers(self) -> Mapping[ReportYear, Tier]:
        """The tiers by report year as a plain mapping, which look-ups by the thousand like."""
        return MappingProxyType(self._tiers)

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

    def spells(self, *, coding: Coding = "ordinal", gap: Gap = "break") -> "Spells":
        """Return the runs of editions on one tier, each with why it begins and ends.

        A seam ends a spell, and so does a placement that a selection leaves out.

        Raises:
            InvalidValueError: There is no such coding or gap.

        >>> import tipdata
        >>> tipdata.load().series("Kyrgyz Republic").spells().longest.length
        15
        """
        from tipdata.analysis.spells import Spells, spells  # noqa: PLC0415

        found = spells(
            self._tiers,
            self.editions,
            coding=coding,
            gap=gap,
            unknown=self.withheld,
            seams=self.seams,
            ended=self.has_ended,
        )
        return Spells(label=self.country.label, spells=found, coding=coding, gap=gap)

    def trajectory(self, *, coding: Coding = "ordinal", gap: Gap = "break") -> "Trajectory":
        """Return how the country fared over the editions, in a few figures.

        Raises:
            InvalidValueError: There is no such coding or gap.
        """
        from tipdata.analysis.trajectories import trajectory  # noqa: PLC0415

        return trajectory(
            self._tiers,
            self.editions,
            coding=coding,
            gap=gap,
            unknown=self.withheld,
            seams=self.seams,
        )

    def outlook(self, year: ReportYear | None = None) -> "Outlook":
        """Return what the law allows an edition, by default the one after the last.

        Only the editions before that one count.

        Raises:
            CoverageError: There is no such edition, nor is it the next one;
                or the count needs a placement that the record does not have.

        >>> import tipdata
        >>> tipdata.load().series("Kyrgyz Republic").outlook().verdict
        'may stay only by waiver'
        """
        from tipdata.analysis.watchlist import outlook  # noqa: PLC0415

        return outlook(self._tiers, self.next_edition(year), unknown=self.unknown, seams=self.seams)

    def next_edition(self, year: ReportYear | None = None) -> ReportYear:
        """Return the year of the edition after the last, or `year` if that is one that can come.

        Raises:
            CoverageError: There is no such edition, nor is it the next one.
        """
        first, last = min(self.editions, default=None), max(self.editions, default=None)
        if last is None or (
            year is not None
            and (type(year) is not int or (year != last + 1 and year not in self.editions))
        ):
            raise CoverageError(year, first, last)
        return last + 1 if year is None else year

    @functools.cached_property
    def unknown(self) -> frozenset[ReportYear]:
        """The years whose placement the record does not know: withheld, or without an edition."""
        years = range(FIRST_WATCH_LIST, max(self.editions, default=0) + 1)
        return frozenset(self.withheld) | (frozenset(years) - frozenset(self.editions))

    @property
    def has_ended(self) -> bool:
        """Whether other states took the country's place."""
        return any(succession.kind != "separation" for succession in self.successions)

    def columns(self) -> Columns:
        """Return the series as plain columns, one row an edition of the record."""
        rows: list[tuple[Cell, ...]] = []
        for year in self.editions:
            found = self._by_year.get(year)
            cells = (found.country, found.tier.value, found.evidence) if found else None
            code, tier, evidence = cells or (self.country.alpha_3, None, None)
            rows.append((code, year, tier, self.status(year), evidence))
        return columns_of(("country", "year", "tier", "status", "evidence"), rows)

    def _repr_html_(self) -> str:
        from tipdata._tables import html  # noqa: PLC0415 - loading the record does without

        cells = (
            (str(year), cell_kind(self, year)[1], f"{year}: {self._line(year)}")
            for year in self.editions
        )
        alt = "; ".join(map(str, self.spells())) or "in no edition"
        caption = f"{self.country.label}, {len(self)} of {len(self.editions)} editions"
        return html.strip(cells, caption=caption, alt=alt)

    @property
    def to_frame(self) -> "FrameMaker":
        """Make a frame of it: `to_frame("polars")`."""
        from tipdata._tables.frame_maker import FrameMaker  # noqa: PLC0415 - see above

        return FrameMaker(self.columns(), tiers=("tier",))

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


def cell_kind(series: Series, year: ReportYear) -> tuple[str, Fill]:
    """Return what a series has for an edition: one of `CELL_FILLS`.

    >>> import tipdata
    >>> cell_kind(tipdata.load().series("South Sudan"), 2005)[0]
    'no such state'
    """
    tier = series.tiers.get(year)
    if tier is not None:
        words = tier.value
    elif series.status(year) == "withheld":
        words = WITHHELD
    elif series.country.span.overlaps(PartialDate(year)):
        words = ABSENT
    else:
        words = NO_STATE
    return words, CELL_FILLS[words]
