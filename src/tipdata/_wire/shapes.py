"""How each type of a record looks on the wire: said here and nowhere else.

`shape_of` reads an annotation, and `SCALARS` says how the values look that are
a single string or number. Classes are known by their attrs fields alone, so
that a new record or field needs nothing here.
"""

import datetime
import json
import json.encoder
import re
from collections.abc import Callable, Mapping
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import attrs

from tipdata.dates import PARTIAL_DATE_SCHEMA, PERIOD_SCHEMA, PartialDate, Period
from tipdata.errors import InvalidDateError, one_of
from tipdata.tiers import TIER_SCHEMA, TIERS, Tier, best_first, read_label

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]
"""A value as JSON has it."""

_whole = json.JSONEncoder(ensure_ascii=False, check_circular=False)
# `JSONEncoder.encode` makes one of these for each value, which takes as long
# as writing a record; not every Python has it.
_make: Any = vars(json.encoder).get("c_make_encoder")
_pieces: Any = _make and _make(
    None, None, json.encoder.encode_basestring, None, ": ", ", ", False, False, False
)


def encode(value: object) -> str:
    """Return a value as JSON text on one line."""
    return "".join(_pieces(value, 0)) if _pieces else _whole.encode(value)


@attrs.frozen
class Scalar:
    """A value that is a single string, number or boolean on the wire.

    Attributes:
        name: What a person would call it.
        wire: Its type in JSON.
        read: Makes the value of what JSON has; `None` if that is the value.
        table: All values by what JSON has, if there are few.
        write: The other way.
        expected: What an error message asks for.
        schema: What a JSON Schema says of it.
    """

    name: str
    wire: type
    expected: str
    schema: Mapping[str, Json] = attrs.field(hash=False)
    read: Callable[[Any], Any] | None = None
    write: Callable[[Any], Json] | None = None
    table: Mapping[str, object] | None = attrs.field(default=None, hash=False)


@attrs.frozen
class Choice:
    """One of a few words, which are strings."""

    words: tuple[str, ...]


@attrs.frozen
class Maybe:
    """A value or `null`."""

    inner: "Shape"


@attrs.frozen
class Many:
    """A list of values of one shape, and a tuple on our side."""

    inner: "Shape"


@attrs.frozen
class Nested:
    """An object, and an instance of an attrs class on our side."""

    kind: type


Shape = Scalar | Choice | Maybe | Many | Nested

_LABELS: dict[Tier, str] = {tier: tier.value for tier in Tier}
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(text: object) -> datetime.date:
    # fromisoformat also takes 20210701 and weeks.
    if not isinstance(text, str) or not _DAY.fullmatch(text):
        raise InvalidDateError(text, "expected YYYY-MM-DD")
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise InvalidDateError(text, "no such day") from None


SCALARS: dict[type, Scalar] = {
    str: Scalar("string", str, "a string", {"type": "string"}),
    int: Scalar("integer", int, "an integer", {"type": "integer"}),
    bool: Scalar("boolean", bool, "true or false", {"type": "boolean"}),
    float: Scalar("float", float, "a float", {"type": "number"}),
    Tier: Scalar(
        "tier",
        str,
        one_of(tier.value for tier in best_first()),
        TIER_SCHEMA,
        read_label,
        _LABELS.__getitem__,
        TIERS,
    ),
    PartialDate: Scalar(
        "partial date",
        str,
        "YYYY, YYYY-MM or YYYY-MM-DD",
        PARTIAL_DATE_SCHEMA,
        PartialDate.parse,
        str,
    ),
    Period: Scalar(
        "period",
        str,
        "start/end, an open side as '..'",
        PERIOD_SCHEMA,
        Period.parse,
        str,
    ),
    datetime.date: Scalar(
        "date",
        str,
        "a day as YYYY-MM-DD",
        {"type": "string", "format": "date", "pattern": f"^{_DAY.pattern}$(?!\\n)"},
        _day,
        datetime.date.isoformat,
    ),
}
"""Each type that is a single string or number on the wire, and how."""


@cache
def shape_of(annotation: object) -> Shape:
    """Return how values of an annotated type look on the wire.

    Raises:
        TypeError: The type has no look on the wire.
    """
    if isinstance(annotation, type) and annotation in SCALARS:
        return SCALARS[annotation]
    if isinstance(annotation, type) and attrs.has(annotation):
        return Nested(annotation)
    parts = get_args(annotation)
    origin = get_origin(annotation)
    if origin is Literal and all(isinstance(part, str) for part in parts):
        return Choice(parts)
    if origin is tuple and len(parts) == 2 and parts[1] is ...:  # noqa: PLR2004 - the item and its dots
        return Many(shape_of(parts[0]))
    if origin in {Union, UnionType} and len(parts) == 2 and type(None) in parts:  # noqa: PLR2004
        return Maybe(shape_of(parts[0] if parts[1] is type(None) else parts[1]))
    raise TypeError(f"no field of a record may be of the type {annotation!r}")


Field = tuple["attrs.Attribute[Any]", Shape]


def fields_of(kind: type) -> dict[str, Field]:
    """Return the fields of an attrs class by name, sorted, with their shapes.

    Fields that the class does not take but makes itself are not on the wire.

    Raises:
        TypeError: A field has a type without a look on the wire.
    """
    # To a type checker, what is cached takes no class with a `__hash__` of its own.
    return _fields_of(kind)


@cache
def _fields_of(kind: type) -> dict[str, Field]:
    if any(isinstance(field.type, str) for field in attrs.fields(kind)):
        attrs.resolve_types(kind)
    found = sorted(attrs.fields(kind), key=lambda field: field.name)
    return {field.name: (field, shape_of(field.type)) for field in found if field.init}
