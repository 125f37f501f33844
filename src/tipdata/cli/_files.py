"""The commands that read and write files of records."""

import argparse

from tipdata.cli._commands import Answer, arg, command, tabulate
from tipdata.errors import InvalidValueError
from tipdata.problems import FormatError

__all__ = ["check", "convert", "diff", "schema"]

_READ = ".json, .jsonl, .zip or a folder"


@command("What is wrong with a file of records", arg("file", metavar="FILE", help=_READ))
def check(args: argparse.Namespace) -> Answer:
    from tipdata.dataset.checks import check as find_problems
    from tipdata.formats.files import read

    found = read(args.file)
    report = find_problems(found)
    if report.problems:
        raise FormatError(report.problems, report.omitted)
    return f"no problems in {found!r}", {"problems": [], "omitted": 0, "counts": dict(found.counts)}


@command(
    "Write a file of records in another format",
    arg("source", metavar="IN", help=_READ),
    arg("target", metavar="OUT", help="the file to write; its suffix says the format"),
)
def convert(args: argparse.Namespace) -> Answer:
    from tipdata.formats.files import read, write

    found = read(args.source)
    write(found, args.target)
    records = f"{len(found):,} record" + "s" * (len(found) != 1)
    plain = {"target": args.target, "counts": dict(found.counts)}
    return f"{records} written to {args.target}", plain


@command(
    "What differs between two files of records",
    arg("before", metavar="A", help="the older file"),
    arg("after", metavar="B", help="the newer file"),
)
def diff(args: argparse.Namespace) -> Answer:
    from tipdata.formats.files import read

    return tabulate(read(args.before).diff(read(args.after)))


@command(
    "The JSON Schema of a document, a line or a kind of record",
    arg(
        "kind",
        metavar="WHAT",
        nargs="?",
        default="document",
        help="document (the default), line, or a kind of record, such as person",
    ),
)
def schema(args: argparse.Namespace) -> Answer:
    from tipdata.formats import schema as schemas

    known = {name.removesuffix(".schema.json"): found for name, found in schemas.shipped().items()}
    if args.kind not in known:
        raise InvalidValueError.unknown_word("schema", args.kind, known)
    return schemas.as_text(known[args.kind]).rstrip("\n"), known[args.kind]
