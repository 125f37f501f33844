"""Reading paths and open files no further than a limit, whatever their length is said to be."""

from collections.abc import Iterator
from typing import IO, Any, AnyStr

from tipdata._wire.bounds import beyond
from tipdata._wire.faults import fault
from tipdata._wire.storage import ReadFrom, opened
from tipdata.limits import Limits
from tipdata.problems import FormatError, Problem

_PIECE = 2**20


def read_whole(source: ReadFrom, limits: Limits, path: str = "$") -> str | bytes:
    """Return what a path or an open file holds; a string if the file is open as text.

    Args:
        source: The path or the open file.
        limits: How much is read.
        path: What problems call it.

    Raises:
        FormatError: It is too large, or not text of the encoding that it was opened with.
        OSError: It cannot be read.
    """
    with opened(source) as file:
        left = limits.size + 1
        try:
            # A file may give less than it is asked for, and the type of its bytes or text.
            pieces: list[Any] = [file.read(min(left, _PIECE))]
            while pieces[-1] and (left := left - len(pieces[-1])):
                pieces.append(file.read(min(left, _PIECE)))
        except UnicodeDecodeError as error:
            raise FormatError((_undecoded(error, path),)) from None
        if not left:
            raise FormatError((beyond("size", limits, path),))
    whole: str | bytes = ("" if isinstance(pieces[0], str) else b"").join(filter(None, pieces))
    return whole


def _undecoded(error: UnicodeDecodeError, path: str = "$") -> Problem:
    message = f"the text is not {error.encoding}"
    expected = "a file that is open for bytes, or with its encoding"
    return fault("not-utf-8", message, path, expected=expected)


def lines_of(file: IO[AnyStr], limits: Limits) -> Iterator[tuple[int, AnyStr | Problem]]:
    """Yield the lines of a file with their numbers; one that is too long is a problem instead.

    What is left of such a line is skipped piece by piece. A line of more bytes
    than a file may have ends the reading, since it may never end.
    """
    row, ends = 0, False
    while not ends:
        row += 1
        try:
            # Two more for the end of the line.
            line = file.readline(limits.line + 2)
        except UnicodeDecodeError as error:
            yield row, _undecoded(error)
            return
        if not line:
            return
        if len(line) > limits.line and _length(line) > limits.line:
            yield row, beyond("line", limits, "$")
            ends = not _skip_line(file, line, limits)
        else:
            yield row, line


def _length(line: str | bytes) -> int:
    """Return the length of a line without its end."""
    if isinstance(line, str):
        return len(line.removesuffix("\n").removesuffix("\r"))
    return len(line.removesuffix(b"\n").removesuffix(b"\r"))


def _skip_line(file: IO[AnyStr], line: AnyStr, limits: Limits) -> bool:
    """Skip the rest of a line; return whether it ended."""
    length = 0
    while line and line[-1:] not in {"\n", b"\n"}:
        length += len(line)
        if length > limits.size:
            return False
        try:
            line = file.readline(min(_PIECE, limits.size))
        except UnicodeDecodeError:
            return False
    return True
