"""Limits: each reader takes what is just within one, and refuses what is just beyond, in bounded work."""

import contextlib
import gzip
import inspect
import io
import itertools
import json as plain_json
import re
import struct
import sys
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import attrs
import openpyxl
import pytest

import tipdata
from doors import DOORS
from refusals import problems_of
from tipdata import Dataset, FormatError, Limits, Person, TipdataError
from tipdata._wire import archives
from tipdata._wire.bounds import DEFAULT
from tipdata.cli import main
from tipdata.errors import InvalidValueError
from tipdata.formats import followthemoney, from_plain, json, jsonl, package, popolo, workbook

NAMES = [field.name for field in attrs.fields(Limits)]
STORY = tipdata.load("central-asia-2021")
ANN = Dataset(people=[Person(id="ann", name="Ann Example")])
LINE = '{"type": "person", "id": "ann", "name": "Ann Example"}'
ENTITY = '{"id": "ann", "schema": "Person", "properties": {"name": ["Ann Example"]}}'
DOCUMENT = '{"persons": [{"id": "ann", "name": "Ann Example"}]}'


class Reader(NamedTuple):
    """A reader as a law tries it.

    Attributes:
        read: Reads a document with limits.
        sound: A document without a fault.
        limits: What each limit has to be for the document to be just within it.
        beyond: Documents that are beyond a limit of their own, by its name.
    """

    read: Callable[[Any, Limits], object]
    sound: Any
    limits: Mapping[str, int]
    beyond: Mapping[str, Any] = {}


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip file of some files."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as file:
        for name, held in files.items():
            file.writestr(name, held)
    return data.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """Return the files of a zip file."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def book_of(*rows: tuple[str, ...]) -> bytes:
    """Return a workbook with a sheet of people."""
    book, data = openpyxl.Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.title = "people"
    for row in rows:
        sheet.append(row)
    book.save(data)
    return data.getvalue()


TABLE = b"id,name\nann,Ann Example\n"
PACKAGE = zipped({"people.csv": TABLE})
BOOK = book_of(("id", "name"), ("ann", "Ann Example"))
DEEP = "[" * 60 + "]" * 60
LISTING = "TIER 1\nChad"


def package_of(data: Any, limits: Limits) -> object:
    """Read a package."""
    return package.loads(data, verify=False, limits=limits)


def iterated(text: str, limits: Limits) -> object:
    """Read lines one by one."""
    return [*jsonl.iterate(io.StringIO(text), limits=limits)]


def from_dict(data: Any, limits: Limits) -> object:
    """Read plain data."""
    return from_plain("person", data, limits=limits)


READERS = {
    "json": Reader(
        lambda text, limits: json.loads(text, limits=limits),
        json.dumps(ANN),
        {"size": len(json.dumps(ANN)), "string": len("schema_version"), "depth": 2},
        {"depth": f'{{"schema_version": 2, "people": [{{"id": {DEEP}, "name": "Ann"}}]}}'},
    ),
    "jsonl": Reader(
        lambda text, limits: jsonl.loads(text, limits=limits),
        LINE,
        {"size": len(LINE), "line": len(LINE), "string": 11, "depth": 1},
        {"depth": f'{{"type": "person", "id": {DEEP}, "name": "Ann"}}'},
    ),
    "iterate": Reader(
        iterated,
        LINE,
        {"line": len(LINE), "string": 11, "depth": 1},
        {"depth": f'{{"type": "person", "id": {DEEP}, "name": "Ann"}}'},
    ),
    "followthemoney": Reader(
        lambda text, limits: followthemoney.loads(text, limits=limits),
        ENTITY,
        {"size": len(ENTITY), "line": len(ENTITY), "string": 11, "depth": 3},
        {"depth": ENTITY.replace('"id"', f'"more": {DEEP}, "id"')},
    ),
    "popolo": Reader(
        lambda text, limits: popolo.loads(text, limits=limits),
        DOCUMENT,
        {"size": len(DOCUMENT), "string": 11, "depth": 3},
        {"depth": DOCUMENT.replace('"id"', f'"more": {DEEP}, "id"')},
    ),
    "package": Reader(
        package_of,
        PACKAGE,
        {
            "size": len(PACKAGE), "unpacked": len(TABLE), "members": 1,
            "string": 11, "columns": 2, "rows": 2, "depth": 60,
        },
        {
            "depth": zipped({"people.csv": f'id,name,honours\nann,Ann,"{DEEP}"\n'.encode()}),
            "ratio": zipped({"people.csv": TABLE + b"\n" * 300_000}),
        },
    ),
    "workbook": Reader(
        lambda data, limits: workbook.loads(data, limits=limits),
        BOOK,
        {
            "size": len(BOOK), "unpacked": 0, "members": len(unzipped(BOOK)),
            "string": 11, "columns": 2, "rows": 2,
        },
        {"ratio": zipped({**unzipped(BOOK), "xl/workbook.xml": unzipped(BOOK)["xl/workbook.xml"] + b" " * 2_000_000})},
    ),
    "from_plain": Reader(
        from_dict,
        {"id": "ann", "name": "Ann"},
        {"depth": 1},
        {"depth": {"id": [[]], "name": "Ann"}},
    ),
    "read_listing": Reader(
        lambda text, limits: tipdata.read_listing(text, limits=limits),
        LISTING,
        {"size": len(LISTING), "line": 6},
    ),
}  # fmt: skip
DOOR_OF = {
    "tipdata.formats._text.TextReader.loads": ("json", "jsonl", "followthemoney", "popolo"),
    "tipdata.formats.jsonl.iterate": ("iterate",),
    "tipdata.formats.package.loads": ("package",),
    "tipdata.formats.workbook.loads": ("workbook",),
    "tipdata.formats.from_plain": ("from_plain",),
    "tipdata.read_listing": ("read_listing",),
}
"""The readers above by the doors that they are."""
OF_FILES = {
    "tipdata.formats._text.TextReader.load",
    "tipdata.formats.package.load",
    "tipdata.formats.workbook.load",
    "tipdata.read",
}
"""The doors that read a path or an open file, and then what a door above reads."""


def test_no_reader_is_forgotten() -> None:
    """Each door with `limits=` is tried here, and each that takes a document has `limits=`."""
    bounded = {door for door, known in DOORS.items() if any(p.kind == "limits" for p in known)}
    assert {re.sub(r"\.(files|listings|_plain)\b|tierrecord\.", "", one) for one in bounded} == {
        *DOOR_OF,
        *OF_FILES,
    }
    reading = {door for door in DOORS if re.search(r"\.(loads?|iterate|read)$", door)}
    assert reading - bounded <= {"tipdata.loading.load", "tipdata.load"} | {
        door for door in reading if "PartialDate" in door
    }


CODES = {
    "size": "too-large",
    "unpacked": "too-large",
    "ratio": "too-compressed",
    "members": "too-many-files",
    "line": "line-too-long",
    "string": "string-too-long",
    "depth": "too-deep",
    "columns": "too-many-columns",
    "rows": "too-many-rows",
}
CASES = [(name, limit) for name, reader in READERS.items() for limit in reader.limits]


def least(reader: Reader, document: Any, limit: str) -> int:
    """Return the least value of a limit with which a document is not refused for it."""
    low, high = 0, int(getattr(DEFAULT, limit))
    while high - low > 1:
        middle = (low + high) // 2
        found = problems_of(lambda: reader.read(document, Limits(**{limit: middle})))  # noqa: B023 - called at once
        low, high = (middle, high) if CODES[limit] in {p.code for p in found} else (low, middle)
    return high


@pytest.mark.parametrize(("name", "limit"), CASES)
def test_just_within_is_read_and_just_beyond_is_refused(name: str, limit: str) -> None:
    """One less than what a document needs is refused, with what to pass, and that is enough."""
    reader = READERS[name]
    document = reader.beyond.get(limit, reader.sound)
    needed = least(reader, document, limit)
    if reader.limits[limit] and limit not in reader.beyond:
        assert needed == reader.limits[limit]
        assert problems_of(lambda: reader.read(document, Limits(**{limit: needed}))) == ()
    if needed == 1:
        return
    few = Limits(**{limit: needed - 1})
    (problem,) = (
        p for p in problems_of(lambda: reader.read(document, few)) if p.code == CODES[limit]
    )
    assert problem.path
    assert f"{needed - 1:,}" in problem.expected
    (advice,) = re.findall(rf"limits=Limits\({limit}=(\d+)\)", problem.expected)
    more = problems_of(lambda: reader.read(document, Limits(**{limit: int(advice)})))
    assert CODES[limit] not in {p.code for p in more}


@pytest.fixture
def free(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let packed files unpack to a hundred kilobytes, not to eight mebibytes, at any ratio."""
    monkeypatch.setattr(archives, "FREE_BYTES", 100_000)


@pytest.mark.usefixtures("free")
@pytest.mark.parametrize("name", ["package", "workbook"])
def test_what_unpacks_to_far_more_is_refused(name: str) -> None:
    """Beyond what is free, a zip file may unpack to so many times its size and no more."""
    reader = READERS[name]
    (problem,) = problems_of(lambda: reader.read(reader.beyond["ratio"], DEFAULT))
    assert problem.code == "too-compressed"
    assert problems_of(lambda: reader.read(reader.beyond["ratio"], Limits(ratio=100_000))) == ()


def test_every_limit_has_readers_and_is_in_the_reference() -> None:
    """Each limit is tried with a reader, and the page for users has its default and its code."""
    assert {limit for _, limit in CASES} | {"ratio"} == {*NAMES} == {*CODES}
    path = Path(__file__).parents[2] / "docs/reference/formats.md"
    rows = re.findall(
        r"^\| `(\w+)` \| ([0-9,]+) \| [^|]+ \| `([\w-]+)` \|$",
        path.read_text("utf-8"),
        re.MULTILINE,
    )
    assert rows == [(name, f"{getattr(DEFAULT, name):,}", CODES[name]) for name in NAMES]


class Endless(io.RawIOBase):
    """A stream that never ends, and counts what was taken from it."""

    def __init__(self, begin: bytes, again: bytes) -> None:
        self._rest = begin
        self._again = again
        self.taken = 0

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Give as much as is asked for."""
        size = len(buffer)
        while len(self._rest) < size:
            self._rest += self._again * (size // len(self._again) + 1)
        buffer[:] = self._rest[:size]
        self._rest = self._rest[size:]
        self.taken += size
        return size


FILES: list[tuple[Callable[..., object], bytes]] = [
    (json.load, b'{"schema_version": 2, "people": ['),
    (jsonl.load, LINE.encode() + b"\n"),
    (followthemoney.load, ENTITY.encode() + b"\n"),
    (popolo.load, b'{"persons": ['),
    (package.load, PACKAGE),
    (workbook.load, BOOK),
]


@pytest.mark.parametrize(("load", "begin"), FILES)
def test_a_stream_is_read_no_further_than_the_limit(
    load: Callable[..., object], begin: bytes
) -> None:
    """An endless stream costs one piece more than the limit, and is refused for its size."""
    stream = Endless(begin, b" " * 1000)
    (problem,) = problems_of(lambda: load(stream, limits=Limits(size=5000)))
    assert (problem.code, problem.path) == ("too-large", "$")
    assert stream.taken <= 5001


def test_an_endless_line_is_skipped_no_further_than_a_file_may_have() -> None:
    """The records before an endless line are yielded, and the line costs a bounded read."""
    stream = Endless(LINE.encode() + b"\n", b"x" * 1000)
    small = Limits(line=1000, size=10_000)
    found: list[Any] = []
    read = jsonl.iterate(io.BufferedReader(stream, 1000), limits=small)
    with pytest.raises(FormatError, match=r"row 2, .: the line is too long") as caught:
        found.extend(read)
    assert [one.id for one in found] == ["ann"]
    assert len(caught.value.problems) == 1
    assert stream.taken < 40_000


def nested(depth: int) -> str:
    """Return a value that is nested so deep."""
    return "[" * depth + "]" * depth


DEEP_VALUES: dict[str, Callable[[int], str]] = {
    "nested": lambda n: f'{{"a": {nested(n)}}}',
    "objects": lambda n: '{"a":' * n + "1" + "}" * n,
    "twice": lambda n: f'{{"a": {nested(n)}, "a": {nested(n)}}}',
    "huge and nested": lambda n: f'{{"a": [{"1" * 5000}, {nested(n)}]}}',
}
BAD_VALUES: dict[str, str | bytes] = {
    "huge number, then a fault": '{"a": ' + "1" * 5000 + ', "b": nope}',
    "huge number": '{"a": ' + "1" * 5000 + "}",
    "infinite": '{"a": 1e400}',
    **{
        f"{what} {depth}": made(depth)
        for depth in (65, 500, *range(970, 1000, 9), 100_000)
        for what, made in DEEP_VALUES.items()
    },
    "unpaired surrogate": '{"id": "\\ud800", "\\ud800": "\\ud800", "schema": "Person"}',
    "long key": f'{{"{"k" * 100_000}": 1}}',
    "long key, an identifier twice": f'{{"{"k" * 100_000}": 1, "{"k" * 100_000}": 2}}',
    "not UTF-8": b'{"a": "\xff"}',
    "not JSON": '{"a": ',
}


@pytest.mark.parametrize("value", BAD_VALUES.values(), ids=BAD_VALUES)
def test_a_bad_line_neither_ends_a_stream_nor_hides_the_others(value: str | bytes) -> None:
    """The lines around any bad line are read, and only that one is reported, in a short message."""
    bad = value if isinstance(value, bytes) else value.encode()
    bea = LINE.replace("ann", "bea").encode()
    lines = b"\n".join([LINE.encode(), bad, bea])
    found: list[Any] = []
    read = jsonl.iterate(io.BytesIO(lines))
    with pytest.raises(FormatError) as caught:
        found.extend(read)
    assert [one.id for one in found] == ["ann", "bea"]
    assert {problem.row for problem in caught.value.problems} == {2}
    assert len(str(caught.value)) < 2000
    rows = {p.row for p in problems_of(lambda: jsonl.loads(lines))}
    assert rows == {2}
    entities = b"\n".join([ENTITY.encode(), bad, ENTITY.replace("ann", "ann").encode()])
    assert {p.row for p in problems_of(lambda: followthemoney.loads(entities))} == {2, 3}


@pytest.mark.parametrize("value", BAD_VALUES.values(), ids=BAD_VALUES)
def test_only_our_errors_leave_the_readers_of_documents(value: str | bytes) -> None:
    """A document with a bad value is refused, or what no record holds is left, and no other error."""
    bad = value if isinstance(value, bytes) else value.encode()
    for start, end, read in (
        (b'{"schema_version": 2, "people": [', b"]}", json.loads),
        (b'{"schema_version": 2, "nobody": ', b"}", json.loads),
        (b'{"persons": [', b"]}", popolo.loads),
        (b'{"persons": [], "more": ', b"}", popolo.loads),
    ):
        with contextlib.suppress(FormatError):
            read(start + bad + end)
    table = b'id,name,honours\nann,Ann,"' + bad.replace(b'"', b'""') + b'"\n'
    assert problems_of(lambda: package_of(zipped({"people.csv": table}), DEFAULT))


def damaged(data: bytes) -> Iterator[bytes]:
    """Yield a zip file with one thing changed: its bytes, how it is packed, its flags, its end."""
    for at in range(0, len(data), max(1, len(data) // 60)):
        yield data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :]
    for field, values in ((10, (1, 9, 12, 14, 93, 99)), (8, (1, 0x41, 0x808))):
        for value in values:
            changed = bytearray(data)
            for mark, shift in ((b"PK\x01\x02", 0), (b"PK\x03\x04", -2)):
                for found in re.finditer(re.escape(mark), data):
                    struct.pack_into("<H", changed, found.start() + field + shift, value)
            yield bytes(changed)
    yield from (data[:-cut] for cut in (1, 22, 40, len(data) // 2))


@pytest.mark.long
@pytest.mark.parametrize(
    "method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
@pytest.mark.parametrize("name", ["package", "workbook"])
def test_only_our_errors_leave_the_readers_of_zip_files(name: str, method: int) -> None:
    """A damaged zip file is refused with an error of ours, and one packed otherwise says how."""
    reader = READERS[name]
    data = zipped(unzipped(reader.sound), method)
    for one in damaged(data):
        with contextlib.suppress(TipdataError):
            reader.read(one, DEFAULT)
    found = problems_of(lambda: reader.read(data, DEFAULT))
    packed = {zipfile.ZIP_BZIP2: "bzip2", zipfile.ZIP_LZMA: "LZMA"}.get(method)
    assert [p.message.rpartition(" ")[2] for p in found] == ([packed] if packed else [])


@pytest.mark.usefixtures("free")
@pytest.mark.parametrize("name", ["package", "workbook"])
def test_a_directory_that_lies_does_not_help(name: str) -> None:
    """Bytes are counted as they are unpacked: sizes said to be small are refused all the same."""
    reader = READERS[name]
    changed = bytearray(reader.beyond["ratio"])
    for found in re.finditer(b"PK\x01\x02", changed):
        struct.pack_into("<I", changed, found.start() + 24, 10)
    assert problems_of(lambda: reader.read(bytes(changed), DEFAULT))


@pytest.mark.usefixtures("free")
def test_members_that_overlap_are_counted_each_time() -> None:
    """Entries that share their packed bytes unpack to no more than the limit in all."""
    data = zipped({"people.csv": b"\n" * 30_000})
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry, tables = data[start:end], ("people", "sources", "projects", "campaigns", "statements")
    entries = b"".join(
        entry[:28] + struct.pack("<H", len(name) + 4) + entry[30:46] + name.encode() + b".csv"
        for name in tables
    )
    count = len(tables)
    ending = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(entries), start, 0)
    found = problems_of(lambda: package_of(data[:start] + entries + ending, DEFAULT))
    assert {p.code for p in found} <= {"too-compressed", "not-a-package"}
    assert found


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["package", "workbook"])
def test_two_members_of_one_name_are_refused(name: str) -> None:
    """Programs differ in which of two files of the same name they take, so neither is."""
    data = io.BytesIO(READERS[name].sound)
    with zipfile.ZipFile(data, "a") as file:
        file.writestr(file.namelist()[0].replace("/", "\\"), b"")
    (problem,) = problems_of(lambda: READERS[name].read(data.getvalue(), DEFAULT))
    assert problem.code == "duplicate-file"


@pytest.mark.parametrize("folder", ["/", "../", "a/../", "C:/", "people.csv/"])
def test_names_of_members_lead_nowhere(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A zip file whose members have paths is read or refused in memory, and writes no file."""
    monkeypatch.chdir(tmp_path)
    with contextlib.suppress(FormatError):
        package_of(zipped({f"{folder}people.csv": TABLE}), DEFAULT)
    assert list(tmp_path.rglob("*")) == []


def called_with(left: int, read: Callable[[], object]) -> object:
    """Call a function with so many frames of the stack left."""
    used = len(inspect.stack(0))

    def deeper(more: int) -> object:
        return read() if more <= 0 else deeper(more - 1)

    return deeper(sys.getrecursionlimit() - used - left)


@pytest.mark.long
@pytest.mark.parametrize("name", READERS)
def test_a_stack_that_is_nearly_full_makes_no_false_problem(name: str) -> None:
    """A sound document is read, or Python's own error comes, however little stack is left."""
    reader = READERS[name]
    expected = reader.read(reader.sound, DEFAULT)
    outcomes = set[str]()
    for left in itertools.chain(range(4, 60, 2), range(60, 140, 10)):
        try:
            assert called_with(left, lambda: reader.read(reader.sound, DEFAULT)) == expected
            outcomes.add("read")
        except RecursionError:
            outcomes.add("no stack")
    assert outcomes == {"read", "no stack"}


ATTACH = ("--country", "c", "--year", "y", "--out", "-")
COMMANDS: dict[str, tuple[str, bytes, dict[str, int]]] = {
    "a.csv": ("attach", b"c,y\nKAZ,2021\n", {"columns": 1, "rows": 1, "line": 7, "string": 3}),
    "a.csv.gz": (
        "attach",
        gzip.compress(b"c,y\n" + b"KAZ,2021\n" * 20_000),
        {"ratio": 200},
    ),
    "a.json": ("check", json.dumps(ANN).encode(), {"size": 100, "string": 5}),
    "a.zip": ("check", PACKAGE, {"members": 0, "columns": 1}),
    "a.xlsx": ("check", BOOK, {"members": 1, "columns": 1}),
    "2026=a.txt": ("edition review", b"TIER 1\nFrance\n", {"size": 5, "line": 5}),
    "2026=b.csv": ("edition review", b"country,tier\nFRA,Tier 1\n", {"size": 5, "columns": 1}),
}


@pytest.mark.usefixtures("free")
@pytest.mark.parametrize(
    ("name", "limit"),
    [(name, limit) for name, (_, _, most) in COMMANDS.items() for limit in most if most[limit]],
)
def test_commands_refuse_and_say_which_option_helps(
    name: str,
    limit: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A command refuses what is beyond a limit, and its message has the option and no Python."""
    monkeypatch.chdir(tmp_path)
    command, data, most = COMMANDS[name]
    Path(name.rpartition("=")[2]).write_bytes(data)
    more = ATTACH if command == "attach" else ("--edited",) if command == "check" else ()
    assert main([*command.split(), name, *more, "--limit", f"{limit}={most[limit]}"]) != 0
    said = "".join(capsys.readouterr())
    assert re.search(rf"--limit {limit}=\d+", said)
    assert "Limits(" not in said


def test_a_limit_is_a_positive_integer() -> None:
    """A limit that is not a positive integer is refused, and so is nesting that Python cannot read."""
    for name in NAMES:
        wrong: Any
        for wrong in (0, -1, True, 1.0, "5", None):
            with pytest.raises(InvalidValueError, match=rf"Limits\.{name}: expected"):
                Limits(**{name: wrong})
    with pytest.raises(InvalidValueError, match="from 1 to 500"):
        Limits(depth=501)
    assert plain_json.dumps(attrs.asdict(Limits(depth=500)))


def test_a_record_of_a_document_is_as_long_as_a_line_may_be() -> None:
    """A record just within the limit is read; one just beyond ends the reading at its place."""
    head, tail = '{"schema_version": 2, "people": [', "]}" + " " * 50_000
    first, long = (plain_json.dumps({"id": c, "name": c * n}) for c, n in (("a", 1), ("b", 30_000)))
    text, length = f"{head}{first}, {long}{tail}", len(long)
    assert len(json.loads(text, limits=Limits(line=length))) == 2
    with pytest.raises(FormatError) as refused:
        json.loads(text, limits=Limits(line=length - 1))
    found = refused.value.problems
    assert [(one.code, one.path) for one in found] == [("line-too-long", "$.people[1]")]
    broken = text.replace('"name": "b', '"name": nope, "b')
    with pytest.raises(FormatError, match=r"not JSON \(line 1, column "):
        json.loads(broken, limits=Limits(line=length))


def test_no_more_of_a_document_is_built_than_a_record_may_have() -> None:
    """Many empty lists take memory for as many as the limit has room for."""
    text = plain_json.dumps({"schema_version": 2, "people": [[[]] * 50_000]})

    def peak(limits: Limits) -> int:
        tracemalloc.start()
        with contextlib.suppress(FormatError):
            json.loads(text, limits=limits)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    assert peak(Limits(line=5_000)) * 5 < peak(Limits())
