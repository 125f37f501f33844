"""Plain columns as a frame of any library, with tiers in the order of their labels in each.

Results hand their columns to `FrameMaker`. It knows no result and no record,
so that nothing has to import upwards to offer `to_frame`.
"""

import datetime
from collections.abc import Callable, Collection, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, get_args, overload

import attrs

from tipdata._tables.palette import TIER_LABELS
from tipdata._tables.tabular import brief
from tipdata.errors import InvalidValueError, MissingExtraError
from tipdata.typing import Cell, Columns

if TYPE_CHECKING:
    import dask.dataframe
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa
    import pyspark.sql

Backend = Literal["pandas", "polars", "pyarrow", "duckdb", "dask", "pyspark"]
"""The libraries whose frames can be made and read."""

Categories = Mapping[str, tuple[str, ...]]


def engine(backend: Backend, module: str = "") -> Any:  # noqa: ANN401 - a module of another library
    """Return the library of a backend.

    Raises:
        InvalidValueError: Unknown backend.
        MissingExtraError: The library is not installed.
    """
    if backend not in get_args(Backend):
        raise InvalidValueError.unknown_word("backend", backend, get_args(Backend))
    try:
        return import_module(module or backend)
    except ImportError as error:
        raise MissingExtraError(f"a {backend} frame", backend) from error


def build(
    columns: Columns, backend: Backend, *, categories: Categories, dates: Collection[str] = ()
) -> Any:  # noqa: ANN401 - the caller knows which frame it asked for
    """Return columns as a frame of the backend.

    The columns of `categories` become ordered categoricals (strings in Spark,
    which has none, and where they hold other strings). The columns of `dates`,
    ISO strings, become dates (midnights in pandas and Dask, which have none).
    """
    if backend not in get_args(Backend):
        engine(backend)
    with_dates = {name: _one_kind(cells, name in dates) for name, cells in columns.items()}
    # A folded coding has labels of its own, which would be lost as categories.
    kept = {
        name: labels
        for name, labels in categories.items()
        if name in columns and {*columns[name]} <= {None, *labels}
    }
    return _BUILDERS[backend](with_dates, kept)


@attrs.frozen(repr=False)
class FrameMaker:
    """Makes frames of a result: call it with the name of a library.

    Tiers are an ordered categorical in the order of their labels (strings in
    Spark, which has none); dates are dates.

    Attributes:
        table: The columns.
        tiers: The names of the columns that hold tiers.
        dates: The names of the columns that hold dates, as ISO strings.
        categories: The columns that hold other ordered labels, with their labels.

    Raises:
        InvalidValueError: Unknown backend.
        MissingExtraError: The library is not installed.

    >>> import tipdata
    >>> frame = tipdata.load().changes(2021).to_frame("polars")
    >>> frame["after"].dtype.categories.to_list()
    ['Special Case', 'Tier 1', 'Tier 2', 'Tier 2 Watch List', 'Tier 3']
    """

    __module__ = "tipdata.frames"

    table: Columns
    tiers: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    categories: Categories = attrs.field(factory=dict[str, tuple[str, ...]])

    def __repr__(self) -> str:
        rows = len(next(iter(self.table.values()), ()))
        return brief(self, f"{rows:,} rows of {', '.join(self.table)}")

    @overload
    def __call__(self, backend: Literal["pandas"]) -> "pd.DataFrame": ...
    @overload
    def __call__(self, backend: Literal["polars"]) -> "pl.DataFrame": ...
    @overload
    def __call__(self, backend: Literal["pyarrow"]) -> "pa.Table": ...
    @overload
    def __call__(self, backend: Literal["duckdb"]) -> "duckdb.DuckDBPyRelation": ...
    @overload
    def __call__(self, backend: Literal["dask"]) -> "dask.dataframe.DataFrame": ...
    @overload
    def __call__(self, backend: Literal["pyspark"]) -> "pyspark.sql.DataFrame": ...
    def __call__(self, backend: Backend) -> object:
        """Return the result as a frame of the backend."""
        categories = {**self.categories, **dict.fromkeys(self.tiers, TIER_LABELS)}
        return build(self.table, backend, categories=categories, dates=self.dates)


_Cells = Mapping[str, list[Any]]


def _one_kind(cells: list[Cell], is_date: bool) -> list[Any]:
    """Return the cells as dates, or as strings where they are of several types."""
    if is_date:
        return [cell and datetime.date.fromisoformat(str(cell)) for cell in cells]
    if _kind(cells) is None:
        return [None if cell is None else str(cell) for cell in cells]
    return cells


def _kind(cells: Sequence[object]) -> type | None:
    """Return the one type of the cells that are not missing, or `None` if they have several."""
    kinds = {type(cell) for cell in cells if cell is not None}
    if kinds == {int, float}:
        return float
    return kinds.pop() if len(kinds) == 1 else None


def _pandas(columns: _Cells, categories: Categories) -> object:
    pd = engine("pandas")
    nullable = {int: "Int64", bool: "boolean"}
    found: dict[str, object] = {}
    for name, cells in columns.items():
        kind = _kind(cells)
        if name in categories:
            found[name] = pd.Categorical(cells, categories=categories[name], ordered=True)
        elif kind is datetime.date:
            found[name] = pd.Series(cells, dtype="datetime64[s]")
        elif None in cells and kind in nullable:
            found[name] = pd.array(cells, dtype=nullable[kind])
        else:
            found[name] = cells
    return pd.DataFrame(found)


def _polars(columns: _Cells, categories: Categories) -> object:
    pl = engine("polars")
    return pl.DataFrame(
        [
            pl.Series(name, cells, dtype=pl.Enum(categories[name]) if name in categories else None)
            for name, cells in columns.items()
        ]
    )


def _pyarrow(columns: _Cells, categories: Categories) -> Any:  # noqa: ANN401 - DuckDB reads it
    pa, pc = engine("pyarrow"), engine("pyarrow", "pyarrow.compute")
    found: dict[str, object] = {}
    for name, cells in columns.items():
        if name in categories:
            labels = pa.array(categories[name], pa.string())
            places = pc.index_in(pa.array(cells, pa.string()), labels).cast(pa.int8())
            found[name] = pa.DictionaryArray.from_arrays(places, labels, ordered=True)
        else:
            found[name] = pa.array(cells)
    return pa.table(found)


def _duckdb(columns: _Cells, categories: Categories) -> object:
    duckdb = engine("duckdb")
    chosen = [
        duckdb.ColumnExpression(name).cast(duckdb.type(enum_type(categories[name]))).alias(name)
        if name in categories
        else duckdb.ColumnExpression(name)
        for name in columns
    ]
    return duckdb.from_arrow(_pyarrow(columns, {})).select(*chosen)


def enum_type(labels: Collection[str]) -> str:
    """Return DuckDB's type of strings that are one of `labels`, in their order.

    >>> enum_type(["a", "b"])
    "ENUM('a', 'b')"
    """
    return f"ENUM({', '.join(map(quoted, labels))})"


def quoted(text: str) -> str:
    """Return a string as SQL writes it.

    >>> quoted("Cote d'Ivoire")
    "'Cote d''Ivoire'"
    """
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """Return a column name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def _dask(columns: _Cells, categories: Categories) -> object:
    frame = _pandas(columns, categories)
    return engine("dask", "dask.dataframe").from_pandas(frame, npartitions=1)


_SPARK: Mapping[type, str] = {
    int: "bigint",
    float: "double",
    bool: "boolean",
    datetime.date: "date",
}


def _pyspark(columns: _Cells, _: Categories) -> object:
    session = engine("pyspark", "pyspark.sql").SparkSession.builder.getOrCreate()
    schema = ", ".join(
        f"`{name}` {_SPARK.get(_kind(cells) or str, 'string')}" for name, cells in columns.items()
    )
    return session.createDataFrame(list(zip(*columns.values(), strict=True)), schema)


_BUILDERS: Mapping[str, Callable[[_Cells, Categories], object]] = {
    "pandas": _pandas,
    "polars": _polars,
    "pyarrow": _pyarrow,
    "duckdb": _duckdb,
    "dask": _dask,
    "pyspark": _pyspark,
}
