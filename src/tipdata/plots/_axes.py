"""What all plots share: axes of the right size, boxes, names of rows and columns."""

# pyright: reportUnknownMemberType=false
# The stubs of matplotlib leave the type of many keywords open.

import math
import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from tipdata._arguments import check_kind
from tipdata._tables.palette import (
    ABSENT,
    CELL_FILLS,
    DARK_NOT_A_STATE,
    DARK_NOT_IN_REPORT,
    NO_STATE,
    WITHHELD,
    Fill,
)
from tipdata.errors import InvalidValueError, MissingExtraError

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.text import Annotation, Text

NARROWEST = 8.0
"""The width of the narrowest figure that is made, in inches."""

NAMES, SMALL = 8.0, 7.0
"""The sizes of names and of everything else, in points."""

_CENTRED: Mapping[str, Any] = {"ha": "center", "va": "center_baseline", "in_layout": False}
_BESIDE: Mapping[str, Any] = {
    "textcoords": "offset points",
    "fontsize": SMALL,
    "annotation_clip": False,
}
_AROUND = 1.3
_MANY = 30
_LEGIBLE = 4.5
_HALF = 127
_PAD = 6.0
_DARK_FILLS: Mapping[str, Fill] = {
    **CELL_FILLS,
    ABSENT: DARK_NOT_IN_REPORT,
    NO_STATE: DARK_NOT_A_STATE,
    WITHHELD: attrs.evolve(DARK_NOT_IN_REPORT, label="?", colour="#000000", hatch="", lines=""),
}


def open_axes(
    ax: "Axes | None", feature: str, *, rows: float = 0, row: float = 0, ratio: float = 0
) -> "Axes":
    """Return the axes given, or new ones with room for rows of `row` inches.

    A new figure is as wide as matplotlib's `figure.figsize` says, and at
    least 8 inches. `ratio` adds room as high as that part of the width.

    Raises:
        MissingExtraError: matplotlib is not installed.
        InvalidValueError: `ax` is not an `Axes` to draw on.
    """
    try:
        from matplotlib import pyplot, rcParams  # noqa: PLC0415
    except ImportError:
        raise MissingExtraError(feature, "plots") from None
    if ax is None:
        width = max(float(rcParams["figure.figsize"][0]), NARROWEST)
        size = (width, rows * row + width * ratio + _AROUND)
        ax = pyplot.subplots(figsize=size, layout="constrained")[1]
    ax.grid(visible=False)
    return ax


def check_axes(ax: object, feature: str) -> None:
    """Refuse what cannot be drawn on.

    Raises:
        MissingExtraError: matplotlib is not installed.
        InvalidValueError: `ax` is not `None`, and not an `Axes` of a figure with
            straight axes.
    """
    try:
        from matplotlib import axes  # noqa: PLC0415
    except ImportError:
        raise MissingExtraError(feature, "plots") from None
    if ax is None:
        return
    expected = "the Axes of a figure, or None"
    if not isinstance(ax, axes.Axes):
        several = hasattr(ax, "flat")
        hint = "pass one of them, such as axes[0, 1]" if several else ""
        raise InvalidValueError("ax", ax, expected, hint=hint)
    if ax.name != "rectilinear":
        raise InvalidValueError("ax", ax, "axes with straight sides", hint="drop projection=")
    check_kind("ax", ax if ax.get_figure() else None, (axes.Axes,), expected)


def ink_of(ax: "Axes") -> str:
    """Return the colour of text in the style in which axes were made."""
    from matplotlib.colors import to_hex  # noqa: PLC0415

    return to_hex(ax.title.get_color())


def paper_of(ax: "Axes") -> str:
    """Return the colour that stands out from `ink_of`: white, or black on a dark page."""
    return "#000000" if is_dark(ax) else "#ffffff"


def is_dark(ax: "Axes") -> bool:
    """Tell whether axes were made in the style of a dark page."""
    ink = ink_of(ax)
    red, green, blue = (int(ink[at : at + 2], 16) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > _HALF


def fills_on(ax: "Axes") -> Mapping[str, Fill]:
    """Return the fills by what a cell is; tiers look the same on dark pages."""
    return _DARK_FILLS if is_dark(ax) else CELL_FILLS


def name_rows(ax: "Axes", names: Sequence[str], *, at: float = 0.5) -> None:
    """Name the rows from the top down; `at` is how far down a row its name stands, from 0 to 1."""
    ax.set_ylim(len(names), 0)
    # A dollar sign in a name does not start a formula.
    ax.set_yticks([place + at for place in range(len(names))], names, parse_math=False)
    ax.tick_params(axis="y", labelsize=NAMES, length=0, labelcolor=ink_of(ax))


def name_columns(ax: "Axes", places: Sequence[int], names: Iterable[object]) -> None:
    """Name the columns, at the top as well if the rows, which are named first, are many."""
    top = has_many_rows(ax)
    ax.set_xlim(places[0] - 0.5, places[-1] + 0.5)
    ax.set_xticks(places, [f"{name}" for name in names])
    ink = ink_of(ax)
    ax.tick_params(
        axis="x", labelsize=SMALL, length=0, top=top, labeltop=top, labelcolor=ink, pad=_PAD
    )


def scale_shares(ax: "Axes") -> None:
    """Scale the rows of axes in percent, from 0 to 100."""
    ink = ink_of(ax)
    ax.set_ylim(0, 1)
    ax.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    ax.tick_params(axis="y", labelsize=SMALL, length=0, labelcolor=ink)
    ax.set_ylabel("share of the countries in the edition", fontsize=NAMES, color=ink)


def has_many_rows(ax: "Axes") -> bool:
    """Tell whether columns are named at the top as well."""
    bottom, top = ax.get_ylim()
    return abs(top - bottom) > _MANY and len(ax.get_yticks()) > 1


@attrs.frozen
class Label:
    """What to write into a box.

    Attributes:
        place: The middle of the box.
        texts: What to write, the longest first; the first that fits is taken.
        kind: What the box is, a key of `CELL_FILLS`; none where there is no box.
        cells: How many cells the box is wide and high.
        lift: How far above its place the text is, in points.
    """

    place: tuple[float, float]
    texts: tuple[str, ...]
    kind: str = ""
    cells: tuple[float, float] = (1, 1)
    lift: float = 0


class Boxes:
    """Boxes by what their cells are, a key of `CELL_FILLS`, with the labels to write into them."""

    def __init__(self) -> None:
        self.labels: list[Label] = []
        self._corners: dict[str, list[list[tuple[float, float]]]] = {}
        self._written: list[Text] = []

    @property
    def kinds(self) -> list[str]:
        """What the boxes are, in the order of the legend."""
        return [kind for kind in CELL_FILLS if kind in self._corners]

    def add(self, kind: str, across: tuple[float, float], down: tuple[float, float]) -> None:
        """Add a box by its sides, in data coordinates."""
        (left, right), (top, bottom) = across, down
        corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
        self._corners.setdefault(kind, []).append(corners)

    def draw(self, ax: "Axes") -> "list[tuple[str, Fill | Artist]]":
        """Draw the boxes of a kind as one collection, and return the entries of the legend."""
        from matplotlib.collections import PolyCollection  # noqa: PLC0415

        present = [(kind, fills_on(ax)[kind]) for kind in self.kinds]
        for kind, fill in present:
            boxes = PolyCollection(self._corners[kind], linewidths=0, label=kind)
            boxes.set(fc=fill.colour, ec=fill.lines or fill.colour, hatch=fill.hatch or None)
            ax.add_collection(boxes)
        return [*present]

    def write(self, ax: "Axes", width: float, height: float) -> None:
        """Write the labels that fit into cells of a size in points, and no others."""
        from matplotlib.transforms import ScaledTranslation  # noqa: PLC0415

        for written in self._written:
            written.remove()
        ink, fills = ink_of(ax), fills_on(ax)
        rounded = 36 / ax.figure.dpi  # letters are as wide as whole pixels
        self._written = []
        for label in self.labels:
            wide, high = label.cells
            size = min(SMALL, height * high * 0.8)
            rooms = [width * wide - 1 - len(text) * rounded for text in label.texts]
            pairs = [*zip(label.texts, rooms, strict=True)]
            fitting = (pair for pair in pairs if width_of(pair[0]) * size <= pair[1])
            text, room = next(fitting, pairs[-1])
            size = min(size, room / (width_of(text) or 1))
            if text and size >= _LEGIBLE:
                colour = fills[label.kind].text if label.kind else ink
                style: dict[str, Any] = {"color": colour, "fontsize": size, **_CENTRED}
                lift = ScaledTranslation(0, label.lift / 72, ax.figure.dpi_scale_trans)
                style["transform"] = ax.transData + lift
                self._written.append(ax.text(*label.place, text, **style))


def width_of(text: str) -> float:
    """Return an upper bound for the width of a string, in units of its font size."""
    return len(text) * 0.64


def wrap(text: str, size: float, width: float) -> str:
    """Wrap a line at a width in points, all lines about as long as each other."""
    most = max(int(width / (width_of("x") * size)), 1)
    text = re.sub(r"(?<=\d) (?=[a-z])", "\xa0", text)  # a number stays with its noun
    lines = shorter = _split(text, most)
    while most > 1 and len(shorter) == len(lines):
        lines, most = shorter, most - 1
        shorter = _split(text, most)
    return "\n".join(lines).replace("\xa0", " ")


def _split(text: str, most: int) -> list[str]:
    return textwrap.wrap(text, most, break_long_words=False, break_on_hyphens=False)


def thin(names: Sequence[str], needed: float) -> list[str]:
    """Keep every nth name, counting back from the last, if names need more room than a cell."""
    step = max(math.ceil(needed), 1)
    return [name if (len(names) - 1 - at) % step == 0 else "" for at, name in enumerate(names)]


def annotate(
    ax: "Axes",
    text: str,
    place: tuple[float, float],
    offset: tuple[float, float],
    coords: Any = "axes fraction",  # noqa: ANN401 - as matplotlib takes them
    **style: Any,  # noqa: ANN401
) -> "Annotation":
    """Write beside the axes, `offset` points from a place."""
    return ax.annotate(text, place, xytext=offset, xycoords=coords, **_BESIDE, **style)
