"""The Trafficking in Persons Report as data: who is on which tier, and what changed.

`load()` gives every placement of 2001 to 2025 with its evidence. The names
below load when they are first asked for, so that `import tipdata` costs
next to nothing.
"""

import importlib

TYPE_CHECKING = False  # spares the import of typing; checkers know the name
if TYPE_CHECKING:
    from tipdata import countries as countries
    from tipdata import errors as errors
    from tipdata import formats as formats
    from tipdata import frames as frames
    from tipdata import page as page
    from tipdata import plots as plots
    from tipdata import typing as typing
    from tipdata.analysis.changes import Change as Change
    from tipdata.analysis.changes import Changes as Changes
    from tipdata.analysis.placements import Placements as Placements
    from tipdata.analysis.series import Series as Series
    from tipdata.countries import Country as Country
    from tipdata.countries import CountryRegistry as CountryRegistry
    from tipdata.countries import Succession as Succession
    from tipdata.dataset import Dataset as Dataset
    from tipdata.dataset.checks import check as check
    from tipdata.dataset.diffing import Difference as Difference
    from tipdata.dates import PartialDate as PartialDate
    from tipdata.dates import Period as Period
    from tipdata.errors import TipdataError as TipdataError
    from tipdata.formats.files import read as read
    from tipdata.formats.files import write as write
    from tipdata.loading import datasets as datasets
    from tipdata.loading import load as load
    from tipdata.problems import FormatError as FormatError
    from tipdata.problems import Problem as Problem
    from tipdata.problems import Report as Report
    from tipdata.records.assessments import Assessment as Assessment
    from tipdata.records.campaigns import Campaign as Campaign
    from tipdata.records.campaigns import Reach as Reach
    from tipdata.records.campaigns import total_reach as total_reach
    from tipdata.records.editions import Edition as Edition
    from tipdata.records.organizations import Identifier as Identifier
    from tipdata.records.organizations import Organization as Organization
    from tipdata.records.organizations import OtherName as OtherName
    from tipdata.records.organizations import Service as Service
    from tipdata.records.people import Affiliation as Affiliation
    from tipdata.records.people import Honour as Honour
    from tipdata.records.people import Person as Person
    from tipdata.records.projects import Budget as Budget
    from tipdata.records.projects import Participation as Participation
    from tipdata.records.projects import Project as Project
    from tipdata.records.projects import ProjectCountry as ProjectCountry
    from tipdata.records.sources import Source as Source
    from tipdata.records.statements import Statement as Statement
    from tipdata.tierrecord import TierRecord as TierRecord
    from tipdata.tierrecord.evidence import Evidence as Evidence
    from tipdata.tiers import Tier as Tier

    __version__: str
    data_version: str

_HOME = {
    "Affiliation": "tipdata.records.people",
    "Assessment": "tipdata.records.assessments",
    "Budget": "tipdata.records.projects",
    "Campaign": "tipdata.records.campaigns",
    "Change": "tipdata.analysis.changes",
    "Changes": "tipdata.analysis.changes",
    "Country": "tipdata.countries",
    "CountryRegistry": "tipdata.countries",
    "Dataset": "tipdata.dataset",
    "Difference": "tipdata.dataset.diffing",
    "Edition": "tipdata.records.editions",
    "Evidence": "tipdata.tierrecord.evidence",
    "FormatError": "tipdata.problems",
    "Honour": "tipdata.records.people",
    "Identifier": "tipdata.records.organizations",
    "Organization": "tipdata.records.organizations",
    "OtherName": "tipdata.records.organizations",
    "PartialDate": "tipdata.dates",
    "Participation": "tipdata.records.projects",
    "Period": "tipdata.dates",
    "Person": "tipdata.records.people",
    "Placements": "tipdata.analysis.placements",
    "Problem": "tipdata.problems",
    "Project": "tipdata.records.projects",
    "ProjectCountry": "tipdata.records.projects",
    "Reach": "tipdata.records.campaigns",
    "Report": "tipdata.problems",
    "Series": "tipdata.analysis.series",
    "Service": "tipdata.records.organizations",
    "Source": "tipdata.records.sources",
    "Statement": "tipdata.records.statements",
    "Succession": "tipdata.countries",
    "Tier": "tipdata.tiers",
    "TierRecord": "tipdata.tierrecord",
    "TipdataError": "tipdata.errors",
    "check": "tipdata.dataset.checks",
    "datasets": "tipdata.loading",
    "load": "tipdata.loading",
    "read": "tipdata.formats.files",
    "total_reach": "tipdata.records.campaigns",
    "write": "tipdata.formats.files",
}
_MODULES = ("countries", "errors", "formats", "frames", "page", "plots", "typing")

__all__ = [
    "Affiliation",
    "Assessment",
    "Budget",
    "Campaign",
    "Change",
    "Changes",
    "Country",
    "CountryRegistry",
    "Dataset",
    "Difference",
    "Edition",
    "Evidence",
    "FormatError",
    "Honour",
    "Identifier",
    "Organization",
    "OtherName",
    "PartialDate",
    "Participation",
    "Period",
    "Person",
    "Placements",
    "Problem",
    "Project",
    "ProjectCountry",
    "Reach",
    "Report",
    "Series",
    "Service",
    "Source",
    "Statement",
    "Succession",
    "Tier",
    "TierRecord",
    "TipdataError",
    "__version__",
    "check",
    "countries",
    "data_version",
    "datasets",
    "errors",
    "formats",
    "frames",
    "load",
    "page",
    "plots",
    "read",
    "total_reach",
    "typing",
    "write",
]


def __getattr__(name: str) -> object:
    if name in _HOME:
        value: object = getattr(importlib.import_module(_HOME[name]), name)
    elif name in _MODULES:
        value = importlib.import_module(f"tipdata.{name}")
    elif name == "data_version":
        value = importlib.import_module("tipdata.data").data_version()
    elif name == "__version__":
        value = importlib.import_module("importlib.metadata").version("tipdata")
    else:
        raise AttributeError(f"module 'tipdata' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
