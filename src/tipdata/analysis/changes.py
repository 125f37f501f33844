"""What changed for countries, between two editions or over all of them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import compress
from operator import is_not
from typing import TYPE_CHECKING, NamedTuple, Self, get_args

import attrs

from tipdata import _tables
from tipdata._arguments import (
    check_coding,
    check_gap,
    read_any_year,
    read_records,
    read_word,
)
from tipdata._attributes import LaterField, Renamed, later
from tipdata._tables.columns import read_paths
from tipdata._tables.tabular import brief
from tipdata.analysis.moves import Move
from tipdata.analysis.results import CountryResults, Find
from tipdata.records.assessments import Assessment, weaker
from tipdata.records.countries import Country, Succession
from tipdata.tiers import Tier
from tipdata.typing import Coding, Direction, EvidenceLevel, Gap, ReportYear

__all__ = ["Change", "Changes"]

_DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
_WORDS = {d: d.replace("_", " ") for d in _DIRECTIONS}
_NOUNS = {**_WORDS, "upgrade": "upgrades", "downgrade": "downgrades"}


# Positional: a call with five keywords takes half as long again, and all
# editions together have 4,000 changes.
@attrs.frozen(repr=False)
class Change:
    """What happened to one country between two editions.

    It also has what its `Move` has: `direction`, `steps`, `before`, `after`,
    `since`, `year`, `years`, `last_seen`, `is_return`, `new_category`, `coding`.

    Attributes:
        country: The country.
        move: What happened.
        earlier: The assessment before; `None` if not in that report.
        later: The assessment after; `None` if not in that report.
        ended: If it left because the state ended, what took its place.

    >>> import tipdata
    >>> print(next(iter(tipdata.load().series("Kazakhstan").changes())))
    Kazakhstan: Tier 3 → Tier 2 (2002, upgrade)
    """

    country: Country
    move: Move
    earlier: Assessment | None = None
    later: Assessment | None = None
    ended: tuple[Succession, ...] = ()

    @property
    def direction(self) -> Direction:
        """What happened, in one word."""
        return self.move.direction

    @property
    def steps(self) -> int | None:
        """Steps on the coding's scale, positive if better; `None` unless both are ranked."""
        return self.move.steps

    @property
    def before(self) -> Tier | None:
        """The tier in the earlier edition."""
        return self.move.before

    @property
    def after(self) -> Tier | None:
        """The tier in the later edition."""
        return self.move.after

    @property
    def since(self) -> ReportYear:
        """Report year of the earlier edition."""
        return self.move.since

    @property
    def year(self) -> ReportYear:
        """Report year of the later edition."""
        return self.move.year

    @property
    def years(self) -> int:
        """Years between the two editions."""
        return self.move.years

    @property
    def last_seen(self) -> ReportYear | None:
        """For a country that enters, the newest edition before that had it."""
        return self.move.last_seen

    @property
    def is_return(self) -> bool:
        """Whether the country was in an edition before the gap that ends here."""
        return self.move.is_return

    @property
    def new_category(self) -> bool:
        """Whether it is now on the Watch List, which the earlier edition did not have."""
        return self.move.new_category

    @property
    def coding(self) -> Coding:
        """The scale on which the tiers were compared."""
        return self.move.coding

    @property
    def evidence(self) -> EvidenceLevel:
        """The weaker of the evidence for the two placements."""
        if self.earlier is None or self.later is None:
            known = self.earlier or self.later
            return known.evidence if known else "unverified"
        return weaker(self.earlier.evidence, self.later.evidence)

    def __repr__(self) -> str:
        return brief(self, str(self))

    def __str__(self) -> str:
        absent = _tables.palette.ABSENT
        before, after = self.before or absent, self.after or absent
        when = f"{self.year}" if self.years == 1 else f"{self.since} to {self.year}"
        said = [
            f"{when}, {_WORDS[self.direction]}{' again' * (not self.before and self.is_return)}"
        ]
        if not self.before and self.is_return:
            said.append(f"last seen in {self.last_seen}")
        if self.new_category:
            said.append("the Watch List was new")
        if self.ended:
            said.append("the state ended: " + ", ".join(s.successor for s in self.ended))
        if self.coding != "ordinal":
            said.append(f"coding {self.coding}")
        return f"{self.country.label}: {before} → {after} ({'; '.join(said)})"


@attrs.frozen(kw_only=True, repr=False)
class Changes(CountryResults[Change, Change]):
    """The changes between two editions, or of one country over its editions.

    Iterating gives what changed; `unchanged` holds the rest.

    Attributes:
        since: Report year of the earlier edition, or of the first.
        year: Report year of the later edition, or of the last.
        changes: What changed, by country name, or by year for one country.
        unchanged: The pairs of placements that are equal on the coding.
        coding: The scale on which the tiers were compared.
        gap: How absences were treated.
        skipped: Countries with a placement that a selection leaves out of
            either edition.
        find: Returns the country that a code or a name means; by default
            among the countries of the result.

    >>> import tipdata
    >>> changes = tipdata.load().changes(2021)
    >>> len(changes.upgrades), len(changes.downgrades)
    (17, 20)
    >>> print(changes.of("Kyrgyzstan")[0])
    Kyrgyz Republic: Tier 2 Watch List → Tier 2 (2021, upgrade)
    """

    since: ReportYear
    year: ReportYear
    changes: tuple[Change, ...]
    unchanged: tuple[Change, ...] = ()
    coding: Coding = "ordinal"
    gap: Gap = "break"
    skipped: tuple[Country, ...] = ()
    find: Find | None = attrs.field(default=None, eq=False)

    _COLUMNS = read_paths(
        "country=country.alpha_3 name=country.label since year before after direction steps "
        "evidence is_return new_category coding"
    )
    _ITEMS = "changes"
    _TIERS = ("before", "after")
    _FILTER = "a function of a change; only('upgrade') chooses a direction"

    if not TYPE_CHECKING:
        where = Renamed("filter")

    @classmethod
    def from_pairs(
        cls,
        pairs: Sequence[Change],
        *,
        since: ReportYear,
        year: ReportYear,
        coding: Coding = "ordinal",
        gap: Gap = "break",
    ) -> "Changes":
        """Split pairs of placements into those that changed and those that did not.

        Raises:
            InvalidValueError: A pair is not a change, a year is not an integer,
                or unknown coding or gap.
        """
        check_coding(coding)
        check_gap(gap)
        every = read_records("pairs", pairs, Change)
        return cls(
            since=read_any_year("since", since),
            year=read_any_year("year", year),
            changes=tuple(c for c in every if c.move.direction != "unchanged"),
            unchanged=tuple(c for c in every if c.move.direction == "unchanged"),
            coding=coding,
            gap=gap,
        )

    def filter(self, keep: Callable[[Change], bool]) -> Self:
        """Return the changes for which `keep` is true, and so of the pairs that did not change.

        Raises:
            InvalidValueError: `keep` is not a function.
        """
        chosen = super().filter(keep)
        return attrs.evolve(chosen, unchanged=tuple(filter(keep, self.unchanged)))

    def of(self, country: Country | str) -> Self:
        """Return the changes of one country, or that it did not change.

        It is empty if neither edition has the country.

        Raises:
            UnknownCountryError: Not a known code or name.
            AmbiguousCountryError: The name means more than one country.
            InvalidValueError: The country was skipped, or a selection leaves
                out all of its placements.

        >>> import tipdata
        >>> tipdata.load().changes(2021).of("Sweden").counts["unchanged"]
        1
        """
        code = self._asked(country).alpha_3
        return attrs.evolve(self.filter(lambda change: change.country.alpha_3 == code), skipped=())

    def only(self, direction: Direction) -> "Changes":
        """Return the changes of one direction.

        Raises:
            InvalidValueError: Unknown direction.
        """
        read_word("direction", direction, _DIRECTIONS)
        pairs = self.unchanged if direction == "unchanged" else self.changes
        return Changes(
            since=self.since,
            year=self.year,
            changes=tuple([c for c in pairs if c.move.direction == direction]),
            coding=self.coding,
            gap=self.gap,
            skipped=self.skipped,
            find=self.find,
        )

    @property
    def upgrades(self) -> "Changes":
        """The countries placed on a better tier than before."""
        return self.only("upgrade")

    @property
    def downgrades(self) -> "Changes":
        """The countries placed on a worse tier than before."""
        return self.only("downgrade")

    @property
    def entered(self) -> "Changes":
        """The countries that the earlier edition does not have."""
        return self.only("entered")

    @property
    def left(self) -> "Changes":
        """The countries that the later edition does not have."""
        return self.only("left")

    @property
    def to_special_case(self) -> "Changes":
        """The countries that were ranked and became a special case."""
        return self.only("to_special_case")

    @property
    def from_special_case(self) -> "Changes":
        """The countries that were a special case and are ranked now."""
        return self.only("from_special_case")

    @property
    def counts(self) -> dict[Direction, int]:
        """The number of countries by direction, including `unchanged`."""
        counts = dict.fromkeys(_DIRECTIONS, 0)
        for change in (*self.changes, *self.unchanged):
            counts[change.move.direction] += 1
        return counts

    @property
    def countries(self) -> tuple[Country, ...]:
        """The countries that changed, each once."""
        return tuple(dict.fromkeys(change.country for change in self.changes))

    @property
    def _held(self) -> tuple[Country, ...]:
        return tuple(change.country for change in (*self.changes, *self.unchanged))

    @property
    def title(self) -> str:
        """What was compared and how much of it changed, in one line."""
        counts = ", ".join(
            f"{n} {_NOUNS[d] if n != 1 else _WORDS[d]}" for d, n in self.counts.items() if n
        )
        return f"{self.year} against {self.since}: {counts or 'no placements'}"

    @property
    def _caption(self) -> str:
        return self.title

    def __str__(self) -> str:
        lines = [self.title]
        for direction in _DIRECTIONS:
            if chosen := [c for c in self.changes if c.direction == direction]:
                lines += [f"{_NOUNS[direction]}:", *(f"  {change}" for change in chosen)]
        return "\n".join(lines)


if not TYPE_CHECKING:
    Changes.unchanged = LaterField(Changes.unchanged)


class Column(NamedTuple):
    """Where an edition places countries; `None` where it does not have one."""

    assessments: Sequence[Assessment | None]
    tiers: Sequence[Tier | None]


_Pair = tuple[Country, Assessment | None, Assessment | None]
"""A country with its assessments in two editions."""


def make_change(
    country: Country,
    own: Mapping[ReportYear, Assessment],
    move: Move,
    successions: Collection[Succession],
) -> Change:
    """Return a move as a change of its country, with what took the place of a state that ended."""
    ended: tuple[Succession, ...] = ()
    if move.direction == "left":
        kinds = (s for s in successions if s.kind != "separation")
        ended = tuple(s for s in kinds if s.date.earliest.year <= move.year)
    return Change(country, move, own.get(move.since), own.get(move.year), ended)


def collect_changes(
    countries: Sequence[Country],
    columns: Mapping[ReportYear, Column],
    cross: Callable[[Country], Change | None],
    *,
    coding: Coding = "ordinal",
    gap: Gap = "break",
    skipped: tuple[Country, ...] = (),
    find: Find | None = None,
) -> Changes:
    """Return what changed between two editions, in the order of the countries.

    `columns` holds where the two editions place them, by report year;
    `cross` returns the change of a country that only one of them has.

    Raises:
        InvalidValueError: Unknown coding or gap.
    """
    check_coding(coding)
    check_gap(gap)
    (since, before), (year, after) = columns.items()

    def pairs() -> Iterator[_Pair]:
        return zip(countries, before.assessments, after.assessments, strict=True)

    def make(some: Iterable[_Pair]) -> tuple[list[Change], list[Change]]:
        """Return the changes of pairs, and the pairs that did not change."""
        moved: list[Change] = []
        still: list[Change] = []
        # The 190 changes of an edition share a dozen different moves.
        shared: dict[tuple[Tier, Tier], tuple[Move, list[Change]]] = {}
        for country, old, new in some:
            if old is not None and new is not None:
                tiers = old.tier, new.tier
                known = shared.get(tiers)
                if known is None:
                    move = Move(
                        since=since, year=year, before=old.tier, after=new.tier, coding=coding
                    )
                    known = shared[tiers] = move, still if move.direction == "unchanged" else moved
                known[1].append(Change(country, known[0], old, new))
            elif old is not new:
                change = cross(country)
                if change is not None:
                    (still if change.direction == "unchanged" else moved).append(change)
        return moved, still

    differing = compress(pairs(), map(is_not, before.tiers, after.tiers))
    return Changes(
        since=since,
        year=year,
        changes=tuple(make(differing)[0]),
        # Four pairs of five, for which few ask.
        unchanged=later(lambda: tuple(make(pairs())[1])),
        coding=coding,
        gap=gap,
        skipped=skipped,
        find=find,
    )


def __dir__() -> list[str]:
    return __all__
