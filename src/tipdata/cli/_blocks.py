"""What a terminal shows: prose, tables, and lists of names."""

from collections.abc import Sequence
from typing import NamedTuple


class Table(NamedTuple):
    """A table: its header, and its rows.

    Attributes:
        heads: The names of the columns.
        rows: A cell for each column, or one alone, which heads the rows below it.
    """

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


class Names(NamedTuple):
    """Names, which stand side by side in as many columns as there is room for.

    Attributes:
        title: What they have in common.
        names: The names.
    """

    title: str
    names: Sequence[str]


Block = str | Table | Names
"""What stands below each other: prose, which goes on in the next line, or one of the others."""
