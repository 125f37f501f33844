"""What counts as an integer, for every argument and every field."""

import operator
from typing import SupportsIndex


def read_integer(value: object) -> int | None:
    """Return the integer that a value is, or `None` if it is not one.

    Scalars of numpy, pandas and other libraries are integers if they have
    `__index__`; booleans and floats are not.

    >>> read_integer(2021), read_integer(True), read_integer(2021.0), read_integer("2021")
    (2021, None, None, None)
    """
    if type(value) is int:
        return value
    if isinstance(value, bool) or not isinstance(value, SupportsIndex):
        return None
    try:
        return operator.index(value)
    except TypeError:  # an array has `__index__` too, and so has numpy's boolean
        return None
