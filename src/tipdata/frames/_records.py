"""Records as columns, and columns as records."""

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

import attrs

from tipdata._tables.columns import Cell, columns_of
from tipdata._tables.frame_maker import FrameMaker
from tipdata._tables.frame_reader import cells_of
from tipdata.countries import CountryRegistry
from tipdata.dataset.kinds import name_of
from tipdata.errors import ColumnError, InvalidValueError, TipdataError
from tipdata.frames._kinds import maker
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
from tipdata.typing import TierCoding

__all__ = ["assessments_of", "maker_of"]


@runtime_checkable
class _Framed(Protocol):
    @property
    def to_frame(self) -> FrameMaker: ...


@runtime_checkable
class _Iterable(Protocol):
    def __iter__(self) -> Iterator[object]: ...


def maker_of(records: object) -> FrameMaker:
    """Return what makes frames of a result or of records of one kind."""
    if isinstance(records, _Framed):
        return records.to_frame
    found = _listed(records)
    if found is not None:
        kinds = {type(record) for record in found}
        if not kinds or kinds == {Assessment}:
            return _assessments([a for a in found if isinstance(a, Assessment)])
        if kinds == {Edition}:
            return _editions([e for e in found if isinstance(e, Edition)])
        name = name_of(found[0]) if len(kinds) == 1 else None
        if name is not None:
            return maker(found, name[0])
    expected = "a result, or records of one kind"
    raise InvalidValueError("records", records, expected)


def _listed(records: object) -> list[object] | None:
    if not isinstance(records, _Iterable) or isinstance(records, (str, bytes, Mapping)):
        return None
    return list(records)


def _assessments(records: Sequence[Assessment]) -> FrameMaker:
    return FrameMaker(assessment_columns(records), tiers=("tier", "amended"))


_COUNTS = ("tier_1", "tier_2", "tier_2_watch_list", "tier_3", "special_case", "covered")


def _editions(records: Sequence[Edition]) -> FrameMaker:
    names = ("year", "ordinal", "released", "released_basis", "period_start", "period_end")
    return FrameMaker(
        columns_of((*names, "period_basis", *_COUNTS, "heroes"), map(_edition, records)),
        dates=("released", "period_start", "period_end"),
    )


def _edition(edition: Edition) -> list[Cell]:
    start = edition.period.earliest if edition.period else None
    end = edition.period.latest if edition.period else None
    days = [day.isoformat() if day else None for day in (edition.released, start, end)]
    counts: list[Cell] = [getattr(edition.counts, name) for name in _COUNTS]
    first: list[Cell] = [edition.year, edition.ordinal, days[0], edition.released_basis]
    return [*first, days[1], days[2], edition.period_basis, *counts, edition.heroes]


def assessments_of(
    frame: Any,  # noqa: ANN401 - a frame of any library
    *,
    coding: TierCoding | None,
    registry: CountryRegistry,
    max_problems: int,
) -> tuple[Assessment, ...]:
    """Return the assessments of a frame by country and year; this runs a lazy frame."""
    columns = cells_of(frame)
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
                problems.add(functools.partial(problem_of, value, cell, name, place))
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
        validate(None, field, value)
        return value

    return Column(read)
