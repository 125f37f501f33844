"""What a review says of an edition is true, complete and in order."""

import datetime
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest

import oracle
import tipdata
from tipdata import Assessment, Edition, Problem, Report, Tier, TierRecord
from tipdata.errors import CoverageError
from tipdata.problems import FormatError
from tipdata.records.editions import OfficialCounts
from tipdata.tierrecord.reviewing import CODES

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "problems.md"
TIP = tipdata.load()
ROWS = oracle.rows()
YEARS = TIP.years[1:]
LAST = {code: own[2025] for code, own in ROWS.items() if 2025 in own}
RANKS = {"1": 1, "2": 2, "2WL": 3, "3": 4}
DAY = datetime.date(2026, 7, 1)
OFFICIAL = Edition(year=2026, released=DAY, counts=OfficialCounts(tier_1=33, tier_3=20))

# Enough moves for a list that is not an old one, none of them rare, and the law obeyed.
GOOD = {
    **{code: tier for code, tier in LAST.items() if tier != "2WL"},
    **{code: "2" for code, tier in LAST.items() if tier == "2WL"},
}
LISTED = next(code for code in sorted(LAST) if LAST[code] == "2WL")
SELECTIONS = {
    "a bureau": TIP.where(bureau="SCA"),
    "a country": TIP.where(countries="KGZ"),
    "a group": TIP.where(group="eu"),
    "a tier": TIP.where(tiers="Tier 2"),
    "good evidence": TIP.where(evidence="corroborated"),
    "new editions": TIP.where(since=2018),
    "old editions": TIP.where(until=2012),
}


def list_of(changed: dict[str, str | None], **more: Any) -> TierRecord:
    """Return the record with the good list of 2026, changed."""
    edition = more.pop("edition", Edition(year=2026))
    rows = [(code, tier) for code, tier in {**GOOD, **changed}.items() if tier]
    return TIP.with_edition(edition, rows, coding=None, **more)


def codes_of(problem: Problem) -> list[str]:
    """Return the countries that a problem is about."""
    return [one.country for one in problem.records if isinstance(one, Assessment)]


def of(report: Report, code: str) -> list[Problem]:
    """Return the problems of a code."""
    return [problem for problem in report if problem.code == code]


def about(report: Report, *codes: str) -> set[str]:
    """Return the countries that the problems of some codes are about."""
    return {country for code in codes for one in of(report, code) for country in codes_of(one)}


@pytest.mark.parametrize("year", YEARS)
def test_countries_that_are_missing_or_new_are_those_of_one_edition_alone(year: int) -> None:
    """As two columns of the table say, with the edition that had a new country last."""
    report = TIP.review(year)
    now = {code for code, own in ROWS.items() if year in own}
    then = {code for code, own in ROWS.items() if year - 1 in own}
    assert about(report, "missing-country") == then - now
    assert about(report, "new-country") == now - then
    for problem in of(report, "new-country"):
        if len(codes_of(problem)) == 1:
            last = max((y for y in ROWS[codes_of(problem)[0]] if y < year), default=None)
            since = (
                f"in no report of 2001-{year - 1}" if last is None else f"last in the {last} report"
            )
            assert problem.message.endswith(since)
    for problem in of(report, "missing-country"):
        for code in codes_of(problem):
            assert ("the state ended" in problem.message) == (code in {"ANT", "YUG", "SCG"})


def seen_before(year: int) -> tuple[Counter[tuple[str, str]], dict[tuple[str, str], int]]:
    """Return how often each move was made before an edition, and in which one last."""
    found: Counter[tuple[str, str]] = Counter()
    last: dict[tuple[str, str], int] = {}
    for later in range(2002, year):
        for own in ROWS.values():
            if later in own and later - 1 in own:
                move = own[later - 1], own[later]
                found[move] += 1
                last[move] = later
    return found, last


@pytest.mark.parametrize("year", YEARS)
def test_large_and_rare_moves_are_counted_in_the_editions_before(year: int) -> None:
    """Each move of two tiers, or of at most one in fifty, with how often and when it was last."""
    seen, last = seen_before(year)
    moves: dict[tuple[str, str], set[str]] = {}
    for code, own in ROWS.items():
        if year in own and year - 1 in own and own[year] != own[year - 1]:
            moves.setdefault((own[year - 1], own[year]), set()).add(code)
    expected: dict[frozenset[str], tuple[str, str]] = {}
    for (before, after), codes in moves.items():
        base = sum(n for (one, _), n in seen.items() if one == before)
        is_large = {before, after} <= RANKS.keys() and abs(RANKS[before] - RANKS[after]) > 1
        is_new = year == 2004 and after == "2WL" and before in RANKS
        count, tail = seen[before, after], ""
        if base:
            tail = f"; seen after {count} of the {base:,} "
            tail = tail if count else f"; never seen after the {base:,} "
            assert last.get((before, after), 0) < year
        if is_large or (base and count * 50 <= base and not is_new):
            code = "large-move" if is_large else "rare-move"
            expected[frozenset(codes)] = code, "; the Watch List was new" if is_new else tail
    found = {frozenset(codes_of(p)): p for p in TIP.review(year) if p.code.endswith("-move")}
    assert found.keys() == expected.keys()
    for whose, problem in found.items():
        code, tail = expected[whose]
        assert problem.code == code
        assert tail in problem.message
        own = ROWS[min(whose)]
        when = last.get((own[year - 1], own[year]))
        assert (f", last in {when} (" in problem.message) == (when is not None)


@pytest.mark.parametrize("year", YEARS)
def test_the_law_is_that_of_the_outlooks(year: int) -> None:
    """Who stayed by waiver is named; history has nobody who stayed against the law as encoded."""
    report = TIP.review(year)
    assert about(report, "only-by-waiver") == oracle.waived(year)
    assert not about(report, "not-allowed", "law-not-checked")
    for problem in of(report, "only-by-waiver"):
        assert "[22 U.S.C. 7107(b)(2)(D)" in problem.message


@pytest.mark.parametrize("year", YEARS)
def test_totals_and_names_are_those_of_the_tables(year: int) -> None:
    """Each figure that the placements do not meet, and each dated name that begins."""
    report = TIP.review(year)
    figures = [*of(report, "official-total"), *of(report, "published-figure")]
    differing = TIP.published_figures(year).differing
    assert {(p.expected, p.value) for p in figures} == {
        (str(f.published), str(f.counted)) for f in differing
    }
    totals = {f for f in differing if f.figure in {"covered", *(t.name.lower() for t in Tier)}}
    assert len(of(report, "official-total")) == len(totals)
    names = oracle.table("country_names.tsv")
    begins = {r["alpha_3"] for r in names if r["kind"] == "dated" and r["since"] == str(year)}
    assert about(report, "renamed") == begins


@pytest.mark.parametrize("year", YEARS)
def test_a_review_is_in_order_and_short(year: int) -> None:
    """Errors first, then warnings by code, then by name; it fits a screen, and says it again."""
    report = TIP.review(year)
    codes = [problem.code for problem in report]
    assert codes == sorted(codes, key=[*CODES].index)
    assert all(problem.severity == CODES[problem.code] for problem in report)
    assert [*report.problems] == [*report.errors, *report.warnings]
    assert len(report) <= 8
    assert TIP.review(year) == report
    for code in ("missing-country", "not-allowed"):
        names = [TIP.country(codes_of(problem)[0]).label for problem in of(report, code)]
        assert names == sorted(names)


def test_the_latest_edition_is_reviewed_by_default() -> None:
    """Without a year it is the last edition; the first cannot be compared."""
    assert TIP.review() == TIP.review(2025)
    with pytest.raises(CoverageError, match="no edition before 2001"):
        TIP.review(2001)
    with pytest.raises(CoverageError):
        TIP.review(2026)


def test_a_list_without_anything_striking_has_no_problems() -> None:
    """A report without problems says so."""
    report = TierRecord.from_rows([("KAZ", 2020, "Tier 2"), ("KAZ", 2021, "Tier 1")]).review()
    assert report == Report()
    assert str(report) == "no problems"


def test_an_unchanged_list_of_2026_breaks_the_law_four_times() -> None:
    """Who must leave the Watch List is named with why, and nothing is raised."""
    record = TIP.with_edition(OFFICIAL, list(LAST.items()))
    report = record.review()
    report.raise_if_errors()
    must = {c.alpha_3 for c, o in TIP.outlooks() if o.verdict == "must leave"}
    assert about(report, "not-allowed") == must
    for problem in of(report, "not-allowed"):
        outlook = TIP.outlook(codes_of(problem)[0])
        assert outlook.sentence in problem.message
        assert f"[{outlook.provision}]" in problem.message
    (old,) = of(report, "same-list")
    assert old.message == "all 188 placements are those of the 2025 report"


def planted(code: str) -> TierRecord:
    """Return the record with a list of 2026 that has a fault."""
    plants: dict[str, Callable[[], TierRecord]] = {
        "outside-span": lambda: list_of({"YUG": "2"}),
        "released-earlier": lambda: list_of(
            {}, edition=Edition(year=2026, released=datetime.date(2025, 7, 1))
        ),
        "official-total": lambda: list_of({"CHN": "1"}, edition=OFFICIAL),
        "released-in-other-year": lambda: list_of(
            {}, edition=Edition(year=2026, released=datetime.date(2027, 7, 1))
        ),
        "edition-gap": lambda: list_of({}, edition=Edition(year=2027)),
        "withheld": lambda: list_of({"CHN": None}, partial=True),
        "same-list": lambda: TIP.with_edition(
            2026, [(code, own[2019]) for code, own in ROWS.items() if 2019 in own]
        ),
        "empty-tier": lambda: list_of({code: "2" for code, t in LAST.items() if t == "3"}),
        "missing-country": lambda: list_of({"CHN": None}),
        "new-country": lambda: list_of({"MCO": "2"}),
        "published-figure": lambda: list_of(
            {}, edition=Edition(year=2026, counts=OfficialCounts(downgrades=99))
        ),
        "not-allowed": lambda: list_of({"VUT": "2WL"}),
        "law-not-checked": lambda: list_of({LISTED: "2WL"}, edition=Edition(year=2027)),
        "only-by-waiver": lambda: list_of({"KGZ": "2WL"}),
        "large-move": lambda: list_of({"CHN": "1"}),
        "rare-move": lambda: list_of({"FRA": "SC"}),
        "renamed": _renamed,
        "printed-otherwise": lambda: TIP.with_edition(2026, "Tier 1\nSouth Korea", partial=True),
    }
    assert plants.keys() == CODES.keys()
    return plants[code]()


def _renamed() -> TierRecord:
    before = attrs.evolve(
        TIP,
        editions=TIP.editions[:-3],
        assessments=tuple(a for a in TIP.assessments if a.year < 2023),
    )
    return before.with_edition(2023, [(c, own[2023]) for c, own in ROWS.items() if 2023 in own])


MESSAGES = {
    "outside-span": "Yugoslavia, Federal Republic of did not exist in 2026; expected a year within "
    "1992-04-27/2003-02-04",
    "released-earlier": "the 2026 report was not released after that of 2025; expected a day after "
    "2025-09-29, got 2025-07-01",
    "official-total": "Tier 1: the list does not meet the official total; expected 33, got 34",
    "released-in-other-year": "the 2026 report was released in 2027",
    "edition-gap": "the record has no 2026 edition, so 2027 is compared with 2025",
    "withheld": "1 country is not in the 2026 list yet, or without a tier there, so they and the "
    "totals are not reviewed: China",
    "same-list": "all 187 placements are those of the 2019 report",
    "empty-tier": "no country is on the Tier 2 Watch List; the 2025 report has 25",
    "missing-country": "China, on Tier 3 in 2025, is not in the 2026 report",
    "new-country": "Monaco, on Tier 2, is new: in no report of 2001-2025",
    "published-figure": "downgrades: the list does not meet the published number; expected 99, got 0",
    "not-allowed": "Vanuatu is still on the Watch List, against the law as encoded. On the Watch "
    "List in three editions in a row (2023-2025), 1 of them by waiver, and the law allows 1; the "
    "2026 edition must place it elsewhere. There must have been a waiver in 2025. "
    "[22 U.S.C. 7107(b)(2)(D), as by P.L. 115-427 sec. 6]",
    "law-not-checked": "1 country is on the Watch List and not checked against the law, for "
    "earlier placements are not known: Burkina Faso",
    "only-by-waiver": "1 country stays on the Watch List, which the law allows only by waiver "
    "[22 U.S.C. 7107(b)(2)(D), as by P.L. 115-427 sec. 6]: Kyrgyz Republic",
    "large-move": "China: Tier 3 → Tier 1, three tiers at once; seen after 2 of the 455 "
    "placements on Tier 3 in 2001-2024, last in 2003 (United Arab Emirates)",
    "rare-move": "France: Tier 1 → Special Case, a rare move; seen after 2 of the 701 placements "
    "on Tier 1 in 2001-2024, last in 2018 (Sint Maarten)",
    "renamed": "Turkey is called Türkiye from the 2023 report on",
    "printed-otherwise": "Korea, Republic of is printed as 'South Korea'",
}


@pytest.mark.parametrize("code", CODES)
def test_each_planted_fault_is_found(code: str) -> None:
    """A list with a fault has a problem of its code, in these words, that the good list has not."""
    found = of(planted(code).review(), code)
    assert MESSAGES[code] in map(str, found)
    assert all(problem.severity == CODES[code] for problem in found)
    assert code == "empty-tier" or not of(list_of({}).review(), code)


def test_no_two_editions_are_released_on_one_day() -> None:
    """The day of the edition before is refused as earlier ones are, and the day after is not."""
    last = TIP.edition(2025).released
    assert last is not None
    for day, codes in ((last, {"released-earlier"}), (last + datetime.timedelta(1), set())):
        report = list_of({}, edition=Edition(year=2026, released=day)).review()
        assert {problem.code for problem in report.errors} == codes


def test_too_many_of_a_kind_are_one_problem() -> None:
    """Six or more missing countries are named in one line, the first ten by name."""
    gone = sorted(GOOD)[:12]
    (one,) = of(list_of(dict.fromkeys(gone)).review(), "missing-country")
    assert len(codes_of(one)) == 12
    assert one.message.startswith("12 countries of the 2025 report are missing: ")
    assert one.message.endswith("; and 2 more")
    several = of(list_of(dict.fromkeys(gone[:5])).review(), "missing-country")
    assert len(several) == 5


def test_a_part_of_a_list_is_reviewed_as_far_as_it_goes() -> None:
    """Nothing is missing or an old list yet; a total that is exceeded is an error already."""
    rows = [(code, "1") for code in sorted(LAST)[:35]]
    report = TIP.with_edition(OFFICIAL, rows, partial=True).review()
    assert [str(error) for error in report.errors] == [
        "Tier 1: the list exceeds the official total already; expected 33 at most, got 35"
    ]
    assert not about(report, "missing-country")
    assert not [*of(report, "same-list"), *of(report, "empty-tier")]
    (first, *_) = of(report, "withheld")
    assert first.message.startswith("153 countries are not in the 2026 list yet, ")
    below = TIP.with_edition(OFFICIAL, rows[:33], partial=True).review()
    assert not below.errors
    again = TIP.with_edition(OFFICIAL, rows, partial=True)
    assert again.review(2025) == TIP.review(2025)
    assert again.published_figures(2025) == TIP.published_figures(2025)


def review_after_a_part() -> Report:
    """Return the review of 2027 after a part of the list of 2026."""
    part = TIP.with_edition(2026, [("KAZ", "Tier 1")], partial=True)
    edition = Edition(year=2027, counts=OfficialCounts(upgrades=1, tier_1=5))
    return part.with_edition(edition, [*{**LAST, "KAZ": "SC"}.items()]).review()


def test_a_complete_list_after_a_part_says_what_is_not_known() -> None:
    """Moves from withheld placements are not reviewed, nor numbers that rest on them."""
    report = review_after_a_part()
    said = [*map(str, report)]
    assert said[0].startswith("187 countries are not in the 2026 list yet, ")
    assert "so their moves are not reviewed" in said[0]
    assert not [line for line in said if "upgrades" in line or "is missing" in line]
    assert about(report, "rare-move") == {"KAZ"}


@pytest.mark.parametrize("name", SELECTIONS)
def test_a_selection_says_nothing_that_its_record_does_not(name: str) -> None:
    """Each country that it names is named by the review of the record, or it says what is withheld."""
    selection = SELECTIONS[name]
    same = ("missing-country", "new-country", "not-allowed", "only-by-waiver", "large-move")
    for year in selection.years[1:]:
        whole, part = TIP.review(year), selection.review(year)
        for code in (*same, "renamed"):
            assert about(part, code) <= about(whole, code), (year, code)
        assert not part.errors
        assert not of(part, "published-figure")
        first = of(part, "withheld")[0].message
        assert first.startswith("this record is a selection: official totals are not reviewed")
        if name != "old editions":
            assert not of(part, "rare-move")
            assert first.endswith(", nor how rare moves are")
        else:
            assert about(part, "rare-move") == about(whole, "rare-move")


def test_what_only_a_later_list_has_is_not_left_out_of_a_review() -> None:
    """A selection without the added edition has no totals, and all that came before."""
    report = list_of({}).where(until=2024).review()
    (first,) = of(report, "withheld")
    assert first.message == "this record is a selection: official totals are not reviewed"
    assert about(report, "rare-move") == about(TIP.review(2024), "rare-move")
    report = list_of({}).where(until=2025).review()
    assert len(of(report, "withheld")) == 1


def test_errors_can_be_raised() -> None:
    """A wrong total stops a program that asks for it; warnings never do."""
    with pytest.raises(FormatError, match="Tier 1: the list does not meet"):
        planted("official-total").review().raise_if_errors()
    planted("not-allowed").review().raise_if_errors()


def test_names_that_a_list_prints_are_kept_where_they_differ() -> None:
    """Marks, order, case, articles and codes make no other name; a country has the note alone."""
    text = (
        "Tier 1\nTÜRKİYE*\nRepublic of Korea [2]\nBahamas\nAUT\nBurma (Myanmar)\n"
        "and Côte d’Ivoire.\nCape Verde\nHolland\n"
    )
    record = TIP.with_edition(2026, text, names={"Holland": "NLD"}, partial=True)
    notes = {a.country: a.note for a in record.assessments if a.year == 2026 and a.note}
    assert notes == {"CPV": "printed as 'Cape Verde'", "NLD": "printed as 'Holland'"}


def test_the_page_lists_every_code() -> None:
    """The page of problems has a row for each code of a review, with its severity."""
    text = PAGE.read_text(encoding="utf-8").partition("## In a new edition")[2]
    section = text.partition("\n## ")[0]
    listed = dict(re.findall(r"^\| `([a-z-]+)` \| (error|warning) \|", section, re.MULTILINE))
    assert listed == CODES
