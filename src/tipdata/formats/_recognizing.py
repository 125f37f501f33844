"""Which of the formats a file is of, if not of the one that was asked for."""

import io
import re
import zipfile
from collections.abc import Collection

from tipdata._wire.explaining import wrong_type
from tipdata._wire.faults import fault
from tipdata._wire.json_values import is_object
from tipdata.dataset.kinds import KINDS, PLURALS
from tipdata.errors import nearest, one_of, shorten
from tipdata.problems import Problem

HEADER = "header"
"""The type of the first line of a file of JSON Lines."""

TYPES = (*KINDS, HEADER)
"""The types of its lines."""

LISTS = tuple(sorted(PLURALS.values()))
"""The names of the lists of a document."""

_NAMED = {
    "JSON": "tipdata.formats.json, or a file named .json",
    "JSON Lines": "tipdata.formats.jsonl, or a file named .jsonl",
    "a package": "tipdata.formats.package, or a file named .zip",
    "a workbook": "tipdata.formats.workbook, or a file named .xlsx",
    "FollowTheMoney": "tipdata.formats.followthemoney",
    "Popolo": "tipdata.formats.popolo",
    "JSON-LD": "tipdata.formats.jsonld, which writes it and does not read it",
}
_SCHEMA = re.compile("[A-Z][A-Za-z]+")
_ENTITY = re.compile(rf'"schema"\s*:\s*"{_SCHEMA.pattern}"')
_ZIP = b"PK\x03\x04"
_OFFICE = re.compile(rb"\[Content_Types\]\.xml|_rels/|docProps/|xl/")
_FIRST_KEY = re.compile(r'\s*\{\s*"([^"]*)"\s*:')
_FIRST_KEYS = {
    **dict.fromkeys(("schema_version", "data_version", *LISTS), "JSON"),
    **dict.fromkeys(("areas", "memberships", "persons"), "Popolo"),
    "@context": "JSON-LD",
}


def is_line(found: object) -> bool:
    """Tell whether a value is one that a line of JSON Lines has."""
    return is_object(found) and found.get("type") in TYPES


def begun_document(line: str | bytes) -> str:
    """Return the format of the document that a line begins, or an empty string.

    >>> begun_document('{"areas": [],')
    'Popolo'
    """
    text = line if isinstance(line, str) else line.decode(errors="replace")
    found = _FIRST_KEY.match(text.removeprefix("\ufeff"))
    return _FIRST_KEYS.get(found[1], "") if found else ""


def is_schema(value: object) -> bool:
    """Tell whether a value is the name of a schema, as entities of FollowTheMoney have it."""
    return isinstance(value, str) and _SCHEMA.fullmatch(value) is not None


def is_entity(line: str | bytes) -> bool:
    """Tell whether a line that is not one of JSON Lines is an entity of FollowTheMoney."""
    text = line if isinstance(line, str) else line.decode(errors="replace")
    return _ENTITY.search(text) is not None and '"properties"' in text


def begun_format(line: str | bytes) -> str:
    """Return the format of text that a line begins, or an empty string."""
    return begun_document(line) or ("FollowTheMoney" if is_entity(line) else "")


def zip_format(data: str | bytes | bytearray) -> str:
    """Return the format of some bytes that are a zip file, or an empty string."""
    if isinstance(data, str) or not data.startswith(_ZIP):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return kind_of_zip(file.namelist()) or "a package"
    except (zipfile.BadZipFile, ValueError):
        # The first line of one, by which a reader of lines knows it.
        return "a workbook" if _OFFICE.search(data[:100]) else "a package"


def kind_of_zip(names: Collection[str]) -> str:
    """Return the format of a zip file with files of these names, or an empty string."""
    last = {name.rpartition("/")[2] for name in names}
    if "[Content_Types].xml" in last and any(name.startswith("xl/") for name in names):
        return "a workbook"
    return "a package" if last & {"datapackage.json", *(f"{name}.csv" for name in LISTS)} else ""


def other_format(name: str, expected: str) -> Problem:
    """Return the problem of a file of another format; `expected` says which is read."""
    expected += f"; {name} is for {_NAMED[name]}"
    return fault("wrong-format", f"this is {name}", "$", expected=expected)


def unknown_type(kind: object, known: Collection[str]) -> Problem:
    """Return the problem of an object that says no known type under `type`."""
    expected = one_of(known)
    if kind is None:
        return fault("missing-field", "'type' is missing", "$", expected=expected)
    if not isinstance(kind, str):
        return wrong_type(kind, "$.type", expected)
    return fault(
        "unknown-type",
        "no record is of this type",
        "$.type",
        value=shorten(kind),
        expected=expected,
        suggestion=nearest(kind, known),
    )
