"""What the tests of plots read from a figure."""

from collections.abc import Iterable

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text


def texts(ax: Axes) -> list[Text]:
    """Return every text that is drawn on axes."""
    legend = ax.get_legend()
    ticks = [
        label
        for axis in (ax.xaxis, ax.yaxis)
        for tick in axis.get_major_ticks()
        for label in (tick.label1, tick.label2)
    ]
    named = [*(legend.get_texts() if legend else []), *ax.texts, *ticks, ax.yaxis.label, ax.title]
    named.append(ax._left_title)  # type: ignore[attr-defined]  # not in the stubs
    return [text for text in named if text.get_text() and text.get_visible()]


def find_overprints(figure: Figure, axes: Iterable[Axes]) -> list[tuple[str, str]]:
    """Return the texts that lie on each other, and those outside of the figure."""
    figure.draw_without_rendering()
    page, wrong = figure.bbox, list[tuple[str, str]]()
    found = [(t.get_window_extent(), t.get_text()) for ax in axes for t in texts(ax)]
    # Sorted by their left sides, each is compared only with those that begin before it ends.
    found.sort(key=lambda pair: pair[0].x0)
    for place, (box, text) in enumerate(found):
        if not (page.x0 <= box.x0 <= box.x1 <= page.x1 and page.y0 <= box.y0 <= box.y1 <= page.y1):
            wrong.append((text, "outside"))
        for other, its in found[place + 1 :]:
            if other.x0 >= box.x1:
                break
            if other.y0 < box.y1 and box.y0 < other.y1:
                wrong.append((text, its))
    return wrong
