"""The commands, and how they are run, for tests."""

import argparse
import shlex
from pathlib import Path

import pytest

import tipdata
from tipdata.cli import _running, main
from tipdata.cli._commands import Command, Group

TIP = tipdata.load()
GROUPS = {name: one for name, one in _running.COMMANDS.items() if isinstance(one, Group)}


def every_command() -> dict[str, Command]:
    """Return all commands by their words."""
    single = {name: one for name, one in _running.COMMANDS.items() if isinstance(one, Command)}
    double = {f"{name} {one.name}": one for name, group in GROUPS.items() for one in group.commands}
    return single | double


COMMANDS = every_command()


def arguments_of(command: Command) -> list[argparse.Action]:
    """Return the arguments of a command."""
    return command.parser()._actions


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Run a command, and return its exit code and what it prints to both streams."""
    code = main(words)
    out, err = capsys.readouterr()
    return code, out, err


def write_files_for_examples(folder: Path) -> None:
    """Write the files that the examples of the help read."""
    with_tiers = TIP.template(2026).to_csv().splitlines()
    tier = {one.country.alpha_3: one.tier.value for one in TIP.placements(2025)}
    filled = (
        f"{line[: -len(',2026') - 1]},{tier[line[:3]]},2026"
        for line in with_tiers[1:]
        if line[:3] in tier
    )
    table = "\n".join([with_tiers[0], *filled])
    listed = (
        f"{name}\n" + "\n".join(c.label for c in TIP.placements(2025).on(name))
        for name in tipdata.Tier
    )
    texts = {
        "tiers-2026.csv": table,
        "list.txt": "\n".join(listed),
        "lots.csv": "origin,shipped\nKazakhstan,2021-08-01\n",
        "trade.csv": "partner,year\nKazakhstan,2021\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    seed = tipdata.load("central-asia-2021")
    for name in ("before.json", "cases.xlsx", "cases.json"):
        tipdata.write(seed, folder / name)
    tipdata.write(seed.without(seed.person("nazifa-kamalova")), folder / "after.json")


def words_of(example: str) -> tuple[list[str], str]:
    """Return the words of an example, and the file that what it prints goes to."""
    asked, _, target = example.partition(" > ")
    return shlex.split(asked), target
