"""All 24 pairs of editions as Change objects, beside pandas' groupby().shift().

Run: python benchmarks/changes.py
pandas gives bare numbers for the same pairs; both start from loaded data.
"""

import time
from collections.abc import Callable

import pandas as pd

import tipdata

RUNS = 31


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


def milliseconds(work: Callable[[], int]) -> float:
    """Return how long one call takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def main() -> None:
    """Print both times and their ratio, taken in turn in one run."""
    tip = tipdata.load()
    rows = [(a.country, a.year, a.tier.rank) for a in tip]
    frame = pd.DataFrame(rows, columns=["country", "year", "rank"])
    cases: dict[str, Callable[[], int]] = {
        "tipdata, Change objects": lambda: with_tipdata(tip),
        "pandas, groupby().shift()": lambda: with_pandas(frame),
    }
    counts = {name: work() for name, work in cases.items()}
    assert len(set(counts.values())) == 1, counts
    times: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(RUNS):
        for name, work in cases.items():
            times[name].append(milliseconds(work))
    medians = {name: sorted(found)[RUNS // 2] for name, found in times.items()}
    for name, ms in medians.items():
        print(f"{name:28}{ms:8.2f} ms   {counts[name]} moves")
    ours, theirs = medians.values()
    print(f"ratio {ours / theirs:.2f}")


if __name__ == "__main__":
    main()
