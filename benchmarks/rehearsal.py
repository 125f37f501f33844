"""Every edition typed in again with one fault: how many of the faults the review shows.

    python benchmarks/rehearsal.py [YEAR ...]

With the editions before it loaded, each edition is reviewed once for every country
under every wrong heading, and once without every country. A column is the share of
the faults that the review shows by that means; what it says of the right list too does
not count. Official totals are known as far as the package has them. All editions take
several minutes.
"""

import sys
import time
from collections import Counter

import of_tests

import tipdata

TESTS = of_tests.load("rehearsing")
COLUMNS = ("wrong", *TESTS.WAYS, "any", "no totals", "left out", "missing", "by total")


def count(tip: tipdata.TierRecord, year: int) -> Counter[str]:
    """Return how many single faults of an edition the review shows, by what shows them."""
    found: Counter[str] = Counter()
    rehearsal = TESTS.Rehearsal(tip, year, official=True)
    for wrong in rehearsal.wrong_headings():
        ways = rehearsal.ways(wrong)
        found.update(["wrong", *ways])
        found["any"] += bool(ways)
        found["no totals"] += bool(ways - {"totals"})
    for code in rehearsal.tiers:
        found["left out"] += 1
        found["missing"] += rehearsal.shows_missing(code)
        found["by total"] += rehearsal.shows_count(code)
    return found


def show(label: str, found: Counter[str]) -> str:
    """Return a row of the table: numbers of faults, and the share of them that is shown."""
    cells = [label.ljust(9)]
    for column in COLUMNS:
        if column in {"wrong", "left out"}:
            of = found[column]
            cells.append(f"{of:9,}")
        else:
            cells.append(f"{found[column] / of:9.1%}")
    return " ".join(cells)


def main() -> None:
    """Print a row for each edition and one for all."""
    tip = tipdata.load()
    years = [int(year) for year in sys.argv[1:]] or tip.years[1:]
    start, total = time.perf_counter(), Counter[str]()
    print(" ".join(["edition".ljust(9), *(column.rjust(9) for column in COLUMNS)]))
    for year in years:
        found = count(tip, year)
        total += found
        print(show(str(year), found), flush=True)
    print(show("all", total))
    reviews = total["wrong"] + 2 * total["left out"]
    print(f"{reviews:,} reviews in {time.perf_counter() - start:,.0f} s")


if __name__ == "__main__":
    main()
