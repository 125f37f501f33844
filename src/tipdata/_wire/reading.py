"""The functions that make a record of a JSON object, and the other way.

They are compiled from the fields of a class, as attrs compiles `__init__`: a
general one takes twice as long over a large file.
"""

from collections.abc import Callable
from functools import cache
from itertools import count
from typing import Any

import attrs

from tipdata._wire.shapes import (
    Choice,
    Many,
    Maybe,
    Nested,
    Reader,
    Scalar,
    Shape,
    fields_of,
)

__all__ = ["RefusedError", "Writer", "reader", "writer"]

Writer = Callable[[Any], dict[str, Any]]
"""Makes a JSON object of an instance."""

_REMEMBERED, _SHORT = 10_000, 100


class RefusedError(ValueError):
    """A reader does not take what it was given; `_explain` says why."""


def _refuse(value: object) -> Any:  # noqa: ANN401 - it returns nothing, and stands where a value is due
    raise RefusedError(value)


_COUNTER = count(1)


class _Names(dict[str, Any]):
    """The names that compiled code uses, and what they stand for."""

    def add(self, value: object) -> str:
        name = self.fresh()
        self[name] = value
        return name

    def fresh(self) -> str:
        return f"_{next(_COUNTER)}"


def _compile(lines: list[str], names: _Names) -> Callable[[Any], Any]:
    source = "def function(given):\n" + "\n".join(f"    {line}" for line in lines)
    exec(source, names)  # noqa: S102 - the source is made of field names and constants
    function: Callable[[Any], Any] = names["function"]
    return function


class _Accepted(dict[Any, Any]):
    """What a field has read so far and its rule has let pass, by what the wire had.

    In a large file most values come again and again, and are read and asked
    about once. It also makes equal values one, which saves memory. It keeps
    the first thousands that are short.
    """

    def __init__(self, field: "attrs.Attribute[Any]", read: Reader) -> None:
        super().__init__()
        self._field = field
        self._read = read

    def __missing__(self, given: Any) -> Any:  # noqa: ANN401 - whatever the wire has
        value = self._read(given)
        self._field.validator(None, self._field, value)  # type: ignore[misc]  # there is one
        if len(self) < _REMEMBERED and (type(given) is int or len(given) <= _SHORT):
            self[given] = value
        return value


def reader(kind: type) -> Reader:
    """Return the function that makes an instance of `kind` of a JSON object.

    It takes what the class takes, and nothing that would have to be coerced;
    what it refuses it refuses with whatever exception comes first.

    It asks the rules of the class itself, so that they run once, and sets the
    fields as unpickling does. A test holds that it takes what `kind` takes.
    """
    return _reader(kind)


@cache
def _reader(kind: type) -> Reader:
    fields = fields_of(kind)
    names = _Names(kind=kind, refuse=_refuse, complete=_completer(kind))
    lines = [
        "if given.__class__ is not dict: refuse(given)",
        f"if len(given) != {len(fields)}: given = complete(given)",
    ]
    values = {
        name: _accept(field, shape, f"given[{name!r}]", names)
        for name, (field, shape) in fields.items()
    }
    if _is_plain(kind):
        lines.append(f"made = {names.add(object.__new__)}(kind)")
        for name, value in values.items():
            lines.append(f"{names.add(getattr(kind, name).__set__)}(made, {value})")
        if hasattr(kind, "__attrs_post_init__"):
            lines.append("made.__attrs_post_init__()")
        lines.append("return made")
    else:
        lines += ["return kind(", *(f"{name}={value}," for name, value in values.items()), ")"]
    return _compile(lines, names)


def _is_plain(kind: type) -> bool:
    """Tell whether an instance is its fields and nothing else, each in a slot as given."""
    plain = all(field.init and field.converter is None for field in attrs.fields(kind))
    slots = {*getattr(kind, "__slots__", ("__dict__",)), "__weakref__"}
    return (
        plain
        and slots == {*fields_of(kind), "__weakref__"}
        and not hasattr(kind, "__attrs_pre_init__")
    )


def _accept(field: "attrs.Attribute[Any]", shape: Shape, value: str, names: _Names) -> str:
    """Return an expression that reads a field and asks its rule."""
    if field.validator is None:
        return _read(shape, value, names)
    if isinstance(shape, Maybe):
        # The absence of a value needs no asking.
        local = names.fresh()
        inner = _asked(field, shape.inner, local, names)
        return f"(None if ({local} := {value}) is None else {inner})"
    return _asked(field, shape, value, names)


def _asked(field: "attrs.Attribute[Any]", shape: Shape, value: str, names: _Names) -> str:
    local = names.fresh()
    inner = shape.inner if isinstance(shape, Many) else shape
    if isinstance(inner, Choice) or (isinstance(inner, Scalar) and inner.wire is str):
        # Nothing else is equal to a text, so what is known needs no other look.
        known = names.add(_Accepted(field, _single(shape, names)))
        if inner is shape:
            return f"{known}[{value}]"
        listed = f"({local} := {value}).__class__ is list"
        return f"{known}[tuple({local}) if {listed} else refuse({local})]"
    if isinstance(inner, Scalar) and inner.wire is int and inner is shape:
        known = names.add(_Accepted(field, _itself))
        return f"{known}[{_read(shape, value, names)}]"
    return f"{names.add(_asker(field))}({_read(shape, value, names)})"


def _itself(value: Any) -> Any:  # noqa: ANN401 - whatever the wire has
    return value


def _single(shape: Shape, names: _Names) -> Reader:
    """Return the function that reads a text, or a tuple of texts."""
    if isinstance(shape, Many):
        read = _single(shape.inner, names)
        return lambda given: tuple([read(one) for one in given])
    return _compile([f"return {_read(shape, 'given', names)}"], _Names(names))


def _asker(field: "attrs.Attribute[Any]") -> Reader:
    rule: Any = field.validator

    def ask(value: Any) -> Any:  # noqa: ANN401 - whatever the field holds
        rule(None, field, value)
        return value

    return ask


def _completer(kind: type) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Return the function that gives an object its missing fields, if they have defaults."""
    fields = fields_of(kind)

    @cache
    def defaults() -> dict[str, Any]:
        return {
            name: _plain(shape, _default(field))
            for name, (field, shape) in fields.items()
            if field.default is not attrs.NOTHING
        }

    def complete(given: dict[str, Any]) -> dict[str, Any]:
        whole = {**defaults(), **given}
        if len(whole) != len(fields):
            raise RefusedError(given)
        return whole

    return complete


def _default(field: "attrs.Attribute[Any]") -> object:
    default: Any = field.default
    return default.factory() if isinstance(default, attrs.Factory) else default  # type: ignore[arg-type]


def _read(shape: Shape, value: str, names: _Names) -> str:  # noqa: PLR0911 - one for each shape
    """Return an expression that reads the expression `value`."""
    local = names.fresh()
    match shape:
        case Nested(kind):
            return f"{names.add(reader(kind))}({value})"
        case Scalar(read=None):
            wire = names.add(shape.wire)
            return f"({local} if ({local} := {value}).__class__ is {wire} else refuse({local}))"
        case Scalar(table=None):
            return f"{names.add(shape.read)}({value})"
        case Scalar():
            return f"{names.add(shape.table)}[{value}]"
        case Choice():
            return f"{names.add({word: word for word in shape.words})}[{value}]"
        case Maybe():
            inner = _read(shape.inner, local, names)
            return f"(None if ({local} := {value}) is None else {inner})"
        case Many():
            item = names.fresh()
            inner = _read(shape.inner, item, names)
            items = local if inner == item else f"[{inner} for {item} in {local}]"
            listed = f"({local} := {value}).__class__ is list"
            return f"(tuple({items}) if {listed} else refuse({local}))"


def writer(kind: type, tag: str = "") -> Writer:
    """Return the function that makes a JSON object of an instance of `kind`, keys sorted.

    With a `tag`, the object says under `type` what it is.
    """
    return _writer(kind, tag)


@cache
def _writer(kind: type, tag: str) -> Writer:
    names = _Names()
    items = {
        name: _write(shape, f"given.{name}", names) for name, (_, shape) in fields_of(kind).items()
    }
    if tag:
        items["type"] = repr(tag)
    lines = [f"{name!r}: {items[name]}," for name in sorted(items)]
    return _compile(["return {", *lines, "}"], names)


def _write(shape: Shape, value: str, names: _Names) -> str:
    match shape:
        case Nested(kind):
            return f"{names.add(writer(kind))}({value})"
        case Scalar(write=None) | Choice():
            return value
        case Scalar():
            return f"{names.add(shape.write)}({value})"
        case Maybe():
            inner = _write(shape.inner, value, names)
            return value if inner == value else f"(None if {value} is None else {inner})"
        case Many():
            item = names.fresh()
            inner = _write(shape.inner, item, names)
            return f"[*{value}]" if inner == item else f"[{inner} for {item} in {value}]"


def _plain(shape: Shape, value: Any) -> Any:  # noqa: ANN401 - any value of any field
    names = _Names()
    return _compile([f"return {_write(shape, 'given', names)}"], names)(value)
