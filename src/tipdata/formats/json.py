r"""One JSON document for a whole dataset.

The document is an object with `schema_version`, `data_version` and one list
for each kind of record, under the names that `Dataset` has for them:
`assessments`, `campaigns`, `countries` and so on. In a record

- a string, an integer and a boolean are what JSON has for them;
- a tier is its label, such as `"Tier 2 Watch List"`;
- a date is `"2021-07-01"`, a partial date also `"2021-07"` or `"2021"`;
- a period is two partial dates with a slash between them, an open side is
  `..`: `"2019-09-21/2024"`, `"2019/.."`;
- what is not known is `null`;
- several values are a list, a part of a record is an object.

There is one way to write a dataset: UTF-8, the lists by name and the records
by key, a record on each line with its fields by name, every field present,
and a line feed at the end. Equal datasets are equal bytes.

Reading is strict. Nothing is coerced (`2021.0` is an integer, as it is to
JSON Schema), and an unknown or duplicate key is an error; a field with a
default may be missing. White space, also around a name or title, the order of
keys and a byte-order mark do not matter. All errors are reported at once.

>>> from tipdata.records.people import Person
>>> print(dumps(Dataset(people=[Person(id="ann", name="Ann")])).splitlines()[9][:60])
{"affiliations": [], "honours": [], "id": "ann", "identifier
>>> loads('{"schema_version": 2, "people": [{"id": "Ann", "nmae": "Ann"}]}')
Traceback (most recent call last):
tipdata.problems.FormatError: 3 problems
  $.people[0].id: not a valid id; expected a slug like 'sana-sezim' ...
  $.people[0].nmae: no such field; did you mean 'name'?
  $.people[0]: 'name' is missing
"""

import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from tipdata._wire.explaining import wrong_type
from tipdata._wire.faults import fault
from tipdata._wire.json_text import BrokenError, Cursor, text_of
from tipdata._wire.json_values import step
from tipdata._wire.reading import Classes
from tipdata._wire.shapes import encode
from tipdata._wire.storage import Readable
from tipdata._wire.versions import SCHEMA_VERSION, version_of
from tipdata._wire.writing import text_writer
from tipdata.countries import CountryRegistry
from tipdata.data import data_version
from tipdata.dataset import Dataset
from tipdata.dataset.gathering import Gathering, Place
from tipdata.dataset.kinds import CLASSES, PLURALS, RecordKind
from tipdata.errors import nearest
from tipdata.formats._recognizing import is_line, is_schema, other_format, zip_format
from tipdata.formats._text import TextFormat
from tipdata.limits import Limits
from tipdata.problems import Problem

__all__ = ["dump", "dumps", "load", "loads"]

_KINDS: dict[str, RecordKind] = {PLURALS[kind]: kind for kind in PLURALS}
_NAMES = ("schema_version", "data_version", *sorted(_KINDS))
_EXPECTED = "one document of JSON"
_SOME = 500


def _pieces(dataset: Dataset) -> Iterator[str]:
    yield f'{{"schema_version": {SCHEMA_VERSION},\n"data_version": {encode(data_version())}'
    for plural, kind in sorted(_KINDS.items()):
        write = text_writer(CLASSES[kind])
        records = getattr(dataset, plural)
        yield f',\n"{plural}": ['
        for start in range(0, len(records), _SOME):
            yield ",\n" if start else "\n"
            yield ",\n".join(write(records[start : start + _SOME]))
        yield "\n]" if records else "]"
    yield "}\n"


def _gather(
    text: Readable,
    registry: CountryRegistry | None,
    most: int,
    classes: Classes | None,
    limits: Limits,
) -> Gathering:
    def begin(lists: list[RecordKind]) -> Gathering:
        return Gathering(partial(_locate, lists), registry, most, classes, limits)

    found = _read(text, SCHEMA_VERSION, begin)
    if isinstance(found, int):
        # The version came after records, so these have to be read again.
        found = _read(text, found, begin)
    assert isinstance(found, Gathering)  # noqa: S101 - the version is the same the second time
    return found


def _read(
    text: Readable, version: int, begin: Callable[[list[RecordKind]], Gathering]
) -> Gathering | int:
    """Return the records of a document, or its version if that is not the expected one."""
    lists: list[RecordKind] = []
    found = begin(lists)
    found.version = version
    last = (len(_NAMES), sys.maxsize)
    try:
        cursor = _cursor(text, found.limits)
        seen: set[str] = set()
        for key in cursor.members():
            path = step("$", key)
            here = (len(lists), sys.maxsize)
            if key in seen:
                found.problems.add(fault("duplicate-key", "duplicate key", path), here)
                cursor.value(path)
            elif key in _KINDS:
                lists.append(_KINDS[key])
                _take(found, cursor, _KINDS[key], path)
            else:
                head = _head(key, cursor.value(path), path)
                if callable(head):
                    found.problems.add(head, here)
                elif head is not None and head != version:
                    if lists:
                        return head
                    found.version = version = head
            seen.add(key)
        cursor.end()
        if "schema_version" not in seen:
            found.problems.add(fault("missing-field", "'schema_version' is missing", "$"), last)
    except BrokenError as error:
        if error.problem.code == "wrong-format":
            found = begin([])
        found.problems.add(error.problem, last)
    return found


def _cursor(text: Readable, limits: Limits) -> Cursor:
    """Return the place where the object of a document begins."""
    if packed := zip_format(text):
        raise BrokenError(other_format(packed, _EXPECTED))
    cursor = Cursor(text_of(text), limits=limits)
    if cursor.text.startswith("{", cursor.at):
        return cursor
    expected = "an object with schema_version and lists"
    raise BrokenError(wrong_type(cursor.value("$"), "$", expected))


def _take(found: Gathering, cursor: Cursor, kind: RecordKind, path: str) -> None:
    if cursor.text.startswith("[", cursor.at):
        for chunk in cursor.chunks(path):
            found.take(kind, chunk)
    else:
        problem = wrong_type(cursor.value(path), path, "a list")
        found.problems.add(problem, (len(_NAMES), 0))


def _head(key: str, value: object, path: str) -> Callable[[], Problem] | int | None:
    """Return the version, or what makes the problem of another key."""
    if key == "schema_version":
        return version_of(value, path)
    if key == "data_version":
        expected = "a version like '2025.1'"
        return None if isinstance(value, str) else partial(wrong_type, value, path, expected)
    if is_line({key: value}):
        raise BrokenError(other_format("JSON Lines", _EXPECTED))
    if key == "schema" and is_schema(value):
        raise BrokenError(other_format("FollowTheMoney", _EXPECTED))
    if key == "memberships":
        raise BrokenError(other_format("Popolo", _EXPECTED))
    if key == "@context":
        raise BrokenError(other_format("JSON-LD", _EXPECTED))
    return partial(_no_such_list, key, path)


def _no_such_list(key: str, path: str) -> Problem:
    return fault("unknown-field", "no such list", path, suggestion=nearest(key, _NAMES))


def _locate(lists: list[RecordKind], kind: RecordKind, number: int) -> Place:
    order = (lists.index(kind) + 1, number)
    return Place(order, f"$.{PLURALS[kind]}[{number}]")


_FORMAT = TextFormat(_pieces, _gather)
dumps: Final = _FORMAT.dumps
dump: Final = _FORMAT.dump
loads: Final = _FORMAT.loads
load: Final = _FORMAT.load


def __dir__() -> list[str]:
    return __all__
