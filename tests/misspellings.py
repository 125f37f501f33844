"""Names of countries as tables misspell, abbreviate and damage them, made from the registry."""

import random
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from tipdata.countries import Country, CountryRegistry
from tipdata.errors import AmbiguousCountryError, UnknownCountryError

__all__ = ["KINDS", "Misspelling", "misspell"]

RULERS = ("United Kingdom", "France", "The United States of America", "Netherlands", "New Zealand")
REMARKS = ("former", "excl. overseas territories", "mainland", "until 1991", "see note", "total")
STYLES = ("{}- Republic of", "{}. Republic of", "{}, Rep. of", "{} Rep of", "Republic of {}")
VOWELS = dict(zip("aeiou", "eaeuo", strict=True))

Damage = Callable[[str, random.Random], str]


class Misspelling(NamedTuple):
    """A string that is refused, the country that it means, and what was done to its name."""

    text: str
    code: str
    kind: str


def _ruled(name: str, chance: random.Random) -> str:
    return f"{name} ({chance.choice(RULERS)})"


def _remarked(name: str, chance: random.Random) -> str:
    return f"{name} ({chance.choice(REMARKS)})"


def _styled(name: str, chance: random.Random) -> str:
    return chance.choice(STYLES).format(name)


def _inverted(name: str, chance: random.Random) -> str:
    first, _, rest = name.partition(" ")
    return f"{rest}{chance.choice(['- ', '. ', ' - '])}{first}" if rest else name


def _lost(name: str, chance: random.Random) -> str:
    """Lose the letters that ASCII does not have, or else one vowel, as a wrong encoding does."""
    sign = chance.choice(["\ufffd", "?", ""])
    if not name.isascii():
        return re.sub(r"[^\x00-\x7f]", sign, name)
    return name[0] + re.sub("[aeiou]", chance.choice(["\ufffd", "?"]), name[1:], count=1)


def _abbreviated(name: str, chance: random.Random) -> str:
    words = [
        f"{word[:length]}." if len(word) > (length := chance.choice([4, 5])) + 1 else word
        for word in name.split()
    ]
    return " ".join(words)


def _exchanged(name: str, chance: random.Random) -> str:
    at = _inside(name, chance)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def _dropped(name: str, chance: random.Random) -> str:
    at = _inside(name, chance)
    return name[:at] + name[at + 1 :]


def _doubled(name: str, chance: random.Random) -> str:
    at = _inside(name, chance)
    return name[:at] + name[at] + name[at:]


def _mistaken(name: str, chance: random.Random) -> str:
    at = _inside(name, chance)
    return name[:at] + VOWELS.get(name[at], "h") + name[at + 1 :]


def _truncated(name: str, chance: random.Random) -> str:
    return name[: max(5, round(len(name) * chance.uniform(0.6, 0.9)))].rstrip()


def _run_together(name: str, chance: random.Random) -> str:
    joined = "".join(name.split())
    return _doubled(joined, chance) if joined != name else name


def _inside(name: str, chance: random.Random) -> int:
    """Return a place inside a word, whose letter and the next differ."""
    places = [
        at
        for at in range(1, len(name) - 1)
        if name[at : at + 2].isalpha() and name[at].lower() != name[at + 1].lower()
    ]
    return chance.choice(places)


KINDS: dict[str, Damage] = {
    "the ruler in brackets": _ruled,
    "a remark in brackets": _remarked,
    "the republic": _styled,
    "inverted": _inverted,
    "letters lost": _lost,
    "abbreviated": _abbreviated,
    "letters exchanged": _exchanged,
    "a letter dropped": _dropped,
    "a letter doubled": _doubled,
    "a letter mistaken": _mistaken,
    "truncated": _truncated,
    "run together": _run_together,
}


def misspell(registry: CountryRegistry, seed: int, times: int = 1) -> list[Misspelling]:
    """Return misspelled names that `resolve` refuses, always the same ones for a seed.

    A string that results from the names of two countries is left out, since
    nobody can tell which it means.
    """
    chance = random.Random(seed)  # noqa: S311 - a fixed shuffle, no secret
    found: dict[str, set[str]] = {}
    kinds: dict[str, str] = {}
    for country in registry:
        for name in _names(country, registry):
            for kind, damage in KINDS.items():
                for _ in range(times):
                    text = damage(name, chance)
                    if _is_refused(text, registry):
                        found.setdefault(text, set()).add(country.alpha_3)
                        kinds[text] = kind
    return [
        Misspelling(text, next(iter(codes)), kinds[text])
        for text, codes in found.items()
        if len(codes) == 1
    ]


def _names(country: Country, registry: CountryRegistry) -> Iterator[str]:
    """Yield the English names of a country that are longer than a code and its own alone."""
    for name in dict.fromkeys((country.name, country.label, *(n.name for n in country.names))):
        if len(name) > len(country.alpha_3) and not _is_refused(name, registry):
            yield name


def _is_refused(text: str, registry: CountryRegistry) -> bool:
    try:
        registry.resolve(text)
    except UnknownCountryError:
        return True
    except AmbiguousCountryError:
        return False
    return False
