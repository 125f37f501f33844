"""Writing records to the sheets of a workbook, and an empty one to fill in."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Self

from tipdata._tables.sheet_text import range_of
from tipdata._tables.workbook import Column as Header
from tipdata._tables.workbook import Holds, Plain, Sheet, Workbook, fits_in_list
from tipdata._wire.json_values import is_object
from tipdata._wire.shapes import SCALARS, Choice, Many, Scalar
from tipdata._wire.versions import SCHEMA_VERSION
from tipdata._wire.writing import plain_writer
from tipdata.countries import default as default_registry
from tipdata.data import data_version
from tipdata.dataset import Dataset
from tipdata.dataset.kinds import CLASSES, KINDS, PLURALS, RecordKind, label, name_of
from tipdata.errors import InvalidValueError
from tipdata.formats.workbook._explaining import note_of
from tipdata.formats.workbook._layout import Column, Plan, plans_of
from tipdata.formats.workbook._values import cell_for

ABOUT, CODES, WORDS = "about", "country codes", "words"
"""The sheets that hold no records: what the workbook is, and the lists that cells offer."""

VERSION = "schema_version"

TEMPLATE: tuple[RecordKind, ...] = (
    "organization",
    "person",
    "project",
    "campaign",
    "source",
    "statement",
)
"""The kinds that people fill in by hand; the others ship with the package."""

_FEATURE = "tipdata.formats.workbook"
_SOME = 500
_WIDE, _NARROW = 40, 12
_HOW = (
    "Each sheet holds the records of one kind, one in each row.",
    "A sheet with a dot in its name holds parts of the records that its first columns name.",
    "The note on a header says what its column holds.",
    "An empty cell is what is not known.",
    "To check the workbook, run: tipdata check FILE",
)


def write(dataset: Dataset) -> bytes:
    """Return a workbook with the records of a dataset."""
    plans: list[Plan] = []
    for kind in KINDS:
        if records := getattr(dataset, PLURALS[kind]):
            found = plans_of(kind, None, records)
            plans += (plan for plan in found if any(_parts(one, plan.path) for one in records))
    with _Writer(plans) as writer:
        for kind in KINDS:
            writer.put(kind, getattr(dataset, PLURALS[kind]))
        return writer.pack()


def write_template() -> bytes:
    """Return a workbook with the sheets that people fill in, without rows."""
    plans = [plan for kind in KINDS if kind in TEMPLATE for plan in plans_of(kind)]
    with _Writer(plans) as writer:
        return writer.pack()


def _parts(held: Any, path: Sequence[str]) -> Sequence[Any]:  # noqa: ANN401 - a record or what it holds
    """Return the parts at a path, of a record or of what JSON has of it."""
    for step in path:
        held = held.get(step) if is_object(held) else getattr(held, step, None)
        if held is None:
            return ()
    return held if path else (held,)


class _Writer:
    """A workbook with the sheets of some plans, as it is written."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        self._book = Workbook(_FEATURE)
        self._plans = plans
        self._words: dict[tuple[str, ...], str] = {}
        self._sheets = {
            plan.title: self._book.add(plan.title, [*map(_header, plan.header)]) for plan in plans
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._book.__exit__(*error)

    def put(self, kind: RecordKind, records: Sequence[Any]) -> None:
        """Write the records of a kind, and their parts."""
        write = plain_writer(CLASSES[kind])
        plans = [plan for plan in self._plans if plan.kind == kind]
        for start in range(0, len(records), _SOME):
            some = records[start : start + _SOME]
            for record, given in zip(some, write(some), strict=True):
                for plan in plans:
                    for part in _parts(given, plan.path):
                        self._put(plan, record, part, given)

    def _put(
        self, plan: Plan, record: object, part: Mapping[str, Any], whole: Mapping[str, Any]
    ) -> None:
        try:
            cells = [*_cells(plan, part, whole)]
            self._sheets[plan.title].append(cells)
        except InvalidValueError as error:
            name = name_of(record)
            field = f"{label(name) if name else plan.title}, {error.field}"
            raise InvalidValueError(field, error.value, error.expected) from None

    def pack(self) -> bytes:
        """Return the workbook, with its lists and a sheet that explains it."""
        for plan in self._plans:
            for number, column in enumerate(plan.header):
                self._offer(self._sheets[plan.title], number, column)
        self._list_words()
        if any(column.refers_to == "country" for plan in self._plans for column in plan.header):
            codes = self._book.add(CODES, [Header("code"), Header("name", width=_WIDE)])
            for country in sorted(default_registry(), key=lambda one: one.alpha_3):
                codes.append([country.alpha_3, country.label])
        about = self._book.add(ABOUT, [Header("about"), Header("value", width=2 * _WIDE)])
        about.append([VERSION, SCHEMA_VERSION])
        about.append(["data_version", data_version()])
        for line in _HOW:
            about.append(["how to fill it in", line])
        return self._book.pack()

    def _offer(self, sheet: Sheet, number: int, column: Column) -> None:
        """Let a column offer its words, or the keys of the records that it names."""
        is_many = isinstance(column.shape, Many)
        target = column.refers_to
        if target == "country":
            sheet.offer(number, range_of(CODES, 0), strict=False)
        elif target and PLURALS[target] in self._sheets:
            sheet.offer(number, range_of(PLURALS[target], 0), strict=False)
        elif words := _words(column):
            source = words if fits_in_list(words) else self._listed(words)
            sheet.offer(number, source, strict=not is_many)

    def _listed(self, words: tuple[str, ...]) -> str:
        known = self._words
        return known.setdefault(words, range_of(WORDS, len(known), len(words) + 1))

    def _list_words(self) -> None:
        if not self._words:
            return
        lists = [*self._words]
        sheet = self._book.add(
            WORDS, [Header(f"list {n}") for n in range(1, len(lists) + 1)], hidden=True
        )
        for row in range(max(map(len, lists))):
            sheet.append([words[row] if row < len(words) else None for words in lists])


def _cells(plan: Plan, part: Mapping[str, Any], whole: Mapping[str, Any]) -> Iterator[Plain]:
    filled: set[tuple[str, ...]] = set()
    for column in plan.header:
        held = _held(whole if column.key else part, column.steps)
        cell = None if held is _ABSENT else cell_for(column, held)
        if cell is not None:
            filled |= {column.steps[:end] for end in range(len(column.steps))}
        yield cell
    for steps, default in plan.optional.items():
        held = _held(part, steps)
        if steps not in filled and held not in (_ABSENT, default):
            expected = "a part with a value that an empty cell does not stand for"
            raise InvalidValueError(".".join(steps), held, expected)


_ABSENT = object()


def _held(part: Mapping[str, Any], steps: Iterable[str]) -> Any:  # noqa: ANN401 - what JSON has
    """Return what an object holds at the end of some steps, `_ABSENT` if nothing is there."""
    held: Any = part
    for step in steps:
        if not is_object(held) or step not in held:
            return _ABSENT
        held = held[step]
    return held


def _words(column: Column) -> tuple[str, ...]:
    """Return the words of a closed vocabulary."""
    inner = column.shape.inner if isinstance(column.shape, Many) else column.shape
    match inner:
        case Choice(words):
            return tuple(word for word in words if word)
        case Scalar(table=table) if table:
            return tuple(table)
        case Scalar(wire=wire) if wire is bool:
            return ("TRUE", "FALSE")
        case _:
            return ()


def _header(column: Column) -> Header:
    shape = column.shape
    holds: Holds = "text"
    if isinstance(shape, Scalar) and not column.side:
        is_number = shape.wire in (int, float, bool)
        holds = "number" if is_number else "day" if shape == SCALARS[datetime.date] else "text"
    is_long = column.field.name in {"name", "title", "description", "text", "address"}
    width = _WIDE if is_long else max(_NARROW, len(column.name) + 4)
    return Header(column.name, note_of(column), holds, width)
