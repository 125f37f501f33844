"""Where a file is written: in one step, where it leads to, and with the name that was given."""

import io
import os
import stat
import threading
from pathlib import Path

import pytest

from tipdata._wire.storage import replace_file, write_bytes


def test_the_draft_is_never_named(tmp_path: Path) -> None:
    """An error names the path that was given, and nothing is left beside it."""
    for path, error in (
        (tmp_path / "no" / "a", FileNotFoundError),
        (tmp_path, IsADirectoryError),
    ):
        with pytest.raises(error) as caught:
            replace_file(path, lambda file: file.write(b"x"))
        assert caught.value.filename == str(path)
    assert not list(tmp_path.iterdir())


def test_a_file_is_whole_on_the_disk_before_it_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything is written and synchronized before the old file is replaced."""
    steps: list[object] = []
    sync, replace = os.fsync, os.replace

    def synced(handle: int) -> None:
        steps.append(os.fstat(handle).st_size if stat.S_ISREG(os.fstat(handle).st_mode) else "dir")
        sync(handle)

    def replaced(old: Path, new: Path) -> None:
        steps.append("replace")
        replace(old, new)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
    replace_file(tmp_path / "a", lambda file: file.write(b"new"))
    assert steps[:2] == [3, "replace"]


def test_an_error_of_the_filler_leaves_the_old(tmp_path: Path) -> None:
    """What is there stays until the new is complete, and the draft goes."""
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def fill(file: io.BufferedWriter) -> None:
        file.write(b"new")
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        replace_file(path, fill)  # type: ignore[arg-type]  # a writer of bytes
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["a"]


def test_a_link_and_a_mode_stay(tmp_path: Path) -> None:
    """The file that a link leads to is replaced, and keeps its mode."""
    real, link = tmp_path / "real", tmp_path / "link"
    real.touch(mode=0o640)
    link.symlink_to(real)
    replace_file(link, lambda file: file.write(b"new"))
    assert link.is_symlink()
    assert (real.read_bytes(), stat.S_IMODE(real.stat().st_mode)) == (b"new", 0o640)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
def test_a_pipe_is_written_through(tmp_path: Path) -> None:
    """What is not a regular file is written to and stays what it is."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    found: list[bytes] = []
    reader = threading.Thread(target=lambda: found.append(path.read_bytes()))
    reader.start()
    write_bytes(path, [b"one", b"two"])
    reader.join(10)
    assert found == [b"onetwo"]
    assert stat.S_ISFIFO(path.stat().st_mode)
    write_bytes(os.devnull, [b"x"])
