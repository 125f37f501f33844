"""The clock of the Watch List, its audit, and the Special Watch List."""

import itertools
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import oracle
import tipdata
from strategies import histories
from tipdata import Tier, TierRecord
from tipdata.analysis import statute
from tipdata.analysis.history import History
from tipdata.analysis.listings import find_interim_reason, find_listings
from tipdata.analysis.watchlist import VERDICTS, Outlook, find_outlook, read_clock
from tipdata.errors import CoverageError

TIP = tipdata.load()
YEARS = range(2001, 2026)
W, T2, T3, SC = Tier.TIER_2_WATCH_LIST, Tier.TIER_2, Tier.TIER_3, Tier.SPECIAL_CASE


@pytest.mark.parametrize("year", range(2005, 2027))
def test_verdicts_agree_with_a_naive_reading(year: int) -> None:
    """For every country and edition, the verdict is that of a second, naive implementation."""
    rows = oracle.rows()
    found = TIP.outlooks(year)
    assert {c.alpha_3 for c in found.countries} == {
        code for code, own in rows.items() if year - 1 in own
    }
    for country, result in found:
        assert result.verdict == oracle.verdict(rows[country.alpha_3], year)
        assert str(result).startswith(result.verdict)
        assert result == TIP.series(country).outlook(year)


@given(histories(since=2004), st.integers(2004, 2030))
def test_random_verdicts_agree_with_a_naive_reading(tiers: dict[int, Tier], year: int) -> None:
    """On random tiers, too, both implementations say the same."""
    plain = {y: tier.short for y, tier in tiers.items()}
    assert find_outlook(tiers, year).verdict == oracle.verdict(plain, year)


@given(histories(), histories(), st.integers(2002, 2026))
def test_a_verdict_depends_on_no_later_edition(
    tiers: dict[int, Tier], other: dict[int, Tier], year: int
) -> None:
    """Whatever the editions from the decided one on say, the outlook is the same."""
    past = {y: tier for y, tier in tiers.items() if y < year}
    future = {y: tier for y, tier in other.items() if y >= year}
    assert find_outlook({**past, **future}, year) == find_outlook(past, year)


@given(histories(), st.sets(st.sampled_from(YEARS), max_size=5), st.integers(2004, 2026), st.data())
def test_an_unknown_placement_never_misleads(
    tiers: dict[int, Tier], hidden: set[int], year: int, data: st.DataObject
) -> None:
    """If some placements are unknown and a verdict is given, no value of theirs changes it."""
    known = {y: tier for y, tier in tiers.items() if y not in hidden}
    found = read_clock(History(known, withheld=hidden), year)
    if not isinstance(found, Outlook):
        assert found in hidden
        assert found < year
        return
    drawn = data.draw(st.fixed_dictionaries({y: st.none() | st.sampled_from(Tier) for y in hidden}))
    filled = known | {y: tier for y, tier in drawn.items() if tier is not None}
    again = find_outlook(filled, year)
    assert (again.verdict, again.consecutive, again.one_year_rule) == (
        found.verdict,
        found.consecutive,
        found.one_year_rule,
    )


def test_the_outlook_for_2026() -> None:
    """Four must leave in 2026, Turkmenistan by the one-year rule; the Kyrgyz Republic needs a waiver."""
    found = TIP.outlooks()
    leaving = found.filter(lambda result: result.verdict == "must leave")
    assert {c.alpha_3: r.is_interpretation for c, r in leaving} == {
        "COG": False,
        "SLB": False,
        "VUT": False,
        "TKM": True,
    }
    assert TIP.series("TKM").outlook().provision == statute.ONE_YEAR_RULE.citation
    kyrgyz = TIP.series("KGZ").outlook()
    assert (kyrgyz.verdict, kyrgyz.consecutive, kyrgyz.waivers_used) == (
        "may stay only by waiver",
        2,
        0,
    )
    assert TIP.series("BRA").outlook().verdict == "may stay"
    assert TIP.series("HTI").outlook().is_interpretation
    assert {r.verdict for _, r in found} == set(VERDICTS)
    assert {r.year for _, r in found} == {2026}


def test_2013_had_to_move_six() -> None:
    """The six countries that the 2013 edition had to move come out by name, with where they went."""
    moved = TIP.audit_watch_list().had_to_leave(2013)
    assert {c.alpha_3: x.after for c, x in moved} == {
        "AZE": T2,
        "COG": T2,
        "IRQ": T2,
        "CHN": T3,
        "RUS": T3,
        "UZB": T3,
    }
    assert {c.alpha_3 for c, x in moved if x.may_be_automatic} == {"CHN", "RUS", "UZB"}


def test_no_spell_broke_the_law() -> None:
    """No spell is longer than four editions to 2018 or three from 2019, counted from 2009."""
    audit = TIP.audit_watch_list()
    assert len(audit.not_allowed) == 0
    for _, listing in audit:
        assert listing.counted <= (4 if listing.last <= 2018 else 3)
        assert listing.waivers == max(0, listing.counted - 2) * (listing.outlook.year >= 2011)
    assert not audit.skipped
    assert str(audit).splitlines()[0] == f"{audit.title}: {len(audit)}"


def test_the_audit_prints_the_size_of_each_view() -> None:
    """The audit names each of its views with its size, and all waivers by their basis."""
    audit = TIP.audit_watch_list()
    bases = Counter(waiver.basis for _, waiver in audit.waivers)
    assert sum(bases.values()) == sum(listing.waivers for _, listing in audit)
    named, inferred, unnamed = (bases[b] for b in ("named", "must have been", "not named"))
    how = f"{named} named, {inferred} must have been, {unnamed} must have been, but not named"
    assert str(audit).splitlines() == [
        f"{audit.title}: {len(audit)}",
        f"By waiver: {len(audit.by_waiver)}",
        f"Waivers: {len(audit.waivers)} ({how})",
        f"Had to leave: {len(audit.had_to_leave())}",
        f"Moved to Tier 3, maybe by law alone: {len(audit.may_be_automatic)}",
        "Not allowed by the law as encoded: 0",
    ]


def test_the_one_year_rule_needs_what_came_before_the_first_spell() -> None:
    """Two editions before Tier 3 may have been three, so that the placement before them counts."""
    tiers = {2020: W, 2021: W, 2022: T3, 2023: W}
    with pytest.raises(CoverageError, match="for the 2024 edition needs the 2019 placement"):
        find_outlook(History(tiers, withheld=[2019]), 2024)
    assert find_outlook({**tiers, 2019: T2}, 2024).one_year_rule is False
    assert find_outlook({**tiers, 2019: W}, 2024).one_year_rule is True


def test_a_view_of_an_edition_names_it() -> None:
    """What one edition had to end is called by its year, and what any had to end is not."""
    audit = TIP.audit_watch_list()
    assert audit.had_to_leave(2013).title == "Had to leave in 2013"
    assert audit.had_to_leave().title == "Had to leave"
    assert set(audit.had_to_leave(2013).countries) < set(audit.had_to_leave().countries)


@pytest.mark.parametrize(
    ("history", "then"),
    [
        (History({2009: W, 2010: T3}), "then Tier 3"),
        (History({2009: W}, years=[2009, 2010]), "then not in the report"),
        (History({2009: W}, years=[2009, 2010], ended=True), "then the state ended"),
        (History({2009: W}, years=[2009]), "then to be decided"),
        (History({2009: W}, years=[2009, 2010], withheld=[2010]), "then withheld"),
    ],
)
def test_a_listing_says_what_came_then(history: History, then: str) -> None:
    """A spell on the Watch List prints its years and why it ended."""
    found = find_listings(history)
    assert found is not None
    assert str(found[0]) == f"2009, {then}"


def test_the_audit_is_of_every_listing_since_2009() -> None:
    """The audited spells hold every placement on the Watch List since 2009, each once."""
    cells = {
        (c.alpha_3, y)
        for c, x in TIP.audit_watch_list()
        for y in range(max(2009, x.first), x.last + 1)
    }
    assert cells == {
        (code, y) for (code, y), t in oracle.tiers().items() if t == "2WL" and y >= 2009
    }


def test_the_first_bite_was_in_2011() -> None:
    """Of 36 countries listed in 2009 and 2010, 13 stayed by waiver and ten went to Tier 3."""
    bitten = [(c, r) for c, r in TIP.outlooks(2011) if r.verdict == "may stay only by waiver"]
    after = [TIP.series(c).get(2011) for c, _ in bitten]
    assert (len(after), after.count(W), after.count(T2), after.count(T3), after.count(SC)) == (
        36,
        13,
        12,
        10,
        1,
    )


def test_breaches_are_listed() -> None:
    """A spell that the law would not have allowed is listed with the years that broke it."""
    tiers = dict.fromkeys(range(2009, 2016), W)
    found = find_listings(History(tiers, range(2009, 2016)))
    assert found is not None
    assert found[0].not_allowed == (2013, 2014, 2015)
    assert "not allowed in 2013, 2014, 2015" in str(found[0])
    record = TierRecord.from_rows([("KGZ", year, "2WL") for year in range(2004, 2016)])
    assert "Not allowed by the law as encoded: 1" in str(record.audit_watch_list())


def test_a_special_case_resets_and_is_marked() -> None:
    """Years before a special case or an absence do not count, and that is interpretation."""
    haiti = {2021: W, 2022: W, 2023: W, 2024: SC, 2025: SC}
    assert find_outlook(haiti, 2026).is_interpretation
    assert find_outlook({**haiti, 2026: W}, 2027).consecutive == 1
    assert find_outlook({2021: W, 2022: W, 2024: W}, 2025).is_interpretation
    assert not find_outlook({2021: W, 2022: W, 2023: T2, 2024: W}, 2025).is_interpretation


def test_only_a_listing_that_the_count_leaves_out_is_a_reset() -> None:
    """Over all ways of five editions, a reset is a listing since 2009 that only gaps divide from now."""
    years = range(2008, 2013)
    for letters in itertools.product("W2S-", repeat=len(years)):
        kinds = {"W": W, "2": T2, "S": SC}
        tiers = {y: kinds[x] for y, x in zip(years, letters, strict=True) if x != "-"}
        counted = "".join(letters)[1:]
        expected = re.search(r"W[S-]+W*$", counted) is not None
        assert find_outlook(tiers, 2013).after_reset == expected, letters
    for tier, year in itertools.product((W, T2), range(2007, 2012)):
        history = History({year: tier, year + 1: W}, seams=[year + 1])
        assert find_outlook(history, year + 2).after_reset == (tier is W and year >= 2009)


@pytest.mark.parametrize("year", [*range(2009, 2027, 3), 2019])
def test_the_sentence_says_what_the_verdict_says(year: int) -> None:
    """Every verdict has its own clause, which names the edition that decides."""
    clauses = {
        "not on the Watch List": f"If listed in {year}, it could stay for ",
        "may stay": f"; the {year} edition may keep it there without a waiver.",
        "may stay only by waiver": f"; the {year} edition must move it off the list, to Tier 3 or",
        "must leave": f"; the {year} edition must place it elsewhere.",
    }
    for _, result in TIP.outlooks(year):
        expected = clauses[result.verdict]
        if year < 2011:
            expected = "No limit binds editions before 2011: years count from the 2009 edition."
        assert expected in result.sentence
        if result.consecutive > 1 and year >= 2011:
            assert f"in a row ({year - result.consecutive}-{year - 1})" in result.sentence
        assert [c for c in clauses.values() if c in result.sentence] == [expected] * (year >= 2011)


def test_a_seam_restarts_the_clock() -> None:
    """Years of another state do not count, and that is interpretation."""
    listed = dict.fromkeys(range(2010, 2014), W)
    assert find_outlook(listed, 2014).verdict == "must leave"
    found = find_outlook(History(listed, seams=[2013]), 2014)
    assert (found.verdict, found.consecutive, found.is_interpretation) == ("may stay", 1, True)
    assert find_outlook(History(listed, seams=[2014]), 2014).verdict == "not on the Watch List"


def test_years_before_2009_do_not_count() -> None:
    """China, Russia and Uzbekistan were listed for long before 2009, and had to leave in 2013 only."""
    for country in ("CHN", "RUS", "UZB"):
        series = TIP.series(country)
        verdicts = {year: series.outlook(year).verdict for year in range(2009, 2014)}
        assert verdicts == {
            2009: "may stay",
            2010: "may stay",
            2011: "may stay only by waiver",
            2012: "may stay only by waiver",
            2013: "must leave",
        }
    assert not TIP.series("CHN").outlook(2010).provision


def test_editions_that_cannot_be_decided_are_refused() -> None:
    """Beyond the next edition, or with a year unknown that counts, there is no outlook."""
    with pytest.raises(CoverageError, match="no 2027 edition"):
        TIP.series("KGZ").outlook(2027)
    with pytest.raises(CoverageError, match="expected a report year"):
        TIP.series("KGZ").outlook("2026")  # type: ignore[arg-type]
    with pytest.raises(CoverageError, match="for the 2026 edition needs the 2023 placement"):
        TIP.where(since=2024).series("COG").outlook()
    late = TIP.where(since=2024).outlooks()
    assert "COG" in {c.alpha_3 for c in late.skipped}
    assert all(r == TIP.series(c).outlook() for c, r in late if not r.after_reset)
    assert "skipped: placements withheld: " in str(late)
    assert f"{len(late.skipped)} skipped: placements withheld</figcaption>" in late._repr_html_()


@pytest.mark.parametrize(
    ("year", "size"),
    [
        (2015, 46),
        (2016, 51),
        (2017, 47),
        (2018, 48),
        (2019, 38),
        (2020, 46),
        (2021, 45),
        (2022, 37),
        (2023, 28),
    ],
)
def test_special_watch_lists_have_their_published_sizes(year: int, size: int) -> None:
    """The Special Watch List has as many countries as the State Department said."""
    found = TIP.special_watch_list(year)
    assert len(found) == size
    grid = oracle.tiers()
    up = {("2", "1"), ("2WL", "1"), ("3", "2")}
    expected = {
        code
        for (code, y), tier in grid.items()
        if y == year and (tier == "2WL" or (grid.get((code, year - 1)), tier) in up)
    }
    assert {c.alpha_3 for c in found.countries} == expected
    assert set(found.because("Watch List").countries) == set(TIP.placements(year).on(W))


def test_the_special_watch_list_of_2009_is_as_amended() -> None:
    """With Swaziland as amended, 52 countries of the 2009 list are of the Watch List's class."""
    amended = TIP.as_amended().special_watch_list(2009)
    before = TIP.special_watch_list(2009)
    assert {c.alpha_3 for c in amended.countries} - {c.alpha_3 for c in before.countries} == {"SWZ"}


def test_special_watch_lists_need_two_editions() -> None:
    """Before 2004 there was none, and a record without the edition before cannot tell."""
    with pytest.raises(CoverageError, match="began with the 2004 edition"):
        TIP.special_watch_list(2003)
    with pytest.raises(CoverageError, match="no 2026 edition"):
        TIP.special_watch_list(2026)
    with pytest.raises(CoverageError, match="of 2015 needs the 2014 edition"):
        TIP.where(since=2015).special_watch_list(2015)
    firm = TIP.where(evidence="corroborated").special_watch_list(2018)
    assert firm.skipped
    assert set(firm.countries) <= set(TIP.special_watch_list(2018).countries)


def test_interim_reasons_are_three() -> None:
    """All of the Watch List, Tier 2 or the list to Tier 1, and Tier 3 to Tier 2: nothing else."""
    found = {(a, b): find_interim_reason(a, b) for a in (None, *Tier) for b in (None, *Tier)}
    assert {a for (a, b), why in found.items() if why == "Watch List"} == {None, *Tier}
    assert {pair for pair, why in found.items() if why == "Tier 2 to Tier 1"} == {
        (T2, Tier.TIER_1),
        (W, Tier.TIER_1),
    }
    assert {pair for pair, why in found.items() if why == "Tier 3 to Tier 2"} == {(T3, T2)}


def test_the_statute_has_one_rule_for_each_edition() -> None:
    """Limits follow one another without a gap or overlap, and criteria are by edition."""
    for year in range(2001, 2040):
        found = [x for x in statute.LIMITS if x.first_edition <= year <= (x.last_edition or 9999)]
        assert len(found) == (year >= 2011)
    assert [len(statute.find_criteria(year)) for year in (2003, 2004, 2018, 2019)] == [0, 3, 3, 2]
    firsts = [amendment.first_edition for amendment in statute.AMENDMENTS]
    assert firsts == sorted(firsts)
    assert [a.law for a in statute.AMENDMENTS if a.basis == "recollected"] == [
        "P.L. 109-164 (TVPRA 2005)",
        "22 U.S.C. 7107(b)(2)(F), by P.L. 115-425 or 115-427",
    ]
