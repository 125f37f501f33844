"""Hypothesis strategies for the values of tipdata."""

from datetime import date

from hypothesis import strategies as st

from tipdata.dates import PartialDate, Period


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
