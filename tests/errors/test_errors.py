"""Errors and problems as objects, and their messages."""

import json
import pickle

import pytest

from tipdata import errors as e
from tipdata.problems import FormatError, Problem, Report

PROBLEM = Problem(
    code="unknown-country",
    message="unknown country",
    path="$.people[3].country",
    value="'Kazakstan'",
    expected="a known code",
    suggestion="KAZ",
)
ERRORS: list[tuple[e.TipdataError, type[Exception], str]] = [
    (
        e.InvalidValueError("Edition.year", "2021", "a report year"),
        ValueError,
        "Edition.year: expected a report year, got '2021'",
    ),
    (
        e.UnknownTierError("Teir 2", "Tier 2"),
        ValueError,
        "'Teir 2' is not a tier; expected 'Tier 1', 'Tier 2', 'Tier 2 Watch List', 'Tier 3' or 'Special Case'; did you mean 'Tier 2'?",
    ),
    (
        e.InvalidDateError("2021-02-30", "February 2021 has 28 days"),
        ValueError,
        "'2021-02-30' is not a date: February 2021 has 28 days",
    ),
    (
        e.AmbiguousDateError("07/12/2001", ("2001-12-07", "2001-07-12")),
        ValueError,
        "'07/12/2001' is ambiguous: it is 2001-12-07 with the day first and 2001-07-12 with the month first; say which with day_first=",
    ),
    (
        e.UnknownCountryError("Nigera", ("Nigeria", "Niger")),
        LookupError,
        "unknown country 'Nigera'; did you mean 'Nigeria' or 'Niger'?",
    ),
    (e.UnknownCountryError(5), LookupError, "expected the name or code of a country, got 5"),
    (
        e.AmbiguousCountryError("Congo", (("COD", "DR Congo"), ("COG", "Congo"))),
        LookupError,
        "'Congo' is ambiguous: it may mean DR Congo (COD) or Congo (COG)",
    ),
    (
        e.CoverageError(2026, 2001, 2025),
        LookupError,
        "no 2026 edition; the record covers 2001-2025",
    ),
    (e.CoverageError(2026, None, None), LookupError, "no 2026 edition; the record has no editions"),
    (
        e.NotInReportError("Haiti", 2001, (2003, 2004, 2006)),
        LookupError,
        "Haiti is not in the 2001 report; it is in 2003-2004, 2006",
    ),
    (
        e.NotInReportError("Haiti", 2005, (), withheld=True),
        LookupError,
        "Haiti 2005 is withheld: a selection or an incomplete list leaves it out",
    ),
    (
        e.UnknownRecordError("person", "an", ("ann", "anna")),
        LookupError,
        "no person 'an' in this dataset; did you mean 'ann' or 'anna'?",
    ),
    (
        e.UnknownDatasetError("asia", ("tiers",)),
        LookupError,
        "no packaged dataset 'asia'; available: 'tiers'",
    ),
    (
        e.MergeConflictError(("person 'ann'",)),
        ValueError,
        (
            "1 record differs between the datasets (person 'ann'); "
            "pass on_conflict='ours' or on_conflict='theirs'"
        ),
    ),
    (
        e.MissingExtraError("tipdata.plots", "plots"),
        ImportError,
        "tipdata.plots needs the extra 'plots': pip install 'tipdata[plots]'",
    ),
    (
        FormatError((PROBLEM,)),
        ValueError,
        "1 problem\n  $.people[3].country: unknown country; expected a known code, got 'Kazakstan'; did you mean 'KAZ'?",
    ),
]


@pytest.mark.parametrize(
    ("error", "builtin", "text"), ERRORS, ids=[type(error).__name__ for error, _, _ in ERRORS]
)
def test_errors_carry_objects(error: e.TipdataError, builtin: type[Exception], text: str) -> None:
    """Each error prints its line, is the builtin one would catch, and can be pickled."""
    assert str(error) == text
    assert isinstance(error, builtin)
    twin = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert twin == error
    assert hash(twin) == hash(error)
    assert vars(twin).keys() >= {k for k in vars(error) if not k.startswith("_")}
    assert str(twin) == text


def test_nearest_names_are_found_when_asked_for() -> None:
    """The nearest names are looked up once, and only when they are asked for."""
    asked: list[int] = []

    def find() -> tuple[str, ...]:
        asked.append(1)
        return ("Nigeria",)

    error = e.UnknownCountryError("Nigera", find)
    assert not asked
    assert error.nearest == error.nearest == ("Nigeria",)
    assert len(asked) == 1


class Loud:
    """Its repr has several lines and an escape of terminals, as that of a frame may have."""

    def __repr__(self) -> str:
        return "name\n0 \x1b[31mKenya"


@pytest.mark.parametrize(
    "value",
    [
        "x" * 10**7,
        b"x" * 10**7,
        10**100_000,
        list(range(10**6)),
        {i: i for i in range(10**5)},
        "\ud800" * 5,
        "\n" * 100,
        Loud(),
    ],
    ids=lambda value: type(value).__name__,
)
def test_any_value_is_shown_short(value: object) -> None:
    """However large a value, what is shown of it is one short line that can be printed anywhere."""
    shown = e.shorten(value)
    assert len(shown) < 120
    assert shown.isprintable()
    shown.encode("utf-8")


def test_a_broken_repr_hides_nothing() -> None:
    """A value whose repr fails is still named by its type."""

    class Broken:
        def __repr__(self) -> str:
            raise RuntimeError

    assert e.shorten(Broken()) == "a Broken"


def test_reports_part_errors_from_warnings() -> None:
    """A report raises its errors alone, prints all, and its problems can be written as JSON."""
    warning = Problem(
        code="odd",
        message="this is odd",
        severity="warning",
        row=7,
        column="country",
        records=("one",),
    )
    report = Report(problems=(PROBLEM, warning))
    assert (report.errors, report.warnings) == ((PROBLEM,), (warning,))
    assert list(report) == [PROBLEM, warning]
    with pytest.raises(FormatError) as caught:
        report.raise_if_errors()
    assert caught.value == FormatError((PROBLEM,))
    Report(problems=(warning,)).raise_if_errors()
    with pytest.raises(FormatError) as caught:
        Report(problems=(PROBLEM,), omitted=3, omitted_errors=2).raise_if_errors()
    assert caught.value == FormatError((PROBLEM,), 2)
    with pytest.raises(FormatError, match=r"^1 problem"):
        Report(problems=(warning,), omitted=1, omitted_errors=1).raise_if_errors()
    assert str(Report()) == "no problems"
    assert str(report).splitlines()[2] == "  row 7, country: this is odd"
    assert json.loads(json.dumps(warning.to_dict()))["records"] == "one"
