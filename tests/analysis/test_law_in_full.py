"""The law on all combinations: sentences, citations, listings, waivers, dates of amendments."""

import datetime
import itertools
import re
from collections import Counter
from typing import get_args

import pytest

import oracle
import tipdata
from tipdata import Tier
from tipdata.analysis.history import History
from tipdata.analysis.listings import (
    InterimReason,
    find_interim_reason,
    find_listings,
    find_special_watch_list,
    read_interim,
)
from tipdata.analysis.statute import (
    AMENDMENTS,
    CRITERIA,
    FIRST_COUNTED,
    FIRST_SPECIAL_WATCH_LIST,
    LIMITS,
    ONE_YEAR_RULE,
)
from tipdata.analysis.waivers import WaiverBasis, known_waivers
from tipdata.analysis.watchlist import Outlook, find_outlook
from tipdata.errors import CoverageError, InvalidValueError
from tipdata.records.designations import (
    DESIGNATION_KINDS,
    OUTCOMES,
    CoverageLevel,
    Designation,
    DesignationCoverage,
)

TIP = tipdata.load()
W, T1, T2, T3, SC = (
    Tier.TIER_2_WATCH_LIST,
    Tier.TIER_1,
    Tier.TIER_2,
    Tier.TIER_3,
    Tier.SPECIAL_CASE,
)
WORDS = {2: "two editions", 3: "three editions", 4: "four editions"}
SIGNED = {
    "106-386": datetime.date(2000, 10, 28),
    "108-193": datetime.date(2003, 12, 19),
    "109-164": datetime.date(2006, 1, 10),
    "110-457": datetime.date(2008, 12, 23),
    "115-425": datetime.date(2019, 1, 8),
    "115-427": datetime.date(2019, 1, 9),
    "116-283": datetime.date(2021, 1, 1),
}
"""When each public law was signed or passed over a veto, by the Statutes at Large."""


def first_after(law: str) -> int:
    """Return the first edition that was released after a law was signed."""
    return min(year for year, day in oracle.releases().items() if day > SIGNED[law])


def test_a_law_is_first_followed_by_the_edition_after_it() -> None:
    """Each amendment, criterion and limit begins with the first edition released after its law."""
    for amendment in AMENDMENTS:
        for law in re.findall(r"\d{3}-\d{3}", amendment.law):
            assert amendment.first_edition == first_after(law), amendment.law
        assert str(amendment).startswith(f"from {amendment.first_edition}: {amendment.law}: ")
        assert ("not read" in str(amendment)) == (amendment.basis == "recollected")
    assert len(AMENDMENTS) == 8
    assert first_after("108-193") == FIRST_SPECIAL_WATCH_LIST
    assert first_after("110-457") == FIRST_COUNTED
    assert ONE_YEAR_RULE.first_edition == LIMITS[1].first_edition == first_after("115-427")
    assert LIMITS[0].first_edition == FIRST_COUNTED + LIMITS[0].years
    eras = {(c.code.rstrip("'"), c.first_edition, c.last_edition) for c in CRITERIA}
    assert eras == {("I", 2004, 2018), ("I", 2019, None), ("II", 2004, None), ("III", 2004, 2018)}
    assert [limit.longest for limit in LIMITS] == [4, 3]
    assert (ONE_YEAR_RULE.after, ONE_YEAR_RULE.longest) == (LIMITS[1].longest, 1)


@pytest.mark.parametrize("year", range(2003, 2031))
def test_the_sentence_counts_as_a_run_of_editions_does(year: int) -> None:
    """Over runs of up to six editions, count, waivers and sentence are what the years say."""
    waivable = 2 if year < 2019 else 1
    for length in range(7):
        found = find_outlook(dict.fromkeys(range(year - length, year), W), year)
        counted = max(0, min(length, year - 2009))
        assert (found.listed, found.consecutive) == (length > 0, counted)
        used = max(0, counted - 2) if year >= 2011 else 0
        assert [waiver.year for waiver in found.waivers] == [*range(year - used, year)]
        assert found.is_interpretation is False
        if year < 2011:
            assert (found.verdict, found.provision) == (
                ("may stay", "") if length else ("not on the Watch List", "")
            )
            continue
        said = found.sentence
        if not length:
            longest = WORDS[2 + waivable]
            assert said == (
                f"If listed in {year}, it could stay for two editions, or {longest} with waivers, "
                "under current law."
            )
            continue
        so_far = f"On the Watch List in the {year - 1} edition"
        if counted > 1:
            times = WORDS.get(counted, f"{counted} editions")
            so_far = f"On the Watch List in {times} in a row ({year - counted}-{year - 1})"
        assert re.match(rf"{re.escape(so_far)}[,;] ", said)
        allowed = f"{used} of them by waiver, and the law allows {waivable};"
        assert (allowed in said) == (counted >= 2 + waivable) == (found.verdict == "must leave")
        number = f"unless that is waived (waiver {counted - 1} of {waivable})."
        assert (number in said) == (2 <= counted < 2 + waivable)


def test_the_one_year_rule_is_cited_where_nothing_else_binds() -> None:
    """Over all outlooks of the fields, the citation is of the rule that decides, if any does."""
    limits = (None, *LIMITS)
    flags = itertools.product((False, True), repeat=3)
    for limit, (listed, rule, reset), count in itertools.product(limits, flags, range(6)):
        found = Outlook(
            year=2020,
            listed=listed,
            consecutive=count,
            limit=limit,
            one_year_rule=rule,
            after_reset=reset,
        )
        by_limit = limit is not None and listed and count >= limit.longest
        by_rule = limit is not None and rule and not by_limit
        cited = "" if limit is None else limit.citation
        assert found.provision == (ONE_YEAR_RULE.citation if by_rule else cited)
        assert found.is_interpretation == (by_rule or (limit is not None and reset))
        assert ("This is interpretation: how the one-year rule reads." in found.sentence) == by_rule
        assert str(found).endswith(f" [{found.provision}]" if limit else found.sentence)
        leaves = listed and (by_limit or by_rule)
        assert (found.verdict == "must leave") == leaves
        if by_rule:
            one = "If listed in 2020, it could stay for one edition: it was moved to Tier 3 after"
            other = "back from Tier 3 after a spell that took waivers, which allows one edition;"
            assert (other if listed else one) in found.sentence


def test_a_return_from_tier_3_may_stay_for_one_edition() -> None:
    """From 2019 on, who came back after two years and a waiver must leave after one edition."""
    for length, fell, year in itertools.product(range(2, 6), range(1, 4), range(2016, 2024)):
        back = year - 1
        tiers = {back: W} | dict.fromkeys(range(back - fell, back), T3)
        tiers |= dict.fromkeys(range(back - fell - length, back - fell), W)
        bound = length >= 3 and year >= 2019
        found = find_outlook(tiers, year)
        assert found.one_year_rule == bound
        assert (found.verdict == "must leave") == bound
    broken = {2015: W, 2016: W, 2017: W, 2018: T3, 2019: W, 2020: W, 2021: W}
    listings = find_listings(broken)
    assert listings is not None
    assert [listing.not_allowed for listing in listings] == [(), (2020, 2021)]


def listed_runs() -> dict[tuple[str, int, int], dict[int, str]]:
    """Return the spells on the Watch List that reach 2009, each with the tiers of its country."""
    found: dict[tuple[str, int, int], dict[int, str]] = {}
    for code, own in oracle.rows().items():
        text = "".join("W" if own.get(year) == "2WL" else "-" for year in range(2001, 2026))
        for run in re.finditer("W+", text):
            if 2000 + run.end() >= 2009:
                found[code, 2001 + run.start(), 2000 + run.end()] = own
    return found


def test_every_listing_is_judged_as_a_naive_reading_judges_it() -> None:
    """Spans, what came then, who had to leave or may have fallen by law: all as the table says."""
    runs = listed_runs()
    audit = TIP.audit_watch_list()
    assert {(c.alpha_3, x.first, x.last) for c, x in audit} == runs.keys()
    short = {tier: tier.short for tier in Tier} | {None: None}
    for country, listing in audit:
        own = runs[country.alpha_3, listing.first, listing.last]
        year = listing.last + 1
        verdict, after = oracle.verdict(own, year), own.get(year)
        assert short[listing.after] == after
        assert listing.had_to_leave == (verdict == "must leave" and year <= 2025)
        bound = verdict in ("must leave", "may stay only by waiver")
        assert listing.may_be_automatic == (after == "3" and bound)
        used = max(0, year - max(listing.first, 2009) - 2) if year >= 2011 else 0
        assert (listing.waivers, listing.counted) == (used, year - max(listing.first, 2009))
        span = f"{listing.first}-{listing.last}" if listing.first < listing.last else f"{year - 1}"
        text = str(listing)
        assert text.startswith(
            f"{span}, {used} waiver{'s' * (used > 1)} (" if used else f"{span}, "
        )
        assert ("it had to leave" in text) == listing.had_to_leave
        only = listing.may_be_automatic and not listing.had_to_leave
        assert text.endswith("; maybe by law alone") == only
        marked = "(interpretation)" in text
        assert marked == (listing.had_to_leave and listing.outlook.is_interpretation)
    views = {
        audit.not_allowed: 0,
        audit.by_waiver: sum(listing.waivers > 0 for _, listing in audit),
        audit.may_be_automatic: sum(listing.may_be_automatic for _, listing in audit),
        audit.had_to_leave(): sum(listing.had_to_leave for _, listing in audit),
    }
    assert all(len(view) == size for view, size in views.items())
    years = Counter(x.outlook.year for _, x in audit if x.had_to_leave)
    for year in range(2010, 2026):
        assert len(audit.had_to_leave(year)) == years[year]


def test_an_unknown_year_before_the_count_began_hides_no_listing() -> None:
    """A spell from 2009 on is counted whatever 2008 was, and a later one needs the year before."""
    for first in range(2009, 2013):
        history = History({first: W}, [first - 1, first, first + 1], withheld=[first - 1])
        assert (find_listings(history) is None) == (first > 2009)


def test_a_special_watch_list_skips_what_withheld_tiers_decide() -> None:
    """Over all pairs of tiers, a country is skipped just if what is withheld would matter."""
    kyrgyz = tipdata.countries.get("KGZ")
    every = (None, *Tier)
    known: list[Tier | str | None] = [*every, "withheld"]
    for before, after in itertools.product(known, repeat=2):
        cells = {2020: before, 2021: after}
        tiers = {year: tier for year, tier in cells.items() if isinstance(tier, Tier)}
        hidden = [year for year, tier in cells.items() if tier == "withheld"]
        given = History(tiers, [2020, 2021], withheld=hidden)
        possible = {
            find_interim_reason(one, other)
            for one in (every if before == "withheld" else (before,))
            for other in (every if after == "withheld" else (after,))
        }
        found = find_special_watch_list([(kyrgyz, given)], 2021)
        assert (found.skipped == (kyrgyz,)) == (len(possible) > 1), cells
        expected = [] if len(possible) > 1 else [reason for reason in possible if reason]
        assert [listing.reason for _, listing in found] == expected
    reasons = {find_interim_reason(one, other) for one in every for other in every}
    assert reasons == {None, *get_args(InterimReason)}


@pytest.mark.parametrize("year", range(2001, 2027))
def test_special_watch_lists_began_in_2004_and_need_the_edition_before(year: int) -> None:
    """Any edition from 2004 on has one if the record has the edition before it."""
    whole, cut = range(2001, 2026), [y for y in range(2001, 2026) if y != year - 1]
    if 2004 <= year <= 2025:
        assert read_interim(year, whole) == year
        with pytest.raises(CoverageError, match=f"needs the {year - 1} edition"):
            read_interim(year, cut)
    else:
        with pytest.raises(CoverageError):
            read_interim(year, whole)
    assert (
        len(find_special_watch_list([(tipdata.countries.get("KGZ"), {2024: W, 2025: W})], 2025))
        == 1
    )


def test_what_memoranda_say_is_of_waivers_and_of_complete_lists() -> None:
    """Of acts and lists of every kind, only waivers count, and only complete lists name nobody."""
    (kind,) = (one for one in DESIGNATION_KINDS if one == "watch list waiver")
    levels: tuple[CoverageLevel, ...] = get_args(CoverageLevel)
    acts = [
        Designation(
            kind=one, country="KGZ", year=2010 + n, outcome=OUTCOMES[one][0], source=f"act-{n}"
        )
        for n, one in enumerate(DESIGNATION_KINDS)
    ]
    expected: dict[int, tuple[WaiverBasis, str]] = {
        act.year: ("named", act.source) for act in acts if act.kind == kind
    }
    assert len(expected) == 1
    rows = [
        DesignationCoverage(kind=one, year=2020 + n, coverage=coverage, named=0)
        for n, (one, coverage) in enumerate(itertools.product(DESIGNATION_KINDS, levels))
    ]
    expected |= {
        row.year: ("not named", "")
        for row in rows
        if row.kind == kind and row.coverage == "complete"
    }
    assert len(expected) == 2
    rows.append(DesignationCoverage(kind=kind, year=min(expected), coverage="complete", named=1))
    found = known_waivers(acts, rows)
    assert {waiver.year: (waiver.basis, waiver.source) for waiver in found} == expected
    assert [waiver.year for waiver in found] == sorted(expected)
    with pytest.raises(InvalidValueError):
        find_outlook({}, 2021, waivers=["x"])  # type: ignore[list-item]
