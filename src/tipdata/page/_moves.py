"""What the explorer page says of the moves between editions."""

from itertools import pairwise

from tipdata.errors import CoverageError
from tipdata.tierrecord import TierRecord
from tipdata.typing import Direction

__all__ = ["MOVES", "move_signs", "summaries"]

MOVES: dict[Direction, tuple[str, str]] = {
    "upgrade": ("u", "rose"),
    "downgrade": ("d", "fell"),
    "entered": ("e", "entered the report"),
    "left": ("l", "left the report"),
    "to_special_case": ("t", "became a special case"),
    "from_special_case": ("f", "ceased to be a special case"),
    "unchanged": ("=", "unchanged"),
}
"""The sign of each move in a row, and its name in the filter."""


def move_signs() -> list[dict[str, str]]:
    """Return what each sign of a move means, with the library's word and the heading of a list."""
    words = {direction: direction.replace("_", " ") for direction in MOVES}
    heads = {**words, "upgrade": "upgrades", "downgrade": "downgrades"}
    return [
        {"sign": sign, "id": move, "label": label, "word": words[move], "head": heads[move]}
        for move, (sign, label) in MOVES.items()
    ]


def summaries(record: TierRecord) -> list[dict[str, object]]:
    """Return how many countries moved in each edition, and which cannot be compared.

    >>> import tipdata
    >>> summaries(tipdata.load().where(bureau="SCA", since=2021))[1]
    {'title': '2022 against 2021: 2 upgrades, 11 unchanged'}
    """
    if not record.years:
        return []
    told: list[dict[str, object]] = []
    try:
        record.changes(record.years[0])
    except CoverageError as error:
        told.append({"title": f"{record.years[0]}: {error}"})
    for since, year in pairwise(record.years):
        changes = record.changes(year, since=since)
        skipped = [country.alpha_3 for country in changes.skipped]
        told.append({"title": changes.title, **({"skipped": skipped} if skipped else {})})
    return told
