"""Plots of records, series and changes, drawn with matplotlib (the extra `plots`).

Each function draws on the axes given, or on those of a new figure, and returns
them. A new figure is as wide as matplotlib's `figure.figsize` says, at least 8
inches, and as high as its rows need.
"""

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from tipdata._arguments import check_kind, read_several
from tipdata._tables.palette import CELL_FILLS
from tipdata.analysis.changes import Changes
from tipdata.analysis.counting import Grouping
from tipdata.analysis.series import Series, describe_cell
from tipdata.analysis.spells import Spell
from tipdata.countries import Country
from tipdata.countries.reading import read_countries
from tipdata.dates import PartialDate
from tipdata.errors import InvalidValueError

# pyright: reportUnknownMemberType=false
# The stubs of matplotlib leave the type of many keywords open.
from tipdata.plots import _axes
from tipdata.plots._axes import NARROWEST, Boxes, Label
from tipdata.plots._marks import draw_clock, draw_dots, name_end, place_ends
from tipdata.plots._stacks import STACK, add_stack, credit_groups, name_group, name_grouping
from tipdata.tierrecord import TierRecord
from tipdata.typing import Direction

if TYPE_CHECKING:
    from matplotlib.axes import Axes
else:
    Axes = Any  # what `typing.get_type_hints` finds, since matplotlib is an extra

__all__ = ["NARROWEST", "changes", "heatmap", "shares", "timeline"]


def heatmap(
    record: TierRecord,
    countries: Country | str | Iterable[Country | str] | None = None,
    ax: "Axes | None" = None,
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
        InvalidValueError: There is nothing to draw.

    >>> import matplotlib; matplotlib.use("Agg")
    >>> import tipdata
    >>> ax = tipdata.plots.heatmap(tipdata.load(), ["KAZ", "KGZ", "TJK", "TKM", "UZB"])
    >>> [label.get_text() for label in ax.get_yticklabels()][:2]
    ['Kazakhstan', 'Kyrgyz Republic']
    """
    check_kind("record", record, (TierRecord,), "a TierRecord")
    every = record.every_series()
    if countries is not None:
        every = tuple(map(record.series, read_countries(record.registry, countries, "countries")))
    years = record.years
    if not every or not years:
        raise InvalidValueError("record", record, "a record with placements to draw")
    ax = _axes.open_axes(ax, "tipdata.plots.heatmap", rows=len(every), row=0.17)
    _axes.name_rows(ax, [series.country.label for series in every])
    _axes.name_columns(ax, years, years)
    boxes = Boxes()
    for row, series in enumerate(every):
        last = ""
        for year in years:
            kind, fill = describe_cell(series, year)
            boxes.add(kind, (year - 0.47, year + 0.47), (row + 0.05, row + 0.95))
            if kind != last:
                boxes.labels.append(Label((year, row + 0.5), (fill.label,), fill.text))
            last = kind
    title = f"Tier placements, {years[0]}-{years[-1]}"
    _axes.finish(ax, title, boxes.draw(ax), (a for series in every for a in series.assessments))
    boxes.write(ax)
    return ax


def timeline(series: Series | Iterable[Series], ax: "Axes | None" = None) -> "Axes":
    """Draw the spells of one or several countries, with the clock of the Watch List.

    Below a spell on the Watch List, a dot marks each edition that the law
    counts, and a diamond each that must have needed a waiver. At the right is
    what the law allows the next edition, for the countries on the list.

    Raises:
        MissingExtraError: matplotlib is not installed.
        InvalidValueError: There is nothing to draw.

    >>> import matplotlib; matplotlib.use("Agg")
    >>> import tipdata
    >>> ax = tipdata.plots.timeline(tipdata.load().series("Vanuatu"))
    >>> [text.get_text() for text in ax.texts if "leave" in text.get_text()]
    ['must leave']
    """
    every = read_several("series", series, Series, expected="one Series or several")
    for one in every:
        check_kind("series", one, (Series,), "one Series or several")
    years = sorted({year for one in every for year in one.years})
    if not years:
        raise InvalidValueError("series", every, "at least one series with editions")
    ax = _axes.open_axes(ax, "tipdata.plots.timeline", rows=len(every), row=0.27)
    _axes.name_rows(ax, [one.country.label for one in every], at=sum(_BAR) / 2)
    _axes.name_columns(ax, years, years)
    boxes = Boxes()
    for row, one in enumerate(every):
        down = (row + _BAR[0], row + _BAR[1])
        for year in one.years:
            if year not in one:
                boxes.add(describe_cell(one, year)[0], (year - 0.47, year + 0.47), down)
        for spell in one.spells():
            boxes.add(spell.tier.value, (spell.first - 0.47, spell.last + 0.47), down)
            boxes.labels.append(_spell_label(row, spell))
    entries = boxes.draw(ax) + draw_clock(ax, every, at=_LANE, beside=sum(_BAR) / 2)
    title = f"{every[0].country.label}: " * (len(every) == 1) + "Spells on each tier"
    _axes.finish(ax, title, entries, (a for one in every for a in one.assessments))
    boxes.write(ax)
    return ax


_BAR = (0.1, 0.68)
_LANE = 0.83


def _spell_label(row: int, spell: Spell) -> Label:
    tier, editions = spell.tier, spell.length
    words = (f"{tier}, {editions} editions",) if editions > 1 else ()
    return Label(
        ((spell.first + spell.last) / 2, row + sum(_BAR) / 2),
        (*words, f"{tier}", tier.short),
        CELL_FILLS[tier.value].text,
        (spell.last - spell.first + 1, _BAR[1] - _BAR[0]),
    )


def shares(
    record: TierRecord,
    ax: "Axes | None" = None,
    *,
    by: Grouping | None = None,
    on: int | datetime.date | PartialDate | None = None,
) -> "Axes":
    """Draw the share of each tier among the placements of each edition.

    The numbers in the bars count countries; those above count all countries
    of the edition. With `by`, each group has a row of bars of its own; `by` and
    `on` are those of `TierRecord.counts`.

    Raises:
        MissingExtraError: matplotlib is not installed.
        InvalidValueError: There is nothing to draw, or `by` or `on` is not what
            `TierRecord.counts` takes.
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
    counts = record.counts(by=by, on=on)
    rows = [row for row in counts if row.total]
    if not rows:
        raise InvalidValueError("record", record, "a record with placements to draw")
    groups = [group for group in counts.groups if any(row.group == group for row in rows)]
    years = sorted({row.year for row in rows})
    high = 3.7 if by is None else 0.95
    ax = _axes.open_axes(ax, "tipdata.plots.shares", rows=len(groups), row=high)
    if by is None:
        ax.set_ylim(0, 1)
        ax.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
        ax.tick_params(axis="y", labelsize=_axes.SMALL, length=0)
        ax.set_ylabel("share of the countries in the edition", fontsize=_axes.NAMES)
    else:
        names = [name_group(group, by) for group in groups]
        _axes.name_rows(ax, names, at=STACK[0] + STACK[1] / 2)
    _axes.name_columns(ax, years, years)
    boxes = Boxes()
    for row in rows:
        place = groups.index(row.group)
        if by is None:
            add_stack(boxes, row, 0, 1, 0.03)
        else:
            add_stack(boxes, row, place + sum(STACK), -STACK[1], -0.1)
    title = f"Countries on each tier, {years[0]}-{years[-1]}{name_grouping(by)}"
    above, drawn = 14 if by is None else 4, record.assessments
    _axes.finish(ax, title, boxes.draw(ax), drawn, above=above, groups=credit_groups(by))
    boxes.write(ax)
    return ax


def changes(changes: Changes, ax: "Axes | None" = None) -> "Axes":
    """Draw changes as dots: one row each, from the tier before to the tier after.

    Better tiers are at the right. Rows are sorted by direction, then by name;
    those of a single country by year.

    Raises:
        MissingExtraError: matplotlib is not installed.
        InvalidValueError: There is nothing to draw.

    >>> import matplotlib; matplotlib.use("Agg")
    >>> import tipdata
    >>> ax = tipdata.plots.changes(tipdata.load().changes(2021))
    >>> ax.get_title("left")
    '2021 against 2020: 17 upgrades, 20 downgrades, 151 unchanged'
    """
    check_kind("changes", changes, (Changes,), "the result of tip.changes(...)")
    if not len(changes):
        raise InvalidValueError("changes", changes, "at least one change to draw")
    alone = len(changes.countries) == 1
    found = list(changes) if alone else sorted(changes, key=lambda c: _ORDER.index(c.direction))
    places = place_ends(found)
    ax = _axes.open_axes(ax, "tipdata.plots.changes", rows=len(found), row=0.17)
    _axes.name_rows(ax, [f"{c.year}" if alone else c.country.label for c in found])
    _axes.name_columns(ax, range(len(places)), places)
    ax.grid(axis="x", color="#e6e6e6")
    ax.set_axisbelow(True)
    for row, change in enumerate(found):
        ends = places[name_end(change.before)], places[name_end(change.after)]
        ax.plot(ends, (row + 0.5, row + 0.5), color="#8c8c8c", linewidth=1, zorder=1)
    title = changes.title
    if alone:
        title = f"{found[0].country.label}: {title.partition(': ')[2]}"
    drawn = [a for c in found for a in (c.earlier, c.later) if a]
    _axes.finish(ax, title, draw_dots(ax, found, places), drawn)
    _axes.lay_out(ax)
    return ax


_ORDER: tuple[Direction, ...] = (
    "upgrade",
    "downgrade",
    "from_special_case",
    "to_special_case",
    "entered",
    "left",
)


def __dir__() -> list[str]:
    return __all__
