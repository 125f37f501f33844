"""The records of a Popolo document, and what they do not hold.

Each object of a document becomes plain fields, of which `Gathering` makes a
record or explains, with paths in the document, why it does not.
"""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from tipdata._wire.explaining import wrong_type
from tipdata._wire.faults import fault
from tipdata._wire.json_text import BrokenError
from tipdata._wire.json_values import is_list, is_object, step
from tipdata._wire.reading import Classes
from tipdata._wire.shapes import encode
from tipdata._wire.storage import Readable
from tipdata.countries import Country, CountryRegistry
from tipdata.countries.reading import read_registry
from tipdata.dataset.gathering import Gathering
from tipdata.dataset.kinds import Name, RecordKind
from tipdata.errors import TipdataError
from tipdata.formats._leaving import Left, Loaded, fits, left_out
from tipdata.formats._standards import make_slug
from tipdata.formats.popolo._objects import (
    Object,
    ObjectPlace,
    find_marks,
    open_document,
    parse,
    same_id,
    same_slug,
    why_left,
)
from tipdata.formats.popolo._writing import COUNTRY, SCHEME, WEBSITE
from tipdata.limits import Limits
from tipdata.records.organizations import Identifier, Organization, OtherName
from tipdata.records.sources import Source

_NO_AREA = "a record has countries, and no other areas"
_NO_LINK = "not a web address"
_NO_PERSON = "an affiliation is that of a person in the document"
_NO_BODY = "an affiliation needs an organization"
_NO_SCHEME = "an identifier needs a scheme without spaces"
_ONLY_NAMED = "it became a slug, and no record of the document keeps it"
_OTHERWISE = "another note or address is with this source before"
_DIVISION = re.compile("ocd-division/country:([a-z]{2})")


class Reading:
    """Reads one document."""

    def __init__(
        self,
        registry: CountryRegistry | None,
        most: int,
        classes: Classes | None,
        limits: Limits,
    ) -> None:
        self._registry = read_registry(registry)
        self._codes = {one.alpha_3: one for one in self._registry}
        self._areas: dict[str, Country] = {}
        self._used: set[str] = set()
        self._places: dict[RecordKind, list[ObjectPlace]] = {}
        self._found = Gathering(
            lambda kind, number: self._places[kind][number], registry, most, classes, limits
        )
        self._originals: dict[tuple[RecordKind, str], tuple[str, str]] = {}
        self._sources: dict[str, dict[str, Any]] = {}
        self._left: list[Left] = []

    def read(self, text: Readable, *, sound: bool) -> Loaded:
        """Return the records of a document, and what they do not hold.

        Raises:
            FormatError: With everything that is wrong with it.
        """
        try:
            for problem in find_marks(
                given := parse(text, self._found.limits), "$", self._found.limits
            ):
                self._found.problems.add(problem)
            if not self._found.problems.count:
                self._document(open_document(given))
        except BrokenError as error:
            self._found.problems.add(error.problem)
        return Loaded(dataset=self._found.finish(sound=sound), left=left_out(self._left))

    def _document(self, document: Object) -> None:
        areas = [*self._objects(document, "areas")]
        bodies = [*self._objects(document, "organizations")]
        people = [*self._objects(document, "persons")]
        members = [*self._objects(document, "memberships")]
        for kind, owners in (("organization", bodies), ("person", people)):
            for owner in owners:
                own = {f"{kind}_id": owner.data.get("id")}
                nested = self._objects(owner, "memberships")
                members += (Object({**own, **member.data}, member.path) for member in nested)
        for area in areas:
            self._know(area)
        for body in bodies:
            self._organization(body)
        for person, theirs in self._with_members(people, members):
            self._person(person, theirs)
        for area in areas:
            self._leave_area(area)
        self._leave_lost_ids({"organization": bodies, "person": people})
        self._leave(document, None)

    def _with_members(
        self, people: list[Object], members: list[Object]
    ) -> Iterator[tuple[Object, list[Object]]]:
        """Yield each person with its memberships; those of nobody are left."""
        theirs: dict[object, list[Object]] = {same_id(one.data.get("id")): [] for one in people}
        for member in members:
            known = theirs.get(same_id(member.take("person_id")))
            if known is None:
                self._add(None, member.path, member.data, _NO_PERSON)
            else:
                known.append(member)
        for person in people:
            yield person, theirs.pop(same_id(person.data.get("id")), [])

    def _leave_lost_ids(self, owners: Mapping[RecordKind, list[Object]]) -> None:
        """Return the ids that became slugs of records which are not there to keep them."""
        held = {
            (kind, make_slug(str(one.data.get("id")))) for kind in owners for one in owners[kind]
        }
        for name, (original, path) in self._originals.items():
            if original != name[1] and name not in held:
                self._add(None, path, original, _ONLY_NAMED)

    # What a document says of countries, organizations and people.

    def _know(self, area: Object) -> None:
        """Remember the country that an area is, if it is one."""
        key, code = area.data.get("id"), area.data.get("identifier")
        if isinstance(key, str) and area.data.get("classification") == COUNTRY:
            found = self._codes.get(code) if isinstance(code, str) else None
            found = found or self._named(area.data.get("name"))
            if found is not None:
                self._areas[key] = found

    def _leave_area(self, area: Object) -> None:
        """Return what no organization says of an area by its country."""
        key, name = area.data.get("id"), area.data.get("name")
        if not isinstance(key, str) or key not in self._used:
            self._add(None, area.path, area.data, _NO_AREA)
            return
        country = self._areas[key]
        said = {"id", "classification"}
        said |= {"identifier"} if area.data.get("identifier") == country.alpha_3 else set()
        said |= {"name"} if self._named(name) == country else set()
        for field in said:
            area.take(field)
        self._leave(area, ("country", country.alpha_3))

    def _named(self, name: object) -> Country | None:
        try:
            return self._registry.resolve(name) if isinstance(name, str) else None
        except TipdataError:
            return None

    def _organization(self, one: Object) -> None:
        plain, moved = self._named_object("organization", one)
        name = _name_of("organization", plain)
        kind = one.data.get("classification")
        if not isinstance(kind, str) or fits(Organization, "kind", kind):
            one.move("classification", plain, "kind")
        country = self._country(one.data.get("area_id"))
        if country is not None:
            one.take("area_id")
            plain["country"] = country.alpha_3
        one.move("founding_date", plain, "founded")
        one.move("dissolution_date", plain, "dissolved")
        one.move("description", plain, "description")
        if (parent := one.take("parent_id")) is not None:
            plain["parent"] = self._slug("organization", parent, f"{one.path}.parent_id")
        for link in self._objects(one, "links"):
            url = link.data.get("url")
            is_site = "website" not in plain and link.data.get("note") == WEBSITE
            if is_site and fits(Organization, "website", url):
                link.take("note")
                plain["website"] = link.take("url")
                self._leave(link, name)
            else:
                self._add(name, link.path, link.data, why_left("links"))
        self._take("organization", one, plain, moved)

    def _country(self, area: object) -> Country | None:
        if not isinstance(area, str):
            return None
        if area in self._areas:
            self._used.add(area)
            return self._areas[area]
        division = _DIVISION.fullmatch(area)
        return self._named(division[1].upper()) if division else None

    def _person(self, one: Object, members: list[Object]) -> None:
        plain, moved = self._named_object("person", one)
        name = _name_of("person", plain)
        affiliations: list[Any] = []
        for member in members:
            body = member.data.get("organization_id")
            if body is None:
                self._add(name, member.path, member.data, _NO_BODY)
                continue
            moved[f"{one.path}.affiliations[{len(affiliations)}]"] = member.path
            affiliations.append(self._affiliation(member))
            self._leave(member, name)
        plain["affiliations"] = affiliations
        self._take("person", one, plain, moved)

    def _affiliation(self, member: Object) -> dict[str, Any]:
        plain: dict[str, Any] = {}
        member.move("role", plain, "role")
        member.move("start_date", plain, "start")
        member.move("end_date", plain, "end")
        for key, name in (("organization_id", "organization"), ("on_behalf_of_id", "on_behalf_of")):
            if (body := member.take(key)) is not None:
                plain[name] = self._slug("organization", body, f"{member.path}.{key}")
        return plain

    def _named_object(self, kind: RecordKind, one: Object) -> tuple[dict[str, Any], dict[str, str]]:
        """Return the fields that people and organizations share, and where their parts are."""
        plain: dict[str, Any] = {}
        moved: dict[str, str] = {}
        original = one.take("id")
        if original is not None:
            plain["id"] = self._slug(kind, original, f"{one.path}.id")
        one.move("name", plain, "name")
        name = _name_of(kind, plain)
        for key, part in (("other_names", self._other_name), ("identifiers", self._identifier)):
            parts = plain[key] = list[Any]()
            for given in self._objects(one, key):
                made = part(given, name)
                if made is not None:
                    moved[f"{one.path}.{key}[{len(parts)}]"] = given.path
                    parts.append(made)
        kept = {"scheme": SCHEME, "value": original}
        if original not in (None, plain.get("id")) and kept not in plain["identifiers"]:
            plain["identifiers"].append(kept)
        plain["sources"] = [*self._cited(one, name)]
        return plain, moved

    def _other_name(self, one: Object, name: Name | None) -> dict[str, Any]:
        plain: dict[str, Any] = {}
        one.move("name", plain, "name")
        if fits(OtherName, "language", one.data.get("lang")):
            one.move("lang", plain, "language")
        self._leave(one, name)
        return plain

    def _identifier(self, one: Object, name: Name | None) -> dict[str, Any] | None:
        plain: dict[str, Any] = {}
        if not fits(Identifier, "scheme", one.data.get("scheme")):
            self._add(name, one.path, one.data, _NO_SCHEME)
            return None
        one.move("scheme", plain, "scheme")
        one.move("identifier", plain, "value")
        self._leave(one, name)
        return plain

    def _cited(self, one: Object, name: Name | None) -> Iterator[str]:
        """Yield the ids of the sources of an object, and remember them for the dataset."""
        for link in self._objects(one, "sources"):
            url, note = link.data.get("url"), link.data.get("note")
            key = link.data.get("id", url)
            if not (fits(Source, "id", key) and fits(Organization, "website", url)):
                self._add(name, link.path, link.data, _NO_LINK)
                continue
            for field in ("id", "url"):
                link.take(field)
            title = note if fits(Source, "title", note) else url
            if title == note:
                link.take("note")
            source = {"id": key, "title": title, "address": url}
            known = self._sources.setdefault(key, source)
            if known is source:
                self._places.setdefault("source", []).append(
                    ObjectPlace((3, len(self._sources)), link.path)
                )
                self._found.take("source", (source,))
            elif known != source:
                self._add(name, link.path, link.data, _OTHERWISE)
            self._leave(link, name)
            yield key

    # What all objects have in common.

    def _objects(self, owner: Object, key: str) -> Iterator[Object]:
        """Yield the objects of a list, and report what is not an object or not a list."""
        path = f"{owner.path}.{key}"
        given = owner.take(key)
        if given is not None and not is_list(given):
            self._found.problems.add(partial(wrong_type, given, path, "a list"))
        for number, one in enumerate(given if is_list(given) else ()):
            place = f"{path}[{number}]"
            if is_object(one):
                yield Object(one, place)
            else:
                self._found.problems.add(partial(wrong_type, one, place, "an object"))

    def _slug(self, kind: RecordKind, original: Any, path: str) -> Any:  # noqa: ANN401 - what JSON has
        """Return the slug of an id, or what is refused as one."""
        slug = make_slug(original) if isinstance(original, str) else ""
        if not slug:
            return original
        before, _ = self._originals.setdefault((kind, slug), (original, path))
        if before != original:
            self._found.problems.add(partial(same_slug, before, original, slug, path))
        return slug

    def _take(
        self, kind: RecordKind, one: Object, plain: dict[str, Any], moved: dict[str, str]
    ) -> None:
        places = self._places.setdefault(kind, [])
        places.append(
            ObjectPlace((1 if kind == "organization" else 2, len(places)), one.path, moved=moved)
        )
        self._found.take(kind, (plain,))
        self._leave(one, _name_of(kind, plain))

    def _leave(self, one: Object, name: Name | None) -> None:
        """Return what was not taken of an object, with the reason."""
        for key, value in one.rest():
            self._add(name, step(one.path, key), value, why_left(key))

    def _add(self, name: Name | None, path: str, value: object, why: str) -> None:
        try:
            self._left.append(Left(record=name, field=path, value=encode(value), why=why))
        except RecursionError:
            self._found.problems.add(fault("too-deep", "nested too deeply", path))


def _name_of(kind: RecordKind, plain: dict[str, Any]) -> Name | None:
    key = plain.get("id")
    return (kind, key) if isinstance(key, str) else None
