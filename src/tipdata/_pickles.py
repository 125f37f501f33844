"""What a pickle of a value holds: its fields, and which version of tipdata wrote them.

Python builds the value of a pickle without calling its class. Where a version has other
fields, or means something else by them, it would be half a value or a wrong one.
"""

from functools import cached_property
from typing import TypeVar

WRITTEN_BY = "0.2"
"""The minor version; a patch version changes no field."""

_C = TypeVar("_C", bound=type)
_State = dict[str, object]
_Stamped = tuple[str, _State]


def stamp_pickles(cls: _C) -> _C:
    """Make the pickles of an attrs class say which version wrote them, and hold no caches.

    >>> import pickle
    >>> from tipdata.records.sources import Source
    >>> source = Source(id="one", title="One")
    >>> data = pickle.dumps(source)
    >>> pickle.loads(data) == source
    True
    >>> pickle.loads(data.replace(b"0.2", b"0.1"))
    Traceback (most recent call last):
    _pickle.UnpicklingError: Source was pickled by tipdata 0.1, and this is 0.2; ...
    """
    # Those that attrs wrote for a class with slots, whose state is its fields.
    get = cls.__dict__.get("__getstate__", _state_of)
    put = cls.__dict__.get("__setstate__", _restore)

    def __getstate__(self: object) -> _Stamped:  # noqa: N807 - it is one
        return WRITTEN_BY, get(self)

    def __setstate__(self: object, state: _Stamped | _State) -> None:  # noqa: N807 - it is one
        version, fields = state if isinstance(state, tuple) else ("", {})
        if version != WRITTEN_BY:
            raise _refusal(type(self), version)
        put(self, fields)

    for method in (__getstate__, __setstate__):
        method.__qualname__ = f"{cls.__qualname__}.{method.__name__}"
        setattr(cls, method.__name__, method)
    return cls


def _state_of(value: object) -> _State:
    kind = type(value)
    return {
        name: held
        for name, held in vars(value).items()
        if not isinstance(getattr(kind, name, None), cached_property)
    }


def _restore(value: object, state: _State) -> None:
    vars(value).update(state)


def _refusal(kind: type, version: str) -> Exception:
    import pickle  # noqa: PLC0415 - whoever gets here has it

    writer = f"tipdata {version}" if version else "an older tipdata"
    return pickle.UnpicklingError(
        f"{kind.__name__} was pickled by {writer}, and this is {WRITTEN_BY}; "
        "a pickle is for one version, so write a file to keep records (tipdata.write)"
    )
