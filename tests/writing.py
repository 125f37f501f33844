"""Everything that writes a file or a folder, for the laws of writing."""

import contextlib
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import tipdata
from tipdata import Dataset, Person, TierRecord, export, page
from tipdata.cli import main
from tipdata.formats import followthemoney, json, jsonl, jsonld, package, popolo, workbook

__all__ = [
    "COMMANDS",
    "DATASETS",
    "FILES",
    "FOLDERS",
    "FUNCTIONS",
    "IS_ROOT",
    "NOBODY",
    "OWNER",
    "RECORDS",
    "WRITERS",
    "Writer",
    "held",
    "quick_folder",
]

IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
"""Whether nothing is forbidden."""

OWNER = (1234, 2345)
"""Somebody else and a group of theirs, to whom only root gives files."""

NOBODY = 65534
"""A user without rights, whom root can act as."""

RECORDS = tuple(tipdata.load().where(countries=code, since=2024) for code in ("KGZ", "UZB"))
DATASETS = tuple(Dataset(people=[Person(id=name, name=name)]) for name in ("ann", "ben"))
"""What is written: that of one generation of a file, and of the other."""


class Writer(NamedTuple):
    """A way to write a file or folder.

    Attributes:
        door: The public function as `doors.DOORS` names it, or the words of the command.
        name: The name of what is written, by whose suffix some choose a format.
        write: Writes one of two generations to a path.
    """

    door: str
    name: str
    write: Callable[[int, Path], object]


def _run(*words: str) -> None:
    """Run a command in silence.

    Raises:
        AssertionError: It fails, with what it says.
    """
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = main(words)
    assert code == 0, said.getvalue()


def _dump(door: str, name: str, dump: Callable[[Dataset, Path], object]) -> Writer:
    return Writer(door, name, lambda number, path: dump(DATASETS[number], path))


def _show(door: str, name: str, show: Callable[[Path, TierRecord], object]) -> Writer:
    return Writer(door, name, lambda number, path: show(path, RECORDS[number]))


FOLDER = Path(__file__).parent / "files"
GIVEN = (
    {"COUNTRY": "KGZ", "GROUP": "eu", "FILE": str(FOLDER / "version-1.json")},
    {"COUNTRY": "UZB", "GROUP": "asean", "FILE": str(FOLDER / "version-2.json")},
)
"""What commands are given for one generation, and for the other."""


def _command(name: str, words: str) -> Writer:
    """Return a writer that is a command, with `OUT` for the path."""

    def write(number: int, path: Path) -> None:
        given = {"OUT": str(path), "PLACEMENTS": str(FOLDER / "version-2" / "assessments.csv")}
        given |= GIVEN[number]
        _run(*(given.get(word, word) for word in words.split()))

    return Writer(words.split(maxsplit=1)[0], name, write)


FUNCTIONS = (
    _dump("tipdata.write", "tiers.ndjson", tipdata.write),
    _show("tipdata.export.write", "tiers.csv", export.write),
    _show("tipdata.page.write", "tiers.html", page.write),
    _dump("tipdata.formats._text.TextFormat.dump", "tiers.json", json.dump),
    _dump("tipdata.formats._text.TextFormat.dump", "tiers.jsonl", jsonl.dump),
    _dump("tipdata.formats._standards.Standard.dump", "ftm.json", followthemoney.dump),
    _dump("tipdata.formats._standards.Standard.dump", "popolo.json", popolo.dump),
    _dump("tipdata.formats.jsonld.dump", "tiers.jsonld", jsonld.dump),
    _dump("tipdata.formats.workbook.dump", "tiers.xlsx", workbook.dump),
    _dump("tipdata.formats.package.dump", "tiers.zip", package.dump),
)
COMMANDS = (
    _command("cases.json", "convert FILE OUT"),
    _command("tiers.csv", "export OUT --group GROUP"),
    _command("tiers.html", "page OUT"),
    _command("tiers.png", "plot timeline COUNTRY OUT"),
    _command("cases.xlsx", "template OUT --replace"),
    _command(
        "tiers.csv", "attach PLACEMENTS --country country --year year --prefix new_ --out OUT"
    ),
)
FILES = (*FUNCTIONS, *COMMANDS)
FOLDERS = (
    _dump("tipdata.write", "tables", tipdata.write),
    _dump("tipdata.formats.package.dump", "tables", package.dump),
)
WRITERS = (*FILES, *FOLDERS)


def held(path: Path) -> bytes:
    """Return what a file holds, or the package that one reads in a folder."""
    return package.dumps(tipdata.read(path)) if path.is_dir() else path.read_bytes()


def quick_folder() -> str | None:
    """Return where files are in memory, on systems that have such a place."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
