"""The types are true at run time too, and type checkers see the same in them.

`python tests/test_typing.py` prints what each type checker finds.
"""

import json
import os
import re
import subprocess
import sys
import sysconfig
import tempfile
from importlib.metadata import version
from pathlib import Path

import pytest

import tipdata
import typed_consumer
from tipdata import Tier

HOME = str(Path(tipdata.__file__).parents[1])
CONSUMER = Path(typed_consumer.__file__)
CHECKERS = {
    "mypy": ["mypy", "--strict", "--config-file=", "--cache-dir", os.devnull],
    "pyright": ["pyright"],
    "ty": ["ty", "check", "--output-format=concise", "--extra-search-path", HOME],
    "pyrefly": ["pyrefly", "check", "--preset=default", "--output-format=min-text"],
}
CHECKERS["ty"] += ["--python", sys.prefix]
CHECKERS["pyrefly"] += ["--search-path", HOME, "--python-interpreter-path", sys.executable]


def test_the_typed_consumer_runs() -> None:
    """What type checkers are promised is what a run gives."""
    typed_consumer.kept_acts()
    typed_consumer.acts()
    typed_consumer.groups()
    tip, story = tipdata.load(), tipdata.load("central-asia-2021")
    typed_consumer.tables(tip)
    typed_consumer.look_ups(tip)
    typed_consumer.days(tip)
    typed_consumer.results(tip)
    typed_consumer.records(story)
    assert typed_consumer.models().records
    answers = typed_consumer.answers()
    assert answers
    assert all(isinstance(tier, Tier) for tier in answers)
    assert {act.country for act in typed_consumer.acts()} == {"CUB"}


WRONG = {
    number
    for number, line in enumerate(CONSUMER.read_text(encoding="utf-8").splitlines(), 1)
    if "# type: ignore" in line
}
"""The lines of the consumer that are wrong on purpose."""


def check(checker: str, folder: Path) -> tuple[set[int], str]:
    """Return the lines that a checker calls errors once nothing is ignored, and its report."""
    text = CONSUMER.read_text(encoding="utf-8")
    copy = folder / "consumer.py"
    copy.write_text(re.sub(r"  # type: ignore\[.*?\]", "", text), encoding="utf-8")
    strict = {"typeCheckingMode": "strict", "extraPaths": [HOME]}
    (folder / "pyrightconfig.json").write_text(json.dumps(strict), encoding="utf-8")
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    if sysconfig.get_path("purelib") != HOME:
        environ["MYPYPATH"] = HOME
    command = [*CHECKERS[checker], copy.name]
    run = subprocess.run(
        command, cwd=folder, env=environ, capture_output=True, text=True, check=False
    )
    lines = [line for line in run.stdout.splitlines() if "error" in line.lower()]
    found = {int(n) for line in lines for n in re.findall(r"consumer\.py:(\d+)", line)}
    return found, run.stdout + run.stderr


@pytest.mark.checkers
@pytest.mark.parametrize("checker", CHECKERS)
def test_type_checkers_find_the_wrong_lines_and_no_others(checker: str, tmp_path: Path) -> None:
    """Wrong calls and misspelled names are errors to each type checker, and nothing else is."""
    found, report = check(checker, tmp_path)
    assert found == WRONG, report


def table() -> str:
    """Return, for each type checker, how many of the wrong lines it finds, and its false errors."""
    lines = ["| checker | mistakes found | false errors |", "|---|--:|--:|"]
    for checker in CHECKERS:
        with tempfile.TemporaryDirectory() as folder:
            found, _ = check(checker, Path(folder))
        name = f"{checker} {version(checker)}"
        lines.append(f"| {name} | {len(found & WRONG)} of {len(WRONG)} | {len(found - WRONG)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
