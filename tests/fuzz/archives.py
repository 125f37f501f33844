"""Harnesses of the readers of archives: packages, zipped or as a folder, and workbooks."""

import functools
import hashlib
import io
import json as plain_json
import tempfile
import zipfile
import zlib
from pathlib import Path
from random import Random
from typing import Any

from fuzz.damage import Members, packed, text_damaged, unpacked, zip_damaged
from fuzz.documents import RARE, SPARSE
from fuzz.harness import Harness, expect
from fuzz.material import JSON, plains, small_datasets
from fuzz.oracles import attempt, only_refuses, quiet
from tipdata import Dataset, FormatError
from tipdata.errors import TipdataError
from tipdata.formats import from_plain, json, package, workbook

__all__ = ["CELLS", "HARNESSES", "scratch"]

_DESCRIPTOR = "datapackage.json"
_BASES = 40
_WORKBOOKS = 12

CELLS: tuple[bytes, ...] = (
    *(b"", b",", b";", b"\t", b"|", b'"', b'""', b'"a', b"'=1+1", b"=1+1", b"@x", b"NA", b"-99"),
    *(b"1,000", b"007", b"1e400", b"1" * 5_000, b"nan", b"TRUE", b"2021", b"2021.0", b"2021-02-30"),
    *(
        b"KAZ",
        b"Kazakhstan",
        b"Kazakstan",
        b"China; Hong Kong",
        b"Tier 2",
        b"2WL",
        b"Tier 4",
        b"2.5",
    ),
    *(b'"[1]"', b'"[[[["', b'"{""a"": 1}"', b"[", b"sep=;\n", b"sep=", b"\xa0", b"\xe2\x80\x8b"),
    *(
        b"a" * 200_000,
        b"," * 3_000,
        b"\n" * 3_000,
        b'"' + b"\n" * 500 + b'"',
        b"id,id,",
        b"country,",
    ),
)
"""Pieces of tables, sound and broken."""

_XML: tuple[bytes, ...] = (
    *(b'<c r="A2" t="s"><v>0</v></c>', b'<c r="A2" t="s"><v>99</v></c>', b'<c t="s"><v>-1</v></c>'),
    *(b'<c r="B2" t="e"><v>#REF!</v></c>', b'<c r="B2"><f>1+1</f></c>', b'<c t="b"><v>1</v></c>'),
    *(
        b'<c t="d"><v>2021-13-99</v></c>',
        b'<c t="d"><v>2021-07-01T25:00</v></c>',
        b"<c><v>x</v></c>",
    ),
    *(b'<c r="XFD1048576"/>', b'<c r="ZZZ1"/>', b'<c r="AAAA1"/>', b'<c r="A0"/>', b'<c r="1"/>'),
    *(b'<c s="9999"><v>1</v></c>', b'<c s="-1"><v>1</v></c>', b'<c s="x"><v>44000</v></c>'),
    *(b"<c><v>1e400</v></c>", b"<c><v>" + b"1" * 5_000 + b"</v></c>", b"<c><v>nan</v></c>"),
    *(b'<row r="0"/>', b'<row r="1048577"/>', b'<row r="x"/>', b'<row r="' + b"9" * 5_000 + b'"/>'),
    *(b'<mergeCell ref="A1:B2"/>', b'<mergeCell ref=""/>', b'<mergeCell ref="A1:XFD1048576"/>'),
    *(b'<!DOCTYPE a [<!ENTITY b "c">]>', b"&b;", b"&#0;", b"&#x1b;", b"&amp;", b"<![CDATA[x]]>"),
    *(b"<!--", b"<t>x</t>", b"<t>_x0000_</t>", b"<t>_xD800_</t>", b"<t>=1+1</t>", b"<", b"</row>"),
    *(b' name="people"', b' name="peple"', b' r:id="rId1"', b' r:id="rId99"', b' date1904="1"'),
    *(
        b'<?xml version="1.0" encoding="utf-16"?>',
        b'<?xml version="1.0" encoding="x"?>',
        b"<a>" * 900,
    ),
    *(b"2958466", b"-1", b"0", b"0.5", b"59", b"60", b"61", b"1e9", b"99999999999999999999"),
)
"""Pieces of the XML of workbooks, sound and broken."""


@functools.cache
def scratch() -> Path:
    """Return a folder for files that harnesses write, in memory where the system has such."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
    kept = tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None)
    _KEPT.append(kept)
    return Path(kept.name)


_KEPT: list[tempfile.TemporaryDirectory[str]] = []


def _some(most: int) -> list[Dataset]:
    """Return a few small datasets, each kind of record among them."""
    singles = {
        kind: Dataset.from_records([from_plain(kind, plain_json.loads(text))])  # type: ignore[call-overload]
        for kind, text in plains()
    }
    return [*singles.values(), *small_datasets()[: most - len(singles)]]


# Packages


@functools.cache
def _packages() -> tuple[Members, ...]:
    found = [unpacked(package.dumps(dataset)) for dataset in _some(_BASES)]
    return tuple(filter(None, found))


def _table_damage(name: str, data: bytes, chance: Random) -> bytes:
    pieces = JSON if name.endswith(".json") else CELLS
    return text_damaged(data, chance, pieces)


def _with_sums(members: Members) -> Members:
    """Return a package whose descriptor has the checksums of its tables."""
    try:
        described: Any = plain_json.loads(members[_DESCRIPTOR])
        for one in described["resources"]:
            if one["path"] in members:
                found = hashlib.sha256(members[one["path"]]).hexdigest()
                one["hash"] = f"sha256:{found}"
    except (KeyError, TypeError, ValueError, RecursionError):
        return members
    return {**members, _DESCRIPTOR: plain_json.dumps(described).encode()}


def _package(chance: Random) -> bytes:
    members = dict(chance.choice(_packages()))
    what = chance.random()
    if what < 0.7:  # tables alone, which people edit, and which take less time
        full = {name: data for name, data in members.items() if data.count(b"\n") > 1}
        full.pop(_DESCRIPTOR, None)
        members = full or members
        if what < 0.1:
            return packed(members)
        return zip_damaged(members, chance, _table_damage)
    if what < 0.8:
        name = chance.choice(list(members))
        members[name] = _table_damage(name, members[name], chance)
        return packed(_with_sums(members))
    return zip_damaged(members, chance, _table_damage)


def _package_damage(data: bytes, chance: Random) -> bytes:
    members = unpacked(data)
    if not members or chance.random() < 0.2:
        return text_damaged(data, chance, CELLS)
    return zip_damaged(members, chance, _table_damage)


def _run_package(data: bytes, nth: int) -> bool:
    verify = b"datapackage.json" in data and zlib.crc32(data) % 4 != 0
    found, error = attempt(lambda: package.loads(data, verify=verify), placed=True)
    if nth % SPARSE == 0:
        again = attempt(lambda: package.loads(data, verify=verify))[1]
        expect("reading is deterministic", again == error, error, again)
        read = functools.partial(package.loads, data, verify=verify)
        only_refuses(read, found, nth // SPARSE)
        encoding = ("cp1252", "utf-16", "utf-7", "latin-1")[nth // SPARSE % 4]
        attempt(lambda: package.loads(data, verify=False, encoding=encoding), placed=True)
    if nth % (2 * SPARSE) == 0:
        _agree_with_folder(data, error, verify=verify)
    if found is not None and nth % SPARSE == 0:
        written = package.dumps(found)
        expect("what is written is read back equal", package.loads(written) == found)
    return found is not None


def _agree_with_folder(data: bytes, error: TipdataError | None, *, verify: bool) -> None:
    """Let a folder be read as the archive of the same files is."""
    members = unpacked(data)
    if not members or any(not name.isprintable() or set(name) & {*"/\\"} for name in members):
        return
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        if {one.compress_type for one in file.infolist()} - {0, zipfile.ZIP_DEFLATED}:
            return  # which is refused
    folder = scratch() / "package"
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    for name, inside in members.items():
        (folder / name).write_bytes(inside)
    _, why = attempt(lambda: package.load(folder, verify=verify), placed=True)
    if not any(name.startswith("xl/") for name in members):
        expect("a folder is read as its archive is", _codes(why) == _codes(error), why, error)


def _codes(error: TipdataError | None) -> list[tuple[str, str]]:
    if not isinstance(error, FormatError):
        return []
    return [(one.code, one.place) for one in error.problems]


# Workbooks


_SPARED = ("docProps/", "xl/theme/", "xl/comments/", "xl/drawings/", "xl/worksheets/_rels/")


@functools.cache
def _workbooks() -> tuple[Members, ...]:
    found = list[Members]()
    for dataset in _some(_WORKBOOKS)[:_WORKBOOKS]:
        members = unpacked(workbook.dumps(dataset)) or {}
        kept = {n: d for n, d in members.items() if not n.startswith(_SPARED)}
        # The codes of all countries, which are there for people.
        found.append({n: d if len(d) < 20_000 else b"<worksheet/>" for n, d in kept.items()})
    return tuple(found)


def _part_damage(_name: str, data: bytes, chance: Random) -> bytes:
    if chance.random() < 0.3:
        return text_damaged(data, chance, _XML)
    # Between two tags, so that the XML is sound more often.
    for _ in range(chance.choice((1, 1, 2))):
        at = data.find(b">", chance.randrange(len(data) + 1)) + 1
        data = data[:at] + chance.choice(_XML) + data[at:]
    return data


def _workbook(chance: Random) -> bytes:
    members = chance.choice(_workbooks())
    if chance.random() < 0.1:
        return packed(members)
    if chance.random() < 0.7:
        sheets = [name for name in members if name.startswith("xl/worksheets/")]
        name = chance.choice(sheets)
        return packed({**members, name: _part_damage(name, members[name], chance)})
    return zip_damaged(members, chance, _part_damage)


def _workbook_damage(data: bytes, chance: Random) -> bytes:
    members = unpacked(data)
    if not members or chance.random() < 0.1:
        return text_damaged(data, chance, _XML)
    return zip_damaged(members, chance, _part_damage)


def _run_workbook(data: bytes, nth: int) -> bool:
    def read(**options: Any) -> Dataset:
        return quiet(lambda: workbook.loads(data, **options))

    found, error = attempt(read, placed=True)
    if nth % SPARSE == 0:
        again = attempt(read)[1]
        expect("reading is deterministic", again == error, error, again)
        only_refuses(read, found, nth // SPARSE)
    if found is not None and nth % SPARSE == 0:
        expect("what is read can be written", json.loads(json.dumps(found)) == found)
    if found is not None and nth % RARE == 0:
        expect("what is written is read back equal", workbook.loads(workbook.dumps(found)) == found)
    return found is not None


HARNESSES = (
    Harness(
        "package",
        ("tipdata.formats.package.loads", "tipdata.formats.package.load"),
        _package,
        _run_package,
        _package_damage,
    ),
    Harness(
        "workbook",
        ("tipdata.formats.workbook.loads",),
        _workbook,
        _run_workbook,
        _workbook_damage,
    ),
)
