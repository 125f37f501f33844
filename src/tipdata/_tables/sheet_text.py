"""How sheets spell strings and places.

XML has no place for some characters. As Excel does, a carriage return is
written as `_x000D_`, and a string that already looks so as `_x005F_x000D_`.
"""

import re
from collections.abc import Iterator

_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")

MOST_ROWS = 1_048_576
"""How many rows a sheet has, with its header."""


def escaped(text: str) -> str:
    r"""Return a string as the XML of a workbook has it.

    >>> escaped("a\rb_x000D_")
    'a_x000D_b_x005F_x000D_'
    """
    return _REFUSED.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def unescaped(text: str) -> str:
    r"""Return the string that the XML of a workbook stands for; the inverse of `escaped`.

    >>> unescaped("a_x000D_b_x005F_x000D_")
    'a\rb_x000D_'
    """
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def letters() -> Iterator[str]:
    """Yield the letters of the columns: A to Z, AA and so on."""
    return map(letter_of, range(16_384))


def letter_of(column: int) -> str:
    """Return the letters of a column; the first has the number 0.

    >>> letter_of(0), letter_of(26), letter_of(701)
    ('A', 'AA', 'ZZ')
    """
    before, last = divmod(column, 26)
    return (letter_of(before - 1) if before else "") + chr(ord("A") + last)


def range_of(title: str, column: int, rows: int = MOST_ROWS) -> str:
    """Return where the values of a column stand, for `Sheet.offer`.

    >>> range_of("people", 0)
    "'people'!$A$2:$A$1048576"
    """
    letter = letter_of(column)
    return f"'{title}'!${letter}$2:${letter}${rows}"
