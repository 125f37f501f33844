"""The first sheet of a workbook as a table of strings, for what is no record."""

from collections.abc import Iterator

from tipdata._wire.bounds import read_limits
from tipdata.formats.workbook._archive import Archive
from tipdata.limits import Limits

__all__ = ["read_table"]


def read_table(data: bytes, limits: Limits | None = None) -> Iterator[tuple[int, dict[int, str]]]:
    """Yield the cells of the rows of the first sheet that hold anything, by column.

    Raises:
        BrokenError: It is not a workbook.
    """
    archive = Archive(data, read_limits(limits))
    for sheet in archive.sheets[:1]:
        for number, cells in archive.rows(sheet):
            found = {at: str(cell.value) for at, cell in cells.items() if not cell.is_blank}
            if found:
                yield number, found


def __dir__() -> list[str]:
    return __all__
