"""What reading and writing have in common: values of one field of many records, at once.

A column is the values that one field has in some records. What is the same
for all of them is done once for the column, by functions that Python runs
without a call of ours for each value. A single record is a column of one.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

__all__ = ["REMEMBERED", "Column", "Known", "batches", "each_part", "each_present"]

Column = Callable[[Sequence[Any]], Iterable[Any]]
"""Makes other values of the values of a column, in the same order."""

REMEMBERED = 10_000
"""How many different values one reader or writer remembers, so that its memory is bounded."""

_BATCH = 256


class Known(dict[Any, Any]):
    """What a function has made of the values of a column so far.

    It lives as long as its reader or writer: most values of a large file come
    again and again, and nothing of them may stay in memory after it.
    """

    def __init__(self, make: Callable[[Any], Any]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, value: Any) -> Any:  # noqa: ANN401 - any value of any field
        made = self._make(value)
        if len(self) < REMEMBERED:
            self[value] = made
        return made


def each_present(inner: Column, absent: object, column: Sequence[Any]) -> Iterable[Any]:
    """Apply `inner` to the values that are not `None`, and put `absent` for the others."""
    if None not in column:
        return inner(column)
    made = iter(inner([value for value in column if value is not None]))
    return [absent if value is None else next(made) for value in column]


def each_part(
    inner: Column, gather: Callable[[Iterator[Any]], Any], column: Sequence[Sequence[Any]]
) -> list[Any]:
    """Apply `inner` to the elements of all values at once, and gather those of each again."""
    made = iter(inner([*chain.from_iterable(column)]))
    return [gather(islice(made, len(value))) for value in column]


def batches(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield the values some at a time; those before an error come before it."""
    batch: list[Any] = []
    try:
        for value in values:
            batch.append(value)
            if len(batch) == _BATCH:
                yield batch
                batch = []
    except Exception:
        if batch:
            yield batch
        raise
    if batch:
        yield batch
