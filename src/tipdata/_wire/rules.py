"""The rules that fields of several records share.

Each is an attrs validator written by hand: they run for every placement when
the packaged record loads, and attrs' own take half as long again. They may
be called without an instance, so that a reader can ask them field by field.
"""

import datetime
import functools
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any, TypeGuard

from tipdata.errors import InvalidValueError
from tipdata.errors import one_of as words_of

if TYPE_CHECKING:
    import attrs

__all__ = [
    "Validator",
    "alpha_2",
    "alpha_3",
    "count",
    "currency",
    "day",
    "each",
    "fail",
    "hashtag",
    "identifier",
    "identifiers",
    "instance_of",
    "language",
    "numeric",
    "one_of",
    "optional",
    "prose",
    "report_year",
    "slug",
    "text",
    "web_address",
]

FIRST_EDITION = 2001
# What every format and frame can hold.
LARGEST = 2**63 - 1

# attrs hands a validator the instance, the attribute and the value, whose
# types only the class knows.
Validator = Callable[[Any, "attrs.Attribute[Any]", Any], None]


def fail(instance: object, attribute: "attrs.Attribute[Any]", value: object, expected: str) -> None:
    """Raise the error of a field that cannot hold `value`."""
    owner = "" if instance is None else f"{type(instance).__name__}."
    raise InvalidValueError(owner + attribute.name, value, expected)


def _is_unicode(value: str) -> bool:
    """Tell whether a text can be written: it has no lone surrogate and no NUL."""
    return "\0" not in value and not any("\ud800" <= c <= "\udfff" for c in value)


def _is_tuple(value: object) -> TypeGuard[tuple[Any, ...]]:
    return isinstance(value, tuple)


def text(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Take a text that says something."""
    if (
        not isinstance(value, str)
        or not value.strip()
        or not ((value.isascii() and value.isprintable()) or _is_unicode(value))
    ):
        fail(instance, attribute, value, "a text that is not blank")


def prose(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Take the empty text, or one that says something."""
    if value != "":
        text(instance, attribute, value)


def identifier(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Take a text without white space."""
    if not isinstance(value, str) or not value or not value.isprintable() or " " in value:
        fail(instance, attribute, value, "an identifier without spaces")


def identifiers(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Take a tuple of texts without white space."""
    if not _is_tuple(value):
        fail(instance, attribute, value, "a tuple")
    elif value:
        _look_at_identifiers(instance, attribute, value)


def _look_at_identifiers(
    instance: object, attribute: "attrs.Attribute[Any]", value: tuple[Any, ...]
) -> None:
    # Not each(identifier): a call for each source of each placement adds up,
    # so they are looked at together, and one by one if one of them is wrong.
    try:
        together = "".join(value)
    except TypeError:
        together = " "
    if "" in value or " " in together or not together.isprintable():
        for one in value:
            if not isinstance(one, str) or not one or not one.isprintable() or " " in one:
                fail(instance, attribute, one, "identifiers without spaces")


def slug(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Take lower-case letters, digits and single hyphens between them."""
    if not (
        isinstance(value, str)
        and value.isascii()
        and value == value.lower()
        and all(part.isalnum() for part in value.split("-"))
    ):
        fail(instance, attribute, value, "a slug like 'sana-sezim' (a-z, 0-9 and hyphens)")


def alpha_3(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Take the form of an ISO 3166-1 alpha-3 code."""
    if not (
        isinstance(value, str)
        and len(value) == 3  # noqa: PLR2004 - what ISO 3166 says
        and value.isascii()
        and value.isalpha()
        and value.isupper()
    ):
        fail(instance, attribute, value, "an alpha-3 code like 'KAZ'")


def alpha_2(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Take the form of an ISO 3166-1 alpha-2 code."""
    if not (
        isinstance(value, str)
        and len(value) == 2  # noqa: PLR2004 - what ISO 3166 says
        and value.isascii()
        and value.isalpha()
        and value.isupper()
    ):
        fail(instance, attribute, value, "an alpha-2 code like 'KZ'")


def numeric(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Take the form of an ISO 3166-1 numeric code, which is text."""
    if not (isinstance(value, str) and len(value) == 3 and value.isascii() and value.isdecimal()):  # noqa: PLR2004
        fail(instance, attribute, value, "a numeric code as text, like '398'")


def currency(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Take the form of an ISO 4217 currency code."""
    if not (
        isinstance(value, str)
        and len(value) == 3  # noqa: PLR2004 - what ISO 4217 says
        and value.isascii()
        and value.isalpha()
        and value.isupper()
    ):
        fail(instance, attribute, value, "a currency code like 'USD'")


def language(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Take the form of a BCP 47 language tag: two or three letters, then subtags."""
    first, *rest = value.split("-") if isinstance(value, str) and value.isascii() else [""]
    if not (
        first.isalpha()
        and first.islower()
        and len(first) in {2, 3}
        and all(part.isalnum() and len(part) <= 8 for part in rest)  # noqa: PLR2004 - RFC 5646
    ):
        fail(instance, attribute, value, "a language tag like 'uz' or 'uz-Latn'")


def hashtag(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Take a number sign and the letters, digits and underscores after it, of any script."""
    if not (
        isinstance(value, str) and value.startswith("#") and value[1:].replace("_", "a").isalnum()
    ):
        fail(instance, attribute, value, "a hashtag like '#EndTrafficking'")


def web_address(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Take the address of a web page, with its scheme."""
    if not (
        isinstance(value, str)
        and value.startswith(("https://", "http://"))
        and value.isprintable()
        and len(value.split()) == 1
        and value.partition("://")[2]
    ):
        fail(instance, attribute, value, "a web address like 'https://winrock.org'")


def report_year(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Take the year of a TIP Report; the first was that of 2001."""
    if type(value) is not int or not FIRST_EDITION <= value <= 9999:  # noqa: PLR2004 - ISO years end there
        fail(instance, attribute, value, f"a report year, a whole number from {FIRST_EDITION} on")


def count(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Take a whole number, zero or more."""
    if type(value) is not int or value < 0:
        fail(instance, attribute, value, "a whole number, zero or more")
    elif value > LARGEST:
        fail(instance, attribute, value, "a whole number below 2 ** 63")


def day(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Take a date; a datetime is one to Python, and yet another thing."""
    if type(value) is not datetime.date:
        fail(instance, attribute, value, "a datetime.date")


def instance_of(kind: type, expected: str) -> Validator:
    """Take instances of `kind`, which the error calls `expected`."""

    def check(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        if not isinstance(value, kind):
            fail(instance, attribute, value, expected)

    return check


def one_of(choices: Collection[str]) -> Validator:
    """Take one of a few words."""
    expected = words_of(choices)
    allowed = frozenset(choices)

    def check(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        if not isinstance(value, str) or value not in allowed:
            fail(instance, attribute, value, expected)

    return check


def optional(validator: Validator) -> Validator:
    """Take `None` as well."""

    @functools.wraps(validator)
    def check(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        if value is not None:
            validator(instance, attribute, value)

    return check


def each(validator: Validator) -> Validator:
    """Take a tuple of which every element passes."""

    @functools.wraps(validator)
    def check(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        if not _is_tuple(value):
            fail(instance, attribute, value, "a tuple")
        elif value:
            for element in value:
                validator(instance, attribute, element)

    return check
