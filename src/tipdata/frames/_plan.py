"""How tiers come to the rows of a frame, in terms that every library understands.

The string of a country stands for the first row of its group in a small table,
the day for a slot within the group. The sum is the row of the table that a row
of the frame is given.
"""

from collections.abc import Mapping
from typing import Any, Literal

import attrs

from tipdata._tables.frame_maker import Backend, Categories, build
from tipdata._tables.frame_types import Kind
from tipdata.frames._editions import Calendar, SlotTable
from tipdata.tierrecord.markers import Markers
from tipdata.typing import Columns

GROUP = "__tipdata_group"
SLOT = "__tipdata_slot"
CELL = "__tipdata_cell"
ADDED = (GROUP, SLOT, CELL)
"""The columns that a frame has for a while."""

_NARROW = 2**15


@attrs.frozen(kw_only=True)
class StringNumbers:
    """The number that each string of a column stands for.

    Attributes:
        column: The column.
        known: The number of each string.
        unlisted: The number of any other string.
        missing: The number of null.
    """

    column: str
    known: Mapping[str, int]
    unlisted: int
    missing: int

    @property
    def numbers(self) -> list[int]:
        """The numbers of the strings in their order, and at last that of any other."""
        return [*self.known.values(), self.unlisted]

    def number(self, text: str | None) -> int:
        """Return the number of one string, or of null."""
        return self.missing if text is None else self.known.get(text, self.unlisted)


@attrs.frozen(kw_only=True)
class TierTable:
    """The small table from which each row of a frame takes a row.

    Attributes:
        cells: Its columns.
        categories: The columns that are ordered categoricals, with their categories.
    """

    cells: Columns
    categories: Categories

    def __len__(self) -> int:
        return len(next(iter(self.cells.values())))

    def on(self, backend: Backend) -> Any:  # noqa: ANN401 - a frame of that library
        """Return the table as a frame of the backend."""
        return build(self.cells, backend, categories=self.categories)


@attrs.frozen(kw_only=True)
class Plan:
    """All that a worker needs to know to attach tiers to its rows.

    Attributes:
        countries: The first row of the group of each string of the country column.
        on: The column of days or years.
        reading: What that column holds.
        strings: The slot of each of its strings, if it holds strings.
        slots: The slot of each of its days or integers, if a table can say it.
        calendar: The slot of each day or year.
        markers: Which of its cells are missing.
        table: A row for each slot of each group.
    """

    countries: StringNumbers
    on: str
    reading: Kind
    strings: StringNumbers | None
    slots: SlotTable | None
    calendar: Calendar
    markers: Markers
    table: TierTable

    @property
    def inputs(self) -> tuple[str, ...]:
        """The columns that the plan reads."""
        return tuple(dict.fromkeys((self.countries.column, self.on)))

    @property
    def integer(self) -> Literal["int16", "int32"]:
        """The smallest type that numbers the rows of the table."""
        return "int16" if len(self.table) < _NARROW else "int32"
