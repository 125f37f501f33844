"""The shapes of a world map: which are drawn in an edition, as SVG paths and as rings.

The map has an equal-area projection (Equal Earth, centred on 11 degrees east)
on a grid of integers, whose x runs to the right and y downwards. It was made
from Natural Earth 4.1.0, which is in the public domain. Borders are those of
2018, except that states that no longer exist are drawn in their editions.
"""

import functools
import re
from collections.abc import Iterator

import attrs

from tipdata._arguments import check_kind, read_report_year
from tipdata.data import rows
from tipdata.errors import InvalidValueError
from tipdata.typing import ReportYear

__all__ = ["HEIGHT", "SMALLEST", "WIDTH", "Dot", "Geometry", "Ring", "Shape", "read_geometry"]

WIDTH, HEIGHT = 4000, 1848
"""The size of the grid, for the `viewBox` of an SVG image."""

SMALLEST = 25
"""The area in square pixels below which a country needs a dot to be seen."""

Ring = tuple[tuple[int, int], ...]
"""The corners of a closed line on the grid; the last is the first again."""

_NUMBER = re.compile(r"-?\d+")
_SCALE = "a positive number of pixels"


@attrs.frozen
class Shape:
    """The outline of a country or a territory.

    Attributes:
        code: Its alpha-3 code.
        path: The outline as the `d` of an SVG path, to be filled by the rule
            `nonzero`. The largest ring comes first.
    """

    code: str
    path: str = attrs.field(repr=False)

    @property
    def rings(self) -> tuple[Ring, ...]:
        """The rings of the path, outer ones clockwise on the screen and holes the other way.

        >>> shape = next(shape for shape in read_geometry(2025).shapes if shape.code == "LSO")
        >>> shape.rings[0][:2]
        ((2134, 1469), (2137, 1474))
        """
        return _decode(self.path)


@attrs.frozen
class Dot:
    """Where to mark a country that is too small for its shape, or has none.

    Attributes:
        code: The alpha-3 code of the country.
        x: The distance of the dot from the left edge.
        y: Its distance from the upper edge.
        area: The area of the country's largest piece of land.
    """

    code: str
    x: int
    y: int
    area: int


@attrs.frozen(repr=False)
class Geometry:
    """What a map draws in an edition.

    A country has a shape, or one dot, or both; the Netherlands Antilles have
    three dots.

    Attributes:
        year: The report year.
        shapes: The shapes, sorted by code.
        dots: The dots, those of larger countries first.
    """

    year: ReportYear
    shapes: tuple[Shape, ...]
    dots: tuple[Dot, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all that is drawn, each once, sorted."""
        shapes = {shape.code for shape in self.shapes}
        return tuple(sorted(shapes.union(dot.code for dot in self.dots)))

    def dots_at(self, scale: float) -> tuple[Dot, ...]:
        """Return the dots to draw at `scale` pixels for each step of the grid.

        Raises:
            InvalidValueError: `scale` is not a positive number.

        >>> len(read_geometry(2025).dots_at(2000 / WIDTH)), len(read_geometry(2025).dots_at(2))
        (28, 19)
        """
        check_kind("scale", scale, (int, float), _SCALE)
        if not scale > 0 or isinstance(scale, bool):
            raise InvalidValueError("scale", scale, _SCALE)
        shaped = {shape.code for shape in self.shapes}
        return tuple(
            dot
            for dot in self.dots
            if dot.code not in shaped or dot.area * scale * scale < SMALLEST
        )

    def __repr__(self) -> str:
        return f"<Geometry {self.year}: {len(self.shapes)} shapes, {len(self.dots)} dots>"


def read_geometry(year: ReportYear) -> Geometry:
    """Return what a map draws in an edition, with the states of its time.

    Raises:
        InvalidValueError: It is not a report year.

    >>> [code for code in read_geometry(2005).codes if code not in read_geometry(2025).codes]
    ['SCG']
    """
    return _read(read_report_year("year", year))


@functools.cache
def _read(year: ReportYear) -> Geometry:
    shapes = {code: Shape(code, path) for code, path in rows("map/shapes.tsv")}
    dots = [Dot(code, int(x), int(y), int(area)) for code, x, y, area in rows("map/dots.tsv")]
    places = {dot.code for dot in dots}
    own = {dot.code: dot.code for dot in dots if dot.code != _ANTILLES_ONLY}
    for code, first, last, parts, path in rows("map/composites.tsv"):
        if not int(first) <= year <= int(last):
            continue
        for part in parts.split():
            shapes.pop(part, None)
            own.pop(part, None)
            if not path and part in places:
                own[part] = code
        if path:
            shapes[code] = Shape(code, path)
    marks = (attrs.evolve(dot, code=own[dot.code]) for dot in dots if dot.code in own)
    return Geometry(
        year,
        tuple(shapes[code] for code in sorted(shapes)),
        tuple(sorted(marks, key=lambda dot: (-dot.area, dot.code))),
    )


# It has no placement of its own, and is marked only as a part of the Netherlands Antilles.
_ANTILLES_ONLY = "BES"


@functools.cache
def _decode(path: str) -> tuple[Ring, ...]:
    return tuple(_rings_of(path))


def _rings_of(path: str) -> Iterator[Ring]:
    """Yield the rings of a relative path; each starts from the start of the one before."""
    x = y = 0
    for part in path.split("z")[:-1]:
        steps = [int(number) for number in _NUMBER.findall(part)]
        x, y = x + steps[0], y + steps[1]
        ring = [(x, y)]
        for across, down in zip(steps[2::2], steps[3::2], strict=True):
            ring.append((ring[-1][0] + across, ring[-1][1] + down))
        if ring[-1] != ring[0]:
            ring.append(ring[0])
        yield tuple(ring)


def __dir__() -> list[str]:
    return __all__
