"""Attributes that are not simply there: what loads on first use, and old names that warn.

Both are defined out of the sight of type checkers, to which a misspelled or old name is an
error. A package gives them plain imports of what it loads.
"""

import warnings
from collections.abc import Callable, Collection, Mapping
from importlib import import_module
from types import MappingProxyType

_NONE: Mapping[str, str] = MappingProxyType({})


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
