"""Runs of editions that place a country on one tier, and why each begins and ends.

These functions take any mapping of report years to tiers.
"""

import itertools
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, Literal

import attrs

from tipdata._arguments import check_coding, check_gap
from tipdata._tables import html
from tipdata._tables.columns import Cell, Columns, columns_of
from tipdata.analysis.moves import Move
from tipdata.tiers import Tier
from tipdata.typing import Coding, Gap, ReportYear

if TYPE_CHECKING:
    from tipdata._tables.frame_maker import FrameMaker

__all__ = ["Spell", "SpellEnd", "SpellStart", "Spells", "spells"]

SpellStart = Literal["change", "entered", "category_created", "state_began", "coverage", "withheld"]
"""Why a spell begins where it does.

`coverage`: the record begins there. `category_created`: the Watch List did
not exist before. `state_began`: another state was placed before. `withheld`:
a selection leaves the placement before out. These four are censored.
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
class Spell:
    """A run of editions that place a country on one tier, or on one step of a coding.

    Attributes:
        tiers: The tiers in it, best first; several only where the coding folds them.
        editions: The report years, in order.
        began: Why it begins where it does.
        ended: Why it ends where it does.
        coding: The scale on which the tiers were compared.
        gap: What was done about absences.

    >>> found = spells({2019: Tier.TIER_2, 2020: Tier.TIER_1, 2021: Tier.TIER_1})
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

    COLUMNS: ClassVar[tuple[str, ...]] = (
        "tier",
        "first",
        "last",
        "length",
        "began",
        "ended",
        "is_censored",
        "coding",
        "gap",
    )

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
        """How many editions it has."""
        return len(self.editions)

    @property
    def is_censored(self) -> bool:
        """Whether it may really have been longer than it is here, at either end."""
        return self.began in _CENSORED or self.ended in _CENSORED

    @property
    def label(self) -> str:
        """The tier, or the tiers where the coding folds several."""
        return " or ".join(tier.value for tier in self.tiers)

    def cells(self) -> tuple[Cell, ...]:
        """Return the values of `COLUMNS`."""
        ends = (self.first, self.last, self.length, self.began, self.ended)
        return (self.label, *ends, self.is_censored, self.coding, self.gap)

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
class Spells:
    """The spells of one country, in order.

    Attributes:
        label: The country's name.
        spells: The spells.
        coding: The scale on which the tiers were compared.
        gap: What was done about absences.

    >>> import tipdata
    >>> print(tipdata.load().series("Turkmenistan").spells().on(Tier.TIER_2_WATCH_LIST)[0])
    Tier 2 Watch List, 2009-2010 (2 editions)
    """

    label: str
    spells: tuple[Spell, ...]
    coding: Coding = "ordinal"
    gap: Gap = "break"

    def where(self, keep: Callable[[Spell], bool]) -> "Spells":
        """Return the spells for which `keep` is true."""
        return attrs.evolve(self, spells=tuple(s for s in self.spells if keep(s)))

    def on(self, tier: Tier) -> "Spells":
        """Return the spells that have editions on a tier."""
        return self.where(lambda spell: tier in spell.tiers)

    @property
    def longest(self) -> Spell | None:
        """The spell of most editions, the first of several; `None` if there is none."""
        return max(self.spells, key=lambda spell: spell.length, default=None)

    def columns(self) -> Columns:
        """Return the spells as plain columns, one row a spell."""
        return columns_of(Spell.COLUMNS, (spell.cells() for spell in self.spells))

    def _repr_html_(self) -> str:
        caption = f"{self.label}: {len(self)} spells"
        return html.notebook(self.columns(), caption=caption, row_heads=1)

    @property
    def to_frame(self) -> "FrameMaker":
        """Make a frame of it: `to_frame("polars")`."""
        from tipdata._tables.frame_maker import FrameMaker  # noqa: PLC0415 - loaded where it is used

        return FrameMaker(self.columns(), tiers=("tier",))

    def __iter__(self) -> Iterator[Spell]:
        return iter(self.spells)

    def __len__(self) -> int:
        return len(self.spells)

    def __getitem__(self, index: int) -> Spell:
        return self.spells[index]

    def __str__(self) -> str:
        return "\n".join([f"{self.label}: {len(self)} spells", *(f"  {s}" for s in self.spells)])


def spells(
    tiers: Mapping[ReportYear, Tier],
    editions: Sequence[ReportYear] | None = None,
    *,
    coding: Coding = "ordinal",
    gap: Gap = "break",
    unknown: Collection[ReportYear] = (),
    seams: Collection[ReportYear] = (),
    ended: bool = False,
) -> tuple[Spell, ...]:
    """Return the runs of editions on one tier, in order; special cases make runs too.

    An absence is no spell and ends one, unless `gap="bridge"`. `editions`
    are by default all years from the first to the last placement. An
    `unknown` edition, whose placement exists and is not in `tiers`, ends a
    spell, and so does a year of `seams`, where one state takes the place of
    another. `ended` says that the state itself ended after its last placement.

    Raises:
        InvalidValueError: There is no such coding or gap.

    >>> [s.length for s in spells({2001: Tier.TIER_2, 2003: Tier.TIER_2}, gap="bridge")]
    [2]
    """
    check_coding(coding)
    check_gap(gap)
    if editions is None:
        known = (*tiers, *unknown)
        editions = range(min(known, default=0), max(known, default=-1) + 1)
    found: list[Spell] = []
    run: list[ReportYear] = []
    began: SpellStart = "entered"
    if editions and (editions[0] in tiers or editions[0] in unknown):
        began = "coverage"
    place = {year: index for index, year in enumerate(editions)}
    stops = [year for year in editions if year in tiers or year in unknown]
    for year, later in itertools.zip_longest(stops, stops[1:]):
        if year not in unknown:
            run.append(year)
        if later is None:
            final = place[year] == len(place) - 1
            cut: _Cut | None = ("coverage" if final else "state_ended" if ended else "left", began)
        elif seams and any(year < seam <= later for seam in seams):
            cut = "state_ended", "state_began"
        elif gap == "break" and place[later] - place[year] > 1:
            cut = "left", "entered"
        else:
            cut = _cut(tiers, year, later, coding, unknown)
        if cut is None:
            continue
        if run:
            found.append(_spell(tiers, run, began, cut[0], coding, gap))
        run, began = [], cut[1]
    return tuple(found)


def _spell(
    tiers: Mapping[ReportYear, Tier],
    run: Sequence[ReportYear],
    began: SpellStart,
    ended: SpellEnd,
    coding: Coding,
    gap: Gap,
) -> Spell:
    own = [tiers[year] for year in run]
    held = tuple(tier for tier in Tier if tier in own)
    return Spell(tiers=held, editions=tuple(run), began=began, ended=ended, coding=coding, gap=gap)


_Cut = tuple[SpellEnd, SpellStart]


def _cut(
    tiers: Mapping[ReportYear, Tier],
    since: ReportYear,
    year: ReportYear,
    coding: Coding,
    unknown: Collection[ReportYear],
) -> _Cut | None:
    """Return why one spell ends and the next begins between two editions, if they do."""
    if since in unknown or year in unknown:
        return "withheld", "withheld"
    before, after = tiers[since], tiers[year]
    if before is after or before.coded(coding) == after.coded(coding):
        return None
    if Move(since=since, year=year, before=before, after=after, coding=coding).new_category:
        return "category_created", "category_created"
    return "change", "change"
