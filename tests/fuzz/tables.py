"""Harnesses of the readers of tables: files, rows, dataframes, and an edition of the user."""

# ruff: noqa: S311 - nothing is secret here

import contextlib
import datetime
import functools
import gzip
import io
import json
import math
import random
import zlib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import polars as pl

import tipdata
from fuzz.archives import CELLS, scratch
from fuzz.damage import bytes_damaged, packed, text_damaged, unpacked, zip_damaged
from fuzz.documents import RARE, SPARSE
from fuzz.draws import Draw
from fuzz.harness import Harness, expect
from fuzz.material import plains
from fuzz.oracles import attempt, is_printable, quiet
from tipdata import Assessment, FormatError, PartialDate, Tier, TierRecord, frames
from tipdata.cli import main
from tipdata.cli._edition_files import Given, read_file
from tipdata.cli._row_files import Options, open_rows
from tipdata.dataset.kinds import CLASSES
from tipdata.errors import TipdataError
from tipdata.limits import Limits

__all__ = ["HARNESSES"]

_COUNTRIES = ("KAZ", "Kazakhstan", "Uzbekistan", "KGZ", "France", "SRB", "Congo", "NA", "Namibia")
_TIERS = (
    "Tier 1",
    "Tier 2",
    "Tier 2 Watch List",
    "2WL",
    "Tier 3",
    "Special Case",
    "",
    "NA",
    "TIER 2",
)


# Files of rows


def _rows_of(chance: Random) -> list[list[str]]:
    rows = [["country", "on", "tier", "year"]]
    for _ in range(chance.choice((0, 1, 2, 3, 8))):
        day = chance.choice(("2021-07-01", "2021", "2021-07", "1 July 2021", "", "x", "01/02/2003"))
        year = str(chance.choice((2026, 2026, 2026, 2021, "", "x")))
        rows.append([chance.choice(_COUNTRIES), day, chance.choice(_TIERS), year])
    return rows


def _csv(chance: Random, rows: list[list[str]]) -> bytes:
    mark = chance.choice((",", ",", ",", ";", "\t", "|"))
    end = chance.choice(("\n", "\n", "\r\n", "\r"))
    text = end.join(mark.join(row) for row in rows) + end * chance.randrange(2)
    encoding = chance.choice(("utf-8", "utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252"))
    return text.encode(encoding, "replace")


def _parquet(rows: list[list[str]]) -> bytes:
    header, *rest = rows
    file = io.BytesIO()
    pl.DataFrame(rest, schema=header, orient="row").write_parquet(file, compression="uncompressed")
    return file.getvalue()


@functools.cache
def _parquets() -> tuple[bytes, ...]:
    """Return a few files of Parquet, which take long to make."""
    return tuple(_parquet(_rows_of(random.Random(seed))) for seed in range(20))


def _table(chance: Random) -> bytes:
    what = chance.random()
    if what < 0.1:
        data = chance.choice(_parquets())
        return bytes_damaged(data, chance, (b"PAR1", b"\0" * 8)) if chance.random() < 0.8 else data
    data = _csv(chance, _rows_of(chance))
    if chance.random() < 0.6:
        data = text_damaged(data, chance, CELLS)
    if what < 0.2:
        data = gzip.compress(data, 1, mtime=0)
        if chance.random() < 0.6:
            data = bytes_damaged(data, chance, (b"\x1f\x8b", b"\0" * 8))
    return data


def _table_damage(data: bytes, chance: Random) -> bytes:
    if data[:4] == b"PAR1" or data[:2] == b"\x1f\x8b":
        return bytes_damaged(data, chance, (b"PAR1", b"\0" * 8))
    return text_damaged(data, chance, CELLS)


def _written(data: bytes, name: str) -> Path:
    path = scratch() / name
    path.write_bytes(data)
    return path


def _run_table(data: bytes, nth: int) -> bool:
    kind = ".parquet" if data[:4] == b"PAR1" else ".csv.gz" if data[:2] == b"\x1f\x8b" else ".csv"
    path, choice = _written(data, f"table{kind}"), zlib.crc32(data)
    encoding = (None, None, None, None, "cp1252", "utf-16")[choice % 6]
    delimiter = (None, None, None, "semicolon", "x")[choice // 6 % 5]
    options = Options(needed=("country", "on"), delimiter=delimiter, encoding=encoding)

    def read() -> int:
        with open_rows(str(path), options) as table:
            width, count = len(table.header), 0
            for part in table.parts:
                expect("every row has a number", len(part.rows) == len(part.numbers))
                expect("a row is as wide as the header", {*map(len, part.rows)} <= {width})
                count += len(part.rows)
        return count

    found, error = attempt(read)
    if nth % SPARSE == 0:
        again = attempt(read)
        expect("reading is deterministic", again == (found, error), error, again)
    if nth % RARE == 0:
        out = scratch() / "table-out.csv"
        words = ["attach", str(path), "--country", "country", "--on", "on", "--out", str(out)]
        words += ["--delimiter", delimiter] if delimiter else []
        words += ["--encoding", encoding] if encoding else []
        code = _run_command(words)
        expect("a command ends as it says", code in {0, 1, 2}, code)
        expect("a table that cannot be read is not written", error is None or code != 0, error)
    return error is None


def _run_command(words: list[str]) -> int:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = quiet(lambda: main(words))
    told = err.getvalue()
    expect("a command prints nothing odd", is_printable(told.replace("\n", "")), told[-500:])
    return code


# Rows


class _Odd:
    """An object whose repr fails."""

    def __repr__(self) -> str:
        raise ValueError("no repr")


class _Text(str):
    """A string of a class of the user."""

    __slots__ = ()


_CELLS: tuple[Any, ...] = (
    *_COUNTRIES,
    *("Kazakstan", "Kazakhstn", "kaz", " KAZ ", "China; Hong Kong", "398", "702", "Atlantis", "\0"),
    *("\ud800", "\x1b[31m", "x" * 5_000, "KAZ\n", "K\u200bAZ", "É", "中国", b"KAZ", _Text("KAZ")),
    *(
        2021,
        2020,
        "2021",
        " 2021 ",
        "2021.0",
        2021.0,
        2021.5,
        np.int64(2021),
        np.float32(2021),
        "'21",
    ),
    *(
        0,
        -1,
        10**30,
        -(10**5_000),
        2**63,
        math.nan,
        math.inf,
        -math.inf,
        Decimal(2021),
        Fraction(2021),
    ),
    *(
        Decimal("NaN"),
        Decimal("sNaN"),
        1j,
        True,
        False,
        None,
        "",
        " ",
        "NA",
        "nan",
        "NULL",
        "1e400",
    ),
    *(pd.NA, pd.NaT, pd.Timestamp("2021-07-01"), np.datetime64("2021"), np.datetime64("NaT", "s")),
    *(datetime.date(2021, 7, 1), datetime.datetime(2021, 7, 1), PartialDate(2021)),  # noqa: DTZ001
    *(*_TIERS, *Tier, "Tier 4", "Tier 2.5", 2.5, 1, 2, 3, 555, 666, "555", np.bool_(True)),
    *([], {}, (), ["KAZ"], {"KAZ"}, object(), _Odd(), int, len, ..., np.array([1, 2]), np.array(1)),
    *(tipdata.countries.get("KAZ"), Assessment(country="KAZ", year=2021, tier=Tier.TIER_2)),
)
# polars panics over a signalling NaN and over integers that it cannot print.
_FRAMED = tuple(
    cell
    for cell in _CELLS
    if not isinstance(cell, (_Odd, Decimal)) and not (type(cell) is int and abs(cell) > 10**30)
)
_OPTIONS: tuple[dict[str, Any], ...] = (
    *({}, {}, {}, {}, {"coding": "kelley"}, {"coding": "binary"}, {"coding": "frank"}),
    *({"missing": ["-99"]}, {"names": {"Congo": "COG"}}, {"max_problems": 1}, {"missing": "x"}),
)


def _row(draw: Draw) -> Any:
    what = draw.below(16)
    if what < 11:
        country, year, tier = draw.choice(_COUNTRIES), 2001 + draw.below(25), draw.choice(_TIERS)
        row = [country, year if draw.below(2) else str(year), tier]
        for _ in range(draw.choice((0, 0, 1, 1, 2))):
            row[draw.below(3)] = draw.choice(_CELLS)
        if what < 6:
            return tuple(row)
        return dict(zip(("country", "year", "tier"), row, strict=True)) if what < 10 else row
    if what == 11:
        return Assessment(country="KAZ", year=2001 + draw.below(25), tier=Tier.TIER_2)
    if what == 12:
        return tuple(draw.choice(_CELLS) for _ in range(draw.below(5)))
    if what == 13:
        keys = [
            draw.choice(("country", "year", "tier", "land", 1, None, "", "x" * 999)) for _ in "123"
        ]
        return {key: draw.choice(_CELLS) for key in keys}
    return draw.choice(_CELLS)


def _drawn(chance: Random) -> bytes:
    return chance.randbytes(chance.choice((8, 24, 24, 64, 200)))


def _drawn_damage(data: bytes, chance: Random) -> bytes:
    return bytes_damaged(data, chance, (b"\0", b"\xff", b"\x01\x02\x03\x04"))


def _run_rows(data: bytes, nth: int) -> bool:
    draw = Draw(data)
    options = draw.choice(_OPTIONS)
    rows = [_row(draw) for _ in range(draw.choice((0, 1, 1, 2, 2, 3, 5)))]
    found, error = attempt(lambda: quiet(lambda: TierRecord.from_rows(rows, **options)))
    if nth % SPARSE == 0:
        again = attempt(lambda: quiet(lambda: TierRecord.from_rows(rows, **options)))[1]
        expect("reading is deterministic", _told(again) == _told(error), error, again)
        _agree_on_strings(rows, options)
        attempt(lambda: quiet(lambda: tipdata.load().compare_with(rows, **options)))
        pairs = [(row[0], row[2]) for row in rows if isinstance(row, tuple) and len(row) == 3]
        attempt(lambda: quiet(lambda: tipdata.load().with_edition(2026, pairs or rows, **options)))
        attempt(lambda: tipdata.check(rows))
    if found is None:
        return False
    if nth % 4 == 0:
        again_found = TierRecord.from_rows(found.to_rows())
        expect("rows read back equal", again_found.assessments == found.assessments, rows)
    return True


def _told(error: TipdataError | None) -> str:
    return "" if error is None else str(error)


def _agree_on_strings(rows: list[Any], options: dict[str, Any]) -> None:
    """Let a table of strings be the same as rows, in a dataframe and in a file of an edition."""
    table = [
        tuple(map(_as_text, row))
        for row in rows
        if isinstance(row, (tuple, list)) and len(row) == 3
    ]
    table = [row for row in table if not any("\ud800" in cell for cell in row)]
    if not table:
        return
    names = ("country", "year", "tier")
    first, why = attempt(lambda: TierRecord.from_rows(table, **options))
    frame = pl.DataFrame(table, schema=names, orient="row")
    second, why_not = attempt(lambda: TierRecord.from_frame(frame, **options))
    same = (first and first.assessments) == (second and second.assessments)
    expect("a frame is read as rows are", same, why, why_not)
    expect("a frame is refused as rows are", _codes(why) == _codes(why_not), why, why_not)


def _as_text(cell: Any) -> str:
    return str(cell) if isinstance(cell, str) else "x"


def _codes(error: TipdataError | None) -> list[str]:
    return [one.code for one in error.problems] if isinstance(error, FormatError) else []


# Dataframes


def _column(draw: Draw, ordinary: tuple[Any, ...], size: int) -> list[Any]:
    cells = [draw.choice(ordinary) for _ in range(size)]
    if cells and not draw.below(4):
        cells[draw.below(size)] = draw.choice(_FRAMED)
    return cells


_YEARS = (2021, 2020, 2025, 2001)
_DAYS = (datetime.date(2021, 7, 1), datetime.date(2020, 1, 1), datetime.date(1999, 1, 1), None)
_NAMES = (
    "country",
    "year",
    "tier",
    "date",
    "",
    "COUNTRY",
    "country ",
    "year_1",
    "\x1b[31m",
    "a" * 99,
)


def _frame(draw: Draw) -> Any:
    """Return a dataframe of pandas or polars; `None` if these cells make none."""
    size = draw.choice((0, 1, 1, 2, 3))
    columns: dict[str, Any] = {
        "country": _column(draw, _COUNTRIES, size),
        "year": _column(draw, _YEARS, size),
        "tier": _column(draw, _TIERS, size),
        "date": _column(draw, _DAYS, size),
    }
    if not draw.below(8):
        columns[draw.choice(_NAMES)] = columns.pop(draw.choice(("country", "year", "tier", "date")))
    try:
        if draw.below(8):
            frame = pl.DataFrame(columns, strict=draw.below(2) == 1)
            return frame.lazy() if not draw.below(8) else frame
        made = pd.DataFrame(columns)
        return made.astype(draw.choice(("object", "string", "category"))) if draw.below(2) else made
    except Exception:  # noqa: BLE001 - what no library makes a frame of
        return None


def _with_frame(draw: Draw, frame: Any) -> Any:
    """Call one of the functions that take a dataframe."""
    prefix, options = draw.choice(("tip_", "", "x")), draw.choice(_OPTIONS)
    calls: tuple[Any, ...] = (
        *[lambda: TierRecord.from_frame(frame, **options)] * 30,  # which takes the least time
        lambda: frames.attach_tiers(frame, country="country", on="date", prefix=prefix),
        lambda: frames.join_report(frame, country="country", year="year"),
        lambda: frames.changes(frame, years=[2020, 2021]),
        lambda: frames.transitions(frame, years=[2020, 2021]),
        lambda: frames.from_frame(frame, Assessment),
        lambda: frames.restore_types(frame),
    )
    return draw.choice(calls)()


def _run_frame(data: bytes, nth: int) -> bool:
    draw = Draw(data)
    frame = _frame(draw)
    if frame is None:
        return False
    rest = draw.rest()
    found, error = attempt(lambda: quiet(lambda: _with_frame(Draw(rest), frame)))
    if nth % SPARSE == 0:
        again = attempt(lambda: quiet(lambda: _with_frame(Draw(rest), frame)))[1]
        expect("reading is deterministic", _told(again) == _told(error), error, again)
        _read_records(draw, rest)
    return found is not None


def _read_records(draw: Draw, rest: bytes) -> None:
    """Read a frame of records of any kind, which may have lost or changed a cell."""
    kind, text = plains()[int.from_bytes(rest[:2]) % len(plains())]
    row: dict[str, Any] = json.loads(text)
    flat = {
        key: value if isinstance(value, (str, int, type(None))) else str(value)
        for key, value in row.items()
    }
    flat[draw.choice((*flat, "x"))] = draw.choice(_FRAMED)
    try:
        frame = pl.DataFrame([flat], strict=False)
    except Exception:  # noqa: BLE001 - what no library makes a frame of
        return
    attempt(lambda: quiet(lambda: frames.from_frame(frame, CLASSES[kind])))  # type: ignore[index]


# An edition


@functools.cache
def _sheets() -> dict[str, bytes]:
    """Return a workbook with a table, which openpyxl takes long to make."""
    import openpyxl  # noqa: PLC0415

    book, file = openpyxl.Workbook(), io.BytesIO()
    sheet: Any = book.active
    for row in _rows_of(random.Random(3)):
        sheet.append(row)
    book.save(file)
    members = unpacked(file.getvalue()) or {}
    return {
        name: data
        for name, data in members.items()
        if not name.startswith(("docProps", "xl/theme"))
    }


def _edition(chance: Random) -> bytes:
    if chance.random() < 0.1:
        return zip_damaged(_sheets(), chance, lambda _, data, c: text_damaged(data, c, CELLS))
    if chance.random() < 0.1:
        return packed(_sheets())
    data = _csv(chance, _rows_of(chance))
    return text_damaged(data, chance, CELLS) if chance.random() < 0.6 else data


def _run_edition(data: bytes, nth: int) -> bool:
    choice = zlib.crc32(data)
    suffix = ".xlsx" if data[:2] == b"PK" else (".csv", ".csv", ".tsv", ".txt")[choice % 4]
    path = _written(data, f"edition{suffix}")
    year = ("2026=", "2026=", "")[choice // 4 % 3]
    given = Given("FILE", f"{year}{path}", None, Limits())
    found, error = attempt(lambda: read_file(given), placed=True)
    if nth % SPARSE == 0:
        again = attempt(lambda: read_file(given))[1]
        expect("reading is deterministic", again == error, error, again)
    if found is None or nth % 4:
        return found is not None
    rows: Any = found.rows
    made, why = attempt(lambda: tipdata.load().with_edition(found.year, rows, partial=True))
    if isinstance(why, FormatError):
        for problem in why.problems:
            place = found.place(problem, "file").place
            expect(
                "a problem of a row names its place", bool(place) and is_printable(place), problem
            )
    if nth % RARE == 0:
        code = _run_command(["edition", "review", f"{year}{path}", "--partial"])
        expect("a command says that it failed", (code == 2) <= (made is None), code, why)
    return made is not None


HARNESSES = (
    Harness("table", ("tipdata.cli._row_files.open_rows",), _table, _run_table, _table_damage),
    Harness(
        "rows",
        (
            "tipdata.tierrecord.record.TierRecord.from_rows",
            "tipdata.tierrecord._sourced.Sourced.compare_with",
            "tipdata.tierrecord._supplied.Supplied.with_edition",
            "tipdata.check",
        ),
        _drawn,
        _run_rows,
        _drawn_damage,
    ),
    Harness(
        "frame",
        (
            "tipdata.tierrecord.record.TierRecord.from_frame",
            "tipdata.frames.attach_tiers",
            "tipdata.frames.join_report",
            "tipdata.frames.changes",
            "tipdata.frames.transitions",
            "tipdata.frames.from_frame",
            "tipdata.frames.restore_types",
        ),
        _drawn,
        _run_frame,
        _drawn_damage,
    ),
    Harness(
        "edition",
        (
            "tipdata.cli._edition_files.read_file",
            "tipdata.tierrecord._supplied.Supplied.with_edition",
        ),
        _edition,
        _run_edition,
        _table_damage,
    ),
)
