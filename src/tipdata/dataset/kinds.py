"""The kinds of records: by what key each is found, and what each refers to."""

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple, get_args

from tipdata.countries import Country
from tipdata.records.assessments import Assessment
from tipdata.records.campaigns import Campaign
from tipdata.records.editions import Edition
from tipdata.records.organizations import Organization
from tipdata.records.people import Person
from tipdata.records.projects import Project
from tipdata.records.sources import Source
from tipdata.records.statements import Statement

__all__ = [
    "CLASSES",
    "KINDS",
    "Key",
    "Name",
    "Record",
    "RecordKind",
    "Reference",
    "label",
    "name_of",
    "references_of",
]

RecordKind = Literal[
    "country",
    "edition",
    "assessment",
    "organization",
    "person",
    "project",
    "campaign",
    "source",
    "statement",
]
"""What sort of thing a record is about; also its `type` in a file of mixed records."""

Record = (
    Country | Edition | Assessment | Organization | Person | Project | Campaign | Source | Statement
)
"""A record of any kind."""

Key = str | int | tuple[str, int]
"""By what a record is found: an id, an alpha-3 code, a report year, or the last two together."""

Name = tuple[RecordKind, Key]
"""A kind and a key, which name one record among all."""

KINDS: tuple[RecordKind, ...] = get_args(RecordKind)

CLASSES: dict[RecordKind, type[Record]] = {
    "country": Country,
    "edition": Edition,
    "assessment": Assessment,
    "organization": Organization,
    "person": Person,
    "project": Project,
    "campaign": Campaign,
    "source": Source,
    "statement": Statement,
}

_KIND_OF: dict[type, RecordKind] = {kind: name for name, kind in CLASSES.items()}


class Reference(NamedTuple):
    """That a record names another.

    Attributes:
        field: Where it does so, such as `affiliations[0].organization`.
        name: What it names.
    """

    field: str
    name: Name


def name_of(record: object) -> Name | None:
    """Return the kind and key of a record, or `None` for what is none.

    >>> from tipdata.records.organizations import Organization
    >>> name_of(Organization(id="rodnik", name="Rodnik"))
    ('organization', 'rodnik')
    """
    kind = _KIND_OF.get(type(record))
    if kind is None:
        return None
    match record:
        case Country():
            return kind, record.alpha_3
        case Edition():
            return kind, record.year
        case Assessment():
            return kind, (record.country, record.year)
        case Organization() | Person() | Project() | Campaign() | Source() | Statement():
            return kind, record.id
        case _:
            return None


def label(name: Name) -> str:
    """Return the name of a record in words.

    >>> label(("assessment", ("KAZ", 2021))), label(("person", "nazifa-kamalova"))
    ('assessment KAZ 2021', "person 'nazifa-kamalova'")
    """
    kind, key = name
    return f"{kind} {key[0]} {key[1]}" if isinstance(key, tuple) else f"{kind} {key!r}"


def references_of(record: Record) -> Iterator[Reference]:
    """Yield what a record refers to, in the order of its fields.

    >>> from tipdata.records.organizations import Organization
    >>> [reference.field for reference in references_of(
    ...     Organization(id="branch", name="Branch", country="UZB", parent="centre")
    ... )]
    ['country', 'parent']
    """
    finder = _REFERENCES.get(type(record))
    if finder is not None:
        yield from finder(record)


def _of_assessment(record: Assessment) -> Iterator[Reference]:
    yield Reference("country", ("country", record.country))
    yield Reference("year", ("edition", record.year))
    yield from _each("sources", "source", record.sources)
    yield from _each("disputed_by", "source", record.disputed_by)


def _of_organization(record: Organization) -> Iterator[Reference]:
    yield from _one("country", "country", record.country)
    yield from _one("parent", "organization", record.parent)
    yield from _each("sources", "source", record.sources)


def _of_person(record: Person) -> Iterator[Reference]:
    for number, affiliation in enumerate(record.affiliations):
        place = f"affiliations[{number}]"
        name: Name = ("organization", affiliation.organization)
        yield Reference(f"{place}.organization", name)
        yield from _one(f"{place}.on_behalf_of", "organization", affiliation.on_behalf_of)
    for number, honour in enumerate(record.honours):
        yield from _one(f"honours[{number}].edition", "edition", honour.edition)
    yield from _each("sources", "source", record.sources)


def _of_project(record: Project) -> Iterator[Reference]:
    for number, place in enumerate(record.countries):
        yield Reference(f"countries[{number}].country", ("country", place.country))
    for number, part in enumerate(record.participations):
        name: Name = ("organization", part.organization)
        yield Reference(f"participations[{number}].organization", name)
    for number, budget in enumerate(record.budgets):
        yield from _one(f"budgets[{number}].country", "country", budget.country)
    yield from _each("sources", "source", record.sources)


def _of_campaign(record: Campaign) -> Iterator[Reference]:
    yield from _each("countries", "country", record.countries)
    yield from _each("organizers", "organization", record.organizers)
    yield from _each("partners", "organization", record.partners)
    yield from _one("project", "project", record.project)
    if record.reach is not None:
        yield from _one("reach.source", "source", record.reach.source)
    yield from _each("sources", "source", record.sources)


def _of_statement(record: Statement) -> Iterator[Reference]:
    yield Reference("person", ("person", record.person))
    yield Reference("source", ("source", record.source))


def _one(field: str, kind: RecordKind, key: Key | None) -> Iterator[Reference]:
    if key is not None:
        yield Reference(field, (kind, key))


def _each(field: str, kind: RecordKind, keys: tuple[str, ...]) -> Iterator[Reference]:
    for number, key in enumerate(keys):
        yield Reference(f"{field}[{number}]", (kind, key))


# A dispatch by class, since a sequence of isinstance tests takes twice as
# long over the 200,000 records that a check may see.
_REFERENCES: dict[type, Callable[..., Iterator[Reference]]] = {
    Assessment: _of_assessment,
    Organization: _of_organization,
    Person: _of_person,
    Project: _of_project,
    Campaign: _of_campaign,
    Statement: _of_statement,
}
