"""What every writer keeps: the old file until the new is whole, what leads to it, and who may read it."""

import ast
import errno
import io
import os
import re
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO, Any

import pytest

import tipdata
from commands import COMMANDS as ALL_COMMANDS
from commands import arguments_of
from doors import DOORS
from tipdata import page
from tipdata._wire import drafts
from tipdata._wire.storage import opened, replace_file, write_bytes
from tipdata.errors import InvalidValueError
from writing import (
    COMMANDS,
    DATASETS,
    FILES,
    FUNCTIONS,
    IS_ROOT,
    NOBODY,
    OWNER,
    RECORDS,
    WRITERS,
    Writer,
    held,
    quick_folder,
)

pytestmark = pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")

SOURCE = Path(tipdata.__file__).parent
EVERY_FILE = [
    pytest.param(one, id=f"{one.door} {one.name}", marks=[pytest.mark.long] * (one in COMMANDS))
    for one in FILES
]

EXPORTED = pytest.param(
    Writer(
        "tipdata.export.write", "tiers.xlsx", lambda n, path: tipdata.export.write(path, RECORDS[n])
    ),
    id="tipdata.export.write tiers.xlsx",
)
"""Sheets that are longer than what openpyxl and lxml write at once."""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder in memory where the system has one, since synchronizing takes most of the time."""
    with tempfile.TemporaryDirectory(dir=quick_folder()) as path:
        yield Path(path)


@pytest.fixture(autouse=True)
def page_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Making the page takes longer than writing it."""
    monkeypatch.setattr("tipdata.page.render", render)


render = cache(page.render)


@cache
def new(writer: Writer) -> bytes:
    """Return what a writer writes."""
    with tempfile.TemporaryDirectory(dir=quick_folder()) as path:
        writer.write(1, Path(path, writer.name))
        return held(Path(path, writer.name))


def names(folder: Path) -> set[str]:
    """Return the names of what is in a folder."""
    return {path.name for path in folder.iterdir()}


READERS = {"read", "load", "iterate"}
"""The last words of the functions that take a path and write nothing."""


def test_no_writer_is_forgotten() -> None:
    """The laws below hold for each function with a path that does not read, and each such command."""
    with_path = {name for name, given in DOORS.items() if any(p.kind == "path" for p in given)}
    functions = {name for name in with_path if name.rpartition(".")[2] not in READERS}
    commands = {
        name
        for name, command in ALL_COMMANDS.items()
        if any("to write" in (one.help or "") for one in arguments_of(command))
    }
    assert {one.door for one in WRITERS} == functions | commands


WRITES = {
    *("write_text", "write_bytes", "touch", "mkdir", "rmdir", "unlink", "rename", "symlink_to"),
    *("hardlink_to", "rmtree", "makedirs", "removedirs", "copyfile", "mkstemp", "mkdtemp"),
    *("NamedTemporaryFile", "TemporaryDirectory", "chmod", "chown", "truncate"),
}
CANDIDATE = re.compile(rf"\b(open|os\.replace|os\.remove|{'|'.join(WRITES)})\(")
ONE_WRITER = {"_wire/drafts.py", "_wire/folders.py", "_wire/storage.py"}


def _writings(text: str) -> Iterator[str]:
    if not CANDIDATE.search(text):
        return
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        name = getattr(called, "attr", None) or getattr(called, "id", "")
        owner = getattr(getattr(called, "value", None), "id", "")
        given = [*node.args, *(keyword.value for keyword in node.keywords)]
        texts = [one.value for one in given if isinstance(one, ast.Constant)]
        if isinstance(called, ast.Attribute) and name in WRITES:
            yield name
        if name == "open" and any(re.fullmatch("[rb]*[wax+][bt+]*", str(text)) for text in texts):
            yield name
        if owner == "os" and name in {"open", "replace", "remove"} and texts != [os.devnull]:
            yield name


def test_nothing_else_writes_files() -> None:
    """Only the one writer opens files for writing, moves them or removes them."""
    found = {
        path.relative_to(SOURCE).as_posix(): wrong
        for path in SOURCE.rglob("*.py")
        if (wrong := [*_writings(path.read_text(encoding="utf-8"))])
    }
    # It writes into a zip file that is open, and the last gives closed streams away.
    others = {"_tables/packing.py": ["open"], "cli/_streams.py": ["open"] * 2}
    assert found.keys() >= ONE_WRITER
    assert {name: wrong for name, wrong in found.items() if name not in ONE_WRITER} == others


@pytest.mark.parametrize("writer", EVERY_FILE)
def test_what_a_file_has_is_kept(writer: Writer, folder: Path) -> None:
    """A link stays and leads to the new file, which has the mode, owner and attributes of the old."""
    real, link = folder / "real", folder / writer.name
    link.symlink_to("real")
    writer.write(1, link)  # to a file that is not there yet
    usual = folder / "usual"
    usual.touch()
    assert (held(real), real.stat().st_mode) == (new(writer), usual.stat().st_mode)
    real.write_bytes(b"old")
    real.chmod(0o640)
    owner = OWNER if IS_ROOT else (os.getuid(), os.getgid())
    os.chown(real, *owner)
    marked = attributed(real)
    writer.write(1, link)
    assert str(link.readlink()) == "real"
    status = real.stat()
    assert (held(real), stat.S_IMODE(status.st_mode)) == (new(writer), 0o640)
    assert (status.st_uid, status.st_gid) == owner
    assert not marked or os.getxattr(real, "user.note") == b"mine"
    assert names(folder) == {"real", "usual", writer.name}


def attributed(path: Path) -> bool:
    """Give a file an attribute, and return whether its disk has any."""
    try:
        os.setxattr(path, "user.note", b"mine")
    except (AttributeError, OSError):
        return False
    return True


@pytest.mark.parametrize("writer", EVERY_FILE)
def test_what_is_no_file_is_written_through(writer: Writer, folder: Path) -> None:
    """A pipe, a device and an open file get the bytes and stay; a folder is refused."""
    path = folder / writer.name
    os.mkfifo(path)
    found: list[bytes] = []
    reader = threading.Thread(target=lambda: found.append(path.read_bytes()))
    reader.start()
    writer.write(1, path)
    reader.join(10)
    assert found == [new(writer)]
    assert path.is_fifo()
    for device in ("/dev/null", "/dev/full"):
        path.unlink()
        path.symlink_to(device)
        if device == "/dev/full":
            with failing(errno.ENOSPC, path):
                writer.write(1, path)
        else:
            writer.write(1, path)
        assert path.is_char_device()
        assert str(path.readlink()) == device
    path.unlink()
    path.mkdir()
    with failing(errno.EISDIR, path, "this is a folder; expected the name of a file"):
        writer.write(1, path)
    assert not names(path)
    assert names(folder) == {writer.name}


@contextmanager
def failing(number: int, path: Path, words: str = "") -> Iterator[None]:
    """Expect an error of the system that names a path; a command says both on its own."""
    with pytest.raises((OSError, AssertionError)) as caught:
        yield
    said = str(caught.value)
    assert str(path) in said
    assert words in said
    assert "None" not in said
    assert ".tipdata-" not in said
    if isinstance(caught.value, OSError):
        assert (caught.value.errno, caught.value.filename) == (number, str(path))


OPEN = ("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "/proc/thread-self/fd/1", "link")


def test_an_open_file_is_written_where_it_is(folder: Path) -> None:
    """What the shell has opened goes on after what is in it, and is not replaced."""
    (folder / "link").symlink_to("/dev/stdout")
    log = folder / "log"
    log.write_bytes(b"first\n")
    write = f"""
import sys
from tipdata._wire.storage import write_bytes
for name in {OPEN}:
    write_bytes(name, [name.encode() + b"\\n"])
"""
    with log.open("ab") as out:
        subprocess.run([sys.executable, "-c", write], stdout=out, check=True, cwd=folder)
    assert log.read_text().splitlines() == ["first", *OPEN]
    assert names(folder) == {"link", "log"}


@contextmanager
def limited(size: int) -> Iterator[None]:
    """Let no file grow beyond a size, as on a full disk."""
    import resource  # noqa: PLC0415 - only POSIX has it

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("writer", [*EVERY_FILE, EXPORTED])
def test_a_full_disk_leaves_the_old(writer: Writer, folder: Path) -> None:
    """However much of the new finds room, the old stays whole and alone, and the error names it."""
    path = folder / writer.name
    size = len(new(writer))
    for room in {0, size // 2, size - 1} if writer in FUNCTIONS else {size - 1}:
        path.write_bytes(b"old")
        with failing(errno.EFBIG, path), limited(room):
            writer.write(1, path)
        assert (path.read_bytes(), names(folder)) == (b"old", {writer.name})
    with limited(size):
        writer.write(1, path)
    assert held(path) == new(writer)


@pytest.mark.parametrize("writer", [*EVERY_FILE, EXPORTED])
def test_no_other_disk_needs_room(
    writer: Writer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no temporary file can be made, every file is written whole nevertheless."""
    path, whole = folder / writer.name, new(writer)
    monkeypatch.setattr(tempfile, "tempdir", str(folder / "none"))
    writer.write(1, path)
    assert (held(path), names(folder)) == (whole, {writer.name})


@contextmanager
def as_nobody(*groups: int) -> Iterator[None]:
    """Do without the rights of root, who may write to everything, but have those of groups."""
    if not IS_ROOT:
        yield
        return
    kept = os.getgroups()
    os.setgroups(groups)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setgroups(kept)


@pytest.mark.parametrize("writer", [one for one in FUNCTIONS if one.name != "tiers.xlsx"])
def test_what_is_read_only_is_refused(writer: Writer, folder: Path) -> None:
    """A file that may not be written to stays, and so does one whose folder may not."""
    assert new(writer)  # so that all is imported while that is permitted
    path = folder / writer.name
    folder.chmod(0o777)
    path.write_bytes(b"old")
    path.chmod(0o444)
    with as_nobody(), failing(errno.EACCES, path, "this file is read-only"):
        writer.write(1, path)
    path.chmod(0o666)
    folder.chmod(0o555)
    with as_nobody(), failing(errno.EACCES, path, "its folder is read-only"):
        writer.write(1, path)
    folder.chmod(0o755)
    assert (path.read_bytes(), names(folder)) == (b"old", {writer.name})


def test_the_draft_is_never_named(folder: Path) -> None:
    """An error names the path that was given, and nothing is left beside it."""
    long = folder / ("n" * 300)
    for path, error in ((folder / "no" / "a", FileNotFoundError), (long, OSError)):
        with pytest.raises(error) as caught:
            replace_file(path, lambda file: file.write(b"x"))
        assert caught.value.filename == str(path)
    assert not names(folder)


@pytest.mark.parametrize("length", [230, 244, 245, 255])
def test_the_longest_name_is_written(length: int, folder: Path) -> None:
    """A name that leaves no room for that of a draft is one nevertheless."""
    path = folder / ("n" * length)
    for data in (b"old", b"new"):
        write_bytes(path, [data])
        assert path.read_bytes() == data
    assert names(folder) == {path.name}


def test_a_file_is_whole_on_the_disk_before_it_takes_its_place(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is written, made like the old and synchronized; then it replaces that, and the folder follows."""
    path = folder / "a"
    path.write_bytes(b"old")
    path.chmod(0o640)
    steps: list[object] = []
    sync, replace = os.fsync, os.replace

    def synced(handle: int) -> None:
        status = os.fstat(handle)
        regular = stat.S_ISREG(status.st_mode)
        steps.append((status.st_size, status.st_mode & 0o777) if regular else "folder")
        sync(handle)

    def replaced(old: Path, new: Path) -> None:
        steps.append("replace")
        replace(old, new)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
    replace_file(path, lambda file: file.write(b"newer"))
    assert steps == [(5, 0o640), "replace", "folder"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, OSError])
def test_an_error_of_what_fills_the_file_leaves_the_old(
    error: type[BaseException], folder: Path
) -> None:
    """What is there stays until the new is complete, the draft goes, and the error is the first."""
    path = folder / "a"
    path.write_bytes(b"old")

    def fill(file: IO[bytes]) -> None:
        file.write(b"new")
        if error is ValueError:
            file.close()  # as a wrapper of it may have done
        raise error("no more")

    with pytest.raises(error, match="no more") as caught:
        replace_file(path, fill)
    assert getattr(caught.value, "filename", None) is None
    assert (path.read_bytes(), names(folder)) == (b"old", {"a"})


def test_a_draft_is_private_if_the_file_is(folder: Path) -> None:
    """While it is written, nobody else reads what replaces a private file."""
    path = folder / "a"
    path.touch(mode=0o600)
    modes: list[int] = []

    def fill(file: IO[bytes]) -> None:
        (draft,) = names(folder) - {"a"}
        modes.append(stat.S_IMODE((folder / draft).stat().st_mode))
        file.write(b"new")

    replace_file(path, fill)
    assert modes == [0o600]


@pytest.mark.parametrize("name", ["tiers.json", "tables"])
def test_nothing_stays_open(name: str, folder: Path) -> None:
    """Neither writing nor an error leaves a handle open."""
    path = folder / name
    before = lowest_handle()
    for dataset in DATASETS:
        tipdata.write(dataset, path)
        assert tipdata.read(path) == dataset
    with pytest.raises(OSError, match="too large"), limited(10):
        tipdata.write(DATASETS[0], path)
    write_bytes(os.devnull, [b"x"])
    assert lowest_handle() == before


def lowest_handle() -> int:
    """Return the number that the next open file gets, which is the lowest that is free."""
    handle = os.open(os.devnull, os.O_RDONLY)
    os.close(handle)
    return handle


def test_a_folder_that_cannot_be_listed_is_written_into(folder: Path) -> None:
    """A letter box, into which one may put files without seeing others, takes them."""
    path = folder / "a"
    folder.chmod(0o733)
    if not IS_ROOT:
        folder.chmod(0o300)
    with as_nobody():
        for data in (b"old", b"new"):
            write_bytes(path, [data])
    folder.chmod(0o700)
    assert (path.read_bytes(), names(folder)) == (b"new", {"a"})


@pytest.mark.parametrize("number", [errno.EINVAL, errno.EIO])
def test_a_disk_that_syncs_no_folders_is_written_to(
    number: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is no error that a disk cannot synchronize a folder, and is one that it fails."""
    path, sync = folder / "a", os.fsync

    def refuse(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(number, os.strerror(number))
        sync(handle)

    monkeypatch.setattr(os, "fsync", refuse)
    if number == errno.EINVAL:
        write_bytes(path, [b"new"])
    else:
        with failing(number, path):
            write_bytes(path, [b"new"])
    assert (path.read_bytes(), names(folder)) == (b"new", {"a"})


def test_another_hard_link_keeps_the_old(folder: Path) -> None:
    """A backup by hard links is not written into."""
    path, backup = folder / "a", folder / "backup"
    path.write_bytes(b"old")
    os.link(path, backup)
    write_bytes(path, [b"new"])
    assert (path.read_bytes(), backup.read_bytes()) == (b"new", b"old")


@pytest.mark.skipif(not IS_ROOT, reason="only root gives files away")
@pytest.mark.parametrize(("mode", "kept"), [(0o6664, 0o4644), (0o4770, 0o4700), (0o2677, 0o677)])
def test_no_other_group_gets_what_was_for_one(mode: int, kept: int, folder: Path) -> None:
    """Where the group cannot be kept, its rights shrink to those of everybody."""
    path = folder / "a"
    path.touch()
    folder.chmod(0o777)
    os.chown(path, NOBODY, OWNER[1])
    path.chmod(mode)
    with as_nobody():
        write_bytes(path, [b"new"])
    assert path.stat().st_gid != OWNER[1]
    assert stat.S_IMODE(path.stat().st_mode) == kept


@pytest.mark.skipif(not IS_ROOT, reason="only root gives files away")
def test_nobody_else_gets_the_rights_of_an_owner(folder: Path) -> None:
    """Where the owner cannot be kept, the group is, and the file no longer runs as its owner."""
    path = folder / "a"
    path.touch()
    folder.chmod(0o777)
    os.chown(path, *OWNER)
    path.chmod(0o6776)
    with as_nobody(OWNER[1]):
        write_bytes(path, [b"new"])
    status = path.stat()
    assert (status.st_uid, status.st_gid) == (NOBODY, OWNER[1])
    assert stat.S_IMODE(status.st_mode) == 0o2776


def drafts_of(path: Path) -> list[Path]:
    """Return the names that the drafts of a file have."""
    return drafts._slots(path)


def test_drafts_of_dead_writers_go_and_others_stay(folder: Path) -> None:
    """The next writer of a file removes what it can lock, and nothing that only looks like it."""
    path = folder / "a.json"
    slots = drafts_of(path)
    dead, living, link, pipe, last = slots[0], slots[1], slots[2], slots[3], slots[-1]
    for one in (dead, living, last):
        one.write_bytes(b"half")
    link.symlink_to(folder / "kept")
    os.mkfifo(pipe)
    others = {
        ".b.json.tipdata-0",
        ".a.json.tipdata-x",
        ".a.json.new",
        ".a.json.1a2b3c4d.new",
        "kept",
    }
    for name in others:
        (folder / name).write_bytes(b"mine")
    handle = os.open(living, os.O_WRONLY)
    assert drafts.lock(handle, wait=False)
    write_bytes(path, [b"new"])
    assert path.read_bytes() == b"new"
    assert names(folder) == {"a.json", living.name, link.name, pipe.name, *others}
    assert all((folder / name).read_bytes() == b"mine" for name in others)
    os.close(handle)
    write_bytes(path, [b"newer"])
    assert names(folder) == {"a.json", link.name, pipe.name, *others}


def test_more_writers_than_names_for_drafts(folder: Path) -> None:
    """Any number of writers write one file at once, and none waits for another."""
    path, ready, go = folder / "a", threading.Barrier(13), threading.Event()

    def fill(file: IO[bytes]) -> None:
        ready.wait(10)
        go.wait(10)
        file.write(b"whole")

    threads = [threading.Thread(target=replace_file, args=(path, fill)) for _ in range(12)]
    for thread in threads:
        thread.start()
    ready.wait(10)
    assert len(names(folder)) == 12
    go.set()
    for thread in threads:
        thread.join(10)
    assert (path.read_bytes(), names(folder)) == (b"whole", {"a"})


def test_a_draft_taken_for_a_dead_one_is_made_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer whose draft is cleared before it is locked takes another."""
    real, path = drafts.lock, folder / "a"

    def lock_too_late(handle: int, *, wait: bool) -> bool:
        monkeypatch.setattr(drafts, "lock", real)
        drafts_of(path)[0].unlink()
        drafts_of(path)[0].write_bytes(b"another writer's")
        return real(handle, wait=wait)

    monkeypatch.setattr(drafts, "lock", lock_too_late)
    write_bytes(path, [b"new"])
    assert (path.read_bytes(), names(folder)) == (b"new", {"a", drafts_of(path)[0].name})


def test_an_interruption_just_after_the_step_harms_no_other_writer(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once the file is in its place, what bears the name of the draft is not its own."""
    path, replace = folder / "a", os.replace

    def replace_and_be_interrupted(draft: Path, real: Path) -> None:
        replace(draft, real)
        draft.write_bytes(b"another writer's")
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", replace_and_be_interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_bytes(path, [b"new"])
    (other,) = names(folder) - {"a"}
    assert (path.read_bytes(), (folder / other).read_bytes()) == (b"new", b"another writer's")


def test_a_cleared_name_that_another_writer_took_stays(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is locked is removed only while the name still leads to it."""
    slot = drafts_of(folder / "a")[0]
    slot.write_bytes(b"dead")
    real = drafts.lock

    def lock_after_another(handle: int, *, wait: bool) -> bool:
        monkeypatch.setattr(drafts, "lock", real)
        slot.rename(folder / "done")
        slot.write_bytes(b"another writer's")
        return real(handle, wait=wait)

    monkeypatch.setattr(drafts, "lock", lock_after_another)
    drafts._clear_stale(slot)
    assert (slot.read_bytes(), (folder / "done").read_bytes()) == (b"another writer's", b"dead")


def test_without_locks_nothing_is_taken_for_dead(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the disk has no locks, files are replaced all the same, and no draft is removed."""
    path = folder / "a"
    for slot in drafts_of(path):
        slot.write_bytes(b"half")
    monkeypatch.setattr(drafts, "lock", lambda *_, **__: False)
    write_bytes(path, [b"new"])
    assert path.read_bytes() == b"new"
    assert names(folder) == {"a", *(slot.name for slot in drafts_of(path))}


def test_what_windows_lacks_is_not_asked_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows has no locks, owners or folders to synchronize, and moves or removes nothing open."""
    before, moved = lowest_handle(), list[str]()
    replace, unlink = os.replace, Path.unlink

    def replaced(old: Path, new: Path) -> None:
        moved.append("moved")
        assert lowest_handle() == before
        replace(old, new)

    def unlinked(path: Path) -> None:
        moved.append("removed")
        assert lowest_handle() == before
        unlink(path)

    def refuse(*_: object) -> None:
        raise AssertionError("Windows has none of it")

    monkeypatch.setattr(sys, "platform", "win32")
    for name in ("chown", "chmod", "setxattr", "listxattr"):
        monkeypatch.setattr(os, name, refuse, raising=False)
    monkeypatch.setattr(drafts, "fcntl", None)
    monkeypatch.setattr(os, "replace", replaced)
    monkeypatch.setattr(Path, "unlink", unlinked)
    path = folder / "a"
    for data in (b"old", b"new"):
        write_bytes(path, [data])
        assert path.read_bytes() == data
    assert moved == ["moved"] * 2

    def fail(_: IO[bytes]) -> None:
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        replace_file(path, fail)
    assert moved == ["moved", "moved", "removed"]
    assert (path.read_bytes(), names(folder)) == (b"new", {"a"})
    assert lowest_handle() == before


class Marked:
    """A path that has the methods of an open file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __fspath__(self) -> str:
        return str(self.path)

    def read(self) -> None:
        """Do nothing that is asked for."""
        raise AssertionError("a path is opened")

    write = read


class Writable:
    """An open file that is only written to, and keeps what it gets."""

    def __init__(self) -> None:
        self.got: list[object] = []

    def write(self, piece: object) -> None:
        """Keep a piece."""
        self.got.append(piece)


def test_a_path_is_opened_and_an_open_file_is_not(folder: Path) -> None:
    """Whatever has the methods of a file is one, but a path is a path, and nothing else is taken."""
    paths: list[str | os.PathLike[str]] = [str(folder / "a"), folder / "a", Marked(folder / "a")]
    for path in paths:
        write_bytes(path, [b"x", b"y"])
        with opened(path) as file:
            assert file.read() == b"xy"
        assert file.closed
    given: Any = Writable()
    write_bytes(given, [b"x", b"\xc3\xa9"])
    text = io.StringIO()
    write_bytes(text, [b"x", b"\xc3\xa9"])
    assert (given.got, text.getvalue()) == ([b"x", b"\xc3\xa9"], "x\u00e9")
    with opened(text) as same:
        assert same is text
    assert not text.closed
    wrongs: list[Any] = [5, None, b"a", ["a"]]
    for wrong in wrongs:
        with pytest.raises(InvalidValueError, match="target: expected a path or an open file"):
            write_bytes(wrong, [b"x"])
        with (
            pytest.raises(InvalidValueError, match="source: expected a path or an open file"),
            opened(wrong),
        ):
            pass
