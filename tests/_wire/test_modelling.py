"""Problems as pydantic's errors: at the place of the value, and short."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from tipdata._wire.json_values import step
from tipdata._wire.modelling import refusal, show
from tipdata.problems import Problem

ODD = (
    "name",
    "two words",
    "",
    "0",
    "12",
    "a.b",
    "[0]",
    "it's",
    'a"b',
    "]",
    "é",
    "x" * 61,
    "\n",
    "-1",
)
# A field of ours has an identifier for its name, so only the last step is odd.
PARTS: dict[str, Any] = {
    **dict.fromkeys(ODD, 5),
    "part": {key: [key] for key in ODD},
    "list": [[], [0, [1, {"deep": 2}]], {key: n for n, key in enumerate(ODD)}],
    "none": None,
}


def nodes(value: Any, path: str, place: tuple[str | int, ...]) -> Iterator[tuple[str, Any, Any]]:
    """Yield each value inside of another with the path that we have for it, and pydantic's."""
    yield path, place, value
    members = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, inner in members:
        there = f"{path}[{key}]" if isinstance(key, int) else step(path, key)
        if isinstance(key, int) or there == f"{path}.{key}":
            yield from nodes(inner, there, (*place, key))
        else:
            yield there, (*place, key), inner


def error_at(path: str, given: object = PARTS, count: int = 1) -> list[Any]:
    """Return pydantic's errors for one problem, of so many, at a path."""
    one = Problem(code="wrong-type", message="wrong", path=path)
    error = refusal("Thing", given, [one], count)
    assert isinstance(error, ValidationError)
    assert error.title == "Thing"
    return error.errors(include_url=False)


def test_an_error_is_at_the_place_of_its_problem() -> None:
    """Whatever keys lead to a value, the error has them, and the value if that is short."""
    found = [*nodes(PARTS, "$", ())]
    assert len(found) > 3 * len(ODD)
    for path, place, value in found:
        (error,) = error_at(path)
        shown = tuple(show(key) for key in place)
        assert (error["loc"], error["input"]) == (shown, show(value)), path
        assert (error["type"], error["msg"]) == ("wrong-type", "wrong")


def test_what_is_missing_is_shown_by_what_is_around_it() -> None:
    """An error about something missing has its place, and the value that it is missing in."""
    for given, path, place, around in (
        ({"a": {"b": 1}}, "$.a.c", ("a", "c"), {"b": 1}),
        ({"a": [1, 2]}, "$.a[5]", ("a", 5), [1, 2]),
        ({"a": 7}, "$.a.b.c", ("a", "b"), 7),
        ({"a": None}, "$.a['b c']", ("a", "'b c'"), None),
        (None, "$", (), None),
    ):
        (error,) = error_at(path, given)
        assert (error["loc"], error["input"]) == (place, around)


@pytest.mark.parametrize("count", [1, 2, 1234])
def test_problems_that_are_not_shown_are_counted(count: int) -> None:
    """One more error says how many problems there are beside those that are shown."""
    found = error_at("$.none", count=count)
    assert len(found) == (1 if count == 1 else 2)
    if count > 1:
        last = found[-1]
        assert (last["type"], last["loc"], last["input"]) == ("more-problems", (), None)
        assert last["msg"] == f"and {count - 1:,} more problems"


class Broken:
    """What cannot be shown."""

    def __repr__(self) -> str:
        raise RuntimeError("no")


class Spoken:
    """What shows as a string of some length."""

    def __init__(self, length: int) -> None:
        self.length = length

    def __repr__(self) -> str:
        return "x" * self.length


def test_a_value_is_shown_if_it_is_short() -> None:
    """Values of at most a hundred characters are shown as they are, of longer ones the beginning."""
    for short in (
        "a" * 98,
        [1] * 33,
        {n: n for n in range(12)},
        Spoken(100),
        10**99,
        None,
        True,
        "é",
    ):
        assert show(short) is short
    longer: list[object] = [
        *("a" * 99, "a" * 101, "a" * 10_000, [1] * 34, [1] * 101, {n: n for n in range(99)}),
        *({n: n for n in range(101)}, Spoken(101), 10**100, "\ud800", Broken()),
    ]
    for value in longer:
        shown = show(value)
        assert isinstance(shown, str)
        assert shown is not value
        assert len(shown) <= 140
        assert shown.encode()
