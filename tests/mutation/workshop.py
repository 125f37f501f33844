"""A copy of the project, in which mutants are made and run."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import attrs

from mutation.choosing import Mutant
from mutation.rooms import Room

__all__ = ["Tests", "Workshop"]

_ROOT = Path(__file__).parents[2]
_PASSED = (0, 5)  # of pytest: all passed, or the fault has left no test
_KEPT_OUT = shutil.ignore_patterns(
    "__pycache__", ".git", ".venv", ".*_cache", ".hypothesis", "node_modules", "build", "dist"
)


@attrs.frozen
class Tests:
    """Some tests, and what each of them runs.

    Attributes:
        lines: The tests by module and line.
        took: Seconds by test.
    """

    lines: dict[str, dict[int, list[str]]]
    took: dict[str, float]

    @classmethod
    def record(cls, room: Room, shop: "Workshop") -> Self:
        """Run the tests of a room and see what they run of it.

        Raises:
            RuntimeError: Some fail without any fault.
        """
        answer = shop.folder / "recorded.json"
        source = shop.copy / "src" / "tipdata"
        unwanted = " and ".join(f"not {name}" for name in room.left_out)
        words = (*room.list_tests(source), *(("-k", unwanted) if unwanted else ()))
        asked = {"words": words, "files": [str(path) for path in room.list_files(source)]}
        command = [sys.executable, "-m", "mutation.serving", str(answer), json.dumps(asked)]
        done = subprocess.run(
            command,
            cwd=shop.copy,
            env=shop.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        found = json.loads(answer.read_text("utf-8")) if answer.exists() else {}
        if done.returncode or found["failed"]:
            raise RuntimeError(f"the tests fail without a mutant:\n{done.stdout}\n{done.stderr}")
        lines = {
            name: {int(line): tests for line, tests in own.items()}
            for name, own in found["lines"].items()
        }
        return cls(lines, found["took"])

    def reach(self, mutant: Mutant) -> Iterator[list[str]]:
        """Yield the tests that run the statement of a mutant, and then all others.

        What runs at an import, or once because its answer is kept, is noted for
        few of the tests that rest on it.
        """
        first, last = mutant.lines
        own = self.lines.get(mutant.path, {})
        found = {test for line in range(first, last + 1) for test in own.get(line, ())}
        pages = {test.partition("::")[0] for test in found if ".md::" in test}
        named = sorted(t for t in self.took if t in found or t.partition("::")[0] in pages)
        others = sorted(self.took.keys() - named)
        yield from (wanted for wanted in (named, others) if wanted)


class Workshop:
    """A copy of the project and a process in it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.copy, self.log = folder, folder / "copy", folder / "log"
        shutil.copytree(_ROOT, self.copy, ignore=_KEPT_OUT)
        paths = (str(self.copy / "src"), str(self.copy / "tests"))
        self.environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
        self._server: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server and self._server.stdin:
            self._server.stdin.close()
            self._server.wait()

    def check(self, tests: Tests) -> None:
        """Run all tests as mutants meet them, but on the source as it is.

        Raises:
            RuntimeError: They fail, so that they would kill every mutant.
        """
        if self._ask(tests, sorted(tests.took)) != 0:
            said = self.log.read_text(encoding="utf-8", errors="replace")
            raise RuntimeError(f"the tests fail in this order without a mutant:\n{said}")

    def run(self, mutant: Mutant, tests: Tests) -> str:
        """Return whether tests kill a mutant: `killed`, `timed out` or `survived`."""
        path = self.copy / mutant.path
        path.write_text(mutant.after, encoding="utf-8")
        self._forget(path)
        try:
            for wanted in tests.reach(mutant):
                status = self._ask(tests, wanted)
                if status not in _PASSED:
                    return "timed out" if status is None else "killed"
        finally:
            path.write_text(mutant.before, encoding="utf-8")
            self._forget(path)
        return "survived"

    @staticmethod
    def _forget(path: Path) -> None:
        """Remove what Python has compiled, which a source of the same second and size would fit."""
        for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*.pyc"):
            with contextlib.suppress(FileNotFoundError):
                compiled.unlink()

    def _ask(self, tests: Tests, wanted: list[str]) -> int | None:
        took = {name: tests.took[name] for name in wanted}
        asked = {
            "words": sorted({name.partition("::")[0] for name in wanted}),
            "took": took,
            "seconds": 30 + 10 * sum(took.values()),
            "log": str(self.log),
        }
        if self._server is None:
            self._server = subprocess.Popen(
                [sys.executable, "-m", "mutation.serving"],
                cwd=self.copy,
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self._server.stdin
        assert self._server.stdout
        self._server.stdin.write(f"{json.dumps(asked)}\n")
        self._server.stdin.flush()
        status: int | None = json.loads(self._server.stdout.readline())["status"]
        return status
