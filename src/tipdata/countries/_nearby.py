"""Which names come nearest to a string that means no country: words first, then letters.

Shared words count by how rare they are among all names, so "Republic" and
"Islands" decide nothing. An unknown word counts as the words that are like it.
What stands in brackets, after a comma or after "formerly" and the like counts a
quarter. Letters decide alone only where words find nothing, as in names that
are run together.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from heapq import nlargest
from itertools import chain, pairwise
from math import log
from typing import NamedTuple

from tipdata.countries._mending import mend
from tipdata.countries.folding import ABBREVIATIONS, LONGEST, join_initials, plain

_LEAST = 0.45
_ALIKE = 0.5
_PREFIX = 0.85
_RELATED = 0.8
_RESTORED = 0.95
_SWAPPED = 0.8
_MIXED_UP = 0.7
_ASIDE = 0.25
_CERTAIN = 0.6
_BY_LETTERS = 0.9
_COMPARED = 12
_BESIDE_THE_BEST = 0.7
_LEAST_LETTERS = 3
_MOST_LOST = 4
_LEAST_PAIRS = 0.3
_COMMONEST = 0.15
_SHORT, _LONG = 2, 4
_CACHED = 10_000

_UNWEIGHED = frozenset({"the", "of", "and", "d", "de", "la", "le", "du"})
_IN_BRACKETS = re.compile(r"[(\[{][^)\]}]*[)\]}]?")
_REMARK = re.compile(
    r"\b(?:excl\w*|incl\w*|except|without|formerly|former|fmr|now|see|until|before|after|since|"
    r"administered|claimed|part)\b.*"
)
_NOT_LETTERS = re.compile(r"[^\w\ufffd]|[_\d]")
# What a wrong encoding leaves of a letter that it does not know.
_LOST = "\ufffd"
_MARKED = str.maketrans({"?": _LOST, "'": None})


class Near(NamedTuple):
    """A name that is like a string: how much, from 0 to 1, whose, and the name."""

    score: float
    key: str
    name: str


class _Name(NamedTuple):
    key: str
    name: str
    weight: float


class Nearby:
    """Finds the names nearest to a string; built at the first miss, since most strings match."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        spelled = [(key, name, words) for key, name in names if (words := _words(name))]
        self._weights = _rarity(spelled)
        self._names: list[_Name] = []
        self._with_word: defaultdict[str, list[int]] = defaultdict(list)
        self._run_together: defaultdict[str, list[int]] = defaultdict(list)
        for number, (key, name, words) in enumerate(spelled):
            weight = sum(self._weights[word] for word in words)
            self._names.append(_Name(key, name, weight))
            self._run_together["".join(words)].append(number)
            for word in set(words):
                self._with_word[word].append(number)
        self._known_words = _Pairs(self._weights)
        self._known_names = _Pairs(self._run_together)
        self._like: Callable[[str], Mapping[str, float]] = lru_cache(_CACHED)(self._find_like)

    def to(self, text: object) -> list[Near]:
        """Return the nearest name of each country, best first; none that is too far."""
        if not isinstance(text, str) or len(text) > LONGEST:
            return []
        low = plain(mend(text))
        head = _words(_REMARK.sub("", _IN_BRACKETS.sub(" ", low)))
        aside = [word for word in _words(low) if word not in head]
        if not head:
            head, aside = aside, []
        joined = "".join(head).replace(_LOST, "")
        if len(joined) < _LEAST_LETTERS:
            return []
        best: dict[str, Near] = {}
        self._keep(best, self._by_words(head, aside))
        sure = max((near.score for near in best.values()), default=0.0) >= _CERTAIN
        self._keep(best, self._by_letters(joined, sure=sure))
        found = sorted(best.values(), key=lambda near: (-near.score, near.key))
        return [near for near in found if near.score >= _BESIDE_THE_BEST * found[0].score]

    def _keep(self, best: dict[str, Near], scores: Mapping[int, float]) -> None:
        for number, score in scores.items():
            key, name, _ = self._names[number]
            if key not in best or score > best[key].score:
                best[key] = Near(min(round(score, 3), 1.0), key, name)

    def _by_words(self, head: list[str], aside: list[str]) -> dict[int, float]:
        """Return twice what a string and each name share, divided by what both say."""
        shared: defaultdict[int, float] = defaultdict(float)
        both: defaultdict[int, float] = defaultdict(float)
        whole = 0.0
        for words, part in ((head, 1.0), (aside, _ASIDE)):
            for word in dict.fromkeys(words):
                like, said = self._like(word), self._says(word)
                whole += part * said
                found: dict[int, tuple[float, float]] = {}
                for known, alike in like.items():
                    weight = self._weights[known]
                    for number in self._with_word[known]:
                        found[number] = max((alike * weight, weight), found.get(number, (0, 0)))
                for number, (value, weight) in found.items():
                    shared[number] += part * value
                    # Beside a name, the word says as much as the one in the name
                    # that it is like, and that one no more than the word.
                    both[number] += part * (weight - said) - (1 - part) * weight
        scores = {
            number: 2 * value / (whole + self._names[number].weight + both[number])
            for number, value in shared.items()
        }
        return {number: score for number, score in scores.items() if score >= _LEAST}

    def _says(self, word: str) -> float:
        """Return how much a word says of whose name it is in."""
        unknown = _ALIKE if len(word) > _SHORT else _COMMONEST
        said = (self._weights[known] for known in self._like(word))
        return self._weights.get(word, max(said, default=unknown))

    def _find_like(self, word: str) -> Mapping[str, float]:
        """Return the known words that are like a word, and how much, from 0 to 1."""
        alike = self._known_words.alike(word)
        if word in self._weights:
            own = self._weights[word]
            related = (known for known in alike if _by_ends(word, known) == _PREFIX)
            # "Republic" says no more for being like the rare "republica".
            found = {known: _RELATED * min(1, own / self._weights[known]) for known in related}
            return {**found, word: 1.0}
        if len(word) < _SHORT:
            return {}
        if restored := self._restore(word):
            return dict.fromkeys(restored, _RESTORED)
        scores = {known: max(score, _by_ends(word, known)) for known, score in alike.items()}
        return {
            known: score
            for known, score in scores.items()
            if score >= _CERTAIN or (score >= _ALIKE and known[0] == word[0])
        }

    def _restore(self, word: str) -> list[str]:
        """Return the known words that a word is with its lost letters."""
        lost = word.count(_LOST)
        # With many lost letters, every word would do, and trying all ways would take for ever.
        if not 0 < lost <= min(_MOST_LOST, len(word) - lost):
            return []
        for letters in (".", ".{0,2}"):
            pattern = re.compile(word.replace(_LOST, letters))
            if restored := list(filter(pattern.fullmatch, self._weights)):
                return restored
        return []

    def _by_letters(self, joined: str, *, sure: bool) -> dict[int, float]:
        from difflib import SequenceMatcher  # noqa: PLC0415 - only needed after a miss

        alike = self._known_names.alike(joined)
        matcher = SequenceMatcher(None, b=joined, autojunk=False)
        scores: dict[int, float] = {}
        for known in nlargest(_COMPARED, alike, key=alike.__getitem__):
            score = alike[known]
            if score < _CERTAIN and not sure:
                matcher.set_seq1(known)
                score = _BY_LETTERS * matcher.ratio()
            if score >= _CERTAIN:
                scores |= dict.fromkeys(self._run_together[known], score)
        return scores


class _Pairs:
    """Strings by their pairs of neighbouring letters."""

    def __init__(self, strings: Iterable[str]) -> None:
        self._sizes: dict[str, int] = {}
        self._having: defaultdict[str, list[str]] = defaultdict(list)
        for string in strings:
            pairs = _pairs(string)
            self._sizes[string] = len(pairs)
            for pair in pairs:
                self._having[pair].append(string)

    def alike(self, text: str) -> dict[str, float]:
        """Return how much each string that shares enough pairs is like another, from 0 to 1."""
        own = _pairs(text)
        count, sizes = len(own), self._sizes
        shared = Counter(chain.from_iterable(self._having.get(pair, ()) for pair in own))
        least = _LEAST_PAIRS * count / 2
        several = [(s, n) for s, n in shared.items() if n >= least]
        scores = ((s, 2 * n / (count + sizes[s])) for s, n in several)
        return {s: score for s, score in scores if score >= _LEAST_PAIRS}


def _by_ends(word: str, known: str) -> float:
    """Return how much a word is like one that it begins, or of which it mixes up the letters."""
    if word[0] != known[0]:
        return 0.0
    if len(word) > _SHORT and known.startswith(word):
        return _PREFIX
    if len(known) > _LONG and word.startswith(known):
        return _PREFIX
    longest = max(len(word), len(known))
    if longest < _LONG or abs(len(word) - len(known)) > 1:
        return 0.0
    common = (Counter(word) & Counter(known)).total()
    return {longest: _SWAPPED, longest - 1: _MIXED_UP}.get(common, 0.0)


def _pairs(text: str) -> list[str]:
    framed = f"^{text}$"
    # No set, whose order is another in each process, as that of equally near names would be.
    return list(dict.fromkeys(map("".join, pairwise(framed))))


def _words(text: str) -> list[str]:
    spaced = _NOT_LETTERS.sub(" ", plain(text).translate(_MARKED))
    words = join_initials(spaced.split())
    return [ABBREVIATIONS.get(word, word) for word in words if word not in _UNWEIGHED]


def _rarity(spelled: Iterable[tuple[str, str, list[str]]]) -> dict[str, float]:
    """Return how much each word says of whose name it is: 1 if it is in the names of one alone."""
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for key, _, words in spelled:
        for word in words:
            keys[word].add(key)
    every = len({key for owners in keys.values() for key in owners})
    return {w: max(_COMMONEST, 1 - log(len(o)) / log(max(every, 2))) for w, o in keys.items()}
