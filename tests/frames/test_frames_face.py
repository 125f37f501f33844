"""What `tipdata.frames` offers, with and without narwhals."""

import inspect
import pickle
import subprocess
import sys
import typing

import polars as pl
import pytest

import tipdata
from tipdata import frames
from tipdata.frames.report import report_counts

CLASSES = (
    frames.FrameMaker,
    frames.JoinLine,
    frames.JoinReport,
    frames.NameMatch,
    frames.Names,
)
FUNCTIONS = [f for f in (getattr(frames, name) for name in frames.__all__) if inspect.isfunction(f)]
FRAME = pl.DataFrame({"country": ["Congo", "KGZ"], "date": [2021, 2021]})


def test_every_name_is_there_without_narwhals() -> None:
    """Where narwhals is missing, `dir` and `hasattr` answer as ever, and each name is importable."""
    script = (
        "import sys; sys.modules['narwhals'] = None\n"
        "from tipdata import frames\n"
        "assert dir(frames) == sorted(frames.__all__)\n"
        "assert all(hasattr(frames, name) for name in dir(frames))\n"
        "assert not hasattr(frames, 'Bases')\n"
        "from tipdata.frames import *\n"
        "print(len(read_names(['Norway']).codes), Basis.__args__)"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout == "1 ('in_force', 'covered', 'edition')\n"


@pytest.mark.parametrize(
    "call",
    [
        "frames.to_frame([], 'polars')",
        "frames.from_frame(1)",
        "frames.restore_types(1)",
        "frames.attach_tiers(1)",
        "frames.join_report(1)",
        "frames.changes(1)",
        "frames.transitions(1)",
    ],
)
def test_every_function_names_the_extra_that_it_needs(
    call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where narwhals is missing, a function that needs it says which extra brings it."""
    monkeypatch.setitem(sys.modules, "narwhals", None)
    with pytest.raises(tipdata.errors.MissingExtraError) as caught:
        eval(call, {"frames": frames})  # noqa: S307 - a call from the list above
    assert str(caught.value) == (
        "tipdata.frames needs the extra 'frames': pip install 'tipdata[frames]'"
    )


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_every_function_has_type_hints(function: typing.Any) -> None:
    """The hints of each function resolve at run time, and its home is the module that offers it."""
    assert set(inspect.signature(function).parameters) <= set(typing.get_type_hints(function))
    assert function.__module__ == "tipdata.frames"
    assert len(FUNCTIONS) == 8


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_class_has_a_public_home(kind: type) -> None:
    """Each class says that it is of `tipdata.frames`, and is found there."""
    assert kind.__module__ == "tipdata.frames"
    assert getattr(frames, kind.__name__) is kind


def test_what_a_join_says_is_pickled() -> None:
    """Reports, names and makers of frames go through a pickle, by their public home."""
    report = frames.join_report(FRAME, year="date")
    names = frames.read_names(["Congo", "KGZ"])
    for value in (report, report.lines[0], names, names.matches[0], names.to_frame):
        data = pickle.dumps(value)
        assert pickle.loads(data) == value  # noqa: S301
        assert b"tipdata.frames" in data
        assert b"tipdata.frames." not in data


def test_a_report_can_be_made_of_counts() -> None:
    """Rows that were counted by string and status elsewhere give the report of the frame."""
    report = frames.join_report(FRAME, year="date")
    names = frames.read_names(FRAME["country"])
    counted = report_counts(
        {line.text: line.rows for line in report.lines},
        dict(report.statuses),
        names,
    )
    assert counted == report


def test_suggestions_are_for_the_most_frequent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names are suggested for the 200 unknown strings with the most rows, and for no others."""
    asked: list[str] = []

    def suggest(_: tipdata.CountryRegistry, text: str, limit: int = 5) -> list[object]:
        asked.append(text)
        return list[object]()[:limit]

    monkeypatch.setattr(tipdata.CountryRegistry, "suggest", suggest)
    texts = [f"Land {n}" for n in range(250)]
    names = frames.read_names(texts)
    report = report_counts({text: n + 1 for n, text in enumerate(texts)}, {}, names)
    assert asked == texts[:49:-1]
    assert [line.text for line in report.unmatched] == texts[::-1]


@pytest.mark.parametrize(("rows", "said"), [(1, "1 row"), (2, "2 rows")])
def test_a_report_counts_its_rows_in_words(rows: int, said: str) -> None:
    """A report and its lines have the singular where there is one row."""
    frame = pl.DataFrame({"country": ["KGZ"] * rows, "date": [2021] * rows})
    report = frames.join_report(frame, year="date")
    assert str(report).startswith(f"{said}, {rows} with a tier")
    assert str(report.codes[0]) == f"'KGZ': {said}, KGZ"


def test_a_list_of_countries_suggests_none_of_them() -> None:
    """A string that lists countries is unknown, and no one of them is suggested for it."""
    frame = pl.DataFrame({"country": ["China; Hong Kong", "Kazakstan"], "date": [2021] * 2})
    report = frames.join_report(frame, year="date")
    said = {line.text: line.suggestions[:1] for line in report.unmatched}
    assert said == {"China; Hong Kong": (), "Kazakstan": ("Kazakhstan",)}
