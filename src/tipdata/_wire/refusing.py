"""How a field refuses a value or holds another one, and what to write instead."""

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

import attrs

from tipdata.errors import InvalidValueError

_LONGEST_NAME = 60

# Only the class knows the types of the instance and the value.
Validator = Callable[[Any, "attrs.Attribute[Any]", Any], None]


def owner_of(instance: object) -> str:
    """Return how the name of a field begins in messages."""
    return "" if instance is None else f"{type(instance).__name__}."


def fail(
    instance: object,
    attribute: "attrs.Attribute[Any]",
    value: object,
    expected: str,
    nearest: str = "",
    hint: str = "",
) -> NoReturn:
    """Raise the error of a field that cannot hold `value`; `expected` says what it takes."""
    raise InvalidValueError(owner_of(instance) + attribute.name, value, expected, nearest, hint)


def hold(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Let a field hold a tidy value in the place of the given one; without an instance, nothing.

    Validators do this, since a converter would cost every record a call for
    each field, and hardly a record needs one.
    """
    if instance is not None:
        object.__setattr__(instance, attribute.name, value)


def how_to_find_code(value: object) -> str:
    """Return how to find the alpha-3 code of a name, or an empty string.

    Records do not know the registry, so whether it has the name is not asked.

    >>> how_to_find_code("Kyrgyzstan")
    "tipdata.countries.resolve('Kyrgyzstan').alpha_3 gives it"
    """
    if not isinstance(value, str) or len(value) > _LONGEST_NAME or not value.strip():
        return ""
    return f"tipdata.countries.resolve({str.__str__(value)!r}).alpha_3 gives it"


def how_to_make(kind: type[Any], value: object) -> str:
    """Return how to make an instance of a class of a mapping or a string, or an empty string.

    >>> from tipdata import Affiliation, Reach
    >>> how_to_make(Reach, {"at_least": 1_000_000})
    'write Reach(at_least=...)'
    >>> how_to_make(Affiliation, "sana-sezim")
    "write Affiliation(organization='sana-sezim')"
    """
    if not attrs.has(kind):
        return ""
    fields = attrs.fields(kind)
    if isinstance(value, Mapping):
        names = [field.name for field in fields if field.name in value]
        return f"write {kind.__name__}({', '.join(f'{name}=...' for name in names) or '...'})"
    needed = [field.name for field in fields if field.default is attrs.NOTHING]
    if not isinstance(value, str) or len(value) > _LONGEST_NAME or len(needed) != 1:
        return ""
    try:
        kind(**{needed[0]: value})
    except InvalidValueError:
        return ""
    return f"write {kind.__name__}({needed[0]}={str.__str__(value)!r})"
