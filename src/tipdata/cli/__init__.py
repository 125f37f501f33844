"""The command line: `tipdata`, or `python -m tipdata`."""

import argparse
import os
import sys
from collections.abc import Sequence

from tipdata.cli import _editions, _files, _record
from tipdata.cli._colours import colour_tiers, has_colours
from tipdata.cli._commands import Answer, Command, Finding, Group, with_options
from tipdata.errors import CoverageError, TipdataError
from tipdata.loading import load
from tipdata.problems import FormatError

__all__ = ["main"]

_COMMANDS = [
    found
    for module in (_record, _editions, _files)
    for found in vars(module).values()
    if isinstance(found, (Command, Group))
]

_EXAMPLES = """\
examples:
  tipdata changes 2021                 what changed from the 2020 report
  tipdata changes 2021 --since 2015    the net change over six years
  tipdata show Kazakhstan              one country in all editions
  tipdata placements 2024              all countries of one edition
  tipdata outlook "Kyrgyz Republic"    what the law allows the next edition
  tipdata designations Cuba            which official acts name a country
  tipdata evidence KGZ 2021            which sources agree, and which disagree
  tipdata resolve "Korea, South"       which country a name means
  tipdata page tiers.html              the whole record as one page for a browser
  tipdata export tiers.xlsx            the whole record as a table for people
  tipdata plot shares out.png          a picture: the tiers of each edition
  tipdata cite 2021 --style bibtex     how to cite the package and an edition
  tipdata edition template 2026        a table to fill in when the report comes out
  tipdata changes 2026 --with tiers-2026.csv
                                       what changed, by the table that you filled in
  tipdata template cases.xlsx          an empty workbook to fill in
  tipdata check cases.xlsx             what is wrong with a file of records
  tipdata convert cases.json cases     the same records as a folder of tables
  tipdata attach lots.csv --country origin --on shipped
                                       add tiers to the rows of your own table
"""


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        from tipdata.data import data_version

        print(f"tipdata {version('tipdata')}, data {data_version()}")
        parser.exit()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tipdata",
        description="Tiers of the Trafficking in Persons Report, 2001-2025, and what changed.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the versions and exit")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in _COMMANDS:
        command.declare(commands.add_parser)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    It is 0; 1 if a file has problems; 2 if the input is not known.
    """
    reconfigure = getattr(sys.stdout, "reconfigure", None)  # not every stream has it
    if reconfigure is not None:
        # A console that has no arrow shows its escape instead of failing.
        reconfigure(errors="backslashreplace")
    code, args = 0, argparse.Namespace()
    try:
        args = _parser().parse_args(argv)
        code, answer = _answer(args)
        _print(answer, as_json=args.json)
    except BrokenPipeError:
        # The reader (`| head`) has gone; keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    except (TipdataError, OSError) as error:
        reason = str(error)
        if isinstance(error, CoverageError) and error.year == load().latest + 1:
            reason += "; add it with --with FILE" * (getattr(args, "added", []) is None)
        if isinstance(error, OSError):
            reason = f"{error.filename or 'output'}: {error.strerror}"
        print(f"tipdata: {reason}", file=sys.stderr)
        return 2
    return code


def _answer(args: argparse.Namespace) -> tuple[int, Answer]:
    try:
        answer = args.run(args)
    except FormatError as error:
        told = FormatError(tuple(map(with_options, error.problems)), error.omitted)
        problems = [problem.to_dict() for problem in told.problems]
        return 1, (str(told), {"problems": problems, "omitted": told.omitted})
    return int(isinstance(answer, Finding)), answer


def _print(answer: Answer, *, as_json: bool) -> None:
    text, plain = answer
    if as_json:
        import json

        text = json.dumps(plain, ensure_ascii=False, indent=2)
    elif has_colours(sys.stdout, os.environ):
        text = colour_tiers(text)
    print(text, end="\n" if text else "", flush=True)


def __dir__() -> list[str]:
    return __all__
