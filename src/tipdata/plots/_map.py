"""The map: what each country is in an edition, the part of the world shown, and its artists."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false
# The stubs of matplotlib leave the type of many keywords open.

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

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
from tipdata.loading.geometry import HEIGHT, WIDTH, Dot, Geometry, Shape, read_geometry
from tipdata.loading.map_kinds import find_kinds, name_direction
from tipdata.plots._axes import Boxes, fills_on, ink_of, is_dark, paper_of, wrap
from tipdata.plots._describing import count_on
from tipdata.plots._labels import Box, Place, Placer, area_of, outline_of
from tipdata.tierrecord import TierRecord
from tipdata.typing import MapLabel, ReportYear

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.collections import PathCollection
    from matplotlib.text import Text

CREDIT = "Shapes: Natural Earth; the map takes no position on disputed lines"

_COAST, _EDGE = "#b5b5b5", "#595959"
_BORDER = 0.7
# Dots of this radius on the grid do not overlap; it also has limits in points.
_RADIUS, _LEAST, _LARGEST = 11, 1.2, 4.5
_SIZES = (9.0, 7.0, 5.5)
_LINES = 3
_LABEL: Mapping[str, Any] = {
    "ha": "center",
    "va": "center",
    "in_layout": False,
    "parse_math": False,
}


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
        names: The labels by the code; none if the map has no labels.
    """

    def __init__(
        self,
        geometry: Geometry,
        of_each: Mapping[str, str],
        fills: Mapping[str, Fill],
        names: Mapping[str, str],
    ) -> None:
        super().__init__()
        self.geometry, self.of_each, self.names = geometry, of_each, names
        self.view = find_view(geometry, of_each)
        self._fills = fills
        self._marks: list[PathCollection | Text] = []
        self._measured: dict[tuple[str, float, float], tuple[float, float]] = {}

    @classmethod
    def of(
        cls,
        record: TierRecord,
        year: ReportYear,
        changes: Changes | None,
        labels: MapLabel | None,
    ) -> "World":
        """Return the map of an edition, or of what changed."""
        geometry = read_geometry(year)
        names = _name_countries(record, labels) if labels else {}
        if changes is None:
            return cls(geometry, find_kinds(record, year, geometry.codes), MAP_FILLS, names)
        return cls(geometry, find_moves(record, geometry, changes), CHANGE_FILLS, names)

    @property
    def kinds(self) -> list[str]:
        """What the countries are, in the order of the legend."""
        return [kind for kind in self._fills if kind in self.of_each.values()]

    def describe(self) -> str:
        """Return how many countries are on each tier, in one sentence."""
        counts = Counter(self.of_each.values())
        told = [count_on(counts[kind], kind) for kind in self.kinds if kind in TIER_FILLS]
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
                drawn = PathCollection(list(map(outline_of, shapes)), linewidths=0, label=kind)
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
        """Show the view on one scale, mark each country too small to be seen, and write labels.

        Axes that are wider or higher than the view show more of the map.
        Countries that a selection leaves out have no dots and no labels.
        """
        for mark in self._marks:
            mark.remove()
        scale = self.view.scale_on(ax)
        radius = min(max(_RADIUS * scale * 72 / ax.figure.dpi, _LEAST), _LARGEST)
        dots = [d for d in self.geometry.dots_at(scale) if self.of_each[d.code] != WITHHELD]
        self._marks = []
        for kind in self.kinds:
            own = [(dot.x, dot.y) for dot in dots if self.of_each[dot.code] == kind]
            if own:
                x, y = zip(*own, strict=True)
                drawn = ax.scatter(x, y, s=(2 * radius) ** 2, label=kind, zorder=2)
                drawn.set(fc=self._fill_on(ax, kind).colour, ec=_EDGE, linewidths=0.4)
                self._marks.append(drawn)
        self.view.show(ax)
        if self.names:
            self._write_names(ax, dots, radius / 72 * ax.figure.dpi / scale)

    def _write_names(self, ax: "Axes", dots: list[Dot], radius: float) -> None:
        """Label the countries that have room for it, the larger ones first."""
        (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
        frame = Box(left, top, right, bottom)
        placer = Placer(self.geometry.shapes, dots, radius, frame, (right - left) / ax.bbox.width)
        marked = {dot.code for dot in dots}
        shapes = [one for one in self.geometry.shapes if self._has_name(one.code)]
        shapes = sorted((one for one in shapes if one.code not in marked), key=area_of)[::-1]
        beside: list[Shape | Dot] = [
            shape for shape in shapes if not self._try(ax, shape, placer, inside=True)
        ]
        named: set[str] = set()
        for what in beside + [dot for dot in dots if self._has_name(dot.code)]:
            if what.code not in named and self._try(ax, what, placer, inside=False):
                named.add(what.code)

    def _has_name(self, code: str) -> bool:
        return code in self.names and self.of_each[code] not in (WITHHELD, UNPLACED)

    def _try(self, ax: "Axes", what: "Shape | Dot", placer: Placer, *, inside: bool) -> bool:
        """Write the name of a country where there is room, and tell whether there is."""
        for words, size in _forms(self.names[what.code], _SIZES if inside else _SIZES[1:]):
            wide, high = self._measure(ax, words, size)
            if inside and isinstance(what, Shape):
                place = placer.put_inside(what, wide, high)
            else:
                place = placer.put_beside(what, wide, high)
            if place:
                self._write_name(ax, what.code, words, place, size, inside=inside)
                return True
        return False

    def _measure(self, ax: "Axes", words: str, size: float) -> tuple[float, float]:
        """Return the width and height of a label in pixels."""
        key = words, size, ax.figure.dpi
        if key not in self._measured:
            text = ax.text(0, 0, words, fontsize=size, linespacing=_space(words), **_LABEL)
            box = text.get_window_extent()
            text.remove()
            self._measured[key] = box.width, box.height
        return self._measured[key]

    def _write_name(
        self, ax: "Axes", code: str, words: str, place: Place, size: float, *, inside: bool
    ) -> None:
        from matplotlib.patheffects import withStroke  # noqa: PLC0415

        fill = self._fill_on(ax, self.of_each[code])
        colour = fill.text if inside else ink_of(ax)
        text = ax.text(*place, words, fontsize=size, linespacing=_space(words), **_LABEL)
        text.set(color=colour, clip_on=True)
        if inside and fill.hatch:
            text.set_path_effects([withStroke(linewidth=2, foreground=fill.colour)])
        self._marks.append(text)


def _name_countries(record: TierRecord, labels: MapLabel) -> dict[str, str]:
    return {
        country.alpha_3: country.alpha_3 if labels == "codes" else country.label
        for country in record.registry.countries
    }


def _space(words: str) -> float:
    return 1.2 if "\n" in words else 1.0  # a line alone needs no space above


def _forms(name: str, sizes: "tuple[float, ...]") -> Iterator[tuple[str, float]]:
    """Yield the ways to write a name, the best first: large, then in fewer lines."""
    wrapped = (wrap(name, 1, len(name) * 0.64 / lines + 1) for lines in range(1, _LINES + 1))
    forms = list(dict.fromkeys(wrapped))
    for size in sizes:
        for form in forms:
            yield form, size
