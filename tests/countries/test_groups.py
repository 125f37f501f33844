"""Groups: who is in which group when, by the packaged table and by a naive reading of it."""

import calendar
import datetime
import re
import subprocess
import sys
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import oracle
from tipdata import Country, PartialDate, countries
from tipdata.countries import BUREAUS, Bureau, group_of, groups, members
from tipdata.countries.folding import sort_key
from tipdata.countries.memberships import Membership
from tipdata.countries.reading import read_groups
from tipdata.errors import InvalidDateError, InvalidValueError
from tipdata.typing import GroupScheme

ROWS = oracle.table("groups.tsv")
SOURCES = {row["id"]: row for row in oracle.table("group_sources.tsv")}
SCHEMES = {row["scheme"]: row for row in oracle.table("group_schemes.tsv")}
SPANS = {row["alpha_3"]: row["span"] for row in oracle.table("countries.tsv")}
END = datetime.date.max
TODAY = {
    "un_intermediate_region": 106, "wb_region": 219, "wb_income": 215, "eu": 27, "schengen": 29,
    "oecd": 38, "asean": 11, "african_union": 55, "cis": 10, "council_of_europe": 46, "g7": 7,
    "g20": 19, "gcc": 6, "arab_league": 22, "mercosur": 6, "caricom": 15, "commonwealth": 56,
    "nato": 32, "osce": 57, "un_region": 250, "un_subregion": 250,
}  # fmt: skip
"""How many memberships of each scheme have no end, as they were compiled."""


def first(date: str) -> datetime.date:
    """The first day of a date; an empty one is long ago."""
    return datetime.date.fromisoformat({0: "0001-01-01", 4: f"{date}-01-01"}.get(len(date), date))


def last(date: str) -> datetime.date:
    """The last day of a date; an empty one is far away."""
    return datetime.date.fromisoformat({0: "9999-12-31", 4: f"{date}-12-31"}.get(len(date), date))


def exists(code: str, since: datetime.date, until: datetime.date) -> bool:
    """Whether a country existed at any time between two days."""
    begun, _, ended = (SPANS[code] or "../..").replace("..", "").partition("/")
    return first(begun) <= until and since <= last(ended)


def true_groups(scheme: str, code: str, since: datetime.date, until: datetime.date) -> set[str]:
    """The groups of a country at any time between two days."""
    return {
        row["group"]
        for row in BY_COUNTRY[scheme, code]
        if first(row["since"]) <= until and since <= last(row["until"])
    }


BY_COUNTRY: defaultdict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
for one in ROWS:
    BY_COUNTRY[one["scheme"], one["country"]].append(one)
CODES = sorted({row["country"] for row in ROWS})

days = st.dates(datetime.date(1950, 1, 1), datetime.date(2027, 12, 31))
schemes = st.sampled_from(get_args(GroupScheme))


def test_the_table_is_sorted_and_its_dates_are_in_order() -> None:
    """Rows stand by scheme, country, group and start, once each; nothing ends before it begins."""
    keys = [(r["scheme"], r["country"], r["group"], r["since"]) for r in ROWS]
    assert keys == sorted(set(keys))
    assert all(first(row["since"]) <= last(row["until"]) for row in ROWS)
    assert {len(row[side]) for row in ROWS for side in ("since", "until")} == {0, 4, 10}


def test_every_code_scheme_and_source_of_the_table_is_known() -> None:
    """Countries are in the registry, schemes are described, and every source is listed and used."""
    assert {row["country"] for row in ROWS} <= {c.alpha_3 for c in countries.default()}
    assert {row["scheme"] for row in ROWS} == SCHEMES.keys() == set(get_args(GroupScheme))
    assert {row["source"] for row in ROWS} == SOURCES.keys()
    for name, scheme in SCHEMES.items():
        assert scheme["source"] in {row["source"] for row in ROWS if row["scheme"] == name}
    assert all(row["title"] and row["address"] and row["licence"] for row in SOURCES.values())


def test_nobody_is_in_two_groups_of_a_scheme_on_one_day() -> None:
    """The memberships of a country in a scheme do not overlap, whatever a year alone may mean."""
    for own in BY_COUNTRY.values():
        for one, other in combinations(own, 2):
            apart = last(one["until"]) < first(other["since"])
            assert apart or last(other["until"]) < first(one["since"]), (one, other)


def test_as_many_are_members_as_were_compiled() -> None:
    """The memberships without an end are as many as the sources have members."""
    assert Counter(row["scheme"] for row in ROWS if not row["until"]) == TODAY


def test_each_scheme_says_what_it_is() -> None:
    """A scheme has its groups, its title, its gaps, its sources and the members that exist."""
    found = groups()
    assert [scheme.name for scheme in found] == list(get_args(GroupScheme))
    for scheme in found:
        own = [row for row in ROWS if row["scheme"] == scheme.name]
        described = SCHEMES[scheme.name]
        assert set(scheme.groups) == {row["group"] for row in own}
        assert (scheme.title, scheme.as_of) == (described["title"], described["as_of"])
        assert scheme.left_out == described["left_out"]
        assert {source.id for source in scheme.sources} == {row["source"] for row in own}
        assert scheme.source.id == described["source"]
        assert scheme.source.licence == SOURCES[described["source"]]["licence"]
        assert scheme.dated == any(row["since"] or row["until"] for row in own)
        assert scheme.members == sum(not r["until"] and exists(r["country"], END, END) for r in own)
    assert found.of("eu").sources[0].title.startswith("European Union")
    assert found.columns()["groups"][0] == "Africa; Americas; Asia; Europe; Oceania"


@given(schemes, st.sampled_from(CODES), days)
def test_the_group_on_a_day_is_that_of_the_table(
    scheme: GroupScheme, code: str, day: datetime.date
) -> None:
    """A country is in the one group whose dates include the day, or in none."""
    expected = next(iter(true_groups(scheme, code, day, day)), None)
    assert group_of(code, scheme, on=day) == expected
    assert group_of(code, scheme, on=PartialDate.from_date(day)) == expected
    assert oracle.group_on(scheme, code, day) == expected


@given(schemes, days)
def test_the_members_on_a_day_are_those_of_the_table(
    scheme: GroupScheme, day: datetime.date
) -> None:
    """Members are the countries whose dates include the day and that existed, by name."""
    month = calendar.monthrange(day.year, day.month)[1]
    whens: dict[Any, tuple[datetime.date, datetime.date]] = {
        day: (day, day),
        PartialDate(day.year, day.month): (day.replace(day=1), day.replace(day=month)),
        day.year: (datetime.date(day.year, 1, 1), datetime.date(day.year, 12, 31)),
    }
    for when, (since, until) in whens.items():
        for group in groups().of(scheme).groups:
            found = members((scheme, group), on=when)
            assert {country.alpha_3 for country in found} == {
                code
                for code in CODES
                if group in true_groups(scheme, code, since, until) and exists(code, since, until)
            }
            assert found == tuple(sorted(found, key=sort_key))


def test_a_membership_holds_from_its_first_to_its_last_day() -> None:
    """A membership holds on its days, and in the months and years that have one of them."""
    first, last = datetime.date(2004, 5, 1), datetime.date(2020, 1, 31)
    day = datetime.timedelta(days=1)
    membership = Membership("KAZ", "x", first, last)
    held = {first, first + day, datetime.date(2010, 6, 1), last - day, last}
    for when in (*held, first - day, last + day):
        assert membership.holds(when) == (when in held)
        assert membership.holds(PartialDate(when.year, when.month, when.day)) == (when in held)
    for year, month, holds in (
        (2004, 4, False),
        (2004, 5, True),
        (2020, 1, True),
        (2020, 2, False),
    ):
        assert membership.holds(PartialDate(year, month)) == holds
        assert membership.holds(PartialDate(year))
    assert not membership.holds(None)
    assert Membership("KAZ", "x", first, datetime.date.max).holds(None)


def test_without_a_day_the_newest_membership_counts() -> None:
    """By default those are members whose membership has no end and who exist, on any day."""
    for scheme in get_args(GroupScheme):
        for group in groups().of(scheme).groups:
            assert members((scheme, group)) == members((scheme, group), on=END)
        for code in CODES:
            assert group_of(code, scheme) == group_of(code, scheme, on=END)
    assert members(("wb_region", "Middle East & North Africa")) == ()


def test_the_united_kingdom_left() -> None:
    """The European Union has 28 members on the last day of January 2020, and 27 the day after."""
    left = datetime.date(2020, 1, 31)
    assert group_of("GBR", "eu", on=left) == "member"
    assert group_of("GBR", "eu", on=left + datetime.timedelta(days=1)) is None
    assert [len(members("eu", on=year)) for year in (2019, 2020, 2021)] == [28, 28, 27]


def test_a_country_is_given_in_any_way() -> None:
    """A code, a name and a `Country` mean the same; a country of your own is in no group."""
    kyrgyz = countries.get("KGZ")
    for given_ in ("KGZ", "kg", "Kyrgyz Republic", kyrgyz):
        assert group_of(given_, "un_subregion") == "Central Asia"
    own = Country(alpha_3="XSL", code_status="user-assigned", name="Somaliland")
    assert group_of(own, "un_region") is None


def test_a_name_that_stands_in_one_scheme_needs_no_scheme() -> None:
    """Each group is given by a pair, and by its name where no other scheme has it."""
    stands = Counter(
        name
        for scheme in groups()
        for name in ({scheme.name} if "member" in scheme.groups else scheme.groups)
    )
    for scheme in groups():
        if "member" in scheme.groups:
            assert members(scheme.name) == members((scheme.name, "member"))
            continue
        for group in scheme.groups:
            if stands[group] == 1:
                assert members(group) == members((scheme.name, group))
            else:
                with pytest.raises(InvalidValueError, match=re.escape(repr((scheme.name, group)))):
                    members(group)
    assert [name for name, count in stands.items() if count > 1] == ["Sub-Saharan Africa"]


REFUSED: dict[str, tuple[Any, str]] = {
    "two schemes": (
        "Sub-Saharan Africa",
        "the scheme with it: ('un_subregion', 'Sub-Saharan Africa') or ('wb_region', 'Sub-Saharan Africa'), got 'Sub-Saharan Africa'",
    ),
    "two schemes, misspelled": (
        "Subsaharan Africa",
        "a group of countries.groups(), such as 'eu' or 'Central Asia', got 'Subsaharan Africa'; did you mean ('un_subregion', 'Sub-Saharan Africa') or ('wb_region', 'Sub-Saharan Africa')?",
    ),
    "in capitals": (
        "EU",
        "a group of countries.groups(), such as 'eu' or 'Central Asia', got 'EU'; did you mean 'eu'?",
    ),
    "misspelled": (
        "Centrl Asia",
        "a group of countries.groups(), such as 'eu' or 'Central Asia', got 'Centrl Asia'; did you mean 'Central Asia'?",
    ),
    "a scheme": (
        "un_region",
        "one of its groups, as a pair such as ('un_region', 'Africa'), got 'un_region'",
    ),
    "a scheme, misspelled": (
        "un_regoin",
        "a group of countries.groups(), such as 'eu' or 'Central Asia', got 'un_regoin'; did you mean a group of 'un_region'?",
    ),
    "a kind of member": (
        "member",
        "an organization such as 'eu', or a pair such as ('cis', 'associate'), got 'member'",
    ),
    "a group of another scheme": (
        ("wb_region", "Europe"),
        "a group of 'wb_region', one of 'East Asia & Pacific', 'Europe & Central Asia', 'Latin America & Caribbean', 'Middle East & North Africa', 'Middle East, North Africa, Afghanistan & Pakistan', 'North America', 'South Asia', 'Sub-Saharan Africa', got ('wb_region', 'Europe')",
    ),
    "a kind, misspelled": (
        ("cis", "asociate"),
        "a group of 'cis', one of 'member', 'associate', 'participant', got ('cis', 'asociate'); did you mean 'associate'?",
    ),
}


@pytest.mark.parametrize(("given_", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_an_unclear_group_is_refused_with_what_to_write(given_: Any, message: str) -> None:
    """The error says which groups there are, which is nearest, and how to name the scheme."""
    with pytest.raises(InvalidValueError) as caught:
        members(given_)
    assert str(caught.value) == f"group: expected {message}"


def test_unknown_schemes_and_days_are_refused() -> None:
    """A scheme has the nearest one in its error; a day is a year, a date or a partial date."""
    with pytest.raises(InvalidValueError, match="got 'wb_regoin'; did you mean 'wb_region'"):
        group_of("KGZ", "wb_regoin")  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError, match="got 'EU'; did you mean 'eu'"):
        groups().of("EU")  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError, match="got 'un_reg'; did you mean 'un_region'"):
        members(("un_reg", "Africa"))
    with pytest.raises(InvalidValueError, match="on: expected a year, a date or a PartialDate"):
        members("eu", on="2021")  # type: ignore[arg-type]
    with pytest.raises(InvalidDateError, match="time zone"):
        members("eu", on=datetime.datetime(2021, 1, 1))  # noqa: DTZ001 - that is the point


def test_a_group_that_changes_within_a_year_is_no_guess() -> None:
    """A year in which a country changes its group is refused with both groups."""
    with pytest.raises(InvalidValueError) as caught:
        group_of("ARG", "wb_income", on=2015)
    assert str(caught.value) == (
        "on: expected a day, since ARG is in two groups of 'wb_income' then,"
        " 'High income' and 'Upper middle income', got '2015'"
    )
    assert group_of("ARG", "wb_income", on=2013) == "Upper middle income"


def test_incomes_are_listed_upwards_and_other_groups_by_name() -> None:
    """The groups of a scheme come in the order in which tables show them."""
    assert groups().of("wb_income").groups == (
        "Low income",
        "Lower middle income",
        "Upper middle income",
        "High income",
    )
    for scheme in groups():
        others = [name for name in scheme.groups if name not in ("member", "High income")]
        if scheme.name != "wb_income":
            assert others == sorted(others)
            assert "member" not in scheme.groups[1:]


def test_the_schemes_print_one_line_each_below_their_number() -> None:
    """Printed, the schemes begin with how many there are, and each line with the name of one."""
    first, *others = str(groups()).splitlines()
    assert first == f"Groups of countries: {len(SCHEMES)} schemes"
    assert [line.strip().partition(":")[0] for line in others] == [one.name for one in groups()]


def test_a_tuple_is_a_pair_or_several_groups() -> None:
    """A scheme and one of its groups are a pair; two organizations are two groups."""
    assert read_groups("group", ("eu", "member")) == (("eu", "member"),)
    assert read_groups("group", ("cis", "associate")) == (("cis", "associate"),)
    assert read_groups("group", ("eu", "nato")) == (("eu", "member"), ("nato", "member"))
    with pytest.raises(InvalidValueError, match="expected a group of 'un_region', one of 'Africa'"):
        read_groups("group", ("un_region", "Atlantis"))


def test_each_bureau_has_its_name() -> None:
    """`BUREAUS` spells out every bureau of the registry, and cannot be changed."""
    assert tuple(BUREAUS) == get_args(Bureau)
    assert {c.bureau for c in countries.default() if c.bureau} == set(BUREAUS)
    assert all(name.endswith(" Affairs") for name in BUREAUS.values())
    with pytest.raises(TypeError):
        BUREAUS["AF"] = "Africa"  # type: ignore[index]


def test_loading_the_record_reads_no_group() -> None:
    """`load()` and an analysis without groups leave the tables of groups unread."""
    script = "import tipdata; tip = tipdata.load(); tip.where(bureau='SCA').counts(by='bureau')"
    script += "; from tipdata.countries import memberships as m"
    script += (
        "; print(m.memberships.cache_info().currsize, m.groups_by_scheme.cache_info().currsize)"
    )
    asked = [sys.executable, "-c", script]
    run = subprocess.run(asked, capture_output=True, text=True, check=True)
    assert run.stdout == "0 0\n"


def test_the_world_bank_is_credited_as_it_asks() -> None:
    """NOTICE and the page about groups carry the attribution of its classifications."""
    root = Path(__file__).parents[2]
    for name in ("NOTICE", "docs/explanation/groups.md"):
        text = " ".join((root / name).read_text(encoding="utf-8").split())
        credit = "World Bank, World Development Indicators country classifications, CC BY 4.0"
        assert credit in text
