"""How often one tier is followed by another."""

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import get_args

import attrs

from tipdata import _tables
from tipdata._arguments import (
    check_coding,
    check_gap,
    check_kind,
    read_any_year,
    read_count,
    read_several,
    read_word,
    refuse_year,
)
from tipdata._tables.columns import columns_of
from tipdata._tables.tabular import Tabular
from tipdata.analysis.history import History
from tipdata.analysis.moves import make_move
from tipdata.errors import InvalidValueError, runs_of
from tipdata.tiers import Tier, best_first, levels, read_tier
from tipdata.typing import Cell, Coding, Columns, Gap, Panel, ReportYear

__all__ = ["Transitions", "count_transitions"]

_Step = tuple[Tier | None, Tier | None]


@attrs.frozen(kw_only=True, repr=False)
class Transitions(Tabular):
    """How many placements on one tier were followed by a placement on another.

    Rows are the tier before, columns the tier after, both in the order of
    their labels; a coding that folds tiers has fewer of them. Printed tables
    show the best first, and special cases last.

    Attributes:
        counts: A row of counts for each of `levels`.
        entered: How many countries entered the report on each level.
        left: How many countries left the report from each level.
        since: Report year of the first edition.
        until: Report year of the last edition.
        steps: How many editions apart the two placements of a pair are.
        coding: The scale on which tiers are distinguished.
        gap: How absences were treated.
        panel: Which countries were counted.
        countries: How many countries were counted.
        skipped: How many pairs have a placement that a selection withholds.

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
    skipped: int = 0

    _SHORT = False

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
        """The number of pairs of placements."""
        return sum(map(sum, self.counts))

    @property
    def shares(self) -> tuple[tuple[float, ...], ...]:
        """The counts of each row divided by the row's sum, from 0 to 1; an empty row is all 0."""
        return tuple(tuple(n / max(sum(row), 1) for n in row) for row in self.counts)

    def count(self, before: Tier | str, after: Tier | str) -> int:
        """Return how often `before` was followed by `after`, each as its level counts.

        Raises:
            UnknownTierError: One is neither a `Tier` nor a label.
        """
        return self.counts[self._place(before)][self._place(after)]

    def share(self, before: Tier | str, after: Tier | str) -> float:
        """Return the share of the placements on `before` followed by `after`, from 0 to 1.

        Raises:
            UnknownTierError: One is neither a `Tier` nor a label.
        """
        return self.shares[self._place(before)][self._place(after)]

    def _place(self, tier: Tier | str) -> int:
        wanted = read_tier(tier)
        return next(place for place, level in enumerate(self.levels) if wanted in level)

    def columns(self) -> Columns:
        """Return the table as plain columns, one row per pair of tiers.

        `None` is not in the report. A share is of the placements before, so
        countries that entered have none.
        """
        labels, shares = self.labels, self.shares
        rows: list[tuple[Cell, ...]] = [
            (labels[i], labels[j], self.counts[i][j], shares[i][j])
            for i, j in itertools.product(range(len(labels)), repeat=2)
        ]
        rows += [(None, label, n, None) for label, n in zip(labels, self.entered, strict=True)]
        rows += [(label, None, n, None) for label, n in zip(labels, self.left, strict=True)]
        columns = columns_of(("before", "after", "count", "share"), rows)
        for name in ("since", "until", "steps", "coding", "gap", "panel"):
            columns[name] = [getattr(self, name)] * len(rows)
        return columns

    @property
    def _categories(self) -> Mapping[str, tuple[str, ...]]:
        return {"before": self.labels, "after": self.labels}

    def _table(self) -> Columns:
        order = list(dict.fromkeys(map(self._place, best_first())))
        labels, counts = self.labels, self.counts
        rows: list[tuple[Cell, ...]] = [
            (labels[i], *(counts[i][j] for j in order), self.left[i]) for i in order
        ]
        rows.append(("entered", *(self.entered[i] for i in order), None))
        return columns_of(("from / to", *(labels[i] for i in order), "left"), rows)

    @property
    def _caption(self) -> str:
        apart = "one edition apart" if self.steps == 1 else f"{self.steps} editions apart"
        said = [f"coding {self.coding}"] * (self.coding != "ordinal")
        said += ["gaps bridged"] * (self.gap == "bridge") + ["balanced"] * (self.panel != "all")
        if self.skipped:
            said.append(f"{self.skipped} pair{'s' * (self.skipped != 1)} withheld")
        extra = f" ({'; '.join(said)})" if said else ""
        pairs = f"{self.pairs:,} pair{'s' * (self.pairs != 1)}"
        countries = "1 country" if self.countries == 1 else f"{self.countries} countries"
        return f"{self.since}-{self.until}, {apart}: {pairs} of {countries}{extra}"

    def to_html(self) -> str:
        """Return the table as HTML."""
        return _tables.html.table(self._table(), caption=self._caption, row_heads=1)

    def __str__(self) -> str:
        table = self._table()
        texts = [
            [name, *("" if c is None else f"{c}" for c in cells)] for name, cells in table.items()
        ]
        widths = [max(map(len, column)) for column in texts]
        first, *rest = widths
        lines = [self._caption]
        for head, *cells in zip(*texts, strict=True):
            numbers = (cell.rjust(width) for cell, width in zip(cells, rest, strict=True))
            lines.append("  ".join([head.ljust(first), *numbers]).rstrip())
        return "\n".join(lines)


def count_transitions(
    histories: Mapping[str, History | Mapping[ReportYear, Tier | str]],
    years: Sequence[ReportYear],
    *,
    steps: int = 1,
    coding: Coding = "ordinal",
    gap: Gap = "break",
    panel: Panel = "all",
) -> Transitions:
    """Count which tier followed which, over the report years of `years`, which are in order.

    A pair is of two editions `steps` apart that both have the country; a
    country in only one of them entered or left. With `gap="bridge"`, a country
    that is back is paired with its last placement before. A balanced panel has
    the countries that every edition places, special cases too.

    Raises:
        InvalidValueError: An option has an unknown value, `histories` is not a
            mapping, or `years` are not report years in order.
        CoverageError: There are too few editions for one pair.

    >>> tiers = {2020: Tier.TIER_3, 2021: Tier.TIER_2}
    >>> count_transitions({"KGZ": tiers}, (2020, 2021)).count(Tier.TIER_3, Tier.TIER_2)
    1
    """
    steps, years = _read_span(years, steps)
    check_coding(coding)
    check_gap(gap)
    read_word("panel", panel, get_args(Panel))
    check_kind("histories", histories, (Mapping,), "a mapping of countries to histories")
    known = [History.from_tiers(own) for own in histories.values()]
    if panel == "balanced":
        known = [own for own in known if all(year in own.tiers for year in years)]
    ends = list(zip(years, years[steps:], strict=False))
    found: Counter[_Step] = Counter()
    for own in known:
        found.update(_steps(own, ends, gap))
    hidden = [own.withheld for own in known if own.withheld]
    scale = levels(coding)
    return Transitions(
        counts=tuple(tuple(_sum(found, before, after) for after in scale) for before in scale),
        entered=tuple(_sum(found, (None,), after) for after in scale),
        left=tuple(_sum(found, before, (None,)) for before in scale),
        since=years[0],
        until=years[-1],
        steps=steps,
        coding=coding,
        gap=gap,
        panel=panel,
        countries=sum(any(year in own.tiers for year in years) for own in known),
        skipped=sum(since in own or year in own for own in hidden for since, year in ends),
    )


def _steps(
    own: History, ends: Sequence[tuple[ReportYear, ReportYear]], gap: Gap
) -> Iterator[_Step]:
    tiers = own.tiers
    for since, year in ends:
        before, after = tiers.get(since), tiers.get(year)
        if before is not None and after is not None:
            yield before, after
        elif before is not after:
            move = make_move(own, since, year, "ordinal", gap)
            if move is not None:
                yield move.before, move.after


def _sum(found: Counter[_Step], before: Sequence[Tier | None], after: Sequence[Tier | None]) -> int:
    return sum(found[pair] for pair in itertools.product(before, after))


def _read_span(given: object, steps: object) -> tuple[int, tuple[ReportYear, ...]]:
    """Return how many editions apart two placements are, and the report years."""
    apart = read_count("steps", steps)
    several = read_several("years", given, expected="report years", least=0)
    years = tuple(read_any_year("years", year) for year in several)
    if any(one >= other for one, other in itertools.pairwise(years)):
        raise InvalidValueError("years", given, "report years in order, each once")
    if len(years) <= apart:
        among = f" in {runs_of(years)}" if years else ""
        detail = f"no two editions are {apart} apart{among}"
        refuse_year(max(years, default=None), years, detail)
    return apart, years


def __dir__() -> list[str]:
    return __all__
