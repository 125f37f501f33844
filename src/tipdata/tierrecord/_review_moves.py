"""What a review asks of placements: their totals, the law, and how rare their moves are."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tipdata import analysis
from tipdata.errors import CoverageError
from tipdata.problems import Problem
from tipdata.records.assessments import Assessment
from tipdata.tierrecord._review_subject import (
    Subject,
    count_countries,
    enumerate_names,
    on_tier,
    problem,
)
from tipdata.tiers import Tier

if TYPE_CHECKING:
    from tipdata.records.countries import Country

_TIERS = {tier.name.lower(): tier for tier in Tier}
_LARGE = 2
_RARE = 50
_NUMBERS = ("", "one tier", "two tiers", "three tiers")


def find_totals(given: Subject) -> Iterator[Problem]:
    """Yield the official totals and published numbers that the placements do not meet."""
    if given.hidden:
        yield from _find_excess(given)
        return
    for one in given.record.published_figures(given.year).differing:
        is_total = one.figure in _TIERS or one.figure == "covered"
        code, what = "official-total", "official total"
        if not is_total:
            code, what = "published-figure", "published number"
        words = analysis.published.FIGURES[one.figure]
        remark = f" ({one.remark})" if one.remark else ""
        message = f"{words}: the list does not meet the {what}{remark}"
        about = _placed(given, _TIERS.get(one.figure)) if is_total else (given.edition,)
        yield problem(code, message, about, f"{one.published}", f"{one.counted}")


def _find_excess(given: Subject) -> Iterator[Problem]:
    """Yield the tiers on which even an incomplete list has too many countries."""
    for tier, (listed, official) in given.now.differences.items():
        if listed > official:
            message = f"{tier}: the list exceeds the official total already"
            about, most = _placed(given, tier), f"{official} at most"
            yield problem("official-total", message, about, most, f"{listed}")


def _placed(given: Subject, tier: Tier | None) -> Iterator[Assessment]:
    return (one.assessment for one in given.now if tier in (None, one.tier))


def find_law(given: Subject) -> Iterator[Problem]:
    """Yield the countries that stay on the Watch List against the law as encoded, or by waiver."""
    listed = {p.country: p.assessment for p in given.now if p.tier is Tier.TIER_2_WATCH_LIST}
    bound: dict[Country, str] = {}
    unknown: list[Country] = []
    for country, placed in listed.items():
        try:
            outlook = given.record.outlook(country, given.year)
        except CoverageError:
            unknown.append(country)
            continue
        if outlook.verdict == "must leave":
            said = f"{country.label} is still on the Watch List, against the law as encoded"
            why = f"{outlook.sentence} [{outlook.provision}]"
            yield problem("not-allowed", f"{said}. {why}", (placed,))
        elif outlook.verdict == "may stay only by waiver":
            bound[country] = outlook.provision
    if bound:
        stay = "1 country stays" if len(bound) == 1 else f"{len(bound)} countries stay"
        said = f"{stay} on the Watch List, which the law allows only by waiver"
        message = f"{said} [{next(iter(bound.values()))}]: {_enumerate(bound)}"
        yield problem("only-by-waiver", message, map(listed.__getitem__, bound))
    if unknown:
        said = f"{count_countries(unknown)} on the Watch List and not checked against the law"
        message = f"{said}, for earlier placements are not known: {_enumerate(unknown)}"
        yield problem("law-not-checked", message, map(listed.__getitem__, unknown))


def _enumerate(countries: "Iterable[Country]") -> str:
    return enumerate_names([country.label for country in countries])


def find_moves(given: Subject) -> Iterator[Problem]:
    """Yield the moves of two tiers or more, and other rare ones, with how often they were seen."""
    moves: dict[tuple[Tier, Tier], list[analysis.changes.Change]] = {}
    for change in given.changes:
        if change.before is not None and change.after is not None:
            moves.setdefault((change.before, change.after), []).append(change)
    for (before, after), changes in moves.items():
        steps, new = abs(changes[0].steps or 0), changes[0].new_category
        count, base = _count_before(given, before, after)
        is_rare = 0 < base >= count * _RARE and given.has_history and not new
        if steps < _LARGE and not is_rare:
            continue
        names = _enumerate(change.country for change in changes)
        how = f"{_NUMBERS[steps]} at once" if steps >= _LARGE else "a rare move"
        seen = "; the Watch List was new" if new else _tell_seen(given, before, after)
        code, about = "large-move" if steps >= _LARGE else "rare-move", (c.later for c in changes)
        yield problem(code, f"{names}: {before} → {after}, {how}{seen}", about)


def _count_before(given: Subject, before: Tier, after: Tier) -> tuple[int, int]:
    """Return how often a move was seen before, and among how many placements on the tier."""
    known = given.transitions
    if known is None:
        return 0, 0
    return known.count(before, after), sum(known.count(before, tier) for tier in Tier)


def _tell_seen(given: Subject, before: Tier, after: Tier) -> str:
    count, base = _count_before(given, before, after)
    if not base:
        return ""
    where = "special cases" if before is Tier.SPECIAL_CASE else f"placements {on_tier(before)}"
    after_all = f"{base:,} {where} in {given.tell_span(given.earlier[:-1])}"
    if not count:
        return f"; never seen after the {after_all}"
    return f"; seen after {count} of the {after_all}, last in {_tell_last(given, before, after)}"


def _tell_last(given: Subject, before: Tier, after: Tier) -> str:
    """Return in which edition a move was last seen, and of which country."""
    for year in reversed(given.earlier[1:]):
        changes = given.record.changes(year)
        names = [c.country.label for c in changes if (c.before, c.after) == (before, after)]
        if names:
            others = f" and {len(names) - 1} more" if len(names) > 1 else ""
            return f"{year} ({names[0]}{others})"
    return ""
