"""A sheet as a table: its header, and what each row gives."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

import attrs

from tipdata._tables.sheet_text import letter_of
from tipdata._wire.faults import fault
from tipdata._wire.json_text import BrokenError
from tipdata._wire.shapes import SCALARS, Many
from tipdata.errors import nearest, shorten
from tipdata.formats.workbook._layout import MISSING, Column, Plan
from tipdata.formats.workbook._sheet import Cell, SheetRows
from tipdata.formats.workbook._values import OPEN, value_in
from tipdata.problems import Problem

Add = Callable[[Problem | Callable[[], Problem]], None]
"""Takes a problem, or what makes it."""

_NAMES = re.compile(r"\.([^.\[]+)")


class Row(NamedTuple):
    """What a row gives.

    Attributes:
        number: Its number.
        given: Its values as a document has them.
        more: What else is wrong with it, beside the errors among the values.
    """

    number: int
    given: dict[str, Any]
    more: list[Problem]


class Table:
    """A sheet as it is read.

    Attributes:
        plan: What the sheet should be.
        is_read: Whether its header is right, so that its rows are read.
    """

    def __init__(self, plan: Plan, rows: SheetRows, add: Add) -> None:
        self.plan = plan
        self.is_read = False
        self._sheet = rows
        self._rows = iter(rows)
        self._add = add
        self._positions: dict[str, int] = {}
        self._unnamed: set[int] = set()
        header = next((one for one in self._rows if not _is_blank(one[1])), None)
        if header is None:
            header = 1, dict[int, Cell]()
        self._read_header(*header)

    def _read_header(self, row: int, cells: Mapping[int, Cell]) -> None:
        known = {column.name: column for column in self.plan.header}
        wrong: list[Problem] = []
        for position, cell in sorted(cells.items()):
            if cell.is_blank:
                continue
            name = str(cell.value)
            if name in known and name not in self._positions:
                self._positions[name] = position
            else:
                wrong.append(self._wrong_header(position, row, name, known))
        for name, column in known.items():
            is_always = column.key is not None or not column.optional
            if is_always and column.is_needed and name not in self._positions:
                message = f"the column {name!r} is missing"
                wrong.append(fault("missing-column", message, self.plan.title, row=row))
        for problem in wrong:
            self._add(problem)
        self.is_read = not wrong
        self._named = {*self._positions.values()}

    def _wrong_header(self, position: int, row: int, name: str, known: Collection[str]) -> Problem:
        refuse = partial(
            fault, path=self.cell_at(position, row), row=row, column=name, value=shorten(name)
        )
        if name in self._positions:
            first = self.cell_at(self._positions[name], row)
            return refuse("duplicate-column", f"duplicate column; {first} has this name too")
        meant = nearest(name.strip(), known)
        return refuse("unknown-column", "no such column", suggestion=meant)

    def __iter__(self) -> Iterator[Row]:
        placed = [(self._positions.get(column.name), column) for column in self.plan.header]
        for number, cells in self._rows:
            if self.is_read and not _is_blank(cells):
                self._refuse_unnamed(number, cells)
                more: list[Problem] = []
                yield Row(number, self._given(number, cells, placed, more), more)

    def finish(self) -> None:
        """Report what is known when all rows were read."""
        for _ in self._rows:
            pass  # rows under a wrong header, before the merged cells
        for merged in self._sheet.merged:
            message, expected = "these cells are merged", "cells that are not merged"
            path = f"{self.plan.title}!{merged}"
            self._add(partial(fault, "merged-cells", message, path, expected=expected))

    def cell(self, column: Column, row: int) -> str:
        """Return the cell of a column, such as `people!C7`; of one that is not there, the first."""
        return self.cell_at(self._positions.get(column.name, 0), row)

    def cell_at(self, position: int, row: int) -> str:
        """Return the name of a cell."""
        return f"{self.plan.title}!{letter_of(position)}{row}"

    def put(self, problem: Problem, row: int) -> Problem:
        """Return a problem with a path into a row as one of the cell that the path means."""
        if problem.path[:1] != "$":
            return problem  # it was found in its cell
        steps = tuple(_NAMES.findall(problem.path))
        columns = self.plan.header
        there = (one for one in columns if not one.key and one.steps[: len(steps)] == steps)
        found = next(there, None) if steps else None
        if found is None:
            return attrs.evolve(problem, path=self.cell(columns[0], row), row=row, column="")
        problem = attrs.evolve(problem, expected=_asked(found, problem))
        return self._at(problem, found, row)

    def _at(self, problem: Problem, column: Column, row: int) -> Problem:
        return attrs.evolve(problem, path=self.cell(column, row), row=row, column=column.name)

    def _refuse_unnamed(self, row: int, cells: Mapping[int, Cell]) -> None:
        for position, cell in cells.items():
            if position not in self._named and not cell.is_blank and position not in self._unnamed:
                self._unnamed.add(position)
                message, path = "this column has no header", self.cell_at(position, row)
                expected = "the name of a column above it, or empty cells"
                self._add(
                    fault(
                        "unknown-column",
                        message,
                        path,
                        row=row,
                        value=shorten(cell.value),
                        expected=expected,
                    )
                )

    def _given(
        self,
        row: int,
        cells: Mapping[int, Cell],
        placed: list[tuple[int | None, Column]],
        more: list[Problem],
    ) -> dict[str, Any]:
        """Return what a row gives for each field; what cannot be read is an error to report."""
        values = [
            None
            if position is None or position not in cells
            else self._value(row, column, cells[position])
            for position, column in placed
        ]
        filled = {
            column.steps[:end]
            for value, (_, column) in zip(values, placed, strict=True)
            for end in range(len(column.steps))
            if value is not None
        }
        given: dict[str, Any] = {}
        for value, (position, column) in zip(values, placed, strict=True):
            if column.key:
                given[column.name] = (
                    value if value is not None else self._empty(row, column, position)
                )
                continue
            held = self._holder(given, column, filled)
            if held is None:
                continue
            name = column.steps[-1]
            if value is not None:
                held[name] = _with_side(held.get(name), column, value, more)
            elif not (column.has_default or (column.side and name in held)):
                held[name] = self._empty(row, column, position)
        return given

    def _value(self, row: int, column: Column, cell: Cell) -> Any:  # noqa: ANN401 - what JSON has
        try:
            return value_in(column, cell)
        except BrokenError as error:
            return BrokenError(self._at(error.problem, column, row))

    def _empty(self, row: int, column: Column, position: int | None) -> Any:  # noqa: ANN401 - what JSON has
        """Return what an empty cell stands for where the field has no default."""
        if column.default is not MISSING:
            return column.default
        message = "this cell is empty"
        if position is None:
            message = f"the column {column.name!r} is missing"
        problem = fault("missing-field", message, "", expected=column.expected)
        return BrokenError(self._at(problem, column, row))

    def _holder(
        self, given: dict[str, Any], column: Column, filled: Collection[tuple[str, ...]]
    ) -> dict[str, Any] | None:
        """Return the object that has a field; `None` if nothing of it is filled in."""
        for end, step in enumerate(column.steps[:-1], 1):
            if column.steps[:end] in self.plan.optional and column.steps[:end] not in filled:
                return None
            given = given.setdefault(step, {})
        return given


def _asked(column: Column, problem: Problem) -> str:
    """Return what a problem of a cell asks for, in terms of cells."""
    if column.side:
        return ""  # each side is a date, and the message says which rule of periods is broken
    if column.shape == SCALARS[bool]:
        return column.expected
    if isinstance(column.shape, Many) and "," in problem.value:
        return f"{problem.expected}; separate several by semicolons"
    return problem.expected


def _with_side(before: Any, column: Column, value: Any, more: list[Problem]) -> Any:  # noqa: ANN401 - what JSON has
    """Return a value, or a period with one more side of it."""
    if not column.side:
        return value
    if isinstance(value, BrokenError):
        if isinstance(before, BrokenError):
            more.append(before.problem)
        return value
    if isinstance(before, BrokenError):
        return before
    if column.side == "start":
        return f"{value}/{OPEN}"
    start = OPEN if before is None else str(before).partition("/")[0]
    return f"{start}/{value}"


def _is_blank(cells: Mapping[int, Cell]) -> bool:
    return all(cell.is_blank for cell in cells.values())
