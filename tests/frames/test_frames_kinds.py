"""Records of every kind as frames and back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tipdata
from engines import marked
from strategies import records
from tipdata import frames
from tipdata.dataset.kinds import Record, references_of
from tipdata.errors import ColumnError, InvalidValueError
from tipdata.frames import FrameKind
from tipdata.problems import FormatError

STORY = tipdata.load("central-asia-2021")
KINDS: tuple[FrameKind, ...] = (
    "campaigns",
    "countries",
    "organizations",
    "people",
    "projects",
    "sources",
    "statements",
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("backend", marked("pandas", "polars", "pyarrow"))
def test_the_story_goes_through_frames(kind: FrameKind, backend: frames.Backend) -> None:
    """The records of the packaged story are read back from frames as they were."""
    given_records = getattr(STORY, kind)
    frame = frames.to_frame(given_records, backend)
    assert frames.from_frame(frame, kind) == given_records


@settings(max_examples=60)
@given(st.lists(records(), min_size=1, max_size=1))
def test_any_record_goes_through_a_frame(one: list[Record]) -> None:
    """A generated record of any of these kinds is read back from a frame as it was."""
    kind = {
        tipdata.Campaign: "campaigns",
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
    import polars as pl  # noqa: PLC0415

    with pytest.raises(FormatError) as caught:
        frames.from_frame(pl.DataFrame(columns), "organizations")
    found = {(p.row, p.column) for p in caught.value.problems}
    assert {(3, "id"), (4, "name"), (2, "country")} <= found
    with pytest.raises(ColumnError, match="id"):
        frames.from_frame(pl.DataFrame({"name": ["A"]}), "people")
    with pytest.raises(InvalidValueError, match="'assessments', "):
        frames.from_frame(pl.DataFrame(columns), "victims")  # type: ignore[call-overload]
