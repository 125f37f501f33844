"""Rows of a CSV file, or of another one, as strings, a part at a time."""

import csv
import gzip
import io
import os
import zlib
from collections.abc import Collection, Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, cast

import attrs

from tipdata._wire.archives import check_ratio
from tipdata._wire.bounds import DEFAULT, beyond
from tipdata._wire.decoding import LENIENT, check_encoding, encoding_of, undecoded
from tipdata._wire.json_text import BrokenError
from tipdata._wire.sheets import (
    DELIMITERS,
    delimiters_of,
    filled,
    fit,
    header_of,
    misfit,
    named,
    said_by,
)
from tipdata.cli._parquet import Part, Table, open_parquet, unread
from tipdata.errors import InvalidValueError, nearest, one_of
from tipdata.limits import Limits
from tipdata.problems import FormatError, Problem

CHUNK = 500
"""How many rows of a CSV a part has at most: too few for Python to look for garbage in them."""

_HEAD = 1_000
_PIECE = 2**16
# How many characters are cut into lines at a time.
_BLOCK = 2**14
# The longest cell that Python's `csv` reads, for the whole process.
_LONGEST_CELL = 131_072
_TORN = (EOFError, zlib.error, gzip.BadGzipFile)
_SUFFIXES = (".csv.gz", ".csv", ".parquet")


@attrs.frozen(kw_only=True)
class Options:
    """How a CSV is written.

    Attributes:
        needed: The columns that it has to have, which tell the delimiter.
        delimiter: The delimiter that the user named, or `None`.
        encoding: The encoding that the user named, or `None`.
        limits: How much is read.
    """

    needed: Collection[str]
    delimiter: str | None = None
    encoding: str | None = None
    limits: Limits = DEFAULT


def stem(file: str) -> str:
    """Return a path without the suffix that says its format.

    Raises:
        InvalidValueError: The suffix is not that of a format that can be read.
    """
    for suffix in _SUFFIXES:
        if Path(file).name.lower().endswith(suffix):
            return file[: -len(suffix)]
    expected = f"a file name ending in {', '.join(_SUFFIXES)}"
    raise InvalidValueError("FILE", file, expected, nearest(Path(file).suffix, _SUFFIXES))


@contextmanager
def open_rows(file: str, options: Options) -> Generator[Table]:
    """Open a file to read its rows.

    Raises:
        InvalidValueError: The suffix is not that of a format that can be
            read, an option is not what it should be, or the header does not
            show the delimiter.
        MissingExtraError: The file is Parquet and pyarrow is not installed.
        FormatError: The content is not what the suffix says.
    """
    suffix = file[len(stem(file)) :].lower()
    check_encoding(options.encoding, "--encoding")
    delimiter = _read_delimiter(options.delimiter)
    with ExitStack() as stack:
        raw = stack.enter_context(Path(file).open("rb"))
        try:
            if suffix == ".parquet":
                yield open_parquet(raw, file, options.limits)
            else:
                yield _csv(raw, file, options, delimiter, stack)
        except BrokenError as error:
            raise FormatError((error.problem,)) from None
        except UnicodeError as error:
            # Some codecs raise no more than its parent.
            encoding = getattr(error, "encoding", options.encoding or "utf-8")
            problem = _undecoded(file, options, delimiter, encoding)
            raise FormatError((problem,)) from None
        except (csv.Error, *_TORN) as error:
            raise FormatError((unread(error, file),)) from error


def _read_delimiter(given: str | None) -> str | None:
    if given is None or given in DELIMITERS:
        return given and DELIMITERS[given]
    if len(given) != 1 or given.isalnum() or given in '"\r\n':
        expected = "comma, semicolon, tab, pipe or another character"
        raise InvalidValueError("--delimiter", given, expected)
    return given


class _Unpacked(io.RawIOBase):
    """A packed file, which is read until it gets too large for its size."""

    def __init__(self, raw: IO[bytes], file: str, limits: Limits) -> None:
        self._file = gzip.GzipFile(fileobj=raw)
        self._name, self._limits = file, limits
        self._packed, self._unpacked = os.fstat(raw.fileno()).st_size, 0

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - as `io` has it
        """Read some bytes.

        Raises:
            BrokenError: They are too many.
        """
        piece = self._file.read(min(len(buffer), _PIECE))
        self._unpacked += len(piece)
        check_ratio(self._unpacked, self._packed, self._limits, self._name)
        buffer[: len(piece)] = piece
        return len(piece)


def _text(raw: IO[bytes], file: str, options: Options, errors: str) -> io.TextIOWrapper:
    packed = file.lower().endswith(".gz")
    data: Any = raw
    if packed:
        data = io.BufferedReader(_Unpacked(raw, file, options.limits), _PIECE)
    found = encoding_of(data.peek(4)[:4], options.encoding, file)
    return io.TextIOWrapper(cast("IO[bytes]", data), encoding=found, errors=errors, newline="")


def _csv(
    raw: IO[bytes], file: str, options: Options, delimiter: str | None, stack: ExitStack
) -> Table:
    size = os.fstat(raw.fileno()).st_size or 1
    lines = stack.enter_context(_text(raw, file, options, "strict"))
    limits = options.limits
    read, first, header = _open_sheet(_lines(lines, file, limits), options, delimiter)
    if (width := len(header)) > limits.columns:
        raise BrokenError(beyond("columns", limits, file, width, row=first))

    def parts() -> Iterator[Part]:
        at = first
        while rows := list(islice(read, CHUNK)):
            numbers: Sequence[int] = range(at + 1, at + 1 + len(rows))
            at += len(rows)
            if at > limits.rows:
                raise BrokenError(beyond("rows", limits, file))
            if limits.string < _LONGEST_CELL:
                _check_cells(numbers, rows, file, limits)
            # Empty rows are rare, and there are a million others.
            if not all(map(str.strip, map("".join, rows))):
                kept = list(filled(zip(numbers, rows, strict=True)))
                numbers, rows = [number for number, _ in kept], [row for _, row in kept]
            if rows:
                yield Part(_fitting(numbers, rows, header), numbers, raw.tell() / size)

    return Table(header=header, parts=parts())


def _fitting(
    numbers: Sequence[int], rows: Sequence[list[str]], header: list[str]
) -> Sequence[list[str]]:
    """Return rows as wide as the header."""
    width = len(header)
    if {*map(len, rows)} == {width}:
        return rows
    found = [fit(row, width) for row in rows]
    for number, row in zip(numbers, found, strict=True):
        if len(row) != width:
            raise BrokenError(misfit(number, row, header, ""))
    return found


def _lines(text: io.TextIOBase, file: str, limits: Limits) -> Iterator[str]:
    """Return the lines of a file, which are cut a block at a time, since that takes less.

    Raises:
        BrokenError: While they are read, that one is too long.
    """
    return chain.from_iterable(_blocks(text, file, limits))


def _blocks(text: io.TextIOBase, file: str, limits: Limits) -> Iterator[list[str]]:
    """Yield the lines of each block, of which the last ends where its line does."""
    done = 0
    while block := text.read(_BLOCK):
        block += text.readline(limits.line + 2)
        lines = io.StringIO(block, newline="").readlines()
        if max(map(len, lines)) > limits.line:
            for place, line in enumerate(lines):
                if len(line.rstrip("\r\n")) > limits.line:
                    yield lines[:place]
                    raise BrokenError(beyond("line", limits, file, row=done + place + 1))
        done += len(lines)
        yield lines


def _check_cells(
    numbers: Sequence[int], rows: Sequence[list[str]], file: str, limits: Limits
) -> None:
    """Refuse rows with a cell that is too long.

    Raises:
        BrokenError: One has.
    """
    for number, row in zip(numbers, rows, strict=True):
        longest = max(map(len, row), default=0)
        if longest > limits.string:
            message = "the cell is too long"
            raise BrokenError(beyond("string", limits, file, longest, message=message, row=number))


def _open_sheet(
    lines: Iterator[str], options: Options, delimiter: str | None
) -> tuple[Iterator[list[str]], int, list[str]]:
    """Return the rows of a CSV that follow its header, the row of that, and the header."""
    needed, limits = options.needed, options.limits
    line = next(lines, "")
    said, end = said_by(line)
    head = [next(lines, "") if end else line]
    quotes, length = head[0].count('"'), 0
    # A quoted name may have line breaks, and there may be empty rows before.
    while quotes % 2 or not head[-1].strip(" ,;|\t\r\n"):
        head.append(next(lines, ""))
        quotes += head[-1].count('"')
        length += len(head[-1])
        if not head[-1] or len(head) > _HEAD or length > limits.line:
            break
    start, delimiter = "".join(head), delimiter or said
    if delimiter is None:
        delimiter = _clear(start, needed, limits)
    elif not {*needed} <= {*header_of(start, delimiter, limits)}:
        _refuse_delimiter(start, delimiter, needed)
    read = csv.reader(chain(head, lines), delimiter=delimiter, strict=True)
    first, header = next(filled(enumerate(read, 1)), (1, list[str]()))
    return read, first, named(header)


def _clear(start: str, needed: Collection[str], limits: Limits) -> str:
    found = delimiters_of(start, needed, limits)
    if len(found) > 1:
        raise _wrong_delimiter(found, needed, None)
    return found[0]


def _refuse_delimiter(start: str, delimiter: str, needed: Collection[str]) -> None:
    """Refuse a delimiter under which a header lacks columns that it has under another."""
    found = delimiters_of(start, needed)
    if {*needed} <= {*header_of(start, found[0])}:
        raise _wrong_delimiter(found, needed, delimiter)


def _wrong_delimiter(
    right: list[str], needed: Collection[str], given: str | None
) -> InvalidValueError:
    words = {mark: word for word, mark in DELIMITERS.items()}
    choices = one_of(words[mark] for mark in right) if len(right) > 1 else repr(words[right[0]])
    columns = " and ".join(map(repr, needed))
    expected = f"{choices}, under which the header has {columns}"
    return InvalidValueError("--delimiter", given, expected)


def _undecoded(file: str, options: Options, delimiter: str | None, encoding: str) -> Problem:
    """Return the problem of bytes that are not of an encoding, with their place."""
    with Path(file).open("rb") as raw:
        try:
            with _text(raw, file, options, LENIENT) as lines:
                found = _lines(lines, file, options.limits)
                read, first, header = _open_sheet(found, options, delimiter)
                rows = chain([(1, header)], enumerate(read, first + 1))
                return undecoded(rows, header, file, encoding)
        except (UnicodeError, csv.Error, BrokenError, *_TORN):  # nor every encoding, or file
            return undecoded((), [], file, encoding)
