"""Tiers for the rows of a frame of each library, beside the best forms written by hand.

Run: python benchmarks/frames.py            (the figures that have a limit)
     python benchmarks/frames.py forms      (each form at 1 and 10 million rows)
Every form gives the same tier, status and edition, which is asserted; figures of
memory come from a process each. "by row" resolves and looks up row by row, on the
first 20,000 rows. Ratios are of processor time, and once of time by the clock.
"""

import datetime
import json
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from frames_by_hand import COUNTRY, ON, TIP, by_as_of, by_gathering, by_joins, by_row, in_duckdb
from measure import ENVIRON, Measure, best, show

import tipdata

MILLION = 1_000_000
RUNS = 5
FEW = 20_000
UNKNOWN = ("Atlantis", "Kazakstan", "n/a", "Congo", "")


def texts() -> list[str]:
    """Return 200 ways to write countries, a few of them unknown, ambiguous or blank."""
    names = [name for country in TIP.countries for name in (country.name, country.alpha_3)]
    return [*names[: 200 - len(UNKNOWN)], *UNKNOWN]


def shipments(rows: int, seed: int = 7) -> pl.DataFrame:
    """Return rows of a country, a day from 1999 to 2025 and a weight."""
    rng = np.random.default_rng(seed)
    start = (datetime.date(1999, 1, 1) - datetime.date(1970, 1, 1)).days
    days = (start + rng.integers(0, 27 * 365, rows)).astype("int32")
    return pl.DataFrame(
        {
            COUNTRY: pl.Series(texts()).gather(rng.integers(0, 200, rows)),
            ON: pl.Series(days).cast(pl.Date),
            "kg": rng.random(rows, dtype="float32"),
        }
    )


def attach(frame: Any) -> Any:  # noqa: ANN401 - a frame of any library
    """Attach tiers with tipdata."""
    return tipdata.frames.attach_tiers(frame, country=COUNTRY, on=ON)


def _pandas(frame: pl.DataFrame) -> Any:  # noqa: ANN401
    given = frame.to_pandas()
    given[ON] = given[ON].astype("datetime64[ms]")
    return given


def _duckdb(frame: pl.DataFrame) -> Any:  # noqa: ANN401
    import duckdb  # noqa: PLC0415 - one of several

    return duckdb.from_arrow(frame.to_arrow())


def _run_lazy(rows: pl.LazyFrame) -> Any:  # noqa: ANN401
    return attach(rows).collect(engine="streaming")


_Form = tuple[Callable[[pl.DataFrame], Any], Callable[[Any], Any]]
FORMS: dict[str, _Form] = {
    "gathering": (pl.DataFrame.clone, by_gathering),
    "joins": (pl.DataFrame.clone, by_joins),
    "as-of join": (pl.DataFrame.clone, by_as_of),
    "tipdata, polars": (pl.DataFrame.clone, attach),
    "tipdata, polars lazy": (pl.DataFrame.lazy, _run_lazy),
    "tipdata, pyarrow": (pl.DataFrame.to_arrow, attach),
    "tipdata, pandas": (_pandas, attach),
    "joins in DuckDB": (_duckdb, in_duckdb),
    "tipdata, duckdb": (_duckdb, lambda rows: attach(rows).to_arrow_table()),
    "by row": (lambda frame: frame.head(FEW), by_row),
}
"""What each form is given, made of a frame of polars, and what it does with it."""

BY_HAND = ("gathering", "joins", "as-of join")


def works(frame: pl.DataFrame, *forms: str) -> dict[str, Callable[[], object]]:
    """Return what runs each of the forms on the rows of a frame."""

    def work(form: str) -> Callable[[], object]:
        make, run = FORMS[form]
        given = make(frame)
        return lambda: run(given)

    return {form: work(form) for form in forms}


def _resident() -> int:
    with Path("/proc/self/statm").open() as status:
        return int(status.read().split()[1]) * resource.getpagesize()


def peak(work: Callable[[], object], runs: int) -> int:
    """Return the most bytes that this process had while it worked, beyond those before."""
    before, most, done = _resident(), [0], threading.Event()

    def watch() -> None:
        while not done.wait(0.002):
            most[0] = max(most[0], _resident())

    watcher = threading.Thread(target=watch)
    watcher.start()
    for _ in range(runs):
        work()
    done.set()
    watcher.join()
    return max(0, most[0] - before)


def take(form: str, rows: int) -> dict[str, float]:
    """Return the seconds of a form's best run by the clock, and the most bytes that it took."""
    work = works(shipments(rows), form)
    size = peak(work[form], 1)
    runs = 1 if form == "by row" else RUNS
    return {"seconds": best(work, runs, time.perf_counter)[form], "bytes": size}


def in_process(form: str, rows: int) -> dict[str, float]:
    """Return what `take` does, from a process of its own."""
    command = [sys.executable, __file__, "take", form, str(rows)]
    run = subprocess.run(command, env=ENVIRON, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(run.stdout)
    return found


def check(rows: int) -> None:
    """Hold the forms by hand to what tipdata attaches."""
    frame = shipments(rows)
    expected = attach(frame).select(pl.exclude("kg").cast(pl.String))
    for form, work in works(frame, *BY_HAND, "joins in DuckDB").items():
        found: Any = work()
        made = found if isinstance(found, pl.DataFrame) else pl.DataFrame(found)
        assert made.select(pl.exclude("kg").cast(pl.String)).equals(expected), form


def measures(quick: bool) -> Iterator[Measure]:
    """Yield the figures of attaching; the quick ones are of few rows."""
    million, runs = (FEW, 1) if quick else (MILLION, RUNS)
    check(million // 10)
    for size, rows in (("1 million rows", million), ("10 million rows", 10 * million)):
        frame = shipments(rows)
        cases = works(frame, *BY_HAND[:2], "tipdata, polars", "tipdata, polars lazy")
        for clock, by in ((time.process_time, ""), (time.perf_counter, ", by the clock")):
            found = best(cases, runs, clock)
            hand = min(found[form] for form in BY_HAND[:2])
            for form, limit in (("tipdata, polars", 1.0), ("tipdata, polars lazy", 0.9)):
                said = f"{form}, {size}, beside the best by hand{by}"
                yield Measure(said, found[form] / hand, at_most=None if by else limit)
    frame = shipments(million)
    found = best(works(frame, "tipdata, pyarrow", "tipdata, pandas"), runs)
    for form, seconds in found.items():
        yield Measure(f"{form}, a million rows", seconds / million * 1e9, "ns a row")
    for clock, by in ((time.process_time, ""), (time.perf_counter, ", by the clock")):
        found = best(works(frame, "joins in DuckDB", "tipdata, duckdb"), runs, clock)
        hand, ours = found.values()
        said = f"tipdata, duckdb, a million rows, beside joins that keep the order{by}"
        yield Measure(said, ours / hand, at_most=None if by else 1.0)
    for form, limit in (("tipdata, polars", 35), ("tipdata, pyarrow", 80)):
        most = in_process(form, million)["bytes"]
        yield Measure(f"{form}, memory at the peak", most / million, "bytes a row", limit)
    few = works(shipments(1_000), "tipdata, polars")
    seconds = best(few, 4 * runs)["tipdata, polars"]
    yield Measure("tipdata, polars, 1,000 rows of 98 countries", seconds * 1e3, "ms", 14)


def compare(rows: int) -> None:
    """Print each form at a number of rows; the forms take turns, three times."""
    found: dict[str, dict[str, float]] = {}
    for _ in range(3):
        for form in FORMS:
            one = in_process(form, rows)
            if form not in found or one["seconds"] < found[form]["seconds"]:
                found[form] = one
    print(f"{rows:,} rows{'':16}{'seconds':>9}{'ns a row':>10}{'bytes a row':>13}")
    for form, one in found.items():
        count = FEW if form == "by row" else rows
        each, size = one["seconds"] / count * 1e9, one["bytes"] / count
        print(f"{form:27}{one['seconds']:9.3f}{each:10,.0f}{size:13.0f}")
    hand = min(found[form]["seconds"] for form in BY_HAND)
    print(f"tipdata on polars / best by hand: {found['tipdata, polars']['seconds'] / hand:.2f}")


def main() -> None:
    """Run what the arguments ask for."""
    match sys.argv[1:]:
        case ["take", form, rows]:
            print(json.dumps(take(form, int(rows))))
        case ["forms"]:
            check(MILLION // 10)
            for count in (MILLION, 10 * MILLION):
                compare(count)
        case _:
            show(measures(quick=False))


if __name__ == "__main__":
    main()
