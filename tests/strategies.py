"""The strategies of the tests: those of `tipdata.testing`, and datasets with a fault."""

from faults import BrokenDataset, broken_datasets, faults_in
from tipdata.testing import (
    datasets,
    histories,
    partial_dates,
    periods,
    reaches,
    records,
)

__all__ = [
    "BrokenDataset",
    "broken_datasets",
    "datasets",
    "faults_in",
    "histories",
    "partial_dates",
    "periods",
    "reaches",
    "records",
]
