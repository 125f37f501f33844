"""What each country on a map is, or what happened to it, in the words that have a fill."""

from collections.abc import Iterable, Mapping, Sequence

from tipdata._tables.palette import FELL, MOVED, NO_STATE, ROSE, UNCHANGED, UNPLACED, WITHHELD
from tipdata.analysis.series import Series, describe_cell
from tipdata.tierrecord import TierRecord
from tipdata.typing import Direction, ReportYear

__all__ = ["find_all_kinds", "find_kinds", "name_direction"]

_NAMED: Mapping[Direction, str] = {"upgrade": ROSE, "downgrade": FELL, "unchanged": UNCHANGED}


def find_kinds(record: TierRecord, year: ReportYear, codes: Iterable[str]) -> dict[str, str]:
    """Return what each of some countries is in an edition, a key of `MAP_FILLS`.

    >>> import tipdata
    >>> find_kinds(tipdata.load(), 2025, ["KGZ", "GRL"])
    {'KGZ': 'Tier 2 Watch List', 'GRL': 'no placement of its own'}
    """
    return {code: kinds[0] for code, kinds in _find(record, (year,), codes).items()}


def find_all_kinds(record: TierRecord, codes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return what each of some countries is in every edition of a record, in order.

    >>> import tipdata
    >>> find_all_kinds(tipdata.load().where(since=2024), ["KGZ"])
    {'KGZ': ('Tier 2 Watch List', 'Tier 2 Watch List')}
    """
    return _find(record, record.years, codes)


def _find(
    record: TierRecord, years: Sequence[ReportYear], codes: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    known = {country.alpha_3: country for country in record.registry.countries}
    every = {code: record.series(known[code]) if code in known else None for code in codes}
    return {
        code: tuple(_describe(series, year) for year in years) for code, series in every.items()
    }


def _describe(series: Series | None, year: ReportYear) -> str:
    if series is None or not (series.assessments or series.withheld):
        return UNPLACED
    if not series.assessments:
        return WITHHELD
    words, _ = describe_cell(series, year)
    return UNPLACED if words == NO_STATE else words


def name_direction(direction: Direction) -> str:
    """Return what a map calls the direction of a change, a key of `CHANGE_FILLS`.

    >>> name_direction("upgrade"), name_direction("entered")
    ('rose', 'entered, left or special case')
    """
    return _NAMED.get(direction, MOVED)


def __dir__() -> list[str]:
    return __all__
