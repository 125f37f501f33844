"""The packaged stories: datasets of one case, a line of JSON for each record."""

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from tipdata import _html
from tipdata._packaged import read_text
from tipdata._tables import Columns, columns_of
from tipdata.dataset import Dataset
from tipdata.dates import PartialDate, Period
from tipdata.kinds import CLASSES, KINDS, Record, RecordKind
from tipdata.records.campaigns import Reach
from tipdata.records.organizations import Identifier, OtherName, Service
from tipdata.records.people import Affiliation, Honour
from tipdata.records.projects import Budget, Participation, ProjectCountry
from tipdata.tierrecord import TierRecord

if TYPE_CHECKING:
    from tipdata._frames import FrameMaker

__all__ = ["PackagedSet", "as_dataset", "read_story"]

_CODES = ("KAZ", "KGZ", "TJK", "TKM", "UZB")

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]

# What becomes of a field's texts and of its objects. A field name means the
# same in every record, but for `countries`: codes in a campaign, objects in a
# project.
_TEXTS: dict[str, Callable[[str], object]] = {
    **dict.fromkeys(("date", "dissolved", "end", "founded", "measured"), PartialDate.parse),
    **dict.fromkeys(("published", "start"), PartialDate.parse),
    **dict.fromkeys(("actual", "period", "planned"), Period.parse),
}
_RECORDS: Mapping[str, Callable[..., Record]] = {kind: CLASSES[kind] for kind in KINDS}
_OBJECTS: dict[str, Callable[..., object]] = {
    "affiliations": Affiliation,
    "budgets": Budget,
    "countries": ProjectCountry,
    "honours": Honour,
    "identifiers": Identifier,
    "other_names": OtherName,
    "participations": Participation,
    "reach": Reach,
    "services": Service,
}


@attrs.frozen(kw_only=True)
class PackagedSet:
    """A set of data that ships with the package.

    Attributes:
        name: By what `tipdata.load` knows it.
        about: What it holds, in a sentence.
        counts: How many records it has of each kind that it has.
        version: The version of its data.
    """

    name: str
    about: str
    counts: Mapping[RecordKind, int] = attrs.field(hash=False)
    version: str

    def columns(self) -> Columns:
        """Return one row for each kind of record, with how many there are."""
        rows = [(self.name, self.version, kind, count) for kind, count in self.counts.items()]
        return columns_of(("name", "version", "kind", "records"), rows)

    def _repr_html_(self) -> str:
        return _html.notebook(self.columns(), caption=str(self), short=False)

    @property
    def to_frame(self) -> "FrameMaker":
        """Make a frame of it: `to_frame("polars")`."""
        from tipdata._frames import FrameMaker  # noqa: PLC0415 - loaded where it is used

        return FrameMaker(self.columns())

    def __str__(self) -> str:
        return f"{self.name} ({self.version}, {sum(self.counts.values()):,} records): {self.about}"


def read_story(name: str, tiers: TierRecord) -> Dataset:
    """Return the packaged story, with the placements that the tier record has of its countries."""
    lines = read_text(f"{name}.jsonl").splitlines()
    told = Dataset.of(_record(json.loads(line)) for line in lines)
    return told.merge(as_dataset(tiers.where(countries=_CODES)))


def as_dataset(tiers: TierRecord) -> Dataset:
    """Return the records of a tier record as a dataset."""
    return Dataset(
        countries=tiers.countries,
        editions=tiers.editions,
        assessments=tiers.assessments,
        sources=tiers.sources,
    )


def _record(line: dict[str, Json]) -> Record:
    build = _RECORDS[str(line["type"])]
    return build(**{name: _value(name, value) for name, value in line.items() if name != "type"})


def _value(field: str, value: Json) -> Any:  # noqa: ANN401 - what the field holds
    if isinstance(value, list):
        return tuple(_value(field, part) for part in value)
    if isinstance(value, dict):
        return _OBJECTS[field](**{name: _value(name, part) for name, part in value.items()})
    return _TEXTS[field](value) if isinstance(value, str) and field in _TEXTS else value
