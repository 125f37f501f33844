"""Rows of a CSV or Parquet file as strings, a part at a time."""

import csv
import gzip
import io
import os
import zlib
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, cast

import attrs

from tipdata._tables.frame_maker import engine
from tipdata.errors import InvalidValueError
from tipdata.problems import FormatError, Problem

_CHUNK = 50_000
_SUFFIXES = (".csv.gz", ".csv", ".parquet")


@attrs.frozen(kw_only=True)
class Table:
    """A file of rows that is open for reading.

    Attributes:
        header: The names of the columns.
        parts: Rows of cells; each part with the share of the file read so far.
    """

    header: list[str]
    parts: Iterator[tuple[list[list[str]], float]]


def stem(file: str) -> str:
    """Return a path without the suffix that says its format.

    Raises:
        InvalidValueError: The suffix is not that of a format that can be read.
    """
    for suffix in _SUFFIXES:
        if Path(file).name.lower().endswith(suffix):
            return file[: -len(suffix)]
    raise InvalidValueError("FILE", file, f"a file name ending in {', '.join(_SUFFIXES)}")


@contextmanager
def open_rows(file: str) -> Generator[Table]:
    """Open a file to read its rows.

    Raises:
        InvalidValueError: The suffix is not that of a format that can be read.
        MissingExtraError: The file is Parquet and pyarrow is not installed.
        FormatError: The content is not what the suffix says.
    """
    suffix = file[len(stem(file)) :].lower()
    with ExitStack() as stack:
        raw = stack.enter_context(Path(file).open("rb"))
        try:
            yield _parquet(raw) if suffix == ".parquet" else _csv(raw, suffix, stack)
        except (csv.Error, UnicodeDecodeError, EOFError, zlib.error, gzip.BadGzipFile) as error:
            problem = Problem(code="not-a-table", message=f"cannot be read: {error}", path=file)
            raise FormatError((problem,)) from error


def _csv(raw: IO[bytes], suffix: str, stack: ExitStack) -> Table:
    size = os.fstat(raw.fileno()).st_size or 1
    data = cast("IO[bytes]", gzip.GzipFile(fileobj=raw)) if suffix == ".csv.gz" else raw
    lines = stack.enter_context(io.TextIOWrapper(data, encoding="utf-8-sig", newline=""))
    rows = csv.reader(lines, strict=True)
    header = next(rows, list[str]())

    def parts() -> Iterator[tuple[list[list[str]], float]]:
        numbered = enumerate((row for row in rows if row), 2)
        while part := list(islice(numbered, _CHUNK)):
            for number, row in part:
                if len(row) != len(header):
                    _refuse(number, len(row), len(header))
            yield [row for _, row in part], raw.tell() / size

    return Table(header=header, parts=parts())


def _refuse(row: int, cells: int, columns: int) -> None:
    problem = Problem(
        code="row-width",
        message=f"{cells} cells in a table of {columns} columns",
        row=row,
        expected="as many cells as in the header; put a cell that holds a comma in quotes",
    )
    raise FormatError((problem,))


def _parquet(raw: IO[bytes]) -> Table:
    parquet = engine("pyarrow", "pyarrow.parquet")
    try:
        file = parquet.ParquetFile(raw)
    except ValueError as error:
        problem = Problem(code="not-a-table", message=f"not a Parquet file: {error}")
        raise FormatError((problem,)) from error

    def parts() -> Iterator[tuple[list[list[str]], float]]:
        done = 0
        for batch in file.iter_batches(batch_size=_CHUNK):
            columns = [
                ["" if cell is None else str(cell) for cell in column.to_pylist()]
                for column in batch.columns
            ]
            done += batch.num_rows
            rows = [list(row) for row in zip(*columns, strict=True)]
            yield rows, done / file.metadata.num_rows

    return Table(header=list(file.schema_arrow.names), parts=parts())
