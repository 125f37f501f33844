"""What the fields of a record become in FollowTheMoney entities, and what is left of them."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import attrs

from tipdata._wire.shapes import encode
from tipdata.dataset.kinds import Name
from tipdata.dates import Period
from tipdata.formats._leaving import Left
from tipdata.formats.followthemoney._model import PREFIX, codes, entity_id, why_not
from tipdata.records.organizations import Identifier, Organization
from tipdata.records.people import Person

SCHEME = "followthemoney"
"""The scheme of the identifier that keeps the id of an entity."""

WIKIDATA = "wikidata"

ORG_ID = re.compile(r"[A-Z]{2}-[A-Z0-9]+")
"""The form of the code of a list at org-id.guide."""

_TWICE = "FollowTheMoney has no value of a property twice"
_NO_CODE = "FollowTheMoney has no code for this country"
_NO_LIST = "FollowTheMoney has no property for codes of this list"


@attrs.define
class Entity:
    """An entity that is being made of a record.

    Attributes:
        id: Its id.
        schema: Its schema.
        properties: What it says so far.
    """

    id: str
    schema: str
    properties: dict[str, list[str]] = attrs.field(factory=dict[str, list[str]])

    def line(self) -> str:
        """Return the entity as a line of JSON."""
        return encode({"id": self.id, "schema": self.schema, "properties": self.properties}) + "\n"


class Sayer:
    """Says the fields of one record in entities, and leaves what they cannot say.

    Args:
        name: Its kind and key.
        plain: Its fields as plain data.
        ids: The ids of entities of all records that have others than the usual ones.
    """

    def __init__(self, name: Name, plain: Mapping[str, Any], ids: Mapping[Name, str]) -> None:
        self.entities: list[Entity] = []
        self.left: list[Left] = []
        self._name = name
        self._ids = ids
        self.plain = plain

    def start(self, schema: str, identity: str = "") -> Entity:
        """Return a new entity: that of the record, or another one with its own id."""
        made = Entity(identity or self.id_of(*self._name), schema)
        self.entities.append(made)
        return made

    def id_of(self, kind: Any, key: Any) -> str:  # noqa: ANN401 - the parts of a name
        """Return the id of the entity of a record, whether or not it is in the dataset."""
        return self._ids.get((kind, key)) or entity_id(kind, key)

    def part(self, what: str, number: int) -> str:
        """Return the id of the entity of a part of the record."""
        return f"{PREFIX}{what}-{self._name[1]}.{number}"

    def leave(self, field: str, why: str, value: object) -> None:
        """Leave the value of a field."""
        self.left.append(Left(record=self._name, field=field, value=encode(value), why=why))

    def link(
        self, schema: str, identity: str, ends: dict[str, str], field: str, plain: object
    ) -> Entity | None:
        """Return a new entity that links others; leave the field if an id is too long."""
        whys = [why for one in (identity, *ends.values()) if (why := why_not("proof", one))]
        if whys:
            self.leave(field, whys[0], plain)
            return None
        made = self.start(schema, identity)
        made.properties = {name: [one] for name, one in ends.items()}
        return made

    def say(
        self, entity: Entity | None, name: str, value: str | None, field: str, plain: object = None
    ) -> bool:
        """Give a property a value of a field; leave the field, or `plain`, if it cannot have it."""
        if entity is None or not value:
            return False
        said = entity.properties.get(name, [])
        why = _TWICE if value in said else why_not(name, value)
        if why:
            self.leave(field, why, value if plain is None else plain)
        else:
            entity.properties[name] = [*said, value]
        return not why

    def say_country(self, entity: Entity, code: str | None, field: str, plain: object) -> bool:
        """Say the code of a country."""
        if code is not None and code not in codes():
            self.leave(field, _NO_CODE, plain)
        return code in codes() and self.say(entity, "country", codes()[code or ""], field, plain)

    def say_period(self, entity: Entity, period: Period | None, field: str) -> None:
        """Say the dates of a period, or leave all of it."""
        if period is None:
            return
        sides = {"startDate": period.start, "endDate": period.end}
        dates = {name: str(date) for name, date in sides.items() if date}
        reasons = [why_not(name, date) for name, date in dates.items()]
        if not dates:
            self.leave(field, "it has neither start nor end", str(period))
        elif any(reasons):
            self.leave(field, max(reasons), str(period))
        else:
            entity.properties.update((name, [date]) for name, date in dates.items())

    def say_identifiers(
        self, entity: Entity, identifiers: Iterable[Identifier], name: str = ""
    ) -> None:
        """Say the codes of a record: of Wikidata, and of lists at org-id.guide under `name`."""
        for number, one in enumerate(identifiers):
            field, plain = f"identifiers[{number}]", self.plain["identifiers"][number]
            if one.scheme == SCHEME and one.value == self._ids.get(self._name):
                if one in (*identifiers,)[:number]:
                    self.leave(field, _TWICE, plain)
            elif one.scheme == WIKIDATA:
                self.say(entity, "wikidataId", one.value, field, plain)
            elif name and ORG_ID.fullmatch(one.scheme):
                self.say(entity, name, str(one), field, plain)
            else:
                self.leave(field, _NO_LIST, plain)

    def say_names(self, entity: Entity, record: Organization | Person) -> None:
        """Say the name and the other names, which lose their languages."""
        self.say(entity, "name", record.name, "name")
        for number, other in enumerate(record.other_names):
            field, plain = f"other_names[{number}]", self.plain["other_names"][number]
            if self.say(entity, "alias", other.name, field, plain) and other.language:
                why = "FollowTheMoney has no languages of names"
                self.leave(f"{field}.language", why, other.language)

    def say_all(
        self, entity: Entity, name: str, kind: Literal["organization", "source"], field: str
    ) -> None:
        """Say the records of a kind that a field names."""
        for number, key in enumerate(self.plain[field]):
            self.say(entity, name, self.id_of(kind, key), f"{field}[{number}]", key)
