"""Which known ids come nearest to one that is not known."""

from bisect import bisect_left
from collections.abc import Iterable

__all__ = ["Nearest", "nearest"]

_ALL = 2_000
_AROUND = 200
_SHOWN = 3


class Nearest:
    """Finds the ids that come nearest; large sets are searched near the spelling only.

    Among more than 2,000 ids, those are compared that stand near the text in
    the alphabet, read forwards or backwards. A slip of the pen leaves one of
    the two ends as it was.
    """

    def __init__(self, keys: Iterable[object]) -> None:
        self._keys = [key for key in keys if isinstance(key, str)]
        self._forwards: list[str] | None = None
        self._backwards: list[str] = []

    def to(self, text: object) -> tuple[str, ...]:
        """Return up to three ids, the nearest first.

        >>> Nearest(["sana-sezim", "rodnik"]).to("sana-sesim")
        ('sana-sezim',)
        """
        from difflib import get_close_matches  # noqa: PLC0415 - only needed after a miss

        if not isinstance(text, str) or len(text) > _ALL:
            return ()
        return tuple(get_close_matches(text, self._candidates(text), n=_SHOWN))

    def _candidates(self, text: str) -> list[str]:
        if len(self._keys) <= _ALL:
            return self._keys
        if self._forwards is None:
            self._forwards = sorted(self._keys)
            self._backwards = sorted(key[::-1] for key in self._keys)
        near = _around(self._forwards, text)
        near += [key[::-1] for key in _around(self._backwards, text[::-1])]
        return list(dict.fromkeys(near))


def _around(keys: list[str], text: str) -> list[str]:
    place = bisect_left(keys, text)
    return keys[max(0, place - _AROUND) : place + _AROUND]


def nearest(text: object, keys: Iterable[object]) -> tuple[str, ...]:
    """Return up to three of the keys, the nearest first.

    >>> nearest("KZK", ["KAZ", "KGZ", "UZB"])
    ('KGZ', 'KAZ')
    """
    return Nearest(keys).to(text)
