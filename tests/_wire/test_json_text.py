"""JSON text, some values at a time: what Python reads, and its mistakes where they are."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipdata._wire import json_text
from tipdata._wire.json_text import BrokenError, Cursor, scan_line
from tipdata._wire.json_values import Repeated

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
