"""Rows of a table as strings, a part at a time, and those of a Parquet file."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any, NamedTuple

import attrs

from tipdata._tables.frame_maker import engine
from tipdata._wire.bounds import beyond
from tipdata._wire.json_text import BrokenError
from tipdata.errors import MissingExtraError, one_line
from tipdata.limits import Limits
from tipdata.problems import FormatError, Problem

CHUNK = 50_000
"""How many rows a part has at most."""

_SAID = 200
_AT_ONCE = 2**26
_CELL = 64
"""About how many bytes a short string or another small value takes."""


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
    try:
        parquet = engine("pyarrow", "pyarrow.parquet")
    except MissingExtraError as error:
        raise MissingExtraError("a Parquet file", "pyarrow") from error
    with _reported(name):
        metadata = parquet.ParquetFile(raw).metadata
        # A long string of a dictionary may stand in every row, and takes its size but once.
        file = parquet.ParquetFile(raw, metadata=metadata, read_dictionary=_leaves(metadata))
        header, values = list(file.schema_arrow.names), _count_values(metadata)
    # Lists have more values than rows.
    most = max((metadata.num_rows, *values))
    for limit, found in (("columns", len(header)), ("rows", most)):
        if found > getattr(limits, limit):
            raise BrokenError(beyond(limit, limits, name, found))

    def parts() -> Iterator[Part]:
        with _reported(name):
            yield from read()

    def read() -> Iterator[Part]:
        done = 0
        for batch in file.iter_batches(batch_size=_rows_at_once(metadata, values)):
            columns = [_strings(column, limits, name) for column in batch.columns]
            numbers = range(done + 2, done + 2 + batch.num_rows)
            done += batch.num_rows
            rows = [list(row) for row in zip(*columns, strict=True)]
            yield Part(rows, numbers, done / file.metadata.num_rows)

    return Table(header=header, parts=parts())


def _leaves(metadata: Any) -> list[str]:  # noqa: ANN401 - pyarrow has no types of its own
    return [metadata.schema.column(number).path for number in range(metadata.num_columns)]


def _count_values(metadata: Any) -> list[int]:  # noqa: ANN401
    """Return how many values each column has."""
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    columns = range(metadata.num_columns)
    return [sum(one.column(number).num_values for one in groups) for number in columns]


def _rows_at_once(metadata: Any, values: Sequence[int]) -> int:  # noqa: ANN401
    """Return how many rows take a bounded size in memory, whatever they take in the file."""
    schema, rows = metadata.schema, max(metadata.num_rows, 1)
    size = 0.0
    for number in range(metadata.num_columns):
        size += (_CELL + max(schema.column(number).length, 0)) * values[number] / rows
    return max(1, min(CHUNK, int(_AT_ONCE / max(size, 1))))


def _strings(column: Any, limits: Limits, file: str) -> list[str]:  # noqa: ANN401
    """Return the cells of a column, of which those that are alike are one string.

    Raises:
        BrokenError: One is too long.
    """
    is_shared = hasattr(column, "dictionary")
    given: list[object] = (column.dictionary if is_shared else column).to_pylist()
    cells = [*map(_text, given)]
    if (longest := max(map(len, cells), default=0)) > limits.string:
        raise BrokenError(beyond("string", limits, file, longest))
    if not is_shared:
        return cells
    return ["" if at is None else cells[at] for at in column.indices.to_pylist()]


def _text(cell: object) -> str:
    # Old writers do not say that their bytes are text.
    if isinstance(cell, bytes):
        return cell.decode(errors="backslashreplace")
    return "" if cell is None else str(cell)
