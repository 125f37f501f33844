"""Tiers for the rows of a file, a part at a time: what `tipdata attach` does."""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from importlib.util import find_spec
from operator import add
from pathlib import Path
from typing import IO, get_args

from tipdata._arguments import read_words
from tipdata._wire.storage import replace_file
from tipdata.cli._commands import Answer
from tipdata.cli._join import ADDED, Join, write_lines
from tipdata.cli._limits import read_limits
from tipdata.cli._parquet import Table
from tipdata.cli._row_files import Options, open_rows, stem
from tipdata.cli._screen import write_message, write_table
from tipdata.errors import (
    ColumnError,
    InvalidValueError,
    did_you_mean,
    nearest,
    one_line,
)
from tipdata.frames import Extra

_Bar = AbstractContextManager[Callable[[float], None]]

_TITLE = 60


def attach_file(args: argparse.Namespace) -> Answer:
    """Run the command."""
    out = args.out or stem(args.file) + "-tiers.csv"
    if out == "-" and args.json:
        expected = "the name of a file, since --json prints to the same place"
        raise InvalidValueError("--out", out, expected)
    if out != "-" and os.path.realpath(out) == os.path.realpath(args.file):
        raise InvalidValueError("--out", out, "a different file from the one that is read")
    _read_year(args)
    args.add = read_words("--add", args.add or (), get_args(Extra), least=0)
    needed = dict.fromkeys([args.country, args.on])
    options = Options(
        needed=needed,
        delimiter=args.delimiter,
        encoding=args.encoding,
        limits=read_limits(args),
    )
    with open_rows(args.file, options) as table:
        country, on = (_place(table.header, column) for column in (args.country, args.on))
        names = [args.prefix + name for name in dict.fromkeys((*ADDED, *args.add))]
        for name in names:
            if name in table.header:
                raise ColumnError(name, "already in the file; rename the new columns with --prefix")
        join = Join(args, options, country, on)
        _write(out, lambda file: _fill(file, table, [*table.header, *names], join, _bar(args.file)))
    write_message(str(join.report()), sys.stderr)
    counts = {"rows": join.statuses.total(), "statuses": dict(join.statuses)}
    return Answer("" if out == "-" else f"wrote {one_line(out)}", {"path": out, **counts})


def _read_year(args: argparse.Namespace) -> None:
    """Make a column of report years the one that is read, with the basis of years."""
    if args.year is None:
        if args.basis == "edition":
            write_message(f"--basis edition is deprecated; write --year {args.on}", sys.stderr)
        return
    if args.basis != "in_force":
        expected = f"nothing beside --year {args.year}, which needs no basis"
        raise InvalidValueError("--basis", args.basis, expected)
    args.on, args.basis = args.year, "edition"


def _place(header: list[str], column: str) -> int:
    if header.count(column) == 1:
        return header.index(column)
    if column in header:
        raise ColumnError(column, "the file has several columns of this name")
    raise ColumnError(column, f"not in the file{did_you_mean(nearest(column, header))}", header)


def _write(out: str, fill: Callable[[IO[bytes]], None]) -> None:
    if out != "-":
        replace_file(Path(out), fill)
        return
    # Whoever reads our output gets the whole table or nothing.
    with tempfile.TemporaryFile() as file:
        fill(file)
        file.seek(0)
        write_table(file, sys.stdout)


def _fill(file: IO[bytes], table: Table, header: list[str], join: Join, bar: _Bar) -> None:
    file.write(f"{write_lines([header])[0]}\n".encode())
    with bar as move_to:
        for part in table.parts:
            ends = join.ends_of(part)
            file.write("".join(map(add, write_lines(part.rows), ends)).encode())
            move_to(part.share)
    join.problems.raise_any()


@contextmanager
def _bar(title: str) -> Generator[Callable[[float], None]]:
    """Show a bar on a terminal, and yield the function that moves it to a share from 0 to 1.

    rich draws it, as it draws tables; without rich there is none.
    """
    if sys.stderr is None or not sys.stderr.isatty() or not find_spec("rich"):
        yield lambda _: None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress

    with Progress(console=Console(file=sys.stderr), transient=True) as progress:
        task = progress.add_task(escape(one_line(title, _TITLE)), total=1.0)
        yield lambda share: progress.update(task, completed=share)
