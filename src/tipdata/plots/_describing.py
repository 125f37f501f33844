"""What a plot shows, in words: the text for readers who do not see it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from tipdata.analysis.changes import Changes
from tipdata.analysis.counting import TierCount
from tipdata.analysis.series import Series
from tipdata.errors import runs_of
from tipdata.records.assessments import Assessment
from tipdata.tiers import Tier, best_first
from tipdata.typing import ReportYear

_T = TypeVar("_T")

_MANY = 5


def source_of(assessments: Iterable[Assessment], groups: str = "") -> str:
    """Name the source of placements and of `groups`, and the data version of packaged ones."""
    from importlib.metadata import version  # noqa: PLC0415

    from tipdata.loading.provenance import find_provenance  # noqa: PLC0415

    found = find_provenance(assessments)
    made = f"Made with tipdata {version('tipdata')}"
    below = f"\n{groups}" if groups else ""
    if found.supplied and not found.packaged:
        return f"Source: user-supplied data\n{made}{below}"
    report = "U.S. Department of State, Trafficking in Persons Report"
    if found.packaged:
        report += f" {runs_of(found.packaged)}"
    if found.supplied:
        report += f"; user-supplied data for {runs_of(found.supplied)}"
    return f"Source: {report}\n{made}, data {found.version}{below}"


def tell_tiers(every: Sequence[Series]) -> str:
    """Return how many countries are on each tier in the first and the last edition.

    >>> import tipdata
    >>> tell_tiers([tipdata.load().series(name) for name in ("KAZ", "KGZ")])
    '2 countries. In 2001, 1 on Tier 2 and 1 on Tier 3; in 2025, ...'
    """
    if len(every) == 1:
        return _tell_one(every[0])
    years = sorted({year for one in every for year in one})
    if not years:
        return f"{_count(len(every), 'country', 'countries')}, none of them placed."
    ends = [f"in {year}, {_tell_edition(every, year)}" for year in _ends(years)]
    return f"{_count(len(every), 'country', 'countries')}. {_sentence(ends)}"


def _tell_one(series: Series) -> str:
    if not series:
        return f"{series.country.label}, which no edition places."
    ends = [f"{series[year]} in {year}" for year in _ends([*series])]
    placed = _count(len(series), "edition", "editions")
    return f"{series.country.label}, placed in {placed}: {', '.join(ends)}."


def _tell_edition(every: Sequence[Series], year: ReportYear) -> str:
    placed = Counter(one[year] for one in every if year in one)
    found = [count_on(placed[tier], tier) for tier in best_first() if placed[tier]]
    if left := len(every) - placed.total():
        found.append(f"{left} not placed")
    return _and(found)


def tell_verdicts(every: Sequence[Series], verdicts: Iterable[tuple[float, str]]) -> str:
    """Return what the law allows the countries on the Watch List, by their rows."""
    found: dict[str, list[str]] = {}
    for row, words in verdicts:
        found.setdefault(words, []).append(every[int(row)].country.label)
    told = "; ".join(f"{_name(names)} {words}" for words, names in found.items())
    return f" Watch List, next edition: {told}." if told else ""


def tell_shares(rows: Sequence[TierCount], names: Mapping[str, str]) -> str:
    """Return the share of each tier at both ends, or that of Tier 3 in each group.

    `names` are those of the groups; none if the rows are not grouped.
    """
    last = rows[-1].year if not names else max(row.year for row in rows)
    if names:
        told = [
            f"{names[row.group]} {row.shares[Tier.TIER_3]:.0%} of {row.total}"
            for row in rows
            if row.year == last
        ]
        return f"On Tier 3 in {last}: {', '.join(told)}."
    ends = [
        f"in {row.year}, of {_count(row.total, 'country', 'countries')} "
        + _and([_share_on(row.shares[t], t) for t in best_first() if row.on(t)])
        for row in _ends(rows)
    ]
    return _sentence(ends)


def tell_changes(changes: Changes) -> str:
    """Return which countries rose and fell, or the years in which the only country did."""
    alone = len(changes.countries) == 1
    told: list[str] = []
    for word, found in (("Rose", changes.upgrades), ("Fell", changes.downgrades)):
        names = [f"{c.year}" if alone else c.country.label for c in found]
        told += [f"{word}: {_name(names)}."] if names else []
    return " ".join(told)


def tell_ended(changes: Changes | None) -> str:
    """Return a line of the source that names the states that ended, if any did."""
    ended = [change.country.label for change in changes or () if change.ended]
    if changes is None or not ended:
        return ""
    return f"\nBorders of {changes.year}; ended since {changes.since}: {'; '.join(ended)}"


def _ends(several: Sequence[_T]) -> list[_T]:
    return [several[0], several[-1]] if len(several) > 1 else [*several]


def count_on(count: int, tier: str) -> str:
    """Return how many countries are on a tier; a special case is on none.

    >>> count_on(3, "Tier 1"), count_on(1, "Special Case")
    ('3 on Tier 1', '1 special case')
    """
    if tier == Tier.SPECIAL_CASE:
        return _count(count, "special case", "special cases")
    return f"{count} on {tier}"


def _share_on(share: float, tier: Tier) -> str:
    return f"{share:.0%} {'special cases' if tier is Tier.SPECIAL_CASE else f'on {tier}'}"


def _name(names: Sequence[str]) -> str:
    if len(names) <= _MANY:
        return _and(names)
    return _and([*names[:_MANY], f"{len(names) - _MANY} more"])


def _and(words: Sequence[str]) -> str:
    """Return words as a list; semicolons are between names that have commas of their own."""
    *several, last = words
    if not several:
        return last
    if any(", " in word for word in words):
        return f"{'; '.join(several)}; and {last}"
    return f"{', '.join(several)} and {last}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _sentence(parts: Sequence[str]) -> str:
    words = "; ".join(parts)
    return f"{words[:1].upper()}{words[1:]}."
