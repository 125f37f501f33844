"""How arguments that are countries or a registry are read."""

from collections.abc import Iterable

from tipdata._arguments import check_kind, read_several
from tipdata.countries import Country, CountryRegistry, default

__all__ = ["read_countries", "read_registry"]


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


def __dir__() -> list[str]:
    return __all__
