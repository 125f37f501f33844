"""What all plots share: axes of the right size, boxes, a title, a legend, a source line."""

# pyright: reportUnknownMemberType=false
# The stubs of matplotlib leave the type of many keywords open.

import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import attrs

from tipdata._arguments import check_kind
from tipdata._tables.palette import CELL_FILLS, Fill
from tipdata.errors import MissingExtraError, runs_of
from tipdata.records.assessments import Assessment

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

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
_LINE = 1.7
_GREY = "#595959"
_MANY = 30
_LEGIBLE = 4.5
_COLUMNS = 4


def open_axes(ax: "Axes | None", feature: str, *, rows: float, row: float) -> "Axes":
    """Return the axes given, or new ones with room for rows of `row` inches.

    A new figure is as wide as matplotlib's `figure.figsize` says, and at
    least 8 inches.

    Raises:
        MissingExtraError: matplotlib is not installed.
        InvalidValueError: `ax` is not an `Axes`.
    """
    try:
        from matplotlib import axes, pyplot, rcParams  # noqa: PLC0415
    except ImportError:
        raise MissingExtraError(feature, "plots") from None
    if ax is not None:
        check_kind("ax", ax, (axes.Axes,), "the Axes of a figure, or None")
        return ax
    width = max(float(rcParams["figure.figsize"][0]), NARROWEST)
    size = (width, rows * row + _AROUND)
    return pyplot.subplots(figsize=size, layout="constrained")[1]


def name_rows(ax: "Axes", names: Sequence[str], *, at: float = 0.5) -> None:
    """Name the rows from the top down; `at` is how far down a row its name stands, from 0 to 1."""
    ax.set_ylim(len(names), 0)
    # A dollar sign in a name does not start a formula.
    ax.set_yticks([place + at for place in range(len(names))], names, parse_math=False)
    ax.tick_params(axis="y", labelsize=NAMES, length=0)


def name_columns(ax: "Axes", places: Sequence[int], names: Iterable[object]) -> None:
    """Name the columns, at the top as well if the rows, which are named first, are many."""
    top = _has_many_rows(ax)
    ax.set_xlim(places[0] - 0.5, places[-1] + 0.5)
    ax.set_xticks(places, [f"{name}" for name in names])
    ax.tick_params(axis="x", labelsize=SMALL, length=0, top=top, labeltop=top)


def _has_many_rows(ax: "Axes") -> bool:
    bottom, top = ax.get_ylim()
    return abs(top - bottom) > _MANY


@attrs.frozen
class Label:
    """What to write into a box.

    Attributes:
        place: The middle of the box.
        texts: What to write, the longest first; the first that fits is taken.
        colour: The colour of the text.
        cells: How many cells the box is wide and high.
    """

    place: tuple[float, float]
    texts: tuple[str, ...]
    colour: str
    cells: tuple[float, float] = (1, 1)


class Boxes:
    """Boxes by what their cells are, a key of `CELL_FILLS`, with the labels to write into them."""

    def __init__(self) -> None:
        self.labels: list[Label] = []
        self._corners: dict[str, list[list[tuple[float, float]]]] = {}

    def add(self, kind: str, across: tuple[float, float], down: tuple[float, float]) -> None:
        """Add a box by its sides, in data coordinates."""
        (left, right), (top, bottom) = across, down
        corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
        self._corners.setdefault(kind, []).append(corners)

    def draw(self, ax: "Axes") -> "list[tuple[str, Fill | Artist]]":
        """Draw the boxes of a kind as one collection, and return the entries of the legend."""
        from matplotlib.collections import PolyCollection  # noqa: PLC0415

        present = [(kind, fill) for kind, fill in CELL_FILLS.items() if kind in self._corners]
        for kind, fill in present:
            boxes = PolyCollection(self._corners[kind], linewidths=0, label=kind)
            boxes.set(fc=fill.colour, ec=fill.lines or fill.colour, hatch=fill.hatch or None)
            ax.add_collection(boxes)
        return [*present]

    def write(self, ax: "Axes") -> None:
        """Lay the figure out and write the labels that fit.

        To be called last, since all that stands beside the axes takes room.
        """
        width, height = lay_out(ax)
        for label in self.labels:
            wide, high = label.cells
            size = min(SMALL, height * high * 0.8)
            room = width * wide - 1
            fitting = (text for text in label.texts if _width(text) * size <= room)
            text = next(fitting, label.texts[-1])
            size = min(size, room / (_width(text) or 1))
            if text and size >= _LEGIBLE:
                ax.text(*label.place, text, color=label.colour, fontsize=size, **_CENTRED)


def _width(text: str) -> float:
    """Return an upper bound for the width of a string, in units of its font size."""
    return len(text) * 0.64


def lay_out(ax: "Axes") -> tuple[float, float]:
    """Lay the figure out, thin names that are too close, and return the size of a cell in points.

    To be called when everything that takes room beside the axes is drawn.
    """
    ax.figure.canvas.figure.draw_without_rendering()
    points = 72.0 / ax.figure.dpi
    columns, rows = (abs(end - start) for start, end in (ax.get_xlim(), ax.get_ylim()))
    width, height = ax.bbox.width * points / columns, ax.bbox.height * points / rows
    _thin(ax, "x", SMALL * 3.1 / width)
    _thin(ax, "y", NAMES * 1.2 / height)
    return width, height


def _thin(ax: "Axes", which: Literal["x", "y"], needed: float) -> None:
    """Keep every nth tick, counting back from the last, if ticks need more room."""
    step = math.ceil(needed)
    axis = ax.xaxis if which == "x" else ax.yaxis
    if step > 1:
        places, labels = list(axis.get_ticklocs()), axis.get_ticklabels()
        kept = range(len(places) - 1, -1, -step)
        names = [labels[i].get_text() for i in kept]
        axis.set_ticks([places[i] for i in kept], names, parse_math=False)


def annotate(
    ax: "Axes",
    text: str,
    place: tuple[float, float],
    offset: tuple[float, float],
    coords: Any = "axes fraction",  # noqa: ANN401 - as matplotlib takes them
    **style: Any,  # noqa: ANN401
) -> None:
    """Write beside the axes, `offset` points from a place."""
    ax.annotate(text, place, xytext=offset, xycoords=coords, **_BESIDE, **style)


def finish(
    ax: "Axes",
    title: str,
    entries: "Iterable[tuple[str, Fill | Artist]]",
    assessments: Iterable[Assessment],
    *,
    above: float = 4.0,
    groups: str = "",
) -> None:
    """Put the title and the legend above the axes, and the source below.

    `above` is the height in points of what is drawn on the upper edge, `groups`
    the source of the groups.
    """
    if _has_many_rows(ax):
        above = max(above, 16.0)
    lines = _add_legend(ax, [(words, _handle(entry)) for words, entry in entries], above)
    pad = above + lines * SMALL * _LINE + 4
    ax.set_title(textwrap.fill(title, 60), loc="left", fontsize=10, pad=pad, parse_math=False)
    ax.set_frame_on(False)
    source = _source_of(assessments) + (f"\n{groups}" if groups else "")
    annotate(ax, source, (0, 0), (0, -18), va="top", color=_GREY)


def _add_legend(ax: "Axes", named: "list[tuple[str, Artist]]", above: float) -> int:
    """Put the legend `above` points over the axes, and return how many lines it has."""
    from matplotlib.transforms import ScaledTranslation  # noqa: PLC0415

    offset = ScaledTranslation(0, above / 72, ax.figure.dpi_scale_trans)
    # A legend fills its columns first; this makes it read in rows.
    by_column = [entry for column in range(_COLUMNS) for entry in named[column::_COLUMNS]]
    ax.legend(
        [handle for _, handle in by_column],
        [words for words, _ in by_column],
        loc="lower left",
        bbox_to_anchor=(0, 1),
        bbox_transform=ax.transAxes + offset,
        borderaxespad=0,
        borderpad=0.2,
        ncols=min(_COLUMNS, len(named)),
        fontsize=SMALL,
        frameon=False,
    )
    return math.ceil(len(named) / _COLUMNS)


def _handle(entry: "Fill | Artist") -> "Artist":
    from matplotlib.patches import Patch  # noqa: PLC0415

    if not isinstance(entry, Fill):
        return entry
    edge = entry.lines or "#b0b0b0"
    return Patch(facecolor=entry.colour, edgecolor=edge, hatch=entry.hatch or None, linewidth=0.5)


def _source_of(assessments: Iterable[Assessment]) -> str:
    """Name the source of placements, and the data version if some are packaged ones."""
    from importlib.metadata import version  # noqa: PLC0415

    from tipdata.loading.provenance import find_provenance  # noqa: PLC0415

    found = find_provenance(assessments)
    made = f"Made with tipdata {version('tipdata')}"
    if found.supplied and not found.packaged:
        return f"Source: user-supplied data\n{made}"
    report = f"U.S. Department of State, Trafficking in Persons Report {runs_of(found.packaged)}"
    if found.supplied:
        report += f"; user-supplied data for {runs_of(found.supplied)}"
    return f"Source: {report}\n{made}, data {found.version}"
