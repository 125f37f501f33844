"""The cells of a user's table, read alike wherever the table comes from."""

import datetime
import decimal
import fractions
import math
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

import tipdata
from tipdata import TierRecord, frames
from tipdata.countries._guesses import Guesses
from tipdata.errors import ColumnError, InvalidValueError, MissingExtraError
from tipdata.problems import FormatError
from tipdata.tierrecord.cells import Column, read_year
from tipdata.tierrecord.markers import is_missing

TIP = tipdata.load()


class Index:
    """A number of yet another library, which has nothing but `__index__`."""

    def __index__(self) -> int:
        return 2021

    def __repr__(self) -> str:
        return "Index()"


YEARS: list[Any] = [
    *(2021, 2021.0, "2021", " 2021 ", "2021.0", np.int64(2021), np.int16(2021)),
    *(np.float32(2021), np.float64(2021), fractions.Fraction(2021), decimal.Decimal(2021), Index()),
]
OTHERS: list[Any] = [
    *(None, True, "", "21", "20 21", "2021.5", "twenty", b"2021", 2021.5, [2021], math.nan),
    *(math.inf, -math.inf, np.True_, "２０２１", decimal.Decimal("NaN"), pd.NA, pd.NaT),
    *(decimal.Decimal("sNaN"), fractions.Fraction(10**400), 2021j, np.datetime64("2021-01-01")),
]


def by_rows(cells: tuple[Any, Any, Any], **options: Any) -> Any:
    """Read one row with `from_rows`."""
    return TierRecord.from_rows([cells], **options).assessments


def by_comparison(cells: tuple[Any, Any, Any], **options: Any) -> Any:
    """Read one row with `compare_with`, and return what it agrees with."""
    TIP.compare_with([cells], **options)
    return TierRecord.from_rows([cells], **options).assessments


def by_frame(cells: tuple[Any, Any, Any], **options: Any) -> Any:
    """Read one row with `TierRecord.from_frame`."""
    return TierRecord.from_frame(frame_of(cells), **options).assessments


def by_records(cells: tuple[Any, Any, Any], **options: Any) -> Any:
    """Read one row with `frames.from_frame`."""
    return frames.from_frame(frame_of(cells), **options)


def frame_of(cells: tuple[Any, Any, Any]) -> pd.DataFrame:
    """Return one row as a frame whose columns hold anything."""
    return pd.DataFrame(dict(zip(("country", "year", "tier"), cells, strict=True)), index=[0])


DOORS = pytest.mark.parametrize("read", [by_rows, by_comparison, by_frame, by_records])


@DOORS
@pytest.mark.parametrize("year", YEARS, ids=repr)
def test_a_year_is_an_integer_however_it_is_written(read: Any, year: object) -> None:
    """Integers, floats without a fraction and four digits are years, whatever reads the table."""
    assert [a.year for a in read(("KGZ", year, "Tier 2"))] == [2021]


@pytest.mark.parametrize("cell", OTHERS, ids=repr)
def test_what_is_not_a_year_is_refused(cell: object) -> None:
    """A cell that holds no year is refused, and so is a year without a report, by rows and frames."""
    with pytest.raises(InvalidValueError, match="expected a report year, an integer from 2001 on"):
        read_year(cell)
    for year in (cell, 1999, "1999"):
        with pytest.raises(FormatError) as caught:
            TierRecord.from_rows([("KGZ", year, "Tier 2")])
        assert [p.code for p in caught.value.problems] == ["invalid-value"]


@DOORS
def test_a_country_and_a_tier_may_be_written_in_many_ways(read: Any) -> None:
    """Names, codes, labels and coded numbers mean the same, whatever reads the table."""
    expected = by_rows(("KGZ", 2021, tipdata.Tier.TIER_2_WATCH_LIST))
    for country in ("Kyrgyz Rep.", " kyrgyzstan ", "417", "KG"):
        for tier in ("2WL", " Tier 2 (Watch List)"):
            assert read((country, 2021, tier)) == expected
        half = decimal.Decimal("2.5")
        for number in (2.5, "2.5", " 2.5", np.float64(2.5), np.float32(2.5), half):
            assert read((country, 2021, number), coding="kelley") == expected
    assert read(("KGZ", 2021, np.int64(555)), coding="kelley") == ()


@DOORS
def test_an_unknown_coding_is_refused_as_such(read: Any) -> None:
    """A coding that does not exist is an error of the call, not of each row."""
    with pytest.raises(InvalidValueError, match=r"coding: expected one of 'ordinal', .*'kelly'"):
        read(("KGZ", 2021, 2), coding="kelly")


def test_a_missing_cell_is_known_from_every_library() -> None:
    """`None`, NaN, NA and NaT hold nothing; empty strings, zeros and huge numbers are cells."""
    missing = (None, math.nan, np.float32("nan"), np.float64("nan"), pd.NA, pd.NaT)
    assert all(map(is_missing, missing))
    assert not any(map(is_missing, ("", " ", 0, 0.0, False, 10**400, math.inf, "NaN", [])))


@pytest.mark.parametrize("engine", ["pandas", "polars"])
def test_a_row_of_a_frame_without_a_tier_says_nothing(engine: str) -> None:
    """A null tier is skipped by all that read a frame of placements; a null beside a tier is not."""
    columns: dict[str, list[Any]] = {
        "country": ["KGZ", "KGZ", "KGZ"],
        "year": [2020, 2021, 2022],
        "tier": ["Tier 2", None, "Tier 1"],
    }
    made: Any = pd.DataFrame if engine == "pandas" else pl.DataFrame
    frame = made(columns)
    assert [a.year for a in TierRecord.from_frame(frame)] == [2020, 2022]
    assert [a.year for a in frames.from_frame(frame)] == [2020, 2022]
    assert len(TIP.compare_with(frame)) + TIP.compare_with(frame).agreeing == 2
    assert frames.changes(frame)["since"].to_list() == [2020]
    for name in ("country", "year"):
        lacking = made({**columns, name: [None, *columns[name][1:]]})
        with pytest.raises(FormatError) as caught:
            frames.changes(lacking)
        assert [(p.row, p.column) for p in caught.value.problems] == [(2, name)]


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame, pl.LazyFrame])
def test_a_frame_makes_the_record_that_its_rows_make(make: Any) -> None:
    """`from_frame` and `from_rows` make one record, whatever the columns are called."""
    rows = [(code, year, float(tier or 0)) for code, year, tier in TIP.to_rows(coding="kelley")]
    columns = {name: [row[n] for row in rows] for n, name in enumerate(("land", "edition", "code"))}
    names: Any = {"country": "land", "year": "edition", "tier": "code"}
    frame = make({**columns, "note": ["x"] * len(rows)})
    read = TierRecord.from_frame(frame, coding="kelley", **names)
    assert read == TierRecord.from_rows(rows, coding="kelley")
    assert TIP.diff(read).agreeing == len(TIP)


def test_the_options_of_a_frame_are_those_of_rows() -> None:
    """Editions, a registry and the limit of problems mean what they mean for rows."""
    frame = pl.DataFrame({"country": ["Kirgisistan"], "year": [2021], "tier": ["2"]})
    registry = tipdata.countries.default().with_aliases({"Kirgisistan": "KGZ"})
    own = TierRecord.from_frame(frame, registry=registry, editions=TIP.editions)
    assert own.tier("KGZ", 2021) is tipdata.Tier.TIER_2
    assert own.years == TIP.years
    with pytest.raises(FormatError, match="a year of the editions: 2001, got 2021"):
        TierRecord.from_frame(frame, registry=registry, editions=TIP.editions[:1])
    many = pl.concat([frame.with_columns(country=pl.lit(f"Land {n}")) for n in range(5)])
    with pytest.raises(FormatError) as caught:
        TierRecord.from_frame(many, max_problems=2)
    assert (len(caught.value.problems), caught.value.omitted) == (2, 3)


def test_problems_of_a_frame_name_its_rows_and_columns() -> None:
    """A problem has the row, the header being row 1, and the column as the frame calls it."""
    frame = pl.DataFrame(
        {"land": ["KGZ", "Kazakstan"], "edition": [2021, 1999], "code": ["Tier 2", "Teir 2"]}
    )
    with pytest.raises(FormatError) as caught:
        TierRecord.from_frame(frame, country="land", year="edition", tier="code")
    found = [(p.row, p.column, p.code, p.suggestion) for p in caught.value.problems]
    assert found == [
        (3, "land", "unknown-country", "Kazakhstan"),
        (3, "edition", "invalid-value", ""),
        (3, "code", "unknown-tier", "Tier 2"),
    ]
    with pytest.raises(ColumnError, match="column 'land': the frame has no such column"):
        TierRecord.from_frame(pl.DataFrame({"year": [1]}), country="land")
    with pytest.raises(InvalidValueError, match="expected a dataframe of pandas, polars, "):
        TierRecord.from_frame([("KGZ", 2021, "2")])  # type: ignore[arg-type]


def test_a_comparison_takes_a_frame_as_it_takes_rows() -> None:
    """Rows and a frame of them are compared alike; a generator of rows still is one."""
    rows = [("KOR", 2010, 2), ("LUX", 2011, 2), ("KGZ", 2010, 2)]
    columns = ("country", "year", "tier")
    expected = TIP.compare_with(rows, coding="kelley")
    for make in (pd.DataFrame, pl.DataFrame, pl.LazyFrame):
        frame: Any = make({name: [row[n] for row in rows] for n, name in enumerate(columns)})
        assert TIP.compare_with(frame, coding="kelley") == expected

    class Own(pd.DataFrame):
        """A frame as other libraries derive theirs."""

    own = Own(rows, columns=list(columns))
    assert TIP.compare_with(own, coding="kelley") == expected
    assert TIP.compare_with((row for row in rows), coding="kelley") == expected
    assert TIP.compare_with(pd.Series(rows), coding="kelley") == expected


def test_a_frame_without_narwhals_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where narwhals is not installed, reading a frame says which extra brings it."""
    monkeypatch.setitem(__import__("sys").modules, "narwhals", None)
    frame = pl.DataFrame({"country": ["KGZ"], "year": [2021], "tier": ["2"]})
    for call in (TierRecord.from_frame, TIP.compare_with):
        with pytest.raises(MissingExtraError, match="reading a dataframe needs the extra 'frames'"):
            call(frame)


def test_each_distinct_cell_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many rows a table has, a cell is resolved once, a refused one too."""
    asked: list[object] = []
    resolve = tipdata.CountryRegistry.resolve

    def counting(self: tipdata.CountryRegistry, text: Any) -> tipdata.Country:
        asked.append(text)
        return resolve(self, text)

    monkeypatch.setattr(tipdata.CountryRegistry, "resolve", counting)
    rows = [(name, year, "2") for year in range(2001, 2026) for name in ("Norway", "Atlantis")]
    with pytest.raises(FormatError):
        TierRecord.from_rows(rows)
    assert sorted(map(str, asked)) == ["Atlantis", "Norway"]


def test_equal_cells_of_two_types_are_two() -> None:
    """A boolean beside the number that it equals is refused, before the number and after it."""
    rows: list[Any] = [("KGZ", year, cell) for year, cell in ((2019, 1), (2020, True), (2021, 1.0))]
    for table in (rows, rows[::-1]):
        with pytest.raises(FormatError) as caught:
            TierRecord.from_rows(table, coding="kelley")
        assert [(p.path, p.value) for p in caught.value.problems] == [("$[1].tier", "True")]


def test_what_is_remembered_of_a_refused_cell_is_small() -> None:
    """The error that a cell is refused with holds no stack, and with it nothing else."""
    refused = Column(read_year)("twenty")
    assert isinstance(refused, InvalidValueError)
    assert refused.__traceback__ is None


@pytest.mark.parametrize("door", ["rows", "frame", "records", "changes"])
def test_suggestions_are_looked_up_for_the_problems_that_are_kept(
    door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thousands of unknown names cost as many suggestions as problems are kept, at every door."""
    asked: list[str] = []

    def suggest(_: Guesses, text: str) -> list[object]:
        asked.append(text)
        return []

    monkeypatch.setattr(Guesses, "to", suggest)
    names = [f"Land {n}" for n in range(3000)]
    frame = pl.DataFrame({"country": names, "year": [2021] * 3000, "tier": ["2"] * 3000})
    calls: dict[str, Any] = {
        "rows": lambda: TierRecord.from_rows(frame.rows(), max_problems=7),
        "frame": lambda: TierRecord.from_frame(frame, max_problems=7),
        "records": lambda: frames.from_frame(frame, max_problems=7),
        "changes": lambda: frames.changes(frame),
    }
    with pytest.raises(FormatError) as caught:
        calls[door]()
    kept = 1000 if door == "changes" else 7
    assert (len(caught.value.problems), caught.value.omitted) == (kept, 3000 - kept)
    assert list(dict.fromkeys(asked)) == names[:kept]


@pytest.mark.parametrize("number", [2, 2.0, np.int64(2), np.float32(2), decimal.Decimal("2.5")])
def test_a_number_without_its_coding_is_refused_with_a_hint(number: object) -> None:
    """Numbers of any library are no labels, and the message names the argument that reads them."""
    with pytest.raises(
        FormatError, match=r"; for numbers pass coding=(, got |'kelley', got .*2.5)"
    ):
        TierRecord.from_rows([("KGZ", 2021, number)])


@pytest.mark.parametrize(
    "day", [datetime.date(2021, 7, 1), pd.Timestamp("2021-07-01"), np.datetime64("2021-07-01")]
)
def test_a_date_is_not_a_year_and_the_message_helps(day: object) -> None:
    """A date of any library in a year column is refused with what takes its year."""
    with pytest.raises(InvalidValueError, match=r'df\["year"\]\.dt\.year in pandas'):
        read_year(day)


def test_a_cell_that_lists_countries_is_refused_as_a_list() -> None:
    """A cell with two countries is refused with what it lists, and not with a suggestion."""
    with pytest.raises(FormatError) as caught:
        TierRecord.from_rows([("China; Hong Kong", 2021, "Tier 2")])
    (problem,) = caught.value.problems
    assert problem.message.endswith("it lists two countries: China (CHN) and Hong Kong (HKG)")
    assert problem.suggestion == ""


def test_cells_that_cannot_be_compared_are_refused_one_by_one() -> None:
    """Lists are no cells: each is a problem of its own, and none is an exception of Python."""
    with pytest.raises(FormatError) as caught:
        TierRecord.from_rows([(["KGZ"], 2021, "2"), (["KGZ"], [2021], "2"), ("KGZ", 2021, {})])
    assert [p.path for p in caught.value.problems] == [
        "$[0].country",
        "$[1].country",
        "$[1].year",
        "$[2].tier",
    ]


def test_na_is_missing_where_there_is_no_namibia() -> None:
    """In a registry without a country NA, the string always means a missing cell."""
    few = [TIP.registry.get(code) for code in ("KEN", "ZMB")]
    own = tipdata.CountryRegistry(countries=tuple(few))
    for rows in ([("NA", 2021, "2")], [("NA", 2021, "2"), ("KE", 2021, "2")]):
        with pytest.raises(FormatError, match="country is missing"):
            TierRecord.from_rows(rows, registry=own)
    countries = [TIP.registry.get("KEN"), "NA"]
    with pytest.raises(FormatError, match="country is missing"):
        TierRecord.from_rows([(one, 2021, "2") for one in countries])


def test_a_frame_keeps_the_first_spelling_of_a_country() -> None:
    """Where a frame writes one country in several ways, changes have the first by the alphabet."""
    names = ["Swaziland", "Eswatini", "SWZ"]
    frame = pl.DataFrame({"country": names, "year": [2019, 2020, 2021], "tier": ["2"] * 3})
    assert frames.changes(frame)["country"].to_list() == ["Eswatini"] * 2
    objects = pd.DataFrame(
        {"country": [TIP.registry.get("SWZ")] * 2, "year": [2020, 2021], "tier": ["2", "3"]}
    )
    assert frames.changes(objects)["country"].tolist() == ["SWZ"]


def test_other_fields_of_a_frame_may_be_missing_too() -> None:
    """A marker of a missing cell leaves out a field beside the three, and equal faults are one."""
    columns: dict[str, list[Any]] = {
        "country": ["KGZ"] * 3,
        "year": [2019, 2020, 2021],
        "tier": ["2"] * 3,
        "evidence": ["single", "NA", None],
        "amended": ["n/a", "Tier 3", ""],
    }
    found = frames.from_frame(pl.DataFrame(columns))
    assert [one.evidence for one in found] == ["single", "unverified", "unverified"]
    assert [one.amended and one.amended.short for one in found] == [None, "3", None]
    with pytest.raises(FormatError) as caught:
        frames.from_frame(pl.DataFrame({**columns, "evidence": ["good"] * 3}))
    assert [(p.rows, p.count) for p in caught.value.problems] == [((2, 3, 4), 3)]


def test_three_ways_to_be_wrong_are_three_problems() -> None:
    """Second rows for one placement are one problem for each tier that they have."""
    with pytest.raises(FormatError) as caught:
        TierRecord.from_rows([("KGZ", 2021, tier) for tier in ("2", "2", "3", "2", "3", "1")])
    assert [(p.count, p.rows) for p in caught.value.problems] == [(2, (1, 3)), (2, (2, 4)), (1, ())]
    with pytest.raises(FormatError) as caught:
        TierRecord.from_rows([("KGZ", 2021)] * 4 + [("KGZ", 2021, "2", "x")] * 2)
    assert [(p.code, p.count) for p in caught.value.problems] == [
        ("wrong-row", 4),
        ("wrong-row", 2),
    ]
