"""Results and records as frames, and back."""

import datetime
import itertools
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
from hypothesis import given

import tipdata
from engines import ENGINES, every_engine, ordered_labels
from tipdata import frames
from tipdata.errors import ColumnError, InvalidValueError, MissingExtraError
from tipdata.problems import FormatError
from tipdata.testing import assessments
from tipdata.tiers import CODINGS
from tipdata.typing import Coding

TIP = tipdata.load()
LABELS = [tier.value for tier in tipdata.Tier]
BACKENDS: list[Any] = ["pandas", "polars", "pyarrow", "duckdb", "dask"]
EDGES = [*BACKENDS, pytest.param("pyspark", marks=pytest.mark.engine_pyspark)]


def plain(backend: str, frame: Any) -> dict[str, list[object]]:
    """Return a frame that was made as plain columns."""
    return ENGINES[backend].read(frame)


@pytest.mark.parametrize("backend", EDGES)
def test_results_become_frames_of_what_their_columns_say(backend: Any) -> None:
    """The frame of a result holds its columns, cell by cell."""
    names = frames.read_names(["Norway", "Congo"])
    few, central_asia = TIP.where(bureau="SCA"), tipdata.load("central-asia-2021")
    results: list[Any] = [
        *(TIP.changes(2021), TIP.placements(2021), TIP.series("HTI"), few, names),
        *(TIP.series("HTI").spells(), few.spells(coding="three"), few.outlooks()),
        *(few.transitions(), few.transitions(coding="three"), few.counts()),
        *(
            few.compare_with([("KAZ", 2021, "Tier 3")]),
            central_asia.diff(tipdata.Dataset()),
            tipdata.datasets()[0],
        ),
    ]
    for result in results:
        # The keys of a difference are ids and years, which are text together.
        columns = {
            name: [cell and str(cell) for cell in cells] if name == "key" else cells
            for name, cells in result.columns().items()
        }
        assert plain(backend, result.to_frame(backend)) == columns
        assert plain(backend, frames.to_frame(result, backend)) == columns
    assert plain(backend, frames.to_frame(few.assessments, backend)) == few.columns()


@pytest.mark.parametrize("backend", EDGES)
def test_dates_become_dates(backend: Any) -> None:
    """The frame of editions has their release dates and periods as dates."""
    found = plain(backend, frames.to_frame(TIP.editions, backend))
    assert found["released"] == [edition.released for edition in TIP.editions]
    assert found["period_start"][-1] == datetime.date(2024, 4, 1)
    assert found["period_start"][0] is None


@pytest.mark.parametrize("backend", ["pandas", "polars", "pyarrow"])
def test_tiers_have_one_order(backend: Any) -> None:
    """Every tier column is an ordered categorical of all five tiers, best first."""
    changes = TIP.changes(2021).to_frame(backend)
    few = TIP.where(countries="KGZ").to_frame(backend)
    for column in (changes["before"], changes["after"], few["tier"], few["amended"]):
        assert ordered_labels(column) == LABELS == list(frames.TIER_LABELS)


def test_tiers_sort_in_duckdb_and_dask() -> None:
    """DuckDB's enumeration and Dask's categories sort tiers best first."""
    tiers = TIP.placements(2021).to_frame("duckdb").order("tier").project("tier").fetchall()
    ranks = [LABELS.index(tier) for (tier,) in tiers]
    assert ranks == sorted(ranks)
    dask_frame: Any = TIP.placements(2021).to_frame("dask")
    assert ordered_labels(dask_frame.compute()["tier"]) == LABELS


def test_ordered_tiers_survive_files(tmp_path: Path) -> None:
    """From pandas through Parquet to polars and back, and through CSV, tiers keep their order."""
    frame = TIP.changes(2021).to_frame("pandas")
    frame.to_parquet(tmp_path / "changes.parquet")
    crossed = frames.restore_types(pl.read_parquet(tmp_path / "changes.parquet"))
    assert ordered_labels(crossed["before"]) == LABELS
    back = frames.restore_types(crossed.to_pandas())
    assert back["after"].tolist() == frame["after"].tolist()
    assert ordered_labels(back["after"]) == LABELS
    crossed.write_csv(tmp_path / "changes.csv")
    for read in (pd.read_csv, pl.read_csv):
        again = frames.restore_types(read(tmp_path / "changes.csv"))
        assert ordered_labels(again["before"]) == LABELS
        assert (
            plain("pandas" if read is pd.read_csv else "polars", again)["before"]
            == plain("polars", crossed)["before"]
        )


@every_engine
def test_types_come_back_from_text(engine: str) -> None:
    """Labels and ISO dates that are text get their types back; empty text is null."""
    frame = pl.DataFrame(
        {
            "tier": ["Tier 3", "", None, "Tier 1"],
            "released": ["2021-07-01", None, "2020-06-25", None],
        }
    )
    found = frames.restore_types(ENGINES[engine].make(frame))
    read = ENGINES[engine].read(found)
    assert read["tier"] == ["Tier 3", None, None, "Tier 1"]
    assert read["released"] == [datetime.date(2021, 7, 1), None, datetime.date(2020, 6, 25), None]


def test_a_label_that_is_none_is_told() -> None:
    """Restoring refuses a text that is no label, and a column that is not there."""
    with pytest.raises(ColumnError, match="column 'tier': it holds 'Teir 3'; expected 'Tier 1', "):
        frames.restore_types(pl.DataFrame({"tier": ["Teir 3"]}))
    with pytest.raises(ColumnError, match="column 'tear': the frame has no such column"):
        frames.restore_types(pl.DataFrame({"tier": ["Tier 3"]}), tiers=["tear"])


@pytest.mark.parametrize("backend", EDGES)
def test_assessments_come_back(backend: Any) -> None:
    """The record's assessments go through every library's frame and come back equal."""
    chosen = TIP.where(countries=["SWZ", "HTI", "MYS", "KGZ"])
    assert frames.from_frame(chosen.to_frame(backend)) == chosen.assessments


@given(assessments())
def test_any_assessment_comes_back(assessment: tipdata.Assessment) -> None:
    """Any assessment goes through a frame and comes back equal."""
    registry = tipdata.countries.default()
    if assessment.country not in registry:
        registry = registry.with_countries(
            tipdata.Country(
                alpha_3=assessment.country,
                code_status="user-assigned",
                name=f"Land {assessment.country}",
            )
        )
    assert frames.from_frame(frames.to_frame([assessment], "polars"), registry=registry) == (
        assessment,
    )


@every_engine
def test_every_problem_has_its_row_and_column(engine: str) -> None:
    """All that is wrong with a frame is told at once, with row and column."""
    rows = [
        ("Kazakstan", 2021, "Tier 2", "single"),
        ("KGZ", 1999, "Teir 2", "sure"),
        ("UZB", 2021, "Tier 2", "single"),
        ("UZB", 2021, "Tier 3", None),
    ]
    frame = pl.DataFrame(rows, schema=["country", "year", "tier", "evidence"], orient="row")
    with pytest.raises(FormatError) as caught:
        frames.from_frame(ENGINES[engine].make(frame))
    places = [(p.row, p.column, p.code) for p in caught.value.problems]
    assert places == [
        (2, "country", "unknown-country"),
        (3, "year", "invalid-value"),
        (3, "tier", "unknown-tier"),
        (3, "evidence", "invalid-value"),
        (5, "", "duplicate-placement"),
    ]
    assert "row 2, country: unknown country" in str(caught.value)


def test_numbers_are_read_with_their_coding() -> None:
    """A frame of codes reads with its coding, years that pandas made floats too, and lacks say so."""
    frame = pd.DataFrame(
        {"country": ["KGZ", "UZB", "KAZ"], "year": [2020.0, 2021.0, 2021.0], "tier": [2.5, 3, 555]}
    )
    found = frames.from_frame(frame, coding="kelley")
    assert [(a.country, a.tier.short) for a in found] == [("KGZ", "2WL"), ("UZB", "3")]
    with pytest.raises(
        ColumnError,
        match="column 'year': the frame has no such column; the columns are 'country', 'tier'",
    ):
        frames.from_frame(frame.drop(columns="year"))
    with pytest.raises(
        InvalidValueError, match=r"kind: expected one of 'assessments', .*got 'victims'"
    ):
        frames.from_frame(frame, "victims")  # type: ignore[call-overload]


@every_engine
@pytest.mark.parametrize("coding", CODINGS)
def test_changes_of_a_frame_are_those_of_the_record(engine: str, coding: Coding) -> None:
    """Steps by expressions are the steps of every series, on every engine."""
    chosen = TIP.where(bureau="SCA") if engine != "polars" else TIP
    frame = pl.DataFrame({name: chosen.columns()[name] for name in ("country", "year", "tier")})
    found = ENGINES[engine].read(frames.changes(ENGINES[engine].make(frame), coding=coding))
    expected = []
    for series in (chosen.series(country) for country in chosen.countries):
        steps = series.changes(coding=coding)
        for change in (*steps, *steps.unchanged):
            tiers = (change.before and change.before.value, change.after and change.after.value)
            expected.append(
                (
                    change.country.alpha_3,
                    change.since,
                    change.year,
                    *tiers,
                    change.direction,
                    change.steps,
                )
            )
    rows = list(
        zip(
            *(
                found[name]
                for name in ("country", "since", "year", "before", "after", "direction", "steps")
            ),
            strict=True,
        )
    )
    assert rows == sorted(expected, key=lambda row: row[:2])


@every_engine
def test_transitions_count_the_steps(engine: str) -> None:
    """Counts of a frame's transitions are those of a loop over neighbouring editions."""
    chosen = TIP.where(bureau="SCA")
    codes = [float(a.tier.coded("kelley") or 0) for a in chosen]
    frame = pl.DataFrame(
        {"where": [a.country for a in chosen], "edition": [a.year for a in chosen], "code": codes}
    )
    made = ENGINES[engine].make(frame)
    found = ENGINES[engine].read(
        frames.transitions(made, country="where", year="edition", tier="code", written="kelley")
    )
    expected: Counter[tuple[str, str]] = Counter()
    for country in chosen.countries:
        series = TIP.series(country)
        expected.update(
            (series[a].value, series[b].value)
            for a, b in itertools.pairwise(series.editions)
            if a in series and b in series
        )
    pairs = list(zip(found["before"], found["after"], strict=True))
    assert dict(zip(pairs, found["steps"], strict=True)) == expected
    assert pairs == sorted(pairs, key=lambda pair: [LABELS.index(str(tier)) for tier in pair])


def test_a_placement_twice_is_told() -> None:
    """Two rows of one country and year, and values that are no tier, are refused."""
    frame = pl.DataFrame({"country": ["KGZ", "KGZ"], "year": [2021, 2021], "tier": ["2", "3"]})
    with pytest.raises(
        FormatError, match="'KGZ' 2021 is there 2 times; expected one row for each country and year"
    ):
        frames.changes(frame)
    with pytest.raises(FormatError, match="'Teir 2' is not a tier"):
        frames.changes(frame.with_columns(tier=pl.lit("Teir 2")))
    with pytest.raises(ColumnError, match="report years are whole numbers, not String"):
        frames.changes(frame, year="tier")


@pytest.mark.parametrize(
    ("gone", "call", "said"),
    [
        (
            "narwhals",
            "tipdata.frames.transitions(1)",
            "tipdata.frames needs the extra 'frames': pip install 'tipdata[frames]'",
        ),
        (
            "polars",
            "tipdata.load().to_frame('polars')",
            "a polars frame needs the extra 'polars': pip install 'tipdata[polars]'",
        ),
    ],
)
def test_a_missing_library_is_told(gone: str, call: str, said: str) -> None:
    """Without a library, the error names the command that installs it."""
    script = f"import sys; sys.modules['{gone}'] = None\nimport tipdata, tipdata.frames\ntry: {call}\nexcept tipdata.errors.MissingExtraError as e: print(e)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == said


def test_what_is_no_result_is_refused() -> None:
    """Backends and records that cannot be are refused with those that can."""
    with pytest.raises(
        InvalidValueError, match=r"backend: expected one of 'pandas', 'polars', .* got 'excel'"
    ):
        TIP.to_frame("excel")  # type: ignore[call-overload]
    for wrong in (3, "KGZ", [*TIP.editions, *TIP.assessments]):
        with pytest.raises(InvalidValueError, match="expected a result, or records of one kind"):
            frames.to_frame(wrong, "polars")
    assert MissingExtraError.__mro__[2] is ImportError
