"""Datasets with a single planted fault, and the code that `tipdata.check` should give it."""

from typing import Any

import attrs
from hypothesis import strategies as st

from tipdata.dataset import Dataset
from tipdata.dataset.kinds import Record
from tipdata.dates import PartialDate, Period
from tipdata.problems import Severity
from tipdata.records.assessments import Assessment
from tipdata.records.campaigns import Campaign, Reach
from tipdata.records.countries import Country
from tipdata.records.designations import Designation, Outcome
from tipdata.records.editions import Edition
from tipdata.records.organizations import Organization
from tipdata.records.people import TIP_REPORT_HERO, Affiliation, Honour, Person
from tipdata.records.projects import Budget, Participation, Project, ProjectCountry
from tipdata.records.sources import Source
from tipdata.records.statements import Statement
from tipdata.testing import datasets
from tipdata.tiers import Tier
from tipdata.typing import DesignationKind

__all__ = ["BrokenDataset", "broken_datasets", "faults_in"]

# Not yet published, so only the set itself can know of its heroes.
_FUTURE = 2030


@attrs.frozen(kw_only=True)
class BrokenDataset:
    """Records with one fault in them.

    Attributes:
        records: All the records, of which some may be duplicate or not records at all.
        code: The code that `tipdata.check` should give the fault.
        severity: The severity it should give the fault.
        planted: The record at fault, one of `records`.
    """

    records: tuple[object, ...]
    code: str
    severity: Severity
    planted: object


Fault = tuple[str, Severity, tuple[object, ...]]


def _lost() -> list[Record]:
    """Return one record for each field that may name a record, naming one that is not found."""
    gone = "gone"
    person = Person(id="planted", name="Planted")
    source = Source(id="planted", title="Planted")
    return [
        Organization(id="planted", name="Planted", parent=gone),
        Organization(id="planted", name="Planted", sources=(gone,)),
        attrs.evolve(person, affiliations=(Affiliation(organization=gone),)),
        attrs.evolve(person, sources=(gone,)),
        Project(
            id="planted",
            title="Planted",
            participations=(Participation(organization=gone, role="funding"),),
        ),
        Project(id="planted", title="Planted", sources=(gone,)),
        Campaign(id="planted", title="Planted", organizers=(gone,)),
        Campaign(id="planted", title="Planted", partners=(gone,)),
        Campaign(id="planted", title="Planted", project=gone),
        Campaign(id="planted", title="Planted", reach=Reach(exactly=1, source=gone)),
        Campaign(id="planted", title="Planted", sources=(gone,)),
        Statement(id="planted", person=person.id, text="Planted", source=gone),
        Statement(id="planted", person=gone, text="Planted", source=source.id),
        Assessment(country="KAZ", year=2011, tier=Tier.TIER_2, sources=(gone,)),
        Assessment(country="KAZ", year=2011, tier=Tier.TIER_2, disputed_by=(gone,)),
        _act("watch list waiver", "waived", source=gone),
    ]


def _act(kind: DesignationKind, outcome: Outcome, **given: Any) -> Designation:
    """Return an act of a year before those of sound datasets."""
    about: Any = {"country": "KAZ", "year": 2011, "source": "planted", **given}
    return Designation(kind=kind, outcome=outcome, **about)


def _nowhere() -> list[Record]:
    """Return one record for each field that may name a country, naming an unknown code."""
    code = "QQQ"
    return [
        Organization(id="planted", name="Planted", country=code),
        Project(id="planted", title="Planted", countries=(ProjectCountry(country=code),)),
        Project(
            id="planted",
            title="Planted",
            budgets=(Budget(amount=1, currency="USD", country=code),),
        ),
        Campaign(id="planted", title="Planted", countries=(code,)),
        Assessment(country=code, year=2011, tier=Tier.TIER_2),
        _act("child soldiers list", "listed", country=code),
    ]


def _impossible() -> list[Fault]:
    """Return faults in dates and places, each as code, severity and records."""
    body = Organization(
        id="planted-body",
        name="Planted",
        country="DEU",
        founded=PartialDate(2001),
        dissolved=PartialDate(2010, 6),
    )
    circle = [
        Organization(id=f"circle-{one}", name="Planted", parent=f"circle-{(one + 1) % 3}")
        for one in range(3)
    ]
    project = Project(id="planted", title="Planted", planned=Period.parse("2019/2024"))
    found: list[Fault] = [
        ("parent-cycle", "error", tuple(circle)),
        (
            "outside-span",
            "error",
            (Assessment(country="SCG", year=2007, tier=Tier.TIER_2),),
        ),
        ("outside-span", "error", (_act("tier 3 restriction", "restricted", country="SCG"),)),
        (
            "partner-elsewhere",
            "warning",
            (Campaign(id="planted", title="P", countries=("KAZ",), partners=(body.id,)), body),
        ),
    ]
    for period in ("1999/..", "../2000", "2011/..", "2005/2010-07", "2000-12-31/2002"):
        when = Period.parse(period)
        part = Affiliation(organization=body.id, start=when.start, end=when.end)
        person = Person(id="planted", name="Planted", affiliations=(part,))
        found.append(("affiliation-outside-life", "error", (person, body)))
    for period in ("2018/..", "../2018", "2024/2025", "2025/.."):
        campaign = Campaign(
            id="planted", title="Planted", period=Period.parse(period), project=project.id
        )
        found.append(("campaign-outside-project", "warning", (campaign, project)))
    for year in (2003, 2025, _FUTURE):
        honour = Honour(award=TIP_REPORT_HERO, edition=year)
        hero = Person(id="planted", name="Planted", honours=(honour,))
        own = (Edition(year=year, heroes=0),) if year == _FUTURE else ()
        found.append(("no-heroes", "error", (hero, *own)))
    return [*found, *_elsewhere()]


def _elsewhere() -> list[Fault]:
    """Return acts about countries that are on another tier than those of such acts are."""
    acts: list[tuple[str, str, Tier]] = [
        ("watch list waiver", "waived", Tier.TIER_2_WATCH_LIST),
        ("tier 3 restriction", "restricted", Tier.TIER_3),
        ("tier 3 restriction", "restricted (exchange funding)", Tier.TIER_3),
        ("tier 3 restriction", "partial waiver", Tier.TIER_3),
        ("tier 3 restriction", "full waiver", Tier.TIER_3),
        ("tier 3 restriction", "subsequent compliance", Tier.TIER_3),
    ]
    codes = {"watch list waiver": "waiver-of-other-tier"}
    return [
        (
            codes.get(kind, "restriction-of-other-tier"),
            "warning",
            (_act(kind, outcome), Assessment(country="KAZ", year=2011, tier=tier)),  # type: ignore[arg-type]
        )
        for kind, outcome, own in acts
        for tier in Tier
        if tier is not own
    ]


def faults_in(sound: Dataset) -> tuple[BrokenDataset, ...]:
    """Return a sound dataset with every fault that can be planted in it, one at a time."""
    held = [one for one in sound if not isinstance(one, Country)]
    faults: list[Fault] = [
        *(("lost-reference", "error", (record,)) for record in _lost()),
        *(("unknown-country", "error", (record,)) for record in _nowhere()),
        *(("not-a-record", "error", (one,)) for one in (None, 5, "text", Reach)),
        *_impossible(),
    ]
    for one in held or [Source(id="planted", title="Planted")]:
        code = "duplicate-placement" if isinstance(one, Assessment) else "duplicate-id"
        faults.append((code, "error", (one,) if held else (one, one)))
    return tuple(
        BrokenDataset(
            records=(*held, *planted, *_beside(planted[0])),
            code=code,
            severity=severity,
            planted=planted[0],
        )
        for code, severity, planted in faults
    )


@st.composite
def broken_datasets(draw: st.DrawFn) -> BrokenDataset:
    """Return sound records with one planted fault, of any code that `tipdata.check` gives.

    >>> from hypothesis import given, settings
    >>> from tipdata.dataset.checks import check
    >>> @settings(max_examples=5)
    ... @given(broken_datasets())
    ... def test(broken):
    ...     assert broken.code in {problem.code for problem in check(broken.records)}
    >>> test()
    """
    broken = draw(st.sampled_from(faults_in(draw(datasets()))))
    return attrs.evolve(broken, records=tuple(draw(st.permutations(broken.records))))


def _beside(planted: object) -> tuple[Record, ...]:
    """Return the records that a planted statement or act needs to be sound in all but its fault."""
    source = Source(id="planted", title="Planted")
    if isinstance(planted, Designation) and planted.source == source.id:
        return (source,)
    if not isinstance(planted, Statement) or planted.id != "planted":
        return ()
    person = Person(id="planted", name="Planted")
    return (person,) if planted.person == person.id else (source,)
