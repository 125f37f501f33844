"""Whose placements a record or a picture has: packaged ones, or those of the user."""

from collections.abc import Iterable

import attrs

from tipdata import loading
from tipdata.data import data_versions
from tipdata.errors import runs_of
from tipdata.records.assessments import Assessment
from tipdata.tierrecord import TierRecord
from tipdata.typing import ReportYear

__all__ = ["Provenance", "find_provenance", "tell_provenance", "tell_whose"]


@attrs.frozen(kw_only=True)
class Provenance:
    """Which editions are packaged, and which the user supplied.

    Attributes:
        version: The version of the packaged data.
        packaged: The report years of which every placement is a packaged one.
        supplied: The others.
        is_amended: Whether a placement is one as amended after publication.
    """

    version: str
    packaged: frozenset[ReportYear]
    supplied: frozenset[ReportYear]
    is_amended: bool = False


def find_provenance(assessments: Iterable[Assessment], likely: str | None = None) -> Provenance:
    """Return whose some placements are, by the version of the data that has most editions.

    Of versions that have as many it is the `likely` one, or else the newest.

    >>> import tipdata
    >>> tip = tipdata.load().with_edition(2026, [("KGZ", "Tier 2")])
    >>> sorted(find_provenance(tip).supplied)
    [2026]
    """
    given = tuple(assessments)
    best: Provenance | None = None
    newest_first = data_versions()[::-1]
    for version in sorted(newest_first, key=lambda one: one != likely):
        found = _compare(given, version)
        if not found.supplied:
            return found
        if best is None or len(found.supplied) < len(best.supplied):
            best = found
    return best or Provenance(version="", packaged=frozenset(), supplied=frozenset())


def _compare(given: tuple[Assessment, ...], version: str) -> Provenance:
    packaged = loading.load(data_version=version)
    known, amended = set(packaged.assessments), set(packaged.as_amended().assessments)
    supplied = {a.year for a in given if a not in known and a not in amended}
    return Provenance(
        version=version,
        packaged=frozenset({a.year for a in given} - supplied),
        supplied=frozenset(supplied),
        is_amended=any(a not in known for a in given if a.year not in supplied),
    )


def tell_provenance(record: TierRecord) -> str:
    """Return in words whose placements a record has, and what it leaves out.

    >>> import tipdata
    >>> tip = tipdata.load()
    >>> tell_provenance(tip.where(bureau="SCA"))
    'The data 2025.2 of tipdata, as published; a selection, which leaves out 3,943 placements.'
    >>> tell_provenance(tip.with_edition(2026, [("KGZ", "Tier 2")], partial=True))
    'The data 2025.2 of tipdata, as published; user-supplied for 2026, where it is not complete.'
    >>> tell_provenance(tipdata.TierRecord.from_rows([("KGZ", 2021, "Tier 2")]))
    'User-supplied data.'
    """
    hidden = sum(year not in record.user_supplied for _, year in record.withheld)
    if hidden:
        many = f"{len(record.withheld):,} placement{'s' * (len(record.withheld) != 1)}"
        return f"{tell_whose(record)}; a selection, which leaves out {many}."
    return f"{tell_whose(record)}{', where it is not complete' * bool(record.withheld)}."


def tell_whose(record: TierRecord) -> str:
    """Return in words whose placements a record has, for files with little room."""
    found = find_provenance(record, record.data_version)
    if not found.packaged:
        return "User-supplied data"
    form = "as amended" if found.is_amended else "as published"
    whose = f"The data {found.version} of tipdata, {form}"
    if found.supplied:
        whose += f"; user-supplied for {runs_of(found.supplied)}"
    return whose


def __dir__() -> list[str]:
    return __all__
