"""Plots of records, series and changes, drawn with matplotlib (the extra `plots`).

Each function draws on the axes given, or on those of a new figure, and returns
them. A new figure is as wide as matplotlib's `figure.figsize` says, at least 8
inches, and as high as its rows need.

In axes that are given, the title, the legend and the source stay in the room of
these axes, also in a figure with many; the axes shrink to make room. Axes too
small for that are refused. `title` replaces the title, and an empty one leaves it
out; `legend=False` and `source=False` leave out the legend and the source.
`describe` returns in words what a plot shows.
"""

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, get_args

from tipdata._arguments import check_kind, read_word
from tipdata.analysis.changes import Changes
from tipdata.analysis.counting import Grouping
from tipdata.analysis.series import Series
from tipdata.countries import Country
from tipdata.countries.reading import read_countries
from tipdata.dates import PartialDate
from tipdata.errors import InvalidValueError

# pyright: reportUnknownMemberType=false
# The stubs of matplotlib leave the type of many keywords open.
from tipdata.plots import _axes, _map, _marks
from tipdata.plots._around import Around, drawn_on, finish, read_wanted
from tipdata.plots._axes import NARROWEST
from tipdata.plots._describing import (
    source_of,
    tell_changes,
    tell_ended,
    tell_shares,
    tell_tiers,
    tell_verdicts,
)
from tipdata.plots._marks import draw_clock, draw_dots, find_verdicts, place_ends
from tipdata.plots._rows import LANE, MIDDLE, box_cells, box_spells, read_series
from tipdata.plots._stacks import STACK, credit_groups, name_group, name_grouping, stack_shares
from tipdata.tierrecord import TierRecord
from tipdata.typing import MapLabel, ReportYear

if TYPE_CHECKING:
    from matplotlib.axes import Axes
else:
    Axes = Any  # what `typing.get_type_hints` finds, since matplotlib is an extra

__all__ = ["NARROWEST", "changes", "describe", "heatmap", "map", "shares", "timeline"]


def heatmap(
    record: TierRecord,
    countries: Country | str | Iterable[Country | str] | None = None,
    ax: "Axes | None" = None,
    *,
    title: str | None = None,
    legend: bool = True,
    source: bool = True,
) -> "Axes":
    """Draw the tier of each country in each edition, as a box.

    Countries are drawn in the order given, by default all of the record by
    name. The first of a run of equal boxes has the label. Cells without a
    placement have looks of their own: not in the report, no such state, left
    out of this selection.

    Raises:
        MissingExtraError: matplotlib is not installed.
        UnknownCountryError: No country is known by a name or code.
        AmbiguousCountryError: A name means more than one country.
        InvalidValueError: There is nothing to draw, an argument is not what it
            has to be, or the axes are too small.

    >>> import matplotlib; matplotlib.use("Agg")
    >>> import tipdata
    >>> ax = tipdata.plots.heatmap(tipdata.load(), ["KAZ", "KGZ", "TJK", "TKM", "UZB"])
    >>> [label.get_text() for label in ax.get_yticklabels()][:2]
    ['Kazakhstan', 'Kyrgyz Republic']
    """
    check_kind("record", record, (TierRecord,), "a TierRecord")
    wanted = read_wanted("tipdata.plots.heatmap", ax, title, legend, source)
    every = record.every_series()
    if countries is not None:
        asked = read_countries(record.registry, countries, "countries")
        every = tuple(record.series(country) for country in asked)
    years = record.years
    if not every or not years:
        raise InvalidValueError("record", record, "a record with placements to draw")
    boxes = box_cells(every, years)
    names = [one.country.label for one in every]
    around = Around(
        f"Tier placements, {years[0]}-{years[-1]}",
        boxes.kinds,
        source_of(a for one in every for a in one.assessments),
        tell_tiers(every),
        wanted,
    )
    around.check_room(ax, names, years)
    ax = _axes.open_axes(ax, "tipdata.plots.heatmap", rows=len(every), row=0.17)
    _axes.name_rows(ax, names)
    _axes.name_columns(ax, years, years)
    return finish(ax, around, boxes.draw(ax), boxes)


def timeline(
    series: Series | Iterable[Series],
    ax: "Axes | None" = None,
    *,
    title: str | None = None,
    legend: bool = True,
    source: bool = True,
) -> "Axes":
    """Draw the spells of one or several countries, with the clock of the Watch List.

    Below a spell on the Watch List, a dot marks each edition that the law
    counts, and a diamond each that must have needed a waiver. At the right is
    what the law allows the next edition, for the countries on the list.

    Raises:
        MissingExtraError: matplotlib is not installed.
        InvalidValueError: There is nothing to draw, an argument is not what it
            has to be, or the axes are too small.

    >>> import matplotlib; matplotlib.use("Agg")
    >>> import tipdata
    >>> ax = tipdata.plots.timeline(tipdata.load().series("Vanuatu"))
    >>> [text.get_text() for text in ax.texts if "leave" in text.get_text()]
    ['must leave']
    """
    every = read_series(series)
    wanted = read_wanted("tipdata.plots.timeline", ax, title, legend, source)
    years = sorted({year for one in every for year in one.years})
    if not years:
        raise InvalidValueError("series", every, "at least one series with editions")
    boxes = box_spells(every)
    names, verdicts = [one.country.label for one in every], find_verdicts(every, MIDDLE)
    around = Around(
        f"{every[0].country.label}: " * (len(every) == 1) + "Spells on each tier",
        [*boxes.kinds, _marks.COUNTED, _marks.WAIVED],
        source_of(a for one in every for a in one.assessments),
        tell_tiers(every) + tell_verdicts(every, verdicts),
        wanted,
    )
    around.check_room(ax, names, years, [words for _, words in verdicts])
    ax = _axes.open_axes(ax, "tipdata.plots.timeline", rows=len(every), row=0.27)
    _axes.name_rows(ax, names, at=MIDDLE)
    _axes.name_columns(ax, years, years)
    entries = boxes.draw(ax) + draw_clock(ax, every, at=LANE)
    return finish(ax, around, entries, boxes, verdicts)


def shares(
    record: TierRecord,
    ax: "Axes | None" = None,
    *,
    by: Grouping | None = None,
    on: int | datetime.date | PartialDate | None = None,
    title: str | None = None,
    legend: bool = True,
    source: bool = True,
) -> "Axes":
    """Draw the share of each tier among the placements of each edition.

    The numbers in the bars count countries; those above count all countries
    of the edition. With `by`, each group has a row of bars of its own; `by` and
    `on` are those of `TierRecord.counts`.

    Raises:
        MissingExtraError: matplotlib is not installed.
        InvalidValueError: There is nothing to draw, an argument is not what it
            has to be, or the axes are too small.
        InvalidDateError: `on` is a `datetime`, whose day depends on the time zone.

    >>> import matplotlib; matplotlib.use("Agg")
    >>> import tipdata
    >>> tipdata.plots.shares(tipdata.load().where(bureau="SCA")).get_ylabel()
    'share of the countries in the edition'
    >>> ax = tipdata.plots.shares(tipdata.load(), by="un_region")
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['Africa', 'Americas', 'Asia', 'Europe', 'Oceania']
    """
    check_kind("record", record, (TierRecord,), "a TierRecord")
    wanted = read_wanted("tipdata.plots.shares", ax, title, legend, source)
    counts = record.counts(by=by, on=on)
    rows = [row for row in counts if row.total]
    if not rows:
        raise InvalidValueError("record", record, "a record with placements to draw")
    groups = [group for group in counts.groups if any(row.group == group for row in rows)]
    years = sorted({row.year for row in rows})
    boxes = stack_shares(rows, groups, by)
    names = {group: name_group(group, by) for group in groups} if by is not None else {}
    around = Around(
        f"Countries on each tier, {years[0]}-{years[-1]}{name_grouping(by)}",
        boxes.kinds,
        source_of(record.assessments, credit_groups(by)),
        tell_shares(rows, names),
        wanted,
        above=14 if by is None else 4,
    )
    around.check_room(ax, names.values() or ["100 % of"], years)
    high = 3.7 if by is None else 0.95
    ax = _axes.open_axes(ax, "tipdata.plots.shares", rows=len(groups), row=high)
    if by is None:
        _axes.scale_shares(ax)
    else:
        _axes.name_rows(ax, [*names.values()], at=STACK[0] + STACK[1] / 2)
    _axes.name_columns(ax, years, years)
    return finish(ax, around, boxes.draw(ax), boxes)


def changes(
    changes: Changes,
    ax: "Axes | None" = None,
    *,
    title: str | None = None,
    legend: bool = True,
    source: bool = True,
) -> "Axes":
    """Draw changes as dots: one row each, from the tier before to the tier after.

    Better tiers are at the right. Rows are sorted by direction, then by name;
    those of a single country by year.

    Raises:
        MissingExtraError: matplotlib is not installed.
        InvalidValueError: There is nothing to draw, an argument is not what it
            has to be, or the axes are too small.

    >>> import matplotlib; matplotlib.use("Agg")
    >>> import tipdata
    >>> ax = tipdata.plots.changes(tipdata.load().changes(2021))
    >>> ax.get_title("left")
    '2021 against 2020: 17 upgrades, 20 downgrades, 151 unchanged'
    """
    check_kind("changes", changes, (Changes,), "the result of tip.changes(...)")
    wanted = read_wanted("tipdata.plots.changes", ax, title, legend, source)
    if not len(changes):
        raise InvalidValueError("changes", changes, "at least one change to draw")
    alone = len(changes.countries) == 1
    found = list(changes) if alone else _marks.sort_changes(changes)
    names = [f"{c.year}" if alone else c.country.label for c in found]
    head = f"{found[0].country.label}: {changes.title.partition(': ')[2]}"
    around = Around(
        head if alone else changes.title,
        _marks.list_entries(found),
        source_of(a for c in found for a in (c.earlier, c.later) if a),
        tell_changes(changes),
        wanted,
    )
    places = place_ends(found)
    around.check_room(ax, names, [*places])
    ax = _axes.open_axes(ax, "tipdata.plots.changes", rows=len(found), row=0.17)
    _axes.name_rows(ax, names)
    _axes.name_columns(ax, range(len(places)), places)
    return finish(ax, around, draw_dots(ax, found, places))


def map(  # noqa: A001 - it is called as `plots.map`
    record: TierRecord,
    year: ReportYear | None = None,
    *,
    since: ReportYear | None = None,
    ax: "Axes | None" = None,
    labels: MapLabel | None = None,
    title: str | None = None,
    legend: bool = True,
    source: bool = True,
) -> "Axes":
    """Draw a world map with the tier of each country in an edition.

    States that no longer exist are drawn in their editions. A country that is
    too small to be seen has a dot. Borders are those of Natural Earth, and the
    map takes no position on disputed lines: a territory without a placement of
    its own is grey.

    A selection, such as `tip.where(bureau="SCA")`, shows the rest of the world
    as left out. If its countries are close together, the map shows only their
    part of the world.

    Args:
        record: The placements.
        year: The edition, by default the last.
        since: An older edition. The map then shows what changed since, on the
            borders of `year`. The source names states that ended in between.
        ax: The axes to draw on, by default those of a new figure.
        labels: What countries that have room for a label are labelled with,
            inside or beside them on the sea; by default nothing.
        title: The title, by default the edition, or how much changed.
        legend: Whether there is a legend.
        source: Whether the source stands below.

    Raises:
        MissingExtraError: matplotlib is not installed.
        CoverageError: The record has no such edition, or `since` is not before it.
        InvalidValueError: There is nothing to draw, or an argument is not what
            it should be.

    >>> import matplotlib; matplotlib.use("Agg")
    >>> import tipdata
    >>> tipdata.plots.map(tipdata.load(), 2025).get_title("left")
    'Tier placements, 2025'
    """
    check_kind("record", record, (TierRecord,), "a TierRecord")
    wanted = read_wanted("tipdata.plots.map", ax, title, legend, source)
    labels = labels if labels is None else read_word("labels", labels, get_args(MapLabel))
    edition = record.edition(record.latest if year is None else year).year
    changes = None if since is None else record.changes(edition, since=since)
    drawn = _map.World.of(record, edition, changes, labels)
    years = {edition} if changes is None else {edition, changes.since}
    placed = [placement for placement in record.assessments if placement.year in years]
    if not placed:
        raise InvalidValueError("record", record, "a record with placements to draw")
    around = Around(
        changes.title if changes else f"Tier placements, {edition}",
        drawn.kinds,
        source_of(placed, _map.CREDIT + tell_ended(changes)),
        tell_changes(changes) if changes else drawn.describe(),
        wanted,
    )
    around.check_room(ax, (), [""])
    ax = _axes.open_axes(ax, "tipdata.plots.map", ratio=drawn.view.ratio)
    return finish(ax, around, drawn.draw(ax), drawn)


def describe(ax: "Axes") -> str:
    """Return what a plot shows, in words, for readers who do not see it.

    It is the title, what stands out in numbers, and the source: the text for
    the `alt` of a picture on a page.

    Raises:
        InvalidValueError: No function of this module drew on the axes.

    >>> import matplotlib; matplotlib.use("Agg")
    >>> import tipdata
    >>> ax = tipdata.plots.heatmap(tipdata.load(), ["KAZ", "KGZ"], title="Two neighbours")
    >>> tipdata.plots.describe(ax).partition(" Source")[0]
    'Two neighbours. 2 countries. In 2001, 1 on Tier 2 and 1 on Tier 3; in 2025, ...'
    """
    drawn = drawn_on(ax)
    if drawn is None:
        raise InvalidValueError("ax", ax, "axes that a function of tipdata.plots has drawn on")
    return drawn.describe(ax)


def __dir__() -> list[str]:
    return __all__
