"""What a review asks of a list as a whole: its countries, their names, its dates."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tipdata.dates import PartialDate
from tipdata.problems import Problem
from tipdata.tierrecord._review_subject import (
    Subject,
    count_countries,
    each,
    enumerate_names,
    on_tier,
    problem,
)
from tipdata.tierrecord.supplying import PRINTED
from tipdata.tiers import best_first

if TYPE_CHECKING:
    from tipdata.records.assessments import Assessment
    from tipdata.records.countries import Country
    from tipdata.tiers import Tier
    from tipdata.typing import ReportYear

_FEWEST = 10  # equal placements that are not chance
_EMPTIED = 3  # countries that do not leave a tier all at once


def find_lost_states(given: Subject) -> Iterator[Problem]:
    """Yield the countries that did not exist in the year of the report."""
    year = PartialDate(given.year)
    for one in given.now:
        if one.country.span.overlaps(year):
            continue
        yield problem(
            "outside-span",
            f"{one.country.label} did not exist in {given.year}",
            (one.assessment,),
            expected=f"a year within {one.country.span}",
        )


def find_dates(given: Subject) -> Iterator[Problem]:
    """Yield what is wrong with the release, and an edition that the record lacks."""
    about, year, since = (given.edition,), given.year, given.before.year
    if year - since > 1:
        message = f"the record has no {year - 1} edition, so {year} is compared with {since}"
        yield problem("edition-gap", message, about)
    day, before = given.edition.released, given.before.released
    if day is not None and before is not None and day <= before:
        message = f"the {year} report was not released after that of {since}"
        later = f"a day after {before}"
        yield problem("released-earlier", message, about, later, f"{day}")
    elif day is not None and day.year != year:
        message = f"the {year} report was released in {day.year}"
        yield problem("released-in-other-year", message, about)


def find_withheld(given: Subject) -> Iterator[Problem]:
    """Yield what is not reviewed, because placements are withheld."""
    if given.is_selection:
        rare = "" if given.has_history else ", nor how rare moves are"
        message = f"this record is a selection: official totals are not reviewed{rare}"
        yield problem("withheld", message, (given.edition,))
    for edition in (given.edition, given.before):
        names = given.hidden_in(edition.year)
        if not names:
            continue
        where = f"not in the {edition.year} list yet, or without a tier there"
        if given.is_selection:
            where = f"withheld in the {edition.year} edition"
        what = "they and the totals" if edition is given.edition else "their moves"
        message = f"{count_countries(names)} {where}, so {what} are not reviewed"
        yield problem("withheld", f"{message}: {enumerate_names(names)}", (edition,))


def find_old_list(given: Subject) -> Iterator[Problem]:
    """Yield the newest edition that has the same countries on the same tiers."""
    if len(given.now) < _FEWEST or given.hidden:
        return
    tiers: dict[ReportYear, dict[str, Tier]] = {}
    for one in given.record.assessments:
        tiers.setdefault(one.year, {})[one.country] = one.tier
    for year in reversed(given.earlier):
        if tiers.get(year) == tiers[given.year]:
            message = f"all {len(given.now)} placements are those of the {year} report"
            yield problem("same-list", message, (given.edition,))
            return


def find_empty_tiers(given: Subject) -> Iterator[Problem]:
    """Yield the tiers on which the edition before has several countries, and this one none."""
    if given.hidden:
        return
    now, then = given.now.counts, given.then.counts
    for tier in best_first():
        if then[tier] >= _EMPTIED and not now[tier]:
            message = f"no country is {on_tier(tier)}; the {given.before.year} report has"
            yield problem("empty-tier", f"{message} {then[tier]}", (given.edition,))


def find_missing(given: Subject) -> Iterator[Problem]:
    """Yield the countries of the edition before that this one does not have."""
    said: list[tuple[Country, Assessment, str]] = []
    for change in given.changes.left:
        if change.earlier is None:
            continue
        where = f"{on_tier(change.earlier.tier)} in {change.since}"
        message = f"{change.country.label}, {where}, is not in the {given.year} report"
        if change.ended:
            after = (given.record.registry.get(one.successor).label for one in change.ended)
            message += f"; the state ended on {change.ended[0].date} ({'; '.join(after)})"
        said.append((change.country, change.earlier, message))
    return each("missing-country", said, f"countries of the {given.before.year} report are missing")


def find_new(given: Subject) -> Iterator[Problem]:
    """Yield the countries that the edition before does not have, with when they were last in."""
    said: list[tuple[Country, Assessment, str]] = []
    for change in given.changes.entered:
        if change.later is None:
            continue
        since = f"in no report of {given.tell_span(given.earlier)}"
        if change.is_return:
            since = f"last in the {change.last_seen} report"
        message = f"{change.country.label}, {on_tier(change.later.tier)}, is new: {since}"
        said.append((change.country, change.later, message))
    return each("new-country", said, f"countries are new since the {given.before.year} report")


def find_names(given: Subject) -> Iterator[Problem]:
    """Yield the countries with a new name, and those that the list calls by another."""
    year, since = given.year, given.before.year
    renamed: list[tuple[Country, Assessment, str]] = []
    printed: list[tuple[Country, Assessment, str]] = []
    for one in given.now:
        name, before = one.country.name_in(year), one.country.name_in(since)
        if name != before:
            message = f"{before} is called {name} from the {year} report on"
            renamed.append((one.country, one.assessment, message))
        if one.assessment.note.startswith(PRINTED):
            printed.append((one.country, one.assessment, f"{name} is {one.assessment.note}"))
    yield from each("renamed", renamed, f"countries have another name than in {since}")
    yield from each("printed-otherwise", printed, "countries are printed under another name")
