"""Records, one noun per module: what each is and what is always true of it."""

from typing import TYPE_CHECKING

from tipdata._attributes import load_lazily

__all__ = [
    "assessments",
    "campaigns",
    "countries",
    "designations",
    "editions",
    "marks",
    "organizations",
    "people",
    "projects",
    "sources",
    "statements",
]

if TYPE_CHECKING:
    from tipdata.records import assessments as assessments
    from tipdata.records import campaigns as campaigns
    from tipdata.records import countries as countries
    from tipdata.records import designations as designations
    from tipdata.records import editions as editions
    from tipdata.records import marks as marks
    from tipdata.records import organizations as organizations
    from tipdata.records import people as people
    from tipdata.records import projects as projects
    from tipdata.records import sources as sources
    from tipdata.records import statements as statements
else:
    __getattr__ = load_lazily(__name__, __all__)


def __dir__() -> list[str]:
    return __all__
