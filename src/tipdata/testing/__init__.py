"""Hypothesis strategies of the records, for the tests of projects that build on tipdata.

They need the extra `testing`. Strategies of records take a strategy for each
field: `organizations(country=st.just("KAZ"))`. `tipdata.check` finds nothing in
`datasets()`.
"""

from importlib.util import find_spec

from tipdata.errors import MissingExtraError

if find_spec("hypothesis") is None:
    raise MissingExtraError("tipdata.testing", "testing")

from tipdata.testing._datasets import datasets
from tipdata.testing._strategies import (
    affiliations,
    assessments,
    campaigns,
    countries,
    designations,
    editions,
    histories,
    organizations,
    partial_dates,
    people,
    periods,
    projects,
    reaches,
    records,
    slugs,
    sources,
    statements,
)

__all__ = [
    "affiliations",
    "assessments",
    "campaigns",
    "countries",
    "datasets",
    "designations",
    "editions",
    "histories",
    "organizations",
    "partial_dates",
    "people",
    "periods",
    "projects",
    "reaches",
    "records",
    "slugs",
    "sources",
    "statements",
]


def __dir__() -> list[str]:
    return __all__
