"""Many placements at once."""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from tipdata import tierrecord
from tipdata._arguments import read_several, read_year
from tipdata._integers import read_integer
from tipdata.countries import Country
from tipdata.errors import InvalidValueError, NotInReportError, TipdataError
from tipdata.tierrecord._lookups import CountryLike, Lookups
from tipdata.tiers import Tier
from tipdata.typing import ReportYear

if TYPE_CHECKING:
    from tipdata.problems import Problem


class Bulk(Lookups):
    """Looks up the placements of lists of countries and years."""

    def tiers_of(
        self,
        countries: CountryLike | Iterable[CountryLike],
        years: ReportYear | Iterable[ReportYear],
    ) -> tuple[Tier | None, ...]:
        """Return the tier of each country in the edition of the year beside it.

        It is `None` where that edition does not have the country. One country
        goes with every year, and one year with every country. For the columns
        of a dataframe there is `tipdata.frames.attach_tiers`.

        Raises:
            FormatError: With every country and year that is not known, and every
                placement that a selection leaves out, and where it is.
            InvalidValueError: One is neither a value nor several, or there are
                not as many of one as of the other.

        >>> import tipdata
        >>> tip = tipdata.load()
        >>> [tier and tier.short for tier in tip.tiers_of(["Nepal", "Kosovo"], [2021, 2001])]
        ['2', None]
        >>> [tier.short for tier in tip.tiers_of("Uzbekistan", range(2019, 2022))]
        ['2WL', '2WL', '2']
        """
        from tipdata.problems import Collector  # noqa: PLC0415 - loads when it is asked for

        wrong, rows = Collector(), tierrecord.rows
        country_of = tierrecord.cells.Column(self.registry.resolve)
        read = partial(read_year, years=self.years, left_out=self._left_out)
        year_of = tierrecord.cells.Column(read)
        found: list[Tier | None] = []
        for index, (one, when) in enumerate(_pair(countries, years)):
            country, year = country_of(one), year_of(when)
            if isinstance(country, TipdataError):
                unknown = partial(rows.problem_of, country, one, "country", partial(_place, index))
                wrong.add(unknown, row=index, group=rows.group_of("country", country, one))
            if isinstance(year, TipdataError):
                outside = partial(_problem, "outside-coverage", year, f"years[{index}]")
                wrong.add(outside, row=index, group=rows.group_of("year", year, when))
            if isinstance(country, Country) and isinstance(year, int):
                own = self._by_country.get(country.alpha_3, {}).get(year)
                found.append(None if own is None else own.tier)
                if (country.alpha_3, year) in self.withheld:
                    hidden = NotInReportError(country.label, year, (), withheld=True)
                    wrong.add(partial(_problem, "withheld", hidden, f"countries[{index}]"))
        wrong.raise_any()
        return tuple(found)


def _pair(countries: object, years: object) -> list[tuple[object, object]]:
    one = isinstance(countries, (str, Country))
    several = (countries,) if one else _several("countries", countries, "one country or several")
    if read_integer(years) is not None:
        return [(country, years) for country in several]
    when = _several("years", years, "one report year or several")
    if one:
        return [(countries, year) for year in when]
    if len(several) != len(when):
        expected = f"as many as there are countries, which is {len(several):,}, or one year"
        raise InvalidValueError("years", f"{len(when):,} years", expected)
    return [*zip(several, when, strict=True)]


def _several(field: str, given: object, expected: str) -> tuple[object, ...]:
    return read_several(field, given, expected=expected, least=0)


def _place(index: int, _: str) -> dict[str, str]:
    return {"path": f"countries[{index}]"}


def _problem(code: str, error: TipdataError, path: str) -> "Problem":
    from tipdata.problems import Problem  # noqa: PLC0415 - loads when there is one

    return Problem(code=code, message=str(error), path=path)
