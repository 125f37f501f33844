"""What pytest is told in a mutant: which tests to run, in which order, and what they run."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import coverage
import pytest
from hypothesis import Phase, settings

__all__ = ["Chooser", "Recorder"]


def _unit(item: pytest.Item) -> str:
    """Return a test, or the page of an example: the examples of a page rest on one another."""
    page = item.nodeid.partition("::")[0]
    return page if page.endswith(".md") else item.nodeid


class Chooser:
    """Runs some tests, the quickest first, and never shrinks what Hypothesis has found."""

    def __init__(self, took: Mapping[str, float]) -> None:
        self.took = took

    def pytest_sessionstart(self) -> None:
        """Leave out the phases that explain a failure, because one failure is enough."""
        phases = (Phase.explicit, Phase.generate)
        known = settings.get_profile("tipdata")
        settings.register_profile("mutation", known, phases=phases, database=None)
        settings.load_profile("mutation")

    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """Keep the tests that are wanted."""
        left = [item for item in items if item.nodeid not in self.took]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item.nodeid in self.took]
        whole: dict[str, float] = {}
        for item in items:
            whole[_unit(item)] = whole.get(_unit(item), 0) + self.took[item.nodeid]
        items.sort(key=lambda item: (whole[_unit(item)], _unit(item)))


class Recorder:
    """Notes which tests run each line, and how long each test takes."""

    def __init__(self, root: Path, files: Iterable[str]) -> None:
        self.coverage = coverage.Coverage(
            data_file=None, include=[*files], config_file=False, messages=False
        )
        self.root, self.took = root, dict[str, float]()
        self.failed: list[str] = []

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Say whose lines the following ones are."""
        self.coverage.switch_context(item.nodeid)
        answer = yield
        self.coverage.switch_context("")
        return answer

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add up what a test takes, and note what fails without any fault."""
        self.took[report.nodeid] = self.took.get(report.nodeid, 0) + report.duration
        if report.failed:
            self.failed.append(report.nodeid)

    def list_lines(self) -> dict[str, dict[int, list[str]]]:
        """Return the tests by module and by line."""
        data = self.coverage.get_data()
        return {
            Path(name).relative_to(self.root).as_posix(): {
                line: sorted(contexts) for line, contexts in data.contexts_by_lineno(name).items()
            }
            for name in data.measured_files()
        }
