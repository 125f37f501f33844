"""FollowTheMoney entities as the lines of a file give them, and what is wrong with the lines."""

import io
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from typing import Any

import attrs

from tipdata._wire.bounded import lines_of
from tipdata._wire.bounds import beyond
from tipdata._wire.explaining import wrong_type
from tipdata._wire.faults import Code, fault
from tipdata._wire.json_text import BrokenError, scan_line
from tipdata._wire.json_values import Repeated, is_deeper, is_list, is_object, step, ways_up
from tipdata._wire.shapes import encode
from tipdata._wire.storage import Readable
from tipdata.dataset.gathering import Place
from tipdata.dataset.kinds import Name, label
from tipdata.errors import nearest, shorten
from tipdata.formats._recognizing import begun_document, is_line, other_format, zip_format
from tipdata.formats.followthemoney._model import PREFIX, PROPERTIES, SCHEMATA
from tipdata.limits import Limits
from tipdata.problems import Collector, Problem

PATH = "$.properties"
"""Where the properties of an entity are."""

_MEMBERS = {"id", "schema", "properties"}
_NUMBERED = re.compile(rf"{PREFIX}(?:membership|participant)-.*\.([0-9]+)")
_EXPECTED = "lines of FollowTheMoney entities"


@attrs.define
class Entity:
    """An entity as a line gives it.

    Attributes:
        row: Its line.
        id: Its id.
        schema: Its schema.
        given: Its properties.
        context: Its other members, as JSON text.
        name: The record that it belongs to, if any.
        rest: The properties that no record holds so far.
    """

    row: int
    id: str
    schema: str
    given: dict[str, list[str]]
    context: dict[str, str]
    name: Name | None = None
    rest: dict[str, list[str]] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.rest = dict(self.given)

    def take(self, name: str) -> list[str]:
        """Return the values of a property, each once; they are held from now on."""
        return list(dict.fromkeys(self.rest.pop(name, ())))

    @property
    def whole(self) -> str:
        """The entity as JSON text."""
        return encode({"id": self.id, "schema": self.schema, "properties": self.given})

    @property
    def number(self) -> tuple[int, int]:
        """What sorts the parts of a record: their numbers in ids of ours, or else their lines."""
        found = _NUMBERED.fullmatch(self.id)
        return (0, int(found[1])) if found else (1, self.row)


@attrs.frozen
class EntityPlace(Place):
    """Where the entity of a record is, and where the parts of the record are.

    Attributes:
        moved: The lines and paths of the parts, by their paths in the record.
    """

    moved: Mapping[str, tuple[int, str]] = attrs.field(factory=dict[str, Any], hash=False)

    def put(self, problem: Problem) -> Problem:
        """Return a problem of the record as one of a line and a property."""
        for ours in ways_up(problem.path):
            if ours in self.moved:
                row, path = self.moved[ours]
                return attrs.evolve(problem, row=row, path=path)
        return attrs.evolve(problem, row=self.row, path=PATH)


class EntityReader:
    """Reads the entities of a text.

    Args:
        problems: Takes what is wrong with the lines.
        limits: How much is read.
    """

    def __init__(self, problems: Collector, limits: Limits) -> None:
        self._limits = limits
        self._problems = problems

    def report(self, row: int, make: Callable[[], Problem]) -> None:
        """Add a problem of a line, which is made only if it is kept."""
        self._problems.add(lambda: attrs.evolve(make(), row=row), (row, 0))

    def read(self, text: Readable) -> Iterator[Entity]:
        """Yield the entities of the lines that have one."""
        data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else bytes(text)
        rows: dict[str, int] = {}
        is_first = True
        for row, line in lines_of(io.BytesIO(data), self._limits):
            if isinstance(line, Problem):
                self._problems.add(attrs.evolve(line, row=row), (row, 0))
                continue
            if not line.strip():
                continue
            try:
                found = self._entity(line, row, is_first=not rows)
            except BrokenError as error:
                self._problems.add(attrs.evolve(error.problem, row=row), (row, 0))
                if error.problem.code == "wrong-format" or (
                    is_first and error.problem.code == "not-utf-8"
                ):
                    return  # so will be all that follows
                found = None
            is_first = False
            if found is None:
                continue
            if found.id in rows:
                self.report(row, partial(_duplicate, rows[found.id]))
                continue
            rows[found.id] = row
            yield found

    def _entity(self, line: bytes, row: int, *, is_first: bool) -> Entity | None:
        """Return the entity of a line, or `None` after reporting what is wrong with it.

        Raises:
            BrokenError: It is not an object, or a line of another format.
        """
        before = self._problems.count
        try:
            fields = self._object(self._scanned(line), "$", row)
        except BrokenError:
            _refuse_other_formats(line, None, is_first=is_first)
            raise
        _refuse_other_formats(line, fields, is_first=is_first)
        self._check_strings(fields, row)
        schema = fields.get("schema")
        properties = self._properties(fields.get("properties", {}), schema, row)
        context = {
            step("$", name): self._text(value, step("$", name), row)
            for name, value in fields.items()
            if name not in _MEMBERS
        }
        if self._problems.count > before:
            return None
        return Entity(row, fields["id"], fields["schema"], properties, context)

    def _scanned(self, line: bytes) -> object:
        """Return the value of a line.

        Raises:
            BrokenError: It is not JSON, or beyond a limit.
        """
        found: object = scan_line(line, self._limits)
        if is_deeper(found, self._limits.depth):
            raise BrokenError(beyond("depth", self._limits, "$"))
        return found

    def _check_strings(self, fields: Mapping[str, Any], row: int) -> None:
        for name in ("id", "schema"):
            value = fields.get(name)
            if name not in fields:
                message = f"'{name}' is missing"
                self.report(row, partial(fault, "missing-field", message, "$"))
            elif not isinstance(value, str) or not value.strip():
                expected = "a non-blank string"
                self.report(row, partial(wrong_type, value, f"$.{name}", expected))
            elif not _is_encodable(value):
                self.report(row, partial(_lone_surrogate, value, f"$.{name}"))
            elif name == "schema" and value not in SCHEMATA:
                message = "FollowTheMoney has no such schema"
                make = partial(_unknown, "unknown-type", message, value, "$.schema", SCHEMATA)
                self.report(row, make)

    def _object(self, given: object, path: str, row: int) -> dict[str, Any]:
        """Return an object, after reporting the keys that it has twice.

        Raises:
            BrokenError: It is not an object.
        """
        if isinstance(given, Repeated):
            for key, count in Counter(key for key, _ in given.pairs).items():
                if count > 1:
                    make = partial(fault, "duplicate-key", "duplicate key", step(path, key))
                    self.report(row, make)
            return dict(given.pairs)
        if not is_object(given):
            raise BrokenError(wrong_type(given, path, "an object"))
        return given

    def _properties(self, given: object, schema: object, row: int) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        known = PROPERTIES.get(schema) if isinstance(schema, str) else None
        for name, values in self._object(given, PATH, row).items():
            path = step(PATH, name)
            if known is not None and name not in known:
                message = f"the schema {schema} has no such property"
                self.report(
                    row, partial(_unknown, "unknown-field", message, name, path, sorted(known))
                )
            if not is_list(values):
                self.report(row, partial(wrong_type, values, path, "a list of strings"))
                continue
            wrong = [number for number, one in enumerate(values) if not isinstance(one, str)]
            for number in wrong:
                make = partial(wrong_type, values[number], f"{path}[{number}]", "a string")
                self.report(row, make)
            if values and not wrong:
                found[name] = values
        return found

    def _text(self, value: object, path: str, row: int) -> str:
        """Return a value as JSON text, or report that it has none."""
        try:
            return encode(value)
        except (RecursionError, TypeError, ValueError):
            self.report(row, partial(fault, "not-json", "it holds what is not JSON", path))
            return ""


def unnamed(name: Name, identity: str, before: int) -> Problem:
    """Return the problem of an entity whose id makes no slug, or that of an entity before."""
    code: Code = "invalid-value"
    message, expected = "not a valid id", "an id of which a slug can be made, with a-z or 0-9"
    if before:
        message = f"this is {label(name)}, as is the entity in row {before:,}"
        code, expected = "duplicate-id", "ids of which different slugs are made"
    return fault(code, message, "$.id", value=shorten(identity), expected=expected)


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _duplicate(row: int) -> Problem:
    message = f"the entity in row {row:,} has this id"
    expected = "one entity for each id (`ftm aggregate` merges them)"
    return fault("duplicate-id", message, "$.id", expected=expected)


def _lone_surrogate(value: str, path: str) -> Problem:
    message = "contains an unpaired surrogate"
    return fault("lone-surrogate", message, path, value=shorten(value))


def _unknown(code: Code, message: str, value: str, path: str, known: Collection[str]) -> Problem:
    near = nearest(value, known)
    shown = shorten(value) if code == "unknown-type" else ""
    return fault(code, message, path, value=shown, suggestion=near)


def _refuse_other_formats(line: bytes, fields: object, *, is_first: bool) -> None:
    """Refuse a file of ours in another format.

    Raises:
        BrokenError: It is one.
    """
    if not is_first:
        return
    name = zip_format(line)
    if name:
        pass
    elif is_line(fields) and is_object(fields) and "schema" not in fields:
        name = "JSON Lines"
    elif fields is None or (is_object(fields) and "schema" not in fields):
        name = begun_document(line)
    if name:
        raise BrokenError(other_format(name, _EXPECTED))
