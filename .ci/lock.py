"""Pin everything that the gate installs for development, with the hashes of its files.

It needs the dependency group `release`, and asks the package index.

python .ci/lock.py check           fail if requirements-dev.txt is not what pyproject.toml asks for
python .ci/lock.py renew           pin the newest versions of everything
python .ci/lock.py renew ruff uv   pin the newest versions of these, and keep the other pins
"""

import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path

LOCK = Path("requirements-dev.txt")


def resolve(target: Path, upgrade: Sequence[str]) -> None:
    """Write the pins to a file; those that it has stay unless they are to be upgraded."""
    with Path("pyproject.toml").open("rb") as file:
        groups = tomllib.load(file)["dependency-groups"]
    command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--quiet"]
    command += ["--universal", "--python-version=3.11", "--all-extras", "--generate-hashes"]
    command += ["--no-emit-package=tipdata", f"--output-file={target}"]
    command += ["--custom-compile-command=python .ci/lock.py renew", *upgrade]
    command += [f"--group={name}" for name in groups if name != "fuzz"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def pins(path: Path) -> list[str]:
    """Return the lines with a version; an index may come to have more files of one version."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.removesuffix(" \\") for line in lines if "==" in line and line[0].isalnum()]


def check() -> None:
    """Resolve with what is pinned, and compare."""
    with tempfile.TemporaryDirectory() as folder:
        resolved = Path(folder, LOCK.name)
        shutil.copy(LOCK, resolved)
        resolve(resolved, [])
        differing = sorted(set(pins(LOCK)) ^ set(pins(resolved)))
    if differing:
        lines = "\n  ".join(differing)
        sys.exit(f"{LOCK} is stale; run `python .ci/lock.py renew`:\n  {lines}")
    print(f"{LOCK}: {len(pins(LOCK))} pins, as pyproject.toml asks")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["check"]:
            check()
        case ["renew"]:
            resolve(LOCK, ["--upgrade"])
        case ["renew", *names]:
            resolve(LOCK, [f"--upgrade-package={name}" for name in names])
        case _:
            sys.exit(__doc__)
