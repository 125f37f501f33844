"""Limits where they are asked: files, lines, strings and nesting, against counting by hand."""

import io
import itertools
from collections.abc import Callable, Iterator
from typing import IO, Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipdata import FormatError, Limits, Problem
from tipdata._wire.bounded import lines_of, read_whole
from tipdata._wire.bounds import beyond
from tipdata._wire.json_values import Repeated, is_deeper, longest_of, step
from tipdata.limits import MOST_DEPTH

SMALL = Limits(line=2, size=40)
LINES = ["".join(made) for n in range(6) for made in itertools.product("é\r", repeat=n)]
OPENED: dict[str, Callable[[str], IO[Any]]] = {
    "text": lambda text: io.StringIO(text, newline="\n"),
    "bytes": lambda text: io.BytesIO(text.encode("latin-1")),
}


def told(file: IO[Any], limits: Limits = SMALL) -> list[tuple[int, object]]:
    """Return the lines of a file with their numbers; of a problem its code."""
    found = lines_of(file, limits)
    return [(row, one.code if isinstance(one, Problem) else one) for row, one in found]


def is_long(line: str) -> bool:
    """Return whether a line, which may have one end, is longer than the small limit."""
    return len(line.removesuffix("\n").removesuffix("\r")) > SMALL.line


@pytest.mark.parametrize("kind", OPENED)
def test_each_line_stands_for_itself(kind: str) -> None:
    """Whatever the lines around it are, one is yielded if it is short and a problem if it is long."""
    for line, other, end in itertools.product(LINES, ("", "a", "aaaaa"), ("\n", "\r\n")):
        whole = [f"a{end}", f"{line}{end}", f"aaa{end}", f"b{end}", other]
        expected = [
            "line-too-long" if is_long(one) else one if kind == "text" else one.encode("latin-1")
            for one in whole
            if one
        ]
        assert told(OPENED[kind]("".join(whole))) == [*enumerate(expected, 1)]


@pytest.mark.parametrize("kind", OPENED)
def test_a_line_that_may_never_end_ends_the_reading(kind: str) -> None:
    """Lines behind one are read as long as that has no more bytes than a file may have."""
    rest = "b\n" if kind == "text" else b"b\n"
    for length in range(3, 2 * SMALL.size):
        found = told(OPENED[kind]("a" * length + "\nb\n"))
        assert found[0] == (1, "line-too-long")
        assert found[1:] in ([(2, rest)], [])
        assert found[1:] or length > SMALL.size
    assert told(OPENED[kind]("a" * 3 * SMALL.size + "\nb\n")) == [(1, "line-too-long")]


@pytest.mark.parametrize("long", ["", "aaaaa", "a" * 10_000])
def test_lines_of_another_encoding_are_a_problem(long: str) -> None:
    """Bytes that are not of the encoding of an open file end it, with a problem of their own."""
    data = "a\n" * 10_000 + f"{long}é\nb\n"
    found = told(io.TextIOWrapper(io.BytesIO(data.encode()), "ascii"))
    assert found[-1][1] in ({"not-utf-8"} if not long else {"not-utf-8", "line-too-long"})
    assert [one for _, one in found[:-1]] == ["a\n"] * (len(found) - 1)
    assert [row for row, _ in found] == [*range(1, len(found) + 1)]


class Trickle:
    """An open file that gives at most so much of what it is asked for, and counts what it gave."""

    def __init__(self, data: str | bytes, most: int) -> None:
        self.data, self.most, self.given = data, most, 0

    def read(self, size: int) -> str | bytes:
        """Give some."""
        piece = self.data[self.given : self.given + min(size, self.most)]
        self.given += len(piece)
        return piece


def test_a_file_is_read_whole_up_to_its_limit() -> None:
    """However little a file gives at a time, all of it is read, or no more than one beyond."""
    both: tuple[str | bytes, ...] = ("é" * 9, b"a" * 9)
    for whole, length, most in itertools.product(both, range(10), (1, 2, 5, 9)):
        for size in range(1, 10):
            file: Any = Trickle(whole[:length], most)
            if length <= size:
                assert read_whole(file, Limits(size=size)) == whole[:length]
                continue
            with pytest.raises(FormatError) as caught:
                read_whole(file, Limits(size=size))
            assert [one.code for one in caught.value.problems] == ["too-large"]
            assert file.given == size + 1


def test_a_file_of_another_encoding_is_a_problem() -> None:
    """A file that is open with a wrong encoding is refused with the name of that."""
    with pytest.raises(FormatError, match="the text is not ascii; expected a file that is open"):
        read_whole(io.TextIOWrapper(io.BytesIO("é".encode()), "ascii"), Limits())


UNITS = {
    "size": "byte", "unpacked": "byte", "ratio": "", "members": "file", "line": "byte",
    "string": "character", "depth": "level", "columns": "column", "rows": "row",
}  # fmt: skip


@pytest.mark.parametrize("name", [field.name for field in attrs.fields(Limits)])
def test_what_is_beyond_a_limit_is_counted(name: str) -> None:
    """A problem says how much is taken, how much there is, and a limit that takes it if one does."""
    for most, found in itertools.product((1, 2, MOST_DEPTH // 2, 400), (None, 450, 1234)):
        problem = beyond(name, Limits(**{name: most}), "$", found)
        unit = UNITS[name] + "s" * (most != 1) if UNITS[name] else "times its own size"
        enough = found or most * 2
        advice = f", or limits=Limits({name}={enough})"
        helps = name != "depth" or enough <= 500
        assert problem.expected == f"at most {most} {unit}{advice * helps}"
        several = f"{UNITS[name]}s" if UNITS[name] else "times its own size"
        counted = {450: "450", 1234: "1,234"}
        assert problem.value == (f"{counted[found]} {several}" if found else f"more than {most}")
    large = beyond(name, Limits(), "$", message="so", row=3, column="c")
    assert (large.path, large.message, large.row, large.column) == ("$", "so", 3, "c")


NESTED = st.recursive(
    st.none() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=3), inner, max_size=3)
        | st.lists(st.tuples(st.text(max_size=3), inner), max_size=3).map(
            lambda pairs: Repeated(tuple(pairs))
        )
    ),
    max_leaves=8,
)


def members(value: object) -> list[tuple[object, object]] | None:
    """Return the keys or numbers, and values, of what holds any; `None` of what cannot."""
    match value:
        case dict():
            return [*value.items()]
        case list():
            return [*enumerate(value)]
        case Repeated(pairs):
            return [*pairs]
    return None


def depth_of(value: object) -> int:
    """Return in how many levels a value is nested."""
    inner = members(value)
    return 0 if inner is None else 1 + max((depth_of(one) for _, one in inner), default=0)


def strings_of(value: object, path: str) -> Iterator[tuple[int, str]]:
    """Yield the length and the place of each string, and of each key with the place of its object."""
    if isinstance(value, str):
        yield len(value), path
    for key, one in members(value) or ():
        if isinstance(key, str):
            yield len(key), path
        yield from strings_of(one, step(path, key))


@given(NESTED)
def test_depth_and_length_are_counted_as_by_hand(value: object) -> None:
    """Nesting is counted exactly, and the longest string or key is one of the longest, at its place."""
    depth = depth_of(value)
    assert [is_deeper(value, most) for most in range(depth + 2)] == [
        most < depth for most in range(depth + 2)
    ]
    found, longest = [*strings_of(value, "$")], longest_of(value, "$")
    assert longest[0] == max((length for length, _ in found), default=0)
    assert longest in found or longest == (0, "$")


def test_one_list_held_often_is_looked_at_once() -> None:
    """Plain data that holds itself in many places costs no more for each level than its objects."""
    value: list[Any] = []
    for _ in range(60):
        value = [value, value]
    assert is_deeper(value, 60)
    assert not is_deeper(value, 61)


@pytest.mark.parametrize("length", [1, 59, 60, 61, 200])
def test_a_step_is_short(length: int) -> None:
    """A key is spelled after a point if it is a word of at most 60 characters, or else quoted and cut."""
    found = step("$", "k" * length)
    assert len(found) <= 120
    if length <= 60:
        assert found == "$." + "k" * length
    else:
        assert found.startswith("$['kkk")
