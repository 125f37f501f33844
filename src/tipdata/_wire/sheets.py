"""What spreadsheet programs do to a table of text: another delimiter, empty rows and columns.

Every reader of such tables has these rules: the delimiter is the one under
which the header has the columns that are needed, unless a line `sep=;` says
so; a row whose cells are all empty is skipped; and so are columns at the end
that have no name.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from tipdata._wire.bounds import DEFAULT
from tipdata._wire.cells import parse_rows
from tipdata._wire.decoding import LENIENT, Rows, encoding_of, undecoded
from tipdata._wire.faults import fault
from tipdata._wire.json_text import BrokenError
from tipdata.limits import Limits
from tipdata.problems import Problem

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
"""What cells may be separated by, the likeliest first."""

_SAID = re.compile(r"\ufeff?\"?sep=([^\"\w\r\n])\"?(?:\r\n|\n|\r|\Z)", re.IGNORECASE)


class Sheet(NamedTuple):
    """A table.

    Attributes:
        header: The names of the columns, without those at the end that have none.
        rows: The rows that are not empty, with their numbers.
    """

    header: list[str]
    rows: Iterator[tuple[int, list[str]]]


def read_sheet(
    data: bytes,
    path: str,
    wanted: Collection[str],
    encoding: str | None,
    limits: Limits = DEFAULT,
) -> Sheet:
    """Return the table that some bytes hold.

    Args:
        data: The bytes.
        path: The name of the table.
        wanted: The names of columns that tell the delimiter.
        encoding: The encoding of a table that is not UTF-8 and has no mark.
        limits: How much is read.

    Raises:
        BrokenError: The bytes are not of the encoding; or, while rows are
            read, a quotation mark is misplaced, or something is too large.
    """
    found = encoding_of(data[:4], encoding, path)
    if found == encoding and _is_utf_8(data):
        found = "utf-8"
    try:
        text = data.decode(found)
    except UnicodeDecodeError:
        sheet = _sheet(_leniently(data, found), path, wanted, limits)
        whole = [(1, sheet.header), *sheet.rows]
        raise BrokenError(undecoded(whole, sheet.header, path, found)) from None
    return _sheet(text, path, wanted, limits)


def _is_utf_8(data: bytes) -> bool:
    try:
        return "\0" not in data.decode()
    except UnicodeDecodeError:
        return False


def _leniently(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding, LENIENT)
    except UnicodeDecodeError:  # not every encoding can
        return ""


def _sheet(text: str, path: str, wanted: Collection[str], limits: Limits) -> Sheet:
    delimiter, at = said_by(text)
    delimiter = delimiter or delimiters_of(text[at:], wanted, limits)[0]
    rows = filled(parse_rows(text, path, delimiter, at, limits=limits))
    _, header = next(rows, (1, list[str]()))
    return Sheet(named(header), rows)


def said_by(text: str) -> tuple[str | None, int]:
    """Return the delimiter that a line `sep=` at the start says, and where the line ends."""
    found = _SAID.match(text)
    return (found[1], found.end()) if found else (None, 0)


def delimiters_of(text: str, wanted: Collection[str], limits: Limits = DEFAULT) -> list[str]:
    """Return the delimiters under which a header has the wanted columns.

    They are several if it has them under several. If it has them under none,
    it is the one under which it has most of them, or else most columns.

    >>> delimiters_of("country;shipped", ["country", "shipped"])
    [';']
    """
    found = {mark: tuple(named(header_of(text, mark, limits))) for mark in DELIMITERS.values()}
    full = {found[mark]: mark for mark in reversed(found) if {*wanted} <= {*found[mark]}}
    if full:
        return [*reversed(full.values())]
    best = {mark: (len({*wanted} & {*names}), len(names)) for mark, names in found.items()}
    return [max(best, key=best.__getitem__)]


def header_of(text: str, delimiter: str, limits: Limits = DEFAULT) -> list[str]:
    """Return the cells of the first row that is not empty; if they are too many, as many blanks."""
    try:
        return next(filled(parse_rows(text, "", delimiter, limits=limits)), (1, list[str]()))[1]
    except BrokenError as error:
        return ["?"] * (limits.columns + 1) if error.problem.code == "too-many-columns" else []


def filled(rows: Rows) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of which a cell is not empty."""
    return (row for row in rows if any(map(str.strip, row[1])))


def named(header: Sequence[str]) -> list[str]:
    """Return a header without the columns at its end that have no name."""
    width = next((n for n in range(len(header), 0, -1) if header[n - 1].strip()), 0)
    return [*header[:width]]


def fit(cells: list[str], width: int) -> list[str]:
    """Return a row without the empty cells behind the columns of the header."""
    return cells[:width] if not any(map(str.strip, cells[width:])) else cells


def misfit(row: int, cells: list[str], header: list[str], path: str) -> Problem:
    """Return the problem of a row that does not fit the header."""
    width = len(header)
    message = f"the row has {len(cells)} cell{'s' * (len(cells) != 1)}"
    expected = f"{width}, one for each column; a cell that holds a delimiter needs quotes"
    return fault("wrong-row", message, path, row=row, expected=expected)
