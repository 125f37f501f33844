"""Results as plain columns, from which any frame, page or file can be made."""

from collections.abc import Iterable, Mapping, Sequence

__all__ = ["Cell", "Columns", "as_rows", "columns_of"]

Cell = str | int | float | bool | None
"""What a cell of a table holds; tiers are their labels, dates ISO text."""

Columns = dict[str, list[Cell]]
"""A table by columns, all of one length."""


def columns_of(names: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Columns:
    """Return rows as columns.

    >>> columns_of(("a", "b"), [(1, 2), (3, 4)])
    {'a': [1, 3], 'b': [2, 4]}
    """
    columns: Columns = {name: [] for name in names}
    for row in rows:
        for name, cell in zip(names, row, strict=True):
            columns[name].append(cell)
    return columns


def as_rows(columns: Mapping[str, Sequence[Cell]]) -> list[dict[str, Cell]]:
    """Return columns as one mapping a row.

    >>> as_rows({"a": [1, 3], "b": [2, 4]})
    [{'a': 1, 'b': 2}, {'a': 3, 'b': 4}]
    """
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
