"""Documents of neighbouring standards, as the libraries of these standards read them."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tipdata
from tipdata import Dataset, PartialDate
from tipdata.formats import jsonld, popolo
from tipdata.testing import datasets, organizations, people

pytestmark = pytest.mark.integration

STORY = tipdata.load("central-asia-2021")
SCHEMA = "https://schema.org/"


@st.composite
def staffed(draw: st.DrawFn) -> Dataset:
    """Return people and organizations that vary in every field."""
    keys = st.sampled_from(["a", "b", "c"])
    found = st.lists(organizations(id=keys), max_size=3, unique_by=lambda one: one.id)
    staff = st.lists(people(id=keys), max_size=3, unique_by=lambda one: one.id)
    return Dataset(organizations=draw(found), people=draw(staff))


def dates_of(partial: PartialDate | None) -> Any:
    """Return the first and last day of a date, as the library of EveryPolitician has them."""
    return None if partial is None else (partial.earliest, partial.latest)


def span_of(approximate: Any) -> Any:
    """Return the first and last day of an approximate date; `None` if it is none, or open."""
    if approximate is None or not hasattr(approximate, "earliest_date"):
        return None
    days = approximate.earliest_date, approximate.latest_date
    return None if days[0].year == 1 == days[1].year or days[0].year == 9999 else days


def check_popolo(dataset: Dataset, path: Path) -> None:
    """Check that the library of EveryPolitician reads what we wrote."""
    from popolo_data.importer import Popolo  # type: ignore[import-untyped]  # noqa: PLC0415

    popolo.dump(dataset, path)
    found = Popolo.from_filename(str(path))
    assert [one.id for one in found.persons] == [one.id for one in dataset.people]
    for one, ours in zip(found.persons, dataset.people, strict=True):
        assert one.name == ours.name
        assert [name["name"] for name in one.other_names] == [n.name for n in ours.other_names]
        assert all(i.value in one.identifier_values(i.scheme) for i in ours.identifiers)
        for member, part in zip(one.memberships, ours.affiliations, strict=True):
            assert (member.organization_id, member.role) == (part.organization, part.role or None)
            assert member.on_behalf_of_id == part.on_behalf_of
            if part.start and part.start.year not in {1, 9999}:
                assert span_of(member.start_date) == dates_of(part.start)
            if part.end and part.end.year not in {1, 9999}:
                assert span_of(member.end_date) == dates_of(part.end)
            assert member.current_at(ours_day(part)) is True
    for one, body in zip(found.organizations, dataset.organizations, strict=True):
        assert (one.id, one.name, one.classification) == (body.id, body.name, body.kind)
        assert [name["name"] for name in one.other_names] == [n.name for n in body.other_names]
        assert all(i.value in one.identifier_values(i.scheme) for i in body.identifiers)
        assert one.link_value("website") == body.website
        if body.founded and body.founded.year not in {1, 9999}:
            assert span_of(one.founding_date) == dates_of(body.founded)


def ours_day(part: tipdata.Affiliation) -> Any:
    """Return a day on which an affiliation may have been."""
    side = part.start or part.end or PartialDate(2021)
    return side.earliest


def test_everypolitician_reads_the_story(tmp_path: Path) -> None:
    """Names, identifiers, memberships and dates of the story are what EveryPolitician reads."""
    check_popolo(STORY, tmp_path / "story.json")


@settings(max_examples=60)
@given(dataset=staffed())
def test_everypolitician_reads_what_is_written(
    tmp_path_factory: pytest.TempPathFactory, dataset: Dataset
) -> None:
    """So it is for people and organizations of every look."""
    check_popolo(dataset, tmp_path_factory.mktemp("popolo") / "some.json")


def count_keys(value: Any) -> int:
    """Count the values that a document gives properties, those of each list one by one."""
    if isinstance(value, dict):
        own = sum(
            len(inner) if isinstance(inner, list) else 1
            for key, inner in value.items()
            if not key.startswith("@")
        )
        return own + sum(count_keys(inner) for inner in value.values())
    return sum(map(count_keys, value)) if isinstance(value, list) else 0


def check_jsonld(dataset: Dataset, base: str) -> None:
    """Check that a processor keeps every value, and that all terms are schema.org's."""
    from pyld import jsonld as processor  # type: ignore[import-untyped]  # noqa: PLC0415
    from rdflib.namespace import SDO  # noqa: PLC0415

    document = json.loads(jsonld.dumps(dataset, base=base).text)
    expanded = processor.expand(document)
    assert count_keys(expanded) == count_keys(document["@graph"])
    triples = processor.to_rdf(document).get("@default", [])
    types = [one for one in triples if one["predicate"]["value"].endswith("#type")]
    # Equal triples are one.
    assert len({json.dumps(one, sort_keys=True) for one in triples}) == len(triples)
    terms = {one["predicate"]["value"] for one in triples} - {types[0]["predicate"]["value"]}
    terms |= {one["object"]["value"] for one in types}
    assert all(term.startswith(SCHEMA) for term in terms)
    # rdflib's copy is older than this term: https://schema.org/observationAbout
    known = {str(SDO), "observationAbout"} | {*SDO.__annotations__}
    assert {term.removeprefix(SCHEMA) for term in terms} <= known
    objects = json.dumps(document["@graph"]).count('"@type"')
    assert len(types) == objects


@pytest.mark.parametrize("base", ["", "https://example.org/"])
def test_a_processor_keeps_every_value_of_the_story(base: str) -> None:
    """Expanded, the story has every value that the document has, under a term of schema.org."""
    check_jsonld(STORY, base)


@settings(max_examples=40)
@given(staffed().filter(len) | datasets().filter(len))
def test_a_processor_keeps_every_value(dataset: Dataset) -> None:
    """So it is for datasets of every look."""
    check_jsonld(dataset, "https://example.org/")
    check_jsonld(dataset, "")


def test_every_term_of_the_context_is_real() -> None:
    """The context has no term that schema.org does not have."""
    from rdflib.namespace import SDO  # noqa: PLC0415

    assert {*jsonld.TERMS} - {"observationAbout"} <= {*SDO.__annotations__}
