"""What is made or loaded on first use, and old names that warn.

Modules that load and old names are defined out of the sight of type checkers, to which a
misspelled or old name is an error. A package gives them plain imports of what it loads.
"""

import os
import warnings
from collections.abc import Callable, Collection, Mapping
from functools import cache, cached_property, wraps
from importlib import import_module
from threading import RLock
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

_NONE: Mapping[str, str] = MappingProxyType({})
_P = ParamSpec("_P")
_T = TypeVar("_T")


def once(make: Callable[_P, _T]) -> Callable[_P, _T]:
    """Return a function that makes one object for equal arguments, however many threads ask.

    `functools.cache` alone calls a function for each thread that comes before the first
    result, and gives each its own. Here the others wait. A thread may ask again while
    it makes the object, and a process that is forked meanwhile makes its own.

    >>> one = once(lambda name: [name])
    >>> one("a") is one("a"), one("a") is one("b")
    (True, False)
    """
    made: dict[object, _T] = {}
    # By process, since whoever holds a lock of another one is not in this. A hook that frees
    # them after a fork would keep all modules until the process has ended, which costs time.
    locks = {os.getpid(): RLock()}

    @wraps(make)
    def get(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        with locks.setdefault(os.getpid(), RLock()):
            key = (args, *kwargs.items())
            if key not in made:
                made[key] = make(*args, **kwargs)
            return made[key]

    # What is made already takes no lock; to a type checker, a cache takes anything.
    quick: Any = cache(get)
    found: Callable[_P, _T] = quick
    return found


if TYPE_CHECKING:
    kept_property = cached_property
else:

    class kept_property(cached_property):  # noqa: N801 - a decorator, named like its base
        """A cached property that is one object for all threads, whoever of them made it.

        From Python 3.12 on, threads that come before the first result each get their own
        from `functools.cached_property`. Here they may make one each, and all get the
        first: with a lock, threads could wait for each other. Its class has no slots.
        """

        def __get__(self, instance, owner=None):  # noqa: ANN001, ANN204
            """Return the object, and make it if nobody has."""
            if instance is None:
                return self
            return vars(instance).setdefault(self.attrname, self.func(instance))


class _Later:
    """A value that nobody has asked for yet, as the function that makes it."""

    def __init__(self, make: Callable[[], object]) -> None:
        self._make = make

    @kept_property
    def value(self) -> object:
        """The value, one for all threads."""
        return self._make()


def later(make: Callable[[], _T]) -> _T:
    """Return what a `LaterField` takes for a value that is made when it is first read."""
    stand_in: Any = _Later(make)
    value: _T = stand_in
    return value


class LaterField:
    """A field of a class with slots whose value may be given by `later`.

    >>> import attrs
    >>> @attrs.frozen
    ... class Box:
    ...     size: int
    >>> Box.size = LaterField(Box.size)
    >>> box = Box(later(lambda: print("measured") or 3))
    >>> box.size, box == Box(3)
    measured
    (3, True)
    """

    def __init__(self, slot: Any) -> None:  # noqa: ANN401 - Python's descriptor of the slot
        self._slot = slot

    def __get__(self, instance: object, owner: type | None = None) -> object:
        if instance is None:
            return self
        held: object = self._slot.__get__(instance, owner)
        if isinstance(held, _Later):
            held = held.value
            self._slot.__set__(instance, held)
        return held

    def __set__(self, instance: object, value: object) -> None:
        self._slot.__set__(instance, value)


def load_lazily(
    package: str, names: Collection[str], homes: Mapping[str, str] = _NONE
) -> Callable[[str], object]:
    """Return the `__getattr__` of a package that offers `names`, which are its modules.

    `homes` has the names that are not, each with the module that holds it.

    >>> load_lazily("tipdata", ["tiers"])("tiers").__name__
    'tipdata.tiers'
    """

    def get(name: str) -> object:
        if name not in names:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module = import_module(f"{package}.{homes.get(name, name)}")
        return getattr(module, name) if name in homes else module

    return get


class Renamed:
    """The old name of an attribute or a method, as an attribute of its class.

    >>> class Box:
    ...     size = 3
    ...     width = Renamed("size")
    >>> with warnings.catch_warnings(record=True) as caught:
    ...     warnings.simplefilter("always")
    ...     Box().width
    3
    >>> print(caught[0].message)
    Box.width is now Box.size; the old name goes in version 0.4
    """

    def __init__(self, new: str) -> None:
        self.new = new
        self.old = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.old = name

    def __get__(self, instance: object, owner: type) -> object:
        title = owner.__name__
        message = f"{title}.{self.old} is now {title}.{self.new}; the old name goes in version 0.4"
        warnings.warn(message, DeprecationWarning, stacklevel=2)
        return getattr(owner if instance is None else instance, self.new)
