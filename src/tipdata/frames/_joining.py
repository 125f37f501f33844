"""Tiers for the rows of a frame, and how the rows met the record."""

import warnings
from collections.abc import Collection, Mapping, Sequence
from importlib import import_module
from typing import Any, Literal, get_args

import attrs

from tipdata._arguments import check_kind, read_word, read_words
from tipdata._tables.frame_reader import IntoFrame, IntoFrameT, narwhals
from tipdata.countries import Country, CountryRegistry
from tipdata.countries.reading import read_registry
from tipdata.errors import InvalidValueError
from tipdata.frames._names import Names
from tipdata.frames._words import Basis, Extra, Match
from tipdata.frames.report import JoinReport
from tipdata.loading import load
from tipdata.tierrecord import TierRecord
from tipdata.tierrecord.markers import Markers


def attach_tiers(  # noqa: PLR0913 - each is a question that a join has to answer
    frame: IntoFrameT,
    country: str = "country",
    on: str | None = None,
    *,
    year: str | None = None,
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
        on: The column of dates, by default `date`: dates, datetimes (the day in
            their own time zone; in DuckDB and Spark that of the session) or
            strings as YYYY-MM-DD.
        year: The column of report years, as numbers or strings, instead of one
            of dates.
        basis: The edition of a date: `in_force`, the newest one released on or
            before the day; `covered`, the one whose reporting period holds the
            day. `edition`, for report years in the column `on`, is deprecated:
            pass `year`.
        record: The placements; by default the packaged ones.
        on_missing: Whether a row without a tier is null or an error.
        match: What is read as a country; see `read_names`.
        names: What strings of your column mean, such as `{"Congo": "COG"}`;
            the others are resolved as usual. `Names`, as `read_names` returns
            them, are a ready table: other strings are unknown, and the column
            is not collected.
        missing: The strings that mean a missing cell, as in `TierRecord.from_rows`.
        registry: The countries; by default those of the record.
        add: What else to attach. Of the country: `code` (alpha-3), `name` and
            `bureau`; also in rows without an edition. Of its placement: `rank`
            (1 to 4), `evidence`, `last_change` (the report year of the last change
            up to the edition), `watch_list_editions` (how many editions up to it
            had the country on the Watch List), `outlook` (what the law allows the
            next edition to do, as in `TierRecord.outlooks`), and
            `watch_list_waiver`, `child_soldiers_list` or `tier_3_restriction` (the
            outcome of the official act that names the country, two of them as
            "partial waiver; restricted", or "not named", or "unknown" where the
            list is not known completely). They are null where a selection leaves
            out what they need. A scheme of `tipdata.countries.groups()`, such as
            `un_region`, attaches the group that the country was in when the
            edition was released.
        prefix: What the names of the new columns begin with.

    Raises:
        ColumnError: A column is missing, in the way, or of the wrong type.
        FormatError: A string is not a date or a year, or, with
            `on_missing="raise"`, a row has no tier.
        InvalidValueError: An option is unknown, `year` is given together with
            `on` or `basis`, `frame` is not a supported dataframe, an edition of
            the record has no release date, or `names` or `missing` is not what
            it should be.
        UnknownCountryError: A value of `names` is not a country.
        AmbiguousCountryError: A value of `names` means several countries.

    >>> import datetime, polars
    >>> frame = polars.DataFrame({"origin": ["Kazakstan", "KAZ"]}).with_columns(
    ...     shipped=datetime.date(2021, 6, 30)
    ... )
    >>> attach_tiers(frame, country="origin", on="shipped").rows()[1][2:]
    ('Tier 2 Watch List', 'placed', 2020)
    >>> years = polars.DataFrame({"country": ["Kazakhstan"], "Year": [2021]})
    >>> attach_tiers(years, year="Year", add=["code", "bureau"]).row(0)[2:]
    ('Tier 2', 'placed', 2021, 'KAZ', 'SCA')
    """
    column, rule = _read_on(on, year, basis)
    read_word("on_missing", on_missing, ("null", "raise"))
    check_kind("prefix", prefix, (str,), "a string")
    attach = _part("_attach")
    chosen = _record(record, registry)
    known = attach.names_in(frame, country, names, match, chosen.registry, missing)
    extras = read_words("add", add, get_args(Extra), least=0)
    markers = Markers(missing)
    plan = attach.plan(frame, known, country, column, rule, chosen, prefix, markers, extras)
    if on_missing == "raise":
        report: JoinReport = _part("_counts").report_rows(frame, plan, known)
        report.raise_if_missing(country)
    attached: IntoFrameT = attach.run(frame, plan)
    return attached


def join_report(  # noqa: PLR0913 - those of `attach_tiers`
    frame: IntoFrame,
    country: str = "country",
    on: str | None = None,
    *,
    year: str | None = None,
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
        InvalidValueError: An option is unknown, `year` is given together with
            `on` or `basis`, `frame` is not a supported dataframe, or `names` or
            `missing` is not what it should be.
        UnknownCountryError: A value of `names` is not a country.
        AmbiguousCountryError: A value of `names` means several countries.

    >>> import datetime, polars
    >>> frame = polars.DataFrame({"origin": ["Kazakstan", "KAZ"]}).with_columns(
    ...     shipped=datetime.date(2021, 6, 30)
    ... )
    >>> print(join_report(frame, country="origin", on="shipped").unmatched[0])
    'Kazakstan': 1 row; did you mean Kazakhstan?
    """
    column, rule = _read_on(on, year, basis)
    attach, chosen = _part("_attach"), _record(record, registry)
    known = attach.names_in(frame, country, names, match, chosen.registry, missing)
    # A report adds no column that could be in the way.
    plan = attach.plan(frame, known, country, column, rule, chosen, "__tipdata_", Markers(missing))
    report: JoinReport = _part("_counts").report_rows(frame, plan, known)
    return report


def _part(name: str) -> Any:  # noqa: ANN401 - a module of ours that needs narwhals
    narwhals("tipdata.frames")
    return import_module(f"tipdata.frames.{name}")


def _read_on(on: str | None, year: str | None, basis: Basis) -> tuple[str, Basis]:
    """Return the column of days or report years, and how its cells find their edition."""
    if year is None:
        if basis == "edition":
            column = "date" if on is None else on
            said = f'basis="edition" is deprecated; pass year={column!r} for report years'
            warnings.warn(said, DeprecationWarning, stacklevel=3)
        else:
            read_word("basis", basis, ("in_force", "covered"))
        return "date" if on is None else on, basis
    for option, given, default in (("on", on, None), ("basis", basis, "in_force")):
        if given != default:
            expected = f"nothing beside year={year!r}, which names the column of report years"
            raise InvalidValueError(option, given, expected)
    return year, "edition"


def _record(given: TierRecord | None, registry: CountryRegistry | None) -> TierRecord:
    """Return a record, by default the packaged one, that knows the countries of a registry."""
    chosen = load() if given is None else given
    check_kind("record", chosen, (TierRecord,), "a TierRecord")
    return chosen if registry is None else attrs.evolve(chosen, registry=read_registry(registry))
