"""What is given in place of a document, rows, a frame or classes is refused by its name."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import polars as pl
import pytest

import tipdata
from tipdata import FormatError, Organization, Person, TierRecord, formats, frames
from tipdata.errors import ColumnError, CoverageError, InvalidValueError
from tipdata.formats import followthemoney, json, jsonl, package, workbook

TIP = tipdata.load()
DOORS: dict[str, tuple[Callable[[Any], object], str]] = {
    "followthemoney.loads": (followthemoney.loads, "text"),
    "json.loads": (json.loads, "text"),
    "jsonl.loads": (jsonl.loads, "text"),
    "package.loads": (package.loads, "data"),
    "workbook.loads": (workbook.loads, "data"),
    "from_rows": (TierRecord.from_rows, "rows"),
    "compare_with": (TIP.compare_with, "rows"),
    "from_frame": (TierRecord.from_frame, "frame"),
    "frames.from_frame": (frames.from_frame, "frame"),
    "frames.changes": (frames.changes, "frame"),
    "frames.transitions": (frames.transitions, "frame"),
    "classes": (lambda given: json.loads("", classes=given), "classes"),
    "class": (lambda given: json.loads("", classes={given: Organization}), "classes"),
}


@pytest.mark.parametrize("given", [5, 1.5, object()], ids=lambda given: type(given).__name__)
@pytest.mark.parametrize("door", DOORS)
def test_another_type_is_refused_by_name(door: str, given: object) -> None:
    """Whatever the door, a number or an object is an error that names the argument."""
    call, name = DOORS[door]
    with pytest.raises(InvalidValueError) as caught:
        call(given)
    assert caught.value.field == name


@pytest.mark.parametrize("given", [[], {}, None])
@pytest.mark.parametrize("door", ["json.loads", "jsonl.loads", "package.loads", "workbook.loads"])
def test_an_empty_collection_is_no_empty_document(door: str, given: object) -> None:
    """Nothing that bytes could be made of passes for a document."""
    with pytest.raises(InvalidValueError, match="bytes"):
        DOORS[door][0](given)


@pytest.mark.parametrize("key", [1, None, True, (1, 2), 2**70])
def test_a_key_that_is_no_string_is_an_unknown_field(key: object) -> None:
    """Plain data with such a key is refused with its path, beside all else that is wrong."""
    plain: dict[Any, object] = {key: 1, "id": "A", "name": "A"}
    readers: list[Callable[[], object]] = [
        lambda: formats.from_plain("person", plain),
        lambda: formats.converter().structure(plain, Person),
    ]
    for read in readers:
        with pytest.raises(FormatError) as caught:
            read()
        assert [p.code for p in caught.value.problems] == ["unknown-field", "invalid-value"]


@pytest.mark.parametrize(
    "read", [TierRecord.from_frame, frames.from_frame, frames.changes, TIP.compare_with]
)
def test_columns_of_one_name_are_refused(read: Callable[[Any], object]) -> None:
    """A pandas frame with a column twice says which, as narwhals leaves no choice between them."""
    columns = ["country", "country", "year", "tier"]
    frame = pd.DataFrame([["KGZ", "UZB", 2021, "Tier 2"]], columns=columns)
    with pytest.raises(ColumnError, match="'country': several columns of the frame"):
        read(frame)


def test_years_of_a_frame_are_read_as_years_are() -> None:
    """The years of a frame may be one year or several, all integers, and the frame has one."""
    frame = pl.DataFrame({"country": ["KGZ"] * 2, "year": [2020, 2021], "tier": ["2WL", "2"]})
    assert frames.changes(frame, years=(2020, 2021)).equals(frames.changes(frame))
    for wrong in ("2020", 2021.0, True, "x"):
        with pytest.raises(InvalidValueError, match="years: expected a year, an integer"):
            frames.changes(frame, years=[wrong])  # type: ignore[list-item]  # as is tested
    with pytest.raises(CoverageError, match="no 2019 edition"):
        frames.changes(frame, years=[2019])
    assert frames.changes(frame, years=2021).is_empty()
