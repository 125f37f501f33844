"""The commands that read and write files."""

import argparse
from typing import TYPE_CHECKING

from tipdata.cli._commands import Answer, arg, command, either, tabulate
from tipdata.cli._limits import LIMIT, read_limits
from tipdata.cli._screen import write_message
from tipdata.errors import InvalidValueError, nearest, one_line

if TYPE_CHECKING:
    from tipdata.dataset import Dataset

_READ = ".json, .jsonl, .xlsx, .zip or a folder"
_KINDS = "document, line, or a kind of record such as person"
_ADD = "what else to attach, such as name, rank or outlook; repeatable"
_BASIS = {
    "in_force": "the newest one that was out on the day",
    "covered": "the one that reports on the day",
    "edition": "deprecated, for years: use --year",
}
_EDITED = "read tables of a package that were edited, whatever their checksums are"
_ENCODING = "the encoding of a table without a byte-order mark, such as cp1252 (default: UTF-8)"
_DELIMITER = "comma, semicolon, tab, pipe or another character (default: as the header shows)"
_PACKAGE = (
    arg("--edited", _EDITED, action="store_true"),
    arg("--encoding NAME", _ENCODING),
    LIMIT,
)
_MISSING = "a string that means a missing cell, instead of NA, N/A, NULL and the like; repeatable"
_MATCH = {
    "names": "names, and codes of two or three upper-case letters",
    "codes": "codes alone, in any case",
    "both": "whatever tipdata resolve takes",
}


def _read(args: argparse.Namespace, path: str) -> "Dataset":
    import sys
    import warnings

    from tipdata.formats.files import read

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", UserWarning)
        found = read(path, limits=read_limits(args), verify=not args.edited, encoding=args.encoding)
    for warning in caught:
        write_message(f"tipdata: {path}: {warning.message}", sys.stderr)
    return found


@command(
    "Report what is wrong with a file of records",
    arg("file FILE", _READ),
    *_PACKAGE,
    examples={"check cases.xlsx": "everything that is wrong, each with its cell"},
)
def check(args: argparse.Namespace) -> Answer:
    from tipdata.dataset.checks import check as find_problems

    found = _read(args, args.file)
    report = find_problems(found)
    if report.problems:
        from tipdata.problems import FormatError

        raise FormatError(report.problems, report.omitted)
    none: list[str] = []
    plain = {"problems": none, "omitted": 0, "counts": dict(found.counts)}
    return Answer(f"no problems in {found!r}", plain)


@command(
    "Write a file of records in another format",
    arg("source IN", _READ),
    arg("target OUT", "the file to write; its suffix says the format"),
    *_PACKAGE,
    examples={
        "convert cases.xlsx cases.json": "a workbook as JSON",
        "convert cases.json cases": "the same records as a folder of tables",
    },
)
def convert(args: argparse.Namespace) -> Answer:
    from tipdata.formats.files import write

    found = _read(args, args.source)
    write(found, args.target)
    records = f"{len(found):,} record" + "s" * (len(found) != 1)
    plain = {"target": args.target, "counts": dict(found.counts)}
    return Answer(f"{records} written to {one_line(args.target)}", plain)


@command(
    "Write a workbook of records to fill in",
    arg("target OUT", "the .xlsx file to write"),
    arg("--replace", "replace a file that exists", action="store_true"),
    examples={"template cases.xlsx": "an empty workbook to fill in"},
)
def template(args: argparse.Namespace) -> Answer:
    from pathlib import Path

    from tipdata._wire.storage import write_bytes
    from tipdata.formats import workbook

    path = Path(args.target)
    if path.suffix.lower() != ".xlsx":
        near = nearest(path.suffix, [".xlsx"])
        raise InvalidValueError("OUT", args.target, "a name that ends in .xlsx", near)
    if path.exists() and not args.replace:
        expected = "the name of a new file, or --replace to replace this one"
        raise InvalidValueError("OUT", args.target, expected)
    write_bytes(path, [workbook.template()])
    name = one_line(args.target)
    said = f"written to {name}: fill it in, then run tipdata check {name}"
    return Answer(said, {"target": args.target})


@command(
    "Report what differs between two files of records",
    arg("before A", "the older file"),
    arg("after B", "the newer file"),
    *_PACKAGE,
    examples={"diff before.json after.json": "what was added, removed and changed"},
)
def diff(args: argparse.Namespace) -> Answer:
    return tabulate(_read(args, args.before).diff(_read(args, args.after)))


@command(
    "Print the JSON Schema of a document or a kind of record",
    arg("kind WHAT", f"{_KINDS} (default: document)", nargs="?", default="document"),
    examples={
        "schema": "the schema of a document",
        "schema person": "the schema of one kind of record",
    },
)
def schema(args: argparse.Namespace) -> Answer:
    from tipdata.formats import schema as schemas

    known = {name.removesuffix(".schema.json"): found for name, found in schemas.shipped().items()}
    if args.kind not in known:
        raise InvalidValueError.unknown_word("WHAT", args.kind, known)
    text = schemas.as_text(known[args.kind]).rstrip("\n")
    return Answer(text, known[args.kind], is_json=True)


@command(
    "Attach tiers to the rows of a CSV or Parquet file",
    arg("file FILE", ".csv, .csv.gz or .parquet"),
    arg("--country COL", "the column of countries", required=True),
    either(
        arg("--on COL", "the column of days, such as 2021-07-01"),
        arg("--year COL", "the column of years, such as 2021, each that of an edition"),
        required=True,
    ),
    arg("--add WORD", _ADD, action="append"),
    arg("--out OUT", "the CSV to write, - for standard output (default: FILE-tiers.csv)"),
    arg("--basis", "which edition belongs to a day of --on", _BASIS),
    arg("--match", "what is read as a country", _MATCH),
    arg("--names TEXT=COUNTRY", "what a string of the column means; repeatable", action="append"),
    arg("--missing TEXT", _MISSING, action="append"),
    arg("--prefix TEXT", "what the names of the new columns begin with", default=""),
    arg("--delimiter CHAR", _DELIMITER),
    arg("--encoding NAME", _ENCODING),
    LIMIT,
    either(
        arg("--day-first", "07/12/2001 is in December", action="store_true", default=None),
        arg("--month-first", "07/12/2001 is in July", action="store_false", dest="day_first"),
    ),
    examples={
        "attach lots.csv --country origin --on shipped": "the tier on the day of each row",
        "attach trade.csv --country partner --year year --add bureau": (
            "the tier in the edition of each row's year, and the bureau"
        ),
    },
)
def attach(args: argparse.Namespace) -> Answer:
    from tipdata.cli._attach import attach_file

    return attach_file(args)
