"""What is wrong with an input is collected, counted and reported."""

import json
import re
import tracemalloc
from unicodedata import category

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipdata.errors import InvalidValueError, TipdataError, one_line
from tipdata.problems import Collector, FormatError, Problem, Report


def problem(row: int) -> Problem:
    """Return a problem in a row."""
    return Problem(code="unknown-tier", message="unknown tier", row=row)


@given(st.lists(st.integers(1, 99), max_size=30), st.integers(1, 10))
def test_every_problem_is_counted_and_the_first_ones_are_kept(rows: list[int], most: int) -> None:
    """A collector keeps as many as it may, in the order of their places, and counts the rest."""
    found = Collector(most)
    for row in rows:
        found.add(problem(row), (row,))
    assert found.count == len(rows)
    assert found.is_full == (len(rows) >= most)
    assert [one.row for one in found.kept] == sorted(rows[:most])


def test_a_problem_that_is_not_kept_is_never_made() -> None:
    """What makes a problem is called only while there is room, since suggestions cost time."""
    made: list[int] = []

    def make() -> Problem:
        made.append(1)
        return problem(1)

    found = Collector(2)
    for _ in range(50):
        found.add(make)
    assert (found.count, len(made)) == (50, 2)


@given(st.lists(st.integers(0, 5), max_size=40), st.integers(1, 5))
def test_problems_of_a_group_are_one(groups: list[int], most: int) -> None:
    """A group counts once; its problem names the first rows and counts all, kept or not."""
    found = Collector(most)
    for row, group in enumerate(groups):
        found.add(problem(row), row=row, group=("group", group))
    distinct = list(dict.fromkeys(groups))
    assert found.count == len(distinct)
    for one, group in zip(found.kept, distinct[:most], strict=True):
        rows = [row for row, other in enumerate(groups) if other == group]
        assert (one.row, one.count) == (rows[0], len(rows))
        assert list(one.rows) == (rows[:3] if len(rows) > 1 else [])


def test_groups_that_are_not_kept_take_hardly_more_room_than_their_names() -> None:
    """Of a problem that nobody sees only the name of its group is remembered, to count it once."""
    found = Collector(1)
    groups = range(1_000, 5_000)
    tracemalloc.start()
    try:
        for row in groups:
            found.add(lambda: problem(1), row=row, group=row)
        taken = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert found.count == len(groups)
    assert taken < 100 * len(groups)


@pytest.mark.parametrize(
    ("row", "path", "rows", "count", "place"),
    [
        (None, "$[0].tier", (0, 11), 2, "$[0].tier and $[11].tier"),
        (None, "$[3]", (3, 8, 9), 3, "$[3], $[8] and $[9]"),
        (None, "$[3].tier", (3, 8, 9), 2260, "$[3].tier, $[8].tier, $[9].tier and 2,257 more"),
        (3, "", (3, 8, 9), 2260, "rows 3, 8, 9 and 2,257 more, tier"),
        (1000, "people", (1000, 2000), 2, "people, rows 1,000 and 2,000, tier"),
        (3, "", (), 1, "row 3, tier"),
    ],
)
def test_the_place_of_a_group_names_its_first_rows(
    row: int | None, path: str, rows: tuple[int, ...], count: int, place: str
) -> None:
    """A problem of several rows says which, in words as in plain values for JSON."""
    one = Problem(code="x", message="m", row=row, path=path, rows=rows, count=count, column="tier")
    assert one.place == place
    assert str(one) == f"{place}: m"
    assert (one.to_dict()["rows"], one.to_dict()["count"]) == (", ".join(map(str, rows)), count)


def test_the_verdict_rests_on_the_count() -> None:
    """Whatever is kept, one problem is enough to raise; the error says how many are left out."""
    found = Collector(1)
    found.raise_any()
    for row in (1, 2, 3):
        found.add(problem(row))
    with pytest.raises(
        FormatError, match=r"^3 problems\n  row 1: unknown tier\n  and 2 more$"
    ) as told:
        found.raise_any()
    assert told.value.omitted == 2


@pytest.mark.parametrize("most", [0, -1, True, 1.0, "5", None])
def test_a_limit_below_one_is_refused(most: object) -> None:
    """Keeping nothing would turn errors into silence."""
    with pytest.raises(InvalidValueError, match="max_problems: expected a positive integer"):
        Collector(most)  # type: ignore[arg-type]


HOSTILE = st.text(st.characters()) | st.builds(
    "".join, st.lists(st.sampled_from(["\x1b[2J", "\r\n", "\u202e", "\ud800", "k" * 700, "é"]))
)
"""Texts with controls, with half of a character, and longer than a line may be."""


def is_line(text: str) -> bool:
    """Return whether a text is one line that a terminal shows as it is."""
    return all(c.isprintable() or category(c) == "Zs" for c in text)


@given(HOSTILE, st.integers(8, 600))
def test_one_line_is_printable_short_and_the_text_itself_if_it_can_be(text: str, most: int) -> None:
    """A line keeps both ends of a long text, escapes what controls, and is its own line."""
    line = one_line(text, most)
    assert is_line(line)
    assert len(line) <= most
    assert one_line(line, most) == line
    assert (line == text) == (is_line(text) and len(text) <= most)
    if is_line(text) and len(text) > most:
        start, _, end = line.rpartition("…")
        assert text.startswith(start)
        assert text.endswith(end)
        assert len(start) > len(end) > 0


@given(HOSTILE, HOSTILE)
def test_a_problem_and_an_error_can_always_be_printed(text: str, other: str) -> None:
    """All that a problem tells is printable and bounded; a suggestion alone is as it is written."""
    made = Problem(
        code=text,
        message=other,
        path=text,
        row=3,
        column=other,
        value=text,
        expected=other,
        suggestion=text,
        records=(text, other) * 150,
    )
    assert made.suggestion == (text if len(text) <= 100 else "")
    told = {name: str(value) for name, value in made.to_dict().items() if name != "suggestion"}
    error, plain = FormatError((made,)), TipdataError(text, other)
    for said in (*told.values(), str(made), repr(made), repr(error), str(plain), repr(plain)):
        assert is_line(said)
    assert all(map(is_line, str(error).split("\n")))
    report = Report(problems=(made,))
    assert all(map(is_line, re.split("[\t\n\r]", report._repr_html_())))
    assert report.columns()["suggestion"] == [made.suggestion]
    assert json.loads(json.dumps(made.to_dict()))["suggestion"] == made.suggestion
    assert max(len(said) for name, said in told.items() if name != "records") <= 500
    assert len(str(made)) <= 2_000
    assert told["records"].endswith(", and 100 more")
    assert attrs.evolve(made) == made
