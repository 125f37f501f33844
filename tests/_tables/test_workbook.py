"""The room that writes workbooks: cells that no program runs or reinterprets, and equal bytes."""

import datetime
import gc
import io
import sys
import zipfile
import zlib
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipdata._tables import workbook as room
from tipdata._tables.palette import CELL_FILLS, TIER_FILLS
from tipdata._tables.sheet_text import escaped, unescaped
from tipdata._tables.workbook import Column, Painted, Workbook
from tipdata.errors import InvalidValueError, MissingExtraError

TEMPTING = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "1-2",
    "007",
    "1e5",
    "TRUE",
    "#N/A",
    "2021-07",
    "'",
    " ",
]


def one_sheet(*rows: list[Any]) -> bytes:
    """Return a workbook with one sheet of three columns."""
    columns = [Column("a", "The first."), Column("b", holds="number"), Column("c")]
    with Workbook("a test") as book:
        sheet = book.add("things", columns)
        for row in rows:
            sheet.append(row)
        sheet.offer(0, ["x", "y"])
        return book.pack()


def opened(data: bytes) -> Any:
    """Return the sheet as openpyxl reads it."""
    return openpyxl.load_workbook(io.BytesIO(data))["things"]


def test_a_string_is_a_cell_of_text_whatever_it_looks_like() -> None:
    """No string is a formula, an error, a number or a day, and each is marked as text."""
    sheet = opened(one_sheet(*([text] for text in TEMPTING)))
    for text, (cell, *_) in zip(TEMPTING, sheet.iter_rows(min_row=2), strict=True):
        assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")
        assert cell.quotePrefix == (text[0] in "=+-@'")


def test_days_numbers_and_booleans_are_what_they_are() -> None:
    """A day is a day from March 1900 on, a number keeps all its digits, and a boolean is one."""
    day, early = datetime.date(1900, 3, 1), datetime.date(1900, 2, 28)
    sheet = opened(one_sheet([day, 0.1 + 0.2, True], [early, 10**15 - 1, None], [None, 10**15]))
    first, second, third = ([cell.value for cell in row] for row in sheet.iter_rows(min_row=2))
    assert first == [datetime.datetime.fromisoformat("1900-03-01"), 0.1 + 0.2, True]
    assert second == ["1900-02-28", 10**15 - 1, None]
    assert third == [None, "1" + "0" * 15, None]


def test_every_cell_keeps_its_type_beside_others() -> None:
    """Booleans, integers and floats in one row do not change each other."""
    row = [False, 1, 1.5, True, 0, False, "x", 2, True]
    (found,) = opened(one_sheet(row)).iter_rows(min_row=2)
    assert [(cell.value, cell.data_type) for cell in found] == [
        (value, {bool: "b", str: "s"}.get(type(value), "n")) for value in row
    ]


def test_a_header_explains_itself_and_stays_in_sight() -> None:
    """The header is bold, frozen and has its note; the columns have their formats and lists."""
    sheet = opened(one_sheet())
    assert (sheet.freeze_panes, sheet["A1"].font.bold) == ("A2", True)
    assert (sheet["A1"].comment.text, sheet["B1"].comment) == ("The first.", None)
    formats = [sheet.column_dimensions[letter].number_format for letter in "ABC"]
    assert formats == ["@", "General", "@"]
    (rule,) = sheet.data_validations.dataValidation
    assert (rule.formula1, str(rule.sqref), rule.showErrorMessage) == ('"x,y"', "A2:A1048576", True)


def test_cells_are_painted_as_the_palette_says() -> None:
    """A fill has the colour of the palette, for the cell and for the text on it."""
    fills = [*CELL_FILLS.values()]
    sheet = opened(one_sheet(*([Painted(fill.label, fill)] for fill in fills)))
    for fill, (cell, *_) in zip(fills, sheet.iter_rows(min_row=2), strict=True):
        assert cell.font.color.rgb[2:] == fill.text.lstrip("#")
        drawn = cell.fill.bgColor if fill.hatch else cell.fill.fgColor
        assert drawn.rgb[2:] == fill.colour.lstrip("#")
    assert sheet["A2"].fill.fill_type == "solid"


def test_equal_content_is_equal_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """No entry says when it was written, or on which system."""
    first = one_sheet(["x", 1, Painted("1", TIER_FILLS["Tier 1"])])
    monkeypatch.setattr("time.localtime", lambda *_: (2031, 2, 3, 4, 5, 6, 0, 1, 0))
    assert one_sheet(["x", 1, Painted("1", TIER_FILLS["Tier 1"])]) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("docProps/core.xml").count(b"1980-01-01T00:00:00Z") == 2


@given(st.text(st.sampled_from("_x00D5FAa\r\n\t\x00\x1f\ufffe\uffff")) | st.text())
def test_every_character_has_a_place_in_xml(text: str) -> None:
    """Escaping loses nothing, and leaves no character that XML changes or refuses."""
    assert unescaped(escaped(text)) == text
    assert not {*escaped(text)} & {*"\r\x00\x0b\x1f\ufffe\uffff"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("x" * 32_768, "things!B3: expected at most 32,767 characters, which is what a cell holds"),
        ("\r" * 4_682, "things!B3: expected at most 32,767 characters"),
        ("\ud800", "things!B3: expected a string without unpaired surrogates"),
    ],
)
def test_what_no_cell_holds_is_refused_with_its_cell(value: str, expected: str) -> None:
    """A string that is too long or has half a character is refused, never cut."""
    with pytest.raises(InvalidValueError) as caught:
        one_sheet(["x" * 32_767, "\r" * 4_681], ["a", value])
    assert str(caught.value).startswith(expected)


def test_a_full_sheet_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A row that no sheet has is refused with the limit."""
    monkeypatch.setattr(room, "MOST_ROWS", 3)
    one_sheet(["a"], ["b"])
    with pytest.raises(InvalidValueError, match="things: expected at most 3 rows"):
        one_sheet(["a"], ["b"], ["c"])


@pytest.mark.parametrize("title", ["", "x" * 32, "a/b", "a'b", "a[b]", "a:b", "THINGS"])
def test_titles_that_no_sheet_has_are_refused(title: str) -> None:
    """A title is short, without marks that references need, and another than all before it."""
    with Workbook("a test") as book:
        book.add("things", [])
        with pytest.raises(InvalidValueError, match="sheet: expected a title"):
            book.add(title, [])


def test_lists_that_no_cell_offers_are_refused() -> None:
    """Words with commas, or too many of them, need a sheet that lists them."""
    with Workbook("a test") as book:
        sheet = book.add("things", [Column("a")])
        sheet.offer(0, ["x" * 127, "y" * 127])
        for words in (["x" * 128, "y" * 127], ["a,b"], ['a"b']):
            with pytest.raises(InvalidValueError, match="source: expected words of 255"):
                sheet.offer(0, words)


@pytest.mark.parametrize("error", [OSError, MemoryError, KeyboardInterrupt])
@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_what_stops_a_sheet_is_what_is_raised(
    error: type[BaseException], place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever part of a sheet cannot be written, no workbook lacks it, and the error is the first."""
    compressobj, parts = zlib.compressobj, list[bytes]()
    rows = [[f"row {number}"] for number in range(99)]

    class Failing:
        def __init__(self, *args: Any, **keywords: Any) -> None:
            self._packer = compressobj(*args, **keywords)
            self.flush = self._packer.flush

        def compress(self, data: bytes) -> bytes:
            parts.append(data)
            if len(parts) == at:
                raise error("stop")
            return self._packer.compress(data)

    monkeypatch.setattr(
        "tipdata._tables.packing.zlib",
        SimpleNamespace(compressobj=Failing, decompressobj=zlib.decompressobj),
    )
    at = 0
    whole, most = one_sheet(*rows), len(parts)
    parts.clear()
    at = {"first": 1, "middle": most // 2, "last": most}[place]
    with pytest.raises(error, match="stop"):
        one_sheet(*rows)
    gc.collect()  # which reports what openpyxl has left open
    assert one_sheet(*rows) == whole


def test_what_is_given_up_reports_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook that fails half-way makes no temporary file, and leaves nothing unfinished."""
    monkeypatch.setattr("tempfile.tempdir", "/nowhere")
    with pytest.raises(InvalidValueError):
        one_sheet(["x"], ["\ud800"])
    gc.collect()


def test_the_extra_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without openpyxl the error says which extra installs it, and for what."""
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(MissingExtraError, match=r"a test needs the extra 'excel'"):
        Workbook("a test")
