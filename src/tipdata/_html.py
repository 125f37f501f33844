"""A table as HTML, with every cell escaped."""

import html
from collections.abc import Mapping, Sequence

from tipdata._tables import Cell

__all__ = ["table"]


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
    heads = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in columns)
    lines += [f"<thead><tr>{heads}</tr></thead>", "<tbody>"]
    for cells in zip(*columns.values(), strict=True):
        shown = [html.escape(_text(cell)) for cell in cells]
        row = [f'<th scope="row">{text}</th>' for text in shown[:row_heads]]
        row += [f"<td>{text}</td>" for text in shown[row_heads:]]
        lines.append(f"<tr>{''.join(row)}</tr>")
    return "\n".join([*lines, "</tbody>", "</table>"])


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell:.3g}" if isinstance(cell, float) else str(cell)
