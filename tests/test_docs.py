"""The documentation is complete."""

import doctest
import re
import runpy
import subprocess
import sys
import tomllib
import types
from pathlib import Path

import pytest

import tipdata

ROOT = Path(__file__).parent.parent
REFERENCE = "\n".join(
    path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "reference").glob("*.md")
)
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("**/*.md")]


@pytest.mark.parametrize("name", tipdata.__all__)
def test_every_public_name_is_in_the_reference(name: str) -> None:
    """Each name of the face has its place in the reference, by itself or with its module."""
    value = getattr(tipdata, name)
    home = f"automodule:: {getattr(value, '__module__', None)}"
    assert re.search(rf"tipdata[\w.]*\.{name}\b", REFERENCE) or home in REFERENCE


def test_every_command_is_on_the_page_of_the_command_line() -> None:
    """Each command that `--help` lists has its heading on the page, in the same order."""
    page = ROOT / "docs" / "reference" / "command-line.md"
    asked = [sys.executable, "-m", "tipdata", "--help"]
    printed = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    listed = re.findall(r"^    ([a-z]+)(?: |$)", printed, re.MULTILINE)
    assert len(listed) > 13
    assert re.findall(r"^## `([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE) == listed


def test_the_version_is_the_same_everywhere() -> None:
    """The project file, the citation file and the newest section of the changelog agree."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    cited = re.findall(r"^version: (.+)$", (ROOT / "CITATION.cff").read_text("utf-8"), re.MULTILINE)
    logged = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert logged
    assert [project["version"]] == cited == [logged[1]]


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


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files(page: Path) -> None:
    """Each relative link of a page leads to a file or folder of the repository."""
    text = re.sub(
        r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
    )
    for link in re.findall(r"\]\((?!https?://)([^)#]+)", text):
        assert (page.parent / link).exists(), link


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
