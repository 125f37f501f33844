"""What stands on the pages of the documentation: headings, links, pictures and code."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import nbformat

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
BUILT = {"_build", "jupyter_execute"}
"""The folders in docs that a build makes."""


def find_files(pattern: str) -> list[Path]:
    """Return the files of docs with a name like a pattern, in order."""
    return sorted(path for path in DOCS.glob(pattern) if BUILT.isdisjoint(path.parts))


NOTEBOOKS = find_files("**/*.ipynb")
PAGES = [*sorted(ROOT.glob("*.md")), *find_files("**/*.md")]
EVERY = [*PAGES, *NOTEBOOKS]

_FENCE = re.compile(r"^( *)```(\S*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#+) +(.*?) *#*$", re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[(?:[^]\[]|\[[^]]*\])*\]\(([^)\s]+)\)")
_PICTURE = re.compile(r"!\[([^]]*)\]\(([^)\s]+)\)")


def name_page(page: Path) -> str:
    """Return the path of a page in the repository."""
    return page.relative_to(ROOT).as_posix()


def read_source(page: Path) -> str:
    """Return the Markdown of a page, or of the Markdown cells of a notebook."""
    if page.suffix == ".md":
        return page.read_text(encoding="utf-8")
    notebook = nbformat.read(page, as_version=4)  # type: ignore[no-untyped-call]  # it has no types
    cells = (cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return "\n\n".join(cells)


def read_prose(page: Path) -> str:
    """Return what is left of a page without its blocks of code."""
    return _FENCE.sub("", read_source(page))


def find_blocks(page: Path) -> Iterator[tuple[str, str]]:
    """Return the language and the text of each block of code; directives are none."""
    for _, language, text in _FENCE.findall(read_source(page)):
        if not language.startswith("{"):
            yield language, text


def find_headings(page: Path) -> list[tuple[int, str]]:
    """Return the level and the text of each heading."""
    return [(len(marks), text) for marks, text in _HEADING.findall(read_prose(page))]


def find_anchors(page: Path) -> set[str]:
    """Return the anchors of a page: those it sets, and those of headings.

    GitHub and MyST make these in the same way.
    """
    seen: Counter[str] = Counter()
    anchors = set(re.findall(r"^\(([\w-]+)\)=$", read_prose(page), re.MULTILINE))
    for _, text in find_headings(page):
        shown = re.sub(r"\[([^]]*)\]\([^)]*\)|[`*]", r"\1", text)
        slug = re.sub(r"[^\w\- ]", "", shown.lower()).replace(" ", "-")
        anchors.add(f"{slug}-{seen[slug]}" if seen[slug] else slug)
        seen[slug] += 1
    return anchors


def find_links(page: Path) -> list[str]:
    """Return the target of each link."""
    return _LINK.findall(re.sub(r"(?<!`)`[^`]*`", "code", read_prose(page)))


def find_pictures(page: Path) -> list[tuple[str, str]]:
    """Return the alternative text and the target of each picture."""
    return _PICTURE.findall(read_prose(page))
