"""Exported tables as Parquet."""

import io
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from tipdata._tables.frame_maker import build
from tipdata._tables.palette import TIER_LABELS
from tipdata.errors import MissingExtraError
from tipdata.export._facts import tell_facts
from tipdata.export._layouts import Column
from tipdata.tierrecord import TierRecord


def as_parquet(table: Sequence[Column], record: TierRecord) -> bytes:
    """Return a table as Parquet, with the facts about the record in the metadata of its schema.

    Raises:
        MissingExtraError: pyarrow is not installed.
    """
    try:
        pa, pq = import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError:
        raise MissingExtraError("a .parquet file", "pyarrow") from None
    columns = {column.name: [*column.cells] for column in table}
    tiers = [column.name for column in table if column.kind == "tier"]
    dates = [column.name for column in table if column.kind == "date"]
    made = build(columns, "pyarrow", categories=dict.fromkeys(tiers, TIER_LABELS), dates=dates)
    fields = [_typed(pa, column, made.schema.field(column.name)) for column in table]
    schema = pa.schema(fields, metadata=tell_facts(record))
    file = io.BytesIO()
    pq.write_table(made.cast(schema), file)
    return file.getvalue()


def _typed(pa: Any, column: Column, made: Any) -> Any:  # noqa: ANN401 - pyarrow is an extra
    """Return the field of a column, whose type does not depend on which cells are empty."""
    if column.kind == "tier":
        return made
    types = {
        "integer": pa.int64(),
        "date": pa.date32(),
        # Not ordered, for an absence is neither better nor worse than a tier.
        "state": pa.dictionary(pa.uint8(), pa.string()),
    }
    return pa.field(column.name, types.get(column.kind, pa.string()))
