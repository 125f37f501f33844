"""The kinds of records: the key by which each is found, and the records that each names.

Keys and references are marked on the fields of the classes (`tipdata.records.marks`)
and derived here. An instance of a subclass of a record is a record of the same kind.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple, TypeGuard, get_args

import attrs

from tipdata._wire.shapes import Field, Many, Maybe, Nested, Shape, shape_of
from tipdata._wire.writing import written_fields
from tipdata.errors import InvalidValueError, shorten
from tipdata.records.assessments import Assessment
from tipdata.records.campaigns import Campaign
from tipdata.records.countries import Country
from tipdata.records.designations import Designation
from tipdata.records.editions import Edition
from tipdata.records.marks import KEY, REFERS_TO
from tipdata.records.organizations import Organization
from tipdata.records.people import Person
from tipdata.records.projects import Project
from tipdata.records.sources import Source
from tipdata.records.statements import Statement
from tipdata.typing import RecordKind

__all__ = [
    "CLASSES",
    "KEYS",
    "KINDS",
    "PLURALS",
    "Key",
    "Name",
    "Record",
    "RecordKind",
    "Reference",
    "key_of",
    "kind_of",
    "label",
    "name_of",
    "references_of",
]

Record = (
    Country
    | Edition
    | Assessment
    | Organization
    | Person
    | Project
    | Campaign
    | Source
    | Statement
    | Designation
)
"""A record of any kind."""

Key = str | int | tuple[str, int] | tuple[str, str, int, str]
"""What a record is found by: an id, an alpha-3 code, a report year, or several fields together.

An assessment is found by country and year, a designation by kind, country, year and outcome.
"""

Name = tuple[RecordKind, Key]
"""A kind and a key, which together name one record."""

KINDS: tuple[RecordKind, ...] = get_args(RecordKind)
"""All kinds of records, in the order in which a dataset lists them."""

CLASSES: dict[RecordKind, type[Record]] = dict(zip(KINDS, get_args(Record), strict=True))
"""The class of each kind."""

PLURALS: dict[RecordKind, str] = {
    **{kind: f"{kind}s" for kind in KINDS},
    "country": "countries",
    "person": "people",
}
"""What documents and datasets call the records of a kind."""

KEYS: dict[RecordKind, tuple[str, ...]] = {
    kind: tuple(
        field.name for field in attrs.fields(record) if KEY.items() <= field.metadata.items()
    )
    for kind, record in CLASSES.items()
}
"""The names of the fields that are the key of a kind."""

_KEY_OF: dict[RecordKind, Callable[[Any], Key]] = {
    kind: attrgetter(*fields) for kind, fields in KEYS.items()
}
KIND_OF: dict[type, RecordKind] = {record: kind for kind, record in CLASSES.items()}
"""The kind of each class; `kind_of` knows subclasses too."""


class Reference(NamedTuple):
    """A record names another one.

    Attributes:
        field: The field that does so, such as `affiliations[0].organization`.
        name: The name of the other record.
    """

    field: str
    name: Name


def _parts_of(shape: Shape) -> Iterator[type]:
    match shape:
        case Maybe(inner) | Many(inner):
            yield from _parts_of(inner)
        case Nested(kind):
            yield from _with_parts(kind)
        case _:
            return


def _with_parts(kind: type) -> Iterator[type]:
    yield kind
    for _, shape in written_fields(kind).values():
        yield from _parts_of(shape)


def held_classes() -> frozenset[type]:
    """Return the classes of all records and of their parts, which are what files hold.

    >>> sorted(kind.__name__ for kind in held_classes())[:4]
    ['Affiliation', 'Assessment', 'Budget', 'Campaign']
    """
    return frozenset(part for kind in CLASSES.values() for part in _with_parts(kind))


def is_held(kind: object) -> TypeGuard[type]:
    """Return whether a value is the class of a record or of a part, or a subclass of one.

    >>> is_held(Organization), is_held(int), is_held("organization")
    (True, False, False)
    """
    return isinstance(kind, type) and issubclass(kind, (*held_classes(),))


def kind_of(record: type) -> RecordKind | None:
    """Return the kind of a class of records or a subclass of one; `None` for any other class.

    Raises:
        InvalidValueError: It is not a class.

    >>> kind_of(Person)
    'person'
    """
    try:
        return _kind_of(record)
    except (AttributeError, TypeError):
        raise InvalidValueError("record", record, "a class") from None


@lru_cache
def _kind_of(record: type) -> RecordKind | None:
    return next((KIND_OF[base] for base in record.__mro__ if base in KIND_OF), None)


def key_of(kind: RecordKind) -> Callable[[Any], Key]:
    """Return the function that returns the key of a record of this kind.

    Raises:
        InvalidValueError: Unknown kind.
    """
    try:
        return _KEY_OF[kind]
    except (KeyError, TypeError):
        raise InvalidValueError.unknown_word("kind", kind, KINDS) from None


def name_of(record: object) -> Name | None:
    """Return the kind and key of a record, or `None` if it is not a record.

    >>> name_of(Organization(id="rodnik", name="Rodnik"))
    ('organization', 'rodnik')
    """
    kind = kind_of(type(record))
    return None if kind is None else (kind, _KEY_OF[kind](record))


def fields_among(kind: RecordKind, records: Iterable[Record]) -> dict[str, Field]:
    """Return the fields of a kind and of subclasses of yours among its records, by name, sorted.

    Raises:
        InvalidValueError: A field of a subclass has a type that files do not have.
    """
    found = written_fields(CLASSES[kind])
    for cls in dict.fromkeys(map(type, records)):
        found = {**written_fields(cls), **found}
    return dict(sorted(found.items()))


def label(name: Name) -> str:
    """Return the name of a record in words.

    Raises:
        InvalidValueError: It is not a pair of a kind and a key.

    >>> label(("assessment", ("KAZ", 2021))), label(("person", "nazifa-kamalova"))
    ('assessment KAZ 2021', "person 'nazifa-kamalova'")
    >>> label(("designation", ("watch list waiver", "CUB", 2018, "waived")))
    'designation CUB 2018 (watch list waiver, waived)'
    """
    try:
        kind, key = name
    except (TypeError, ValueError):
        expected = "a kind and a key, such as ('person', 'ann')"
        raise InvalidValueError("name", name, expected) from None
    return f"{kind} {plain_key(key) if isinstance(key, tuple) else shorten(key)}"


def plain_key(key: Key) -> str | int:
    """Return a key as one string or number, as tables show it."""
    match key:
        case (kind, country, year, outcome):
            return f"{country} {year} ({kind}, {outcome})"
        case tuple():
            return " ".join(map(str, key))
        case _:
            return key


def references_of(record: Record) -> list[Reference]:
    """Return the records that a record names, in the order of its fields.

    Raises:
        InvalidValueError: It is not a record.

    >>> [reference.field for reference in references_of(
    ...     Organization(id="branch", name="Branch", country="UZB", parent="centre")
    ... )]
    ['country', 'parent']
    """
    found: list[Reference] = []
    kind = kind_of(type(record))
    if kind is None:
        raise InvalidValueError("record", record, "a record of one of the ten kinds")
    _collect(record, "", _REFERRING[kind], found)
    return found


class _Referring(NamedTuple):
    """A field that names records, or holds values with such fields."""

    name: str
    many: bool
    target: RecordKind | None
    within: "tuple[_Referring, ...]"


def _referring(record: type) -> tuple[_Referring, ...]:
    """Return the fields of a class that name records, in their order."""
    found: list[_Referring] = []
    for field in attrs.fields(record):
        shape = shape_of(field.type)
        many = isinstance(shape, Many)
        if isinstance(shape, (Maybe, Many)):
            shape = shape.inner
        within = _referring(shape.kind) if isinstance(shape, Nested) else ()
        target = field.metadata.get(REFERS_TO)
        if target or within:
            found.append(_Referring(field.name, many, target, within))
    return tuple(found)


_REFERRING = {kind: _referring(record) for kind, record in CLASSES.items()}


def _collect(
    record: object, path: str, fields: tuple[_Referring, ...], found: list[Reference]
) -> None:
    for name, many, target, within in fields:
        value = getattr(record, name)
        if not value:  # neither a key nor a value with keys is ever false
            continue
        for number, one in enumerate(value if many else (value,)):
            place = f"{path}{name}[{number}]" if many else path + name
            if target is None:
                _collect(one, f"{place}.", within, found)
            else:
                found.append(Reference(place, (target, one)))


def __dir__() -> list[str]:
    return __all__
