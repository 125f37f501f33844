"""One result for each country, or several, as pairs that filter, print and read as columns."""

from typing import TYPE_CHECKING, Any, Generic, TypeVar

import attrs

from tipdata._attributes import Renamed
from tipdata._tables.columns import columns_by
from tipdata._tables.tabular import TabularRow
from tipdata.analysis.results import CountryResults, Find
from tipdata.records.countries import Country
from tipdata.typing import Columns

__all__ = ["ByCountry"]

T = TypeVar("T", bound=TabularRow)


@attrs.frozen(kw_only=True, repr=False)
class ByCountry(CountryResults[tuple[Country, T], T], Generic[T]):
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
    find: Find | None = attrs.field(default=None, eq=False)

    _ITEMS = "pairs"
    _TIERS = ("tier", "after", "best", "worst")
    _FILTER = "a function of a result; of(country) chooses a country"

    @staticmethod
    def _result(item: tuple[Country, Any]) -> Any:  # noqa: ANN401 - of the type of the results
        return item[1]

    def of(self, country: Country | str) -> tuple[T, ...]:
        """Return the results of one country, given as code, name or `Country`.

        A country that the report never placed has none.

        Raises:
            UnknownCountryError: Not a known code or name.
            AmbiguousCountryError: The name means more than one country.
            InvalidValueError: The country was skipped, or a selection leaves
                out all of its placements.
        """
        wanted = self._asked(country)
        return tuple(result for one, result in self.pairs if one.alpha_3 == wanted.alpha_3)

    if not TYPE_CHECKING:
        where = Renamed("filter")

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
