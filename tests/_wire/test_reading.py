"""Reading and writing: as strict as the classes, whatever comes together."""

import gc
import json as plain_json
import pickle
import tracemalloc
import weakref
from collections.abc import Callable, Iterator
from typing import Any, Literal

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tipdata
from strategies import records
from tipdata import Assessment, FormatError, Organization, Person, Problem
from tipdata._wire.explaining import Explainer
from tipdata._wire.known import REMEMBERED, Known
from tipdata._wire.reading import Reader
from tipdata._wire.shapes import Many, Maybe, Nested, fields_of
from tipdata._wire.writing import plain_writer, text_writer, write_one
from tipdata.dataset.gathering import Gathering, Place
from tipdata.errors import InvalidValueError
from tipdata.formats import json
from tipdata.problems import Collector
from tipdata.records.organizations import Service

STORY = tipdata.load("central-asia-2021")

VALUES: tuple[Any, ...] = (
    *(" KAZ\n", "a\nb", "a\u202eb", "a\tb\r", [" a "], ["a\nb"]),
    *("", " ", "KAZ", "kaz", "KZ", "a-b", "a b", "=1", "\0", "\ud800", "#x", "uz", "x" * 101),
    *("https://x.org", "2021", "398", "NGO", "active", None, True, 0, 1, -1, 2021, 2**63, 1.0),
    *([], {}, ["a"], ["KAZ", "UZB"], [["a"]], [1], [""], [None], {"a": 1}),
)


def parts(record: Any) -> Iterator[Any]:
    """Yield a record and all that it consists of."""
    yield record
    for field in attrs.fields(type(record)):
        value = getattr(record, field.name)
        for one in value if isinstance(value, tuple) else (value,):
            if attrs.has(type(one)) and type(one).__module__.startswith("tipdata.records"):
                yield from parts(one)


def result(make: Callable[[], object]) -> object:
    """Return what is made, or `None` if it is refused."""
    try:
        return make()
    except Exception:  # noqa: BLE001 - a reader refuses with whatever comes first
        return None


def reasons(kind: type, value: object) -> list[Problem]:
    """Return why a record is refused."""
    found = Collector()
    Explainer(found.add, str.upper, {}).record(kind, value, "$")
    return [*found.kept]


@settings(max_examples=150)
@given(records())
def test_a_record_is_made_as_its_class_makes_it(record: Any) -> None:
    """What a reader makes is in every respect what the class makes of the same values."""
    found = Reader(type(record)).read(plain_json.loads(plain_json.dumps(write_one(record))))
    assert found == record
    assert (hash(found), repr(found)) == (hash(record), repr(record))
    assert pickle.loads(pickle.dumps(found)) == record  # noqa: S301
    assert attrs.evolve(found) == record


@settings(max_examples=60)
@given(records())
def test_a_reader_takes_what_the_class_takes(record: Any) -> None:
    """Value by value, a reader refuses a field exactly if the class does, the second time too.

    A float without a fraction is an integer to JSON, and to the class it is not.
    """
    for part in parts(record):
        kind = type(part)
        read = Reader(kind).read
        wire = write_one(part)
        for name, (_, shape) in fields_of(kind).items():
            inner = shape.inner if isinstance(shape, (Maybe, Many)) else shape
            if isinstance(inner, Nested) or getattr(inner, "read", None) is not None:
                continue
            for value in VALUES * 2:
                ours = tuple(value) if isinstance(value, list) else value
                ours = int(value) if isinstance(value, float) else ours
                expected = result(lambda: attrs.evolve(part, **{name: ours}))  # noqa: B023
                if isinstance(shape, Many) and not isinstance(ours, tuple):
                    expected = None  # where a class takes one for several, a file has a list
                found = result(lambda: read({**wire, name: value}))  # noqa: B023
                assert found == expected, (name, value)
                assert (found is None) == bool(reasons(kind, {**wire, name: value}))


@settings(max_examples=60)
@given(st.lists(records(), max_size=8))
def test_text_is_what_json_makes_of_the_plain_values(some: list[Any]) -> None:
    """Both writers say the same, for one record and for several of one class."""
    for kind in {*map(type, some)}:
        alike = [record for record in some if type(record) is kind]
        plain = [*plain_writer(kind)(alike)]
        assert [plain_json.loads(text) for text in text_writer(kind)(alike)] == plain
        assert plain == [write_one(record) for record in alike]
        assert [*map(Reader(kind).read, plain)] == alike


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_the_size_of_chunks_does_not_matter(size: int) -> None:
    """Records come out the same, however many are written at once."""
    some = STORY.assessments
    write, read = plain_writer(Assessment), Reader(Assessment).read
    chunks = [write(some[at : at + size]) for at in range(0, len(some), size)]
    assert tuple(read(one) for chunk in chunks for one in chunk) == some


def test_a_field_with_a_default_may_be_missing_in_some() -> None:
    """Objects with different keys are read by one reader, each with the defaults of its class."""
    read = Reader(Organization).read
    assert read({"id": "a", "name": "A"}) == Organization(id="a", name="A")
    given = {"name": "B", "id": "b", "country": "KAZ"}
    assert read(given) == Organization(id="b", name="B", country="KAZ")
    with pytest.raises(TypeError):
        read({"id": "c"})


def test_one_that_is_refused_does_not_hide_the_others() -> None:
    """Of several objects, the good ones are made and each bad one is reported with its number."""
    reading = Gathering(lambda kind, at: Place((0, at), f"$.{kind}[{at}]"), None, 9)
    given = [{"id": "a", "name": "A"}, {"id": "b", "name": 5}, {"id": "c", "name": "C"}, 7]
    found = [reading.read("person", one, number) for number, one in enumerate(given)]
    assert [one and one.id for one in found] == ["a", None, "c", None]
    with pytest.raises(FormatError) as caught:
        reading.problems.raise_any()
    assert [one.path for one in caught.value.problems] == ["$.person[1].name", "$.person[3]"]


def test_messages_are_the_same_in_a_chunk_and_alone() -> None:
    """Why a record is refused does not depend on those around it."""
    bad = {"id": "A", "name": 5, "extra": None, "sources": ["a b", 1]}
    good = {"id": "ann", "name": "Ann"}

    def told(people: list[object]) -> list[str]:
        with pytest.raises(FormatError) as caught:
            json.loads(plain_json.dumps({"schema_version": 1, "people": people}))
        return [str(problem).partition("]")[2] for problem in caught.value.problems]

    assert told([bad]) == told([good, bad]) == told([bad, {**good, "id": "zoe"}])
    assert len(told([bad])) == 5


def test_equal_numbers_of_other_types_stay_what_they_are() -> None:
    """1, 1.0 and true are equal to Python; each is read, or refused, as what it is to JSON."""

    @attrs.frozen
    class Numbers:
        whole: int
        part: float
        known: bool
        many: tuple[int, ...]

    wire = {"whole": 1, "part": 1.0, "known": True, "many": [1]}
    read = Reader(Numbers).read
    found = [read(wire), read(wire)][1]
    assert [type(value) for value in attrs.astuple(found)] == [int, float, bool, tuple]
    for name in ("whole", "part", "known"):
        for value in (1, 1.0, True):
            made = result(lambda: read({**wire, name: value}))  # noqa: B023
            is_whole = name == "whole" and type(value) is float
            assert (made is not None) == (is_whole or type(value) is type(wire[name]))
            assert made is None or type(getattr(made, name)) is type(wire[name])
    assert result(lambda: read({**wire, "many": [True]})) is None


class Text(str):
    """A string of another class, which shows as something else."""

    __slots__ = ()

    def __str__(self) -> str:
        return "something else"


class Whole(int):
    """An integer of another class."""


OTHERS = [Whole, np.int64, float, np.float64]


def disguised(plain: Any, number: Callable[[int], object]) -> Any:
    """Return plain data of which every string and integer is of another class."""
    match plain:
        case dict():
            return {Text(key): disguised(value, number) for key, value in plain.items()}
        case list():
            return [disguised(value, number) for value in plain]
        case str():
            return Text(plain)
        case int() if type(plain) is int and abs(plain) < 2**53:
            return number(plain)
        case _:
            return plain


@settings(max_examples=60)
@given(records(), st.sampled_from(OTHERS))
def test_strings_and_integers_of_other_classes_are_what_they_are_called(
    record: Any, number: Callable[[int], object]
) -> None:
    """A reader makes the same record of them, with nothing of another class in it."""
    read = Reader(type(record)).read
    found = read(disguised(write_one(record), number))
    assert found == record
    assert plain_json.dumps(write_one(found)) == plain_json.dumps(write_one(record))
    assert pickle.dumps(found) == pickle.dumps(
        read(plain_json.loads(plain_json.dumps(write_one(record))))
    )
    assert not reasons(type(record), disguised(write_one(record), number))


def test_equal_values_are_one_object_within_a_read() -> None:
    """Strings that come again cost no memory, and no two reads share them."""
    wire = plain_json.dumps([{"country": "KAZ", "year": 2021, "tier": "Tier 2", "note": "a note"}])
    twice = [*plain_json.loads(wire), *plain_json.loads(wire)]
    one, other = map(Reader(Assessment).read, twice)
    assert one.note is other.note
    assert Reader(Assessment).read(plain_json.loads(wire)[0]).note is not one.note
    shelter = {**SHELTER, "name": "Bed 1", "services": [{"kind": "shelter", "name": "Bed 1"}]}
    body = Reader(Organization).read(plain_json.loads(plain_json.dumps(shelter)))
    assert body.services[0].name is body.name


def test_nothing_of_a_file_stays_in_memory() -> None:
    """When a dataset is dropped, so are its records, its strings and all that was made of them."""
    people = [{"id": f"a-{number}", "name": f"Ann {number} " * 20} for number in range(3000)]
    text = plain_json.dumps({"schema_version": 1, "people": people})
    json.dumps(json.loads(text))
    gc.collect()
    tracemalloc.start()
    try:
        found = json.loads(text)
        json.dumps(found)
        first = weakref.ref(found.people[0])
        held = tracemalloc.get_traced_memory()[0]
        del found
        gc.collect()
        left = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert first() is None
    assert left < held / 50


def test_what_a_reader_or_writer_remembers_is_bounded() -> None:
    """However many different values a file has, a stream of them does not fill the memory."""
    reader, known = Reader(Organization), Known(str.upper)
    for start in range(0, 5 * REMEMBERED, 1000):
        names = [f"Name {number}" for number in range(start, start + 1000)]
        found = [reader.read({"id": "a", "name": name}) for name in names]
        assert [one.name for one in found] == names
        assert [known[name] for name in names] == [name.upper() for name in names]
    assert len(reader._strings) <= REMEMBERED
    assert len(known) <= REMEMBERED


def test_the_rules_of_a_class_are_asked_by_the_class() -> None:
    """Converters, rules between fields, aliases and what a class makes itself all work."""

    def absolute(value: int) -> int:
        return abs(value)

    @attrs.frozen
    class Range:
        _low: int = attrs.field(validator=attrs.validators.ge(0))
        high: int = attrs.field(converter=absolute, validator=attrs.validators.ge(0))
        words: tuple[str, ...] = attrs.field(default=(), validator=attrs.validators.max_len(2))
        size: int = attrs.field(init=False)
        word: Literal["a", "b"] = attrs.field(default="a")

        def __attrs_post_init__(self) -> None:
            if self._low > self.high:
                raise ValueError("low is more than high")
            object.__setattr__(self, "size", self.high - self._low)

        @word.validator
        def _look(self, _: object, value: str) -> None:
            if value == "b" and self.high < 3:
                raise ValueError("b needs a high of 3")

    assert Reader(Range).read({"_low": 1, "high": -3}).size == 2
    assert write_one(Range(low=1, high=3)) == {"_low": 1, "high": 3, "word": "a", "words": []}
    cases = [
        ({"_low": -1, "high": -3}, "$._low", "'_low' must be >= 0"),
        ({"_low": 4, "high": 3}, "$", "low is more than high"),
        ({"_low": 1, "high": 3, "words": ["a", "b", "c"]}, "$.words", "Length of 'words'"),
        ({"_low": 1, "high": 2, "word": "b"}, "$", "b needs a high of 3"),
    ]
    for wire, path, expected in cases:
        assert result(lambda: Reader(Range).read(wire)) is None  # noqa: B023
        (problem,) = reasons(Range, wire)
        assert problem.path == path
        assert problem.expected.startswith(expected)


def test_a_subclass_is_read_and_written_with_its_own_fields() -> None:
    """A subclass stands in the place of its class, inside others too."""
    service = Reader(Organization, {Service: Bed}).read(SHELTER)
    assert service.services[0].beds == 12
    assert write_one(service)["services"] == SHELTER["services"]
    mixed = [service, Organization(id="a", name="A"), service]
    assert [one["id"] for one in plain_writer(Organization)(mixed)] == ["b", "a", "b"]


@attrs.frozen(kw_only=True)
class Bed(Service):
    """A service of a user's own."""

    beds: int = 0


SHELTER = {
    "id": "b",
    "name": "B",
    "services": [{"beds": 12, "kind": "shelter", "name": "", "status": "active"}],
}


def test_what_cannot_be_explained_is_raised() -> None:
    """If a class refuses what its explanation accepts, its own error is not lost."""
    calls: list[object] = []

    @attrs.frozen(kw_only=True)
    class Moody(Person):
        def __attrs_post_init__(self) -> None:
            calls.append(self)
            if len(calls) == 1:
                raise RuntimeError("not now")

    found = Gathering(lambda *_: Place((0, 0), "$"), None, 9, {Person: Moody})
    with pytest.raises(RuntimeError, match="not now"):
        found.read("person", {"id": "ann", "name": "Ann"}, 0)
    assert found.read("person", {"id": "ann", "name": "Ann"}, 1) == calls[-1]


def test_wrong_items_beyond_the_limit_are_only_counted() -> None:
    """The limit on problems bounds the work: what is not kept is neither made nor looked up."""
    looked: list[str] = []
    wire = {"id": "c", "title": "C", "countries": ["Kenia"] * 100_000}

    def code_meant(text: str) -> str:
        looked.append(text)
        return ""

    found = Collector(3)
    Explainer(found.add, code_meant, {}).record(tipdata.Campaign, wire, "$")
    assert (found.count, len(found.kept), len(looked)) == (100_000, 3, 3)


def test_classes_to_read_are_checked() -> None:
    """Only a subclass that attrs made, and whose fields files can hold, is read in place of another."""

    @attrs.frozen(kw_only=True)
    class Odd(Person):
        when: dict[str, int] = attrs.field(factory=dict)

    for own in (Organization, int, "Person", Odd):
        with pytest.raises(InvalidValueError, match="classes"):
            json.loads('{"schema_version": 1}', classes={Person: own})  # type: ignore[dict-item]  # as is tested
