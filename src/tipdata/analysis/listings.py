"""Every spell on the Watch List, checked against the law; and the Special Watch List."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Literal, get_args

import attrs

from tipdata._arguments import (
    check_kind,
    read_several,
    read_word,
    read_year,
    refuse_year,
)
from tipdata._attributes import Renamed
from tipdata._integers import read_integer
from tipdata._tables.columns import read_paths
from tipdata._tables.palette import ABSENT
from tipdata._tables.tabular import TabularRow
from tipdata.analysis.by_country import ByCountry
from tipdata.analysis.history import History
from tipdata.analysis.series import decide_edition
from tipdata.analysis.spells import SpellEnd, find_spells
from tipdata.analysis.statute import FIRST_COUNTED, FIRST_SPECIAL_WATCH_LIST
from tipdata.analysis.waivers import Waiver, count_bases, read_waivers
from tipdata.analysis.watchlist import Outlook, read_clock
from tipdata.records.countries import Country
from tipdata.tiers import Tier, read_tier
from tipdata.typing import ReportYear

__all__ = [
    "InterimListing",
    "InterimReason",
    "Listing",
    "SpecialWatchList",
    "WatchListAudit",
    "find_listings",
    "find_special_watch_list",
]


@attrs.frozen(kw_only=True, repr=False)
class Listing(TabularRow):
    """A spell on the Watch List that the law counts, from the 2009 edition on.

    Attributes:
        first: Report year of its first edition, which may be before 2009.
        last: Report year of its last edition.
        ended: Why it ended.
        after: The tier in the next edition, if that has the country.
        outlook: What the law allowed the next edition, or allows it if it is to come.
        not_allowed: The report years that the law as encoded would not have allowed.

    >>> china = {**dict.fromkeys(range(2009, 2013), Tier.TIER_2_WATCH_LIST), 2013: Tier.TIER_3}
    >>> found = find_listings(china)
    >>> print(found[0])
    2009-2012, 2 waivers (must have been), then Tier 3; it had to leave
    """

    first: ReportYear
    last: ReportYear
    ended: SpellEnd
    after: Tier | None
    outlook: Outlook
    not_allowed: tuple[ReportYear, ...] = ()

    COLUMNS = read_paths(
        "first last counted waivers waivers_named=outlook.waivers_named after "
        "verdict=outlook.verdict had_to_leave may_be_automatic "
        "not_allowed is_interpretation=outlook.is_interpretation"
    )

    @property
    def counted(self) -> int:
        """The number of its editions that count, from 2009 on."""
        return self.outlook.consecutive

    @property
    def waivers(self) -> int:
        """The number of waivers it must have taken."""
        return self.outlook.waivers_used

    @property
    def had_to_leave(self) -> bool:
        """Whether the next edition had to place the country elsewhere."""
        return self.ended != "coverage" and self.outlook.verdict == "must leave"

    @property
    def may_be_automatic(self) -> bool:
        """Whether the law, not the merits, may have put the country on Tier 3.

        Tiers alone do not show which it was.
        """
        bound = self.outlook.verdict in ("must leave", "may stay only by waiver")
        return self.after is Tier.TIER_3 and bound

    def __str__(self) -> str:
        span = f"{self.first}-{self.last}" if self.last > self.first else f"{self.first}"
        said = [span]
        if self.waivers:
            how = count_bases(self.outlook.waivers)
            said.append(f"{self.waivers} waiver{'s' * (self.waivers > 1)} ({how})")
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
    "left": ABSENT,
    "category_created": "another tier",
    "state_ended": "the state ended",
    "coverage": "to be decided",
    "withheld": "withheld",
}


@attrs.frozen(kw_only=True, repr=False)
class WatchListAudit(ByCountry[Listing]):
    """Every spell on the Watch List since 2009, checked against the law.

    Attributes:
        years: The report years that were checked.

    >>> import tipdata
    >>> audit = tipdata.load().audit_watch_list()
    >>> len(audit.not_allowed)
    0
    >>> [country.alpha_3 for country in audit.had_to_leave(2013).countries]
    ['AZE', 'CHN', 'COG', 'IRQ', 'RUS', 'UZB']
    """

    years: tuple[ReportYear, ...] = ()

    if not TYPE_CHECKING:
        editions = Renamed("years")

    @property
    def not_allowed(self) -> ByCountry[Listing]:
        """The spells with an edition that the law as encoded would not have allowed."""
        return self._view("Not allowed by the law as encoded", lambda x: bool(x.not_allowed))

    @property
    def by_waiver(self) -> ByCountry[Listing]:
        """The spells that must have taken waivers."""
        return self._view("By waiver", lambda x: x.waivers > 0)

    @property
    def waivers(self) -> ByCountry[Waiver]:
        """The waivers of all spells, each named by a memorandum or inferred from the tiers.

        >>> import tipdata
        >>> waivers = tipdata.load().audit_watch_list().waivers
        >>> print(waivers.filter(lambda waiver: waiver.basis == "not named"))
        Waivers: 1
          Hong Kong: 2018: must have been, but not named
        """
        pairs = tuple((country, w) for country, own in self.pairs for w in own.outlook.waivers)
        return ByCountry(title="Waivers", pairs=pairs, skipped=self.skipped, find=self.find)

    @property
    def may_be_automatic(self) -> ByCountry[Listing]:
        """The spells that ended on Tier 3, maybe by law and not on the merits."""
        return self._view("Moved to Tier 3, maybe by law alone", lambda x: x.may_be_automatic)

    def had_to_leave(self, year: ReportYear | None = None) -> ByCountry[Listing]:
        """Return the spells that an edition, or any edition, had to end.

        Raises:
            CoverageError: The edition is neither among those checked nor the next one.
        """
        if year is not None:
            year = decide_edition(year, self.years)
        title = f"Had to leave in {year}" if year else "Had to leave"
        return self._view(title, lambda x: x.had_to_leave and year in (None, x.outlook.year))

    def _view(self, title: str, keep: Callable[[Listing], bool]) -> ByCountry[Listing]:
        pairs = tuple(pair for pair in self.pairs if keep(pair[1]))
        return ByCountry(title=title, pairs=pairs, skipped=self.skipped, find=self.find)

    def __str__(self) -> str:
        views = (self.by_waiver, self.had_to_leave(), self.may_be_automatic)
        lines = [f"{self.title}: {len(self)}", *(f"{view.title}: {len(view)}" for view in views)]
        if how := count_bases(waiver for _, waiver in self.waivers):
            lines.insert(2, f"{self.waivers.title}: {len(self.waivers)} ({how})")
        return "\n".join([*lines, str(self.not_allowed)])


def find_listings(
    history: History | Mapping[ReportYear, Tier | str], *, waivers: Iterable[Waiver] = ()
) -> tuple[Listing, ...] | None:
    """Return the spells on the Watch List that the law counts; `None` if one cannot be counted.

    A spell after an unknown placement cannot be counted. `waivers` says what
    memoranda say of the country; a waiver of any other year must have been.

    Raises:
        InvalidValueError: A value of `waivers` is not a `Waiver`.

    >>> listed = History({2020: Tier.TIER_2_WATCH_LIST}, [2019, 2020, 2021], withheld={2019})
    >>> find_listings(listed) is None
    True
    """
    given, known = History.from_tiers(history), read_waivers(waivers)
    found: list[Listing] = []
    for spell in find_spells(given):
        if spell.tier is not Tier.TIER_2_WATCH_LIST or spell.last < FIRST_COUNTED:
            continue
        # A state that ends with the spell leaves the count as it stood.
        seams = [year for year in given.seams if year != spell.last + 1]
        own = attrs.evolve(given, seams=seams) if given.seams else given
        clocks = [read_clock(own, year, known) for year in (*spell.years[1:], spell.last + 1)]
        outlooks = [clock for clock in clocks if isinstance(clock, Outlook)]
        if len(outlooks) < len(clocks):
            return None
        found.append(
            Listing(
                first=spell.first,
                last=spell.last,
                ended=spell.ended,
                after=given.tiers.get(spell.last + 1) if spell.ended == "change" else None,
                outlook=outlooks[-1],
                not_allowed=tuple(o.year for o in outlooks[:-1] if o.verdict == "must leave"),
            )
        )
    return tuple(found)


InterimReason = Literal["Watch List", "Tier 2 to Tier 1", "Tier 3 to Tier 2"]
"""Why a country is on the Special Watch List."""


@attrs.frozen(kw_only=True, repr=False)
class InterimListing(TabularRow):
    """Why a country is on the Special Watch List.

    Attributes:
        year: Report year of the edition that put it there.
        reason: The class of countries that it belongs to.
    """

    year: ReportYear
    reason: InterimReason

    COLUMNS = read_paths("year reason")

    def __str__(self) -> str:
        return self.reason


@attrs.frozen(kw_only=True, repr=False)
class SpecialWatchList(ByCountry[InterimListing]):
    """The countries that get an interim assessment after an edition (22 U.S.C. 7107(b)(2)).

    It is not the Watch List: it holds all of it and two classes of upgrades.

    >>> import tipdata
    >>> found = tipdata.load().special_watch_list(2022)
    >>> len(found), [country.alpha_3 for country in found.because("Tier 3 to Tier 2").countries]
    (37, [])
    """

    def because(self, reason: InterimReason) -> ByCountry[InterimListing]:
        """Return the countries of one class.

        Raises:
            InvalidValueError: Unknown reason.
        """
        read_word("reason", reason, get_args(InterimReason))
        return self.filter(lambda listing: listing.reason == reason)


def find_interim_reason(before: Tier | None, after: Tier | None) -> InterimReason | None:
    """Return why a country is on the Special Watch List, by its tier before and now.

    Raises:
        UnknownTierError: A value is neither a tier nor `None`.

    >>> find_interim_reason(Tier.TIER_3, Tier.TIER_2)
    'Tier 3 to Tier 2'
    """
    tiers = [tier if tier is None else read_tier(tier) for tier in (before, after)]
    match tiers:
        case _, Tier.TIER_2_WATCH_LIST:
            return "Watch List"
        case ((Tier.TIER_2 | Tier.TIER_2_WATCH_LIST), Tier.TIER_1):
            return "Tier 2 to Tier 1"
        case Tier.TIER_3, Tier.TIER_2:
            return "Tier 3 to Tier 2"
        case _:
            return None


def read_interim(
    year: object, years: Collection[ReportYear], left_out: Collection[ReportYear] = ()
) -> ReportYear:
    """Return the year of an edition that has a Special Watch List which the editions can show.

    Raises:
        CoverageError: The year is not a report year, is before 2004, or the
            edition or the one before it is missing.
    """
    number = read_integer(year)
    if number is not None and number < FIRST_SPECIAL_WATCH_LIST:
        began = f"it began with the {FIRST_SPECIAL_WATCH_LIST} edition"
        refuse_year(number, years, f"no Special Watch List of {number}: {began}", left_out)
    known = read_year(year, years, left_out)
    if known - 1 not in years:
        detail = f"the Special Watch List of {known} needs the {known - 1} edition"
        refuse_year(known, years, detail, left_out)
    return known


_PAIRS = "pairs of a Country and its history"


def find_special_watch_list(
    histories: Iterable[tuple[Country, History | Mapping[ReportYear, Tier | str]]], year: ReportYear
) -> SpecialWatchList:
    """Return the Special Watch List of an edition, from countries with their histories.

    Raises:
        CoverageError: The edition or the one before it is missing, or the
            edition is before 2004, when the list began.
    """
    every: list[tuple[Country, History]] = []
    for pair in read_several("histories", histories, expected=_PAIRS, least=0):
        check_kind("histories", pair, (tuple,), _PAIRS)
        country, history = pair
        check_kind("histories", country, (Country,), _PAIRS)
        every.append((country, History.from_tiers(history)))
    year = read_interim(year, {one for _, given in every for one in given.years})
    pairs: list[tuple[Country, InterimListing]] = []
    skipped: list[Country] = []
    for country, given in every:
        after = given.tiers.get(year)
        reason = find_interim_reason(given.tiers.get(year - 1), after)
        depends = after in (Tier.TIER_1, Tier.TIER_2)
        if year in given.withheld or (depends and year - 1 in given.withheld):
            skipped.append(country)
        elif reason is not None:
            pairs.append((country, InterimListing(year=year, reason=reason)))
    return SpecialWatchList(
        title=f"Special Watch List of {year}", pairs=tuple(pairs), skipped=tuple(skipped)
    )


def __dir__() -> list[str]:
    return __all__
