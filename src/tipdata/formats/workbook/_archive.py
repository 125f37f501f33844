"""The file of a workbook: which sheets it has, and whether it is one."""

import posixpath
import re
from collections.abc import Callable, Mapping
from itertools import islice

import attrs

from tipdata._wire.archives import Member, ZipArchive
from tipdata._wire.bounds import beyond
from tipdata._wire.faults import fault
from tipdata._wire.json_text import BrokenError, scan_line
from tipdata.formats._recognizing import begun_format, is_line, kind_of_zip, other_format
from tipdata.formats.workbook._sheet import Sheet, SheetRows, Styles, shared_strings
from tipdata.formats.workbook._xml import broken, fed, new_parser
from tipdata.limits import Limits
from tipdata.problems import Problem

_HEAD = 2**16
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_EXPECTED = "an .xlsx workbook"
_SAVE_AS = f"{_EXPECTED}; save it as one in your spreadsheet program"
_MOST_STYLES, _LONGEST_FORMAT = 2**16, 255  # as Excel has it
_MANY_PARTS = "too many parts in the workbook"
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
        limits: How much is read.

    Raises:
        BrokenError: It is not a workbook, or too large.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._limits = limits
        if not data:
            raise BrokenError(fault("empty", "the file is empty", "$"))
        if not data.startswith(b"PK"):
            raise BrokenError(_not_a_zip(data))
        self._file = ZipArchive(data, limits, "not-a-workbook")
        self._names = {*self._file.names}
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
        """Refuse other files that are zip files."""
        kind = kind_of_zip(self._names)
        if kind != "a workbook" or "xl/workbook.bin" in self._names:
            if kind == "a package":
                raise BrokenError(other_format(kind, _EXPECTED))
            raise BrokenError(fault("not-a-workbook", "not a workbook", "$", expected=_SAVE_AS))

    def rows(self, part: Part) -> SheetRows:
        """Return the rows of a sheet, which are read while they are asked for."""
        sheet = Sheet(part.name, part.path, self._limits)
        return SheetRows(self._open(part.path), sheet, self._strings, self._styles)

    def _add_sheet(self, attributes: Mapping[str, str]) -> None:
        identity = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id"), "")
        path = self._by_id.get(identity, "")
        is_grid = "chartsheet" not in path and path in self._names
        self.sheets.append(Part(attributes.get("name", ""), path if is_grid else ""))
        if len(self.sheets) > self._limits.members:
            raise BrokenError(beyond("members", self._limits, "$", message="too many sheets"))

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
            if len(by_id) > self._limits.members:
                raise BrokenError(beyond("members", self._limits, "$", message=_MANY_PARTS))

        if path in self._names:
            self._parse(path, {"Relationship": add})
        return by_id, by_type

    def _formats(self) -> list[str]:
        """Return how cells of each style show days and times; an empty string if as neither."""
        known, styles, shown = dict(_BUILT_IN), list[str](), dict[int, str]()
        in_cells = False

        def define(attributes: Mapping[str, str]) -> None:
            if len(known) > _MOST_STYLES:
                raise OverflowError(len(known))
            known[int(attributes["numFmtId"])] = attributes.get("formatCode", "")[:_LONGEST_FORMAT]

        def begin(_: Mapping[str, str]) -> None:
            nonlocal in_cells
            in_cells = True

        def end(_: Mapping[str, str]) -> None:
            nonlocal in_cells
            in_cells = False

        def use(attributes: Mapping[str, str]) -> None:
            if in_cells:
                number = int(attributes.get("numFmtId", "0"))
                if number not in shown:
                    code = known.get(number, "")
                    shown[number] = code if shows_time(code) else ""
                styles.append(shown[number])
                if len(styles) > _MOST_STYLES:
                    raise OverflowError(len(styles))

        handlers = {"numFmt": define, "cellXfs": begin, "cellStyles": end, "dxfs": end, "xf": use}
        path = self._by_type.get("styles", "")
        if path in self._names:
            self._parse(path, handlers)
        return styles

    def _shared(self) -> list[str]:
        path = self._by_type.get("sharedStrings", "")
        if path not in self._names:
            return []
        with self._open(path) as file:
            most = self._limits.rows
            found = [*islice(shared_strings(file, path, self._limits), most + 1)]
        if len(found) > most:
            message = "too many strings in the workbook"
            raise BrokenError(beyond("rows", self._limits, "$", message=message))
        return found

    def _open(self, path: str) -> Member:
        if path not in self._names:
            raise BrokenError(broken(path))
        return self._file.open(path)

    def _parse(self, path: str, handlers: Handlers) -> None:
        def start(name: str, attributes: dict[str, str]) -> None:
            handler = handlers.get(name.rpartition(":")[2])
            if handler:
                handler(attributes)

        parser = new_parser()
        parser.StartElementHandler = start
        with self._open(path) as file:
            for _ in fed(parser, file, path, self._limits):
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
    line = data[:_HEAD].lstrip().partition(b"\n")[0]
    try:
        found: object = scan_line(line)
    except BrokenError:
        found = None
    other = "JSON Lines" if is_line(found) else begun_format(line)
    if other:
        return other_format(other, _EXPECTED)
    return fault("not-a-workbook", "not a workbook", "$", expected=_SAVE_AS)
