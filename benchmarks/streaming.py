"""Iterate over JSON Lines: the peak of memory, from 10,000 to 1,000,000 records.

Run: python benchmarks/streaming.py
A process of its own reads each size, so that the peaks do not mix.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measure import Measure, show

import tipdata

SIZES = (10_000, 100_000, 1_000_000)
SCRIPT = f"""
import sys
sys.path.append({str(Path(__file__).parent)!r})
from measure import peak_bytes
from tipdata.formats import jsonl
count = sum(1 for _ in jsonl.iterate(sys.argv[1]))
print(count, peak_bytes())
"""


def write(path: Path, count: int) -> None:
    """Write sources with ids of their own and the words of real ones."""
    real = tipdata.load().sources
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            like = real[number % len(real)]
            fields = {"type": "source", "id": f"{like.id}-{number}", "title": like.title}
            more = {"author": like.author, "address": like.address, "remarks": like.remarks}
            file.write(json.dumps({**fields, **more}, ensure_ascii=False) + "\n")


def measures(quick: bool) -> Iterator[Measure]:
    """Yield the peak of each size."""
    sizes = (100, 1000) if quick else SIZES
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "records.jsonl"
        for size in sizes:
            write(path, size)
            command = [sys.executable, "-c", SCRIPT, str(path)]
            run = subprocess.run(command, capture_output=True, text=True, check=True)
            count, peak = map(int, run.stdout.split())
            assert count == size
            yield Measure(f"the peak of iterating over {size:,} records", peak / 2**20, "MiB")


if __name__ == "__main__":
    show(measures(quick=False))
