"""JSON text, some values at a time: what Python reads, and its mistakes where they are."""

import itertools
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipdata._wire import json_text
from tipdata._wire.bounds import DEFAULT
from tipdata._wire.json_text import BrokenError, Cursor, OversizedError, scan_line, text_of
from tipdata._wire.json_values import Constant, HugeNumber, Repeated
from tipdata.limits import Limits

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)
LAYOUTS: tuple[dict[str, Any], ...] = (
    {},
    {"indent": 1},
    {"separators": (",", ":")},
    {"separators": (",\n", ": ")},
)


def values(text: str) -> list[Any]:
    """Return the elements of an array, read some at a time."""
    return [value for chunk in Cursor(text).chunks("$") for value in chunk]


@pytest.mark.parametrize("size", [1, 5, 64, 16_384])
@given(given=st.lists(VALUES, max_size=6), layout=st.sampled_from(LAYOUTS))
def test_an_array_is_what_python_reads(size: int, given: list[Any], layout: dict[str, Any]) -> None:
    """Wherever an array is cut into chunks, and however it is laid out, its elements are the same."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(json_text, "_CHUNK", size)
        text = json.dumps(given, ensure_ascii=False, **layout)
        assert values(text) == given
        cursor = Cursor(f'{{"a": {text},\n"b": [1,\n2]}}')
        found = {
            key: [v for chunk in cursor.chunks(key) for v in chunk] for key in cursor.members()
        }
        assert found == {"a": given, "b": [1, 2]}


@given(given=st.lists(VALUES, min_size=1, max_size=5), data=st.data())
def test_a_broken_array_yields_what_is_before_the_break(
    given: list[Any], data: st.DataObject
) -> None:
    """A text that is cut short is refused, after the elements that are whole."""
    text = json.dumps(given, separators=(",\n", ":"))
    cut = data.draw(st.integers(1, len(text) - 1))
    found: list[Any] = []
    with pytest.raises(BrokenError):
        found.extend(value for chunk in Cursor(text[:cut]).chunks("$") for value in chunk)
    # A number may be cut to a shorter one, which is whole as far as anybody knows.
    assert found[:-1] == given[: len(found)][:-1]


def test_a_duplicate_key_is_marked_at_every_depth() -> None:
    """What Python's reader would lose in silence is kept."""
    text = '[{"a": 1},\n{"a": 1, "a": 2},\n{"b": {"c": 1, "c": 1}}]'
    plain, repeated, nested = values(text)
    assert plain == {"a": 1}
    assert repeated == Repeated((("a", 1), ("a", 2)))
    assert nested["b"] == Repeated((("c", 1), ("c", 1)))


@given(VALUES, st.sampled_from(["", " ", "\n", "\r\n", "\ufeff"]))
def test_a_line_is_one_value(value: Any, around: str) -> None:
    """A line may have space around its value and a mark before it, and nothing else."""
    text = json.dumps(value)
    before = "" if "\n" in around else around
    assert scan_line(before + text + around.strip("\ufeff")) == value
    assert scan_line((before + text).encode()) == value
    for more in (" 1", "}", ",", "]"):
        with pytest.raises(BrokenError):
            scan_line(text + more)


def read_through(text: str, *, lines: bool = True) -> None:
    """Read an array some values at a time, an object member by member, and the end behind it."""
    cursor = Cursor(text, lines=lines)
    if text.startswith("["):
        list(cursor.chunks("$"))
    elif text.startswith("{"):
        for key in cursor.members():
            cursor.value(f"$.{key}")
    else:
        cursor.value("$")
    cursor.end()


# The mark shows where the text stops being JSON, and is not part of it.
BROKEN = [
    ("{§1: 2}", "$", "a key in double quotes"),
    ('{"a": 1,§}', "$", "a key in double quotes"),
    ('{"a" §1}', "$.a", "':'"),
    ('{"a": 1 §"b": 2}', "$.a", "',' or '}'"),
    ('{"b": 2,\n"a": [1,§]}', "$.a", "a value"),
    ('{"b": 2,\n"a": {"c": 1,\n §}}', "$.a", "property name in double quotes"),
    ('{"b": 2,\n"a": [1 §2]}', "$.a", "',' delimiter"),
    ('{"a": {"b" §1}}', "$.a", "':' delimiter"),
    ('{"a": {§b: 1}}', "$.a", "property name in double quotes"),
    ('{"a": §nope}', "$.a", "a value"),
    ('{"a": "x§\\q"}', "$.a", "an escape that JSON has"),
    ('{"a": "x§\ny"}', "$.a", "an escape such as \\n for a control character"),
    ("[1 §2]", "$[0]", "',' or ']'"),
    ("[1, 2 §3]", "$[1]", "',' or ']'"),
    ("[1,\n2,\n\n§nope]", "$[2]", "a value"),
    ("[1,\n2]\n§]", "$", "nothing after the value"),
    ("[{},\n{},\n{},\n[§}, ]]", "$[3]", "a value"),
    ("§nul", "$", "a value"),
    ("1 §2", "$", "nothing after the value"),
    ('{"a": 1} §x', "$", "nothing after the value"),
]
CUT = [
    ("{§", "$"),
    ('{"a"§', "$.a"),
    ('{"a":\n§', "$.a"),
    ('{"a": 1§', "$.a"),
    ('{"b": 1, "a": §"x', "$.a"),
    ("[§", "$[0]"),
    ("[1§", "$[0]"),
    ("[1,\n2,\n\n§", "$[2]"),
    ("[1,\n2,\n[1,\n§", "$[2]"),
]


@pytest.mark.parametrize("size", [1, 5, 16_384])
@pytest.mark.parametrize(
    ("marked", "path", "expected"), [*BROKEN, *((*one, "") for one in CUT)], ids=range(29)
)
def test_a_mistake_is_named_where_it_is(
    marked: str, path: str, expected: str, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line and column are those of the place, the path that of the value, the words what to write."""
    monkeypatch.setattr(json_text, "_CHUNK", size)
    before, rest = marked.split("§")
    line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1
    message = "this is not JSON" if expected else "the document is truncated"
    for lines in (True, False):
        with pytest.raises(BrokenError) as caught:
            read_through(before + rest, lines=lines)
        problem = caught.value.problem
        place = f"line {line}, column {column}" if lines else f"column {column}"
        assert problem.code == ("not-json" if expected else "truncated")
        assert (problem.path, problem.message) == (path, f"{message} ({place})")
        assert problem.expected == expected
        assert problem.value == (repr(rest[:30]) if expected else "")


@pytest.mark.parametrize("text", ["", " ", "\r\n\t", "\ufeff"])
def test_nothing_is_not_a_document(text: str) -> None:
    """A text of white space alone is empty, and neither truncated nor wrong."""
    for data in (text, text.encode()):
        with pytest.raises(BrokenError) as caught:
            read_through(text_of(data))
        assert (caught.value.problem.code, caught.value.problem.path) == ("empty", "$")


@pytest.mark.parametrize("size", [1, 5, 16_384])
def test_long_strings_are_skipped_where_they_are(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of an array, each element with a string or key that is too long is an error with its place."""
    monkeypatch.setattr(json_text, "_CHUNK", size)
    given = ["aaa", {"b": "aaaa"}, ["aaaa"], {"aaaa": 1}, {"aaa": 1}, 12345, [[], "é" * 4]]
    places = {1: "$[1].b", 2: "$[2][0]", 3: "$[3]", 6: "$[6][1]"}
    for order, layout in itertools.product((1, -1), LAYOUTS):
        cursor = Cursor(
            json.dumps(given[::order], ensure_ascii=False, **layout), limits=Limits(string=3)
        )
        found = [value for chunk in cursor.chunks("$") for value in chunk]
        cursor.end()
        for at, (value, expected) in enumerate(zip(found, given[::order], strict=True)):
            number = at if order == 1 else len(given) - 1 - at
            if number not in places:
                assert value == expected
                continue
            assert isinstance(value, OversizedError)
            problem = value.problem
            assert problem.code == "string-too-long"
            assert problem.path == places[number].replace(f"$[{number}]", f"$[{at}]")
            assert problem.value == "4 characters"


@given(given=VALUES, more=st.sampled_from(["", ", [[[", "]}", ' "[']))
def test_nesting_is_counted_as_by_hand(given: Any, more: str) -> None:
    """A value is too deep if it is nested deeper than the limit, whatever its strings have in them."""

    def depth_of(value: Any) -> int:
        inner = value.values() if isinstance(value, dict) else value
        if not isinstance(value, dict | list):
            return 0
        return 1 + max(map(depth_of, inner), default=0)

    told = json.dumps({"[{": given, 'a"[\\': [']"[', given]})
    depth = 1 + max(1, depth_of(given) + 1)
    for most in range(1, depth + 2):
        assert Cursor(told + more, limits=Limits(depth=most))._is_deep() == (depth > most)


@pytest.mark.parametrize("left", [0, 30, 200])
@pytest.mark.parametrize("end", ["", "1", '"b":1', "]", "x", "NaN,", "\N{NO-BREAK SPACE}"])
@pytest.mark.parametrize("begin", ["[", '{"a":'])
def test_what_is_wrong_first_is_told(begin: str, end: str, left: int) -> None:
    """Text that is too deep before it breaks is too deep, however much stack the caller left."""

    def read(text: str, more: int) -> str:
        if more:
            return read(text, more - 1)
        with pytest.raises(BrokenError) as caught:
            scan_line(text)
        return caught.value.problem.code

    for depth in (2, 64, 65, 300, 900, 5_000):
        is_deep = read(begin * depth + end, left) == "too-deep"
        assert is_deep == (depth > DEFAULT.depth)


def test_what_python_reads_in_silence_is_marked() -> None:
    """Constants and numbers of very many digits are marks, and other numbers are themselves."""
    for name in ("NaN", "Infinity", "-Infinity"):
        assert Cursor(f'{{"a": [{name}]}}').value("$") == {"a": [Constant(name)]}
    for digits in (1, 19, 20, 21, 4300):
        assert Cursor("9" * digits).value("$") == int("9" * digits)
    found = Cursor(f"[{'9' * 5000}, {'8' * 20}, -{'7' * 19}, {'1' * 21}, 1.5]").value("$")
    assert found == [
        HugeNumber("9" * 5000), 88888888888888888888, -7777777777777777777, HugeNumber("1" * 21), 1.5,
    ]  # fmt: skip
    assert repr(found[0]) == "a number of 5,000 digits"


ENCODED = [
    (b"\xff", "byte 1, in line 1, is not UTF-8", b"\xff"),
    (b"a\n\nb\xff12345", "byte 5, in line 3, is not UTF-8", b"\xff123"),
    (b"\n" * 1999 + b"\xe9", "byte 2,000, in line 2,000, is not UTF-8", b"\xe9"),
    ("a".encode("utf-16"), "the text is UTF-16", None),
    (b"\xfe\xff\0a", "the text is UTF-16", None),
    ("a".encode("utf-32"), "the text is UTF-32", None),
    (b"\0\0\xfe\xff\0\0\0a", "the text is UTF-32", None),
    ("a".encode("utf-16-le"), "the text is UTF-16 or UTF-32", None),
    ("a".encode("utf-16-be"), "the text is UTF-16 or UTF-32", None),
    ("abcdefghijklmn".encode("utf-16-be"), "the text is UTF-16 or UTF-32", b"\0a\0b\0c\0d\0e\0f\0g\0h\0i\0j"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "message", "shown"), ENCODED, ids=range(len(ENCODED)))
def test_another_encoding_is_named(data: bytes, message: str, shown: bytes | None) -> None:
    """Bytes that are not UTF-8 are refused with what they are, or with the place of the first."""
    for one in (data, bytearray(data)):
        with pytest.raises(BrokenError) as caught:
            text_of(one, "$.a")
        problem = caught.value.problem
        assert (problem.code, problem.path, problem.message) == ("not-utf-8", "$.a", message)
        assert problem.value == repr(data if shown is None else shown)
        assert problem.expected == "text saved as UTF-8"
    assert text_of("é".encode()) == text_of("\ufeffé") == text_of("é".encode("utf-8-sig")) == "é"


def test_a_line_is_as_long_as_a_string_may_be() -> None:
    """A line whose string is too long is refused, and a longer line of short strings is read."""
    for length in range(1, 6):
        text = json.dumps({"a": "b" * length, "c": [1, 2]})
        if length <= 3:
            assert scan_line(text, Limits(string=3)) == json.loads(text)
            continue
        with pytest.raises(OversizedError):
            scan_line(text, Limits(string=3))
    assert scan_line(json.dumps("b" * 3), Limits(string=3)) == "bbb"
    assert scan_line("[1]", DEFAULT) == [1]
