"""How long it takes to ask for the evidence of every placement.

    python benchmarks/evidence.py

The claims and their sources are read when the first is asked for, which counts.
"""

from collections.abc import Iterator

from measure import Measure, least_printed, show

EVERY = """
import time, tipdata
tip = tipdata.load()
start = time.process_time()
for cell in tip.assessments:
    tip.evidence(cell.country, cell.year)
print(time.process_time() - start)
"""


def measures(quick: bool) -> Iterator[Measure]:
    """Yield the time that a fresh process takes."""
    seconds = least_printed(EVERY, 1 if quick else 7)
    yield Measure("the evidence of every placement", seconds, "s", at_most=0.2)


if __name__ == "__main__":
    show(measures(quick=False))
