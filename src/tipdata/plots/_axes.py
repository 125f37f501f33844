"""What all plots share: axes of the right size, a title, a legend, a source line."""

# pyright: reportUnknownMemberType=false
# The stubs of matplotlib leave the type of many keywords open.

import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import attrs

from tipdata._tables.palette import Fill
from tipdata.errors import MissingExtraError, runs_of
from tipdata.records.assessments import Assessment
from tipdata.typing import ReportYear

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

__all__ = [
    "NAMES",
    "NARROWEST",
    "SMALL",
    "Box",
    "Label",
    "boxes",
    "draw_on",
    "finish",
    "name_rows",
    "name_years",
    "settle",
    "write",
]

Box = tuple[float, float, float, float]
"""Left, right, top and bottom of a box, in data coordinates."""

NARROWEST = 8.0
"""The width of the narrowest figure that is made, in inches."""

NAMES, SMALL = 8.0, 7.0
"""The sizes of names and of everything else, in points."""

_AROUND = 1.3
_LINE = 1.7
_GREY = "#595959"


def draw_on(ax: "Axes | None", feature: str, *, rows: float, row: float) -> "Axes":
    """Return the axes given, or new ones with room for rows of `row` inches.

    A new figure is as wide as matplotlib's `figure.figsize` says, and at
    least 8 inches.

    Raises:
        MissingExtraError: matplotlib is not installed.
    """
    try:
        from matplotlib import pyplot, rcParams  # noqa: PLC0415
    except ImportError:
        raise MissingExtraError(feature, "plots") from None
    if ax is not None:
        return ax
    width = max(float(rcParams["figure.figsize"][0]), NARROWEST)
    size = (width, rows * row + _AROUND)
    return pyplot.subplots(figsize=size, layout="constrained")[1]


def settle(ax: "Axes", *, columns: int, rows: int) -> tuple[float, float]:
    """Lay the figure out, thin names that are too close, and return the size of a cell in points.

    To be called when all is drawn that takes room beside the axes.
    """
    ax.figure.canvas.figure.draw_without_rendering()
    points = 72.0 / ax.figure.dpi
    width, height = ax.bbox.width * points / columns, ax.bbox.height * points / rows
    _thin(ax, "x", SMALL * 3.1 / width)
    _thin(ax, "y", NAMES * 1.2 / height)
    return width, height


def _thin(ax: "Axes", which: Literal["x", "y"], needed: float) -> None:
    """Keep every so many-eth of the ticks, counted from the last one, if they need more room."""
    step = math.ceil(needed)
    axis = ax.xaxis if which == "x" else ax.yaxis
    if step > 1:
        places, labels = list(axis.get_ticklocs()), axis.get_ticklabels()
        kept = range(len(places) - 1, -1, -step)
        axis.set_ticks(
            [places[i] for i in kept], [labels[i].get_text() for i in kept], parse_math=False
        )


def boxes(ax: "Axes", kinds: Mapping[str, tuple[Fill, Sequence[Box]]]) -> None:
    """Draw boxes, those of one kind as one collection that has the kind's words as its label."""
    from matplotlib.collections import PolyCollection  # noqa: PLC0415

    for words, (fill, drawn) in kinds.items():
        corners = [[(a, top), (b, top), (b, bottom), (a, bottom)] for a, b, top, bottom in drawn]
        ax.add_collection(
            PolyCollection(
                corners,
                facecolors=fill.colour,
                edgecolors=fill.lines or fill.colour,
                hatch=fill.hatch or None,
                linewidths=0,
                label=words,
            )
        )


def name_years(ax: "Axes", years: Sequence[ReportYear], *, top: bool = False) -> None:
    """Name the years, at the top as well if asked for."""
    ax.set_xlim(years[0] - 0.5, years[-1] + 0.5)
    ax.set_xticks(years, [f"{year}" for year in years])
    ax.tick_params(axis="x", labelsize=SMALL, length=0, top=top, labeltop=top)


def name_rows(ax: "Axes", names: Sequence[str], *, at: float = 0.5) -> None:
    """Name the rows from the top down; `at` is how far down a row its name stands, from 0 to 1."""
    ax.set_ylim(len(names), 0)
    # A dollar sign in a name is no mathematics.
    ax.set_yticks([place + at for place in range(len(names))], names, parse_math=False)
    ax.tick_params(axis="y", labelsize=NAMES, length=0)


@attrs.frozen
class Label:
    """What to write into a box.

    Attributes:
        place: The middle of the box.
        texts: What to write, the best first; the first that fits is written,
            or the last one smaller.
        colour: The colour of the text.
        cells: How many cells the box is wide and high.
    """

    place: tuple[float, float]
    texts: tuple[str, ...]
    colour: str
    cells: tuple[float, float] = (1, 1)


def write(ax: "Axes", labels: Iterable[Label], *, columns: int, rows: int) -> None:
    """Lay the figure out and write what fits into the boxes.

    To be called last, since all that stands beside the axes takes room.
    """
    width, height = settle(ax, columns=columns, rows=rows)
    for label in labels:
        wide, high = label.cells
        size = min(SMALL, height * high * 0.8)
        room = width * wide - 1
        text = next((text for text in label.texts if _width(text) * size <= room), label.texts[-1])
        size = min(size, room / (_width(text) or 1))
        if text and size >= _LEGIBLE:
            ax.text(
                *label.place,
                text,
                ha="center",
                va="center_baseline",
                color=label.colour,
                fontsize=size,
                in_layout=False,
            )


def _width(text: str) -> float:
    """Return how wide a text surely is at most, in parts of its size."""
    return len(text) * 0.64


_LEGIBLE = 4.5


def finish(
    ax: "Axes",
    title: str,
    entries: Iterable[tuple[str, "Fill | Artist"]],
    assessments: Iterable[Assessment],
    *,
    above: float = 4.0,
    below: float = 18.0,
) -> "Axes":
    """Put the title and the legend above the axes, and where it is all from below.

    `above` and `below` are the points that tick labels take.
    """
    from matplotlib.transforms import ScaledTranslation  # noqa: PLC0415

    named = [(words, _handle(entry)) for words, entry in entries]
    lines = math.ceil(len(named) / _COLUMNS)
    # A legend fills its columns first; this makes it read in rows.
    named = [entry for column in range(_COLUMNS) for entry in named[column::_COLUMNS]]
    offset = ScaledTranslation(0, above / 72, ax.figure.dpi_scale_trans)
    ax.legend(
        [handle for _, handle in named],
        [words for words, _ in named],
        loc="lower left",
        bbox_to_anchor=(0, 1),
        bbox_transform=ax.transAxes + offset,
        borderaxespad=0,
        borderpad=0.2,
        ncols=min(_COLUMNS, len(named)),
        fontsize=SMALL,
        frameon=False,
    )
    ax.set_title(
        textwrap.fill(title, 60),
        loc="left",
        fontsize=10,
        pad=above + lines * SMALL * _LINE + 4,
        parse_math=False,
    )
    ax.set_frame_on(False)
    ax.annotate(
        source_of(assessments),
        (0, 0),
        xycoords="axes fraction",
        xytext=(0, -below),
        textcoords="offset points",
        va="top",
        fontsize=SMALL,
        color=_GREY,
        annotation_clip=False,
    )
    return ax


_COLUMNS = 4


def _handle(entry: "Fill | Artist") -> "Artist":
    from matplotlib.patches import Patch  # noqa: PLC0415

    if not isinstance(entry, Fill):
        return entry
    edge = entry.lines or "#b0b0b0"
    return Patch(facecolor=entry.colour, edgecolor=edge, hatch=entry.hatch or None, linewidth=0.5)


def source_of(assessments: Iterable[Assessment]) -> str:
    """Say where placements are from, and which data version if all are the packaged ones."""
    from importlib.metadata import version  # noqa: PLC0415

    from tipdata.data import data_version  # noqa: PLC0415
    from tipdata.loading import load  # noqa: PLC0415

    drawn = tuple(assessments)
    packaged = {(a.country, a.year): a for a in load().assessments}
    made = f"Made with tipdata {version('tipdata')}"
    for a in drawn:
        known = packaged.get((a.country, a.year))
        if known is None or a not in (known, known.as_amended()):
            return f"Source: a table of the maker's own\n{made}"
    years = runs_of({a.year for a in drawn})
    report = f"U.S. Department of State, Trafficking in Persons Report {years}"
    return f"Source: {report}\n{made}, data {data_version()}"
