"""How well a placement is established: the rule of evidence, and what it makes of a record.

A claim supports the tier that it names. A claim that does not distinguish
Tier 2 from the Watch List supports neither. Sources that copy one another, or
speak for one author, are one family, and a family counts once.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping

import attrs

from tipdata._arguments import read_records
from tipdata._tables.columns import read_paths
from tipdata._tables.tabular import TabularRow, TabularSequence
from tipdata.errors import InvalidValueError
from tipdata.records.assessments import Assessment
from tipdata.records.sources import Claim, Source
from tipdata.tiers import Tier, read_tier
from tipdata.typing import EvidenceLevel, ReportYear

__all__ = [
    "EvidenceCount",
    "EvidenceSummary",
    "Grade",
    "count_evidence",
    "grade_claims",
    "stricter_choices",
]


@attrs.frozen(kw_only=True)
class Grade:
    """How well claims establish a placement.

    Attributes:
        evidence: The level.
        families: How many independent families of sources support the tier.
        sources: The ids of the sources that support it.
        disputed_by: The ids of the sources that contradict it.
    """

    evidence: EvidenceLevel
    families: int
    sources: tuple[str, ...]
    disputed_by: tuple[str, ...]


def grade_claims(tier: Tier | str, claims: Iterable[Claim], sources: Iterable[Source]) -> Grade:
    """Return how well claims about one country and year establish that it is on a tier.

    Two families or more corroborate a placement, unless all of their sources
    are weak. One family, or only weak ones, is single evidence. A placement
    that no claim supports is derived. A source without a family is its own.

    Args:
        tier: The tier, as `Tier` or label.
        claims: What sources say of the country in that edition.
        sources: The sources of the claims; there may be others among them.

    Raises:
        UnknownTierError: Not a tier.
        InvalidValueError: `claims` or `sources` are not several of theirs, or
            the source of a claim is missing.

    >>> sources = [Source(id=i, title=i, family=f) for i, f in [("a", "x"), ("b", "x"), ("c", "y")]]
    >>> def claim(source, *tiers):
    ...     return Claim(
    ...         country="KGZ", year=2001, source=source, wording="same edition", tiers=tiers
    ...     )
    >>> claims = [claim("a", Tier.TIER_2), claim("b", Tier.TIER_2), claim("c", Tier.TIER_3)]
    >>> grade_claims("Tier 2", claims, sources)
    Grade(evidence='single', families=1, sources=('a', 'b'), disputed_by=('c',))
    """
    tier = read_tier(tier)
    by_id = {source.id: source for source in read_records("sources", sources, Source)}
    supporting: set[str] = set()
    disputing: set[str] = set()
    for claim in read_records("claims", claims, Claim):
        if claim.source not in by_id:
            raise InvalidValueError("sources", claim.source, "the source of every claim")
        if claim.supports(tier):
            supporting.add(claim.source)
        elif claim.disputes(tier):
            disputing.add(claim.source)
    cited = [by_id[source] for source in supporting]
    families = {source.family or source.id for source in cited}
    level: EvidenceLevel = "single"
    if not families:
        level = "derived"
    elif len(families) > 1 and not all(source.weak for source in cited):
        level = "corroborated"
    return Grade(
        evidence=level,
        families=len(families),
        sources=tuple(sorted(supporting)),
        disputed_by=tuple(sorted(disputing)),
    )


def stricter_choices(weak: Collection[str]) -> dict[str, Callable[[Assessment], bool]]:
    """Return what to keep of the placements, in words, each choice stricter than the one before.

    >>> one = Assessment(country="KGZ", year=2021, tier="Tier 2", evidence="single", sources=("a",))
    >>> [keep(one) for keep in stricter_choices(["a"]).values()]
    [True, False, False]
    """

    def known(one: Assessment) -> bool:
        return one.evidence in ("corroborated", "single")

    def sound(one: Assessment) -> bool:
        return known(one) and not (one.sources and all(source in weak for source in one.sources))

    def firm(one: Assessment) -> bool:
        return one.evidence == "corroborated" or one.official == "yes"

    return {
        "no derived or unverified placements": known,
        "no derived, unverified or weak placements": sound,
        "corroborated or official placements alone": firm,
    }


@attrs.frozen(kw_only=True, repr=False)
class EvidenceCount(TabularRow):
    """How well the placements on one tier of one edition are established.

    Attributes:
        year: Report year.
        tier: The tier.
        corroborated: How many placements are corroborated.
        single: How many rest on one family of sources.
        derived: How many are derived.
        unverified: How many have no source, or the user's alone.
        official: How many were read in the Department's own text of that edition.
    """

    year: ReportYear
    tier: Tier
    corroborated: int
    single: int
    derived: int
    unverified: int
    official: int

    COLUMNS = read_paths(
        "year tier rank=tier.rank placements=total corroborated single derived unverified official"
    )

    @property
    def total(self) -> int:
        """The number of placements."""
        return self.corroborated + self.single + self.derived + self.unverified

    def __str__(self) -> str:
        levels = ("corroborated", "single", "derived", "unverified")
        counts = [f"{getattr(self, level)} {level}" for level in levels if getattr(self, level)]
        return f"{self.year} {self.tier}: {', '.join(counts)}; {self.official} official"


@attrs.frozen(kw_only=True, repr=False)
class EvidenceSummary(TabularSequence[EvidenceCount]):
    """How well the placements of a record are established, by edition and tier.

    Attributes:
        rows: One for each edition and tier that has placements.

    >>> import tipdata
    >>> print(tipdata.load().evidence_summary().totals)
    {'placements': 4239, 'corroborated': 3410, 'single': 807, 'derived': 22, ...}
    """

    rows: tuple[EvidenceCount, ...]

    _ITEMS = "rows"
    _COLUMNS = EvidenceCount.COLUMNS
    _TIERS = ("tier",)
    _ROW_HEADS = 2
    _SHORT = False

    @property
    def totals(self) -> Mapping[str, int]:
        """The sums over all editions and tiers, by the name of the column."""
        names = list(EvidenceCount.COLUMNS)[3:]
        columns = self.columns()
        return {name: sum(n for n in columns[name] if isinstance(n, int)) for name in names}

    @property
    def _caption(self) -> str:
        counts = self.totals
        levels = [f"{counts[name]:,} {name}" for name in list(counts)[1:5] if counts[name]]
        count = counts["placements"]
        placed = f"{count:,} placement{'s' * (count != 1)}"
        return f"{placed}: {', '.join(levels) or 'none'}; {counts['official']:,} official"


def count_evidence(assessments: Iterable[Assessment]) -> EvidenceSummary:
    """Return how well placements are established, by edition and tier.

    >>> print(count_evidence([Assessment(country="KGZ", year=2021, tier="Tier 2")]))
    1 placement: 1 unverified; 0 official
      2021 Tier 2: 1 unverified; 0 official
    """
    levels: Counter[tuple[ReportYear, Tier, str]] = Counter()
    for one in assessments:
        levels[one.year, one.tier, one.evidence] += 1
        levels[one.year, one.tier, "official"] += one.official == "yes"
    cells = sorted({(year, tier) for year, tier, _ in levels})
    names = ("corroborated", "single", "derived", "unverified", "official")
    return EvidenceSummary(
        rows=tuple(
            EvidenceCount(
                year=year, tier=tier, **{name: levels[year, tier, name] for name in names}
            )
            for year, tier in cells
        )
    )


def __dir__() -> list[str]:
    return __all__
