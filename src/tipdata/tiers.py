"""The report's tiers and the scales on which research codes them.

"Tier 1" to "Tier 3" and "Tier 2 Watch List" are labels of the report; the
statute (22 U.S.C. 7107(b)) speaks of lists. "Special Case" is a practice of the
report that the statute does not mention.
"""

import enum
import functools
from collections.abc import Collection
from typing import Any, TypeVar, get_args

from tipdata._integers import read_integer
from tipdata._pydantic import written_as_text
from tipdata.errors import InvalidValueError, UnknownTierError, nearest
from tipdata.typing import Coding, TierCoding

__all__ = ["CODINGS", "KELLEY_ABSENT", "Tier", "best_first", "levels", "read_tier"]

CODINGS: tuple[Coding, ...] = get_args(Coding)
_TIER_CODINGS: tuple[TierCoding, ...] = get_args(TierCoding)


class Tier(enum.StrEnum):
    """The placement of a country by an edition of the report, in the report's own words.

    A tier is its label, a string: `Tier.TIER_3 == "Tier 3"`. Tiers sort as their
    labels do, special cases first, which says nothing of better and worse; ask
    `better_than` or `rank`.

    >>> Tier.parse("2WL")
    <Tier.TIER_2_WATCH_LIST: 'Tier 2 Watch List'>
    >>> sorted(["Tier 3", Tier.TIER_1, "Special Case"]) == ["Special Case", "Tier 1", "Tier 3"]
    True
    """

    __get_pydantic_core_schema__ = written_as_text(
        "unknown-tier", lambda _, text: read_label(text), lambda: TIER_SCHEMA, is_named=True
    )

    # In the order of the labels, so that every library sorts them alike.
    SPECIAL_CASE = "Special Case"
    TIER_1 = "Tier 1"
    TIER_2 = "Tier 2"
    TIER_2_WATCH_LIST = "Tier 2 Watch List"
    TIER_3 = "Tier 3"

    @property
    def rank(self) -> int | None:
        """The rank of the tier from 1, the best, to 4; `None` for a special case.

        >>> Tier.TIER_2_WATCH_LIST.rank
        3
        """
        return _RANK[self]

    @property
    def short(self) -> str:
        """The label as tables print it.

        >>> Tier.TIER_2_WATCH_LIST.short
        '2WL'
        """
        return _SHORT[self]

    def coded(self, coding: TierCoding = "ordinal") -> float | None:
        """Return the tier as a number on a scale; lower is better.

        On `binary`, 1 meets the minimum standards and 2 does not. A special
        case is `None`, except on `kelley`, where it is 666.

        Raises:
            InvalidValueError: The coding is unknown.

        >>> [tier.coded("kelley") for tier in Tier]
        [666, 1, 2, 2.5, 3]
        """
        if coding not in _TIER_CODINGS:
            raise InvalidValueError.unknown_word("coding", coding, _TIER_CODINGS)
        return RANKS[coding][self]

    @classmethod
    def decoded(cls, code: object, coding: TierCoding = "ordinal") -> "Tier | None":
        """Return the tier that a number on a scale stands for.

        Kelley and Simmons' 555, not in the report, gives `None`.

        Raises:
            InvalidValueError: The coding is unknown, the number is not on it,
                or it stands for several tiers (2 on `three`, `binary` and
                `frank`).

        >>> Tier.decoded(2.5, "kelley")
        <Tier.TIER_2_WATCH_LIST: 'Tier 2 Watch List'>
        """
        tiers = cls.meant_by(code, coding)
        if len(tiers) > 1:
            expected = _expected_numbers(coding, "; that number stands for several tiers")
            raise InvalidValueError("tier", code, expected)
        return tiers[0] if tiers else None

    @classmethod
    def meant_by(cls, code: object, coding: TierCoding) -> "tuple[Tier, ...]":
        """Return all tiers that a number on a scale may stand for.

        Kelley and Simmons' 555, not in the report, gives an empty tuple.

        Raises:
            InvalidValueError: The coding is unknown, or the number is not on it.

        >>> [tier.value for tier in Tier.meant_by(2, "frank")]
        ['Tier 2', 'Tier 2 Watch List']
        """
        if coding not in _TIER_CODINGS:
            raise InvalidValueError.unknown_word("coding", coding, _TIER_CODINGS)
        number = code if isinstance(code, float) else read_integer(code)
        if number is None:
            raise InvalidValueError("tier", code, f"a number of the {coding} coding")
        tiers = tuple(tier for tier in cls if RANKS[coding][tier] == number)
        if not _is_on(coding, number):
            raise InvalidValueError("tier", code, _expected_numbers(coding))
        return tiers

    def better_than(self, other: "Tier | str", *, coding: Coding = "ordinal") -> bool:
        """Return whether this tier is better; false both ways for a special case.

        Raises:
            InvalidValueError: The coding is unknown.
            UnknownTierError: `other` is not a tier.

        >>> Tier.TIER_2.better_than(Tier.TIER_2_WATCH_LIST)
        True
        >>> Tier.TIER_2.better_than("Tier 2 Watch List", coding="three")
        False
        """
        if coding not in CODINGS:
            raise InvalidValueError.unknown_word("coding", coding, CODINGS)
        mine, others = RANKS[coding][self], RANKS[coding][read_tier(other)]
        return mine is not None and others is not None and mine < others

    @classmethod
    def parse(cls, text: object) -> "Tier":
        """Return the tier that a string names, as people write it.

        Case, spaces, hyphens and brackets do not matter. For numbers of a
        coding, use `decoded`.

        Raises:
            UnknownTierError: The string names no tier; the error has the nearest
                label, or the codings that have the number.

        >>> Tier.parse("Tier 2 (Watch List)") is Tier.parse("T2WL")
        True
        """
        if isinstance(text, cls):
            return text
        if not isinstance(text, str) or len(text) > _LONGEST:
            raise UnknownTierError(text, None, *_codings_of(text))
        tier = _SPELLINGS.get(_fold(text))
        if tier is None:
            raise _unknown(text)
        return tier


TIER_SCHEMA: dict[str, Any] = {
    "enum": [tier.value for tier in Tier],
    "description": "A tier, by the label that the report prints.",
}
TIERS: dict[str, Tier] = {tier.value: tier for tier in Tier}

_V = TypeVar("_V")
_LONGEST = 60
KELLEY_ABSENT = 555
_BEST_FIRST = (Tier.TIER_1, Tier.TIER_2, Tier.TIER_2_WATCH_LIST, Tier.TIER_3, Tier.SPECIAL_CASE)
_NUMBERS: dict[TierCoding, tuple[float | None, ...]] = {
    "ordinal": (1, 2, 3, 4, None),
    "three": (1, 2, 2, 3, None),
    "binary": (1, 2, 2, 2, None),
    "kelley": (1, 2, 2.5, 3, 666),
    "frank": (1, 2, 2, 3, None),
}


def _by_label(best_first: Collection[_V]) -> dict[Tier, _V]:
    """Return what is listed best first by tier, in the order of the labels."""
    known = dict(zip(_BEST_FIRST, best_first, strict=True))
    return {tier: known[tier] for tier in Tier}


RANKS = {coding: _by_label(numbers) for coding, numbers in _NUMBERS.items()}
"""The numbers of the tiers on each coding, lower for better, for many fast look-ups."""

_RANK: dict[Tier, int | None] = _by_label((1, 2, 3, 4, None))
_SHORT = _by_label(("1", "2", "2WL", "3", "SC"))
_IN_WORDS = ("one", "two", "three")
_SPELLINGS = {
    **{f"{prefix}{n}": Tier[f"TIER_{n}"] for n in "123" for prefix in ("", "t", "tier")},
    **{f"tier{word}": Tier[f"TIER_{n}"] for n, word in enumerate(_IN_WORDS, 1)},
    **{
        prefix + suffix: Tier.TIER_2_WATCH_LIST
        for prefix in ("2", "t2", "tier2", "tiertwo")
        for suffix in ("wl", "w", "watchlist", "watch")
    },
    **dict.fromkeys(("watchlist", "wl"), Tier.TIER_2_WATCH_LIST),
    **dict.fromkeys(("specialcase", "specialcases", "special", "sc"), Tier.SPECIAL_CASE),
}


def _fold(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _expected_numbers(coding: TierCoding, remark: str = "") -> str:
    known = sorted({n for n in RANKS[coding].values() if n is not None})
    return f"one of {', '.join(f'{n:g}' for n in known)} of the {coding} coding{remark}"


def _unknown(text: str) -> UnknownTierError:
    """Return the error of a string that names no tier."""
    try:
        number = float(text)
    except ValueError:
        return UnknownTierError(text, functools.partial(_nearest_to, text))
    # 2.5 is the Watch List to some.
    return UnknownTierError(text, None, *_codings_of(number))


def _nearest_to(text: str) -> str | None:
    """Return the label whose spelling is nearest, or `None`."""
    folded = _fold(text)
    # The label with the nearest digit would be a guess.
    near = nearest(folded, [one for one in _SPELLINGS if _digits(one) == _digits(folded)])
    return _SPELLINGS[near].value if near else None


def _codings_of(number: object) -> tuple[TierCoding, ...]:
    """Return the codings that have a number."""
    if isinstance(number, bool) or not isinstance(number, (int, float)):
        return ()
    return tuple(coding for coding in _NUMBERS if _is_on(coding, number))


def _is_on(coding: TierCoding, number: float) -> bool:
    return number in _NUMBERS[coding] or (coding == "kelley" and number == KELLEY_ABSENT)


def read_tier(tier: Tier | str) -> Tier:
    """Return the tier that an argument gives: a tier, or a string that `Tier.parse` reads.

    Raises:
        UnknownTierError: It is anything else.

    >>> read_tier("Tier 3") is read_tier("T3") is Tier.TIER_3
    True
    """
    return tier if type(tier) is Tier else Tier.parse(tier)


def read_label(text: object) -> Tier:
    """Return the tier that has a label, written as the report prints it: as files have it.

    Raises:
        UnknownTierError: It is not a label; the error has the nearest one.

    >>> read_label("Tier 3") is Tier.TIER_3
    True
    """
    try:
        return TIERS[text]  # type: ignore[index]  # whether it is a string is what is found out
    except (KeyError, TypeError):
        raise UnknownTierError(text, functools.partial(_nearest_label, text)) from None


def _nearest_label(text: object) -> str | None:
    try:
        return Tier.parse(text).value
    except UnknownTierError as error:
        return error.nearest


def best_first(tiers: Collection[Tier] = _BEST_FIRST) -> list[Tier]:
    """Return tiers, by default all, as they are printed: the best first and special cases last.

    >>> [tier.short for tier in best_first()]
    ['1', '2', '2WL', '3', 'SC']
    """
    return [tier for tier in _BEST_FIRST if tier in tiers]


def levels(coding: Coding = "ordinal") -> tuple[tuple[Tier, ...], ...]:
    """Return the steps of a scale, each with its tiers, in the order of the labels.

    Raises:
        InvalidValueError: The coding is unknown.

    >>> [[tier.short for tier in level] for level in levels("three")]
    [['SC'], ['1'], ['2', '2WL'], ['3']]
    """
    if coding not in CODINGS:
        raise InvalidValueError.unknown_word("coding", coding, CODINGS)
    return _levels(coding)


@functools.cache
def _levels(coding: Coding) -> tuple[tuple[Tier, ...], ...]:
    steps: dict[float | None, tuple[Tier, ...]] = {}
    for tier, rank in RANKS[coding].items():
        steps[rank] = (*steps.get(rank, ()), tier)
    return tuple(steps.values())


def __dir__() -> list[str]:
    return __all__
