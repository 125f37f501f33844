"""Records as types of pydantic: read, written, described and refused as in documents."""

import functools
import json as plain_json
import pickle
import random
import subprocess
import sys
from collections.abc import Callable
from typing import Any, Generic, Literal, TypeVar

import attrs
import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, Json, TypeAdapter, ValidationError, validate_call

import tipdata
from mutants import mutated, nodes
from refusals import problems_of
from tipdata import AnyRecord, Campaign, Identifier, PartialDate, Period, Person, Reach, Tier
from tipdata._wire.json_values import step
from tipdata.dataset.kinds import CLASSES, KINDS, held_classes, kind_of
from tipdata.errors import InvalidValueError
from tipdata.formats import from_plain, schema, to_plain
from tipdata.testing import records

HELD = sorted(held_classes(), key=lambda kind: kind.__name__)
STORY = tipdata.load("central-asia-2021")
ANY: TypeAdapter[Any] = TypeAdapter(AnyRecord)
MUTATIONS = 25
MODES: "tuple[Literal['validation', 'serialization'], ...]" = ("validation", "serialization")
T = TypeVar("T")


class Report(BaseModel):
    """A model of a user's own."""

    campaign: Campaign
    people: list[Person] = []
    lead: Person | None = None
    tiers: dict[str, Tier] = {}
    by_tier: dict[Tier, int] = {}
    seen: PartialDate | None = None
    period: Period | None = None
    more: list[AnyRecord] = []
    part: Reach | Identifier | None = None


REPORT = Report(
    campaign=STORY.campaigns[0],
    people=[*STORY.people],
    lead=STORY.people[0],
    tiers={"KAZ": Tier.TIER_2},
    by_tier={Tier.TIER_3: 1},
    seen=PartialDate(2021, 7),
    period=Period.parse("2021/.."),
    more=[*STORY],
    part=Reach(about=5),
)


class Page(BaseModel, Generic[T]):
    """A generic model."""

    items: list[T]


@attrs.frozen(kw_only=True)
class Drive(Campaign):
    """A campaign with a field more."""

    donors: tuple[str, ...] = ()
    parts: "tuple[Drive, ...]" = ()


def errors_of(read: Callable[[], object]) -> list[Any]:
    """Return the errors with which pydantic refuses something."""
    with pytest.raises(ValidationError) as caught:
        read()
    return caught.value.errors()


def resolved(described: Any, components: dict[str, Any]) -> Any:
    """Return a schema with the components in the places where it refers to them."""
    if isinstance(described, list):
        return [resolved(one, components) for one in described]
    if not isinstance(described, dict):
        return described
    own = {key: resolved(one, components) for key, one in described.items() if key != "$ref"}
    if "$ref" not in described:
        return own
    return {**resolved(components[described["$ref"].rpartition("/")[2]], components), **own}


def without_words(described: Any) -> Any:
    """Return a schema without what an element or an alternative is called, as components are."""
    for holder, key in nodes(described):
        if isinstance(holder[key], dict) and key in {"items", 0}:
            holder[key].pop("title", None)
            holder[key].pop("description", None)
    return described


@pytest.mark.parametrize("kind", HELD, ids=lambda kind: kind.__name__)
def test_pydantic_describes_a_class_as_we_do(kind: Any) -> None:
    """A class and each of its parts is a component, and together they say what our schema says."""
    ours = schema.of(kind)
    del ours["$schema"]
    theirs = TypeAdapter(list[kind]).json_schema()
    assert theirs["items"] == {"$ref": f"#/$defs/{kind.__name__}"}
    assert without_words(resolved(theirs["items"], theirs["$defs"])) == without_words(ours)
    inside = [holder[key] for one in theirs["$defs"].values() for holder, key in nodes(one)]
    assert not [one for one in inside if isinstance(one, dict) and "properties" in one]


@pytest.mark.parametrize("kind", HELD, ids=lambda kind: kind.__name__)
def test_what_is_written_has_every_field(kind: Any) -> None:
    """The schema of what is written is that of what is read, but for fields that may be missing."""
    read, written = (TypeAdapter(list[kind]).json_schema(mode=mode)["$defs"] for mode in MODES)
    for one in written.values():
        if "properties" in one:
            assert set(one["required"]) == set(one["properties"])
            one["required"] = read[one["title"]]["required"]
    assert read == written


def adapter_of(kind: Any) -> "tuple[TypeAdapter[Any], list[jsonschema.Draft202012Validator]]":
    """Return what reads a type, and what validates it by the schema of each mode."""
    adapter: TypeAdapter[Any] = TypeAdapter(kind)
    described = [adapter.json_schema(mode=mode) for mode in MODES]
    for one in described:
        jsonschema.Draft202012Validator.check_schema(one)
    return adapter, [jsonschema.Draft202012Validator(one) for one in described]


ADAPTERS: dict[Any, Any] = {kind: adapter_of(kind) for kind in (*CLASSES.values(), AnyRecord)}


@settings(max_examples=60)
@given(records())
def test_what_is_written_is_read_and_valid(record: Any) -> None:
    """A record of any kind goes through plain data and JSON, and fits the schemas of both modes."""
    for kind, tag in ((type(record), {}), (AnyRecord, {"type": kind_of(type(record))})):
        adapter, validators = ADAPTERS[kind]
        plain = adapter.dump_python(record)
        assert plain == adapter.dump_python(record, mode="json") == {**tag, **to_plain(record)}
        assert adapter.validate_python(plain) == record
        assert adapter.validate_json(adapter.dump_json(record)) == record
        assert adapter.validate_python(record) is record
        assert all(validator.is_valid(plain) for validator in validators)


@settings(max_examples=60)
@given(records(), st.integers(0, 2**32))
def test_pydantic_refuses_what_our_reader_refuses(record: Any, seed: int) -> None:
    """The codes, the places and their order are those of `from_plain`; `input` is what stands there."""
    chance, kind = random.Random(seed), type(record)  # noqa: S311 - nothing is secret here
    adapter, _ = ADAPTERS[kind]
    for _ in range(MUTATIONS):
        data: Any = mutated(to_plain(record), chance)
        problems = problems_of(lambda: from_plain(kind, data))  # noqa: B023 - called at once
        if not problems:
            assert adapter.validate_python(data) == from_plain(kind, data)
            continue
        found = errors_of(lambda: adapter.validate_python(data))  # noqa: B023 - as above
        assert [one["type"] for one in found] == [problem.code for problem in problems]
        for one, problem in zip(found, problems, strict=True):
            assert one["msg"].partition(";")[0] == problem.message
            place, at = [*one["loc"]], data
            if problem.code == "missing-field":
                assert problem.message == f"{place.pop()!r} is missing"
            assert functools.reduce(step, place, "$") == problem.path
            for key in place:
                at = at[key]
            is_short = len(repr(at)) <= 100 and "\\ud" not in repr(at)
            assert one["input"] == at if is_short else isinstance(one["input"], str)


@pytest.mark.parametrize("given", [None, 1, "a", [], [{}], True, "{}"])
def test_what_is_no_object_is_no_record(given: object) -> None:
    """Each class refuses what is no object, as `from_plain` does, at its own place."""
    for kind in HELD:
        (problem,) = problems_of(lambda: from_plain(kind, given))  # noqa: B023 - called at once
        (error,) = errors_of(lambda: TypeAdapter(kind).validate_python(given))  # noqa: B023 - as above
        assert (error["type"], error["loc"], error["input"]) == (problem.code, (), given)
        assert error["msg"] == str(problem).removeprefix("$: ")


def test_a_model_holds_records_and_values() -> None:
    """A model goes through plain data and JSON, through a deep copy and a pickle."""
    assert Report.model_validate(REPORT.model_dump()) == REPORT
    assert Report.model_validate(REPORT.model_dump(mode="json")) == REPORT
    assert Report.model_validate_json(REPORT.model_dump_json()) == REPORT
    assert REPORT.model_copy(deep=True) == REPORT == pickle.loads(pickle.dumps(REPORT))  # noqa: S301
    assert REPORT.model_dump()["campaign"] == to_plain(STORY.campaigns[0])
    assert REPORT.model_dump(include={"tiers", "by_tier", "seen", "period"}) == {
        "tiers": {"KAZ": "Tier 2"},
        "by_tier": {"Tier 3": 1},
        "seen": "2021-07",
        "period": "2021/..",
    }
    assert type(REPORT.model_dump()["tiers"]["KAZ"]) is str
    for mode in MODES:
        described = Report.model_json_schema(mode=mode)
        jsonschema.validate(REPORT.model_dump(), described)
        assert described["properties"]["campaign"] == {"$ref": "#/$defs/Campaign"}
        assert described["properties"]["tiers"]["additionalProperties"] == {"$ref": "#/$defs/Tier"}


def test_the_places_of_errors_are_those_of_the_model() -> None:
    """Each error has the place in the model, and a union names the class and no function of ours."""
    given = {
        "campaign": {"id": "A", "title": "", "hashtags": ["x"], "a b": 1, "reach": {"unit": 1}},
        "people": [{"id": "ann", "name": "Ann"}, {"id": "b"}, 3],
        "tiers": {"KAZ": "2WL"},
        "by_tier": {"{suggestion}": 1},
        "seen": "July",
        "period": 2021,
        "more": [{"type": "persn"}, {"type": "person"}, {}, 3, {"type": []}],
        "part": {"about": "5"},
    }
    found = {error["loc"]: error for error in errors_of(lambda: Report.model_validate(given))}
    assert [*found] == [
        ("campaign", "id"),
        ("campaign", "title"),
        ("campaign", "hashtags", 0),
        ("campaign", "a b"),
        ("campaign", "reach", "unit"),
        ("people", 1, "name"),
        ("people", 2),
        ("tiers", "KAZ"),
        ("by_tier", "{suggestion}", "[key]"),
        ("seen",),
        ("period",),
        ("more", 0, "type"),
        ("more", 1, "id"),
        ("more", 1, "name"),
        ("more", 2, "type"),
        ("more", 3),
        ("more", 4, "type"),
        ("part", "Reach", "about"),
        ("part", "Identifier", "about"),
        ("part", "Identifier", "scheme"),
        ("part", "Identifier", "value"),
    ]
    assert found["campaign", "id"]["input"] == "A"
    assert found["campaign", "id"]["type"] == "invalid-value"
    assert found["campaign", "id"]["msg"].startswith("not a valid id; expected a slug like")
    assert found["people", 1, "name"]["input"] == {"id": "b"}
    assert found["tiers", "KAZ"]["type"] == "unknown-tier"
    assert "did you mean 'Tier 2 Watch List'?" in found["tiers", "KAZ"]["msg"]
    assert found["by_tier", "{suggestion}", "[key]"]["msg"].startswith(
        "'{suggestion}' is not a tier"
    )
    assert found["seen",]["type"] == found["period",]["type"] == "invalid-date"
    assert found["more", 0, "type"]["ctx"] == {"suggestion": "person"}
    assert found["more", 0, "type"]["input"] == "persn"
    assert "ctx" not in found["more", 3]


def hostile() -> dict[str, Any]:
    """Return bodies of some hundred kilobytes for a list of campaigns, by what is wrong."""
    sound = {"id": "a", "title": "A"}
    deep: Any = []
    for _ in range(150):
        deep = [deep]
    return {
        "wrong fields": [{**sound, "hashtags": ["x"] * 20_000}],
        "wrong items": [1] * 5000,
        "empty objects": [{}] * 5000,
        "unknown fields": [{f"a{number}": number for number in range(5000)}],
        "unknown fields with long names": [{"a" * 1000 + str(n): 1 for n in range(300)}],
        "unknown fields with odd names": [{"\x00 " * 300 + str(n): 1 for n in range(300)}],
        "unknown fields of many": [{"a": 0}] * 5000,
        "a huge string": [{**sound, "id": "A" * 300_000}],
        "many huge strings": [{**sound, "hashtags": ["x" * 3000] * 100}],
        "a huge object without a field": [{"description": "x" * 300_000}] * 3,
        "many objects without a field": [{**sound, "identifiers": [{"scheme": "x" * 90}] * 2000}],
        "nested lists": [{**sound, "hashtags": deep, "reach": deep, "id": deep}] * 300,
        "huge numbers": [{**sound, "reach": {"about": 10**3000}}] * 100,
        "surrogates": [{**sound, "title": "\ud800" * 50, "\ud800": "\ud800"}] * 1000,
    }


@settings(max_examples=60)
@given(records())
def test_values_of_ours_in_plain_data_are_taken(record: Any) -> None:
    """The fields of a record as Python has them make it again, with parts, dates and tuples."""
    adapter, _ = ADAPTERS[type(record)]
    fields = attrs.asdict(record, recurse=False)
    assert adapter.validate_python(fields) == record
    errors = errors_of(lambda: adapter.validate_python({**fields, "titel": 1}))
    assert [error["loc"] for error in errors] == [("titel",)]


@pytest.mark.parametrize("what", hostile())
def test_an_answer_grows_no_faster_than_its_request(what: str) -> None:
    """An answer has 120 bytes for each byte of the request at most, and 40,000 more."""
    body = hostile()[what]
    request = len(plain_json.dumps(body, separators=(",", ":")))
    for kind in (Campaign, AnyRecord):
        tagged = (
            body
            if kind is Campaign
            else [{"type": "campaign", **one} if isinstance(one, dict) else one for one in body]
        )
        with pytest.raises(ValidationError) as caught:
            TypeAdapter(list[kind]).validate_python(tagged)  # type: ignore[valid-type]
        answer = len(plain_json.dumps(caught.value.errors()).encode())
        assert answer <= 120 * request + 40_000, (answer, request)
        assert caught.value.json()


def test_a_record_shows_a_hundred_errors_and_counts_the_others() -> None:
    """However much is wrong with a record, the answer ends, and says how much more there is."""
    found = errors_of(
        lambda: ANY.validate_python(
            {"type": "person", **dict.fromkeys("ab" * 1, 0), **{f"x{n}": 0 for n in range(148)}}
        )
    )
    assert len(found) == 101
    assert found[-1]["msg"] == "and 52 more problems"
    assert found[-1]["loc"] == ()
    assert found[-1]["input"] is None


def test_a_subclass_has_its_own_fields() -> None:
    """A subclass of a user's own is read, written and described with what it adds, also itself."""
    adapter = TypeAdapter[Any](list[Drive])
    drive = Drive(id="a", title="A", donors=("b",), parts=(Drive(id="c", title="C"),))
    assert adapter.validate_json(adapter.dump_json([drive])) == [drive]
    described = adapter.json_schema()
    fields = {field.name for field in attrs.fields(Drive)}
    assert {*described["$defs"]["Drive"]["properties"]} == fields > {"id", "donors"}
    assert described["$defs"]["Drive"]["properties"]["parts"]["items"] == {"$ref": "#/$defs/Drive"}
    assert errors_of(lambda: adapter.validate_python([{"id": "a", "title": "A", "donors": 1}]))
    assert TypeAdapter(Campaign).validate_python(drive) is drive
    assert TypeAdapter(Campaign).dump_python(drive)["donors"] == ["b"]
    assert ANY.dump_python(drive)["donors"] == ["b"]


def test_a_model_remembers_nothing_of_what_it_reads() -> None:
    """A type lives as long as its program, so it keeps no string of what it has read."""
    adapter, _ = ADAPTERS[Person]
    name = "Ann" * len(STORY)
    before = sys.getrefcount(name)
    assert adapter.validate_python({"id": "ann", "name": name, "other_names": [{"name": name}]})
    assert sys.getrefcount(name) == before


def test_a_subclass_that_files_cannot_hold_is_refused() -> None:
    """A field of a type that files do not have is named when a model is made."""

    @attrs.frozen(kw_only=True)
    class Odd(Campaign):
        odd: complex = 0j

    with pytest.raises(InvalidValueError, match="complex"):
        TypeAdapter(Odd)


def test_pydantic_of_all_sorts() -> None:
    """Functions, generic models and JSON in a string take records as any type of pydantic."""

    @validate_call
    def names(people: list[Person], tier: Tier) -> list[str]:
        assert tier is Tier.TIER_2
        return [person.name for person in people]

    plain: Any = [{"id": "ann", "name": "Ann"}]
    assert names(plain, "Tier 2") == ["Ann"]  # type: ignore[arg-type]
    assert Page[Person](items=plain).items[0] == Person(id="ann", name="Ann")
    assert Page[Person].model_json_schema()["properties"]["items"]["items"] == {
        "$ref": "#/$defs/Person"
    }
    adapter: TypeAdapter[Any] = TypeAdapter(Json[Person])
    assert adapter.validate_python(plain_json.dumps(plain[0])) == Person(id="ann", name="Ann")
    with pytest.raises(ValidationError):
        TypeAdapter(Person).validate_python(plain_json.dumps(plain[0]))


def test_every_record_is_in_the_union() -> None:
    """The union has a component for each kind, whose `type` is the word of JSON Lines."""
    for mode in MODES:
        described = ANY.json_schema(mode=mode)
        mapping = described["discriminator"]["mapping"]
        assert [*mapping] == sorted(KINDS)
        assert {one["$ref"] for one in described["oneOf"]} == {*mapping.values()}
        for kind, ref in mapping.items():
            component = described["$defs"][ref.rpartition("/")[2]]
            assert component["title"] == f"Tagged{CLASSES[kind].__name__}"
            assert component["properties"]["type"] == {"const": kind}
            assert "type" in component["required"]
            del component["properties"]["type"]
            component["required"].remove("type")
            name = component["title"] = CLASSES[kind].__name__
            untagged: TypeAdapter[Any] = TypeAdapter(list[CLASSES[kind]])  # type: ignore[valid-type]
            assert component == untagged.json_schema(mode=mode)["$defs"][name]
    assert [ANY.validate_python(one) for one in map(ANY.dump_python, STORY)] == [*STORY]


def test_a_country_needs_the_form_of_a_code_alone() -> None:
    """Whether the registry knows a code is asked by `check`, not by a model."""
    unknown = ANY.validate_python(
        {"type": "campaign", "id": "a", "title": "A", "countries": ["ZZZ"]}
    )
    assert [one.code for one in tipdata.check(tipdata.Dataset.from_records([unknown]))]
    assert errors_of(
        lambda: ANY.validate_python(
            {"type": "campaign", "id": "a", "title": "A", "countries": ["Kenya"]}
        )
    )


def test_a_process_that_needs_no_pydantic_loads_none() -> None:
    """Records are made, written and read without pydantic and what is there for it alone."""
    script = (
        "import sys, tipdata; story = tipdata.load('central-asia-2021'); tipdata.load();"
        "tipdata.formats.json.loads(tipdata.formats.json.dumps(story));"
        "print([name for name in sys.modules if 'pydantic' in name or 'modelling' in name])"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert run.stdout == "['tipdata._pydantic']\n"
