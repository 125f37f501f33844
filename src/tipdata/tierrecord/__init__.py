"""The tier record: countries, editions, assessments and sources, and what follows from them."""

from importlib import import_module
from typing import TYPE_CHECKING

from tipdata.tierrecord.record import TierRecord as TierRecord

__all__ = ["TierRecord", "citing", "comparison", "evidence", "record", "rows"]

if TYPE_CHECKING:
    from tipdata.tierrecord import citing as citing
    from tipdata.tierrecord import comparison as comparison
    from tipdata.tierrecord import evidence as evidence
    from tipdata.tierrecord import record as record
    from tipdata.tierrecord import rows as rows
else:
    # Modules load when they are first used, to keep `load()` within its budget.
    def __getattr__(name: str) -> object:
        if name in __all__:
            return import_module(f"{__name__}.{name}")
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
