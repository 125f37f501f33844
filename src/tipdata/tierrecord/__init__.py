"""The tier record: countries, editions, assessments and sources, and what follows from them."""

import functools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeVar

import attrs
from attrs import field

from tipdata._tables.columns import Columns
from tipdata.analysis.changes import Changes
from tipdata.analysis.series import Series
from tipdata.countries import Bureau, Country, CountryRegistry
from tipdata.countries import default as default_registry
from tipdata.errors import CoverageError
from tipdata.records.assessments import Assessment, assessment_columns
from tipdata.records.editions import Edition, OfficialCounts
from tipdata.tierrecord._grid import Grid
from tipdata.tierrecord._panel import CountryPanel
from tipdata.tiers import Tier
from tipdata.typing import Coding, EvidenceLevel, Gap, ReportYear, TierCoding

if TYPE_CHECKING:
    # Loaded where they are used, to keep `load()` within its budget.
    from tipdata._tables.frame_maker import FrameMaker
    from tipdata.analysis.placements import Placements
    from tipdata.analysis.sensitivity import Sensitivity
    from tipdata.records.sources import Correction, Source
    from tipdata.tierrecord.citing import Style
    from tipdata.tierrecord.comparison import Comparison
    from tipdata.tierrecord.evidence import Background, BackgroundLoader, Evidence
    from tipdata.tierrecord.rows import Row

__all__ = ["TierRecord"]

CountryLike = Country | str
_A = TypeVar("_A")


@attrs.frozen(kw_only=True, repr=False, slots=False)
class TierRecord(CountryPanel):
    """Which edition of the report placed which country on which tier.

    Countries are given as code, name or `Country`. Every figure is as the
    report published it unless `as_amended=True` is said.

    Attributes:
        countries: The countries that some assessment is of, by alpha-3 code.
        editions: The editions by year.
        assessments: The placements by country and year.
        withheld: The placements that the report has and a selection leaves
            out, as `(alpha_3, year)`.
        data_version: The version of the packaged data that it is from;
            `None` for a table of one's own.

    >>> import tipdata
    >>> tip = tipdata.load()
    >>> tip.tier("Uzbekistan", 2021)
    <Tier.TIER_2: 'Tier 2'>
    """

    countries: tuple[Country, ...]
    editions: tuple[Edition, ...]
    assessments: tuple[Assessment, ...]
    withheld: frozenset[tuple[str, ReportYear]] = frozenset()
    data_version: str | None = field(default=None, eq=False)
    registry: CountryRegistry = field(factory=default_registry, eq=False)
    _background: "BackgroundLoader | None" = field(default=None, eq=False, alias="background")

    @classmethod
    def from_rows(
        cls,
        rows: "Iterable[Row]",
        *,
        coding: TierCoding | None = None,
        editions: Iterable[Edition] | None = None,
        registry: CountryRegistry | None = None,
        max_problems: int = 1000,
    ) -> "TierRecord":
        """Make a record of somebody's own table, so that all that follows serves it too.

        A row is a mapping with `country`, `year` and `tier`, or a tuple of
        the three. Tiers are labels; with `coding=` they are numbers on that
        scale (`kelley`: 555 is passed over). A year that is text is read as
        a number. `editions` are by default one for each year that a row has.

        Raises:
            FormatError: With every cell that cannot be read, every year
                without an edition, and every country-year that is there twice.

        >>> mine = TierRecord.from_rows([("KGZ", 2020, 2.5), ("KGZ", 2021, 2)], coding="kelley")
        >>> print(mine.changes(2021)[0])
        Kyrgyz Republic: Tier 2 Watch List → Tier 2 (2021, upgrade)
        """
        from tipdata.tierrecord.rows import read_rows  # noqa: PLC0415

        registry = registry or default_registry()
        given = None if editions is None else tuple(editions)
        assessments = read_rows(
            rows,
            coding=coding,
            registry=registry,
            max_problems=max_problems,
            years=None if given is None else {edition.year for edition in given},
        )
        if given is None:
            given = tuple(Edition(year=year) for year in {a.year for a in assessments})
        return cls(
            countries=tuple(
                registry.get(code) for code in sorted({a.country for a in assessments})
            ),
            editions=tuple(sorted(given, key=lambda edition: edition.year)),
            assessments=assessments,
            registry=registry,
        )

    def to_rows(
        self, *, coding: TierCoding | None = None, as_amended: bool = False
    ) -> list[tuple[str, ReportYear, str | float | None]]:
        """Return the record as a table of codes, years and tiers, which `from_rows` reads.

        Tiers are labels, or numbers of a coding, where a special case is
        `None` but on `kelley`. On `kelley` a country that is not in a report
        has 555 there; other tables have no row for it, and none has a row for
        what a selection withholds.

        Raises:
            InvalidValueError: There is no such coding.

        >>> import tipdata
        >>> tipdata.load().where(countries="South Sudan", until=2012).to_rows(coding="kelley")[-2:]
        [('SSD', 2011, 555), ('SSD', 2012, 2.5)]
        """
        from tipdata.tierrecord.rows import write_rows  # noqa: PLC0415

        return write_rows(self.every_series(as_amended=as_amended), coding=coding)

    @functools.cached_property
    def _editions(self) -> dict[ReportYear, Edition]:
        return {edition.year: edition for edition in self.editions}

    @functools.cached_property
    def _years(self) -> tuple[ReportYear, ...]:
        return tuple(self._editions)

    @functools.cached_property
    def _published(self) -> Grid:
        return self._grid_of(self.assessments)

    @functools.cached_property
    def _amended(self) -> Grid:
        return self._grid_of(assessment.as_amended() for assessment in self.assessments)

    def _grid_of(self, assessments: Iterable[Assessment]) -> Grid:
        return Grid.of(self.countries, self._years, assessments, self.withheld, self.registry)

    def _grid(self, *, as_amended: bool) -> Grid:
        return self._amended if as_amended else self._published

    def edition(self, year: ReportYear) -> Edition:
        """Return one edition.

        Raises:
            CoverageError: The record has no such edition.
        """
        if type(year) is not int or year not in self._editions:
            raise self._not_covered(year)
        return self._editions[year]

    def _not_covered(self, year: object, detail: str = "") -> CoverageError:
        years = self._years
        return CoverageError(year, min(years, default=None), max(years, default=None), detail)

    def tier(self, country: CountryLike, year: ReportYear, *, as_amended: bool = False) -> Tier:
        """Return the tier of one country in one edition.

        Raises:
            UnknownCountryError: The text is no known code or name.
            AmbiguousCountryError: The text means more than one country.
            CoverageError: The record has no such edition.
            NotInReportError: The country is not in that edition.
        """
        return self.assessment(country, year, as_amended=as_amended).tier

    def assessment(
        self, country: CountryLike, year: ReportYear, *, as_amended: bool = False
    ) -> Assessment:
        """Return the assessment of one country in one edition.

        Raises:
            UnknownCountryError: The text is no known code or name.
            AmbiguousCountryError: The text means more than one country.
            CoverageError: The record has no such edition.
            NotInReportError: The country is not in that edition.
        """
        return self.series(country, as_amended=as_amended).assessment(year)

    def series(
        self, country: CountryLike, *, predecessors: bool = False, as_amended: bool = False
    ) -> Series:
        """Return the tiers of one country over the editions.

        With `predecessors=True`, what came before it is joined in front
        (Serbia: Yugoslavia, then Serbia and Montenegro); a country that
        broke away from one that goes on (Kosovo, South Sudan) is not joined.

        Raises:
            UnknownCountryError: The text is no known code or name.
            AmbiguousCountryError: The text means more than one country.

        >>> import tipdata
        >>> tipdata.load().series("SRB", predecessors=True).seams
        (2003, 2007)
        """
        found = self.registry.resolve(country)
        return self._grid(as_amended=as_amended).series(found, predecessors=predecessors)

    def every_series(self, *, as_amended: bool = False) -> tuple[Series, ...]:
        """Return the series of every country, by name."""
        grid = self._grid(as_amended=as_amended)
        return tuple(grid.series(country) for country in grid.countries)

    def report_years(self) -> tuple[ReportYear, ...]:
        """Return the years of the editions, in order."""
        return self._years

    def placements(self, year: ReportYear, *, as_amended: bool = False) -> "Placements":
        """Return where one edition places the countries, by name.

        Raises:
            CoverageError: The record has no such edition.
        """
        return self._grid(as_amended=as_amended).placements(self.edition(year))

    def changes(
        self,
        year: ReportYear,
        *,
        since: ReportYear | None = None,
        coding: Coding = "ordinal",
        gap: Gap = "break",
        as_amended: bool = False,
    ) -> Changes:
        """Return what changed from the edition before, or from that of `since`, by name.

        The change since an older edition is the net one. With
        `gap="bridge"`, a country that is back after an absence is compared
        with the edition that had it last. A country whose placement a
        selection leaves out of either edition is passed over.

        Raises:
            CoverageError: The record has no such edition, or none before it.
            InvalidValueError: There is no such coding or gap.

        >>> import tipdata
        >>> print(tipdata.load().changes(2021, since=2015).upgrades[0])
        Antigua and Barbuda: Tier 2 Watch List → Tier 2 (2015 to 2021, upgrade)
        """
        before = self._before(year, since)
        return self._grid(as_amended=as_amended).changes(before, year, coding=coding, gap=gap)

    def _before(self, year: ReportYear, since: ReportYear | None) -> ReportYear:
        self.edition(year)
        if since is None:
            place = self._years.index(year)
            if place == 0:
                raise self._not_covered(
                    year, f"there is no edition before that of {year} to compare it with"
                )
            return self._years[place - 1]
        self.edition(since)
        if since >= year:
            raise self._not_covered(since, f"since={since} is not before the edition of {year}")
        return since

    def where(
        self,
        *,
        countries: CountryLike | Collection[CountryLike] | None = None,
        bureau: Bureau | Collection[Bureau] | None = None,
        tiers: Tier | Collection[Tier] | None = None,
        evidence: EvidenceLevel | Collection[EvidenceLevel] | None = None,
        since: ReportYear | None = None,
        until: ReportYear | None = None,
    ) -> "TierRecord":
        """Return a smaller record.

        `countries` and `bureau` choose countries, `since` and `until` the
        editions, both included. `tiers` and `evidence` choose placements:
        the others are withheld, which is not the same as not being in the
        report, so that no country seems to enter or leave. A selection has
        no official figures, for these count the whole report.

        Raises:
            UnknownCountryError: A text is no known code or name.
            AmbiguousCountryError: A text means more than one country.

        >>> import tipdata
        >>> asia = tipdata.load().where(bureau="SCA", since=2015)
        >>> len(asia.countries), asia.editions[0].year
        (13, 2015)
        """
        from tipdata.tierrecord._selection import select  # noqa: PLC0415

        several = (countries,) if isinstance(countries, (str, Country)) else countries or ()
        wanted = {self.registry.resolve(country).alpha_3 for country in several}
        bureaus = _chosen(bureau)
        editions = [
            edition
            for edition in self.editions
            if (since is None or since <= edition.year) and (until is None or edition.year <= until)
        ]
        left = select(
            self.assessments,
            self.withheld,
            codes={
                country.alpha_3
                for country in self.countries
                if (countries is None or country.alpha_3 in wanted)
                and (bureau is None or country.bureau in bureaus)
            },
            years={edition.year for edition in editions},
            tiers=None if tiers is None else _chosen(tiers),
            evidence=None if evidence is None else _chosen(evidence),
        )
        return attrs.evolve(
            self,
            countries=tuple(c for c in self.countries if c.alpha_3 in left.seen),
            editions=tuple(attrs.evolve(e, counts=OfficialCounts()) for e in editions),
            assessments=left.kept,
            withheld=left.withheld,
        )

    def sensitivity(self, question: "Callable[[TierRecord, Coding], _A]") -> "Sensitivity[_A]":
        """Ask a question under every coding, and without placements that are not well established.

        The question is a function of a record and a coding. The second
        record withholds what is `derived` or `unverified`.

        >>> import tipdata
        >>> def rises(record, coding):
        ...     return len(record.changes(2021, coding=coding).upgrades)
        >>> tipdata.load().sensitivity(rises).holds
        False
        """
        from tipdata.analysis.sensitivity import sensitivity  # noqa: PLC0415

        firm = self.where(evidence=("corroborated", "single"))
        return sensitivity(
            question, {"all placements": self, "no derived or unverified placements": firm}
        )

    def compare_with(
        self,
        rows: "Iterable[Row]",
        *,
        coding: TierCoding | None = None,
        max_problems: int = 1000,
    ) -> "Comparison":
        """Hold a scholar's table against this record, and list where they differ.

        Rows and codings are those of `from_rows`. A number that stands for
        several tiers (2 of `frank`, `three` and `binary`) agrees with each of
        them, and 555 of `kelley` says that the country is not in that report.

        Raises:
            FormatError: With every cell that cannot be read, and every
                country-year that is there twice.

        >>> import tipdata
        >>> found = tipdata.load().compare_with([("LUX", 2011, 2)], coding="kelley")
        >>> found.differences[0].ours.tier.value
        'Tier 1'
        """
        from tipdata.tierrecord.rows import read_claims  # noqa: PLC0415

        claims = read_claims(rows, coding=coding, registry=self.registry, max_problems=max_problems)
        return self._compared(claims)

    def diff(self, other: "TierRecord") -> "Comparison":
        """Hold another record against this one, and list where they differ."""
        return self._compared({(a.country, a.year): (a.tier,) for a in other.assessments})

    def _compared(self, claims: Mapping[tuple[str, ReportYear], tuple[Tier, ...]]) -> "Comparison":
        from tipdata.tierrecord.comparison import compare_cells  # noqa: PLC0415

        own = {(a.country, a.year): a for a in self.assessments}
        return compare_cells(own, claims, withheld=self.withheld, evidence=self.evidence)

    def evidence(self, country: CountryLike, year: ReportYear) -> "Evidence":
        """Return who says that a country was placed so, who says otherwise, and where.

        Raises:
            UnknownCountryError: The text is no known code or name.
            AmbiguousCountryError: The text means more than one country.
            CoverageError: The record has no such edition.
            NotInReportError: The country is not in that edition.
        """
        from tipdata.tierrecord.evidence import Evidence  # noqa: PLC0415

        assessment = self.assessment(country, year)
        found = self._loaded_background
        claims = found.claims.get((assessment.country, assessment.year), ())
        cited = {claim.source for claim in claims}
        settled = (
            c for c in found.corrections if (c.country, c.year) == (assessment.country, year)
        )
        return Evidence(
            country=self.registry.get(assessment.country),
            assessment=assessment,
            claims=claims,
            sources=tuple(source for source in found.sources if source.id in cited),
            correction=next(settled, None),
        )

    def cite(
        self,
        style: "Style" = "text",
        *,
        editions: "ReportYear | Iterable[ReportYear] | None" = None,
    ) -> str:
        """Return how to cite the package with its data, and the editions used, by default all.

        Styles are `text`, `bibtex` and `csl` (CSL-JSON, which reference
        managers read).

        Raises:
            CoverageError: The record has no such edition.
            InvalidValueError: There is no such style.

        >>> import tipdata
        >>> print(tipdata.load().cite(editions=2021).splitlines()[1])
        U.S. Department of State, Trafficking in Persons Report, July 2021.
        """
        from importlib.metadata import version  # noqa: PLC0415

        from tipdata.tierrecord.citing import CitedEdition, cite  # noqa: PLC0415

        several = (editions,) if isinstance(editions, int) else editions
        chosen = self.editions if several is None else [self.edition(year) for year in several]
        data = f", data {self.data_version}" if self.data_version else ""
        cited = [CitedEdition(edition.year, edition.released) for edition in chosen]
        return cite(style, f"{version('tipdata')}{data}", cited)

    @functools.cached_property
    def _loaded_background(self) -> "Background":
        from tipdata.tierrecord.evidence import Background  # noqa: PLC0415

        return Background() if self._background is None else self._background()

    @property
    def sources(self) -> "tuple[Source, ...]":
        """The sources that the assessments of this record name, by id."""
        cited = {source for a in self.assessments for source in (*a.sources, *a.disputed_by)}
        return tuple(source for source in self._loaded_background.sources if source.id in cited)

    @property
    def corrections(self) -> "tuple[Correction, ...]":
        """The placements of this record on which sources disagree, and how they were settled."""
        cells = {(a.country, a.year) for a in self.assessments}
        found = self._loaded_background.corrections
        return tuple(c for c in found if (c.country, c.year) in cells)

    def columns(self) -> Columns:
        """Return the assessments as plain columns, one row a placement."""
        return assessment_columns(self.assessments)

    @property
    def to_frame(self) -> "FrameMaker":
        """Make a frame of it: `to_frame("polars")`."""
        from tipdata._tables.frame_maker import FrameMaker  # noqa: PLC0415 - see above

        return FrameMaker(self.columns(), tiers=("tier", "amended"))

    def __iter__(self) -> Iterator[Assessment]:
        return iter(self.assessments)

    def __len__(self) -> int:
        return len(self.assessments)

    def __repr__(self) -> str:
        span = f"{self._years[0]}-{self._years[-1]}" if self._years else "no editions"
        return (
            f"<TierRecord {span}: {len(self.assessments):,} placements "
            f"of {len(self.countries)} countries>"
        )


def _chosen(given: Tier | Collection[Tier] | Collection[str] | None) -> Collection[object]:
    """Return one or several given things as several."""
    return (given,) if isinstance(given, (str, Tier)) else given or ()
