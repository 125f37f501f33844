"""The files of a package: in a folder, or in a zip file, which may have a folder of its own."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO

import attrs

from tipdata._wire.archives import ZipArchive
from tipdata._wire.bounded import read_whole
from tipdata._wire.faults import fault
from tipdata._wire.folders import DRAFTS, Mark, read_folder
from tipdata._wire.json_text import BrokenError, scan_line
from tipdata._wire.json_values import is_object
from tipdata.dataset.kinds import KINDS, PLURALS, RecordKind
from tipdata.formats._descriptor import WIDE
from tipdata.formats._recognizing import begun_format, is_line, kind_of_zip, other_format
from tipdata.limits import Limits
from tipdata.problems import FormatError, Problem

DESCRIPTOR = "datapackage.json"
TABLES: dict[str, RecordKind] = {f"{PLURALS[kind]}.csv": kind for kind in KINDS}
"""The kinds of records by the names of their tables."""

NAMES = (*TABLES, f"{WIDE}.csv", DESCRIPTOR)
"""The names of all files of a package."""

# What macOS and Windows put beside the files of a user.
_NOISE = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
_DEEP = 3
_HEAD = 2**16
_EXPECTED = "a zip file of tables"


def _describes_ours(data: bytes) -> bool:
    """Return whether a descriptor is that of a package of ours, of any version."""
    try:
        found: object = scan_line(data)
    except BrokenError:
        return False
    return is_object(found) and {"resources", "schema_version"} <= found.keys()


MARK = Mark(DESCRIPTOR, _describes_ours)
"""What a folder of ours is known by."""


@attrs.frozen
class PackageFiles:
    """The files of a package that are there.

    Attributes:
        found: What each file holds, by its name.
        elsewhere: The folders inside in which a package was found instead.
    """

    found: Mapping[str, bytes]
    elsewhere: tuple[str, ...] = ()

    @property
    def missing(self) -> BrokenError:
        """The error of a package without its descriptor."""
        message, expected = f"no {DESCRIPTOR}", "a package, as tipdata.write makes it"
        if self.elsewhere:
            shown = ", ".join(map(repr, self.elsewhere[:_DEEP]))
            message = f"no {DESCRIPTOR} at the top; it is in {shown}"
            expected = "that folder by itself"
        return BrokenError(fault("missing-file", message, "$", expected=expected))


def in_folder(path: Path, limits: Limits) -> PackageFiles:
    """Return the files of a folder.

    Raises:
        BrokenError: Its writing was cut short, or a file is too large.
        OSError: It cannot be read.
    """
    found = read_folder(path, NAMES, lambda name, file: _read(file, name, limits))
    if DESCRIPTOR in found:
        return PackageFiles(found)
    inner = (one for deep in range(1, _DEEP) for one in path.glob("*/" * deep + DESCRIPTOR))
    names = {one.parent.relative_to(path).as_posix() + "/" for one in inner}
    hidden = {f"{name}/" for name in (*_NOISE, *DRAFTS)}
    return PackageFiles(found, tuple(sorted(names - hidden)))


def _read(file: IO[bytes], name: str, limits: Limits) -> bytes:
    """Return what a file of a folder holds.

    Raises:
        BrokenError: It is too large.
        OSError: It cannot be read.
    """
    try:
        data = read_whole(file, limits, name)
    except FormatError as error:
        raise BrokenError(error.problems[0]) from None
    assert isinstance(data, bytes)  # noqa: S101 - the file was opened for bytes
    return data


def unpacked(data: bytes, limits: Limits) -> PackageFiles:
    """Return the files of a zip file; a folder that holds all of them counts as the top.

    Raises:
        BrokenError: It cannot be read, or is too large.
    """
    if (other := _no_zip(data)) is not None:
        raise BrokenError(other)
    file = ZipArchive(data, limits, "not-a-package")
    # Some programs for Windows separate folders by backslashes.
    given = {name.replace("\\", "/"): name for name in file.names}
    if kind_of_zip(given) == "a workbook":
        raise BrokenError(other_format("a workbook", _EXPECTED))
    top = _top(given)
    inside = {name: given[top + name] for name in NAMES if top + name in given}
    found = {name: file.read(inner) for name, inner in inside.items()}
    described = (name.removesuffix(DESCRIPTOR) for name in given if _is_ours(name))
    others = (folder for folder in described if folder.endswith("/"))
    return PackageFiles(found, () if DESCRIPTOR in found else tuple(sorted(others)))


def _no_zip(data: bytes) -> Problem | None:
    """Return the problem of a file of another format."""
    if data.startswith(b"PK"):
        return None
    line = data[:_HEAD].lstrip().partition(b"\n")[0]
    try:
        found: object = scan_line(line)
    except BrokenError:
        found = None
    if is_line(found):
        return other_format("JSON Lines", _EXPECTED)
    if other := begun_format(line):
        return other_format(other, _EXPECTED)
    return None


def _is_ours(name: str) -> bool:
    parts = name.split("/")
    return parts[-1] == DESCRIPTOR and not {*parts} & {*_NOISE}


def _top(names: Iterable[str]) -> str:
    """Return the folder, with its slash, that holds all the files; an empty string if none does."""
    files = [name for name in names if name[-1:] != "/" and not {*name.split("/")} & {*_NOISE}]
    top = ""
    while files and all("/" in name[len(top) :] for name in files):
        folders = {name[len(top) :].partition("/")[0] for name in files}
        if len(folders) > 1:
            break
        top += f"{folders.pop()}/"
    return top
