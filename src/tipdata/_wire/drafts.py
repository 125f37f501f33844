"""New files before they take the place of old ones: locked, like the old, and cleared if left.

Nobody else may write or remove a draft while its writer lives, which a lock
(`flock`) on it says: the system drops that when the writer ends, however it
ends. So the drafts that the next writer can lock are those of killed writers.
"""

import errno
import io
import os
import secrets
import stat
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import IO

if sys.platform != "win32":
    import fcntl

_SLOTS = 8
_LONGEST_NAME = 255  # bytes, on nearly all disks
_ACL = "system.posix_acl_access"
_KEPT_ATTRIBUTES = ("user.", _ACL, "security.selinux")


def lock(handle: int, *, wait: bool) -> bool:
    """Lock an open file or folder, and return whether its disk has locks at all.

    Raises:
        BlockingIOError: Another writer has locked it, and `wait` is false.
    """
    if sys.platform == "win32":
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        raise
    except OSError:  # some network disks have none
        return False
    return True


def unlock(handle: int) -> None:
    """Let the next writer have its turn, even if a forked process holds the handle too."""
    if sys.platform != "win32":
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_UN)


def is_at(path: Path, handle: int) -> bool:
    """Return whether a path leads to what a handle has open."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


class Draft:
    """A new and locked file that is to take the place of another.

    Attributes:
        path: Where it is, in the folder of the other.
        handle: What it is open by.
    """

    def __init__(self, path: Path, handle: int) -> None:
        """Take over a handle."""
        self.path = path
        self.handle = handle

    def replace(self, real: Path) -> None:
        """Take the place of a file; under the lock, since nobody owns a closed draft.

        Raises:
            OSError: The file cannot be replaced.
        """
        self._close_first()
        os.replace(self.path, real)  # noqa: PTH105 - it is what tests cut short

    def remove(self) -> None:
        """Leave nothing behind; what has its name by now may be another writer's."""
        with suppress(OSError):
            if is_at(self.path, self.handle):
                self._close_first()
                self.path.unlink()

    def close(self) -> None:
        """Release the lock."""
        if self.handle >= 0:
            os.close(self.handle)
            self.handle = -1

    def _close_first(self) -> None:
        # Windows moves nothing that is open, and has none of these locks.
        if sys.platform == "win32":
            self.close()


def claim_draft(real: Path, mode: int) -> Draft:
    """Return an empty draft in the folder of a file.

    Drafts that killed writers of the same file left are removed. Their names
    are few, so that finding them takes no listing of the folder.

    Raises:
        OSError: It cannot be made.
    """
    for slot in _slots(real):
        _clear_stale(slot)
    for path in _names(real):
        with suppress(FileExistsError):
            draft = Draft(path, create(path, mode))
            with suppress(BlockingIOError):
                lock(draft.handle, wait=False)
                if is_at(path, draft.handle):
                    return draft
            # Another writer took it for one that was left.
            draft.close()
    raise AssertionError  # the names do not end


def _slots(real: Path) -> list[Path]:
    return [_beside(real, str(number)) for number in range(_SLOTS)]


def _names(real: Path) -> Iterator[Path]:
    yield from _slots(real)
    # More writers at once than slots, or a disk that has no locks.
    while True:
        yield _beside(real, secrets.token_hex(4))


def _beside(real: Path, mark: str) -> Path:
    name, end = real.name, f".tipdata-{mark}"
    if len(os.fsencode(f".{name}{end}")) > _LONGEST_NAME:
        name = sha256(os.fsencode(name)).hexdigest()
    return real.with_name(f".{name}{end}")


def create(path: Path, mode: int) -> int:
    """Return a handle of a new file.

    Raises:
        OSError: It exists, or cannot be made.
    """
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)


def _clear_stale(draft: Path) -> None:
    """Remove a draft whose writer is gone."""
    # Some network disks lock only what is open for writing.
    flags = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with suppress(OSError):  # no draft, or that of a writer who lives, or of another user
        handle = os.open(draft, flags)
        try:
            is_regular = stat.S_ISREG(os.fstat(handle).st_mode)
            # Under the lock nobody else renames or removes it.
            if is_regular and lock(handle, wait=False) and is_at(draft, handle):
                draft.unlink()
        finally:
            os.close(handle)


def write_to(handle: int, path: Path, fill: Callable[[IO[bytes]], object]) -> None:
    """Let `fill` write to a handle, which stays open; errors of writing name `path`.

    Raises:
        OSError: The disk is full, or the reader is gone.
    """
    with io.BufferedWriter(_NamedFile(handle, path)) as file:
        fill(file)


class _NamedFile(io.FileIO):
    """A file whose errors of writing name the path that the user gave."""

    def __init__(self, handle: int, path: Path) -> None:
        """Write to a handle, which stays open."""
        super().__init__(handle, "wb", closefd=False)
        self._path = path

    def write(self, data: object, /) -> int:
        """Write bytes.

        Raises:
            OSError: The disk is full, or the reader is gone.
        """
        with naming(self._path):
            return super().write(data)  # type: ignore[arg-type]  # any buffer


@contextmanager
def naming(path: Path) -> Generator[None]:
    """Let errors name the path that the user gave, instead of nothing or a draft."""
    try:
        yield
    except OSError as error:
        error.filename = str(path)
        with suppress(AttributeError):
            del error.filename2  # as `None` it would be printed
        raise


def keep(old: Path, new: int | Path) -> None:
    """Give a new file or folder what an old one has: owner, group, attributes and mode.

    What the system does not permit stays as it is, and opens the new one to nobody else.

    Raises:
        OSError: The mode cannot be set.
    """
    if sys.platform == "win32":
        return
    was = old.stat()
    mode = stat.S_IMODE(was.st_mode)
    for owner in (was.st_uid, -1):
        with suppress(OSError):
            os.chown(new, owner, was.st_gid)
            break
    now = os.stat(new)  # noqa: PTH116 - it may be open
    if now.st_gid != was.st_gid:
        # Another group must not get what was meant for the old one.
        mode &= ~(stat.S_ISGID | stat.S_IRWXG) | (mode & stat.S_IRWXO) << 3
    if now.st_uid != was.st_uid:
        mode &= ~stat.S_ISUID
    _keep_attributes(old, new)
    os.chmod(new, mode)  # noqa: PTH101 - a handle has no path


def _keep_attributes(old: Path, new: int | Path) -> None:
    if not hasattr(os, "listxattr"):
        return
    with suppress(OSError):
        kept = [name for name in os.listxattr(old) if name.startswith(_KEPT_ATTRIBUTES)]
        for name in kept:
            with suppress(OSError):
                os.setxattr(new, name, os.getxattr(old, name))
        if _ACL not in kept and _ACL in os.listxattr(new):
            os.removexattr(new, _ACL)  # it came from the folder


def check_writable(real: Path, path: Path) -> None:
    """Refuse to replace a file that may not be written to.

    Raises:
        PermissionError: The user may not write to it.
    """
    effective = os.access in os.supports_effective_ids
    if not os.access(real, os.W_OK, effective_ids=effective):
        raise PermissionError(errno.EACCES, "this file is read-only", str(path))


def sync_folder(folder: Path) -> None:
    """Have the names in a folder written to the disk, where the system can.

    Raises:
        OSError: The disk fails.
    """
    if sys.platform == "win32":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:  # one may write into it, and not list it
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno != errno.EINVAL:  # which says that the disk syncs no folders
            raise
    finally:
        os.close(handle)
