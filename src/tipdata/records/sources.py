"""Sources of facts, and what each says about a placement."""

from typing import Literal, get_args

import attrs
from attrs import field

from tipdata._pickles import stamp_pickles
from tipdata._wire import rules as v
from tipdata._wire.hook import pydantic_schema
from tipdata.dates import PartialDate
from tipdata.records.marks import KEY, maybe
from tipdata.tiers import Tier, read_tier

__all__ = ["Claim", "Correction", "Source", "Wording"]

Wording = Literal["same edition", "next edition"]
"""The edition whose text a claim rests on: the same, or the next one ("remained on")."""


@stamp_pickles
@attrs.frozen(kw_only=True)
class Source:
    """A document in which facts were read.

    Attributes:
        id: Its key, without spaces.
        title: Its title, or what kind of document it is.
        author: Who wrote or published it, as far as known.
        address: Its URL, or how to find it.
        published: When it was published, as far as known.
        remarks: What a reader of it should know.
        family: What it shares with the sources that copy one another or speak
            for one author, as a word; the claims of one family count once.
        weak: Whether it was probably transcribed by a machine and not checked.

    Raises:
        InvalidValueError: A field has a value that it cannot hold.

    >>> Source(id="crs:R44953", title="The TIP Report: Scope and Methodology").author
    ''
    """

    __get_pydantic_core_schema__ = pydantic_schema

    id: str = field(validator=v.identifier, metadata=KEY)
    title: str = field(validator=v.line)
    author: str = field(default="", validator=v.line_or_empty)
    address: str = field(default="", validator=v.line_or_empty)
    published: PartialDate | None = maybe(v.partial_date)
    remarks: str = field(default="", validator=v.text_or_empty)
    family: str = field(default="", validator=v.line_or_empty)
    weak: bool = field(default=False, validator=v.boolean)

    def __str__(self) -> str:
        parts = [self.author, self.title, self.address]
        return ", ".join(part for part in parts if part)


@stamp_pickles
@attrs.frozen(kw_only=True)
class Claim:
    """What one source says about one placement.

    Attributes:
        country: Alpha-3 code.
        year: Report year of the placement.
        source: The source's id.
        wording: Which edition's text says so.
        tiers: The tier that it gives; two if the source does not distinguish
            Tier 2 from the Watch List.

    Raises:
        InvalidValueError: A field has a value that it cannot hold.

    >>> claim = Claim(
    ...     country="KGZ", year=2001, source="frank-hti-2013", wording="same edition",
    ...     tiers=(Tier.TIER_2, Tier.TIER_2_WATCH_LIST),
    ... )
    >>> claim.supports(Tier.TIER_2), claim.disputes(Tier.TIER_2), claim.disputes(Tier.TIER_3)
    (False, False, True)
    """

    country: str = field(validator=v.alpha_3)
    year: int = field(validator=v.report_year)
    source: str = field(validator=v.identifier)
    wording: Wording = field(validator=v.one_of(get_args(Wording)))
    tiers: tuple[Tier, ...] = field(validator=v.each(v.tier))

    def supports(self, tier: Tier | str) -> bool:
        """Return whether the claim names exactly this tier, given as `Tier` or label.

        A claim that does not distinguish Tier 2 from the Watch List supports
        neither of them.

        Raises:
            UnknownTierError: Not a tier.
        """
        return self.tiers == (read_tier(tier),)

    def disputes(self, tier: Tier | str) -> bool:
        """Return whether the claim rules this tier out, given as `Tier` or label.

        Raises:
            UnknownTierError: Not a tier.
        """
        return read_tier(tier) not in self.tiers


@stamp_pickles
@attrs.frozen(kw_only=True)
class Correction:
    """A placement on which sources disagree, and how the record settles it.

    Attributes:
        country: Alpha-3 code.
        year: Report year of the placement.
        settled: The tier that the record holds.
        claims: What each source says, as `source=tier`, separated by semicolons.
        why: The reason.

    Raises:
        InvalidValueError: A field has a value that it cannot hold.
        UnknownTierError: `settled` names no tier.
    """

    country: str = field(validator=v.alpha_3)
    year: int = field(validator=v.report_year)
    settled: Tier = field(converter=read_tier)
    claims: str = field(validator=v.line_or_empty)
    why: str = field(validator=v.text)


def __dir__() -> list[str]:
    return __all__
