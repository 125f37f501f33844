"""Where a format reads from and writes to: paths, bytes, strings and open files."""

import errno
import os
import secrets
import shutil
import stat
from collections.abc import Callable, Collection, Generator, Iterable, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from tipdata._arguments import read_path
from tipdata._wire.faults import fault
from tipdata._wire.json_text import BrokenError
from tipdata.errors import InvalidValueError

Readable = str | bytes | bytearray
"""A document as a string, or as bytes of UTF-8."""

ReadFrom = str | os.PathLike[str] | IO[str] | IO[bytes]
"""A path, or a file that is open for reading."""

WriteTo = str | os.PathLike[str] | IO[str] | IO[bytes]
"""A path, or a file that is open for writing."""

_PATH_OR_FILE = "a path or an open file"


@contextmanager
def opened(source: ReadFrom) -> Generator[IO[Any]]:
    """Open a path for reading bytes; an open file is left open."""
    if isinstance(source, (str, os.PathLike)) or not hasattr(source, "read"):
        with read_path("source", source, _PATH_OR_FILE).open("rb") as file:
            yield file
    else:
        yield source


def read_bytes(source: ReadFrom) -> str | bytes:
    """Return what a path or an open file holds; a string if the file is open as text."""
    with opened(source) as file:
        data: str | bytes = file.read()
        return data


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

    A link stays a link and a file keeps its mode. What is not a regular file,
    such as a pipe or a device, is written to as it is.

    Raises:
        OSError: It cannot be written; the error names `path`.
    """
    mode = _mode(path)
    if mode is not None and not stat.S_ISREG(mode):
        with path.open("wb") as file:
            fill(file)
        return
    real = Path(os.path.realpath(path))
    # In the same folder, since only there replacing is one step.
    draft = real.with_name(f".{real.name}.{secrets.token_hex(4)}.new")
    try:
        _write_new(draft, fill)
        if mode is not None:
            draft.chmod(stat.S_IMODE(mode))
        os.replace(draft, real)  # noqa: PTH105 - it is what tests cut short
    except BaseException as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename == str(draft):
            error.filename, error.filename2 = str(path), None
        raise
    _sync_folder(real.parent)


def _mode(path: Path) -> int | None:
    """Return the type and permissions of what is at a path, or `None` if nothing is."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _write_new(path: Path, fill: Callable[[IO[bytes]], object]) -> None:
    binary = getattr(os, "O_BINARY", 0)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | binary, 0o666)
    with os.fdopen(handle, "wb") as file:
        fill(file)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Have the names in a folder written to the disk, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace_folder(path: Path, files: Mapping[str, bytes], ours: Collection[str]) -> None:
    """Put a folder of these files, written in their order, in the place of `path`.

    No single step swaps two folders everywhere. Between two steps the old
    folder stands beside the path, where `whole_folder` and the next writing
    find it.

    Raises:
        InvalidValueError: The folder that is there holds what is not ours.
        OSError: It cannot be written.
    """
    path = Path(os.path.realpath(path))
    new, old = _beside(path, "new"), _beside(path, "old")
    if not path.exists() and old.exists():
        os.replace(old, path)  # noqa: PTH105 - it is what tests cut short
    if path.exists():
        held = {one.name for one in path.iterdir()} if path.is_dir() else {path.name}
        if not held <= set(ours):
            raise InvalidValueError("target", str(path), "a new folder, or one that is a package")
    shutil.rmtree(old, ignore_errors=True)
    shutil.rmtree(new, ignore_errors=True)
    try:
        new.mkdir()
        for name, data in files.items():
            _write_new(new / name, lambda file, data=data: file.write(data))  # type: ignore[misc]  # a default keeps the data of this turn
        _sync_folder(new)
        if path.exists():
            os.replace(path, old)  # noqa: PTH105
        os.replace(new, path)  # noqa: PTH105
    except BaseException:
        with suppress(OSError):
            if old.exists() and not path.exists():
                old.rename(path)
        shutil.rmtree(new, ignore_errors=True)
        raise
    _sync_folder(path.parent)
    shutil.rmtree(old, ignore_errors=True)


def whole_folder(path: Path) -> Path:
    """Return the folder to read.

    Raises:
        BrokenError: Its writing was cut short between two steps.
        FileNotFoundError: Nothing is there.
    """
    if path.is_dir():
        return path
    old = _beside(Path(os.path.realpath(path)), "old")
    if not old.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    message = f"writing it was interrupted; the previous version is at {str(old)!r}"
    expected = "the folder under its own name: write it again, or rename that one"
    raise BrokenError(fault("torn", message, str(path), expected=expected))


def _beside(path: Path, what: str) -> Path:
    return path.with_name(f".{path.name}.{what}")
