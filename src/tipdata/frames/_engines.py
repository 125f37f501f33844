"""The two things that narwhals has no fast word for, in the words of each library.

`coded` gives each row the number of its text, `taken` gives it the row of a
small table. Both keep rows as they are; on lazy frames they run nothing.
"""

from collections.abc import Callable
from typing import Any

import attrs

from tipdata._tables.columns import Columns
from tipdata._tables.frame_maker import (
    Backend,
    Categories,
    build,
    engine,
    enum_type,
    identifier,
    quoted,
)

__all__ = ["CELL", "GROUP", "Coding", "Table", "coded", "taken"]

GROUP = "__tipdata_group"
CELL = "__tipdata_cell"

Native = Any
"""A frame of another library."""


@attrs.frozen(kw_only=True)
class Coding:
    """Which number each text of a column stands for.

    Attributes:
        column: The column.
        texts: The texts.
        groups: Their numbers.
        unlisted: The number of any other text, and of none.
    """

    column: str
    texts: tuple[str, ...]
    groups: tuple[int, ...]
    unlisted: int


@attrs.frozen(kw_only=True)
class Table:
    """A small table, a row of which each row of a frame is given.

    Attributes:
        cells: Its columns.
        categories: Those that are ordered categoricals, with their categories.
    """

    cells: Columns
    categories: Categories

    def on(self, backend: Backend) -> Native:
        """Return the table as a frame of the backend."""
        return build(self.cells, backend, categories=self.categories)


def coded(frame: Native, backend: Backend, coding: Coding) -> Native:
    """Return a frame with the column GROUP added."""
    return _CODED[backend](frame, coding)


def taken(frame: Native, backend: Backend, table: Table, cells: Native = None) -> Native:
    """Return a frame with the rows of `table` that CELL says, or `cells` beside an eager frame."""
    if backend == "pandas":
        return _taken_pandas(frame, table, cells)
    if backend == "pyarrow":
        return _taken_pyarrow(frame, table, cells)
    return _TAKEN[backend](frame, table)


def _coded_pandas(frame: Native, coding: Coding) -> Native:
    pd, np = engine("pandas"), engine("pandas", "numpy")
    numbers, found = pd.factorize(frame[coding.column])
    places = pd.Index(coding.texts, dtype=object).get_indexer(pd.Index(found).astype(object))
    # What is not found is at -1, the last place.
    groups = np.array([*coding.groups, coding.unlisted], dtype="int32")[places]
    added = frame.copy(deep=False)
    added[GROUP] = np.append(groups, np.int32(coding.unlisted))[numbers]
    return added


def _taken_pandas(frame: Native, table: Table, cells: Native) -> Native:
    rows = table.on("pandas")
    added = frame.copy(deep=False)
    for name in rows.columns:
        column = rows[name].take(cells)
        column.index = added.index
        added[name] = column
    return added


def _coded_pyarrow(frame: Native, coding: Coding) -> Native:
    pa, pc = engine("pyarrow"), engine("pyarrow", "pyarrow.compute")
    texts = pa.array(coding.texts, pa.string())
    column = frame[coding.column].cast(pa.string())
    places = pc.fill_null(pc.index_in(column, texts), len(coding.texts))
    groups = pa.array([*coding.groups, coding.unlisted], pa.int32())
    return frame.append_column(GROUP, groups.take(places))


def _taken_pyarrow(frame: Native, table: Table, cells: Native) -> Native:
    rows = table.on("pyarrow").take(cells)
    for name in rows.column_names:
        frame = frame.append_column(name, rows[name])
    return frame


def _coded_polars(frame: Native, coding: Coding) -> Native:
    pl = engine("polars")
    # The numbers of an Enum stream; replace_strict and joins that keep the
    # order hold the whole column in memory.
    text = pl.col(coding.column).cast(pl.String)
    place = text.cast(pl.Enum(coding.texts), strict=False).to_physical()
    groups = pl.lit(pl.Series([*coding.groups, coding.unlisted], dtype=pl.Int32))
    return frame.with_columns(
        groups.gather(place.cast(pl.UInt32).fill_null(len(coding.groups))).alias(GROUP)
    )


def _taken_polars(frame: Native, table: Table) -> Native:
    pl = engine("polars")
    rows = table.on("polars")
    added = frame.with_columns(
        pl.lit(rows[name]).gather(pl.col(CELL)).alias(name) for name in rows.columns
    )
    return added.drop(GROUP, CELL)


def _coded_duckdb(frame: Native, coding: Coding) -> Native:
    duckdb = engine("duckdb")
    # No text of SQL holds a zero byte, and no country's name does.
    pairs = zip(coding.texts, coding.groups, strict=True)
    known = {text: group for text, group in pairs if "\0" not in text} or {"": coding.unlisted}
    texts = enum_type(known)
    groups = ", ".join(map(str, known.values()))
    place = f"enum_code(TRY_CAST({identifier(coding.column)} AS {texts}))"
    group = f"coalesce(list_extract([{groups}], CAST({place} AS INTEGER) + 1), {coding.unlisted})"
    return frame.select(duckdb.StarExpression(), duckdb.SQLExpression(group).alias(GROUP))


def _taken_duckdb(frame: Native, table: Table) -> Native:
    duckdb = engine("duckdb")
    found = [duckdb.StarExpression(exclude=[GROUP, CELL])]
    for name, cells in table.cells.items():
        values = "[" + ", ".join(map(_literal, cells)) + "]"
        if name in table.categories:
            values = f"CAST({values} AS {enum_type(table.categories[name])}[])"
        found.append(duckdb.SQLExpression(f"list_extract({values}, {CELL} + 1)").alias(name))
    return frame.select(*found)


def _literal(cell: object) -> str:
    if isinstance(cell, str):
        return quoted(cell)
    return "NULL" if cell is None else str(cell)


def _coded_pyspark(frame: Native, coding: Coding) -> Native:
    functions = engine("pyspark", "pyspark.sql.functions")
    text = f"{GROUP}_text"
    pairs = list(zip(coding.texts, coding.groups, strict=True))
    names = frame.sparkSession.createDataFrame(pairs, f"{text} string, {GROUP} int")
    same = frame[f"`{coding.column}`"] == names[text]
    joined = frame.join(functions.broadcast(names), same, "left").drop(text)
    return joined.withColumn(
        GROUP, functions.coalesce(functions.col(GROUP), functions.lit(coding.unlisted))
    )


def _taken_pyspark(frame: Native, table: Table) -> Native:
    functions = engine("pyspark", "pyspark.sql.functions")
    count = len(next(iter(table.cells.values())))
    numbered: Columns = {CELL: list(range(count)), **table.cells}
    rows = build(numbered, "pyspark", categories=table.categories)
    return frame.join(functions.broadcast(rows), CELL, "left").drop(GROUP, CELL)


_CODED: dict[str, Callable[[Native, Coding], Native]] = {
    "pandas": _coded_pandas,
    "pyarrow": _coded_pyarrow,
    "polars": _coded_polars,
    "duckdb": _coded_duckdb,
    "pyspark": _coded_pyspark,
}
_TAKEN: dict[str, Callable[[Native, Table], Native]] = {
    "polars": _taken_polars,
    "duckdb": _taken_duckdb,
    "pyspark": _taken_pyspark,
}
