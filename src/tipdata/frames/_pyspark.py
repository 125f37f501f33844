"""The rows of a frame of PySpark: its country, its day, its tier, by broadcast joins."""

from typing import Any

import narwhals as nw

from tipdata._tables.frame_maker import build, engine
from tipdata.frames._plan import ADDED, CELL, GROUP, SLOT, Plan, StringNumbers
from tipdata.frames._steps import add_slots

Native = Any
"""A frame of PySpark."""


def attach(frame: Native, plan: Plan) -> Native:
    """Return a frame with the columns of a plan."""
    functions, table = engine("pyspark", "pyspark.sql.functions"), plan.table
    rows = build(
        {CELL: [*range(len(table))], **table.cells}, "pyspark", categories=table.categories
    )
    return add_cells(frame, plan).join(functions.broadcast(rows), CELL, "left").drop(*ADDED)


def add_cells(frame: Native, plan: Plan) -> Native:
    """Return a frame with the row of the plan's table that each row is given."""
    frame = _number(frame, plan.countries, GROUP)
    frame = _number(frame, plan.strings, SLOT) if plan.strings else add_slots(frame, plan)
    cell = (nw.col(GROUP) + nw.col(SLOT)).alias(CELL)
    return nw.from_native(frame).with_columns(cell).to_native()


def _number(frame: Native, strings: StringNumbers, name: str) -> Native:
    """Return a frame with the number of each string of a column in another."""
    functions = engine("pyspark", "pyspark.sql.functions")
    text, column = f"{name}_text", frame[f"`{strings.column}`"]
    schema = f"{text} string, {name} int"
    names = frame.sparkSession.createDataFrame([*strings.known.items()], schema)
    joined = frame.join(functions.broadcast(names), column == names[text], "left").drop(text)
    other = functions.when(column.isNull(), strings.missing).otherwise(strings.unlisted)
    return joined.withColumn(name, functions.coalesce(functions.col(name), other))
