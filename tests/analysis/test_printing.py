"""What results print: every line of a table, beside a naive reading of the raw tables."""

import re
from collections import Counter
from typing import get_args

import pytest

import oracle
import tipdata
from tipdata.analysis.changes import Change
from tipdata.analysis.moves import Move
from tipdata.analysis.published import FIGURES, Figure
from tipdata.analysis.statute import CRITERIA, LIMITS
from tipdata.tiers import CODINGS, best_first
from tipdata.typing import Coding, Gap, Panel

TIP = tipdata.load()
SHORT = {tier.short: tier for tier in best_first()}
LABELS = [tier.value for tier in best_first()]


@pytest.mark.parametrize("year", [2001, 2013, 2025])
def test_placements_print_every_country_below_its_tier(year: int) -> None:
    """A tier is a line with its size, and its countries follow; HTML has the official figure beside."""
    codes = {
        tier: {c for (c, y), t in oracle.tiers().items() if (t, y) == (tier, year)}
        for tier in SHORT
    }
    size = sum(map(len, codes.values()))
    found = TIP.placements(year)
    lines = str(found).splitlines()
    assert lines[0].endswith(f": {size} countries")
    headings = [f"{SHORT[tier]} ({len(own)}):" for tier, own in codes.items() if own]
    assert [line for line in lines[1:] if not line.startswith("  ")] == headings
    assert len(lines) == 1 + len(headings) + size
    html = found._repr_html_()
    assert re.findall(r"<th[^>]*scope=.col.[^>]*>(.*?)</th>", html) == [
        "tier",
        "countries",
        "official figure",
        "which",
    ]
    official = found.official.of("Tier 1")
    first = [str(len(codes["1"])), "" if official is None else str(official)]
    assert re.findall(r"<td[^>]*>(.*?)</td>", html)[:2] == first


def test_transitions_print_a_line_for_each_tier() -> None:
    """Every line begins with the tier before, and counts what followed it, absences last."""
    cells = {
        code: {y: SHORT[t].value for y, t in own.items()} for code, own in oracle.rows().items()
    }
    pairs = Counter(
        (own.get(year, "entered"), own.get(year + 1, "left"))
        for own in cells.values()
        for year in range(2001, 2025)
        if year in own or year + 1 in own
    )
    lines = [re.split(r" {2,}", line) for line in str(TIP.transitions()).splitlines()[1:]]
    assert lines[0] == ["from / to", *LABELS, "left"]
    for tier, line in zip(LABELS, lines[1:-1], strict=True):
        assert line == [tier, *(str(pairs[tier, after]) for after in [*LABELS, "left"])]
    assert lines[-1] == ["entered", *(str(pairs["entered", after]) for after in LABELS)]


@pytest.mark.parametrize("code", ["KGZ", "SWE", "SSD", "YUG"])
def test_a_series_prints_a_line_for_each_edition(code: str) -> None:
    """An edition has its tier or says that the country is not in it, in text and in HTML."""
    own, series = oracle.rows()[code], TIP.series(code)
    heading, *lines = str(series).splitlines()
    assert heading == f"{series.country.label}, {len(own)} of 25 editions"
    for year, line in zip(range(2001, 2026), lines, strict=True):
        expected = SHORT[own[year]].value if year in own else "not in the report"
        assert re.fullmatch(rf"  {year}: {expected}( \(\w+\))?", line), line
    html = series._repr_html_()
    assert re.findall(r">(\d{4})<br>", html) == [str(year) for year in range(2001, 2026)]
    assert heading in html


@pytest.mark.parametrize("code", ["KGZ", "HTI", "SSD"])
def test_a_series_has_a_row_of_columns_for_each_edition(code: str) -> None:
    """A row has the country, the year, the tier, its rank, the status and the evidence."""
    own, found = oracle.rows()[code], TIP.series(code).columns()
    assert list(found) == ["country", "year", "tier", "rank", "status", "evidence"]
    for row in zip(*found.values(), strict=True):
        tier = SHORT.get(own.get(row[1], ""))
        kinds = {None: "not_in_report", SHORT["SC"]: "special_case"}
        expected = (tier and tier.value, tier and tier.rank, kinds.get(tier, "placed"))
        assert (row[0], *row[2:5]) == (code, *expected)
        assert (row[5] is None) == (tier is None)
    assert list(found["year"]) == list(range(2001, 2026))


def test_every_kind_of_figure_is_described_and_listed() -> None:
    """Each kind has its words, and every number of the two tables is among the figures."""
    assert set(FIGURES) == set(get_args(Figure))
    held: set[tuple[int, str, int]] = {
        (int(row["year"]), name, int(row[name]))
        for row in oracle.table("editions.tsv")
        for name in FIGURES
        if row.get(name)
    }
    more = oracle.table("edition_figures.tsv")
    held |= {(int(row["year"]), row["figure"], int(row["value"])) for row in more}
    found = TIP.published_figures()
    assert {(one.year, one.figure, one.published) for one in found} == held
    assert {name for _, name, _ in held} == set(FIGURES)
    for one in found:
        assert str(one).startswith(f"{one.year}, {FIGURES[one.figure]}: {one.published}")


@pytest.mark.parametrize("size", range(8))
def test_a_notebook_names_four_countries_of_a_tier(size: int) -> None:
    """The first four names of a tier are listed, and how many more there are if it has more."""
    codes = ["AFG", "ALB", "DZA", "AGO", "ARM", "AUS", "AUT"][:size]
    rows = [*((code, 2021, "Tier 3") for code in codes), ("KGZ", 2021, "Tier 1")]
    found = tipdata.TierRecord.from_rows(rows).placements(2021)
    names = [country.label for country in found.on("Tier 3")]
    which = dict(zip(found._table()["tier"], found._table()["which"], strict=True))
    more = [f"and {size - 4} more"] if size > 4 else []
    assert which["Tier 3"] == "; ".join([*names[:4], *more])
    assert which["Tier 1"] == "Kyrgyz Republic"
    shares = found.shares
    assert shares[tipdata.Tier.TIER_3] == size / (size + 1)
    assert sum(shares.values()) == pytest.approx(1)


def test_a_placement_is_as_well_established_as_its_assessment() -> None:
    """The evidence for every placement is that of the record for its country and year."""
    for year in TIP.years:
        for placement in TIP.placements(year):
            known = TIP.assessment(placement.country, year)
            assert placement.evidence == known.evidence
            assert str(placement) == f"{placement.country.label}: {known.tier}"


ROWS, ENDED = oracle.rows(), oracle.table("successions.tsv")
ORDERS: dict[Coding, str] = {"ordinal": "1 2 2WL 3", "three": "1 2=2WL 3", "binary": "1 2=2WL=3"}


def expected_lines(code: str, coding: Coding, gap: Gap) -> list[str]:
    """Return what the steps of a country should print, from the raw tables."""
    own, found = ROWS[code], list[str]()
    label = TIP.series(code).country.label
    for year in range(2002, 2026):
        since, before, after = year - 1, own.get(year - 1), own.get(year)
        if before is None and after is None:
            continue
        seen = max((y for y in own if y < since), default=None) if before is None else None
        if seen and gap == "bridge":
            since, before = seen, own[seen]
        said = oracle.direction(before, after, ORDERS[coding]).replace("_", " ")
        said = f"{year if since == year - 1 else f'{since} to {year}'}, {said}"
        if seen and before is None:
            said += f" again; last seen in {seen}"
        if since < 2004 <= year and after == "2WL" and before in ("1", "2", "3"):
            said += "; the Watch List was new" * (coding == "ordinal")
        ended = [
            row["successor"]
            for row in ENDED
            if (row["predecessor"], after) == (code, None) and int(row["date"][:4]) <= year
            if row["kind"] != "separation"
        ]
        said += f"; the state ended: {', '.join(ended)}" if ended else ""
        said += f"; coding {coding}" if coding != "ordinal" else ""
        ends = [SHORT[tier].value if tier else "not in the report" for tier in (before, after)]
        found.append(f"{label}: {' → '.join(ends)} ({said})")
    return found


@pytest.mark.parametrize("gap", ["break", "bridge"])
@pytest.mark.parametrize("coding", CODINGS)
def test_every_change_prints_what_the_raw_tables_say(coding: Coding, gap: Gap) -> None:
    """Over all steps of all countries, a change is a line with its tiers, years and reasons."""
    for code in ROWS:
        steps = TIP.series(code).changes(coding=coding, gap=gap)
        every = sorted((*steps, *steps.unchanged), key=lambda change: change.year)
        assert [str(change) for change in every] == expected_lines(code, coding, gap)


def test_a_change_is_as_well_established_as_its_weaker_placement() -> None:
    """So is each step of each country, those with one placement by it, and those with none not."""
    order = ["corroborated", "single", "derived", "unverified"]
    for series in TIP.every_series():
        steps = series.changes()
        for change in (*steps, *steps.unchanged):
            known = [
                series.assessment(y).evidence for y in (change.since, change.year) if y in series
            ]
            assert change.evidence == max(known, key=order.index)
    move = Move(since=2020, year=2021, before=None, after=None)
    assert Change(tipdata.countries.get("KGZ"), move).evidence == "unverified"


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("gap", ["break", "bridge"])
@pytest.mark.parametrize("panel", ["all", "balanced"])
@pytest.mark.parametrize("steps", [1, 2])
def test_transitions_say_how_they_were_counted(
    coding: Coding, gap: Gap, panel: Panel, steps: int
) -> None:
    """The line above the table has each option that is not the default, and no other."""
    found = TIP.transitions(coding=coding, gap=gap, panel=panel, steps=steps)
    said = found._caption.partition(" (")[2].rstrip(")").split("; ")
    assert ("gaps bridged" in said) == (gap == "bridge")
    assert ("balanced" in said) == (panel == "balanced")
    assert ("coding " + coding in said) == (coding != "ordinal")
    apart = "one edition apart" if steps == 1 else "2 editions apart"
    assert found._caption.startswith(f"2001-2025, {apart}: {found.pairs:,} pairs of ")
    inside = [own for own in ROWS.values() if panel == "all" or len(own) == 25]
    assert f" of {len(inside)} countries" in found._caption


def test_figures_say_where_they_were_published() -> None:
    """A figure has the source and remark of its table, and prints whether the count agrees."""
    table = {(int(row["year"]), row["figure"]): row for row in oracle.table("edition_figures.tsv")}
    found = TIP.published_figures()
    for one in found:
        row = table.get((one.year, one.figure), {"source": one.source, "remark": ""})
        assert (one.source, one.remark) == (row["source"], row["remark"])
        said = str(one).partition(f": {one.published}")[2]
        if one.counted is None:
            assert (said, one.agrees) == (" published", None)
        elif one.published == one.counted:
            assert (said, one.agrees) == (", as counted", True)
        else:
            remark = f" ({one.remark})" if one.remark else ""
            assert (said, one.agrees) == (f" published, {one.counted} counted{remark}", False)
    assert {one.agrees for one in found} == {None, True, False}
    assert found.differing == tuple(one for one in found if one.agrees is False)
    met = sum(one.agrees is True for one in found)
    assert found._caption == f"{len(found)} published figures, of which the placements meet {met}"


def test_rules_of_the_law_print_their_editions() -> None:
    """A limit prints its editions, years and waivers, and a criterion its clause and words."""
    assert [str(limit).partition(" (")[0] for limit in LIMITS] == [
        "editions from 2011 to 2018: 2 consecutive years and 2 by waiver",
        "editions from 2019 on: 2 consecutive years and 1 by waiver",
    ]
    for criterion in CRITERIA:
        assert str(criterion) == f"({criterion.code}) {criterion.text}"
