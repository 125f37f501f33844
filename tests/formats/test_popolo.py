"""Popolo: nothing is lost on the way out, and nothing in silence on the way in."""

import json
import re
from collections.abc import Iterable
from itertools import count
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tipdata
from leaving import plain_records, restore
from tipdata import Dataset, FormatError, Identifier, Organization, Person, Problem, formats
from tipdata.countries import default
from tipdata.dataset.kinds import CLASSES, KINDS, PLURALS
from tipdata.formats import LeftOut, popolo
from tipdata.formats._jsonld_nodes import REASONS as SCHEMA_ORG
from tipdata.formats._leaving import WHOLE
from tipdata.formats.followthemoney._writing import _NO_SCHEMA, _REASONS
from tipdata.formats.popolo._writing import REASONS
from tipdata.records.organizations import Service
from tipdata.testing import datasets, organizations, people, sources

STORY = tipdata.load("central-asia-2021")
CODES = st.sampled_from(sorted(one.alpha_3 for one in default()))
CITED = st.lists(st.sampled_from(["s1", "s2", "s3"]), max_size=3).map(tuple)
SITES = st.sampled_from(["https://a.org", "http://b.org/?q=1", "by post", ""])


@st.composite
def rich_datasets(draw: st.DrawFn) -> Dataset:
    """Return datasets whose people and organizations vary in every field, with their sources."""
    bodies = organizations(country=st.none() | CODES, sources=CITED)
    found = draw(st.lists(bodies, max_size=3, unique_by=lambda one: one.id))
    staff = draw(st.lists(people(sources=CITED), max_size=3, unique_by=lambda one: one.id))
    cited = [draw(sources(id=st.just(key), address=SITES)) for key in ["s1", "s2", "s4"]]
    return Dataset(organizations=found, people=staff, sources=cited)


def check_nothing_is_lost(dataset: Dataset) -> None:
    """Check that what comes back and what was left are the dataset together, byte by byte."""
    written = popolo.dumps(dataset)
    loaded = popolo.loads(written.text)
    assert not loaded.left.items
    assert restore(loaded.dataset, written.left) == plain_records(dataset)
    again = popolo.dumps(loaded.dataset)
    assert again.text == written.text
    assert {item.why for item in again.left} <= {item.why for item in written.left}


def test_what_says_nothing_is_not_left() -> None:
    """What is null or empty says nothing; false and zero do."""
    body = {"id": "o", "name": "O", "seats": 0, "open": False, "a": None, "b": "", "c": [], "d": {}}
    loaded = popolo.loads(json.dumps({"organizations": [body]}))
    assert [item.value for item in loaded.left] == ["0", "false"]


def test_an_id_that_only_others_name_is_left() -> None:
    """An id that became a slug is left if no record is there to keep it."""
    document = {"organizations": [{"id": "a", "name": "A", "parent_id": "x/C"}]}
    loaded = popolo.loads(json.dumps(document))
    assert loaded.dataset.organizations[0].parent == "x-c"
    assert [(item.field, item.value) for item in loaded.left] == [
        ("$.organizations[0].parent_id", '"x/C"')
    ]


def test_a_source_is_left_for_the_right_reason() -> None:
    """A source is left as a whole because nothing cites it, or because it has no web address."""
    cited = [
        tipdata.Source(id="web", title="W", address="http://w.org"),
        tipdata.Source(id="book", title="B", address="a shelf"),
    ]
    body = Organization(id="o", name="O", sources=("book", "gone"))
    left = popolo.dumps(Dataset(organizations=[body], sources=cited)).left
    assert [(item.record, item.field, item.why.split()[1]) for item in left] == [
        (("organization", "o"), "sources[0]", "names"),
        (("organization", "o"), "sources[1]", "names"),
        (("source", "book"), "", "names"),
        (("source", "web"), "", "lists"),
    ]


@pytest.mark.parametrize(
    ("key", "values", "written"),
    [
        ("q-1", ["Q/1"], "Q/1"),
        ("q-1", ["Q/1", "Q/2"], "q-1"),
        ("q-1", ["Q/1", "Q/1"], "q-1"),
        ("q-1", ["q-1"], "q-1"),
        ("other", ["Q/1"], "other"),
    ],
)
def test_only_the_id_that_was_read_is_written_again(
    key: str, values: list[str], written: str
) -> None:
    """An identifier is an id again only if reading makes the same record of it."""
    kept = tuple(Identifier(scheme="popolo", value=value) for value in values)
    bodies = [
        Organization(id=key, name="O", identifiers=kept),
        Organization(id="p", name="P", parent=key),
    ]
    ann = tipdata.Affiliation(organization=key, on_behalf_of=key)
    dataset = Dataset(organizations=bodies, people=[Person(id="a", name="A", affiliations=(ann,))])
    check_nothing_is_lost(dataset)
    document = json.loads(popolo.dumps(dataset).text)
    assert document["organizations"][key > "p"]["id"] == written
    assert document["organizations"][key < "p"]["parent_id"] == written
    assert document["memberships"][0]["on_behalf_of_id"] == written


@given(st.one_of(datasets(), rich_datasets()))
def test_what_is_written_and_what_is_left_are_the_dataset(dataset: Dataset) -> None:
    """Each field of each record comes back equal or is left, and never both."""
    check_nothing_is_lost(dataset)


def test_nothing_of_the_story_is_lost() -> None:
    """The packaged story comes back with what was left, and its people with their roles."""
    check_nothing_is_lost(STORY)
    loaded = popolo.loads(popolo.dumps(STORY).text).dataset
    assert [one.affiliations for one in loaded.people] == [one.affiliations for one in STORY.people]


def test_the_docstring_names_what_is_left() -> None:
    """The docstring names each kind and each field that Popolo cannot say, or whose source it is."""
    said = " ".join((popolo.__doc__ or "").split())
    whole = re.search("It cannot say (countries.*?) and (.*?)[.]", said)
    assert whole
    kinds = {kind for kind, reasons in REASONS.items() if WHOLE in reasons}
    assert {*whole[1].split(", "), whole[2]} == {PLURALS[kind] for kind in kinds}
    for kind in ("organization", "person"):
        assert all(f"`{field}`" in said for field in REASONS[kind])


def documented(column: int) -> dict[str, set[str]]:
    """Return what a column of the table of the guide says is left, by kind."""
    page = Path(__file__).parents[2] / "docs" / "how-to" / "neighbouring-standards.md"
    table = page.read_text("utf-8").partition("| of | Popolo")[2].partition("\n\n")[0]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines()[2:]]
    return {
        row[0]: {WHOLE}
        if row[column].startswith("everything")
        else {*re.findall("`(.+?)`", row[column])}
        for row in rows
    }


FOLLOW_THE_MONEY = {
    kind: {WHOLE} if kind in _NO_SCHEMA else {*_REASONS.get(kind, ())} for kind in KINDS
}


@pytest.mark.parametrize(
    ("column", "reasons"), [(1, REASONS), (2, FOLLOW_THE_MONEY), (3, SCHEMA_ORG)]
)
def test_the_guide_names_what_is_left(column: int, reasons: Any) -> None:
    """The table of the guide has the fields of each kind that a standard cannot say."""
    assert documented(column) == {PLURALS[kind]: {*reasons[kind]} for kind in reasons}


# How Popolo's own schemas have each property that is written, and what others add to it.
DATE = r"[0-9]{4}(-[0-9]{2}){0,2}"
NAMES = {"name": ".+", "lang": r"\w+(-\w+)*"}
CODES_OF = {"scheme": ".+", "identifier": ".+"}
LINK = {"url": "https?://.+", "note": ".+", "id": ".+"}
POPOLO: dict[str, dict[str, Any]] = {
    "persons": {"id": ".+", "name": ".+", "other_names": NAMES, "identifiers": CODES_OF}
    | {"sources": LINK},
    "organizations": {"id": ".+", "name": ".+", "other_names": NAMES, "identifiers": CODES_OF}
    | {"classification": ".+", "parent_id": ".+", "area_id": ".+", "founding_date": DATE}
    | {"dissolution_date": DATE, "links": LINK, "sources": LINK, "description": "(?s).+"},
    "memberships": {"person_id": ".+", "organization_id": ".+", "on_behalf_of_id": ".+"}
    | {"role": ".+", "start_date": DATE, "end_date": DATE},
    "areas": {"id": ".+", "name": ".+", "identifier": ".+", "classification": "country"},
}
NEEDED_KEYS = {"url", "identifier", "organization_id", "person_id"}


def check_object(given: dict[str, Any], expected: dict[str, Any]) -> None:
    """Check that an object has properties of Popolo alone, in Popolo's form."""
    assert given.keys() <= expected.keys()
    assert expected.keys() & NEEDED_KEYS <= given.keys()
    for key, value in given.items():
        if isinstance(expected[key], dict):
            assert value
            for one in value:
                check_object(one, expected[key])
        else:
            assert re.fullmatch(expected[key], value)


@given(st.one_of(datasets(), rich_datasets(), st.just(STORY)))
def test_documents_are_of_popolos_form(dataset: Dataset) -> None:
    """Each property is one of Popolo's schemas, or of the three that are added, in its form."""
    document = json.loads(popolo.dumps(dataset).text)
    assert document.keys() == POPOLO.keys()
    for name, objects in document.items():
        for one in objects:
            check_object(one, POPOLO[name])
    areas = {one["id"] for one in document["areas"]}
    assert areas == {one.get("area_id") for one in document["organizations"]} - {None}


def test_every_kind_has_a_reason_for_what_it_leaves() -> None:
    """Each kind has reasons, which name fields of its class or the whole record."""
    assert [*REASONS] == [*KINDS]
    for kind, reasons in REASONS.items():
        assert {*reasons} <= {field.name for field in attrs.fields(CLASSES[kind])} | {WHOLE}


@attrs.frozen(kw_only=True)
class _Numbered(Identifier):
    checked: bool = False


@attrs.frozen(kw_only=True)
class _Open(Service):
    hours: str = ""


@attrs.frozen(kw_only=True)
class _Branch(Organization):
    staff: int = 0
    main: Identifier | None = None


def test_fields_of_subclasses_are_left() -> None:
    """A field that a subclass of yours adds to a record or a part of one is left."""
    own = _Numbered(scheme="a", value="b", checked=True)
    service = _Open(kind="shelter", hours="all day")
    branch = _Branch(id="b", name="B", staff=7, identifiers=(own,), main=own, services=(service,))
    left = popolo.dumps(Dataset(organizations=[branch])).left
    assert [(item.field, item.value) for item in left] == [
        ("services", '[{"hours": "all day", "kind": "shelter", "name": "", "status": "active"}]'),
        ("identifiers[0].checked", "true"),
        ("main", '{"checked": true, "scheme": "a", "value": "b"}'),
        ("staff", "7"),
    ]


def test_the_same_through_files(tmp_path: Path) -> None:
    """A path and an open file hold what the string holds, and tell what is left."""
    written = popolo.dumps(STORY)
    path = tmp_path / "story.json"
    assert popolo.dump(STORY, path) == written.left
    assert path.read_text("utf-8") == written.text == str(written)
    with path.open("rb") as file:
        assert popolo.load(file).dataset == popolo.load(path).dataset


# Documents of others.

OBJECTS: dict[str, dict[str, str]] = {
    "persons": dict.fromkeys(
        ("name", "given_name", "gender", "email", "image", "summary", "birth_place"), "text"
    )
    | {"birth_date": "date", "other_names": "names", "identifiers": "codes", "sources": "links"}
    | {"links": "links", "contact_details": "details"},
    "organizations": dict.fromkeys(("name", "classification", "seats", "area_id"), "text")
    | {"founding_date": "date", "other_names": "names", "identifiers": "codes"}
    | {"links": "links", "sources": "links", "description": "text"},
    "memberships": dict.fromkeys(("role", "label", "legislative_period_id", "post_id"), "text")
    | {"start_date": "date"},
    "areas": dict.fromkeys(("name", "type", "classification"), "text"),
    "events": dict.fromkeys(("name", "classification"), "text"),
}
PARTS = {
    "names": {"name": "text", "lang": "text", "note": "text", "start_date": "date"},
    "codes": {"scheme": "text", "identifier": "text"},
    "links": {"url": "url", "note": "text"},
    "details": {"type": "text", "value": "text"},
}
NEEDED = {"name", "identifier"}


@st.composite
def foreign_documents(draw: st.DrawFn) -> dict[str, Any]:
    """Return documents as others write them, in which every string is there once."""
    numbers = count(1001)

    def fill(fields: dict[str, str]) -> dict[str, Any]:
        return {
            name: make(kind) for name, kind in fields.items() if name in NEEDED or draw(BOOLEANS)
        }

    def make(kind: str) -> Any:
        number = next(numbers)
        plain = {"text": f"t{number} é", "date": str(number), "url": f"http://u{number}.org"}
        if kind in plain:
            return plain[kind]
        return [fill(PARTS[kind]) for _ in range(draw(st.integers(0, 2)))]

    found: dict[str, Any] = {}
    for name, fields in OBJECTS.items():
        prefix = draw(st.sampled_from(["", "http://x.org/", "Q", "ocd-person/"]))
        size = draw(st.integers(0, 2))
        found[name] = [{"id": f"{prefix}{name}{n}", **fill(fields)} for n in range(size)]
    for member in found["memberships"]:
        for key, name in (("person_id", "persons"), ("organization_id", "organizations")):
            if draw(BOOLEANS):
                member[key] = draw(st.sampled_from([one["id"] for one in found[name]] or ["no"]))
    return found


BOOLEANS = st.booleans()
BOTH = ["areas[0]", "organizations[0].area_id"]


def strings_of(value: object) -> Iterable[str]:
    """Yield the strings of plain data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings_of(one)


def everything_said(dataset: Dataset, left: LeftOut) -> set[str]:
    """Return the strings that records and what was left have."""
    held = {word for record in plain_records(dataset).values() for word in strings_of(record)}
    return held | {word for item in left for word in strings_of(json.loads(item.value))}


@settings(max_examples=200)
@given(foreign_documents())
def test_nothing_of_a_foreign_document_is_dropped(document: dict[str, Any]) -> None:
    """Each string of a document is in a record or is left, and what is private is in no record."""
    loaded = popolo.loads(json.dumps(document))
    assert {*strings_of(document)} <= everything_said(loaded.dataset, loaded.left)
    held = {
        word for record in plain_records(loaded.dataset).values() for word in strings_of(record)
    }
    private = ("gender", "birth_date", "email", "image", "contact_details", "given_name")
    for person in document["persons"]:
        assert not held & {word for name in private for word in strings_of(person.get(name))}


@settings(max_examples=200)
@given(foreign_documents())
def test_what_was_read_is_written_and_read_back(document: dict[str, Any]) -> None:
    """The dataset of a foreign document is ours, which comes back from a document of ours."""
    check_nothing_is_lost(popolo.loads(json.dumps(document)).dataset)


KEYS = (
    *("id", "name", "sources", "url", "scheme", "identifiers", "memberships", "links", "x"),
    *("person_id", "organization_id", "other_names", "start_date", "area_id"),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=300)
@given(
    st.dictionaries(
        st.sampled_from(["persons", "organizations", "memberships", "areas", "x"]),
        JSON | st.lists(JSON, max_size=3),
    )
)
def test_any_document_is_read_or_refused(document: dict[str, Any]) -> None:
    """Whatever JSON a document is, it is read, or refused with paths in it."""
    found: list[Problem] = []
    try:
        popolo.loads(json.dumps(document))
    except FormatError as error:
        found += error.problems
    assert all(problem.path.startswith("$") for problem in found)


def refused(document: object) -> list[str]:
    """Return what is wrong with a document, each problem as a line."""
    text = document if isinstance(document, str) else json.dumps(document)
    with pytest.raises(FormatError) as caught:
        popolo.loads(text)
    return [str(problem) for problem in caught.value.problems]


def test_everything_wrong_is_reported_at_once_with_its_path() -> None:
    """Each problem has the path and the names of the document, and the nearest valid value."""
    member = {"person_id": "Q1", "organization_id": "o", "start_date": "2004", "end_date": "2003"}
    document = {
        "persons": [
            {"id": "Q1", "name": "A", "memberships": [{"organization_id": "o", "role": 7}]},
            {"id": "q1", "nom": "B"},
            {"id": "ann", "name": "Ann\u202e", "identifiers": [{"scheme": "a b"}, {"scheme": "a"}]},
            7,
        ],
        "organizations": [{"id": "Ж", "name": "B", "founding_date": "2001-13", "parent_id": 3}],
        "memberships": [member, {**member, "end_date": "2015-02-30"}],
    }
    assert sorted(refused(document)) == [
        "$.memberships[0].end_date: contradicts the other fields; expected a date not before its start (2004), got '2003'",
        "$.memberships[1].end_date: not a valid partial date: February 2015 has 28 days; expected YYYY, YYYY-MM or YYYY-MM-DD, got '2015-02-30'",
        "$.organizations[0].founding_date: not a valid partial date: PartialDate.month must be an integer from 1 to 12, not 13; expected YYYY, YYYY-MM or YYYY-MM-DD, got '2001-13'",
        "$.organizations[0].id: not a valid id; expected a slug like 'sana-sezim' (a-z, 0-9 and hyphens), got 'Ж'",
        "$.organizations[0].parent_id: this is an integer; expected a slug like 'sana-sezim' (a-z, 0-9 and hyphens), got 3",
        "$.persons[0].memberships[0].role: this is an integer; expected a string, got 7",
        "$.persons[1].id: the ids 'Q1' and 'q1' become the same slug; expected ids that differ in more than case and punctuation, got 'q1'",
        "$.persons[1]: 'name' is missing",
        "$.persons[2].identifiers[1]: 'value' is missing",
        "$.persons[2].name: contains an invisible character; expected a string without invisible characters, got 'Ann\\u202e'; did you mean 'Ann'?",
        "$.persons[3]: this is an integer; expected an object, got 7",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "$: the file is empty"),
        ("[]", "$: this is a list; expected a Popolo document"),
        ("{}", "$: neither persons nor organizations nor memberships found"),
        ('{"persons": {}}', "$.persons: this is an object; expected a list"),
        ('{"persons": [', "$: the document is truncated"),
        ('{"persons": [], "persons": []}', "$.persons: duplicate key"),
        ('{"persons": [{"id": "a", "id": "b", "name": "A"}]}', "$.persons[0].id: duplicate key"),
        ('{"persons": [], "x": [NaN]}', "$.x[0]: NaN is not valid JSON"),
        ('{"persons": [], "x": {"a b": {"c": 1, "c": 2}}}', "$.x['a b'].c: duplicate key"),
        ('{"people": [], "schema_version": 2}', "$: this is JSON; expected a Popolo document"),
        ('{"type": "person", "id": "a"}', "$: this is JSON Lines; expected a Popolo document"),
    ],
)
def test_what_is_no_document_is_refused(text: str, expected: str) -> None:
    """What is not a document, or not one that JSON allows, is refused with one line that says so."""
    (line,) = refused(text)
    assert line.startswith(expected)


def test_a_document_of_any_depth_is_read_or_refused() -> None:
    """Nesting ends in an error of ours, whether the reader or the writer of JSON gives up."""
    for depth in [*range(850, 1000), 10_000, 200_000]:
        text = f'{{"persons": [], "x": {"[" * depth}1{"]" * depth}}}'
        try:
            popolo.loads(text)
        except FormatError as error:
            assert [problem.code for problem in error.problems] == ["too-deep"]  # noqa: PT017 - either is right


@pytest.mark.parametrize(
    ("read", "data", "name"),
    [
        (popolo.loads, formats.package.dumps(STORY), "a package"),
        (popolo.loads, formats.followthemoney.dumps(STORY).text, "FollowTheMoney"),
        (popolo.loads, formats.json.dumps(STORY), "JSON"),
        (popolo.loads, formats.jsonl.dumps(STORY).splitlines()[1], "JSON Lines"),
        (formats.json.loads, popolo.dumps(STORY).text, "Popolo"),
    ],
)
def test_a_document_of_another_format_is_refused(read: Any, data: str | bytes, name: str) -> None:
    """A document of another format is refused with one line that names the format."""
    with pytest.raises(FormatError, match=rf"1 problem\n  \$: this is {name}; expected .* is for "):
        read(data)


def test_ids_become_slugs_and_are_kept() -> None:
    """An id that is not a slug becomes one wherever it is named, and is kept as an identifier."""
    document: dict[str, Any] = {
        "persons": [{"id": "http://x.org/Ärzte/7", "name": "A"}],
        "organizations": [
            {"id": "party/B", "name": "B", "parent_id": "party/C"},
            {"id": "party/C", "name": "C"},
        ],
        "memberships": [{"person_id": "http://x.org/Ärzte/7", "organization_id": "party/B"}],
    }
    loaded = popolo.loads(json.dumps(document))
    found = loaded.dataset
    assert not loaded.left.items
    person, body = found.people[0], found.organizations[0]
    assert (person.id, body.id, body.parent) == ("http-x-org-arzte-7", "party-b", "party-c")
    assert person.affiliations[0].organization == body.id
    assert person.identifiers == (Identifier(scheme="popolo", value="http://x.org/Ärzte/7"),)
    written = json.loads(popolo.dumps(found).text)
    assert {key: written[key] for key in document} == document
    document["persons"][0]["identifiers"] = [{"scheme": "popolo", "identifier": person.id}]
    document["persons"][0]["identifiers"] += [
        {"scheme": "popolo", "identifier": "http://x.org/Ärzte/7"}
    ]
    (again,) = popolo.loads(json.dumps(document)).dataset.people
    assert [one.value for one in again.identifiers] == [person.id, "http://x.org/Ärzte/7"]


@pytest.mark.parametrize(
    ("area", "expected", "left"),
    [
        ({"id": "a", "identifier": "KAZ", "name": "Kazakhstan"}, "KAZ", []),
        ({"id": "a", "identifier": "KAZ", "name": "Qazaqstan Resp"}, "KAZ", ["areas[0].name"]),
        ({"id": "a", "identifier": "9", "name": "Kyrgyzstan"}, "KGZ", ["areas[0].identifier"]),
        ({"id": "a", "name": "Kyrgyz Republic", "geometry": 1}, "KGZ", ["areas[0].geometry"]),
        ({"id": "a", "classification": "state", "name": "Georgia"}, None, BOTH),
        ({"id": "a", "classification": None, "identifier": "KAZ"}, None, BOTH),
        ({"id": "a", "name": "Atlantis"}, None, BOTH),
        ({"id": "b", "name": "Georgia"}, None, BOTH),
        ({"id": 7, "name": "Georgia"}, None, BOTH),
    ],
)
def test_a_country_is_known_or_left(
    area: dict[str, Any], expected: str | None, left: list[str]
) -> None:
    """An area is a country only if the document says so, uses it, and the registry knows it."""
    area = {"classification": "country", **area}
    body = {"id": "o", "name": "O", "area_id": "a"}
    loaded = popolo.loads(json.dumps({"organizations": [body], "areas": [area]}))
    assert loaded.dataset.organizations[0].country == expected
    assert sorted(item.field for item in loaded.left) == [f"$.{field}" for field in left]


def test_a_division_of_open_civic_data_is_a_country() -> None:
    """A country's division is its code; a part of a country is left."""
    bodies = [
        {"id": code, "name": "O", "area_id": f"ocd-division/country:{place}"}
        for code, place in (("o", "kz"), ("p", "us/state:ga"), ("q", "zz"))
    ]
    loaded = popolo.loads(json.dumps({"organizations": bodies}))
    assert [one.country for one in loaded.dataset.organizations] == ["KAZ", None, None]
    assert [json.loads(item.value)[-2:] for item in loaded.left] == ["ga", "zz"]


def test_a_source_is_one_record_or_is_left() -> None:
    """Links with one address are one source; what the second says otherwise is left."""
    links = [{"url": "http://s.org", "note": note} for note in ("S", "S", "T")]
    document = {"persons": [{"id": "a", "name": "A", "sources": [*links, {"url": "mailto:b"}]}]}
    loaded = popolo.loads(json.dumps(document))
    (source,) = loaded.dataset.sources
    assert (source.id, source.title, source.address) == ("http://s.org", "S", "http://s.org")
    assert loaded.dataset.people[0].sources == ("http://s.org",) * 3
    assert [item.field for item in loaded.left] == [
        "$.persons[0].sources[2]",
        "$.persons[0].sources[3]",
    ]


def test_a_registry_makes_more_countries_known() -> None:
    """A country of your own comes back if the registry has it, and is left otherwise."""
    mine = tipdata.Country(alpha_3="QMA", code_status="user-assigned", name="Mine")
    dataset = Dataset(organizations=[Organization(id="o", name="O", country="QMA")])
    text = popolo.dumps(dataset.with_records(mine)).text
    assert popolo.loads(text, registry=default().with_countries(mine)).dataset == dataset
    loaded = popolo.loads(text)
    assert loaded.dataset.organizations[0].country is None
    assert [item.why for item in loaded.left] == [
        "not known to be a country",
        "a record has countries, and no other areas",
    ]


def test_sound_and_classes_are_as_in_the_other_formats() -> None:
    """Errors of `check` are errors here if asked for, and your own classes are made."""
    person = Person(id="a", name="A", affiliations=(tipdata.Affiliation(organization="gone"),))
    text = popolo.dumps(Dataset(people=[person])).text
    with pytest.raises(FormatError, match="gone"):
        popolo.loads(text, sound=True)
    body = popolo.dumps(Dataset(organizations=[Organization(id="o", name="O")])).text
    (made,) = popolo.loads(body, classes={Organization: _Branch}).dataset.organizations
    assert type(made) is _Branch


def test_what_is_left_is_a_table() -> None:
    """What is left prints as a list, and is columns."""
    person = attrs.evolve(STORY.people[1], sources=())
    left = popolo.dumps(Dataset(people=[person])).left
    assert str(left) == "1 left out\n  person 'nina-balabayeva', honours: Popolo has no awards"
    assert left.columns() == {
        "record": ["person 'nina-balabayeva'"],
        "field": ["honours"],
        "value": ['[{"award": "TIP Report Hero", "edition": 2020}]'],
        "why": ["Popolo has no awards"],
    }


def test_a_second_website_is_left() -> None:
    """An organization has one website, and another link is left with its path."""
    links = [{"url": f"https://{name}.org", "note": "website"} for name in ("a", "b")]
    loaded = popolo.loads(json.dumps({"organizations": [{"id": "a", "name": "A", "links": links}]}))
    assert loaded.dataset.organizations[0].website == "https://a.org"
    assert [one.field for one in loaded.left] == ["$.organizations[0].links[1]"]


def test_a_part_behind_one_that_is_left_keeps_its_place() -> None:
    """A problem of an identifier is at its own place, whatever the ones before and behind it are."""
    codes = [
        {"scheme": "has a space", "identifier": "1"},
        *({"scheme": "list", "identifier": 5} for _ in range(3)),
    ]
    text = json.dumps({"persons": [{"id": "a", "name": "A", "identifiers": codes}]})
    with pytest.raises(FormatError) as refused:
        popolo.loads(text)
    assert [problem.path for problem in refused.value.problems] == [
        f"$.persons[0].identifiers[{number}].identifier" for number in (1, 2, 3)
    ]
