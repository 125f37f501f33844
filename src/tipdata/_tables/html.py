"""Results as HTML: a plain table, and what a notebook shows. Every cell is escaped.

What a notebook shows brings all its style along, inline, because documentation,
editors and sites show notebooks without the style sheet of Jupyter. It takes the
colours of the page that it stands in, light or dark, but for the labels of tiers.
"""

import html
import re
from collections.abc import Collection, Iterable, Mapping, Sequence

import attrs

from tipdata._tables.palette import NOT_IN_REPORT, TIER_FILLS, Fill
from tipdata.errors import one_line
from tipdata.typing import Cell

ROWS = 30
"""How many rows of a result a notebook shows."""

_LONGEST = 300
_LINE = re.compile("[^\t\n\r]+")
_ESCAPE = 10  # characters, as of "\\U0001f600"
_CONTEXT = frozenset({"country", "year", "since", "coding", "gap", "provision"})
"""What a question is about. All other columns may be its answer, and stay when all cells agree."""

_LONG, _LEAST_ROWS, _SHARED = 40, 6, 3
"""From how many characters and rows on, and shared by how many, a string becomes a note."""


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
        lines.append(f"<caption>{_escaped(caption)}</caption>")
    heads = [_escaped(name) for name in columns]
    rows = ([_escaped(_text(cell)) for cell in row] for row in _rows_of(columns))
    return "\n".join([*lines, *_body(heads, rows, row_heads), "</table>"])


def notebook(
    columns: Mapping[str, Sequence[Cell]],
    *,
    caption: str,
    row_heads: int = 0,
    limit: int = ROWS,
    short: bool = True,
) -> str:
    """Return columns as the table that a notebook shows, light or dark, wide or narrow.

    It has at most `limit` rows and says how many more there are. Tiers are
    coloured labels, and a table wider than the page scrolls by itself. A `short`
    table leaves out the code beside a name, the rank beside a tier and empty
    columns, says above the table what the whole question is about, and below it
    what many rows repeat.

    >>> shown = notebook({"name": ["A", "B"], "year": [2021, 2021]}, caption="Two")
    >>> shown.count("<tr"), "In all rows: year 2021." in shown
    (3, True)
    """
    kept, common = _shortened(columns) if short else (columns, ())
    count = max(map(len, columns.values()), default=0)
    shown = [_Column.of(name, [*cells[:limit]], short=short) for name, cells in kept.items()]
    notes = _number_notes(shown)
    heads = [_shown(_heading(column.name)) for column in shown]
    rows = zip(*(column.cells(notes) for column in shown), strict=True)
    head = f'<figcaption style="{_CAPTION}">{_escaped(caption)}</figcaption>'
    said = [f"And {count - limit:,} more."] if count > limit else []
    said += [f"[{number}] {text}" for text, number in notes.items()]
    lines = [
        f'<figure style="margin:0">{head}',
        *_small([f"In all rows: {'; '.join(common)}."] if common else []),
        f'<div role="group" aria-label="{_escaped(caption)}" tabindex="0" style="{_WRAPPER}">',
        f'<table cellpadding="4" style="{_TABLE}">',
        *_body(heads, rows, row_heads, [column.side for column in shown], [c.room for c in shown]),
        "</table></div>",
        *_small(said),
    ]
    return "\n".join([*lines, "</figure>"])


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
        f'<span style="{_BOX}" title="{_escaped(tip)}">'
        f"{_escaped(head)}<br>{badge(fill.label, fill)}</span>"
        for head, fill, tip in cells
    )
    return (
        f'<figure style="margin:0"><figcaption style="{_CAPTION}">{_escaped(caption)}'
        f'</figcaption><div role="img" aria-label="{_escaped(alt)}">{boxes}</div></figure>'
    )


def statement(head: str, text: str, source: str = "") -> str:
    """Return a finding in bold, the reason in plain text, and its source in small print.

    >>> statement("may stay", "One edition <so far>.", "22 U.S.C.")
    '<p><strong>may stay</strong>: One edition &lt;so far&gt;. <small>22 U.S.C.</small></p>'
    """
    small = f" <small>{_escaped(source)}</small>" if source else ""
    return f"<p><strong>{_escaped(head)}</strong>: {_escaped(text)}{small}</p>"


def badge(text: str, fill: Fill = NOT_IN_REPORT) -> str:
    """Return a string on its fill, which keeps its own background in any theme.

    >>> from tipdata._tables.palette import TIER_FILLS
    >>> badge("<3>", TIER_FILLS["Tier 3"]).endswith("&lt;3&gt;</span>")
    True
    """
    style = f"background:{fill.colour};color:{fill.text};{_BADGE}"
    return f'<span style="{style}">{_escaped(text) or "&nbsp;"}</span>'


_CAPTION = "text-align:left;font-weight:bold"
_SMALL = "text-align:left;font-size:90%"
_WRAPPER = "overflow-x:auto;max-width:100%"
_TABLE = (
    "border-collapse:collapse;margin:.3em 0;text-align:right;"
    "font-variant-numeric:tabular-nums;color:inherit;background:none"
)
_RULE = "border-top:1px solid #8886"
_BADGE = "padding:0 .4em;border-radius:.25em;white-space:nowrap"
_BOX = "display:inline-grid;text-align:center;width:2.9em;margin:0 .1em .3em 0;font-size:85%"
_LEFT, _RIGHT = "text-align:left", "text-align:right"
_BREAKING = ";overflow-wrap:anywhere"  # or else an address makes a column as wide as itself


@attrs.frozen
class _Column:
    """A column that a notebook shows.

    Attributes:
        name: Its name.
        values: The cells that are shown.
        side: How its cells are aligned, as a style.
        room: The least width of the column, as a style.
        noted: The long strings that many cells repeat, which become notes.
        no: What stands for false, which an empty cell would confuse with unknown.
    """

    name: str
    values: Sequence[Cell]
    side: str
    room: str
    noted: Collection[Cell]
    no: str

    @classmethod
    def of(cls, name: str, values: Sequence[Cell], *, short: bool) -> "_Column":
        texts = [cell for cell in values if isinstance(cell, str)]
        longest = max(map(len, texts), default=0)
        different = set(filter(None, texts))
        repeats = longest > _LONG and _SHARED * len(different) <= len(values) >= _LEAST_ROWS
        noted = different if short and repeats else ()
        room = "" if noted or longest <= _WORD else f"min-width:{min(longest, _LONG) // 2}em"
        side = _LEFT if texts or any(isinstance(cell, bool) for cell in values) else _RIGHT
        if room and longest > _LONG:
            side += _BREAKING
        return cls(name, values, side, room, noted, "no" if None in values else "")

    def cells(self, notes: Mapping[str, int]) -> list[str]:
        """Return its cells as HTML."""
        return [f"[{notes[str(c)]}]" if c in self.noted else self._cell(c) for c in self.values]

    def _cell(self, cell: Cell) -> str:
        if isinstance(cell, bool):
            return "yes" if cell else self.no
        return _shown(cell)


_WORD = 8
"""The most characters of a cell that may be as narrow as its longest word."""


def _number_notes(columns: Iterable[_Column]) -> Mapping[str, int]:
    """Return the strings that become notes, numbered in the order in which they stand."""
    texts = (str(c) for column in columns for c in column.values if c in column.noted)
    return {text: number for number, text in enumerate(dict.fromkeys(texts), 1)}


def _small(texts: Iterable[str]) -> list[str]:
    return [f'<div style="{_SMALL}">{_escaped(text)}</div>' for text in texts]


def _body(
    heads: Iterable[str],
    rows: Iterable[Sequence[str]],
    row_heads: int,
    sides: Sequence[str] = (),
    rooms: Sequence[str] = (),
) -> list[str]:
    """Return the lines of a table's head and body, of cells that are HTML already.

    Columns may have a side and a least width, and then every row has a rule above
    it. A cell on the right says nothing of that, since both the table and the
    style sheet of Jupyter align to the right.
    """
    head = "".join(
        f'<th scope="col"{_style(*sides[i : i + 1], *rooms[i : i + 1])}>{name}</th>'
        for i, name in enumerate(heads)
    )
    high, low = ("vertical-align:bottom", "vertical-align:baseline") if sides else ("", "")
    lines = [f"<thead{_style(high)}><tr>{head}</tr></thead>", f"<tbody{_style(low)}>"]
    own = [_style(side) if side != _RIGHT else "" for side in sides]
    rule = _style(_RULE) if sides else ""
    for cells in rows:
        row = [
            f'<th scope="row"{_style(*sides[i : i + 1])}>{cell}</th>'
            if i < row_heads
            else f"<td{own[i] if own else ''}>{cell}</td>"
            for i, cell in enumerate(cells)
        ]
        lines.append(f"<tr{rule}>{''.join(row)}</tr>")
    return [*lines, "</tbody>"]


def _style(*rules: str) -> str:
    said = ";".join(filter(None, rules))
    return f' style="{said}"' if said else ""


def _shortened(
    columns: Mapping[str, Sequence[Cell]],
) -> tuple[Mapping[str, Sequence[Cell]], tuple[str, ...]]:
    """Split columns into those to show and, in words, what the whole question is about."""
    kept = dict(columns)
    for name, code in (("name", "country"), ("tier", "rank")):
        if name in kept:
            kept.pop(code, None)
    same = {name: cells[0] for name, cells in kept.items() if len(set(cells)) == 1}
    left = {name for name, cell in same.items() if _is_empty(cell) or name in _CONTEXT}
    words = tuple(
        f"{_heading(name)} {_text(cell)}"
        for name, cell in same.items()
        if name in left and not _is_empty(cell)
    )
    return {name: cells for name, cells in kept.items() if name not in left}, words


def _is_empty(cell: Cell) -> bool:
    """Return whether a cell says nothing; zero says something."""
    return cell is None or cell is False or cell == ""


def _rows_of(columns: Mapping[str, Sequence[Cell]]) -> Iterable[tuple[Cell, ...]]:
    return zip(*columns.values(), strict=True)


def _heading(name: str) -> str:
    return name.replace("_", " ")


def _shown(cell: Cell) -> str:
    if isinstance(cell, str) and cell in TIER_FILLS:
        return badge(cell, TIER_FILLS[cell])
    text = _text(cell)
    if len(text) > _LONGEST:
        return f'<span title="{_escaped(text)}">{_escaped(text[: _LONGEST - 1])}…</span>'
    return _escaped(text)


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell:.3g}" if isinstance(cell, float) else str(cell)


def _escaped(text: str) -> str:
    """Return text as HTML, with escapes of Python for all that is not printable but ends lines."""
    if not text.isprintable():
        text = _LINE.sub(lambda line: one_line(line[0], _ESCAPE * len(line[0])), text)
    return html.escape(text)
