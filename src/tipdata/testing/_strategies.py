"""Hypothesis strategies of the values and records; `tipdata.testing` is their public face."""

import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from hypothesis import strategies as st

from tipdata._arguments import read_any_year
from tipdata._wire import rules as v
from tipdata._wire.refusing import Validator
from tipdata._wire.shapes import SCALARS, Choice, Many, Maybe, Nested, Scalar, Shape, fields_of
from tipdata._wire.strings import FORMS, LINE, Form
from tipdata.dataset.kinds import CLASSES, Record
from tipdata.dates import PartialDate, Period
from tipdata.records.assessments import Assessment
from tipdata.records.campaigns import Campaign, Reach
from tipdata.records.countries import Country, CountryName
from tipdata.records.designations import OUTCOMES, Designation
from tipdata.records.editions import Edition
from tipdata.records.organizations import Organization
from tipdata.records.people import TIP_REPORT_HERO, Affiliation, Honour, Person
from tipdata.records.projects import Project
from tipdata.records.sources import Source
from tipdata.records.statements import Statement
from tipdata.tiers import Tier

if TYPE_CHECKING:
    import attrs

T = TypeVar("T")
Strategy = st.SearchStrategy[Any]
Fields = dict[str, object]

_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LOWER = "abcdefghijklmnopqrstuvwxyz0123456789"


def partial_dates(*, first_year: int = 1) -> st.SearchStrategy[PartialDate]:
    """Return partial dates of every precision, from `first_year` on.

    >>> from hypothesis import find
    >>> find(partial_dates(), lambda date: date.precision == "month").day is None
    True
    """
    first_year = read_any_year("first_year", first_year)
    years = st.integers(first_year, 9999)
    months = st.integers(1, 12)
    return st.one_of(
        st.builds(PartialDate, years),
        st.builds(PartialDate, years, months),
        st.dates(min_value=datetime.date(first_year, 1, 1)).map(PartialDate.from_date),
    )


def periods() -> st.SearchStrategy[Period]:
    """Return periods, some with open sides."""
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
    """Return tiers by report year, with absences and with runs as real histories have them."""
    since, until = read_any_year("since", since), read_any_year("until", until)
    stays = st.tuples(st.none() | st.sampled_from(Tier), st.integers(1, 6))
    return st.lists(stays, max_size=12).map(lambda runs: _spread(runs, since, until))


def _spread(runs: list[tuple[Tier | None, int]], since: int, until: int) -> dict[int, Tier]:
    tiers = [tier for tier, length in runs for _ in range(length)]
    years = range(since, until + 1)
    return {year: tier for year, tier in zip(years, tiers, strict=False) if tier is not None}


_CHARACTERS = st.characters(exclude_categories=["Cs"])


def _in_form(form: Form) -> st.SearchStrategy[str]:
    found = st.text(_CHARACTERS, max_size=20).map(form.suggest).filter(bool)
    return st.just("") | found if form.may_be_empty else found


_LINES = _in_form(LINE)
_COUNTS = st.integers(0, 10**7)
_YEARS = st.integers(2001, 2025)
_NOTHING: st.SearchStrategy[Fields] = st.just({})
_CODES = st.text(_UPPER, min_size=3, max_size=3)

_RULES: dict[Validator | None, Strategy] = {
    **{rule: _in_form(form) for rule, form in FORMS.items()},
    v.slug: slugs(),
    v.identifier: st.text(_LOWER + ".:_-", min_size=1, max_size=10),
    v.alpha_3: _CODES,
    v.alpha_2: st.text(_UPPER, min_size=2, max_size=2),
    v.numeric: st.integers(1, 999).map("{:03}".format),
    v.currency: _CODES,
    v.language: st.sampled_from(("en", "ru", "kk", "uz-Latn", "uz-Cyrl", "zh-Hant-HK")),
    v.hashtag: st.sampled_from(
        ("#EndTrafficking", "#ЯпротивТорговлиЛюдьми", "#Stop_2021", "#人身売買")
    ),
    v.web_address: slugs().map("https://{}.org".format),
    v.report_year: _YEARS,
    v.count: _COUNTS,
}
_TYPES: dict[Shape, Strategy] = {
    SCALARS[Tier]: st.sampled_from(Tier),
    SCALARS[PartialDate]: partial_dates(),
    SCALARS[Period]: periods(),
    SCALARS[datetime.date]: st.dates(),
    SCALARS[bool]: st.booleans(),
}


_FIELDS: dict[type, dict[str, Strategy]] = {
    Honour: {"award": st.just(TIP_REPORT_HERO) | _LINES},
    Organization: {"parent": st.none() | slugs().map("parent-{}".format)},
}
"""Strategies of single fields for which type and rule are not enough."""


def _sides(start: str, end: str) -> st.SearchStrategy[Fields]:
    return periods().map(lambda period: {start: period.start, end: period.end})


def _name_years(years: tuple[int, int], *, since: bool, until: bool) -> Fields:
    first, last = sorted(years)
    return {"since": first if since else None, "until": last if until else None}


def _released(period: Period | None, day: datetime.date | None) -> Fields:
    if period and period.latest and day and day <= period.latest:
        period = Period(start=period.start)
    return {"period": period, "released": day}


def _bounds(numbers: list[int], which: tuple[str, ...], *, rough: bool) -> Fields:
    low, high = sorted(numbers)
    if len(which) == 1:
        given = {which[0]: high if which == ("at_most",) else low}
    else:
        given = {"at_least": low, "at_most": high} if low else {"at_most": high}
    return {**given, "rough": rough and which[0] not in {"exactly", "about"}}


_ACTS: list[Fields] = [
    {"kind": kind, "outcome": outcome}
    for kind, outcomes in OUTCOMES.items()
    for outcome in outcomes
]

_TOGETHER: dict[type, tuple[set[str], st.SearchStrategy[Fields]]] = {
    Affiliation: ({"start", "end"}, _sides("start", "end")),
    Organization: ({"founded", "dissolved"}, _sides("founded", "dissolved")),
    CountryName: (
        {"since", "until"},
        st.builds(_name_years, st.tuples(_YEARS, _YEARS), since=st.booleans(), until=st.booleans()),
    ),
    Designation: ({"kind", "outcome"}, st.sampled_from(_ACTS)),
    Edition: (
        {"released", "period"},
        st.builds(_released, st.none() | periods(), st.none() | st.dates()),
    ),
    Reach: (
        {"exactly", "about", "at_least", "at_most", "rough"},
        st.builds(
            _bounds,
            st.lists(_COUNTS, min_size=2, max_size=2, unique=True),
            st.sampled_from(
                (("exactly",), ("about",), ("at_least",), ("at_most",), ("at_least", "at_most"))
            ),
            rough=st.booleans(),
        ),
    ),
}
"""Fields that have a rule between them, and how they are drawn together."""


def _values(field: "attrs.Attribute[Any]", shape: Shape) -> Strategy:
    """Return the values that a field takes, by its shape and its rule."""
    match shape:
        case Maybe(inner):
            return st.none() | _values(field, inner)
        case Many(inner):
            return st.lists(_values(field, inner), max_size=3, unique=True).map(tuple)
        case Nested():
            kind: type[object] = shape.kind
            return _instances(kind)
        case Choice(words):
            return st.sampled_from(words)
        case Scalar():
            return _TYPES[shape] if shape in _TYPES else _RULES[v.rule_of(field)]


def _instances(kind: type[T], /, **given: Strategy) -> st.SearchStrategy[T]:
    """Return instances of a class, each field by a strategy given or derived from the field.

    If one of several fields that are drawn together is given, the others keep
    their defaults.
    """
    names, together = _TOGETHER.get(kind, (set(), _NOTHING))
    alone = {
        name: _values(field, shape)
        for name, (field, shape) in fields_of(kind).items()
        if name not in names
    }

    def build(drawn: Fields, /, **fields: object) -> T:
        return kind(**drawn, **fields)

    return st.builds(
        build,
        _NOTHING if names & given.keys() else together,
        **{**alone, **_FIELDS.get(kind, {}), **given},
    )


def reaches(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[Reach]:
    """Return reaches of every bound.

    >>> from hypothesis import find
    >>> find(reaches(), lambda reach: reach.highest is None).at_least
    0
    """
    return _instances(Reach, **fields)


def countries(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[Country]:
    """Return countries, most of which are in no registry."""
    return _instances(Country, **fields)


def editions(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[Edition]:
    """Return editions, with and without figures."""
    return _instances(Edition, **fields)


def assessments(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[Assessment]:
    """Return placements of countries that need not exist."""
    return _instances(Assessment, **fields)


def sources(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[Source]:
    """Return sources."""
    return _instances(Source, **fields)


def organizations(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[Organization]:
    """Return organizations.

    >>> from hypothesis import given, settings
    >>> from hypothesis import strategies as st
    >>> @settings(max_examples=5)
    ... @given(organizations(country=st.just("KAZ")))
    ... def test(organization):
    ...     assert organization.country == "KAZ"
    >>> test()
    """
    return _instances(Organization, **fields)


def affiliations(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[Affiliation]:
    """Return affiliations."""
    return _instances(Affiliation, **fields)


def people(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[Person]:
    """Return people with affiliations and honours."""
    return _instances(Person, **fields)


def projects(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[Project]:
    """Return projects."""
    return _instances(Project, **fields)


def campaigns(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[Campaign]:
    """Return campaigns."""
    return _instances(Campaign, **fields)


def statements(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[Statement]:
    """Return statements."""
    return _instances(Statement, **fields)


def designations(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[Designation]:
    """Return acts of every kind and outcome; one of these two can be given alone.

    >>> from hypothesis import find
    >>> from hypothesis import strategies as st
    >>> find(designations(outcome=st.just("listed")), lambda act: True).kind
    'child soldiers list'
    """
    given = {name: fields.pop(name) for name in ["kind", "outcome"] if name in fields}
    together = st.fixed_dictionaries(given).flatmap(_acts)
    return together.flatmap(lambda both: _instances(Designation, **{**fields, **both}))


def _acts(given: Fields) -> st.SearchStrategy[dict[str, Strategy]]:
    """Return kinds and outcomes that go together, of which one or both may be given."""
    fitting = [act for act in _ACTS if given.items() <= act.items()] or [given]
    return st.sampled_from(fitting).map(
        lambda act: {name: st.just(value) for name, value in act.items()}
    )


def records() -> st.SearchStrategy[Record]:
    """Return records of every kind."""
    return st.one_of(*(_instances(kind) for kind in CLASSES.values()))
