"""Where a fact was read, and what a source says of a placement."""

from typing import Literal

import attrs
from attrs import field

from tipdata._wire import rules as v
from tipdata.dates import PartialDate
from tipdata.tiers import Tier

__all__ = ["Claim", "Correction", "Source", "Wording"]

Wording = Literal["same edition", "next edition"]
"""Which edition's text a claim rests on: its own, or the following one's ("remained on")."""


@attrs.frozen(kw_only=True)
class Source:
    """A text in which facts were read.

    Attributes:
        id: A key without spaces.
        title: Its title, or what kind of text it is.
        author: Who wrote or published it, as far as known.
        address: Where it is: a URL, or how to find it.
        published: When it was published, as far as known.
        remarks: What a reader of it should know.

    Raises:
        InvalidValueError: A field has a value it cannot hold.

    >>> Source(id="crs:R44953", title="The TIP Report: Scope and Methodology").author
    ''
    """

    id: str = field(validator=v.identifier)
    title: str = field(validator=v.text)
    author: str = field(default="", validator=v.prose)
    address: str = field(default="", validator=v.prose)
    published: PartialDate | None = field(
        default=None, validator=v.optional(v.instance_of(PartialDate, "a PartialDate"))
    )
    remarks: str = field(default="", validator=v.prose)

    def __str__(self) -> str:
        parts = [self.author, self.title, self.address]
        return ", ".join(part for part in parts if part)


@attrs.frozen(kw_only=True)
class Claim:
    """What one source says of one placement.

    Attributes:
        country: Alpha-3 code.
        year: Report year of the placement.
        source: The source's id.
        wording: Which edition's text says so.
        tiers: The tier it says; two where the source does not tell Tier 2
            from the Watch List.

    Raises:
        InvalidValueError: A field has a value it cannot hold.

    >>> claim = Claim(
    ...     country="KGZ", year=2001, source="frank-hti-2013", wording="same edition",
    ...     tiers=(Tier.TIER_2, Tier.TIER_2_WATCH_LIST),
    ... )
    >>> claim.supports(Tier.TIER_2)
    True
    """

    country: str = field(validator=v.alpha_3)
    year: int = field(validator=v.report_year)
    source: str = field(validator=v.identifier)
    wording: Wording
    tiers: tuple[Tier, ...] = field(validator=v.each(v.instance_of(Tier, "a Tier")))

    def supports(self, tier: Tier) -> bool:
        """Tell whether the claim agrees with a placement on `tier`."""
        return tier in self.tiers


@attrs.frozen(kw_only=True)
class Correction:
    """A placement on which sources disagree, and how it was settled.

    Attributes:
        country: Alpha-3 code.
        year: Report year of the placement.
        settled: The tier that the record holds.
        claims: Who says what, as `source=tier`, separated by semicolons.
        why: Why it was settled so.

    Raises:
        InvalidValueError: A field has a value it cannot hold.
    """

    country: str = field(validator=v.alpha_3)
    year: int = field(validator=v.report_year)
    settled: Tier = field(validator=v.instance_of(Tier, "a Tier"))
    claims: str = field(validator=v.prose)
    why: str = field(validator=v.text)
