"""A dataset: records of all kinds in one bag, and what follows from having them together."""

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property, partial
from typing import Any, Literal, TypeVar, get_args

import attrs
from attrs import field

from tipdata._arguments import read_word
from tipdata.countries import Country, CountryRegistry
from tipdata.countries import default as default_registry
from tipdata.dataset import _ordering
from tipdata.dataset._choosing import select
from tipdata.dataset.diffing import Difference, compare
from tipdata.dataset.kinds import KINDS, Name, Record, RecordKind, label, name_of, references_of
from tipdata.dates import PartialDate, Period
from tipdata.errors import (
    InvalidValueError,
    MergeConflictError,
    Nearest,
    UnknownRecordError,
)
from tipdata.records.assessments import Assessment
from tipdata.records.campaigns import Campaign
from tipdata.records.editions import Edition
from tipdata.records.organizations import Organization
from tipdata.records.people import Person
from tipdata.records.projects import Project
from tipdata.records.sources import Source
from tipdata.records.statements import Statement
from tipdata.tierrecord import TierRecord
from tipdata.tierrecord.evidence import Background

__all__ = ["Dataset", "OnConflict", "as_dataset"]

OnConflict = Literal["raise", "ours", "theirs"]
"""What to do with a record that two datasets hold differently."""

_T = TypeVar("_T")
_K = TypeVar("_K", str, int, tuple[str, int])


_FIELDS: dict[RecordKind, str] = {
    "country": "countries",
    "edition": "editions",
    "assessment": "assessments",
    "organization": "organizations",
    "person": "people",
    "project": "projects",
    "campaign": "campaigns",
    "source": "sources",
    "statement": "statements",
}


@attrs.frozen(kw_only=True, repr=False)
class Dataset:
    """Records of all kinds, each found by its key.

    Records are given in any order and kept sorted by key, so that two
    datasets are equal if they hold the same. They may refer to what is not
    there: `tipdata.check` tells. Countries and editions are reference data
    and need not be in the set.

    Attributes:
        countries: By alpha-3 code.
        editions: By report year.
        assessments: By country and year.
        organizations: By id, as all that follow.
        people: The people.
        projects: The projects.
        campaigns: The campaigns.
        sources: The sources.
        statements: The statements.

    Raises:
        InvalidValueError: A record is of another kind, or a key is there twice.

    >>> one = Organization(id="sana-sezim", name="Sana Sezim", country="KAZ")
    >>> Dataset(organizations=[one]).organization("sana-sezim").country
    'KAZ'
    """

    countries: tuple[Country, ...] = field(default=(), converter=_ordering.countries)
    editions: tuple[Edition, ...] = field(default=(), converter=_ordering.editions)
    assessments: tuple[Assessment, ...] = field(default=(), converter=_ordering.assessments)
    organizations: tuple[Organization, ...] = field(default=(), converter=_ordering.organizations)
    people: tuple[Person, ...] = field(default=(), converter=_ordering.people)
    projects: tuple[Project, ...] = field(default=(), converter=_ordering.projects)
    campaigns: tuple[Campaign, ...] = field(default=(), converter=_ordering.campaigns)
    sources: tuple[Source, ...] = field(default=(), converter=_ordering.sources)
    statements: tuple[Statement, ...] = field(default=(), converter=_ordering.statements)

    @classmethod
    def of(cls, records: Iterable[Record]) -> "Dataset":
        """Make a dataset of records of mixed kinds.

        Raises:
            InvalidValueError: Something is no record, or a key is there twice.

        >>> len(Dataset.of([Source(id="one", title="One"), Person(id="ann", name="Ann")]))
        2
        """
        parted: dict[str, list[Any]] = {}
        for record in records:
            name = name_of(record)
            if name is None:
                raise InvalidValueError("Dataset", record, "a record of one of the nine kinds")
            parted.setdefault(_FIELDS[name[0]], []).append(record)
        return cls(**parted)

    @cached_property
    def _records(self) -> dict[Name, Record]:
        every = (record for kind in KINDS for record in getattr(self, _FIELDS[kind]))
        return {name: record for record in every if (name := name_of(record)) is not None}

    @cached_property
    def _referring(self) -> dict[Name, list[Record]]:
        found: dict[Name, list[Record]] = {}
        for record in self:
            for name in dict.fromkeys(reference.name for reference in references_of(record)):
                found.setdefault(name, []).append(record)
        return found

    @cached_property
    def _registry(self) -> CountryRegistry:
        registry = default_registry()
        own = {country.alpha_3: country for country in self.countries if country not in registry}
        if not own:
            return registry
        known = {country.alpha_3: country for country in registry}
        return attrs.evolve(registry, countries={**known, **own}.values())

    @cached_property
    def tiers(self) -> TierRecord:
        """The placements as a `TierRecord`, for series, changes and the rest.

        Countries and editions that are not in the set come from the default
        registry and without figures. What single sources claim of a placement
        is not part of a dataset; ask the record of `tipdata.load()` for it.

        Raises:
            UnknownCountryError: A placement is of a country that neither the
                set nor the registry has.
        """
        editions = {one.year: Edition(year=one.year) for one in self.assessments}
        editions.update((edition.year, edition) for edition in self.editions)
        codes = sorted({one.country for one in self.assessments})
        return TierRecord(
            countries=tuple(self._registry.get(code) for code in codes),
            editions=tuple(editions[year] for year in sorted(editions)),
            assessments=self.assessments,
            registry=self._registry,
            background=partial(Background, sources=self.sources),
        )

    def _find(self, kind: RecordKind, of: type[_T], key: _K) -> _T:
        try:
            found = self._records.get((kind, key))
        except TypeError:
            found = None
        if isinstance(found, of):
            return found
        known = (record_key for record_kind, record_key in self._records if record_kind == kind)
        raise UnknownRecordError(kind, key, lambda: Nearest(known).to(key))

    def country(self, code: str) -> Country:
        """Return the country with an alpha-3 code, if it is in the set.

        Raises:
            UnknownRecordError: It is not; `tipdata.countries` may have it.
        """
        return self._find("country", Country, code)

    def edition(self, year: int) -> Edition:
        """Return the edition of a report year, if it is in the set.

        Raises:
            UnknownRecordError: It is not.
        """
        return self._find("edition", Edition, year)

    def assessment(self, country: str, year: int) -> Assessment:
        """Return the assessment of a country, given by its alpha-3 code, in an edition.

        Raises:
            UnknownRecordError: There is none.
        """
        return self._find("assessment", Assessment, (country, year))

    def organization(self, key: str) -> Organization:
        """Return the organization with an id.

        Raises:
            UnknownRecordError: There is none; it names the nearest.
        """
        return self._find("organization", Organization, key)

    def person(self, key: str) -> Person:
        """Return the person with an id.

        Raises:
            UnknownRecordError: There is none; it names the nearest.
        """
        return self._find("person", Person, key)

    def project(self, key: str) -> Project:
        """Return the project with an id.

        Raises:
            UnknownRecordError: There is none; it names the nearest.
        """
        return self._find("project", Project, key)

    def campaign(self, key: str) -> Campaign:
        """Return the campaign with an id.

        Raises:
            UnknownRecordError: There is none; it names the nearest.
        """
        return self._find("campaign", Campaign, key)

    def source(self, key: str) -> Source:
        """Return the source with an id.

        Raises:
            UnknownRecordError: There is none; it names the nearest.
        """
        return self._find("source", Source, key)

    def statement(self, key: str) -> Statement:
        """Return the statement with an id.

        Raises:
            UnknownRecordError: There is none; it names the nearest.
        """
        return self._find("statement", Statement, key)

    def references(self, record: Record) -> tuple[Record, ...]:
        """Return the records of the set that a record names, each once, in the order of its fields.

        >>> branch = Organization(id="branch", name="Branch", parent="centre")
        >>> centre = Organization(id="centre", name="Centre")
        >>> [str(one) for one in Dataset(organizations=[branch, centre]).references(branch)]
        ['Centre']
        """
        names = dict.fromkeys(reference.name for reference in references_of(record))
        return tuple(self._records[name] for name in names if name in self._records)

    def referrers(self, record: Record) -> tuple[Record, ...]:
        """Return the records of the set that name a record, in the order of kinds and keys.

        >>> branch = Organization(id="branch", name="Branch", parent="centre")
        >>> centre = Organization(id="centre", name="Centre")
        >>> [str(one) for one in Dataset(organizations=[branch, centre]).referrers(centre)]
        ['Branch']
        """
        name = name_of(record)
        return () if name is None else tuple(self._referring.get(name, ()))

    def campaigns_where(
        self,
        *,
        on: datetime.date | PartialDate | Period | None = None,
        country: Country | str | None = None,
        partner: str | None = None,
    ) -> tuple[Campaign, ...]:
        """Return the campaigns that may have been active then, in a country, by an organization.

        The organization may have run it or taken part; it is given by its
        id. A campaign whose dates are not known is not ruled out by `on`.

        Raises:
            UnknownCountryError: The text is no known code or name.
            AmbiguousCountryError: The text means more than one country.
            UnknownRecordError: There is no such organization.
        """
        code = None if country is None else self._registry.resolve(country).alpha_3
        if partner is not None:
            self.organization(partner)
        return tuple(
            campaign
            for campaign in self.campaigns
            if (on is None or campaign.active(on))
            and (code is None or code in campaign.countries)
            and (partner is None or campaign.involves(partner))
        )

    def select(
        self,
        *,
        country: Country | str | Collection[Country | str] | None = None,
        year: int | None = None,
        kind: RecordKind | Collection[RecordKind] | None = None,
    ) -> "Dataset":
        """Return the records of a country, a year and a kind, and all that these refer to.

        People are of the countries of their organizations, statements of
        those of their speakers. A year selects what overlaps it; what has no
        known date is kept.

        Raises:
            UnknownCountryError: A text is no known code or name.
            AmbiguousCountryError: A text means more than one country.
            InvalidValueError: There is no such kind, or the year is no year.
        """
        if year is not None and (type(year) is not int or not 1 <= year <= datetime.MAXYEAR):
            raise InvalidValueError("year", year, "a year like 2021")
        codes = None
        if country is not None:
            given = [country] if isinstance(country, (str, Country)) else country
            codes = {self._registry.resolve(one).alpha_3 for one in given}
        kinds = None if kind is None else _kinds(kind)
        return Dataset.of(select(self._records, codes, year, kinds).values())

    def with_records(self, *records: Record) -> "Dataset":
        """Return a dataset with more records.

        Raises:
            InvalidValueError: A key is there already. Take the old record out
                first, or `merge` with `on_conflict="theirs"`.
        """
        return Dataset.of([*self, *records])

    def without(self, *records: Record) -> "Dataset":
        """Return a dataset without the records that have the keys of these.

        Raises:
            UnknownRecordError: One is not there.
        """
        names = {name_of(record): record for record in records}
        for name, record in names.items():
            if name is None:
                raise InvalidValueError("Dataset", record, "a record of one of the nine kinds")
            if name not in self._records:
                raise UnknownRecordError(*name)
        return Dataset.of(record for name, record in self._records.items() if name not in names)

    def merge(self, other: "Dataset", on_conflict: OnConflict = "raise") -> "Dataset":
        """Return the records of both.

        A record that is in both and differs is an error, or taken from this
        dataset (`ours`) or from the other (`theirs`). It does not matter in
        which order three datasets are brought together pair by pair.

        Raises:
            MergeConflictError: Records differ, and nothing else was said.
            InvalidValueError: There is no such way to resolve a conflict.
        """
        read_word("on_conflict", on_conflict, get_args(OnConflict))
        ours, theirs = self._records, other._records  # noqa: SLF001 - of our own class
        differing = [name for name in ours if name in theirs and ours[name] != theirs[name]]
        if differing and on_conflict == "raise":
            raise MergeConflictError(tuple(label(name) for name in differing))
        merged = {**ours, **theirs} if on_conflict == "theirs" else {**theirs, **ours}
        return Dataset.of(merged.values())

    def diff(self, other: "Dataset") -> Difference:
        """Return what was added, removed and changed on the way from this dataset to the other."""
        return compare(self._records, other._records)  # noqa: SLF001 - of our own class

    def __iter__(self) -> Iterator[Record]:
        return iter(self._records.values())

    def __len__(self) -> int:
        return len(self._records)

    def __contains__(self, record: object) -> bool:
        name = name_of(record)
        return name is not None and self._records.get(name) == record

    @property
    def counts(self) -> Mapping[RecordKind, int]:
        """How many records of each kind there are."""
        return {kind: len(getattr(self, _FIELDS[kind])) for kind in KINDS}

    def __repr__(self) -> str:
        held = ", ".join(
            f"{count:,} {kind if count == 1 else _FIELDS[kind]}"
            for kind, count in self.counts.items()
            if count
        )
        return f"<Dataset: {held or 'empty'}>"


def _kinds(given: str | Collection[str]) -> set[RecordKind]:
    wanted = {given} if isinstance(given, str) else given
    for one in wanted:
        if one not in KINDS:
            raise InvalidValueError.unknown_word("kind", one, KINDS)
    return {kind for kind in KINDS if kind in wanted}


def as_dataset(tiers: TierRecord) -> Dataset:
    """Return the records of a tier record as a dataset."""
    return Dataset(
        countries=tiers.countries,
        editions=tiers.editions,
        assessments=tiers.assessments,
        sources=tiers.sources,
    )
