"""Every spell on the Watch List, held against the law; and the Special Watch List."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import ClassVar, Literal

import attrs

from tipdata._tables.columns import Cell
from tipdata.analysis.by_country import ByCountry
from tipdata.analysis.spells import SpellEnd, spells
from tipdata.analysis.statute import FIRST_COUNTED, FIRST_SPECIAL_WATCH_LIST
from tipdata.analysis.watchlist import Outlook, read_clock
from tipdata.errors import CoverageError
from tipdata.records.countries import Country
from tipdata.tiers import Tier
from tipdata.typing import ReportYear

__all__ = [
    "InterimListing",
    "Listing",
    "SpecialWatchList",
    "WatchListAudit",
    "check_interim",
    "interim_reason",
    "listings",
    "special_watch_list",
]


@attrs.frozen(kw_only=True)
class Listing:
    """A spell on the Watch List that the law counts, from the 2009 edition on.

    Attributes:
        first: Report year of its first edition, which may be before 2009.
        last: Report year of its last edition.
        ended: Why it ended.
        after: The tier of the edition after it, if that has the country.
        outlook: What the law allowed that edition, or allows it if it is to come.
        not_allowed: The report years that the law as encoded would not have allowed.

    >>> china = {**dict.fromkeys(range(2009, 2013), Tier.TIER_2_WATCH_LIST), 2013: Tier.TIER_3}
    >>> found = listings(china, range(2009, 2014))
    >>> print(found[0])
    2009-2012, 2 waivers, then Tier 3; it had to leave
    """

    first: ReportYear
    last: ReportYear
    ended: SpellEnd
    after: Tier | None
    outlook: Outlook
    not_allowed: tuple[ReportYear, ...] = ()

    COLUMNS: ClassVar[tuple[str, ...]] = (
        "first",
        "last",
        "counted",
        "waivers",
        "after",
        "verdict",
        "had_to_leave",
        "may_be_automatic",
        "not_allowed",
        "is_interpretation",
    )

    @property
    def counted(self) -> int:
        """How many of its editions count: those from 2009 on."""
        return self.outlook.consecutive

    @property
    def waivers(self) -> int:
        """How many waivers it must have taken."""
        return self.outlook.waivers_used

    @property
    def had_to_leave(self) -> bool:
        """Whether the edition after its last had to place the country elsewhere."""
        return self.ended != "coverage" and self.outlook.verdict == "must leave"

    @property
    def may_be_automatic(self) -> bool:
        """Whether the law and not the merits may have put it on Tier 3.

        From tiers alone nobody can tell which it was.
        """
        bound = self.outlook.verdict in ("must leave", "may stay only by waiver")
        return self.after is Tier.TIER_3 and bound

    def cells(self) -> tuple[Cell, ...]:
        """Return the values of `COLUMNS`."""
        after = self.after and self.after.value
        verdicts = (self.outlook.verdict, self.had_to_leave, self.may_be_automatic)
        years = " ".join(map(str, self.not_allowed))
        counts = (self.first, self.last, self.counted, self.waivers, after)
        return (*counts, *verdicts, years, self.outlook.is_interpretation)

    def __str__(self) -> str:
        span = f"{self.first}-{self.last}" if self.last > self.first else f"{self.first}"
        said = [span]
        if self.waivers:
            said.append(f"{self.waivers} waiver{'s' * (self.waivers > 1)}")
        said.append(f"then {self.after}" if self.after else f"then {_THEN[self.ended]}")
        text = ", ".join(said)
        if self.had_to_leave:
            text += "; it had to leave" + " (interpretation)" * self.outlook.is_interpretation
        elif self.may_be_automatic:
            text += "; maybe by law alone"
        if self.not_allowed:
            text += f"; not allowed in {', '.join(map(str, self.not_allowed))}"
        return text


_THEN: dict[SpellEnd, str] = {
    "change": "another tier",
    "left": "not in the report",
    "category_created": "another tier",
    "state_ended": "the state ended",
    "coverage": "to be decided",
    "withheld": "withheld",
}


@attrs.frozen(kw_only=True)
class WatchListAudit(ByCountry[Listing]):
    """Every spell on the Watch List since 2009, held against the law.

    >>> import tipdata
    >>> audit = tipdata.load().audit_watch_list()
    >>> len(audit.not_allowed)
    0
    >>> [country.alpha_3 for country in audit.had_to_leave(2013).countries]
    ['AZE', 'CHN', 'COG', 'IRQ', 'RUS', 'UZB']
    """

    @property
    def not_allowed(self) -> ByCountry[Listing]:
        """Those with an edition that the law as encoded would not have allowed."""
        return self._view("Not allowed by the law as encoded", lambda x: bool(x.not_allowed))

    @property
    def by_waiver(self) -> ByCountry[Listing]:
        """Those that must have taken waivers."""
        return self._view("By waiver", lambda x: x.waivers > 0)

    @property
    def may_be_automatic(self) -> ByCountry[Listing]:
        """Those that ended on Tier 3, maybe by the law and not on the merits."""
        return self._view("Moved to Tier 3, maybe by law alone", lambda x: x.may_be_automatic)

    def had_to_leave(self, year: ReportYear | None = None) -> ByCountry[Listing]:
        """Return those that an edition, or any edition, had to place elsewhere."""
        title = f"Had to leave in {year}" if year else "Had to leave"
        return self._view(title, lambda x: x.had_to_leave and year in (None, x.outlook.year))

    def _view(self, title: str, keep: Callable[[Listing], bool]) -> ByCountry[Listing]:
        pairs = tuple(pair for pair in self.pairs if keep(pair[1]))
        return ByCountry(title=title, pairs=pairs, passed_over=self.passed_over)

    def __str__(self) -> str:
        views = (self.by_waiver, self.had_to_leave(), self.may_be_automatic)
        lines = [f"{self.title}: {len(self)}", *(f"{view.title}: {len(view)}" for view in views)]
        return "\n".join([*lines, str(self.not_allowed)])


def listings(
    tiers: Mapping[ReportYear, Tier],
    editions: Sequence[ReportYear],
    *,
    unknown: Collection[ReportYear] = (),
    seams: Collection[ReportYear] = (),
) -> tuple[Listing, ...] | None:
    """Return the spells on the Watch List that the law counts; `None` if one cannot be counted.

    One cannot be counted that begins after an `unknown` placement.

    >>> listings({2020: Tier.TIER_2_WATCH_LIST}, [2020, 2021], unknown={2019}) is None
    True
    """
    found: list[Listing] = []
    for spell in spells(tiers, editions, unknown=unknown, seams=seams):
        if spell.tier is not Tier.TIER_2_WATCH_LIST or spell.last < FIRST_COUNTED:
            continue
        years = (*spell.editions[1:], spell.last + 1)
        # A state that ends with the spell leaves the count as it stood.
        own = [year for year in seams if year != spell.last + 1]
        clocks = [read_clock(tiers, year, unknown=unknown, seams=own) for year in years]
        outlooks = [clock for clock in clocks if isinstance(clock, Outlook)]
        if len(outlooks) < len(clocks):
            return None
        found.append(
            Listing(
                first=spell.first,
                last=spell.last,
                ended=spell.ended,
                after=tiers.get(spell.last + 1) if spell.ended == "change" else None,
                outlook=outlooks[-1],
                not_allowed=tuple(o.year for o in outlooks[:-1] if o.verdict == "must leave"),
            )
        )
    return tuple(found)


InterimReason = Literal["Watch List", "Tier 2 to Tier 1", "Tier 3 to Tier 2"]
"""Why a country is on the Special Watch List."""


@attrs.frozen(kw_only=True)
class InterimListing:
    """Why a country is on the Special Watch List.

    Attributes:
        year: Report year of the edition that put it there.
        reason: The class of countries that it belongs to.
    """

    year: ReportYear
    reason: InterimReason

    COLUMNS: ClassVar[tuple[str, ...]] = ("year", "reason")

    def cells(self) -> tuple[Cell, ...]:
        """Return the values of `COLUMNS`."""
        return (self.year, self.reason)

    def __str__(self) -> str:
        return self.reason


@attrs.frozen(kw_only=True)
class SpecialWatchList(ByCountry[InterimListing]):
    """The countries that get an interim assessment after an edition (22 U.S.C. 7107(b)(2)).

    It is not the Watch List, but all of it and two classes of upgrades.

    >>> import tipdata
    >>> found = tipdata.load().special_watch_list(2022)
    >>> len(found), [country.alpha_3 for country in found.because("Tier 3 to Tier 2").countries]
    (37, [])
    """

    def because(self, reason: InterimReason) -> ByCountry[InterimListing]:
        """Return those of one class."""
        return self.where(lambda listing: listing.reason == reason)


def interim_reason(before: Tier | None, after: Tier | None) -> InterimReason | None:
    """Return why a country is on the Special Watch List, by its tier before and now.

    >>> interim_reason(Tier.TIER_3, Tier.TIER_2)
    'Tier 3 to Tier 2'
    """
    match before, after:
        case _, Tier.TIER_2_WATCH_LIST:
            return "Watch List"
        case ((Tier.TIER_2 | Tier.TIER_2_WATCH_LIST), Tier.TIER_1):
            return "Tier 2 to Tier 1"
        case Tier.TIER_3, Tier.TIER_2:
            return "Tier 3 to Tier 2"
        case _:
            return None


def check_interim(year: ReportYear, editions: Sequence[ReportYear]) -> None:
    """Refuse an edition that has no Special Watch List, or none that the editions can show.

    Raises:
        CoverageError: There was none before 2004, or the edition before is not there.
    """
    first, last = min(editions, default=None), max(editions, default=None)
    if type(year) is not int:
        raise CoverageError(year, first, last)
    if year < FIRST_SPECIAL_WATCH_LIST:
        detail = f"the Special Watch List began with the {FIRST_SPECIAL_WATCH_LIST} edition"
        raise CoverageError(year, first, last, detail)
    if year not in editions:
        raise CoverageError(year, first, last)
    if year - 1 not in editions:
        detail = f"the Special Watch List of {year} needs the edition of {year - 1}"
        raise CoverageError(year, first, last, detail)


def special_watch_list(
    countries: Sequence[tuple[Country, Mapping[ReportYear, Tier], Collection[ReportYear]]],
    year: ReportYear,
) -> SpecialWatchList:
    """Return the Special Watch List of an edition, of countries with tiers and unknown years."""
    pairs: list[tuple[Country, InterimListing]] = []
    passed_over: list[Country] = []
    for country, tiers, unknown in countries:
        after = tiers.get(year)
        reason = interim_reason(tiers.get(year - 1), after)
        depends = after in (Tier.TIER_1, Tier.TIER_2)
        if year in unknown or (depends and year - 1 in unknown):
            passed_over.append(country)
        elif reason is not None:
            pairs.append((country, InterimListing(year=year, reason=reason)))
    return SpecialWatchList(
        title=f"Special Watch List of {year}", pairs=tuple(pairs), passed_over=tuple(passed_over)
    )
