"""Records as columns, and columns as records."""

import functools
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs

from tipdata._tables.frame_maker import FrameMaker
from tipdata._tables.tabular import Tabular
from tipdata._wire.reading import Classes
from tipdata.dataset.kinds import RecordKind, kind_of
from tipdata.errors import ColumnError, InvalidValueError, TipdataError, did_you_mean, nearest
from tipdata.frames import _edition_rows
from tipdata.frames._kinds import added_columns, cell_reader, maker, unknown_columns
from tipdata.problems import Collector
from tipdata.records.assessments import Assessment, assessment_columns
from tipdata.tierrecord.cells import Cells, Column
from tipdata.tierrecord.rows import COLUMNS, Table, group_of, problem_of, read_table
from tipdata.tiers import Tier


def maker_of(records: object) -> FrameMaker:
    """Return what makes frames of a result or of records of one kind."""
    given: Any = records  # an element may be anything
    if isinstance(records, Tabular):
        return records.to_frame
    if isinstance(records, Iterable) and not isinstance(records, (str, bytes, Mapping)):
        found: list[Any] = list(given)
        kinds: set[RecordKind | None] = {*map(kind_of, map(type, found))}
        kind = kinds.pop() if len(kinds) == 1 else None
        if kind == "assessment" or not found:
            columns = assessment_columns(found) | added_columns(found, "assessment")
            return FrameMaker(columns, tiers=("tier", "amended"))
        if kind == "edition":
            return _edition_rows.maker(found, added_columns(found, kind))
        if kind is not None:
            return maker(found, kind)
    raise InvalidValueError("records", given, "a result, or records of one kind")


_BESIDE = ("name", "names", "bureau", "rank")
"""What frames of placements have beside the fields of an assessment."""


def assessments_of(
    columns: dict[str, list[Any]], cells: Cells, classes: Classes, max_problems: int
) -> tuple[Assessment, ...]:
    """Return the assessments of columns, by country and year."""
    for name in COLUMNS:
        if name not in columns:
            hint = did_you_mean(nearest(name, columns))
            raise ColumnError(name, f"the frame has no such column{hint}", list(columns))
    problems = Collector(max_problems)
    cls: type[Assessment] = classes.get(Assessment, Assessment)
    fields = [field.name for field in attrs.fields(cls)]
    for problem in unknown_columns(columns, (*fields, *_BESIDE)):
        problems.add(problem)
    table = Table(rows=zip(*(columns[name] for name in COLUMNS), strict=True), is_frame=True)
    optional = [f for f in attrs.fields(cls) if f.name in columns and f.name not in COLUMNS]
    further = {f.name: _further(f, _converter(cls, f.name, classes), cells) for f in optional}
    found: list[Assessment] = []
    for number, placement in enumerate(read_table(table, cells, problems)):
        values: dict[str, Any] = {n: read(columns[n][number]) for n, read in further.items()}
        for name, value in values.items():
            if isinstance(value, TipdataError):
                cell, place = columns[name][number], functools.partial(table.place, number)
                make = functools.partial(problem_of, value, cell, name, place)
                group = group_of(name, value, cell)
                problems.add(make, row=table.number(number), group=group)
        if placement and not problems.count:
            code, year, tiers = placement
            given = {name: value for name, value in values.items() if value is not None}
            found += (cls(country=code, year=year, tier=tier, **given) for tier in tiers)
    problems.raise_any()
    return tuple(sorted(found, key=lambda a: (a.country, a.year)))


def _ids(cell: object) -> object:
    return tuple(cell.split()) if isinstance(cell, str) else cell


_FURTHER: Mapping[str, Callable[[object], object]] = {
    "sources": _ids,
    "disputed_by": _ids,
    "amended": lambda cell: Tier.parse(cell) if cell else None,
}


def _converter(cls: type, name: str, classes: Classes) -> Callable[[object], object]:
    if name in attrs.fields_dict(Assessment):
        return _FURTHER.get(name, lambda cell: cell)
    return cell_reader(cls, name, classes)


def _further(
    field: "attrs.Attribute[Any]", convert: Callable[[object], object], cells: Cells
) -> Column[object]:
    """Return what reads a field that a frame of placements may have beside its three columns."""
    validate: Any = field.validator

    def read(cell: object) -> object:
        if cells.markers.has(cell):
            return None
        value = convert(cell)
        if validate is not None:
            validate(None, field, value)
        return value

    return Column(read)
