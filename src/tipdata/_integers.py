"""What counts as an integer, for every argument and every field."""

import operator
from typing import Any


def read_integer(value: object) -> int | None:
    """Return the integer that a value is, or `None` if it is not one.

    Scalars of numpy, pandas and other libraries are integers if they have
    `__index__`; booleans and floats are not.

    >>> read_integer(2021), read_integer(True), read_integer(2021.0), read_integer("2021")
    (2021, None, None, None)
    """
    given: Any = value
    if type(given) is int:
        return given
    # A string is none; asking it for `__index__` by way of a protocol takes ten times as long.
    if isinstance(given, (str, bool)) or not hasattr(given, "__index__"):
        return None
    try:
        return operator.index(given)
    except TypeError:  # an array has `__index__` too, and so has numpy's boolean
        return None
