"""Kill writers, and look what is left: `python tests/fuzz/kills.py --times 1000`.

A forked process writes a file or a folder of tables over an old one, and
kills itself with SIGKILL before or after one of the calls that our writers
make; every third is killed by the clock instead. Then the old or the new must
be there, whole, with nothing beside it but drafts; the next writing must
succeed, keep the mode and clear the drafts; and what else lies there must be
as it was.
"""

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from tipdata._wire import drafts, folders, storage
from tipdata.problems import FormatError
from writing import COMMANDS, FOLDERS, FUNCTIONS, Writer, held, quick_folder

ROOMS = {module.__file__ for module in (drafts, folders, storage)}
LOOKS = {"fspath", "getpid", "lstat", "readlink", "stat"}
"""The calls to the system that change nothing, and are many."""

NEIGHBOURS = (".{}.old", ".{}.new", ".{}.1a2b3c4d.new", ".{}.tipdata", "{}.bak")
"""The names of files beside what is written, which have nothing to do with it."""

NOTES = "notes.txt"
"""A file of the user's own inside a folder of tables."""


class Trial(NamedTuple):
    """What is killed, and when.

    Attributes:
        writer: What writes.
        is_new: Whether nothing is there before.
        step: The call at which it dies, counted from 1; 0 for none.
        after: The seconds after which it is killed; 0 for never.
    """

    writer: Writer
    is_new: bool
    step: int = 0
    after: float = 0


class Stage:
    """A folder in which one writer is killed again and again."""

    def __init__(self, writer: Writer, base: Path) -> None:
        """Write both generations elsewhere, to know what is whole."""
        self.writer = writer
        self.base = base
        self.target = base / "stage" / writer.name
        self.whole = [self._written(number) for number in (0, 1)]
        self.steps: dict[bool, int] = {}
        self.seconds = 0.0

    def _written(self, number: int) -> bytes:
        path = self.base / str(number) / self.writer.name
        path.parent.mkdir()
        self.writer.write(number, path)
        return held(path)

    def prepare(self, *, is_new: bool) -> None:
        """Put the old there, and the neighbours."""
        shutil.rmtree(self.target.parent, ignore_errors=True)
        self.target.parent.mkdir()
        for name in NEIGHBOURS:
            self.target.with_name(name.format(self.writer.name)).write_text(name)
        if not is_new:
            self.writer.write(0, self.target)
            self.target.chmod(0o750 if self.target.is_dir() else 0o640)
            if self.target.is_dir():
                (self.target / NOTES).write_text("mine")

    def count(self, *, is_new: bool) -> int:
        """Return how many steps a whole writing has."""
        if is_new not in self.steps:
            self.prepare(is_new=is_new)
            read, write = os.pipe()
            started = time.perf_counter()
            self._wait(_fork(lambda: self.writer.write(1, self.target), 0, write))
            self.seconds = time.perf_counter() - started
            os.close(write)
            with open(read) as said:  # noqa: PTH123
                self.steps[is_new] = int(said.read())
        return self.steps[is_new]

    def try_out(self, trial: Trial) -> str:
        """Kill a writing, and return what was there afterwards.

        Raises:
            AssertionError: Something was lost, torn, or left behind.
        """
        self.prepare(is_new=trial.is_new)
        child = _fork(lambda: self.writer.write(1, self.target), trial.step)
        if trial.after:
            time.sleep(trial.after)
            os.kill(child, signal.SIGKILL)
        is_killed = self._wait(child)
        found = self._look(is_new=trial.is_new)
        assert is_killed or found == "new", f"finished, but {found}"
        self._check_neighbours()
        self.writer.write(1, self.target)
        assert held(self.target) == self.whole[1], "the next writing is not whole"
        self._check_neighbours()
        self._check_alone(is_new=trial.is_new)
        return found if is_killed else "finished"

    def _wait(self, child: int) -> bool:
        """Return whether a process was killed."""
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert status in {0, -signal.SIGKILL}, f"the writer failed with {status}"
        return status != 0

    def _look(self, *, is_new: bool) -> str:
        try:
            found = held(self.target)
        except FileNotFoundError:
            assert is_new, "the old is lost"
            return "nothing"
        except FormatError as error:
            codes = {problem.code for problem in error.problems}
            if is_new and codes <= {"torn", "missing-file"}:
                return "nothing"
            raise
        assert found in self.whole[is_new:], "torn"
        return "new" if found == self.whole[1] else "old"

    def _check_neighbours(self) -> None:
        for name in NEIGHBOURS:
            path = self.target.with_name(name.format(self.writer.name))
            assert path.read_text() == name, f"{path.name} was changed"

    def _check_alone(self, *, is_new: bool) -> None:
        expected = {name.format(self.writer.name) for name in (*NEIGHBOURS, "{}")}
        names = {path.name for path in self.target.parent.iterdir()}
        assert names == expected, f"left behind: {names - expected}"
        mode = self.target.stat().st_mode & 0o777
        if self.target.is_dir():
            inside = {path.name for path in self.target.iterdir()}
            tables = {path.name for path in (self.base / "1" / self.writer.name).iterdir()}
            assert inside == (tables if is_new else tables | {NOTES}), f"left inside: {inside}"
            assert is_new or (self.target / NOTES).read_text() == "mine"
        assert is_new or mode == (0o750 if self.target.is_dir() else 0o640), oct(mode)


def _fork(write: Callable[[], object], step: int, report: int | None = None) -> int:
    """Return the process of a writing that kills itself at a step."""
    child = os.fork()
    if child:
        return child
    count = 0

    def live(frame: FrameType, event: str, call: Any) -> None:
        nonlocal count
        if event in {"c_call", "c_return"} and _is_step(frame, call):
            count += 1
            if count == step:
                os.kill(os.getpid(), signal.SIGKILL)

    status = 1
    try:
        sys.setprofile(live)
        write()
        sys.setprofile(None)
        if report is not None:
            os.write(report, str(count).encode())
        status = 0
    finally:
        os._exit(status)


def _is_step(frame: FrameType, call: Any) -> bool:
    """Return whether a call goes to the system, or from our writers to what they write into."""
    if call.__module__ in {"fcntl", "posix"}:
        return call.__name__ not in LOOKS
    return frame.f_code.co_filename in ROOMS


def trials(stages: list[Stage], times: int, chance: random.Random) -> Iterator[tuple[Stage, Trial]]:
    """Yield so many deaths, by turns over the writers."""
    for number in range(times):
        stage = stages[number % len(stages)]
        is_new = chance.random() < 0.25
        steps = stage.count(is_new=is_new)
        if number // len(stages) % 3 == 2:
            yield stage, Trial(stage.writer, is_new, after=chance.uniform(1e-4, stage.seconds))
        else:
            yield stage, Trial(stage.writer, is_new, step=chance.randint(1, steps))


def main() -> int:
    """Kill writers, print what was found, and return 1 if anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=200, help="how many are killed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--commands", action="store_true", help="kill commands too, which are slow")
    parser.add_argument("--folder", type=Path, help="where to write (default: in memory)")
    parser.add_argument("--only", nargs="*", default=(), help="the names of what is written")
    args = parser.parse_args()
    base = Path(tempfile.mkdtemp(dir=args.folder or quick_folder()))
    # Folders have most steps.
    every = (*FUNCTIONS, *FOLDERS * 4, *COMMANDS * args.commands)
    writers = [one for one in every if one.name in args.only or not args.only]
    stages: dict[Writer, Stage] = {}
    for one in writers:
        if one not in stages:
            place = base / str(len(stages))
            place.mkdir()
            stages[one] = Stage(one, place)
    found, faults = Counter[str](), list[str]()
    chosen = trials([stages[one] for one in writers], args.times, random.Random(args.seed))  # noqa: S311
    for stage, trial in chosen:
        try:
            found[stage.try_out(trial)] += 1
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
            faults.append(f"{trial.writer.door} {trial.writer.name}, {trial[1:]}: {error!r}")
    shutil.rmtree(base)
    steps = sum(sum(stage.steps.values()) for stage in stages.values())
    told = ", ".join(f"{count} {word}" for word, count in sorted(found.items()))
    print(f"{args.times} writings of {len(stages)} writers with {steps} steps: {told}")  # noqa: T201
    print(f"{len(faults)} faults", *faults[:20], sep="\n  ")  # noqa: T201
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
