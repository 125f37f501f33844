"""The marks of plots: the clock of the Watch List, and where changes begin and end."""

# pyright: reportUnknownMemberType=false
# The stubs of matplotlib leave the type of many keywords open.

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tipdata._tables.palette import ABSENT, CELL_FILLS, FELL, MOVED, ROSE
from tipdata.analysis.changes import Change
from tipdata.analysis.series import Series
from tipdata.analysis.statute import FIRST_COUNTED, find_limit
from tipdata.analysis.watchlist import Outlook, read_clock
from tipdata.plots._axes import annotate, fills_on, ink_of, paper_of
from tipdata.tiers import Tier, best_first
from tipdata.typing import Direction, ReportYear

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from tipdata._tables.palette import Fill

COUNTED, WAIVED = "counts towards the limit", "by waiver"
BEFORE = "before"


def find_verdicts(every: Sequence[Series], beside: float) -> list[tuple[float, str]]:
    """Return what the law allows the next edition, `beside` that fraction of a country's row."""
    return [
        (row + beside, _verdict(one, one.next_edition()))
        for row, one in enumerate(every)
        if _is_listed(one)
    ]


def draw_clock(ax: "Axes", every: Sequence[Series], *, at: float) -> "list[tuple[str, Artist]]":
    """Draw what counts towards the limits of the Watch List, and return the legend's entries.

    Marks are `at` that fraction of a row from its top.
    """
    counted: list[tuple[float, float]] = []
    waived: list[tuple[float, float]] = []
    for row, one in enumerate(every):
        for year, tier in one.tiers.items():
            if tier is Tier.TIER_2_WATCH_LIST and year >= FIRST_COUNTED:
                (waived if _is_by_waiver(one, year) else counted).append((year, row + at))
    ink = ink_of(ax)
    decided = [one.next_edition() for one in every if _is_listed(one)]
    if decided:
        words = f"{max(decided)} edition"
        annotate(ax, words, (1, 1), (9, 3), fontweight="bold", color=ink)
    styles: tuple[Mapping[str, Any], Mapping[str, Any]] = (
        {"s": 9, "c": ink},
        {"s": 14, "marker": "D", "c": "none", "edgecolors": ink},
    )
    return [
        (words, ax.scatter(*zip(*points, strict=True), **style))
        for words, points, style in zip((COUNTED, WAIVED), (counted, waived), styles, strict=True)
        if points
    ]


def _is_listed(series: Series) -> bool:
    return series.tiers.get(series.next_edition() - 1) is Tier.TIER_2_WATCH_LIST


def _verdict(series: Series, year: ReportYear) -> str:
    found = read_clock(series.history, year)
    if not isinstance(found, Outlook):
        return "not known"
    return found.verdict + " (interpretation)" * found.is_interpretation


def _is_by_waiver(series: Series, year: ReportYear) -> bool:
    """Tell whether an edition could keep the country on the Watch List only by waiver."""
    bound, found = find_limit(year), read_clock(series.history, year)
    return bound is not None and isinstance(found, Outlook) and found.consecutive >= bound.years


_MARKS: dict[Direction, tuple[str, str]] = {"upgrade": (ROSE, ">"), "downgrade": (FELL, "<")}
_OTHER = (MOVED, "D")


_ORDER: tuple[Direction, ...] = (
    "upgrade",
    "downgrade",
    "from_special_case",
    "to_special_case",
    "entered",
    "left",
)


def sort_changes(changes: Iterable[Change]) -> list[Change]:
    """Return changes by direction, those up first; names stay sorted."""
    return sorted(changes, key=lambda change: _ORDER.index(change.direction))


def name_end(tier: Tier | None) -> str:
    """Return the label of a tier, or the words for no tier."""
    return tier.value if tier else ABSENT


def place_ends(found: Sequence[Change]) -> dict[str, int]:
    """Return where each tier is on the axis, the best at the right; others only if needed."""
    seen = {name_end(tier) for change in found for tier in (change.before, change.after)}
    ends = [ABSENT, *(tier.value for tier in reversed(best_first()))]
    ranked = {tier.value for tier in Tier if tier.rank}
    return {end: i for i, end in enumerate(end for end in ends if end in seen | ranked)}


def draw_dots(
    ax: "Axes", found: Sequence[Change], places: dict[str, int]
) -> "list[tuple[str, Fill | Artist]]":
    """Draw each change as a line between two dots, and return the entries of the legend."""
    from matplotlib.lines import Line2D  # noqa: PLC0415

    x = [places[name_end(change.before)] for change in found]
    y = [row + 0.5 for row in range(len(found))]
    ink, paper = ink_of(ax), paper_of(ax)
    ax.grid(axis="x", color=ink, alpha=0.12)
    ax.set_axisbelow(True)
    for change, row in zip(found, y, strict=True):
        ends = places[name_end(change.before)], places[name_end(change.after)]
        ax.plot(ends, (row, row), color="#8c8c8c", linewidth=1, zorder=1)
    start = ax.scatter(x, y, s=16, c=paper, edgecolors=ink, zorder=2, label=BEFORE)
    entries: list[tuple[str, Fill | Artist]] = [(BEFORE, start)]
    style: Mapping[str, Any] = {"s": 38, "edgecolors": ink, "linewidths": 0.5, "zorder": 3}
    for words, mark in (*_MARKS.values(), _OTHER):
        reached = {
            row: name_end(change.after)
            for row, change in zip(y, found, strict=True)
            if _MARKS.get(change.direction, _OTHER)[0] == words
        }
        if not reached:
            continue
        colours = [fills_on(ax)[end].colour for end in reached.values()]
        x = [places[end] for end in reached.values()]
        ax.scatter(x, [*reached], c=colours, marker=mark, label=words, **style)
        handle = Line2D([], [], linestyle="", marker=mark, color=ink, markersize=6)
        entries.append((words, handle))
    tiers = [change.after for change in found]
    return entries + [
        (tier.value, CELL_FILLS[tier.value]) for tier in best_first() if tier in tiers
    ]


def list_entries(found: Sequence[Change]) -> list[str]:
    """Return the words that the legend of dots can have."""
    marks = {_MARKS.get(change.direction, _OTHER)[0] for change in found}
    tiers = [tier.value for tier in best_first() if tier in {c.after for c in found}]
    return [BEFORE, *sorted(marks), *tiers]
