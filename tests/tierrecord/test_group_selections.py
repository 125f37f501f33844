"""Groups in a record: a country counts in an edition if it was a member when it was released."""

import datetime
from collections import Counter
from collections.abc import Callable
from typing import Any, get_args

import polars as pl
import pytest

import oracle
import tipdata
from tipdata import Edition, PartialDate, TierRecord, countries, frames, plots
from tipdata.errors import InvalidDateError, InvalidValueError
from tipdata.typing import GroupScheme

TIP = tipdata.load()
GRID = oracle.tiers()
RELEASED = oracle.releases()
SCHEMES: tuple[GroupScheme, ...] = get_args(GroupScheme)
GROUPS = [(scheme.name, group) for scheme in countries.groups() for group in scheme.groups]
AT = {
    (scheme, code, year): oracle.group_on(scheme, code, RELEASED[year])
    for scheme in SCHEMES
    for code, year in GRID
}
IN_NONE = {"un_region": {"TWN", "XKX"}, "un_subregion": {"TWN", "XKX"}, "wb_region": {"ANT"}}
"""The countries that the schemes which divide the world leave out."""

DAYS: list[datetime.date | PartialDate] = [
    *(datetime.date(1999, 12, 31), datetime.date(2004, 5, 1), datetime.date(2006, 6, 3)),
    *(datetime.date(2013, 7, 1), datetime.date(2020, 1, 31), datetime.date(2020, 2, 1)),
    *(PartialDate(2020), PartialDate(2025, 7)),
]


@pytest.mark.parametrize(("scheme", "group"), GROUPS)
def test_a_country_counts_where_it_was_a_member_at_the_release(
    scheme: GroupScheme, group: str
) -> None:
    """A selection has just the placements of members, and of its countries the rest is withheld."""
    record = TIP.where(group=(scheme, group))
    inside = {cell for cell in GRID if AT[scheme, *cell] == group}
    assert {(a.country, a.year) for a in record} == inside
    assert {c.alpha_3 for c in record.countries} == {code for code, _ in inside}
    assert record.withheld == GRID.keys() - inside
    own = {code for code, _ in inside}
    assert record.non_members == {cell for cell in GRID if cell[0] in own} - inside


@pytest.mark.parametrize(("scheme", "group"), GROUPS)
def test_nobody_seems_to_enter_or_leave_with_a_group(scheme: GroupScheme, group: str) -> None:
    """Every change of a selection is one of the whole record, between two editions as a member."""
    record = TIP.where(group=(scheme, group))
    for year in record.years[1:]:
        whole = {change.country.alpha_3: change for change in TIP.changes(year)}
        for change in record.changes(year):
            code = change.country.alpha_3
            assert change == whole[code]
            places = [(code, y) for y in (year - 1, year) if (code, y) in GRID]
            assert all(AT[scheme, *place] == group for place in places)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_counts_by_a_scheme_are_those_of_the_table(scheme: GroupScheme) -> None:
    """Each group counts its members of that day; all groups and those in none are the edition."""
    expected = Counter((AT[scheme, code, year], year, tier) for (code, year), tier in GRID.items())
    counts = TIP.counts(by=scheme)
    assert set(counts.groups) == {group for group, *_ in expected if group}
    found = {
        (row.group, row.year, tier.short): row.on(tier)
        for row in counts
        for tier in tipdata.Tier
        if row.on(tier)
    }
    assert found == {key: n for key, n in expected.items() if key[0]}
    outside = Counter(year for code, year in GRID if AT[scheme, code, year] is None)
    whole = TIP.counts()
    for year in TIP.years:
        grouped = sum(counts.of(group, year).total for group in counts.groups)
        assert grouped + outside[year] == whole.of("all", year).total
    in_none = {code for code, year in GRID if AT[scheme, code, year] is None}
    assert in_none == IN_NONE.get(scheme, in_none)
    assert TIP.shares(by=scheme) == {(row.group, row.year): row.shares for row in counts}


@pytest.mark.parametrize(("scheme", "group"), GROUPS)
def test_a_fixed_day_makes_a_panel(scheme: GroupScheme, group: str) -> None:
    """With `on`, the countries are the members of that day in all editions, as if named."""
    for day in DAYS:
        panel = countries.members((scheme, group), on=day)
        if panel:
            fixed = TIP.where(group=(scheme, group), on=day)
            assert fixed == TIP.where(countries=panel)
            assert not fixed.non_members
        else:
            with pytest.raises(InvalidValueError, match=r"on: expected a day on which .* has m"):
                TIP.where(group=(scheme, group), on=day)


# The United Kingdom left on 31 January 2020.
KINGDOM_LEFT_IN = [2020, PartialDate(2020), PartialDate(2020, 1)]


@pytest.mark.parametrize(
    "when",
    [2020, 2021, PartialDate(2020), PartialDate(2020, 1), datetime.date(2020, 6, 25)],
    ids=str,
)
def test_a_time_means_the_same_in_a_record_as_in_the_registry(when: Any) -> None:
    """Whatever fixes a panel, the members are those of `countries.members` at that time."""
    fixed = TIP.where(group="eu", on=when)
    assert fixed == TIP.where(countries=countries.members("eu", on=when))
    assert ("GBR" in {c.alpha_3 for c in fixed.countries}) == (when in KINGDOM_LEFT_IN)
    counted = TIP.counts(by="eu", on=when).of("member", 2024).total
    assert counted == len(fixed.placements(2024))


def test_groups_are_counted_in_the_order_of_their_scheme() -> None:
    """Income groups come from low to high, and the groups of any scheme as it lists them."""
    assert TIP.counts(by="wb_income").groups == (
        "Low income",
        "Lower middle income",
        "Upper middle income",
        "High income",
    )
    for scheme in countries.groups():
        found = TIP.counts(by=scheme.name).groups
        assert found == tuple(group for group in scheme.groups if group in found)


def test_the_united_kingdom_counts_until_it_left() -> None:
    """The European Union has 28 countries in the 2019 edition, and 27 from 2020 on."""
    eu = TIP.where(group="eu")
    assert [len(eu.placements(year)) for year in (2019, 2020, 2021)] == [28, 27, 27]
    kingdom = eu.series("GBR")
    assert [kingdom.status(year) for year in (2019, 2020, 2021)] == ["placed", *["withheld"] * 2]
    assert "GBR" in {country.alpha_3 for country in eu.countries}
    assert "GBR" not in {country.alpha_3 for country in TIP.where(group="eu", since=2021).countries}
    assert len(TIP.where(group="eu", on=2019).placements(2021)) == 28


def test_groups_are_combined_with_each_other_and_with_the_rest() -> None:
    """Several groups choose the members of any; other selectors and steps choose among these."""
    either = TIP.where(group=["eu", "nato"], bureau="EUR", tiers="Tier 1", since=2015)
    expected = {
        (a.country, a.year)
        for a in TIP.where(bureau="EUR", tiers="Tier 1", since=2015)
        if AT["eu", a.country, a.year] or AT["nato", a.country, a.year]
    }
    assert {(a.country, a.year) for a in either} == expected
    both = TIP.where(group="eu").where(group="nato")
    assert {(a.country, a.year) for a in both} == {
        cell for cell in GRID if AT["eu", *cell] and AT["nato", *cell]
    }
    pair, several = TIP.where(group=("cis", "participant")), TIP.where(group=("cis", "eu"))
    assert {country.alpha_3 for country in pair.countries} == {"UKR"}
    assert several == TIP.where(group=["eu", ("cis", "member")])


def test_an_edition_without_a_release_needs_a_day() -> None:
    """A table of your own has no releases: dated groups need `on`, and undated ones do not."""
    rows = [("KGZ", 2020, "Tier 2"), ("PAK", 2020, "Tier 2 Watch List"), ("FRA", 2020, "Tier 1")]
    mine = TierRecord.from_rows(rows)
    assert len(mine.where(group="Central Asia")) == len(mine.counts(by="un_region").groups) - 1 == 1
    assert len(mine.where(group=["Central Asia", "eu"], on=datetime.date(2020, 7, 1))) == 2
    refused = "Edition(2020).released: expected a release date, since memberships are dated; "
    asked: list[Callable[[], object]] = [
        lambda: mine.where(group=["Central Asia", "eu"]),
        lambda: mine.counts(by="eu"),
        lambda: mine.shares(by="eu"),
        lambda: plots.shares(mine, by="eu"),
    ]
    for ask in asked:
        with pytest.raises(InvalidValueError) as caught:
            ask()
        assert str(caught.value) == f"{refused}without it, fix a day with on=, got None"
    assert len(mine.where(group="eu", on=2020)) == 1
    dated = Edition(year=2021, released=datetime.date(2021, 7, 1))
    some = TierRecord.from_rows(
        [*rows, ("FRA", 2021, "Tier 1")], editions=[Edition(year=2020), dated]
    )
    assert len(some.where(group="eu", since=2021)) == 1
    frame = pl.DataFrame({"country": ["FRA"], "date": [2020]})
    with pytest.raises(InvalidValueError, match="without it, leave groups out of add="):
        frames.attach_tiers(frame, year="date", record=mine, add="eu")
    found = frames.attach_tiers(frame, year="date", record=mine, add="un_region")
    assert found["un_region"].to_list() == ["Europe"]


DOORS: dict[str, Callable[[Any], object]] = {
    "counts": lambda word: TIP.counts(by=word),
    "shares": lambda word: TIP.shares(by=word),
    "plots.shares": lambda word: plots.shares(TIP, by=word),
    "attach_tiers": lambda word: frames.attach_tiers(
        TIP.to_frame("polars").rename({"tier": "was"}), year="year", add=word
    ),
    "groups().of": lambda word: countries.groups().of(word),
    "group_of": lambda word: countries.group_of("KGZ", word),
}


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS.keys())
def test_every_door_refuses_an_unknown_scheme_with_the_nearest(
    door: Callable[[Any], object],
) -> None:
    """Wherever a scheme is named, a misspelled one is an error that suggests the right one."""
    for wrong, right in (
        ("wb_regoin", "wb_region"),
        ("EU", "eu"),
        ("un_subregions", "un_subregion"),
    ):
        with pytest.raises(InvalidValueError, match=f"got '{wrong}'; did you mean '{right}'"):
            door(wrong)


def test_what_no_group_or_day_is_is_refused() -> None:
    """A selection has no unknown group, no group of two schemes, and no day without a group."""
    refused: dict[str, dict[str, Any]] = {
        "did you mean 'eu'": {"group": "EU"},
        "did you mean 'Central Asia'": {"group": ["nato", "Centrl Asia"]},
        r"the scheme with it: \('un_subregion', 'Sub-Saharan Africa'\) or": {
            "group": "Sub-Saharan Africa"
        },
        r"a group of 'un_region', .*, got \('un_region', 'Afrika'\); did you mean 'Africa'": {
            "group": ("un_region", "Afrika")
        },
        "one group or several, got": {"group": []},
        "on: expected None without a group, got 2021": {"on": 2021},
        "on: expected a year, a date or a PartialDate, got '2021'": {"group": "eu", "on": "2021"},
        "on: expected a day on which 'eu' has members, got '1950-01-01'": {
            "group": "eu",
            "on": datetime.date(1950, 1, 1),
        },
    }
    for message, arguments in refused.items():
        with pytest.raises(InvalidValueError, match=message):
            TIP.where(**arguments)
    with pytest.raises(InvalidDateError, match="time zone"):
        TIP.where(group="eu", on=datetime.datetime(2021, 1, 1))  # noqa: DTZ001 - that is the point
    with pytest.raises(InvalidValueError, match="on: expected None, unless by= is a scheme"):
        TIP.counts(by="bureau", on=2021)
    with pytest.raises(InvalidValueError, match="ARG is in two groups of 'wb_income' then"):
        TIP.counts(by="wb_income", on=PartialDate(2015))


def test_a_fixed_day_keeps_the_groups_of_counts() -> None:
    """With `on`, each country counts in the group of that day in every edition."""
    day = datetime.date(2001, 7, 12)
    expected = Counter((oracle.group_on("wb_income", code, day), year) for code, year in GRID)
    found = {(row.group, row.year): row.total for row in TIP.counts(by="wb_income", on=day)}
    assert found == {key: n for key, n in expected.items() if key[0]}
