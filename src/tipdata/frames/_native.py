"""What a frame of another library is and has."""

from typing import Any, get_args

import narwhals as nw

from tipdata._tables.frame_maker import Backend
from tipdata.errors import ColumnError, InvalidValueError

__all__ = ["backend_of", "collected", "distinct", "dtype_of", "names_of"]

_TEXTS = (nw.String, nw.Categorical, nw.Enum)


def backend_of(frame: Any) -> Backend:  # noqa: ANN401 - anything may be given
    """Return which library a frame is of.

    Raises:
        InvalidValueError: It is none of those that are known.
    """
    # narwhals is about to hand Dask over to another package, and warns.
    if nw.dependencies.is_dask_dataframe(frame):
        return "dask"
    try:
        name = str(nw.from_native(frame).implementation.value)
    except TypeError:
        name = type(frame).__name__
    backends: tuple[Backend, ...] = get_args(Backend)
    for backend in backends:
        if name == backend:
            return backend
    expected = "a frame of " + ", ".join(backends)
    raise InvalidValueError("frame", frame, expected)


def _sample(frame: Any) -> Any:  # noqa: ANN401 - a narwhals frame, lazy or not
    meta = frame._meta if backend_of(frame) == "dask" else frame  # noqa: SLF001 - the frame's types
    return nw.from_native(meta)


def names_of(frame: Any) -> list[str]:  # noqa: ANN401
    """Return the names of a frame's columns."""
    return list(_sample(frame).collect_schema().names())


def dtype_of(frame: Any, column: str) -> Any:  # noqa: ANN401 - a dtype of narwhals
    """Return the type of a column; categoricals are text.

    Raises:
        ColumnError: There is no such column.
    """
    schema = _sample(frame).collect_schema()
    if column not in schema:
        raise ColumnError(column, "the frame has no such column", list(schema.names()))
    found = schema[column]
    return nw.String() if found in _TEXTS else found


def distinct(frame: Any, column: str) -> list[Any]:  # noqa: ANN401
    """Return the values of a column, each once, in order; on a lazy frame this runs it."""
    if backend_of(frame) == "dask":
        frame = frame[[column]].drop_duplicates().compute()
    chosen = nw.from_native(frame).select(nw.col(column)).unique()
    values = collected(chosen).get_column(column)
    found = values.drop_nulls().to_list()
    return sorted(found) if values.dtype != nw.Object else found


def collected(frame: Any) -> Any:  # noqa: ANN401 - an eager frame of narwhals
    """Return a frame of narwhals, run if it is lazy."""
    if not hasattr(frame, "collect"):
        return frame
    if backend_of(nw.to_native(frame)) == "polars":
        return frame.collect("polars", engine="streaming")
    return frame.collect("pyarrow")
