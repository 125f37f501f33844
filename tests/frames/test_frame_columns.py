"""Whatever type a column has, each row gets what a plain reading of its value says."""

import datetime
from collections import Counter
from typing import Any

import pandas as pd
import pytest

import oracle
import tipdata
from columns import MAKERS, frame_of
from engines import ENGINES, marked
from tipdata import frames

TIP = tipdata.load()
RELEASED = {
    int(row["year"]): datetime.date.fromisoformat(row["released"])
    for row in oracle.table("editions.tsv")
}
LABELS = {tier.short: tier.value for tier in tipdata.Tier}
GRID = {key: LABELS[tier] for key, tier in oracle.tiers().items()}
DAY = datetime.timedelta(days=1)
COUNTRIES = {
    "Kyrgyz Republic": "KGZ",
    "KAZ": "KAZ",
    "Côte d'Ivoire": "CIV",
    "Kazakstan": "unknown_country",
    "Congo": "ambiguous_country",
    "  ": "missing",
    None: "missing",
    "Haiti": "HTI",
}
DAYS = [None, *(RELEASED[2021] + n * DAY for n in (-1, 0, 1)), datetime.date(2001, 7, 11)]
YEARS = [None, 2021, 2001, 2000, 2026, 2010, 2009]
PAIRS = [(text, day) for day in DAYS for text in COUNTRIES]
ROWS = [(text, day, YEARS[n % len(YEARS)]) for n, (text, day) in enumerate(PAIRS * 3)]
TEXTS, ON, YEAR = map(list, zip(*ROWS, strict=True))

ANSWER = "tier", "tier_status", "edition"
Said = tuple[str | None, str, int | None]


def expected(text: str | None, at: datetime.date | int | None) -> Said:
    """Return tier, status and edition of a row, from the tables of the data."""
    if isinstance(at, datetime.date):
        year = max((y for y, released in RELEASED.items() if released <= at), default=None)
    else:
        year = at if at in RELEASED else None
    country = COUNTRIES[text]
    if len(country) > 3:
        return None, country, year
    if year is None:
        return None, "missing" if at is None else "outside_coverage", None
    tier = GRID.get((country, year))
    status = {None: "not_in_report", "Special Case": "special_case"}.get(tier, "placed")
    return tier, status, year


def cases(*kinds: str) -> list[Any]:
    """Return every engine with every type of columns of these kinds."""
    return [
        pytest.param(engine, kind, name, marks=parameter.marks, id=f"{engine}-{kind}-{name}")
        for engine, parameter in zip(ENGINES, marked(*ENGINES), strict=True)
        for kind in kinds
        for name in MAKERS[engine][kind]
    ]


def made(engine: str, **columns: tuple[str, str, list[Any]]) -> Any:
    """Return a frame of columns, each with what it holds, its type and its values."""
    return frame_of(
        engine,
        {key: MAKERS[engine][kind][name](cells) for key, (kind, name, cells) in columns.items()},
    )


def plainest(engine: str, kind: str) -> str:
    """Return the first of an engine's types."""
    return next(iter(MAKERS[engine][kind]))


def read(engine: str, frame: Any, *names: str) -> list[tuple[object, ...]]:
    """Return the rows of some columns of a frame."""
    if isinstance(frame, pd.DataFrame):
        frame = frame[[*names]]  # pandas cannot list every type
    found = ENGINES[engine].read(frame)
    return list(zip(*(found[name] for name in names), strict=True))


@pytest.mark.parametrize(("engine", "kind", "name"), cases("text", "day", "year", "nothing"))
def test_a_join_reads_every_type(engine: str, kind: str, name: str) -> None:
    """Countries, days and years of any type are joined, and counted, as their plain values."""
    by_year = kind == "year"
    cells = [None] * len(TEXTS)
    texts = kind, name, TEXTS if kind == "text" else cells
    if kind not in ("text", "nothing"):
        texts = "text", plainest(engine, "text"), TEXTS
    at = YEAR if by_year else ON
    on = (kind, name, at) if kind in ("day", "year") else ("day", plainest(engine, "day"), at)
    options: Any = {"year": "date"} if by_year else {}
    frame = made(engine, country=texts, date=on)
    answers = [expected(text, day) for text, day in zip(texts[2], at, strict=True)]
    found = read(engine, frames.attach_tiers(frame, **options), *ANSWER)
    # The rows of Spark have no order.
    assert found == answers if engine != "pyspark" else Counter(found) == Counter(answers)
    report = frames.join_report(frame, **options)
    assert dict(report.statuses) == Counter(status for _, status, _ in answers)
    assert {line.text: line.rows for line in report.lines} == Counter(texts[2])


@pytest.mark.parametrize(("engine", "kind", "name"), cases("nothing"))
@pytest.mark.parametrize("on", ["on", "year"])
def test_a_column_of_nothing_has_no_day(engine: str, kind: str, name: str, on: str) -> None:
    """Where no row has a day or a year, every row with a country is missing one."""
    texts = [text or "KAZ" for text in COUNTRIES]
    frame = made(
        engine,
        country=("text", plainest(engine, "text"), texts),
        date=(kind, name, [None] * len(texts)),
    )
    answers = [expected(text, None) for text in texts]
    options: Any = {on: "date"}
    found = read(engine, frames.attach_tiers(frame, **options), *ANSWER)
    assert Counter(found) == Counter(answers)


PLACED = [
    ("Kyrgyz Republic", 2019, "Tier 2"),
    ("Kyrgyz Republic", 2020, "Tier 2 Watch List"),
    ("KGZ", 2021, "Tier 2"),
    ("Haiti", 2021, "Special Case"),
]


@pytest.mark.parametrize(("engine", "kind", "name"), cases("text", "year"))
def test_placements_are_read_from_every_type(engine: str, kind: str, name: str) -> None:
    """Every door for placements reads countries, years and tiers of any type."""
    text, year = (name if kind == k else plainest(engine, k) for k in ("text", "year"))
    countries, years, tiers = map(list, zip(*PLACED, strict=True))
    frame = made(
        engine,
        country=("text", text, countries),
        year=("year", year, years),
        tier=("text", text, tiers),
    )
    own = tipdata.TierRecord.from_rows(PLACED)
    assert tipdata.TierRecord.from_frame(frame) == own
    assert frames.from_frame(frame) == own.assessments
    assert TIP.compare_with(frame) == TIP.compare_with(PLACED)
    steps = read(engine, frames.changes(frame), "country", "year", "direction")
    assert steps == [
        ("Haiti", 2021, "entered"),
        ("KGZ", 2020, "downgrade"),
        ("KGZ", 2021, "upgrade"),
    ]
    assert read(engine, frames.transitions(frame), "steps") == [(1,), (1,)]
    assert Counter(read(engine, frames.restore_types(frame), "tier")) == Counter(
        (t,) for t in tiers
    )


EAGER = ("pandas", "pandas-arrow", "polars", "pyarrow")


@pytest.mark.parametrize(
    ("engine", "kind", "name"),
    [case for case in cases("text") if case.values[0] in EAGER],  # noqa: PD011
)
def test_names_are_read_from_a_column_of_every_type(engine: str, kind: str, name: str) -> None:
    """A column is a source of names, whatever its type; a whole frame is not."""
    column = MAKERS[engine][kind][name](TEXTS)
    found = frames.read_names(column)
    assert {match.text for match in found.matches} == {text for text in TEXTS if text is not None}
    with pytest.raises(tipdata.errors.InvalidValueError, match=r"one column, such as frame\["):
        frames.read_names(frame_of(engine, {"country": column}))


@pytest.mark.parametrize(("engine", "kind", "name"), cases("day", "nothing"))
def test_dates_come_back_from_every_type(engine: str, kind: str, name: str) -> None:
    """Days of any type are days when their types are restored, and nothing stays nothing."""
    cells = ON if kind == "day" else [None] * len(ON)
    frame = made(
        engine,
        released=(kind, name, cells),
        tier=("text", plainest(engine, "text"), ["Tier 1"] * len(ON)),
    )
    found = read(engine, frames.restore_types(frame), "released")
    # Instants stay instants, in their own time zone.
    assert Counter(str(day)[:10] for (day,) in found) == Counter(str(cell) for cell in cells)
