"""Frames of any shape and columns of any time zone are joined, or refused in words of ours."""

import datetime
import zoneinfo
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import dateutil.tz
import pandas as pd
import polars as pl
import pytest

import tipdata
from engines import ENGINES, every_engine, marked
from tipdata import frames
from tipdata._tables.frame_reader import kind_of
from tipdata.errors import ColumnError, InvalidValueError, TipdataError
from tipdata.frames._pandas import days_of
from tipdata.problems import FormatError
from tipdata.tierrecord.markers import Markers

TIP = tipdata.load()
RELEASED = {edition.year: edition.released for edition in TIP.editions if edition.released}
NAMES = frames.read_names(["KGZ"])
INSTANTS = [
    datetime.datetime.combine(day, datetime.time(), datetime.UTC) + datetime.timedelta(minutes=n)
    for day in (RELEASED[2021], RELEASED[2025])
    for n in range(-15 * 60 - 15, 15 * 60 + 16, 15)
]
OFFSETS = [datetime.timezone(datetime.timedelta(minutes=n)) for n in (-720, -210, 0, 345, 840)]
OTHERS = [dateutil.tz.gettz("America/New_York"), dateutil.tz.tzoffset(None, -12600)]
if find_spec("pytz"):  # which pandas needs before version 3
    OTHERS += map(import_module("pytz").timezone, ("America/St_Johns", "Asia/Kathmandu"))


def test_the_day_of_an_instant_is_that_of_its_own_zone() -> None:
    """In every time zone that pandas takes, the edition is that of the day where the clock hangs."""
    named = map(zoneinfo.ZoneInfo, sorted(zoneinfo.available_timezones()))
    zones: list[Any] = [*named, *OFFSETS, *OTHERS]
    for number, zone in enumerate(zones):
        moments = pd.DatetimeIndex(INSTANTS).tz_convert(zone)
        days = [moment.date() for moment in moments.to_pydatetime()]
        frame = pd.DataFrame({"country": "KGZ", "date": moments})
        assert kind_of(frame, "date") == "moment"
        assert (zone, days_of(frame["date"], Markers()).astype("datetime64[D]").tolist()) == (
            zone,
            days,
        )
        if number % 50 == 0 or zone in OTHERS:
            found = frames.attach_tiers(frame, names=NAMES)["edition"].tolist()
            assert found == [max(y for y in RELEASED if RELEASED[y] <= day) for day in days]


KGZ, DAY = "KGZ", datetime.date(2021, 7, 2)


def pandas_frame(columns: Any) -> pd.DataFrame:
    """Return a pandas frame of four columns with these names."""
    frame = pd.DataFrame([[KGZ, 1, 2, pd.Timestamp(DAY)]] * 2, index=[7, 7])
    return frame.set_axis(columns, axis=1)


ODD_NAMES: list[Any] = [
    ["country", "n", "n", "date"],
    ["country", 0, None, "date"],
    ["country", ("a", "b"), pd.Timestamp(DAY), "date"],
    pd.CategoricalIndex(["country", "n", "m", "date"]),
    pd.Index(["country", "n", "m", "date"], name="all"),
]


@pytest.mark.parametrize("names", ODD_NAMES, ids=str)
def test_other_columns_may_have_any_name(names: Any) -> None:
    """Columns that a join does not need stay as they are, whatever their names, and twice too."""
    frame = pandas_frame(names)
    found = frames.attach_tiers(frame)
    assert [*found.columns] == [*names, "tier", "tier_status", "edition"]
    assert found.index.equals(frame.index)
    assert found["tier"].tolist() == ["Tier 2"] * 2
    assert found.iloc[:, 1].tolist() == [1, 1]
    assert found.iloc[:, 2].tolist() == [2, 2]
    assert frames.join_report(frame).counts["placed"] == 2
    panel = frame.assign(year=[2020, 2021], tier="Tier 2")
    assert len(frames.changes(panel)) == len(frames.transitions(panel)) == 1
    assert len(TIP.compare_with(panel).differences) == 1
    assert len(tipdata.TierRecord.from_frame(panel)) == 2
    assert frames.restore_types(panel)["tier"].cat.ordered


def _doubled(table: Any) -> Any:
    return table.append_column("n", table["n"])


def _doubled_in_sql(relation: Any) -> Any:
    return relation.project("*, n") if hasattr(relation, "project") else relation.select("*", "n")


DOUBLED: dict[str, Callable[[Any], Any]] = {
    "pyarrow": _doubled,
    "dask": lambda frame: frame.rename(columns={"m": "n"}),
    "duckdb": _doubled_in_sql,
    "pyspark": _doubled_in_sql,
}


@pytest.mark.parametrize("engine", marked(*DOUBLED))
def test_two_columns_of_one_name_are_kept_or_refused(engine: str) -> None:
    """A doubled column that the join does not need stays, or is refused where SQL mixes them up."""
    plain = pl.DataFrame({"country": [KGZ], "date": [DAY], "n": [1], "m": [2]})
    frame = DOUBLED[engine](ENGINES[engine].make(plain))
    if engine in {"duckdb", "pyspark"}:
        with pytest.raises(ColumnError, match="column 'n': several columns of the frame have this"):
            frames.attach_tiers(frame)
        return
    found = frames.attach_tiers(frame)
    assert [*getattr(found, "column_names", found.columns)].count("n") == 2


NEEDED: dict[str, Callable[[Any], object]] = {
    "attach_tiers": frames.attach_tiers,
    "attach_tiers by year": lambda frame: frames.attach_tiers(frame, year="country"),
    "join_report": frames.join_report,
    "changes": frames.changes,
    "transitions": frames.transitions,
    "from_frame": frames.from_frame,
    "people": lambda frame: frames.from_frame(frame, "person"),
    "restore_types": lambda frame: frames.restore_types(frame, tiers=["country"]),
    "restore_dates": lambda frame: frames.restore_types(frame, dates=["country"]),
    "TierRecord.from_frame": tipdata.TierRecord.from_frame,
    "compare_with": TIP.compare_with,
}
LEVELS = pd.MultiIndex.from_product([["country", "date"], ["a", "b"]])


@pytest.mark.parametrize("door", NEEDED)
@pytest.mark.parametrize(
    "frame",
    [
        pandas_frame(["country", "country", "country", "date"]),
        pandas_frame(LEVELS),
        pandas_frame([0, 1, 2, 3]),
        pd.DataFrame(),
        pl.DataFrame(),
        pl.LazyFrame(),
        pl.DataFrame({"Country": [KGZ]}),
    ],
    ids=["twice", "levels", "numbers", "pandas", "polars", "lazy", "case"],
)
def test_a_needed_column_is_there_once(door: str, frame: Any) -> None:
    """Every door refuses a frame without its columns, or with two of a name, naming the columns."""
    with pytest.raises(ColumnError) as caught:
        NEEDED[door](frame)
    assert caught.value.reason.split(";")[0] in {
        "the frame has no such column",
        "several columns of the frame have this name",
    }


@every_engine
def test_a_frame_without_rows_has_no_answers(engine: str) -> None:
    """Without rows, every door answers with nothing, in a frame of the right columns."""
    schema: Any = {"country": pl.String, "date": pl.Date, "year": pl.Int64, "tier": pl.String}
    frame = ENGINES[engine].make(pl.DataFrame(schema=schema)) if engine != "dask" else None
    if frame is None:
        import dask.dataframe  # noqa: PLC0415 - only where it is asked for

        dd: Any = dask.dataframe
        frame = dd.from_pandas(ENGINES["pandas"].make(pl.DataFrame(schema=schema)), npartitions=1)
    found = ENGINES[engine].read(frames.attach_tiers(frame, prefix="tip_"))
    assert [*found] == [*schema, "tip_tier", "tip_tier_status", "tip_edition"]
    assert found["tip_tier"] == []
    assert frames.join_report(frame).rows == 0
    assert len(tipdata.TierRecord.from_frame(frame)) == 0
    assert not ENGINES[engine].read(frames.changes(frame))["country"]


REFUSED = {
    "pandas": (
        *(True, pd.Timedelta(1), 1j, [1], b"x", object()),
        *(pd.Period("2021-07", "M"), pd.Interval(0, 1), datetime.time(1)),
    ),
    "polars": (True, datetime.timedelta(1), [1], b"x", {"a": 1}, datetime.time(1)),
}
PLACEMENTS = ("changes", "transitions", "TierRecord.from_frame", "compare_with")


PLAIN: dict[str, list[Any]] = {
    "country": [KGZ],
    "date": [pd.Timestamp(DAY)],
    "year": [2021],
    "tier": ["Tier 2"],
}


def refuse_everywhere(make: Callable[[str], Any]) -> None:
    """Hold every door to refuse a frame whose column of this name cannot be read."""
    calls: list[tuple[str, Callable[[Any], object]]] = [
        ("country", lambda frame: frames.attach_tiers(frame, prefix="x")),
        ("country", frames.join_report),
        ("date", lambda frame: frames.attach_tiers(frame, prefix="x")),
        ("date", lambda frame: frames.join_report(frame, basis="covered")),
        ("date", lambda frame: frames.attach_tiers(frame, year="date", prefix="x")),
        ("tier", frames.restore_types),
        ("date", lambda frame: frames.restore_types(frame, dates=["date"])),
        *((name, NEEDED[door]) for name in ("country", "year", "tier") for door in PLACEMENTS),
    ]
    for name, call in calls:
        with pytest.raises((ColumnError, FormatError)) as caught:
            call(make(name))
        assert name in str(caught.value)


@pytest.mark.parametrize(
    ("engine", "value"),
    [(engine, value) for engine, values in REFUSED.items() for value in values],
    ids=lambda one: one if isinstance(one, str) else type(one).__name__,
)
def test_what_is_no_string_day_or_year_is_refused(engine: str, value: object) -> None:
    """A column of anything else is refused at every door, by its name and its type or value."""
    make: Any = pd.DataFrame if engine == "pandas" else pl.DataFrame
    refuse_everywhere(lambda name: make({**PLAIN, name: [value]}))


@pytest.mark.engine_pyarrow
@pytest.mark.parametrize("kind", ["binary", "binary_view", "large_binary", "bool_", "month_day"])
@pytest.mark.parametrize("is_pandas", [False, True])
def test_what_arrow_has_beside_is_refused(kind: str, is_pandas: bool) -> None:
    """Types of Arrow that hold no string, day or year are refused, in pandas too."""
    import pyarrow as pa  # noqa: PLC0415 - only where it is asked for

    cell: Any = {"bool_": True, "month_day": (1, 1, 1)}.get(kind, b"KGZ")
    dtype = pa.month_day_nano_interval() if kind == "month_day" else getattr(pa, kind)()

    def make(name: str) -> Any:
        columns: dict[str, Any] = {**PLAIN, name: pa.array([cell], dtype)}
        table = pa.table(columns)
        pairs = zip(table.column_names, table.columns, strict=True)
        arrays = {n: pd.arrays.ArrowExtensionArray(column) for n, column in pairs}
        return pd.DataFrame(arrays) if is_pandas else table

    refuse_everywhere(make)


@pytest.mark.engine_dask
def test_floats_of_dask_are_refused_unless_they_are_nothing() -> None:
    """A column of floats in Dask is refused by its type as soon as one of them is a number."""
    import dask.dataframe  # noqa: PLC0415 - only where it is asked for

    dd: Any = dask.dataframe
    doors: dict[str, list[Callable[[Any], object]]] = {
        "country": [frames.attach_tiers, frames.join_report],
        "date": [frames.attach_tiers, lambda frame: frames.restore_types(frame, dates=["date"])],
        "tier": [frames.restore_types],
    }
    for name, calls in doors.items():
        plain = PLAIN if name == "tier" else {n: PLAIN[n] for n in ("country", "date")}
        for column, is_refused in (([float("nan")] * 2, False), ([float("nan"), 2.0], True)):
            whole = {n: cells * 2 for n, cells in plain.items()} | {name: column}
            frame = dd.from_pandas(pd.DataFrame(whole), npartitions=2)
            for call in calls:
                if not is_refused:
                    call(frame)
                    continue
                with pytest.raises(ColumnError, match=f"column '{name}': .* not float64"):
                    call(frame)


@pytest.mark.engine_duckdb
def test_nanoseconds_of_a_zone_are_read() -> None:
    """An instant in nanoseconds is on the day of the session's time zone, as in every unit."""
    import duckdb  # noqa: PLC0415 - only where it is asked for
    import pyarrow as pa  # noqa: PLC0415

    moment = datetime.datetime(2021, 7, 1, 2, tzinfo=datetime.UTC)
    instants = pa.array([moment], pa.timestamp("ns", "UTC"))
    frame = pa.table({"country": [KGZ], "date": instants})
    for zone, edition in (("America/New_York", 2020), ("UTC", 2021), ("Asia/Tokyo", 2021)):
        connection = duckdb.connect()
        connection.execute(f"SET TimeZone = '{zone}'")
        found = frames.attach_tiers(connection.from_arrow(frame)).fetchall()
        assert found[0][-1] == edition


YEAR_OF = {
    "pandas": "take the year of a date: df['year'].dt.year",
    "polars": "take the year of a date: pl.col('year').dt.year()",
    "pyarrow": "take the year of a date: pc.year(table['year'])",
    "duckdb": 'take the year of a date: year("year")',
    "dask": "take the year of a date: df['year'].dt.year",
    "pyspark": "take the year of a date: F.year('year')",
}


@pytest.mark.parametrize("engine", marked(*YEAR_OF))
def test_days_in_the_place_of_years_are_told_with_what_helps(engine: str) -> None:
    """Where years are wanted and days given, the error says how the library takes the year."""
    frame = ENGINES[engine].make(pl.DataFrame({"country": [KGZ], "year": [DAY]}))
    with pytest.raises(ColumnError) as caught:
        frames.attach_tiers(frame, year="year")
    assert str(caught.value).endswith(YEAR_OF[engine])


@pytest.mark.parametrize(
    ("column", "basis", "said"),
    [
        ([DAY], "edition", "take the year of a date: pd.to_datetime(df['date']).dt.year"),
        (
            pd.PeriodIndex(["2021"], freq="Y"),
            "edition",
            "take the year of a date: df['date'].dt.year",
        ),
        (pd.PeriodIndex(["2021"], freq="Y"), "covered", "write df['date'].dt.to_timestamp()"),
        ([2021], "in_force", "not int64; for report years pass year='date'"),
        (
            pd.Categorical([True]),
            "edition",
            "not category of bool; expected a report year, an integer from 2001 on",
        ),
    ],
)
def test_what_helps_is_said(column: Any, basis: Any, said: str) -> None:
    """A column of pandas that is refused comes with the expression that mends it."""
    options: Any = {"year": "date"} if basis == "edition" else {"basis": basis}
    with pytest.raises(ColumnError) as caught:
        frames.attach_tiers(pd.DataFrame({"country": [KGZ], "date": column}), **options)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "codes", [[100, 710], [100.0, None], pd.Series([100, "KGZ"], dtype=object)]
)
def test_numbers_of_other_schemes_are_not_cast(codes: Any) -> None:
    """A column of numbers is refused with the codes that are known, and no advice to cast it."""
    frame = pd.DataFrame({"country": codes, "date": pd.Timestamp(DAY)})
    for door in (frames.attach_tiers, frames.join_report):
        with pytest.raises(ColumnError) as caught:
            door(frame)
        said = str(caught.value)
        assert "an ISO 3166 code as a string" in said
        assert "Correlates of War and Gleditsch-Ward" in said
        assert "cast" not in said


@pytest.mark.parametrize("door", [frames.attach_tiers, frames.join_report])
def test_years_as_strings_are_read_or_refused_one_by_one(door: Any) -> None:
    """Strings that hold no year are listed, each once."""
    frame = pl.DataFrame({"country": KGZ, "date": ["2021", "21", "2021.5", "21", None, " "]})
    with pytest.raises(FormatError) as caught:
        door(frame, year="date")
    assert [problem.value for problem in caught.value.problems] == ["'2021.5'", "'21'"]
    assert "date: not a valid year; expected a report year, an integer" in str(caught.value)


@pytest.mark.engine_pyarrow
def test_batches_are_no_frame() -> None:
    """Batches of pyarrow are refused at every door with the frames that are taken."""
    import pyarrow as pa  # noqa: PLC0415 - only where it is asked for

    batch = pa.RecordBatch.from_pydict({"country": [KGZ], "date": [DAY]})
    reader = pa.RecordBatchReader.from_batches(batch.schema, [batch])
    for door, call in NEEDED.items():
        for given in (batch, reader, pd.Series([KGZ]), pl.Series([KGZ]), object()):
            with pytest.raises(TipdataError) as caught:
                call(given)
            if door != "compare_with":
                assert isinstance(caught.value, InvalidValueError)
                assert "expected a dataframe of pandas, polars, pyarrow," in str(caught.value)
