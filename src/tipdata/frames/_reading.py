"""Records out of the rows of a frame."""

import warnings
from collections.abc import Collection, Mapping
from typing import Any, Literal, TypeVar, overload

from tipdata._arguments import read_word
from tipdata._tables.frame_reader import IntoFrame, cells_of, narwhals
from tipdata._wire.reading import Classes, read_classes
from tipdata.countries import Country, CountryRegistry
from tipdata.countries.reading import read_registry
from tipdata.dataset.kinds import CLASSES, KINDS, PLURALS, Record, RecordKind, kind_of
from tipdata.errors import InvalidValueError
from tipdata.frames import _kinds, _records
from tipdata.frames._words import FrameKind
from tipdata.records.assessments import Assessment
from tipdata.records.campaigns import Campaign
from tipdata.records.designations import Designation
from tipdata.records.editions import Edition
from tipdata.records.organizations import Organization
from tipdata.records.people import Person
from tipdata.records.projects import Project
from tipdata.records.sources import Source
from tipdata.records.statements import Statement
from tipdata.tierrecord.cells import Cells
from tipdata.typing import TierCoding

_A = TypeVar("_A", bound=Assessment)
_R = TypeVar("_R", bound=Record)

_SINGULAR: Mapping[str, RecordKind] = {PLURALS[kind]: kind for kind in KINDS}


@overload
def from_frame(
    frame: IntoFrame,
    kind: Literal["assessment"] = "assessment",
    *,
    coding: TierCoding | None = None,
    names: Mapping[str, str | Country] | None = None,
    missing: Collection[str] | None = None,
    registry: CountryRegistry | None = None,
    classes: Classes | None = None,
    max_problems: int = 1000,
) -> tuple[Assessment, ...]: ...
@overload
def from_frame(
    frame: IntoFrame,
    kind: type[_A],
    *,
    coding: TierCoding | None = None,
    names: Mapping[str, str | Country] | None = None,
    missing: Collection[str] | None = None,
    registry: CountryRegistry | None = None,
    classes: Classes | None = None,
    max_problems: int = 1000,
) -> tuple[_A, ...]: ...
@overload
def from_frame(
    frame: IntoFrame,
    kind: Literal["campaign"],
    *,
    registry: CountryRegistry | None = None,
    classes: Classes | None = None,
    max_problems: int = 1000,
) -> tuple[Campaign, ...]: ...
@overload
def from_frame(
    frame: IntoFrame,
    kind: Literal["country"],
    *,
    registry: CountryRegistry | None = None,
    classes: Classes | None = None,
    max_problems: int = 1000,
) -> tuple[Country, ...]: ...
@overload
def from_frame(
    frame: IntoFrame,
    kind: Literal["designation"],
    *,
    registry: CountryRegistry | None = None,
    classes: Classes | None = None,
    max_problems: int = 1000,
) -> tuple[Designation, ...]: ...
@overload
def from_frame(
    frame: IntoFrame,
    kind: Literal["edition"],
    *,
    registry: CountryRegistry | None = None,
    classes: Classes | None = None,
    max_problems: int = 1000,
) -> tuple[Edition, ...]: ...
@overload
def from_frame(
    frame: IntoFrame,
    kind: Literal["organization"],
    *,
    registry: CountryRegistry | None = None,
    classes: Classes | None = None,
    max_problems: int = 1000,
) -> tuple[Organization, ...]: ...
@overload
def from_frame(
    frame: IntoFrame,
    kind: Literal["person"],
    *,
    registry: CountryRegistry | None = None,
    classes: Classes | None = None,
    max_problems: int = 1000,
) -> tuple[Person, ...]: ...
@overload
def from_frame(
    frame: IntoFrame,
    kind: Literal["project"],
    *,
    registry: CountryRegistry | None = None,
    classes: Classes | None = None,
    max_problems: int = 1000,
) -> tuple[Project, ...]: ...
@overload
def from_frame(
    frame: IntoFrame,
    kind: Literal["source"],
    *,
    registry: CountryRegistry | None = None,
    classes: Classes | None = None,
    max_problems: int = 1000,
) -> tuple[Source, ...]: ...
@overload
def from_frame(
    frame: IntoFrame,
    kind: Literal["statement"],
    *,
    registry: CountryRegistry | None = None,
    classes: Classes | None = None,
    max_problems: int = 1000,
) -> tuple[Statement, ...]: ...
@overload
def from_frame(
    frame: IntoFrame,
    kind: type[_R],
    *,
    registry: CountryRegistry | None = None,
    classes: Classes | None = None,
    max_problems: int = 1000,
) -> tuple[_R, ...]: ...
@overload
def from_frame(
    frame: IntoFrame,
    kind: RecordKind | FrameKind,
    *,
    registry: CountryRegistry | None = None,
    classes: Classes | None = None,
    max_problems: int = 1000,
) -> tuple[Record, ...]: ...
def from_frame(
    frame: IntoFrame,
    kind: type[_R] | RecordKind | FrameKind = "assessment",
    *,
    coding: TierCoding | None = None,
    names: Mapping[str, str | Country] | None = None,
    missing: Collection[str] | None = None,
    registry: CountryRegistry | None = None,
    classes: Classes | None = None,
    max_problems: int = 1000,
) -> tuple[Record, ...]:
    """Return the records of a frame by key; this runs a lazy frame.

    Assessments need the columns `country`, `year` and `tier`, which are read
    as by `TierRecord.from_frame` with its `coding=`, `names=` and `missing=`,
    and may have the other fields; ids of sources are separated by spaces. For the
    other kinds the columns are the fields, and a value with parts is JSON, as
    `to_frame` writes them. Editions have a column for each of their counts and for
    both ends of their period. Beside placements, `name`, `names`, `bureau` and
    `rank` are skipped.

    Args:
        frame: One row for each record.
        kind: The kind of record, such as `"person"`, or its class, which may be
            a subclass of your own. The plural words of version 0.1, such as
            `"people"`, are deprecated.
        coding: The coding in which the tiers of assessments are numbers.
        names: What strings in the column of countries of assessments mean.
        missing: The strings that mean a missing cell of assessments.
        registry: The countries; by default those of the package.
        classes: Your own subclasses of records and their parts, by the classes
            in whose place to read them.
        max_problems: How many problems are kept.

    Raises:
        ColumnError: The frame lacks a column, or has two of one name.
        FormatError: With every unknown column and every cell that
            cannot be read, its row (the header being row 1) and its column.
        InvalidValueError: `kind` or `coding` is unknown, `frame` is not a
            supported dataframe, `names`, `missing` or `classes` is not what it
            should be, or an argument is given that is for assessments alone.
        UnknownCountryError: A value of `names` is not a country.
        AmbiguousCountryError: A value of `names` means several countries.

    >>> import tipdata
    >>> tip = tipdata.load()
    >>> from_frame(tip.to_frame("polars")) == tip.assessments
    True
    >>> people = tipdata.load("central-asia-2021").people
    >>> from_frame(to_frame(people, "polars"), "person") == people
    True
    """
    narwhals("tipdata.frames")
    word, own = _read_kind(kind), read_classes(classes)
    if isinstance(kind, type) and kind is not CLASSES[word]:
        own = {**own, **read_classes({CLASSES[word]: kind})}
    for option, given in (("coding", coding), ("names", names), ("missing", missing)):
        if given is not None and word != "assessment":
            raise InvalidValueError(option, given, "None, since it is for assessments alone")
    known, columns = read_registry(registry), cells_of(frame)
    if word != "assessment":
        return _kinds.records_of(columns, word, known, own, max_problems)
    cells = Cells(registry=known, coding=coding, names=names, missing=missing)
    return _records.assessments_of(columns, cells, own, max_problems)


def _read_kind(given: Any) -> RecordKind:  # noqa: ANN401 - anything may be given
    """Return the kind of record that a word or a class is."""
    if isinstance(given, type):
        kind = kind_of(given)
        if kind is None:
            expected = "a class of records, such as tipdata.Person"
            raise InvalidValueError("kind", given, expected)
        return kind
    if isinstance(given, str) and given in _SINGULAR:
        kind = _SINGULAR[given]
        said = f"from_frame(frame, {given!r}) is deprecated; write from_frame(frame, {kind!r})"
        warnings.warn(said, DeprecationWarning, stacklevel=3)
        return kind
    return read_word("kind", given, KINDS)


from_frame.__module__ = "tipdata.frames"
