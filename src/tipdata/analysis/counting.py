"""How many countries of each group are on each tier, over the editions."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, get_args

import attrs

from tipdata import _tables
from tipdata._arguments import (
    check_coding,
    check_kind,
    read_any_year,
    read_several,
    read_word,
    read_year,
)
from tipdata._pickles import stamp_pickles
from tipdata._tables.columns import columns_of
from tipdata._tables.tabular import TabularSequence
from tipdata.errors import InvalidValueError, nearest
from tipdata.records.countries import Country
from tipdata.tiers import Tier, best_first, read_tier
from tipdata.typing import Coding, Columns, GroupScheme, ReportYear

__all__ = ["Grouping", "TierCount", "TierCounts", "count_tiers"]

Grouping = Literal["bureau", GroupScheme] | Callable[[Country], str | None]
"""How countries are grouped: by bureau, by a scheme of `tipdata.countries.groups()`, by a function.

A country for which the function returns `None` is left out.
"""

_EVERYONE = "all"
_PAIRS = "pairs of a group and a mapping of report years to tiers"


@stamp_pickles
@attrs.frozen(kw_only=True)
class TierCount:
    """How many countries of one group one edition places on each tier.

    Attributes:
        group: The group.
        year: Report year.
        counts: A count for each tier, in the order of `Tier`.
    """

    group: str
    year: ReportYear
    counts: tuple[int, ...]

    def on(self, tier: Tier | str) -> int:
        """Return the number of countries on a tier, given as `Tier` or label.

        Raises:
            UnknownTierError: Not a tier.
        """
        return self.counts[_PLACE[read_tier(tier)]]

    @property
    def total(self) -> int:
        """The number of countries."""
        return sum(self.counts)

    @property
    def shares(self) -> Mapping[Tier, float]:
        """The share of each tier among the group's placements, from 0 to 1."""
        whole = max(self.total, 1)
        return {tier: self.on(tier) / whole for tier in Tier}

    def average(self, coding: Coding = "ordinal") -> float | None:
        """Return the mean tier of the ranked countries on a scale; `None` if none is ranked.

        Raises:
            InvalidValueError: Unknown coding.

        >>> TierCount(group="all", year=2021, counts=(5, 1, 0, 1, 0)).average()
        2.0
        """
        check_coding(coding)
        every = ((tier.coded(coding), self.on(tier)) for tier in Tier)
        codes = [(code, n) for code, n in every if code is not None]
        whole = sum(n for _, n in codes)
        return sum(code * n for code, n in codes) / whole if whole else None

    def __str__(self) -> str:
        each = (f"{tier.short}: {self.on(tier)}" for tier in best_first() if self.on(tier))
        return f"{self.group} {self.year}: {', '.join(each) or 'none'}"


_PLACE = {tier: place for place, tier in enumerate(Tier)}


@attrs.frozen(kw_only=True, repr=False)
class TierCounts(TabularSequence[TierCount]):
    """How many countries of each group are on each tier, by group and year.

    Attributes:
        rows: One for each group and edition.

    >>> import tipdata
    >>> found = tipdata.load().counts(by="bureau")
    >>> print(found.of("SCA", 2021))
    SCA 2021: 2: 8, 2WL: 3, 3: 2
    """

    rows: tuple[TierCount, ...]

    _ITEMS = "rows"
    _TIERS = ("tier",)

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups, in order."""
        return tuple(dict.fromkeys(row.group for row in self.rows))

    def of(self, group: str, year: ReportYear) -> TierCount:
        """Return the counts of one group in one edition.

        Raises:
            InvalidValueError: Unknown group.
            CoverageError: Unknown edition.
        """
        own = {row.year: row for row in self.rows if row.group == group}
        if not own:
            read_word("group", group, self.groups)
        return own[read_year(year, own)]

    def columns(self) -> Columns:
        """Return the counts as plain columns, one row per group, edition and tier."""
        rows = (
            (row.group, row.year, tier.value, tier.rank, row.on(tier), row.shares[tier])
            for row in self.rows
            for tier in Tier
        )
        return columns_of(("group", "year", "tier", "rank", "count", "share"), rows)

    def _table(self) -> Columns:
        return columns_of(
            ("group", "year", *(tier.short for tier in best_first()), "total"),
            ((row.group, row.year, *map(row.on, best_first()), row.total) for row in self.rows),
        )

    def to_html(self) -> str:
        """Return the counts as an HTML table, one row per group and edition."""
        return _tables.html.table(self._table(), caption=self._caption, row_heads=2)

    @property
    def _caption(self) -> str:
        groups = f"{len(self.groups)} group{'s' * (len(self.groups) != 1)}"
        rows = f"{len(self)} row{'s' * (len(self) != 1)}"
        return f"Countries on each tier: {rows} of {groups}"

    def __str__(self) -> str:
        return "\n".join(map(str, self.rows))


def read_grouping(by: Grouping | None) -> Callable[[Country], str | None]:
    """Return the function that groups countries.

    Raises:
        InvalidValueError: `by` is neither `"bureau"` nor a function. It cannot be
            a scheme, since memberships depend on the day.
    """
    if by is None:
        return lambda _: _EVERYONE
    if by == "bureau":
        return lambda country: country.bureau
    if callable(by):
        return by
    expected = "'bureau', a scheme of countries.groups(), such as 'un_region', or a function"
    raise InvalidValueError("by", by, expected, nearest(by, ["bureau", *get_args(GroupScheme)]))


def count_tiers(
    series: Iterable[tuple[str | None, Mapping[ReportYear, Tier | str]]],
    years: Sequence[ReportYear],
) -> TierCounts:
    """Count tiers by group and year; a series without a group is left out.

    Raises:
        InvalidValueError: A year is not an integer, or a group not a string.

    >>> rows = [("north", {2021: Tier.TIER_1}), ("north", {2021: Tier.TIER_2}), (None, {})]
    >>> print(count_tiers(rows, [2021]))
    north 2021: 1: 1, 2: 1
    """
    several = read_several("years", years, expected="report years", least=0)
    columns = [read_any_year("years", year) for year in several]
    found: dict[str, dict[ReportYear, list[int]]] = {}
    for pair in read_several("series", series, expected=_PAIRS, least=0):
        check_kind("series", pair, (tuple,), _PAIRS)
        group, tiers = pair
        if group is None:
            continue
        check_kind("by", group, (str,), "a function that returns a string or None")
        own = found.get(group)
        if own is None:
            own = found[group] = {year: [0] * len(_PLACE) for year in columns}
        for year, tier in tiers.items():
            if year in own:
                own[year][_PLACE[read_tier(tier)]] += 1
    rows = (
        TierCount(group=group, year=year, counts=tuple(counts))
        for group, own in sorted(found.items())
        for year, counts in own.items()
    )
    return TierCounts(rows=tuple(rows))


def __dir__() -> list[str]:
    return __all__
