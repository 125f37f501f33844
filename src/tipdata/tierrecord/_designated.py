"""What a record knows of the official acts that name its countries."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from operator import attrgetter
from typing import get_args

import attrs

from tipdata import analysis, records, tierrecord
from tipdata._arguments import read_several, read_word, read_words, read_year, read_years
from tipdata._attributes import kept_property
from tipdata.countries import Country
from tipdata.tierrecord._lookups import CountryLike, Lookups, find_acts, find_country
from tipdata.typing import DesignationKind, DesignationStatus, ReportYear

_KINDS: tuple[DesignationKind, ...] = get_args(DesignationKind)


class Designated(Lookups):
    """Knows the acts of a record, which load when they are first asked for."""

    @kept_property
    def acts(self) -> "tierrecord.acts.Acts":
        """The acts that name the countries of this record in its editions, with their sources."""
        if self._acts is None:
            return tierrecord.acts.Acts()
        known = self._acts()
        named_here, _ = find_acts(self._acts, self._codes)
        own = tuple(one for one in named_here if one.year in self.years)
        rows = (row for row in known.coverage if row.year in self.years)
        named = Counter(
            (kind, year) for kind, year, _ in {(d.kind, d.year, d.country) for d in own}
        )
        coverage = sorted(rows, key=attrgetter("kind", "year"))
        cited = {one.source for one in own}
        return tierrecord.acts.Acts(
            designations=own,
            coverage=tuple(attrs.evolve(row, named=named[row.kind, row.year]) for row in coverage),
            sources=tuple(source for source in known.sources if source.id in cited),
        )

    @kept_property
    def _statuses(self) -> dict[tuple[DesignationKind, ReportYear, str], DesignationStatus]:
        """Who is named, and under an empty code what is true of all others."""
        complete = (row for row in self.acts.coverage if row.coverage == "complete")
        found: dict[tuple[DesignationKind, ReportYear, str], DesignationStatus]
        found = {(row.kind, row.year, ""): "not named" for row in complete}
        found.update(((d.kind, d.year, d.country), "named") for d in self.acts.designations)
        return found

    @kept_property
    def _codes(self) -> frozenset[str]:
        return frozenset(country.alpha_3 for country in self.countries)

    @kept_property
    def _waivers(self) -> "dict[str, Mapping[ReportYear, analysis.waivers.Waiver]]":
        """What memoranda say of waivers, by alpha-3 code; an empty one is all other countries."""
        named: dict[str, list[records.designations.Designation]] = {"": []}
        for one in self.acts.designations:
            named.setdefault(one.country, []).append(one)
        find, coverage = analysis.waivers.known_waivers, self.acts.coverage
        return {code: {w.year: w for w in find(own, coverage)} for code, own in named.items()}

    def _waivers_of(self, code: str) -> "Mapping[ReportYear, analysis.waivers.Waiver]":
        return self._waivers.get(code, self._waivers[""])

    def designations(
        self,
        *,
        kind: DesignationKind | Iterable[DesignationKind] | None = None,
        year: ReportYear | Iterable[ReportYear] | None = None,
        country: CountryLike | Iterable[CountryLike] | None = None,
    ) -> "tierrecord.acts.Designations":
        """Return the official acts that name countries, by kind, year, country and outcome.

        Each argument takes one value or several. A country that is not in the
        result may still be named where the coverage is not complete.

        Raises:
            UnknownCountryError: Not a known code or name.
            AmbiguousCountryError: A name means more than one country.
            CoverageError: The record has no such edition.
            InvalidValueError: Unknown kind, an empty collection, or a country
                of which the selection leaves out all placements.

        >>> import tipdata
        >>> tip = tipdata.load()
        >>> [one.country for one in tip.designations(kind="watch list waiver", year=2018)]
        ['CUB', 'KWT', 'NER', 'SAU', 'SEN', 'SWZ']
        """
        kinds, years = self._read_kinds(kind), self._read_years(year)
        codes = self._codes if country is None else self._read_codes(country)
        found = (
            one
            for one in self.acts.designations
            if one.kind in kinds and one.year in years and one.country in codes
        )
        coverage = self._coverage_of(kinds, years)
        return tierrecord.acts.Designations(designations=tuple(found), coverage=coverage)

    def designation_coverage(
        self,
        *,
        kind: DesignationKind | Iterable[DesignationKind] | None = None,
        year: ReportYear | Iterable[ReportYear] | None = None,
    ) -> "tierrecord.acts.Coverage":
        """Return how much is known of the acts that name countries, by kind and year.

        A kind and year without a row was not found. A selection counts only
        its own countries.

        Raises:
            CoverageError: The record has no such edition.
            InvalidValueError: Unknown kind, or an empty collection.
        """
        return self._coverage_of(self._read_kinds(kind), self._read_years(year))

    def designation_status(
        self, country: CountryLike, kind: DesignationKind, year: ReportYear
    ) -> DesignationStatus:
        """Return whether an official act of a kind and year names a country.

        It is "not named" only if every country that the act names is known, and
        otherwise "unknown".

        Raises:
            UnknownCountryError: Not a known code or name.
            AmbiguousCountryError: The name means more than one country.
            CoverageError: The record has no such edition.
            InvalidValueError: Unknown kind, or a country of which the selection
                leaves out all placements.

        >>> import tipdata
        >>> tip = tipdata.load()
        >>> tip.designation_status("Cuba", "watch list waiver", 2018)
        'named'
        >>> tip.designation_status("Cuba", "watch list waiver", 2017)
        'unknown'
        """
        code = self._one(country).alpha_3
        word = read_word("kind", kind, _KINDS)
        edition = read_year(year, self._editions, self._left_out)
        others = self._statuses.get((word, edition, ""), "unknown")
        return self._statuses.get((word, edition, code), others)

    def _coverage_of(
        self, kinds: Collection[DesignationKind], years: Collection[ReportYear]
    ) -> "tierrecord.acts.Coverage":
        rows = (row for row in self.acts.coverage if row.kind in kinds and row.year in years)
        return tierrecord.acts.Coverage(rows=tuple(rows))

    def _read_kinds(self, given: object) -> tuple[DesignationKind, ...]:
        return _KINDS if given is None else read_words("kind", given, _KINDS)

    def _read_years(self, given: object) -> tuple[ReportYear, ...]:
        years = self.years
        return years if given is None else read_years("year", given, years, self._left_out)

    def _read_codes(self, given: object) -> frozenset[str]:
        expected = "one country or several"
        several = read_several("country", given, str, Country, expected=expected)
        return frozenset(self._one(country).alpha_3 for country in several)

    def _one(self, country: CountryLike) -> Country:
        return find_country(self.registry, frozenset(self._hidden) - self._codes, country)
