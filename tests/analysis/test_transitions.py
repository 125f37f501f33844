"""How often one tier follows another, how many are on each, and whether an answer holds."""

from collections import Counter
from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oracle
import tipdata
from strategies import histories
from tipdata import Tier
from tipdata._tables.html import table
from tipdata.analysis.history import History
from tipdata.analysis.transitions import count_transitions
from tipdata.errors import CoverageError, InvalidValueError
from tipdata.tiers import CODINGS, levels
from tipdata.typing import Coding

TIP = tipdata.load()
YEARS = range(2001, 2026)
FOLDS: dict[Coding, dict[str, str]] = {
    "ordinal": {},
    "three": {"2WL": "2"},
    "binary": {"2WL": "2", "3": "2"},
}


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("steps", [1, 3])
def test_counts_are_those_of_crosstab(coding: Coding, steps: int) -> None:
    """Over all entities, the table is pandas' crosstab of the raw table against itself, shifted."""
    rows = [(code, year, FOLDS[coding].get(t, t)) for (code, year), t in oracle.tiers().items()]
    frame = pd.DataFrame(rows, columns=["country", "year", "tier"])
    earlier = frame.assign(year=frame["year"] + steps)
    pairs = earlier.merge(frame, on=["country", "year"], suffixes=("_before", "_after"))
    expected = pd.crosstab(pairs["tier_before"], pairs["tier_after"])
    found = TIP.transitions(coding=coding, steps=steps)
    names = [level[0].short for level in levels(coding)]
    assert (
        pd.DataFrame(found.counts, names, names)
        .sort_index()
        .sort_index(axis=1)
        .equals(expected.rename_axis(None).rename_axis(None, axis=1))
    )
    assert found.pairs == len(pairs)


def test_transitions_sum_to_the_changes() -> None:
    """Off the diagonal, and in who entered and left, they are the changes of every edition."""
    found = TIP.transitions()
    counts = Counter(c.direction for year in YEARS[1:] for c in TIP.changes(year))
    ranked = [t for t in Tier if t.rank]
    up = sum(found.count(a, b) for a in ranked for b in ranked if b.better_than(a))
    down = sum(found.count(a, b) for a in ranked for b in ranked if a.better_than(b))
    assert (up, down) == (counts["upgrade"], counts["downgrade"])
    assert (sum(found.entered), sum(found.left)) == (counts["entered"], counts["left"])


@given(
    st.lists(histories(), min_size=1, max_size=5),
    st.sampled_from(CODINGS),
    st.integers(1, 5),
    st.sampled_from(["all", "balanced"]),
    st.sets(st.sampled_from(YEARS), max_size=3),
)
def test_transitions_sum_to_pairs(
    many: list[dict[int, Tier]], coding: Coding, steps: int, panel: str, hidden: set[int]
) -> None:
    """Pairs, entries, leavings and what is skipped are all the steps that touch a placement."""
    known = [{y: t for y, t in own.items() if y not in hidden} for own in many]
    chosen = [own for own in known if panel == "all" or len(own) == len(YEARS)]
    named = {str(i): History(own, YEARS, withheld=hidden) for i, own in enumerate(known)}
    found = count_transitions(named, YEARS, coding=coding, steps=steps, panel=panel)  # type: ignore[arg-type]
    ends = [(y, y + steps) for y in YEARS if y + steps in YEARS]
    both = [(own[a], own[b]) for own in chosen for a, b in ends if a in own and b in own]
    assert found.pairs == len(both)
    for i, before in enumerate(found.levels):
        for j, after in enumerate(found.levels):
            assert found.counts[i][j] == sum(x in before and y in after for x, y in both)
    one = [
        (a, b)
        for own in chosen
        for a, b in ends
        if (a in own) != (b in own) and not {a, b} & hidden
    ]
    assert sum(found.entered) + sum(found.left) == len(one)


@given(histories(), st.integers(1, 4))
def test_reversed_tiers_transpose_the_table(tiers: dict[int, Tier], steps: int) -> None:
    """Read backwards, rows are columns, and who entered left."""
    forward = count_transitions({"a": tiers}, YEARS, steps=steps)
    backward = count_transitions({"a": {4026 - y: t for y, t in tiers.items()}}, YEARS, steps=steps)
    assert tuple(zip(*backward.counts, strict=True)) == forward.counts
    assert (backward.entered, backward.left) == (forward.left, forward.entered)


def test_a_balanced_panel_has_who_is_in_every_edition() -> None:
    """A balanced panel has the countries placed in each edition, special cases too."""
    found = TIP.transitions(panel="balanced", since=2005)
    rows = oracle.rows()
    years = range(2005, 2026)
    inside = [own for own in rows.values() if all(year in own for year in years)]
    assert found.countries == len(inside)
    assert found.pairs == len(inside) * 20
    assert not any(found.entered + found.left)
    assert any("SC" in [own[y] for y in years] for own in inside)


def test_bridged_gaps_make_pairs() -> None:
    """With gaps bridged, one that is back is paired with its last placement."""
    broken, bridged = TIP.transitions(), TIP.transitions(gap="bridge")
    returns = [c for year in YEARS[1:] for c in TIP.changes(year).entered if c.is_return]
    assert bridged.pairs - broken.pairs == len(returns)
    assert sum(broken.entered) - sum(bridged.entered) == len(returns)
    assert bridged.gap == "bridge"


def test_withheld_pairs_are_counted_apart() -> None:
    """A pair with a placement that a selection leaves out is skipped, and said to be."""
    firm = TIP.where(evidence="corroborated").transitions()
    assert firm.skipped
    assert firm.pairs + firm.skipped >= TIP.transitions().pairs
    assert f"{firm.skipped} pairs withheld" in str(firm)


def test_a_table_prints_as_text_html_and_columns() -> None:
    """Text and HTML show the matrix; the columns have a row for each of its cells."""
    found = TIP.transitions(coding="three", until=2010)
    lines = str(found).splitlines()
    assert lines[0].startswith("2001-2010, one edition apart: ")
    assert "coding three" in lines[0]
    assert len(lines) == 2 + len(found.levels) + 1
    assert found.to_html().count("<tr>") == 2 + len(found.levels)
    columns = found.columns()
    assert len(columns["count"]) == len(found.levels) ** 2 + 2 * len(found.levels)
    assert sum(n for n in columns["count"] if isinstance(n, int)) == (
        found.pairs + sum(found.entered) + sum(found.left)
    )
    settings = {"since": 2001, "until": 2010, "steps": 1, "coding": "three", "gap": "break"}
    for name, value in {**settings, "panel": "all"}.items():
        assert set(columns[name]) == {value}
    for row in found.shares:
        assert sum(row) == pytest.approx(1)
    assert found.share(Tier.TIER_1, Tier.TIER_1) == found.shares[1][1]


def test_a_pair_is_skipped_if_either_placement_is_withheld() -> None:
    """Skipped are the pairs of editions in which a selection leaves out at least one placement."""
    firm = TIP.where(evidence="corroborated")
    hidden = oracle.tiers().keys() - {(a.country, a.year) for a in firm}
    pairs = {(code, year) for code, last in hidden for year in (last - 1, last)}
    assert firm.transitions().skipped == sum(2001 <= year < 2025 for _, year in pairs)


def test_both_columns_of_tiers_are_in_their_order() -> None:
    """In a frame, the tiers before and after are ordered as the labels of the matrix are."""
    found = TIP.transitions()
    frame = found.to_frame("pandas")
    for name in ("before", "after"):
        assert tuple(frame[name].cat.categories) == found.labels
        assert frame[name].cat.ordered


def test_html_escapes_every_cell() -> None:
    """No text of a cell, heading or caption is markup, and headings have scopes."""
    evil = "<script>&\"'"
    html = table({evil: [evil, None, 0.51234]}, caption=evil, row_heads=1)
    assert "<script" not in html
    seen: list[str] = []

    class Reader(HTMLParser):
        def handle_data(self, data: str) -> None:
            seen.append(data)

    Reader().feed(html)
    assert [text for text in seen if text.strip()] == [evil, evil, evil, "0.512"]
    assert html.count('scope="col"') == 1
    assert html.count('scope="row"') == 3


def test_unknown_options_are_refused() -> None:
    """An option that does not exist is refused with those that do, and too few editions as well."""
    with pytest.raises(InvalidValueError, match="'all', 'balanced'"):
        TIP.transitions(panel="some")  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError, match="steps: expected a positive integer, got 0"):
        TIP.transitions(steps=0)
    with pytest.raises(CoverageError, match="no two editions are 1 apart"):
        TIP.transitions(since=2025)
    with pytest.raises(CoverageError, match="no two editions are 25 apart"):
        TIP.transitions(steps=25)
    with pytest.raises(InvalidValueError, match="expected 'bureau', a scheme of countries"):
        TIP.counts(by="region")  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError, match="one of 'AF', 'EAP', 'EUR', 'NEA', 'SCA', 'WHA'"):
        TIP.counts(by="bureau").of("XX", 2021)
    with pytest.raises(CoverageError, match="no 2031 edition"):
        TIP.counts(by="bureau").of("SCA", 2031)


def test_counts_by_group_add_up() -> None:
    """The bureaus' counts add up to the editions', and shares to one."""
    whole, bureaus = TIP.counts(), TIP.counts(by="bureau")
    for year in YEARS:
        counts = whole.of("all", year)
        assert {t: counts.on(t) for t in Tier} == TIP.placements(year).counts
        parts = [bureaus.of(group, year) for group in bureaus.groups]
        grouped = sum(c.country.bureau is not None for c in TIP.placements(year))
        assert sum(part.total for part in parts) == grouped
        assert sum(counts.shares.values()) == pytest.approx(1)
        assert TIP.shares()["all", year] == TIP.placements(year).shares
    assert len(whole.columns()["tier"]) == len(YEARS) * len(Tier)
    assert whole.to_html().count('scope="row"') == 2 * len(YEARS)


def test_any_grouping_will_do() -> None:
    """A function groups countries, and leaves out those for which it gives nothing."""
    central = {"KAZ", "KGZ", "UZB", "TKM"}
    found = TIP.counts(by=lambda c: "SMICA" if c.alpha_3 in central else None)
    assert found.groups == ("SMICA",)
    assert found.of("SMICA", 2021).total == 4
    assert found.of("SMICA", 2021).average() == 2.5
    assert found.of("SMICA", 2021).average("three") == 2.25
    empty = TIP.where(countries="SSD").counts().of("all", 2001)
    assert (empty.average(), empty.total, str(empty)) == (None, 0, "all 2001: none")


def test_sensitivity_reruns_the_question() -> None:
    """A question is asked under three codings, of all placements and of three stricter choices."""
    steady = TIP.sensitivity(
        lambda record, coding: record.series("KGZ").changes(coding=coding).year
    )
    assert steady.holds
    assert len(steady) == 12
    shaky = TIP.sensitivity(
        lambda record, coding: len(record.changes(2021, coding=coding).upgrades)
    )
    assert not shaky.holds
    assert {answer.coding for answer in shaky.differing} == {"ordinal", "three", "binary"}
    assert str(shaky).startswith(
        "The answer depends on what is chosen:\n  coding ordinal, all placements: 17"
    )
    assert len(shaky.columns()["answer"]) == 12


def test_each_choice_of_sensitivity_is_stricter() -> None:
    """Each choice keeps what its words say, and withholds the rest."""
    found = TIP.sensitivity(lambda record, _: frozenset((a.country, a.year) for a in record))
    everything, known, sound, firm = [answer.value or frozenset() for answer in found.answers[:4]]
    weak = {source.id for source in TIP.sources if source.weak}
    cells = {(a.country, a.year): a for a in TIP}
    assert everything == cells.keys()
    assert {cells[cell].evidence for cell in everything - known} == {"derived"}
    assert {cells[cell].evidence for cell in known} == {"corroborated", "single"}
    assert known - sound == {cell for cell in known if weak.issuperset(cells[cell].sources)}
    assert len(known - sound) == 44
    strict = {c for c, a in cells.items() if a.evidence == "corroborated" or a.official == "yes"}
    assert firm == strict
    assert firm < sound < known < everything


def test_a_question_without_an_answer_says_why() -> None:
    """A placement that the firm record withholds is an answer of its own, and does not hold."""
    weak = next(a for a in TIP if a.evidence == "derived")
    found = TIP.sensitivity(lambda record, _: record.tier(weak.country, weak.year))
    assert not found.holds
    assert {type(answer.error).__name__ for answer in found.differing} == {"NotInReportError"}
    assert f"{weak.year} is withheld: a selection or" in str(found)
    columns = found.columns()
    for answer, said, error in zip(found, columns["answer"], columns["error"], strict=True):
        assert said == (None if answer.error else str(answer.value))
        assert (error is None) == (answer.error is None)
