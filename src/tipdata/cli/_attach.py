"""Tiers for the rows of a file, a part at a time: what `tipdata attach` does."""

import argparse
import csv
import datetime
import functools
import io
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Generator, Iterable
from contextlib import AbstractContextManager, contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any, get_args

from tipdata import frames
from tipdata._arguments import read_words
from tipdata._tables.frame_maker import engine
from tipdata._wire.storage import replace_file
from tipdata.cli._commands import Answer
from tipdata.cli._limits import read_limits
from tipdata.cli._parquet import Part, Table
from tipdata.cli._row_files import Options, open_rows, stem
from tipdata.cli._screen import write_message, write_table
from tipdata.dates import PartialDate
from tipdata.errors import (
    AmbiguousDateError,
    ColumnError,
    InvalidDateError,
    InvalidValueError,
    MissingExtraError,
    did_you_mean,
    nearest,
    one_line,
    shorten,
)
from tipdata.frames.report import report_counts
from tipdata.problems import Collector, Problem
from tipdata.tierrecord.cells import read_year
from tipdata.tierrecord.markers import Markers
from tipdata.tierrecord.rows import problem_of

_Bar = AbstractContextManager[Callable[[float], None]]

_TITLE = 60
_ADDED = ("tier", "tier_status", "edition")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T]")


def attach_file(args: argparse.Namespace) -> Answer:
    """Run the command."""
    out = args.out or stem(args.file) + "-tiers.csv"
    if out == "-" and args.json:
        expected = "the name of a file, since --json prints to the same place"
        raise InvalidValueError("--out", out, expected)
    if out != "-" and os.path.realpath(out) == os.path.realpath(args.file):
        raise InvalidValueError("--out", out, "a different file from the one that is read")
    _require_extra()
    _read_year(args)
    args.add = read_words("--add", args.add or (), get_args(frames.Extra), least=0)
    needed = dict.fromkeys([args.country, args.on])
    options = Options(
        needed=needed,
        delimiter=args.delimiter,
        encoding=args.encoding,
        limits=read_limits(args),
    )
    with open_rows(args.file, options) as table:
        country, on = (_place(table.header, column) for column in (args.country, args.on))
        names = [args.prefix + name for name in dict.fromkeys((*_ADDED, *args.add))]
        for name in names:
            if name in table.header:
                raise ColumnError(name, "already in the file; rename the new columns with --prefix")
        join = _Join(args, options, country, on)
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


class _Join:
    """Attaches tiers to parts of a table, and counts what became of the rows."""

    def __init__(self, args: argparse.Namespace, options: Options, country: int, on: int) -> None:
        self.statuses = Counter[str]()
        self.problems = Collector()
        self._args = args
        self._options = options
        self._country = country
        self._on = on
        self._texts = Counter[str | None]()
        self._settled = _read_names(args.names or ())
        self._markers = Markers(args.missing)
        self._names: dict[str, frames.NameMatch] = {}
        self._days: dict[str, str | int | None] = {}
        self._wrong: dict[str, InvalidDateError | InvalidValueError] = {}

    def add(self, part: Part) -> list[tuple[str, ...]]:
        """Return the cells of the new columns for these rows, as strings."""
        pd = engine("pandas")
        texts = [row[self._country] for row in part.rows]
        self._texts.update(texts)
        distinct = dict.fromkeys(texts)
        self._learn([text for text in distinct if text not in self._names])
        numbered = zip(part.rows, part.numbers, strict=True)
        days = [self._day(row[self._on], number) for row, number in numbered]
        by_year = self._args.basis == "edition"
        options: dict[str, Any] = (
            {"year": "at"} if by_year else {"on": "at", "basis": self._args.basis}
        )
        attached: Any = frames.attach_tiers(
            pd.DataFrame(
                {"country": texts, "at": pd.Series(days, dtype="Int64" if by_year else "str")}
            ),
            names=frames.Names(matches=tuple(self._names[text] for text in distinct)),
            add=self._args.add,
            **options,
        )
        added = [attached[name].astype(object) for name in attached.columns[2:]]
        columns = [column.where(column.notna(), "").tolist() for column in added]
        self.statuses.update(columns[_ADDED.index("tier_status")])
        return [tuple(map(str, cells)) for cells in zip(*columns, strict=True)]

    def _learn(self, new: list[str]) -> None:
        """Find out what strings mean that were not there before."""
        if any(map(self._markers.may_be_namibia, new)):
            # What NA means depends on the whole column, of which this is a part.
            new = _column(self._args.file, self._options, self._country)
        found = frames.read_names(
            new, match=self._args.match, names=self._settled, missing=self._args.missing
        )
        self._names.update((match.text, match) for match in found)

    def report(self) -> "frames.JoinReport":
        """Return what became of the rows."""
        names = frames.Names(matches=tuple(self._names.values()))
        return report_counts(self._texts, self.statuses, names)

    def _day(self, text: str, row: int) -> str | int | None:
        if text not in self._days:
            self._days[text] = missing = None if self._args.basis == "edition" else ""
            read = read_year if self._args.basis == "edition" else self._read_day
            try:
                self._days[text] = missing if self._markers.has(text) else read(text)
            except (InvalidDateError, InvalidValueError) as error:
                self._wrong[text] = error
        if text in self._wrong:
            make = functools.partial(_problem, self._wrong[text], text, row, self._args.on)
            self.problems.add(make, row=row, group=text)
        return self._days[text]

    def _read_day(self, text: str) -> str:
        if _MOMENT.match(text):
            with suppress(ValueError):
                return datetime.datetime.fromisoformat(text).date().isoformat()
        found = PartialDate.read(text, self._args.day_first)
        if found.precision != "day":
            reason = f"only a {found.precision} is given; a full date is required"
            if found.precision == "year":
                reason += f"; if the column has years, pass --year {self._args.on} instead of --on"
            raise InvalidDateError(text, reason)
        return found.earliest.isoformat()


def _read_names(given: Iterable[str]) -> dict[str, str]:
    """Return what `--names` says of each string."""
    names: dict[str, str] = {}
    for one in given:
        text, equals, country = one.rpartition("=")
        if not equals:
            raise InvalidValueError("--names", one, "TEXT=COUNTRY, such as Congo=COG")
        names[text] = country
    return names


def _column(file: str, options: Options, number: int) -> list[str]:
    """Return the distinct strings of a column."""
    with open_rows(file, options) as table:
        return [*dict.fromkeys(row[number] for part in table.parts for row in part.rows)]


def _problem(
    error: InvalidDateError | InvalidValueError, text: str, row: int, column: str
) -> Problem:
    if isinstance(error, InvalidValueError):
        return problem_of(error, text, "year", lambda _: {"row": row, "column": column})
    reason, expected = error.reason, ""
    if isinstance(error, AmbiguousDateError):
        reason = f"either {' or '.join(error.readings)}"
        expected = "--day-first or --month-first to say which"
    return Problem(
        code="unread-date",
        message=reason,
        row=row,
        column=column,
        value=shorten(error.text),
        expected=expected,
    )


def _write(out: str, fill: Callable[[IO[bytes]], None]) -> None:
    if out != "-":
        replace_file(Path(out), fill)
        return
    # Whoever reads our output gets the whole table or nothing.
    with tempfile.TemporaryFile() as file:
        fill(file)
        file.seek(0)
        write_table(file, sys.stdout)


def _fill(file: IO[bytes], table: Table, header: list[str], join: _Join, bar: _Bar) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    with bar as move_to:
        for part in table.parts:
            added = zip(part.rows, join.add(part), strict=True)
            writer.writerows([*row, *new] for row, new in added)
            move_to(part.share)
    text.detach()
    join.problems.raise_any()


@contextmanager
def _bar(title: str) -> Generator[Callable[[float], None]]:
    """Show a bar on a terminal, and yield the function that moves it to a share from 0 to 1."""
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress

    shown = sys.stderr is not None and sys.stderr.isatty()
    file = sys.stderr if shown else io.StringIO()
    with Progress(console=Console(file=file), transient=True, disable=not shown) as progress:
        task = progress.add_task(escape(one_line(title, _TITLE)), total=1.0)
        yield lambda share: progress.update(task, completed=share)


def _require_extra() -> None:
    if not all(map(find_spec, ("rich", "narwhals", "pandas"))):
        raise MissingExtraError("tipdata attach", "cli")
