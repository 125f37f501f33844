"""Datasets: records of all kinds, their look-ups and what follows from having them together."""

import datetime
import itertools
import pickle
from collections.abc import Iterable
from random import Random
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tipdata
from strategies import datasets
from tipdata import (
    Affiliation,
    Assessment,
    Campaign,
    Dataset,
    Designation,
    Edition,
    Organization,
    PartialDate,
    Period,
    Person,
    Source,
    Tier,
)
from tipdata.dataset import OnConflict, as_dataset, diffing
from tipdata.dataset.kinds import KINDS, Record, RecordKind, label, name_of, references_of
from tipdata.errors import (
    InvalidValueError,
    MergeConflictError,
    UnknownCountryError,
    UnknownRecordError,
)
from tipdata.records.designations import DESIGNATION_KINDS, Outcome

STORY = tipdata.load("central-asia-2021")
CONFLICTS = st.sampled_from(("ours", "theirs"))


def renamed(dataset: Dataset) -> Dataset:
    """Return the dataset with different people under the same ids."""
    return attrs.evolve(dataset, people=[attrs.evolve(p, name="Other") for p in dataset.people])


@given(datasets(), st.randoms(use_true_random=False))
def test_equality_is_content(dataset: Dataset, random: Random) -> None:
    """Datasets of the same records are equal, in whatever order they are given."""
    shuffled = list(dataset)
    random.shuffle(shuffled)
    again = Dataset.from_records(shuffled)
    assert again == dataset
    assert hash(again) == hash(dataset)
    assert pickle.loads(pickle.dumps(dataset)) == dataset  # noqa: S301
    assert len(dataset) == len(shuffled) == sum(dataset.counts.values())
    assert all(record in dataset for record in shuffled)


@given(datasets())
def test_every_record_is_found_by_its_key(dataset: Dataset) -> None:
    """Each lookup by kind returns the record that has the key."""
    for record in dataset:
        kind, key = name_of(record) or ("", "")
        find = getattr(dataset, kind)
        assert (find(*key) if isinstance(key, tuple) else find(key)) is record


@given(datasets())
def test_references_and_referrers_mirror_each_other(dataset: Dataset) -> None:
    """One record refers to another just if the other is referred to by the one."""
    forward = {(name_of(a), name_of(b)) for a in dataset for b in dataset.references(a)}
    backward = {(name_of(a), name_of(b)) for b in dataset for a in dataset.referrers(b)}
    naive = {(name_of(a), reference.name) for a in dataset for reference in references_of(a)}
    held = {name_of(record) for record in dataset}
    assert forward == backward == {(a, b) for a, b in naive if b in held}


@given(datasets(), datasets())
def test_adding_then_removing_restores(dataset: Dataset, other: Dataset) -> None:
    """What was added can be taken out again, and nothing else is touched."""
    names = {name_of(record) for record in dataset}
    new = [record for record in other if name_of(record) not in names]
    more = dataset.with_records(*new)
    assert len(more) == len(dataset) + len(new)
    assert more.without(*new) == dataset
    assert more.diff(dataset).removed == tuple(Dataset.from_records(new))


@given(datasets(), datasets(), datasets(), CONFLICTS)
def test_merging_is_associative_and_idempotent(
    a: Dataset, b: Dataset, c: Dataset, how: OnConflict
) -> None:
    """It does not matter which two of three sets are merged first; merging twice adds nothing."""
    c = renamed(c)
    assert a.merge(b, how).merge(c, how) == a.merge(b.merge(c, how), how)
    assert a.merge(a) == a
    assert a.merge(b, how).merge(b, how) == a.merge(b, how)
    assert a.merge(b, "ours") == b.merge(a, "theirs")


@given(datasets(), datasets())
def test_a_conflict_is_reported_or_settled(a: Dataset, b: Dataset) -> None:
    """Merging raises just if a record differs, and names those that do."""
    b = renamed(b)
    differing = tuple(
        label(name)
        for r in a
        if (name := name_of(r)) and any(name_of(o) == name and o != r for o in b)
    )
    if not differing:
        assert len(a.merge(b)) == len({name_of(r) for r in (*a, *b)})
        return
    with pytest.raises(MergeConflictError) as caught:
        a.merge(b)
    assert caught.value.conflicts == differing


@given(datasets(), datasets())
def test_a_difference_leads_from_one_to_the_other(a: Dataset, b: Dataset) -> None:
    """A difference is empty just if the sets are equal, and carried out it gives the second."""
    b = renamed(b)
    difference = a.diff(b)
    assert bool(difference) == (a != b)
    assert bool(a.diff(a)) is False
    gone = [*difference.removed, *(change.before for change in difference.changed)]
    come = [*difference.added, *(change.after for change in difference.changed)]
    assert a.without(*gone).with_records(*come) == b
    assert all(change.fields for change in difference.changed)
    assert len({len(column) for column in difference.columns().values()}) == 1
    assert len(str(difference).splitlines()) == (len(difference) + 1)


@given(datasets(), datasets(), st.randoms())
def test_a_difference_comes_in_the_order_of_kinds_and_keys(
    a: Dataset, b: Dataset, random: Random
) -> None:
    """Each part of a difference is that of sets, sorted, in whichever order the records came."""
    shuffled = [*a]
    random.shuffle(shuffled)
    found = Dataset.from_records(shuffled).diff(b)
    ours, theirs = ({name_of(record): record for record in one} for one in (a, b))

    def sort(names: Iterable[Any]) -> list[Any]:
        return sorted(names, key=lambda name: (KINDS.index(name[0]), name[1]))

    assert list(map(name_of, found.added)) == sort(theirs.keys() - ours.keys())
    assert list(map(name_of, found.removed)) == sort(ours.keys() - theirs.keys())
    both = (name for name in ours.keys() & theirs.keys() if ours[name] != theirs[name])
    assert [(ours[name], theirs[name]) for name in sort(both)] == [
        (change.before, change.after) for change in found.changed
    ]


def test_a_difference_prints_what_changed() -> None:
    """A changed record prints its fields before and after."""
    one = Organization(id="one", name="One", country="KAZ")
    other = attrs.evolve(one, country="KGZ", founded=PartialDate(2001))
    difference = Dataset(organizations=[one]).diff(Dataset(organizations=[other]))
    assert (
        str(difference).splitlines()[1]
        == "  ~ organization 'one': country: 'KAZ' → 'KGZ'; founded: None → 2001"
    )
    assert difference.columns()["field"] == ["country", "founded"]
    assert str(STORY.diff(STORY)) == "no difference"


def restriction(year: int, outcome: Outcome) -> Designation:
    """Return what a determination decides about Cuba."""
    return Designation(
        kind="tier 3 restriction", country="CUB", year=year, outcome=outcome, source="one"
    )


RESTRICTED, WAIVED = restriction(2020, "restricted"), restriction(2020, "partial waiver")
LATER = restriction(2021, "restricted")
DETERMINATION = Source(id="one", title="One")
ACTS = Dataset(designations=[RESTRICTED, LATER, WAIVED], sources=[DETERMINATION])


def test_two_outcomes_of_one_country_are_two_records() -> None:
    """Two outcomes of one act are found, compared, merged and removed by themselves."""
    assert ACTS.designations == (WAIVED, RESTRICTED, LATER)
    assert ACTS.designation("tier 3 restriction", "Cuba", 2020, "partial waiver") is WAIVED
    one, other = (Dataset(designations=[act]) for act in (RESTRICTED, WAIVED))
    assert len(one.merge(other)) == 2
    assert ACTS.without(WAIVED).designations == (RESTRICTED, LATER)
    assert one.diff(other).columns()["key"] == [
        "CUB 2020 (tier 3 restriction, partial waiver)",
        "CUB 2020 (tier 3 restriction, restricted)",
    ]
    elsewhere = Dataset(designations=[attrs.evolve(WAIVED, source="two")])
    with pytest.raises(MergeConflictError, match=r"CUB 2020 \(tier 3 restriction, partial"):
        ACTS.merge(elsewhere)
    assert ACTS.merge(elsewhere, "theirs").designations[0].source == "two"
    assert [one.fields for one in ACTS.diff(ACTS.merge(elsewhere, "theirs")).changed] == [
        ("source",)
    ]
    with pytest.raises(InvalidValueError, match="unique keys"):
        Dataset(designations=[WAIVED, WAIVED])
    with pytest.raises(UnknownRecordError, match=r"no designation .*'waived'"):
        ACTS.designation("watch list waiver", "CUB", 2020, "waived")


def test_acts_are_selected_by_country_and_year_with_their_sources() -> None:
    """An act belongs to its country and edition, and brings its source."""
    assert ACTS.select(year=2020).designations == (WAIVED, RESTRICTED)
    assert ACTS.select(country="Cuba", year=2021).designations == (LATER,)
    assert ACTS.select(country="Haiti").designations == ()
    assert ACTS.select(kind="designation") == ACTS
    assert ACTS.referrers(DETERMINATION) == ACTS.designations


@given(
    datasets(),
    st.sampled_from(("KAZ", "USA", None)),
    st.sampled_from((2001, 2020, None)),
    st.none() | st.sets(st.sampled_from(KINDS), min_size=1),
)
def test_selecting_is_idempotent_and_sound(
    dataset: Dataset, country: str | None, year: int | None, kind: set[RecordKind] | None
) -> None:
    """A selection of a sound set is a sound subset, and selecting again changes nothing."""
    chosen = dataset.select(country=country, year=year, kind=kind)
    assert not chosen.diff(dataset).removed
    assert not tipdata.check(chosen).errors
    assert chosen.select(country=country, year=year, kind=kind) == chosen
    assert dataset.select() == dataset


def test_a_selection_keeps_what_it_names() -> None:
    """The campaigns of Uzbekistan come with their partners, project and sources."""
    chosen = STORY.select(country="Uzbekistan", kind="campaign")
    assert [c.id for c in chosen.campaigns] == ["july-2021-on-services", "world-day-2021"]
    assert "rodnik" in {o.id for o in chosen.organizations}
    assert [p.id for p in chosen.projects] == ["smica"]
    people = STORY.select(country=["KGZ", "UZB"], kind="person").people
    assert [p.id for p in people] == ["nazifa-kamalova", "nodira-karimova", "nurzhan-tulegabylova"]
    assert [
        a.year for a in STORY.select(year=2021, country="KAZ", kind="assessment").assessments
    ] == [2021]


def test_a_year_selects_who_belonged_somewhere_then() -> None:
    """Who has left every organization by then is left out; whose affiliations are unknown is kept."""
    centre = Organization(id="centre", name="Centre", country="UZB")
    people = [
        Person(id=id_, name=id_, affiliations=tuple(affiliations))
        for id_, affiliations in {
            "past": [
                Affiliation(organization="centre", start=PartialDate(2010), end=PartialDate(2019))
            ],
            "present": [Affiliation(organization="centre", start=PartialDate(2019))],
            "both": [
                Affiliation(organization="centre", start=PartialDate(2010), end=PartialDate(2011)),
                Affiliation(organization="centre", start=PartialDate(2021), end=PartialDate(2021)),
            ],
            "undated": [Affiliation(organization="centre")],
            "alone": [],
        }.items()
    ]
    dataset = Dataset(people=people, organizations=[centre])
    chosen = dataset.select(year=2021, kind="person").people
    assert {p.id for p in chosen} == {"present", "both", "undated", "alone"}
    chosen = dataset.select(year=2021, country="UZB", kind="person").people
    assert {p.id for p in chosen} == {"present", "both", "undated"}


def test_a_year_selects_what_overlaps_it() -> None:
    """A project is selected in a country only while it worked there; unknown dates are kept."""
    assert [p.id for p in STORY.select(country="TJK", year=2023).projects] == []
    assert [p.id for p in STORY.select(country="TJK", year=2020).projects] == ["smica"]
    assert [p.id for p in STORY.select(year=2012, kind="project").projects] == [
        "counter-trafficking-project"
    ]
    undated = Dataset(campaigns=[Campaign(id="undated", title="Undated")])
    assert undated.select(year=1999) == undated


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"people": [Organization(id="x", name="x")]},
            "Dataset.people: expected Person records",
        ),
        ({"people": "ann"}, "Dataset.people: expected Person records, got 'a'"),
        ({"people": 5}, "Dataset.people: expected several Person records, got 5"),
        (
            {"people": [Person(id="ann", name="Ann"), Person(id="ann", name="Ann")]},
            "Dataset.people: expected unique keys, got 'ann'",
        ),
        (
            {"editions": [Edition(year=2021), Edition(year=2021, heroes=8)]},
            "Dataset.editions: expected unique keys, got 2021",
        ),
        (
            {
                "assessments": [
                    Assessment(country="KAZ", year=2021, tier=t) for t in (Tier.TIER_2, Tier.TIER_3)
                ]
            },
            r"unique keys, got \('KAZ', 2021\)",
        ),
    ],
)
def test_wrong_kinds_and_double_keys_are_refused(
    fields: dict[str, list[object]], message: str
) -> None:
    """A dataset refuses records of another kind and duplicate keys, and names the first."""
    with pytest.raises(InvalidValueError, match=message):
        Dataset(**fields)  # type: ignore[arg-type]


def test_what_is_not_found_is_reported_with_the_nearest() -> None:
    """A lookup that finds nothing names the ids that come nearest, in any size of set."""
    with pytest.raises(
        UnknownRecordError,
        match="no organization 'sana-sesim' in this dataset; did you mean 'sana-sezim'",
    ) as caught:
        STORY.organization("sana-sesim")
    assert caught.value.nearest == ("sana-sezim",)
    large = STORY.with_records(*(Organization(id=f"o{n}", name="O") for n in range(3000)))
    for typo in ("sana-sesim", "zana-sezim", "sana-sezin"):
        with pytest.raises(UnknownRecordError) as caught:
            large.organization(typo)
        assert caught.value.nearest[0] == "sana-sezim"
    for find in (
        lambda: STORY.edition(1999),
        lambda: STORY.assessment("KAZ", 1999),
        lambda: STORY.country("Andorra"),
        lambda: STORY.person([]),  # type: ignore[arg-type]
    ):
        with pytest.raises(UnknownRecordError, match=r"^no [a-z]+ "):
            find()
    with pytest.raises(UnknownRecordError):
        STORY.without(Person(id="gone", name="Gone"))
    with pytest.raises(UnknownCountryError, match="did you mean 'Kazakhstan'"):
        STORY.assessment("Kazakstan", 2021)
    assert STORY.assessment("Kazakhstan", 2021) == STORY.assessment("KAZ", 2021)


@attrs.frozen(kw_only=True)
class Member(Organization):
    """An organization of a user's own class, with a field of its own."""

    dues: int = 0


class Plain(Organization):
    """An organization of a user's own class, without fields of its own."""


@pytest.mark.parametrize("record", [Member, Plain])
def test_a_subclass_is_of_the_kind_of_its_record(record: type[Organization]) -> None:
    """Every door of a dataset treats an instance of a subclass of a record like its kind."""
    centre = record(id="centre", name="Centre", country="UZB")
    branch = record(id="branch", name="Branch", country="KAZ", parent="centre")
    dataset = Dataset(organizations=[branch]).with_records(centre)
    assert dataset == Dataset.from_records([centre, branch])
    assert name_of(centre) == ("organization", "centre")
    assert dataset.organization("centre") is centre
    assert centre in dataset
    assert dataset.references(branch) == (centre,)
    assert dataset.referrers(centre) == (branch,)
    assert repr(dataset) == "<Dataset: 2 organizations>"
    assert dataset.select(country="UZB", kind="organization").organizations == (centre,)
    assert dataset.without(centre).organizations == (branch,)
    assert dataset.merge(Dataset()) == dataset
    assert dataset.diff(dataset.without(branch)).removed == (branch,)
    assert not tipdata.check(dataset).problems
    (twice,) = tipdata.check([centre, branch, attrs.evolve(centre)])
    assert twice.code == "duplicate-id"
    with pytest.raises(InvalidValueError, match="unique keys"):
        dataset.with_records(centre)
    assert pickle.loads(pickle.dumps(dataset)) == dataset  # noqa: S301


WORDS = st.text(st.sampled_from("ab ,'…é"), max_size=3).map(lambda text: f"<{text}>")


@given(st.integers(0, 200), WORDS, WORDS, st.booleans())
def test_what_differs_is_told_apart(size: int, one: str, other: str, is_among: bool) -> None:
    """However much two values have in common, each side is short and shows where they differ."""
    own = [f"s{number}" for number in range(size)]
    made = [
        Organization(id="o", name="O", sources=(*own, f"{text.encode().hex()}-"))
        if is_among
        else Organization(id="o", name="O", description="x" * size + text + "y" * 100)
        for text in (one, other)
    ]
    found = Dataset(organizations=made[:1]).diff(Dataset(organizations=made[1:]))
    assert bool(found) == (one != other)
    for change in found.changed:
        (field,) = change.fields
        told = str(change)
        assert told.isprintable()
        assert len(told) < 500
        before, after = told.removeprefix(f"organization 'o': {field}: ").split(" → ")
        assert before.partition("' (")[0] != after.partition("' (")[0]


def test_long_values_are_shown_around_their_difference() -> None:
    """Twenty characters come before the first that differs; what items have in common is counted."""
    start, end = "x" * 100, "y" * 100
    sides = [
        (start + "Osh" + end, start + "Bishkek" + end),
        (start, start + "z"),
        (tuple(f"s{number}" for number in range(20)), tuple(f"s{number}" for number in range(21))),
        (("s",) * 20 + ("Osh", "x"), ("s",) * 20 + ("Bishkek", "x")),
        (("s", start + "Osh"), ("s", start + "Bishkek")),
    ]
    assert [" → ".join(diffing._tell_apart(*side)) for side in sides] == [
        f"'…{'x' * 20}Osh{'y' * 37}…' (203 characters) → '…{'x' * 20}Bishkek{'y' * 33}…' (207 characters)",
        f"'…{'x' * 20}' (100 characters) → '…{'x' * 20}z' (101 characters)",
        "(20 alike) → (20 alike, 's20')",
        "(20 alike, 'Osh', 'x') → (20 alike, 'Bishkek', 'x')",
        f"(1 alike, '…{'x' * 20}Osh' (103 characters)) → (1 alike, '…{'x' * 20}Bishkek' (107 characters))",
    ]


def test_a_difference_between_classes_is_reported() -> None:
    """A record and one of a subclass differ in the fields that only one has, or in their class."""
    plain = Dataset(organizations=[Organization(id="one", name="One")])
    member = Dataset(organizations=[Member(id="one", name="One", dues=5)])
    (change,) = plain.diff(member).changed
    assert str(change) == "organization 'one': dues: None → 5"
    assert member.diff(plain).changed[0].fields == ("dues",)
    (change,) = plain.diff(Dataset(organizations=[Plain(id="one", name="One")])).changed
    assert change.fields == ("__class__",)
    assert str(change) == "organization 'one': __class__: Organization → Plain"
    with pytest.raises(MergeConflictError):
        plain.merge(member)


def test_what_is_no_record_is_refused() -> None:
    """Adding and removing refuse values that are not records; adding refuses a duplicate key."""
    with pytest.raises(InvalidValueError, match="a record of one of the ten kinds"):
        STORY.with_records("ann")  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError, match="a record of one of the ten kinds"):
        STORY.without("ann")  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError, match="expected unique keys"):
        STORY.with_records(STORY.people[0])
    with pytest.raises(InvalidValueError, match="one of 'raise', 'ours', 'theirs'"):
        STORY.merge(STORY, "mine")  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError, match="kind: expected one of"):
        STORY.select(kind="people")  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError, match="year: expected"):
        STORY.select(year="2021")  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError, match="a record of one of the ten kinds, got 'ann'"):
        assert "ann" in STORY


def test_campaigns_by_day_country_and_partner() -> None:
    """One call gives the campaigns of a day, in a country, by a partner."""
    july = datetime.date(2021, 7, 15)
    ids = ["july-2021-on-services", "world-day-2021"]
    assert [c.id for c in STORY.campaigns_where(on=july)] == ids
    assert [
        c.id for c in STORY.campaigns_where(country="Kyrgyz Republic", partner="el-agartuu")
    ] == ids
    assert [c.id for c in STORY.campaigns_where(partner="istiqlol-avlodi")] == ids[:1]
    assert STORY.campaigns_where(on=Period.parse("2022/..")) == ()
    assert len(STORY.campaigns_where()) == 3
    with pytest.raises(UnknownRecordError, match="'el-agartuu'"):
        STORY.campaigns_where(partner="el-agartu")
    with pytest.raises(UnknownCountryError):
        STORY.campaigns_where(country="Kazakstan")


def test_tiers_come_with_own_countries_and_editions() -> None:
    """The tier record of a set uses its own countries and editions, else the registry's."""
    own = tipdata.Country(alpha_3="XSL", code_status="user-assigned", name="Somaliland")
    cells = [Assessment(country=code, year=2021, tier=Tier.TIER_2) for code in ("XSL", "KAZ")]
    dataset = Dataset(assessments=cells, countries=[own])
    assert [c.name for c in dataset.tiers.countries] == ["Kazakhstan", "Somaliland"]
    assert dataset.tiers.tier("Somaliland", 2021) is Tier.TIER_2
    assert dataset.tiers.editions == (Edition(year=2021),)
    assert dataset.tiers is dataset.tiers
    assert (
        Dataset(assessments=cells, editions=[Edition(year=2021, heroes=8)]).edition(2021).heroes
        == 8
    )
    with pytest.raises(UnknownCountryError):
        _ = Dataset(assessments=cells).tiers
    assert pickle.loads(pickle.dumps(STORY)).tiers == STORY.tiers  # noqa: S301


@given(datasets())
def test_acts_go_to_the_tiers_and_come_back(dataset: Dataset) -> None:
    """The tier record has the acts of its countries and editions, and knows of no complete list."""
    tiers = dataset.tiers
    codes, years = ({getattr(a, n) for a in dataset.assessments} for n in ("country", "year"))
    years |= {edition.year for edition in dataset.editions}
    own = [act for act in dataset.designations if act.country in codes and act.year in years]
    again = as_dataset(tiers)
    assert [*again.designations] == own
    assert {act.source for act in own} <= {source.id for source in again.sources}
    for code, year, kind in itertools.product(codes, years, DESIGNATION_KINDS):
        named = any((act.country, act.year, act.kind) == (code, year, kind) for act in own)
        assert tiers.designation_status(code, kind, year) == ("named" if named else "unknown")


def test_the_packaged_acts_are_in_its_dataset() -> None:
    """The dataset of the packaged record has all its acts with their sources, and the story some."""
    held = as_dataset(tipdata.load())
    assert {*held.designations} == {*tipdata.load().designations()}
    assert len(held.designations) > 500
    codes = {country.alpha_3 for country in STORY.countries}
    assert STORY.designations == tuple(act for act in held.designations if act.country in codes)
    assert all(held.references(act)[-1] == held.source(act.source) for act in held.designations)


def test_a_dataset_says_what_it_holds() -> None:
    """The repr counts the kinds that are there."""
    one: Record = Person(id="ann", name="Ann", affiliations=(Affiliation(organization="o"),))
    assert repr(Dataset()) == "<Dataset: empty>"
    assert repr(Dataset.from_records([one])) == "<Dataset: 1 person>"
