"""The tiers of one country, with what is known of the gaps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tipdata
from strategies import histories
from tipdata import Tier
from tipdata.analysis.counting import count_tiers
from tipdata.analysis.history import History
from tipdata.analysis.listings import find_listings
from tipdata.analysis.moves import Move, find_move, find_moves
from tipdata.analysis.spells import find_spells
from tipdata.analysis.trajectories import trace_trajectory
from tipdata.analysis.transitions import count_transitions
from tipdata.analysis.watchlist import find_outlook
from tipdata.errors import UnknownTierError
from tipdata.tiers import CODINGS
from tipdata.typing import Coding, Gap

TIP = tipdata.load()
YEARS = range(2001, 2026)


@given(histories())
def test_a_plain_mapping_is_a_history_without_unknown_gaps(tiers: dict[int, Tier]) -> None:
    """A mapping spans its first to its last placement, and its gaps are absences."""
    history = History.from_tiers(tiers)
    assert history.tiers == tiers
    assert list(history.years) == (list(range(min(tiers), max(tiers) + 1)) if tiers else [])
    assert not history.unknown
    assert History.from_tiers(history) is history


@given(histories(), st.sampled_from(CODINGS), st.sampled_from(("break", "bridge")))
def test_labels_are_read_as_tiers(tiers: dict[int, Tier], coding: Coding, gap: Gap) -> None:
    """Every question has the same answer for labels as for tiers, and holds tiers."""
    labels = {year: tier.value for year, tier in tiers.items()}
    assert find_moves(labels, coding=coding, gap=gap) == find_moves(tiers, coding=coding, gap=gap)
    spells = find_spells(labels, coding=coding, gap=gap)
    assert spells == find_spells(tiers, coding=coding, gap=gap)
    assert {type(tier) for spell in spells for tier in spell.tiers} <= {Tier}
    assert trace_trajectory(labels) == trace_trajectory(tiers)
    assert find_listings(labels) == find_listings(tiers)
    assert find_outlook(labels, 2026) == find_outlook(tiers, 2026)
    one, other = ({"XXX": own} for own in (labels, tiers))
    assert count_transitions(one, YEARS, coding=coding) == count_transitions(
        other, YEARS, coding=coding
    )
    short = {year: tier.short for year, tier in tiers.items()}
    assert count_tiers([("all", short)], YEARS) == count_tiers([("all", tiers)], YEARS)


@pytest.mark.parametrize("one", Tier)
@pytest.mark.parametrize("other", Tier)
def test_a_move_reads_labels_as_tiers(one: Tier, other: Tier) -> None:
    """A move made of labels is that of their tiers, in both its ends."""
    made = Move(since=2020, year=2021, before=one.value, after=other.value)
    assert made == Move(since=2020, year=2021, before=one, after=other)
    assert (made.before, made.after) == (one, other)
    assert type(made.before) is type(made.after) is Tier


def test_a_history_refuses_what_is_no_tier() -> None:
    """A misspelled label in a mapping is refused wherever a question is asked of it."""
    wrong = {2020: "Tier 2", 2021: "Teir 3"}
    for ask in (find_moves, find_spells, trace_trajectory, find_listings, History):
        with pytest.raises(UnknownTierError, match="did you mean 'Tier 3'"):
            ask(wrong)


@given(histories(), st.sets(st.sampled_from(YEARS), max_size=5))
def test_withheld_placements_belong_to_the_span(tiers: dict[int, Tier], hidden: set[int]) -> None:
    """Editions are by default those from the first known or withheld placement to the last."""
    known = {year: tier for year, tier in tiers.items() if year not in hidden}
    history = History(known, withheld=hidden)
    every = known.keys() | hidden
    assert list(history.years) == (list(range(min(every), max(every) + 1)) if every else [])
    assert set(history.unknown) == hidden


@given(st.sets(st.sampled_from(YEARS)), st.sets(st.sampled_from(YEARS), max_size=4))
def test_editions_that_a_history_lacks_are_unknown(editions: set[int], hidden: set[int]) -> None:
    """Of given editions, the years since 2004 that lack one are as unknown as what is withheld."""
    history = History({}, sorted(editions), withheld=hidden)
    missing = set(range(2004, max(editions, default=0) + 1)) - editions
    assert set(history.unknown) == hidden | missing


@pytest.mark.parametrize("country", ["KGZ", "SRB", "YUG", "SSD", "COG"])
@pytest.mark.parametrize("record", [TIP, TIP.where(evidence="corroborated"), TIP.where(since=2009)])
def test_a_series_is_taken_with_its_gaps(record: tipdata.TierRecord, country: str) -> None:
    """Each function answers a series as its history, and as the series' own methods do."""
    series = record.series(country, predecessors=True)
    history = series.history
    assert History.from_tiers(series) is history is series.history
    assert (history.seams, history.ended) == (series.seams, series.has_ended)
    assert history.withheld == series.withheld
    assert series.unknown == set(history.unknown)
    assert find_spells(series) == find_spells(history) == tuple(series.spells())
    steps = series.changes()
    moves = sorted((c.move for c in (*steps, *steps.unchanged)), key=lambda move: move.year)
    assert list(find_moves(series)) == moves
    assert find_move(series, 2019, 2021) == find_move(history, 2019, 2021)
    assert trace_trajectory(series) == series.trajectory()
    assert find_listings(series) == find_listings(history)
    one = count_transitions({"it": series}, record.years)
    assert one == count_transitions({"it": history}, record.years)
    try:
        expected = series.outlook()
    except tipdata.errors.CoverageError as error:
        with pytest.raises(type(error)):
            find_outlook(series, series.next_edition())
    else:
        assert find_outlook(series, series.next_edition()) == expected


def test_as_amended_answers_every_question() -> None:
    """Swaziland in 2009 is on the Watch List as amended, and on Tier 3 otherwise, in every answer."""
    for record, tier in ((TIP, Tier.TIER_3), (TIP.as_amended(), Tier.TIER_2_WATCH_LIST)):
        swaziland = record.series("SWZ")
        listed = tier is Tier.TIER_2_WATCH_LIST
        assert record.tier("SWZ", 2009) is swaziland[2009] is tier
        assert record.assessment("SWZ", 2009).tier is record.evidence("SWZ", 2009).assessment.tier
        assert ("SWZ", 2009, tier.value) in record.to_rows()
        assert swaziland.country in record.placements(2009).on(tier)
        assert [c.after for c in record.changes(2009) if c.country.alpha_3 == "SWZ"] == [tier]
        spell = next(s for s in record.spells().of("SWZ") if 2009 in s.years)
        assert spell.tier is tier
        assert record.trajectories().of("SWZ")[0].worst is tier
        assert record.outlooks(2010).of("SWZ")[0].listed is listed
        firsts = [listing.first for listing in record.audit_watch_list().of("SWZ")]
        assert (2009 in firsts) is listed
        assert bool(record.special_watch_list(2009).of("SWZ")) is listed
        others = TIP.counts().of("all", 2009).on(tier)
        assert record.counts().of("all", 2009).on(tier) == others + listed
        assert len(TIP.diff(record)) == listed
        assert {a.year for a in TIP.where(countries="SWZ").as_amended() if a.amended} == set()
        row = next(i for i, a in enumerate(record) if (a.country, a.year) == ("SWZ", 2009))
        assert record.columns()["tier"][row] == tier.value
    whole, amended = TIP.transitions(), TIP.as_amended().transitions()
    assert whole.pairs == amended.pairs
    assert whole.counts != amended.counts


def test_as_amended_changes_nothing_else() -> None:
    """All but one assessment, the editions, and what is known of sources stay; twice is once."""
    amended = TIP.as_amended()
    differing = [(a.country, a.year) for a, b in zip(TIP, amended, strict=True) if a != b]
    assert differing == [("SWZ", 2009)]
    assert amended.as_amended() == amended
    assert TIP.as_amended() is amended
    assert (amended.editions, amended.countries) == (TIP.editions, TIP.countries)
    assert (amended.data_version, amended.sources) == (TIP.data_version, TIP.sources)


def test_a_gap_is_not_bridged_to_a_withheld_placement() -> None:
    """If the last placement before a gap is withheld, a bridged move is not known."""
    history = History({2021: Tier.TIER_2}, withheld={2019})
    assert find_move(history, 2020, 2021, gap="bridge") is None
    broken = find_move(history, 2020, 2021)
    assert broken is not None
    assert (broken.direction, broken.last_seen) == ("entered", 2019)


def test_a_state_that_ends_on_the_watch_list_leaves_the_count_as_it_stood() -> None:
    """A listing that ends at a seam is judged by the editions of its own state."""
    listed = dict.fromkeys(range(2009, 2013), Tier.TIER_2_WATCH_LIST)
    tiers = {**listed, 2013: Tier.TIER_2_WATCH_LIST}
    found = find_listings(History(tiers, seams=[2013]))
    assert found is not None
    assert [(x.first, x.last, x.counted, x.waivers) for x in found] == [
        (2009, 2012, 4, 2),
        (2013, 2013, 1, 0),
    ]
    assert [x.had_to_leave for x in found] == [True, False]
