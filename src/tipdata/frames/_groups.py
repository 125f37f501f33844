"""The groups of a row's country, beside what an edition says of it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from tipdata.countries.memberships import When, groups_by_scheme
from tipdata.countries.reading import find_scheme
from tipdata.tierrecord import TierRecord
from tipdata.tierrecord.membership import days_of, find_groups
from tipdata.typing import Cell, GroupScheme, ReportYear

_Rows = Iterable[Mapping[str, Cell]]
_ADVICE = "without it, leave groups out of add="


def group_labels(add: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """Return the groups of each scheme that is attached."""
    return {scheme: groups_by_scheme()[scheme] for scheme in filter(find_scheme, add)}


def group_adder(record: TierRecord, add: Collection[str]) -> Callable[[str, _Rows], _Rows]:
    """Return what adds to the rows of a country its groups on the day of each row's edition.

    Raises:
        InvalidValueError: Memberships are dated, and an edition has no release date.
    """
    editions = (*record.editions, *record.left_out)
    days: dict[GroupScheme, Mapping[ReportYear, When]] = {
        scheme: days_of(editions, [scheme], _ADVICE, record.user_supplied)
        for scheme in map(find_scheme, add)
        if scheme is not None
    }

    def rows_with_groups(code: str, rows: _Rows) -> Iterator[Mapping[str, Cell]]:
        found = {scheme: find_groups(scheme, code, own) for scheme, own in days.items()}
        for row in rows:
            year: Any = row.get("edition")
            yield {**row, **{scheme: groups.get(year) for scheme, groups in found.items()}}

    return rows_with_groups
