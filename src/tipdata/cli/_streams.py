"""Standard output and standard error, which may be closed, full, or read no more."""

import io
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import TextIO

_LAST = 2  # the descriptor of standard error, the last that has a meaning


class GoneError(Exception):
    """Nobody reads standard output any more, as after `| head`."""


class OutputError(Exception):
    """Standard output takes nothing; the message says why."""


def open_streams() -> None:
    """Make standard output and standard error take what they are given, where they can.

    A character that a console lacks becomes its escape. A descriptor that is closed
    leads nowhere, since else the next file to be opened would get its number, and what
    a library prints.
    """
    if None in {sys.stdin, sys.stdout, sys.stderr}:
        while (number := os.open(os.devnull, os.O_RDWR)) <= _LAST:
            pass
        os.close(number)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)  # not every stream has it
        if reconfigure is not None:
            with suppress(OSError, ValueError):
                reconfigure(errors="backslashreplace")


@contextmanager
def writing_to(stream: TextIO | None) -> Generator[TextIO]:
    """Yield a stream to write to, and flush it.

    Raises:
        GoneError: Nobody reads it any more.
        OutputError: It is closed, or takes no more.
    """
    if stream is None or stream.closed:
        raise OutputError("closed")
    try:
        with _buffered(stream) as file:
            yield file
            file.flush()
    except BrokenPipeError:
        _silence(stream)
        raise GoneError from None
    except OSError as error:
        _silence(stream)
        raise OutputError(error.strerror or str(error)) from None


@contextmanager
def _buffered(stream: TextIO) -> Generator[TextIO]:
    """Yield a stream that writes everything or fails; without a buffer, one may write a part."""
    bare = getattr(stream, "buffer", None)
    if not isinstance(bare, io.RawIOBase):
        yield stream
        return
    buffer = io.BufferedWriter(bare)
    file = io.TextIOWrapper(buffer, encoding=stream.encoding, errors=stream.errors)
    try:
        yield file
    finally:
        # What is left in them has failed already; the stream itself stays open.
        for one in (file, buffer):
            with suppress(OSError, ValueError):
                one.detach()


def _silence(stream: TextIO) -> None:
    """Let a stream lead nowhere, so that Python does not fail to flush it at exit."""
    with suppress(OSError, ValueError):  # not every stream has a descriptor
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def write_error(text: str, stream: TextIO | None = None) -> None:
    """Write lines to standard error, or to another stream; where they cannot be read, to nobody."""
    with suppress(GoneError, OutputError), writing_to(stream or sys.stderr) as file:
        print(text, file=file)
