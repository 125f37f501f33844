"""Tables on a terminal, drawn by rich."""

import io
from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from tipdata.cli._blocks import Table
from tipdata.cli._colours import find_tiers, glue_tiers
from tipdata.cli._screen import printable

_GAP = 2
_READABLE = 20


def draw_table(table: Table, width: int, *, colours: bool) -> str | None:
    """Return a table as text that is at most so wide, or `None` if it has too little room.

    No word of a cell is ever broken, so that an address can be copied.
    """
    heads = [*map(printable, table.heads)]
    rows = [[*map(printable, row)] for row in table.rows]
    widths = _fit(heads, rows, width)
    if widths is None:
        return None
    grid = Grid(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for at, (head, columns) in enumerate(zip(heads, widths, strict=True)):
        cells = [row[at] for row in rows if at < len(row)]
        # Years are as long as each other, and stand to the left as their head does.
        counts = len({*map(len, cells)}) > 1 and all(c.replace(",", "").isdecimal() for c in cells)
        grid.add_column(_styled(head), width=columns, justify="right" if counts else "left")
    for row in rows:
        if len(row) == 1 and len(heads) > 1:
            grid.add_section()
        grid.add_row(*map(_styled, row), style="bold" if len(row) < len(heads) else None)
    file = io.StringIO()
    console = Console(
        file=file,
        width=width,
        force_terminal=colours,
        color_system="256" if colours else None,
        no_color=not colours,
        legacy_windows=False,
    )
    console.print(grid)
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines())


def _styled(cell: str) -> Text:
    text = Text(cell)
    for start, end, style in find_tiers(cell):
        text.stylize(style, start, end)
    return text


def _fit(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[int] | None:
    """Return the widths of columns, or `None` if a word or a sentence had too little room."""
    columns = [[head, *(row[at] for row in rows if at < len(row))] for at, head in enumerate(heads)]
    widest = [max(map(cell_len, column)) for column in columns]
    least = [
        max([min(whole, _READABLE), *(cell_len(word) for cell in column for word in _words(cell))])
        for column, whole in zip(columns, widest, strict=True)
    ]
    room = width - _GAP * (len(heads) - 1)
    if sum(least) > room:
        return None
    prose = max(range(len(widest)), key=widest.__getitem__)
    if widest[prose] > room:  # sentences need the room more than names do
        return [*least[:prose], room - sum(least) + least[prose], *least[prose + 1 :]]
    widths = widest
    while (over := sum(widths) - room) > 0:
        at = max(range(len(widths)), key=lambda at: (widths[at] > least[at], widths[at]))
        others = [w for i, w in enumerate(widths) if i != at and widths[i] > least[i]]
        step = max(1, min(over, widths[at] - max([least[at], *others])))
        widths[at] -= step
    return widths


def _words(cell: str) -> list[str]:
    return glue_tiers(cell).split()
