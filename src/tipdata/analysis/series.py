"""The tiers of one country over the editions."""

import functools
import itertools
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar, overload

import attrs

from tipdata import _tables, analysis, records
from tipdata._arguments import read_any_year, read_year, read_years_between, refuse_year
from tipdata._attributes import Renamed
from tipdata._tables.columns import columns_of
from tipdata._tables.tabular import Tabular
from tipdata.analysis.changes import Changes, make_change
from tipdata.analysis.history import History
from tipdata.analysis.moves import find_moves
from tipdata.dates import PartialDate
from tipdata.errors import InvalidValueError, NotInReportError
from tipdata.records.assessments import Assessment
from tipdata.records.countries import Country, Succession
from tipdata.tiers import Tier
from tipdata.typing import Cell, Coding, Columns, Gap, ReportYear, Status

__all__ = ["Series"]

_D = TypeVar("_D")


@attrs.frozen(kw_only=True, repr=False, slots=False)
class Series(Mapping[ReportYear, Tier], Tabular):
    """The tiers of one country by report year, with what is known of the gaps.

    A mapping from report years to tiers: years without a placement are not
    in it. A slice, such as `series[2015:2018]`, is the series of these editions,
    both ends included. What is not an integer cannot be a key, so looking it up is an
    error, also with `in` and `get`. Joined with its predecessors
    (`TierRecord.series`), it holds their placements too, and `seams` says where
    one state took another's place.

    Attributes:
        country: The country; the last one of a joined series.
        assessments: Its assessments by year.
        years: The report years of the record.
        withheld: The report years whose placement a selection leaves out.
        left_out: The report years of the editions that a selection leaves out.
        successions: What took the country's place, if it ended.

    >>> import tipdata
    >>> kg = tipdata.load().series("Kyrgyz Republic")
    >>> kg[2021], kg.status(2021), len(kg)
    (<Tier.TIER_2: 'Tier 2'>, 'placed', 25)
    """

    country: Country
    assessments: tuple[Assessment, ...]
    years: tuple[ReportYear, ...]
    withheld: tuple[ReportYear, ...] = ()
    left_out: tuple[ReportYear, ...] = ()
    successions: tuple[Succession, ...] = ()
    _acts: "Callable[[], records.designations.KnownActs] | None" = attrs.field(
        default=None, eq=False, alias="acts"
    )

    _TIERS = ("tier",)

    if not TYPE_CHECKING:
        editions = Renamed("years")

    @functools.cached_property
    def _by_year(self) -> dict[ReportYear, Assessment]:
        return {a.year: a for a in self.assessments}

    @functools.cached_property
    def history(self) -> History:
        """The tiers with the gaps and seams, as the functions of `tipdata.analysis` take them."""
        own = self.assessments
        pairs = itertools.pairwise(own)
        return History(
            tiers={a.year: a.tier for a in own},
            years=self.years,
            withheld=self.withheld,
            seams=tuple(later.year for a, later in pairs if a.country != later.country),
            ended=any(succession.kind != "separation" for succession in self.successions),
            left_out=self.left_out,
        )

    @property
    def tiers(self) -> Mapping[ReportYear, Tier]:
        """The tiers by report year as a plain mapping, for many fast look-ups."""
        return MappingProxyType(self.history.tiers)

    @property
    def seams(self) -> tuple[ReportYear, ...]:
        """The first report year of each state that took another's place."""
        return tuple(self.history.seams)

    @property
    def unknown(self) -> frozenset[ReportYear]:
        """The years whose placement is not known: withheld, or without an edition since 2004."""
        return frozenset(self.history.unknown)

    @property
    def has_ended(self) -> bool:
        """Whether other states took the country's place."""
        return self.history.ended

    @property
    def designations(self) -> "tuple[records.designations.Designation, ...]":
        """The official acts that name the country, by kind, year and outcome.

        They load on first use; the series of your own table has none.
        """
        return self._known_acts[0]

    @property
    def waivers(self) -> "tuple[analysis.waivers.Waiver, ...]":
        """What memoranda say of its waivers of the Watch List limit, by year."""
        return analysis.waivers.known_waivers(*self._known_acts)

    @property
    def _known_acts(self) -> "records.designations.KnownActs":
        """The acts that belong to its editions."""
        named, coverage = self._acts() if self._acts else ((), ())
        return (
            tuple(one for one in named if one.year in self.years),
            tuple(row for row in coverage if row.year in self.years),
        )

    @overload
    def __getitem__(self, year: ReportYear) -> Tier: ...
    @overload
    def __getitem__(self, year: slice) -> "Series": ...
    def __getitem__(self, year: "ReportYear | slice") -> "Tier | Series":
        """Return the tier of one edition, or the series of the editions of a slice.

        A slice is from one report year to another, both included.

        Raises:
            CoverageError: The record has no such edition, or none in the slice.
            NotInReportError: The country is not in that edition, or a
                selection leaves it out.
            InvalidValueError: A bound is not an integer, or the slice has a step.
        """
        return self._cut(year) if isinstance(year, slice) else self.assessment(year).tier

    def _cut(self, span: slice) -> "Series":
        if span.step is not None:
            raise InvalidValueError("step", span.step, "a slice of report years without a step")
        kept = read_years_between(span.start, span.stop, self.years, self.left_out)
        outside = (a.year for a in self.assessments if a.year not in kept)
        left_out = (year for year in self.years if year not in kept)
        return attrs.evolve(
            self,
            assessments=tuple(a for a in self.assessments if a.year in kept),
            years=kept,
            withheld=tuple(sorted({*self.withheld, *outside})),
            left_out=tuple(sorted({*self.left_out, *left_out})),
        )

    def __iter__(self) -> Iterator[ReportYear]:
        return iter(self._by_year)

    def __len__(self) -> int:
        return len(self._by_year)

    def __contains__(self, year: object) -> bool:
        return read_any_year("year", year) in self._by_year

    @overload
    def get(self, year: ReportYear, /) -> Tier | None: ...
    @overload
    def get(self, year: ReportYear, /, default: Tier | _D) -> Tier | _D: ...
    def get(self, year: ReportYear, /, default: object = None) -> object:
        """Return the tier of one edition, or `default` if it does not place the country.

        Raises:
            InvalidValueError: The year is not an integer.
        """
        found = self._by_year.get(read_any_year("year", year))
        return default if found is None else found.tier

    def assessment(self, year: ReportYear) -> Assessment:
        """Return the assessment of one edition.

        Raises:
            CoverageError: The record has no such edition.
            NotInReportError: The country is not in that edition, or a
                selection leaves it out.
        """
        year = read_year(year, self.years, self.left_out)
        found = self._by_year.get(year)
        if found is None:
            years = tuple(sorted({*self, *self.withheld}))
            raise NotInReportError(self.country.label, year, years, withheld=year in years)
        return found

    def status(self, year: ReportYear) -> Status:
        """Return what the record knows of a report year; of a selection, what its record knew.

        Raises:
            InvalidValueError: The year is not an integer.
        """
        year = read_any_year("year", year)
        if year not in self.years and year not in self.left_out:
            return "no_such_edition"
        return name_status(self.history.tiers.get(year), is_withheld=year in self.withheld)

    def changes(self, *, coding: Coding = "ordinal", gap: Gap = "break") -> Changes:
        """Return the change of each step from one edition to the next.

        Steps across a seam are left out, and so are steps from or to a
        placement that a selection leaves out.

        Raises:
            InvalidValueError: Unknown coding or gap.

        >>> import tipdata
        >>> for change in tipdata.load().series("Sweden").changes(gap="bridge"):
        ...     print(change)
        Sweden: Tier 2 → not in the report (2002, left)
        Sweden: Tier 2 → Tier 1 (2001 to 2003, upgrade)
        """
        moves = find_moves(self.history, coding=coding, gap=gap)
        if not self.years:
            return Changes(since=0, year=0, changes=(), coding=coding, gap=gap)
        return Changes.from_pairs(
            [make_change(self.country, self._by_year, m, self.successions) for m in moves],
            since=min(self.years),
            year=max(self.years),
            coding=coding,
            gap=gap,
        )

    def spells(self, *, coding: Coding = "ordinal", gap: Gap = "break") -> "analysis.spells.Spells":
        """Return the runs of editions on one tier, each with why it begins and ends.

        A seam ends a spell, and so does a placement that a selection leaves out.

        Raises:
            InvalidValueError: Unknown coding or gap.

        >>> import tipdata
        >>> tipdata.load().series("Kyrgyz Republic").spells().longest.length
        15
        """
        found = analysis.spells.find_spells(self.history, coding=coding, gap=gap)
        return analysis.spells.Spells(
            label=self.country.label, spells=found, coding=coding, gap=gap
        )

    def trajectory(
        self, *, coding: Coding = "ordinal", gap: Gap = "break"
    ) -> "analysis.trajectories.Trajectory":
        """Return how the country fared over the editions, in a few figures.

        Raises:
            InvalidValueError: Unknown coding or gap.
        """
        return analysis.trajectories.trace_trajectory(self.history, coding=coding, gap=gap)

    def outlook(self, year: ReportYear | None = None) -> "analysis.watchlist.Outlook":
        """Return what the law allows an edition, by default the one after the last.

        Only earlier editions count.

        Raises:
            CoverageError: The edition is neither in the record nor the next
                one, or the count needs a placement that the record does not have.

        >>> import tipdata
        >>> tipdata.load().series("Kyrgyz Republic").outlook().verdict
        'may stay only by waiver'
        """
        decided = self.next_edition(year)
        return analysis.watchlist.find_outlook(self.history, decided, waivers=self.waivers)

    def next_edition(self, year: ReportYear | None = None) -> ReportYear:
        """Return the year of the edition after the last, or `year` if it can be decided.

        Raises:
            CoverageError: The edition is neither in the record nor the next one.
        """
        return decide_edition(year, self.years, self.left_out)

    def columns(self) -> Columns:
        """Return the series as plain columns, one row per edition of the record."""
        rows: list[tuple[Cell, ...]] = []
        for year in self.years:
            found = self._by_year.get(year)
            code = found.country if found else self.country.alpha_3
            tier, rank = (found.tier.value, found.tier.rank) if found else (None, None)
            evidence = found.evidence if found else None
            rows.append((code, year, tier, rank, self.status(year), evidence))
        return columns_of(("country", "year", "tier", "rank", "status", "evidence"), rows)

    @property
    def _caption(self) -> str:
        return f"{self.country.label}, {len(self)} of {len(self.years)} editions"

    def _repr_html_(self) -> str:
        cells = (
            (str(year), describe_cell(self, year)[1], f"{year}: {self._line(year)}")
            for year in self.years
        )
        alt = "; ".join(map(str, self.spells())) or "in no edition"
        return _tables.html.strip(cells, caption=self._caption, alt=alt)

    def __str__(self) -> str:
        return "\n".join([self._caption, *(f"  {y}: {self._line(y)}" for y in self.years)])

    def _line(self, year: ReportYear) -> str:
        found = self._by_year.get(year)
        if found is None:
            return _tables.palette.ABSENT if self.status(year) == "not_in_report" else "withheld"
        whose = f", as {found.country}" if found.country != self.country.alpha_3 else ""
        return f"{found.tier} ({found.evidence}{whose})"


def name_status(tier: Tier | None, *, is_withheld: bool) -> Status:
    """Return what an edition says of a country that it places on a tier, or on none."""
    if tier is None:
        return "withheld" if is_withheld else "not_in_report"
    return "special_case" if tier is Tier.SPECIAL_CASE else "placed"


def decide_edition(
    year: ReportYear | None,
    years: Sequence[ReportYear],
    left_out: Collection[ReportYear] = (),
) -> ReportYear:
    """Return the year of the edition after the last, or `year` if it can be decided.

    Raises:
        CoverageError: The edition is neither among the editions nor the next one.
    """
    if not years:
        refuse_year(year, (), "no last edition" if year is None else "", left_out)
    following = max(years) + 1
    if year is None or year == following:
        return following
    return read_year(year, years, left_out)


def describe_cell(series: Series, year: ReportYear) -> "tuple[str, _tables.palette.Fill]":
    """Return what a series has for an edition: one of `CELL_FILLS`.

    >>> import tipdata
    >>> describe_cell(tipdata.load().series("South Sudan"), 2005)[0]
    'no such state'
    """
    tier = series.history.tiers.get(year)
    if tier is not None:
        words = tier.value
    elif series.status(year) == "withheld":
        words = _tables.palette.WITHHELD
    elif series.country.span.overlaps(PartialDate(year)):
        words = _tables.palette.ABSENT
    else:
        words = _tables.palette.NO_STATE
    return words, _tables.palette.CELL_FILLS[words]


def __dir__() -> list[str]:
    return __all__
