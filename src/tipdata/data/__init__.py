"""The packaged files, and how their bytes become cells and records."""

import functools
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

__all__ = [
    "columns",
    "data_version",
    "data_versions",
    "make_records",
    "read_table",
    "read_text",
    "rows",
    "table_keys",
]

_T = TypeVar("_T")


def read_text(name: str) -> str:
    """Return the text of the packaged data file `name`, from a folder or a zip alike."""
    # The loader that imported this very module costs nothing more to import
    # and reads from zip files; importlib.resources would take 10 ms of the
    # load budget.
    loader = __loader__  # type: ignore[name-defined]  # set by the import system
    folder = __file__.removesuffix("__init__.py")
    data: bytes = loader.get_data(f"{folder}{name}")
    return data.decode("utf-8")


def rows(name: str, version: str | None = None) -> Iterator[list[str]]:
    """Yield the cells of the packaged tab-separated table `name`, without its header.

    A cell holds neither tab nor line feed, so there is nothing to unquote. A
    `version` is one of `data_versions()`, by default the newest.
    """
    if version is None or version == data_version():
        # One row at a time: rows that die young cost the garbage collector nothing.
        for line in read_text(name).split("\n")[1:-1]:
            yield line.split("\t")
        return
    columns = read_text(name).partition("\n")[0].split("\t")
    table = read_table(name.removesuffix(".tsv"), version)
    yield from ([row.get(column, "") for column in columns] for _, row in sorted(table.items()))


def columns(name: str, version: str | None = None) -> list[Sequence[str]]:
    """Return the columns of the packaged table `name`, each with its cells, as `rows` has them."""
    header, _, text = read_text(name).partition("\n")
    width = header.count("\t") + 1
    if version is None or version == data_version():
        cells = text.replace("\n", "\t").split("\t")[:-1]
    else:
        cells = [cell for row in rows(name, version) for cell in row]
    return [cells[first::width] for first in range(width)]


def make_records(kind: type[_T], count: int, **fields: Iterable[object]) -> tuple[_T, ...]:
    """Return as many records, with the values of their fields, which are not checked.

    It is for the large packaged tables: to call the class for each row would
    take most of the time of loading, and a test holds every record to what the
    class makes of its fields. All fields are given, and the class has slots.
    """
    made = tuple(object.__new__(kind) for _ in range(count))
    for name, values in fields.items():
        # The class is frozen, but its slots are not.
        put: Callable[[_T, object], None] = getattr(kind, name).__set__
        deque(map(put, made, values), maxlen=0)
    return made


def table_keys() -> Mapping[str, tuple[str, ...]]:
    """Return the tables that a version of the data is made of, each with the columns of its key."""
    from tipdata.data import _versions  # noqa: PLC0415 - the newest version does without

    return _versions.KEYS


def read_table(name: str, version: str) -> Mapping[str, Mapping[str, str]]:
    """Return a table as it was in a version: by key, each row with its cells by column."""
    from tipdata.data import _versions  # noqa: PLC0415 - the newest version does without

    table = _newest(name)
    versions = data_versions()
    for step in reversed(versions[versions.index(version) : -1]):
        own = (line for line in rows(f"{step}.tsv") if line[0] == name)
        _versions.apply_differences(table, ((key, column, value) for _, key, column, value in own))
    return table


def _newest(name: str) -> dict[str, dict[str, str]]:
    """Return a table of the newest version, by the key of each row."""
    from tipdata.data import _versions  # noqa: PLC0415

    if name == "central-asia-2021":
        import json  # noqa: PLC0415

        lines = read_text(f"{name}.jsonl").splitlines()
        found = [{**json.loads(line), "record": line} for line in lines]
        found = [{column: row[column] for column in ("type", "id", "record")} for row in found]
    else:
        columns = read_text(f"{name}.tsv").partition("\n")[0].split("\t")
        found = [dict(zip(columns, row, strict=True)) for row in rows(f"{name}.tsv")]
    return {" ".join(row[column] for column in _versions.KEYS[name]): row for row in found}


@functools.cache
def data_version() -> str:
    """Return the version of the packaged data: the newest edition, then a count of its revisions.

    >>> data_version().split(".")[0]
    '2025'
    """
    return data_versions()[-1]


@functools.cache
def data_versions() -> tuple[str, ...]:
    """Return the versions of the data that `tipdata.load` reads, oldest first.

    >>> data_versions()[0]
    '2025.1'
    """
    return tuple(read_text("VERSION").split())


def __dir__() -> list[str]:
    return __all__
