"""The map of the page as plain values: what is drawn in which edition, and what each country is."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from tipdata._tables.palette import (
    ABSENT,
    CHANGE_FILLS,
    DARK_UNPLACED,
    FELL,
    MAP_FILLS,
    MOVED,
    ROSE,
    TIER_FILLS,
    UNCHANGED,
    UNPLACED,
    WITHHELD,
    Fill,
)
from tipdata.analysis.moves import Move
from tipdata.loading.geometry import (
    HEIGHT,
    SMALLEST,
    WIDTH,
    Dot,
    Ring,
    Shape,
    read_geometry,
)
from tipdata.loading.map_kinds import find_all_kinds, name_direction
from tipdata.tierrecord import TierRecord
from tipdata.tiers import Tier

_Values = dict[str, object]
_Drawn = TypeVar("_Drawn", Shape, Dot)

_KINDS = dict(zip(MAP_FILLS, "12W3S-?.", strict=True))
_CHANGES = {ROSE: "u", FELL: "d", MOVED: "m", UNCHANGED: "="} | {
    words: _KINDS[words] for words in (ABSENT, WITHHELD, UNPLACED)
}
_LOOKS = {
    **{words: f"tier-{fill.label}" for words, fill in TIER_FILLS.items()},
    ROSE: "rose",
    FELL: "fell",
    MOVED: "moved",
    UNCHANGED: "unchanged",
    ABSENT: "absent",
    WITHHELD: "withheld",
    UNPLACED: "unplaced",
}
_REGIONS = (
    ("europe", "Europe", (1640, 90, 900, 470)),
    ("caribbean", "Caribbean", (800, 600, 400, 300)),
    ("africa", "Africa", (1540, 450, 930, 1130)),
    ("near-east", "Near East", (1600, 410, 960, 440)),
    ("asia", "South and Central Asia", (2250, 220, 720, 850)),
    ("pacific", "East Asia and Pacific", (2500, 240, 1450, 1500)),
)


def map_data(record: TierRecord) -> _Values | None:
    """Return what the page needs to draw the map of every edition, or none without editions."""
    if not record.years:
        return None
    drawn = [read_geometry(year) for year in record.years]
    shapes = _dated([geometry.shapes for geometry in drawn])
    dots = _dated([geometry.dots for geometry in drawn])
    codes = sorted({shape.code for shape in shapes} | {dot.code for dot in dots})
    kinds = find_all_kinds(record, codes)
    labels = {country.alpha_3: country.label for country in record.registry.countries}
    placed = {country.alpha_3 for country in record.countries}
    return {
        "size": (WIDTH, HEIGHT),
        "smallest": SMALLEST,
        "regions": _REGIONS,
        "shapes": [
            (one.code, one.path, *_middle(one.rings[0]), when) for one, when in shapes.items()
        ],
        "dots": [
            (one.code, one.x, one.y, one.area, when)
            for one, when in sorted(dots.items(), key=lambda item: (-item[0].area, item[0].code))
        ],
        "kinds": {code: "".join(map(_KINDS.__getitem__, kinds[code])) for code in codes},
        "names": {code: labels.get(code, code) for code in codes if code not in placed},
        "fills": _named(MAP_FILLS, _KINDS),
        "changes": _named(CHANGE_FILLS, _CHANGES),
        "compared": {
            sign: {later: _CHANGES[_compare(before, after)] for after, later in _KINDS.items()}
            for before, sign in _KINDS.items()
        },
    }


def map_looks() -> tuple[Mapping[str, Fill], Mapping[str, Fill]]:
    """Return the looks that only the map has, and those that differ on a dark page."""
    own = {_LOOKS[words]: fill for words, fill in CHANGE_FILLS.items() if words != ABSENT}
    return own, {_LOOKS[UNPLACED]: DARK_UNPLACED}


def _dated(editions: Sequence[Iterable[_Drawn]]) -> dict[_Drawn, str]:
    """Return all that is drawn, each with a "1" for every edition that draws it, else a "0".

    What every edition draws has none.
    """
    every = {one: None for several in editions for one in several}
    sets = [set(several) for several in editions]
    marks = {one: "".join("01"[one in several] for several in sets) for one in every}
    return {one: when if "0" in when else "" for one, when in marks.items()}


def _middle(ring: Ring) -> tuple[int, int]:
    """Return the centre of the area that a ring encloses."""
    area = across = down = 0
    for (x, y), (later, lower) in itertools.pairwise(ring):
        part = x * lower - later * y
        area, across, down = area + part, across + (x + later) * part, down + (y + lower) * part
    return round(across / (3 * area)), round(down / (3 * area))


def _named(fills: Iterable[str], signs: Mapping[str, str]) -> list[tuple[str, str, str, str]]:
    """Return the sign of each kind, with its words, its class and its short label."""
    every = {**MAP_FILLS, **CHANGE_FILLS}
    return [(signs[words], words, _LOOKS[words], every[words].label) for words in fills]


def _compare(before: str, after: str) -> str:
    """Return what happened to a country that was one kind and is another."""
    if WITHHELD in (before, after):
        return WITHHELD
    earlier, later = (Tier(words) if words in TIER_FILLS else None for words in (before, after))
    if earlier is None and later is None:
        return after
    return name_direction(Move(since=1, year=2, before=earlier, after=later).direction)
