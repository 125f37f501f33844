"""The command that runs all benchmarks: what it finds, keeps and compares."""

import ast
import importlib
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import pytest

ROOT = Path(__file__).parent.parent
BENCHMARKS = ROOT / "benchmarks"


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module of runs, which imports the others of its folder by their names."""
    monkeypatch.syspath_prepend(BENCHMARKS)
    for name in ("measure", "runs"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return importlib.import_module("runs")


def _run(runs: ModuleType, machine: str = "here", **figures: tuple[float, str]) -> Any:
    lines = (
        runs.Line("made up", runs.Measure(work, value, unit, at_most=2))
        for work, (value, unit) in figures.items()
    )
    return runs.Run(machine, {"tipdata": "1"}, tuple(lines))


def test_a_run_reads_what_it_wrote(runs: ModuleType, tmp_path: Path) -> None:
    """A stored run comes back equal, with its earlier figures."""
    run = _run(runs, a=(1.5, "times"), b=(300, "ms"))
    lines = tuple(attrs.evolve(line, before=3) for line in run.lines)
    run = attrs.evolve(run, earlier="0.1.0", lines=lines)
    path = tmp_path / "run.json"
    path.write_text(run.as_json(), encoding="utf-8")
    assert runs.Run.read(path) == run


def test_a_table_has_a_row_for_each_figure(runs: ModuleType) -> None:
    """The table has what is done, the earlier figure if there is one, the figure and any limit."""
    run = _run(runs, a=(1.5, "times"), b=(1300.4, "ms"))
    assert run.as_markdown().splitlines()[2:] == [
        "| work | now | at most |",
        "| :-- | --: | --: |",
        "| a | 1.5 | 2 |",
        "| b (ms) | 1,300 | 2 |",
    ]
    earlier = attrs.evolve(run, earlier="0.1.0", lines=(attrs.evolve(run.lines[0], before=3.214),))
    assert earlier.as_markdown().splitlines()[2:] == [
        "| work | 0.1.0 | now | at most |",
        "| :-- | --: | --: | --: |",
        "| a | 3.21 | 1.5 | 2 |",
    ]
    free = [
        attrs.evolve(line, measure=attrs.evolve(line.measure, at_most=None)) for line in run.lines
    ]
    assert run.table(free).splitlines() == [
        "| work | now |",
        "| :-- | --: |",
        "| a | 1.5 |",
        "| b (ms) | 1,300 |",
    ]


def test_a_slip_is_told(runs: ModuleType) -> None:
    """What is worse by more than the tolerance is told, and so is what is not there."""
    stored = _run(runs, a=(1, "times"), b=(1, "times"), gone=(5, "ms"))
    now = _run(runs, a=(1.21, "times"), b=(1.2, "times"), new=(9, "ms"))
    assert [*runs.slips(now, stored, 1.2)] == [
        "a: 1.21, which was 1",
        "gone: not measured; it was 5 ms",
    ]
    assert not [*runs.slips(stored, stored, 1)]


def test_times_are_compared_on_one_machine(runs: ModuleType) -> None:
    """Another machine's times are not compared, its ratios, bytes and misses are."""
    units = dict.fromkeys(("s", "ms", "µs a record", "ns a row"), False)
    units |= dict.fromkeys(("times", "bytes a row", "MB", "MiB", "%"), True)
    for unit, portable in units.items():
        stored, now = _run(runs, "there", a=(1, unit)), _run(runs, a=(3, unit))
        assert bool([*runs.slips(now, stored, 1.2)]) is portable
        assert [*runs.slips(attrs.evolve(now, machine="there"), stored, 1.2)]


def test_what_exceeds_its_limit_is_told(runs: ModuleType) -> None:
    """A figure may be as large as its limit, and no larger."""
    run = _run(runs, a=(2, "times"), b=(2.5, "ms"))
    assert [*runs.over(run.lines)] == ["b: 2.5 ms, and at most 2 ms was decided"]


def _with_figures() -> list[str]:
    trees = {p.stem: ast.parse(p.read_text(encoding="utf-8")) for p in BENCHMARKS.glob("*.py")}
    return sorted(
        name
        for name, tree in trees.items()
        if any(isinstance(node, ast.FunctionDef) and node.name == "measures" for node in tree.body)
    )


def _python(*words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, *words]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "Traceback" not in run.stderr, run.stderr
    return run


def test_an_unknown_benchmark_is_refused() -> None:
    """The names that there are stand in the message."""
    # By its path, since the oldest pyarrow installs a package of that name.
    run = _python(str(BENCHMARKS), "--only", "fraims")
    assert run.returncode == 2
    assert "no benchmark 'fraims'" in run.stderr
    assert all(repr(name) in run.stderr for name in _with_figures())


def test_the_page_has_the_figures_on_record(runs: ModuleType) -> None:
    """The page shows the run that is kept, of every benchmark, on one machine and its libraries."""
    kept = runs.Run.read(BENCHMARKS / "record.json")
    assert {line.benchmark for line in kept.lines} == {*_with_figures()}
    assert kept.earlier == "0.1.0"
    page = (ROOT / "docs" / "explanation" / "performance.md").read_text(encoding="utf-8")
    limited = [line for line in kept.lines if line.measure.at_most is not None]
    assert kept.table(limited) in page
    assert kept.table(line for line in kept.lines if line not in limited) in page
    over = ("No figure is", "One figure is", "Two figures are")[len([*runs.over(kept.lines)])]
    assert f"\n\n{over} over. " in page
    machine = kept.as_markdown().partition("\n\n")[0]
    assert machine in " ".join(page.split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--before", "docs"), "--before: no src/tipdata in docs"),
        (("--compare", "absent.json"), "--compare: absent.json is not a stored run: "),
        (("--compare", "CITATION.cff"), "--compare: CITATION.cff is not a stored run: "),
        (("--compare", "tests/fuzz/record.json"), "is not a stored run: "),
    ],
)
def test_what_is_wrong_is_told_before_the_long_part(words: tuple[str, ...], said: str) -> None:
    """A folder without tipdata and a file that is no run are refused before anything is run."""
    run = _python(str(BENCHMARKS), "--only", "changes", *words)
    assert run.returncode == 2
    assert said in run.stderr
    assert run.stdout == ""


@pytest.mark.integration
@pytest.mark.parametrize("name", _with_figures())
def test_every_benchmark_runs(name: str, tmp_path: Path) -> None:
    """Each gives figures of a name of its own, above zero but for what is missed."""
    path = tmp_path / "run.json"
    run = _python("-m", "benchmarks", "--quick", "--only", name, "--json", str(path))
    assert run.returncode == 0, run.stderr
    found = json.loads(path.read_text(encoding="utf-8"))
    assert {line["benchmark"] for line in found["lines"]} == {name}
    works = [line["measure"]["work"] for line in found["lines"]]
    assert len({*works}) == len(works)
    figures = [(line["measure"]["value"], line["measure"]["unit"]) for line in found["lines"]]
    assert all(value > 0 or (value == 0 and unit == "%") for value, unit in figures)


@pytest.mark.integration
def test_a_run_beside_a_better_one_fails(tmp_path: Path) -> None:
    """The status is 1, and each figure that is worse is told."""
    path = tmp_path / "run.json"
    asked = ("-m", "benchmarks", "--quick", "--only", "changes")
    assert _python(*asked, "--json", str(path)).returncode == 0
    found = json.loads(path.read_text(encoding="utf-8"))
    for line in found["lines"]:
        line["measure"]["value"] /= 1000
    path.write_text(json.dumps(found), encoding="utf-8")
    worse = _python(*asked, "--compare", str(path))
    assert worse.returncode == 1
    assert worse.stderr.count("worse: ") == len(found["lines"])
