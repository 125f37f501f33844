"""Records as columns, and columns as records."""

import functools
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs

from tipdata._tables.columns import cell_of, columns_of, read_paths
from tipdata._tables.frame_maker import FrameMaker
from tipdata._tables.tabular import Tabular
from tipdata.countries import CountryRegistry
from tipdata.dataset.kinds import RecordKind, kind_of
from tipdata.errors import ColumnError, InvalidValueError, TipdataError
from tipdata.frames._kinds import added_columns, maker
from tipdata.problems import Collector
from tipdata.records.assessments import Assessment, assessment_columns
from tipdata.records.editions import Edition
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
from tipdata.typing import Cell, TierCoding


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
            columns = columns_of([*_EDITION], map(_edition, found)) | added_columns(found, kind)
            return FrameMaker(columns, dates=("released", "period_start", "period_end"))
        if kind is not None:
            return maker(found, kind)
    raise InvalidValueError("records", given, "a result, or records of one kind")


_EDITION = read_paths(
    "year ordinal released released_basis period_start period_end period_basis "
    "tier_1 tier_2 tier_2_watch_list tier_3 special_case covered heroes"
)


def _edition(edition: Edition) -> list[Cell]:
    period = edition.period
    known = {
        **attrs.asdict(edition, recurse=False),
        **attrs.asdict(edition.counts),
        "period_start": period and period.earliest,
        "period_end": period and period.latest,
    }
    return [cell_of(known[name]) for name in _EDITION]


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
