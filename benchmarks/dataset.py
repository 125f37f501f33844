"""How the times of building, checking and look-ups grow with the size of a dataset.

Run: python benchmarks/dataset.py
Each size is a number of people and as many organizations, each person
belonging to two of them; the last columns compare with the smallest.
"""

import gc
import time
from collections.abc import Callable

import tipdata
from tipdata import Affiliation, Dataset, Organization, PartialDate, Person

SIZES = (10_000, 30_000, 100_000)
RUNS = 5
LOOKUPS = 10_000


def records(size: int) -> tuple[list[Organization], list[Person]]:
    """Return organizations and people with affiliations that are sound."""
    bodies = [
        Organization(
            id=f"body-{n:06}",
            name=f"Body {n}",
            country="KAZ",
            founded=PartialDate(2001),
            parent=f"body-{n // 2:06}" if n > 1 else None,
        )
        for n in range(size)
    ]
    start = PartialDate(2010)
    people = [
        Person(
            id=f"person-{n:06}",
            name=f"Person {n}",
            affiliations=(
                Affiliation(organization=f"body-{n:06}", role="director", start=start),
                Affiliation(organization=f"body-{n * 7 % size:06}", start=start),
            ),
        )
        for n in range(size)
    ]
    return bodies, people


def fastest(work: Callable[[], object]) -> float:
    """Return how many seconds the fastest of a few calls takes."""
    times: list[float] = []
    for _ in range(RUNS):
        gc.collect()
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def measure(size: int) -> tuple[float, float, float, float]:
    """Return the seconds of making records, building and checking, and one lookup."""
    made = fastest(lambda: records(size))
    bodies, people = records(size)
    built = fastest(lambda: len(Dataset(organizations=bodies, people=people)))
    dataset = Dataset(organizations=bodies, people=people)
    assert not tipdata.check(dataset).problems
    checked = fastest(lambda: tipdata.check(dataset))
    keys = [f"body-{n * 7919 % size:06}" for n in range(LOOKUPS)]
    looked = fastest(lambda: [dataset.organization(key) for key in keys])
    return made, built, checked, looked / LOOKUPS


def main() -> None:
    """Print a line for each size, with ratios to the first."""
    print("people and organizations each   records   build   check   lookup    growth")
    first: tuple[float, ...] = ()
    for size in SIZES:
        found = measure(size)
        first = first or found
        made, built, checked, looked = found
        ratios = " ".join(f"{now / then:5.1f}" for now, then in zip(found, first, strict=True))
        times = f"{made:8.2f}s {built:6.2f}s {checked:6.2f}s {looked * 1e6:6.2f}µs"
        print(f"{size:>29,} {times}  {ratios}")


if __name__ == "__main__":
    main()
