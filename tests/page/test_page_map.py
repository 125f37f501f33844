"""The map of the explorer page as data: what it draws in each edition, and what each colour says."""

import itertools
import json
import re
from typing import Any

import pytest

import hostile
import tipdata
from tipdata import TierRecord, page
from tipdata._tables.palette import CHANGE_FILLS, MAP_FILLS, TIER_FILLS
from tipdata.loading.geometry import HEIGHT, SMALLEST, WIDTH, read_geometry

TIP = tipdata.load()
ABSENT, UNPLACED, WITHHELD = (
    "not in the report",
    "no placement of its own",
    "left out of this selection",
)


def map_of(record: TierRecord) -> Any:
    """Return what a page holds for its map."""
    found = re.search(r'id="record">(.*?)</script>', page.render(record), re.DOTALL)
    assert found
    return json.loads(found[1])["map"]


MAP = map_of(TIP)


def drawn(data: Any, kind: str, place: int) -> list[list[Any]]:
    """Return the shapes or the dots of an edition, by its place."""
    return [one for one in data[kind] if not one[-1] or one[-1][place] == "1"]


@pytest.mark.parametrize("year", TIP.years)
def test_each_edition_draws_the_states_of_its_time(year: int) -> None:
    """The shapes and dots of an edition are those of the library, and the dots in its order."""
    place, geometry = TIP.years.index(year), read_geometry(year)
    shapes = {code: path for code, path, *_ in drawn(MAP, "shapes", place)}
    assert shapes == {shape.code: shape.path for shape in geometry.shapes}
    assert len(drawn(MAP, "shapes", place)) == len(geometry.shapes)
    dots = [tuple(one[:4]) for one in drawn(MAP, "dots", place)]
    assert dots == [(dot.code, dot.x, dot.y, dot.area) for dot in geometry.dots]
    assert (MAP["size"], MAP["smallest"]) == ([WIDTH, HEIGHT], SMALLEST)


@pytest.mark.parametrize("year", TIP.years)
def test_every_placement_has_the_colour_of_its_tier(year: int) -> None:
    """A country is on its tier in an edition, and only what the edition places is on one."""
    place = TIP.years.index(year)
    words = {sign: label for sign, label, *_ in MAP["fills"]}
    found = {code: words[signs[place]] for code, signs in MAP["kinds"].items()}
    placed = {one.country.alpha_3: one.tier.value for one in TIP.placements(year)}
    assert {code: kind for code, kind in found.items() if kind in TIER_FILLS} == placed
    assert {found[code] for code in found.keys() - placed.keys()} <= {ABSENT, UNPLACED}
    assert placed.keys() <= {
        one[0] for kind in ("shapes", "dots") for one in drawn(MAP, kind, place)
    }


RECORDS = {
    "all": TIP,
    "selection": TIP.where(bureau="WHA", since=2009, tiers=("Tier 1", "Tier 2")),
    "new": TIP.with_edition(2026, [("KGZ", "Tier 1"), ("CUB", "Tier 3")], partial=True),
    "own": TierRecord.from_rows(
        [("KGZ", 2021, "Tier 2"), ("KGZ", 2023, "Tier 1"), ("FRA", 2020, "Tier 1")]
    ),
}


@pytest.mark.parametrize("name", RECORDS)
def test_changes_between_any_two_editions_are_those_of_the_library(name: str) -> None:
    """What a map says of two editions is what `changes` says, for each country that it draws."""
    record = RECORDS[name]
    data = map_of(record)
    words = {sign: label for sign, label, *_ in data["changes"]}
    pairs = list(itertools.combinations(range(len(record.years)), 2))
    assert pairs
    for before, after in pairs[:: 1 if len(pairs) < 50 else 3]:
        changes = record.changes(record.years[after], since=record.years[before])
        said = {"upgrade": "rose", "downgrade": "fell", "unchanged": "unchanged"}
        expected = {
            one.country.alpha_3: said.get(one.direction, "entered, left or special case")
            for one in (*changes, *changes.unchanged)
        }
        expected |= {country.alpha_3: WITHHELD for country in changes.skipped}
        found = {
            code: words[data["compared"][signs[before]][signs[after]]]
            for code, signs in data["kinds"].items()
        }
        rest = {code: kind for code, kind in found.items() if code not in expected}
        assert {code: found[code] for code in expected if code in found} == {
            code: kind for code, kind in expected.items() if code in found
        }
        assert set(rest.values()) <= {ABSENT, UNPLACED, WITHHELD}


def test_a_selection_does_not_say_that_the_rest_is_absent() -> None:
    """Countries that a selection leaves out are shown so, in every edition of it."""
    asia = TIP.where(bureau="SCA", since=2020)
    data = map_of(asia)
    words = {sign: label for sign, label, *_ in data["fills"]}
    found = {code: {words[sign] for sign in signs} for code, signs in data["kinds"].items()}
    assert found["FRA"] == {WITHHELD}
    assert found["GRL"] == {UNPLACED}
    assert found["KGZ"] == {"Tier 2", "Tier 2 Watch List"}
    assert set(data["names"]) == data["kinds"].keys() - {one.alpha_3 for one in asia.countries}


def test_each_kind_has_its_words_label_and_look() -> None:
    """The kinds are those of the palette, in its order, and no two share a sign or a look."""
    for name, fills in (("fills", MAP_FILLS), ("changes", CHANGE_FILLS)):
        assert [(label, short) for _, label, _, short in MAP[name]] == [
            (words, fill.label) for words, fill in fills.items()
        ]
        for column in (0, 2):
            assert len({one[column] for one in MAP[name]}) == len(fills)


def test_the_style_has_every_look() -> None:
    """Each look of the map is a class of the page's style, with the colour of the palette."""
    style = re.search(r"<style>(.*?)</style>", page.render(TIP), re.DOTALL)
    assert style
    for words, fill in {**MAP_FILLS, **CHANGE_FILLS}.items():
        look = {label: look for name in ("fills", "changes") for _, label, look, _ in MAP[name]}[
            words
        ]
        assert re.search(rf"^\.{look} {{ --fill: {fill.colour};", style[1], re.MULTILINE), words


def test_the_middle_of_a_shape_is_within_its_bounds() -> None:
    """The place of a shape, where its tip is shown, is inside the box of its largest ring."""
    rings = {(s.code, s.path): s.rings[0] for y in TIP.years for s in read_geometry(y).shapes}
    for code, path, x, y, _ in MAP["shapes"]:
        across, down = zip(*rings[code, path], strict=True)
        assert min(across) <= x <= max(across), code
        assert min(down) <= y <= max(down), code
    france = next(one for one in MAP["shapes"] if one[0] == "FRA")
    assert (france[2], france[3]) == (pytest.approx(1820, abs=60), pytest.approx(360, abs=60))


@pytest.mark.parametrize(("region", "codes"), [
    ("europe", "GBR FRA DEU ITA GRC ROU SWE"),
    ("caribbean", "CUB JAM HTI DOM BRB TTO"),
    ("africa", "DZA NGA COD ETH ZAF MDG"),
    ("near-east", "MAR EGY SAU IRQ IRN YEM"),
    ("asia", "KGZ KAZ IND LKA MDV"),
    ("pacific", "CHN JPN IDN AUS NZL FJI MHL"),
])  # fmt: skip
def test_a_region_holds_its_countries(region: str, codes: str) -> None:
    """Each part of the world shows the countries that one looks for in it."""
    left, top, width, height = next(box for name, _, box in MAP["regions"] if name == region)
    places = {code: (x, y) for code, _, x, y, _ in MAP["shapes"]}
    places |= {code: (x, y) for code, x, y, *_ in MAP["dots"]}
    for code in codes.split():
        x, y = places[code]
        assert left < x < left + width, code
        assert top < y < top + height, code


def test_a_record_without_editions_has_no_map() -> None:
    """Where nothing can be drawn, the page holds no shapes."""
    empty = TierRecord.from_rows([])
    assert map_of(empty) is None
    assert len(page.render(empty)) < 150_000


def test_countries_that_the_map_does_not_know_are_left_out() -> None:
    """A country without shape or dot changes nothing on the map, and what has no placement is grey."""
    data = map_of(hostile.record(hostile.TEXT))
    assert "XHO" not in data["kinds"]
    assert set(data["kinds"].values()) == {"."}


def test_the_map_costs_little() -> None:
    """The shapes, dots and names of 25 editions take less than 90 kB of the page."""
    assert len(json.dumps(MAP, separators=(",", ":"))) < 90_000
