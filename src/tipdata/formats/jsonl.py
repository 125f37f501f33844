r"""One record a line: JSON Lines, for large sets and for streams.

Each line is an object that says under `type` what it is (`organization`,
`assessment`, ...), and has the fields that a record has in a document; see
`tipdata.formats.json` for how values look. The first line is

    {"data_version": "2025.1", "schema_version": 1, "type": "header"}

A file without it is of version 1, and one that was put together of several
files may have it again. Lines end with a line feed; blank lines are passed
over. Equal datasets are equal bytes.

Reading is as strict as that of a document. A problem's `row` is its line. The
lines of a file are independent, so a broken one does not hide the others.
"""

import io
from array import array
from collections.abc import Iterable, Iterator
from typing import Any

from tipdata._wire.explaining import wrong_type
from tipdata._wire.json_text import BrokenError, Cursor, Repeated, is_object, text_of
from tipdata._wire.reading import reader, writer
from tipdata._wire.shapes import encode
from tipdata._wire.storage import Readable, Source, Target, opened, read_bytes, write_bytes
from tipdata._wire.versions import SCHEMA_VERSION, migrate, version_of
from tipdata.countries import CountryRegistry
from tipdata.data import data_version
from tipdata.dataset import Dataset
from tipdata.dataset.gathering import Gathering, Place, dataset_of, explain_record
from tipdata.dataset.kinds import CLASSES, KINDS, Record, RecordKind, name_of
from tipdata.errors import nearest, one_of
from tipdata.problems import Collector, Problem
from tipdata.tierrecord import TierRecord

__all__ = ["dump", "dumps", "iterate", "load", "loads"]

_HEADER = "header"
_TYPES = (*KINDS, _HEADER)
_Line = tuple[int, RecordKind, Any]


def dumps(dataset: Dataset | TierRecord) -> str:
    """Return a dataset as lines of JSON.

    >>> from tipdata.records.people import Honour, Person
    >>> ann = Person(id="ann", name="Ann", honours=(Honour(award="TIP Report Hero"),))
    >>> print(dumps(Dataset(people=[ann])).splitlines()[1][:74])
    {"affiliations": [], "honours": [{"award": "TIP Report Hero", "edition": n
    """
    return "".join(_lines(dataset_of(dataset)))


def _lines(records: Iterable[Record]) -> Iterator[str]:
    head = {"data_version": data_version(), "schema_version": SCHEMA_VERSION, "type": _HEADER}
    yield encode(head) + "\n"
    for record in records:
        kind, _ = name_of(record) or ("", "")
        yield encode(writer(type(record), kind)(record)) + "\n"


def dump(dataset: Dataset | TierRecord, target: Target) -> None:
    """Write a dataset to a path or an open file; a file is replaced in one step or not at all."""
    write_bytes(target, (line.encode() for line in _lines(dataset_of(dataset))))


def loads(
    text: Readable,
    *,
    sound: bool = False,
    registry: CountryRegistry | None = None,
    max_problems: int = 1000,
) -> Dataset:
    r"""Return the dataset of lines of JSON, given as text or as bytes.

    Args:
        text: The lines.
        sound: Whether the errors that `tipdata.check` finds are errors here too.
        registry: The countries that are known beside those of the file; by
            default those that ship with the package.
        max_problems: How many problems are kept; the others are counted.

    Raises:
        FormatError: With everything that is wrong with it.

    >>> loads('{"type": "person", "id": "ann", "name": "Ann"}\n{"type": "persona"}')
    Traceback (most recent call last):
    tipdata.problems.FormatError: 1 problem
      row 2, $.type: no record is of this type; expected one of ...
    """
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else bytes(text)
    rows: dict[RecordKind, array[int]] = {kind: array("Q") for kind in KINDS}

    def locate(kind: RecordKind, number: int) -> Place:
        row = rows[kind][number]
        return Place((row, 0), "$", row)

    found = Gathering(locate, registry, max_problems)
    if not data.strip():
        found.problems.add(Problem(code="empty", message="there is no text", path="$"), (0, 0))
    for row, kind, given in _read(io.BytesIO(data), found.problems):
        rows[kind].append(row)
        found.take(kind, (given,))
    return found.finish(sound=sound)


def load(
    source: Source,
    *,
    sound: bool = False,
    registry: CountryRegistry | None = None,
    max_problems: int = 1000,
) -> Dataset:
    """Return the dataset of lines of JSON at a path or in an open file; see `loads`.

    Raises:
        FormatError: With everything that is wrong with it.
        OSError: The file cannot be read.
    """
    return loads(read_bytes(source), sound=sound, registry=registry, max_problems=max_problems)


def iterate(source: Source, *, max_problems: int = 1000) -> Iterator[Record]:
    """Yield the records of a file one by one, in memory that does not grow with the file.

    A line that is wrong is passed over, and all that is wrong is raised at
    the end of the file, when the right ones have been yielded. One record
    knows nothing of the others: that ids are unique, that references are met
    and that country codes are known is not checked here.

    Args:
        source: A path or an open file.
        max_problems: How many problems are kept; the others are counted.

    Raises:
        FormatError: At the end, with everything that is wrong with the lines.
        OSError: The file cannot be read.

    >>> import io
    >>> lines = io.StringIO('{"type": "person", "id": "ann", "name": "Ann"}')
    >>> [record.name for record in iterate(lines)]
    ['Ann']
    """
    problems = Collector(max_problems)
    with opened(source) as lines:
        for row, kind, given in _read(lines, problems):
            try:
                record: Record = reader(CLASSES[kind])(given)
            except Exception:
                found = explain_record(CLASSES[kind], given, "$")
                if not found:
                    raise
                for one in found:
                    problems.add(Place((row, 0), "$", row).put(one), (row, 0))
            else:
                yield record
    problems.raise_any()


def _read(lines: Iterable[str | bytes], problems: Collector) -> Iterator[_Line]:
    """Yield the row, the kind and the fields of each line that has them."""
    version = SCHEMA_VERSION
    for row, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            cursor = Cursor(text_of(line.rstrip()), lines=False)
            given = cursor.value("$")
            cursor.end()
            fields = _fields(given)
            kind = fields.pop("type")
            if kind == _HEADER:
                version = _header(fields, row, problems)
                continue
        except BrokenError as error:
            place = Place((row, 0), "$", row)
            problems.add(place.put(error.problem), place.order)
            if error.problem.code in {"not-utf-8", "unsupported-version"}:
                return  # so will be all that follows
            continue
        if isinstance(given, Repeated):
            rest = tuple(pair for pair in given.pairs if pair[0] != "type")
            fields = Repeated(rest) if len(rest) > len(fields) else fields
        yield row, kind, migrate(version, kind, fields)


def _fields(given: Any) -> Any:  # noqa: ANN401 - what JSON has
    """Return the fields of a line as a dict, with a type that is known."""
    fields: Any = dict(given.pairs) if isinstance(given, Repeated) else given
    expected = one_of(_TYPES)
    if not is_object(fields):
        raise BrokenError(wrong_type(given, "$", "an object with a type"))
    if "type" not in fields:
        message = "'type' is missing"
        raise BrokenError(
            Problem(code="missing-field", message=message, path="$", expected=expected)
        )
    if isinstance(given, Repeated) and sum(key == "type" for key, _ in given.pairs) > 1:
        message = "this key is there again"
        raise BrokenError(Problem(code="duplicate-key", message=message, path="$.type"))
    kind: object = fields["type"]
    if not isinstance(kind, str):
        raise BrokenError(wrong_type(kind, "$.type", expected))
    if kind not in _TYPES:
        raise BrokenError(
            Problem(
                code="unknown-type",
                message="no record is of this type",
                path="$.type",
                value=repr(kind),
                expected=expected,
                suggestion=nearest(kind, _TYPES),
            )
        )
    return fields


def _header(fields: dict[str, Any], row: int, problems: Collector) -> int:
    place = Place((row, 0), "$", row)
    known = {"data_version", "schema_version"}
    for key in fields.keys() - known:
        message, suggestion = "there is no such field", nearest(key, known)
        problem = Problem(
            code="unknown-field", message=message, path=f"$.{key}", suggestion=suggestion
        )
        problems.add(place.put(problem), place.order)
    told = fields.get("data_version", "")
    if not isinstance(told, str):
        wrong = wrong_type(told, "$.data_version", "a version like '2025.1'")
        problems.add(place.put(wrong), place.order)
    if "schema_version" not in fields:
        message = "'schema_version' is missing"
        raise BrokenError(Problem(code="missing-field", message=message, path="$"))
    return version_of(fields["schema_version"], "$.schema_version")
