"""The days on which editions were released, from which on they are in force."""

import datetime
from collections.abc import Collection, Iterable

from tipdata.errors import InvalidValueError
from tipdata.records.editions import Edition
from tipdata.typing import ReportYear

__all__ = ["release_days"]


def release_days(
    editions: Iterable[Edition], advice: str, optional: Collection[ReportYear] = ()
) -> list[tuple[datetime.date, ReportYear]]:
    """Return the release day of each edition with its report year, in the order of the days.

    `optional` are the report years of editions that are left out if they have none.

    Raises:
        InvalidValueError: An edition has no release date; the error ends in the advice.
    """
    found: list[tuple[datetime.date, ReportYear]] = []
    for edition in editions:
        if edition.released is None and edition.year in optional:
            continue
        if edition.released is None:
            expected = f"a release date for every edition; {advice}"
            raise InvalidValueError(f"Edition({edition.year}).released", None, expected)
        found.append((edition.released, edition.year))
    return sorted(found)


def __dir__() -> list[str]:
    return __all__
