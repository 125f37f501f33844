"""FollowTheMoney: nothing is lost on the way out, and nothing in silence on the way in."""

import itertools
import json
import re
from pathlib import Path
from random import Random
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tipdata
from strategies import datasets
from tipdata import (
    Budget,
    Campaign,
    Dataset,
    FormatError,
    Identifier,
    Organization,
    OtherName,
    Period,
    Person,
    Project,
    Source,
    testing,
)
from tipdata.dataset.kinds import KINDS, name_of
from tipdata.formats import followthemoney, jsonl, package, to_plain
from tipdata.formats.followthemoney import _reading
from tipdata.formats.followthemoney._model import PROPERTIES
from tipdata.formats.followthemoney._writing import _MAKERS, _NO_SCHEMA

STORY = tipdata.load("central-asia-2021")
WRITTEN = followthemoney.dumps(STORY)
READ = followthemoney.loads(WRITTEN.text).dataset
EMPTY: dict[str, Any] = {
    **dict.fromkeys(("role", "description", "author", "address", "remarks", "family"), ""),
    **{field: [] for field in ("services", "honours", "channels")},
    "weak": False,
}
GONE = object()
FIRST = ["followthemoney", "wikidata"]
LINKED = {
    "Membership": ("member", "organization"),
    "ProjectParticipant": ("project", "participant"),
    "UnknownLink": ("subject", "object"),
}
NEEDED = {
    **dict.fromkeys(("Organization", "PublicBody", "Company", "Person", "Project"), "name"),
    "Document": "title",
}


@st.composite
def rich_datasets(draw: st.DrawFn) -> Dataset:
    """Return datasets whose records vary in every field, of the kinds that have entities."""
    made = st.one_of(
        testing.organizations(),
        testing.people(),
        testing.projects(),
        testing.campaigns(),
        testing.sources(),
        testing.statements(),
    )
    return Dataset.from_records(draw(st.lists(made, max_size=4, unique_by=name_of)))


def lines(*entities: object) -> str:
    """Return entities as lines of JSON."""
    return "".join(json.dumps(one) + "\n" for one in entities)


def entity(schema: str, identity: str = "NK-1", /, **properties: object) -> dict[str, object]:
    """Return an entity of somebody else."""
    return {"id": identity, "schema": schema, "properties": properties}


def take_out(plain: Any, path: str) -> object:
    """Take the value at a path out of a plain record, and return it."""
    *steps, last = re.findall(r"\w+", path)
    for step in steps:
        plain = plain[int(step) if step.isdigit() else step]
    if last.isdigit():
        value, plain[int(last)] = plain[int(last)], GONE
    else:
        value, plain[last] = plain[last], EMPTY.get(last)
    return value


def tidied(value: Any) -> Any:
    """Return a plain value without what was taken out, and with identifiers by their schemes."""
    if isinstance(value, dict):
        found = {key: tidied(one) for key, one in value.items()}
        for codes in (found.get("identifiers", []),):
            codes.sort(key=lambda one: [one["scheme"] != scheme for scheme in FIRST])
        return found
    return [tidied(one) for one in value if one is not GONE] if isinstance(value, list) else value


def check_nothing_is_lost(dataset: Dataset) -> Dataset:
    """Check that each field of each record comes back or is left, with its value, and no other."""
    written = followthemoney.dumps(dataset)
    loaded = followthemoney.loads(written.text)
    assert not loaded.left.items
    plain: dict[Any, Any] = {name_of(record): to_plain(record) for record in dataset}
    for left in written.left:
        held = plain[left.record]
        value = take_out(held, left.field) if left.field else plain.pop(left.record)
        assert json.loads(left.value) == value not in (None, "", [])
    assert {name_of(one): tidied(to_plain(one)) for one in loaded.dataset} == tidied(plain)
    return loaded.dataset


@given(st.one_of(datasets(), rich_datasets()))
def test_what_is_written_and_what_is_left_are_the_dataset(dataset: Dataset) -> None:
    """Each field of each record comes back equal or is left, and what came back is stable."""
    again = check_nothing_is_lost(dataset)
    assert followthemoney.loads(followthemoney.dumps(again).text).dataset == again


def test_nothing_of_the_story_is_lost() -> None:
    """The packaged story comes back but for what is left; people keep their roles."""
    found = check_nothing_is_lost(STORY)
    assert [one.affiliations for one in found.people] == [one.affiliations for one in STORY.people]
    assert [one.partners for one in found.campaigns] == [one.partners for one in STORY.campaigns]


def test_every_kind_is_written_or_has_a_reason() -> None:
    """A kind of record has entities, or a reason why it has none."""
    assert {*_MAKERS} | {*_NO_SCHEMA} == {*KINDS}
    assert not {*_MAKERS} & {*_NO_SCHEMA}


@settings(max_examples=10)
@given(st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_matter(random: Random) -> None:
    """Entities that were written here are the same dataset in any order."""
    found = WRITTEN.text.splitlines()
    random.shuffle(found)
    assert followthemoney.loads("\n\n".join(found).encode()).dataset == READ


def test_the_same_through_files(tmp_path: Path) -> None:
    """A path and an open file hold what the string holds, and tell what is left."""
    written = followthemoney.dumps(STORY)
    path = tmp_path / "story.ftm.json"
    assert followthemoney.dump(STORY, path) == written.left
    assert path.read_text("utf-8") == written.text == str(written)
    with path.open("rb") as file:
        assert followthemoney.load(file).dataset == followthemoney.load(path).dataset
    assert followthemoney.loads("").dataset == Dataset()


@pytest.mark.parametrize("suffix", [".json", ".jsonl"])
def test_other_formats_say_what_reads_entities(suffix: str, tmp_path: Path) -> None:
    """A file of entities that is read by its suffix is one problem, which names this module."""
    path = tmp_path / f"entities.ftm{suffix}"
    followthemoney.dump(STORY, path)
    with pytest.raises(FormatError) as caught:
        tipdata.read(path)
    [problem] = caught.value.problems
    assert (problem.code, problem.message) == ("wrong-format", "this is FollowTheMoney")
    assert problem.expected.endswith("FollowTheMoney is for tipdata.formats.followthemoney")


NAMES = [
    (schema, name)
    for schema, names in sorted(PROPERTIES.items())
    for name in sorted(names)
    if not re.search("Date|At$|date|ountry", name) and name not in LINKED.get(schema, ())
]


@st.composite
def foreign_entities(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Return entities of somebody else, in which no value is there twice."""
    tokens = (f"https://v{number}.org" for number in itertools.count(100))
    found: dict[str, dict[str, list[str]]] = {}
    for schema, name in draw(st.lists(st.sampled_from(NAMES), max_size=12)):
        values = [next(tokens) for _ in range(draw(st.integers(1, 2)))]
        found.setdefault(schema, {}).setdefault(name, []).extend(values)
    for schema, properties in found.items():
        if NEEDED.get(schema) == "title" or schema in NEEDED:
            properties[NEEDED[schema]] = [next(tokens)]
        for name in LINKED.get(schema, ()):
            properties[name] = draw(st.lists(st.sampled_from([*found]), min_size=1, unique=True))
    return [entity(schema, schema, **properties) for schema, properties in found.items()]


@given(foreign_entities())
def test_no_value_of_somebody_else_is_dropped(entities: list[dict[str, Any]]) -> None:
    """Each entity is a record, a part of one or left, and each value of a property is held or left."""
    loaded = followthemoney.loads(lines(*entities))
    held, left = json.dumps(to_plain(loaded.dataset)), [json.loads(x.value) for x in loaded.left]
    parts = [one for one in entities if one not in left]
    assert len(loaded.dataset) == len([one for one in parts if one["schema"] not in LINKED])
    for one in parts:
        for name in one["properties"].keys() - LINKED.get(one["schema"], ()):
            assert all(value in held or value in str(left) for value in one["properties"][name])
    check_nothing_is_lost(loaded.dataset)


ANN, BODY = entity("Person", "ann", name=["Ann"]), entity("Organization", "body", name=["Body"])
AID = entity("Project", "aid", name=["Aid"])
ONE = "a record holds one value here, and choosing one would be a guess"
LEFT: dict[str, tuple[tuple[dict[str, object], ...], dict[str, str]]] = {
    "people who belong to bodies": (
        (ANN, entity("Membership", member=["ann"], organization=["body", "else"], role=["head"])),
        {},
    ),
    "bodies that belong to others": (
        (BODY, entity("Membership", member=["body"], organization=["net"])),
        {"$": "an affiliation is that of a person among the entities"},
    ),
    "bodies with two parents": (
        (BODY, entity("Membership", member=["body"], organization=["a", "b"], role=["part of"])),
        {"$": "an organization is part of one other at most"},
    ),
    "bodies with a second parent": (
        (
            *(
                BODY,
                entity("Membership", "one", member=["body"], organization=["a"], role=["part of"]),
            ),
            entity("Membership", "two", member=["body"], organization=["b"], role=["part of"]),
        ),
        {"$": "an organization is part of one other at most"},
    ),
    "campaigns with a second project": (
        (
            entity("Event", "tipdata-campaign-july", name=["July"]),
            *(entity("Project", one, name=["Aid"]) for one in ("a", "b")),
            *(
                entity(
                    "UnknownLink",
                    f"link-{one}",
                    subject=["tipdata-campaign-july"],
                    object=[one],
                    role=["part of"],
                )
                for one in ("a", "b")
            ),
        ),
        {"$": "records are not linked like this"},
    ),
    "participants that are not there": (
        (AID, entity("ProjectParticipant", project=["aid"], participant=["NK-9"])),
        {"$": "not known to be an organization"},
    ),
    "properties without values": (
        (entity("Person", name=["Bea", "Bea"], alias=[], topics=[]),),
        {},
    ),
    "members that are not there": (
        (entity("Membership", member=["ann"], organization=["body"]),),
        {"$": "an affiliation is that of a person among the entities"},
    ),
    "people who belong to people": (
        (ANN, entity("Membership", member=["ann"], organization=["ann"])),
        {"$": "not known to be an organization"},
    ),
    "participants": (
        (AID, BODY, entity("ProjectParticipant", project=["aid"], participant=["body"])),
        {},
    ),
    "participants in another role": (
        (
            *(AID, BODY),
            entity("ProjectParticipant", project=["aid"], participant=["body"], role=["chief"]),
        ),
        {"$.properties.role": "not one of the words of this field"},
    ),
    "participants that are people": (
        (AID, ANN, entity("ProjectParticipant", project=["aid"], participant=["ann"])),
        {"$": "not known to be an organization"},
    ),
    "participants in what is not there": (
        (BODY, entity("ProjectParticipant", project=["aid"], participant=["body"])),
        {"$": "a participation is that of a project among the entities"},
    ),
    "an event": (
        (entity("Event", name=["Gala"]),),
        {"$": "only an event that tipdata wrote is known to be a campaign"},
    ),
    "a link": (
        (ANN, BODY, entity("UnknownLink", subject=["ann"], object=["body"], role=["part of"])),
        {"$": "records are not linked like this"},
    ),
    "a schema without records": (
        (entity("Ownership", owner=["ann"], asset=["body"]),),
        {"$": "no record is like an entity of this schema"},
    ),
    "private life": (
        (entity("Person", name=["Bea"], birthDate=["1970"], topics=["role.pep"]),),
        {
            "$.properties.birthDate": "private life has no place in a record",
            "$.properties.topics": "no field of a record holds this",
        },
    ),
    "the post of a body": (
        (entity("Organization", name=["Body"], address=["1 Road"], email=["a@b.org"]),),
        dict.fromkeys(
            ("$.properties.address", "$.properties.email"), "no field of a record holds this"
        ),
    ),
    "several amounts": (
        (entity("Project", name=["Aid"], amount=["10", "20"], currency=["USD"]),),
        dict.fromkeys(
            ("$.properties.amount", "$.properties.currency"),
            "a budget is one amount of whole units with one currency code",
        ),
    ),
    "several dates": (
        (entity("Organization", name=["Body"], incorporationDate=["2001", "2002"]),),
        {"$.properties.incorporationDate": ONE},
    ),
    "several countries": (
        (entity("Organization", name=["Body"], country=["kz", "uz"], mainCountry=["kz"]),),
        {"$.properties.country": "no field of a record holds this"},
    ),
    "several countries and no main one": (
        (entity("Organization", name=["Body"], country=["kz", "uz"]),),
        {"$.properties.country": ONE},
    ),
    "a territory": (
        (entity("Organization", name=["Body"], country=["eu"]),),
        {"$.properties.country": "the registry has no country with this code"},
    ),
    "a time of day": (
        (entity("Document", title=["Page"], publishedAt=["2021-08-19T10:00:00"]),),
        {"$.properties.publishedAt": "a record has days, and no times of day"},
    ),
    "a number of an unknown list": (
        (entity("Organization", name=["Body"], registrationNumber=["HRB 1"]),),
        {
            "$.properties.registrationNumber": (
                "an identifier needs the code of its list, as in 'GB-CHC:1089464'"
            )
        },
    ),
    "a website of another protocol": (
        (entity("Organization", name=["Body"], website=["ftp://body.org"]),),
        {"$.properties.website": "not a web address that begins with https:// or http://"},
    ),
    "two titles": (
        (entity("Project", name=["Aid", "Help"]),),
        {"$.properties.name": "a record has one title"},
    ),
    "half a budget": (
        (entity("Project", name=["Aid"], amount=["10.5"], currency=["USD"]),),
        dict.fromkeys(
            ("$.properties.amount", "$.properties.currency"),
            "a budget is one amount of whole units with one currency code",
        ),
    ),
    "a word of another vocabulary": (
        (entity("Organization", name=["Body"], classification=["Charity"]),),
        {"$.properties.classification": "not one of the words of this field"},
    ),
    "what OpenSanctions adds": (
        (ANN | {"caption": "Ann", "datasets": ["x"]},),
        dict.fromkeys(("$.caption", "$.datasets"), "no field of a record holds this"),
    ),
}


@pytest.mark.parametrize("case", LEFT)
def test_what_no_record_holds_is_left_with_the_reason(case: str) -> None:
    """What somebody else's entities say beyond our records is left at its line, with the reason."""
    entities, expected = LEFT[case]
    left = followthemoney.loads(lines(*entities)).left
    row = len(entities)
    assert {one.field: one.why for one in left} == {
        f"row {row}, {path}": why for path, why in expected.items()
    }


def test_entities_of_somebody_else_become_records() -> None:
    """Names, codes, dates and links are read as what they are, whatever the order of lines."""
    loaded = followthemoney.loads(
        lines(
            entity("Membership", "m", member=["Q1"], organization=["NK-2"], startDate=["2021-07"]),
            entity("Person", "Q1", name=["Bea", "B."], alias=["Bee"], wikidataId=["Q1"]),
            entity("PublicBody", "NK-2", name=["Ministry"], mainCountry=["xk"], proof=["d/1"]),
            entity("Document", "d/1", fileName=["a.pdf"], publishedAt=["2021"]),
            entity("Project", "p", name=["Aid"], country=["csxx"], amount=["5"], currency=["EUR"]),
        )
    )
    bea, body = loaded.dataset.people[0], loaded.dataset.organizations[0]
    assert [str(one) for one in bea.identifiers] == ["followthemoney:Q1", "wikidata:Q1"]
    assert (bea.id, bea.name, [str(one) for one in bea.other_names]) == ("q1", "Bea", ["B.", "Bee"])
    assert (bea.affiliations[0].organization, str(bea.affiliations[0].start)) == ("nk-2", "2021-07")
    assert (body.kind, body.country, body.sources) == ("government", "XKX", ("d/1",))
    assert str(loaded.dataset.source("d/1")) == "a.pdf"
    assert str(loaded.dataset.projects[0].budgets[0]) == "5 EUR"
    assert loaded.dataset.projects[0].countries[0].country == "SCG"
    assert not loaded.left.items


def test_what_is_not_said_of_a_part_is_what_it_may_be() -> None:
    """A participant without a role is a partner, and a name that is there twice is one name."""
    part = entity("ProjectParticipant", "part", project=["aid"], participant=["body"])
    loaded = followthemoney.loads(lines(AID, BODY, part, entity("Person", "q1", name=["B", "B"])))
    assert [one.role for one in loaded.dataset.projects[0].participations] == ["partner"]
    assert loaded.dataset.people[0].other_names == ()


def test_an_id_is_that_of_one_entity() -> None:
    """Two lines with one id are refused, be they records or links."""
    link = entity("Membership", "m", member=["ann"], organization=["body"])
    for twice in (ANN, link):
        with pytest.raises(FormatError) as caught:
            followthemoney.loads(lines(ANN, BODY, link, twice))
        assert [(one.code, one.place) for one in caught.value.problems] == [
            ("duplicate-id", "row 4, $.id")
        ]
        assert "has this id" in caught.value.problems[0].message


def test_an_entity_keeps_its_id() -> None:
    """Entities of somebody else have their own ids when they are written again, as have links."""
    given = [
        entity("Person", "Q1", name=["Bea"]),
        entity("Membership", "m", member=["Q1"], organization=["NK-2"]),
        entity("Organization", "NK-2", name=["Body"]),
        entity("Project", "aid", name=["Aid"]),
    ]
    written = followthemoney.dumps(followthemoney.loads(lines(*given)).dataset)
    found = [json.loads(line) for line in written.text.splitlines()]
    assert {one["id"] for one in found} >= {"Q1", "NK-2", "aid"}
    [link] = [one["properties"] for one in found if one["schema"] == "Membership"]
    assert link == {"member": ["Q1"], "organization": ["NK-2"]}
    assert not written.left.items


@pytest.mark.parametrize("kept", ["Q2", "tipdata-person-x", "q 1", "-", "q1" + "-" * 200])
def test_an_id_that_would_not_come_back_is_left(kept: str) -> None:
    """Only an id of which the record's own is made, and no other has, is that of the entity."""
    codes = (Identifier(scheme="followthemoney", value=kept),)
    written = followthemoney.dumps(Dataset(people=[Person(id="q1", name="Ann", identifiers=codes)]))
    assert [one.field for one in written.left] == ["identifiers[0]"]
    assert json.loads(written.text)["id"] == "tipdata-person-q1"


def test_an_id_of_ours_is_not_kept() -> None:
    """An id that means another record of ours is left, even if the record's own is made of it."""
    taken = "tipdata-person-ann"
    codes = (Identifier(scheme="followthemoney", value=taken),)
    check_nothing_is_lost(Dataset(people=[Person(id=taken, name="Ann", identifiers=codes)]))


def test_two_records_do_not_share_an_id() -> None:
    """If two records keep one id, the first has it, and it is left of the other."""
    codes = (Identifier(scheme="followthemoney", value="Q1"),)
    both = Dataset(
        people=[Person(id="q1", name="Ann", identifiers=codes)],
        organizations=[Organization(id="q1", name="Body", identifiers=codes)],
    )
    check_nothing_is_lost(both)
    assert [one.record for one in followthemoney.dumps(both).left] == [("person", "q1")]


def test_records_that_cannot_be_entities_are_left_whole() -> None:
    """A record whose name or id FollowTheMoney does not take is left, and so are links to it."""
    long = "a" * 201
    sources = [Source(id="page", title="\u200d"), Source(id=long, title="Long")]
    people = [Person(id="ann", name="A" * 385), Person(id="bea", name="Bea", sources=(long,))]
    body = Organization(id="branch", name="Branch", parent=long)
    mixed = Dataset(sources=sources, people=people, organizations=[body])
    check_nothing_is_lost(mixed)
    assert [(one.record, one.field, one.why) for one in followthemoney.dumps(mixed).left] == [
        (("organization", "branch"), "parent", "FollowTheMoney allows ids of 200 characters"),
        (("person", "ann"), "", "name: FollowTheMoney allows 384 characters"),
        (("person", "bea"), "sources[0]", "FollowTheMoney allows ids of 200 characters"),
        (("source", long), "", "FollowTheMoney allows ids of 200 characters"),
        (("source", "page"), "", "title: FollowTheMoney needs a visible character"),
    ]


def test_values_at_the_edge_come_back_or_are_left() -> None:
    """What FollowTheMoney would confuse, join or drop is left; each left field is in its order."""
    period, old = Period.parse("2021/2022"), Period.parse("0999/2022")
    campaign = Campaign(
        id="july",
        title="July",
        period=Period(),
        countries=("ANT", "SCG", "YUG", "XKX", "SCG"),
        themes=("#tea", "tea", "tea", "#1 tea"),
        hashtags=("#tea",),
        channels=("online",),
    )
    whole = Budget(amount=2**63 - 1, currency="USD", value_date=period.start)
    projects = [
        Project(id="a", title="A", budgets=(whole,), planned=period, actual=old),
        Project(id="b", title="B", budgets=(attrs.evolve(whole, period=period),)),
        Project(id="c", title="C", budgets=(whole, whole)),
    ]
    codes = [("wikidata", "Q1"), ("wikidata", "one"), ("GB-CHC", "1"), ("GB-CHC", "1"), ("x", "1")]
    body = Organization(
        id="body",
        name="Body",
        other_names=(OtherName(name="Body", language="en"), OtherName(name="Body")),
        identifiers=tuple(Identifier(scheme=scheme, value=value) for scheme, value in codes),
        founded=old.start,
        website="http://a.b",
        sources=("ends-", "has.dots:and/é"),
    )
    cited = [Source(id=key, title="Page", address="by post") for key in body.sources]
    mixed = Dataset.from_records([campaign, *projects, body, *cited])
    check_nothing_is_lost(mixed)
    assert [
        f"{one.record[1]} {one.field}" for one in followthemoney.dumps(mixed).left if one.record
    ] == [
        "body other_names[0].language",
        "body other_names[1]",
        "body founded",
        "body website",
        "body identifiers[1]",
        "body identifiers[3]",
        "body identifiers[4]",
        "a planned",
        "a actual",
        "a budgets[0].value_date",
        "b budgets[0]",
        "c budgets[0]",
        "c budgets[1]",
        "july period",
        "july countries[0]",
        "july countries[4]",
        "july channels",
        "july themes[0]",
        "july themes[2]",
        "ends- address",
        "has.dots:and/é address",
    ]


@attrs.frozen(kw_only=True)
class _Branch(Organization):
    staff: int = 0


def test_fields_of_subclasses_are_left() -> None:
    """A field that a subclass of yours adds is left; your class is read in the place of ours."""
    written = followthemoney.dumps(Dataset(organizations=[_Branch(id="b", name="B", staff=7)]))
    assert [(one.field, one.value) for one in written.left] == [("staff", "7")]
    loaded = followthemoney.loads(written.text, classes={Organization: _Branch})
    assert type(loaded.dataset.organizations[0]) is _Branch


WRONG: dict[str, tuple[str | bytes, list[tuple[str, int | None, str, str]]]] = {
    "no JSON": ("{", [("truncated", 1, "$", "")]),
    "no object": ("[]", [("wrong-type", 1, "$", "")]),
    "nothing": ("{}", [("missing-field", 1, "$", ""), ("missing-field", 1, "$", "")]),
    "an id that is a number": ('{"id": 1, "schema": "Person"}', [("wrong-type", 1, "$.id", "")]),
    "an unknown schema": (
        '{"id": "a", "schema": "Organisation", "properties": {}}',
        [("unknown-type", 1, "$.schema", "Organization")],
    ),
    "an unknown property": (
        lines(entity("Person", nmae=["Ann"])),
        [("unknown-field", 1, "$.properties.nmae", "name")],
    ),
    "a property of another schema": (
        lines(BODY, entity("Organization", name=["Body"], birthDate=["1970"])),
        [("unknown-field", 2, "$.properties.birthDate", "")],
    ),
    "values that are no lists of strings": (
        lines(entity("Person", name="Ann", alias=[1, None])),
        [
            ("wrong-type", 1, "$.properties.name", ""),
            ("wrong-type", 1, "$.properties.alias[0]", ""),
            ("wrong-type", 1, "$.properties.alias[1]", ""),
        ],
    ),
    "properties that are no object": (
        '{"id": "a", "schema": "Person", "properties": []}',
        [("wrong-type", 1, "$.properties", "")],
    ),
    "no name": (lines(entity("Person")), [("missing-field", 1, "$.properties", "")]),
    "half a link": (
        lines(entity("Membership", member=["ann"])),
        [("missing-field", 1, "$.properties", "")],
    ),
    "a country by its name": (
        lines(entity("Organization", name=["B"], country=["Kazakhstan"])),
        [("unknown-country", 1, "$.properties.country[0]", "kz")],
    ),
    "a country in capitals": (
        lines(entity("Project", name=["B"], country=["kz", "KG"])),
        [("unknown-country", 1, "$.properties.country[1]", "kg")],
    ),
    "a day that does not exist": (
        lines(entity("Organization", name=["B"], dissolutionDate=["2021-02-30"])),
        [("invalid-date", 1, "$.properties.dissolutionDate[0]", "")],
    ),
    "an end before the start": (
        lines(
            ANN,
            entity(
                "Membership",
                member=["ann"],
                organization=["b"],
                startDate=["2021"],
                endDate=["2020"],
            ),
        ),
        [("contradiction", 2, "$.properties.endDate[0]", "")],
    ),
    "a period that ends before it starts": (
        lines(entity("Project", name=["B"], startDate=["2021"], endDate=["2020"])),
        [("invalid-date", 1, "$.properties.endDate[0]", "")],
    ),
    "an invisible character": (
        lines(entity("Person", name=["Ann", "B\u202ea"])),
        [("invisible-character", 1, "$.properties.name[1]", "Ba")],
    ),
    "one id twice": (
        lines(ANN, BODY, ANN),
        [
            ("duplicate-id", 3, "$.id", ""),
        ],
    ),
    "two ids of one slug": (
        lines(entity("Person", "Q1", name=["A"]), entity("Person", "q1", name=["B"])),
        [("duplicate-id", 2, "$.id", "")],
    ),
    "an id without a slug": (
        lines(entity("Person", "Ж", name=["A"])),
        [("invalid-value", 1, "$.id", "")],
    ),
    "a key twice": (
        '{"id": "a", "schema": "Person", "id": "b", "properties": {"name": ["A"], "name": []}}',
        [("duplicate-key", 1, "$.id", ""), ("duplicate-key", 1, "$.properties.name", "")],
    ),
    "what is not JSON beside an entity": (
        '{"id": "a", "schema": "Person", "properties": {"name": ["A"]}, "x": [NaN]}',
        [("not-json", 1, "$.x", "")],
    ),
    "a nest": (b'{"a":' * 100_000, [("too-deep", 1, "$", "")]),
    "half a surrogate pair": (
        '{"id": "a", "schema": "Person", "properties": {"name": ["\\ud800"]}}',
        [("lone-surrogate", 1, "$.properties.name[0]", "")],
    ),
    "Latin-1": (b'{"id": "\xe4"}', [("not-utf-8", 1, "$", "")]),
    "a good line behind a bad one": (
        "x\n" + lines(ANN) + "y",
        [
            ("not-json", 1, "$", ""),
            ("not-json", 3, "$", ""),
        ],
    ),
    "JSON Lines": (jsonl.dumps(STORY), [("wrong-format", 1, "$", "")]),
    "JSON": ('{"schema_version": 2,\n"people": []}', [("wrong-format", 1, "$", "")]),
    "a package": (package.dumps(Dataset()), [("wrong-format", 1, "$", "")]),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_followthemoney_does_not_have_is_refused(case: str) -> None:
    """Everything wrong with a text is reported at once, with line, path and the nearest name."""
    text, expected = WRONG[case]
    with pytest.raises(FormatError) as caught:
        followthemoney.loads(text)
    found = [(one.code, one.row, one.path, one.suggestion) for one in caught.value.problems]
    assert found == expected


def test_problems_are_counted_beyond_the_limit() -> None:
    """Of many problems the first are kept, and the others are counted."""
    with pytest.raises(FormatError) as caught:
        followthemoney.loads("x\n" * 50, max_problems=7)
    assert (len(caught.value.problems), caught.value.omitted) == (7, 43)
    with pytest.raises(FormatError, match="organization 'b' not found"):
        followthemoney.loads(
            lines(ANN, entity("Membership", member=["ann"], organization=["b"])), sound=True
        )


@pytest.mark.parametrize("lost", [("member",), ("organization",), ("member", "organization")])
@pytest.mark.parametrize("role", [[], ["part of"], ["adviser"]])
@pytest.mark.parametrize("member", ["ann", "body", "nobody"])
@pytest.mark.parametrize(
    ("schema", "names"),
    [
        ("Membership", ("member", "organization")),
        ("ProjectParticipant", ("project", "participant")),
        ("UnknownLink", ("subject", "object")),
    ],
)
def test_a_link_without_an_end_is_refused(
    schema: str, names: tuple[str, str], member: str, role: list[str], lost: tuple[str, ...]
) -> None:
    """A link that lacks one end or both is refused for each, whatever else it says."""
    ends = dict(zip(names, (("member", [member]), ("organization", ["body"])), strict=True))
    given = {name: [] if end in lost else ids for name, (end, ids) in ends.items()}
    with pytest.raises(FormatError) as caught:
        followthemoney.loads(lines(ANN, BODY, entity(schema, "link", role=role, **given)))
    told = [(one.code, one.row, one.message) for one in caught.value.problems]
    missing = [name for name, (end, _) in ends.items() if end in lost]
    assert told == [("missing-field", 3, f"{name!r} is missing") for name in missing]


@pytest.mark.parametrize(
    ("schema", "owner", "names"),
    [
        ("Membership", "Person", ("member", "organization")),
        ("ProjectParticipant", "Project", ("project", "participant")),
    ],
)
@pytest.mark.parametrize("most", [3, 4])
def test_a_link_of_too_many_pairs_is_left(
    schema: str, owner: str, names: tuple[str, str], most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A link of more pairs than the most is left whole, with the reason; one of as many is read."""
    monkeypatch.setattr(_reading, "_MOST_PAIRS", most)
    owners = [entity(owner, one, name=[one]) for one in ("a", "b")]
    bodies = [entity("Organization", one, name=[one]) for one in ("c", "d")]
    link = entity(schema, "link", **{names[0]: ["a", "b"], names[1]: ["c", "d"]})
    loaded = followthemoney.loads(lines(*owners, *bodies, link))
    dataset = loaded.dataset
    linked = [len(one.affiliations) for one in dataset.people]
    linked += [len(one.participations) for one in dataset.projects]
    assert linked == ([2, 2] if most == 4 else [0, 0])
    why = {item.why for item in loaded.left.items}
    assert (_reading._TOO_MANY in why) is (most == 3)
