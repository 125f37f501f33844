"""A plugin of pytest that runs what needs pytest and Hypothesis alone, and skips the rest.

It is for Pythons that few libraries have wheels for:

python -m pytest -c /dev/null --rootdir . --noconftest -W error -p bare tests
"""

import re
import tomllib
from collections.abc import Generator, Iterator
from pathlib import Path

import hypothesis
import pytest

ABSENT = re.compile(r"No (?:module named '(?!tipdata)|package metadata was found for )(\w+)")
EXAMPLES = 10
PROJECT = Path(__file__).parents[1] / "pyproject.toml"
MARKERS: list[str] = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["tool"]["pytest"][
    "ini_options"
]["markers"]


def pytest_configure(config: pytest.Config) -> None:
    """Try few examples: such a Python may be slow, and other Pythons try the rest."""
    for marker in MARKERS:
        config.addinivalue_line("markers", marker)
    checks = list(hypothesis.HealthCheck)
    hypothesis.settings.register_profile(
        "bare",
        deadline=None,
        derandomize=True,
        max_examples=EXAMPLES,
        database=None,
        suppress_health_check=checks,
    )
    hypothesis.settings.load_profile("bare")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out the tests that take long, or need more than others."""
    names = {marker.partition(":")[0] for marker in MARKERS}
    items[:] = [item for item in items if names.isdisjoint(m.name for m in item.iter_markers())]


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Skip a module that imports a library which is absent."""
    report = yield
    if report.failed and (found := ABSENT.search(str(report.longrepr))):
        report.outcome = "skipped"
        report.longrepr = (str(collector.path), 0, f"needs {found[1]}")
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Skip a test that comes upon an absent library, or asks for a process or a thread."""
    report = yield
    if report.failed and call.excinfo:
        for error in causes(call.excinfo.value):
            found = ABSENT.search(str(error))
            if found or re.search(r"does not support processes|can't start new thread", str(error)):
                report.outcome = "skipped"
                report.longrepr = (str(item.path), 0, f"needs {found[1] if found else 'a process'}")
                break
    return report


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error, and what it came from."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
