"""The file of a workbook: which sheets it has, and whether it is one."""

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Mapping
from typing import IO

import attrs

from tipdata._wire.faults import fault
from tipdata._wire.json_text import BrokenError, scan_line
from tipdata.formats._recognizing import begun_format, is_line, kind_of_zip, other_format
from tipdata.formats.workbook._sheet import SheetRows, Styles, shared_strings
from tipdata.formats.workbook._xml import broken, fed, new_parser
from tipdata.problems import Problem

MOST_BYTES = 2**30
"""How many bytes the parts of a workbook may have when they are unpacked: one gibibyte."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_EXPECTED = "an .xlsx workbook"
_SAVE_AS = f"{_EXPECTED}; save it as one in your spreadsheet program"
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
# The formats that every program knows by number: those of days and times.
_BUILT_IN = {
    **dict.fromkeys((14, 15, 22, *range(27, 37), *range(50, 59)), "yyyy-mm-dd"),
    16: "d-mmm",
    17: "mmm-yy",
    **dict.fromkeys((18, 19, 20, 21, 45, 46, 47), "h:mm"),
}

Handlers = Mapping[str, Callable[[Mapping[str, str]], object]]
"""What is done with the elements of a name, given their attributes."""


@attrs.frozen
class Part:
    """A sheet of a workbook.

    Attributes:
        name: Its name.
        path: Where its cells are; an empty string for a sheet without cells, such as a chart.
    """

    name: str
    path: str


class Archive:
    """A workbook that is open for reading.

    Args:
        data: The bytes of the file.

    Raises:
        BrokenError: It is not a workbook, or too large.
    """

    def __init__(self, data: bytes) -> None:
        if not data:
            raise BrokenError(fault("empty", "the file is empty", "$"))
        if not data.startswith(b"PK"):
            raise BrokenError(_not_a_zip(data))
        try:
            self._file = zipfile.ZipFile(io.BytesIO(data))
            self._sizes = {one.filename: one.file_size for one in self._file.infolist()}
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            raise BrokenError(fault("not-a-workbook", "not a readable zip file", "$")) from None
        self._check()
        path = self._related("", "_rels/.rels")[1].get("officeDocument", "xl/workbook.xml")
        folder, name = posixpath.split(path)
        self._by_id, self._by_type = self._related(folder, f"{folder}/_rels/{name}.rels")
        self.from_1904 = False
        self.sheets: list[Part] = []
        self._parse(path, {"sheet": self._add_sheet, "workbookPr": self._see_dates})
        self._styles = Styles(self._formats(), from_1904=self.from_1904)
        self._strings = self._shared()

    def _check(self) -> None:
        """Refuse other files that are zip files, and what would fill the memory."""
        kind = kind_of_zip(self._sizes)
        if kind != "a workbook" or "xl/workbook.bin" in self._sizes:
            if kind == "a package":
                raise BrokenError(other_format(kind, _EXPECTED))
            raise BrokenError(fault("not-a-workbook", "not a workbook", "$", expected=_SAVE_AS))
        if sum(self._sizes.values()) > MOST_BYTES:
            expected = f"at most {MOST_BYTES:,} bytes when unpacked"
            value = f"{sum(self._sizes.values()):,}"
            raise BrokenError(
                fault("too-large", "the workbook is too large", "$", value=value, expected=expected)
            )

    def rows(self, part: Part) -> SheetRows:
        """Return the rows of a sheet, which are read while they are asked for."""
        return SheetRows(self._open(part.path), part.path, self._strings, self._styles)

    def _add_sheet(self, attributes: Mapping[str, str]) -> None:
        identity = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id"), "")
        path = self._by_id.get(identity, "")
        is_grid = "chartsheet" not in path and path in self._sizes
        self.sheets.append(Part(attributes.get("name", ""), path if is_grid else ""))

    def _see_dates(self, attributes: Mapping[str, str]) -> None:
        self.from_1904 = attributes.get("date1904", "0") in {"1", "true", "on"}

    def _related(self, folder: str, path: str) -> tuple[dict[str, str], dict[str, str]]:
        """Return the paths of the parts that a part relates to: by identity, and by type."""
        by_id: dict[str, str] = {}
        by_type: dict[str, str] = {}

        def add(attributes: Mapping[str, str]) -> None:
            target = posixpath.join("/", folder, attributes.get("Target", ""))
            found = posixpath.normpath(target).lstrip("/")
            by_id[attributes.get("Id", "")] = found
            by_type[attributes.get("Type", "").rpartition("/")[2]] = found

        if path in self._sizes:
            self._parse(path, {"Relationship": add})
        return by_id, by_type

    def _formats(self) -> list[str]:
        """Return how cells of each style show days and times; an empty string if as neither."""
        known, styles = dict(_BUILT_IN), list[str]()
        in_cells = False

        def define(attributes: Mapping[str, str]) -> None:
            known[int(attributes["numFmtId"])] = attributes.get("formatCode", "")

        def begin(_: Mapping[str, str]) -> None:
            nonlocal in_cells
            in_cells = True

        def end(_: Mapping[str, str]) -> None:
            nonlocal in_cells
            in_cells = False

        def use(attributes: Mapping[str, str]) -> None:
            if in_cells:
                code = known.get(int(attributes.get("numFmtId", "0")), "")
                styles.append(code if shows_time(code) else "")

        handlers = {"numFmt": define, "cellXfs": begin, "cellStyles": end, "dxfs": end, "xf": use}
        path = self._by_type.get("styles", "")
        if path in self._sizes:
            self._parse(path, handlers)
        return styles

    def _shared(self) -> list[str]:
        path = self._by_type.get("sharedStrings", "")
        if path not in self._sizes:
            return []
        with self._open(path) as file:
            return [*shared_strings(file, path)]

    def _open(self, path: str) -> IO[bytes]:
        try:
            return self._file.open(path)
        except (KeyError, RuntimeError, NotImplementedError, zipfile.BadZipFile):
            raise BrokenError(broken(path)) from None

    def _parse(self, path: str, handlers: Handlers) -> None:
        def start(name: str, attributes: dict[str, str]) -> None:
            handler = handlers.get(name.rpartition(":")[2])
            if handler:
                handler(attributes)

        parser = new_parser()
        parser.StartElementHandler = start
        with self._open(path) as file:
            for _ in fed(parser, file, path):
                pass


def shows_time(code: str) -> bool:
    """Return whether a number format shows a day or a time.

    >>> [shows_time(code) for code in ("yyyy-mm-dd", "mmm-yy", "[h]:mm", '0.00 "days"', "General")]
    [True, True, True, False, False]
    """
    plain = _LITERAL.sub("", code).split(";")[0].casefold()
    return not plain.startswith("general") and re.search("[dmyhs]", plain) is not None


def _not_a_zip(data: bytes) -> Problem:
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            expected = f"{_EXPECTED} without a password; remove it in your spreadsheet program"
            return fault("encrypted", "the workbook is encrypted", "$", expected=expected)
        return fault("wrong-format", "this is an .xls workbook", "$", expected=_SAVE_AS)
    line = data.lstrip().partition(b"\n")[0]
    try:
        found: object = scan_line(line)
    except BrokenError:
        found = None
    other = "JSON Lines" if is_line(found) else begun_format(line)
    if other:
        return other_format(other, _EXPECTED)
    return fault("not-a-workbook", "not a workbook", "$", expected=_SAVE_AS)
