"""The functions that make records of JSON values.

They are made from the shapes of a class, one for each field. Every instance is
made by a call of its class, which asks its own rules.
"""

import inspect
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from types import NoneType
from typing import Any

import attrs

from tipdata._arguments import check_kind
from tipdata._integers import read_integer
from tipdata._wire.json_values import is_list, is_object
from tipdata._wire.known import Known
from tipdata._wire.shapes import Choice, Many, Maybe, Nested, Scalar, Shape, fields_of
from tipdata.errors import InvalidValueError

Classes = Mapping[type[Any], type[Any]]
"""Subclasses to read in the place of classes of ours."""

_Read = Callable[[Any], Any]


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
        strings: Those that the reader of the whole record has come across.
        remembers: Whether equal values become one object. A reader that is
            never dropped must not.
    """

    def __init__(
        self,
        kind: type,
        classes: Classes | None = None,
        strings: Known | None = None,
        *,
        remembers: bool = True,
    ) -> None:
        self._classes = classes or {}
        self._kind = self._classes.get(kind, kind)
        self._remembers = remembers
        self._strings = Known(_exactly(str)) if strings is None else strings

    def _once(self, make: _Read) -> _Read:
        return Known(make).__getitem__ if self._remembers else make

    @cached_property
    def _fields(self) -> dict[str, tuple[str, _Read]]:
        # Made when they are first used, so that a class may hold others of its own.
        return {
            name: (field.alias or name, self._value(shape))
            for name, (field, shape) in fields_of(self._kind).items()
        }

    def _value(self, shape: Shape) -> _Read:  # noqa: PLR0911 - one for each shape
        match shape:
            case Nested(kind):
                return Reader(kind, self._classes, self._strings, remembers=self._remembers).read
            case Maybe(inner):
                return _maybe(self._value(inner))
            case Many(inner):
                make = _tuple_of(self._value(inner))
                return _listed(self._once(make) if _is_text(inner) else make)
            case Choice(words):
                return {word: word for word in words}.__getitem__
            case Scalar(table=table) if table is not None:
                return table.__getitem__
            case Scalar(read=read) if read is not None:
                return self._once(read)
            case Scalar(wire=wire):
                is_known = wire is str and self._remembers
                return self._strings.__getitem__ if is_known else _exactly(wire)

    def read(self, given: Any) -> Any:  # noqa: ANN401 - an instance of the class, of what JSON has
        """Return the instance of an object.

        Raises:
            Exception: It is refused.
        """
        if not is_object(given):
            raise RefusedError(given)
        fields, values = self._fields, dict[str, Any]()
        for name, value in given.items():
            alias, read = fields[name]
            values[alias] = read(value)
        return self._kind(**values)

    def read_field(self, name: str, given: Any) -> Any:  # noqa: ANN401 - what JSON has
        """Return the value of one field.

        Raises:
            Exception: It is refused.
        """
        _, read = self._fields[name]
        return read(given)


def read_classes(given: Classes | None) -> Classes:
    """Return which classes to read in the place of which.

    Raises:
        InvalidValueError: They are not classes by classes, or one is not an
            attrs class that derives from the other, or has a field of a type
            that files do not have.
    """
    check_kind("classes", given, (Mapping, NoneType), "a dict of classes, by those they replace")
    for cls, own in (given or {}).items():
        check_kind("classes", cls, (type,), "a class of records")
        if not (inspect.isclass(own) and issubclass(own, cls) and attrs.has(own)):
            raise InvalidValueError("classes", own, f"a subclass of {cls.__name__}, made by attrs")
        try:
            fields_of(own)
        except TypeError as error:
            raise InvalidValueError("classes", own, f"a class for files: {error}") from None
    return dict(given or {})


def _is_text(shape: Shape) -> bool:
    """Return whether values are strings on the wire, to which only strings are equal.

    Numbers are not looked up, since 1, 1.0 and True are equal and not the same.
    """
    return isinstance(shape, Choice) or (isinstance(shape, Scalar) and shape.wire is str)


def _exactly(kind: type) -> _Read:
    """Return what takes the values of a type that JSON has."""

    def read(given: object) -> object:
        return given if type(given) is kind else plain_value(kind, given)

    return read


def plain_value(kind: type, given: object) -> object:
    """Return the value of a type of JSON that is given in another way; nothing is converted.

    To JSON Schema, 2021.0 is an integer like 2021. A string or a number of
    another class, such as numpy's, is what it is called.

    Raises:
        RefusedError: It is of another type.
    """
    if kind is str and isinstance(given, str):
        return str.__str__(given)
    if isinstance(given, bool):
        if kind is bool:
            return given
    elif kind is int and (number := read_integer(given)) is not None:
        return number
    elif kind is int and isinstance(given, float) and given.is_integer():
        return int(given)
    elif kind is float and isinstance(given, float):
        return float.__float__(given)
    raise RefusedError(given)


def _maybe(inner: _Read) -> _Read:
    return lambda given: None if given is None else inner(given)


def _tuple_of(inner: _Read) -> Callable[[Iterable[Any]], tuple[Any, ...]]:
    return lambda given: tuple(map(inner, given))


def _listed(make: _Read) -> _Read:
    """Return what takes a list, and gives it as a tuple to `make`."""

    def read(given: Any) -> Any:  # noqa: ANN401 - what JSON has
        if not is_list(given):
            raise RefusedError(given)
        return make(tuple(given))

    return read
