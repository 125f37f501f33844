"""What is packaged, with how much it holds."""

from collections.abc import Mapping

import attrs

from tipdata import dataset
from tipdata._tables.columns import columns_of
from tipdata._tables.tabular import Tabular
from tipdata.data import data_version
from tipdata.loading import load
from tipdata.typing import Columns, PackagedName, RecordKind

__all__ = ["PackagedSet", "datasets"]

_ABOUT: dict[PackagedName, str] = {
    "tiers": "Every placement of every edition, 2001 to 2025, with its evidence.",
    "central-asia-2021": (
        "Who worked against trafficking in Central Asia in 2021: organizations, people, "
        "a project, campaigns, what was said, and the tiers of the five countries."
    ),
}


@attrs.frozen(kw_only=True, repr=False)
class PackagedSet(Tabular):
    """A set of data that ships with the package.

    Attributes:
        name: By what `tipdata.load` knows it.
        about: What it holds, in a sentence.
        counts: How many records it has of each kind that it has.
        version: The version of its data.
    """

    name: PackagedName
    about: str
    counts: Mapping[RecordKind, int] = attrs.field(hash=False)
    version: str

    _ROW_HEADS = 0
    _SHORT = False

    def columns(self) -> Columns:
        """Return one row for each kind of record, with how many there are."""
        rows = [(self.name, self.version, kind, count) for kind, count in self.counts.items()]
        return columns_of(("name", "version", "kind", "records"), rows)

    def __str__(self) -> str:
        return f"{self.name} ({self.version}, {sum(self.counts.values()):,} records): {self.about}"


def datasets() -> tuple[PackagedSet, ...]:
    """Return what is packaged: names for `load`, what each holds, how much, and its version.

    >>> for packaged in datasets():
    ...     print(packaged.name, packaged.counts["assessment"])
    tiers 4239
    central-asia-2021 117
    """
    held = {
        "tiers": dataset.as_dataset(load("tiers")),
        "central-asia-2021": load("central-asia-2021"),
    }
    return tuple(
        PackagedSet(
            name=name,
            about=about,
            counts={kind: count for kind, count in held[name].counts.items() if count},
            version=data_version(),
        )
        for name, about in _ABOUT.items()
    )


def __dir__() -> list[str]:
    return __all__
