"""Where the labels of a map stand: inside a country, or beside it on the sea.

A label inside a country is where its box has the most room. A label beside one
touches it, and no other country, so that nobody takes it for that of a neighbour.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false
# The stubs of matplotlib leave the type of many keywords open.

import functools
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import attrs

from tipdata.loading.geometry import Dot, Ring, Shape

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.path import Path
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

Place = tuple[float, float]

_TRIED = 15
_ANCHORS = 40
_PAD, _REACH = 1.5, 3.0
_SIDES: tuple[Place, ...] = ((1, 0), (-1, 0), (0, 1), (0, -1))


@attrs.frozen
class Box:
    """A rectangle on the grid, by its sides."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, place: Place, wide: float, high: float) -> "Box":
        """Return the box of a size with its middle at a place."""
        x, y = place
        return cls(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)

    def grow(self, by: float) -> "Box":
        """Return a box that is larger on each side."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def meets(self, other: "Box") -> bool:
        """Tell whether two boxes overlap."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def holds(self, other: "Box") -> bool:
        """Tell whether a box is inside this one."""
        across = self.left <= other.left and other.right <= self.right
        return across and self.top <= other.top and other.bottom <= self.bottom


class Placer:
    """Finds room for labels on a map, and remembers what is taken.

    Args:
        shapes: The shapes on the map.
        dots: The dots on it, each with the code of its country.
        radius: That of the dots, in steps of the grid.
        frame: What the axes show.
        pixel: The size of a pixel in steps of the grid.
    """

    def __init__(
        self,
        shapes: Iterable[Shape],
        dots: Iterable[Dot],
        radius: float,
        frame: Box,
        pixel: float,
    ) -> None:
        self._frame, self._pixel = frame, pixel
        shown = ((shape, bounds_of(shape)) for shape in shapes)
        self._shapes = [pair for pair in shown if pair[1].meets(frame)]
        self._radius = radius
        self._dots = [self._box_of(dot) for dot in dots]
        self._taken: list[Box] = []

    def put_inside(self, shape: Shape, wide: float, high: float) -> Place | None:
        """Return where a label of a size in pixels stands inside the largest ring, if it does."""
        wide, high = wide * self._pixel, high * self._pixel
        for place in _find_room(shape, wide, high, _PAD * self._pixel):
            box = Box.around(place, wide, high)
            if self._frame.holds(box) and not any(map(box.meets, (*self._dots, *self._taken))):
                self._taken.append(box.grow(_PAD * self._pixel))
                return place
        return None

    def put_beside(self, what: Shape | Dot, wide: float, high: float) -> Place | None:
        """Return where a label of a size in pixels stands beside a shape or a dot, if it does."""
        wide, high = wide * self._pixel, high * self._pixel
        away = _PAD * self._pixel
        own = bounds_of(what) if isinstance(what, Shape) else self._box_of(what)
        reach = own.grow(_REACH * self._pixel + max(wide, high) + away)
        near = _Near(
            what,
            [shape for shape, bounds in self._shapes if bounds.meets(reach)],
            [dot for dot in self._dots if dot.meets(reach)],
            [box for box in self._taken if box.meets(reach)],
        )
        sides = _around_shape(what) if isinstance(what, Shape) else _around_box(own)
        for (x, y), (right, down) in sides:
            place = x + right * (wide / 2 + away), y + down * (high / 2 + away)
            box = Box.around(place, wide, high)
            if self._frame.holds(box) and near.leaves(box, _REACH * self._pixel):
                self._taken.append(box.grow(away))
                return place
        return None

    def _box_of(self, dot: Dot) -> Box:
        return Box.around((dot.x, dot.y), 2 * self._radius, 2 * self._radius)


@attrs.frozen
class _Near:
    """What is near a country that is to be labelled."""

    own: Shape | Dot
    shapes: list[Shape]
    dots: list[Box]
    taken: list[Box]

    def leaves(self, box: Box, reach: float) -> bool:
        """Tell whether a box touches nothing, and nothing but its own country is in reach."""
        grown = box.grow(reach)
        dots = [dot for dot in self.dots if dot.meets(grown)]
        if len(dots) > isinstance(self.own, Dot) or any(map(box.meets, (*dots, *self.taken))):
            return False
        return not any(_meets(one, box if one is self.own else grown) for one in self.shapes)


def _around_box(box: Box) -> "list[tuple[Place, Place]]":
    """Return the middles of the sides of a box, and on which side each is."""
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    at_sides = ((box.right, y), (box.left, y), (x, box.bottom), (x, box.top))
    return list(zip(at_sides, _SIDES, strict=True))


@functools.cache
def _around_shape(shape: Shape) -> "Sequence[tuple[Place, Place]]":
    """Return the corners at which a label can touch a shape, and on which side, best first."""
    ring, bounds = shape.rings[0], bounds_of(shape)
    corners = ring[:: len(ring) // _ANCHORS + 1]
    x, y = (bounds.left + bounds.right) / 2, (bounds.top + bounds.bottom) / 2
    found = [(corner, side) for side in _SIDES for corner in corners]
    return sorted(found, key=lambda one: abs(one[0][0] - x) + abs(one[0][1] - y))


@functools.cache
def outline_of(shape: Shape) -> "Path":
    """Return the path of a shape, with all of its rings."""
    from matplotlib.path import Path  # noqa: PLC0415

    return Path.make_compound_path(*map(_path_of, shape.rings))


def _path_of(ring: Ring) -> "Path":
    from matplotlib.path import Path  # noqa: PLC0415

    return Path(ring, closed=True)


@functools.cache
def bounds_of(shape: Shape) -> Box:
    """Return the box around all of a shape."""
    corners = [corner for ring in shape.rings for corner in ring]
    across, down = zip(*corners, strict=True)
    return Box(min(across), min(down), max(across), max(down))


@functools.cache
def area_of(shape: Shape) -> float:
    """Return the area of the largest ring of a shape."""
    ring = shape.rings[0]
    return sum(x * v - u * y for (x, y), (u, v) in pairwise(ring)) / 2


def _meets(shape: Shape, box: Box) -> bool:
    from matplotlib.transforms import Bbox  # noqa: PLC0415

    sides = Bbox.from_extents(box.left, box.top, box.right, box.bottom)
    return outline_of(shape).intersects_bbox(sides, filled=True)


def _find_room(shape: Shape, wide: float, high: float, pad: float) -> list[Place]:
    """Return where a box is inside the largest ring of a shape, the most room first.

    The room is the distance to the nearest line, in widths or heights of the box.
    """
    import numpy as np  # noqa: PLC0415

    wide, high = wide + 2 * pad, high + 2 * pad
    across, down = zip(*shape.rings[0], strict=True)
    if max(across) - min(across) < wide or max(down) - min(down) < high:
        return []
    x = np.linspace(min(across) + wide / 2, max(across) - wide / 2, _TRIED)
    y = np.linspace(min(down) + high / 2, max(down) - high / 2, _TRIED)
    tried = np.array([(one, other) for one in x for other in y])
    tried = tried[_path_of(shape.rings[0]).contains_points(tried)]
    for ring in shape.rings[1:]:
        if len(tried):
            tried = tried[~_path_of(ring).contains_points(tried)]
    line = _follow(shape, min(wide, high) / 6)
    aside, above = (np.abs(tried[:, None, axis] - line[:, axis]) for axis in (0, 1))
    room = np.maximum(aside / wide, above / high).min(axis=1, initial=np.inf)
    best = np.argsort(-room, kind="stable")
    return [(float(x), float(y)) for x, y in tried[best][room[best] > 1 / 2]]


def _follow(shape: Shape, step: float) -> "Points":
    """Return points on the lines of a shape that are at most a step apart."""
    import numpy as np  # noqa: PLC0415

    ends = np.concatenate([np.asarray([ring[:-1], ring[1:]], float) for ring in shape.rings], 1)
    start, way = ends[0], ends[1] - ends[0]
    pieces = np.ceil(np.hypot(way[:, 0], way[:, 1]) / step).astype(int)
    first = np.repeat(np.cumsum(pieces) - pieces, pieces)
    part = (np.arange(pieces.sum()) - first) / np.repeat(pieces, pieces)
    line: Points = np.repeat(start, pieces, axis=0) + part[:, None] * np.repeat(way, pieces, axis=0)
    return line
