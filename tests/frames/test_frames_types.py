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
from engines import ENGINES, every_engine, marked, ordered_labels, pandas_of
from tipdata import frames
from tipdata.errors import ColumnError, InvalidValueError, MissingExtraError
from tipdata.problems import FormatError
from tipdata.testing import assessments
from tipdata.tiers import CODINGS
from tipdata.typing import Coding

TIP = tipdata.load()
LABELS = [tier.value for tier in tipdata.Tier]
EDGES = marked("pandas", "polars", "pyarrow", "duckdb", "dask", "pyspark")


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
    alone = {name: few.columns()[name] for name in few.columns() if name not in ("name", "bureau")}
    assert plain(backend, frames.to_frame(few.assessments, backend)) == alone
    countries = [tipdata.countries.get(a.country) for a in few]
    assert few.columns()["name"] == [country.label for country in countries]
    assert few.columns()["bureau"] == [country.bureau for country in countries]


@pytest.mark.parametrize("backend", EDGES)
def test_dates_become_dates(backend: Any) -> None:
    """The frame of editions has their release dates and periods as dates."""
    found = plain(backend, frames.to_frame(TIP.editions, backend))
    assert found["released"] == [edition.released for edition in TIP.editions]
    assert found["period_start"][-1] == datetime.date(2024, 4, 1)
    assert found["period_start"][0] is None


@pytest.mark.parametrize("backend", marked("pandas", "polars", "pyarrow"))
def test_tiers_have_one_order(backend: Any) -> None:
    """Every tier column is an ordered categorical of all five labels, in their own order."""
    changes = TIP.changes(2021).to_frame(backend)
    few = TIP.where(countries="KGZ").to_frame(backend)
    for column in (changes["before"], changes["after"], few["tier"], few["amended"]):
        assert ordered_labels(column) == LABELS == list(frames.TIER_LABELS)


@pytest.mark.engine_duckdb
def test_tiers_sort_in_duckdb() -> None:
    """DuckDB's enumeration sorts tiers as their labels."""
    tiers = TIP.placements(2021).to_frame("duckdb").order("tier").project("tier").fetchall()
    ranks = [LABELS.index(tier) for (tier,) in tiers]
    assert ranks == sorted(ranks)


@pytest.mark.engine_dask
def test_tiers_are_ordered_in_dask() -> None:
    """Dask's categories have the order of the labels."""
    dask_frame: Any = TIP.placements(2021).to_frame("dask")
    assert ordered_labels(dask_frame.compute()["tier"]) == LABELS


@pytest.mark.engine_pyarrow
def test_ordered_tiers_survive_parquet(tmp_path: Path) -> None:
    """From pandas through Parquet to polars and back, tiers keep their order."""
    frame = TIP.changes(2021).to_frame("pandas")
    frame.to_parquet(tmp_path / "changes.parquet")
    crossed = frames.restore_types(pl.read_parquet(tmp_path / "changes.parquet"))
    assert ordered_labels(crossed["before"]) == LABELS
    back = frames.restore_types(crossed.to_pandas())
    assert back["after"].tolist() == frame["after"].tolist()
    assert ordered_labels(back["after"]) == LABELS


def test_ordered_tiers_survive_files(tmp_path: Path) -> None:
    """From polars to pandas and through CSV, tiers keep their order."""
    crossed = TIP.changes(2021).to_frame("polars")
    back = frames.restore_types(pandas_of(crossed))
    assert back["after"].tolist() == TIP.changes(2021).to_frame("pandas")["after"].tolist()
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


def test_a_date_that_is_none_is_told() -> None:
    """A file that was a frame has no marker for a missing date, so NA is refused."""
    with pytest.raises(FormatError, match="got 'NA'"):
        frames.restore_types(pl.DataFrame({"released": ["2021-07-01", "NA"]}))
    blank = frames.restore_types(pl.DataFrame({"released": ["2021-07-01", " "]}))
    assert blank["released"].null_count() == 1


def test_a_label_that_is_none_is_told() -> None:
    """Restoring refuses a text that is no label, and a column that is not there."""
    with pytest.raises(
        ColumnError, match="column 'tier': it contains 'Teir 3'; expected one of 'Special Case', "
    ):
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


def test_other_fields_of_a_frame_are_read_as_its_placements_are() -> None:
    """A bad field of a good placement is a problem, blanks are defaults, and records come by key."""
    columns = {
        "country": ["UZB", "KGZ"],
        "year": [2021, 2021],
        "tier": ["2", "2"],
        "evidence": ["single", None],
        "sources": ["state-2021 state-2022", ""],
        "amended": ["", "2WL"],
    }
    kyrgyz, uzbek = frames.from_frame(pl.DataFrame(columns))
    assert (kyrgyz.country, kyrgyz.evidence, kyrgyz.sources) == ("KGZ", "unverified", ())
    assert (uzbek.amended, kyrgyz.amended) == (None, tipdata.Tier.TIER_2_WATCH_LIST)
    assert uzbek.sources == ("state-2021", "state-2022")
    with pytest.raises(FormatError) as caught:
        frames.from_frame(pl.DataFrame({**columns, "evidence": ["sure", None]}))
    assert [(p.row, p.column) for p in caught.value.problems] == [(2, "evidence")]


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
        InvalidValueError, match=r"kind: expected one of .*'assessment', .*got 'victims'"
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
            for a, b in itertools.pairwise(series.years)
            if a in series and b in series
        )
    pairs = list(zip(found["before"], found["after"], strict=True))
    assert dict(zip(pairs, found["steps"], strict=True)) == expected
    assert pairs == sorted(pairs, key=lambda pair: [LABELS.index(str(tier)) for tier in pair])


def test_a_placement_twice_is_told() -> None:
    """Two rows of one country and year, and values that are no tier or year, are refused."""
    frame = pl.DataFrame({"country": ["KGZ", "KGZ"], "year": [2021, 2021], "tier": ["2", "3"]})
    with pytest.raises(
        FormatError,
        match="row 3: duplicate row for KGZ 2021, first in row 2: Tier 3 here, Tier 2 above; expected one row for each country and year",
    ):
        frames.changes(frame)
    with pytest.raises(FormatError, match=r"rows 2 and 3, tier: unknown tier; .* got 'Teir 2'"):
        frames.changes(frame.with_columns(tier=pl.lit("Teir 2")))
    with pytest.raises(FormatError, match=r"row 2, tier: not a valid year; .* got '2'"):
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


PANEL = {
    "who": ["Swaziland", "Eswatini", "Kyrgyz Republic", "Kyrgyz Republic", "Kyrgyz Republic"],
    "year": [2018, 2019, 2018, 2019, 2021],
    "tier": ["Tier 2", "Tier 2 Watch List", "Tier 2", "Tier 2", "Tier 1"],
}


@every_engine
def test_changes_keep_the_names_of_the_frame(engine: str) -> None:
    """A country is as the frame writes it, one country however it is written, in sorted rows."""
    made = ENGINES[engine].make(pl.DataFrame(PANEL))
    found = ENGINES[engine].read(frames.changes(made, country="who"))
    rows = list(zip(found["country"], found["since"], found["direction"], strict=True))
    assert rows == [
        ("Eswatini", 2018, "downgrade"),
        ("Eswatini", 2019, "left"),
        ("Kyrgyz Republic", 2018, "unchanged"),
        ("Kyrgyz Republic", 2019, "upgrade"),
    ]
    assert found["steps"] == [-1, None, 0, 1]


@every_engine
def test_editions_choose_what_is_compared(engine: str) -> None:
    """Only the editions given are compared, and those that the frame lacks are absences."""
    made = ENGINES[engine].make(pl.DataFrame(PANEL))
    found = ENGINES[engine].read(frames.changes(made, country="who", years=[2021, 2018]))
    rows = list(zip(found["country"], found["since"], found["year"], found["steps"], strict=True))
    assert rows == [("Eswatini", 2018, 2021, None), ("Kyrgyz Republic", 2018, 2021, 1)]
    counts = ENGINES[engine].read(frames.transitions(made, country="who", years=[2018, 2021]))
    assert counts == {"before": ["Tier 2"], "after": ["Tier 1"], "steps": [1]}


@every_engine
def test_nothing_to_compare_is_a_frame_of_the_same_types(engine: str) -> None:
    """Where no step is, or none has a number, the columns and their types are as ever."""
    whole = pl.DataFrame(PANEL)
    make = ENGINES[engine].make
    for editions in ([2019], [2019, 2021]):
        chosen = whole.filter(pl.col("who") == "Eswatini")
        for call in (frames.changes, frames.transitions):
            few = call(make(chosen), country="who", years=editions)
            assert type_names(few) == type_names(call(make(whole), country="who"))


def type_names(frame: Any) -> list[str]:
    """Return the names and types of a frame's columns; nullable integers are integers."""
    if isinstance(frame, (pl.DataFrame, pl.LazyFrame)):
        return list(map(str, frame.collect_schema().items()))
    if hasattr(frame, "schema"):  # of pyarrow and Spark
        return list(map(str, frame.schema))
    types = frame.types if hasattr(frame, "types") else frame.dtypes
    return [f"{n}: {t}".lower() for n, t in zip(frame.columns, types, strict=True)]


def test_a_row_that_says_nothing_may_be_of_anything() -> None:
    """Where the tier is missing, the country need not be one."""
    frame = pl.DataFrame(PANEL).extend(
        pl.DataFrame(
            {"who": ["World"], "year": [2019], "tier": [None]}, schema=pl.DataFrame(PANEL).schema
        )
    )
    assert frames.changes(frame, country="who").equals(
        frames.changes(pl.DataFrame(PANEL), country="who")
    )


def test_your_own_registry_reads_a_frame() -> None:
    """Names that the packaged registry does not know are read by one that does."""
    frame = pl.DataFrame({"country": ["Kirgisistan"] * 2, "year": [2020, 2021], "tier": ["2", "1"]})
    with pytest.raises(FormatError, match="unknown country"):
        frames.changes(frame)
    own = tipdata.countries.default().with_aliases({"Kirgisistan": "KGZ"})
    assert frames.changes(frame, registry=own)["country"].to_list() == ["Kirgisistan"]
    assert frames.transitions(frame, registry=own).rows() == [("Tier 2", "Tier 1", 1)]


@pytest.mark.engine_duckdb
def test_a_result_of_duckdb_is_on_the_connection_of_the_frame() -> None:
    """Changes of a relation can be joined with it, on whichever connection it is."""
    made = ENGINES["duckdb"].make(pl.DataFrame(PANEL).rename({"who": "country"}))
    found = frames.changes(made).set_alias("found")
    joined = made.set_alias("made").join(found, "made.year = found.year")
    assert len(joined.fetchall()) == 6
