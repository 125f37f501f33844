"""The packaged data: the record of tiers, the story of Central Asia, and their versions."""

import functools
from typing import TYPE_CHECKING, Literal, get_args, overload

from tipdata import countries, dataset
from tipdata._arguments import read_word
from tipdata._attributes import load_lazily, once
from tipdata.data import data_versions, read_table
from tipdata.errors import UnknownDatasetError
from tipdata.loading._tables import read_acts, read_assessments, read_background, read_editions
from tipdata.tierrecord import TierRecord
from tipdata.typing import PackagedName

__all__ = ["PackagedSet", "datasets", "load"]

if TYPE_CHECKING:
    from tipdata.loading.packaged import PackagedSet as PackagedSet
    from tipdata.loading.packaged import datasets as datasets
else:
    _PACKAGED = ("PackagedSet", "datasets")
    __getattr__ = load_lazily(__name__, _PACKAGED, dict.fromkeys(_PACKAGED, "packaged"))

_CENTRAL_ASIA = ("KAZ", "KGZ", "TJK", "TKM", "UZB")


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
    raise UnknownDatasetError(name, get_args(PackagedName))


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


def __dir__() -> list[str]:
    return __all__
