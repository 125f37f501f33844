"""The harness of the command line."""

import contextlib
import functools
import io
import os
from pathlib import Path
from random import Random

import tipdata
from commands import COMMANDS, arguments_of, write_files_for_examples
from fuzz.archives import scratch
from fuzz.documents import SPARSE
from fuzz.draws import Draw
from fuzz.harness import Harness, expect
from fuzz.oracles import MOST_LINE, check_refusal, is_printable, quiet
from fuzz.tables import _drawn, _drawn_damage
from tipdata.cli import main
from tipdata.cli._parser import Parser
from tipdata.errors import TipdataError

__all__ = ["HARNESSES"]

_DEAR = {
    "plot",
    "page",
    "export",
    "attach",
    "convert",
    "diff",
    "template",
    "edition review",
    "check",
}
"""Commands that take long, which are run more seldom."""

_VALUES: tuple[str, ...] = (
    *(
        "2021",
        "2025",
        "2026",
        "2001",
        "1999",
        "20 21",
        "٢٠٢١",
        "-1",
        "2021.0",
        "0",
        "9" * 400,
        "1e3",
    ),
    *("KAZ", "Kazakhstan", "Kazakstan", "Kyrgyz Republic", "NA", "China; Hong Kong", "Congo", "zz"),
    *(
        "Tier 2",
        "2WL",
        "Tier 4",
        "Tier 1=33",
        "Tier 1=x",
        "eu",
        "cis",
        "wb_region",
        "SCA",
        "kelley",
    ),
    *("", " ", "-", "--", "---", "-x", "--json", "--x=1", "\0", "\x1b[31m", "\ud800", "x" * 5_000),
    *(
        "a=b",
        "=",
        "Congo=COG",
        "2021-07-01",
        "2021-07",
        "country",
        "origin",
        "year",
        "shipped",
        "é",
    ),
    *("lots.csv", "trade.csv", "cases.xlsx", "cases.json", "before.json", "after.json", "list.txt"),
    *(
        "2026=list.txt",
        "tiers-2026.csv",
        "nothing.json",
        "out.csv",
        "out.json",
        "out",
        "out.svg",
        ".",
    ),
)


@functools.cache
def _folder() -> Path:
    """Return a folder with the files that the examples of the help read."""
    folder = scratch() / "commands"
    folder.mkdir()
    write_files_for_examples(folder)
    return folder


@functools.cache
def _words() -> tuple[tuple[tuple[str, ...], bool, tuple[str, ...]], ...]:
    """Return the words of each command, whether it takes long, and its options and their words."""
    found = []
    for name, command in COMMANDS.items():
        actions = arguments_of(command)
        options = [option for action in actions for option in action.option_strings]
        choices = [str(one) for action in actions for one in action.choices or ()]
        found.append((tuple(name.split()), name in _DEAR, (*options, *choices)))
    return tuple(found)


def _asked(draw: Draw) -> list[str]:
    """Return the words of a command line."""
    every = _words()
    first, is_dear, known = draw.choice(every)
    if is_dear and draw.below(32):
        first, is_dear, known = next(one for one in every if not one[1])
    words = [*first]
    words += [
        draw.choice(known if draw.below(2) and known else _VALUES)
        for _ in range(draw.choice((0, 1, 1, 2, 2, 3, 4)))
    ]
    if not draw.below(8):
        at = draw.below(len(words))
        words[at : at + draw.below(2)] = [draw.choice((*_VALUES, words[at] + "s", words[at][1:]))]
    return words


def _run(data: bytes, nth: int) -> bool:
    words = _asked(Draw(data))
    if any("/" in word for word in words):
        return False
    for length in (2, 1):
        name = " ".join(words[:length])
        if nth % SPARSE and name in COMMANDS:
            return _read(name, words[length:])
    return _answer(words)


@functools.cache
def _parser(name: str) -> Parser:
    """Return the parser of a command, which takes long to make."""
    return COMMANDS[name].parser()


def _read(name: str, words: list[str]) -> bool:
    """Read the words that follow a command, as far as it can be done without running it."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            _parser(name).read(words)
        except TipdataError as error:
            check_refusal(error)
            return False
        except SystemExit as end:
            expect("only help ends without an answer", end.code in (0, None), name, words)
        except Exception as error:
            if type(error).__module__ != Parser.__module__:
                raise
            if "--help" not in words and "-h" not in words:
                told = str(error)
                expect("a refusal is one printable line", is_printable(told), name, words, told)
                expect("a refusal is short", 0 < len(told) < MOST_LINE, name, words, told)
                return False
    return True


def _answer(words: list[str]) -> bool:
    """Run a command, and look at what it prints and how it ends."""
    out, err = io.StringIO(), io.StringIO()
    with (
        contextlib.chdir(_folder()),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            code = quiet(lambda: main(words))
        except SystemExit as end:  # of `--help`
            code = end.code if isinstance(end.code, int) else 99
        _sweep(_folder())
    said, told = out.getvalue(), err.getvalue()
    expect("the exit status is one that is documented", code in {0, 1, 2, 130}, code, words)
    bug = next((one for one in ("Traceback", "this is a bug") if one in told), "")
    expect("no bug is reported", not bug, words, told[-800:])
    for text in (said, told):
        plain = text.replace("\n", "").replace("\t", "").removeprefix("\ufeff")
        odd = [one for one in plain if not is_printable(one)][:5]
        expect("nothing unprintable is printed", not odd, words, odd, text[-300:])
    if code == 2:
        expect("what is refused is told", "tipdata: " in told, words, told[:300])
        expect("a refusal is short", len(told) < 5_000, words, len(told))
    return code == 0


def _sweep(folder: Path) -> None:
    """Remove what a command wrote, so that the next one finds what the first one found."""
    known = _listed(folder)
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name not in known and entry.is_file():
                Path(entry.path).unlink()


@functools.cache
def _listed(folder: Path) -> frozenset[str]:
    return frozenset(path.name for path in folder.iterdir())


def _ready(chance: Random) -> bytes:
    _listed(_folder())
    tipdata.load()
    return _drawn(chance)


HARNESSES = (Harness("commands", ("tipdata.cli.main",), _ready, _run, _drawn_damage, 10.0),)
