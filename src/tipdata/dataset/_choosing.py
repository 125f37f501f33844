"""Which records of a set belong to a country, a year or a kind."""

from collections.abc import Collection, Mapping

from tipdata.countries import Country
from tipdata.dataset.kinds import Name, Record, RecordKind, references_of
from tipdata.dates import PartialDate, Period
from tipdata.records.assessments import Assessment
from tipdata.records.campaigns import Campaign
from tipdata.records.editions import Edition
from tipdata.records.organizations import Organization
from tipdata.records.people import Person
from tipdata.records.projects import Project
from tipdata.records.sources import Source
from tipdata.records.statements import Statement

__all__ = ["select", "with_references"]

Records = Mapping[Name, Record]


def select(
    records: Records,
    codes: Collection[str] | None,
    year: int | None,
    kinds: Collection[RecordKind] | None,
) -> dict[Name, Record]:
    """Return the records that meet all three, and what they refer to."""
    when = None if year is None else PartialDate(year)
    chosen = [
        name
        for name, record in records.items()
        if (kinds is None or name[0] in kinds) and _meets(record, records, codes, when)
    ]
    return with_references(records, chosen)


def with_references(records: Records, chosen: Collection[Name]) -> dict[Name, Record]:
    """Return the chosen records, those that they refer to, those that these refer to, and so on."""
    kept: dict[Name, Record] = {}
    waiting = list(chosen)
    while waiting:
        name = waiting.pop()
        if name in kept or name not in records:
            continue
        kept[name] = records[name]
        waiting += [reference.name for reference in references_of(records[name])]
    return kept


def _meets(  # noqa: PLR0911 - one line a kind
    record: Record, records: Records, codes: Collection[str] | None, when: PartialDate | None
) -> bool:
    match record:
        case Country():
            return _among(record.alpha_3, codes) and _overlaps(record.span, when)
        case Edition():
            return codes is None and (when is None or record.year == when.year)
        case Assessment():
            return _among(record.country, codes) and (when is None or record.year == when.year)
        case Organization():
            return _among(record.country, codes) and _overlaps(record.life, when)
        case Person():
            return _person_meets(record, records, codes, when)
        case Project():
            there = [place.country for place in record.countries if _overlaps(place.period, when)]
            return _overlaps(record.period, when) and _any_among(there, codes)
        case Campaign():
            return _overlaps(record.period, when) and _any_among(record.countries, codes)
        case Source():
            return codes is None and _overlaps(record.published, when)
        case Statement():
            speaker = records.get(("person", record.person))
            known = isinstance(speaker, Person) and _person_meets(speaker, records, codes, None)
            return _overlaps(record.date, when) and (codes is None or known)


def _person_meets(
    person: Person, records: Records, codes: Collection[str] | None, when: PartialDate | None
) -> bool:
    current = [part for part in person.affiliations if _overlaps(part.period, when)]
    if codes is None:
        return bool(current) or not person.affiliations
    found = (records.get(("organization", part.organization)) for part in current)
    return any(isinstance(one, Organization) and one.country in codes for one in found)


def _among(code: str | None, codes: Collection[str] | None) -> bool:
    return codes is None or code in codes


def _any_among(found: Collection[str], codes: Collection[str] | None) -> bool:
    return codes is None or any(code in codes for code in found)


def _overlaps(span: Period | PartialDate | None, when: PartialDate | None) -> bool:
    return span is None or when is None or span.overlaps(when)
