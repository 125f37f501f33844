"""Validators that fields of several records share.

They are written by hand because they run for every placement when the packaged
record loads, and attrs' own take half as long again. Each may be called without
an instance, so that a reader can validate field by field.
"""

import datetime
import functools
import inspect
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeGuard

from tipdata._arguments import FIRST_EDITION, LAST_YEAR
from tipdata._integers import read_integer
from tipdata._wire import strings
from tipdata._wire.refusing import Validator, fail, hold, how_to_find_code, how_to_make, owner_of
from tipdata.dates import (
    PartialDate,
    Period,
    how_to_write_date,
    how_to_write_day,
    how_to_write_period,
)
from tipdata.errors import InvalidValueError, nearest
from tipdata.errors import one_of as words_of
from tipdata.tiers import Tier

if TYPE_CHECKING:
    import attrs

# The largest that every format and frame can hold.
LARGEST = 2**63 - 1
# Far more than the 35 characters for which RFC 5646 asks programs to have room.
_LONGEST_TAG = 1_000

# The rule of one element, by that of a tuple of them.
_OF_EACH: dict[Validator, Validator] = {}

# Records find all rules here.
line, line_or_empty = strings.line, strings.line_or_empty
text, text_or_empty = strings.text, strings.text_or_empty


def identifier(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Accept a string without white space."""
    if not isinstance(value, str) or not value or not value.isprintable() or " " in value:
        fail(instance, attribute, value, "an identifier without spaces")


def identifiers(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Accept a tuple of strings without white space."""
    given: Any = value
    if type(value) is tuple:
        if not value:
            return
        # A call for each source of each placement adds up, so they are checked
        # together, and one by one only if one of them is wrong.
        try:
            together = "".join(given)
        except TypeError:
            together = " "
        if " " not in together and together.isprintable() and "" not in given:
            return
    _hold_each(identifier, instance, attribute, given)


def slug(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Accept lower-case letters and digits with single hyphens between them."""
    if not (
        isinstance(value, str)
        and value.isascii()
        and value == value.lower()
        and value.replace("-", "").isalnum()
        # Without parting it, since a long one has very many parts.
        and not (value.startswith("-") or value.endswith("-") or "--" in value)
    ):
        fail(instance, attribute, value, "a slug like 'sana-sezim' (a-z, 0-9 and hyphens)")


def _is_code(value: object, length: int) -> bool:
    return (
        isinstance(value, str)
        and len(value) == length
        and value.isascii()
        and value.isalpha()
        and value.isupper()
    )


def _capitals(
    length: int, expected: str, hint: Callable[[object], str] = lambda _: ""
) -> Validator:
    """Return the validator of a code of so many capital letters."""

    def check(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        if not _is_code(value, length):
            # A country has its codes with it.
            given = value if isinstance(value, str) else getattr(value, f"alpha_{length}", "")
            meant = given.strip().upper() if isinstance(given, str) else ""
            near = meant if _is_code(meant, length) else ""
            fail(instance, attribute, value, expected, near, "" if near else hint(value))

    return check


# Their form alone: which ISO 3166-1 and ISO 4217 codes exist is not asked here.
alpha_3 = _capitals(3, "an alpha-3 code like 'KAZ'", how_to_find_code)
alpha_2 = _capitals(2, "an alpha-2 code like 'KZ'")
currency = _capitals(3, "a currency code like 'USD'")


def numeric(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Accept the form of an ISO 3166-1 numeric code, which is a string."""
    if not (isinstance(value, str) and len(value) == 3 and value.isascii() and value.isdecimal()):  # noqa: PLR2004
        fail(instance, attribute, value, "a three-digit string like '398'")


def language(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Accept the form of a BCP 47 language tag: two or three letters, then subtags."""
    given = value if isinstance(value, str) and len(value) <= _LONGEST_TAG else ""
    first, *rest = given.split("-") if given.isascii() else [""]
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
        and value.split(None, 1) == [value]
        and value.partition("://")[2]
    ):
        fail(instance, attribute, value, "a web address like 'https://winrock.org'")


def report_year(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Accept the year of a TIP Report; the first is 2001."""
    number = value if type(value) is int else read_integer(value)
    if number is None or not FIRST_EDITION <= number <= LAST_YEAR:
        fail(instance, attribute, value, f"a report year, an integer from {FIRST_EDITION} on")
    elif number is not value:
        hold(instance, attribute, number)  # of another library


def count(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Accept an integer, zero or more."""
    number = value if type(value) is int else read_integer(value)
    if number is None or number < 0:
        fail(instance, attribute, value, "an integer, zero or more")
    elif number > LARGEST:
        fail(instance, attribute, value, "an integer below 2 ** 63")
    elif number is not value:
        hold(instance, attribute, number)  # of another library


def share(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Accept a float from 0 to 1."""
    if type(value) is not float or not 0 <= value <= 1:
        fail(instance, attribute, value, "a float from 0 to 1")


def boolean(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Accept a boolean."""
    if type(value) is not bool:
        fail(instance, attribute, value, "a boolean")


def day(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Accept a date, but not a datetime, which Python counts as one."""
    if type(value) is not datetime.date:
        fail(instance, attribute, value, "a datetime.date", hint=how_to_write_day(value))


def instance_of(
    kind: type, expected: str, hint: Callable[[object], str] | None = None
) -> Validator:
    """Return the validator that accepts instances of `kind`.

    Args:
        kind: The class.
        expected: What the error asks for.
        hint: Returns what to write instead of another value, or an empty string.
    """

    def check(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        if not isinstance(value, kind):
            found = how_to_make(kind, value) if hint is None else hint(value)
            fail(instance, attribute, value, expected, hint=found)

    return check


partial_date = instance_of(PartialDate, "a PartialDate", how_to_write_date)
period = instance_of(Period, "a Period", how_to_write_period)
tier = instance_of(Tier, "a Tier")


def one_of(choices: Collection[str]) -> Validator:
    """Return the validator that accepts one of a few words."""
    expected = words_of(choices)
    allowed = frozenset(choices)

    def check(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        if not isinstance(value, str) or value not in allowed:
            fail(instance, attribute, value, expected, nearest(value, choices))

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
    form = strings.FORMS.get(validator)

    @functools.wraps(validator)
    def check(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        given: Any = value
        if type(value) is tuple:
            if not value:
                return
            if form is None:
                sound = _all_pass(validator, attribute, given)
            else:
                sound = all(map(strings.is_plain, given))
            if sound:
                return
        _hold_each(validator, instance, attribute, given)

    _OF_EACH[check] = validator
    return check


def instances(kind: type, expected: str) -> Validator:
    """Return the validator of a tuple of many instances of `kind`, which is quick to pass."""
    slowly, alone = each(instance_of(kind, expected)), {kind}

    def check(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        given: Any = value
        if not (type(value) is tuple and {*map(type, given)} <= alone):
            slowly(instance, attribute, given)

    return check


def _hold_each(
    validator: Validator, instance: object, attribute: "attrs.Attribute[Any]", value: object
) -> None:
    """Hold what was given as a tuple whose elements all pass, or refuse it.

    A list becomes a tuple, and a single value a tuple of one: nobody who
    passes a string means its letters. A set has no order to keep.
    """
    many = _is_list(value)
    if not many and not _is_single(validator, attribute, value):
        fail(instance, attribute, value, "a tuple or a list")
    elements = value if _is_list(value) else (value,)
    form = strings.FORMS.get(validator)
    held: list[object] = []
    for number, element in enumerate(elements):
        tidy = form.tidy(str.__str__(element)) if form and isinstance(element, str) else element
        try:
            validator(None, attribute, tidy)
        except InvalidValueError as error:
            name = owner_of(instance) + error.field + f"[{number}]" * many
            words = error.expected, error.nearest, error.hint
            raise InvalidValueError(name, element, *words) from None
        held.append(tidy)
    hold(instance, attribute, tuple(held))


def _is_list(value: object) -> TypeGuard[Sequence[Any]]:
    return isinstance(value, (list, tuple))


def _is_single(validator: Validator, attribute: "attrs.Attribute[Any]", value: object) -> bool:
    return isinstance(value, (str, Mapping)) or _all_pass(validator, attribute, (value,))


def _all_pass(
    validator: Validator, attribute: "attrs.Attribute[Any]", given: tuple[object, ...]
) -> bool:
    try:
        for element in given:
            validator(None, attribute, element)
    except InvalidValueError:
        return False
    return True


def rule_of(field: "attrs.Attribute[Any]") -> Validator | None:
    """Return the validator of a field or of its elements, without `optional` and `each`."""
    if field.validator is None:
        return None
    rule: Validator = inspect.unwrap(field.validator)
    return identifier if rule is identifiers else rule


def rule_of_each(field: "attrs.Attribute[Any]") -> Validator | None:
    """Return the rule of one element of a field, if its elements pass or fail one by one."""
    rule = field.validator
    # A rule of a user's own need not be hashable.
    if rule is identifiers:
        return identifier
    return _OF_EACH.get(rule) if inspect.isfunction(rule) else None


def form_of(field: "attrs.Attribute[Any]") -> strings.Form | None:
    """Return the form of the strings that a field holds, if it has one."""
    mine = rule_of(field)
    # A rule of a user's own need not be hashable.
    return next((form for rule, form in strings.FORMS.items() if rule is mine), None)
