"""Official acts that name countries, apart from the report itself."""

from typing import Literal, get_args

import attrs
from attrs import field

from tipdata._pickles import stamp_pickles
from tipdata._wire import rules as v
from tipdata._wire.hook import pydantic_schema
from tipdata.errors import InvalidValueError, any_of
from tipdata.records.marks import KEY, refers_to
from tipdata.tiers import Tier
from tipdata.typing import DesignationKind

__all__ = [
    "DESIGNATION_KINDS",
    "NAMED_ON",
    "OUTCOMES",
    "CoverageLevel",
    "Designation",
    "DesignationCoverage",
    "KnownActs",
    "Outcome",
]

Outcome = Literal[
    "waived",
    "listed",
    "restricted",
    "restricted (exchange funding)",
    "partial waiver",
    "full waiver",
    "subsequent compliance",
]
"""What an act decides about a country.

`restricted (exchange funding)`: the government receives no aid of the restricted
kinds, so that its officials may not take part in exchanges instead. `subsequent
compliance`: the government met the standards, or made efforts, after the report.
"""

CoverageLevel = Literal["complete", "partial", "derived"]
"""How much is known of an act.

`complete`: every country that it names. `partial`: some of them. `derived`: it
was put together from other lists.
"""

DESIGNATION_KINDS: tuple[DesignationKind, ...] = get_args(DesignationKind)

OUTCOMES: dict[DesignationKind, tuple[Outcome, ...]] = {
    "watch list waiver": ("waived",),
    "child soldiers list": ("listed",),
    "tier 3 restriction": (
        "restricted",
        "restricted (exchange funding)",
        "partial waiver",
        "full waiver",
        "subsequent compliance",
    ),
}
"""The outcomes that acts of each kind can have."""

NAMED_ON: dict[DesignationKind, Tier] = {
    "watch list waiver": Tier.TIER_2_WATCH_LIST,
    "tier 3 restriction": Tier.TIER_3,
}
"""The tier of the countries that acts of a kind name; the child soldiers list goes by none."""


@stamp_pickles
@attrs.frozen(kw_only=True)
class Designation:
    """A country that an official act names.

    An act can name a country twice, such as restricted and in part waived, so
    the outcome is part of the key.

    Attributes:
        kind: What the act is: a waiver of the Watch List limit (22 U.S.C.
            7107(b)(2)(D)), the list of the Child Soldiers Prevention Act (22
            U.S.C. 2370c-1), or a presidential determination on Tier 3
            governments (22 U.S.C. 7107(d)).
        country: Alpha-3 code.
        year: Report year of the edition that the act belongs to.
        outcome: What it decides about the country.
        source: The id of the source that says so.

    Raises:
        InvalidValueError: A field has a value that it cannot hold, or acts of
            this kind have no such outcome.

    >>> print(
    ...     Designation(
    ...         kind="watch list waiver", country="CUB", year=2018, outcome="waived",
    ...         source="state-waiver-memo-2018",
    ...     )
    ... )
    CUB 2018: watch list waiver, waived
    """

    __get_pydantic_core_schema__ = pydantic_schema

    kind: DesignationKind = field(validator=v.one_of(DESIGNATION_KINDS), metadata=KEY)
    country: str = field(validator=v.alpha_3, metadata=KEY | refers_to("country"))
    year: int = field(validator=v.report_year, metadata=KEY | refers_to("edition"))
    outcome: Outcome = field(validator=v.one_of(get_args(Outcome)), metadata=KEY)
    source: str = field(validator=v.identifier, metadata=refers_to("source"))

    def __attrs_post_init__(self) -> None:
        allowed = OUTCOMES[self.kind]
        if self.outcome not in allowed:
            expected = f"an outcome of a {self.kind}: {any_of(allowed)}"
            raise InvalidValueError("Designation.outcome", self.outcome, expected)

    def __str__(self) -> str:
        return f"{self.country} {self.year}: {self.kind}, {self.outcome}"


@stamp_pickles
@attrs.frozen(kw_only=True)
class DesignationCoverage:
    """How much is known of the acts of one kind that belong to one edition.

    Attributes:
        kind: What the acts are.
        year: Report year of the edition.
        coverage: Whether every country that they name is known.
        named: How many countries are known to be named.
        remark: What a reader should know.

    Raises:
        InvalidValueError: A field has a value that it cannot hold.

    >>> known = DesignationCoverage(
    ...     kind="watch list waiver", year=2018, coverage="complete", named=6
    ... )
    >>> print(known)
    watch list waiver 2018: complete, 6 named
    """

    kind: DesignationKind = field(validator=v.one_of(DESIGNATION_KINDS))
    year: int = field(validator=v.report_year)
    coverage: CoverageLevel = field(validator=v.one_of(get_args(CoverageLevel)))
    named: int = field(validator=v.count)
    remark: str = field(default="", validator=v.line_or_empty)

    def __str__(self) -> str:
        remark = f" ({self.remark})" if self.remark else ""
        return f"{self.kind} {self.year}: {self.coverage}, {self.named} named{remark}"


KnownActs = tuple[tuple[Designation, ...], tuple[DesignationCoverage, ...]]
"""Acts that name some countries, and how completely acts are known."""


def __dir__() -> list[str]:
    return __all__
