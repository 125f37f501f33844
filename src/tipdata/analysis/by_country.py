"""One result for each country, or several, as pairs that filter, print and read as columns."""

from collections.abc import Callable
from typing import Generic, TypeVar

import attrs

from tipdata._tables.columns import columns_by
from tipdata._tables.tabular import TabularRow, TabularSequence
from tipdata.records.countries import Country
from tipdata.typing import Columns

__all__ = ["ByCountry"]

T = TypeVar("T", bound=TabularRow)


@attrs.frozen(kw_only=True, repr=False)
class ByCountry(TabularSequence[tuple[Country, T]], Generic[T]):
    """Results paired with their countries, by name.

    Attributes:
        title: What they are.
        pairs: A country and its result each.
        skipped: Countries whose result needs placements that are withheld.

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

    _ITEMS = "pairs"
    _TIERS = ("tier", "after")

    def where(self, keep: Callable[[T], bool]) -> "ByCountry[T]":
        """Return the pairs whose result makes `keep` true."""
        return attrs.evolve(self, pairs=tuple(pair for pair in self.pairs if keep(pair[1])))

    def sorted(self, key: Callable[[T], float], *, reverse: bool = False) -> "ByCountry[T]":
        """Return the pairs sorted by a figure of their results; equal ones stay by name."""
        pairs = sorted(self.pairs, key=lambda pair: key(pair[1]), reverse=reverse)
        return attrs.evolve(self, pairs=tuple(pairs))

    def of(self, alpha_3: str) -> tuple[T, ...]:
        """Return the results of one country, given by its alpha-3 code."""
        return tuple(result for country, result in self.pairs if country.alpha_3 == alpha_3)

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
        return f"{self.title}: {len(self):,}{skipped}"

    def __str__(self) -> str:
        lines = [f"{self.title}: {len(self)}"]
        lines += [f"  {country.label}: {result}" for country, result in self.pairs]
        if self.skipped:
            names = "; ".join(country.label for country in self.skipped)
            lines.append(f"skipped: placements withheld: {names}")
        return "\n".join(lines)


def __dir__() -> list[str]:
    return __all__
