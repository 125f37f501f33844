"""Tables as spreadsheet programs save them: delimiters, empty cells, encodings and limits."""

import itertools
import struct
import zipfile
from collections.abc import Iterator
from io import BytesIO

import pytest

from tipdata import Limits
from tipdata._wire.archives import ZipArchive
from tipdata._wire.cells import parse_rows
from tipdata._wire.decoding import check_encoding, encoding_of, undecoded
from tipdata._wire.json_text import BrokenError
from tipdata._wire.sheets import (
    delimiters_of,
    filled,
    fit,
    header_of,
    misfit,
    named,
    read_sheet,
    said_by,
)
from tipdata.errors import InvalidValueError
from tipdata.problems import Problem

MARKS = (",", ";", "\t", "|")
CELLS = ("", " ", "a", "b")


def rows_of_cells(most: int) -> Iterator[list[str]]:
    """Yield all rows of up to so many cells."""
    for n in range(most + 1):
        yield from map(list, itertools.product(CELLS, repeat=n))


def test_empty_cells_at_the_end_do_not_count() -> None:
    """A header ends with its last name, a row keeps what is behind it unless all of that is empty."""
    for cells in rows_of_cells(4):
        assert (
            named(cells)
            == cells[: max((n for n, c in enumerate(cells, 1) if c.strip()), default=0)]
        )
        assert [*filled([(7, cells)])] == ([(7, cells)] if "".join(cells).strip() else [])
        for width in range(5):
            rest = "".join(cells[width:]).strip()
            assert fit(cells, width) == (cells if rest else cells[:width])


def test_a_row_that_does_not_fit_is_counted() -> None:
    """Its problem has the row, how many cells it has, and how many columns there are."""
    for count in (0, 1, 2, 3):
        problem = misfit(9, ["x"] * count, ["a", "b"], "t.csv")
        assert (problem.code, problem.path, problem.row) == ("wrong-row", "t.csv", 9)
        assert problem.message == f"the row has {count} {'cell' if count == 1 else 'cells'}"
        assert problem.expected.startswith("2, one for each column")


def test_a_delimiter_is_the_one_that_finds_the_wanted_columns() -> None:
    """It is what all wanted columns are found by, or else most of them, or else most columns."""
    for mark, other in itertools.permutations(MARKS, 2):
        assert delimiters_of(f"a{mark}b{mark}c", ["a", "b"]) == [mark]
        assert delimiters_of(f"\n{mark}\na{mark}b\n1{mark}2", ["b", "a"]) == [mark]
        assert delimiters_of(f"x{other}y{other}z{mark}a", ["a", "b"]) == [mark]
        assert delimiters_of(f"x{other}y{other}z{mark}w", ["a", "b"]) == [other]
    assert delimiters_of("a", ["a"]) == delimiters_of("", []) == [","]
    assert delimiters_of("a,b", ["c"]) == [","]
    # Under both there is a column `a`, and the headers differ.
    assert delimiters_of("a,x;y,a", ["a"]) == [","]
    assert delimiters_of("a,b;a", []) == [",", ";", "\t"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", ""])
def test_a_line_says_its_delimiter(end: str) -> None:
    """A first line `sep=` in any case, in quotes or not, behind a mark or not, says it."""
    for mark, before, quote, word in itertools.product(
        (";", "~", " ", "\t"), ("", "\ufeff"), ("", '"'), ("sep", "SEP")
    ):
        line = f"{before}{quote}{word}={mark}{quote}{end}"
        assert said_by(line + ("a" if end else "")) == (mark, len(line))
    for other in ("sep=a", "sep=;;", "xsep=;", "sep=", "a\nsep=;", "sep=;a"):
        assert said_by(other + end) == (None, 0)


def test_a_header_is_bounded() -> None:
    """A header of more columns than a table may have is as many blanks, and broken text none."""
    assert header_of("\n a ,b\nc", ",") == [" a ", "b"]
    assert header_of("a,b,c", ",", Limits(columns=3)) == ["a", "b", "c"]
    assert header_of("a,b,c", ",", Limits(columns=2)) == ["?"] * 3
    assert header_of('a,"b', ",") == header_of("", ",") == []
    assert header_of("aaaa", ",", Limits(string=3)) == []


def refusal(text: str, limits: Limits) -> tuple[list[tuple[int, list[str]]], Problem | None]:
    """Return the rows before a table is refused, and why it is."""
    found: list[tuple[int, list[str]]] = []
    try:
        found.extend(parse_rows(text, "t.csv", limits=limits))
    except BrokenError as error:
        return found, error.problem
    return found, None


def test_a_table_is_read_up_to_its_limits() -> None:
    """Cells, rows and columns are counted, and the problem has the row that is beyond."""
    for width, height, length in itertools.product((1, 2, 3), (1, 2, 3), (1, 2, 3)):
        row = ["x" * length] * width
        text = "".join(",".join(row) + "\n" for _ in range(height))
        whole = [(n, row) for n in range(1, height + 1)]
        assert refusal(text, Limits(columns=width, rows=height, string=length)) == (whole, None)
        for name, most, code, number in (
            ("columns", width - 1, "too-many-columns", 1),
            ("rows", height - 1, "too-many-rows", height),
            ("string", length - 1, "string-too-long", 1),
        ):
            if most < 1:
                continue
            found, problem = refusal(text, Limits(**{name: most}))
            assert found == whole[: number - 1]
            assert problem is not None
            assert (problem.code, problem.path, problem.row) == (code, "t.csv", number)
    assert refusal('"aa""a"\n', Limits(string=4)) == ([(1, ['aa"a'])], None)
    assert refusal('a\n\n"b"x\n', Limits())[1].row == 3  # type: ignore[union-attr]  # it is refused


ENCODINGS = [
    (b"a,b", None, "utf-8-sig"),
    (b"", None, "utf-8-sig"),
    (b"a", "cp1252", "cp1252"),
    (b"\xef\xbb\xbfa", None, "utf-8-sig"),
    (b"\xef\xbb\xbfa", "cp1252", "utf-8-sig"),
    (b"\xff\xfea\0", "cp1252", "UTF-16"),
    (b"\xfe\xff\0a", None, "UTF-16"),
    (b"\xff\xfe\0\0", None, "UTF-32"),
    (b"\0\0\xfe\xff", "cp1252", "UTF-32"),
    (b"a\0b\0", "utf-16-le", "utf-16-le"),
]


def test_an_encoding_is_told_by_its_mark() -> None:
    """A mark of UTF-16 or UTF-32 comes before what a caller says, and UTF-8 behind it."""
    for start, said, expected in ENCODINGS:
        assert encoding_of(start, said, "t.csv") == expected
    for start, meant in ((b"a\0b\0", "utf-16-le"), (b"\0a\0b", "utf-16-be")):
        with pytest.raises(BrokenError) as caught:
            encoding_of(start, None, "t.csv")
        problem = caught.value.problem
        assert (problem.code, problem.path) == ("not-utf-8", "t.csv")
        assert problem.expected.endswith(f", or encoding='{meant}'")
    assert encoding_of(b"ab\0", None, "t.csv") == "utf-8-sig"


def test_only_names_of_encodings_of_text_are_taken() -> None:
    """Nothing, and each name that Python decodes text by, is an encoding; no other is."""
    for name in (None, "cp1252", "utf-16", "utf-16-le", "UTF-8", "koi8-r", "shift_jis"):
        check_encoding(name)
    wrong: list[object] = ["", "nope", "hex", "rot13", "a\0b", 5, b"cp1252", ["cp1252"]]
    for other in wrong:
        with pytest.raises(InvalidValueError) as caught:
            check_encoding(other, "given")
        assert (caught.value.field, caught.value.value) == ("given", other)


BYTES = [
    ("Curaçao", "cp1252", "Windows-1252"),
    ("é", "cp1252", "Windows-1252"),
    ("naïve café Perú", "cp1252", "Windows-1252"),
    ("Казахстан", "cp1251", "Windows-1251"),
    ("Ош и Бишкек", "cp1251", "Windows-1251"),
    ("“a”", "cp1252", "Windows-1252"),
]


@pytest.mark.parametrize(("word", "encoding", "title"), BYTES)
def test_bytes_are_probably_what_their_letters_are(word: str, encoding: str, title: str) -> None:
    """Letters of the upper half in rows are Cyrillic, alone they are Western; the option reads them."""
    data = f"id;name\n\nann;{word}\nbea;x\n".encode(encoding)
    with pytest.raises(BrokenError) as caught:
        read_sheet(data, "t.csv", ["id", "name"], None)
    problem = caught.value.problem
    assert (problem.code, problem.path, problem.row) == ("not-utf-8", "t.csv", 3)
    assert problem.message == f"not UTF-8, but probably {title}"
    assert (problem.column, problem.suggestion) == ("name", word)
    assert problem.expected.endswith(f", or encoding={encoding!r}")
    sheet = read_sheet(data, "t.csv", ["id", "name"], encoding)
    assert (sheet.header, [*sheet.rows]) == (
        ["id", "name"],
        [(3, ["ann", word]), (4, ["bea", "x"])],
    )


def test_the_place_of_other_bytes_is_the_first() -> None:
    """The first cell with other bytes is shown; without one, only that the encoding is another."""
    rows = [(1, ["a\udce9", "b"]), (4, ["c", "\udce9", "\udce9"])]
    header = ["a\udce9", "b"]
    first = undecoded(rows, header, "t.csv", "utf-8-sig")
    assert (first.row, first.column, first.value) == (1, "", r"b'a\xe9'")
    second = undecoded(rows[1:], header, "t.csv", "utf-8")
    assert (second.row, second.column, second.value) == (4, "b", r"b'\xe9'")
    beyond = undecoded([(4, ["c", "d", "\udce9"])], header, "t.csv", "utf-8")
    assert (beyond.row, beyond.column) == (4, "")
    other = undecoded(rows[1:], header, "t.csv", "cp1252")
    assert (other.row, other.column, other.message) == (4, "b", "not cp1252")
    nowhere = undecoded([(2, ["é"])], header, "t.csv", "utf-8")
    assert (nowhere.row, nowhere.column, nowhere.suggestion) == (None, "", "")
    neither = undecoded([(2, ["\udc98\udc81"])], header, "t.csv", "utf-8")
    assert (neither.message, neither.suggestion) == ("not UTF-8", "")
    long = undecoded([(2, ["x" * 80 + "\udce9"])], header, "t.csv", "utf-8")
    assert long.suggestion == "x" * 60


TEXT = "id,name\n1,é\n"


def test_utf_8_is_read_whatever_is_said() -> None:
    """Text that is UTF-8 is read as that, except by an encoding of two bytes a letter."""
    for encoding in (None, "cp1252", "cp1251", "utf-8", "ascii"):
        sheet = read_sheet(TEXT.encode(), "t.csv", ["id"], encoding)
        assert (sheet.header, [*sheet.rows]) == (["id", "name"], [(2, ["1", "é"])])
    for encoding in ("utf-16-le", "utf-16-be"):
        sheet = read_sheet(TEXT.encode(encoding), "t.csv", ["id"], encoding)
        assert [*sheet.rows] == [(2, ["1", "é"])]


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip file of some files."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w", method) as file:
        for name, held in files.items():
            file.writestr(name, held)
    return data.getvalue()


def changed(data: bytes, field: int, value: int) -> bytes:
    """Return a zip file with a field of two bytes of each entry changed, here and in its directory."""
    made = bytearray(data)
    for mark, shift in ((b"PK\x01\x02", 0), (b"PK\x03\x04", -2)):
        struct.pack_into("<H", made, made.index(mark) + field + shift, value)
    return bytes(made)


FILE = packed({"a.csv": b"id,name\n" * 9})
TOOLS = {8: "", 0: "", 9: "Deflate64", 12: "bzip2", 14: "LZMA", 93: "method 93"}


def reading(data: bytes, limits: Limits = Limits()) -> tuple[str, str, str]:  # noqa: B008 - frozen
    """Return the code, message and expectation with which the first member is refused."""
    try:
        archive = ZipArchive(data, limits, "not-a-package")
        archive.read(archive.names[0])
    except BrokenError as error:
        problem = error.problem
        assert problem.path == "$"
        return problem.code, problem.message, problem.expected
    return "", "", ""


def test_a_member_is_read_or_refused_by_how_it_is_packed() -> None:
    """What is stored or deflated is read; another method, a password and damage are named."""
    for method, name in TOOLS.items():
        given = packed({"a.csv": b"x" * 99}, method if method in {0, 8, 12, 14} else 8)
        said = f"'a.csv' in the zip file is packed by {name}" if name else ""
        found = reading(given if method in {0, 8, 12, 14} else changed(given, 10, method))
        assert found == (("not-a-package", said, "deflate, or none") if name else ("", "", ""))
    encrypted = ("encrypted", "the zip file is encrypted", "one without a password")
    assert reading(changed(FILE, 8, 1)) == encrypted
    assert reading(changed(FILE, 8, 2)) == ("", "", "")
    torn = ("not-a-package", "'a.csv' in the zip file is torn", "the whole file")
    assert reading(FILE.replace(b"PK\x03\x04", b"PK\x03\x05")) == torn
    at = FILE.index(b"a.csv") + 8
    assert reading(FILE[:at] + b"\xff" + FILE[at + 1 :]) == torn
    for other in (b"", b"id,name\n", FILE[:-9]):
        assert reading(other) == ("not-a-package", "not a readable zip file", "")


def test_names_in_a_zip_file_are_unique() -> None:
    """Two members are of one name if they are after backslashes become slashes."""
    for second, refused in (("a\\b", True), ("a/c", False), ("A/b", False)):
        data = packed({"a/b": b"", second: b""})
        if not refused:
            assert ZipArchive(data, Limits(), "not-a-package").names == ["a/b", second]
            continue
        with pytest.raises(BrokenError) as caught:
            ZipArchive(data, Limits(), "not-a-package")
        problem = caught.value.problem
        assert (problem.code, problem.value) == ("duplicate-file", "'a/b'")
    assert ZipArchive(packed({}), Limits(), "not-a-package").names == []


def test_bytes_of_all_members_are_counted_together() -> None:
    """Members are read up to the limit in all, however often each is opened."""
    data = packed({"a": b"x" * 10, "b": b"y" * 5})
    archive = ZipArchive(data, Limits(unpacked=25), "not-a-package")
    assert [archive.read(name) for name in "aba"] == [b"x" * 10, b"y" * 5, b"x" * 10]
    with pytest.raises(BrokenError) as caught:
        archive.read("b")
    assert caught.value.problem.code == "too-large"
    for most in (1, 2):
        found = reading(data, Limits(members=most))
        assert found[0] == ("too-many-files" if most == 1 else "")
