"""The workbook of a record: colours, signs, print set-up, and where the data are from."""

import csv
import functools
import io
import re
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import tipdata
from tipdata import Assessment, Edition, Tier, TierRecord, export
from tipdata._tables.palette import CELL_FILLS
from tipdata._tables.printing import Printing
from tipdata._tables.workbook import Column, Workbook
from tipdata.countries import BUREAUS
from tipdata.loading.provenance import tell_provenance

TIP = tipdata.load()
TITLE = "Tiers of the Trafficking in Persons Report 2001-2025"
LONG, WIDE, LEFT_OUT = "long", "wide", "selection"


@functools.cache
def made(name: str) -> bytes:
    """Return one of three workbooks, made once."""
    record = TIP.where(tiers="Tier 3", since=2010) if name == LEFT_OUT else TIP
    return export.render(record, to="xlsx", layout="long" if name == LONG else "wide")


@functools.cache
def opened(book: str | bytes) -> Any:
    """Return a workbook as openpyxl reads it, whose stubs have gaps."""
    return openpyxl.load_workbook(io.BytesIO(made(book) if isinstance(book, str) else book))


def rgb(colour: Any) -> str:
    """Return a colour as the palette writes it."""
    return f"#{colour.rgb[2:].lower()}"


def drawn(fill: Any, font: Any) -> tuple[str, str, str]:
    """Return the colours of a cell, and its pattern."""
    ground = fill.fgColor if fill.fill_type == "solid" else fill.bgColor
    return rgb(ground), rgb(font.color), fill.fill_type


PATTERNS = {"": "solid", "//": "lightUp", "xx": "lightTrellis"}
LOOKS = {
    words: (fill.colour, fill.text, PATTERNS[fill.hatch]) for words, fill in CELL_FILLS.items()
}


@pytest.mark.parametrize("data", [LONG, WIDE, LEFT_OUT])
def test_tiers_have_the_colours_of_the_palette(data: str) -> None:
    """Each cell that holds a tier, or why there is none, is drawn as everywhere, and no other is."""
    seen = set[str]()
    sheet = opened(data)["Tiers"]
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            if cell.value in LOOKS:
                seen.add(cell.value)
                assert drawn(cell.fill, cell.font) == LOOKS[cell.value]
            else:
                assert cell.fill.fill_type is None
    if data == WIDE:
        assert seen == {*LOOKS} - {"left out of this selection"}


def test_words_are_shown_as_signs_by_a_rule() -> None:
    """A rule shows each word as its sign, so that a cell that is changed has its new one."""
    sheet = opened(WIDE)["Tiers"]
    ((place, rules),) = sheet.conditional_formatting._cf_rules.items()
    assert str(place.sqref) == f"D2:AB{len(TIP.countries) + 1}"
    shown = {rule.formula[0].strip('"'): rule.dxf for rule in rules}
    assert {words: drawn(dxf.fill, dxf.font) for words, dxf in shown.items()} == {
        words: (fill.colour, fill.text, PATTERNS[fill.hatch]) for words, fill in CELL_FILLS.items()
    }
    assert [dxf.numFmt.formatCode for dxf in shown.values()] == [
        f';;;"{fill.label}"' for fill in CELL_FILLS.values()
    ]
    assert len({dxf.numFmt.numFmtId for dxf in shown.values()}) == len(CELL_FILLS)
    assert {cell.number_format for row in sheet.iter_rows(min_row=2) for cell in row} == {"@"}


@pytest.mark.parametrize(
    ("data", "title", "still", "columns"),
    [(WIDE, "Tiers", "D2", "AB"), (WIDE, "Evidence", "D2", "AB"), (LONG, "Tiers", "C2", "O")],
)
def test_sheets_are_set_up_for_screen_and_paper(
    data: str, title: str, still: str, columns: str
) -> None:
    """Header and names stay in sight and are repeated; pages lie sideways and are as wide as paper."""
    sheet = opened(data)[title]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == (still, f"A1:{columns}{sheet.max_row}")
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.print_title_cols == f"$A:${chr(ord(still[0]) - 1)}"
    page = sheet.page_setup
    assert (page.orientation, page.paperSize, page.fitToHeight) == ("landscape", 9, 0)
    assert page.fitToWidth == (2 if title == "Evidence" else 1)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    head, foot = sheet.oddHeader.left.text, sheet.oddFooter.left.text
    version = tipdata.data_version
    assert head == f"{TITLE}. The data {version} of tipdata, as published."
    legend = (
        " 2WL Tier 2 Watch List, SC Special Case, – not in the report, ? left out of this "
        "selection, no sign: no such state"
    )
    assert foot == f"Not a U.S. government file.{legend if data == WIDE else ''}"
    assert sheet.oddFooter.right.text == "&P / &N"


def test_no_header_is_longer_than_excel_takes() -> None:
    """Excel refuses a workbook whose headers are too long, and reads an ampersand as a code."""
    with Workbook("a test") as book:
        book.add("things", [Column("a")], printing=Printing("a&b" * 200, "c" * 500))
        sheet = opened(book.pack())["things"]
    assert len(f"&L{sheet.oddFooter.left.text}&R&P / &N") <= 255
    assert sheet.oddHeader.left.text.replace("&&", "&") == ("a&b" * 200)[:160]


def test_a_long_table_is_printed_without_its_widest_columns() -> None:
    """The ids of sources and the notes are on the sheet and not on paper."""
    sheet = opened(LONG)["Tiers"]
    assert sheet.print_area == f"'Tiers'!$A$1:$K${sheet.max_row}"
    assert [cell.value for cell in sheet[1]][11:] == ["sources", "disputed_by", "note", "amended"]


def test_headers_explain_themselves() -> None:
    """Each header has a note, which says what the column holds."""
    for data in (LONG, WIDE):
        assert all(len(cell.comment.text) > 8 for cell in opened(data)["Tiers"][1])
    assert opened(WIDE)["Tiers"]["X1"].comment.text == "TIP Report 2021, released 2021-07-01"


def test_evidence_is_beside_the_tiers() -> None:
    """A wide workbook has a second sheet with the evidence of each cell, where it has a tier."""
    book = opened(WIDE)
    tiers, levels = book["Tiers"], book["Evidence"]
    assert [cell.value for cell in tiers[1]] == [cell.value for cell in levels[1]]
    for one, other in zip(tiers.iter_rows(min_row=2), levels.iter_rows(min_row=2), strict=True):
        for cell, level in zip(one[3:], other[3:], strict=True):
            year = int(tiers.cell(1, cell.column).value)
            if cell.value in {*Tier}:
                assert level.value == TIP.assessment(one[0].value, year).evidence
                assert level.fill.fill_type is None
            else:
                assert level.value == cell.value
                assert drawn(level.fill, level.font) == LOOKS[cell.value]


def test_notes_are_not_lost_in_a_wide_workbook() -> None:
    """Placements with a note or an amendment are on a sheet of their own, if there are any."""
    _, *rows = opened(WIDE)["Notes"].iter_rows(values_only=True)
    assert [(row[0], row[2], row[3], row[4] or None, row[5] or "") for row in rows] == [
        (a.country, a.year, a.tier.value, a.amended and a.amended.value, a.note)
        for a in TIP
        if a.note or a.amended
    ]
    own = TierRecord(
        countries=(TIP.country("KGZ"),),
        editions=(Edition(year=2009),),
        assessments=(Assessment(country="KGZ", year=2009, tier="Tier 3", amended="Tier 2"),),
    )
    sheet = opened(export.render(own, to="xlsx", layout="wide"))["Notes"]
    assert [cell.value for cell in sheet[2]][3:5] == ["Tier 3", "Tier 2"]
    few = export.render(TIP.where(countries="KGZ"), to="xlsx", layout="wide")
    assert "Notes" not in opened(few).sheetnames


def test_what_goes_on_in_the_next_line_has_room() -> None:
    """A long note wraps, its row is as high as its lines, and short cells stand in the middle."""
    sheet = opened(WIDE)["Notes"]
    for number, row in enumerate(sheet.iter_rows(min_row=2), start=2):
        note, width = row[5], sheet.column_dimensions["F"].width
        lines = 1 + len(note.value) // int(width)
        assert sheet.row_dimensions[number].height == (15 * lines if lines > 1 else None)
        assert [cell.alignment.wrap_text for cell in row] == [None] * 5 + [True]
        assert {cell.alignment.vertical for cell in row if cell.value} == {"top"}
        assert row[3].alignment.horizontal == "center"
    assert opened(WIDE)["Tiers"]["X2"].alignment.horizontal == "center"
    assert opened(WIDE)["About"].auto_filter.ref is None


def about(data: str) -> list[tuple[str, str]]:
    """Return the rows of the sheet that says where the data are from."""
    return [(a or "", b) for a, b in opened(data)["About"].iter_rows(values_only=True)]


def test_a_workbook_says_where_it_is_from() -> None:
    """It has the title, the version, the citation and the legend, and is no government file."""
    for data in (LONG, WIDE):
        rows = about(data)
        assert rows[0] == ("About", TITLE)
        assert rows[1] == (
            "Whose data",
            f"The data {tipdata.data_version} of tipdata, as published.",
        )
        assert rows[2][1].startswith("Not a U.S. government file. ")
        assert [text for _, text in rows[-26:]] == TIP.cite().splitlines()
        legend = dict(rows[3:])
        for fill in CELL_FILLS.values():
            assert fill.label in legend
        assert {*BUREAUS.items()} <= {*rows}
        assert {"corroborated", "single", "derived", "unverified"} <= {*legend}


def test_sources_are_those_of_the_record() -> None:
    """Every source that the record rests on is listed, and no other."""
    for data, record in ((WIDE, TIP), (LEFT_OUT, TIP.where(tiers="Tier 3", since=2010))):
        header, *rows = opened(data)["Sources"].iter_rows(values_only=True)
        assert header == ("id", "title", "author", "address", "published", "remarks")
        assert [tuple(cell or "" for cell in row) for row in rows] == [
            (s.id, s.title, s.author, s.address, str(s.published or ""), s.remarks)
            for s in record.sources
        ]


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (TIP, "The data {} of tipdata, as published."),
        (TIP.as_amended(), "The data {} of tipdata, as amended."),
        (
            TIP.where(since=2025),
            "The data {} of tipdata, as published; a selection, which leaves out 4,051 placements.",
        ),
        (
            TIP.with_edition(2026, [("KGZ", "Tier 2")], partial=True),
            "The data {} of tipdata, as published; user-supplied for 2026, where it is not complete.",
        ),
        (
            TIP.with_edition(2026, [("KGZ", "Tier 2")]).where(since=2026),
            "User-supplied data; a selection, which leaves out 4,239 placements.",
        ),
        (TierRecord.from_rows([("KGZ", 2021, "Tier 2")]), "User-supplied data."),
        (
            TierRecord.from_rows([("KGZ", 2020, "Tier 2"), ("UZB", 2020, "Tier 2")]).where(
                countries="UZB"
            ),
            "User-supplied data; a selection, which leaves out 1 placement.",
        ),
    ],
    ids=["packaged", "amended", "selection", "added", "added selection", "own", "own selection"],
)
def test_the_provenance_is_told(record: TierRecord, words: str) -> None:
    """Only what the package ships is called its data, and a selection says what it leaves out."""
    expected = words.format(tipdata.data_version)
    assert tell_provenance(record) == expected


@pytest.mark.parametrize("version", tipdata.data_versions())
def test_a_selection_is_of_the_version_that_it_was_made_from(version: str) -> None:
    """Placements that several versions of the data have are told as of the record's own."""
    record = tipdata.load(data_version=version).where(countries="FRA", since=2020)
    assert tell_provenance(record).startswith(f"The data {version} of tipdata, as published; ")


def converted(folder: Path, data: bytes, to: str) -> Path:
    """Have LibreOffice convert a workbook, and return the folder with what it makes."""
    (folder / "tiers.xlsx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", to, "--outdir", str(folder)]
    subprocess.run([*command, str(folder / "tiers.xlsx")], check=True, capture_output=True)
    return folder


def rows_of(path: Path) -> list[list[str]]:
    """Return the rows of a CSV."""
    return list(csv.reader(io.StringIO(path.read_text("utf-8"), newline="")))


@pytest.mark.libreoffice
def test_libreoffice_reads_every_cell(tmp_path: Path) -> None:
    """Every cell of every sheet holds what was written, whatever it is shown as."""
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
    folder = converted(tmp_path, made(WIDE), form)
    written = opened(WIDE)
    for title in written.sheetnames:
        assert rows_of(folder / f"tiers-{title}.csv") == [
            ["" if cell is None else str(cell) for cell in row]
            for row in written[title].iter_rows(values_only=True)
        ]


@pytest.mark.libreoffice
def test_libreoffice_prints_the_wide_table_on_few_pages(tmp_path: Path) -> None:
    """All editions stand side by side on paper: a selection of tiers fits on one page."""
    few = export.render(TIP.where(bureau="SCA"), to="xlsx", layout="wide")
    book: Any = openpyxl.load_workbook(io.BytesIO(few))
    for title in book.sheetnames[1:]:
        del book[title]
    alone = io.BytesIO()
    book.save(alone)
    folder = converted(tmp_path, alone.getvalue(), "pdf")
    pages = (folder / "tiers.pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", pages)) == 1
