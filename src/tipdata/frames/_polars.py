"""The rows of a polars frame, eager or lazy: its country, its day, its tier."""

from typing import Any

from tipdata._tables.frame_maker import engine
from tipdata.frames._plan import CELL, SLOT, Plan, StringNumbers
from tipdata.frames._steps import add_slots

Native = Any
"""A frame or an expression of polars."""


def attach(frame: Native, plan: Plan) -> Native:
    """Return a frame with the columns of a plan."""
    pl = engine("polars")
    # All columns are gathered at once, which takes less than one after another.
    rows = pl.lit(plan.table.on("polars").to_struct())
    taken = rows.gather(pl.col(CELL)).alias(CELL)
    if isinstance(frame, pl.LazyFrame):
        whole = add_cells(frame, plan).with_columns(taken)
        return whole.drop(SLOT, strict=False).unnest(CELL)
    # Only what is new is made; the columns that the frame has stay as they are.
    few = add_cells(frame.lazy().select(plan.inputs), plan)
    return frame.hstack(few.select(taken).unnest(CELL).collect(engine="streaming"))


def add_cells(frame: Native, plan: Plan) -> Native:
    """Return a lazy frame with the row of the plan's table that each row is given."""
    if plan.strings is None and plan.slots is None:
        frame = add_slots(frame, plan)
    return frame.with_columns((_number(plan.countries, plan) + _slot(plan)).alias(CELL))


def _integer(plan: Plan) -> Native:
    pl = engine("polars")
    return pl.Int16 if plan.integer == "int16" else pl.Int32


def _number(strings: StringNumbers, plan: Plan) -> Native:
    pl, kind = engine("polars"), _integer(plan)
    # The numbers of an Enum stream; replace_strict and joins that keep the
    # order hold the whole column in memory.
    column = pl.col(strings.column)
    texts = column.cast(pl.String).cast(pl.Enum([*strings.known]), strict=False)
    place = texts.to_physical().cast(pl.UInt32).fill_null(len(strings.known))
    number = pl.lit(pl.Series(strings.numbers, dtype=kind)).gather(place)
    return pl.when(column.is_null()).then(pl.lit(strings.missing, kind)).otherwise(number)


def _slot(plan: Plan) -> Native:
    pl, kind, slots = engine("polars"), _integer(plan), plan.slots
    if plan.strings is not None:
        return _number(plan.strings, plan)
    column = pl.col(plan.on)
    if slots is None:
        return pl.col(SLOT).cast(kind)
    day = column.cast(pl.Int64) if plan.reading == "integer" else column.dt.date().cast(pl.Int32)
    place = day.clip(slots.first, slots.last) - slots.first
    slot = pl.lit(pl.Series(slots.slots, dtype=kind)).gather(place)
    return slot.fill_null(pl.lit(plan.calendar.missing, kind))
