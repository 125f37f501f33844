"""Draws the stored pictures of plots again: python tests/plots/redraw.py.

Look at each picture that changes before you commit it.
"""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from unittest import mock

import matplotlib as mpl
import numpy as np
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from numpy.typing import NDArray
from PIL import Image

import tipdata
from tipdata import plots
from tipdata.plots._map import World

Pixels = NDArray[np.int16]

FOLDER = Path(__file__).with_name("baseline")
TIP = tipdata.load()
ASIA = TIP.where(countries=("KAZ", "KGZ", "TJK", "TKM", "UZB"))
SETTINGS: dict[Any, Any] = {
    "figure.dpi": 72,
    "font.family": "DejaVu Sans",
    "path.snap": False,
}
_COLOURS = 128
_SOURCE = "Source: what the report says\nMade with a version"


def _draw_several() -> Axes:
    axes = pyplot.subplots(2, 2, figsize=(12, 8))[1]
    plots.heatmap(ASIA, ax=axes[0, 0])
    plots.map(TIP, 2010, ax=axes[0, 1], title="A map")
    plots.shares(ASIA, axes[1, 0], source=False)
    plots.changes(ASIA.changes(2021), axes[1, 1], legend=False)
    return axes[0, 0]  # type: ignore[no-any-return]


PICTURES: Mapping[str, Callable[[], Axes]] = {
    "heatmap": lambda: plots.heatmap(TIP, ["KAZ", "KGZ", "South Sudan", "Israel", "Haiti"]),
    "timeline": lambda: plots.timeline([TIP.series("Vanuatu"), TIP.series("Brazil")]),
    "shares": lambda: plots.shares(TIP),
    "shares-by-bureau": lambda: plots.shares(TIP, by="bureau"),
    "changes": lambda: plots.changes(TIP.where(bureau="SCA").changes(2021, since=2008)),
    "map-2005": lambda: plots.map(TIP, 2005),
    "map-2025": lambda: plots.map(TIP, 2025),
    "map-since": lambda: plots.map(TIP, 2011, since=2003),
    "map-bureau": lambda: plots.map(TIP.where(bureau="SCA"), 2025, labels="names"),
    "map-labels": lambda: plots.map(TIP.where(bureau="AF"), 2025, labels="codes"),
    "several": _draw_several,
}
DARK = ("heatmap", "map-2025")
NAMES = (*PICTURES, *(f"{name}-dark" for name in DARK))


def _measure(_world: World, _ax: Axes, words: str, size: float) -> tuple[float, float]:
    lines = words.split("\n")
    return max(map(len, lines)) * size * 0.75, len(lines) * size * 1.3


@contextlib.contextmanager
def alike() -> Iterator[None]:
    """Draw letters as outlines, which look alike with every version of FreeType."""
    with contextlib.ExitStack() as stack:
        for method in ("draw_text", "get_text_width_height_descent"):
            outlines = getattr(RendererBase, method)
            stack.enter_context(mock.patch.object(RendererAgg, method, outlines))
        # Where labels have room depends on their size.
        stack.enter_context(mock.patch.object(World, "_measure", _measure))
        stack.enter_context(mock.patch.object(plots, "source_of", return_value=_SOURCE))
        stack.enter_context(mpl.rc_context(SETTINGS))
        yield


def draw(name: str) -> Figure:
    """Return the figure of a picture."""
    plain = name.removesuffix("-dark")
    style = "default" if plain == name else "dark_background"
    with pyplot.style.context(style), alike():
        return PICTURES[plain]().figure.canvas.figure


def pixels_of(figure: Figure) -> Pixels:
    """Return the colours of a figure, row by row."""
    canvas: Any = FigureCanvasAgg(figure)
    with alike():
        canvas.draw()
    return np.asarray(canvas.buffer_rgba())[:, :, :3].astype(np.int16)


def read(name: str) -> Pixels:
    """Return the colours of a stored picture."""
    with Image.open(FOLDER / f"{name}.png") as picture:
        return np.asarray(picture.convert("RGB")).astype(np.int16)


def save(name: str) -> None:
    """Store a picture, with few colours to keep the file small."""
    picture = Image.fromarray(pixels_of(draw(name)).astype(np.uint8))
    few = picture.quantize(_COLOURS, dither=Image.Dither.NONE)
    few.save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for each in NAMES:
        save(each)
        pyplot.close("all")
