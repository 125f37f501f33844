"""What a dataframe of another library is, and the cells that it holds.

The counterpart of `frame_maker`. narwhals is imported where a frame is read,
so this module imports without it.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from tipdata._tables.frame_maker import Backend
from tipdata.errors import ColumnError, InvalidValueError, MissingExtraError

if TYPE_CHECKING:
    from narwhals.typing import IntoFrame, IntoFrameT
else:
    # What type hints resolve to at run time, without narwhals.
    IntoFrame = object
    IntoFrameT = TypeVar("IntoFrameT")

__all__ = ["IntoFrame", "IntoFrameT"]

_BACKENDS: tuple[Backend, ...] = get_args(Backend)


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
        ColumnError: Several of its columns have one name.
    """
    nw = narwhals()
    # narwhals is about to hand Dask over to another package, and warns.
    if nw.dependencies.is_dask_dataframe(frame):
        return "dask"
    try:
        name = str(_wrapped(frame).implementation.value)
    except TypeError:
        name = type(frame).__name__
    for backend in _BACKENDS:
        if name == backend:
            return backend
    raise InvalidValueError("frame", frame, "a dataframe of " + ", ".join(_BACKENDS))


def _schema(frame: Any) -> Any:  # noqa: ANN401 - a schema of narwhals
    meta = frame._meta if backend_of(frame) == "dask" else frame  # noqa: SLF001 - the frame's types
    return _wrapped(meta).collect_schema()


def _wrapped(frame: Any) -> Any:  # noqa: ANN401 - a frame of narwhals
    nw = narwhals()
    try:
        return nw.from_native(frame)
    except nw.exceptions.DuplicateError:
        names = list(frame.columns)
        twice = next(name for name in names if names.count(name) > 1)
        raise ColumnError(twice, "several columns of the frame have this name", names) from None


def names_of(frame: Any) -> list[str]:  # noqa: ANN401
    """Return the names of a frame's columns."""
    return list(_schema(frame).names())


def dtype_of(frame: Any, column: str) -> Any:  # noqa: ANN401 - a dtype of narwhals
    """Return the type of a column; categoricals are strings.

    Raises:
        ColumnError: The frame has no such column.
    """
    nw = narwhals()
    schema = _schema(frame)
    if column not in schema:
        raise ColumnError(column, "the frame has no such column", list(schema.names()))
    found = schema[column]
    return nw.String() if found in (nw.String, nw.Categorical, nw.Enum) else found


def collect(frame: Any, columns: Sequence[str] | None = None) -> Any:  # noqa: ANN401
    """Return all columns or some as an eager frame of narwhals; this runs a lazy frame.

    Raises:
        ColumnError: The frame has no such column.
    """
    nw, backend = narwhals(), backend_of(frame)
    for name in names_of(frame) if columns is None else columns:
        dtype_of(frame, name)
    if backend == "dask":
        frame = (frame if columns is None else frame[list(dict.fromkeys(columns))]).compute()
    found: Any = nw.from_native(frame)
    if columns is not None:
        found = found.select(*dict.fromkeys(columns))
    if not hasattr(found, "collect"):
        return found
    if backend == "polars":
        return found.collect("polars", engine="streaming")
    return found.collect("pyarrow")


def distinct(frame: Any, column: str) -> list[Any]:  # noqa: ANN401
    """Return the values of a column, each once, in order; this runs a lazy frame."""
    nw = narwhals()
    if backend_of(frame) == "dask":
        few = frame[[column]].drop_duplicates()
    else:
        few = nw.from_native(frame).select(nw.col(column)).unique().to_native()
    values = collect(few).get_column(column)
    found: list[Any] = values.drop_nulls().to_list()
    return sorted(found) if values.dtype != nw.Object else found


def cells_of(frame: Any, columns: Sequence[str] | None = None) -> dict[str, list[Any]]:  # noqa: ANN401
    """Return the cells of all columns or of some, missing ones as `None`; this runs a lazy frame.

    Raises:
        ColumnError: The frame has no such column.
    """
    run = collect(frame, columns)
    return {name: _plain(run.get_column(name)) for name in run.columns}


def _plain(column: Any) -> list[Any]:  # noqa: ANN401 - a series of narwhals
    gone = (column.is_null() | column.is_nan()) if column.dtype.is_float() else column.is_null()
    # An integer beside a missing one is a float in pandas.
    return [
        None if empty else int(cell) if isinstance(cell, float) and cell.is_integer() else cell
        for cell, empty in zip(column.to_list(), gone.to_list(), strict=True)
    ]
