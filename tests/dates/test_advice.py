"""What to write where a date or a period was given as something else, and how files have them."""

import datetime
import re

import pytest

from tipdata.dates import PARTIAL_DATE_SCHEMA, PERIOD_SCHEMA, PartialDate, Period
from tipdata.dates._meant import how_to_write_date, how_to_write_day, how_to_write_period

DAY = datetime.date(2021, 7, 1)
PERIODS: list[tuple[object, str]] = [
    ("2019/2024", "2019/2024"),
    ((2019, "2024-02"), "2019/2024-02"),
    ([2019, None], "2019/.."),
    ((None, DAY), "../2021-07-01"),
    (DAY, "2021-07-01/2021-07-01"),
    (PartialDate(2021, 7), "2021-07/2021-07"),
    ("May 2004", "2004-05/2004-05"),
]
NOTHING = (
    *(None, True, 0, 10_000, 2021.5, float("inf"), float("nan"), "soon", "2024/2019", "2021/soon"),
    *((), (2021,), (2019, 2020, 2021), (None, None), ("soon", 2020), (2024, 2019), {2019, 2020}),
)


@pytest.mark.parametrize(("given", "meant"), PERIODS)
def test_two_dates_or_one_are_a_period(given: object, meant: str) -> None:
    """A pair, a slash or a single date says which period was meant, and that reads back."""
    assert how_to_write_period(given) == f"write Period.parse({meant!r})"
    assert str(Period.parse(meant)) == meant


@pytest.mark.parametrize(("given", "meant"), [(1, "1"), (2021.0, "2021"), (9999, "9999")])
def test_a_whole_number_is_a_year(given: float, meant: str) -> None:
    """An integer, or a float that is one, is a year from 1 to 9999, and never a day."""
    year = f"{int(given):04}"
    assert how_to_write_date(given) == f"write PartialDate({meant})"
    assert how_to_write_period(given) == f"write Period.parse('{year}/{year}')"
    assert how_to_write_day(given) == ""


@pytest.mark.parametrize("given", NOTHING)
def test_no_advice_is_better_than_a_guess(given: object) -> None:
    """What means no date or period, or more than one, has none to write."""
    assert (how_to_write_date(given), how_to_write_day(given)) == ("", "")
    assert how_to_write_period(given) == ""


def test_both_readings_of_an_unclear_date_are_advised() -> None:
    """A day that may be a month is written both ways; a period of it would be a guess."""
    assert how_to_write_date("7/12/2001") == (
        "write PartialDate.parse('2001-12-07') or PartialDate.parse('2001-07-12')"
    )
    assert how_to_write_day("7/12/2001") == (
        "write datetime.date(2001, 12, 7) or datetime.date(2001, 7, 12)"
    )
    assert how_to_write_period("7/12/2001") == ""


def test_a_moment_has_no_day_without_a_time_zone() -> None:
    """A `datetime` is not cut to a day; its owner chooses."""
    moment = datetime.datetime(2021, 1, 1)  # noqa: DTZ001 - that is the point
    for advice in (how_to_write_date(moment), how_to_write_day(moment)):
        assert advice.startswith("choose its day, which depends on the time zone, and ")
    assert how_to_write_day(DAY) == how_to_write_day("2021-07-01") == f"write {DAY!r}"


def test_each_schema_describes_itself_and_takes_its_examples() -> None:
    """A schema says in words what a date is, and its pattern takes each example and no other text."""
    for schema, read in ((PARTIAL_DATE_SCHEMA, PartialDate.parse), (PERIOD_SCHEMA, Period.parse)):
        assert sorted(schema) == ["description", "examples", "pattern", "type"]
        assert schema["type"] == "string"
        assert schema["description"].endswith(".")
        assert len(schema["examples"]) == 2
        for example in schema["examples"]:
            assert re.search(schema["pattern"], example)
            assert str(read(example)) == example
            for wrong in (f"{example}\n", f" {example}", f"{example}-", "0000", "2021-13"):
                assert not re.search(schema["pattern"], wrong)
