"""How building, checking, look-ups and differences grow with the size of a dataset.

Run: python benchmarks/dataset.py
Half of the records are people and half are organizations, each person
belonging to two of them. What a dataset is compared with was made anew: most
records are equal, and one in a thousand is changed, added or removed.
"""

from collections.abc import Iterator

import attrs
from measure import Measure, best, show

import tipdata
from tipdata import Affiliation, Dataset, Organization, PartialDate, Person

SIZES = (10_000, 100_000, 1_000_000)
LOOKUPS = 10_000

Parts = tuple[list[Organization], list[Person]]


def make_records(size: int) -> Parts:
    """Return so many organizations and people, with affiliations that are sound."""
    half = size // 2
    bodies = [
        Organization(
            id=f"body-{n:06}",
            name=f"Body {n}",
            country="KAZ",
            founded=PartialDate(2001),
            parent=f"body-{n // 2:06}" if n > 1 else None,
        )
        for n in range(half)
    ]
    start = PartialDate(2010)
    people = [
        Person(
            id=f"person-{n:06}",
            name=f"Person {n}",
            affiliations=(
                Affiliation(organization=f"body-{n:06}", role="director", start=start),
                Affiliation(organization=f"body-{n * 7 % half:06}", start=start),
            ),
        )
        for n in range(half)
    ]
    return bodies, people


def change_some(parts: Parts) -> Dataset:
    """Return the dataset of these records, of which one in a thousand differs."""
    bodies, people = parts
    for place in range(0, len(people), 1000):
        people[place] = attrs.evolve(people[place], name="Another")
    for place in range(500, len(people), 1000):
        people[place] = attrs.evolve(people[place], id=f"other-{place:06}")
    return Dataset(organizations=bodies, people=people)


def measure_size(size: int, runs: int) -> dict[str, float]:
    """Return the microseconds a record, or a look-up, of each kind of work."""
    bodies, people = make_records(size)
    dataset = Dataset(organizations=bodies, people=people)
    other = change_some(make_records(size))
    keys = [f"body-{n * 7919 % len(bodies):06}" for n in range(LOOKUPS)]
    assert not tipdata.check(dataset).problems
    assert len(dataset.diff(other).changed) == len(range(0, len(people), 1000))
    seconds = best(
        {
            "making the records": lambda: make_records(size),
            "building": lambda: len(Dataset(organizations=bodies, people=people)),
            "check": lambda: tipdata.check(dataset),
            "diff": lambda: dataset.diff(other),
            "look-up": lambda: [dataset.organization(key) for key in keys],
        },
        runs,
    )
    done = {**dict.fromkeys(seconds, size), "look-up": LOOKUPS}
    return {work: took / done[work] * 1e6 for work, took in seconds.items()}


def measures(quick: bool) -> Iterator[Measure]:
    """Yield what each work takes at each size, and how much more at the largest."""
    sizes = (100, 1000) if quick else SIZES
    found = {size: measure_size(size, 2 if quick else 3) for size in sizes}
    for size, each in found.items():
        for work, took in each.items():
            unit = "µs" if work == "look-up" else "µs a record"
            at_most = 1.5 if work == "diff" else None
            yield Measure(f"{work}, {size:,} records", took, unit, at_most)
    first, last = found[sizes[0]], found[sizes[-1]]
    for work in first:
        yield Measure(
            f"{work}, {sizes[-1]:,} records beside {sizes[0]:,}", last[work] / first[work]
        )


if __name__ == "__main__":
    show(measures(quick=False))
