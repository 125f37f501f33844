"""JSON text, some values at a time, with what Python's reader accepts in silence.

Python's own scanner reads the values, those of a large array some at a time,
so that they can be let go soon. What it would accept (a duplicate key, NaN)
becomes a mark, which is found where the value is examined. Text that is not
JSON, or too deep or too large to read, is a `BrokenError` and no other error.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator
from typing import Any

from tipdata._wire.bounds import DEFAULT, beyond
from tipdata._wire.faults import Code, fault
from tipdata._wire.json_values import Constant, HugeNumber, Repeated, has_longer, longest_of
from tipdata.errors import shorten
from tipdata.limits import Limits
from tipdata.problems import Problem

_LARGEST = 2**63
_STRING_END = "the end of a string"
_TRAILING = "Illegal trailing comma"
# Large enough to read many records at once, small enough for them to die young.
_CHUNK = 16_384
# Twice an escape of six characters, for a surrogate pair; no word or mark is longer.
_LONGEST_TOKEN = 12
_SPACE = re.compile(r"[ \t\n\r]*").match
_BRACKETS = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[\]{}]', re.DOTALL).finditer
# The mark of UTF-16 is the beginning of one of UTF-32.
MARKS = {
    b"\xff\xfe\0\0": "UTF-32",
    b"\0\0\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


class BrokenError(Exception):
    """The text cannot be read any further; the error holds the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


class OversizedError(BrokenError):
    """A value is too large, and the text goes on behind it."""


def _object(pairs: list[tuple[str, Any]]) -> Any:  # noqa: ANN401 - what JSON has
    found = dict(pairs)
    return found if len(found) == len(pairs) else Repeated(tuple(pairs))


def _integer(digits: str) -> Any:  # noqa: ANN401 - a number or a mark
    return int(digits) if len(digits) <= len(str(_LARGEST)) + 1 else HugeNumber(digits)


def _scanner(decoder: json.JSONDecoder) -> "_Scan":
    # It is not in the types, and has been there since Python 2.6.
    scan: _Scan = vars(decoder)["scan_once"]
    return scan


_Scan = Callable[[str, int], tuple[Any, int]]
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
    for mark, name in MARKS.items():
        if data.startswith(mark):
            raise BrokenError(_encoding(f"the text is {name}", data, path))
    if data[:1] == b"\0" or data[1:2] == b"\0":
        raise BrokenError(_encoding("the text is UTF-16 or UTF-32", data, path))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        where = f"byte {error.start + 1:,}, in line {line:,}, is not UTF-8"
        raise BrokenError(_encoding(where, data[error.start : error.start + 4], path)) from None


def scan_line(line: str | bytes, limits: Limits = DEFAULT) -> Any:  # noqa: ANN401 - what JSON has
    """Return the one value of a line.

    Raises:
        BrokenError: It is not one value, or not UTF-8, or holds a string that is too long.
    """
    try:
        text = (line if isinstance(line, str) else line.decode()).rstrip()
        found, end = _scan(text, 0)
        if end == len(text) <= limits.string:
            return found
    except (RecursionError, StopIteration, ValueError):
        pass
    # There is a byte-order mark, or white space before the value, or it is broken or long.
    cursor = Cursor(text_of(line.rstrip()), lines=False, limits=limits)
    found = cursor.value("$")
    cursor.end()
    return found


def _encoding(message: str, data: bytes | bytearray, path: str) -> Problem:
    value, expected = shorten(bytes(data[:20])), "text saved as UTF-8"
    return fault("not-utf-8", message, path, value=value, expected=expected)


class Cursor:
    """A place in a JSON text, which moves on value by value.

    Args:
        text: The text.
        path: Where the text itself is.
        lines: Whether problems name the line.
        limits: How much is read.
    """

    def __init__(
        self, text: str, path: str = "$", *, lines: bool = True, limits: Limits = DEFAULT
    ) -> None:
        self.text = text
        self._limits = limits
        self.path = path
        self.lines = lines
        self.at: int = 0
        self.skip()

    def skip(self) -> None:
        """Skip white space."""
        found = _SPACE(self.text, self.at)
        self.at = found.end() if found else self.at

    def value(self, path: str) -> Any:  # noqa: ANN401 - what JSON has
        """Return the value at this place, and skip it and the space behind it.

        Raises:
            BrokenError: No value can be read here, or it is longer than a line may be.
            OversizedError: The value holds a string that is too long; it is skipped.
        """
        start = self.at
        found, self.at = self._scanned(path, _scan)
        is_long = self.at - start > self._limits.string
        self.skip()
        if is_long:
            self._check_strings(found, path)
        return found

    def _scanned(self, path: str, scan: _Scan) -> tuple[Any, int]:
        try:
            return self._scanned_within(path, scan)
        except RecursionError:
            # Either the text is nested deeply, or the caller left little of the stack.
            if not self._is_deep():
                raise
            raise BrokenError(beyond("depth", self._limits, path)) from None
        except StopIteration as error:
            raise self._broken_or_deep(path, "a value", error.value) from None
        except json.JSONDecodeError as error:
            at = self._place_of(error)
            raise self._broken_or_deep(path, _expected(error.msg), at) from None
        except ValueError:
            return self._scanned(path, _scan_huge)

    def _broken_or_deep(self, path: str, expected: str, at: int) -> BrokenError:
        """Return what is wrong first, which must not depend on how much stack the caller left."""
        if self._is_deep(at):
            return BrokenError(beyond("depth", self._limits, path))
        return self.broken(path, expected, at)

    def _place_of(self, error: json.JSONDecodeError) -> int:
        """Return where something else is expected: behind a comma, which Python 3.13 names."""
        if not error.msg.startswith(_TRAILING):
            return error.pos
        found = _SPACE(self.text, error.pos + 1)
        return found.end() if found else error.pos

    def _scanned_within(self, path: str, scan: _Scan) -> tuple[Any, int]:
        """Return a value and where it ends, without building one that is too long.

        `[[],[],...]` takes twenty times its own size, so the value is looked
        for in pieces of the text, each twice as long as the one before.
        """
        most, size, rest = self._limits.line, _CHUNK, len(self.text) - self.at
        while most < rest:
            size = min(size, most + 1)
            try:
                found, end = scan(self.text[self.at : self.at + size], 0)
            except StopIteration as error:
                is_cut = error.value >= size - _LONGEST_TOKEN
            except json.JSONDecodeError as error:
                is_long = error.msg.startswith("Unterminated string")
                is_cut = is_long or error.pos >= size - _LONGEST_TOKEN
            else:
                if end < size:
                    return found, self.at + end
                is_cut = True
            if not is_cut:
                break
            if size > most:
                message = "the record is too long"
                raise BrokenError(beyond("line", self._limits, path, message=message))
            size *= 2
        return scan(self.text, self.at)

    def _is_deep(self, end: int = sys.maxsize) -> bool:
        """Return whether the value at this place is nested deeper than the limit, before `end`."""
        depth = 0
        for found in _BRACKETS(self.text, self.at, end):
            depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found[0], 0)
            if depth > self._limits.depth or depth <= 0:
                break
        return depth > self._limits.depth

    def _check_strings(self, found: object, path: str) -> None:
        if has_longer(found, self._limits.string):
            length, where = longest_of(found, path)
            raise OversizedError(beyond("string", self._limits, where, length))

    def take(self, character: str) -> bool:
        """Skip a character and the space behind it if it is at this place."""
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

    def chunks(self, path: str) -> Iterator[list[Any]]:
        """Yield the values of the array at this place, some at a time.

        One that holds a string that is too long is an `OversizedError` instead.

        Raises:
            BrokenError: It is not written as an array; the values before the
                place where it breaks are yielded first.
        """
        self.take("[")
        if self.take("]"):
            return
        number = 0
        while found := self._chunk():
            yield self._bounded(found, path, number)
            number += len(found)
            if self.take("]"):
                return
            self.take(",")
        yield from ([value] for value in self._elements(path, number))

    def _chunk(self) -> list[Any]:
        """Return the values up to some comma behind a value, read as an array of its own.

        An empty list if no such comma is found near by: then the values are
        long, or something is wrong with them.
        """
        for mark in (",\n", "},"):
            cut = self.text.rfind(mark, self.at, self.at + _CHUNK) + mark.index(",")
            # If the comma is inside a value, the brackets do not match.
            piece = f"[{self.text[self.at : cut]}]" if cut >= self.at else ""
            try:
                found, end = _scan(piece, 0)
            except (RecursionError, StopIteration, ValueError):
                continue
            # If it ends before the piece does, that was the end of the whole array.
            self.at = cut if end == len(piece) else self.at + end - 2
            self.skip()
            values: list[Any] = found
            return values
        return []

    def _bounded(self, values: list[Any], path: str, number: int) -> list[Any]:
        """Return values with errors in the place of those that hold a string that is too long."""
        if self._limits.string >= _CHUNK:
            return values
        for at, value in enumerate(values):
            try:
                self._check_strings(value, f"{path}[{number + at}]")
            except OversizedError as error:
                values[at] = error
        return values

    def _elements(self, path: str, number: int) -> Iterator[Any]:
        """Yield the values of an array from this place on, one by one."""
        while True:
            try:
                yield self.value(f"{path}[{number}]")
            except OversizedError as error:
                yield error
            if not self.take(","):
                break
            number += 1
        if not self.take("]"):
            raise self.broken(f"{path}[{number}]", "',' or ']'")

    def end(self) -> None:
        """Make sure that this is the end.

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
            return BrokenError(fault("empty", "the file is empty", self.path))
        if not rest.strip() or expected == _STRING_END:
            message = "the document is truncated"
            return BrokenError(self._problem("truncated", message, path, at))
        return BrokenError(self._problem("not-json", "this is not JSON", path, at, expected))

    def _problem(
        self, code: Code, message: str, path: str, at: int | None = None, expected: str = ""
    ) -> Problem:
        at = self.at if at is None else at
        line = self.text.count("\n", 0, at) + 1
        column = at - self.text.rfind("\n", 0, at)
        where = f"line {line:,}, column {column:,}" if self.lines else f"column {column:,}"
        value = shorten(self.text[at : at + 30]) if expected else ""
        return fault(code, f"{message} ({where})", path, value=value, expected=expected)


def _expected(message: str) -> str:
    """Return what Python's scanner missed, in the words of this module."""
    if message.startswith("Unterminated string"):
        return _STRING_END
    if message.startswith("Invalid control character"):
        return "an escape such as \\n for a control character"
    if "escape" in message:
        return "an escape that JSON has"
    if message.startswith(_TRAILING) and message.endswith("object"):
        return "property name in double quotes"
    if message.startswith("Expecting "):
        return message.removeprefix("Expecting ").replace(" enclosed", "")
    return "a value"
