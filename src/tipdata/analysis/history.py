"""The tiers of one country by report year, and what is known of the years without one."""

import functools
from collections.abc import Collection, Mapping, Sequence

import attrs

from tipdata._arguments import LAST_YEAR, check_flag, check_kind, read_any_year, read_several
from tipdata._tables.tabular import brief
from tipdata.tiers import Tier, read_tier
from tipdata.typing import ReportYear

__all__ = ["FIRST_WATCH_LIST", "History"]

FIRST_WATCH_LIST: ReportYear = 2004
"""The first edition with a Watch List, by P.L. 108-193 of 19 December 2003."""

_EXPECTED = "a History, a Series, or a mapping of report years to tiers"


def _read_tiers(given: Mapping[ReportYear, Tier | str]) -> Mapping[ReportYear, Tier]:
    check_kind("history", given, (Mapping,), _EXPECTED)
    return {
        year if type(year) is int else read_any_year("year", year): (
            tier if type(tier) is Tier else read_tier(tier)
        )
        for year, tier in given.items()
    }


def _read_years(given: Sequence[ReportYear] | None) -> Sequence[ReportYear] | None:
    if given is None:
        return None
    several = read_several("years", given, expected="report years", least=0)
    # A call for each edition of each country adds up.
    return tuple(
        year if type(year) is int and 1 <= year <= LAST_YEAR else read_any_year("years", year)
        for year in several
    )


# No slots, for those would look a cached property up by way of `__getattr__`.
@attrs.frozen(slots=False, repr=False)
class History:
    """The tiers of one country by report year, and what is known of its gaps.

    Every function of `tipdata.analysis` that asks about one country takes a
    history, a `Series`, or a plain mapping of report years to tiers.

    Attributes:
        tiers: The tiers by report year.
        years: The report years of the editions that count, in order; by default
            all years from the first known placement to the last.
        withheld: The years of placements that exist and are not in `tiers`.
        seams: The years in which one state takes the place of another.
        ended: Whether the state itself ended after its last placement.
        left_out: The years of editions that do not count; such a year is an
            absence, unless it is withheld.

    Raises:
        InvalidValueError: A year is not an integer.
        UnknownTierError: A tier is neither a `Tier` nor a label.

    >>> History({2019: Tier.TIER_2, 2021: Tier.TIER_1}).years
    range(2019, 2022)
    """

    tiers: Mapping[ReportYear, Tier] = attrs.field(converter=_read_tiers)
    _years: Sequence[ReportYear] | None = attrs.field(
        default=None, converter=_read_years, alias="years"
    )
    withheld: Collection[ReportYear] = ()
    seams: Collection[ReportYear] = ()
    ended: bool = False
    left_out: Collection[ReportYear] = ()

    def __attrs_post_init__(self) -> None:
        check_flag("ended", self.ended)

    @classmethod
    def from_tiers(cls, given: "History | Mapping[ReportYear, Tier | str]") -> "History":
        """Return a history as it is, that of a series, or that of a plain mapping.

        Raises:
            InvalidValueError: It is neither, or a year is not an integer.
            UnknownTierError: A tier is neither a `Tier` nor a label.

        >>> History.from_tiers({2021: "Tier 2"}).tiers
        {2021: <Tier.TIER_2: 'Tier 2'>}
        """
        if isinstance(given, History):
            return given
        own = getattr(given, "history", None)
        return own if isinstance(own, History) else cls(given)

    def __repr__(self) -> str:
        span = f", {min(self.tiers)}-{max(self.tiers)}" if self.tiers else ""
        return brief(self, f"{len(self.tiers)} placements{span}")

    @functools.cached_property
    def years(self) -> Sequence[ReportYear]:
        """The report years that count, in order."""
        if self._years is not None:
            return self._years
        known = (*self.tiers, *self.withheld)
        return range(min(known), max(known) + 1) if known else ()

    @property
    def unknown(self) -> Collection[ReportYear]:
        """The years whose placement is not known: withheld, or without an edition since 2004."""
        return self.withheld if self._years is None else self._unknown

    @functools.cached_property
    def _unknown(self) -> frozenset[ReportYear]:
        if not self._years:
            return frozenset(self.withheld)
        years = set(range(FIRST_WATCH_LIST, max(self._years) + 1))
        return frozenset(years.difference(self._years, self.left_out).union(self.withheld))


def __dir__() -> list[str]:
    return __all__
