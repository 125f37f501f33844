"""The clock of the Watch List: how long a country has been on it, and what the law allows next.

The rules and their citations are in `tipdata.analysis.statute`; what is a
reading of the law and not its words is marked as interpretation.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal, get_args

import attrs

from tipdata import _tables
from tipdata._arguments import read_report_year, refuse_year
from tipdata._tables.columns import read_paths
from tipdata._tables.tabular import TabularRow, brief
from tipdata.analysis.history import History
from tipdata.analysis.statute import FIRST_COUNTED, ONE_YEAR_RULE, Limit, find_limit
from tipdata.analysis.waivers import Waiver, read_waivers, tell_waivers
from tipdata.tiers import Tier
from tipdata.typing import ReportYear

__all__ = ["VERDICTS", "Outlook", "Verdict", "find_outlook"]

Verdict = Literal["not on the Watch List", "may stay", "may stay only by waiver", "must leave"]
"""What the law allows an edition to do with a country that may be on the Watch List."""

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

_NONE: Mapping[ReportYear, Waiver] = MappingProxyType({})
_LISTED = Tier.TIER_2_WATCH_LIST
_TIMES = {2: "two editions", 3: "three editions", 4: "four editions"}


@attrs.frozen(kw_only=True, repr=False)
class Outlook(TabularRow):
    """What the law allows the next edition to do, from the editions before it alone.

    Attributes:
        year: Report year of the edition that decides.
        listed: Whether the edition before has the country on the Watch List.
        consecutive: The number of consecutive editions on the Watch List up
            to the one before, counted from the 2009 edition.
        limit: The limit that binds the edition; `None` before 2011.
        one_year_rule: Whether the one-year rule binds: the country was moved
            to Tier 3 after a spell that took waivers.
        after_reset: Whether the count restarted after a special case, an
            absence or another state, on which the law is silent.
        waivers: The waivers that kept it on the list so far.

    >>> kyrgyz = find_outlook(dict.fromkeys((2024, 2025), Tier.TIER_2_WATCH_LIST), 2026)
    >>> kyrgyz.verdict, kyrgyz.consecutive, kyrgyz.waivers_used
    ('may stay only by waiver', 2, 0)
    """

    year: ReportYear
    listed: bool
    consecutive: int
    limit: Limit | None
    one_year_rule: bool = False
    after_reset: bool = False
    waivers: tuple[Waiver, ...] = ()

    COLUMNS = read_paths(
        "year verdict sentence is_interpretation consecutive waivers_used waivers_named provision"
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
        """The number of waivers that must have been used so far."""
        return len(self.waivers)

    @property
    def waivers_named(self) -> int:
        """How many of them a memorandum names."""
        return sum(waiver.basis == "named" for waiver in self.waivers)

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
        """Why, in a sentence; others say how waivers are known, and what is interpretation."""
        said = self._rule() + "".join(f" {one}" for one in tell_waivers(self.waivers))
        if self.is_interpretation:
            reason = "how the one-year rule reads" if self._by_one_year_rule else _RESET
            said += f" This is interpretation: {reason}."
        return said

    def _rule(self) -> str:
        if self.limit is None:
            return "No limit binds editions before 2011: years count from the 2009 edition."
        if not self.listed:
            return self._listing(self.limit)
        since, year = self.year - self.consecutive, self.year
        so_far = f"On the Watch List in the {since} edition"
        if self.consecutive > 1:
            times = _TIMES.get(self.consecutive, f"{self.consecutive} editions")
            so_far = f"On the Watch List in {times} in a row ({since}-{year - 1})"
        if self._by_one_year_rule:
            return (
                f"{so_far}, back from Tier 3 after a spell that took waivers, which allows one "
                f"edition; the {year} edition must place it elsewhere."
            )
        if self.verdict == "must leave":
            used = f"{self.waivers_used} of them by waiver, and the law allows {self.limit.waivers}"
            return f"{so_far}, {used}; the {year} edition must place it elsewhere."
        if self.verdict == "may stay":
            return f"{so_far}; the {year} edition may keep it there without a waiver."
        number = f"waiver {self.waivers_used + 1} of {self.limit.waivers}"
        return (
            f"{so_far}; the {year} edition must move it off the list, to Tier 3 or to a better "
            f"tier, unless that is waived ({number})."
        )

    def _listing(self, bound: Limit) -> str:
        if self.one_year_rule:
            return (
                f"If listed in {self.year}, it could stay for one edition: it was moved to "
                "Tier 3 after a spell that took waivers."
            )
        return (
            f"If listed in {self.year}, it could stay for {_TIMES[bound.years]}, "
            f"or {_TIMES[bound.longest]} with waivers, under current law."
        )

    def _repr_html_(self) -> str:
        return _tables.html.statement(self.verdict, self.sentence, self.provision)

    def __repr__(self) -> str:
        return brief(self, f"{self.year}: {self.verdict}")

    def __str__(self) -> str:
        cited = f" [{self.provision}]" if self.provision else ""
        return f"{self.verdict}: {self.sentence}{cited}"


_RESET = "the law does not say how a special case, an absence or a new state affects the count"


def find_outlook(
    history: History | Mapping[ReportYear, Tier | str],
    year: ReportYear,
    *,
    waivers: Iterable[Waiver] = (),
) -> Outlook:
    """Return what the law allows the edition of `year`, from the editions before it alone.

    A year without a tier is an absence, unless it is unknown. At a seam one
    state takes the place of another, and the count restarts. `waivers` says
    what memoranda say of the country; a waiver of any other year must have been.

    Raises:
        CoverageError: The count needs a placement that is not known.
        InvalidValueError: Not a report year, or a value of `waivers` is not a `Waiver`.

    >>> listed = dict.fromkeys(range(2009, 2013), Tier.TIER_2_WATCH_LIST)
    >>> print(find_outlook(listed, 2013).verdict)
    must leave
    """
    given = History.from_tiers(history)
    year = read_report_year("year", year)
    found = read_clock(given, year, read_waivers(waivers))
    if not isinstance(found, Outlook):
        why = "this selection leaves out" if found in given.withheld else "is not known"
        detail = f"the count for the {year} edition needs the {found} placement, which {why}"
        refuse_year(found, given.years or (found,), detail, given.left_out)
    return found


def read_clock(
    given: History, year: ReportYear, waivers: Mapping[ReportYear, Waiver] = _NONE
) -> Outlook | ReportYear:
    """Return the outlook of an edition, or the unknown year that the count would need."""
    if year - 1 in given.unknown:
        return year - 1
    start = _start_of_run(given, year, _LISTED)
    one_year = _fell_after_waivers(given, start)
    if not isinstance(one_year, bool):
        return one_year
    consecutive, limit = max(0, year - max(start, FIRST_COUNTED)), find_limit(year)
    waived = range(year - consecutive + limit.years, year) if limit else ()
    return Outlook(
        year=year,
        listed=start < year,
        consecutive=consecutive,
        limit=limit,
        one_year_rule=one_year and year >= ONE_YEAR_RULE.first_edition,
        after_reset=_was_reset(given, start),
        waivers=tuple(waivers.get(y) or Waiver(year=y) for y in waived),
    )


def _start_of_run(given: History, end: ReportYear, tier: Tier) -> ReportYear:
    """Return the first year of the run on `tier` just before `end`; `end` if there is no run."""
    start = end
    while given.tiers.get(start - 1) is tier and start not in given.seams:
        start -= 1
    return start


def _counts(given: History, start: ReportYear) -> bool:
    """Return whether the year before `start` can count towards the limit."""
    return start > FIRST_COUNTED and start not in given.seams


def _fell_after_waivers(given: History, end: ReportYear) -> bool | ReportYear:
    """Return whether a Tier 3 run just before `end` followed a spell that took waivers.

    If that needs an unknown placement, such as the one just before `end`, return its year.
    """
    fell = _start_of_run(given, end, Tier.TIER_3)
    if not _counts(given, fell):
        return False
    first = _start_of_run(given, fell, _LISTED)
    if fell - max(first, FIRST_COUNTED) >= ONE_YEAR_RULE.after:
        return True
    return first - 1 if first - 1 in given.unknown and _counts(given, first) else False


def _was_reset(given: History, start: ReportYear) -> bool:
    """Return whether a special case, absence or new state keeps earlier years from counting."""
    if start in given.seams:
        return start > FIRST_COUNTED and given.tiers.get(start - 1) is _LISTED
    for year in range(start - 1, FIRST_COUNTED - 1, -1):
        if year in given.unknown or not _is_unrated(given, year):
            return year in given.unknown or given.tiers.get(year) is _LISTED
    return False


def _is_unrated(given: History, year: ReportYear) -> bool:
    return given.tiers.get(year) in (None, Tier.SPECIAL_CASE)


def __dir__() -> list[str]:
    return __all__
