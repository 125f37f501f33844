"""What the map draws, read back from its artists and from its paths."""

import math
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex
from matplotlib.patheffects import withStroke

import tipdata
from tipdata import Tier, TierRecord, TipdataError, plots
from tipdata._tables.palette import (
    CHANGE_FILLS,
    FELL,
    MAP_FILLS,
    MOVED,
    ROSE,
    TIER_FILLS,
    UNCHANGED,
    UNPLACED,
)
from tipdata.cli import main
from tipdata.data import rows
from tipdata.errors import MissingExtraError
from tipdata.loading.geometry import HEIGHT, SMALLEST, WIDTH, Ring, read_geometry
from tipdata.tiers import best_first

mpl.use("Agg")

TIP = tipdata.load()
PLACED = {(one.country, one.year): one.tier for one in TIP}
COMPOSITES = [
    (code, range(int(first), int(last) + 1), parts.split())
    for code, first, last, parts, _ in rows("map/composites.tsv")
]
ABSENT, WITHHELD = "not in the report", "left out of this selection"


@pytest.fixture(autouse=True)
def close_figures() -> Iterator[None]:
    """Leave no figure open."""
    yield
    pyplot.close("all")


def open_axes(pixels: int) -> Axes:
    """Return axes so many pixels wide, in a figure without a layout."""
    figure = pyplot.figure(figsize=(pixels / 100, pixels / 200), dpi=100)
    return figure.add_axes((0, 0, 1, HEIGHT / WIDTH * 2))


def drawn(ax: Axes, year: int) -> dict[str, set[str]]:
    """Return the kinds that each code is drawn as, found again by its corners and its place."""
    geometry = read_geometry(year)
    shapes = {shape.rings[0]: shape.code for shape in geometry.shapes}
    places = {(dot.x, dot.y): dot.code for dot in geometry.dots}
    found: dict[str, set[str]] = {}
    for collection in ax.collections:
        assert isinstance(collection, PathCollection)
        (colour,) = {to_hex(tuple(one)) for one in np.asarray(collection.get_facecolor())}
        kind = str(collection.get_label())
        assert colour == {**MAP_FILLS, **CHANGE_FILLS}[kind].colour
        offsets = np.asarray(collection.get_offsets())
        if np.any(offsets):
            codes = [places[round(x), round(y)] for x, y in offsets]
        else:
            codes = [shapes[first_ring(path)] for path in collection.get_paths()]
        for code in codes:
            found.setdefault(code, set()).add(kind)
    return found


def first_ring(path: Any) -> Ring:
    """Return the corners of the first ring of a path of matplotlib."""
    end = int(np.flatnonzero(path.codes == path.CLOSEPOLY)[0])
    corners = [(round(x), round(y)) for x, y in path.vertices[:end]]
    return tuple(corners) if corners[0] == corners[-1] else (*corners, corners[0])


def names(ax: Axes) -> list[str]:
    """Return what the legend names."""
    legend = ax.get_legend()
    assert legend is not None
    return [text.get_text() for text in legend.get_texts()]


@pytest.mark.parametrize("year", TIP.years)
def test_every_placement_is_drawn_with_the_fill_of_its_tier(year: int) -> None:
    """Each placement of an edition is a shape or a dot of its tier, and nothing else is."""
    found = drawn(plots.map(TIP, year, ax=open_axes(800)), year)
    placed = {code: tier.value for (code, when), tier in PLACED.items() if when == year}
    assert {code: {tier} for code, tier in placed.items()} == {
        code: kinds for code, kinds in found.items() if kinds & set(TIER_FILLS)
    }
    ever = {code for code, _ in PLACED}
    for code in found.keys() - placed.keys():
        exists = tipdata.countries.get(code) in tipdata.countries.on(year)
        assert found[code] == {ABSENT if code in ever and exists else UNPLACED}


@pytest.mark.parametrize("year", TIP.years)
def test_a_state_of_the_past_replaces_its_parts_in_its_editions(year: int) -> None:
    """A composite is drawn in its editions instead of its parts, and in no other."""
    codes = set(read_geometry(year).codes)
    own = {code for code, years, _ in COMPOSITES if year in years}
    parts = {part for code, years, its in COMPOSITES if year in years for part in its} - own
    assert own <= codes
    assert not parts & codes
    others = {code for code, _, _ in COMPOSITES} - own - {"SRB", "SDN"}
    assert not others & codes
    assert {"SRB", "SDN"} - parts <= codes


def area(ring: Ring) -> float:
    """Return the area of a ring, positive if it runs clockwise where y points down."""
    corners = np.asarray(ring, dtype=float)
    x, y = corners[:, 0], corners[:, 1]
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) / 2


def test_every_ring_is_closed_and_on_the_grid() -> None:
    """Rings end where they begin, stay on the grid, and hold an area; the first is the largest."""
    every = {shape for year in TIP.years for shape in read_geometry(year).shapes}
    assert len(every) == len([*rows("map/shapes.tsv")]) + 4
    for shape in every:
        rings = shape.rings
        assert len(rings) == shape.path.count("z") == shape.path.count("m")
        for ring in rings:
            assert ring[0] == ring[-1]
            assert len(ring) > 3
            assert len(set(ring)) == len(ring) - 1
            assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in ring)
            assert area(ring)
        assert area(rings[0]) == max(map(area, rings)) > 0


def test_all_land_has_the_area_of_the_world() -> None:
    """On an equal-area grid, the land without Antarctica is 134 million square kilometres."""
    land = sum(area(ring) for shape in read_geometry(2025).shapes for ring in shape.rings)
    assert land * 67.3 == pytest.approx(134e6, rel=0.02)


def test_a_dot_is_beside_its_country() -> None:
    """A dot is less than 24 steps from the nearest corner of its country's shape."""
    shapes = {shape.code: shape for shape in read_geometry(2025).shapes}
    marked = [dot for dot in read_geometry(2025).dots if dot.code in shapes]
    assert len(marked) > 20
    for dot in marked:
        corners = [corner for ring in shapes[dot.code].rings for corner in ring]
        assert min(math.hypot(x - dot.x, y - dot.y) for x, y in corners) < 24, dot


@pytest.mark.parametrize(("pixels", "count"), [(800, 41), (1000, 41), (1440, 35), (2000, 28)])
def test_dots_are_drawn_where_shapes_are_too_small(pixels: int, count: int) -> None:
    """The wider the map, the fewer countries need a dot; those without a shape always do."""
    ax = plots.map(TIP, 2025, ax=open_axes(pixels), legend=False, source=False)
    marks = {
        (round(x), round(y))
        for collection in ax.collections
        for x, y in np.asarray(collection.get_offsets())
    } - {(0, 0)}
    scale = pixels / WIDTH
    needed = {(dot.x, dot.y) for dot in read_geometry(2025).dots if dot.area * scale**2 < SMALLEST}
    assert marks == needed
    assert len(marks) == count


@pytest.mark.parametrize("year", TIP.years)
def test_what_has_no_shape_has_a_dot_at_any_scale(year: int) -> None:
    """However large a map is, what has no shape has a dot, and nothing else has."""
    geometry = read_geometry(year)
    shaped = {shape.code for shape in geometry.shapes}
    assert {dot.code for dot in geometry.dots_at(100)} == set(geometry.codes) - shaped


def test_borders_are_drawn_under_the_fills() -> None:
    """A shape has no line of its own, and the border is an effect below it."""
    for collection in plots.map(TIP, 2025).collections:
        if not np.any(collection.get_offsets()):
            assert list(np.atleast_1d(collection.get_linewidth())) == [0]
            assert [type(effect) for effect in collection.get_path_effects()] == [withStroke]


@pytest.mark.parametrize(
    ("year", "since"), [(2025, None), (2025, 2001), (2007, 2006), (2012, 2011)]
)
def test_since_draws_the_changes(year: int, since: int | None) -> None:
    """Each change of a country that is drawn has the fill of its direction, and no other has."""
    changes = TIP.changes(year, since=since)
    ax = plots.map(TIP, year, since=changes.since, ax=open_axes(800))
    assert ax.get_title("left").replace("\n", " ") == changes.title
    words = {"upgrade": ROSE, "downgrade": FELL}
    expected = {one.country.alpha_3: words.get(one.direction, MOVED) for one in changes}
    expected |= {one.country.alpha_3: UNCHANGED for one in changes.unchanged}
    found = drawn(ax, year)
    moved = {code: kinds for code, kinds in found.items() if not kinds & {ABSENT, UNPLACED}}
    codes = set(read_geometry(year).codes)
    assert moved == {code: {words} for code, words in expected.items() if code in codes}
    ended = {code for code in expected if code not in codes}
    assert ended <= {code for code, _, _ in COMPOSITES}


def test_a_selection_is_shown_and_the_rest_is_left_out() -> None:
    """The placements that a selection keeps have their tiers; other countries are left out."""
    asia = TIP.where(bureau="SCA")
    ax = plots.map(asia, 2025)
    found = drawn(ax, 2025)
    kept = {one.country: {one.tier.value} for one in asia if one.year == 2025}
    assert {code: found[code] for code in kept} == kept
    rest = {code for code, year in PLACED if year == 2025 and code not in kept}
    shaped = {shape.code for shape in read_geometry(2025).shapes}
    assert {code for code, kinds in found.items() if kinds == {WITHHELD}} == rest & shaped
    assert WITHHELD in names(ax)


@pytest.mark.parametrize("bureau", ["AF", "EAP", "NEA", "SCA", "WHA"])
@pytest.mark.parametrize("year", [2003, 2010, 2025])
def test_a_selection_close_together_fills_the_map(bureau: Any, year: int) -> None:
    """The main land and the dot of each country chosen are within the axes, on one scale."""
    chosen = TIP.where(bureau=bureau)
    ax = plots.map(chosen, year)
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    assert right - left < WIDTH * 0.9
    codes = {one.country for one in chosen if one.year == year}
    geometry = read_geometry(year)
    corners = [c for shape in geometry.shapes if shape.code in codes for c in shape.rings[0]]
    corners += [(dot.x, dot.y) for dot in geometry.dots if dot.code in codes]
    assert all(left <= x <= right and top <= y <= bottom for x, y in corners)
    box = ax.get_window_extent()
    assert box.width / (right - left) == pytest.approx(box.height / (bottom - top), rel=0.01)


def test_a_table_of_your_own_fills_its_countries_alone() -> None:
    """What your table does not have is not said to be missing from the report."""
    mine = TierRecord.from_rows([("KGZ", 2021, "Tier 2"), ("FRA", 2020, "Tier 1")])
    ax = plots.map(mine)
    found = drawn(ax, 2021)
    assert found["KGZ"] == {"Tier 2"}
    assert found["FRA"] == {ABSENT}
    assert {kind for code in found.keys() - {"KGZ", "FRA"} for kind in found[code]} == {UNPLACED}
    assert not any("State" in text.get_text() for text in ax.texts)


@pytest.mark.parametrize("pixels", [800, 2000])
@pytest.mark.parametrize("since", [None, 2015])
def test_nothing_is_cut_off(pixels: int, since: int | None) -> None:
    """Title, legend, map and source are in the figure and do not overlap."""
    with mpl.rc_context({"figure.figsize": (pixels / 100, 8), "figure.dpi": 100}):
        ax = plots.map(TIP, 2025, since=since)
    figure = ax.figure.canvas.figure
    figure.draw_without_rendering()
    legend, title = ax.get_legend(), ax._left_title  # type: ignore[attr-defined]  # not in the stubs
    assert legend is not None
    parts = [title, legend, ax.patch, ax.texts[0]]
    extents = [part.get_window_extent() for part in parts]
    assert all(figure.bbox.y0 <= box.y0 and box.y1 <= figure.bbox.y1 + 1 for box in extents)
    for above, below in pairwise(extents):
        assert above.y0 >= below.y1 - 1


def test_maps_beside_each_other_keep_their_scale() -> None:
    """Each map of a figure fills its own axes as wide as high, and has a dot where it needs one."""
    figure, axes = pyplot.subplots(2, 2, figsize=(14, 9))
    for year, ax in zip((2001, 2009, 2018, 2025), axes.flat, strict=True):
        plots.map(TIP, year, ax=ax)
    figure.draw_without_rendering()
    for year, ax in zip((2001, 2009, 2018, 2025), axes.flat, strict=True):
        (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
        box = ax.get_window_extent()
        scale = box.width / (right - left)
        assert scale == pytest.approx(box.height / (bottom - top))
        assert left <= 0 <= WIDTH <= right
        marks = [c for c in ax.collections if np.any(c.get_offsets())]
        dots = sum(len(np.asarray(c.get_offsets())) for c in marks)
        assert dots == len(read_geometry(year).dots_at(scale))


def test_a_map_is_described_in_words() -> None:
    """The description has the number of countries on each tier, or who rose and fell."""
    counts = {row.year: row for row in TIP.counts()}[2005]
    said = plots.describe(plots.map(TIP, 2005))
    *ranked, special = best_first()
    told = ", ".join(f"{counts.on(tier)} on {tier}" for tier in ranked)
    told += f", {counts.on(special)} special cases"
    assert said.startswith(f"Tier placements, 2005. Countries: {told}. Source: ")
    assert said.endswith("the map takes no position on disputed lines.")
    assert "Rose: Algeria, " in plots.describe(plots.map(TIP, 2025, since=2015))


def test_a_dark_page_keeps_the_tiers() -> None:
    """On a dark style tiers look the same; what is no tier is dark, and nothing is white."""
    with pyplot.style.context("dark_background"):
        ax = plots.map(TIP.where(bureau="AF"), 2005)
    drawn_as = {
        str(one.get_label()): to_hex(tuple(np.asarray(one.get_facecolor())[0]))
        for one in ax.collections
    }
    assert {ABSENT, WITHHELD, UNPLACED} < drawn_as.keys()
    for kind, colour in drawn_as.items():
        assert (colour == MAP_FILLS[kind].colour) == (kind in TIER_FILLS)


def test_what_stands_around_the_map_can_be_chosen() -> None:
    """The title is the one given, and without legend and source there is neither."""
    ax = plots.map(TIP, 2005, title="Mine", legend=False, source=False)
    assert ax.get_title("left") == "Mine"
    assert ax.get_legend() is None
    assert not ax.texts
    ax = plots.map(TIP)
    assert ax.get_title("left") == "Tier placements, 2025"
    assert "no position on disputed lines" in ax.texts[0].get_text()
    assert sorted(names(ax)) == sorted({*TIER_FILLS, ABSENT, UNPLACED})


def test_fills_of_the_map_differ() -> None:
    """No two kinds on one map share a colour, and no change has the colour of a tier."""
    for fills in (MAP_FILLS, CHANGE_FILLS):
        assert len({fill.colour for fill in fills.values()}) == len(fills)
    tiers = {TIER_FILLS[tier.value].colour for tier in Tier}
    assert not tiers & {fill.colour for fill in CHANGE_FILLS.values()}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"year": 1999}, "no 1999 edition; the record covers 2001"),
        ({"year": "2021"}, "2021"),
        ({"year": True}, "True"),
        ({"since": 2021, "year": 2021}, "since=2021"),
        ({"since": 2022, "year": 2021}, "since=2022"),
        ({"since": 2000, "year": 2001}, "2000"),
        ({"record": TIP.where(until=2020), "year": 2021}, "left out"),
        ({"record": TIP.changes(2021)}, "a TierRecord"),
        ({"record": None, "year": 2021}, "a TierRecord"),
        ({"record": TierRecord(countries=(), editions=(), assessments=())}, "no edition"),
        ({"record": TIP.where(countries="AND"), "year": 2001}, "placements to draw"),
        ({"title": 5}, "title: expected a string"),
        ({"title": "a bell \a"}, "title: expected a string without control"),
        ({"legend": 1}, "legend: expected True or False"),
        ({"source": "no"}, "source: expected True or False"),
        ({"ax": "axes"}, "ax: expected the Axes"),
    ],
)
def test_wrong_arguments_are_refused_before_anything_is_drawn(
    given: dict[str, Any], message: str
) -> None:
    """An argument that is not what it should be is an error of ours, and no figure is left."""
    with pytest.raises(TipdataError, match=message):
        plots.map(**{"record": TIP, **given})
    assert not pyplot.get_fignums()


def test_without_matplotlib_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says which extra to install."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'tipdata\[plots\]'"):
        plots.map(TIP)


def test_loading_the_record_does_not_read_the_map() -> None:
    """The shapes are read when a map is drawn, not before."""
    code = "import sys, tipdata; tipdata.load(); print('tipdata.loading.geometry' in sys.modules)"
    asked = [sys.executable, "-c", code]
    assert subprocess.run(asked, capture_output=True, text=True, check=True).stdout == "False\n"


@pytest.mark.parametrize("words", [["--year", "2005"], ["--since", "2015", "--bureau", "EAP"]])
def test_the_command_line_draws(
    words: list[str], tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """`plot map` writes a picture, the same bytes each time."""
    out = tmp_path / "map.png"
    assert main(["plot", "map", str(out), *words]) == 0
    first = out.read_bytes()
    assert first.startswith(b"\x89PNG")
    assert main(["plot", "map", str(out), *words]) == 0
    assert out.read_bytes() == first
    assert capsys.readouterr().out == f"wrote {out}\n" * 2
