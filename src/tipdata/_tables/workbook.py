"""Workbooks with cells that a spreadsheet program leaves alone: the only room that writes them.

A string is a cell of text whatever it looks like, so that `=1+1` is not run
and `1-2` is not a day; a day is a day, unless it is before March 1900, where
programs disagree. Equal content is equal bytes.
"""

import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Self

import attrs

from tipdata._tables.packing import Timeless, keep_in_memory
from tipdata._tables.palette import Fill
from tipdata._tables.printing import FONT, Printing, finish, height_of, looks_of, set_up
from tipdata._tables.sheet_text import MOST_ROWS, escaped, letter_of, letters
from tipdata.errors import InvalidValueError, MissingExtraError

if TYPE_CHECKING:
    from openpyxl.cell import Cell
else:
    Cell = Any  # hints resolve at run time, without the extra too

Holds = Literal["text", "day", "number"]
"""How a cell looks."""

LONGEST = 32_767
"""How many characters a cell holds; an escaped one counts as seven."""

_LONGEST_TITLE, _LONGEST_LIST = 31, 255
_LONG_AGO = datetime.datetime(1980, 1, 1)  # noqa: DTZ001 - as openpyxl has it
_EXACT = 10**15  # a spreadsheet keeps fifteen digits of a number
_FIRST_DAY = datetime.date(1900, 3, 1)  # Excel has a 29th of February before it
_SURROGATE = re.compile("[\ud800-\udfff]")
_LIKE_FORMULA = frozenset("=+-@\t\r\n'＝＋－＠")
_HEAD = "DDE6EE"
_FORMATS: dict[Holds, str] = {"text": "@", "day": "yyyy-mm-dd", "number": "General"}


Plain = str | int | float | datetime.date | None
"""What a cell holds: a boolean too, and nothing."""


@attrs.frozen
class Painted:
    """The value of a cell, and how it is filled."""

    value: Plain
    fill: Fill | None
    is_centred: bool = False


Value = Plain | Painted
"""What is given for a cell."""


@attrs.frozen
class Column:
    """A column of a sheet.

    Attributes:
        name: Its header.
        note: What a note on the header explains, if anything.
        holds: How a cell looks that someone fills in.
        width: How many characters wide it is.
        wraps: Whether long text in it goes on in the next line of its cell.
    """

    name: str
    note: str = ""
    holds: Holds = "text"
    width: int = 16
    wraps: bool = False


class Workbook:
    """A new workbook, inside `with`; it is made in memory and leaves no files behind.

    Args:
        feature: What is called, for the error that the extra is missing.

    Raises:
        MissingExtraError: openpyxl is not installed.
    """

    def __init__(self, feature: str) -> None:
        try:
            import openpyxl  # noqa: PLC0415 - an extra
        except ImportError:
            raise MissingExtraError(feature, "excel") from None
        self._book: Any = openpyxl.Workbook(write_only=True)
        self._titles: set[str] = set()
        self._sheets: list[Sheet] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for sheet in self._book.worksheets:
            # Python would report what openpyxl's generators cannot finish.
            with suppress(Exception):
                sheet.close()

    def add(
        self,
        title: str,
        columns: Sequence[Column],
        *,
        hidden: bool = False,
        printing: Printing | None = None,
    ) -> "Sheet":
        """Add a sheet with a header that stays in sight, and that may be set up for printing.

        Raises:
            InvalidValueError: No sheet can have this title, or one has it.
        """
        folded = title.casefold()
        if not 0 < len(title) <= _LONGEST_TITLE or set(title) & set(r"\/?*[]:'"):
            expected = f"a title of 1 to {_LONGEST_TITLE} characters without \\ / ? * [ ] : '"
            raise InvalidValueError("sheet", title, expected)
        if folded in self._titles:
            raise InvalidValueError("sheet", title, "a title that no other sheet has")
        self._titles.add(folded)
        sheet = self._book.create_sheet(title)
        keep_in_memory(sheet)
        sheet.sheet_state = "hidden" if hidden else "visible"
        self._sheets.append(Sheet(sheet, columns, printing))
        return self._sheets[-1]

    def pack(self) -> bytes:
        """Return the bytes of the workbook, which is then complete."""
        from openpyxl.writer.excel import ExcelWriter  # noqa: PLC0415

        for sheet in self._sheets:
            sheet.finish()
        about = self._book.properties
        about.creator = "tipdata"
        about.created = about.modified = _LONG_AGO
        packed = io.BytesIO()
        with Timeless(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            ExcelWriter(self._book, archive).write_data()
        return packed.getvalue()


class Sheet:
    """A sheet that is written row by row.

    Attributes:
        title: Its title.
        rows: How many rows it has, with its header.
    """

    def __init__(
        self,
        sheet: Any,  # noqa: ANN401 - openpyxl's types have gaps
        columns: Sequence[Column],
        printing: Printing | None = None,
    ) -> None:
        self._sheet = sheet
        self._columns = columns
        self._printing = printing
        self._styled: dict[object, Cell] = {}
        self.title: str = sheet.title
        self.rows = 0
        sheet.freeze_panes = "A2"
        if printing:
            set_up(sheet, printing)
        for letter, column in zip(letters(), columns, strict=False):
            dimension = sheet.column_dimensions[letter]
            dimension.width = column.width
            # So that what someone types stays what it is.
            dimension.number_format = _FORMATS[column.holds]
        self._append(self._head(column) for column in columns)

    def append(self, values: Iterable[Value]) -> None:
        """Add a row.

        Raises:
            InvalidValueError: A cell cannot hold a value, or the sheet is full;
                the error names the cell.
        """
        if self.rows >= MOST_ROWS:
            expected = f"at most {MOST_ROWS:,} rows, with the header"
            raise InvalidValueError(self.title, self.rows + 1, expected)
        # openpyxl cannot go on after an error inside a row.
        ready = [self._ready(column, value) for column, value in enumerate(values)]
        beside = zip(ready, self._columns, strict=False)
        wrapped = ((str(one.stored or ""), column.width) for one, column in beside if one.wraps)
        if (height := height_of(wrapped)) is not None:
            self._sheet.row_dimensions[self.rows + 1].height = height
        self._append(self._cell(one) for one in ready)

    def offer(self, column: int, source: Sequence[str] | str, *, strict: bool = True) -> None:
        """Let people choose the values of a column from a list.

        Args:
            column: The number of the column, from 0 on.
            source: The words, or where they stand, as `range_of` says it.
            strict: Whether the program refuses other values.

        Raises:
            InvalidValueError: The words are too many, or one has a comma.
        """
        from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

        if not isinstance(source, str):
            if not fits_in_list(source):
                expected = f"words of {_LONGEST_LIST} characters together, without commas"
                raise InvalidValueError("source", list(source), expected)
            source = f'"{",".join(source)}"'
        rule: Any = DataValidation(type="list", formula1=source, allow_blank=True)
        rule.showErrorMessage = strict
        rule.errorTitle, rule.error = "tipdata", "Choose one of the list."
        letter = letter_of(column)
        rule.add(f"{letter}2:{letter}{MOST_ROWS}")
        self._sheet.data_validations.append(rule)

    def finish(self) -> None:
        """Add what depends on how many rows the sheet has."""
        if self._printing:
            finish(self._sheet, self._printing, len(self._columns), self.rows)

    def _append(self, cells: Iterator["Cell | None"]) -> None:
        self.rows += 1
        self._sheet.append(cells)

    def _head(self, column: Column) -> "Cell":
        from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
        from openpyxl.comments import Comment  # noqa: PLC0415
        from openpyxl.styles import Font, PatternFill  # noqa: PLC0415

        cell = WriteOnlyCell(self._sheet, column.name)
        cell.data_type = "s"
        cell.font = Font(**FONT, bold=True)
        cell.fill = PatternFill("solid", fgColor=_HEAD)
        cell.number_format = "@"
        if column.note:
            lines = sum(1 + len(line) // 44 for line in column.note.splitlines())
            cell.comment = Comment(column.note, "tipdata", height=20 + 17 * lines, width=300)
        return cell

    def _ready(self, column: int, value: Value) -> "_Ready":
        own = value if isinstance(value, Painted) else Painted(value, None)
        wraps = column < len(self._columns) and self._columns[column].wraps
        stored, holds = _stored(own.value)
        is_guarded = False
        if holds == "text" and isinstance(stored, str):
            is_guarded = stored[:1] in _LIKE_FORMULA
            stored = self._checked(column, stored)
        return _Ready(stored, holds, own.fill, is_guarded, own.is_centred, wraps)

    def _checked(self, column: int, text: str) -> str:
        found, expected = escaped(text), ""
        if len(found) > LONGEST:
            expected = f"at most {LONGEST:,} characters, which is what a cell holds"
        elif _SURROGATE.search(found):
            expected = "a string without unpaired surrogates"
        if expected:
            cell = f"{self.title}!{letter_of(column)}{self.rows + 1}"
            raise InvalidValueError(cell, text, expected)
        return found

    def _cell(self, ready: "_Ready") -> "Cell | None":
        """Return a cell; it is written before the next one of its style is asked for."""
        if ready.stored is None and ready.fill is None:
            return None
        cell = self._of_style(ready)
        cell.value = ready.stored
        if isinstance(ready.stored, str):
            cell.data_type = "s" if ready.holds == "text" else "n"
        return cell

    def _of_style(self, ready: "_Ready") -> "Cell":
        found = self._styled.get(ready[1:])
        return self._new_style(ready) if found is None else found

    def _new_style(self, ready: "_Ready") -> "Cell":
        from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
        from openpyxl.styles import Alignment  # noqa: PLC0415

        cell: Cell = WriteOnlyCell(self._sheet)
        cell.number_format = _FORMATS[ready.holds]
        cell.quotePrefix = ready.is_guarded
        if self._printing or ready.is_centred or ready.wraps:
            sideways = "center" if ready.is_centred else None
            cell.alignment = Alignment(sideways, "top", wrap_text=ready.wraps)
        if ready.fill is not None:
            for name, look in looks_of(ready.fill).items():
                setattr(cell, name, look)
        if cell.has_style:  # openpyxl goes on with a plain one, and would spoil it
            self._styled[ready[1:]] = cell
        return cell


class _Ready(NamedTuple):
    """A cell before openpyxl makes it."""

    stored: Plain
    holds: Holds
    fill: Fill | None
    is_guarded: bool
    is_centred: bool
    wraps: bool


def _stored(value: Plain) -> tuple[Plain, Holds]:
    """Return what a cell stores for a value, and how it looks."""
    match value:
        case str():
            return value, "text"
        case bool():
            return value, "number"
        case int():
            return (value, "number") if abs(value) < _EXACT else (str(value), "text")
        case float():
            return repr(value), "number"  # openpyxl would round it
        case datetime.date():
            return (value, "day") if value >= _FIRST_DAY else (value.isoformat(), "text")
        case None:
            return None, "text"


def fits_in_list(words: Sequence[str]) -> bool:
    """Return whether a drop-down holds words by itself, without a sheet that lists them."""
    joined = ",".join(words)
    return (
        len(joined) <= _LONGEST_LIST and joined.count(",") == len(words) - 1 and '"' not in joined
    )
