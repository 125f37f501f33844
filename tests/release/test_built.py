"""The wheel and the source distribution hold what belongs in them, and nothing else."""

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.release

ROOT = Path(__file__).parents[2]
METADATA = {
    "METADATA",
    "RECORD",
    "WHEEL",
    "entry_points.txt",
    "licenses/LICENSE",
    "licenses/LICENSES/Unicode-3.0.txt",
    "licenses/NOTICE",
}
UNREAD = {"data/README.md", "data/SHA256SUMS", "py.typed"}
"""What is in the package for people and for type checkers."""


def run(*command: str | Path, cwd: Path = ROOT) -> str:
    """Return what a command prints; one that fails shows its error."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def build(source: Path, target: Path, *options: str) -> Path:
    """Build what the options name, by default both, with the hatchling that is installed."""
    run(sys.executable, "-m", "build", "--no-isolation", *options, "--outdir", target, cwd=source)
    return target


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a wheel, built from the sdist beside it."""
    return build(ROOT, tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def wheel(built: Path) -> dict[str, bytes]:
    """Return the files of the wheel."""
    (path,) = built.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def source(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that the sdist unpacks to."""
    (path,) = built.glob("*.tar.gz")
    folder = tmp_path_factory.mktemp("sdist")
    with tarfile.open(path) as archive:
        archive.extractall(folder, filter="data")
    (unpacked,) = folder.iterdir()
    return unpacked


def tracked(*paths: str) -> set[str]:
    """Return the files that git knows."""
    return set(run("git", "ls-files", "-z", *paths).split("\0")) - {""}


def test_the_wheel_is_the_package(wheel: dict[str, bytes]) -> None:
    """The wheel has each tracked file of src/tipdata, byte for byte, its metadata, and no more."""
    package = {name for name in wheel if name.startswith("tipdata/")}
    assert {f"src/{name}" for name in package} == tracked("src")
    for name in package:
        assert wheel[name] == (ROOT / "src" / name).read_bytes(), name
    assert {name.partition(".dist-info/")[2] for name in wheel.keys() - package} == METADATA
    assert {"tipdata/py.typed", "tipdata/data/VERSION"} <= package


def test_the_wheel_has_the_licenses_it_names(wheel: dict[str, bytes]) -> None:
    """Each license file is in the wheel as it is here, and the metadata names all and an SPDX id."""
    (metadata,) = (data.decode() for name, data in wheel.items() if name.endswith("/METADATA"))
    header = metadata.partition("\n\n")[0].splitlines()
    named = [line.partition(": ")[2] for line in header if line.startswith("License-File: ")]
    assert sorted(named) == ["LICENSE", "LICENSES/Unicode-3.0.txt", "NOTICE"]
    for name in named:
        (data,) = (data for path, data in wheel.items() if path.endswith(f"/licenses/{name}"))
        assert data == (ROOT / name).read_bytes()
    assert "License-Expression: MIT AND CC-BY-4.0 AND Unicode-3.0" in header


def test_the_sdist_is_the_repository(source: Path) -> None:
    """The sdist has each tracked file but those of the gate, its metadata, and no more."""
    found = {path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()}
    gate = {name for name in tracked() if name.startswith(".ci/")} | {".gitattributes"}
    assert found - {"PKG-INFO"} == tracked() - gate
    for name in found - {"PKG-INFO"}:
        assert (source / name).read_bytes() == (ROOT / name).read_bytes(), name


def test_the_repository_and_the_sdist_build_one_wheel(
    built: Path, source: Path, tmp_path: Path
) -> None:
    """A wheel from the repository, one from the sdist and one by way of it have the same bytes."""
    (path,) = built.glob("*.whl")
    for folder, origin in (("a", ROOT), ("b", source)):
        again = build(origin, tmp_path / folder, "--wheel") / path.name
        assert again.read_bytes() == path.read_bytes()


def test_every_file_of_the_package_is_read(tmp_path: Path) -> None:
    """Each file beside the code is opened in the course of what the library offers.

    The schemas are there for other programs; another test compares them with the code.
    """
    script = f"""
import sys
opened = set()
sys.addaudithook(lambda event, given: opened.add(str(given[0])) if event == "open" else None)
import tipdata
from tipdata import page
from tipdata.countries import default
from tipdata.countries.grouping import groups
tip = tipdata.load()
for version in tipdata.data_versions():
    tipdata.load(data_version=version).counts()
tipdata.load("central-asia-2021")
default().resolve("Norge")
tip.evidence("KAZ", 2021)
tip.where(group="eu").counts()
[scheme.sources for scheme in groups()]
page.write({str(tmp_path / "page.html")!r})
print("\\n".join(opened))
"""
    opened = run(sys.executable, "-c", script).splitlines()
    package = ROOT / "src" / "tipdata"
    names = {name.removeprefix("src/tipdata/") for name in tracked("src")}
    beside = {name for name in names if not name.endswith(".py") and "/schemas/" not in name}
    read = {os.path.relpath(path, package) for path in opened if str(package) in path}
    assert beside - read == UNREAD
