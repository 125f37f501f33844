"""What can be asked of the series of many countries at once."""

import abc
from collections.abc import Mapping  # noqa: TC003 - hints resolve at run time
from typing import TYPE_CHECKING

import attrs

from tipdata import analysis
from tipdata._arguments import read_years_between, refuse_year
from tipdata._tables.tabular import Tabular
from tipdata.errors import CoverageError
from tipdata.typing import Coding, Gap, Panel, ReportYear

if TYPE_CHECKING:
    from tipdata.countries import Country


class CountryPanel(Tabular, abc.ABC):
    """Questions that need the series of every country and nothing else.

    `TierRecord` answers them by inheriting from this class, which keeps the
    record itself about data. Countries come by name.
    """

    __slots__ = ()

    @abc.abstractmethod
    def every_series(self) -> "tuple[analysis.series.Series, ...]":
        """Return the series of every country, by name."""

    @property
    @abc.abstractmethod
    def years(self) -> tuple[ReportYear, ...]:
        """The report years of the editions, in order."""

    @property
    @abc.abstractmethod
    def _left_out(self) -> tuple[ReportYear, ...]:
        """The years of the editions that a selection leaves out."""

    @property
    @abc.abstractmethod
    def _find(self) -> "analysis.results.Find":
        """What returns the country that a code or a name means."""

    @abc.abstractmethod
    def _waivers_of(self, code: str) -> "Mapping[ReportYear, analysis.waivers.Waiver]":
        """Return what memoranda say of the waivers of a country, given as code, by year."""

    def spells(
        self, *, coding: Coding = "ordinal", gap: Gap = "break"
    ) -> "analysis.by_country.ByCountry[analysis.spells.Spell]":
        """Return the spells of every country on one tier, by country and year.

        Raises:
            InvalidValueError: Unknown coding or gap.
        """
        find, every = analysis.spells.find_spells, self.every_series()
        pairs = ((s.country, one) for s in every for one in find(s.history, coding=coding, gap=gap))
        return analysis.by_country.ByCountry(title="Spells", pairs=tuple(pairs), find=self._find)

    def transitions(
        self,
        *,
        steps: int = 1,
        since: ReportYear | None = None,
        until: ReportYear | None = None,
        panel: Panel = "all",
        coding: Coding = "ordinal",
        gap: Gap = "break",
    ) -> "analysis.transitions.Transitions":
        """Return how often one tier is followed by another, `steps` editions later.

        `since` and `until` choose the editions, both included; `where` chooses
        countries. A balanced panel has those with a placement in each edition.

        Raises:
            InvalidValueError: An option has an unknown value.
            CoverageError: There are too few editions for one pair.
        """
        every = {series.country.alpha_3: series.history for series in self.every_series()}
        years = read_years_between(since, until, self.years, self._left_out)
        count = analysis.transitions.count_transitions
        try:
            return count(every, years, steps=steps, coding=coding, gap=gap, panel=panel)
        except CoverageError as error:
            # It knows the editions that are counted, and not those of the record.
            refuse_year(error.year, self.years, error.detail, self._left_out)

    def trajectories(
        self, *, coding: Coding = "ordinal", gap: Gap = "break"
    ) -> "analysis.by_country.ByCountry[analysis.trajectories.Trajectory]":
        """Return how every country fared over the editions, in a few figures.

        Raises:
            InvalidValueError: Unknown coding or gap.
        """
        pairs = ((s.country, s.trajectory(coding=coding, gap=gap)) for s in self.every_series())
        return analysis.by_country.ByCountry(
            title="Trajectories", pairs=tuple(pairs), find=self._find
        )

    def outlooks(
        self, year: ReportYear | None = None
    ) -> "analysis.by_country.ByCountry[analysis.watchlist.Outlook]":
        """Return what the law allows an edition for every country of the edition before.

        Raises:
            CoverageError: The edition is neither in the record nor the next one.
        """
        pairs: list[tuple[Country, analysis.watchlist.Outlook]] = []
        skipped: list[Country] = []
        decided = analysis.series.decide_edition(year, self.years, self._left_out)
        for series in self.every_series():
            if series.status(decided - 1) == "not_in_report":
                continue
            known = self._waivers_of(series.country.alpha_3)
            found = analysis.watchlist.read_clock(series.history, decided, known)
            if isinstance(found, analysis.watchlist.Outlook):
                pairs.append((series.country, found))
            else:
                skipped.append(series.country)
        return analysis.by_country.ByCountry(
            title="What the law allows",
            pairs=tuple(pairs),
            skipped=tuple(skipped),
            find=self._find,
        )

    def audit_watch_list(self) -> "analysis.listings.WatchListAudit":
        """Return every spell on the Watch List since 2009, checked against the law."""
        every = self.every_series()
        find, known = analysis.listings.find_listings, self._waivers_of
        found = [
            (s.country, find(s.history, waivers=known(s.country.alpha_3).values())) for s in every
        ]
        return analysis.listings.WatchListAudit(
            title="Spells on the Watch List since 2009",
            pairs=tuple((country, listing) for country, own in found for listing in own or ()),
            skipped=tuple(country for country, own in found if own is None),
            years=self.years,
            find=self._find,
        )

    def special_watch_list(self, year: ReportYear) -> "analysis.listings.SpecialWatchList":
        """Return the countries that get an interim assessment after an edition.

        They are the whole Watch List, the countries that rose from Tier 2 to
        Tier 1, and those that rose from Tier 3 to Tier 2.

        Raises:
            CoverageError: The edition or the one before it is missing, or the
                edition is before 2004, when the list began.
        """
        known = analysis.listings.read_interim(year, self.years, self._left_out)
        every = [(series.country, series.history) for series in self.every_series()]
        found = analysis.listings.find_special_watch_list(every, known)
        return attrs.evolve(found, find=self._find)
