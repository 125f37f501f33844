"""The command line."""

import contextlib
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import tipdata
from tipdata.cli import main
from tipdata.cli._colours import has_colours
from workbooks import SMALL, changed, put

TIP = tipdata.load()


def run(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Run a command that succeeds and return what it prints."""
    assert main(words) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


def test_changes_prints_the_changes(capsys: pytest.CaptureFixture[str]) -> None:
    """`changes` prints what the library prints, for one step and since an older edition."""
    assert run(capsys, "changes", "2021") == f"{TIP.changes(2021)}\n"
    assert run(capsys, "changes", "2021", "--since", "2015") == f"{TIP.changes(2021, since=2015)}\n"
    assert (
        run(capsys, "changes", "2004", "--coding", "three")
        == f"{TIP.changes(2004, coding='three')}\n"
    )


def test_show_prints_every_edition(capsys: pytest.CaptureFixture[str]) -> None:
    """`show` prints one line for each edition, and joins predecessors on request."""
    assert run(capsys, "show", "Kazakhstan").count("\n") == 26
    joined = run(capsys, "show", "Serbia", "--predecessors")
    assert "2001: Tier 3 (single, as YUG)" in joined


def test_resolve_prints_the_country(capsys: pytest.CaptureFixture[str]) -> None:
    """`resolve` prints the code and the names of the country that a text means."""
    assert run(capsys, "resolve", "Korea, South").startswith("KOR  South Korea")


def test_placements_and_evidence_print(capsys: pytest.CaptureFixture[str]) -> None:
    """`placements` lists the tiers, and `evidence` the claims on both sides."""
    assert run(capsys, "placements", "2024") == f"{TIP.placements(2024)}\n"
    assert "says otherwise:" in run(capsys, "evidence", "Malaysia", "2009")


def test_outlook_prints_the_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    """`outlook` prints one country's verdict, in any edition, or those of all on the list."""
    assert run(capsys, "outlook", "KGZ") == f"{TIP.series('KGZ').outlook()}\n"
    assert run(capsys, "outlook", "China", "--year", "2013").startswith("must leave: ")
    listed = run(capsys, "outlook").splitlines()
    assert len(listed) == 1 + len(TIP.placements(2025).on(tipdata.Tier.TIER_2_WATCH_LIST))


def test_designations_prints_the_acts(capsys: pytest.CaptureFixture[str]) -> None:
    """`designations` prints the acts of all countries, or those of one, of a kind or a year."""
    assert run(capsys, "designations") == f"{TIP.designations()}\n"
    found = TIP.designations(country="Cuba", kind="watch list waiver", year=2018)
    words = ("Cuba", "--kind", "watch list waiver", "--year", "2018")
    assert run(capsys, "designations", *words) == f"{found}\n"


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        (["changes", "2021"], {"country", "direction", "before", "after"}),
        (["placements", "2021"], {"country", "tier", "evidence"}),
        (["show", "KGZ"], {"year", "tier", "status"}),
        (["outlook", "KGZ"], {"verdict", "provision", "is_interpretation"}),
        (["outlook"], {"country", "verdict", "sentence"}),
        (["designations", "Cuba"], {"kind", "year", "country", "outcome", "source"}),
        (["evidence", "KGZ", "2021"], {"claims", "tier", "evidence"}),
        (["resolve", "KGZ"], {"alpha_3", "name", "bureau"}),
    ],
)
def test_json_holds_the_same(
    words: list[str], keys: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Every command prints JSON on request, with names for its values."""
    value = json.loads(run(capsys, *words, "--json"))
    rows = value if isinstance(value, list) else [value]
    assert rows
    assert all(keys <= set(row) for row in rows)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["show", "Kazakstan"], "tipdata: unknown country 'Kazakstan'; did you mean 'Kazakhstan'"),
        (["resolve", "Congo"], "tipdata: 'Congo' is ambiguous: it may mean"),
        (["resolve", ""], "tipdata: unknown country ''"),
        (["outlook", "KGZ", "--year", "2027"], "tipdata: no 2027 edition; the record covers 2001"),
        (["changes", "2001"], "tipdata: no edition before 2001"),
        (["changes", "2026"], "tipdata: no 2026 edition; the record covers 2001-2025"),
        (
            ["changes", "last"],
            "tipdata: expected a report year, an integer such as 2025, got 'last'",
        ),
        (
            ["changes", "2021", "--since", "2022"],
            "tipdata: --since 2022 is not before the 2021 edition",
        ),
        (["evidence", "SSD", "2003"], "tipdata: South Sudan is not in the 2003 report"),
    ],
)
def test_unknown_input_exits_2_with_one_line(
    words: list[str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Input that is not known prints one clear line to standard error, and exits with 2."""
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(line)
    assert err.count("\n") == 1


def test_the_module_runs_and_survives_a_closed_pipe() -> None:
    """`python -m tipdata` exits with main's code, and in silence when its reader goes away."""
    command = [sys.executable, "-m", "tipdata"]
    failed = subprocess.run(
        [*command, "show", "Nowhere"], capture_output=True, text=True, check=False
    )
    assert (failed.returncode, failed.stdout) == (2, "")
    with subprocess.Popen(
        [*command, "placements", "2024"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


def test_a_console_without_the_arrow_still_prints() -> None:
    """Where the terminal's encoding lacks a character, an escape stands for it."""
    run = subprocess.run(
        [sys.executable, "-m", "tipdata", "changes", "2021"],
        capture_output=True,
        check=True,
        env={"PYTHONIOENCODING": "ascii", "PYTHONPATH": ":".join(sys.path)},
    )
    assert b"Kazakhstan: Tier 2 Watch List \\u2192 Tier 2 (2021, upgrade)" in run.stdout


def test_a_template_is_written_filled_in_and_checked(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """`template` replaces no file unasked; `check` names cells, and sheets that it does not read."""
    path = str(tmp_path / "cases.xlsx")
    assert run(capsys, "template", path).startswith(f"written to {path}: fill it in")
    assert run(capsys, "check", path) == "no problems in <Dataset: empty>\n"
    Path(path).write_bytes(changed(put("people!B2", 7), lambda book: book.create_sheet("Notes")))
    before = Path(path).read_bytes()
    assert main(["check", path]) == 1
    assert "people!B2: this is a number; expected a non-blank string" in capsys.readouterr().out
    assert main(["template", path]) == 2
    assert "or --replace to replace this one" in capsys.readouterr().err
    assert main(["template", f"{path}.csv"]) == 2
    assert "a name that ends in .xlsx" in capsys.readouterr().err
    assert Path(path).read_bytes() == before
    Path(path).write_bytes(changed(lambda book: book.create_sheet("Notes")))
    assert main(["convert", path, str(tmp_path / "cases.json")]) == 0
    said = f"tipdata: {path}: sheets that hold no records, not read: 'Notes'\n"
    assert capsys.readouterr().err == said
    assert tipdata.read(tmp_path / "cases.json") == SMALL
    run(capsys, "template", path, "--replace")
    assert len(tipdata.read(path)) == 0


def test_cite_prints_each_style(capsys: pytest.CaptureFixture[str]) -> None:
    """`cite` prints what the record's `cite` returns, of the editions given or of all."""
    assert run(capsys, "cite") == f"{TIP.cite()}\n"
    for style in ("text", "bibtex", "csl"):
        printed = run(capsys, "cite", "2020", "2021", "--style", style)
        assert printed == f"{TIP.cite(style, years=(2020, 2021))}\n"


def test_export_writes_the_file_of_the_record(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """`export` writes what `tipdata.export` does, of all countries or of a bureau or a group."""
    out = str(tmp_path / "tiers.csv")
    assert run(capsys, "export", out) == f"wrote {out}: 4,239 placements of 192 countries\n"
    assert Path(out).read_bytes() == tipdata.export.render()
    chosen: dict[str, Any] = {"--bureau": "EUR", "--group": "eu"}
    words = [word for option in chosen.items() for word in option]
    found = json.loads(run(capsys, "export", out, "--layout", "wide", *words, "--json"))
    few = TIP.where(bureau="EUR", group="eu")
    assert Path(out).read_bytes() == tipdata.export.render(few, layout="wide")
    countries = {a.country for a in few}
    assert found == {"path": out, "placements": len(few), "countries": len(countries)}
    wide = tipdata.export.render(few, layout="wide")
    assert wide.count(b"\n") == 1 + len(countries)


def test_export_prints_csv(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """`-` is standard output, which gets the same bytes and nothing beside them."""
    assert main(["export", "-", "--bureau", "SCA"]) == 0
    expected = tipdata.export.render(TIP.where(bureau="SCA"))
    assert capsysbinary.readouterr() == (expected, b"")


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["tiers.xls"], "OUT: expected a name that ends in .csv, .xlsx, .parquet or .dta, got"),
        (["-", "--json"], "OUT: expected the name of a file, since --json prints to the same"),
        (["t.csv", "--group", "euu"], "--group: expected"),
        (["no/t.csv"], "no/t.csv: No such file or directory"),
    ],
)
def test_export_refuses_what_it_does_not_know(
    words: list[str], line: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """An unknown suffix or group, or a folder that is not there, is one line, and writes nothing."""
    with contextlib.chdir(tmp_path):
        assert main(["export", *words]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(f"tipdata: {line}")
    assert [*tmp_path.iterdir()] == []


def test_the_versions_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """`--version` prints the versions of the code and of the data."""
    expected = f"tipdata {tipdata.__version__}, data {tipdata.data_version}\n"
    assert run(capsys, "--version") == expected


def test_a_command_loads_what_it_needs_alone() -> None:
    """Asking the record loads no exports, formats, frames, pages or plots, and no JSON."""
    code = "import sys; from tipdata.cli import main; main(['show', 'KGZ']); print(*sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {f"tipdata.{room}" for room in ("export", "formats", "frames", "page", "plots")}
    heavy |= {
        "tipdata.cli._edition_files",
        "tipdata.dataset.kinds",
        "tipdata.tierrecord.listings",
        "json",
        "importlib.metadata",
        "tempfile",
        "cattrs",
        "difflib",
        "shutil",
        "rich",
        "tipdata.cli._views",
    }
    assert not heavy & set(found.stdout.split("\n")[-2].split())


def test_tiers_are_coloured_on_a_terminal_alone(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Piped output is plain; colours can be forced and refused, and JSON never has them."""
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    plain = run(capsys, "changes", "2021")
    assert "\x1b" not in plain
    monkeypatch.setenv("FORCE_COLOR", "1")
    painted = run(capsys, "changes", "2021")
    assert painted.count("\x1b[0m") == sum(map(plain.count, map(str, tipdata.Tier))) - plain.count(
        "Tier 2 Watch List"
    )
    assert re.sub(r"\x1b\[[\d;]*m", "", painted) == plain
    assert "\x1b" not in run(capsys, "changes", "2021", "--json")
    monkeypatch.setenv("NO_COLOR", "1")
    assert run(capsys, "changes", "2021") == plain


def test_who_has_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that is not dumb has colours, unless the environment says otherwise."""
    terminal, pipe = io.StringIO(), io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    assert has_colours(terminal, {})
    assert not has_colours(terminal, {"TERM": "dumb"})
    assert not has_colours(terminal, {"NO_COLOR": "1", "FORCE_COLOR": "1"})
    assert has_colours(pipe, {"FORCE_COLOR": "1"})
    assert not has_colours(pipe, {})
