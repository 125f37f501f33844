"""The marks of plots: the clock of the Watch List, and where changes begin and end."""

# pyright: reportUnknownMemberType=false
# The stubs of matplotlib leave the type of many keywords open.

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tipdata._tables.palette import CELL_FILLS
from tipdata.analysis.changes import Change
from tipdata.analysis.series import Series
from tipdata.analysis.statute import FIRST_COUNTED, find_limit
from tipdata.analysis.watchlist import Outlook, read_clock
from tipdata.plots._axes import SMALL
from tipdata.tiers import Tier
from tipdata.typing import Direction, ReportYear

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from tipdata._tables.palette import Fill

__all__ = ["clock", "dots", "end_of", "places_of"]

_DARK = "#333333"


def clock(
    ax: "Axes", every: Sequence[Series], *, at: float, beside: float
) -> list[tuple[str, "Artist"]]:
    """Draw what counts towards the limits of the Watch List, and return what a legend needs.

    Marks are `at` that part of a row from its top, verdicts `beside` it.
    """
    counted: list[tuple[float, float]] = []
    waived: list[tuple[float, float]] = []
    verdicts: list[tuple[int, ReportYear, str]] = []
    for row, one in enumerate(every):
        for year, tier in one.tiers.items():
            if tier is Tier.TIER_2_WATCH_LIST and year >= FIRST_COUNTED:
                (waived if _by_waiver(one, year) else counted).append((year, row + at))
        decided = one.next_edition()
        found = read_clock(one.history, decided)
        listed = one.tiers.get(decided - 1) is Tier.TIER_2_WATCH_LIST
        if listed:
            verdicts.append((row, decided, _verdict(found)))
    for row, _, verdict in verdicts:
        ax.annotate(
            verdict,
            (1, row + beside),
            xycoords=ax.get_yaxis_transform(),
            xytext=(9, 0),
            textcoords="offset points",
            va="center",
            fontsize=SMALL,
            annotation_clip=False,
        )
    handles: list[tuple[str, Artist]] = []
    if counted:
        x, y = zip(*counted, strict=True)
        handles.append(("counts towards the limit", ax.scatter(x, y, s=9, c=_DARK)))
    if waived:
        x, y = zip(*waived, strict=True)
        mark = ax.scatter(x, y, s=14, marker="D", c="none", edgecolors=_DARK)
        handles.append(("by waiver", mark))
    if verdicts:
        ax.annotate(
            f"{max(year for _, year, _ in verdicts)} edition",
            (1, 1),
            xycoords="axes fraction",
            xytext=(9, 3),
            textcoords="offset points",
            fontsize=SMALL,
            fontweight="bold",
            annotation_clip=False,
        )
    return handles


def _verdict(found: Outlook | ReportYear) -> str:
    if not isinstance(found, Outlook):
        return "not known"
    return found.verdict + " (interpretation)" * found.is_interpretation


def _by_waiver(series: Series, year: ReportYear) -> bool:
    """Tell whether an edition could keep the country on the Watch List only by waiver."""
    bound = find_limit(year)
    clock = read_clock(series.history, year)
    return bound is not None and isinstance(clock, Outlook) and clock.consecutive >= bound.years


_MARKS: dict[Direction, tuple[str, str]] = {
    "upgrade": ("rose", ">"),
    "downgrade": ("fell", "<"),
}
_OTHER = ("came, went or special", "D")
_NO_TIER = "not in the report"


def end_of(tier: Tier | None) -> str:
    return tier.value if tier else _NO_TIER


def places_of(found: Sequence[Change]) -> dict[str, int]:
    """Return where each tier is on the axis, the best at the right; others only if needed."""
    seen = {end_of(tier) for change in found for tier in (change.before, change.after)}
    ends = [_NO_TIER, *(tier.value for tier in reversed(Tier))]
    ranked = {tier.value for tier in Tier if tier.rank}
    return {end: i for i, end in enumerate(end for end in ends if end in seen | ranked)}


def dots(
    ax: "Axes", found: Sequence[Change], places: dict[str, int]
) -> "list[tuple[str, Fill | Artist]]":
    """Draw where each change begins and ends, and return the entries of the legend."""
    from matplotlib.lines import Line2D  # noqa: PLC0415

    x = [places[end_of(c.before)] for c in found]
    y = [row + 0.5 for row in range(len(found))]
    start = ax.scatter(x, y, s=16, c="white", edgecolors="#595959", zorder=2)
    start.set_label("before")
    entries: list[tuple[str, Fill | Artist]] = [("before", start)]
    for words, mark in (*_MARKS.values(), _OTHER):
        rows = [
            (row, c.after)
            for row, c in enumerate(found)
            if _MARKS.get(c.direction, _OTHER)[0] == words
        ]
        if not rows:
            continue
        ax.scatter(
            [places[end_of(after)] for _, after in rows],
            [row + 0.5 for row, _ in rows],
            s=38,
            c=[CELL_FILLS[end_of(after)].colour for _, after in rows],
            marker=mark,
            edgecolors=_DARK,
            linewidths=0.5,
            zorder=3,
            label=words,
        )
        handle = Line2D([], [], linestyle="", marker=mark, color="#595959", markersize=6)
        entries.append((words, handle))
    tiers = [c.after for c in found]
    return entries + [(tier.value, CELL_FILLS[tier.value]) for tier in Tier if tier in tiers]
