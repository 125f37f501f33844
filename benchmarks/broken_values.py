"""What broken values cost beside sound ones, door by door, and how both grow with their number.

Run: python benchmarks/broken_values.py [--short] [DOOR ...]

Each line is a door and a way to break its input. It has the seconds of the
sound and of the broken input at the largest size, how many times the time and
the memory of the sound one the broken one takes there, and how many times the
time grew for each ten times the input: about 10 where work grows with the
input, and near 100 where it grows with its square. Sizes are 10,000, 100,000
and a million; `--short` stops at 100,000. A word selects the doors whose name
has it. Times are those of the processor, memory is the peak of the process
beyond the input.
"""

import argparse
import contextlib
import datetime
import functools
import itertools
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import attrs
import pandas as pd
import polars as pl
from costs import Cost, Work, cost_of, ratio, table

import tipdata
from tipdata import (
    Affiliation,
    Campaign,
    Country,
    Dataset,
    Organization,
    Person,
    Statement,
    Succession,
    TierRecord,
    countries,
    frames,
)
from tipdata.dates import PartialDate
from tipdata.formats import from_plain
from tipdata.typing import RecordKind

SIZES = (10_000, 100_000, 1_000_000)
NOISE = Cost(0.02, 2.0)
"""Below this, figures of two runs of the same work differ."""

TIP = tipdata.load()
CODES = [country.alpha_3 for country in countries.default()][:250]

Make = Callable[[int], Work]
"""Prepares the work of one door on an input of so many values."""


class Case(NamedTuple):
    """A door, a way to break its input, and both inputs."""

    door: str
    broken_by: str
    sound: Make
    broken: Make
    most: int = SIZES[-1]


Rows = list[Any]


def rows(count: int) -> Rows:
    """Return rows of as many placements."""
    return [(CODES[n % 250], 2001 + n // 250, "Tier 2") for n in range(count)]


def breaking(column: int, value: Callable[[int], object]) -> Callable[[int], Rows]:
    """Return what makes rows with another value in one column."""

    def make(count: int) -> Rows:
        broken = []
        for number, row in enumerate(rows(count)):
            cells: list[object] = list(row)
            cells[column] = value(number)
            broken.append(tuple(cells))
        return broken

    return make


def of(make: Callable[[int], Any], door: Callable[[Any], object]) -> Make:
    """Return what prepares a call of a door with what is made."""

    def prepare(count: int) -> Work:
        given = make(count)
        return lambda: door(given)

    return prepare


def spelled(number: int) -> str:
    """Return a spelling of a known name that no other number has."""
    name = "united kingdom of great britain"
    return "".join(c.upper() if number >> place & 1 else c for place, c in enumerate(name))


def unknown(number: int) -> str:
    """Return an unknown name."""
    return f"Nowhere {number}"


WAYS: dict[str, Callable[[int], Rows]] = {
    "unknown names": breaking(0, unknown),
    "near misses": breaking(0, lambda n: f"Kazakstan {n:x}"),
    "long names": breaking(0, lambda n: f"{n} " + "Republic of " * 15),
    "lists of countries": breaking(0, lambda n: f"China; Hong Kong; {n}"),
    "one unknown name": breaking(0, lambda _: "Nowhere"),
    "unknown tiers": breaking(2, lambda n: f"Tier {n}x"),
    "wrong years": breaking(1, lambda n: f"year {n}"),
    "lists as cells": breaking(0, lambda n: [n]),
    "duplicates": lambda n: [("KAZ", 2021, "Tier 2")] * n,
    "every row twice": lambda n: [row for row in rows(n // 2) for _ in range(2)],
    "unknown keys": lambda n: [{f"key {i}": 1, "country": 2} for i in range(n)],
    "no rows at all": lambda n: list(range(n)),
}


def of_rows() -> Iterator[Case]:
    """Yield the cases of what reads a user's table."""
    for way, make in WAYS.items():
        yield Case("from_rows", way, of(rows, TierRecord.from_rows), of(make, TierRecord.from_rows))

    def few(given: Rows) -> object:
        return TierRecord.from_rows(given, max_problems=10)

    names, reverse = WAYS["unknown names"], of(lambda n: rows(n)[::-1], TierRecord.from_rows)
    yield Case("from_rows", "unknown names, 10 kept", of(rows, few), of(names, few))
    yield Case("from_rows", "spelled, no two alike", reverse, of(breaking(0, spelled), few))

    def frame(make: Callable[[int], Rows]) -> Callable[[int], pd.DataFrame]:
        return lambda n: pd.DataFrame(make(n), columns=["country", "year", "tier"])

    read = TierRecord.from_frame
    yield Case("from_frame", "unknown names", of(frame(rows), read), of(frame(names), read))
    compare = TIP.compare_with
    yield Case("compare_with", "unknown names", of(rows, compare), of(names, compare))

    def add(given: Rows) -> object:
        return TIP.with_edition(2026, given)

    def pairs(value: Callable[[int], str], tier: str | None) -> Callable[[int], Rows]:
        return lambda n: [(value(i), tier) for i in range(n)]

    empty = of(lambda n: [("KAZ", "Tier 2"), *[("", "")] * n], add)
    yield Case("with_edition", "unknown names", empty, of(pairs(unknown, "Tier 2"), add))
    yield Case("with_edition", "names without a tier", empty, of(pairs(unknown, None), add))
    yield Case("with_edition", "duplicates", empty, of(pairs(lambda _: "KAZ", "Tier 2"), add))


def of_frames() -> Iterator[Case]:
    """Yield the cases of what reads frames."""

    def placements(**columns: Callable[[int], object]) -> Callable[[int], pl.DataFrame]:
        def make(count: int) -> pl.DataFrame:
            frame = pl.DataFrame(rows(count), ["country", "year", "tier"], orient="row")
            evidence = columns.get("evidence", lambda _: "several sources")
            return frame.with_columns(pl.Series("evidence", map(evidence, range(count))))

        return make

    wrong = placements(evidence=lambda n: f"sources {n}")
    yield Case(
        "frames.from_frame",
        "unknown words",
        of(placements(), frames.from_frame),
        of(wrong, frames.from_frame),
    )

    def people(key: str, sources: Callable[[int], str]) -> Callable[[int], pl.DataFrame]:
        return lambda n: pl.DataFrame(
            {
                "id": [f"{key}-{i}" for i in range(n)],
                "name": ["Ann"] * n,
                "sources": [sources(i) for i in range(n)],
            }
        )

    def read(frame: pl.DataFrame) -> object:
        return frames.from_frame(frame, "person")

    sound = of(people("p", lambda _: '["page"]'), read)
    yield Case("frames.from_frame", "ids", sound, of(people("P", lambda _: '["page"]'), read))
    yield Case("frames.from_frame", "broken JSON", sound, of(people("p", lambda n: f"[{n}"), read))


def of_joins() -> Iterator[Case]:
    """Yield the cases of what joins a frame with the record."""

    def column(value: Callable[[int], str]) -> Callable[[int], pl.DataFrame]:
        return lambda n: pl.DataFrame({"country": [value(i) for i in range(n)], "year": [2021] * n})

    def attach(frame: pl.DataFrame) -> object:
        return frames.attach_tiers(frame, year="year")

    def report(frame: pl.DataFrame) -> object:
        return str(frames.join_report(frame, year="year"))

    lists = column(lambda n: f"China; Hong Kong; {n}")
    for name, door in (("attach_tiers", attach), ("join_report", report)):
        yield Case(name, "unknown names", of(column(spelled), door), of(column(unknown), door))
        yield Case(name, "lists of countries", of(column(spelled), door), of(lists, door))

    def strings(value: Callable[[int], str]) -> Make:
        return of(lambda n: [value(i) for i in range(n)], frames.read_names)

    yield Case("read_names", "unknown names", strings(spelled), strings(unknown))
    blank = strings(lambda n: " " * (n % 1000) + "NA" + " " * (n // 1000))
    yield Case("read_names", "NA, padded", strings(spelled), blank)

    def days(value: Callable[[int], str]) -> Make:
        return of(
            lambda n: pl.DataFrame({"country": ["KAZ"] * n, "date": [value(i) for i in range(n)]}),
            frames.attach_tiers,
        )

    first = datetime.date(1800, 1, 1)
    sound = days(lambda n: str(first + datetime.timedelta(n)))
    yield Case("attach_tiers", "dates", sound, days(lambda n: f"2021-13-{n}"))


def bodies(count: int, parent: Callable[[int], int | str | None]) -> list[Organization]:
    """Return organizations, each with the parent of a number."""
    made = []
    for number in range(count):
        found = parent(number)
        key = f"b-{found:07}" if isinstance(found, int) else found
        made.append(Organization(id=f"b-{number:07}", name="Body", country="KAZ", parent=key))
    return made


def _half(number: int) -> int | None:
    return number // 2 if number > 1 else None


def of_records() -> Iterator[Case]:
    """Yield the cases of what holds records together."""

    def check(records: object) -> object:
        return str(tipdata.check(records))  # type: ignore[arg-type]  # anything

    sound = of(lambda n: bodies(n, _half), check)
    ways: dict[str, Callable[[int], list[Any]]] = {
        "lost parents": lambda n: bodies(n, lambda i: f"lost-{i}"),
        "near misses": lambda n: bodies(n, lambda i: f"b-{i:07}x"),
        "long ids, near misses": lambda n: bodies(n, lambda i: f"{'b-' * 40}{i:07}"),
        "a chain": lambda n: bodies(n, lambda i: i - 1 if i else None)[::-1],
        "one circle": lambda n: bodies(n, lambda i: (i - 1) % n),
        "circles of two": lambda n: bodies(n, lambda i: i ^ 1),
        "duplicates": lambda n: bodies(1, _half) * n,
        "no records": lambda n: list(range(n)),
        "one person, lost bodies": lambda n: [person(n)],
        "one campaign": lambda n: [campaign(n // 2), *bodies(n // 2, _half)],
    }
    for way, make in ways.items():
        yield Case("check", way, sound, of(make, check))

    def both(name: str) -> Callable[[int], tuple[Dataset, Dataset]]:
        def make(count: int) -> tuple[Dataset, Dataset]:
            one = Dataset(organizations=bodies(count, _half))
            other = [attrs.evolve(body, name=name) for body in one.organizations]
            return one, Dataset(organizations=other)

        return make

    same, other = both("Body"), both("Another")
    build = of(lambda n: bodies(n, _half), lambda found: Dataset(organizations=found))
    twice = of(lambda n: bodies(n // 2, _half) * 2, lambda found: Dataset(organizations=found))
    yield Case("Dataset", "duplicates", build, twice)
    for name, door in (
        ("Dataset.diff", lambda two: str(two[0].diff(two[1]))),
        ("Dataset.merge", lambda two: two[0].merge(two[1])),
    ):
        yield Case(name, "all differ", of(same, door), of(other, door))
    more = of(same, lambda two: two[0].without(*two[1].organizations).with_records(*two[0]))
    again = of(same, lambda two: two[0].with_records(*two[1]))
    yield Case("Dataset.with_records", "duplicates", more, again)
    one = of(lambda n: Dataset(organizations=bodies(n, _half)), lambda d: d.select(country="KAZ"))
    long = of(
        lambda n: Dataset(organizations=bodies(n, lambda i: i - 1 if i else None)),
        lambda found: found.select(country="KAZ"),
    )
    yield Case("Dataset.select", "a chain", one, long)
    yield Case("Dataset.select", "one speaker", one, of(talker, lambda d: d.select(country="KAZ")))


def person(count: int) -> Person:
    """Return a person of many organizations."""
    parts = tuple(Affiliation(organization=f"lost-{n}") for n in range(count))
    return Person(id="ann", name="Ann", affiliations=parts)


def campaign(count: int) -> Campaign:
    """Return a campaign of many partners in many countries, none of them theirs."""
    letters = itertools.cycle(itertools.product("LMNOPQRS", repeat=3))
    where = tuple("".join(code) for code in itertools.islice(letters, count))
    partners = tuple(f"b-{n:07}" for n in range(count))
    return Campaign(id="one", title="One", countries=where, partners=partners)


def talker(count: int) -> Dataset:
    """Return a person of many organizations with as many statements."""
    half = count // 2
    said = (Statement(id=f"s{n}", person="ann", text="x", source="page") for n in range(half))
    return Dataset(people=[person(half)], statements=said)


def of_plain() -> Iterator[Case]:
    """Yield the cases of one record with very many items, and of one huge value."""

    def read(kind: RecordKind, make: Callable[[int], dict[str, object]]) -> Make:
        return of(make, lambda given: from_plain(kind, given))

    def ann(**fields: object) -> dict[str, object]:
        return {"id": "ann", "name": "Ann", **fields}

    def parts(slug: str) -> Make:
        return read(
            "person",
            lambda n: ann(affiliations=[{"organization": f"{slug}-{i}"} for i in range(n)]),
        )

    yield Case("from_plain", "items, wrong ids", parts("b"), parts("B"))
    numbers = read("person", lambda n: ann(affiliations=list(range(n))))
    yield Case("from_plain", "items, numbers", parts("b"), numbers)
    strings = read("person", lambda n: ann(sources=[f"page-{i}" for i in range(n)]))
    spaced = read("person", lambda n: ann(sources=[f"page {i}" for i in range(n)]))
    yield Case("from_plain", "strings in one list", strings, spaced)
    keys = read("person", lambda n: ann(**{f"key{i}": 1 for i in range(n)}))
    yield Case("from_plain", "unknown keys", strings, keys)
    # As many characters as 10 a value, up to 10 MB.
    name = read("person", lambda n: {"id": "ann", "name": "Ann Nobody" * n})
    broken = {
        "a name of many lines": lambda n: ann(name="nine char\n" * n + "x"),
        "a huge id": lambda n: ann(id="a-" * 5 * n),
        "a huge language": lambda n: ann(other_names=[{"name": "A", "language": "uz-" * 3 * n}]),
    }
    for way, make in broken.items():
        yield Case("from_plain", way, name, read("person", make))
    address = read("organization", lambda n: ann(website="https://e " + "a " * 5 * n))
    yield Case("from_plain", "a huge address", name, address)


def of_countries() -> Iterator[Case]:
    """Yield the cases of names and registries."""

    def aliases(code: Callable[[int], str]) -> Make:
        return of(
            lambda n: {f"Own Name {i}": code(i) for i in range(n)},
            lambda found: countries.default().with_aliases(found).resolve("own name 1"),
        )

    spread = aliases(lambda n: CODES[n % 250])
    yield Case("with_aliases", "all of one country", spread, aliases(lambda _: "KAZ"))
    last = aliases(lambda n: CODES[n % 250])

    def lost(count: int) -> Work:
        given = {f"Own Name {i}": "KAZ" for i in range(count)} | {"Last": "XXX"}
        return lambda: countries.default().with_aliases(given)

    yield Case("with_aliases", "the last code", last, lost)

    def states(count: int) -> list[Country]:
        letters = itertools.product("DHJQVWXZ", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "QWXYZV")
        codes = [code for one in letters if (code := "".join(one)) not in CODES]
        several = itertools.islice(itertools.cycle(codes), min(count // 100, len(codes)))
        return [Country(alpha_3=c, code_status="user-assigned", name=f"L {c}") for c in several]

    def join(found: list[Country], *, circle: bool) -> object:
        pairs = [*itertools.pairwise(found), *([(found[-1], found[0])] if circle else [])]
        date = PartialDate(1990)
        own = [
            Succession(predecessor=a.alpha_3, successor=b.alpha_3, date=date, kind="renamed")
            for a, b in pairs
        ]
        registry = countries.default().with_countries(*found, successions=own)
        return registry.predecessors(found[-1].alpha_3)

    yield Case(
        "with_countries",
        "a circle (a hundredth, 100,000 at most)",
        of(states, lambda found: join(found, circle=False)),
        of(states, lambda found: join(found, circle=True)),
        most=100_000,
    )
    strings: dict[str, Callable[[int], str]] = {
        "unknown names": unknown,
        "near misses": lambda n: f"Republic of Kazakstan {n}",
        "one letter, 200 times": lambda n: f"{n} ".ljust(200, "a"),
        "slashes": lambda n: f"{n}/" + "a/" * 90,
        "lists": lambda n: "Chad, " * 30 + str(n),
    }
    for way, value in strings.items():
        yield Case("resolve", way, names(spelled, 1), names(value, 1))
        yield Case("suggest", f"{way}, a hundredth", names(spelled, 100), names(value, 100))


def names(make: Callable[[int], str], part: int) -> Make:
    """Return what prepares the look-up of names, or the search for a hundredth of them."""
    door = countries.resolve if part == 1 else countries.suggest
    return of(lambda n: [make(i) for i in range(n // part)], each(door))


def each(door: Callable[[str], object]) -> Callable[[list[str]], object]:
    """Return what gives each of several strings to a door."""

    def call(several: list[str]) -> None:
        for one in several:
            with contextlib.suppress(LookupError):
                door(one)

    return call


def cases() -> Iterator[Case]:
    """Yield all cases."""
    for part in (of_rows, of_frames, of_joins, of_records, of_plain, of_countries):
        yield from part()


def growth(costs: list[Cost]) -> str:
    """Return how many times the seconds grew at each step."""
    return ", ".join(
        ratio(after.seconds, before.seconds, NOISE.seconds)
        for before, after in itertools.pairwise(costs)
    )


def line(case: Case, sizes: tuple[int, ...]) -> list[str]:
    """Return the cells of a case."""
    sizes = tuple(size for size in sizes if size <= case.most)
    sound = [cost_of(functools.partial(case.sound, size)) for size in sizes]
    broken = [cost_of(functools.partial(case.broken, size)) for size in sizes]
    return [
        f"{case.door}: {case.broken_by}",
        f"{sizes[-1]:,}",
        f"{sound[-1].seconds:.2f}",
        f"{broken[-1].seconds:.2f}",
        ratio(broken[-1].seconds, sound[-1].seconds, NOISE.seconds),
        f"{broken[-1].megabytes:.0f}",
        ratio(broken[-1].megabytes, sound[-1].megabytes, NOISE.megabytes),
        growth(sound),
        growth(broken),
    ]


HEADS = (
    "broken by",
    "values",
    "sound s",
    "broken s",
    "times",
    "MB",
    "times MB",
    "grew",
    "broken grew",
)


def main() -> None:
    """Print a table of all cases."""
    about = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    about.add_argument("--short", action="store_true", help="stop at 100,000 values")
    about.add_argument("door", nargs="*", help="a word of the names of doors")
    asked = about.parse_args()
    sizes = SIZES[:-1] if asked.short else SIZES
    print(table(HEADS, []), flush=True)
    for case in cases():
        if not asked.door or any(word in case.door for word in asked.door):
            print(f"| {' | '.join(line(case, sizes))} |", flush=True)


if __name__ == "__main__":
    main()
