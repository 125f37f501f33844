"""tipdata beside scholars' tables of the report, and beside other libraries that know countries.

    python benchmarks/other_tables.py

It prints the tables of docs/explanation/other-tables.md. What a scholar's table has is
read from the claims of the packaged record, and a placement counts as different
if the claim names another tier. The names are those of four lists, two of which belong
to the other libraries; the strings to refuse are those for which our registry has a hint,
because they name a part of a country, a former state or two countries.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pycountry

import tipdata
from tipdata import Tier, countries
from tipdata.records.sources import Claim

if TYPE_CHECKING:
    from country_converter import CountryConverter

ROOT = Path(__file__).parents[1]
TABLES = {
    "Kelley and Simmons 2014": "kelley-simmons-2014",
    "Kelley 2015": "kelley-2015",
    "Frank's indicators (HTI) 2013": "frank-hti-2013",
    "Denver 2016": "denver-htc-2016",
}
NOT_IN_ISO = {"XKX", "YUG", "SCG", "ANT"}

Cases = list[tuple[str, str]]
Resolver = Callable[[str], str | None]


def markdown(header: str, rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Return the lines of a table, whose columns are on the right, but for the first."""
    yield header
    yield "|---|" + "--:|" * (header.count("|") - 2)
    for row in rows:
        yield "| " + " | ".join(f"{x:,}" if isinstance(x, int) else str(x) for x in row) + " |"


def compare_tables() -> Iterator[str]:
    """Return what each table has of the placements in its editions, and how far it agrees."""
    tip = tipdata.load()
    claims = [claim for a in tip for claim in tip.evidence(a.country, a.year).claims]
    tiers = {(a.country, a.year): a.tier for a in tip}
    every = len(tiers)
    sources = {name: [c for c in claims if c.source == key] for name, key in TABLES.items()}
    rows = [_row(name, own, tiers) for name, own in sources.items()]
    ours = ("tipdata", _span(tip.years), every, every, every, 0, 0)
    columns = ("table", "editions", "placements in them", "has", "agree", "one class", "differ")
    return markdown(f"| {' | '.join(columns)} |", [*rows, ours])


def _row(name: str, own: list[Claim], tiers: dict[tuple[str, int], Tier]) -> tuple[object, ...]:
    years = {claim.year for claim in own}
    lumped = sum(len(claim.tiers) > 1 for claim in own)
    differ = sum(tiers[claim.country, claim.year] not in claim.tiers for claim in own)
    inside = sum(year in years for _, year in tiers)
    return name, _span(years), inside, len(own), len(own) - lumped - differ, lumped, differ


def _span(years: Iterable[int]) -> str:
    return f"{min(years)}-{max(years)}"


def list_differences() -> Iterator[str]:
    """Return each placement in which one of the tables differs from the record."""
    tip = tipdata.load()
    for name, key in TABLES.items():
        own = [
            f"{tip.country(a.country).label} {a.year}"
            for a in tip
            for claim in tip.evidence(a.country, a.year).claims
            if claim.source == key and a.tier not in claim.tiers
        ]
        yield f"{name}: {'; '.join(own) or 'none'}"


def ours(text: str) -> str | None:
    """Resolve with tipdata."""
    try:
        return countries.resolve(text).alpha_3
    except LookupError:
        return None


def lookup(text: str) -> str | None:
    """Resolve with pycountry's exact lookup."""
    try:
        return str(pycountry.countries.lookup(text).alpha_3)
    except LookupError:
        return None


def fuzzy(text: str) -> str | None:
    """Resolve with the first hit of pycountry's fuzzy search."""
    try:
        return str(pycountry.countries.search_fuzzy(text)[0].alpha_3)
    except LookupError:
        return None


def read_converter() -> "CountryConverter":
    """Return country_converter, with its table read so that "NA" stays the code of Namibia.

    Version 1.3.2 reads it as a missing value where pandas is 3.1, and then fails.
    """
    import country_converter  # noqa: PLC0415 - tests use the rest of this file without it

    logging.getLogger("country_converter").setLevel(logging.CRITICAL)
    path = Path(country_converter.__file__).with_name("country_data.tsv")
    table = pd.read_csv(path, sep="\t", keep_default_na=False, na_values=[""])
    return country_converter.CountryConverter(country_data=table.fillna({"ISO2": ""}))


def find_names() -> dict[str, Cases]:
    """Return the lists of names, each with the code that it belongs to."""
    table = read_converter().data
    tip = tipdata.load()
    lists: dict[str, Iterable[tuple[str, str]]] = {
        "report": {(c.alpha_3, c.label) for c in tip.countries},
        "tables": _spellings(),
        "ISO": {
            (c.alpha_3, getattr(c, field))
            for c in pycountry.countries
            for field in ("name", "common_name", "official_name")
            if getattr(c, field, None)
        },
        "country_converter": {
            (code, name)
            for column in ("name_short", "name_official")
            for code, name in zip(table["ISO3"], table[column], strict=True)
        },
    }
    return {
        title: sorted(case for case in cases if case[0] not in NOT_IN_ISO and case[1] != "Congo")
        for title, cases in lists.items()
    }


def _spellings() -> Cases:
    lines = (ROOT / "tests" / "files" / "spellings.tsv").read_text(encoding="utf-8").splitlines()
    table = [line.split("\t") for line in lines[1:]]
    return [(code, text) for code, kind, text in table if kind in {"name", "shorthand"}]


def find_strings_to_refuse() -> list[str]:
    """Return the strings that name a part of a country, a former state or two countries."""
    path = ROOT / "src" / "tipdata" / "data" / "country_names.tsv"
    table = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    return sorted({name for _, name, kind, *_ in table if kind in {"hint", "ambiguous"}})


def compare_resolvers() -> Iterator[str]:
    """Return how many names of each list each library finds, and which it takes for another."""
    converter = read_converter()

    def convert(text: str) -> str | None:
        found = converter.convert(text, to="ISO3", not_found="-")
        return found if isinstance(found, str) and found != "-" else None

    resolvers: dict[str, Resolver] = {
        "tipdata": ours,
        "pycountry, exact": lookup,
        "pycountry, fuzzy": fuzzy,
        "country_converter": convert,
    }
    lists, refused = find_names(), find_strings_to_refuse()
    heads = [f"{title} ({len(cases):,})" for title, cases in lists.items()]
    header = f"| names | {' | '.join(heads)} | to refuse ({len(refused)}) |"
    rows = [
        (
            name,
            *(_score(resolver, cases) for cases in lists.values()),
            sum(resolver(text) is not None for text in refused),
        )
        for name, resolver in resolvers.items()
    ]
    return markdown(header, rows)


def _score(resolver: Resolver, cases: Cases) -> str:
    found = Counter(
        "refused" if (answer := resolver(text)) is None else "right" if answer == code else "wrong"
        for code, text in cases
    )
    wrong = f" / {found['wrong']}" if found["wrong"] else ""
    return f"{found['right'] / len(cases):.1%}{wrong}"


def main() -> None:
    """Print the tables."""
    print(*compare_tables(), "", *list_differences(), "", sep="\n")
    versions = (f"{name} {version(name)}" for name in ("pycountry", "country_converter"))
    print("With", " and ".join(versions) + ":\n")
    print(*compare_resolvers(), sep="\n")


if __name__ == "__main__":
    main()
