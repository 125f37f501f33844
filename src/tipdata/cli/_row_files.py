"""Rows of a CSV or Parquet file as strings, a part at a time."""

import csv
import gzip
import io
import os
import zlib
from collections.abc import Collection, Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

import attrs

from tipdata._tables.frame_maker import engine
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
from tipdata.errors import InvalidValueError, nearest, one_of
from tipdata.problems import FormatError, Problem

_CHUNK = 50_000
_HEAD = 1_000
_SUFFIXES = (".csv.gz", ".csv", ".parquet")


class Part(NamedTuple):
    """Some rows of a table, their numbers, and the share of the file read so far."""

    rows: Sequence[list[str]]
    numbers: Sequence[int]
    share: float


@attrs.frozen(kw_only=True)
class Table:
    """A file of rows that is open for reading.

    Attributes:
        header: The names of the columns.
        parts: The rows that are not empty.
    """

    header: list[str]
    parts: Iterator[Part]


@attrs.frozen(kw_only=True)
class Options:
    """How a CSV is written.

    Attributes:
        needed: The columns that it has to have, which tell the delimiter.
        delimiter: The delimiter that the user named, or `None`.
        encoding: The encoding that the user named, or `None`.
    """

    needed: Collection[str]
    delimiter: str | None = None
    encoding: str | None = None


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
                yield _parquet(raw)
            else:
                yield _csv(raw, file, options, delimiter, stack)
        except BrokenError as error:
            raise FormatError((error.problem,)) from None
        except UnicodeDecodeError as error:
            problem = _undecoded(file, options, delimiter, error.encoding)
            raise FormatError((problem,)) from None
        except (csv.Error, EOFError, zlib.error, gzip.BadGzipFile) as error:
            problem = Problem(code="not-a-table", message=f"cannot be read: {error}", path=file)
            raise FormatError((problem,)) from error


def _read_delimiter(given: str | None) -> str | None:
    if given is None or given in DELIMITERS:
        return given and DELIMITERS[given]
    if len(given) != 1 or given.isalnum() or given in '"\r\n':
        expected = "comma, semicolon, tab, pipe or another character"
        raise InvalidValueError("--delimiter", given, expected)
    return given


def _text(raw: IO[bytes], file: str, encoding: str | None, errors: str) -> io.TextIOWrapper:
    packed = file.lower().endswith(".gz")
    data: Any = gzip.GzipFile(fileobj=raw) if packed else raw
    found = encoding_of(data.peek(4)[:4], encoding, file)
    return io.TextIOWrapper(cast("IO[bytes]", data), encoding=found, errors=errors, newline="")


def _csv(
    raw: IO[bytes], file: str, options: Options, delimiter: str | None, stack: ExitStack
) -> Table:
    size = os.fstat(raw.fileno()).st_size or 1
    lines = stack.enter_context(_text(raw, file, options.encoding, "strict"))
    read, first, header = _open_sheet(lines, options.needed, delimiter)

    def parts() -> Iterator[Part]:
        at = first
        while rows := list(islice(read, _CHUNK)):
            numbers: Sequence[int] = range(at + 1, at + 1 + len(rows))
            at += len(rows)
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


def _open_sheet(
    lines: io.TextIOBase, needed: Collection[str], delimiter: str | None
) -> tuple[Iterator[list[str]], int, list[str]]:
    """Return the rows of a CSV that follow its header, the row of that, and the header."""
    line = lines.readline()
    said, end = said_by(line)
    head = [lines.readline() if end else line]
    quotes = head[0].count('"')
    # A quoted name may have line breaks, and there may be empty rows before.
    while quotes % 2 or not head[-1].strip(" ,;|\t\r\n"):
        head.append(lines.readline())
        quotes += head[-1].count('"')
        if not head[-1] or len(head) > _HEAD:
            break
    start, delimiter = "".join(head), delimiter or said
    if delimiter is None:
        delimiter = _clear(start, needed)
    elif not {*needed} <= {*header_of(start, delimiter)}:
        _refuse_delimiter(start, delimiter, needed)
    read = csv.reader(chain(head, lines), delimiter=delimiter, strict=True)
    first, header = next(filled(enumerate(read, 1)), (1, list[str]()))
    return read, first, named(header)


def _clear(start: str, needed: Collection[str]) -> str:
    found = delimiters_of(start, needed)
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
            with _text(raw, file, options.encoding, LENIENT) as lines:
                read, first, header = _open_sheet(lines, options.needed, delimiter)
                rows = chain([(1, header)], enumerate(read, first + 1))
                return undecoded(rows, header, file, encoding)
        except (UnicodeDecodeError, csv.Error):  # not every encoding can be read so
            return undecoded((), [], file, encoding)


def _parquet(raw: IO[bytes]) -> Table:
    parquet = engine("pyarrow", "pyarrow.parquet")
    try:
        file = parquet.ParquetFile(raw)
    except ValueError as error:
        problem = Problem(code="not-a-table", message=f"not a Parquet file: {error}")
        raise FormatError((problem,)) from error

    def parts() -> Iterator[Part]:
        done = 0
        for batch in file.iter_batches(batch_size=_CHUNK):
            columns = [
                ["" if cell is None else str(cell) for cell in column.to_pylist()]
                for column in batch.columns
            ]
            numbers = range(done + 2, done + 2 + batch.num_rows)
            done += batch.num_rows
            rows = [list(row) for row in zip(*columns, strict=True)]
            yield Part(rows, numbers, done / file.metadata.num_rows)

    return Table(header=list(file.schema_arrow.names), parts=parts())
