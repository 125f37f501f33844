"""The yearly editions of the Trafficking in Persons Report."""

import datetime
from typing import Literal, get_args

import attrs
from attrs import field

from tipdata._pickles import stamp_pickles
from tipdata._wire import rules as v
from tipdata._wire.hook import pydantic_schema
from tipdata.dates import Period
from tipdata.errors import InvalidValueError
from tipdata.records.marks import KEY, maybe
from tipdata.tiers import Tier, read_tier

__all__ = ["Edition", "OfficialCounts", "PeriodBasis"]

PeriodBasis = Literal["statute", "practice"]
"""What a reporting period rests on: the statute since the 2019 edition, custom before."""


@stamp_pickles
@attrs.frozen(kw_only=True)
class OfficialCounts:
    """How many countries an edition placed and moved, by the State Department or the press.

    Attributes:
        tier_1: Countries on Tier 1, or `None` where no figure is known; likewise below.
        tier_2: Countries on Tier 2.
        tier_2_watch_list: Countries on the Tier 2 Watch List.
        tier_3: Countries on Tier 3.
        special_case: Special cases.
        covered: All countries that the edition covers.
        upgrades: Countries upgraded since the edition before.
        downgrades: Countries downgraded since the edition before.
        special_watch_list: Countries on the Special Watch List, which holds the
            Watch List and the countries upgraded to Tier 1, or from Tier 3 to Tier 2.
        waivers: Countries kept on the Watch List by waiver.
        basis: Which figures were seen in a source and which are recollected.

    Raises:
        InvalidValueError: A figure is not an integer.

    >>> OfficialCounts(tier_1=28, covered=188).of(Tier.TIER_1)
    28
    """

    __get_pydantic_core_schema__ = pydantic_schema

    tier_1: int | None = maybe(v.count)
    tier_2: int | None = maybe(v.count)
    tier_2_watch_list: int | None = maybe(v.count)
    tier_3: int | None = maybe(v.count)
    special_case: int | None = maybe(v.count)
    covered: int | None = maybe(v.count)
    upgrades: int | None = maybe(v.count)
    downgrades: int | None = maybe(v.count)
    special_watch_list: int | None = maybe(v.count)
    waivers: int | None = maybe(v.count)
    basis: str = field(default="", validator=v.text_or_empty)

    def of(self, tier: Tier | str) -> int | None:
        """Return the figure for one tier.

        Raises:
            UnknownTierError: Not a tier.
        """
        figure: int | None = getattr(self, read_tier(tier).name.lower())
        return figure


@stamp_pickles
@attrs.frozen(kw_only=True)
class Edition:
    """One yearly edition of the report.

    Attributes:
        year: Its key, the report year.
        ordinal: Its ordinal number; the 2001 edition is 1.
        released: The day of its publication.
        released_basis: Whether that day was seen in a source or is recollected.
        period: The time it reports on, 1 April to 31 March; `None` before
            2016, where it is not established.
        period_basis: What the period rests on.
        counts: The official figures, as far as known.
        heroes: How many TIP Report Heroes it names, if known; the first were
            named in 2004.

    Raises:
        InvalidValueError: A field has a value that it cannot hold, or the
            edition was released before its reporting period ended.

    >>> Edition(year=2021, released=datetime.date(2021, 7, 1)).period is None
    True
    """

    __get_pydantic_core_schema__ = pydantic_schema

    year: int = field(validator=v.report_year, metadata=KEY)
    ordinal: int | None = maybe(v.count)
    released: datetime.date | None = maybe(v.day)
    released_basis: Literal["seen", "recollected", ""] = field(
        default="", validator=v.one_of(("seen", "recollected", ""))
    )
    period: Period | None = maybe(v.period)
    period_basis: PeriodBasis | None = maybe(v.one_of(get_args(PeriodBasis)))
    counts: OfficialCounts = field(
        factory=OfficialCounts, validator=v.instance_of(OfficialCounts, "OfficialCounts")
    )
    heroes: int | None = maybe(v.count)

    def __attrs_post_init__(self) -> None:
        if self.released is None or self.period is None:
            return
        end = self.period.latest
        if end is not None and self.released <= end:
            raise InvalidValueError(
                "Edition.released", self.released, f"a day after the reporting period {self.period}"
            )

    def __str__(self) -> str:
        released = f", released {self.released}" if self.released else ""
        return f"TIP Report {self.year}{released}"


def __dir__() -> list[str]:
    return __all__
