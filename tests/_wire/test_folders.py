"""A folder of tables: whole for readers, in turns for writers, and its user's own in all else."""

import errno
import os
import shutil
import stat
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pytest

import tipdata
from tipdata import Dataset, FormatError, Person
from tipdata._wire import drafts, folders
from tipdata.errors import InvalidValueError
from tipdata.formats import package
from tipdata.formats._package_files import NAMES
from writing import DATASETS, IS_ROOT, NOBODY, OWNER, quick_folder

pytestmark = pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")
IN_A_SYSTEM = pytest.mark.skipif(
    sys.platform == "emscripten", reason="WebAssembly has neither pipes nor /proc"
)

OLD, NEW = DATASETS
FUZZ = Path(__file__).parents[1] / "fuzz"


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder in memory where the system has one, since synchronizing takes most of the time."""
    with tempfile.TemporaryDirectory(dir=quick_folder()) as path:
        yield Path(path)


@pytest.fixture
def tables(folder: Path) -> Path:
    """A package of the old dataset, in a folder with nothing else."""
    tipdata.write(OLD, folder / "tables")
    return folder / "tables"


def shot(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return what is in a folder at any depth: its mode, and what a file holds."""
    return {
        path.relative_to(folder).as_posix(): (
            path.lstat().st_mode,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in folder.rglob("*")
    }


def test_the_folder_and_what_is_not_ours_stay(folder: Path, tables: Path) -> None:
    """A rewritten folder keeps its owner and mode, those of its tables, links, and foreign names."""
    owner = OWNER if IS_ROOT else (os.getuid(), os.getgid())
    (tables / "notes.txt").write_text("mine", encoding="utf-8")
    (tables / "raw").mkdir()
    (tables / "raw" / "people.csv").write_text("mine too", encoding="utf-8")
    (folder / ".tables.old").mkdir()
    (folder / ".tables.new").write_text("a neighbour's", encoding="utf-8")
    (tables / "people.csv").rename(folder / "elsewhere.csv")
    (tables / "people.csv").symlink_to("../elsewhere.csv")
    for path, mode in ((folder / "elsewhere.csv", 0o600), (tables, 0o2750)):
        os.chown(path, *owner)
        path.chmod(mode)
    (tables / "sources.csv").unlink()
    before = shot(folder)
    (folder / "link").symlink_to("tables")
    tipdata.write(NEW, folder / "link")
    after = shot(folder)
    assert tipdata.read(tables) == NEW
    assert after.keys() - before.keys() == {"link", "tables/sources.csv"}
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"elsewhere.csv", "tables/people.csv", "tables/datapackage.json"}
    assert all(before[name][0] == after[name][0] for name in before)
    for path in (folder / "elsewhere.csv", tables):
        assert (path.stat().st_uid, path.stat().st_gid) == owner
    usual = folder / "usual"
    usual.touch()
    assert (tables / "sources.csv").stat().st_mode == usual.stat().st_mode


@pytest.mark.parametrize("kind", ["new", "old", "linked"])
def test_all_is_on_the_disk_before_the_one_step(
    kind: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files and their folder are synchronized before the step, that before files move, and each folder that got a name last."""
    path = folder / "tables"
    if kind != "new":
        tipdata.write(OLD, path)
    if kind == "linked":
        (path / "people.csv").rename(folder / "people.csv")
        (path / "people.csv").symlink_to("../people.csv")
    steps: list[str] = []
    sync, replace = os.fsync, os.replace

    def synced(handle: int) -> None:
        status = os.fstat(handle)
        places = (folder, path, path / ".tipdata-new")
        names = (
            one.name for one in places if one.exists() and os.path.samestat(one.stat(), status)
        )
        steps.append(f"sync {next(names)}" if stat.S_ISDIR(status.st_mode) else "sync file")
        sync(handle)

    def replaced(old: Path, new: Path) -> None:
        steps.append("step" if old.is_dir() else "move")
        replace(old, new)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
    tipdata.write(NEW, path)
    files = ["sync file"] * len(NAMES)
    moves = ["move"] * len(NAMES)
    named = [f"sync {folder.name}"] if kind != "old" else []
    most = 3 + 2 * len(NAMES)
    assert steps[:most] == [*files, "sync .tipdata-new", "step", "sync tables", *moves]
    assert sorted(steps[most:]) == sorted(["sync tables", *named])


def test_every_table_is_written_each_time(tables: Path) -> None:
    """A package has all its tables, so that none of an older one remains among them."""
    assert {path.name for path in tables.iterdir()} == set(NAMES)


def _only_people(path: Path) -> None:
    path.mkdir()
    (path / "people.csv").write_text("my people", encoding="utf-8")


def _only_thesis(path: Path) -> None:
    path.mkdir()
    (path / "thesis.txt").write_text("three years of work", encoding="utf-8")


def _only_a_name_of_ours(path: Path) -> None:
    path.mkdir()
    _only_thesis(path / ".tipdata-next")


def _other_package(path: Path) -> None:
    path.mkdir()
    (path / "datapackage.json").write_text('{"name": "x", "resources": []}', encoding="utf-8")


def _broken_package(path: Path) -> None:
    path.mkdir()
    (path / "datapackage.json").write_text('{"schema_version": 1, "resources"', encoding="utf-8")


def _directory_as_table(path: Path) -> None:
    tipdata.write(OLD, path)
    (path / "people.csv").unlink()
    (path / "people.csv").mkdir()
    (path / "people.csv" / "thesis.txt").write_text("three years of work", encoding="utf-8")


def _directory_as_descriptor(path: Path) -> None:
    tipdata.write(OLD, path)
    (path / "datapackage.json").unlink()
    (path / "datapackage.json").mkdir()


def _pipe_as_table(path: Path) -> None:
    tipdata.write(OLD, path)
    (path / "people.csv").unlink()
    os.mkfifo(path / "people.csv")


def _device_as_table(path: Path) -> None:
    tipdata.write(OLD, path)
    (path / "people.csv").unlink()
    (path / "people.csv").symlink_to(os.devnull)


def _link_to_another_disk(path: Path) -> None:
    tipdata.write(OLD, path)
    (path / "people.csv").unlink()
    (path / "people.csv").symlink_to("/proc/people.csv")


def _a_file(path: Path) -> None:
    path.write_text("mine", encoding="utf-8")


def _a_device(path: Path) -> None:
    path.symlink_to(os.devnull)


@pytest.mark.parametrize(
    "prepare",
    [
        _only_people,
        _only_thesis,
        _only_a_name_of_ours,
        _other_package,
        _broken_package,
        _directory_as_table,
        _directory_as_descriptor,
        pytest.param(_pipe_as_table, marks=IN_A_SYSTEM),
        _device_as_table,
        pytest.param(_link_to_another_disk, marks=IN_A_SYSTEM),
        _a_file,
        _a_device,
    ],
)
def test_what_is_no_package_is_refused(prepare: Callable[[Path], object], folder: Path) -> None:
    """A folder that is not a package, or has something else in the place of a table, stays as it is."""
    prepare(folder / "tables")
    before = shot(folder)
    with pytest.raises(InvalidValueError, match="target: expected a") as caught:
        tipdata.write(NEW, folder / "tables")
    assert str(folder / "tables") in str(caught.value.value)
    assert shot(folder) == before


def test_what_is_there_and_is_no_folder_is_not_called_missing(folder: Path) -> None:
    """Reading a device says that it is no directory, and reading nothing that nothing is there."""
    (folder / "device").symlink_to(os.devnull)
    with pytest.raises(NotADirectoryError, match="device"):
        tipdata.read(folder / "device")
    with pytest.raises(FileNotFoundError, match="nothing"):
        tipdata.read(folder / "nothing")


def test_an_empty_folder_and_what_a_dead_writer_left_are_taken(folder: Path) -> None:
    """A folder without anything of a user's is as good as a new one, and keeps its mode."""
    for left in ((), (".tipdata-new",), (".tipdata-new", ".tipdata-next")):
        path = folder / "-".join(("tables", *left))
        path.mkdir()
        path.chmod(0o700)
        for name in left:
            (path / name).mkdir()
        if ".tipdata-new" in left:
            (path / ".tipdata-new" / "people.csv").write_text("id,na", encoding="utf-8")
        if ".tipdata-next" in left:
            shutil.rmtree(path / ".tipdata-next")
            tipdata.write(OLD, folder / "other")
            (folder / "other").rename(path / ".tipdata-next")
            assert tipdata.read(path) == OLD
        elif left:
            with pytest.raises(
                FormatError, match="writing it was interrupted, or has not finished"
            ):
                tipdata.read(path)
        tipdata.write(NEW, path)
        assert tipdata.read(path) == NEW
        assert {one.name for one in path.iterdir()} == set(NAMES)
        assert stat.S_IMODE(path.stat().st_mode) == 0o700


@pytest.mark.parametrize("error", [OSError(errno.EIO, "Input/output error"), KeyboardInterrupt()])
def test_what_stops_a_writer_who_waits_leaves_no_open_file(
    error: BaseException, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer that is stopped while it waits, or cannot wait, closes the folder."""
    opened: list[int] = []

    def fail(handle: int, *, wait: bool) -> bool:
        assert wait
        opened.append(handle)
        raise error

    monkeypatch.setattr(folders, "lock", fail)
    with pytest.raises(type(error)):
        tipdata.write(NEW, folder / "tables")
    assert_closed(opened)
    opened.clear()

    def have_none(handle: int, *, wait: bool) -> bool:
        opened.append(handle)
        return not wait

    monkeypatch.setattr(folders, "lock", have_none)
    tipdata.write(NEW, folder / "tables")
    assert_closed(opened)


def assert_closed(handles: list[int]) -> None:
    """Check that none of some handles is open any more."""
    assert handles
    for handle in handles:
        with pytest.raises(OSError, match="Bad file descriptor"):
            os.fstat(handle)


@pytest.mark.parametrize("is_there", [False, True])
def test_a_first_writing_that_fails_leaves_nothing(
    is_there: bool, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only an empty folder that was there stays; the error names the folder and no draft."""
    if is_there:
        (folder / "tables").mkdir()
    before = shot(folder)

    def full(_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left") as caught:
        tipdata.write(NEW, folder / "tables")
    assert caught.value.filename == str(folder / "tables")
    assert shot(folder) == before


def test_a_full_disk_leaves_the_old_folder(folder: Path, tables: Path) -> None:
    """Whichever table finds no room, all tables stay as they were, and the error names the folder."""
    import resource  # noqa: PLC0415 - only POSIX has it

    before = shot(folder)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    many = Dataset(people=[Person(id=f"p{number}", name="Ann") for number in range(1000)])
    for room in (0, 100, 10_000):
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
        try:
            with pytest.raises(OSError, match="too large") as caught:
                tipdata.write(many, tables)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert (caught.value.errno, caught.value.filename) == (errno.EFBIG, str(tables))
        assert shot(folder) == before


def test_what_is_read_only_in_a_folder_is_refused(folder: Path, tables: Path) -> None:
    """A folder or a table that may not be written to is left as it is."""
    folder.chmod(0o755)
    places = ((tables, 0o555, tables), (tables / "people.csv", 0o444, tables / "people.csv"))
    for path, mode, named in places:
        kept = path.stat().st_mode
        path.chmod(mode)
        before = shot(folder)
        if IS_ROOT:
            for one in (tables, *tables.iterdir()):
                os.chown(one, NOBODY, NOBODY)
            os.seteuid(NOBODY)
        try:
            with pytest.raises(PermissionError) as caught:
                tipdata.write(NEW, tables)
        finally:
            if IS_ROOT:
                os.seteuid(0)
        assert caught.value.filename == str(named)
        assert shot(folder) == before
        path.chmod(kept)


@pytest.mark.parametrize("table", range(len(NAMES)))
def test_a_reader_sees_one_writing(
    table: int, tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writing between any two tables that a reader opens does not mix with them."""
    real, opened = folders._open, list[str]()

    def open_and_be_overtaken(path: Path, name: str) -> IO[bytes] | None:
        if len(opened) == table:
            monkeypatch.setattr(folders, "_open", real)
            tipdata.write(NEW, tables)
        opened.append(name)
        return real(path, name)

    monkeypatch.setattr(folders, "_open", open_and_be_overtaken)
    assert tipdata.read(tables) == NEW
    assert len(opened) == table + 1


@pytest.mark.parametrize("moved", range(len(NAMES)))
def test_a_reader_sees_the_new_while_it_moves(
    moved: int, tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the one step on the new is read, however many tables are in their places yet."""
    real, count = os.replace, 0

    def stop(old: Path, new: Path) -> None:
        nonlocal count
        count += 1
        if count == moved + 2:  # the first is the one step
            raise OSError(errno.EIO, "Input/output error", str(old), None, str(new))
        real(old, new)

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", stop)
        with pytest.raises(OSError, match="Input/output") as caught:
            tipdata.write(NEW, tables)
    assert (caught.value.filename, caught.value.filename2) == (str(tables), None)
    assert tipdata.read(tables) == NEW
    assert (tables / ".tipdata-next").is_dir()
    tipdata.write(OLD, tables)
    assert tipdata.read(tables) == OLD
    assert {path.name for path in tables.iterdir()} == set(NAMES)


def test_a_folder_that_never_rests_is_told(tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that is overtaken again and again gives up, and says why."""
    tries = 0

    def overtaken(*_: object) -> bool:
        nonlocal tries
        tries += 1
        return False

    monkeypatch.setattr(folders, "_is_current", overtaken)
    with pytest.raises(FormatError) as caught:
        tipdata.read(tables)
    (problem,) = caught.value.problems
    assert (problem.code, problem.message) == ("torn", "other programs keep rewriting this folder")
    assert tries == 100


def test_threads_take_turns(tables: Path) -> None:
    """Threads that write one folder at once all succeed, and each reading is of one writing."""
    failed, ready = list[BaseException](), threading.Barrier(5)

    def write(dataset: Dataset) -> None:
        ready.wait(10)
        try:
            for _ in range(3):
                tipdata.write(dataset, tables)
        except BaseException as error:  # noqa: BLE001 - the test is told
            failed.append(error)

    threads = [threading.Thread(target=write, args=(one,)) for one in DATASETS * 2]
    for thread in threads:
        thread.start()
    ready.wait(10)
    read = [tipdata.read(tables)]
    while any(thread.is_alive() for thread in threads):
        read.append(tipdata.read(tables))
    for thread in threads:
        thread.join(10)
    assert not failed
    assert all(one in DATASETS for one in read)
    assert {path.name for path in tables.iterdir()} == set(NAMES)


def test_without_locks_a_second_writer_is_refused(
    tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the disk has no locks, one writer works alone, and another is told why it may not."""
    monkeypatch.setattr(folders, "lock", lambda *_, **__: False)
    tipdata.write(NEW, tables)
    assert {path.name for path in tables.iterdir()} == set(NAMES)
    (tables / ".tipdata-writing").mkdir()
    with pytest.raises(FileExistsError, match=r"remove \.tipdata-writing from it if none is"):
        tipdata.write(OLD, tables)
    assert tipdata.read(tables) == NEW
    (tables / ".tipdata-writing").rmdir()
    tipdata.write(OLD, tables)
    assert tipdata.read(tables) == OLD


def test_a_folder_is_written_on_windows(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without locks, owners and folders to synchronize, one writer at a time writes the folder."""
    path = folder / "tables"
    synced: list[int] = []
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(drafts, "fcntl", None)
    monkeypatch.setattr(os, "fsync", synced.append)
    for dataset in DATASETS:
        tipdata.write(dataset, path)
        assert tipdata.read(path) == dataset
        assert {one.name for one in path.iterdir()} == set(NAMES)
    assert len(synced) == 2 * len(NAMES)
    (path / ".tipdata-writing").mkdir()
    with pytest.raises(FileExistsError, match=r"remove \.tipdata-writing from it if none is"):
        tipdata.write(OLD, path)


def test_a_writer_waits_for_the_one_before(tables: Path) -> None:
    """While a folder is locked, a writer does nothing; then it writes."""
    handle = os.open(tables, os.O_RDONLY)
    drafts.lock(handle, wait=False)
    writer = threading.Thread(target=tipdata.write, args=(NEW, tables))
    writer.start()
    writer.join(0.1)
    assert writer.is_alive()
    assert tipdata.read(tables) == OLD
    drafts.unlock(handle)
    writer.join(10)
    os.close(handle)
    assert tipdata.read(tables) == NEW


def test_a_forked_process_holds_nothing_up(tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The turn ends with the writing, even if another process has got the handle."""
    copies = list[int]()
    real = drafts.lock

    def locked(handle: int, *, wait: bool) -> bool:
        copies.append(os.dup(handle))  # as a fork has it
        return real(handle, wait=wait)

    monkeypatch.setattr(folders, "lock", locked)
    tipdata.write(NEW, tables)
    handle = os.open(tables, os.O_RDONLY)
    assert drafts.lock(handle, wait=False)
    for one in (handle, *copies):
        os.close(one)


def test_a_folder_made_by_a_writer_that_failed_is_made_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer whose folder vanishes while it waits for its turn makes it again."""
    real, path = drafts.lock, folder / "tables"

    def lock_after_removal(handle: int, *, wait: bool) -> bool:
        monkeypatch.setattr(folders, "lock", real)
        path.rmdir()
        return real(handle, wait=wait)

    monkeypatch.setattr(folders, "lock", lock_after_removal)
    tipdata.write(NEW, path)
    assert tipdata.read(path) == NEW


def test_a_folder_that_version_0_1_left_is_explained(folder: Path, tables: Path) -> None:
    """Reading says where the previous version is; writing anew leaves that alone."""
    old = folder / ".tables.old"
    tables.rename(old)
    before = shot(old)
    with pytest.raises(FormatError) as caught:
        tipdata.read(tables)
    (problem,) = caught.value.problems
    told = f"writing it was interrupted; the previous version is at {str(old)!r}"
    assert (problem.code, problem.path, problem.message) == ("torn", str(tables), told)
    assert tipdata.read(old) == OLD
    tipdata.write(NEW, tables)
    assert tipdata.read(tables) == NEW
    assert shot(old) == before
    with pytest.raises(FileNotFoundError) as missing:
        package.load(folder / "nothing")
    assert missing.value.filename == str(folder / "nothing")


ACL = "system.posix_acl_access"


def acl(other: int) -> bytes:
    """Return an access list with one more user than usual."""
    entries = [(1, 7, -1), (2, 7, 1234), (4, 5, -1), (16, 7, -1), (32, other, -1)]
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *one) for one in entries)


def test_access_lists_stay(tables: Path) -> None:
    """A list of a table stays, and a table without one gets none from its folder."""
    try:
        os.setxattr(tables, "system.posix_acl_default", acl(5))
        os.setxattr(tables / "people.csv", ACL, acl(0))
    except (AttributeError, OSError):
        pytest.skip("the disk has no access lists")
    (tables / "sources.csv").unlink()
    tipdata.write(NEW, tables)
    assert os.getxattr(tables / "people.csv", ACL) == acl(0)
    assert ACL in os.listxattr(tables / "sources.csv")
    assert ACL not in os.listxattr(tables / "countries.csv")


def _run(name: str, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, str(FUZZ / name), *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


SMALL = ("--only", "tables", "tiers.json")


@pytest.mark.parametrize(
    "words", [("--times", "20", *SMALL), pytest.param(("--times", "100"), marks=pytest.mark.long)]
)
def test_a_killed_writer_loses_nothing(words: tuple[str, ...]) -> None:
    """A writer that is killed leaves the old or the new, and what the next one clears."""
    assert "\n0 faults" in _run("kills.py", *words)


@pytest.mark.parametrize(
    "words", [("--writes", "2", *SMALL), pytest.param((), marks=pytest.mark.long)]
)
def test_processes_take_turns(words: tuple[str, ...]) -> None:
    """Processes that write and read one file or folder at once never fail."""
    assert "; 0 failed" in _run("races.py", *words)


@pytest.mark.long
@pytest.mark.skipif(not IS_ROOT, reason="only root mounts disks")
@pytest.mark.parametrize("size", range(40, 480, 40))
def test_a_disk_that_fills_up_leaves_the_old(size: int, tmp_path: Path) -> None:
    """On a disk with room for part of the new, or for all of it, there is the old, or the new."""
    many = Dataset(people=[Person(id=f"p{number}", name="Ann" * 40) for number in range(2000)])
    mount = ["/usr/bin/mount", "-t", "tmpfs", "-o", f"size={size}k", "none", str(tmp_path)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("the machine mounts nothing")
    try:
        for name in ("tables.json", "tables"):
            path = tmp_path / name
            if refusal(lambda: tipdata.write(OLD, path)):  # noqa: B023 - it is called at once
                assert not path.exists()
                continue
            before = shot(tmp_path)
            error = refusal(lambda: tipdata.write(many, path))  # noqa: B023
            if error:
                assert (error.errno, error.filename) == (errno.ENOSPC, str(path))
                assert shot(tmp_path) == before
            else:
                assert tipdata.read(path) == many
                path.unlink() if path.is_file() else shutil.rmtree(path)
    finally:
        subprocess.run(["/usr/bin/umount", str(tmp_path)], check=True)


def refusal(write: Callable[[], object]) -> OSError | None:
    """Return the error of a writing, if it has one."""
    try:
        write()
    except OSError as error:
        return error
    return None
