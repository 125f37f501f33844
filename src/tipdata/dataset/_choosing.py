"""The records of a set that belong to a country, a year or a kind."""

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache, partial

from tipdata._arguments import check_kind
from tipdata.dataset.kinds import Name, Record, RecordKind, references_of
from tipdata.dates import PartialDate, Period
from tipdata.records.assessments import Assessment
from tipdata.records.campaigns import Campaign
from tipdata.records.countries import Country
from tipdata.records.designations import Designation
from tipdata.records.editions import Edition
from tipdata.records.organizations import Organization
from tipdata.records.people import Person
from tipdata.records.projects import Project
from tipdata.records.sources import Source
from tipdata.records.statements import Statement

Records = Mapping[Name, Record]


def choose(
    records: Records,
    codes: Collection[str] | None,
    year: int | None,
    kinds: Collection[RecordKind] | None,
) -> dict[Name, Record]:
    """Return the records that meet every condition, and all that they name, directly or not."""
    when = None if year is None else PartialDate(year)
    # One person may have said many things.
    speaks_there = cache(partial(_speaks_there, records=records, codes=codes))
    waiting = [
        name
        for name, record in records.items()
        if (kinds is None or name[0] in kinds)
        and _meets(record, records, codes, when, speaks_there)
    ]
    kept: dict[Name, Record] = {}
    while waiting:
        name = waiting.pop()
        if name not in kept and name in records:
            kept[name] = records[name]
            waiting += [reference.name for reference in references_of(records[name])]
    return kept


def _meets(  # noqa: PLR0911 - one line a kind
    record: Record,
    records: Records,
    codes: Collection[str] | None,
    when: PartialDate | None,
    speaks_there: Callable[[str], bool],
) -> bool:
    match record:
        case Country():
            return _among(record.alpha_3, codes) and _overlaps(record.span, when)
        case Edition():
            return codes is None and (when is None or record.year == when.year)
        case Assessment() | Designation():
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
            return _overlaps(record.date, when) and (codes is None or speaks_there(record.person))


def _speaks_there(person: str, records: Records, codes: Collection[str] | None) -> bool:
    speaker = records.get(("person", person))
    return isinstance(speaker, Person) and _person_meets(speaker, records, codes, None)


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


def choose_campaigns(
    campaigns: Iterable[Campaign],
    on: datetime.date | PartialDate | Period | None,
    code: str | None,
    partner: str | None,
) -> tuple[Campaign, ...]:
    """Return the campaigns that may have run then, in a country, by an organization.

    Raises:
        InvalidValueError: `on` is not a time.
    """
    if on is not None:
        times = (datetime.date, PartialDate, Period)
        check_kind("on", on, times, "a date, a PartialDate or a Period")
    return tuple(
        campaign
        for campaign in campaigns
        if (on is None or campaign.active(on))
        and (code is None or code in campaign.countries)
        and (partner is None or campaign.involves(partner))
    )
