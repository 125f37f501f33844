"""The rows of a relation of DuckDB: its country, its day, its tier, as one expression each.

Joins would lose the order of the rows.
"""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from tipdata._tables.frame_maker import engine, enum_type, identifier, quoted
from tipdata.frames._plan import CELL, SLOT, Plan, StringNumbers
from tipdata.frames._steps import add_slots
from tipdata.typing import Cell

Native = Any
"""A relation of DuckDB."""


def attach(frame: Native, plan: Plan) -> Native:
    """Return a relation with the columns of a plan."""
    duckdb, table = engine("duckdb"), plan.table
    numbered = add_cells(frame, plan)
    added = [name for name in (SLOT, CELL) if name in numbered.columns]
    found = [duckdb.StarExpression(exclude=added)]
    for name, cells in table.cells.items():
        taken = _look_up(cells, table.categories.get(name))
        found.append(duckdb.SQLExpression(taken).alias(name))
    return numbered.select(*found)


def _look_up(cells: Sequence[Cell], labels: Sequence[str] | None) -> str:
    """Return the expression of the cell at CELL."""
    strings = [*dict.fromkeys(cell for cell in cells if isinstance(cell, str))]
    if not strings and labels is None:
        # Nulls alone are of no type, as DuckDB has it.
        integers = "[NULL]" if {*cells} == {None} else _integers(cells)
        return f"list_extract({integers}, {CELL} + 1)"
    places: dict[Cell, int] = {text: place for place, text in enumerate(labels or strings, 1)}
    known = values(places, enum_type(labels) if labels else "")
    return f"list_extract({known}, list_extract({_integers(map(places.get, cells))}, {CELL} + 1))"


def add_cells(frame: Native, plan: Plan) -> Native:
    """Return a relation with the row of the plan's table that each row is given."""
    duckdb = engine("duckdb")
    if plan.strings is None and plan.slots is None:
        frame = add_slots(frame, plan)
    cell = f"{_number(plan.countries)} + {_slot(plan)}"
    return frame.select(duckdb.StarExpression(), duckdb.SQLExpression(cell).alias(CELL))


def values(cells: Iterable[object], kind: str = "") -> str:
    """Return cells as a list of SQL, of a type or as they are."""
    listed = "[" + ", ".join(map(_literal, cells)) + "]"
    return f"CAST({listed} AS {kind}[])" if kind else listed


def _literal(cell: object) -> str:
    if isinstance(cell, str):
        return quoted(cell)
    return "NULL" if cell is None else str(cell)


def _integers(numbers: Iterable[object]) -> str:
    # Cast from one string, thousands of numbers are read much faster.
    return f"CAST('[{', '.join(map(_literal, numbers))}]' AS INTEGER[])"


def _number(strings: StringNumbers) -> str:
    # SQL strings cannot hold a zero byte, and no country's name does.
    known = {text: number for text, number in strings.known.items() if "\0" not in text}
    known = known or {"": strings.unlisted}
    column = identifier(strings.column)
    place = f"CAST(enum_code(TRY_CAST({column} AS {enum_type(known)})) AS INTEGER)"
    number = f"list_extract({_integers(known.values())}, {place} + 1)"
    number = f"coalesce({number}, {strings.unlisted})"
    return f"CASE WHEN {column} IS NULL THEN {strings.missing} ELSE {number} END"


def _slot(plan: Plan) -> str:
    slots, column = plan.calendar, identifier(plan.on)
    if plan.strings is not None:
        return _number(plan.strings)
    if plan.slots is None:
        return SLOT
    if plan.reading != "integer":
        column = f"CAST({column} AS DATE)"  # that of an instant is the session's
    # Half as dear as a look-up in a list of days.
    steps = (f"WHEN {column} >= {_bound(first)} THEN {slot}" for first, slot in slots.steps[::-1])
    cases = " ".join((f"WHEN {column} IS NULL THEN {slots.missing}", *steps))
    return f"CASE {cases} ELSE {slots.outside} END"


def _bound(first: datetime.date | int) -> str:
    return str(first) if isinstance(first, int) else f"DATE '{first}'"
