"""The command that attaches tiers to the rows of a file, a part at a time."""

import argparse
import csv
import datetime
import io
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Generator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from tipdata import frames
from tipdata._tables.frame_maker import engine
from tipdata._wire.storage import replace_file, write_bytes
from tipdata.cli import _row_files
from tipdata.dates import PartialDate
from tipdata.errors import (
    AmbiguousDateError,
    ColumnError,
    InvalidDateError,
    InvalidValueError,
    MissingExtraError,
    did_you_mean,
    nearest,
    shorten,
)
from tipdata.loading import load
from tipdata.problems import FormatError, Problem

__all__ = ["COMMANDS", "add_arguments"]

Answer = tuple[str, Mapping[str, object]]
Bar = AbstractContextManager[Callable[[float], None]]

_ADDED = ("tier", "tier_status", "edition")
_MOST = 1000
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T]")
_YEAR = re.compile(r"([0-9]{4})(?:\.0+)?")


def _attach(args: argparse.Namespace) -> Answer:
    out = args.out or _row_files.stem(args.file) + "-tiers.csv"
    if out == "-" and args.json:
        raise InvalidValueError("--json", True, "an --out that is a file")
    if out != "-" and os.path.realpath(out) == os.path.realpath(args.file):
        raise InvalidValueError("--out", out, "another file than the one that is read")
    _require_extra()
    with _row_files.opened(args.file) as table:
        places = [_place(table.header, column) for column in (args.country, args.on)]
        for name in (args.prefix + name for name in _ADDED):
            if name in table.header:
                reason = "the file has it already; name the new ones otherwise with --prefix"
                raise ColumnError(name, reason)
        join = _Join(args, places[0], places[1])
        _written(out, lambda file: _fill(file, table, join, _bar(args.file)))
    sys.stderr.write(f"{join.report()}\n")
    counts = {"rows": sum(join.statuses.values()), "statuses": dict(join.statuses)}
    return "" if out == "-" else f"wrote {out}", {"path": out, **counts}


def _place(header: list[str], column: str) -> int:
    if header.count(column) == 1:
        return header.index(column)
    if column in header:
        raise ColumnError(column, "the file has it more than once")
    near = nearest(column, header)
    hint = did_you_mean([near] if near else [])
    raise ColumnError(column, f"the file has no such column{hint}", header)


class _Join:
    """Attaches tiers to parts of a table, and counts what became of the rows."""

    def __init__(self, args: argparse.Namespace, country: int, on: int) -> None:
        self.statuses: Counter[str] = Counter()
        self.prefix: str = args.prefix
        self._args = args
        self._country = country
        self._on = on
        self._rows = 1
        self._texts: Counter[str | None] = Counter()
        self._names: dict[str, frames.NameMatch] = {}
        # Years are numbers, which have no empty text.
        self._days: dict[str, str | int | None] = {"": None if args.basis == "edition" else ""}
        self._problems: list[Problem] = []

    def added(self, rows: list[list[str]]) -> list[tuple[str, ...]]:
        """Return the cells of the new columns, as text."""
        pd = engine("pandas")
        texts = [row[self._country] for row in rows]
        self._texts.update(texts)
        distinct = dict.fromkeys(texts)
        new = (text for text in distinct if text not in self._names)
        self._names.update((m.text, m) for m in frames.read_names(new, match=self._args.match))
        days = [self._day(row[self._on], i) for i, row in enumerate(rows, self._rows + 1)]
        self._rows += len(rows)
        kind = "Int64" if self._args.basis == "edition" else "str"
        attached: Any = frames.attach_tiers(
            pd.DataFrame({"country": texts, "date": pd.Series(days, dtype=kind)}),
            basis=self._args.basis,
            names=frames.Names(matches=tuple(self._names[text] for text in distinct)),
        )
        columns = [attached[name].astype(object) for name in _ADDED]
        tiers, said, years = (column.where(column.notna(), "").tolist() for column in columns)
        self.statuses.update(said)
        return list(zip(tiers, said, map(str, years), strict=True))

    def raise_if_unread(self) -> None:
        """Raise a `FormatError` if a text of the days was none."""
        if self._problems:
            omitted = max(0, len(self._problems) - _MOST)
            raise FormatError(tuple(self._problems[:_MOST]), omitted)

    def report(self) -> "frames.JoinReport":
        """Return what became of the rows."""
        names = frames.Names(matches=tuple(self._names.values()))
        from tipdata.frames._report import counted  # noqa: PLC0415 - it needs narwhals

        return counted(self._texts, self.statuses, names, load().registry)

    def _day(self, text: str, row: int) -> str | int | None:
        if text not in self._days:
            read = _year if self._args.basis == "edition" else self._written_day
            try:
                self._days[text] = read(text)
            except InvalidDateError as error:
                self._days[text] = self._days[""]
                self._problems.append(_unread(error, row, self._args.on))
        return self._days[text]

    def _written_day(self, text: str) -> str:
        if _MOMENT.match(text):
            with suppress(ValueError):
                return datetime.datetime.fromisoformat(text).date().isoformat()
        found = PartialDate.read(text, self._args.day_first)
        if found.precision != "day":
            raise InvalidDateError(text, f"it is a {found.precision}, and a row needs a day")
        return found.earliest.isoformat()


def _year(text: str) -> int:
    found = _YEAR.fullmatch(text)
    if found is None:
        raise InvalidDateError(text, "expected a report year of four digits")
    return int(found[1])


def _unread(error: InvalidDateError, row: int, column: str) -> Problem:
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


def _written(out: str, fill: Callable[[IO[bytes]], None]) -> None:
    if out != "-":
        replace_file(Path(out), fill)
        return
    # What reads our output shall see all of the table or nothing.
    with tempfile.TemporaryFile() as file:
        fill(file)
        file.seek(0)
        write_bytes(getattr(sys.stdout, "buffer", sys.stdout), file)


def _fill(file: IO[bytes], table: _row_files.Table, join: _Join, bar: Bar) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*table.header, *(join.prefix + name for name in _ADDED)])
    with bar as moved:
        for rows, share in table.parts:
            writer.writerows([*row, *new] for row, new in zip(rows, join.added(rows), strict=True))
            moved(share)
    text.detach()
    join.raise_if_unread()


@contextmanager
def _bar(title: str) -> Generator[Callable[[float], None]]:
    """Show a bar on a terminal; what it gives is called with the share that is done."""
    from rich.console import Console  # noqa: PLC0415 - only this command draws a bar
    from rich.markup import escape  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

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


COMMANDS = {"attach": (_attach, "attach tiers to the rows of a CSV or Parquet file")}
"""By name: what each command does, and what it is about."""


def add_arguments(_: str, parser: argparse.ArgumentParser) -> None:
    """Give the parser of the command its arguments."""
    parser.add_argument("file", metavar="FILE", help=".csv, .csv.gz or .parquet")
    parser.add_argument("--country", metavar="COL", required=True, help="the column of countries")
    parser.add_argument("--on", metavar="COL", required=True, help="the column of days")
    parser.add_argument(
        "--out", metavar="OUT", help="the CSV to write, - for standard output (FILE-tiers.csv)"
    )
    parser.add_argument("--basis", choices=("in_force", "covered", "edition"), default="in_force")
    parser.add_argument("--match", choices=("names", "codes", "both"), default="names")
    parser.add_argument(
        "--prefix", metavar="TEXT", default="", help="what names of new columns begin with"
    )
    order = parser.add_mutually_exclusive_group()
    order.add_argument(
        "--day-first", action="store_const", const=True, help="07/12/2001 is in December"
    )
    order.add_argument(
        "--month-first", action="store_const", const=False, dest="day_first", help="it is in July"
    )
