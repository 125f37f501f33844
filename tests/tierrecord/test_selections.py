"""Selections: no answer of a smaller record contradicts the record that it was made from."""

import copy
import datetime
import functools
import itertools
import pickle
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import attrs
import polars
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oracle
import tipdata
from tipdata import Country, Tier, TierRecord, frames
from tipdata.analysis.listings import Listing
from tipdata.analysis.series import Series, describe_cell
from tipdata.errors import CoverageError, NotInReportError
from tipdata.page._contents import page_data

TIP = tipdata.load()
YEARS = TIP.years
GRID = oracle.tiers()
LEVELS = {(r["country"], int(r["year"])): r["evidence"] for r in oracle.table("assessments.tsv")}
TIERS = {tier.short: tier for tier in Tier}
BUREAUS = {country.alpha_3: country.bureau for country in TIP.countries}
ALL_YEARS = (*range(1999, 2029), 9999)
RELEASED = oracle.releases()
SOME = ("KGZ", "FRA", "SSD", "SWE", "SCG", "SRB", "MUS", "HTI", "SWZ", "COG", "VUT", "HKG", "LIE")

Step = Mapping[str, Any]
Cell = tuple[str, int]

WAYS: dict[str, tuple[Step, ...]] = {
    "nothing left out": ({},),
    "a bureau": ({"bureau": "SCA"},),
    "countries": ({"countries": ("KGZ", "Serbia", "SSD", "COG")},),
    "one country": ({"countries": "FRA"},),
    "tiers": ({"tiers": Tier.TIER_3},),
    "evidence": ({"evidence": ("corroborated", "single")},),
    "since": ({"since": 2015},),
    "until": ({"until": 2012},),
    "a span": ({"since": 2009, "until": 2019},),
    "all at once": (
        {
            "bureau": ("AF", "EUR"),
            "tiers": (Tier.TIER_2, Tier.TIER_2_WATCH_LIST),
            "evidence": "corroborated",
            "since": 2005,
            "until": 2023,
        },
    ),
    "a group": ({"group": "eu"},),
    "groups": (
        {"group": ["asean", ("wb_region", "South Asia"), "Northern Africa"], "since": 2004},
    ),
    "a group on a day": ({"group": "osce", "on": datetime.date(2006, 6, 5)},),
    "a group by steps": (
        {"until": 2022},
        {"group": ("cis", "participant")},
        {"tiers": Tier.TIER_2},
    ),
    "two groups by steps": ({"group": "council_of_europe"}, {"group": "nato"}, {"since": 2003}),
    "step by step": ({"since": 2005}, {"bureau": "EAP"}, {"until": 2020}, {"tiers": Tier.TIER_2}),
}
"""Ways to select; each holds the arguments of `where`, one selection after another."""

KEEPERS: dict[str, Callable[[TierRecord], TierRecord]] = {
    "itself": lambda record: record,
    "pickled": lambda record: pickle.loads(pickle.dumps(record)),  # noqa: S301
    "copied": copy.copy,
    "copied deeply": copy.deepcopy,
    "evolved": lambda record: attrs.evolve(record, data_version="x"),
    "amended": TierRecord.as_amended,
    "selected again": TierRecord.where,
}
"""What a selection has to survive."""


def select(steps: tuple[Step, ...]) -> TierRecord:
    """Return the record of some steps."""
    record = TIP
    for step in steps:
        record = record.where(**step)
    return record


def several(value: Any) -> tuple[Any, ...]:
    """Return one value or several as a tuple."""
    return (*value,) if isinstance(value, (tuple, list)) else (value,)  # pyright: ignore[reportUnknownVariableType]


def chosen(steps: tuple[Step, ...], code: str, year: int) -> bool:
    """Return whether each step keeps a placement, by the tables alone."""
    holds: dict[str, Callable[[Any], bool]] = {
        "countries": lambda names: code in {{"Serbia": "SRB"}.get(n, n) for n in several(names)},
        "bureau": lambda words: BUREAUS[code] in several(words),
        "tiers": lambda tiers: TIERS[GRID[code, year]] in several(tiers),
        "evidence": lambda levels: LEVELS[code, year] in several(levels),
        "since": lambda first: first <= year,
        "until": lambda last: year <= last,
    }
    named = [(name, value) for step in steps for name, value in step.items()]
    belongs = all(is_member(step, code, year) for step in steps if "group" in step)
    return belongs and all(holds[name](value) for name, value in named if name in holds)


GROUPS: dict[Any, tuple[str, str]] = {
    "Northern Africa": ("un_subregion", "Northern Africa"),
    **{name: (name, "member") for name in ("asean", "eu", "nato", "osce", "council_of_europe")},
}


def is_member(step: Step, code: str, year: int) -> bool:
    """Return whether a country is in a group of a step on its day, or else on that of the release."""
    day, group = step.get("on", RELEASED[year]), step["group"]
    pairs: list[tuple[str, str]] = [
        GROUPS[one] if isinstance(one, str) else one
        for one in (group if isinstance(group, list) else [group])
    ]
    return any(oracle.group_on(scheme, code, day) == name for scheme, name in pairs)


def editions(steps: tuple[Step, ...]) -> list[int]:
    """Return the report years that each step keeps."""
    since = max((step.get("since", 0) for step in steps), default=0)
    until = min((step.get("until", 9999) for step in steps), default=9999)
    return [year for year in range(2001, 2026) if since <= year <= until]


def true_status(steps: tuple[Step, ...], code: str, year: int) -> str:
    """Return what is true of a country and a year, by the tables alone."""
    if not 2001 <= year <= 2025:
        return "no_such_edition"
    if (code, year) not in GRID:
        return "not_in_report"
    if not chosen(steps, code, year):
        return "withheld"
    return "special_case" if GRID[code, year] == "SC" else "placed"


every_way = pytest.mark.parametrize("steps", WAYS.values(), ids=WAYS.keys())

step = st.fixed_dictionaries(
    {},
    optional={
        "bureau": st.sampled_from(["SCA", "AF", "EUR"]),
        "countries": st.lists(st.sampled_from(SOME), min_size=1).map(tuple),
        "tiers": st.lists(st.sampled_from(Tier), min_size=1).map(tuple),
        "evidence": st.sampled_from(["corroborated", "single", ("corroborated", "derived")]),
        "group": st.sampled_from(["eu", ["nato", ("cis", "member")], ("wb_income", "High income")]),
        "since": st.integers(2001, 2025),
        "until": st.integers(2001, 2025),
    },
)
any_way = st.lists(step, min_size=1, max_size=3).map(tuple).filter(editions)


@every_way
def test_a_selection_knows_what_its_record_knew(steps: tuple[Step, ...]) -> None:
    """Of every country and year, a selection knows whether it has it, leaves it out, or none has."""
    cells = itertools.product((country.alpha_3 for country in TIP.countries), ALL_YEARS)
    expected = {(code, year): true_status(steps, code, year) for code, year in cells}
    for name, keep in KEEPERS.items():
        record = keep(select(steps))
        assert {e.year for e in record.editions} == set(editions(steps)), name
        assert {e.year for e in record.left_out} == set(YEARS) - set(editions(steps)), name
        assert {(a.country, a.year) for a in record} | record.withheld == GRID.keys(), name
        every = {country.alpha_3: record.series(country) for country in TIP.countries}
        assert all(one.withheld == tuple(sorted(one.withheld)) for one in every.values()), name
        assert {cell: every[cell[0]].status(cell[1]) for cell in expected} == expected, name


def asked(ask: Callable[[], object]) -> object:
    """Return an answer, or the error that says why there is none."""
    try:
        return ask()
    except (NotInReportError, CoverageError) as error:
        return error


QUESTIONS: dict[str, Callable[[TierRecord, str, int], object]] = {
    "tier": lambda record, code, year: record.tier(code, year),
    "assessment": lambda record, code, year: record.assessment(code, year).tier,
    "evidence": lambda record, code, year: record.evidence(code, year).assessment.tier,
    "series": lambda record, code, year: record.series(code)[year],
    "series.assessment": lambda record, code, year: record.series(code).assessment(year).tier,
}
"""What is asked of one country and year, and answers with a tier."""


@every_way
@pytest.mark.parametrize("ask", QUESTIONS.values(), ids=QUESTIONS.keys())
def test_no_question_is_answered_falsely(
    steps: tuple[Step, ...], ask: Callable[[TierRecord, str, int], object]
) -> None:
    """A question about a country and year is answered as by the full record, or with the reason."""
    record, kept = select(steps), editions(steps)
    for code, year in itertools.product(SOME, ALL_YEARS):
        answer = asked(lambda code=code, year=year: ask(record, code, year))  # type: ignore[misc]
        status = true_status(steps, code, year)
        if year not in kept:
            assert isinstance(answer, CoverageError)
            assert (year in answer.left_out) == (status != "no_such_edition")
        elif status in ("withheld", "not_in_report"):
            assert isinstance(answer, NotInReportError)
            assert answer.withheld == (status == "withheld")
            assert answer.years == tuple(y for y in YEARS if (code, y) in GRID)
            places = f"{answer.country} {year} is withheld: a selection or an incomplete list leaves it out"
            assert (str(answer) == places) == answer.withheld
        else:
            assert answer is TIERS[GRID[code, year]]


@every_way
def test_what_an_edition_is_asked_is_answered_or_refused_by_name(steps: tuple[Step, ...]) -> None:
    """Whatever takes the year of an edition says of one that is cut off that it is left out."""
    record, kept = select(steps), editions(steps)
    doors: list[Callable[[int], object]] = [
        record.edition,
        record.placements,
        record.changes,
        lambda year: record.changes(kept[-1], since=year),
        lambda year: record.cite(years=year),
        lambda year: record.cite(years=[year]),
        # The edition after the last can be decided, whether or not it is left out.
        lambda year: (record.edition if year == kept[-1] + 1 else record.outlooks)(year),
    ]
    for door, year in itertools.product(doors, YEARS):
        if year in kept:
            continue
        with pytest.raises(CoverageError) as caught:
            door(year)
        assert str(caught.value).startswith(f"the {year} edition is left out; this selection ")
        assert str(caught.value).endswith("; the record it was made from has 2001-2025")
        assert pickle.loads(pickle.dumps(caught.value)) == caught.value  # noqa: S301
    for year in (1999, 2026):
        with pytest.raises(CoverageError, match=f"^'?no {year} edition; "):
            record.edition(year)


def test_a_selection_says_which_editions_it_has() -> None:
    """The message of an edition that is cut off says at which end, and what the record had."""
    said = {
        "starts with the 2015 edition": {"since": 2015},
        "ends with the 2012 edition": {"until": 2012},
        "covers 2010-2012": {"since": 2010, "until": 2012},
    }
    for words, arguments in said.items():
        with pytest.raises(CoverageError) as caught:
            TIP.where(**arguments).tier("KGZ", 2005 if "since" in arguments else 2020)  # type: ignore[arg-type]
        tail = f"; this selection {words}; the record it was made from has 2001-2025"
        assert str(caught.value).endswith(tail)
    late = TIP.where(since=2015, tiers=(Tier.TIER_2, Tier.TIER_2_WATCH_LIST))
    reasons: dict[str, Callable[[], object]] = {
        "no edition before 2015 to compare it with": lambda: late.changes(2015),
        "no two editions are 11 apart in 2015-2025": lambda: late.transitions(steps=11),
        "the Special Watch List of 2015 needs the 2014 edition": lambda: late.special_watch_list(
            2015
        ),
        "the 2014 edition is left out": lambda: late.special_watch_list(2014),
        "no Special Watch List of 2003: it began with the 2004 edition": lambda: (
            late.special_watch_list(2003)
        ),
        "the count for the 2016 edition needs the 2014 placement, which this selection leaves out": (
            lambda: late.series("UKR").outlook(2016)
        ),
        "the 2010 edition is left out": lambda: late.series("UKR").outlook(2010),
    }
    for reason, ask in reasons.items():
        with pytest.raises(CoverageError) as caught:
            ask()
        tail = "; this selection starts with the 2015 edition; the record it was made from has "
        assert str(caught.value) == f"{reason}{tail}2001-2025"
    with pytest.raises(CoverageError, match=r"apart in 2025; the record covers 2001-2025"):
        TIP.transitions(since=2025)
    with pytest.raises(CoverageError, match="until=2010; this selection starts with the 2015"):
        late.where(until=2010)
    with pytest.raises(CoverageError, match="an integer such as 2025, got 'x'"):
        late.tier("KGZ", "x")  # type: ignore[arg-type]


@given(any_way)
@settings(max_examples=40)
def test_selections_of_any_kind_know_what_is_true(steps: tuple[Step, ...]) -> None:
    """Whatever is selected, in one step or several, what is left out is withheld."""
    record = select(steps)
    for code, year in itertools.product(SOME, ALL_YEARS):
        assert record.series(code).status(year) == true_status(steps, code, year)
    own = {c.alpha_3 for c in record.countries}
    assert {a.country for a in record} <= own


@given(any_way)
@settings(max_examples=30)
def test_the_order_of_selections_does_not_matter(steps: tuple[Step, ...]) -> None:
    """Selections in any order are equal and hash alike, and so does one that is pickled."""
    record, other = select(steps), select(steps[::-1])
    assert record == other
    assert hash(record) == hash(other)
    twin = pickle.loads(pickle.dumps(record))  # noqa: S301
    assert (twin, hash(twin)) == (record, hash(record))
    assert all(edition.counts.covered is None for edition in (*record.editions, *record.left_out))
    if steps[0]:
        assert record != TIP


def attached(record: TierRecord, rows: list[tuple[str, Any]], basis: Any) -> list[dict[str, Any]]:
    """Return what is attached to rows of a code and a day or year."""
    how: Any = {"year": "date"} if basis == "edition" else {"basis": basis}
    frame = polars.DataFrame({"country": [r[0] for r in rows], "date": [r[1] for r in rows]})
    extra: list[frames.Extra] = [*SAME, "last_change", "watch_list_editions"]
    found: list[dict[str, Any]] = frames.attach_tiers(
        frame, record=record, add=extra, **how
    ).to_dicts()
    report = frames.join_report(frame, record=record, **how)
    assert dict(report.statuses) == Counter(row["tier_status"] for row in found)
    return found


SAME: tuple[frames.Extra, ...] = ("rank", "evidence", "eu", "wb_region")
DAYS = [datetime.date(1999, 1, 1) + datetime.timedelta(days=45 * i) for i in range(240)]


def asked_of(basis: str) -> list[tuple[str, Any]]:
    """Return the rows that are joined: a code with each year, or with many days."""
    if basis == "edition":
        return [(country.alpha_3, year) for country in TIP.countries for year in ALL_YEARS]
    return [(code, day) for code in SOME for day in DAYS]


@functools.cache
def attached_by_all(basis: str) -> list[dict[str, Any]]:
    """Return what the whole record attaches."""
    return attached(TIP, asked_of(basis), basis)


@every_way
@pytest.mark.parametrize("basis", ["edition", "in_force", "covered"])
def test_a_join_never_contradicts_the_record(steps: tuple[Step, ...], basis: str) -> None:
    """A selection attaches what its record attaches, or that it is withheld, in every edition."""
    rows = asked_of(basis)
    for (code, _), mine, whole in zip(
        rows, attached(select(steps), rows, basis), attached_by_all(basis), strict=True
    ):
        if whole["tier"] is not None and not chosen(steps, code, whole["edition"]):
            assert (mine["tier"], mine["tier_status"]) == (None, "withheld")
            assert mine["edition"] == whole["edition"]
        else:
            same = ("tier", "tier_status", "edition", *SAME)
            assert [mine[name] for name in same] == [whole[name] for name in same]
        assert (mine["eu"], mine["wb_region"]) == (whole["eu"], whole["wb_region"])
        for name in ("last_change", "watch_list_editions"):
            assert mine[name] in (None, whole[name])


def test_what_a_join_counts_is_known_where_nothing_needed_is_left_out() -> None:
    """The last change and the editions on the Watch List are null only where they are not known."""
    rows = [("KGZ", year) for year in YEARS]
    late = attached(TIP.where(since=2004), rows, "edition")
    assert [row["watch_list_editions"] for row in late[3:]] == [
        row["watch_list_editions"] for row in attached(TIP, rows, "edition")[3:]
    ]
    assert [row["last_change"] for row in late[2:18]] == [None] * 15 + [2018]
    assert attached(TIP.where(countries="KGZ"), rows, "edition") == attached(TIP, rows, "edition")
    new = [("SSD", year) for year in YEARS]
    assert attached(TIP.where(since=2012), new, "edition") == attached(TIP, new, "edition")


@every_way
def test_a_comparison_holds_apart_what_is_left_out(steps: tuple[Step, ...]) -> None:
    """A table agrees with a selection, or has what is withheld; nothing is only in the table."""
    record = select(steps)
    rows = [(code, year, TIERS[tier].value) for (code, year), tier in GRID.items()]
    kept = {cell for cell in GRID if chosen(steps, *cell)}
    tables = [record.compare_with(rows), TIP.compare_with(record)]
    for found in (*tables, record.diff(TIP), TIP.diff(record)):
        assert (found.agreeing, len(found)) == (len(kept), 0)
        assert (found.only_here, found.only_there) == ((), ())
        assert set(found.withheld) == GRID.keys() - kept
    other = record.compare_with([("HKG", 1 + max(YEARS), "Tier 1")])
    assert len(other.only_there) == 1


@every_way
def test_a_cell_is_drawn_as_what_it_is(steps: tuple[Step, ...]) -> None:
    """Pages, plots, lines and columns show a placement, an absence, or that it is left out."""
    record = select(steps)
    words = {"withheld": {"left out of this selection"}, "special_case": {"Special Case"}}
    words["not_in_report"] = {"not in the report", "no such state"}
    for code in SOME:
        series = record.series(code)
        for year, status, line in zip(
            series.years, series.columns()["status"], str(series).splitlines()[1:], strict=True
        ):
            expected = true_status(steps, code, year)
            assert status == expected
            assert ("withheld" in line) == (expected == "withheld")
            drawn = describe_cell(series, year)[0]
            assert drawn in words.get(expected, {tier.value for tier in Tier})
    data: Any = page_data(record.where(countries=SOME))
    held = {
        (row["code"], year): sign
        for row in data["countries"]
        for year, sign in zip(data["years"], row["tiers"], strict=True)
    }
    assert {c for c, s in held.items() if s == "?"} == {
        cell for cell in held if true_status(steps, *cell) == "withheld"
    }
    legend = [sign["label"] for sign in data["signs"]["tiers"]]
    assert ("left out of this selection" in legend) == ("?" in held.values())


def own_series(record: TierRecord) -> list[tuple[Series, Series]]:
    """Return the series of a selection's countries, each with that of the full record."""
    return [(series, TIP.series(series.country)) for series in record.every_series()]


@every_way
@pytest.mark.parametrize("gap", ["break", "bridge"])
def test_changes_of_a_selection_are_changes_of_the_record(
    steps: tuple[Step, ...], gap: Any
) -> None:
    """What changed in a selection is what changed in the record, where both ends are known."""
    record, kept = select(steps), editions(steps)
    own = {country.alpha_3 for country in record.countries}
    for since, year in [*itertools.pairwise(kept), *([(kept[0], kept[-1])] if kept[1:] else [])]:
        mine, whole = (r.changes(year, since=since, gap=gap) for r in (record, TIP))
        found = {change.country.alpha_3: change for change in (*mine, *mine.unchanged)}
        known = {
            code: change
            for change in (*whole, *whole.unchanged)
            if (code := change.country.alpha_3) in own
            and not {(code, change.since), (code, since), (code, year)} & record.withheld
        }
        assert found == known
    for series, full in own_series(record):
        mine, whole = series.changes(gap=gap), full.changes(gap=gap)
        assert {*mine, *mine.unchanged} <= {*whole, *whole.unchanged}


def test_a_country_that_is_back_is_not_new() -> None:
    """A country that was placed before the first edition of a selection returns to the report."""
    back = next(c for c in TIP.where(since=2002).changes(2003) if c.country.alpha_3 == "SWE")
    assert (back.direction, back.is_return, back.last_seen) == ("entered", True, 2001)
    assert TIP.where(since=2002).changes(2003).entered == TIP.changes(2003).entered


@given(any_way, st.sampled_from(["ordinal", "three"]))
@settings(max_examples=40)
def test_spells_of_a_selection_are_parts_of_spells(steps: tuple[Step, ...], coding: Any) -> None:
    """A spell is one of the record, or a part of one that is censored for what is left out."""
    record, kept = select(steps), editions(steps)
    for series, full in own_series(record):
        whole = full.spells(coding=coding)
        for spell in series.spells(coding=coding):
            of = next(one for one in whole if spell.first in one.years)
            assert set(spell.years) <= set(of.years)
            assert spell.first in (of.first, kept[0]) or spell.began == "withheld"
            assert spell.last in (of.last, kept[-1]) or spell.ended == "withheld"
            ends = (spell.first, -1, spell.began, of.began), (spell.last, 1, spell.ended, of.ended)
            for year, side, why, truly in ends:
                beside = series.status(year + side)
                if year + side not in kept:
                    assert why == "coverage"
                else:
                    assert (why == "withheld") == (beside == "withheld")
                    assert why in ("withheld", truly)
                assert spell.is_censored or why not in ("coverage", "withheld")


def test_a_censored_end_says_that_the_placement_beside_it_is_withheld() -> None:
    """A spell that a selection cuts at either end has `withheld` there, and prints it."""
    cut = TIP.where(countries="KGZ", tiers=Tier.TIER_2).series("KGZ").spells()
    assert [(s.first, s.last, s.began, s.ended) for s in cut] == [
        (2001, 2001, "coverage", "withheld"),
        (2003, 2017, "withheld", "withheld"),
        (2021, 2023, "withheld", "withheld"),
    ]
    assert [str(s).count("withheld") for s in cut] == [1, 2, 2]
    assert all(s.is_censored for s in cut)


def missing_for(series: Series, year: int) -> CoverageError | None:
    """Return the error of an outlook that cannot be given."""
    try:
        series.outlook(year)
    except CoverageError as error:
        return error
    return None


@given(any_way, st.integers(2002, 2026))
@settings(max_examples=60)
def test_the_clock_is_not_answered_from_a_part(steps: tuple[Step, ...], year: int) -> None:
    """The law's outlook is that of the record, or refused for a placement that is left out."""
    record, kept = select(steps), editions(steps)
    if not kept or year not in (*kept, kept[-1] + 1):
        return
    verdicts: dict[Country, object] = {}
    for series, full in own_series(record):
        truly = full.outlook(year)
        needed = missing_for(series, year)
        if needed is not None:
            assert (series.country.alpha_3, needed.year) in record.withheld
            assert "which this selection leaves out" in str(needed)
            continue
        found = verdicts[series.country] = series.outlook(year)
        assert attrs.evolve(found, after_reset=truly.after_reset) == truly
        assert found.after_reset >= truly.after_reset
    every, whole = record.outlooks(year), TIP.outlooks(year)
    assert {*every.countries, *every.skipped} == {*whole.countries} & {*record.countries}
    assert all(verdicts[country] == found for country, found in every)


@every_way
def test_listings_are_counted_in_full_or_skipped(steps: tuple[Step, ...]) -> None:
    """The audit counts a spell on the Watch List as the record does, or skips its country."""
    record = select(steps)
    audit, whole = record.audit_watch_list(), TIP.audit_watch_list()

    def figures(one: Listing) -> tuple[object, ...]:
        return one.last, one.counted, one.waivers, one.outlook.verdict

    for country, listing in audit:
        of = next(x for x in whole.of(country.alpha_3) if x.first <= listing.first <= x.last)
        if listing.ended == "coverage":
            assert listing.last <= of.last
        elif listing.ended == "withheld":
            assert listing.after is None
        else:
            assert (figures(listing), listing.after) == (figures(of), of.after)


@every_way
def test_figures_count_what_is_chosen(steps: tuple[Step, ...]) -> None:
    """Counts, placements and trajectories are about the chosen placements, and no others."""
    record, kept = select(steps), editions(steps)
    cells = {cell for cell in GRID if chosen(steps, *cell)}
    for year in kept:
        found = {p.country.alpha_3: p.tier for p in record.placements(year)}
        assert found == {code: TIERS[GRID[code, y]] for code, y in cells if y == year}
        assert not record.placements(year).differences
    assert sum(row.total for row in record.counts()) == len(cells) == len(record)
    for country, trajectory in record.trajectories():
        code = country.alpha_3
        assert trajectory.placements == sum(c == code for c, _ in cells)
        assert trajectory.withheld == sum((code, year) in record.withheld for year in kept)
    for year in kept[1:]:
        if year >= 2004:
            mine, whole = record.special_watch_list(year), TIP.special_watch_list(year)
            assert {*mine} <= {*whole}
            assert {*whole.countries} & {*record.countries} <= {*mine.countries, *mine.skipped}


def test_the_countries_of_a_selection_are_those_with_something_chosen() -> None:
    """A country counts if it is chosen and an edition that is chosen has it, though withheld."""
    assert len(TIP.where(bureau="SCA", since=2015).countries) == 13
    assert len(TIP.where(since=2015).countries) == len({c for c, y in GRID if y >= 2015})
    firm = TIP.where(tiers=Tier.TIER_3, since=2020)
    assert {c.alpha_3 for c in firm.countries} == {c for c, y in GRID if y >= 2020}


def test_a_joined_series_keeps_what_is_left_out() -> None:
    """With predecessors, their placements are withheld too, and are none of the successor's."""
    joined = TIP.where(countries="SRB").series("SRB", predecessors=True)
    assert [joined.status(year) for year in (2002, 2003, 2007)] == [
        "withheld",
        "withheld",
        "placed",
    ]
    assert joined.spells()[0].began == "withheld"
