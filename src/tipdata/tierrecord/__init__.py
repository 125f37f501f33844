"""The tier record: countries, editions, assessments and sources, and what follows from them."""

from typing import TYPE_CHECKING

from tipdata._attributes import load_lazily
from tipdata.tierrecord.record import TierRecord as TierRecord

__all__ = [
    "TierRecord",
    "acts",
    "cells",
    "citing",
    "comparison",
    "evidence",
    "grading",
    "listings",
    "markers",
    "membership",
    "record",
    "releases",
    "reviewing",
    "rows",
    "supplying",
    "templates",
]

if TYPE_CHECKING:
    from tipdata.tierrecord import acts as acts
    from tipdata.tierrecord import cells as cells
    from tipdata.tierrecord import citing as citing
    from tipdata.tierrecord import comparison as comparison
    from tipdata.tierrecord import evidence as evidence
    from tipdata.tierrecord import grading as grading
    from tipdata.tierrecord import listings as listings
    from tipdata.tierrecord import markers as markers
    from tipdata.tierrecord import membership as membership
    from tipdata.tierrecord import record as record
    from tipdata.tierrecord import releases as releases
    from tipdata.tierrecord import reviewing as reviewing
    from tipdata.tierrecord import rows as rows
    from tipdata.tierrecord import supplying as supplying
    from tipdata.tierrecord import templates as templates
else:
    __getattr__ = load_lazily(__name__, __all__)


def __dir__() -> list[str]:
    return __all__
