"""FollowTheMoney entities, judged by the `followthemoney` package."""

import json
import re
from functools import cache
from importlib import import_module
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from test_followthemoney import rich_datasets

import tipdata
from strategies import datasets
from tipdata import Budget, Campaign, Dataset, Organization, Period, Project, Source
from tipdata.countries import default
from tipdata.formats import followthemoney, to_plain
from tipdata.formats.followthemoney._model import (
    PROPERTIES,
    SCHEMATA,
    UNKNOWN_CODES,
    codes,
    entity_id,
    is_entity_id,
    why_not,
)

pytestmark = pytest.mark.integration

STORY = tipdata.load("central-asia-2021")
SAID = {
    "name": "Organization",
    "alias": "Person",
    "role": "Membership",
    "keywords": "Event",
    "description": "Event",
    "website": "Organization",
    "sourceUrl": "Document",
    "startDate": "Membership",
    "publishedAt": "Document",
    "registrationNumber": "Company",
    "projectId": "Project",
    "wikidataId": "Person",
}
HOSTS = st.lists(st.text("ab1-_.é:@ []", max_size=6), max_size=3).map(".".join)
VALUES = st.one_of(
    st.text(max_size=400),
    st.text("\u200d\u00ad\"' \u00a0x", min_size=1, max_size=3),
    st.builds("{}://{}{}".format, st.sampled_from(["http", "https", "ftp"]), HOSTS, st.text()),
    st.integers(1, 9999).map("{:04}".format),
    st.from_regex("Q[0-9]{1,40}", fullmatch=True),
)


@cache
def package(name: str = "model") -> Any:
    """Return what the package has under a name; the tests are collected without it."""
    return getattr(import_module("followthemoney"), name)


@cache
def types() -> Any:
    """Return the types of properties that the package has."""
    return import_module("followthemoney.types").registry


def schema_of(name: str) -> Any:
    """Return a schema of the package."""
    found = package().get(name)
    assert found is not None
    return found


def proxy_of(entity: dict[str, Any], *, cleaned: bool = True) -> Any:
    """Return the package's own object of an entity."""
    return package("EntityProxy").from_dict(entity, cleaned=cleaned)


def entities_of(dataset: Dataset) -> list[dict[str, Any]]:
    """Return the entities of a dataset."""
    return [json.loads(line) for line in followthemoney.dumps(dataset).text.splitlines()]


def check_entities(entities: list[dict[str, Any]]) -> None:
    """Check that the package takes each entity as it is, and drops nothing when it cleans it."""
    schemata = {one["id"]: schema_of(one["schema"]) for one in entities}
    assert len(schemata) == len(entities)
    for one in entities:
        schema = schemata[one["id"]]
        assert not schema.abstract
        assert not schema.deprecated
        schema.validate(one)
        assert {*schema.required} <= {*one["properties"], "fileName"}
        assert proxy_of(one).to_dict() == one
        for name, values in one["properties"].items():
            prop = schema.properties[name]
            assert not prop.deprecated
            assert not prop.stub
            assert prop.validate(values) is None
            assert all(prop.type.clean(value, format=prop.format) for value in values)
            for value in values if prop.type is types().entity else ():
                assert value not in schemata or schemata[value].is_a(prop.range)
                assert types().entity.validate(value)


def test_the_model_is_that_of_the_package() -> None:
    """The package has these schemata, properties and codes of countries, and no others."""
    assert {*SCHEMATA} == {*package().schemata}
    for name, properties in PROPERTIES.items():
        found = schema_of(name).properties.values()
        assert properties == {one.name for one in found if not one.stub}
    taken = {*codes().values()}
    assert len(codes()) == len(taken) == len(default()) - 1 == 252
    assert {*types().country.names} == taken | UNKNOWN_CODES
    for one in default():
        if one.alpha_3 in codes():
            assert types().country.clean(codes()[one.alpha_3]) == codes()[one.alpha_3]
            assert types().country.clean(one.name) == codes()[one.alpha_3], one.name


@given(st.one_of(datasets(), rich_datasets()))
def test_the_package_takes_every_entity(dataset: Dataset) -> None:
    """Entities are valid, complete and without stubs, and links lead to what they may lead to."""
    check_entities(entities_of(dataset))


def test_the_package_takes_the_story_and_gives_it_back() -> None:
    """The packaged story goes through the package's cleaning; only sites get a slash."""
    entities = entities_of(STORY)
    check_entities(entities)
    cleaned = [proxy_of(one, cleaned=False).to_dict() for one in entities]
    changed = {
        (before, after)
        for one, other in zip(entities, cleaned, strict=True)
        for name in one["properties"]
        for before, after in zip(one["properties"][name], other["properties"][name], strict=True)
        if before != after
    }
    sites = {one.website for one in STORY.organizations if one.website}
    assert changed == {(site, f"{site}/") for site in sites}
    loaded = followthemoney.loads("\n".join(json.dumps(one) for one in cleaned))
    text = json.dumps(to_plain(loaded.dataset), sort_keys=True)
    for site in sites:
        text = text.replace(f'"{site}/"', f'"{site}"')
    came = followthemoney.loads(followthemoney.dumps(STORY).text).dataset
    assert json.loads(text) == to_plain(came)
    edges = [pair for one in entities for pair in proxy_of(one).edgepairs()]
    parts = sum(len(one.affiliations) for one in STORY.people)
    parts += sum(len(one.participations) for one in STORY.projects)
    assert len(edges) == parts + sum(one.project is not None for one in STORY.campaigns)


@example("website", "http://a b.org/")
@example("website", "http://a.b")
@example("website", "http://3.44")
@example("name", "a" * 384)
@example("name", "a" * 385)
@given(st.sampled_from(sorted(SAID)), VALUES)
def test_a_value_is_refused_just_if_the_package_refuses_it(name: str, value: str) -> None:
    """What is said of values is what the package says, which also drops what it cannot see."""
    prop = schema_of(SAID[name]).properties[name]
    tidy = value.strip()
    if not tidy.strip("\"'") or not tidy.isprintable():
        return  # hardly a name, or one that no record holds
    if prop.type is types().date and not re.fullmatch("[0-9]{4}", tidy):
        return
    cleaned = prop.type.clean(tidy, format=prop.format)
    taken = bool(cleaned) and prop.validate([tidy]) is None
    # The package makes an address or an item of Wikidata of more than these.
    if not (taken and cleaned != tidy and prop.type in (types().url, types().identifier)):
        assert taken == (not why_not(name, tidy)) or tidy.startswith("ftp:")


@given(st.text(min_size=1, max_size=60))
def test_every_id_is_one_of_the_package(key: str) -> None:
    """The id of an entity is one of the package, whatever the key of its source is."""
    if key.isprintable():
        assert types().entity.validate(entity_id("source", key))
    assert is_entity_id(key) == bool(types().entity.validate(key) and not key.endswith("\n"))


def test_what_the_package_makes_is_read() -> None:
    """An entity that the package made, with all that it cleans, becomes a record."""
    made = package().make_entity("Organization")
    made.id = "NK-1"
    made.add("name", "Sana Sezim")
    made.add("country", "Kazakhstan")
    made.add("incorporationDate", "2001")
    made.add("website", "www.sanasezim.org")
    made.add("wikidataId", "https://www.wikidata.org/wiki/Q865")
    loaded = followthemoney.loads(json.dumps(made.to_dict()))
    [found] = loaded.dataset.organizations
    assert not loaded.left.items
    assert (found.id, found.country, str(found.founded)) == ("nk-1", "KAZ", "2001")
    assert found.website == "http://www.sanasezim.org/"
    assert [str(one) for one in found.identifiers] == ["followthemoney:NK-1", "wikidata:Q865"]


def test_dates_and_amounts_are_those_of_intervals_and_values() -> None:
    """The package finds the dates of campaigns and projects, and the amount of a whole budget."""
    period = Period.parse("2021-07/2021-07-30")
    campaign = Campaign(id="july", title="July", period=period)
    budget = Budget(amount=5_000_000, currency="USD")
    project = Project(id="aid", title="Aid", actual=period, budgets=(budget,))
    body = Organization(id="body", name="Body", founded=period.start, dissolved=period.end)
    source = Source(id="page", title="Page", published=period.start)
    found = [
        proxy_of(one)
        for one in entities_of(Dataset.from_records([campaign, project, body, source]))
    ]
    for one in found:
        assert one.temporal_start is not None
        assert one.temporal_start[1] == "2021-07"
        if not one.schema.is_a("Document"):
            assert one.temporal_end is not None
            assert one.temporal_end[1] == "2021-07-30"
    assert [one.get("amount") for one in found if one.schema.name == "Project"] == [["5000000"]]
