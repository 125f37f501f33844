"""The room that axes have in their figure."""

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.gridspec import SubplotSpec

_PAD = 8.0
Cell = tuple[float, float, float, float]
"""The left, lower, right and upper side of a room, as fractions of its figure."""


@attrs.frozen
class Place:
    """Where axes stand, and the room that they have."""

    axes: Cell
    room: Cell


def place_of(ax: "Axes") -> Place:
    """Return the place of axes; their room reaches to the middle of gaps, or to the edge.

    Axes that stand in no grid have their own rectangle as room, or the figure if
    they are alone in it.
    """
    spec = ax.get_subplotspec()
    if spec is not None:
        room = _cell_in_grid(ax, spec)
        if ax.figure.canvas.figure.get_layout_engine() is not None:
            return Place(room, room)
        home = spec.get_position(ax.get_figure())  # type: ignore[arg-type]
        return Place(home.extents, room)
    own: Cell = ax.get_position().extents
    return Place(own, (0, 0, 1, 1) if len(ax.figure.axes) == 1 else own)


def _cell_in_grid(ax: "Axes", spec: "SubplotSpec") -> Cell:
    from matplotlib.gridspec import GridSpec  # noqa: PLC0415

    outer = spec.get_topmost_subplotspec()
    left, low, right, high = (0, 0, 1, 1) if outer is spec else _cell_in_grid(ax, outer)
    grid = spec.get_gridspec()
    if ax.figure.canvas.figure.get_layout_engine() is not None:  # which moves the gaps
        grid = GridSpec(*grid.get_geometry(), left=0, right=1, bottom=0, top=1, wspace=0, hspace=0)
    bottoms, tops, lefts, rights = grid.get_grid_positions(ax.get_figure())  # type: ignore[arg-type]
    rows, columns = spec.rowspan, spec.colspan
    if columns.start:
        left = (rights[columns.start - 1] + lefts[columns.start]) / 2
    if columns.stop < len(lefts):
        right = (rights[columns.stop - 1] + lefts[columns.stop]) / 2
    if rows.start:
        high = (bottoms[rows.start - 1] + tops[rows.start]) / 2
    if rows.stop < len(tops):
        low = (bottoms[rows.stop - 1] + tops[rows.stop]) / 2
    return left, low, right, high


def size_of(cell: Cell, ax: "Axes") -> tuple[float, float]:
    """Return the width and height of a room in points."""
    box, points = ax.figure.bbox, 72.0 / ax.figure.dpi
    left, low, right, high = cell
    return (right - left) * box.width * points, (high - low) * box.height * points


def size_within(
    place: Place, ax: "Axes", left: float, right: float, below: float, above: float
) -> tuple[float, float]:
    """Return the size in points that axes have with so many points around them."""
    width, height = size_of((0, 0, 1, 1), ax)
    home, room = place.axes, place.room
    return (
        min(home[2] * width, room[2] * width - right)
        - max(home[0] * width, room[0] * width + left),
        min(home[3] * height, room[3] * height - above)
        - max(home[1] * height, room[1] * height + below),
    )


def keep_in(place: Place, ax: "Axes") -> None:
    """Put axes in their place, and shrink them until all around them is in their room."""
    from matplotlib.transforms import Bbox  # noqa: PLC0415

    ax.set_position(Bbox.from_extents(*place.axes))
    ax.set_in_layout(True)  # `set_position` hides axes from a tight bounding box
    around = ax.get_tightbbox()
    if around is None:
        return
    pad = _PAD / 72 * ax.figure.dpi
    room = Bbox.from_extents(*place.room).transformed(ax.figure.transSubfigure)
    box = ax.bbox
    sides = (
        box.x0 + max(room.x0 + pad - around.x0, 0),
        box.y0 + max(room.y0 + pad - around.y0, 0),
        box.x1 - max(around.x1 - room.x1 + pad, 0),
        box.y1 - max(around.y1 - room.y1 + pad, 0),
    )
    kept = Bbox.from_extents(*sides).transformed(ax.figure.transSubfigure.inverted())
    ax.set_position(kept)
    ax.set_in_layout(True)
