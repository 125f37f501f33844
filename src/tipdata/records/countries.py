"""Countries and territories: their codes, their names over time, and their successions."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

import attrs
from attrs import field

from tipdata._arguments import read_report_year
from tipdata._pickles import stamp_pickles
from tipdata._tables.tabular import brief
from tipdata._wire import rules as v
from tipdata._wire.hook import pydantic_schema
from tipdata.dates import PartialDate, Period
from tipdata.errors import InvalidValueError
from tipdata.records.marks import KEY, maybe

__all__ = [
    "BUREAUS",
    "Bureau",
    "CodeStatus",
    "Country",
    "CountryName",
    "Succession",
    "SuccessionKind",
    "Suggestion",
]

Bureau = Literal["AF", "EAP", "EUR", "NEA", "SCA", "WHA"]
"""The State Department's regional bureaus, whose names are in `BUREAUS`."""

BUREAUS: Mapping[Bureau, str] = MappingProxyType(
    {
        "AF": "African Affairs",
        "EAP": "East Asian and Pacific Affairs",
        "EUR": "European and Eurasian Affairs",
        "NEA": "Near Eastern Affairs",
        "SCA": "South and Central Asian Affairs",
        "WHA": "Western Hemisphere Affairs",
    }
)
"""The names of the bureaus: `SCA` is the Bureau of South and Central Asian Affairs."""

CodeStatus = Literal["official", "user-assigned", "withdrawn"]
"""The status of a code in ISO 3166: in use, left to users (Kosovo), no longer in use."""

SuccessionKind = Literal["renamed", "dissolution", "separation"]
"""How one entity followed another.

The same entity under a new name; several after one that ended; one that left
another, which continues.
"""

_ALWAYS = Period()


@stamp_pickles
@attrs.frozen(kw_only=True)
class CountryName:
    """The name of a country from one report year to another, both included.

    Attributes:
        name: The name.
        since: The first report year that uses it; `None` if it always has.
        until: The last report year that uses it; `None` if it still does.
    """

    __get_pydantic_core_schema__ = pydantic_schema

    name: str = field(validator=v.line)
    since: int | None = maybe(v.report_year)
    until: int | None = maybe(v.report_year)

    def __attrs_post_init__(self) -> None:
        if self.since is not None and self.until is not None and self.since > self.until:
            raise InvalidValueError("CountryName.until", self.until, f"{self.since} or later")

    def covers(self, year: int) -> bool:
        """Return whether the country had this name in the report of `year`.

        Raises:
            InvalidValueError: Not a report year.

        >>> from tipdata.countries import CountryName
        >>> CountryName(name="Swaziland", until=2018).covers(2019)
        False
        """
        edition = read_report_year("year", year)
        return (self.since is None or self.since <= edition) and (
            self.until is None or edition <= self.until
        )


@stamp_pickles
@attrs.frozen(kw_only=True)
class Country:
    """A country or territory, or an entity that the report treats as one.

    Attributes:
        alpha_3: The ISO 3166-1 alpha-3 code, or one of the same form.
        alpha_2: The alpha-2 code, if it has one.
        numeric: The three digits of the numeric code, if it has one.
        code_status: The status of the codes in ISO 3166.
        name: The current common name in English.
        report_name: The name in the latest report that has the country; `None`
            for a country that no edition has placed on a tier.
        names: The names over time, for a country that was renamed.
        aliases: Other names. An alias of two countries is ambiguous.
        bureau: The State Department's bureau, for countries in the report. The
            United States belongs to none; the report's maps show it in the
            Western Hemisphere.
        span: When it exists; an open side lies outside the years of the record.

    >>> from tipdata import Country
    >>> Country(alpha_3="XSL", code_status="user-assigned", name="Somaliland").name
    'Somaliland'
    """

    __get_pydantic_core_schema__ = pydantic_schema

    alpha_3: str = field(validator=v.alpha_3, metadata=KEY)
    alpha_2: str | None = maybe(v.alpha_2)
    numeric: str | None = maybe(v.numeric)
    code_status: CodeStatus = field(validator=v.one_of(get_args(CodeStatus)))
    name: str = field(validator=v.line)
    report_name: str | None = maybe(v.line)
    names: tuple[CountryName, ...] = field(
        default=(), validator=v.each(v.instance_of(CountryName, "a CountryName")), repr=False
    )
    aliases: tuple[str, ...] = field(default=(), validator=v.each(v.line), repr=False)
    bureau: Bureau | None = maybe(v.one_of(get_args(Bureau)))
    span: Period = field(default=_ALWAYS, validator=v.period, repr=str)

    def name_in(self, year: int) -> str:
        """Return the name of the country in the report of `year`.

        Raises:
            InvalidValueError: Not a report year.

        >>> from tipdata.countries import get
        >>> get("SWZ").name_in(2018)
        'Swaziland'
        """
        edition = read_report_year("year", year)
        return next((dated.name for dated in self.names if dated.covers(edition)), self.label)

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every name and alias without duplicates, the current name first."""
        dated = (dated.name for dated in self.names)
        every = (self.name, self.report_name or self.name, *dated, *self.aliases)
        return tuple(dict.fromkeys(every))

    @property
    def label(self) -> str:
        """The name to print beside a placement: the report's own, or else the common one.

        >>> from tipdata.countries import get
        >>> get("KGZ").label
        'Kyrgyz Republic'
        """
        return self.report_name or self.name

    def __str__(self) -> str:
        return self.name


@stamp_pickles
@attrs.frozen(kw_only=True)
class Succession:
    """That one entity followed another.

    Attributes:
        predecessor: Alpha-3 code of the entity that was followed.
        successor: Alpha-3 code of the entity that followed it.
        date: The date of the succession.
        kind: Whether it was a new name, a dissolution or a separation.

    >>> from tipdata.countries import default
    >>> default().successions_of("SDN")[0].successor
    'SSD'
    """

    __get_pydantic_core_schema__ = pydantic_schema

    predecessor: str = field(validator=v.alpha_3)
    successor: str = field(validator=v.alpha_3)
    date: PartialDate = field(validator=v.partial_date)
    kind: SuccessionKind = field(validator=v.one_of(get_args(SuccessionKind)))


@stamp_pickles
@attrs.frozen(kw_only=True, repr=False)
class Suggestion:
    """A country that a string may mean.

    Attributes:
        country: The country.
        score: The similarity of the strings, from 0 to 1.
        name: The most similar name of the country.

    >>> from tipdata.countries import suggest
    >>> suggest("Kyrgystan")[0].score > 0.8
    True
    """

    country: Country = field(validator=v.instance_of(Country, "a Country"))
    score: float = field(validator=v.share)
    name: str = field(validator=v.line)

    def __repr__(self) -> str:
        return brief(self, f"{self.country.alpha_3} by the name {self.name!r}: {self.score:.2f}")


def __dir__() -> list[str]:
    return __all__
