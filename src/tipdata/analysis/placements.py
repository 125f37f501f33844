"""Where one edition places the countries."""

from collections.abc import Mapping

import attrs

from tipdata._tables.columns import columns_of, read_paths
from tipdata._tables.tabular import brief
from tipdata.analysis.results import CountryResults, Find
from tipdata.errors import NotInReportError
from tipdata.records.assessments import Assessment
from tipdata.records.countries import Country
from tipdata.records.editions import Edition, OfficialCounts
from tipdata.tiers import Tier, best_first, read_tier
from tipdata.typing import Columns, EvidenceLevel, ReportYear

__all__ = ["Placement", "Placements"]

_NAMED = 4


@attrs.frozen(kw_only=True, repr=False)
class Placement:
    """A country and its assessment in one edition.

    >>> import tipdata
    >>> print(tipdata.load().placements(2021).placements[0])
    Afghanistan: Tier 3
    """

    country: Country
    assessment: Assessment

    @property
    def tier(self) -> Tier:
        """The tier."""
        return self.assessment.tier

    @property
    def evidence(self) -> EvidenceLevel:
        """How well the placement is established."""
        return self.assessment.evidence

    def __repr__(self) -> str:
        return brief(self, f"{self.country.label}, {self.assessment.year}: {self.tier}")

    def __str__(self) -> str:
        return f"{self.country.label}: {self.tier}"


@attrs.frozen(kw_only=True, repr=False)
class Placements(CountryResults[Placement, Placement]):
    """All placements of one edition, by name.

    Attributes:
        edition: The edition.
        placements: A country and its assessment each.
        skipped: Countries whose placement a selection leaves out.
        find: Returns the country that a code or a name means; by default
            among the countries of the result.
        years: The report years in which the report places each country, by
            alpha-3 code.

    >>> import tipdata
    >>> placements = tipdata.load().placements(2024)
    >>> print(placements["Kyrgyzstan"])
    Kyrgyz Republic: Tier 2 Watch List
    >>> placements.counts[Tier.TIER_3], placements.on(Tier.TIER_3)[0].name
    (21, 'Afghanistan')
    >>> placements.on("Tier 3") == placements.on(Tier.TIER_3)
    True
    """

    edition: Edition
    placements: tuple[Placement, ...]
    skipped: tuple[Country, ...] = ()
    find: Find | None = attrs.field(default=None, eq=False)
    years: Mapping[str, tuple[ReportYear, ...]] = attrs.field(
        factory=dict[str, tuple[ReportYear, ...]], eq=False
    )

    _COLUMNS = read_paths(
        "country=country.alpha_3 name=country.label year=assessment.year tier "
        "rank=tier.rank evidence official=assessment.official"
    )
    _ITEMS = "placements"
    _TIERS = ("tier",)
    _SHORT = False

    @property
    def countries(self) -> tuple[Country, ...]:
        """The countries, in the order of their placements."""
        return tuple(placement.country for placement in self.placements)

    def __getitem__(self, item: int | Country | str) -> Placement:
        """Return the placement of a country, given as code, name or `Country`, or by its index.

        Raises:
            UnknownCountryError: Not a known code or name.
            AmbiguousCountryError: The name means more than one country.
            NotInReportError: The country is not in this edition, or a selection
                leaves it out.
            IndexError: There are not as many placements.
        """
        if not isinstance(item, (Country, str)):
            return self.placements[item]
        wanted = self._meant(item)
        for placement in self.placements:
            if placement.country.alpha_3 == wanted.alpha_3:
                return placement
        years, year = self.years.get(wanted.alpha_3, ()), self.edition.year
        raise NotInReportError(wanted.label, year, years, withheld=year in years)

    def __contains__(self, item: object) -> bool:
        """Return whether the edition places a country, given as code, name or `Country`.

        Raises:
            UnknownCountryError: Not a known code or name.
            AmbiguousCountryError: The name means more than one country.
            NotInReportError: A selection leaves it out.
        """
        if not isinstance(item, (str, Country)):
            return super().__contains__(item)
        try:
            self[item]
        except NotInReportError as error:
            if error.withheld:
                raise
            return False
        return True

    def on(self, tier: Tier | str) -> tuple[Country, ...]:
        """Return the countries on a tier, given as `Tier` or label, by name.

        Raises:
            UnknownTierError: Not a tier.
        """
        wanted = read_tier(tier)
        return tuple(p.country for p in self.placements if p.tier is wanted)

    @property
    def counts(self) -> Mapping[Tier, int]:
        """The number of countries on each tier."""
        counts = dict.fromkeys(Tier, 0)
        for placement in self.placements:
            counts[placement.tier] += 1
        return counts

    @property
    def shares(self) -> Mapping[Tier, float]:
        """The share of each tier among all placements of the edition, from 0 to 1."""
        whole = max(len(self.placements), 1)
        return {tier: count / whole for tier, count in self.counts.items()}

    @property
    def official(self) -> OfficialCounts:
        """The official figures, where known; a selection has none."""
        return self.edition.counts

    @property
    def differences(self) -> Mapping[Tier, tuple[int, int]]:
        """Where the record and the official figures differ: ours and theirs, by tier."""
        pairs = ((tier, ours, self.official.of(tier)) for tier, ours in self.counts.items())
        return {t: (ours, theirs) for t, ours, theirs in pairs if theirs not in (None, ours)}

    def _table(self) -> Columns:
        rows: list[tuple[str, int, int | None, str]] = []
        for tier in best_first():
            names = [country.label for country in self.on(tier)]
            listed = "; ".join(names[:_NAMED])
            if len(names) > _NAMED:
                listed += f"; and {len(names) - _NAMED} more"
            rows.append((tier.value, len(names), self.official.of(tier), listed))
        return columns_of(("tier", "countries", "official figure", "which"), rows)

    @property
    def _caption(self) -> str:
        counted = "1 country" if len(self) == 1 else f"{len(self)} countries"
        return f"{self.edition}: {counted}"

    def __str__(self) -> str:
        lines = [self._caption]
        for tier in best_first():
            if countries := self.on(tier):
                lines += [f"{tier} ({len(countries)}):"]
                lines += [f"  {country.label}" for country in countries]
        return "\n".join(lines)


def __dir__() -> list[str]:
    return __all__
