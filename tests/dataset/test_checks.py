"""What is wrong between records, and what is not."""

import re
from collections import Counter
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tipdata
from strategies import BrokenDataset, broken_datasets, datasets, faults_in, records
from tipdata import Assessment, Dataset, Organization, Tier
from tipdata.dataset import as_dataset
from tipdata.dataset.checks import CODES
from tipdata.dataset.kinds import Record, references_of
from tipdata.errors import Nearest
from tipdata.records.people import Honour
from tipdata.records.projects import Participation, Project, ProjectCountry
from tipdata.records.sources import Source
from tipdata.records.statements import Statement
from tipdata.tierrecord.acts import Acts

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "problems.md"


@settings(max_examples=150)
@given(datasets())
def test_nothing_is_found_in_sound_datasets(dataset: Dataset) -> None:
    """A dataset without a fault has no problems, neither errors nor warnings."""
    report = tipdata.check(dataset)
    assert not report.problems, str(report)


def assert_found(broken: BrokenDataset) -> None:
    """Assert that check reports the planted fault at its record, and nothing else."""
    report = tipdata.check(broken.records)
    assert {problem.code for problem in report} == {broken.code}, str(report)
    assert {problem.severity for problem in report} == {broken.severity}
    named = [one for problem in report for one in problem.records]
    assert broken.code == "not-a-record" or broken.planted in named


def test_each_planted_fault_is_found() -> None:
    """Thousands of faults of every code, planted in sound datasets, are found and nothing else is."""
    planted: Counter[str] = Counter()

    @settings(max_examples=100)
    @given(datasets())
    def plant(sound: Dataset) -> None:
        for broken in faults_in(sound):
            assert_found(broken)
            planted[broken.code] += 1

    plant()
    assert set(planted) == set(CODES)
    assert sum(planted.values()) > 4000


@given(broken_datasets())
def test_the_order_of_records_does_not_matter(broken: BrokenDataset) -> None:
    """A fault is found wherever among the others its record stands."""
    assert_found(broken)


@settings(max_examples=100)
@given(
    st.lists(
        records() | st.none() | st.text() | st.dictionaries(st.text(), st.integers()), max_size=8
    )
)
def test_check_never_raises(anything: list[object]) -> None:
    """Whatever is put together, check answers with a report that can be printed."""
    report = tipdata.check(anything)
    assert str(report)
    assert all(problem.to_dict()["code"] in CODES for problem in report)


def test_the_page_lists_every_code() -> None:
    """The page of problems has a row for each code that check gives, with its severity."""
    text = PAGE.read_text(encoding="utf-8").partition("## In a table")[0]
    listed = dict(re.findall(r"^\| `([a-z-]+)` \| (error|warning) \|", text, re.MULTILINE))
    assert listed == CODES


def test_packaged_data_is_sound() -> None:
    """Check finds nothing in either packaged set."""
    assert not tipdata.check(tipdata.load()).problems
    assert not tipdata.check(tipdata.load("central-asia-2021")).problems


def test_acts_agree_with_the_tiers_as_published() -> None:
    """Every packaged act names a country on its tier; only Swaziland's of 2009 moved it."""
    tip = tipdata.load()
    assert len(tip.designations()) > 500
    assert not tipdata.check(tip).problems
    (moved,) = tipdata.check(tip.as_amended())
    assert (moved.code, moved.severity) == ("restriction-of-other-tier", "warning")
    assert str(moved) == (
        "designation SWZ 2009 (tier 3 restriction, subsequent compliance): Swaziland is on the "
        "Tier 2 Watch List in the 2009 edition; expected a country on Tier 3"
    )


def test_the_acts_of_a_tier_record_are_checked() -> None:
    """A record of tiers is checked with its acts, as the dataset of it is."""
    act = tipdata.Designation(
        kind="watch list waiver", country="KGZ", year=2021, outcome="waived", source="gone"
    )
    tip = attrs.evolve(
        tipdata.load().where(countries="KGZ"), acts=lambda: Acts(designations=(act,))
    )
    codes = ["lost-reference", "waiver-of-other-tier"]
    assert [problem.code for problem in tipdata.check(tip)] == codes
    assert tipdata.check(tip) == tipdata.check(as_dataset(tip))


PLACED: list[tuple[Tier, Tier | None, list[str]]] = [
    (Tier.TIER_3, None, ["waiver"]),
    (Tier.TIER_2_WATCH_LIST, None, ["restriction"]),
    (Tier.TIER_3, Tier.TIER_2_WATCH_LIST, []),
    (Tier.TIER_2, Tier.TIER_3, ["waiver"]),
    (Tier.SPECIAL_CASE, None, ["restriction", "waiver"]),
]


@pytest.mark.parametrize(("tier", "amended", "expected"), PLACED)
def test_acts_go_by_the_tier_as_published_or_amended(
    tier: Tier, amended: Tier | None, expected: list[str]
) -> None:
    """A waiver needs the Watch List and a restriction Tier 3, before or after an amendment."""
    acts = [
        tipdata.Designation(kind=kind, country="SWZ", year=2018, outcome=outcome, source="s")  # type: ignore[arg-type]
        for kind, outcome in (
            ("watch list waiver", "waived"),
            ("child soldiers list", "listed"),
            ("tier 3 restriction", "full waiver"),
        )
    ]
    source = Source(id="s", title="S")
    placed = Assessment(country="SWZ", year=2018, tier=tier, amended=amended)
    found = tipdata.check([source, *acts, placed])
    assert sorted(problem.code.partition("-")[0] for problem in found) == expected
    where = "a special case" if tier is Tier.SPECIAL_CASE else f"{tier} in the 2018 edition"
    assert all(where in problem.message for problem in found)
    assert not tipdata.check([source, *acts, attrs.evolve(placed, year=2017)]).problems


def test_own_countries_are_known_by_set_or_registry() -> None:
    """Your own country is known once it is in the set or in the registry passed."""
    own = tipdata.Country(alpha_3="XSL", code_status="user-assigned", name="Somaliland")
    body = Organization(id="one", name="One", country="XSL")
    registry = tipdata.countries.default().with_countries(own)
    assert [p.code for p in tipdata.check([body])] == ["unknown-country"]
    assert not tipdata.check([body, own]).problems
    assert not tipdata.check([body], registry=registry).problems


@pytest.mark.parametrize("name", ["UAE", "DRC"])
def test_a_name_in_three_letters_is_not_a_code(name: str) -> None:
    """A record names its country by alpha-3 code, and a short name in its place is reported."""
    placed = Assessment(country=name, year=2021, tier="Tier 2")
    body = Organization(id="one", name="One", country=name)
    assert tipdata.countries.resolve(name).alpha_3 != name
    assert [(one.code, one.path) for one in tipdata.check([placed, body])] == [
        ("unknown-country", f"assessment {name} 2021, country"),
        ("unknown-country", "organization 'one', country"),
    ]


def test_unknown_codes_come_with_the_nearest() -> None:
    """A wrong code or id is reported with its place and the nearest right one."""
    body = Organization(id="one", name="One", country="KZK", parent="centre-of-al")
    other = Organization(id="centre-of-all", name="Centre")
    unknown, lost = tipdata.check([body, other])
    assert (unknown.path, unknown.suggestion) == ("organization 'one', country", "KGZ")
    assert (lost.path, lost.suggestion) == ("organization 'one', parent", "centre-of-all")


def test_many_problems_are_counted_and_errors_come_first() -> None:
    """Of many problems the first are kept, errors before warnings, and the others counted."""
    bodies = [Organization(id=f"o{n}", name="O", parent="gone") for n in range(1500)]
    report = tipdata.check(bodies)
    assert (len(report), report.omitted) == (1000, 500)
    assert len(tipdata.check(bodies, max_problems=3)) == 3
    far = Organization(id="far", name="Far", country="DEU")
    campaign = tipdata.Campaign(id="c", title="C", countries=("KAZ",), partners=("far", "gone"))
    assert [p.severity for p in tipdata.check([campaign, far])] == ["error", "warning"]
    with pytest.raises(tipdata.FormatError, match="organization 'gone' not found"):
        tipdata.check([campaign, far]).raise_if_errors()


def test_the_verdict_rests_on_all_errors() -> None:
    """Errors raise however few problems are kept, and warnings in front of them hide none."""
    far = Organization(id="far", name="Far", country="DEU")
    campaigns = [
        tipdata.Campaign(id=f"c{n}", title="C", countries=("KAZ",), partners=("far",))
        for n in range(5)
    ]
    lost = [Organization(id=f"o{n}", name="O", parent="gone") for n in range(2)]
    report = tipdata.check([far, *campaigns, *lost], max_problems=1)
    assert [problem.code for problem in report] == ["lost-reference"]
    assert (report.omitted, report.omitted_errors) == (6, 1)
    with pytest.raises(tipdata.FormatError, match=r"^2 problems"):
        report.raise_if_errors()
    tipdata.check([far, *campaigns], max_problems=1).raise_if_errors()


def test_suggestions_are_for_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The nearest name is looked up for each problem that is kept, and for no other."""
    asked: list[object] = []
    find = Nearest.to

    def to(self: Nearest, text: object, count: int = 3, *, quick: bool = False) -> tuple[str, ...]:
        asked.append(text)
        return find(self, text, count, quick=quick)

    monkeypatch.setattr(Nearest, "to", to)
    bodies = [Organization(id=f"body-{n}", name="O", parent=f"bodi-{n}") for n in range(300)]
    report = tipdata.check(bodies, max_problems=200)
    assert (len(asked), report.omitted) == (200, 100)
    assert all(problem.suggestion for problem in report)


@pytest.mark.parametrize("most", [0, -1, True, 1.0, None])
def test_a_report_keeps_at_least_one_problem(most: int) -> None:
    """A `max_problems` that is not a positive integer is refused."""
    with pytest.raises(tipdata.errors.InvalidValueError, match="a positive integer"):
        tipdata.check([], max_problems=most)


def test_circles_are_found_once_and_shortened() -> None:
    """Each circle of parents is one problem, even of 100,000 organizations."""
    count = 100_000
    bodies = [
        Organization(id=f"o{n}", name="O", parent=f"o{(n + 1) % count}") for n in range(count)
    ]
    tail = Organization(id="tail", name="Tail", parent="o5")
    (problem,) = tipdata.check([tail, *bodies])
    assert problem.code == "parent-cycle"
    assert len(problem.message) < 200


def test_spans_are_by_report_year() -> None:
    """Serbia and Montenegro ended two days before the 2006 edition, which has it."""
    cells = [Assessment(country="SCG", year=year, tier=Tier.TIER_2) for year in (2003, 2006, 2007)]
    assert [p.records[0] for p in tipdata.check(cells)] == [cells[2]]


def test_references_name_a_kind_and_key() -> None:
    """Every reference of a source-bearing record leads to its source."""
    found = list(references_of(Organization(id="one", name="One", sources=("s", "t"))))
    assert [(r.field, r.name) for r in found] == [
        ("sources[0]", ("source", "s")),
        ("sources[1]", ("source", "t")),
    ]
    assert not references_of(Source(id="s", title="S"))


def test_references_come_with_their_paths_in_the_order_of_fields() -> None:
    """Every field of every kind that names a record gives its path and what it names."""
    named: dict[Record, str] = {
        Assessment(
            country="KAZ", year=2021, tier=Tier.TIER_2, sources=("s",), disputed_by=("t",)
        ): "country year sources[0] disputed_by[0]",
        Organization(
            id="o", name="O", country="KAZ", parent="p", sources=("s",)
        ): "country parent sources[0]",
        tipdata.Person(
            id="p",
            name="P",
            affiliations=(
                tipdata.Affiliation(organization="o"),
                tipdata.Affiliation(organization="p", on_behalf_of="o"),
            ),
            honours=(Honour(award="one"), Honour(award="two", edition=2021)),
        ): "affiliations[0].organization affiliations[1].organization "
        "affiliations[1].on_behalf_of honours[1].edition",
        Project(
            id="p",
            title="P",
            countries=(ProjectCountry(country="KAZ"),),
            participations=(Participation(organization="o", role="funding"),),
            budgets=(
                tipdata.Budget(amount=1, currency="USD"),
                tipdata.Budget(amount=1, currency="USD", country="KAZ"),
            ),
        ): "countries[0].country participations[0].organization budgets[1].country",
        tipdata.Campaign(
            id="c",
            title="C",
            countries=("KAZ",),
            organizers=("o",),
            partners=("p", "q"),
            project="r",
            reach=tipdata.Reach(about=1, source="s"),
        ): "countries[0] organizers[0] partners[0] partners[1] project reach.source",
        Statement(id="s", person="p", text="T", source="t"): "person source",
    }
    for record, fields in named.items():
        assert [reference.field for reference in references_of(record)] == fields.split()
    statement = references_of(Statement(id="s", person="p", text="T", source="t"))
    assert [name for _, name in statement] == [("person", "p"), ("source", "t")]
