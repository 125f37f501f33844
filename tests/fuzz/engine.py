"""The structured fuzzer: seeded, so that each execution can be repeated by its number."""

# ruff: noqa: S311 - nothing is secret here

import contextlib
import hashlib
import json
import signal
import time
import traceback
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any

import attrs

from fuzz.harness import BrokenPromise, Harness

__all__ = [
    "Finding",
    "Tally",
    "about",
    "execute",
    "explore",
    "random_of",
    "replay",
    "save",
    "watched",
]

HANGING = 20
"""After how many seconds of the processor an execution is broken off."""
MEMORY = 200_000_000
"""How many bytes an execution may hold at once."""
_MEASURED = 5_000
_SHRINKING = 3.0
_INDEX_BITS = 40


class _HangingError(BaseException):
    """An execution does not end; a `BaseException`, so that no reader takes it for its own."""


@attrs.frozen
class Finding:
    """Something that should not have happened.

    Attributes:
        reader: The name of the harness.
        kind: What makes it the same as another finding.
        detail: What was seen.
        data: The input.
        nth: The number of the execution.
    """

    reader: str
    kind: str
    detail: str
    data: bytes
    nth: int


@attrs.define
class Tally:
    """What became of the executions of a reader so far."""

    executions: int = 0
    accepted: int = 0
    refused: int = 0
    seconds: float = 0.0
    findings: dict[str, int] = attrs.field(factory=dict)

    def add(self, outcome: "bool | Finding") -> None:
        """Count an execution."""
        self.executions += 1
        if isinstance(outcome, Finding):
            self.findings[outcome.kind] = self.findings.get(outcome.kind, 0) + 1
        else:
            self.accepted += outcome
            self.refused += not outcome


def random_of(harness: Harness, seed: int, index: int) -> Random:
    """Return what chooses in one execution, which its number alone tells."""
    name = zlib.crc32(harness.name.encode())
    return Random((((seed << 32) | name) << _INDEX_BITS) | index)


@contextlib.contextmanager
def watched() -> Iterator[None]:
    """Break off what hangs; where the system has no timer, it hangs."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise _HangingError

    before = signal.signal(signal.SIGPROF, stop)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def execute(harness: Harness, data: bytes, nth: int) -> "bool | Finding":
    """Run a harness on an input, and return whether it was accepted, or what was found."""
    begun = time.process_time()
    outcome = _once(harness, data, nth)
    if time.process_time() - begun > harness.patience and not isinstance(outcome, Finding):
        took = [_timed(harness, data, nth) for _ in range(2)]
        if min(took) > harness.patience:
            detail = f"{len(data):,} bytes take {min(took):.2f} seconds"
            return Finding(harness.name, "slow", detail, data, nth)
    return outcome


def _timed(harness: Harness, data: bytes, nth: int) -> float:
    begun = time.process_time()
    _once(harness, data, nth)
    return time.process_time() - begun


def _once(harness: Harness, data: bytes, nth: int) -> "bool | Finding":
    signal.setitimer(signal.ITIMER_PROF, HANGING)
    try:
        return harness.run(data, nth)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - whatever leaves a reader is a finding
        return Finding(harness.name, _kind(error), _detail(error), data, nth)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _kind(error: BaseException) -> str:
    """Return what an error has in common with others of the same fault."""
    if isinstance(error, BrokenPromise):
        return str(error.args[0])
    if isinstance(error, _HangingError):
        return "hangs"
    frames = traceback.extract_tb(error.__traceback__)
    ours = [one for one in frames if "tipdata" in Path(one.filename).parts]
    place = f"{Path(ours[-1].filename).name}:{ours[-1].name}" if ours else "outside"
    return f"{type(error).__name__} in {place}"


def _detail(error: BaseException) -> str:
    if isinstance(error, BrokenPromise):
        return str(error.args[1])
    try:
        return "".join(traceback.format_exception_only(error)).strip()[:1_000]
    except Exception:  # noqa: BLE001 - an error whose message cannot be made
        return type(error).__name__


def explore(
    harness: Harness,
    seed: int,
    tally: Tally,
    is_over: Callable[[Tally], bool],
    found: Callable[[Finding], None],
) -> None:
    """Run a harness until it is over, from where the tally stands.

    Args:
        harness: What to run.
        seed: Chooses the inputs, together with the number of each execution.
        tally: What became of earlier executions; it counts on.
        is_over: Whether to stop, asked before each execution.
        found: Takes the first finding of each kind.
    """
    with watched():
        # What is made once in a process takes seconds, which count for nothing.
        _once(harness, harness.make(random_of(harness, seed, 0)), 0)
        while not is_over(tally):
            nth, begun = tally.executions, time.perf_counter()
            data = harness.make(random_of(harness, seed, nth))
            measure = _measured if nth % _MEASURED == _MEASURED - 1 else execute
            outcome = measure(harness, data, nth)
            if isinstance(outcome, Finding) and outcome.kind not in tally.findings:
                found(outcome if outcome.kind in {"slow", "hangs"} else shrunk(harness, outcome))
            tally.add(outcome)
            tally.seconds += time.perf_counter() - begun


def _measured(harness: Harness, data: bytes, nth: int) -> "bool | Finding":
    """Run a harness once as `execute` does, and see how much memory it takes."""
    tracemalloc.start()
    try:
        outcome = _once(harness, data, nth)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    if peak > MEMORY and not isinstance(outcome, Finding):
        detail = f"{len(data):,} bytes take {peak:,} bytes of memory"
        return Finding(harness.name, "much memory", detail, data, nth)
    return outcome


def shrunk(harness: Harness, finding: Finding) -> Finding:
    """Return the same finding with a smaller input, as far as a few seconds suffice."""
    until = time.perf_counter() + _SHRINKING
    step = max(len(finding.data) // 2, 1)
    while step and time.perf_counter() < until:
        at, is_smaller = 0, False
        while at < len(finding.data) and time.perf_counter() < until:
            data = finding.data[:at] + finding.data[at + step :]
            again = _once(harness, data, finding.nth)
            if isinstance(again, Finding) and again.kind == finding.kind:
                finding, is_smaller = again, True
            else:
                at += step
        step = step // 2 if step > 1 or not is_smaller else 1
    return finding


def save(finding: Finding, folder: Path, seed: int) -> Path:
    """Write an input and what was found with it, and return the path of the input."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{finding.reader}-{hashlib.sha256(finding.data).hexdigest()[:10]}.input"
    path.write_bytes(finding.data)
    known: dict[str, Any] = attrs.asdict(finding) | {"seed": seed}
    del known["data"]
    path.with_suffix(".json").write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
    return path


def about(path: Path) -> dict[str, Any]:
    """Return what is known of an input that was found."""
    beside = path.with_suffix(".json")
    known: dict[str, Any] = json.loads(beside.read_text("utf-8")) if beside.is_file() else {}
    return known


def replay(harness: Harness, data: bytes, nth: int = 0) -> "bool | Finding":
    """Run one input again, by default with every oracle."""
    with watched():
        return execute(harness, data, nth)
