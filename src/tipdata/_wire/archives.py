"""Zip files, unpacked no further than a limit.

What the directory of a zip file says of sizes is not believed: the bytes are
counted while they are unpacked, all members together, so that entries which
overlap, or unpack to far more than they say, stop where they get too large.
"""

import io
import struct
import zipfile
import zlib
from collections import Counter
from typing import IO, Self

from tipdata._wire.bounds import beyond
from tipdata._wire.faults import Code, fault
from tipdata._wire.json_text import BrokenError
from tipdata.errors import shorten
from tipdata.limits import FREE_BYTES, Limits
from tipdata.problems import Problem

TORN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError),
    *(OverflowError, LookupError, OSError, ValueError),
)
"""What Python's reader raises for zip files that are damaged, or that it cannot read."""

_ENTRY = b"PK\x01\x02"
_METHODS = {
    zipfile.ZIP_STORED: "stored",
    zipfile.ZIP_DEFLATED: "deflate",
    9: "Deflate64",
    zipfile.ZIP_BZIP2: "bzip2",
    zipfile.ZIP_LZMA: "LZMA",
}
_READ = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_PIECE = 2**16


def check_ratio(unpacked: int, packed: int, limits: Limits, path: str = "$") -> None:
    """Refuse a packed file that has unpacked to too much for its size.

    Raises:
        BrokenError: It has.
    """
    if unpacked > max(FREE_BYTES, limits.ratio * packed):
        raise BrokenError(beyond("ratio", limits, path))


class ZipArchive:
    """A zip file that is open for reading.

    Args:
        data: The bytes of the file.
        limits: How much is read.
        code: The code of the problem of a file that is damaged.

    Attributes:
        names: The names of its members, in order.

    Raises:
        BrokenError: It cannot be read, or has too many members, or two of one name.
    """

    def __init__(self, data: bytes, limits: Limits, code: Code) -> None:
        self._limits = limits
        self._code: Code = code
        self._packed, self._unpacked = len(data), 0
        # Each entry begins so, and an object is made of each as soon as the file is opened.
        if (count := data.count(_ENTRY)) > limits.members:
            raise BrokenError(beyond("members", limits, "$", count))
        try:
            self._file = zipfile.ZipFile(io.BytesIO(data))
            self.names = self._file.namelist()
        except TORN:
            raise BrokenError(self.torn()) from None
        # Some programs for Windows separate folders by backslashes.
        several = Counter(name.replace("\\", "/") for name in self.names)
        twice, count = max(several.items(), key=lambda one: one[1], default=("", 0))
        if count > 1:
            message, expected = "two files in the zip file have one name", "one of them"
            problem = fault("duplicate-file", message, "$", value=shorten(twice), expected=expected)
            raise BrokenError(problem)

    def torn(self, name: str = "") -> Problem:
        """Return the problem of a file that cannot be read, or of a member of it."""
        message = f"{shorten(name)} in the zip file is torn" if name else "not a readable zip file"
        return fault(self._code, message, "$", expected="the whole file" if name else "")

    def open(self, name: str) -> "Member":
        """Open a member for reading; its bytes are counted.

        Raises:
            BrokenError: It is encrypted, or packed in a way that is not read, or torn.
        """
        info = self._file.getinfo(name)
        if info.flag_bits & 1:
            message, expected = "the zip file is encrypted", "one without a password"
            raise BrokenError(fault("encrypted", message, "$", expected=expected))
        if info.compress_type not in _READ:
            method = _METHODS.get(info.compress_type, f"method {info.compress_type}")
            message = f"{shorten(name)} in the zip file is packed by {method}"
            raise BrokenError(fault(self._code, message, "$", expected="deflate, or none"))
        try:
            return Member(self, self._file.open(name), name)
        except (*TORN, RuntimeError) as error:
            if isinstance(error, RecursionError):
                raise
            raise BrokenError(self.torn(name)) from None

    def read(self, name: str) -> bytes:
        """Return what a member holds.

        Raises:
            BrokenError: It is torn, or too large.
        """
        with self.open(name) as member:
            return b"".join(iter(lambda: member.read(_PIECE), b""))

    def count(self, size: int) -> None:
        """Count bytes that were unpacked.

        Raises:
            BrokenError: They are too many.
        """
        self._unpacked += size
        if self._unpacked > self._limits.unpacked:
            raise BrokenError(beyond("unpacked", self._limits, "$"))
        check_ratio(self._unpacked, self._packed, self._limits)


class Member:
    """A member of a zip file that is open for reading."""

    def __init__(self, archive: ZipArchive, file: IO[bytes], name: str) -> None:
        self._archive, self._file, self._name = archive, file, name

    def read(self, size: int) -> bytes:
        """Return some bytes, none at the end.

        Raises:
            BrokenError: The member is torn, or too large.
        """
        try:
            piece = self._file.read(size)
        except TORN:
            raise BrokenError(self._archive.torn(self._name)) from None
        self._archive.count(len(piece))
        return piece

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
