"""The pins of the development environment, held against what `pyproject.toml` asks for."""

import itertools
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
ENTRIES = [
    entry for entry in re.sub(r"(?m)^ *#.*\n?", "", LOCK).replace("\\\n", "").splitlines() if entry
]


def asked() -> Iterator[Requirement]:
    """Yield what pyproject.toml asks for, in dependencies, extras and groups."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        data = tomllib.load(file)
    extras = data["project"]["optional-dependencies"].values()
    groups = [given for name, given in data["dependency-groups"].items() if name != "fuzz"]
    lists = [data["build-system"]["requires"], data["project"]["dependencies"], *extras, *groups]
    yield from map(Requirement, itertools.chain.from_iterable(lists))


def test_a_pin_meets_each_requirement() -> None:
    """Every Python that is supported finds one pin of each requirement, and it meets its range."""
    pins = [Requirement(entry.partition("--hash")[0]) for entry in ENTRIES]
    for minor in (11, 12, 13, 14):
        version = f"3.{minor}"
        environment = {str(key): str(value) for key, value in default_environment().items()}
        environment |= {"python_version": version, "python_full_version": f"{version}.9"}
        fitting = [pin for pin in pins if not pin.marker or pin.marker.evaluate(environment)]
        locked = {canonicalize_name(pin.name): str(pin.specifier)[2:] for pin in fitting}
        assert len(locked) == len(fitting), "two pins of one package"
        for requirement in asked():
            if requirement.name != "tipdata":
                assert requirement.specifier.contains(locked[canonicalize_name(requirement.name)])


def test_each_pin_is_a_version_with_hashes_and_nothing_else() -> None:
    """An entry is a name, one version, a marker and hashes: no host, no folder, no option."""
    entry = r"[a-z0-9-]+==[0-9][0-9a-z.+]*( ; [a-z0-9_.<>=!'* ()]+)?( +--hash=sha256:[0-9a-f]{64})+"
    entries = [line for line in ENTRIES if not re.fullmatch(entry, line, re.IGNORECASE)]
    assert entries == []
    assert "/" not in LOCK.replace(".ci/lock.py", "")
    assert len(ENTRIES) > 200
