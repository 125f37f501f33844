"""The attack is complete, it can be repeated, and what it once found stays mended."""

# ruff: noqa: S311 - nothing is secret here

import contextlib
import importlib
import inspect
import sys
from pathlib import Path
from random import Random
from types import CodeType, FrameType, ModuleType
from typing import Any

import attrs
import pytest

from commands import COMMANDS
from doors import DOORS
from fuzz import engine, running
from fuzz.damage import packed, unpacked, zip_damaged
from fuzz.engine import Finding, Tally
from fuzz.harness import Harness, expect
from fuzz.oracles import attempt
from fuzz.readers import READERS
from fuzz.record import Record
from tipdata import FormatError, TipdataError, formats
from tipdata.problems import Problem

CORPUS = sorted(Path(__file__).parent.glob("corpus/*/*"))
ATTACKED = {door for harness in READERS.values() for door in harness.doors}

TAKEN = {
    "text",
    "texts",
    "data",
    "rows",
    "frame",
    "placements",
    "code",
    "codes",
    "aliases",
    "group",
}
"""The parameters that take what people or programs wrote."""

LEFT_OUT = {
    "tipdata.countries.CountryRegistry.": "`tipdata.countries` has the same functions",
    "tipdata.tierrecord.record.TierRecord.where": "reads a group as `countries.members` does",
    "tipdata.analysis.counting.TierCounts.of": "looks up the name of a group",
    "tipdata.frames._names.Names.with_codes": "reads codes as `countries.resolve` does",
    "tipdata.formats._text.TextReader.loads": "a function of each format that is text",
}
"""What reads and is not attacked by its own name, with the reason."""


def test_every_reader_is_attacked() -> None:
    """Each public function that takes what others wrote has a harness, or a reason to have none."""
    found = {
        door
        for door, parameters in DOORS.items()
        if {one.name for one in parameters} & TAKEN
        and not door.startswith(tuple(LEFT_OUT))
        and not door.rpartition(".")[2][0].isupper()  # a constructor, which takes values
    }
    for name in formats.__all__:
        module = getattr(formats, name)
        if isinstance(module, ModuleType):
            own = {one for one in ("loads", "iterate") if hasattr(module, one)}
            found |= {f"{module.__name__}.{one}" for one in own}
    assert found - ATTACKED == set()
    assert not [one for one in LEFT_OUT if not any(door.startswith(one) for door in DOORS)]


def test_every_command_is_attacked() -> None:
    """The harness of the command line knows all commands, with their options."""
    from fuzz.commands import _words  # noqa: PLC0415

    assert {" ".join(words) for words, _, _ in _words()} == {*COMMANDS}


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_found_stays_mended(path: Path) -> None:
    """Each input that once broke something is read as every promise says."""
    assert not isinstance(engine.replay(READERS[path.parent.name], path.read_bytes()), Finding)


def code_of(door: str) -> CodeType:
    """Return the code of a public callable, by its name."""
    parts = door.split(".")
    for end in range(len(parts), 0, -1):
        try:
            found: Any = importlib.import_module(".".join(parts[:end]))
        except ImportError:
            continue
        for name in parts[end:]:
            found = getattr(found, name)
        code: CodeType = inspect.unwrap(getattr(found, "__func__", found)).__code__
        return code
    raise LookupError(door)


@pytest.mark.long
@pytest.mark.parametrize("name", READERS)
def test_a_harness_reaches_its_doors(name: str) -> None:
    """In some executions, a harness accepts and refuses, and it calls each door that it names."""
    harness, called, tally = READERS[name], set[CodeType](), Tally()

    def see(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            called.add(frame.f_code)

    sys.setprofile(see)
    try:
        engine.explore(harness, 2, tally, lambda so_far: so_far.executions >= 300, print)
    finally:
        sys.setprofile(None)
    assert tally.accepted
    assert tally.refused
    assert {door for door in harness.doors if code_of(door) not in called} == set()


def planted(run: Any) -> Harness:
    """Return a harness of bytes that runs a function."""
    return Harness("planted", (), lambda chance: chance.randbytes(40), run, lambda data, _: data)


def foreign(data: bytes, _: int) -> bool:
    """Raise what a reader must not, if a certain byte is there."""
    if b"\x07" in data:
        raise KeyError("x")
    return data[0] < 128


def test_a_finding_is_shrunk_written_and_repeated(tmp_path: Path) -> None:
    """A foreign exception is found once, cut to what causes it, and is found again in its file."""
    found, harness = list[Finding](), planted(foreign)
    tally = Tally()
    engine.explore(harness, 1, tally, lambda so_far: so_far.executions >= 100, found.append)
    assert [one.data for one in found] == [b"\x07"]
    assert list(tally.findings) == ["KeyError in outside"]
    assert tally.accepted + tally.refused + tally.findings["KeyError in outside"] == 100
    path = engine.save(found[0], tmp_path, 1)
    assert engine.about(path)["kind"] == "KeyError in outside"
    again = engine.replay(harness, path.read_bytes())
    assert isinstance(again, Finding)
    assert again.kind == found[0].kind


def test_an_execution_is_repeated_by_its_number() -> None:
    """A run that goes on from its counts is the run that was not interrupted."""
    whole, halves = Tally(), Tally()
    engine.explore(planted(foreign), 3, whole, lambda t: t.executions >= 60, lambda _: None)
    for end in (25, 60):
        engine.explore(planted(foreign), 3, halves, lambda t: t.executions >= end, lambda _: None)  # noqa: B023
    whole.seconds = halves.seconds = 0.0
    assert whole == halves


class BadError(TipdataError):
    """An error whose message is whatever it is given."""

    def __str__(self) -> str:
        return str(self.args[0])

    __repr__ = __str__


class BadProblem(Problem):
    """A problem whose line is its message, as it is not made."""

    __slots__ = ()

    def __str__(self) -> str:
        return {"escape": "a\x1b[31m", "long": "x" * 9_999, "two": "a\nb"}.get(self.message, "x")


def wrong(message: str, code: str = "empty", path: str = "$") -> FormatError:
    """Return the error of one problem."""
    return FormatError((BadProblem(code=code, message=message, path=path),))


@pytest.mark.parametrize(
    ("error", "oracle"),
    [
        (FormatError(()), "an error has problems"),
        (BadError("a\x1b[31m"), "a message is printable"),
        (BadError("x" * 9_999), "a line of a message is short"),
        (BadError("\n" * 99), "a message is short"),
        (BadError(" "), "a message says something"),
        (wrong("escape"), "a message is printable"),
        (wrong("long"), "a line of a message is short"),
        (wrong("two"), "a problem is one printable line"),
        (wrong("x", code="no-such"), "the code of a problem is documented"),
        (wrong("x", path=""), "a problem names its place"),
    ],
)
def test_a_refusal_that_breaks_a_promise_is_found(error: Exception, oracle: str) -> None:
    """Each oracle of refusals finds the error that breaks it."""

    def refuse(_: bytes, __: int) -> bool:
        def read() -> None:
            raise error

        attempt(read, placed=True)
        return False

    found = engine.replay(planted(refuse), b"")
    assert isinstance(found, Finding)
    assert found.kind == oracle


def test_what_takes_long_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """An execution that takes long each time is a finding, and one that does not end is broken off."""
    found = engine.replay(attrs.evolve(planted(lambda _, __: True), patience=-1.0), b"")
    assert isinstance(found, Finding)
    assert found.kind == "slow"
    monkeypatch.setattr(engine, "HANGING", 0.05)

    def hang(_: bytes, __: int) -> bool:
        while True:
            with contextlib.suppress(Exception):  # readers catch what they can
                sum(range(1_000))

    found = engine.replay(planted(hang), b"")
    assert isinstance(found, Finding)
    assert found.kind == "hangs"


def test_archives_are_damaged_inside_too() -> None:
    """An archive is made as it is read back, and its files are damaged with their sums right."""
    members = {"a.csv": b"id\n1\n", "ä.json": b"{}"}
    for method in (0, 8, 12, 14):
        assert unpacked(packed(members, method=method)) == members
    outcomes = [
        unpacked(zip_damaged(members, Random(seed), lambda _, data, __: data + b"!"))
        for seed in range(60)
    ]
    assert None in outcomes
    assert any(one and b"id\n1\n!" in one.values() for one in outcomes)


def test_counts_are_kept_while_a_run_goes_on(tmp_path: Path) -> None:
    """A record has the counts of each reader, tells whether anything was found, and goes on."""
    path = tmp_path / "record.json"
    record = Record.begin(path, 1, resume=False)
    assert not record.has_findings
    record.put("json", "structured", Tally(10, 3, 6, 0.5, {"slow": 1}))
    again = Record.begin(path, 1, resume=True)
    assert again.tally("json", "structured") == record.tally("json", "structured")
    assert again.has_findings
    assert again.tally("json", "atheris") == Tally()
    assert "json" in again.table()
    assert Record.begin(path, 1, resume=False).tallies == {}


def test_the_command_refuses_what_it_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown reader and a run without an end are refused; `--list` names what is attacked."""
    for words in (["--reader", "x", "--seconds", "1"], []):
        with pytest.raises(SystemExit) as caught:
            running.main(words)
        assert caught.value.code == 2
    assert running.main(["--list"]) == 0
    assert "tipdata.formats.json.loads" in capsys.readouterr().out


def test_an_oracle_says_what_it_saw() -> None:
    """What does not hold is a broken promise with its name and what was seen."""
    with pytest.raises(AssertionError, match="all is well"):
        expect("all is well", False, "x" * 5_000)
