"""Tiers for dataframes of any library and any size.

pandas, polars (eager and lazy), pyarrow, DuckDB, Dask and PySpark: each
function takes a frame and returns one of the same library. Rows keep their
order where the library has one. Lazy frames stay lazy; each function says
what it runs. Needs the extra `frames`, and one of each library.
"""

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, overload

from tipdata._arguments import check_kind, read_several
from tipdata._attributes import load_lazily
from tipdata._tables.frame_maker import Backend, FrameMaker
from tipdata._tables.frame_reader import IntoFrameT, narwhals
from tipdata._tables.palette import TIER_LABELS
from tipdata.frames._joining import attach_tiers, join_report
from tipdata.frames._names import NameMatch, Names, read_names
from tipdata.frames._words import Basis, Extra, FrameKind, Match
from tipdata.frames.report import JoinLine, JoinReport

if TYPE_CHECKING:
    import dask.dataframe
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa
    import pyspark.sql

    from tipdata.frames._moves import changes as changes
    from tipdata.frames._moves import transitions as transitions
    from tipdata.frames._reading import from_frame as from_frame
else:
    # A join needs neither the analyses nor the kinds of records.
    __getattr__ = load_lazily(
        __name__,
        ("changes", "from_frame", "transitions"),
        {"changes": "_moves", "from_frame": "_reading", "transitions": "_moves"},
    )

__all__ = [
    "TIER_LABELS",
    "Backend",
    "Basis",
    "Extra",
    "FrameKind",
    "FrameMaker",
    "JoinLine",
    "JoinReport",
    "Match",
    "NameMatch",
    "Names",
    "attach_tiers",
    "changes",
    "from_frame",
    "join_report",
    "read_names",
    "restore_types",
    "to_frame",
    "transitions",
]


def _part(name: str) -> Any:  # noqa: ANN401 - a module of ours that needs narwhals
    narwhals("tipdata.frames")
    return import_module(f"tipdata.frames.{name}")


def _columns(field: str, given: str | Iterable[str]) -> tuple[str, ...]:
    expected = "the name of a column, or several"
    several = read_several(field, given, str, expected=expected)
    for name in several:
        check_kind(field, name, (str,), expected)
    return several


@overload
def to_frame(records: object, backend: Literal["pandas"]) -> "pd.DataFrame": ...
@overload
def to_frame(records: object, backend: Literal["polars"]) -> "pl.DataFrame": ...
@overload
def to_frame(records: object, backend: Literal["pyarrow"]) -> "pa.Table": ...
@overload
def to_frame(
    records: object,
    backend: Literal["duckdb"],
    *,
    connection: "duckdb.DuckDBPyConnection | None" = None,
) -> "duckdb.DuckDBPyRelation": ...
@overload
def to_frame(records: object, backend: Literal["dask"]) -> "dask.dataframe.DataFrame": ...
@overload
def to_frame(records: object, backend: Literal["pyspark"]) -> "pyspark.sql.DataFrame": ...
def to_frame(records: object, backend: Backend, *, connection: object = None) -> object:
    """Return a result, or records of one kind, as a frame.

    Tiers are a categorical in the order of their labels (strings in Spark, which has
    none), dates are dates (midnights in pandas and Dask), countries their
    alpha-3 codes. Fields that a subclass of yours adds are columns too.

    Args:
        records: A result, or records.
        backend: The library.
        connection: The connection of DuckDB on which the relation lives; by
            default that of the `duckdb` module.

    Raises:
        InvalidValueError: `backend` is unknown, `records` are not of one kind, or
            `connection` is not one of DuckDB or is given for another library.
        MissingExtraError: The library is not installed.

    >>> import tipdata
    >>> to_frame(tipdata.load().editions, "polars").select("year", "released").row(20)
    (2021, datetime.date(2021, 7, 1))
    """
    return _part("_records").maker_of(records)(backend, connection=connection)


def restore_types(
    frame: IntoFrameT,
    *,
    tiers: str | Iterable[str] | None = None,
    dates: str | Iterable[str] | None = None,
) -> IntoFrameT:
    """Return a frame with the types that its columns lost in a file or another library.

    By default these are each column named `tier`, `before`, `after`,
    `amended`, `tier_status` or `evidence`, and the dates `released`,
    `period_start` and `period_end`. Name the columns if yours are others. In
    pandas and Dask, the column `rank` beside `tier` becomes integers again.
    Strings are checked once, in a pass over their column.

    Raises:
        ColumnError: The frame has no such column, it holds neither strings nor
            dates, or a string in it is not a label.
        FormatError: A string is not a date.

    >>> import polars
    >>> restore_types(polars.DataFrame({"tier": ["Tier 3", "Tier 1"]}))["tier"].dtype
    Enum(categories=['Special Case', 'Tier 1', 'Tier 2', 'Tier 2 Watch List', 'Tier 3'])
    """
    chosen = None if tiers is None else _columns("tiers", tiers)
    days = None if dates is None else _columns("dates", dates)
    restored: IntoFrameT = _part("_types").restore_types(frame, chosen, days)
    return restored


for _offered in (attach_tiers, join_report, read_names):
    _offered.__module__ = __name__


def __dir__() -> list[str]:
    return __all__
