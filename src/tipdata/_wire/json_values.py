"""The values of JSON, with the marks of what Python's reader accepts in silence."""

from collections.abc import Iterable
from typing import Any, TypeGuard

import attrs

from tipdata.errors import shorten

_LONGEST_KEY = 60


@attrs.frozen
class Repeated:
    """An object with a duplicate key.

    Attributes:
        pairs: All its keys and values, in order.
    """

    pairs: tuple[tuple[str, Any], ...]


@attrs.frozen
class Constant:
    """NaN or an infinity, which JSON does not have."""

    name: str

    def __repr__(self) -> str:
        return self.name


@attrs.frozen
class HugeNumber:
    """A number of more digits than Python reads."""

    digits: str

    def __repr__(self) -> str:
        return f"a number of {len(self.digits):,} digits"


def is_object(given: object) -> TypeGuard[dict[str, Any]]:
    """Tell whether a value is a JSON object, without duplicate keys."""
    return isinstance(given, dict)


def is_list(given: object) -> TypeGuard[list[Any]]:
    """Tell whether a value is a JSON array."""
    return isinstance(given, list)


def step(path: str, key: object) -> str:
    """Return the path of a member; plain data may have keys that are no strings.

    >>> step("$", "name"), step("$", "no name"), step("$", 1)
    ('$.name', "$['no name']", '$[1]')
    """
    plain = isinstance(key, str) and len(key) <= _LONGEST_KEY and key.isidentifier()
    return f"{path}.{key}" if plain else f"{path}[{shorten(key)}]"


def is_deeper(value: object, most: int) -> bool:
    """Tell whether lists and objects are nested in more than a number of levels.

    >>> is_deeper([[1]], 1), is_deeper([[1]], 2)
    (True, False)
    """
    # By identity, since plain data of a caller may hold one list several times.
    level = {id(value): value} if _inner_of(value) is not None else {}
    for _ in range(most):
        if not level:
            return False
        level = {
            id(one): one
            for holder in level.values()
            for one in _inner_of(holder) or ()
            if _inner_of(one) is not None
        }
    return bool(level)


def longest_of(value: object, path: str) -> tuple[int, str]:
    """Return the length of the longest string or key in a value, and where it is."""
    waiting, longest = [(value, path)], (0, path)
    while waiting:
        one, place = waiting.pop()
        if isinstance(one, str):
            longest = max(longest, (len(one), place), key=lambda found: found[0])
        elif is_list(one):
            waiting += ((inner, f"{place}[{number}]") for number, inner in enumerate(one))
        elif is_object(one) or isinstance(one, Repeated):
            for key, inner in one.pairs if isinstance(one, Repeated) else one.items():
                longest = max(longest, (len(key), place), key=lambda found: found[0])
                waiting.append((inner, step(place, key)))
    return longest


def _inner_of(value: object) -> Iterable[object] | None:
    """Return what a list or an object holds; `None` if the value is neither."""
    if is_object(value):
        return value.values()
    if is_list(value):
        return value
    return [inner for _, inner in value.pairs] if isinstance(value, Repeated) else None
