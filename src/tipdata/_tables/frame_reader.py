"""What a dataframe of another library is, and the cells that it holds.

The counterpart of `frame_maker`. narwhals is imported where a frame is read,
so this module imports without it.
"""

import decimal
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from tipdata._tables.frame_maker import Backend
from tipdata._tables.frame_types import (
    Kind,
    arrow_kind,
    holds_objects,
    narwhals_kind,
    pandas_kind,
    plain_arrow,
    plain_pandas,
)
from tipdata.errors import ColumnError, InvalidValueError, MissingExtraError, did_you_mean, nearest

if TYPE_CHECKING:
    from narwhals.typing import IntoFrame, IntoFrameT
else:
    # What type hints resolve to at run time, without narwhals.
    IntoFrame = object
    IntoFrameT = TypeVar("IntoFrameT")

__all__ = ["IntoFrame", "IntoFrameT"]

_BACKENDS: tuple[Backend, ...] = get_args(Backend)
_OF_SQL = ("duckdb", "pyspark")
_NULLS = ("Null", '"NULL"', "NULL", "void")


def narwhals(feature: str = "reading a dataframe") -> Any:  # noqa: ANN401 - the module
    """Return narwhals, which speaks to the libraries.

    Raises:
        MissingExtraError: narwhals is not installed.
    """
    try:
        import narwhals as nw  # noqa: PLC0415 - loaded where a frame is read
    except ImportError as error:
        raise MissingExtraError(feature, "frames") from error
    return nw


def is_frame(value: object) -> bool:
    """Tell a dataframe from other collections of rows, without importing its library."""
    kinds = type(value).__mro__
    homes = {kind.__module__.partition(".")[0] for kind in kinds}
    return hasattr(type(value), "columns") and not homes.isdisjoint(_BACKENDS)


def backend_of(frame: Any) -> Backend:  # noqa: ANN401 - anything may be given
    """Return the library that a frame is of.

    Raises:
        InvalidValueError: `frame` is not a supported dataframe.
    """
    known = narwhals().dependencies
    tests: dict[str, Backend] = {
        "is_pandas_dataframe": "pandas",
        "is_polars_dataframe": "polars",
        "is_polars_lazyframe": "polars",
        "is_pyarrow_table": "pyarrow",
        "is_duckdb_relation": "duckdb",
        "is_dask_dataframe": "dask",
        "is_pyspark_dataframe": "pyspark",
    }
    for test, backend in tests.items():
        if getattr(known, test)(frame):
            return backend
    raise InvalidValueError("frame", frame, "a dataframe of " + ", ".join(_BACKENDS))


def names_of(frame: Any) -> list[Any]:  # noqa: ANN401
    """Return the names of a frame's columns; those of pandas need not be strings.

    Raises:
        ColumnError: The frame has one name several times, which SQL cannot tell apart.
    """
    match backend_of(frame):
        case "pyarrow":
            return list(frame.column_names)
        case "polars":
            return list(frame.collect_schema().names())
        case backend:
            names = list(frame.columns)
    if backend in _OF_SQL:
        folded = [name.lower() for name in names]
        for name in names:
            if folded.count(name.lower()) > 1:
                raise _doubled(name, names)
    return names


def pick(frame: Any, columns: Sequence[str]) -> Any:  # noqa: ANN401
    """Return a frame of the same library with some of the columns, each once.

    Raises:
        ColumnError: The frame has no such column, or several of that name.
    """
    backend, names = backend_of(frame), names_of(frame)
    for name in columns:
        if name not in names:
            hint = did_you_mean(nearest(name, names))
            raise ColumnError(name, f"the frame has no such column{hint}", names)
        if names.count(name) > 1:
            raise _doubled(name, names)
    few = list(dict.fromkeys(columns))
    if backend in ("pandas", "dask"):
        return frame[few]
    if backend in ("pyarrow", "polars"):
        return frame.select(few)
    nw = narwhals()
    return nw.from_native(frame).select(*map(nw.col, few)).to_native()


def _doubled(name: str, names: Sequence[str]) -> ColumnError:
    return ColumnError(name, "several columns of the frame have this name; rename them", names)


def kind_of(frame: Any, column: str) -> Kind:  # noqa: ANN401
    """Return what a column holds; Dask's cells are not looked at.

    Raises:
        ColumnError: The frame has no such column, or several of that name.
    """
    few, backend = pick(frame, [column]), backend_of(frame)
    if backend == "pandas":
        return pandas_kind(few[column])
    if backend == "dask":
        meta = few._meta[column]  # noqa: SLF001 - the frame's types
        return "object" if holds_objects(meta) else pandas_kind(meta)
    if backend == "pyarrow":
        return arrow_kind(few.schema.field(0).type)
    if type_of(frame, column) in _NULLS:
        return "nothing"
    if backend == "duckdb" and type_of(frame, column).startswith("TIMESTAMP"):
        return "moment"  # narwhals does not know each of them
    return narwhals_kind(narwhals().from_native(few).collect_schema()[column])


def kind_of_cells(frame: Any, column: str) -> Kind:  # noqa: ANN401
    """Return what a column holds; this runs floats of Dask, which may all be missing.

    In pandas, a column of a file without a value is one of floats, all NaN. Dask has
    not read the file when `kind_of` asks.

    Raises:
        ColumnError: The frame has no such column, or several of that name.
    """
    kind = kind_of(frame, column)
    if kind == "fraction" and backend_of(frame) == "dask" and not frame[column].count().compute():
        return "nothing"
    return kind


def type_of(frame: Any, column: str) -> str:  # noqa: ANN401
    """Return the type of a column, as its library writes it."""
    few = pick(frame, [column])
    match backend_of(frame):
        case "pandas" | "dask":
            found: Any = few.dtypes.iloc[0]
            if hasattr(found, "categories"):
                found = f"category of {found.categories.dtype}"
        case "polars":
            found = few.collect_schema()[column]
        case "pyarrow":
            found = few.schema.field(0).type
        case "duckdb":
            found = few.types[0]
        case "pyspark":
            found = few.schema[0].dataType.simpleString()
    return str(found)


def _collect(frame: Any, columns: Sequence[str]) -> Any:  # noqa: ANN401
    """Return some columns as a frame of pandas, polars or pyarrow; this runs a lazy frame."""
    few = pick(frame, columns)
    match backend_of(few):
        case "dask":
            return few.compute()
        case "polars" if hasattr(few, "collect"):
            return few.collect(engine="streaming")
        case "duckdb" | "pyspark":
            return narwhals().from_native(few).collect("pyarrow").to_native()
        case _:
            return few


def distinct(frame: Any, column: str) -> list[str]:  # noqa: ANN401
    """Return the strings of a column, each once, in order; this runs a lazy frame.

    Raises:
        ColumnError: The frame has no such column, or several of that name.
    """
    few, backend = pick(frame, [column]), backend_of(frame)
    if backend == "pyarrow":
        found = plain_arrow(few[column]).unique().to_pylist()
    elif backend == "pandas":
        found = plain_pandas(few[column]).dropna().unique().tolist()
    elif backend == "dask":
        whole = few if holds_objects(few[column]) else few.drop_duplicates()
        return distinct(whole.compute(), column)
    else:
        nw = narwhals()
        # An eager frame of polars runs as a stream, too; that is faster. To DuckDB,
        # narwhals' own `unique` is a window over all rows.
        lazy = nw.from_native(few).lazy()
        texts = lazy.select(nw.col(column).cast(nw.String)).to_native()
        once = texts.unique() if backend == "polars" else texts.distinct()
        found = cells_of(once, [column])[column]
    return sorted(text for text in found if text is not None)


def cells_of(frame: Any, columns: Sequence[str] | None = None) -> dict[str, list[Any]]:  # noqa: ANN401
    """Return the cells of all columns or of some, missing ones as `None`; this runs a lazy frame.

    Integral floats are integers, since an integer beside a missing one is a
    float in pandas. Decimals are integers or floats.

    Raises:
        ColumnError: The frame has no such column, or several of that name.
    """
    names = names_of(frame) if columns is None else columns
    run = _collect(frame, names)
    return {name: list(map(plain_cell, _listed(run, name))) for name in names}


def _listed(frame: Any, column: str) -> list[Any]:  # noqa: ANN401
    match backend_of(frame):
        case "pandas":
            cells = plain_pandas(frame[column])
            if hasattr(cells.dtype, "pyarrow_dtype"):  # pandas has no kernels for some of its types
                return list(cells.array.__arrow_array__().to_pylist())
            return list(cells.astype(object).where(cells.notna(), None).tolist())
        case "pyarrow":
            return list(frame[column].to_pylist())
        case _:
            return list(frame[column].to_list())


def listed(column: Any) -> Iterable[Any]:  # noqa: ANN401 - what a caller gives as a column
    """Return the cells of a column of any library, or whatever else is given.

    Raises:
        InvalidValueError: A whole frame is given.
    """
    if is_frame(column):
        raise InvalidValueError("texts", "a whole frame", "one column, such as frame['country']")
    # Iterated, an array of pyarrow yields scalars of its own.
    cells: Iterable[Any] = column.to_pylist() if hasattr(column, "to_pylist") else column
    return cells


def plain_cell(cell: Any) -> Any:  # noqa: ANN401 - what a frame may hold
    """Return a number as an integer if it is one, or else as a float, and NaN as `None`."""
    if isinstance(cell, decimal.Decimal):
        cell = float(cell)
    if not isinstance(cell, float):
        return cell
    return None if cell != cell else int(cell) if cell.is_integer() else cell  # noqa: PLR0124


def __dir__() -> list[str]:
    return __all__
