"""The documentation is complete."""

import doctest
import json
import re
import runpy
import sys
import tomllib
import types
from collections import Counter
from importlib.metadata import version
from pathlib import Path
from typing import Literal, get_args, get_origin

import attrs
import pandas as pd
import pytest

import tipdata
from fuzz.record import Record
from tipdata.analysis import waivers, watchlist
from tipdata.cli import main
from tipdata.countries import BUREAUS

ROOT = Path(__file__).parent.parent
REFERENCE = "\n".join(
    path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "reference").glob("*.md")
)


@pytest.mark.parametrize("name", tipdata.__all__)
def test_every_public_name_is_in_the_reference(name: str) -> None:
    """Each name of the face has its place in the reference, by itself or with its module."""
    value = getattr(tipdata, name)
    home = f"automodule:: {getattr(value, '__module__', None)}"
    assert re.search(rf"tipdata[\w.]*\.{name}\b", REFERENCE) or home in REFERENCE


def test_every_command_is_on_the_page_of_the_command_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Each command that `--help` lists has its heading on the page, in the same order."""
    page = ROOT / "docs" / "reference" / "command-line.md"
    main(["--help"])
    printed = capsys.readouterr().out.partition("\noptions:")[0]
    listed = [*dict.fromkeys(re.findall(r"^  ([a-z]+) ", printed, re.MULTILINE))]
    assert len(listed) > 13
    assert re.findall(r"^## `([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE) == listed


def test_the_version_is_the_same_everywhere() -> None:
    """The project file, the citation file and the newest section of the changelog agree."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    cited = re.findall(r"^version: (.+)$", (ROOT / "CITATION.cff").read_text("utf-8"), re.MULTILINE)
    logged = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert logged
    assert [project["version"]] == cited == [logged[1]]


def test_the_figures_of_the_attacks_are_those_on_record() -> None:
    """The page has the table of each record, and the limits by default."""
    page = (ROOT / "docs" / "explanation" / "how-it-is-tested.md").read_text(encoding="utf-8")

    def rows_below(head: str) -> list[list[str]]:
        lines = page.partition(f"\n| {head} |")[2].partition("\n\n")[0].splitlines()[2:]
        return [[cell.strip(" `") for cell in line.split("|")[1:-1]] for line in lines]

    record = Record.begin(ROOT / "tests" / "fuzz" / "record.json", 1, resume=True)
    counts: dict[str, tuple[int, ...]] = {
        reader: (one.executions, one.accepted, one.refused, len(one.findings))
        for (reader, _), one in record.tallies.items()
    }
    counts["all"] = tuple(map(sum, zip(*counts.values(), strict=True)))
    expected = [[reader, *(f"{count:,}" for count in own)] for reader, own in counts.items()]
    assert rows_below("reader") == expected
    rooms = json.loads((ROOT / "tests" / "mutation" / "record.json").read_text(encoding="utf-8"))
    tried = []
    for room in rooms.values():
        name, _, places, count, killed, timed_out, *others = room["row"]
        tried.append([name, f"{int(places):,}", count, str(int(killed) + int(timed_out)), *others])
    assert rows_below("room") == tried
    limits = {one.name: f"{one.default:,}" for one in attrs.fields(tipdata.Limits)}
    assert dict(re.findall(r"^\| `(\w+)` \| ([\d,]+) \|$", page, re.MULTILINE)) == limits


@pytest.mark.engine_duckdb
def test_the_examples_that_need_duckdb_are_true() -> None:
    """What is marked `py` on the page about tiers needs more libraries, and is true with them."""
    page = ROOT / "docs" / "explanation" / "tiers-as-strings.md"
    blocks = re.findall(r"^```py\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    known = {"tip": tipdata.load(), "Tier": tipdata.Tier}
    examples = doctest.DocTestParser().get_doctest("".join(blocks), known, page.name, None, 0)
    assert len(examples.examples) > 7
    assert doctest.DocTestRunner().run(examples).failed == 0


@pytest.mark.integration
def test_the_examples_that_need_networkx_are_true() -> None:
    """What is marked `py` on the page about graphs needs networkx, and is true with it."""
    page = ROOT / "docs" / "how-to" / "graphs.md"
    blocks = re.findall(r"^```py\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    known = {"relations": tipdata.load("central-asia-2021").relations()}
    examples = doctest.DocTestParser().get_doctest("".join(blocks), known, page.name, None, 0)
    assert len(examples.examples) > 3
    assert doctest.DocTestRunner().run(examples).failed == 0


def read_words(module: types.ModuleType) -> set[str]:
    """Return every word of the vocabularies of a module."""
    vocabularies = [value for value in vars(module).values() if get_origin(value) is Literal]
    return {word for vocabulary in vocabularies for word in get_args(vocabulary)}


def test_the_glossary_has_every_word() -> None:
    """Each tier, bureau and word that a signature takes or a result gives is in the glossary."""
    page = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    written = {" ".join(code.split()) for code in re.findall(r"`([^`]+)`", page)}
    words = read_words(tipdata.typing) | read_words(watchlist) | read_words(waivers)
    words |= {tier.value for tier in tipdata.Tier} | {tier.short for tier in tipdata.Tier}
    assert len(words) > 80
    assert words - written == set()
    bureaus = re.findall(r"^\| `([A-Z]+)` \| ([\w ]+?)(?: \(.*?\))? \|$", page, re.MULTILINE)
    assert dict(bureaus) == BUREAUS


def test_pandas_and_tipdata_answer_alike() -> None:
    """Each row of the table for users of pandas holds two expressions with equal values."""
    page = (ROOT / "docs" / "how-to" / "from-pandas.md").read_text(encoding="utf-8")
    table = page.partition("<!-- equal: pandas, tipdata -->")[2].strip().partition("\n\n")[0]
    rows = [re.findall(r"`(.*?)`", line) for line in table.splitlines()[2:]]
    assert len(rows) > 8
    tip = tipdata.load()
    known = {"pd": pd, "tip": tip, "df": tip.to_frame("pandas")}
    for theirs, ours in rows:
        assert eval(theirs, known) == eval(ours, known), ours  # noqa: S307 - they are ours


@pytest.mark.parametrize("page", ["README.md", "docs/explanation/limits.md"])
def test_the_figures_of_evidence_are_right(page: str) -> None:
    """Each number of placements on a level is the one that the record counts."""
    counted: Counter[str] = Counter(a.evidence for a in tipdata.load())
    words = {"single": "(?:rest on|on)\\s+one\\s+family", "derived": "(?:are )?derived"}
    if page == "README.md":
        words["corroborated"] = "are\\s+corroborated"
    text = (ROOT / page).read_text(encoding="utf-8")
    for level, said in words.items():
        assert re.findall(rf"([\d,]+)\s+(?:placements\s+)?{said}", text) == [f"{counted[level]:,}"]


def read_tables(page: Path) -> list[str]:
    """Return each table of a page."""
    return re.findall(r"(?:^\|.*\|\n)+", page.read_text(encoding="utf-8"), re.MULTILINE)


def test_the_tables_of_evidence_are_right() -> None:
    """The page gives what the record counts of each edition, and of each tier in it."""
    tip = tipdata.load()
    rows = []
    for year in tip.years:
        own = list(tip.where(since=year, until=year))
        levels = Counter(a.evidence for a in own)
        official = sum(a.official == "yes" for a in own)
        firm = levels["corroborated"]
        counts = (firm, f"{firm / len(own):.0%}", levels["single"], levels["derived"], official)
        rows.append([str(cell) for cell in (year, len(own), *counts)])
    by_edition, by_tier = read_tables(ROOT / "docs" / "explanation" / "evidence-by-edition.md")
    assert [line.strip("| ").split(" | ") for line in by_edition.splitlines()[2:]] == rows
    header, _, *lines = [line[2:-2].split(" | ") for line in by_tier.splitlines()]
    for edition, *cells in lines:
        for tier, cell in zip(header[1:], cells, strict=True):
            on = list(tip.where(since=int(edition), until=int(edition), tiers=tier))
            firm = sum(a.evidence == "corroborated" for a in on)
            assert cell == (f"{firm} of {len(on)}" if on else ""), (edition, tier)
    assert [line[0] for line in lines] == [str(year) for year in tip.years]


def test_the_figures_about_other_tables_are_measured() -> None:
    """The page has what the benchmark prints about scholars' tables."""
    compared = runpy.run_path(str(ROOT / "benchmarks" / "other_tables.py"))
    agreeing, differing, _ = read_tables(ROOT / "docs" / "explanation" / "other-tables.md")
    assert agreeing.splitlines() == list(compared["compare_tables"]())
    rows = [line.strip("| ").replace(" | ", ": ") for line in differing.splitlines()[2:]]
    assert rows == list(compared["list_differences"]())


@pytest.mark.integration
def test_the_figures_about_other_libraries_are_measured() -> None:
    """The page has what the benchmark prints, if the libraries are the versions that it names."""
    page = ROOT / "docs" / "explanation" / "other-tables.md"
    compared = runpy.run_path(str(ROOT / "benchmarks" / "other_tables.py"))
    shown, measured = read_tables(page)[2].splitlines(), list(compared["compare_resolvers"]())
    assert len(measured) == len(shown)
    others = " and ".join(f"{name} {version(name)}" for name in ("pycountry", "country_converter"))
    if f"With {others}:" in page.read_text(encoding="utf-8"):
        assert measured == shown


def test_the_readme_of_the_index_has_no_dead_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """The build makes italics of relative links, leaves pictures out and keeps all other lines."""
    hatchling = types.ModuleType("hatchling.metadata.plugin.interface")
    vars(hatchling)["MetadataHookInterface"] = types.SimpleNamespace
    for part in ("", ".metadata", ".metadata.plugin", ".metadata.plugin.interface"):
        monkeypatch.setitem(sys.modules, f"hatchling{part}", hatchling)
    hook = runpy.run_path(str(ROOT / "hatch_build.py"))["ReadmeHook"](root=str(ROOT))
    metadata: dict[str, dict[str, str]] = {}
    hook.update(metadata)
    shown, written = metadata["readme"]["text"], (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"\]\((?!https://)", shown) == []
    plain = [line for line in written.splitlines() if "](" not in line]
    assert [line for line in shown.splitlines() if line and line in plain] == list(
        filter(None, plain)
    )
    assert all(f"*{title}*" in shown for title in re.findall(r"(?<!!)\[(.*?)\]\(", written))
