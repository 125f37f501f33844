"""What one call costs: seconds and the most memory it takes, in a process of its own.

Benchmarks that compare broken input with sound input share this module. It
needs Linux, where a process can reset the peak of its memory.
"""

import gc
import os
import pickle
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

Work = Callable[[], object]
"""Does what is measured."""

_PEAK, _NOW = "VmHWM", "VmRSS"
_RESET_PEAK = "5"


class Cost(NamedTuple):
    """What one call cost: seconds, and the megabytes that it took beyond its input."""

    seconds: float
    megabytes: float


def cost_of(prepare: Callable[[], Work]) -> Cost:
    """Return what the call of a prepared function costs.

    A forked process prepares the input, forgets the peak of its memory so far,
    and makes the call, so that no case warms up another one. An error that the
    call raises is part of the work, and so is its message.
    """
    readable, writable = os.pipe()
    child = os.fork()
    if not child:
        status = 1
        try:
            os.close(readable)
            found = pickle.dumps(tuple(_measure(prepare())))
            os.write(writable, found)
            status = 0
        finally:
            os._exit(status)
    os.close(writable)
    with os.fdopen(readable, "rb") as answer:
        found = answer.read()
    _, status = os.waitpid(child, 0)
    if status or not found:
        raise RuntimeError(f"a measured process ended with status {status}")
    return Cost(*pickle.loads(found))  # noqa: S301 - written by our own process


def _measure(work: Work) -> Cost:
    gc.collect()
    Path("/proc/self/clear_refs").write_text(_RESET_PEAK, encoding="ascii")
    before = _memory(_NOW)
    start = time.process_time()
    try:
        kept = work()
    except (LookupError, ValueError) as error:
        kept = str(error)
    seconds = time.process_time() - start
    peak = _memory(_PEAK) - before
    del kept
    return Cost(seconds, max(peak, 0) / 1024)


def _memory(name: str) -> int:
    """Return a figure of this process in kibibytes."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1])


def ratio(one: float, other: float, least: float) -> str:
    """Return how many times one figure is another; what is below `least` is noise."""
    return f"{max(one, least) / max(other, least):.1f}"


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table of Markdown, the first column left-aligned."""
    first, *others = heads
    lines = [[first, *others], [":--", *("--:" for _ in others)], *map(list, rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
