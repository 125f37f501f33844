"""Plots look as they did: they are compared with stored pictures.

matplotlib's own comparison takes the mean over a picture, which does not notice
one dot. This one looks for single spots. It allows for what differs between
versions of matplotlib: lines a few pixels away, and softer edges.
"""

from collections.abc import Callable, Iterator
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
import redraw
from matplotlib import pyplot
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from numpy.typing import NDArray
from redraw import NAMES, Pixels

from tipdata._tables.palette import TIER_FILLS
from tipdata.loading.geometry import read_geometry

mpl.use("Agg")

REACH = 4
STRONG, FAINT = 110, 40
SOLID = 4


@pytest.fixture(autouse=True)
def close_figures() -> Iterator[None]:
    """Leave no figure open."""
    yield
    pyplot.close("all")


def find_strange(one: Pixels, other: Pixels, level: int) -> NDArray[np.bool_]:
    """Return the pixels of a picture that no pixel near the same place of another is like."""
    strange: NDArray[np.bool_] = (np.abs(one - other) > level).any(axis=2)
    rows, columns = np.nonzero(strange)
    near = np.pad(other, ((REACH, REACH), (REACH, REACH), (0, 0)), mode="edge")
    unlike = np.ones(len(rows), dtype=bool)
    for down in range(2 * REACH + 1):
        for across in range(2 * REACH + 1):
            away = np.abs(one[rows, columns] - near[rows + down, columns + across])
            unlike &= (away > level).any(axis=1)
    found = np.zeros_like(strange)
    found[rows, columns] = unlike
    return found


def find_changes(picture: Pixels, stored: Pixels) -> list[tuple[int, int]]:
    """Return places at which pictures differ: single spots strongly, or solid areas faintly."""
    sizes = np.array([picture.shape, stored.shape])
    assert np.ptp(sizes, axis=0).max() <= 1, "the size differs"
    height, width, _ = sizes.min(axis=0)
    found = np.zeros((height, width), dtype=bool)
    for one, other in ((picture, stored), (stored, picture)):
        one, other = one[:height, :width], other[:height, :width]  # noqa: PLW2901
        found |= find_strange(one, other, STRONG)
        faint = find_strange(one, other, FAINT)
        solid = np.lib.stride_tricks.sliding_window_view(faint, (SOLID, SOLID)).all(axis=(2, 3))
        found[: solid.shape[0], : solid.shape[1]] |= solid
    rows, columns = np.nonzero(found)
    return list(zip(columns.tolist(), rows.tolist(), strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_a_plot_looks_as_it_did(name: str) -> None:
    """No spot differs from the stored picture; `python tests/plots/redraw.py` stores new ones."""
    assert not find_changes(redraw.pixels_of(redraw.draw(name)), redraw.read(name))[:5]


def collections_of(figure: Figure, kind: str) -> list[Any]:
    """Return the collections of a kind that are on the first axes."""
    return [c for c in figure.axes[0].collections if c.get_label() == kind]


def swap_a_tier(figure: Figure) -> None:
    """Draw Tier 1 as Tier 3."""
    for drawn in collections_of(figure, "Tier 1"):
        drawn.set_facecolor(TIER_FILLS["Tier 3"].colour)


def lose_a_dot(figure: Figure) -> None:
    """Take away the dot of the Maldives."""
    (dot,) = (dot for dot in read_geometry(2025).dots if dot.code == "MDV")
    drawn = collections_of(figure, "Tier 2 Watch List")[-1]
    places = np.asarray(drawn.get_offsets())
    kept = (places != (dot.x, dot.y)).any(axis=1)
    assert kept.sum() == len(places) - 1 > 3
    drawn.set_offsets(places[kept])


def move_a_label(figure: Figure) -> None:
    """Move the label of a country by ten pixels."""
    (text,) = (text for text in figure.axes[0].texts if text.get_text() == "COD")
    x, y = text.get_transform().transform(text.get_position())
    x, y = text.get_transform().inverted().transform((x, y + 10))
    text.set_position((float(x), float(y)))


def recolour_a_country(figure: Figure) -> None:
    """Draw one country in the fill of another tier."""
    drawn = collections_of(figure, "Tier 2 Watch List")[0]
    colours = np.tile(np.asarray(drawn.get_facecolor()), (len(drawn.get_paths()), 1))
    colours[-1] = to_rgba(TIER_FILLS["Tier 2"].colour)
    drawn.set_facecolor(colours)


def lose_a_box(figure: Figure) -> None:
    """Take away the last box of a kind."""
    drawn = collections_of(figure, "Tier 2 Watch List")[0]
    drawn.set_verts([path.vertices for path in drawn.get_paths()[:-1]])


def lose_the_source(figure: Figure) -> None:
    """Take away what stands below."""
    for text in list(figure.axes[0].texts):
        if text.get_text().startswith("Source"):
            text.remove()


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("map-2025", swap_a_tier),
        ("map-2025", lose_a_dot),
        ("map-labels", move_a_label),
        ("map-labels", recolour_a_country),
        ("heatmap", swap_a_tier),
        ("heatmap", lose_a_box),
        ("heatmap-dark", lose_a_box),
        ("heatmap", lose_the_source),
    ],
)
def test_a_change_is_seen(name: str, change: Callable[[Figure], None]) -> None:
    """The comparison finds one dot, one box, one country or one label that is not as it was."""
    figure = redraw.draw(name)
    change(figure)
    assert len(find_changes(redraw.pixels_of(figure), redraw.read(name))) > 2
