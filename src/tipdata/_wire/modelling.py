"""How pydantic reads, writes and describes attrs classes of ours: with the engine of files.

A record is read as strictly as in a document. Each of its problems becomes one of
pydantic's errors, with the place and the value that are wrong. An answer to a request must
not outgrow it, so the errors of a record are counted and the values that they show are
short: `input` is the value at the place, or the beginning of it.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any, TypeGuard

import attrs

from tipdata._pydantic import core_schema_of, error_of, refer
from tipdata._wire.describing import describe
from tipdata._wire.explaining import Explainer
from tipdata._wire.faults import fault
from tipdata._wire.json_values import is_object, step
from tipdata._wire.reading import Reader
from tipdata._wire.shapes import SCALARS
from tipdata._wire.writing import plain_writer, write_one
from tipdata.errors import InvalidValueError, shorten
from tipdata.problems import Collector, Problem

Place = tuple[str | int, ...]
"""Where a value is, as pydantic says it."""

MOST = 100
"""How many errors of one record are shown."""

_SHOWN = 100
_STEP = re.compile(r"\.([^.\[]+)|\[(\d+)\]|\[(.*)\]$", re.DOTALL)


class _Explainer(Explainer):
    """Says of a missing field where it should be, as pydantic does."""

    def missing(self, name: str, path: str) -> None:
        self._add(lambda: fault("missing-field", f"{name!r} is missing", step(path, name)))


def core_schema_of_class(kind: type) -> Any:  # noqa: ANN401 - pydantic's, which is an extra
    """Return the schema by which pydantic reads, writes and describes a class.

    Raises:
        InvalidValueError: A field has a type that files do not have.
    """
    write = plain_writer(kind)
    return core_schema_of(
        kind.__name__,
        reader_of(kind),
        lambda record: next(iter(write((record,)))),
        lambda handler: refer(handler, kind, describe),
    )


def reader_of(kind: type) -> Callable[[Any], object]:
    """Return the function that makes instances of plain data, and leaves instances as they are.

    It raises pydantic's `ValidationError`.
    """
    # It is kept as long as the model, so it must remember nothing of what it reads.
    read = Reader(kind, remembers=False).read

    def validate(given: Any) -> object:  # noqa: ANN401 - anything
        if isinstance(given, kind):
            return given
        try:
            return read(given)
        except Exception:  # noqa: BLE001 - what is wrong is found out next
            given = _written(given)
        found = Collector(MOST)
        _Explainer(found.add, _no_code, {}).record(kind, given, "$")
        if not found.count:
            return read(given)
        raise refusal(kind.__name__, given, found.kept, found.count)

    return validate


def _written(given: object) -> Any:  # noqa: ANN401 - what JSON has, and whatever else was given
    """Return data with the values of ours in it as files have them, and tuples as lists."""
    kind = type(given)
    try:
        if is_object(given):
            return {name: _written(value) for name, value in given.items()}
        if _is_several(given):
            return [*map(_written, given)]
        if kind in SCALARS and (write := SCALARS[kind].write):
            return write(given)
        return write_one(given) if attrs.has(kind) else given
    except (InvalidValueError, RecursionError):
        return given


def _is_several(given: object) -> TypeGuard[list[Any] | tuple[Any, ...]]:
    return isinstance(given, (list, tuple))


def _no_code(_: str) -> str:
    """Records do not know the registry, so the name of a country suggests nothing."""
    return ""


def refusal(name: str, given: object, problems: Iterable[Problem], count: int) -> ValueError:
    """Return problems as one of pydantic's errors, which it takes apart again.

    Args:
        name: What should have been made.
        given: What was given for it.
        problems: Those to show, with paths from `$` on.
        count: How many there are.
    """
    from pydantic_core import InitErrorDetails, ValidationError  # noqa: PLC0415 - an extra

    details: list[InitErrorDetails] = []
    for one in problems:
        place, value = _locate(given, one.path)
        error = error_of(one.code, _message(one), one.suggestion)
        details.append(InitErrorDetails(type=error, loc=place, input=value))
    if more := count - len(details):
        # Nothing is shown of them, or an answer could outgrow its request.
        rest = error_of("more-problems", f"and {more:,} more problems")
        details.append(InitErrorDetails(type=rest, loc=(), input=None))
    return ValidationError.from_exception_data(name, details)


def _message(problem: Problem) -> str:
    return str(problem).removeprefix(f"{problem.path}: ")


def _locate(given: Any, path: str) -> tuple[Place, object]:  # noqa: ANN401 - anything
    """Return the place that a path names, and the value there or, if it is missing, around it."""
    place: list[str | int] = []
    for step_taken in _STEP.finditer(path):
        name, number, odd = step_taken.groups()
        key: Any = int(number) if number else name or _key(given, odd)
        place.append(show(key))
        try:
            given = given[key]
        except (KeyError, IndexError, TypeError):
            break
    return tuple(place), show(given)


def _key(given: object, odd: str) -> object:
    """Return the key of an object that a path shows in brackets."""
    keys = given if is_object(given) else ()
    return next((key for key in keys if step("", key) == f"[{odd}]"), odd)


def show(value: Any) -> Any:  # noqa: ANN401 - anything
    """Return a value as an error may show it: itself if it is short, or the beginning of it."""
    given: object = value
    if isinstance(given, (str, list, dict)) and len(value) > _SHOWN:
        return shorten(value, _SHOWN)
    try:
        text = repr(value)
    except Exception:  # noqa: BLE001 - a broken repr must not hide the error
        return shorten(value)
    # What is half a character cannot be sent to anybody.
    return value if len(text) <= _SHOWN and "\\ud" not in text else shorten(value, _SHOWN)
