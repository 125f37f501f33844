"""Records of every kind as frames and back."""

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tipdata
from engines import ENGINES, marked
from strategies import records
from tipdata import frames
from tipdata.dataset.kinds import Record, references_of
from tipdata.errors import ColumnError, InvalidValueError
from tipdata.frames import FrameKind
from tipdata.problems import FormatError

STORY = tipdata.load("central-asia-2021")
TIP = tipdata.load()
KINDS: tuple[FrameKind, ...] = (
    "campaigns",
    "countries",
    "designations",
    "editions",
    "organizations",
    "people",
    "projects",
    "sources",
    "statements",
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("backend", marked("pandas", "polars", "pyarrow"))
def test_the_story_goes_through_frames(kind: FrameKind, backend: frames.Backend) -> None:
    """The packaged records of each kind are read back from frames as they were."""
    given_records = TIP.editions if kind == "editions" else getattr(STORY, kind)
    frame = frames.to_frame(given_records, backend)
    assert frames.from_frame(frame, kind) == given_records


@settings(max_examples=60)
@given(st.lists(records(), min_size=1, max_size=1))
def test_any_record_goes_through_a_frame(one: list[Record]) -> None:
    """A generated record of any of these kinds is read back from a frame as it was."""
    kind = {
        tipdata.Campaign: "campaigns",
        tipdata.Designation: "designations",
        tipdata.Edition: "editions",
        tipdata.Organization: "organizations",
        tipdata.Person: "people",
        tipdata.Project: "projects",
        tipdata.Source: "sources",
        tipdata.Statement: "statements",
    }.get(type(one[0]))
    if kind is None:
        return
    named = {str(r.name[1]) for r in references_of(one[0]) if r.name[0] == "country"}
    codes = {code for code in named if code not in tipdata.countries.default()}
    own = [
        tipdata.Country(alpha_3=code, code_status="user-assigned", name=f"Land {code}")
        for code in sorted(codes)
    ]
    registry = tipdata.countries.default().with_countries(*own)
    frame = frames.to_frame(one, "polars")
    assert frames.from_frame(frame, kind, registry=registry) == tuple(one)  # type: ignore[call-overload]


def test_every_bad_cell_has_its_row_and_column() -> None:
    """What cannot be read is told with row and column, all at once."""
    columns = {
        "id": ["sana-sezim", "Ann Lee", "c"],
        "name": ["Sana Sezim", "B", None],
        "country": ["KZK", "KAZ", "KAZ"],
    }
    with pytest.raises(FormatError) as caught:
        frames.from_frame(pl.DataFrame(columns), "organizations")
    found = {(p.row, p.column) for p in caught.value.problems}
    assert {(3, "id"), (4, "name"), (2, "country")} <= found
    with pytest.raises(ColumnError, match="id"):
        frames.from_frame(pl.DataFrame({"name": ["A"]}), "people")
    with pytest.raises(InvalidValueError, match="'assessments', "):
        frames.from_frame(pl.DataFrame(columns), "victims")  # type: ignore[call-overload]


@pytest.mark.parametrize("kind", ["assessments", *KINDS])
def test_a_mistyped_column_is_reported_with_the_nearest_field(kind: Any) -> None:
    """A column that is no field is a problem of the header, with the field that was meant."""
    given_records = getattr(TIP if kind in {"assessments", "editions"} else STORY, kind)
    frame = frames.to_frame(given_records, "polars")
    for field in frame.columns:
        with pytest.raises(FormatError) as caught:
            frames.from_frame(frame.with_columns(pl.lit(None).alias(f"{field}x")), kind)
        (problem,) = caught.value.problems
        assert (problem.row, problem.column, problem.code) == (1, f"{field}x", "unknown-column")
        assert problem.suggestion == field
    with pytest.raises(FormatError, match="row 1, 0: no such column"):
        frames.from_frame(
            ENGINES["pandas"].make(frame).assign(**{"0": 1}).rename(columns={"0": 0}), kind
        )


def test_columns_beside_the_fields_of_placements_are_known() -> None:
    """Names, bureaus and ranks beside placements are derived from these, and are not read."""
    frame = TIP.to_frame("polars").with_columns(
        *(pl.lit("?").alias(name) for name in ("name", "names", "bureau", "rank"))
    )
    assert frames.from_frame(frame) == TIP.assessments


def test_editions_come_of_what_a_table_has() -> None:
    """A period is made of its ends where it is not written, and a figure is refused by its column."""
    frame = frames.to_frame(TIP.editions, "pandas")
    assert frames.from_frame(frame.drop(columns="period"), "editions") == TIP.editions
    assert frames.from_frame(frame[["year"]], "editions")[0] == tipdata.Edition(year=2001)
    open_end = pl.DataFrame({"year": [2021], "period_start": ["2020-04"], "period_end": [None]})
    assert str(frames.from_frame(open_end, "editions")[0].period) == "2020-04/.."  # type: ignore[union-attr]
    bad = pl.DataFrame(
        {"year": [2021], "tier_1": [-1], "counts_basis": ["a\0b"], "released": ["?"]}
    )
    with pytest.raises(FormatError) as caught:
        frames.from_frame(bad, "editions")
    places = {(p.row, p.column) for p in caught.value.problems}
    assert places == {(2, "tier_1"), (2, "counts_basis"), (2, "released")}
