"""Which edition of the report placed which country on which tier."""

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping
from operator import attrgetter
from typing import TypeVar, get_args

import attrs
from attrs import field

from tipdata import _tables, analysis, tierrecord
from tipdata._arguments import read_function, read_records, read_word, read_years_between
from tipdata._attributes import kept_property
from tipdata._tables.tabular import TabularSequence
from tipdata._wire import rules as v
from tipdata.countries import Bureau, Country, CountryRegistry
from tipdata.countries import default as default_registry
from tipdata.countries.reading import read_registry
from tipdata.dates import PartialDate
from tipdata.records.assessments import Assessment
from tipdata.records.editions import Edition
from tipdata.tierrecord import _selection
from tipdata.tierrecord._lookups import CountryLike
from tipdata.tierrecord._sourced import Sourced
from tipdata.tiers import Tier
from tipdata.typing import (
    Coding,
    Columns,
    CountryYear,
    EvidenceLevel,
    GroupName,
    ReportYear,
    Row,
    TierCoding,
)

__all__ = ["TierRecord"]

_A = TypeVar("_A")


@attrs.frozen(kw_only=True, repr=False, slots=False)
class TierRecord(Sourced, TabularSequence[Assessment]):
    """Which edition of the report placed which country on which tier.

    Countries are given as code, name or `Country`. Every answer is as the
    report published it; `as_amended()` gives the record as amended.

    Attributes:
        countries: The countries with an assessment, by alpha-3 code.
        editions: The editions by year.
        assessments: The placements by country and year.
        withheld: The placements that the report has and a selection leaves
            out, those of whole countries and editions too, as `(alpha_3, year)`.
        left_out: The editions that a selection leaves out.
        non_members: The withheld placements of countries that were not members
            of a selected group at the release, as `(alpha_3, year)`.
        user_supplied: The report years of the editions that `with_edition` added.
        data_version: The version of the packaged data that the record is
            from; `None` for your own table.

    Raises:
        InvalidValueError: A field has a value that it cannot hold.

    >>> import tipdata
    >>> tip = tipdata.load()
    >>> tip.tier("Uzbekistan", 2021)
    <Tier.TIER_2: 'Tier 2'>
    """

    countries: tuple[Country, ...] = field(validator=v.instances(Country, "a Country"))
    editions: tuple[Edition, ...] = field(validator=v.instances(Edition, "an Edition"))
    assessments: tuple[Assessment, ...] = field(validator=v.instances(Assessment, "an Assessment"))
    withheld: frozenset[CountryYear] = frozenset()
    left_out: tuple[Edition, ...] = ()
    non_members: frozenset[CountryYear] = frozenset()
    user_supplied: frozenset[ReportYear] = frozenset()
    data_version: str | None = field(default=None, eq=False)
    registry: CountryRegistry = field(
        factory=default_registry,
        validator=v.instance_of(CountryRegistry, "a CountryRegistry"),
        eq=False,
    )
    _background: "Callable[[], tierrecord.evidence.Background] | None" = field(
        default=None, eq=False, alias="background"
    )
    _acts: "Callable[[], tierrecord.acts.Acts] | None" = field(default=None, eq=False, alias="acts")

    _ITEMS = "assessments"
    _TIERS = ("tier", "amended")

    @classmethod
    def from_rows(  # noqa: PLR0913 - each is a question that a table has to answer
        cls,
        rows: Iterable[Row | Assessment],
        *,
        country: str = "country",
        year: str = "year",
        tier: str = "tier",
        coding: TierCoding | None = None,
        names: Mapping[str, str | Country] | None = None,
        missing: Collection[str] | None = None,
        editions: Iterable[Edition] | None = None,
        registry: CountryRegistry | None = None,
        max_problems: int = 1000,
    ) -> "TierRecord":
        """Make a record of your own table, which then answers everything below.

        A row without a tier says nothing and is skipped. How cells are read
        is on the page "How a table is read" of the reference.

        Args:
            rows: Mappings, tuples of a country, a year and a tier, or assessments.
            country: The key of the country in a mapping.
            year: The key of the report year.
            tier: The key of the tier.
            coding: The coding in which the tiers are numbers (`kelley`: rows
                with 555 are skipped); by default they are labels.
            names: What strings of your table mean, such as `{"Congo": "COG"}`.
            missing: The strings that mean a missing cell, instead of `NA`, `NULL`
                and the others of that page.
            editions: The editions; by default one for each year with a placement.
            registry: The countries; by default those of the package.
            max_problems: How many problems are kept.

        Raises:
            FormatError: Lists every cell that cannot be read, every year
                without an edition, and every duplicate placement.
            InvalidValueError: Unknown coding, or `names` or `missing` is not
                what it should be.
            UnknownCountryError: A value of `names` is not a country.
            AmbiguousCountryError: A value of `names` means several countries.

        >>> mine = TierRecord.from_rows([("KGZ", 2020, 2.5), ("KGZ", 2021, 2)], coding="kelley")
        >>> print(mine.changes(2021)[0])
        Kyrgyz Republic: Tier 2 Watch List → Tier 2 (2021, upgrade)
        """
        table = tierrecord.rows.row_table(rows, (country, year, tier))
        return cls._of(table, coding, names, missing, editions, registry, max_problems)

    @classmethod
    def from_frame(  # noqa: PLR0913 - those of `from_rows`
        cls,
        frame: "_tables.frame_reader.IntoFrame",
        *,
        country: str = "country",
        year: str = "year",
        tier: str = "tier",
        coding: TierCoding | None = None,
        names: Mapping[str, str | Country] | None = None,
        missing: Collection[str] | None = None,
        editions: Iterable[Edition] | None = None,
        registry: CountryRegistry | None = None,
        max_problems: int = 1000,
    ) -> "TierRecord":
        """Make a record of a dataframe of pandas, polars, pyarrow, DuckDB, Dask or PySpark.

        The three columns are collected, which runs a lazy frame. Cells are
        read as by `from_rows`. Needs the extra `frames`, and one of the library.

        Args:
            frame: A row for each country and year.
            country: The column of countries, as names or codes.
            year: The column of report years.
            tier: The column of tiers.
            coding: The coding in which the tiers are numbers; by default they are labels.
            names: What strings of your table mean, such as `{"Congo": "COG"}`.
            missing: The strings that mean a missing cell, as in `from_rows`.
            editions: The editions; by default one for each year with a placement.
            registry: The countries; by default those of the package.
            max_problems: How many problems are kept.

        Raises:
            ColumnError: The frame has no such column.
            FormatError: As in `from_rows`, with row (the header being row 1) and column.
            InvalidValueError: Unknown coding, `frame` is not a supported
                dataframe, or `names` or `missing` is not what it should be.
            MissingExtraError: narwhals is not installed.
            UnknownCountryError: A value of `names` is not a country.
            AmbiguousCountryError: A value of `names` means several countries.

        >>> import polars
        >>> columns = {"land": ["KGZ", "KGZ"], "year": [2020, 2021], "tier": [2.5, 2]}
        >>> frame = polars.DataFrame(columns)
        >>> TierRecord.from_frame(frame, country="land", coding="kelley").tier("KGZ", 2020).short
        '2WL'
        """
        table = tierrecord.rows.frame_table(frame, (country, year, tier))
        return cls._of(table, coding, names, missing, editions, registry, max_problems)

    @classmethod
    def _of(  # noqa: PLR0917 - those of `from_rows`
        cls,
        table: "tierrecord.rows.Table",
        coding: TierCoding | None,
        names: Mapping[str, str | Country] | None,
        missing: Collection[str] | None,
        editions: Iterable[Edition] | None,
        registry: CountryRegistry | None,
        max_problems: int,
    ) -> "TierRecord":
        """Return the record of a table, by default with an edition for each year it places in."""
        known = read_registry(registry)
        given = None if editions is None else read_records("editions", editions, Edition)
        years = None if given is None else {edition.year for edition in given}
        cells = tierrecord.cells.Cells(
            registry=known, coding=coding, names=names, missing=missing, years=years
        )
        assessments = tuple(
            Assessment(country=code, year=year, tier=tier)
            for code, year, tiers in tierrecord.rows.read_placements(table, cells, max_problems)
            for tier in tiers
        )
        if given is None:
            given = tuple(Edition(year=year) for year in {a.year for a in assessments})
        return cls(
            countries=tuple(map(known.get, sorted({a.country for a in assessments}))),
            editions=tuple(sorted(given, key=attrgetter("year"))),
            assessments=assessments,
            registry=known,
        )

    def to_rows(
        self, *, coding: TierCoding | None = None
    ) -> list[tuple[str, ReportYear, str | float | None]]:
        """Return the record as a table of codes, years and tiers, which `from_rows` reads.

        Tiers are labels, or numbers of a coding, where a special case is
        `None` except on `kelley`. With `kelley`, 555 marks a country that is
        not in the report; other tables have no such row. Withheld placements
        have no row.

        Raises:
            InvalidValueError: Unknown coding.

        >>> import tipdata
        >>> tipdata.load().where(countries="South Sudan", until=2012).to_rows(coding="kelley")[-2:]
        [('SSD', 2011, 555), ('SSD', 2012, 2.5)]
        """
        if coding is not None:
            read_word("coding", coding, get_args(TierCoding))
        return tierrecord.rows.write_rows(self.every_series(), coding=coding)

    def as_amended(self) -> "TierRecord":
        """Return the record with the tiers that the State Department moved after publication.

        >>> import tipdata
        >>> tip = tipdata.load()
        >>> tip.tier("SWZ", 2009).value, tip.as_amended().tier("SWZ", 2009).value
        ('Tier 3', 'Tier 2 Watch List')
        """
        return self._amended

    @property
    def _record(self) -> "TierRecord":
        return self

    @kept_property
    def _amended(self) -> "TierRecord":
        return attrs.evolve(self, assessments=tuple(a.as_amended() for a in self.assessments))

    def where(
        self,
        *,
        countries: CountryLike | Iterable[CountryLike] | None = None,
        bureau: Bureau | Iterable[Bureau] | None = None,
        group: GroupName | Iterable[GroupName] | None = None,
        on: int | datetime.date | PartialDate | None = None,
        tiers: Tier | str | Iterable[Tier | str] | None = None,
        evidence: EvidenceLevel | Iterable[EvidenceLevel] | None = None,
        since: ReportYear | None = None,
        until: ReportYear | None = None,
    ) -> "TierRecord":
        """Return a smaller record.

        `countries` and `bureau` choose countries, `group` its members, `tiers`
        and `evidence` placements; each takes one value or several. `since` and
        `until` choose editions, both included. Whatever is not chosen is
        withheld, not absent: no country seems to enter or leave, and no edition
        to be missing. Analyses are about the countries and editions that are
        chosen. A selection has no official figures, since those count the whole
        report.

        A country counts in an edition if it was a member of the group, or of one
        of several, on the day of its release. `on` fixes the members for all
        editions: those of a day, or at any time in a month or a year. Groups
        and days are given as in `tipdata.countries.members`.

        Raises:
            UnknownCountryError: Not a known code or name.
            AmbiguousCountryError: A name means more than one country.
            UnknownTierError: A tier is neither a `Tier` nor a label.
            InvalidValueError: Unknown bureau, group or level of evidence, a group
                of several schemes, an empty collection, a year that is not an
                integer, an `on` that is not a day or has no members, or an
                edition without a release date where memberships are dated.
            CoverageError: No edition is between `since` and `until`.
            InvalidDateError: `on` is a `datetime`, whose day depends on the time zone.

        >>> import tipdata
        >>> asia = tipdata.load().where(bureau="SCA", since=2015)
        >>> len(asia.countries), asia.editions[0].year
        (13, 2015)
        >>> asia.series("France").status(2021), asia.series("Nepal").status(2010)
        ('withheld', 'withheld')
        >>> eu = tipdata.load().where(group="eu")
        >>> eu.series("United Kingdom").status(2019), eu.series("United Kingdom").status(2021)
        ('placed', 'withheld')
        """
        years = read_years_between(since, until, self.years, self._left_out)
        return _selection.select(
            self,
            _selection.choose_countries(self, countries, bureau),
            years,
            _selection.choose_members(self, group, on, years),
            _selection.choose_placements(tiers, evidence),
        )

    def sensitivity(
        self, question: "Callable[[TierRecord, Coding], _A]"
    ) -> "analysis.sensitivity.Sensitivity[_A]":
        """Ask a question under every coding, of all placements and of well established ones.

        The question is a function of a record and a coding. The records
        withhold more and more: first `derived` and `unverified` placements,
        then those that rest on weak sources alone, then all that are neither
        corroborated nor read in the Department's own text.

        Raises:
            InvalidValueError: `question` is not a function.

        >>> import tipdata
        >>> def rises(record, coding):
        ...     return len(record.changes(2021, coding=coding).upgrades)
        >>> tipdata.load().sensitivity(rises).holds
        False
        """
        read_function("question", question, "a function of a record and a coding")
        weak = frozenset(source.id for source in self._loaded_background.sources if source.weak)
        codes = frozenset(country.alpha_3 for country in self.countries)
        chosen = {
            words: _selection.select(self, codes, self.years, None, keep)
            for words, keep in tierrecord.grading.stricter_choices(weak).items()
        }
        records = {"all placements": self, **chosen}
        return analysis.sensitivity.probe_sensitivity(question, records)

    def columns(self) -> Columns:
        """Return the assessments as plain columns, with name, bureau and rank, one row each."""
        return tierrecord.rows.placement_columns(self.assessments, self.countries)

    @property
    def _caption(self) -> str:
        years = self.years
        span = f"{years[0]}-{years[-1]}" if years else "no editions"
        placements = f"{len(self):,} placement{'s' * (len(self) != 1)}"
        of = len(self.countries)
        return f"{span}: {placements} of {of} {'country' if of == 1 else 'countries'}"

    def __str__(self) -> str:
        return repr(self)


def __dir__() -> list[str]:
    return __all__
