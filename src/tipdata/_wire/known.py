"""What a reader or writer remembers of the values that come again and again."""

from collections.abc import Callable
from typing import Any

REMEMBERED = 10_000
"""How many different values are remembered at a time, so that memory is bounded."""


class Known(dict[Any, Any]):
    """What a function has made of values so far.

    It lives as long as its reader or writer: most values of a large file come
    again and again, and nothing of them may stay in memory after it.
    """

    def __init__(self, make: Callable[[Any], Any]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, value: Any) -> Any:  # noqa: ANN401 - any value of any field
        if len(self) >= REMEMBERED:
            self.clear()
        made = self[value] = self._make(value)
        return made
