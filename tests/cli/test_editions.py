"""Editions that users add on the command line: the template, and `--with`."""

import argparse
import csv
import datetime
import io
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import attrs
import openpyxl
import pytest

import listing_texts
import tipdata
from tipdata import FormatError, Tier, TierRecord
from tipdata.cli import main
from tipdata.cli._added import load_record
from tipdata.cli._commands import Command, Group
from tipdata.cli._running import COMMANDS

TIP = tipdata.load()
ROOT = Path(__file__).parent.parent.parent
TEMPLATE = TIP.template(2026)
# Invented: the 2025 list with three changes.
INVENTED = {"KAZ": "Tier 1", "VUT": "Tier 3", "LTU": "Tier 2"}
LAST = {a.country: a.tier.value for a in TIP.assessments if a.year == 2025} | INVENTED
FILLED = TIP.with_edition(2026, list(LAST.items()))
HEADER = ["country", "name", "last_tier", "allowed", "tier", "year"]
ROWS = [
    [code, row.country.label, LAST[code], row.allowed or "", LAST[code], "2026"]
    for row in TEMPLATE
    if (code := row.country.alpha_3) in LAST
]


def run(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Run a command that succeeds in silence on standard error and return what it prints."""
    assert main(words) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


def write(
    path: Path, rows: Sequence[Sequence[str]], encoding: str = "utf-8", mark: str = ","
) -> str:
    """Write rows as a program does that separates them by a mark."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=mark).writerows(rows)
    return str(path)


@pytest.fixture(name="filled")
def _filled(tmp_path: Path) -> str:
    return write(tmp_path / "tiers-2026.csv", [HEADER, *ROWS])


@pytest.fixture(name="inside")
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def added(*given: str, encoding: str | None = None, partial: bool = False) -> TierRecord:
    """Return the record with the editions of files."""
    return load_record(
        argparse.Namespace(
            added=given, encoding=encoding, partial=partial, released=None, source=None, limit=None
        )
    )


def test_the_template_is_printed_as_it_is(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """`edition template` prints UTF-8 with line feeds: what the library returns, and nothing else."""
    assert main(["edition", "template", "2026"]) == 0
    out, err = capfdbinary.readouterr()
    assert (out.decode(), err) == (TEMPLATE.to_csv(), b"")
    assert out.count(b"\n") == len(TEMPLATE) + 1
    assert b"\r" not in out
    assert "Türkiye" in out.decode()


def test_the_template_is_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    """With `--json` the template has the same cells, and an empty tier is null."""
    rows = json.loads(run(capsys, "edition", "template", "2026", "--json"))
    read = csv.DictReader(io.StringIO(TEMPLATE.to_csv()))
    assert {row["tier"] for row in rows} == {row.pop("rank") for row in rows} == {None}
    assert [{name: str(cell or "") for name, cell in row.items()} for row in rows] == [*read]


def test_the_first_word_alone_shows_what_may_follow(capsys: pytest.CaptureFixture[str]) -> None:
    """`edition` alone prints its help and exits with 0."""
    printed = run(capsys, "edition")
    group = COMMANDS["edition"]
    assert isinstance(group, Group)
    assert all(f"  {one.name}  " in printed for one in group.commands)


ASKED: dict[str, tuple[list[str], Callable[[TierRecord], object]]] = {
    "changes": (["2026"], lambda tip: tip.changes(2026)),
    "placements": (["2026"], lambda tip: tip.placements(2026)),
    "show": (["Vanuatu"], lambda tip: tip.series("VUT")),
    "outlook": (["Vanuatu"], lambda tip: tip.outlook("VUT", 2027)),
    "designations": (
        ["Cuba", "--year", "2026"],
        lambda tip: tip.designations(country="CUB", year=2026),
    ),
    "evidence": (["Vanuatu", "2026"], lambda tip: tip.evidence("VUT", 2026)),
    "cite": (["2026"], lambda tip: tip.cite(years=[2026])),
    "page": (["{}/page.html"], tipdata.page.render),
    "export": (["{}/tiers.csv"], lambda tip: tipdata.export.render(tip).decode()),
    "plot": (["shares", "{}/shares.svg"], lambda _: "user-supplied data for 2026"),
    "edition template": (["2027"], lambda tip: tip.template(2027).to_csv()),
}


def commands() -> dict[str, Command]:
    """Return all commands by their words."""
    named = {one.name: one for one in COMMANDS.values() if isinstance(one, Command)}
    groups = [one for one in COMMANDS.values() if isinstance(one, Group)]
    return named | {f"{group.name} {one.name}": one for group in groups for one in group.commands}


def options_of(command: Command) -> set[str]:
    """Return the options of a command."""
    return {option for action in command.parser()._actions for option in action.option_strings}


def test_every_command_that_takes_an_edition_is_tried() -> None:
    """Each command with `--with` is tried below, and also takes what tells how to read files."""
    takes = {name: options_of(one) for name, one in commands().items()}
    assert {name for name, options in takes.items() if "--with" in options} == {*ASKED}
    for options in takes.values():
        assert (
            "--with" not in options
            or {"--encoding", "--partial", "--released", "--source", "--json"} <= options
        )


@pytest.mark.parametrize("name", ASKED)
def test_a_command_answers_of_an_edition_that_is_added(
    name: str, filled: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each command with `--with` answers what the record with that edition does."""
    words, expected = ASKED[name]
    words = [word.format(tmp_path) for word in words]
    printed = run(capsys, *name.split(), *words, "--with", filled)
    if printed.startswith("wrote "):
        printed = Path(words[-1]).read_text(encoding="utf-8")
    answer = expected(FILLED)
    assert str(answer).rstrip("\n") in printed
    assert name == "plot" or printed.rstrip("\n") == str(answer).rstrip("\n")


def test_the_page_and_the_help_name_the_same_commands() -> None:
    """The reference lists the commands that take `--with`."""
    page = (ROOT / "docs" / "reference" / "command-line.md").read_text(encoding="utf-8")
    told = page.partition("### `--with FILE`")[2].partition(" take editions of yours")[0]
    assert {*re.findall("`([a-z ]+)`", told)} == {*ASKED}


def test_the_invented_lists_are_what_they_say() -> None:
    """The list to practise with is that of 2025 with three changes, and says that it is invented."""
    whole, copied = (
        (ROOT / "docs" / "how-to" / f"{name}.txt").read_text(encoding="utf-8")
        for name in ("invented-2026", "invented-2026-copied")
    )
    assert all(text.startswith("INVENTED, to practise with: ") for text in (whole, copied))
    assert TIP.with_edition(2026, whole) == FILLED
    assert {c.country.alpha_3 for c in FILLED.changes(2026)} == {*INVENTED}
    with pytest.raises(FormatError) as caught:
        tipdata.read_listing(copied)
    assert [one.code for one in caught.value.problems] == ["unknown-country", "duplicate-placement"]


@pytest.mark.parametrize("name", ASKED)
def test_no_command_answers_when_the_file_has_problems(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file with a problem makes every command exit with 1, print the problem, and write nothing."""
    wrong = write(tmp_path / "wrong.csv", [HEADER, *ROWS, ["KAZ", "", "", "", "Tier 9", "2026"]])
    words = [word.format(tmp_path) for word in ASKED[name][0]]
    assert main([*name.split(), *words, "--with", wrong]) == 1
    out, err = capsys.readouterr()
    expected = "expected Tier 1, Tier 2, Tier 2 Watch List, Tier 3 or Special Case, got 'Tier 9'"
    assert out == f"1 problem\n  {wrong}, row {len(ROWS) + 2}, tier: unknown tier; {expected}\n"
    assert err == ""
    assert [*tmp_path.iterdir()] == [Path(wrong)]


def test_programs_may_save_the_table_as_they_do(tmp_path: Path) -> None:
    """Semicolons, tabs, UTF-16, Windows-1252, `sep=`, empty rows, columns moved: the same record."""
    empty = [[""] * 6] * 3
    turned = [row[::-1] for row in [HEADER, *ROWS]]
    plain = [[row[0], row[4]] for row in [HEADER, *ROWS]]
    files = [
        write(tmp_path / "a.csv", [HEADER, *ROWS]),
        write(tmp_path / "b.csv", [*empty, HEADER, *ROWS, *empty], mark=";"),
        write(tmp_path / "c.csv", turned, "utf-8-sig"),
        write(tmp_path / "d.tsv", [HEADER, *ROWS], "utf-16", "\t"),
        write(tmp_path / "e.txt", [HEADER, *ROWS], "utf-16", "\t"),
        write(tmp_path / "f.csv", [["sep=;"], HEADER, *ROWS], mark=";"),
        "2026=" + write(tmp_path / "g.csv", plain),
        "2026=" + write(tmp_path / "h.csv", [HEADER, *ROWS]),
    ]
    assert [added(file) == FILLED for file in files] == [True] * len(files)
    western = write(tmp_path / "i.csv", [HEADER, *ROWS], "cp1252")
    assert added(western, encoding="cp1252") == FILLED
    assert added(files[0], encoding="cp1252") == FILLED


def test_a_workbook_reads_as_its_first_sheet(tmp_path: Path) -> None:
    """An .xlsx is the rows of its first sheet; numbers in it read as what a CSV would have."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in ([], HEADER, [], *ROWS):
        sheet.append([int(cell) if cell.isdigit() else cell or None for cell in row])
    sheet.cell(row=5, column=5).value = 3
    sheet.cell(row=6, column=9).value = "a note of mine"
    book.create_sheet("notes").append(["country", "tier"])
    book.save(tmp_path / "tiers.XLSX")
    third = ROWS[1][0]
    expected = TIP.with_edition(2026, [*({**LAST, third: "Tier 3"}).items()])
    assert added(str(tmp_path / "tiers.XLSX")) == expected


@pytest.mark.parametrize("layout", listing_texts.LAYOUTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_a_list_reads_in_every_layout(layout: str, encoding: str, tmp_path: Path) -> None:
    """A copied list as YEAR=FILE gives the placements of the table, in each layout and encoding."""
    names = listing_texts.names_by_tier(FILLED, 2026)
    path = tmp_path / "list.txt"
    text = listing_texts.make_listing(names, layout)
    path.write_bytes(text.encode(encoding, "ignore" if encoding == "cp1252" else "strict"))
    tip = added(f"2026={path}", encoding=encoding if encoding == "cp1252" else None)
    assert [(a.country, a.tier) for a in tip.assessments if a.year == 2026] == [
        *sorted(LAST.items())
    ]
    assert attrs.evolve(tip, assessments=FILLED.assessments) == FILLED


def test_what_is_empty_is_open_and_what_is_missing_has_left(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A row without a tier is withheld, a country without a row has left, and both are reported."""
    blank = [[*row[:4], "" if row[0] == "KAZ" else row[4], row[5]] for row in ROWS]
    path = write(tmp_path / "t.csv", [HEADER, *(row for row in blank if row[0] != "FRA")])
    tip = added(path)
    assert (tip.series("KAZ").status(2026), tip.series("FRA").status(2026)) == (
        "withheld",
        "not_in_report",
    )
    assert capsys.readouterr().err == (
        f"{path}: no tier yet, so nothing is said (delete the row of one that has left): Kazakhstan\n"
        f"{path}: not in the file, so counted as left unless you pass --partial: France\n"
    )
    assert added(path, partial=True).series("FRA").status(2026) == "withheld"
    assert (
        capsys.readouterr().err == f"{path}: no tier yet, so nothing is said: France; Kazakhstan\n"
    )


def test_the_source_is_named(
    filled: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page names the source that `--source` says."""
    out = tmp_path / "page.html"
    run(capsys, "page", str(out), "--with", filled, "--source", "read aloud by a friend")
    assert "read aloud by a friend" in out.read_text(encoding="utf-8")


def test_a_year_that_is_blank_is_that_of_the_others(tmp_path: Path) -> None:
    """A row that a person adds need not say the year again."""
    rows = [[*row[:5], "  "] for row in ROWS[1:]]
    assert added(write(tmp_path / "t.csv", [HEADER, ROWS[0], *rows])) == FILLED


def test_a_year_that_cannot_be_read_has_its_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The other rows say the year, and the one that cannot be read is a problem."""
    path = write(tmp_path / "t.csv", [HEADER, [*ROWS[0][:5], "soon"], *ROWS[1:]])
    assert main(["changes", "2026", "--with", path]) == 1
    expected = "row 2, year: not a valid year; expected a report year, an integer from 2001 on"
    assert capsys.readouterr().out == f"1 problem\n  {path}, {expected}, got 'soon'\n"


@pytest.mark.parametrize(("count", "more"), [(4, ""), (5, "; and 1 more")])
def test_four_countries_are_named(
    count: int, more: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A fifth country that is open is counted."""
    rows = [[*row[:4], "", row[5]] for row in ROWS[:count]]
    added(write(tmp_path / "t.csv", [HEADER, *rows, *ROWS[count:]]))
    names = "; ".join(row[1] for row in ROWS[:4])
    assert capsys.readouterr().err.endswith(f": {names}{more}\n")


def test_many_open_countries_are_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Four countries are named, and the others counted; an untouched template says nothing."""
    path = tmp_path / "t.csv"
    path.write_text(TEMPLATE.to_csv(), encoding="utf-8")
    tip = added(str(path))
    named = "Afghanistan; Albania; Algeria; Angola; and 184 more"
    assert (
        capsys.readouterr().err
        == f"{path}: no tier yet, so nothing is said (delete the row of one that has left): {named}\n"
    )
    assert len(tip.placements(2026)) == 0
    assert len(tip.changes(2026)) == 0


@pytest.mark.usefixtures("inside")
def test_several_editions_are_added(
    filled: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--with` repeats, in any order of the years, and refuses the same year twice."""
    later = "2027=" + write(tmp_path / "u.csv", [HEADER[:5], *(row[:5] for row in ROWS)])
    expected = FILLED.with_edition(2027, [*LAST.items()])
    assert added(filled, later) == added(later, filled) == expected
    again = "2026=tiers-2026.csv"
    assert main(["changes", "2026", "--with", "tiers-2026.csv", "--with", again]) == 2
    told = "one file for each edition, and 2026 is given twice"
    assert capsys.readouterr().err == f"tipdata: --with: expected {told}, got '{again}'\n"


NARROW = [["country", "tier"], ["KAZ", "Tier 1"]]
YEARS = [["country", "tier", "year"], ["KAZ", "Tier 1", "2026"], ["UZB", "Tier 2", "2027"]]


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize(
    ("given", "name", "rows", "line"),
    [
        (
            "{}",
            "a.csv",
            NARROW,
            "--with: expected YEAR={0}, or a file with a column 'year' that is filled in, got '{0}'",
        ),
        (
            "{}",
            "a.csv",
            YEARS,
            "--with: expected a file of one edition, which the column 'year' says; it has 2026 (row 2) and 2027 (row 3), got '{0}'",
        ),
        (
            "2025={}",
            "a.csv",
            NARROW,
            "--with: expected an edition that the record does not have; it has 2001-2025, got '2025={0}'",
        ),
        (
            "1999={}",
            "a.csv",
            NARROW,
            "--with: expected a report year, an integer from 2001 on such as 2021, got 1999",
        ),
        (
            "2026={}",
            "a.csv",
            [["country", "Tier"]],
            "column 'tier': not in {0}; did you mean 'Tier'?",
        ),
        (
            "2026={}",
            "a.csv",
            [["country", "tier", "tier"]],
            "column 'tier': {0} has several columns of this name",
        ),
        ("2026={}", "a.csv", [], "column 'country': not in {0}"),
        (
            "2026={}",
            "a.ods",
            NARROW,
            "--with: expected a file name ending in .csv, .tsv, .tab, .xlsx, .txt, .text or .md, got '2026={0}'",
        ),
        (
            "{}",
            "a.txt",
            [["TIER 1"], ["Chad"]],
            "--with: expected YEAR={0}, such as 2026={0}; a list has no year, got '{0}'",
        ),
    ],
)
def test_what_is_no_edition_exits_2(
    given: str,
    name: str,
    rows: list[list[str]],
    line: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A file that does not say which edition it is exits with 2 and one line."""
    write(Path(name), rows)
    assert main(["changes", "2026", "--with", given.format(name)]) == 2
    assert capsys.readouterr() == ("", f"tipdata: {line.format(name)}\n")


@pytest.mark.parametrize(
    ("name", "data", "place"),
    [
        (
            "a.csv",
            b"country,tier\nKAZ,Tier 2.5\n",
            "row 2, tier: unknown tier; expected Tier 1, Tier 2, Tier 2 Watch List, Tier 3 or Special Case, got 'Tier 2.5'",
        ),
        (
            "a.csv",
            b"country,tier\nKAZ,2.5\n",
            "row 2, tier: unknown tier; expected Tier 1, Tier 2, Tier 2 Watch List, Tier 3 or Special Case, got '2.5'",
        ),
        (
            "a.csv",
            b"country,tier\n\nKAZ,1\n\nKAZ,2\n",
            "row 5: duplicate row for KAZ 2026, first in row 3: Tier 2 here, Tier 1 above; expected one row for each country and year",
        ),
        (
            "a.csv",
            b"country,tier\n,1\nKAZ,1\n,3\n",
            "rows 2 and 4, country: country is missing; expected a value in each row that has a tier, got ''",
        ),
        (
            "a.csv",
            b"country,tier,year\nKAZ,1,2025\n",
            "row 2, year: not a valid year; expected a year of the editions: 2026, got '2025'",
        ),
        (
            "a.csv",
            b"country,name,tier\nKAZ,Kazakhstan,1\nKGZ,Kazakhstan,1\nUZB,Uzbekstan,1\n",
            "row 3, name: this is another country than in the column 'country'; expected a name of Kyrgyz Republic (KGZ), got 'Kazakhstan'",
        ),
        (
            "a.csv",
            b"country,tier\nKAZ,1,x\n",
            "row 2: the row has 3 cells; expected 2, one for each column; a cell that holds a delimiter needs quotes",
        ),
        (
            "a.csv",
            b"country,tier\nT\xfcrkiye,1\n",
            "row 2, country: not UTF-8, but probably Windows-1252; expected text saved as UTF-8 ('CSV UTF-8' in Excel), or --encoding cp1252, got b'T\\xfcrkiye'; did you mean 'T\u00fcrkiye'?",
        ),
        (
            "a.xlsx",
            b"country",
            "not a workbook; expected an .xlsx workbook; save it as one in your spreadsheet program",
        ),
        (
            "a.txt",
            b"",
            "the text is empty; expected a heading such as 'TIER 1', 'TIER 2 WATCH LIST' or 'SPECIAL CASE'",
        ),
        (
            "a.txt",
            b"TIER 1\nKazakstan\n",
            "line 2: unknown country; expected the name or code of a country, got 'Kazakstan'; did you mean 'Kazakhstan'?",
        ),
        (
            "a.txt",
            b"TIER 1\nCongo\n",
            "line 2: ambiguous country; expected Democratic Republic of the Congo (COD) or Republic of the Congo (COG); write it in full, got 'Congo'",
        ),
        (
            "a.txt",
            b"TIER 1\nNA\n",
            "line 2: Namibia, or no country; expected 'NAM' for Namibia, or nothing, got 'NA'",
        ),
        (
            "a.txt",
            b"TIER 1\nChad\nT\xfcrkiye\n",
            "line 3: not UTF-8, but probably Windows-1252; expected text saved as UTF-8 ('CSV UTF-8' in Excel), or --encoding cp1252, got b'T\\xfcrkiye'; did you mean 'T\u00fcrkiye'?",
        ),
        (
            "a.txt",
            b"C\0h\0a\0d\0",
            "the text is UTF-16 without a byte-order mark; expected text saved as UTF-8 ('CSV UTF-8' in Excel), or --encoding utf-16-le",
        ),
    ],
)
def test_problems_name_the_file_and_the_place(
    name: str, data: bytes, place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is wrong in a file is said with its name, and its row or line; options by their names."""
    path = tmp_path / name
    path.write_bytes(data)
    assert main(["changes", "2026", "--with", f"2026={path}"]) == 1
    mark = ": " if name == "a.xlsx" or b"\0" in data or not data else ", "
    assert capsys.readouterr() == (f"1 problem\n  {path}{mark}{place}\n", "")


def test_an_encoding_that_is_wrong_is_an_error(
    filled: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name that is no encoding exits with 2, and an encoding that the file does not have with 1."""
    path = tmp_path / "list.txt"
    path.write_text("TIER 1\nChad", encoding="ascii")
    for file in (filled, f"2026={path}"):
        assert main(["changes", "2026", "--with", file, "--encoding", "foo"]) == 2
        expected = (
            "tipdata: --encoding: expected the name of an encoding, such as 'cp1252', got 'foo'\n"
        )
        assert capsys.readouterr().err == expected
    assert main(["changes", "2026", "--with", f"2026={path}", "--encoding", "utf-16"]) == 1
    expected = f"1 problem\n  {path}: not utf-16; expected text in the encoding that was named\n"
    assert capsys.readouterr().out == expected


def test_the_next_edition_is_refused_with_the_way_to_add_it(
    filled: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who asks for the edition that comes next is told of `--with`, and nobody else is."""
    hint = "; add it with --with FILE\n"
    for words, hinted in (
        (["changes", "2026"], True),
        (["changes", "2027"], False),
        (["evidence", "KAZ", "2026"], True),
        (["outlook", "KAZ", "--year", "2027"], False),
        (["changes", "2027", "--with", filled], False),
    ):
        assert main(words) == 2
        assert capsys.readouterr().err.endswith(hint) is hinted


def test_a_day_of_release_makes_groups_known(
    filled: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`export --group` has the edition with `--released`, and says what it lacks without."""
    out = tmp_path / "eu.csv"
    words = ["export", str(out), "--layout", "wide", "--group", "eu", "--with", filled]
    assert main(words) == 0
    told = "left out, since groups are those of the day of the release; pass --released"
    assert capsys.readouterr().err == f"2026: {told}\n"
    assert "2026" not in out.read_text("utf-8").splitlines()[0]
    run(capsys, *words, "--released", "2026-06-30")
    edition = tipdata.Edition(year=2026, released=datetime.date(2026, 6, 30))
    expected = TIP.with_edition(edition, [*LAST.items()]).where(group="eu")
    assert out.read_bytes() == tipdata.export.render(expected, layout="wide")
    assert 2026 in expected.years


@pytest.mark.parametrize(
    "options",
    [["--partial"], ["--released", "2026-06-30"], ["--source", "x"], ["--encoding", "cp1252"]],
)
def test_what_is_said_of_a_file_needs_the_file(
    capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    """The arguments that are about the file of `--with` are refused without one."""
    assert main(["changes", "2025", *options]) == 2
    expected = f"tipdata: --with: expected the file that {options[0]} is about, got None\n"
    assert capsys.readouterr() == ("", expected)


def test_a_day_is_that_of_one_edition(filled: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`--released` with several editions is refused."""
    both = ["--with", filled, "--with", f"2027={filled}", "--released", "2026-06-30"]
    assert main(["changes", "2026", *both]) == 2
    expected = "one edition that came out on this day, and 2 are given, got '2026-06-30'"
    assert capsys.readouterr().err == f"tipdata: --released: expected {expected}\n"


def test_tiers_are_those_of_the_template(tmp_path: Path) -> None:
    """A template with a tier in each row, whichever, places the countries there."""
    tiers = [*Tier]
    rows = [*csv.reader(io.StringIO(TEMPLATE.to_csv()))][1:]
    filled = [[*row[:4], tiers[index % 5].value, row[5]] for index, row in enumerate(rows)]
    placed = added(write(tmp_path / "t.csv", [HEADER, *filled])).placements(2026)
    found = {one.country.alpha_3: one.tier.value for one in placed}
    assert found == {row[0]: row[4] for row in filled}


def test_a_review_is_printed_with_what_is_an_error(
    filled: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """`edition review` prints what the library finds, and exits with 0 if these are warnings."""
    printed = run(capsys, "edition", "review", filled)
    found = FILLED.review(2026)
    assert found.warnings
    assert not found.errors
    lines = [f"  warning: {problem}" for problem in found]
    assert printed.splitlines() == [f"TIP Report 2026: {len(LAST)} countries", *lines]


def test_a_review_with_an_error_exits_with_1(
    filled: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Official totals and the release date are reviewed; an error exits with 1, in JSON too."""
    (total,) = (count for tier, count in FILLED.placements(2026).counts.items() if tier == "Tier 1")
    words = ["edition", "review", filled, "--released", "2026-06-30", "--source", "state.gov"]
    right = [*words, "--official", f"Tier 1={total}"]
    assert run(capsys, *right).startswith("TIP Report 2026, released 2026-06-30: 188 countries\n")
    wrong = [*words, "--official", "tier 1 = 1", "--official", "3=1"]
    assert main(wrong) == 1
    out, err = capsys.readouterr()
    assert out.count("\n  error: ") == 2
    assert err == ""
    assert main([*wrong, "--json"]) == 1
    plain = json.loads(capsys.readouterr().out)
    assert (plain["year"], plain["countries"], plain["without_tier"]) == (2026, len(LAST), [])
    counts = tipdata.records.editions.OfficialCounts(tier_1=1, tier_3=1)
    edition = tipdata.Edition(year=2026, released=datetime.date(2026, 6, 30), counts=counts)
    expected = TIP.with_edition(edition, [*LAST.items()]).review()
    assert plain["problems"] == [problem.to_dict() for problem in expected]
    assert plain["omitted"] == 0


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["--released", "June"], "--released: expected a day as YYYY-MM-DD, got 'June'"),
        (["--official", "33"], "--official: expected TIER=NUMBER, such as 'Tier 1=33', got '33'"),
        (
            ["--official", "Tier 1=x"],
            "--official: expected TIER=NUMBER, such as 'Tier 1=33', got 'Tier 1=x'",
        ),
        (
            ["--official", "Tier 1=3", "--official", "1=4"],
            "--official: expected one number for each tier, got '1=4'",
        ),
        (
            ["--official", "Tier 9=3"],
            "'Tier 9' is not a tier; expected 'Tier 1', 'Tier 2', 'Tier 2 Watch List', 'Tier 3' or 'Special Case'",
        ),
    ],
)
def test_options_of_a_review_are_read(
    words: list[str], line: str, filled: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An option that cannot be read exits with 2 and one line that says what it takes."""
    assert main(["edition", "review", filled, *words]) == 2
    assert capsys.readouterr() == ("", f"tipdata: {line}\n")
