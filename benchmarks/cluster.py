"""Tiers for rows in Parquet files: 100 million, and in more and more partitions.

Run: python benchmarks/cluster.py stream 100    (100 million rows on polars and DuckDB)
     python benchmarks/cluster.py partitions 10 (10 million rows on Dask and PySpark, local)
Each run is a process of its own, beside one that does the same without tiers.
With partitions, each of which is a file, the rows are read and counted; else
they are written to another file.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl
from measure import ENVIRON, peak_bytes

from frames import MILLION, attach, shipments

PARTITIONS = (2, 10, 100)


def write(path: Path, millions: int) -> None:
    """Write a Parquet file of so many million rows, a million at a time."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - a process that reads needs none

    schema = shipments(1).to_arrow().schema
    with pq.ParquetWriter(path, schema) as writer:
        for number in range(millions):
            writer.write_table(shipments(MILLION, seed=number).to_arrow())


def copy(form: str, path: Path) -> dict[str, float]:
    """Copy a file, with tiers or without, and return the seconds and the most memory."""
    out = path.with_name(f"{form}.parquet")
    start = time.perf_counter()
    if form == "duckdb":
        import duckdb  # noqa: PLC0415 - one of several

        attach(duckdb.read_parquet(str(path))).write_parquet(str(out))
    else:
        scanned = pl.scan_parquet(path)
        (attach(scanned) if form == "tiers" else scanned).sink_parquet(out)
    return {"seconds": time.perf_counter() - start, "bytes": peak_bytes()}


def with_dask(folder: str, *, tiers: bool) -> float:
    """Return the seconds in which Dask makes and counts the rows, in two threads."""
    import dask.dataframe as dd  # noqa: PLC0415 - one of several

    start = time.perf_counter()
    read = dd.read_parquet(folder)
    made = attach(read) if tiers else read
    made.map_partitions(len).compute(scheduler="threads", num_workers=2)
    return time.perf_counter() - start


def with_spark(folder: str, *, tiers: bool) -> float:
    """Return the seconds in which Spark makes the rows, from when it has started and is warm."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 - one of several

    session = SparkSession.builder.master("local[2]").getOrCreate()
    # A file is a partition, however small.
    session.conf.set("spark.sql.files.openCostInBytes", str(2**27))
    took = float("inf")
    for _ in range(2):
        start = time.perf_counter()
        read = session.read.parquet(folder)
        made = attach(read) if tiers else read
        made.write.format("noop").mode("overwrite").save()
        took = time.perf_counter() - start
    return took


def in_process(*words: str) -> dict[str, float]:
    """Return what this file prints as JSON, run with these words."""
    run = subprocess.run(
        [sys.executable, __file__, *words], env=ENVIRON, capture_output=True, text=True, check=True
    )
    found: dict[str, float] = json.loads(run.stdout)
    return found


def compare(millions: int) -> None:
    """Print the time and memory from one file to another."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "in.parquet"
        write(path, millions)
        for form in ("copy", "tiers", "duckdb"):
            found = in_process("copy", form, str(path))
            each = found["seconds"] / millions / MILLION * 1e9
            print(
                f"{millions} million rows, {form:11}{found['seconds']:8.1f} s"
                f"{each:8.0f} ns a row, at most {found['bytes'] / 1e6:,.0f} MB"
            )


def compare_partitions(millions: int) -> None:
    """Print what the tiers of the same rows take in more and more partitions."""
    print(
        f"{millions} million rows{'partitions':>16}{'read, s':>12}{'tiers, s':>12}{'ns a row':>12}"
    )
    rows = millions * MILLION
    for parts in PARTITIONS:
        with tempfile.TemporaryDirectory() as folder:
            for number in range(parts):
                part = shipments(rows // parts, seed=number)
                part.write_parquet(Path(folder) / f"{number:04}.parquet")
            for form in ("dask", "spark"):
                read, tiers = (
                    in_process("parts", form, folder, word)["seconds"] for word in ("read", "tiers")
                )
                each = (tiers - read) / rows * 1e9
                print(f"{form:16} {parts:11} {read:11.2f} {tiers:11.2f} {each:11.0f}")


def main() -> None:
    """Run what the arguments ask for."""
    match sys.argv[1:]:
        case ["copy", form, path]:
            print(json.dumps(copy(form, Path(path))))
        case ["parts", form, folder, word]:
            run = with_dask if form == "dask" else with_spark
            print(json.dumps({"seconds": run(folder, tiers=word == "tiers")}))
        case ["partitions", millions]:
            compare_partitions(int(millions))
        case ["stream", millions]:
            compare(int(millions))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
