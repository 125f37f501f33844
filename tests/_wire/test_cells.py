"""Cells of tables: what a record has, safe in a spreadsheet, and back."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import records
from tipdata._wire.cells import cell_of, guarded, parse, row_text, unguarded, value_of
from tipdata._wire.json_text import BrokenError
from tipdata._wire.shapes import fields_of
from tipdata._wire.writing import write_one

TEXTS = st.text(st.sampled_from("'=+-@\t\r\n＝a\",;é"), max_size=6)


@given(TEXTS)
def test_a_guarded_cell_does_not_run_and_comes_back(text: str) -> None:
    """A spreadsheet runs no cell, and exactly one apostrophe is taken off."""
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in set("=+-@\t\r\n＝＋－＠")


@given(st.lists(st.lists(TEXTS, min_size=1, max_size=4), max_size=4))
def test_rows_come_back(rows: list[list[str]]) -> None:
    """What is written as rows is read as these rows, but for those that are empty."""
    text = "".join(map(row_text, rows))
    assert list(parse(text, "t.csv")) == [row for row in rows if row != [""]]


@given(records())
def test_a_cell_holds_what_a_record_has(record: Any) -> None:
    """Every value of every field comes back from its cell."""
    for name, value in write_one(record).items():
        shape = fields_of(type(record))[name][1]
        assert value_of(shape, cell_of(shape, value), "$") == value


def test_a_misplaced_quotation_mark_is_refused() -> None:
    """A table that is not CSV says in which row."""
    with pytest.raises(BrokenError) as caught:
        list(parse('a,b\n"x,y\n', "t.csv"))
    assert (caught.value.problem.code, caught.value.problem.row) == ("not-csv", 2)
