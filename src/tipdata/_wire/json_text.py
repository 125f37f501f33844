"""JSON text, value by value, with what Python's reader passes over in silence.

Python's own scanner reads the values, each element of a large array by
itself, so that it can be let go at once. What it would pass over (a key that
is there twice, NaN) it leaves a mark for, which is met where the value is
looked at. A text that is not JSON, or that is too deep or too large to read,
is a `Broken`, never an exception of somebody else's.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, TypeGuard

import attrs

from tipdata.errors import shorten
from tipdata.problems import Problem

__all__ = [
    "BrokenError",
    "Constant",
    "Cursor",
    "HugeNumber",
    "Repeated",
    "is_list",
    "is_object",
    "text_of",
]

_LARGEST = 2**63
_SPACE = re.compile(r"[ \t\n\r]*").match
_COMMA = re.compile(r"[ \t\n\r]*,[ \t\n\r]*").match
_MARKS = ((b"\xff\xfe\0\0", "UTF-32"), (b"\0\0\xfe\xff", "UTF-32"))
_WIDE = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))


@attrs.frozen
class Repeated:
    """An object that has a key twice.

    Attributes:
        pairs: All its keys and values, in order.
    """

    pairs: tuple[tuple[str, Any], ...]


@attrs.frozen
class Constant:
    """NaN or an infinity, which JSON does not have."""

    name: str

    def __repr__(self) -> str:
        return self.name


@attrs.frozen
class HugeNumber:
    """A number of more digits than Python reads."""

    digits: str

    def __repr__(self) -> str:
        return f"a number of {len(self.digits):,} digits"


class BrokenError(Exception):
    """The text cannot be read any further; it holds the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def is_object(given: object) -> TypeGuard[dict[str, Any]]:
    """Tell whether a value is a JSON object, each key of it there once."""
    return isinstance(given, dict)


def is_list(given: object) -> TypeGuard[list[Any]]:
    """Tell whether a value is a JSON array."""
    return isinstance(given, list)


def _object(pairs: list[tuple[str, Any]]) -> Any:  # noqa: ANN401 - what JSON has
    found = dict(pairs)
    return found if len(found) == len(pairs) else Repeated(tuple(pairs))


def _integer(digits: str) -> Any:  # noqa: ANN401 - a number or a mark
    return int(digits) if len(digits) <= len(str(_LARGEST)) + 1 else HugeNumber(digits)


def _scanner(decoder: json.JSONDecoder) -> Callable[[str, int], tuple[Any, int]]:
    # It is not in the types, and has been there since Python 2.6.
    scan: Callable[[str, int], tuple[Any, int]] = vars(decoder)["scan_once"]
    return scan


_scan = _scanner(json.JSONDecoder(object_pairs_hook=_object, parse_constant=Constant))
# Asking for every number how long it is takes time, so only who needs it does.
_scan_huge = _scanner(
    json.JSONDecoder(object_pairs_hook=_object, parse_constant=Constant, parse_int=_integer)
)


def text_of(data: str | bytes | bytearray, path: str = "$") -> str:
    """Return the text of a document without a byte-order mark.

    Raises:
        BrokenError: The bytes are not UTF-8.
    """
    if isinstance(data, str):
        return data.removeprefix("\ufeff")
    for mark, name in (*_MARKS, *_WIDE):
        if data.startswith(mark):
            raise BrokenError(_encoding(f"the text is {name}", data, path))
    if data[:1] == b"\0" or data[1:2] == b"\0":
        raise BrokenError(_encoding("the text is UTF-16 or UTF-32", data, path))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        where = f"byte {error.start + 1:,}, in line {line:,}, is no UTF-8"
        raise BrokenError(_encoding(where, data[error.start : error.start + 4], path)) from None


def _encoding(message: str, data: bytes | bytearray, path: str) -> Problem:
    return Problem(
        code="not-utf-8",
        message=message,
        path=path,
        value=shorten(bytes(data[:20])),
        expected="text saved as UTF-8",
    )


class Cursor:
    """A place in a JSON text, which moves on value by value.

    Args:
        text: The text.
        path: Where the text itself is.
        lines: Whether problems tell the line.
    """

    def __init__(self, text: str, path: str = "$", *, lines: bool = True) -> None:
        self.text = text
        self.path = path
        self.lines = lines
        self.at: int = 0
        self.skip()

    def skip(self) -> None:
        """Pass over white space."""
        found = _SPACE(self.text, self.at)
        self.at = found.end() if found else self.at

    def value(self, path: str) -> Any:  # noqa: ANN401 - what JSON has
        """Return the value at this place and pass over it and the space behind.

        Raises:
            BrokenError: There is none that can be read.
        """
        try:
            found, self.at = _scan(self.text, self.at)
        except RecursionError:
            raise BrokenError(self._problem("too-deep", "this is nested too deep", path)) from None
        except StopIteration as error:
            raise self.broken(path, "a value", error.value) from None
        except json.JSONDecodeError as error:
            raise self.broken(path, _expected(error.msg), error.pos) from None
        except ValueError:
            found, self.at = _scan_huge(self.text, self.at)
        self.skip()
        return found

    def take(self, character: str) -> bool:
        """Pass over a character and the space behind if it is at this place."""
        if not self.text.startswith(character, self.at):
            return False
        self.at += 1
        self.skip()
        return True

    def members(self) -> Iterator[str]:
        """Yield the keys of the object at this place; the caller takes each value.

        Raises:
            BrokenError: It is not written as an object.
        """
        if not self.take("{"):
            raise self.broken(self.path, "'{'")
        if self.take("}"):
            return
        while True:
            if not self.text.startswith('"', self.at):
                raise self.broken(self.path, "a key in double quotes")
            key: str = self.value(self.path)
            if not self.take(":"):
                raise self.broken(f"{self.path}.{key}", "':'")
            yield key
            if self.take("}"):
                return
            if not self.take(","):
                raise self.broken(f"{self.path}.{key}", "',' or '}'")

    def elements(self, path: str) -> Iterator[Any]:
        """Yield the values of the array at this place.

        Raises:
            BrokenError: It is not written as an array.
        """
        self.take("[")
        if self.take("]"):
            return
        text, number, at = self.text, 0, self.at
        while True:
            # What `value` and `take` do, without their calls: this is the loop
            # that a large file spends its time in.
            try:
                found, at = _scan(text, at)
            except (RecursionError, StopIteration, ValueError):
                self.at = at
                found = self.value(f"{path}[{number}]")
                at = self.at
            yield found
            comma = _COMMA(text, at)
            if comma is None:
                break
            at = comma.end()
            number += 1
        self.at = at
        self.skip()
        if not self.take("]"):
            raise self.broken(f"{path}[{number}]", "',' or ']'")

    def end(self) -> None:
        """Pass over the end.

        Raises:
            BrokenError: There is more.
        """
        if self.at < len(self.text):
            raise self.broken(self.path, "nothing after the value")

    def broken(self, path: str, expected: str, at: int | None = None) -> BrokenError:
        """Return the error of a text that does not go on as JSON does."""
        at = self.at if at is None else at
        rest = self.text[at : at + 200]
        if not self.text.strip(" \t\n\r"):
            return BrokenError(Problem(code="empty", message="there is no text", path=self.path))
        if not rest.strip() or expected == "the end of a text":
            message = "the text ends in the middle"
            return BrokenError(self._problem("truncated", message, path, at))
        return BrokenError(self._problem("not-json", "this is not JSON", path, at, expected))

    def _problem(
        self, code: str, message: str, path: str, at: int | None = None, expected: str = ""
    ) -> Problem:
        at = self.at if at is None else at
        line = self.text.count("\n", 0, at) + 1
        column = at - self.text.rfind("\n", 0, at)
        where = f"line {line:,}, column {column:,}" if self.lines else f"column {column:,}"
        return Problem(
            code=code,
            message=f"{message} ({where})",
            path=path,
            value=shorten(self.text[at : at + 30]) if expected else "",
            expected=expected,
        )


def _expected(message: str) -> str:
    """Return what Python's scanner missed, in the words of this module."""
    if message.startswith("Unterminated string"):
        return "the end of a text"
    if message.startswith("Invalid control character"):
        return "an escape such as \\n for a control character"
    if "escape" in message:
        return "an escape that JSON has"
    if message.startswith("Expecting "):
        return message.removeprefix("Expecting ").replace(" enclosed", "")
    return "a value"
