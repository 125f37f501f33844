"""Where a format reads from and writes to: paths, bytes, texts and open files."""

import os
import secrets
import shutil
from collections.abc import Callable, Collection, Generator, Iterable, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from tipdata._wire.json_text import BrokenError
from tipdata.errors import InvalidValueError
from tipdata.problems import Problem

__all__ = [
    "Readable",
    "Source",
    "Target",
    "opened",
    "read_bytes",
    "replace_file",
    "replace_folder",
    "whole_folder",
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
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Have the names in a folder written down, where the system knows how."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace_folder(path: Path, files: Mapping[str, bytes], ours: Collection[str]) -> None:
    """Put a folder of these files, written in their order, in the place of `path`.

    There is no single step that swaps two folders everywhere. Between two
    steps the old folder stands beside, where `whole_folder` tells of it and
    the next writing finds it.

    Raises:
        InvalidValueError: The folder that is there holds what is not ours.
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
            with (new / name).open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
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
        FileNotFoundError: There is none.
    """
    if path.is_dir():
        return path
    old = _beside(Path(os.path.realpath(path)), "old")
    if not old.is_dir():
        raise FileNotFoundError(2, "there is no such file or folder", str(path))
    raise BrokenError(
        Problem(
            code="torn",
            message=f"writing it was cut short; as it was before, it is at {str(old)!r}",
            path=str(path),
            expected="the folder under its own name: write it again, or rename that one",
        )
    )


def _beside(path: Path, what: str) -> Path:
    return path.with_name(f".{path.name}.{what}")
