"""What results print: every line of a table, beside a naive reading of the raw tables."""

import re
from collections import Counter
from typing import get_args

import pytest

import oracle
import tipdata
from tipdata.analysis.published import FIGURES, Figure
from tipdata.tiers import best_first

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
