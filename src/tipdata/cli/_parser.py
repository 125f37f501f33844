"""How the words after a command are read: help that wraps, and errors in our words."""

import argparse
import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NoReturn

from tipdata.errors import InvalidValueError, did_you_mean, nearest, one_of, shorten

_MARGIN = 2
_ANY_WIDTH = 80
_TOLD = 3
_NEGATIVE = re.compile(r"-\d+$|-\d*\.\d+$")
_STATUSES = (
    "exit status: 0 on success, 1 if a file has problems, 2 if a word is unknown or input or "
    "output fails, 130 if interrupted"
)
_ABOUT_ARGUMENT = re.compile(r"^argument ")


class UsageError(Exception):
    """Words that do not make a command."""


class HelpError(Exception):
    """A word asks for the help of a command, which is the message."""


def unknown_word(
    what: str, given: str, words: Iterable[str], others: Mapping[str, str] = MappingProxyType({})
) -> UsageError:
    """Return the error of a command or an option that does not exist.

    `others` are words that stand after another one, each with the two together.

    >>> print(unknown_word("command", "chnages", ["changes", "show"]))
    unknown command 'chnages'; did you mean 'changes'?
    >>> print(unknown_word("command", "mapp", ["changes", "show"], {"map": "plot map"}))
    unknown command 'mapp'; did you mean 'plot map'?
    >>> print(unknown_word("option", "--x", ["--json", "--since"]))
    unknown option '--x'; expected one of '--json', '--since'
    """
    known = [*words]
    # Without the hyphens, which make any two options alike.
    meant = {**others, **{word.lstrip("-"): word for word in known}}
    near = meant.get(nearest(given.lstrip("-"), meant))
    return UsageError(
        f"unknown {what} {shorten(given)}{did_you_mean(near) or f'; expected {one_of(known)}'}"
    )


def help_width() -> int:
    """Return how wide help may be: `COLUMNS`, or the width of the terminal, or 80."""
    import shutil

    return max(shutil.get_terminal_size().columns - _MARGIN, 20)


def in_two_columns(rows: Mapping[str, str], width: int, first: int) -> list[str]:
    """Return words and what each means as lines, side by side where there is room.

    >>> in_two_columns({"show": "Show one country"}, width=40, first=6)
    ['  show    Show one country']
    >>> in_two_columns({"show": "Show one country"}, width=16, first=6)
    ['  show', '      Show one', '      country']
    """
    beside = width >= 3 * first + 2
    lines: list[str] = []
    for word, about in rows.items():
        head = f"  {word:<{first}}  " if beside else " " * 6
        if not beside:
            lines.append(f"  {word}")
        lines += wrap_lines(about, width, head, " " * len(head))
    return lines


def wrap_lines(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """Return text as lines that end between words, the first and the others with what begins them.

    >>> wrap_lines("one two-three", 10, "- ", "  ")
    ['- one', '  two-three']
    """
    import textwrap

    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def tell_examples(examples: Mapping[str, str], width: int) -> str:
    """Return the end of a help text: command lines, each with what it does below it.

    >>> tell_examples({"show KGZ": "one country"}, 40).splitlines()
    ['examples:', '  tipdata show KGZ', '      one country']
    """
    lines = ["examples:"]
    for words, about in examples.items():
        lines += [f"  tipdata {words}", *wrap_lines(about, width, " " * 6, " " * 6)]
    return "\n".join(lines)


def tell_statuses(width: int) -> str:
    """Return the end of a help text that says what the exit status means.

    >>> print(tell_statuses(80))
    exit status: 0 on success, 1 if a file has problems, 2 if a word is unknown or
        input or output fails, 130 if interrupted
    """
    return "\n".join(wrap_lines(_STATUSES, width, "", "    "))


class _Formatter(argparse.HelpFormatter):
    """Wraps between words alone, and starts a line for each line of a help text.

    Its usage has what a command cannot do without; the list of options has the rest.
    """

    def _format_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None,
    ) -> str:
        del usage, prefix  # which are argparse's own
        given = [*actions]
        words = [self._format_args(one, name_of(one)) for one in given if not one.option_strings]
        words += [
            f"{name_of(one)} {one.metavar}" for one in given if one.required and one.option_strings
        ]
        for group in groups:
            if group.required:
                each = (f"{name_of(one)} {one.metavar}" for one in group._group_actions)  # noqa: SLF001 - argparse has no other name
                words.append(f"({' | '.join(each)})")
        text = f"usage: {self._prog} {' '.join([*words, '[options]'])}"
        return "\n".join([*wrap_lines(text, self._width, "", "    "), "", ""])

    def _split_lines(self, text: str, width: int) -> list[str]:
        first, *others = text.split("\n")
        lines = [wrap_lines(first, width), *(wrap_lines(one, width, "", "  ") for one in others)]
        return [line for several in lines for line in several]

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(wrap_lines(text, width, indent, indent))


class Parser(argparse.ArgumentParser):
    """Reads the words of one command; what is wrong with them is a `UsageError`."""

    def __init__(self, prog: str, summary: str, examples: Mapping[str, str]) -> None:
        # Every argument makes a formatter, which looks for the terminal if it has no width.
        self._width = _ANY_WIDTH
        super().__init__(prog=prog, description=f"{summary}.")
        self._examples = examples

    def _get_formatter(self) -> argparse.HelpFormatter:
        return _Formatter(self.prog, width=self._width)

    def format_help(self) -> str:
        """Return the help, which ends in the examples and the exit status."""
        self._width = width = help_width()
        end = f"{tell_examples(self._examples, width)}\n\n{tell_statuses(width)}"
        return f"{super().format_help()}\n{end}"

    def print_help(self, file: object = None) -> NoReturn:
        """Raise the help, since what prints it must know of the streams.

        Raises:
            HelpError: Always.
        """
        del file
        raise HelpError(self.format_help())

    def names(self) -> dict[str, str]:
        """Return how the arguments are called on the command line, by their names in code."""
        return {action.dest: name_of(action) for action in self._actions}

    def read(self, words: Sequence[str]) -> argparse.Namespace:
        """Read the words that follow the command.

        Raises:
            UsageError: An option is not known, a word is missing or too much.
            HelpError: A word asks for the help.
            InvalidValueError: A word is none of the choices.
        """
        self._check_options(words)
        found, rest = self.parse_known_args([*words])
        if rest:
            named = any(word.isalpha() for word in rest)
            hint = "; put quotes around a name of several words" if named else ""
            said = " ".join(map(shorten, rest[:_TOLD]))
            said += f" and {len(rest) - _TOLD:,} words" if len(rest) > _TOLD else ""
            self.error(f"{said}: more than the command takes{hint}")
        return found

    def error(self, message: str) -> NoReturn:
        """Raise what argparse says, with where to read on.

        Raises:
            UsageError: Always.
        """
        said = _ABOUT_ARGUMENT.sub("", message)
        raise UsageError(f"{said}; see {self.prog} --help")

    def _check_options(self, words: Sequence[str]) -> None:
        known = self._option_string_actions
        for word in words:
            if word == "--":
                return
            name = word.partition("=")[0]
            # A blank, a number or a lone hyphen makes it a value, as argparse has it.
            if len(word) == 1 or not word.startswith("-") or " " in word or _NEGATIVE.match(word):
                continue
            if not any(option.startswith(name) for option in known):
                raise unknown_word("option", name, (o for o in known if o.startswith("--")))

    def _check_value(self, action: argparse.Action, value: Any) -> None:  # noqa: ANN401 - as argparse has it
        words = None if action.choices is None else [str(word) for word in action.choices]
        if words is not None and value not in words:
            raise InvalidValueError.unknown_word(name_of(action), value, words)


def name_of(action: argparse.Action) -> str:
    """Return how an argument is called on the command line."""
    if action.option_strings:
        return action.option_strings[-1]
    return action.metavar if isinstance(action.metavar, str) else action.dest
