"""The commands that ask the packaged record."""

import argparse
import functools
import sys
from pathlib import Path
from typing import get_args

from tipdata import countries
from tipdata.cli._added import WITH, load_record, report_undated
from tipdata.cli._commands import Answer, arg, command, tabulate
from tipdata.countries import BUREAUS, Bureau
from tipdata.errors import CoverageError, InvalidValueError
from tipdata.loading import load
from tipdata.tierrecord.citing import STYLES
from tipdata.tiers import CODINGS
from tipdata.typing import DesignationKind, Gap, Layout

PLOT_KINDS = ("heatmap", "timeline", "shares", "changes", "map")
_BUREAUS = ", ".join(f"{code} {name}" for code, name in BUREAUS.items())


def _year(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) == 4:  # noqa: PLR2004 - the digits of a year
        return int(text)
    years = load().years
    raise CoverageError(text, years[0], years[-1])


_COUNTRY = arg("country COUNTRY", "a name or a code")
EDITION = arg("year YEAR", "the year of the edition", type=_year)


@command(
    "Show what changed in an edition, or since an older one",
    EDITION,
    arg("--since YEAR", "the older edition (default: the previous one)", type=_year),
    arg("--coding", "the scale on which tiers are compared", CODINGS),
    arg("--gap", "whether an absence breaks the comparison or is bridged", get_args(Gap)),
    WITH,
)
def changes(args: argparse.Namespace) -> Answer:
    found = load_record(args).changes(args.year, since=args.since, coding=args.coding, gap=args.gap)
    return tabulate(found)


@command("List all countries of an edition, by tier", EDITION, WITH)
def placements(args: argparse.Namespace) -> Answer:
    return tabulate(load_record(args).placements(args.year))


@command(
    "Show one country in all editions",
    _COUNTRY,
    arg("--predecessors", "prepend the states that came before it", action="store_true"),
    WITH,
)
def show(args: argparse.Namespace) -> Answer:
    return tabulate(load_record(args).series(args.country, predecessors=args.predecessors))


@command(
    "Show what the law of the Watch List allows the next edition",
    arg("country COUNTRY", "default: all on the Watch List", nargs="?"),
    arg("--year YEAR", "the edition to decide (default: the next one)", type=_year),
    WITH,
)
def outlook(args: argparse.Namespace) -> Answer:
    tip = load_record(args)
    if args.country is None:
        return tabulate(tip.outlooks(args.year).filter(lambda outlook: outlook.listed))
    found = tip.series(args.country).outlook(args.year)
    return str(found), dict(zip(found.COLUMNS, found.cells(), strict=True))


@command(
    "List the official acts that name countries",
    arg("country COUNTRY", "default: all", nargs="?"),
    arg("--kind", "what the act is (default: any)", choices=get_args(DesignationKind)),
    arg("--year YEAR", "the edition that the act belongs to (default: any)", type=_year),
)
def designations(args: argparse.Namespace) -> Answer:
    return tabulate(load().designations(kind=args.kind, year=args.year, country=args.country))


@command("Show what the sources say about a placement", _COUNTRY, EDITION)
def evidence(args: argparse.Namespace) -> Answer:
    found = load().evidence(args.country, args.year)
    cell = found.assessment
    names = ("country", "year", "tier", "evidence", "official", "note")
    claims = [
        {"source": c.source, "wording": c.wording, "tiers": [tier.value for tier in c.tiers]}
        for c in found.claims
    ]
    plain = {name: getattr(cell, name) for name in names}
    return str(found), {**plain, "tier": cell.tier.value, "claims": claims}


@command(
    "Show which country a name or a code means",
    arg("text TEXT", "a name in any known spelling, or a code"),
)
def resolve(args: argparse.Namespace) -> Answer:
    country = countries.resolve(args.text)
    names = ("alpha_3", "alpha_2", "numeric", "name", "report_name", "bureau")
    plain = {name: getattr(country, name) for name in names}
    reported = f", in the report {country.report_name}" if country.report_name else ""
    return f"{country.alpha_3}  {country.name}{reported}", plain


@command(
    "Write the whole record as one HTML file, to explore in a browser",
    arg("file FILE", "the file to write"),
    WITH,
)
def page(args: argparse.Namespace) -> Answer:
    from tipdata.page import write

    write(args.file, load_record(args))
    size = Path(args.file).stat().st_size
    return f"wrote {args.file} ({size / 1000:.0f} kB)", {"path": args.file, "bytes": size}


@command(
    "Write the record as a table: CSV, a spreadsheet, Parquet or Stata",
    arg(
        "out OUT", "the file to write: .csv, .xlsx, .parquet or .dta; - for CSV on standard output"
    ),
    arg("--layout", "a row for each placement, or one for each country", get_args(Layout)),
    arg("--bureau", f"only the countries of this bureau: {_BUREAUS}", choices=get_args(Bureau)),
    arg("--group GROUP", "only the members of this group, such as eu, at each release"),
    WITH,
)
def export(args: argparse.Namespace) -> Answer:
    from tipdata._wire.storage import write_bytes
    from tipdata.export import render, write

    known = load_record(args)
    tip = known.where(bureau=args.bureau, group=args.group)
    report_undated(known, tip)
    if args.out == "-":
        if args.json:
            expected = "the name of a file, since --json prints to the same place"
            raise InvalidValueError("OUT", args.out, expected)
        write_bytes(getattr(sys.stdout, "buffer", sys.stdout), [render(tip, layout=args.layout)])
        return "", {}
    write(args.out, tip, layout=args.layout)
    placed, countries = len(tip), len({one.country for one in tip})
    plain = {"path": args.out, "placements": placed, "countries": countries}
    return f"wrote {args.out}: {placed:,} placements of {countries} countries", plain


@command(
    "Draw a picture (needs the extra 'plots')",
    arg("kind KIND", ", ".join(PLOT_KINDS), choices=PLOT_KINDS),
    arg("country COUNTRY", "default: all", nargs="*"),
    arg("out OUT", "the file to write: .png, .svg or .pdf"),
    arg("--bureau", f"only the countries of this bureau: {_BUREAUS}", choices=get_args(Bureau)),
    arg("--year YEAR", "for changes and map: the edition (default: the last)", type=_year),
    arg("--since YEAR", "for changes and map: the older edition", type=_year),
    arg("--width PIXELS", "default: 800", type=int, default=800),
    WITH,
    usage="tipdata plot KIND [COUNTRY ...] OUT [options]",
)
def plot(args: argparse.Namespace) -> Answer:
    from tipdata.cli._pictures import draw, save

    tip = load_record(args)
    tip = tip.where(bureau=args.bureau) if args.bureau else tip
    plot = functools.partial(draw, args.kind, tip, args.country, args.year, args.since)
    save(plot, args.out, args.width)
    return f"wrote {args.out}", {"path": args.out}


@command(
    "Print how to cite the package and the editions used",
    arg("editions YEAR", "default: all editions", nargs="*", type=_year),
    arg("--style", "the form of the citation", STYLES),
    WITH,
)
def cite(args: argparse.Namespace) -> Answer:
    text = load_record(args).cite(args.style, years=args.editions or None)
    return text, {"style": args.style, "editions": args.editions, "citation": text}
