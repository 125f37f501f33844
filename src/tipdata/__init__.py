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
    from tipdata import typing as typing
    from tipdata.analysis.changes import Change as Change
    from tipdata.analysis.changes import Changes as Changes
    from tipdata.analysis.placements import Placements as Placements
    from tipdata.analysis.series import Series as Series
    from tipdata.countries import Country as Country
    from tipdata.countries import CountryRegistry as CountryRegistry
    from tipdata.countries import Succession as Succession
    from tipdata.dates import PartialDate as PartialDate
    from tipdata.dates import Period as Period
    from tipdata.errors import TipdataError as TipdataError
    from tipdata.evidence import Evidence as Evidence
    from tipdata.loading import load as load
    from tipdata.problems import FormatError as FormatError
    from tipdata.problems import Problem as Problem
    from tipdata.problems import Report as Report
    from tipdata.records.assessments import Assessment as Assessment
    from tipdata.records.editions import Edition as Edition
    from tipdata.records.sources import Source as Source
    from tipdata.tierrecord import TierRecord as TierRecord
    from tipdata.tiers import Tier as Tier

    __version__: str
    data_version: str

_HOME = {
    "Assessment": "tipdata.records.assessments",
    "Change": "tipdata.analysis.changes",
    "Changes": "tipdata.analysis.changes",
    "Country": "tipdata.countries",
    "CountryRegistry": "tipdata.countries",
    "Edition": "tipdata.records.editions",
    "Evidence": "tipdata.evidence",
    "FormatError": "tipdata.problems",
    "PartialDate": "tipdata.dates",
    "Period": "tipdata.dates",
    "Placements": "tipdata.analysis.placements",
    "Problem": "tipdata.problems",
    "Report": "tipdata.problems",
    "Series": "tipdata.analysis.series",
    "Source": "tipdata.records.sources",
    "Succession": "tipdata.countries",
    "Tier": "tipdata.tiers",
    "TierRecord": "tipdata.tierrecord",
    "TipdataError": "tipdata.errors",
    "load": "tipdata.loading",
}
_MODULES = ("countries", "errors", "typing")

__all__ = [
    "Assessment",
    "Change",
    "Changes",
    "Country",
    "CountryRegistry",
    "Edition",
    "Evidence",
    "FormatError",
    "PartialDate",
    "Period",
    "Placements",
    "Problem",
    "Report",
    "Series",
    "Source",
    "Succession",
    "Tier",
    "TierRecord",
    "TipdataError",
    "__version__",
    "countries",
    "data_version",
    "errors",
    "load",
    "typing",
]


def __getattr__(name: str) -> object:
    if name in _HOME:
        value: object = getattr(importlib.import_module(_HOME[name]), name)
    elif name in _MODULES:
        value = importlib.import_module(f"tipdata.{name}")
    elif name == "data_version":
        value = importlib.import_module("tipdata.loading").data_version()
    elif name == "__version__":
        value = importlib.import_module("importlib.metadata").version("tipdata")
    else:
        raise AttributeError(f"module 'tipdata' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
