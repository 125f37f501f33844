"""JSON Lines: a record a line, each line for itself."""

import io
import json
import os
from pathlib import Path

import pytest

import tipdata
from tipdata import FormatError, Person
from tipdata.formats import jsonl

STORY = tipdata.load("central-asia-2021")
PERSON = '{"type": "person", "id": "a", "name": "A"}'


def problems(text: str | bytes) -> list[tuple[str, int | None, str]]:
    """Return the code, line and path of everything that is wrong."""
    with pytest.raises(FormatError) as caught:
        jsonl.loads(text)
    return [(problem.code, problem.row, problem.path) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("empty", None, "$")]),
        ('{"type": "person"', [("truncated", 1, "$")]),
        ("[]", [("wrong-type", 1, "$")]),
        ("{}", [("missing-field", 1, "$")]),
        ('{"type": 1}', [("wrong-type", 1, "$.type")]),
        ('{"type": "persn"}', [("unknown-type", 1, "$.type")]),
        ('{"type": "person", "type": "person"}', [("duplicate-key", 1, "$.type")]),
        (
            '{"type": "header", "schema_version": 9}',
            [("unsupported-version", 1, "$.schema_version")],
        ),
        ('{"type": "header"}', [("missing-field", 1, "$")]),
        (
            '{"type": "header", "schema_version": 1, "datum": 1}',
            [("unknown-field", 1, "$.datum")],
        ),
        (
            '{"type": "person", "id": "a", "name": "A", "id": "b"}',
            [("duplicate-key", 1, "$.id")],
        ),
        (b'\n{"type": "person"}\xff\n', [("not-utf-8", 2, "$")]),
        ("\n".join([PERSON.replace("A", "Ä")] * 3).encode("latin-1"), [("not-utf-8", 1, "$")]),
        ("\n".join([PERSON] * 3).encode("utf-16"), [("not-utf-8", 1, "$")]),
        (
            "\n".join([PERSON, "", PERSON.replace("A", ""), "x", PERSON]),
            [("invalid-value", 3, "$.name"), ("not-json", 4, "$"), ("duplicate-id", 5, "$")],
        ),
    ],
)
def test_each_line_is_told_with_its_number(
    text: str | bytes, expected: list[tuple[str, int | None, str]]
) -> None:
    """A line that is wrong is told with its number, and does not hide those behind it."""
    assert problems(text) == expected


def test_files_can_be_put_together() -> None:
    """Headers in the middle, Windows line ends, blank lines and no header are all read."""
    text = jsonl.dumps(STORY)
    people = "".join(line for line in text.splitlines(keepends=True) if '"type": "person"' in line)
    rest = "".join(
        line for line in text.splitlines(keepends=True) if '"type": "person"' not in line
    )
    assert jsonl.loads(people + "\n" + rest) == STORY
    assert jsonl.loads(text.replace("\n", "\r\n").encode("utf-8-sig")) == STORY


def test_iterate_yields_what_is_right_and_then_tells_the_rest(tmp_path: Path) -> None:
    """The good records of a file come one by one, and its problems at the end."""
    path = tmp_path / "cases.jsonl"
    good = jsonl.dumps(STORY)
    path.write_text(good + '{"type": "person"}\n' * 3, encoding="utf-8")
    records = jsonl.iterate(path, max_problems=4)
    found = [next(records) for _ in STORY]
    with pytest.raises(FormatError) as caught:
        next(records)
    assert found == list(STORY)
    assert (len(caught.value.problems), caught.value.omitted) == (4, 2)
    assert caught.value.problems[0].row == len(STORY) + 2
    with path.open(encoding="utf-8") as file:
        assert next(jsonl.iterate(file)) == found[0]
    assert list(jsonl.iterate(io.BytesIO(good.encode()))) == found


@pytest.mark.parametrize("mode", ["rb", "r"])
def test_records_of_a_pipe_come_when_their_lines_are_there(mode: str) -> None:
    """A pipe is not waited for: each record comes with its line, which may come in pieces."""
    read, write = os.pipe()
    with os.fdopen(read, mode) as source, os.fdopen(write, "wb", buffering=0) as target:
        records = jsonl.iterate(source)
        lines = [json.dumps({"type": "person", "id": one, "name": "A"}).encode() for one in "abcd"]
        target.write(b"\n".join([*lines[:2], lines[2][:9]]))
        assert [next(records) for _ in "ab"] == [Person(id=one, name="A") for one in "ab"]
        target.write(lines[2][9:] + b"\n")
        assert next(records) == Person(id="c", name="A")
        target.write(lines[3])
        target.close()
        assert list(records) == [Person(id="d", name="A")]


def test_a_stream_does_not_know_other_lines() -> None:
    """References, ids and country codes are not checked one by one; `load` does."""
    text = '{"type": "organization", "id": "a", "name": "A", "country": "KAX"}\n' * 2
    assert len(list(jsonl.iterate(io.StringIO(text)))) == 2
    assert [code for code, _, _ in problems(text)] == [
        "unknown-country",
        "unknown-country",
        "duplicate-id",
    ]
