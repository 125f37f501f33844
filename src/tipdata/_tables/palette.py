"""The one palette of the tiers, for pages, notebooks and plots alike.

The colours can be told apart under every common form of colour blindness and
in shades of grey, and the text on each fill has a contrast of 4.5 or more (WCAG
AA). A fill is never the only sign: put the short label into the cell, or draw
the hatch.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

import attrs

Hatch = Literal["", "//", "xx"]
"""Lines across a fill, as matplotlib writes them."""


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


NOT_IN_REPORT = Fill("–", "#f4f4f4", "#595959", "//", "#c4c4c4")
"""A country that existed, and was not in the report."""

NOT_A_STATE = Fill("", "#d9d9d9", "#454545", "xx", "#a8a8a8")
"""An edition before the country began, or after it ended."""

DARK_NOT_IN_REPORT = Fill("–", "#22262d", "#b6bcc6", "//", "#3d434d")
"""`NOT_IN_REPORT` on a dark page. Tiers look the same on both."""

DARK_NOT_A_STATE = Fill("", "#31363f", "#c8ccd3", "xx", "#4d5460")
"""`NOT_A_STATE` on a dark page."""

TIER_FILLS: Mapping[str, Fill] = MappingProxyType(
    {
        "Tier 1": Fill("1", "#1f5fa8", "#ffffff"),
        "Tier 2": Fill("2", "#a6cee3", "#000000"),
        "Tier 2 Watch List": Fill("2WL", "#fdae4b", "#000000"),
        "Tier 3": Fill("3", "#a31f1f", "#ffffff"),
        "Special Case": Fill("SC", "#6b6b6b", "#ffffff"),
    }
)
"""The fill of each tier, by its label, best first; the text in it is `Tier.short`."""

TIER_LABELS: tuple[str, ...] = tuple(sorted(TIER_FILLS))
"""The labels, which are the categories of a tier column in every library, sorted as strings."""

ABSENT, NO_STATE, WITHHELD = "not in the report", "no such state", "left out of this selection"

CELL_FILLS: Mapping[str, Fill] = MappingProxyType(
    {
        **TIER_FILLS,
        ABSENT: NOT_IN_REPORT,
        NO_STATE: NOT_A_STATE,
        WITHHELD: attrs.evolve(NOT_IN_REPORT, label="?", colour="#ffffff", hatch="", lines=""),
    }
)
"""What a cell can be, in words, and its fill: first the tiers, best first, then the rest."""

UNPLACED = "no placement of its own"

DARK_UNPLACED = Fill("", "#4a505a", "#c8ccd3")
"""A territory without a placement of its own, on a dark page."""

MAP_FILLS: Mapping[str, Fill] = MappingProxyType(
    {
        **{words: fill for words, fill in CELL_FILLS.items() if words != NO_STATE},
        UNPLACED: Fill("", "#e3e3e3", "#454545"),
    }
)
"""What a country or a territory on a map can be, in words, and its fill."""

ROSE, FELL, MOVED, UNCHANGED = "rose", "fell", "entered, left or special case", "unchanged"

CHANGE_FILLS: Mapping[str, Fill] = MappingProxyType(
    {
        ROSE: Fill("+", "#45ad8c", "#000000"),
        FELL: Fill("-", "#6a1b7a", "#ffffff"),
        MOVED: Fill("*", "#f2d35e", "#000000", "xx", "#8a6d00"),
        UNCHANGED: Fill("=", "#bcc3cc", "#000000"),
        **{words: MAP_FILLS[words] for words in (ABSENT, WITHHELD, UNPLACED)},
    }
)
"""What happened to a country between two editions, in words, and its fill on a map.

The colours are none of a tier, and keep apart as those of the tiers do.
"""
