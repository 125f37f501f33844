"""What a second pair of eyes would ask of an edition, beside the edition before it."""

from tipdata import tierrecord  # noqa: TC001 - hints resolve at run time
from tipdata.problems import Report
from tipdata.tierrecord import _review_list as lists
from tipdata.tierrecord import _review_moves as moves
from tipdata.tierrecord._review_subject import CODES, Subject
from tipdata.typing import ReportYear

__all__ = ["CODES", "Report", "review_edition"]

_FINDERS = (
    lists.find_lost_states,
    lists.find_dates,
    lists.find_withheld,
    lists.find_old_list,
    lists.find_empty_tiers,
    lists.find_missing,
    lists.find_new,
    moves.find_totals,
    moves.find_law,
    moves.find_moves,
    lists.find_names,
)


def review_edition(record: "tierrecord.TierRecord", year: ReportYear | None = None) -> Report:
    """Return what is striking in an edition, by default the latest.

    Errors come first, then warnings in the order of `CODES`, and those of a code by
    country name.

    Raises:
        CoverageError: The record has no such edition, or none before it.
    """
    changes = record.changes(record.latest if year is None else year)
    given = Subject(
        record=record,
        changes=changes,
        edition=record.edition(changes.year),
        before=record.edition(changes.since),
        now=record.placements(changes.year),
        then=record.placements(changes.since),
    )
    place = [*CODES].index
    found = (problem for find in _FINDERS for problem in find(given))
    return Report(problems=tuple(sorted(found, key=lambda problem: place(problem.code))))


def __dir__() -> list[str]:
    return __all__
