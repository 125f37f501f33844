"""Datasets at their limits: what a selection keeps, what is shortened, and what is refused."""

import itertools
import re
from collections.abc import Mapping
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oracle
import tipdata
from strategies import datasets
from tipdata import (
    Affiliation,
    Assessment,
    Campaign,
    Country,
    Dataset,
    Designation,
    Edition,
    Organization,
    PartialDate,
    Period,
    Person,
    Source,
    Tier,
    TierRecord,
)
from tipdata.dataset import as_dataset, gathering, kinds
from tipdata.dataset.diffing import Changed, Difference
from tipdata.dataset.kinds import KINDS, PLURALS, Record
from tipdata.dataset.relating import Relation, Relations
from tipdata.errors import InvalidValueError, Nearest
from tipdata.formats import to_plain
from tipdata.records.people import TIP_REPORT_HERO, Honour
from tipdata.records.projects import Project, ProjectCountry
from tipdata.records.statements import Statement

STORY = tipdata.load("central-asia-2021")
FULL = as_dataset(tipdata.load())


def spans(text: str | None, year: int | None) -> bool:
    """Return whether a date or period as written may overlap a year; what is unknown may."""
    if text is None or year is None:
        return True
    start, _, end = (text if "/" in text else f"{text}/{text}").partition("/")
    first = int(start[:4]) if start[:4].isdecimal() else 0
    last = int(end[:4]) if end[:4].isdecimal() else 9999
    return first <= year <= last


def during(plain: Mapping[str, Any], year: int | None, *names: str) -> bool:
    """Return whether what plain data says of its beginning and end may overlap a year."""
    start, end = (plain[name] or ".." for name in names)
    return spans(f"{start}/{end}", year)


def is_chosen(  # noqa: PLR0911 - one line a kind
    record: Record, held: Mapping[tuple[str, str], Any], code: str | None, year: int | None
) -> bool:
    """Return whether a record is of a country and a year, from its plain data."""
    plain: Any = to_plain(record)
    match type(record).__name__:
        case "Country":
            return code in (None, plain["alpha_3"]) and spans(plain["span"], year)
        case "Edition":
            return code is None and year in (None, plain["year"])
        case "Assessment" | "Designation":
            return code in (None, plain["country"]) and year in (None, plain["year"])
        case "Organization":
            there = code in (None, plain["country"])
            return there and during(plain, year, "founded", "dissolved")
        case "Person":
            return is_member(plain, held, code, year)
        case "Statement":
            speaker = held.get(("person", plain["person"]))
            there = code is None or (speaker is not None and is_member(speaker, held, code, None))
            return there and spans(plain["date"], year)
        case "Source":
            return code is None and spans(plain["published"], year)
        case "Campaign":
            there = code is None or code in plain["countries"]
            return there and spans(plain["period"], year)
        case _:
            assert isinstance(record, Project)
            period = None if record.period is None else str(record.period)
            places = [p["country"] for p in plain["countries"] if spans(p["period"], year)]
            return spans(period, year) and (code is None or code in places)


def is_member(
    plain: Mapping[str, Any], held: Mapping[tuple[str, str], Any], code: str | None, year: int | None
) -> bool:  # fmt: skip
    """Return whether a person belonged then to an organization of a country."""
    then = [p for p in plain["affiliations"] if during(p, year, "start", "end")]
    if code is None:
        return bool(then) or not plain["affiliations"]
    bodies = [held.get(("organization", part["organization"])) for part in then]
    return any(body is not None and body["country"] == code for body in bodies)


def assert_selected(dataset: Dataset, code: str | None, year: int | None) -> None:
    """Assert that a selection is what a naive reading chooses, with all that this names."""
    held = {
        (kind, record.id): to_plain(record)
        for kind in ("organization", "person")
        for record in getattr(dataset, PLURALS[kind])
    }
    chosen = [record for record in dataset if is_chosen(record, held, code, year)]
    wanted, kept = list(chosen), set[int]()
    while wanted:
        record = wanted.pop()
        if id(record) not in kept:
            kept.add(id(record))
            wanted += dataset.references(record)
    found = dataset.select(country=code, year=year)
    assert {id(record) for record in found} == kept


@settings(max_examples=12)
@given(
    datasets(), st.sampled_from(("KAZ", "KGZ", "UZB", None)), st.none() | st.integers(2001, 2025)
)
def test_a_selection_is_what_a_naive_reading_chooses(
    dataset: Dataset, code: str | None, year: int | None
) -> None:
    """Of any dataset, a country and a year choose what the plain data of each record says."""
    assert_selected(dataset, code, year)


@pytest.mark.parametrize("year", [None, 2012, 2020, 2021, 2023])
@pytest.mark.parametrize("code", [None, "KAZ", "KGZ", "UZB", "TJK"])
def test_so_it_is_of_the_story(code: str | None, year: int | None) -> None:
    """The same is true of the packaged story, whose records have dates of every form."""
    assert_selected(STORY, code, year)


def test_each_edition_and_source_is_selected_by_its_own_year() -> None:
    """Editions and sources alone are of their years, and of no country."""
    alone = Dataset(editions=FULL.editions, sources=FULL.sources)
    for year in range(2000, 2027):
        own = Dataset(editions=FULL.editions).select(year=year).editions
        assert own == tuple(one for one in FULL.editions if one.year == year)
    for when in (None, 2009, 2021):
        assert_selected(alone, None, when)
    assert len(alone.select(country="KGZ")) == 0


@pytest.mark.parametrize("size", range(50, 75))
def test_a_long_tuple_is_cut_in_a_difference(size: int) -> None:
    """Several values are shown whole up to 60 characters, and one value up to 300."""
    one = Organization(id="one", name="One")
    words = ("x" * (size - 12 - 4), "y" * 6)
    shown = str(Changed(before=one, after=attrs.evolve(one, sources=words)))
    inner = ", ".join(repr(word) for word in words)
    if len(words[0]) + 2 <= 60:
        expected = f"({inner})" if len(inner) <= 60 else f"({inner[:60]}…)"
        assert shown == f"organization 'one': sources: () → {expected}"
    services = STORY.organization("sana-sezim").services
    text = str(Changed(before=one, after=attrs.evolve(one, services=services)))
    assert len(text) < 700


def test_a_difference_counts_and_lists_what_it_has() -> None:
    """Over all sizes of its parts, a difference has a line and a row for each record, and a caption."""
    bodies = [Organization(id=f"o{n}", name="O") for n in range(6)]
    changed = [Changed(before=one, after=attrs.evolve(one, name="P")) for one in bodies]
    for more, less, other in itertools.product(range(3), repeat=3):
        found = Difference(
            added=tuple(bodies[:more]), removed=tuple(bodies[:less]), changed=tuple(changed[:other])
        )
        total = more + less + other
        assert (len(found), bool(found)) == (total, total > 0)
        expected = f"{more} added, {less} removed, {other} changed" if total else "no difference"
        assert found._caption == str(found).splitlines()[0] == expected
        signs = [line.strip()[0] for line in str(found).splitlines()[1:]]
        assert signs == [*"+" * more, *"-" * less, *"~" * other]
        assert (
            found.columns()["what"] == ["added"] * more + ["removed"] * less + ["changed"] * other
        )
        heads = found._repr_html_().count('<th scope="row"')
        assert heads == 0
        assert repr(found) == f"<Difference {expected}>"
    assert repr(changed[0]) == "<Changed organization 'o0': name>"


@pytest.mark.parametrize("relations", [0, 1, 2])
@pytest.mark.parametrize("nodes", [0, 1, 2])
def test_relations_count_what_they_have(relations: int, nodes: int) -> None:
    """One relation and one record are singular; a row is headed by the three parts of a relation."""
    whole = STORY.relations()
    found = Relations(
        relations=whole.relations[:relations], nodes=dict([*whole.nodes.items()][:nodes])
    )
    some = "1 relation" if relations == 1 else f"{relations} relations"
    assert found._caption == f"{some} of {'1 record' if nodes == 1 else f'{nodes} records'}"
    assert found._repr_html_().count('<th scope="row"') == 3 * relations
    assert hash(found) == hash(attrs.evolve(found))
    assert {hash(one) for one in (whole, STORY.relations())} == {hash(whole)}


def test_every_relation_prints_its_role_if_it_has_one() -> None:
    """A relation is its subject, word and object, with its role behind them in brackets."""
    for one in STORY.relations():
        role = f" ({one.role})" if one.role else ""
        assert str(one) == f"{one.subject} {one.relation} {one.object}{role}"
        assert repr(one).startswith("<Relation ")
    with pytest.raises(TypeError):
        Relation("a", "b", "cites")  # type: ignore[call-arg, arg-type]  # which is which?


@pytest.mark.parametrize("wrong", [5, None, object(), True])
def test_what_is_not_several_records_is_refused(wrong: Any) -> None:
    """A check and a dataset need several records, and say so."""
    with pytest.raises(InvalidValueError, match="records: expected a dataset, or several records"):
        tipdata.check(wrong)
    with pytest.raises(InvalidValueError, match="records: expected several records"):
        Dataset.from_records(wrong)
    for name in ("merge", "diff"):
        with pytest.raises(InvalidValueError, match="other: expected a Dataset"):
            getattr(STORY, name)(wrong)
    with pytest.raises(InvalidValueError, match="on: expected a date"):
        STORY.campaigns_where(on=5 if wrong is None else wrong)  # type: ignore[arg-type]
    named: list[Any] = [STORY.references, STORY.referrers, kinds.references_of]
    for find in named:
        with pytest.raises(InvalidValueError, match="a record of one of the ten kinds"):
            find(wrong)
    kinded: list[Any] = [kinds.key_of, kinds.kind_of, kinds.label]
    for find in kinded:
        with pytest.raises(InvalidValueError):
            find(wrong)
    with pytest.raises(InvalidValueError, match="a Dataset or a TierRecord"):
        gathering.dataset_of(wrong)


def test_the_span_of_a_country_is_that_of_the_set() -> None:
    """A country of the set is asked before the registry, in every edition."""
    for alpha_3 in ("KGZ", "XSL"):
        status: Any = "official" if alpha_3 == "KGZ" else "user-assigned"
        own = Country(
            alpha_3=alpha_3, code_status=status, name="Own", span=Period.parse("2010/2015")
        )
        cells = [Assessment(country=alpha_3, year=y, tier=Tier.TIER_2) for y in range(2005, 2021)]
        report = tipdata.check([own, *cells])
        assert {problem.code for problem in report} == {"outside-span"}
        outside = [*range(2005, 2010), *range(2016, 2021)]
        assert [getattr(problem.records[0], "year") for problem in report] == outside  # noqa: B009
        assert all(problem.message.startswith("Own did not exist in ") for problem in report)


def test_heroes_are_named_since_2004_and_where_editions_say_so() -> None:
    """An honour needs an edition that named heroes, by the set or else by the packaged table."""
    table = {int(row["year"]): row["heroes"] for row in oracle.table("editions.tsv")}
    for year in range(2001, 2030):
        person = Person(id="a", name="A", honours=(Honour(award=TIP_REPORT_HERO, edition=year),))
        other = Person(id="b", name="B", honours=(Honour(award="Prize", edition=year),))
        found = [problem.code for problem in tipdata.check([person, other])]
        none = year < 2004 or table.get(year) == "0"
        assert found == ["no-heroes"] * none, year
        for heroes in (0, 5, None):
            report = tipdata.check([person, Edition(year=year, heroes=heroes)])
            assert len(report) == (year < 2004 or heroes == 0)
            assert all(len(problem.records) == 2 for problem in report)


@pytest.mark.parametrize("size", range(2, 14))
def test_a_circle_is_shown_up_to_ten(size: int) -> None:
    """A circle of parents is shown whole up to ten, and begins and ends with the same id."""
    bodies = [
        Organization(id=f"o{n:02}", name="O", parent=f"o{(n + 1) % size:02}") for n in range(size)
    ]
    (problem,) = tipdata.check(bodies)
    ids = [f"o{n:02}" for n in range(size)]
    shown = [*ids[:10], *(["…"] if size > 10 else []), "o00"]
    assert problem.message == f"it is part of itself: {' → '.join(shown)}"
    assert problem.records == tuple(bodies)


@pytest.mark.parametrize("size", [1, 2, 19, 20, 21, 22, 40])
def test_the_countries_of_a_campaign_are_named_up_to_twenty(size: int) -> None:
    """A partner elsewhere is told where it might be based, in twenty countries and how many more."""
    codes = sorted(c.alpha_3 for c in tipdata.load().countries if c.alpha_3 != "USA")[:size]
    far = Organization(id="far", name="Far", country="USA")
    here = Organization(id="here", name="Here", country=codes[-1])
    anywhere = Organization(id="any", name="Any")
    campaign = Campaign(id="c", title="C", countries=tuple(codes), partners=("far", "here", "any"))
    (problem,) = tipdata.check([campaign, far, here, anywhere])
    more = f" and {size - 20} more" if size > 20 else ""
    assert problem.expected == f"a partner based in {', '.join(codes[:20])}{more}"
    assert problem.path == "campaign 'c', partners[0]"


def test_what_a_report_prints_is_looked_up_with_care(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many suggestions as a report prints are looked for carefully, and the others quickly."""
    asked: list[bool] = []
    find = Nearest.to

    def to(self: Nearest, text: object, count: int = 3, *, quick: bool = False) -> tuple[str, ...]:
        asked.append(quick)
        return find(self, text, count, quick=quick)

    monkeypatch.setattr(Nearest, "to", to)
    report = tipdata.check(
        [Organization(id=f"o-{n}", name="O", parent=f"p-{n}") for n in range(60)]
    )
    printed = len(re.findall(r"not found", str(report)))
    assert asked == [False] * printed + [True] * (60 - printed)


SIDES = [None, *map(PartialDate, range(2009, 2013))]


def test_a_period_sticks_out_if_one_of_its_sides_does() -> None:
    """Over all periods of some years, a campaign or an affiliation must lie within what it is part of."""
    periods = [
        Period(start=start, end=end)
        for start, end in itertools.product(SIDES, repeat=2)
        if start is None or end is None or start.year <= end.year
    ]
    for inner, outer in itertools.product(periods, repeat=2):
        first, last = (side and side.year for side in (outer.start, outer.end))
        known = [side.year for side in (inner.start, inner.end) if side is not None]
        out = any((first and year < first) or (last and year > last) for year in known)
        project = Project(id="p", title="P", planned=outer)
        campaign = Campaign(id="c", title="C", period=inner, project="p")
        found = [problem.code for problem in tipdata.check([project, campaign])]
        assert found == ["campaign-outside-project"] * bool(out), (inner, outer)
        body = Organization(id="o", name="O", founded=outer.start, dissolved=outer.end)
        part = Affiliation(organization="o", start=inner.start, end=inner.end)
        person = Person(id="a", name="A", affiliations=(part,))
        found = [problem.code for problem in tipdata.check([body, person])]
        assert found == ["affiliation-outside-life"] * bool(out), (inner, outer)


def test_an_act_of_an_unknown_country_is_told_by_its_code() -> None:
    """Where a placement contradicts an act, the country is its name or, if unknown, its code."""
    for code, name in (("KGZ", "Kyrgyz Republic"), ("QQQ", "QQQ")):
        act = Designation(
            kind="watch list waiver", country=code, year=2018, outcome="waived", source="s"
        )
        placed = Assessment(country=code, year=2018, tier=Tier.TIER_1)
        report = tipdata.check([act, placed, Source(id="s", title="S")])
        (told,) = (problem for problem in report if problem.code == "waiver-of-other-tier")
        assert told.message == f"{name} is on Tier 1 in the 2018 edition"


def test_a_statement_belongs_to_the_country_of_its_speaker() -> None:
    """A statement is selected with its speaker's country whatever the year of the affiliation."""
    body = Organization(id="o", name="O", country="KGZ")
    past = Affiliation(organization="o", start=PartialDate(2001), end=PartialDate(2002))
    people = [Person(id="in", name="A", affiliations=(past,)), Person(id="out", name="B")]
    said = [
        Statement(
            id=f"{who.id}-{year}", person=who.id, text="T", source="s", date=PartialDate(year)
        )
        for who in people
        for year in (2001, 2021)
    ]
    lost = Statement(id="lost", person="gone", text="T", source="s")
    dataset = Dataset.from_records([body, *people, *said, lost])
    for year in (2001, 2021, 2022):
        chosen = dataset.select(country="KGZ", year=year, kind="statement").statements
        assert [one.id for one in chosen] == [f"in-{year}"] * (year < 2022)
    assert_selected(dataset, "KGZ", 2021)
    assert_selected(dataset, "UZB", None)
    place = ProjectCountry(country="KGZ", period=Period.parse("2010/2012"))
    project = Project(id="p", title="P", countries=(place,))
    for year in range(2009, 2014):
        assert_selected(Dataset(projects=[project]), "KGZ", year)


def test_a_code_is_nearest_if_two_letters_stand_where_it_has_them() -> None:
    """An unknown code in a file comes with the first that has most letters in its places."""
    known = sorted(country.alpha_3 for country in tipdata.countries.default())
    for code in ("KZK", "QQQ", "XQZ", "UZX", "AFX", "XXG"):
        alike = {one: sum(map(str.__eq__, one, code)) for one in known}
        best = max(alike.values())
        expected = next(one for one in known if alike[one] == best) if best > 1 else ""
        text = tipdata.formats.jsonl.dumps(Dataset(organizations=[Organization(id="o", name="O")]))
        text = text.replace('"country": null', f'"country": "{code}"')
        assert code in text
        with pytest.raises(tipdata.FormatError) as caught:
            tipdata.formats.jsonl.loads(text)
        (problem,) = caught.value.problems
        assert (problem.code, problem.suggestion) == ("unknown-country", expected), code


def test_a_code_of_no_country_is_refused_wherever_it_stands() -> None:
    """Each field of each kind that names a country is looked at, and each record is told."""
    every = Dataset(
        assessments=[Assessment(country="KGZ", year=2021, tier=Tier.TIER_2)],
        organizations=[Organization(id="o", name="O", country="KGZ")],
        projects=[Project(id="p", title="P", countries=(ProjectCountry(country="KGZ"),))],
        campaigns=[Campaign(id="c", title="C", countries=("KGZ",))],
        designations=[
            Designation(
                kind="child soldiers list", country="KGZ", year=2021, outcome="listed", source="s"
            )
        ],
    )
    for start in (None, *every):
        given = every if start is None else Dataset.from_records([start])
        text = tipdata.formats.json.dumps(given).replace('"KGZ"', '"QXQ"')
        with pytest.raises(tipdata.FormatError) as caught:
            tipdata.formats.json.loads(text)
        told = [(one.code, one.path.partition("[")[0]) for one in caught.value.problems]
        held = sorted(name for name in PLURALS.values() if getattr(given, name))
        assert told == [("unknown-country", f"$.{name}") for name in held]


def test_a_duplicate_comes_with_both_records() -> None:
    """The problem of a key that is there twice holds the first record and the one that repeats it."""
    one, other = Organization(id="o", name="O"), Organization(id="o", name="P")
    text = tipdata.formats.jsonl.dumps(Dataset(organizations=[one]))
    again = tipdata.formats.jsonl.dumps(Dataset(organizations=[other])).partition("\n")[2]
    with pytest.raises(tipdata.FormatError) as caught:
        tipdata.formats.jsonl.loads(text + again)
    assert [problem.records for problem in caught.value.problems] == [(one, other)]


def test_a_name_in_place_of_a_code_comes_with_the_code() -> None:
    """A name that the registry knows suggests its code, and an unknown or empty cell nothing."""
    text = tipdata.formats.jsonl.dumps(Dataset(organizations=[Organization(id="o", name="O")]))
    for written, meant in {"Kazakhstan": "KAZ", "kgz": "KGZ", "Atlantis": "", " na ": ""}.items():
        with pytest.raises(tipdata.FormatError) as caught:
            tipdata.formats.jsonl.loads(text.replace('"country": null', f'"country": "{written}"'))
        (problem,) = caught.value.problems
        assert (problem.path, problem.row, problem.suggestion) == ("$.country", 2, meant)


def test_counts_are_of_every_kind_and_a_repr_of_those_that_there_are() -> None:
    """Over sizes, the repr has each kind that there is, singular for one, and `empty` for none."""
    for size in range(4):
        dataset = Dataset(
            people=[Person(id=f"p{n}", name="P") for n in range(size)],
            sources=[Source(id=f"s{n}", title="S") for n in range(1)],
        )
        people = {0: "", 1: "1 person, "}.get(size, f"{size} people, ")
        assert repr(dataset) == f"<Dataset: {people}1 source>"
        assert set(dataset.counts) == set(KINDS)
    assert repr(Dataset()) == "<Dataset: empty>"
    with pytest.raises(TypeError):
        Changed(STORY.people[0], STORY.people[0])  # type: ignore[call-arg]  # which is which?
    assert isinstance(gathering.dataset_of(TierRecord.from_rows([("KGZ", 2021, "2")])), Dataset)
