"""What changed for countries, between two editions or over all of them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, get_args

import attrs

from tipdata._arguments import check_coding, check_gap
from tipdata._tables.columns import Columns, columns_of
from tipdata.analysis.moves import Move
from tipdata.records.assessments import Assessment, weaker
from tipdata.records.countries import Country, Succession
from tipdata.tiers import Tier
from tipdata.typing import Coding, Direction, EvidenceLevel, Gap, ReportYear

if TYPE_CHECKING:
    from tipdata._tables.frame_maker import FrameMaker

__all__ = ["Change", "Changes", "change_of", "changes_between", "ended_by"]

ABSENT = "not in the report"
_DIRECTIONS: tuple[Direction, ...] = get_args(Direction)


def ended_by(move: Move, successions: Collection[Succession]) -> tuple[Succession, ...]:
    """Return what took the place of a state that left the report because it ended."""
    if move.direction != "left":
        return ()
    return tuple(
        s for s in successions if s.kind != "separation" and s.date.earliest.year <= move.year
    )


# Positional, since a call with five keywords takes half as long again and all
# editions together have 4,000 changes.
@attrs.frozen
class Change:
    """What happened to one country between two editions.

    What `Move` has is here as well: `direction`, `steps`, `before`, `after`,
    `since`, `year`, `years`, `last_seen`, `is_return`, `new_category`, `coding`.

    Attributes:
        country: The country.
        move: What happened.
        earlier: The assessment before, or `None` if it was not in that report.
        later: The assessment after, or `None` if it is not in that report.
        ended: For one that left because the state ended: what took its place.

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
        """What happened, in a word."""
        return self.move.direction

    @property
    def steps(self) -> int | None:
        """Steps on the coding's scale, above zero for the better; `None` unless both are ranked."""
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
        """For one that enters: the newest edition before that had it."""
        return self.move.last_seen

    @property
    def is_return(self) -> bool:
        """Whether the country was in an edition before the gap that ends here."""
        return self.move.is_return

    @property
    def new_category(self) -> bool:
        """Whether it is measured on a Watch List that the earlier edition did not know."""
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

    def __str__(self) -> str:
        before, after = self.before or ABSENT, self.after or ABSENT
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


_COLUMNS = (
    "country",
    "name",
    "since",
    "year",
    "before",
    "after",
    "direction",
    "steps",
    "evidence",
    "is_return",
    "new_category",
    "coding",
)
_WORDS = {d: d.replace("_", " ") for d in _DIRECTIONS}
_NOUNS = {**_WORDS, "upgrade": "upgrades", "downgrade": "downgrades"}


@attrs.frozen(kw_only=True)
class Changes:
    """The changes between two editions, or of one country over its editions.

    Iterating gives what changed; what did not is in `unchanged`.

    Attributes:
        since: Report year of the earlier, or of the first edition.
        year: Report year of the later, or of the last edition.
        changes: What changed, by name, or by year for one country.
        unchanged: The pairs of placements that are equal on the coding.
        coding: The scale on which the tiers were compared.
        gap: What was done about absences.

    >>> import tipdata
    >>> changes = tipdata.load().changes(2021)
    >>> len(changes.upgrades), len(changes.downgrades)
    (17, 20)
    """

    since: ReportYear
    year: ReportYear
    changes: tuple[Change, ...]
    unchanged: tuple[Change, ...] = ()
    coding: Coding = "ordinal"
    gap: Gap = "break"

    @classmethod
    def of(
        cls,
        pairs: Sequence[Change],
        *,
        since: ReportYear,
        year: ReportYear,
        coding: Coding = "ordinal",
        gap: Gap = "break",
    ) -> "Changes":
        """Part pairs of placements into those that changed and those that did not."""
        moved: list[Change] = []
        still: list[Change] = []
        for pair in pairs:
            (still if pair.move.direction == "unchanged" else moved).append(pair)
        return cls(
            since=since,
            year=year,
            changes=tuple(moved),
            unchanged=tuple(still),
            coding=coding,
            gap=gap,
        )

    def where(self, keep: Callable[[Change], bool]) -> "Changes":
        """Return the changes for which `keep` is true."""
        return attrs.evolve(
            self,
            changes=tuple(c for c in self.changes if keep(c)),
            unchanged=tuple(c for c in self.unchanged if keep(c)),
        )

    def only(self, direction: Direction) -> "Changes":
        """Return the changes of one direction."""
        pairs = self.unchanged if direction == "unchanged" else self.changes
        return Changes(
            since=self.since,
            year=self.year,
            changes=tuple(c for c in pairs if c.move.direction == direction),
            coding=self.coding,
            gap=self.gap,
        )

    @property
    def upgrades(self) -> "Changes":
        """Those placed on a better tier than before."""
        return self.only("upgrade")

    @property
    def downgrades(self) -> "Changes":
        """Those placed on a worse tier than before."""
        return self.only("downgrade")

    @property
    def entered(self) -> "Changes":
        """Those that the earlier edition does not have."""
        return self.only("entered")

    @property
    def left(self) -> "Changes":
        """Those that the later edition does not have."""
        return self.only("left")

    @property
    def to_special_case(self) -> "Changes":
        """Those that were ranked and are a special case."""
        return self.only("to_special_case")

    @property
    def from_special_case(self) -> "Changes":
        """Those that were a special case and are ranked."""
        return self.only("from_special_case")

    @property
    def counts(self) -> dict[Direction, int]:
        """How many there are of each direction, `unchanged` included."""
        counts = dict.fromkeys(_DIRECTIONS, 0)
        for change in (*self.changes, *self.unchanged):
            counts[change.move.direction] += 1
        return counts

    @property
    def countries(self) -> tuple[Country, ...]:
        """The countries that changed, each once."""
        return tuple(dict.fromkeys(change.country for change in self.changes))

    def columns(self) -> Columns:
        """Return what changed as plain columns, one row a change."""
        return columns_of(
            _COLUMNS,
            (
                (
                    c.country.alpha_3,
                    c.country.label,
                    c.since,
                    c.year,
                    c.before and c.before.value,
                    c.after and c.after.value,
                    c.direction,
                    c.steps,
                    c.evidence,
                    c.is_return,
                    c.new_category,
                    c.coding,
                )
                for c in self.changes
            ),
        )

    @property
    def title(self) -> str:
        """What was compared and how much of it changed, in a line."""
        counts = ", ".join(
            f"{n} {_NOUNS[d] if n != 1 else _WORDS[d]}" for d, n in self.counts.items() if n
        )
        return f"{self.year} against {self.since}: {counts or 'no placements'}"

    def _repr_html_(self) -> str:
        from tipdata._tables import html  # noqa: PLC0415 - loading the record does without

        return html.notebook(self.columns(), caption=self.title, row_heads=1)

    @property
    def to_frame(self) -> "FrameMaker":
        """Make a frame of it: `to_frame("polars")`."""
        from tipdata._tables.frame_maker import FrameMaker  # noqa: PLC0415 - see above

        return FrameMaker(self.columns(), tiers=("before", "after"))

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)

    def __len__(self) -> int:
        return len(self.changes)

    def __getitem__(self, index: int) -> Change:
        return self.changes[index]

    def __str__(self) -> str:
        lines = [self.title]
        for direction in _DIRECTIONS:
            if chosen := [c for c in self.changes if c.direction == direction]:
                lines += [f"{_NOUNS[direction]}:", *(f"  {change}" for change in chosen)]
        return "\n".join(lines)


def change_of(
    country: Country,
    own: Mapping[ReportYear, Assessment],
    move: Move | None,
    successions: Collection[Succession],
) -> tuple[Change, ...]:
    """Return a move of a country as its change; none if there is no move."""
    if move is None:
        return ()
    ended = ended_by(move, successions)
    return (Change(country, move, own.get(move.since), own.get(move.year), ended),)


def changes_between(
    pairs: Iterable[tuple[Country, Assessment | None, Assessment | None]],
    since: ReportYear,
    year: ReportYear,
    crossed: Callable[[Country], tuple[Change, ...]],
    *,
    coding: Coding = "ordinal",
    gap: Gap = "break",
) -> Changes:
    """Return what changed between two editions, in the order of `pairs`.

    `pairs` holds each country with its assessments in the two editions;
    `crossed` says what became of one that only one of them has.

    Raises:
        InvalidValueError: There is no such coding or gap.
    """
    check_coding(coding)
    check_gap(gap)
    moved: list[Change] = []
    still: list[Change] = []
    # An edition's 190 changes are a dozen different moves, which they share.
    shared: dict[tuple[Tier, Tier], tuple[Move, list[Change]]] = {}
    for country, earlier, later in pairs:
        if earlier is not None and later is not None:
            tiers = earlier.tier, later.tier
            known = shared.get(tiers)
            if known is None:
                move = Move(since=since, year=year, before=tiers[0], after=tiers[1], coding=coding)
                known = shared[tiers] = move, still if move.direction == "unchanged" else moved
            known[1].append(Change(country, known[0], earlier, later))
        elif earlier is not later:
            for change in crossed(country):
                (still if change.direction == "unchanged" else moved).append(change)
    return Changes(
        since=since, year=year, changes=tuple(moved), unchanged=tuple(still), coding=coding, gap=gap
    )
