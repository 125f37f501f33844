"""The command that attaches tiers to the rows of a file, a part at a time."""

import argparse
import io
import os
import sys
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING

from tipdata.cli._commands import Answer, arg, command, either
from tipdata.errors import (
    ColumnError,
    InvalidValueError,
    MissingExtraError,
    did_you_mean,
    nearest,
)

if TYPE_CHECKING:
    from tipdata.cli._join import Join
    from tipdata.cli._row_files import Table

__all__ = ["attach"]

_Bar = AbstractContextManager[Callable[[float], None]]


@command(
    "Attach tiers to the rows of a CSV or Parquet file",
    arg("file", metavar="FILE", help=".csv, .csv.gz or .parquet"),
    arg("--country", metavar="COL", required=True, help="the column of countries"),
    arg("--on", metavar="COL", required=True, help="the column of days, or of report years"),
    arg("--out", metavar="OUT", help="the CSV to write, - for standard output (FILE-tiers.csv)"),
    arg(
        "--basis",
        choices=("in_force", "covered", "edition"),
        default="in_force",
        help="the edition for a day: the newest one on that day (in_force, the default), the one "
        "that reports on it (covered), or the one whose year the column holds (edition)",
    ),
    arg(
        "--match",
        choices=("names", "codes", "both"),
        default="names",
        help="how to read countries: names and upper-case codes (names, the default), only codes "
        "(codes), or names and codes in any case (both)",
    ),
    arg("--prefix", metavar="TEXT", default="", help="what the new columns' names begin with"),
    either(
        arg("--day-first", action="store_const", const=True, help="07/12/2001 is in December"),
        arg(
            "--month-first",
            action="store_const",
            const=False,
            dest="day_first",
            help="07/12/2001 is in July",
        ),
    ),
)
def attach(args: argparse.Namespace) -> Answer:
    from tipdata.cli import _row_files

    out = args.out or _row_files.stem(args.file) + "-tiers.csv"
    if out == "-" and args.json:
        raise InvalidValueError(
            "--out", out, "the name of a file, since --json prints to the same place"
        )
    if out != "-" and os.path.realpath(out) == os.path.realpath(args.file):
        raise InvalidValueError("--out", out, "a different file from the one that is read")
    _require_extra()
    from tipdata.cli._join import ADDED, Join

    with _row_files.open_rows(args.file) as table:
        places = [_place(table.header, column) for column in (args.country, args.on)]
        names = [args.prefix + name for name in ADDED]
        for name in names:
            if name in table.header:
                raise ColumnError(name, "already in the file; rename the new columns with --prefix")
        join = Join(args, *places)
        _write(out, lambda file: _fill(file, table, [*table.header, *names], join, _bar(args.file)))
    sys.stderr.write(f"{join.report()}\n")
    counts = {"rows": join.statuses.total(), "statuses": dict(join.statuses)}
    return "" if out == "-" else f"wrote {out}", {"path": out, **counts}


def _place(header: list[str], column: str) -> int:
    if header.count(column) == 1:
        return header.index(column)
    if column in header:
        raise ColumnError(column, "the file has several columns of this name")
    near = nearest(column, header)
    hint = did_you_mean([near] if near else [])
    raise ColumnError(column, f"not in the file{hint}", header)


def _write(out: str, fill: Callable[[IO[bytes]], None]) -> None:
    import tempfile

    from tipdata._wire.storage import replace_file, write_bytes

    if out != "-":
        replace_file(Path(out), fill)
        return
    # Whoever reads our output gets the whole table or nothing.
    with tempfile.TemporaryFile() as file:
        fill(file)
        file.seek(0)
        write_bytes(getattr(sys.stdout, "buffer", sys.stdout), file)


def _fill(file: IO[bytes], table: "Table", header: list[str], join: "Join", bar: _Bar) -> None:
    import csv

    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    with bar as move_to:
        for rows, share in table.parts:
            writer.writerows([*row, *new] for row, new in zip(rows, join.add(rows), strict=True))
            move_to(share)
    text.detach()
    join.problems.raise_any()


@contextmanager
def _bar(title: str) -> Generator[Callable[[float], None]]:
    """Show a bar on a terminal, and yield the function that moves it to a share from 0 to 1."""
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress

    quiet = not sys.stderr.isatty()
    with Progress(console=Console(stderr=True), transient=True, disable=quiet) as progress:
        task = progress.add_task(escape(title), total=1.0)
        yield lambda share: progress.update(task, completed=share)


def _require_extra() -> None:
    for module in ("rich", "narwhals", "pandas"):
        try:
            import_module(module)
        except ImportError:
            raise MissingExtraError("tipdata attach", "cli") from None
