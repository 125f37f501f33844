"""Runs of editions that place a country on one tier, and why each begins and ends."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

import attrs

from tipdata._arguments import check_coding, check_gap
from tipdata._attributes import Renamed
from tipdata._tables.columns import read_paths
from tipdata._tables.tabular import TabularRow
from tipdata.analysis.history import History
from tipdata.analysis.moves import is_new_category
from tipdata.analysis.results import Results
from tipdata.tiers import RANKS, Tier, best_first, read_tier
from tipdata.typing import Coding, Gap, ReportYear

__all__ = ["Spell", "SpellEnd", "SpellStart", "Spells", "find_spells"]

SpellStart = Literal["change", "entered", "category_created", "state_began", "coverage", "withheld"]
"""Why a spell begins where it does.

`coverage`: the record or selection begins there. `category_created`: the Watch List did
not exist before. `state_began`: another state was placed before. `withheld`:
a selection leaves out the placement before. These four are censored.
"""

SpellEnd = Literal["change", "left", "category_created", "state_ended", "coverage", "withheld"]
"""Why a spell ends where it does; all but `change` and `left` are censored."""

_CENSORED = frozenset({"category_created", "state_began", "state_ended", "coverage", "withheld"})
_WORDS: dict[SpellStart | SpellEnd, str] = {
    "category_created": "the Watch List was new",
    "state_began": "another state before",
    "state_ended": "the state ended",
    "coverage": "the record ends",
    "withheld": "withheld",
}


# Positional, since a whole record has 1,226 spells.
@attrs.frozen(repr=False)
class Spell(TabularRow):
    """A run of editions that place a country on one tier, or on one step of a coding.

    Attributes:
        tiers: The tiers in it, best first; several only where the coding folds them.
        years: The report years, in order.
        began: Why it begins where it does.
        ended: Why it ends where it does.
        coding: The scale on which the tiers were compared.
        gap: How absences were treated.

    >>> found = find_spells({2019: Tier.TIER_2, 2020: Tier.TIER_1, 2021: Tier.TIER_1})
    >>> print(found[1])
    Tier 1, 2020-2021 (2 editions; the record ends)
    >>> found[1].began, found[1].is_censored
    ('change', True)
    """

    tiers: tuple[Tier, ...]
    years: tuple[ReportYear, ...]
    began: SpellStart
    ended: SpellEnd
    coding: Coding = "ordinal"
    gap: Gap = "break"

    COLUMNS = read_paths(
        "tier=label rank=tier.rank first last length began ended is_censored coding gap"
    )

    if not TYPE_CHECKING:
        editions = Renamed("years")

    @property
    def tier(self) -> Tier:
        """The tier; where the coding folds several, the best of those in the spell."""
        return self.tiers[0]

    @property
    def first(self) -> ReportYear:
        """Report year of the first edition."""
        return self.years[0]

    @property
    def last(self) -> ReportYear:
        """Report year of the last edition."""
        return self.years[-1]

    @property
    def length(self) -> int:
        """The number of editions."""
        return len(self.years)

    @property
    def is_censored(self) -> bool:
        """Whether it may have been longer than shown here, at either end."""
        return self.began in _CENSORED or self.ended in _CENSORED

    @property
    def label(self) -> str:
        """The tier, or the tiers where the coding folds several."""
        return " or ".join(tier.value for tier in self.tiers)

    def __str__(self) -> str:
        years = f"{self.first}-{self.last}" if self.length > 1 else f"{self.first}"
        said = [f"{self.length} edition{'s' * (self.length > 1)}"]
        if self.began in _CENSORED:
            said.append("the record begins" if self.began == "coverage" else _WORDS[self.began])
        if self.ended in _CENSORED:
            said.append(_WORDS[self.ended])
        if self.coding != "ordinal":
            said.append(f"coding {self.coding}")
        return f"{self.label}, {years} ({'; '.join(said)})"


@attrs.frozen(kw_only=True, repr=False)
class Spells(Results[Spell, Spell]):
    """The spells of one country, in order.

    Attributes:
        label: The country's name.
        spells: The spells.
        coding: The scale on which the tiers were compared.
        gap: How absences were treated.

    >>> import tipdata
    >>> print(tipdata.load().series("Turkmenistan").spells().on(Tier.TIER_2_WATCH_LIST)[0])
    Tier 2 Watch List, 2009-2010 (2 editions)
    """

    label: str
    spells: tuple[Spell, ...]
    coding: Coding = "ordinal"
    gap: Gap = "break"

    _COLUMNS = Spell.COLUMNS
    _ITEMS = "spells"
    _TIERS = ("tier",)

    _FILTER = "a function of a spell; on('Tier 3') chooses a tier"

    if not TYPE_CHECKING:
        where = Renamed("filter")

    def on(self, tier: Tier | str) -> "Spells":
        """Return the spells with editions on a tier, given as `Tier` or label.

        Raises:
            UnknownTierError: Not a tier.
        """
        wanted = read_tier(tier)
        return self.filter(lambda spell: wanted in spell.tiers)

    @property
    def longest(self) -> Spell | None:
        """The spell with the most editions, the first of equals; `None` if there are no spells."""
        return max(self.spells, key=lambda spell: spell.length, default=None)

    @property
    def _caption(self) -> str:
        return f"{self.label}: {len(self)} spell{'s' * (len(self) != 1)}"


def find_spells(
    history: History | Mapping[ReportYear, Tier | str],
    *,
    coding: Coding = "ordinal",
    gap: Gap = "break",
) -> tuple[Spell, ...]:
    """Return the runs of editions on one tier, in order; special cases make runs too.

    An absence is not a spell and ends one, unless `gap="bridge"`. A withheld
    placement ends a spell, and so does a seam, where one state takes the
    place of another.

    Raises:
        InvalidValueError: Unknown coding or gap.

    >>> [s.length for s in find_spells({2001: Tier.TIER_2, 2003: Tier.TIER_2}, gap="bridge")]
    [2]
    """
    check_coding(coding)
    check_gap(gap)
    given = History.from_tiers(history)
    runs = find_runs(given, coding, gap)
    return tuple(
        Spell(
            _tiers_in(given, run.years, coding), tuple(run.years), run.began, run.ended, coding, gap
        )
        for run in runs
    )


def _tiers_in(given: History, years: Sequence[ReportYear], coding: Coding) -> tuple[Tier, ...]:
    if coding == "ordinal":
        return (given.tiers[years[0]],)
    return tuple(best_first({given.tiers[year] for year in years}))


class Run(NamedTuple):
    """The years of a spell, and why it begins and ends."""

    years: list[ReportYear]
    began: SpellStart
    ended: SpellEnd


def find_runs(given: History, coding: Coding, gap: Gap) -> list[Run]:
    """Return what `find_spells` does as bare years, of arguments that are read already."""
    tiers, years, withheld, seams = given.tiers, given.years, given.withheld, given.seams
    found: list[Run] = []
    run: list[ReportYear] = []
    began: SpellStart = "entered"
    last, before = -1, None
    for place, year in enumerate(years):
        tier = tiers.get(year)
        if year in withheld:
            tier = None
        elif tier is None:
            continue
        if last < 0:
            began = "entered" if place else "coverage"
        elif tier is not before or place - last > 1 or seams:  # seldom
            cut = _cut(given, last, place, coding, gap)
            if run and cut:
                found.append(Run(run, began, cut[0]))
            if cut:
                run, began = [], cut[1]
        if tier is not None:
            run.append(year)
        last, before = place, tier
    if run:
        gone: SpellEnd = "state_ended" if given.ended else "left"
        found.append(Run(run, began, gone if last < len(years) - 1 else "coverage"))
    return found


_Cut = tuple[SpellEnd, SpellStart]
"""Why one spell ends and the next one begins."""


def _cut(given: History, last: int, place: int, coding: Coding, gap: Gap) -> _Cut | None:
    """Return why a spell ends between two places with a placement, or `None` if it goes on."""
    since, year = given.years[last], given.years[place]
    if given.seams and any(since < seam <= year for seam in given.seams):
        return "state_ended", "state_began"
    if gap == "break" and place - last > 1:
        return "left", "entered"
    if since in given.withheld or year in given.withheld:
        both = since in given.withheld and year in given.withheld
        return None if both else ("withheld", "withheld")
    before, after = given.tiers[since], given.tiers[year]
    ranks = RANKS[coding]
    if ranks[before] == ranks[after]:
        return None
    if is_new_category(since, year, before, after, coding):
        return "category_created", "category_created"
    return "change", "change"


def __dir__() -> list[str]:
    return __all__
