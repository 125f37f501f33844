"""The Frictionless descriptor of a package: what its tables are, and their checksums."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

import attrs

from tipdata._wire.describing import describe_field
from tipdata._wire.shapes import (
    SCALARS,
    Field,
    Json,
    Many,
    Maybe,
    Nested,
    Scalar,
    Shape,
    fields_of,
)
from tipdata._wire.versions import SCHEMA_VERSION
from tipdata.data import data_version
from tipdata.dataset import Dataset
from tipdata.dataset.kinds import (
    CLASSES,
    KEYS,
    KINDS,
    PLURALS,
    Name,
    Record,
    RecordKind,
    fields_among,
    name_of,
    references_of,
)
from tipdata.tiers import Tier

WIDE = "placements-by-year"
"""The name of the wide table."""

_WIDE_ABOUT = "The placements once more, a row for each country and a column for each edition."
_TYPES = {int: "integer", bool: "boolean", float: "number", str: "string"}


def table_fields(kind: RecordKind, records: Iterable[Record]) -> dict[str, Field]:
    """Return the columns of a table: the key first, then the other fields by name.

    A field that only subclasses of yours have is a column too.
    """
    found = fields_among(kind, records)
    names = [*KEYS[kind], *sorted(found.keys() - KEYS[kind])]
    return {name: found[name] for name in names}


def optional_fields(kind: RecordKind, fields: Mapping[str, Field]) -> set[str]:
    """Return the fields of a subclass that an empty cell leaves out, as JSON would.

    The records of the class itself have nothing there; neither has a type
    that an empty cell is a value of.
    """
    return {
        name
        for name, (_, shape) in fields.items()
        if name not in fields_of(CLASSES[kind])
        and not (isinstance(shape, (Maybe, Many)) or shape is SCALARS[str])
    }


def descriptor(
    dataset: Dataset, tables: Mapping[str, bytes], years: Iterable[int], licences: Iterable[str]
) -> dict[str, Json]:
    """Return the descriptor of a package with these tables."""
    kinds: dict[str, RecordKind] = {PLURALS[kind]: kind for kind in KINDS}
    held = {name for record in dataset if (name := name_of(record))}
    resources: list[Json] = [
        {
            "name": name,
            "path": f"{name}.csv",
            "description": _WIDE_ABOUT if name == WIDE else f"The {name}, one a row.",
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": len(data),
            "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
            "schema": (
                _table(kinds[name], getattr(dataset, name), held) if name in kinds else _wide(years)
            ),
        }
        for name, data in tables.items()
    ]
    named: list[Json] = [{"name": licence} for licence in licences]
    sources: list[Json] = [
        {"title": source.title, **({"path": source.address} if _is_address(source.address) else {})}
        for source in dataset.sources
    ]
    return {
        "profile": "tabular-data-package",
        "name": "tipdata",
        "title": "Records about the Trafficking in Persons Report",
        "version": data_version(),
        "schema_version": SCHEMA_VERSION,
        "data_version": data_version(),
        "resources": resources,
        **({"licenses": named} if named else {}),
        **({"sources": sources} if sources else {}),
    }


def _is_address(text: str) -> bool:
    return text.startswith(("https://", "http://")) and len(text.split()) == 1


def _table(
    kind: RecordKind, records: tuple[Record, ...], held: Collection[Name]
) -> dict[str, Json]:
    fields = table_fields(kind, records)
    keys: list[Json] = list(KEYS[kind])
    found: dict[str, Json] = {
        "fields": [_field(kind, field, shape) for field, shape in fields.values()],
        "primaryKey": keys,
        "missingValues": [""],
    }
    foreign = [*_foreign_keys(kind, records, held)]
    return {**found, **({"foreignKeys": foreign} if foreign else {})}


def _field(kind: RecordKind, field: "attrs.Attribute[Any]", shape: Shape) -> Json:
    name = field.name
    inner = shape.inner if isinstance(shape, Maybe) else shape
    said = describe_field(field, shape)
    found: dict[str, Json] = {"name": name, "title": said["title"], "type": _type(inner)}
    if isinstance(inner, (Many, Nested)):
        found["description"] = "JSON, as in a document; an empty cell is an empty list."
        return found
    of_value = said
    if isinstance(shape, Maybe):
        options = said["anyOf"]
        first = options[0] if isinstance(options, list) else None
        of_value = first if isinstance(first, dict) else {}
    limits: dict[str, Json] = {
        key: of_value[key] for key in ["enum", "minimum", "maximum", "pattern"] if key in of_value
    }
    words = limits.get("enum")
    if isinstance(words, list):
        limits["enum"] = [word for word in words if word]
    if name in KEYS[kind] or (not isinstance(shape, Maybe) and field.default is attrs.NOTHING):
        limits["required"] = True
    if found["type"] == "date" or not _is_code(limits):
        # A string may have its apostrophe, which is not part of the value.
        limits.pop("pattern", None)
    return {**found, **({"constraints": limits} if limits else {})}


def _is_code(limits: Mapping[str, Json]) -> bool:
    """Return whether a pattern begins with a letter or digit, so that no cell of it is guarded."""
    return str(limits.get("pattern", "")).startswith(("^[A-Z", "^[a-z", "^[0-9", "^(?!0"))


def _type(shape: Shape) -> str:
    match shape:
        case Many():
            return "array"
        case Nested():
            return "object"
        case Scalar(name="date"):
            return "date"
        case Scalar():
            return _TYPES[shape.wire]
        case _:
            return "string"


def _foreign_keys(
    kind: RecordKind, records: tuple[Record, ...], held: Collection[Name]
) -> Iterator[Json]:
    """Yield the foreign key of each column of plain ids of which all records are there."""
    columns = fields_of(CLASSES[kind])
    named: dict[str, set[Name]] = {}
    for reference in chain.from_iterable(map(references_of, records)):
        if reference.field in columns:
            named.setdefault(reference.field, set()).add(reference.name)
    # In the order of their names, as they always were.
    for column, names in sorted(named.items()):
        kinds: set[RecordKind] = {name[0] for name in names}
        if len(kinds) == 1 and names.issubset(held):
            target = kinds.pop()
            resource = "" if target == kind else PLURALS[target]
            yield {
                "fields": column,
                "reference": {"resource": resource, "fields": KEYS[target][0]},
            }


def _wide(years: Iterable[int]) -> dict[str, Json]:
    labels: list[Json] = [tier.value for tier in Tier]
    columns: list[Json] = [
        {"name": str(year), "type": "string", "constraints": {"enum": labels}} for year in years
    ]
    fields: list[Json] = [
        {"name": "country", "type": "string", "constraints": {"required": True}},
        {"name": "name", "type": "string"},
        *columns,
    ]
    return {"fields": fields, "primaryKey": ["country"], "missingValues": [""]}
