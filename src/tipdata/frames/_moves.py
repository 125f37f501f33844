"""Changes and transitions of somebody's own placements, as expressions."""

import itertools
from collections.abc import Sequence
from typing import Any

import narwhals as nw

from tipdata._arguments import check_coding
from tipdata._tables.frame_maker import engine
from tipdata._tables.palette import TIER_LABELS
from tipdata.errors import ColumnError, TipdataError, shorten
from tipdata.frames._native import backend_of, collected, distinct, dtype_of
from tipdata.frames._types import as_categories
from tipdata.problems import FormatError, Problem
from tipdata.tiers import Tier
from tipdata.typing import Coding, TierCoding

__all__ = ["changes", "transitions"]

Native = Any
"""A frame of any library."""

_CATEGORIES = {"before": TIER_LABELS, "after": TIER_LABELS}
_COLUMNS = ("country", "since", "year", "before", "after", "direction", "steps")
_NONE = -1
_ABSENT = ""
"""Stands for no tier, as no label does; it becomes null with the categories."""


def changes(
    frame: Native,
    columns: tuple[str, str, str],
    written: TierCoding | None,
    coding: Coding,
    editions: Sequence[int] | None,
) -> Native:
    """Return one row for each country and step from an edition to the next."""
    check_coding(coding)
    if backend_of(frame) == "dask":
        few = frame[list(columns)].compute()
        return _on_dask(frame, changes(few, columns, written, coding, editions))
    steps = _steps(frame, columns, written, editions)
    ranks = [_rank(side, coding) for side in ("before", "after")]
    both = (ranks[0] != _NONE) & (ranks[1] != _NONE)
    found = steps.with_columns(
        _direction(*ranks).alias("direction"),
        nw.when(both).then(ranks[0] - ranks[1]).alias("steps"),
    )
    return _finished(found.select(*_COLUMNS).sort("country", "since"))


def transitions(
    frame: Native,
    columns: tuple[str, str, str],
    written: TierCoding | None,
    editions: Sequence[int] | None,
) -> Native:
    """Return how many steps lead from each tier to each."""
    if backend_of(frame) == "dask":
        few = frame[list(columns)].compute()
        return _on_dask(frame, transitions(few, columns, written, editions))
    steps = _steps(frame, columns, written, editions)
    pairs = steps.filter(nw.col("before") != _ABSENT, nw.col("after") != _ABSENT)
    counts = pairs.group_by("before", "after").agg(nw.len().alias("steps"))
    places = {label: place for place, label in enumerate(TIER_LABELS)}
    ordered = counts.with_columns(
        nw.col("steps").cast(nw.Int64),
        _coded("before", places).alias("from"),
        _coded("after", places).alias("to"),
    ).sort("from", "to")
    return _finished(ordered.select("before", "after", "steps"))


def _finished(found: Any) -> Native:  # noqa: ANN401 - a narwhals frame
    native = found.to_native()
    if backend_of(native) == "pandas":
        native = native.reset_index(drop=True)
    return as_categories(native, _CATEGORIES)


def _on_dask(frame: Native, found: Native) -> Native:
    # A step joins rows of any two partitions; narwhals, which could say that
    # to Dask, is giving it up.
    return engine("dask", "dask.dataframe").from_pandas(found, npartitions=frame.npartitions)


def _steps(
    frame: Native,
    columns: tuple[str, str, str],
    written: TierCoding | None,
    editions: Sequence[int] | None,
) -> Any:  # noqa: ANN401 - a narwhals frame
    country, year, tier = columns
    dtype_of(frame, country)
    if not dtype_of(frame, year).is_integer():
        reason = f"report years are whole numbers, not {dtype_of(frame, year)}; cast it"
        raise ColumnError(year, reason)
    years = sorted(set(editions or distinct(frame, year)))
    placed = _placed(frame, columns, _labels(frame, tier, written))
    _refuse_twice(placed)
    following = dict(itertools.pairwise(years))
    later = placed.with_columns(
        _coded("year", {b: a for a, b in following.items()}, nw.Int64).alias("since")
    ).filter(nw.col("since") != _NONE)
    earlier = placed.rename({"year": "since", "tier": "before"})
    pairs = later.join(earlier, on=["country", "since"], how="left").with_columns(
        nw.col("before").fill_null(_ABSENT)
    )
    left = (
        placed.rename({"year": "since", "tier": "before"})
        .with_columns(_coded("since", following, nw.Int64).alias("year"))
        .filter(nw.col("year") != _NONE)
        .join(placed, on=["country", "year"], how="anti")
        .with_columns(nw.lit(_ABSENT).alias("after"))
    )
    order = ["country", "since", "year", "before", "after"]
    parts = [pairs.rename({"tier": "after"}).select(*order), left.select(*order)]
    # Empty ones have lost their types in some libraries.
    filled = [part for part in parts if not (hasattr(part, "is_empty") and part.is_empty())]
    return nw.concat(filled or parts[:1])


def _placed(frame: Native, columns: tuple[str, str, str], labels: dict[object, str]) -> Any:  # noqa: ANN401
    country, year, tier = columns
    given = nw.col(tier)
    if dtype_of(frame, tier) == nw.String:
        given = given.cast(nw.String)
    label = given.replace_strict(labels, default=_ABSENT, return_dtype=nw.String)
    return (
        nw.from_native(frame)
        .select(
            nw.col(country).alias("country"),
            nw.col(year).cast(nw.Int64).alias("year"),
            label.alias("tier"),
        )
        .filter(nw.col("tier") != _ABSENT, ~nw.col("country").is_null())
    )


def _labels(frame: Native, tier: str, written: TierCoding | None) -> dict[object, str]:
    """Return the label of each value of the tier column, each read once."""
    dtype_of(frame, tier)
    labels: dict[object, str] = {}
    problems: list[Problem] = []
    for value in distinct(frame, tier):
        try:
            found = Tier.parse(value) if written is None else Tier.decoded(value, written)
        except TipdataError as error:
            problems.append(
                Problem(code="unknown-tier", message=str(error), path=tier, column=tier)
            )
        else:
            labels[value] = found.value if found else _ABSENT
    if problems:
        raise FormatError(tuple(problems[:1000]), max(0, len(problems) - 1000))
    return labels


def _refuse_twice(placed: Any) -> None:  # noqa: ANN401
    counts = placed.group_by("country", "year").agg(nw.len().alias("n")).filter(nw.col("n") > 1)
    twice = collected(counts.sort("country", "year").head(1000))
    problems = [
        Problem(
            code="duplicate-placement",
            message=f"{shorten(country)} {year} is there {n} times",
            expected="one row for each country and year",
        )
        for country, year, n in twice.iter_rows()
    ]
    if problems:
        raise FormatError(tuple(problems))


def _coded(column: str, codes: dict[Any, Any], dtype: Any = nw.Int64) -> nw.Expr:  # noqa: ANN401
    # One entry at least: an empty mapping has no type.
    known = codes or {next(iter(TIER_LABELS)) if column in _CATEGORIES else _NONE: _NONE}
    return nw.col(column).replace_strict(known, default=_NONE, return_dtype=dtype)


def _rank(side: str, coding: Coding) -> nw.Expr:
    ranks = {tier.value: tier.coded(coding) for tier in Tier}
    return _coded(side, {label: int(rank) for label, rank in ranks.items() if rank is not None})


def _direction(before: nw.Expr, after: nw.Expr) -> nw.Expr:
    special = Tier.SPECIAL_CASE.value
    one, other = nw.col("before"), nw.col("after")
    found = nw.lit("unchanged")
    for condition, word in (
        (before > after, "upgrade"),
        (before < after, "downgrade"),
        (one == special, "from_special_case"),
        (other == special, "to_special_case"),
        (one == other, "unchanged"),
        (other == _ABSENT, "left"),
        (one == _ABSENT, "entered"),
    ):
        found = nw.when(condition).then(nw.lit(word)).otherwise(found)
    return found
