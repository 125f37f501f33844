"""The record as a file: each format holds the same placements, as another reader sees them."""

import contextlib
import csv
import hashlib
import io
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_args

import openpyxl
import pandas as pd
import pytest

import hostile
import oracle
import tipdata
from tipdata import Assessment, Country, Edition, Tier, TierRecord, export
from tipdata.countries import default
from tipdata.dates import PartialDate
from tipdata.errors import InvalidValueError, MissingExtraError
from tipdata.typing import ExportFormat, Layout

TIP = tipdata.load()
FORMATS = get_args(ExportFormat)
LAYOUTS = get_args(Layout)
LABELS = {tier.short: tier.value for tier in Tier}
NUMBERS = {
    1: "Tier 1", 2: "Tier 2", 3: "Tier 2 Watch List", 4: "Tier 3", 666: "Special Case",
    555: "not in the report", 777: "no such state", 888: "left out of this selection",
}  # fmt: skip

Rows = list[dict[str, str]]


def as_text(cell: Any) -> str:
    """Return a cell as the CSV writes it; what is missing is empty."""
    if cell is None or cell != cell:  # noqa: PLR0124 - as pandas has what is missing
        return ""
    return str(int(cell)) if isinstance(cell, float) else re.sub(" 00:00:00$", "", str(cell))


def read_csv(data: bytes) -> Rows:
    """Read as Python does; an apostrophe guards what a spreadsheet would run."""
    rows = csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""))
    return [{k: re.sub("^'(?=[-=+@'\t\r\n])", "", v) for k, v in row.items()} for row in rows]


def read_xlsx(data: bytes, title: str = "Tiers") -> Rows:
    """Read a sheet as openpyxl does, with the characters that XML spells otherwise."""
    sheet: Any = openpyxl.load_workbook(io.BytesIO(data))[title]
    header, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(header, map(as_text, row), strict=True)) for row in rows]


def read_dta(data: bytes) -> Rows:
    """Read as pandas does; the variables of editions have another name in Stata."""
    frame = pd.read_stata(io.BytesIO(data), convert_categoricals=False)
    with pd.read_stata(io.BytesIO(data), iterator=True) as reader:
        labels = reader.value_labels()
    for name in frame.columns.intersection([*labels]):
        frame[name] = frame[name].map(labels[name])
    frame.columns = frame.columns.str.removeprefix("tier").where(
        frame.columns.str.match("tier[0-9]"), frame.columns
    )
    return [{str(k): as_text(v) for k, v in row.items()} for row in frame.to_dict("records")]


def read_parquet(data: bytes) -> Rows:
    """Read as pyarrow does."""
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(io.BytesIO(data))
    return [{k: as_text(v) for k, v in row.items()} for row in table.to_pylist()]


READERS: Mapping[ExportFormat, Callable[[bytes], Rows]] = {
    "csv": read_csv,
    "xlsx": read_xlsx,
    "dta": read_dta,
    "parquet": read_parquet,
}
EVERY = [
    pytest.param(to, marks=[pytest.mark.engine_pyarrow] if to == "parquet" else [])
    for to in FORMATS
]


def expected_long() -> Rows:
    """The long table from the packaged file."""
    ranks = {"1": "1", "2": "2", "2WL": "3", "3": "4", "SC": ""}
    released = oracle.releases()
    bureaus = {row["alpha_3"]: row["bureau"] for row in oracle.table("countries.tsv")}
    official = {"yes": "yes", "next": "next edition", "no": "no"}
    return [
        {
            "country": row["country"],
            "name": named(row["country"], None),
            "name_in_report": named(row["country"], int(row["year"])),
            "bureau": bureaus[row["country"]],
            "year": row["year"],
            "released": released[int(row["year"])].isoformat(),
            "tier": LABELS[row["tier"]],
            "rank": ranks[row["tier"]],
            "evidence": row["evidence"],
            "official": official[row["official"]],
            "families": row["families"],
            "sources": row["sources"],
            "disputed_by": row["disputed_by"],
            "note": row["note"],
            "amended": LABELS[row["amended"]] if row["amended"] else "",
        }
        for row in oracle.table("assessments.tsv")
    ]


def named(code: str, year: int | None) -> str:
    """The name of a country in an edition, or in the newest, from the packaged files."""
    for row in NAMES.get(code, ()):
        if year and int(row["since"] or 0) <= year <= int(row["until"] or 9999):
            return row["name"]
    return REPORT_NAMES[code]


REPORT_NAMES = {row["alpha_3"]: row["report_name"] for row in oracle.table("countries.tsv")}
NAMES: dict[str, list[dict[str, str]]] = {}
for _row in oracle.table("country_names.tsv"):
    if _row["kind"] == "dated":
        NAMES.setdefault(_row["alpha_3"], []).append(_row)


def expected_wide() -> Rows:
    """The wide table from the packaged file, by the names of the countries."""
    bureaus = {row["alpha_3"]: row["bureau"] for row in oracle.table("countries.tsv")}
    found: Rows = []
    for code, own in oracle.rows().items():
        span = default().get(code).span
        cells = {
            str(year): LABELS[own[year]]
            if year in own
            else "not in the report"
            if span.overlaps(PartialDate(year))
            else "no such state"
            for year in oracle.releases()
        }
        found.append({"country": code, "name": named(code, None), "bureau": bureaus[code], **cells})
    return found


EXPECTED = {"long": expected_long(), "wide": expected_wide()}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("to", EVERY)
def test_every_format_holds_every_placement(to: ExportFormat, layout: Layout) -> None:
    """Read by another program, each file has the cells of the packaged table, and no other row."""
    rows = READERS[to](export.render(to=to, layout=layout))
    if layout == "wide":
        assert [row["name"] for row in rows] == [c.label for c in TIP._by_name]
        rows.sort(key=lambda row: row["country"])
    assert rows == EXPECTED[layout]


CHOICES: Mapping[str, dict[str, Any]] = {
    "bureau": {"bureau": "SCA", "since": 2015},
    "tier": {"tiers": "Tier 2 Watch List"},
    "group": {"group": "eu", "until": 2008},
    "evidence": {"evidence": ["single", "derived"], "since": 2020},
}


@pytest.mark.parametrize("choice", CHOICES)
@pytest.mark.parametrize("to", EVERY)
def test_a_selection_says_what_it_leaves_out(to: ExportFormat, choice: str) -> None:
    """What the report has and a selection leaves out is neither absent nor missing, in any format."""
    selection = TIP.where(**CHOICES[choice])
    kept = {(a.country, str(a.year)) for a in selection}
    years = [str(year) for year in selection.years]
    expected = [
        {
            column: "left out of this selection"
            if cell in LABELS.values() and column in years and (row["country"], column) not in kept
            else cell
            for column, cell in row.items()
            if column in years or not column.isdigit()
        }
        for row in EXPECTED["wide"]
        if any(code == row["country"] for code, _ in kept)
    ]
    assert (
        any("left out of this selection" in row.values() for row in expected) or choice == "bureau"
    )
    found = READERS[to](export.render(selection, to=to, layout="wide"))
    assert sorted(found, key=lambda row: row["country"]) == expected
    long = READERS[to](export.render(selection, to=to))
    assert long == [row for row in EXPECTED["long"] if (row["country"], row["year"]) in kept]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("to", EVERY)
def test_a_record_without_placements_is_a_header(to: ExportFormat, layout: Layout) -> None:
    """No placement, or not even an edition, gives a file with the columns and no row."""
    none = TIP.where(countries="SSD", tiers="Tier 1")
    bare = TierRecord(countries=(), editions=(), assessments=())
    for record in (none, bare):
        assert READERS[to](export.render(record, to=to, layout=layout)) == []


TEMPTING = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "＝1",
    '=HYPERLINK("https://example.org")',
    "'=1",
    "1-2",
]


@pytest.mark.parametrize("text", TEMPTING)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_looks_like_a_formula_stays_text(layout: Layout, text: str) -> None:
    """Names, notes, titles and addresses are text on every sheet, and guarded in CSV."""
    record = hostile.record(text)
    data = export.render(record, to="xlsx", layout=layout)
    book = openpyxl.load_workbook(io.BytesIO(data))
    strings: list[Any] = [cell for sheet in book for row in sheet for cell in row if cell.value]
    assert {cell.data_type for cell in strings} <= {"s", "n", "d"}
    assert all(
        cell.data_type == "s" and cell.hyperlink is None for cell in strings if cell.value == text
    )
    places = {cell.parent.title for cell in strings if cell.value == text}
    assert places == ({"Tiers", "Evidence", "Notes"} if layout == "wide" else {"Tiers"}) | {
        "Sources"
    }
    (row,) = csv.DictReader(io.StringIO(export.render(record, layout=layout).decode()))
    assert row["name"] == text if text == "1-2" else row["name"] == f"'{text}"
    assert read_xlsx(data)[0]["name"] == text
    assert read_dta(export.render(record, to="dta", layout=layout))[0]["name"] == text


def noted(note: str, name: str = "Ruritania") -> TierRecord:
    """Return a record of one placement with a note."""
    country = Country(alpha_3="XRU", code_status="user-assigned", name=name)
    placed = Assessment(country="XRU", year=2021, tier=Tier.TIER_2, note=note)
    return TierRecord(
        countries=(country,),
        editions=(Edition(year=2021),),
        assessments=(placed,),
        registry=default().with_countries(country),
    )


@pytest.mark.parametrize("note", ["a\r\nb\tc", 'a,b;"c"', "_x0041_", "é 漢 🙂", "n" * 5000])
@pytest.mark.parametrize("to", EVERY)
def test_every_note_comes_back(to: ExportFormat, note: str) -> None:
    """Line breaks, quotes, long notes and every script are in the file as they were."""
    record = noted(note, name="N" * 300)
    (row,) = READERS[to](export.render(record, to=to))
    found = (
        re.sub("_x([0-9A-F]{4})_", lambda m: chr(int(m[1], 16)), row["note"])
        if to == "xlsx"
        else row["note"]
    )
    assert found == note
    assert (row["name"], row["released"], row["evidence"]) == ("N" * 300, "", "unverified")


@pytest.mark.parametrize("seed", ["1", pytest.param("2", marks=pytest.mark.long)])
def test_equal_records_are_equal_bytes(seed: str) -> None:
    """Another process, on another day and with other hashes, writes the same files."""
    script = (
        "import hashlib, tipdata, time\n"
        "time.time = lambda: 2e9\n"
        "few = tipdata.load().where(bureau='SCA')\n"
        "for to in ('csv', 'xlsx', 'dta'):\n"
        "    for layout in ('long', 'wide'):\n"
        "        data = tipdata.export.render(few, to=to, layout=layout)\n"
        "        print(hashlib.sha256(data).hexdigest())"
    )
    env = {**os.environ, "PYTHONHASHSEED": seed}
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=env
    )
    assert run.stdout.split() == digests()


@cache
def digests() -> list[str]:
    """Return what the files of a few countries are in this process."""
    few = TIP.where(bureau="SCA")
    return [
        hashlib.sha256(export.render(few, to=to, layout=layout)).hexdigest()
        for to in ("csv", "xlsx", "dta")
        for layout in LAYOUTS
    ]


@pytest.mark.engine_pyarrow
def test_equal_records_are_equal_parquet() -> None:
    """The same library writes the same bytes for equal records."""
    for layout in LAYOUTS:
        again = TIP.where(bureau="SCA")
        first = export.render(TIP.where(bureau="SCA"), to="parquet", layout=layout)
        assert first == export.render(again, to="parquet", layout=layout)


def test_a_name_that_says_no_format_is_refused(tmp_path: Path) -> None:
    """An unknown suffix, layout or format names the nearest, and leaves no file."""
    wrong = {
        "tiers.xls": "a name that ends in .csv, .xlsx, .parquet or .dta, got {}; did you mean '.xlsx'?",
        "tiers": "a name that ends in .csv, .xlsx, .parquet or .dta, got {}",
    }
    for name, message in wrong.items():
        with contextlib.chdir(tmp_path), pytest.raises(InvalidValueError) as caught:
            export.write(name)
        assert str(caught.value) == f"path: expected {message.format(repr(name))}"
    layout: Any = "wid"
    with pytest.raises(
        InvalidValueError,
        match="layout: expected one of 'long', 'wide', got 'wid'; did you mean 'wide'",
    ):
        export.write(tmp_path / "tiers.csv", layout=layout)
    to: Any = "excel"
    with pytest.raises(
        InvalidValueError, match="to: expected one of 'csv', 'xlsx', 'parquet', 'dta', got 'excel'"
    ):
        export.render(to=to)
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    ("to", "library", "message"),
    [
        ("xlsx", "openpyxl", "an .xlsx file needs the extra 'excel': pip install 'tipdata[excel]'"),
        (
            "parquet",
            "pyarrow",
            "a .parquet file needs the extra 'pyarrow': pip install 'tipdata[pyarrow]'",
        ),
        ("dta", "pandas", "a .dta file needs the extra 'pandas': pip install 'tipdata[pandas]'"),
    ],
)
def test_the_extra_is_named(
    to: ExportFormat, library: str, message: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without its library a format says which extra to install, and no file is touched."""
    monkeypatch.setitem(sys.modules, library, None)
    target = tmp_path / f"tiers.{to}"
    target.write_text("old")
    with pytest.raises(MissingExtraError) as caught:
        export.write(target)
    assert (str(caught.value), target.read_text()) == (message, "old")


FEW = TIP.where(countries="KGZ")
"""A record of which files are small."""


def test_a_file_is_replaced_in_one_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link and the permissions stay; a failure leaves the old file and names it."""
    target, link = tmp_path / "old.CSV", tmp_path / "tiers.csv"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    export.write(link, FEW)
    assert link.is_symlink()
    assert target.read_bytes() == export.render(FEW)
    assert target.stat().st_mode & 0o777 == 0o640

    def fail(draft: object, _: object) -> None:
        raise OSError(28, "No space left on device", str(draft))

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="No space left") as caught:
        export.write(target, TIP)
    assert caught.value.filename == str(target)
    assert target.read_bytes() == export.render(FEW)
    assert {path.name for path in tmp_path.iterdir()} == {"old.CSV", "tiers.csv"}
    with pytest.raises(FileNotFoundError) as missing:
        export.write(tmp_path / "no" / "tiers.csv")
    assert missing.value.filename == str(tmp_path / "no" / "tiers.csv")


def test_a_pipe_is_written_through(tmp_path: Path) -> None:
    """What is not a regular file gets the bytes, and stays."""
    pipe = tmp_path / "pipe.dta"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    export.write(pipe, FEW)
    reader.join(timeout=10)
    assert got == [export.render(FEW, to="dta")]
    assert pipe.is_fifo()
