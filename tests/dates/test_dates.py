"""What holds for partial dates and periods."""

import calendar
import copy
import pickle
import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from itertools import product

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from strategies import partial_dates, periods
from tipdata.dates import PartialDate, Period
from tipdata.errors import AmbiguousDateError, InvalidDateError, InvalidValueError

MONTHS = [
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
]
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def days(first: date, last: date) -> list[date]:
    """Return the days from the first to the last."""
    return [first + timedelta(n) for n in range((last - first).days + 1)]


# Writing and parsing


@given(partial_dates())
def test_partial_date_round_trip(value: PartialDate) -> None:
    """Parsing what a partial date is written as gives it back, and so do repr, pickle and copy."""
    assert PartialDate.parse(str(value)) == value
    assert PartialDate.read(str(value)) == value
    assert eval(repr(value)) == value  # noqa: S307 - the promise is that repr can be evaluated
    assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301
    assert copy.deepcopy(value) == copy.copy(value) == value
    assert hash(PartialDate.parse(str(value))) == hash(value)


@given(periods())
def test_period_round_trip(value: Period) -> None:
    """Parsing what a period is written as gives it back, and so do repr, pickle and copy."""
    assert Period.parse(str(value)) == value
    assert eval(repr(value)) == value  # noqa: S307 - the promise is that repr can be evaluated
    assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301
    assert copy.deepcopy(value) == copy.copy(value) == value
    assert hash(Period.parse(str(value))) == hash(value)


@given(st.text(alphabet="0123456789-/. ٢\n", max_size=12))
def test_parse_is_strict(text: str) -> None:
    """A text that parses is exactly what the date or period is written as."""
    for kind in (PartialDate, Period):
        try:
            value = kind.parse(text)
        except InvalidDateError:
            continue
        assert str(value) == text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        *(
            (text, "expected YYYY, YYYY-MM or YYYY-MM-DD")
            for text in (
                "",
                " ",
                "21",
                "2021-7",
                "2021-07-1",
                " 2021",
                "2021\n",
                "20210819",
                "July 2021",
                "2021-07-19T00:00",
                "٢٠٢١",
                "２０２１",
                "-2021",
                "+2021",
                "\udc80",
                "2021/07",
            )
        ),
        ("0000", "not 0"),
        ("2021-00", "not 0"),
        ("2021-13", "not 13"),
        ("2021-13-01", "not 13"),
        ("2021-01-32", "not 32"),
        ("2021-02-30", "February 2021 has 28 days"),
        ("2000-02-30", "February 2000 has 29 days"),
        ("1900-02-29", "February 1900 has 28 days"),
        *((value, "expected a string") for value in (None, 2021, 2021.0, True, b"2021", ["2021"])),
    ],
)
def test_parse_refuses(text: str, reason: str) -> None:
    """What is not an ISO date is refused with its text and a reason."""
    with pytest.raises(InvalidDateError) as caught:
        PartialDate.parse(text)
    assert caught.value.text == text
    assert repr(text) in str(caught.value)
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    "text",
    ["", "2021", "2021/", "/2021", "2021/2022/2023", "2021/2020", "2021/2021-13", "2021/...",
     " ../2021", "2021-02/2021-01-31", "../..\n", None, 2021, b"../.."],
)  # fmt: skip
def test_period_parse_refuses(text: str) -> None:
    """What is not two ISO dates in order is refused."""
    with pytest.raises(InvalidDateError):
        Period.parse(text)


# Impossible values


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        *(((year,), "year") for year in (0, -1, 10_000, True, 2021.0, "2021", None, 10**5000)),
        *(((2021, month), "month") for month in (0, 13, True, 7.0, "7")),
        *(((2021, 7, day), "day") for day in (0, 32, True, 1.0, "1", 10**5000)),
        ((2021, None, 5), "day"),
    ],
)
def test_impossible_fields(fields: tuple[int, int, int], field: str) -> None:
    """A field that cannot be is refused by name."""
    with pytest.raises(InvalidValueError, match=rf"^PartialDate\.{field}: expected ") as caught:
        PartialDate(*fields)
    assert caught.value.value == fields[-1]


def test_a_year_that_is_a_date_is_written_as_one() -> None:
    """Where a year is another date, the error says what to write; a month has no such advice."""
    with pytest.raises(
        InvalidValueError, match=r"got '2021-07'; write PartialDate\.parse\('2021-07"
    ):
        PartialDate("2021-07")  # type: ignore[arg-type]
    for fields in ((2021, "2021-07"), (2021, 7, "2021-07-01")):
        with pytest.raises(InvalidValueError) as caught:
            PartialDate(*fields)
        assert caught.value.hint == ""


def test_integers_of_other_libraries_become_plain() -> None:
    """A date holds plain integers, whatever kind of integer it was made of."""
    made = PartialDate(np.int64(2021), np.int8(7), np.uint16(1))  # type: ignore[arg-type]
    assert made == PartialDate(2021, 7, 1)
    assert [type(part) for part in (made.year, made.month, made.day)] == [int] * 3


def test_days_that_do_not_exist() -> None:
    """A day exists exactly if the calendar has it."""
    for year, month, day in product((1900, 2000, 2023, 2024, 9999), range(1, 13), range(1, 32)):
        length = calendar.monthrange(year, month)[1]
        if day <= length:
            assert PartialDate(year, month, day).earliest == date(year, month, day)
        else:
            reason = f"{year}-{month:02}-{day}' .* {MONTHS[month - 1]} {year} has {length} days"
            with pytest.raises(InvalidDateError, match=reason):
                PartialDate(year, month, day)


def test_impossible_periods() -> None:
    """A period's sides are partial dates or None, and the start is not surely after the end."""
    with pytest.raises(InvalidValueError, match=r"^Period\.start: expected .*, got '2021'"):
        Period(start="2021")  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError, match=r"^Period\.end: expected"):
        Period(end=date(2021, 1, 1))  # type: ignore[arg-type]
    with pytest.raises(InvalidDateError, match=r"'2021-08/2021-07' .* the start is after the end"):
        Period(start=PartialDate(2021, 8), end=PartialDate(2021, 7))
    assert Period(start=PartialDate(2021, 8), end=PartialDate(2021)).latest == date(2021, 12, 31)
    with pytest.raises(TypeError):
        Period(PartialDate(2021), None)  # type: ignore[call-arg]


def test_of() -> None:
    """A calendar day is taken as it is; a datetime has none without a time zone."""
    assert PartialDate.from_date(date(2021, 8, 19)) == PartialDate(2021, 8, 19)
    with pytest.raises(InvalidDateError, match=r"datetime\(2021.* pass \.date\(\)"):
        PartialDate.from_date(datetime(2021, 8, 19, tzinfo=UTC))
    with pytest.raises(InvalidDateError, match=r"'2021-08-19' is not a date: expected a datetime"):
        PartialDate.from_date("2021-08-19")  # type: ignore[arg-type]


def test_frozen_and_without_order() -> None:
    """Dates and periods neither change nor compare as less or more."""
    value, period = PartialDate(2021), Period(start=PartialDate(2021))
    with pytest.raises(AttributeError):
        value.year = 2022  # type: ignore[misc]
    with pytest.raises(AttributeError):
        period.end = value  # type: ignore[misc]
    with pytest.raises(TypeError):
        _ = value < PartialDate(2022)  # type: ignore[operator]
    with pytest.raises(TypeError):
        _ = period < period  # type: ignore[operator]  # noqa: PLR0124


# Reading what people write


def written(day: date) -> list[str]:
    """Return a day in words and numbers that leave no doubt."""
    month, weekday = MONTHS[day.month - 1], WEEKDAYS[day.weekday()]
    return [
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month[:3]} {day.year}",
        f"{weekday}, {month} {day.day}, {day.year}",
        f"{weekday[:3]} {day.day:02}-{month[:3]}-{day.year}",
        f"{day:%Y/%m/%d}",
        f"{day:%Y.%m.%d}",
        f"{day:%Y%m%d}",
        f" {day.day}th  of {month.upper()}\N{NO-BREAK SPACE}{day.year} ",
    ]


def test_every_day_reads_back() -> None:
    """Every day of four years is read back from each way to write it."""
    for day in days(date(2000, 1, 1), date(2000, 12, 31)) + days(
        date(2021, 1, 1), date(2023, 12, 31)
    ):
        expected = PartialDate.from_date(day)
        for text in written(day):
            assert PartialDate.read(text) == expected, text
            assert PartialDate.read(text, day_first=True) == expected, text


@given(partial_dates(first_year=1000))
def test_read_adds_nothing(value: PartialDate) -> None:
    """Reading gives exactly what the text says, so no month or day is made up."""
    year, month, day = value.year, value.month, value.day
    if month is None:
        texts = [f"{year}", f" {year}\n"]
    elif day is None:
        name = MONTHS[month - 1]
        texts = [f"{name} {year}", f"{name[:3]}. {year}", f"{year} {name}", f"{name} of {year}",
                 f"{month:02}/{year}", f"{month}.{year}", f"{year}.{month:02}"]  # fmt: skip
    else:
        texts = written(value.earliest)
    for text in texts:
        assert PartialDate.read(text) == value, text


NUMERIC = ("{}/{}/{}", "{}.{}.{}", "{}-{}-{}", "{} {} {}", "{}. {}. {}", "{:02}/{:02}/{}")


@pytest.mark.parametrize("layout", NUMERIC)
def test_order_of_day_and_month(layout: str) -> None:
    """Numbers that two orders fit are ambiguous, others are clear, and the caller can say."""
    for one, two in product(range(1, 32), range(1, 13)):
        if one > calendar.monthrange(2001, two)[1]:
            continue
        value = PartialDate(2001, two, one)
        text, turned = layout.format(one, two, 2001), layout.format(two, one, 2001)
        assert PartialDate.read(text, day_first=True) == value
        assert PartialDate.read(turned, day_first=False) == value
        if one > 12 or one == two:
            assert PartialDate.read(text) == PartialDate.read(turned) == value
            continue
        with pytest.raises(AmbiguousDateError, match=re.escape(repr(text))) as caught:
            PartialDate.read(text)
        assert caught.value.readings == (f"2001-{two:02}-{one:02}", f"2001-{one:02}-{two:02}")
        assert pickle.loads(pickle.dumps(caught.value)) == caught.value  # noqa: S301


@pytest.mark.parametrize(("text", "day_first"), [("13/12/2001", False), ("12/13/2001", True)])
def test_a_given_order_is_kept(text: str, day_first: bool) -> None:
    """Numbers that do not fit the order that the caller passes are refused, not swapped."""
    with pytest.raises(InvalidDateError, match="not 13"):
        PartialDate.read(text, day_first=day_first)


@pytest.mark.parametrize("day_first", ["yes", 1, 0, 0.0, "", ()])
def test_an_order_is_true_false_or_none(day_first: object) -> None:
    """The order of day and month is asked for in a boolean, even where a text needs none."""
    for text in ("2021-08-07", "3/8/2021", "13/12/2001"):
        with pytest.raises(InvalidValueError, match="day_first: expected True, False or None"):
            PartialDate.read(text, day_first=day_first)  # type: ignore[arg-type]


@pytest.mark.parametrize("day_first", [None, True, False])
def test_numbers_from_the_year_on(day_first: bool | None) -> None:
    """Numbers that begin with the year go on with the month, whatever the order of others."""
    for text in ("2021-08-07", "2021/08/07", "2021.8.7", "2021 08 07", "20210807"):
        assert PartialDate.read(text, day_first=day_first) == PartialDate(2021, 8, 7)
        assert PartialDate.read("Sat " + text, day_first=day_first) == PartialDate(2021, 8, 7)
    for text in ("2021-13-01", "2021/13/01", "2021.13.01", "20211301"):
        with pytest.raises(InvalidDateError, match="not 13"):
            PartialDate.read(text, day_first=day_first)


FORM = "expected one like 2021, July 2021, 19 August 2021 or 2021-08-19"
REFUSED = {
    FORM: [
        "", " ", "\n", "07-12-01", "Aug 19, 21", "Monday", "5 Aug", "July", "Thursday, 5 August",
        "٢٠٢١", "１９ August 2021", "\udc80 2021", "August \x00 2021", "19\x00 August 2021",
        "circa 2021", "early August 2021", "19 August 2021 EST", "2021 UTC", "2021 2022 August",
        "5 and 6 August 2021", "July or August 2021", "-5 August 2021", "August 5.5 2021",
        "19 Augustus 2021", "1e5 2021", "NaN 2021", "2021-W05", "2021-123", "2021-08-19Z",
        "19 août 2021", "Thu Fri 19 August 2021", "today", "2021-22-23-24", "((((((2021",
    ],
    "give the date alone": [
        "2021-08-19T00:00:00", "2021-08-19 10:30", "August 2021 10:30", "19 August 2021 5pm",
        "19 August 2021, 5 a.m.", "20210819T10",
    ],
    "digits alone": ["1", "19", "210819", "2021081", "202108191", "9" * 99],
    "is a Thursday": ["Friday, August 19, 2021", "Mon 2021-08-19", "19.08.2021, Sunday"],
    "has a weekday but no day": ["Thursday, August 2021", "Thu 2021"],
    "write 2004-05 for the month": ["2004/05", "2004 / 05", "2004/ 05"],
    "February 2021 has 28 days": [
        "2021-02-30", "30.02.2021", "2021/02/29", "20210230", "30 February 2021",
    ],
    "June 2021 has 30 days": ["June 31, 2021", "31june 2021"],
    "not 99": ["99 May 2021"],
    "at most 100 characters": [" " * 101, "July 2021" * 20],
    "not 0": ["00/12/2001", "0000", "07/12/0000", "2021-00", "00.00.2021"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "reason"), [(text, reason) for reason, texts in REFUSED.items() for text in texts]
)
def test_read_refuses(text: str, reason: str) -> None:
    """What is not one clear date is refused with its text and a reason."""
    with pytest.raises(InvalidDateError, match=reason) as caught:
        PartialDate.read(text)
    assert caught.value.text == text
    assert str(caught.value).startswith(repr(text)[:50])
    assert not isinstance(caught.value, AmbiguousDateError)


@pytest.mark.parametrize("value", [None, 2021, 2021.5, True, b"2021", date(2021, 1, 1), []])
def test_read_takes_text(value: str) -> None:
    """What is not a string is refused, whatever it holds."""
    with pytest.raises(InvalidDateError, match="is not a date: expected a string"):
        PartialDate.read(value)


@pytest.mark.parametrize("text", ["1" * 10**7, "July 2021 " * 10**6, " " * 10**7, "(" * 10**7])
def test_huge_texts(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A huge text is refused in a short message before dateutil is asked."""
    monkeypatch.setitem(sys.modules, "dateutil", None)
    for take in (PartialDate.parse, PartialDate.read, Period.parse):
        with pytest.raises(InvalidDateError) as caught:
            take(text)
        assert len(str(caught.value)) < 200


SEPARATORS = [" ", ", ", "-", "/", ".", ":", "'", "+", "\x00", "\N{NO-BREAK SPACE}"]
NUMBERS = ["2021", "1999", "0021", "21", "19", "8", "07", "00", "1e9", "20210819"]
WORDS = ["Aug", "Sept", "of", "st", "th", "at", "am", "T", "Z", "UTC", "h"]
PIECES = st.sampled_from([*MONTHS, *WEEKDAYS, *WORDS, *NUMBERS, *SEPARATORS])


@given(st.lists(PIECES, max_size=9).map("".join) | st.text(max_size=20), st.none() | st.booleans())
def test_read_any_text(text: str, day_first: bool | None) -> None:
    """Any text is a date whose every number is in it, or an InvalidDateError."""
    try:
        value = PartialDate.read(text, day_first=day_first)
    except InvalidDateError:
        return
    said = [int(number) for number in re.findall("[0-9]+", text)]
    named = [m for m, name in enumerate(MONTHS, 1) if re.search(name[:3], text, re.IGNORECASE)]
    parts = [value.year, value.month, value.day]
    compact = int(f"{value}".replace("-", ""))
    assert compact in said or all(p in said + named for p in parts if p is not None)
    assert len(said) + bool(named) == 3 - parts.count(None) or compact in said


BETWEEN = [" ", "  ", ", ", ",", " ,", ". ", ".", "-", " - ", "/", " of ", "\t", "\N{NO-BREAK SPACE}",
           "\N{NARROW NO-BREAK SPACE}", ".,", "., ", "\n"]  # fmt: skip
ENDS = ["", ".", ",", " ", "\N{NO-BREAK SPACE}"]


@st.composite
def dates_in_words(draw: st.DrawFn) -> tuple[str, str]:
    """Return a date with the name of its month as people write it, and plainly: 5 June 1987."""
    day, year = str(draw(st.integers(1, 28))), f"{draw(st.integers(1, 9999)):04}"
    month = draw(st.sampled_from(MONTHS))
    name = draw(st.sampled_from([month, month[:3], "Sept" if month == "September" else month]))
    name = draw(st.sampled_from([name, name.upper(), name.lower()]))
    numeral = draw(st.sampled_from([day, f"{int(day):02}"]))
    numeral += draw(st.sampled_from(["", "st", "th", "TH"]))
    parts = draw(st.permutations([numeral, name, year]))
    one, two = draw(st.sampled_from(BETWEEN)), draw(st.sampled_from(BETWEEN))
    end = draw(st.sampled_from(ENDS))
    return f"{parts[0]}{one}{parts[1]}{two}{parts[2]}{end}", f"{day} {month} {year}"


@given(dates_in_words())
@example(("june 15,1987", "15 June 1987"))
@example(("Sept.5,1987", "5 September 1987"))
def test_what_stands_between_the_parts_means_nothing(written: tuple[str, str]) -> None:
    """A day, the name of a month and a year are a date, however they are separated and ordered."""
    text, plain = written
    day = datetime.strptime(plain, "%d %B %Y").date()  # noqa: DTZ007 - a day has no time zone
    assert PartialDate.read(text) == PartialDate.from_date(day)
    assert PartialDate.read(text, day_first=False) == PartialDate.from_date(day)


def read_or_not(text: str) -> PartialDate | None:
    """Return the date that a text is, if it is one."""
    try:
        return PartialDate.read(text)
    except InvalidDateError:
        return None


@given(st.lists(PIECES, max_size=7).map("".join))
def test_spaces_and_capitals_mean_nothing(text: str) -> None:
    """More spaces, other spaces, a space after a comma and other capitals change nothing."""
    found = read_or_not(text)
    for other in (
        text.replace(" ", "  "),
        text.replace(" ", "\N{NO-BREAK SPACE}"),
        f"\n{text} ",
        text.upper(),
        text.lower(),
    ):
        assert read_or_not(other) == found, other
    assert read_or_not(text.replace(", ", ",")) == read_or_not(text.replace(",", ", "))


# What holds between dates


def test_bounds() -> None:
    """A date's bounds are the first and last day that the calendar gives its year or month."""
    for year in (1, 1900, 2000, 2023, 2024, 9999):
        assert PartialDate(year).earliest == date(year, 1, 1)
        assert PartialDate(year).latest == date(year, 12, 31)
        assert PartialDate(year).precision == "year"
        for month in range(1, 13):
            value = PartialDate(year, month)
            assert value.earliest == date(year, month, 1)
            assert value.latest == date(year, month, calendar.monthrange(year, month)[1])
            assert value.precision == "month"
            for day in (value.earliest, value.latest):
                known = PartialDate.from_date(day)
                assert (known.earliest, known.latest, known.precision) == (day, day, "day")


@given(periods())
def test_period_bounds(value: Period) -> None:
    """A period reaches from its start's first to its end's last day, or is open."""
    assert value.earliest == (value.start.earliest if value.start else None)
    assert value.latest == (value.end.latest if value.end else None)


When = date | PartialDate | Period

# February 2021 and two days around it, in a world with two days more on each
# side, which only open periods reach.
INNER = days(date(2021, 1, 30), date(2021, 3, 2))
WORLD = days(INNER[0] - timedelta(2), INNER[-1] + timedelta(2))
SMALL = st.sampled_from([PartialDate(2021, 2), *map(PartialDate.from_date, INNER)])
SIDES = st.tuples(st.none() | SMALL, st.none() | SMALL)
SPANS = SIDES.filter(lambda sides: not (sides[0] and sides[1] and sides[1].surely_before(sides[0])))
WHENS: st.SearchStrategy[When] = st.one_of(
    st.sampled_from(INNER), SMALL, SPANS.map(lambda sides: Period(start=sides[0], end=sides[1]))
)


def days_of(value: date | PartialDate | None) -> list[date]:
    """Return the days that a date may be."""
    if value is None:
        return WORLD
    if isinstance(value, date):
        return [value]
    return [day for day in WORLD if str(day).startswith(str(value))]


def cases(when: When) -> list[set[date]]:
    """Return the sets of days that it may stand for."""
    if not isinstance(when, Period):
        return [{day} for day in days_of(when)]
    pairs = product(days_of(when.start), days_of(when.end))
    return [set(days(start, end)) for start, end in pairs if start <= end]


@given(WHENS, WHENS)
def test_relations_against_sets_of_days(one: When, other: When) -> None:
    """The three questions are answered as by going through every case, day by day."""
    possible, others = set().union(*cases(one)), set().union(*cases(other))
    if isinstance(one, date):
        return
    whole = possible if isinstance(one, PartialDate) else set.intersection(*cases(one))
    assert one.contains(other) == (others <= whole)
    assert one.overlaps(other) == bool(possible & others)
    assert one.surely_before(other) == (max(possible) < min(others))


@given(partial_dates() | periods(), partial_dates() | periods() | st.dates())
def test_relations_exclude_each_other(one: PartialDate | Period, other: When) -> None:
    """What overlaps is not surely before, and what contains overlaps."""
    later = PartialDate.from_date(other) if isinstance(other, date) else other
    after = later.surely_before(one)
    assert one.overlaps(other) + one.surely_before(other) + after == 1
    assert one.overlaps(other) or not one.contains(other)


def test_open_sides() -> None:
    """An open side may reach any day, and surely holds none beyond the known side."""
    period = Period.parse("2019-09-21/..")
    assert period.overlaps(date.max)
    assert not period.overlaps(date(2019, 9, 20))
    assert period.contains(date(2019, 9, 21))
    assert not period.contains(date(2019, 9, 22))
    assert not period.surely_before(date.max)
    assert Period().overlaps(Period.parse("../0001"))
    assert not Period().contains(date(2021, 1, 1))


def test_relations_take_dates_only() -> None:
    """A datetime or a string is refused where a date is expected."""
    for asked in (PartialDate(2021), Period.parse("2021/..")):
        for question in (asked.contains, asked.overlaps, asked.surely_before):
            with pytest.raises(InvalidDateError, match="time zone"):
                question(datetime(2021, 8, 19, tzinfo=UTC))
            with pytest.raises(InvalidDateError, match="'2021' is not a date"):
                question("2021")  # type: ignore[arg-type]


def test_import_is_light() -> None:
    """Importing the module and reading numbers loads no dateutil and no calendar of its own."""
    code = (
        "import sys; from tipdata.dates import PartialDate; PartialDate.read('19.08.2021');"
        "sys.exit(bool({'dateutil', 'cattrs', 'json', 'calendar'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
