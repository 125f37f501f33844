"""One figure of a benchmark, and how what it compares is timed: in turn, the fastest counts."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs

EXACT = 1000
"""From here on, a figure is printed with all its digits."""

# With this set, every process would compile the sources anew.
ENVIRON = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@attrs.frozen
class Measure:
    """One figure.

    Attributes:
        work: What is done, and beside what.
        value: The figure.
        unit: What it counts; "times" where it is a ratio.
        at_most: What it should not exceed, where that has been decided.
    """

    work: str
    value: float
    unit: str = "times"
    at_most: float | None = None


def best(
    cases: Mapping[str, Callable[[], object]],
    runs: int,
    clock: Callable[[], float] = time.process_time,
) -> dict[str, float]:
    """Return the seconds of the fastest call of each case; the cases take turns."""
    times = {name: float("inf") for name in cases}
    for _ in range(runs):
        for name, work in cases.items():
            start = clock()
            work()
            times[name] = min(times[name], clock() - start)
    return times


def best_of_both(
    ours: Callable[[], object], theirs: Callable[[], object], runs: int
) -> tuple[float, float]:
    """Return the seconds of the fastest call of each of two works, whose answers are equal."""
    answers = ours(), theirs()
    assert answers[0] == answers[1], answers
    times = best({"ours": ours, "theirs": theirs}, runs)
    return times["ours"], times["theirs"]


def best_of_processes(cases: Mapping[str, Sequence[str]], runs: int) -> dict[str, float]:
    """Return the seconds from start to end of the fastest process of each case, taken in turn.

    A case is the arguments of a Python. Each runs once more before it is timed,
    to fill the cache of files and to write byte code.
    """

    def work(arguments: Sequence[str]) -> Callable[[], object]:
        command = [sys.executable, *arguments]
        return lambda: subprocess.run(command, check=True, env=ENVIRON, stdout=subprocess.DEVNULL)

    works = {name: work(arguments) for name, arguments in cases.items()}
    best(works, 1)
    return best(works, runs, time.perf_counter)


def least_printed(code: str, runs: int) -> float:
    """Return the least number that fresh processes of Python print which run some code.

    It is for what happens once in a process. One more runs first, as above.
    """
    command = [sys.executable, "-c", code]
    printed = (
        subprocess.run(command, check=True, env=ENVIRON, capture_output=True, text=True).stdout
        for _ in range(runs + 1)
    )
    return min([float(one) for one in printed][1:])


def peak_bytes() -> int:
    """Return the most memory that this process has had so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def show(measures: Iterable[Measure]) -> None:
    """Print a line for each measure."""
    for one in measures:
        limit = "" if one.at_most is None else f"   at most {one.at_most:g}"
        value = f"{one.value:,.0f}" if one.value >= EXACT else f"{one.value:.4g}"
        print(f"{one.work:64} {value:>10} {one.unit}{limit}")
