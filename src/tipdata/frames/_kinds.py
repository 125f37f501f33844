"""Records of any kind as columns and back, each value as the formats have it."""

import datetime
import functools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from tipdata._tables.frame_maker import FrameMaker
from tipdata._wire.cells import value_of
from tipdata._wire.faults import fault
from tipdata._wire.json_text import BrokenError
from tipdata._wire.reading import Classes, Reader
from tipdata._wire.shapes import Field, Many, Maybe, Nested, Shape, encode, fields_of
from tipdata._wire.writing import plain_writer
from tipdata.countries import CountryRegistry
from tipdata.dataset.gathering import Gathering, Place
from tipdata.dataset.kinds import CLASSES, PLURALS, Record, RecordKind, fields_among
from tipdata.errors import ColumnError, InvalidValueError, TipdataError, nearest
from tipdata.frames import _edition_rows as _editions
from tipdata.problems import Problem
from tipdata.tierrecord.markers import is_missing
from tipdata.typing import Cell, Columns

_FIRST_ROW = 2


def maker(records: Sequence[Record], kind: RecordKind) -> FrameMaker:
    """Return what makes frames of records of one kind; a value with parts is JSON text."""
    return FrameMaker(_columns(records, kind, fields_among(kind, records)))


def added_columns(records: Sequence[Record], kind: RecordKind) -> Columns:
    """Return the columns of the fields that only subclasses of yours have."""
    own = fields_of(CLASSES[kind])
    every = fields_among(kind, records)
    return _columns(records, kind, {n: every[n] for n in every if n not in own})


def _columns(records: Sequence[Record], kind: RecordKind, fields: Mapping[str, Field]) -> Columns:
    given = [*plain_writer(CLASSES[kind])(records)] if fields else []
    return {
        name: [_cell(shape, one.get(name)) for one in given] for name, (_, shape) in fields.items()
    }


def records_of(
    columns: dict[str, list[Any]],
    kind: RecordKind,
    registry: CountryRegistry,
    classes: Classes,
    max_problems: int,
) -> tuple[Record, ...]:
    """Return the records of columns, by key."""
    fields = fields_of(classes.get(CLASSES[kind], CLASSES[kind]))
    flat = _editions.COLUMNS if kind == "edition" else ()
    for name, (field, _) in fields.items():
        if name not in columns and field.metadata.get("key"):
            raise ColumnError(name, "the frame has no such column", list(columns))
    gathering = Gathering(
        lambda _, number: _Cell((0, number), "", number + _FIRST_ROW),
        registry,
        max_problems,
        classes,
    )
    for problem in unknown_columns(columns, flat or fields):
        gathering.problems.add(problem, (0, -1))
    rows: Iterable[dict[str, Any]] = (
        dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)
    )
    if kind == "edition":
        rows = map(_editions.nested, rows)
    gathering.take(
        kind, ({n: _value(fields[n][1], row[n]) for n in row if n in fields} for row in rows)
    )
    found: tuple[Record, ...] = getattr(gathering.finish(sound=False), PLURALS[kind])
    return found


def cell_reader(cls: type, name: str, classes: Classes) -> Callable[[object], object]:
    """Return what reads the cells of one field of a class; it refuses others as the class does."""
    (_, shape), reader = fields_of(cls)[name], Reader(cls, classes)

    def read(cell: object) -> object:
        try:
            return reader.read_field(name, _value(shape, cell))
        except TipdataError:
            raise
        except Exception:  # noqa: BLE001 - whatever comes first
            raise InvalidValueError(name, cell, f"a value of {cls.__name__}.{name}") from None

    return read


def unknown_columns(
    columns: Iterable[object], known: Collection[str]
) -> Iterator[Callable[[], Problem]]:
    """Yield what makes the problem of each column that is none of the known ones."""
    for name in columns:
        if name not in known:
            yield functools.partial(_unknown_column, name, known)


def _unknown_column(name: object, known: Collection[str]) -> Problem:
    meant = nearest(name, known)
    return fault("unknown-column", "no such column", "", row=1, column=str(name), suggestion=meant)


class _Cell(Place):
    """Where a record of a frame is; an edition has its counts in columns of their own."""

    def put(self, problem: Problem) -> Problem:
        put = super().put(problem)
        column = "counts_basis" if put.column == "counts.basis" else put.column
        return attrs.evolve(put, column=column.removeprefix("counts."))


def _inner(shape: Shape) -> Shape:
    return shape.inner if isinstance(shape, Maybe) else shape


def _cell(shape: Shape, value: Any) -> Cell:  # noqa: ANN401 - what JSON has
    if value is None or value == []:
        return None
    if isinstance(_inner(shape), (Many, Nested)):
        return encode(value)
    cell: Cell = value
    return cell


def _value(shape: Shape, cell: Any) -> Any:  # noqa: ANN401 - what a frame has
    inner = _inner(shape)
    if is_missing(cell):
        # A frame has nothing for an empty list or an empty string.
        return [] if isinstance(inner, Many) else None if isinstance(shape, Maybe) else ""
    if isinstance(inner, (Many, Nested)) and isinstance(cell, str):
        try:
            return value_of(shape, cell, "$")
        except BrokenError as error:
            return error  # reported with what else is wrong with the row
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        cell = cell.date()  # pandas has no dates
    return cell.isoformat() if isinstance(cell, datetime.date) else cell
