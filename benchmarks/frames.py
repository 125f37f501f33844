"""Tiers for 1, 10 and 100 million rows, beside the best polars form written by hand.

Run: python benchmarks/frames.py            (1 and 10 million rows, every engine)
     python benchmarks/frames.py stream 100 (100 million rows, from file to file)
     python benchmarks/frames.py spark 10   (10 million rows on PySpark, local)
Each measurement is a process of its own; the forms by hand give the same
tier, status and edition, which is asserted. "by row" resolves and looks up
row by row, on the first 20,000 rows.
"""

import datetime
import functools
import json
import operator
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

import tipdata

MILLION = 1_000_000
RUNS = 5
TIP = tipdata.load()
COUNTRY, ON = "origin", "shipped"
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


def _cells(found: list[str]) -> tuple[list[int], pl.DataFrame]:
    """Return what both forms by hand look up: a number a text, and a row a number and edition."""
    statuses = ["unknown_country", "ambiguous_country", "missing"]
    codes: list[str] = []
    for text in found:
        match = next(iter(tipdata.frames.read_names([text])))
        codes.append(match.country or match.status)
    groups = sorted(set(codes))
    rows: list[tuple[int, str | None, str, int | None]] = []
    for number, group in enumerate(groups):
        for slot, edition in enumerate([None, *TIP.editions]):
            year = edition.year if edition else None
            status, tier = group, None
            if group not in statuses:
                placed = TIP.series(group).get(year) if year else None
                tier = placed.value if placed else None
                absent = "not_in_report" if year else "outside_coverage"
                special = placed is tipdata.Tier.SPECIAL_CASE
                status = ("special_case" if special else "placed") if placed else absent
            rows.append((number * (len(TIP.editions) + 1) + slot, tier, status, year))
    labels = pl.Enum([tier.value for tier in tipdata.Tier])
    words = pl.Enum(["placed", "special_case", "not_in_report", "outside_coverage", *statuses])
    schema: Any = {"cell": pl.Int32, "tier": labels, "tier_status": words, "edition": pl.Int64}
    return [groups.index(code) for code in codes], pl.DataFrame(rows, schema=schema, orient="row")


def _slot() -> pl.Expr:
    one, none = pl.lit(1, dtype=pl.Int32), pl.lit(0, dtype=pl.Int32)
    steps = (pl.when(pl.col(ON) >= e.released).then(one).otherwise(none) for e in TIP.editions)
    return functools.reduce(operator.add, steps)


def by_joins(frame: pl.DataFrame) -> pl.DataFrame:
    """Attach tiers with two joins that keep the order."""
    found = frame.lazy().select(COUNTRY).unique().collect(engine="streaming")[COUNTRY].to_list()
    numbers, cells = _cells(found)
    names = pl.DataFrame({COUNTRY: found, "group": pl.Series(numbers, dtype=pl.Int32)})
    return (
        frame.lazy()
        .join(names.lazy(), on=COUNTRY, how="left", maintain_order="left")
        .with_columns(cell=pl.col("group") * (len(TIP.editions) + 1) + _slot())
        .join(cells.lazy(), on="cell", how="left", maintain_order="left")
        .drop("group", "cell")
        .collect()
    )


def by_gathering(frame: pl.DataFrame) -> pl.DataFrame:
    """Attach tiers by the numbers of an Enum, and by gathering from columns."""
    found = frame.lazy().select(COUNTRY).unique().collect(engine="streaming")[COUNTRY].to_list()
    numbers, cells = _cells(found)
    place = pl.col(COUNTRY).cast(pl.Enum(found)).to_physical()
    group = pl.lit(pl.Series(numbers, dtype=pl.Int32)).gather(place)
    return (
        frame.lazy()
        .with_columns(cell=group * (len(TIP.editions) + 1) + _slot())
        .with_columns(pl.lit(cells[n]).gather("cell") for n in cells.columns[1:])
        .drop("cell")
        .collect()
    )


def by_as_of(frame: pl.DataFrame) -> pl.DataFrame:
    """Attach tiers with an as-of join and a join, as tutorials do, and sort back."""
    found = frame.lazy().select(COUNTRY).unique().collect(engine="streaming")[COUNTRY].to_list()
    numbers, cells = _cells(found)
    names = pl.DataFrame({COUNTRY: found, "group": pl.Series(numbers, dtype=pl.Int32)})
    slots = pl.DataFrame(
        {
            "released": [e.released for e in TIP.editions],
            "slot": pl.Series(range(1, len(TIP.editions) + 1), dtype=pl.Int32),
        }
    )
    width = len(TIP.editions) + 1
    return (
        frame.lazy()
        .with_row_index("row")
        .join(names.lazy(), on=COUNTRY, how="left")
        .sort(ON)
        .join_asof(slots.lazy(), left_on=ON, right_on="released")
        .with_columns(cell=pl.col("group") * width + pl.col("slot").fill_null(0))
        .join(cells.lazy(), on="cell", how="left")
        .sort("row")
        .drop("row", "group", "cell", "released", "slot")
        .collect()
    )


def by_row(frame: pl.DataFrame) -> int:
    """Resolve and look up row by row, and return how many rows have a tier."""
    placed = 0
    for text, day in frame.select(COUNTRY, ON).iter_rows():
        years = [e.year for e in TIP.editions if e.released and e.released <= day]
        try:
            placed += bool(years and TIP.tier(text, years[-1]))
        except tipdata.TipdataError:
            continue
    return placed


def _read(form: str, frame: pl.DataFrame) -> tuple[Any, Callable[[Any], Any]]:
    """Return the frame of an engine, and what a form does with it."""
    from_polars: dict[str, Callable[[], Any]] = {
        "tipdata, polars": lambda: frame,
        "tipdata, polars lazy": frame.lazy,
        "tipdata, pandas": frame.to_pandas,
        "tipdata, pyarrow": frame.to_arrow,
    }
    if form in from_polars:
        given = from_polars[form]()
        if form == "tipdata, pandas":
            given[ON] = given[ON].astype("datetime64[ms]")
        lazy = form.endswith("lazy")
        return given, lambda given: attach(given).collect() if lazy else attach(given)
    if form == "tipdata, duckdb":
        import duckdb  # noqa: PLC0415 - one of several

        return duckdb.from_arrow(frame.to_arrow()), lambda given: attach(given).to_arrow_table()
    hand = {"joins": by_joins, "gathering": by_gathering, "as-of join": by_as_of, "by row": by_row}
    return frame.head(20_000) if form == "by row" else frame, hand[form]


FORMS = (
    *("gathering", "joins", "as-of join", "tipdata, polars", "tipdata, polars lazy"),
    *("tipdata, pyarrow", "tipdata, duckdb", "tipdata, pandas", "by row"),
)


def _resident() -> int:
    with Path("/proc/self/statm").open() as status:
        return int(status.read().split()[1]) * resource.getpagesize()


def measure(form: str, rows: int) -> dict[str, float]:
    """Return seconds of the best run, and the most bytes that it took beyond its input."""
    given, work = _read(form, shipments(rows))
    before, most, done = _resident(), [0], threading.Event()

    def watch() -> None:
        while not done.wait(0.002):
            most[0] = max(most[0], _resident())

    watcher = threading.Thread(target=watch)
    watcher.start()
    times: list[float] = []
    for _ in range(1 if form == "by row" else RUNS):
        start = time.perf_counter()
        kept = work(given)
        times.append(time.perf_counter() - start)
        del kept
    done.set()
    watcher.join()
    count = 20_000 if form == "by row" else rows
    return {"seconds": min(times), "bytes": max(0, most[0] - before), "rows": count}


def in_process(*arguments: object) -> dict[str, float]:
    """Return what this script measures in a process of its own."""
    command = [sys.executable, __file__, "measure", *map(str, arguments)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(run.stdout)
    return found


def compare(rows: int) -> None:
    """Print each form at a number of rows; the forms take turns, three times."""
    best: dict[str, dict[str, float]] = {}
    for _ in range(3):
        for form in FORMS:
            found = in_process(form, rows)
            if form not in best or found["seconds"] < best[form]["seconds"]:
                best[form] = found
    print(f"{rows:,} rows{'':16}{'seconds':>9}{'ns a row':>10}{'bytes a row':>13}")
    for form, found in best.items():
        each, size = found["seconds"] / found["rows"] * 1e9, found["bytes"] / found["rows"]
        print(f"{form:27}{found['seconds']:9.3f}{each:10,.0f}{size:13.0f}")
    hand = min(best[form]["seconds"] for form in ("gathering", "joins", "as-of join"))
    print(f"tipdata on polars / best by hand: {best['tipdata, polars']['seconds'] / hand:.2f}")


def stream(millions: int, forms: tuple[str, ...]) -> None:
    """Print the time and memory from a Parquet file to another, copied and with tiers."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "in.parquet"
        write(path, millions)
        for form in forms:
            found = in_process(form, path)
            each = found["seconds"] / millions / MILLION * 1e9
            print(
                f"{millions} million rows, {form:11}{found['seconds']:8.1f} s"
                f"{each:8.0f} ns a row, at most {found['bytes'] / 1e6:,.0f} MB"
            )


def write(path: Path, millions: int) -> None:
    """Write a Parquet file of so many million rows, a million at a time."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - for this mode alone

    schema = shipments(1).to_arrow().schema
    with pq.ParquetWriter(path, schema) as writer:
        for number in range(millions):
            writer.write_table(shipments(MILLION, seed=number).to_arrow())


def from_file(form: str, path: Path) -> dict[str, float]:
    """Copy a file, with tiers or without, and return the seconds and the most memory."""
    out = path.with_name(f"{form}.parquet")
    start = time.perf_counter()
    if form.startswith("spark"):
        with_spark(form, path, out)
    elif form == "duckdb":
        import duckdb  # noqa: PLC0415 - one of several

        attach(duckdb.read_parquet(str(path))).write_parquet(str(out))
    else:
        scanned = pl.scan_parquet(path)
        (attach(scanned) if form == "tiers" else scanned).sink_parquet(out)
    seconds = time.perf_counter() - start
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"seconds": seconds, "bytes": most}


def with_spark(form: str, path: Path, out: Path) -> None:
    """Do it on Spark, whose memory is that of Java and is not seen here."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 - one of several

    session = SparkSession.builder.master("local[2]").getOrCreate()
    read = session.read.parquet(str(path))
    (read if form == "spark copy" else attach(read)).write.mode("overwrite").parquet(str(out))


def check() -> None:
    """Hold the forms by hand to the same result."""
    frame = shipments(100_000)
    expected = attach(frame).select(pl.exclude("kg").cast(pl.String))
    for form in (by_joins, by_gathering, by_as_of):
        assert form(frame).select(pl.exclude("kg").cast(pl.String)).equals(expected), form


def main() -> None:
    """Run what the arguments ask for."""
    match sys.argv[1:]:
        case ["measure", form, what] if form in FORMS:
            print(json.dumps(measure(form, int(what))))
        case ["measure", form, what]:
            print(json.dumps(from_file(form, Path(what))))
        case ["stream", millions]:
            stream(int(millions), ("copy", "tiers", "duckdb"))
        case ["spark", millions]:
            stream(int(millions), ("spark copy", "spark"))
        case _:
            check()
            for rows in (MILLION, 10 * MILLION):
                compare(rows)


if __name__ == "__main__":
    main()
