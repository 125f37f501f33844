"""Tiers for dataframes of any library and any size.

pandas, polars (eager and lazy), pyarrow, DuckDB, Dask and PySpark: each
function takes a frame and returns one of the same library. Rows keep their
order where the library has one. Lazy frames stay lazy; each function says
what it runs. Needs the extra `frames`, and one of each library.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, get_args, overload

import attrs

from tipdata._arguments import check_kind, read_several, read_word, read_words
from tipdata._tables.frame_maker import Backend, FrameMaker
from tipdata._tables.frame_reader import IntoFrame, IntoFrameT, cells_of, narwhals
from tipdata._tables.palette import TIER_LABELS
from tipdata.countries import Country, CountryRegistry
from tipdata.countries.reading import read_registry
from tipdata.dataset.kinds import Record
from tipdata.errors import InvalidValueError
from tipdata.frames._moves import changes, transitions
from tipdata.frames._names import NameMatch, Names, read_names
from tipdata.frames._words import Basis, Extra, FrameKind, Match
from tipdata.frames.report import JoinLine, JoinReport
from tipdata.loading import load
from tipdata.records.assessments import Assessment
from tipdata.tierrecord import TierRecord
from tipdata.tierrecord.cells import Cells
from tipdata.tierrecord.markers import Markers
from tipdata.typing import TierCoding

if TYPE_CHECKING:
    import dask.dataframe
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa
    import pyspark.sql

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
def to_frame(records: object, backend: Literal["duckdb"]) -> "duckdb.DuckDBPyRelation": ...
@overload
def to_frame(records: object, backend: Literal["dask"]) -> "dask.dataframe.DataFrame": ...
@overload
def to_frame(records: object, backend: Literal["pyspark"]) -> "pyspark.sql.DataFrame": ...
def to_frame(records: object, backend: Backend) -> object:
    """Return a result, or records of one kind, as a frame.

    Tiers are a categorical in the order of their labels (strings in Spark, which has
    none), dates are dates (midnights in pandas and Dask), countries their
    alpha-3 codes. Fields that a subclass of yours adds are columns too.

    Raises:
        InvalidValueError: `backend` is unknown, or `records` are not of one kind.
        MissingExtraError: The library is not installed.

    >>> import tipdata
    >>> to_frame(tipdata.load().editions, "polars").select("year", "released").row(20)
    (2021, datetime.date(2021, 7, 1))
    """
    return _part("_records").maker_of(records)(backend)


@overload
def from_frame(
    frame: IntoFrame,
    kind: Literal["assessments"] = "assessments",
    *,
    coding: TierCoding | None = None,
    names: Mapping[str, str | Country] | None = None,
    missing: Collection[str] | None = None,
    registry: CountryRegistry | None = None,
    max_problems: int = 1000,
) -> tuple[Assessment, ...]: ...
@overload
def from_frame(
    frame: IntoFrame,
    kind: FrameKind,
    *,
    registry: CountryRegistry | None = None,
    max_problems: int = 1000,
) -> tuple[Record, ...]: ...
def from_frame(
    frame: IntoFrame,
    kind: str = "assessments",
    *,
    coding: TierCoding | None = None,
    names: Mapping[str, str | Country] | None = None,
    missing: Collection[str] | None = None,
    registry: CountryRegistry | None = None,
    max_problems: int = 1000,
) -> tuple[Record, ...]:
    """Return the records of a frame by key; this runs a lazy frame.

    Assessments need the columns `country`, `year` and `tier`, which are read
    as by `TierRecord.from_frame` with its `coding=`, `names=` and `missing=`,
    and may have the other fields; ids of sources are separated by spaces. For the other
    kinds (`organizations`, `people` and so on, as in a `Dataset`) the columns
    are the fields, and a value with parts is JSON, as `to_frame` writes them.
    Editions have a column for each of their counts and for both ends of
    their period. Beside placements, `name`, `names`, `bureau` and `rank` are
    skipped.

    Raises:
        ColumnError: The frame lacks a column, or has two of one name.
        FormatError: With every unknown column and every cell that
            cannot be read, its row (the header being row 1) and its column.
        InvalidValueError: `kind` or `coding` is unknown, `frame` is not a
            supported dataframe, `names` or `missing` is not what it should be,
            or an argument is given that is for assessments alone.
        UnknownCountryError: A value of `names` is not a country.
        AmbiguousCountryError: A value of `names` means several countries.

    >>> import tipdata
    >>> tip = tipdata.load()
    >>> from_frame(tip.to_frame("polars")) == tip.assessments
    True
    >>> people = tipdata.load("central-asia-2021").people
    >>> from_frame(to_frame(people, "polars"), "people") == people
    True
    """
    records, kinds = _part("_records"), _part("_kinds")
    read_word("kind", kind, ("assessments", *kinds.KIND_NAMES))
    for option, given in (("coding", coding), ("names", names), ("missing", missing)):
        if given is not None and kind != "assessments":
            raise InvalidValueError(option, given, "None, since it is for assessments alone")
    known, columns = read_registry(registry), cells_of(frame)
    found: tuple[Record, ...]
    if kind == "assessments":
        cells = Cells(registry=known, coding=coding, names=names, missing=missing)
        found = records.assessments_of(columns, cells, max_problems)
    else:
        found = kinds.records_of(columns, kinds.KIND_NAMES[kind], known, max_problems)
    return found


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


def attach_tiers(  # noqa: PLR0913 - each is a question that a join has to answer
    frame: IntoFrameT,
    country: str = "country",
    on: str = "date",
    *,
    basis: Basis = "in_force",
    record: TierRecord | None = None,
    on_missing: Literal["null", "raise"] = "null",
    match: Match = "names",
    names: Names | Mapping[str, str | Country] | None = None,
    missing: Collection[str] | None = None,
    registry: CountryRegistry | None = None,
    add: Extra | Sequence[Extra] = (),
    prefix: str = "",
) -> IntoFrameT:
    """Return a frame with the columns `tier`, `tier_status` and `edition` added.

    Every row stays, in its place. Each distinct country string is resolved
    once: the column is collected, which runs a lazy frame up to it unless
    `names` is a ready table; so are dates and years that are strings. With
    `on_missing="raise"` two columns run once more. Nothing else runs.

    Args:
        frame: A frame of pandas, polars, pyarrow, DuckDB, Dask or PySpark.
        country: The column of countries, as strings or a categorical of strings.
        on: The column of dates: dates, datetimes (the day in their own time
            zone; in DuckDB and Spark that of the session) or strings as
            YYYY-MM-DD. With `basis="edition"`, report years as numbers or strings.
        basis: `in_force`, the newest edition released on or before the day;
            `covered`, the edition whose reporting period holds the day;
            `edition`, the column is the report year.
        record: The placements; by default the packaged ones.
        on_missing: Whether a row without a tier is null or an error.
        match: What is read as a country; see `read_names`.
        names: What strings of your column mean, such as `{"Congo": "COG"}`;
            the others are resolved as usual. `Names`, as `read_names` returns
            them, are a ready table: other strings are unknown, and the column
            is not collected.
        missing: The strings that mean a missing cell, as in `TierRecord.from_rows`.
        registry: The countries; by default those of the record.
        add: What else to attach: `rank` (1 to 4), `last_change` (the report
            year of the last change up to the edition), `watch_list_editions`
            (how many editions up to it had the country on the Watch List),
            `evidence`, and `watch_list_waiver`, `child_soldiers_list` or
            `tier_3_restriction` (the outcome of the official act that names the
            country, two of them as "partial waiver; restricted", or "not named",
            or "unknown" where the list is not known completely). They are null
            where a selection leaves out what they need. A scheme of
            `tipdata.countries.groups()`, such as `un_region`, attaches the group
            that the country was in when the edition was released.
        prefix: What the names of the new columns begin with.

    Raises:
        ColumnError: A column is missing, in the way, or of the wrong type.
        FormatError: A string is not a date or a year, or, with
            `on_missing="raise"`, a row has no tier.
        InvalidValueError: An option is unknown, `frame` is not a supported
            dataframe, an edition of the record has no release date, or `names`
            or `missing` is not what it should be.
        UnknownCountryError: A value of `names` is not a country.
        AmbiguousCountryError: A value of `names` means several countries.

    >>> import datetime, polars
    >>> frame = polars.DataFrame({"origin": ["Kazakstan", "KAZ"]}).with_columns(
    ...     shipped=datetime.date(2021, 6, 30)
    ... )
    >>> attach_tiers(frame, country="origin", on="shipped").rows()[1][2:]
    ('Tier 2 Watch List', 'placed', 2020)
    """
    read_word("on_missing", on_missing, ("null", "raise"))
    check_kind("prefix", prefix, (str,), "a string")
    attach = _part("_attach")
    chosen = _record(record, registry)
    known = attach.names_in(frame, country, names, match, chosen.registry, missing)
    extras = read_words("add", add, get_args(Extra), least=0)
    markers = Markers(missing)
    plan = attach.plan(frame, known, country, on, basis, chosen, prefix, markers, extras)
    if on_missing == "raise":
        report: JoinReport = _part("_counts").report_rows(frame, plan, known)
        report.raise_if_missing(country)
    attached: IntoFrameT = attach.run(frame, plan)
    return attached


def join_report(  # noqa: PLR0913 - those of `attach_tiers`
    frame: IntoFrame,
    country: str = "country",
    on: str = "date",
    *,
    basis: Basis = "in_force",
    record: TierRecord | None = None,
    match: Match = "names",
    names: Names | Mapping[str, str | Country] | None = None,
    missing: Collection[str] | None = None,
    registry: CountryRegistry | None = None,
) -> JoinReport:
    """Return what `attach_tiers` would make of a frame, counted; this runs two columns of it.

    Raises:
        ColumnError: A column is missing or of the wrong type.
        FormatError: A string is not a date or a year.
        InvalidValueError: An option is unknown, `frame` is not a supported
            dataframe, or `names` or `missing` is not what it should be.
        UnknownCountryError: A value of `names` is not a country.
        AmbiguousCountryError: A value of `names` means several countries.

    >>> import datetime, polars
    >>> frame = polars.DataFrame({"origin": ["Kazakstan", "KAZ"]}).with_columns(
    ...     shipped=datetime.date(2021, 6, 30)
    ... )
    >>> print(join_report(frame, country="origin", on="shipped").unmatched[0])
    'Kazakstan': 1 row; did you mean Kazakhstan?
    """
    attach, chosen = _part("_attach"), _record(record, registry)
    known = attach.names_in(frame, country, names, match, chosen.registry, missing)
    # A report adds no column that could be in the way.
    plan = attach.plan(frame, known, country, on, basis, chosen, "__tipdata_", Markers(missing))
    report: JoinReport = _part("_counts").report_rows(frame, plan, known)
    return report


def _record(given: TierRecord | None, registry: CountryRegistry | None) -> TierRecord:
    """Return a record, by default the packaged one, that knows the countries of a registry."""
    chosen = load() if given is None else given
    check_kind("record", chosen, (TierRecord,), "a TierRecord")
    return chosen if registry is None else attrs.evolve(chosen, registry=read_registry(registry))


for _offered in (changes, read_names, transitions):
    _offered.__module__ = __name__


def __dir__() -> list[str]:
    return __all__
