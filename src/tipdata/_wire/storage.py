"""Where a format reads from and writes to: paths, bytes, strings and open files."""

import errno
import os
import re
import stat
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from tipdata._arguments import read_path
from tipdata._wire.drafts import (
    check_writable,
    claim_draft,
    keep,
    naming,
    sync_folder,
    write_to,
)

Readable = str | bytes | bytearray
"""A document as a string, or as bytes of UTF-8."""

ReadFrom = str | os.PathLike[str] | IO[str] | IO[bytes]
"""A path, or a file that is open for reading."""

WriteTo = str | os.PathLike[str] | IO[str] | IO[bytes]
"""A path, or a file that is open for writing."""

_PATH_OR_FILE = "a path or an open file"
_HANDLES = re.compile("/dev/fd|/proc/[0-9]+(/task/[0-9]+)?/fd")
_MOST_LINKS = 40


@contextmanager
def opened(source: ReadFrom) -> Generator[IO[Any]]:
    """Open a path for reading bytes; an open file is left open."""
    if isinstance(source, (str, os.PathLike)) or not hasattr(source, "read"):
        with read_path("source", source, _PATH_OR_FILE).open("rb") as file:
            yield file
    else:
        yield source


def write_bytes(target: WriteTo, pieces: Iterable[bytes]) -> None:
    """Write to an open file, or to a path as `replace_file` does."""
    if isinstance(target, (str, os.PathLike)) or not hasattr(target, "write"):
        path = read_path("target", target, _PATH_OR_FILE)
        replace_file(path, lambda file: file.writelines(pieces))
    else:
        file: Any = target
        # Only a file that is open as text has an encoding.
        is_text = hasattr(file, "encoding")
        for piece in pieces:
            file.write(piece.decode() if is_text else piece)


def replace_file(path: Path, fill: Callable[[IO[bytes]], object]) -> None:
    """Put a file that `fill` writes in the place of `path`, or leave that as it was.

    A link stays a link, and a file keeps its mode, owner, group and attributes
    where the system permits. Other hard links to the old file keep the old:
    they may be a backup, and no file can be both shared and replaced in one step.
    What is not a regular file, such as a pipe, a device or `/dev/stdout`, is
    written through.

    Raises:
        OSError: It cannot be written; the error names `path`.
    """
    number = _open_handle(path)
    mode = None if number is not None else _mode(path)
    if number is not None:
        with naming(path):
            handle = os.dup(number)
        _write_through(handle, path, fill)
    elif mode is None or stat.S_ISREG(mode):
        _replace(path, fill, is_new=mode is None)
    elif stat.S_ISDIR(mode):
        message = "this is a folder; expected the name of a file"
        raise IsADirectoryError(errno.EISDIR, message, str(path))
    else:
        flags = os.O_WRONLY | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
        _write_through(os.open(path, flags), path, fill)


def _open_handle(path: Path) -> int | None:
    """Return the number of the open file that a path such as `/dev/stdout` names.

    Its name may lead on to a file that the shell has opened for several
    programs, or at its end, so that replacing it would lose what they write.
    """
    at = str(path)
    for _ in range(_MOST_LINKS):
        folder, name = os.path.split(os.path.abspath(at))  # noqa: PTH100 - links stay
        folder = os.path.realpath(folder)
        if name.isdecimal() and _HANDLES.fullmatch(folder):
            is_ours = folder == "/dev/fd" or folder.split("/")[2] == str(os.getpid())
            return int(name) if is_ours else None
        at = os.path.join(folder, name)  # noqa: PTH118
        if not os.path.islink(at):  # noqa: PTH114
            return None
        at = os.path.join(folder, os.readlink(at))  # noqa: PTH115, PTH118
    return None


def _mode(path: Path) -> int | None:
    """Return the type and permissions of what is at a path, or `None` if nothing is."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _write_through(handle: int, path: Path, fill: Callable[[IO[bytes]], object]) -> None:
    """Write to what is open, and close it."""
    try:
        write_to(handle, path, fill)
    finally:
        os.close(handle)


def _replace(path: Path, fill: Callable[[IO[bytes]], object], *, is_new: bool) -> None:
    real = Path(os.path.realpath(path))
    if not is_new:
        check_writable(real, path)
    try:
        with naming(path):
            # What is private must not be readable in a draft.
            draft = claim_draft(real, 0o666 if is_new else 0o600)
    except PermissionError as error:
        if not is_new:
            error.strerror = "its folder is read-only, so it cannot be replaced"
        raise
    try:
        write_to(draft.handle, path, fill)
        with naming(path):
            if not is_new:
                keep(real, draft.handle)
            os.fsync(draft.handle)
            draft.replace(real)
    except BaseException:
        draft.remove()
        raise
    finally:
        draft.close()
    with naming(path):
        sync_folder(real.parent)
