"""Reading and writing a dataset in the format that the name of its file says."""

import os
from typing import Any

from tipdata._arguments import check_flag, read_path
from tipdata._wire.decoding import check_encoding
from tipdata._wire.reading import Classes
from tipdata.countries import CountryRegistry
from tipdata.dataset import Dataset
from tipdata.errors import InvalidValueError, nearest
from tipdata.formats import json, jsonl, package, workbook
from tipdata.formats._package_files import DESCRIPTOR
from tipdata.limits import Limits
from tipdata.tierrecord import TierRecord

__all__ = ["read", "write"]

_MODULES: dict[str, Any] = {
    ".json": json,
    ".jsonl": jsonl,
    ".ndjson": jsonl,
    ".zip": package,
    ".xlsx": workbook,
    "": package,
}
_NAMES = "a name that ends in .json, .jsonl, .ndjson, .xlsx or .zip, or a folder"
_WORKBOOKS = frozenset({".xls", ".xlsm", ".xlsb", ".ods"})
_READERS = {
    ".csv": "read_csv",
    **dict.fromkeys((".tsv", ".txt"), "read_table"),
    **dict.fromkeys((".xls", ".ods"), "read_excel"),
    ".parquet": "read_parquet",
    ".feather": "read_feather",
    ".dta": "read_stata",
}
"""What pandas has for one table in a file of other programs, by its suffix."""


def read(
    path: str | os.PathLike[str],
    *,
    sound: bool = False,
    registry: CountryRegistry | None = None,
    max_problems: int = 1000,
    classes: Classes | None = None,
    limits: Limits | None = None,
    verify: bool = True,
    encoding: str | None = None,
) -> Dataset:
    """Return the dataset in a file: `.json`, `.jsonl`, `.ndjson`, `.xlsx`, `.zip` or a folder.

    Args:
        path: The file or folder.
        sound: Whether the errors that `tipdata.check` finds are errors here too.
        registry: The countries that are known beside those of the file; by
            default those that ship with the package.
        max_problems: How many problems are kept; the others are counted.
        classes: Your own subclasses of records, by the classes in whose place
            to read them: `{Organization: MyOrganization}`.
        limits: How much is read, if not what `Limits()` says.
        verify: Whether the tables of a package have to be as they were written.
        encoding: The encoding, such as `"cp1252"`, of those tables of a
            package that are not UTF-8 and have no byte-order mark.

    Raises:
        FormatError: With everything that is wrong with it.
        InvalidValueError: The name ends in no known format; `classes`, `limits`,
            `max_problems` or `encoding` is not what it should be.
        OSError: It cannot be read.

    >>> read("campaigns.docx")
    Traceback (most recent call last):
    tipdata.errors.InvalidValueError: path: expected a name that ends in .json, ...
    """
    check_encoding(encoding)
    module = _module(path, reads=True)
    # JSON has neither checksums nor another encoding than UTF-8.
    check_flag("verify", verify)
    options = {"verify": verify, "encoding": encoding} if module is package else {}
    found: Dataset = module.load(
        path,
        sound=sound,
        registry=registry,
        max_problems=max_problems,
        classes=classes,
        limits=limits,
        **options,
    )
    return found


def write(
    dataset: Dataset | TierRecord,
    path: str | os.PathLike[str],
    *,
    registry: CountryRegistry | None = None,
) -> None:
    """Write a dataset in the format that the name says, as `read` reads it.

    What is there is replaced as a whole, or stays as it is; a link stays a
    link, permissions stay, and so do other files in the folder of a package.

    Args:
        dataset: What to write.
        path: The file or folder.
        registry: The countries that are known beside those of the dataset; by
            default those that ship with the package. A file written with a
            registry of your own is read with the same one.

    Raises:
        FormatError: The dataset names countries that neither it nor the
            registry has, so that `read` would refuse the file.
        InvalidValueError: The name ends in no known format, or the folder holds
            other things and is not a package.
        OSError: It cannot be written.

    >>> import tempfile, tipdata
    >>> story = tipdata.load("central-asia-2021")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write(story, f"{folder}/story.jsonl")
    ...     read(f"{folder}/story.jsonl") == story
    True
    """
    _module(path).dump(dataset, path, registry=registry)


def _module(path: str | os.PathLike[str], *, reads: bool = False) -> Any:  # noqa: ANN401 - a module has no type of its own
    file = read_path("path", path, _NAMES)
    suffix = file.suffix.lower()
    # Nobody means a new package by a name that is one of a file.
    if file.is_dir() and (reads or suffix not in _MODULES or (file / DESCRIPTOR).exists()):
        suffix = ""
    if suffix not in _MODULES:
        read_frame = _READERS.get(suffix) if reads else None
        expected = _NAMES
        if suffix in _WORKBOOKS:
            expected += "; save the workbook as .xlsx in your spreadsheet program"
        if read_frame:
            expected += (
                f"; for one table: tipdata.frames.from_frame(pandas.{read_frame}(...), kind)"
            )
        raise InvalidValueError("path", str(path), expected, nearest(suffix, _MODULES))
    if reads and file.name == DESCRIPTOR:
        expected = "the folder of the package, not its descriptor"
        raise InvalidValueError("path", str(path), expected, str(file.parent))
    return _MODULES[suffix]


def __dir__() -> list[str]:
    return __all__
