"""The fuzzer that coverage guides: atheris, where it is installed."""

# ruff: noqa: S311 - nothing is secret here

import importlib
import os
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from fuzz.engine import Finding, Tally, execute, random_of, watched

if TYPE_CHECKING:
    from fuzz.harness import Harness

__all__ = ["explore_covered", "is_installed"]

_SEEDS = 100
_LONGEST = 1 << 16


def is_installed() -> bool:
    """Tell whether atheris can run here."""
    return find_spec("atheris") is not None


def explore_covered(
    name: str,
    seed: int,
    tally: Tally,
    is_over: Callable[[Tally], bool],
    found: Callable[[Finding], None],
    end: Callable[[], None],
) -> None:
    """Run a harness until it is over, and end the process, as libFuzzer does.

    Args:
        name: The harness, whose module nobody has imported yet.
        seed: Chooses the inputs.
        tally: Counts them.
        is_over: Whether to stop.
        found: Takes the first finding of each kind.
        end: Called at the end, in the place of what else would run.
    """
    # It prints each module and each new path of the code.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    atheris: Any = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["tipdata"]):
        readers = importlib.import_module("fuzz.readers")
    harness: Harness = readers.READERS[name]

    def run(data: bytes) -> None:
        begun = time.perf_counter()
        outcome = execute(harness, data, tally.executions)
        if isinstance(outcome, Finding) and outcome.kind not in tally.findings:
            found(outcome)
        tally.add(outcome)
        tally.seconds += time.perf_counter() - begun
        if is_over(tally):
            end()
            os._exit(0)

    def mutate(data: bytes, most: int, number: int) -> bytes:
        chance = Random(number)
        if chance.random() < 0.4:
            changed: bytes = atheris.Mutate(data, most)
            return changed
        return harness.damage(data, chance)[:most]

    with tempfile.TemporaryDirectory() as folder, watched():
        for index in range(_SEEDS):
            data = harness.make(random_of(harness, seed, index))[:_LONGEST]
            Path(folder, str(index)).write_bytes(data)
        # The engine breaks off what hangs; libFuzzer, which ends the process, only comes after it.
        options = [f"-seed={seed}", f"-max_len={_LONGEST}", "-timeout=3600", "-rss_limit_mb=0"]
        words = ["fuzz", *options, "-verbosity=0", folder]
        atheris.Setup(words, run, custom_mutator=mutate)
        atheris.Fuzz()
