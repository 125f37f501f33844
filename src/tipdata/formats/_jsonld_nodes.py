"""Each record as a node of schema.org's vocabulary, and what that vocabulary cannot say of it."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import quote

from tipdata._wire.json_values import is_list
from tipdata.dataset.kinds import Key, RecordKind, name_of, plain_key
from tipdata.dates import PartialDate, Period
from tipdata.formats._leaving import Reasons, fits
from tipdata.records.assessments import Assessment
from tipdata.records.campaigns import Campaign
from tipdata.records.countries import Country
from tipdata.records.designations import Designation
from tipdata.records.editions import Edition
from tipdata.records.organizations import Identifier, Organization, OtherName
from tipdata.records.people import Affiliation, Person
from tipdata.records.projects import Project
from tipdata.records.sources import Source
from tipdata.records.statements import Statement

Node = dict[str, Any]
"""An object of JSON-LD."""

REASONS: Mapping[RecordKind, Reasons] = {
    "country": {
        "code_status": "schema.org has no status of a code",
        "names": "schema.org's names have no years; alternateName has the names",
        "bureau": "schema.org has no bureaus of the State Department",
        "span": "schema.org's countries have no beginning and end",
    },
    "edition": {
        "released_basis": "schema.org does not say how well a fact is known",
        "period_basis": "schema.org does not say how well a fact is known",
        "counts": "schema.org has no counts of placements",
        "heroes": "schema.org has no counts of people who are honoured",
    },
    "assessment": {
        "evidence": "schema.org does not say how well a fact is known",
        "official": "schema.org does not say how well a fact is known",
        "families": "schema.org does not say how well a fact is known",
        "disputed_by": "schema.org has no sources that disagree",
        "amended": "schema.org's observations have one value",
    },
    "organization": {"services[].status": "schema.org's services have no status"},
    "person": {"affiliations[].on_behalf_of": "schema.org's roles are on behalf of nobody"},
    "project": {
        "planned": "schema.org's projects have no start and end",
        "actual": "schema.org's projects have no start and end",
        "status": "schema.org's projects have no stage",
        "countries[].period": "schema.org's areaServed has no dates",
        "budgets": "schema.org has grants, not budgets",
    },
    "campaign": {
        "project": "schema.org's events belong to no project",
        "channels": "schema.org's events have no channels",
        "reach": "schema.org's events have attendees, not a reach",
    },
    "source": {
        "family": "schema.org does not say which sources copy one another",
        "weak": "schema.org does not say how well a fact is known",
    },
    "statement": {},
    "designation": {},
}
"""Why schema.org does not say the fields of each kind; those that it says are not listed."""

ADDRESS = "schema.org has web addresses; this is not one"
"""Why it does not say the address of a source that is not on the web."""

_TYPES: Mapping[RecordKind, str] = {
    "country": "Country",
    "edition": "Report",
    "assessment": "Observation",
    "organization": "Organization",
    "person": "Person",
    "project": "Project",
    "campaign": "Event",
    "source": "CreativeWork",
    "statement": "Quotation",
    "designation": "Observation",
}
_ORGANIZATIONS = {"government": "GovernmentOrganization", "NGO": "NGO"}
_REPORT = "Trafficking in Persons Report"
_SCHEME = "tipdata"
_CODE = "ISO 3166-1"
_UNSAFE = re.compile("[^A-Za-z0-9-]")


class Nodes:
    """Makes nodes of records.

    Args:
        base: How the IRIs of the nodes begin; without one they are blank nodes.
    """

    def __init__(self, base: str) -> None:
        self._base = base
        self.named: dict[str, tuple[RecordKind, Key]] = {}
        self._make: dict[RecordKind, Callable[[Any], Node]] = {
            "country": self._country,
            "edition": self._edition,
            "assessment": self._assessment,
            "organization": self._organization,
            "person": self._person,
            "project": self._project,
            "campaign": self._campaign,
            "source": self._source,
            "statement": self._statement,
            "designation": self._designation,
        }

    def id_of(self, kind: RecordKind, key: Key) -> str:
        """Return the IRI of a record, or its blank node."""
        text = str(plain_key(key))
        if self._base:
            return f"{self._base}{kind}/{quote(text, safe='')}"
        return f"_:{kind}-{_UNSAFE.sub(lambda found: f'_{ord(found[0]):x}_', text)}"

    def of(self, kind: RecordKind, record: object) -> Node:
        """Return the node of a record."""
        name = name_of(record)
        assert name is not None  # noqa: S101 - datasets hold records alone
        return {"@id": self.id_of(*name), "@type": _TYPES[kind], **self._make[kind](record)}

    def of_missing(self, kind: RecordKind, key: Key) -> Node:
        """Return the node of a record that is named and is not in the dataset."""
        node = {"@id": self.id_of(kind, key), "@type": _TYPES[kind]}
        match kind:
            case "edition":
                return {**node, "name": f"{_REPORT} {key}"}
            case "country":
                return {**node, "identifier": _property(f"{_CODE} alpha-3", str(key))}
            case _:
                return {**node, "identifier": _property(_SCHEME, str(key))}

    def _to(self, kind: RecordKind, key: Key | None) -> Node | None:
        """Return a reference to a record, and remember that it is named."""
        if key is None:
            return None
        node = self.id_of(kind, key)
        self.named[node] = (kind, key)
        return {"@id": node}

    def _to_each(self, kind: RecordKind, keys: Iterable[Key]) -> list[Node | None]:
        return [self._to(kind, key) for key in keys]

    def _country(self, one: Country) -> Node:
        codes = {"alpha-3": one.alpha_3, "alpha-2": one.alpha_2, "numeric": one.numeric}
        return said(
            name=one.name,
            alternateName=[*one.spellings[1:]],
            identifier=[_property(f"{_CODE} {form}", code) for form, code in codes.items() if code],
        )

    def _edition(self, one: Edition) -> Node:
        return said(
            name=f"{_REPORT} {one.year}",
            position=one.ordinal,
            datePublished=one.released and one.released.isoformat(),
            temporalCoverage=one.period and str(one.period),
        )

    def _assessment(self, one: Assessment) -> Node:
        return said(
            observationAbout=self._to("country", one.country),
            variableMeasured=f"tier in the {_REPORT}",
            value=one.tier.value,
            observationDate=str(one.year),
            description=one.note,
            subjectOf=[self._to("edition", one.year), *self._to_each("source", one.sources)],
        )

    def _designation(self, one: Designation) -> Node:
        return said(
            observationAbout=self._to("country", one.country),
            variableMeasured=one.kind,
            value=one.outcome,
            observationDate=str(one.year),
            subjectOf=[self._to("edition", one.year), self._to("source", one.source)],
        )

    def _organization(self, one: Organization) -> Node:
        own_type = _ORGANIZATIONS.get(one.kind or "")
        services = [
            {
                "@type": "Offer",
                "itemOffered": said(_type="Service", serviceType=s.kind, name=s.name),
            }
            for s in one.services
        ]
        return said(
            _type=own_type,
            additionalType=None if own_type else one.kind,
            name=one.name,
            alternateName=_names(one.other_names),
            identifier=_identifiers(one.id, one.identifiers),
            location=self._to("country", one.country),
            foundingDate=_date(one.founded),
            dissolutionDate=_date(one.dissolved),
            parentOrganization=self._to("organization", one.parent),
            url=one.website,
            makesOffer=services,
            description=one.description,
            subjectOf=self._to_each("source", one.sources),
        )

    def _person(self, one: Person) -> Node:
        return said(
            name=one.name,
            alternateName=_names(one.other_names),
            identifier=_identifiers(one.id, one.identifiers),
            affiliation=[self._role(part) for part in one.affiliations],
            award=[str(honour) for honour in one.honours],
            subjectOf=self._to_each("source", one.sources),
        )

    def _role(self, one: Affiliation) -> Node:
        return said(
            _type="OrganizationRole",
            affiliation=self._to("organization", one.organization),
            roleName=one.role,
            startDate=_date(one.start),
            endDate=_date(one.end),
        )

    def _project(self, one: Project) -> Node:
        members = [
            said(
                _type="OrganizationRole",
                member=self._to("organization", part.organization),
                roleName=part.role,
            )
            for part in one.participations
            if part.role != "funding"
        ]
        return said(
            name=one.title,
            identifier=_identifiers(one.id, one.identifiers),
            areaServed=self._to_each("country", (place.country for place in one.countries)),
            funder=self._to_each("organization", one.organizations("funding")),
            member=members,
            description=one.description,
            subjectOf=self._to_each("source", one.sources),
        )

    def _campaign(self, one: Campaign) -> Node:
        period = one.period or Period()
        return said(
            name=one.title,
            identifier=_identifiers(one.id, one.identifiers),
            startDate=_date(period.start),
            endDate=_date(period.end),
            location=self._to_each("country", one.countries),
            organizer=self._to_each("organization", one.organizers),
            contributor=self._to_each("organization", one.partners),
            keywords=[*one.themes, *one.hashtags],
            description=one.description,
            subjectOf=self._to_each("source", one.sources),
        )

    def _source(self, one: Source) -> Node:
        return said(
            name=one.title,
            identifier=_property(_SCHEME, one.id),
            creditText=one.author,
            url=one.address if is_address(one.address) else None,
            datePublished=_date(one.published),
            description=one.remarks,
        )

    def _statement(self, one: Statement) -> Node:
        quoted = one.kind == "quoted"
        return said(
            _type=None if quoted else "CreativeWork",
            identifier=_property(_SCHEME, one.id),
            creator=self._to("person", one.person),
            text=one.text if quoted else None,
            abstract=None if quoted else one.text,
            isBasedOn=self._to("source", one.source),
            dateCreated=_date(one.date),
            locationCreated=said(_type="Place", name=one.place) if one.place else None,
        )


def said(_type: str | None = None, **values: object) -> Node:
    """Return a node of the values that say anything, a single one of several by itself."""
    node: Node = {"@type": _type} if _type else {}
    for name, value in values.items():
        found = [one for one in (value if is_list(value) else [value]) if one not in (None, "")]
        if found:
            node[name] = found if len(found) > 1 else found[0]
    return node


def is_address(text: str) -> bool:
    """Return whether a string is a web address."""
    return fits(Organization, "website", text)


def _property(scheme: str, value: str) -> Node:
    return {"@type": "PropertyValue", "propertyID": scheme, "value": value}


def _identifiers(key: str, identifiers: Iterable[Identifier]) -> list[Node]:
    return [_property(_SCHEME, key), *(_property(one.scheme, one.value) for one in identifiers)]


def _names(names: Iterable[OtherName]) -> list[str | Node]:
    return [
        {"@value": one.name, "@language": one.language} if one.language else one.name
        for one in names
    ]


def _date(date: PartialDate | None) -> str | None:
    return None if date is None else str(date)


def reasons_for(kind: RecordKind, record: object) -> Reasons:
    """Return why schema.org does not say the fields of a record."""
    if isinstance(record, Source) and record.address and not is_address(record.address):
        return {"address": ADDRESS, **REASONS[kind]}
    return REASONS[kind]
