"""Countries and territories: their codes, their names over time, and what followed what."""

from typing import Literal, get_args

import attrs

from tipdata._wire import rules as valid
from tipdata.dates import PartialDate, Period
from tipdata.errors import InvalidValueError

__all__ = [
    "Bureau",
    "CodeStatus",
    "Country",
    "CountryName",
    "Succession",
    "SuccessionKind",
    "Suggestion",
]

Bureau = Literal["AF", "EAP", "EUR", "NEA", "SCA", "WHA"]
"""The State Department's regional bureaus.

African Affairs, East Asian and Pacific Affairs, European and Eurasian Affairs,
Near Eastern Affairs, South and Central Asian Affairs, Western Hemisphere
Affairs.
"""

CodeStatus = Literal["official", "user-assigned", "withdrawn"]
"""What ISO 3166 says of a code: in use, left to its users (Kosovo), no longer in use."""

SuccessionKind = Literal["renamed", "dissolution", "separation"]
"""How one entity followed another.

The same under a new name; several after one that ended; one that left another
which goes on.
"""

_ALWAYS = Period()


@attrs.frozen(kw_only=True)
class CountryName:
    """What a country was called from one report year to another, both included.

    Attributes:
        name: The name.
        since: The first report year that has it; `None` if from the beginning.
        until: The last report year that has it; `None` if to this day.
    """

    name: str = attrs.field(validator=valid.text)
    since: int | None = attrs.field(default=None, validator=valid.optional(valid.report_year))
    until: int | None = attrs.field(default=None, validator=valid.optional(valid.report_year))

    def __attrs_post_init__(self) -> None:
        if self.since is not None and self.until is not None and self.since > self.until:
            raise InvalidValueError("CountryName.until", self.until, f"{self.since} or later")

    def covers(self, year: int) -> bool:
        """Return whether the country was called so in the report of `year`.

        >>> from tipdata.countries import CountryName
        >>> CountryName(name="Swaziland", until=2018).covers(2019)
        False
        """
        return (self.since is None or self.since <= year) and (
            self.until is None or year <= self.until
        )


@attrs.frozen(kw_only=True)
class Country:
    """A country or territory, or what the report treats as one.

    Attributes:
        alpha_3: The ISO 3166-1 alpha-3 code, or one of the same form.
        alpha_2: The alpha-2 code, if there is one.
        numeric: The three digits of the numeric code, if there is one.
        code_status: What ISO says of the codes.
        name: The current common name in English.
        report_name: The name as the report prints it today, or printed it last;
            `None` for a country that no edition has placed on a tier.
        names: The names in the course of time, for a country that was renamed.
        aliases: What else it is called. An alias of two countries is ambiguous.
        bureau: The State Department's bureau, for those that the report has.
            The United States belong to none; theirs is the region in which the
            report's maps show them, the Western Hemisphere.
        span: When it exists; a side that is open lies outside what we record.

    >>> from tipdata import Country
    >>> Country(alpha_3="XSL", code_status="user-assigned", name="Somaliland").name
    'Somaliland'
    """

    alpha_3: str = attrs.field(validator=valid.alpha_3)
    alpha_2: str | None = attrs.field(default=None, validator=valid.optional(valid.alpha_2))
    numeric: str | None = attrs.field(default=None, validator=valid.optional(valid.numeric))
    code_status: CodeStatus = attrs.field(validator=valid.one_of(get_args(CodeStatus)))
    name: str = attrs.field(validator=valid.text)
    report_name: str | None = attrs.field(default=None, validator=valid.optional(valid.text))
    names: tuple[CountryName, ...] = attrs.field(
        default=(),
        validator=valid.each(valid.instance_of(CountryName, "a CountryName")),
        repr=False,
    )
    aliases: tuple[str, ...] = attrs.field(default=(), validator=valid.each(valid.text), repr=False)
    bureau: Bureau | None = attrs.field(
        default=None, validator=valid.optional(valid.one_of(get_args(Bureau)))
    )
    span: Period = attrs.field(
        default=_ALWAYS, validator=valid.instance_of(Period, "a Period"), repr=str
    )

    def name_in(self, year: int) -> str:
        """Return what the country was called in the report of `year`.

        >>> from tipdata.countries import get
        >>> get("SWZ").name_in(2018)
        'Swaziland'
        """
        if type(year) is not int:
            raise InvalidValueError("year", year, "a whole number")
        return next((dated.name for dated in self.names if dated.covers(year)), self.label)

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every name and alias, each once, the current name first."""
        dated = (dated.name for dated in self.names)
        said = (self.name, self.report_name or self.name, *dated, *self.aliases)
        return tuple(dict.fromkeys(said))

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


@attrs.frozen(kw_only=True)
class Succession:
    """One entity followed another.

    Attributes:
        predecessor: The alpha-3 code of the one before.
        successor: The alpha-3 code of the one after.
        date: When.
        kind: Whether it was renamed, came out of a dissolution, or separated.

    >>> from tipdata.countries import default
    >>> default().successions_of("SDN")[0].successor
    'SSD'
    """

    predecessor: str = attrs.field(validator=valid.alpha_3)
    successor: str = attrs.field(validator=valid.alpha_3)
    date: PartialDate = attrs.field(validator=valid.instance_of(PartialDate, "a PartialDate"))
    kind: SuccessionKind = attrs.field(validator=valid.one_of(get_args(SuccessionKind)))


@attrs.frozen(kw_only=True)
class Suggestion:
    """A country that a text may have meant.

    Attributes:
        country: The country.
        score: How alike the texts are, from 0 to 1.
        name: The name of the country that comes nearest.

    >>> from tipdata.countries import suggest
    >>> suggest("Kyrgystan")[0].score > 0.9
    True
    """

    country: Country
    score: float
    name: str
