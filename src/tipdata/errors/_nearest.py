"""Which of the known words comes nearest to one that is not known: "did you mean"."""

from bisect import bisect_left
from collections.abc import Iterable

_LONGEST = 100
_ALL = 2_000
_AROUND = 200


class Nearest:
    """Finds the words nearest to a text, in any case; large sets are searched near its spelling.

    Among more than 2,000 words, only those are compared that stand near the
    text in the alphabet, read forwards or backwards: a typing error leaves
    one of the two ends as it was.
    """

    def __init__(self, words: Iterable[object]) -> None:
        self._words = {word.casefold(): word for word in words if isinstance(word, str)}
        self._forwards: list[str] | None = None
        self._backwards: list[str] = []

    def to(self, text: object, count: int = 3) -> tuple[str, ...]:
        """Return up to `count` words, the nearest first.

        >>> Nearest(["sana-sezim", "rodnik"]).to("Sana-Sesim")
        ('sana-sezim',)
        """
        from difflib import get_close_matches  # noqa: PLC0415 - only needed after a miss

        if not isinstance(text, str) or len(text) > _LONGEST:
            return ()
        wanted = text.casefold()
        found = get_close_matches(wanted, self._candidates(wanted), n=count)
        return tuple(self._words[word] for word in found)

    def _candidates(self, text: str) -> Iterable[str]:
        if len(self._words) <= _ALL:
            return self._words
        if self._forwards is None:
            self._backwards = sorted(word[::-1] for word in self._words)
            # Last, since it tells other threads that both are there.
            self._forwards = sorted(self._words)
        near = _around(self._forwards, text)
        near += [word[::-1] for word in _around(self._backwards, text[::-1])]
        return dict.fromkeys(near)


def _around(words: list[str], text: str) -> list[str]:
    place = bisect_left(words, text)
    return words[max(0, place - _AROUND) : place + _AROUND]


def nearest(text: object, words: Iterable[object]) -> str:
    """Return the word nearest to a text, or an empty string.

    >>> nearest("Funding ", ["funding", "partner"])
    'funding'
    """
    return next(iter(Nearest(words).to(text, 1)), "")
