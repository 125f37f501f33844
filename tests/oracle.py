"""A second, naive reading of the packaged tables, for tests to compare with."""

import csv
import importlib.resources
import io

Grid = dict[tuple[str, int], str]


def table(name: str) -> list[dict[str, str]]:
    """Read a packaged table with the standard library's csv module."""
    text = (importlib.resources.files("tipdata") / "data" / name).read_text(encoding="utf-8")
    rows = csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)
    return list(rows)


def tiers() -> Grid:
    """The tier of every country and year, as the table writes it."""
    return {(row["country"], int(row["year"])): row["tier"] for row in table("assessments.tsv")}


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
