"""Exported tables as files of Stata.

Labelled numbers stand for tiers. They are ranks where there is one, so that
`tier > 2` asks for the Watch List and Tier 3. Whatever is not a rank is a
number that no mean can hide, as Kelley and Simmons chose 555 and 666; pandas
cannot write Stata's extended missing values.
"""

import datetime
import io
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

from tipdata._arguments import FIRST_EDITION
from tipdata._tables.palette import ABSENT, NO_STATE, WITHHELD
from tipdata.errors import MissingExtraError
from tipdata.export._layouts import Column, Kind
from tipdata.loading.provenance import tell_whose
from tipdata.records.assessments import EVIDENCE_LEVELS
from tipdata.records.editions import Edition
from tipdata.tierrecord import TierRecord
from tipdata.tiers import KELLEY_ABSENT, Tier

_SPECIAL_CASE, _NO_STATE, _WITHHELD = 666, 777, 888
_TIERS = {tier.rank or _SPECIAL_CASE: tier.value for tier in Tier}
_STATES = {**_TIERS, KELLEY_ABSENT: ABSENT, _NO_STATE: NO_STATE, _WITHHELD: WITHHELD}
_LABELS: Mapping[Kind, Mapping[int, str]] = {
    "tier": dict(sorted(_TIERS.items())),
    "state": dict(sorted(_STATES.items())),
    "evidence": dict(enumerate(EVIDENCE_LEVELS, 1)),
}
_LONGEST = 80  # characters of a label


def as_stata(table: Sequence[Column], record: TierRecord) -> bytes:
    """Return a table as a file of Stata 14 or newer, with labels for values and variables.

    Raises:
        MissingExtraError: pandas is not installed.
    """
    try:
        pd = import_module("pandas")
    except ImportError:
        raise MissingExtraError("a .dta file", "pandas") from None
    named = {variable_of(column): column for column in table}
    file = io.BytesIO()
    pd.DataFrame({name: _cells(pd, column) for name, column in named.items()}).to_stata(
        file,
        version=118,
        byteorder="little",
        write_index=False,
        time_stamp=_stamp(record),
        data_label=_data_label(record),
        variable_labels={name: column.meaning[:_LONGEST] for name, column in named.items()},
        value_labels={n: _LABELS[c.kind] for n, c in named.items() if c.kind in _LABELS},
        convert_dates={name: "td" for name, column in named.items() if column.kind == "date"},
        # Longer strings once each, instead of padded in every row.
        convert_strl=[name for name, column in named.items() if _is_long(column)],
    )
    return file.getvalue()


def variable_of(column: Column) -> str:
    """Return the name of a column as Stata allows it.

    >>> variable_of(Column("2021", "state", "", ()))
    'tier2021'
    """
    return f"tier{column.name}" if column.kind == "state" else column.name


def _cells(pd: Any, column: Column) -> Any:  # noqa: ANN401 - pandas is an extra
    if column.kind == "date":
        return pd.Series(column.cells, dtype="datetime64[s]")
    if column.kind == "text":
        return pd.Series([cell or "" for cell in column.cells], dtype="object")
    codes = {label: code for code, label in _LABELS.get(column.kind, {}).items()}
    return pd.array([codes.get(str(cell), cell) for cell in column.cells], dtype="Int64")


def _is_long(column: Column) -> bool:
    texts = (str(cell) for cell in column.cells) if column.kind == "text" else ()
    return max(map(len, texts), default=0) > _LONGEST


def _data_label(record: TierRecord) -> str:
    return f"TIP Report: {tell_whose(record)}"[:_LONGEST]


def _stamp(record: TierRecord) -> datetime.datetime:
    """Return a time that equal records have in common: when the newest edition came out."""
    newest = record.editions[-1] if record.editions else Edition(year=FIRST_EDITION)
    day = newest.released or datetime.date(newest.year, 1, 1)
    return datetime.datetime(day.year, day.month, day.day)  # noqa: DTZ001 - Stata knows no zones
