"""What a string that means no country may have meant, and the error that says so."""

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from tipdata.countries._index import Index
from tipdata.countries._packaged import packaged_hints
from tipdata.countries.folding import LONGEST
from tipdata.errors import UnknownCountryError, shorten
from tipdata.records.countries import Country, Suggestion

if TYPE_CHECKING:
    from tipdata.countries._nearby import Nearby

_NEAREST, _CLOSE = 3, 0.1
_NUMBER = 0.8
_DIGITS = 3
_CACHED = 10_000
_LONGEST_LIST = 5


class Guesses:
    """Suggests countries for the strings that an index does not know.

    Args:
        countries: The countries by alpha-3 code.
        by_code: The alpha-3 codes of the countries that have a code of any kind.
        index: What the strings are that mean a country.
    """

    def __init__(
        self, countries: Mapping[str, Country], by_code: Mapping[str, set[str]], index: Index
    ) -> None:
        self._countries = countries
        self._by_code = by_code
        self._index = index
        self._suggest = lru_cache(_CACHED)(self._find)

    def to(self, text: object) -> tuple[Suggestion, ...]:
        """Return the countries that a string may mean, best first."""
        return self._suggest(text) if isinstance(text, str) and len(text) <= LONGEST else ()

    def unknown_name(self, text: object) -> UnknownCountryError:
        """Return the error of a string that is neither a code nor a name."""

        def nearest() -> tuple[str, ...]:
            if number := self._number(text):
                return (number,)
            return () if self._listed(text) else tuple(c.name for c in self._close(text))

        return UnknownCountryError(
            text, nearest, lambda: self._hint(text, "{0.name!r} ({0.alpha_3})")
        )

    def unknown_code(self, text: object) -> UnknownCountryError:
        """Return the error of a string that is not a code, where nothing else is taken."""

        def nearest() -> tuple[str, ...]:
            if number := self._number(text):
                return (number,)
            return () if self._listed(text) else tuple(c.alpha_3 for c in self._close(text))

        def hint() -> str:
            if isinstance(text, str) and len(self._index.codes(text)) == 1:
                return f"; it is a name: resolve({shorten(text)}) gives its country"
            return self._hint(text, "{0.alpha_3!r} ({0.name})")

        return UnknownCountryError(text, nearest, hint, "a code of a country, such as 'KAZ'")

    @cached_property
    def _nearby(self) -> "Nearby":
        from tipdata.countries._nearby import Nearby  # noqa: PLC0415 - only guesses need it

        countries = self._countries
        names = [(key, name) for key, country in countries.items() for name in country.spellings]
        return Nearby([*names, *(hint for hint in packaged_hints() if hint[0] in countries)])

    def _find(self, text: str) -> tuple[Suggestion, ...]:
        if number := self._number(text):
            (key,) = self._by_code[number]
            return (Suggestion(country=self._countries[key], score=_NUMBER, name=number),)
        return tuple(
            Suggestion(country=self._countries[key], score=score, name=self._taken(name, key))
            for score, key, name in self._nearby.to(text)
        )

    def _taken(self, name: str, key: str) -> str:
        """Return a name that `resolve` takes: hints and ambiguous names only suggest a country."""
        index = self._index
        is_taken = index.exact.get(name) == key or index.codes(name) == frozenset((key,))
        return name if is_taken else self._countries[key].name

    def _hint(self, text: object, form: str) -> str:
        if number := self._number(text):
            (key,) = self._by_code[number]
            return f"; the ISO 3166 number {number!r} is {self._countries[key].name} ({key})"
        if listed := self._listed(text):
            return f"; it lists {_in_words(listed)}"
        choices = [form.format(country) for country in self._close(text)]
        return f"; did you mean {' or '.join(choices)}?" if choices else ""

    def _close(self, text: object) -> list[Country]:
        found = self.to(text)[:_NEAREST]
        return [near.country for near in found if near.score + _CLOSE >= found[0].score]

    def _listed(self, text: object) -> list[Country]:
        """Return the countries of a list of several, such as "China; Hong Kong"."""
        if not isinstance(text, str) or len(text) > LONGEST:
            return []
        keys = self._index.listed(text)
        return [self._countries[key] for key in keys] if len(keys) > 1 else []

    def _number(self, text: object) -> str:
        """Return the numeric code that a string or an integer is when its zeros are restored."""
        digits = str(text).strip() if isinstance(text, (int, str)) else ""
        if not (digits.isascii() and digits.isdecimal() and len(digits) <= _DIGITS):
            return ""
        code = digits.zfill(_DIGITS)
        return code if len(self._by_code.get(code, ())) == 1 else ""


def _in_words(countries: Sequence[Country]) -> str:
    number = "two" if len(countries) == 2 else str(len(countries))  # noqa: PLR2004 - a pair
    named = [f"{country.name} ({country.alpha_3})" for country in countries[:_LONGEST_LIST]]
    if len(countries) > _LONGEST_LIST:
        named.append(f"{len(countries) - _LONGEST_LIST} more")
    return f"{number} countries: {', '.join(named[:-1])} and {named[-1]}"
