"""Iterate over JSON Lines: the peak of memory, from 10,000 to 1,000,000 records.

Run: python benchmarks/streaming.py
A process of its own reads each size, so that the peaks do not mix.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import tipdata

SIZES = (10_000, 100_000, 1_000_000)
SCRIPT = """
import resource, sys
from tipdata.formats import jsonl
count = sum(1 for _ in jsonl.iterate(sys.argv[1]))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(count, peak // 1024 if sys.platform == "darwin" else peak)
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


def main() -> None:
    """Print the peak of each size, and how much the largest takes beyond the smallest."""
    peaks: list[int] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "records.jsonl"
        for size in SIZES:
            write(path, size)
            command = [sys.executable, "-c", SCRIPT, str(path)]
            run = subprocess.run(command, capture_output=True, text=True, check=True)
            count, peak = map(int, run.stdout.split())
            assert count == size
            peaks.append(peak)
            megabytes = path.stat().st_size / 1e6
            print(f"{size:>9,} records, {megabytes:6.1f} MB: peak {peak / 1024:5.1f} MiB")
    print(f"a hundred times the records: {(peaks[-1] - peaks[0]) / 1024:+.1f} MiB")


if __name__ == "__main__":
    main()
