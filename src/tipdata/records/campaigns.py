"""Awareness campaigns and how many people they reached.

How reaches add up: a reach is a range whose ends may be open or rough.
`exactly n` runs from n to n, `at least n` from n upwards, `at most n` from 0
to n, and `about n` from n to n, roughly. A sum adds the lower ends and the
upper ends. It is open if one of its parts is open, and rough if one is rough:

==============  ===========  ===========  ==================  ====================
sum of          exactly b    about b      at least b          at most b
==============  ===========  ===========  ==================  ====================
**exactly a**   exactly a+b  about a+b    at least a+b        from a to a+b
**about a**                  about a+b    at least about a+b  about a to about a+b
**at least a**                            at least a+b        at least a
**at most a**                                                 at most a+b
==============  ===========  ===========  ==================  ====================

The order of a sum does not matter, and exactly 0 changes nothing. A campaign
whose reach is unknown counts as at least 0, so the sum becomes an "at least".
People reached by two campaigns count twice.
"""

import datetime
from collections.abc import Iterable
from typing import Literal, get_args

import attrs
from attrs import field

from tipdata._arguments import check_kind, read_records
from tipdata._pickles import stamp_pickles
from tipdata._wire import rules as v
from tipdata._wire.hook import pydantic_schema
from tipdata.dates import PartialDate, Period
from tipdata.errors import InvalidValueError
from tipdata.records.marks import KEY, many, maybe
from tipdata.records.organizations import Identifier

__all__ = ["Campaign", "Channel", "Reach", "total_reach"]

Channel = Literal["on the ground", "online", "broadcast", "print", "outdoor", "telephone", "other"]
"""How a campaign reaches its audience; `outdoor` is billboards and the like."""


@stamp_pickles
@attrs.frozen(kw_only=True)
class Reach:
    """How many people a campaign reached, with the bound that its source gives.

    "Over a million" is `Reach(at_least=1_000_000)`. Pass `exactly`, or
    `about`, or one or both of `at_least` and `at_most`. The docstring of
    `tipdata.records.campaigns` says how reaches add up.

    Attributes:
        exactly: The exact number.
        at_least: The lower end.
        at_most: The upper end; the lower end is 0 unless `at_least` is given.
        about: The approximate number.
        rough: Whether the ends of a range are approximate, as after adding an "about".
        unit: What is counted.
        measured: When it was measured, if known.
        source: The id of the source of the number.

    Raises:
        InvalidValueError: A field has a value that it cannot hold, no number
            is given, or the numbers contradict each other.

    >>> print(Reach(at_least=1_000_000) + Reach(exactly=137))
    at least 1,000,137 people
    """

    __get_pydantic_core_schema__ = pydantic_schema

    exactly: int | None = maybe(v.count)
    at_least: int | None = maybe(v.count)
    at_most: int | None = maybe(v.count)
    about: int | None = maybe(v.count)
    rough: bool = field(default=False, validator=v.instance_of(bool, "a boolean"))
    unit: str = field(default="people", validator=v.line)
    measured: PartialDate | None = maybe(v.partial_date)
    source: str | None = maybe(v.identifier, "source")

    def __attrs_post_init__(self) -> None:
        names = ("exactly", "about", "at_least", "at_most")
        given = {name: n for name in names if (n := getattr(self, name)) is not None}
        single = "exactly" in given or "about" in given
        if not given or (single and len(given) > 1):
            expected = "exactly=, or about=, or one or both of at_least= and at_most="
            raise InvalidValueError("Reach", given, expected)
        if self.rough and single:
            expected = "a range; pass about= for one rough number"
            raise InvalidValueError("Reach.rough", True, expected)
        if self.at_most is not None and self.at_most <= (self.at_least or 0):
            expected = f"more than {self.at_least or 0} (pass exactly= if the ends are equal)"
            raise InvalidValueError("Reach.at_most", self.at_most, expected)
        if self.at_least == 0 and self.at_most is not None:
            raise InvalidValueError("Reach.at_least", 0, "at_most= alone where the lower end is 0")

    @property
    def lowest(self) -> int:
        """The lower end of the range."""
        return next((n for n in (self.exactly, self.about, self.at_least) if n is not None), 0)

    @property
    def highest(self) -> int | None:
        """The upper end of the range, or `None` if it is open."""
        return next((n for n in (self.exactly, self.about, self.at_most) if n is not None), None)

    def __add__(self, other: "Reach") -> "Reach":
        """Return how many both reached together; both must have the same unit.

        The date and the source are kept if both agree on them.
        """
        if type(other) is not Reach:
            return NotImplemented
        if self.unit != other.unit:
            raise InvalidValueError("Reach.unit", other.unit, f"a reach in {self.unit}")
        low, high = self.lowest + other.lowest, None
        if self.highest is not None and other.highest is not None:
            high = self.highest + other.highest
        rough = any(reach.rough or reach.about is not None for reach in (self, other))
        single = low == high
        return Reach(
            exactly=low if single and not rough else None,
            about=low if single and rough else None,
            at_least=None if single or (low == 0 and high is not None) else low,
            at_most=None if single else high,
            rough=rough and not single,
            unit=self.unit,
            measured=self.measured if self.measured == other.measured else None,
            source=self.source if self.source == other.source else None,
        )

    def __str__(self) -> str:
        about = "about " if self.rough or self.about is not None else ""
        low, high = f"{about}{self.lowest:,}", f"{about}{self.highest or 0:,}"
        if self.highest is None:
            return f"at least {low} {self.unit}"
        if self.lowest == self.highest:
            return f"{low} {self.unit}"
        return f"{low} to {high} {self.unit}" if self.lowest else f"at most {high} {self.unit}"


@stamp_pickles
@attrs.frozen(kw_only=True)
class Campaign:
    """An effort to prevent trafficking by making people aware of it.

    Attributes:
        id: Its key, a slug.
        title: Its title, or a description.
        identifiers: Its codes in published lists.
        period: When it ran, as far as known.
        countries: Alpha-3 codes of the countries it ran in.
        organizers: The ids of the organizations that ran it.
        partners: The ids of the organizations that took part.
        project: The id of the project it belongs to.
        channels: How it reached its audience.
        themes: Its subjects.
        hashtags: Its hashtags, with the number sign.
        reach: How many people it reached, if known.
        description: Anything else a reader should know.
        sources: The ids of its sources.

    Raises:
        InvalidValueError: A field has a value that it cannot hold.

    >>> campaign = Campaign(id="july", title="July 2021", period=Period.parse("2021-07/2021-07"))
    >>> campaign.active(datetime.date(2021, 7, 15))
    True
    """

    __get_pydantic_core_schema__ = pydantic_schema

    id: str = field(validator=v.slug, metadata=KEY)
    title: str = field(validator=v.line)
    identifiers: tuple[Identifier, ...] = many(v.instance_of(Identifier, "an Identifier"))
    period: Period | None = maybe(v.period)
    countries: tuple[str, ...] = many(v.alpha_3, "country")
    organizers: tuple[str, ...] = many(v.slug, "organization")
    partners: tuple[str, ...] = many(v.slug, "organization")
    project: str | None = maybe(v.slug, "project")
    channels: tuple[Channel, ...] = many(v.one_of(get_args(Channel)))
    themes: tuple[str, ...] = many(v.line)
    hashtags: tuple[str, ...] = many(v.hashtag)
    reach: Reach | None = maybe(v.instance_of(Reach, "a Reach"))
    description: str = field(default="", validator=v.text_or_empty)
    sources: tuple[str, ...] = many(v.identifier, "source")

    def active(self, when: datetime.date | PartialDate | Period) -> bool:
        """Return whether it may have been running then; unknown dates do not rule it out.

        Raises:
            InvalidDateError: It is not a time.

        >>> Campaign(id="july", title="July").active(datetime.date(2021, 7, 15))
        True
        """
        return (self.period or Period()).overlaps(when)

    def involves(self, organization: str) -> bool:
        """Return whether the organization with this id ran it or took part.

        Raises:
            InvalidValueError: It is not an id.

        >>> Campaign(id="july", title="July", partners=("rodnik",)).involves("rodnik")
        True
        """
        check_kind("organization", organization, (str,), "the id of an organization")
        return organization in self.organizers or organization in self.partners

    def __str__(self) -> str:
        return self.title


def total_reach(campaigns: Iterable[Campaign]) -> Reach:
    """Return how many people the campaigns reached together, with the bound of the sum.

    A campaign whose reach is unknown counts as at least 0.

    Raises:
        InvalidValueError: The reaches have different units, or these are not campaigns.

    >>> known = Campaign(id="one", title="One", reach=Reach(about=500))
    >>> print(total_reach([known, Campaign(id="two", title="Two")]))
    at least about 500 people
    """
    reaches = [c.reach for c in read_records("campaigns", campaigns, Campaign)]
    known = [reach for reach in reaches if reach is not None]
    unit = known[0].unit if known else "people"
    if len(known) < len(reaches):
        known.append(Reach(at_least=0, unit=unit))
    return sum(known[1:], start=known[0]) if known else Reach(exactly=0)


def __dir__() -> list[str]:
    return __all__
