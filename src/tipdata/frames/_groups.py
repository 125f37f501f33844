"""The groups of a row's country, beside what an edition says of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from tipdata.analysis.series import Series
from tipdata.countries.memberships import When, groups_by_scheme
from tipdata.countries.reading import find_scheme
from tipdata.frames._editions import Filler
from tipdata.tierrecord import TierRecord
from tipdata.tierrecord.membership import days_of, find_groups
from tipdata.typing import Cell, GroupScheme, ReportYear

_ADVICE = "without it, leave groups out of add="


def group_labels(add: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """Return the groups of each scheme that is attached."""
    return {scheme: groups_by_scheme()[scheme] for scheme in filter(find_scheme, add)}


def group_fillers(record: TierRecord, add: Collection[str]) -> Mapping[str, Filler]:
    """Return what fills the column of each scheme, as of the day of each edition.

    Raises:
        InvalidValueError: Memberships are dated, and an edition has no release date.
    """
    editions = (*record.editions, *record.left_out)
    return {
        scheme: _filler(scheme, days_of(editions, [scheme], _ADVICE, record.user_supplied))
        for scheme in map(find_scheme, add)
        if scheme is not None
    }


def _filler(scheme: GroupScheme, days: Mapping[ReportYear, When]) -> Filler:
    def fill(series: Series, years: Sequence[ReportYear]) -> Iterable[Cell]:
        return map(find_groups(scheme, series.country.alpha_3, days).get, years)

    return fill
