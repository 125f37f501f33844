"""Tiers for the rows of a frame: a plan made once, run by the frame's own library."""

import functools
from collections.abc import Collection, Mapping
from typing import Any

import attrs
import narwhals as nw

from tipdata._tables.frame_reader import backend_of, distinct, names_of, pick
from tipdata._tables.frame_types import Kind, plain_arrow
from tipdata._tables.palette import TIER_LABELS
from tipdata.countries import Country, CountryRegistry
from tipdata.errors import ColumnError
from tipdata.frames import _pandas
from tipdata.frames._cells import TROUBLES, tier_cells
from tipdata.frames._checks import check_countries, check_on
from tipdata.frames._days import refuse_cells, slot_of
from tipdata.frames._editions import Calendar
from tipdata.frames._engines import (
    ADDED,
    CELL,
    GROUP,
    SLOT,
    TextGroups,
    TierTable,
    add_groups,
    take_rows,
)
from tipdata.frames._groups import group_labels
from tipdata.frames._names import Names, read_names
from tipdata.frames._words import STATUSES, Basis, Extra, Match
from tipdata.records.assessments import EVIDENCE_LEVELS
from tipdata.tierrecord import TierRecord
from tipdata.tierrecord.markers import Markers


@attrs.frozen(kw_only=True)
class Plan:
    """All that a worker needs to know to attach tiers to its rows.

    Attributes:
        by_text: The group of each string of the country column.
        by_day: The slot of each string of the column of days or years, if it holds strings.
        calendar: The slot of each day or year.
        table: A row for each slot of each group.
        on: The column of days or years.
        reading: What that column holds.
        markers: Which of its cells are missing.
    """

    by_text: TextGroups
    by_day: TextGroups | None
    calendar: Calendar
    table: TierTable
    on: str
    reading: Kind
    markers: Markers

    @property
    def inputs(self) -> tuple[str, ...]:
        """The columns that the plan reads."""
        return tuple(dict.fromkeys((self.by_text.column, self.on)))


def plan(  # noqa: PLR0913, PLR0917 - those of `attach_tiers`
    frame: Any,  # noqa: ANN401 - a frame of any library
    known: Names,
    country: str,
    on: str,
    basis: Basis,
    record: TierRecord,
    prefix: str,
    markers: Markers,
    add: tuple[Extra, ...] = (),
) -> Plan:
    """Return how to attach the tiers of a record to a frame whose countries are known."""
    cells = tier_cells(record, basis, add)
    slots = cells.calendar
    numbers = {group: i for i, group in enumerate((*TROUBLES, *sorted({*known.codes.values()})))}
    given = {m.text: numbers[m.country or m.status] for m in known.matches}
    table = cells.columns_of(numbers)
    _refuse_clashes(frame, tuple(prefix + name for name in table), prefix)
    labels = {"tier": TIER_LABELS, "tier_status": STATUSES, "evidence": EVIDENCE_LEVELS}
    labels |= group_labels(add)
    reading = check_on(frame, on, basis, markers)
    unlisted, missing = numbers["unknown_country"], numbers["missing"]
    return Plan(
        by_text=TextGroups(
            column=country, known=given, unlisted=unlisted, missing=missing, name=GROUP
        ),
        by_day=_by_day(frame, on, basis, slots, markers) if reading == "text" else None,
        calendar=slots,
        table=TierTable(
            cells={prefix + name: cells for name, cells in table.items()},
            categories={prefix + n: found for n, found in labels.items() if n in table},
        ),
        on=on,
        reading=reading,
        markers=markers,
    )


def names_in(
    frame: Any,  # noqa: ANN401
    column: str,
    given: Names | Mapping[str, str | Country] | None,
    match: Match,
    registry: CountryRegistry,
    missing: Collection[str] | None,
) -> Names:
    """Return the names of a frame's column; unless given as `Names`, this runs a lazy frame."""
    check_countries(frame, column)
    if isinstance(given, Names):
        return given
    texts = distinct(frame, column)
    return read_names(texts, match=match, names=given, missing=missing, registry=registry)


def _refuse_clashes(frame: Any, new: tuple[str, ...], prefix: str) -> None:  # noqa: ANN401
    existing = names_of(frame)
    # To SQL, Tier and tier are one column.
    of_sql = backend_of(frame) in ("duckdb", "pyspark")
    folded = [name.lower() for name in existing] if of_sql else existing
    for name in (*new, *ADDED):
        if (name.lower() if of_sql else name) in folded:
            free = f"tip_{prefix}"
            reason = f"the frame has it already; rename the new columns with prefix={free!r}"
            raise ColumnError(name, reason, existing)


def _by_day(
    frame: Any,  # noqa: ANN401
    on: str,
    basis: Basis,
    slots: Calendar,
    markers: Markers,
) -> TextGroups:
    texts = distinct(frame, on)
    refuse_cells(texts, on, basis, markers)
    known = {text: slot_of(text, basis, slots, markers) for text in texts}
    none = slots.missing
    return TextGroups(column=on, known=known, unlisted=none, missing=none, name=SLOT)


def run(frame: Any, plan: Plan) -> Any:  # noqa: ANN401 - the frame of a library, and one of the same
    """Return the frame with the columns of the plan."""
    backend = backend_of(frame)
    if backend == "dask":
        meta = run(frame._meta, plan)  # noqa: SLF001 - Dask's own way to ask for a frame's types
        return frame.map_partitions(functools.partial(run, plan=plan), meta=meta)
    if backend == "pandas":
        table = plan.table
        return _pandas.take_rows(frame, pandas_cells(frame, plan), table.cells, table.categories)
    if backend == "pyarrow":
        return take_rows(frame, backend, plan.table, with_cells(frame, plan)[CELL])
    if isinstance(nw.from_native(frame), nw.DataFrame):
        return run(frame.lazy(), plan).collect()  # polars, in one go
    return take_rows(with_cells(frame, plan), backend, plan.table)


def pandas_cells(frame: Any, plan: Plan) -> Any:  # noqa: ANN401
    """Return the row of the plan's table that each row of a pandas frame is given."""
    country, day = frame[plan.by_text.column], frame[plan.on]
    group = _pandas.number_strings(country, plan.by_text)
    if plan.by_day is not None:
        slot = _pandas.number_strings(day, plan.by_day)
    else:
        slot = _pandas.number_days(day, plan.calendar, plan.reading, plan.markers)
    return group * plan.calendar.width + slot


def with_cells(frame: Any, plan: Plan) -> Any:  # noqa: ANN401
    """Return the frame with the row of the plan's table that each of its rows is given.

    A table of pyarrow keeps only the columns that the plan reads.
    """
    backend = backend_of(frame)
    if backend == "pyarrow":
        few = pick(frame, plan.inputs)
        for place, name in enumerate(few.column_names):
            frame = few = few.set_column(place, name, plain_arrow(few[name]))
    for texts in filter(None, (plan.by_text, plan.by_day)):
        frame = add_groups(frame, backend, texts)
    country = nw.col(plan.by_text.column).is_null()
    group = nw.when(country).then(nw.lit(plan.by_text.missing)).otherwise(nw.col(GROUP))
    cell = group * plan.calendar.width + _slot(plan, backend)
    return nw.from_native(frame).with_columns(cell.alias(CELL)).to_native()


def _slot(plan: Plan, backend: str) -> nw.Expr:
    slots = plan.calendar
    if plan.reading == "nothing":
        return nw.lit(slots.missing)
    if plan.reading == "text":
        return nw.col(SLOT)
    day, missing = nw.col(plan.on), nw.col(plan.on).is_null()
    if plan.reading == "moment":
        day = day.dt.date()  # in its own time zone, or that of the session
    elif plan.reading == "integer":
        day = day.cast(nw.Int64)  # a narrow one cannot be compared with 2001
    elif plan.reading == "fraction":
        day = day.cast(nw.Float64)
    if plan.reading in ("integer", "fraction") and plan.markers.numbers:
        missing = missing | day.cast(nw.Float64).is_in(sorted(plan.markers.numbers))
    slot = nw.lit(slots.outside)
    before = slots.outside
    for first, number in slots.steps:
        begun = day >= first
        # The same number; polars is faster with the first form, others with the second.
        if backend == "polars":
            slot = slot + nw.when(begun).then(nw.lit(number - before)).otherwise(nw.lit(0))
        else:
            one = begun.cast(nw.Int32)
            slot = slot + (one if number - before == 1 else one * (number - before))
        before = number
    if plan.reading == "fraction":
        whole = day.is_in([float(year) for year in slots.years])
        slot = nw.when(whole).then(slot).otherwise(nw.lit(slots.outside))
        missing = missing | day.is_nan()
    return nw.when(missing).then(nw.lit(slots.missing)).otherwise(slot)
