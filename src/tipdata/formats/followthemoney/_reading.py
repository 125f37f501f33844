"""The records of FollowTheMoney entities, and what they do not hold.

Each entity becomes plain fields, of which `Gathering` makes a record or
explains, with the lines and properties of the entities, why it does not.
"""

import re
from collections.abc import Callable
from functools import partial
from itertools import product
from math import prod
from typing import get_args

from tipdata._wire.faults import fault
from tipdata._wire.reading import Classes
from tipdata._wire.shapes import encode
from tipdata._wire.storage import Readable
from tipdata.countries import CountryRegistry
from tipdata.countries.reading import read_registry
from tipdata.dataset.gathering import Gathering, Place
from tipdata.dataset.kinds import Name, RecordKind
from tipdata.formats._leaving import NO_FIELD, NO_PRIVACY, Loaded, fits, left_out
from tipdata.formats._standards import make_slug
from tipdata.formats.followthemoney._entities import (
    PATH,
    Entity,
    EntityPlace,
    EntityReader,
    unnamed,
)
from tipdata.formats.followthemoney._fields import Draft, Fields
from tipdata.formats.followthemoney._model import PREFIX, PRIVATE, key_in
from tipdata.formats.followthemoney._writing import HASHTAG, PART_OF, SCHEMA_OF_KIND
from tipdata.limits import Limits
from tipdata.records.organizations import OrganizationKind
from tipdata.records.projects import ActivityStatus, Budget, ParticipationRole

_KINDS: dict[str, RecordKind] = {
    "Organization": "organization",
    "PublicBody": "organization",
    "Company": "organization",
    "Person": "person",
    "Project": "project",
    "Event": "campaign",
    "Document": "source",
}
_KIND_OF_SCHEMA = {schema: kind for kind, schema in SCHEMA_OF_KIND.items()}
_Make = Callable[[Entity, list[str], list[str]], str]
_AMOUNT = re.compile("[0-9]{1,19}")

_NO_RECORD = "no record is like an entity of this schema"
_NO_CAMPAIGN = "only an event that tipdata wrote is known to be a campaign"
_NO_PERSON = "an affiliation is that of a person among the entities"
_NO_PROJECT = "a participation is that of a project among the entities"
_NO_BODY = "not known to be an organization"
_NO_SOURCE = "not a document"
_NO_LINK = "records are not linked like this"
_NO_WORD = "not one of the words of this field"
_NO_BUDGET = "a budget is one amount of whole units with one currency code"
_NO_SECOND = "an organization is part of one other at most"
_MOST_PAIRS = 100_000
_TOO_MANY = f"it links more than {_MOST_PAIRS:,} pairs"


class Reading:
    """Reads the entities of one text."""

    def __init__(
        self,
        registry: CountryRegistry | None,
        most: int,
        classes: Classes | None,
        limits: Limits,
    ) -> None:
        self._places: dict[RecordKind, list[Place]] = {}
        self._found = Gathering(
            lambda kind, number: self._places[kind][number], registry, most, classes, limits
        )
        self._reader = EntityReader(self._found.problems, self._found.limits)
        self._fields = Fields(read_registry(registry), self._reader.report)
        self._names: dict[str, Name | None] = {}
        self._rows: dict[Name, int] = {}
        self._drafts: dict[Name, Draft] = {}

    def read(self, text: Readable, *, sound: bool) -> Loaded:
        """Return the records of the entities, and what they do not hold.

        Raises:
            FormatError: With everything that is wrong with them.
        """
        entities = [*self._reader.read(text)]
        for entity in entities:
            self._names[entity.id] = entity.name = self._named(entity)
        drafts = [self._draft(entity) for entity in entities if entity.name is not None]
        for entity in sorted(entities, key=lambda one: one.number):
            if entity.name is None:
                self._link(entity)
        for entity in entities:
            self._leave_rest(entity)
        for draft in drafts:
            kind, row = draft.name[0], draft.entity.row
            place = EntityPlace((row, 0), "$", row, draft.moved)
            self._places.setdefault(kind, []).append(place)
            self._found.take(kind, (draft.plain,))
        dataset = self._found.finish(sound=sound)
        return Loaded(dataset=dataset, left=left_out(self._fields.left))

    def _named(self, entity: Entity) -> Name | None:
        """Return which record an entity is, if it is one."""
        kind = _KINDS.get(entity.schema)
        if kind is None:
            return None
        key = key_in(kind, entity.id)
        if kind == "campaign" and not key:
            return None
        key = key or (entity.id if kind == "source" else make_slug(entity.id))
        name: Name = (kind, key)
        if key and name not in self._rows:
            self._rows[name] = entity.row
            return name
        before = self._rows[name] if key else 0
        self._reader.report(entity.row, partial(unnamed, name, entity.id, before))
        return None

    def _leave_rest(self, entity: Entity) -> None:
        for path, value in entity.context.items():
            self._fields.leave(entity, path, value, NO_FIELD)
        for name, values in entity.rest.items():
            private = entity.schema == "Person" and name in PRIVATE
            why = NO_PRIVACY if private else NO_FIELD
            self._fields.leave(entity, f"{PATH}.{name}", encode(values), why)

    # Entities that are records.

    def _draft(self, entity: Entity) -> Draft:
        """Return the fields of the record that an entity is."""
        assert entity.name is not None  # noqa: S101 - only those are given
        kind, key = entity.name
        draft = Draft(entity, entity.name)
        draft.put("id", key, "$.id")
        self._drafts[entity.name] = draft
        match kind:
            case "organization":
                self._organization(draft)
            case "person":
                self._fields.put_names(draft)
                self._fields.put_identifiers(draft)
            case "project":
                self._project(draft)
            case "campaign":
                self._campaign(draft)
            case _:
                self._source(draft)
        if kind != "source":
            self._add_all(draft, "sources", "proof", "source", _NO_SOURCE)
        return draft

    def _organization(self, draft: Draft) -> None:
        fields, entity = self._fields, draft.entity
        fields.put_names(draft)
        kind = _KIND_OF_SCHEMA.get(entity.schema)
        if kind:
            draft.put("kind", kind, "$.schema")
        else:
            self._put_word(draft, "kind", "classification", get_args(OrganizationKind))
        for name in ("mainCountry", "country"):
            found = [] if "country" in draft.plain else fields.countries(entity, name)
            if len(found) == 1:
                draft.put("country", found[0], f"{PATH}.{name}[0]")
            elif found:
                fields.leave_several(entity, name, entity.given[name])
        for name, field in (("incorporationDate", "founded"), ("dissolutionDate", "dissolved")):
            if date := fields.date(entity, name):
                draft.put(field, date, f"{PATH}.{name}[0]")
        fields.put_address(draft)
        fields.put_identifiers(draft, "registrationNumber")
        fields.put(draft, "description", "description")

    def _project(self, draft: Draft) -> None:
        fields, entity = self._fields, draft.entity
        fields.put_first(draft, "title", "name")
        fields.put_identifiers(draft, "projectId")
        fields.put_period(draft, "actual")
        self._put_word(draft, "status", "status", get_args(ActivityStatus))
        for code in fields.countries(entity, "country"):
            draft.add("countries", {"country": code}, f"{PATH}.country")
        amounts, currencies = entity.given.get("amount", []), entity.given.get("currency", [])
        if len(amounts) == len(currencies) == 1:
            [amount], [currency] = amounts, currencies
            whole = int(amount) if _AMOUNT.fullmatch(amount) else None
            if fits(Budget, "amount", whole) and fits(Budget, "currency", currency):
                plain = {"amount": whole, "currency": currency}
                draft.add("budgets", plain, f"{PATH}.amount[0]")
                entity.take("amount")
                entity.take("currency")
        for name in ("amount", "currency"):
            if values := entity.take(name):
                fields.leave(entity, f"{PATH}.{name}", encode(values), _NO_BUDGET)
        fields.put(draft, "description", "description")

    def _campaign(self, draft: Draft) -> None:
        fields, entity = self._fields, draft.entity
        fields.put_first(draft, "title", "name")
        fields.put_identifiers(draft)
        fields.put_period(draft, "period")
        for code in fields.countries(entity, "country"):
            draft.add("countries", code, f"{PATH}.country")
        self._add_all(draft, "organizers", "organizer", "organization", _NO_BODY)
        self._add_all(draft, "partners", "involved", "organization", _NO_BODY)
        for number, word in enumerate(entity.take("keywords")):
            field = "hashtags" if HASHTAG.fullmatch(word) else "themes"
            draft.add(field, word, f"{PATH}.keywords[{number}]")
        fields.put(draft, "description", "description")

    def _source(self, draft: Draft) -> None:
        entity = draft.entity
        name = next((one for one in ("title", "name", "fileName") if one in entity.given), "title")
        self._fields.put_first(draft, "title", name)
        self._fields.put(draft, "author", "author")
        self._fields.put(draft, "address", "sourceUrl")
        if date := self._fields.date(entity, "publishedAt"):
            draft.put("published", date, f"{PATH}.publishedAt[0]")
        self._fields.put(draft, "remarks", "notes")

    def _put_word(self, draft: Draft, field: str, name: str, words: tuple[str, ...]) -> None:
        """Give a field a word of its vocabulary, or leave another one."""
        word = self._fields.single(draft.entity, name)
        if word in words:
            draft.put(field, word, f"{PATH}.{name}[0]")
        elif word:
            self._fields.leave_one(draft.entity, name, word, _NO_WORD)

    def _add_all(self, draft: Draft, field: str, name: str, kind: RecordKind, why: str) -> None:
        """Add the records of a kind that a property names, and leave what else it names."""
        for number, identity in enumerate(draft.entity.take(name)):
            key = self._key(kind, identity)
            if key:
                draft.add(field, key, f"{PATH}.{name}[{number}]")
            else:
                self._fields.leave_one(draft.entity, name, identity, why)

    def _key(self, kind: RecordKind, identity: str, *, sure: bool = False) -> str:
        """Return the key of the record that an id means, or an empty string.

        Whether an entity that is not there is of the kind is known of ours, of
        documents, and if the property says so, which is `sure`.
        """
        if identity in self._names:
            name = self._names[identity]
            return str(name[1]) if name is not None and name[0] == kind else ""
        if key := key_in(kind, identity):
            return key
        if identity.startswith(PREFIX):
            return ""
        if kind == "source":
            return identity
        return make_slug(identity) if sure else ""

    # Entities that are parts of records, and all others.

    def _link(self, entity: Entity) -> None:
        """Give records the part that an entity is, or leave it."""
        match entity.schema:
            case "Membership":
                why = self._tie(entity, "member", "organization", self._membership)
            case "ProjectParticipant":
                why = self._tie(entity, "project", "participant", self._participant)
            case "UnknownLink":
                why = self._tie(entity, "subject", "object", self._unknown_link)
            case "Event":
                why = _NO_CAMPAIGN
            case _:
                why = _NO_RECORD
        if why:
            self._fields.leave_all(entity, why)

    def _tie(self, entity: Entity, one: str, other: str, make: _Make) -> str:
        """Make what a link says of the ids in two properties, or return why not."""
        lost = [name for name in (one, other) if name not in entity.given]
        for name in lost:
            tell = partial(fault, "missing-field", f"{name!r} is missing", PATH)
            self._reader.report(entity.row, tell)
        if lost:
            return ""
        ends = entity.given[one], entity.given[other]
        return make(entity, *ends) if prod(map(len, ends)) <= _MOST_PAIRS else _TOO_MANY

    def _membership(self, entity: Entity, members: list[str], bodies: list[str]) -> str:
        """Give people their affiliations and a body its parent, or return why not."""
        owners = [self._names.get(one) for one in members]
        keys = [self._key("organization", one, sure=True) for one in bodies]
        if not all(keys):
            return _NO_BODY
        kinds = {None if owner is None else owner[0] for owner in owners}
        if kinds == {"organization"} and entity.given.get("role") == [PART_OF]:
            return self._parent(entity, [one for one in owners if one], keys)
        if kinds != {"person"}:
            return _NO_PERSON
        entity.name = next(iter(owners))
        plain: dict[str, str | None] = {"role": self._fields.single(entity, "role")}
        plain["start"] = self._fields.date(entity, "startDate") or None
        plain["end"] = self._fields.date(entity, "endDate") or None
        paths = {"role": "role", "start": "startDate", "end": "endDate"}
        for owner, key in product(owners, keys):
            if owner is not None:
                draft = self._drafts[owner]
                part = {**plain, "organization": key}
                place = draft.add("affiliations", part, PATH, entity)
                draft.moved.update(
                    (f"{place}.{field}", (entity.row, f"{PATH}.{name}[0]"))
                    for field, name in paths.items()
                )
        entity.take("member")
        entity.take("organization")
        return ""

    def _parent(self, entity: Entity, owners: list[Name], keys: list[str]) -> str:
        drafts = [self._drafts[owner] for owner in owners]
        if len(keys) > 1 or any("parent" in draft.plain for draft in drafts):
            return _NO_SECOND
        for draft in drafts:
            draft.put("parent", keys[0], f"{PATH}.organization[0]", entity)
        entity.name = owners[0]
        for name in ("member", "organization", "role"):
            entity.take(name)
        return ""

    def _participant(self, entity: Entity, projects: list[str], bodies: list[str]) -> str:
        """Give projects their participations, or return why not."""
        owners = [self._names.get(one) for one in projects]
        keys = [self._key("organization", one) for one in bodies]
        if not all(owner is not None and owner[0] == "project" for owner in owners):
            return _NO_PROJECT
        if not all(keys):
            return _NO_BODY
        entity.name = next(iter(owners))
        role = self._fields.single(entity, "role")
        if role not in get_args(ParticipationRole):
            if role:
                self._fields.leave_one(entity, "role", role, _NO_WORD)
            role = "partner"
        for owner, key in product(owners, keys):
            if owner is not None:
                part = {"organization": key, "role": role}
                self._drafts[owner].add("participations", part, PATH, entity)
        entity.take("project")
        entity.take("participant")
        return ""

    def _unknown_link(self, entity: Entity, subjects: list[str], objects: list[str]) -> str:
        """Give a campaign its project, or return why not."""
        if len(subjects) != 1 or len(objects) != 1 or entity.given.get("role") != [PART_OF]:
            return _NO_LINK
        owner, key = self._names.get(subjects[0]), self._key("project", objects[0])
        draft = None if owner is None else self._drafts[owner]
        if draft is None or draft.name[0] != "campaign" or not key or "project" in draft.plain:
            return _NO_LINK
        draft.put("project", key, f"{PATH}.object[0]", entity)
        entity.name = owner
        for name in ("subject", "object", "role"):
            entity.take(name)
        return ""
