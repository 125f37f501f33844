"""A dataset as a Popolo document, and what Popolo cannot say of it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tipdata._wire.shapes import encode
from tipdata.countries import default
from tipdata.dataset import Dataset
from tipdata.dataset.kinds import Record, RecordKind, name_of
from tipdata.formats._leaving import (
    WHOLE,
    Left,
    LeftOut,
    Reasons,
    Written,
    fits,
    leave,
    left_out,
)
from tipdata.formats._standards import make_slug
from tipdata.records.organizations import Identifier, Organization
from tipdata.records.people import Affiliation, Person
from tipdata.records.sources import Source

Json = dict[str, Any]
"""An object of a document."""

WEBSITE = "website"
"""The note of the link to the website of an organization."""

COUNTRY = "country"
"""The classification of an area that is a country."""

REASONS: Mapping[RecordKind, Reasons] = {
    "country": {WHOLE: "Popolo has areas, not countries with their codes, spans and old names"},
    "edition": {WHOLE: "Popolo has no reports"},
    "assessment": {WHOLE: "Popolo has no ratings of countries"},
    "organization": {"services": "Popolo has no services"},
    "person": {"honours": "Popolo has no awards"},
    "project": {WHOLE: "Popolo has no projects"},
    "campaign": {WHOLE: "Popolo has no campaigns"},
    "source": {
        "author": "Popolo says of a source its address and a note",
        "published": "Popolo says of a source its address and a note",
        "remarks": "Popolo says of a source its address and a note",
        "family": "Popolo says of a source its address and a note",
        "weak": "Popolo says of a source its address and a note",
    },
    "statement": {WHOLE: "Popolo has speeches at events, not quotations from sources"},
    "designation": {WHOLE: "Popolo has no acts about countries"},
}
"""Why Popolo does not say the fields of each kind; those that it says are not listed."""

UNLINKED = "Popolo names a source by its web address, and none is known"
"""Why a record does not name one of its sources."""

UNCITED = "Popolo lists sources with the people and organizations that cite them; none does"
"""Why a source is not in the document."""

SCHEME = "popolo"
"""The scheme of the identifier that keeps an id of a document which is not a slug."""

LISTS = ("areas", "memberships", "organizations", "persons")
"""The lists of a document."""


class Writing:
    """Makes the lists of a document.

    Attributes:
        lists: The objects of each list.
        left: What they do not say.
    """

    def __init__(self, dataset: Dataset) -> None:
        self._linked = {one.id: one for one in dataset.sources if is_linked(one)}
        self._names = {one.alpha_3: one.name for one in (*default(), *dataset.countries)}
        self._originals = {
            one.id: kept.value for one in dataset.organizations if (kept := kept_id(one))
        }
        self._cited: set[str] = set()
        self._left: list[Left] = []
        self.lists: dict[str, list[Json]] = {name: [] for name in LISTS}
        for organization in dataset.organizations:
            self.lists["organizations"].append(self._organization(organization))
        for person in dataset.people:
            self.lists["persons"].append(self._person(person))
            key = self.lists["persons"][-1]["id"]
            self.lists["memberships"] += (self._membership(key, a) for a in person.affiliations)
        codes = {one.country for one in dataset.organizations if one.country}
        self.lists["areas"] = [self._area(code) for code in sorted(codes)]
        by_name: dict[object, list[Left]] = {}
        for item in self._left:
            by_name.setdefault(item.record, []).append(item)
        self.left: LeftOut = left_out(
            item
            for record in dataset
            for item in (*self._leave(record), *by_name.get(name_of(record), ()))
        )

    def _leave(self, record: Record) -> Iterable[Left]:
        if isinstance(record, Source) and record.id not in self._cited:
            linked = record.id in self._linked
            return leave(record, {WHOLE: UNCITED if linked else UNLINKED})
        name = name_of(record)
        return leave(record, REASONS[name[0]]) if name else ()

    def _id_of(self, organization: str | None) -> str | None:
        return None if organization is None else self._originals.get(organization, organization)

    def _organization(self, one: Organization) -> Json:
        kept = kept_id(one)
        return _said(
            id=kept.value if kept else one.id,
            name=one.name,
            other_names=[_said(name=name.name, lang=name.language) for name in one.other_names],
            classification=one.kind,
            area_id=one.country,
            founding_date=str(one.founded or ""),
            dissolution_date=str(one.dissolved or ""),
            parent_id=self._id_of(one.parent),
            links=[{"note": WEBSITE, "url": one.website}] if one.website else [],
            identifiers=_identifiers(one, kept),
            description=one.description,
            sources=self._sources(one),
        )

    def _person(self, one: Person) -> Json:
        kept = kept_id(one)
        return _said(
            id=kept.value if kept else one.id,
            name=one.name,
            other_names=[_said(name=name.name, lang=name.language) for name in one.other_names],
            identifiers=_identifiers(one, kept),
            sources=self._sources(one),
        )

    def _sources(self, record: Organization | Person) -> list[Json]:
        """Return the links to the sources of a record that have a web address."""
        found: list[Json] = []
        for number, key in enumerate(record.sources):
            source = self._linked.get(key)
            if source is None:
                field, name = f"sources[{number}]", name_of(record)
                self._left.append(Left(record=name, field=field, value=encode(key), why=UNLINKED))
            else:
                self._cited.add(key)
                found.append({"id": key, "note": source.title, "url": source.address})
        return found

    def _membership(self, person: str, one: Affiliation) -> Json:
        return _said(
            person_id=person,
            organization_id=self._id_of(one.organization),
            role=one.role,
            start_date=str(one.start or ""),
            end_date=str(one.end or ""),
            on_behalf_of_id=self._id_of(one.on_behalf_of),
        )

    def _area(self, code: str) -> Json:
        name = self._names.get(code)
        return _said(id=code, identifier=code, name=name, classification=COUNTRY)


def kept_id(one: Organization | Person) -> Identifier | None:
    """Return the identifier that keeps the id which a record had in a document, if it has one.

    It is the last one, since there a reader puts it.
    """
    last = one.identifiers[-1] if one.identifiers else None
    if last is None or last.scheme != SCHEME or type(last) is not Identifier:
        return None
    is_other = last.value != one.id and last not in one.identifiers[:-1]
    return last if is_other and make_slug(last.value) == one.id else None


def _identifiers(one: Organization | Person, kept: Identifier | None) -> list[Json]:
    found = one.identifiers[:-1] if kept else one.identifiers
    return [_said(scheme=each.scheme, identifier=each.value) for each in found]


def _said(**values: object) -> Json:
    """Return an object of the values that say anything, by name."""
    return {name: value for name, value in sorted(values.items()) if value not in (None, "", [])}


def is_linked(source: Source) -> bool:
    """Return whether a source has an address that Popolo can link to."""
    return fits(Organization, "website", source.address)


def pieces(lists: Mapping[str, list[Json]]) -> Iterator[str]:
    """Yield the text of a document, an object on each line, piece by piece."""
    start = "{"
    for name, objects in sorted(lists.items()):
        yield f'{start}"{name}": ['
        yield ",".join(f"\n{encode(one)}" for one in objects)
        yield "\n]" if objects else "]"
        start = ",\n"
    yield "}\n"


def write(dataset: Dataset) -> Written:
    """Return a dataset as a document."""
    writing = Writing(dataset)
    return Written(text="".join(pieces(writing.lists)), left=writing.left)
