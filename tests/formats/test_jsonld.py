"""JSON-LD: each record is a node of schema.org's terms, and what they cannot say is left."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tipdata
from leaving import plain_records
from tipdata import Dataset, Organization, Statement
from tipdata.dataset.kinds import CLASSES, KINDS, plain_key, references_of
from tipdata.errors import InvalidValueError
from tipdata.formats import Written, jsonld
from tipdata.formats._jsonld_nodes import REASONS
from tipdata.testing import (
    campaigns,
    countries,
    datasets,
    editions,
    organizations,
    people,
    projects,
    sources,
    statements,
)

STORY = tipdata.load("central-asia-2021")
TIP = tipdata.load()

THING = {"@id", "name", "alternateName", "description", "identifier", "subjectOf", "url"}
THING |= {"additionalType", "@type"}
WORK = THING | {"abstract", "creator", "creditText", "dateCreated", "datePublished", "isBasedOn"}
WORK |= {"locationCreated", "position", "temporalCoverage", "text"}
GROUP = THING | {"areaServed", "dissolutionDate", "foundingDate", "funder", "location"}
GROUP |= {"makesOffer", "member", "parentOrganization"}
TERMS: Mapping[str, set[str]] = {
    "Country": THING,
    "CreativeWork": WORK,
    "Event": THING | {"startDate", "endDate", "location", "organizer", "contributor", "keywords"},
    "GovernmentOrganization": GROUP,
    "NGO": GROUP,
    "Observation": THING | {"observationAbout", "observationDate", "value", "variableMeasured"},
    "Offer": THING | {"itemOffered"},
    "Organization": GROUP,
    "OrganizationRole": THING | {"startDate", "endDate", "roleName", "affiliation", "member"},
    "Person": THING | {"affiliation", "award"},
    "Place": THING,
    "Project": GROUP,
    "PropertyValue": THING | {"propertyID", "value"},
    "Quotation": WORK,
    "Report": WORK,
    "Service": THING | {"serviceType"},
}
"""The properties that schema.org gives each type, of those that are used here."""


@st.composite
def rich_datasets(draw: st.DrawFn) -> Dataset:
    """Return a dataset of a record of each kind that varies in every field."""
    keys = st.sampled_from(["a", "b"])
    return Dataset(
        countries=[draw(countries())],
        editions=[draw(editions())],
        organizations=draw(st.lists(organizations(id=keys), max_size=2, unique_by=id_of)),
        people=[draw(people())],
        projects=[draw(projects())],
        campaigns=[draw(campaigns())],
        sources=[draw(sources())],
        statements=[draw(statements())],
    )


def id_of(record: Organization) -> str:
    """Return the id of an organization."""
    return record.id


def nodes_of(written: Written) -> dict[str, dict[str, Any]]:
    """Return the nodes of a document by their ids, each of which is there once."""
    graph = json.loads(written.text)["@graph"]
    found = {node["@id"]: node for node in graph}
    assert len(found) == len(graph)
    return found


def objects_in(value: object) -> Iterator[dict[str, Any]]:
    """Yield the objects of plain data."""
    if isinstance(value, dict):
        yield value
        value = [*value.values()]
    if isinstance(value, list):
        for one in value:
            yield from objects_in(one)


def leaves_of(value: object) -> Iterator[str]:
    """Yield the values of plain data as strings, those of periods one by one."""
    if isinstance(value, (dict, list)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from leaves_of(one)
    elif isinstance(value, str) and re.fullmatch(r"(\.\.|[\d-]{4,10})/(\.\.|[\d-]{4,10})", value):
        yield from (side for side in value.split("/") if side != "..")
    elif value not in (None, "", False):
        yield str(value)


def without(plain: dict[str, Any], field: str) -> None:
    """Take what was left out of a plain record."""
    steps = [int(step) if step.isdigit() else step for step in re.findall(r"\w+", field)]
    inner: Any = plain
    for step in steps[:-1]:
        inner = inner[step]
    inner[steps[-1]] = None


BASE = "http://a.org/"
SAID_BY_TERMS = {"government", "funding", "quoted", "paraphrased"}
"""Words of ours that are said by a type or a property."""
UNKNOWN = {"unverified", "no", "0", "active"}
"""The defaults of fields that say nothing."""


def words_of(nodes: dict[str, dict[str, Any]], node: dict[str, Any]) -> set[str]:
    """Return what a node says: its values, and those of the nodes that it names."""
    named = [nodes.get(one["@id"], {}) for one in objects_in(node) if "@id" in one]
    return {*leaves_of([node, [{**one, "subjectOf": None} for one in named]])}


def check_everything_is_said(dataset: Dataset) -> None:
    """Check that each value of each record is in its node or is left."""
    written = jsonld.dumps(dataset, base=BASE)
    nodes = nodes_of(written)
    by_name = {unquote(key.removeprefix(BASE)): node for key, node in nodes.items()}
    records = plain_records(dataset)
    for item in written.left:
        without(records[item.record], item.field)
    for name, plain in records.items():
        assert name is not None
        node = by_name[f"{name[0]}/{plain_key(name[1])}"]
        said = words_of(nodes, node) | SAID_BY_TERMS
        missing = {leaf for leaf in leaves_of(plain) if not any(leaf in one for one in said)}
        assert not missing - UNKNOWN


@given(st.one_of(datasets(), rich_datasets()))
def test_every_value_is_said_or_left(dataset: Dataset) -> None:
    """Each value of each record is in its node, or in one that it names, or is left."""
    check_everything_is_said(dataset)


def test_every_value_of_the_story_is_said_or_left() -> None:
    """So it is for the packaged story, and what is left is what the reasons name."""
    check_everything_is_said(STORY)
    for item in jsonld.dumps(STORY).left:
        assert item.record
        field = re.sub(r"\[\d+\]", "[]", item.field)
        assert field in {*REASONS[item.record[0]], "address"}


def check_terms(written: Written) -> None:
    """Check that a document has schema.org's terms alone, each in its place and in the context."""
    document = json.loads(written.text)
    context = document["@context"]
    assert all(iri == f"https://schema.org/{term}" for term, iri in context.items())
    for node in objects_in(document["@graph"]):
        if "@value" in node:
            assert node.keys() == {"@value", "@language"}
        elif node.keys() != {"@id"}:
            assert node.keys() <= TERMS[node["@type"]]
            assert {node["@type"], *node} - {"@id", "@type"} <= {*context}


@given(st.one_of(datasets(), rich_datasets()))
def test_every_term_belongs_to_its_type(dataset: Dataset) -> None:
    """Each property is one that schema.org gives the type of its node, and is in the context."""
    check_terms(jsonld.dumps(dataset))


def test_the_terms_are_those_that_are_used() -> None:
    """The context has the terms that are written, and no other."""
    used = {term for terms in TERMS.values() for term in terms} | {*TERMS}
    assert {*jsonld.TERMS} == used - {"@id", "@type"}
    check_terms(jsonld.dumps(STORY))


@pytest.mark.parametrize("base", ["", "https://example.org/data/"])
def test_every_reference_leads_to_a_node(base: str) -> None:
    """A record that is named has a node, whether it is in the dataset or not."""
    lone = Dataset(
        people=STORY.people,
        assessments=STORY.assessments,
        campaigns=STORY.campaigns,
        statements=STORY.statements,
    )
    nodes = nodes_of(jsonld.dumps(lone, base=base))
    named = {one["@id"] for node in nodes.values() for one in objects_in(node) if "@id" in one}
    assert named == {*nodes}
    # An honour is a text, and the project of a campaign is left.
    linked = (
        found.name
        for record in lone
        for found in references_of(record)
        if not found.field.startswith(("honours", "project", "reach"))
    )
    assert len(nodes) == len({*plain_records(lone), *linked})
    assert all(key.startswith(base or "_:") for key in nodes)


def test_a_missing_record_says_its_key() -> None:
    """The node of a record that is not in the dataset has its id or code, and names of countries."""
    said = Statement(id="s", person="ann", text="A", source="x:1")
    body = Organization(id="o", name="O", country="KGZ", parent="p", sources=("y",))
    other = Organization(id="q", name="Q", country="QMA")
    nodes = nodes_of(jsonld.dumps(Dataset(statements=[said], organizations=[body, other])))
    assert nodes["_:person-ann"]["identifier"]["value"] == "ann"
    assert nodes["_:source-x_3a_1"]["identifier"]["value"] == "x:1"
    assert nodes["_:organization-p"]["@type"] == "Organization"
    assert nodes["_:country-KGZ"]["name"] == "Kyrgyzstan"
    assert nodes["_:country-QMA"] == {
        "@id": "_:country-QMA",
        "@type": "Country",
        "identifier": {
            "@type": "PropertyValue",
            "propertyID": "ISO 3166-1 alpha-3",
            "value": "QMA",
        },
    }


def test_what_records_become() -> None:
    """The nodes of the story have the types and values that the table of the module gives."""
    nodes = nodes_of(jsonld.dumps(STORY))
    assert nodes["_:assessment-KGZ_20_2021"]["value"] == "Tier 2"
    assert nodes["_:organization-sana-sezim"]["@type"] == "NGO"
    assert nodes["_:organization-usaid"]["additionalType"] == "donor"
    assert nodes["_:person-shakhnoza-khassanova"]["award"] == "TIP Report Hero 2021"
    assert nodes["_:person-shakhnoza-khassanova"]["affiliation"] == {
        "@type": "OrganizationRole",
        "affiliation": {"@id": "_:organization-sana-sezim"},
        "roleName": "director",
    }
    assert nodes["_:project-smica"]["funder"] == {"@id": "_:organization-usaid"}
    members = nodes["_:project-smica"]["member"]
    assert members[0] == {
        "@type": "OrganizationRole",
        "member": {"@id": "_:organization-winrock"},
        "roleName": "implementing",
    }
    assert "funding" not in {one["roleName"] for one in members}
    assert nodes["_:statement-kamalova-on-campaigns"]["@type"] == "Quotation"
    assert nodes["_:edition-2021"]["datePublished"] == "2021-07-01"
    assert nodes["_:campaign-july-2021-on-services"]["startDate"] == "2021-07"


def test_every_kind_has_reasons_of_its_fields() -> None:
    """Each kind has reasons, and each names a field of its class."""
    assert [*REASONS] == [*KINDS]
    for kind, reasons in REASONS.items():
        fields = {field.name for field in attrs.fields(CLASSES[kind])}
        assert {name.partition("[")[0] for name in reasons} <= fields


def test_the_id_of_a_node_is_an_iri_or_a_blank_node() -> None:
    """Whatever an id has in it, the node's id has letters, digits and what is escaped."""
    sources = [tipdata.Source(id=key, title="S") for key in ('a"<b>/c#d', "a-b", "a_2d_b", "Ж")]
    for base, form in (("", r"_:source-[\w-]+"), ("https://e.org/", r"[\w:/.-]+/source/[\w%-]+")):
        nodes = nodes_of(jsonld.dumps(Dataset(sources=sources), base=base))
        assert len(nodes) == len(sources)
        assert all(re.fullmatch(form, key, re.ASCII) for key in nodes)


def test_no_text_ends_a_script() -> None:
    """A document has no `<`, and says it all the same."""
    hostile = "</script><!-- <b>"
    body = Organization(id="o", name=hostile, description=hostile)
    written = jsonld.dumps(Dataset(organizations=[body]))
    assert "<" not in written.text
    assert nodes_of(written)["_:organization-o"]["name"] == hostile


def test_a_base_is_a_web_address(tmp_path: Path) -> None:
    """What is not a web address is refused as a base, and a path holds what the string does."""
    for base in ("example.org", "urn:x:", "https://a b/", "https://a.org", "https://a.org/x"):
        with pytest.raises(InvalidValueError, match="base: expected a web address like"):
            jsonld.dumps(STORY, base=base)
    path = tmp_path / "story.jsonld"
    written = jsonld.dumps(STORY, base="https://a.org/")
    assert jsonld.dump(STORY, path, base="https://a.org/") == written.left
    assert path.read_text("utf-8") == written.text
    assert jsonld.dumps(TIP).text.count("\n") > 4239


def test_the_docstring_names_what_is_left() -> None:
    """The docstring names each field that schema.org cannot say, and each type of a node."""
    said = jsonld.__doc__ or ""
    for reasons in REASONS.values():
        for field in reasons:
            assert f"`{field}`" in said or "[]." in field
    assert all(
        f"`{name}`" in said for name in {*TERMS} - {"Offer", "Place", "PropertyValue", "Service"}
    )
