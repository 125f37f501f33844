"""Which edition is in force on a day, and what a record answers about one country."""

import datetime
import pickle
from typing import Any

import polars as pl
import pytest

import oracle
import tipdata
from tipdata import Edition, PartialDate, TierRecord, frames
from tipdata.errors import (
    CoverageError,
    InvalidDateError,
    InvalidValueError,
    NotInReportError,
    UnknownCountryError,
)

TIP = tipdata.load()
RELEASED = {
    int(row["year"]): datetime.date.fromisoformat(row["released"])
    for row in oracle.table("editions.tsv")
}
FIRST, LAST = min(RELEASED.values()), max(RELEASED.values())
DAYS = [FIRST + datetime.timedelta(days=n) for n in range((LAST - FIRST).days + 400)]


def test_the_edition_in_force_is_the_newest_one_released() -> None:
    """On every day since the first release, it is the newest edition released by then."""
    for day in DAYS:
        newest = max(year for year, released in RELEASED.items() if released <= day)
        assert TIP.edition_on(day) is TIP.edition(newest)
        assert TIP.edition_on(PartialDate.from_date(day)).year == newest


def test_a_day_is_answered_as_in_a_join() -> None:
    """`tier_on` gives each country on each day the tier that `attach_tiers` attaches."""
    frame = pl.DataFrame({"date": DAYS[::40]}).join(
        pl.DataFrame({"country": [country.alpha_3 for country in TIP.countries[::7]]}), how="cross"
    )
    found = frames.attach_tiers(frame)
    for row in found.iter_rows(named=True):
        if row["tier"] is None:
            with pytest.raises(NotInReportError):
                TIP.tier_on(row["country"], row["date"])
        else:
            assert TIP.tier_on(row["country"], row["date"]) == row["tier"]


@pytest.mark.parametrize(
    ("day", "error", "message"),
    [
        (FIRST - datetime.timedelta(days=1), CoverageError, "the first was released on 2001-07-12"),
        (PartialDate(2021, 7), InvalidValueError, "when: expected a date, or a PartialDate of a d"),
        (2021, InvalidValueError, "when: expected a date, or a PartialDate of a day, got 2021"),
        ("2021-07-01", InvalidValueError, "when: expected a date"),
        (datetime.datetime(2021, 7, 1), InvalidDateError, "time zone"),  # noqa: DTZ001
    ],
)
def test_what_is_no_day_in_the_record_is_refused(
    day: Any, error: type[Exception], message: str
) -> None:
    """A day before the first release, less than a day or a time of day has no edition."""
    for ask in (TIP.edition_on, lambda when: TIP.tier_on("KGZ", when)):
        with pytest.raises(error, match=message):
            ask(day)


def test_a_selection_does_not_answer_with_another_edition() -> None:
    """A day of an edition that a selection leaves out is refused, not answered by an older one."""
    early = TIP.where(until=2020)
    assert early.edition_on(datetime.date(2021, 6, 30)).year == 2020
    with pytest.raises(CoverageError, match="the 2021 edition is left out"):
        early.edition_on(datetime.date(2021, 7, 1))
    assert (early.years, early.latest) == (tuple(range(2001, 2021)), 2020)


def test_editions_without_a_day_have_none() -> None:
    """If an edition has no release date, no day is answered; without editions nothing is latest."""
    mine = TierRecord.from_rows([("KGZ", 2021, "Tier 2")], editions=[Edition(year=2021)])
    with pytest.raises(InvalidValueError, match="without them ask by report year"):
        mine.edition_on(datetime.date(2021, 7, 1))
    assert mine.latest == 2021
    empty = TierRecord.from_rows([])
    with pytest.raises(CoverageError, match="the record has no edition"):
        _ = empty.latest
    with pytest.raises(CoverageError, match="no edition was in force on 2021-07-01"):
        empty.edition_on(datetime.date(2021, 7, 1))


def test_a_record_answers_what_its_series_does() -> None:
    """`outlook` and `country` of a record are those of the series and the registry."""
    for country in TIP.countries:
        assert TIP.country(country.name) is country
        assert TIP.outlook(country.alpha_3) == TIP.series(country).outlook()
    assert TIP.outlook("Cuba", 2019) == TIP.series("Cuba").outlook(2019)
    with pytest.raises(UnknownCountryError):
        TIP.country("Atlantis")
    with pytest.raises(InvalidValueError, match="a country with a placement in this record"):
        TIP.country("Monaco")
    with pytest.raises(InvalidValueError, match="which leaves out all of this one"):
        TIP.where(bureau="AF").country("France")


@pytest.mark.parametrize("bounds", [(2015, 2018), (None, 2003), (2020, None), (2025, 2025)])
def test_a_slice_of_a_series_is_that_of_a_selection(bounds: tuple[int | None, int | None]) -> None:
    """`series[a:b]` is the series of the record from one edition to the other, both included."""
    since, until = bounds
    part = TIP.where(since=since, until=until)
    for country in TIP.countries:
        cut, expected = TIP.series(country)[since:until], part.series(country)
        assert cut == expected
        assert cut.designations == expected.designations
        assert cut.waivers == expected.waivers
        assert pickle.loads(pickle.dumps(cut)) == cut  # noqa: S301 - our own
    again = TIP.series("KGZ")[2010:2020][2015:]
    assert again == TIP.where(since=2010, until=2020).where(since=2015).series("KGZ")


def test_what_is_no_slice_of_years_is_refused() -> None:
    """A slice has no step, integers as bounds, and an edition between them."""
    series: Any = TIP.series("KGZ")
    with pytest.raises(InvalidValueError, match="a slice of report years without a step"):
        series[2015:2020:2]
    with pytest.raises(InvalidValueError, match="since: expected a year, an integer"):
        series["2015":]
    with pytest.raises(CoverageError, match="no edition with since=2030"):
        series[2030:]
    with pytest.raises(CoverageError, match="no edition with since=2020 and until=2015"):
        series[2020:2015]
