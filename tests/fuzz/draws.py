"""Choices that are read from bytes, so that any bytes are an input, and smaller ones are simpler."""

from collections.abc import Sequence
from typing import TypeVar

__all__ = ["Draw"]

T = TypeVar("T")


class Draw:
    r"""Reads choices from bytes; when these are at their end, every choice is the first.

    >>> draw = Draw(b"\x01")
    >>> draw.choice("abc"), draw.choice("abc")
    ('b', 'a')
    """

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def below(self, limit: int) -> int:
        """Return an integer from 0 on that is less than a limit of at most 65,536."""
        width = 1 if limit <= 256 else 2
        found = self._data[self._at : self._at + width]
        self._at += width
        return int.from_bytes(found) % limit

    def choice(self, choices: Sequence[T]) -> T:
        """Return one of some choices."""
        return choices[self.below(len(choices))]

    def rest(self) -> bytes:
        """Return the bytes that are left."""
        return self._data[self._at :]
