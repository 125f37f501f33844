"""Pickles hold fields alone, and those of another version are refused, not half read."""

import copy
import pickle
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given

import tipdata
from strategies import records
from tipdata import PartialDate, Period, Tier
from tipdata._pickles import WRITTEN_BY
from tipdata.analysis.series import Series
from tipdata.errors import InvalidValueError, UnknownCountryError

# Written by version 0.1.0: a pickle of each value.
OLD: dict[str, bytes] = pickle.loads(  # noqa: S301 - our own bytes
    Path(__file__).with_name("files").joinpath("version-0.1.0.pickle").read_bytes()
)
READ = {
    "tier": Tier.TIER_2_WATCH_LIST,
    "date": PartialDate(2021, 7),
    "period": Period.parse("2021-07/2021-08"),
    "unknown country": UnknownCountryError("Uzbekstan"),
    "invalid value": InvalidValueError("PartialDate.month", 13, "an integer from 1 to 12", "", ""),
}
"""What means the same in every version, and the value of it."""


@pytest.mark.parametrize("name", OLD)
def test_what_another_version_pickled_is_whole_or_refused(name: str) -> None:
    """A pickle of 0.1.0 gives the value that it was, or an error that says what to do."""
    if name in READ:
        assert pickle.loads(OLD[name]) == READ[name]  # noqa: S301
    else:
        with pytest.raises(pickle.UnpicklingError, match=r"by an older tipdata.*so write a file"):
            pickle.loads(OLD[name])  # noqa: S301


def test_the_version_of_pickles_is_that_of_the_package() -> None:
    """Pickles say the minor version, so that each one refuses those of the others."""
    assert tipdata.__version__.rpartition(".")[0] == WRITTEN_BY


@given(records())
def test_a_record_of_a_later_version_is_refused(record: Any) -> None:
    """A record says which version pickled it, and no other version's fields become a record."""
    state = record.__getstate__()
    assert state[0] == WRITTEN_BY
    for version in ("0.1", "0.3", "1.2"):
        with pytest.raises(pickle.UnpicklingError, match=f"by tipdata {version}, and this is"):
            copy.copy(record).__setstate__((version, state[1]))


def test_a_pickle_holds_no_caches() -> None:
    """A record that has answered takes as many bytes as a fresh one, and answers as it does."""
    tip = tipdata.load()
    fresh = attrs.evolve(tip)
    before = pickle.dumps(fresh)
    answers = [fresh.spells(), fresh.counts(), fresh.outlooks(2026), fresh.evidence("KAZ", 2021)]
    after = pickle.dumps(fresh)
    assert len(after) == len(before)
    again = pickle.loads(after)  # noqa: S301
    assert again == fresh
    assert answers == [
        again.spells(),
        again.counts(),
        again.outlooks(2026),
        again.evidence("KAZ", 2021),
    ]


class Mine(Series):
    """A user's own class of a result."""


def test_a_class_of_a_users_own_keeps_what_it_adds() -> None:
    """The pickle of a subclass of a result that has attributes beside its fields holds these."""
    series = tipdata.load().series("KAZ")
    mine = Mine.__new__(Mine)
    vars(mine).update(vars(series), note="of my own")
    assert vars(pickle.loads(pickle.dumps(mine)))["note"] == "of my own"  # noqa: S301
