"""The report's tiers and the scales on which research codes them.

"Tier 1" to "Tier 3" and "Tier 2 Watch List" are labels of the report; the
statute (22 U.S.C. 7107(b)) speaks of lists. "Special Case" is a practice of the
report that the statute does not mention.
"""

import enum
import functools
from typing import TYPE_CHECKING, get_args

from tipdata.errors import InvalidValueError, UnknownTierError, nearest
from tipdata.typing import Coding, TierCoding

__all__ = ["CODINGS", "KELLEY_ABSENT", "Tier", "best_first", "levels"]

CODINGS: tuple[Coding, ...] = get_args(Coding)


class Tier(enum.Enum):
    """The placement of a country by an edition of the report, in the report's own words.

    Tiers have no `<`, since "greater" could mean better or worse; use `better_than`.

    >>> Tier.parse("2WL")
    <Tier.TIER_2_WATCH_LIST: 'Tier 2 Watch List'>
    """

    TIER_1 = "Tier 1"
    TIER_2 = "Tier 2"
    TIER_2_WATCH_LIST = "Tier 2 Watch List"
    TIER_3 = "Tier 3"
    SPECIAL_CASE = "Special Case"

    # Enum hashes the member's name in Python on every look-up. Members are
    # singletons, also after pickling, so their identity is enough.
    if not TYPE_CHECKING:
        __hash__ = object.__hash__

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
        [1, 2, 2.5, 3, 666]
        """
        if coding not in _RANKS:
            raise InvalidValueError.unknown_word("coding", coding, get_args(TierCoding))
        return _RANKS[coding][self]

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
        """Return all tiers that a number on a scale may stand for, best first.

        Kelley and Simmons' 555, not in the report, gives an empty tuple.

        Raises:
            InvalidValueError: The coding is unknown, or the number is not on it.

        >>> [tier.value for tier in Tier.meant_by(2, "frank")]
        ['Tier 2', 'Tier 2 Watch List']
        """
        if coding not in _RANKS:
            raise InvalidValueError.unknown_word("coding", coding, get_args(TierCoding))
        if isinstance(code, bool) or not isinstance(code, (int, float)):
            raise InvalidValueError("tier", code, f"a number of the {coding} coding")
        tiers = tuple(tier for tier in cls if _RANKS[coding][tier] == code)
        if not tiers and not (coding == "kelley" and code == KELLEY_ABSENT):
            raise InvalidValueError("tier", code, _expected_numbers(coding))
        return tiers

    def better_than(self, other: "Tier", *, coding: Coding = "ordinal") -> bool:
        """Return whether this tier is better; false both ways for a special case.

        Raises:
            InvalidValueError: The coding is unknown.

        >>> Tier.TIER_2.better_than(Tier.TIER_2_WATCH_LIST)
        True
        >>> Tier.TIER_2.better_than(Tier.TIER_2_WATCH_LIST, coding="three")
        False
        """
        if coding not in CODINGS:
            raise InvalidValueError.unknown_word("coding", coding, CODINGS)
        mine, others = _RANKS[coding][self], _RANKS[coding][other]
        return mine is not None and others is not None and mine < others

    @classmethod
    def parse(cls, text: object) -> "Tier":
        """Return the tier that a string names, as people write it.

        Case, spaces, hyphens and brackets do not matter. For numbers of a
        coding, use `decoded`.

        Raises:
            UnknownTierError: The string names no tier; the error has the nearest label.

        >>> Tier.parse("Tier 2 (Watch List)") is Tier.parse("T2WL")
        True
        """
        if isinstance(text, cls):
            return text
        if not isinstance(text, str) or len(text) > _LONGEST:
            raise UnknownTierError(text)
        try:
            return _SPELLINGS[_fold(text)]
        except KeyError:
            near = nearest(_fold(text), _SPELLINGS)
            label = _SPELLINGS[near].value if near else None
            raise UnknownTierError(text, label) from None

    def __str__(self) -> str:
        return self.value


_LONGEST = 60
KELLEY_ABSENT = 555
_NUMBERS: dict[str, tuple[float | None, ...]] = {
    "ordinal": (1, 2, 3, 4, None),
    "three": (1, 2, 2, 3, None),
    "binary": (1, 2, 2, 2, None),
    "kelley": (1, 2, 2.5, 3, 666),
    "frank": (1, 2, 2, 3, None),
}
_RANKS = {coding: dict(zip(Tier, codes, strict=True)) for coding, codes in _NUMBERS.items()}
_RANK: dict[Tier, int | None] = dict(zip(Tier, (1, 2, 3, 4, None), strict=True))
_SHORT = dict(zip(Tier, ("1", "2", "2WL", "3", "SC"), strict=True))
_SPELLINGS = {
    **{f"{prefix}{n}": Tier[f"TIER_{n}"] for n in "123" for prefix in ("", "t", "tier")},
    **{
        prefix + suffix: Tier.TIER_2_WATCH_LIST
        for prefix in ("2", "t2", "tier2")
        for suffix in ("wl", "w", "watchlist", "watch")
    },
    **dict.fromkeys(("watchlist", "wl"), Tier.TIER_2_WATCH_LIST),
    **dict.fromkeys(("specialcase", "specialcases", "special", "sc"), Tier.SPECIAL_CASE),
}


def _fold(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _expected_numbers(coding: TierCoding, remark: str = "") -> str:
    known = sorted({n for n in _RANKS[coding].values() if n is not None})
    return f"one of {', '.join(f'{n:g}' for n in known)} of the {coding} coding{remark}"


def best_first(tiers: "frozenset[Tier] | set[Tier]") -> list[Tier]:
    """Return tiers in the order of every table, the best first and special cases last."""
    return [tier for tier in Tier if tier in tiers]


@functools.cache
def levels(coding: Coding = "ordinal") -> tuple[tuple[Tier, ...], ...]:
    """Return the steps of a scale, best first, each with its tiers; special cases come last.

    Raises:
        InvalidValueError: The coding is unknown.

    >>> [[tier.short for tier in level] for level in levels("three")]
    [['1'], ['2', '2WL'], ['3'], ['SC']]
    """
    if coding not in CODINGS:
        raise InvalidValueError.unknown_word("coding", coding, CODINGS)
    steps: dict[float | None, tuple[Tier, ...]] = {}
    for tier, rank in _RANKS[coding].items():
        steps[rank] = (*steps.get(rank, ()), tier)
    return tuple(steps.values())


def __dir__() -> list[str]:
    return __all__
