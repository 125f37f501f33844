"""The help of the command line, and what it says of words that it does not know."""

import contextlib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from commands import COMMANDS, GROUPS, arguments_of, run, words_of, write_files_for_examples
from tipdata import frames
from tipdata.cli._parser import name_of
from tipdata.cli._running import COMMANDS as FIRST_WORDS
from tipdata.cli._running import TASKS
from tipdata.countries import BUREAUS
from tipdata.tierrecord.citing import STYLES
from tipdata.tiers import CODINGS
from tipdata.typing import DesignationKind, Gap, Layout, MapLabel

WIDTHS = (40, 60, 80, 120, 200)
WORDS = {
    "--coding": CODINGS,
    "--gap": get_args(Gap),
    "--labels": get_args(MapLabel),
    "--layout": get_args(Layout),
    "--bureau": tuple(BUREAUS),
    "--style": STYLES,
    "--kind": get_args(DesignationKind),
    "--basis": get_args(frames.Basis),
    "--match": get_args(frames.Match),
    "KIND": ("heatmap", "timeline", "shares", "changes", "map"),
}
"""The words that an argument takes, wherever a command has it."""

EXAMPLES = {
    "changes 2021": "2021 against 2020: 17 upgrades, 20 downgrades",
    "changes 2021 --since 2015": "2021 against 2015: ",
    "changes 2004 --coding three": "2004 against 2003: 10 upgrades, 8 downgrades",
    "changes 2026 --with tiers-2026.csv": "2026 against 2025: 188 unchanged",
    "changes 2025 --group Africa": "2025 against 2024: 8 upgrades, 5 downgrades",
    "placements 2024": "188 countries",
    "placements 2024 --group Africa": "53 countries",
    "placements 2024 --json": '"evidence": ',
    "show Kazakhstan": "Kazakhstan, 25 of 25 editions",
    "show Serbia --predecessors": "2001: Tier 3 (single, as YUG)",
    "outlook": "Algeria: may stay only by waiver: ",
    'outlook "Kyrgyz Republic"': "may stay only by waiver: ",
    "outlook China --year 2013": "must leave: ",
    "designations Cuba": "20 designations of 1 country",
    'designations --kind "watch list waiver" --year 2018': "CUB 2018: watch list waiver, waived",
    "evidence KGZ 2021": "says so:",
    "evidence Malaysia 2009": "says otherwise:",
    'resolve "Korea, South"': "KOR  South Korea",
    "resolve CIV": "CIV  Côte d'Ivoire",
    "groups": "un_region: ",
    "groups un_subregion": "  Central Asia",
    "groups eu --on 2019-06-20": "  GBR United Kingdom",
    "export tiers.csv": "4,239 placements of 192 countries",
    "export asean.xlsx --layout wide --group asean": "of 10 countries",
    "export - --bureau SCA": "KGZ,",
    "page tiers.html": "wrote tiers.html",
    "plot shares shares.png": "wrote shares.png",
    "plot timeline KAZ KGZ UZB lines.svg": "wrote lines.svg",
    "plot map map.png --year 2025 --since 2015": "wrote map.png",
    "plot map sca.png --bureau SCA --labels names": "wrote sca.png",
    "cite 2020 2021": "June 2020",
    "cite 2021 --style bibtex": "@misc{tipdata,",
    "edition template 2026 > tiers-2026.csv": "KAZ,Kazakhstan,",
    "edition review tiers-2026.csv": "TIP Report 2026: 188 countries",
    'edition review 2026=list.txt --official "Tier 1=33"': "TIP Report 2026: 188 countries",
    "attach lots.csv --country origin --on shipped": "wrote lots-tiers.csv",
    "attach trade.csv --country partner --year year --add bureau": "wrote trade-tiers.csv",
    "template cases.xlsx": "written to cases.xlsx",
    "check cases.xlsx": "no problems",
    "convert cases.xlsx cases.json": "written to cases.json",
    "convert cases.json cases": "written to cases",
    "diff before.json after.json": "0 added, 1 removed, 0 changed",
    "schema": '"$schema"',
    "schema person": '"title": "Person"',
    "data changes": "assessments, evidence: 423",
    "data changes 2025.1 2025.2 --table sources": "  sources, ",
    "data versions": "2025.2",
}
"""What an example prints, by the example."""


@pytest.fixture(name="folder", scope="module")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples")
    write_files_for_examples(folder)
    return folder


@pytest.fixture(name="quiet", autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"], ["help"], ["help", "help"]])
def test_without_a_command_help_is_printed(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """To call `tipdata` alone is to ask what it can do, which is answered with exit code 0."""
    code, out, err = run(capsys, *words)
    assert (code, err) == (0, "")
    assert out.startswith("usage: tipdata COMMAND ...\n")


def test_help_lists_each_command_in_a_line_by_task(capsys: pytest.CaptureFixture[str]) -> None:
    """Each command stands under its task with its summary, all of it in one line of 80 columns."""
    _, out, _ = run(capsys)
    listed = dict(re.findall(r"^  ([a-z]+(?: [a-z]+)?)  +(\S.*)$", out, re.MULTILINE))
    assert listed == {name: command.summary for name, command in COMMANDS.items()}
    places = [out.index(f"\n{task}:\n") for task in TASKS]
    assert places == sorted(places)
    assert {len(line) < 80 for line in out.splitlines()} == {True}


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_alone_shows_its_commands(group: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The first word of a command of two prints what may follow it."""
    asked = [run(capsys, *words) for words in ([group], [group, "--help"], ["help", group])]
    assert asked == [(0, asked[0][1], "")] * 3
    assert all(f"  {one.name} " in asked[0][1] for one in GROUPS[group].commands)


def help_of(name: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Return the help of a command."""
    code, out, err = run(capsys, *name.split(), "--help")
    assert (code, err) == (0, "")
    return out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_argument_is_explained(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each argument has a help text, each word that it takes its meaning, and each command an example."""
    command, printed = COMMANDS[name], help_of(name, capsys)
    together = " ".join(printed.split())
    assert command.examples
    for example, about in command.examples.items():
        assert f"  tipdata {example}\n" in printed
        assert about in together
    for action in arguments_of(command):
        assert action.help
        for word in action.choices or ():
            assert re.search(rf" {word}: \w", together)
    assert run(capsys, "help", *name.split()) == (0, printed, "")


def test_every_word_is_one_that_the_library_takes() -> None:
    """The words of an argument are those of the library, and each argument with words is among `WORDS`."""
    found = {
        name_of(action): tuple(action.choices)
        for command in COMMANDS.values()
        for action in arguments_of(command)
        if action.choices
    }
    assert found == WORDS


def test_every_example_has_what_it_prints() -> None:
    """No example of the help is left out below."""
    said = [example for command in COMMANDS.values() for example in command.examples]
    assert sorted(said) == sorted(EXAMPLES)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_true(
    example: str, folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Each example of the help runs where its files are, and prints what it promises."""
    for file in folder.iterdir():
        shutil.copy(file, tmp_path)
    words, _ = words_of(example)
    if words[0] == "template":
        (tmp_path / words[1]).unlink()
    with contextlib.chdir(tmp_path):
        code, out, _ = run(capfd, *words)
        assert code == 0
        assert EXAMPLES[example] in out
        assert all(
            Path(name).exists() for name in re.findall(r"^wrote ([\w.-]+)", out, re.MULTILINE)
        )


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["", *GROUPS, *COMMANDS])
def test_help_wraps_at_the_width(
    name: str, width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No line of help is longer than the terminal is wide, but for command lines to copy."""
    monkeypatch.setenv("COLUMNS", str(width))
    printed = help_of(name, capsys) if name in COMMANDS else run(capsys, *name.split())[1]
    lines = [line for line in printed.splitlines() if not line.startswith("  tipdata ")]
    assert [line for line in lines if len(line) > width and " " in line.strip()] == []


def misspelt(word: str) -> str:
    """Return a word of which two letters changed places, or a short one whose last is doubled."""
    if len(word) < 4:
        return word + word[-1]
    at = next(i for i in range(len(word) - 2, 0, -1) if word[i] != word[i + 1])
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def check_refused(said: tuple[int, str, str], *parts: str) -> None:
    """Check that a usage error is one line in our words."""
    code, out, err = said
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("tipdata: ")
    assert all(part in err for part in parts)
    assert not re.search(r"invalid (choice|\w+ value)|unrecognized|choose from|usage:", err)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_misspelt_command_is_suggested(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A command with a typing error is refused with the command that is meant."""
    *before, last = name.split()
    wrong = misspelt(last)
    check_refused(run(capsys, *before, wrong), repr(wrong), f"; did you mean {last!r}?")


@pytest.mark.parametrize("group", GROUPS)
def test_a_misspelt_group_is_suggested(group: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The first word of two is suggested as well."""
    wrong = misspelt(group)
    check_refused(run(capsys, wrong, "x"), repr(wrong), f"; did you mean {group!r}?")


@pytest.mark.parametrize(
    ("given", "meant"),
    [("mapp", "plot map"), ("heatmap", "plot heatmap"), ("review", "edition review")],
)
def test_a_word_that_stands_after_another_is_found(
    capsys: pytest.CaptureFixture[str], given: str, meant: str
) -> None:
    """A kind of plot, or the second word of a command, is answered with both words."""
    check_refused(run(capsys, given, "x"), f"unknown command {given!r}; did you mean {meant!r}?")


def test_hyphens_make_no_options_alike(capsys: pytest.CaptureFixture[str]) -> None:
    """An option that is like none is answered with all of the command, not with any short one."""
    check_refused(run(capsys, "show", "KGZ", "--sinse", "3"), "expected one of '--help', '--json'")


def test_a_word_that_is_near_none_is_refused_with_all(capsys: pytest.CaptureFixture[str]) -> None:
    """Where nothing is near, the message lists what there is."""
    listed = ", ".join(map(repr, FIRST_WORDS))
    check_refused(run(capsys, "?"), f"unknown command '?'; expected one of {listed}\n")
    check_refused(
        run(capsys, "--x"), "unknown option '--x'; expected one of '--help', '--version'\n"
    )
    expected = "unknown edition command '?'; expected one of 'template', 'review'\n"
    check_refused(run(capsys, "edition", "?"), expected)
    check_refused(run(capsys, "--hepl"), "did you mean '--help'?")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_misspelt_option_is_suggested(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """An option with a typing error is refused with the one that is meant, before what is missing."""
    for action in arguments_of(COMMANDS[name]):
        for option in action.option_strings[-1:]:
            wrong = f"--{misspelt(option[2:])}"
            for word in (wrong, f"{wrong}=x"):
                said = run(capsys, *name.split(), word)
                check_refused(said, f"unknown option {wrong!r}; did you mean {option!r}?")


def required_words(name: str, without: str = "") -> Iterator[str]:
    """Yield words that a command cannot do without."""
    for action in arguments_of(COMMANDS[name]):
        if action.option_strings and (action.required or name_of(action) == "--on"):
            yield from (name_of(action), "x")
        elif not action.option_strings and name_of(action) != without:
            yield next(iter(action.choices or ["2021"]))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_word_that_an_argument_does_not_take_is_refused(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each argument that takes some words says which, and the nearest, under its own name."""
    for action in arguments_of(COMMANDS[name]):
        for word in action.choices or ():
            called, wrong = name_of(action), misspelt(word)
            given = [called, wrong] if action.option_strings else [wrong]
            said = run(capsys, *name.split(), *given, *required_words(name, called))
            listed = ", ".join(map(repr, WORDS[called]))
            check_refused(said, f"tipdata: {called}: expected one of {listed}, got {wrong!r}")
            assert f"; did you mean {word!r}?\n" in said[2]


def test_what_is_given_is_repeated_in_part(capsys: pytest.CaptureFixture[str]) -> None:
    """However much is given that is no command, option or argument, the message is short."""
    long = "x" * 100_000
    for words in ([long], [f"--{long}"], ["show", f"--{long}"], ["show", *["KGZ", long] * 1000]):
        said = run(capsys, *words)
        check_refused(said, "xxx")
        assert len(said[2]) < 600


def test_nothing_to_show_is_said_in_words(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """What a command drew on, and the user did not write, has no name and no brackets."""
    out, nobody = str(tmp_path / "out.png"), ["--bureau", "SCA", "--group", "eu"]
    for words in (
        ["changes", out, "--group", "mercosur", "--year", "2008"],
        *([kind, out, *nobody] for kind in ("heatmap", "shares", "map")),
    ):
        said = run(capsys, "plot", *words)
        check_refused(said, "tipdata: nothing to show: ", "; expected ")
        assert "<" not in said[2]


def test_groups_are_listed_by_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    """The message of an unknown group names the command, and no function of Python."""
    for words in (["groups", "EU"], ["changes", "2021", "--group", "EU"]):
        said = run(capsys, *words)
        check_refused(said, "a group that 'tipdata groups' lists, ", "; did you mean 'eu'?")


def test_what_is_missing_or_too_much_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """Missing words, words too many and options without a value say so, and where to read on."""
    for words, said in (
        (["changes"], "the following arguments are required: YEAR; see tipdata changes --help"),
        (["plot"], "the following arguments are required: KIND, OUT; see tipdata plot --help"),
        (["show", "South", "Korea"], "takes; put quotes around a name of several words; see"),
        (["changes", "2021", "2022"], "'2022': more than the command takes; see tipdata changes"),
        (["changes", "2021", "--since"], "--since: expected one argument; see tipdata changes"),
        (["edition", "review"], "are required: FILE; see tipdata edition review --help"),
        (["attach", "x.csv", "--country", "c"], "one of the arguments --on --year is required; "),
    ):
        check_refused(run(capsys, *words), said)


WRONG = {
    "changes": ["1999", "2021 --since 2022", "2021 --since 1999", "x"],
    "placements": ["1999"],
    "show": ["Kazakstan"],
    "outlook": ["KGZ --year 1999", "Kazakstan"],
    "designations": ["--year 1999", "Kazakstan"],
    "evidence": ["KGZ 1999", "SSD 2003"],
    "resolve": ["Congo", "''"],
    "groups": ["euu", "eu --on soon", "Asia --on 1"],
    "export": ["t.xls", "t", "'' ", "t.csv --group euu", "t.csv --group middle"],
    "page": ["''"],
    "plot": [
        "map x.xls",
        "map x.png --width 1",
        "map x.png --width x",
        "shares x.png --year 2021",
        "heatmap x.png --since 2021",
        "changes x.png --labels codes",
        "map x.png --width 65536",
        "map x.png --width 9999999999",
        "changes x.png --year 2001",
    ],
    "cite": ["1999"],
    "edition template": ["2025", "1999"],
    "edition review": ["x.xls", "list.txt", "tiers-2026.csv --released soon"],
    "attach": [
        "x.xls --country a --on b",
        "lots.csv --country c --on shipped",
        "lots.csv --country origin --on shipped --add bureaus",
        "lots.csv --country origin --on shipped --names x",
        "lots.csv --country origin --on shipped --encoding x",
        "lots.csv --country origin --on shipped --delimiter xx",
        "lots.csv --country origin --year shipped --basis covered",
    ],
    "template": ["x.csv", "cases.xlsx"],
    "check": ["x.xls", "''", "cases.json --encoding x"],
    "convert": ["x.xls y.json", "cases.json y.xls", "cases.json ''"],
    "diff": ["x.xls cases.json", "cases.json x.xls"],
    "schema": ["persn"],
    "data changes": ["2025.0", "2025.1 2025.9", "--table sorces"],
    "data versions": ["x"],
}
"""Words that each command refuses."""


@pytest.mark.parametrize("name", COMMANDS)
def test_a_message_names_the_arguments_of_the_command(
    name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a message says is wrong is an argument of the command, or what was given for it."""
    called = {name_of(action) for action in arguments_of(COMMANDS[name])}
    with contextlib.chdir(folder):
        for wrong in WRONG[name]:
            words, _ = words_of(wrong)
            said = run(capsys, *name.split(), *words)
            check_refused(said)
            field = re.match(r"tipdata: ([^\s:]+): expected", said[2])
            assert field is None or field[1] in called
            assert not re.search(r"\b[a-z_]+=(?!\S*\.)", said[2])


def test_a_misspelt_suffix_is_suggested(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A suffix that no format has is refused with those that are known."""
    with contextlib.chdir(folder):
        for asked, suffix in (
            ("export t.xls", ".xlsx"),
            ("convert cases.json t.jsn", ".json"),
            ("check t.xls", ".xlsx"),
            ("plot map t.pgn", ".png"),
            ("template t.xls", ".xlsx"),
            ("attach t.parqet --country a --on b", ".parquet"),
            ("edition review t.csw", ".csv"),
            ("changes 2026 --with t.xls", ".xlsx"),
        ):
            _, _, err = run(capsys, *asked.split())
            assert re.search(
                rf": expected .*\{suffix}.*, got 't\.\w+'; did you mean '{suffix}'\?\n", err
            )
            assert "tipdata." not in err
