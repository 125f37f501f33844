"""What strings of records may hold, in one line or in several, and how they are tidied.

A record holds the tidy string, whether it was made by a constructor or read
from a file. So what is written reads back equal.
"""

import re
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from tipdata._wire.refusing import Validator, fail, hold

if TYPE_CHECKING:
    import attrs

Flaw = Literal["", "blank", "line break", "invisible", "surrogate"]
"""What is wrong with a string, if anything."""

# As regular expressions of Python and of JSON Schema spell them: controls, separators, direction
# overrides, and what has no width. The joiners and marks that scripts are spelled with may stay.
_FORMAT = r"\u007f-\u009f\u200b\u2028-\u202e\u2060\u2066-\u2069\ufeff"
# These are compiled when a string is refused, which is seldom.
_SURROGATE = "[\ud800-\udfff]"
_BREAK = "[\n\r\v\f\x85\u2028\u2029]"
_LONGEST_SUGGESTION = 60
_LONGEST_MENDED = 1_000


class Form:
    """The form of a string.

    Attributes:
        invisible: The characters that it may not have, as in a regular expression.
        tidy: Returns a string as a record holds it; only blanks become nothing.
        may_be_empty: Whether an empty string is one of the form.
    """

    def __init__(
        self, invisible: str, tidy: Callable[[str], str], *, may_be_empty: bool = False
    ) -> None:
        self.invisible = invisible
        self.tidy = tidy
        self.may_be_empty = may_be_empty

    @cached_property
    def _pattern(self) -> "re.Pattern[str]":
        return re.compile(f"[{self.invisible}\ud800-\udfff]")

    def flaw(self, value: str) -> Flaw:
        r"""Return what is wrong with a string.

        >>> LINE.flaw("SMICA"), LINE.flaw(" SMICA "), LINE.flaw(" "), LINE.flaw("a\nb")
        ('', '', 'blank', 'line break')
        """
        tidy = self.tidy(value)
        if not tidy:
            return "" if self.may_be_empty else "blank"
        found = self._pattern.search(tidy)
        if found is None:
            return ""
        if re.search(_SURROGATE, tidy):
            return "surrogate"
        return "line break" if re.match(_BREAK, found[0]) else "invisible"

    def suggest(self, value: str) -> str:
        r"""Return the string that was probably meant, or an empty one.

        >>> LINE.suggest("Sana\nSezim\u202e ")
        'Sana Sezim'
        """
        if len(value) > _LONGEST_MENDED:
            return ""
        meant = self.tidy(self._pattern.sub(_meant_by, self.tidy(value)))
        return meant if len(meant) <= _LONGEST_SUGGESTION else ""


def _meant_by(refused: "re.Match[str]") -> str:
    return " " if re.match(_BREAK, refused[0]) else ""


def _tidy_line(value: str) -> str:
    return value.strip()


def _tidy_text(value: str) -> str:
    return value if value.strip() else ""


LINE = Form(rf"\u0000-\u001f{_FORMAT}", _tidy_line)
LINE_OR_EMPTY = Form(LINE.invisible, _tidy_line, may_be_empty=True)
TEXT = Form(rf"\u0000-\u0008\u000b\u000c\u000e-\u001f{_FORMAT}", _tidy_text)
TEXT_OR_EMPTY = Form(TEXT.invisible, _tidy_text, may_be_empty=True)

EXPECTED: dict[Flaw, str] = {
    "blank": "a non-blank string",
    "line break": "a single line",
    "invisible": "a string without invisible characters",
    "surrogate": "a string without unpaired surrogates",
}
"""What a message asks for."""


def is_plain(value: object) -> bool:
    """Return whether any form has a string as it is, which most strings are."""
    return type(value) is str and value.isprintable() and value.strip() == value != ""


def _string(instance: object, attribute: "attrs.Attribute[Any]", value: object, form: Form) -> None:
    """Hold a string in its form, or refuse it."""
    if not isinstance(value, str):
        fail(instance, attribute, value, EXPECTED["blank"])
    tidy = form.tidy(str.__str__(value))
    flaw = form.flaw(tidy)
    if flaw:
        fail(instance, attribute, value, EXPECTED[flaw], form.suggest(value))
    hold(instance, attribute, tidy)


def line(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Accept a non-blank string of one line."""
    # What is printable has none of the characters that are refused.
    if not (type(value) is str and value.isprintable() and value.strip() == value != ""):
        _string(instance, attribute, value, LINE)


def line_or_empty(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Accept a string of one line, which may be empty."""
    if not (type(value) is str and value.isprintable() and value.strip() == value):
        _string(instance, attribute, value, LINE_OR_EMPTY)


def text(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Accept a non-blank string of one or several lines."""
    if not (type(value) is str and value.isprintable() and value.strip()):
        _string(instance, attribute, value, TEXT)


def text_or_empty(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Accept a string of several lines, which may be empty."""
    if not (type(value) is str and value.isprintable() and (not value or value.strip())):
        _string(instance, attribute, value, TEXT_OR_EMPTY)


FORMS: dict[Validator, Form] = {
    line: LINE,
    line_or_empty: LINE_OR_EMPTY,
    text: TEXT,
    text_or_empty: TEXT_OR_EMPTY,
}
"""The form of the strings that a rule takes."""
