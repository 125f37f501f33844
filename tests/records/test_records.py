"""What organizations, people, projects, campaigns and statements can and cannot be."""

import itertools
import pickle

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tipdata
from strategies import reaches, records
from tipdata import Affiliation, Budget, Campaign, Organization, PartialDate, Period, Person, Reach
from tipdata._wire import rules as v
from tipdata._wire.shapes import Many, Maybe, Nested, fields_of
from tipdata.dataset.kinds import CLASSES, KEYS, KIND_OF, KINDS, PLURALS, Record, name_of
from tipdata.errors import InvalidValueError
from tipdata.records.countries import CountryName
from tipdata.records.marks import REFERS_TO
from tipdata.records.organizations import Identifier, OtherName, Service
from tipdata.records.people import Honour
from tipdata.records.projects import Participation, Project, ProjectCountry
from tipdata.records.statements import Statement

EXACT = reaches(unit=st.just("people"), measured=st.none(), source=st.none())


@given(records())
def test_records_are_values(record: Record) -> None:
    """Any record is hashable, equals its pickled twin, prints, and keeps its fields."""
    twin = pickle.loads(pickle.dumps(record))  # noqa: S301
    assert twin == record
    assert hash(twin) == hash(record)
    assert str(record)
    first = attrs.fields(type(record))[0].name
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(record, first, None)


def test_strategies_make_every_kind() -> None:
    """There is a class for each kind, and each class names its kind."""
    assert set(CLASSES) == set(KINDS)
    assert name_of(Person(id="ann", name="Ann")) == ("person", "ann")
    assert name_of("ann") is None


def classes_within(kind: type) -> set[type]:
    """Return a class and the classes of the values that its fields hold."""
    found = {kind}
    for _, shape in fields_of(kind).values():
        inner = shape.inner if isinstance(shape, Maybe | Many) else shape
        if isinstance(inner, Nested):
            found |= classes_within(inner.kind)
    return found


# A year from which a name is used, and a list outside: these look like keys and are none.
NO_KEYS = {(CountryName, "since"), (CountryName, "until"), (Identifier, "scheme")}
TARGETS: dict[object, set[str]] = {
    v.alpha_3: {"country"},
    v.report_year: {"edition"},
    v.identifier: {"source"},
    v.slug: {"organization", "person", "project", "campaign", "statement"},
}


def test_every_field_like_a_key_is_marked() -> None:
    """A field with the rule of a key is the key of its record or names a record with such a key."""
    for kind in set().union(*map(classes_within, CLASSES.values())):
        for name, (field, _) in fields_of(kind).items():
            target = field.metadata.get(REFERS_TO)
            targets = TARGETS.get(v.rule_of(field), set())
            if target is None:
                is_key = kind in KIND_OF and name in KEYS[KIND_OF[kind]]
                assert not targets or is_key or (kind, name) in NO_KEYS, (kind, name)
            else:
                assert target in targets, (kind, name)


def test_keys_and_plurals_are_said_once() -> None:
    """Each kind has a key, and the fields of a dataset are the plurals, in the order of kinds."""
    assert KEYS["assessment"] == ("country", "year")
    assert KEYS["designation"] == ("kind", "country", "year", "outcome")
    several = {KEYS["assessment"], KEYS["designation"]}
    assert {KEYS[kind] for kind in KINDS} == {("id",), ("alpha_3",), ("year",), *several}
    assert [field.name for field in attrs.fields(tipdata.Dataset)] == [PLURALS[k] for k in KINDS]
    for kind in KINDS:
        field, shape = fields_of(tipdata.Dataset)[PLURALS[kind]]
        assert shape == Many(Nested(CLASSES[kind])), field.name


def test_all_but_key_and_name_has_a_default() -> None:
    """A record of actors and deeds needs no more than its id and its name or title."""
    for kind in ("organization", "person", "project", "campaign", "source"):
        needed = {f.name for f in attrs.fields(CLASSES[kind]) if f.default is attrs.NOTHING}
        assert needed in ({"id", "name"}, {"id", "title"}), kind


@pytest.mark.parametrize(
    ("kind", "fields", "field"),
    [
        (Organization, {"id": "Sana Sezim", "name": "x"}, "Organization.id"),
        (Organization, {"id": "x", "name": " "}, "Organization.name"),
        (Organization, {"id": "x", "name": "x", "country": "Kazakhstan"}, "Organization.country"),
        (Organization, {"id": "x", "name": "x", "kind": "charity"}, "Organization.kind"),
        (Organization, {"id": "x", "name": "x", "parent": "x"}, "Organization.parent"),
        (Organization, {"id": "x", "name": "x", "website": "x.org"}, "Organization.website"),
        (Organization, {"id": "x", "name": "x", "sources": {"s"}}, "Organization.sources"),
        (Organization, {"id": "x", "name": "x", "founded": "2001"}, "Organization.founded"),
        (
            Organization,
            {"id": "x", "name": "x", "founded": PartialDate(2001), "dissolved": PartialDate(2000)},
            "Organization.dissolved",
        ),
        (OtherName, {"name": "x", "language": "Uzbek"}, "OtherName.language"),
        (OtherName, {"name": "x", "language": "uz_Latn"}, "OtherName.language"),
        (OtherName, {"name": "x", "language": "1"}, "OtherName.language"),
        (Identifier, {"scheme": "a b", "value": "1"}, "Identifier.scheme"),
        (Service, {"kind": "Shelter"}, "Service.kind"),
        (Service, {"kind": "shelter", "status": "open"}, "Service.status"),
        (Person, {"id": "x", "name": "x", "affiliations": ("y",)}, "Person.affiliations[0]"),
        (
            Affiliation,
            {"organization": "x", "start": PartialDate(2001), "end": PartialDate(2000)},
            "Affiliation.end",
        ),
        (Honour, {"award": "x", "edition": 2000}, "Honour.edition"),
        (Honour, {"award": ""}, "Honour.award"),
        (ProjectCountry, {"country": "kaz"}, "ProjectCountry.country"),
        (Participation, {"organization": "x", "role": "Funding"}, "Participation.role"),
        (Budget, {"amount": 2.3, "currency": "USD"}, "Budget.amount"),
        (Budget, {"amount": -1, "currency": "USD"}, "Budget.amount"),
        (Budget, {"amount": True, "currency": "USD"}, "Budget.amount"),
        (Budget, {"amount": 1, "currency": "$"}, "Budget.currency"),
        (Project, {"id": "x", "title": "x", "status": "active"}, "Project.status"),
        (Project, {"id": "x", "title": "x", "planned": "2019/2024"}, "Project.planned"),
        (Campaign, {"id": "x", "title": "x", "channels": ("web",)}, "Campaign.channels[0]"),
        (Campaign, {"id": "x", "title": "x", "hashtags": ("stop",)}, "Campaign.hashtags[0]"),
        (Campaign, {"id": "x", "title": "x", "hashtags": ("#a b",)}, "Campaign.hashtags[0]"),
        (Campaign, {"id": "x", "title": "x", "hashtags": ("#",)}, "Campaign.hashtags[0]"),
        (Campaign, {"id": "x", "title": "x", "reach": 5}, "Campaign.reach"),
        (Statement, {"id": "x", "person": "y", "text": "", "source": "s"}, "Statement.text"),
        (Statement, {"id": "x", "person": "y", "text": "t", "source": None}, "Statement.source"),
        (Reach, {}, "Reach"),
        (Reach, {"exactly": 1, "about": 1}, "Reach"),
        (Reach, {"exactly": 1, "at_least": 1}, "Reach"),
        (Reach, {"about": 1, "rough": True}, "Reach.rough"),
        (Reach, {"at_least": 5, "at_most": 5}, "Reach.at_most"),
        (Reach, {"at_least": 5, "at_most": 4}, "Reach.at_most"),
        (Reach, {"at_most": 0}, "Reach.at_most"),
        (Reach, {"at_least": 0, "at_most": 4}, "Reach.at_least"),
        (Reach, {"at_least": 1_000_000.0}, "Reach.at_least"),
    ],
)
def test_impossible_values_are_refused(kind: type, fields: dict[str, object], field: str) -> None:
    """A value that a field can never hold is refused with the field's name."""
    with pytest.raises(InvalidValueError) as caught:
        kind(**fields)
    assert caught.value.field == field


def test_dates_that_may_be_right_are_taken() -> None:
    """What began and ended in one year of unknown days may have done so in order."""
    year = PartialDate(2001)
    body = Organization(id="x", name="x", founded=PartialDate(2001, 6), dissolved=year)
    part = Affiliation(organization="x", start=PartialDate(2001, 6), end=year)
    assert body.life == part.period == Period.parse("2001-06/2001")


def test_no_field_holds_private_life() -> None:
    """A person has a name, roles and honours, and nothing about birth, home, family or health."""
    fields = {field.name for field in attrs.fields(Person)}
    public = {"id", "name", "other_names", "identifiers", "affiliations", "honours", "sources"}
    assert fields == public


@pytest.mark.parametrize(
    ("one", "other", "total"),
    [
        (Reach(exactly=2), Reach(exactly=3), Reach(exactly=5)),
        (Reach(exactly=2), Reach(about=3), Reach(about=5)),
        (Reach(exactly=2), Reach(at_least=3), Reach(at_least=5)),
        (Reach(exactly=2), Reach(at_most=3), Reach(at_least=2, at_most=5)),
        (Reach(about=2), Reach(about=3), Reach(about=5)),
        (Reach(about=2), Reach(at_least=3), Reach(at_least=5, rough=True)),
        (Reach(about=2), Reach(at_most=3), Reach(at_least=2, at_most=5, rough=True)),
        (Reach(at_least=2), Reach(at_least=3), Reach(at_least=5)),
        (Reach(at_least=2), Reach(at_most=3), Reach(at_least=2)),
        (Reach(at_most=2), Reach(at_most=3), Reach(at_most=5)),
        (Reach(at_least=2, at_most=4), Reach(at_most=3), Reach(at_least=2, at_most=7)),
    ],
)
def test_the_table_of_sums(one: Reach, other: Reach, total: Reach) -> None:
    """Reaches add up as the table in the module says, in either order."""
    assert one + other == other + one == total


@given(EXACT, EXACT, EXACT)
def test_the_order_of_a_sum_does_not_matter(a: Reach, b: Reach, c: Reach) -> None:
    """Adding reaches is commutative and associative, and exactly 0 changes nothing."""
    assert a + b == b + a
    assert (a + b) + c == a + (b + c)
    assert a + Reach(exactly=0) == a


@given(EXACT, EXACT)
def test_a_sum_claims_no_more_than_its_parts(a: Reach, b: Reach) -> None:
    """Whatever numbers two reaches may stand for, their sum allows the sum of the numbers."""
    total = a + b
    ends = [(r.lowest, r.lowest + 99 if r.highest is None else r.highest) for r in (a, b)]
    for one, other in itertools.product(*ends):
        assert total.lowest <= one + other
        assert total.highest is None or one + other <= total.highest
    if any(reach.highest is None for reach in (a, b)):
        assert str(total).startswith("at least ")
    assert (
        total.rough
        or total.about is not None
        or not any(r.rough or r.about is not None for r in (a, b))
    )


def test_sums_of_campaigns_are_honest() -> None:
    """An unknown reach makes a sum an "at least"; other units do not add up."""
    known = Campaign(id="one", title="One", reach=Reach(exactly=137))
    unknown = Campaign(id="two", title="Two")
    views = Campaign(id="three", title="Three", reach=Reach(about=10, unit="views"))
    assert tipdata.total_reach([]) == Reach(exactly=0)
    assert tipdata.total_reach([known]) == Reach(exactly=137)
    assert tipdata.total_reach([known, unknown]) == Reach(at_least=137)
    assert str(tipdata.total_reach([views, unknown])) == "at least about 10 views"
    assert tipdata.total_reach([unknown]) == Reach(at_least=0)
    with pytest.raises(InvalidValueError, match="a reach in people, got 'views'"):
        tipdata.total_reach([known, views])
    with pytest.raises(TypeError):
        Reach(exactly=1) + 1  # type: ignore[operator]


def test_a_sum_keeps_source_and_date_if_they_agree() -> None:
    """A sum says where and when only if all its parts say the same."""
    one = Reach(exactly=1, source="s", measured=PartialDate(2021))
    assert (one + one).source == "s"
    assert (one + one).measured == PartialDate(2021)
    assert (one + Reach(exactly=1)).source is None


@pytest.mark.parametrize(
    ("reach", "text"),
    [
        (Reach(exactly=1000), "1,000 people"),
        (Reach(about=1000), "about 1,000 people"),
        (Reach(at_least=1000), "at least 1,000 people"),
        (Reach(at_most=1000), "at most 1,000 people"),
        (Reach(at_least=5, at_most=1000), "5 to 1,000 people"),
        (Reach(at_least=5, rough=True, unit="views"), "at least about 5 views"),
        (Reach(at_most=5, rough=True), "at most about 5 people"),
    ],
)
def test_reaches_print_their_bound(reach: Reach, text: str) -> None:
    """A reach prints the bound that it has."""
    assert str(reach) == text
