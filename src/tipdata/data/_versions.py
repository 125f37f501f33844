"""Older versions of the packaged tables, of which only the differences are stored.

The file `2025.1.tsv` says what version 2025.1 had otherwise than the version
after it, a cell a line: the table, the key of the row, the column, and the
value. A line without a column says that the row was not there, and `*` for a
key stands for every row.
"""

from collections.abc import Callable, Iterable, Mapping

__all__ = ["KEYS", "LISTS", "Table", "apply_differences"]

Table = dict[str, dict[str, str]]
"""The rows of a table by key, each with its cells by column."""

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

LISTS = ("sources", "disputed_by")
"""The columns of ids, whose differences say which ones to add and which to take away."""


def apply_differences(table: Table, lines: Iterable[tuple[str, str, str]]) -> None:
    """Turn a table into that of the version before, by lines of key, column and value."""
    for key, column, value in lines:
        keys = list(table) if key == "*" else [key]
        for one in keys:
            if not column:
                table.pop(one, None)
            else:
                row = table.setdefault(one, {})
                row[column] = _FORMS.get(column, _whole)(row.get(column, ""), value)


def _whole(_: str, value: str) -> str:
    return value


def _edit_list(now: str, edits: str) -> str:
    """Return the ids of a list after `+id` and `-id`.

    >>> _edit_list("a c", "+b -c")
    'a b'
    """
    ids = set(now.split())
    for edit in edits.split():
        (ids.add if edit[0] == "+" else ids.discard)(edit[1:])
    return " ".join(sorted(ids))


_FORMS: dict[str, Callable[[str, str], str]] = dict.fromkeys(LISTS, _edit_list)


def __dir__() -> list[str]:
    return __all__
