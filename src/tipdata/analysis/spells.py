"""Runs of editions that place a country on one tier, and why each begins and ends."""

import itertools
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
from tipdata.tiers import Tier, levels, read_tier
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
    given, scale = History.from_tiers(history), levels(coding)
    runs = _split(given, scale, gap)
    found: list[Spell] = []
    began: SpellStart = "coverage" if runs and runs[0].places[0] == 0 else "entered"
    for run, later in itertools.zip_longest(runs, runs[1:]):
        cut = _cut(given, run, later, coding, gap) if later else _last_cut(given, run)
        if run.level is not None:
            years = tuple(given.years[place] for place in run.places)
            own = {given.tiers[year] for year in years}
            tiers = tuple(tier for tier in scale[run.level] if tier in own)
            found.append(Spell(tiers, years, began, cut[0], coding, gap))
        began = cut[1]
    return tuple(found)


class _Run(NamedTuple):
    """Editions in a row on one level of a scale, or withheld, which has no level."""

    level: int | None
    places: list[int]


def _split(given: History, scale: Sequence[Sequence[Tier]], gap: Gap) -> list[_Run]:
    """Return the places of the editions with a placement, in runs."""
    level = {tier: number for number, tiers in enumerate(scale) for tier in tiers}
    runs: list[_Run] = []
    before: tuple[int | None, int] | None = None
    for place, year in enumerate(given.years):
        tier = given.tiers.get(year)
        hidden = year in given.withheld
        if tier is None and not hidden:
            before = before if gap == "bridge" else None
            continue
        number = None if tier is None or hidden else level[tier]
        states = sum(seam <= year for seam in given.seams)
        if (number, states) != before:
            before = number, states
            runs.append(_Run(number, []))
        runs[-1].places.append(place)
    return runs


_Cut = tuple[SpellEnd, SpellStart]
"""Why one spell ends and the next one begins."""


def _last_cut(given: History, run: _Run) -> _Cut:
    if run.places[-1] == len(given.years) - 1:
        return "coverage", "entered"
    return "state_ended" if given.ended else "left", "entered"


def _cut(given: History, run: _Run, later: _Run, coding: Coding, gap: Gap) -> _Cut:
    place, next_place = run.places[-1], later.places[0]
    since, year = given.years[place], given.years[next_place]
    if any(since < seam <= year for seam in given.seams):
        return "state_ended", "state_began"
    if gap == "break" and next_place - place > 1:
        return "left", "entered"
    if run.level is None or later.level is None:
        return "withheld", "withheld"
    if is_new_category(since, year, given.tiers[since], given.tiers[year], coding):
        return "category_created", "category_created"
    return "change", "change"


def __dir__() -> list[str]:
    return __all__
