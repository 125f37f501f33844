"""The tier record as a file for people: CSV, a spreadsheet, Parquet or Stata.

A table is long, with a row for each placement, or wide, with a row for each
country and a column for each edition. Where a wide table has no tier, it says
why: the report does not place the country, there was no such state, or the
placement is left out of this selection. Equal records give equal files.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from types import NoneType
from typing import get_args

from tipdata import loading
from tipdata._arguments import check_kind, read_path, read_word
from tipdata._wire.storage import replace_file
from tipdata.errors import InvalidValueError, nearest
from tipdata.export import _parquet, _stata, _text, _workbook
from tipdata.export._layouts import Column, lay_out
from tipdata.tierrecord import TierRecord
from tipdata.typing import ExportFormat, Layout

__all__ = ["render", "write"]

_FORMATS: Mapping[str, ExportFormat] = {f".{name}": name for name in get_args(ExportFormat)}
_NAMES = "a name that ends in .csv, .xlsx, .parquet or .dta"


def render(
    record: TierRecord | None = None, *, to: ExportFormat = "csv", layout: Layout = "long"
) -> bytes:
    """Return a record, by default the packaged one, as the bytes of a file.

    Args:
        record: The record, or a selection of one.
        to: The format. `xlsx` needs the extra `excel`, `parquet` the extra
            `pyarrow`, `dta` the extra `pandas`.
        layout: `long` has a row for each placement, `wide` one for each country.

    Raises:
        InvalidValueError: Not a `TierRecord`, or an unknown format or layout.
        MissingExtraError: The library of the format is not installed.

    >>> import tipdata
    >>> table = render(tipdata.load().where(countries="South Sudan", until=2012), layout="wide")
    >>> print(table.decode().partition(",2008")[0])
    country,name,bureau,2001,2002,2003,2004,2005,2006,2007
    """
    check_kind("record", record, (TierRecord, NoneType), "a TierRecord")
    read_word("to", to, get_args(ExportFormat))
    read_word("layout", layout, get_args(Layout))
    shown = loading.load() if record is None else record
    return _WRITERS[to](lay_out(shown, layout), shown)


def write(
    path: str | os.PathLike[str], record: TierRecord | None = None, *, layout: Layout = "long"
) -> None:
    """Write a record, by default the packaged one, in the format that the name of the file says.

    An existing file is replaced in one step. It keeps its permissions, a link
    stays a link, and a pipe is written to.

    Args:
        path: A name that ends in `.csv`, `.xlsx`, `.parquet` or `.dta`.
        record: The record, or a selection of one.
        layout: `long` has a row for each placement, `wide` one for each country.

    Raises:
        InvalidValueError: The name ends in no known format, it is not a
            `TierRecord`, or the layout is unknown.
        MissingExtraError: The library of the format is not installed.
        OSError: The file cannot be written, for example because its folder does not exist.

    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write(pathlib.Path(folder, "tiers.csv"))
    ...     len(pathlib.Path(folder, "tiers.csv").read_text("utf-8").splitlines())
    4240
    """
    target = read_path("path", path, _NAMES)
    suffix = target.suffix.lower()
    if suffix not in _FORMATS:
        raise InvalidValueError("path", str(path), _NAMES, nearest(suffix, _FORMATS))
    data = render(record, to=_FORMATS[suffix], layout=layout)
    replace_file(target, lambda file: file.write(data))


_WRITERS: Mapping[ExportFormat, Callable[[Sequence[Column], TierRecord], bytes]] = {
    "csv": lambda table, _: _text.as_csv(table),
    "xlsx": _workbook.as_workbook,
    "parquet": _parquet.as_parquet,
    "dta": _stata.as_stata,
}


def __dir__() -> list[str]:
    return __all__
