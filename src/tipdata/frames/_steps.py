"""The slot of each row as a sum of comparisons, which every library of narwhals can count.

Slower than a table of slots, it also takes floats, editions that are centuries
apart, and libraries without a fast way to look a row up.
"""

from typing import Any

import narwhals as nw

from tipdata.frames._plan import SLOT, Plan


def add_slots(frame: Any, plan: Plan) -> Any:  # noqa: ANN401 - a frame that narwhals knows
    """Return a frame with the slot of each row in SLOT, counted by the steps of the calendar."""
    return nw.from_native(frame).with_columns(_slot(plan).alias(SLOT)).to_native()


def _slot(plan: Plan) -> nw.Expr:
    slots = plan.calendar
    if plan.reading == "nothing":
        return nw.lit(slots.missing)
    day, missing = nw.col(plan.on), nw.col(plan.on).is_null()
    if plan.reading == "moment":
        day = day.dt.date()  # in its own time zone, or that of the session
    elif plan.reading == "integer":
        day = day.cast(nw.Int64)  # a narrow one cannot be compared with 2001
    elif plan.reading == "fraction":
        day = day.cast(nw.Float64)
    if plan.reading in ("integer", "fraction") and plan.markers.numbers:
        missing = missing | day.cast(nw.Float64).is_in(sorted(plan.markers.numbers))
    slot, before = nw.lit(slots.outside), slots.outside
    for first, number in slots.steps:
        slot = slot + (day >= first).cast(nw.Int32) * (number - before)
        before = number
    if plan.reading == "fraction":
        whole = day.is_in([float(year) for year in slots.years])
        slot = nw.when(whole).then(slot).otherwise(nw.lit(slots.outside))
        missing = missing | day.is_nan()
    return nw.when(missing).then(nw.lit(slots.missing)).otherwise(slot)
