"""The same input gives the same answer: in every process, and however Python was told to run."""

import functools
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

import digests

HELPER = Path(digests.__file__)


@functools.cache
def elsewhere(seed: str, *options: str, whole: bool) -> Mapping[str, str]:
    """Return the digests of another process, of which the seed of hashes is known."""
    environ = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)}
    words = [*options, str(HELPER), *(["whole"] if whole else [])]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", *words],
        env=environ,
        capture_output=True,
        text=True,
        check=True,
    )
    found: Mapping[str, str] = json.loads(done.stdout.rpartition("\n")[2])
    return found


def test_answers_and_problems_are_those_of_every_process() -> None:
    """Hashes order sets differently in each process, and `-OO` drops docstrings and assertions."""
    here = digests.digests(whole=False)
    assert len(here) > 30
    assert elsewhere("1", "-OO", whole=False) == here


@pytest.mark.long
@pytest.mark.parametrize(("seed", "options"), [("1", ()), ("2", ("-OO",))])
def test_files_pages_and_plots_are_those_of_every_seed(seed: str, options: tuple[str, ...]) -> None:
    """Exports, the page, plots, workbooks and neighbouring formats: the same bytes."""
    assert elsewhere(seed, *options, whole=True) == elsewhere("0", whole=True)
