"""What spreadsheet programs do to a table is read, or named, by everything that reads tables."""

import csv
import io
import itertools
import json as plain_json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import tipdata
from tipdata import Dataset, FormatError, Organization, Person
from tipdata.cli import main
from tipdata.dataset.kinds import CLASSES, PLURALS
from tipdata.errors import InvalidValueError
from tipdata.formats import package
from tipdata.problems import Problem

STORY = tipdata.load("central-asia-2021")
TEXTS = ["Ann; Réunion", 'B "b"\nb', "C\tc", "D, d"]
LISTED = Dataset(
    organizations=[
        Organization(id=f"o-{n}", name=str(n), description=text) for n, text in enumerate(TEXTS)
    ]
)

Rows = list[list[str]]


def table(text: str) -> Rows:
    """Return the cells of a table, as Python reads it."""
    return list(csv.reader(io.StringIO(text, newline="")))


def files(dataset: Dataset) -> dict[str, bytes]:
    """Return the files of a package."""
    with zipfile.ZipFile(io.BytesIO(package.dumps(dataset))) as file:
        return {name: file.read(name) for name in file.namelist()}


def zipped(given: dict[str, bytes]) -> bytes:
    """Return a zip file."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        for name, content in given.items():
            file.writestr(name, content)
    return data.getvalue()


def folder(given: dict[str, bytes], place: Path) -> Path:
    """Write the files of a package to a folder."""
    for name, content in given.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
    return place


# The doors: each reads a package, and returns its dataset.

Read = Callable[[dict[str, bytes], Path, dict[str, Any]], Dataset]


def run(words: list[str]) -> None:
    """Run a command, and raise what it says is wrong."""
    said, told = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("sys.stdout", said)
        patched.setattr("sys.stderr", told)
        code = main([*words, "--json"])
    if code == 2:
        raise InvalidValueError("command", words, told.getvalue())
    if code:
        plain = plain_json.loads(said.getvalue())["problems"]
        raise FormatError(tuple(Problem(**{**one, "rows": (), "records": ()}) for one in plain))


def run_reading(words: list[str], options: dict[str, Any]) -> Dataset:
    """Run a command, and return the last dataset that it read."""
    given = [] if options.get("verify", True) else ["--edited"]
    given += ["--encoding", options["encoding"]] if "encoding" in options else []
    read, found = tipdata.read, list[Dataset]()

    def listen(*args: Any, **named: Any) -> Dataset:
        found.append(read(*args, **named))
        return found[-1]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("tipdata.formats.files.read", listen)
        run([*words, *given])
    return found[-1]


def convert(given: dict[str, bytes], place: Path, options: dict[str, Any]) -> Dataset:
    """Read by `tipdata convert`."""
    words = ["convert", str(folder(given, place / "in")), str(place / "out.json")]
    found = run_reading(words, options)
    assert tipdata.read(place / "out.json") == found
    return found


def check(given: dict[str, bytes], place: Path, options: dict[str, Any]) -> Dataset:
    """Read by `tipdata check`."""
    return run_reading(["check", str(folder(given, place / "in"))], options)


def diff(given: dict[str, bytes], place: Path, options: dict[str, Any]) -> Dataset:
    """Read by `tipdata diff`, beside an empty dataset."""
    source, empty = folder(given, place / "in"), place / "empty.json"
    empty.write_text('{"schema_version": 1}', encoding="utf-8")
    return run_reading(["diff", str(empty), str(source)], options)


PACKAGES: dict[str, Read] = {
    "tipdata.read": lambda given, place, options: tipdata.read(
        folder(given, place / "in"), **options
    ),
    "load": lambda given, place, options: package.load(folder(given, place / "in"), **options),
    "loads": lambda given, _, options: package.loads(zipped(given), **options),
    "open": lambda given, _, options: package.load(io.BytesIO(zipped(given)), **options),
    "convert": convert,
    "check": check,
    "diff": diff,
}


class Door:
    """Something that reads a table: what it is given, and what it makes of it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.is_package = name in PACKAGES
        clean = files(LISTED)["organizations.csv"].decode()
        self.rows = table(clean)
        if not self.is_package:
            self.rows = [
                ["country", "shipped", "description"],
                *(
                    [code, "2021-07-02", name]
                    for code, name in zip(("KGZ", "KAZ", "UZB", "TJK"), TEXTS, strict=True)
                ),
            ]

    def read(self, data: bytes, place: Path, **options: Any) -> Any:
        """Return what it makes of the table, or raise its problems."""
        place.mkdir(exist_ok=True)
        if self.is_package:
            given = {**files(LISTED), "organizations.csv": data}
            return PACKAGES[self.name](given, place, {"verify": False, **options})
        return attach(data, place, options)


def attach(data: bytes, place: Path, options: dict[str, Any]) -> Rows:
    """Read by `tipdata attach`."""
    (place / "t.csv").write_bytes(data)
    words = ["attach", str(place / "t.csv"), "--country", "country", "--on", "shipped"]
    words += itertools.chain.from_iterable((f"--{name}", value) for name, value in options.items())
    run([*words, "--out", str(place / "out.csv")])
    return table((place / "out.csv").read_text(encoding="utf-8"))


DOORS = [Door(name) for name in (*PACKAGES, "attach")]
each_door = pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)


def saved(
    rows: Rows, delimiter: str = ",", encoding: str = "utf-8", said: str = "", end: str = "\r\n"
) -> bytes:
    """Return a table as a program saves it."""
    text = io.StringIO(newline="")
    text.write(said)
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    return text.getvalue().encode(encoding)


def harmless(rows: Rows) -> Iterator[tuple[str, bytes, dict[str, str]]]:
    """Yield ways to save a table, with the options that they need."""
    for delimiter, encoding in itertools.product(
        ",;\t|", ("utf-8", "utf-8-sig", "utf-16", "utf-32")
    ):
        yield f"{delimiter} {encoding}", saved(rows, delimiter, encoding), {}
    for delimiter, quote in itertools.product(",;\t~", ("", '"')):
        said = f"{quote}sep={delimiter}{quote}\r\n"
        yield said, saved(rows, delimiter, "utf-8-sig", said), {}
    yield "BE", b"\xfe\xff" + saved(rows, ";", "utf-16-be"), {}
    yield "SEP", saved(rows, ";", said="SEP=;\n", end="\n"), {}
    wide = [[*row, "", " "] for row in rows]
    yield "columns", saved(wide), {}
    yield "columns without a header", saved([rows[0], *wide[1:]]), {}
    blank = [" "] * len(rows[0])
    yield (
        "rows",
        saved([[], blank, *wide[:2], [], [""] * 99, *wide[2:], blank, *[[""] * 9] * 3]),
        {},
    )
    for marked in ("utf-8-sig", "utf-16"):
        yield f"the mark of {marked} wins", saved(rows, ";", marked), {"encoding": "cp1252"}
    for name in ("cp1252", "utf-16-le", "utf-16-be", "latin-1"):
        yield name, saved(rows, ";", name), {"encoding": name}


@each_door
def test_what_a_program_saves_is_read(door: Door, tmp_path: Path) -> None:
    """Delimiters, byte-order marks, named encodings, empty rows and columns do not change a table."""
    expected = door.read(saved(door.rows), tmp_path / "clean")
    assert "Réunion" in (
        expected[1][2] if isinstance(expected, list) else expected.organizations[0].description
    )
    for number, (what, data, options) in enumerate(harmless(door.rows)):
        assert door.read(data, tmp_path / str(number), **options) == expected, what


def damaged(encoding: str, word: str, rows: Rows) -> bytes:
    """Return a table with a word in the third row, after an empty one, in another encoding."""
    plain = [[cell.replace("é", "e") for cell in row] for row in rows]
    plain[2][plain[0].index("description")] = word
    return saved([*plain[:2], [], *plain[2:]], ";", encoding)


@each_door
@pytest.mark.parametrize(
    ("encoding", "word", "title"),
    [
        ("cp1252", "Curaçao – Réunion", "Windows-1252"),
        ("cp1251", "Кыргызстан и Казахстан", "Windows-1251"),
        ("cp1252", "“\xc9”", "Windows-1252"),
        ("utf-16-le", "A", "UTF-16"),
        ("utf-16-be", "A", "UTF-16"),
    ],
)
def test_another_encoding_is_named_and_the_advice_works(
    door: Door, encoding: str, word: str, title: str, tmp_path: Path
) -> None:
    """Bytes that are not UTF-8 are refused with their place, and the option that is offered reads them."""
    data = damaged(encoding, word, door.rows)
    with pytest.raises(FormatError) as caught:
        door.read(data, tmp_path / "refused")
    problem = caught.value.problems[0]
    assert (len(caught.value.problems), problem.code) == (1, "not-utf-8")
    assert title in problem.message
    if title != "UTF-16":
        assert (problem.row, problem.column, problem.suggestion) == (4, "description", word)
    advice = re.search(r"--encoding ([\w-]+)|encoding='([\w-]+)'", problem.expected)
    assert advice is not None
    is_command = door.name in {"attach", "check", "convert", "diff"}
    assert is_command == bool(advice[1])
    assert advice[is_command or 2] == encoding
    found = door.read(data, tmp_path / "read", encoding=encoding)
    assert word in str(
        [one.description for one in found.organizations] if door.is_package else found
    )


@each_door
def test_a_wrong_encoding_is_refused(door: Door, tmp_path: Path) -> None:
    """An encoding that is none, and one that the table does not have, are refused by name."""
    for name in ("no-such", "hex", "idna", "locale", "", "a\0b"):
        with pytest.raises(
            InvalidValueError, match=r"the name of an encoding|that a program can be given"
        ):
            door.read(saved(door.rows), tmp_path / "a", encoding=name)
    cyrillic, marked = damaged("cp1251", "Казахстан", door.rows), saved(door.rows, ";", "utf-16")
    for data, name in (
        (cyrillic, "ascii"),
        (cyrillic.replace(b"\xca", b"\x98"), "cp1251"),
        (marked[:-1], "cp1252"),
    ):
        with pytest.raises(FormatError, match="text in the encoding that was named") as caught:
            door.read(data, tmp_path / "b", encoding=name)
        (problem,) = caught.value.problems
        assert problem.code == "not-utf-8"
        assert problem.row == (None if name == "cp1252" else 4)


@each_door
def test_a_row_counts_the_empty_ones_before_it(door: Door, tmp_path: Path) -> None:
    """The row of a problem is that of the spreadsheet, and a cell outside the header is a problem."""
    for extra, number in (([], 3), ([[]], 4), ([[], [""] * 9, [" "]], 6)):
        rows = [door.rows[0], door.rows[1], *extra, [*door.rows[2], "", "x"], *door.rows[3:]]
        quoted = "".join(
            ",".join(f'"{cell.replace(chr(34), "")}"' for cell in row) + "\n" for row in rows
        )
        for data in (saved(rows), quoted.encode()):
            with pytest.raises(FormatError) as caught:
                door.read(data, tmp_path / "a")
            (problem,) = caught.value.problems
            assert (problem.code, problem.row) == ("wrong-row", number)


PACKAGE_DOORS = pytest.mark.parametrize("read", PACKAGES.values(), ids=PACKAGES)


@PACKAGE_DOORS
def test_the_advice_about_a_checksum_works(read: Read, tmp_path: Path) -> None:
    """An edited table is refused with the option that the door has, and read with it."""
    given = files(LISTED)
    given["organizations.csv"] = given["organizations.csv"].replace(b"D, d", b"Dora")
    with pytest.raises(FormatError) as caught:
        read(given, tmp_path / "a", {})
    assert [one.code for one in caught.value.problems] == ["wrong-checksum"]
    advice = "--edited" if read in (convert, check, diff) else "verify=False"
    assert caught.value.problems[0].expected.count(advice) == 1
    assert ("verify" in str(caught.value)) == (advice == "verify=False")
    assert read(given, tmp_path / "b", {"verify": False}).organizations[-1].description == "Dora"


@PACKAGE_DOORS
def test_a_lost_column_or_table_is_told(read: Read, tmp_path: Path) -> None:
    """A column or a table that the descriptor declares and the package lacks is a problem."""
    whole = files(STORY)
    for number, kind in enumerate(CLASSES):
        name = f"{PLURALS[kind]}.csv"
        rows = table(whole[name].decode())
        for lost in (0, len(rows[0]) // 2, len(rows[0]) - 1):
            less = [[*row[:lost], *row[lost + 1 :]] for row in rows]
            given = {**whole, name: saved(less)}
            with pytest.raises(FormatError) as caught:
                read(given, tmp_path / f"{number}", {"verify": False})
            (problem,) = caught.value.problems
            assert (problem.code, problem.path) == ("missing-column", name)
            assert repr(rows[0][lost]) in problem.message
        given = {other: data for other, data in whole.items() if other != name}
        with pytest.raises(FormatError) as caught:
            read(given, tmp_path / f"{number}-without", {"verify": False})
        assert [(p.code, p.path) for p in caught.value.problems] == [("missing-file", name)]


@PACKAGE_DOORS
def test_the_wide_table_may_be_gone(read: Read, tmp_path: Path) -> None:
    """The wide table repeats what the others have, so an edited package does without."""
    given = files(STORY)
    del given["placements-by-year.csv"]
    assert read(given, tmp_path / "a", {"verify": False}) == STORY
    with pytest.raises(FormatError, match=r"placements-by-year\.csv: this table is missing"):
        read(given, tmp_path / "b", {})


def test_a_package_without_declared_columns_needs_those_without_a_default() -> None:
    """If no descriptor says more, a table needs the columns that have no default."""
    given = {"people.csv": b"id,name\nann,Ann\n"}
    assert package.loads(zipped(given), verify=False).people == (Person(id="ann", name="Ann"),)
    with pytest.raises(FormatError, match=r"the column 'name' is missing$"):
        package.loads(zipped({"people.csv": b"id\nann\n"}), verify=False)


def test_a_column_without_a_name_is_told() -> None:
    """A column without a name before the last one is a problem."""
    for header in ("id,,name", ",id,name", "id, ,name"):
        with pytest.raises(FormatError, match=r"column \d has no name"):
            package.loads(zipped({"people.csv": f"{header}\na,b,c\n".encode()}), verify=False)


NOISE = {"__MACOSX/._story": b"", ".DS_Store": b"", "Thumbs.db": b"", "__MACOSX/story/datapackage.json": b"{}"}  # fmt: skip
PACKED: dict[str, Callable[[dict[str, bytes]], dict[str, bytes]]] = {
    "a folder": lambda given: {f"story/{name}": data for name, data in given.items()},
    "folders": lambda given: {f"a/b c/{name}": data for name, data in given.items()},
    "entries of folders": lambda given: {"a/": b"", **{f"a/{name}": data for name, data in given.items()}},
    "entries of all folders": lambda given: {
        "a/": b"", "a/b/": b"", "a/b/c/": b"",
        **{f"a/b/{name}": data for name, data in given.items()},
    },
    "noise": lambda given: {**NOISE, "a/.DS_Store": b"", **{f"a/{name}": data for name, data in given.items()}},
    "noise at the top": lambda given: {**NOISE, **given},
    "backslashes": lambda given: {f"a\\{name}": data for name, data in given.items()},
    "something beside": lambda given: {"a/README.md": b"", **{f"a/{name}": data for name, data in given.items()}},
}  # fmt: skip


@pytest.mark.parametrize("packed", PACKED.values(), ids=PACKED)
def test_a_zip_file_may_have_a_folder_of_its_own(
    packed: Callable[[dict[str, bytes]], dict[str, bytes]], tmp_path: Path
) -> None:
    """What Finder, Windows and GitHub put around the files of a package does not matter."""
    data = zipped(packed(files(STORY)))
    assert package.loads(data) == STORY
    (tmp_path / "a.zip").write_bytes(data)
    assert tipdata.read(tmp_path / "a.zip") == STORY


def test_a_package_that_is_further_inside_is_named(tmp_path: Path) -> None:
    """If the descriptor is not at the top, the message says in which folder it is."""
    inner = {f"data/story/{name}": content for name, content in files(STORY).items()}
    given = {"README.md": b"", "__MACOSX/datapackage.json": b"{}", **inner}
    beside = {f"other-{n}/README.md": b"" for n in range(9)} | inner
    doors: list[Callable[[], Dataset]] = [
        lambda: package.loads(zipped(given)),
        lambda: package.loads(zipped(beside)),
        lambda: package.load(folder(given, tmp_path / "a")),
        lambda: tipdata.read(tmp_path / "a"),
    ]
    for read in doors:
        with pytest.raises(FormatError) as caught:
            read()
        (problem,) = caught.value.problems
        assert problem.code == "missing-file"
        assert "it is in 'data/story/'" in problem.message
    assert tipdata.read(tmp_path / "a" / "data" / "story") == STORY
    (tmp_path / "empty").mkdir()
    with pytest.raises(FormatError, match=r"no datapackage\.json; expected a package"):
        tipdata.read(tmp_path / "empty")
