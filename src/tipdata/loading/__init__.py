"""The packaged data: the record of tiers, the story of Central Asia, and their versions."""

import functools
from collections.abc import Mapping
from typing import Literal, overload

import attrs

from tipdata import countries, dataset
from tipdata._arguments import read_word
from tipdata._attributes import once
from tipdata._tables.columns import columns_of
from tipdata._tables.tabular import Tabular
from tipdata.data import data_version, data_versions, read_table
from tipdata.errors import UnknownDatasetError
from tipdata.loading._tables import read_acts, read_assessments, read_background, read_editions
from tipdata.tierrecord import TierRecord
from tipdata.typing import Columns, PackagedName, RecordKind

__all__ = ["PackagedSet", "datasets", "load"]

_ABOUT: dict[PackagedName, str] = {
    "tiers": "Every placement of every edition, 2001 to 2025, with its evidence.",
    "central-asia-2021": (
        "Who worked against trafficking in Central Asia in 2021: organizations, people, "
        "a project, campaigns, what was said, and the tiers of the five countries."
    ),
}

_CENTRAL_ASIA = ("KAZ", "KGZ", "TJK", "TKM", "UZB")


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


@overload
def load(name: Literal["tiers"] = "tiers", *, data_version: str | None = None) -> TierRecord: ...
@overload
def load(
    name: Literal["central-asia-2021"], *, data_version: str | None = None
) -> "dataset.Dataset": ...
@overload
def load(
    name: PackagedName, *, data_version: str | None = None
) -> "TierRecord | dataset.Dataset": ...
def load(
    name: PackagedName = "tiers", *, data_version: str | None = None
) -> "TierRecord | dataset.Dataset":
    """Return packaged data: every placement of 2001 to 2025, or the set of that name.

    It is always the same object, read once, without a network.
    `tipdata.datasets()` lists the names, `tipdata.data_versions()` the versions.

    Args:
        name: The name of the set.
        data_version: The version of the data; by default the newest.

    Raises:
        UnknownDatasetError: No data of that name is packaged.
        InvalidValueError: No such version of the data.

    >>> load()
    <TierRecord 2001-2025: 4,239 placements of 192 countries>
    >>> load("central-asia-2021").organization("sana-sezim").country
    'KAZ'
    >>> print(load(data_version="2025.1").assessment("AFG", 2004))
    AFG 2004: Tier 2 (corroborated)
    >>> print(load().assessment("AFG", 2004))
    AFG 2004: Tier 2 (single)
    """
    versions = data_versions()
    version = versions[-1]
    if data_version is not None:
        version = read_word("data_version", data_version, versions)
    if name == "tiers":
        return _tiers(version)
    if name == "central-asia-2021":
        return _central_asia(version)
    raise UnknownDatasetError(name, tuple(_ABOUT))


@once
def _tiers(version: str) -> TierRecord:
    assessments = read_assessments(version)
    assessed = {assessment.country for assessment in assessments}
    registry = countries.default()
    return TierRecord(
        countries=tuple(c for c in registry.countries if c.alpha_3 in assessed),
        editions=read_editions(version),
        assessments=assessments,
        registry=registry,
        background=functools.partial(read_background, version),
        acts=functools.partial(read_acts, version),
        data_version=version,
    )


@once
def _central_asia(version: str) -> "dataset.Dataset":
    from itertools import groupby  # noqa: PLC0415 - the placements do without

    from tipdata._wire.json_text import scan_line  # noqa: PLC0415
    from tipdata._wire.reading import Reader  # noqa: PLC0415
    from tipdata._wire.versions import SCHEMA_VERSION, migrate  # noqa: PLC0415
    from tipdata.dataset.kinds import CLASSES  # noqa: PLC0415

    stored = sorted(read_table("central-asia-2021", version).items())
    lines = (scan_line(row["record"]) for _, row in stored)
    # A version that is older than the newest keeps the lines of its own schema.
    schema = SCHEMA_VERSION if version == data_versions()[-1] else 1
    found = dataset.Dataset.from_records(
        record
        for kind, some in groupby(lines, lambda line: line.pop("type"))
        for record in map(Reader(CLASSES[kind]).read, (migrate(schema, kind, one) for one in some))
    )
    return found.merge(dataset.as_dataset(_tiers(version).where(countries=_CENTRAL_ASIA)))


def datasets() -> tuple[PackagedSet, ...]:
    """Return what is packaged: names for `load`, what each holds, how much, and its version.

    >>> for packaged in datasets():
    ...     print(packaged.name, packaged.counts["assessment"])
    tiers 4239
    central-asia-2021 117
    """
    newest = data_version()
    held = {"tiers": dataset.as_dataset(_tiers(newest)), "central-asia-2021": _central_asia(newest)}
    return tuple(
        PackagedSet(
            name=name,
            about=about,
            counts={kind: count for kind, count in held[name].counts.items() if count},
            version=newest,
        )
        for name, about in _ABOUT.items()
    )


def __dir__() -> list[str]:
    return __all__
