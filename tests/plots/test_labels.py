"""The labels of the map, measured on the figure and held against the shapes."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.text import Text

import tipdata
from tipdata import TierRecord, plots
from tipdata._tables.palette import CHANGE_FILLS, FELL, MAP_FILLS, MOVED, ROSE, UNCHANGED, Fill
from tipdata.errors import InvalidValueError
from tipdata.loading.geometry import read_geometry
from tipdata.typing import MapLabel

mpl.use("Agg")

TIP = tipdata.load()
CODES = {country.label: country.alpha_3 for country in tipdata.countries.default().countries}
Box = tuple[float, float, float, float]


@pytest.fixture(autouse=True)
def close_figures() -> Iterator[None]:
    """Leave no figure open."""
    yield
    pyplot.close("all")


def draw(pixels: int, tip: TierRecord, year: int, labels: MapLabel, **more: Any) -> Axes:
    """Return a new map so many pixels wide."""
    with mpl.rc_context({"figure.figsize": (pixels / 100, 8), "figure.dpi": 100}):
        return plots.map(tip, year, labels=labels, **more)


def labels_of(ax: Axes) -> dict[str, Text]:
    """Return the labels by the code of the country."""
    every = [text for text in ax.texts if not text.get_text().startswith("Source: ")]
    words = [text.get_text().replace("\n", " ") for text in every]
    found = {CODES.get(word, word): text for word, text in zip(words, every, strict=True)}
    assert len(found) == len(every)
    return found


def on_grid(ax: Axes, text: Text) -> Box:
    """Return the left, top, right and bottom of a text in steps of the grid."""
    corners = text.get_window_extent().transformed(ax.transData.inverted())
    return corners.x0, min(corners.y0, corners.y1), corners.x1, max(corners.y0, corners.y1)


class Land:
    """All lines of the shapes of an edition, each with the code of its country."""

    def __init__(self, year: int) -> None:
        shapes = read_geometry(year).shapes
        lines = [(s.code, *a, *b) for s in shapes for ring in s.rings for a, b in pairwise(ring)]
        self.codes = np.array([code for code, *_ in lines])
        self.lines = np.array([ends for _, *ends in lines], dtype=float)
        self.largest = {shape.code: np.array(shape.rings[0], dtype=float) for shape in shapes}

    def crossing(self, box: Box) -> set[str]:
        """Return the countries with a line that enters a box (Liang and Barsky 1984)."""
        x, y, u, v = self.lines.T
        enters, leaves = np.zeros(len(x)), np.ones(len(x))
        with np.errstate(divide="ignore", invalid="ignore"):
            for start, way, low, high in ((x, u - x, box[0], box[2]), (y, v - y, box[1], box[3])):
                ends = np.sort(np.array([(low - start) / way, (high - start) / way]), axis=0)
                outside = (way == 0) & ((start < low) | (start > high))
                first, last = np.where(way == 0, [[0], [1]], ends)
                enters = np.where(outside, 2, np.maximum(enters, first))
                leaves = np.minimum(leaves, last)
        return set(self.codes[enters < leaves].tolist())

    def at(self, x: float, y: float) -> set[str]:
        """Return the countries around a point, by the lines that a ray from it crosses."""
        a, b, c, d = self.lines.T
        with np.errstate(divide="ignore", invalid="ignore"):
            hit = ((b > y) != (d > y)) & (x < a + (y - b) * (c - a) / (d - b))
        codes, times = np.unique(self.codes[hit], return_counts=True)
        return set(codes[times % 2 == 1].tolist())


def grow(box: Box, by: float) -> Box:
    """Return a box that is larger on each side."""
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def meet(one: Box, other: Box) -> bool:
    """Tell whether two boxes overlap."""
    across = one[0] < other[2] and other[0] < one[2]
    return across and one[1] < other[3] and other[1] < one[3]


def dots_of(ax: Axes, year: int) -> dict[Box, str]:
    """Return the boxes around the dots on the axes, with the codes of their countries."""
    places = {(dot.x, dot.y): dot.code for dot in read_geometry(year).dots}
    found: dict[Box, str] = {}
    step = np.ptp(ax.get_xlim()) / ax.bbox.width
    for marks in (c for c in ax.collections if np.any(np.asarray(c.get_offsets()))):
        (area,) = np.asarray(marks.get_sizes())  # type: ignore[attr-defined]  # not in the stubs
        radius = float(area**0.5 / 2 * 100 / 72 * step)
        for x, y in np.asarray(marks.get_offsets()):
            code = places[round(x), round(y)]
            found[float(x - radius), float(y - radius), float(x + radius), float(y + radius)] = code
    return found


@pytest.mark.long
@pytest.mark.parametrize(
    ("pixels", "select", "year", "labels", "since"),
    [
        (800, {}, 2005, "codes", None),
        (1600, {}, 2005, "names", None),
        (2000, {}, 2025, "codes", None),
        (1200, {}, 2025, "codes", 2015),
        (900, {"bureau": "WHA"}, 2025, "codes", None),
        (2000, {"bureau": "EUR"}, 2005, "names", None),
        (800, {"bureau": "AF"}, 2025, "names", None),
        (1200, {"group": "asean"}, 2025, "names", None),
        (1200, {"bureau": "WHA"}, 2010, "names", None),
    ],
)
def test_a_label_stands_on_its_country_or_beside_it(
    pixels: int, select: Any, year: int, labels: MapLabel, since: int | None
) -> None:
    """Labels are in the axes, on no other label or dot, and on or next to their country alone."""
    ax = draw(pixels, TIP.where(**select), year, labels, since=since)
    land, dots, step = Land(year), dots_of(ax, year), np.ptp(ax.get_xlim()) / ax.bbox.width
    boxes = {code: on_grid(ax, text) for code, text in labels_of(ax).items()}
    left, right = ax.get_xlim()
    bottom, top = ax.get_ylim()
    inside = 0
    for code, box in boxes.items():
        assert left <= box[0] < box[2] <= right, code
        assert top <= box[1] < box[3] <= bottom, code
        assert not [other for other in boxes if other != code and meet(box, boxes[other])]
        assert not [dot for dot in dots if meet(box, dot)], code
        if land.at((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) == {code}:
            inside += 1
            assert not land.crossing(box), code
        else:
            assert not land.crossing(box), code
            near = grow(box, 2.5 * step)
            assert land.crossing(near) | {dots[dot] for dot in dots if meet(near, dot)} == {code}
    assert len(boxes) > inside > 5


def test_the_larger_a_map_is_the_more_labels_it_has() -> None:
    """Large countries keep their labels as the map grows, and more countries have one."""
    asia = TIP.where(bureau=("SCA", "NEA"))
    found = [set(labels_of(draw(pixels, asia, 2025, "codes"))) for pixels in (800, 2000)]
    assert {"KAZ", "IND", "IRN", "SAU", "LBY"} < found[0]
    assert len(found[1]) > 1.2 * len(found[0])
    assert len(found[0] - found[1]) < 3


@pytest.mark.parametrize(("style", "since"), [("dark_background", None), ("default", 2015)])
def test_a_label_has_the_colour_for_what_it_stands_on(style: str, since: int | None) -> None:
    """Text on a fill is that of the palette, beside a country that of the style."""
    with pyplot.style.context(style):
        ax = draw(1200, TIP, 2025, "codes", since=since)
    land, on_fills = Land(2025), 0
    for code, text in labels_of(ax).items():
        colour, around = to_hex(text.get_color()), land.at(*text.get_position())
        if around:
            assert around == {code}
            on_fills += 1
            assert colour == fill_of(code, since).text, code
        else:
            assert colour == to_hex(ax.title.get_color()), code
    assert on_fills > 40


def fill_of(code: str, since: int | None) -> Fill:
    """Return the fill of a country in 2025, or that of its change since then."""
    if since is None:
        return MAP_FILLS[TIP.tier(code, 2025).value]
    words = {"upgrade": ROSE, "downgrade": FELL, "unchanged": UNCHANGED}
    changes = TIP.changes(2025, since=since)
    (change,) = (c for c in (*changes, *changes.unchanged) if c.country.alpha_3 == code)
    return CHANGE_FILLS[words.get(change.direction, MOVED)]


def test_only_countries_of_the_selection_are_labelled() -> None:
    """What is left out, or has no placement of its own, has no label; nor has a map by default."""
    asia = TIP.where(bureau="SCA")
    kept = {one.country for one in asia if one.year == 2025}
    named = labels_of(draw(800, asia, 2025, "names"))
    assert {"KAZ", "IND", "AFG"} < set(named) <= kept
    assert named["KGZ"].get_text().replace("\n", " ") == "Kyrgyz Republic"
    unplaced = {"GRL", "ESH", "PSE", "PRI", "DMA"}
    assert not unplaced & set(labels_of(draw(2000, TIP, 2025, "codes")))
    assert not labels_of(plots.map(TIP, 2025))


def test_labels_are_written_again_when_the_axes_change() -> None:
    """If a neighbour takes room from a map, its labels are those of a smaller map."""
    africa = TIP.where(bureau="AF")
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(20, 8))
    plots.map(africa, 2025, ax=left, labels="codes")
    before = labels_of(left)
    figure.set_size_inches(10, 8)
    plots.map(africa, 2005, ax=right, labels="codes")
    after = labels_of(left)
    assert len(after) < len(before)
    assert not set(map(id, after.values())) & set(map(id, before.values()))
    for ax in (left, right):
        boxes = [text.get_window_extent() for text in labels_of(ax).values()]
        assert not any(a.overlaps(b) for at, a in enumerate(boxes) for b in boxes[:at])


@pytest.mark.parametrize("wrong", ["code", "", True, False, 5, ["codes"], b"names"])
def test_labels_of_another_kind_are_refused(wrong: Any) -> None:
    """The error names the words that `labels` takes, and no figure is left."""
    with pytest.raises(InvalidValueError, match=r"^labels: expected .*codes.*names"):
        plots.map(TIP, 2025, labels=wrong)
    assert not pyplot.get_fignums()


def test_a_name_that_looks_like_a_formula_is_written_as_it_is() -> None:
    """A dollar sign in the name of a country of your own does not start a formula."""
    name = r"$\nonsense{$"
    country = tipdata.Country(alpha_3="RUS", code_status="official", name=name)
    registry = tipdata.countries.CountryRegistry(countries=(country,))
    tip = TierRecord.from_rows([("RUS", 2021, "Tier 3")], registry=registry)
    ax = plots.map(tip, 2021, labels="names")
    ax.figure.canvas.draw()
    assert [t.get_text() for t in ax.texts if "nonsense" in t.get_text()] == [name]


@pytest.mark.parametrize(
    ("year", "since", "ended", "entered"),
    [
        (2003, 2001, "Yugoslavia, Federal Republic of", {"SCG"}),
        (2007, 2006, "Serbia and Montenegro", {"SRB", "MNE"}),
        (2008, 2007, "", {"XKX"}),
        (2011, 2010, "Netherlands Antilles", {"CUW"}),
        (2012, 2011, "", {"SSD"}),
        (2025, 2024, "", set[str]()),
    ],
)
def test_a_state_that_ended_is_named_below_and_its_successors_entered(
    year: int, since: int, ended: str, entered: set[str]
) -> None:
    """What is not on the map of the later edition is said in words, and nothing else is."""
    ax = plots.map(TIP, year, since=since)
    line = f"Borders of {year}; ended since {since}: {ended}" if ended else ""
    (source,) = [text.get_text() for text in ax.texts if text.get_text().startswith("Source: ")]
    assert source.endswith(line or "disputed lines")
    assert plots.describe(ax).endswith(f"{line or 'disputed lines'}.")
    changes = TIP.changes(year, since=since)
    gone = {change.country.alpha_3: change for change in changes if change.ended}
    drawn = set(read_geometry(year).codes)
    assert not gone.keys() & drawn
    assert "; ".join(change.country.label for change in gone.values()) == ended
    assert entered <= {c.country.alpha_3 for c in changes if c.direction == "entered"} <= drawn
    steady = {c.country.alpha_3 for c in (*changes.changes, *changes.unchanged)} - gone.keys()
    assert steady <= drawn
