"""The commands that read and write files of records."""

import argparse
from collections.abc import Mapping, Sequence

from tipdata._tables.columns import as_rows
from tipdata.dataset.checks import check
from tipdata.dataset.kinds import CLASSES
from tipdata.errors import InvalidValueError
from tipdata.formats import schema
from tipdata.formats.files import read, write
from tipdata.problems import FormatError

__all__ = ["COMMANDS", "add_arguments", "told"]

Plain = Sequence[Mapping[str, object]] | Mapping[str, object]
Answer = tuple[str, Plain]


def _check(args: argparse.Namespace) -> Answer:
    found = read(args.file)
    report = check(found)
    if report.problems:
        raise FormatError(report.problems, report.omitted)
    return f"no problems in {found!r}", {"problems": [], "omitted": 0, "counts": dict(found.counts)}


def _convert(args: argparse.Namespace) -> Answer:
    found = read(args.source)
    write(found, args.target)
    records = f"{len(found):,} record" + "s" * (len(found) != 1)
    return f"{records} written to {args.target}", {
        "target": args.target,
        "counts": dict(found.counts),
    }


def _diff(args: argparse.Namespace) -> Answer:
    found = read(args.before).diff(read(args.after))
    return str(found), as_rows(found.columns())


def _schema(args: argparse.Namespace) -> Answer:
    schemas = schema.shipped()
    name = f"{args.kind}.schema.json"
    if name not in schemas:
        known = [one.removesuffix(".schema.json") for one in schemas]
        raise InvalidValueError.unknown_word("schema", args.kind, known)
    return schema.as_text(schemas[name]).rstrip("\n"), schemas[name]


COMMANDS = {
    "check": (_check, "what is wrong with a file of records"),
    "convert": (_convert, "write a file of records in another format, by its suffix"),
    "diff": (_diff, "what differs between two files of records"),
    "schema": (_schema, "the JSON Schema of a document, a line or a kind of record"),
}
"""By name: what each command does, and what it is about."""


def add_arguments(name: str, parser: argparse.ArgumentParser) -> None:
    """Give the parser of one of these commands its arguments."""
    match name:
        case "check":
            parser.add_argument("file", metavar="FILE", help=".json, .jsonl, .zip or a folder")
        case "convert":
            parser.add_argument("source", metavar="IN")
            parser.add_argument("target", metavar="OUT")
        case "diff":
            parser.add_argument("before", metavar="A")
            parser.add_argument("after", metavar="B")
        case _:
            kinds = ", ".join(("document", "line", *CLASSES))
            parser.add_argument("kind", metavar="WHAT", nargs="?", default="document", help=kinds)


def told(error: FormatError) -> Answer:
    """Return what is wrong as text and as plain values."""
    problems = [problem.to_dict() for problem in error.problems]
    return str(error), {"problems": problems, "omitted": error.omitted}
