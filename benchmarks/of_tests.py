"""Modules of the tests that benchmarks use too."""

import importlib.util
from pathlib import Path
from types import ModuleType

_TESTS = Path(__file__).parents[1] / "tests"


def load(name: str) -> ModuleType:
    """Return a module of the tests, which are no package."""
    path = _TESTS / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
