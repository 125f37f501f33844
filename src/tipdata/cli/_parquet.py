"""Rows of a table as strings, a part at a time, and those of a Parquet file."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, NamedTuple

import attrs

from tipdata._tables.frame_maker import engine
from tipdata._wire.bounds import beyond
from tipdata._wire.json_text import BrokenError
from tipdata.errors import one_line
from tipdata.limits import Limits
from tipdata.problems import FormatError, Problem

CHUNK = 50_000
"""How many rows a part has at most."""

_SAID = 200


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


def unread(error: Exception, file: str) -> Problem:
    """Return the problem of a file that another library cannot read, with what it says."""
    said = one_line(str(error).partition("\n")[0], _SAID)
    return Problem(code="not-a-table", message=f"cannot be read: {said}", path=file)


@contextmanager
def _reported(file: str) -> Generator[None]:
    """Report what pyarrow says of a damaged file, which may be one of many exceptions."""
    arrow = engine("pyarrow", "pyarrow")
    damaged = (arrow.ArrowException, ArithmeticError, LookupError, TypeError, ValueError, OSError)
    try:
        yield
    except damaged as error:
        if isinstance(error, OSError) and error.errno:  # which is the system's own
            raise
        raise FormatError((unread(error, file),)) from error


def open_parquet(raw: IO[bytes], name: str, limits: Limits) -> Table:
    """Return the rows of a Parquet file.

    Raises:
        BrokenError: It has too many columns or rows.
        FormatError: It is damaged.
        MissingExtraError: pyarrow is not installed.
    """
    parquet = engine("pyarrow", "pyarrow.parquet")
    with _reported(name):
        file = parquet.ParquetFile(raw)
        header, rows = list(file.schema_arrow.names), file.metadata.num_rows
    for limit, found in (("columns", len(header)), ("rows", rows)):
        if found > getattr(limits, limit):
            raise BrokenError(beyond(limit, limits, name, found))

    def parts() -> Iterator[Part]:
        with _reported(name):
            yield from read()

    def read() -> Iterator[Part]:
        done = 0
        for batch in file.iter_batches(batch_size=CHUNK):
            columns = [
                ["" if cell is None else str(cell) for cell in column.to_pylist()]
                for column in batch.columns
            ]
            numbers = range(done + 2, done + 2 + batch.num_rows)
            done += batch.num_rows
            rows = [list(row) for row in zip(*columns, strict=True)]
            yield Part(rows, numbers, done / file.metadata.num_rows)

    return Table(header=header, parts=parts())
