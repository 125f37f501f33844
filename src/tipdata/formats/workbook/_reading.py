"""Reading the sheets of a workbook: the records of their rows, and the cells of what is wrong."""

import re
from array import array
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import attrs

from tipdata._wire.faults import fault
from tipdata._wire.json_text import BrokenError
from tipdata._wire.reading import Classes
from tipdata._wire.versions import version_of
from tipdata.countries import CountryRegistry
from tipdata.dataset.gathering import Gathering, Place, explain_record
from tipdata.dataset.kinds import KEYS, KINDS, PLURALS, RecordKind
from tipdata.errors import nearest, one_of, shorten
from tipdata.formats.workbook._archive import Archive, Part
from tipdata.formats.workbook._layout import Plan, plans_of
from tipdata.formats.workbook._table import Row, Table
from tipdata.formats.workbook._writing import ABOUT, CODES, VERSION, WORDS
from tipdata.limits import Limits
from tipdata.problems import Problem

_Key = tuple[object, ...]

END = (len(KINDS), 0)
"""Sorts a problem behind those of all sheets."""

_STEP = re.compile(r"\.([^.\[]+)|\[([0-9]+)\]|\['([^']*)'\]")
_FIRST = (-1, 0)
_SOME = 10


@attrs.frozen
class _CellPlace(Place):
    """Where a record is in a workbook: its problems are those of cells."""

    find: Callable[[Problem], Problem] = attrs.field(kw_only=True)

    def put(self, problem: Problem) -> Problem:
        """Return a problem with the cell that it is about."""
        return self.find(problem)


class WorkbookReader:
    """Reads a workbook.

    Args:
        registry: The countries that are known beside those of the workbook.
        most: How many problems are kept.
        classes: Subclasses to read in the place of classes of ours.
        limits: How much is read.

    Attributes:
        gathering: The records, and what is wrong with them.
        unread: The names of sheets that hold no records.
    """

    def __init__(
        self,
        registry: CountryRegistry | None,
        most: int,
        classes: Classes | None,
        limits: Limits | None,
    ) -> None:
        self.gathering = Gathering(self._locate, registry, most, classes, limits)
        self.limits = self.gathering.limits
        self.unread: list[str] = []
        self._misnamed: set[str] = set()
        self._registry = registry
        self._classes = dict(classes or {})
        self._plans: dict[RecordKind, Sequence[Plan]] = {
            kind: plans_of(kind, self._classes) for kind in KINDS
        }
        self._tables: dict[str, Table] = {}
        self._rows: dict[RecordKind, array[int]] = {kind: array("Q") for kind in KINDS}
        self._parts: dict[tuple[RecordKind, int], dict[tuple[str, ...], list[int]]] = {}

    def read(self, archive: Archive) -> None:
        """Take the records of the sheets."""
        sheets = {sheet.name: sheet for sheet in archive.sheets}
        self._check_sheets(sheets)
        if ABOUT in sheets and sheets[ABOUT].path:
            self._read_version(archive, sheets[ABOUT])
        for kind, plans in self._plans.items():
            self._read_kind(kind, plans, archive, sheets)

    def _check_sheets(self, sheets: Mapping[str, Part]) -> None:
        """Refuse names that are nearly those of sheets, and a workbook without any of these."""
        titles = [plan.title for plans in self._plans.values() for plan in plans]
        inside = {title.partition(".")[2]: title for title in titles if "." in title}
        meant: dict[str, str] = dict(zip(titles, titles, strict=True))
        meant |= {str(kind): title for kind, title in PLURALS.items()}
        others = [name for name in sheets if name not in {*titles, ABOUT, CODES, WORDS}]
        for name in others:
            plain = name.strip().casefold()
            near = inside.get(plain) or meant.get(nearest(plain, meant), "")
            if near:
                message = "no kind of record has a sheet of this name"
                self._add(fault("unknown-sheet", message, name, suggestion=near), _FIRST)
                self._misnamed.add(near)
            else:
                self.unread.append(name)
        if not {*sheets} & {*titles, ABOUT} and not self.gathering.problems.count:
            value = ", ".join(map(repr, others[:_SOME]))
            expected = f"a sheet named {one_of(PLURALS.values())}"
            message = "no sheet of records"
            problem = fault("unknown-sheet", message, "$", value=value, expected=expected)
            self._add(problem, _FIRST)

    def _read_version(self, archive: Archive, sheet: Part) -> None:
        for row, cells in archive.rows(sheet):
            name, value = cells.get(0), cells.get(1)
            if name and value and name.value == VERSION:
                self.gathering.version = version_of(value.value, f"{ABOUT}!B{row}")

    def _read_kind(
        self, kind: RecordKind, plans: Sequence[Plan], archive: Archive, sheets: Mapping[str, Part]
    ) -> None:
        here = KINDS.index(kind)
        for number, plan in enumerate(plans):
            if plan.title in sheets:
                add = partial(self._add, order=(here, -1, number))
                rows = archive.rows(sheets[plan.title])
                self._tables[plan.title] = Table(plan, rows, add)
        waiting = {
            plan.path: self._parts_of(plan) for plan in plans[1:] if plan.title in self._tables
        }
        known: dict[object, None] = {}
        table = self._tables.get(plans[0].title)
        if table is not None:
            self.gathering.take(kind, self._objects(kind, table, waiting, known))
            table.finish()
        for path, parts in waiting.items():
            part = self._tables[".".join((PLURALS[kind], *path))]
            part.finish()
            if table is not None and table.is_read:
                self._refuse_lost(part, parts, known)
            elif table is None and plans[0].title not in self._misnamed:
                message = f"the sheet {plans[0].title!r} is missing, whose rows this one refers to"
                self._add(fault("unknown-sheet", message, part.plan.title), (here, 0, 0))

    def _parts_of(self, plan: Plan) -> dict[_Key, list[Row]]:
        """Return the rows of parts by the key of the record that they belong to."""
        found: dict[_Key, list[Row]] = {}
        names = [f"{plan.kind}.{key}" for key in KEYS[plan.kind]]
        for row in self._tables[plan.title]:
            keys = tuple(row.given.pop(name, None) for name in names)
            if not all(isinstance(key, (str, int)) for key in keys):
                order = (KINDS.index(plan.kind), len(self._rows[plan.kind]), row.number)
                for key in keys:
                    if isinstance(key, BrokenError):
                        self._add(key.problem, order)
                self._explain(plan, row, order)
            else:
                found.setdefault(keys, []).append(row)
        return found

    def _objects(
        self,
        kind: RecordKind,
        table: Table,
        waiting: Mapping[tuple[str, ...], dict[_Key, list[Row]]],
        known: dict[object, None],
    ) -> Iterator[dict[str, Any]]:
        """Yield the fields of each record with its parts, as a document has them."""
        for row in table:
            given = row.given
            keys = tuple(given.get(key) for key in KEYS[kind])
            held: dict[tuple[str, ...], list[int]] = {}
            if all(isinstance(key, (str, int)) for key in keys):
                known[keys[0]] = None
                for path, parts in waiting.items():
                    if rows := parts.pop(keys, None):
                        _place(given, path, [part.given for part in rows])
                        held[path] = [part.number for part in rows]
                        row.more.extend(problem for part in rows for problem in part.more)
            if held:
                self._parts[kind, len(self._rows[kind])] = held
            for problem in row.more:
                self._add(problem, (KINDS.index(kind), len(self._rows[kind])))
            self._rows[kind].append(row.number)
            yield given

    def _refuse_lost(
        self, table: Table, parts: Mapping[_Key, list[Row]], known: Collection[object]
    ) -> None:
        """Refuse rows of parts that belong to no record."""
        kind, column = table.plan.kind, table.plan.header[0]
        message = f"no row of the sheet '{PLURALS[kind]}' has this {' and '.join(KEYS[kind])}"
        for keys, rows in parts.items():
            for row in rows:
                problem = fault(
                    "lost-reference",
                    message,
                    table.cell(column, row.number),
                    row=row.number,
                    column=column.name,
                    value=", ".join(map(shorten, keys)),
                    suggestion=nearest(keys[0], known) if len(keys) == 1 else "",
                )
                order = (KINDS.index(kind), len(self._rows[kind]), row.number)
                self._add(problem, order)
                self._explain(table.plan, row, order)

    def _explain(self, plan: Plan, row: Row, order: tuple[int, ...]) -> None:
        """Add what is wrong with a row of parts that belongs to no record."""
        table = self._tables[plan.title]
        for problem in row.more:
            self._add(problem, order)

        def add(make: Callable[[], Problem]) -> None:
            self._add(lambda: table.put(make(), row.number), order)

        explain_record(plan.cls, row.given, "$", add, self._registry, self._classes)

    def _locate(self, kind: RecordKind, number: int) -> Place:
        row = self._rows[kind][number]
        table = self._tables[PLURALS[kind]]
        cell = table.cell(table.plan.header[0], row)
        find = partial(self._find, kind, number)
        return _CellPlace((KINDS.index(kind), number), cell, row, find=find)

    def _find(self, kind: RecordKind, number: int, problem: Problem) -> Problem:
        """Return a problem of a record with the cell that it is about."""
        parts = self._parts.get((kind, number), {})
        steps: tuple[str, ...] = ()
        for found in _STEP.finditer(problem.path):
            name, index, _ = found.groups()
            if name:
                steps += (name,)
            elif index and steps in parts:
                table = self._tables[".".join((PLURALS[kind], *steps))]
                inside = attrs.evolve(problem, path=f"${problem.path[found.end() :]}")
                return table.put(inside, parts[steps][int(index)])
        return self._tables[PLURALS[kind]].put(problem, self._rows[kind][number])

    def _add(self, problem: Problem | Callable[[], Problem], order: tuple[int, ...]) -> None:
        self.gathering.problems.add(problem, order)


def _place(given: dict[str, Any], path: Sequence[str], parts: list[Any]) -> None:
    for step in path[:-1]:
        given = given.setdefault(step, {})
    given[path[-1]] = parts
