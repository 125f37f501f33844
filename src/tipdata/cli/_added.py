"""Editions that commands take from files of the user, before the package has them."""

import argparse
import datetime
import sys

from tipdata.cli._commands import arg, both
from tipdata.cli._limits import LIMIT, read_limits
from tipdata.cli._screen import write_message
from tipdata.errors import InvalidValueError, runs_of
from tipdata.loading import load
from tipdata.records.editions import Edition, OfficialCounts
from tipdata.tierrecord import TierRecord
from tipdata.typing import ReportYear

FILE = "a filled-in template as .csv or .xlsx, or a list as YEAR=FILE"

ABOUT = both(
    arg("--released YYYY-MM-DD", "the day on which the edition of FILE came out"),
    arg(
        "--partial",
        "countries that FILE does not have may follow, so nothing is said of them",
        action="store_true",
    ),
    arg("--source TEXT", "where you read the list"),
    arg("--encoding NAME", "the encoding of FILE, such as cp1252 (default: UTF-8)"),
    LIMIT,
)
"""The arguments that say what a file is."""

WITH = both(
    arg("--with FILE", f"one edition more: {FILE}; repeatable", action="append", dest="added"),
    ABOUT,
)
"""The arguments of a command that takes editions of the user."""

_NAMED = 4
_READ_FROM_FILE = ("edition", "placements")
_OF_FILE = ("released", "partial", "source", "encoding", "limit")


def load_record(args: argparse.Namespace) -> TierRecord:
    """Return the packaged record with the editions of `--with`.

    What their files leave open is reported on standard error.

    Raises:
        InvalidValueError: A day is given for several editions, or one of these
            arguments without a file.
    """
    record, added = load(), args.added or ()
    alone = [f"--{name}" for name in _OF_FILE if getattr(args, name)]
    if alone and not added:
        expected = f"the file that {' and '.join(alone)} is about"
        raise InvalidValueError("--with", None, expected)
    if args.released is not None and len(added) > 1:
        expected = f"one edition that came out on this day, and {len(added)} are given"
        raise InvalidValueError("--released", args.released, expected)
    for text in added:
        record = add_file(record, "--with", text, args)
    return record


def add_file(
    record: TierRecord,
    option: str,
    text: str,
    args: argparse.Namespace,
    *,
    counts: OfficialCounts | None = None,
) -> TierRecord:
    """Return a record with the edition of a file.

    Args:
        record: The record.
        option: How the argument is called that names the file.
        text: The path of the file, with the year before it or without.
        args: The arguments of `ABOUT`.
        counts: The official totals.

    Raises:
        FormatError: The file cannot be read.
        InvalidValueError: It does not say the year, the record has the edition, or
            an argument cannot be read.
        ColumnError: A table lacks a column.
        OSError: It cannot be read.
    """
    from tipdata.cli._edition_files import Given, read_file
    from tipdata.problems import FormatError

    given, released = (
        Given(option, text, args.encoding, read_limits(args)),
        _read_day(args.released),
    )
    found = read_file(given)
    year = found.year
    if year in record.user_supplied:
        raise given.refuse(f"one file for each edition, and {year} is given twice")
    edition = Edition(year=year, released=released, counts=counts or OfficialCounts())
    try:
        made = record.with_edition(edition, found.rows, source=args.source, partial=args.partial)
    except FormatError as error:
        placed = tuple(found.place(problem, given.path) for problem in error.problems)
        raise FormatError((*found.mixed_up, *placed), error.omitted) from None
    except InvalidValueError as error:
        raise (given.refuse(error.expected) if error.field in _READ_FROM_FILE else error) from None
    if found.mixed_up:
        raise FormatError(found.mixed_up)
    _report(made, year, given.path, partial=args.partial)
    return made


def _read_day(text: str | None) -> datetime.date | None:
    try:
        return None if text is None else datetime.date.fromisoformat(text)
    except ValueError:
        raise InvalidValueError("--released", text, "a day as YYYY-MM-DD") from None


def untiered(record: TierRecord, year: ReportYear) -> list[str]:
    """Return the names of the countries of which nothing is said yet."""
    every = record.every_series()
    return [one.country.label for one in every if one.status(year) == "withheld"]


def _report(record: TierRecord, year: ReportYear, path: str, *, partial: bool) -> None:
    """Report which countries a file leaves open, and which it says to have left."""
    empty, before = untiered(record, year), max(y for y in record.years if y < year)
    left = [
        one.country.label
        for one in record.every_series()
        if one.status(year) == "not_in_report" and one.status(before) != "not_in_report"
    ]
    advice = "" if partial else " (delete the row of one that has left)"
    for names, what in (
        (empty, f"no tier yet, so nothing is said{advice}"),
        (left, "not in the file, so counted as left unless you pass --partial"),
    ):
        if names:
            more = len(names) - _NAMED
            told = "; ".join(names[:_NAMED]) + f"; and {more} more" * (more > 0)
            write_message(f"{path}: {what}: {told}", sys.stderr)


def report_undated(record: TierRecord, chosen: TierRecord) -> None:
    """Report the editions of the user that a selection by day does not have."""
    undated = {edition.year for edition in record.editions if edition.released is None}
    if lacking := undated.difference(chosen.years):
        told = "left out, since groups are those of the day of the release"
        write_message(f"{runs_of(lacking)}: {told}; pass --released", sys.stderr)
