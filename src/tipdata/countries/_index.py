"""Which entities a string means: by its code, by a folded name, or by parts that agree."""

import re
from collections.abc import Iterable, Mapping
from itertools import takewhile

from tipdata.countries._mending import mend
from tipdata.countries.folding import ABBREVIATIONS, LONGEST, Folded, fold, part, plain

_LONGEST_CODE = 3
_NONE: frozenset[str] = frozenset()
_FORMER = ("formerly ", "former ", "fmr. ", "now ")
_BREAKS = r"\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029"
# Those that few strings ask for are compiled when one does.
_LINES = rf"\s*[{_BREAKS}]\s*"
_LISTING = r"\s*[/;|+]\s*"
_DASH, _COLON, _COMMA = r"\s+-\s+", r"\s*:\s+", r"\s*,\s*"
_AND = r"(?i:\s*[,&]\s*|\s+and\s+)"
_ARTICLE = r"(?i:\s*\(the\)$)"
_IN_LIST = re.compile(f"[,{_BREAKS}]")
_PARTED = re.compile(r"[^\w .']")


class Index:
    """Finds the keys of the entities that a string means.

    Attributes:
        by_form: The keys of the entities that have a name of a folded form.
        exact: The keys of strings that were found to mean one entity.

    Args:
        by_code: The keys of the entities that have a code, by code.
        by_form: See above.
    """

    def __init__(
        self, by_code: Mapping[str, set[str]], by_form: Mapping[str, frozenset[str]]
    ) -> None:
        self.by_form = by_form
        self.exact: dict[str, str] = {}
        self._by_code = by_code

    def codes(self, text: str, depth: int = 2) -> frozenset[str]:
        """Return the keys of the entities that a string means.

        `depth` bounds how often parts are parted again.
        """
        text = mend(text).strip()
        if text.endswith(")"):
            text = re.sub(_ARTICLE, "", text)
        folded = fold(text)
        found = self._meant(text, folded) if folded else _NONE
        if not depth or not _PARTED.search(text):
            return found
        if not found:
            # This is not a guess: each part is a code or a name by itself.
            return self._agreed(text, depth - 1)
        listing = _IN_LIST.search(text) and self._is_list(text, found, depth - 1)
        return _NONE if listing else found

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
            parts = [one for one in re.split(mark, text) if one]
            if parts[1:]:
                return [key for one in parts for key in self._listed(one)]
        return ()

    def _is_list(self, text: str, found: frozenset[str], depth: int) -> bool:
        """Return whether the parts of a string mean other countries than the whole.

        "Hong Kong, China" is one name, though China is a country too.
        """
        for mark in (_LINES, _COMMA):
            parts = re.split(mark, text)
            # Most often the last part is not a country, as in "Korea, Republic of".
            meant = (self.codes(one, depth) for one in reversed(parts)) if parts[1:] else ()
            known = list(takewhile(bool, meant))
            if known and len(known) == len(parts) and not _common(known):
                return mark == _LINES or all(found.isdisjoint(codes) for codes in known)
        return False

    def _agreed(self, text: str, depth: int) -> frozenset[str]:
        """Return the keys that all parts of a string mean: "Myanmar/Burma", "KOR: South Korea"."""
        for parts in _partings(text):
            if found := _common(self.codes(one, depth) for one in parts):
                return found
        return _NONE

    def _meant(self, text: str, folded: Folded) -> frozenset[str]:
        found = self.by_form.get(folded.straight, _NONE)
        if folded.inverted != folded.straight:
            found |= self.by_form.get(folded.inverted, _NONE)
        if len(text) <= _LONGEST_CODE and text.isascii():
            found |= self._by_code.get(text.upper(), _NONE)
        return found

    def learn(self, text: str, folded: Folded) -> None:
        """Remember what a string means whose forms are known, if that is one entity."""
        keys = self._meant(text, folded)
        if len(keys) == 1:
            (key,) = keys
            self.exact[text] = self.exact[text.lower()] = key


def index_names(
    by_code: Mapping[str, set[str]], names: Iterable[tuple[str, Iterable[str]]]
) -> Index:
    """Return the index of entities whose names have to be folded, each given with its key."""
    by_form: dict[str, frozenset[str]] = {}
    known: list[tuple[str, Folded]] = []
    for key, spellings in names:
        alone = frozenset((key,))
        for name in spellings:
            if folded := fold(name):
                known.append((name, folded))
                for form in folded:
                    # Nearly all forms are of one country, so they share its set.
                    others = by_form.setdefault(form, alone)
                    if others is not alone and key not in others:
                        by_form[form] = others | alone
    index = Index(by_code, by_form)
    for code in by_code:
        # A code is one word, so folding it takes no more than this.
        word = ABBREVIATIONS.get(code.lower(), code.lower())
        index.learn(code, Folded(word, word, word))
    for name, folded in known:
        index.learn(name, folded)
    return index


def _common(several: Iterable[frozenset[str]]) -> frozenset[str]:
    # The parts behind one that agrees with none need not be looked up.
    rest = iter(several)
    found = next(rest)
    while found and (keys := next(rest, None)) is not None:
        found &= keys
    return found


def _partings(text: str) -> Iterable[list[str]]:
    """Yield the ways to part a string into names beside each other.

    >>> list(_partings("Great Britain (UK)"))
    [['great britain', 'uk']]
    """
    text = plain(text).rstrip("*\u2020\u2021 ")
    if len(text) > LONGEST:
        return
    beside = (re.split(mark, text, maxsplit=1) for mark in (_DASH, _COLON))
    for parts in (part(text) or (), re.split(_LISTING, text), re.split(_LINES, text), *beside):
        if len(parts) > 1 and parts[-1]:
            yield [_now(one.strip()) for one in parts]


def _now(name: str) -> str:
    for word in _FORMER:
        name = name.removeprefix(word)
    return name
