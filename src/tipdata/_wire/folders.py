"""A folder of files that changes as one: whole to each reader, rewritten by one writer at a time.

New files are written in `.tipdata-new` inside the folder. The step in which
all of them change at once is its renaming to `.tipdata-next`, since readers
take a file from there before they take that of the same name beside it. Then
the files move to their places, and the empty folder goes. A writer killed
before that step leaves the old files, and after it the new ones; the next
writer removes what is left of the first, and finishes the second.
"""

import errno
import os
import shutil
import stat
import sys
from collections.abc import Callable, Collection, Generator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, NamedTuple

from tipdata._wire.drafts import (
    check_writable,
    create,
    is_at,
    keep,
    lock,
    naming,
    sync_folder,
    unlock,
    write_to,
)
from tipdata._wire.faults import fault
from tipdata._wire.json_text import BrokenError
from tipdata.errors import InvalidValueError

_NEW, _NEXT, _WRITING = ".tipdata-new", ".tipdata-next", ".tipdata-writing"
DRAFTS = frozenset({_NEW, _NEXT, _WRITING})
"""The names inside a folder that are of its writing."""

_MOST_TRIES = 100


class Mark(NamedTuple):
    """The file by which a folder is known as ours.

    Attributes:
        name: Its name.
        is_ours: Whether what it holds says so.
    """

    name: str
    is_ours: Callable[[bytes], bool]


def replace_folder(path: Path, files: Mapping[str, bytes], mark: Mark) -> None:
    """Put files, in their order, into a folder in one step; other names in it stay as they are.

    The folder and its files keep mode, owner, group and attributes as
    `replace_file` does, and a file that is a link stays one. Writers of one
    folder wait for each other.

    Args:
        path: The folder, which is made if nothing is there.
        files: What each file is to hold: every file that such a folder can
            have, so that no old one remains among the new.
        mark: What a folder that holds anything is known by.

    Raises:
        InvalidValueError: The folder holds other things and is not marked, or
            a directory is in the place of a file.
        OSError: It cannot be written; the error names `path`.
    """
    real = Path(os.path.realpath(path))
    if not real.is_dir() and os.path.lexists(real):
        raise _refused(path)
    with _turn(path, real):
        _check_folder(path, real, mark)
        places = {name: _check_place(real, name) for name in files}
        new = real / _NEW
        with naming(path):
            _finish(real)
            if new.exists():
                shutil.rmtree(new)
        try:
            _write_new(path, real, files, places)
            with naming(path):
                os.replace(new, real / _NEXT)  # noqa: PTH105 - the one step
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise
        with naming(path):
            sync_folder(real)
            _finish(real)


@contextmanager
def _turn(path: Path, real: Path) -> Generator[None]:
    """Keep other writers out of a folder, which is made if nothing is there.

    Raises:
        FileExistsError: Another may be writing it, on a disk without locks to wait for.
    """
    with naming(path):
        is_new, handle = _enter(real)
        if handle is None:
            _enter_without_locks(real)
    is_done = False
    try:
        yield
        if is_new:
            sync_folder(real.parent)
        is_done = True
    finally:
        if handle is None:
            with suppress(OSError):
                (real / _WRITING).rmdir()
        if is_new and not is_done:
            with suppress(OSError):  # another writer has been quicker
                real.rmdir()
        if handle is not None:
            unlock(handle)
            os.close(handle)


def _enter(real: Path) -> tuple[bool, int | None]:
    """Return whether a folder was made, and its locked handle; `None` if it cannot be locked."""
    while True:
        is_new = _make(real)
        if sys.platform == "win32":
            return is_new, None
        handle = os.open(real, os.O_RDONLY)
        try:
            has_locks = lock(handle, wait=True)
            # The writer who made it may have failed, and removed it.
            if has_locks and is_at(real, handle):
                return is_new, handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)
        if not has_locks:
            return is_new, None


def _make(real: Path) -> bool:
    try:
        real.mkdir()
    except FileExistsError:
        return False
    return True


def _enter_without_locks(real: Path) -> None:
    try:
        (real / _WRITING).mkdir()
    except FileExistsError as error:
        error.strerror = (
            f"another program is writing this folder, or was interrupted; remove {_WRITING} "
            "from it if none is"
        )
        raise


def _check_folder(path: Path, real: Path, mark: Mark) -> None:
    """Refuse a folder that holds something and is not ours."""
    held = {*os.listdir(real)}  # noqa: PTH208 - only the names
    if held - DRAFTS or _NEXT in held:
        found = _read(real, mark.name)
        if found is None or not mark.is_ours(found):
            raise _refused(path)


def _refused(path: Path) -> InvalidValueError:
    expected = "a new folder, or one that is a package"
    return InvalidValueError("target", str(path), expected)


def _check_place(real: Path, name: str) -> Path:
    """Return where a file of a folder goes, which is where a link in its place leads to.

    Raises:
        InvalidValueError: Something else than a file is there, or a link to another disk.
        PermissionError: The file that is there is read-only.
    """
    given = real / name
    place = Path(os.path.realpath(given))
    try:
        if not stat.S_ISREG(place.stat().st_mode):
            raise InvalidValueError("target", str(given), "a file, or nothing, in this place")
        check_writable(place, given)
    except FileNotFoundError:
        pass
    if place.parent.stat().st_dev != real.stat().st_dev:
        raise InvalidValueError("target", str(given), "a file on the disk of its folder")
    return place


def _write_new(
    path: Path, real: Path, files: Mapping[str, bytes], places: Mapping[str, Path]
) -> None:
    """Write and synchronize the new files, each like the old one in its place."""
    new = real / _NEW
    with naming(path):
        new.mkdir(stat.S_IRWXU)
    for name, data in files.items():
        is_old = places[name].exists()
        with naming(path):
            handle = create(new / name, 0o600 if is_old else 0o666)
        try:
            write_to(handle, path, lambda file, data=data: file.write(data))  # type: ignore[misc]  # a default keeps the data of this turn
            with naming(path):
                if is_old:
                    keep(places[name], handle)
                os.fsync(handle)
        finally:
            os.close(handle)
    with naming(path):
        keep(real, new)
        new.chmod(new.stat().st_mode | stat.S_IRWXU)
        sync_folder(new)


def _finish(real: Path) -> None:
    """Move the files of `.tipdata-next` to their places."""
    ready = real / _NEXT
    if not ready.is_dir():
        return
    folders = {real}
    for one in sorted(ready.iterdir()):
        place = Path(os.path.realpath(real / one.name))
        os.replace(one, place)  # noqa: PTH105 - as above
        folders.add(place.parent)
    for folder in folders:
        sync_folder(folder)
    ready.rmdir()


def read_folder(
    path: Path, names: Collection[str], read: Callable[[str, IO[bytes]], bytes]
) -> dict[str, bytes]:
    """Return what those of the named files hold that are in a folder, all of one writing.

    Args:
        path: The folder.
        names: The names of its files.
        read: Reads the file of a name.

    Raises:
        BrokenError: Its first writing was interrupted or has not finished, or
            other programs keep rewriting it.
        OSError: It cannot be read.
    """
    if not path.is_dir():
        raise _missing(path)
    for _ in range(_MOST_TRIES):
        found = _read_once(path, names, read)
        if found is not None:
            break
    else:
        message = "other programs keep rewriting this folder"
        expected = "one that no other program is writing"
        raise BrokenError(fault("torn", message, str(path), expected=expected))
    if not found and (path / _NEW).is_dir():
        message = "writing it was interrupted, or has not finished"
        expected = "the complete folder: wait for its writer, or write it again"
        raise BrokenError(fault("torn", message, str(path), expected=expected))
    return found


def _read_once(
    path: Path, names: Collection[str], read: Callable[[str, IO[bytes]], bytes]
) -> dict[str, bytes] | None:
    """Return what files hold, or `None` if another writing came in between."""
    with ExitStack() as stack:
        files = {name: stack.enter_context(file) for name in names if (file := _open(path, name))}
        found = {name: read(name, file) for name, file in files.items()}
        # While a file is open, no new one gets its number on the disk.
        is_same = all(_is_current(path, name, files.get(name)) for name in names)
        return found if is_same else None


def _read(path: Path, name: str) -> bytes | None:
    file = _open(path, name)
    if file is None:
        return None
    with file:
        return file.read()


def _open(path: Path, name: str) -> IO[bytes] | None:
    while found := _find(path, name):
        with suppress(FileNotFoundError):  # it has just moved to its place
            return found[0].open("rb")
    return None


def _is_current(path: Path, name: str, file: IO[bytes] | None) -> bool:
    found = _find(path, name)
    if file is None or found is None:
        return file is None and found is None
    return os.path.samestat(found[1], os.fstat(file.fileno()))


def _find(path: Path, name: str) -> tuple[Path, os.stat_result] | None:
    """Return where the file of a name is, and its status; `None` if none is there."""
    for place in (path / _NEXT / name, path / name):
        with suppress(FileNotFoundError, NotADirectoryError):
            status = place.stat()
            return (place, status) if stat.S_ISREG(status.st_mode) else None
    return None


def _missing(path: Path) -> BrokenError | OSError:
    """Return the error of a folder that is not there.

    Version 0.1 put the old folder aside under this name before it put the new
    one in its place, and may have been interrupted in between.
    """
    real = Path(os.path.realpath(path))
    old = real.with_name(f".{real.name}.old")
    if not old.is_dir():
        code = errno.ENOTDIR if path.exists() else errno.ENOENT
        return OSError(code, os.strerror(code), str(path))
    message = f"writing it was interrupted; the previous version is at {str(old)!r}"
    expected = "the folder under its own name: write it again, or rename that one"
    return BrokenError(fault("torn", message, str(path), expected=expected))
