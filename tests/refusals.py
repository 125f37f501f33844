"""What comes of reading: the dataset, or what is wrong."""

from collections.abc import Callable

from tipdata import Dataset, FormatError, Problem

__all__ = ["outcome", "problems_of"]


def outcome(read: Callable[[], Dataset]) -> Dataset | tuple[Problem, ...]:
    """Return what is read, or the problems for which it is refused."""
    try:
        return read()
    except FormatError as error:
        return error.problems


def problems_of(read: Callable[[], object]) -> tuple[Problem, ...]:
    """Return the problems for which something is refused, none if it is read."""
    try:
        read()
    except FormatError as error:
        return error.problems
    return ()
