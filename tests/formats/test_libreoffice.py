"""Workbooks that LibreOffice opens and saves: they read back equal, with all that helps people."""

import datetime
import io
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import tipdata
from tipdata import Campaign, Dataset, Organization, PartialDate, Period, Person, Reach, Source
from tipdata.formats import workbook
from workbooks import lines

pytestmark = pytest.mark.libreoffice

STORY = tipdata.load("central-asia-2021")
# What spreadsheet programs are known to run, to convert or to tidy.
NAMES = [
    *("=1+1", "+7 727 1", "-1", "@x", "'quoted", "＝1", "=HYPERLINK(1)", "$5", "50%", "1,5"),
    *("1-2", "1/2", "007", "1e5", "TRUE", "#N/A", "12:30", "2021-07-01", "2021-07", "MAR1"),
    *(
        "_x000D_",
        "_x005F_",
        "x005F_a",
        "<b>&amp;",
        "Ünï 中文 🎉",
        'a"b',
        "a\u00a0b",
        "123456789012345678",
    ),
]
TEXTS = [" a", "a ", "a\nb", "\ta\t", "a\n\n b \n", "a\rb", "a;b\\; c", "x" * 32_767]
TRICKY = Dataset(
    people=[Person(id=f"p{n}", name=name) for n, name in enumerate(NAMES)],
    sources=[Source(id=f"s{n}", title="x", remarks=text) for n, text in enumerate(TEXTS)],
    organizations=[
        Organization(
            id="0123",
            name="Old",
            founded=PartialDate(1850, 2, 3),
            dissolved=PartialDate(1900, 3, 1),
        )
    ],
    campaigns=[
        Campaign(
            id="c",
            title="C",
            period=Period.parse("2021-07-01/2022"),
            themes=("a; b", "\\x", "1-2"),
            reach=Reach(at_least=2**60),
        )
    ],
)

ENDS = Dataset(sources=[Source(id="s", title="x", remarks="a\r\nb")])

Rows = Mapping[str, list[list[object]]]
DAY = datetime.date(2021, 7, 1)
FILLED: Rows = {
    "organizations": [
        # id, name, kind, country, founded, dissolved, parent, website, description, sources
        ["open-door", "Open Door", "ngo", "KGZ", "2004-05"],
        ["centre", "Centre", "NGO", "Kazakhstan", "21.09.2004"],
        [7, "Seven", "NGO", "UZB", 2010],
    ],
    "people": [
        # id, name, sources
        ["ann", "=1/0", "report"],
        ["bob", '="B"&"ob"', None],
    ],
    "people.affiliations": [
        # person.id, organization, role, start, end, on_behalf_of
        ["ane", "open-door", "director", DAY],
        ["bob", "open-door", "director", DAY, datetime.date(2019, 1, 1)],
    ],
    "campaigns": [
        # id, title, period.start, period.end, countries, organizers
        ["spring", "Spring", DAY, "2022", "KGZ, KAZ", "open-door"],
        ["autumn", "Autumn", "2021", "2022", "KGZ", "open-door"],
    ],
    "sources": [
        # id, title, author, address, published
        ["report", None, "Open Door", None, DAY],
    ],
    "statements": [
        # id, person, text, source, kind, date, plcae
        ["said", "ann", "=A1", "report", "quoted"],
    ],
}
PARTIAL = "YYYY, YYYY-MM or YYYY-MM-DD"
AS_TEXT = "in a cell that is formatted as text"
MISTAKES = [
    "organizations!C2: unknown word; expected one of 'government', 'donor', 'implementer', 'NGO', 'intergovernmental', 'company', 'academic', 'network', 'other', got 'ngo'; did you mean 'NGO'?",
    "organizations!D3: not a valid country; expected an alpha-3 code like 'KAZ', got 'Kazakhstan'; did you mean 'KAZ'?",
    f"organizations!E3: not a valid partial date; expected {PARTIAL}, got '21.09.2004'; did you mean '2004-09-21'?",
    f"organizations!A4: this is a number; expected a slug like 'sana-sezim' (a-z, 0-9 and hyphens), {AS_TEXT}, got 7",
    "people!B2: an error of the spreadsheet program; expected a non-blank string, got '#DIV/0!'",
    "people.affiliations!E3: contradicts the other fields; expected a date not before its start (2021-07-01), got '2019-01-01'",
    "people.affiliations!A2: no row of the sheet 'people' has this id, got 'ane'; did you mean 'ann'?",
    "campaigns!A4:B4: these cells are merged; expected cells that are not merged",
    f"campaigns!C2: a date of which the cell shows only 'mmm-yy'; expected {PARTIAL}, {AS_TEXT}, got 2021-07-01; did you mean '2021-07'?",
    "campaigns!E2: not valid in countries; expected an alpha-3 code like 'KAZ'; separate several by semicolons, got 'KGZ, KAZ'",
    "sources!B2: this cell is empty; expected a non-blank string",
    "statements!G1: no such column, got 'plcae'; did you mean 'place'?",
]


def filled() -> bytes:
    """Return the template as a person fills it in, with twelve mistakes."""
    book: Any = openpyxl.load_workbook(io.BytesIO(workbook.template()))
    for title, rows in FILLED.items():
        for number, row in enumerate(rows, 2):
            for column, value in enumerate(row, 1):
                cell = book[title].cell(number, column)
                cell.number_format = "General"
                cell.value = value
    book["campaigns"]["C2"].number_format = "mmm-yy"
    book["statements"]["G1"].value = "plcae"
    book["campaigns"].merge_cells("A4:B4")
    return saved(book)


def saved(book: Any) -> bytes:
    """Return the bytes of a workbook of openpyxl."""
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the workbooks that LibreOffice has opened and saved."""
    folder = tmp_path_factory.mktemp("libreoffice")
    given = {
        "story": workbook.dumps(STORY),
        "tricky": workbook.dumps(TRICKY),
        "template": workbook.template(),
        "ends": workbook.dumps(ENDS),
        "filled": filled(),
    }
    (folder / "in").mkdir()
    for name, data in given.items():
        (folder / "in" / f"{name}.xlsx").write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    paths = map(str, sorted((folder / "in").iterdir()))
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir"]
    command += [str(folder / "out"), *paths]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder / "out"


@pytest.mark.parametrize(("name", "dataset"), [("story", STORY), ("tricky", TRICKY)])
def test_what_libreoffice_saves_reads_back_equal(files: Path, name: str, dataset: Dataset) -> None:
    """No string is run, converted or tidied, and no date or number changes."""
    found = tipdata.read(files / f"{name}.xlsx")
    assert str(dataset.diff(found)) == "no difference"
    assert found == dataset


def test_line_ends_become_those_of_libreoffice(files: Path) -> None:
    """Of what records hold, LibreOffice changes the line ends of Windows, and nothing else."""
    found = tipdata.read(files / "ends.xlsx").source("s")
    assert (ENDS.source("s").remarks, found.remarks) == ("a\r\nb", "a\nb")


def test_notes_and_lists_survive(files: Path) -> None:
    """The notes of all headers and the lists of all columns are still there."""
    before: Any = openpyxl.load_workbook(io.BytesIO(workbook.template()))
    after: Any = openpyxl.load_workbook(files / "template.xlsx")
    assert after.sheetnames == before.sheetnames
    for sheet in before:
        saved_as = after[sheet.title]
        notes = [cell.comment and cell.comment.text for cell in sheet[1]]
        assert [cell.comment and cell.comment.text for cell in saved_as[1][: len(notes)]] == notes
        assert offered(saved_as) == offered(sheet)
    assert len(workbook.load(files / "template.xlsx")) == 0


def offered(sheet: Any) -> dict[str, str]:
    """Return what each column of a sheet offers, however the reference is quoted."""
    return {
        str(rule.sqref).partition(":")[0]: rule.formula1.replace("'", "").replace("$", "")
        for rule in sheet.data_validations.dataValidation
    }


def test_twelve_mistakes_are_found_with_their_cells(files: Path) -> None:
    """Of a workbook that a person filled in, each mistake is a line, and nothing else is."""
    assert lines(lambda: tipdata.read(files / "filled.xlsx")) == MISTAKES
