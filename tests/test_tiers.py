"""Tiers, their spellings and their codings."""

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipdata.errors import InvalidValueError, UnknownTierError
from tipdata.tiers import CODINGS, Tier
from tipdata.typing import Coding, TierCoding

LABELS = {
    Tier.TIER_1: ["Tier 1", "1", "T1", "tier1", "TIER 1", " Tier 1 ", "Tier-1"],
    Tier.TIER_2: ["Tier 2", "2", "T2", "tier2", "Tier 2    "],
    Tier.TIER_2_WATCH_LIST: [
        "Tier 2 Watch List",
        "2WL",
        "Tier 2 Watchlist",
        "T2WL",
        "Tier 2 (Watch List)",
        "tier 2 watch list",
        "2W",
        "Watch List",
        "Watchlist    ",
        "Tier 2WL",
        "Tier 2 WL",
    ],
    Tier.TIER_3: ["Tier 3", "3", "T3", "tier3"],
    Tier.SPECIAL_CASE: ["Special Case", "special case", "SC", "Special Cases", "special"],
}


def test_every_label_people_write_is_read() -> None:
    """What people write for a tier is read as that tier, and nothing else is."""
    for tier, labels in LABELS.items():
        for label in labels:
            assert Tier.parse(label) is tier


def test_parse_and_str_are_inverses() -> None:
    """A tier's own label and its short form read back as the tier."""
    for tier in Tier:
        assert Tier.parse(str(tier)) is tier
        assert Tier.parse(tier.short) is tier
        assert Tier.parse(tier) is tier


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("Tier 2 Wach List", "Tier 2 Watch List"),
        ("Teir 3", "Tier 3"),
        ("specal case", "Special Case"),
        ("", None),
    ],
)
def test_an_unknown_label_names_the_nearest(text: str, nearest: str | None) -> None:
    """A text that is no tier is refused, with the label that comes nearest."""
    with pytest.raises(UnknownTierError) as caught:
        Tier.parse(text)
    assert caught.value == UnknownTierError(text, nearest)
    assert repr(text) in str(caught.value)
    assert (f"did you mean {nearest!r}" in str(caught.value)) is (nearest is not None)


@pytest.mark.parametrize(
    "value", [None, 2, 2.5, True, b"Tier 2", ["Tier 2"], "4", "Tier 4", "x" * 10**7, "\ud800"]
)
def test_what_is_no_label_is_refused(value: object) -> None:
    """A number, nothing, bytes, a huge text and a lone surrogate are no tiers."""
    with pytest.raises(UnknownTierError) as caught:
        Tier.parse(value)
    assert len(str(caught.value)) < 300


def test_ranks_go_from_best_to_worst() -> None:
    """Ranks are 1 to 4, best first, and a special case has none."""
    assert [tier.rank for tier in Tier] == [1, 2, 3, 4, None]


def test_codings_are_as_documented() -> None:
    """Each coding gives the numbers that the literature uses, lower being better."""
    codes: dict[TierCoding, list[float | None]] = {
        "ordinal": [1, 2, 3, 4, None],
        "three": [1, 2, 2, 3, None],
        "binary": [1, 2, 2, 2, None],
        "kelley": [1, 2, 2.5, 3, 666],
    }
    for coding, expected in codes.items():
        assert [tier.coded(coding) for tier in Tier] == expected


@pytest.mark.parametrize("coding", ["ordinal", "kelley"])
def test_a_coding_that_tells_tiers_apart_reads_back(coding: TierCoding) -> None:
    """Decoding undoes coding where no two tiers share a number."""
    for tier in Tier:
        code = tier.coded(coding)
        if code is not None:
            assert Tier.decoded(code, coding) is tier


def test_not_in_report_is_no_tier() -> None:
    """Kelley and Simmons' 555 is no tier, and only there."""
    assert Tier.decoded(555, "kelley") is None
    with pytest.raises(InvalidValueError, match="one of 1, 2, 3, 4 of the ordinal coding"):
        Tier.decoded(555)


@pytest.mark.parametrize(
    ("code", "coding"),
    [(2, "three"), (2, "binary"), (2.5, "ordinal"), (True, "kelley"), (float("nan"), "kelley")],
)
def test_a_number_that_is_not_one_tier_is_refused(code: float, coding: TierCoding) -> None:
    """A number that stands for no tier or for several is refused."""
    with pytest.raises(InvalidValueError):
        Tier.decoded(code, coding)


def test_an_unknown_coding_is_refused() -> None:
    """A coding that does not exist is refused by name."""
    for ask in (
        lambda: Tier.TIER_1.coded("likert"),  # type: ignore[arg-type]
        lambda: Tier.decoded(1, "likert"),  # type: ignore[arg-type]
        lambda: Tier.TIER_1.better_than(Tier.TIER_2, coding="kelley"),  # type: ignore[arg-type]
    ):
        with pytest.raises(InvalidValueError, match="'ordinal', 'three', 'binary'"):
            ask()


@given(st.sampled_from(Tier), st.sampled_from(Tier), st.sampled_from(CODINGS))
def test_better_is_a_strict_order_without_special_cases(a: Tier, b: Tier, coding: Coding) -> None:
    """At most one of two tiers is better, as the coded numbers say."""
    one, other = a.coded(coding), b.coded(coding)
    assert not (a.better_than(b, coding=coding) and b.better_than(a, coding=coding))
    expected = one is not None and other is not None and one < other
    assert a.better_than(b, coding=coding) is expected


def test_tiers_have_no_less_than() -> None:
    """Tiers cannot be compared with <, which would mean two things."""
    with pytest.raises(TypeError):
        Tier.TIER_1 < Tier.TIER_2  # type: ignore[operator]  # noqa: B015


def test_tiers_survive_copies() -> None:
    """A copied or pickled tier is the same object with the same hash."""
    for tier in Tier:
        for twin in (copy.deepcopy(tier), pickle.loads(pickle.dumps(tier))):  # noqa: S301
            assert twin is tier
            assert hash(twin) == hash(tier)
