"""Older versions of the packaged tables, of which only the differences are stored.

The file `2025.1.tsv` says what version 2025.1 had otherwise than the version
after it, a cell a line: the table, the key of the row, the column, and the
value. A line without a column says that the row was not there, and `*` for a
key stands for every row.
"""

from collections.abc import Callable, Iterable, Mapping

__all__ = ["KEYS", "Line", "Table", "apply_differences", "find_differences"]

Table = dict[str, dict[str, str]]
"""The rows of a table by key, each with its cells by column."""

Line = tuple[str, str, str]
"""A key, a column and a value."""

KEYS: Mapping[str, tuple[str, ...]] = {
    "assessments": ("country", "year"),
    "claims": ("country", "year", "source", "wording"),
    "sources": ("id",),
    "corrections": ("country", "year"),
    "editions": ("year",),
    "edition_figures": ("year", "figure"),
    "designations": ("kind", "country", "year", "outcome"),
    "designation_coverage": ("kind", "year"),
    "designation_sources": ("id",),
    "central-asia-2021": ("type", "id"),
}
"""The tables that a version of the data is made of, each with the columns of its key."""


def apply_differences(table: Table, lines: Iterable[Line]) -> None:
    """Turn a table into that of the version before, by the lines of `find_differences`."""
    for key, column, value in lines:
        every = key == "*"
        form = _whole if every else _READ.get(column, _whole)
        for one in list(table) if every else [key]:
            if not column:
                table.pop(one, None)
            else:
                row = table.setdefault(one, {})
                row[column] = form(row.get(column, ""), value)


def find_differences(now: Table, before: Table) -> list[Line]:
    """Return the lines that turn a table into that of the version before.

    A column that the table did not have is empty in every row, and a table
    without rows was not there.
    """
    if not before:
        return [("*", "", "")] if now else []
    new = _columns(now) - _columns(before)
    lines = [("*", column, "") for column in sorted(new)]
    lines += [(key, "", "") for key in sorted(now.keys() - before.keys())]
    for key, row in sorted(before.items()):
        own = now.get(key, {})
        lines += [
            (key, column, _WRITE.get(column, _whole)(own.get(column, ""), cell))
            for column, cell in row.items()
            if own.get(column, "") != cell
        ]
    return lines


def _columns(table: Table) -> set[str]:
    return {column for row in table.values() for column in row}


def _whole(_: str, value: str) -> str:
    return value


def _edit_ids(now: str, edits: str) -> str:
    """Return the ids of a list after `+id` and `-id`.

    >>> _edit_ids("a c", "+b -c")
    'a b'
    """
    ids = set(now.split())
    for edit in edits.split():
        (ids.add if edit[0] == "+" else ids.discard)(edit[1:])
    return " ".join(sorted(ids))


def _find_edits(now: str, before: str) -> str:
    """Return which ids to add to a list, and which to take away.

    >>> _find_edits("a c", "a b")
    '+b -c'
    """
    ids, old = set(now.split()), set(before.split())
    return " ".join(
        [*(f"+{id_}" for id_ in sorted(old - ids)), *(f"-{id_}" for id_ in sorted(ids - old))]
    )


_Form = Callable[[str, str], str]
_LISTS = ("sources", "disputed_by")
_READ: Mapping[str, _Form] = dict.fromkeys(_LISTS, _edit_ids)
_WRITE: Mapping[str, _Form] = dict.fromkeys(_LISTS, _find_edits)


def __dir__() -> list[str]:
    return __all__
