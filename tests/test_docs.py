"""The documentation is complete."""

import re
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
