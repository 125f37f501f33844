"""Tiers for frames of every engine."""

import datetime
import itertools
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oracle
import tipdata
from engines import ENGINES, every_engine
from tipdata import Edition, PartialDate, Period, frames
from tipdata.errors import ColumnError, InvalidValueError, UnknownCountryError
from tipdata.frames._editions import calendar
from tipdata.problems import FormatError

TIP = tipdata.load()
EDITIONS = {int(row["year"]): row for row in oracle.table("editions.tsv")}
RELEASED = {year: datetime.date.fromisoformat(row["released"]) for year, row in EDITIONS.items()}
LABELS = {tier.short: tier.value for tier in tipdata.Tier}
GRID = oracle.tiers()
DAY = datetime.timedelta(days=1)
ODD = [
    None,
    "",
    "  ",
    "no",
    "in",
    "NO",
    "NA",
    "na",
    "kgz",
    "KGZ",
    "398",
    "Congo",
    "Atlantis",
    "o'X\"; --",
    "a\0b",
    "Korea, ",
]


def spellings() -> list[str]:
    """Return the last column of the table of spellings."""
    lines = (
        (Path(__file__).parents[1] / "files" / "spellings.tsv")
        .read_text(encoding="utf-8")
        .splitlines()
    )
    return [line.split("\t")[2] for line in lines[1:]]


def days() -> list[datetime.date | None]:
    """Return the days around which an edition changes, and none."""
    edges = [*RELEASED.values(), *(datetime.date(year, 4, 1) for year in range(2015, 2027))]
    near = {day + n * DAY for day in edges for n in (-1, 0, 1)}
    return [None, datetime.date(1990, 1, 1), *sorted(near), datetime.date(2030, 1, 1)]


def table() -> pl.DataFrame:
    """Return every spelling and oddity, on days that go round."""
    texts = [*ODD, *spellings(), *(c.name for c in TIP.registry)]
    pairs = itertools.islice(
        zip(itertools.cycle(texts), itertools.cycle(days()), strict=False), 9001
    )
    rows = [(n, text, day, n / 2) for n, (text, day) in enumerate(pairs)]
    return pl.DataFrame(
        rows,
        schema={"n": pl.Int64, "from": pl.String, "when": pl.Date, "kg": pl.Float64},
        orient="row",
    )


TABLE = table()


def naive_edition(day: datetime.date | None, basis: str) -> int | str:
    """Return the edition of a day, or why there is none, by looking at each."""
    if day is None:
        return "missing"
    if basis == "in_force":
        return max(
            (y for y, released in RELEASED.items() if released <= day), default="outside_coverage"
        )
    for year, row in EDITIONS.items():
        if row["period_basis"] and datetime.date(year - 1, 4, 1) <= day <= datetime.date(
            year, 3, 31
        ):
            return year
    # The last edition without a known period is that of 2015.
    first = datetime.date(2000, 1, 1)
    return "period_unknown" if first <= day < datetime.date(2015, 4, 1) else "outside_coverage"


def naive_country(text: str | None) -> str:
    """Return the country of a text, or why there is none."""
    if text is None or not text.strip():
        return "missing"
    if text in {"NA", "na"}:
        return "ambiguous_country"  # for the column has names and alpha-2 codes
    if text in {"no", "in", "kgz", "398"}:
        return "unknown_country"
    try:
        return tipdata.countries.resolve(text).alpha_3
    except tipdata.errors.UnknownCountryError:
        return "unknown_country"
    except tipdata.errors.AmbiguousCountryError:
        return "ambiguous_country"


def naive_row(
    text: str | None, day: datetime.date | None, basis: str
) -> tuple[str | None, str, int | None]:
    """Return tier, status and edition of a row, read from the raw tables."""
    edition = naive_edition(day, basis)
    country = naive_country(text)
    year = edition if isinstance(edition, int) else None
    if len(country) != 3:
        return None, country, year
    if year is None:
        return None, str(edition), None
    tier = GRID.get((country, year))
    if tier is None:
        return None, "not_in_report", year
    return LABELS[tier], "special_case" if tier == "SC" else "placed", year


def attached(engine: str, frame: pl.DataFrame = TABLE, **options: Any) -> dict[str, list[object]]:
    """Attach tiers on an engine and read the result back, by row number."""
    made = ENGINES[engine].make(frame)
    on = {} if "year" in options else {"on": "when"}
    options = {"country": "from", **on, **options}
    found = ENGINES[engine].read(frames.attach_tiers(made, **options))
    if engine == "pyspark":
        order = sorted(range(len(found["n"])), key=lambda row: found["n"][row])  # type: ignore[arg-type,return-value]
        found = {name: [cells[row] for row in order] for name, cells in found.items()}
    return found


@every_engine
@pytest.mark.parametrize("basis", ["in_force", "covered"])
def test_every_engine_says_what_a_naive_reading_says(engine: str, basis: str) -> None:
    """Rows of all spellings and all edges of editions get what the raw tables say, in their order."""
    found = attached(engine, basis=basis)
    expected = [naive_row(text, day, basis) for text, day in TABLE.select("from", "when").rows()]
    assert list(zip(found["tier"], found["tier_status"], found["edition"], strict=True)) == expected
    for name in TABLE.columns:
        assert found[name] == TABLE[name].to_list()
    assert list(found) == [*TABLE.columns, "tier", "tier_status", "edition"]


@every_engine
def test_dates_may_be_datetimes_or_iso_text(engine: str) -> None:
    """The same days as dates, datetimes, datetimes of a time zone and ISO text get the same tiers."""
    expected = attached(engine)["tier_status"]
    early = TABLE["when"].cast(pl.Datetime("us")) + datetime.timedelta(hours=2)
    forms = [
        early,
        early.dt.replace_time_zone("Asia/Bishkek"),
        TABLE["when"].dt.to_string("%Y-%m-%d"),
    ]
    for form in forms:
        assert attached(engine, TABLE.with_columns(when=form))["tier_status"] == expected


@every_engine
def test_the_column_may_be_the_report_year(engine: str) -> None:
    """In a column of years, integers and whole floats are report years, and others have no edition."""
    years = TABLE["n"] % 30 + 1999
    found = attached(engine, TABLE.with_columns(when=years), year="when")
    expected = [year if 2001 <= year <= 2025 else None for year in years]
    assert found["edition"] == expected
    floats = years.cast(pl.Float64) + (years == 2010).cast(pl.Float64) / 2
    found = attached(engine, TABLE.with_columns(when=floats), year="when")
    assert found["edition"] == [None if year == 2010 else year for year in expected]


@every_engine
def test_years_and_days_may_be_strings_with_gaps(engine: str) -> None:
    """Strings of years are read as in a table, and strings that mean a missing cell are missing."""
    frame = TABLE.head(60).with_columns(pl.lit("Norway").alias("from"))
    years = pl.Series(["2021", " 2021 ", "2021.0", "1999", "NA", "n/a", "", "-", None, "2010"] * 6)
    made = frame.with_columns(when=years)
    found = attached(engine, made, year="when", missing=["NA", "N/A", "-"])
    assert found["edition"][:10] == [2021, 2021, 2021, None, None, None, None, None, None, 2010]
    statuses = [*["placed"] * 3, "outside_coverage", *["missing"] * 5, "placed"]
    assert found["tier_status"] == statuses * 6
    days = pl.Series(["2021-07-02", "NA", "", ".", " ", None] * 10)
    found = attached(engine, frame.with_columns(when=days))
    assert found["tier_status"] == ["placed", *["missing"] * 5] * 10
    numbers = pl.Series([2021, -99, None] * 20, dtype=pl.Int64)
    for column in (numbers, numbers.cast(pl.Float64)):
        found = attached(
            engine, frame.with_columns(when=column), year="when", missing=["-99", "inf", "2.5"]
        )
        assert found["tier_status"] == ["placed", "missing", "missing"] * 20
    for wrong in ("21", "2021.5", "soon", "2021-07-02"):
        with pytest.raises(FormatError) as caught:
            attached(engine, made.with_columns(when=pl.lit(wrong)), year="when")
        assert str(caught.value) == (
            "1 problem\n  when: not a valid year; "
            f"expected a report year, an integer from 2001 on, got {wrong!r}"
        )


@every_engine
def test_more_is_attached_on_request(engine: str) -> None:
    """Rank, last change, editions on the Watch List and evidence are those of the series."""
    frame = TABLE.head(2000)
    extras = ("rank", "last_change", "watch_list_editions", "evidence")
    found = attached(engine, frame, add=extras)
    for row, (text, year, tier) in enumerate(
        zip(frame["from"], found["edition"], found["tier"], strict=True)
    ):
        cells = [found[name][row] for name in extras]
        if tier is None:
            assert cells[0] is None
            assert cells[3] is None
            continue
        series = TIP.series(str(text))
        upto = [y for y in series if y <= year]  # type: ignore[operator]
        changed = [c.year for c in series.changes() if c.year <= year]  # type: ignore[operator]
        listed = sum(series[y] is tipdata.Tier.TIER_2_WATCH_LIST for y in upto)
        assessment = series.assessment(upto[-1])
        assert cells == [
            assessment.tier.rank,
            max(changed, default=None),
            listed,
            assessment.evidence,
        ]


@every_engine
def test_acts_are_attached_on_request(engine: str) -> None:
    """A column of acts has the outcomes, not named on a complete list, unknown on others."""
    frame = TABLE.head(2000)
    acts, coverage = oracle.acts(), oracle.coverage()
    extras = ("tier_3_restriction", "watch_list_waiver", "child_soldiers_list")
    left_out = {country.alpha_3 for country in TIP.countries} - {"CUB", "BLR", "KGZ"}
    few = TIP.where(countries=["CUB", "BLR", "KGZ"], since=2020)
    for record, without in ((TIP, set[str]()), (few, left_out)):
        found = attached(engine, frame, add=extras, record=record)
        columns = zip(frame["from"], found["edition"], found["tier_status"], strict=True)
        for row, (text, year, status) in enumerate(columns):
            meant = year in record.years and not str(status).endswith("_country")
            code = TIP.registry.resolve(str(text)).alpha_3 if meant else ""
            for word in extras:
                kind, cell = word.replace("_", " "), found[word][row]
                if not meant or code in without or status == "missing":
                    assert cell is None
                    continue
                surely = coverage.get((kind, int(str(year)))) == "complete"
                outcomes = acts.get((kind, int(str(year)), code))
                other = "not named" if surely else "unknown"
                assert cell == ("; ".join(sorted(outcomes)) if outcomes else other)


@every_engine
def test_groups_are_those_at_the_release_of_the_edition(engine: str) -> None:
    """A scheme attaches the group of the row's country when its edition came out, or null."""
    frame, schemes = TABLE.head(2000), ("un_region", "wb_region", "eu")
    found = attached(engine, frame, add=schemes)
    known = ("placed", "special_case", "not_in_report")
    for row, (text, year, status) in enumerate(
        zip(frame["from"], found["edition"], found["tier_status"], strict=True)
    ):
        code = TIP.registry.resolve(text).alpha_3 if status in known else ""
        assert [found[scheme][row] for scheme in schemes] == [
            oracle.group_on(scheme, code, RELEASED[year]) if code else None  # type: ignore[index]
            for scheme in schemes
        ]


@every_engine
def test_the_report_counts_what_was_attached(engine: str) -> None:
    """A join report counts the rows of each status and text, on every engine alike."""
    report = frames.join_report(ENGINES[engine].make(TABLE), country="from", on="when")
    expected = Counter(
        naive_row(text, day, "in_force")[1] for text, day in TABLE.select("from", "when").rows()
    )
    assert dict(report.statuses) == expected
    assert {line.text: line.rows for line in report.lines} == Counter(TABLE["from"].to_list())
    assert {line.text for line in report.unmatched} >= {"Atlantis", "no", "in", "398"}
    assert {line.text for line in report.codes} >= {"NO", "KGZ"}
    assert {line.text for line in report.ambiguous} >= {"NA", "na"}
    assert next(line.suggestions for line in report.ambiguous if line.text == "Congo")[0].endswith(
        "(COD)"
    )
    assert report == frames.join_report(TABLE, country="from", on="when")
    assert f"{len(TABLE):,} rows" in str(report)


@every_engine
def test_a_frame_stays_of_its_kind(engine: str) -> None:
    """What goes in comes out: the same type, the given frame untouched."""
    made = ENGINES[engine].make(TABLE)
    found = frames.attach_tiers(made, country="from", on="when")
    assert type(found) is type(made)
    assert list(ENGINES[engine].read(made)) == TABLE.columns


@every_engine
def test_frames_without_rows_or_texts_are_frames(engine: str) -> None:
    """No rows give no rows, and rows without any text are missing, or unknown."""
    if engine != "dask":  # Dask has no partition to make of nothing
        assert attached(engine, TABLE.head(0))["tier"] == []
    blank = TABLE.head(5).with_columns(pl.lit(None, dtype=pl.String).alias("from"))
    assert attached(engine, blank)["tier_status"] == ["missing"] * 5


def test_the_index_of_pandas_stays() -> None:
    """A pandas frame keeps its index, a repeated one too, and categorical texts are read."""
    frame = ENGINES["pandas"].make(TABLE.head(100))
    frame.index = pd.Index([n // 2 for n in range(100)], name="lot")
    frame["from"] = frame["from"].astype("category")
    found = frames.attach_tiers(frame, country="from", on="when")
    assert found.index.equals(frame.index)
    assert (
        found["tier"].astype(object).where(found["tier"].notna(), None).tolist()
        == attached("polars", TABLE.head(100))["tier"]
    )


def test_each_text_is_resolved_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many rows there are, a text is looked up once."""
    asked: list[object] = []
    resolve = tipdata.CountryRegistry.resolve

    def counting(self: tipdata.CountryRegistry, text: str) -> tipdata.Country:
        asked.append(text)
        return resolve(self, text)

    frame = pl.DataFrame({"from": ["Norway", "Korea, South"] * 500}).with_columns(
        when=datetime.date(2021, 7, 1)
    )
    monkeypatch.setattr(tipdata.CountryRegistry, "resolve", counting)
    frames.attach_tiers(frame, country="from", on="when", record=TIP)
    assert sorted(text for text in asked if text in {"Norway", "Korea, South"}) == [
        "Korea, South",
        "Norway",
    ]


def test_a_ready_table_runs_nothing() -> None:
    """With names given, a lazy frame is not run until the caller runs it."""

    def run(_: pl.DataFrame) -> pl.DataFrame:
        raise AssertionError

    lazy = TABLE.lazy().map_batches(run, schema=TABLE.schema)
    names = frames.read_names(["Norway"])
    found = frames.attach_tiers(lazy, country="from", on="when", names=names)
    with pytest.raises(AssertionError):
        found.collect()


def test_a_ready_table_is_the_last_word() -> None:
    """Strings of a ready table mean what it says, and any other string is unknown."""
    texts = ["Congo", "Atlantis", "Norway"]
    frame = TABLE.head(3).with_columns(pl.Series("from", texts), when=pl.lit(RELEASED[2021]))
    settled = {"Congo": "COD", "Atlantis": "NOR"}
    ready = frames.read_names([]).with_codes(settled)
    found = attached("polars", frame, names=ready)
    assert found["tier_status"] == ["placed", "placed", "unknown_country"]
    # A mapping settles its strings, and the others are resolved as usual.
    found = attached("polars", frame, names=settled)
    assert found["tier_status"] == ["placed"] * 3
    with pytest.raises(UnknownCountryError):
        frames.attach_tiers(frame, country="from", on="when", names={"Congo": "XXX"})


@pytest.mark.parametrize(
    ("match", "taken"),
    [
        ("names", {"NO", "NOR", "Norway", "US", "usa"}),
        ("codes", {"NO", "no", "NOR", "nor", "578", "US"}),
        ("both", {"NO", "no", "NOR", "nor", "578", "Norway", "US", "usa"}),
    ],
)
def test_what_is_taken_for_a_country_is_said(match: Any, taken: set[str]) -> None:
    """By default lower-case codes and numbers are no countries; on request they are."""
    texts = ["NO", "no", "NOR", "nor", "578", "Norway", "US", "usa"]
    names = frames.read_names(texts, match=match)
    assert set(names.codes) - ({"usa"} if match == "codes" else set()) == taken
    assert {m.text for m in names.matches if m.as_code} <= {
        "NO",
        "no",
        "NOR",
        "nor",
        "578",
        "US",
        "usa",
    }


def test_placements_that_a_selection_leaves_out_are_withheld() -> None:
    """A selection's placements are attached, and the others are withheld, not absent."""
    chosen = TIP.where(tiers=tipdata.Tier.TIER_3)
    found = attached("polars", record=chosen)
    whole = attached("polars")
    for mine, ours, tier in zip(
        found["tier_status"], whole["tier_status"], whole["tier"], strict=True
    ):
        assert mine == ("withheld" if tier not in (None, "Tier 3") and ours != "missing" else ours)


@given(
    st.dates(datetime.date(1990, 1, 1), datetime.date(2035, 12, 31)),
    st.sampled_from(["in_force", "covered"]),
)
def test_a_day_has_one_edition(day: datetime.date, basis: Any) -> None:
    """The steps of the calendar agree with looking at every edition."""
    slots = calendar(TIP, basis)
    slot = max((step for step in slots.steps if step[0] <= day), default=(day, slots.outside))[1]  # type: ignore[operator]
    said = naive_edition(day, basis)
    assert (
        slots.years[slot]
        if slot < slots.outside
        else {slots.outside: "outside_coverage", slots.unknown: "period_unknown"}[slot]
    ) == said


YEARS = (2013, 2014, 2016)


KINDS = ("absent", "of unknown period", "of known period")


def test_an_edition_of_unknown_period_ends_with_its_release() -> None:
    """A day is in an edition's period, or else perhaps in one from its year before to its release."""
    edges = {datetime.date(year, month, 1) for year in range(2011, 2018) for month in (1, 4, 7)}
    near = {one + n * DAY for one in edges | {*RELEASED.values()} for n in (-1, 0, 1)}
    for kinds in itertools.product(KINDS, repeat=len(YEARS)):
        known = {
            year: "known" in kind.split()
            for year, kind in zip(YEARS, kinds, strict=True)
            if kind != "absent"
        }
        if not known:
            continue
        editions = [
            Edition(year=y, released=RELEASED[y], period=period_of(y) if has else None)
            for y, has in known.items()
        ]
        rows = [{"country": "KAZ", "year": year, "tier": "Tier 2"} for year in known]
        slots = calendar(tipdata.TierRecord.from_rows(rows, editions=editions), "covered")
        for day in near:
            sure = [y for y, has in known.items() if has and in_period(day, y)]
            may = [y for y in known if datetime.date(y - 1, 1, 1) <= day < RELEASED[y]]
            perhaps = slots.unknown if any(not known[y] for y in may) else slots.outside
            assert slots.slot_of(day) == (slots.years.index(sure[0]) if sure else perhaps)


def period_of(year: int) -> Period:
    """Return the time on which an edition reports."""
    return Period(start=PartialDate(year - 1, 4, 1), end=PartialDate(year, 3, 31))


def in_period(day: datetime.date, year: int) -> bool:
    """Return whether a day is from April to the March of a year."""
    return datetime.date(year - 1, 4, 1) <= day <= datetime.date(year, 3, 31)


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        (
            {"country": "form"},
            ColumnError,
            "column 'form': the frame has no such column; did you mean 'from'?; the columns are 'n', 'from', 'when', 'kg'",
        ),
        ({"on": "wen"}, ColumnError, "column 'wen': the frame has no such column"),
        ({"country": "n"}, ColumnError, "column 'n': countries are strings, not Int64"),
        (
            {"on": "kg"},
            ColumnError,
            "basis='in_force' needs dates, not Float64; for report years pass year='kg'",
        ),
        (
            {"year": "when"},
            ColumnError,
            "report years are integers or strings, not Date; expected a",
        ),
        (
            {"year": "n", "basis": "covered"},
            InvalidValueError,
            "basis: expected nothing beside year='n', which names the column of report years, got 'covered'",
        ),
        (
            {"basis": "in force"},
            InvalidValueError,
            "basis: expected one of 'in_force', 'covered', got 'in force'; did you mean",
        ),
        (
            {"match": "all"},
            InvalidValueError,
            "match: expected one of 'names', 'codes', 'both', got 'all'",
        ),
        ({"add": ("rnk",)}, InvalidValueError, "add: expected one of 'code'"),
        (
            {"on_missing": "drop"},
            InvalidValueError,
            "on_missing: expected one of 'null', 'raise', got 'drop'",
        ),
    ],
)
def test_a_wrong_call_is_told(options: dict[str, Any], error: type[Exception], said: str) -> None:
    """A column or option that cannot be is refused with what can."""
    with pytest.raises(error) as caught:
        attached("polars", **options)
    assert said in str(caught.value)


def test_columns_in_the_way_are_told() -> None:
    """A frame that has a tier already is refused, and takes another with a prefix."""
    frame = TABLE.with_columns(tier=pl.lit("?"))
    with pytest.raises(
        ColumnError, match=r"column 'tier': the frame has it already; .* prefix='tip_'"
    ):
        attached("polars", frame)
    found = attached("polars", frame, prefix="tip_")
    assert found["tip_tier"] == attached("polars")["tier"]
    assert found["tier"] == ["?"] * len(TABLE)
    assert frames.join_report(frame, country="from", on="when").rows == len(TABLE)


def test_dates_written_in_other_ways_are_told() -> None:
    """Text that is no ISO day is refused with every distinct text, and how to read it."""
    written = pl.Series(["12/07/2001", "2021-02-30", "2021-W05-1"] * 3)
    with pytest.raises(FormatError) as caught:
        attached("polars", TABLE.head(9).with_columns(when=written))
    assert [p.value for p in caught.value.problems] == [
        "'12/07/2001'",
        "'2021-02-30'",
        "'2021-W05-1'",
    ]
    assert "expected YYYY-MM-DD (PartialDate.read(text, day_first=...) reads other forms)" in str(
        caught.value
    )


def test_missing_tiers_can_be_an_error() -> None:
    """With on_missing="raise", each text and status without a tier is a problem with its rows."""
    with pytest.raises(FormatError) as caught:
        attached("polars", on_missing="raise")
    said = str(caught.value)
    assert "ambiguous country in" in said
    codes = {problem.code for problem in caught.value.problems}
    assert codes == {
        "unknown-country",
        "ambiguous-country",
        "not-in-report",
        "outside-coverage",
        "missing",
    }
    good = TABLE.filter(pl.col("from") == "Norway", pl.col("when") == RELEASED[2021])
    assert attached("polars", good, on_missing="raise")["n"] == good["n"].to_list()


def test_what_is_no_frame_is_refused() -> None:
    """A list is refused with the libraries whose frames are taken."""
    with pytest.raises(
        InvalidValueError, match="a dataframe of pandas, polars, pyarrow, duckdb, dask, pyspark"
    ):
        frames.attach_tiers([1, 2])  # type: ignore[type-var]


@pytest.mark.engine_duckdb
def test_sql_knows_no_case_of_names() -> None:
    """On DuckDB a column Tier is in the way of tier."""
    frame = TABLE.with_columns(Tier=pl.lit("?"))
    with pytest.raises(ColumnError, match="column 'tier': the frame has it already"):
        attached("duckdb", frame)


def test_names_of_polars_have_a_case() -> None:
    """On polars a column Tier is not in the way of tier."""
    frame = TABLE.with_columns(Tier=pl.lit("?"))
    assert attached("polars", frame)["Tier"] == ["?"] * len(TABLE)
