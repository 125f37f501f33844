"""How a sheet of a workbook looks on paper, and how its words become signs."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import attrs

from tipdata._tables.palette import Fill
from tipdata._tables.sheet_text import letter_of

FONT: Mapping[str, Any] = {"name": "Calibri", "size": 11}
"""The font of all cells; without it programs choose one of their own."""

_HATCHES: Mapping[str, Literal["solid", "lightUp", "lightTrellis"]] = {
    "": "solid",
    "//": "lightUp",
    "xx": "lightTrellis",
}
_A4 = 9
_LINE = 15.0
_FIRST_OWN = 164  # number formats below are Excel's
_MARGIN = 0.4
_LONGEST = 240  # Excel refuses a workbook with more than 255, codes included


@attrs.frozen
class Printing:
    """How a sheet is set up that people also print: sideways, and as wide as the paper.

    Attributes:
        head: What stands above each page.
        foot: What stands below it.
        still: How many columns stay in sight, and are repeated on each page.
        pages: How many pages wide it is.
        printed: How many columns are printed, the first ones; by default all.
        is_filtered: Whether its header has the buttons of a filter.
        signs: The words that cells show as the labels of their fills.
    """

    head: str
    foot: str = ""
    still: int = 0
    pages: int = 1
    printed: int | None = None
    is_filtered: bool = True
    signs: Mapping[str, Fill] = attrs.field(factory=dict[str, Fill])


def looks_of(fill: Fill) -> dict[str, Any]:
    """Return the pattern and the font of a fill, as attributes of a cell of openpyxl."""
    from openpyxl.styles import Font, PatternFill  # noqa: PLC0415

    colour = fill.colour.lstrip("#")
    lines = fill.lines.lstrip("#") or colour
    return {
        "fill": PatternFill(_HATCHES[fill.hatch], fgColor=lines, bgColor=colour),
        "font": Font(**FONT, color=fill.text.lstrip("#")),
    }


def set_up(sheet: Any, printing: Printing) -> None:  # noqa: ANN401 - openpyxl's types have gaps
    """Set up a sheet of openpyxl to which nothing was written."""
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415

    sheet.freeze_panes = f"{letter_of(printing.still)}2"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page, margins = sheet.page_setup, sheet.page_margins
    page.orientation, page.paperSize = "landscape", _A4
    page.fitToWidth, page.fitToHeight = printing.pages, 0
    margins.left = margins.right = margins.header = margins.footer = _MARGIN
    margins.top = margins.bottom = 2 * _MARGIN
    sheet.print_title_rows = "1:1"
    if printing.still:
        sheet.print_title_cols = f"A:{letter_of(printing.still - 1)}"
    sheet.oddHeader.left.text = _shortened(printing.head)
    sheet.oddFooter.left.text = _shortened(printing.foot)
    sheet.oddFooter.right.text = "&P / &N"


def _shortened(text: str) -> str:
    """Return what stands above or below pages, where an ampersand is written twice."""
    cut = text[:_LONGEST]
    return cut[: _LONGEST - cut.count("&")].replace("&", "&&")


def height_of(cells: Iterable[tuple[str, float]]) -> float | None:
    """Return how high a row is, whose texts go on in the next line; no program works it out.

    The cells are texts, each with the width of its column.

    >>> height_of([("x" * 30, 16), ("x", 16)]), height_of([("x", 16)])
    (30.0, None)
    """
    every = (sum(1 + int(len(line) / width) for line in text.splitlines()) for text, width in cells)
    lines = max(every, default=1)
    return lines * _LINE if lines > 1 else None


def finish(sheet: Any, printing: Printing, columns: int, rows: int) -> None:  # noqa: ANN401
    """Add to a sheet what depends on its size: the filter, and the signs."""
    last = f"{letter_of(columns - 1)}{rows}"
    if printing.is_filtered:
        sheet.auto_filter.ref = f"A1:{last}"
    if printing.printed:
        sheet.print_area = f"A1:{letter_of(printing.printed - 1)}{rows}"
    if printing.signs and rows > 1 and columns > printing.still:
        place = f"{letter_of(printing.still)}2:{last}"
        for number, (words, fill) in enumerate(printing.signs.items()):
            sheet.conditional_formatting.add(place, _sign(words, fill, number))


def _sign(words: str, fill: Fill, number: int) -> Any:  # noqa: ANN401
    """Return the rule by which cells of these words show the label of a fill.

    It is a rule and not the format of the cells, for a cell that someone
    changes must not go on showing its old sign.
    """
    from openpyxl.formatting.rule import Rule  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.styles.differential import DifferentialStyle  # noqa: PLC0415
    from openpyxl.styles.numbers import NumberFormat  # noqa: PLC0415

    look = DifferentialStyle(
        font=Font(color=fill.text.lstrip("#")),
        fill=looks_of(fill)["fill"],
        numFmt=NumberFormat(numFmtId=_FIRST_OWN + number, formatCode=f';;;"{fill.label}"'),
    )
    return Rule(type="cellIs", operator="equal", formula=[f'"{words}"'], dxf=look)
