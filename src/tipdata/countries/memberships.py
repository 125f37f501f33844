"""The packaged table of memberships, and who was in which group when."""

import datetime
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from tipdata.data import rows
from tipdata.dates import PartialDate
from tipdata.errors import InvalidValueError

__all__ = [
    "MEMBER",
    "Membership",
    "When",
    "codes_in",
    "find_group",
    "groups_by_scheme",
    "is_dated",
    "memberships",
]

MEMBER = "member"
"""The group of an organization that its name alone means."""

When = datetime.date | PartialDate | None
"""When a country is in a group; `None` asks for the memberships without an end."""


class Membership(NamedTuple):
    """That a country is in a group from one day to another, both included.

    A date of which only the year is known counts for the whole year.
    """

    country: str
    group: str
    first: datetime.date
    last: datetime.date

    @property
    def is_open(self) -> bool:
        """Whether it has no end."""
        return self.last == datetime.date.max

    def holds(self, when: When) -> bool:
        """Return whether it holds on a day, or at any time in a month or a year."""
        if when is None:
            return self.is_open
        if isinstance(when, PartialDate):
            return self.first <= when.latest and when.earliest <= self.last
        return self.first <= when <= self.last


@cache
def memberships() -> Mapping[str, Mapping[str, tuple[Membership, ...]]]:
    """Return the memberships in each scheme, by alpha-3 code."""
    found: dict[str, dict[str, list[Membership]]] = {}
    for scheme, country, group, since, until, _ in rows("groups.tsv"):
        first = PartialDate.parse(since).earliest if since else datetime.date.min
        last = PartialDate.parse(until).latest if until else datetime.date.max
        own = found.setdefault(scheme, {}).setdefault(country, [])
        own.append(Membership(country, group, first, last))
    return {
        scheme: {code: tuple(own) for code, own in by_code.items()}
        for scheme, by_code in found.items()
    }


@cache
def groups_by_scheme() -> Mapping[str, tuple[str, ...]]:
    """Return the groups of each scheme: `member` first, incomes upwards, others by name."""
    found = {
        scheme: {one.group for own in by_code.values() for one in own}
        for scheme, by_code in memberships().items()
    }
    return MappingProxyType({s: tuple(sorted(groups, key=_place)) for s, groups in found.items()})


_FIRST = (MEMBER, "Low income", "Lower middle income", "Upper middle income", "High income")


def _place(group: str) -> tuple[int, str]:
    return _FIRST.index(group) if group in _FIRST else len(_FIRST), group


@cache
def is_dated(scheme: str) -> bool:
    """Return whether a membership of the scheme begins or ends."""
    every = (one for own in memberships()[scheme].values() for one in own)
    return any(one.first != datetime.date.min or not one.is_open for one in every)


def codes_in(scheme: str, group: str, when: When) -> frozenset[str]:
    """Return the alpha-3 codes of the members of a group."""
    return frozenset(
        code
        for code, own in memberships()[scheme].items()
        if any(one.group == group and one.holds(when) for one in own)
    )


def find_group(scheme: str, code: str, when: When) -> str | None:
    """Return the group of a country in a scheme.

    Raises:
        InvalidValueError: It changes its group within the month or the year.
    """
    found = {one.group for one in memberships()[scheme].get(code, ()) if one.holds(when)}
    if len(found) > 1:
        both = " and ".join(map(repr, sorted(found)))
        expected = f"a day, since {code} is in two groups of {scheme!r} then, {both}"
        raise InvalidValueError("on", str(when), expected)
    return next(iter(found), None)


def __dir__() -> list[str]:
    return __all__
