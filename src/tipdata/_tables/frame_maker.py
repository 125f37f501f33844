"""Plain columns as a frame of any library, with tiers in the order of their labels in each.

Results hand their columns to `FrameMaker`. It knows no result and no record,
so that nothing has to import upwards to offer `to_frame`.
"""

import datetime
from collections.abc import Callable, Collection, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
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
    columns: Columns,
    backend: Backend,
    *,
    categories: Categories,
    dates: Collection[str] = (),
    connection: object = None,
) -> Any:  # noqa: ANN401 - the caller knows which frame it asked for
    """Return columns as a frame of the backend.

    The columns of `categories` become ordered categoricals (strings in Spark,
    which has none, and where they hold other strings). The columns of `dates`,
    ISO strings, become dates (midnights in pandas and Dask, which have none).

    Raises:
        InvalidValueError: Unknown backend, or a `connection` that is not one of DuckDB.
        MissingExtraError: The library is not installed.
    """
    if backend not in get_args(Backend):
        engine(backend)
    if connection is not None:
        _check_connection(backend, connection)
    with_dates = {name: _one_kind(cells, name in dates) for name, cells in columns.items()}
    # A folded coding has labels of its own, which would be lost as categories.
    kept = {
        name: labels
        for name, labels in categories.items()
        if name in columns and {*columns[name]} <= {None, *labels}
    }
    if connection is not None:
        return _duckdb(with_dates, kept, connection)
    return _BUILDERS[backend](with_dates, kept)


def _check_connection(backend: Backend, connection: object) -> None:
    if backend != "duckdb":
        expected = f"None, since a {backend} frame has no connection; only backend='duckdb' has one"
        raise InvalidValueError("connection", connection, expected)
    if not isinstance(connection, engine("duckdb").DuckDBPyConnection):
        expected = "a connection of DuckDB, such as duckdb.connect()"
        raise InvalidValueError("connection", connection, expected)


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

    It is a table of the Arrow PyCapsule interface too, so that other libraries
    take it as it is.

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
    def __call__(
        self,
        backend: Literal["duckdb"],
        *,
        connection: "duckdb.DuckDBPyConnection | None" = None,
    ) -> "duckdb.DuckDBPyRelation": ...
    @overload
    def __call__(self, backend: Literal["dask"]) -> "dask.dataframe.DataFrame": ...
    @overload
    def __call__(self, backend: Literal["pyspark"]) -> "pyspark.sql.DataFrame": ...
    def __call__(self, backend: Backend, *, connection: object = None) -> object:
        """Return the result as a frame of the backend.

        Args:
            backend: The library.
            connection: The connection of DuckDB on which the relation lives; by
                default that of the `duckdb` module.

        Raises:
            InvalidValueError: Unknown backend, or a `connection` that is not one
                of DuckDB, or that is given for another library.
            MissingExtraError: The library is not installed.
        """
        return build(
            self.table,
            backend,
            categories=self._labels,
            dates=self.dates,
            connection=connection,
        )

    @property
    def _labels(self) -> Categories:
        return {**self.categories, **dict.fromkeys(self.tiers, TIER_LABELS)}

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Return the result as a stream of the Arrow PyCapsule interface.

        pyarrow makes it, or polars where pyarrow is not installed.

        Args:
            requested_schema: A capsule of the schema that the consumer prefers.

        Raises:
            MissingExtraError: Neither library is installed.
        """
        try:
            engine("pyarrow")
        except MissingExtraError:
            maker: Backend = "polars"
            if find_spec("polars") is None:
                raise MissingExtraError("an Arrow stream", "pyarrow") from None
        else:
            maker = "pyarrow"
        table = build(self.table, maker, categories=self._labels, dates=self.dates)
        return table.__arrow_c_stream__(requested_schema)


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
    found: list[object] = []
    fields: list[object] = []
    for name, cells in columns.items():
        column, metadata = pa.array(cells), None
        if name in categories:
            labels = pa.array(categories[name], pa.string())
            # Unsigned, because polars 1.36 and 1.37 refuse other Enums.
            places = pc.index_in(column.cast(pa.string()), labels).cast(pa.uint8())
            column = pa.DictionaryArray.from_arrays(places, labels, ordered=True)
            metadata = _enum_of_polars(categories[name])
        found.append(column)
        fields.append(pa.field(name, column.type, metadata=metadata))
    return pa.table(found, schema=pa.schema(fields))


def _enum_of_polars(labels: Collection[str]) -> dict[str, str]:
    """Return what makes polars read a dictionary as an Enum; otherwise it forgets the order."""
    sized = (f"{len(label.encode())};{label}" for label in labels)
    # Under the name of polars 1.31, that version would make an Enum that equals no other.
    return {"_PL_ENUM_VALUES2": "".join(sized)}


def _duckdb(columns: _Cells, categories: Categories, connection: object = None) -> object:
    duckdb = engine("duckdb")
    on: Any = duckdb if connection is None else connection
    chosen = [
        duckdb.ColumnExpression(name).cast(duckdb.type(enum_type(categories[name]))).alias(name)
        if name in categories
        else duckdb.ColumnExpression(name)
        for name in columns
    ]
    return on.from_arrow(_pyarrow(columns, {})).select(*chosen)


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
