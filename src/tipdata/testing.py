"""Hypothesis strategies of the records, for the tests of projects that build on tipdata.

Needs the extra `testing`. Strategies of records take one strategy a field:
`organizations(country=st.just("KAZ"))`.
"""

try:
    import hypothesis as _hypothesis
except ImportError as _error:
    from tipdata.errors import MissingExtraError

    raise MissingExtraError("tipdata.testing", "testing") from _error

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

_hypothesis  # noqa: B018
