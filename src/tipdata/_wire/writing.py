"""The functions that make JSON values, or JSON text, of records.

Both are made from the shapes of a class, for many records at a time. What is
the same for all values that a field has in them, a column, is done once, by
functions that Python runs without a call of ours for each value. They differ
in how a value looks, which a `_Look` says, and in nothing else.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial
from itertools import chain, islice
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any

import attrs

from tipdata._wire.known import Known
from tipdata._wire.shapes import (
    Choice,
    Field,
    Many,
    Maybe,
    Nested,
    Scalar,
    Shape,
    encode,
    fields_of,
)
from tipdata.errors import InvalidValueError

_TAG = "type"

Column = Callable[[Sequence[Any]], Iterable[Any]]
"""Makes other values of the values of a column, in the same order."""


@attrs.frozen
class _Look:
    """How the parts of a record look.

    Attributes:
        absent: What stands for `None`.
        value: Makes a column of values that have no parts.
        many: Makes a column of lists, given the shape and the column of their elements.
        whole: Makes an object of the names and columns of its fields, tagged with a word.
    """

    absent: object
    value: Callable[[Scalar | Choice], Column]
    many: Callable[[Shape, Column], Column]
    whole: Callable[[Sequence[str], Iterable[Iterable[Any]], str], Iterable[Any]]


class Writer:
    """Makes objects of the instances of a class, and of its subclasses, keys sorted.

    Args:
        kind: The class.
        look: How its parts look.
        tag: What each object says under `type`, if anything.
    """

    def __init__(self, kind: type, look: _Look, tag: str = "") -> None:
        names = written_fields(kind)
        if tag and _TAG in names:
            expected = f"a class without a field {_TAG!r}, which says the kind of a record"
            raise InvalidValueError("record", kind, expected)
        self._names = tuple(names)
        self._kind = kind
        self._look = look
        self._tag = tag
        self._by_class: dict[type, Writer] = {}

    @cached_property
    def _columns(self) -> list[tuple[Callable[[Any], Any], Column]]:
        shapes = {name: shape for name, (_, shape) in fields_of(self._kind).items()}
        return [(attrgetter(name), self._column(shape)) for name, shape in shapes.items()]

    def _column(self, shape: Shape) -> Column:
        match shape:
            case Nested(kind):
                return Writer(kind, self._look)
            case Maybe(inner):
                return partial(_each_present, self._column(inner), self._look.absent)
            case Many(inner):
                return self._look.many(inner, self._column(inner))
            case Scalar() | Choice():
                return self._look.value(shape)

    def __call__(self, records: Sequence[Any]) -> Iterable[Any]:
        """Return an object for each record."""
        if not records:
            return ()  # a class that holds others of its own would never end
        kinds = {*map(type, records)}
        if kinds <= {self._kind}:
            written = [write([*map(get, records)]) for get, write in self._columns]
            return self._look.whole(self._names, written, self._tag)
        parts: dict[type, Iterator[Any]] = {}
        for kind in kinds:
            some = [record for record in records if type(record) is kind]
            parts[kind] = iter(self._of(kind)(some))
        return [next(parts[type(record)]) for record in records]

    def _of(self, kind: type) -> "Writer":
        if kind not in self._by_class:
            self._by_class[kind] = Writer(kind, self._look, self._tag)
        return self._by_class[kind]


def written_fields(kind: type) -> dict[str, Field]:
    """Return the fields of a class by name, sorted, with their shapes.

    Raises:
        InvalidValueError: A field has a type that files do not have.
    """
    try:
        return fields_of(kind)
    except TypeError as error:
        raise InvalidValueError("record", kind, f"a class that files can hold: {error}") from None


def plain_writer(kind: type, tag: str = "") -> Writer:
    """Return what makes objects as JSON has them, each with its tag under `type`."""
    return Writer(kind, _PLAIN, tag)


def text_writer(kind: type, tag: str = "") -> Writer:
    """Return what makes JSON text on one line, each object with its tag under `type`."""
    return Writer(kind, _TEXT, tag)


def write_one(record: object) -> Any:  # noqa: ANN401 - a JSON object
    """Return the JSON object of one record."""
    (made,) = plain_writer(type(record))((record,))
    return made


def _each_present(inner: Column, absent: object, column: Sequence[Any]) -> Iterable[Any]:
    """Apply `inner` to the values that are not `None`, and put `absent` for the others."""
    if None not in column:
        return inner(column)
    made = iter(inner([value for value in column if value is not None]))
    return [absent if value is None else next(made) for value in column]


def _each_part(
    inner: Column, gather: Callable[[Iterator[Any]], Any], column: Sequence[Sequence[Any]]
) -> list[Any]:
    """Apply `inner` to the elements of all values at once, and gather those of each again."""
    made = iter(inner([*chain.from_iterable(column)]))
    return [gather(islice(made, len(value))) for value in column]


def _plain_values(shape: Scalar | Choice) -> Column:
    write = shape.write if isinstance(shape, Scalar) else None
    return list if write is None else partial(map, write)


def _plain_lists(_: Shape, inner: Column) -> Column:
    return partial(_each_part, inner, list)


def _plain_objects(
    names: Sequence[str], columns: Iterable[Iterable[Any]], tag: str
) -> Iterable[dict[str, Any]]:
    tagged = {_TAG: tag} if tag else {}
    return ({**tagged, **dict(zip(names, row, strict=True))} for row in zip(*columns, strict=True))


def _text_values(shape: Scalar | Choice) -> Column:
    if isinstance(shape, Choice):
        return partial(map, {word: encode(word) for word in shape.words}.__getitem__)
    write = shape.write
    if write is not None:
        return partial(map, Known(lambda value: encode(write(value))).__getitem__)
    return partial(map, _TEXTS.get(shape.wire, encode))


def _text_objects(
    names: Sequence[str], columns: Iterable[Iterable[Any]], tag: str
) -> Iterable[str]:
    members = dict.fromkeys(names, "%s")
    if tag:
        members[_TAG] = encode(tag)
    inside = ", ".join(f'"{name}": {value}' for name, value in sorted(members.items()))
    return map(f"{{{inside}}}".__mod__, zip(*columns, strict=True))


def _text_lists(shape: Shape, inner: Column) -> Column:
    if isinstance(shape, Nested):
        return partial(_each_part, inner, _text_list)
    return partial(map, Known(lambda values: _text_list(inner(values))).__getitem__)


def _text_list(texts: Iterable[str]) -> str:
    return f"[{', '.join(texts)}]"


_TEXTS: dict[type, Callable[[Any], str]] = {str: encode_basestring, int: int.__repr__}
_PLAIN = _Look(None, _plain_values, _plain_lists, _plain_objects)
_TEXT = _Look("null", _text_values, _text_lists, _text_objects)
