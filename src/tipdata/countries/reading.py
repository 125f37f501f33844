"""How arguments that are countries, a registry or groups of countries are read."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import get_args

from tipdata._arguments import check_kind, read_several, read_word
from tipdata.countries import Country, CountryRegistry, default
from tipdata.countries.memberships import MEMBER, groups_by_scheme
from tipdata.errors import InvalidValueError, nearest, one_of
from tipdata.typing import GroupName, GroupScheme

__all__ = [
    "SCHEMES",
    "Group",
    "find_scheme",
    "read_countries",
    "read_group",
    "read_groups",
    "read_registry",
]

SCHEMES: tuple[GroupScheme, ...] = get_args(GroupScheme)

Group = tuple[GroupScheme, str]
"""A group with its scheme."""


def read_countries(
    registry: CountryRegistry, given: str | Country | Iterable[str | Country], field: str
) -> tuple[Country, ...]:
    """Return the countries that one or several codes, names or `Country` objects mean.

    Raises:
        UnknownCountryError: One is neither a code nor a known name.
        AmbiguousCountryError: One means several countries.
        InvalidValueError: None is given.

    >>> [country.alpha_3 for country in read_countries(default(), ["Kazakhstan", "KG"], "of")]
    ['KAZ', 'KGZ']
    """
    several = read_several(field, given, str, Country, expected="one country or several")
    return tuple(map(registry.resolve, several))


def read_registry(given: CountryRegistry | None) -> CountryRegistry:
    """Return the registry given, or the default one for `None`.

    Raises:
        InvalidValueError: It is not a registry.
    """
    if given is None:
        return default()
    check_kind("registry", given, (CountryRegistry,), "a CountryRegistry")
    return given


def find_scheme(value: object) -> GroupScheme | None:
    """Return the scheme that a word is the name of, or `None`.

    >>> find_scheme("eu"), find_scheme("bureau")
    ('eu', None)
    """
    return next((one for one in SCHEMES if isinstance(value, str) and value == one), None)


def read_groups(field: str, given: GroupName | Iterable[GroupName]) -> tuple[Group, ...]:
    """Return the groups that one name, one pair of a scheme and a group, or several of these mean.

    Raises:
        InvalidValueError: One is unknown or stands in several schemes, or none is given.

    >>> read_groups("group", ["eu", ("wb_region", "South Asia")])
    (('eu', 'member'), ('wb_region', 'South Asia'))
    """
    if _is_pair(given):
        return (read_group(field, given),)
    several = read_several(field, given, str, expected="one group or several")
    return tuple(read_group(field, one) for one in several)


def read_group(field: str, given: object) -> Group:
    """Return the group that a name, or a pair of a scheme and a group, means.

    Raises:
        InvalidValueError: It is unknown, or stands in several schemes.

    >>> read_group("group", "Central Asia")
    ('un_subregion', 'Central Asia')
    """
    match given:
        case (str(scheme), str(name)) if isinstance(given, tuple):
            return _read_pair(field, scheme, name)
        case _:
            pass
    meant = _known().get(given, ()) if isinstance(given, str) else ()
    if len(meant) != 1:
        raise _unclear(field, given, meant)
    return meant[0]


@cache
def _known() -> Mapping[str, tuple[Group, ...]]:
    """Return what each name means: the members of an organization, or a group of any scheme."""
    found: dict[str, tuple[Group, ...]] = {}
    for scheme in SCHEMES:
        groups = groups_by_scheme()[scheme]
        for name in (scheme,) if MEMBER in groups else groups:
            found[name] = (*found.get(name, ()), (scheme, MEMBER if name == scheme else name))
    return found


def _is_pair(given: object) -> bool:
    """Return whether it is a pair of a scheme and a group, and not two groups."""
    match given:
        case (str(scheme), str(group)) if isinstance(given, tuple) and scheme in SCHEMES:
            groups = groups_by_scheme()[scheme]
            return group in groups or MEMBER not in groups
        case _:
            return False


def _read_pair(field: str, wanted: str, name: str) -> Group:
    scheme = read_word(field, wanted, SCHEMES)
    groups = groups_by_scheme()[scheme]
    if name not in groups:
        expected = f"a group of {scheme!r}, {one_of(groups)}"
        raise InvalidValueError(field, (scheme, name), expected, nearest(name, groups))
    return scheme, name


def _unclear(field: str, given: object, meant: tuple[Group, ...]) -> InvalidValueError:
    """Return the error of what means no group, or several."""
    expected, hint, near = "a group of countries.groups(), such as 'eu' or 'Central Asia'", "", ""
    groups = groups_by_scheme()
    if meant:
        expected = f"the scheme with it: {_any_of(meant)}"
    elif isinstance(given, str) and given in groups:
        expected = f"one of its groups, as a pair such as {(given, groups[given][0])!r}"
    elif isinstance(given, str) and any(given in groups[scheme] for scheme in SCHEMES):
        expected = "an organization such as 'eu', or a pair such as ('cis', 'associate')"
    elif near := nearest(given, [*_known(), *SCHEMES]):
        several = _known().get(near, ())
        if len(several) != 1:
            choice = _any_of(several) or f"a group of {near!r}"
            near, hint = "", f"did you mean {choice}?"
    return InvalidValueError(field, given, expected, near, hint)


def _any_of(pairs: tuple[Group, ...]) -> str:
    return " or ".join(map(repr, pairs))


def __dir__() -> list[str]:
    return __all__
