"""Examples and notebooks run, and stay short."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parent.parent
UTF8 = {**os.environ, "PYTHONUTF8": "1"}
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))
INTEGRATIONS = {
    "service.py": "tests/formats/test_service.py",
    "story_graph.py": "tests/test_scripts.py",
}
"""The examples that need the extra `integrations`, and the tests with that marker that run them."""
NOTEBOOKS = sorted((ROOT / "docs" / "tutorial").glob("*.ipynb"))


def test_there_are_examples() -> None:
    """Examples and notebooks are where these tests look for them."""
    assert EXAMPLES
    assert NOTEBOOKS


@pytest.mark.parametrize("name", INTEGRATIONS)
def test_other_examples_have_tests_of_their_own(name: str) -> None:
    """An example that does not run here is run by a test that is marked as an integration."""
    test = (ROOT / INTEGRATIONS[name]).read_text(encoding="utf-8")
    assert (ROOT / "examples" / name).exists()
    assert name.removesuffix(".py") in test
    assert "pytest.mark.integration" in test


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_every_example_is_short(path: Path) -> None:
    """Each example is under 40 lines, and the service, which has seven operations, under 160."""
    longest = 160 if path.name == "service.py" else 40
    assert len(path.read_text(encoding="utf-8").splitlines()) < longest


@pytest.mark.parametrize(
    "path", [path for path in EXAMPLES if path.name not in INTEGRATIONS], ids=lambda path: path.name
)
def test_every_example_runs(path: Path) -> None:
    """Each example prints something and warns of nothing."""
    command = [sys.executable, "-W", "error", str(path)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stdout
    assert run.stderr == ""


@pytest.mark.integration
def test_the_graph_of_the_story_is_drawn(tmp_path: Path) -> None:
    """The example draws a picture of the records that work together, and warns of nothing."""
    picture = tmp_path / "story.png"
    command = [sys.executable, "-W", "error", str(ROOT / "examples" / "story_graph.py")]
    run = subprocess.run([*command, str(picture)], capture_output=True, text=True, check=True)
    assert run.stdout == f"{picture}: 28 records, 35 relations\n"
    assert run.stderr == ""
    assert picture.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
@pytest.mark.filterwarnings("default::DeprecationWarning")  # Jupyter's own
def test_every_notebook_runs(path: Path) -> None:
    """Each notebook is stored without outputs, runs from the top, and shows tables and pictures."""
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]  # it has no types
    nbformat.validate(notebook)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert not any(cell.outputs or cell.execution_count for cell in cells)
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    assert all(cell.outputs for cell in cells)
    kinds = {kind for cell in cells for output in cell.outputs for kind in output.get("data", ())}
    assert {"text/html", "image/png"} <= kinds
    assert not [o for cell in cells for o in cell.outputs if o.get("name") == "stderr"]


def test_the_messy_table_of_the_docs_is_what_the_example_prints() -> None:
    """The shipments of the how-to page are what the example prints."""
    command = [sys.executable, str(ROOT / "examples" / "messy_shipments.py")]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", env=UTF8, check=True)
    table = ROOT / "docs" / "how-to" / "shipments.csv"
    assert run.stdout == table.read_text(encoding="utf-8")
