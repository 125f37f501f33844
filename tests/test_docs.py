"""The documentation is complete."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import tipdata

REFERENCE = "\n".join(
    path.read_text(encoding="utf-8")
    for path in (Path(__file__).parent.parent / "docs" / "reference").glob("*.md")
)


@pytest.mark.parametrize("name", tipdata.__all__)
def test_every_public_name_is_in_the_reference(name: str) -> None:
    """Each name of the face has its place in the reference, by itself or with its module."""
    value = getattr(tipdata, name)
    home = f"automodule:: {getattr(value, '__module__', None)}"
    assert re.search(rf"tipdata[\w.]*\.{name}\b", REFERENCE) or home in REFERENCE


def test_every_command_is_on_the_page_of_the_command_line() -> None:
    """Each command that `--help` lists has its heading on the page, in the same order."""
    page = Path(__file__).parent.parent / "docs" / "reference" / "command-line.md"
    asked = [sys.executable, "-m", "tipdata", "--help"]
    printed = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    listed = re.findall(r"^    ([a-z]+)(?: |$)", printed, re.MULTILINE)
    assert len(listed) > 13
    assert re.findall(r"^## `([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE) == listed
