"""What was published about an edition, beside what the placements say."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Literal

import attrs

from tipdata._tables.columns import read_paths
from tipdata._tables.tabular import TabularRow, TabularSequence
from tipdata.records.editions import Edition
from tipdata.typing import ReportYear

__all__ = ["FIGURES", "Figure", "PublishedFigure", "PublishedFigures", "compare_figures"]

Figure = Literal[
    "tier_1",
    "tier_2",
    "tier_2_watch_list",
    "tier_3",
    "special_case",
    "covered",
    "upgrades",
    "downgrades",
    "special_watch_list",
    "waivers",
    "heroes",
]
"""A number that is published of an edition."""

FIGURES: Mapping[Figure, str] = MappingProxyType(
    {
        "tier_1": "Tier 1",
        "tier_2": "Tier 2",
        "tier_2_watch_list": "Tier 2 Watch List",
        "tier_3": "Tier 3",
        "special_case": "special cases",
        "covered": "countries in the report",
        "upgrades": "upgrades",
        "downgrades": "downgrades",
        "special_watch_list": "Special Watch List",
        "waivers": "waivers of the Watch List limit",
        "heroes": "TIP Report Heroes",
    }
)
"""What each figure counts, in words."""


@attrs.frozen(kw_only=True, repr=False)
class PublishedFigure(TabularRow):
    """A published number of an edition, and the number that the placements give.

    Attributes:
        year: Report year.
        figure: What is counted.
        published: The published number.
        counted: What the placements give; `None` for heroes, and if the record
            lacks an edition that the count needs. Waivers are those that the
            limit of the Watch List makes necessary.
        source: Where it was published.
        remark: Why the two differ, as far as known.
    """

    year: ReportYear
    figure: Figure
    published: int
    counted: int | None
    source: str = ""
    remark: str = ""

    COLUMNS = read_paths("year figure published counted agrees source remark")

    @property
    def agrees(self) -> bool | None:
        """Whether the two numbers are equal; `None` if there is nothing to compare with."""
        return None if self.counted is None else self.published == self.counted

    def __str__(self) -> str:
        said = f"{self.year}, {FIGURES[self.figure]}: {self.published}"
        if self.counted is None:
            return f"{said} published"
        if self.agrees:
            return f"{said}, as counted"
        remark = f" ({self.remark})" if self.remark else ""
        return f"{said} published, {self.counted} counted{remark}"


@attrs.frozen(kw_only=True, repr=False)
class PublishedFigures(TabularSequence[PublishedFigure]):
    """The published numbers of editions, beside those that the placements give.

    Attributes:
        figures: One for each known number, by report year and figure.

    >>> import tipdata
    >>> print(tipdata.load().published_figures(2005).differing[0])
    2005, special cases: 8 published, 7 counted
    """

    figures: tuple[PublishedFigure, ...]

    _ITEMS = "figures"
    _COLUMNS = PublishedFigure.COLUMNS
    _ROW_HEADS = 2
    _SHORT = False

    @property
    def differing(self) -> tuple[PublishedFigure, ...]:
        """The numbers that the placements do not meet."""
        return tuple(one for one in self.figures if one.agrees is False)

    @property
    def _caption(self) -> str:
        count = len(self)
        met = sum(one.agrees is True for one in self.figures)
        return f"{count} published figure{'s' * (count != 1)}, of which the placements meet {met}"


def compare_figures(
    editions: Iterable[Edition],
    count: Callable[[ReportYear, Figure], int | None],
    notes: Mapping[tuple[ReportYear, str], tuple[str, str]],
) -> PublishedFigures:
    """Return the known figures beside what `count` makes of the placements.

    Args:
        editions: The editions with their figures.
        count: Counts a figure of an edition in the placements.
        notes: The source of a figure and a remark on it.
    """
    return PublishedFigures(
        figures=tuple(
            PublishedFigure(
                year=edition.year,
                figure=figure,
                published=number,
                counted=count(edition.year, figure),
                source=notes.get((edition.year, figure), ("", ""))[0],
                remark=notes.get((edition.year, figure), ("", ""))[1],
            )
            for edition in editions
            for figure in FIGURES
            if (number := _figure(edition, figure)) is not None
        )
    )


def _figure(edition: Edition, figure: Figure) -> int | None:
    held: int | None = getattr(edition if figure == "heroes" else edition.counts, figure)
    return held


def __dir__() -> list[str]:
    return __all__
