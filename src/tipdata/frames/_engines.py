"""What narwhals has no fast expression for, written for each library.

`add_groups` gives each row the number of its string, `take_rows` gives it a
row of a small table. Both keep the rows as they are; on lazy frames they run
nothing. `frame_like` makes a frame of the same kind as another.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs
import narwhals as nw

from tipdata._tables.frame_maker import (
    Backend,
    Categories,
    build,
    engine,
    enum_type,
    identifier,
    quoted,
)
from tipdata._tables.frame_reader import backend_of
from tipdata.typing import Columns

GROUP = "__tipdata_group"
SLOT = "__tipdata_slot"
CELL = "__tipdata_cell"
ADDED = (GROUP, SLOT, CELL)
"""The columns that a frame has for a while."""

Native = Any
"""A frame of another library."""


@attrs.frozen(kw_only=True)
class TextGroups:
    """The number that each string of a column stands for.

    Attributes:
        column: The column.
        known: The number of each string.
        unlisted: The number of any other string.
        missing: The number of null.
        name: The name of the column that gets the numbers.
    """

    column: str
    known: Mapping[str, int]
    unlisted: int
    missing: int
    name: str

    @property
    def numbers(self) -> list[int]:
        """The numbers of the strings in their order, and at last that of any other."""
        return [*self.known.values(), self.unlisted]


@attrs.frozen(kw_only=True)
class TierTable:
    """The small table from which each row of a frame takes a row.

    Attributes:
        cells: Its columns.
        categories: The columns that are ordered categoricals, with their categories.
    """

    cells: Columns
    categories: Categories

    def on(self, backend: Backend) -> Native:
        """Return the table as a frame of the backend."""
        return build(self.cells, backend, categories=self.categories)


def add_groups(frame: Native, backend: Backend, by_text: TextGroups) -> Native:
    """Return a frame with the numbers of its strings added; null has that of any other string."""
    return _GROUPERS[backend](frame, by_text)


def take_rows(frame: Native, backend: Backend, table: TierTable, cells: Native = None) -> Native:
    """Return a frame with the rows of `table` at CELL, or at `cells` beside an eager frame."""
    if backend == "pyarrow":
        return _take_pyarrow(frame, table, cells)
    return _TAKERS[backend](frame, table)


def _group_pyarrow(frame: Native, by_text: TextGroups) -> Native:
    pa, pc = engine("pyarrow"), engine("pyarrow", "pyarrow.compute")
    texts = pa.array([*by_text.known], pa.string())
    column = frame[by_text.column].cast(pa.string())
    places = pc.fill_null(pc.index_in(column, texts), len(texts))
    groups = pa.array(by_text.numbers, pa.int32())
    return frame.append_column(by_text.name, groups.take(places))


def _take_pyarrow(frame: Native, table: TierTable, cells: Native) -> Native:
    rows = table.on("pyarrow").take(cells)
    for name in rows.column_names:
        frame = frame.append_column(name, rows[name])
    return frame


def _group_polars(frame: Native, by_text: TextGroups) -> Native:
    pl = engine("polars")
    # The numbers of an Enum stream; replace_strict and joins that keep the
    # order hold the whole column in memory.
    text = pl.col(by_text.column).cast(pl.String)
    place = text.cast(pl.Enum([*by_text.known]), strict=False).to_physical()
    groups = pl.lit(pl.Series(by_text.numbers, dtype=pl.Int32))
    place = place.cast(pl.UInt32).fill_null(len(by_text.known))
    return frame.with_columns(groups.gather(place).alias(by_text.name))


def _take_polars(frame: Native, table: TierTable) -> Native:
    pl = engine("polars")
    rows = table.on("polars")
    added = frame.with_columns(
        pl.lit(rows[name]).gather(pl.col(CELL)).alias(name) for name in rows.columns
    )
    return added.drop(*ADDED, strict=False)


def _group_duckdb(frame: Native, by_text: TextGroups) -> Native:
    duckdb = engine("duckdb")
    # SQL strings cannot hold a zero byte, and no country's name does.
    known = {text: group for text, group in by_text.known.items() if "\0" not in text}
    known = known or {"": by_text.unlisted}
    texts = enum_type(known)
    groups = ", ".join(map(str, known.values()))
    place = f"enum_code(TRY_CAST({identifier(by_text.column)} AS {texts}))"
    group = f"coalesce(list_extract([{groups}], CAST({place} AS INTEGER) + 1), {by_text.unlisted})"
    return frame.select(duckdb.StarExpression(), duckdb.SQLExpression(group).alias(by_text.name))


def _take_duckdb(frame: Native, table: TierTable) -> Native:
    duckdb = engine("duckdb")
    added = [name for name in ADDED if name in frame.columns]
    found = [duckdb.StarExpression(exclude=added)]
    for name, cells in table.cells.items():
        kind = enum_type(table.categories[name]) if name in table.categories else ""
        values = _values(cells, kind)
        found.append(duckdb.SQLExpression(f"list_extract({values}, {CELL} + 1)").alias(name))
    return frame.select(*found)


def _values(cells: Sequence[object], kind: str) -> str:
    values = "[" + ", ".join(map(_literal, cells)) + "]"
    return f"CAST({values} AS {kind}[])" if kind else values


def _literal(cell: object) -> str:
    if isinstance(cell, str):
        return quoted(cell)
    return "NULL" if cell is None else str(cell)


def _group_pyspark(frame: Native, by_text: TextGroups) -> Native:
    functions = engine("pyspark", "pyspark.sql.functions")
    text, number = f"{by_text.name}_text", by_text.name
    schema = f"{text} string, {number} int"
    names = frame.sparkSession.createDataFrame([*by_text.known.items()], schema)
    same = frame[f"`{by_text.column}`"] == names[text]
    joined = frame.join(functions.broadcast(names), same, "left").drop(text)
    return joined.withColumn(
        number, functions.coalesce(functions.col(number), functions.lit(by_text.unlisted))
    )


def _take_pyspark(frame: Native, table: TierTable) -> Native:
    functions = engine("pyspark", "pyspark.sql.functions")
    count = len(next(iter(table.cells.values())))
    numbered: Columns = {CELL: list(range(count)), **table.cells}
    rows = build(numbered, "pyspark", categories=table.categories)
    return frame.join(functions.broadcast(rows), CELL, "left").drop(*ADDED)


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
        found.append(duckdb.SQLExpression(f"unnest({_values(cells, kind)})").alias(name))
    return row.select(*found)


_GROUPERS: dict[str, Callable[[Native, TextGroups], Native]] = {
    "pyarrow": _group_pyarrow,
    "polars": _group_polars,
    "duckdb": _group_duckdb,
    "pyspark": _group_pyspark,
}
_TAKERS: dict[str, Callable[[Native, TierTable], Native]] = {
    "polars": _take_polars,
    "duckdb": _take_duckdb,
    "pyspark": _take_pyspark,
}
