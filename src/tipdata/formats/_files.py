"""Where a format reads from and writes to: paths, bytes, texts and open files."""

import os
import secrets
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from tipdata.errors import InvalidValueError

__all__ = [
    "Readable",
    "Source",
    "Target",
    "opened",
    "read_bytes",
    "replace_file",
    "sync_folder",
    "write_bytes",
]

Readable = str | bytes | bytearray
"""A document as text, or as bytes of UTF-8."""

Source = str | os.PathLike[str] | IO[Any]
"""A path, or a file that is open for reading."""

Target = str | os.PathLike[str] | IO[Any]
"""A path, or a file that is open for writing."""


def read_bytes(source: Source) -> str | bytes:
    """Return what a path or an open file holds; the text if the file is open as text."""
    if isinstance(source, (str, os.PathLike)):
        return Path(source).read_bytes()
    if not hasattr(source, "read"):
        raise InvalidValueError("source", source, "a path or an open file")
    data: str | bytes = source.read()
    return data


@contextmanager
def opened(source: Source) -> Generator[Iterable[str | bytes]]:
    """Open a path to read its lines; an open file is left open."""
    if isinstance(source, (str, os.PathLike)):
        with Path(source).open("rb") as file:
            yield file
    elif not hasattr(source, "read"):
        raise InvalidValueError("source", source, "a path or an open file")
    else:
        yield source


def write_bytes(target: Target, pieces: Iterable[bytes]) -> None:
    """Write to an open file, or to a path so that the file there is the old or the new one."""
    if isinstance(target, (str, os.PathLike)):
        replace_file(Path(target), lambda file: file.writelines(pieces))
    elif not hasattr(target, "write"):
        raise InvalidValueError("target", target, "a path or an open file")
    else:
        # Only a file of texts has an encoding.
        text = hasattr(target, "encoding")
        for piece in pieces:
            target.write(piece.decode() if text else piece)


def replace_file(path: Path, fill: Callable[[IO[bytes]], object]) -> None:
    """Put a file that `fill` writes in the place of `path`, or leave that as it was."""
    path = Path(os.path.realpath(path))
    mode = path.stat().st_mode & 0o777 if path.exists() else None
    # In the same folder, since only there replacing is one step.
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    handle = os.open(
        beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666
    )
    try:
        with os.fdopen(handle, "wb") as file:
            fill(file)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            beside.chmod(mode)
        os.replace(beside, path)  # noqa: PTH105 - it is what tests cut short
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder written down, where the system knows how."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
