"""Editions as rows of a frame, with their counts and both ends of their period as columns."""

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from tipdata._tables.columns import cell_of, columns_of
from tipdata._tables.frame_maker import FrameMaker
from tipdata.records.editions import Edition
from tipdata.typing import Cell, Columns

_DATES = ("released", "period_start", "period_end")
_COUNTS = (
    *("tier_1", "tier_2", "tier_2_watch_list", "tier_3", "special_case", "covered"),
    *("upgrades", "downgrades", "special_watch_list", "waivers"),
)
_OWN = ("year", "ordinal", "released", "released_basis", "period", "period_basis", "heroes")
COLUMNS = (
    *("year", "ordinal", "released", "released_basis", "period_start", "period_end"),
    *("period_basis", *_COUNTS, "heroes", "period", "counts_basis"),
)


def maker(editions: Sequence[Edition], added: Columns) -> FrameMaker:
    """Return what makes frames of editions, with columns that subclasses of yours add."""
    return FrameMaker(columns_of(COLUMNS, map(_cells, editions)) | added, dates=_DATES)


def _cells(edition: Edition) -> list[Cell]:
    period = edition.period
    known = {
        **attrs.asdict(edition.counts),
        **attrs.asdict(edition, recurse=False),
        "period_start": period and period.earliest,
        "period_end": period and period.latest,
        "period": period and str(period),  # its ends need not be days
        "counts_basis": edition.counts.basis,
    }
    return [cell_of(known[name]) for name in COLUMNS]


def nested(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of an edition as its fields."""
    counts = {name: row[name] for name in _COUNTS if name in row}
    counts["basis"] = row.get("counts_basis") or ""
    own = {name: row[name] for name in _OWN if name in row}
    ends = row.get("period_start"), row.get("period_end")
    if own.get("period") is None and ends != (None, None):
        own["period"] = "/".join(map(_end, ends))
    return {**own, "counts": counts}


def _end(cell: Any) -> str:  # noqa: ANN401 - a date, or what stands in its place
    """Return one end of a period; pandas has a midnight for a date."""
    return ".." if cell is None else str(cell).removesuffix(" 00:00:00")
