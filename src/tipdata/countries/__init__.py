"""Countries: their codes, names and successions, and the country that a string means.

`resolve` accepts codes and known names and guesses nothing; `suggest` guesses.
The functions of this module use the default registry, which has all of ISO
3166-1 and four more entities of the report. For names or entities of your own,
make a registry with `default().with_aliases(...)` or
`default().with_countries(...)` and pass it as `registry=`.
"""

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import attrs

from tipdata._arguments import check_kind, read_count, read_records, read_when
from tipdata._attributes import load_lazily, once
from tipdata.countries._guesses import Guesses
from tipdata.countries._index import Index, index_names
from tipdata.countries._mending import mend
from tipdata.countries._packaged import packaged_countries, packaged_forms, packaged_successions
from tipdata.countries.folding import LONGEST, fold
from tipdata.dates import PartialDate
from tipdata.errors import AmbiguousCountryError, InvalidValueError
from tipdata.records.countries import (
    BUREAUS,
    Bureau,
    CodeStatus,
    Country,
    CountryName,
    Succession,
    SuccessionKind,
    Suggestion,
)

__all__ = [
    "BUREAUS",
    "Bureau",
    "CodeStatus",
    "Country",
    "CountryName",
    "CountryRegistry",
    "GroupSource",
    "Scheme",
    "Schemes",
    "Succession",
    "SuccessionKind",
    "Suggestion",
    "default",
    "get",
    "group_of",
    "groups",
    "members",
    "on",
    "resolve",
    "suggest",
]

if TYPE_CHECKING:
    from tipdata.countries.grouping import GroupSource as GroupSource
    from tipdata.countries.grouping import Scheme as Scheme
    from tipdata.countries.grouping import Schemes as Schemes
    from tipdata.countries.grouping import group_of as group_of
    from tipdata.countries.grouping import groups as groups
    from tipdata.countries.grouping import members as members
else:
    _GROUPING = ("GroupSource", "Scheme", "Schemes", "group_of", "groups", "members")
    __getattr__ = load_lazily(__name__, _GROUPING, dict.fromkeys(_GROUPING, "grouping"))

_LONGEST_CODE = 3
_REMEMBERED = 50_000


def _countries(given: Iterable[Country]) -> tuple[Country, ...]:
    found: dict[str, Country] = {}
    for country in read_records("CountryRegistry.countries", given, Country):
        if found.setdefault(country.alpha_3, country) is not country:
            expected = "unique alpha-3 codes"
            raise InvalidValueError("CountryRegistry.countries", country.alpha_3, expected)
    return tuple(found[code] for code in sorted(found))


def _successions(given: Iterable[Succession]) -> tuple[Succession, ...]:
    found = read_records("CountryRegistry.successions", given, Succession)
    return tuple(sorted(found, key=lambda s: (s.predecessor, s.successor)))


@attrs.frozen(kw_only=True, cache_hash=True, repr=False)
class CountryRegistry:
    """Countries, and which of them a string means.

    Attributes:
        countries: The countries, sorted by alpha-3 code.
        successions: Their successions, sorted by both codes.

    Raises:
        InvalidValueError: Two countries have the same alpha-3 code, or a
            succession names a country that is not in the registry.

    >>> default().with_aliases({"Kyrgyzia": "KGZ"}).resolve("KYRGYZIA").name
    'Kyrgyzstan'
    """

    countries: tuple[Country, ...] = attrs.field(converter=_countries)
    successions: tuple[Succession, ...] = attrs.field(default=(), converter=_successions)

    def __attrs_post_init__(self) -> None:
        for succession in self.successions:
            for code in (succession.predecessor, succession.successor):
                if code not in self._by_alpha_3:
                    expected = "codes of countries in the registry"
                    raise InvalidValueError("CountryRegistry.successions", code, expected)

    def resolve(self, text: str | Country) -> Country:
        """Return the country that a code or a known name means.

        Case, accents and punctuation do not matter, "&" is "and", "St." is
        "Saint", "The" is optional, and "Korea, South" is "South Korea". Nothing
        is guessed; see `suggest`. A `Country` of the registry is returned as is.

        Raises:
            UnknownCountryError: It is neither, or it may be truncated.
            AmbiguousCountryError: It means several countries.

        >>> default().resolve("CÔTE D’IVOIRE").alpha_3
        'CIV'
        """
        if isinstance(text, str):
            found = self._exact.get(text)
            return self._search(text) if found is None else found
        given: Any = text
        if isinstance(given, Country) and given in self:
            return given
        raise self._guesses.unknown_name(text)

    def get(self, code: str) -> Country:
        """Return the country with an alpha-3, alpha-2 or numeric code, in any case.

        Raises:
            UnknownCountryError: No country has this code.
            AmbiguousCountryError: Several countries have it, such as 891.

        >>> default().get("398").name
        'Kazakhstan'
        """
        return self._one(code, self._coded(code), codes_only=True)

    def suggest(self, text: str, limit: int = 5) -> tuple[Suggestion, ...]:
        """Return the countries whose names are most similar to a string, best first.

        Words are compared before letters, and rare words count more. Parts of
        countries and states that no longer exist suggest the countries of today.

        Raises:
            InvalidValueError: Not a string, or `limit` is not a positive integer.

        >>> default().suggest("Kazakstan")[0].name
        'Kazakhstan'
        >>> [near.country.alpha_3 for near in default().suggest("Czechoslovakia")]
        ['CZE', 'SVK']
        """
        check_kind("text", text, (str,), "a string")
        return self._guesses.to(text)[: read_count("limit", limit)]

    def on(self, when: int | datetime.date | PartialDate) -> tuple[Country, ...]:
        """Return the countries that existed at any time in a year, in a month or on a day.

        Raises:
            InvalidValueError: It is neither a year, a date nor a `PartialDate`.
            InvalidDateError: It is a `datetime`, whose day depends on the time zone.

        >>> default().get("SSD") in default().on(2010)
        False
        """
        wanted = read_when("when", when)
        return tuple(country for country in self.countries if country.span.overlaps(wanted))

    def predecessors(self, code: str) -> tuple[Country, ...]:
        """Return the countries that a country continues, oldest first.

        Only new names and dissolutions count. A country that separated from
        another, such as Kosovo, has no predecessors.

        >>> [country.alpha_3 for country in default().predecessors("SRB")]
        ['YUG', 'SCG']
        """
        before = self.get(code).alpha_3
        chain: dict[str, Country] = {}
        # Successions that you add may go round in a circle.
        while (before := self._joined.get(before, "")) and before not in chain:
            chain[before] = self._by_alpha_3[before]
        return tuple(reversed(chain.values()))

    def successions_of(self, code: str) -> tuple[Succession, ...]:
        """Return the successions in which a country is the predecessor.

        >>> [succession.successor for succession in default().successions_of("ANT")]
        ['BES', 'CUW', 'SXM']
        """
        alpha_3 = self.get(code).alpha_3
        return tuple(s for s in self.successions if s.predecessor == alpha_3)

    def with_countries(
        self, *countries: Country, successions: Iterable[Succession] = ()
    ) -> "CountryRegistry":
        """Return a registry with additional countries.

        >>> own = Country(alpha_3="XSL", code_status="user-assigned", name="Somaliland")
        >>> default().with_countries(own).resolve("Somaliland").alpha_3
        'XSL'
        """
        added = _successions(successions)
        return CountryRegistry(
            countries=(*self.countries, *countries), successions=(*self.successions, *added)
        )

    def with_aliases(self, aliases: Mapping[str, str]) -> "CountryRegistry":
        """Return a registry with additional names, each mapped to a code.

        A name that already means another country becomes ambiguous.

        Raises:
            InvalidValueError: No string can match the name.
            UnknownCountryError: No country has the code.

        >>> default().with_aliases({"The Pearl": "QAT"}).resolve("pearl").name
        'Qatar'
        """
        check_kind("aliases", aliases, (Mapping,), "a mapping of names to codes")
        added: dict[str, list[str]] = {}
        for alias, code in aliases.items():
            expected = "a name that is not truncated"
            check_kind("Country.aliases", alias, (str,), expected)
            if fold(alias) is None:
                raise InvalidValueError("Country.aliases", alias, expected)
            added.setdefault(self.get(code).alpha_3, []).append(mend(alias))
        changed = dict(self._by_alpha_3)
        for key, names in added.items():
            country = changed[key]
            changed[key] = attrs.evolve(country, aliases=(*country.aliases, *names))
        return attrs.evolve(self, countries=changed.values())

    def _search(self, text: str) -> Country:
        if len(text) > LONGEST:
            return self._one(text, ())
        found = self._exact.get(text.strip().lower()) or self._one(text, self._index.codes(text))
        if len(self._exact) < _REMEMBERED:
            self._exact[text] = found
        return found

    def _one(self, text: str, codes: Collection[str], *, codes_only: bool = False) -> Country:
        found = tuple(self._by_alpha_3[code] for code in sorted(codes))
        if len(found) > 1:
            raise AmbiguousCountryError(text, tuple((c.alpha_3, c.name) for c in found))
        if not found:
            guesses = self._guesses
            raise guesses.unknown_code(text) if codes_only else guesses.unknown_name(text)
        return found[0]

    def _coded(self, code: object) -> Collection[str]:
        if not isinstance(code, str) or not code.isascii() or len(code) > _LONGEST_CODE:
            return ()
        return self._by_code.get(code.upper(), ())

    @cached_property
    def _by_alpha_3(self) -> dict[str, Country]:
        return {country.alpha_3: country for country in self.countries}

    @cached_property
    def _by_code(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for country in self.countries:
            for code in (country.alpha_3, country.alpha_2, country.numeric):
                if code is not None:
                    found.setdefault(code, set()).add(country.alpha_3)
        return found

    @cached_property
    def _joined(self) -> dict[str, str]:
        return {s.successor: s.predecessor for s in self.successions if s.kind != "separation"}

    @cached_property
    def _index(self) -> Index:
        if self is default():
            return Index(self._by_code, packaged_forms())
        return index_names(self._by_code, ((c.alpha_3, c.spellings) for c in self.countries))

    @cached_property
    def _guesses(self) -> Guesses:
        return Guesses(self._by_alpha_3, self._by_code, self._index)

    @cached_property
    def _exact(self) -> dict[str, Country]:
        return {text: self._by_alpha_3[code] for text, code in self._index.exact.items()}

    def __contains__(self, country: object) -> bool:
        """Return whether the registry has a country, given as code, name or `Country`.

        A string that means several countries is in it.

        Raises:
            InvalidValueError: It is none of these.
        """
        if isinstance(country, Country):
            return country == self._by_alpha_3.get(country.alpha_3)
        check_kind("country", country, (str,), "a code, a name or a Country")
        return bool(self._index.codes(str(country)))

    def __iter__(self) -> Iterator[Country]:
        return iter(self.countries)

    def __len__(self) -> int:
        return len(self.countries)

    def __repr__(self) -> str:
        return f"<CountryRegistry: {len(self.countries)} countries>"

    def __reduce__(self) -> tuple[Callable[..., "CountryRegistry"], tuple[Any, ...]]:
        # Equal content, not the object: a copy is as good as what it was made from.
        if type(self) is CountryRegistry and self == default():
            return default, ()
        return partial(CountryRegistry, countries=self.countries, successions=self.successions), ()


@once
def default() -> CountryRegistry:
    """Return the registry that ships with the package, always the same object.

    >>> len(default())
    253
    """
    return CountryRegistry(countries=packaged_countries(), successions=packaged_successions())


def resolve(text: str | Country) -> Country:
    """Return the country that a code or a known name means (`CountryRegistry.resolve`).

    Raises:
        UnknownCountryError: It is neither a code nor a known name.
        AmbiguousCountryError: It means several countries.

    >>> resolve("Korea, South").name
    'South Korea'
    """
    return default().resolve(text)


def get(code: str) -> Country:
    """Return the country with an alpha-3, alpha-2 or numeric code (`CountryRegistry.get`).

    Raises:
        UnknownCountryError: No country has this code.
        AmbiguousCountryError: Several countries have it, such as 891.

    >>> get("kgz").report_name
    'Kyrgyz Republic'
    """
    return default().get(code)


def suggest(text: str, limit: int = 5) -> tuple[Suggestion, ...]:
    """Return the countries whose names are most similar to a string, best first.

    >>> [near.country.alpha_3 for near in suggest("Kyrgystan", limit=1)]
    ['KGZ']
    """
    return default().suggest(text, limit)


def on(when: int | datetime.date | PartialDate) -> tuple[Country, ...]:
    """Return the countries that existed at any time in a year, in a month or on a day.

    >>> [country.alpha_3 for country in on(2003) if country.code_status == "withdrawn"]
    ['ANT', 'SCG', 'YUG']
    """
    return default().on(when)


def __dir__() -> list[str]:
    return __all__
