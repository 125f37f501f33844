"""All analyses over the whole record, beside pandas doing the same; then 100,000 countries.

Run: python benchmarks/analysis.py
Spells, transitions, trajectories and the consecutive editions on the Watch
List: tipdata gives records, pandas bare numbers, vectorised (shift, run ids
by cumsum). Both start from loaded data and agree on every count. Then come the
pure functions over made-up countries with 25 editions each.
"""

import functools
import random
from collections.abc import Callable, Iterator

import pandas as pd
from measure import Measure, best, best_of_both, show

import tipdata
from tipdata import Tier
from tipdata.analysis.history import History
from tipdata.analysis.spells import find_spells
from tipdata.analysis.trajectories import trace_trajectory
from tipdata.analysis.transitions import count_transitions
from tipdata.analysis.watchlist import find_outlook

YEARS = range(2001, 2026)
SIZES = (10_000, 100_000)
SPECIAL = 5
"""The number of a special case, which has no rank."""

Counts = tuple[int, int, int, int]
Tiers = dict[str, dict[int, Tier]]


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
    ranked = follows & (before < SPECIAL) & (frame["code"] < SPECIAL)
    ups = (ranked & (frame["code"] < before)).groupby(frame["country"]).sum()
    listed = frame[(frame["code"] == 3) & (frame["year"] >= 2009)]
    latest = run[frame["year"] == 2025]
    lengths = listed.groupby(run)["year"].size().reindex(latest).fillna(0)
    return len(runs), int(table.to_numpy().sum()), int(ups.sum()), int(lengths.sum())


def make_histories(count: int) -> Tiers:
    """Return tiers of made-up countries, which stay where they are in four editions of five."""
    draw = random.Random(2001)  # noqa: S311 - made-up data
    tiers = list(Tier)
    found: Tiers = {}
    for number in range(count):
        tier = draw.choice(tiers)
        own: dict[int, Tier] = {}
        for year in YEARS:
            if draw.random() < 0.2:
                tier = draw.choice(tiers)
            own[year] = tier
        found[str(number)] = own
    return found


def measure_growth(sizes: tuple[int, int]) -> Iterator[Measure]:
    """Yield what each pure function costs a country, for a few countries and for many."""
    many = make_histories(max(sizes))
    cases: dict[str, Callable[[Tiers], object]] = {
        "spells": lambda some: sum(len(find_spells(History(own, YEARS))) for own in some.values()),
        "transitions": lambda some: count_transitions(some, YEARS).pairs,
        "trajectories": lambda some: sum(
            trace_trajectory(History(own, YEARS)).ups for own in some.values()
        ),
        "outlooks": lambda some: sum(find_outlook(own, 2026).consecutive for own in some.values()),
    }
    for name, work in cases.items():
        some = {f"{size:,}": dict([*many.items()][:size]) for size in sizes}
        works = {size: functools.partial(work, own) for size, own in some.items()}
        for size, seconds in best(works, 1).items():
            each = seconds / len(some[size]) * 1e6
            yield Measure(f"{name} of {size} countries", each, "µs a country")


def measures(quick: bool) -> Iterator[Measure]:
    """Yield the time of both over the whole record, how they compare, and how ours grows."""
    tip = tipdata.load()
    rows = [(a.country, a.year, a.tier.rank or SPECIAL) for a in tip]
    frame = pd.DataFrame(rows, columns=["country", "year", "code"])
    runs = 2 if quick else 31
    ours, theirs = best_of_both(lambda: with_tipdata(tip), lambda: with_pandas(frame), runs)
    yield Measure("all analyses, as records", ours * 1e3, "ms")
    yield Measure("all analyses, beside pandas on bare numbers", ours / theirs, at_most=1.3)
    yield from measure_growth((10, 100) if quick else SIZES)


if __name__ == "__main__":
    show(measures(quick=False))
