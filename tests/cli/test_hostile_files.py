"""Files whose texts would command a terminal: what every command that reads a file prints of them."""

import csv
import io
import json
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from unicodedata import category

import openpyxl
import pytest

import tipdata
from commands import COMMANDS, arguments_of
from tipdata._wire.json_text import BrokenError
from tipdata.cli import main
from tipdata.cli._parquet import open_parquet
from tipdata.cli._parser import name_of
from tipdata.limits import Limits

FILES = Path(__file__).parents[1] / "files"
LONGEST = 2_000
CONTROLS = "a\x1b]0;x\x07\x9b31m\r\n\x08\u202e\u2066\u200b\ufeff\x00b\u2028  no problems"
SPACES = "a\u3000\u202fb"  # which may be printed
TEXTS = {"controls": CONTROLS, "spaces": SPACES, "long": "k" * 1_000_000}
READING = {"check", "convert", "diff", "attach", "edition review", "changes"}
"""The commands that are asked here; all others that read editions do as `changes` does."""


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Return that it is."""
        return True


def name_in(text: str) -> str:
    """Return what a name of a file may have of a text."""
    return text.replace("\0", "")[:100]


def documents(text: str) -> Iterator[tuple[str, str]]:
    """Yield documents with a text at each kind of place, by the names of their files."""
    plain = json.loads((FILES / "version-2.json").read_text(encoding="utf-8"))
    for place in ("key", "nested", "value", "id"):
        made = json.loads(json.dumps(plain))
        person = made["people"][0]
        match place:
            case "key":
                made[text] = text
            case "nested":
                person[text] = {text: [text]}
            case "value":
                person["name"] = person["note"] = text
            case _:
                person["id"] = made["sources"][0]["id"] = text
        yield f"{place}.json", json.dumps(made)
    header, first, *others = (FILES / "version-2.jsonl").read_text(encoding="utf-8").splitlines()
    broken = json.dumps(json.loads(first) | {text: text})
    yield "lines.jsonl", "\n".join([header, broken, "{" + json.dumps(text), *others])


def write_package(path: Path, text: str) -> None:
    """Write a package with a text as a member, a header and a cell."""
    with zipfile.ZipFile(path, "w") as package:
        for one in sorted((FILES / "version-2").iterdir()):
            data = one.read_text(encoding="utf-8")
            if one.name == "people.csv":
                out = io.StringIO()
                csv.writer(out).writerows([["id", text], [text, text]])
                data = out.getvalue()
            package.writestr(one.name, data)
        package.writestr(name_in(text), "x")


def write_workbook(path: Path, text: str) -> None:
    """Write a workbook with what a cell can hold of a text as a header, a cell and a sheet's name."""
    held = "".join(c for c in text if c >= " ")[:32_000]
    book = openpyxl.load_workbook(FILES / "version-2.xlsx")
    book["people"]["A1"] = book["people"]["B2"] = held
    book.create_sheet(held.translate(dict.fromkeys(map(ord, "[]:")))[:30])
    book.save(path)


def write_tables(folder: Path, text: str) -> Iterator[list[str]]:
    """Write tables and lists with a text in each of their cells, and yield what reads them."""
    for number, (header, cell) in enumerate(
        [("note", "KGZ"), ("note", text), (text, "KGZ"), ("tier", text), (f"{text}country", "KGZ")]
    ):
        path = folder / f"{number}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            rows = [["country", "day", header], [cell, text, text], [cell, "2021-08-01", "Tier 2"]]
            csv.writer(file).writerows(rows)
        joined = ["attach", str(path), "--country", "country", "--on", "day"]
        yield [*joined, "--delimiter", "comma"]
        yield joined
        yield ["edition", "review", f"2026={path}"]
        yield ["changes", "2026", "--with", f"2026={path}"]
    listed = folder / "list.txt"
    listed.write_text(f"Tier 1\n{text}\nKenya {text}\nTIER 2\n{text}", encoding="utf-8")
    yield ["edition", "review", f"2026={listed}"]
    for name, data in (("x.parquet", b"PAR1%sPAR1"), ("x.csv.gz", b"\x1f\x8b%s")):
        (folder / name).write_bytes(data % text.encode())
        yield ["attach", str(folder / name), "--country", "country", "--on", "day"]


def commands(folder: Path, text: str) -> Iterator[list[str]]:
    """Write files with a text, and yield the commands that read them."""
    good = str(FILES / "version-2.json")
    for name, document in documents(text):
        path = folder / f"{name_in(text)}-{name}"
        path.write_text(document, encoding="utf-8")
        yield ["check", str(path)]
        yield ["diff", str(path), good]
        yield ["convert", str(path), str(folder / f"{name_in(text)}.jsonl")]
    write_package(folder / "x.zip", text)
    write_workbook(folder / "x.xlsx", text)
    for name in ("x.zip", "x.xlsx"):
        yield ["check", str(folder / name)]
        yield ["convert", str(folder / name), str(folder / "out.json")]
    yield ["check", str(folder / name_in(text) / "missing.json")]
    yield from write_tables(folder, text)


def run_on(words: list[str], stream: type[io.TextIOWrapper], patch: pytest.MonkeyPatch) -> str:
    """Run a command whose streams are of a class, and return all that it prints."""
    printed = io.BytesIO()
    file = stream(printed, encoding="utf-8", write_through=True)
    with patch.context() as patched:
        patched.setattr(sys, "stdout", file)
        patched.setattr(sys, "stderr", file)
        # The bar of a terminal is made of controls.
        patched.setattr("tipdata.cli._attach._bar", lambda _: nullcontext(abs))
        status = main(words)
    assert status in {0, 1, 2}, words
    return printed.getvalue().decode()


def faults(printed: str, longest: int) -> list[str]:
    """Return the lines that no terminal should get."""
    return [
        line[:200]
        for line in printed.split("\n")
        if len(line) > longest or not all(c.isprintable() or category(c) == "Zs" for c in line)
    ]


@pytest.fixture(name="environ", autouse=True)
def _environ(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")


@pytest.mark.parametrize(
    ("text", "stream"),
    [
        ("controls", Terminal),
        pytest.param("controls", io.TextIOWrapper, marks=pytest.mark.long),
        pytest.param("spaces", Terminal, marks=pytest.mark.long),
        pytest.param("spaces", io.TextIOWrapper, marks=pytest.mark.long),
        pytest.param("long", Terminal, marks=pytest.mark.long),
        pytest.param("long", io.TextIOWrapper, marks=pytest.mark.long),
    ],
)
def test_no_text_of_a_file_reaches_a_terminal_as_a_control_or_whole(
    text: str, stream: type[io.TextIOWrapper], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keys, headers, cells, ids, names of files, sheets and members: escaped and cut short."""
    asked = 0
    for words in commands(tmp_path, TEXTS[text]):
        for form in ([], ["--json"]):
            printed = run_on([*words, *form], stream, monkeypatch)
            assert printed
            if words[0] == "diff" and form:  # a program needs the whole of a key
                printed = "\n".join(one for one in printed.split("\n") if '"key": ' not in one)
            assert faults(printed, LONGEST) == [], words
            assert "bug" not in printed, printed[:500]
            asked += 1
    assert asked > 80


def test_every_command_that_reads_a_file_is_asked() -> None:
    """Each command with an argument for a file to read is among those above."""
    reads = {
        name
        for name, command in COMMANDS.items()
        if {"FILE", "IN", "A"} & {name_of(one) for one in arguments_of(command)}
    }
    assert reads - {"page"} <= READING
    assert "--with" in {name_of(one) for one in arguments_of(COMMANDS["changes"])}


@pytest.mark.parametrize("stream", [io.TextIOWrapper, Terminal])
def test_a_table_is_as_it_is_in_a_pipe_alone(
    stream: type[io.TextIOWrapper], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`attach --out -` gives a pipe the cells of the file, and a terminal their escapes."""
    path = tmp_path / "a.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["c", "y", CONTROLS], ["KGZ", "2021", CONTROLS]])
    words = ["attach", str(path), "--country", "c", "--year", "y", "--out", "-"]
    printed = run_on([*words, "--delimiter", "comma"], stream, monkeypatch)
    assert (CONTROLS in printed) == (stream is not Terminal)
    assert (faults(printed, LONGEST) == []) == (stream is Terminal)


@pytest.mark.parametrize("hostile", [CONTROLS, "k" * 100_000])
@pytest.mark.parametrize(
    "ask",
    [
        tipdata.countries.resolve,
        tipdata.countries.members,
        tipdata.Tier.parse,
        tipdata.PartialDate.read,
        tipdata.Period.parse,
        tipdata.load,
        tipdata.load().series,
        tipdata.load("central-asia-2021").person,
        lambda text: tipdata.load().where(group=text),
        lambda text: tipdata.load().cite(text),
        lambda text: tipdata.Person(id=text, name="Ann"),
        lambda text: tipdata.load().designations(country=text),
        lambda text: tipdata.TierRecord.from_rows([(text, 2021, "Tier 2")]),
        lambda text: tipdata.TierRecord.from_rows([{text: "KGZ"}]),
        lambda text: tipdata.read_listing(f"Tier 1\n{text}"),
        lambda text: tipdata.load().with_edition(2026, [(text, text)]),
        lambda text: tipdata.formats.json.loads(json.dumps({text: text})),
        lambda text: tipdata.formats.jsonl.loads(json.dumps({text: text})),
        lambda text: tipdata.formats.popolo.loads(json.dumps({"persons": [{text: text}]})),
        lambda text: tipdata.formats.followthemoney.loads(json.dumps({"id": text})),
        lambda text: tipdata.formats.from_plain(tipdata.Person, {text: text}),
    ],
)
def test_an_error_says_in_printable_lines_what_is_wrong(
    ask: Callable[[str], object], hostile: str
) -> None:
    """Whatever is refused, the message and the repr of the error can be printed."""
    try:
        found = ask(hostile)
    except tipdata.TipdataError as error:
        for said in (str(error), repr(error)):
            assert faults(said, LONGEST) == []
        for problem in getattr(error, "problems", ()):
            told = [str(problem), repr(problem), *map(str, problem.to_dict().values())]
            assert [faults(one, LONGEST) for one in told] == [[]] * len(told)
    else:
        assert faults(str(found), LONGEST) == []  # which reports what it could not read


@pytest.mark.engine_pyarrow
@pytest.mark.parametrize("what", ["a long word in each row", "many columns", "wide values"])
def test_rows_of_parquet_take_a_bounded_size(what: str, tmp_path: Path) -> None:
    """The rows that are read at once take some megabytes, however little the file takes."""
    import pyarrow as pa  # noqa: PLC0415 - an engine
    import pyarrow.parquet  # noqa: PLC0415

    rows = 60_000
    tables: dict[str, Callable[[], Any]] = {
        "a long word in each row": lambda: {
            "a": pa.DictionaryArray.from_arrays(pa.array([0] * rows), pa.array(["x" * 900_000]))
        },
        "many columns": lambda: {f"n{n}": pa.nulls(rows, pa.string()) for n in range(500)},
        "wide values": lambda: {"a": pa.array([b"x" * 10_000] * 2_000, pa.binary(10_000))},
    }
    path = tmp_path / "a.parquet"
    pa.parquet.write_table(pa.table(tables[what]()), path, compression="zstd")
    assert path.stat().st_size < 200_000
    with path.open("rb") as raw:
        part = next(open_parquet(raw, "a.parquet", Limits()).parts)
    cells = [cell for row in part.rows for cell in row]
    size = 8 * len(cells) + sum(map(sys.getsizeof, {id(cell): cell for cell in cells}.values()))
    assert len(cells) >= 2_000
    assert size < 2**27


@pytest.mark.engine_pyarrow
def test_bytes_of_parquet_are_text(tmp_path: Path) -> None:
    """A column of bytes is read as UTF-8, with escapes for what is none."""
    import pyarrow as pa  # noqa: PLC0415 - an engine
    import pyarrow.parquet  # noqa: PLC0415

    path = tmp_path / "a.parquet"
    given = ["Côte".encode(), b"\xff", None, b""]
    pa.parquet.write_table(pa.table({"a": pa.array(given, pa.binary())}), path)
    with path.open("rb") as raw:
        (part,) = open_parquet(raw, "a.parquet", Limits()).parts
    assert part.rows == [["Côte"], ["\\xff"], [""], [""]]


@pytest.mark.engine_pyarrow
def test_parquet_is_bounded_as_other_tables_are(tmp_path: Path) -> None:
    """A word that is too long, and lists of more values than rows may be, are refused."""
    import pyarrow as pa  # noqa: PLC0415 - an engine
    import pyarrow.parquet  # noqa: PLC0415

    path = tmp_path / "a.parquet"
    pa.parquet.write_table(pa.table({"a": ["x" * 21] * 3, "b": [[1, 2, 3]] * 3}), path)
    for limits, code in ((Limits(string=20), "string-too-long"), (Limits(rows=8), "too-many-rows")):
        with pytest.raises(BrokenError) as caught, path.open("rb") as raw:
            list(open_parquet(raw, "a.parquet", limits).parts)
        assert caught.value.problem.code == code
    with path.open("rb") as raw:
        (part,) = open_parquet(raw, "a.parquet", Limits(string=21, rows=9)).parts
    assert part.rows == [["x" * 21, "[1, 2, 3]"]] * 3
