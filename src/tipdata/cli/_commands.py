"""What a command is: its summary and its arguments, said beside the function that runs it."""

import argparse
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tipdata._tables.columns import as_rows
from tipdata._tables.tabular import Tabular
from tipdata.cli._blocks import Block
from tipdata.cli._parser import Parser, help_width, in_two_columns, tell_statuses, wrap_lines
from tipdata.errors import InvalidValueError, TipdataError

if TYPE_CHECKING:
    from tipdata.problems import Problem

Plain = Sequence[Mapping[str, object]] | Mapping[str, object]
"""What a command prints as JSON."""


class Answer(NamedTuple):
    """What a command prints.

    Attributes:
        text: The answer as lines, which are what a pipe gets.
        plain: The same as plain values for JSON.
        show: Returns what a terminal gets in place of the lines, if not they.
        code: The exit status.
        is_verbatim: Whether a terminal gets the lines unwrapped, to copy them.
        is_json: Whether the lines are JSON, which has neither colours nor our escapes.
    """

    text: str
    plain: Plain
    show: Callable[[], Sequence[Block]] | None = None
    code: int = 0
    is_verbatim: bool = False
    is_json: bool = False


_Argument = Callable[[Any], object]  # adds an argument to a parser, or to a group of one


# How arguments of functions that messages name are given here.
_OPTIONS = (
    (re.compile(r"\bverify=False"), "--edited"),
    (re.compile(r"\bencoding='([^']+)'"), r"--encoding \1"),
    (re.compile(r"\blimits=Limits\((\w+)=(\d+)\)"), r"--limit \1=\2"),
    (re.compile(r"a group of countries\.groups\(\)"), "a group that 'tipdata groups' lists"),
    # What no command offers.
    (re.compile(r"; for one table: tipdata\.\S+, kind\)"), ""),
    (re.compile(r"; for numbers pass coding=('\w+')?"), ""),
    (re.compile(r"; for a number( of the coding '\w+')?, use Tier\.decoded\(.*\)( with .*)?"), ""),
    (re.compile(r",? or (pass )?(names=\{.*\}|missing=\(.*\))( for .*)?"), ""),
)


class Command(NamedTuple):
    """A command: a word, what it does as a sentence without its full stop, and how to run it.

    The examples are what may follow `tipdata`, each with what it does.
    """

    name: str
    summary: str
    run: Callable[[argparse.Namespace], Answer]
    arguments: tuple[_Argument, ...]
    examples: Mapping[str, str]

    def parser(self, before: str = "tipdata") -> Parser:
        """Return the parser of what follows the command, which follows other words."""
        parser = Parser(f"{before} {self.name}", self.summary, self.examples)
        parser.add_argument("--json", action="store_true", help="print JSON")
        for add in self.arguments:
            add(parser)
        return parser


class Group(NamedTuple):
    """Commands of two words that have the first one in common."""

    name: str
    summary: str
    commands: tuple[Command, ...]

    def help(self) -> str:
        """Return which words may follow the first."""
        rows = {one.name: one.summary for one in self.commands}
        width, name = help_width(), f"tipdata {self.name}"
        lines = in_two_columns(rows, width, max(map(len, rows)))
        end = f"Run '{name} COMMAND --help' for the options and examples of a command."
        about = wrap_lines(f"{self.summary}.", width)
        head = (f"usage: {name} COMMAND ...", "", *about, "", "commands:")
        return "\n".join([*head, *lines, "", tell_statuses(width), "", *wrap_lines(end, width)])


def command(
    summary: str, *arguments: _Argument, examples: Mapping[str, str]
) -> Callable[[Callable[[argparse.Namespace], Answer]], Command]:
    """Make a function the command of its name."""
    return lambda run: Command(run.__name__, summary, run, arguments, examples)


def both(*several: _Argument) -> _Argument:
    """Return several arguments as one."""

    def add(parser: Any) -> None:  # noqa: ANN401 - a parser or a group of one
        for argument in several:
            argument(parser)

    return add


def arg(
    name: str,
    about: str,
    words: Mapping[str, str] | None = None,
    **options: Any,  # noqa: ANN401 - as argparse takes them
) -> _Argument:
    """Return an argument: its name, with a metavar if it has one, and its help text.

    It may take one of several words, each with what it means; an option takes
    the first by default, unless `default` is given.
    """
    name, _, metavar = name.partition(" ")
    if words:
        metavar = metavar or name.lstrip("-").upper()
        options["choices"] = tuple(words)
        if name.startswith("-"):
            options.setdefault("default", next(iter(words)))
            if default := options["default"]:
                about += f" (default: {default})"
        about = "\n".join([about, *(f"{word}: {words[word]}" for word in words)])
    if metavar:
        options["metavar"] = metavar
    return lambda parser: parser.add_argument(name, help=about.replace("%", "%%"), **options)


def either(*arguments: _Argument, required: bool = False) -> _Argument:
    """Return arguments of which only one may be given, or has to be."""

    def add(parser: argparse.ArgumentParser) -> None:
        group = parser.add_mutually_exclusive_group(required=required)
        for argument in arguments:
            argument(group)

    return add


def tabulate(found: Any) -> Answer:  # noqa: ANN401 - any result with columns
    """Return a result as its text, its rows as plain values, and its tables."""

    def show() -> Sequence[Block]:
        from tipdata.cli import _views

        return _views.show(found)

    return Answer(str(found), as_rows(found.columns()), show)


def with_options(problem: "Problem") -> "Problem":
    """Return a problem that names the options of commands, not the arguments of functions."""
    import attrs

    expected = problem.expected
    for argument, option in _OPTIONS:
        expected = argument.sub(option, expected)
    return attrs.evolve(problem, expected=expected)


def in_words_of(error: TipdataError, names: Mapping[str, str], given: Mapping[str, object]) -> str:
    """Return the message of an error with arguments as the command calls them.

    Args:
        error: The error.
        names: How the arguments are called on the command line, by their names in code.
        given: What was given for them.
    """
    if isinstance(error, InvalidValueError):
        said = error.field
        texts = {dest: value for dest, value in given.items() if isinstance(value, str)}
        same = (names[dest] for dest, value in texts.items() if value == error.value)
        # A function calls its argument as the command does, or takes its value.
        if said not in names.values():
            said = names.get(said) or next(same, said)
        if said not in names.values() and isinstance(error.value, Tabular):
            # Which no argument gives; what the command drew on has a line of its own.
            found = str(error.value).partition("\n")[0].strip("<>")
            return f"nothing to show: {found}; expected {error.expected}"
        error = InvalidValueError(said, error.value, error.expected, error.nearest, error.hint)
    text = str(error)
    for pattern, option in _OPTIONS:
        text = pattern.sub(option, text)
    for dest, name in names.items():
        text = re.sub(rf"\b{dest}=(?=\w)", f"{name} ", text)
    return text
