"""A dataset as FollowTheMoney entities, and what they do not say."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import attrs

from tipdata._wire.writing import plain_writer
from tipdata.dataset import Dataset
from tipdata.dataset.kinds import CLASSES, KINDS, PLURALS, Name, Record, key_of, name_of
from tipdata.formats._leaving import WHOLE, Left, Written, leave, left_out
from tipdata.formats._standards import make_slug
from tipdata.formats.followthemoney._model import (
    PREFIX,
    entity_id,
    is_entity_id,
    why_not,
)
from tipdata.formats.followthemoney._saying import SCHEME, Entity, Sayer
from tipdata.records.campaigns import Campaign
from tipdata.records.organizations import Organization
from tipdata.records.people import Person
from tipdata.records.projects import Project
from tipdata.records.sources import Source

PART_OF = "part of"
"""The role of what is part of something, which has no schema of its own."""

SCHEMA_OF_KIND = {"government": "PublicBody", "company": "Company"}
"""The schemata that say the kind of an organization; any other is an `Organization`."""

HASHTAG = re.compile(r"#\w+")

_NO_SCHEMA = {
    "country": "FollowTheMoney has countries as codes only",
    "edition": "FollowTheMoney has no schema for editions of a report",
    "assessment": "FollowTheMoney has no tiers",
    "statement": "FollowTheMoney has no schema for what a person said",
    "designation": "FollowTheMoney has no schema for acts about countries",
}
_REASONS = {
    "organization": {"services": "FollowTheMoney has no services"},
    "person": {"honours": "FollowTheMoney has no awards"},
    "project": {"planned": "FollowTheMoney has actual dates only"},
    "campaign": {
        "channels": "FollowTheMoney has no channels",
        "reach": "FollowTheMoney does not count people",
    },
    "source": {
        "family": "FollowTheMoney does not group sources",
        "weak": "FollowTheMoney does not grade sources",
    },
}
_NO_DATES = "FollowTheMoney has no dates of this"
_NO_PART = "FollowTheMoney has one amount, that of the whole project"


def _organization(to: Sayer, one: Organization) -> None:
    """Make the entity of an organization, and one of its membership in its parent."""
    entity = to.start(SCHEMA_OF_KIND.get(one.kind or "", "Organization"))
    to.say_names(entity, one)
    if one.kind not in SCHEMA_OF_KIND:
        to.say(entity, "classification", one.kind, "kind")
    to.say_country(entity, one.country, "country", one.country)
    for name, date in (("incorporationDate", "founded"), ("dissolutionDate", "dissolved")):
        to.say(entity, name, to.plain[date], date)
    to.say(entity, "website", one.website, "website")
    to.say_identifiers(entity, one.identifiers, "registrationNumber")
    to.say(entity, "description", one.description, "description")
    to.say_all(entity, "proof", "source", "sources")
    if one.parent:
        ends = {"member": entity.id, "organization": to.id_of("organization", one.parent)}
        edge = to.link("Membership", f"{PREFIX}parent-{one.id}", ends, "parent", one.parent)
        to.say(edge, "role", PART_OF, "parent")


def _person(to: Sayer, one: Person) -> None:
    """Make the entity of a person, and one of each affiliation."""
    entity = to.start("Person")
    to.say_names(entity, one)
    to.say_identifiers(entity, one.identifiers)
    to.say_all(entity, "proof", "source", "sources")
    for number, part in enumerate(one.affiliations):
        field, plain = f"affiliations[{number}]", to.plain["affiliations"][number]
        body = to.id_of("organization", part.organization)
        ends = {"member": entity.id, "organization": body}
        edge = to.link("Membership", to.part("membership", number), ends, field, plain)
        if edge is None:
            continue
        to.say(edge, "role", part.role, f"{field}.role")
        to.say(edge, "startDate", plain["start"], f"{field}.start")
        to.say(edge, "endDate", plain["end"], f"{field}.end")
        if part.on_behalf_of:
            why = "FollowTheMoney does not say whom a member represents"
            to.leave(f"{field}.on_behalf_of", why, part.on_behalf_of)


def _project(to: Sayer, one: Project) -> None:
    """Make the entity of a project, and one of each participation."""
    entity = to.start("Project")
    to.say(entity, "name", one.title, "title")
    to.say_identifiers(entity, one.identifiers, "projectId")
    to.say_period(entity, one.actual, "actual")
    to.say(entity, "status", one.status, "status")
    for number, where in enumerate(one.countries):
        field, plain = f"countries[{number}]", to.plain["countries"][number]
        if to.say_country(entity, where.country, field, plain) and where.period:
            to.leave(f"{field}.period", _NO_DATES, str(where.period))
    _say_budgets(to, entity, one)
    to.say(entity, "description", one.description, "description")
    to.say_all(entity, "proof", "source", "sources")
    for number, part in enumerate(one.participations):
        field, plain = f"participations[{number}]", to.plain["participations"][number]
        body = to.id_of("organization", part.organization)
        ends = {"project": entity.id, "participant": body}
        own = to.part("participant", number)
        edge = to.link("ProjectParticipant", own, ends, field, plain)
        to.say(edge, "role", part.role, field)


def _say_budgets(to: Sayer, entity: Entity, one: Project) -> None:
    budgets = one.budgets
    if len(budgets) == 1:
        whole = budgets[0]
        if not (whole.country or whole.purpose or whole.period):
            entity.properties["amount"] = [str(whole.amount)]
            entity.properties["currency"] = [whole.currency]
            if whole.value_date:
                to.leave("budgets[0].value_date", _NO_DATES, str(whole.value_date))
            return
    for number, plain in enumerate(to.plain["budgets"]):
        to.leave(f"budgets[{number}]", _NO_PART, plain)


def _campaign(to: Sayer, one: Campaign) -> None:
    """Make the entity of a campaign, and one of its link to its project."""
    entity = to.start("Event")
    to.say(entity, "name", one.title, "title")
    to.say_identifiers(entity, one.identifiers)
    to.say_period(entity, one.period, "period")
    for number, code in enumerate(one.countries):
        to.say_country(entity, code, f"countries[{number}]", code)
    to.say_all(entity, "organizer", "organization", "organizers")
    to.say_all(entity, "involved", "organization", "partners")
    for number, theme in enumerate(one.themes):
        if HASHTAG.fullmatch(theme):
            to.leave(f"themes[{number}]", "among keywords it would be a hashtag", theme)
        else:
            to.say(entity, "keywords", theme, f"themes[{number}]")
    for number, hashtag in enumerate(one.hashtags):
        to.say(entity, "keywords", hashtag, f"hashtags[{number}]")
    to.say(entity, "description", one.description, "description")
    to.say_all(entity, "proof", "source", "sources")
    if one.project:
        ends = {"subject": entity.id, "object": to.id_of("project", one.project)}
        edge = to.link("UnknownLink", f"{PREFIX}link-{one.id}", ends, "project", one.project)
        to.say(edge, "role", PART_OF, "project")


def _source(to: Sayer, one: Source) -> None:
    """Make the entity of a source."""
    entity = to.start("Document")
    to.say(entity, "title", one.title, "title")
    to.say(entity, "author", one.author, "author")
    to.say(entity, "sourceUrl", one.address, "address")
    to.say(entity, "publishedAt", to.plain["published"], "published")
    to.say(entity, "notes", one.remarks, "remarks")


_Make = Callable[[Sayer, Any], None]
_MAKERS: dict[str, tuple[str, _Make]] = {
    "organization": ("name", _organization),
    "person": ("name", _person),
    "project": ("title", _project),
    "campaign": ("title", _campaign),
    "source": ("title", _source),
}


def write(dataset: Dataset) -> Written:
    """Return the entities of a dataset as lines of JSON, and what they do not say."""
    ids = dict(_kept_ids(dataset))
    lines: list[str] = []
    left: list[Left] = []
    for kind in KINDS:
        records: tuple[Record, ...] = getattr(dataset, PLURALS[kind])
        for record, plain in zip(records, plain_writer(CLASSES[kind])(records), strict=True):
            name = (kind, key_of(kind)(record))
            why = _NO_SCHEMA.get(kind) or _why_no_entity(record, name)
            if why:
                left += leave(record, {WHOLE: why})
                continue
            to = Sayer(name, plain, ids)
            _MAKERS[kind][1](to, record)
            lines += (entity.line() for entity in to.entities)
            found = (*to.left, *leave(record, _REASONS[kind]))
            left += sorted(found, key=_field_order(record))
    return Written(text="".join(lines), left=left_out(left))


def _why_no_entity(record: Record, name: Name) -> str:
    """Return why a record has no entity: its id or its name cannot be one."""
    kind, key = name
    if why := why_not("proof", entity_id(kind, str(key))):
        return why
    title, _ = _MAKERS[kind]
    said = "title" if kind == "source" else "name"
    why = why_not(said, getattr(record, title))
    return f"{title}: {why}" if why else ""


def _field_order(record: Record) -> Callable[[Left], int]:
    """Return the function that sorts what is left by the fields of a record."""
    order = {field.name: number for number, field in enumerate(attrs.fields(type(record)))}
    return lambda left: order.get(re.split(r"[.\[]", left.field)[0], len(order))


def _kept_ids(dataset: Dataset) -> Iterator[tuple[Name, str]]:
    """Yield the ids of entities that records were read from, if these would be read back so."""
    seen = set[str]()
    holders: list[Organization | Person | Project] = []
    holders += dataset.organizations
    holders += dataset.people
    holders += dataset.projects
    for record in holders:
        given = (one.value for one in record.identifiers if one.scheme == SCHEME)
        kept = next(given, "")
        if (
            is_entity_id(kept)
            and not kept.startswith(PREFIX)
            and make_slug(kept) == record.id
            and kept not in seen
        ):
            seen.add(kept)
            name = name_of(record)
            if name is not None:
                yield name, kept
