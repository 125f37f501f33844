"""A dataset: records of all kinds, and what follows from having them together."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs

from tipdata._arguments import check_kind, read_any_year, read_word, read_words
from tipdata._attributes import Renamed
from tipdata._pickles import stamp_pickles
from tipdata.countries import CountryRegistry
from tipdata.countries.reading import read_countries
from tipdata.dataset._choosing import choose, choose_campaigns
from tipdata.dataset._index import Index, in_order, required_name
from tipdata.dataset._placing import registry_with, tiers_among
from tipdata.dataset.diffing import Difference, OnConflict, diff_records, merge_records
from tipdata.dataset.kinds import KINDS, PLURALS, Name, Record, RecordKind, key_of
from tipdata.dataset.relating import Relations, relate
from tipdata.dates import PartialDate, Period
from tipdata.errors import UnknownRecordError
from tipdata.records.assessments import Assessment
from tipdata.records.campaigns import Campaign
from tipdata.records.countries import Country
from tipdata.records.designations import DESIGNATION_KINDS, OUTCOMES, Designation, Outcome
from tipdata.records.editions import Edition
from tipdata.records.organizations import Organization
from tipdata.records.people import Person
from tipdata.records.projects import Project
from tipdata.records.sources import Source
from tipdata.records.statements import Statement
from tipdata.tierrecord import TierRecord
from tipdata.typing import DesignationKind


@stamp_pickles
@attrs.frozen(kw_only=True, repr=False, init=False)
class Dataset:
    """Records of all kinds, each found by its key.

    Records may come in any order and are sorted by key. They may name records
    that are not in the set, which `tipdata.check` reports; countries and
    editions need not be in it. Instances of subclasses are of the same kind.

    Attributes:
        countries: Countries, by alpha-3 code.
        editions: Editions, by report year.
        assessments: Assessments, by country and year.
        organizations: Organizations, by id, as all up to the statements.
        people: People.
        projects: Projects.
        campaigns: Campaigns.
        sources: Sources.
        statements: Statements.
        designations: Designations, by kind, country, year and outcome.

    Raises:
        InvalidValueError: A record is of another kind, or a key is duplicate.

    >>> one = Organization(id="sana-sezim", name="Sana Sezim", country="KAZ")
    >>> Dataset(organizations=[one]).organization("sana-sezim").country
    'KAZ'
    """

    __module__ = "tipdata.dataset"

    countries: tuple[Country, ...] = ()
    editions: tuple[Edition, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    organizations: tuple[Organization, ...] = ()
    people: tuple[Person, ...] = ()
    projects: tuple[Project, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    sources: tuple[Source, ...] = ()
    statements: tuple[Statement, ...] = ()
    designations: tuple[Designation, ...] = ()

    # By hand, since type checkers know the arguments of no shared converter.
    def __init__(  # noqa: PLR0913 - a parameter for each kind
        self,
        *,
        countries: Iterable[Country] = (),
        editions: Iterable[Edition] = (),
        assessments: Iterable[Assessment] = (),
        organizations: Iterable[Organization] = (),
        people: Iterable[Person] = (),
        projects: Iterable[Project] = (),
        campaigns: Iterable[Campaign] = (),
        sources: Iterable[Source] = (),
        statements: Iterable[Statement] = (),
        designations: Iterable[Designation] = (),
    ) -> None:
        given: list[Iterable[Record]] = [countries, editions, assessments, organizations]
        given += [people, projects, campaigns, sources, statements, designations]
        for kind, records in zip(KINDS, given, strict=True):
            object.__setattr__(self, PLURALS[kind], in_order(kind, records))

    @classmethod
    def from_records(cls, records: Iterable[Record]) -> "Dataset":
        """Return the dataset of records of any kinds.

        Raises:
            InvalidValueError: A value is not a record, or a key is duplicate.

        >>> len(Dataset.from_records([Source(id="one", title="One"), Person(id="ann", name="Ann")]))
        2
        """
        parted: dict[str, list[Any]] = {plural: [] for plural in PLURALS.values()}
        check_kind("records", records, (Iterable,), "several records")
        for record in records:
            parted[PLURALS[required_name(record)[0]]].append(record)
        return cls(**parted)

    if not TYPE_CHECKING:
        of = Renamed("from_records")

    @cached_property
    def _index(self) -> Index:
        records: dict[Name, Record] = {
            (kind, key_of(kind)(record)): record
            for kind in KINDS
            for record in getattr(self, PLURALS[kind])
        }
        return Index(records)

    @cached_property
    def _registry(self) -> CountryRegistry:
        return registry_with(self.countries)

    @cached_property
    def tiers(self) -> TierRecord:
        """The placements as a `TierRecord`, for series, changes and other analyses.

        Countries that are not in the set come from the default registry;
        editions that are not in the set have a year and nothing else. The
        claims of single sources are not part of a dataset, nor is how
        completely acts are known: whether an act names a country that no
        designation names is unknown. The record of `tipdata.load()` has both.

        Raises:
            UnknownCountryError: Neither the set nor the registry has the
                country of a placement.
        """
        return tiers_among(
            self._registry, self.editions, self.assessments, self.sources, self.designations
        )

    def country(self, country: Country | str) -> Country:
        """Return a country, given as code, name or `Country`.

        Raises:
            UnknownCountryError: Not a known code or name.
            AmbiguousCountryError: The name means more than one country.
            UnknownRecordError: It is not in the set; `tipdata.countries` may have it.
        """
        return self._index.find(Country, self._registry.resolve(country).alpha_3)

    def edition(self, year: int) -> Edition:
        """Return the edition of a report year; `UnknownRecordError` if it is not in the set."""
        return self._index.find(Edition, read_any_year("year", year))

    def assessment(self, country: Country | str, year: int) -> Assessment:
        """Return the assessment of a country, as code, name or `Country`, in an edition."""
        code = self._registry.resolve(country).alpha_3
        return self._index.find(Assessment, (code, read_any_year("year", year)))

    def organization(self, key: str) -> Organization:
        """Return the organization with an id; the error of an unknown id names the nearest."""
        return self._index.find(Organization, key)

    def person(self, key: str) -> Person:
        """Return the person with an id; the error of an unknown id names the nearest."""
        return self._index.find(Person, key)

    def project(self, key: str) -> Project:
        """Return the project with an id; the error of an unknown id names the nearest."""
        return self._index.find(Project, key)

    def campaign(self, key: str) -> Campaign:
        """Return the campaign with an id; the error of an unknown id names the nearest."""
        return self._index.find(Campaign, key)

    def source(self, key: str) -> Source:
        """Return the source with an id; the error of an unknown id names the nearest."""
        return self._index.find(Source, key)

    def statement(self, key: str) -> Statement:
        """Return the statement with an id; the error of an unknown id names the nearest."""
        return self._index.find(Statement, key)

    def designation(
        self, kind: DesignationKind, country: Country | str, year: int, outcome: Outcome
    ) -> Designation:
        """Return what an act of a kind decides about a country in an edition.

        Raises:
            InvalidValueError: Unknown kind, an outcome that acts of this kind
                do not have, or the year is not valid.
            UnknownCountryError: Not a known code or name.
            AmbiguousCountryError: The name means more than one country.
            UnknownRecordError: It is not in the set.
        """
        kind = read_word("kind", kind, DESIGNATION_KINDS)
        code = self._registry.resolve(country).alpha_3
        when = read_any_year("year", year)
        outcome = read_word("outcome", outcome, OUTCOMES[kind])
        return self._index.find(Designation, (kind, code, when, outcome))

    def references(self, record: Record) -> tuple[Record, ...]:
        """Return the records of the set that a record names, in the order of its fields.

        Raises:
            InvalidValueError: It is not a record.

        >>> branch = Organization(id="branch", name="Branch", parent="centre")
        >>> centre = Organization(id="centre", name="Centre")
        >>> [str(one) for one in Dataset(organizations=[branch, centre]).references(branch)]
        ['Centre']
        """
        return self._index.references(record)

    def referrers(self, record: Record) -> tuple[Record, ...]:
        """Return the records of the set that name a record, in the order of kinds and keys.

        Raises:
            InvalidValueError: It is not a record.

        >>> branch = Organization(id="branch", name="Branch", parent="centre")
        >>> centre = Organization(id="centre", name="Centre")
        >>> [str(one) for one in Dataset(organizations=[branch, centre]).referrers(centre)]
        ['Branch']
        """
        return self._index.referrers(record)

    def relations(self) -> Relations:
        """Return the references between records as a table, for graph tools.

        Its rows are subject, relation, object, role, start and end: for
        networkx, `from_pandas_edgelist(dataset.relations().to_frame("pandas"),
        "subject", "object", edge_attr=True)`. See `tipdata.dataset.relating`.

        >>> ann = Person(id="ann", name="Ann", sources=("page",))
        >>> print(Dataset(people=[ann]).relations()[0])
        person:ann cites source:page
        """
        return relate(self._index.records)

    def campaigns_where(
        self,
        *,
        on: datetime.date | PartialDate | Period | None = None,
        country: Country | str | None = None,
        partner: str | None = None,
    ) -> tuple[Campaign, ...]:
        """Return the campaigns that may have run then, in a country, by an organization.

        Args:
            on: A time. Campaigns with unknown dates are not ruled out.
            country: A country, or its code or name.
            partner: The id of an organization that ran it or took part.

        Raises:
            UnknownCountryError: The string is not a known code or name.
            AmbiguousCountryError: The string means more than one country.
            UnknownRecordError: The set has no such organization.
            InvalidValueError: `on` is not a time.
        """
        code = None if country is None else self._registry.resolve(country).alpha_3
        if partner is not None:
            self.organization(partner)
        return choose_campaigns(self.campaigns, on, code, partner)

    def select(
        self,
        *,
        country: Country | str | Iterable[Country | str] | None = None,
        year: int | None = None,
        kind: RecordKind | Iterable[RecordKind] | None = None,
    ) -> "Dataset":
        """Return the records of a country, a year and a kind, and all records that these name.

        People belong to the countries of their organizations, and statements
        to those of their speakers. A year selects the records that overlap it;
        records without a known date are kept.

        Raises:
            UnknownCountryError: A string is not a known code or name.
            AmbiguousCountryError: A string means more than one country.
            InvalidValueError: The kind is unknown, the year is not valid, or a
                collection is empty.
        """
        when = None if year is None else read_any_year("year", year)
        codes = None
        if country is not None:
            codes = {one.alpha_3 for one in read_countries(self._registry, country, "country")}
        kinds = None if kind is None else read_words("kind", kind, KINDS)
        return Dataset.from_records(choose(self._index.records, codes, when, kinds).values())

    def with_records(self, *records: Record) -> "Dataset":
        """Return a dataset with more records.

        It is made anew, so add many in one call rather than one at a time.

        Raises:
            InvalidValueError: The set already has a record with this key.
                Remove it first, or `merge` with `on_conflict="theirs"`.
        """
        return Dataset.from_records([*self, *records])

    def without(self, *records: Record) -> "Dataset":
        """Return a dataset without the records that have the keys of these.

        Raises:
            UnknownRecordError: The set has no record with one of the keys.
            InvalidValueError: A value is not a record.
        """
        names = {required_name(record) for record in records}
        for name in names:
            if name not in self._index.records:
                raise UnknownRecordError(*name)
        kept = (record for name, record in self._index.records.items() if name not in names)
        return Dataset.from_records(kept)

    def merge(self, other: "Dataset", on_conflict: OnConflict = "raise") -> "Dataset":
        """Return the records of both datasets.

        If both have different records under one key, raise an error, or take
        the record of this dataset (`ours`) or of the other (`theirs`). Merging
        is associative.

        Raises:
            MergeConflictError: Records differ, and `on_conflict` is `raise`.
            InvalidValueError: `on_conflict` is not one of these words, or the
                other one is not a dataset.
        """
        check_kind("other", other, (Dataset,), "a Dataset")
        ours, theirs = self._index.records, other._index.records  # noqa: SLF001 - of our own class
        return Dataset.from_records(merge_records(ours, theirs, on_conflict).values())

    def diff(self, other: "Dataset") -> Difference:
        """Return which records were added, removed and changed between this dataset and another.

        Raises:
            InvalidValueError: The other one is not a dataset.
        """
        check_kind("other", other, (Dataset,), "a Dataset")
        return diff_records(self._index.records, other._index.records)  # noqa: SLF001 - of our own class

    def __iter__(self) -> Iterator[Record]:
        return iter(self._index.records.values())

    def __len__(self) -> int:
        return len(self._index.records)

    def __contains__(self, record: object) -> bool:
        """Return whether the set has this record; what is not a record is refused."""
        return self._index.records.get(required_name(record)) == record

    @property
    def counts(self) -> Mapping[RecordKind, int]:
        """How many records of each kind there are."""
        return {kind: len(getattr(self, PLURALS[kind])) for kind in KINDS}

    def __repr__(self) -> str:
        held = ", ".join(
            f"{count:,} {kind if count == 1 else PLURALS[kind]}"
            for kind, count in self.counts.items()
            if count
        )
        return f"<Dataset: {held or 'empty'}>"
