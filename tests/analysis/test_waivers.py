"""What memoranda say of waivers, and how it is told."""

import pytest

from tipdata import Tier
from tipdata.analysis.history import History
from tipdata.analysis.moves import find_moves
from tipdata.analysis.spells import find_spells
from tipdata.analysis.waivers import Waiver, count_bases, tell_waivers
from tipdata.analysis.watchlist import find_outlook
from tipdata.errors import CoverageError, InvalidValueError

NAMED = [Waiver(year=year, basis="named", source=f"memo-{year}") for year in (2013, 2015)]
ASSUMED = [Waiver(year=2014), Waiver(year=2016, source="note"), Waiver(year=2017)]
DENIED = [Waiver(year=2018, basis="not named")]


def test_each_basis_is_told_with_its_own_years_and_sources() -> None:
    """One sentence for each basis, in the order of certainty, cites only what that basis rests on."""
    assert list(tell_waivers([*DENIED, *ASSUMED, *NAMED])) == [
        "Memoranda name the waivers of 2013, 2015 (memo-2013, memo-2015).",
        "There must have been waivers in 2014, 2016-2017 (note).",
        "There must have been a waiver in 2018, but the memorandum does not name the country.",
    ]
    assert list(tell_waivers(NAMED[:1])) == ["A memorandum names the waiver of 2013 (memo-2013)."]
    assert list(tell_waivers([])) == []


def test_bases_are_counted_where_they_differ() -> None:
    """Numbers are given only beside one another."""
    assert count_bases([*DENIED, *ASSUMED, *NAMED]) == (
        "2 named, 3 must have been, 1 must have been, but not named"
    )
    assert count_bases(ASSUMED) == "must have been"
    assert count_bases([]) == ""


def test_a_missing_placement_is_withheld_or_unknown() -> None:
    """An outlook that needs a placement says whether a selection leaves it out or nobody gave it."""
    listed = {2024: Tier.TIER_2_WATCH_LIST}
    for history, why in (
        (History(listed, withheld=[2023]), "the 2023 placement, which this selection leaves out"),
        (History(listed, years=[2022, 2024]), "the 2023 placement, which is not known"),
    ):
        with pytest.raises(CoverageError) as caught:
            find_outlook(history, 2025)
        assert why in str(caught.value)


@pytest.mark.parametrize("find", [find_moves, find_spells])
def test_an_unknown_option_is_refused_even_where_nothing_is_compared(find: object) -> None:
    """A coding or a treatment of gaps that does not exist is refused for an empty history, too."""
    assert callable(find)
    for option in ("coding", "gap"):
        with pytest.raises(InvalidValueError, match=f"{option}: expected one of"):
            find({}, **{option: "none"})
