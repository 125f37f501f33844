"""What results have in common: columns, frames, HTML, a repr, items to iterate over.

A result says which columns it has and what it iterates over. How these become
a frame, a notebook's table or text is decided here, once.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Generic, Self, SupportsInt, TypeVar, overload

from tipdata import _tables
from tipdata._pickles import stamp_pickles
from tipdata._tables.columns import columns_by
from tipdata.errors import InvalidValueError
from tipdata.typing import Cell, Columns

T_co = TypeVar("T_co", covariant=True)

_WIDEST = 160


def brief(value: object, text: str) -> str:
    r"""Return a one-line repr of what holds too much to show: its class and a description.

    >>> brief(3, "one line\nand another")
    '<int one line\\nand another>'
    """
    line = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text[: _WIDEST + 1])
    return f"<{type(value).__name__} {line if len(line) <= _WIDEST else f'{line[: _WIDEST - 1]}…'}>"


class TabularRow:
    """A result that is one row of a table."""

    __slots__ = ()

    COLUMNS: ClassVar[Mapping[str, str]] = {}
    """The columns by name, each with the attribute that it shows."""

    @classmethod
    def __attrs_init_subclass__(cls) -> None:
        stamp_pickles(cls)

    def cells(self) -> tuple[Cell, ...]:
        """Return the values of `COLUMNS`."""
        return tuple(cells[0] for cells in columns_by(self.COLUMNS, (self,)).values())

    def __repr__(self) -> str:
        return brief(self, str(self))


class _Maker:
    """Reads a method without arguments as an attribute, as a property does.

    Of a property, a notebook's `?` shows the property; of this, how to call the frame
    maker that it returns.
    """

    def __init__(self, make: "Callable[[Any], _tables.frame_maker.FrameMaker]") -> None:
        self.func = make
        self.__doc__ = make.__doc__

    @overload
    def __get__(self, result: None, kind: type) -> Self: ...
    @overload
    def __get__(self, result: object, kind: type) -> "_tables.frame_maker.FrameMaker": ...
    def __get__(self, result: object, kind: type) -> "Self | _tables.frame_maker.FrameMaker":
        return self if result is None else self.func(result)


class Tabular:
    """A result that is a table: plain columns, a frame of any library, HTML in a notebook."""

    __slots__ = ()

    # What a result may say of its table: which columns hold tiers, how many
    # cells of a row are its heading in HTML, and whether HTML leaves out what
    # all rows have in common.
    _TIERS: ClassVar[tuple[str, ...]] = ()
    _ROW_HEADS: ClassVar[int] = 1
    _SHORT: ClassVar[bool] = True

    @classmethod
    def __attrs_init_subclass__(cls) -> None:
        stamp_pickles(cls)

    def columns(self) -> Columns:
        """Return the result as plain columns."""
        raise NotImplementedError

    @_Maker
    def to_frame(self) -> "_tables.frame_maker.FrameMaker":
        """Make a dataframe of the result: `to_frame("polars")`."""
        return _tables.frame_maker.FrameMaker(
            self.columns(), tiers=self._TIERS, categories=self._categories
        )

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Return the table as a stream of the Arrow PyCapsule interface.

        So polars, pyarrow, DuckDB and pandas take the result as it is:
        `polars.DataFrame(result)`, `pandas.DataFrame.from_arrow(result)`. pyarrow
        makes the stream, or polars where pyarrow is not installed.

        Args:
            requested_schema: A capsule of the schema that the consumer prefers.

        Raises:
            MissingExtraError: Neither library is installed.
        """
        return self.to_frame.__arrow_c_stream__(requested_schema)

    @property
    def _categories(self) -> Mapping[str, tuple[str, ...]]:
        """The columns of other ordered labels, with their labels."""
        return {}

    @property
    def _caption(self) -> str:
        """What it is and how much of it there is, in one line."""
        return str(self)

    def __repr__(self) -> str:
        return brief(self, self._caption)

    def _table(self) -> Columns:
        """Return the columns that a notebook shows."""
        return self.columns()

    def _repr_html_(self) -> str:
        return _tables.html.notebook(
            self._table(), caption=self._caption, row_heads=self._ROW_HEADS, short=self._SHORT
        )


class TabularSequence(Tabular, Generic[T_co]):
    """A table of items: iterating gives them, `len` counts them, an index takes one."""

    __slots__ = ()

    _ITEMS: ClassVar[str] = ""
    """The attribute that holds the items."""

    _COLUMNS: ClassVar[Mapping[str, str]] = {}
    """The columns by name, each with the attribute of an item that it shows."""

    def columns(self) -> Columns:
        """Return the items as plain columns, one row each."""
        return columns_by(self._COLUMNS, self._items)

    @property
    def _items(self) -> Sequence[T_co]:
        items: Sequence[T_co] = getattr(self, self._ITEMS)
        return items

    def __iter__(self) -> Iterator[T_co]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, index: int) -> T_co:
        return self._items[index]

    def __contains__(self, item: object) -> bool:
        """Return whether it is one of the items.

        Raises:
            InvalidValueError: It is a string or a number, which no item is.
        """
        if isinstance(item, (str, bytes, SupportsInt)) or item is None:
            raise InvalidValueError("item", item, f"one of the {self._ITEMS} of this result")
        return item in self._items

    def __str__(self) -> str:
        return "\n".join([self._caption, *(f"  {item}" for item in self)])
