"""JSON Schema (draft 2020-12) of every record and of the document.

The schemas are made from the classes: titles from their names, descriptions
from their docstrings, types from their annotations, and constraints from
their validators. They ship in `tipdata/formats/schemas`, for those who do not
run Python.

A schema cannot say everything. What the reader refuses and a schema lets pass
has one of the codes in `BEYOND`: an impossible day, fields that contradict
each other, duplicate ids, unknown countries, and invisible characters.
"""

import json
from collections.abc import Mapping

from tipdata._arguments import check_kind
from tipdata._wire.describing import describe
from tipdata._wire.faults import Code
from tipdata._wire.shapes import Json
from tipdata._wire.versions import SCHEMA_VERSION
from tipdata._wire.writing import written_fields
from tipdata.dataset.kinds import CLASSES, KINDS, PLURALS, is_held
from tipdata.errors import InvalidValueError

__all__ = ["BEYOND", "as_text", "document", "line", "of", "shipped"]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"

BEYOND: frozenset[Code] = frozenset(
    {
        "contradiction",
        "duplicate-id",
        "duplicate-key",
        "duplicate-placement",
        "invalid-date",
        "invisible-character",
        "lone-surrogate",
        "unknown-country",
        "unsupported-version",
    }
)
"""The codes of the problems that a schema cannot find."""


def of(kind: type) -> dict[str, Json]:
    """Return the schema of a record, or of a part of one, complete in itself.

    Raises:
        InvalidValueError: It is not the class of a record or of a part of one, nor a
            subclass of such a class that files can hold.

    >>> from tipdata.records.organizations import OtherName
    >>> of(OtherName)["required"]
    ['name']
    """
    if not is_held(kind):
        expected = "the class of a record or of a part of one, such as Campaign or Reach"
        raise InvalidValueError("kind", kind, expected)
    written_fields(kind)
    return {"$schema": _DRAFT, **describe(kind)}


def document() -> dict[str, Json]:
    """Return the schema of a JSON document, the records under `$defs`.

    >>> sorted(document()["properties"])[:3]
    ['assessments', 'campaigns', 'countries']
    """
    lists: dict[str, Json] = {
        PLURALS[kind]: {"type": "array", "items": {"$ref": f"#/$defs/{CLASSES[kind].__name__}"}}
        for kind in sorted(KINDS, key=PLURALS.__getitem__)
    }
    return {
        "$schema": _DRAFT,
        "title": "tipdata document",
        "description": "Records of all kinds; see tipdata.formats.json.",
        "type": "object",
        "properties": {**_versions(), **lists},
        "required": ["schema_version"],
        "additionalProperties": False,
        "$defs": {CLASSES[kind].__name__: describe(CLASSES[kind]) for kind in KINDS},
    }


def line() -> dict[str, Json]:
    """Return the schema of one line of JSON Lines, the records under `$defs`.

    >>> len(line()["oneOf"])
    11
    """
    header: dict[str, Json] = {
        "title": "Header",
        "type": "object",
        "properties": {"type": {"const": "header"}, **_versions()},
        "required": ["type", "schema_version"],
        "additionalProperties": False,
    }
    return {
        "$schema": _DRAFT,
        "title": "tipdata line",
        "description": "One record, by its type; see tipdata.formats.jsonl.",
        "oneOf": [header, *(describe(CLASSES[kind], tag=kind) for kind in KINDS)],
    }


def shipped() -> dict[str, dict[str, Json]]:
    """Return every schema by the name of its file in `tipdata/formats/schemas`."""
    records = {f"{kind}.schema.json": of(CLASSES[kind]) for kind in KINDS}
    return {"document.schema.json": document(), "line.schema.json": line(), **records}


def as_text(schema: Mapping[str, Json]) -> str:
    """Return a schema as the file of it that ships.

    Raises:
        InvalidValueError: It is not a mapping.
    """
    check_kind("schema", schema, (Mapping,), "a schema")
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _versions() -> dict[str, Json]:
    return {
        "schema_version": {
            "type": "integer",
            "minimum": 1,
            "maximum": SCHEMA_VERSION,
            "description": "The version of this schema.",
        },
        "data_version": {
            "type": "string",
            "description": "The version of the facts that shipped with the writing package.",
            "examples": ["2025.1"],
        },
    }


def __dir__() -> list[str]:
    return __all__
