"""What happened to a placement between two editions."""

import itertools
from collections.abc import Mapping

import attrs
from attrs import field

from tipdata._arguments import check_coding, check_gap, read_any_year, refuse_year
from tipdata.analysis.history import FIRST_WATCH_LIST, History
from tipdata.tiers import CODINGS, RANKS, Tier, read_tier
from tipdata.typing import Coding, Direction, Gap, ReportYear

__all__ = ["Move", "find_move", "find_moves"]


def _direction(move: "Move") -> Direction:
    before, after, coding = move.before, move.after, move.coding
    if coding not in CODINGS:
        check_coding(coding)
    if before is None or after is None:
        return "left" if after is None else "entered"
    if before is after:
        return "unchanged"
    one, other = RANKS[coding][before], RANKS[coding][after]
    if other is None:
        return "to_special_case"
    if one is None:
        return "from_special_case"
    return "unchanged" if one == other else "upgrade" if other < one else "downgrade"


# All editions together have 300 moves, so that calls add up.
def _read_placed(tier: Tier | str | None) -> Tier | None:
    return tier if tier is None or type(tier) is Tier else read_tier(tier)


@attrs.frozen(kw_only=True)
class Move:
    """What happened to a placement between two editions.

    Attributes:
        since: Report year of the earlier edition.
        year: Report year of the later edition.
        before: The tier in the earlier edition; `None` if not in the report.
        after: The tier in the later edition; `None` if not in the report.
        last_seen: For a country that enters, the newest edition before that had it.
        coding: The scale on which the tiers were compared.

    >>> move = find_move({2020: Tier.TIER_2_WATCH_LIST, 2021: Tier.TIER_2}, 2020, 2021)
    >>> move.direction, move.steps
    ('upgrade', 1)
    """

    since: ReportYear
    year: ReportYear
    before: Tier | None = field(converter=_read_placed)
    after: Tier | None = field(converter=_read_placed)
    last_seen: ReportYear | None = None
    coding: Coding = "ordinal"
    direction: Direction = field(init=False, default=attrs.Factory(_direction, takes_self=True))

    @property
    def years(self) -> int:
        """Years between the two editions."""
        return self.year - self.since

    @property
    def steps(self) -> int | None:
        """Steps on the coding's scale, above zero for the better; `None` unless both are ranked."""
        return count_steps(self.before, self.after, self.coding)

    @property
    def is_return(self) -> bool:
        """Whether the country was in an edition before the gap that ends here."""
        return self.last_seen is not None

    @property
    def new_category(self) -> bool:
        """Whether the scale changed in between: the Watch List began with the 2004 edition."""
        return is_new_category(self.since, self.year, self.before, self.after, self.coding)


def count_steps(before: Tier | None, after: Tier | None, coding: Coding) -> int | None:
    """Return the steps on a scale, above zero for the better; `None` unless both are ranked."""
    if before is None or after is None:
        return None
    one, other = before.coded(coding), after.coded(coding)
    return None if one is None or other is None else int(one - other)


def is_new_category(
    since: ReportYear, year: ReportYear, before: Tier | None, after: Tier | None, coding: Coding
) -> bool:
    """Return whether a ranked country is on a Watch List that the earlier edition did not have."""
    return (
        since < FIRST_WATCH_LIST <= year
        and after is Tier.TIER_2_WATCH_LIST
        and before not in (None, Tier.SPECIAL_CASE)
        and coding == "ordinal"
    )


def find_move(
    history: History | Mapping[ReportYear, Tier | str],
    since: ReportYear,
    year: ReportYear,
    *,
    coding: Coding = "ordinal",
    gap: Gap = "break",
) -> Move | None:
    """Return the net move between two editions; `None` if neither has the country.

    With `gap="bridge"`, a country that is back after an absence is compared
    with the edition that had it last. A comparison with a withheld placement
    is `None` too.

    Raises:
        InvalidValueError: Unknown coding or gap, or a year is not an integer.
        CoverageError: `since` is not before `year`.

    >>> sweden = {2001: Tier.TIER_2, 2003: Tier.TIER_1}
    >>> find_move(sweden, 2002, 2003).direction
    'entered'
    >>> find_move(sweden, 2002, 2003, gap="bridge").years
    2
    """
    check_coding(coding)
    check_gap(gap)
    given = History.from_tiers(history)
    since, year = read_any_year("since", since), read_any_year("year", year)
    if since >= year:
        refuse_year(since, given.years or (year,), f"since={since} is not before {year}")
    return make_move(given, since, year, coding, gap)


def make_move(
    given: History, since: ReportYear, year: ReportYear, coding: Coding, gap: Gap
) -> Move | None:
    """Return what `find_move` does, of arguments that are read already."""
    tiers, withheld = given.tiers, given.withheld
    before, after = tiers.get(since), tiers.get(year)
    if (before is None and after is None) or since in withheld or year in withheld:
        return None
    seen = None
    if before is None:
        seen = max([y for y in (*tiers, *withheld) if y < since], default=None)
    if seen is not None and gap == "bridge":
        if seen in withheld:
            return None
        since, before = seen, tiers[seen]
    return Move(since=since, year=year, before=before, after=after, last_seen=seen, coding=coding)


def find_moves(
    history: History | Mapping[ReportYear, Tier | str],
    *,
    coding: Coding = "ordinal",
    gap: Gap = "break",
) -> tuple[Move, ...]:
    """Return the move of each step from one edition to the next.

    Steps from or to a withheld placement are left out, and so are steps
    across a seam, where one state takes the place of another.

    Raises:
        InvalidValueError: Unknown coding or gap.

    >>> tiers = {2020: Tier.TIER_2, 2021: Tier.TIER_2, 2022: Tier.TIER_1}
    >>> [move.direction for move in find_moves(tiers)]
    ['unchanged', 'upgrade']
    """
    check_coding(coding)
    check_gap(gap)
    given = History.from_tiers(history)
    steps = ((a, b) for a, b in itertools.pairwise(given.years) if b not in given.seams)
    found = (make_move(given, since, year, coding, gap) for since, year in steps)
    return tuple(move for move in found if move is not None)


def __dir__() -> list[str]:
    return __all__
