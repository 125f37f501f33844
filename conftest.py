"""Run the examples of the README and the docs, and configure Hypothesis."""

import atexit
import contextlib
import io
import os
import re
import shlex
import sys
import tempfile
from doctest import ELLIPSIS
from pathlib import Path

import pytest
from hypothesis import settings
from PIL import Image
from sybil import Example, Sybil
from sybil.parsers.myst import CodeBlockParser, PythonCodeBlockParser

from tipdata.cli import main

# Every machine runs the same examples, and a slow machine fails no test.
settings.register_profile("tipdata", deadline=None, derandomize=True, max_examples=50)
# For longer runs, each of which tries others: TIPDATA_TESTS=nightly python -m pytest ...
settings.register_profile("nightly", deadline=None, max_examples=1000, print_blob=True)
settings.load_profile(os.environ.get("TIPDATA_TESTS", "tipdata"))


# Their modules import libraries that the other tests do without.
INTEGRATIONS = {"test_sqlalchemy.py"}


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Import the tests of other libraries only if their markers are asked for."""
    markers = config.option.markexpr
    unasked = markers and not re.search(r"(?<!not )(integration|postgresql)", markers)
    return True if unasked and collection_path.name in INTEGRATIONS else None


SHOWN = re.compile(r"(?<=images/)[\w-]+\.png(?=\))").findall
IMAGES = Path(__file__).parent / "docs" / "images"

# Where the commands of each page run, so that one can read what another has written.
FOLDERS: dict[str, str] = {}
CLEANUP = contextlib.ExitStack()
atexit.register(CLEANUP.close)


def folder_of(page: str) -> str:
    """Return the folder of a page, in which `docs` is that of the repository."""
    if page not in FOLDERS:
        FOLDERS[page] = CLEANUP.enter_context(tempfile.TemporaryDirectory())
        Path(FOLDERS[page], "docs").symlink_to(Path(__file__).parent / "docs")
    return FOLDERS[page]


def run_console(example: Example) -> str | None:
    """Run each `$ tipdata ...` line, and compare its output with the lines below it.

    A backslash continues a line, and `> FILE` writes what is printed to a file.
    """
    parsed = str(example.parsed).replace("\\\n", "")
    for session in f"\n{parsed}".split("\n$ ")[1:]:
        command, _, expected = session.partition("\n")
        asked, _, target = command.partition(" > ")
        words = shlex.split(asked)
        if words[:3] == ["python", "-m", "tipdata"]:
            words = words[2:]
        if words[0] != "tipdata" or "|" in words:
            continue
        with contextlib.chdir(folder_of(example.path)), contextlib.ExitStack() as stack:
            printed = io.StringIO()
            out = (
                stack.enter_context(Path(target).open("w", encoding="utf-8")) if target else printed
            )
            stack.enter_context(contextlib.redirect_stdout(out))
            stack.enter_context(contextlib.redirect_stderr(printed))
            stack.enter_context(contextlib.suppress(SystemExit))  # of --version and --help
            main(words[1:])
        close_figures()
        if not _matches(printed.getvalue(), expected):
            return f"{command} printed\n{printed.getvalue()}"
        for name in filter(SHOWN(example.document.text).__contains__, words):
            drawn = read_picture(Path(folder_of(example.path), name))
            if drawn != read_picture(IMAGES / name):
                return f"docs/images/{name} is not what {command} draws, which is {drawn}"
    return None


def close_figures(_: object = None) -> None:
    """Close what was drawn, because matplotlib warns of many open figures."""
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")


def read_picture(path: Path) -> tuple[int, int, str]:
    """Return the width and height of a picture, and what it says that it shows."""
    with Image.open(path) as picture:
        return (*picture.size, str(picture.info["Description"]))


def _matches(printed: str, expected: str) -> bool:
    """Compare the output with what is expected, where three dots match anything."""
    if printed.startswith("tipdata: ") and not expected.startswith("tipdata: "):
        return False  # an error is not what three dots stand for
    pattern = ".*".join(re.escape(part) for part in expected.strip("\n").split("..."))
    return re.fullmatch(pattern, printed.strip("\n"), re.DOTALL) is not None


pytest_collect_file = Sybil(
    parsers=[
        PythonCodeBlockParser(doctest_optionflags=ELLIPSIS),
        CodeBlockParser(language="console", evaluator=run_console),
    ],
    patterns=["*.md"],
    excludes=["src/**"],
    teardown=close_figures,
).pytest()
