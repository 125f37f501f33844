"""What exceptions have in common: their comparison, and names found when they are asked for."""

from collections.abc import Callable

from tipdata.errors._messages import shorten

Nearby = tuple[str, ...] | Callable[[], tuple[str, ...]]
"""The nearest valid values, best first, or what finds them when they are asked for."""


class TipdataError(Exception):
    """The parent of every exception that tipdata raises."""

    __module__ = "tipdata.errors"

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.args == getattr(other, "args", None)

    def __hash__(self) -> int:
        return hash((type(self), self.args))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(map(shorten, self.args))})"


class NotFoundError(TipdataError, KeyError):
    """Something is not known by that name; the nearest names are found when they are asked for."""

    def __init__(self, *args: object, nearest: Nearby = ()) -> None:
        super().__init__(*args)
        self._nearest = nearest

    @property
    def nearest(self) -> tuple[str, ...]:
        """The nearest valid names, best first."""
        if callable(self._nearest):
            self._nearest = self._nearest()
        return self._nearest

    def __reduce__(self) -> tuple[type["NotFoundError"], tuple[object, ...]]:
        return type(self), (*self.args, self.nearest)
