"""Relations: the references between records as a table for graph tools."""

import re
from collections import Counter

import attrs
import pytest
from hypothesis import given

import tipdata
from strategies import datasets
from tipdata import Dataset, PartialDate, Period
from tipdata.dataset import as_dataset, relating
from tipdata.dataset.kinds import name_of, references_of
from tipdata.records.campaigns import Campaign, Reach
from tipdata.records.people import Affiliation, Honour, Person
from tipdata.records.projects import Budget, Participation, Project, ProjectCountry

STORY = tipdata.load("central-asia-2021")
FULL = as_dataset(tipdata.load())
START, END = PartialDate(2019, 9), PartialDate(2021)


@given(datasets())
def test_every_reference_is_one_relation(dataset: Dataset) -> None:
    """The relations are the references of all records, each once and in their order."""
    found = [(one.subject_kind, one.field, one.object_kind) for one in dataset.relations()]
    references = [(name_of(record), ref) for record in dataset for ref in references_of(record)]
    assert found == [(name and name[0], ref.field, ref.name[0]) for name, ref in references]
    where = {name_of(record): node for node, record in dataset.relations().nodes.items()}
    for relation, (name, ref) in zip(dataset.relations(), references, strict=True):
        assert where[name] == relation.subject
        assert where.get(ref.name, relation.object) == relation.object


@pytest.mark.parametrize("dataset", [STORY, FULL], ids=["story", "full"])
def test_a_node_is_one_record(dataset: Dataset) -> None:
    """No two records have one node, and a subject or object is its kind and key."""
    relations = dataset.relations()
    assert list(relations.nodes.values()) == list(dataset)
    assert {one.subject for one in relations} <= set(relations.nodes)
    ids = {f"person:{one.id}" for one in dataset.people}
    assert ids | {f"source:{one.id}" for one in dataset.sources} <= set(relations.nodes)
    assert all(one.subject.startswith(f"{one.subject_kind}:") for one in relations)
    assert all(one.object.startswith(f"{one.object_kind}:") for one in relations)


def test_roles_and_dates_are_those_of_the_part_that_names() -> None:
    """A role, an award, a purpose and dates come with the reference that they are about."""
    period = Period(start=START, end=END)
    person = Person(
        id="ann",
        name="Ann",
        affiliations=(
            Affiliation(organization="a"),
            Affiliation(organization="b", role="head", start=START, end=END, on_behalf_of="c"),
        ),
        honours=(Honour(award="Prize", edition=2021),),
        sources=("page",),
    )
    project = Project(
        id="aid",
        title="Aid",
        actual=period,
        countries=(ProjectCountry(country="KAZ"), ProjectCountry(country="UZB", period=period)),
        participations=(Participation(organization="a", role="funding"),),
        budgets=(Budget(amount=1, currency="USD", country="KAZ", purpose="tea", period=period),),
    )
    campaign = Campaign(
        id="july",
        title="July",
        period=period,
        countries=("KAZ",),
        organizers=("a",),
        partners=("b",),
        project="aid",
        reach=Reach(about=5, source="page"),
        sources=("page",),
    )
    found = Dataset.from_records([person, project, campaign]).relations()
    dated, undated = (START, END), (None, None)
    assert [(r.subject, r.relation, r.object, r.role, (r.start, r.end)) for r in found] == [
        ("person:ann", "member of", "organization:a", "", undated),
        ("person:ann", "member of", "organization:b", "head", dated),
        ("person:ann", "represents", "organization:c", "head", dated),
        ("person:ann", "honoured in", "edition:2021", "Prize", undated),
        ("person:ann", "cites", "source:page", "", undated),
        ("project:aid", "works in", "country:KAZ", "", undated),
        ("project:aid", "works in", "country:UZB", "", dated),
        ("project:aid", "involves", "organization:a", "funding", undated),
        ("project:aid", "budgets for", "country:KAZ", "tea", dated),
        ("campaign:july", "ran in", "country:KAZ", "", dated),
        ("campaign:july", "organized by", "organization:a", "", dated),
        ("campaign:july", "has partner", "organization:b", "", dated),
        ("campaign:july", "part of", "project:aid", "", dated),
        ("campaign:july", "reach from", "source:page", "", undated),
        ("campaign:july", "cites", "source:page", "", undated),
    ]


def test_the_words_are_those_of_the_type_and_of_the_table_in_the_docs() -> None:
    """Every word that relations use is one of `RelationWord`, and the docstring explains all."""
    words = set(relating.RelationWord.__args__)  # type: ignore[attr-defined]  # of a Literal
    assert {one.relation for one in (*STORY.relations(), *FULL.relations())} <= words
    assert set(relating._WORDS.values()) == words
    told = re.findall(r"^\S.*?  +(\S.*?)  ", relating.__doc__ or "", re.MULTILINE)
    assert words == set(told) - {"relation"} - {word for word in told if word.startswith("=")}


def test_a_frame_of_relations_is_an_edge_list() -> None:
    """A frame has a row for each relation, with dates as strings and gaps where none is known."""
    frame = STORY.relations().to_frame("pandas")
    assert list(frame.columns[:6]) == ["subject", "relation", "object", "role", "start", "end"]
    counted = Counter(one.relation for one in STORY.relations())
    assert frame["relation"].value_counts().to_dict() == counted
    left = frame[(frame["relation"] == "works in") & frame["end"].notna()]
    assert left["end"].tolist() == ["2015-09", "2021"]
    assert attrs.fields(relating.Relation).object.name in frame
