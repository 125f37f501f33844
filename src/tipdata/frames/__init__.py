"""Tiers for dataframes of any library and any size.

pandas, polars (eager and lazy), pyarrow, DuckDB, Dask and PySpark: a frame
goes in, a frame of the same library comes out. Rows keep their order where
the library has one; lazy frames stay lazy but for the passes that a function
says it makes. Needs the extra `frames`, and one of each library.
"""

from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, overload

from tipdata._tables.frame_maker import Backend, FrameMaker
from tipdata._tables.palette import TIER_LABELS
from tipdata.errors import InvalidValueError, MissingExtraError
from tipdata.loading import load

if TYPE_CHECKING:
    import dask.dataframe
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa
    import pyspark.sql
    from narwhals.typing import IntoFrame, IntoFrameT

    from tipdata.countries import CountryRegistry
    from tipdata.dataset.kinds import Record
    from tipdata.frames._attach import Extra
    from tipdata.frames._editions import Basis
    from tipdata.frames._names import Match, NameMatch, Names
    from tipdata.frames._report import JoinLine, JoinReport
    from tipdata.records.assessments import Assessment
    from tipdata.tierrecord import TierRecord
    from tipdata.typing import Coding, TierCoding

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

FrameKind = Literal[
    "campaigns", "countries", "organizations", "people", "projects", "sources", "statements"
]
"""The kinds of records, beside assessments, that `from_frame` reads."""

_HOME = {
    "Basis": "_editions",
    "Extra": "_attach",
    "JoinLine": "_report",
    "JoinReport": "_report",
    "Match": "_names",
    "NameMatch": "_names",
    "Names": "_names",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'tipdata.frames' has no attribute {name!r}")
    value: object = getattr(_part(_HOME[name]), name)
    globals()[name] = value
    return value


def _part(name: str) -> Any:  # noqa: ANN401 - a module of ours that needs narwhals
    try:
        import_module("narwhals")
    except ImportError as error:
        raise MissingExtraError("tipdata.frames", "frames") from error
    return import_module(f"tipdata.frames.{name}")


@overload
def to_frame(records: object, backend: Literal["pandas"]) -> "pd.DataFrame": ...
@overload
def to_frame(records: object, backend: Literal["polars"]) -> "pl.DataFrame": ...
@overload
def to_frame(records: object, backend: Literal["pyarrow"]) -> "pa.Table": ...
@overload
def to_frame(records: object, backend: Literal["duckdb"]) -> "duckdb.DuckDBPyRelation": ...
@overload
def to_frame(records: object, backend: Literal["dask"]) -> "dask.dataframe.DataFrame": ...
@overload
def to_frame(records: object, backend: Literal["pyspark"]) -> "pyspark.sql.DataFrame": ...
def to_frame(records: object, backend: Backend) -> object:
    """Return a result, or assessments or editions, as a frame.

    Tiers are an ordered categorical, best first (text in Spark, which has
    none), dates are dates (midnights in pandas and Dask), countries their
    alpha-3 codes.

    Raises:
        InvalidValueError: There is no such backend, or no frame of this.
        MissingExtraError: The library is not installed.

    >>> import tipdata
    >>> to_frame(tipdata.load().editions, "polars").select("year", "released").row(20)
    (2021, datetime.date(2021, 7, 1))
    """
    return _part("_records").maker_of(records)(backend)


@overload
def from_frame(
    frame: "IntoFrame",
    kind: Literal["assessments"] = "assessments",
    *,
    coding: "TierCoding | None" = None,
    registry: "CountryRegistry | None" = None,
    max_problems: int = 1000,
) -> "tuple[Assessment, ...]": ...
@overload
def from_frame(
    frame: "IntoFrame",
    kind: FrameKind,
    *,
    registry: "CountryRegistry | None" = None,
    max_problems: int = 1000,
) -> "tuple[Record, ...]": ...
def from_frame(
    frame: "IntoFrame",
    kind: str = "assessments",
    *,
    coding: "TierCoding | None" = None,
    registry: "CountryRegistry | None" = None,
    max_problems: int = 1000,
) -> "tuple[Record, ...]":
    """Return the records of a frame by key; on a lazy frame this runs it.

    Of assessments the columns `country`, `year` and `tier` must be there, the
    other fields may be; ids of sources have spaces between them. Of the other
    kinds (`organizations`, `people` and so on, as in a `Dataset`) the columns
    are the fields, a value with parts being JSON text, as `to_frame` makes
    them. A column of another name is passed over.

    Raises:
        ColumnError: A column is not there.
        FormatError: With every cell that cannot be read, its row (the header
            being row 1) and its column.
        InvalidValueError: There is no such kind, or it is no frame.

    >>> import tipdata
    >>> tip = tipdata.load()
    >>> from_frame(tip.to_frame("polars")) == tip.assessments
    True
    >>> people = tipdata.load("central-asia-2021").people
    >>> from_frame(to_frame(people, "polars"), "people") == people
    True
    """
    records, kinds = _part("_records"), _part("_kinds")
    known = registry or load().registry
    found: tuple[Record, ...]
    if kind == "assessments":
        found = records.assessments_of(
            frame, coding=coding, registry=known, max_problems=max_problems
        )
    elif kind in kinds.KIND_NAMES:
        columns, name = records.cells_of(frame), kinds.KIND_NAMES[kind]
        found = kinds.records_of(columns, name, registry=known, max_problems=max_problems)
    else:
        known_kinds = ("assessments", *kinds.KIND_NAMES)
        raise InvalidValueError.unknown_word("kind", kind, known_kinds)
    return found


def restore_types(
    frame: "IntoFrameT", *, tiers: Iterable[str] | None = None, dates: Iterable[str] | None = None
) -> "IntoFrameT":
    """Return a frame with the types that a file or another library has taken from it.

    By default that is each column named `tier`, `before`, `after`, `amended`,
    `tier_status` or `evidence`, and dates in `released`, `period_start` and
    `period_end`. Name the columns if yours are others. Text is looked
    through once for labels that are none.

    Raises:
        ColumnError: There is no such column, or it holds another text.

    >>> import polars
    >>> restore_types(polars.DataFrame({"tier": ["Tier 3", "Tier 1"]})).sort("tier")["tier"][0]
    'Tier 1'
    """
    restored: IntoFrameT = _part("_types").restored(
        frame, None if tiers is None else tuple(tiers), None if dates is None else tuple(dates)
    )
    return restored


def read_names(
    texts: Iterable[str | None],
    *,
    match: "Match" = "names",
    registry: "CountryRegistry | None" = None,
) -> "Names":
    """Resolve the texts of a column, each once, to be looked at, mended and passed on as `names=`.

    `match` says what is taken for a country: with `names`, names and codes of
    two or three upper-case letters (so that "no" and "in" are none); with
    `codes`, codes alone, in any case; with `both`, whatever
    `tipdata.countries.resolve` takes.

    Raises:
        InvalidValueError: There is no such match.

    >>> [match.status for match in read_names(["Kazakstan", "Congo", "KGZ"])]
    ['unknown_country', 'ambiguous_country', 'matched']
    """
    found: Names = _part("_names").read_names(texts, match, registry or load().registry)
    return found


def attach_tiers(  # noqa: PLR0913 - each is a question that a join has to answer
    frame: "IntoFrameT",
    country: str = "country",
    on: str = "date",
    *,
    basis: "Basis" = "in_force",
    record: "TierRecord | None" = None,
    on_missing: Literal["null", "raise"] = "null",
    match: "Match" = "names",
    names: "Names | Mapping[str, str] | None" = None,
    add: "Sequence[Extra]" = (),
    prefix: str = "",
) -> "IntoFrameT":
    """Return a frame with the columns `tier`, `tier_status` and `edition` added.

    Every row stays, in its place. Distinct country texts are resolved once:
    the column is collected in one pass, which runs a lazy frame up to it
    unless `names` is given; so are dates that are text. With
    `on_missing="raise"` two columns run once more. Nothing else runs.

    Args:
        frame: A frame of pandas, polars, pyarrow, DuckDB, Dask or PySpark.
        country: The column of countries, as text.
        on: The column of dates: dates, datetimes (the day of their own time
            zone; in DuckDB and Spark that of the session) or text as
            YYYY-MM-DD. With `basis="edition"`, report years as numbers.
        basis: `in_force`, the newest edition released on or before the day;
            `covered`, the edition whose reporting period holds the day;
            `edition`, the column is the report year.
        record: The placements; by default the packaged ones.
        on_missing: Whether a row without a tier is null or an error.
        match: What is taken for a country; see `read_names`.
        names: A ready table of texts and countries; other texts are unknown.
        add: What else to attach: `rank` (1 to 4), `last_change` (the report
            year of the last change up to the edition), `watch_list_editions`
            (how many editions up to it had the country on the Watch List),
            `evidence`.
        prefix: What the names of the new columns begin with.

    Raises:
        ColumnError: A column is not there, in the way, or of a wrong type.
        FormatError: A text is no date, or, with `on_missing="raise"`, a row
            has no tier.
        InvalidValueError: An option does not exist, it is no frame, or an
            edition of the record has no release date.

    >>> import datetime, polars
    >>> frame = polars.DataFrame({"origin": ["Kazakstan", "KAZ"]}).with_columns(
    ...     shipped=datetime.date(2021, 6, 30)
    ... )
    >>> attach_tiers(frame, country="origin", on="shipped").rows()[1][2:]
    ('Tier 2 Watch List', 'placed', 2020)
    """
    record = record or load()
    attach = _part("_attach")
    known = attach.names_in(frame, country, names, match, record.registry)
    plan = attach.plan(
        frame,
        country=country,
        on=on,
        basis=basis,
        record=record,
        names=known,
        prefix=prefix,
        add=tuple(add),
    )
    if on_missing == "raise":
        report: JoinReport = _part("_report").report_of(frame, plan, known, record.registry)
        report.raise_if_missing(country)
    elif on_missing != "null":
        raise InvalidValueError("on_missing", on_missing, "'null' or 'raise'")
    attached: IntoFrameT = attach.run(frame, plan)
    return attached


def join_report(
    frame: "IntoFrame",
    country: str = "country",
    on: str = "date",
    *,
    basis: "Basis" = "in_force",
    record: "TierRecord | None" = None,
    match: "Match" = "names",
    names: "Names | Mapping[str, str] | None" = None,
) -> "JoinReport":
    """Return what `attach_tiers` would make of a frame, counted; this runs two columns of it.

    Raises:
        ColumnError: A column is not there or of a wrong type.
        FormatError: A text is no date.
        InvalidValueError: An option does not exist, or it is no frame.

    >>> import datetime, polars
    >>> frame = polars.DataFrame({"origin": ["Kazakstan", "KAZ"]}).with_columns(
    ...     shipped=datetime.date(2021, 6, 30)
    ... )
    >>> print(join_report(frame, country="origin", on="shipped").unmatched[0])
    'Kazakstan': 1 row; did you mean Kazakhstan or ...?
    """
    record = record or load()
    attach = _part("_attach")
    known = attach.names_in(frame, country, names, match, record.registry)
    plan = attach.plan(
        frame,
        country=country,
        on=on,
        basis=basis,
        record=record,
        names=known,
        prefix="__tipdata_",  # a report adds no column that could be in the way
        add=(),
    )
    report: JoinReport = _part("_report").report_of(frame, plan, known, record.registry)
    return report


def changes(
    frame: "IntoFrameT",
    *,
    country: str = "country",
    year: str = "year",
    tier: str = "tier",
    written: "TierCoding | None" = None,
    coding: "Coding" = "ordinal",
    editions: "Sequence[int] | None" = None,
) -> "IntoFrameT":
    """Return what became of the placements in a frame, one row for each step between editions.

    The columns are `country` (as it was given), `since`, `year`, `before`,
    `after`, `direction` and `steps`, sorted by country and year. Directions
    are those of `TierRecord.changes`; an absence is never bridged. On a lazy
    frame this runs the columns of tiers and years, and looks for placements
    that are there twice; the steps themselves stay lazy, save on Dask, where
    the three columns are gathered.

    Args:
        frame: One row for each country and year.
        country: The column of countries, each written in one way.
        year: The column of report years, whole numbers.
        tier: The column of tiers, as labels or, with `written`, as numbers.
        written: The coding in which the tiers are numbers.
        coding: The scale on which they are compared.
        editions: The report years; by default all that the frame has.

    Raises:
        ColumnError: A column is not there or of a wrong type.
        FormatError: A value is no tier, or a placement is there twice.
        InvalidValueError: There is no such coding, or it is no frame.

    >>> import tipdata
    >>> steps = changes(tipdata.load().to_frame("polars"))
    >>> steps.filter(year=2021)["direction"].value_counts().sort("count").row(-1)
    ('unchanged', 151)
    """
    found: IntoFrameT = _part("_moves").changes(
        frame, (country, year, tier), written, coding, editions
    )
    return found


def transitions(
    frame: "IntoFrameT",
    *,
    country: str = "country",
    year: str = "year",
    tier: str = "tier",
    written: "TierCoding | None" = None,
    editions: "Sequence[int] | None" = None,
) -> "IntoFrameT":
    """Return how many steps between editions lead from each tier to each.

    The columns are `before`, `after` and `steps`; pairs that do not occur
    have no row, and entries and departures are not counted. The arguments
    and what is run are those of `changes`.

    Raises:
        ColumnError: A column is not there or of a wrong type.
        FormatError: A value is no tier, or a placement is there twice.
        InvalidValueError: There is no such coding, or it is no frame.

    >>> import tipdata
    >>> transitions(tipdata.load().to_frame("polars")).row(1)[:2]
    ('Tier 1', 'Tier 2')
    """
    found: IntoFrameT = _part("_moves").transitions(frame, (country, year, tier), written, editions)
    return found
