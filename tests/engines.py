"""The frames of every engine, made of one table and read back as plain rows.

Libraries beyond pandas and polars are imported where a test makes a frame of
them: the tests that are marked `engine_...` fail where theirs is missing, and
the others need none.
"""

import datetime
import functools
import math
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import pandas as pd
import polars as pl
import pytest


class Engine(NamedTuple):
    """How a library's frame is made of a polars one, and read back."""

    make: Callable[[pl.DataFrame], Any]
    read: Callable[[Any], dict[str, list[object]]]


def pandas_of(frame: pl.DataFrame) -> pd.DataFrame:
    """Return a polars frame as one of pandas, without pyarrow; dates are midnights."""
    found = pd.DataFrame({name: pd.Series(frame[name].to_list()) for name in frame.columns})
    for name, dtype in frame.schema.items():
        if dtype == pl.Date:
            found[name] = pd.to_datetime(found[name]).astype("datetime64[ms]")
    return found


def _pandas_arrow(frame: pl.DataFrame) -> pd.DataFrame:
    return frame.to_pandas(use_pyarrow_extension_array=True)


_CONNECTIONS: list[Any] = []


def _duckdb(frame: pl.DataFrame) -> Any:
    import duckdb  # noqa: PLC0415 - only where it is asked for

    # A connection of its own, which is what people have; it lives as long as the run.
    # The days of its instants are those of its time zone, as in Spark.
    _CONNECTIONS.append(duckdb.connect())
    _CONNECTIONS[-1].execute("SET TimeZone = 'Asia/Bishkek'")
    return _CONNECTIONS[-1].from_arrow(frame.to_arrow())


def _dask(frame: pl.DataFrame) -> Any:
    import dask.dataframe  # noqa: PLC0415 - only where it is asked for

    dd: Any = dask.dataframe
    return dd.from_pandas(pandas_of(frame), npartitions=3)


def _plain(cell: object) -> object:
    if cell is None or cell is pd.NA or cell is pd.NaT:
        return None
    if isinstance(cell, float) and math.isnan(cell):
        return None
    if isinstance(cell, datetime.datetime):
        return cell.replace(tzinfo=None) if cell.time() != datetime.time() else cell.date()
    return cell


def _columns(names: Iterable[str], rows: Iterable[Iterable[object]]) -> dict[str, list[object]]:
    cells = [[_plain(cell) for cell in row] for row in rows]
    return {name: [row[place] for row in cells] for place, name in enumerate(names)}


def _read_polars(frame: pl.DataFrame) -> dict[str, list[object]]:
    return _columns(frame.columns, frame.rows())


def _read_pandas(frame: pd.DataFrame) -> dict[str, list[object]]:
    return {str(n): [_plain(cell) for cell in frame[n].astype(object)] for n in frame.columns}


def _read_pyarrow(table: Any) -> dict[str, list[object]]:
    return {n: [_plain(cell) for cell in table[n].to_pylist()] for n in table.column_names}


@functools.cache
def spark() -> Any:
    """Return the one session of a test run."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 - only where it is asked for

    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    options = {"spark.sql.shuffle.partitions": "2", "spark.sql.session.timeZone": "Asia/Bishkek"}
    for key, value in options.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


_SPARK = {pl.String: "string", pl.Int64: "bigint", pl.Date: "date", pl.Float64: "double"}


def _pyspark(frame: pl.DataFrame) -> Any:
    def kind(dtype: pl.DataType) -> str:
        if isinstance(dtype, pl.Datetime):
            return "timestamp" if dtype.time_zone else "timestamp_ntz"
        return _SPARK[type(dtype)]

    schema = ", ".join(f"`{name}` {kind(dtype)}" for name, dtype in frame.schema.items())
    return spark().createDataFrame(frame.rows(), schema)


def _read_pyspark(frame: Any) -> dict[str, list[object]]:
    return _columns(frame.columns, (tuple(row) for row in frame.collect()))


ENGINES: dict[str, Engine] = {
    "pandas": Engine(pandas_of, _read_pandas),
    "pandas-arrow": Engine(_pandas_arrow, _read_pandas),
    "polars": Engine(lambda frame: frame, _read_polars),
    "polars-lazy": Engine(lambda frame: frame.lazy(), lambda lazy: _read_polars(lazy.collect())),
    "pyarrow": Engine(lambda frame: frame.to_arrow(), _read_pyarrow),
    "duckdb": Engine(_duckdb, lambda found: _columns(found.columns, found.fetchall())),
    "dask": Engine(_dask, lambda found: _read_pandas(found.compute())),
    "pyspark": Engine(_pyspark, _read_pyspark),
}
_MARKS: dict[str, pytest.MarkDecorator] = {
    "pandas-arrow": pytest.mark.engine_pyarrow,
    "pyarrow": pytest.mark.engine_pyarrow,
    "duckdb": pytest.mark.engine_duckdb,
    "dask": pytest.mark.engine_dask,
    "pyspark": pytest.mark.engine_pyspark,
}


def marked(*names: str) -> list[Any]:
    """Return engines as parameters, each with the mark of its library."""
    return [pytest.param(n, marks=[_MARKS[n]] if n in _MARKS else []) for n in names]


every_engine = pytest.mark.parametrize("engine", marked(*ENGINES))


def ordered_labels(column: Any) -> list[str] | None:
    """Return the categories of a column of pandas, polars or pyarrow, if they have an order."""
    if isinstance(column, pl.Series):
        return column.dtype.categories.to_list() if isinstance(column.dtype, pl.Enum) else None
    if isinstance(column, pd.Series):
        dtype: Any = column.dtype
        return list(dtype.categories) if getattr(dtype, "ordered", False) else None
    import pyarrow as pa  # noqa: PLC0415 - only where it is asked for

    if pa.types.is_dictionary(column.type) and column.type.ordered:
        return list(column.chunk(0).dictionary.to_pylist())
    return None
