"""What a broken file costs each reader, next to a sound one of the same size.

    python benchmarks/broken_inputs.py [--records 20000]

Each is read in a process of its own. Printed are the seconds of the processor
and the growth of the peak memory, broken to sound, and how far a file gets that
is beyond a limit.
"""

import argparse
import contextlib
import io
import multiprocessing
import resource
import time
import zipfile
from collections.abc import Callable, Iterable

import openpyxl

import tipdata
from tipdata import Dataset, FormatError, Person
from tipdata.formats import followthemoney, json, jsonl, package, popolo, workbook

Read = Callable[[], object]


def zipped(name: str, data: bytes) -> bytes:
    """Return a zip file of one file, not packed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr(name, data)
    return packed.getvalue()


def book(rows: Iterable[Iterable[str]]) -> bytes:
    """Return a workbook with a sheet of people."""
    made, data = openpyxl.Workbook(write_only=True), io.BytesIO()
    sheet = made.create_sheet("people")
    for row in rows:
        sheet.append([*row])
    made.save(data)
    return data.getvalue()


def table(header: str, row: str, count: int) -> Read:
    """Return what reads a package of people with so many equal rows."""
    data = zipped("people.csv", (header + "\n" + (row + "\n") * count).encode())
    return lambda: package.loads(data, verify=False)


def cases(count: int) -> dict[str, tuple[Read, Read]]:
    """Return what reads a sound and a broken file of each format, by what is wrong."""
    people = Dataset(people=[Person(id=f"p-{n}", name="Ann Example") for n in range(count)])
    sound, lines = json.dumps(people), jsonl.dumps(people)
    body, area = popolo.dumps(people).text, '"name": "Ann Example"'
    entities = followthemoney.dumps(people).text
    plain = ("Ann Example", "\\u200bAnn Exa")
    wrong = book([("id", "name"), *(("A B", "Ann Example") for _ in range(count))])
    blank = book([("id", "name"), *((" ", " ") for _ in range(count))])
    tables, sheets = package.dumps(people), book([("id", "name"), *_rows(count)])
    items = '{"schema_version": 2, "people": [{"id": "ann", "name": "Ann", "sources": [%s]}]}'
    one, other = (items % ", ".join(f'"{item}{n}"' for n in range(count)) for item in "aA")
    wide = ",".join(["id"] * 10_000)
    return {
        "json, each record has a wrong key": _pair(json.loads, sound, ('"name"', '"nmae"')),
        "json, each record has a wrong name": _pair(json.loads, sound, plain),
        "json, one list of wrong items": (lambda: json.loads(one), lambda: json.loads(other)),
        "jsonl, no line is JSON": _pair(jsonl.loads, lines, ('{"aff', '{,"af')),
        "jsonl, each record has a wrong key": _pair(jsonl.loads, lines, ('"name"', '"nmae"')),
        "iterate, each record has a wrong key": _pair(_iterated, lines, ('"name"', '"nmae"')),
        "followthemoney, a wrong property": _pair(
            followthemoney.loads, entities, ('"name"', '"nmae"')
        ),
        "popolo, each person has a wrong name": _pair(
            popolo.loads, body, (area, '"name": ["Ann Exa"]')
        ),
        "package, each row has a cell too many": (
            table("id,name", "ann,Ann Example", count), table("id,name", "ann,Ann,xample", count)
        ),
        "package, one name 10,000 times in its header": (
            lambda: package.loads(tables), table(wide, "", 1)
        ),
        "workbook, each row has a wrong id": (
            lambda: workbook.loads(sheets), lambda: workbook.loads(wrong)
        ),
        "workbook, blank cells": (
            lambda: workbook.loads(sheets), lambda: workbook.loads(blank)
        ),
        "read_listing, no name is known": (
            lambda: tipdata.read_listing("TIER 1\n" + "France\n" * (count // 20)),
            lambda: tipdata.read_listing("TIER 1\n" + "Frrnce\n" * (count // 20)),
        ),
    }  # fmt: skip


def _rows(count: int) -> Iterable[tuple[str, str]]:
    return ((f"p-{n}", "Ann Example") for n in range(count))


def _pair(read: Callable[[str], object], text: str, change: tuple[str, str]) -> tuple[Read, Read]:
    broken = text.replace(*change)
    assert broken != text
    return (lambda: read(text)), (lambda: read(broken))


def _iterated(text: str) -> object:
    return sum(1 for _ in jsonl.iterate(io.StringIO(text)))


def bombs() -> dict[str, Read]:
    """Return what reads files that are far larger inside than outside."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("people.csv", b"id,name\n" + bytes(400_000_000))
    bomb = inner.getvalue()
    blank = _packed_sheet(b'<row r="1">' + b"<c/>" * 100_000_000)
    return {
        f"package of {len(bomb):,} bytes that are 400 MB": lambda: package.loads(
            bomb, verify=False
        ),
        f"workbook of {len(blank):,} bytes that are 400 MB of cells": lambda: workbook.loads(blank),
        "JSON, nested 10 million deep": lambda: json.loads("[" * 10_000_000),
        "JSON Lines, a line of 100 MB": lambda: jsonl.loads('"' + "x" * 100_000_000),
    }


def _packed_sheet(cells: bytes) -> bytes:
    """Return a workbook whose sheet of people holds these cells."""
    data, made = book([("id", "name")]), io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            held = old.read(name)
            if "sheet1" in name:
                held = held.partition(b"<row")[0] + cells
            new.writestr(name, held)
    return made.getvalue()


def measured(read: Read) -> tuple[float, float]:
    """Return the seconds of the processor and the growth of the peak in MiB of one reading."""
    ours, theirs = multiprocessing.get_context("fork").Pipe()

    def run() -> None:
        before, start = _peak(), time.process_time()
        with contextlib.suppress(FormatError):
            read()
        theirs.send((time.process_time() - start, _peak() - before))

    child = multiprocessing.get_context("fork").Process(target=run)
    child.start()
    seconds, grown = ours.recv()
    child.join()
    return seconds, grown


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure, and print a line for each pair."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=20_000)
    count = parser.parse_args().records
    print(f"{'':45} {'sound':>16} {'broken':>16} {'time':>6} {'memory':>6}")
    for name, (sound, broken) in cases(count).items():
        (fine, held), (slow, more) = measured(sound), measured(broken)
        print(
            f"{name:45} {fine:6.2f} s {held:4.0f} MiB {slow:6.2f} s {more:4.0f} MiB"
            f" {slow / max(fine, 0.01):6.2f} {(more + 8) / (held + 8):6.2f}",
            flush=True,
        )
    for name, read in bombs().items():
        seconds, grown = measured(read)
        print(f"{name:60} {seconds:6.2f} s {grown:5.0f} MiB", flush=True)


if __name__ == "__main__":
    main()
