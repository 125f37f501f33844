"""What differs between two sets of records."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeGuard

import attrs

from tipdata._tables import html
from tipdata._tables.columns import Cell, Columns, columns_of
from tipdata.dataset.kinds import KINDS, Key, Name, Record, RecordKind, label, name_of
from tipdata.errors import shorten

if TYPE_CHECKING:
    from tipdata._tables.frame_maker import FrameMaker

__all__ = ["Changed", "Difference", "compare"]

_SHOWN = 60


@attrs.frozen(kw_only=True)
class Changed:
    """A record that is in both sets and not the same.

    Attributes:
        before: As it is in the first.
        after: As it is in the second.
    """

    before: Record
    after: Record

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields that differ."""
        return tuple(
            field.name
            for field in attrs.fields(type(self.before))
            if field.eq and getattr(self.before, field.name) != getattr(self.after, field.name)
        )

    def __str__(self) -> str:
        lines = [
            f"{field}: {_shown(getattr(self.before, field))} → {_shown(getattr(self.after, field))}"
            for field in self.fields
        ]
        return f"{_label(self.before)}: " + "; ".join(lines)


@attrs.frozen(kw_only=True)
class Difference:
    """What has to be done to the first set to make it the second; empty if they are equal.

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

    def columns(self) -> Columns:
        """Return one row for each record added or removed, and for each field that differs."""
        names = ("what", "kind", "key", "field", "before", "after")
        return columns_of(names, self._rows())

    @property
    def to_frame(self) -> "FrameMaker":
        """Make a frame of it: `to_frame("polars")`."""
        from tipdata._tables.frame_maker import FrameMaker  # noqa: PLC0415 - loaded where it is used

        return FrameMaker(self.columns())

    def _rows(self) -> Iterator[tuple[Cell, ...]]:
        for what, records in (("added", self.added), ("removed", self.removed)):
            for record in records:
                yield (what, *_plain(record), None, None, None)
        for change in self.changed:
            for field in change.fields:
                sides = (_shown(getattr(side, field)) for side in (change.before, change.after))
                yield ("changed", *_plain(change.before), field, *sides)

    @property
    def _title(self) -> str:
        counts = f"{len(self.added):,} added, {len(self.removed):,} removed"
        return f"{counts}, {len(self.changed):,} changed" if self else "no difference"

    def _repr_html_(self) -> str:
        return html.notebook(self.columns(), caption=self._title, short=False)

    def __len__(self) -> int:
        return len(self.added) + len(self.removed) + len(self.changed)

    def __str__(self) -> str:
        lines = [self._title]
        lines += [f"  + {_label(record)}" for record in self.added]
        lines += [f"  - {_label(record)}" for record in self.removed]
        lines += [f"  ~ {change}" for change in self.changed]
        return "\n".join(lines)


def compare(before: Mapping[Name, Record], after: Mapping[Name, Record]) -> Difference:
    """Return what differs between two sets of records by name, in the order of kinds and keys."""
    both = [name for name in before if name in after]
    return Difference(
        added=tuple(after[name] for name in _ordered(n for n in after if n not in before)),
        removed=tuple(before[name] for name in _ordered(n for n in before if n not in after)),
        changed=tuple(
            Changed(before=before[name], after=after[name])
            for name in _ordered(both)
            if before[name] != after[name]
        ),
    )


def _ordered(names: Iterable[Name]) -> list[Name]:
    by_kind: dict[RecordKind, list[Key]] = {}
    for kind, key in names:
        by_kind.setdefault(kind, []).append(key)
    # Keys of one kind are of one type, which the types cannot say.
    return [(kind, key) for kind in KINDS for key in sorted(by_kind.get(kind, []), key=_sort_key)]


def _sort_key(key: Key) -> tuple[str, int]:
    if isinstance(key, tuple):
        return key
    return (key, 0) if isinstance(key, str) else ("", key)


def _label(record: Record) -> str:
    name = name_of(record)
    return shorten(record) if name is None else label(name)


def _plain(record: Record) -> tuple[Cell, Cell]:
    kind, key = name_of(record) or ("", "")
    return kind, f"{key[0]} {key[1]}" if isinstance(key, tuple) else key


def _shown(value: object) -> str:
    if _is_tuple(value):
        text = ", ".join(_shown(part) for part in value)
        return f"({text})" if len(text) <= _SHOWN else f"({text[:_SHOWN]}…)"
    return shorten(value) if isinstance(value, str) or value is None else str(value)


def _is_tuple(value: object) -> TypeGuard[tuple[object, ...]]:
    return isinstance(value, tuple)
