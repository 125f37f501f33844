"""Looking placements up: one country, one edition, what changed between two."""

import functools
from collections.abc import Callable, Collection
from operator import attrgetter

from tipdata import analysis, records, tierrecord
from tipdata._arguments import check_flag, check_kind, read_year, refuse_year
from tipdata._attributes import kept_property
from tipdata.countries import Country, CountryRegistry
from tipdata.countries.folding import sort_key
from tipdata.errors import InvalidValueError
from tipdata.records.assessments import Assessment
from tipdata.records.editions import Edition
from tipdata.tierrecord._panel import CountryPanel
from tipdata.tiers import Tier
from tipdata.typing import Coding, CountryYear, Gap, ReportYear

CountryLike = Country | str
"""A country, or its code or name."""


class Lookups(CountryPanel):
    """Looks up the placements of a record, whose parts `TierRecord` holds."""

    countries: tuple[Country, ...]
    editions: tuple[Edition, ...]
    assessments: tuple[Assessment, ...]
    withheld: frozenset[CountryYear]
    left_out: tuple[Edition, ...]
    user_supplied: frozenset[ReportYear]
    registry: CountryRegistry
    _acts: "Callable[[], tierrecord.acts.Acts] | None"

    @kept_property
    def _editions(self) -> dict[ReportYear, Edition]:
        return {edition.year: edition for edition in self.editions}

    @kept_property
    def _years(self) -> tuple[ReportYear, ...]:
        return tuple(self._editions)

    @property
    def years(self) -> tuple[ReportYear, ...]:
        """The report years of the editions, in order."""
        return self._years

    @property
    def latest(self) -> ReportYear:
        """The newest report year.

        Raises:
            CoverageError: The record has no edition.

        >>> import tipdata
        >>> tip = tipdata.load()
        >>> tip.tier("Nepal", tip.latest) is tip.series("Nepal")[2025]
        True
        """
        if not self.years:
            refuse_year(None, (), "the record has no edition", self._left_out)
        return self.years[-1]

    @property
    def _left_out(self) -> tuple[ReportYear, ...]:
        return tuple(edition.year for edition in self.left_out)

    @kept_property
    def _cells(self) -> dict[CountryYear, Assessment]:
        return {(a.country, a.year): a for a in self.assessments}

    @kept_property
    def _by_name(self) -> tuple[Country, ...]:
        return tuple(sorted(self.countries, key=sort_key))

    @kept_property
    def _by_country(self) -> dict[str, dict[ReportYear, Assessment]]:
        found: dict[str, dict[ReportYear, Assessment]] = {}
        for assessment in self.assessments:
            found.setdefault(assessment.country, {})[assessment.year] = assessment
        return found

    @kept_property
    def _by_edition(self) -> "dict[ReportYear, analysis.changes.Column]":
        """Where each edition places the countries, in the order of their names."""
        rows = [self._by_country.get(country.alpha_3, {}) for country in self._by_name]
        found = {year: [own.get(year) for own in rows] for year in self._editions}
        return {
            year: analysis.changes.Column(placed, [one.tier if one else None for one in placed])
            for year, placed in found.items()
        }

    @kept_property
    def _hidden(self) -> dict[str, tuple[ReportYear, ...]]:
        """The years of the withheld placements, by alpha-3 code."""
        found: dict[str, list[ReportYear]] = {}
        for code, year in self.withheld:
            found.setdefault(code, []).append(year)
        return {code: tuple(sorted(years)) for code, years in found.items()}

    def edition(self, year: ReportYear) -> Edition:
        """Return one edition.

        Raises:
            CoverageError: The record has no such edition.
        """
        return self._editions[read_year(year, self._editions, self._left_out)]

    def outlook(
        self, country: CountryLike, year: ReportYear | None = None
    ) -> "analysis.watchlist.Outlook":
        """Return what the law allows an edition, by default the next, to do with one country.

        Raises:
            UnknownCountryError: Not a known code or name.
            AmbiguousCountryError: The name means more than one country.
            CoverageError: The year is neither that of an edition nor of the
                next one, or the count needs a placement that is not known.

        >>> import tipdata
        >>> tipdata.load().outlook("Vanuatu").verdict
        'must leave'
        """
        return self.series(country).outlook(year)

    def country(self, country: CountryLike) -> Country:
        """Return the country of the record that a code or a name means.

        Raises:
            UnknownCountryError: Not a known code or name.
            AmbiguousCountryError: The name means more than one country.
            InvalidValueError: The record has no placement of the country.

        >>> import tipdata
        >>> tipdata.load().country("Kirghizia").alpha_3
        'KGZ'
        """
        found = self._find(country)
        if found not in self.countries:
            expected = "a country with a placement in this record"
            raise InvalidValueError("country", found.label, expected)
        return found

    def tier(self, country: CountryLike, year: ReportYear) -> Tier:
        """Return the tier of one country in one edition.

        Raises:
            UnknownCountryError: Not a known code or name.
            AmbiguousCountryError: The name means more than one country.
            CoverageError: The record has no such edition.
            NotInReportError: The country is not in that edition, or a
                selection leaves it out.
        """
        return self.assessment(country, year).tier

    def assessment(self, country: CountryLike, year: ReportYear) -> Assessment:
        """Return the assessment of one country in one edition.

        Raises:
            UnknownCountryError: Not a known code or name.
            AmbiguousCountryError: The name means more than one country.
            CoverageError: The record has no such edition.
            NotInReportError: The country is not in that edition, or a
                selection leaves it out.
        """
        return self.series(country).assessment(year)

    def series(
        self, country: CountryLike, *, predecessors: bool = False
    ) -> "analysis.series.Series":
        """Return the tiers of one country over the editions.

        With `predecessors=True`, its predecessors are prepended (Serbia:
        Yugoslavia, then Serbia and Montenegro). A country that broke away
        from one that still exists (Kosovo, South Sudan) is not joined to it.

        Raises:
            UnknownCountryError: Not a known code or name.
            AmbiguousCountryError: The name means more than one country.
            InvalidValueError: `predecessors` is not a boolean.

        >>> import tipdata
        >>> tipdata.load().series("SRB", predecessors=True).seams
        (2003, 2007)
        """
        check_flag("predecessors", predecessors)
        return self._series(self.registry.resolve(country), predecessors=predecessors)

    def _series(self, country: Country, *, predecessors: bool = False) -> "analysis.series.Series":
        before = self.registry.predecessors(country.alpha_3) if predecessors else ()
        chain = [*(state.alpha_3 for state in before), country.alpha_3]
        return analysis.series.Series(
            country=country,
            assessments=tuple(a for code in chain for a in self._by_country.get(code, {}).values()),
            years=self.years,
            withheld=tuple(year for code in chain for year in self._hidden.get(code, ())),
            left_out=self._left_out,
            successions=self.registry.successions_of(country.alpha_3),
            acts=self._acts and functools.partial(find_acts, self._acts, chain),
        )

    def every_series(self) -> "tuple[analysis.series.Series, ...]":
        """Return the series of every country, by name."""
        return tuple(self._series_of.values())

    @kept_property
    def _series_of(self) -> "dict[str, analysis.series.Series]":
        # Kept, because nearly every question about many countries begins with these.
        return {country.alpha_3: self._series(country) for country in self._by_name}

    def placements(self, year: ReportYear) -> "analysis.placements.Placements":
        """Return where one edition places the countries, by name.

        Raises:
            CoverageError: The record has no such edition.
        """
        edition, made = self.edition(year), analysis.placements
        pairs = zip(self._by_name, self._by_edition[edition.year].assessments, strict=True)
        found = (made.Placement(country=c, assessment=a) for c, a in pairs if a)
        return made.Placements(
            edition=edition,
            placements=tuple(found),
            skipped=self._skipped(edition.year),
            find=self.registry.resolve,
            years=self._years_of,
        )

    @kept_property
    def _years_of(self) -> dict[str, tuple[ReportYear, ...]]:
        """The years in which the report places each country, withheld ones too."""
        codes = self._by_country.keys() | self._hidden.keys()
        own = {
            code: {*self._by_country.get(code, ()), *self._hidden.get(code, ())} for code in codes
        }
        return {code: tuple(sorted(years)) for code, years in own.items()}

    def _skipped(self, *years: ReportYear) -> tuple[Country, ...]:
        """Return the countries with a withheld placement in one of the years, by name."""
        if not self.withheld:
            return ()
        cells = ((country, country.alpha_3) for country in self._by_name)
        return tuple(c for c, code in cells if any((code, year) in self.withheld for year in years))

    def changes(
        self,
        year: ReportYear,
        *,
        since: ReportYear | None = None,
        coding: Coding = "ordinal",
        gap: Gap = "break",
    ) -> "analysis.changes.Changes":
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
        before, year = self._span(year, since)

        def cross(country: Country) -> "analysis.changes.Change | None":
            own = self._series_of[country.alpha_3]
            move = analysis.moves.make_move(own.history, before, year, coding, gap)
            if move is None:
                return None
            placed = self._by_country[country.alpha_3]
            return analysis.changes.make_change(country, placed, move, own.successions)

        return analysis.changes.collect_changes(
            self._by_name,
            {one: self._by_edition[one] for one in (before, year)},
            cross,
            coding=coding,
            gap=gap,
            skipped=self._skipped(before, year),
            find=self._find,
        )

    def _span(self, year: ReportYear, since: ReportYear | None) -> tuple[ReportYear, ReportYear]:
        """Return the years of the two editions to compare."""
        years = self.years
        later = read_year(year, years, self._left_out)
        place = years.index(later)
        if since is None:
            if place == 0:
                detail = f"no edition before {later} to compare it with"
                refuse_year(later, years, detail, self._left_out)
            return years[place - 1], later
        earlier = read_year(since, years, self._left_out)
        if earlier >= later:
            refuse_year(earlier, years, f"since={earlier} is not before the {later} edition")
        return earlier, later

    @property
    def _find(self) -> "analysis.results.Find":
        left_out = frozenset(self._hidden).difference(self._by_country)
        return functools.partial(find_country, self.registry, left_out)

    def __contains__(self, item: object) -> bool:
        """Return whether the record has an assessment, or one of a country.

        A country is given as code, name or `Country`.

        Raises:
            UnknownCountryError: Not a known code or name.
            AmbiguousCountryError: The name means more than one country.
            InvalidValueError: It is neither an assessment nor a country.
        """
        if isinstance(item, (str, Country)):
            return self.registry.resolve(item).alpha_3 in self._by_country
        expected = "an assessment, or a country as code, name or Country"
        check_kind("item", item, (Assessment,), expected)
        return item in self.assessments


# These two are at the top of the module, for results are pickled with them.
def find_acts(
    load: "Callable[[], tierrecord.acts.Acts]", codes: Collection[str]
) -> "records.designations.KnownActs":
    """Return the acts that name countries, and how completely acts are known."""
    known = load()
    own = (one for code in codes for one in known.by_country.get(code, ()))
    return tuple(sorted(own, key=attrgetter("kind", "year", "country", "outcome"))), known.coverage


def find_country(
    registry: CountryRegistry, left_out: frozenset[str], country: CountryLike
) -> Country:
    """Return the country that a code or a name means, unless a selection leaves it out.

    Raises:
        UnknownCountryError: Not a known code or name.
        AmbiguousCountryError: The name means more than one country.
        InvalidValueError: The selection has none of its placements.
    """
    found = registry.resolve(country)
    if found.alpha_3 in left_out:
        expected = "a country with a placement in this selection, which leaves out all of this one"
        raise InvalidValueError("country", found.label, expected)
    return found
