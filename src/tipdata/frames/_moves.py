"""Changes and transitions of a frame of your own placements, by the analysis of records."""

import operator
from collections.abc import Mapping, Sequence
from typing import Any

from tipdata._arguments import check_coding
from tipdata._tables.columns import Columns, columns_of
from tipdata._tables.frame_reader import IntoFrame, IntoFrameT, collect, distinct, narwhals
from tipdata._tables.palette import TIER_LABELS
from tipdata.analysis.history import History
from tipdata.analysis.moves import find_moves
from tipdata.analysis.transitions import count_transitions
from tipdata.countries import CountryRegistry
from tipdata.tierrecord import TierRecord
from tipdata.tierrecord.rows import Cells
from tipdata.typing import Coding, TierCoding

__all__ = ["changes", "transitions"]

_COLUMNS = ("country", "since", "year", "before", "after", "direction", "steps")


def changes(
    frame: IntoFrameT,
    *,
    country: str = "country",
    year: str = "year",
    tier: str = "tier",
    written: TierCoding | None = None,
    coding: Coding = "ordinal",
    editions: Sequence[int] | None = None,
    registry: CountryRegistry | None = None,
) -> IntoFrameT:
    """Return what happened to the placements in a frame, one row for each step between editions.

    The columns are `country` (as you wrote it), `since`, `year`, `before`,
    `after`, `direction` and `steps`, sorted by country and year. Directions
    are those of `TierRecord.changes`; an absence is never bridged. The three
    columns are collected, which runs a lazy frame, and read as by
    `TierRecord.from_frame`.

    Args:
        frame: One row for each country and year.
        country: The column of countries, as names or codes; several spellings
            of one country become the first of them in alphabetical order.
        year: The column of report years.
        tier: The column of tiers, as labels or, with `written`, as numbers.
        written: The coding in which the tiers are numbers.
        coding: The scale on which they are compared.
        editions: The report years to compare; by default all that the frame has.
        registry: The countries; by default those of the package.

    Raises:
        ColumnError: The frame has no such column.
        FormatError: With every cell that cannot be read, and every duplicate country-year.
        InvalidValueError: A coding is unknown, or `frame` is not a supported dataframe.
        MissingExtraError: narwhals is not installed.

    >>> import tipdata
    >>> steps = changes(tipdata.load().to_frame("polars"))
    >>> steps.filter(year=2021)["direction"].value_counts().sort("count").row(-1)
    ('unchanged', 151)
    """
    check_coding(coding)
    few, record = _read(frame, (country, year, tier), written, registry)
    spelled = _spellings(few, country, record.registry)
    years = sorted(set(editions)) if editions else record.report_years()
    rows = [
        (
            spelled[series.country.alpha_3],
            move.since,
            move.year,
            move.before and move.before.value,
            move.after and move.after.value,
            move.direction,
            move.steps,
        )
        for series in record.every_series()
        for move in find_moves(History(series.tiers, tuple(years)), coding=coding)
    ]
    rows.sort(key=operator.itemgetter(0, 1))
    return _made(frame, columns_of(_COLUMNS, rows))


def transitions(
    frame: IntoFrameT,
    *,
    country: str = "country",
    year: str = "year",
    tier: str = "tier",
    written: TierCoding | None = None,
    editions: Sequence[int] | None = None,
    registry: CountryRegistry | None = None,
) -> IntoFrameT:
    """Return how many steps between editions lead from each tier to each.

    The columns are `before`, `after` and `steps`, sorted as tiers are. Pairs
    that do not occur have no row; entries and departures are not counted.
    The three columns are collected, which runs a lazy frame. The arguments
    are those of `changes`.

    Raises:
        ColumnError: The frame has no such column.
        FormatError: With every cell that cannot be read, and every duplicate country-year.
        InvalidValueError: `written` is unknown, or `frame` is not a supported dataframe.
        MissingExtraError: narwhals is not installed.

    >>> import tipdata
    >>> transitions(tipdata.load().to_frame("polars")).row(1)[:2]
    ('Tier 1', 'Tier 2')
    """
    _, record = _read(frame, (country, year, tier), written, registry)
    years = sorted(set(editions)) if editions else record.report_years()
    rows: list[tuple[str, str, int]] = []
    if len(years) > 1:
        every = {series.country.alpha_3: series.tiers for series in record.every_series()}
        found = count_transitions(every, years)
        for before, counts in zip(found.labels, found.counts, strict=True):
            rows += [(before, after, n) for after, n in zip(found.labels, counts, strict=True) if n]
    return _made(frame, columns_of(("before", "after", "steps"), rows))


def _read(
    frame: IntoFrame,
    names: tuple[str, str, str],
    written: TierCoding | None,
    registry: CountryRegistry | None,
) -> tuple[Any, TierRecord]:
    """Return the three columns of a frame, collected once, and the record that they make."""
    narwhals("tipdata.frames")
    few: Any = collect(frame, names).to_native()
    country, year, tier = names
    return few, TierRecord.from_frame(
        few, country=country, year=year, tier=tier, coding=written, registry=registry
    )


def _spellings(few: IntoFrame, country: str, registry: CountryRegistry) -> Mapping[str, str]:
    """Return how a frame writes each country, by code."""
    found: dict[str, str] = {}
    read = Cells(registry=registry).country
    for cell in distinct(few, country):
        code = read(cell)
        if isinstance(code, str):
            found.setdefault(code, cell if isinstance(cell, str) else code)
    return found


def _made(frame: IntoFrameT, columns: Columns) -> IntoFrameT:
    from tipdata.frames._engines import frame_like  # noqa: PLC0415 - it needs narwhals

    categories = {"before": TIER_LABELS, "after": TIER_LABELS}
    integers = [name for name in ("since", "year", "steps") if name in columns]
    made: IntoFrameT = frame_like(frame, columns, categories, integers)
    return made
