"""The placements of a record by country and by edition, and the questions that need both."""

import functools
from collections.abc import Collection, Iterable, Mapping

import attrs

from tipdata import analysis
from tipdata.analysis.changes import Change, Changes, collect_changes, make_change
from tipdata.analysis.history import History
from tipdata.analysis.moves import find_move
from tipdata.analysis.series import Series
from tipdata.countries import Country, CountryRegistry
from tipdata.countries.folding import sort_key
from tipdata.records.assessments import Assessment
from tipdata.records.editions import Edition
from tipdata.typing import Coding, Gap, ReportYear

__all__ = ["Grid"]


@attrs.frozen(kw_only=True, slots=False, eq=False)
class Grid:
    """The placements of a record, as published or as amended.

    Attributes:
        countries: The countries by name.
        years: The report years of the editions, in order.
        cells: The assessments by alpha-3 code and year.
        withheld: The years of the placements that are left out, by alpha-3 code.
        registry: What knows the successions.
    """

    countries: tuple[Country, ...]
    years: tuple[ReportYear, ...]
    cells: Mapping[str, Mapping[ReportYear, Assessment]]
    withheld: Mapping[str, tuple[ReportYear, ...]]
    registry: CountryRegistry

    @classmethod
    def of(
        cls,
        countries: Iterable[Country],
        years: tuple[ReportYear, ...],
        assessments: Iterable[Assessment],
        withheld: Collection[tuple[str, ReportYear]],
        registry: CountryRegistry,
    ) -> "Grid":
        """Return the grid of a record's parts."""
        cells: dict[str, dict[ReportYear, Assessment]] = {}
        for assessment in assessments:
            cells.setdefault(assessment.country, {})[assessment.year] = assessment
        hidden: dict[str, tuple[ReportYear, ...]] = {}
        for code, year in sorted(withheld):
            hidden[code] = (*hidden.get(code, ()), year)
        by_name = tuple(sorted(countries, key=sort_key))
        return cls(countries=by_name, years=years, cells=cells, withheld=hidden, registry=registry)

    @functools.cached_property
    def _columns(self) -> dict[ReportYear, list[Assessment | None]]:
        """The assessments of each edition, in the order of the countries."""
        rows = [self.cells.get(country.alpha_3, {}) for country in self.countries]
        return {year: [own.get(year) for own in rows] for year in self.years}

    def series(self, country: Country, *, predecessors: bool = False) -> Series:
        """Return the tiers of one country, with what came before it in front if asked for."""
        before = self.registry.predecessors(country.alpha_3) if predecessors else ()
        chain = [*(state.alpha_3 for state in before), country.alpha_3]
        return Series(
            country=country,
            assessments=tuple(a for code in chain for a in self.cells.get(code, {}).values()),
            editions=self.years,
            withheld=tuple(year for code in chain for year in self.withheld.get(code, ())),
            successions=self.registry.successions_of(country.alpha_3),
        )

    def placements(self, edition: Edition) -> "analysis.placements.Placements":
        """Return where one edition places the countries."""
        pairs = zip(self.countries, self._columns[edition.year], strict=True)
        made = analysis.placements
        found = (made.Placement(country=c, assessment=a) for c, a in pairs if a)
        return made.Placements(edition=edition, placements=tuple(found))

    def changes(self, since: ReportYear, year: ReportYear, *, coding: Coding, gap: Gap) -> Changes:
        """Return what changed between two editions of the record.

        Raises:
            InvalidValueError: There is no such coding or gap.
        """

        def cross(country: Country) -> Change | None:
            code = country.alpha_3
            own = self.cells.get(code, {})
            tiers = {y: a.tier for y, a in own.items()}
            history = History(tiers, withheld=self.withheld.get(code, ()))
            move = find_move(history, since, year, coding=coding, gap=gap)
            if move is None:
                return None
            left = move.direction == "left"
            return make_change(
                country, own, move, self.registry.successions_of(code) if left else ()
            )

        pairs = zip(self.countries, self._columns[since], self._columns[year], strict=True)
        return collect_changes(pairs, since, year, cross, coding=coding, gap=gap)
