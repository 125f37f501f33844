"""How a country fared over the editions, in a few figures."""

from collections.abc import Mapping

import attrs
from attrs import field

from tipdata._arguments import check_coding, check_gap
from tipdata._tables.columns import read_paths
from tipdata._tables.tabular import TabularRow
from tipdata.analysis.history import History
from tipdata.analysis.moves import count_steps
from tipdata.analysis.spells import find_runs
from tipdata.tiers import RANKS, Tier, best_first
from tipdata.typing import Coding, Gap, ReportYear

__all__ = ["Trajectory", "trace_trajectory"]


@attrs.frozen(kw_only=True, order=True, repr=False)
class Trajectory(TabularRow):
    """How a country fared over the editions; countries that rose more sort later.

    Attributes:
        net: Steps on the coding's scale from the first ranked placement to
            the last, positive if better; 0 if it was never ranked.
        ups: The number of upgrades.
        downs: The number of downgrades.
        placements: The number of editions that have the country.
        first: Report year of the first of them, or `None`.
        last: Report year of the last of them, or `None`.
        best: The best tier, or `None` if it was never ranked.
        worst: The worst tier, or `None` if it was never ranked.
        longest_on_watch_list: The most consecutive editions on the Watch List.
        since_change: Editions from the last change of tier to the last placement.
        watch_list_was_new: Whether a downgrade is due to the creation of the Watch List.
        withheld: The number of placements in these editions that a selection leaves out.
        coding: The scale on which tiers were compared.
        gap: How absences were treated.

    >>> tiers = {2019: Tier.TIER_2_WATCH_LIST, 2020: Tier.TIER_2, 2021: Tier.TIER_2}
    >>> found = trace_trajectory(tiers)
    >>> found.net, found.ups, found.since_change
    (1, 1, 1)
    """

    net: int
    ups: int
    downs: int
    placements: int
    first: ReportYear | None = field(order=False)
    last: ReportYear | None = field(order=False)
    best: Tier | None = field(order=False)
    worst: Tier | None = field(order=False)
    longest_on_watch_list: int
    since_change: int
    watch_list_was_new: bool = False
    withheld: int = 0
    coding: Coding = "ordinal"
    gap: Gap = "break"

    COLUMNS = read_paths(
        "net ups downs placements first last best worst longest_on_watch_list since_change "
        "watch_list_was_new withheld coding gap"
    )

    def __str__(self) -> str:
        if self.first is None:
            return "in no edition"
        best, worst = self.best or "never ranked", self.worst or "never ranked"
        said = f"{self.net:+d} net, {self.ups} up, {self.downs} down"
        return f"{said}, between {best} and {worst}, {self.first}-{self.last}"


def trace_trajectory(
    history: History | Mapping[ReportYear, Tier | str],
    *,
    coding: Coding = "ordinal",
    gap: Gap = "break",
) -> Trajectory:
    """Return how a country fared over the editions.

    Raises:
        InvalidValueError: Unknown coding or gap.

    >>> print(trace_trajectory({2001: Tier.TIER_3, 2002: Tier.TIER_2, 2003: Tier.TIER_1}))
    +3 net, 2 up, 0 down, between Tier 1 and Tier 3, 2001-2003
    """
    check_coding(coding)
    check_gap(gap)
    given, ranks = History.from_tiers(history), RANKS[coding]
    runs = find_runs(given, "ordinal", gap)
    own = runs if coding == "ordinal" else find_runs(given, coding, gap)
    tiers = [given.tiers[run.years[0]] for run in runs]
    ranked = [tier for tier in tiers if tier is not Tier.SPECIAL_CASE]
    order = best_first(set(ranked))
    lengths = [len(run.years) for run in runs]
    listed = (n for n, tier in zip(lengths, tiers, strict=True) if tier is Tier.TIER_2_WATCH_LIST)
    placed = [ranks[given.tiers[run.years[0]]] for run in own]
    steps = [
        before - after
        for before, after, run in zip(placed, placed[1:], own[1:], strict=False)
        if run.began in ("change", "category_created") and before and after
    ]
    return Trajectory(
        net=(count_steps(ranked[0], ranked[-1], coding) or 0) if ranked else 0,
        ups=sum(step > 0 for step in steps),
        downs=sum(step < 0 for step in steps),
        placements=sum(lengths),
        first=runs[0].years[0] if runs else None,
        last=runs[-1].years[-1] if runs else None,
        best=order[0] if order else None,
        worst=order[-1] if order else None,
        longest_on_watch_list=max(listed, default=0),
        since_change=len(own[-1].years) - 1 if own else 0,
        watch_list_was_new=any(run.began == "category_created" for run in own),
        withheld=len(set(given.withheld).intersection(given.years)),
        coding=coding,
        gap=gap,
    )


def __dir__() -> list[str]:
    return __all__
