"""Wrong values for each kind of parameter, and other ways to write a right one."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

import tipdata
from doors import Parameter
from tipdata import Tier

__all__ = ["ODD", "other_ways", "wrong_values"]

ODD: tuple[Any, ...] = (5, True, None, "", "\0", b"x", [], {}, object(), [[]], 2.5)
"""What may be given for a parameter of any kind."""

_TYPES: tuple[Any, ...] = (object(), {}, [[]], b"2021", 2.5)
_WRONG: Mapping[str, tuple[Any, ...]] = {
    "year": ("2021", "x", "", True, 2021.0, [], 0, -1, 10**9, *_TYPES),
    "count": ("5", True, 1.0, 0, -1, [], *_TYPES),
    "country": ("Atlantis", "Kazakstan", "", 5, True, [], *_TYPES),
    "tier": ("Tier 4", "Tier 2.5", "", 3, True, [], *_TYPES),
    "function": ("upgrade", 5, True, [], *_TYPES),
    "flag": ("yes", 1, 2, "", [], *_TYPES),
    "path": ("", "a\0b", "\ud800.json", 5, True, [], *_TYPES),
    "time": ("2021-07-01", True, [], *_TYPES),
    "record": ("tip", 5, True, [], *_TYPES),
    "dataset": ("story", 5, True, [], *_TYPES),
    "id": ("nobody", "", 5, True, [], *_TYPES),
    "code": ("XX", "Kazakhstn", "", 5, True, [], *_TYPES),
    "class": ("xyzzy", int, "", 5, True, [], *_TYPES),
    "limits": ("x", 5, True, [], {"size": 5}, *_TYPES),
    "registry": ("x", 5, True, [], *_TYPES),
    "series": ("KGZ", 5, True, [], [5], *_TYPES),
    "records": ("ann", 5, True, [5], *_TYPES),
    "history": ("KGZ", 5, True, [], {"2021": Tier.TIER_1}, {2021: "Tier 4"}, *_TYPES[2:]),
}


def _wrong_words(words: Sequence[str]) -> tuple[Any, ...]:
    near = [word.swapcase() for word in words if word and word.swapcase() not in words]
    return ("xyzzy", *near[:1], f"{words[0]}s", 5, True, [], *_TYPES)


def wrong_values(parameter: Parameter) -> Iterator[Any]:
    """Yield values that a parameter can never hold."""
    known = {**_WRONG, "word": _wrong_words(parameter.words)} if parameter.words else _WRONG
    one = known[parameter.kind]
    if not parameter.optional:
        yield None
    if parameter.several:
        yield from (5.5, object(), *(() if parameter.kind == "records" else ({},)))
        yield from ([value] for value in one if parameter.kind != "records" or value != [])
        if parameter.kind in ("country", "word", "tier"):
            yield from (value for value in one if isinstance(value, str) and value)
    else:
        yield from one


def other_ways(parameter: Parameter, right: Any) -> Iterator[Any]:
    """Yield other values that mean the same as the right one."""
    if not parameter.several:
        yield from _others(parameter, right)
    elif parameter.kind in ("year", "country", "tier", "word", "series"):
        several = list(right)
        yield from (several, tuple(several), iter(several), dict.fromkeys(several).keys())
        for ways in zip(*(_others(parameter, one) for one in several), strict=True):
            yield list(ways)
        if len(several) == 1:
            yield several[0]


def _others(parameter: Parameter, right: Any) -> Iterator[Any]:
    if parameter.kind in ("year", "count"):
        yield from (np.int64(right), np.int16(right), np.uint32(right), pd.Series([right]).iloc[0])
        yield np.array(right)
    elif parameter.kind == "country":
        country = tipdata.countries.resolve(right)
        yield from (country, country.alpha_3, country.alpha_2, country.name, country.report_name)
        yield from (country.alpha_3.lower(), f" {country.name} ")
    elif parameter.kind == "tier":
        yield from (right, right.value, right.short)
    elif parameter.kind == "history":
        yield from (tipdata.analysis.history.History(right), {y: t.value for y, t in right.items()})
        yield {np.int64(y): t for y, t in right.items()}
