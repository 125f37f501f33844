"""A folder, or a zip file, of CSV tables: for spreadsheets, R and data frames.

There is one table for each kind of record, named as in `Dataset`
(`assessments.csv`, `people.csv`), a wide one of the placements by country and
year (`placements-by-year.csv`), and `datapackage.json`, which describes them
in the terms of Frictionless, with the sha256 of each. In a cell

- a text, a date, a tier and a number are as in a document
  (`tipdata.formats.json`); a truth value is `true` or `false`;
- an empty cell is what is not known, or an empty text or list;
- a list or a part of a record is JSON, as in a document:
  `["KAZ", "UZB"]`, `[{"award": "TIP Report Hero", "edition": 2021}]`;
- a text that a spreadsheet would calculate (it begins with `=`, `+`, `-`, `@`
  or a control character) has an apostrophe before it; one that already looks
  so gets one more. The reader takes exactly one off.

Tables are UTF-8 with commas and line feeds, quoted where they have to be. The
key comes first, and countries go by alpha-3 code, since the two letters of
Namibia are what many readers take for a missing value.

Reading looks at the tables of records, not at the wide one, once all
checksums are right. A table that was edited on purpose is read with
`verify=False`. Columns may be in any order, and one with a default may be
missing. A problem's `path` is its table, with row (the header being 1) and
column.

A folder is written beside the old one and takes its place when it is whole;
a zip file is replaced in one step.
"""

import hashlib
import io
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from tipdata._wire.cells import cell_of, guarded, parse, row_text, value_of
from tipdata._wire.json_text import BrokenError, Cursor, is_list, is_object, text_of
from tipdata._wire.reading import writer
from tipdata._wire.shapes import encode, fields_of
from tipdata._wire.storage import (
    Source,
    Target,
    read_bytes,
    replace_folder,
    whole_folder,
    write_bytes,
)
from tipdata._wire.versions import version_of
from tipdata.countries import CountryRegistry
from tipdata.countries import default as default_registry
from tipdata.dataset import Dataset
from tipdata.dataset.gathering import PLURALS, Gathering, Place, dataset_of
from tipdata.dataset.kinds import CLASSES, KINDS, RecordKind
from tipdata.errors import InvalidValueError, nearest
from tipdata.formats._descriptor import WIDE, columns_of_kind, descriptor
from tipdata.problems import Problem
from tipdata.tierrecord import TierRecord

__all__ = ["dump", "dumps", "load", "loads"]

_DESCRIPTOR = "datapackage.json"
_TABLES: dict[str, RecordKind] = {f"{PLURALS[kind]}.csv": kind for kind in KINDS}
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_END = (len(KINDS), 0)


def dumps(dataset: Dataset | TierRecord, *, licences: Iterable[str] = ()) -> bytes:
    """Return a dataset as a zip file; equal datasets are equal bytes.

    Args:
        dataset: What to write.
        licences: The names of the licences under which you give it away, by
            their SPDX identifiers; facts that ship with this package have none.

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


def dump(dataset: Dataset | TierRecord, target: Target, *, licences: Iterable[str] = ()) -> None:
    """Write a dataset to a folder, or to a zip file if the name ends so or the file is open.

    A folder that is there has to be a package, with nothing else in it, since
    the new one takes its place.

    Raises:
        InvalidValueError: The folder holds other things.
        OSError: It cannot be written.
    """
    path = Path(target) if isinstance(target, (str, os.PathLike)) else None
    if path is None or path.suffix.lower() == ".zip":
        write_bytes(target, [dumps(dataset, licences=licences)])
    else:
        ours = {_DESCRIPTOR, f"{WIDE}.csv", *_TABLES}
        replace_folder(path, _files(dataset_of(dataset), licences), ours)


def _files(dataset: Dataset, licences: Iterable[str]) -> dict[str, bytes]:
    """Return the files of a package; the one with the checksums last."""
    tables = {PLURALS[kind]: _table(kind, dataset).encode() for kind in KINDS}
    years = sorted({one.year for one in dataset.assessments})
    tables[WIDE] = _wide(dataset, years).encode()
    described = encode(descriptor(dataset, tables, years, licences)) + "\n"
    files = {f"{name}.csv": data for name, data in tables.items()}
    return {**files, _DESCRIPTOR: described.replace(', {"name"', ',\n{"name"').encode()}


def _table(kind: RecordKind, dataset: Dataset) -> str:
    fields, write = fields_of(CLASSES[kind]), writer(CLASSES[kind])
    columns = columns_of_kind(kind)
    shapes = [(name, fields[name][1]) for name in columns]
    rows = [row_text(columns)]
    for record in getattr(dataset, PLURALS[kind]):
        wire = write(record)
        rows.append(row_text(cell_of(shape, wire[name]) for name, shape in shapes))
    return "".join(rows)


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
    verify: bool = True,
) -> Dataset:
    """Return the dataset of a zip file.

    Args:
        data: The bytes of the file.
        sound: Whether the errors that `tipdata.check` finds are errors here too.
        registry: The countries that are known beside those of the package;
            by default those that ship with tipdata.
        max_problems: How many problems are kept; the others are counted.
        verify: Whether the tables have to be as they were written.

    Raises:
        FormatError: With everything that is wrong with it.

    >>> loads(b"PK")
    Traceback (most recent call last):
    tipdata.problems.FormatError: 1 problem
      $: this is not a zip file that can be read
    """
    found = _Package(registry, max_problems)
    try:
        found.read(_unpacked(bytes(data)), verify=verify)
    except BrokenError as error:
        found.gathering.problems.add(error.problem, _END)
    return found.gathering.finish(sound=sound)


def load(
    source: Source,
    *,
    sound: bool = False,
    registry: CountryRegistry | None = None,
    max_problems: int = 1000,
    verify: bool = True,
) -> Dataset:
    """Return the dataset of a folder, or of a zip file at a path or open; see `loads`.

    Raises:
        FormatError: With everything that is wrong with it.
        OSError: It cannot be read.
    """
    path = Path(source) if isinstance(source, (str, os.PathLike)) else None
    if path is None or path.is_file():
        data = read_bytes(source)
        if isinstance(data, str):
            raise InvalidValueError("source", source, "a path or a file that is open for bytes")
        return loads(data, sound=sound, registry=registry, max_problems=max_problems, verify=verify)
    found = _Package(registry, max_problems)
    try:
        folder = whole_folder(path)
        names = [
            name for name in (*_TABLES, f"{WIDE}.csv", _DESCRIPTOR) if (folder / name).is_file()
        ]
        found.read({name: (folder / name).read_bytes() for name in names}, verify=verify)
    except BrokenError as error:
        found.gathering.problems.add(error.problem, _END)
    return found.gathering.finish(sound=sound)


def _unpacked(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            inside = [
                name for name in (*_TABLES, f"{WIDE}.csv", _DESCRIPTOR) if name in file.namelist()
            ]
            return {name: file.read(name) for name in inside}
    # An entry may be encrypted, packed in another way, or cut off.
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, ValueError):
        message = "this is not a zip file that can be read"
        raise BrokenError(Problem(code="not-a-package", message=message, path="$")) from None


class _Package:
    """A package that is being read."""

    def __init__(self, registry: CountryRegistry | None, most: int) -> None:
        self.gathering = Gathering(self._locate, registry, most)

    @staticmethod
    def _locate(kind: RecordKind, number: int) -> Place:
        return Place((KINDS.index(kind), number), f"{PLURALS[kind]}.csv", number + 2)

    def read(self, files: Mapping[str, bytes], *, verify: bool) -> None:
        """Take the records of the tables."""
        if _DESCRIPTOR in files:
            described = _described(files[_DESCRIPTOR])
            self.gathering.version = version_of(
                described.get("schema_version"), f"{_DESCRIPTOR}, $.schema_version"
            )
            if verify:
                self._verify(files, described)
        elif verify or not files:
            message = f"there is no {_DESCRIPTOR}"
            raise BrokenError(Problem(code="missing-file", message=message, path="$"))
        for name, kind in _TABLES.items():
            if name in files:
                try:
                    self.gathering.take(kind, self._rows(kind, name, files[name]))
                except BrokenError as error:
                    order = (KINDS.index(kind), len(files[name]))
                    self.gathering.problems.add(error.problem, order)

    def _verify(self, files: Mapping[str, bytes], described: Mapping[str, Any]) -> None:
        sums = _sums(described)
        wrong = list[Problem]()
        for name in (*_TABLES, f"{WIDE}.csv"):
            if name not in sums and name not in files:
                continue
            if name not in files:
                message = "the package should have this table"
                wrong.append(Problem(code="missing-file", message=message, path=name))
            elif sums.get(name) != hashlib.sha256(files[name]).hexdigest():
                wrong.append(
                    Problem(
                        code="wrong-checksum",
                        message="this is not the table that was written; it is torn, or edited",
                        path=name,
                        expected="the whole table, or verify=False if it was edited on purpose",
                    )
                )
        if wrong:
            for problem in wrong:
                self.gathering.problems.add(problem, (-1, 0))
            self.gathering.problems.raise_any()

    def _rows(self, kind: RecordKind, name: str, data: bytes) -> Iterator[dict[str, Any]]:
        fields = fields_of(CLASSES[kind])
        rows = parse(text_of(data, name), name)
        columns = next(rows, list[str]())
        if not self._columns(kind, name, columns):
            return
        for number, cells in enumerate(rows):
            if len(cells) != len(columns):
                raise BrokenError(
                    Problem(
                        code="wrong-row",
                        message=f"there are {len(cells)} cells",
                        path=name,
                        row=number + 2,
                        expected=f"{len(columns)}, one for each column",
                    )
                )
            given: dict[str, Any] = {}
            for column, cell in zip(columns, cells, strict=True):
                try:
                    given[column] = value_of(fields[column][1], cell, f"$.{column}")
                except BrokenError as error:
                    given[column] = error  # told with what else is wrong with the row
            yield given

    def _columns(self, kind: RecordKind, name: str, columns: list[str]) -> bool:
        """Tell whether the columns are those of a kind, and say what is wrong if not."""
        fields = fields_of(CLASSES[kind])
        wrong = list[Problem]()
        for number, column in enumerate(columns):
            known = column in fields
            if not known or column in columns[:number]:
                wrong.append(
                    Problem(
                        code="duplicate-column" if known else "unknown-column",
                        message="it is there twice" if known else "there is no such column",
                        path=name,
                        row=1,
                        column=column,
                        suggestion="" if known else nearest(column, fields),
                    )
                )
        for column, (field, _) in fields.items():
            if field.default is attrs.NOTHING and column not in columns:
                message = f"the column {column!r} is missing"
                wrong.append(Problem(code="missing-column", message=message, path=name, row=1))
        for problem in wrong:
            self.gathering.problems.add(problem, (KINDS.index(kind), -1))
        return not wrong


def _described(data: bytes) -> dict[str, Any]:
    cursor = Cursor(text_of(data, _DESCRIPTOR), _DESCRIPTOR)
    found = cursor.value(_DESCRIPTOR)
    cursor.end()
    if is_object(found):
        return found
    message = "this does not describe a package"
    raise BrokenError(Problem(code="not-a-package", message=message, path=_DESCRIPTOR))


def _sums(described: Mapping[str, Any]) -> dict[str, str]:
    resources = described.get("resources")
    found = dict[str, str]()
    for one in resources if is_list(resources) else ():
        if is_object(one) and {"path", "hash"} <= one.keys():
            found[str(one["path"])] = str(one["hash"]).removeprefix("sha256:")
    return found
