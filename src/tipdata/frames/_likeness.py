"""Columns as a frame of the same kind as another."""

from collections.abc import Sequence
from typing import Any

import narwhals as nw

from tipdata._tables.frame_maker import Categories, build, engine, enum_type
from tipdata._tables.frame_reader import backend_of
from tipdata.frames._duckdb import values
from tipdata.typing import Columns

Native = Any
"""A frame of another library."""


def frame_like(
    frame: Native, columns: Columns, categories: Categories, integers: Sequence[str]
) -> Native:
    """Return columns as a frame of the same kind as `frame`; others than named are strings."""
    backend = backend_of(frame)
    if backend == "duckdb":
        return _like_duckdb(frame, columns, categories, integers)
    strings = [name for name in columns if name not in categories and name not in integers]
    made = build(columns, "pandas" if backend == "dask" else backend, categories=categories)
    if backend in ("pandas", "dask"):
        # Columns without a cell have lost their types.
        lost = {name: "Int64" for name in integers if made[name].isna().all()}
        made = made.astype(lost | dict.fromkeys(strings, "str") if made.empty else lost)
        if backend == "pandas":
            return made
        dask = engine("dask", "dask.dataframe")
        return dask.from_pandas(made, npartitions=frame.npartitions)
    typed = nw.from_native(made).with_columns(
        nw.col(*integers).cast(nw.Int64), *(nw.col(name).cast(nw.String) for name in strings)
    )
    native = typed.to_native()
    return native.lazy() if backend == "polars" and not isinstance(frame, type(native)) else native


def _like_duckdb(
    frame: Native, columns: Columns, categories: Categories, integers: Sequence[str]
) -> Native:
    duckdb = engine("duckdb")
    # Its one row is read from nothing, and is on the connection of the frame.
    row = frame.limit(0).aggregate("count(*)")
    found: list[object] = []
    for name, cells in columns.items():
        other = "BIGINT" if name in integers else "VARCHAR"
        kind = enum_type(categories[name]) if name in categories else other
        found.append(duckdb.SQLExpression(f"unnest({values(cells, kind)})").alias(name))
    return row.select(*found)
