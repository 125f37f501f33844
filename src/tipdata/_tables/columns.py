"""Results as plain columns, from which any frame, page or file can be made."""

import enum
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any, cast

from tipdata.typing import Cell, Columns


def columns_of(names: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Columns:
    """Return rows as columns.

    >>> columns_of(("a", "b"), [(1, 2), (3, 4)])
    {'a': [1, 3], 'b': [2, 4]}
    """
    columns = [*zip(*rows, strict=True)] or [()] * len(names)
    return {name: [*cells] for name, cells in zip(names, columns, strict=True)}


def as_rows(columns: Mapping[str, Sequence[Cell]]) -> list[dict[str, Cell]]:
    """Return columns as one mapping per row.

    >>> as_rows({"a": [1, 3], "b": [2, 4]})
    [{'a': 1, 'b': 2}, {'a': 3, 'b': 4}]
    """
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def read_paths(text: str) -> Mapping[str, str]:
    """Return columns by name with the attribute of an item that each one shows.

    A word is a column and the attribute of the same name, or both, as `column=path`.

    >>> read_paths("code=country.alpha_3 year")
    {'code': 'country.alpha_3', 'year': 'year'}
    """
    pairs = (word.partition("=") for word in text.split())
    return {name: path or name for name, _, path in pairs}


def columns_by(paths: Mapping[str, str], items: Sequence[object]) -> Columns:
    """Return the attributes of items as columns, one row per item.

    >>> columns_by({"whole": "real", "part": "imag"}, [1, 2])
    {'whole': [1, 2], 'part': [0, 0]}
    """
    return {name: _cells_of([*map(attrgetter(path), items)]) for name, path in paths.items()}


_PLAIN = frozenset({str, int, float, bool, type(None)})


def _cells_of(values: list[Any]) -> list[Cell]:
    # Nearly every column is plain already, which its types tell at once.
    return values if _PLAIN.issuperset(map(type, values)) else [*map(cell_of, values)]


def cell_of(value: object) -> Cell:
    """Return a value as a cell: an enum as its value, several as words with spaces between.

    >>> cell_of((2013, 2014))
    '2013 2014'
    """
    match value:
        case enum.Enum():
            return str(value.value)
        case None | str() | int() | float():
            return value
        case tuple():
            return " ".join(map(str, cast("tuple[object, ...]", value)))
        case _:
            return str(value)
