"""How arguments are read."""

from pathlib import Path
from typing import Any
from unittest.mock import ANY

import numpy as np
import pytest

from tipdata._arguments import (
    check_coding,
    check_gap,
    read_any_year,
    read_path,
    read_report_year,
    read_several,
    read_tiers,
    read_word,
    read_words,
    read_years,
)
from tipdata._integers import read_integer
from tipdata.errors import CoverageError, InvalidValueError, UnknownTierError
from tipdata.tiers import CODINGS


@pytest.mark.parametrize("word", ["break", "bridge"])
def test_a_known_word_is_itself(word: str) -> None:
    """A word of the vocabulary is read as it is."""
    assert read_word("gap", word, ("break", "bridge")) == word


@pytest.mark.parametrize("given", ["Break", "brake", "", None, 1, ("break",), b"break", ANY])
def test_any_other_value_is_refused(given: object) -> None:
    """Neither case nor type is forgiven; the error says what there is."""
    with pytest.raises(InvalidValueError, match="gap: expected one of 'break', 'bridge', got"):
        read_word("gap", given, ("break", "bridge"))


def test_codings_and_gaps_are_words() -> None:
    """The options that most analyses share are checked against their own vocabularies."""
    for coding in CODINGS:
        check_coding(coding)
    check_gap("bridge")
    with pytest.raises(InvalidValueError, match="did you mean 'ordinal'"):
        check_coding("ordnal")  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError, match="got 'brigde'; did you mean 'bridge'"):
        check_gap("brigde")  # type: ignore[arg-type]


@pytest.mark.parametrize("given", [2021, np.int8(5), np.uint64(2**63), np.array(7), -1])
def test_an_integer_is_one_of_python(given: Any) -> None:
    """Whatever has `__index__` becomes a plain `int` of the same value."""
    found = read_integer(given)
    assert type(found) is int
    assert found == given


@pytest.mark.parametrize(
    "given", [True, np.True_, 2021.0, np.float64(1), "1", None, [1], np.array([1, 2]), b"1"]
)
def test_nothing_else_is_an_integer(given: Any) -> None:
    """Booleans, floats, strings and arrays are no integers."""
    assert read_integer(given) is None


@pytest.mark.parametrize("given", [{"SCA": 1}, {}, b"SCA", 5, None, object()])
def test_several_are_a_collection(given: Any) -> None:
    """A mapping, bytes or a single value of another type do not stand for several values."""
    for least in (0, 1):
        with pytest.raises(InvalidValueError, match="bureau: expected bureaus"):
            read_several("bureau", given, str, expected="bureaus", least=least)


@pytest.mark.parametrize("given", [[], (), set[str](), iter(())])
def test_a_selection_of_nothing_is_refused(given: Any) -> None:
    """An empty collection is an error, unless none is enough."""
    readers: list[Any] = [
        lambda: read_words("bureau", given, ("SCA",)),
        lambda: read_tiers("tiers", given),
        lambda: read_years("editions", given, (2021,)),
    ]
    for read in readers:
        with pytest.raises(InvalidValueError, match="several"):
            read()
    assert read_words("add", given, ("rank",), least=0) == ()


def test_a_string_is_one_value_and_not_its_letters() -> None:
    """Where strings are single values they are read as one, elsewhere they are refused."""
    assert read_words("add", "rank", ("rank",)) == ("rank",)
    with pytest.raises(UnknownTierError, match="'123' is not a tier"):
        read_tiers("tiers", "123")
    with pytest.raises(CoverageError, match="such as 2021, got '2021'"):
        read_years("editions", "2021", (2021,))
    with pytest.raises(InvalidValueError):
        read_several("editions", "2021", expected="years")


@pytest.mark.parametrize("year", [0, 10_000, -2021])
def test_a_year_is_one_of_the_calendar(year: int) -> None:
    """Years run from 1 to 9999, report years from 2001."""
    for read in (read_any_year, read_report_year):
        with pytest.raises(InvalidValueError, match=f"got {year}"):
            read("year", year)
    assert read_any_year("year", 1) == 1
    assert read_any_year("year", 9999) == read_report_year("year", 9999)
    with pytest.raises(InvalidValueError, match="from 2001 on"):
        read_report_year("year", 2000)
    assert read_report_year("year", 2001) == 2001


def test_a_path_is_one_that_a_system_can_have() -> None:
    """A string or a path object is read; nothing, what no file is called, and bytes are refused."""
    assert read_path("path", "a/b.json") == read_path("path", Path("a/b.json")) == Path("a/b.json")
    for wrong in ("", "a\0b", Path("a\0b"), "\ud800", Path("\ud800"), b"a", 5, None):
        with pytest.raises(InvalidValueError, match="path: expected a path"):
            read_path("path", wrong)
