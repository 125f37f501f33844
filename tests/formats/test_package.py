"""Packages of tables: unharmed by spreadsheets, torn ones told."""

import csv
import io
import json as plain_json
import zipfile
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import tipdata
from refusals import outcome
from tipdata import Dataset, FormatError, Source
from tipdata._wire.cells import guarded, parse, row_text, unguarded
from tipdata.formats import package

STORY = tipdata.load("central-asia-2021")
TIP = tipdata.load()
CELLS = st.text(st.sampled_from("'=+-@\t\r\n\",aé＝"), max_size=6) | st.text(max_size=10)


@given(CELLS)
@example("'=1")
@example("''")
@example("\r")
def test_an_apostrophe_is_put_on_and_taken_off_exactly_once(text: str) -> None:
    """No cell begins as a formula does, and what was guarded is what it was."""
    cell = guarded(text)
    assert unguarded(cell) == text
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=4))
def test_tables_are_read_back_and_by_python_alike(rows: list[list[str]]) -> None:
    """Lone carriage returns, line feeds, quotes and commas survive, and the csv module agrees."""
    text = "".join(row_text(row) for row in rows)
    assert list(parse(text, "t.csv")) == rows
    if "\0" not in text:
        assert list(csv.reader(io.StringIO(text, newline=""))) == rows


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", ""])
def test_tables_of_other_programs_are_read(end: str) -> None:
    """Any line end will do, cells may be quoted without need, and empty lines are passed over."""
    assert list(parse(f'"a",b{end or chr(10)}\n"1\n",""{end}', "t.csv")) == [
        ["a", "b"],
        ["1\n", ""],
    ]


def edited(tmp_path: Path, table: str, old: str, new: str) -> list[tuple[str, str]]:
    """Return what is wrong with a package after somebody edited a table."""
    package.dump(STORY, tmp_path / "p")
    file = tmp_path / "p" / table
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(FormatError) as caught:
        package.load(tmp_path / "p")
    assert [problem.code for problem in caught.value.problems] == ["wrong-checksum"]
    try:
        package.load(tmp_path / "p", verify=False)
    except FormatError as error:
        return [(problem.code, problem.place) for problem in error.problems]
    return []


@pytest.mark.parametrize(
    ("table", "old", "new", "expected"),
    [
        ("people.csv", "Nina", "Nino", []),
        ("people.csv", "id,", "\ufeffid,", []),
        (
            "people.csv",
            ",name,",
            ",nmae,",
            [
                ("unknown-column", "people.csv, row 1, nmae"),
                ("missing-column", "people.csv, row 1"),
            ],
        ),
        (
            "people.csv",
            ",other_names,",
            ",name,",
            [
                ("duplicate-column", "people.csv, row 1, name"),
                ("missing-column", "people.csv, row 1"),
            ],
        ),
        (
            "people.csv",
            '""edition"": 2020',
            '""edition"": 1990',
            [("invalid-value", "people.csv, row 3, honours[0].edition")],
        ),
        (
            "people.csv",
            '""edition"": 2020}',
            '""edition"": 2020',
            [("not-json", "people.csv, row 3, honours")],
        ),
        ("people.csv", "nina-balabayeva,", ",", [("invalid-value", "people.csv, row 3, id")]),
        ("people.csv", "nina-balabayeva,", "", [("wrong-row", "people.csv, row 3")]),
        ("people.csv", "nina-balabayeva", 'nina"', [("not-csv", "people.csv, row 3")]),
        (
            "assessments.csv",
            "KAZ,2021,",
            "KAZ,MMXXI,",
            [("wrong-type", "assessments.csv, row 22, year")],
        ),
        (
            "assessments.csv",
            "KAZ,2021,",
            "KAZ,2020,",
            [("duplicate-placement", "assessments.csv, row 22")],
        ),
        (
            "organizations.csv",
            "sana-sezim,KAZ,",
            "sana-sezim,KAX,",
            [("unknown-country", "organizations.csv, row 14, country")],
        ),
    ],
)
def test_an_edited_table_is_told_and_read_on_request(
    table: str, old: str, new: str, expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    """A change is noticed by its checksum; without that, each cell is told by row and column."""
    assert edited(tmp_path, table, old, new) == expected


def test_what_is_missing_or_torn_is_told(tmp_path: Path) -> None:
    """A table or the descriptor that is gone, and what is no package at all, are problems."""
    package.dump(STORY, tmp_path / "p")
    (tmp_path / "p" / "people.csv").unlink()
    with pytest.raises(FormatError, match=r"people\.csv: this table is missing"):
        package.load(tmp_path / "p")
    with pytest.raises(FormatError, match=r"people\.csv: this table is missing"):
        package.load(tmp_path / "p", verify=False)
    (tmp_path / "p" / "datapackage.json").write_text("[]", encoding="utf-8")
    with pytest.raises(FormatError, match="does not describe a package"):
        package.load(tmp_path / "p")
    (tmp_path / "p" / "datapackage.json").unlink()
    with pytest.raises(FormatError, match=r"no datapackage\.json"):
        package.load(tmp_path / "p")
    data = package.dumps(STORY)
    for torn in (b"", b"PK", data[:1000], data[:-30]):
        with pytest.raises(FormatError, match="not a readable zip file"):
            package.loads(torn)


def test_a_changed_byte_in_a_zip_file_is_told() -> None:
    """Whatever byte changes, the file is read as it was or refused."""
    data = package.dumps(Dataset(sources=[Source(id="one", title="One")]))
    expected = package.loads(data)
    for at in range(0, len(data), 7):
        broken = data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :]
        found = outcome(lambda: package.loads(broken))  # noqa: B023 - it is called at once
        assert found == expected or (found and not isinstance(found, Dataset))


def test_namibia_is_intact_in_pandas_and_polars(tmp_path: Path) -> None:
    """The long and the wide table have Namibia's tiers, keyed by a code that nothing takes for missing."""
    package.dump(TIP, tmp_path / "p")
    expected = {year: tier.value for year, tier in TIP.series("NAM").items()}
    long = pd.read_csv(tmp_path / "p" / "assessments.csv")
    found = long[long["country"] == "NAM"]
    assert dict(zip(found["year"], found["tier"], strict=True)) == expected
    assert len(long) == len(TIP)
    wide = pl.read_csv(tmp_path / "p" / "placements-by-year.csv")
    row = wide.row(by_predicate=pl.col("country") == "NAM", named=True)
    assert {int(year): tier for year, tier in row.items() if year.isdigit() and tier} == expected
    assert wide.height == len(TIP.countries)
    codes = pd.read_csv(tmp_path / "p" / "countries.csv", keep_default_na=False)
    assert codes.set_index("alpha_3").loc["NAM", "alpha_2"] == "NA"
    assert package.load(tmp_path / "p").country("NAM").alpha_2 == "NA"


def test_the_descriptor_says_what_the_tables_are() -> None:
    """Fields, keys, sources, licences and checksums are in `datapackage.json`."""
    with zipfile.ZipFile(io.BytesIO(package.dumps(STORY, licences=["CC-BY-4.0"]))) as file:
        described = plain_json.loads(file.read("datapackage.json"))
        assert file.namelist()[-1] == "datapackage.json"
        for resource in described["resources"]:
            header = file.read(resource["path"]).decode().splitlines()[0]
            assert [one["name"] for one in resource["schema"]["fields"]] == header.split(",")
    assert described["licenses"] == [{"name": "CC-BY-4.0"}]
    assert len(described["sources"]) == len(STORY.sources)
    assert described["schema_version"] == 2
    statements = next(one for one in described["resources"] if one["name"] == "statements")
    assert {key["fields"] for key in statements["schema"]["foreignKeys"]} == {"person", "source"}
    acts = next(one for one in described["resources"] if one["name"] == "designations")["schema"]
    assert acts["primaryKey"] == ["kind", "country", "year", "outcome"]
    assert {key["fields"]: key["reference"]["resource"] for key in acts["foreignKeys"]} == {
        "country": "countries",
        "source": "sources",
        "year": "editions",
    }
    types = {one["name"]: one["type"] for one in acts["fields"]}
    assert types == {**dict.fromkeys(types, "string"), "year": "integer"}


def test_a_table_that_names_its_own_rows_says_so() -> None:
    """A column that names records of its own table has a foreign key without a resource."""
    branch, centre = (
        tipdata.Organization(id=key, name="A", parent=parent)
        for key, parent in (("branch", "centre"), ("centre", None))
    )
    data = package.dumps(Dataset(organizations=[branch, centre]))
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        described = plain_json.loads(file.read("datapackage.json"))
    bodies = next(one for one in described["resources"] if one["name"] == "organizations")
    reference = {"resource": "", "fields": "id"}
    assert bodies["schema"]["foreignKeys"] == [{"fields": "parent", "reference": reference}]
