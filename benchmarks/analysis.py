"""All analyses over the whole record, beside pandas doing the same; then 100,000 countries.

Run: python benchmarks/analysis.py
Spells, transitions, trajectories and the consecutive editions on the Watch
List: tipdata gives records, pandas bare numbers, vectorised (shift, run ids
by cumsum). Both start from loaded data and agree on every count. The second
table is of the pure functions over made-up countries with 25 editions each.
"""

import functools
import random
import time
from collections.abc import Callable

import pandas as pd

import tipdata
from tipdata import Tier
from tipdata.analysis.history import History
from tipdata.analysis.spells import find_spells
from tipdata.analysis.trajectories import trace_trajectory
from tipdata.analysis.transitions import count_transitions
from tipdata.analysis.watchlist import find_outlook
from tipdata.tiers import best_first

RUNS = 11
YEARS = range(2001, 2026)
SIZES = (10_000, 30_000, 100_000)
WATCH_LIST = Tier.TIER_2_WATCH_LIST

Counts = tuple[int, int, int, int]


def with_tipdata(tip: tipdata.TierRecord) -> Counts:
    """Return counts of spells, pairs, upgrades and consecutive listings, from our records."""
    found = tip.spells()
    pairs = tip.transitions().pairs
    ups = sum(trajectory.ups for _, trajectory in tip.trajectories())
    consecutive = sum(outlook.consecutive for _, outlook in tip.outlooks())
    return len(found), pairs, ups, consecutive


def with_pandas(frame: pd.DataFrame) -> Counts:
    """Return the same counts from shifted columns and runs numbered by cumsum."""
    groups = frame.groupby("country", sort=False)
    before = groups["code"].shift()
    follows = groups["year"].shift() == frame["year"] - 1
    run = (~follows | (before != frame["code"])).cumsum()
    runs = frame.groupby(run)["year"].agg(["min", "max", "size"])
    table = pd.crosstab(before[follows], frame.loc[follows, "code"])
    ranked = follows & (before < 5) & (frame["code"] < 5)
    ups = (ranked & (frame["code"] < before)).groupby(frame["country"]).sum()
    listed = frame[(frame["code"] == 3) & (frame["year"] >= 2009)]
    latest = run[frame["year"] == 2025]
    lengths = listed.groupby(run)["year"].size().reindex(latest).fillna(0)
    return len(runs), int(table.to_numpy().sum()), int(ups.sum()), int(lengths.sum())


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long one call takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def compare() -> None:
    """Print both times and their ratio over the whole record, taken in turn."""
    tip = tipdata.load()
    codes = {tier: number for number, tier in enumerate(best_first(), start=1)}
    rows = [(a.country, a.year, codes[a.tier]) for a in tip]
    frame = pd.DataFrame(rows, columns=["country", "year", "code"])
    cases: dict[str, Callable[[], Counts]] = {
        "tipdata, records": lambda: with_tipdata(tip),
        "pandas, bare numbers": lambda: with_pandas(frame),
    }
    answers = {name: work() for name, work in cases.items()}
    assert len(set(answers.values())) == 1, answers
    times: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(RUNS):
        for name, work in cases.items():
            times[name].append(milliseconds(work))
    print("spells, pairs, upgrades, consecutive listings:", *answers["tipdata, records"])
    medians = {name: sorted(found)[RUNS // 2] for name, found in times.items()}
    for name, ms in medians.items():
        print(f"{name:24}{ms:8.1f} ms")
    ours, theirs = medians.values()
    print(f"ratio {ours / theirs:.2f}")


def made_up(count: int) -> dict[str, dict[int, Tier]]:
    """Return tiers of made-up countries, which stay where they are in four editions of five."""
    draw = random.Random(2001)  # noqa: S311 - made-up data
    tiers = list(Tier)
    found: dict[str, dict[int, Tier]] = {}
    for number in range(count):
        tier = draw.choice(tiers)
        own: dict[int, Tier] = {}
        for year in YEARS:
            if draw.random() < 0.2:
                tier = draw.choice(tiers)
            own[year] = tier
        found[str(number)] = own
    return found


def scale() -> None:
    """Print what each pure function costs a country, for more and more countries."""
    print(f"\n{'microseconds a country':26}" + "".join(f"{size:>10,}" for size in SIZES))
    many = made_up(max(SIZES))
    cases: dict[str, Callable[[dict[str, dict[int, Tier]]], object]] = {
        "spells": lambda some: sum(len(find_spells(History(own, YEARS))) for own in some.values()),
        "transitions": lambda some: count_transitions(some, YEARS).pairs,
        "trajectory": lambda some: sum(
            trace_trajectory(History(own, YEARS)).ups for own in some.values()
        ),
        "outlook": lambda some: sum(find_outlook(own, 2026).consecutive for own in some.values()),
    }
    for name, work in cases.items():
        cells: list[str] = []
        for size in SIZES:
            some = dict(list(many.items())[:size])
            ms = milliseconds(functools.partial(work, some))
            cells.append(f"{ms * 1000 / size:10.1f}")
        print(f"{name:26}{''.join(cells)}")


if __name__ == "__main__":
    compare()
    scale()
