"""Groups of countries: regions, income groups and organizations, with dated memberships.

A country is in a group from one day to another, both included. A date of which only
the year is known counts for the whole year, and a suspension ends no membership.
"""

import datetime
from collections.abc import Mapping, Sequence

import attrs

from tipdata._arguments import read_when, read_word
from tipdata._attributes import once
from tipdata._tables.columns import read_paths
from tipdata._tables.tabular import TabularRow, TabularSequence, brief
from tipdata.countries import Country, default
from tipdata.countries.folding import sort_key
from tipdata.countries.memberships import (
    When,
    codes_in,
    find_group,
    groups_by_scheme,
    is_dated,
)
from tipdata.countries.reading import SCHEMES, Group, read_group
from tipdata.data import rows
from tipdata.dates import PartialDate
from tipdata.typing import GroupName, GroupScheme

__all__ = ["GroupSource", "Scheme", "Schemes", "group_of", "groups", "members"]

_OF_SCHEMES = read_paths(
    "scheme=name title groups=listed dated members source=source.title as_of "
    "licence=source.licence left_out"
)


@attrs.frozen(kw_only=True, repr=False)
class GroupSource:
    """Where memberships are known from.

    Attributes:
        id: Its id in the table of memberships.
        title: What it is.
        address: Where it is.
        as_of: The date as of which it speaks, as far as known.
        licence: Under which licence its facts were taken.
    """

    id: str
    title: str
    address: str
    as_of: str
    licence: str

    def __repr__(self) -> str:
        return brief(self, f"{self.id}: {self.title}")

    def __str__(self) -> str:
        return self.title


@attrs.frozen(kw_only=True, repr=False)
class Scheme(TabularRow):
    """One way to group countries.

    Attributes:
        name: Its name, such as `un_region` or `eu`.
        title: What it is.
        groups: Its groups; those of an organization are its kinds of members.
        dated: Whether its memberships begin and end.
        members: How many of the countries that exist now are in one of its groups.
        sources: Its sources, the main one first.
        as_of: The date as of which it is known; later changes are not in it.
        left_out: What it leaves out, and what was decided, in words.
    """

    COLUMNS = _OF_SCHEMES

    name: GroupScheme
    title: str
    groups: tuple[str, ...]
    dated: bool
    members: int
    sources: tuple[GroupSource, ...]
    as_of: str
    left_out: str

    @property
    def source(self) -> GroupSource:
        """The main source."""
        return self.sources[0]

    @property
    def listed(self) -> str:
        """The groups, separated by semicolons."""
        return "; ".join(self.groups)

    def __str__(self) -> str:
        several = f"{len(self.groups)} groups of " if len(self.groups) > 1 else ""
        return f"{self.name}: {self.title}, {several}{self.members} countries"


@attrs.frozen(kw_only=True, repr=False)
class Schemes(TabularSequence[Scheme]):
    """Every way to group countries that the package knows.

    Attributes:
        schemes: One scheme each; those that divide the world come first.

    >>> groups().of("wb_region").source.licence
    "CC BY 4.0 by the World Bank's terms for data; the repository states none"
    """

    schemes: tuple[Scheme, ...]

    _ITEMS = "schemes"
    _COLUMNS = _OF_SCHEMES
    _SHORT = False

    def of(self, scheme: GroupScheme) -> Scheme:
        """Return one scheme by its name.

        Raises:
            InvalidValueError: Unknown scheme.
        """
        name = read_word("scheme", scheme, SCHEMES)
        return next(one for one in self.schemes if one.name == name)

    @property
    def _caption(self) -> str:
        return f"Groups of countries: {len(self)} schemes"


@once
def groups() -> Schemes:
    """Return every scheme that groups countries, with its groups, its sources and its gaps.

    >>> print(groups().of("eu"))
    eu: European Union, 27 countries
    >>> groups().of("un_region").groups
    ('Africa', 'Americas', 'Asia', 'Europe', 'Oceania')
    """
    known = {
        row[0]: GroupSource(**dict(zip(_SOURCE, row, strict=True))) for row in _rows("sources")
    }
    used = _sources_by_scheme()
    found = {row[0]: row[1:] for row in _rows("schemes")}
    return Schemes(schemes=tuple(_scheme(name, found[name], used[name], known) for name in SCHEMES))


_SOURCE = ("id", "title", "address", "as_of", "licence")


def _rows(what: str) -> list[list[str]]:
    return list(rows(f"group_{what}.tsv"))


def _sources_by_scheme() -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for scheme, *_, source in rows("groups.tsv"):
        found.setdefault(scheme, set()).add(source)
    return found


def _scheme(
    name: GroupScheme, row: list[str], used: set[str], known: Mapping[str, GroupSource]
) -> Scheme:
    title, main, as_of, left_out = row
    pairs: list[Group] = [(name, group) for group in groups_by_scheme()[name]]
    return Scheme(
        name=name,
        title=title,
        groups=groups_by_scheme()[name],
        dated=is_dated(name),
        members=len(_members(pairs, None)),
        sources=tuple(known[key] for key in (main, *sorted(used - {main}))),
        as_of=as_of,
        left_out=left_out,
    )


def members(
    group: GroupName, on: int | datetime.date | PartialDate | None = None
) -> tuple[Country, ...]:
    """Return the members of a group on a day, or at any time in a month or a year, by name.

    By default these are the members now, as far as known: those whose membership has
    no end. Countries that did not exist then are left out.

    Args:
        group: An organization (`"eu"`), a group of a scheme (`"Central Asia"`), or a
            pair of a scheme and one of its groups (`("cis", "associate")`).
        on: A year, a date or a `PartialDate`.

    Raises:
        InvalidValueError: Unknown group, a group of several schemes, or `on` is
            neither a year, a date nor a `PartialDate`.
        InvalidDateError: `on` is a `datetime`, whose day depends on the time zone.

    >>> len(members("eu")), len(members("eu", on=datetime.date(2019, 6, 20)))
    (27, 28)
    >>> [country.alpha_3 for country in members("Central Asia")]
    ['KAZ', 'KGZ', 'TJK', 'TKM', 'UZB']
    """
    when = None if on is None else read_when("on", on)
    return _members([read_group("group", group)], when)


def _members(pairs: Sequence[Group], when: When) -> tuple[Country, ...]:
    codes = frozenset[str]().union(*(codes_in(*pair, when) for pair in pairs))
    found = (default().get(code) for code in codes)
    return tuple(sorted((c for c in found if _exists(c, when)), key=sort_key))


def _exists(country: Country, when: When) -> bool:
    return country.span.end is None if when is None else country.span.overlaps(when)


def group_of(
    country: Country | str,
    scheme: GroupScheme,
    on: int | datetime.date | PartialDate | None = None,
) -> str | None:
    """Return the group of a country in a scheme on a day, or `None` if it is in none.

    By default this is its group now, as far as known. The group in an organization
    is the kind of member: `member`, or in the CIS also `participant` or `associate`.

    Args:
        country: A code, a name or a `Country`.
        scheme: The scheme, such as `"un_region"`.
        on: A year, a date or a `PartialDate`.

    Raises:
        UnknownCountryError: Not a known code or name.
        AmbiguousCountryError: The name means more than one country.
        InvalidValueError: Unknown scheme, `on` is neither a year, a date nor a
            `PartialDate`, or the country changes its group within the month or the year.
        InvalidDateError: `on` is a `datetime`, whose day depends on the time zone.

    >>> group_of("Pakistan", "wb_region", on=datetime.date(2025, 6, 30))
    'South Asia'
    >>> group_of("GBR", "eu") is None
    True
    """
    found = country if isinstance(country, Country) else default().resolve(country)
    name = read_word("scheme", scheme, SCHEMES)
    return find_group(name, found.alpha_3, None if on is None else read_when("on", on))


def __dir__() -> list[str]:
    return __all__
