"""One result for each country, or several, as pairs that filter, print and read as columns."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, ClassVar, Generic, Protocol, TypeVar

import attrs

from tipdata._tables import html
from tipdata._tables.columns import Cell, Columns, columns_of
from tipdata.records.countries import Country

if TYPE_CHECKING:
    from tipdata._tables.frame_maker import FrameMaker

__all__ = ["ByCountry", "Tabled"]


class Tabled(Protocol):
    """A result that knows its row of a table."""

    COLUMNS: ClassVar[tuple[str, ...]]

    def cells(self) -> tuple[Cell, ...]:
        """Return the values of `COLUMNS`."""
        ...


T = TypeVar("T", bound=Tabled)


@attrs.frozen(kw_only=True)
class ByCountry(Generic[T]):
    """Results with the countries that they are of, by name.

    Attributes:
        title: What they are.
        pairs: A country and its result each.
        passed_over: Countries whose result needs placements that are withheld.

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
    passed_over: tuple[Country, ...] = ()

    def where(self, keep: Callable[[T], bool]) -> "ByCountry[T]":
        """Return the pairs for whose result `keep` is true."""
        return attrs.evolve(self, pairs=tuple(pair for pair in self.pairs if keep(pair[1])))

    def sorted(self, key: Callable[[T], float], *, reverse: bool = False) -> "ByCountry[T]":
        """Return the pairs by a figure of their results; equal ones stay by name."""
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
        names = self.pairs[0][1].COLUMNS if self.pairs else ()
        rows = ((c.alpha_3, c.label, *result.cells()) for c, result in self.pairs)
        return columns_of(("country", "name", *names), rows)

    def _repr_html_(self) -> str:
        caption = f"{self.title}: {len(self)}"
        if self.passed_over:
            caption += f", {len(self.passed_over)} passed over, for placements are withheld"
        return html.notebook(self.columns(), caption=caption, row_heads=1)

    @property
    def to_frame(self) -> "FrameMaker":
        """Make a frame of it: `to_frame("polars")`."""
        from tipdata._tables.frame_maker import FrameMaker  # noqa: PLC0415 - loaded where it is used

        return FrameMaker(self.columns(), tiers=("tier", "after"))

    def __iter__(self) -> Iterator[tuple[Country, T]]:
        return iter(self.pairs)

    def __len__(self) -> int:
        return len(self.pairs)

    def __str__(self) -> str:
        lines = [f"{self.title}: {len(self)}"]
        lines += [f"  {country.label}: {result}" for country, result in self.pairs]
        if self.passed_over:
            names = "; ".join(country.label for country in self.passed_over)
            lines.append(f"passed over, for placements are withheld: {names}")
        return "\n".join(lines)
