"""Records of all kinds together: datasets, their checks and their differences."""

from typing import TYPE_CHECKING

from tipdata._attributes import load_lazily

if TYPE_CHECKING:
    from tipdata.dataset import checks as checks
    from tipdata.dataset import diffing as diffing
    from tipdata.dataset import gathering as gathering
    from tipdata.dataset import kinds as kinds
    from tipdata.dataset import relating as relating
    from tipdata.dataset._dataset import Dataset as Dataset
    from tipdata.dataset._of_tiers import as_dataset as as_dataset
    from tipdata.dataset.diffing import OnConflict as OnConflict

__all__ = [
    "Dataset",
    "OnConflict",
    "as_dataset",
    "checks",
    "diffing",
    "gathering",
    "kinds",
    "relating",
]

if not TYPE_CHECKING:
    _HOMES = {"Dataset": "_dataset", "OnConflict": "diffing", "as_dataset": "_of_tiers"}
    __getattr__ = load_lazily(__name__, __all__, _HOMES)


def __dir__() -> list[str]:
    return __all__
