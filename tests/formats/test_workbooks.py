"""Workbooks: what is written reads back equal, and what is wrong is named with its cell."""

import contextlib
import datetime
import io
import re
import sys
import zipfile
from pathlib import Path
from typing import Any, Literal

import attrs
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

import tipdata
from tipdata import (
    Campaign,
    Country,
    Dataset,
    FormatError,
    Organization,
    PartialDate,
    Person,
    Reach,
    Source,
    formats,
)
from tipdata.errors import InvalidValueError, MissingExtraError
from tipdata.formats import followthemoney, json, jsonl, package, popolo, workbook
from tipdata.formats.workbook._values import joined, split
from tipdata.testing import datasets
from workbooks import SMALL, Change, changed, lines, put, rewritten, written

STORY = tipdata.load("central-asia-2021")
TIP = tipdata.load()


@settings(max_examples=25)
@given(datasets())
def test_what_is_written_reads_back_equal(dataset: Dataset) -> None:
    """Every dataset comes back equal, and is the same bytes when it is written again."""
    data = workbook.dumps(dataset)
    found = workbook.loads(data)
    assert found == dataset
    assert workbook.dumps(found) == data


@pytest.mark.parametrize("dataset", [STORY, TIP], ids=["story", "tiers"])
def test_the_packaged_data_reads_back_equal(dataset: Any) -> None:
    """The story and the whole tier record come back equal from a workbook."""
    expected = json.loads(json.dumps(dataset))
    assert workbook.loads(workbook.dumps(dataset)) == expected


def test_another_program_may_save_it() -> None:
    """What openpyxl saves, with its shared strings and without our types, reads back equal."""
    assert workbook.loads(changed(dataset=STORY)) == STORY


@given(st.lists(st.text(st.sampled_from("a;\\-~ \n\t,")) | st.text() | st.none()))
def test_lists_in_a_cell_come_apart_as_they_were(values: list[str | None]) -> None:
    """Whatever the elements are, taking apart is the exact inverse of joining."""
    if values:
        assert split(joined(values)) == values
        assert split(joined(values) + "; ") == values


def test_no_cell_holds_json() -> None:
    """Parts are rows of sheets of their own, and lists are words."""
    for sheet in openpyxl.load_workbook(io.BytesIO(workbook.dumps(STORY))):
        for row in sheet.iter_rows(values_only=True):
            assert not [cell for cell in row if str(cell)[:2] in {'["', '{"', "[{", "[]"}]


TEMPTING = [
    "=1+1",
    "+7 727",
    "-1",
    "@x",
    "1-2",
    "007",
    "1e5",
    "TRUE",
    "#N/A",
    "'x",
    "_x000D_",
    "12:30",
]
TEXTS = [" a", "a ", "a\nb", "a\r\nb", "a\rb", "\ta", "a\n", "_x005F_", "x005F_", "x" * 32_767]


def test_strings_come_back_whatever_they_look_like() -> None:
    """A string that looks like something else, or has blanks and breaks, is the same afterwards."""
    people = [Person(id=f"p{n}", name=text) for n, text in enumerate(TEMPTING)]
    sources = [Source(id=f"s{n}", title="x", remarks=text) for n, text in enumerate(TEXTS)]
    dataset = Dataset(people=people, sources=sources)
    assert workbook.loads(workbook.dumps(dataset)) == dataset
    # openpyxl cuts what it reads of the longest strings that are escaped.
    assert workbook.loads(changed(dataset=Dataset(people=people))) == Dataset(people=people)


STRING = "a string"
SLUG = "a slug like 'sana-sezim' (a-z, 0-9 and hyphens)"
AS_TEXT = "in a cell that is formatted as text"
PARTIAL = "YYYY, YYYY-MM or YYYY-MM-DD"
LOST = "no row of the sheet 'people' has this id"
DAY, NOON = datetime.date(2004, 7, 1), datetime.datetime.fromisoformat("2004-07-01 12:00")

FAULTS: dict[str, tuple[Change, list[str]]] = {
    "a number for a name": (
        put("people!B2", 7),
        [f"people!B2: this is a number; expected a non-blank string, {AS_TEXT}, got 7"],
    ),
    "a number for an id": (
        put("people!A3", 7),
        [f"people!A3: this is a number; expected {SLUG}, {AS_TEXT}, got 7"],
    ),
    "a date for a name": (
        put("people!B2", DAY),
        [f"people!B2: this is a date; expected a non-blank string, {AS_TEXT}, got 2004-07-01"],
    ),
    "a boolean for a name": (
        put("people!B2", True),
        [f"people!B2: this is a boolean; expected a non-blank string, {AS_TEXT}, got True"],
    ),
    "an unknown word": (
        put("campaigns!I2", "print; onlin"),
        [
            "campaigns!I2: unknown word; expected one of 'on the ground', 'online', 'broadcast', 'print', 'outdoor', 'telephone', 'other', got 'onlin'; did you mean 'online'?"
        ],
    ),
    "the name of a country": (
        put("organizations!D3", "Kazakhstan"),
        [
            "organizations!D3: not a valid country; expected an alpha-3 code like 'KAZ', got 'Kazakhstan'; did you mean 'KAZ'?"
        ],
    ),
    "a code that no country has": (
        put("organizations!D3", "KAX"),
        ["organizations!D3: no country has this code, got 'KAX'; did you mean 'KAZ'?"],
    ),
    "a date that is text": (
        put("organizations!E3", "21.09.2004"),
        [
            f"organizations!E3: not a valid partial date; expected {PARTIAL}, got '21.09.2004'; did you mean '2004-09-21'?"
        ],
    ),
    "the number of a day": (
        put("organizations!E3", 44427, "General"),
        [
            f"organizations!E3: this is the number that a spreadsheet program has for a day; expected {PARTIAL}, in a column that is formatted as text, got '44427'; did you mean '2021-08-19'?"
        ],
    ),
    "a month that became a day": (
        put("organizations!E3", DAY, "mmm-yy"),
        [
            f"organizations!E3: a date of which the cell shows only 'mmm-yy'; expected {PARTIAL}, {AS_TEXT}, got 2004-07-01; did you mean '2004-07'?"
        ],
    ),
    "1-2 that became a day": (
        put("organizations!E3", DAY, "d-mmm"),
        [
            f"organizations!E3: a date of which the cell shows only 'd-mmm'; expected {PARTIAL}, {AS_TEXT}, got 2004-07-01"
        ],
    ),
    "a time of day": (
        put("organizations!E3", NOON),
        [f"organizations!E3: this is a time of day; expected {PARTIAL}, got 2004-07-01 12:00:00"],
    ),
    "a time alone": (
        put("organizations!E3", datetime.time(12), "h:mm"),
        [f"organizations!E3: this is a time of day; expected {PARTIAL}, got 0.5"],
    ),
    "a formula without its value": (
        put("people!B2", "=A2"),
        [
            "people!B2: a formula whose value was not saved; expected its value: open and save the workbook in a spreadsheet program, got '=A2'"
        ],
    ),
    "an error of the program": (
        put("people!B2", "#REF!"),
        [
            "people!B2: an error of the spreadsheet program; expected a non-blank string, got '#REF!'"
        ],
    ),
    "an empty name": (
        put("people!B2", None),
        ["people!B2: this cell is empty; expected a non-blank string"],
    ),
    "an empty id": (
        put("people!A3", None),
        [f"people!A3: this cell is empty; expected {SLUG}"],
    ),
    "a blank name": (
        put("people!B2", " "),
        ["people!B2: not a valid name; expected a non-blank string, got ' '"],
    ),
    "a float for a year": (
        put("people.honours!C2", 2021.5),
        [
            "people.honours!C2: this is a float; expected a report year, an integer from 2001 on, got 2021.5"
        ],
    ),
    "leading zeros": (
        put("people.honours!C2", "02021"),
        [
            "people.honours!C2: an integer with leading zeros; expected digits alone, such as 1234567, got '02021'"
        ],
    ),
    "more digits than a number has": (
        put("campaigns!M2", 10**15),
        [
            "campaigns!M2: a number of more digits than a spreadsheet keeps; expected all digits in a cell that is formatted as text, got 1000000000000000"
        ],
    ),
    "an affiliation of nobody": (
        put("people.affiliations!A3", "anne"),
        [f"people.affiliations!A3: {LOST}, got 'anne'; did you mean 'ann'?"],
    ),
    "an affiliation without a person, and without an organization": (
        lambda book: (
            put("people.affiliations!A3", None)(book),
            put("people.affiliations!B3", "Centre")(book),
        ),
        [
            f"people.affiliations!A3: this cell is empty; expected {SLUG}",
            f"people.affiliations!B3: not a valid organization; expected {SLUG}, got 'Centre'",
        ],
    ),
    "an affiliation that ended before it began": (
        put("people.affiliations!E2", datetime.date(2018, 1, 1)),
        [
            "people.affiliations!E2: contradicts the other fields; expected a date not before its start (2019-05-01), got '2018-01-01'"
        ],
    ),
    "a period whose sides are wrong": (
        lambda book: (put("campaigns!C2", "spring")(book), put("campaigns!D2", 3.5)(book)),
        [
            f"campaigns!C2: not a valid partial date; expected {PARTIAL}, got 'spring'",
            f"campaigns!D2: not a valid partial date; expected {PARTIAL}, got '3.5'",
        ],
    ),
    "a period that ended before it began": (
        put("campaigns!C2", "2023"),
        ["campaigns!C2: not a valid period: the start is after the end, got '2023/2022-03'"],
    ),
    "commas between codes": (
        put("campaigns!E2", "KAZ, UZB"),
        [
            "campaigns!E2: not valid in countries; expected an alpha-3 code like 'KAZ'; separate several by semicolons, got 'KAZ, UZB'"
        ],
    ),
    "nothing between semicolons": (
        put("campaigns!E2", "KAZ;;UZB"),
        [
            "campaigns!E2: an element of the list is empty; expected values with one ';' between them, got 'KAZ;;UZB'"
        ],
    ),
    "a reach without a number": (
        put("campaigns!M2", None),
        [
            "campaigns!L2: contradicts the other fields; expected exactly=, or about=, or one or both of at_least= and at_most=, got {}"
        ],
    ),
    "a word for a boolean": (
        put("sources!H3", "yes"),
        ["sources!H3: this is a string; expected TRUE or FALSE, got 'yes'"],
    ),
    "a number for a boolean": (
        put("sources!H3", 1),
        ["sources!H3: this is an integer; expected TRUE or FALSE, got 1"],
    ),
    "a misspelled header": (
        put("people!C1", "source"),
        ["people!C1: no such column, got 'source'; did you mean 'sources'?"],
    ),
    "a header with blanks": (
        put("people!B1", " name "),
        [
            "people!B1: no such column, got ' name '; did you mean 'name'?",
            "people, row 1: the column 'name' is missing",
        ],
    ),
    "a header twice": (
        put("people!C1", "id"),
        ["people!C1: duplicate column; people!A1 has this name too, got 'id'"],
    ),
    "a column without a header": (
        lambda book: (put("people!H3", "stray")(book), put("people!H4", "stray")(book)),
        [
            "people!H3: this column has no header; expected the name of a column above it, or empty cells, got 'stray'",
            f"people!A4: this cell is empty; expected {SLUG}",
            "people!B4: this cell is empty; expected a non-blank string",
        ],
    ),
    "a missing column": (
        lambda book: book["people"].delete_cols(2),
        ["people, row 1: the column 'name' is missing"],
    ),
    "an empty sheet": (
        lambda book: book["sources"].delete_rows(1, 9),
        [
            "sources, row 1: the column 'id' is missing",
            "sources, row 1: the column 'title' is missing",
        ],
    ),
    "a sheet of another name": (
        lambda book: setattr(book["people"], "title", "persons"),
        ["persons: no kind of record has a sheet of this name; did you mean 'people'?"],
    ),
    "a sheet of parts of another name": (
        lambda book: setattr(book["people.affiliations"], "title", "Affiliations"),
        [
            "Affiliations: no kind of record has a sheet of this name; did you mean 'people.affiliations'?"
        ],
    ),
    "parts without their records": (
        lambda book: book.remove(book["people"]),
        [
            "people.affiliations: the sheet 'people' is missing, whose rows this one refers to",
            "people.honours: the sheet 'people' is missing, whose rows this one refers to",
        ],
    ),
    "merged cells": (
        lambda book: book["people"].merge_cells("C2:C3"),
        ["people!C2:C3: these cells are merged; expected cells that are not merged"],
    ),
    "an id twice": (
        put("people!A3", "ann"),
        ["people!A3: person 'ann' is already defined, with different values"],
    ),
    "an id with a blank": (
        put("people!A3", "bob "),
        [f"people!A3: not a valid id; expected {SLUG}, got 'bob '"],
    ),
    "a schema version to come": (
        put("about!B2", 9),
        [
            "about!B2: the file is of a newer version; expected a schema version up to 2, which this version of tipdata reads; upgrade tipdata, got 9"
        ],
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_every_planted_fault_is_named_with_its_cell(name: str) -> None:
    """One fault is one line, which says where, what stands there, and what is expected."""
    change, expected = FAULTS[name]
    assert lines(lambda: workbook.loads(changed(change))) == expected


def test_all_faults_are_found_at_once_and_in_order() -> None:
    """Faults of several sheets are one error, in the order of sheets and rows, every time."""
    names = [
        "a number for an id",
        "the name of a country",
        "a float for a year",
        "a word for a boolean",
        "an empty name",
    ]
    data = changed(*(FAULTS[name][0] for name in names))
    expected = [
        FAULTS[name][1][0]
        for name in (
            "the name of a country",
            "an empty name",
            "a float for a year",
            "a number for an id",
            "a word for a boolean",
        )
    ]
    assert lines(lambda: workbook.loads(data)) == expected
    with pytest.raises(FormatError) as caught:
        workbook.loads(data, max_problems=2)
    assert (len(caught.value.problems), caught.value.omitted) == (2, 3)


def test_a_problem_says_row_and_column_beside_its_cell() -> None:
    """The row is a number and the column a header, for those who list problems as a table."""
    with pytest.raises(FormatError) as caught:
        workbook.loads(changed(put("people.affiliations!B3", "Centre"), put("campaigns!D2", "x")))
    assert [(p.path, p.row, p.column, p.place) for p in caught.value.problems] == [
        ("people.affiliations!B3", 3, "organization", "people.affiliations!B3"),
        ("campaigns!D2", 2, "period.end", "campaigns!D2"),
    ]


def reordered(book: Any) -> None:
    """Put the columns of a sheet in another order, with an empty column between."""
    sheet = book["people.affiliations"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    sheet.delete_rows(1, len(rows))
    for row in rows:
        sheet.append([None, *reversed(row)])


def hidden(book: Any) -> None:
    """Hide a row, a column and a sheet."""
    book["people"].row_dimensions[2].hidden = True
    book["people"].column_dimensions["B"].hidden = True
    book["sources"].sheet_state = "veryHidden"


def rich(book: Any) -> None:
    """Make a part of a name bold."""
    book["people"]["B2"].value = CellRichText("A", TextBlock(InlineFont(b=True), "nn"))


KIND: dict[str, Change] = {
    "a midnight": put("people.affiliations!D2", datetime.datetime.fromisoformat("2019-05-01")),
    "a day shown otherwise": put(
        "people.affiliations!D2", datetime.date(2019, 5, 1), "[$-409]D MMMM YYYY"
    ),
    "a day as text": put("people.affiliations!D2", "2019-05-01"),
    "a year as a number": put("organizations!E3", 2004, "General"),
    "a year as text": put("people.honours!C2", "2021"),
    "a year with a point": put("people.honours!C2", 2021.0),
    "a year with blanks": put("people.honours!C2", " 2021 "),
    "a boolean as text": put("sources!H3", "true"),
    "a default": lambda book: (put("campaigns!Q2", None)(book), put("sources!H2", None)(book)),
    "a list that ends in a semicolon": put("campaigns!E2", "KAZ;UZB ; "),
    "an empty row": lambda book: book["people"].insert_rows(2),
    "a blank row": put("people!C9", "  "),
    "a row above the header": lambda book: book["people"].insert_rows(1),
    "columns in another order": reordered,
    "a column less": lambda book: book["organizations"].delete_cols(8),
    "hidden cells": hidden,
    "bold letters": rich,
    "days from 1904": lambda book: setattr(book, "epoch", CALENDAR_MAC_1904),
    "no sheet about it": lambda book: book.remove(book["about"]),
}


@pytest.mark.parametrize("name", KIND)
def test_what_says_the_same_is_read_alike(name: str) -> None:
    """Ways of typing that leave no doubt are read as what was written."""
    assert workbook.loads(changed(KIND[name])) == SMALL


def test_the_order_of_parts_is_that_of_their_rows() -> None:
    """Rows of several records may stand between each other, and each keeps its order."""

    def mix(book: Any) -> None:
        sheet = book["people.affiliations"]
        sheet.append(["bob", "centre", "second"])
        sheet.append(["ann", "rodnik", "third"])
        sheet.append(["bob", "rodnik", "first"])

    found = workbook.loads(changed(mix))
    assert [one.role for one in found.person("ann").affiliations] == ["director", "", "third"]
    assert [one.role for one in found.person("bob").affiliations] == ["second", "first"]


def cached(value: str, kind: str) -> Any:
    """Return what saves the value of a formula, as spreadsheet programs do."""

    def change(data: bytes) -> bytes:
        return re.sub(
            rb'<c r="B2"([^>]*)><f>A2</f><v */?>(</v>)?</c>',
            rf'<c r="B2"\1 t="{kind}"><f>A2</f><v>{value}</v></c>'.encode(),
            data,
        )

    return change


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("str", "Ann", []),
        ("str", "", ["people!B2: this cell is empty; expected a non-blank string"]),
        ("n", "5", [f"people!B2: this is a number; expected a non-blank string, {AS_TEXT}, got 5"]),
        (
            "e",
            "#N/A",
            [
                "people!B2: an error of the spreadsheet program; expected a non-blank string, got '#N/A'"
            ],
        ),
    ],
)
def test_a_formula_is_its_saved_value(kind: str, value: str, expected: list[str]) -> None:
    """A formula with a value is read as that value, whatever it is."""
    data = changed(put("people!B2", "=A2"))
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        (entry,) = (
            name
            for name in file.namelist()
            if name.endswith(".xml") and b"<f>A2</f>" in file.read(name)
        )
    read = lines(lambda: workbook.loads(rewritten(data, entry, cached(value, kind))))
    assert read == expected


def test_how_a_name_is_spoken_is_no_part_of_it() -> None:
    """Letters in several styles are one string, without the hints for reading it aloud."""
    spoken = b"<r><t>A</t></r><r><t>nn</t></r><rPh sb='0' eb='1'><t>aloud</t></rPh>"

    def speak(data: bytes) -> bytes:
        assert b"<t>Ann</t>" in data
        return data.replace(b"<t>Ann</t>", spoken)

    people = openpyxl.load_workbook(io.BytesIO(written(SMALL))).sheetnames.index("people")
    inline = f"xl/worksheets/sheet{people + 1}.xml"
    assert workbook.loads(rewritten(written(SMALL), inline, speak)) == SMALL
    assert workbook.loads(rewritten(changed(), "xl/sharedStrings.xml", speak)) == SMALL


@attrs.frozen(kw_only=True)
class Picky(Organization):
    """An organization with a rule of its own about the whole."""

    def __attrs_post_init__(self) -> None:
        if self.name == "Centre":
            raise ValueError("another centre")


def test_a_fault_of_a_whole_record_has_its_first_cell() -> None:
    """A rule that names no field is reported where the key of the record stands."""
    read = lines(lambda: workbook.loads(changed(), classes={Organization: Picky}))
    assert read == ["organizations!A2: contradicts the other fields; expected another centre"]


def test_other_sheets_are_named_and_not_read() -> None:
    """A sheet of the user's own is no fault, and a warning says that it was not read."""
    data = changed(lambda book: (book.create_sheet("Notes"), book.create_chartsheet("Chart")))
    with pytest.warns(UserWarning, match="sheets that hold no records, not read: 'Notes', 'Chart'"):
        assert workbook.loads(data) == SMALL


def test_a_workbook_of_other_things_is_refused() -> None:
    """A workbook without any sheet of ours says which sheets it should have."""

    def empty(book: Any) -> None:
        for name in book.sheetnames:
            del book[name]
        book.create_sheet("Tabelle1")

    (line,) = lines(lambda: workbook.loads(changed(empty)))
    assert line.startswith("$: no sheet of records; expected a sheet named one of 'countries', ")
    assert line.endswith(", got 'Tabelle1'")


def packed(*names: str) -> bytes:
    """Return a zip file with empty files of these names."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        for name in names:
            file.writestr(name, b"")
    return data.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
SAVE = "save it as one in your spreadsheet program"
OTHER_FILES: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "the file is empty"),
    "text": (b"id,name\n", f"not a workbook; expected an .xlsx workbook; {SAVE}"),
    "an .xls": (OLE, f"this is an .xls workbook; expected an .xlsx workbook; {SAVE}"),
    "an encrypted one": (
        OLE + "EncryptedPackage".encode("utf-16-le"),
        "the workbook is encrypted; expected an .xlsx workbook without a password; remove it in your spreadsheet program",
    ),
    "a package": (
        package.dumps(SMALL),
        "this is a package; expected an .xlsx workbook; a package is for tipdata.formats.package, or a file named .zip",
    ),
    "an .xlsb": (
        packed("[Content_Types].xml", "xl/workbook.bin"),
        f"not a workbook; expected an .xlsx workbook; {SAVE}",
    ),
    "an .ods": (
        packed("mimetype", "content.xml"),
        f"not a workbook; expected an .xlsx workbook; {SAVE}",
    ),
    "a .docx": (
        packed("[Content_Types].xml", "word/document.xml"),
        f"not a workbook; expected an .xlsx workbook; {SAVE}",
    ),
    "JSON": (
        json.dumps(SMALL).encode(),
        "this is JSON; expected an .xlsx workbook; JSON is for tipdata.formats.json, or a file named .json",
    ),
    "JSON Lines": (
        jsonl.dumps(SMALL).encode(),
        "this is JSON Lines; expected an .xlsx workbook; JSON Lines is for tipdata.formats.jsonl, or a file named .jsonl",
    ),
}


@pytest.mark.parametrize("name", OTHER_FILES)
def test_other_files_are_named_as_what_they_are(name: str) -> None:
    """A file that is no workbook is refused with what to do instead."""
    data, expected = OTHER_FILES[name]
    assert lines(lambda: workbook.loads(data)) == [f"$: {expected}"]


def test_a_workbook_is_named_where_another_format_is_expected() -> None:
    """Every other reader says that it was given a workbook, not that something is torn."""
    data = written(SMALL)
    readers: list[Any] = [
        package.loads,
        json.loads,
        jsonl.loads,
        popolo.loads,
        followthemoney.loads,
    ]
    for read in readers:
        (line,) = lines(lambda: read(data))  # noqa: B023 - it is called at once
        assert "this is a workbook; expected " in line
        assert line.endswith("a workbook is for tipdata.formats.workbook, or a file named .xlsx")


def test_a_torn_workbook_is_refused() -> None:
    """A file that is cut off anywhere, or of which a part is broken, raises a FormatError."""
    data = written(SMALL)
    for size in range(1, len(data), 499):
        assert lines(lambda: workbook.loads(data[:size]))  # noqa: B023
    read = [*range(1, len(openpyxl.load_workbook(io.BytesIO(data)).sheetnames) - 1)]
    sheets = [f"xl/worksheets/sheet{number}.xml" for number in read]
    for name in [*sheets, "xl/workbook.xml", "xl/styles.xml"]:
        cut = rewritten(data, name, lambda found: found[: len(found) // 2])
        torn = f"$: a part of the workbook is torn; expected the whole file, got {name!r}"
        assert lines(lambda: workbook.loads(cut)) == [torn]  # noqa: B023


HOSTILE = [
    *(b"-1", b"0", b"", b"99999999999999999999", b"1e999", b"nan", b"A0", b"ZZZ9", b"&#0;", b"<"),
    *(b"s", b"b", b"d", b"e", b"inlineStr", b"2021-13-45", b"\xff", b"44440.7", b"_xD800_"),
]


@given(st.data())
def test_whatever_a_part_says_the_errors_are_ours(data: st.DataObject) -> None:
    """With any value in its XML or any byte replaced, a workbook is read or refused."""
    whole = written(SMALL)
    names = zipfile.ZipFile(io.BytesIO(whole)).namelist()

    def damage(found: bytes) -> bytes:
        values = [*re.finditer(rb'"[^"]*"|>[^<]+<', found)]
        chosen = data.draw(st.sampled_from(values))
        word = data.draw(st.sampled_from(HOSTILE))
        return found[: chosen.start() + 1] + word + found[chosen.end() - 1 :]

    bent = rewritten(whole, data.draw(st.sampled_from(names)), damage)
    place, byte = data.draw(st.integers(0, len(whole) - 1)), data.draw(st.integers(0, 255))
    for given_bytes in (bent, whole[:place] + bytes([byte]) + whole[place + 1 :]):
        with contextlib.suppress(FormatError):
            workbook.loads(given_bytes)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", b'<row r="2"', b'<row r="-7"'),
        ("xl/worksheets/sheet1.xml", b'<row r="2"', b'<row r="1048577"'),
    ],
)
def test_a_row_that_no_sheet_has_is_refused(name: str, old: bytes, new: bytes) -> None:
    """Rows are numbered from 1 to 1,048,576."""
    data = rewritten(written(SMALL), name, lambda found: found.replace(old, new))
    torn = f"$: a part of the workbook is torn; expected the whole file, got {name!r}"
    assert lines(lambda: workbook.loads(data)) == [torn]


def test_entities_and_bombs_are_refused() -> None:
    """A document type is not XML of a workbook, and what is too large is not unpacked."""
    data = written(SMALL)
    typed = rewritten(
        data, "xl/workbook.xml", lambda found: b"<!DOCTYPE x>" + found.partition(b"?>")[2]
    )
    assert lines(lambda: workbook.loads(typed)) == [
        "$: a part of the workbook is torn; expected the whole file, got 'xl/workbook.xml'"
    ]
    few = tipdata.Limits(unpacked=10_000)
    assert lines(lambda: workbook.loads(data, limits=few)) == [
        "$: the file is too large when it is unpacked; expected at most 10,000 bytes, or limits=Limits(unpacked=20000), got more than 10,000"
    ]


def test_a_template_has_what_people_fill_in() -> None:
    """It has a sheet for each kind that people keep, each with notes and lists, and no rows."""
    data = workbook.template()
    assert data == workbook.template()
    assert len(workbook.loads(data)) == 0
    book: Any = openpyxl.load_workbook(io.BytesIO(data))
    assert [name for name in book.sheetnames if "." not in name] == [
        "organizations", "people", "projects", "campaigns", "sources", "statements", "country codes", "about",
    ]  # fmt: skip
    for sheet in book.worksheets[:-2]:
        assert sheet.max_row == 1
        assert sheet.freeze_panes == "A2"
        assert all(cell.comment is not None and cell.font.bold for cell in sheet[1])
    note = book["people.affiliations"]["A1"].comment.text
    assert (
        note
        == "The person that this row belongs to.\nThe id of a row of the sheet 'people'.\nRequired."
    )
    assert book["campaigns"]["Q1"].comment.text == "What is counted.\nIf empty: people."
    ended = "When it ended; empty if it continues or is unknown.\nYYYY, YYYY-MM or YYYY-MM-DD."
    assert book["people.affiliations"]["E1"].comment.text == ended
    offered = {
        (sheet.title, str(rule.sqref)[:1]): (rule.formula1, rule.showErrorMessage)
        for sheet in book
        for rule in sheet.data_validations.dataValidation
    }
    assert offered["organizations", "D"] == ("'country codes'!$A$2:$A$1048576", False)
    assert offered["people.affiliations", "A"] == ("'people'!$A$2:$A$1048576", False)
    assert offered["organizations.services", "D"] == (
        '"active,inactive,defunct,temporarily closed"',
        True,
    )
    assert offered["sources", "H"] == ('"TRUE,FALSE"', True)
    assert offered["campaigns", "I"][1] is False


def test_vocabularies_that_are_long_have_a_list() -> None:
    """Words of more than 255 characters, or with commas, are offered from a hidden sheet."""
    words = tuple(f"a word that is not short, number {n}" for n in range(12))
    own = made(word=(Any, words[0]), words=words)
    data = workbook.dumps(Dataset(organizations=[own(id="a", name="A", word=words[3])]))
    book: Any = openpyxl.load_workbook(io.BytesIO(data))
    assert [cell.value for cell in book["words"]["A"]] == ["list 1", *words]
    assert book["words"].sheet_state == "hidden"
    formulas = {rule.formula1 for rule in book["organizations"].data_validations.dataValidation}
    assert "'words'!$A$2:$A$13" in formulas
    assert workbook.loads(data, classes={Organization: own}).organizations[0] == own(
        id="a", name="A", word=words[3]
    )


def made(words: tuple[str, ...] = (), **fields: tuple[Any, Any]) -> Any:
    """Return a subclass of Organization with fields of some types and defaults."""
    kinds = {
        name: Literal[words] if words and name == "word" else kind
        for name, (kind, _) in fields.items()
    }
    body = {
        "__annotations__": kinds,
        **{name: default for name, (_, default) in fields.items()},
        "__module__": __name__,
    }
    return attrs.frozen(kw_only=True)(type("Own", (Organization,), body))


@attrs.frozen
class Leaf:
    """A part with parts in a list."""

    name: str
    leaves: tuple[Reach, ...] = ()


OWN: dict[str, tuple[Any, Any, Any]] = {
    "a float": (float, 0.5, 0.1 + 0.2),
    "floats": (tuple[float, ...], (), (0.1, 1e300)),
    "dates": (tuple[datetime.date, ...], (), (DAY, datetime.date(1850, 1, 1))),
    "partial dates": (tuple[PartialDate, ...], (), (PartialDate(2021), PartialDate(2021, 7, 1))),
    "booleans": (tuple[bool, ...], (), (True, False)),
    "strings or none": (tuple[str | None, ...], (), ("a", None, "", " b;\\")),
    "an integer of 63 bits": (int, 0, 2**63 - 1),
    "a part": (Reach | None, None, Reach(about=5, measured=PartialDate(2021))),
    "parts": (tuple[Reach, ...], (), (Reach(about=5), Reach(exactly=1))),
    "a control character": (str, "", "a\x00\x1f\x7f\ufffe_x0041_"),
    "part with parts": (Leaf | None, None, Leaf("a", (Reach(about=5),))),
}


@pytest.mark.parametrize("name", OWN)
def test_fields_of_your_own_read_back_equal(name: str) -> None:
    """A subclass may have fields of every type that files hold."""
    kind, default, value = OWN[name]
    own = made(mine=(kind, default))
    held = Dataset(organizations=[own(id="a", name="A", mine=value), own(id="b", name="B")])
    assert workbook.loads(workbook.dumps(held), classes={Organization: own}) == held


@attrs.frozen
class Bare:
    """A part that may say nothing."""

    note: str = ""


@attrs.frozen
class Loop:
    """A part that may hold another one like it."""

    inner: "Loop | None" = None


@pytest.mark.parametrize(
    ("kind", "default", "value", "expected"),
    [
        (str, "x", "", "organization 'a', mine: expected a value that an empty cell does not stand for, got ''"),
        (int | None, 1, None, "organization 'a', mine: expected a value that an empty cell does not stand for, got None"),
        (tuple[str, ...], ("x",), (), "organization 'a', mine: expected a value that an empty cell does not stand for, got []"),
        (str, "", "x" * 32_768, "organization 'a', organizations!K2: expected at most 32,767 characters"),
        (str, "", "\ud800", "organization 'a', organizations!K2: expected a string without unpaired surrogates"),
        (tuple[Leaf, ...], (), (Leaf("a"),), "record: expected a class without lists of parts in its parts"),
        (Bare | None, None, Bare(), "organization 'a', mine: expected a part with a value that an empty cell does not stand for, got {"),
        (Loop | None, None, Loop(), "record: expected a class that does not hold itself"),
    ],
)  # fmt: skip
def test_what_a_workbook_cannot_hold_is_refused(
    kind: Any, default: Any, value: Any, expected: str
) -> None:
    """A value that would not read back equal raises when it is written, and names the record."""
    own = made(mine=(kind, default))
    with pytest.raises(InvalidValueError) as caught:
        workbook.dumps(Dataset(organizations=[own(id="a", name="A", mine=value)]))
    assert str(caught.value).startswith(expected)


def test_reading_needs_no_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook is read without openpyxl, and writing one names the extra."""
    data = workbook.dumps(SMALL)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert workbook.loads(data) == SMALL
    for write in (workbook.template, lambda: workbook.dumps(SMALL)):
        with pytest.raises(MissingExtraError, match=r"tipdata\.formats\.workbook needs the extra"):
            write()


def test_paths_and_files_are_written_and_read(tmp_path: Path) -> None:
    """A path and a file that is open for bytes serve alike; one that is open as text does not."""
    path = tmp_path / "small.XLSX"
    tipdata.write(SMALL, path)
    assert path.read_bytes() == workbook.dumps(SMALL)
    assert tipdata.read(path) == SMALL
    with path.open("wb") as file:
        formats.workbook.dump(STORY, file)
    with path.open("rb") as file:
        assert workbook.load(file) == STORY
    with pytest.raises(InvalidValueError, match="open for bytes"):
        workbook.load(io.StringIO("PK"))


def test_countries_and_soundness_are_asked_for_as_elsewhere() -> None:
    """The workbook's own countries count, and `sound=True` refuses what `check` finds."""
    own = Country(alpha_3="XXA", code_status="user-assigned", name="Atlantis")
    campaign = Campaign(id="c", title="C", countries=("XXA",), partners=("nobody",))
    data = workbook.dumps(Dataset(countries=[own], campaigns=[campaign]))
    assert workbook.loads(data).campaigns == (campaign,)
    with pytest.raises(FormatError, match="nobody"):
        workbook.loads(data, sound=True)
