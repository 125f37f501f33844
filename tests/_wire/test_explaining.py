"""Why a record is refused: the code, the place and the words of each kind of fault."""

from typing import Any

import attrs
import pytest

from tipdata import Assessment, Campaign, Edition, Organization
from tipdata._wire.describing import describe
from tipdata._wire.explaining import Explainer
from tipdata._wire.json_text import BrokenError
from tipdata._wire.json_values import Constant, HugeNumber, Repeated
from tipdata._wire.versions import migrate, version_of
from tipdata.problems import Collector, Problem

Told = tuple[str, str, str, str, str]


def reasons(kind: type, given: object) -> list[Problem]:
    """Return why a record is refused."""
    found = Collector()
    Explainer(found.add, lambda name: {"Chad": "TCD"}.get(name, ""), {}).record(kind, given, "$")
    return [*found.kept]


def told(kind: type, given: object) -> list[Told]:
    """Return the code, path, message, value and suggestion of each problem of a record."""
    return [
        (one.code, one.path, one.message, one.value, one.suggestion) for one in reasons(kind, given)
    ]


TYPES: list[tuple[object, str, str, str]] = [
    ({"a": 1}, "wrong-type", "this is an object", "{'a': 1}"),
    ([1], "wrong-type", "this is a list", "[1]"),
    ("a", "wrong-type", "this is a string", "'a'"),
    (True, "wrong-type", "this is a boolean", "true"),
    (False, "wrong-type", "this is a boolean", "false"),
    (1, "wrong-type", "this is an integer", "1"),
    (1.5, "wrong-type", "this is a float", "1.5"),
    (None, "wrong-type", "this is null", "null"),
    ((1,), "wrong-type", "this is not a JSON value", "(1,)"),
    (Constant("NaN"), "not-a-number", "NaN is not valid JSON", "NaN"),
    (HugeNumber("1" * 5000), "number-too-large", "number too large", "a number of 5,000 digits"),
    (Repeated((("a", 1), ("a", 2))), "wrong-type", "this is not a JSON value", "{'a': 2}"),
]
FIELDS: dict[str, tuple[type, dict[str, Any], str, set[str]]] = {
    "name": (Organization, {"id": "a"}, "a non-blank string", {"a string"}),
    "description": (Organization, {"id": "a", "name": "A"}, "a string", {"a string"}),
    "founded": (
        *(Organization, {"id": "a", "name": "A"}, "YYYY, YYYY-MM or YYYY-MM-DD"),
        {"a string", "null"},
    ),
    "sources": (Organization, {"id": "a", "name": "A"}, "a list", {"a list"}),
    "year": (Edition, {}, "a report year, an integer from 2001 on", {"an integer"}),
    "heroes": (Edition, {"year": 2021}, "an integer, zero or more", {"an integer", "null"}),
}


@pytest.mark.parametrize("name", FIELDS)
def test_a_value_of_another_type_is_named_as_json_does(name: str) -> None:
    """Whatever a field is, each value of a wrong type is called by its type, and shown as JSON does."""
    kind, others, expected, taken = FIELDS[name]
    for value, code, message, shown in TYPES:
        if any(message.endswith(one) for one in taken):
            continue
        (problem,) = reasons(kind, {**others, name: value})
        assert (problem.code, problem.path, problem.message) == (code, f"$.{name}", message)
        assert (problem.value, problem.expected) == (shown, expected)


@pytest.mark.parametrize(("given", "code", "message", "shown"), TYPES)
def test_what_is_not_an_object_is_not_a_record(
    given: object, code: str, message: str, shown: str
) -> None:
    """A record, and a record inside of another, has to be an object."""
    if isinstance(given, (dict, Repeated)):
        return
    for around, path in (
        (given, "$"),
        ({"id": "a", "name": "A", "services": [given]}, "$.services[0]"),
    ):
        assert told(Organization, around) == [(code, path, message, shown, "")]
    assert {one.expected for one in reasons(Organization, given)} == {"an object"}


BODY = {"id": "a", "name": "A"}
BIG = 2**63
CASES: list[tuple[type, dict[str, Any], list[Told]]] = [
    (Organization, {"name": "A", "nmae": 1}, [
        ("unknown-field", "$.nmae", "no such field", "", "name"),
        ("missing-field", "$", "'id' is missing", "", ""),
    ]),
    (Organization, {**BODY, "kind": "ngo"}, [("unknown-word", "$.kind", "unknown word", "'ngo'", "NGO")]),
    (Organization, {**BODY, "country": "Chad"}, [
        ("invalid-value", "$.country", "not a valid country", "'Chad'", "TCD"),
    ]),
    (Organization, {**BODY, "country": "chd"}, [
        ("invalid-value", "$.country", "not a valid country", "'chd'", "CHD"),
    ]),
    (Organization, {**BODY, "sources": ["a b", "c", 5, "a\u200bb", "\ud800"]}, [
        ("invalid-value", "$.sources[0]", "not valid in sources", "'a b'", ""),
        ("wrong-type", "$.sources[2]", "this is an integer", "5", ""),
        ("invisible-character", "$.sources[3]", "contains an invisible character", r"'a\u200bb'", ""),
        ("lone-surrogate", "$.sources[4]", "contains an unpaired surrogate", r"'\ud800'", ""),
    ]),
    (Organization, {**BODY, "name": "A\nB"}, [
        ("invisible-character", "$.name", "contains a line break", r"'A\nB'", "A B"),
    ]),
    (Organization, {**BODY, "id": "A b"}, [("invalid-value", "$.id", "not a valid id", "'A b'", "")]),
    (Organization, {**BODY, "id": "a\0"}, [
        ("invisible-character", "$.id", "contains an invisible character", r"'a\x00'", ""),
    ]),
    (Organization, {**BODY, "other_names": [{"name": 1}, 5, {"name": "x", "language": "?"}]}, [
        ("wrong-type", "$.other_names[0].name", "this is an integer", "1", ""),
        ("wrong-type", "$.other_names[1]", "this is an integer", "5", ""),
        ("invalid-value", "$.other_names[2].language", "not a valid language", "'?'", ""),
    ]),
    (Organization, {**BODY, "founded": "2021-02-30"}, [
        ("invalid-date", "$.founded", "not a valid partial date: February 2021 has 28 days", "'2021-02-30'", ""),
    ]),
    (Organization, {**BODY, "founded": "3 May 2020"}, [
        ("invalid-date", "$.founded", "not a valid partial date", "'3 May 2020'", "2020-05-03"),
    ]),
    (Organization, {**BODY, "founded": "May 2020"}, [
        ("invalid-date", "$.founded", "not a valid partial date", "'May 2020'", "2020-05"),
    ]),
    (Edition, {"year": 2021, "released": "3 May 2020"}, [
        ("invalid-date", "$.released", "not a valid date", "'3 May 2020'", "2020-05-03"),
    ]),
    (Edition, {"year": 2021, "released": "May 2020"}, [
        ("invalid-date", "$.released", "not a valid date", "'May 2020'", ""),
    ]),
    (Edition, {"year": 2021, "released": "2020-13-01"}, [
        ("invalid-date", "$.released", "not a valid date: no such day", "'2020-13-01'", ""),
    ]),
    (Campaign, {"id": "a", "title": "A", "period": "May 2020"}, [
        ("invalid-date", "$.period", "not a valid period", "'May 2020'", ""),
    ]),
    (Campaign, {"id": "a", "title": "A", "period": "3 May 2020"}, [
        ("invalid-date", "$.period", "not a valid period", "'3 May 2020'", ""),
    ]),
    (Campaign, {"id": "a", "title": "A", "countries": ["KAZ", "Chad"], "hashtags": ["x"]}, [
        ("invalid-value", "$.countries[1]", "not valid in countries", "'Chad'", "TCD"),
        ("invalid-value", "$.hashtags[0]", "not valid in hashtags", "'x'", ""),
    ]),
    (Edition, {"year": 2021, "heroes": BIG}, [
        ("number-too-large", "$.heroes", "number too large", str(BIG), ""),
    ]),
    (Edition, {"year": 2000, "heroes": 1 - BIG}, [
        ("invalid-value", "$.year", "not a valid year", "2000", ""),
        ("invalid-value", "$.heroes", "not a valid heroes", str(1 - BIG), ""),
    ]),
    (Assessment, {"country": "KAZ", "year": 2021, "tier": "2WL"}, [
        ("unknown-tier", "$.tier", "unknown tier", "'2WL'", "Tier 2 Watch List"),
    ]),
    (Organization, {**BODY, "parent": "a"}, [
        ("contradiction", "$.parent", "contradicts the other fields", "'a'", ""),
    ]),
    (Campaign, {"id": "a", "title": "A", "reach": {}}, [
        ("contradiction", "$.reach", "contradicts the other fields", "{}", ""),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "given", "expected"), CASES, ids=range(len(CASES)))
def test_each_fault_is_told_with_its_place(
    kind: type, given: dict[str, Any], expected: list[Told]
) -> None:
    """Every fault of a record is told in the order of its keys, those of whole records last."""
    assert told(kind, given) == expected


def test_a_rule_that_fails_leaves_the_words_of_the_type() -> None:
    """A rule of the user's own that raises an error of its own does not hide what is wrong."""

    def fail(_: object, __: "attrs.Attribute[str]", value: object) -> None:
        raise ZeroDivisionError(value)

    @attrs.frozen(kw_only=True)
    class Mine(Organization):
        motto: str = attrs.field(validator=fail)

    (problem,) = reasons(Mine, {"id": "a", "name": "A", "motto": 5})
    assert (problem.code, problem.path, problem.expected) == ("wrong-type", "$.motto", "a string")


def test_what_a_rule_says_is_the_first_that_its_error_has() -> None:
    """A rule of the user's own that raises `ValueError` says first what it expects."""

    def fail(_: object, __: "attrs.Attribute[str]", value: object) -> None:
        raise ValueError("a motto of two words", value)

    @attrs.frozen(kw_only=True)
    class Mine(Organization):
        motto: str = attrs.field(validator=fail)

    (problem,) = reasons(Mine, {"id": "a", "name": "A", "motto": "b"})
    assert (problem.path, problem.expected) == ("$.motto", "a motto of two words")


def test_a_class_without_a_docstring_is_described_by_that_of_its_base() -> None:
    """A schema says of a subclass what is documented next above it, and of other classes nothing."""

    @attrs.frozen(kw_only=True)
    class Mine(Organization):
        pass

    Mine.__doc__ = None
    own, base = describe(Mine), describe(Organization)
    assert own["description"] == base["description"] != ""
    assert own["properties"] == base["properties"]


def test_a_repeated_key_is_told_each_time() -> None:
    """Each key after the first of its name is told, with whether it has the same value."""
    pairs = (("id", "a"), ("name", "A"), ("id", "a"), ("id", "b"), ("name", ["B"]), ("nmae", 1))
    said = "duplicate key with"
    assert told(Organization, Repeated(pairs)) == [
        ("duplicate-key", "$.id", f"{said} the same value", "", ""),
        ("duplicate-key", "$.id", f"{said} a different value", "", ""),
        ("duplicate-key", "$.name", f"{said} a different value", "", ""),
        ("unknown-field", "$.nmae", "no such field", "", "name"),
    ]


def test_only_versions_that_are_read_are_versions() -> None:
    """The versions up to the present one are read, a newer one says so, and nothing else is one."""
    number, kind = "unsupported-version", "wrong-type"
    wrong: list[tuple[object, str, str, str]] = [
        (3, number, "the file is of a newer version", "3"),
        (99, number, "the file is of a newer version", "99"),
        (0, number, "no such schema version", "0"),
        (-1, number, "no such schema version", "-1"),
        (1.5, kind, "this is a float", "1.5"),
        ("1", kind, "this is a string", "'1'"),
        (None, kind, "this is null", "null"),
        (True, kind, "this is a boolean", "true"),
        ([1], kind, "this is a list", "[1]"),
    ]
    for right in (1, 2, 1.0, 2.0):
        assert version_of(right, "$.v") == right
        assert type(version_of(right, "$.v")) is int
    for given, code, message, shown in wrong:
        with pytest.raises(BrokenError) as caught:
            version_of(given, "$.v")
        problem = caught.value.problem
        assert (problem.code, problem.path, problem.message) == (code, "$.v", message)
        assert problem.value == shown
        assert problem.expected.startswith("a schema version")
        assert problem.expected.endswith("upgrade tipdata") == message.endswith("newer version")


ADDED: dict[str, dict[str, Any]] = {
    "person": {"identifiers": []},
    "project": {"identifiers": []},
    "campaign": {"identifiers": []},
    "source": {"family": "", "weak": False},
    "organization": {},
    "edition": {},
}


@pytest.mark.parametrize("kind", ADDED)
def test_a_record_of_version_1_gets_what_it_did_not_have(kind: str) -> None:
    """What version 2 adds is added, what a record has stays, and one of version 2 stays as it is."""
    counts = {"upgrades": None, "downgrades": None, "special_watch_list": None, "waivers": None}
    own = {"id": "a", **dict.fromkeys(ADDED[kind], "mine")}
    for given in ({"id": "a"}, own, {}):
        assert migrate(1, kind, given) == {**ADDED[kind], **given}
        assert migrate(2, kind, given) == given
    odds: list[object] = [[], None, "a", Repeated((("a", 1), ("a", 2)))]
    for odd in odds:
        assert migrate(1, kind, odd) == odd
    some = {"counts": {"tier_1": 5, "upgrades": 7}, "year": 2021}
    whole = {"counts": {**counts, "tier_1": 5, "upgrades": 7}, "year": 2021}
    assert migrate(1, kind, some) == {**ADDED[kind], **(whole if kind == "edition" else some)}
    assert migrate(1, kind, {"counts": [1]}) == {**ADDED[kind], "counts": [1]}
