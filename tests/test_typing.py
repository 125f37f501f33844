"""The types are true at run time too, and type checkers see the same in them."""

import json
import os
import re
import subprocess
import sys
import sysconfig
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
    typed_consumer.days(tipdata.load())
    answers = typed_consumer.answers()
    assert answers
    assert all(isinstance(tier, Tier) for tier in answers)
    assert {act.country for act in typed_consumer.acts()} == {"CUB"}


@pytest.mark.checkers
@pytest.mark.parametrize("checker", CHECKERS)
def test_type_checkers_find_the_wrong_lines_and_no_others(checker: str, tmp_path: Path) -> None:
    """Wrong calls and misspelled names are errors to each type checker, and nothing else is."""
    text = CONSUMER.read_text(encoding="utf-8")
    wrong = {
        number
        for number, line in enumerate(text.splitlines(), 1)
        if "# type: ignore" in line and f"# unseen by {checker}" not in line
    }
    copy = tmp_path / "consumer.py"
    copy.write_text(re.sub(r"  # type: ignore\[.*?\]", "", text), encoding="utf-8")
    strict = {"typeCheckingMode": "strict", "extraPaths": [HOME]}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(strict), encoding="utf-8")
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    if sysconfig.get_path("purelib") != HOME:
        environ["MYPYPATH"] = HOME
    command = [*CHECKERS[checker], copy.name]
    run = subprocess.run(
        command, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False
    )
    lines = [line for line in run.stdout.splitlines() if "error" in line.lower()]
    found = {int(n) for line in lines for n in re.findall(r"consumer\.py:(\d+)", line)}
    assert found == wrong, run.stdout + run.stderr
