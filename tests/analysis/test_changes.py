"""What changed between editions."""

import copy
import itertools
import pickle
from collections.abc import Callable
from typing import get_args

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oracle
import tipdata
from strategies import histories
from tipdata import Tier, TierRecord
from tipdata.analysis.changes import Changes
from tipdata.analysis.history import History
from tipdata.analysis.moves import Move, find_move, find_moves
from tipdata.countries.folding import sort_key
from tipdata.errors import CoverageError, InvalidValueError
from tipdata.tiers import CODINGS
from tipdata.typing import Coding, Direction

TIP = tipdata.load()
YEARS = [edition.year for edition in TIP.editions]
ORDERS: dict[Coding, str] = {"ordinal": "1 2 2WL 3", "three": "1 2=2WL 3", "binary": "1 2=2WL=3"}


@pytest.mark.parametrize(
    ("year", "up", "down"),
    [(2015, 18, 18), (2016, 20, 27), (2017, 27, 21), (2020, 22, 23), (2021, 17, 20)],
)
def test_totals_are_those_published(year: int, up: int, down: int) -> None:
    """Upgrades and downgrades are as many as the State Department and the press counted."""
    changes = TIP.changes(year)
    assert (len(changes.upgrades), len(changes.downgrades)) == (up, down)


def test_central_asia_rose_in_2021() -> None:
    """Kazakhstan, the Kyrgyz Republic and Uzbekistan left the Watch List for Tier 2 in 2021."""
    rose = {c.country.alpha_3: (c.before, c.after) for c in TIP.changes(2021).upgrades}
    for code in ("KAZ", "KGZ", "UZB"):
        assert rose[code] == (Tier.TIER_2_WATCH_LIST, Tier.TIER_2)


@pytest.mark.parametrize("coding", CODINGS)
def test_steps_are_the_difference_of_the_codes(coding: Coding) -> None:
    """A change between two ranked tiers has their distance on the scale, and any other has none."""
    for change in (c for series in TIP.every_series() for c in series.changes(coding=coding)):
        before = change.before.coded(coding) if change.before else None
        after = change.after.coded(coding) if change.after else None
        expected = None if before is None or after is None else before - after
        assert change.steps == expected, change


def test_options_are_refused_even_for_no_pairs() -> None:
    """Whoever makes changes of their own pairs is told of a wrong option, pairs or not."""
    for option in ("coding", "gap"):
        with pytest.raises(InvalidValueError, match=f"{option}: expected one of"):
            Changes.from_pairs([], since=2001, year=2002, **{option: "none"})  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Move(2001, 2002, Tier.TIER_2, None)  # type: ignore[call-arg]  # which is the earlier year?


def test_a_state_that_left_before_its_end_was_not_yet_replaced() -> None:
    """A succession explains a departure only if it came by the year in which the state was missing."""
    for gone, expected in {
        2009: (),
        2010: ("BES", "CUW", "SXM"),
        2024: ("BES", "CUW", "SXM"),
    }.items():
        rows = [("ANT", gone - 1, "2"), ("KGZ", gone - 1, "2"), ("KGZ", gone, "2")]
        left = TierRecord.from_rows(rows).changes(gone).left
        assert [tuple(s.successor for s in c.ended) for c in left] == [expected]


@pytest.mark.parametrize("coding", CODINGS)
def test_all_pairs_of_editions_agree_with_a_naive_reading(coding: Coding) -> None:
    """Over all 300 pairs of editions, each country's direction is what the raw table says."""
    grid = oracle.tiers()
    codes = {code for code, _ in grid}
    for since, year in itertools.combinations(YEARS, 2):
        expected = {
            code: oracle.direction(grid.get((code, since)), grid.get((code, year)), ORDERS[coding])
            for code in codes
            if (code, since) in grid or (code, year) in grid
        }
        changes = TIP.changes(year, since=since, coding=coding)
        found = {c.country.alpha_3: c.direction for c in (*changes, *changes.unchanged)}
        assert found == expected
        assert {c.country.alpha_3 for c in changes.unchanged} == {
            code for code, direction in expected.items() if direction == "unchanged"
        }


@given(
    st.lists(histories(), min_size=1, max_size=6),
    st.sampled_from(CODINGS),
    st.sampled_from(list(itertools.combinations(YEARS, 2))),
    st.sampled_from(Tier),
)
def test_changes_of_any_record_agree_with_a_naive_reading(
    tiers: list[dict[int, Tier]], coding: Coding, span: tuple[int, int], hidden: Tier
) -> None:
    """Whatever the histories, what changed and what did not come by name, and nothing withheld."""
    codes = ("ALB", "BEL", "CAN", "DNK", "EGY", "FIN")
    own = dict(zip(codes, tiers, strict=False))
    rows = [(code, year, tier) for code, cells in own.items() for year, tier in cells.items()]
    whole = TierRecord.from_rows(rows, editions=TIP.editions)
    part = whole.where(tiers=[tier for tier in Tier if tier is not hidden])
    since, year = span
    pairs = {code: (cells.get(since), cells.get(year)) for code, cells in own.items()}
    for record, known in (
        (whole, {code: pair for code, pair in pairs.items() if any(pair)}),
        (part, {code: pair for code, pair in pairs.items() if any(pair) and hidden not in pair}),
    ):
        found = record.changes(year, since=since, coding=coding)
        expected = {
            code: oracle.direction(before and before.short, after and after.short, ORDERS[coding])
            for code, (before, after) in known.items()
        }
        moved, still = (
            [(code, *known[code]) for code, way in expected.items() if (way == "unchanged") == same]
            for same in (False, True)
        )
        assert [(c.country.alpha_3, c.before, c.after) for c in found.changes] == moved
        assert [(c.country.alpha_3, c.before, c.after) for c in found.unchanged] == still
        assert [c.direction for c in found] == [expected[code] for code, *_ in moved]


USES: dict[str, Callable[[Changes], object]] = {
    "==": lambda found: found == attrs.evolve(found, since=0),
    "hash": hash,
    "repr": repr,
    "str": str,
    "pickle": lambda found: pickle.loads(pickle.dumps(found)),  # noqa: S301 - pickled here
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "asdict": lambda found: attrs.asdict(found, filter=lambda field, _: field.name != "find"),
    "evolve": lambda found: attrs.evolve(found, find=None),
    "filter": lambda found: found.filter(lambda change: change.country.name < "M"),
    "of": lambda found: found.of("Sweden"),
    "counts": lambda found: found.counts,
    "unchanged": lambda found: found.unchanged,
    "upgrades": lambda found: found.upgrades,
}


@pytest.mark.parametrize("use", USES)
def test_what_did_not_change_is_there_whatever_asks_first(use: str) -> None:
    """Pairs that did not change are made when they are first used, which shows in nothing."""
    fresh, other = TIP.changes(2021), TIP.changes(2021)
    plain = attrs.evolve(other, unchanged=other.unchanged)
    assert USES[use](fresh) == USES[use](plain)
    assert fresh == plain
    assert type(fresh.unchanged) is tuple
    assert fresh.unchanged is fresh.unchanged
    assert len(fresh.unchanged) == 151


def test_series_and_record_agree() -> None:
    """The steps of every series are the changes of every edition, and none is lost."""
    of_editions = {
        c for year in YEARS[1:] for c in (*TIP.changes(year), *TIP.changes(year).unchanged)
    }
    of_series: set[tipdata.Change] = set()
    for country in TIP.countries:
        steps = TIP.series(country).changes()
        of_series |= {*steps, *steps.unchanged}
    assert of_series == of_editions


def test_changes_are_sorted_by_name() -> None:
    """Changes of an edition come in the order of the names that they print."""
    for year in YEARS[1:]:
        names = [str(c).split(":")[0] for c in TIP.changes(year)]
        assert names == sorted(names, key=lambda name: sort_key(tipdata.countries.resolve(name)))


def test_the_first_edition_has_no_changes() -> None:
    """Nobody "entered" in 2001: there is no edition before it."""
    with pytest.raises(CoverageError, match="no edition before 2001"):
        TIP.changes(2001)


@pytest.mark.parametrize(
    ("year", "since"),
    [
        (2000, None),
        (2026, None),
        (2021, 2021),
        (2015, 2021),
        (2021, 1999),
        ("2021", None),
        (2021.0, None),
        (True, None),
    ],
)
def test_editions_outside_coverage_are_refused(year: int, since: int | None) -> None:
    """A year without an edition, or a since that is not before, is a coverage error."""
    with pytest.raises(CoverageError, match=r"2001-2025|expected a report year"):
        TIP.changes(year, since=since)


def test_unknown_options_are_refused() -> None:
    """A coding or gap that does not exist is refused with those that do."""
    with pytest.raises(InvalidValueError, match="'ordinal', 'three', 'binary'"):
        TIP.changes(2021, coding="four")  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError, match="'break', 'bridge'"):
        TIP.series("KGZ").changes(gap="fill")  # type: ignore[arg-type]


@pytest.mark.parametrize(("country", "year", "seen"), [("SWE", 2003, 2001), ("KIR", 2010, None)])
def test_back_after_an_absence_is_a_return(country: str, year: int, seen: int | None) -> None:
    """A country that is back enters, and the change knows when it was last seen."""
    change = next(c for c in TIP.changes(year).entered if c.country.alpha_3 == country)
    seen = seen or max(y for y in TIP.series(country) if y < year)
    assert change.is_return
    assert change.last_seen == seen
    assert f"entered again; last seen in {seen}" in str(change)
    bridged = next(
        c
        for c in (*TIP.changes(year, gap="bridge"), *TIP.changes(year, gap="bridge").unchanged)
        if c.country.alpha_3 == country
    )
    assert bridged.since == seen
    assert bridged.years == year - seen
    assert bridged.direction != "entered"


@pytest.mark.parametrize(
    ("country", "year", "successors"),
    [("YUG", 2003, {"SCG"}), ("SCG", 2007, {"SRB", "MNE"}), ("ANT", 2011, {"CUW", "SXM", "BES"})],
)
def test_a_state_that_ended_says_what_followed(
    country: str, year: int, successors: set[str]
) -> None:
    """A state that left the report because it ended names its successors."""
    change = next(c for c in TIP.changes(year).left if c.country.alpha_3 == country)
    assert {s.successor for s in change.ended} == successors
    assert "the state ended" in str(change)


def test_only_states_that_ended_say_so() -> None:
    """No other country that leaves the report is said to have ended."""
    ended = {c.country.alpha_3 for y in YEARS[1:] for c in TIP.changes(y) if c.ended}
    assert ended == {"YUG", "SCG", "ANT"}


def test_the_new_watch_list_is_said() -> None:
    """Between 2003 and 2004 a fall onto the Watch List keeps its direction and says why."""
    changes = TIP.changes(2004)
    flagged = {c.country.alpha_3 for c in changes if c.new_category}
    onto = {p.country.alpha_3 for p in TIP.placements(2004) if p.tier is Tier.TIER_2_WATCH_LIST}
    ranked = {p.country.alpha_3 for p in TIP.placements(2003) if p.tier is not Tier.SPECIAL_CASE}
    assert flagged == onto & ranked
    assert all("the Watch List was new" in str(c) for c in changes if c.new_category)
    assert not any(c.new_category for y in YEARS[1:] if y != 2004 for c in TIP.changes(y))
    assert not any(c.new_category for c in TIP.changes(2004, coding="three"))


def test_evidence_is_the_weaker_of_two() -> None:
    """A change is as well established as the weaker of its two placements."""
    levels = ["corroborated", "single", "derived", "unverified"]
    for change in (*TIP.changes(2025), *TIP.changes(2025).unchanged):
        known = [a.evidence for a in (change.earlier, change.later) if a]
        assert change.evidence == max(known, key=levels.index)


def test_amendments_count_only_when_asked_for() -> None:
    """Swaziland's move in September 2009 changes the figures of the record as amended alone."""
    amended = TIP.as_amended()
    published = next(c for c in TIP.changes(2009) if c.country.alpha_3 == "SWZ")
    assert published.after is Tier.TIER_3
    assert TIP.tier("SWZ", 2009) is Tier.TIER_3
    assert amended.tier("SWZ", 2009) is Tier.TIER_2_WATCH_LIST
    found = amended.changes(2009)
    change = next(c for c in (*found, *found.unchanged) if c.country.alpha_3 == "SWZ")
    assert change.after is Tier.TIER_2_WATCH_LIST
    assert (
        amended.placements(2009).counts[Tier.TIER_3] == TIP.placements(2009).counts[Tier.TIER_3] - 1
    )


def test_no_change_crosses_a_seam() -> None:
    """Joined with its predecessors, Serbia makes no step from one state to the next."""
    joined = TIP.series("SRB", predecessors=True)
    assert [joined.assessment(y).country for y in (2001, 2003, 2007)] == ["YUG", "SCG", "SRB"]
    assert joined.seams == (2003, 2007)
    steps = joined.changes()
    assert not {c.year for c in (*steps, *steps.unchanged)} & {2003, 2007}


def test_counts_add_up() -> None:
    """The counts of directions are the changes and the unchanged, and views part them."""
    for year in YEARS[1:]:
        changes = TIP.changes(year)
        counts = changes.counts
        assert sum(counts.values()) == len(changes) + len(changes.unchanged)
        views = (
            changes.upgrades,
            changes.downgrades,
            changes.entered,
            changes.left,
            changes.to_special_case,
            changes.from_special_case,
        )
        assert sorted(str(c) for view in views for c in view) == sorted(map(str, changes))


def test_changes_print_and_read_as_columns() -> None:
    """The printed list and the columns hold one line for each change."""
    changes = TIP.changes(2021)
    printed = str(changes)
    assert printed.startswith("2021 against 2020: 17 upgrades, 20 downgrades, ")
    assert all(f"  {change}" in printed for change in changes)
    columns = changes.columns()
    assert {len(cells) for cells in columns.values()} == {len(changes)}
    assert pickle.loads(pickle.dumps(changes)) == changes  # noqa: S301


TIERS = st.dictionaries(st.integers(2001, 2025), st.sampled_from(Tier))


@given(TIERS, st.sampled_from(CODINGS))
def test_reversed_tiers_mirror_their_moves(tiers: dict[int, Tier], coding: Coding) -> None:
    """Read backwards, every upgrade is a downgrade and every entry a leaving."""
    mirrored = {
        "upgrade": "downgrade",
        "downgrade": "upgrade",
        "unchanged": "unchanged",
        "entered": "left",
        "left": "entered",
        "to_special_case": "from_special_case",
        "from_special_case": "to_special_case",
    }
    years = range(2001, 2026)
    forward = [m.direction for m in find_moves(History(tiers, years), coding=coding)]
    mirror = History({4026 - y: tier for y, tier in tiers.items()}, years)
    backward = find_moves(mirror, coding=coding)
    assert [mirrored[m.direction] for m in reversed(backward)] == forward


@given(TIERS)
def test_bridged_moves_join_all_placements(tiers: dict[int, Tier]) -> None:
    """With gaps bridged, a country enters once, and no placement after that is an entry."""
    found = find_moves(History(tiers, range(2000, 2026)), gap="bridge")
    assert sum(m.direction == "entered" for m in found) == bool(tiers)
    assert [m.year for m in found if m.after] == sorted(tiers)


@given(TIERS, st.sets(st.integers(2001, 2025)))
def test_withheld_placements_make_no_moves(tiers: dict[int, Tier], hidden: set[int]) -> None:
    """A step to or from a placement that is held back is left out, and nothing else changes."""
    years = range(2001, 2026)
    known = {y: t for y, t in tiers.items() if y not in hidden}
    touched = hidden & set(tiers)
    found = find_moves(History(known, years, withheld=touched))
    every = find_moves(History(tiers, years))
    expected = [m for m in every if not {m.since, m.year} & touched]
    assert [(m.year, m.direction) for m in found] == [(m.year, m.direction) for m in expected]


def test_steps_are_differences_of_rank() -> None:
    """Steps count ranks of the coding, above zero for the better, and special cases have none."""
    for before, after in itertools.product(Tier, Tier):
        move = Move(since=2020, year=2021, before=before, after=after)
        expected = (
            None if None in (before.rank, after.rank) else (before.rank or 0) - (after.rank or 0)
        )
        assert move.steps == expected
    assert find_move({}, 2020, 2021) is None


def test_a_direction_alone_has_all_else_of_the_changes() -> None:
    """What is chosen by direction keeps every field but the two that hold changes."""
    found = TIP.where(since=2010, bureau="AF").changes(2021, coding="three", gap="bridge")
    for direction in get_args(Direction):
        chosen = found.only(direction)
        kept = attrs.evolve(found, changes=chosen.changes, unchanged=())
        assert chosen == kept
        assert chosen.find is found.find
        assert {change.direction for change in chosen} <= {direction}
