"""Ordered categories and dates on every backend, made from strings."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import narwhals as nw

from tipdata._tables.frame_maker import Backend, Categories, engine, enum_type, identifier
from tipdata._tables.frame_reader import (
    backend_of,
    cells_of,
    distinct,
    kind_of_cells,
    names_of,
    type_of,
)
from tipdata._tables.frame_types import plain_arrow, plain_pandas
from tipdata._tables.palette import TIER_LABELS
from tipdata.errors import ColumnError, one_of, shorten
from tipdata.frames._checks import refuse_others
from tipdata.frames._days import refuse_cells
from tipdata.frames._pandas import days_of
from tipdata.frames._words import STATUSES
from tipdata.records.assessments import EVIDENCE_LEVELS
from tipdata.tierrecord.markers import Markers
from tipdata.tiers import Tier

_TYPED: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("tier", "before", "after", "amended"), TIER_LABELS),
    "tier_status": STATUSES,
    "evidence": EVIDENCE_LEVELS,
}
_DATED = ("released", "period_start", "period_end")
_RANKS = frozenset(tier.rank for tier in Tier if tier.rank)
_BLANK = Markers(())
"""A file that was a frame has nothing else for a missing date."""

Native = Any


def restore_types(
    frame: Native, tiers: Iterable[str] | None, dates: Iterable[str] | None
) -> Native:
    """Return a frame with the types that its columns lost in a file."""
    there = names_of(frame)
    wanted = _TYPED if tiers is None else dict.fromkeys(tiers, TIER_LABELS)
    chosen = {name: labels for name, labels in wanted.items() if tiers is not None or name in there}
    for name, labels in chosen.items():
        _refuse_others(frame, name, labels)
    days = [name for name in there if name in _DATED] if dates is None else dates
    written = [name for name in days if _is_written(frame, name)]
    backend = backend_of(frame)
    typed = _CATEGORIES[backend](frame, chosen) if chosen else frame
    return _DAYS[backend](typed, written) if written else typed


def _refuse_others(frame: Native, column: str, labels: tuple[str, ...]) -> None:
    kind = kind_of_cells(frame, column)
    if kind == "object":
        refuse_others(frame, column, "labels are strings")
    elif kind not in ("text", "nothing"):
        raise ColumnError(column, f"labels are strings, not {type_of(frame, column)}")
    others = [text for text in distinct(frame, column) if text and text not in labels]
    if others:
        raise ColumnError(column, f"it contains {shorten(others[0])}; expected {one_of(labels)}")


def _is_written(frame: Native, column: str) -> bool:
    """Tell whether a column has to become dates, and refuse what cannot."""
    kind = kind_of_cells(frame, column)
    if kind == "text":
        refuse_cells(distinct(frame, column), column, "in_force", _BLANK)
    elif kind == "object":
        refuse_cells(cells_of(frame, [column])[column], column, "in_force", _BLANK)
    elif kind not in ("day", "moment", "nothing"):
        reason = f"dates are dates or strings, not {type_of(frame, column)}"
        raise ColumnError(column, reason)
    return kind in ("text", "object", "nothing")


def _pandas_categories(frame: Native, categories: Categories) -> Native:
    pd = engine("pandas")
    typed = frame.copy(deep=False)
    for name, labels in categories.items():
        column = plain_pandas(frame[name])
        text = column.astype(object).where(column.isin(labels), None)
        typed[name] = text.astype(pd.CategoricalDtype(labels, ordered=True))
    # Beside a missing one, integers come out of a CSV as floats.
    if "tier" in categories and "rank" in typed and typed["rank"].dropna().isin(_RANKS).all():
        typed["rank"] = typed["rank"].astype("Int64")
    return typed


def _polars_categories(frame: Native, categories: Categories) -> Native:
    pl = engine("polars")
    return frame.with_columns(
        pl.col(name).cast(pl.String).cast(pl.Enum(labels), strict=False)
        for name, labels in categories.items()
    )


def _pyarrow_categories(frame: Native, categories: Categories) -> Native:
    pa, pc = engine("pyarrow"), engine("pyarrow", "pyarrow.compute")
    for name, labels in categories.items():
        texts = pa.array(labels, pa.string())
        places = pc.index_in(plain_arrow(frame[name]), texts).cast(pa.uint8())
        chunks = [pa.DictionaryArray.from_arrays(c, texts, ordered=True) for c in places.chunks]
        kind = pa.dictionary(pa.uint8(), pa.string(), ordered=True)
        typed = pa.chunked_array(chunks, kind)
        frame = frame.set_column(frame.column_names.index(name), name, typed)
    return frame


def _duckdb_categories(frame: Native, categories: Categories) -> Native:
    duckdb = engine("duckdb")

    def typed(name: str) -> Native:
        if name not in categories:
            return duckdb.ColumnExpression(name)
        cast = f"TRY_CAST({identifier(name)} AS {enum_type(categories[name])})"
        return duckdb.SQLExpression(cast).alias(name)

    return frame.select(*map(typed, frame.columns))


def _spark_nulls(frame: Native, categories: Categories) -> Native:
    functions = engine("pyspark", "pyspark.sql.functions")
    for name, labels in categories.items():
        column = functions.col(f"`{name}`")
        frame = frame.withColumn(name, functions.when(column.isin(list(labels)), column))
    return frame


def _pandas_days(frame: Native, names: Collection[str]) -> Native:
    typed = frame.copy(deep=False)
    for name in names:
        typed[name] = days_of(frame[name], _BLANK).astype("datetime64[s]")
    return typed


def _polars_days(frame: Native, names: Collection[str]) -> Native:
    pl = engine("polars")
    texts = (pl.col(name).cast(pl.String).str.strip_chars() for name in names)
    # What is left are blanks: other strings have been refused.
    return frame.with_columns(text.str.to_date("%Y-%m-%d", strict=False) for text in texts)


def _cast_days(frame: Native, names: Collection[str]) -> Native:
    return nw.from_native(frame).with_columns(*map(_day, names)).to_native()


def _pyarrow_days(frame: Native, names: Collection[str]) -> Native:
    for name in names:
        texts = frame.select([name]).set_column(0, name, plain_arrow(frame[name]))
        few = nw.from_native(texts).with_columns(_day(name)).to_native()
        frame = frame.set_column(frame.column_names.index(name), name, few[name])
    return frame


def _day(name: str) -> nw.Expr:
    text = nw.col(name).cast(nw.String).str.strip_chars()
    return nw.when(text != "").then(text).cast(nw.Date).alias(name)


def _by_partition(restore: Callable[[Native, Any], Native]) -> Callable[[Native, Any], Native]:
    def restored(frame: Native, columns: Any) -> Native:  # noqa: ANN401 - those of `restore`
        meta = restore(frame._meta, columns)  # noqa: SLF001 - the frame's types
        return frame.map_partitions(restore, columns, meta=meta)

    return restored


_CATEGORIES: Mapping[Backend, Callable[[Native, Categories], Native]] = {
    "pandas": _pandas_categories,
    "polars": _polars_categories,
    "pyarrow": _pyarrow_categories,
    "duckdb": _duckdb_categories,
    "dask": _by_partition(_pandas_categories),
    "pyspark": _spark_nulls,
}
_DAYS: Mapping[Backend, Callable[[Native, Collection[str]], Native]] = {
    "pandas": _pandas_days,
    "polars": _polars_days,
    "pyarrow": _pyarrow_days,
    "duckdb": _cast_days,
    "dask": _by_partition(_pandas_days),
    "pyspark": _cast_days,
}
