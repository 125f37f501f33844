"""Editions typed in again before they were published, right and with one fault each."""

import random
from collections.abc import Iterator
from typing import NamedTuple

import attrs

from tipdata import Assessment, Report, Tier, TierRecord
from tipdata.records.editions import OfficialCounts

__all__ = [
    "WAYS",
    "Rehearsal",
    "Wrong",
    "misspell",
    "record_until",
]

WAYS = ("totals", "law", "waiver", "rarity")
"""What shows that a country is under a wrong heading."""

_WAYS = {
    "official-total": "totals",
    "published-figure": "totals",
    "not-allowed": "law",
    "only-by-waiver": "waiver",
    "large-move": "rarity",
    "rare-move": "rarity",
}
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Wrong(NamedTuple):
    """A country that was typed under a wrong heading."""

    country: str
    right: Tier
    wrong: Tier


class Rehearsal:
    """An edition of a record, and the record as it stood before.

    Args:
        tip: The record that has the edition.
        year: The report year.
        official: Whether the official totals are known.
    """

    def __init__(self, tip: TierRecord, year: int, *, official: bool) -> None:
        self.before = record_until(tip, year)
        edition = tip.edition(year)
        self.edition = edition if official else attrs.evolve(edition, counts=OfficialCounts())
        self.tiers = {p.country.alpha_3: p.tier for p in tip.placements(year)}
        self.last = {p.country.alpha_3 for p in tip.placements(self.before.latest)}
        self._known = _marks(self.review({}))

    def review(self, changed: dict[str, Tier | None]) -> Report:
        """Return the review of the edition with other tiers, or without countries."""
        rows = [(code, tier) for code, tier in {**self.tiers, **changed}.items() if tier]
        return self.before.with_edition(self.edition, rows).review()

    def wrong_headings(self) -> Iterator[Wrong]:
        """Yield every way in which one country can stand under a wrong heading."""
        for code, right in self.tiers.items():
            for wrong in Tier:
                if wrong is not right:
                    yield Wrong(code, right, wrong)

    def shows_missing(self, code: str) -> bool:
        """Return whether the review of the edition without a country names it as missing."""
        return any(
            problem.code == "missing-country" and code in _countries(problem.records)
            for problem in self.review({code: None})
        )

    def shows_count(self, code: str) -> bool:
        """Return whether official totals show that a country was left out."""
        return "totals" in self._new({code: None})

    def ways(self, wrong: Wrong) -> frozenset[str]:
        """Return which of `WAYS` show a wrong heading, and not the right one."""
        return self._new({wrong.country: wrong.wrong})

    def _new(self, changed: dict[str, Tier | None]) -> frozenset[str]:
        return frozenset(way for way, _ in _marks(self.review(changed)) - self._known)


def _countries(records: tuple[object, ...]) -> set[str]:
    return {one.country for one in records if isinstance(one, Assessment)}


def _marks(report: Report) -> set[tuple[str, object]]:
    """Return what a review says, a country at a time, so that two reviews can be compared."""
    found: set[tuple[str, object]] = set()
    for problem in report:
        way = _WAYS.get(problem.code)
        if way == "totals":
            found.add((way, (problem.message, problem.value)))
        elif way:
            found.update(
                (way, (one.country, one.tier))
                for one in problem.records
                if isinstance(one, Assessment)
            )
    return found


def record_until(tip: TierRecord, year: int) -> TierRecord:
    """Return the record as it was before an edition, made of the same parts."""
    kept = tuple(a for a in tip.assessments if a.year < year)
    codes = {a.country for a in kept}
    return attrs.evolve(
        tip,
        countries=tuple(c for c in tip.countries if c.alpha_3 in codes),
        editions=tuple(edition for edition in tip.editions if edition.year < year),
        assessments=kept,
    )


def misspell(name: str, chance: random.Random) -> str:
    """Return a name with one letter too few, one too many, another one, or two exchanged."""
    place = chance.choice([n for n, letter in enumerate(name) if letter.isalpha()])
    before, letter, after = name[:place], name[place], name[place + 1 :]
    other = chance.choice(_LETTERS.replace(letter.lower(), ""))
    kinds = [before + after, before + other + letter + after, before + other + after]
    if after[:1].isalpha() and after[:1] != letter:
        kinds.append(before + after[0] + letter + after[1:])
    return chance.choice(kinds)
