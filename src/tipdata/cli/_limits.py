"""The option that raises or lowers a limit of reading."""

import argparse

import attrs

from tipdata.cli._commands import arg
from tipdata.errors import InvalidValueError
from tipdata.limits import Limits

NAMES = tuple(field.name for field in attrs.fields(Limits))

LIMIT = arg(
    "--limit NAME=NUMBER",
    f"read more or less than by default: {', '.join(NAMES)}; repeatable",
    action="append",
)


def read_limits(args: argparse.Namespace) -> Limits:
    """Return the limits that the user gave.

    Raises:
        InvalidValueError: One is unknown, or is not a positive integer.
    """
    found: dict[str, int] = {}
    for text in args.limit or ():
        name, _, number = text.partition("=")
        if name not in NAMES:
            raise InvalidValueError.unknown_word("--limit", name, NAMES)
        if not (number.isascii() and number.isdigit() and len(number) < 19):  # noqa: PLR2004 - what 64 bits hold
            expected = f"{name}=NUMBER, such as {name}={getattr(Limits(), name)}"
            raise InvalidValueError("--limit", text, expected)
        found[name] = int(number)
    try:
        return Limits(**found)
    except InvalidValueError as error:
        raise InvalidValueError("--limit", error.value, error.expected) from None
