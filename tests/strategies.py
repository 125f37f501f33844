"""The strategies of the tests are those that `tipdata.testing` gives to everybody."""

from tipdata.testing import (
    BrokenDataset,
    broken_datasets,
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
    "histories",
    "partial_dates",
    "periods",
    "reaches",
    "records",
]
