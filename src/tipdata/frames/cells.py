"""What a join attaches, cell by cell, without any library of dataframes.

Each country, and each way to be none, has as many cells in a column as its
`Calendar` has slots.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs

from tipdata.analysis.history import FIRST_WATCH_LIST
from tipdata.analysis.moves import find_moves
from tipdata.analysis.series import Series, name_status
from tipdata.analysis.watchlist import Outlook, read_clock
from tipdata.countries import Country
from tipdata.frames._acts import act_fillers
from tipdata.frames._editions import Calendar, Filler, calendar
from tipdata.frames._groups import group_fillers
from tipdata.frames._words import Basis, Extra
from tipdata.records.assessments import Assessment
from tipdata.tierrecord import TierRecord
from tipdata.tiers import Tier
from tipdata.typing import Cell, Columns, ReportYear

__all__ = ["TROUBLES", "tier_cells"]

TROUBLES = ("missing", "unknown_country", "ambiguous_country")
"""What a string may be that means no country."""

_UNSERVED = ("outside_coverage", "period_unknown", "missing")
"""The status of a country in the slots after those of the editions."""


@attrs.frozen(kw_only=True)
class TierCells:
    """The cells of the new columns, for any country.

    Attributes:
        record: The placements.
        calendar: Which slot a day or a year falls into.
        fillers: What fills each column; the slots that it leaves are empty.
    """

    record: TierRecord
    calendar: Calendar
    fillers: Mapping[str, Filler]

    def columns_of(self, groups: Iterable[str]) -> Columns:
        """Return the cells of groups one after another, each in the order of the slots.

        A group is the alpha-3 code of a country, or one of `TROUBLES`.

        Raises:
            UnknownCountryError: The registry of the record has no such code.
        """
        columns: Columns = {name: [] for name in self.fillers}
        for place, group in enumerate(groups, 1):
            filled = self._fill(group)
            for name, cells in columns.items():
                cells.extend(filled.get(name, ()))
                cells.extend([None] * (place * self.calendar.width - len(cells)))
        return columns

    def _fill(self, group: str) -> Mapping[str, Iterable[Cell]]:
        years = self.calendar.years
        if group in TROUBLES:
            return {"tier_status": [group] * self.calendar.width, "edition": years}
        series = self.record.series(group)
        return {name: fill(series, years) for name, fill in self.fillers.items()}

    def rows_of(self, group: str) -> list[tuple[Cell, ...]]:
        """Return the cells of one group as a row for each slot."""
        return [*zip(*self.columns_of([group]).values(), strict=True)]


def tier_cells(record: TierRecord, basis: Basis, add: Iterable[Extra] = ()) -> TierCells:
    """Return what a join attaches, by country and slot.

    Raises:
        InvalidValueError: An edition of the record has no release date, and `basis` or a
            group in `add` needs it.

    >>> import datetime, tipdata
    >>> cells = tier_cells(tipdata.load(), "in_force", ["bureau"])
    >>> slot = cells.calendar.slot_of(datetime.date(2021, 6, 30))
    >>> cells.rows_of("KAZ")[slot]
    ('Tier 2 Watch List', 'placed', 2020, 'SCA')
    """
    asked, slots = tuple(add), calendar(record, basis)
    known = {**_FILLERS, **act_fillers(record, asked), **group_fillers(record, asked)}
    names = ("tier", "tier_status", "edition", *asked)
    return TierCells(record=record, calendar=slots, fillers={name: known[name] for name in names})


# A look-up takes less than asking an enum for a value, and a join asks for thousands.
_LABELS = {tier: tier.value for tier in Tier}
_STATUSES = {tier: name_status(tier, is_withheld=False) for tier in Tier}
_ABSENT, _WITHHELD = (name_status(None, is_withheld=hidden) for hidden in (False, True))


def _of_placement(find: Callable[[Assessment], Cell]) -> Filler:
    def fill(series: Series, years: Sequence[ReportYear]) -> Iterable[Cell]:
        found = {one.year: find(one) for one in series.assessments}
        return map(found.get, years)

    return fill


def _statuses(series: Series, years: Sequence[ReportYear]) -> Iterable[Cell]:
    found = {**dict.fromkeys(years, _ABSENT), **dict.fromkeys(series.withheld, _WITHHELD)}
    found |= {one.year: _STATUSES[one.tier] for one in series.assessments}
    return (*map(found.__getitem__, years), *_UNSERVED)


def _years(_series: Series, years: Sequence[ReportYear]) -> Iterable[Cell]:
    return years


def _changes(series: Series, years: Sequence[ReportYear]) -> Iterable[Cell]:
    """Yield the year of the last change up to each edition."""
    moves = find_moves(attrs.evolve(series.history, years=years))
    changed = {move.year for move in moves if move.direction != "unchanged"}
    last: int | None = None
    for year in years:
        if year in series.withheld:
            last = None  # the next known change is the last one again
        last = year if year in changed else last
        yield last


def _listings(series: Series, years: Sequence[ReportYear]) -> Iterable[Cell]:
    """Yield how many editions up to each have the country on the Watch List."""
    listed: int | None = 0
    for year in years:
        if year in series.withheld:
            # From now on the count is unknown.
            listed = listed if year < FIRST_WATCH_LIST else None
        elif listed is not None:
            listed += series.get(year) is Tier.TIER_2_WATCH_LIST
        yield listed


def _outlooks(series: Series, years: Sequence[ReportYear]) -> Iterable[Cell]:
    """Yield what the law allows the edition after each; nothing if that is not known."""
    history = attrs.evolve(series.history, years=years)
    for year in years:
        found = None
        if series.status(year) != "not_in_report":
            found = read_clock(history, year + 1)
        yield found.verdict if isinstance(found, Outlook) else None


def _of_country(find: Callable[[Country], Cell]) -> Filler:
    def fill(series: Series, years: Sequence[ReportYear]) -> Iterable[Cell]:
        # Known of a country in every slot.
        return [find(series.country)] * (len(years) + len(_UNSERVED))

    return fill


_FILLERS: Mapping[str, Filler] = {
    "tier": _of_placement(lambda placed: _LABELS[placed.tier]),
    "tier_status": _statuses,
    "edition": _years,
    "code": _of_country(lambda country: country.alpha_3),
    "name": _of_country(lambda country: country.label),
    "bureau": _of_country(lambda country: country.bureau),
    "rank": _of_placement(lambda placed: placed.tier.rank),
    "evidence": _of_placement(lambda placed: placed.evidence),
    "last_change": _changes,
    "watch_list_editions": _listings,
    "outlook": _outlooks,
}


def __dir__() -> list[str]:
    return __all__
