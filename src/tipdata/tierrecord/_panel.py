"""What can be asked of the series of many countries at once."""

import abc
from collections.abc import Mapping
from typing import TYPE_CHECKING

from tipdata.analysis.series import Series
from tipdata.tiers import Tier
from tipdata.typing import Coding, Gap, ReportYear

if TYPE_CHECKING:
    # Loaded where they are used, to keep `load()` within its budget.
    from tipdata.analysis.by_country import ByCountry
    from tipdata.analysis.counting import Grouping, TierCounts
    from tipdata.analysis.listings import SpecialWatchList, WatchListAudit
    from tipdata.analysis.spells import Spell
    from tipdata.analysis.trajectories import Trajectory
    from tipdata.analysis.transitions import Panel, Transitions
    from tipdata.analysis.watchlist import Outlook
    from tipdata.countries import Country

__all__ = ["CountryPanel"]


class CountryPanel(abc.ABC):
    """Questions that need the series of every country and nothing else.

    A class that knows the series, such as `TierRecord`, answers them by
    inheriting from this one. Countries come by name. Every figure is as the
    report published it unless `as_amended=True` is said.
    """

    __slots__ = ()

    @abc.abstractmethod
    def every_series(self, *, as_amended: bool = False) -> tuple[Series, ...]:
        """Return the series of every country, by name."""

    @abc.abstractmethod
    def report_years(self) -> tuple[ReportYear, ...]:
        """Return the years of the editions, in order."""

    def spells(
        self, *, coding: Coding = "ordinal", gap: Gap = "break", as_amended: bool = False
    ) -> "ByCountry[Spell]":
        """Return the spells of every country on one tier, by country and year.

        Raises:
            InvalidValueError: There is no such coding or gap.
        """
        from tipdata.analysis.by_country import ByCountry  # noqa: PLC0415

        pairs = (
            (series.country, spell)
            for series in self.every_series(as_amended=as_amended)
            for spell in series.spells(coding=coding, gap=gap)
        )
        return ByCountry(title="Spells", pairs=tuple(pairs))

    def transitions(
        self,
        *,
        steps: int = 1,
        since: ReportYear | None = None,
        until: ReportYear | None = None,
        panel: "Panel" = "all",
        coding: Coding = "ordinal",
        gap: Gap = "break",
        as_amended: bool = False,
    ) -> "Transitions":
        """Return how often one tier is followed by another, `steps` editions later.

        `since` and `until` choose the editions, both included; `where` chooses
        countries. A balanced panel has those with a placement in each of them.

        Raises:
            InvalidValueError: An option is none of those that there are.
            CoverageError: There are fewer editions than one pair needs.
        """
        from tipdata.analysis.transitions import transitions  # noqa: PLC0415

        years = [
            year
            for year in self.report_years()
            if (since is None or since <= year) and (until is None or year <= until)
        ]
        every = self.every_series(as_amended=as_amended)
        return transitions(
            {series.country.alpha_3: series.tiers for series in every},
            years,
            steps=steps,
            coding=coding,
            gap=gap,
            panel=panel,
            unknown={series.country.alpha_3: series.withheld for series in every},
        )

    def trajectories(
        self, *, coding: Coding = "ordinal", gap: Gap = "break", as_amended: bool = False
    ) -> "ByCountry[Trajectory]":
        """Return how every country fared over the editions, in a few figures.

        Raises:
            InvalidValueError: There is no such coding or gap.
        """
        from tipdata.analysis.by_country import ByCountry  # noqa: PLC0415

        pairs = (
            (series.country, series.trajectory(coding=coding, gap=gap))
            for series in self.every_series(as_amended=as_amended)
        )
        return ByCountry(title="Trajectories", pairs=tuple(pairs))

    def outlooks(
        self, year: ReportYear | None = None, *, as_amended: bool = False
    ) -> "ByCountry[Outlook]":
        """Return what the law allows an edition for every country of the edition before.

        Raises:
            CoverageError: There is no such edition, nor is it the one after the last.
        """
        from tipdata.analysis.by_country import ByCountry  # noqa: PLC0415
        from tipdata.analysis.watchlist import Outlook, read_clock  # noqa: PLC0415

        pairs: list[tuple[Country, Outlook]] = []
        passed_over: list[Country] = []
        for series in self.every_series(as_amended=as_amended):
            decided = series.next_edition(year)
            if series.status(decided - 1) == "not_in_report":
                continue
            found = read_clock(series.tiers, decided, unknown=series.unknown)
            if isinstance(found, Outlook):
                pairs.append((series.country, found))
            else:
                passed_over.append(series.country)
        return ByCountry(
            title="What the law allows", pairs=tuple(pairs), passed_over=tuple(passed_over)
        )

    def audit_watch_list(self, *, as_amended: bool = False) -> "WatchListAudit":
        """Return every spell on the Watch List since 2009, held against the law."""
        from tipdata.analysis.listings import WatchListAudit, listings  # noqa: PLC0415

        every = self.every_series(as_amended=as_amended)
        found = [
            (series.country, listings(series.tiers, series.editions, unknown=series.unknown))
            for series in every
        ]
        return WatchListAudit(
            title="Spells on the Watch List since 2009",
            pairs=tuple((country, listing) for country, own in found for listing in own or ()),
            passed_over=tuple(country for country, own in found if own is None),
        )

    def special_watch_list(
        self, year: ReportYear, *, as_amended: bool = False
    ) -> "SpecialWatchList":
        """Return the countries that get an interim assessment after an edition.

        They are the whole Watch List, those that rose from Tier 2 to Tier 1,
        and those that rose from Tier 3 to Tier 2.

        Raises:
            CoverageError: There is no such edition or none before it, or it
                is older than that of 2004, when the list began.
        """
        from tipdata.analysis.listings import check_interim, special_watch_list  # noqa: PLC0415

        check_interim(year, self.report_years())
        every = self.every_series(as_amended=as_amended)
        return special_watch_list([(s.country, s.tiers, s.withheld) for s in every], year)

    def _repr_html_(self) -> str:
        from tipdata._tables import html  # noqa: PLC0415
        from tipdata._tables.columns import columns_of  # noqa: PLC0415

        rows = ((row.year, *row.counts, row.total) for row in self.counts())
        columns = columns_of(("year", *(tier.value for tier in Tier), "total"), rows)
        return html.notebook(columns, caption=repr(self).strip("<>"), row_heads=1, short=False)

    def counts(self, *, by: "Grouping | None" = None, as_amended: bool = False) -> "TierCounts":
        """Return how many countries of each group are on each tier, over the editions.

        Raises:
            InvalidValueError: `by` is neither `"bureau"` nor a function of a country.
        """
        from tipdata.analysis.counting import count_tiers, grouping  # noqa: PLC0415

        group = grouping(by)
        every = self.every_series(as_amended=as_amended)
        return count_tiers([(group(s.country), s.tiers) for s in every], self.report_years())

    def shares(
        self, *, by: "Grouping | None" = None, as_amended: bool = False
    ) -> dict[tuple[str, ReportYear], Mapping[Tier, float]]:
        """Return the share of each tier in each group, from 0 to 1, by group and report year.

        Raises:
            InvalidValueError: `by` is neither `"bureau"` nor a function of a country.
        """
        found = self.counts(by=by, as_amended=as_amended)
        return {(row.group, row.year): row.shares for row in found}
