"""Hypothesis strategies of the records, for the tests of projects that build on tipdata.

Needs the extra `testing`. Strategies of records take one strategy a field:
`organizations(country=st.just("KAZ"))`. `datasets()` are sound, and
`broken_datasets()` have one fault, with the code that `tipdata.check` gives it.
"""

from importlib.util import find_spec

from tipdata.errors import MissingExtraError

if find_spec("hypothesis") is None:
    raise MissingExtraError("tipdata.testing", "testing")

from tipdata.testing._faults import BrokenDataset, broken_datasets, datasets, records
from tipdata.testing._strategies import (
    affiliations,
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
    "BrokenDataset",
    "affiliations",
    "assessments",
    "broken_datasets",
    "campaigns",
    "countries",
    "datasets",
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
