"""One result for each country, or several, as pairs that filter, print and read as columns."""

from collections.abc import Callable
from typing import Generic, TypeVar

import attrs

from tipdata._arguments import check_flag, read_function
from tipdata._tables.columns import columns_by
from tipdata._tables.tabular import TabularRow, TabularSequence
from tipdata.errors import InvalidValueError, Nearest, UnknownCountryError
from tipdata.records.countries import Country
from tipdata.typing import Columns

__all__ = ["ByCountry"]

T = TypeVar("T", bound=TabularRow)

Find = Callable[[Country | str], Country]
"""Returns the country that a code or a name means."""


@attrs.frozen(kw_only=True, repr=False)
class ByCountry(TabularSequence[tuple[Country, T]], Generic[T]):
    """Results paired with their countries, by name.

    Attributes:
        title: What they are.
        pairs: A country and its result each.
        skipped: Countries whose result needs placements that are withheld.
        find: Returns the country that a code or a name means; by default
            among the countries of the result.

    >>> import tipdata
    >>> for country, spell in tipdata.load().where(countries="UZB", since=2013).spells():
    ...     print(f"{country.name}: {spell}")
    Uzbekistan: Tier 3, 2013-2014 (2 editions; the record begins)
    Uzbekistan: Tier 2 Watch List, 2015 (1 edition)
    Uzbekistan: Tier 3, 2016-2017 (2 editions)
    Uzbekistan: Tier 2 Watch List, 2018-2020 (3 editions)
    Uzbekistan: Tier 2, 2021-2025 (5 editions; the record ends)
    """

    title: str
    pairs: tuple[tuple[Country, T], ...]
    skipped: tuple[Country, ...] = ()
    find: Find | None = attrs.field(default=None, eq=False, repr=False)

    _ITEMS = "pairs"
    _TIERS = ("tier", "after")

    def where(self, keep: Callable[[T], bool]) -> "ByCountry[T]":
        """Return the pairs whose result makes `keep` true.

        Raises:
            InvalidValueError: `keep` is not a function.
        """
        read_function("keep", keep, "a function of a result; of(country) chooses a country")
        return attrs.evolve(self, pairs=tuple(pair for pair in self.pairs if keep(pair[1])))

    def sorted(self, key: Callable[[T], float], *, reverse: bool = False) -> "ByCountry[T]":
        """Return the pairs sorted by a figure of their results; equal ones stay by name.

        Raises:
            InvalidValueError: `key` is not a function, or `reverse` is not a boolean.
        """
        read_function("key", key, "a function of a result")
        check_flag("reverse", reverse)
        pairs = sorted(self.pairs, key=lambda pair: key(pair[1]), reverse=reverse)
        return attrs.evolve(self, pairs=tuple(pairs))

    def of(self, country: Country | str) -> tuple[T, ...]:
        """Return the results of one country, given as code, name or `Country`.

        A country that the report never placed has none.

        Raises:
            UnknownCountryError: Not a known code or name.
            AmbiguousCountryError: The name means more than one country.
            InvalidValueError: The country was skipped, or a selection leaves
                out all of its placements.
        """
        wanted = self._named(country)
        found = tuple(result for one, result in self.pairs if one.alpha_3 == wanted.alpha_3)
        if not found and any(one.alpha_3 == wanted.alpha_3 for one in self.skipped):
            expected = "a country that was not skipped; this one has placements that are withheld"
            raise InvalidValueError("country", wanted.label, expected)
        return found

    def _named(self, country: Country | str) -> Country:
        if self.find is not None:
            return self.find(country)
        known = [*self.countries, *self.skipped]
        for one in known:
            if country in (one, one.alpha_3, *one.spellings):
                return one
        names = [name for one in known for name in one.spellings]
        raise UnknownCountryError(country, lambda: Nearest(names).to(country))

    def __contains__(self, item: object) -> bool:
        """Return whether a country has a result; it is given as code, name or `Country`.

        Raises:
            UnknownCountryError: Not a known code or name.
            AmbiguousCountryError: The name means more than one country.
            InvalidValueError: The country was skipped.
        """
        return (
            bool(self.of(item)) if isinstance(item, (str, Country)) else super().__contains__(item)
        )

    @property
    def countries(self) -> tuple[Country, ...]:
        """The countries, each once."""
        return tuple(dict.fromkeys(country for country, _ in self.pairs))

    def columns(self) -> Columns:
        """Return the results as plain columns, one row each."""
        results = [result for _, result in self.pairs]
        return {
            "country": [country.alpha_3 for country, _ in self.pairs],
            "name": [country.label for country, _ in self.pairs],
            **columns_by(results[0].COLUMNS if results else {}, results),
        }

    @property
    def _caption(self) -> str:
        skipped = f", {len(self.skipped)} skipped: placements withheld" if self.skipped else ""
        countries = len({country.alpha_3 for country, _ in self.pairs})
        of = f"{countries:,} {'country' if countries == 1 else 'countries'}"
        counted = of if countries == len(self) else f"{len(self):,} in {of}"
        return f"{self.title}: {counted}{skipped}"

    def __str__(self) -> str:
        lines = [f"{self.title}: {len(self)}"]
        lines += [f"  {country.label}: {result}" for country, result in self.pairs]
        if self.skipped:
            names = "; ".join(country.label for country in self.skipped)
            lines.append(f"skipped: placements withheld: {names}")
        return "\n".join(lines)


def __dir__() -> list[str]:
    return __all__
