"""Records of all kinds together: datasets, their checks and their differences."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tipdata.dataset import checks as checks
    from tipdata.dataset import diffing as diffing
    from tipdata.dataset import gathering as gathering
    from tipdata.dataset import kinds as kinds
    from tipdata.dataset._dataset import Dataset as Dataset
    from tipdata.dataset._dataset import OnConflict as OnConflict
    from tipdata.dataset._dataset import as_dataset as as_dataset

__all__ = [
    "Dataset",
    "OnConflict",
    "as_dataset",
    "checks",
    "diffing",
    "gathering",
    "kinds",
]

if not TYPE_CHECKING:
    # Modules load when they are first used, to keep `load()` within its budget.
    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        if name in {"Dataset", "OnConflict", "as_dataset"}:
            return getattr(import_module(f"{__name__}._dataset"), name)
        return import_module(f"{__name__}.{name}")


def __dir__() -> list[str]:
    return __all__
