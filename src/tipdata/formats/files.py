"""Reading and writing a dataset in the format that the name of its file says."""

import os
from pathlib import Path
from typing import Any

from tipdata._wire.reading import Classes
from tipdata.countries import CountryRegistry
from tipdata.dataset import Dataset
from tipdata.errors import InvalidValueError
from tipdata.formats import json, jsonl, package
from tipdata.tierrecord import TierRecord

__all__ = ["read", "write"]

_MODULES: dict[str, Any] = {
    ".json": json,
    ".jsonl": jsonl,
    ".ndjson": jsonl,
    ".zip": package,
    "": package,
}


def read(
    path: str | os.PathLike[str],
    *,
    sound: bool = False,
    registry: CountryRegistry | None = None,
    max_problems: int = 1000,
    classes: Classes | None = None,
) -> Dataset:
    """Return the dataset in a file: `.json`, `.jsonl`, `.ndjson`, `.zip`, or a folder of tables.

    Args:
        path: The file or folder.
        sound: Whether the errors that `tipdata.check` finds are errors here too.
        registry: The countries that are known beside those of the file; by
            default those that ship with the package.
        max_problems: How many problems are kept; the others are counted.
        classes: Your own subclasses of records, by the classes in whose place
            to read them: `{Organization: MyOrganization}`.

    Raises:
        FormatError: With everything that is wrong with it.
        InvalidValueError: The name ends in no known format, or `classes` or
            `max_problems` is not what it should be.
        OSError: It cannot be read.

    >>> read("campaigns.xlsx")
    Traceback (most recent call last):
    tipdata.errors.InvalidValueError: path: expected a name that ends in .json, ...
    """
    found: Dataset = _module(path).load(
        path, sound=sound, registry=registry, max_problems=max_problems, classes=classes
    )
    return found


def write(dataset: Dataset | TierRecord, path: str | os.PathLike[str]) -> None:
    """Write a dataset in the format that the name says, as `read` reads it.

    What is there is replaced as a whole, or stays as it is.

    Raises:
        InvalidValueError: The name ends in no known format, or the folder holds other things.
        OSError: It cannot be written.

    >>> import tempfile, tipdata
    >>> story = tipdata.load("central-asia-2021")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write(story, f"{folder}/story.jsonl")
    ...     read(f"{folder}/story.jsonl") == story
    True
    """
    _module(path).dump(dataset, path)


def _module(path: str | os.PathLike[str]) -> Any:  # noqa: ANN401 - a module has no type of its own
    expected = "a name that ends in .json, .jsonl, .ndjson or .zip, or a folder"
    try:
        file = Path(path)
    except TypeError:
        raise InvalidValueError("path", path, expected) from None
    suffix = "" if file.is_dir() else file.suffix.lower()
    if suffix not in _MODULES:
        raise InvalidValueError("path", str(path), expected)
    return _MODULES[suffix]


def __dir__() -> list[str]:
    return __all__
