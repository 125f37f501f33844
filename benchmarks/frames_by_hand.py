"""Joins with the tier record as they are written by hand, each as good as we could make it.

Each starts from the same frame as tipdata, finds out which country each string
means, and gives the same tier, status and edition; the rows keep their order.
"""

import functools
import operator
from collections.abc import Sequence
from typing import Any

import polars as pl

import tipdata

TIP = tipdata.load()
COUNTRY, ON = "origin", "shipped"
WIDTH = len(TIP.editions) + 1
_MISSING = ("unknown_country", "ambiguous_country", "missing")
_STATUSES = ("placed", "special_case", "not_in_report", "outside_coverage", *_MISSING)


def read(found: Sequence[str]) -> tuple[list[int], pl.DataFrame]:
    """Return a number for each string, and a row for each number and edition."""
    names = tipdata.frames.read_names(found)
    codes = [match.country or match.status for match in names]
    tiers = {(one.country, one.year): one.tier.value for one in TIP.assessments}
    groups = sorted({*codes})
    rows: list[tuple[int, str | None, str, int | None]] = []
    for first, group in zip(range(0, len(groups) * WIDTH, WIDTH), groups, strict=True):
        for slot, year in enumerate((None, *(edition.year for edition in TIP.editions))):
            tier = tiers.get((group, year)) if year else None
            if group in _MISSING:
                status = group
            elif tier:
                status = "special_case" if tier == "Special Case" else "placed"
            else:
                status = "not_in_report" if year else "outside_coverage"
            rows.append((first + slot, tier, status, year))
    labels = pl.Enum([tier.value for tier in tipdata.Tier])
    schema: Any = {
        "cell": pl.Int32,
        "tier": labels,
        "tier_status": pl.Enum(_STATUSES),
        "edition": pl.Int64,
    }
    return [groups.index(code) for code in codes], pl.DataFrame(rows, schema=schema, orient="row")


def _countries(frame: pl.DataFrame) -> list[str]:
    found = frame.lazy().select(COUNTRY).unique().collect(engine="streaming")
    return found[COUNTRY].to_list()


def _numbered(found: list[str], numbers: list[int]) -> pl.LazyFrame:
    return pl.LazyFrame({COUNTRY: found, "group": pl.Series(numbers, dtype=pl.Int32)})


def _released() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "released": [edition.released for edition in TIP.editions],
            "slot": pl.Series(range(1, WIDTH), dtype=pl.Int32),
        }
    )


def _slot() -> pl.Expr:
    one, none = pl.lit(1, dtype=pl.Int32), pl.lit(0, dtype=pl.Int32)
    steps = (pl.when(pl.col(ON) >= e.released).then(one).otherwise(none) for e in TIP.editions)
    return functools.reduce(operator.add, steps)


def by_joins(frame: pl.DataFrame) -> pl.DataFrame:
    """Attach tiers with two joins that keep the order."""
    found = _countries(frame)
    numbers, cells = read(found)
    return (
        frame.lazy()
        .join(_numbered(found, numbers), on=COUNTRY, how="left", maintain_order="left")
        .with_columns(cell=pl.col("group") * WIDTH + _slot())
        .join(cells.lazy(), on="cell", how="left", maintain_order="left")
        .drop("group", "cell")
        .collect()
    )


def by_gathering(frame: pl.DataFrame) -> pl.DataFrame:
    """Attach tiers by the numbers of an Enum, and by gathering from columns."""
    found = _countries(frame)
    numbers, cells = read(found)
    place = pl.col(COUNTRY).cast(pl.Enum(found)).to_physical()
    group = pl.lit(pl.Series(numbers, dtype=pl.Int32)).gather(place)
    return (
        frame.lazy()
        .with_columns(cell=group * WIDTH + _slot())
        .with_columns(pl.lit(cells[n]).gather("cell") for n in cells.columns[1:])
        .drop("cell")
        .collect(engine="streaming")
    )


def by_as_of(frame: pl.DataFrame) -> pl.DataFrame:
    """Attach tiers with an as-of join and a join, as tutorials do, and sort back."""
    found = _countries(frame)
    numbers, cells = read(found)
    return (
        frame.lazy()
        .with_row_index("row")
        .join(_numbered(found, numbers), on=COUNTRY, how="left")
        .sort(ON)
        .join_asof(_released().lazy(), left_on=ON, right_on="released")
        .with_columns(cell=pl.col("group") * WIDTH + pl.col("slot").fill_null(0))
        .join(cells.lazy(), on="cell", how="left")
        .sort("row")
        .drop("row", "group", "cell", "released", "slot")
        .collect()
    )


def in_duckdb(rows: Any) -> Any:  # noqa: ANN401 - a relation, and a table of pyarrow
    """Attach tiers in DuckDB with three joins, and sort back."""
    import duckdb  # noqa: PLC0415 - for this form alone

    found = [text for (text,) in rows.project(COUNTRY).distinct().fetchall()]
    numbers, cells = read(found)
    tables = {"names": _numbered(found, numbers).collect(), "releases": _released(), "cells": cells}
    for name, table in tables.items():
        duckdb.register(name, table.to_arrow())
    query = f"""
        SELECT rows.* EXCLUDE (place), tier, tier_status, edition
        FROM (SELECT *, row_number() OVER () AS place FROM rows) AS rows
        LEFT JOIN names USING ({COUNTRY})
        ASOF LEFT JOIN releases ON rows.{ON} >= releases.released
        LEFT JOIN cells ON cells.cell = "group" * {WIDTH} + coalesce(slot, 0)
        ORDER BY place
    """  # noqa: S608 - the names are ours
    joined: Any = duckdb.sql(query)
    return joined.to_arrow_table()


def by_row(frame: pl.DataFrame) -> int:
    """Resolve and look up row by row, and return how many rows have a tier."""
    placed = 0
    for text, day in frame.select(COUNTRY, ON).iter_rows():
        years = [e.year for e in TIP.editions if e.released and e.released <= day]
        try:
            placed += bool(years and TIP.tier(text, years[-1]))
        except tipdata.TipdataError:
            continue
    return placed
