"""Plain data, cattrs converters, pydantic models and the command line."""

import datetime
import json as plain_json
import subprocess
import sys
from collections import OrderedDict
from pathlib import Path
from typing import Any, Literal

import attrs
import cattrs
import cattrs.preconf.json
import cattrs.preconf.msgpack
import cattrs.preconf.orjson
import cattrs.preconf.pyyaml
import cattrs.preconf.tomlkit
import orjson
import pytest
from cattrs.strategies import configure_tagged_union
from hypothesis import given, settings

import tipdata
from strategies import records
from tipdata import (
    Affiliation,
    Campaign,
    Dataset,
    FormatError,
    Organization,
    PartialDate,
    Period,
    Person,
    Tier,
    formats,
)
from tipdata.cli import main
from tipdata.dataset.kinds import Record, kind_of
from tipdata.errors import InvalidValueError
from tipdata.formats import configure, jsonl, schema

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


def taught() -> cattrs.Converter:
    """Return a converter of a user's own that knows our types."""
    converter = cattrs.Converter()
    configure(converter)
    return converter


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


PRECONFS: dict[str, Any] = {
    "json": cattrs.preconf.json,
    "orjson": cattrs.preconf.orjson,
    "msgpack": cattrs.preconf.msgpack,
    "pyyaml": cattrs.preconf.pyyaml,
    "tomlkit": cattrs.preconf.tomlkit,
}


@pytest.mark.parametrize("name", PRECONFS)
@settings(max_examples=15, deadline=None)
@given(record=records())
def test_every_preconf_gives_back_every_record(name: str, record: Any) -> None:
    """A converter of any of cattrs' formats reads what it writes; TOML has no null."""
    converter = PRECONFS[name].make_converter()
    configure(converter, omit_null=name == "tomlkit")
    written = converter.dumps(record)
    assert converter.loads(written, type(record)) == record


@pytest.mark.parametrize("name", PRECONFS)
def test_every_preconf_gives_back_the_story(name: str) -> None:
    """Every record of the story, in one list of mixed kinds, survives each of cattrs' formats."""
    converter = PRECONFS[name].make_converter()
    configure(converter, omit_null=name == "tomlkit")
    held = [record for record in STORY if type(record) is not tipdata.Assessment]
    mixed = Mixed([*held, *STORY.assessments[:3]])
    assert converter.loads(converter.dumps(mixed), Mixed) == mixed


@attrs.frozen
class Mixed:
    """Records of all kinds."""

    records: list[Record]


@attrs.frozen(kw_only=True)
class Partner(Organization):
    """An organization with a field of a user's own."""

    rating: int | None = None


@attrs.frozen(kw_only=True)
class Loose(Organization):
    """An organization with a field that no file of ours can hold, and a converter can."""

    notes: dict[str, int] = attrs.field(factory=dict)


@attrs.frozen
class Plain:
    """One field of each type that a strict converter takes as it is."""

    text: str = ""
    whole: int = 0
    part: float = 0.0
    known: bool = False
    nothing: None = None
    word: Literal["a", 1] = "a"
    many: list[int] = attrs.field(factory=list)
    some: tuple[str, ...] = ()
    pair: tuple[int, str] = (1, "a")
    unique: frozenset[str] = frozenset()
    day: datetime.date | None = None
    by_name: dict[str, int] = attrs.field(factory=dict)


GOOD: dict[str, list[object]] = {
    "text": ["", "a"],
    "whole": [0, -1],
    "part": [0.5],
    "known": [True],
    "nothing": [None],
    "word": ["a", 1],
    "many": [[], [1]],
    "some": [["a", "b"], ["1"]],
    "pair": [[1, "a"]],
    "unique": [["a", "b"], ["1"]],
    "day": ["2021-07-01", None],
    "by_name": [{"a": 1}],
}
ANY: tuple[object, ...] = (
    *("", "a", "2021-07-01", 0, -1, 1, True, 0.5, 1.0, None, [], [1], ["a", "b"], [1, "a"]),
    *([True], ["1"], [1, "a", 2], {"a": 1}, {"a": "1"}, {1: 1}, "ab", datetime.date(2021, 7, 1)),
)


@pytest.mark.parametrize("name", GOOD)
def test_a_strict_converter_coerces_nothing(name: str) -> None:
    """A field of a class of a user's own takes what is of its type, and nothing else."""
    converter = formats.converter()
    for value in ANY:
        good = any(repr(value) == repr(one) for one in GOOD[name])
        good |= name == "day" and type(value) is datetime.date
        good |= name in {"many", "some", "unique"} and value == []
        good |= name == "text" and isinstance(value, str)
        good |= name == "whole" and type(value) is int
        good |= name == "part" and type(value) is float
        try:
            found = converter.structure({name: value}, Plain)
        except cattrs.BaseValidationError:
            assert not good, value
        else:
            assert good, value
            plain = plain_json.loads(plain_json.dumps(converter.unstructure(found), default=sorted))
            assert converter.structure(plain, Plain) == found


def test_a_strict_converter_is_a_new_one_and_knows_our_types() -> None:
    """Each call makes a converter of its own; unknown keys are errors."""
    one, other = formats.converter(), formats.converter()
    assert one is not other
    assert one.structure(plain_json.loads(plain_json.dumps(one.unstructure(CASE))), Case) == CASE
    with pytest.raises(cattrs.ClassValidationError):
        one.structure({"texts": ""}, Plain)
    one.register_structure_hook(str, lambda given, _: str(given))
    with pytest.raises(cattrs.ClassValidationError):
        other.structure({"text": 5}, Plain)


@pytest.mark.parametrize("make", [formats.converter, taught])
def test_a_subclass_of_a_record_is_read_and_written(make: Any) -> None:
    """A subclass with fields of its own works in a converter, whatever types these have."""
    converter = make()
    for record in (
        Partner(id="a", name="A", rating=5, country="KAZ"),
        Loose(id="a", name="A", founded=PartialDate(2001), notes={"b": 1}),
    ):
        plain = plain_json.loads(plain_json.dumps(converter.unstructure(record)))
        assert converter.structure(plain, type(record)) == record
        assert plain["country"] == record.country
    with pytest.raises(FormatError, match="rating"):
        converter.structure({"id": "a", "name": "A", "rating": "5"}, Partner)


@pytest.mark.parametrize("make", [formats.converter, taught])
def test_a_tagged_union_reads_what_it_writes(make: Any) -> None:
    """Records of all kinds say under `type` what they are, and so do unions that cattrs tags."""
    converter = make()
    union = Organization | Person
    configure_tagged_union(union, converter, tag_name="type")
    for record in (STORY.organizations[0], STORY.people[0]):
        for of, tag in ((Record, kind_of(type(record))), (union, type(record).__name__)):
            plain = converter.unstructure(record, unstructure_as=of)
            assert plain["type"] == tag
            assert converter.structure(plain, of) == record
    with pytest.raises(FormatError, match="did you mean 'person'"):
        converter.structure({"type": "persn"}, Record)
    with pytest.raises(FormatError, match="no such field"):
        converter.structure({"type": "Organization", "id": "a", "name": "A"}, Person)


def test_reasons_show_in_the_errors_of_cattrs() -> None:
    """Every problem of every record is told with its path, and so is what is of the user's own."""
    given = {
        "title": 5,
        "seen": ["2021-13"],
        "when": None,
        "tiers": {"KGZ": "Tier 9"},
        "campaign": {"id": "A", "title": "T", "hashtags": ["x"]},
        "records": {"schema_version": 1, "people": [{"id": "a"}]},
    }
    with pytest.raises(cattrs.ClassValidationError) as caught:
        formats.converter().structure(given, Case)
    told = cattrs.transform_error(caught.value, format_exception=formats.format_exception)
    assert [line.rpartition(" @ ")[2] for line in told] == [
        *("$.title", "$.seen[0]", "$.tiers['KGZ']", "$.campaign", "$.records"),
    ]
    assert told[0].startswith("value: expected a string, got 5")
    assert told[1].startswith("'2021-13' is not a date")
    assert told[3].splitlines()[0].startswith("$.id: not a valid id; expected a slug")
    assert told[3].splitlines()[1].startswith("$.hashtags[0]: not valid in hashtags")
    assert "$.people[0]: 'name' is missing" in told[4]
    rule = attrs.make_class(
        "Rule", {"low": attrs.field(type=int, validator=attrs.validators.ge(1))}
    )
    with pytest.raises(cattrs.ClassValidationError) as caught:
        formats.converter().structure({"low": 0}, rule)
    told = cattrs.transform_error(caught.value, format_exception=formats.format_exception)
    assert told == ["'low' must be >= 1: 0 @ $"]


@given(records())
def test_plain_data_has_one_look(record: Any) -> None:
    """A record is plain data and back, by class or by word, and as `json` and `orjson` write it."""
    plain = formats.to_plain(record)
    assert formats.from_plain(type(record), plain) == record
    kind = kind_of(type(record))
    assert kind is not None
    assert formats.from_plain(kind, plain) == record
    written = plain_json.dumps([record], default=formats.json_default)
    assert plain_json.loads(written) == [plain]
    assert orjson.loads(orjson.dumps({"a": record}, default=formats.json_default)) == {"a": plain}


def test_values_and_datasets_are_plain_data_too() -> None:
    """Tiers, dates and datasets have the look that they have in a document."""
    for value, plain in (
        (Tier.TIER_2, "Tier 2"),
        (PartialDate(2021, 7), "2021-07"),
        (Period.parse("2021/.."), "2021/.."),
        (datetime.date(2021, 7, 1), "2021-07-01"),
    ):
        assert formats.to_plain(value) == plain
        assert formats.from_plain(type(value), plain) == value
    document = formats.to_plain(STORY)
    assert document["people"][0]["id"] == STORY.people[0].id
    assert formats.from_plain(Dataset, document) == STORY
    with pytest.raises(FormatError) as caught:
        formats.from_plain("person", {"id": "A", "nmae": "A"})
    assert [problem.path for problem in caught.value.problems] == ["$.id", "$.nmae", "$"]


def test_dicts_and_lists_may_be_of_subclasses() -> None:
    """What other parsers make of objects and arrays is read as such, alone and by a converter."""

    class Array(list[Any]):
        pass

    part = OrderedDict(organization="un-women")
    plain = OrderedDict(id="ann", name="Ann", affiliations=Array([part]), sources=Array(["x"]))
    ann = Person(
        id="ann",
        name="Ann",
        affiliations=(Affiliation(organization="un-women"),),
        sources=("x",),
    )
    assert formats.from_plain("person", plain) == ann
    assert formats.from_plain(Person, plain) == ann
    of: Any
    for of, data in ((Person, plain), (Record, OrderedDict(type="person", **plain))):
        assert formats.converter().structure(data, of) == ann
    with pytest.raises(FormatError, match="'name' is missing"):
        formats.from_plain("person", OrderedDict(id="ann"))


def test_what_is_not_ours_is_refused() -> None:
    """Neither another value nor another class is plain data of ours, and the error says so."""
    with pytest.raises(InvalidValueError, match="a record, a tier"):
        formats.to_plain({1})
    with pytest.raises(TypeError, match="a record, a tier"):
        plain_json.dumps({1}, default=formats.json_default)
    for kind in (int, "persn", Case):
        with pytest.raises(InvalidValueError, match="kind"):
            formats.from_plain(kind, {})  # type: ignore[arg-type]  # as is tested
    with pytest.raises(InvalidValueError, match="that JSON has"):
        formats.from_plain(Dataset, {"schema_version": {1}})


def test_a_file_is_read_into_classes_of_a_users_own(tmp_path: Path) -> None:
    """Every reader takes `classes`, and what it makes of them is written and read back."""
    classes = {Organization: Partner}
    partner = Partner(id="b", name="B", rating=3, parent="a")
    held = Dataset(organizations=[partner, Organization(id="a", name="A")])
    assert held.organization("b") is partner
    assert partner in held
    assert held.referrers(held.organization("a")) == (partner,)
    mine = Dataset(organizations=[partner, Partner(id="a", name="A")])
    for name in ("a.json", "a.jsonl", "a.zip", "a"):
        tipdata.write(held, tmp_path / name)
        assert tipdata.read(tmp_path / name, classes=classes) == mine
        with pytest.raises(FormatError, match="rating"):
            tipdata.read(tmp_path / name)
    found = list(jsonl.iterate(tmp_path / "a.jsonl", classes=classes))
    assert found == list(mine)
    text = '{"type": "organization", "id": "a", "name": "A", "rating": "5"}'
    with pytest.raises(FormatError, match=r"\$\.rating: this is a string; expected an integer"):
        jsonl.loads(text, classes=classes)


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
