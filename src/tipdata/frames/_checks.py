"""Whether the two columns of a join can be read, and what helps if not."""

import datetime
from typing import Any

from tipdata._tables.frame_reader import backend_of, cells_of, kind_of, kind_of_cells, type_of
from tipdata._tables.frame_types import Kind
from tipdata.errors import ColumnError, shorten
from tipdata.frames._days import refuse_cells
from tipdata.frames._words import Basis
from tipdata.tierrecord.cells import expected_country, expected_year
from tipdata.tierrecord.markers import Markers

_YEAR_OF = {
    "pandas": "df[{name!r}].dt.year",
    "dask": "df[{name!r}].dt.year",
    "polars": "pl.col({name!r}).dt.year()",
    "pyarrow": "pc.year(table[{name!r}])",
    "duckdb": 'year("{name}")',
    "pyspark": "F.year({name!r})",
}
"""How each library takes the year of a column of dates."""

_COUNTRY = f"expected {expected_country()}"


def check_countries(frame: Any, column: str) -> None:  # noqa: ANN401
    """Refuse a column of countries that are not strings; on objects this runs the column.

    Raises:
        ColumnError: It holds something else, or the frame has no such column.
    """
    kind = kind_of_cells(frame, column)
    if kind == "object":
        refuse_others(frame, column, "countries are strings", _COUNTRY)
    elif kind not in ("text", "nothing"):
        help_ = f"; {_COUNTRY}" * (kind in ("integer", "fraction"))
        raise ColumnError(column, f"countries are strings, not {type_of(frame, column)}{help_}")


def refuse_others(frame: Any, column: str, expected: str, on_numbers: str = "") -> None:  # noqa: ANN401
    """Refuse a column of objects that are not all strings.

    Raises:
        ColumnError: With the first that is none, and what helps with a number.
    """
    for cell in cells_of(frame, [column])[column]:
        if cell is not None and not isinstance(cell, str):
            is_number = isinstance(cell, (int, float)) and not isinstance(cell, bool)
            help_ = f"; {on_numbers}" * (is_number and bool(on_numbers))
            raise ColumnError(column, f"{expected}, and it contains {shorten(cell)}{help_}")


def check_on(frame: Any, on: str, basis: Basis, markers: Markers) -> Kind:  # noqa: ANN401
    """Return as what the column of days or years is read; on objects this runs the column.

    Raises:
        ColumnError: It holds neither, or the frame has no such column.
        FormatError: With the objects that are neither.
    """
    # Report years may be floats, which need not be run.
    kind = (kind_of if basis == "edition" else kind_of_cells)(frame, on)
    good: tuple[Kind, ...] = ("integer", "fraction") if basis == "edition" else ("day", "moment")
    if kind == "object":
        cells = cells_of(frame, [on])[on]
        if basis != "edition" or not any(isinstance(cell, datetime.date) for cell in cells):
            refuse_cells(cells, on, basis, markers)
            return "fraction" if basis == "edition" else "day"
    elif kind in ("text", "nothing", *good):
        return kind
    given = type_of(frame, on)
    if basis == "edition":
        reason = f"report years are integers or strings, not {given}"
        raise ColumnError(on, f"{reason}; {_help_with_years(frame, on, kind, given)}")
    reason = f"basis={basis!r} needs dates, not {given}"
    raise ColumnError(on, f"{reason}; {_help_with_days(on, kind, given)}")


def _help_with_years(frame: Any, on: str, kind: Kind, given: str) -> str:  # noqa: ANN401
    if kind == "object":
        write = f"pd.to_datetime(df[{on!r}]).dt.year"
    elif kind in ("day", "moment") or given.startswith("period"):
        write = _YEAR_OF[backend_of(frame)].format(name=on)
    else:
        return f"expected {expected_year()}"
    return f"expected {expected_year()}; take the year of a date: {write}"


def _help_with_days(on: str, kind: Kind, given: str) -> str:
    if kind in ("integer", "fraction"):
        return f"for report years pass year={on!r}"
    if given.startswith("period"):
        return f"write df[{on!r}].dt.to_timestamp(), which takes the first day of each"
    return "convert it to dates"
