"""The version of the formats' schema, and what becomes of files of an older one."""

from collections.abc import Callable
from typing import Any

from tipdata._wire.explaining import wrong_type
from tipdata._wire.faults import fault
from tipdata._wire.json_text import BrokenError
from tipdata._wire.json_values import is_object
from tipdata._wire.reading import RefusedError, plain_value

SCHEMA_VERSION = 2
"""The version that is written; every older one is read too."""

Migration = Callable[[str, dict[str, Any]], dict[str, Any]]
"""Makes of a record's kind and fields in one version those of the next."""

_UNCOUNTED = dict.fromkeys(("upgrades", "downgrades", "special_watch_list", "waivers"))


def _from_1(kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Add what version 2 knows of each kind; it has designations too."""
    if kind in {"person", "project", "campaign"}:
        return {"identifiers": [], **fields}
    if kind == "source":
        return {"family": "", "weak": False, **fields}
    if kind == "edition" and is_object(counts := fields.get("counts")):
        return {**fields, "counts": {**_UNCOUNTED, **counts}}
    return fields


MIGRATIONS: dict[int, Migration] = {1: _from_1}


def version_of(given: object, path: str) -> int:
    """Return the schema version that a file says it has.

    Raises:
        BrokenError: It is not a version, or newer than this package.
    """
    try:
        given = plain_value(int, given)
    except RefusedError:
        expected = f"a schema version, {SCHEMA_VERSION} or less"
        raise BrokenError(wrong_type(given, path, expected)) from None
    assert isinstance(given, int)  # noqa: S101 - it is what was asked for
    if given > SCHEMA_VERSION:
        message = "the file is of a newer version"
        expected = (
            f"a schema version up to {SCHEMA_VERSION}, which this version of tipdata reads; "
            "upgrade tipdata"
        )
    elif given < SCHEMA_VERSION and given not in MIGRATIONS:
        message, expected = "no such schema version", f"a schema version up to {SCHEMA_VERSION}"
    else:
        return given
    problem = fault("unsupported-version", message, path, value=str(given), expected=expected)
    raise BrokenError(problem)


def migrate(version: int, kind: str, given: Any) -> Any:  # noqa: ANN401 - what JSON has
    """Return a record's fields as the present version has them."""
    for step in range(version, SCHEMA_VERSION):
        if is_object(given):
            given = MIGRATIONS[step](kind, given)
    return given
