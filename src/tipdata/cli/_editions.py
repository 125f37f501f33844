"""The commands for an edition that the package does not have yet."""

import argparse
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tipdata.cli._added import ABOUT, FILE, WITH, add_file, load_record, untiered
from tipdata.cli._blocks import Block
from tipdata.cli._commands import Answer, Group, arg, command
from tipdata.cli._record import EDITION
from tipdata.cli._screen import write_table
from tipdata.errors import InvalidValueError
from tipdata.loading import load
from tipdata.records.editions import OfficialCounts
from tipdata.tiers import Tier

if TYPE_CHECKING:
    from tipdata.problems import Problem

_OFFICIAL = "how many countries the Department says are on a tier, such as 'Tier 1=33'; repeatable"


@command(
    "Print the next edition as a CSV, to fill in its tiers",
    EDITION,
    WITH,
    examples={"edition template 2026 > tiers-2026.csv": "a table to fill in"},
)
def template(args: argparse.Namespace) -> Answer:
    from tipdata._tables.columns import as_rows

    found = load_record(args).template(args.year)
    if not args.json:
        # A console of another encoding would write a file that is not UTF-8.
        write_table([found.to_csv().encode()], sys.stdout)
    return Answer("", as_rows(found.columns()))


@command(
    "Report who is missing, and what the law does not allow",
    arg("file FILE", FILE),
    arg("--official TIER=NUMBER", _OFFICIAL, action="append"),
    ABOUT,
    examples={
        "edition review tiers-2026.csv": "what is odd about the table that you filled in",
        'edition review 2026=list.txt --official "Tier 1=33"': (
            "the same of a list from the report, with an official total"
        ),
    },
)
def review(args: argparse.Namespace) -> Answer:
    counts = _read_counts(args.official or ())
    tip = add_file(load(), "FILE", args.file, args, counts=counts)
    (year,) = tip.user_supplied
    found = tip.review(year)
    placed, empty = tip.placements(year), untiered(tip, year)
    lines = [str(placed).partition("\n")[0], *map(_line, found)]
    if found.omitted or not len(found):
        lines.append(f"  and {found.omitted:,} more" if found.omitted else "  no problems")
    plain = {
        "year": year,
        "countries": len(placed),
        "without_tier": empty,
        "problems": [problem.to_dict() for problem in found.problems],
        "omitted": found.omitted,
    }

    def show() -> Sequence[Block]:
        from tipdata.cli._views import show_problems

        every = len(found) + found.omitted
        return show_problems(lines[0], found.problems, every, graded=True) if every else lines

    code = int(bool(found.errors or found.omitted_errors))
    return Answer("\n".join(lines), plain, show, code)


edition = Group(
    "edition", "Work with an edition that the package does not have yet", (template, review)
)
del template, review  # which are words after `edition` alone


def _line(problem: "Problem") -> str:
    return f"  {problem.severity}: {problem}"


def _read_counts(given: Iterable[str]) -> OfficialCounts:
    """Return the official totals, by tier."""
    counts: dict[str, int] = {}
    for text in given:
        name, _, number = text.rpartition("=")
        number = number.strip()
        if not name or not (number.isascii() and number.isdigit()):
            raise InvalidValueError("--official", text, "TIER=NUMBER, such as 'Tier 1=33'")
        field = Tier.parse(name).name.lower()
        if counts.setdefault(field, int(number)) != int(number):
            raise InvalidValueError("--official", text, "one number for each tier")
    return OfficialCounts(**counts)  # type: ignore[arg-type]  # no tier is the basis
