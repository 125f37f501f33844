"""The first sheet of a workbook as a table of strings, for what is no record."""

from collections.abc import Iterator

from tipdata.formats.workbook._archive import Archive

__all__ = ["read_table"]


def read_table(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of the first sheet that hold anything, with their numbers.

    Raises:
        BrokenError: It is not a workbook.
    """
    archive = Archive(data)
    for number, cells in archive.rows(archive.sheets[0]):
        width = max(cells) + 1
        yield number, [str(cells[at].value) if at in cells else "" for at in range(width)]


def __dir__() -> list[str]:
    return __all__
