"""Records of one kind in the order of their keys, each key once: what a dataset holds."""

from collections.abc import Callable, Iterable
from itertools import islice, pairwise
from operator import attrgetter, lt
from typing import Any, TypeVar

from tipdata.countries import Country
from tipdata.errors import InvalidValueError
from tipdata.records.assessments import Assessment
from tipdata.records.campaigns import Campaign
from tipdata.records.editions import Edition
from tipdata.records.organizations import Organization
from tipdata.records.people import Person
from tipdata.records.projects import Project
from tipdata.records.sources import Source
from tipdata.records.statements import Statement

__all__ = [
    "assessments",
    "campaigns",
    "countries",
    "editions",
    "organizations",
    "people",
    "projects",
    "sources",
    "statements",
]

_T = TypeVar("_T")


def _kept(
    name: str, kind: type[_T], given: Iterable[_T], key: Callable[[_T], Any]
) -> tuple[_T, ...]:
    """Return records of one kind in the order of their keys, each key once."""
    try:
        records = list(given)
    except TypeError as error:
        expected = f"several {kind.__name__} records"
        raise InvalidValueError(f"Dataset.{name}", given, expected) from error
    for record in records:
        if not isinstance(record, kind):
            raise InvalidValueError(f"Dataset.{name}", record, f"records that are {kind.__name__}")
    # They often come in order. Keys that are let go at once cost less than a list of them.
    if not all(map(lt, map(key, records), map(key, islice(records, 1, None)))):
        records.sort(key=key)
        for one, other in pairwise(records):
            if key(one) == key(other):
                raise InvalidValueError(f"Dataset.{name}", key(one), "each key once")
    return tuple(records)


def countries(given: Iterable[Country]) -> tuple[Country, ...]:
    """Return countries in order."""
    return _kept("countries", Country, given, lambda one: one.alpha_3)


def editions(given: Iterable[Edition]) -> tuple[Edition, ...]:
    """Return editions in order."""
    return _kept("editions", Edition, given, lambda one: one.year)


def assessments(given: Iterable[Assessment]) -> tuple[Assessment, ...]:
    """Return assessments in order."""
    return _kept("assessments", Assessment, given, attrgetter("country", "year"))


def organizations(given: Iterable[Organization]) -> tuple[Organization, ...]:
    """Return organizations in order."""
    return _kept("organizations", Organization, given, lambda one: one.id)


def people(given: Iterable[Person]) -> tuple[Person, ...]:
    """Return people in order."""
    return _kept("people", Person, given, lambda one: one.id)


def projects(given: Iterable[Project]) -> tuple[Project, ...]:
    """Return projects in order."""
    return _kept("projects", Project, given, lambda one: one.id)


def campaigns(given: Iterable[Campaign]) -> tuple[Campaign, ...]:
    """Return campaigns in order."""
    return _kept("campaigns", Campaign, given, lambda one: one.id)


def sources(given: Iterable[Source]) -> tuple[Source, ...]:
    """Return sources in order."""
    return _kept("sources", Source, given, lambda one: one.id)


def statements(given: Iterable[Statement]) -> tuple[Statement, ...]:
    """Return statements in order."""
    return _kept("statements", Statement, given, lambda one: one.id)
