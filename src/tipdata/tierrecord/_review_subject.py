"""The edition under review, and how a review words what it finds."""

import functools
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import attrs

from tipdata.countries.folding import sort_key
from tipdata.errors import CoverageError
from tipdata.problems import Problem, Severity
from tipdata.tiers import Tier
from tipdata.typing import ReportYear

if TYPE_CHECKING:
    from tipdata import analysis
    from tipdata.records.assessments import Assessment
    from tipdata.records.countries import Country
    from tipdata.records.editions import Edition
    from tipdata.tierrecord.record import TierRecord

CODES: dict[str, Severity] = {
    "outside-span": "error",
    "released-earlier": "error",
    "official-total": "error",
    "released-in-other-year": "warning",
    "edition-gap": "warning",
    "withheld": "warning",
    "same-list": "warning",
    "empty-tier": "warning",
    "missing-country": "warning",
    "new-country": "warning",
    "published-figure": "warning",
    "not-allowed": "warning",
    "law-not-checked": "warning",
    "only-by-waiver": "warning",
    "large-move": "warning",
    "rare-move": "warning",
    "renamed": "warning",
    "printed-otherwise": "warning",
}
"""The codes of the problems that a review finds, in their order, and the severity of each."""

_EACH = 5
_NAMED = 10


@attrs.frozen(kw_only=True, slots=False)
class Subject:
    """The edition under review and the one before it.

    Attributes:
        record: The record.
        changes: What changed.
        edition: The edition under review.
        before: The edition before it.
        now: Where the edition places the countries.
        then: Where the edition before does.
    """

    record: "TierRecord"
    changes: "analysis.changes.Changes"
    edition: "Edition"
    before: "Edition"
    now: "analysis.placements.Placements"
    then: "analysis.placements.Placements"

    @property
    def year(self) -> ReportYear:
        """The report year of the edition under review."""
        return self.edition.year

    @functools.cached_property
    def hidden(self) -> list[str]:
        """The names of the countries that are withheld in the edition under review."""
        return self.hidden_in(self.year)

    def hidden_in(self, year: ReportYear) -> list[str]:
        """Return the names of the countries that are withheld in an edition."""
        codes = (code for code, of in self.record.withheld if of == year)
        return [one.label for one in sorted(map(self.record.registry.get, codes), key=sort_key)]

    @functools.cached_property
    def is_selection(self) -> bool:
        """Whether more is withheld than what lists of new editions do not have yet."""
        years = {year for _, year in self.record.withheld}
        return bool(self.record.left_out) or not years <= self.record.user_supplied

    @functools.cached_property
    def has_history(self) -> bool:
        """Whether no selection leaves out what came before."""
        left = {one.year for one in self.record.left_out} | {y for _, y in self.record.withheld}
        return all(year >= self.year for year in left - self.record.user_supplied)

    @functools.cached_property
    def earlier(self) -> tuple[ReportYear, ...]:
        """The report years of the editions before the one under review."""
        return tuple(year for year in self.record.years if year < self.year)

    def tell_span(self, years: Sequence[ReportYear]) -> str:
        """Return the first and the last of some editions before, in words."""
        first, last = years[0], years[-1]
        span = f"{first}" if first == last else f"{first}-{last}"
        return span if self.has_history else f"{span} in this selection"

    @functools.cached_property
    def transitions(self) -> "analysis.transitions.Transitions | None":
        """How often one tier followed another in the editions before, if there are two."""
        try:
            return self.record.transitions(until=self.before.year)
        except CoverageError:
            return None


def problem(
    code: str, message: str, records: Iterable[object], expected: str = "", value: str = ""
) -> Problem:
    """Return a problem of a code, with its severity."""
    return Problem(
        code=code,
        severity=CODES[code],
        message=message,
        expected=expected,
        value=value,
        records=(*records,),
    )


def each(
    code: str, about: "Sequence[tuple[Country, Assessment, str]]", many: str
) -> Iterator[Problem]:
    """Yield a problem for each country, or one for all if there are too many to read.

    Args:
        code: The code of the problems.
        about: Each country, its assessment and what is to say of it.
        many: What is to say of many.
    """
    if len(about) <= _EACH:
        for _, placed, message in about:
            yield problem(code, message, (placed,))
        return
    message = f"{len(about)} {many}: {enumerate_names([one.label for one, _, _ in about])}"
    yield problem(code, message, (placed for _, placed, _ in about))


def count_countries(several: Sequence[object]) -> str:
    """Return how many countries there are, and the verb that follows."""
    return "1 country is" if len(several) == 1 else f"{len(several)} countries are"


def enumerate_names(names: Sequence[str]) -> str:
    """Return the first names, and how many more there are."""
    more = len(names) - _NAMED
    return "; ".join([*names[:_NAMED], f"and {more} more"] if more > 0 else names)


def on_tier(tier: Tier) -> str:
    """Return where a country on a tier is."""
    if tier is Tier.SPECIAL_CASE:
        return "a special case"
    return f"on the {tier}" if tier is Tier.TIER_2_WATCH_LIST else f"on {tier}"
