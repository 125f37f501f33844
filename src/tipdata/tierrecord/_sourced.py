"""What a record says of its sources, and of other tables."""

from collections.abc import Callable, Collection, Iterable, Mapping

from tipdata import _tables, analysis, tierrecord
from tipdata._arguments import check_kind, read_years
from tipdata._attributes import kept_property
from tipdata.countries import Country, CountryRegistry
from tipdata.countries.reading import read_registry
from tipdata.errors import CoverageError
from tipdata.records.assessments import Assessment  # noqa: TC001 - hints resolve at run time
from tipdata.tierrecord._bulk import Bulk
from tipdata.tierrecord._counted import Counted
from tipdata.tierrecord._designated import Designated
from tipdata.tierrecord._lookups import CountryLike
from tipdata.tierrecord._supplied import Supplied
from tipdata.tiers import Tier
from tipdata.typing import CountryYear, ReportYear, Row, Style, TierCoding


class Sourced(Bulk, Counted, Designated, Supplied):
    """Knows the sources of a record, which load when they are first asked for."""

    data_version: str | None
    _background: "Callable[[], tierrecord.evidence.Background] | None"

    @kept_property
    def _loaded_background(self) -> "tierrecord.evidence.Background":
        return self._background() if self._background else tierrecord.evidence.Background()

    @property
    def sources(self) -> "tuple[tierrecord.evidence.Source, ...]":
        """The sources that say something of the placements and acts of this record, by id."""
        known, cells = self._loaded_background, self._cells
        cited = {source for a in self.assessments for source in (*a.sources, *a.disputed_by)}
        cited.update(act.source for act in self.acts.designations)
        cited.update(
            claim.source
            for cell, claims in known.claims.items()
            if cell in cells
            for claim in claims
        )
        found = {s.id: s for s in (*self.acts.sources, *known.sources) if s.id in cited}
        return tuple(found[key] for key in sorted(found))

    @property
    def corrections(self) -> "tuple[tierrecord.evidence.Correction, ...]":
        """The placements of this record on which sources disagree, and how they were settled."""
        found = self._loaded_background.corrections
        return tuple(c for c in found if (c.country, c.year) in self._cells)

    def evidence(self, country: CountryLike, year: ReportYear) -> "tierrecord.evidence.Evidence":
        """Return who supports a placement, who disputes it, and where.

        Raises:
            UnknownCountryError: Not a known code or name.
            AmbiguousCountryError: The name means more than one country.
            CoverageError: The record has no such edition.
            NotInReportError: The country is not in that edition, or a
                selection leaves it out.
        """
        assessment = self.assessment(country, year)
        of = self.registry.get(assessment.country)
        return tierrecord.evidence.find_evidence(of, assessment, self._loaded_background)

    def evidence_summary(self) -> "tierrecord.grading.EvidenceSummary":
        """Return how well the placements are established, by edition and tier.

        >>> import tipdata
        >>> print(tipdata.load().evidence_summary().rows[0])
        2001 Tier 1: 10 corroborated, 2 single; 0 official
        """
        return tierrecord.grading.count_evidence(self.assessments)

    def published_figures(
        self, year: ReportYear | Iterable[ReportYear] | None = None
    ) -> "analysis.published.PublishedFigures":
        """Return what was published about the editions, beside what the placements give.

        The figures are the numbers of countries on each tier and in the
        report, of upgrades and downgrades, on the Special Watch List, kept on
        the Watch List by waiver, and of TIP Report Heroes. A selection has
        none, since they count the whole report; nor has an edition that you added
        from a partial list, nor the one after it.

        Raises:
            CoverageError: The record has no such edition.
            InvalidValueError: `year` is an empty collection.

        >>> import tipdata
        >>> for figure in tipdata.load().published_figures(2019).differing:
        ...     print(figure)
        2019, upgrades: 22 published, 24 counted (...)
        2019, downgrades: 26 published, 24 counted (...)
        """
        known = self.years
        years = known if year is None else read_years("year", year, known, self._left_out)
        mine, hidden = self.user_supplied, {of for _, of in self.withheld}
        is_selection = self.left_out or not hidden <= mine
        whole = [y for y in years if hidden.isdisjoint((y, y - 1)) and not is_selection]
        notes: Mapping[tuple[ReportYear, str], tuple[str, str]] = {}
        # Loading them takes long, and they say nothing of a list of the user's own.
        if not mine.issuperset(whole):
            notes = self._loaded_background.figures
        editions, made = map(self.edition, whole), analysis.published
        return made.compare_figures(editions, self._count_figure, notes)

    def _count_figure(self, year: ReportYear, figure: "analysis.published.Figure") -> int | None:
        counters: dict[str, Callable[[], int | None]] = {
            "covered": lambda: len(self.placements(year)),
            "upgrades": lambda: len(self.changes(year).upgrades),
            "downgrades": lambda: len(self.changes(year).downgrades),
            "special_watch_list": lambda: len(self.special_watch_list(year)),
            "waivers": lambda: self._count_waivers(year),
            "heroes": lambda: None,
        }
        try:
            if figure in counters:
                return counters[figure]()
        except CoverageError:
            return None
        return self.placements(year).counts[Tier[figure.upper()]]

    def _count_waivers(self, year: ReportYear) -> int:
        listed = self.placements(year).on(Tier.TIER_2_WATCH_LIST)
        verdicts = [self._series(country).outlook(year).verdict for country in listed]
        return verdicts.count("may stay only by waiver")

    def compare_with(  # noqa: PLR0913 - those of `from_rows`
        self,
        rows: "Iterable[Row | Assessment] | _tables.frame_reader.IntoFrame",
        *,
        country: str = "country",
        year: str = "year",
        tier: str = "tier",
        coding: TierCoding | None = None,
        names: Mapping[str, str | Country] | None = None,
        missing: Collection[str] | None = None,
        registry: CountryRegistry | None = None,
        max_problems: int = 1000,
    ) -> "tierrecord.comparison.Comparison":
        """Compare a table with this record, and list where they differ.

        The table is rows, a dataframe, another record or assessments. The
        arguments are those of `from_rows` and `from_frame`; the registry is by
        default that of this record. A number that stands for several tiers (2
        of `frank`, `three` and `binary`) agrees with each of them, and 555 of
        `kelley` says that the country is not in the report.

        Raises:
            ColumnError: The dataframe has no such column.
            FormatError: Lists every cell that cannot be read and every
                duplicate placement.
            InvalidValueError: Unknown coding, or `names` or `missing` is not
                what it should be.
            MissingExtraError: A dataframe is given, and narwhals is not installed.
            UnknownCountryError: A value of `names` is not a country.
            AmbiguousCountryError: A value of `names` means several countries.

        >>> import tipdata
        >>> found = tipdata.load().compare_with([("LUX", 2011, 2)], coding="kelley")
        >>> found.differences[0].ours.tier.value
        'Tier 1'
        """
        table = tierrecord.rows.row_table(rows, (country, year, tier))
        cells = tierrecord.cells.Cells(
            registry=self.registry if registry is None else read_registry(registry),
            coding=coding,
            names=names,
            missing=missing,
            lumped=True,
        )
        found = tierrecord.rows.read_placements(table, cells, max_problems)
        claims = {(code, year): tiers for code, year, tiers in found}
        hidden = (
            rows.withheld if isinstance(rows, tierrecord.TierRecord) else frozenset[CountryYear]()
        )
        return self._compare(claims, hidden)

    def diff(self, other: "tierrecord.TierRecord") -> "tierrecord.comparison.Comparison":
        """Compare another record with this one, and list where they differ.

        Raises:
            InvalidValueError: The other one is not a `TierRecord`.
        """
        check_kind(
            "other", other, (tierrecord.TierRecord,), "a TierRecord; compare_with reads tables"
        )
        return self._compare({c: (a.tier,) for c, a in other._cells.items()}, other.withheld)  # noqa: SLF001 - of our own class

    def _compare(
        self,
        claims: Mapping[CountryYear, tuple[Tier, ...]],
        hidden: frozenset[CountryYear] = frozenset(),
    ) -> "tierrecord.comparison.Comparison":
        return tierrecord.comparison.compare_cells(
            self._cells, claims, withheld=self.withheld, hidden=hidden, evidence=self.evidence
        )

    def cite(
        self, style: Style = "text", *, years: ReportYear | Iterable[ReportYear] | None = None
    ) -> str:
        """Return how to cite the package with its data, and the editions used, by default all.

        Styles are `text`, `bibtex` and `csl` (CSL-JSON, for reference managers).

        Raises:
            CoverageError: The record has no such edition.
            InvalidValueError: Unknown style, or `years` is an empty collection.

        >>> import tipdata
        >>> print(tipdata.load().cite(years=2021).splitlines()[1])
        U.S. Department of State, Trafficking in Persons Report, July 2021.
        """
        from importlib.metadata import version  # noqa: PLC0415 - only citations need it

        known = self.years
        several = known if years is None else read_years("years", years, known, self._left_out)
        chosen = [self.edition(year) for year in several]
        data = f", data {self.data_version}" if self.data_version else ""
        mine, made = self.user_supplied, tierrecord.citing.CitedEdition
        cited = [made(e.year, e.released, user_supplied=e.year in mine) for e in chosen]
        return tierrecord.citing.cite(style, f"{version('tipdata')}{data}", cited)
