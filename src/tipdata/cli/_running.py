"""How words become a command, its answer, and an exit status."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from tipdata._arguments import is_system_string
from tipdata.cli import _editions, _files, _packaged, _record
from tipdata.cli._blocks import Block
from tipdata.cli._commands import Answer, Command, Group, in_words_of, with_options
from tipdata.cli._parser import (
    HelpError,
    UsageError,
    help_width,
    in_two_columns,
    tell_examples,
    tell_statuses,
    unknown_word,
    wrap_lines,
)
from tipdata.cli._screen import write_answer, write_message
from tipdata.cli._streams import GoneError, OutputError, open_streams
from tipdata.errors import CoverageError, TipdataError, one_line, shorten
from tipdata.loading import load

if TYPE_CHECKING:
    from tipdata.problems import FormatError

_LONGEST_NAME = 300

TASKS: Mapping[str, tuple[Command | Group, ...]] = {
    "ask the record": (
        _record.changes,
        _record.placements,
        _record.show,
        _record.outlook,
        _record.designations,
        _record.evidence,
        _packaged.resolve,
        _packaged.groups,
    ),
    "take it with you": (_record.export, _record.page, _record.plot, _record.cite),
    "add an edition that the package does not have yet": (_editions.edition,),
    "add tiers to your own table": (_files.attach,),
    "keep records of your own": (
        _files.template,
        _files.check,
        _files.convert,
        _files.diff,
        _files.schema,
    ),
    "look at the packaged data": (_packaged.data,),
}
COMMANDS = {one.name: one for several in TASKS.values() for one in several}

_EXAMPLES = {
    "changes 2021": "what changed from the 2020 report",
    "show Kazakhstan": "one country in all editions",
    'outlook "Kyrgyz Republic"': "what the law allows the next edition",
    "export tiers.csv": "the whole record as a table",
}
_OPTIONS = {
    "-h, --help": "show this help and exit",
    "--version": "print the versions of the package and of its data",
}


def _help() -> str:
    """Return the help of the whole: each command in a line, by task."""
    width = help_width()
    about = "Tiers of the Trafficking in Persons Report, 2001-2025, and what changed."
    lines = ["usage: tipdata COMMAND ...", "", *wrap_lines(about, width)]
    rows = {task: _summaries(several) for task, several in TASKS.items()}
    first = max(len(name) for summaries in rows.values() for name in summaries)
    for title, summaries in {**rows, "options": _OPTIONS}.items():
        lines += ["", *wrap_lines(f"{title}:", width), *in_two_columns(summaries, width, first)]
    end = "Run 'tipdata COMMAND --help' for the options and examples of a command."
    lines += ["", tell_examples(_EXAMPLES, width), "", tell_statuses(width), ""]
    return "\n".join([*lines, *wrap_lines(end, width)])


def _summaries(several: Sequence[Command | Group]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in several:
        if isinstance(one, Group):
            found |= {f"{one.name} {word.name}": word.summary for word in one.commands}
        else:
            found[one.name] = one.summary
    return found


def _versions() -> str:
    from importlib.metadata import version

    from tipdata.data import data_version

    return f"tipdata {version('tipdata')}, data {data_version()}"


def _choose(words: Sequence[str]) -> tuple[Command, str, Sequence[str]] | Answer:
    """Return the command, the words before it and those after it, or the answer of none.

    Raises:
        UsageError: The command is not known, or a word is none that a process can get.
    """
    odd = [word for word in words if not is_system_string(word)]
    if odd:
        raise UsageError(f"expected words that a program can be given, got {shorten(odd[0])}")
    if words[:1] in (["help"], []):
        words = [word for word in words if word != "help"] + ["--help"]
    first, rest = words[0], words[1:]
    if first in {"--help", "-h"}:
        return Answer(_help(), {}, is_verbatim=True)
    if first == "--version":
        return Answer(_versions(), {})
    if first not in COMMANDS:
        if first[:1] == "-":
            raise unknown_word("option", first, _OPTIONS_ALONE)
        raise unknown_word("command", first, COMMANDS, _second_words())
    found = COMMANDS[first]
    if isinstance(found, Command):
        return found, "tipdata", rest
    second = {one.name: one for one in found.commands}
    if not rest or rest[0] in {"--help", "-h"}:
        return Answer(found.help(), {}, is_verbatim=True)
    if rest[0] not in second:
        raise unknown_word(f"{first} command", rest[0], second)
    return second[rest[0]], f"tipdata {first}", rest[1:]


def _second_words() -> dict[str, str]:
    """Return the words that stand after a command, each with the command."""
    groups = (one for one in COMMANDS.values() if isinstance(one, Group))
    found = {word.name: f"{one.name} {word.name}" for one in groups for word in one.commands}
    return found | {kind: f"plot {kind}" for kind in _record.PLOTS}


_OPTIONS_ALONE = ("--help", "--version")


def run(argv: Sequence[str] | None) -> int:
    """Run the command that some words ask for, by default those of the process.

    What it returns is the exit status.
    """
    open_streams()
    try:
        chosen = _choose([*(sys.argv[1:] if argv is None else argv)])
        if isinstance(chosen, Answer):
            return _print(chosen)
        return _run(*chosen)
    except GoneError:  # while a table was written
        return 0
    except OutputError as error:
        return _refuse(f"standard output: {error}")
    except UsageError as error:
        return _refuse(str(error))


def _refuse(reason: str) -> int:
    write_message(f"tipdata: {reason}", sys.stderr)
    return 2


def _print(answer: Answer) -> int:
    """Print an answer and return its exit status, which no missing reader changes."""
    with suppress(GoneError):
        write_answer(answer, sys.stdout)
    return answer.code


def _run(command: Command, before: str, words: Sequence[str]) -> int:
    """Run a command and return the exit status."""
    parser, args = command.parser(before), argparse.Namespace()
    try:
        args = parser.read(words)
        answer = _answer(command, args)
        return _print(_as_json(answer) if args.json else answer)
    except HelpError as help_:
        return _print(Answer(str(help_), {}, is_verbatim=True))
    except TipdataError as error:
        reason = in_words_of(error, parser.names(), vars(args))
        if isinstance(error, CoverageError) and error.year == load().latest + 1:
            reason += "; add it with --with FILE" * (getattr(args, "added", []) is None)
        return _refuse(reason)
    except OSError as error:
        return _refuse(_describe(error))


def _describe(error: OSError) -> str:
    """Return which file has failed, and how; not every library says either."""
    name = "output" if error.filename is None else one_line(str(error.filename), _LONGEST_NAME)
    return f"{name}: {error.strerror or str(error) or type(error).__name__}"


def _answer(command: Command, args: argparse.Namespace) -> Answer:
    try:
        return command.run(args)
    except TipdataError as error:
        from tipdata.problems import FormatError

        if not isinstance(error, FormatError):
            raise
        told = FormatError(tuple(map(with_options, error.problems)), error.omitted)
        plain = {"problems": [one.to_dict() for one in told.problems], "omitted": told.omitted}

        return Answer(str(told), plain, lambda: _show(told), code=1)


def _show(error: "FormatError") -> Sequence[Block]:
    from tipdata.cli._views import show_problems

    title = str(error).partition("\n")[0]
    return show_problems(title, error.problems, len(error.problems) + error.omitted)


def _as_json(answer: Answer) -> Answer:
    import json

    text = json.dumps(answer.plain, ensure_ascii=False, indent=2)
    return Answer(text, answer.plain, code=answer.code, is_json=True)
