"""Records as columns, and columns as records."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

import attrs
import narwhals as nw

from tipdata._tables.columns import Cell, columns_of
from tipdata._tables.frame_maker import FrameMaker
from tipdata.countries import CountryRegistry
from tipdata.dataset.kinds import name_of
from tipdata.errors import ColumnError, InvalidValueError, TipdataError, shorten
from tipdata.frames._kinds import maker
from tipdata.frames._native import backend_of, collected
from tipdata.problems import FormatError, Problem
from tipdata.records.assessments import Assessment, assessment_columns
from tipdata.records.editions import Edition
from tipdata.tierrecord.rows import read_rows
from tipdata.tiers import Tier
from tipdata.typing import TierCoding

__all__ = ["assessments_of", "cells_of", "maker_of"]

_FIRST_ROW = 2
"""The row of the first record, the header being row 1."""

_CORE = ("country", "year", "tier")


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
    """Return the assessments of a frame; on a lazy frame this runs it."""
    columns = cells_of(frame)
    if missing := [name for name in _CORE if name not in columns]:
        raise ColumnError(missing[0], "the frame has no such column", list(columns))
    rows: list[dict[str, object]] = [
        dict(zip(_CORE, cells, strict=True))
        for cells in zip(*(columns[n] for n in _CORE), strict=True)
    ]
    problems: list[Problem] = []
    found: tuple[Assessment, ...] = ()
    try:
        found = read_rows(rows, coding=coding, registry=registry, max_problems=len(rows) * 3 + 1)
    except FormatError as error:
        problems += [_placed(problem) for problem in error.problems]
    further = _further(columns, problems)
    if problems:
        problems.sort(key=lambda problem: problem.row or 0)
        raise FormatError(tuple(problems[:max_problems]), max(0, len(problems) - max_problems))
    by_key = {(a.country, a.year): a for a in found}
    for row, fields in zip(rows, further, strict=True):
        key = registry.resolve(str(row["country"])).alpha_3, int(str(row["year"]))
        if fields and key in by_key:
            by_key[key] = attrs.evolve(by_key[key], **fields)
    return tuple(by_key.values())


def cells_of(frame: Any) -> dict[str, list[Any]]:  # noqa: ANN401
    """Return the cells of a frame by column, a missing one as `None`."""
    if backend_of(frame) == "dask":
        frame = frame.compute()
    run = collected(nw.from_native(frame))
    return {name: _plain(run.get_column(name)) for name in run.columns}


def _plain(column: Any) -> list[Any]:  # noqa: ANN401 - a series of narwhals
    gone = (column.is_null() | column.is_nan()) if column.dtype.is_float() else column.is_null()
    # A whole number beside a missing one is a float in pandas.
    return [
        None if empty else int(cell) if isinstance(cell, float) and cell.is_integer() else cell
        for cell, empty in zip(column.to_list(), gone.to_list(), strict=True)
    ]


def _placed(problem: Problem) -> Problem:
    place = re.match(r"\$\[(\d+)\]", problem.path)
    if place is None:
        return problem
    return attrs.evolve(problem, path="", row=int(place[1]) + _FIRST_ROW)


def _ids(cell: object) -> object:
    return tuple(cell.split()) if isinstance(cell, str) else cell


def _amended(cell: object) -> object:
    return None if cell in (None, "") else Tier.parse(cell)


_READERS: Mapping[str, Callable[[object], object]] = {
    "evidence": lambda cell: cell,
    "official": lambda cell: cell,
    "families": lambda cell: cell,
    "sources": _ids,
    "disputed_by": _ids,
    "note": lambda cell: cell or "",
    "amended": _amended,
}


def _further(columns: dict[str, list[Any]], problems: list[Problem]) -> list[dict[str, Any]]:
    """Return the fields that a frame of placements may have beside the three it must."""
    count = len(columns["country"])
    found: list[dict[str, Any]] = [{} for _ in range(count)]
    rules = attrs.fields_dict(Assessment)
    for name, read in _READERS.items():
        rule = rules[name]
        for number, cell in enumerate(columns.get(name, ())):
            if cell is None and rule.default is not attrs.NOTHING:
                continue
            try:
                value = read(cell)
                if rule.validator:
                    rule.validator(None, rule, value)
            except TipdataError as error:
                problems.append(_refused(error, name, number, cell))
            else:
                found[number][name] = value
    return found


def _refused(error: TipdataError, name: str, number: int, cell: object) -> Problem:
    return Problem(
        code="invalid-value",
        message=f"not a value of {name}",
        row=number + _FIRST_ROW,
        column=name,
        value=shorten(cell),
        expected=error.expected if isinstance(error, InvalidValueError) else "a tier",
    )
