"""The cells of a sheet, read from its XML piece by piece."""

import datetime
import re
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import attrs

from tipdata._tables.sheet_text import MOST_ROWS, letter_of, unescaped
from tipdata._wire.archives import Member
from tipdata._wire.bounds import beyond
from tipdata._wire.json_text import BrokenError
from tipdata.formats.workbook._xml import fed, new_parser
from tipdata.limits import Limits
from tipdata.problems import Problem

Kind = Literal["text", "number", "day", "time", "boolean", "error", "formula"]
"""What a cell holds; `formula` is one whose value was not saved."""

_CELL = re.compile("([A-Z]{1,3})([0-9]+)")
_DAY_0, _DAY_0_OF_1904 = datetime.datetime(1899, 12, 30), datetime.datetime(1904, 1, 1)  # noqa: DTZ001 - cells have no zone
_TEXTS = {"s", "inlineStr", "str"}
_LEAP_DAY = 60  # the 29th of February 1900, which Excel alone knows


class Cell(NamedTuple):
    """What stands in a cell.

    Attributes:
        kind: What sort of value it is.
        value: The value; of a day, its date; of a formula or an error, its text.
        shown: The number format of a day or time.
    """

    kind: Kind
    value: str | int | float | bool | datetime.date
    shown: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nobody sees anything in it."""
        return isinstance(self.value, str) and self.kind == "text" and not self.value.strip()


@attrs.frozen
class Styles:
    """How cells are shown.

    Attributes:
        shown: The number format of each style, if it shows days or times.
        from_1904: Whether days are counted from 1904 on.
    """

    shown: Sequence[str]
    from_1904: bool


@attrs.frozen
class Sheet:
    """Which sheet is read, and how much of it.

    Attributes:
        name: Its name.
        path: Where its cells are.
        limits: How much is read.
    """

    name: str
    path: str
    limits: Limits


class SheetRows:
    """The rows of a sheet that hold anything, each with its number and its cells by column.

    Attributes:
        merged: The ranges of merged cells, which are known when all rows were read.
    """

    def __init__(self, file: Member, sheet: Sheet, strings: Sequence[str], styles: Styles) -> None:
        self.merged: list[str] = []
        self._file, self._sheet, self._limits = file, sheet, sheet.limits
        self._strings, self._styles = strings, styles
        self._row, self._column = 0, -1
        self._type, self._style = "n", ""
        self._value: str | None = None
        self._formula: str | None = None
        self._text: list[str] | None = None
        self._length = 0
        self._is_reading = False  # aloud: how a name is spoken is no part of it
        self._cells: dict[int, Cell] = {}
        self._done: deque[tuple[int, dict[int, Cell]]] = deque()

    def __iter__(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        parser = new_parser()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._take
        with self._file as file:
            for _ in fed(parser, file, self._sheet.path, self._limits):
                while self._done:
                    yield self._done.popleft()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "c":
                self._type, self._style = attributes.get("t", "n"), attributes.get("s", "")
                self._value = self._formula = None
                found = _CELL.fullmatch(attributes.get("r", ""))
                self._column = column_of(found[1]) if found else self._column + 1
                if self._column >= self._limits.columns:
                    raise BrokenError(self._beyond("columns", self._column + 1))
                self._length = 0
            case "v" | "f":
                self._text = []
            case "t" if not self._is_reading:
                self._text = []
            case "rPh":
                self._is_reading = True
            case "row":
                self._begin_row(attributes)
            case "mergeCell":
                self.merged.append(attributes.get("ref", ""))
                if len(self.merged) > self._limits.rows:
                    raise BrokenError(self._beyond("rows", None, "too many merged cells"))
            case _:
                pass

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes.get("r", self._row + 1))
        if not 0 < self._row <= MOST_ROWS:
            raise ValueError(self._row)
        if self._row > self._limits.rows:
            raise BrokenError(self._beyond("rows", self._row))
        self._column, self._cells = -1, {}

    def _take(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)
            self._length += len(text)
            if self._length > self._limits.string:
                raise BrokenError(self._beyond("string", None, "the cell is too long"))

    def _beyond(self, name: str, found: int | None, message: str = "") -> Problem:
        path = f"{self._sheet.name}!{letter_of(max(self._column, 0))}{self._row}"
        return beyond(name, self._limits, path, found, message=message, row=self._row)

    def _end(self, name: str) -> None:
        match name.rpartition(":")[2]:
            case "v":
                self._value = "".join(self._text or ())
            case "f":
                self._formula = "".join(self._text or ())
            case "t" if not self._is_reading:
                self._value = (self._value or "") + "".join(self._text or ())
            case "rPh":
                self._is_reading = False
                return
            case "c":
                if (cell := self._cell()) is not None:
                    self._cells[self._column] = cell
            case "row" if self._cells:
                self._done.append((self._row, self._cells))
            case _:
                return
        self._text = None

    def _cell(self) -> Cell | None:
        value = self._value
        if not value:
            is_unsaved = self._formula is not None and (value is None or self._type != "str")
            return Cell("formula", f"={self._formula}") if is_unsaved else None
        if self._type in _TEXTS:
            is_shared = self._type == "s"
            return Cell("text", self._strings[_index(value)] if is_shared else unescaped(value))
        match self._type:
            case "b":
                return Cell("boolean", value.strip() in {"1", "true"})
            case "e":
                return Cell("error", value)
            case "d":
                return _moment(
                    datetime.datetime.fromisoformat(value.removesuffix("Z")), "yyyy-mm-dd"
                )
            case _:
                return self._number(value)

    def _number(self, text: str) -> Cell:
        number = float(text) if re.search("[.eE]", text) else int(text)
        styled = int(self._style or 0)
        shown = self._styles.shown[styled] if styled < len(self._styles.shown) else ""
        if not shown:
            return Cell("number", int(number) if number == number // 1 else number)
        if number < 1:
            return Cell("time", text, shown)
        start = _DAY_0_OF_1904 if self._styles.from_1904 else _DAY_0
        if number < _LEAP_DAY and not self._styles.from_1904:
            number += 1
        try:
            seconds = datetime.timedelta(days=int(number), seconds=round(number % 1 * 86_400))
            return _moment(start + seconds, shown)
        except OverflowError:
            return Cell("number", number)


def _index(text: str) -> int:
    """Return the number of a shared string; one below 0 would be counted from the end."""
    number = int(text)
    if number < 0:
        raise IndexError(number)
    return number


def _moment(found: datetime.datetime, shown: str) -> Cell:
    if found.time() == datetime.time():
        return Cell("day", found.date(), shown)
    return Cell("time", found.isoformat(" "), shown)


def column_of(letters: str) -> int:
    """Return the number of a column; the first is 0.

    >>> column_of("A"), column_of("AA")
    (0, 26)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def shared_strings(file: Member, path: str, limits: Limits) -> Iterator[str]:
    """Yield the strings that sheets refer to by number."""
    found = _SharedStrings(limits)
    parser = new_parser()
    parser.StartElementHandler, parser.EndElementHandler = found.start, found.end
    parser.CharacterDataHandler = found.take
    for _ in fed(parser, file, path, limits):
        while found.done:
            yield found.done.popleft()


class _SharedStrings:
    """The strings of a part as its elements give them."""

    def __init__(self, limits: Limits) -> None:
        self.done: deque[str] = deque()
        self._limits = limits
        self._pieces: list[str] = []
        self._length, self._count = 0, 0
        self._depth = {"t": 0, "rPh": 0}

    def start(self, name: str, _: dict[str, str]) -> None:
        """Begin an element."""
        name = name.rpartition(":")[2]
        if name in self._depth:
            self._depth[name] += 1

    def end(self, name: str) -> None:
        """End an element."""
        name = name.rpartition(":")[2]
        if name in self._depth:
            self._depth[name] -= 1
        elif name == "si":
            self.done.append(unescaped("".join(self._pieces)))
            self._pieces.clear()
            self._length, self._count = 0, self._count + 1

    def take(self, text: str) -> None:
        """Take the text inside an element, unless it says how a name is spoken."""
        if self._depth["t"] and not self._depth["rPh"]:
            self._pieces.append(text)
            self._length += len(text)
            if self._length > self._limits.string:
                message = f"the cells with the shared string {self._count:,} are too long"
                raise BrokenError(beyond("string", self._limits, "$", message=message))
