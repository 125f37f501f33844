"""How many countries of each group are on each tier."""

import datetime
from collections.abc import Iterator, Mapping

import attrs

from tipdata import analysis, tierrecord
from tipdata._arguments import read_when
from tipdata._tables.columns import columns_of
from tipdata.countries.memberships import When, groups_by_scheme
from tipdata.countries.reading import find_scheme
from tipdata.dates import PartialDate
from tipdata.errors import InvalidValueError
from tipdata.tierrecord._lookups import Lookups
from tipdata.tiers import Tier, best_first
from tipdata.typing import Columns, GroupScheme, ReportYear

_Tiers = tuple[str | None, Mapping[ReportYear, Tier]]


class Counted(Lookups):
    """Counts the countries of a record on each tier, by their groups."""

    def counts(
        self,
        *,
        by: "analysis.counting.Grouping | None" = None,
        on: int | datetime.date | PartialDate | None = None,
    ) -> "analysis.counting.TierCounts":
        """Return how many countries of each group are on each tier, over the editions.

        With a scheme of `tipdata.countries.groups()`, a country counts in the group
        that it was in on the day of the edition's release. `on` fixes the groups
        for all editions: those of a day, or of a month or a year. Countries in none
        of the groups are left out.

        Raises:
            InvalidValueError: `by` is neither `"bureau"`, a scheme nor a function of
                a country; `on` is not a day, or is given without a scheme; memberships
                are dated, and an edition has no release date.
            InvalidDateError: `on` is a `datetime`, whose day depends on the time zone.

        >>> import tipdata
        >>> print(tipdata.load().counts(by="wb_region").of("South Asia", 2024))
        South Asia 2024: 2: 5, 2WL: 2, 3: 1
        """
        scheme = find_scheme(by)
        if scheme is not None:
            days = self._days_of(scheme, on)
            rows = self._tiers_by_group(scheme, days)
            found = analysis.counting.count_tiers(rows, [*days])
            place = groups_by_scheme()[scheme].index
            return attrs.evolve(
                found, rows=tuple(sorted(found.rows, key=lambda row: place(row.group)))
            )
        if on is None:
            group = analysis.counting.read_grouping(by)
            rows = ((group(s.country), s.history.tiers) for s in self.every_series())
            return analysis.counting.count_tiers(rows, self.years)
        raise InvalidValueError("on", on, "None, unless by= is a scheme of countries.groups()")

    def _days_of(
        self, scheme: GroupScheme, on: int | datetime.date | PartialDate | None
    ) -> "Mapping[ReportYear, When]":
        """Return the day of each edition on which the memberships of a scheme count."""
        if on is not None:
            return dict.fromkeys(self.years, read_when("on", on))
        return tierrecord.membership.days_of(self.editions, [scheme], optional=self.user_supplied)

    def _tiers_by_group(
        self, scheme: GroupScheme, days: "Mapping[ReportYear, When]"
    ) -> Iterator[_Tiers]:
        """Yield the tiers of each country in each of the groups that it was in."""
        for series in self.every_series():
            groups = tierrecord.membership.find_groups(scheme, series.country.alpha_3, days)
            found: dict[str, dict[ReportYear, Tier]] = {}
            for year, tier in series.history.tiers.items():
                if year in groups:
                    found.setdefault(groups[year], {})[year] = tier
            yield from found.items()

    def shares(
        self,
        *,
        by: "analysis.counting.Grouping | None" = None,
        on: int | datetime.date | PartialDate | None = None,
    ) -> dict[tuple[str, ReportYear], Mapping[Tier, float]]:
        """Return the share of each tier in each group, from 0 to 1, by group and report year.

        The arguments are those of `counts`.

        Raises:
            InvalidValueError: As in `counts`.
            InvalidDateError: `on` is a `datetime`, whose day depends on the time zone.
        """
        return {(row.group, row.year): row.shares for row in self.counts(by=by, on=on)}

    _SHORT = False

    def _table(self) -> Columns:
        rows = ((row.year, *map(row.on, best_first()), row.total) for row in self.counts())
        return columns_of(("year", *(tier.value for tier in best_first()), "total"), rows)
