"""The boxes of plots that have a row for each country: its cells, or its spells."""

from collections.abc import Sequence

from tipdata._arguments import check_kind, read_several
from tipdata.analysis.series import Series, describe_cell
from tipdata.analysis.spells import Spell
from tipdata.errors import InvalidValueError
from tipdata.plots._axes import Boxes, Label
from tipdata.tierrecord import TierRecord
from tipdata.typing import ReportYear

_TOP, _BOTTOM = 0.1, 0.68
MIDDLE = (_TOP + _BOTTOM) / 2
"""How far down a row the middle of its spells is."""

LANE = 0.83
"""How far down a row the marks of the clock are."""


def read_series(given: object) -> tuple[Series, ...]:
    """Return one or several series.

    Raises:
        InvalidValueError: They are something else.
    """
    expected = "one Series or several"
    if isinstance(given, TierRecord):
        hint = "pass tip.series('KGZ'), or tip.every_series() for all"
        raise InvalidValueError("series", given, expected, hint=hint)
    every = read_several("series", given, Series, expected=expected)
    for one in every:
        check_kind("series", one, (Series,), expected)
    return every


def box_cells(every: Sequence[Series], years: Sequence[ReportYear]) -> Boxes:
    """Return a box for each country and edition; the first of equal ones has a label."""
    boxes = Boxes()
    for row, one in enumerate(every):
        last = ""
        for year in years:
            kind, fill = describe_cell(one, year)
            boxes.add(kind, _across(year, year), (row + 0.05, row + 0.95))
            if kind != last:
                boxes.labels.append(Label((year, row + 0.5), (fill.label,), kind))
            last = kind
    return boxes


def box_spells(every: Sequence[Series]) -> Boxes:
    """Return a box with a label for each spell, and one for each edition without a placement."""
    boxes = Boxes()
    for row, one in enumerate(every):
        down = (row + _TOP, row + _BOTTOM)
        for year in one.years:
            if year not in one:
                boxes.add(describe_cell(one, year)[0], _across(year, year), down)
        for spell in one.spells():
            boxes.add(spell.tier.value, _across(spell.first, spell.last), down)
            boxes.labels.append(_label(row, spell))
    return boxes


def _across(first: ReportYear, last: ReportYear) -> tuple[float, float]:
    return first - 0.47, last + 0.47


def _label(row: int, spell: Spell) -> Label:
    tier, editions = spell.tier, spell.length
    words = (f"{tier}, {editions} editions",) if editions > 1 else ()
    return Label(
        ((spell.first + spell.last) / 2, row + MIDDLE),
        (*words, f"{tier}", tier.short),
        tier.value,
        (spell.last - spell.first + 1, _BOTTOM - _TOP),
    )
