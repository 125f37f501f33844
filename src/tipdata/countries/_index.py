"""Which entities a string means: by its code, by a folded name, or by parts that agree."""

import re
from collections.abc import Iterable, Mapping

from tipdata.countries._mending import mend
from tipdata.countries.folding import LONGEST, Folded, fold, part, plain

_LONGEST_CODE = 3
_FORMER = ("formerly ", "former ", "fmr. ", "now ")
_LINES = re.compile(r"\s*[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]\s*")
_LISTING = re.compile(r"\s*[/;|+]\s*")
_DASH, _COLON, _COMMA = (re.compile(mark) for mark in (r"\s+-\s+", r"\s*:\s+", r"\s*,\s*"))
_AND = re.compile(r"\s*[,&]\s*|\s+and\s+", re.IGNORECASE)
_ARTICLE = re.compile(r"\s*\(the\)$", re.IGNORECASE)


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
        known: list[tuple[str, Folded]] = []
        for key, spellings in names:
            for name in spellings:
                if folded := fold(name):
                    known.append((name, folded))
                    for form in folded:
                        self._by_form.setdefault(form, set()).add(key)
        for code in by_code:
            self._learn(code, self.codes(code))
        for name, folded in known:
            self._learn(name, self._meant(name, folded))

    def codes(self, text: str, depth: int = 2) -> set[str]:
        """Return the keys of the entities that a string means.

        `depth` bounds how often parts are parted again.
        """
        text = _ARTICLE.sub("", mend(text).strip())
        folded = fold(text)
        found = self._meant(text, folded) if folded else set[str]()
        if not depth:
            return found
        if not found:
            # This is not a guess: each part is a code or a name by itself.
            return self._agreed(text, depth - 1)
        return set() if self._is_list(text, found, depth - 1) else found

    def listed(self, text: str) -> tuple[str, ...]:
        """Return the keys of the entities that a string names one after the other.

        Parts that mean nothing, or several entities, are left out.
        """
        return tuple(dict.fromkeys(self._listed(mend(text).strip())))

    def _listed(self, text: str) -> Iterable[str]:
        codes = self.codes(text)
        if len(codes) == 1:
            return codes
        for mark in (_LINES, _LISTING, _DASH, _COLON, _AND):
            parts = [one for one in mark.split(text) if one]
            if parts[1:]:
                return [key for one in parts for key in self._listed(one)]
        return ()

    def _is_list(self, text: str, found: set[str], depth: int) -> bool:
        """Return whether the parts of a string mean other countries than the whole.

        "Hong Kong, China" is one name, though China is a country too.
        """
        for mark in (_LINES, _COMMA):
            parts = mark.split(text)
            meant = (self.codes(one, depth) for one in parts) if parts[1:] else ()
            known = [codes for codes in meant if codes]
            if known[1:] and not _common(known):
                return mark is _LINES or all(found.isdisjoint(codes) for codes in known)
        return False

    def _agreed(self, text: str, depth: int) -> set[str]:
        """Return the keys that all parts of a string mean: "Myanmar/Burma", "KOR: South Korea"."""
        for parts in _partings(text):
            if all(parts) and (found := _common(self.codes(one, depth) for one in parts)):
                return found
        return set()

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


def _common(several: Iterable[set[str]]) -> set[str]:
    first, *others = several
    return first.intersection(*others)


def _partings(text: str) -> Iterable[list[str]]:
    """Yield the ways to part a string into names beside each other.

    >>> list(_partings("Great Britain (UK)"))
    [['great britain', 'uk']]
    """
    text = plain(text).rstrip("*\u2020\u2021 ")
    if len(text) > LONGEST:
        return
    beside = (mark.split(text, maxsplit=1) for mark in (_DASH, _COLON))
    for parts in (part(text) or (), _LISTING.split(text), _LINES.split(text), *beside):
        if len(parts) > 1 and parts[-1]:
            yield [_now(one.strip()) for one in parts]


def _now(name: str) -> str:
    for word in _FORMER:
        name = name.removeprefix(word)
    return name
