"""On which day a record asks who is in a group: by default that of each edition's release."""

import datetime
from collections.abc import Collection, Iterable, Mapping

from tipdata.countries.grouping import members
from tipdata.countries.memberships import MEMBER, When, codes_in, find_group, is_dated
from tipdata.countries.reading import Group
from tipdata.dates import PartialDate
from tipdata.errors import InvalidValueError
from tipdata.records.editions import Edition
from tipdata.typing import GroupScheme, ReportYear

__all__ = ["On", "days_of", "find_groups", "find_members", "find_panel"]

On = int | datetime.date | PartialDate
"""A day, month or year that fixes memberships, as in `countries.members`."""

_ADVICE = "without it, fix a day with on="


def days_of(
    editions: Iterable[Edition],
    schemes: Iterable[GroupScheme],
    advice: str = _ADVICE,
    optional: Collection[ReportYear] = (),
) -> Mapping[ReportYear, When]:
    """Return the day of each edition on which the memberships of schemes count.

    Undated memberships need no day. `optional` are the report years of editions
    that are left out if they need one and have none, unless that leaves none.

    Raises:
        InvalidValueError: Memberships are dated, and an edition has no release date.
    """
    dated = any(map(is_dated, schemes))
    found: dict[ReportYear, When] = {}
    asked = [*editions]
    known = [one for one in asked if not dated or one.released or one.year not in optional]
    for edition in known or asked:
        if dated and edition.released is None:
            expected = f"a release date, since memberships are dated; {advice}"
            raise InvalidValueError(f"Edition({edition.year}).released", None, expected)
        found[edition.year] = edition.released
    return found


def find_groups(
    scheme: GroupScheme, code: str, days: Mapping[ReportYear, When]
) -> Mapping[ReportYear, str]:
    """Return the group of a country by report year, without the editions that have it in none.

    Raises:
        InvalidValueError: The country changes its group within a month or a year.
    """
    found = ((year, find_group(scheme, code, day)) for year, day in days.items())
    return {year: group for year, group in found if group is not None}


def find_members(
    groups: Collection[Group], days: Mapping[ReportYear, When]
) -> Mapping[ReportYear, frozenset[str]]:
    """Return the codes of the members of groups by report year."""
    return {
        year: frozenset[str]().union(*(codes_in(*group, day) for group in groups))
        for year, day in days.items()
    }


def find_panel(
    groups: Collection[Group],
    fixed: PartialDate,
    years: Collection[ReportYear],
) -> Mapping[ReportYear, frozenset[str]]:
    """Return the codes of the members of groups on one day, the same for each report year.

    Raises:
        InvalidValueError: The groups have no members on that day.
    """
    panel = frozenset(country.alpha_3 for group in groups for country in members(group, fixed))
    if not panel:
        named = " or ".join(repr(scheme if g == MEMBER else g) for scheme, g in groups)
        raise InvalidValueError("on", str(fixed), f"a day on which {named} has members")
    return dict.fromkeys(years, panel)


def __dir__() -> list[str]:
    return __all__
