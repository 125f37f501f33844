"""Exported tables as CSV."""

from collections.abc import Sequence

from tipdata._wire.cells import guarded, row_text
from tipdata.export._layouts import Column


def as_csv(table: Sequence[Column]) -> bytes:
    """Return a table as CSV, whose cells no spreadsheet takes for formulas."""
    rows = zip(*(column.cells for column in table), strict=True)
    lines = [row_text(column.name for column in table)]
    lines += [row_text("" if cell is None else guarded(str(cell)) for cell in row) for row in rows]
    return "".join(lines).encode()
