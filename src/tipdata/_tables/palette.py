"""The one palette of the tiers, for pages, notebooks and plots alike.

The colours stay apart under every common form of colour blindness and in
shades of grey, and each text on its fill has a contrast of 4.5 or more (WCAG
AA). A fill is never the only sign: put the short label in the cell, or draw
the hatch.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

import attrs

__all__ = [
    "ABSENT",
    "CELL_FILLS",
    "DARK_NOT_A_STATE",
    "DARK_NOT_IN_REPORT",
    "FILLS",
    "NOT_A_STATE",
    "NOT_IN_REPORT",
    "NO_STATE",
    "TIER_FILLS",
    "TIER_LABELS",
    "WITHHELD",
    "Fill",
    "Hatch",
]

Hatch = Literal["", "//", "xx"]
"""Lines across a fill, in the signs that matplotlib has for them."""


@attrs.frozen
class Fill:
    """How a cell is drawn.

    Attributes:
        label: The text that goes into the cell.
        colour: The fill, as `#rrggbb`.
        text: The colour of text on it.
        hatch: The lines across it; none for a tier.
        lines: The colour of these lines.
    """

    label: str
    colour: str
    text: str
    hatch: Hatch = ""
    lines: str = ""


FILLS: Mapping[str, Fill] = MappingProxyType(
    {
        "1": Fill("1", "#1f5fa8", "#ffffff"),
        "2": Fill("2", "#a6cee3", "#000000"),
        "2WL": Fill("2WL", "#fdae4b", "#000000"),
        "3": Fill("3", "#a31f1f", "#ffffff"),
        "SC": Fill("SC", "#6b6b6b", "#ffffff"),
    }
)
"""The fill of each tier, by `Tier.short`."""

NOT_IN_REPORT = Fill("–", "#f4f4f4", "#595959", "//", "#c4c4c4")
"""A country that existed and was not in that edition."""

NOT_A_STATE = Fill("", "#d9d9d9", "#454545", "xx", "#a8a8a8")
"""An edition before the country began, or after it ended."""

DARK_NOT_IN_REPORT = Fill("–", "#22262d", "#b6bcc6", "//", "#3d434d")
"""`NOT_IN_REPORT` on a dark page; the tiers are the same on both."""

DARK_NOT_A_STATE = Fill("", "#31363f", "#c8ccd3", "xx", "#4d5460")
"""`NOT_A_STATE` on a dark page."""

TIER_FILLS: Mapping[str, Fill] = MappingProxyType(
    {
        "Tier 1": FILLS["1"],
        "Tier 2": FILLS["2"],
        "Tier 2 Watch List": FILLS["2WL"],
        "Tier 3": FILLS["3"],
        "Special Case": FILLS["SC"],
    }
)
"""The fills of the tiers, by the labels that results hold."""

TIER_LABELS: tuple[str, ...] = tuple(TIER_FILLS)
"""The labels, which are the categories of a tier column on every backend."""

ABSENT, NO_STATE, WITHHELD = "not in the report", "no such state", "left out of this selection"

CELL_FILLS: Mapping[str, Fill] = MappingProxyType(
    {
        **TIER_FILLS,
        ABSENT: NOT_IN_REPORT,
        NO_STATE: NOT_A_STATE,
        WITHHELD: attrs.evolve(NOT_IN_REPORT, label="?", colour="#ffffff", hatch="", lines=""),
    }
)
"""What a cell can be, in words, and how it is filled; tiers first, best first."""
