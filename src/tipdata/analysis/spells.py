"""Runs of editions that place a country on one tier, and why each begins and ends."""

import itertools
from collections.abc import Callable, Mapping
from typing import Literal

import attrs

from tipdata._arguments import check_coding, check_gap
from tipdata._tables.columns import read_paths
from tipdata._tables.tabular import TabularRow, TabularSequence
from tipdata.analysis.history import History
from tipdata.analysis.moves import Move
from tipdata.tiers import Tier
from tipdata.typing import Coding, Gap, ReportYear

__all__ = ["Spell", "SpellEnd", "SpellStart", "Spells", "find_spells"]

SpellStart = Literal["change", "entered", "category_created", "state_began", "coverage", "withheld"]
"""Why a spell begins where it does.

`coverage`: the record begins there. `category_created`: the Watch List did
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


@attrs.frozen(kw_only=True)
class Spell(TabularRow):
    """A run of editions that place a country on one tier, or on one step of a coding.

    Attributes:
        tiers: The tiers in it, best first; several only where the coding folds them.
        editions: The report years, in order.
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
    editions: tuple[ReportYear, ...]
    began: SpellStart
    ended: SpellEnd
    coding: Coding = "ordinal"
    gap: Gap = "break"

    COLUMNS = read_paths("tier=label first last length began ended is_censored coding gap")

    @property
    def tier(self) -> Tier:
        """The tier; where the coding folds several, the best of those in the spell."""
        return self.tiers[0]

    @property
    def first(self) -> ReportYear:
        """Report year of the first edition."""
        return self.editions[0]

    @property
    def last(self) -> ReportYear:
        """Report year of the last edition."""
        return self.editions[-1]

    @property
    def length(self) -> int:
        """The number of editions."""
        return len(self.editions)

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


@attrs.frozen(kw_only=True)
class Spells(TabularSequence[Spell]):
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

    COLUMNS = Spell.COLUMNS
    _ITEMS = "spells"
    _TIERS = ("tier",)

    def where(self, keep: Callable[[Spell], bool]) -> "Spells":
        """Return the spells for which `keep` is true."""
        return attrs.evolve(self, spells=tuple(s for s in self.spells if keep(s)))

    def on(self, tier: Tier) -> "Spells":
        """Return the spells with editions on a tier."""
        return self.where(lambda spell: tier in spell.tiers)

    @property
    def longest(self) -> Spell | None:
        """The spell with the most editions, the first of equals; `None` if there are no spells."""
        return max(self.spells, key=lambda spell: spell.length, default=None)

    @property
    def _caption(self) -> str:
        return f"{self.label}: {len(self)} spells"


def find_spells(
    history: History | Mapping[ReportYear, Tier],
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
    given = History.of(history)
    tiers, withheld = given.tiers, given.withheld
    stops = [stop for stop in enumerate(given.years) if stop[1] in tiers or stop[1] in withheld]
    found: list[Spell] = []
    run: list[ReportYear] = []
    began: SpellStart = "coverage" if stops and stops[0][0] == 0 else "entered"
    for stop, later in itertools.zip_longest(stops, stops[1:]):
        if stop[1] not in withheld:
            run.append(stop[1])
        cut = _cut(given, stop, later, coding, gap) if later else _last_cut(given, stop)
        if cut is None:
            continue
        if run:
            held = [tiers[year] for year in run]
            found.append(
                Spell(
                    tiers=tuple(tier for tier in Tier if tier in held),
                    editions=tuple(run),
                    began=began,
                    ended=cut[0],
                    coding=coding,
                    gap=gap,
                )
            )
        run, began = [], cut[1]
    return tuple(found)


_Stop = tuple[int, ReportYear]
"""The place of an edition among all, and its year."""

_Cut = tuple[SpellEnd, SpellStart]
"""Why one spell ends and the next one begins."""


def _last_cut(given: History, stop: _Stop) -> _Cut:
    if stop[0] == len(given.years) - 1:
        return "coverage", "entered"
    return "state_ended" if given.ended else "left", "entered"


def _cut(given: History, stop: _Stop, later: _Stop, coding: Coding, gap: Gap) -> _Cut | None:
    """Return why one spell ends and the next one begins between two editions, if they do."""
    (place, since), (next_place, year) = stop, later
    if given.seams and any(since < seam <= year for seam in given.seams):
        return "state_ended", "state_began"
    if gap == "break" and next_place - place > 1:
        return "left", "entered"
    if since in given.withheld or year in given.withheld:
        return "withheld", "withheld"
    before, after = given.tiers[since], given.tiers[year]
    if before is after or before.coded(coding) == after.coded(coding):
        return None
    if Move(since=since, year=year, before=before, after=after, coding=coding).new_category:
        return "category_created", "category_created"
    return "change", "change"
