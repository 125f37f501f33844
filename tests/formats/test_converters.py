"""Somebody else's cattrs converter, pydantic model and command line."""

import json as plain_json
import subprocess
import sys
from pathlib import Path
from typing import Any

import attrs
import cattrs
import pydantic
import pytest

import tipdata
from tipdata import Campaign, Dataset, PartialDate, Period, Person, Reach, Tier
from tipdata.cli import main
from tipdata.errors import InvalidValueError, MissingExtraError
from tipdata.formats import configure, schema
from tipdata.formats.pydantic import wire

STORY = tipdata.load("central-asia-2021")


@attrs.frozen
class Case:
    """A class of a user's own."""

    title: str
    seen: list[PartialDate]
    when: Period | None
    tiers: dict[str, Tier]
    campaign: Campaign | None
    records: Dataset


CASE = Case(
    "One",
    [PartialDate(2021, 7)],
    Period.parse("2021/.."),
    {"KGZ": Tier.TIER_2},
    STORY.campaigns[0],
    STORY,
)


@pytest.mark.parametrize(
    "make", [cattrs.Converter, lambda: cattrs.Converter(detailed_validation=False)]
)
def test_a_converter_learns_our_types(make: Any) -> None:
    """A converter that was configured takes our types inside others, and back."""
    converter = make()
    configure(converter)
    plain = converter.unstructure(CASE)
    assert converter.structure(plain_json.loads(plain_json.dumps(plain)), Case) == CASE


def test_other_types_and_converters_stay_as_they_are() -> None:
    """What a converter does with texts and numbers, and the global converter, do not change."""
    before = cattrs.unstructure(PartialDate(2021))
    converter = cattrs.Converter()
    configure(converter)
    assert converter.structure("3", int) == 3
    assert cattrs.unstructure(PartialDate(2021)) == before


def test_a_refused_record_names_its_fields() -> None:
    """What is wrong with a record is found in the group of errors that cattrs raises."""
    converter = cattrs.Converter()
    configure(converter)
    with pytest.raises(cattrs.ClassValidationError) as caught:
        converter.structure({"campaign": {"id": "A", "title": 5}}, Holder)
    (error,) = caught.value.exceptions
    assert isinstance(error, tipdata.FormatError)
    assert [problem.path for problem in error.problems] == ["$.id", "$.title"]


@attrs.frozen
class Holder:
    """Another class of a user's own."""

    campaign: Campaign


class Body(pydantic.BaseModel):
    """A model of a user's own."""

    title: str
    campaigns: list[wire(Campaign)]  # type: ignore[valid-type]


def test_pydantic_validates_dumps_and_describes() -> None:
    """A record in a model goes in and out as in a document, and is described so."""
    body = Body(title="T", campaigns=list(STORY.campaigns))
    assert Body.model_validate_json(body.model_dump_json()) == body
    assert Body.model_validate(body.model_dump()) == body
    described = Body.model_json_schema()["properties"]["campaigns"]["items"]
    expected = schema.of(Campaign)
    del expected["$schema"]
    assert described == expected


def test_pydantic_tells_every_error_with_its_place() -> None:
    """Each problem of each record is one error of pydantic's, with its place in the body."""
    given = {"title": 1, "campaigns": [{"id": "A", "title": "", "hashtags": ["x"]}, {"id": "b"}, 3]}
    with pytest.raises(pydantic.ValidationError) as caught:
        Body.model_validate(given)
    assert [error["loc"] for error in caught.value.errors()] == [
        ("title",),
        ("campaigns", 0, "id"),
        ("campaigns", 0, "title"),
        ("campaigns", 0, "hashtags", 0),
        ("campaigns", 1),
        ("campaigns", 2),
    ]
    told = caught.value.errors()[1]["msg"]
    assert told.startswith("not a valid id; expected a slug")


def test_pydantic_takes_only_our_classes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no record is refused, and a missing pydantic is told by its extra."""
    with pytest.raises(InvalidValueError):
        wire(int)
    monkeypatch.setitem(sys.modules, "pydantic_core", None)
    with pytest.raises(MissingExtraError, match=r"tipdata\[pydantic\]"):
        wire(Reach)


def run(capsys: pytest.CaptureFixture[str], code: int, *words: object) -> str:
    """Run a command and return what it prints."""
    assert main([str(word) for word in words]) == code
    out, err = capsys.readouterr()
    return out or err


def test_files_are_checked_converted_and_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`convert` goes between all formats, `diff` tells what changed, `check` what is wrong."""
    one, other = tmp_path / "one.json", tmp_path / "other"
    tipdata.write(STORY, one)
    assert run(capsys, 0, "check", one).startswith("no problems in <Dataset:")
    written = run(capsys, 0, "convert", one, other)
    assert written == f"{len(STORY)} records written to {other}\n"
    assert tipdata.read(other) == STORY
    assert run(capsys, 0, "diff", one, other) == "no difference\n"
    tipdata.write(STORY.without(STORY.person("nazifa-kamalova")), other)
    assert "- person 'nazifa-kamalova'" in run(capsys, 0, "diff", one, other)
    assert plain_json.loads(run(capsys, 0, "diff", one, other, "--json"))[0]["what"] == "removed"


def test_problems_of_a_file_exit_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is wrong within records or between them is printed, as text or JSON, and exits with 1."""
    path = tmp_path / "bad.json"
    path.write_text('{"schema_version": 1, "people": [{"id": "A", "name": "A"}]}', encoding="utf-8")
    assert run(capsys, 1, "check", path).startswith("1 problem\n  $.people[0].id: not a valid id")
    path.write_text(
        '{"schema_version": 1, "people": [{"id": "a", "name": "A", "sources": ["x"]}]}',
        encoding="utf-8",
    )
    told = plain_json.loads(run(capsys, 1, "check", path, "--json"))
    assert told["problems"][0]["code"] == "lost-reference"
    assert "No such file" in run(capsys, 2, "check", tmp_path / "nothing.json")


def test_schemas_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """`schema` prints what ships, and says what there is when asked for something else."""
    assert plain_json.loads(run(capsys, 0, "schema")) == schema.document()
    assert plain_json.loads(run(capsys, 0, "schema", "person", "--json")) == schema.of(Person)
    assert "'person'" in run(capsys, 2, "schema", "persona")


def test_reading_does_not_load_what_it_does_not_need() -> None:
    """Reading a document loads neither cattrs nor pydantic nor any frame library."""
    script = (
        "import sys; from tipdata.formats import json; json.loads('{\"schema_version\": 1}');"
        "print(sorted({'cattrs', 'pydantic', 'pandas', 'polars', 'dateutil'} & set(sys.modules)))"
    )
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, text=True
    )
    assert found.stdout == "[]\n"
