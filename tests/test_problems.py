"""What is wrong with an input is collected, counted and reported."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipdata.errors import InvalidValueError
from tipdata.problems import Collector, FormatError, Problem


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
