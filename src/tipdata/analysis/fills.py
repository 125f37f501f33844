"""How each cell of a series is drawn, in notebooks and plots alike."""

from types import MappingProxyType

import attrs

from tipdata._palette import FILLS, NOT_A_STATE, NOT_IN_REPORT, Fill
from tipdata.analysis.series import Series
from tipdata.dates import PartialDate
from tipdata.tiers import Tier
from tipdata.typing import ReportYear

__all__ = ["KINDS", "cell_kind"]

KINDS = MappingProxyType(
    {
        **{tier.value: FILLS[tier.short] for tier in Tier},
        "not in the report": NOT_IN_REPORT,
        "no such state": NOT_A_STATE,
        "left out of this selection": attrs.evolve(
            NOT_IN_REPORT, label="?", colour="#ffffff", hatch="", lines=""
        ),
    }
)
"""What a cell can be, in words, and how it is filled; tiers first, best first."""

_ABSENT, _NO_STATE, _WITHHELD = tuple(KINDS)[len(Tier) :]


def cell_kind(series: Series, year: ReportYear) -> tuple[str, Fill]:
    """Return what a series has for an edition: one of `KINDS`.

    >>> import tipdata
    >>> cell_kind(tipdata.load().series("South Sudan"), 2005)[0]
    'no such state'
    """
    tier = series.tiers.get(year)
    if tier is not None:
        words = tier.value
    elif series.status(year) == "withheld":
        words = _WITHHELD
    elif series.country.span.overlaps(PartialDate(year)):
        words = _ABSENT
    else:
        words = _NO_STATE
    return words, KINDS[words]
