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
checksums are right. Pass `verify=False` to read tables that were edited on
purpose, as a spreadsheet program saves them:

- cells may be separated by semicolons or tabs, and a line `sep=;` may say so;
- UTF-16 is read if it has its byte-order mark; the name of another encoding,
  such as `encoding="cp1252"`, has to be given, and is never guessed;
- empty rows are skipped, and so are empty columns at the end;
- `2021.0` is 2021, and `TRUE` is `true`; an integer with leading zeros or
  separators, and the number of a day such as 44427, are errors.

Columns may be in any order. One that `datapackage.json` does not declare may
be missing if it has a default; one that it does declare may not. All the
files may be in one folder of the zip file.
A problem's `path` is its table, with row (the header is row 1) and column.

All tables of a folder change in one step for those who read it with tipdata;
other files in the folder stay as they are, and several writers take turns. A
zip file is replaced in one step for everybody.
"""

import io
import os
import zipfile
from collections.abc import Callable, Iterable

from tipdata._arguments import check_flag, check_kind, read_path, read_several
from tipdata._wire.bounded import read_whole
from tipdata._wire.bounds import check_size
from tipdata._wire.cells import cell_of, guarded, row_text
from tipdata._wire.decoding import check_encoding
from tipdata._wire.folders import replace_folder
from tipdata._wire.json_text import BrokenError
from tipdata._wire.reading import Classes
from tipdata._wire.shapes import encode
from tipdata._wire.storage import ReadFrom, WriteTo, write_bytes
from tipdata._wire.writing import plain_writer
from tipdata.countries import CountryRegistry
from tipdata.countries import default as default_registry
from tipdata.dataset import Dataset
from tipdata.dataset.gathering import readable_dataset_of
from tipdata.dataset.kinds import CLASSES, KINDS, PLURALS, RecordKind
from tipdata.errors import InvalidValueError
from tipdata.formats._descriptor import WIDE, descriptor, table_fields
from tipdata.formats._package_files import DESCRIPTOR, MARK, PackageFiles, in_folder, unpacked
from tipdata.formats._package_reader import END, PackageReader
from tipdata.limits import Limits
from tipdata.tierrecord import TierRecord

__all__ = ["dump", "dumps", "load", "loads"]

_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def dumps(
    dataset: Dataset | TierRecord,
    *,
    licences: str | Iterable[str] = (),
    registry: CountryRegistry | None = None,
) -> bytes:
    """Return a dataset as a zip file; equal datasets are equal bytes.

    Args:
        dataset: What to write.
        licences: The SPDX identifiers of the licences under which you publish
            it; the facts that ship with this package need none.
        registry: The countries that are known beside those of the dataset, as
            in `loads`; by default those that ship with tipdata.

    Raises:
        FormatError: It names countries that neither it nor the registry has,
            so that reading would refuse it.
        InvalidValueError: It is not a dataset, or `registry` is not a registry.

    >>> from tipdata.records.people import Person
    >>> data = dumps(Dataset(people=[Person(id="ann", name="=Ann")]))
    >>> zipfile.ZipFile(io.BytesIO(data)).read("people.csv").decode().splitlines()[1]
    "ann,,,,'=Ann,,"
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in _files(readable_dataset_of(dataset, registry), licences).items():
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, data)
    return packed.getvalue()


def dump(
    dataset: Dataset | TierRecord,
    target: WriteTo,
    *,
    licences: str | Iterable[str] = (),
    registry: CountryRegistry | None = None,
) -> None:
    """Write a dataset to a folder, or to a zip file if the name ends in `.zip` or the file is open.

    An existing folder has to be empty or a package, whose tables are replaced;
    other files in it stay. See `dumps`.

    Raises:
        FormatError: As `dumps`.
        InvalidValueError: As `dumps`; or the folder holds other things and is not a package,
            or a directory has the name of a table.
        OSError: It cannot be written.
    """
    path = read_path("target", target) if isinstance(target, (str, os.PathLike)) else None
    if path is None or path.suffix.lower() == ".zip":
        write_bytes(target, [dumps(dataset, licences=licences, registry=registry)])
    else:
        replace_folder(path, _files(readable_dataset_of(dataset, registry), licences), MARK)


def _files(dataset: Dataset, licences: str | Iterable[str]) -> dict[str, bytes]:
    """Return the files of a package; the one with the checksums last."""
    tables = {PLURALS[kind]: _table(kind, dataset).encode() for kind in KINDS}
    years = sorted({one.year for one in dataset.assessments})
    tables[WIDE] = _wide(dataset, years).encode()
    licences = read_several("licences", licences, str, expected="SPDX identifiers", least=0)
    described = encode(descriptor(dataset, tables, years, licences)) + "\n"
    files = {f"{name}.csv": data for name, data in tables.items()}
    return {**files, DESCRIPTOR: described.replace(', {"name"', ',\n{"name"').encode()}


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
    limits: Limits | None = None,
    verify: bool = True,
    encoding: str | None = None,
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
        limits: How much is read, if not what `tipdata.Limits()` says.
        verify: Whether the tables have to be as they were written.
        encoding: The encoding, such as `"cp1252"`, of those tables that are
            not UTF-8 and have no byte-order mark.

    Raises:
        FormatError: With everything that is wrong with it.
        InvalidValueError: `data`, `classes`, `limits`, `max_problems` or
            `encoding` is not what it should be.

    >>> loads(b"PK")
    Traceback (most recent call last):
    tipdata.problems.FormatError: 1 problem
      $: not a readable zip file
    """
    check_kind("data", data, (bytes, bytearray, memoryview), "the bytes of a zip file")
    check_flag("verify", verify)
    check_encoding(encoding)
    reader = PackageReader(
        registry, max_problems, classes, limits, verify=verify, encoding=encoding
    )
    check_size(data, reader.limits)
    return _read(reader, lambda: unpacked(bytes(data), reader.limits), sound=sound)


def load(
    source: ReadFrom,
    *,
    sound: bool = False,
    registry: CountryRegistry | None = None,
    max_problems: int = 1000,
    classes: Classes | None = None,
    limits: Limits | None = None,
    verify: bool = True,
    encoding: str | None = None,
) -> Dataset:
    """Return the dataset of a folder, or of a zip file at a path or open; see `loads`.

    Raises:
        FormatError: With everything that is wrong with it.
        OSError: It cannot be read.
    """
    path = read_path("source", source) if isinstance(source, (str, os.PathLike)) else None
    check_flag("verify", verify)
    check_encoding(encoding)
    reader = PackageReader(
        registry, max_problems, classes, limits, verify=verify, encoding=encoding
    )
    if path is not None and not path.is_file():
        return _read(reader, lambda: in_folder(path, reader.limits), sound=sound)
    data = read_whole(source, reader.limits)
    if isinstance(data, str):
        raise InvalidValueError("source", source, "a path or a file that is open for bytes")
    return _read(reader, lambda: unpacked(data, reader.limits), sound=sound)


def _read(reader: PackageReader, files: Callable[[], PackageFiles], *, sound: bool) -> Dataset:
    try:
        reader.read(files())
    except BrokenError as error:
        reader.gathering.problems.add(error.problem, END)
    return reader.gathering.finish(sound=sound)


def __dir__() -> list[str]:
    return __all__
