"""What a Parquet file keeps of the order of tiers is what the reference says."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest

import tipdata
from engines import ENGINES, ordered_labels
from tipdata import frames

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "frames.md"
IS_OLD = pl.__version__.startswith("1.")
FEW = tipdata.load().where(countries=["KGZ", "HTI", "SWZ"])


def promises() -> dict[tuple[str, str], str]:
    """Return the table of the page: what is read of a file, by its writer and reader."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("| written by"))
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines[start:]][:7]
    readers = [cell.removeprefix("read by ") for cell in rows[0][1:]]
    return {
        (row[0].lower(), reader.lower()): cell
        for row in rows[2:]
        for reader, cell in zip(readers, row[1:], strict=True)
    }


def _arrow() -> Any:
    import pyarrow.parquet as pq  # noqa: PLC0415 - only where it is asked for

    return pq


def _duckdb(path: str) -> Any:
    import duckdb  # noqa: PLC0415 - only where it is asked for

    return duckdb.read_parquet(path)


def _dask(path: str) -> Any:
    import dask.dataframe  # noqa: PLC0415 - only where it is asked for

    dd: Any = dask.dataframe
    return dd.read_parquet(path)


WRITERS: dict[str, Callable[[Any, str], object]] = {
    "pandas": lambda frame, path: frame.to_parquet(path),
    "polars": lambda frame, path: frame.write_parquet(path),
    "pyarrow": lambda frame, path: _arrow().write_table(frame, path),
    "duckdb": lambda frame, path: frame.write_parquet(path),
    "dask": lambda frame, path: frame.to_parquet(path, write_index=False),
}
READERS: dict[str, Callable[[str], Any]] = {
    "pandas": pd.read_parquet,
    "polars": pl.read_parquet,
    "pyarrow": lambda path: _arrow().read_table(path),
    "duckdb": _duckdb,
    "dask": _dask,
}


def kept(reader: str, frame: Any) -> str:
    """Return what a library knows of the tiers of its frame."""
    if reader == "duckdb":
        dtype = str(frame.types[frame.columns.index("tier")])
        return {"VARCHAR": "string"}.get(dtype, dtype)
    if reader == "pyarrow":
        dtype = frame.schema.field("tier").type
        if not hasattr(dtype, "ordered"):
            return str(dtype)
        return "ordered" if dtype.ordered else "unordered"
    dtype = frame["tier"].dtype
    if reader == "polars":
        named = {"String": "string", "Enum": "ordered", "Categorical": "unordered"}
        return named[type(dtype).__name__]
    if not isinstance(dtype, pd.CategoricalDtype):
        return "string"
    return "ordered" if dtype.ordered else "unordered"


def cases() -> list[Any]:
    """Return each pair of the page, with the marks of the libraries that it needs."""
    found: list[Any] = []
    for (writer, reader), word in promises().items():
        needed = {writer, reader, "pyarrow"} & {"pyarrow", "duckdb", "dask"}
        # DuckDB and Dask come with pyarrow.
        most = needed - {"pyarrow"} or needed
        marks = [pytest.mark.engine_duckdb, pytest.mark.engine_dask]
        chosen = [mark for mark in marks if mark.name.removeprefix("engine_") in most]
        marks = chosen or [pytest.mark.engine_pyarrow]
        found.append(pytest.param(writer, reader, word, marks=marks, id=f"{writer}-{reader}"))
    return found


@pytest.mark.filterwarnings("ignore:The inplace keyword")  # Dask's own, with pandas 3.1
@pytest.mark.parametrize(("writer", "reader", "word"), cases())
def test_parquet_keeps_what_the_page_says(
    writer: Any, reader: str, word: str, tmp_path: Path
) -> None:
    """Each library reads of each file what the page says, and `restore_types` mends the rest."""
    if IS_OLD and writer != reader and "polars" in (writer, reader) and word == "ordered":
        word = "unordered"
    path = str(tmp_path / "tiers.parquet")
    WRITERS[writer](FEW.to_frame(writer), path)
    found = READERS[reader](f"{path}/part.0.parquet" if writer == "dask" else path)
    assert kept(reader, found) == word
    restored = frames.restore_types(found)
    columns = ENGINES[reader].read(restored)
    assert columns == ENGINES[reader].read(FEW.to_frame(reader))  # type: ignore[call-overload]
    if reader == "duckdb":
        assert kept(reader, restored).startswith("ENUM('Special Case', 'Tier 1', ")
        return
    whole: Any = restored.compute() if reader == "dask" else restored
    assert ordered_labels(whole["tier"]) == list(frames.TIER_LABELS)


def test_the_page_has_every_pair() -> None:
    """The page says of each writer what each reader makes of its files."""
    assert {*promises()} == {(writer, reader) for writer in WRITERS for reader in READERS}
