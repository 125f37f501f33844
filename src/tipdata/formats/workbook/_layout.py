"""Which sheets and columns records have: derived from the fields of their classes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import Any, Literal

import attrs

from tipdata._wire.rules import rule_of
from tipdata._wire.shapes import SCALARS, Field, Many, Maybe, Nested, Scalar, Shape
from tipdata._wire.writing import write_one, written_fields
from tipdata.dataset.kinds import CLASSES, KEYS, PLURALS, RecordKind
from tipdata.dates import PartialDate, Period
from tipdata.errors import InvalidValueError, one_of
from tipdata.formats._leaving import default_of
from tipdata.records.marks import REFERS_TO

Side = Literal["", "start", "end"]
"""The side of a period, which has a column for each."""

Classes = Mapping[type, type]
"""Subclasses in the place of classes of ours."""

PERIOD, SIDE = SCALARS[Period], SCALARS[PartialDate]

MISSING = object()
"""What an empty cell stands for where a value is needed."""

_SIDES: tuple[Side, ...] = ("start", "end")
_NO_SIDE: tuple[Side, ...] = ("",)
_NONE = (None, attrs.NOTHING)


@attrs.frozen(eq=False, slots=False)
class Column:
    """A column of a sheet.

    Attributes:
        steps: The names of the fields that lead to its values.
        field: The field of its values.
        owner: The class that has the field.
        shape: What its values look like, apart from `None`.
        side: Which side of a period it holds.
        optional: The steps to the part that may be absent as a whole and that holds it, if any.
        is_nullable: Whether it holds `None` too.
        key: The kind of record that a row of parts belongs to, if this says to which.
    """

    steps: tuple[str, ...]
    field: "attrs.Attribute[Any]"
    owner: type
    shape: Shape
    side: Side = ""
    optional: tuple[str, ...] = ()
    is_nullable: bool = False
    key: RecordKind | None = None

    @cached_property
    def name(self) -> str:
        """Its header, such as `period.start`, or `person.id` in a row of parts."""
        before = (self.key,) if self.key else ()
        return ".".join((*before, *self.steps, *((self.side,) if self.side else ())))

    @property
    def refers_to(self) -> RecordKind | None:
        """The kind of record that its values name, if they do."""
        found: RecordKind | None = self.key or self.field.metadata.get(REFERS_TO)
        return found

    @property
    def has_default(self) -> bool:
        """Whether an empty cell leaves out its field."""
        return self.key is None and self.field.default is not attrs.NOTHING

    @property
    def is_needed(self) -> bool:
        """Whether an empty cell is no value."""
        return self.default is MISSING

    @cached_property
    def default(self) -> Any:  # noqa: ANN401 - what JSON has
        """Return what an empty cell stands for, as JSON has it; `MISSING` if for nothing."""
        found: Any = MISSING if self.key else default_of(self.field)
        shape = self.shape
        if found is attrs.NOTHING:
            if self.is_nullable:
                return None
            if isinstance(shape, Many):
                return []
            return "" if self._may_be_blank else MISSING
        if isinstance(found, tuple):
            return MISSING if found else []
        write = shape.write if isinstance(shape, Scalar) else None
        return found if found is None or found is MISSING or write is None else write(found)

    @property
    def _may_be_blank(self) -> bool:
        shape = self.shape
        if not (isinstance(shape, Scalar) and shape.wire is str and shape.read is None):
            return False
        rule: Any = self.field.validator
        try:
            if rule is not None:
                rule(None, self.field, "")
        except (InvalidValueError, TypeError, ValueError, AttributeError):
            return False
        return True

    @cached_property
    def expected(self) -> str:
        """What a cell holds, in words."""
        from_rule = rule_of(self.field)
        inner = self.shape.inner if isinstance(self.shape, Many) else self.shape
        if self.side:
            return SIDE.expected
        if inner == SCALARS[bool]:
            return "TRUE or FALSE"
        if isinstance(inner, Scalar) and inner.read is None and from_rule is not None:
            try:
                from_rule(None, self.field, "")
            except InvalidValueError as error:
                return error.expected
            except Exception:  # noqa: BLE001 - a rule of a user's own may do anything
                return inner.expected
        return expected_of(inner)


def expected_of(shape: Shape) -> str:
    """Return what values of a shape are, in words."""
    match shape:
        case Scalar():
            return shape.expected
        case Maybe(inner) | Many(inner):
            return expected_of(inner)
        case Nested():
            return "an object"
        case _:
            return one_of(shape.words)


@attrs.frozen(eq=False)
class Plan:
    """A sheet: of records of a kind, or of one sort of their parts.

    Attributes:
        kind: The kind.
        path: The field that holds the parts; empty for the records themselves.
        cls: The class of a row.
        header: Its columns, in order.
        optional: What stands for each part that has columns in the sheet and may be
            absent, as JSON has it, by the steps to it.
    """

    kind: RecordKind
    path: tuple[str, ...]
    cls: type
    header: tuple[Column, ...]
    optional: Mapping[tuple[str, ...], Any]

    @property
    def title(self) -> str:
        """The name of the sheet, such as `people` or `people.affiliations`."""
        return ".".join((PLURALS[self.kind], *self.path))


def plans_of(
    kind: RecordKind, classes: Classes | None = None, records: Sequence[object] = ()
) -> Sequence[Plan]:
    """Return the sheets of a kind: that of the records first, then those of their parts.

    Args:
        kind: The kind.
        classes: Subclasses to read in the place of classes of ours.
        records: Records whose subclasses have columns too.

    Raises:
        InvalidValueError: A class has parts within parts, which sheets cannot hold.
    """
    return _find_plans(kind, classes, records) if classes or records else _our_plans(kind)


@cache
def _our_plans(kind: RecordKind) -> Sequence[Plan]:
    """Return the sheets of our classes, which take longer to find than a workbook to read."""
    return _find_plans(kind, None, ())


def _find_plans(
    kind: RecordKind, classes: Classes | None, records: Sequence[object]
) -> Sequence[Plan]:
    layout = _Layout(kind, classes or {})
    layout.add((), CLASSES[kind], records)
    return tuple(layout.plans)


class _Layout:
    """The sheets of a kind, as they are found."""

    def __init__(self, kind: RecordKind, classes: Classes) -> None:
        self.plans: list[Plan] = []
        self._kind: RecordKind = kind
        self._classes = classes
        self._keys: tuple[Column, ...] = ()

    def add(self, path: tuple[str, ...], cls: type, rows: Sequence[object]) -> None:
        """Add the sheet of some rows, and those of their parts."""
        cls = self._classes.get(cls, cls)
        found = _Columns(self._classes)
        columns = [*found.of(cls, rows, (), (cls,))]
        if not path:
            keys = KEYS[self._kind]
            self._keys = tuple(
                attrs.evolve(one, key=self._kind) for one in columns if one.name in keys
            )
        elif found.parts:
            raise InvalidValueError("record", cls, "a class without lists of parts in its parts")
        keyed = (*(self._keys if path else ()), *columns)
        self.plans.append(Plan(self._kind, path, cls, keyed, found.optional))
        for part in found.parts:
            self.add(*part)


class _Columns:
    """The columns of a sheet, as they are found.

    Attributes:
        parts: The fields that hold lists of parts, their classes and their parts.
        optional: As in `Plan`.
    """

    def __init__(self, classes: Classes) -> None:
        self.parts: list[tuple[tuple[str, ...], type, list[object]]] = []
        self.optional: dict[tuple[str, ...], Any] = {}
        self._classes = classes

    def of(
        self, cls: type, values: Sequence[object], steps: tuple[str, ...], within: tuple[type, ...]
    ) -> Iterator[Column]:
        """Yield the columns of the fields of a class, and of the parts that it has once."""
        for name, (owner, (field, given)) in _fields((cls, *map(type, values))).items():
            shape = given.inner if isinstance(given, Maybe) else given
            path, nullable = (*steps, name), isinstance(given, Maybe)
            if isinstance(shape, Nested):
                inner = self._classes.get(shape.kind, shape.kind)
                if inner in within:
                    raise InvalidValueError("record", cls, "a class that does not hold itself")
                default = default_of(field)
                if nullable or default is not attrs.NOTHING:
                    self.optional[path] = None if default in _NONE else write_one(default)
                held = [part for part in _each(values, name) if part is not None]
                yield from self.of(inner, held, path, (*within, inner))
            elif isinstance(shape, Many) and isinstance(shape.inner, Nested):
                listed = [part for some in _each(values, name) for part in some or ()]
                self.parts.append((path, shape.inner.kind, listed))
            else:
                for side in _SIDES if shape == PERIOD else _NO_SIDE:
                    yield Column(path, field, owner, shape, side, self._absent(path), nullable)

    def _absent(self, path: tuple[str, ...]) -> tuple[str, ...]:
        """Return the steps to the innermost part around a field that may be absent."""
        around = (path[:end] for end in range(len(path) - 1, 0, -1))
        return next((steps for steps in around if steps in self.optional), ())


def _each(values: Iterable[Any], name: str) -> Iterator[Any]:
    return (getattr(value, name) for value in values if hasattr(value, name))


def _fields(classes: Iterable[type]) -> dict[str, tuple[type, Field]]:
    """Return the fields of some classes by name, in their order, and which class has each."""
    found: dict[str, tuple[type, Field]] = {}
    for cls in dict.fromkeys(classes):
        fields = written_fields(cls)
        for name in (one.name for one in attrs.fields(cls) if one.name in fields):
            found.setdefault(name, (cls, fields[name]))
    return found
