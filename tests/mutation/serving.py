"""A process that has imported the libraries once, and forks for each mutant.

It reads one JSON object a line and answers each with one line. `python` starts
it in the copy that it works on.
"""

import contextlib
import gc
import importlib
import json
import os
import resource
import signal
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from mutation.plugin import Chooser, Recorder

__all__ = ["main"]

_BASE = (
    *("--disable-plugin-autoload", "-p", "xdist", "-n0", "-q", "-p", "no:cacheprovider"),
    *("-p", "no:unraisableexception"),  # it collects garbage five times
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),  # of what is imported before the fork
)
_LIBRARIES = (
    *("attrs", "cattrs", "cattrs.preconf.json", "dateutil.parser", "jsonschema", "matplotlib"),
    *("narwhals", "numpy", "openpyxl", "pandas", "PIL.Image", "polars", "pydantic", "rich"),
)
_MEMORY = 6 << 30


def main() -> None:
    """Answer until the input ends."""
    for name in _LIBRARIES:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    gc.freeze()
    sys.dont_write_bytecode = True
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(_run(asked)), flush=True)


def _run(asked: dict[str, Any]) -> dict[str, Any]:
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        _be_child(asked)
    status = _wait(child, asked["seconds"])
    return {"status": status, "took": time.monotonic() - started}


def _wait(child: int, seconds: float) -> int | None:
    """Return the exit status, or `None` if it took too long."""
    until, pause = time.monotonic() + seconds, 0.01
    while time.monotonic() < until:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            _end(child)
            return os.waitstatus_to_exitcode(status)
        time.sleep(pause)
    _end(child)
    os.waitpid(child, 0)
    return None


def _end(group: int) -> None:
    """End what a mutant has started, too."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def _be_child(asked: dict[str, Any]) -> None:
    os.setsid()
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    with Path(asked["log"]).open("wb") as log, Path(os.devnull).open("rb") as empty:
        for stream, own in ((log, 1), (log, 2), (empty, 0)):
            os.dup2(stream.fileno(), own)
    status = 99
    try:
        chooser = Chooser(asked["took"])
        status = int(pytest.main([*_BASE, *asked["words"], "-x"], plugins=[chooser]))
    finally:
        os._exit(status)


def record(asked: dict[str, Any], answer: Path) -> int:
    """Run tests and write which of them run each line of some files, as JSON."""
    recorder = Recorder(Path.cwd(), asked["files"])
    recorder.coverage.start()
    status = int(pytest.main([*_BASE, *asked["words"]], plugins=[recorder]))
    recorder.coverage.stop()
    found = {"lines": recorder.list_lines(), "took": recorder.took, "failed": recorder.failed}
    answer.write_text(json.dumps(found), encoding="utf-8")
    return status


if __name__ == "__main__":
    if sys.argv[1:]:
        sys.exit(record(json.loads(sys.argv[2]), Path(sys.argv[1])))
    main()
