"""The functions that make records of JSON values.

They are made from the shapes of a class, for many records at a time. Every
instance is made by a call of its class, which asks its own rules.
"""

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, partial
from itertools import chain
from operator import itemgetter
from typing import Any, cast

import attrs

from tipdata._wire.columns import REMEMBERED, Column, Known, each_part, each_present
from tipdata._wire.shapes import Choice, Many, Maybe, Nested, Scalar, Shape, fields_of
from tipdata.errors import InvalidValueError

__all__ = ["Classes", "Reader", "RefusedError", "read_classes", "read_one"]

Classes = Mapping[type[Any], type[Any]]
"""Subclasses to read in the place of classes of ours."""


class RefusedError(ValueError):
    """A reader does not take what it was given; `explain` says why."""


class Reader:
    """Makes instances of a class of JSON objects.

    It takes what the class takes, and nothing that would have to be coerced;
    it refuses with whatever exception comes first. Equal values become one
    object, which saves memory; the reader forgets them when it is dropped.

    Args:
        kind: The class.
        classes: Subclasses to read in the place of classes of ours.
    """

    def __init__(self, kind: type, classes: Classes | None = None) -> None:
        self._shared: dict[Any, Any] = {}
        self._read = _Objects(kind, classes or {}, self._shared)

    def __call__(self, given: Sequence[Any]) -> list[Any]:
        """Return an instance for each object.

        Raises:
            Exception: One of them is refused.
        """
        return self._read(given)

    def each(self, given: Sequence[Any], refuse: Callable[[int, Exception], object]) -> list[Any]:
        """Return an instance for each object; one that is refused is `None`, after `refuse`."""
        try:
            return self(given)
        except Exception:  # noqa: BLE001 - which of them it was shows one by one
            made: list[Any] = []
        for number, one in enumerate(given):
            try:
                made += self((one,))
            except Exception as error:  # noqa: BLE001 - `refuse` explains it or raises it again
                refuse(number, error)
                made.append(None)
        return made


def read_one(kind: type, given: object, classes: Classes | None = None) -> Any:  # noqa: ANN401 - an instance of `kind`
    """Return the instance of one JSON object.

    Raises:
        Exception: It is refused.
    """
    (made,) = Reader(kind, classes)((given,))
    return made


def read_classes(given: Classes | None) -> Classes:
    """Return which classes to read in the place of which.

    Raises:
        InvalidValueError: One is not an attrs class that derives from the
            other, or has a field of a type that files do not have.
    """
    for cls, own in (given or {}).items():
        if not (inspect.isclass(own) and issubclass(own, cls) and attrs.has(own)):
            raise InvalidValueError("classes", own, f"a subclass of {cls.__name__}, made by attrs")
        try:
            fields_of(own)
        except TypeError as error:
            raise InvalidValueError("classes", own, f"a class for files: {error}") from None
    return dict(given or {})


class _Objects:
    """A column of objects, each of which becomes an instance."""

    def __init__(self, kind: type, classes: Classes, shared: dict[Any, Any]) -> None:
        self._kind = classes.get(kind, kind)
        self._classes = classes
        self._shared = shared

    @cached_property
    def _columns(self) -> dict[str, tuple[str, Column]]:
        # Made when they are first used, so that a class may hold others of its own.
        return {
            name: (field.alias or name, self._column(shape))
            for name, (field, shape) in fields_of(self._kind).items()
        }

    def _column(self, shape: Shape) -> Column:
        match shape:
            case Nested(kind):
                return _Objects(kind, self._classes, self._shared)
            case Maybe(inner):
                return partial(each_present, self._column(inner), None)
            case Many(Scalar(read=None, wire=wire)) if wire is str:
                return partial(_string_lists, self._shared)
            case Many(inner):
                return partial(_lists, self._column(inner))
            case Choice(words):
                return partial(map, {word: word for word in words}.__getitem__)
            case Scalar():
                return self._single(shape)

    def _single(self, shape: Scalar) -> Column:
        if shape.table is not None:
            return partial(map, shape.table.__getitem__)
        if shape.read is not None:
            return partial(map, Known(shape.read).__getitem__)
        return partial(_strings, self._shared) if shape.wire is str else partial(_exact, shape.wire)

    def __call__(self, given: Sequence[Any]) -> list[Any]:
        if not given:
            return []
        _ask_types(dict, given)
        if {*map(len, given)} <= {len(self._columns)}:
            return self._make(tuple(self._columns), given)
        # What has the same keys goes together; the class knows the defaults of the others.
        parted: dict[frozenset[str], list[int]] = {}
        for number, one in enumerate(given):
            parted.setdefault(frozenset(one), []).append(number)
        made: dict[int, Any] = {}
        for names, numbers in parted.items():
            some = self._make(tuple(names), [given[number] for number in numbers])
            made.update(zip(numbers, some, strict=True))
        return [made[number] for number in range(len(given))]

    def _make(self, names: tuple[str, ...], given: Sequence[Any]) -> list[Any]:
        kind = self._kind
        if not names:
            return [kind() for _ in given]
        aliases, columns = zip(*map(self._columns.__getitem__, names), strict=True)
        rows = zip(*_read_columns(columns, _transposed(names, given)), strict=True)
        # A keyword for `zip` would take longer than what it does.
        return [kind(**dict(zip(aliases, row))) for row in rows]  # noqa: B905


def _transposed(names: tuple[str, ...], given: Sequence[Any]) -> Iterable[Sequence[Any]]:
    """Return the values of each key."""
    get = cast("Callable[[Any], Any]", itemgetter(*names))
    if len(names) == 1:
        return [[*map(get, given)]]
    return zip(*map(get, given), strict=True)


def _read_columns(
    columns: Iterable[Column], given: Iterable[Sequence[Any]]
) -> Iterable[Iterable[Any]]:
    return [read(column) for read, column in zip(columns, given, strict=True)]


def _ask_types(kind: type, column: Iterable[Any]) -> None:
    """Refuse a column that holds something else; a subclass is something else."""
    if not {*map(type, column)} <= {kind}:
        raise RefusedError(column)


def _strings(shared: dict[Any, Any], column: Sequence[Any]) -> Iterable[Any]:
    try:
        return [*map(shared.__getitem__, column)]
    except KeyError:
        _ask_types(str, column)
        return _share(shared, column)


def _string_lists(shared: dict[Any, Any], column: Sequence[Any]) -> Iterable[Any]:
    _ask_types(list, column)
    made = [*map(tuple, column)]
    try:
        return [*map(shared.__getitem__, made)]
    except KeyError:
        _ask_types(str, chain.from_iterable(column))
        return _share(shared, made)


def _share(shared: dict[Any, Any], column: Sequence[Any]) -> list[Any]:
    """Return the values, equal ones as one object; strings and tuples of strings only.

    Numbers stay as they are, since 1, 1.0 and True are equal and not the same.
    """
    if len(shared) > REMEMBERED:
        shared.clear()
    return [*map(shared.setdefault, column, column)]


def _exact(kind: type, column: Sequence[Any]) -> Iterable[Any]:
    _ask_types(kind, column)
    return column


def _lists(inner: Column, column: Sequence[Any]) -> list[Any]:
    _ask_types(list, column)
    return each_part(inner, tuple, column)
