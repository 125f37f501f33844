"""Packages whose modules and names load when they are first used, to keep `load()` fast.

A package gives its type checkers plain imports, to which a misspelled name is an error, and
defines its `__getattr__` out of their sight.
"""

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
