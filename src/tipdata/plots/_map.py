"""The map: what each country is in an edition, the part of the world shown, and its artists."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false
# The stubs of matplotlib leave the type of many keywords open.

import functools
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from tipdata._tables.palette import (
    ABSENT,
    CHANGE_FILLS,
    DARK_UNPLACED,
    MAP_FILLS,
    TIER_FILLS,
    UNPLACED,
    WITHHELD,
    Fill,
)
from tipdata.analysis.changes import Changes
from tipdata.loading.geometry import HEIGHT, WIDTH, Geometry, Shape, read_geometry
from tipdata.loading.map_kinds import find_kinds, name_direction
from tipdata.plots._axes import Boxes, fills_on, is_dark, paper_of
from tipdata.tierrecord import TierRecord
from tipdata.typing import ReportYear

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.collections import PathCollection
    from matplotlib.path import Path

CREDIT = "Shapes: Natural Earth; the map takes no position on disputed lines"

_COAST, _EDGE = "#b5b5b5", "#595959"
_BORDER = 0.7
# Dots of this radius on the grid do not overlap; it also has limits in points.
_RADIUS, _LEAST, _LARGEST = 11, 1.2, 4.5


@attrs.frozen
class View:
    """A part of the map, by its sides on the grid."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def ratio(self) -> float:
        """Its height as a part of its width."""
        return (self.bottom - self.top) / (self.right - self.left)

    def scale_on(self, ax: "Axes") -> float:
        """Return the pixels for each step of the grid if axes show it."""
        width, height = ax.bbox.width, ax.bbox.height
        return float(min(width / (self.right - self.left), height / (self.bottom - self.top)))

    def show(self, ax: "Axes") -> None:
        """Let axes show it on one scale, and more of the map if they are wider or higher."""
        scale = self.scale_on(ax)
        across, down = ax.bbox.width / scale / 2, ax.bbox.height / scale / 2
        x, y = (self.left + self.right) / 2, (self.top + self.bottom) / 2
        # Limits that are free, so that they follow the axes when the figure is resized.
        ax.set_xlim(x - across, x + across, auto=True)
        ax.set_ylim(y + down, y - down, auto=True)
        shared = (ax.get_shared_x_axes(), ax.get_shared_y_axes())
        if any(len(one.get_siblings(ax)) == 1 for one in shared):
            ax.set_aspect("equal", adjustable="datalim")


WORLD = View(0, 0, WIDTH, HEIGHT)
_NARROWEST = 400
_MARGIN = 0.06
_FLATTEST, _TALLEST = 0.42, 0.9
_FEW = 0.55


def find_moves(record: TierRecord, geometry: Geometry, changes: Changes) -> dict[str, str]:
    """Return what happened to each country that is drawn, a key of `CHANGE_FILLS`."""
    found = find_kinds(record, geometry.year, geometry.codes)
    found |= {country.alpha_3: WITHHELD for country in changes.skipped}
    for change in (*changes.changes, *changes.unchanged):
        found[change.country.alpha_3] = name_direction(change.direction)
    return {code: found[code] for code in geometry.codes}


def find_view(geometry: Geometry, kinds: Mapping[str, str]) -> View:
    """Return the part of the map to show: all, or what a selection is about if that is small.

    Far parts of a country do not count, such as French Guiana.
    """
    if WITHHELD not in kinds.values():
        return WORLD
    chosen = {code for code, words in kinds.items() if words not in (WITHHELD, ABSENT, UNPLACED)}
    corners = [
        corner for shape in geometry.shapes if shape.code in chosen for corner in shape.rings[0]
    ]
    corners += [(dot.x, dot.y) for dot in geometry.dots if dot.code in chosen]
    if not corners:
        return WORLD
    across, down = ([corner[axis] for corner in corners] for axis in (0, 1))
    width = max(max(across) - min(across), _NARROWEST) * (1 + 2 * _MARGIN)
    height = (max(down) - min(down)) * (1 + 2 * _MARGIN)
    width, height = max(width, height / _TALLEST), max(height, width * _FLATTEST)
    if width > WIDTH * _FEW:
        return WORLD
    left = _fit(min(across) + max(across), width, WIDTH)
    top = _fit(min(down) + max(down), height, HEIGHT)
    return View(left, top, left + width, top + height)


def _fit(ends: float, size: float, whole: float) -> float:
    """Return where a part of that size begins, in the middle of two ends if it can be."""
    return max(0.0, min((ends - size) / 2, whole - size))


class World(Boxes):
    """The shapes and dots of a map, with what each country is.

    Attributes:
        geometry: What is drawn.
        of_each: What each country is, by its code.
        view: The part of the map that is shown.
    """

    def __init__(
        self, geometry: Geometry, of_each: Mapping[str, str], fills: Mapping[str, Fill]
    ) -> None:
        super().__init__()
        self.geometry, self.of_each = geometry, of_each
        self.view = find_view(geometry, of_each)
        self._fills = fills
        self._dots: list[PathCollection] = []

    @classmethod
    def of(cls, record: TierRecord, year: ReportYear, changes: Changes | None) -> "World":
        """Return the map of an edition, or of what changed."""
        geometry = read_geometry(year)
        if changes is None:
            return cls(geometry, find_kinds(record, year, geometry.codes), MAP_FILLS)
        return cls(geometry, find_moves(record, geometry, changes), CHANGE_FILLS)

    @property
    def kinds(self) -> list[str]:
        """What the countries are, in the order of the legend."""
        return [kind for kind in self._fills if kind in self.of_each.values()]

    def describe(self) -> str:
        """Return how many countries are on each tier, in one sentence."""
        counts = Counter(self.of_each.values())
        told = [f"{counts[kind]} on {kind}" for kind in self.kinds if kind in TIER_FILLS]
        return f"Countries: {', '.join(told)}." if told else ""

    def draw(self, ax: "Axes") -> "list[tuple[str, Fill | Artist]]":
        """Draw the shapes of each kind as one collection, and return the entries of the legend.

        Each border is drawn under its fill, because on top it would hide small islands.
        """
        from matplotlib.collections import PathCollection  # noqa: PLC0415
        from matplotlib.patheffects import withStroke  # noqa: PLC0415

        for kind in self.kinds:
            shapes = [one for one in self.geometry.shapes if self.of_each[one.code] == kind]
            fill, paper = self._fill_on(ax, kind), paper_of(ax)
            if shapes:
                drawn = PathCollection(list(map(_outline, shapes)), linewidths=0, label=kind)
                drawn.set(fc=fill.colour, ec=fill.lines or fill.colour, hatch=fill.hatch or None)
                border = _COAST if kind == WITHHELD else paper
                drawn.set_path_effects([withStroke(linewidth=_BORDER, foreground=border)])
                ax.add_collection(drawn)
        # Ticks without a name, since a plot has rows and columns.
        ax.set(xticks=[self.view.left], xticklabels=[""], yticks=[self.view.top], yticklabels=[""])
        ax.tick_params(length=0)
        return [(kind, self._fill_on(ax, kind)) for kind in self.kinds]

    def _fill_on(self, ax: "Axes", kind: str) -> Fill:
        own = {**self._fills, UNPLACED: DARK_UNPLACED} if is_dark(ax) else self._fills
        return fills_on(ax).get(kind, own[kind])

    def write(self, ax: "Axes", width: float, height: float) -> None:  # noqa: ARG002
        """Show the view on one scale, and draw a dot on each country that is too small to be seen.

        Axes that are wider or higher than the view show more of the map.
        Countries that a selection leaves out have no dots.
        """
        for drawn in self._dots:
            drawn.remove()
        scale = self.view.scale_on(ax)
        radius = min(max(_RADIUS * scale * 72 / ax.figure.dpi, _LEAST), _LARGEST)
        dots, self._dots = self.geometry.dots_at(scale), []
        for kind in self.kinds:
            own = [(dot.x, dot.y) for dot in dots if self.of_each[dot.code] == kind != WITHHELD]
            if own:
                x, y = zip(*own, strict=True)
                drawn = ax.scatter(x, y, s=(2 * radius) ** 2, label=kind, zorder=2)
                drawn.set(fc=self._fill_on(ax, kind).colour, ec=_EDGE, linewidths=0.4)
                self._dots.append(drawn)
        self.view.show(ax)


@functools.cache
def _outline(shape: Shape) -> "Path":
    from matplotlib.path import Path  # noqa: PLC0415

    return Path.make_compound_path(*(Path(ring, closed=True) for ring in shape.rings))
