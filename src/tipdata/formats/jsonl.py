r"""One record a line: JSON Lines, for large sets and for streams.

Each line is an object that says under `type` what it is (`organization`,
`assessment`, ...), and has the fields that a record has in a document; see
`tipdata.formats.json` for how values look. The first line is

    {"data_version": "2025.2", "schema_version": 2, "type": "header"}

A file without it is of version 1, and a file made of several files may have
it again. Lines end with a line feed; blank lines are skipped. Equal datasets
are equal bytes.

Reading is as strict as that of a document. A problem's `row` is its line. The
lines of a file are independent, so a broken one does not hide the others.

>>> from tipdata.records.people import Honour, Person
>>> ann = Person(id="ann", name="Ann", honours=(Honour(award="TIP Report Hero"),))
>>> print(dumps(Dataset(people=[ann])).splitlines()[1][:74])
{"affiliations": [], "honours": [{"award": "TIP Report Hero", "edition": n
>>> loads('{"type": "person", "id": "ann", "name": "Ann"}\n{"type": "persona"}')
Traceback (most recent call last):
tipdata.problems.FormatError: 1 problem
  row 2, $.type: no record is of this type; expected one of ...
"""

import io
from array import array
from collections.abc import Collection, Iterator
from functools import partial
from typing import IO, Any, Final

import attrs

from tipdata._wire.bounded import lines_of
from tipdata._wire.explaining import wrong_type
from tipdata._wire.faults import fault
from tipdata._wire.json_text import BrokenError, scan_line
from tipdata._wire.json_values import Repeated, is_object, step
from tipdata._wire.reading import Classes
from tipdata._wire.shapes import encode
from tipdata._wire.storage import Readable, ReadFrom, opened
from tipdata._wire.versions import SCHEMA_VERSION, migrate, version_of
from tipdata._wire.writing import text_writer
from tipdata.countries import CountryRegistry
from tipdata.data import data_version
from tipdata.dataset import Dataset
from tipdata.dataset.gathering import Gathering, Place
from tipdata.dataset.kinds import CLASSES, KINDS, PLURALS, Record, RecordKind
from tipdata.errors import nearest
from tipdata.formats._recognizing import (
    HEADER,
    TYPES,
    begun_format,
    other_format,
    unknown_type,
    zip_format,
)
from tipdata.formats._text import TextFormat
from tipdata.limits import Limits
from tipdata.problems import Collector, Problem

__all__ = ["dump", "dumps", "iterate", "load", "loads"]

_SOME = 500
_WITHOUT_HEADER = 1


def _pieces(dataset: Dataset) -> Iterator[str]:
    head = {"data_version": data_version(), "schema_version": SCHEMA_VERSION, "type": HEADER}
    yield encode(head) + "\n"
    for kind in KINDS:
        write = text_writer(CLASSES[kind], kind)
        records = getattr(dataset, PLURALS[kind])
        for start in range(0, len(records), _SOME):
            yield "\n".join(write(records[start : start + _SOME])) + "\n"


def _gather(
    text: Readable,
    registry: CountryRegistry | None,
    most: int,
    classes: Classes | None,
    limits: Limits,
) -> Gathering:
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else bytes(text)
    rows: dict[RecordKind, array[int]] = {kind: array("Q") for kind in KINDS}
    found = Gathering(
        lambda kind, number: _place(rows[kind][number]), registry, most, classes, limits
    )
    if not data.strip():
        found.problems.add(fault("empty", "the file is empty", "$"), (0, 0))
    for row, kind, fields in _read(io.BytesIO(data), found.problems, limits):
        rows[kind].append(row)
        found.take(kind, (fields,))
    return found


def iterate(
    source: ReadFrom,
    *,
    max_problems: int = 1000,
    classes: Classes | None = None,
    limits: Limits | None = None,
) -> Iterator[Record]:
    """Yield the records of a file one by one, in memory that does not grow with the file.

    Bad lines are skipped and reported at the end of the file, when the good
    ones have been yielded. A record is yielded as soon as its line is there,
    so a pipe can be followed. One record knows nothing of the others: unique
    ids, references and country codes are not checked here.

    Args:
        source: A path or an open file.
        max_problems: How many problems are kept; the others are counted.
        classes: Your own subclasses of records, by the classes in whose place
            to read them.
        limits: How much is read, if not what `tipdata.Limits()` says: the file
            may have any size, and its lines may not.

    Raises:
        FormatError: At the end, with everything that is wrong with the lines.
        OSError: The file cannot be read.

    >>> import io
    >>> lines = io.StringIO('{"type": "person", "id": "ann", "name": "Ann"}')
    >>> [record.name for record in iterate(lines)]
    ['Ann']
    """
    found = Gathering(lambda _, row: _place(row), None, max_problems, classes, limits)
    with opened(source) as file:
        for row, kind, fields in _read(file, found.problems, found.limits):
            record = found.read(kind, fields, row)
            if record is not None:
                yield record
    found.problems.raise_any()


def _place(row: int) -> Place:
    return Place((row, 0), "$", row)


def _read(
    file: IO[Any], problems: Collector, limits: Limits
) -> Iterator[tuple[int, RecordKind, Any]]:
    """Yield the row, the kind and the fields of each line that has the fields of a record."""
    version: int | None = _WITHOUT_HEADER
    is_first = True
    for row, text in lines_of(file, limits):
        if isinstance(text, Problem):
            problems.add(attrs.evolve(text, row=row), (row, 0))
            continue
        try:
            kind, fields = _fields(text, limits)
            if kind == HEADER:
                version = _header(fields, row, problems)
            elif version is not None:  # otherwise no header says how to read it
                is_new = version == SCHEMA_VERSION
                yield row, kind, fields if is_new else migrate(version, kind, fields)
            is_first = False
        except BrokenError as error:
            if text.isspace():
                continue
            if other := is_first and _other(text):
                problems.add(attrs.evolve(other_format(other, "JSON Lines"), row=row), (row, 0))
                return
            place = _place(row)
            problems.add(place.put(error.problem), place.order)
            if is_first and error.problem.code == "not-utf-8":
                return  # so will be all that follows
            if error.problem.code == "unsupported-version":
                version = None
            is_first = False


def _other(line: str | bytes) -> str:
    """Return the name of the format that a file has which begins so, if it is another one."""
    return zip_format(line) or begun_format(line)


def _fields(line: str | bytes, limits: Limits) -> tuple[Any, Any]:
    """Return the type of a line and its fields.

    Raises:
        BrokenError: It is not an object with a known type.
    """
    given = scan_line(line, limits)
    fields: Any = dict(given.pairs) if isinstance(given, Repeated) else given
    if not is_object(fields):
        raise BrokenError(wrong_type(given, "$", "an object with a type"))
    kind = fields.pop("type", None)
    if isinstance(given, Repeated):
        rest = tuple(pair for pair in given.pairs if pair[0] != "type")
        if len(given.pairs) - len(rest) > 1:
            raise BrokenError(fault("duplicate-key", "duplicate key", "$.type"))
        fields = Repeated(rest)
    if kind not in TYPES:
        raise BrokenError(unknown_type(kind, TYPES))
    return kind, fields


def _header(fields: Any, row: int, problems: Collector) -> int:  # noqa: ANN401 - what JSON has
    """Return the version that a header says, and report what else is wrong with it."""
    if isinstance(fields, Repeated):
        raise BrokenError(fault("duplicate-key", "duplicate key in a header", "$"))
    place, known = _place(row), {"data_version", "schema_version"}
    for key in fields:
        if key not in known:
            problems.add(partial(_no_such_field, place, key, known), place.order)
    if not isinstance(fields.get("data_version", ""), str):
        expected = "a version like '2025.1'"
        problem = wrong_type(fields["data_version"], "$.data_version", expected)
        problems.add(place.put(problem), place.order)
    if "schema_version" not in fields:
        raise BrokenError(fault("missing-field", "'schema_version' is missing", "$"))
    return version_of(fields["schema_version"], "$.schema_version")


def _no_such_field(place: Place, key: str, known: Collection[str]) -> Problem:
    near = nearest(key, known)
    return place.put(fault("unknown-field", "no such field", step("$", key), suggestion=near))


_FORMAT = TextFormat(_pieces, _gather)
dumps: Final = _FORMAT.dumps
dump: Final = _FORMAT.dump
loads: Final = _FORMAT.loads
load: Final = _FORMAT.load


def __dir__() -> list[str]:
    return __all__
