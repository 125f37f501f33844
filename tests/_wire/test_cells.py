"""Cells of tables: what a record has, safe in a spreadsheet, and back."""

import datetime
import io
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import records
from tipdata._wire.cells import cell_of, guarded, parse, parse_rows, row_text, unguarded, value_of
from tipdata._wire.json_text import BrokenError
from tipdata._wire.shapes import fields_of, shape_of
from tipdata._wire.writing import write_one
from tipdata.dates import PartialDate, Period

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


@given(st.text(st.sampled_from("a,\r\n"), max_size=12))
def test_rows_are_numbered_by_lines(text: str) -> None:
    """Each line that is not empty is a row with the number of the line, however lines end."""
    lines = io.StringIO(text, newline=None).read().removesuffix("\n").split("\n")
    rows = [(number, line.split(",")) for number, line in enumerate(lines, 1) if line]
    assert list(parse_rows(text, "t.csv")) == rows


@given(records())
def test_a_cell_holds_what_a_record_has(record: Any) -> None:
    """Every value of every field comes back from its cell."""
    for name, value in write_one(record).items():
        shape = fields_of(type(record))[name][1]
        assert value_of(shape, cell_of(shape, value), "$") == value


INTEGER, TRUTH, FLOAT = shape_of(int), shape_of(bool), shape_of(float)


@given(st.integers(-(2**63), 2**63), st.sampled_from(["", ".0", ".00"]), st.sampled_from(["", " "]))
def test_an_integer_is_read_with_or_without_its_decimals(
    number: int, decimals: str, space: str
) -> None:
    """Spreadsheet programs write 2021.0 for 2021, and negative numbers may be guarded."""
    for cell in (
        f"{space}{number}{decimals}{space}",
        f"'{number}{decimals}" if number < 0 else "0",
    ):
        found = value_of(INTEGER, cell, "$")
        assert type(found) is int
        assert found in {number, 0}
    assert value_of(INTEGER, cell_of(INTEGER, number), "$") == number


@given(st.integers(10**3, 10**9), st.sampled_from(",.' \u2019\u00a0\u202f"))
def test_a_number_as_a_spreadsheet_shows_it_is_refused(number: int, mark: str) -> None:
    """Separators, leading zeros and exponents are named, and nothing is taken for another number."""
    cells = {
        f"{number:,}".replace(",", mark): "separators",
        f"-{number:,}".replace(",", mark): "separators",
        f"0{number}": "leading zeros",
        f"00{number % 10}": "leading zeros",
        f"{number:.2E}": "an exponent",
        f"{number:.0e}": "an exponent",
        f"{number:.1E}".replace(".", ","): "an exponent",
    }
    for cell, damage in cells.items():
        with pytest.raises(BrokenError) as caught:
            value_of(INTEGER, cell, "$")
        problem = caught.value.problem
        assert (problem.code, problem.message) == ("wrong-type", f"an integer with {damage}")
        assert problem.value == repr(cell)


@given(st.text(st.sampled_from("0123456789.,-+eE 'x"), max_size=8))
def test_no_other_text_is_a_number(cell: str) -> None:
    """A cell becomes the integer that Python reads in it without its decimals, or stays a string."""
    try:
        found = value_of(INTEGER, cell, "$")
    except BrokenError:
        return
    if isinstance(found, int):
        plain = unguarded(cell).strip()
        assert str(found) == str(int(float(plain)))
        assert re.fullmatch(r"-?(0|[1-9][0-9]*)(\.0+)?", plain)
    else:
        assert found == unguarded(cell)


@given(st.dates(datetime.date(1927, 5, 18), datetime.date(2173, 10, 13)))
def test_the_number_of_a_day_is_named_with_its_day(day: datetime.date) -> None:
    """A spreadsheet's number for a day is refused, and the day is suggested."""
    number = (day - datetime.date(1899, 12, 30)).days
    for kind in (PartialDate, datetime.date):
        for cell in (f"{number}", f"{number}.5"):
            with pytest.raises(BrokenError) as caught:
                value_of(shape_of(kind), cell, "$")
            assert caught.value.problem.code == "invalid-date"
            assert caught.value.problem.suggestion == day.isoformat()
    assert value_of(shape_of(Period), f"{number}", "$") == f"{number}"


@pytest.mark.parametrize("cell", ["true", "TRUE", "True", " TRUE", "false", "FALSE", "False "])
def test_truth_is_written_in_any_case(cell: str) -> None:
    """Spreadsheet programs write TRUE and FALSE."""
    assert value_of(TRUTH, cell, "$") is (cell.strip().lower() == "true")


@pytest.mark.parametrize("cell", ["", "1", "0", "yes", "WAHR", "t"])
def test_nothing_else_is_a_boolean(cell: str) -> None:
    """What is not true or false stays a string, for the reader to refuse."""
    assert value_of(TRUTH, cell, "$") == cell


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_comes_back(number: float) -> None:
    """A float of a class of your own is read from its cell."""
    assert value_of(FLOAT, cell_of(FLOAT, number), "$") == number
    for cell in ("1,5", "nan", "inf", "1_0", ".5", "", "٣"):
        assert value_of(FLOAT, cell, "$") == cell


def test_a_misplaced_quotation_mark_is_refused() -> None:
    """A table that is not CSV says in which row."""
    with pytest.raises(BrokenError) as caught:
        list(parse('a,b\n"x,y\n', "t.csv"))
    assert (caught.value.problem.code, caught.value.problem.row) == ("not-csv", 2)
