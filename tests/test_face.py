"""What `import tipdata` shows, loads and costs."""

import ast
import doctest
import importlib
import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import tipdata
from test_rooms import NEEDS_MORE

FACE = Path(tipdata.__file__)
MODULES = sorted(
    info.name
    for info in pkgutil.walk_packages(tipdata.__path__, "tipdata.")
    if not info.name.endswith("__main__") and info.name != NEEDS_MORE
)


def loaded(code: str) -> set[str]:
    """Run code in a fresh interpreter and return the modules that it loaded."""
    script = f"import sys\n{code}\nimport json\nprint(json.dumps(sorted(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(json.loads(run.stdout))


def test_importing_loads_nothing() -> None:
    """`import tipdata` loads no module of ours but itself, and neither attrs nor anything heavy."""
    found = loaded("import tipdata")
    assert {m for m in found if m.startswith("tipdata")} == {"tipdata"}
    assert not found & {"attr", "attrs", "cattrs", "dateutil", "json", "csv", "pandas"} - loaded("")


def test_loading_the_record_loads_no_more_than_attrs() -> None:
    """`load()` needs attrs alone: no cattrs, dateutil, json, csv, importlib.resources or frames."""
    script = "import attrs; before = set(sys.modules); import tipdata; tipdata.load()"
    script += "; found = set(sys.modules) - before; sys.modules = {m: None for m in found}"
    found = loaded(script)
    heavy = {
        "cattrs",
        "dateutil",
        "csv",
        "importlib.resources",
        "importlib.metadata",
        "difflib",
        "argparse",
        "pandas",
        "polars",
        "decimal",
        "typing_extensions",
    }
    assert not {name for name in found if name.split(".")[0] in heavy or name in heavy}


def test_every_module_imports_without_extras() -> None:
    """Where no extra is installed, each module imports, and the command line answers."""
    extras = ("narwhals", "pandas", "polars", "pyarrow", "duckdb", "dask", "matplotlib", "rich")
    blocked = "; ".join(f"sys.modules[{name!r}] = None" for name in (*extras, "pydantic", "numpy"))
    public = [name for name in MODULES if "._" not in name and name != "tipdata.testing"]
    wanted = [name for name in public if not name.startswith("tipdata.frames.")]
    found = loaded(f"{blocked}; import importlib\nfor m in {wanted!r}: importlib.import_module(m)")
    assert set(wanted) <= found


def test_the_two_lists_of_the_face_agree() -> None:
    """What checkers see is what loads lazily, from the same modules, and is sorted."""
    block = next(n for n in ast.parse(FACE.read_text("utf-8")).body if isinstance(n, ast.If)).body
    seen = {
        alias.asname: node.module
        for node in block
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    told = {
        n.target.id
        for n in block
        if isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name)
    }
    homes: dict[str, str] = vars(tipdata)["_HOME"]
    assert {*seen, *told} == {"__all__", *homes}
    assert seen == {name: home for name, home in homes.items() if name not in told}
    assert tipdata.__all__ == sorted(homes) == dir(tipdata)


@pytest.mark.parametrize("name", tipdata.__all__)
def test_every_name_of_the_face_is_there(name: str) -> None:
    """Each public name loads and is documented."""
    value = getattr(tipdata, name)
    assert isinstance(value, str) or value.__doc__


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    """A wrong name fails as it does with any module."""
    with pytest.raises(AttributeError, match="no attribute 'lod'"):
        getattr(tipdata, "lod")  # noqa: B009 - a checker would find it


def test_versions_are_strings() -> None:
    """The code and the data have versions of their own."""
    assert tipdata.__version__.count(".") == 2
    assert tipdata.data_version.startswith("2025.")


@pytest.mark.parametrize("name", MODULES)
def test_every_module_is_described_and_says_what_is_public(name: str) -> None:
    """A module has a docstring, and `__all__` names only what it has."""
    module = importlib.import_module(name)
    assert module.__doc__
    for public in getattr(module, "__all__", ()):
        assert hasattr(module, public)


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_are_true(name: str) -> None:
    """Every example of every docstring prints what it says."""
    failed, _ = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert failed == 0


def test_every_public_class_and_function_has_an_example_or_fields() -> None:
    """What the face shows is documented with a runnable example, from the class or its methods."""
    finder = doctest.DocTestFinder()
    for name in tipdata.__all__:
        value = getattr(tipdata, name)
        if isinstance(value, type) and not issubclass(value, Exception):
            assert any(test.examples for test in finder.find(value, name)), name
