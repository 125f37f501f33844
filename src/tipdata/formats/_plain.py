"""Records as plain values and back: one record has one look everywhere."""

from typing import Any, TypeGuard, TypeVar, cast, overload

import attrs

from tipdata._wire.bounds import beyond, read_limits
from tipdata._wire.json_values import is_deeper, is_list, is_object
from tipdata._wire.reading import Classes, Reader, read_classes
from tipdata._wire.shapes import SCALARS, encode, fields_of
from tipdata._wire.writing import write_one
from tipdata.dataset import Dataset
from tipdata.dataset.gathering import dataset_of, explain_record
from tipdata.dataset.kinds import CLASSES, Record, RecordKind
from tipdata.errors import InvalidValueError
from tipdata.formats import json as documents
from tipdata.limits import Limits
from tipdata.problems import Collector, FormatError
from tipdata.tierrecord import TierRecord

_T = TypeVar("_T")

_OURS = "tipdata.records"


def is_ours(kind: object) -> bool:
    """Return whether a class is a record's, a part's, or a subclass that files can hold."""
    if not _is_derived(kind):
        return False
    try:
        fields_of(kind)
    except TypeError:
        return False
    return True


def _is_derived(kind: object) -> TypeGuard[type]:
    """Return whether a class is a record's, a part's, or a subclass of one."""
    if not (isinstance(kind, type) and attrs.has(kind)):
        return False
    return any(base.__module__.startswith(_OURS) for base in kind.__mro__)


def to_plain(value: object) -> Any:  # noqa: ANN401 - what JSON has
    """Return a value of ours as plain strings, numbers, lists and dicts.

    It looks as it does in a JSON document (see `tipdata.formats.json`).

    Args:
        value: A record, a part of one, a `Tier`, `PartialDate`, `Period` or
            `date`; or a `Dataset` or `TierRecord`, which becomes a document.

    Raises:
        InvalidValueError: It is something else, or of a subclass with a
            field that files do not have.

    >>> from tipdata import Person
    >>> to_plain(Person(id="ann", name="Ann"))["name"]
    'Ann'
    """
    if _is_derived(type(value)):
        return write_one(value)
    if isinstance(value, (Dataset, TierRecord)):
        from json import loads  # noqa: PLC0415 - our own module has that name too

        return loads(documents.dumps(dataset_of(value)))
    write = SCALARS[type(value)].write if type(value) in SCALARS else None
    if write is None:
        raise InvalidValueError("value", value, "a record, a tier, a date or a dataset")
    return write(value)


def json_default(value: object) -> Any:  # noqa: ANN401 - what JSON has
    """Return what stands for a value of ours in JSON: the `default=` of `json` and `orjson`.

    Raises:
        TypeError: It is not a value of ours.

    >>> import json
    >>> from tipdata import PartialDate
    >>> json.dumps({"seen": PartialDate(2021, 7)}, default=json_default)
    '{"seen": "2021-07"}'
    """
    try:
        return to_plain(value)
    except InvalidValueError as error:
        raise TypeError(str(error)) from None


@overload
def from_plain(
    kind: type[_T],
    data: object,
    *,
    classes: Classes | None = None,
    limits: Limits | None = None,
) -> _T: ...
@overload
def from_plain(
    kind: RecordKind,
    data: object,
    *,
    classes: Classes | None = None,
    limits: Limits | None = None,
) -> Record: ...
def from_plain(
    kind: type[_T] | RecordKind,
    data: object,
    *,
    classes: Classes | None = None,
    limits: Limits | None = None,
) -> _T | Record:
    """Return the value of ours that plain data stands for; the inverse of `to_plain`.

    Args:
        kind: The class, which may be a subclass of your own; or the kind of
            record, such as `"organization"`.
        data: The data, read as strictly as a JSON document.
        classes: Your own subclasses of records and their parts, by the classes
            in whose place to read them.
        limits: How much is read, if not what `tipdata.Limits()` says: how deep the
            data may be nested, and how large a dataset may be.

    Raises:
        FormatError: With everything that is wrong with a record or a dataset.
        InvalidValueError: `kind` is not a class of ours, or the data is not
            of a kind that JSON has.
        UnknownTierError: The data is not a tier.
        InvalidDateError: The data is not a date.

    >>> from_plain("person", {"id": "ann", "name": "Ann"})
    Person(id='ann', name='Ann', ...)
    """
    cls = CLASSES.get(kind, kind) if isinstance(kind, str) else kind
    bounds = read_limits(limits)
    # What tomlkit reads is more than plain data.
    data = getattr(data, "unwrap", lambda: data)()
    if is_ours(cls):
        return cast("_T", _record(cast("type", cls), data, read_classes(classes), bounds))
    if cls is Dataset:
        return cast("_T", _dataset(data, classes, bounds))
    read = SCALARS[cls].read if isinstance(cls, type) and cls in SCALARS else None
    if read is None:
        expected = "a class of ours, or a kind of record such as 'person'"
        raise InvalidValueError("kind", kind, expected)
    return cast("_T", read(data))


def _record(kind: type, data: object, classes: Classes, limits: Limits) -> object:
    try:
        return Reader(kind, classes).read(data)
    except Exception:
        problems = Collector()
        _check_depth(data, limits)
        explain_record(kind, data, "$", problems.add, None, classes)
        if not problems.count:
            raise
    problems.raise_any()
    return None


def _check_depth(data: object, limits: Limits) -> None:
    if is_deeper(data, limits.depth):
        raise FormatError((beyond("depth", limits, "$"),))


def _dataset(data: object, classes: Classes | None, limits: Limits) -> Dataset:
    _check_depth(data, limits)
    try:
        text = encode(data)
    except (TypeError, ValueError):
        raise InvalidValueError("data", data, "a document of the values that JSON has") from None
    return documents.loads(text, classes=classes, limits=limits)


def without_null(plain: Any) -> Any:  # noqa: ANN401 - what JSON has
    """Return plain data without the members of its objects that are null."""
    if is_object(plain):
        return {key: without_null(value) for key, value in plain.items() if value is not None}
    return [without_null(value) for value in plain] if is_list(plain) else plain
