"""What the exit status means, whatever becomes of the input, the output and the process."""

import argparse
import errno
import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import tipdata
from commands import COMMANDS, run, words_of, write_files_for_examples
from tipdata.cli import _running, main
from tipdata.cli._commands import Answer

PYARROW = pytest.mark.engine_pyarrow
MODULE = [sys.executable, "-m", "tipdata"]
STATUSES = (
    "exit status: 0 on success, 1 if a file has problems, 2 if a word is unknown or input or "
    "output fails, 130 if interrupted"
)
PRINTING = {
    name: next(iter(command.examples))
    for name, command in COMMANDS.items()
    if name not in {"attach", "plot", "page"}
} | {"export": "export -"}
"""An example of each command that is quick."""


@pytest.fixture(name="folder", scope="module")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples")
    write_files_for_examples(folder)
    (folder / "cases.xlsx").rename(folder / "filled.xlsx")
    (folder / "broken.json").write_text('{"people": [{"id": 1}]}', encoding="utf-8")
    return folder


def words(name: str) -> list[str]:
    """Return the words of the example of a command."""
    return [one.replace("cases.xlsx", "filled.xlsx") for one in words_of(PRINTING[name])[0]]


class Failing(io.RawIOBase):
    """A file that fails the first time that something is written to it."""

    def __init__(self, error: OSError) -> None:
        self.error: OSError | None = error

    def writable(self) -> bool:
        """Return that it can be written to, which turns out to be false."""
        return True

    def write(self, data: object, /) -> int:
        """Fail once, so that nothing is said when the file is closed."""
        error, self.error = self.error, None
        if error is not None:
            raise error
        return len(bytes(data))  # type: ignore[call-overload]  # whatever has bytes


def failing(number: int) -> io.TextIOWrapper:
    """Return a stream that takes nothing, because of an error with a number."""
    bare = Failing(OSError(number, os.strerror(number)))
    return io.TextIOWrapper(io.BufferedWriter(bare), encoding="utf-8")


FAULTS: dict[str, Callable[[], io.TextIOWrapper | None]] = {
    "closed": lambda: None,
    "full": lambda: failing(errno.ENOSPC),
    "bad": lambda: failing(errno.EBADF),
}


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        *((name, "full") for name in ("", "check --help", "edition template", "check", "cite")),
        *((name, "closed") for name in ("--version", "resolve", "export")),
        *(
            pytest.param(name, fault, marks=pytest.mark.long)
            for name in ("", "--version", "check --help", "edition", *PRINTING)
            for fault in FAULTS
        ),
    ],
)
def test_output_that_fails_exits_with_2_in_one_line(
    name: str, fault: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing can be printed, a status says so, and one line on standard error."""
    monkeypatch.chdir(folder)
    asked = words(name) if name in PRINTING else name.split()
    if asked[:1] == ["template"]:
        asked = ["template", "new.xlsx", "--replace"]
    told = io.StringIO()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", FAULTS[fault]())
        patch.setattr(sys, "stderr", told)
        assert main(asked) == 2
    assert told.getvalue().count("\n") == 1
    assert told.getvalue().startswith("tipdata: standard output: ")


@pytest.mark.parametrize("fault", [*FAULTS, "gone"])
def test_messages_that_nobody_reads_change_no_status(
    fault: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A closed or full standard error hides what it would tell, and nothing else."""
    monkeypatch.chdir(folder)
    asked: dict[tuple[str, ...], int] = {
        ("changes", "2021"): 0,
        ("check", "broken.json"): 1,
        ("check", "missing.json"): 2,
        ("nothing",): 2,
        ("attach", "trade.csv", "--country", "partner", "--year", "year", "--out", "-"): 0,
    }
    for one, status in asked.items():
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stderr", FAULTS.get(fault, lambda: failing(errno.EPIPE))())
            assert main(one) == status
        assert bool(capsys.readouterr().out) == (status < 2)


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (("changes", "2021"), 0),
        (("check", "broken.json"), 1),
        (("check", "broken.json", "--json"), 1),
        (("export", "-"), 0),
        (("check", "--help"), 0),
    ],
)
def test_a_reader_that_has_gone_changes_no_status(
    asked: Sequence[str], status: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After `| head` the status is what it would have been, and nothing is said."""
    monkeypatch.chdir(folder)
    told = io.StringIO()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", told)
        patch.setattr(sys, "stdout", failing(errno.EPIPE))
        assert main(asked) == status
    assert told.getvalue() == ""


@pytest.mark.parametrize("name", PRINTING)
@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (KeyboardInterrupt(), 130, "tipdata: interrupted\n"),
        (MemoryError(), 2, "tipdata: not enough memory\n"),
        (RecursionError("deep"), 2, "tipdata: the input is nested too deeply\n"),
        (PermissionError(13, "Permission denied", "a\x1bb"), 2, "a\\x1bb: Permission denied\n"),
        (OSError(errno.ENOSPC, "No space left on device"), 2, "output: No space left on device\n"),
        (OSError("odd"), 2, "output: odd\n"),
        (ZeroDivisionError("a\x1b" + "b" * 10_000), 2, "report it: ZeroDivisionError: a\\x1bbb"),
    ],
)
def test_whatever_stops_a_command_has_a_status_and_a_line(
    name: str,
    error: BaseException,
    status: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Ctrl-C is 130; all else that is not a problem of a file is 2: never a traceback."""

    def fail(_: argparse.Namespace) -> Answer:
        raise error

    first, *_ = name.split()
    command = COMMANDS[name]._replace(run=fail)
    monkeypatch.setattr(_running, "_choose", lambda given: (command, "tipdata", given[1:]))
    code, out, err = run(capsys, first, *words(name)[len(name.split()) :])
    assert (code, out) == (status, "")
    assert said in err
    assert err.count("\n") == 1
    assert len(err) < 1000


def test_ctrl_c_is_answered_while_the_commands_load(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What interrupts an import is no traceback either."""

    class Interrupted:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "tipdata.cli._running":
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "tipdata.cli._running")
    monkeypatch.delattr(tipdata.cli, "_running")
    monkeypatch.setattr(sys, "meta_path", [Interrupted(), *sys.meta_path])
    assert main(["changes", "2021"]) == 130
    assert capsys.readouterr() == ("", "tipdata: interrupted\n")


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("check missing.json", 2),
        ("check missing/missing.json", 2),
        ("check cases.json/missing.json", 2),
        ("convert missing.json out.json", 2),
        ("convert cases.json missing/out.json", 2),
        ("diff cases.json missing.json", 2),
        ("attach missing.csv --country c --on d", 2),
        ("attach missing.parquet --country c --on d", 2),
        ("attach folder.csv --country c --on d", 2),
        ("attach folder.parquet --country c --on d", 2),
        ("attach broken.csv.gz --country c --on d", 1),
        pytest.param("attach short.parquet --country c --on d", 1, marks=PYARROW),
        pytest.param("attach empty.parquet --country c --on d", 1, marks=PYARROW),
        pytest.param("attach odd.parquet --country c --on d", 1, marks=PYARROW),
        ("edition review 2026=missing.csv", 2),
        ("edition review 2026=folder.csv", 2),
        ("changes 2026 --with missing.csv", 2),
        ("export missing/out.csv", 2),
        ("template missing/out.xlsx", 2),
        pytest.param("page missing/out.html", 2, marks=pytest.mark.long),
        pytest.param("page folder.csv", 2, marks=pytest.mark.long),
        ("check \udcff.json", 2),
        ("check a\0b.json", 2),
        ("resolve \udcff", 2),
        ("\udcff", 2),
    ],
)
def test_a_file_that_cannot_be_read_or_written_is_named(
    asked: str, status: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Missing, damaged and out of place: a status and a line that names it, and no other file."""
    monkeypatch.chdir(folder)
    for name in ("folder.csv", "folder.parquet"):
        (folder / name).mkdir(exist_ok=True)
    (folder / "broken.csv.gz").write_bytes(b"\x1f\x8b broken")
    (folder / "short.parquet").write_bytes(b"PAR1 short PAR1")
    (folder / "empty.parquet").write_bytes(b"")
    (folder / "odd.parquet").write_bytes(bytes(range(256)) * 9)
    printed = io.StringIO()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", printed)
        patch.setattr(sys, "stderr", printed)
        assert main(asked.split(" ")) == status
    said = printed.getvalue()
    assert "None" not in said
    assert "bug" not in said
    if status == 2:
        assert said.startswith("tipdata: ")
        assert said.count("\n") == 1
    named = [one.partition("=")[2] or one for one in asked.split(" ") if "." in one]
    shown = [ascii(one)[1:-1] for one in named]
    assert not named or "\0" in asked or any(one in said for one in shown)


def test_every_help_says_what_the_status_means(capsys: pytest.CaptureFixture[str]) -> None:
    """The help of the whole, of a group and of each command ends in the same sentence."""
    for name in ("", "edition", "data", *COMMANDS):
        code, out, err = run(capsys, *name.split(), "--help")
        assert (code, err) == (0, "")
        assert STATUSES in " ".join(out.split())
    docs = Path(__file__).parents[2] / "docs" / "reference" / "command-line.md"
    if docs.exists():
        said = " ".join(docs.read_text(encoding="utf-8").split())
        assert all(f"- {status} " in said for status in (0, 1, 2, 130))


def launch(command: str) -> subprocess.CompletedProcess[str]:
    """Run a command of a shell in which `$T` is tipdata."""
    environ = os.environ | {"T": " ".join(MODULE), "PYTHONPATH": ":".join(sys.path)}
    return subprocess.run(
        ["/bin/bash", "-c", command], env=environ, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("$T resolve KGZ >&-", 2),
        ("$T resolve KGZ > /dev/full", 2),
        pytest.param("$T resolve KGZ > /dev/full 2>&1", 2, marks=pytest.mark.long),
        pytest.param("$T resolve KGZ 2>&- <&-", 0, marks=pytest.mark.long),
        pytest.param("$T resolve nowhere 2>&- <&- >&-", 2, marks=pytest.mark.long),
        pytest.param("$T --help > /dev/full", 2, marks=pytest.mark.long),
        pytest.param("$T check --help >&-", 2, marks=pytest.mark.long),
        pytest.param("$T export - > /dev/full", 2, marks=pytest.mark.long),
        pytest.param("PYTHONUNBUFFERED=1 $T export - > /dev/full", 2, marks=pytest.mark.long),
        pytest.param("set -o pipefail; $T export - | head -1", 0, marks=pytest.mark.long),
        pytest.param("set -o pipefail; $T placements 2024 | true", 0, marks=pytest.mark.long),
        pytest.param("$T resolve $'a\\xff'", 2, marks=pytest.mark.long),
        pytest.param("LC_ALL=C $T resolve CIV", 0, marks=pytest.mark.long),
        pytest.param("PYTHONIOENCODING=ascii COLUMNS=1 $T resolve CIV", 0, marks=pytest.mark.long),
    ],
)
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device of Linux")
def test_a_shell_gets_the_status(command: str, status: int) -> None:
    """A real process ends with the status, in silence but for its own lines."""
    done = launch(command)
    assert done.returncode == status
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.mark.long
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs limits of the system")
def test_without_a_buffer_no_part_of_a_table_passes_for_the_whole() -> None:
    """Where a file may not grow, a table that is cut short has status 2, with a buffer and without."""
    for environ in ("PYTHONUNBUFFERED=", "PYTHONUNBUFFERED=1"):
        for command in ("export -", "schema"):
            done = launch(f"cd $(mktemp -d); ulimit -f 1; {environ} $T {command} > cut")
            assert done.returncode == 2
            assert done.stderr == "tipdata: standard output: File too large\n"


@pytest.mark.long
def test_a_signal_ends_a_process_with_130(tmp_path: Path) -> None:
    """Ctrl-C while a command waits for its input ends it with 130 and one line."""
    pipe = tmp_path / "slow.json"
    os.mkfifo(pipe)
    with (
        subprocess.Popen(
            [*MODULE, "check", str(pipe)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": ":".join(sys.path)},
        ) as process,
        pipe.open("w", encoding="utf-8"),
    ):  # which waits until the command has opened it
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert (process.returncode, out, err) == (130, "", "tipdata: interrupted\n")
