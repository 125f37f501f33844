"""Results can be filtered, sorted, and asked for one country."""

import pickle
from collections.abc import Callable
from typing import Any

import attrs
import pytest

import tipdata
from tipdata import Tier
from tipdata.analysis.results import CountryResults, Results
from tipdata.errors import InvalidValueError, NotInReportError, UnknownCountryError

TIP = tipdata.load()
CORROBORATED = TIP.where(evidence="corroborated")
CHANGES = [TIP.changes(year) for year in TIP.years[1:]]
PLACEMENTS = [TIP.placements(year) for year in TIP.years]

# A result, and a figure of each of its items, which some do not have.
RESULTS: list[tuple[Results[Any, Any], Callable[[Any], Any]]] = [
    (TIP.changes(2011), lambda change: change.steps),
    (TIP.series("HTI").changes(), lambda change: change.steps),
    (TIP.placements(2024), lambda placement: placement.tier.rank),
    (TIP.spells(), lambda spell: spell.tier.rank),
    (TIP.series("HTI").spells(), lambda spell: spell.tier.rank),
    (TIP.audit_watch_list(), lambda listing: listing.after and listing.after.rank),
]


def results_in(whole: Results[Any, Any]) -> list[Any]:
    """Return the results in the items of a result, which may be pairs with a country."""
    return [item[1] if isinstance(item, tuple) else item for item in whole]


@pytest.mark.parametrize(("whole", "figure"), RESULTS)
def test_sorting_keeps_all_and_puts_what_has_no_figure_last(
    whole: Results[Any, Any], figure: Callable[[Any], Any]
) -> None:
    """Sorted, a result has the same items in the order of their figures, those without one last."""
    plain = results_in(whole)
    with_figure = [one for one in plain if figure(one) is not None]
    without = [one for one in plain if figure(one) is None]
    assert without
    for reverse in (False, True):
        expected = sorted(with_figure, key=figure, reverse=reverse) + without
        assert results_in(whole.sorted(figure, reverse=reverse)) == expected


@pytest.mark.parametrize(("whole", "figure"), RESULTS)
def test_filtering_keeps_what_is_true(
    whole: Results[Any, Any], figure: Callable[[Any], Any]
) -> None:
    """Filtered, a result is of the same class and has the items of which the function is true."""
    kept = whole.filter(lambda one: figure(one) == 2)
    assert type(kept) is type(whole)
    assert results_in(kept) == [one for one in results_in(whole) if figure(one) == 2]
    assert not whole.filter(lambda _: False)
    assert whole.filter(lambda _: True) == whole


@pytest.mark.parametrize("whole", CHANGES, ids=lambda whole: str(whole.year))
def test_the_changes_of_each_country_are_all_changes(whole: tipdata.Changes) -> None:
    """What changed, and what did not, is what is asked of each country in turn."""
    own = [whole.of(country.alpha_3) for country in TIP.countries]
    assert {change for one in own for change in one} == set(whole.changes)
    assert {pair for one in own for pair in one.unchanged} == set(whole.unchanged)
    for one in own:
        assert len(one) + len(one.unchanged) <= 1
        for change in one:
            assert change.country in whole
            assert whole.of(change.country) == whole.of(change.country.name) == one


@pytest.mark.parametrize("whole", PLACEMENTS, ids=lambda whole: str(whole.edition.year))
def test_a_placement_is_looked_up_by_country(whole: tipdata.Placements) -> None:
    """The placements of an edition have each country that it places, and refuse the others."""
    year = whole.edition.year
    assert [whole[country] for country in whole.countries] == list(whole)
    for country in TIP.countries:
        series = TIP.series(country)
        assert (country in whole) == (country.alpha_3 in whole) == (year in series)
        if year in series:
            assert whole[country.alpha_3].tier is series[year]
            continue
        with pytest.raises(NotInReportError) as caught:
            whole[country.name]
        assert caught.value.years == tuple(series)


def test_what_a_selection_leaves_out_is_no_empty_answer() -> None:
    """A country whose placement is withheld is an error for each result, and said to be withheld."""
    for year in CORROBORATED.years[1:]:
        placements, changes = CORROBORATED.placements(year), CORROBORATED.changes(year)
        withheld = {code for code, when in CORROBORATED.withheld if when == year}
        known = {country.alpha_3 for country in CORROBORATED.countries}
        assert {country.alpha_3 for country in placements.skipped} == withheld & known
        before = {code for code, when in CORROBORATED.withheld if when == year - 1}
        assert {country.alpha_3 for country in changes.skipped} == (withheld | before) & known
        assert not changes.of(changes.changes[0].country).skipped
        for country in placements.skipped:
            with pytest.raises(NotInReportError, match="is withheld"):
                placements[country]
            with pytest.raises(NotInReportError, match="is withheld"):
                assert country in placements
            with pytest.raises(InvalidValueError, match=r"withheld|leaves out all"):
                changes.of(country)
        assert not {c.country for c in (*changes, *changes.unchanged)} & set(changes.skipped)


@pytest.mark.parametrize(
    "whole",
    [TIP.changes(2021), TIP.placements(2021), TIP.spells(), TIP.audit_watch_list()],
    ids=lambda whole: type(whole).__name__,
)
def test_a_result_knows_names_and_survives_a_pickle(whole: CountryResults[Any, Any]) -> None:
    """A result knows each name that the registry knows, says the nearest of others, and pickles."""
    again = pickle.loads(pickle.dumps(whole))  # noqa: S301 - our own
    for one in (whole, again):
        assert "Kirghizia" in one
        assert "Monaco" not in one
        with pytest.raises(UnknownCountryError, match="did you mean 'Kazakhstan'"):
            assert "Kazakstan" in one
    own: Any = whole
    bare = attrs.evolve(own, find=None, skipped=(tipdata.countries.get("AND"),))
    assert "Kyrgyz Republic" in bare
    with pytest.raises(UnknownCountryError):
        assert "Monaco" in bare
    if not isinstance(whole, tipdata.Placements):
        with pytest.raises(InvalidValueError, match="withheld"):
            assert "Andorra" in bare


def test_the_tiers_of_lists_are_those_of_their_pairs() -> None:
    """Countries and years beside each other have the tiers that the series of each have."""
    pairs = [(country, year) for country in TIP.countries for year in TIP.years]
    expected = tuple(TIP.series(country).get(year) for country, year in pairs)
    assert TIP.tiers_of(*zip(*pairs, strict=True)) == expected
    names = [country.name for country, _ in pairs]
    assert TIP.tiers_of(names, (year for _, year in pairs)) == expected
    for year in TIP.years:
        own = tuple(TIP.series(country).get(year) for country in TIP.countries)
        assert TIP.tiers_of(TIP.countries, year) == own
    assert TIP.tiers_of("Haiti", TIP.years) == tuple(map(TIP.series("HTI").get, TIP.years))
    assert TIP.tiers_of([], 2021) == TIP.tiers_of([], []) == TIP.tiers_of("HTI", []) == ()


def test_everything_wrong_with_lists_is_told_at_once() -> None:
    """Unknown countries, years and withheld placements are problems with their places."""
    asia = TIP.where(bureau="SCA")
    wrong: list[Any] = ["Nepl", "Nepl", "Congo", None, "NPL", "FRA"]
    with pytest.raises(tipdata.FormatError) as caught:
        asia.tiers_of(wrong, [2021, 2021, 2021, 2021, 2030, 2021])
    assert [(problem.code, problem.place) for problem in caught.value.problems] == [
        ("unknown-country", "countries[0] and countries[1]"),
        ("ambiguous-country", "countries[2]"),
        ("unknown-country", "countries[3]"),
        ("outside-coverage", "years[4]"),
        ("withheld", "countries[5]"),
    ]
    assert caught.value.problems[0].suggestion == "Nepal"
    with pytest.raises(InvalidValueError, match="as many as there are countries, which is 2"):
        asia.tiers_of(["NPL", "IND"], [2021])
    for year in (2.5, None, "2021", True):
        with pytest.raises(InvalidValueError):
            asia.tiers_of("NPL", year)  # type: ignore[arg-type]  # as is tested
    assert asia.tiers_of("NPL", 2021) == (Tier.TIER_2,)
