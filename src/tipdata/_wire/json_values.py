"""The values of JSON, with the marks of what Python's reader accepts in silence."""

from collections.abc import Iterable, Iterator
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


def ways_up(path: str) -> Iterator[str]:
    """Yield a path, and what it is in, and so on; a key with a dot has more than are real.

    >>> list(ways_up("$.services[0].kind"))
    ['$.services[0].kind', '$.services[0]', '$.services', '$']
    """
    while path:
        yield path
        path = path[: max(path.rfind("."), path.rfind("["), 0)]


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


def has_longer(value: object, most: int) -> bool:
    """Tell whether a string or a key in a value has more than a number of characters.

    >>> has_longer(["ab", {"abc": 1}], 2), has_longer(["ab", {"abc": 1}], 3)
    (True, False)
    """
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            if len(one) > most:
                return True
        elif (inner := _inner_of(one)) is not None:
            waiting.extend(inner)
            if not is_list(one):
                waiting.extend(key for key, _ in _members(one))
    return False


def longest_of(value: object, path: str) -> tuple[int, str]:
    """Return the length of the longest string or key in a value, and where it is.

    >>> longest_of({"name": ["a", "abcde"]}, "$")
    (5, '$.name[1]')
    """
    # One iterator a level, since the places of millions of values take more than these.
    levels, longest = [iter([(path, value)])], (0, path)
    while levels:
        place, one = next(levels[-1], (None, None))
        if place is None:
            levels.pop()
        elif isinstance(one, str):
            longest = max(longest, (len(one), place), key=lambda found: found[0])
        elif _inner_of(one) is not None:
            levels.append(_placed(one, place))
    return longest


def _placed(holder: object, path: str) -> Iterator[tuple[str, object]]:
    """Yield what a list or an object holds, with its place; a key is at the place of its object."""
    if is_list(holder):
        for number, inner in enumerate(holder):
            yield f"{path}[{number}]", inner
    for key, inner in _members(holder):
        yield path, key
        yield step(path, key), inner


def _members(holder: object) -> Iterable[tuple[str, object]]:
    if isinstance(holder, Repeated):
        return holder.pairs
    return holder.items() if is_object(holder) else ()


def _inner_of(value: object) -> Iterable[object] | None:
    """Return what a list or an object holds; `None` if the value is neither."""
    if is_object(value):
        return value.values()
    if is_list(value):
        return value
    return [inner for _, inner in value.pairs] if isinstance(value, Repeated) else None
