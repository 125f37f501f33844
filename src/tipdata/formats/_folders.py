"""A folder that is replaced as a whole, or told to be torn."""

import os
import shutil
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

from tipdata.errors import InvalidValueError
from tipdata.formats._files import sync_folder
from tipdata.formats._scan import BrokenError
from tipdata.problems import Problem

__all__ = ["replace_folder", "whole_folder"]


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
        sync_folder(new)
        if path.exists():
            os.replace(path, old)  # noqa: PTH105
        os.replace(new, path)  # noqa: PTH105
    except BaseException:
        with suppress(OSError):
            if old.exists() and not path.exists():
                old.rename(path)
        shutil.rmtree(new, ignore_errors=True)
        raise
    sync_folder(path.parent)
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
