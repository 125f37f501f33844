"""Plots of records, series and changes, drawn with matplotlib (the extra `plots`).

Each function draws on the axes that it is given, or on those of a new figure,
and returns them. A new figure is as wide as matplotlib's `figure.figsize`
says, at least 8 inches, and as high as its rows need.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tipdata._tables.palette import CELL_FILLS
from tipdata.analysis.changes import Changes
from tipdata.analysis.series import Series, describe_cell
from tipdata.analysis.spells import Spell
from tipdata.countries import Country
from tipdata.errors import InvalidValueError

# pyright: reportUnknownMemberType=false
# The stubs of matplotlib leave the type of many keywords open.
from tipdata.plots._axes import (
    NAMES,
    NARROWEST,
    SMALL,
    Box,
    Label,
    boxes,
    draw_on,
    finish,
    name_rows,
    name_years,
    settle,
    write,
)
from tipdata.plots._marks import clock, dots, end_of, places_of
from tipdata.tierrecord import TierRecord
from tipdata.typing import Direction

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from tipdata._tables.palette import Fill

__all__ = ["NARROWEST", "changes", "heatmap", "shares", "timeline"]

_MANY = 30


def heatmap(
    record: TierRecord,
    countries: Iterable[Country | str] | None = None,
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw the tier of each country in each edition, as a box.

    Countries come in the order given, by default all of the record by name.
    A run of equal boxes has its label in the first. What is no placement is
    drawn apart: not in that report, no such state then, left out of a
    selection.

    Raises:
        MissingExtraError: matplotlib is not installed.
        UnknownCountryError: A text is no known code or name.
        AmbiguousCountryError: A text means more than one country.
        InvalidValueError: There is nothing to draw.

    >>> import matplotlib; matplotlib.use("Agg")
    >>> import tipdata
    >>> ax = tipdata.plots.heatmap(tipdata.load(), ["KAZ", "KGZ", "TJK", "TKM", "UZB"])
    >>> [label.get_text() for label in ax.get_yticklabels()][:2]
    ['Kazakhstan', 'Kyrgyz Republic']
    """
    if countries is None:
        every = record.every_series()
    else:
        every = tuple(record.series(country) for country in countries)
    years = record.report_years()
    if not every or not years:
        raise InvalidValueError("record", record, "a record with placements to draw")
    ax = draw_on(ax, "tipdata.plots.heatmap", rows=len(every), row=0.17)
    many = len(every) > _MANY
    name_rows(ax, [series.country.label for series in every])
    name_years(ax, years, top=many)
    kinds: dict[str, tuple[Fill, list[Box]]] = {
        words: (fill, []) for words, fill in CELL_FILLS.items()
    }
    labels: list[Label] = []
    for row, series in enumerate(every):
        last = ""
        for year in years:
            words, fill = describe_cell(series, year)
            kinds[words][1].append((year - 0.47, year + 0.47, row + 0.05, row + 0.95))
            if words != last:
                labels.append(Label((year, row + 0.5), (fill.label,), fill.text))
            last = words
    present = {words: kind for words, kind in kinds.items() if kind[1]}
    boxes(ax, present)
    title = f"Tier placements, {years[0]}-{years[-1]}"
    entries = [(words, fill) for words, (fill, _) in present.items()]
    drawn = (a for series in every for a in series.assessments)
    finish(ax, title, entries, drawn, above=16 if many else 4)
    write(ax, labels, columns=years[-1] - years[0] + 1, rows=len(every))
    return ax


def timeline(series: Series | Iterable[Series], ax: "Axes | None" = None) -> "Axes":
    """Draw the spells of one or several countries, with the clock of the Watch List.

    Below a spell on the Watch List there is a dot for each edition that the
    law counts, and a diamond for one that must have taken a waiver. At the
    right is what the law allows the edition after the last, for the countries
    that are on the list.

    Raises:
        MissingExtraError: matplotlib is not installed.
        InvalidValueError: There is nothing to draw.

    >>> import matplotlib; matplotlib.use("Agg")
    >>> import tipdata
    >>> ax = tipdata.plots.timeline(tipdata.load().series("Vanuatu"))
    >>> [text.get_text() for text in ax.texts if "leave" in text.get_text()]
    ['must leave']
    """
    every = (series,) if isinstance(series, Series) else tuple(series)
    years = sorted({year for one in every for year in one.editions})
    if not years:
        raise InvalidValueError("series", every, "at least one series with editions")
    ax = draw_on(ax, "tipdata.plots.timeline", rows=len(every), row=0.27)
    many = len(every) > _MANY
    name_rows(ax, [one.country.label for one in every], at=sum(_BAR) / 2)
    name_years(ax, years, top=many)
    kinds: dict[str, tuple[Fill, list[Box]]] = {
        words: (fill, []) for words, fill in CELL_FILLS.items()
    }
    labels: list[Label] = []
    for row, one in enumerate(every):
        for year in one.editions:
            if year not in one:
                box = (year - 0.47, year + 0.47, row + _BAR[0], row + _BAR[1])
                kinds[describe_cell(one, year)[0]][1].append(box)
        for spell in one.spells():
            box = (spell.first - 0.47, spell.last + 0.47, row + _BAR[0], row + _BAR[1])
            kinds[spell.tier.value][1].append(box)
            labels.append(_spell_label(row, spell))
    present = {words: kind for words, kind in kinds.items() if kind[1]}
    boxes(ax, present)
    entries: list[tuple[str, Fill | Artist]] = [(w, fill) for w, (fill, _) in present.items()]
    entries += clock(ax, every, at=_LANE, beside=sum(_BAR) / 2)
    drawn = (a for one in every for a in one.assessments)
    title = f"{every[0].country.label}: " * (len(every) == 1) + "Spells on each tier"
    finish(ax, title, entries, drawn, above=16 if many else 4)
    write(ax, labels, columns=years[-1] - years[0] + 1, rows=len(every))
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


def shares(record: TierRecord, ax: "Axes | None" = None) -> "Axes":
    """Draw the share of each tier among the placements of each edition.

    The numbers in the bars are countries, those above them all countries of
    the edition.

    Raises:
        MissingExtraError: matplotlib is not installed.
        InvalidValueError: There is nothing to draw.

    >>> import matplotlib; matplotlib.use("Agg")
    >>> import tipdata
    >>> tipdata.plots.shares(tipdata.load().where(bureau="SCA")).get_ylabel()
    'share of the countries in the edition'
    """
    rows = [row for row in record.counts() if row.total]
    if not rows:
        raise InvalidValueError("record", record, "a record with placements to draw")
    ax = draw_on(ax, "tipdata.plots.shares", rows=1, row=3.7)
    years = [row.year for row in rows]
    name_years(ax, years)
    ax.set_ylim(0, 1)
    ax.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    ax.tick_params(axis="y", labelsize=SMALL, length=0)
    ax.set_ylabel("share of the countries in the edition", fontsize=NAMES)
    labels = [Label((row.year, 1.03), (f"{row.total}",), "#000000") for row in rows]
    kinds: dict[str, tuple[Fill, list[Box]]] = {}
    for row in rows:
        floor = 0.0
        for tier, share in row.shares.items():
            fill, drawn = kinds.setdefault(tier.value, (CELL_FILLS[tier.value], []))
            if not share:
                continue
            drawn.append((row.year - 0.44, row.year + 0.44, floor, floor + share))
            place = (row.year, floor + share / 2)
            labels.append(Label(place, (f"{row.on(tier)}",), fill.text, (1, share)))
            floor += share
    present = {words: kind for words, kind in kinds.items() if kind[1]}
    boxes(ax, present)
    entries = [(words, fill) for words, (fill, _) in present.items()]
    title = f"Countries on each tier, {years[0]}-{years[-1]}"
    finish(ax, title, entries, record.assessments, above=14)
    write(ax, labels, columns=years[-1] - years[0] + 1, rows=1)
    return ax


def changes(changes: Changes, ax: "Axes | None" = None) -> "Axes":
    """Draw changes as dots: one row each, from the tier before to the tier after.

    The better tiers are at the right. Rows are by direction, then by name; of
    a single country, by year.

    Raises:
        MissingExtraError: matplotlib is not installed.
        InvalidValueError: There is nothing to draw.

    >>> import matplotlib; matplotlib.use("Agg")
    >>> import tipdata
    >>> ax = tipdata.plots.changes(tipdata.load().changes(2021))
    >>> ax.get_title("left")
    '2021 against 2020: 17 upgrades, 20 downgrades, 151 unchanged'
    """
    if not len(changes):
        raise InvalidValueError("changes", changes, "at least one change to draw")
    alone = len(changes.countries) == 1
    found = list(changes) if alone else sorted(changes, key=lambda c: _ORDER.index(c.direction))
    places = places_of(found)
    ax = draw_on(ax, "tipdata.plots.changes", rows=len(found), row=0.17)
    many = len(found) > _MANY
    name_rows(ax, [f"{c.year}" if alone else c.country.label for c in found])
    ax.set_xlim(-0.5, len(places) - 0.5)
    ax.set_xticks(range(len(places)), list(places))
    ax.tick_params(axis="x", labelsize=SMALL, length=0, top=many, labeltop=many)
    ax.grid(axis="x", color="#e6e6e6")
    ax.set_axisbelow(True)
    for row, change in enumerate(found):
        ends = places[end_of(change.before)], places[end_of(change.after)]
        ax.plot(ends, (row + 0.5, row + 0.5), color="#8c8c8c", linewidth=1, zorder=1)
    entries = dots(ax, found, places)
    drawn = [a for c in found for a in (c.earlier, c.later) if a]
    title = changes.title
    if alone:
        title = f"{found[0].country.label}: {title.partition(': ')[2]}"
    finish(ax, title, entries, drawn, above=16 if many else 4)
    settle(ax, columns=len(places), rows=len(found))
    return ax


_ORDER: tuple[Direction, ...] = (
    "upgrade",
    "downgrade",
    "from_special_case",
    "to_special_case",
    "entered",
    "left",
)
