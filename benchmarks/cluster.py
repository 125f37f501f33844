"""Tiers from one Parquet file to another: 100 million rows on polars and DuckDB, and on Spark.

Run: python benchmarks/cluster.py stream 100 (100 million rows on polars and DuckDB)
     python benchmarks/cluster.py spark 10   (10 million rows on PySpark, local)
Each run is a process of its own, beside one that only copies the file.
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
    if form.startswith("spark"):
        with_spark(form, path, out)
    elif form == "duckdb":
        import duckdb  # noqa: PLC0415 - one of several

        attach(duckdb.read_parquet(str(path))).write_parquet(str(out))
    else:
        scanned = pl.scan_parquet(path)
        (attach(scanned) if form == "tiers" else scanned).sink_parquet(out)
    return {"seconds": time.perf_counter() - start, "bytes": peak_bytes()}


def with_spark(form: str, path: Path, out: Path) -> None:
    """Do it on Spark, whose memory is that of Java and is not seen here."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 - one of several

    session = SparkSession.builder.master("local[2]").getOrCreate()
    read = session.read.parquet(str(path))
    (read if form == "spark copy" else attach(read)).write.mode("overwrite").parquet(str(out))


def compare(millions: int, *forms: str) -> None:
    """Print the time and memory of each form."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "in.parquet"
        write(path, millions)
        for form in forms:
            command = [sys.executable, __file__, "copy", form, str(path)]
            run = subprocess.run(command, env=ENVIRON, capture_output=True, text=True, check=True)
            found: dict[str, float] = json.loads(run.stdout)
            each = found["seconds"] / millions / MILLION * 1e9
            print(
                f"{millions} million rows, {form:11}{found['seconds']:8.1f} s"
                f"{each:8.0f} ns a row, at most {found['bytes'] / 1e6:,.0f} MB"
            )


def main() -> None:
    """Run what the arguments ask for."""
    match sys.argv[1:]:
        case ["copy", form, path]:
            print(json.dumps(copy(form, Path(path))))
        case ["spark", millions]:
            compare(int(millions), "spark copy", "spark")
        case ["stream", millions]:
            compare(int(millions), "copy", "tiers", "duckdb")
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
