"""The command line: `tipdata`, or `python -m tipdata`."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import get_args

import tipdata
from tipdata import countries
from tipdata._tables.columns import Cell, as_rows
from tipdata.cli import _attach as _frame_commands
from tipdata.cli import _files as _file_commands
from tipdata.cli._colours import coloured, has_colours
from tipdata.countries import Bureau
from tipdata.errors import CoverageError, TipdataError
from tipdata.loading import load
from tipdata.problems import FormatError
from tipdata.tierrecord.citing import STYLES
from tipdata.tiers import CODINGS
from tipdata.typing import Gap

__all__ = ["main"]

Answer = tuple[str, Sequence[Mapping[str, object]] | Mapping[str, object]]
"""What a command says: its text, and the same as plain values for JSON."""

_EXAMPLES = """\
examples:
  tipdata changes 2021                 what changed from the 2020 report
  tipdata changes 2021 --since 2015    the net change over six years
  tipdata show Kazakhstan              one country over all editions
  tipdata placements 2024              all countries of one edition
  tipdata outlook "Kyrgyz Republic"    what the law allows the next edition
  tipdata evidence KGZ 2021            who says so, and who says otherwise
  tipdata resolve "Korea, South"       which country a text means
  tipdata page tiers.html              all of it as one page for a browser
  tipdata plot shares out.png          a picture: the tiers of each edition
  tipdata cite 2021 --style bibtex     how to cite the package and an edition
  tipdata check cases.json             what is wrong with a file of records
  tipdata convert cases.json cases     the same as a folder of tables
  tipdata attach lots.csv --country origin --on shipped
                                       a tier for each row of a table of yours
"""


def _changes(args: argparse.Namespace) -> Answer:
    since = None if args.since is None else _year(args.since)
    found = load().changes(_year(args.year), since=since, coding=args.coding, gap=args.gap)
    return str(found), as_rows(found.columns())


def _placements(args: argparse.Namespace) -> Answer:
    found = load().placements(_year(args.year))
    return str(found), as_rows(found.columns())


def _show(args: argparse.Namespace) -> Answer:
    found = load().series(args.country, predecessors=args.predecessors)
    return str(found), as_rows(found.columns())


def _outlook(args: argparse.Namespace) -> Answer:
    year = None if args.year is None else _year(args.year)
    if args.country is None:
        found = load().outlooks(year).where(lambda outlook: outlook.listed)
        return str(found), as_rows(found.columns())
    outlook = load().series(args.country).outlook(year)
    return str(outlook), dict(zip(outlook.COLUMNS, outlook.cells(), strict=True))


def _evidence(args: argparse.Namespace) -> Answer:
    found = load().evidence(args.country, _year(args.year))
    cell = found.assessment
    return str(found), {
        "country": cell.country,
        "year": cell.year,
        "tier": cell.tier.value,
        "evidence": cell.evidence,
        "official": cell.official,
        "note": cell.note,
        "claims": [
            {
                "source": claim.source,
                "wording": claim.wording,
                "tiers": [t.value for t in claim.tiers],
            }
            for claim in found.claims
        ],
    }


def _resolve(args: argparse.Namespace) -> Answer:
    country = countries.resolve(args.text)
    plain: dict[str, Cell] = {
        "alpha_3": country.alpha_3,
        "alpha_2": country.alpha_2,
        "numeric": country.numeric,
        "name": country.name,
        "report_name": country.report_name,
        "bureau": country.bureau,
    }
    reported = f", in the report {country.report_name}" if country.report_name else ""
    return f"{country.alpha_3}  {country.name}{reported}", plain


def _page(args: argparse.Namespace) -> Answer:
    from tipdata import page  # noqa: PLC0415 - the other commands do without

    page.write(args.file)
    size = Path(args.file).stat().st_size
    return f"wrote {args.file} ({size / 1000:.0f} kB)", {"path": args.file, "bytes": size}


def _plot(args: argparse.Namespace) -> Answer:
    from tipdata.cli._pictures import draw  # noqa: PLC0415 - the other commands do without

    tip = load().where(bureau=args.bureau) if args.bureau else load()
    year, since = (None if y is None else _year(y) for y in (args.year, args.since))
    draw(args.kind, tip, args.out, countries=args.country, year=year, since=since, width=args.width)
    return f"wrote {args.out}", {"path": args.out}


def _cite(args: argparse.Namespace) -> Answer:
    years = [_year(year) for year in args.editions]
    text = load().cite(args.style, editions=years or None)
    return text, {"style": args.style, "editions": years, "citation": text}


def _year(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) == 4:  # noqa: PLR2004 - the digits of a year
        return int(text)
    years = [edition.year for edition in load().editions]
    raise CoverageError(text, years[0], years[-1])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tipdata",
        description="Tiers of the Trafficking in Persons Report, 2001-2025, and what changed.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    version = f"tipdata {tipdata.__version__}, data {tipdata.data_version}"
    parser.add_argument("--version", action="version", version=version)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(
        name: str, run: Callable[[argparse.Namespace], Answer], about: str
    ) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=about, description=about.capitalize() + ".")
        made.add_argument("--json", action="store_true", help="print JSON")
        made.set_defaults(run=run)
        return made

    changes = command("changes", _changes, "what changed in an edition, or since an older one")
    changes.add_argument("year", metavar="YEAR")
    changes.add_argument(
        "--since", metavar="YEAR", help="the older edition (default: the one before)"
    )
    changes.add_argument("--coding", choices=CODINGS, default="ordinal")
    changes.add_argument("--gap", choices=get_args(Gap), default="break")
    command("placements", _placements, "all countries of an edition, by tier").add_argument(
        "year", metavar="YEAR"
    )
    show = command("show", _show, "one country over all editions")
    show.add_argument("country", metavar="COUNTRY")
    show.add_argument("--predecessors", action="store_true", help="join the states before it")
    outlook = command("outlook", _outlook, "what the law of the Watch List allows an edition")
    outlook.add_argument("country", metavar="COUNTRY", nargs="?", help="default: all on the list")
    outlook.add_argument("--year", metavar="YEAR", help="the edition (default: the next one)")
    evidence = command("evidence", _evidence, "what the sources say of a placement")
    evidence.add_argument("country", metavar="COUNTRY")
    evidence.add_argument("year", metavar="YEAR")
    command("resolve", _resolve, "which country a text means").add_argument("text", metavar="TEXT")
    command("page", _page, "all of it as one HTML file to explore in a browser").add_argument(
        "file", metavar="FILE"
    )
    _add_exits(command)
    for name, (run, about) in _file_commands.COMMANDS.items():
        _file_commands.add_arguments(name, command(name, run, about))
    for name, (run, about) in _frame_commands.COMMANDS.items():
        _frame_commands.add_arguments(name, command(name, run, about))
    return parser


_KINDS = ("heatmap", "timeline", "shares", "changes")


def _add_exits(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands that draw and cite."""
    plot = command("plot", _plot, "draw a picture (needs the extra 'plots')")
    plot.usage = "tipdata plot KIND [COUNTRY ...] OUT [options]"
    plot.add_argument("kind", metavar="KIND", help=", ".join(_KINDS), choices=_KINDS)
    plot.add_argument("country", metavar="COUNTRY", nargs="*", help="default: all")
    plot.add_argument("out", metavar="OUT", help="the file: .png, .svg or .pdf")
    plot.add_argument("--bureau", choices=get_args(Bureau), help="countries of one bureau")
    plot.add_argument("--year", metavar="YEAR", help="of changes: the edition (default: the last)")
    plot.add_argument("--since", metavar="YEAR", help="of changes: the older edition")
    plot.add_argument("--width", metavar="PIXELS", type=int, default=800)
    cite = command("cite", _cite, "how to cite the package and the editions used")
    cite.add_argument("editions", metavar="YEAR", nargs="*", help="default: all editions")
    cite.add_argument("--style", choices=STYLES, default="text")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    It is 0, or 1 if a file has problems, or 2 for input that is not known.
    """
    reconfigure = getattr(sys.stdout, "reconfigure", None)  # not every stream has it
    if reconfigure is not None:
        # A console that has no arrow shows its escape instead of failing.
        reconfigure(errors="backslashreplace")
    args = _parser().parse_args(argv)
    code = 0
    try:
        text, plain = args.run(args)
    except FormatError as error:
        code, (text, plain) = 1, _file_commands.told(error)
    except TipdataError as error:
        print(f"tipdata: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return code
    except OSError as error:
        print(f"tipdata: {error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    if args.json:
        text = json.dumps(plain, ensure_ascii=False, indent=2)
    elif has_colours(sys.stdout, os.environ):
        text = coloured(text)
    try:
        print(text, end="\n" if text else "", flush=True)
    except BrokenPipeError:
        # The reader (`| head`) has gone; keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return code
