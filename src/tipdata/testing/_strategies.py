"""Hypothesis strategies of the values and records; `tipdata.testing` is their public face."""

import datetime
from collections.abc import Mapping
from typing import get_args

from hypothesis import strategies as st

from tipdata.countries import Bureau, CodeStatus, Country, CountryName
from tipdata.dates import PartialDate, Period
from tipdata.records.assessments import EVIDENCE_LEVELS, Assessment
from tipdata.records.campaigns import Campaign, Channel, Reach
from tipdata.records.editions import Edition, OfficialCounts
from tipdata.records.organizations import (
    Identifier,
    Organization,
    OrganizationKind,
    OtherName,
    Service,
    ServiceKind,
    ServiceStatus,
)
from tipdata.records.people import TIP_REPORT_HERO, Affiliation, Honour, Person
from tipdata.records.projects import (
    ActivityStatus,
    Budget,
    Participation,
    ParticipationRole,
    Project,
    ProjectCountry,
)
from tipdata.records.sources import Source
from tipdata.records.statements import Statement, StatementKind
from tipdata.tiers import Tier
from tipdata.typing import Official

__all__ = [
    "affiliations",
    "assessments",
    "campaigns",
    "countries",
    "editions",
    "histories",
    "organizations",
    "partial_dates",
    "people",
    "periods",
    "projects",
    "reaches",
    "slugs",
    "sources",
    "statements",
]

Fields = Mapping[str, st.SearchStrategy[object]]

_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LOWER = "abcdefghijklmnopqrstuvwxyz0123456789"
_FIRST, _LAST = 2001, 2025


def partial_dates(*, first_year: int = 1) -> st.SearchStrategy[PartialDate]:
    """Return partial dates of every precision, from `first_year` on.

    >>> from hypothesis import find
    >>> find(partial_dates(), lambda date: date.precision == "month").day is None
    True
    """
    years = st.integers(first_year, 9999)
    months = st.integers(1, 12)
    return st.one_of(
        st.builds(PartialDate, years),
        st.builds(PartialDate, years, months),
        st.dates(min_value=datetime.date(first_year, 1, 1)).map(PartialDate.of),
    )


def periods() -> st.SearchStrategy[Period]:
    """Return periods, open ones too."""
    sides = st.none() | partial_dates()
    return st.tuples(sides, sides).map(_in_order)


def _in_order(sides: tuple[PartialDate | None, PartialDate | None]) -> Period:
    start, end = sides
    if start is not None and end is not None and end.surely_before(start):
        start, end = end, start
    return Period(start=start, end=end)


def slugs() -> st.SearchStrategy[str]:
    """Return ids as records have them."""
    parts = st.text(_LOWER, min_size=1, max_size=6)
    return st.lists(parts, min_size=1, max_size=3).map("-".join)


def histories(*, since: int = 2001, until: int = 2025) -> st.SearchStrategy[dict[int, Tier]]:
    """Return tiers by report year, with absences, and with the runs that real ones have."""
    stays = st.tuples(st.none() | st.sampled_from(Tier), st.integers(1, 6))
    return st.lists(stays, max_size=12).map(lambda runs: _spread(runs, since, until))


def _spread(runs: list[tuple[Tier | None, int]], since: int, until: int) -> dict[int, Tier]:
    tiers = [tier for tier, length in runs for _ in range(length)]
    years = range(since, until + 1)
    return {year: tier for year, tier in zip(years, tiers, strict=False) if tier is not None}


_CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
_TEXTS = st.text(_CHARACTERS, max_size=20).filter(lambda text: bool(text.strip()))
_PROSE = st.just("") | _TEXTS
_CODES = st.text(_UPPER, min_size=3, max_size=3)
_YEARS = st.integers(_FIRST, _LAST)
_COUNTS = st.integers(0, 10**7)
_KEYS = st.text(_LOWER + ".:_-", min_size=1, max_size=10)
_TAGS = st.sampled_from(("en", "ru", "kk", "uz-Latn", "uz-Cyrl", "zh-Hant-HK"))
_WEB = slugs().map(lambda name: f"https://{name}.org")
_HASHTAGS = st.sampled_from(
    ("#EndTrafficking", "#ЯпротивТорговлиЛюдьми", "#Stop_2021", "#人身売買")
)
_OTHER_NAMES = st.builds(OtherName, name=_TEXTS, language=st.none() | _TAGS)


def _maybe(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.none() | strategy


def _some(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(strategy, max_size=3, unique=True).map(tuple)


def _one_of(literal: object) -> st.SearchStrategy[str]:
    words: tuple[str, ...] = get_args(literal)
    return st.sampled_from(words)


@st.composite
def reaches(draw: st.DrawFn, /, **fields: st.SearchStrategy[object]) -> Reach:
    """Return reaches of every bound.

    >>> from hypothesis import find
    >>> print(find(reaches(), lambda reach: reach.highest is None))
    at least 0 people
    """
    one, other = sorted(draw(st.lists(_COUNTS, min_size=2, max_size=2, unique=True)))
    numbers = draw(
        st.sampled_from(
            (
                {"exactly": one},
                {"about": one},
                {"at_least": one},
                {"at_most": other},
                {"at_least": one, "at_most": other} if one else {"at_most": other},
            )
        )
    )
    given: Fields = {"measured": _maybe(partial_dates()), "source": _maybe(_KEYS), **fields}
    drawn = {name: draw(strategy) for name, strategy in given.items()}
    rough = "exactly" not in numbers and "about" not in numbers and draw(st.booleans())
    return draw(st.builds(Reach, rough=st.just(rough), **_just({**numbers, **drawn})))


def _just(values: Mapping[str, object]) -> dict[str, st.SearchStrategy[object]]:
    return {name: st.just(value) for name, value in values.items()}


def countries(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[Country]:
    """Return countries, most of which no registry knows."""
    names = st.builds(CountryName, name=_TEXTS, until=_maybe(_YEARS))
    given: Fields = {
        "alpha_3": _CODES,
        "alpha_2": _maybe(st.text(_UPPER, min_size=2, max_size=2)),
        "numeric": _maybe(st.integers(1, 999).map("{:03}".format)),
        "code_status": _one_of(CodeStatus),
        "name": _TEXTS,
        "report_name": _maybe(_TEXTS),
        "names": _some(names),
        "aliases": _some(_TEXTS),
        "bureau": _maybe(_one_of(Bureau)),
        "span": periods(),
    }
    return st.builds(Country, **{**given, **fields})


def editions(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[Edition]:
    """Return editions, with figures and without."""
    figures = ("tier_1", "tier_2", "tier_2_watch_list", "tier_3", "special_case", "covered")
    counts = dict.fromkeys(figures, _maybe(st.integers(0, 200)))
    given: Fields = {
        "year": _YEARS,
        "ordinal": _maybe(st.integers(1, 99)),
        "released": _maybe(st.dates(datetime.date(2030, 1, 1), datetime.date(2040, 1, 1))),
        "released_basis": st.sampled_from(("seen", "recollected", "")),
        "period": _maybe(st.just(Period.parse("2020-04-01/2021-03-31"))),
        "period_basis": _maybe(st.sampled_from(("statute", "practice"))),
        "counts": st.builds(OfficialCounts, basis=_PROSE, **counts),
        "heroes": _maybe(st.integers(1, 20)),
    }
    return st.builds(Edition, **{**given, **fields})


def assessments(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[Assessment]:
    """Return placements, of countries that need not exist."""
    given: Fields = {
        "country": _CODES,
        "year": _YEARS,
        "tier": st.sampled_from(Tier),
        "evidence": st.sampled_from(EVIDENCE_LEVELS),
        "official": _one_of(Official),
        "families": st.integers(0, 9),
        "sources": _some(_KEYS),
        "disputed_by": _some(_KEYS),
        "note": _PROSE,
        "amended": _maybe(st.sampled_from(Tier)),
    }
    return st.builds(Assessment, **{**given, **fields})


def sources(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[Source]:
    """Return sources."""
    given: Fields = {
        "id": _KEYS,
        "title": _TEXTS,
        "author": _PROSE,
        "address": _PROSE,
        "published": _maybe(partial_dates()),
        "remarks": _PROSE,
    }
    return st.builds(Source, **{**given, **fields})


@st.composite
def organizations(draw: st.DrawFn, /, **fields: st.SearchStrategy[object]) -> Organization:
    """Return organizations; each field can be given a strategy of its own.

    >>> from hypothesis import given, settings
    >>> from hypothesis import strategies as st
    >>> @settings(max_examples=5)
    ... @given(organizations(country=st.just("KAZ")))
    ... def test(organization):
    ...     assert organization.country == "KAZ"
    >>> test()
    """
    life = draw(periods())
    given: Fields = {
        "id": slugs(),
        "name": _TEXTS,
        "other_names": _some(_OTHER_NAMES),
        "kind": _maybe(_one_of(OrganizationKind)),
        "country": _maybe(_CODES),
        "founded": st.just(life.start),
        "dissolved": st.just(life.end),
        "parent": _maybe(slugs().map("parent-{}".format)),
        "website": _maybe(_WEB),
        "identifiers": _some(st.builds(Identifier, scheme=_KEYS, value=_TEXTS)),
        "services": _some(
            st.builds(
                Service,
                kind=_one_of(ServiceKind),
                name=_PROSE,
                status=_one_of(ServiceStatus),
            )
        ),
        "description": _PROSE,
        "sources": _some(_KEYS),
    }
    return draw(st.builds(Organization, **{**given, **fields}))


@st.composite
def affiliations(draw: st.DrawFn, /, **fields: st.SearchStrategy[object]) -> Affiliation:
    """Return affiliations."""
    period = draw(periods())
    given: Fields = {
        "organization": slugs(),
        "role": _PROSE,
        "start": st.just(period.start),
        "end": st.just(period.end),
        "on_behalf_of": _maybe(slugs()),
    }
    return draw(st.builds(Affiliation, **{**given, **fields}))


def people(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[Person]:
    """Return people with affiliations and honours."""
    awards = st.just(TIP_REPORT_HERO) | _TEXTS
    given: Fields = {
        "id": slugs(),
        "name": _TEXTS,
        "other_names": _some(_OTHER_NAMES),
        "affiliations": _some(affiliations()),
        "honours": _some(st.builds(Honour, award=awards, edition=_maybe(_YEARS))),
        "sources": _some(_KEYS),
    }
    return st.builds(Person, **{**given, **fields})


def projects(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[Project]:
    """Return projects."""
    role = _one_of(ParticipationRole)
    given: Fields = {
        "id": slugs(),
        "title": _TEXTS,
        "planned": _maybe(periods()),
        "actual": _maybe(periods()),
        "status": _maybe(_one_of(ActivityStatus)),
        "countries": _some(st.builds(ProjectCountry, country=_CODES, period=_maybe(periods()))),
        "participations": _some(st.builds(Participation, organization=slugs(), role=role)),
        "budgets": _some(
            st.builds(
                Budget, amount=_COUNTS, currency=_CODES, country=_maybe(_CODES), purpose=_PROSE
            )
        ),
        "description": _PROSE,
        "sources": _some(_KEYS),
    }
    return st.builds(Project, **{**given, **fields})


def campaigns(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[Campaign]:
    """Return campaigns."""
    given: Fields = {
        "id": slugs(),
        "title": _TEXTS,
        "period": _maybe(periods()),
        "countries": _some(_CODES),
        "organizers": _some(slugs()),
        "partners": _some(slugs()),
        "project": _maybe(slugs()),
        "channels": _some(_one_of(Channel)),
        "themes": _some(_TEXTS),
        "hashtags": _some(_HASHTAGS),
        "reach": _maybe(reaches()),
        "description": _PROSE,
        "sources": _some(_KEYS),
    }
    return st.builds(Campaign, **{**given, **fields})


def statements(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[Statement]:
    """Return statements."""
    given: Fields = {
        "id": slugs(),
        "person": slugs(),
        "text": _TEXTS,
        "source": _KEYS,
        "kind": _one_of(StatementKind),
        "date": _maybe(partial_dates()),
        "place": _PROSE,
    }
    return st.builds(Statement, **{**given, **fields})
