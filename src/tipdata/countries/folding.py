"""Folded names of countries, without what people write in different ways.

Folding removes case, accents, punctuation, "the" and "of", expands a few
abbreviations, and turns "Korea, South" into "south korea". A string that may be
truncated has no folded form, so it matches nothing.
"""

import unicodedata
from typing import NamedTuple

from tipdata.countries._mending import mend
from tipdata.records.countries import Country

__all__ = [
    "ABBREVIATIONS",
    "LONGEST",
    "UNSAID",
    "Folded",
    "fold",
    "join_initials",
    "part",
    "plain",
    "sort_key",
]

LONGEST = 200
"""The most characters that a name may have."""

_MARKS: dict[int, str | None] = {
    **dict.fromkeys(map(ord, "\u2018\u2019\u201b\u02bb\u02bc\u2032\u00b4`\uff07"), "'"),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"), "-"),
    **dict.fromkeys(map(ord, '"\u201c\u201d\u201e\u201f\u00ab\u00bb'), None),
    **dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"), None),
    **dict.fromkeys(map(ord, "øØ"), "o"),
    **dict.fromkeys(map(ord, "łŁ"), "l"),
    **dict.fromkeys(map(ord, "đĐð"), "d"),
    **dict.fromkeys(map(ord, "æÆ"), "ae"),
    **dict.fromkeys(map(ord, "œŒ"), "oe"),
    ord("ı"): "i",
    # Arabic, Persian and Urdu keyboards have their own yeh, kaf and heh, and tatweel stretches.
    **dict.fromkeys(map(ord, "\u0649\u06cc"), "\u064a"),
    **dict.fromkeys(map(ord, "\u0629\u06c1"), "\u0647"),
    ord("\u06a9"): "\u0643",
    ord("\u0640"): None,
}
_PUNCTUATION = str.maketrans(
    {
        **dict.fromkeys("-.,:_*()[]\u2020\u2021\u0f0b", " "),
        # These part a list, so they stay, and match only a name that is written with them.
        **{mark: f" {mark} " for mark in "/;"},
        **dict.fromkeys("'`\"", None),
        "&": " and ",
    }
)
_KEPT = str.maketrans("", "", "/;")
_BEGINS_CUT_OFF = frozenset("-,([{.;:/&_")
_ENDS_CUT_OFF = frozenset("-,([{;:/&_")
_CLOSING = frozenset(")]")
_FOOTNOTES = "*\u2020\u2021 "
UNSAID = frozenset({"the", "of"})
"""Words that folding removes."""

ABBREVIATIONS = {
    "st": "saint",
    "rep": "republic",
    "dem": "democratic",
    **dict.fromkeys(("fed", "federated", "federation", "federative"), "federal"),
    **dict.fromkeys(("is", "isl", "isls", "isds"), "islands"),
    **dict.fromkeys(("terr", "territories"), "territory"),
    "sts": "states",
    "eq": "equatorial",
    "n": "north",
    "s": "south",
    "e": "east",
    "w": "west",
}
"""Abbreviations and the words they stand for."""


class Folded(NamedTuple):
    """The forms of a name under which it is looked up.

    Attributes:
        straight: Its words in order.
        inverted: The words after the comma or in brackets first.
        joined: All its words in order, "of" and "the" too, without spaces.
    """

    straight: str
    inverted: str
    joined: str


def plain(text: str) -> str:
    """Return a string without accents and case, with ASCII quotes and dashes.

    >>> plain("CÔTE D’IVOIRE")
    "cote d'ivoire"
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_MARKS).casefold())
        text = "".join(c for c in text if not unicodedata.combining(c)).translate(_MARKS)
    return text.lower().strip()


def sort_key(country: Country) -> str:
    """Return the label of a country without case and accents, as a key for sorting."""
    return plain(country.label)


def fold(text: str) -> Folded | None:
    """Return the forms of a name, or `None` if it is not a name or may be truncated.

    >>> fold("Korea, Dem. People's Rep. of").inverted
    'democratic peoples republic korea'
    >>> fold("Guinea-") is None
    True
    """
    if len(text) > LONGEST:
        return None
    text = plain(mend(text)).rstrip(_FOOTNOTES)
    if not text or text[0] in _BEGINS_CUT_OFF or text[-1] in _ENDS_CUT_OFF:
        return None
    parted = part(text)
    if parted is None:
        return None
    head = _words(parted[0])
    tail = _words(parted[1]) if parted[1] else []
    if head is None or tail is None or (not tail and _ends_open(head)):
        return None
    joined = "".join(head + tail)
    head = [word for word in head if word not in UNSAID]
    straight = inverted = " ".join(head)
    if tail:
        tail = [word for word in tail if word not in UNSAID]
        straight, inverted = " ".join(head + tail), " ".join(tail + head)
    return Folded(straight, inverted, joined) if straight else None


def part(text: str) -> tuple[str, str] | None:
    """Return the parts before and in the final brackets, or else around the only comma.

    `None` if a bracket is missing, or if some are nested.

    >>> part("cocos (keeling) islands (the)")
    ('cocos (keeling) islands ', 'the')
    """
    for opening, closing in ("()", "[]"):
        if opening in text or closing in text:
            # Each bracket that opens is followed by one that closes, before the next.
            before, *pairs = text.split(opening)
            if closing in before or any(pair.count(closing) != 1 for pair in pairs):
                return None
    if text[-1:] in _CLOSING:
        head, _, tail = text[:-1].replace("[", "(").rpartition("(")
        return head, tail
    if text.count(",") == 1:
        head, _, tail = text.partition(",")
        return head, tail
    return text, ""


def _ends_open(words: list[str]) -> bool:
    """Return whether words end in "of", so that a word is missing: "United States of"."""
    return [word for word in words if word != "the"][-1:] == ["of"]


def _words(text: str) -> list[str] | None:
    words = text.translate(_PUNCTUATION).split()
    letters = "".join(words)
    if "/" in letters or ";" in letters:
        letters = letters.translate(_KEPT)
    if (
        letters
        and not letters.isalnum()
        and not all(unicodedata.category(c)[0] in "LMN" for c in letters)
    ):
        return None
    if any(len(word) == 1 for word in words):
        words = join_initials(words)
    return [ABBREVIATIONS.get(word, word) for word in words]


def join_initials(words: list[str]) -> list[str]:
    """Join consecutive initials: "u s virgin islands" becomes "us virgin islands"."""
    joined: list[str] = []
    run = False
    for word in words:
        single = len(word) == 1 and word.isalpha()
        if single and run:
            joined[-1] += word
        else:
            joined.append(word)
        run = single
    return joined


def __dir__() -> list[str]:
    return __all__
