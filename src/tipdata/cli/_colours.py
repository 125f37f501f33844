"""Colours on a terminal: tier labels on the colours of the palette."""

import functools
import re
from collections.abc import Iterator, Mapping
from typing import TextIO

GLUE = "\0"
"""What stands for the spaces of a label in a line that is wrapped; no printable text has it."""


def has_colours(stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Tell whether a stream gets colours.

    A terminal does, unless it is dumb or `NO_COLOR` is set; a pipe does not,
    unless `FORCE_COLOR` is set.

    >>> import io
    >>> has_colours(io.StringIO(), {"FORCE_COLOR": "1"}), has_colours(io.StringIO(), {})
    (True, False)
    """
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and environ.get("TERM") != "dumb"


def colour_tiers(text: str) -> str:
    r"""Return a string with each tier label on its colour; the words stay.

    >>> colour_tiers("Tier 2 (2021)") == "\x1b[48;5;152;38;5;16mTier 2\x1b[0m (2021)"
    True
    """
    return _any_tier().sub(lambda found: _on(found[0]), text)


def glue_tiers(text: str) -> str:
    r"""Return a string in which tier labels are words.

    >>> glue_tiers("on Tier 2 Watch List")
    'on Tier\x002\x00Watch\x00List'
    """
    return _any_tier().sub(lambda found: found[0].replace(" ", GLUE), text)


def find_tiers(text: str) -> Iterator[tuple[int, int, str]]:
    """Find the tier labels in a string: where each starts and ends, and its style for rich.

    >>> [*find_tiers("Tier 2 (2021)")]
    [(0, 6, 'color(16) on color(152)')]
    """
    for found in _any_tier().finditer(text):
        colour, of_text = _numbers(found[0])
        yield *found.span(), f"color({of_text}) on color({colour})"


# A pipe gets no colours, so they load when a terminal does.
@functools.cache
def _any_tier() -> re.Pattern[str]:
    from tipdata._tables.palette import TIER_LABELS

    # An act that restricts aid is named after a tier, and is none.
    return re.compile(f"(?:{'|'.join(sorted(TIER_LABELS, key=len, reverse=True))})(?! restriction)")


def _on(label: str) -> str:
    colour, of_text = _numbers(label)
    return f"\x1b[48;5;{colour};38;5;{of_text}m{label}\x1b[0m"


def _numbers(label: str) -> tuple[int, int]:
    """Return the numbers of the colours of a tier and of the text on it."""
    from tipdata._tables.palette import TIER_FILLS

    fill = TIER_FILLS[label]
    return _number(fill.colour), _number(fill.text)


def _number(colour: str) -> int:
    """Return the nearest of the 216 colours that nearly all terminals share."""
    red, green, blue = (_level(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
    return 16 + 36 * red + 6 * green + blue


def _level(value: int) -> int:
    levels = (0, 95, 135, 175, 215, 255)
    return min(range(len(levels)), key=lambda i: abs(levels[i] - value))
