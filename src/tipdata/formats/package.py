"""A folder, or a zip file, of CSV tables: for spreadsheets, R and data frames.

There is one table for each kind of record, named as in `Dataset`
(`assessments.csv`, `people.csv`), a wide one of the placements by country and
year (`placements-by-year.csv`), and `datapackage.json`, which describes them
in the terms of Frictionless, with the sha256 of each. In a cell

- a string, a date, a tier and a number are as in a document
  (`tipdata.formats.json`); a boolean is `true` or `false`;
- an empty cell is what is not known, or an empty string or list;
- a list or a part of a record is JSON, as in a document:
  `["KAZ", "UZB"]`, `[{"award": "TIP Report Hero", "edition": 2021}]`;
- a string that a spreadsheet would run (it begins with `=`, `+`, `-`, `@` or
  a control character) has an apostrophe before it; one that already looks so
  gets one more. The reader removes exactly one.

Tables are UTF-8 with commas and line feeds, quoted where necessary. The key
comes first, and countries go by alpha-3 code, since many readers take
Namibia's two letters for a missing value.

Reading uses the tables of records, not the wide one, and only if all
checksums are right. Pass `verify=False` to read a table that was edited on
purpose. Columns may be in any order, and one with a default may be missing.
A problem's `path` is its table, with row (the header is row 1) and column.

A folder is written beside the old one and takes its place when it is
complete; a zip file is replaced in one step.
"""

import hashlib
import io
import os
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import attrs

from tipdata._arguments import check_kind
from tipdata._wire.cells import cell_of, guarded, parse, row_text, value_of
from tipdata._wire.faults import fault
from tipdata._wire.json_text import BrokenError, Cursor, is_list, is_object, text_of
from tipdata._wire.reading import Classes
from tipdata._wire.shapes import encode, fields_of
from tipdata._wire.storage import (
    ReadFrom,
    WriteTo,
    read_bytes,
    replace_folder,
    whole_folder,
    write_bytes,
)
from tipdata._wire.versions import version_of
from tipdata._wire.writing import plain_writer
from tipdata.countries import CountryRegistry
from tipdata.countries import default as default_registry
from tipdata.dataset import Dataset
from tipdata.dataset.gathering import Gathering, Place, dataset_of
from tipdata.dataset.kinds import CLASSES, KINDS, PLURALS, RecordKind
from tipdata.errors import InvalidValueError, nearest
from tipdata.formats._descriptor import WIDE, descriptor, table_fields
from tipdata.problems import Problem
from tipdata.tierrecord import TierRecord

__all__ = ["dump", "dumps", "load", "loads"]

_DESCRIPTOR = "datapackage.json"
_TABLES: dict[str, RecordKind] = {f"{PLURALS[kind]}.csv": kind for kind in KINDS}
_NAMES = (*_TABLES, f"{WIDE}.csv", _DESCRIPTOR)
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_END = (len(KINDS), 0)


def dumps(dataset: Dataset | TierRecord, *, licences: Iterable[str] = ()) -> bytes:
    """Return a dataset as a zip file; equal datasets are equal bytes.

    Args:
        dataset: What to write.
        licences: The SPDX identifiers of the licences under which you publish
            it; the facts that ship with this package need none.

    Raises:
        InvalidValueError: It is not a dataset.

    >>> from tipdata.records.people import Person
    >>> data = dumps(Dataset(people=[Person(id="ann", name="=Ann")]))
    >>> zipfile.ZipFile(io.BytesIO(data)).read("people.csv").decode().splitlines()[1]
    "ann,,,'=Ann,,"
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in _files(dataset_of(dataset), licences).items():
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, data)
    return packed.getvalue()


def dump(dataset: Dataset | TierRecord, target: WriteTo, *, licences: Iterable[str] = ()) -> None:
    """Write a dataset to a folder, or to a zip file if the name ends in `.zip` or the file is open.

    An existing folder has to be a package with nothing else in it, since the
    new one takes its place.

    Raises:
        InvalidValueError: The folder holds other things.
        OSError: It cannot be written.
    """
    path = Path(target) if isinstance(target, (str, os.PathLike)) else None
    if path is None or path.suffix.lower() == ".zip":
        write_bytes(target, [dumps(dataset, licences=licences)])
    else:
        replace_folder(path, _files(dataset_of(dataset), licences), _NAMES)


def _files(dataset: Dataset, licences: Iterable[str]) -> dict[str, bytes]:
    """Return the files of a package; the one with the checksums last."""
    tables = {PLURALS[kind]: _table(kind, dataset).encode() for kind in KINDS}
    years = sorted({one.year for one in dataset.assessments})
    tables[WIDE] = _wide(dataset, years).encode()
    described = encode(descriptor(dataset, tables, years, licences)) + "\n"
    files = {f"{name}.csv": data for name, data in tables.items()}
    return {**files, _DESCRIPTOR: described.replace(', {"name"', ',\n{"name"').encode()}


def _table(kind: RecordKind, dataset: Dataset) -> str:
    records = getattr(dataset, PLURALS[kind])
    fields = table_fields(kind, records)
    rows = (
        row_text(cell_of(shape, wire.get(name)) for name, (_, shape) in fields.items())
        for wire in plain_writer(CLASSES[kind])(records)
    )
    return "".join([row_text(fields), *rows])


def _wide(dataset: Dataset, years: list[int]) -> str:
    names = {country.alpha_3: country.label for country in default_registry()}
    names |= {country.alpha_3: country.label for country in dataset.countries}
    tiers = {(one.country, one.year): one.tier.value for one in dataset.assessments}
    rows = [row_text(["country", "name", *map(str, years)])]
    for code in sorted({code for code, _ in tiers}):
        cells = (tiers.get((code, year), "") for year in years)
        rows.append(row_text([code, guarded(names.get(code, "")), *cells]))
    return "".join(rows)


def loads(
    data: bytes,
    *,
    sound: bool = False,
    registry: CountryRegistry | None = None,
    max_problems: int = 1000,
    classes: Classes | None = None,
    verify: bool = True,
) -> Dataset:
    """Return the dataset of a zip file.

    Args:
        data: The bytes of the file.
        sound: Whether the errors that `tipdata.check` finds are errors here too.
        registry: The countries that are known beside those of the package;
            by default those that ship with tipdata.
        max_problems: How many problems are kept; the others are counted.
        classes: Your own subclasses of records, by the classes in whose place
            to read them: `{Organization: MyOrganization}`.
        verify: Whether the tables have to be as they were written.

    Raises:
        FormatError: With everything that is wrong with it.
        InvalidValueError: `data`, `classes` or `max_problems` is not what it should be.

    >>> loads(b"PK")
    Traceback (most recent call last):
    tipdata.problems.FormatError: 1 problem
      $: not a readable zip file
    """
    check_kind("data", data, (bytes, bytearray, memoryview), "the bytes of a zip file")
    return _read(
        lambda: _unpacked(bytes(data)),
        Gathering(_locate, registry, max_problems, classes),
        sound=sound,
        verify=verify,
    )


def load(
    source: ReadFrom,
    *,
    sound: bool = False,
    registry: CountryRegistry | None = None,
    max_problems: int = 1000,
    classes: Classes | None = None,
    verify: bool = True,
) -> Dataset:
    """Return the dataset of a folder, or of a zip file at a path or open; see `loads`.

    Raises:
        FormatError: With everything that is wrong with it.
        OSError: It cannot be read.
    """
    path = Path(source) if isinstance(source, (str, os.PathLike)) else None
    gathering = Gathering(_locate, registry, max_problems, classes)
    if path is not None and not path.is_file():
        return _read(lambda: _in_folder(path), gathering, sound=sound, verify=verify)
    data = read_bytes(source)
    if isinstance(data, str):
        raise InvalidValueError("source", source, "a path or a file that is open for bytes")
    return _read(lambda: _unpacked(data), gathering, sound=sound, verify=verify)


def _locate(kind: RecordKind, number: int) -> Place:
    return Place((KINDS.index(kind), number), f"{PLURALS[kind]}.csv", number + 2)


def _read(
    files: Callable[[], Mapping[str, bytes]], gathering: Gathering, *, sound: bool, verify: bool
) -> Dataset:
    try:
        _Package(files(), gathering).read(verify=verify)
    except BrokenError as error:
        gathering.problems.add(error.problem, _END)
    return gathering.finish(sound=sound)


def _in_folder(path: Path) -> dict[str, bytes]:
    folder = whole_folder(path)
    return {name: (folder / name).read_bytes() for name in _NAMES if (folder / name).is_file()}


def _unpacked(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            inside = set(file.namelist())
            return {name: file.read(name) for name in _NAMES if name in inside}
    # An entry may be encrypted, packed in another way, or cut off.
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, ValueError):
        raise BrokenError(fault("not-a-package", "not a readable zip file", "$")) from None


class _Package:
    """A package that is being read."""

    def __init__(self, files: Mapping[str, bytes], gathering: Gathering) -> None:
        self._files = files
        self._gathering = gathering

    def read(self, *, verify: bool) -> None:
        """Take the records of the tables."""
        if _DESCRIPTOR in self._files:
            described = _described(self._files[_DESCRIPTOR])
            self._gathering.version = version_of(
                described.get("schema_version"), f"{_DESCRIPTOR}, $.schema_version"
            )
            if verify:
                self._verify(_sums(described))
        elif verify or not self._files:
            raise BrokenError(fault("missing-file", f"no {_DESCRIPTOR}", "$"))
        for name, kind in _TABLES.items():
            if name in self._files:
                try:
                    self._gathering.take(kind, self._rows(kind, name))
                except BrokenError as error:
                    order = (KINDS.index(kind), len(self._files[name]))
                    self._gathering.problems.add(error.problem, order)

    def _verify(self, sums: Mapping[str, str]) -> None:
        problems = self._gathering.problems
        for name in (*_TABLES, f"{WIDE}.csv"):
            if name not in sums and name not in self._files:
                continue
            if name not in self._files:
                problems.add(fault("missing-file", "this table is missing", name), (-1, 0))
            elif sums.get(name) != hashlib.sha256(self._files[name]).hexdigest():
                message = "not the table that was written; it is torn, or edited"
                expected = "the whole table, or verify=False if it was edited on purpose"
                problems.add(fault("wrong-checksum", message, name, expected=expected), (-1, 0))
        problems.raise_any()

    def _rows(self, kind: RecordKind, name: str) -> Iterator[dict[str, Any]]:
        """Yield the fields of each row, as a document has them."""
        fields = fields_of(self._gathering.class_of(kind))
        table = parse(text_of(self._files[name], name), name)
        columns = next(table, list[str]())
        if not self._check_columns(kind, name, columns):
            return
        for number, cells in enumerate(table):
            if len(cells) != len(columns):
                expected = f"{len(columns)}, one for each column"
                message = f"the row has {len(cells)} cells"
                raise BrokenError(
                    fault("wrong-row", message, name, row=number + 2, expected=expected)
                )
            given: dict[str, Any] = {}
            for column, cell in zip(columns, cells, strict=True):
                try:
                    given[column] = value_of(fields[column][1], cell, f"$.{column}")
                except BrokenError as error:
                    given[column] = error  # reported with what else is wrong with the row
            yield given

    def _check_columns(self, kind: RecordKind, name: str, columns: list[str]) -> bool:
        """Return whether the columns are those of a kind, and report what is wrong if not."""
        fields = fields_of(self._gathering.class_of(kind))
        wrong = list[Problem]()
        for number, column in enumerate(columns):
            refuse = partial(fault, path=name, row=1, column=column)
            if column not in fields:
                meant = nearest(column, fields)
                wrong.append(refuse("unknown-column", "no such column", suggestion=meant))
            elif column in columns[:number]:
                wrong.append(refuse("duplicate-column", "duplicate column"))
        wrong += [
            fault("missing-column", f"the column {column!r} is missing", name, row=1)
            for column, (field, _) in fields.items()
            if field.default is attrs.NOTHING and column not in columns
        ]
        for problem in wrong:
            self._gathering.problems.add(problem, (KINDS.index(kind), -1))
        return not wrong


def _described(data: bytes) -> dict[str, Any]:
    cursor = Cursor(text_of(data, _DESCRIPTOR), _DESCRIPTOR)
    found = cursor.value(_DESCRIPTOR)
    cursor.end()
    if is_object(found):
        return found
    raise BrokenError(fault("not-a-package", "this does not describe a package", _DESCRIPTOR))


def _sums(described: Mapping[str, Any]) -> dict[str, str]:
    resources = described.get("resources")
    found = dict[str, str]()
    for one in resources if is_list(resources) else ():
        if is_object(one) and {"path", "hash"} <= one.keys():
            found[str(one["path"])] = str(one["hash"]).removeprefix("sha256:")
    return found


def __dir__() -> list[str]:
    return __all__
