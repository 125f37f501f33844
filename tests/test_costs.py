"""What is broken costs about as much as what is sound, and the verdict rests on all of it.

The laws count work (calls, suggestions, problems made, bytes), never time.
`python benchmarks/broken_values.py` measures the time and the memory.
"""

import contextlib
import difflib
import functools
import io
import itertools
import json as plain_json
import sys
import tracemalloc
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import attrs
import polars as pl
import pytest

import tipdata
from doors import DOORS
from tipdata import (
    Affiliation,
    Campaign,
    Dataset,
    Edition,
    Organization,
    Person,
    Source,
    Statement,
    TierRecord,
    frames,
)
from tipdata.countries import CountryRegistry, Succession
from tipdata.countries import default as default_registry
from tipdata.countries._guesses import Guesses
from tipdata.countries._nearby import Nearby
from tipdata.dates import PartialDate
from tipdata.errors import InvalidValueError, Nearest
from tipdata.formats import followthemoney, from_plain, json, jsonl, package, popolo, workbook
from tipdata.formats.followthemoney._entities import EntityPlace
from tipdata.formats.popolo._objects import ObjectPlace
from tipdata.problems import FormatError, Problem, Report
from tipdata.tierrecord.cells import Column

TIP = tipdata.load()
CODES = [country.alpha_3 for country in default_registry()]
HUGE = 10**6
Verdict = tuple[bool, int]
"""Whether a door refuses its input, and how many problems it counts."""

Work = Callable[[int, int], object]
"""Gives a door something with so many faults, of which so many problems may be kept."""


def rows(count: int) -> list[tuple[str, int, str]]:
    """Return rows of which each has an unknown country of its own."""
    return [(f"Nowhere {number}", 2021, "Tier 2") for number in range(count)]


def table(count: int) -> pl.DataFrame:
    """Return the same rows as a frame."""
    return pl.DataFrame(rows(count), ["country", "year", "tier"], orient="row")


def document(count: int) -> str:
    """Return a document of organizations whose names are blank."""
    bodies = ", ".join(f'{{"id": "b{number}", "name": " "}}' for number in range(count))
    return f'{{"schema_version": 2, "organizations": [{bodies}]}}'


def lines(count: int) -> str:
    """Return the same as JSON Lines."""
    head = '{"schema_version": 2}\n'
    return head + "".join(
        f'{{"type": "organization", "id": "b{n}", "name": " "}}\n' for n in range(count)
    )


def bodies_with_ids(count: int) -> Dataset:
    """Return as many organizations."""
    return Dataset(organizations=(Organization(id=f"b{n}", name="Body") for n in range(count)))


@functools.cache
def book(count: int) -> bytes:
    """Return a workbook of organizations with ids that are no slugs."""
    return with_parts(workbook.dumps(bodies_with_ids(count)), ">b", ">B")


@functools.cache
def packed(count: int) -> bytes:
    """Return a package of organizations with ids that are no slugs."""
    return with_parts(package.dumps(bodies_with_ids(count)), "\nb", "\nB")


def with_parts(data: bytes, old: str, new: str) -> bytes:
    """Return a zip archive in whose parts one string stands for another."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(changed, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(old.encode(), new.encode()))
    return changed.getvalue()


def bodies_without_parents(count: int) -> list[Organization]:
    """Return organizations whose parents are lost."""
    return [Organization(id=f"b{n}", name="Body", parent=f"lost-{n}") for n in range(count)]


def saved(data: str | bytes, folder: Path, name: str) -> Path:
    """Return the path of a file that holds something."""
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for the files that doors read."""
    return tmp_path_factory.mktemp("broken")


def doors_with_faults(folder: Path) -> dict[str, list[Work]]:
    """Return how to give each door that keeps problems some faults, by its name."""
    listing = "Tier 1\n"
    return {
        "tipdata.tierrecord._supplied.Supplied.with_edition": [
            lambda n, most: TIP.with_edition(2026, [r[::2] for r in rows(n)], max_problems=most),
            lambda n, most: TIP.with_edition(
                2026, [(r[0], None) for r in rows(n)], max_problems=most
            ),
        ],
        "tipdata.tierrecord._sourced.Sourced.compare_with": [
            lambda n, most: TIP.compare_with(rows(n), max_problems=most)
        ],
        "tipdata.tierrecord.record.TierRecord.from_rows": [
            lambda n, most: TierRecord.from_rows(rows(n), max_problems=most),
            lambda n, most: TierRecord.from_rows(
                [("KAZ", 2001 + i, f"Tire {i}") for i in range(n)], max_problems=most
            ),
        ],
        "tipdata.tierrecord.record.TierRecord.from_frame": [
            lambda n, most: TierRecord.from_frame(table(n), max_problems=most)
        ],
        "tipdata.check": [
            lambda n, most: tipdata.check(bodies_without_parents(n), max_problems=most)
        ],
        "tipdata.read": [
            lambda n, most: tipdata.read(saved(document(n), folder, "a.json"), max_problems=most)
        ],
        "tipdata.read_listing": [
            lambda n, most: tipdata.read_listing(
                listing + "\n".join(r[0] for r in rows(n)), max_problems=most
            )
        ],
        "tipdata.formats._text.TextReader.load": [
            lambda n, most: json.load(saved(document(n), folder, "b.json"), max_problems=most)
        ],
        "tipdata.formats._text.TextReader.loads": [
            lambda n, most: json.loads(document(n), max_problems=most),
            lambda n, most: jsonl.loads(lines(n), max_problems=most),
        ],
        "tipdata.formats.jsonl.iterate": [
            lambda n, most: list(
                jsonl.iterate(saved(lines(n), folder, "c.jsonl"), max_problems=most)
            )
        ],
        "tipdata.formats.package.load": [
            lambda n, most: package.load(saved(packed(n), folder, "d.zip"), max_problems=most)
        ],
        "tipdata.formats.package.loads": [
            lambda n, most: package.loads(packed(n), max_problems=most)
        ],
        "tipdata.formats.workbook.load": [
            lambda n, most: workbook.load(saved(book(n), folder, "e.xlsx"), max_problems=most)
        ],
        "tipdata.formats.workbook.loads": [
            lambda n, most: workbook.loads(book(n), max_problems=most)
        ],
        "tipdata.frames.from_frame": [
            lambda n, most: frames.from_frame(table(n), max_problems=most),
            lambda n, most: frames.from_frame(
                pl.DataFrame({"id": ["a"], "name": ["A"], **{f"nmae{i}": [1] for i in range(n)}}),
                "person",
                max_problems=most,
            ),
            lambda n, most: frames.from_frame(
                pl.DataFrame({"id": [f"B {i}" for i in range(n)], "name": ["x"] * n}),
                "person",
                max_problems=most,
            ),
        ],
    }


LIMITED = sorted(
    door for door, known in DOORS.items() if any(one.name == "max_problems" for one in known)
)


def verdict(work: Work, faults: int, most: int) -> Verdict:
    """Return what a door says of its input, after checking that it keeps as much as it may."""
    try:
        found = work(faults, most)
        kept = omitted = 0
        if isinstance(found, Report):
            kept, omitted = len(found), found.omitted
            found.raise_if_errors()
        refused = False
    except FormatError as error:
        kept, omitted, refused = len(error.problems), error.omitted, True
    assert kept == min(most, kept + omitted)
    return refused, kept + omitted


def test_every_door_with_a_limit_is_tried(folder: Path) -> None:
    """A new door that keeps problems needs an example of what it refuses."""
    assert sorted(doors_with_faults(folder)) == LIMITED


@pytest.mark.parametrize("door", LIMITED)
def test_verdicts_rest_on_counts(door: str, folder: Path) -> None:
    """Whatever is kept, the same input is refused, with as many problems."""
    for work in doors_with_faults(folder)[door]:
        for faults in (1, 9):
            found = verdict(work, faults, HUGE)
            assert found[0]
            assert {verdict(work, faults, most) for most in (1, 8, 10)} == {found}


@pytest.mark.parametrize(
    "work",
    [
        lambda n, most: jsonl.loads(lines(n), max_problems=most),
        lambda n, most: followthemoney.loads('{"schema": "Nowhere"}\n' * n, max_problems=most),
        lambda n, most: popolo.loads(f'{{"persons": [{", ".join("5" * n)}]}}', max_problems=most),
    ],
    ids=["jsonl", "followthemoney", "popolo"],
)
def test_verdicts_of_other_formats_rest_on_counts(work: Work) -> None:
    """What a format inherits from the reader of text is true of it, too."""
    found = verdict(work, 9, HUGE)
    assert found[0]
    assert {verdict(work, 9, most) for most in (1, 8, 10)} == {found}


@pytest.mark.parametrize("door", LIMITED)
def test_work_for_problems_is_done_for_those_that_are_kept(
    door: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With five problems kept of 150, a handful are made and have suggestions."""
    for work in doors_with_faults(folder)[door]:
        problems, made = made_by(work, monkeypatch)
        assert problems == 1 or problems >= 150
        # A problem may be made anew with its place, and with the rows of its group.
        assert made <= 5 * 5


OF_OTHER_READERS: dict[str, Work] = {
    "json, lists that no document has": lambda n, most: json.loads(
        "{" + ", ".join(f'"poeple{i}": []' for i in range(n)) + "}", max_problems=most
    ),
    "jsonl, fields that no header has": lambda n, most: jsonl.loads(
        plain_json.dumps({"type": "header", "schema_version": 2} | {f"k{i}": 1 for i in range(n)}),
        max_problems=most,
    ),
    "followthemoney, schemata": lambda n, most: followthemoney.loads(
        "".join(f'{{"id": "a{i}", "schema": "Prson"}}\n' for i in range(n)), max_problems=most
    ),
    "followthemoney, countries": lambda n, most: followthemoney.loads(
        "".join(
            f'{{"id": "a{i}", "schema": "Company", '
            f'"properties": {{"name": ["A"], "country": ["Kazakhstan"]}}}}\n'
            for i in range(n)
        ),
        max_problems=most,
    ),
    "followthemoney, dates": lambda n, most: followthemoney.loads(
        "".join(
            f'{{"id": "a{i}", "schema": "Company", '
            f'"properties": {{"name": ["A"], "incorporationDate": ["June"]}}}}\n'
            for i in range(n)
        ),
        max_problems=most,
    ),
    "popolo, people that are no objects": lambda n, most: popolo.loads(
        f'{{"persons": [{", ".join("5" * n)}]}}', max_problems=most
    ),
    "popolo, ids that become one slug": lambda n, most: popolo.loads(
        plain_json.dumps({"organizations": [{"id": "a" + " " * i, "name": "A"} for i in range(n)]}),
        max_problems=most,
    ),
}


@pytest.mark.parametrize("what", OF_OTHER_READERS)
def test_other_readers_make_the_problems_that_are_kept(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What has no parameter for it in its own signature makes no more problems, either."""
    problems, made = made_by(OF_OTHER_READERS[what], monkeypatch)
    assert problems >= 149
    assert made <= 5 * 5


def made_by(work: Work, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """Return how many problems 150 faults have if five are kept, and how many were made."""
    made = [0]
    initialize, near, close = Problem.__attrs_post_init__, Nearby.to, difflib.get_close_matches

    def count(of: Callable[..., object]) -> Callable[..., object]:
        def counted(*given: object, **named: object) -> object:
            made[0] += 1
            return of(*given, **named)

        return counted

    with monkeypatch.context() as patch:
        patch.setattr(Problem, "__attrs_post_init__", count(initialize))
        patch.setattr(Nearby, "to", count(near))
        patch.setattr(difflib, "get_close_matches", count(close))
        _, problems = verdict(work, 150, 5)
    return problems, made[0]


def calls_of(work: Callable[[], object]) -> int:
    """Return how many calls a piece of work makes; what it refuses is part of it."""
    count = [0]

    def see(_: object, event: str, __: object) -> None:
        count[0] += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(see)
    try:
        found = work()
        str(found)
    except (LookupError, ValueError) as error:
        str(error)
    finally:
        sys.setprofile(before)
    return count[0]


def chain_of_bodies(count: int) -> list[Organization]:
    """Return organizations of which each is part of the one before."""
    return [
        Organization(
            id=f"b{n:05}", name="Body", country="KAZ", parent=f"b{n - 1:05}" if n else None
        )
        for n in range(count)
    ]


def circle_of_bodies(count: int) -> list[Organization]:
    """Return organizations that are part of each other in one circle."""
    chain = chain_of_bodies(count)
    return [attrs.evolve(chain[0], parent=chain[-1].id), *chain[1:]]


def talker(count: int) -> Dataset:
    """Return a person with many affiliations, who has said as many things."""
    bodies = tuple(Affiliation(organization=f"b{n}") for n in range(count))
    said = (Statement(id=f"s{n}", person="ann", text="x", source="page") for n in range(count))
    ann = Person(id="ann", name="Ann", affiliations=bodies)
    return Dataset(people=[ann], statements=said, sources=[Source(id="page", title="Page")])


def chain_of_states(count: int, *, is_circle: bool = False) -> CountryRegistry:
    """Return a registry in which many states followed each other."""
    codes = ["X" + "".join(pair) for pair in itertools.product("ABCDEFGHIJ", "MNOPQRSTUV")][:count]
    states = [tipdata.Country(alpha_3=c, code_status="user-assigned", name=f"L {c}") for c in codes]
    pairs = [*itertools.pairwise(codes), *([(codes[-1], codes[0])] if is_circle else [])]
    date = PartialDate(1990)
    followed = [Succession(predecessor=a, successor=b, date=date, kind="renamed") for a, b in pairs]
    return CountryRegistry(countries=states, successions=followed)


def misses(count: int) -> object:
    """Look up many ids that a dataset does not have, and read the messages."""
    dataset = Dataset(organizations=chain_of_bodies(count))
    for number in range(count):
        with pytest.raises(LookupError, match="no organization"):
            dataset.organization(f"{number}" * 20)
    return None


GROWING: dict[str, Callable[[int], object]] = {
    "aliases of one country": lambda n: default_registry().with_aliases(
        {f"Own Name {number}": "KAZ" for number in range(n)}
    ),
    "rows with unknown names": lambda n: TierRecord.from_rows(rows(n), max_problems=2),
    "rows with wrong tiers": lambda n: TierRecord.from_rows(
        [("KAZ", 2001 + number, f"Tier {number}x") for number in range(n)], max_problems=2
    ),
    "years of no edition": lambda n: TierRecord.from_rows(
        [("KAZ", 5001 + number, "Tier 2") for number in range(n)],
        editions=[Edition(year=2001 + number) for number in range(n)],
        max_problems=2,
    ),
    "duplicate rows": lambda n: TierRecord.from_rows([("KAZ", 2021, "Tier 2")] * n),
    "a chain of parents": lambda n: tipdata.check(chain_of_bodies(n)[::-1]),
    "a circle of parents": lambda n: tipdata.check(circle_of_bodies(n)),
    "duplicate records": lambda n: tipdata.check(chain_of_bodies(1) * n),
    "a selection along a chain": lambda n: Dataset(organizations=chain_of_bodies(n)).select(
        country="KAZ"
    ),
    "statements of one person": lambda n: talker(n).select(country="KAZ"),
    "a difference in all": lambda n: Dataset(organizations=chain_of_bodies(n)).diff(
        Dataset(organizations=circle_of_bodies(n))
    ),
    "wrong items": lambda n: from_plain("person", {"id": "a", "name": "A", "sources": [5] * n}),
    "wrong strings": lambda n: from_plain(
        "campaign", {"id": "a", "title": "A", "countries": [f"Land {i}" for i in range(n)]}
    ),
    "unknown strings in a frame": lambda n: frames.join_report(table(n), year="year"),
    "ids that are not found": misses,
}


@pytest.mark.parametrize("what", GROWING)
def test_work_grows_with_the_input(what: str) -> None:
    """Four times the input makes about four times the calls, at most, once the rest is warm."""
    calls_of(lambda: GROWING[what](3))
    small, large = (calls_of(lambda n=n: GROWING[what](n)) for n in (40, 160))  # type: ignore[misc]  # a default keeps it
    assert large <= 5 * small + 500


class Unwalked(dict[str, Any]):
    """A mapping that is asked for keys, and never for all of them."""

    def __iter__(self) -> Iterator[str]:
        pytest.fail("the places of all parts are looked through for one")

    keys = values = items = __iter__  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]


@pytest.mark.parametrize("path", ["$.parts[7]", "$.parts[7].role", "$.parts[7].names[0].name"])
def test_the_place_of_a_part_is_looked_up(path: str) -> None:
    """A problem of a part finds its place at once, however many parts a record has."""
    problem = Problem(code="x", message="x", path=path)
    rest = path.removeprefix("$.parts[7]")
    theirs = ObjectPlace((0, 0), "$", moved=Unwalked({"$.parts[7]": "$.members[9]"}))
    assert theirs.put(problem).path == f"$.members[9]{rest}"
    line = EntityPlace((0, 0), "$", 1, Unwalked({"$.parts[7]": (9, "$.properties.member")}))
    assert line.put(problem) == attrs.evolve(problem, row=9, path="$.properties.member")


class Counted(str):
    """A string that counts how often it is hashed and compared."""

    __slots__ = ()
    seen = 0

    def __hash__(self) -> int:
        Counted.seen += 1
        return super().__hash__()

    def __eq__(self, other: object) -> bool:
        Counted.seen += 1
        return super().__eq__(other)


def test_partners_are_held_against_the_countries_at_once() -> None:
    """A campaign with many countries and many partners looks at each of them a few times."""
    codes = tuple(Counted(code) for code in CODES[:200] if code != "KAZ")
    bodies = [Organization(id=f"b{n}", name="Body", country="KAZ") for n in range(200)]
    campaign = Campaign(
        id="one", title="One", countries=codes, partners=tuple(body.id for body in bodies)
    )
    Counted.seen = 0
    assert len(tipdata.check([campaign, *bodies])) == 200
    assert Counted.seen < 20 * 400


def test_a_circle_of_successions_ends() -> None:
    """Who goes back along a circle of states meets each of the others once."""
    circle = chain_of_states(50, is_circle=True)
    found = circle.predecessors(circle.countries[0].alpha_3)
    assert len(found) == len(set(found)) == 50
    chain = chain_of_states(50)
    assert chain.predecessors(chain.countries[-1].alpha_3) == chain.countries[:-1]


@pytest.mark.parametrize("make", [lambda n: f"{'a' * 80}{n:06}", lambda n: f"body-{n:06}"])
def test_the_search_for_the_nearest_word_has_a_bound(
    make: Callable[[int], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Among near misses of everything, few are compared, and the one with a slip is found."""
    compared = [0]
    close = difflib.get_close_matches

    def count(word: str, among: Iterable[str], *given: Any, **named: Any) -> list[str]:
        several = list(among)
        compared[0] += sum(len(word) * len(one) for one in several)
        return close(word, several, *given, **named)

    monkeypatch.setattr(difflib, "get_close_matches", count)
    known = Nearest(map(make, range(2_000)))
    for number in range(0, 2_000, 400):
        for quick in (True, False):
            compared[0] = 0
            assert make(number) in known.to("q" + make(number)[1:], quick=quick)
            # Four words are always compared.
            assert compared[0] <= max(6_000 if quick else 50_000, 4 * 90**2)


def test_reports_look_for_the_nearest_with_care_and_then_quickly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The twenty suggestions that a message prints are searched for with more care."""
    asked: list[bool] = []
    search = Nearest.to

    def seen(self: Nearest, text: object, count: int = 3, *, quick: bool = False) -> object:
        asked.append(quick)
        return search(self, text, count, quick=quick)

    monkeypatch.setattr(Nearest, "to", seen)
    tipdata.check(bodies_without_parents(30))
    assert asked == [False] * 20 + [True] * 10


def peak_of(rows: list[tuple[str, int, str]]) -> int:
    """Return the most bytes that reading rows takes at a time."""
    tracemalloc.start()
    try:
        with contextlib.suppress(FormatError):
            TierRecord.from_rows(rows, max_problems=5)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_refused_rows_take_no_more_memory_than_those_that_are_read() -> None:
    """What is wrong with 2,000 more rows is counted, not held."""
    sound = [(code, 2001 + year, "Tier 2") for year in range(14) for code in CODES[:250]]
    broken = [(f"Nowhere {number}", year, tier) for number, (_, year, tier) in enumerate(sound)]
    more_sound, more_broken = (peak_of(r) - peak_of(r[:1_500]) for r in (sound, broken))
    assert more_broken <= 1.5 * more_sound


def test_a_name_in_many_rows_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However often a table repeats an unknown name, it is resolved and guessed about once."""
    asked: list[object] = []
    resolve, guess = CountryRegistry.resolve, Guesses.to

    def counted(self: CountryRegistry, text: str) -> object:
        asked.append(text)
        return resolve(self, text)

    def guessed(self: Guesses, text: object) -> object:
        asked.append(("guess", text))
        return guess(self, text)

    monkeypatch.setattr(CountryRegistry, "resolve", counted)
    monkeypatch.setattr(Guesses, "to", guessed)
    with pytest.raises(FormatError, match="Nowhere"):
        TierRecord.from_rows([("Nowhere Land", 2001 + n % 25, "2") for n in range(1_000)])
    assert asked == ["Nowhere Land", ("guess", "Nowhere Land")]


def test_a_column_remembers_few_refusals() -> None:
    """Beyond the first thousand a cell is refused anew, in the same words."""
    asked: list[object] = []

    def read(cell: object) -> int:
        asked.append(cell)
        raise InvalidValueError("year", cell, "a year")

    column = Column(read)
    first, again = ([column(cell) for cell in range(1_500)] for _ in range(2))
    assert first == again
    assert asked == [*range(1_500), *range(1_000, 1_500)]
