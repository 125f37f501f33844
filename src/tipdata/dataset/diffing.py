"""The difference between two sets of records."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypeGuard, get_args

import attrs

from tipdata._arguments import read_word
from tipdata._tables.columns import columns_of
from tipdata._tables.tabular import Tabular, brief
from tipdata.dataset._index import required_name
from tipdata.dataset.kinds import Name, Record, label, plain_key
from tipdata.errors import MergeConflictError, one_line, shorten
from tipdata.typing import Cell, Columns

__all__ = ["Changed", "Difference"]

_SHOWN = 60
_WIDEST = 300

OnConflict = Literal["raise", "ours", "theirs"]
"""What to do with a record that two datasets hold differently."""


@attrs.frozen(kw_only=True, repr=False)
class Changed:
    """A record that both sets have, with different values.

    Attributes:
        before: The record of the first set.
        after: The record of the second set.
    """

    before: Record
    after: Record

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields that differ; `__class__` if only the classes do."""
        one, other = self.before, self.after
        names = {
            field.name: None
            for record in (one, other)
            for field in attrs.fields(type(record))
            if field.eq
        }
        found = (n for n in names if getattr(one, n, None) != getattr(other, n, None))
        return tuple(found) or ("__class__",)

    def __repr__(self) -> str:
        return brief(self, f"{_label(self.before)}: {', '.join(self.fields)}")

    def __str__(self) -> str:
        lines = (f"{field}: {' → '.join(_sides(self, field))}" for field in self.fields)
        return f"{_label(self.before)}: " + "; ".join(lines)


@attrs.frozen(kw_only=True, repr=False)
class Difference(Tabular):
    """The records to add, remove and change to turn one set into another; empty if equal.

    Attributes:
        added: The records that only the second has.
        removed: The records that only the first has.
        changed: The records that differ.

    >>> import tipdata
    >>> one = tipdata.load("central-asia-2021")
    >>> other = one.without(one.person("nazifa-kamalova"), one.campaign("july-2021-on-services"))
    >>> print(one.diff(other))
    0 added, 2 removed, 0 changed
      - person 'nazifa-kamalova'
      - campaign 'july-2021-on-services'
    """

    added: tuple[Record, ...] = ()
    removed: tuple[Record, ...] = ()
    changed: tuple[Changed, ...] = ()

    _ROW_HEADS = 0
    _SHORT = False

    def columns(self) -> Columns:
        """Return a row for each record added or removed, and for each field that differs."""
        names = ("what", "kind", "key", "field", "before", "after")
        return columns_of(names, self._rows())

    def _rows(self) -> Iterator[tuple[Cell, ...]]:
        for what, records in (("added", self.added), ("removed", self.removed)):
            for record in records:
                yield (what, *_plain(record), None, None, None)
        for change in self.changed:
            for field in change.fields:
                yield ("changed", *_plain(change.before), field, *_sides(change, field))

    @property
    def _caption(self) -> str:
        counts = f"{len(self.added):,} added, {len(self.removed):,} removed"
        return f"{counts}, {len(self.changed):,} changed" if self else "no difference"

    def __len__(self) -> int:
        return len(self.added) + len(self.removed) + len(self.changed)

    def __str__(self) -> str:
        lines = [self._caption]
        lines += [f"  + {_label(record)}" for record in self.added]
        lines += [f"  - {_label(record)}" for record in self.removed]
        lines += [f"  ~ {change}" for change in self.changed]
        return "\n".join(lines)


def diff_records(before: Mapping[Name, Record], after: Mapping[Name, Record]) -> Difference:
    """Return the difference between two sets of records by name, in the order of each set."""
    removed: list[Record] = []
    changed: list[Changed] = []
    for name, record in before.items():
        other = after.get(name)
        if other is None:
            removed.append(record)
        elif record is not other and record != other:
            changed.append(Changed(before=record, after=other))
    added = tuple(record for name, record in after.items() if name not in before)
    return Difference(added=added, removed=tuple(removed), changed=tuple(changed))


def merge_records(
    ours: Mapping[Name, Record], theirs: Mapping[Name, Record], on_conflict: OnConflict
) -> dict[Name, Record]:
    """Return the records of both sets.

    Raises:
        MergeConflictError: Records differ, and `on_conflict` is `raise`.
        InvalidValueError: `on_conflict` is unknown.
    """
    read_word("on_conflict", on_conflict, get_args(OnConflict))
    changed = diff_records(ours, theirs).changed if on_conflict == "raise" else ()
    if changed:
        raise MergeConflictError(tuple(_label(one.before) for one in changed))
    return {**ours, **theirs} if on_conflict == "theirs" else {**theirs, **ours}


def _label(record: Record) -> str:
    return label(required_name(record))


def _plain(record: Record) -> tuple[Cell, Cell]:
    kind, key = required_name(record)
    return kind, plain_key(key)


def _sides(change: Changed, field: str) -> tuple[str, str]:
    return _tell_apart(getattr(change.before, field, None), getattr(change.after, field, None))


def _tell_apart(before: object, after: object) -> tuple[str, str]:
    """Return two values as strings, shortened around where they differ if their starts do not."""
    shown = _shown(before), _shown(after)
    if _alike(*shown) < _SHOWN - len("…'"):
        return shown
    if _is_tuple(before) and _is_tuple(after):
        alike, shortest = _alike(before, after), min(len(before), len(after))
        pieces = _shown(before[alike:])[1:-1], _shown(after[alike:])[1:-1]
        if alike < shortest and _alike(*pieces) >= _SHOWN - len("…'"):
            pieces = _tell_apart(before[alike], after[alike])
        same = f"{alike:,} alike" if alike else ""
        first, second = (", ".join(filter(None, (same, piece))) for piece in pieces)
        return f"({first})", f"({second})"
    first, second = (one if isinstance(one, str) else str(one) for one in (before, after))
    start = max(_alike(first, second) - _SHOWN // 3, 0)
    return _cut(first, start), _cut(second, start)


def _alike(one: Sequence[object], other: Sequence[object]) -> int:
    """Return how many items of two sequences are the same, from the first on."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _cut(text: str, start: int) -> str:
    """Return the part of a string from `start` on, quoted."""
    piece = repr(text[start : start + _SHOWN])
    lead, rest = "…" * (start > 0), "…" * (len(text) > start + _SHOWN)
    return f"{piece[0]}{lead}{piece[1:-1]}{rest}{piece[-1]} ({len(text):,} characters)"


def _shown(value: object) -> str:
    if _is_tuple(value):
        text = ", ".join(_shown(part) for part in value)
        return f"({text})" if len(text) <= _SHOWN else f"({text[:_SHOWN]}…)"
    if isinstance(value, type):
        return value.__name__
    return (
        shorten(value) if isinstance(value, str) or value is None else one_line(str(value), _WIDEST)
    )


def _is_tuple(value: object) -> TypeGuard[tuple[object, ...]]:
    return isinstance(value, tuple)


def __dir__() -> list[str]:
    return __all__
