"""A scholar's table held against the record."""

import pickle

import pytest

import oracle
import tipdata
from tipdata import Tier, TierRecord
from tipdata.problems import FormatError

TIP = tipdata.load()
GRID = oracle.tiers()
KELLEY: dict[str, float] = {"1": 1, "2": 2, "2WL": 2.5, "3": 3, "SC": 666}
FRANK: dict[str, float] = {"1": 1, "2": 2, "2WL": 2, "3": 3}


def test_the_record_agrees_with_itself() -> None:
    """Held against its own placements, in any coding that has them all, nothing differs."""
    ordinal: dict[str, float] = {"1": 1, "2": 2, "2WL": 3, "3": 4}
    scales: list[tuple[tipdata.typing.TierCoding, dict[str, float]]] = [
        ("kelley", KELLEY),
        ("ordinal", ordinal),
        ("frank", FRANK),
    ]
    for coding, codes in scales:
        rows = [(code, year, codes[t]) for (code, year), t in GRID.items() if t in codes]
        found = TIP.compare_with(rows, coding=coding)
        assert (found.agreeing, len(found), found.only_there) == (len(rows), 0, ())
        assert len(found.only_here) == 4239 - len(rows)
    assert TIP.diff(TIP).agreeing == 4239


def test_kelley_files_are_read_back() -> None:
    """What is written on Kelley and Simmons' scale makes the same record again."""
    rows = [(code, year, KELLEY[t]) for (code, year), t in GRID.items()]
    again = TierRecord.from_rows(rows, coding="kelley")
    assert {(a.country, a.year): a.tier.short for a in again} == GRID
    assert len(TIP.diff(again)) == 0


def test_differences_come_with_their_evidence() -> None:
    """Known errors of published tables come out by name, with who says what and how it was settled."""
    rows = [("KOR", 2010, 2), ("LUX", 2011, 2), ("BRB", 2010, 2), ("KGZ", 2010, 2)]
    found = TIP.compare_with(rows, coding="kelley")
    assert [(d.country.alpha_3, d.year) for d in found] == [
        ("BRB", 2010),
        ("KOR", 2010),
        ("LUX", 2011),
    ]
    assert found.agreeing == 1
    korea = found.differences[1]
    assert (korea.ours.tier, korea.theirs) == (Tier.TIER_1, (Tier.TIER_2,))
    assert "kelley-simmons-2014" in korea.agreeing
    assert korea.evidence.correction is not None
    assert "the table has Tier 2, the record Tier 1 (" in str(korea)
    assert "settled: The 2 is a coding error" in str(korea)
    assert {len(cells) for cells in found.columns().values()} == {3}
    assert str(found).startswith("1 agree, 3 differ, ")
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301


def test_a_lumped_number_that_is_compatible_is_no_difference() -> None:
    """Frank's 2 agrees with Tier 2 and with the Watch List, and with neither of the others."""
    for tier in ("1", "2", "2WL", "3"):
        code, year = next(key for key, t in GRID.items() if t == tier)
        found = TIP.compare_with([(code, year, 2)], coding="frank")
        assert (len(found) == 0) == (tier in ("2", "2WL"))
    one = TIP.compare_with([("USA", 2021, "2")], coding="frank").differences[0]
    assert one.theirs == (Tier.TIER_2, Tier.TIER_2_WATCH_LIST)
    with pytest.raises(FormatError, match="stands for several tiers"):
        TierRecord.from_rows([("USA", 2021, 2)], coding="frank")


def test_cells_of_one_side_are_apart() -> None:
    """What only one side has is no difference; 555 against a placement is one."""
    rows = [("KGZ", 2001, 555), ("SSD", 2003, 555), ("SSD", 2004, 1), ("USA", 2010, 555)]
    found = TIP.compare_with(rows, coding="kelley")
    assert found.only_there == (("SSD", 2004, (Tier.TIER_1,)),)
    assert [(d.country.alpha_3, d.year, d.theirs) for d in found] == [
        ("KGZ", 2001, ()),
        ("USA", 2010, ()),
    ]
    assert "the table has not in the report" in str(found)
    years = {2001, 2003, 2004, 2010}
    assert len(found.only_here) == sum(year in years for _, year in GRID) - 2


def test_withheld_cells_are_apart_too() -> None:
    """A placement that a selection leaves out is neither a difference nor the table's alone."""
    weak = next(a for a in TIP if a.evidence == "derived")
    firm = TIP.where(evidence=("corroborated", "single"))
    found = firm.compare_with([(weak.country, weak.year, weak.tier)])
    assert (found.agreeing, len(found), found.only_there) == (0, 0, ())
    assert found.withheld == ((weak.country, weak.year),)
    assert "1 is withheld" in str(found)


def test_every_problem_of_a_table_is_told_at_once() -> None:
    """Cells that cannot be read and rows that are there twice are told together."""
    rows = [
        ("Kazakstan", 2021, 2),
        ("KGZ", 2021, 7),
        ("KGZ", 2020, 555),
        ("KGZ", 2020, 2),
        ("KGZ", 2020, 2),
        ("KGZ", 2020, 3),
    ]
    with pytest.raises(FormatError) as caught:
        TIP.compare_with(rows, coding="kelley")
    assert [problem.code for problem in caught.value.problems] == [
        "unknown-country",
        "invalid-value",
        "duplicate-placement",
        "duplicate-placement",
    ]
    assert [problem.count for problem in caught.value.problems] == [1, 1, 2, 1]
    assert "first in $[2]: Tier 2 here, no tier above" in str(caught.value)
