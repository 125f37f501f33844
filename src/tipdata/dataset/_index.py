"""Records in the order of their keys, found by name and by their references."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from itertools import islice, pairwise
from operator import lt
from typing import Any, TypeVar

import attrs

from tipdata.dataset.kinds import (
    CLASSES,
    KIND_OF,
    KINDS,
    PLURALS,
    Key,
    Name,
    Record,
    RecordKind,
    key_of,
    name_of,
    references_of,
)
from tipdata.errors import InvalidValueError, Nearest, UnknownRecordError

_R = TypeVar("_R", bound=Record)


def in_order(kind: RecordKind, given: Iterable[Record] | Record) -> tuple[Record, ...]:
    """Return records of one kind, or a single one, in the order of their keys.

    Raises:
        InvalidValueError: A record is of another kind, or a key is duplicate.
    """
    field, record = f"Dataset.{PLURALS[kind]}", CLASSES[kind]
    if isinstance(given, record):
        given = (given,)
    several: Any = given
    try:
        records: list[Any] = list(several)
    except TypeError as error:
        raise InvalidValueError(field, given, f"several {record.__name__} records") from error
    for one in records:
        if not isinstance(one, record):
            raise InvalidValueError(field, one, f"{record.__name__} records")
    key: Callable[[Any], Any] = key_of(kind)
    # They often come in order. Comparing keys pair by pair needs no list of them.
    if not all(map(lt, map(key, records), map(key, islice(records, 1, None)))):
        records.sort(key=key)
        for one, other in pairwise(records):
            if key(one) == key(other):
                raise InvalidValueError(field, key(one), "unique keys")
    return tuple(records)


def required_name(record: object) -> Name:
    """Return the kind and key of a record.

    Raises:
        InvalidValueError: It is not a record.
    """
    name = name_of(record)
    if name is None:
        raise InvalidValueError("Dataset", record, "a record of one of the ten kinds")
    return name


@attrs.frozen
class Index:
    """Records by name, in the order of kinds and keys."""

    records: dict[Name, Record]

    @cached_property
    def _referring(self) -> dict[Name, list[Record]]:
        found: dict[Name, list[Record]] = {}
        for record in self.records.values():
            for name in _names_in(record):
                found.setdefault(name, []).append(record)
        return found

    @cached_property
    def _nearest(self) -> Mapping[RecordKind, Nearest]:
        keys: defaultdict[RecordKind, list[Key]] = defaultdict(list)
        for kind, key in self.records:
            keys[kind].append(key)
        return {kind: Nearest(keys[kind]) for kind in KINDS}

    def find(self, record: type[_R], key: Key) -> _R:
        """Return the record of a class that has a key.

        Raises:
            UnknownRecordError: Record not found; the error names the nearest keys.
        """
        kind = KIND_OF[record]
        try:
            found = self.records.get((kind, key))
        except TypeError:  # the key is not hashable
            found = None
        if isinstance(found, record):
            return found
        raise UnknownRecordError(kind, key, lambda: self._nearest[kind].to(key))

    def references(self, record: Record) -> tuple[Record, ...]:
        """Return the records that a record names, in the order of its fields."""
        return tuple(self.records[name] for name in _names_in(record) if name in self.records)

    def referrers(self, record: Record) -> tuple[Record, ...]:
        """Return the records that name a record, in the order of kinds and keys."""
        return tuple(self._referring.get(required_name(record), ()))


def _names_in(record: Record) -> dict[Name, None]:
    return dict.fromkeys(reference.name for reference in references_of(record))
