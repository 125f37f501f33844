"""The rows of a pandas frame, or of a partition of Dask: its country, its day, its tier."""

from typing import Any

from tipdata._tables.frame_maker import engine
from tipdata._tables.frame_types import holds_objects, pandas_kind, plain_pandas
from tipdata.frames._days import read_day, read_edition
from tipdata.frames._editions import number_of
from tipdata.frames._plan import Plan, StringNumbers
from tipdata.tierrecord.markers import Markers

Native = Any
"""A frame, a series or an array of pandas and NumPy."""


def attach(frame: Native, plan: Plan) -> Native:
    """Return a frame with the columns of a plan."""
    pd = engine("pandas")
    rows, cells = plan.table.on("pandas"), number_cells(frame, plan)
    added = frame.copy(deep=False)
    if isinstance(added.columns, pd.CategoricalIndex):
        added.columns = added.columns.astype(object)  # it takes no new name
    for name in rows.columns:
        # Taken from an array, no index is made and thrown away.
        added[name] = rows[name].array.take(cells)
    return added


def number_cells(frame: Native, plan: Plan) -> Native:
    """Return the row of the plan's table that each row is given."""
    return _number(frame[plan.countries.column], plan.countries, plan) + _slot(frame[plan.on], plan)


def _number(column: Native, strings: StringNumbers, plan: Plan) -> Native:
    """Return the number of each string of a column."""
    pd, np = engine("pandas"), engine("pandas", "numpy")
    places, found = pd.factorize(plain_pandas(column))
    numbers = map(strings.number, pd.Index(found).astype(object))
    # A missing cell has the place -1, the last one.
    return np.array([*numbers, strings.missing], dtype=plan.integer)[places]


def _slot(column: Native, plan: Plan) -> Native:
    """Return the slot of each day or year of a column."""
    np, slots = engine("pandas", "numpy"), plan.calendar
    if plan.strings is not None:
        return _number(column, plan.strings, plan)
    if plan.reading == "nothing":
        return np.full(len(column), slots.missing, dtype=plan.integer)
    if plan.reading in ("integer", "fraction"):
        at = _years(column, plan.markers)
        missing = np.isnan(at)
        at[missing] = 0
    else:
        days = days_of(column, plan.markers)
        at, missing = days.view("int64"), np.isnat(days)
    if plan.slots is None:
        starts = np.array([number_of(first) for first, _ in slots.steps], dtype=at.dtype)
        numbers = np.array([slots.outside, *(slot for _, slot in slots.steps)], dtype=plan.integer)
        found = numbers[np.searchsorted(starts, at, side="right")]
        found[at % 1 != 0] = slots.outside
    else:
        table = np.array(plan.slots.slots, dtype=plan.integer)
        first, last = plan.slots.first, plan.slots.last
        found = table[np.clip(at, first, last).astype("int64", copy=False) - first]
    found[missing] = slots.missing
    return found


def days_of(column: Native, markers: Markers) -> Native:
    """Return the days of a column as an array of NumPy."""
    pd, np = engine("pandas"), engine("pandas", "numpy")
    plain = plain_pandas(column)
    if pandas_kind(plain) in ("text", "object", "nothing"):
        return np.array([read_day(cell, markers) for cell in plain], dtype="datetime64[D]")
    if isinstance(plain.dtype, pd.PeriodDtype):
        days = plain.array.asfreq("D").asi8.view("datetime64[D]")
    elif isinstance(plain.dtype, pd.ArrowDtype):
        pa = engine("pyarrow")
        # Arrow, too, takes the day of an instant in its own time zone.
        arrow = plain.array.__arrow_array__().cast(pa.date32())
        days = arrow.to_numpy()
    elif isinstance(plain.dtype, pd.DatetimeTZDtype):
        days = plain.dt.tz_localize(None).to_numpy()
    else:
        days = plain.to_numpy()
    return days.astype("datetime64[D]")


def _years(column: Native, markers: Markers) -> Native:
    np = engine("pandas", "numpy")
    plain = plain_pandas(column)
    if holds_objects(plain):
        years = (read_edition(cell, markers) for cell in plain)
        return np.array([np.nan if year is None else year for year in years], dtype="float64")
    values = plain.to_numpy(dtype="float64", na_value=np.nan)
    return np.where(np.isin(values, sorted(markers.numbers)), np.nan, values)


def count_cells(frame: Native, plan: Plan) -> Native:
    """Return how many rows have each country string and each cell, as a frame of the three."""
    pd = engine("pandas")
    texts = plain_pandas(frame[plan.countries.column]).astype(object).array
    both = pd.DataFrame({"text": texts, "cell": number_cells(frame, plan)})
    grouped = both.groupby(["text", "cell"], dropna=False, sort=False)
    return grouped.size().reset_index(name="rows")
