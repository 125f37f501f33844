"""All 24 pairs of editions as Change objects, beside pandas' groupby().shift().

Run: python benchmarks/changes.py
pandas gives bare numbers for the same pairs; both start from loaded data and
agree on the number of upgrades and downgrades.
"""

from collections.abc import Iterator

import pandas as pd
from measure import Measure, best_of_both, show

import tipdata


def with_tipdata(tip: tipdata.TierRecord) -> int:
    """Return how many upgrades and downgrades there are, from Change objects."""
    found = 0
    for edition in tip.editions[1:]:
        changes = tip.changes(edition.year)
        found += len(changes.upgrades) + len(changes.downgrades)
    return found


def with_pandas(frame: pd.DataFrame) -> int:
    """Return the same count from shifted columns."""
    groups = frame.groupby("country", sort=False)
    before = groups["rank"].shift()
    consecutive = groups["year"].shift() == frame["year"] - 1
    moved = frame["rank"] - before
    return int((consecutive & moved.notna() & (moved != 0)).sum())


def measures(quick: bool) -> Iterator[Measure]:
    """Yield the time of both, and how they compare."""
    tip = tipdata.load()
    rows = [(a.country, a.year, a.tier.rank) for a in tip]
    frame = pd.DataFrame(rows, columns=["country", "year", "rank"])
    runs = 2 if quick else 101
    ours, theirs = best_of_both(lambda: with_tipdata(tip), lambda: with_pandas(frame), runs)
    yield Measure("24 pairs of editions as Change objects", ours * 1e3, "ms")
    yield Measure("24 pairs of editions, beside pandas on bare numbers", ours / theirs, at_most=2.5)


if __name__ == "__main__":
    show(measures(quick=False))
