"""Records of every kind as frames and back."""

from typing import Any

import attrs
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tipdata
from engines import ENGINES, marked
from strategies import records
from tipdata import frames
from tipdata.dataset.kinds import CLASSES, PLURALS, Record, RecordKind, kind_of, references_of
from tipdata.errors import ColumnError, InvalidValueError
from tipdata.problems import FormatError

STORY = tipdata.load("central-asia-2021")
TIP = tipdata.load()
KINDS: tuple[RecordKind, ...] = tuple(kind for kind in CLASSES if kind != "assessment")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("backend", marked("pandas", "polars", "pyarrow"))
def test_the_story_goes_through_frames(kind: RecordKind, backend: frames.Backend) -> None:
    """The packaged records of each kind are read back from frames as they were."""
    given_records = TIP.editions if kind == "edition" else getattr(STORY, PLURALS[kind])
    frame = frames.to_frame(given_records, backend)
    assert frames.from_frame(frame, kind) == given_records


@settings(max_examples=60)
@given(st.lists(records(), min_size=1, max_size=1))
def test_any_record_goes_through_a_frame(one: list[Record]) -> None:
    """A generated record of any of these kinds is read back from a frame as it was."""
    kind = kind_of(type(one[0]))
    if kind in (None, "assessment", "country"):
        return
    named = {str(r.name[1]) for r in references_of(one[0]) if r.name[0] == "country"}
    codes = {code for code in named if code not in tipdata.countries.default()}
    own = [
        tipdata.Country(alpha_3=code, code_status="user-assigned", name=f"Land {code}")
        for code in sorted(codes)
    ]
    registry = tipdata.countries.default().with_countries(*own)
    frame = frames.to_frame(one, "polars")
    assert frames.from_frame(frame, kind, registry=registry) == tuple(one)


def test_every_bad_cell_has_its_row_and_column() -> None:
    """What cannot be read is told with row and column, all at once."""
    columns = {
        "id": ["sana-sezim", "Ann Lee", "c"],
        "name": ["Sana Sezim", "B", None],
        "country": ["KZK", "KAZ", "KAZ"],
    }
    with pytest.raises(FormatError) as caught:
        frames.from_frame(pl.DataFrame(columns), "organization")
    found = {(p.row, p.column) for p in caught.value.problems}
    assert {(3, "id"), (4, "name"), (2, "country")} <= found
    with pytest.raises(ColumnError, match="id"):
        frames.from_frame(pl.DataFrame({"name": ["A"]}), "person")
    with pytest.raises(InvalidValueError, match="'assessment', "):
        frames.from_frame(pl.DataFrame(columns), "victims")  # type: ignore[call-overload]


@pytest.mark.parametrize("kind", [*CLASSES])
def test_a_mistyped_column_is_reported_with_the_nearest_field(kind: Any) -> None:
    """A column that is no field is a problem of the header, with the field that was meant."""
    given_records = getattr(TIP if kind in {"assessment", "edition"} else STORY, PLURALS[kind])
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
    assert frames.from_frame(frame.drop(columns="period"), "edition") == TIP.editions
    assert frames.from_frame(frame[["year"]], "edition")[0] == tipdata.Edition(year=2001)
    open_end = pl.DataFrame({"year": [2021], "period_start": ["2020-04"], "period_end": [None]})
    assert str(frames.from_frame(open_end, "edition")[0].period) == "2020-04/.."
    bad = pl.DataFrame(
        {"year": [2021], "tier_1": [-1], "counts_basis": ["a\0b"], "released": ["?"]}
    )
    with pytest.raises(FormatError) as caught:
        frames.from_frame(bad, "edition")
    places = {(p.row, p.column) for p in caught.value.problems}
    assert places == {(2, "tier_1"), (2, "counts_basis"), (2, "released")}


@attrs.frozen(kw_only=True)
class Mentor(tipdata.Person):
    """A person with fields of a user's own."""

    pupils: int = 0
    towns: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Scored(tipdata.Assessment):
    """An assessment with fields of a user's own."""

    score: int = 0
    remarks: tuple[str, ...] = ()


@pytest.mark.parametrize("kind", CLASSES)
def test_a_kind_is_a_word_or_a_class(kind: RecordKind) -> None:
    """The word of a kind, its class and, with a warning, its old plural give the same records."""
    given_records = getattr(TIP if kind in {"assessment", "edition"} else STORY, PLURALS[kind])
    frame = frames.to_frame(given_records, "polars")
    assert frames.from_frame(frame, kind) == given_records
    assert frames.from_frame(frame, CLASSES[kind]) == given_records
    said = f"from_frame(frame, '{PLURALS[kind]}') is deprecated; write from_frame(frame, '{kind}')"
    with pytest.warns(DeprecationWarning, match="is deprecated") as caught:
        old = frames.from_frame(frame, PLURALS[kind])  # type: ignore[call-overload]
    assert [(str(one.message), one.filename) for one in caught] == [(said, __file__)]
    assert old == given_records


def test_what_is_no_kind_is_refused() -> None:
    """A word, a class or a value that is no kind of record is refused with what is."""
    frame = TIP.to_frame("polars")
    for wrong, said in (
        ("persn", r"kind: expected one of 'country', .* got 'persn'; did you mean 'person'\?"),
        (tipdata.Dataset, "kind: expected a class of records, such as tipdata.Person, got <class"),
        (None, "kind: expected one of 'country', .* got None"),
        (["person"], "kind: expected one of 'country', "),
    ):
        given: Any = wrong
        with pytest.raises(InvalidValueError, match=said):
            frames.from_frame(frame, given)


def test_records_of_your_own_classes_come_back() -> None:
    """Subclasses come back from frames, with their fields, by `classes=` or as the kind."""
    people = (
        Mentor(id="ann", name="Ann", pupils=3, towns=("Osh", "Jalal Abad")),
        Mentor(id="b", name="B"),
    )
    scored = (
        Scored(country="KGZ", year=2020, tier="Tier 2 Watch List", score=4, remarks=("a b", "c")),
        Scored(country="KGZ", year=2021, tier="Tier 2"),
    )
    given_people, given_scored = (
        frames.to_frame(people, "polars"),
        frames.to_frame(scored, "pandas"),
    )
    assert frames.from_frame(given_people, "person", classes={tipdata.Person: Mentor}) == people
    assert frames.from_frame(given_people, Mentor) == people
    assert frames.from_frame(given_scored, classes={tipdata.Assessment: Scored}) == scored
    assert frames.from_frame(given_scored, Scored) == scored
    with pytest.raises(FormatError, match="row 1, towns: no such column"):
        frames.from_frame(given_people, "person")
    with pytest.raises(FormatError, match=r"row 1, remarks: no such column(.|\n)*score: no such"):
        frames.from_frame(given_scored)
    with pytest.raises(FormatError) as caught:
        frames.from_frame(given_scored.assign(score=["x", 1]), Scored)
    assert str(caught.value.problems[0]) == (
        "row 2, score: not a valid score; expected a value of Scored.score, got 'x'"
    )
    with pytest.raises(InvalidValueError, match="classes: expected a subclass of Person"):
        frames.from_frame(given_people, "person", classes={tipdata.Person: tipdata.Source})
