"""What a JSON Schema says of each class, field and rule: said here and nowhere else.

Titles come from the names of classes and fields, descriptions from docstrings, types from
annotations, and constraints from validators.
"""

import ast
import inspect
import re
import sys
import textwrap
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import attrs

from tipdata._arguments import FIRST_EDITION, LAST_YEAR
from tipdata._wire import rules as v
from tipdata._wire.rules import rule_of
from tipdata._wire.shapes import (
    SCALARS,
    Choice,
    Json,
    Many,
    Maybe,
    Nested,
    Scalar,
    Shape,
    fields_of,
)
from tipdata._wire.strings import LINE, TEXT

Refer = Callable[[type], dict[str, Json]]
"""Makes what a schema says where a part of another class stands."""

# What Python counts as white space, spelled out since engines differ.
_BLANK = r"\t-\r\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
# Some engines accept `$` before a final line feed.
_END = r"$(?!\n)"
_SOLID = f"[^{LINE.invisible}{_BLANK}]"
_LINE = f"[{_BLANK}]*{_SOLID}([^{LINE.invisible}]*{_SOLID})?[{_BLANK}]*"
_TEXT = f"[^{TEXT.invisible}]*[^{TEXT.invisible}{_BLANK}][^{TEXT.invisible}]*"

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


def describe(
    kind: type, refer: Refer | None = None, is_written: bool = False, *, tag: str = ""
) -> dict[str, Json]:
    """Return what a schema says of a class of ours.

    Args:
        kind: The class of a record or a part of one, or a tier.
        refer: What a part or a tier is described by; without it, by its own schema.
        is_written: Whether every field is present, as in what is written.
        tag: The word that `type` has, if a record says its kind.
    """
    if kind in SCALARS:
        return {"title": kind.__name__, **SCALARS[kind].schema}
    said = _descriptions(kind)
    fields = fields_of(kind)
    properties: dict[str, Json] = {
        name: describe_field(field, shape, said.get(name, ""), refer)
        for name, (field, shape) in fields.items()
    }
    required: list[Json] = [
        name for name, (field, _) in fields.items() if is_written or field.default is attrs.NOTHING
    ]
    if tag:
        properties = {"type": {"const": tag}, **properties}
        required = ["type", *required]
    return {
        "title": kind.__name__,
        "description": _docstring_of(kind).partition("\n")[0],
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


# What the name of a field does not spell.
_TITLES = {
    "id": "ID",
    "alpha_2": "Alpha-2 code",
    "alpha_3": "Alpha-3 code",
    "special_case": "Special Case",
    "special_watch_list": "Special Watch List",
    "tier_2_watch_list": "Tier 2 Watch List",
}


def _title_of(name: str) -> str:
    return _TITLES.get(name) or name.replace("_", " ").capitalize()


def describe_field(
    field: "attrs.Attribute[Any]", shape: Shape, description: str = "", refer: Refer | None = None
) -> dict[str, Json]:
    """Return what a schema says of one field."""
    inner = _describe_shape(field, shape, refer)
    words: dict[str, Json] = {"title": _title_of(field.name)}
    if description or "description" in inner:
        words["description"] = description or inner.pop("description")
    inner.pop("description", None)
    if "$ref" in inner:
        del words["title"]  # a component has its own
    if field.default is not attrs.NOTHING and not callable(getattr(field.default, "factory", None)):
        words["default"] = [] if field.default == () else _plain_default(field, shape)
    return {**words, **inner}


def _plain_default(field: "attrs.Attribute[Any]", shape: Shape) -> Json:
    default: Any = field.default
    write = shape.write if isinstance(shape, Scalar) else None
    found: Json = default if write is None else write(default)
    return found


def _describe_shape(
    field: "attrs.Attribute[Any]", shape: Shape, refer: Refer | None
) -> dict[str, Json]:
    match shape:
        case Maybe():
            inner = _describe_shape(field, shape.inner, refer)
            said: dict[str, Json] = {
                key: inner.pop(key) for key in ["examples", "description"] if key in inner
            }
            return {"anyOf": [inner, {"type": "null"}], **said}
        case Many():
            return {"type": "array", "items": _describe_shape(field, shape.inner, refer)}
        case Nested(kind):
            return refer(kind) if refer else describe(kind)
        case Choice(words):
            return {"enum": list(words)}
        case Scalar(table=table) if table and refer:
            return refer(type(next(iter(table.values()))))
        case Scalar():
            rule = rule_of(field) if shape.read is None else None
            return {**shape.schema, **(_RULES.get(rule, {}) if rule else {})}


def _descriptions(kind: type) -> dict[str, str]:
    """Return what the docstring of a class says of each attribute."""
    doc = _docstring_of(kind)
    section = re.search(r"^Attributes:\n((?:    .*\n|\n)+)", doc + "\n", re.MULTILINE)
    found = re.findall(
        r"^    (\w+): ((?:.*\n)(?:     .*\n)*)", section[1] if section else "", re.MULTILINE
    )
    return {name: " ".join(text.split()) for name, text in found}


def _docstring_of(kind: type) -> str:
    """Return what documents a class, whether or not Python has dropped it, as `-OO` does."""
    for base in kind.__mro__[:-1]:
        doc = base.__doc__ or (_docstring_in_source(base) if sys.flags.optimize else "")
        if doc:
            return inspect.cleandoc(doc)
    return ""


@cache
def _docstring_in_source(kind: type) -> str:
    try:
        made = ast.parse(textwrap.dedent(inspect.getsource(kind))).body[0]
    except (OSError, TypeError, SyntaxError):  # not every class has a source
        return ""
    return (ast.get_docstring(made) if isinstance(made, ast.ClassDef) else None) or ""
