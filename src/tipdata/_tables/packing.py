"""How the parts of a workbook are packed: in memory, and without the time."""

import zipfile
import zlib
from typing import IO, Any

_LONG_AGO = (1980, 1, 1, 0, 0, 0)


class _Stream:
    """A sheet in memory, compressed while it is written, and again with the others."""

    def __init__(self) -> None:
        self._packer = zlib.compressobj(level=1)
        self._packed: list[bytes] = []
        self._error: BaseException | None = None

    def write(self, data: bytes) -> int:
        """Write the next part of the sheet."""
        try:
            self._packed.append(self._packer.compress(data))
        except BaseException as error:
            self._error = error
            raise
        return len(data)

    def copy_to(self, target: IO[bytes]) -> None:
        """Copy the whole sheet, which is then complete.

        Raises:
            BaseException: What once failed to write a part of it, such as Ctrl-C.
        """
        if self._error is not None:  # lxml loses what it meets at the end of a sheet
            raise self._error
        unpacker = zlib.decompressobj()
        for piece in (*self._packed, self._packer.flush()):
            target.write(unpacker.decompress(piece))


def keep_in_memory(sheet: Any) -> None:  # noqa: ANN401 - openpyxl's types have gaps
    """Let openpyxl write a sheet into memory instead of a temporary file.

    If the disk of temporary files is full, openpyxl and lxml raise errors of their own,
    now and again when Python collects what they left open.
    """
    from openpyxl.worksheet._writer import WorksheetWriter  # noqa: PLC0415 - an extra

    def start() -> None:
        if sheet._writer is None:  # noqa: SLF001
            stream: Any = _Stream()  # openpyxl needs no more of it than that it writes
            sheet._writer = WorksheetWriter(sheet, stream)  # noqa: SLF001
            sheet._writer.cleanup = lambda: None  # noqa: SLF001 - it would remove the file
            sheet._writer.write_top()  # noqa: SLF001

    sheet._get_writer = start  # noqa: SLF001 - openpyxl offers no other way


class Timeless(zipfile.ZipFile):
    """A zip file whose entries say nothing of when they were written."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:  # noqa: ANN401 - as the base class
        """Write an entry."""
        super().writestr(_entry(zinfo_or_arcname), data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:  # noqa: ANN401
        """Write a sheet, for which openpyxl gives what the sheet was written to."""
        with self.open(_entry(arcname), "w", force_zip64=True) as target:
            filename.copy_to(target)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _LONG_AGO)
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
