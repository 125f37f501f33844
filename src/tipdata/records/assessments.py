"""The placement of one country in one edition of the report."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import get_args

import attrs
from attrs import field
from attrs.converters import optional

from tipdata._arguments import read_word
from tipdata._pickles import stamp_pickles
from tipdata._tables.columns import columns_by, read_paths
from tipdata._wire import rules as v
from tipdata._wire.hook import pydantic_schema
from tipdata.records.marks import KEY, refers_to, show_some
from tipdata.tiers import Tier, read_tier
from tipdata.typing import Columns, EvidenceLevel, Official

__all__ = ["EVIDENCE_LEVELS", "EVIDENCE_MEANINGS", "Assessment", "assessment_columns", "weaker"]

EVIDENCE_LEVELS: tuple[EvidenceLevel, ...] = get_args(EvidenceLevel)

EVIDENCE_MEANINGS: Mapping[EvidenceLevel, str] = MappingProxyType(
    {
        "corroborated": "At least two independent families of sources name the tier, "
        "not all of them copies that a machine probably transcribed.",
        "single": "One family of sources names the tier, or only copies that a machine probably "
        "transcribed do.",
        "derived": "No source names the tier: it follows from complete lists of the other tiers, "
        "from published totals or from the editions before and after.",
        "unverified": "No source is recorded, or only the user's own.",
    }
)
"""What each level of evidence means, in a sentence."""


@stamp_pickles
@attrs.frozen(kw_only=True)
class Assessment:
    """The placement of one country in one edition, and how well it is known.

    Attributes:
        country: Alpha-3 code (ISO 3166-1, with XKX, YUG, SCG and ANT).
        year: Report year.
        tier: The tier as the report published it.
        evidence: How well the placement is established.
        official: Whether the State Department's own text says so.
        families: How many independent families of sources agree.
        sources: The ids of the sources that agree.
        disputed_by: The ids of the sources that disagree.
        note: What a reader of this cell should know.
        amended: The tier to which the State Department moved the country
            after the report was published, or `None`.

    Raises:
        InvalidValueError: A field has a value that it cannot hold.
        UnknownTierError: `tier` or `amended` names no tier.

    >>> Assessment(country="KGZ", year=2021, tier="Tier 2").evidence
    'unverified'
    """

    __get_pydantic_core_schema__ = pydantic_schema

    country: str = field(validator=v.alpha_3, metadata=KEY | refers_to("country"))
    year: int = field(validator=v.report_year, metadata=KEY | refers_to("edition"))
    tier: Tier = field(converter=read_tier)
    evidence: EvidenceLevel = field(default="unverified", validator=v.one_of(EVIDENCE_LEVELS))
    official: Official = field(default="no", validator=v.one_of(get_args(Official)))
    families: int = field(default=0, validator=v.count)
    sources: tuple[str, ...] = field(
        default=(), validator=v.identifiers, metadata=refers_to("source"), repr=show_some
    )
    disputed_by: tuple[str, ...] = field(
        default=(), validator=v.identifiers, metadata=refers_to("source"), repr=show_some
    )
    note: str = field(default="", validator=v.text_or_empty)
    amended: Tier | None = field(default=None, converter=optional(read_tier))

    def as_amended(self) -> "Assessment":
        """Return the assessment with its amended tier as the tier, if it was amended.

        >>> swaziland = Assessment(
        ...     country="SWZ", year=2009, tier=Tier.TIER_3, amended=Tier.TIER_2_WATCH_LIST
        ... )
        >>> swaziland.as_amended().tier.value
        'Tier 2 Watch List'
        """
        if self.amended is None:
            return self
        return attrs.evolve(self, tier=self.amended, amended=None)

    def __str__(self) -> str:
        return f"{self.country} {self.year}: {self.tier} ({self.evidence})"


def weaker(one: EvidenceLevel, other: EvidenceLevel) -> EvidenceLevel:
    """Return the weaker of two evidence levels.

    Raises:
        InvalidValueError: One is not a level.
    """
    one = read_word("one", one, EVIDENCE_LEVELS)
    other = read_word("other", other, EVIDENCE_LEVELS)
    return one if EVIDENCE_LEVELS.index(one) > EVIDENCE_LEVELS.index(other) else other


def assessment_columns(assessments: Iterable[Assessment]) -> Columns:
    """Return assessments as plain columns, with the rank of the tier beside it.

    The ids of sources are separated by spaces.

    >>> found = assessment_columns([Assessment(country="KGZ", year=2021, tier="Tier 2")])
    >>> found["tier"], found["rank"]
    (['Tier 2'], [2])
    """
    names = " ".join(attribute.name for attribute in attrs.fields(Assessment))
    paths = read_paths(names.replace(" tier ", " tier rank=tier.rank "))
    return columns_by(paths, tuple(assessments))


def __dir__() -> list[str]:
    return __all__
