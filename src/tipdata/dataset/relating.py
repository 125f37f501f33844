"""The references between the records of a dataset as a table, for graph tools.

Each reference of a record is one row. The subject is the record that names the
other one, which is the object:

============================  ===============  =======================  ==========
subject                       relation         object                   role
============================  ===============  =======================  ==========
any                           cites            source
organization                  based in         country
organization, campaign        part of          organization, project
person                        member of        organization             their role
person                        represents       organization             their role
person                        honoured in      edition                  the award
project                       works in         country
project                       budgets for      country                  the purpose
project                       involves         organization             their role
campaign                      ran in           country
campaign                      organized by     organization
campaign                      has partner      organization
campaign                      reach from       source
statement                     said by          person
statement                     reported in      source
assessment, designation       is about         country
assessment, designation       is of            edition
assessment                    disputed by      source
============================  ===============  =======================  ==========
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar, Literal

import attrs

from tipdata._tables.columns import read_paths
from tipdata._tables.tabular import TabularRow, TabularSequence
from tipdata.dataset.kinds import (
    Name,
    Record,
    RecordKind,
    Reference,
    name_of,
    plain_key,
    references_of,
)
from tipdata.dates import PartialDate, Period

__all__ = ["Relation", "RelationWord", "Relations"]

RelationWord = Literal[
    "based in",
    "budgets for",
    "cites",
    "disputed by",
    "has partner",
    "honoured in",
    "involves",
    "is about",
    "is of",
    "member of",
    "organized by",
    "part of",
    "ran in",
    "reach from",
    "reported in",
    "represents",
    "said by",
    "works in",
]
"""How a record is related to the one that it names."""

_WORDS: dict[tuple[RecordKind, str], RelationWord] = {
    ("assessment", "country"): "is about",
    ("assessment", "year"): "is of",
    ("assessment", "sources"): "cites",
    ("assessment", "disputed_by"): "disputed by",
    ("organization", "country"): "based in",
    ("organization", "parent"): "part of",
    ("organization", "sources"): "cites",
    ("person", "affiliations.organization"): "member of",
    ("person", "affiliations.on_behalf_of"): "represents",
    ("person", "honours.edition"): "honoured in",
    ("person", "sources"): "cites",
    ("project", "countries.country"): "works in",
    ("project", "participations.organization"): "involves",
    ("project", "budgets.country"): "budgets for",
    ("project", "sources"): "cites",
    ("campaign", "countries"): "ran in",
    ("campaign", "organizers"): "organized by",
    ("campaign", "partners"): "has partner",
    ("campaign", "project"): "part of",
    ("campaign", "reach.source"): "reach from",
    ("campaign", "sources"): "cites",
    ("statement", "person"): "said by",
    ("statement", "source"): "reported in",
    ("designation", "country"): "is about",
    ("designation", "year"): "is of",
    ("designation", "source"): "cites",
}
_ROLES = {
    "affiliations": "role",
    "participations": "role",
    "honours": "award",
    "budgets": "purpose",
}
_STEP = re.compile(r"(\w+)(?:\[([0-9]+)\])?")


@attrs.frozen(kw_only=True, repr=False)
class Relation(TabularRow):
    """That one record names another one.

    Attributes:
        subject: The record that names the other one, as `kind:key`.
        subject_kind: Its kind.
        relation: How it is related to the object.
        role: In which role, where the record says so; otherwise an empty string.
        object: The record that is named, as `kind:key`. It need not be in the dataset.
        object_kind: Its kind.
        start: When it began, as far as the record says.
        end: When it ended, as far as the record says.
        field: The field that names it, such as `affiliations[0].organization`.
    """

    COLUMNS: ClassVar[Mapping[str, str]] = read_paths(
        "subject relation object role start end subject_kind object_kind field"
    )

    subject: str
    subject_kind: RecordKind
    relation: RelationWord
    role: str
    object: str
    object_kind: RecordKind
    start: PartialDate | None
    end: PartialDate | None
    field: str

    def __str__(self) -> str:
        role = f" ({self.role})" if self.role else ""
        return f"{self.subject} {self.relation} {self.object}{role}"


@attrs.frozen(kw_only=True, repr=False)
class Relations(TabularSequence[Relation]):
    """The references between the records of a dataset, as the rows of a table.

    Attributes:
        relations: Each reference, in the order of the records and their fields.
        nodes: The records of the dataset by what the table calls them, `kind:key`.
    """

    _ITEMS = "relations"
    _COLUMNS = Relation.COLUMNS
    _ROW_HEADS = 3
    _SHORT = False

    relations: tuple[Relation, ...]
    nodes: Mapping[str, Record] = attrs.field(hash=False)

    @property
    def _caption(self) -> str:
        count, many = len(self.relations), len(self.nodes)
        relations = "relation" if count == 1 else "relations"
        return f"{count:,} {relations} of {many:,} {'record' if many == 1 else 'records'}"


def relate(records: Mapping[Name, Record]) -> Relations:
    """Return the references of some records as a table."""
    return Relations(
        relations=tuple(_relations_of(records.values())),
        nodes={node_of(name): record for name, record in records.items()},
    )


def node_of(name: Name) -> str:
    """Return a kind and a key as one string, which no other record has.

    >>> node_of(("person", "ann")), node_of(("assessment", ("KAZ", 2021)))
    ('person:ann', 'assessment:KAZ 2021')
    """
    return f"{name[0]}:{plain_key(name[1])}"


def _relations_of(records: Iterable[Record]) -> Iterator[Relation]:
    for record in records:
        name = name_of(record)
        if name is not None:
            yield from (_relation(record, name, found) for found in references_of(record))


def _relation(record: Record, name: Name, found: Reference) -> Relation:
    steps = _STEP.findall(found.field)
    part: Any = record
    for field, number in steps[:-1]:
        part = getattr(part, field)[int(number)] if number else getattr(part, field)
    relation = _WORDS[name[0], ".".join(field for field, _ in steps)]
    period = None if relation == "cites" else getattr(part, "period", None)
    dates = period if isinstance(period, Period) else Period()
    return Relation(
        subject=node_of(name),
        subject_kind=name[0],
        relation=relation,
        role=getattr(part, _ROLES.get(steps[0][0], ""), ""),
        object=node_of(found.name),
        object_kind=found.name[0],
        start=dates.start,
        end=dates.end,
        field=found.field,
    )


def __dir__() -> list[str]:
    return __all__
