"""Columns of every type that a library has for strings, days and years, made of plain values."""

import datetime
import decimal
from collections.abc import Callable
from typing import Any

import pandas as pd
import polars as pl

from engines import spark

ZONE = "America/New_York"
TIME = datetime.timedelta(hours=23, minutes=30)
"""The time of day of the instants in ZONE; in UTC these are on the next day."""

Maker = Callable[[list[Any]], Any]


def _moments(days: list[Any]) -> list[datetime.datetime | None]:
    return [day and datetime.datetime.combine(day, datetime.time()) + TIME for day in days]


def _iso(days: list[Any]) -> list[str | None]:
    """Write days as strings, with blanks around some, and a blank for a missing one."""
    return [f" {day} " if place % 2 else day and str(day) for place, day in _numbered(days)]


def _numbered(cells: list[Any]) -> list[tuple[int, Any]]:
    return [(0 if cell is None else place, cell) for place, cell in enumerate(cells)]


def _written(years: list[Any]) -> list[str | None]:
    return [year and str(float(year) if place % 2 else year) for place, year in _numbered(years)]


def _decimals(years: list[Any]) -> list[Any]:
    return [year and decimal.Decimal(year) for year in years]


def _floats(years: list[Any]) -> list[Any]:
    return [float("nan") if year is None else float(year) for year in years]


def _series(dtype: Any) -> Maker:
    return lambda cells: pd.Series(cells, dtype=dtype)


def _midnights(dtype: Any) -> Maker:
    return lambda days: pd.Series(pd.to_datetime(pd.Series(days))).astype(dtype)


def _mixed(days: list[Any]) -> pd.Series:
    forms: list[Callable[[Any], object]] = [
        lambda day: day,
        pd.Timestamp,
        lambda day: datetime.datetime.combine(day, datetime.time(23)),
        lambda day: f" {day} ",
        lambda day: pd.Timestamp(day).tz_localize(ZONE) + TIME,
    ]
    gone = [None, float("nan"), pd.NaT, pd.NA, ""]
    cells = [gone[n % 5] if day is None else forms[n % 5](day) for n, day in enumerate(days)]
    return pd.Series(cells, dtype=object)


def _years_of_all_kinds(years: list[Any]) -> pd.Series:
    forms: list[Callable[[int], object]] = [int, float, str, decimal.Decimal]
    cells = [None if year is None else forms[n % 4](year) for n, year in enumerate(years)]
    return pd.Series(cells, dtype=object)


def _arrow(name: str) -> Maker:
    """Return what makes a pandas column of an Arrow type."""

    def make(cells: list[Any]) -> pd.Series:
        import pyarrow as pa  # noqa: PLC0415 - only where it is asked for

        array = pa.chunked_array([ARROW_MAKERS[name](cells)])
        return pd.Series(pd.arrays.ArrowExtensionArray(array))

    return make


def _zoned(days: list[Any]) -> pd.Series:
    return pd.Series(pd.to_datetime(pd.Series(_moments(days)))).dt.tz_localize(ZONE)


_PANDAS: dict[str, dict[str, Maker]] = {
    "text": {
        "object": _series(object),
        "string": _series("string"),
        "category": _series("category"),
    },
    "day": {
        **{f"datetime64[{unit}]": _midnights(f"datetime64[{unit}]") for unit in ("s", "us", "ns")},
        "time of day": lambda days: pd.to_datetime(pd.Series(_moments(days))),
        "zone": _zoned,
        "date": _series(object),
        "mixed": _mixed,
        "text": lambda days: pd.Series(_iso(days), dtype="string"),
        "object text": lambda days: pd.Series(_iso(days), dtype=object),
        "period[D]": _series("period[D]"),
        "period[h]": lambda days: pd.Series(pd.PeriodIndex(_moments(days), freq="h")),
        "category of days": lambda days: _midnights("datetime64[s]")(days).astype("category"),
        "category of dates": lambda days: pd.Series(days, dtype=object).astype("category"),
        "category of text": lambda days: pd.Series(_iso(days), dtype="category"),
    },
    "year": {
        "float64": _series("float64"),
        "float32": _series("float32"),
        "Int64": _series("Int64"),
        "UInt16": _series("UInt16"),
        "Float64": _series("Float64"),
        "object": _years_of_all_kinds,
        "text": lambda years: pd.Series(_written(years), dtype="string"),
        "category": lambda years: pd.Series(years, dtype="category"),
        "category of text": lambda years: pd.Series(_written(years), dtype="category"),
    },
    "nothing": {
        "object": _series(object),
        "string": _series("string"),
        "float64": _series("float64"),
        "category": _series("category"),
    },
}
_PANDAS_ARROW: dict[str, dict[str, Maker]] = {
    "text": {
        name: _arrow(name)
        for name in ("string", "large_string", "string_view", "codes", "codes of views")
    },
    "day": {
        name: _arrow(name)
        for name in ("date32", "date64", "timestamp", "zone", "iso", "codes of dates")
    },
    "year": {name: _arrow(name) for name in ("int16", "uint64", "decimal", "float", "years")},
    "nothing": {name: _arrow(name) for name in ("null", "string_view", "codes of views")},
}


def _pa(dtype: str, prepare: Maker = list) -> Maker:
    def make(cells: list[Any]) -> Any:
        import pyarrow as pa  # noqa: PLC0415 - only where it is asked for

        kinds: dict[str, Any] = {
            "zone": lambda: pa.timestamp("us", ZONE),
            "timestamp": lambda: pa.timestamp("us"),
            "decimal": lambda: pa.decimal128(6, 1),
        }
        kind = kinds.get(dtype) or getattr(pa, dtype)
        return pa.array(prepare(cells), kind())

    return make


def _codes_of_views(cells: list[Any]) -> Any:
    import pyarrow as pa  # noqa: PLC0415 - only where it is asked for

    codes = _pa("string")(cells).dictionary_encode()
    labels = pa.array(codes.dictionary.to_pylist(), pa.string_view())
    return pa.DictionaryArray.from_arrays(codes.indices, labels)


def _in_zone(days: list[Any]) -> list[Any]:
    return [None if pd.isna(one) else one for one in _zoned(days)]


ARROW_MAKERS: dict[str, Maker] = {
    **{name: _pa(name) for name in ("string", "large_string", "string_view", "null")},
    "codes": lambda cells: _pa("string")(cells).dictionary_encode(),
    **{name: _pa(name) for name in ("date32", "date64")},
    "timestamp": _pa("timestamp", _moments),
    "zone": _pa("zone", _in_zone),
    "iso": _pa("string_view", _iso),
    "codes of views": _codes_of_views,
    "codes of dates": lambda days: _pa("date32")(days).dictionary_encode(),
    **{name: _pa(name) for name in ("int16", "uint64")},
    "decimal": _pa("decimal", _decimals),
    "float": _pa("float64", _floats),
    "years": _pa("string", _written),
    "codes of years": lambda years: _pa("int32")(years).dictionary_encode(),
}


def _run_ends(cells: list[Any]) -> Any:
    import pyarrow as pa  # noqa: PLC0415 - only where it is asked for

    ends = range(1, len(cells) + 1)
    return pa.RunEndEncodedArray.from_arrays(pa.array(ends, pa.int32()), pa.array(cells))


def _some(*names: str) -> dict[str, Maker]:
    return {name: ARROW_MAKERS[name] for name in names}


_PYARROW: dict[str, dict[str, Maker]] = {
    "text": {
        **_some("string", "large_string", "string_view", "codes", "codes of views"),
        "run ends": _run_ends,
    },
    "day": _some("date32", "date64", "timestamp", "zone", "iso", "codes of dates"),
    "year": _some("int16", "uint64", "decimal", "float", "years", "codes of years"),
    "nothing": _some("null", "string_view", "codes of views"),
}


def _pl(dtype: Any, prepare: Maker = list) -> Maker:
    return lambda cells: pl.Series(prepare(cells), dtype=dtype)


def _enum(cells: list[Any]) -> pl.Series:
    return pl.Series(cells, dtype=pl.Enum(sorted({cell for cell in cells if cell is not None})))


_POLARS: dict[str, dict[str, Maker]] = {
    "text": {"String": _pl(pl.String), "Categorical": _pl(pl.Categorical), "Enum": _enum},
    "day": {
        "Date": _pl(pl.Date),
        "Datetime": _pl(pl.Datetime("ns"), _moments),
        "zone": lambda days: _pl(pl.Datetime("us"), _moments)(days).dt.replace_time_zone(ZONE),
        "text": _pl(pl.String, _iso),
    },
    "year": {
        **{str(dtype): _pl(dtype) for dtype in (pl.Int16, pl.UInt16, pl.UInt64, pl.Int128)},
        "Float32": _pl(pl.Float32, _floats),
        "Decimal": _pl(pl.Decimal(10, 2), _decimals),
        "text": _pl(pl.String, _written),
        "Categorical": _pl(pl.Categorical, _written),
    },
    "nothing": {"Null": _pl(pl.Null), "String": _pl(pl.String)},
}


def _sql(dtype: str, prepare: Maker = list) -> Maker:
    """Return what makes a column of SQL: its type, and its cells as strings."""
    return lambda cells: (
        dtype,
        [None if cell is None else str(cell) for cell in prepare(cells)],
    )


def _quoted_enum(cells: list[Any]) -> tuple[str, list[Any]]:
    labels = sorted({cell for cell in cells if cell is not None})
    return "ENUM(" + ", ".join(
        "'" + label.replace("'", "''") + "'" for label in labels
    ) + ")", cells


def _types_null() -> bool:
    try:
        import duckdb  # noqa: PLC0415 - only where it is installed
    except ImportError:
        return False
    found: Any = duckdb.sql("SELECT NULL")
    return str(found.types[0]) == '"NULL"'


_HAS_NULLS = _types_null()
"""Whether DuckDB has a type of nulls; to old versions they are integers."""
_SQL_MOMENTS = {
    name: _sql(name, _moments)
    for name in ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_NS", "TIMESTAMPTZ")
}
_DUCKDB: dict[str, dict[str, Maker]] = {
    "text": {"VARCHAR": _sql("VARCHAR"), "ENUM": _quoted_enum},
    "day": {"DATE": _sql("DATE"), **_SQL_MOMENTS, "VARCHAR": _sql("VARCHAR", _iso)},
    "year": {
        **{name: _sql(name) for name in ("SMALLINT", "UBIGINT", "HUGEINT", "DECIMAL(6,1)")},
        "DOUBLE": _sql("DOUBLE", _floats),
        "VARCHAR": _sql("VARCHAR", _written),
    },
    "nothing": {**({"NULL": _sql('"NULL"')} if _HAS_NULLS else {}), "VARCHAR": _sql("VARCHAR")},
}
_PYSPARK: dict[str, dict[str, Maker]] = {
    "text": {"string": _sql("string")},
    "day": {
        "date": _sql("date"),
        "timestamp": _sql("timestamp", _moments),
        "timestamp_ntz": _sql("timestamp_ntz", _moments),
        "string": _sql("string", _iso),
    },
    "year": {
        **{name: _sql(name) for name in ("smallint", "bigint", "decimal(6,1)")},
        "double": _sql("double", _floats),
        "string": _sql("string", _written),
    },
    "nothing": {"void": _sql("void"), "string": _sql("string")},
}
MAKERS: dict[str, dict[str, dict[str, Maker]]] = {
    "pandas": _PANDAS,
    "pandas-arrow": _PANDAS_ARROW,
    "polars": _POLARS,
    "polars-lazy": _POLARS,
    "pyarrow": _PYARROW,
    "duckdb": _DUCKDB,
    "dask": _PANDAS,
    "pyspark": _PYSPARK,
}
"""What makes a column, by engine, by what it holds and by its type."""

_CONNECTIONS: list[Any] = []


def frame_of(engine: str, columns: dict[str, Any]) -> Any:
    """Return columns that were made for an engine as a frame of it."""
    return _FRAMES[engine](columns)


def _pyarrow_table(columns: dict[str, Any]) -> Any:
    import pyarrow as pa  # noqa: PLC0415 - only where it is asked for

    return pa.table(columns)


def _dask(columns: dict[str, Any]) -> Any:
    import dask  # noqa: PLC0415 - only where it is asked for
    import dask.dataframe  # noqa: PLC0415

    dd: Any = dask.dataframe
    with dask.config.set({"dataframe.convert-string": False}):
        return dd.from_pandas(pd.DataFrame(columns), npartitions=3)


def _relation(columns: dict[str, Any]) -> Any:
    import duckdb  # noqa: PLC0415 - only where it is asked for

    _CONNECTIONS.append(duckdb.connect())
    _CONNECTIONS[-1].execute(f"SET TimeZone = '{ZONE}'")
    texts = {name: cells for name, (_, cells) in columns.items()}
    casts = ", ".join(
        f'NULL AS "{name}"' if dtype == '"NULL"' else f'CAST("{name}" AS {dtype}) AS "{name}"'
        for name, (dtype, _) in columns.items()
    )
    schema = dict.fromkeys(texts, pl.String)
    return _CONNECTIONS[-1].from_arrow(pl.DataFrame(texts, schema=schema).to_arrow()).project(casts)


def _spark_frame(columns: dict[str, Any]) -> Any:
    schema = ", ".join(f"`{name}` string" for name in columns)
    rows = list(zip(*(cells for _, cells in columns.values()), strict=True))
    casts = [
        f"NULL AS `{name}`" if dtype == "void" else f"CAST(`{name}` AS {dtype}) AS `{name}`"
        for name, (dtype, _) in columns.items()
    ]
    return spark().createDataFrame(rows, schema).selectExpr(*casts)


_FRAMES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "pandas": pd.DataFrame,
    "pandas-arrow": pd.DataFrame,
    "polars": pl.DataFrame,
    "polars-lazy": pl.LazyFrame,
    "pyarrow": _pyarrow_table,
    "duckdb": _relation,
    "dask": _dask,
    "pyspark": _spark_frame,
}
