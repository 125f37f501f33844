"""Runs of editions on one tier, and how countries fared."""

import itertools
import pickle
from collections.abc import Collection
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import oracle
import tipdata
from strategies import histories
from tipdata import Tier
from tipdata.analysis.history import History
from tipdata.analysis.moves import find_moves
from tipdata.analysis.spells import Spell, SpellEnd, SpellStart, find_spells
from tipdata.analysis.trajectories import Trajectory, trace_trajectory
from tipdata.errors import InvalidValueError
from tipdata.tiers import CODINGS, levels
from tipdata.typing import Coding

TIP = tipdata.load()
YEARS = range(2001, 2026)
SHORT = {tier.short: tier for tier in Tier}
WATCH_LIST = Tier.TIER_2_WATCH_LIST


@pytest.mark.parametrize("coding", CODINGS)
def test_all_spells_are_those_of_groupby(coding: Coding) -> None:
    """Over all entities, spells are what itertools.groupby makes of the raw table."""
    step = {tier: number for number, level in enumerate(levels(coding)) for tier in level}
    expected: list[tuple[str, int, int]] = []
    for code, own in oracle.rows().items():
        cells = [(year, step[SHORT[own[year]]] if year in own else None) for year in YEARS]
        for place, group in itertools.groupby(cells, lambda cell: cell[1]):
            years = [year for year, _ in group]
            if place is not None:
                expected.append((code, years[0], years[-1]))
    found = [(c.alpha_3, s.first, s.last) for c, s in TIP.spells(coding=coding)]
    assert sorted(found) == sorted(expected)
    assert sum(spell.length for _, spell in TIP.spells(coding=coding)) == 4239


given_any_history = given(
    histories(),
    st.sampled_from(CODINGS),
    st.sampled_from(["break", "bridge"]),
    st.sets(st.sampled_from(YEARS), max_size=4),
    st.sets(st.sampled_from(YEARS), max_size=2),
)
"""Gives tiers, a coding, a rule for gaps, withheld years and seams."""


@given_any_history
def test_spells_tile_the_placements(
    tiers: dict[int, Tier],
    coding: Coding,
    gap: tipdata.typing.Gap,
    hidden: set[int],
    seams: set[int],
) -> None:
    """Each known placement is in exactly one spell, on one step, and neighbours differ or say why."""
    known = {year: tier for year, tier in tiers.items() if year not in hidden}
    history = History(known, YEARS, withheld=hidden, seams=seams)
    found = find_spells(history, coding=coding, gap=gap)
    assert [year for spell in found for year in spell.years] == sorted(known)
    for spell in found:
        assert len({known[year].coded(coding) for year in spell.years}) == 1
        assert set(spell.tiers) == {known[year] for year in spell.years}
        if gap == "break":
            assert list(spell.years) == list(range(spell.first, spell.last + 1))
    for one, other in itertools.pairwise(found):
        same = known[one.last].coded(coding) == known[other.first].coded(coding)
        assert (one.ended in ("change", "category_created")) <= (not same)
    if found:
        assert (found[0].began == "coverage") == (found[0].first == 2001)
        assert (found[-1].ended == "coverage") == (found[-1].last == 2025)


WHY: dict[str, tuple[SpellEnd, SpellStart]] = {
    "seam": ("state_ended", "state_began"),
    "gap": ("left", "entered"),
    "withheld": ("withheld", "withheld"),
    "new": ("category_created", "category_created"),
    "moved": ("change", "change"),
}


def why(marks: dict[int, str], one: int, other: int, *, bridge: bool, seams: set[int]) -> str:
    """Return what parts two neighbouring placements, by the rules of the design; "" for nothing."""
    if seams & {*range(one + 1, other + 1)}:
        return "seam"
    if other > one + 1 and not bridge:
        return "gap"
    if marks[one] == marks[other]:
        return ""
    if "?" in (marks[one], marks[other]):
        return "withheld"
    new = one < 2004 <= other and marks[other] == "2WL" and marks[one] != "SC"
    return "new" if new else "moved"


@given(
    histories(),
    st.sampled_from(CODINGS),
    st.booleans(),
    st.sets(st.sampled_from(YEARS), max_size=4),
    st.sets(st.sampled_from(YEARS), max_size=2),
    st.booleans(),
)
def test_spells_are_the_placements_parted_where_the_rules_say(
    tiers: dict[int, Tier],
    coding: Coding,
    bridge: bool,
    hidden: set[int],
    seams: set[int],
    ended: bool,
) -> None:
    """Each spell and both of its reasons follow from pairs of neighbouring placements."""
    folded = {"ordinal": {}, "three": {"2WL": "2"}, "binary": {"2WL": "2", "3": "2"}}[coding]
    marks = {year: folded.get(tier.short, tier.short) for year, tier in tiers.items()}
    marks |= dict.fromkeys(hidden, "?")
    years = sorted(marks)
    parted = [""]
    parted += [why(marks, *pair, bridge=bridge, seams=seams) for pair in itertools.pairwise(years)]
    cuts = [place for place, reason in enumerate(parted) if reason]
    began = ["coverage" if 2001 in marks else "entered", *(WHY[parted[cut]][1] for cut in cuts)]
    last = "coverage" if 2025 in marks else "state_ended" if ended else "left"
    ends = [*(WHY[parted[cut]][0] for cut in cuts), last]
    runs = [years[start:end] for start, end in itertools.pairwise([0, *cuts, len(years)])]
    known = {year: tier for year, tier in tiers.items() if year not in hidden}
    history = History(known, YEARS, withheld=hidden, seams=seams, ended=ended)
    found = find_spells(history, coding=coding, gap="bridge" if bridge else "break")
    assert [(list(spell.years), spell.began, spell.ended) for spell in found] == [
        (run, start, end)
        for run, start, end in zip(runs, began, ends, strict=True)
        if run and marks[run[0]] != "?"
    ]


@given_any_history
def test_a_trajectory_sums_up_the_spells(
    tiers: dict[int, Tier],
    coding: Coding,
    gap: tipdata.typing.Gap,
    hidden: set[int],
    seams: set[int],
) -> None:
    """Whatever is withheld, joined or bridged, a trajectory has the figures of its spells."""
    known = {year: tier for year, tier in tiers.items() if year not in hidden}
    history = History(known, YEARS, withheld=hidden, seams=seams)
    found = trace_trajectory(history, coding=coding, gap=gap)
    own, plain = (find_spells(history, coding=scale, gap=gap) for scale in (coding, "ordinal"))
    moved = ("change", "category_created")
    pairs = [(a.tier, b.tier) for a, b in itertools.pairwise(own) if b.began in moved]
    assert found == Trajectory(
        net=naive(known, coding, YEARS)[0],
        ups=sum(b.better_than(a, coding=coding) for a, b in pairs),
        downs=sum(a.better_than(b, coding=coding) for a, b in pairs),
        placements=len(known),
        first=min(known, default=None),
        last=max(known, default=None),
        best=min((t for t in known.values() if t.rank), key=lambda t: t.rank or 0, default=None),
        worst=max((t for t in known.values() if t.rank), key=lambda t: t.rank or 0, default=None),
        longest_on_watch_list=max((s.length for s in plain if s.tier is WATCH_LIST), default=0),
        since_change=own[-1].length - 1 if own else 0,
        watch_list_was_new=any(spell.began == "category_created" for spell in own),
        withheld=len(hidden),
        coding=coding,
        gap=gap,
    )


@given(histories())
def test_spells_change_where_moves_do(tiers: dict[int, Tier]) -> None:
    """A spell begins by a change exactly where a move between two placements is one."""
    history = History(tiers, YEARS)
    found = find_spells(history)
    by_change = {s.first for s in found if s.began in ("change", "category_created")}
    still = ("unchanged", "entered", "left")
    assert by_change == {m.year for m in find_moves(history) if m.direction not in still}
    assert {s.first for s in found if s.began == "category_created"} == {
        m.year for m in find_moves(history) if m.new_category and m.direction not in still
    }


def ends(country: str, **options: bool) -> list[tuple[str, str]]:
    """Return why the spells of a country begin and end."""
    return [(s.began, s.ended) for s in TIP.series(country, **options).spells()]


def test_ends_say_why() -> None:
    """Coverage, entry, leaving, an ended state, a seam, a new category: each end has its reason."""
    assert ends("YUG")[-1][1] == "state_ended"
    assert ends("ANT")[-1][1] == "state_ended"
    assert ends("SSD")[0][0] == "entered"
    joined = TIP.series("SRB", predecessors=True).spells()
    assert {s.first for s in joined if s.began == "state_began"} == {2003, 2007}
    assert {s.last for s in joined if s.ended == "state_ended"} == {2002, 2006}
    sweden = TIP.series("SWE").spells()[0]
    assert (sweden.last, sweden.ended) == (2001, "left")
    new = {c.alpha_3 for c, s in TIP.spells() if s.began == "category_created"}
    assert new == {c.country.alpha_3 for c in TIP.changes(2004) if c.new_category}
    assert all(s.is_censored for _, s in TIP.spells() if s.last == 2025)


def test_a_bridged_gap_joins_a_spell() -> None:
    """With gaps bridged, an absence between two placements on one tier ends no spell."""
    tiers = {2001: Tier.TIER_2, 2003: Tier.TIER_2}
    assert [s.years for s in find_spells(tiers, gap="bridge")] == [(2001, 2003)]
    assert [s.ended for s in find_spells(History(tiers, YEARS))] == ["left", "left"]


def test_withheld_placements_censor() -> None:
    """A placement that a selection leaves out cuts the spells beside it, and says so."""
    firm = TIP.where(evidence="corroborated")
    for series in firm.every_series():
        for spell in series.spells():
            beside = {spell.first - 1: spell.began, spell.last + 1: spell.ended}
            for year, why in beside.items():
                assert (why == "withheld") == (series.status(year) == "withheld")


def test_an_end_is_censored_unless_the_report_made_it() -> None:
    """Only a change of tier, an entry and a departure are known ends; every other one is censored."""
    known = {"change", "entered", "left"}
    for began in get_args(SpellStart):
        for ended in get_args(SpellEnd):
            spell = Spell((Tier.TIER_2,), (2005,), began, ended)
            assert spell.is_censored == (not {began, ended} <= known), (began, ended)
            assert str(spell).count("; ") == len({began} - known) + len({ended} - known)


def test_spells_print_filter_and_read_as_columns() -> None:
    """Spells have views and columns, and print one line each."""
    kyrgyz = TIP.series("KGZ").spells()
    assert str(kyrgyz.on(WATCH_LIST)).splitlines() == [
        "Kyrgyz Republic: 2 spells",
        "  Tier 2 Watch List, 2018-2020 (3 editions)",
        "  Tier 2 Watch List, 2024-2025 (2 editions; the record ends)",
    ]
    assert kyrgyz.longest == kyrgyz.filter(lambda spell: spell.length == 15)[0]
    assert {len(cells) for cells in kyrgyz.columns().values()} == {len(kyrgyz)}
    every = TIP.spells(coding="three", gap="bridge")
    columns = every.columns()
    assert set(columns["coding"]) == {"three"}
    assert set(columns["gap"]) == {"bridge"}
    assert {len(cells) for cells in columns.values()} == {len(every)}
    assert len(every.of("KGZ")) == sum(code == "KGZ" for code in columns["country"])
    assert pickle.loads(pickle.dumps(every)) == every  # noqa: S301
    with pytest.raises(InvalidValueError, match="'ordinal', 'three', 'binary'"):
        TIP.spells(coding="four")  # type: ignore[arg-type]


def naive(
    tiers: dict[int, Tier], coding: Coding, years: Collection[int]
) -> tuple[int, int, int, int]:
    """Return net steps, upgrades, downgrades and the longest run on the Watch List."""
    codes = {year: tier.coded(coding) for year, tier in tiers.items()}
    ranked = [code for _, code in sorted(codes.items()) if code is not None]
    pairs = [(codes.get(year), codes.get(year + 1)) for year in years]
    steps = [a - b for a, b in pairs if a is not None and b is not None]
    text = "".join("W" if tiers.get(year) is WATCH_LIST else " " for year in years)
    longest = max(map(len, text.split()), default=0)
    net = int(ranked[0] - ranked[-1]) if ranked else 0
    return net, sum(step > 0 for step in steps), sum(step < 0 for step in steps), longest


@given(histories(), st.sampled_from(CODINGS))
def test_trajectories_agree_with_a_naive_count(tiers: dict[int, Tier], coding: Coding) -> None:
    """Net steps, times up and down, and the longest listing are what a plain count gives."""
    found = trace_trajectory(History(tiers, YEARS), coding=coding)
    counted = (found.net, found.ups, found.downs, found.longest_on_watch_list)
    assert counted == naive(tiers, coding, YEARS)
    assert (found.placements, found.withheld) == (len(tiers), 0)
    ranked = [tier.rank for tier in tiers.values() if tier.rank]
    assert (found.best and found.best.rank) == min(ranked, default=None)
    assert (found.worst and found.worst.rank) == max(ranked, default=None)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {2001: Tier.SPECIAL_CASE}),
        ({2001: Tier.TIER_2}, {2002: Tier.TIER_2}),
        ({2001: Tier.TIER_1}, {2001: Tier.TIER_3}),
        ({2001: Tier.TIER_2, 2002: Tier.TIER_2}, {2001: Tier.TIER_2, 2003: Tier.TIER_2}),
        (
            dict(zip(YEARS, (Tier.TIER_1, Tier.TIER_2, Tier.TIER_1), strict=False)),
            dict(zip(YEARS, (Tier.TIER_1, Tier.TIER_3, Tier.TIER_1), strict=False)),
        ),
    ],
)
def test_only_figures_sort_a_trajectory(one: dict[int, Tier], other: dict[int, Tier]) -> None:
    """Years and tiers, which a country may lack, decide no order, so any two can be compared."""
    first, second = (trace_trajectory(tiers, gap="bridge") for tiers in (one, other))
    assert (first < second) == (first.placements < second.placements)
    assert not second < first
    assert first != second


def test_a_trajectory_of_your_own_leaves_nothing_out() -> None:
    """What is not said of a trajectory is that placements are withheld or the Watch List was new."""
    own = Trajectory(
        net=0,
        ups=0,
        downs=0,
        placements=0,
        first=None,
        last=None,
        best=None,
        worst=None,
        longest_on_watch_list=0,
        since_change=0,
    )
    assert own == trace_trajectory({})


def test_trajectories_sort() -> None:
    """Trajectories sort by their net steps first, and as pairs by any figure."""
    found = TIP.trajectories()
    assert len(found) == 192
    best = max(result for _, result in found)
    assert best.net == max(result.net for _, result in found)
    by_length = found.sorted(lambda result: result.longest_on_watch_list, reverse=True)
    assert by_length.pairs[0][1].longest_on_watch_list == max(
        spell.length for _, spell in TIP.spells() if spell.tier is WATCH_LIST
    )
    figures = [result.net for _, result in found.sorted(lambda result: result.net)]
    assert figures == sorted(figures)
    assert len(found.columns()["net"]) == 192
    alone = found.filter(lambda result: result == best)
    assert len(alone.columns()["net"]) == len(alone) == 1
    assert str(trace_trajectory({})) == "in no edition"
