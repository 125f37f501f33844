"""What a person sees: tables and wrapped lines on terminals of any width, and no escapes."""

import ast
import io
import json
import os
import pty
import re
import shlex
import struct
import subprocess
import sys
import termios
import threading
from collections.abc import Callable, Sequence
from fcntl import ioctl
from pathlib import Path
from typing import get_args
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tipdata
from commands import COMMANDS, arguments_of, run
from tipdata._tables.palette import TIER_FILLS
from tipdata.analysis.watchlist import VERDICTS
from tipdata.cli import _views, main
from tipdata.cli._blocks import Block, Names, Table
from tipdata.cli._commands import Answer
from tipdata.cli._rich_tables import draw_table
from tipdata.cli._screen import draw_names, printable, wrap, write_answer, write_message
from tipdata.formats import schema
from tipdata.problems import Severity
from tipdata.records.designations import DESIGNATION_KINDS
from tipdata.typing import Direction

WIDTHS = (40, 60, 80, 120, 200)
TIP = tipdata.load()
SOURCE = Path(tipdata.__file__).parent
ROOT = Path(__file__).parents[2]
LIST = "2026=" + str(ROOT / "docs" / "how-to" / "invented-2026.txt")
ASKED = (
    "changes 2021",
    "changes 2004 --coding three",
    "changes 2018 --since 2001 --gap bridge",
    "placements 2024",
    "show Kosovo",
    "show Serbia --predecessors",
    "outlook",
    "outlook KGZ",
    "designations Cuba",
    "evidence KGZ 2021",
    "evidence Malaysia 2009",
    "resolve KGZ",
    "cite",
    f"edition review {LIST.replace('.txt', '-copied.txt')}",
    "groups",
    "groups eu",
    "groups un_subregion",
)
"""What is asked at every width."""
SIGNS = re.compile(r"\x1b\[[0-9;]*m")
"""The escapes for colours, which are the only ones."""


@pytest.fixture(name="environ", autouse=True)
def _environ(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


Screen = Callable[..., str]


def read_all(end: int, parts: list[bytes]) -> None:
    """Read what is written to a terminal until it is closed."""
    while True:
        try:
            part = os.read(end, 65536)
        except OSError:
            return
        if not part:
            return
        parts.append(part)


@pytest.fixture(name="screen")
def _screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    """Return a function that runs a command on a pseudo-terminal, and returns what it shows."""

    def run_on(asked: str, width: int, encoding: str = "utf-8") -> str:
        end, terminal = pty.openpty()
        ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
        parts: list[bytes] = []
        reader = threading.Thread(target=read_all, args=(end, parts))
        reader.start()
        raw = os.fdopen(terminal, "wb", 0)
        with (
            io.TextIOWrapper(raw, encoding, write_through=True) as file,
            monkeypatch.context() as patch,
        ):
            patch.setattr(sys, "stdout", file)
            patch.setattr(sys, "stderr", file)
            main(shlex.split(asked))
        reader.join()
        os.close(end)
        return b"".join(parts).decode(encoding).replace("\r\n", "\n")

    return run_on


def piped(asked: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Return what a command prints into a pipe."""
    _, out, err = run(capsys, *shlex.split(asked))
    return out + err


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_the_terminal(
    width: int, screen: Screen, capsys: pytest.CaptureFixture[str]
) -> None:
    """Lines end between words, so that a line is too long only where one word is; no word is broken.

    What is not a table has the very words of the pipe.
    """
    for asked in ASKED:
        shown, plain = SIGNS.sub("", screen(asked, width)), piped(asked, capsys)
        long = [line for line in shown.splitlines() if len(line) > width]
        assert [line for line in long if len(line.split()) > 1] == []
        if "─" not in shown and not asked.startswith(("placements", "groups eu")):
            assert shown.split() == plain.split()
            assert [*map(shown.count, tipdata.Tier)] == [*map(plain.count, tipdata.Tier)]
        assert {*re.findall(r"https?://\S+", plain)} <= {*shown.split()}


@pytest.mark.parametrize(
    ("asked", "narrowest"),
    [
        ("changes 2021", 60),
        ("show Kosovo", 40),
        ("outlook", 60),
        ("designations Cuba", 60),
        ("evidence KGZ 2021", 80),
        ("evidence Malaysia 2009", 120),
        ("groups", 80),
    ],
)
def test_tables_are_drawn_where_they_fit(asked: str, narrowest: int, screen: Screen) -> None:
    """A result is a table on a terminal that is wide enough, and lines on others."""
    drawn = [width for width in WIDTHS if "─" in screen(asked, width)]
    assert drawn == [width for width in WIDTHS if width >= narrowest]


def rows_of(shown: str) -> list[list[str]]:
    """Return the cells of a table with one line a row."""
    lines = SIGNS.sub("", shown).partition("─\n")[2].splitlines()
    return [re.split(r"  +", line.strip()) for line in lines if line.strip()]


def test_tables_hold_what_the_results_do(screen: Screen) -> None:
    """The rows of the tables are the changes, the editions and the acts, with names and labels."""
    changes = TIP.changes(2021)
    rows = [row for row in rows_of(screen("changes 2021", 200)) if len(row) > 1]
    assert rows == [
        [c.country.label, c.before, c.after] for c in (*changes.upgrades, *changes.downgrades)
    ]
    shown = rows_of(screen("show KAZ", 200))
    assert shown == [[str(a.year), a.tier, a.evidence] for a in TIP.series("KAZ").assessments]
    acts = rows_of(screen("designations Cuba", 200))
    assert acts == [
        [str(one.year), "Cuba", _views.ACTS[one.kind], one.outcome]
        for one in TIP.designations(country="CUB")
    ]


def test_names_stand_in_columns_under_their_tier(screen: Screen) -> None:
    """On a terminal `placements` has every country, in order down the columns."""
    title, *lists = SIGNS.sub("", screen("placements 2024", 120)).strip().split("\n\n")
    assert title == str(TIP.placements(2024)).partition("\n")[0]
    for one in lists:
        head, *lines = one.split("\n")
        tier = head.partition(" (")[0]
        cells = [re.split(r"  +", line.strip()) for line in lines]
        down = [row[at] for at in range(len(cells[0])) for row in cells if at < len(row)]
        assert down == [country.label for country in TIP.placements(2024).on(tier)]


def test_the_width_is_that_of_the_variable(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    """`COLUMNS` overrides the terminal, unless it is no width."""
    alone = [screen("outlook KGZ", width) for width in (50, 100)]
    monkeypatch.setenv("COLUMNS", "50")
    assert screen("outlook KGZ", 100) == alone[0]
    monkeypatch.setenv("COLUMNS", "wide")
    assert screen("outlook KGZ", 100) == alone[1]
    for nothing in ("0", "", "9" * 5000):
        monkeypatch.setenv("COLUMNS", nothing)
        assert screen("outlook KGZ", 100) == alone[1]
    monkeypatch.setenv("COLUMNS", "1")
    assert screen("outlook KGZ", 100) == screen("outlook KGZ", 20)


def test_pipes_have_stable_lines(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is piped is what the library prints, whatever `COLUMNS` says."""
    monkeypatch.setenv("COLUMNS", "40")
    assert piped("outlook", capsys).count("\n") == 1 + len(
        TIP.outlooks().filter(lambda o: o.listed)
    )
    assert piped("changes 2021", capsys) == f"{TIP.changes(2021)}\n"


def test_errors_wrap_as_well(screen: Screen, capsys: pytest.CaptureFixture[str]) -> None:
    """A message on a terminal wraps at its width."""
    for asked in ("changes 2021 --coding ordnal", "chnages", "show Kazakstan", "export x.xls"):
        shown = screen(asked, 40)
        assert max(map(len, shown.splitlines())) <= 40
        assert shown.split() == piped(asked, capsys).split()


def test_copied_citations_are_not_wrapped(
    screen: Screen, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is for other programs is on a terminal as it is in a pipe."""
    for asked in ("cite 2021 --style bibtex", "cite --style csl", "schema person", "groups --json"):
        assert screen(asked, 40) == piped(asked, capsys)


def test_colours_follow_the_environment(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    """Labels are coloured on a terminal; `NO_COLOR` and a dumb terminal have the same words in plain."""
    coloured = screen("changes 2021", 80), screen("changes 2021", 40)
    for shown, plain in zip(coloured, map(SIGNS.sub, [""] * 2, coloured), strict=True):
        assert "\x1b[" in shown
        assert "\x1b[0m\x1b[0m" not in shown
        monkeypatch.setenv("NO_COLOR", "1")
        width = 80 if shown is coloured[0] else 40
        bare = screen("changes 2021", width)
        monkeypatch.delenv("NO_COLOR")
        monkeypatch.setenv("TERM", "dumb")
        assert screen("changes 2021", width) == bare
        assert "\x1b" not in bare
        monkeypatch.setenv("FORCE_COLOR", "1")
        assert screen("changes 2021", width) == shown
        monkeypatch.delenv("FORCE_COLOR")
        monkeypatch.setenv("TERM", "xterm-256color")
        assert [line.rstrip() for line in plain.splitlines()] == bare.splitlines()


def test_without_rich_lines_wrap_all_the_same(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where rich is not installed a terminal gets the lines of the pipe, wrapped, with colours."""
    for name in [*sys.modules]:
        if name.partition(".")[0] == "rich" or name == "tipdata.cli._rich_tables":
            monkeypatch.setitem(sys.modules, name, None)
    shown = screen("changes 2021", 80)
    assert "─" not in shown
    assert "\x1b[" in shown
    assert SIGNS.sub("", shown).split() == piped("changes 2021", capsys).split()


def test_a_terminal_of_another_encoding_has_a_rule(screen: Screen) -> None:
    """Where the terminal has no line to draw with, hyphens are the rule below the header."""
    shown = screen("changes 2021", 80, "ascii")
    assert re.search("^-{40,}$", shown, re.MULTILINE)
    assert "\\u2500" not in shown


def test_a_real_process_on_a_real_terminal() -> None:
    """`python -m tipdata` finds the width of its terminal by itself."""
    end, terminal = pty.openpty()
    ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 60, 0, 0))
    parts: list[bytes] = []
    reader = threading.Thread(target=read_all, args=(end, parts))
    reader.start()
    subprocess.run(
        [sys.executable, "-m", "tipdata", "outlook", "KGZ"],
        stdout=terminal,
        stderr=terminal,
        check=True,
    )
    os.close(terminal)
    reader.join()
    os.close(end)
    lines = b"".join(parts).decode().split("\r\n")
    assert 50 < max(len(SIGNS.sub("", line)) for line in lines) <= 60


HOSTILE = st.text(
    st.sampled_from("ab [/]{}\x1b\x07\x9b\x00\r\n\t\u202e\u2028é字") | st.characters(), max_size=30
)
MARKED = (
    "[bold]x[/bold]",
    "[link=https://x.org]y[/link]",
    ":smile:",
    "[/]",
    "\\[red]",
    "\x1b[31mred",
    "\x9b31m",
)


@given(
    st.lists(st.tuples(HOSTILE | st.sampled_from(MARKED), HOSTILE), min_size=1, max_size=4),
    st.booleans(),
)
def test_nothing_in_a_cell_is_markup_or_an_escape(
    cells: list[tuple[str, str]], colours: bool
) -> None:
    """Cells are drawn as they are: marks of rich stay, and controls are shown as escapes."""
    drawn = draw_table(Table(("A", "B"), cells), 200, colours=colours)
    assert drawn is not None
    plain = SIGNS.sub("", drawn)
    assert all(c == "\n" or c.isprintable() or c.isspace() for c in plain)
    assert not set("\x1b\x9b\x07\x00\r\u202e") & set(plain)
    for cell in (cell for row in cells for cell in row):
        lines = printable(cell).split("\n")
        assert all(word in plain for line in lines for word in line.split())


class Stream(io.StringIO):
    """A terminal that remembers what it shows, or a pipe."""

    def __init__(self, *, is_terminal: bool) -> None:
        super().__init__()
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        """Tell which of the two it is."""
        return self._is_terminal


@given(HOSTILE, st.booleans())
def test_nothing_in_an_answer_is_an_escape(text: str, is_terminal: bool) -> None:
    """Whatever a command answers, as lines, prose, names or JSON, has no control in it."""
    blocks: list[Block] = [text, Names(text, [text]), Table(("A",), [(text,)])]
    answers = [
        Answer(text, {}),
        Answer(text, {}, is_verbatim=True),
        Answer(text, {}, lambda: blocks),
        Answer(json.dumps(text, ensure_ascii=False), {}, is_json=True),
    ]
    for answer in answers:
        stream = Stream(is_terminal=is_terminal)
        write_answer(answer, stream)
        shown = SIGNS.sub("", stream.getvalue())
        assert all(c == "\n" or c.isprintable() or category(c) == "Zs" for c in shown)
    assert json.loads(shown) == text
    stream = Stream(is_terminal=is_terminal)
    write_message(text, stream)
    assert all(c == "\n" or c.isprintable() or category(c) == "Zs" for c in stream.getvalue())


@given(HOSTILE)
def test_printable_text_can_be_read_back(text: str) -> None:
    """Only line feeds and blanks of what is not printable stay; text without any is the same."""
    found = printable(text)
    assert all(c == "\n" or c.isprintable() or c.isspace() for c in found)
    if text.isprintable():
        assert found == text
    assert not set("\x1b\x9b\x07\x00\r\t\u202e\u2028") & set(found)


@given(st.text("ab -é\n", max_size=200), st.integers(20, 60))
def test_wrapping_moves_words_and_changes_none(text: str, width: int) -> None:
    """Wrapped text has the same words, and no line that could have ended before."""
    found = wrap(text, width)
    assert found.split() == text.split()
    assert all(len(line) <= width or len(line.split()) == 1 for line in found.splitlines())


def test_what_records_say_reaches_no_terminal(
    screen: Screen, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Names with marks of rich print as they are, on a terminal, in a pipe and in a message."""
    name = "[bold]x[/bold] [link=https://x.org]y[/link]"
    tipdata.write(tipdata.load("central-asia-2021"), tmp_path / "a.json")
    text = (tmp_path / "a.json").read_text("utf-8")
    (tmp_path / "b.json").write_text(text.replace('"El Agartuu"', f'"{name}"'), "utf-8")
    words = ["diff", str(tmp_path / "a.json"), str(tmp_path / "b.json")]
    assert f"(El Agartuu)  ({name})" in SIGNS.sub("", screen(shlex.join(words), 200))
    assert name in piped(shlex.join(words), capsys)
    path = tmp_path / "c.json"
    path.write_text(text.replace('"KAZ"', '"[bold]\\u001b[31m"'), "utf-8")
    for asked in (["check", str(path)], ["show", "[bold]\x1b[31m"], ["check", "\x1b[31m.json"]):
        shown = SIGNS.sub("", screen(shlex.join(asked), 200))
        assert "\x1b" not in shown
        assert "x1b[31m" in shown
        assert "\x1b" not in piped(shlex.join(asked), capsys)


def test_json_has_no_controls(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """`--json` spells controls of what was given as JSON does, so that it can be shown and read back."""
    path = str(tmp_path / "x\x9b31m\u202e.json")
    Path(path).write_text("{", encoding="utf-8")
    code, out, _ = run(capsys, "check", path, "--json")
    assert code == 1
    assert all(c == "\n" or c.isprintable() for c in out)


LABELS = (
    r"\b([Ww]atch list|Watch-List|[Ss]pecial case(?!s)|[Hh]tml|[Jj]son|Csv|Id|Url|bibtex|Xlsx)\b"
)
VOCABULARY = {*DESIGNATION_KINDS, "bibtex", "csl"}
"""Words that are typed as they are written."""


def test_labels_are_spelt_right() -> None:
    """Help, the labels of tables and the titles of schemas write names as the Department does."""
    labels = [*_views.DIRECTIONS.values(), *_views.ACTS.values(), *_views.VERDICTS.values()]
    labels += [*_views.HEADS.values(), *_views.SEVERITIES.values(), *TIER_FILLS]
    for command in COMMANDS.values():
        labels += [command.summary, *command.examples.values()]
        for action in arguments_of(command):
            about = action.help or ""
            for word in (*VOCABULARY, *re.findall(r"\S*\.\w+", about)):
                about = about.replace(word, "")
            labels.append(about)
    titles = re.findall(
        r'"title": "([^"]+)"', "".join(map(schema.as_text, schema.shipped().values()))
    )
    wrong = [label for label in (*labels, *titles) if re.search(LABELS, label)]
    assert wrong == []
    assert "Tier 2 Watch List" in titles


def test_no_label_is_made_of_a_name() -> None:
    """No string is capitalized by a method, but for titles of schemas, which the law above reads."""
    made = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"capitalize", "swapcase"}
    }
    assert made == {"_wire/describing.py"}


def test_every_word_has_its_label() -> None:
    """No verdict, act, direction or severity is left to be spelt by its code."""
    pairs: list[tuple[object, Sequence[str]]] = [
        (_views.DIRECTIONS, get_args(Direction)),
        (_views.ACTS, DESIGNATION_KINDS),
        (_views.VERDICTS, VERDICTS),
        (_views.SEVERITIES, get_args(Severity)),
    ]
    for labels, words in pairs:
        assert isinstance(labels, dict)
        assert {*labels} == {*words}
        assert all(label[0].isupper() for label in labels.values())


@given(
    st.lists(st.sampled_from(sorted(c.label for c in TIP.countries)), unique=True),
    st.sampled_from(WIDTHS),
)
def test_names_fill_the_width(names: list[str], width: int) -> None:
    """Names stand in columns, each read downwards, and one column more would not fit."""
    head, *lines = draw_names(Names("T", names), width).split("\n")
    assert head == "T"
    assert max(map(len, lines), default=0) <= max(width, 2 + max(map(len, names), default=0))
    cells = [re.split(r"  +", line.strip()) for line in lines if line]
    down = [
        row[at] for at in range(max(map(len, cells), default=0)) for row in cells if at < len(row)
    ]
    assert down == names
    if names and sum(len(name) + 2 for name in names) <= width:
        assert len(lines) == 1
