"""Records as columns, and columns as records."""

import functools
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs

from tipdata._tables.frame_maker import FrameMaker
from tipdata._tables.tabular import Tabular
from tipdata.countries import CountryRegistry
from tipdata.dataset.kinds import RecordKind, kind_of
from tipdata.errors import ColumnError, InvalidValueError, TipdataError
from tipdata.frames import _edition_rows
from tipdata.frames._kinds import added_columns, maker, unknown_columns
from tipdata.problems import Collector
from tipdata.records.assessments import Assessment, assessment_columns
from tipdata.tierrecord.rows import (
    COLUMNS,
    Cells,
    Column,
    Table,
    is_missing,
    problem_of,
    read_table,
)
from tipdata.tiers import Tier
from tipdata.typing import TierCoding


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
    columns: dict[str, list[Any]],
    coding: TierCoding | None,
    registry: CountryRegistry,
    max_problems: int,
) -> tuple[Assessment, ...]:
    """Return the assessments of columns, by country and year."""
    for name in COLUMNS:
        if name not in columns:
            raise ColumnError(name, "the frame has no such column", list(columns))
    problems = Collector(max_problems)
    fields = [field.name for field in attrs.fields(Assessment)]
    for problem in unknown_columns(columns, (*fields, *_BESIDE)):
        problems.add(problem)
    table = Table(rows=zip(*(columns[name] for name in COLUMNS), strict=True), names=COLUMNS)
    optional = [f for f in attrs.fields(Assessment) if f.name in columns and f.name not in COLUMNS]
    further = {field.name: _further(field) for field in optional}
    found: list[Assessment] = []
    rows = read_table(table, Cells(registry=registry, coding=coding), problems)
    for number, placement in enumerate(rows):
        values: dict[str, Any] = {n: read(columns[n][number]) for n, read in further.items()}
        for name, value in values.items():
            if isinstance(value, TipdataError):
                cell, place = columns[name][number], functools.partial(table.place, number)
                problems.add(functools.partial(problem_of, value, cell, name, place, ""))
        if placement and not problems.count:
            code, year, tiers = placement
            given = {name: value for name, value in values.items() if value is not None}
            found += (Assessment(country=code, year=year, tier=tier, **given) for tier in tiers)
    problems.raise_any()
    return tuple(sorted(found, key=lambda a: (a.country, a.year)))


def _ids(cell: object) -> object:
    return tuple(cell.split()) if isinstance(cell, str) else cell


_FURTHER: Mapping[str, Callable[[object], object]] = {
    "sources": _ids,
    "disputed_by": _ids,
    "amended": lambda cell: Tier.parse(cell) if cell else None,
}


def _further(field: "attrs.Attribute[Any]") -> Column[object]:
    """Return what reads a field that a frame of placements may have beside its three columns."""
    validate: Any = field.validator
    convert = _FURTHER.get(field.name)

    def read(cell: object) -> object:
        if is_missing(cell):
            return None
        value = convert(cell) if convert else cell
        if validate is not None:
            validate(None, field, value)
        return value

    return Column(read)
