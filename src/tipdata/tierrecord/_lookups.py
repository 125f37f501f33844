"""Looking placements up: one country, one edition, what changed between two."""

import functools

from tipdata import analysis  # noqa: TC001 - annotations are resolved at run time too
from tipdata._arguments import read_year, refuse_year
from tipdata.analysis.changes import Changes
from tipdata.analysis.series import Series
from tipdata.countries import Country, CountryRegistry
from tipdata.records.assessments import Assessment
from tipdata.records.editions import Edition
from tipdata.tierrecord._grid import Grid
from tipdata.tierrecord._panel import CountryPanel
from tipdata.tiers import Tier
from tipdata.typing import Coding, CountryYear, Gap, ReportYear

__all__ = ["CountryLike", "Lookups"]

CountryLike = Country | str
"""A country, or its code or name."""


class Lookups(CountryPanel):
    """Looks up the placements of a record, whose parts `TierRecord` holds."""

    countries: tuple[Country, ...]
    editions: tuple[Edition, ...]
    assessments: tuple[Assessment, ...]
    withheld: frozenset[CountryYear]
    registry: CountryRegistry

    @functools.cached_property
    def _editions(self) -> dict[ReportYear, Edition]:
        return {edition.year: edition for edition in self.editions}

    @functools.cached_property
    def _years(self) -> tuple[ReportYear, ...]:
        return tuple(self._editions)

    @functools.cached_property
    def _grid(self) -> Grid:
        years = self.report_years()
        return Grid.of(self.countries, years, self.assessments, self.withheld, self.registry)

    def edition(self, year: ReportYear) -> Edition:
        """Return one edition.

        Raises:
            CoverageError: The record has no such edition.
        """
        return self._editions[read_year(year, self._editions)]

    def tier(self, country: CountryLike, year: ReportYear) -> Tier:
        """Return the tier of one country in one edition.

        Raises:
            UnknownCountryError: Not a known code or name.
            AmbiguousCountryError: The name means more than one country.
            CoverageError: The record has no such edition.
            NotInReportError: The country is not in that edition.
        """
        return self.assessment(country, year).tier

    def assessment(self, country: CountryLike, year: ReportYear) -> Assessment:
        """Return the assessment of one country in one edition.

        Raises:
            UnknownCountryError: Not a known code or name.
            AmbiguousCountryError: The name means more than one country.
            CoverageError: The record has no such edition.
            NotInReportError: The country is not in that edition.
        """
        return self.series(country).assessment(year)

    def series(self, country: CountryLike, *, predecessors: bool = False) -> Series:
        """Return the tiers of one country over the editions.

        With `predecessors=True`, its predecessors are prepended (Serbia:
        Yugoslavia, then Serbia and Montenegro). A country that broke away
        from one that still exists (Kosovo, South Sudan) is not joined to it.

        Raises:
            UnknownCountryError: Not a known code or name.
            AmbiguousCountryError: The name means more than one country.

        >>> import tipdata
        >>> tipdata.load().series("SRB", predecessors=True).seams
        (2003, 2007)
        """
        return self._grid.series(self.registry.resolve(country), predecessors=predecessors)

    def every_series(self) -> tuple[Series, ...]:
        """Return the series of every country, by name."""
        return tuple(map(self._grid.series, self._grid.countries))

    def report_years(self) -> tuple[ReportYear, ...]:
        """Return the years of the editions, in order."""
        return tuple(self._editions)

    def placements(self, year: ReportYear) -> "analysis.placements.Placements":
        """Return where one edition places the countries, by name.

        Raises:
            CoverageError: The record has no such edition.
        """
        return self._grid.placements(self.edition(year))

    def changes(
        self,
        year: ReportYear,
        *,
        since: ReportYear | None = None,
        coding: Coding = "ordinal",
        gap: Gap = "break",
    ) -> Changes:
        """Return what changed since the edition before, or since the `since` edition, by name.

        The change since an older edition is the net one. With
        `gap="bridge"`, a country that is back after an absence is compared
        with the edition that had it last. A country with a withheld placement
        in either edition is skipped.

        Raises:
            CoverageError: The record has no such edition, or none before it.
            InvalidValueError: Unknown coding or gap.

        >>> import tipdata
        >>> print(tipdata.load().changes(2021, since=2015).upgrades[0])
        Antigua and Barbuda: Tier 2 Watch List → Tier 2 (2015 to 2021, upgrade)
        """
        before = self._before(year, since)
        return self._grid.changes(before, year, coding=coding, gap=gap)

    def _before(self, year: ReportYear, since: ReportYear | None) -> ReportYear:
        years = self.report_years()
        place = years.index(read_year(year, years))
        if since is None:
            if place == 0:
                refuse_year(year, years, f"no edition before {year} to compare it with")
            return years[place - 1]
        if read_year(since, years) >= year:
            refuse_year(since, years, f"since={since} is not before the {year} edition")
        return since
