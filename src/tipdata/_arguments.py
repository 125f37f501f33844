"""How an argument is read: a word of a small vocabulary, a coding, one or several of a kind.

Every public function that takes such an argument reads it here, so that the
same value means the same everywhere, and is refused in the same words.
"""

from collections.abc import Collection
from typing import TypeVar, get_args

from tipdata.errors import InvalidValueError
from tipdata.tiers import CODINGS
from tipdata.typing import Coding, Gap

__all__ = ["check_coding", "check_gap", "read_word"]

_W = TypeVar("_W", bound=str)


def read_word(field: str, value: object, words: Collection[_W]) -> _W:
    """Return the word of `words` that `value` is.

    Raises:
        InvalidValueError: It is none of them; the error names the nearest.

    >>> read_word("gap", "bridge", ("break", "bridge"))
    'bridge'
    """
    for word in words:
        if value == word and isinstance(value, str):
            return word
    raise InvalidValueError.unknown_word(field, value, words)


def check_coding(coding: Coding) -> None:
    """Refuse a scale on which tiers cannot be compared.

    Raises:
        InvalidValueError: There is no such coding.
    """
    read_word("coding", coding, CODINGS)


def check_gap(gap: Gap) -> None:
    """Refuse an unknown treatment of absences.

    Raises:
        InvalidValueError: There is no such treatment.
    """
    read_word("gap", gap, get_args(Gap))
