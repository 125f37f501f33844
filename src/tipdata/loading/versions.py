"""What differs between two versions of the packaged data."""

from collections import Counter
from collections.abc import Iterator, Mapping

import attrs

from tipdata._arguments import read_word
from tipdata._tables.columns import read_paths
from tipdata._tables.tabular import TabularRow, TabularSequence
from tipdata.data import data_versions, read_table, table_keys

__all__ = ["DataChange", "DataChanges", "data_changes"]


@attrs.frozen(kw_only=True, repr=False)
class DataChange(TabularRow):
    """A cell of the packaged data that differs between two versions.

    Attributes:
        table: The file that has the cell, without its suffix.
        key: The key of the row, as words separated by spaces: the country and
            year of an assessment, the id of a source.
        column: The column.
        before: What the older version has; `None` if it has no such row.
        after: What the newer version has; `None` if it has no such row.

    >>> print(data_changes("2025.1", "2025.2").of("assessments")[0])
    assessments, ABW 2020, families: 3 → 4
    """

    table: str
    key: str
    column: str
    before: str | None
    after: str | None

    COLUMNS = read_paths("table key column before after")

    def __str__(self) -> str:
        where = f"{self.table}, {self.key}, {self.column}"
        if self.before is None:
            return f"{where}: added, {self.after}"
        if self.after is None:
            return f"{where}: removed, {self.before}"
        return f"{where}: {self.before or '(empty)'} → {self.after or '(empty)'}"


@attrs.frozen(kw_only=True, repr=False)
class DataChanges(TabularSequence[DataChange]):
    """The cells that differ between two versions of the packaged data, by table and key.

    Attributes:
        before: The one version.
        after: The other version.
        changes: One for each cell; a row that only one version has is a change
            of each of its cells that is not empty.

    >>> data_changes("2025.1", "2025.2").counts["assessments", "evidence"]
    423
    """

    before: str
    after: str
    changes: tuple[DataChange, ...]

    _ITEMS = "changes"
    _COLUMNS = DataChange.COLUMNS
    _ROW_HEADS = 3

    @property
    def counts(self) -> Mapping[tuple[str, str], int]:
        """How many cells differ, by table and column."""
        return Counter((change.table, change.column) for change in self.changes)

    def of(self, table: str) -> tuple[DataChange, ...]:
        """Return the changes of one table.

        Raises:
            InvalidValueError: No such table.
        """
        read_word("table", table, table_keys())
        return tuple(change for change in self.changes if change.table == table)

    @property
    def _caption(self) -> str:
        cells = f"{len(self):,} cell{'s' * (len(self) != 1)}"
        return f"Data {self.before} to {self.after}: {cells} differ"


def data_changes(before: str, after: str) -> DataChanges:
    """Return what differs between two versions of the packaged data, cell by cell.

    `tipdata.data_versions()` lists the versions. Values are those of the packaged
    files, which `tipdata/data/README.md` describes.

    Raises:
        InvalidValueError: No such version.

    >>> data_changes("2025.1", "2025.2").counts["assessments", "evidence"]
    423
    """
    before = read_word("before", before, data_versions())
    after = read_word("after", after, data_versions())
    found = tuple(change for table in table_keys() for change in _compare(table, before, after))
    return DataChanges(before=before, after=after, changes=found)


def _compare(table: str, before: str, after: str) -> Iterator[DataChange]:
    old, new = read_table(table, before), read_table(table, after)
    keys = table_keys()[table]
    for key in sorted(old.keys() | new.keys()):
        one, other = old.get(key), new.get(key)
        for column in dict.fromkeys((*(one or ()), *(other or ()))):
            if column in keys:
                continue
            was = None if one is None else one.get(column, "")
            now = None if other is None else other.get(column, "")
            if (was or "") != (now or ""):
                yield DataChange(table=table, key=key, column=column, before=was, after=now)


def __dir__() -> list[str]:
    return __all__
