"""A record of tiers as a dataset."""

from typing import Any

from tipdata.dataset._dataset import Dataset
from tipdata.tierrecord import TierRecord


def records_in(tiers: TierRecord) -> dict[str, tuple[Any, ...]]:
    """Return the records that a record of tiers holds, by the names of a dataset's fields."""
    return {
        "countries": tiers.countries,
        "editions": tiers.editions,
        "assessments": tiers.assessments,
        "sources": tiers.sources,
        "designations": tuple(tiers.designations()),
    }


def as_dataset(tiers: TierRecord) -> Dataset:
    """Return what a record of tiers holds as a dataset."""
    return Dataset(**records_in(tiers))
