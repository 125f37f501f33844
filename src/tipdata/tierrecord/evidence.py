"""What the sources say of one placement."""

from collections.abc import Mapping

import attrs

from tipdata._attributes import kept_property
from tipdata._tables.columns import columns_of
from tipdata._tables.tabular import Tabular, brief
from tipdata.records.assessments import Assessment
from tipdata.records.countries import Country
from tipdata.records.sources import Claim, Correction, Source
from tipdata.typing import Columns, CountryYear, ReportYear

__all__ = ["Background", "Claim", "Correction", "Evidence", "Source"]


# No slots, for those would look a cached property up by way of `__getattr__`.
@attrs.frozen(kw_only=True, repr=False, slots=False)
class Background:
    """The sources, claims and corrections behind a record, which most questions do not need.

    Attributes:
        sources: Where the claims were read, by id.
        claims: What sources say, by alpha-3 code and report year.
        corrections: The placements on which sources disagree, as settled.
        figures: The source of each published figure of an edition and a remark
            on it, by report year and figure.
    """

    sources: tuple[Source, ...] = ()
    claims: Mapping[CountryYear, tuple[Claim, ...]] = attrs.field(
        factory=dict[CountryYear, tuple[Claim, ...]]
    )
    corrections: tuple[Correction, ...] = ()
    figures: Mapping[tuple[ReportYear, str], tuple[str, str]] = attrs.field(
        factory=dict[tuple[ReportYear, str], tuple[str, str]]
    )

    @kept_property
    def source_by_id(self) -> Mapping[str, Source]:
        """The sources by id, in their order."""
        return {source.id: source for source in self.sources}

    @kept_property
    def correction_by_cell(self) -> Mapping[CountryYear, Correction]:
        """The corrections by alpha-3 code and report year."""
        return {(one.country, one.year): one for one in self.corrections}

    def __repr__(self) -> str:
        counts = f"{len(self.sources):,} sources, {len(self.corrections):,} corrections"
        return brief(self, f"{counts}, claims about {len(self.claims):,} placements")


@attrs.frozen(kw_only=True, repr=False)
class Evidence(Tabular):
    """Who supports a placement, who disputes it, and where.

    Attributes:
        country: The country.
        assessment: The placement, with the level of its evidence.
        claims: What each source says, by source.
        sources: The sources of the claims, by id.
        correction: How a disagreement was settled, or `None`.

    >>> import tipdata
    >>> evidence = tipdata.load().evidence("MYS", 2009)
    >>> [claim.source for claim in evidence.disputing]
    ['cia-factbook-country']
    """

    country: Country
    assessment: Assessment
    claims: tuple[Claim, ...]
    sources: tuple[Source, ...]
    correction: Correction | None = None

    _ROW_HEADS = 0
    _SHORT = False

    @property
    def supporting(self) -> tuple[Claim, ...]:
        """The claims that support the placement."""
        # What supports it is graded with the data, whose rule can differ by version.
        cell = self.assessment
        agree = set(cell.sources)
        return tuple(c for c in self.claims if c.source in agree and not c.disputes(cell.tier))

    @property
    def disputing(self) -> tuple[Claim, ...]:
        """The claims that contradict it."""
        return tuple(c for c in self.claims if c.disputes(self.assessment.tier))

    @property
    def undecided(self) -> tuple[Claim, ...]:
        """The claims that allow it and another tier, and so say neither."""
        decided = {*self.supporting, *self.disputing}
        return tuple(c for c in self.claims if c not in decided)

    def columns(self) -> Columns:
        """Return the claims as plain columns, one row each: agreeing, undecided, disputing.

        `agrees` is null for an undecided claim.
        """
        names = {source.id: str(source) for source in self.sources}
        rows = (
            (_tiers(c), agrees, c.wording, c.source, names.get(c.source, c.source))
            for agrees, claims in (
                (True, self.supporting),
                (None, self.undecided),
                (False, self.disputing),
            )
            for c in claims
        )
        return columns_of(("says", "agrees", "wording", "source", "text"), rows)

    @property
    def _placed(self) -> str:
        cell = self.assessment
        return f"{self.country.label} {cell.year}: {cell.tier} ({cell.evidence})"

    @property
    def _caption(self) -> str:
        note = self.assessment.note
        settled = f"; settled: {self.correction.why}" if self.correction else ""
        return self._placed + (f"; note: {note}" if note else "") + settled

    def _table(self) -> Columns:
        columns = self.columns()
        del columns["source"]
        return columns

    def __str__(self) -> str:
        lines = [self._placed]
        if self.assessment.note:
            lines.append(f"note: {self.assessment.note}")
        for title, claims in (
            ("says so", self.supporting),
            ("does not distinguish", self.undecided),
            ("says otherwise", self.disputing),
        ):
            if claims:
                lines += [f"{title}:", *(f"  {self._line(claim)}" for claim in claims)]
        if self.correction:
            lines.append(f"settled: {self.correction.why}")
        return "\n".join(lines)

    def _line(self, claim: Claim) -> str:
        source = next((str(s) for s in self.sources if s.id == claim.source), claim.source)
        later = " (by the next edition)" if claim.wording == "next edition" else ""
        return f"{_tiers(claim)}{later}: {source}"


def _tiers(claim: Claim) -> str:
    return " or ".join(map(str, claim.tiers))


def find_evidence(country: Country, assessment: Assessment, background: Background) -> Evidence:
    """Return what the sources say of a placement."""
    cell = assessment.country, assessment.year
    claims = background.claims.get(cell, ())
    known = background.source_by_id
    cited = sorted({claim.source for claim in claims} & known.keys())
    return Evidence(
        country=country,
        assessment=assessment,
        claims=claims,
        sources=tuple(known[source] for source in cited),
        correction=background.correction_by_cell.get(cell),
    )


def __dir__() -> list[str]:
    return __all__
