"""The objects of a Popolo document: their values, their places, and what is left of them."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from tipdata._wire.bounds import beyond
from tipdata._wire.explaining import wrong_type
from tipdata._wire.faults import fault
from tipdata._wire.json_text import BrokenError, Cursor, text_of
from tipdata._wire.json_values import (
    Constant,
    HugeNumber,
    Repeated,
    is_deeper,
    is_list,
    is_object,
    step,
    ways_up,
)
from tipdata._wire.storage import Readable
from tipdata.dataset.gathering import Place
from tipdata.errors import shorten
from tipdata.formats._leaving import NO_FIELD, NO_PRIVACY
from tipdata.formats._recognizing import is_entity, is_line, other_format, zip_format
from tipdata.formats.popolo._writing import LISTS
from tipdata.limits import Limits
from tipdata.problems import Problem

EXPECTED = "a Popolo document: an object with persons, organizations and memberships"

_HIDDEN = (
    *("birth_date", "death_date", "gender", "pronouns", "national_identity", "image", "images"),
    *("email", "contact_details"),
)
_WHY = {
    **dict.fromkeys(_HIDDEN, NO_PRIVACY),
    "area_id": "not known to be a country",
    "classification": "not one of the words for the kind of an organization",
    "lang": "not a language tag",
    "links": "a record holds one link, the website of an organization",
}
_EMPTY: tuple[object, ...] = (None, "", [], {})
_NAMES: Mapping[str, str] = {
    "kind": "classification",
    "country": "area_id",
    "founded": "founding_date",
    "dissolved": "dissolution_date",
    "parent": "parent_id",
    "website": "links",
    "value": "identifier",
    "language": "lang",
    "organization": "organization_id",
    "start": "start_date",
    "end": "end_date",
    "on_behalf_of": "on_behalf_of_id",
}
"""What Popolo calls the fields of our records that it calls otherwise."""
_LAST_NAME = re.compile(r"(?<=\.)[a-z_]+$")


class Object:
    """An object of a document, of which values are taken one by one.

    Attributes:
        data: Its values by key.
        path: Where it is in the document.
    """

    def __init__(self, data: Mapping[str, Any], path: str) -> None:
        self.data: Mapping[str, Any] = data
        self.path: str = path
        self._taken: set[str] = set()

    def take(self, key: str) -> Any:  # noqa: ANN401 - what JSON has
        """Return a value, or `None` if there is none."""
        self._taken.add(key)
        return self.data.get(key)

    def move(self, key: str, plain: dict[str, Any], name: str) -> None:
        """Put a value, if there is one, into the fields of a record under another name."""
        if (value := self.take(key)) is not None:
            plain[name] = value

    def rest(self) -> Iterator[tuple[str, Any]]:
        """Yield the keys and values that were not taken and say anything."""
        for key, value in self.data.items():
            if key not in self._taken and value not in _EMPTY:
                yield key, value


@attrs.frozen
class ObjectPlace(Place):
    """Where an object is, and where in the document the parts of its record are.

    Attributes:
        moved: The paths of parts in the document, by their paths in the record.
    """

    moved: Mapping[str, str] = attrs.field(factory=dict[str, str], hash=False)

    def put(self, problem: Problem) -> Problem:
        """Return a problem with a path in the record as one with a path in the document."""
        path = problem.path
        moved = next((ours for ours in ways_up(path) if ours in self.moved), "")
        rest = path[len(moved) :]
        if rest and path != self.path:
            rest = _LAST_NAME.sub(lambda found: _NAMES.get(found[0], found[0]), rest)
        return attrs.evolve(problem, path=self.moved.get(moved, "") + rest)


def parse(text: Readable, limits: Limits) -> object:
    """Return the value that a document is.

    Raises:
        BrokenError: It is not JSON, or another format of ours.
    """
    if packed := zip_format(text):
        raise BrokenError(other_format(packed, EXPECTED))
    # The document is one value, so it may be as long as a document.
    cursor = Cursor(text_of(text), limits=attrs.evolve(limits, line=limits.size))
    if is_entity(cursor.text.partition("\n")[0]):
        raise BrokenError(other_format("FollowTheMoney", EXPECTED))
    given: object = cursor.value("$")
    if is_line(given):
        raise BrokenError(other_format("JSON Lines", EXPECTED))
    cursor.end()
    return given


def open_document(given: object) -> Object:
    """Return the object that a document is.

    Raises:
        BrokenError: It is not an object, or has none of the lists, or is a document of ours.
    """
    if not is_object(given):
        raise BrokenError(wrong_type(given, "$", EXPECTED))
    for key, name in (("schema_version", "JSON"), ("@context", "JSON-LD")):
        if key in given:
            raise BrokenError(other_format(name, EXPECTED))
    if not set(LISTS) & set(given):
        message = "neither persons nor organizations nor memberships found"
        raise BrokenError(fault("missing-field", message, "$", expected=EXPECTED))
    return Object(given, "$")


def find_marks(value: object, path: str, limits: Limits) -> Iterator[Problem]:
    """Yield where a value has duplicate keys or what JSON does not have, or that it is too deep."""
    if is_deeper(value, limits.depth):
        yield beyond("depth", limits, path)
        return
    waiting: list[tuple[object, str]] = [(value, path)]
    while waiting:
        one, place = waiting.pop()
        if isinstance(one, Repeated):
            for key, times in Counter(key for key, _ in one.pairs).items():
                if times > 1:
                    yield fault("duplicate-key", "duplicate key", step(place, key))
            waiting += ((inner, step(place, key)) for key, inner in one.pairs)
        elif isinstance(one, float) and not math.isfinite(one):
            yield fault("number-too-large", "number too large", place)
        elif isinstance(one, (Constant, HugeNumber)):
            yield wrong_type(one, place, "a value that JSON has")
        elif is_object(one):
            waiting += ((inner, step(place, key)) for key, inner in one.items())
        elif is_list(one):
            waiting += ((inner, f"{place}[{number}]") for number, inner in enumerate(one))


def why_left(key: str) -> str:
    """Return why no record holds a value of an object, by the key of the value."""
    return _WHY.get(key, NO_FIELD)


def same_id(identity: object) -> object:
    """Return what can be hashed and is equal for equal ids.

    A string stays itself, since each of many nested memberships has the id of
    its owner, which may be long. Whatever else it is, it is refused later.
    """
    if isinstance(identity, str):
        return identity
    return (None,) if is_list(identity) or is_object(identity) else (repr(identity),)


def same_slug(before: str, original: str, slug: str, path: str) -> Problem:
    """Return the problem of an id that becomes the slug of another one."""
    message = f"the ids {shorten(before)} and {shorten(original)} become the same slug"
    expected = "ids that differ in more than case and punctuation"
    return fault("duplicate-id", message, path, value=shorten(slug), expected=expected)
