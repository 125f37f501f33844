"""How many countries of each group are on each tier, over the editions."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import attrs

from tipdata._tables import html
from tipdata._tables.columns import Columns, columns_of
from tipdata.errors import InvalidValueError
from tipdata.records.countries import Country
from tipdata.tiers import Tier
from tipdata.typing import Coding, ReportYear

if TYPE_CHECKING:
    from tipdata._tables.frame_maker import FrameMaker

__all__ = ["Grouping", "TierCount", "TierCounts", "count_tiers", "grouping"]

Grouping = Literal["bureau"] | Callable[[Country], str | None]
"""How countries are grouped: by the bureau that the report puts them under, or by a function.

A country for which the function returns `None` is left out.
"""

EVERYONE = "all"


@attrs.frozen(kw_only=True)
class TierCount:
    """How many countries of one group one edition places on each tier.

    Attributes:
        group: The group.
        year: Report year.
        counts: A count for each tier, best first, special cases last.
    """

    group: str
    year: ReportYear
    counts: tuple[int, ...]

    def on(self, tier: Tier) -> int:
        """Return how many are on a tier."""
        return self.counts[_PLACE[tier]]

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(self.counts)

    @property
    def shares(self) -> Mapping[Tier, float]:
        """The share of each tier among the group's placements, from 0 to 1."""
        whole = self.total or 1
        return {tier: self.on(tier) / whole for tier in Tier}

    def average(self, coding: Coding = "ordinal") -> float | None:
        """Return the mean tier of those ranked, as a number on a scale; `None` if nobody is.

        Raises:
            InvalidValueError: There is no such coding.

        >>> TierCount(group="all", year=2021, counts=(1, 0, 1, 0, 5)).average()
        2.0
        """
        ranked = [(tier.coded(coding), n) for tier, n in zip(Tier, self.counts, strict=True)]
        codes = [(code, n) for code, n in ranked if code is not None and n]
        whole = sum(n for _, n in codes)
        return sum(code * n for code, n in codes) / whole if whole else None

    def __str__(self) -> str:
        each = (f"{tier.short}: {n}" for tier, n in zip(Tier, self.counts, strict=True) if n)
        return f"{self.group} {self.year}: {', '.join(each) or 'none'}"


_PLACE = {tier: place for place, tier in enumerate(Tier)}


@attrs.frozen(kw_only=True)
class TierCounts:
    """How many countries of each group are on each tier, by group and year.

    Attributes:
        rows: One for each group and edition.

    >>> import tipdata
    >>> found = tipdata.load().counts(by="bureau")
    >>> print(found.of("SCA", 2021))
    SCA 2021: 2: 8, 2WL: 3, 3: 2
    """

    rows: tuple[TierCount, ...]

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups, in order."""
        return tuple(dict.fromkeys(row.group for row in self.rows))

    def of(self, group: str, year: ReportYear) -> TierCount:
        """Return the counts of one group in one edition.

        Raises:
            InvalidValueError: There is no such group, or no such edition.
        """
        for row in self.rows:
            if (row.group, row.year) == (group, year):
                return row
        years = sorted({row.year for row in self.rows})
        span = f", from {years[0]} to {years[-1]}" if years else ""
        raise InvalidValueError("group", (group, year), f"one of {', '.join(self.groups)}{span}")

    def columns(self) -> Columns:
        """Return the counts as plain columns, one row a group, edition and tier."""
        return columns_of(
            ("group", "year", "tier", "count", "share"),
            (
                (row.group, row.year, tier.value, row.on(tier), row.shares[tier])
                for row in self.rows
                for tier in Tier
            ),
        )

    @property
    def to_frame(self) -> "FrameMaker":
        """Make a frame of it: `to_frame("polars")`."""
        from tipdata._tables.frame_maker import FrameMaker  # noqa: PLC0415 - loaded where it is used

        return FrameMaker(self.columns(), tiers=("tier",))

    def _table(self) -> Columns:
        return columns_of(
            ("group", "year", *(tier.short for tier in Tier), "total"),
            ((row.group, row.year, *row.counts, row.total) for row in self.rows),
        )

    def to_html(self) -> str:
        """Return the counts as an HTML table, one row a group and edition."""
        return html.table(self._table(), caption="Countries on each tier", row_heads=2)

    def _repr_html_(self) -> str:
        return html.notebook(self._table(), caption="Countries on each tier", row_heads=1)

    def __iter__(self) -> Iterator[TierCount]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __str__(self) -> str:
        return "\n".join(map(str, self.rows))


def grouping(by: Grouping | None) -> Callable[[Country], str | None]:
    """Return the function that groups countries.

    Raises:
        InvalidValueError: It is neither `"bureau"` nor a function.
    """
    if by is None:
        return lambda _: EVERYONE
    if by == "bureau":
        return lambda country: country.bureau
    if callable(by):
        return by
    raise InvalidValueError("by", by, "'bureau' or a function of a country")


def count_tiers(
    series: Iterable[tuple[str | None, Mapping[ReportYear, Tier]]], editions: Sequence[ReportYear]
) -> TierCounts:
    """Count tiers by group and year; a series without a group is left out.

    >>> rows = [("north", {2021: Tier.TIER_1}), ("north", {2021: Tier.TIER_2}), (None, {})]
    >>> print(count_tiers(rows, [2021]))
    north 2021: 1: 1, 2: 1
    """
    found: dict[str, dict[ReportYear, list[int]]] = {}
    for group, tiers in series:
        if group is None:
            continue
        years = found.get(group)
        if years is None:
            years = found[group] = {year: [0] * len(_PLACE) for year in editions}
        for year, tier in tiers.items():
            if year in years:
                years[year][_PLACE[tier]] += 1
    return TierCounts(
        rows=tuple(
            TierCount(group=group, year=year, counts=tuple(counts))
            for group, years in sorted(found.items())
            for year, counts in years.items()
        )
    )
