"""A second, naive reading of the packaged tables, for tests to compare with."""

import csv
import datetime
import functools
import importlib.resources
import io
import re

Grid = dict[tuple[str, int], str]


def table(name: str) -> list[dict[str, str]]:
    """Read a packaged table with the standard library's csv module."""
    text = (importlib.resources.files("tipdata") / "data" / name).read_text(encoding="utf-8")
    rows = csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)
    return list(rows)


def tiers() -> Grid:
    """The tier of every country and year, as the table writes it."""
    return {(row["country"], int(row["year"])): row["tier"] for row in table("assessments.tsv")}


def releases() -> dict[int, datetime.date]:
    """The day on which each edition was released, by year."""
    return {
        int(r["year"]): datetime.date.fromisoformat(r["released"]) for r in table("editions.tsv")
    }


@functools.cache
def memberships() -> dict[tuple[str, str], list[tuple[str, str, str]]]:
    """The group, the start and the end of each membership, by scheme and country."""
    found: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for row in table("groups.tsv"):
        own = found.setdefault((row["scheme"], row["country"]), [])
        own.append((row["group"], row["since"], row["until"]))
    return found


def group_on(scheme: str, code: str, day: datetime.date) -> str | None:
    """The group of a country on a day; ISO dates compare as text, and a year covers all of it."""
    for group, since, until in memberships().get((scheme, code), []):
        if since <= day.isoformat() and (not until or day.isoformat()[: len(until)] <= until):
            return group
    return None


def direction(before: str | None, after: str | None, order: str = "1 2 2WL 3") -> str:
    """What happened between two cells, by the rules of the design, written out."""
    ranks = {tier: rank for rank, group in enumerate(order.split()) for tier in group.split("=")}
    if before is None or after is None:
        return "left" if before else "entered"
    if before != after and "SC" in (before, after):
        return "from_special_case" if before == "SC" else "to_special_case"
    if before == after or ranks[after] == ranks[before]:
        return "unchanged"
    return "upgrade" if ranks[after] < ranks[before] else "downgrade"


def rows() -> dict[str, dict[int, str]]:
    """The tiers of every country by year, as the table writes them."""
    found: dict[str, dict[int, str]] = {}
    for (code, year), tier in tiers().items():
        found.setdefault(code, {})[year] = tier
    return found


def verdict(own: dict[int, str], year: int) -> str:
    """What the law allows an edition, read from the tiers as one string of letters."""
    letters = {"2WL": "W", "1": "1", "2": "2", "3": "3", "SC": "S"}
    listed = own.get(year - 1) == "2WL"
    if not listed:
        return "not on the Watch List"
    text = "".join(letters.get(own.get(y, ""), "-") for y in range(2009, year))
    run = len(text) - len(text.rstrip("W"))
    longest = 4 if year < 2019 else 3
    if year < 2011:
        return "may stay"
    if run >= longest or (year >= 2019 and re.search("WWW3+W+$", text)):
        return "must leave"
    return "may stay only by waiver" if run >= 2 else "may stay"


def acts() -> dict[tuple[str, int, str], list[str]]:
    """The outcomes of every act by kind, year and country, as the table writes them."""
    found: dict[tuple[str, int, str], list[str]] = {}
    for row in table("designations.tsv"):
        key = row["kind"], int(row["year"]), row["country"]
        found.setdefault(key, []).append(row["outcome"])
    return found


def coverage() -> dict[tuple[str, int], str]:
    """How completely every kind and year is known, as the table writes it."""
    rows = table("designation_coverage.tsv")
    return {(row["kind"], int(row["year"])): row["coverage"] for row in rows}


def waived(year: int) -> set[str]:
    """The countries that an edition kept on the Watch List where the law allowed it only by waiver."""
    return {
        code
        for code, own in rows().items()
        if own.get(year) == "2WL" and verdict(own, year) == "may stay only by waiver"
    }
