"""How often one tier is followed by another."""

import itertools
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, get_args

import attrs

from tipdata._arguments import check_coding, check_gap, read_word
from tipdata._tables import html
from tipdata._tables.columns import Cell, Columns, columns_of
from tipdata.analysis.moves import compare
from tipdata.errors import CoverageError, InvalidValueError
from tipdata.tiers import Tier, levels
from tipdata.typing import Coding, Gap, ReportYear

if TYPE_CHECKING:
    from tipdata._tables.frame_maker import FrameMaker

__all__ = ["Panel", "Transitions", "transitions"]

Panel = Literal["all", "balanced"]
"""Which countries are counted: all of them, or those with a placement in every edition."""

_NO_YEARS: Collection[ReportYear] = ()
_Step = tuple[Tier | None, Tier | None]


@attrs.frozen(kw_only=True)
class Transitions:
    """How many placements on one tier were followed by one on another.

    Rows are the tier before, columns the tier after, both best first, with
    special cases last; a coding that folds tiers has fewer of them.

    Attributes:
        counts: A row of counts for each of `levels`.
        entered: How many that were not in the earlier edition came onto each.
        left: How many of each are not in the later edition.
        since: Report year of the first edition.
        until: Report year of the last edition.
        steps: How many editions lie between the two placements of a pair.
        coding: The scale on which tiers are told apart.
        gap: What was done about absences.
        panel: Which countries were counted.
        countries: How many countries that are.
        passed_over: How many pairs have a placement that a selection withholds.

    >>> import tipdata
    >>> found = tipdata.load().transitions()
    >>> found.count(Tier.TIER_3, Tier.TIER_2_WATCH_LIST) > found.count(Tier.TIER_3, Tier.TIER_1)
    True
    """

    counts: tuple[tuple[int, ...], ...]
    entered: tuple[int, ...]
    left: tuple[int, ...]
    since: ReportYear
    until: ReportYear
    steps: int = 1
    coding: Coding = "ordinal"
    gap: Gap = "break"
    panel: Panel = "all"
    countries: int = 0
    passed_over: int = 0

    @property
    def levels(self) -> tuple[tuple[Tier, ...], ...]:
        """The rows and columns: the tiers of each."""
        return levels(self.coding)

    @property
    def labels(self) -> tuple[str, ...]:
        """The rows and columns, in words."""
        return tuple(" or ".join(tier.value for tier in level) for level in self.levels)

    @property
    def pairs(self) -> int:
        """How many pairs of placements there are."""
        return sum(map(sum, self.counts))

    @property
    def shares(self) -> tuple[tuple[float, ...], ...]:
        """The counts of each row by the row's sum, from 0 to 1; an empty row is all 0."""
        return tuple(tuple(n / (sum(row) or 1) for n in row) for row in self.counts)

    def count(self, before: Tier, after: Tier) -> int:
        """Return how often `before` was followed by `after`, or by one that counts as it."""
        return self.counts[self._place(before)][self._place(after)]

    def share(self, before: Tier, after: Tier) -> float:
        """Return how large a part of the placements on `before` was followed by `after`."""
        return self.shares[self._place(before)][self._place(after)]

    def _place(self, tier: Tier) -> int:
        return next(place for place, level in enumerate(self.levels) if tier in level)

    def columns(self) -> Columns:
        """Return the table as plain columns, one row a pair of tiers; `None` is not in the report.

        Shares are those of the placements before; who enters has none.
        """
        labels, shares = self.labels, self.shares
        cells = list(itertools.product(range(len(labels)), repeat=2))
        stamp: tuple[Cell, ...] = (self.since, self.until, self.steps)
        stamp += (self.coding, self.gap, self.panel)
        rows: list[tuple[Cell, ...]] = []
        for i, j in cells:
            rows.append((labels[i], labels[j], self.counts[i][j], shares[i][j], *stamp))
        for label, n in zip(labels, self.entered, strict=True):
            rows.append((None, label, n, None, *stamp))
        for label, n in zip(labels, self.left, strict=True):
            rows.append((label, None, n, None, *stamp))
        names = ("before", "after", "count", "share", "since", "until", "steps")
        return columns_of((*names, "coding", "gap", "panel"), rows)

    @property
    def to_frame(self) -> "FrameMaker":
        """Make a frame of it: `to_frame("polars")`."""
        from tipdata._tables.frame_maker import FrameMaker  # noqa: PLC0415 - loaded where it is used

        return FrameMaker(self.columns(), categories={"before": self.labels, "after": self.labels})

    def _table(self) -> Columns:
        heads = (*self.labels, "left")
        whole = zip(self.labels, self.counts, self.left, strict=True)
        rows: list[tuple[Cell, ...]] = [(label, *row, n) for label, row, n in whole]
        rows.append(("entered", *self.entered, None))
        return columns_of(("from / to", *heads), rows)

    @property
    def _title(self) -> str:
        apart = "one edition apart" if self.steps == 1 else f"{self.steps} editions apart"
        said = [f"coding {self.coding}"] * (self.coding != "ordinal")
        said += ["gaps bridged"] * (self.gap == "bridge") + ["balanced"] * (self.panel != "all")
        said += [f"{self.passed_over} pairs withheld"] * bool(self.passed_over)
        extra = f" ({'; '.join(said)})" if said else ""
        return (
            f"{self.since}-{self.until}, {apart}: {self.pairs:,} pairs "
            f"of {self.countries} countries{extra}"
        )

    def to_html(self) -> str:
        """Return the table as HTML."""
        return html.table(self._table(), caption=self._title, row_heads=1)

    def _repr_html_(self) -> str:
        return html.notebook(self._table(), caption=self._title, row_heads=1, short=False)

    def __str__(self) -> str:
        table = self._table()
        texts = [
            [name, *("" if c is None else f"{c}" for c in cells)] for name, cells in table.items()
        ]
        widths = [max(map(len, column)) for column in texts]
        first, *rest = widths
        lines = [self._title]
        for head, *cells in zip(*texts, strict=True):
            numbers = (cell.rjust(width) for cell, width in zip(cells, rest, strict=True))
            lines.append("  ".join([head.ljust(first), *numbers]).rstrip())
        return "\n".join(lines)


def transitions(
    histories: Mapping[str, Mapping[ReportYear, Tier]],
    editions: Sequence[ReportYear],
    *,
    steps: int = 1,
    coding: Coding = "ordinal",
    gap: Gap = "break",
    panel: Panel = "all",
    unknown: Mapping[str, Collection[ReportYear]] | None = None,
) -> Transitions:
    """Count which tier followed which, over the editions.

    A pair is of two editions `steps` apart, both of which have the country;
    who is in one of them alone entered or left. With `gap="bridge"`, one that
    is back is paired with its last placement before. A balanced panel has the
    countries with a placement in each of the editions, special cases too.

    Args:
        histories: The tiers by year of each country.
        editions: The report years that count, in order.
        steps: How many editions lie between the two of a pair.
        coding: The scale on which tiers are told apart.
        gap: What is done about absences.
        panel: Which countries are counted.
        unknown: The years of placements that exist and are not in `histories`.

    Raises:
        InvalidValueError: An option is none of those that there are.
        CoverageError: There are fewer editions than one pair needs.

    >>> found = transitions({"KGZ": {2020: Tier.TIER_3, 2021: Tier.TIER_2}}, (2020, 2021))
    >>> found.count(Tier.TIER_3, Tier.TIER_2)
    1
    """
    _check(editions, steps, coding, gap, panel)
    known: Mapping[str, Mapping[ReportYear, Tier]] = histories
    if panel == "balanced":
        known = {code: own for code, own in histories.items() if all(y in own for y in editions)}
    hidden = unknown or {}
    found: Counter[_Step] = Counter()
    passed_over = 0
    for code, own in known.items():
        withheld = hidden.get(code, _NO_YEARS)
        found.update(_steps(own, editions, steps, gap, withheld))
        passed_over += _touched(editions, steps, withheld)
    scale = levels(coding)
    return Transitions(
        counts=tuple(tuple(_sum(found, before, after) for after in scale) for before in scale),
        entered=tuple(_sum(found, (None,), after) for after in scale),
        left=tuple(_sum(found, before, (None,)) for before in scale),
        since=editions[0],
        until=editions[-1],
        steps=steps,
        coding=coding,
        gap=gap,
        panel=panel,
        countries=sum(any(y in own for y in editions) for own in known.values()),
        passed_over=passed_over,
    )


def _steps(
    own: Mapping[ReportYear, Tier],
    editions: Sequence[ReportYear],
    steps: int,
    gap: Gap,
    unknown: Collection[ReportYear],
) -> Iterator[_Step]:
    for since, year in zip(editions, editions[steps:], strict=False):
        before, after = own.get(since), own.get(year)
        if before is not None and after is not None:
            yield before, after
        elif before is not after:
            move = compare(own, since, year, gap=gap, unknown=unknown)
            if move is not None:
                yield move.before, move.after


def _touched(editions: Sequence[ReportYear], steps: int, unknown: Collection[ReportYear]) -> int:
    if not unknown:
        return 0
    pairs = zip(editions, editions[steps:], strict=False)
    return sum(since in unknown or year in unknown for since, year in pairs)


def _sum(found: Counter[_Step], before: Sequence[Tier | None], after: Sequence[Tier | None]) -> int:
    return sum(found[pair] for pair in itertools.product(before, after))


def _check(
    editions: Sequence[ReportYear], steps: int, coding: Coding, gap: Gap, panel: Panel
) -> None:
    check_coding(coding)
    check_gap(gap)
    read_word("panel", panel, get_args(Panel))
    if type(steps) is not int or steps < 1:
        raise InvalidValueError("steps", steps, "a whole number of editions from 1 on")
    if len(editions) <= steps:
        first, last = min(editions, default=None), max(editions, default=None)
        detail = f"no two editions are {steps} apart" if editions else ""
        raise CoverageError(last, first, last, detail)
