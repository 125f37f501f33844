"""Run every benchmark that has figures, each in a process of its own, as one table.

Run: python -m benchmarks --json run.json --markdown run.md
A benchmark has figures if it has a function `measures`. With `--before`, each
benchmark also runs on the tipdata of another folder, in turn with this one.
With `--compare`, figures worse than those of a stored run are told, and the
status is 1.
"""

import argparse
import ast
import importlib
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import attrs

FOLDER = Path(__file__).parent
sys.path.insert(0, str(FOLDER))  # as for a benchmark that is run by itself

from measure import Measure  # noqa: E402
from runs import Line, Run, machine, over, slips, versions  # noqa: E402


def names() -> list[str]:
    """Return the names of the benchmarks that have figures."""
    found: list[str] = []
    for path in sorted(FOLDER.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if any(isinstance(n, ast.FunctionDef) and n.name == "measures" for n in tree.body):
            found.append(path.stem)
    return found


def figures(name: str, *, quick: bool) -> str:
    """Return the figures of one benchmark, measured in this process, as JSON."""
    found = importlib.import_module(name).measures(quick)
    return json.dumps([attrs.asdict(one) for one in found])


def measured(name: str, *, quick: bool, source: Path | None = None) -> list[Measure] | None:
    """Return the figures of a benchmark from a process of its own.

    An earlier tipdata may lack what a benchmark needs, and then has none.

    Args:
        name: The benchmark.
        quick: Whether to measure little.
        source: The folder to import tipdata from, if not the installed one.
    """
    command = [sys.executable, __file__, "--one", name, *(["--quick"] if quick else [])]
    run = subprocess.run(
        command, env=_importing(source), capture_output=True, text=True, check=False
    )
    if run.returncode:
        if source is None:
            sys.exit(f"{run.stderr}{name} failed")
        why = run.stderr.strip().rpartition("\n")[2]
        print(f"{name} does not run on the earlier tipdata: {why}", file=sys.stderr)
        return None
    return [Measure(**one) for one in json.loads(run.stdout.splitlines()[-1])]


def _importing(source: Path | None) -> dict[str, str]:
    return {**os.environ, **({"PYTHONPATH": str(source)} if source else {})}


def _version(folder: Path) -> str:
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])


def run_all(chosen: list[str], *, quick: bool, before: Path | None) -> Run:
    """Return the figures of the benchmarks."""
    source = None if before is None else before / "src"
    lines: list[Line] = []
    for name in chosen:
        print(name, file=sys.stderr)
        earlier = source and measured(name, quick=quick, source=source)
        then = {one.work: one.value for one in earlier or ()}
        found = measured(name, quick=quick) or ()
        lines += (Line(name, one, then.get(one.work)) for one in found)
    return Run(machine(), versions(), tuple(lines), None if before is None else _version(before))


def a_clone(text: str) -> Path:
    """Return the folder of a clone; what is none is refused before anything is measured."""
    if not (Path(text) / "src" / "tipdata").is_dir():
        raise argparse.ArgumentTypeError(f"no src/tipdata in {text}")
    return Path(text)


def a_run(text: str) -> Run:
    """Return a stored run; what is none is refused before anything is measured."""
    try:
        return Run.read(Path(text))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise argparse.ArgumentTypeError(f"{text} is not a stored run: {error}") from error


def main() -> int:
    """Run what the arguments ask for, and return the status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", nargs="+", metavar="NAME", help="the benchmarks to run")
    parser.add_argument("--quick", action="store_true", help="measure little, to try the command")
    parser.add_argument(
        "--before", type=a_clone, metavar="FOLDER", help="a clone of another version"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the run in a file")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the table to a file")
    parser.add_argument("--compare", type=a_run, metavar="FILE", help="a stored run")
    parser.add_argument("--tolerance", type=float, default=1.2, help="how many times is worse")
    parser.add_argument("--one", metavar="NAME", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(figures(given.one, quick=given.quick))
        return 0
    known = names()
    chosen = given.only or known
    for name in chosen:
        if name not in known:
            parser.error(f"there is no benchmark {name!r} with figures; there are {known}")
    run = run_all(chosen, quick=given.quick, before=given.before)
    print(run.as_markdown(), end="")
    if given.json:
        given.json.write_text(run.as_json(), encoding="utf-8")
    if given.markdown:
        given.markdown.write_text(run.as_markdown(), encoding="utf-8")
    for sentence in over(run.lines):
        print(f"over: {sentence}", file=sys.stderr)
    worse = []
    if given.compare:
        kept = tuple(line for line in given.compare.lines if line.benchmark in chosen)
        worse = [*slips(run, attrs.evolve(given.compare, lines=kept), given.tolerance)]
    for sentence in worse:
        print(f"worse: {sentence}", file=sys.stderr)
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
