"""The packaged files, and how their bytes are read."""

import functools
from collections.abc import Iterator

__all__ = ["data_version", "read_text", "rows"]


def read_text(name: str) -> str:
    """Return the text of the packaged data file `name`, from a folder or a zip alike."""
    # The loader that imported this very module costs nothing more to import
    # and reads from zip files; importlib.resources would take 10 ms of the
    # load budget.
    loader = __loader__  # type: ignore[name-defined]  # set by the import system
    folder = __file__.removesuffix("__init__.py")
    data: bytes = loader.get_data(f"{folder}{name}")
    return data.decode("utf-8")


def rows(name: str) -> Iterator[list[str]]:
    """Yield the cells of the packaged tab-separated table `name`, without its header.

    A cell holds neither tab nor line feed, so there is nothing to unquote.
    """
    # One row at a time: rows that die young cost the garbage collector nothing.
    for line in read_text(name).split("\n")[1:-1]:
        yield line.split("\t")


@functools.cache
def data_version() -> str:
    """Return the version of the packaged data: the newest edition, then a count of its revisions.

    >>> data_version().split(".")[0]
    '2025'
    """
    return read_text("VERSION").strip()


def __dir__() -> list[str]:
    return __all__
