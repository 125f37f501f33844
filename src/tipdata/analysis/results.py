"""What results of many items have in common: filtering, sorting, asking for one country."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, Generic, Protocol, Self, TypeVar

import attrs

from tipdata._arguments import check_flag, read_function
from tipdata._tables.tabular import TabularSequence
from tipdata.errors import AmbiguousCountryError, InvalidValueError, Nearest, UnknownCountryError
from tipdata.records.countries import Country

__all__ = ["CountryResults", "Find", "Results"]

I_co = TypeVar("I_co", covariant=True)
R_co = TypeVar("R_co", covariant=True)

Find = Callable[[Country | str], Country]
"""Returns the country that a code or a name means."""


class Sortable(Protocol):
    """What can be compared with others of its kind, such as a number or a string."""

    def __lt__(self, other: Any, /) -> bool: ...  # noqa: ANN401 - of its own kind


class Results(TabularSequence[I_co], Generic[I_co, R_co]):
    """A table whose items can be filtered and sorted by a function of the result in each."""

    __slots__ = ()

    _FILTER: ClassVar[str] = "a function of a result"
    """What `filter` takes, for its error."""

    @staticmethod
    def _result(item: Any) -> Any:  # noqa: ANN401 - the item itself, or a part of it
        """Return the result that an item holds."""
        return item

    def filter(self, keep: Callable[[R_co], bool]) -> Self:
        """Return the results for which `keep` is true.

        Raises:
            InvalidValueError: `keep` is not a function.
        """
        read_function("keep", keep, self._FILTER)
        return self._with(item for item in self._items if keep(self._result(item)))

    def sorted(self, key: Callable[[R_co], Sortable | None], *, reverse: bool = False) -> Self:
        """Return the results sorted by what `key` returns of each.

        Equal ones keep their order, and those of which it returns `None` come last.

        Raises:
            InvalidValueError: `key` is not a function, or `reverse` is not a boolean.
        """
        read_function("key", key, "a function of a result")
        check_flag("reverse", reverse)
        keyed: list[tuple[Any, I_co]] = [(key(self._result(item)), item) for item in self._items]
        ranked = [pair for pair in keyed if pair[0] is not None]
        ranked.sort(key=lambda pair: pair[0], reverse=reverse)
        return self._with(item for _, item in [*ranked, *(p for p in keyed if p[0] is None)])

    def _with(self, items: Iterable[Any]) -> Self:
        # Each result is an attrs class, which this one is not.
        own: Any = self
        changed: Self = attrs.evolve(own, **{self._ITEMS: tuple(items)})
        return changed


class CountryResults(Results[I_co, R_co], Generic[I_co, R_co]):
    """Results of countries, which can be asked for one by its code or name."""

    __slots__ = ()

    skipped: tuple[Country, ...]
    find: Find | None

    @property
    def countries(self) -> tuple[Country, ...]:
        """The countries, each once."""
        raise NotImplementedError

    @property
    def _held(self) -> tuple[Country, ...]:
        """The countries with a result, be it iterated over or not."""
        return self.countries

    def _asked(self, country: Country | str) -> Country:
        """Return the country that a code or a name means.

        Raises:
            UnknownCountryError: Not a known code or name.
            AmbiguousCountryError: The name means more than one country.
            InvalidValueError: The country was skipped, or a selection leaves
                out all of its placements.
        """
        wanted = self._meant(country)
        code = wanted.alpha_3
        if _has(self.skipped, code) and not _has(self._held, code):
            expected = "a country that was not skipped; this one has placements that are withheld"
            raise InvalidValueError("country", wanted.label, expected)
        return wanted

    def _meant(self, country: Country | str) -> Country:
        if self.find is not None:
            return self.find(country)
        known = dict.fromkeys((*self._held, *self.skipped))
        meant = [one for one in known if country in (one, one.alpha_3, *one.spellings)]
        if len(meant) > 1:
            found = tuple((one.alpha_3, one.name) for one in meant)
            raise AmbiguousCountryError(str(country), found)
        if meant:
            return meant[0]
        names = [name for one in known for name in one.spellings]
        raise UnknownCountryError(country, lambda: Nearest(names).to(country))

    def __contains__(self, item: object) -> bool:
        """Return whether a country has a result; it is given as code, name or `Country`.

        Raises:
            UnknownCountryError: Not a known code or name.
            AmbiguousCountryError: The name means more than one country.
            InvalidValueError: The country was skipped.
        """
        if isinstance(item, (str, Country)):
            return _has(self.countries, self._asked(item).alpha_3)
        return super().__contains__(item)


def _has(countries: Iterable[Country], code: str) -> bool:
    return any(country.alpha_3 == code for country in countries)


def __dir__() -> list[str]:
    return __all__
