"""The rows of a frame counted, by what a join makes of them."""

import functools
from collections import Counter
from typing import Any

import narwhals as nw

from tipdata._tables.frame_reader import backend_of, cells_of, pick
from tipdata.frames import _pandas
from tipdata.frames._attach import add_cells
from tipdata.frames._names import Names
from tipdata.frames._plan import CELL, Plan
from tipdata.frames.report import JoinReport, report_counts

_ROWS = "__tipdata_rows"


def report_rows(frame: Any, plan: Plan, names: Names) -> JoinReport:  # noqa: ANN401
    """Return what becomes of the rows of a frame; on a lazy frame this runs two columns of it."""
    texts: Counter[str | None] = Counter()
    statuses: Counter[str] = Counter()
    said = next(iter(c for n, c in plan.table.cells.items() if n.endswith("tier_status")))
    counts = cells_of(_count(frame, plan))
    for text, cell, rows in zip(*counts.values(), strict=True):
        texts[text if isinstance(text, str) else None] += rows
        statuses[str(said[int(cell)])] += rows
    return report_counts(texts, statuses, names)


def _count(frame: Any, plan: Plan) -> Any:  # noqa: ANN401
    """Count the rows of each string in each cell."""
    few, backend = pick(frame, plan.inputs), backend_of(frame)
    if backend == "dask":
        meta = _count(few._meta, plan)  # noqa: SLF001 - Dask's own way to ask for a frame's types
        return few.map_partitions(functools.partial(_count, plan=plan), meta=meta)
    if backend == "pandas":
        return _pandas.count_cells(few, plan)
    text = nw.col(plan.countries.column).cast(nw.String)  # pyarrow groups by no dictionary
    cells = nw.from_native(add_cells(few, plan)).with_columns(text)
    return cells.group_by(plan.countries.column, CELL).agg(nw.len().alias(_ROWS)).to_native()
