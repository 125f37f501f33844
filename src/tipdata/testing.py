"""Hypothesis strategies of the records, for the tests of projects that build on tipdata.

Needs the extra `testing`. Strategies of records take one strategy a field:
`organizations(country=st.just("KAZ"))`.
"""

from importlib.util import find_spec

from tipdata.errors import MissingExtraError

if find_spec("hypothesis") is None:
    raise MissingExtraError("tipdata.testing", "testing")

from tipdata._strategies import (
    assessments,
    campaigns,
    countries,
    editions,
    histories,
    organizations,
    partial_dates,
    people,
    periods,
    projects,
    reaches,
    slugs,
    sources,
    statements,
)

__all__ = [
    "assessments",
    "campaigns",
    "countries",
    "editions",
    "histories",
    "organizations",
    "partial_dates",
    "people",
    "periods",
    "projects",
    "reaches",
    "slugs",
    "sources",
    "statements",
]
