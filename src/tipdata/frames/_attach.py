"""Tiers for the rows of a frame: a plan made once, run by the frame's own library."""

import datetime
import functools
from collections.abc import Iterator, Mapping
from typing import Any, Literal, get_args

import attrs
import narwhals as nw

from tipdata._arguments import read_word
from tipdata._tables.columns import columns_of
from tipdata._tables.frame_maker import engine
from tipdata._tables.frame_reader import backend_of, distinct, dtype_of, names_of
from tipdata._tables.palette import TIER_LABELS
from tipdata.analysis.history import FIRST_WATCH_LIST
from tipdata.analysis.moves import find_moves
from tipdata.countries import CountryRegistry
from tipdata.errors import ColumnError, shorten
from tipdata.frames._editions import Calendar, calendar
from tipdata.frames._engines import CELL, GROUP, TextGroups, TierTable, add_groups, take_rows
from tipdata.frames._names import Names, known_names, read_names
from tipdata.frames._words import STATUSES, Basis, Extra, Match
from tipdata.problems import Collector, Problem
from tipdata.records.assessments import EVIDENCE_LEVELS
from tipdata.tierrecord import TierRecord
from tipdata.tiers import Tier
from tipdata.typing import Cell

_SESSION_ZONES = ("duckdb", "pyspark")
"""Engines whose instants have the time zone of the session, and none of their own."""

_TROUBLES = ("missing", "unknown_country", "ambiguous_country")


@attrs.frozen(kw_only=True)
class Plan:
    """All that a worker needs to know to attach tiers to its rows.

    Attributes:
        by_text: The group of each string of the country column.
        calendar: The slot of each day or year.
        table: A row for each slot of each group.
        on: The column of days or years.
        reading: What that column holds.
        zone: Their time zone, if these are moments that have one.
    """

    by_text: TextGroups
    calendar: Calendar
    table: TierTable
    on: str
    reading: Literal["day", "moment", "text", "year", "fraction"]
    zone: str | None

    @property
    def inputs(self) -> tuple[str, ...]:
        """The columns that the plan reads."""
        return tuple(dict.fromkeys((self.by_text.column, self.on)))


def plan(  # noqa: PLR0917 - those of `attach_tiers`
    frame: Any,  # noqa: ANN401 - a frame of any library
    known: Names,
    country: str,
    on: str,
    basis: Basis,
    record: TierRecord,
    prefix: str,
    add: tuple[Extra, ...] = (),
) -> Plan:
    """Return how to attach the tiers of a record to a frame whose countries are known."""
    for word in add:
        read_word("add", word, get_args(Extra))
    slots = calendar(record, basis)
    numbers = {group: i for i, group in enumerate((*_TROUBLES, *sorted({*known.codes.values()})))}
    given = {m.text: numbers[m.country or m.status] for m in known.matches}
    names = ("tier", "tier_status", "edition", *add)
    rows = (row for group in numbers for row in _rows(record, group, slots))
    table = columns_of(names, ([row.get(name) for name in names] for row in rows))
    _refuse_clashes(frame, tuple(prefix + name for name in names), prefix)
    labels = {"tier": TIER_LABELS, "tier_status": STATUSES, "evidence": EVIDENCE_LEVELS}
    return Plan(
        by_text=TextGroups(column=country, known=given, unlisted=numbers["unknown_country"]),
        calendar=slots,
        table=TierTable(
            cells={prefix + name: cells for name, cells in table.items()},
            categories={prefix + n: found for n, found in labels.items() if n in table},
        ),
        on=on,
        reading=_reading(frame, on, basis),
        zone=getattr(dtype_of(frame, on), "time_zone", None),
    )


def names_in(
    frame: Any,  # noqa: ANN401
    column: str,
    given: Names | Mapping[str, str] | None,
    match: Match,
    registry: CountryRegistry,
) -> Names:
    """Return the names of a frame's column; unless they are given, this runs a lazy frame."""
    dtype = dtype_of(frame, column)
    if dtype != nw.String and dtype not in (nw.Object, nw.Unknown):
        reason = f"countries are strings, not {dtype}; cast it to strings (codes are KAZ, KZ, 398)"
        raise ColumnError(column, reason)
    if given is not None:
        return given if isinstance(given, Names) else known_names(given, registry)
    texts = distinct(frame, column)
    if others := [text for text in texts if not isinstance(text, str)]:
        raise ColumnError(column, f"countries are strings, and it contains {shorten(others[0])}")
    return read_names(texts, match=match, registry=registry)


def _rows(record: TierRecord, group: str, slots: Calendar) -> Iterator[Mapping[str, Cell]]:
    """Yield what is attached in each slot for a country, or for strings that mean none."""
    if group in _TROUBLES:
        for year in (*slots.years, None, None, None):
            yield {"tier_status": group, "edition": year}
        return
    series = record.series(group)
    history = attrs.evolve(series.history, editions=slots.years)
    changed = {move.year for move in find_moves(history) if move.direction != "unchanged"}
    last: int | None = None
    listed: int | None = 0
    for year in slots.years:
        tier = series.get(year)
        if year in series.withheld:
            # The next known change is the last one again; the count stays unknown.
            last, listed = None, listed if year < FIRST_WATCH_LIST else None
        elif listed is not None:
            listed += tier is Tier.TIER_2_WATCH_LIST
        last = year if year in changed else last
        yield {
            "tier": tier and tier.value,
            "tier_status": series.status(year),
            "edition": year,
            "rank": tier and tier.rank,
            "last_change": last,
            "watch_list_editions": listed,
            "evidence": series.assessment(year).evidence if tier else None,
        }
    for word in ("outside_coverage", "period_unknown", "missing"):
        yield {"tier_status": word}


def _refuse_clashes(frame: Any, new: tuple[str, ...], prefix: str) -> None:  # noqa: ANN401
    existing = names_of(frame)
    # To SQL, Tier and tier are one column.
    fold = str.lower if backend_of(frame) in ("duckdb", "pyspark") else str
    folded = {fold(name) for name in existing}
    for name in (*new, GROUP, CELL):
        if fold(name) in folded:
            free = f"tip_{prefix}"
            reason = f"the frame has it already; rename the new columns with prefix={free!r}"
            raise ColumnError(name, reason, existing)


def _reading(frame: Any, on: str, basis: Basis) -> Any:  # noqa: ANN401 - a Literal, by dtype
    dtype = dtype_of(frame, on)
    if basis == "edition":
        if dtype.is_integer():
            return "year"
        if dtype.is_float():
            return "fraction"
        hint = "cast the column to integers, or use basis='in_force' with a date"
        raise ColumnError(on, f'basis="edition" needs report years, not {dtype}; {hint}', [])
    if dtype == nw.Date:
        return "day"
    if dtype == nw.Datetime:
        return "moment"
    if dtype == nw.String:
        _refuse_written_dates(frame, on)
        return "text"
    hint = 'for report years use basis="edition"' if dtype.is_numeric() else "convert it to dates"
    raise ColumnError(on, f"basis={basis!r} needs dates, not {dtype}; {hint}", [])


def _refuse_written_dates(frame: Any, on: str) -> None:  # noqa: ANN401
    problems = Collector()
    for text in distinct(frame, on):
        try:
            # Python also reads 2021-W05-1, which does not sort among the days.
            good = not text or datetime.date.fromisoformat(text).isoformat() == text
        except ValueError:
            good = False
        if not good:
            problems.add(functools.partial(_not_a_day, text, on))
    problems.raise_any()


def _not_a_day(text: str, on: str) -> Problem:
    return Problem(
        code="unread-date",
        message="not a day in ISO form",
        path=on,
        value=shorten(text),
        expected="YYYY-MM-DD (PartialDate.read(text, day_first=...) reads other forms)",
    )


def run(frame: Any, plan: Plan) -> Any:  # noqa: ANN401 - the frame of a library, and one of the same
    """Return the frame with the columns of the plan."""
    backend = backend_of(frame)
    if backend == "dask":
        meta = run(frame._meta, plan)  # noqa: SLF001 - Dask's own way to ask for a frame's types
        return frame.map_partitions(functools.partial(run, plan=plan), meta=meta)
    if backend in ("pandas", "pyarrow"):
        few = nw.from_native(frame).select(*plan.inputs).to_native()
        return take_rows(frame, backend, plan.table, with_cells(few, plan)[CELL])
    if isinstance(nw.from_native(frame), nw.DataFrame):
        return run(frame.lazy(), plan).collect()  # polars, in one go
    return take_rows(with_cells(frame, plan), backend, plan.table)


def with_cells(frame: Any, plan: Plan) -> Any:  # noqa: ANN401
    """Return the frame with the row of the plan's table that each of its rows is given."""
    counted = nw.from_native(add_groups(frame, backend_of(frame), plan.by_text))
    given = nw.col(plan.by_text.column)
    group = nw.when(given.is_null()).then(nw.lit(0)).otherwise(nw.col(GROUP))
    cell = group * plan.calendar.width + _slot(plan, backend_of(frame))
    return counted.with_columns(cell.alias(CELL)).to_native()


def _slot(plan: Plan, backend: str) -> nw.Expr:
    slots = plan.calendar
    day, missing = nw.col(plan.on), nw.col(plan.on).is_null()
    if plan.reading == "text":
        missing = missing | (day == "")
    elif plan.reading == "moment" and backend != "pandas":
        if plan.zone and backend not in _SESSION_ZONES:
            day = day.dt.replace_time_zone(None)
        day = day.cast(nw.Date)
    slot = nw.lit(slots.outside)
    before = slots.outside
    for first, number in slots.steps:
        begun = day >= _bound(first, plan, backend)
        # The same number; polars is faster with the first form, others with the second.
        if backend == "polars":
            slot = slot + nw.when(begun).then(nw.lit(number - before)).otherwise(nw.lit(0))
        else:
            one = begun.cast(nw.Int32)
            slot = slot + (one if number - before == 1 else one * (number - before))
        before = number
    if plan.reading == "fraction":
        whole = day.is_in([float(year) for year in slots.years])
        slot = nw.when(whole).then(slot).otherwise(nw.lit(slots.outside))
        missing = missing | day.is_nan()
    return nw.when(missing).then(nw.lit(slots.missing)).otherwise(slot)


def _bound(first: datetime.date | int, plan: Plan, backend: str) -> Any:  # noqa: ANN401
    if isinstance(first, int):
        return first
    if plan.reading == "text":
        return first.isoformat()
    if backend != "pandas" or plan.reading == "day":
        return first
    # pandas has no dates: there a day is compared as its midnight.
    midnight = engine("pandas").Timestamp(first)
    if plan.zone:
        midnight = midnight.tz_localize(plan.zone, ambiguous=True, nonexistent="shift_forward")
    return midnight.to_pydatetime()
