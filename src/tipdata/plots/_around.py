"""What stands around a plot: the title and the legend above it, the source below.

None of it is wider than the axes, and all of it stays in the room of the axes:
the cell of the figure's grid that they are in. The axes shrink to make room.
Whenever a plot is drawn, the others of its figure are fitted again, since their
axes may have become smaller.
"""

# pyright: reportUnknownMemberType=false
# The stubs of matplotlib leave the type of many keywords open.

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import attrs

from tipdata._arguments import check_flag, check_kind
from tipdata._tables.palette import Fill
from tipdata.errors import InvalidValueError
from tipdata.plots._axes import (
    NAMES,
    SMALL,
    Boxes,
    annotate,
    check_axes,
    has_many_rows,
    ink_of,
    thin,
    width_of,
    wrap,
)
from tipdata.plots._room import Place, keep_in, place_of, size_of, size_within

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Annotation

_TITLE = 10.0
_LINE = 1.7
_COLUMNS = 4
_HANDLE, _GAP = 4.8, 2.0
_WIDEST_TITLE = 60 * 0.64 * _TITLE
_LEAST = (60.0, 24.0)
_EDGE = 9.0
_ROUNDS, _CLOSE = 6, 0.5
_NOTE = "_tipdata_drawn"


@attrs.frozen
class Wanted:
    """What a caller wants around a plot: a title of its own, a legend, the source."""

    title: str | None = None
    legend: bool = True
    source: bool = True


def read_wanted(feature: str, ax: object, title: str | None, legend: bool, source: bool) -> Wanted:
    """Return what is wanted around a plot.

    Raises:
        MissingExtraError: matplotlib is not installed.
        InvalidValueError: `ax` cannot be drawn on, `title` is not a string, or
            `legend` or `source` not a boolean.
    """
    check_axes(ax, feature)
    check_kind("title", title, (str, type(None)), "a string, or None for the default title")
    if title and not all(letter.isprintable() or letter.isspace() for letter in title):
        raise InvalidValueError("title", title, "a string without control characters")
    check_flag("legend", legend)
    check_flag("source", source)
    return Wanted(title, legend, source)


@attrs.frozen
class Around:
    """The words around a plot.

    Attributes:
        title: The title, in one line.
        words: What the legend names.
        source: The lines of the source.
        description: What the plot shows, without the title and the source.
        wanted: Which of these are drawn.
        above: The height in points of what is drawn on the upper edge.
    """

    title: str
    words: Sequence[str]
    source: str
    description: str = ""
    wanted: Wanted = Wanted()
    above: float = 4.0

    def fit(self, width: float, beside: float = 0) -> tuple[str, int, str]:
        """Return the title, the columns of the legend and the source for a width in points.

        `beside` is the width of what stands beside the axes, below which the source may be.
        """
        columns = min(_COLUMNS, len(self.words))
        while columns > 1 and _width_of_legend(self.words, columns) > width:
            columns -= 1
        below = width + beside
        source = "\n".join(wrap(line, SMALL, below) for line in self.source.split("\n"))
        title = self.title if self.wanted.title is None else self.wanted.title
        title = wrap(title, _TITLE, min(width, _WIDEST_TITLE))
        legend = columns if self.wanted.legend else 0
        return title, legend, source if self.wanted.source else ""

    def check_room(
        self,
        ax: "Axes | None",
        rows: Iterable[str],
        columns: Sequence[object],
        beside: Iterable[str] = (),
    ) -> None:
        """Refuse axes that are too small for what is wanted around them.

        `rows` and `columns` are the names of these, `beside` words at the right.

        Raises:
            InvalidValueError: They are.
        """
        if ax is None:
            return
        earlier = getattr(ax, _NOTE, None)
        place = earlier.place if isinstance(earlier, Drawn) else place_of(ax)
        left = max(map(width_of, rows), default=0) * NAMES + _EDGE
        right = max(map(width_of, beside), default=0) * SMALL + _EDGE
        width, _ = size_within(place, ax, left, right, 0, 0)
        title, ranks, source = self.fit(max(width, 1))
        lines = math.ceil(len(self.words) / ranks) if ranks else 0
        names = [wrap(f"{name}", SMALL, width / len(columns) - 3) for name in columns]
        above = max(self.above, 18) + lines * SMALL * _LINE + _EDGE
        above += ((title.count("\n") + 1) * _TITLE * 1.2 + 4) * bool(title)
        below = (max(name.count("\n") for name in names) + 2) * SMALL * 1.3 + _EDGE
        below += (source.count("\n") + 2) * SMALL * 1.3 * bool(source)
        _, height = size_within(place, ax, left, right, below, above)
        if width >= _LEAST[0] and height >= _LEAST[1]:
            return
        wide, high = size_of(place.room, ax)
        least = (wide + _LEAST[0] - width) / 72 + 0.05, (high + _LEAST[1] - height) / 72 + 0.05
        room = f"{max(least[0], wide / 72):.1f} by {max(least[1], high / 72):.1f} inches"
        spare = [f"{name}=False" for name, on in (("legend", lines), ("source", source)) if on]
        hint = "make the figure larger" + (f", or pass {' and '.join(spare)}" if spare else "")
        expected = f"axes with room for {room}"
        given = f"axes with room for {wide / 72:.1f} by {high / 72:.1f} inches"
        raise InvalidValueError("ax", given, expected, hint=hint)


def _width_of_legend(words: Sequence[str], columns: int) -> float:
    longest = (max(map(width_of, words[at::columns])) for at in range(columns))
    return (sum(width + _HANDLE for width in longest) - _GAP) * SMALL


@attrs.define(eq=False)
class Drawn:
    """A plot on its axes, and what has been written around it."""

    around: Around
    entries: "list[tuple[str, Artist]]"
    boxes: Boxes
    place: Place
    ticks: list[str]
    rows: list[tuple[float, str]]
    many: bool
    label: str
    mark: "Artist"
    beside: Sequence[tuple[float, str]] = ()
    shown: str = ""
    below: "Annotation | None" = None
    verdicts: "Sequence[Annotation]" = ()

    def put_around(self, ax: "Axes", width: float) -> None:
        """Write the title, the legend and the source, no wider than the axes."""
        beside = max((len(words) * SMALL / 2 + 9 for _, words in self.beside), default=0)
        title, columns, source = self.around.fit(width, beside)
        lines = max(name.count("\n") for name in self._name_columns(ax))
        above = self.around.above
        if self.many:
            above = max(above, 18 + lines * SMALL * 1.3)
        if columns:
            _add_legend(ax, self.entries, above, columns)
            above += math.ceil(len(self.entries) / columns) * SMALL * _LINE
        if ax.get_title("left") == self.shown:  # not one that the caller has set since
            self.shown = title
            ax.set_title(title, loc="left", fontsize=_TITLE, pad=above + 4, parse_math=False)
        if self.below is not None:
            self.below.set_text(source)
            self.below.set_position((0, -20 - lines * SMALL * 1.3))
        elif source:
            place = (0, -20 - lines * SMALL * 1.3)
            self.below = annotate(ax, source, (0, 0), place, va="top", color=ink_of(ax))

    def _name_columns(self, ax: "Axes") -> list[str]:
        width, _ = _cell_size(ax)
        return [wrap(name, SMALL, width - 3) for name in self.ticks]

    def put_beside(self, ax: "Axes", width: float, height: float) -> None:
        """Write what stands beside cells of a size in points: thinned names, and verdicts."""
        names = self._name_columns(ax)
        longest = max(width_of(line) for name in names for line in name.split("\n"))
        ax.set_xticks(ax.get_xticks(), thin(names, SMALL * (longest + 0.5) / width))
        places = [place for place, _ in self.rows]
        apart = abs(places[-1] - places[0]) / max(len(places) - 1, 1) or 1.0
        names = thin([name for _, name in self.rows], NAMES * 1.2 / (apart * height))
        # Ticks cost time even without a name.
        kept = [(place, name) for place, name in zip(places, names, strict=True) if name]
        ax.set_yticks([at for at, _ in kept], [name for _, name in kept], parse_math=False)
        if self.label:
            room = _inside(ax)[1]
            ax.set_ylabel(self.label if width_of(self.label) * NAMES <= room else "")
        for verdict in self.verdicts:
            verdict.remove()
        written: list[Annotation] = []
        below = -SMALL / 2 / height  # the heading is above the first row
        for row, words in self.beside:
            if (row - below) * height >= SMALL * 1.2:
                place, across = (1, row), ax.get_yaxis_transform()
                ink = ink_of(ax)
                written += [annotate(ax, words, place, (9, 0), across, va="center", color=ink)]
                below = row
        self.verdicts = written

    def describe(self, ax: "Axes") -> str:
        """Return the title on the axes, what stands out and the source, in one line."""
        title = " ".join(ax.get_title("left").split()) or self.around.title
        source = ". ".join(self.around.source.split("\n"))
        return f"{title}. {self.around.description} {source}."


def finish(
    ax: "Axes",
    around: Around,
    entries: "Iterable[tuple[str, Fill | Artist]]",
    boxes: Boxes | None = None,
    beside: Iterable[tuple[float, str]] = (),
) -> "Axes":
    """Put around a plot what is wanted, fit all plots of the figure, and return the axes.

    `beside` are words at the right of rows. To be called last.
    """
    ax.set_frame_on(False)
    earlier = getattr(ax, _NOTE, None)
    drawn = Drawn(
        around=around,
        entries=[(words, _handle(entry)) for words, entry in entries],
        boxes=boxes or Boxes(),
        place=earlier.place if isinstance(earlier, Drawn) else place_of(ax),
        # Labels at the top come after those below.
        ticks=[label.get_text() for label in ax.get_xticklabels()][: len(ax.get_xticks())],
        rows=[
            (float(at), label.get_text())
            for at, label in zip(ax.get_yticks(), ax.get_yticklabels(), strict=True)
        ],
        many=has_many_rows(ax),
        label=ax.get_ylabel(),
        mark=ax.collections[-1],
        beside=list(beside),
        shown=ax.get_title("left"),
    )
    setattr(ax, _NOTE, drawn)
    drawn.put_beside(ax, *_cell_size(ax))  # before all names are measured
    _fit(ax.figure.canvas.figure)
    return ax


def drawn_on(ax: "Axes") -> Drawn | None:
    """Return what was drawn on axes by a function of `tipdata.plots`, if it is still there."""
    found = getattr(ax, _NOTE, None)
    return found if isinstance(found, Drawn) and found.mark in ax.collections else None


def _fit(figure: "Figure") -> None:
    ours = [(ax, drawn) for ax in figure.axes if (drawn := drawn_on(ax))]
    before: list[tuple[float, float]] = []
    for _ in range(_ROUNDS):  # what is written around axes changes their size, and so what fits
        _settle(figure, ours)
        sizes = [_inside(ax) for ax, _ in ours]
        if before and _are_close(sizes, before):
            break
        before = sizes
        for ax, drawn in ours:
            drawn.put_around(ax, _inside(ax)[0])
            drawn.put_beside(ax, *_cell_size(ax))
    else:
        _settle(figure, ours)
        for ax, drawn in ours:
            drawn.put_beside(ax, *_cell_size(ax))
    for ax, drawn in ours:
        drawn.boxes.write(ax, *_cell_size(ax))


def _are_close(sizes: Iterable[tuple[float, float]], others: Iterable[tuple[float, float]]) -> bool:
    pairs = zip(sizes, others, strict=True)
    return all(abs(a - b) < _CLOSE for one, other in pairs for a, b in zip(one, other, strict=True))


def _settle(figure: "Figure", ours: "list[tuple[Axes, Drawn]]") -> None:
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.execute(figure)
        return
    for ax, drawn in ours:
        keep_in(drawn.place if ax.get_subplotspec() is None else place_of(ax), ax)


def _inside(ax: "Axes") -> tuple[float, float]:
    points = 72.0 / ax.figure.dpi
    return ax.bbox.width * points, ax.bbox.height * points


def _cell_size(ax: "Axes") -> tuple[float, float]:
    columns, rows = (abs(end - start) for start, end in (ax.get_xlim(), ax.get_ylim()))
    width, height = _inside(ax)
    return width / columns, height / rows


def _add_legend(ax: "Axes", named: "list[tuple[str, Artist]]", above: float, columns: int) -> None:
    """Put the legend `above` points over the axes."""
    from matplotlib.transforms import ScaledTranslation  # noqa: PLC0415

    offset = ScaledTranslation(0, above / 72, ax.figure.dpi_scale_trans)
    # A legend fills its columns first; this makes it read in rows.
    by_column = [entry for column in range(columns) for entry in named[column::columns]]
    ax.legend(
        [handle for _, handle in by_column],
        [words for words, _ in by_column],
        loc="lower left",
        bbox_to_anchor=(0, 1),
        bbox_transform=ax.transAxes + offset,
        borderaxespad=0,
        borderpad=0.2,
        ncols=columns,
        fontsize=SMALL,
        frameon=False,
        labelcolor=ink_of(ax),
    )


def _handle(entry: "Fill | Artist") -> "Artist":
    from matplotlib.patches import Patch  # noqa: PLC0415

    if not isinstance(entry, Fill):
        return entry
    edge = entry.lines or "#b0b0b0"
    return Patch(facecolor=entry.colour, edgecolor=edge, hatch=entry.hatch or None, linewidth=0.5)
