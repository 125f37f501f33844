"""The rows of a pandas frame, or of a partition of Dask: its country, its day, its tier."""

from typing import Any

from tipdata._tables.frame_maker import Categories, build, engine
from tipdata._tables.frame_types import holds_objects, pandas_kind, plain_pandas
from tipdata.frames._days import read_day, read_edition
from tipdata.frames._editions import Calendar
from tipdata.frames._engines import TextGroups
from tipdata.tierrecord.markers import Markers
from tipdata.typing import Columns

Native = Any
"""A frame, a series or an array of pandas and NumPy."""


def number_strings(column: Native, by_text: TextGroups) -> Native:
    """Return the number of each string of a column."""
    pd, np = engine("pandas"), engine("pandas", "numpy")
    numbers, found = pd.factorize(plain_pandas(column))
    places = pd.Index([*by_text.known], dtype=object).get_indexer(pd.Index(found).astype(object))
    # Strings that are not found have index -1, the last one; so have missing cells below.
    groups = np.array(by_text.numbers, dtype="int32")[places]
    return np.append(groups, np.int32(by_text.missing))[numbers]


def number_days(column: Native, slots: Calendar, reading: str, markers: Markers) -> Native:
    """Return the slot of each day or year of a column."""
    pd, np = engine("pandas"), engine("pandas", "numpy")
    if reading == "nothing":
        return np.full(len(column), slots.missing, dtype="int32")
    starts = [first for first, _ in slots.steps]
    if reading in ("integer", "fraction"):
        values, bounds = _years(column, markers), np.array(starts, dtype="float64")
    else:
        values, bounds = days_of(column, markers), np.array(starts, dtype="datetime64[s]")
    numbers = np.array([slots.outside, *(slot for _, slot in slots.steps)], dtype="int32")
    found = numbers[np.searchsorted(bounds, values, side="right")]
    if values.dtype.kind == "f":
        found[values % 1 != 0] = slots.outside
    found[pd.isna(values)] = slots.missing
    return found


def days_of(column: Native, markers: Markers) -> Native:
    """Return the days of a column as an array of NumPy, in seconds."""
    pd, np = engine("pandas"), engine("pandas", "numpy")
    plain = plain_pandas(column)
    if pandas_kind(plain) in ("text", "object", "nothing"):
        return np.array([read_day(cell, markers) for cell in plain], dtype="datetime64[s]")
    if isinstance(plain.dtype, pd.PeriodDtype):
        days = plain.array.asfreq("D").asi8.view("datetime64[D]")
    elif isinstance(plain.dtype, pd.ArrowDtype):
        pa = engine("pyarrow")
        # Arrow, too, takes the day of an instant in its own time zone.
        arrow = plain.array.__arrow_array__().cast(pa.date32())
        days = arrow.cast(pa.timestamp("s")).to_numpy()
    elif isinstance(plain.dtype, pd.DatetimeTZDtype):
        days = plain.dt.tz_localize(None).to_numpy()
    else:
        days = plain.to_numpy()
    return days.astype("datetime64[s]")


def _years(column: Native, markers: Markers) -> Native:
    np = engine("pandas", "numpy")
    plain = plain_pandas(column)
    if holds_objects(plain):
        years = (read_edition(cell, markers) for cell in plain)
        return np.array([np.nan if year is None else year for year in years], dtype="float64")
    values = plain.to_numpy(dtype="float64", na_value=np.nan)
    return np.where(np.isin(values, sorted(markers.numbers)), np.nan, values)


def take_rows(frame: Native, cells: Native, columns: Columns, categories: Categories) -> Native:
    """Return a frame with rows of a small table added, by their numbers."""
    pd = engine("pandas")
    rows = build(columns, "pandas", categories=categories)
    added = frame.copy(deep=False)
    if isinstance(added.columns, pd.CategoricalIndex):
        added.columns = added.columns.astype(object)  # it takes no new name
    for name in rows.columns:
        column = rows[name].take(cells)
        column.index = added.index
        added[name] = column
    return added


def count_rows(texts: Native, cells: Native) -> Native:
    """Return how many rows have each string and each cell, as a frame of the three."""
    pd = engine("pandas")
    both = pd.DataFrame({"text": plain_pandas(texts).astype(object).array, "cell": cells})
    grouped = both.groupby(["text", "cell"], dropna=False, sort=False)
    return grouped.size().reset_index(name="rows")
