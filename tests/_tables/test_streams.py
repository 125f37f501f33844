"""Results as tables of the Arrow PyCapsule interface, and on connections of DuckDB."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pandas as pd
import polars as pl
import pytest
from test_notebook import RESULTS

import tipdata
from tipdata import Series, frames
from tipdata._tables.tabular import Tabular
from tipdata.errors import InvalidValueError, MissingExtraError

TIP = tipdata.load()
CHANGES = TIP.changes(2021)
EVERY = [result for result in RESULTS if isinstance(result, Tabular)]
IS_OLD = pl.__version__.startswith("1.")
"""Whether polars does not read the order that pyarrow notes."""
TABLES = [result for result in EVERY if not isinstance(result, Series)]


@pytest.mark.parametrize("result", TABLES, ids=lambda result: type(result).__name__)
def test_polars_takes_every_result_as_its_frame(result: Tabular) -> None:
    """`polars.DataFrame(result)` is `to_frame("polars")`, with its types and its order of tiers."""
    given: Any = result
    expected = result.to_frame("polars")
    for table in (given, result.to_frame):
        found = pl.DataFrame(table)
        assert found.cast(expected.schema).equals(expected)
        if not IS_OLD:
            assert found.schema == expected.schema


def test_polars_makes_the_stream_where_pyarrow_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pyarrow the stream is polars' own, and without both the error names an extra."""
    given: Any = CHANGES
    expected = CHANGES.to_frame("polars")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert pl.DataFrame(given).equals(expected)
    assert pl.DataFrame(given).schema == expected.schema
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(MissingExtraError, match=r"^an Arrow stream needs the extra 'pyarrow'"):
        given.__arrow_c_stream__()


def test_the_names_of_words_need_no_library() -> None:
    """Without narwhals and every library of frames, the public names are there, and are public."""
    gone = ("narwhals", "pandas", "polars", "pyarrow", "duckdb", "dask", "pyspark")
    script = (
        f"import sys; sys.modules.update(dict.fromkeys({gone}))\n"
        "from tipdata import frames\n"
        "assert all(hasattr(frames, name) for name in dir(frames))\n"
        "print(frames.Basis.__args__, frames.FrameMaker.__module__)"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout == "('in_force', 'covered', 'edition') tipdata.frames\n"


def plain(cells: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Return columns without what pandas has for a missing cell."""
    return {
        name: [None if pd.isna(cell) else cell for cell in column] for name, column in cells.items()
    }


def from_pandas(table: Any) -> dict[str, list[Any]]:
    """Read a table with the newest door that the installed pandas has."""
    import pyarrow as pa  # noqa: PLC0415 - only where it is asked for

    door = getattr(pd.DataFrame, "from_arrow", None)  # since pandas 3
    frame = door(table) if door else pa.table(table).to_pandas()
    return {name: frame[name].astype(object).tolist() for name in frame.columns}


def from_duckdb(answer: Any) -> dict[str, list[Any]]:
    """Read a table with DuckDB by its name in Python."""
    import duckdb  # noqa: PLC0415 - only where it is asked for

    assert answer is not None  # DuckDB finds it in this scope
    return _fetched(duckdb.sql("SELECT * FROM answer"))


def from_relation(table: Any) -> dict[str, list[Any]]:
    """Read a table with the function of DuckDB that takes one."""
    import duckdb  # noqa: PLC0415 - only where it is asked for

    return _fetched(duckdb.from_arrow(table))


def _fetched(relation: Any) -> dict[str, list[Any]]:
    rows = relation.fetchall()
    return {name: [row[place] for row in rows] for place, name in enumerate(relation.columns)}


def from_pyarrow(table: Any) -> dict[str, list[Any]]:
    """Read a table with pyarrow."""
    import pyarrow as pa  # noqa: PLC0415 - only where it is asked for

    columns: dict[str, list[Any]] = pa.table(table).to_pydict()
    return columns


CONSUMERS: list[Callable[[Any], dict[str, list[Any]]]] = [
    from_pyarrow,
    from_pandas,
    from_duckdb,
    from_relation,
]


@pytest.mark.integration
@pytest.mark.parametrize("consume", CONSUMERS, ids=lambda consume: consume.__name__)
def test_every_consumer_reads_every_result(consume: Callable[[Any], dict[str, list[Any]]]) -> None:
    """pyarrow, pandas and DuckDB take each result, a series too, and read its columns, cell by cell."""
    for result in EVERY:
        expected = {
            name: [cell and str(cell) for cell in cells] if name == "key" else cells
            for name, cells in result.columns().items()
        }
        assert plain(consume(result)) == expected


@pytest.mark.integration
def test_a_stream_keeps_the_order_of_tiers() -> None:
    """Arrow gets an ordered dictionary, and pandas an ordered categorical."""
    import pyarrow as pa  # noqa: PLC0415 - only where it is asked for

    table = pa.table(CHANGES)
    assert table.equals(CHANGES.to_frame("pyarrow"))
    assert table.schema.field("after").type.ordered
    assert table.to_pandas()["after"].dtype == CHANGES.to_frame("pandas")["after"].dtype


@pytest.mark.integration
def test_a_consumer_may_ask_for_types() -> None:
    """A schema that is asked for is the schema of the stream."""
    import pyarrow as pa  # noqa: PLC0415 - only where it is asked for

    fields = pa.table(CHANGES).schema
    place = fields.get_field_index("country")
    wide = fields.set(place, pa.field("country", pa.large_string()))
    found = pa.RecordBatchReader.from_stream(CHANGES, schema=wide).read_all()
    assert found.schema.field("country").type == pa.large_string()
    assert found["country"].to_pylist() == CHANGES.columns()["country"]


@pytest.mark.integration
def test_great_tables_takes_a_frame() -> None:
    """A table for print is made of the frame of a result, whose tiers it shows."""
    from great_tables import GT  # noqa: PLC0415 - only where it is asked for

    given: Any = TIP.changes(2021)
    for frame in (given.to_frame("polars"), given.to_frame("pandas"), pl.DataFrame(given)):
        html = GT(frame).as_raw_html()
        assert html.count("<tr>") == len(given)
        assert "Tier 2 Watch List" in html


@pytest.mark.engine_duckdb
def test_a_relation_lives_on_the_connection_that_is_given() -> None:
    """A relation can be joined with tables of its connection, and is gone with it."""
    import duckdb  # noqa: PLC0415 - only where it is asked for

    connection = duckdb.connect()
    connection.execute("CREATE TABLE own AS SELECT 'KGZ' AS country, 1 AS mine")
    relations = (
        TIP.to_frame("duckdb", connection=connection),
        frames.to_frame(TIP, "duckdb", connection=connection),
        frames.to_frame(TIP.assessments, "duckdb", connection=connection),
    )
    for relation in relations:
        joined = relation.join(connection.table("own"), "country")
        assert len(joined.fetchall()) == len(TIP.series("KGZ"))
        assert str(relation.types[relation.columns.index("tier")]).startswith("ENUM('Special Case'")
    with pytest.raises(duckdb.Error):
        TIP.to_frame("duckdb").join(connection.table("own"), "country").fetchall()
    with pytest.raises(InvalidValueError, match=r"connection: expected a connection of DuckDB, su"):
        TIP.to_frame("duckdb", connection="tips.db")  # type: ignore[call-overload]


def test_other_libraries_have_no_connection() -> None:
    """A connection for another library is refused with the one that has connections."""
    call: Any
    for call in (TIP.to_frame, lambda *args, **given: frames.to_frame(TIP, *args, **given)):
        with pytest.raises(InvalidValueError) as caught:
            call("polars", connection="tips.db")
        assert str(caught.value) == (
            "connection: expected None, since a polars frame has no connection; "
            "only backend='duckdb' has one, got 'tips.db'"
        )
