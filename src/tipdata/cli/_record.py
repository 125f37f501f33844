"""The commands that ask the record, of the package or with editions of the user."""

import argparse
import functools
import sys

from tipdata.cli._added import WITH, load_record, report_undated
from tipdata.cli._commands import Answer, arg, both, command, tabulate
from tipdata.cli._screen import write_table
from tipdata.countries import BUREAUS
from tipdata.errors import CoverageError, InvalidValueError, one_line, one_of
from tipdata.loading import load
from tipdata.tierrecord import TierRecord

_CODINGS = {
    "ordinal": "Tier 1, Tier 2, Tier 2 Watch List, Tier 3, one step each",
    "three": "the Watch List counts as Tier 2",
    "binary": "Tier 1 or not",
}
_GAPS = {
    "break": "a country that comes back has entered",
    "bridge": "a country that comes back is compared with its last placement",
}
_LAYOUTS = {"long": "a row for each placement", "wide": "a row for each country"}
PLOTS = {
    "heatmap": "countries by editions",
    "timeline": "the tiers of countries as lines",
    "shares": "how many countries are on each tier, by edition",
    "changes": "what changed in an edition",
    "map": "a world map of an edition, or with --since of what changed",
}
_LABELS = {"codes": "alpha-3 codes", "names": "the names of the report"}
_OF_KINDS = {"--year": ("changes", "map"), "--since": ("changes", "map"), "--labels": ("map",)}
"""The options of some kinds of plots, which the others would pass over."""

_STYLES = {
    "text": "a line for each work",
    "bibtex": "for LaTeX",
    "csl": "JSON, for reference managers",
}
_KINDS = {
    "watch list waiver": "a memorandum that keeps a country on the Watch List",
    "child soldiers list": "the governments named for child soldiers",
    "tier 3 restriction": "a determination on aid to a government on Tier 3",
}
_BUREAU = arg(
    "--bureau",
    "only the countries of this bureau of the State Department",
    {str(code): name for code, name in BUREAUS.items()},
    default=None,
)
_GROUP = arg(
    "--group GROUP", "only the members of this group, such as eu or Africa, at each release"
)
_PART = both(_BUREAU, _GROUP)
_WITH_FILE = "the same with an edition of your own"


def _year(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) == 4:  # noqa: PLR2004 - the digits of a year
        return int(text)
    years = load().years
    raise CoverageError(text, years[0], years[-1])


def _load_part(args: argparse.Namespace) -> TierRecord:
    """Return the record, or the part of it that `--bureau` and `--group` choose."""
    known = load_record(args)
    tip = known.where(bureau=args.bureau, group=args.group)
    report_undated(known, tip)
    return tip


_COUNTRY = arg("country COUNTRY", "a name or a code")
EDITION = arg("year YEAR", "the year of the edition", type=_year)


@command(
    "Show what changed in an edition, or since an older one",
    EDITION,
    arg("--since YEAR", "the older edition (default: the previous one)", type=_year),
    arg("--coding", "the scale on which tiers are compared", _CODINGS),
    arg("--gap", "what an absence between two placements does", _GAPS),
    _PART,
    WITH,
    examples={
        "changes 2021": "what changed from the 2020 report",
        "changes 2021 --since 2015": "the net change over six years",
        "changes 2025 --group Africa": "the changes of a continent or another group",
        "changes 2004 --coding three": "without the move to the Watch List, which was new",
        "changes 2026 --with tiers-2026.csv": _WITH_FILE,
    },
)
def changes(args: argparse.Namespace) -> Answer:
    tip = _load_part(args)
    found = tip.changes(args.year, since=args.since, coding=args.coding, gap=args.gap)
    return tabulate(found)


@command(
    "List all countries of an edition, by tier",
    EDITION,
    _PART,
    WITH,
    examples={
        "placements 2024": "all countries of the 2024 report",
        "placements 2024 --group Africa": "those of a continent or another group",
        "placements 2024 --json": "the same for programs, with the evidence of each",
    },
)
def placements(args: argparse.Namespace) -> Answer:
    return tabulate(_load_part(args).placements(args.year))


@command(
    "Show one country in all editions",
    _COUNTRY,
    arg("--predecessors", "prepend the states that came before it", action="store_true"),
    WITH,
    examples={
        "show Kazakhstan": "every edition, with the evidence for each tier",
        "show Serbia --predecessors": "with Yugoslavia, and Serbia and Montenegro, before it",
    },
)
def show(args: argparse.Namespace) -> Answer:
    return tabulate(load_record(args).series(args.country, predecessors=args.predecessors))


@command(
    "Show what the Watch List law allows the next edition",
    arg("country COUNTRY", "default: all on the Watch List", nargs="?"),
    arg("--year YEAR", "the edition to decide (default: the next one)", type=_year),
    WITH,
    examples={
        "outlook": "every country on the Watch List",
        'outlook "Kyrgyz Republic"': "one country",
        "outlook China --year 2013": "what the law allowed an older edition",
    },
)
def outlook(args: argparse.Namespace) -> Answer:
    tip = load_record(args)
    if args.country is None:
        return tabulate(tip.outlooks(args.year).filter(lambda outlook: outlook.listed))
    found = tip.series(args.country).outlook(args.year)
    return Answer(str(found), dict(zip(found.COLUMNS, found.cells(), strict=True)))


@command(
    "List the official acts that name countries",
    arg("country COUNTRY", "default: all", nargs="?"),
    arg("--kind", "only acts of this kind", _KINDS, default=None),
    arg("--year YEAR", "the edition that the act belongs to (default: any)", type=_year),
    WITH,
    examples={
        "designations Cuba": "every act that names Cuba",
        'designations --kind "watch list waiver" --year 2018': "who was kept by a waiver",
    },
)
def designations(args: argparse.Namespace) -> Answer:
    return tabulate(
        load_record(args).designations(kind=args.kind, year=args.year, country=args.country)
    )


@command(
    "Show what the sources say about a placement",
    _COUNTRY,
    EDITION,
    WITH,
    examples={
        "evidence KGZ 2021": "which sources agree",
        "evidence Malaysia 2009": "which sources disagree, and how it was settled",
    },
)
def evidence(args: argparse.Namespace) -> Answer:
    found = load_record(args).evidence(args.country, args.year)
    cell = found.assessment
    names = ("country", "year", "tier", "evidence", "official", "note")
    claims = [
        {"source": c.source, "wording": c.wording, "tiers": [tier.value for tier in c.tiers]}
        for c in found.claims
    ]
    plain = {name: getattr(cell, name) for name in names}
    return tabulate(found)._replace(plain={**plain, "tier": cell.tier.value, "claims": claims})


@command(
    "Write the record as one HTML page, to explore in a browser",
    arg("file FILE", "the file to write"),
    WITH,
    examples={"page tiers.html": "the whole record as one page"},
)
def page(args: argparse.Namespace) -> Answer:
    from tipdata._arguments import read_path
    from tipdata._wire.storage import write_bytes
    from tipdata.page import render

    path = read_path("path", args.file)
    data = render(load_record(args)).encode()
    write_bytes(path, [data])
    size = len(data)
    plain = {"path": args.file, "bytes": size}
    return Answer(f"wrote {one_line(args.file)} ({size / 1000:.0f} kB)", plain)


@command(
    "Write the record as CSV, a spreadsheet, Parquet or Stata",
    arg(
        "out OUT", "the file to write: .csv, .xlsx, .parquet or .dta; - for CSV on standard output"
    ),
    arg("--layout", "what a row is", _LAYOUTS),
    _PART,
    WITH,
    examples={
        "export tiers.csv": "every placement, as text",
        "export asean.xlsx --layout wide --group asean": "a table for people, of one group",
        "export - --bureau SCA": "CSV on standard output",
    },
)
def export(args: argparse.Namespace) -> Answer:
    from tipdata.export import render, write

    tip = _load_part(args)
    if args.out == "-":
        if args.json:
            expected = "the name of a file, since --json prints to the same place"
            raise InvalidValueError("OUT", args.out, expected)
        write_table([render(tip, layout=args.layout)], sys.stdout)
        return Answer("", {})
    write(args.out, tip, layout=args.layout)
    placed, countries = len(tip), len({one.country for one in tip})
    plain = {"path": args.out, "placements": placed, "countries": countries}
    return Answer(
        f"wrote {one_line(args.out)}: {placed:,} placements of {countries} countries", plain
    )


@command(
    "Draw a picture (needs the extra 'plots')",
    arg("kind KIND", "what to draw", PLOTS),
    arg("country COUNTRY", "default: all", nargs="*", default=()),
    arg("out OUT", "the file to write: .png, .svg or .pdf"),
    _PART,
    arg("--year YEAR", "for changes and map: the edition (default: the last)", type=_year),
    arg("--since YEAR", "for changes and map: the older edition", type=_year),
    arg("--labels", "for map: what countries are labelled with", _LABELS, default=None),
    arg("--width PIXELS", "how wide the picture is (default: 800)", default="800"),
    WITH,
    examples={
        "plot shares shares.png": "the tiers of each edition",
        "plot timeline KAZ KGZ UZB lines.svg": "three countries",
        "plot map map.png --year 2025 --since 2015": "what changed in ten years, on a map",
        "plot map sca.png --bureau SCA --labels names": "a part of the world, with names",
    },
)
def plot(args: argparse.Namespace) -> Answer:
    from tipdata.cli._pictures import draw, save

    for option, kinds in _OF_KINDS.items():
        if getattr(args, option.lstrip("-")) is not None and args.kind not in kinds:
            expected = f"{one_of(kinds)}, which take {option}"
            raise InvalidValueError("KIND", args.kind, expected)
    tip, part = _load_part(args), [BUREAUS[args.bureau]] if args.bureau else []
    part += [args.group] if args.group else []
    about = (args.kind, tip, args.country, args.year, args.since)
    drawn = functools.partial(draw, *about, labels=args.labels, part=", ".join(part))
    save(drawn, args.out, args.width)
    return Answer(f"wrote {one_line(args.out)}", {"path": args.out})


@command(
    "Print how to cite the package and the editions used",
    arg("editions YEAR", "default: all editions", nargs="*", type=_year),
    arg("--style", "the form of the citation", _STYLES),
    WITH,
    examples={
        "cite 2020 2021": "the package and two editions",
        "cite 2021 --style bibtex": "the same for LaTeX",
    },
)
def cite(args: argparse.Namespace) -> Answer:
    text = load_record(args).cite(args.style, years=args.editions or None)
    plain = {"style": args.style, "editions": args.editions, "citation": text}
    return Answer(text, plain, is_verbatim=args.style != "text")
