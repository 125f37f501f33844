"""The Trafficking in Persons Report as data: who is on which tier, and what changed.

`load()` gives every placement of 2001 to 2025 with its evidence. Each name
loads its module on first use, so that `import tipdata` costs next to nothing.
"""

TYPE_CHECKING = False  # spares the import of typing; checkers know the name
if TYPE_CHECKING:
    from tipdata import countries as countries
    from tipdata import errors as errors
    from tipdata import export as export
    from tipdata import formats as formats
    from tipdata import frames as frames
    from tipdata import page as page
    from tipdata import plots as plots
    from tipdata import typing as typing
    from tipdata.analysis.changes import Change as Change
    from tipdata.analysis.changes import Changes as Changes
    from tipdata.analysis.placements import Placements as Placements
    from tipdata.analysis.series import Series as Series
    from tipdata.countries import CountryRegistry as CountryRegistry
    from tipdata.data import data_versions as data_versions
    from tipdata.dataset import Dataset as Dataset
    from tipdata.dataset.checks import check as check
    from tipdata.dataset.diffing import Difference as Difference
    from tipdata.dates import PartialDate as PartialDate
    from tipdata.dates import Period as Period
    from tipdata.errors import TipdataError as TipdataError
    from tipdata.formats.files import read as read
    from tipdata.formats.files import write as write
    from tipdata.formats.pydantic import AnyRecord as AnyRecord
    from tipdata.limits import Limits as Limits
    from tipdata.loading import datasets as datasets
    from tipdata.loading import load as load
    from tipdata.loading.versions import DataChange as DataChange
    from tipdata.loading.versions import DataChanges as DataChanges
    from tipdata.loading.versions import data_changes as data_changes
    from tipdata.problems import FormatError as FormatError
    from tipdata.problems import Problem as Problem
    from tipdata.problems import Report as Report
    from tipdata.records.assessments import Assessment as Assessment
    from tipdata.records.campaigns import Campaign as Campaign
    from tipdata.records.campaigns import Reach as Reach
    from tipdata.records.campaigns import total_reach as total_reach
    from tipdata.records.countries import Country as Country
    from tipdata.records.countries import Succession as Succession
    from tipdata.records.designations import Designation as Designation
    from tipdata.records.designations import DesignationCoverage as DesignationCoverage
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
    from tipdata.tierrecord.listings import TierListing as TierListing
    from tipdata.tierrecord.listings import read_listing as read_listing
    from tipdata.tiers import Tier as Tier

    __all__: list[str]
    __version__: str
    data_version: str
else:
    # Out of the sight of type checkers, to which a misspelled name is an error.
    import importlib

    _NAMES = {
        "": "countries errors export formats frames page plots typing",
        ".analysis.changes": "Change Changes",
        ".analysis.placements": "Placements",
        ".analysis.series": "Series",
        ".countries": "CountryRegistry",
        ".data": "data_version data_versions",
        ".dataset": "Dataset",
        ".dataset.checks": "check",
        ".dataset.diffing": "Difference",
        ".dates": "PartialDate Period",
        ".errors": "TipdataError",
        ".formats.files": "read write",
        ".formats.pydantic": "AnyRecord",
        ".limits": "Limits",
        ".loading": "datasets load",
        ".loading.versions": "DataChange DataChanges data_changes",
        ".problems": "FormatError Problem Report",
        ".records.assessments": "Assessment",
        ".records.campaigns": "Campaign Reach total_reach",
        ".records.countries": "Country Succession",
        ".records.designations": "Designation DesignationCoverage",
        ".records.editions": "Edition",
        ".records.organizations": "Identifier Organization OtherName Service",
        ".records.people": "Affiliation Honour Person",
        ".records.projects": "Budget Participation Project ProjectCountry",
        ".records.sources": "Source",
        ".records.statements": "Statement",
        ".tierrecord": "TierRecord",
        ".tierrecord.evidence": "Evidence",
        ".tierrecord.listings": "TierListing read_listing",
        ".tiers": "Tier",
    }
    _HOME = {name: f"tipdata{home}" for home, names in _NAMES.items() for name in names.split()}
    _HOME["__version__"] = "importlib.metadata"
    __all__ = list(_HOME)
    __all__.sort()

    def __getattr__(name: str) -> object:
        if name == "__version__":
            value = importlib.import_module("importlib.metadata").version("tipdata")
        elif name not in _HOME:
            raise AttributeError(f"module 'tipdata' has no attribute {name!r}")
        elif _HOME[name] == "tipdata":
            value = importlib.import_module(f"tipdata.{name}")
        else:
            value = getattr(importlib.import_module(_HOME[name]), name)
            if name == "data_version":
                value = value()
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return __all__
