"""Validators that fields of several records share.

They are written by hand because they run for every placement when the packaged
record loads, and attrs' own take half as long again. Each may be called without
an instance, so that a reader can validate field by field.
"""

import datetime
import functools
import inspect
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any, TypeGuard

from tipdata.dates import PartialDate, Period
from tipdata.errors import InvalidValueError
from tipdata.errors import one_of as words_of
from tipdata.tiers import Tier

if TYPE_CHECKING:
    import attrs

FIRST_EDITION = 2001
# The largest that every format and frame can hold.
LARGEST = 2**63 - 1

# Only the class knows the types of the instance and the value.
Validator = Callable[[Any, "attrs.Attribute[Any]", Any], None]


def fail(instance: object, attribute: "attrs.Attribute[Any]", value: object, expected: str) -> None:
    """Raise the error of a field that cannot hold `value`; `expected` says what it takes."""
    owner = "" if instance is None else f"{type(instance).__name__}."
    raise InvalidValueError(owner + attribute.name, value, expected)


def _is_unicode(value: str) -> bool:
    """Return whether every format can hold a string: no lone surrogate and no NUL."""
    return "\0" not in value and not any("\ud800" <= c <= "\udfff" for c in value)


def _is_tuple(value: object) -> TypeGuard[tuple[Any, ...]]:
    return isinstance(value, tuple)


def text(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Accept a non-blank string."""
    if (
        not isinstance(value, str)
        or not value.strip()
        or not ((value.isascii() and value.isprintable()) or _is_unicode(value))
    ):
        fail(instance, attribute, value, "a non-blank string")


def prose(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Accept an empty or a non-blank string."""
    if value != "":
        text(instance, attribute, value)


def identifier(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Accept a string without white space."""
    if not isinstance(value, str) or not value or not value.isprintable() or " " in value:
        fail(instance, attribute, value, "an identifier without spaces")


def identifiers(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Accept a tuple of strings without white space."""
    if not _is_tuple(value):
        fail(instance, attribute, value, "a tuple")
    elif value:
        # A call for each source of each placement adds up, so they are checked
        # together, and one by one only if one of them is wrong.
        try:
            together = "".join(value)
        except TypeError:
            together = " "
        if "" in value or " " in together or not together.isprintable():
            for one in value:
                identifier(instance, attribute, one)


def slug(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Accept lower-case letters and digits with single hyphens between them."""
    if not (
        isinstance(value, str)
        and value.isascii()
        and value == value.lower()
        and all(part.isalnum() for part in value.split("-"))
    ):
        fail(instance, attribute, value, "a slug like 'sana-sezim' (a-z, 0-9 and hyphens)")


def _capitals(length: int, expected: str) -> Validator:
    """Return the validator of a code of so many capital letters."""

    def check(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        if not (
            isinstance(value, str)
            and len(value) == length
            and value.isascii()
            and value.isalpha()
            and value.isupper()
        ):
            fail(instance, attribute, value, expected)

    return check


# Their form alone: which ISO 3166-1 and ISO 4217 codes exist is not asked here.
alpha_3 = _capitals(3, "an alpha-3 code like 'KAZ'")
alpha_2 = _capitals(2, "an alpha-2 code like 'KZ'")
currency = _capitals(3, "a currency code like 'USD'")


def numeric(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Accept the form of an ISO 3166-1 numeric code, which is a string."""
    if not (isinstance(value, str) and len(value) == 3 and value.isascii() and value.isdecimal()):  # noqa: PLR2004
        fail(instance, attribute, value, "a three-digit string like '398'")


def language(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Accept the form of a BCP 47 language tag: two or three letters, then subtags."""
    first, *rest = value.split("-") if isinstance(value, str) and value.isascii() else [""]
    if not (
        first.isalpha()
        and first.islower()
        and len(first) in {2, 3}
        and all(part.isalnum() and len(part) <= 8 for part in rest)  # noqa: PLR2004 - RFC 5646
    ):
        fail(instance, attribute, value, "a language tag like 'uz' or 'uz-Latn'")


def hashtag(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Accept `#` followed by letters, digits and underscores of any script."""
    if not (
        isinstance(value, str) and value.startswith("#") and value[1:].replace("_", "a").isalnum()
    ):
        fail(instance, attribute, value, "a hashtag like '#EndTrafficking'")


def web_address(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Accept the address of a web page, with its scheme."""
    if not (
        isinstance(value, str)
        and value.startswith(("https://", "http://"))
        and value.isprintable()
        and len(value.split()) == 1
        and value.partition("://")[2]
    ):
        fail(instance, attribute, value, "a web address like 'https://winrock.org'")


def report_year(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Accept the year of a TIP Report; the first is 2001."""
    if type(value) is not int or not FIRST_EDITION <= value <= 9999:  # noqa: PLR2004 - ISO years end there
        fail(instance, attribute, value, f"a report year, an integer from {FIRST_EDITION} on")


def count(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Accept an integer, zero or more."""
    if type(value) is not int or value < 0:
        fail(instance, attribute, value, "an integer, zero or more")
    elif value > LARGEST:
        fail(instance, attribute, value, "an integer below 2 ** 63")


def day(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Accept a date, but not a datetime, which Python counts as one."""
    if type(value) is not datetime.date:
        fail(instance, attribute, value, "a datetime.date")


def instance_of(kind: type, expected: str) -> Validator:
    """Return the validator that accepts instances of `kind`; the error asks for `expected`."""

    def check(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        if not isinstance(value, kind):
            fail(instance, attribute, value, expected)

    return check


partial_date = instance_of(PartialDate, "a PartialDate")
period = instance_of(Period, "a Period")
tier = instance_of(Tier, "a Tier")


def one_of(choices: Collection[str]) -> Validator:
    """Return the validator that accepts one of a few words."""
    expected = words_of(choices)
    allowed = frozenset(choices)

    def check(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        if not isinstance(value, str) or value not in allowed:
            fail(instance, attribute, value, expected)

    return check


def optional(validator: Validator) -> Validator:
    """Return the validator that accepts `None` as well."""

    @functools.wraps(validator)
    def check(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        if value is not None:
            validator(instance, attribute, value)

    return check


def each(validator: Validator) -> Validator:
    """Return the validator of a tuple whose elements all pass."""

    @functools.wraps(validator)
    def check(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        if not _is_tuple(value):
            fail(instance, attribute, value, "a tuple")
        elif value:
            for element in value:
                validator(instance, attribute, element)

    return check


def rule_of(field: "attrs.Attribute[Any]") -> Validator | None:
    """Return the validator of a field or of its elements, without `optional` and `each`."""
    if field.validator is None:
        return None
    rule: Validator = inspect.unwrap(field.validator)
    return identifier if rule is identifiers else rule
