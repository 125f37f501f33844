"""Write a bill of materials (CycloneDX) of the wheel in a folder, beside it.

It needs the dependency group `release`, and asks the package index.

python .ci/bills.py FOLDER         write tipdata-VERSION.cdx.json, of what the wheel depends on
python .ci/bills.py FOLDER EXTRA   write tipdata-VERSION-EXTRA.cdx.json, of what an extra adds too

The versions are those of requirements-dev.txt.
"""

import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement

PROJECT = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]


def write(folder: Path, extra: str) -> None:
    """Write the bill of an environment that has the wheel, an extra, and nothing else."""
    version = PROJECT["version"]
    target = folder / f"tipdata-{version}{extra and f'-{extra}'}.cdx.json"
    wanted = f"tipdata[{extra}]=={version}"
    with tempfile.TemporaryDirectory() as name:
        environment, pins = Path(name, "venv"), Path(name, "pins.txt")
        pins.write_text("\n".join(pinned()), encoding="utf-8")
        run("venv", "--without-pip", environment)
        install: list[str | Path] = [
            "pip",
            "install",
            "--quiet",
            "--python",
            environment,
            "--constraint",
            pins,
        ]
        # From the folder, because a wheel that is named by its path leaves that path behind.
        run("uv", *install, "--find-links", folder, wanted)
        options = ["--pyproject", "pyproject.toml", "--mc-type", "library", "--spec-version", "1.6"]
        options += ["--output-reproducible", "--output-format", "JSON", "--validate"]
        run("cyclonedx_py", "environment", *options, "--output-file", target, environment)
        check(target, name)


def run(module: str, *arguments: str | Path) -> None:
    """Run a module of this environment."""
    subprocess.run([sys.executable, "-m", module, *arguments], check=True)


def pinned() -> Iterator[str]:
    """Yield the pins without their hashes, which constraints do not take."""
    for line in Path("requirements-dev.txt").read_text(encoding="utf-8").splitlines():
        if "==" in line and line[0].isalnum():
            yield line.removesuffix(" \\")


def check(bill: Path, environment: str) -> None:
    """Stop if a bill names a place on this machine, or not what the wheel depends on."""
    text = bill.read_text(encoding="utf-8")
    content = json.loads(text)
    root = content["metadata"]["component"]
    names = {part["bom-ref"]: part["name"] for part in content["components"]}
    (direct,) = (one for one in content["dependencies"] if one["ref"] == root["bom-ref"])
    needed = {Requirement(one).name for one in PROJECT["dependencies"]}
    places = [place for place in (environment, str(Path.cwd()), "file:") if place in text]
    if places:
        sys.exit(f"{bill} names {', '.join(places)}")
    if root["version"] != PROJECT["version"] or not needed <= set(names.values()):
        sys.exit(f"{bill} is not that of tipdata {PROJECT['version']}")
    if not needed <= {names[ref] for ref in direct["dependsOn"]} or root["name"] in names.values():
        sys.exit(f"{bill} does not say that tipdata depends on {', '.join(sorted(needed))}")
    print(f"{bill.name}: tipdata and {len(names)} other packages")


if __name__ == "__main__":
    match sys.argv[1:]:
        case [folder]:
            write(Path(folder).resolve(), "")
        case [folder, extra]:
            write(Path(folder).resolve(), extra)
        case _:
            sys.exit(__doc__)
