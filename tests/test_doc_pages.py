"""The pages of the documentation lead somewhere, are run, and can be read without seeing."""

import re
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
import pytest

from doc_pages import (
    DOCS,
    EVERY,
    NOTEBOOKS,
    PAGES,
    ROOT,
    find_anchors,
    find_blocks,
    find_headings,
    find_links,
    find_pictures,
    name_page,
    read_prose,
    read_source,
)

RUN_BY_SYBIL = {"python", "console"}
"""The languages of README.md and docs that conftest.py runs."""

RUN_ELSEWHERE = {
    ("docs/explanation/tiers-as-strings.md", "py"): "tests/test_docs.py",
    ("docs/explanation/central-asia.md", "text"): "tests/test_doc_pages.py",
    ("docs/how-to/graphs.md", "py"): "tests/test_docs.py",
    ("docs/how-to/keep-in-a-database.md", "py"): "tests/formats/test_sqlalchemy.py",
    ("docs/how-to/web-service.md", "py"): "tests/formats/test_service.py",
    ("docs/how-to/web-service.md", "json"): "tests/formats/test_service.py",
}
"""Blocks that need more libraries, with the test that reads the page and runs them."""

NOT_RUN = {
    ("docs/explanation/cluster.md", "text"): "figures of benchmarks, which differ by machine",
    ("docs/explanation/performance.md", "sh"): "tests/test_benchmarks.py does a little of each",
    ("docs/how-to/explorer-page.md", "sh"): "the tests of the page write it",
    ("docs/how-to/export.md", "r"): "the machines of the gate have no R",
    ("docs/how-to/export.md", "stata"): "no machine of ours has Stata",
    ("docs/install.md", "powershell"): "no machine of ours has Windows",
    ("CONTRIBUTING.md", "console"): "the commands of .ci/run",
}
"""Blocks that no test runs, with the reason."""

COMMANDS_NOT_RUN = {
    "python3 -m venv ": "the gate runs those of the README",
    "source .venv/bin/activate": "nothing is installed for a test",
    "pip install ": "a test knows the extras",
    "jupyter lab ": "a test runs the notebook",
    "python tests/": "attacks and faults take hours; their tests do a few of each",
    "git pull": "a test has no remote repository",
}
"""How commands begin that stand among those of tipdata and are not run, with the reason."""

INDENTED = {"docs/reference/command-line.md": "tests/cli runs these on files that it makes"}
"""Pages with commands in indented blocks, which nothing runs, with the reason."""

FOR_DEVELOPERS = {"tests", "engines", "integrations"}
"""The extras that no page for users names."""


def every(pages: list[Path]) -> pytest.MarkDecorator:
    """Give each of some pages to a test."""
    return pytest.mark.parametrize("page", pages, ids=name_page)


@every(EVERY)
def test_links_lead_somewhere(page: Path) -> None:
    """Each relative link leads to a file or folder, and its anchor to a heading there."""
    for link in find_links(page):
        if link.startswith("https://"):
            continue
        assert ":" not in link, link
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), link
        if anchor:
            assert anchor in find_anchors(target), link


@every(EVERY)
def test_pictures_have_words(page: Path) -> None:
    """Each picture exists, and has a text for readers who do not see it."""
    assert "<img" not in read_prose(page)
    for words, target in find_pictures(page):
        assert (page.parent / target).exists(), target
        assert len(words.split()) > 5, target


@every(NOTEBOOKS)
def test_plots_of_notebooks_have_words(page: Path) -> None:
    """Each cell that draws holds the text that the built page gives to its picture."""
    notebook = nbformat.read(page, as_version=4)  # type: ignore[no-untyped-call]  # it has no types
    drawing = [cell for cell in notebook.cells if cell.source.find("tipdata.plots.") >= 0]
    drawing = [cell for cell in drawing if cell.cell_type == "code"]
    assert drawing
    for cell in drawing:
        assert len(cell.metadata["mystnb"]["image"]["alt"].split()) > 5, cell.source


def test_every_picture_is_shown() -> None:
    """No page stopped showing a picture that is still stored."""
    shown = {
        (page.parent / target).resolve() for page in EVERY for _, target in find_pictures(page)
    }
    assert {path for path in (DOCS / "images").iterdir() if path not in shown} == set()


@every(EVERY)
def test_headings_are_in_order(page: Path) -> None:
    """A page begins with its one title, and no heading skips a level."""
    levels = [level for level, _ in find_headings(page)]
    if name_page(page) != "docs/changelog.md":
        assert levels.count(1) == 1
        assert levels[0] == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_the_navigation_names_every_page() -> None:
    """Each page stands in the table of contents of the index, once."""
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    trees = re.findall(r"^```\{toctree\}\n(.*?)^```$", index, re.MULTILINE | re.DOTALL)
    lines = [line for tree in trees for line in tree.splitlines() if line and line[0] != ":"]
    listed = sorted(re.sub(r".*<(.*)>", r"\1", line) for line in lines)
    built = [page.relative_to(DOCS).with_suffix("") for page in EVERY if DOCS in page.parents]
    assert listed == sorted(page.as_posix() for page in built if page.as_posix() != "index")


@every(PAGES)
def test_every_block_of_code_is_run(page: Path) -> None:
    """Each block has a language, and is run by a test, or is listed above with a reason."""
    name = name_page(page)
    by_sybil = RUN_BY_SYBIL if name == "README.md" or DOCS in page.parents else set()
    for language, text in find_blocks(page):
        where = RUN_ELSEWHERE.get((name, language))
        if where:
            assert page.name in (ROOT / where).read_text(encoding="utf-8")
        else:
            assert language in by_sybil or (name, language) in NOT_RUN, text
    if name not in INDENTED:
        assert re.findall(r"^ {4,}(?:\$|>>>) .*", read_prose(page), re.MULTILINE) == []


@every([page for page in PAGES if name_page(page) != "CONTRIBUTING.md"])
def test_every_command_is_run(page: Path) -> None:
    """Each command of a console is tipdata, or is listed above with a reason."""
    for language, text in find_blocks(page):
        for command in re.findall(r"^\$ (.*)", text, re.MULTILINE) if language == "console" else ():
            known = ("tipdata ", "python -m tipdata ", *COMMANDS_NOT_RUN)
            assert command.startswith(known), command
            assert "|" not in command.split(" '")[0], command


def test_no_reason_is_left_over() -> None:
    """Each block or command that is listed above stands on a page."""
    blocks = {(name_page(page), language) for page in PAGES for language, _ in find_blocks(page)}
    assert {*RUN_ELSEWHERE, *NOT_RUN} - blocks == set()
    consoles = "".join(
        text for page in PAGES for kind, text in find_blocks(page) if kind == "console"
    )
    assert all(f"$ {command}" in consoles for command in COMMANDS_NOT_RUN)


def test_what_examples_print_is_on_the_page() -> None:
    """The block of `central-asia.md` is what the example named above it prints."""
    page = DOCS / "explanation" / "central-asia.md"
    block = r"`python (examples/\w+\.py)`[^`]*```text\n(.*?)^```$"
    named = re.findall(block, read_source(page), re.MULTILINE | re.DOTALL)
    assert named
    for script, shown in named:
        asked = [sys.executable, "-X", "utf8", str(ROOT / script)]
        run = subprocess.run(asked, capture_output=True, encoding="utf-8", check=True)
        assert run.stdout == shown


def read_project() -> dict[str, Any]:
    """Return the project file."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@every(EVERY)
def test_extras_exist(page: Path) -> None:
    """What pages install are extras and groups of the project file, from a clone."""
    known, text = read_project(), read_source(page)
    for extras in re.findall(r"pip install (?:-e )?'[^'\[]*\[([^]]*)\]'", text):
        assert set(extras.split(",")) <= set(known["project"]["optional-dependencies"])
    for group in re.findall(r"pip install --group (\w+)", text):
        assert group in known["dependency-groups"]
    if name_page(page) not in {"docs/install.md", "CHANGELOG.md"}:
        assert not re.search(r"pip install '?tipdata", text)


def test_the_page_about_installing_lists_the_extras() -> None:
    """The table has each extra for users, and no other."""
    table = re.findall(r"^\| (`.*?`) \|", read_source(DOCS / "install.md"), re.MULTILINE)
    listed = [name for cell in table for name in re.findall(r"`(\w+)`", cell)]
    extras = set(read_project()["project"]["optional-dependencies"])
    assert sorted(listed) == sorted(extras - FOR_DEVELOPERS)


@every(EVERY)
def test_tables_are_whole(page: Path) -> None:
    """Each run of lines with bars is a table: a header, a rule, and rows as wide as the header."""
    for table in re.findall(r"(?:^\|.*\n?)+", read_prose(page), re.MULTILINE):
        header, rule, *rows = table.splitlines()
        assert re.fullmatch(r"\|(?: ?:?-+:? ?\|)+", rule), header
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in (header, rule, *rows)}
        assert len(widths) == 1, header


EXTRAS = {
    "duckdb": "duckdb",
    "hypothesis": "testing",
    "matplotlib": "plots",
    "openpyxl": "excel",
    "pandas": "pandas",
    "polars": "polars",
    "pyarrow": "pyarrow",
    "pydantic": "pydantic",
    "sqlalchemy": "sqlalchemy",
}
"""The libraries that examples import, with the extra that installs each."""


@every(PAGES)
def test_pages_name_the_extras_that_they_need(page: Path) -> None:
    """A page says which extra installs a library that its examples import."""
    code = "\n".join(text for _, text in find_blocks(page))
    imports = re.findall(r"(?:^|>>> )(?:import|from) (\w+(?:, \w+)*)", code, re.MULTILINE)
    libraries = {name for names in imports for name in names.split(", ")} & set(EXTRAS)
    named = set(re.findall(r"`(\w+)`", text := read_source(page)))
    named |= {name for found in re.findall(r"\[([\w,]+)\]'", text) for name in found.split(",")}
    assert {EXTRAS[library] for library in libraries} <= named
