"""Which edition serves which day, as steps that every engine can count."""

import bisect
import datetime
import itertools
import operator
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

import attrs

from tipdata.analysis.series import Series
from tipdata.frames._words import Basis
from tipdata.records.editions import Edition
from tipdata.tierrecord import TierRecord
from tipdata.tierrecord.releases import release_days
from tipdata.typing import Cell, ReportYear

Filler = Callable[[Series, Sequence[ReportYear]], Iterable[Cell]]
"""Returns the cells of a country in each edition, and then in slots without one."""

_LONGEST = 50_000
"""How many days, 137 years, a table of slots may hold; beyond, steps are faster made."""

_EPOCH = datetime.date(1970, 1, 1).toordinal()
_DAY = datetime.timedelta(days=1)
_FIRST: Callable[[tuple[Any, int]], Any] = operator.itemgetter(0)
_Span = tuple[datetime.date, datetime.date, int]  # its first day, the day after it, its slot


@attrs.frozen(kw_only=True)
class SlotTable:
    """The slots of days one after another, so that a day is looked up at once.

    Days count from 1970-01-01; report years are themselves. What is before
    the first has its slot, and what is after the last has that of the last.

    Attributes:
        first: The first day or year.
        slots: The slots from it on.
    """

    first: int
    slots: tuple[int, ...]

    @property
    def last(self) -> int:
        """The last day or year."""
        return self.first + len(self.slots) - 1


@attrs.frozen(kw_only=True)
class Calendar:
    """The slots that a row can fall into, and where each begins.

    A slot is an index into `years`, or one of the three after them.

    Attributes:
        years: The report years of the record, and of the editions that it leaves out.
        steps: The days (or report years) from which on a slot holds, in order.
    """

    years: tuple[ReportYear, ...]
    steps: tuple[tuple[datetime.date | int, int], ...]

    @property
    def outside(self) -> int:
        """The slot of days that no edition serves."""
        return len(self.years)

    @property
    def unknown(self) -> int:
        """The slot of days on which an edition of unknown period may report."""
        return len(self.years) + 1

    @property
    def missing(self) -> int:
        """The slot of rows without a date."""
        return len(self.years) + 2

    @property
    def width(self) -> int:
        """How many slots there are."""
        return len(self.years) + 3

    def slot_of(self, at: datetime.date | int) -> int:
        """Return the slot of a day or, if the steps are years, of a year."""
        begun = bisect.bisect_right(self.steps, at, key=_FIRST)
        return self.steps[begun - 1][1] if begun else self.outside

    def as_table(self) -> SlotTable | None:
        """Return the slots as a table; `None` if the steps are too far apart for one."""
        starts = [(number_of(first), slot) for first, slot in self.steps]
        if not starts or starts[-1][0] - starts[0][0] > _LONGEST:
            return None
        slots = [self.outside]
        for (first, slot), (end, _) in itertools.pairwise(starts):
            slots += [slot] * (end - first)
        return SlotTable(first=starts[0][0] - 1, slots=(*slots, starts[-1][1]))


def number_of(at: datetime.date | int) -> int:
    """Return the number of a day since 1970-01-01; a report year is one itself."""
    return at if isinstance(at, int) else at.toordinal() - _EPOCH


def calendar(record: TierRecord, basis: Basis) -> Calendar:
    """Return where each edition begins to serve.

    Raises:
        InvalidValueError: An edition has no release date.
    """
    # Another edition does not serve in the place of one that a selection leaves out.
    editions = sorted((*record.editions, *record.left_out), key=operator.attrgetter("year"))
    years = tuple(edition.year for edition in editions)
    if basis == "edition":
        return Calendar(years=years, steps=tuple(_years(years)))
    find = _releases if basis == "in_force" else _periods
    return Calendar(years=years, steps=tuple(find(editions, record.user_supplied)))


def _years(years: tuple[int, ...]) -> list[tuple[int, int]]:
    ends = [(year + 1, len(years)) for year in years if year + 1 not in years]
    return sorted([*zip(years, range(len(years)), strict=True), *ends])


def _releases(
    editions: Sequence[Edition], optional: Collection[ReportYear]
) -> list[tuple[datetime.date, int]]:
    slots = {edition.year: slot for slot, edition in enumerate(editions)}
    advice = "without them pass year=, the name of a column of report years"
    return [(day, slots[year]) for day, year in release_days(editions, advice, optional)]


def _periods(
    editions: Sequence[Edition], optional: Collection[ReportYear]
) -> list[tuple[datetime.date, int]]:
    outside, unknown = len(editions), len(editions) + 1
    spans: list[_Span] = []
    for slot, edition in enumerate(editions):
        period = edition.period
        if period and period.earliest and period.latest:
            spans.append((period.earliest, period.latest + _DAY, slot))
        elif edition.released or edition.year not in optional:
            # No edition reports on a time before the calendar year before its own.
            end = edition.released or datetime.date(edition.year, 12, 31)
            spans.append((datetime.date(edition.year - 1, 1, 1), end, unknown))
    days = sorted({day for first, end, _ in spans for day in (first, end)})
    steps = [(day, _slot(day, spans, outside)) for day in days]
    return [next(same) for _, same in itertools.groupby(steps, key=operator.itemgetter(1))]


def _slot(day: datetime.date, spans: list[_Span], outside: int) -> int:
    """Return the slot of a day: an edition that surely has it comes before one that may."""
    return min((slot for first, end, slot in spans if first <= day < end), default=outside)
