"""The strategy of sound datasets."""

from hypothesis import strategies as st

from tipdata.countries import Country
from tipdata.dataset import Dataset
from tipdata.dates import PartialDate, Period
from tipdata.records.assessments import Assessment
from tipdata.records.campaigns import Campaign, Reach
from tipdata.records.designations import NAMED_ON, Designation
from tipdata.records.editions import Edition
from tipdata.records.organizations import Organization
from tipdata.records.people import TIP_REPORT_HERO, Affiliation, Honour, Person
from tipdata.records.projects import Participation, Project, ProjectCountry
from tipdata.records.sources import Source
from tipdata.records.statements import Statement
from tipdata.testing import _strategies as those
from tipdata.tiers import Tier

_CODES: st.SearchStrategy[str] = st.sampled_from(("KAZ", "KGZ", "TJK", "TKM", "UZB", "USA", "DEU"))
_YEARS = st.integers(2012, 2024)
_PERIODS = those.periods()


def _ids(draw: st.DrawFn, prefix: str) -> list[str]:
    """Draw a few ids."""
    return [f"{prefix}-{number}" for number in range(draw(st.integers(0, 3)))]


def _few(choices: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    if not choices:
        return st.just(())
    return st.lists(st.sampled_from(choices), max_size=3, unique=True).map(tuple)


def _perhaps(choices: list[str]) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(choices) if choices else st.none()


@st.composite
def datasets(draw: st.DrawFn) -> Dataset:
    """Return small datasets, some empty, in which `tipdata.check` finds nothing.

    The references, dates and places of the records vary. Names and titles do
    not; the strategies of single records vary those.

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
        bodies[key] = _organization(draw, key, list(bodies), cited)
    heroes = draw(st.dictionaries(st.integers(2004, 2024), st.integers(0, 12), max_size=3))
    people = [_person(draw, key, bodies, cited, heroes) for key in _ids(draw, "p")]
    projects = [_project(draw, key, list(bodies), cited) for key in _ids(draw, "j")]
    cells = draw(st.dictionaries(st.tuples(_CODES, _YEARS), st.sampled_from(Tier), max_size=3))
    return Dataset(
        # ISO leaves QMA to QZZ to users, so no known country has these codes.
        countries=(
            Country(alpha_3=code, code_status="user-assigned", name="Country")
            for code in draw(_few(["QMA", "QNB"]))
        ),
        editions=(Edition(year=year, heroes=count) for year, count in heroes.items()),
        assessments=(
            Assessment(country=code, year=year, tier=tier, sources=draw(_few(cited)))
            for (code, year), tier in cells.items()
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
        designations=_designations(draw, cells, cited),
    )


def _designations(
    draw: st.DrawFn, cells: dict[tuple[str, int], Tier], cited: list[str]
) -> list[Designation]:
    """Draw acts about placements of the set, each on its tier, and about others."""
    if not cited:
        return []
    placed = [st.sampled_from([*cells])] if cells else []
    where = draw(st.lists(st.one_of(*placed, st.tuples(_CODES, _YEARS)), max_size=3, unique=True))
    found: list[Designation] = []
    for code, year in where:
        acts = those.designations(
            country=st.just(code), year=st.just(year), source=st.sampled_from(cited)
        )
        fitting = acts.filter(lambda act: _fits(act, cells.get((act.country, act.year))))
        found += draw(st.lists(fitting, max_size=2, unique_by=lambda act: act.outcome))
    return found


def _fits(act: Designation, tier: Tier | None) -> bool:
    return tier is None or NAMED_ON.get(act.kind, tier) is tier


def _organization(draw: st.DrawFn, key: str, parents: list[str], cited: list[str]) -> Organization:
    life = draw(_PERIODS)
    return Organization(
        id=key,
        name="Organization",
        country=draw(st.none() | _CODES),
        founded=life.start,
        dissolved=life.end,
        parent=draw(_perhaps(parents)),
        sources=draw(_few(cited)),
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
    """Return a period without the sides that are or may be outside another."""
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
