"""Reading the tables of a package: which columns they have, and the records of their rows."""

import hashlib
from array import array
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from typing import Any

import attrs

from tipdata._wire.bounds import beyond
from tipdata._wire.cells import value_of
from tipdata._wire.faults import Code, fault
from tipdata._wire.json_text import BrokenError, Cursor, text_of
from tipdata._wire.json_values import is_deeper, is_list, is_object
from tipdata._wire.reading import Classes
from tipdata._wire.shapes import fields_of
from tipdata._wire.sheets import fit, misfit, read_sheet
from tipdata._wire.versions import version_of
from tipdata.countries import CountryRegistry
from tipdata.dataset.gathering import Gathering, Place
from tipdata.dataset.kinds import KINDS, PLURALS, RecordKind
from tipdata.errors import nearest, shorten
from tipdata.formats._descriptor import optional_fields
from tipdata.formats._package_files import DESCRIPTOR, NAMES, TABLES, PackageFiles
from tipdata.limits import Limits
from tipdata.problems import Problem

_LONGEST = 60
END = (len(KINDS), 0)
"""Sorts a problem behind those of all tables."""


class PackageReader:
    """Reads a package.

    Args:
        registry: The countries that are known beside those of the package.
        most: How many problems are kept.
        classes: Subclasses to read in the place of classes of ours.
        limits: How much is read.
        verify: Whether the tables have to be as they were written.
        encoding: The encoding of tables that are not UTF-8 and have no byte-order mark.
    """

    def __init__(
        self,
        registry: CountryRegistry | None,
        most: int,
        classes: Classes | None,
        limits: Limits | None,
        *,
        verify: bool,
        encoding: str | None,
    ) -> None:
        self.gathering = Gathering(self._locate, registry, most, classes, limits)
        self.limits = self.gathering.limits
        self._rows: dict[RecordKind, array[int]] = {kind: array("Q") for kind in KINDS}
        self._verify = verify
        self._encoding = encoding
        self._files: Mapping[str, bytes] = {}

    def _locate(self, kind: RecordKind, number: int) -> Place:
        row = self._rows[kind][number]
        return Place((KINDS.index(kind), number), f"{PLURALS[kind]}.csv", row)

    def read(self, files: PackageFiles) -> None:
        """Take the records of the tables."""
        self._files = files.found
        resources: Mapping[str, Mapping[str, Any]] = {}
        if DESCRIPTOR in self._files:
            described = _described(self._files[DESCRIPTOR], self.limits)
            self.gathering.version = version_of(
                described.get("schema_version"), f"{DESCRIPTOR}, $.schema_version"
            )
            resources = _resources(described)
        elif self._verify or not self._files:
            raise files.missing
        self._check_files(resources)
        for name, kind in TABLES.items():
            if name in self._files:
                try:
                    self.gathering.take(kind, self._fields(kind, name, resources.get(name, {})))
                except BrokenError as error:
                    order = (KINDS.index(kind), len(self._files[name]))
                    self.gathering.problems.add(error.problem, order)

    def _check_files(self, resources: Mapping[str, Mapping[str, Any]]) -> None:
        """Refuse tables that are missing or, unless they were edited, not as they were written."""
        problems = self.gathering.problems
        for name in NAMES if self._verify else TABLES:
            if name == DESCRIPTOR or not (name in resources or name in self._files):
                continue
            if name not in self._files:
                problems.add(fault("missing-file", "this table is missing", name), (-1, 0))
            elif self._verify and _sum(resources.get(name, {})) != _sum_of(self._files[name]):
                message = "not the table that was written; it is torn, or edited"
                expected = "the whole table, or verify=False if it was edited on purpose"
                problems.add(fault("wrong-checksum", message, name, expected=expected), (-1, 0))
        if self._verify:
            problems.raise_any()

    def _fields(
        self, kind: RecordKind, name: str, resource: Mapping[str, Any]
    ) -> Iterator[dict[str, Any]]:
        """Yield the fields of each row, as a document has them."""
        fields = fields_of(self.gathering.class_of(kind))
        optional = optional_fields(kind, fields)
        columns, rows = read_sheet(self._files[name], name, fields, self._encoding, self.limits)
        if not self._check_columns(kind, name, columns, _declared(resource)):
            return
        for row, given_cells in rows:
            cells = fit(given_cells, len(columns))
            if len(cells) != len(columns):
                order = (KINDS.index(kind), len(self._rows[kind]))
                self.gathering.problems.add(partial(misfit, row, cells, columns, name), order)
                continue
            given: dict[str, Any] = {}
            for column, cell in zip(columns, cells, strict=True):
                if not cell and column in optional:
                    continue
                try:
                    given[column] = value_of(fields[column][1], cell, f"$.{column}")
                except BrokenError as error:
                    given[column] = error  # reported with what else is wrong with the row
            self._rows[kind].append(row)
            yield given

    def _check_columns(
        self, kind: RecordKind, name: str, columns: list[str], declared: list[str]
    ) -> bool:
        """Return whether the columns are those of a kind, and report what is wrong if not."""
        fields = fields_of(self.gathering.class_of(kind))
        wrong, seen = list[Callable[[], Problem]](), set[str]()
        for number, column in enumerate(columns):
            refuse = partial(_column_problem, name, _short(column))
            if not column.strip():
                nameless = f"column {number + 1} has no name"
                wrong.append(partial(refuse, "unknown-column", nameless))
            elif column not in fields:
                wrong.append(partial(_unknown_column, column, fields, name))
            elif column in seen:
                wrong.append(partial(refuse, "duplicate-column", "duplicate column"))
            seen.add(column)
        needed = {
            column: "" for column, (field, _) in fields.items() if field.default is attrs.NOTHING
        } | dict.fromkeys(declared, f"; {DESCRIPTOR} declares it")
        wrong += [
            partial(fault, "missing-column", f"the column {column!r} is missing{why}", name, row=1)
            for column, why in needed.items()
            if column not in columns
        ]
        for problem in wrong:
            self.gathering.problems.add(problem, (KINDS.index(kind), -1))
        return not wrong


def _column_problem(table: str, column: str, code: Code, message: str) -> Problem:
    return fault(code, message, table, row=1, column=column)


def _unknown_column(column: str, fields: Collection[str], table: str) -> Problem:
    message, meant = "no such column", nearest(column, fields)
    return fault("unknown-column", message, table, row=1, column=_short(column), suggestion=meant)


def _short(column: str) -> str:
    """Return the name of a column, which may be a whole table that was never separated."""
    return column if len(column) <= _LONGEST else shorten(column)


def _described(data: bytes, limits: Limits) -> dict[str, Any]:
    cursor = Cursor(text_of(data, DESCRIPTOR), DESCRIPTOR, limits=limits)
    found = cursor.value(DESCRIPTOR)
    cursor.end()
    if is_deeper(found, limits.depth):
        raise BrokenError(beyond("depth", limits, DESCRIPTOR))
    if is_object(found):
        return found
    raise BrokenError(fault("not-a-package", "this does not describe a package", DESCRIPTOR))


def _resources(described: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return what a descriptor says of each table, by the name of its file."""
    given = described.get("resources")
    found = [one for one in given if is_object(one)] if is_list(given) else []
    return {str(one["path"]): one for one in found if "path" in one}


def _sum(resource: Mapping[str, Any]) -> str:
    return str(resource.get("hash")).removeprefix("sha256:")


def _sum_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _declared(resource: Mapping[str, Any]) -> list[str]:
    """Return the names of the columns that a table has according to its descriptor."""
    schema = resource.get("schema")
    fields = schema.get("fields") if is_object(schema) else None
    return (
        [str(one["name"]) for one in fields if is_object(one) and "name" in one]
        if is_list(fields)
        else []
    )
