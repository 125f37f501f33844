"""One law for each kind of parameter, over every public function and method.

`python tests/test_doors.py` prints at how many doors each law holds.
"""

import contextlib
import inspect
import pickle
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import attrs
import numpy as np
import polars as pl
import pytest
from hypothesis.strategies import SearchStrategy
from matplotlib import pyplot
from matplotlib.axes import Axes

import tipdata
from door_examples import EXAMPLES, KYRGYZ, SPELLS, STORY, TIP
from door_values import ODD, other_ways, wrong_values
from doors import DOORS, FREE, Parameter
from tipdata import TipdataError
from tipdata.errors import InvalidValueError, UnknownCountryError

ALL = [(door, parameter) for door, found in DOORS.items() for parameter in found]
KINDED = [(door, parameter) for door, parameter in ALL if parameter.kind != "free"]
OTHERS = [(door, parameter) for door, parameter in ALL if parameter.kind == "free"]
GIVEN = [
    (door, p)
    for door, p in KINDED
    # The fields of records that hold several are tuples.
    if p.name in EXAMPLES[door][1] and not (p.several and inspect.isclass(EXAMPLES[door][0]))
]


def name_of(case: object) -> str | None:
    """Return the name of a door or of a parameter, to select a test by it."""
    return case.name if isinstance(case, Parameter) else str(case).removeprefix("tipdata.")


def call(door: str, parameter: Parameter, value: object) -> object:
    """Call a door with its right arguments but one."""
    function, right = EXAMPLES[door]
    known = inspect.signature(function).parameters
    if parameter.name in known and known[parameter.name].kind is inspect.Parameter.VAR_POSITIONAL:
        return function(value, **right)
    return function(**{**right, parameter.name: value})


def outcome(door: str, parameter: Parameter, value: object) -> object:
    """Return what a door answers, or the error of ours with which it refuses."""
    try:
        return call(door, parameter, value)
    except TipdataError as error:
        str(error)  # the message can be written, whatever was given
        return error
    finally:
        pyplot.close("all")


def same(one: Any, other: Any) -> bool:
    """Return whether two answers are equal; two plots or two strategies are, if both are made."""
    if isinstance(one, pl.DataFrame):
        return one.equals(other)
    if isinstance(one, (Axes, SearchStrategy)):
        return isinstance(other, (Axes, SearchStrategy))
    # A record that holds an integer of numpy is equal, and looks otherwise.
    return bool(one == other) and (not attrs.has(type(one)) or repr(one) == repr(other))


def wrong_outcomes(door: str, parameter: Parameter) -> list[str]:
    """Return the wrong values that a door does not refuse, each with what it answers."""
    found: list[str] = []
    for value in wrong_values(parameter):
        answer = outcome(door, parameter, value)
        if not isinstance(answer, TipdataError):
            found.append(f"{value!r}: {answer!r:.80}")
    return found


def odd_ways(door: str, parameter: Parameter) -> list[str]:
    """Return other ways to write a right value that are answered otherwise."""
    right = EXAMPLES[door][1][parameter.name]
    expected = outcome(door, parameter, right)
    assert not isinstance(expected, TipdataError)
    return [
        f"{way!r}: {answer!r:.80}"
        for way in other_ways(parameter, right)
        if not same(answer := outcome(door, parameter, way), expected)
    ]


def test_every_door_has_an_example() -> None:
    """A new public function needs a right call, with which the laws below can try it."""
    assert EXAMPLES.keys() == DOORS.keys()


@pytest.mark.parametrize(("door", "parameter"), OTHERS, ids=name_of)
def test_every_parameter_has_a_kind_or_a_reason(door: str, parameter: Parameter) -> None:
    """A parameter without a kind is named in `FREE`, with the reason."""
    assert parameter.name in FREE, f"{door}: give {parameter.name!r} a kind, or say why it is free"


@pytest.mark.parametrize(("door", "parameter"), KINDED, ids=name_of)
def test_what_is_not_of_the_kind_is_refused(door: str, parameter: Parameter) -> None:
    """An unknown value is an error of ours, never an empty answer, `None` or Python's error."""
    assert wrong_outcomes(door, parameter) == []


@pytest.mark.parametrize(("door", "parameter"), GIVEN, ids=name_of)
def test_what_means_the_same_gets_the_same_answer(door: str, parameter: Parameter) -> None:
    """Numpy's integers, labels, names of countries, and one for several are read everywhere."""
    assert odd_ways(door, parameter) == []


@pytest.mark.parametrize(("door", "parameter"), OTHERS, ids=name_of)
def test_whatever_is_given_no_exception_of_python_gets_out(door: str, parameter: Parameter) -> None:
    """A free parameter takes what it can, and refuses the rest by an error of ours."""
    allowed = (TypeError,) if door.endswith("json_default") else ()
    for value in ODD:
        if value is not None or not parameter.optional:
            with contextlib.suppress(*allowed):
                outcome(door, parameter, value)


UNKNOWN_YEARS: Mapping[str, Callable[[int], object]] = {
    "edition": TIP.edition,
    "tier": lambda year: TIP.tier("KGZ", year),
    "assessment": lambda year: TIP.assessment("KGZ", year),
    "evidence": lambda year: TIP.evidence("KGZ", year),
    "placements": TIP.placements,
    "changes": TIP.changes,
    "changes since": lambda year: TIP.changes(2021, since=year),
    "outlooks": TIP.outlooks,
    "special_watch_list": TIP.special_watch_list,
    "had_to_leave": TIP.audit_watch_list().had_to_leave,
    "cite": lambda year: TIP.cite(years=year),
    "counts().of": lambda year: TIP.counts().of("all", year),
    "series[]": lambda year: KYRGYZ[year],
    "series.assessment": KYRGYZ.assessment,
    "series.outlook": KYRGYZ.outlook,
    "dataset.edition": STORY.edition,
    "dataset.assessment": lambda year: STORY.assessment("KGZ", year),
}


@pytest.mark.parametrize("year", [1999, 2050])
@pytest.mark.parametrize("door", UNKNOWN_YEARS)
def test_an_edition_that_does_not_exist_is_refused(door: str, year: int) -> None:
    """A year without an edition is an error that names it, not an empty answer."""
    with pytest.raises(TipdataError, match=str(year)):
        UNKNOWN_YEARS[door](year)


def test_a_span_without_an_edition_is_refused() -> None:
    """`since` and `until` may lie outside the record, but some edition is between them."""
    assert TIP.where(since=1990, until=2050) == TIP.where()
    spans: list[dict[str, Any]] = [{"since": 2050}, {"until": 1999}, {"since": 2020, "until": 2010}]
    for wrong in spans:
        with pytest.raises(tipdata.errors.CoverageError, match=r"no edition with (since|until)="):
            TIP.where(**wrong)
        with pytest.raises(tipdata.errors.CoverageError):
            TIP.transitions(**wrong)


@pytest.mark.parametrize("wrong", ["2021", True, 2021.0, None, []])
def test_a_series_has_years_as_keys(wrong: Any) -> None:
    """What is not an integer is refused as a key, also by `in`, `get` and `[]`."""
    year = np.int64(2021)
    assert year in KYRGYZ
    assert KYRGYZ[year] is KYRGYZ.get(year) is KYRGYZ[2021]  # type: ignore[call-overload]
    assert 1999 not in KYRGYZ
    assert KYRGYZ.get(1999) is None
    assert KYRGYZ.get(1999, "none") == "none"
    looks: list[Callable[[], object]] = [
        lambda: wrong in KYRGYZ,
        lambda: KYRGYZ.get(wrong),
        lambda: KYRGYZ[wrong],
        lambda: KYRGYZ.status(wrong),
    ]
    for look in looks:
        with pytest.raises(TipdataError, match="integer"):
            look()


@pytest.mark.parametrize("whole", [TIP, SPELLS], ids=["record", "spells"])
def test_a_country_is_in_what_holds_it(whole: Any) -> None:
    """`in` takes a country as code, name or `Country`, and refuses what is unknown."""
    for known in ("KGZ", "Kyrgyz Republic", tipdata.countries.get("KGZ")):
        assert known in whole
    assert "Andorra" not in whole
    with pytest.raises(UnknownCountryError, match="did you mean 'Kazakhstan'"):
        assert "Kazakstan" in whole
    with pytest.raises(InvalidValueError):
        assert 2021 in whole


@pytest.mark.parametrize(
    "whole",
    [KYRGYZ.spells(), TIP.counts(), TIP.designations(), STORY],
    ids=lambda whole: type(whole).__name__,
)
def test_a_string_is_in_no_result(whole: Any) -> None:
    """`in` finds the items of a result, and refuses a string or a number, which none can be."""
    first = next(iter(whole))
    assert first in whole
    for wrong in ("KGZ", 2021, None):
        with pytest.raises(InvalidValueError):
            assert wrong in whole


def test_a_skipped_country_is_not_an_empty_answer() -> None:
    """A country without a result, because placements are withheld, is an error that says so."""
    weak = TIP.where(tiers="Tier 2").outlooks(2026)
    assert weak.skipped
    with pytest.raises(InvalidValueError, match="withheld"):
        weak.of(weak.skipped[0])
    listed = TIP.where(tiers="Tier 2 Watch List").spells()
    assert listed.find is not None
    with pytest.raises(InvalidValueError, match="leaves out all of this one, got 'Sweden'"):
        listed.of("Sweden")
    again = pickle.loads(pickle.dumps(listed))  # noqa: S301 - our own
    assert again.of("KGZ") == listed.of("KGZ") != ()
    assert TIP.spells().of("Andorra") == ()


def table() -> str:
    """Return the laws by kinds of parameters: where each holds, of how many, with how many calls."""
    lines = [
        f"{'kind':10} {'parameters':>10} {'wrong values':>13} {'refused':>8} {'ways':>6} {'same':>6}"
    ]
    counts: dict[str, Counter[str]] = {}
    for door, parameter in KINDED:
        count = counts.setdefault(parameter.kind, Counter())
        wrong = len(list(wrong_values(parameter)))
        count.update(
            parameters=1, wrong=wrong, refused=wrong - len(wrong_outcomes(door, parameter))
        )
        if (door, parameter) in GIVEN:
            ways = len(list(other_ways(parameter, EXAMPLES[door][1][parameter.name])))
            count.update(ways=ways, same=ways - len(odd_ways(door, parameter)))
    counts["all"] = sum(counts.values(), start=Counter())
    for kind, count in counts.items():
        wrong, refused, ways, alike = (count[n] for n in ("wrong", "refused", "ways", "same"))
        lines.append(
            f"{kind:10} {count['parameters']:10} {wrong:13,} {refused:8,} {ways:6} {alike:6}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
