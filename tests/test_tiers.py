"""Tiers, their spellings and their codings."""

import copy
import json
import pickle
from collections.abc import Callable
from typing import Any, cast

import pydantic
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipdata.errors import InvalidValueError, UnknownTierError
from tipdata.records.editions import OfficialCounts
from tipdata.tiers import CODINGS, Tier, best_first, levels, read_label, read_tier
from tipdata.typing import Coding, TierCoding

LABELS = {
    Tier.TIER_1: ["Tier 1", "1", "T1", "tier1", "TIER 1", " Tier 1 ", "Tier-1", "Tier One"],
    Tier.TIER_2: ["Tier 2", "2", "T2", "tier2", "Tier 2    ", "Tier Two"],
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
        "Tier Two Watch List",
        "WL",
    ],
    Tier.TIER_3: ["Tier 3", "3", "T3", "tier3", "tier three"],
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
        ("Tier 4", None),
        ("Tier 22", None),
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


def test_a_label_is_read_up_to_sixty_characters() -> None:
    """Sixty characters are read, blanks among them, and one more is not."""
    assert Tier.parse("Tier 2".center(60)) is Tier.TIER_2
    with pytest.raises(UnknownTierError):
        Tier.parse("Tier 2".center(61))


def test_a_file_has_labels_alone_and_another_spelling_names_its_label() -> None:
    """Only the five labels are read, anything else is refused, with the label that it may mean."""
    assert [read_label(tier.value) for tier in Tier] == list(Tier)
    nearest = {"2WL": "Tier 2 Watch List", "tier 1": "Tier 1", "Teir 3": "Tier 3", "Tier 4": None}
    for text, label in (*nearest.items(), (2, None), (None, None)):
        with pytest.raises(UnknownTierError) as caught:
            read_label(text)
        assert caught.value.nearest == label
    with pytest.raises(UnknownTierError):
        read_label(["Tier 2"])


def test_a_tier_has_one_schema_of_the_five_labels() -> None:
    """In a model of pydantic a tier is a component of its own, with every label that files have."""
    model = pydantic.create_model("Model", one=(Tier, ...), other=(Tier, ...))
    schema = model.model_json_schema()
    assert list(schema["$defs"]) == ["Tier"]
    assert schema["$defs"]["Tier"]["description"].endswith(" by the label that the report prints.")
    assert schema["$defs"]["Tier"]["enum"] == [tier.value for tier in Tier]


@pytest.mark.parametrize("code", [None, "2", "Tier 2", True, [2], 2 + 0j])
@pytest.mark.parametrize("coding", ["ordinal", "three", "binary", "kelley", "frank"])
def test_what_is_no_number_is_on_no_scale(code: object, coding: TierCoding) -> None:
    """Nothing but a number is decoded: least of all `None`, which special cases are coded as."""
    with pytest.raises(InvalidValueError, match=f"tier: expected a number of the {coding} coding"):
        Tier.decoded(code, coding)


def test_ranks_go_from_best_to_worst() -> None:
    """Ranks are 1 to 4, best first, and a special case has none."""
    assert [tier.rank for tier in best_first()] == [1, 2, 3, 4, None]
    assert best_first([Tier.SPECIAL_CASE, Tier.TIER_3]) == [Tier.TIER_3, Tier.SPECIAL_CASE]
    assert best_first(set()) == []


def test_a_tier_is_its_label() -> None:
    """A tier equals its label, hashes, formats and is written as it, and nothing else is equal."""
    for tier in Tier:
        label = tier.value
        assert type(label) is str
        assert (tier, hash(tier)) == (label, hash(label))
        assert (str(tier), f"{tier:>20}", f"%{tier}") == (label, label.rjust(20), "%" + label)
        assert {tier: 1}[label] == {label: 1}[tier] == 1  # type: ignore[index]
        assert (tier == tier.name, tier == tier.short) == (False, False)
        assert json.loads(json.dumps({tier: tier}, sort_keys=True)) == {label: label}
    assert Tier.__hash__ is str.__hash__


def test_a_tier_matches_as_its_label() -> None:
    """A member in a pattern takes its label, and a label in a pattern its member."""
    for tier in (Tier.TIER_3, "Tier 3"):
        match tier:
            case Tier.TIER_3:
                found = "member"
            case _:
                found = ""
        assert found == "member"
    match Tier.parse("SC"):
        case "Special Case":
            found = "label"
        case _:
            found = ""
    assert found == "label"


@given(st.lists(st.sampled_from(Tier)), st.sampled_from(Tier), st.sampled_from(Tier))
def test_there_is_one_order_that_of_the_labels(tiers: list[Tier], one: Tier, other: Tier) -> None:
    """Tiers are defined, sorted and compared as their labels are, mixed with labels too."""
    labels = [tier.value for tier in Tier]
    assert labels == sorted(labels)
    mixed = [tier if number % 2 else tier.value for number, tier in enumerate(tiers)]
    assert sorted(tiers) == sorted(mixed) == sorted(map(str, tiers))
    assert (one < other) is (one.value < other.value) is (labels.index(one) < labels.index(other))
    assert [tier for tier in Tier if tier > Tier.TIER_2] == [
        tier for tier in Tier if Tier.TIER_2.better_than(tier)
    ]


@pytest.mark.parametrize(
    "read", [Tier.parse, read_tier, Tier.TIER_1.better_than, OfficialCounts().of]
)
def test_every_door_reads_a_tier_alike(read: Callable[[Any], object]) -> None:
    """A tier argument is a tier or a spelling of one, and anything else is refused as no tier."""
    for tier, labels in LABELS.items():
        for label in labels:
            assert read(label) == read(tier)
    for wrong in (3, 2.5, None, True, b"Tier 2", ["Tier 2"], "Teir 2", "2.5"):
        with pytest.raises(UnknownTierError, match="expected 'Tier 1', 'Tier 2', "):
            read(wrong)


@pytest.mark.parametrize(
    ("number", "hint"),
    [
        ("2.5", "; for a number of the coding 'kelley', use Tier.decoded(2.5, 'kelley')"),
        (2.5, "; for a number of the coding 'kelley', use Tier.decoded(2.5, 'kelley')"),
        (" 555 ", "; for a number of the coding 'kelley', use Tier.decoded(555, 'kelley')"),
        (666, "; for a number of the coding 'kelley', use Tier.decoded(666, 'kelley')"),
        ("4", "; for a number of the coding 'ordinal', use Tier.decoded(4, 'ordinal')"),
        (
            3,
            "; for a number, use Tier.decoded(3, coding) with one of 'ordinal', 'three', 'kelley', 'frank'",
        ),
        ("22", ""),
        (True, ""),
        ("nan", ""),
    ],
)
def test_a_number_is_told_its_codings_and_no_label(number: object, hint: str) -> None:
    """A number is refused with the codings that have it, and never with the label of its digits."""
    with pytest.raises(UnknownTierError) as caught:
        Tier.parse(number)
    assert str(caught.value).endswith(f"or 'Special Case'{hint}")
    assert caught.value.nearest is None
    for coding in caught.value.codings:
        numbers = {tier.coded(cast("TierCoding", coding)) for tier in Tier} | {555}
        assert float(str(number)) in numbers


def test_codings_are_as_documented() -> None:
    """Each coding gives the numbers that the literature uses, lower being better."""
    codes: dict[TierCoding, list[float | None]] = {
        "ordinal": [1, 2, 3, 4, None],
        "three": [1, 2, 2, 3, None],
        "binary": [1, 2, 2, 2, None],
        "kelley": [1, 2, 2.5, 3, 666],
        "frank": [1, 2, 2, 3, None],
    }
    for coding, expected in codes.items():
        assert [tier.coded(coding) for tier in best_first()] == expected


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
        lambda: levels("likert"),  # type: ignore[arg-type]
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


def test_tiers_survive_copies() -> None:
    """A copied or pickled tier is the same object with the same hash."""
    for tier in Tier:
        for twin in (copy.deepcopy(tier), pickle.loads(pickle.dumps(tier))):  # noqa: S301
            assert twin is tier
            assert hash(twin) == hash(tier)
