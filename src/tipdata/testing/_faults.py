"""Strategies of datasets that are sound, and of ones with a single planted fault."""

import attrs
from hypothesis import strategies as st

from tipdata.countries import Country
from tipdata.dataset import Dataset
from tipdata.dataset.kinds import Record
from tipdata.dates import PartialDate, Period
from tipdata.problems import Severity
from tipdata.records.assessments import Assessment
from tipdata.records.campaigns import Campaign, Reach
from tipdata.records.editions import Edition
from tipdata.records.organizations import Organization
from tipdata.records.people import TIP_REPORT_HERO, Affiliation, Honour, Person
from tipdata.records.projects import Budget, Participation, Project, ProjectCountry
from tipdata.records.sources import Source
from tipdata.records.statements import Statement
from tipdata.testing import _strategies as those
from tipdata.tiers import Tier

__all__ = ["BrokenDataset", "broken_datasets", "datasets", "faults_in", "records"]

_CODES = st.sampled_from(("KAZ", "KGZ", "TJK", "TKM", "UZB", "USA", "DEU"))
_PERIODS = those.periods()
# A report of 2030 is nobody's yet, so only the set itself can know of its heroes.
_FUTURE = 2030


@attrs.frozen(kw_only=True)
class BrokenDataset:
    """Records with one fault in them.

    Attributes:
        records: All the records, as a list may have them: twice, or not records at all.
        code: The code under which `tipdata.check` should tell of the fault.
        severity: How bad it should find it.
        planted: The record that is at fault, one of `records`.
    """

    records: tuple[object, ...]
    code: str
    severity: Severity
    planted: object


def records() -> st.SearchStrategy[Record]:
    """Return records of every kind."""
    return st.one_of(
        those.assessments(),
        those.campaigns(),
        those.countries(),
        those.editions(),
        those.organizations(),
        those.people(),
        those.projects(),
        those.sources(),
        those.statements(),
    )


def _ids(draw: st.DrawFn, prefix: str) -> list[str]:
    """Draw a few ids, apart from those of planted records."""
    return [f"{prefix}-{number}" for number in range(draw(st.integers(0, 3)))]


def _few(choices: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    if not choices:
        return st.just(())
    return st.lists(st.sampled_from(choices), max_size=3, unique=True).map(tuple)


def _perhaps(choices: list[str]) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(choices) if choices else st.none()


@st.composite
def datasets(draw: st.DrawFn) -> Dataset:
    """Return small datasets in which `tipdata.check` finds nothing; empty ones too.

    What varies is what records have to do with each other. Names and the
    like are plain here; the strategies of single records vary them.

    >>> from hypothesis import given, settings
    >>> from tipdata.dataset.checks import check
    >>> @settings(max_examples=5)
    ... @given(datasets())
    ... def test(dataset):
    ...     assert not check(dataset).problems
    >>> test()
    """
    cited = _ids(draw, "s")
    bodies: dict[str, Organization] = {}
    for key in _ids(draw, "o"):
        life = draw(_PERIODS)
        bodies[key] = Organization(
            id=key,
            name="Organization",
            country=draw(st.none() | _CODES),
            founded=life.start,
            dissolved=life.end,
            parent=draw(_perhaps(list(bodies))),
            sources=draw(_few(cited)),
        )
    heroes = draw(st.dictionaries(st.integers(2004, 2024), st.integers(0, 12), max_size=3))
    people = [_person(draw, key, bodies, cited, heroes) for key in _ids(draw, "p")]
    projects = [_project(draw, key, list(bodies), cited) for key in _ids(draw, "j")]
    cells = draw(st.lists(st.tuples(_CODES, st.integers(2012, 2024)), max_size=3, unique=True))
    return Dataset(
        # ISO leaves codes from QMA to QZZ to everybody, so none is a known country's.
        countries=(
            Country(alpha_3=code, code_status="user-assigned", name="Country")
            for code in draw(_few(["QMA", "QNB"]))
        ),
        editions=(Edition(year=year, heroes=count) for year, count in heroes.items()),
        assessments=(
            Assessment(country=code, year=year, tier=Tier.TIER_2, sources=draw(_few(cited)))
            for code, year in cells
        ),
        organizations=bodies.values(),
        people=people,
        projects=projects,
        campaigns=(_campaign(draw, key, bodies, cited, projects) for key in _ids(draw, "c")),
        sources=(Source(id=key, title="Source") for key in cited),
        statements=(
            Statement(id=f"t-{person.id}", person=person.id, text="Said", source=cited[0])
            for person in people[: len(cited)]
        ),
    )


def _person(
    draw: st.DrawFn,
    key: str,
    bodies: dict[str, Organization],
    cited: list[str],
    heroes: dict[int, int],
) -> Person:
    parts: list[Affiliation] = []
    for body in draw(_few(list(bodies))):
        period = _inside(draw(_PERIODS), bodies[body].life)
        parts.append(Affiliation(organization=body, start=period.start, end=period.end))
    honoured = draw(_few([str(year) for year, count in heroes.items() if count]))
    return Person(
        id=key,
        name="Person",
        affiliations=tuple(parts),
        honours=tuple(Honour(award=TIP_REPORT_HERO, edition=int(year)) for year in honoured),
        sources=draw(_few(cited)),
    )


def _project(draw: st.DrawFn, key: str, bodies: list[str], cited: list[str]) -> Project:
    parts = (Participation(organization=body, role="partner") for body in draw(_few(bodies)))
    return Project(
        id=key,
        title="Project",
        actual=draw(st.none() | _PERIODS),
        countries=(ProjectCountry(country=draw(_CODES)),),
        participations=tuple(parts),
        sources=draw(_few(cited)),
    )


def _campaign(
    draw: st.DrawFn,
    key: str,
    bodies: dict[str, Organization],
    cited: list[str],
    projects: list[Project],
) -> Campaign:
    partners = draw(_few(list(bodies)))
    homes = {bodies[body].country for body in partners}
    project = draw(st.none() | st.sampled_from(projects)) if projects else None
    period = draw(st.none() | _PERIODS)
    if project is not None and project.period is not None and period is not None:
        period = _inside(period, project.period)
    return Campaign(
        id=key,
        title="Campaign",
        period=period,
        countries=tuple(sorted(home for home in homes if home)),
        partners=partners,
        project=project.id if project else None,
        reach=Reach(exactly=1, source=draw(_perhaps(cited))),
        sources=draw(_few(cited)),
    )


def _inside(period: Period, outer: Period) -> Period:
    """Return a period without the sides that are, or may seem to be, outside another."""
    first = None if outer.start is None else outer.start.latest
    last = None if outer.end is None else outer.end.earliest

    def fits(side: PartialDate | None) -> bool:
        return side is not None and not (
            (first is not None and side.earliest < first)
            or (last is not None and side.latest > last)
        )

    return Period(
        start=period.start if fits(period.start) else None,
        end=period.end if fits(period.end) else None,
    )


Fault = tuple[str, Severity, tuple[object, ...]]


def _lost() -> list[Record]:
    """Return one record for each field that may name what is not there."""
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
    ]


def _nowhere() -> list[Record]:
    """Return one record for each field that may name a country that is none."""
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
    ]


def _impossible() -> list[Fault]:
    """Return faults that lie in dates and places, each as code, severity and records."""
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
    return found


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
    """Return sound records with one planted fault, of every kind that `tipdata.check` tells.

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
    """Return what else a planted statement needs to be sound in all but its fault."""
    if not isinstance(planted, Statement) or planted.id != "planted":
        return ()
    person = Person(id="planted", name="Planted")
    return (person,) if planted.person == person.id else (Source(id="planted", title="Planted"),)
