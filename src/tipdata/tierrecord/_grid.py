"""The placements of a record by country and by edition, and the questions that need both."""

import functools
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

import attrs

from tipdata.analysis.changes import Change, Changes, change_of, changes_between
from tipdata.analysis.moves import compare
from tipdata.analysis.series import Series
from tipdata.countries import Country, CountryRegistry
from tipdata.countries.folding import sort_key
from tipdata.records.assessments import Assessment
from tipdata.typing import Coding, Gap, ReportYear

if TYPE_CHECKING:
    # Loaded where they are used, to keep `load()` within its budget.
    from tipdata.analysis.placements import Placements
    from tipdata.records.editions import Edition

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

    def placements(self, edition: "Edition") -> "Placements":
        """Return where one edition places the countries."""
        from tipdata.analysis.placements import Placement, Placements  # noqa: PLC0415

        pairs = zip(self.countries, self._columns[edition.year], strict=True)
        found = (Placement(country=c, assessment=a) for c, a in pairs if a)
        return Placements(edition=edition, placements=tuple(found))

    def changes(self, since: ReportYear, year: ReportYear, *, coding: Coding, gap: Gap) -> Changes:
        """Return what changed between two editions of the record.

        Raises:
            InvalidValueError: There is no such coding or gap.
        """

        def crossed(country: Country) -> tuple[Change, ...]:
            code, own = country.alpha_3, self.cells.get(country.alpha_3, {})
            tiers = {y: a.tier for y, a in own.items()}
            hidden = self.withheld.get(code, ())
            move = compare(tiers, since, year, coding=coding, gap=gap, unknown=hidden)
            left = move is not None and move.direction == "left"
            return change_of(country, own, move, self.registry.successions_of(code) if left else ())

        pairs = zip(self.countries, self._columns[since], self._columns[year], strict=True)
        return changes_between(pairs, since, year, crossed, coding=coding, gap=gap)
