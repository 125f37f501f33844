"""The join of `tipdata attach`: tiers for one part of a table after the other."""

import argparse
import datetime
import re
from collections import Counter
from contextlib import suppress
from typing import Any

from tipdata import frames
from tipdata._tables.frame_maker import engine
from tipdata.dates import PartialDate
from tipdata.errors import AmbiguousDateError, InvalidDateError, shorten
from tipdata.loading import load
from tipdata.problems import Collector, Problem

__all__ = ["ADDED", "Join"]

ADDED = ("tier", "tier_status", "edition")
"""The columns that are added."""

_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T]")
_YEAR = re.compile(r"([0-9]{4})(?:\.0+)?")


class Join:
    """Attaches tiers to parts of a table, and counts what became of the rows.

    Args:
        args: The arguments of the command.
        country: The place of the country in a row.
        on: The place of the day in a row.
    """

    def __init__(self, args: argparse.Namespace, country: int, on: int) -> None:
        self.statuses = Counter[str]()
        self.problems = Collector()
        self._args = args
        self._country = country
        self._on = on
        self._rows = 1
        self._texts = Counter[str | None]()
        self._names: dict[str, frames.NameMatch] = {}
        # Years are numbers, which have no empty string.
        self._days: dict[str, str | int | None] = {"": None if args.basis == "edition" else ""}

    def add(self, rows: list[list[str]]) -> list[tuple[str, ...]]:
        """Return the cells of the new columns for these rows, as strings."""
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
        columns = [attached[name].astype(object) for name in ADDED]
        tiers, said, years = (column.where(column.notna(), "").tolist() for column in columns)
        self.statuses.update(said)
        return list(zip(tiers, said, map(str, years), strict=True))

    def report(self) -> "frames.JoinReport":
        """Return what became of the rows."""
        names = frames.Names(matches=tuple(self._names.values()))
        from tipdata.frames._report import counted

        return counted(self._texts, self.statuses, names, load().registry)

    def _day(self, text: str, row: int) -> str | int | None:
        if text not in self._days:
            read = _read_year if self._args.basis == "edition" else self._read_day
            try:
                self._days[text] = read(text)
            except InvalidDateError as error:
                self._days[text] = self._days[""]
                self.problems.add(_problem(error, row, self._args.on))
        return self._days[text]

    def _read_day(self, text: str) -> str:
        if _MOMENT.match(text):
            with suppress(ValueError):
                return datetime.datetime.fromisoformat(text).date().isoformat()
        found = PartialDate.read(text, self._args.day_first)
        if found.precision != "day":
            raise InvalidDateError(
                text, f"only a {found.precision} is given; a full date is required"
            )
        return found.earliest.isoformat()


def _read_year(text: str) -> int:
    found = _YEAR.fullmatch(text)
    if found is None:
        raise InvalidDateError(text, "expected a report year of four digits")
    return int(found[1])


def _problem(error: InvalidDateError, row: int, column: str) -> Problem:
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
