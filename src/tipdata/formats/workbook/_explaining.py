"""What the note on a header says: what its column holds, and whether it is required."""

from functools import cache
from typing import Any

import attrs

from tipdata._wire.describing import describe
from tipdata._wire.shapes import SCALARS, Choice, Many
from tipdata._wire.strings import EXPECTED
from tipdata.dataset.kinds import KEYS, PLURALS
from tipdata.formats.workbook._layout import Column

_OBVIOUS = (SCALARS[str].expected, EXPECTED["blank"])
_SIDES = {"start": "The first date", "end": "The last date"}


def note_of(column: Column) -> str:
    """Return the note of a column."""
    if column.key:
        said = [f"The {column.key} that this row belongs to."]
    else:
        said = [_described(column.owner, column.field.name)]
    if column.side:
        said.append(f"{_SIDES[column.side]}; empty if it is open or unknown.")
    said += [_expected(column), _needed(column)]
    return "\n".join(filter(None, said))


def _expected(column: Column) -> str:
    is_many = isinstance(column.shape, Many)
    inner = column.shape.inner if isinstance(column.shape, Many) else column.shape
    target = column.refers_to
    if target and (target == "country" or KEYS[target] == ("id",)):
        named = f"the {KEYS[target][0]} of a row of the sheet '{PLURALS[target]}'"
        text = (
            f"{column.expected}, from the sheet 'country codes'" if target == "country" else named
        )
    elif isinstance(inner, Choice):
        text = "one of " + ", ".join(word for word in inner.words if word)
    elif column.expected in _OBVIOUS:
        text = ""
    else:
        text = column.expected
    several = "Separate several by semicolons." if is_many else ""
    text = f"{text[:1].upper()}{text[1:]}." if text else ""
    return " ".join(filter(None, [text, several]))


def _needed(column: Column) -> str:
    if column.is_needed:
        if column.optional:
            return f"Required if another column of {'.'.join(column.optional)} is filled in."
        return "Required."
    default = column.default
    if isinstance(default, bool):
        default = str(default).upper()
    return f"If empty: {default}." if default and not column.side else ""


def _described(owner: type, field: str) -> str:
    """Return what the docstring of a class, or of one it derives from, says of a field."""
    for cls in owner.__mro__:
        if attrs.has(cls) and field in {one.name for one in attrs.fields(cls)}:
            found = _properties(cls).get(field, {}).get("description", "")
            if found:
                return str(found).replace("`None`", "empty").replace("`", "")
    return ""


@cache
def _properties(cls: type) -> dict[str, Any]:
    found: Any = describe(cls, lambda _: {})["properties"]
    return dict(found)
