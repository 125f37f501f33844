"""Small and empty input: every option is read, and nothing is cut, guessed or divided by zero."""

import inspect
import itertools
from collections.abc import Callable
from typing import Any, get_args

import attrs
import pytest

import oracle
import tipdata
from tipdata import Tier
from tipdata.analysis.by_country import ByCountry
from tipdata.analysis.changes import Changes, Column, collect_changes, make_change
from tipdata.analysis.counting import TierCount, TierCounts, count_tiers, read_grouping
from tipdata.analysis.history import History
from tipdata.analysis.moves import Move, find_move, find_moves
from tipdata.analysis.sensitivity import probe_sensitivity
from tipdata.analysis.series import Series, decide_edition, describe_cell
from tipdata.analysis.spells import find_spells
from tipdata.analysis.trajectories import trace_trajectory
from tipdata.analysis.transitions import Transitions, count_transitions
from tipdata.errors import CoverageError, InvalidValueError
from tipdata.records.countries import Succession
from tipdata.tiers import CODINGS
from tipdata.typing import GroupScheme

TIP = tipdata.load()
KYRGYZ = tipdata.countries.get("KGZ")
T1, T2, T3, SC = Tier.TIER_1, Tier.TIER_2, Tier.TIER_3, Tier.SPECIAL_CASE
EMPTY = Series(country=KYRGYZ, assessments=(), years=())
ASKED: dict[str, Callable[..., object]] = {
    "find_move": lambda **given: find_move({}, 2020, 2021, **given),
    "find_moves": lambda **given: find_moves({}, **given),
    "find_spells": lambda **given: find_spells({}, **given),
    "trace_trajectory": lambda **given: trace_trajectory({}, **given),
    "count_transitions": lambda **given: count_transitions({}, (2020, 2021), **given),
    "from_pairs": lambda **given: Changes.from_pairs((), since=2020, year=2021, **given),
    "collect_changes": lambda **given: collect_changes(
        (), dict.fromkeys((2020, 2021), Column((), ())), lambda _: None, **given
    ),
    "changes": EMPTY.changes,
    "spells": EMPTY.spells,
    "trajectory": EMPTY.trajectory,
}


@pytest.mark.parametrize("option", ["coding", "gap"])
@pytest.mark.parametrize("name", ASKED)
def test_an_unknown_option_is_refused_of_nothing_too(name: str, option: str) -> None:
    """Whoever compares tiers reads its options first, even if no tiers are to be compared."""
    with pytest.raises(InvalidValueError, match=f"{option}: expected one of"):
        ASKED[name](**{option: "none"})
    right: dict[str, tuple[str, ...]] = {"coding": CODINGS, "gap": ("break", "bridge")}
    for word in right[option]:
        ASKED[name](**{option: word})


def test_a_step_needs_two_years() -> None:
    """A move is from one year to a later one, and transitions are between years in order."""
    for since, year in ((2020, 2020), (2021, 2020)):
        with pytest.raises(CoverageError, match=f"since={since} is not before {year}"):
            find_move({2020: T2}, since, year)
    for years in ((2020, 2020), (2021, 2020), (2019, 2021, 2020)):
        with pytest.raises(InvalidValueError, match="in order, each once"):
            count_transitions({}, years)
    with pytest.raises(CoverageError):
        count_transitions({}, ())
    assert count_transitions({}, (2020, 2021)).pairs == 0


def test_the_countries_of_transitions_are_those_placed_in_their_editions() -> None:
    """A country counts if any of the editions places it, and not for what others say of it."""
    rows = oracle.rows()
    for since, until in ((2001, 2003), (2010, 2012), (2024, 2025)):
        inside = [own for own in rows.values() if any(since <= year <= until for year in own)]
        assert TIP.transitions(since=since, until=until).countries == len(inside) < 192


def test_columns_are_never_cut_to_the_shortest() -> None:
    """Transitions whose parts do not fit together are an error and no smaller table."""
    counts = tuple((1, 2, 3, 4, 5) for _ in Tier)
    whole: dict[str, Any] = {"counts": counts, "entered": (1,) * 5, "left": (1,) * 5}
    assert len(Transitions(since=2020, until=2021, **whole).columns()["count"]) == 35
    for part in ("entered", "left"):
        short = Transitions(since=2020, until=2021, **{**whole, part: (1,)})
        with pytest.raises(ValueError, match="argument 2 is shorter"):
            short.columns()


def test_shares_are_of_what_there_is() -> None:
    """Shares add up to one, or are all zero where nothing is counted."""
    for counts in itertools.product(range(3), repeat=len(Tier)):
        row = TierCount(group="all", year=2021, counts=counts)
        assert row.total == sum(counts)
        assert sum(row.shares.values()) == pytest.approx(min(row.total, 1))
        for tier, count in zip(Tier, counts, strict=True):
            assert row.on(tier) == count
            assert row.shares[tier] * row.total == pytest.approx(count)
        ranked = [t.rank for t, n in zip(Tier, counts, strict=True) for _ in range(n) if t.rank]
        mean = row.average()
        assert mean == (pytest.approx(sum(ranked) / len(ranked)) if ranked else None)
        square = Transitions(
            counts=(counts,) * 5, entered=counts, left=counts, since=2020, until=2021
        )
        assert sum(square.shares[0]) == pytest.approx(min(row.total, 1))
    with pytest.raises(InvalidValueError, match="coding: expected one of"):
        TierCount(group="all", year=2021, counts=(0,) * 5).average("none")  # type: ignore[arg-type]


def test_tiers_are_counted_by_group_whatever_stands_between() -> None:
    """A series without a group is left out wherever it is, and so are years that are not asked for."""
    rows: list[tuple[str | None, dict[int, Tier]]] = [
        (None, {2021: T1}),
        ("north", {2020: T1, 2021: T1, 2022: T3}),
        (None, {2021: T3}),
        ("south", {2021: T2}),
        ("north", {2021: T2}),
    ]
    for order in itertools.permutations(rows):
        found = count_tiers(order, [2020, 2021])
        assert [(row.group, row.year) for row in found] == [
            (group, year) for group in ("north", "south") for year in (2020, 2021)
        ]
        assert [[row.on(tier) for tier in (T1, T2, T3)] for row in found] == [
            [1, 0, 0],
            [1, 1, 0],
            [0, 0, 0],
            [0, 1, 0],
        ]
    assert count_tiers([], [2021]).rows == count_tiers(rows[:1], []).rows == ()
    assert count_tiers(rows, []).rows == ()
    for wrong in ([["north", {}]], ["ab"], [5]):
        with pytest.raises(InvalidValueError, match="series: expected pairs"):
            count_tiers(wrong, [2021])  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError, match="by: expected a function that returns a string"):
        count_tiers([(5, {})], [2021])  # type: ignore[list-item]


def test_a_misspelled_grouping_names_the_nearest() -> None:
    """Bureau and every scheme are suggested for their own misspellings."""
    for word in ("bureau", *get_args(GroupScheme)):
        with pytest.raises(InvalidValueError, match=f"did you mean '{word}'"):
            read_grouping(f"{word}x")  # type: ignore[arg-type]
    assert read_grouping(None)(KYRGYZ) == "all"
    assert read_grouping("bureau")(KYRGYZ) == "SCA"
    assert read_grouping(lambda country: country.name)(KYRGYZ) == "Kyrgyzstan"


def test_a_printed_count_names_the_tiers_that_it_has() -> None:
    """A row of counts prints its tiers best first without those that nobody is on."""
    order = {"1": T1, "2": T2, "2WL": Tier.TIER_2_WATCH_LIST, "3": T3, "SC": SC}
    for counts in itertools.product(range(2), repeat=len(Tier)):
        row = TierCount(group="all", year=2021, counts=counts)
        each = [f"{short}: 1" for short, tier in order.items() if row.on(tier)]
        assert str(row) == f"all 2021: {', '.join(each) or 'none'}"
    rows = TIP.counts(by="bureau").rows
    assert str(TierCounts(rows=rows)).splitlines() == [str(row) for row in rows]


def test_a_history_of_nothing_has_no_years() -> None:
    """Without placements no year counts or is unknown; given years are read and kept."""
    assert tuple(History({}).years) == tuple(History({}, years=[]).years) == ()
    assert not History({}, years=[]).unknown
    assert set(History({}, years=[], withheld=[2020]).unknown) == {2020}
    assert History({}, years=[1, 9999]).years == (1, 9999)
    for year in (0, -1, 10_000, True, "2021", 2021.0):
        with pytest.raises(InvalidValueError, match="years: expected a year"):
            History({}, years=[year])  # type: ignore[list-item]
    with pytest.raises(InvalidValueError, match="ended"):
        History({}, ended=1)  # type: ignore[arg-type]


def test_a_series_without_editions_answers_with_nothing() -> None:
    """It has no changes, spells or placements, and no edition to decide; it shows as in no edition."""
    changes = EMPTY.changes(coding="three", gap="bridge")
    assert (changes.since, changes.year, len(changes)) == (0, 0, 0)
    assert (changes.coding, changes.gap) == ("three", "bridge")
    assert changes.title.endswith(": no placements")
    assert not EMPTY.spells().spells
    assert EMPTY.trajectory() == trace_trajectory({})
    assert 'aria-label="in no edition"' in EMPTY._repr_html_()
    for year in (None, 2021):
        with pytest.raises(CoverageError):
            EMPTY.outlook(year)
    with pytest.raises(CoverageError, match="no last edition"):
        decide_edition(None, ())
    assert EMPTY.columns() == {name: [] for name in TIP.series("KGZ").columns()}
    assert (EMPTY.designations, EMPTY.waivers) == ((), ())


def test_a_slice_withholds_what_it_leaves_out() -> None:
    """Over all slices of a series, what lies outside is withheld, and the rest is as it was."""
    series = TIP.series("HTI")
    own = oracle.rows()["HTI"]
    for since, until in itertools.combinations_with_replacement(range(2001, 2026), 2):
        part = series[since:until]
        years = range(since, until + 1)
        assert part.years == tuple(years)
        assert set(part) == {year for year in own if year in years}
        assert part.withheld == tuple(sorted(year for year in own if year not in years))
        assert part.left_out == tuple(y for y in range(2001, 2026) if y not in years)
    again = series[2005:2020][2010:2015]
    assert again == series[2010:2015]
    assert series[:2010] == series[2001:2010]
    with pytest.raises(InvalidValueError, match="step"):
        series[2001:2010:2]
    with pytest.raises(CoverageError, match="the 2014 edition is left out"):
        again[2015:][2014]


def test_a_line_of_a_series_says_whose_placement_it_is() -> None:
    """Joined with its predecessors, a series prints under which code each edition places it."""
    series = TIP.series("SRB", predecessors=True)
    for line in str(series).splitlines()[1:]:
        year = int(line.split(":")[0])
        code = series.assessment(year).country if year in series else "SRB"
        assert (f", as {code})" in line) == (code != "SRB")
    assert series[2010:].withheld
    assert "withheld" in series[2010:]._line(2005)
    assert describe_cell(series[2010:], 2005)[0] == "left out of this selection"


def test_only_a_state_that_ended_is_followed() -> None:
    """A departure is explained by what took a state's place, and never by what parted from it."""
    gone, stays = (
        Move(since=2020, year=2021, before=T2, after=None),
        Move(since=2020, year=2021, before=T2, after=T3),
    )
    for kind in ("renamed", "dissolution", "separation"):
        for year, move in itertools.product((2019, 2021, 2022), (gone, stays)):
            one = Succession(
                predecessor="KGZ", successor="KAZ", date=tipdata.PartialDate(year), kind=kind
            )
            change = make_change(KYRGYZ, {}, move, [one])
            explained = move is gone and kind != "separation" and year <= 2021
            assert change.ended == ((one,) if explained else ())


def test_an_answer_that_fails_once_does_not_hold() -> None:
    """Answers hold if all are equal and none is an error, wherever the other one stands."""
    for size in (1, 2, 3):
        for values in itertools.product((1, 2, None), repeat=size):
            records = {f"r{n}": value for n, value in enumerate(values)}

            def ask(value: int | None, _: object) -> int:
                if value is None:
                    raise CoverageError(2030, 2001, 2025)
                return value

            found = probe_sensitivity(ask, records)
            assert found.holds == (len({*values}) == 1 and None not in values)
            assert found._caption.endswith("holds" if found.holds else "is chosen")
            first = found.answers[0]
            differ = [a for a in found if (a.value, a.error) != (first.value, first.error)]
            assert list(found.differing) == differ
            assert [a.value for a in found] == [*values] * 3
            shown = [line.partition(": ")[2] for line in str(found).splitlines()[1:]]
            told = ["no answer: " if v is None else str(v) for v in values]
            assert all(map(str.startswith, shown, told * 3))


def test_results_without_countries_are_empty_tables() -> None:
    """Results of no country have their first columns, and one that skips countries names them."""
    bare: ByCountry[Any] = ByCountry(title="None", pairs=())
    assert bare.columns() == {"country": [], "name": []}
    assert str(bare) == "None: 0"
    skipped = attrs.evolve(bare, skipped=(KYRGYZ, tipdata.countries.get("UZB")))
    assert str(skipped).splitlines()[1:] == [
        "skipped: placements withheld: Kyrgyz Republic; Uzbekistan"
    ]
    assert skipped._caption == "None: 0 countries, 2 skipped: placements withheld"
    spells = TIP.spells()
    assert spells._caption == f"Spells: {len(spells):,} in 192 countries"
    assert str(spells).splitlines()[0] == f"Spells: {len(spells)}"


def test_sorting_is_upwards_unless_reversed() -> None:
    """The default of `reverse` is false in the signature and in effect."""
    spells = TIP.series("HTI").spells()
    assert [spell.first for spell in spells.sorted(lambda spell: spell.first)] == sorted(
        spell.first for spell in spells
    )
    assert inspect.signature(spells.sorted).parameters["reverse"].default is False
    with pytest.raises(InvalidValueError, match="reverse"):
        spells.sorted(lambda spell: spell.first, reverse=1)  # type: ignore[arg-type]
    for wrong in (None, "first", 5):
        with pytest.raises(InvalidValueError):
            spells.sorted(wrong)  # type: ignore[arg-type]
        with pytest.raises(InvalidValueError):
            spells.filter(wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("before", [None, *Tier])
@pytest.mark.parametrize("after", [None, *Tier])
def test_a_move_has_a_known_coding(before: Tier | None, after: Tier | None) -> None:
    """Whatever the tiers, also equal ones, a coding that is none is refused."""
    with pytest.raises(InvalidValueError, match="coding: expected one of 'ordinal'"):
        Move(since=2020, year=2021, before=before, after=after, coding="x")  # type: ignore[arg-type]  # on purpose
