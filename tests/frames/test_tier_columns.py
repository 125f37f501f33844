"""Columns of tiers: one order in every library, either spelling, and the rank beside."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest

import tipdata
from engines import marked
from tipdata import Assessment, Problem, Tier, TierRecord, frames
from tipdata.problems import FormatError
from tipdata.records.sources import Correction

TIP = tipdata.load()
TIERS = [assessment.tier for assessment in TIP]
WORSE = sum(Tier.TIER_2.better_than(tier) for tier in TIERS)
Count = Callable[[Any, Any], int]


WAYS: dict[str, tuple[Any, Count]] = {
    "list": ("", lambda _, bound: sum(tier > bound for tier in TIERS)),
    "labels": ("", lambda _, bound: sum(str(tier) > bound for tier in TIERS)),
    "pandas": ("pandas", lambda frame, bound: (frame["tier"] > bound).sum()),
    "pandas-object": (
        "pandas",
        lambda _, bound: (pd.Series(TIERS, dtype=object) > bound).sum(),
    ),
    "pandas-text": ("pandas", lambda frame, bound: (frame["tier"].astype(str) > bound).sum()),
    "polars": ("polars", lambda frame, bound: frame.filter(pl.col("tier") > bound).height),
    "polars-text": (
        "polars",
        lambda frame, bound: frame.filter(pl.col("tier").cast(pl.String) > bound).height,
    ),
}


@pytest.mark.parametrize("bound", [Tier.TIER_2, "Tier 2"], ids=["member", "label"])
@pytest.mark.parametrize("way", WAYS)
def test_worse_than_a_tier_leaves_special_cases_out(way: str, bound: str) -> None:
    """What sorts after a ranked tier is what is worse, in every library and as plain strings."""
    backend, count = WAYS[way]
    frame: Any = TIP.to_frame(backend) if backend else None
    assert count(frame, bound) == WORSE == 1349


@pytest.mark.engine_duckdb
@pytest.mark.parametrize("bound", [Tier.TIER_2, "Tier 2"], ids=["member", "label"])
@pytest.mark.parametrize("column", ["tier", "tier::VARCHAR"])
def test_worse_than_a_tier_leaves_special_cases_out_in_duckdb(column: str, bound: str) -> None:
    """An enumeration and a string of DuckDB compare as tiers do, with either as a parameter."""
    import duckdb  # noqa: PLC0415 - only where it is asked for

    placed: Any = TIP.to_frame("duckdb")
    assert placed
    query = f"SELECT count(*) FROM placed WHERE {column} > ?"  # noqa: S608 - names of ours
    assert duckdb.execute(query, [bound]).fetchall() == [(WORSE,)]


@pytest.mark.parametrize("tier", Tier)
def test_a_column_of_tiers_equals_a_tier_and_its_label(tier: Tier) -> None:
    """A filter by a tier or by its label finds the same rows in pandas and polars."""
    expected = TIERS.count(tier)
    small: Any = TIP.to_frame("pandas")
    table: Any = TIP.to_frame("polars")
    for one in (tier, tier.value):
        assert (small["tier"] == one).sum() == (table["tier"] == one).sum() == expected
        assert table.filter(tier=one).height == expected


def test_a_folded_spell_has_the_rank_of_its_best_tier() -> None:
    """A spell of several tiers has the rank of the best of them."""
    found = TIP.spells(coding="three").columns()
    ranks = dict(zip(found["tier"], found["rank"], strict=True))
    assert ranks["Tier 2 or Tier 2 Watch List"] == ranks["Tier 2"] == 2
    assert ranks["Tier 2 Watch List"] == 3


@pytest.mark.parametrize("backend", marked("pandas", "polars", "pyarrow", "duckdb", "dask"))
def test_ranks_are_integers_and_read_back(backend: Any) -> None:
    """A frame with ranks gives the record and its assessments back, from every library."""
    few = TIP.where(countries=["HTI", "KGZ"])
    frame: Any = few.to_frame(backend)
    assert frames.from_frame(frame) == few.assessments
    again = TierRecord.from_frame(frame)
    assert [(a.country, a.year, a.tier) for a in again] == [
        (a.country, a.year, a.tier) for a in few
    ]


@pytest.mark.parametrize("result", [TIP, TIP.series("HTI"), TIP.placements(2024)])
def test_ranks_come_back_from_a_csv(result: Any, tmp_path: Path) -> None:
    """Tiers and ranks of a CSV get the types back that they were written with."""
    for read, backend in ((pd.read_csv, "pandas"), (pl.read_csv, "polars")):
        frame = result.to_frame(backend)
        write = frame.write_csv if backend == "polars" else frame.to_csv
        write(tmp_path / "placed.csv")
        found: Any = frames.restore_types(read(tmp_path / "placed.csv"))
        for name in ("tier", "rank"):
            assert found[name].dtype == frame[name].dtype
            assert found[name].to_list() == frame[name].to_list() or found[name].equals(frame[name])


def test_a_rank_of_your_own_stays_as_it_is() -> None:
    """A column `rank` that holds other numbers is not touched."""
    frame = pd.DataFrame({"tier": ["Tier 3", None], "rank": [0.5, None]})
    assert frames.restore_types(frame)["rank"].dtype == "float64"


ROWS = [("KGZ", 2015, "2.5"), ("KGZ", 2016, 4)]
FRAME = pl.DataFrame({"country": ["KGZ"] * 2, "year": [2015, 2016], "tier": ["2.5", "4"]})
DOORS: dict[str, tuple[Callable[[], object], str]] = {
    "from_rows": (lambda: TierRecord.from_rows(ROWS), "coding"),
    "from_frame": (lambda: TierRecord.from_frame(FRAME), "coding"),
    "compare_with": (lambda: TIP.compare_with(ROWS), "coding"),
    "frames.from_frame": (lambda: frames.from_frame(FRAME), "coding"),
    "frames.changes": (lambda: frames.changes(FRAME), "written"),
    "frames.transitions": (lambda: frames.transitions(FRAME), "written"),
}


@pytest.mark.parametrize("door", DOORS)
def test_a_number_without_a_coding_is_told_the_option(door: str) -> None:
    """A number among labels is refused with the option that reads it, and with no label."""
    call, option = DOORS[door]
    with pytest.raises(FormatError) as caught:
        call()
    first, second = caught.value.problems
    assert first.expected.endswith(f"or Special Case; for numbers pass {option}='kelley'")
    assert second.expected.endswith(f"or Special Case; for numbers pass {option}='ordinal'")
    assert (first.suggestion, second.suggestion) == ("", "")


def test_an_amended_tier_has_no_coding_to_pass() -> None:
    """A field that no option reads as numbers is refused without that advice."""
    frame = pl.DataFrame({"country": ["KGZ"], "year": [2015], "tier": ["3"], "amended": ["2.5"]})
    with pytest.raises(FormatError) as caught:
        frames.from_frame(frame)
    problem: Problem = caught.value.problems[0]
    assert problem.expected.endswith("or Special Case")


def test_an_assessment_reads_its_tiers() -> None:
    """The tiers of an assessment and of a correction take what is read, and hold tiers."""
    made = Assessment(country="SWZ", year=2009, tier="T3", amended="Tier 2 Watch List")
    assert (made.tier, made.amended) == (Tier.TIER_3, Tier.TIER_2_WATCH_LIST)
    assert type(made.tier) is type(made.amended) is Tier
    assert type(made.as_amended().tier) is Tier
    settled = Correction(country="SWZ", year=2009, settled="T3", claims="a", why="b").settled
    assert settled is Tier.TIER_3
