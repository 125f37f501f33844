"""The clock of the Watch List: how long a country has been on it, and what the law allows next.

These functions take any mapping of report years to tiers. The rules and their
citations are in `tipdata.analysis.statute`; what is reading and not law is
marked as interpretation.
"""

from collections.abc import Collection, Mapping
from typing import ClassVar, Literal, get_args

import attrs

from tipdata._tables import html
from tipdata._tables.columns import Cell
from tipdata.analysis.statute import FIRST_COUNTED, ONE_YEAR_RULE, Limit, limit
from tipdata.errors import CoverageError
from tipdata.tiers import Tier
from tipdata.typing import ReportYear

__all__ = ["VERDICTS", "Outlook", "Verdict", "outlook", "read_clock"]

Verdict = Literal["not on the Watch List", "may stay", "may stay only by waiver", "must leave"]
"""What the law allows an edition to do with a country that may be on the Watch List."""

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

_LISTED = Tier.TIER_2_WATCH_LIST
_TIMES = {1: "one edition", 2: "two editions", 3: "three editions", 4: "four editions"}


@attrs.frozen(kw_only=True)
class Outlook:
    """What the law allows the next edition to do, from the editions before it alone.

    Attributes:
        year: Report year of the edition that decides.
        listed: Whether the edition before has the country on the Watch List.
        consecutive: In how many consecutive editions, up to the one before,
            it has been there; counted from that of 2009.
        limit: The limit that binds the edition; `None` before 2011.
        one_year_rule: Whether the one-year rule binds: the country was moved
            to Tier 3 after a spell that took waivers.
        after_reset: Whether the count began anew after a special case, an
            absence or another state, of which the law says nothing.

    >>> kyrgyz = outlook({2024: Tier.TIER_2_WATCH_LIST, 2025: Tier.TIER_2_WATCH_LIST}, 2026)
    >>> kyrgyz.verdict, kyrgyz.consecutive, kyrgyz.waivers_used
    ('may stay only by waiver', 2, 0)
    """

    year: ReportYear
    listed: bool
    consecutive: int
    limit: Limit | None
    one_year_rule: bool = False
    after_reset: bool = False

    COLUMNS: ClassVar[tuple[str, ...]] = (
        "year",
        "verdict",
        "consecutive",
        "waivers_used",
        "provision",
        "is_interpretation",
        "sentence",
    )

    @property
    def verdict(self) -> Verdict:
        """What the edition may do."""
        if not self.listed:
            return "not on the Watch List"
        if self.limit is None:
            return "may stay"
        if self.consecutive >= self.limit.longest or self.one_year_rule:
            return "must leave"
        return "may stay only by waiver" if self.consecutive >= self.limit.years else "may stay"

    @property
    def waivers_used(self) -> int:
        """How many waivers must have been used so far."""
        return max(0, self.consecutive - self.limit.years) if self.limit else 0

    @property
    def provision(self) -> str:
        """Where the law says so; empty before the 2011 edition."""
        if self.limit is None:
            return ""
        return ONE_YEAR_RULE.citation if self._by_one_year_rule else self.limit.citation

    @property
    def is_interpretation(self) -> bool:
        """Whether this rests on a reading of the law and not on its words."""
        return self.limit is not None and (self._by_one_year_rule or self.after_reset)

    @property
    def _by_one_year_rule(self) -> bool:
        longest = self.limit.longest if self.limit else 0
        return self.one_year_rule and not (self.listed and self.consecutive >= longest)

    @property
    def sentence(self) -> str:
        """Why, in a sentence; a second one says what is interpretation."""
        said = self._rule()
        if self.is_interpretation:
            reason = "how the one-year rule reads" if self._by_one_year_rule else _RESET
            said += f" This is interpretation: {reason}."
        return said

    def _rule(self) -> str:
        if self.limit is None:
            return "No limit binds an edition before that of 2011: years count from that of 2009."
        if not self.listed:
            return self._listing(self.limit)
        since = self.year - self.consecutive
        so_far = f"On the Watch List in the edition of {since}"
        if self.consecutive > 1:
            times = _TIMES.get(self.consecutive, f"{self.consecutive} editions")
            so_far = f"On the Watch List in {times} in a row ({since}-{self.year - 1})"
        if self._by_one_year_rule:
            return (
                f"{so_far}, back from Tier 3 after a spell that took waivers, which allows one "
                f"edition: that of {self.year} must place it elsewhere."
            )
        if self.verdict == "must leave":
            used = f"{self.waivers_used} by waiver and the law allows {self.limit.waivers}"
            return f"{so_far}, {used}: the edition of {self.year} must place it elsewhere."
        if self.verdict == "may stay":
            return f"{so_far}: the edition of {self.year} may keep it there without a waiver."
        number = f"waiver {self.waivers_used + 1} of {self.limit.waivers}"
        return (
            f"{so_far}: the edition of {self.year} must move it to Tier 3 or better than the "
            f"Watch List, unless that is waived ({number})."
        )

    def _listing(self, bound: Limit) -> str:
        if self.one_year_rule:
            return (
                f"Once listed in {self.year}, it could stay for one edition: it was moved to "
                "Tier 3 after a spell that took waivers."
            )
        return (
            f"Once listed in {self.year}, it could stay for {_TIMES[bound.years]}, "
            f"and with waivers for {_TIMES[bound.longest]}, under the law as it stands."
        )

    def cells(self) -> tuple[Cell, ...]:
        """Return the values of `COLUMNS`."""
        counted = (self.consecutive, self.waivers_used, self.provision)
        return (self.year, self.verdict, *counted, self.is_interpretation, self.sentence)

    def _repr_html_(self) -> str:
        return html.statement(self.verdict, self.sentence, self.provision)

    def __str__(self) -> str:
        cited = f" [{self.provision}]" if self.provision else ""
        return f"{self.verdict}: {self.sentence}{cited}"


_RESET = "the law does not say what a special case, an absence or a new state does to the count"


def outlook(
    tiers: Mapping[ReportYear, Tier],
    year: ReportYear,
    *,
    unknown: Collection[ReportYear] = (),
    seams: Collection[ReportYear] = (),
) -> Outlook:
    """Return what the law allows the edition of `year`, from the editions before it alone.

    A year that is not in `tiers` is an absence, unless it is `unknown`. In
    the years of `seams` one state takes the place of another, and the count
    begins anew.

    Raises:
        CoverageError: The count needs the placement of an `unknown` year.

    >>> listed = dict.fromkeys(range(2009, 2013), Tier.TIER_2_WATCH_LIST)
    >>> print(outlook(listed, 2013).verdict)
    must leave
    """
    found = read_clock(tiers, year, unknown=unknown, seams=seams)
    if isinstance(found, Outlook):
        return found
    raise CoverageError(
        found,
        min(tiers, default=found),
        max(tiers, default=found),
        f"the count for the edition of {year} needs the placement of {found}, which is not known",
    )


def read_clock(
    tiers: Mapping[ReportYear, Tier],
    year: ReportYear,
    *,
    unknown: Collection[ReportYear] = (),
    seams: Collection[ReportYear] = (),
) -> Outlook | ReportYear:
    """Return what `outlook` does, or the `unknown` year that it would have needed."""
    bound = limit(year)
    if year - 1 in unknown:
        return year - 1
    if year in seams:
        return Outlook(
            year=year,
            listed=False,
            consecutive=0,
            limit=bound,
            after_reset=tiers.get(year - 1) is _LISTED,
        )
    start = _start_of_run(tiers, year, _LISTED, seams)
    if start - 1 in unknown and _counts(start, seams):
        return start - 1
    one_year = _fell_after_waivers(tiers, start, unknown, seams)
    if not isinstance(one_year, bool):
        return one_year
    return Outlook(
        year=year,
        listed=start < year,
        consecutive=max(0, year - max(start, FIRST_COUNTED)),
        limit=bound,
        one_year_rule=one_year and year >= ONE_YEAR_RULE.first_edition,
        after_reset=_was_reset(tiers, start, unknown, seams),
    )


def _start_of_run(
    tiers: Mapping[ReportYear, Tier], end: ReportYear, tier: Tier, seams: Collection[ReportYear]
) -> ReportYear:
    """Return the first year of the run on `tier` just before `end`; `end` if there is none."""
    start = end
    while tiers.get(start - 1) is tier and start not in seams:
        start -= 1
    return start


def _counts(start: ReportYear, seams: Collection[ReportYear]) -> bool:
    """Tell whether the year before `start` can count towards the limit."""
    return start > FIRST_COUNTED and start not in seams


def _fell_after_waivers(
    tiers: Mapping[ReportYear, Tier],
    end: ReportYear,
    unknown: Collection[ReportYear],
    seams: Collection[ReportYear],
) -> bool | ReportYear:
    """Tell whether a Tier 3 run just before `end` followed a spell that took waivers.

    Returns the year of a placement that is needed and not known, if there is one.
    """
    fell = _start_of_run(tiers, end, Tier.TIER_3, seams)
    if fell == end or not _counts(fell, seams):
        return False
    first = _start_of_run(tiers, fell, _LISTED, seams)
    if fell - max(first, FIRST_COUNTED) >= ONE_YEAR_RULE.after:
        return True
    return first - 1 if first - 1 in unknown and _counts(first, seams) else False


def _was_reset(
    tiers: Mapping[ReportYear, Tier],
    start: ReportYear,
    unknown: Collection[ReportYear],
    seams: Collection[ReportYear],
) -> bool:
    """Tell whether years on the list would count but for a special case, absence or new state."""
    year = start - 1
    if start in seams:
        return year >= FIRST_COUNTED and tiers.get(year) is _LISTED
    while year >= FIRST_COUNTED and year not in unknown and _is_unrated(tiers.get(year)):
        year -= 1
    interrupted = FIRST_COUNTED <= year < start - 1
    return interrupted and (year in unknown or tiers.get(year) is _LISTED)


def _is_unrated(tier: Tier | None) -> bool:
    return tier is None or tier is Tier.SPECIAL_CASE
