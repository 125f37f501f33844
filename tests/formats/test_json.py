"""The JSON document: strict, every error at once, never an exception of somebody else's."""

import io
import json as plain_json
import pickle

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tipdata
from refusals import outcome
from tipdata import FormatError
from tipdata._wire.versions import MIGRATIONS
from tipdata.formats import json, jsonl
from tipdata.testing import datasets

STORY = tipdata.load("central-asia-2021")


def document(**lists: object) -> str:
    """Return a document with these lists."""
    return plain_json.dumps({"schema_version": 2, **lists})


def problems(text: str | bytes, **options: object) -> list[tuple[str, str]]:
    """Return the code and path of everything that is wrong with a document."""
    with pytest.raises(FormatError) as caught:
        json.loads(text, **options)  # type: ignore[arg-type]
    assert pickle.loads(pickle.dumps(caught.value)) == caught.value  # noqa: S301
    plain_json.dumps([problem.to_dict() for problem in caught.value.problems])
    return [(problem.code, problem.path) for problem in caught.value.problems]


@settings(max_examples=60)
@given(datasets())
def test_what_is_written_is_read_back_equal(dataset: tipdata.Dataset) -> None:
    """Reading is the inverse of writing, and equal datasets are equal bytes."""
    text = json.dumps(dataset)
    assert json.loads(text, sound=True) == dataset
    assert json.loads(text.encode()) == dataset
    assert json.dumps(json.loads(text)) == text


def test_the_packaged_sets_are_read_back_equal() -> None:
    """All placements with their sources survive, and so does the story."""
    tip = tipdata.load()
    found = json.loads(json.dumps(tip))
    assert (found.countries, found.editions) == (tip.countries, tip.editions)
    assert (found.assessments, found.sources) == (tip.assessments, tip.sources)
    assert json.loads(json.dumps(STORY)) == STORY


def test_the_form_is_canonical() -> None:
    """Keys are sorted in every object of a record, every field is there, a record is a line."""
    lines = json.dumps(STORY).splitlines()
    records = [line for line in lines if line.startswith('{"') and "schema_version" not in line]
    assert len(records) == len(STORY)

    def is_sorted(pairs: list[tuple[str, object]]) -> dict[str, object]:
        assert [key for key, _ in pairs] == sorted(key for key, _ in pairs)
        return dict(pairs)

    for line in records:
        plain_json.loads(line.rstrip(","), object_pairs_hook=is_sorted)
    keys = plain_json.loads(json.dumps(STORY))["campaigns"][0].keys()
    assert keys == {field.name for field in attrs.fields(tipdata.Campaign)}


def test_order_space_and_missing_defaults_do_not_matter() -> None:
    """Keys in any order, any white space, a byte-order mark, and fields that have a default."""
    text = ' \n{"people" : [ {"name":\t"Ann" , "id" : "ann"} ] ,\r\n "schema_version":1 } \n'
    expected = tipdata.Dataset(people=[tipdata.Person(id="ann", name="Ann")])
    for given_text in (text, "\ufeff" + text, text.encode(), text.encode("utf-8-sig")):
        assert json.loads(given_text) == expected
    assert json.loads('{"schema_version": 1}') == tipdata.Dataset()


def test_seven_planted_errors_are_seven_problems_in_order() -> None:
    """Seven errors in three records are told at once, each with its code and path."""
    text = document(
        organizations=[{"id": "Sana Sezim", "name": "Sana Sezim", "country": "KAX"}],
        people=[
            {
                "id": "ann",
                "nmae": "Ann",
                "name": "Ann",
                "affiliations": [{"organization": "x", "start": "2021-02-30", "role": 5}],
            }
        ],
        assessments=[{"country": "KAZ", "year": "2021", "tier": "2WL", "evidence": "singel"}],
    )
    assert problems(text) == [
        ("invalid-value", "$.organizations[0].id"),
        ("unknown-field", "$.people[0].nmae"),
        ("invalid-date", "$.people[0].affiliations[0].start"),
        ("wrong-type", "$.people[0].affiliations[0].role"),
        ("wrong-type", "$.assessments[0].year"),
        ("unknown-tier", "$.assessments[0].tier"),
        ("unknown-word", "$.assessments[0].evidence"),
    ]


@pytest.mark.parametrize(
    ("field", "value", "path"),
    [
        ("note", None, "note"),
        ("year", 2001.9, "year"),
        ("year", "2021", "year"),
        ("families", True, "families"),
        ("families", "3", "families"),
        ("sources", "abc", "sources"),
        ("sources", [1], "sources[0]"),
        ("note", 5, "note"),
    ],
)
def test_nothing_is_coerced(field: str, value: object, path: str) -> None:
    """What other readers make into text, numbers, truths and lists is refused with its path."""
    record = {"country": "KAZ", "year": 2021, "tier": "Tier 2", field: value}
    assert problems(document(assessments=[record])) == [("wrong-type", f"$.assessments[0].{path}")]


def test_a_truth_is_not_a_text() -> None:
    """The text "false" is no truth value."""
    record = {"id": "c", "title": "C", "reach": {"at_least": 5, "rough": "false"}}
    assert problems(document(campaigns=[record])) == [("wrong-type", "$.campaigns[0].reach.rough")]


ODD: list[tuple[str | bytes, list[tuple[str, str]]]] = [
    ("", [("empty", "$")]),
    (b" \n", [("empty", "$")]),
    ("[]", [("wrong-type", "$")]),
    ("nul", [("not-json", "$")]),
    ("{", [("truncated", "$")]),
    ('{"schema_version": 1, "people": [{"id": "a"', [("truncated", "$.people[0]")]),
    ('{"schema_version": 1, "people": [{"id": "a', [("truncated", "$.people[0]")]),
    ('{"schema_version": 1,}', [("not-json", "$")]),
    ('{"schema_version": 1} x', [("not-json", "$")]),
    ('{"schema_version": 1, "people": [{"id": "a\n"}]}', [("not-json", "$.people[0]")]),
    ('{"schema_version": 1}'.encode("utf-16"), [("not-utf-8", "$")]),
    ('{"schema_version": 1}'.encode("utf-16-le"), [("not-utf-8", "$")]),
    ('{"schema_version": 1}'.encode("utf-32"), [("not-utf-8", "$")]),
    (b'{"schema_version": 1, "a": "\xff"}', [("not-utf-8", "$")]),
    ('{"schema_version": 3}', [("unsupported-version", "$.schema_version")]),
    ('{"schema_version": 0}', [("unsupported-version", "$.schema_version")]),
    ('{"schema_version": true}', [("wrong-type", "$.schema_version")]),
    ('{"schema_version": NaN}', [("not-a-number", "$.schema_version")]),
    ("{}", [("missing-field", "$")]),
    ('{"schema_version": 1, "peple": []}', [("unknown-field", "$.peple")]),
    ('{"schema_version": 1, "people": 3}', [("wrong-type", "$.people")]),
    ('{"schema_version": 1, "people": [], "people": []}', [("duplicate-key", "$.people")]),
    ('{"schema_version": 1, "data_version": 5}', [("wrong-type", "$.data_version")]),
    (document(people=[[]]), [("wrong-type", "$.people[0]")]),
    (
        '{"schema_version": 1, "people": [{"id": "a", "id": "b", "name": "A"}]}',
        [("duplicate-key", "$.people[0].id")],
    ),
    (
        '{"schema_version": 1, "editions": [{"year": 2021, "heroes": Infinity}]}',
        [("not-a-number", "$.editions[0].heroes")],
    ),
    (
        document(editions=[{"year": 2021, "heroes": 2**63}]),
        [("number-too-large", "$.editions[0].heroes")],
    ),
    (
        '{"schema_version": 1, "editions": [{"year": 2021, "heroes": ' + "9" * 5000 + "}]}",
        [("number-too-large", "$.editions[0].heroes")],
    ),
    (document(people=[{"id": "a", "name": "\ud800"}]), [("lone-surrogate", "$.people[0].name")]),
    (
        document(sources=[{"id": "a\u200bb", "title": "A"}]),
        [("invisible-character", "$.sources[0].id")],
    ),
    ('{"schema_version": 1, "people": [' + "[" * 1000 + "]" * 1000 + "]}", []),
    ('{"schema_version": 1, "people": [' + "[" * 100_000, [("too-deep", "$.people[0]")]),
    ('{"a": ' * 100_000, []),
    (
        document(people=[{"id": "a", "name": "A"}, {"id": "a", "name": "B"}]),
        [("duplicate-id", "$.people[1]")],
    ),
    (
        document(organizations=[{"id": "a", "name": "A", "parent": "a"}]),
        [("contradiction", "$.organizations[0].parent")],
    ),
    (
        document(organizations=[{"id": "a", "name": "A", "country": "KAX"}]),
        [("unknown-country", "$.organizations[0].country")],
    ),
    (document(people=[{}]), [("missing-field", "$.people[0]"), ("missing-field", "$.people[0]")]),
]


@pytest.mark.parametrize(("text", "expected"), ODD, ids=range(len(ODD)))
def test_whatever_is_no_document_is_a_clear_problem(
    text: str | bytes, expected: list[tuple[str, str]]
) -> None:
    """Broken encodings, cut-off texts, depth, NaN and the rest are problems with their paths."""
    found = problems(text)
    assert found == expected if expected else found


@settings(max_examples=200)
@given(st.data())
def test_no_text_raises_anything_else(data: st.DataObject) -> None:
    """A document that is cut off, or has a character changed, is read or refused as a whole."""
    text = json.dumps(STORY).encode()
    at = data.draw(st.integers(0, len(text)))
    instead = data.draw(st.binary(max_size=3))
    for broken in (text[:at], text[:at] + instead + text[at + 1 :]):
        assert outcome(lambda: json.loads(broken))  # noqa: B023 - it is called at once


def test_messages_are_for_people() -> None:
    """A problem says where, what was given, what was expected and what may be meant."""
    text = document(
        people=[
            {"id": "ann", "name": " ", "affiliations": [{"organization": "x", "start": "May 2020"}]}
        ],
        assessments=[{"country": "Kazakhstan", "year": 2021, "tier": "Tier 2wl"}],
    )
    with pytest.raises(FormatError) as caught:
        json.loads(text)
    assert str(caught.value).splitlines() == [
        "4 problems",
        "  $.people[0].name: not a valid name; expected a non-blank string, got ' '",
        "  $.people[0].affiliations[0].start: not a valid partial date; expected YYYY, YYYY-MM or YYYY-MM-DD, got 'May 2020'; did you mean '2020-05'?",
        "  $.assessments[0].country: not a valid country; expected an alpha-3 code like 'KAZ', got 'Kazakhstan'; did you mean 'KAZ'?",
        "  $.assessments[0].tier: unknown tier; expected one of 'Tier 1', 'Tier 2', 'Tier 2 Watch List', 'Tier 3', 'Special Case', got 'Tier 2wl'; did you mean 'Tier 2 Watch List'?",
    ]


def test_many_problems_are_counted() -> None:
    """The first thousand are kept and the others counted; the text shows twenty."""
    text = document(people=[{"id": "A", "name": ""}] * 1166)
    with pytest.raises(FormatError) as caught:
        json.loads(text)
    assert (len(caught.value.problems), caught.value.omitted) == (1000, 1332)
    assert str(caught.value).count("\n") == 21
    assert str(caught.value).endswith("  and 2,312 more")
    with pytest.raises(FormatError) as caught:
        json.loads(text, max_problems=5)
    assert (len(caught.value.problems), caught.value.omitted) == (5, 2327)


def test_a_sound_document_is_asked_for() -> None:
    """With `sound=True`, what `check` finds is an error of the document."""
    text = document(people=[{"id": "a", "name": "A", "sources": ["nowhere"]}])
    assert len(json.loads(text)) == 1
    assert problems(text, sound=True)[0][0] == "lost-reference"


def test_own_countries_are_known() -> None:
    """A country of the document, or of a registry that is passed, is not unknown."""
    own = {"alpha_3": "XSL", "code_status": "user-assigned", "name": "Somaliland"}
    body = {"id": "a", "name": "A", "country": "XSL"}
    assert json.loads(document(organizations=[body], countries=[own])).organizations
    registry = tipdata.countries.default().with_countries(
        tipdata.Country(alpha_3="XSL", code_status="user-assigned", name="Somaliland")
    )
    assert json.loads(document(organizations=[body]), registry=registry).organizations


def test_open_files_and_paths_are_taken(tmp_path: object) -> None:
    """Text, bytes, paths and files that are open as text or for bytes all serve."""
    path = f"{tmp_path}/story.json"
    json.dump(STORY, path)
    assert json.load(path) == STORY
    for file in (io.StringIO(), io.BytesIO()):
        json.dump(STORY, file)
        file.seek(0)
        assert json.load(file) == STORY


def test_an_older_version_is_migrated(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of an older schema is read through its migration, wherever it says its version."""

    def rename(kind: str, fields: dict[str, object]) -> dict[str, object]:
        assert kind == "person"
        return {"name" if key == "full_name" else key: value for key, value in fields.items()}

    monkeypatch.setitem(MIGRATIONS, 0, rename)
    people = '"people": [{"id": "ann", "full_name": "Ann"}]'
    for text in (f'{{"schema_version": 0, {people}}}', f'{{{people}, "schema_version": 0}}'):
        assert json.loads(text).person("ann").name == "Ann"
    lines = (
        '{"type": "header", "schema_version": 0}\n'
        '{"type": "person", "id": "ann", "full_name": "Ann"}'
    )
    assert jsonl.loads(lines).person("ann").name == "Ann"
