"""Hypothesis strategies for the values of tipdata."""

from datetime import date

from hypothesis import strategies as st

from tipdata.dates import PartialDate, Period
from tipdata.tiers import Tier


def partial_dates(*, first_year: int = 1) -> st.SearchStrategy[PartialDate]:
    """Return partial dates of every precision."""
    years = st.integers(first_year, 9999)
    months = st.integers(1, 12)
    return st.one_of(
        st.builds(PartialDate, years),
        st.builds(PartialDate, years, months),
        st.dates(min_value=date(first_year, 1, 1)).map(PartialDate.of),
    )


def periods() -> st.SearchStrategy[Period]:
    """Return periods, open ones too."""
    sides = st.none() | partial_dates()
    return st.tuples(sides, sides).map(_in_order)


def _in_order(sides: tuple[PartialDate | None, PartialDate | None]) -> Period:
    start, end = sides
    if start is not None and end is not None and end.surely_before(start):
        start, end = end, start
    return Period(start=start, end=end)


def histories(*, since: int = 2001, until: int = 2025) -> st.SearchStrategy[dict[int, Tier]]:
    """Return tiers by report year, with absences, and with the runs that real ones have."""
    stays = st.tuples(st.none() | st.sampled_from(Tier), st.integers(1, 6))
    return st.lists(stays, max_size=12).map(lambda runs: _spread(runs, since, until))


def _spread(runs: list[tuple[Tier | None, int]], since: int, until: int) -> dict[int, Tier]:
    tiers = [tier for tier, length in runs for _ in range(length)]
    years = range(since, until + 1)
    return {year: tier for year, tier in zip(years, tiers, strict=False) if tier is not None}
