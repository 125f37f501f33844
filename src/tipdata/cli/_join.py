"""The tiers of rows of text, as the ends of their lines."""

import argparse
import csv
import datetime
import functools
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from operator import getitem, itemgetter
from typing import TypeVar

from tipdata.cli._parquet import Part
from tipdata.cli._row_files import Options, open_rows
from tipdata.dates import PartialDate
from tipdata.errors import AmbiguousDateError, InvalidDateError, InvalidValueError, shorten
from tipdata.frames import JoinReport, NameMatch, Names, read_names
from tipdata.frames.cells import tier_cells
from tipdata.frames.report import report_counts
from tipdata.loading import load
from tipdata.problems import Collector, Problem
from tipdata.tierrecord.cells import read_year
from tipdata.tierrecord.markers import Markers
from tipdata.tierrecord.rows import problem_of

ADDED = ("tier", "tier_status", "edition")
"""The columns that are always attached."""

_DAY_OR_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([ T]|$)")
# How many characters the days of earlier parts may have that are not read again,
# and how many an error counts for, which takes as much memory as these.
_REMEMBERED = 2**20
_REFUSAL = 1_000

_V = TypeVar("_V")
_Refusal = InvalidDateError | InvalidValueError
_Ends = Sequence[str]
"""How the line of a country's row ends, for each slot."""


class Join:
    """Attaches tiers to parts of a table, and counts what became of the rows.

    What a country is given in a slot is one string, written once for all rows.
    """

    def __init__(self, args: argparse.Namespace, options: Options, country: int, on: int) -> None:
        self.problems = Collector()
        self._args = args
        self._options = options
        self._country = itemgetter(country)
        self._on = itemgetter(on)
        self._settled = _read_names(args.names or ())
        self._markers = Markers(args.missing)
        self._cells = tier_cells(load(), args.basis, args.add)
        self._names: dict[str, NameMatch] = {}
        self._by_group: dict[str, _Ends] = {}
        self._by_text: dict[str, _Ends] = {}
        self._slots: dict[str, int] = {}
        self._wrong: dict[str, _Refusal] = {}
        self._remembered = 0
        self._texts = Counter[str | None]()
        self._ends = Counter[str]()
        self._statuses: dict[str, str] = {}

    def ends_of(self, part: Part) -> list[str]:
        """Return how the line of each of these rows ends: with the cells of the new columns."""
        texts = [*map(self._country, part.rows)]
        days = [*map(self._on, part.rows)]
        by_slot = _look_up(texts, self._by_text, self._learn)
        slots = _look_up(days, self._slots, self._learn_days)
        if self._wrong:
            self._refuse(part.numbers, days)
        ends = [*map(getitem, by_slot, slots)]
        self._texts.update(texts)
        self._ends.update(ends)
        return ends

    def _learn(self, texts: Collection[str]) -> None:
        """Find out which countries strings mean."""
        new: Iterable[str] = [text for text in texts if text not in self._names]
        if any(map(self._markers.may_be_namibia, new)):
            # What NA means depends on the whole column, of which this is a part.
            new = _column(self._args.file, self._options, self._country)
        found = read_names(
            new, match=self._args.match, names=self._settled, missing=self._args.missing
        )
        for match in found:
            group = match.country or match.status
            if group not in self._by_group:
                self._by_group[group] = self._write_ends(group)
            self._names[match.text] = match
            self._by_text[match.text] = self._by_group[group]

    def _write_ends(self, group: str) -> _Ends:
        rows = [
            ["" if cell is None else str(cell) for cell in row]
            for row in self._cells.rows_of(group)
        ]
        ends = [f",{line}\n" for line in write_lines(rows)]
        statuses = map(itemgetter(ADDED.index("tier_status")), rows)
        self._statuses.update(zip(ends, statuses, strict=True))
        return ends

    def _learn_days(self, texts: Collection[str]) -> None:
        """Find out which slots strings stand for, of which only so many are remembered."""
        if self._remembered > _REMEMBERED:
            self._slots.clear()
            self._wrong.clear()
            self._remembered = 0
        for text in texts:
            if text not in self._slots:
                self._remembered += len(text)
                self._slots[text] = self._slot(text)

    def _slot(self, text: str) -> int:
        slots = self._cells.calendar
        if self._markers.has(text):
            return slots.missing
        read = read_year if self._args.basis == "edition" else self._read_day
        try:
            return slots.slot_of(read(text))
        except (InvalidDateError, InvalidValueError) as error:
            self._wrong[text] = error.with_traceback(None)
            self._remembered += _REFUSAL
            return slots.missing

    def _refuse(self, numbers: Sequence[int], days: Sequence[str]) -> None:
        """Note which rows have a day or a year that cannot be read."""
        for row, text in zip(numbers, days, strict=True):
            if text in self._wrong:
                make = functools.partial(_problem, self._wrong[text], text, row, self._args.on)
                self.problems.add(make, row=row, group=text)

    @property
    def statuses(self) -> Counter[str]:
        """How many rows have each status."""
        found = Counter[str]()
        for end, rows in self._ends.items():
            found[self._statuses[end]] += rows
        return found

    def report(self) -> JoinReport:
        """Return what became of the rows."""
        names = Names(matches=tuple(self._names.values()))
        return report_counts(self._texts, self.statuses, names)

    def _read_day(self, text: str) -> datetime.date:
        if _DAY_OR_MOMENT.match(text):
            with suppress(ValueError):
                return datetime.datetime.fromisoformat(text).date()
        found = PartialDate.read(text, self._args.day_first)
        if found.precision != "day":
            reason = f"only a {found.precision} is given; a full date is required"
            if found.precision == "year":
                reason += f"; if the column has years, pass --year {self._args.on} instead of --on"
            raise InvalidDateError(text, reason)
        return found.earliest


def _look_up(
    texts: Sequence[str], known: Mapping[str, _V], learn: Callable[[Collection[str]], None]
) -> list[_V]:
    """Return what is known of each string, after learning what is not yet."""
    try:
        return [*map(known.__getitem__, texts)]
    except KeyError:
        learn(dict.fromkeys(texts))
        return [*map(known.__getitem__, texts)]


def _read_names(given: Iterable[str]) -> dict[str, str]:
    """Return what `--names` says of each string."""
    names: dict[str, str] = {}
    for one in given:
        text, equals, country = one.rpartition("=")
        if not equals:
            raise InvalidValueError("--names", one, "TEXT=COUNTRY, such as Congo=COG")
        names[text] = country
    return names


def _column(file: str, options: Options, pick: Callable[[list[str]], str]) -> list[str]:
    """Return the distinct strings of a column."""
    with open_rows(file, options) as table:
        return [*dict.fromkeys(text for part in table.parts for text in map(pick, part.rows))]


def _problem(error: _Refusal, text: str, row: int, column: str) -> Problem:
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


class _Lines(list[str]):
    """Lines that `csv` writes, which hands over one at a time."""

    def write(self, line: str, /) -> None:
        """Take one more."""
        self.append(line)


def write_lines(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows of one width as lines of CSV, without the line feeds.

    >>> write_lines([["a", "b"], ["", "c"]]), write_lines([["a,b", ""]])
    (['a,b', ',c'], ['"a,b",'])
    """
    lines = [*map(",".join, rows)]
    text = "\n".join(lines)
    # With as many separators as there have to be, no cell has any.
    inside = text.count(",") != len(rows) * (len(rows[0]) - 1) or text.count("\n") >= len(rows)
    if not (inside or '"' in text or "\r" in text):
        return lines
    written = _Lines()
    # With one cell more, since a row of one empty cell is not written as an empty line.
    csv.writer(written, lineterminator="\n").writerows([*row, ""] for row in rows)
    return [line[:-2] for line in written]
