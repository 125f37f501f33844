"""What a neighbouring standard cannot say, or a record cannot hold: returned, never dropped."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import attrs

from tipdata._tables.columns import read_paths
from tipdata._tables.tabular import TabularRow, TabularSequence, brief
from tipdata._wire.json_values import is_list, is_object
from tipdata._wire.shapes import encode, fields_of
from tipdata._wire.writing import write_one
from tipdata.dataset import Dataset
from tipdata.dataset.kinds import Name, Record, label, name_of
from tipdata.errors import InvalidValueError

Reasons = Mapping[str, str]
"""Why a standard does not say the fields of a kind, by their names.

`services[].status` is a field of each part, and `WHOLE` all of a record.
"""

_ADDED = "a subclass of yours adds it"
_OURS = "tipdata.records"
_AFTER_NAME = re.compile(r"[.\[]")

NO_FIELD = "no field of a record holds this"
NO_PRIVACY = "private life has no place in a record"

WHOLE = ""
"""The field of what is left of a record as a whole."""


@attrs.frozen(kw_only=True, repr=False)
class Left(TabularRow):
    """Something that did not come along into another standard, or out of it.

    Attributes:
        record: The kind and key of the record it belongs to; `None` if it
            belongs to no record.
        field: The field of the record, such as `honours` or
            `affiliations[0].role`, or an empty string for the whole record. In
            a document of another standard, the path there: `$.persons[0].gender`.
        value: The value as JSON text, so that `json.loads` returns it.
        why: The reason, in one sentence.

    >>> print(
    ...     Left(
    ...         record=("person", "ann"),
    ...         field="honours",
    ...         value='["TIP Report Hero"]',
    ...         why="Popolo has no awards",
    ...     )
    ... )
    person 'ann', honours: Popolo has no awards
    """

    __module__ = "tipdata.formats"

    record: Name | None
    field: str
    value: str
    why: str

    COLUMNS = read_paths("record=label field value why")

    @property
    def label(self) -> str:
        """The record in words, such as `person 'ann'`, or an empty string."""
        return "" if self.record is None else label(self.record)

    def __repr__(self) -> str:
        return brief(self, str(self))

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.label, self.field) if part)
        return f"{place}: {self.why}"


@attrs.frozen(repr=False)
class LeftOut(TabularSequence[Left]):
    """All that did not come along, in the order of the records.

    Attributes:
        items: One item for each field, or for each record of which nothing came along.

    >>> print(LeftOut())
    nothing left out
    """

    __module__ = "tipdata.formats"

    items: tuple[Left, ...] = ()

    _COLUMNS = Left.COLUMNS
    _ITEMS = "items"

    @property
    def _caption(self) -> str:
        return _counted(self.items)


@attrs.frozen(kw_only=True, repr=False)
class Written:
    """A document of another standard, and what it does not say.

    Attributes:
        text: The document.
        left: What the standard cannot say.
    """

    __module__ = "tipdata.formats"

    text: str
    left: LeftOut

    def __repr__(self) -> str:
        return brief(self, f"{len(self.text):,} characters, {_counted(self.left.items)}")

    def __str__(self) -> str:
        return self.text


@attrs.frozen(kw_only=True, repr=False)
class Loaded:
    """The records of a document of another standard, and what they do not hold.

    Attributes:
        dataset: The records.
        left: What the document says and no record holds.
    """

    __module__ = "tipdata.formats"

    dataset: Dataset
    left: LeftOut

    def __repr__(self) -> str:
        return brief(self, f"{len(self.dataset):,} records, {_counted(self.left.items)}")


def leave(record: Record, reasons: Reasons) -> Iterator[Left]:
    """Yield what a standard cannot say of a record: its fields in `reasons` that say anything.

    A field that has its default says nothing. If the reasons have one for
    whole records, all of the record is one item. A field that a subclass of
    yours adds is an item too.
    """
    name, plain = name_of(record), write_one(record)
    if WHOLE in reasons:
        yield Left(record=name, field=WHOLE, value=encode(plain), why=reasons[WHOLE])
        return
    for field, why in reasons.items():
        for path, value in _said(record, plain, field):
            yield Left(record=name, field=path, value=encode(value), why=why)
    for path, value in _added(record, plain, ""):
        if _AFTER_NAME.split(path, 1)[0] not in reasons:
            yield Left(record=name, field=path, value=encode(value), why=_ADDED)


def _said(record: object, plain: Mapping[str, Any], field: str) -> Iterator[tuple[str, object]]:
    """Yield a field, or a field of each part, with its path, if it says anything."""
    name, of_parts, inner = field.partition("[].")
    if of_parts:
        for number, part in enumerate(getattr(record, name)):
            for path, value in _said(part, plain[name][number], inner):
                yield f"{name}[{number}].{path}", value
    elif getattr(record, name) != default_of(fields_of(type(record))[name][0]):
        yield name, plain[name]


def _added(one: object, plain: Mapping[str, Any], path: str) -> Iterator[tuple[str, object]]:
    """Yield the fields that subclasses add to a record or its parts, with their paths."""
    mine = fields_of(type(one))
    ours = fields_of(next(cls for cls in type(one).__mro__ if cls.__module__.startswith(_OURS)))
    for field, written in plain.items():
        place, value = path + field, getattr(one, field)
        if field in mine.keys() - ours.keys():
            yield place, written
        elif is_object(written):
            yield from _added(value, written, f"{place}.")
        elif is_list(written):
            for number, (part, inner) in enumerate(zip(value, written, strict=True)):
                if is_object(inner):
                    yield from _added(part, inner, f"{place}[{number}].")


def fits(kind: type, field: str, value: object) -> bool:
    """Return whether a field of a class takes a value.

    >>> from tipdata.records.organizations import Organization
    >>> fits(Organization, "website", "winrock.org")
    False
    """
    attribute = attrs.fields_dict(kind)[field]
    try:
        if attribute.validator is not None:
            attribute.validator(None, attribute, value)
    except InvalidValueError:
        return False
    return True


def default_of(field: "attrs.Attribute[Any]") -> object:
    """Return the default of a field, or `attrs.NOTHING`."""
    make: Callable[[], object] | None = getattr(field.default, "factory", None)
    return field.default if make is None else make()


def left_out(items: Iterable[Left]) -> LeftOut:
    """Return items as a result."""
    return LeftOut(tuple(items))


def _counted(items: tuple[Left, ...]) -> str:
    return f"{len(items):,} left out" if items else "nothing left out"
