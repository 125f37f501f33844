"""What a command is: its summary and its arguments, said beside the function that runs it."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import attrs

from tipdata._tables.columns import Columns, as_rows

__all__ = ["Answer", "Argument", "Command", "arg", "command", "either", "tabulate"]

Answer = tuple[str, Sequence[Mapping[str, object]] | Mapping[str, object]]
"""What a command prints: its text, and the same as plain values for JSON."""

Argument = Callable[[Any], object]
"""Adds one argument to a parser, or to a group of one."""


@attrs.frozen
class Command:
    """A command of the command line.

    Attributes:
        name: The word that calls it.
        summary: What it does, as a sentence without its full stop.
        run: Answers the arguments.
        arguments: What it takes.
        usage: How to call it, where argparse would say it badly.
    """

    name: str
    summary: str
    run: Callable[[argparse.Namespace], Answer]
    arguments: tuple[Argument, ...]
    usage: str | None = None

    def declare(self, add_parser: Callable[..., argparse.ArgumentParser]) -> None:
        """Add the parser of the command."""
        parser = add_parser(
            self.name, help=self.summary, description=f"{self.summary}.", usage=self.usage
        )
        parser.add_argument("--json", action="store_true", help="print JSON")
        for add in self.arguments:
            add(parser)
        parser.set_defaults(run=self.run)


def command(
    summary: str, *arguments: Argument, usage: str | None = None
) -> Callable[[Callable[[argparse.Namespace], Answer]], Command]:
    """Make a function a command of its name."""
    return lambda run: Command(run.__name__, summary, run, arguments, usage)


def arg(*names: str, **options: Any) -> Argument:  # noqa: ANN401 - as `add_argument` takes them
    """Return an argument, declared as for `ArgumentParser.add_argument`."""
    return lambda parser: parser.add_argument(*names, **options)


def either(*arguments: Argument) -> Argument:
    """Return arguments of which only one may be given."""

    def add(parser: argparse.ArgumentParser) -> None:
        group = parser.add_mutually_exclusive_group()
        for argument in arguments:
            argument(group)

    return add


class _Tabular(Protocol):
    def columns(self) -> Columns: ...


def tabulate(found: _Tabular) -> Answer:
    """Return a result as its text, and its rows as plain values."""
    return str(found), as_rows(found.columns())
