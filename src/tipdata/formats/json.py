r"""One JSON document for a whole dataset.

The document is an object with `schema_version`, `data_version` and one list
for each kind of record, under the names that `Dataset` has for them:
`assessments`, `campaigns`, `countries` and so on. In a record

- a text, a whole number and a truth value are what JSON has for them;
- a tier is its label, such as `"Tier 2 Watch List"`;
- a date is `"2021-07-01"`, a partial date also `"2021-07"` or `"2021"`;
- a period is two partial dates with a slash between, an open side is `..`:
  `"2019-09-21/2024"`, `"2019/.."`;
- what is not known is `null`;
- several values are a list, a part of a record is an object.

There is one way to write a dataset: UTF-8, the lists by name and the records
by key, a record on each line with its fields by name, every field present,
and a line feed at the end. Equal datasets are equal bytes.

Reading is strict. Nothing is coerced, and a key that is not known or there
twice is an error; a field with a default may be missing. White space, the
order of keys and a byte-order mark do not matter. All errors are told at once.
"""

import sys
from collections.abc import Iterator
from functools import partial

from tipdata._wire.explaining import step, wrong_type
from tipdata._wire.json_text import BrokenError, Cursor, text_of
from tipdata._wire.reading import writer
from tipdata._wire.shapes import encode
from tipdata._wire.storage import Readable, Source, Target, read_bytes, write_bytes
from tipdata._wire.versions import SCHEMA_VERSION, version_of
from tipdata.countries import CountryRegistry
from tipdata.data import data_version
from tipdata.dataset import Dataset
from tipdata.dataset.gathering import PLURALS, Gathering, Place, dataset_of
from tipdata.dataset.kinds import CLASSES, RecordKind
from tipdata.errors import nearest
from tipdata.problems import Problem
from tipdata.tierrecord import TierRecord

__all__ = ["dump", "dumps", "load", "loads"]

_KINDS: dict[str, RecordKind] = {PLURALS[kind]: kind for kind in PLURALS}
_NAMES = ("schema_version", "data_version", *sorted(_KINDS))


def dumps(dataset: Dataset | TierRecord) -> str:
    r"""Return a dataset as a JSON document.

    >>> from tipdata.records.people import Person
    >>> print(dumps(Dataset(people=[Person(id="ann", name="Ann")])).splitlines()[8][:60])
    {"affiliations": [], "honours": [], "id": "ann", "name": "An
    """
    return "".join(_pieces(dataset_of(dataset)))


def _pieces(dataset: Dataset) -> Iterator[str]:
    yield f'{{"schema_version": {SCHEMA_VERSION},\n"data_version": {encode(data_version())}'
    for plural, kind in sorted(_KINDS.items()):
        write = writer(CLASSES[kind])
        records = getattr(dataset, plural)
        yield f',\n"{plural}": ['
        yield ",\n".join(["\n" + encode(write(record)) for record in records[:1]])
        yield from (",\n" + encode(write(record)) for record in records[1:])
        yield "\n]" if records else "]"
    yield "}\n"


def dump(dataset: Dataset | TierRecord, target: Target) -> None:
    """Write a dataset to a path or an open file; a file is replaced in one step or not at all."""
    write_bytes(target, (piece.encode() for piece in _pieces(dataset_of(dataset))))


def loads(
    text: Readable,
    *,
    sound: bool = False,
    registry: CountryRegistry | None = None,
    max_problems: int = 1000,
) -> Dataset:
    """Return the dataset of a JSON document, given as text or as bytes.

    Args:
        text: The document.
        sound: Whether the errors that `tipdata.check` finds are errors here too.
        registry: The countries that are known beside those of the document;
            by default those that ship with the package.
        max_problems: How many problems are kept; the others are counted.

    Raises:
        FormatError: With everything that is wrong with it.

    >>> loads('{"schema_version": 1, "people": [{"id": "Ann", "nmae": "Ann"}]}')
    Traceback (most recent call last):
    tipdata.problems.FormatError: 3 problems
      $.people[0].id: not a valid id; expected a slug like 'sana-sezim' ...
      $.people[0].nmae: there is no such field; did you mean 'name'?
      $.people[0]: 'name' is missing
    """
    found = _read(text, SCHEMA_VERSION, registry, max_problems)
    if isinstance(found, int):
        # The version came after records, so these have to be read again.
        found = _read(text, found, registry, max_problems)
    assert isinstance(found, Gathering)  # noqa: S101 - the version is the same the second time
    return found.finish(sound=sound)


def load(
    source: Source,
    *,
    sound: bool = False,
    registry: CountryRegistry | None = None,
    max_problems: int = 1000,
) -> Dataset:
    """Return the dataset of a JSON document at a path or in an open file; see `loads`.

    Raises:
        FormatError: With everything that is wrong with it.
        OSError: The file cannot be read.
    """
    return loads(read_bytes(source), sound=sound, registry=registry, max_problems=max_problems)


def _read(
    text: Readable, version: int, registry: CountryRegistry | None, most: int
) -> Gathering | int:
    """Return the records of a document, or its version if that is not the expected one."""
    lists: list[RecordKind] = []
    found = Gathering(partial(_locate, lists), registry, most)
    found.version = version
    last = (len(_NAMES), sys.maxsize)
    try:
        cursor = Cursor(text_of(text))
        if not cursor.text.startswith("{", cursor.at):
            _wrong_top(cursor)
        seen: set[str] = set()
        for key in cursor.members():
            path = step("$", key)
            here = (len(lists), sys.maxsize)
            if key in seen:
                again = Problem(code="duplicate-key", message="this key is there again", path=path)
                found.problems.add(again, here)
                cursor.value(path)
            elif key in _KINDS:
                lists.append(_KINDS[key])
                _take(found, cursor, _KINDS[key], path)
            else:
                told = _head(key, cursor.value(path), path)
                if isinstance(told, Problem):
                    found.problems.add(told, here)
                elif told is not None and told != version:
                    if lists:
                        return told
                    found.version = version = told
            seen.add(key)
        cursor.end()
        if "schema_version" not in seen:
            message = "'schema_version' is missing"
            found.problems.add(Problem(code="missing-field", message=message, path="$"), last)
    except BrokenError as error:
        found.problems.add(error.problem, last)
    return found


def _wrong_top(cursor: Cursor) -> None:
    raise BrokenError(wrong_type(cursor.value("$"), "$", "an object with schema_version and lists"))


def _take(found: Gathering, cursor: Cursor, kind: RecordKind, path: str) -> None:
    if cursor.text.startswith("[", cursor.at):
        found.take(kind, cursor.elements(path))
    else:
        problem = wrong_type(cursor.value(path), path, "a list")
        found.problems.add(problem, (len(_NAMES), 0))


def _head(key: str, value: object, path: str) -> Problem | int | None:
    if key == "schema_version":
        return version_of(value, path)
    if key == "data_version":
        text = isinstance(value, str)
        return None if text else wrong_type(value, path, "a version like '2025.1'")
    message, suggestion = "there is no such list", nearest(key, _NAMES)
    return Problem(code="unknown-field", message=message, path=path, suggestion=suggestion)


def _locate(lists: list[RecordKind], kind: RecordKind, number: int) -> Place:
    order = (lists.index(kind) + 1, number)
    return Place(order, f"$.{PLURALS[kind]}[{number}]")
