"""JSON Schema (draft 2020-12) of every record and of the document.

The schemas are made from the classes: titles from their names, descriptions
from their docstrings, types from their annotations, and constraints from
their validators. They ship in `tipdata/formats/schemas`, for those who do not
run Python.

A schema cannot say everything. What the reader refuses and a schema lets pass
has one of the codes in `BEYOND`: an impossible day, fields that contradict
each other, duplicate ids, unknown countries, and invisible characters.
"""

import inspect
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from tipdata._arguments import FIRST_EDITION, LAST_YEAR, check_kind
from tipdata._wire import rules as v
from tipdata._wire.faults import Code
from tipdata._wire.rules import rule_of
from tipdata._wire.shapes import Choice, Json, Many, Maybe, Nested, Scalar, Shape, fields_of
from tipdata._wire.strings import LINE, TEXT
from tipdata._wire.versions import SCHEMA_VERSION
from tipdata.dataset.kinds import CLASSES, KINDS, PLURALS, RecordKind
from tipdata.errors import InvalidValueError

__all__ = ["BEYOND", "as_text", "document", "line", "of", "shipped"]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
# What Python counts as white space, spelled out since engines differ.
_BLANK = r"\t-\r\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
# Some engines accept `$` before a final line feed.
_END = r"$(?!\n)"
_SOLID = f"[^{LINE.invisible}{_BLANK}]"
_LINE = f"[{_BLANK}]*{_SOLID}([^{LINE.invisible}]*{_SOLID})?[{_BLANK}]*"
_TEXT = f"[^{TEXT.invisible}]*[^{TEXT.invisible}{_BLANK}][^{TEXT.invisible}]*"

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

_RULES: dict[Callable[..., object], Mapping[str, Json]] = {
    v.alpha_2: {"pattern": f"^[A-Z]{{2}}{_END}", "examples": ["KZ"]},
    v.alpha_3: {"pattern": f"^[A-Z]{{3}}{_END}", "examples": ["KAZ"]},
    v.count: {"minimum": 0, "maximum": v.LARGEST},
    v.currency: {"pattern": f"^[A-Z]{{3}}{_END}", "examples": ["USD"]},
    v.hashtag: {
        "pattern": rf"^#[^\u0000-/:-@\[-\^`\{{-\u00a0]+{_END}",
        "examples": ["#EndTrafficking"],
    },
    v.identifier: {"pattern": rf"^[^\u0000{_BLANK}]+{_END}", "examples": ["crs:R44953"]},
    v.language: {
        "pattern": f"^[a-z]{{2,3}}(-[A-Za-z0-9]{{1,8}})*{_END}",
        "examples": ["uz-Latn"],
    },
    v.numeric: {"pattern": f"^[0-9]{{3}}{_END}", "examples": ["398"]},
    v.report_year: {"minimum": FIRST_EDITION, "maximum": LAST_YEAR, "examples": [2021]},
    v.slug: {"pattern": f"^[a-z0-9]+(-[a-z0-9]+)*{_END}", "examples": ["sana-sezim"]},
    v.line: {"pattern": f"^{_LINE}{_END}"},
    v.line_or_empty: {"pattern": f"^({_LINE}|[{_BLANK}]*){_END}"},
    v.text: {"pattern": f"^{_TEXT}{_END}"},
    v.text_or_empty: {"pattern": f"^({_TEXT}|[{_BLANK}]*){_END}"},
    v.web_address: {
        "pattern": rf"^https?://[^\u0000{_BLANK}]+{_END}",
        "examples": ["https://winrock.org"],
    },
}


def of(kind: type) -> dict[str, Json]:
    """Return the schema of a record, or of a part of one, complete in itself.

    Raises:
        InvalidValueError: It is not a class of ours.

    >>> from tipdata.records.organizations import OtherName
    >>> of(OtherName)["required"]
    ['name']
    """
    if not _is_ours(kind):
        raise InvalidValueError("kind", kind, "the class of a record")
    return {"$schema": _DRAFT, **_object(kind)}


def _is_ours(kind: object) -> bool:
    ours = isinstance(kind, type) and attrs.has(kind)
    return ours and kind.__module__.startswith("tipdata.")


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
        "$defs": {CLASSES[kind].__name__: _object(CLASSES[kind]) for kind in KINDS},
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
        "oneOf": [header, *(_object(CLASSES[kind], kind) for kind in KINDS)],
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


def _object(kind: type, tag: RecordKind | None = None) -> dict[str, Json]:
    said = _descriptions(kind)
    fields = fields_of(kind)
    properties: dict[str, Json] = {
        name: field_schema(field, shape, said.get(name, ""))
        for name, (field, shape) in fields.items()
    }
    required: list[Json] = [
        name for name, (field, _) in fields.items() if field.default is attrs.NOTHING
    ]
    if tag is not None:
        properties = {"type": {"const": tag}, **properties}
        required = ["type", *required]
    return {
        "title": kind.__name__,
        "description": (inspect.getdoc(kind) or "").partition("\n")[0],
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def field_schema(
    field: "attrs.Attribute[Any]", shape: Shape, description: str = ""
) -> dict[str, Json]:
    """Return what a schema says of one field."""
    inner = _shape_schema(field, shape)
    words: dict[str, Json] = {"title": field.name.replace("_", " ").capitalize()}
    if description or "description" in inner:
        words["description"] = description or inner.pop("description")
    inner.pop("description", None)
    if field.default is not attrs.NOTHING and not callable(getattr(field.default, "factory", None)):
        words["default"] = [] if field.default == () else _plain_default(field, shape)
    return {**words, **inner}


def _plain_default(field: "attrs.Attribute[Any]", shape: Shape) -> Json:
    default: Any = field.default
    write = shape.write if isinstance(shape, Scalar) else None
    found: Json = default if write is None else write(default)
    return found


def _shape_schema(field: "attrs.Attribute[Any]", shape: Shape) -> dict[str, Json]:
    match shape:
        case Maybe():
            inner = _shape_schema(field, shape.inner)
            said: dict[str, Json] = {
                key: inner.pop(key) for key in ["examples", "description"] if key in inner
            }
            return {"anyOf": [inner, {"type": "null"}], **said}
        case Many():
            return {"type": "array", "items": _shape_schema(field, shape.inner)}
        case Nested(kind):
            return _object(kind)
        case Choice(words):
            return {"enum": list(words)}
        case Scalar():
            rule = rule_of(field) if shape.read is None else None
            return {**shape.schema, **(_RULES.get(rule, {}) if rule else {})}


def _descriptions(kind: type) -> dict[str, str]:
    """Return what the docstring of a class says of each attribute."""
    doc = inspect.getdoc(kind) or ""
    section = re.search(r"^Attributes:\n((?:    .*\n|\n)+)", doc + "\n", re.MULTILINE)
    found = re.findall(
        r"^    (\w+): ((?:.*\n)(?:     .*\n)*)", section[1] if section else "", re.MULTILINE
    )
    return {name: " ".join(text.split()) for name, text in found}


def __dir__() -> list[str]:
    return __all__
