"""The JSON Schemas: generated, shipped, and at one with the reader."""

import datetime
import json as plain_json
import random
from pathlib import Path
from typing import Any, get_args

import attrs
import jsonschema
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tipdata
from mutants import mutated
from refusals import outcome
from tipdata import Dataset, Tier
from tipdata._wire.shapes import fields_of
from tipdata.dataset.kinds import CLASSES
from tipdata.dates import PartialDate, Period
from tipdata.errors import InvalidValueError
from tipdata.formats import json, jsonl, schema
from tipdata.problems import Problem
from tipdata.testing import records

FOLDER = Path(schema.__file__).parent / "schemas"
DOCUMENT = jsonschema.Draft202012Validator(schema.document())
MUTATIONS = 25
EXAMPLES = 210


def test_what_ships_is_what_the_classes_say() -> None:
    """The files of the package are those that are generated, and each is a valid schema."""
    shipped = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert shipped == {name: schema.as_text(one) for name, one in schema.shipped().items()}
    for one in schema.shipped().values():
        jsonschema.Draft202012Validator.check_schema(one)


def test_everything_is_described() -> None:
    """Each object and each field has a title and a description, codes have an example."""

    def look(one: dict[str, Any]) -> None:
        assert one["title"]
        if "properties" in one:
            for name, field in one["properties"].items():
                if name != "type":
                    assert field["title"], name
                    assert field["description"] or field["title"] == "Counts", name

    for kind in CLASSES.values():
        look(schema.of(kind))
    country = schema.of(tipdata.Assessment)["properties"]["country"]  # type: ignore[index,call-overload]
    assert country["examples"] == ["KAZ"]  # type: ignore[index,call-overload]


def test_only_our_classes_have_a_schema() -> None:
    """Something else is refused."""
    with pytest.raises(InvalidValueError, match="the class of a record"):
        schema.of(dict)


def is_beyond(problem: Problem) -> bool:
    """Tell whether the documentation lists a problem as one that no schema can tell."""
    letters = problem.code == "invalid-value" and ".hashtags[" in problem.path
    return problem.code in schema.BEYOND or letters


@settings(max_examples=EXAMPLES)
@given(st.lists(records(), min_size=1, max_size=2), st.integers(0, 2**32))
def test_schema_and_reader_agree(found: list[Any], seed: int) -> None:
    """Over 5,000 documents, what one refuses the other refuses, but for what `BEYOND` lists."""
    chance = random.Random(seed)  # noqa: S311 - nothing is secret here
    try:
        dataset = Dataset.from_records(found)
    except InvalidValueError:  # two records of one key
        dataset = Dataset.from_records(found[:1])
    # Nobody may write countries that no registry has, and no schema knows them.
    sound = plain_json.loads("".join(json._pieces(dataset)))
    sound = {key: value for key, value in sound.items() if value}
    for document in (sound, *(mutated(sound, chance) for _ in range(MUTATIONS))):
        taken = DOCUMENT.is_valid(document)
        result = outcome(lambda: json.loads(plain_json.dumps(document)))  # noqa: B023 - called at once
        if isinstance(result, Dataset):
            assert taken, document
        else:
            assert not taken or all(is_beyond(problem) for problem in result), result


def test_lines_have_a_schema_too() -> None:
    """Each line of a file is valid, the header included, and a wrong one is not."""
    lines = jsonschema.Draft202012Validator(schema.line())
    for line in jsonl.dumps(tipdata.load("central-asia-2021")).splitlines():
        lines.validate(plain_json.loads(line))
    assert not lines.is_valid({"type": "person", "id": "a"})
    assert not lines.is_valid({"id": "a", "name": "A"})


TEXTS = {PartialDate, Period, datetime.date, Tier}


def looks(annotation: Any, definitions: dict[str, Any]) -> Any:
    """Return what msgspec makes of a field, without what it cannot know."""
    if isinstance(annotation, dict):
        if "$ref" in annotation:
            return looks(definitions[annotation["$ref"].split("/")[-1]], definitions)
        if "anyOf" in annotation:
            return sorted(map(str, (looks(one, definitions) for one in annotation["anyOf"])))
        if "enum" in annotation:
            words = [word for word in annotation["enum"] if word is not None]
            found = f"one of {sorted(words)}"
            return sorted([found, "null"]) if len(words) < len(annotation["enum"]) else found
        if annotation.get("type") == "array":
            return f"many {looks(annotation['items'], definitions)}"
        if annotation.get("type") == "object":
            return f"object of {sorted(annotation['properties'])}"
    return annotation.get("type")


@pytest.mark.parametrize("kind", CLASSES.values(), ids=lambda kind: kind.__name__)
def test_msgspec_sees_the_same_shapes(kind: type) -> None:
    """Names, types, lists and what may be missing are as another library reads them from the class."""
    theirs = msgspec.json.schema(kind)
    their_own = theirs["$defs"][kind.__name__]
    ours: Any = schema.of(kind)
    assert set(their_own["properties"]) == set(ours["properties"])
    assert set(their_own["required"]) == set(ours["required"])
    for name, (field, _) in fields_of(kind).items():
        if TEXTS & {field.type, *get_args(field.type)}:
            continue  # what is an object to msgspec is text on our wire
        if any(
            "PartialDate" in str(one.type) or "Period" in str(one.type) for one in inside(field)
        ):
            continue
        left = looks(their_own["properties"][name], theirs["$defs"])
        assert left == looks(ours["properties"][name], {}), name


def inside(field: "attrs.Attribute[Any]") -> list[Any]:
    """Return the fields of the class that a field holds, if it holds one."""
    kinds = [one for one in (field.type, *get_args(field.type)) if isinstance(one, type)]
    return [one for kind in kinds if attrs.has(kind) for one in attrs.fields(kind)]
