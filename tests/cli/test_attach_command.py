"""`tipdata attach`: a file of rows goes in, the same rows with tiers come out."""

import csv
import gzip
import io
import itertools
import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, get_args

import pandas as pd
import polars as pl
import pytest

from tipdata import PartialDate, frames
from tipdata.cli import _attach, _join, _parquet, _row_files, main
from tipdata.cli._join import write_lines

LOTS = Path(__file__).parents[2] / "docs" / "how-to" / "shipments.csv"
LOT_WORDS = ("--country", "origin", "--on", "shipped", "--day-first")


def rows_of(path: Path) -> list[list[str]]:
    """Return the cells of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def attach(source: Path, out: Path, words: Sequence[str] = LOT_WORDS) -> list[list[str]]:
    """Run the command and return the cells that it writes."""
    assert main(["attach", str(source), *words, "--out", str(out)]) == 0
    return rows_of(out)


def whole_table() -> pd.DataFrame:
    """Return the shipments as text, with the days in ISO form."""
    lots = pd.read_csv(LOTS, dtype=str, keep_default_na=False)
    days = {
        text: str(PartialDate.read(text, day_first=True)) if text else ""
        for text in lots["shipped"].unique()
    }
    return lots.assign(shipped=lots["shipped"].map(days))


@pytest.mark.parametrize("chunk", [1_000_000, 997])
def test_rows_get_what_the_whole_table_gets(
    chunk: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Tiers and report are those of the whole table, wherever the parts end; cells stay."""
    for module in (_row_files, _parquet):
        monkeypatch.setattr(module, "CHUNK", chunk)
    found = attach(LOTS, tmp_path / "out.csv")
    assert [row[:-3] for row in found] == rows_of(LOTS)
    table = whole_table()
    asked = frames.attach_tiers(table, country="origin", on="shipped")
    expected = [
        ["" if pd.isna(cell) else str(cell) for cell in row]
        for row in asked[["tier", "tier_status", "edition"]].itertuples(index=False)
    ]
    assert [row[-3:] for row in found[1:]] == expected
    report = frames.join_report(table, country="origin", on="shipped")
    assert capsys.readouterr().err == f"{report}\n"  # and no bar, since it is no terminal


@pytest.mark.parametrize("text", ["a,b\n", "a,b,,\n,,,\n", "\n\na,b\n\n ,\n"])
def test_a_table_without_rows_gets_columns_alone(text: str, tmp_path: Path) -> None:
    """A file in which only the header is filled gives a header."""
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    found = attach(tmp_path / "a.csv", tmp_path / "out.csv", ("--country", "a", "--on", "b"))
    assert found == [["a", "b", "tier", "tier_status", "edition"]]


def test_a_packed_file_gives_the_same(tmp_path: Path) -> None:
    """A packed CSV gives the same tiers as a plain one."""
    expected = [row[-3:] for row in attach(LOTS, tmp_path / "a.csv")]
    packed = tmp_path / "lots.csv.gz"
    packed.write_bytes(gzip.compress(LOTS.read_bytes()))
    assert [row[-3:] for row in attach(packed, tmp_path / "b.csv")] == expected


@pytest.mark.engine_pyarrow
def test_a_parquet_file_gives_the_same(tmp_path: Path) -> None:
    """A Parquet file, of dates or of moments, gives the same tiers as a CSV."""
    expected = [row[-3:] for row in attach(LOTS, tmp_path / "a.csv")]
    days = pd.to_datetime(whole_table()["shipped"].replace("", None))
    for shipped in (days.dt.date, days + pd.Timedelta(hours=23)):
        file = tmp_path / "lots.parquet"
        whole_table().assign(shipped=shipped).to_parquet(file)
        assert [row[-3:] for row in attach(file, tmp_path / "c.csv")] == expected


def test_cells_that_are_hard_to_carry_stay(tmp_path: Path) -> None:
    """Markers of missing cells, zeros in front, quotes, breaks, and columns of one name stay."""
    file, out = tmp_path / "hard.csv", tmp_path / "out.csv"
    rows = [
        ["code", "year", "x", "x"],
        ["NA", "2021", "007", 'a "b", c\r\nd'],
        ["NULL", "", "1.10", "nan"],
        ["KAZ", "1999", " ", "é"],
    ]
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    words = ("--country", "code", "--year", "year", "--prefix", "tip_")
    found = attach(file, out, words)
    assert [row[:4] for row in found] == rows
    assert [row[4:] for row in found] == [
        ["tip_tier", "tip_tier_status", "tip_edition"],
        ["", "missing", "2021"],
        ["", "missing", ""],
        ["", "outside_coverage", ""],
    ]


def run_on(rows: list[tuple[str, str]], folder: Path, *words: str) -> list[list[str]]:
    """Run the command on rows of a country and a year, and return what it adds to each."""
    file = folder / "few.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("c", "y"), *rows])
    places = ("--country", "c", "--year", "y")
    return [row[2:] for row in attach(file, folder / "out.csv", (*places, *words))[1:]]


@pytest.mark.parametrize("chunk", [1, 50])
@pytest.mark.parametrize(
    ("others", "status"),
    [
        (["KE", "US"], "placed"),
        (["KEN", "US"], "missing"),
        (["Kenya"], "missing"),
        (["KE", "Kenya"], "ambiguous_country"),
        (["US"], "ambiguous_country"),
    ],
)
def test_what_na_means_depends_on_the_whole_column(
    others: list[str],
    status: str,
    chunk: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """NA is read alike in every part of a file, also in those before the strings that decide."""
    for module in (_row_files, _parquet):
        monkeypatch.setattr(module, "CHUNK", chunk)
    rows = [("NA", "2021"), *((one, "2021") for one in others), ("NA", "2021")]
    found = run_on(rows, tmp_path)
    assert [found[0][1], found[-1][1]] == [status] * 2


def test_strings_may_be_settled_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--names` says what a string means, `--missing` which ones mean a missing cell."""
    rows = [("Congo", "2021"), ("a=b", "2021.0"), ("-", "2021"), ("Fiji", "-99"), ("NA", "NA")]
    given = ("--names", "Congo=COG", "--names", "a=b=Kenya", "--missing", "-99")
    found = run_on(rows, tmp_path, *given, "--missing=-", "--missing=NA")
    statuses = ["placed", "placed", "missing", "missing", "missing"]
    assert [row[1] for row in found] == statuses
    assert "read as missing (2):" in capsys.readouterr().err
    for wrong, said in (
        ("Congo", "--names: expected TEXT=COUNTRY, such as Congo=COG, got 'Congo'"),
        ("Congo=Kenia", "unknown country 'Kenia'; did you mean 'Kenya'"),
    ):
        words = ("--country", "c", "--year", "y", "--names", wrong)
        assert main(["attach", str(tmp_path / "few.csv"), *words]) == 2
        assert said in capsys.readouterr().err


def test_equal_faults_of_a_file_are_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cell that is refused in many rows is one problem that names the first of them."""
    for module in (_row_files, _parquet):
        monkeypatch.setattr(module, "CHUNK", 3)
    file = tmp_path / "few.csv"
    file.write_text("c,y\n" + "KGZ,soon\nKGZ,2021\n" * 5, encoding="utf-8")
    words = ("--country", "c", "--year", "y", "--json")
    assert main(["attach", str(file), *words]) == 1
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["row"], problem["rows"], problem["count"]) == (2, "2, 4, 6", 5)
    assert main(["attach", str(file), *words[:-1]]) == 1
    assert "1 problem\n  rows 2, 4, 6 and 2 more, y: not a valid year; expected a report year" in (
        capsys.readouterr().out
    )


def test_standard_output_has_the_table_and_nothing_else(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """With `--out -` the table goes to standard output, the report to standard error."""
    attach(LOTS, tmp_path / "out.csv")
    capfdbinary.readouterr()
    assert main(["attach", str(LOTS), *LOT_WORDS, "--out", "-"]) == 0
    out, err = capfdbinary.readouterr()
    assert out == (tmp_path / "out.csv").read_bytes()
    assert err.startswith(b"3,000 rows, 2,300 with a tier (76.7%)\n")


def test_the_result_lies_beside_the_file(tmp_path: Path) -> None:
    """Without `--out` the name is that of the file, with -tiers.csv."""
    (tmp_path / "lots.csv").write_bytes(LOTS.read_bytes())
    assert main(["attach", str(tmp_path / "lots.csv"), *LOT_WORDS]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lots-tiers.csv", "lots.csv"]


@pytest.mark.parametrize(
    ("name", "text", "words", "code", "line"),
    [
        ("a.csv", "origin,day\n", ["orign", "day"], 2, "tipdata: column 'orign': not in the file; did you mean 'origin'?; the columns are 'origin', 'day'\n"),
        ("a.csv", "a,a\n", ["a", "a"], 2, "tipdata: column 'a': the file has several columns of this name\n"),
        ("a.csv", "a,b,tier\n", ["a", "b"], 2, "tipdata: column 'tier': already in the file; rename the new columns with --prefix\n"),
        ("a.xlsx", "", ["a", "b"], 2, "tipdata: FILE: expected a file name ending in .csv.gz, .csv, .parquet, got 'a.xlsx'\n"),
        ("a.csv", None, ["a", "b"], 2, "tipdata: a.csv: No such file or directory\n"),
        ("a.csv", "a,b\nKAZ,2021-07-01\nKAZ,2/3/21\n", ["a", "b"], 1, "1 problem\n  row 3, b: "),
        ("a.csv", "a,b\nKAZ,2021-07\n", ["a", "b"], 1, "1 problem\n  row 2, b: only a month is given; a full date is required, got '2021-07'\n"),
        ("a.csv", "a,b\nKAZ,2021\n", ["a", "b"], 1, "1 problem\n  row 2, b: only a year is given; a full date is required; if the column has years, pass --year b instead of --on, got '2021'\n"),
        ("a.csv", "a,b\nKAZ,2021-07-01\nKAZ\n", ["a", "b"], 1, "1 problem\n  row 3: the row has 1 cell; expected 2, one for each column; "),
        ("a.csv", 'a,b\n"KAZ,2021\n', ["a", "b"], 1, "1 problem\n  a.csv: cannot be read: "),
        ("a.csv.gz", "a,b\n", ["a", "b"], 1, "1 problem\n  a.csv.gz: cannot be read: "),
        ("a.csv", "a;b\n", ["c", "b"], 2, "tipdata: column 'c': not in the file; the columns are 'a', 'b'\n"),
        ("a.csv", "a;b\n", ["A", "B"], 2, "tipdata: column 'A': not in the file; did you mean 'a'?; the columns are 'a', 'b'\n"),
        ("a.csv", "a,b;a,b;a\n", ["a", "a"], 2, "tipdata: --delimiter: expected one of 'comma', 'semicolon', under which the header has 'a', got None\n"),
        ("a.csv", "sep=,\na;b\n", ["a", "b"], 2, "tipdata: --delimiter: expected 'semicolon', under which the header has 'a' and 'b', got ','\n"),
        ("a.csv", "a,b\nKAZ,2021-07-01,,\nKAZ,44427\n", ["a", "b"], 1, "1 problem\n  row 3, b: digits alone are read as YYYY or YYYYMMDD; a spreadsheet program has such numbers for days, got '44427'\n"),
        pytest.param("a.parquet", "a,b\n", ["a", "b"], 1, "1 problem\n  a.parquet: cannot be read: ", marks=pytest.mark.engine_pyarrow),
    ],
)  # fmt: skip
def test_a_failed_run_says_why_and_leaves_nothing(  # noqa: PLR0917
    name: str,
    text: str | None,
    words: list[str],
    code: int,
    line: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A failed run says why in a line, and leaves neither a new nor a half-written file."""
    monkeypatch.chdir(tmp_path)
    if text is not None:
        Path(name).write_text(text, encoding="utf-8")
    assert main(["attach", name, "--country", words[0], "--on", words[1]]) == code
    out, err = capsys.readouterr()
    assert (out + err).startswith(line)
    assert [path.name for path in tmp_path.iterdir()] == [name] * (text is not None)


@pytest.mark.parametrize(
    ("delimiter", "named"),
    [(";", "semicolon"), (";", ";"), ("\t", "tab"), ("|", "pipe"), ("~", "~"), (",", "comma")],
)
def test_a_named_delimiter_settles_what_the_header_leaves_open(
    delimiter: str, named: str, tmp_path: Path
) -> None:
    """`--delimiter` takes a word or a character, also where a header fits several."""
    file = tmp_path / "a.csv"
    header = ["a", "b", "x,a,b,x" if delimiter != "," else "x;a;b;x"]
    rows = [header, ["KAZ", "2021", "c"]]
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=delimiter, quoting=csv.QUOTE_NONE, quotechar=None).writerows(
            rows
        )
    words = ("--country", "a", "--year", "b", "--delimiter", named)
    found = attach(file, tmp_path / "out.csv", words)
    assert [row[:3] for row in found] == rows
    assert found[1][3] == "Tier 2"


@pytest.mark.parametrize("named", ["", "a", "ab", '"', "\n", "semicolons", "1"])
def test_a_delimiter_is_a_word_or_a_character(
    named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What cannot separate cells is refused."""
    assert main(["attach", str(LOTS), *LOT_WORDS, "--delimiter", named]) == 2
    said = "tipdata: --delimiter: expected comma, semicolon, tab, pipe or another character, got "
    assert capsys.readouterr().err == f"{said}{named!r}\n"


def test_no_column_is_suggested_that_is_a_whole_header(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Under whatever delimiter a header is saved, a misspelt column is compared with single names."""
    for delimiter in ",;\t|":
        (tmp_path / "a.csv").write_text(f"country{delimiter}shipped\n", encoding="utf-8")
        words = ["--country", "contry", "--on", "shipped"]
        assert main(["attach", str(tmp_path / "a.csv"), *words]) == 2
        expected = "did you mean 'country'?; the columns are 'country', 'shipped'\n"
        assert capsys.readouterr().err.endswith(expected)


def test_a_date_is_read_in_one_order(capsys: pytest.CaptureFixture[str]) -> None:
    """`--day-first` and `--month-first` exclude each other, which is wrong usage."""
    assert main(["attach", str(LOTS), *LOT_WORDS, "--month-first"]) == 2
    assert "--month-first: not allowed with argument --day-first" in capsys.readouterr().err


def test_json_and_the_table_do_not_share_an_output(capsys: pytest.CaptureFixture[str]) -> None:
    """`--json` needs a file for the table."""
    assert main(["attach", str(LOTS), *LOT_WORDS, "--out", "-", "--json"]) == 2
    assert capsys.readouterr().err.startswith("tipdata: --out: expected the name of a file")


def test_the_input_is_never_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--out` cannot be the file that is read, under whatever name."""
    (tmp_path / "lots.csv").write_bytes(LOTS.read_bytes())
    (tmp_path / "link.csv").symlink_to(tmp_path / "lots.csv")
    words = [str(tmp_path / "lots.csv"), *LOT_WORDS, "--out", str(tmp_path / "link.csv")]
    assert main(["attach", *words]) == 2
    assert "expected a different file from the one that is read" in capsys.readouterr().err
    assert (tmp_path / "lots.csv").read_bytes() == LOTS.read_bytes()


@pytest.mark.parametrize("has_rich", [True, False])
def test_a_terminal_shows_a_bar_if_rich_is_there(
    has_rich: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The rows are the same with a bar on the terminal and without."""
    assert main(["attach", str(LOTS), *LOT_WORDS, "--out", "-"]) == 0
    plain = capsys.readouterr()
    assert "\x1b" not in plain.err
    if not has_rich:
        monkeypatch.setitem(sys.modules, "rich", None)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    assert main(["attach", str(LOTS), *LOT_WORDS, "--out", "-"]) == 0
    found = capsys.readouterr()
    assert found.out == plain.out
    assert (f"{LOTS} \x1b" in found.err) is has_rich


def test_a_missing_package_is_named_with_its_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without pyarrow, the command says which extra reads a Parquet file."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    (tmp_path / "lots.parquet").write_bytes(b"PAR1")
    assert main(["attach", str(tmp_path / "lots.parquet"), *LOT_WORDS, "--out", "-"]) == 2
    assert capsys.readouterr().err == (
        "tipdata: a Parquet file needs the extra 'pyarrow': pip install 'tipdata[pyarrow]'\n"
    )


def test_years_have_an_option_of_their_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--year` names the column of report years; the old way works and says so; both are refused."""
    file = tmp_path / "few.csv"
    file.write_text("c,y\nKAZ,2021\nKAZ,\nKGZ,1999\n", encoding="utf-8")
    expected = [["Tier 2", "placed", "2021"], ["", "missing", ""], ["", "outside_coverage", ""]]
    out = tmp_path / "out.csv"
    found = attach(file, out, ("--country", "c", "--year", "y"))
    assert [row[2:] for row in found[1:]] == expected
    assert "deprecated" not in capsys.readouterr().err
    assert attach(file, out, ("--country", "c", "--on", "y", "--basis", "edition")) == found
    assert "--basis edition is deprecated; write --year y\n" in capsys.readouterr().err
    assert main(["attach", str(file), "--country", "c", "--year", "y", "--basis", "covered"]) == 2
    assert capsys.readouterr().err == (
        "tipdata: --basis: expected nothing beside --year y, which needs no basis, got 'covered'\n"
    )


def test_a_file_gets_what_a_frame_gets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--add` attaches what `add=` attaches, in the order of the words, each once."""
    words: tuple[frames.Extra, ...] = ("code", "name", "bureau", "rank", "outlook", "un_region")
    added = [word for one in (*words, "rank") for word in ("--add", one)]
    found = attach(LOTS, tmp_path / "out.csv", (*LOT_WORDS, *added))
    asked = frames.attach_tiers(whole_table(), country="origin", on="shipped", add=words)
    assert found[0] == list(asked.columns)
    given = asked.iloc[:, len(rows_of(LOTS)[0]) :].astype(object)
    expected = [["" if pd.isna(cell) else str(cell) for cell in row] for row in given.to_numpy()]
    assert [row[-len(expected[0]) :] for row in found[1:]] == expected
    capsys.readouterr()
    assert main(["attach", str(LOTS), *LOT_WORDS, "--add", "nmae"]) == 2
    assert capsys.readouterr().err.startswith("tipdata: --add: expected one of 'code', 'name', ")


CELLS = ("plain", "", " ", "a,b", 'a "b"', "a\nb", "c\r\nd", "e\rf", "=1+1", "é\u2028", ";|\t")
COUNTRIES = ("KAZ", "Kenya", "ke", "Korea, South", "Congo", "Atlantis", "", " ", "n/a", "-", "a\nb")
DAYS = ("2021-07-01", "2021-06-30", "1999-01-01", "2001-07-12", "2040-01-01", "", "NA", " ")
YEARS = ("2021", "2001", "1999", "2021.0", " 2010 ", "", "-", "2040")
EXTRAS: tuple[frames.Extra, ...] = get_args(frames.Extra)


def csv_of(rows: Iterable[Sequence[object]], **form: Any) -> bytes:
    """Return rows as a CSV."""
    text = io.StringIO(newline="")
    csv.writer(text, **{"lineterminator": "\n", **form}).writerows(rows)
    return text.getvalue().encode()


@pytest.mark.parametrize("add", [(), ("name", "rank", "eu"), EXTRAS], ids=len)
@pytest.mark.parametrize(
    ("match", "missing", "names"),
    [("names", None, {}), ("both", ["-"], {"Congo": "COG"}), ("codes", ["n/a", "NA"], {})],
)
@pytest.mark.parametrize("basis", ["in_force", "covered", "year"])
def test_a_csv_gets_what_a_frame_of_polars_gets(  # noqa: PLR0917
    basis: str,
    match: frames.Match,
    missing: list[str] | None,
    names: dict[str, str],
    add: tuple[frames.Extra, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With any options the bytes are those of `csv` for the rows of `attach_tiers`, and no others."""
    at = [text for text in (YEARS if basis == "year" else DAYS) if text != "-" or missing == ["-"]]
    if missing == ["-"]:
        at = [text for text in at if text != "NA"]
    marks = itertools.cycle(CELLS)
    rows = [(next(marks), text, "x", when) for text in COUNTRIES for when in at]
    header = ["note", "who", "tier", "at"]
    rule: Any = {"year": "at"} if basis == "year" else {"on": "at", "basis": basis}
    frame = pl.DataFrame(rows, schema=header, orient="row")
    options: Any = {"match": match, "names": names, "missing": missing, "add": add, **rule}
    found = frames.attach_tiers(frame, country="who", prefix="t_", **options)
    expected = csv_of([found.columns, *found.rows()])
    words = ["--country", "who", "--prefix", "t_", "--match", match]
    words += ["--year", "at"] if basis == "year" else ["--on", "at", "--basis", basis]
    words += [f"--missing={one}" for one in missing or ()]
    words += [word for one in names.items() for word in ("--names", "=".join(one))]
    words += [word for one in add for word in ("--add", one)]
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    for delimiter, end, chunk in ((",", "\n", 500), (";", "\r\n", 7), ("\t", "\r", 1)):
        monkeypatch.setattr(_row_files, "CHUNK", chunk)
        monkeypatch.setattr(_row_files, "_BLOCK", chunk)
        form = {"delimiter": delimiter, "lineterminator": end, "quoting": csv.QUOTE_ALL}
        source.write_bytes(csv_of([header, *rows], **form))
        options = ["--delimiter", delimiter, "--out", str(out)]
        assert main(["attach", str(source), *words, *options]) == 0
        assert out.read_bytes() == expected


def test_lines_are_those_of_csv() -> None:
    """Whatever cells rows have, alone and among others, they are written as `csv` writes them."""
    cells = [*CELLS, '"', ",", "\r", "\n", "'"]
    for width in (1, 2, 3):
        rows = [list(row) for row in itertools.product(cells, repeat=width)]
        expected = [csv_of([[*row, ""]]).decode()[:-2] for row in rows]
        assert write_lines(rows) == expected
        assert [line for row in rows for line in write_lines([row])] == expected


@pytest.mark.parametrize("block", [1, 2, 3, 7, 1_000])
def test_a_line_ends_where_it_ends_wherever_blocks_do(
    block: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Lines of each kind of end are counted, and the first that is too long stops the work."""
    monkeypatch.setattr(_row_files, "_BLOCK", block)
    file, words = tmp_path / "a.csv", ["--country", "c", "--year", "y", "--limit", "line=10"]
    start = "c,y\r\nKenya,2021\nKGZ,2021\rKAZ, 2021\r\n\n"
    file.write_bytes(start.encode())
    assert [row[0] for row in attach(file, tmp_path / "o.csv", words)[1:]] == [
        "Kenya",
        "KGZ",
        "KAZ",
    ]
    for line in ("Kenya,20210", "Kenya,20210\n", "Kenya,20210\r\nFiji,2021", "x" * 100_000):
        file.write_bytes((start + line).encode())
        assert main(["attach", str(file), *words]) == 1
        assert f"{file}, row 6: the line is too long; " in capsys.readouterr().out


def test_days_are_remembered_up_to_a_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """However many moments or faults a file has, those of earlier parts are forgotten in time."""
    held: list[int] = []

    class Watched(_join.Join):
        def ends_of(self, part: _parquet.Part) -> list[str]:
            ends = super().ends_of(part)
            held.append(len(self._slots) + 100 * len(self._wrong))
            return ends

    monkeypatch.setattr(_attach, "Join", Watched)
    monkeypatch.setattr(_row_files, "CHUNK", 10)
    monkeypatch.setattr(_join, "_REMEMBERED", 2_000)
    file, words = tmp_path / "a.csv", ["--country", "c", "--on", "d"]
    moments = [f"2021-06-30T00:{n // 60:02}:{n % 60:02}" for n in range(3_000)]
    file.write_bytes(csv_of([["c", "d"], *(["KAZ", one] for one in moments * 2)]))
    found = attach(file, tmp_path / "o.csv", words)
    assert {row[2] for row in found[1:]} == {"Tier 2 Watch List"}
    assert len(found) == 6_001
    assert max(held) < 150
    held.clear()
    capsys.readouterr()
    file.write_bytes(csv_of([["c", "d"], *(["KAZ", f"day {n}"] for n in [*range(500)] * 2)]))
    assert main(["attach", str(file), *words, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [one["rows"] for one in told["problems"]][:2] == ["2, 502", "3, 503"]
    assert len(told["problems"]) + told["omitted"] == 500
    assert max(held) < 1_500


def test_a_csv_needs_no_dataframe_library(tmp_path: Path) -> None:
    """Where no library of frames can be imported, a CSV gets its tiers; nor does rich load."""
    libraries = ("narwhals", "numpy", "pandas", "polars", "pyarrow", "duckdb", "dask", "pyspark")
    script = (
        f"import sys; sys.modules.update(dict.fromkeys({libraries!r}))\n"
        "from tipdata.cli import main\n"
        "status = main(sys.argv[1:])\n"
        "print(status, 'rich' in sys.modules, 'tipdata.dataset.kinds' in sys.modules)"
    )
    words = ["attach", str(LOTS), *LOT_WORDS, "--add", "name", "--out", str(tmp_path / "o.csv")]
    command = [sys.executable, "-c", script, *words]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stdout.endswith("\n0 False False\n")
    assert (tmp_path / "o.csv").exists()
