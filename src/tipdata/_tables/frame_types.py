"""What a column of a dataframe holds, whichever type its library gives it.

narwhals does not know every type: not pandas' periods, most of its time
zones, objects, and categories of other values than strings, nor Arrow's views, nulls
and run-end encodings. This module classifies the columns of pandas and pyarrow.
"""

from typing import Any, Literal

from tipdata._tables.frame_maker import engine

__all__ = ["Kind"]

Kind = Literal[
    "text", "day", "moment", "integer", "fraction", "boolean", "object", "nothing", "other"
]
"""What the cells of a column are; `object`, if only they can say, `nothing`, if all are missing."""

_WIDE = ("UInt64", "Int128", "UInt128")


def narwhals_kind(dtype: Any) -> Kind:  # noqa: ANN401 - a dtype of narwhals
    """Return what a column of a library that narwhals knows well holds."""
    name = type(dtype).__name__
    if dtype.is_numeric():
        # The widest integers are read as floats, which hold every year.
        narrow = dtype.is_integer() and name not in _WIDE
        return "integer" if narrow else "fraction"
    named: dict[str, Kind] = {
        **dict.fromkeys(("String", "Categorical", "Enum"), "text"),
        "Date": "day",
        "Datetime": "moment",
        "Boolean": "boolean",
    }
    return named.get(name, "other")


def arrow_kind(dtype: Any) -> Kind:  # noqa: ANN401 - a type of pyarrow
    """Return what a column of an Arrow type holds."""
    types = engine("pyarrow").types
    dtype = getattr(dtype, "storage_type", dtype)
    if types.is_dictionary(dtype) or types.is_run_end_encoded(dtype):
        return arrow_kind(dtype.value_type)
    tests: tuple[tuple[Kind, bool], ...] = (
        (
            "text",
            types.is_string(dtype) or types.is_large_string(dtype) or types.is_string_view(dtype),
        ),
        ("day", types.is_date(dtype)),
        ("moment", types.is_timestamp(dtype)),
        ("integer", types.is_integer(dtype) and not types.is_uint64(dtype)),
        ("fraction", types.is_floating(dtype) or types.is_decimal(dtype)),
        ("fraction", types.is_uint64(dtype)),
        ("boolean", types.is_boolean(dtype)),
        ("nothing", types.is_null(dtype)),
    )
    for kind, is_so in tests:
        if is_so:
            return kind
    return "other"


def plain_arrow(column: Any) -> Any:  # noqa: ANN401 - a chunked array of pyarrow
    """Return a column without encodings; strings are of the type that has every kernel."""
    pa = engine("pyarrow")
    if isinstance(column.type, pa.BaseExtensionType):
        storage = column.type.storage_type
        column = pa.chunked_array([chunk.storage for chunk in column.chunks], storage)
    if pa.types.is_run_end_encoded(column.type):
        decode = engine("pyarrow", "pyarrow.compute").run_end_decode
        column = pa.chunked_array(map(decode, column.chunks), column.type.value_type)
    if pa.types.is_dictionary(column.type):
        # Arrow cannot cast a dictionary of views.
        values = [plain_arrow(pa.chunked_array([chunk.dictionary])) for chunk in column.chunks]
        kind = plain_arrow(pa.chunked_array([], column.type.value_type)).type
        pairs = zip(values, column.chunks, strict=True)
        taken = [part for found, chunk in pairs for part in found.take(chunk.indices).chunks]
        return pa.chunked_array(taken, kind)
    kind = arrow_kind(column.type)
    if kind in ("text", "nothing"):
        try:
            return column.cast(pa.string())
        except pa.ArrowNotImplementedError:  # of views, in old versions
            return pa.chunked_array([pa.array(column.to_pylist(), pa.string())])
    return column.cast(pa.date32()) if kind == "day" else column


def pandas_kind(column: Any) -> Kind:  # noqa: ANN401 - a series of pandas
    """Return what a column of pandas holds."""
    pd, dtype = engine("pandas"), column.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        labels = dtype.categories.to_series()
        return pandas_kind(labels) if len(labels) else "nothing"
    if isinstance(dtype, pd.ArrowDtype):
        return arrow_kind(dtype.pyarrow_dtype)
    if isinstance(dtype, pd.PeriodDtype):
        noon = pd.Period("2001-01-01 12:00", freq=dtype.freq)
        return "day" if noon.start_time.date() == noon.end_time.date() else "other"
    if holds_objects(column):
        held = pd.api.types.infer_dtype(column, skipna=True)
        return _OBJECTS.get(held, "object")
    # A column of a file that has no value in it.
    if str(dtype) == "float64" and len(column) and column.isna().all():
        return "nothing"
    return "text" if isinstance(dtype, pd.StringDtype) else _NUMPY.get(dtype.kind, "other")


_OBJECTS: dict[str, Kind] = {"string": "text", "empty": "nothing"}
_NUMPY: dict[str, Kind] = {
    "i": "integer",
    "u": "integer",
    "f": "fraction",
    "b": "boolean",
    "M": "moment",
}


def holds_objects(column: Any) -> bool:  # noqa: ANN401 - a series of pandas
    """Tell whether the type of a column says nothing of its cells."""
    return str(column.dtype) == "object"


def plain_pandas(column: Any) -> Any:  # noqa: ANN401 - a series of pandas
    """Return a column whose cells pandas itself can compare, count and list."""
    pd, dtype = engine("pandas"), column.dtype
    if isinstance(dtype, pd.SparseDtype):
        return column.sparse.to_dense()
    if isinstance(dtype, pd.CategoricalDtype) and pandas_kind(column) != "text":
        # Reindexed, integers take a missing one, which they do not if they are cast.
        labels = dtype.categories.to_series().reset_index(drop=True)
        return plain_pandas(labels.reindex(column.cat.codes).set_axis(column.index))
    if not isinstance(dtype, pd.ArrowDtype):
        return column
    arrow = column.array.__arrow_array__()
    plain = plain_arrow(arrow)
    if plain.type == arrow.type or str(arrow.type) == "large_string":
        return column
    if arrow_kind(plain.type) == "text":
        return pd.Series(plain.to_pylist(), index=column.index, dtype=object, name=column.name)
    return pd.Series(pd.arrays.ArrowExtensionArray(plain), index=column.index, name=column.name)


def __dir__() -> list[str]:
    return __all__
