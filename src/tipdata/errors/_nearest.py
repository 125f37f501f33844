"""Which of the known words comes nearest to one that is not known: "did you mean"."""

from bisect import bisect_left
from collections.abc import Iterable
from itertools import chain, islice, zip_longest

_LONGEST = 100
# Comparing two strings takes time as the product of their lengths.
_STEPS, _QUICK_STEPS = 50_000, 6_000
_LEAST = 4


class Nearest:
    """Finds the words nearest to a text, in any case, in a time that has a bound.

    Among many words, only those are compared that stand nearest to the text in
    the alphabet, read forwards or backwards: a typing error leaves one of the
    two ends as it was. The longer the text is, the fewer are compared: 347
    for a text of 12 letters, 5 for one of 100.
    """

    def __init__(self, words: Iterable[object]) -> None:
        self._words = {word.casefold(): word for word in words if isinstance(word, str)}
        self._forwards: list[str] | None = None
        self._backwards: list[str] = []

    def to(self, text: object, count: int = 3, *, quick: bool = False) -> tuple[str, ...]:
        """Return up to `count` words, the nearest first; a quick search compares few words.

        >>> Nearest(["sana-sezim", "rodnik"]).to("Sana-Sesim")
        ('sana-sezim',)
        """
        from difflib import get_close_matches  # noqa: PLC0415 - only needed after a miss

        if not isinstance(text, str) or not 0 < len(text) <= _LONGEST:
            return ()
        wanted = text.casefold()
        most = max(_LEAST, (_QUICK_STEPS if quick else _STEPS) // len(wanted) ** 2)
        found = get_close_matches(wanted, self._candidates(wanted, most), n=count)
        return tuple(self._words[word] for word in found)

    def _candidates(self, text: str, most: int) -> Iterable[str]:
        if len(self._words) <= most:
            return self._words
        if self._forwards is None:
            self._backwards = sorted(word[::-1] for word in self._words)
            # Last, since it tells other threads that both are there.
            self._forwards = sorted(self._words)
        backwards = (word[::-1] for word in _around(self._backwards, text[::-1], most))
        both = zip_longest(_around(self._forwards, text, most), backwards)
        found = dict.fromkeys(word for word in chain.from_iterable(both) if word is not None)
        return list(islice(found, most))


def _around(words: list[str], text: str, most: int) -> list[str]:
    """Return the words on both sides of a text in a sorted list, those beside it first."""
    place = bisect_left(words, text)
    before, after = reversed(words[max(0, place - most) : place]), words[place : place + most]
    both = chain.from_iterable(zip_longest(after, before))
    return [word for word in both if word is not None]


def nearest(text: object, words: Iterable[object]) -> str:
    """Return the word nearest to a text, or an empty string.

    >>> nearest("Funding ", ["funding", "partner"])
    'funding'
    """
    return next(iter(Nearest(words).to(text, 1)), "")
