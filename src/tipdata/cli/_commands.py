"""What a command is: its summary and its arguments, said beside the function that runs it."""

import argparse
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import attrs

from tipdata._tables.columns import as_rows
from tipdata.problems import Problem

Answer = tuple[str, Sequence[Mapping[str, object]] | Mapping[str, object]]
"""What a command prints: its text, and the same as plain values for JSON."""


class Finding(NamedTuple):
    """The answer of a command that found errors in a file, which exits with 1."""

    text: str
    plain: Sequence[Mapping[str, object]] | Mapping[str, object]


_Argument = Callable[[Any], object]  # adds an argument to a parser, or to a group of one


# How arguments of functions that messages name are given here.
_OPTIONS = (
    (re.compile(r"\bverify=False"), "--edited"),
    (re.compile(r"\bencoding='([^']+)'"), r"--encoding \1"),
    # What no command offers.
    (re.compile(r"; for numbers pass coding=('\w+')?"), ""),
    (re.compile(r",? or (pass )?(names=\{.*\}|missing=\(.*\))( for .*)?"), ""),
)


class Command(NamedTuple):
    """A command: a word, what it does as a sentence without its full stop, and how to run it."""

    name: str
    summary: str
    run: Callable[[argparse.Namespace], Answer]
    arguments: tuple[_Argument, ...]
    usage: str | None

    def declare(self, add_parser: Callable[..., argparse.ArgumentParser]) -> None:
        """Add the parser of the command."""
        about = f"{self.summary}."
        parser = add_parser(self.name, help=self.summary, description=about, usage=self.usage)
        parser.add_argument("--json", action="store_true", help="print JSON")
        for add in self.arguments:
            add(parser)
        parser.set_defaults(run=self.run)


class Group(NamedTuple):
    """Commands of two words that have the first one in common."""

    name: str
    summary: str
    commands: tuple[Command, ...]

    def declare(self, add_parser: Callable[..., argparse.ArgumentParser]) -> None:
        """Add the parsers of the commands; the first word alone shows its help."""
        parser = add_parser(self.name, help=self.summary, description=f"{self.summary}.")
        commands = parser.add_subparsers(title="commands", metavar="COMMAND", help="what to do")
        for one in self.commands:
            one.declare(commands.add_parser)

        def show_help(_: argparse.Namespace) -> Answer:
            return parser.format_help().rstrip("\n"), {}

        parser.set_defaults(run=show_help, json=False)


def command(
    summary: str, *arguments: _Argument, usage: str | None = None
) -> Callable[[Callable[[argparse.Namespace], Answer]], Command]:
    """Make a function the command of its name."""
    return lambda run: Command(run.__name__, summary, run, arguments, usage)


def both(*arguments: _Argument) -> _Argument:
    """Return several arguments as one."""

    def add(parser: argparse.ArgumentParser) -> None:
        for argument in arguments:
            argument(parser)

    return add


def arg(name: str, about: str, words: Sequence[str] = (), **options: Any) -> _Argument:  # noqa: ANN401 - as argparse takes them
    """Return an argument: its name, with a metavar if it has one, and its help text.

    An option may take one of several words, the first by default.
    """
    name, _, metavar = name.partition(" ")
    if metavar:
        options["metavar"] = metavar
    if words:
        about = f"{about} (default: {words[0]})"
        options |= {"choices": words, "default": words[0]}
    return lambda parser: parser.add_argument(name, help=about, **options)


def either(*arguments: _Argument, required: bool = False) -> _Argument:
    """Return arguments of which only one may be given, or has to be."""

    def add(parser: argparse.ArgumentParser) -> None:
        group = parser.add_mutually_exclusive_group(required=required)
        for argument in arguments:
            argument(group)

    return add


def tabulate(found: Any) -> Answer:  # noqa: ANN401 - any result with columns
    """Return a result as its text, and its rows as plain values."""
    return str(found), as_rows(found.columns())


def with_options(problem: Problem) -> Problem:
    """Return a problem that names the options of commands, not the arguments of functions."""
    expected = problem.expected
    for argument, option in _OPTIONS:
        expected = argument.sub(option, expected)
    return attrs.evolve(problem, expected=expected)
