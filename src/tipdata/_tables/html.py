"""Results as HTML: a plain table, and what a notebook shows. Every cell is escaped."""

import html
from collections.abc import Collection, Iterable, Mapping, Sequence

from tipdata._tables.palette import NOT_IN_REPORT, TIER_FILLS, Fill
from tipdata.typing import Cell

ROWS = 30
"""How many rows of a result a notebook shows."""

_LONGEST = 60
_PLAIN = frozenset[Cell]({None, False, ""})


def table(columns: Mapping[str, Sequence[Cell]], *, caption: str = "", row_heads: int = 0) -> str:
    """Return columns as an HTML table that a screen reader can follow.

    Column names are headings with a scope, and so are the first `row_heads`
    cells of each row. There is neither style nor script.

    >>> print(table({"tier": ["Tier 1"], "count": [28]}, caption="2021", row_heads=1))
    <table>
    <caption>2021</caption>
    <thead><tr><th scope="col">tier</th><th scope="col">count</th></tr></thead>
    <tbody>
    <tr><th scope="row">Tier 1</th><td>28</td></tr>
    </tbody>
    </table>
    """
    lines = ["<table>"]
    if caption:
        lines.append(f"<caption>{html.escape(caption)}</caption>")
    heads = [html.escape(name) for name in columns]
    rows = ([html.escape(_text(cell)) for cell in row] for row in _rows_of(columns))
    return "\n".join([*lines, *_body(heads, rows, row_heads), "</table>"])


def notebook(
    columns: Mapping[str, Sequence[Cell]],
    *,
    caption: str,
    row_heads: int = 0,
    limit: int = ROWS,
    short: bool = True,
) -> str:
    """Return columns as the table that a notebook shows, light or dark.

    It has at most `limit` rows and says how many more there are. Tiers are
    coloured labels; long strings are cut, and whole in their tooltips. A
    `short` table leaves out the code beside a name and the rank beside a tier,
    and says below it what all rows have in common.

    >>> shown = notebook({"name": ["A", "B"], "year": [2021, 2021]}, caption="Two")
    >>> shown.count("<tr>"), "In all rows: year 2021." in shown
    (4, True)
    """
    kept, common = _shortened(columns) if short else (columns, ())
    rows = list(_rows_of(kept))
    lines = ["<table>", f'<caption style="{_CAPTION}">{html.escape(caption)}</caption>']
    shown = ([_shown(cell) for cell in row] for row in rows[:limit])
    left = {i for i, cells in enumerate(kept.values()) if any(isinstance(c, str) for c in cells)}
    lines += _body([_shown(_heading(name)) for name in kept], shown, row_heads, left)
    said = [f"In all rows: {'; '.join(common)}."] if common else []
    if len(rows) > limit:
        said.append(f"And {len(rows) - limit:,} more.")
    if said:
        text = html.escape(" ".join(said))
        lines.append(
            f'<tfoot><tr><td colspan="{len(kept)}" style="text-align:left">{text}</td></tr></tfoot>'
        )
    return "\n".join([*lines, "</table>"])


def strip(cells: Iterable[tuple[str, Fill, str]], *, caption: str, alt: str) -> str:
    """Return small labelled boxes in a row, as a picture that a screen reader reads as `alt`.

    Each cell is the heading above its box, the fill, and a tooltip.

    >>> from tipdata._tables.palette import TIER_FILLS
    >>> cells = [("2021", TIER_FILLS["Tier 2"], "2021: Tier 2")]
    >>> shown = strip(cells, caption="Kenya", alt="Tier 2")
    >>> 'role="img" aria-label="Tier 2"' in shown
    True
    """
    boxes = "".join(
        f'<span style="{_BOX}" title="{html.escape(tip)}">'
        f"{html.escape(head)}<br>{badge(fill.label, fill)}</span>"
        for head, fill, tip in cells
    )
    return (
        f'<figure style="margin:0"><figcaption style="{_CAPTION}">{html.escape(caption)}'
        f'</figcaption><div role="img" aria-label="{html.escape(alt)}">{boxes}</div></figure>'
    )


def statement(head: str, text: str, source: str = "") -> str:
    """Return a finding in bold, the reason in plain text, and its source in small print.

    >>> statement("may stay", "One edition <so far>.", "22 U.S.C.")
    '<p><strong>may stay</strong>: One edition &lt;so far&gt;. <small>22 U.S.C.</small></p>'
    """
    small = f" <small>{html.escape(source)}</small>" if source else ""
    return f"<p><strong>{html.escape(head)}</strong>: {html.escape(text)}{small}</p>"


def badge(text: str, fill: Fill = NOT_IN_REPORT) -> str:
    """Return a string on its fill, which keeps its own background in any theme.

    >>> from tipdata._tables.palette import TIER_FILLS
    >>> badge("<3>", TIER_FILLS["Tier 3"]).endswith("&lt;3&gt;</span>")
    True
    """
    style = f"background:{fill.colour};color:{fill.text};{_BADGE}"
    return f'<span style="{style}">{html.escape(text) or "&nbsp;"}</span>'


_CAPTION = "text-align:left;font-weight:bold;white-space:normal"
_BADGE = "padding:0 .4em;border-radius:.25em;white-space:nowrap"
_BOX = "display:inline-grid;text-align:center;width:2.9em;margin:0 .1em .3em 0;font-size:85%"


def _body(
    heads: Iterable[str], rows: Iterable[Sequence[str]], row_heads: int, left: Collection[int] = ()
) -> list[str]:
    """Return the lines of a table's head and body, of cells that are HTML already.

    The columns in `left` are aligned left, since notebooks align all to the right.
    """
    head = "".join(f'<th scope="col"{_side(i, left)}>{name}</th>' for i, name in enumerate(heads))
    lines = [f"<thead><tr>{head}</tr></thead>", "<tbody>"]
    for cells in rows:
        row = [
            f'<th scope="row"{_side(i, left)}>{cell}</th>'
            if i < row_heads
            else f"<td{_side(i, left)}>{cell}</td>"
            for i, cell in enumerate(cells)
        ]
        lines.append(f"<tr>{''.join(row)}</tr>")
    return [*lines, "</tbody>"]


def _side(column: int, left: Collection[int]) -> str:
    return ' style="text-align:left"' if column in left else ""


def _shortened(
    columns: Mapping[str, Sequence[Cell]],
) -> tuple[Mapping[str, Sequence[Cell]], tuple[str, ...]]:
    """Split columns into those to show and, in words, those whose cells are all the same."""
    kept = dict(columns)
    for name, code in (("name", "country"), ("tier", "rank")):
        if name in kept:
            kept.pop(code, None)
    same = {
        name: cells[0]
        for name, cells in kept.items()
        if name != "name" and len(cells) > 1 and len(set(cells)) == 1
    }
    words = (f"{_heading(name)} {_text(cell)}" for name, cell in same.items() if cell not in _PLAIN)
    return {name: cells for name, cells in kept.items() if name not in same}, tuple(words)


def _rows_of(columns: Mapping[str, Sequence[Cell]]) -> Iterable[tuple[Cell, ...]]:
    return zip(*columns.values(), strict=True)


def _heading(name: str) -> str:
    return name.replace("_", " ")


def _shown(cell: Cell) -> str:
    if isinstance(cell, str) and cell in TIER_FILLS:
        return badge(cell, TIER_FILLS[cell])
    if isinstance(cell, bool):
        return "yes" if cell else ""
    text = _text(cell)
    if len(text) > _LONGEST:
        return f'<span title="{html.escape(text)}">{html.escape(text[: _LONGEST - 1])}…</span>'
    return html.escape(text)


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell:.3g}" if isinstance(cell, float) else str(cell)
