"""Folded names of countries, without what people write in different ways.

Folding removes case, accents, punctuation, "the" and "of", expands a few
abbreviations, and turns "Korea, South" into "south korea". A string that may be
truncated has no folded form, so it matches nothing.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tipdata.records.countries import Country

__all__ = ["ABBREVIATIONS", "LONGEST", "UNSAID", "Index", "fold", "plain", "sort_key"]

LONGEST = 200
"""The most characters that a name may have."""

_FLOOR = 0.6
_LONGEST_CODE = 3
_EDGES = " \t\r\n-,([{;:/&_"

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
}
_PUNCTUATION = str.maketrans(
    {**dict.fromkeys("-.,;:/_*()[]\u2020\u2021", " "), "'": None, '"': None, "&": " and "}
)
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
    text = plain(text).rstrip(_FOOTNOTES)
    if not text or text[0] in _BEGINS_CUT_OFF or text[-1] in _ENDS_CUT_OFF:
        return None
    parted = _part(text)
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


def _halves(text: str) -> tuple[str, str] | None:
    """Return a name and the one beside it, in brackets or after a slash, dash or comma.

    >>> _halves("United Kingdom - UK")
    ('united kingdom', 'uk')
    """
    text = plain(text).rstrip(_FOOTNOTES)
    head, tail = _part(text) or ("", "")
    for mark in (" - ", "/", ";"):
        if not tail and text.count(mark) == 1:
            head, _, tail = text.partition(mark)
    for word in ("formerly ", "former ", "fmr. ", "now "):
        tail = tail.strip().removeprefix(word)
    return (head.strip(), tail) if head.strip() and tail else None


class Near(NamedTuple):
    """A name similar to a string: the similarity from 0 to 1, the code, and the name."""

    score: float
    code: str
    name: str


class Index:
    """Finds the keys of the entities that a string means.

    Attributes:
        exact: The keys of strings that mean one entity without folding.
    """

    def __init__(
        self, by_code: Mapping[str, set[str]], names: Iterable[tuple[str, Iterable[str]]]
    ) -> None:
        self.exact: dict[str, str] = {}
        self._by_code = by_code
        self._by_form: dict[str, set[str]] = {}
        self._names: list[tuple[str, str, Folded]] = []
        for key, spellings in names:
            for name in spellings:
                if folded := fold(name):
                    self._names.append((key, name, folded))
                    for form in folded:
                        self._by_form.setdefault(form, set()).add(key)
        for code in by_code:
            self._learn(code, self.codes(code))
        for _, name, folded in self._names:
            self._learn(name, self._meant(name, folded))

    def codes(self, text: str) -> set[str]:
        """Return the keys of the entities that a string means."""
        folded = fold(text)
        if folded is None:
            return set()
        found = self._meant(text.strip(), folded)
        if not found and (parts := _halves(text)):
            # This is not a guess: each half is a code or a name by itself.
            found = self.codes(parts[0]) & self.codes(parts[1])
        return found

    def nearest(self, text: object) -> list[Near]:
        """Return the most similar name of each entity that is similar enough, best first."""
        from difflib import SequenceMatcher  # noqa: PLC0415 - only needed after a miss

        if not isinstance(text, str) or len(text) > LONGEST:
            return []
        folded = fold(text.strip(_EDGES))
        if folded is None:
            return []
        best: dict[str, Near] = {}
        for wanted in dict.fromkeys(folded[:2]):
            matcher = SequenceMatcher(None, b=wanted, autojunk=False)
            for key, name, (form, _, _) in self._names:
                floor = best[key].score if key in best else _FLOOR
                matcher.set_seq1(form)
                if matcher.real_quick_ratio() < floor or matcher.quick_ratio() < floor:
                    continue
                score = matcher.ratio()
                if score > floor or (score == floor and key not in best):
                    best[key] = Near(round(score, 3), key, name)
        return sorted(best.values(), key=lambda near: (-near.score, near.code))

    def _meant(self, text: str, folded: Folded) -> set[str]:
        by_form = self._by_form
        found = by_form.get(folded.straight, set()) | by_form.get(folded.inverted, set())
        if len(text) <= _LONGEST_CODE and text.isascii():
            found |= self._by_code.get(text.upper(), set())
        return found

    def _learn(self, text: str, keys: set[str]) -> None:
        if len(keys) == 1:
            (key,) = keys
            self.exact[text] = self.exact[text.lower()] = key


def _part(text: str) -> tuple[str, str] | None:
    """Return the parts before and in the final brackets, or else around the only comma."""
    for opening, closing in ("()", "[]"):
        if opening in text or closing in text:
            once = text.count(opening) == text.count(closing) == 1
            if not once or text.index(opening) > text.index(closing):
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
    if (
        letters
        and not letters.isalnum()
        and not all(unicodedata.category(c)[0] in "LMN" for c in letters)
    ):
        return None
    if any(len(word) == 1 for word in words):
        words = _with_initials(words)
    return [ABBREVIATIONS.get(word, word) for word in words]


def _with_initials(words: list[str]) -> list[str]:
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
