"""Examples run, short as they are."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))


def test_there_are_examples() -> None:
    """The examples are where this test looks for them."""
    assert EXAMPLES


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_every_example_runs(path: Path) -> None:
    """Each example is under 40 lines, prints something and warns of nothing."""
    assert len(path.read_text(encoding="utf-8").splitlines()) < 40
    command = [sys.executable, "-W", "error", str(path)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stdout
    assert run.stderr == ""
