"""The command: which readers, for how long, and what becomes of it."""

import argparse
import multiprocessing
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from fuzz import covered, engine
from fuzz.engine import Finding, Tally
from fuzz.record import Record

if TYPE_CHECKING:
    from multiprocessing.queues import SimpleQueue

__all__ = ["main"]

_TELLING = 2.0
_WAITING = 0.2
_SILENT = 600.0
"""After how many seconds without a word a process is killed; it waits for something."""
_STRUCTURED, _ATHERIS = "structured", "atheris"
_STOPPED = 130


@attrs.frozen
class Task:
    """What a process does: one reader with one engine.

    Attributes:
        reader: The name of the harness.
        engine: The name of the engine.
        seed: Chooses the inputs.
        seconds: How long it may take; 0 does not bound it.
        executions: How many executions it makes, those of the tally included; 0 does not bound it.
        tally: What became of earlier executions.
        folder: Where findings are written.
    """

    reader: str
    engine: str
    seed: int
    seconds: float
    executions: int
    tally: Tally
    folder: Path


def work(task: Task, queue: "SimpleQueue[tuple[Any, ...]]") -> None:
    """Do a task, and tell now and then what has become of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of which the parent makes an end
    begun = told = 0.0

    def tell(word: str = "progress") -> None:
        queue.put((word, task.reader, task.engine, task.tally))

    def is_over(tally: Tally) -> bool:
        nonlocal begun, told
        now = time.monotonic()
        begun = begun or now
        if now - told > _TELLING:
            told = now
            tell()
        return (0 < task.executions <= tally.executions) or (0 < task.seconds < now - begun)

    def found(finding: Finding) -> None:
        path = engine.save(finding, task.folder, task.seed)
        queue.put(("finding", task.reader, task.engine, finding.kind, finding.detail, str(path)))

    if task.engine == _ATHERIS:
        covered.explore_covered(
            task.reader, task.seed, task.tally, is_over, found, lambda: tell("done")
        )
    from fuzz.readers import READERS  # noqa: PLC0415 - atheris imports it by itself

    engine.explore(READERS[task.reader], task.seed, task.tally, is_over, found)
    tell("done")


class _Jobs:
    """Runs tasks in processes, a few at a time, so that one that dies ends no other."""

    def __init__(self, tasks: Sequence[Task], jobs: int, record: Record) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._waiting = [*tasks]
        self._jobs = jobs
        self._record = record
        self._running: dict[tuple[str, str], Any] = {}
        self._done: set[tuple[str, str]] = set()
        self._heard: dict[tuple[str, str], float] = {}
        self._queue: SimpleQueue[tuple[Any, ...]] = self._context.SimpleQueue()

    def run(self) -> None:
        """Run all tasks."""
        try:
            while self._waiting or self._running:
                while self._waiting and len(self._running) < self._jobs:
                    self._start(self._waiting.pop(0))
                time.sleep(_WAITING)
                self._hear()
                self._bury()
        finally:
            for process in self._running.values():
                process.terminate()
            self._hear()
            self._record.write()

    def _start(self, task: Task) -> None:
        process = self._context.Process(target=work, args=(task, self._queue))
        process.start()
        self._running[task.reader, task.engine] = process
        self._heard[task.reader, task.engine] = time.monotonic()

    def _hear(self) -> None:
        while not self._queue.empty():
            word, reader, name, *rest = self._queue.get()
            self._heard[reader, name] = time.monotonic()
            if word == "finding":
                kind, detail, path = rest
                _say(f"{reader} ({name}): {kind}\n  {detail[:600]}\n  {path}")
                continue
            self._record.put(reader, name, rest[0])
            if word == "done":
                self._done.add((reader, name))

    def _bury(self) -> None:
        for key, process in [*self._running.items()]:
            if process.is_alive():
                if time.monotonic() - self._heard[key] > _SILENT:
                    process.kill()
                continue
            self._hear()
            del self._running[key]
            if key not in self._done:
                _say(f"{key[0]} ({key[1]}): the process died with status {process.exitcode}")
                self._record.died(*key, process.exitcode)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python tests/fuzz", description=__doc__)
    parser.add_argument("--reader", action="append", metavar="NAME", help="default: all")
    parser.add_argument("--seconds", type=float, default=0.0, help="how long, for each reader")
    parser.add_argument("--executions", type=int, default=0, help="how many, of each reader")
    parser.add_argument("--seed", type=int, default=1, help="chooses the inputs (default: 1)")
    parser.add_argument(
        "--engine",
        choices=(_STRUCTURED, _ATHERIS, "all"),
        default=_STRUCTURED,
        help="`all` gives half of the time to atheris where it is installed",
    )
    parser.add_argument("--jobs", type=int, default=1, help="how many readers at a time")
    parser.add_argument("--record", type=Path, metavar="FILE", help="keep the counts as JSON")
    parser.add_argument("--resume", action="store_true", help="go on from the counts of --record")
    parser.add_argument("--findings", type=Path, default=Path("fuzz-findings"), metavar="FOLDER")
    parser.add_argument("--again", type=Path, nargs="+", metavar="INPUT", help="repeat findings")
    parser.add_argument("--list", action="store_true", help="print the readers and their doors")
    return parser


def main(words: Sequence[str] | None = None) -> int:
    """Run the command, and return its exit status: 1 if anything was found."""
    parser = _arguments()
    args = parser.parse_args(words)
    # Before the readers are imported, which takes long.
    if args.again:
        return _repeat(args.again)
    readers = _names()
    if args.list:
        return _list()
    unknown = {*(args.reader or ())} - {*readers}
    if unknown:
        parser.error(f"unknown readers: {', '.join(sorted(unknown))}")
    if not args.seconds and not args.executions:
        parser.error("say --seconds or --executions")
    if args.engine == _ATHERIS and not covered.is_installed():
        parser.error("atheris is not installed")
    record = Record.begin(args.record, args.seed, resume=args.resume)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    stopped = False
    try:
        _Jobs([*_tasks(args, readers, record)], args.jobs, record).run()
    except KeyboardInterrupt:
        stopped = True
    _say(record.table())
    return 1 if record.has_findings else _STOPPED if stopped else 0


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _names() -> list[str]:
    from fuzz.readers import READERS  # noqa: PLC0415 - it takes long

    return [*READERS]


def _tasks(args: argparse.Namespace, readers: list[str], record: Record) -> Iterator[Task]:
    engines = [args.engine]
    if args.engine == "all":
        engines = [_STRUCTURED, _ATHERIS] if covered.is_installed() else [_STRUCTURED]
    for reader in args.reader or readers:
        for name in engines:
            yield Task(
                reader,
                name,
                args.seed,
                args.seconds / len(engines),
                args.executions // len(engines),
                record.tally(reader, name),
                args.findings,
            )


def _list() -> int:
    from fuzz.readers import READERS  # noqa: PLC0415 - it takes long

    for name, harness in READERS.items():
        _say(f"{name}: {', '.join(harness.doors)}")
    return 0


def _repeat(paths: Sequence[Path]) -> int:
    """Repeat findings, each with every oracle and with those that were asked."""
    from fuzz.readers import READERS  # noqa: PLC0415 - it takes long

    count = 0
    for path in paths:
        about: dict[str, Any] = engine.about(path)
        reader = about.get("reader", path.parent.name)
        for nth in {0, int(about.get("nth", 0))}:
            outcome = engine.replay(READERS[reader], path.read_bytes(), nth)
            if isinstance(outcome, Finding):
                _say(f"{path}: {outcome.kind}\n  {outcome.detail}")
                count += 1
                break
        else:
            _say(f"{path}: nothing")
    return int(count > 0)
