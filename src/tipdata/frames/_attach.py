"""Tiers for the rows of a frame: a plan made once, run by the frame's own library."""

import functools
from collections.abc import Callable, Collection, Mapping
from typing import Any

from tipdata._tables.frame_maker import Backend
from tipdata._tables.frame_reader import backend_of, distinct, names_of
from tipdata._tables.palette import TIER_LABELS
from tipdata.countries import Country, CountryRegistry
from tipdata.errors import ColumnError
from tipdata.frames import _arrow, _duckdb, _pandas, _polars, _pyspark
from tipdata.frames._checks import check_countries, check_on
from tipdata.frames._days import refuse_cells, slot_of
from tipdata.frames._editions import Calendar
from tipdata.frames._groups import group_labels
from tipdata.frames._names import Names, read_names
from tipdata.frames._plan import ADDED, Plan, StringNumbers, TierTable
from tipdata.frames._words import STATUSES, Basis, Extra, Match
from tipdata.frames.cells import TROUBLES, tier_cells
from tipdata.records.assessments import EVIDENCE_LEVELS
from tipdata.tierrecord import TierRecord
from tipdata.tierrecord.markers import Markers


def plan(  # noqa: PLR0913, PLR0917 - those of `attach_tiers`
    frame: Any,  # noqa: ANN401 - a frame of any library
    known: Names,
    country: str,
    on: str,
    basis: Basis,
    record: TierRecord,
    prefix: str,
    markers: Markers,
    add: tuple[Extra, ...] = (),
) -> Plan:
    """Return how to attach the tiers of a record to a frame whose countries are known."""
    cells = tier_cells(record, basis, add)
    slots = cells.calendar
    groups = (*TROUBLES, *sorted({*known.codes.values()}))
    starts = {group: place * slots.width for place, group in enumerate(groups)}
    columns = cells.columns_of(groups)
    _refuse_clashes(frame, tuple(prefix + name for name in columns), prefix)
    labels = {"tier": TIER_LABELS, "tier_status": STATUSES, "evidence": EVIDENCE_LEVELS}
    labels |= group_labels(add)
    reading = check_on(frame, on, basis, markers)
    # Floats may be no years, and other numbers missing ones.
    whole = reading in ("day", "moment") or (reading == "integer" and not markers.numbers)
    return Plan(
        countries=StringNumbers(
            column=country,
            known={match.text: starts[match.country or match.status] for match in known.matches},
            unlisted=starts["unknown_country"],
            missing=starts["missing"],
        ),
        on=on,
        reading=reading,
        strings=_number_strings(frame, on, basis, slots, markers) if reading == "text" else None,
        slots=slots.as_table() if whole else None,
        calendar=slots,
        markers=markers,
        table=TierTable(
            cells={prefix + name: found for name, found in columns.items()},
            categories={prefix + n: found for n, found in labels.items() if n in columns},
        ),
    )


def names_in(
    frame: Any,  # noqa: ANN401
    column: str,
    given: Names | Mapping[str, str | Country] | None,
    match: Match,
    registry: CountryRegistry,
    missing: Collection[str] | None,
) -> Names:
    """Return the names of a frame's column; unless given as `Names`, this runs a lazy frame."""
    check_countries(frame, column)
    if isinstance(given, Names):
        return given
    texts = distinct(frame, column)
    return read_names(texts, match=match, names=given, missing=missing, registry=registry)


def _refuse_clashes(frame: Any, new: tuple[str, ...], prefix: str) -> None:  # noqa: ANN401
    existing = names_of(frame)
    # To SQL, Tier and tier are one column.
    of_sql = backend_of(frame) in ("duckdb", "pyspark")
    folded = [name.lower() for name in existing] if of_sql else existing
    for name in (*new, *ADDED):
        if (name.lower() if of_sql else name) in folded:
            free = f"tip_{prefix}"
            reason = f"the frame has it already; rename the new columns with prefix={free!r}"
            raise ColumnError(name, reason, existing)


def _number_strings(
    frame: Any,  # noqa: ANN401
    on: str,
    basis: Basis,
    slots: Calendar,
    markers: Markers,
) -> StringNumbers:
    """Return the slot of each string of a column of days or years."""
    texts = distinct(frame, on)
    refuse_cells(texts, on, basis, markers)
    known = {text: slot_of(text, basis, slots, markers) for text in texts}
    return StringNumbers(column=on, known=known, unlisted=slots.missing, missing=slots.missing)


def run(frame: Any, plan: Plan) -> Any:  # noqa: ANN401 - the frame of a library, and one of the same
    """Return the frame with the columns of the plan."""
    return _ATTACHERS[backend_of(frame)](frame, plan)


def add_cells(frame: Any, plan: Plan) -> Any:  # noqa: ANN401 - neither pandas nor Dask
    """Return a frame of the columns that a plan reads, with the row of its table for each row."""
    return _NUMBERERS[backend_of(frame)](frame, plan)


def _attach_dask(frame: Any, plan: Plan) -> Any:  # noqa: ANN401
    meta = _pandas.attach(frame._meta, plan)  # noqa: SLF001 - Dask's own way to ask for a frame's types
    return frame.map_partitions(functools.partial(_pandas.attach, plan=plan), meta=meta)


_ATTACHERS: Mapping[Backend, Callable[[Any, Plan], Any]] = {
    "pandas": _pandas.attach,
    "polars": _polars.attach,
    "pyarrow": _arrow.attach,
    "duckdb": _duckdb.attach,
    "dask": _attach_dask,
    "pyspark": _pyspark.attach,
}
_NUMBERERS: Mapping[str, Callable[[Any, Plan], Any]] = {
    "polars": _polars.add_cells,
    "pyarrow": _arrow.add_cells,
    "duckdb": _duckdb.add_cells,
    "pyspark": _pyspark.add_cells,
}
