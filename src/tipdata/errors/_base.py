"""What exceptions have in common: their comparison, and names found when they are asked for."""

from collections.abc import Callable

from tipdata.errors._messages import one_line, shorten

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
        return one_line(f"{type(self).__name__}({', '.join(map(shorten, self.args))})")

    def __str__(self) -> str:
        # Attributes have what was given; a message has no more of it than a terminal can take.
        return one_line(self._tell())

    def _tell(self) -> str:
        """Return what is wrong, in words."""
        return super().__str__()


class NotFoundError(TipdataError, KeyError):
    """Something is not known by that name; the nearest names are found when they are asked for."""

    def __init__(self, *args: object, nearest: Nearby = ()) -> None:
        super().__init__(*args)
        self._nearest = nearest

    @property
    def nearest(self) -> tuple[str, ...]:
        """The nearest valid names, best first."""
        found = self._nearest
        if callable(found):  # of which another thread may just be done
            self._nearest = found = found()
        return found

    def __reduce__(self) -> tuple[type["NotFoundError"], tuple[object, ...]]:
        return type(self), (*self.args, self.nearest)
