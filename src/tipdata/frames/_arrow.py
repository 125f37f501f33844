"""The rows of a pyarrow table: its country, its day, its tier."""

from typing import Any

from tipdata._tables.frame_maker import engine
from tipdata._tables.frame_types import plain_arrow
from tipdata.frames._plan import CELL, SLOT, Plan, StringNumbers
from tipdata.frames._steps import add_slots

Native = Any
"""A table, or a chunked array of pyarrow."""


def attach(frame: Native, plan: Plan) -> Native:
    """Return a table with the columns of a plan."""
    rows, cells = plan.table.on("pyarrow"), _cells(frame, plan)
    for name in rows.column_names:
        frame = frame.append_column(name, rows[name].combine_chunks().take(cells))
    return frame


def add_cells(frame: Native, plan: Plan) -> Native:
    """Return the columns that a plan reads, and the row of its table that each row is given."""
    plain = {name: plain_arrow(frame[name]) for name in plan.inputs}
    return engine("pyarrow").table({**plain, CELL: _cells(frame, plan)})


def _cells(frame: Native, plan: Plan) -> Native:
    countries = _number(frame[plan.countries.column], plan.countries, plan)
    return engine("pyarrow", "pyarrow.compute").add(countries, _slot(frame, plan))


def _number(column: Native, strings: StringNumbers, plan: Plan) -> Native:
    """Return the number of each string of a column; each chunk looks up its distinct ones."""
    pa = engine("pyarrow")
    if not pa.types.is_dictionary(column.type):
        column = plain_arrow(column).dictionary_encode()
    kind = pa.type_for_alias(plan.integer)
    found: list[object] = []
    for chunk in column.chunks:
        numbers = pa.array(map(strings.number, chunk.dictionary.to_pylist()), kind)
        found.append(numbers.take(chunk.indices).fill_null(strings.missing))
    return pa.chunked_array(found, kind)


def _slot(frame: Native, plan: Plan) -> Native:
    pa, pc = engine("pyarrow"), engine("pyarrow", "pyarrow.compute")
    kind, slots = pa.type_for_alias(plan.integer), plan.slots
    if plan.strings is not None:
        return _number(frame[plan.on], plan.strings, plan)
    column = plain_arrow(frame[plan.on])
    if slots is None:
        return add_slots(pa.table({plan.on: column}), plan)[SLOT].cast(kind)
    is_year = plan.reading == "integer"
    day = column.cast(pa.int64()) if is_year else column.cast(pa.date32()).cast(pa.int32())
    first, last = (pa.scalar(at, day.type) for at in (slots.first, slots.last))
    place = pc.min_element_wise(day, last, skip_nulls=False)
    place = pc.subtract(pc.max_element_wise(place, first, skip_nulls=False), first)
    return pa.array(slots.slots, kind).take(place).fill_null(plan.calendar.missing)
