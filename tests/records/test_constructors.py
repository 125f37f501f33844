"""What the constructors of records and values take, how they hold it, and how they refuse the rest."""

import datetime
import decimal
import json as plain_json
from collections.abc import Callable
from typing import Any

import attrs
import numpy as np
import pandas as pd
import pytest

import tipdata
from tipdata import (
    Affiliation,
    Assessment,
    Budget,
    Campaign,
    Country,
    CountryRegistry,
    Dataset,
    Designation,
    DesignationCoverage,
    Edition,
    FormatError,
    Organization,
    PartialDate,
    Participation,
    Period,
    Person,
    Problem,
    Project,
    ProjectCountry,
    Reach,
    Report,
    Source,
    Statement,
    Tier,
)
from tipdata._wire.reading import Reader
from tipdata._wire.rules import form_of
from tipdata._wire.shapes import Many, Maybe, Nested, fields_of
from tipdata._wire.strings import LINE, TEXT
from tipdata._wire.writing import write_one
from tipdata.countries import CountryName, Succession, Suggestion, get
from tipdata.dataset.kinds import CLASSES
from tipdata.errors import InvalidValueError, TipdataError
from tipdata.formats import from_plain
from tipdata.records.assessments import weaker
from tipdata.records.editions import OfficialCounts
from tipdata.records.organizations import Identifier, OtherName, Service
from tipdata.records.people import Honour
from tipdata.records.sources import Claim, Correction

OWN = Country(alpha_3="XSL", code_status="user-assigned", name="Somaliland")
SOUND: dict[type[Any], dict[str, Any]] = {
    Affiliation: {"organization": "a"},
    Assessment: {"country": "KGZ", "year": 2021, "tier": Tier.TIER_2},
    Budget: {"amount": 1, "currency": "USD"},
    Campaign: {"id": "a", "title": "A"},
    Claim: {
        "country": "KGZ",
        "year": 2021,
        "source": "a",
        "wording": "same edition",
        "tiers": (Tier.TIER_2,),
    },
    Correction: {
        "country": "KGZ",
        "year": 2021,
        "settled": Tier.TIER_2,
        "claims": "",
        "why": "A",
    },
    Country: {"alpha_3": "XSL", "code_status": "user-assigned", "name": "Somaliland"},
    CountryName: {"name": "A"},
    CountryRegistry: {"countries": (OWN,)},
    Dataset: {},
    Designation: {
        "kind": "tier 3 restriction",
        "country": "ERI",
        "year": 2021,
        "outcome": "restricted",
        "source": "a",
    },
    DesignationCoverage: {
        "kind": "tier 3 restriction",
        "year": 2021,
        "coverage": "partial",
        "named": 13,
    },
    Edition: {"year": 2021},
    Honour: {"award": "A"},
    Identifier: {"scheme": "a", "value": "A"},
    OfficialCounts: {},
    Organization: {"id": "a", "name": "A"},
    OtherName: {"name": "A"},
    PartialDate: {"year": 2021},
    Participation: {"organization": "a", "role": "funding"},
    Period: {},
    Person: {"id": "a", "name": "A"},
    Problem: {"code": "a", "message": "A"},
    Project: {"id": "a", "title": "A"},
    ProjectCountry: {"country": "KGZ"},
    Reach: {"at_least": 5},
    Report: {},
    Service: {"kind": "shelter"},
    Source: {"id": "a", "title": "A"},
    Statement: {"id": "a", "person": "a", "text": "A", "source": "a"},
    Succession: {
        "predecessor": "SCG",
        "successor": "SRB",
        "date": PartialDate(2006),
        "kind": "dissolution",
    },
    Suggestion: {"country": OWN, "score": 0.5, "name": "A"},
}
LONGEST_MESSAGE = 600
FIELDS = [(kind, field.name) for kind in SOUND for field in attrs.fields(kind)]
AT_NOON_2004 = datetime.datetime(2004, 5, 1, 12, tzinfo=datetime.UTC)
AT_NOON_2021 = datetime.datetime(2021, 7, 1, 12, tzinfo=datetime.UTC)
WRONG: tuple[Any, ...] = (
    *(None, True, 5, -1, 2**70, 2021.0, float("nan"), float("inf"), decimal.Decimal(5), 1j),
    *("", " ", "x", " X ", "a\nb", "a\u202eb", "\0", "\ud800", b"x", bytearray(b"x"), "x" * 10**6),
    *([], {}, (), set(), ["x"], ("x", 5), [None], [[]], [object()], {"x": 1}, {1: 2}, range(3)),
    *(object(), object, len, Ellipsis, Tier.TIER_2, PartialDate(2021), Period(), OWN, iter("ab")),
    *(datetime.date(2021, 7, 1), AT_NOON_2021, datetime.timedelta(1)),
    *(np.int64(5), np.float64(5), np.bool_(True), np.str_("x"), np.array([1, 2]), np.array(["x"])),
    *(np.datetime64("2021-07-01"), pd.NA, pd.NaT, pd.Timestamp("2021-07-01"), pd.Series([1, 2])),
    *([np.array([1, 2])], (np.array([1, 2]), "x"), [pd.NA], pd.DataFrame({"x": [1]})),
)


def label(part: object) -> str:
    """Return what names a class or a field in the name of a test."""
    return part if isinstance(part, str) else getattr(part, "__name__", "form")


def construct(kind: type, name: str, value: object) -> object:
    """Return an instance with one field of another value, made by its class."""
    return kind(**{**SOUND[kind], name: value})


def evolve(kind: type, name: str, value: object) -> object:
    """Return the same, made of a sound instance."""
    return attrs.evolve(kind(**SOUND[kind]), **{name: value})


def outcome(make: Callable[[], object]) -> tuple[Any, TipdataError | None]:
    """Return what is made, or our error."""
    try:
        return make(), None
    except TipdataError as error:
        return None, error


@pytest.mark.parametrize("make", [construct, evolve])
@pytest.mark.parametrize(("kind", "name"), FIELDS, ids=label)
def test_every_field_refuses_by_its_name(
    kind: type, name: str, make: Callable[[type, str, object], Any]
) -> None:
    """Whatever a field is given, it holds it as it should, or our error says which field it was."""
    for value in WRONG:
        made, error = outcome(lambda: make(kind, name, value))  # noqa: B023 - called at once
        if isinstance(error, InvalidValueError):
            assert error.field.partition("[")[0] in (f"{kind.__name__}.{name}", "Reach")
            assert str(error).startswith(f"{error.field}: expected ")
            assert len(str(error)) < LONGEST_MESSAGE
        elif error is None:
            assert type(getattr(made, name)) is not list
            assert name == "records" or hash(made) == hash(attrs.evolve(made))
    with pytest.raises(TipdataError):
        make(kind, name, object())


@pytest.mark.parametrize(
    "kind", [kind for kind in SOUND if kind.__module__.startswith("tipdata.records")]
)
def test_what_a_constructor_takes_can_be_written_and_read(kind: type) -> None:
    """Whatever a record was made of, a file holds it so that it reads back equal."""
    if kind is Suggestion:
        return
    for name, (_, shape) in fields_of(kind).items():
        for value in (*WRONG, [" a "], " ab", "a\r\n\tb ", (" a", "b")):
            made, error = outcome(lambda: construct(kind, name, value))  # noqa: B023 - as above
            if error is not None:
                continue
            wire = plain_json.loads(plain_json.dumps(write_one(made)))
            assert Reader(kind).read(wire) == made
            if isinstance(shape, Many):
                assert type(getattr(made, name)) is tuple


def sample(kind: type, name: str) -> object:
    """Return an element that a field takes several of."""
    field, shape = fields_of(kind)[name]
    assert isinstance(shape, Many)
    if isinstance(shape.inner, Nested):
        inner: type = shape.inner.kind
        return inner(**SOUND[inner])
    for value in ("a", "KGZ", "online", "#a", Tier.TIER_2):
        try:
            field.validator(None, field, (value,))  # type: ignore[misc]  # attrs' own type
        except TipdataError:
            continue
        return value
    raise AssertionError(name)


MANY = [
    (kind, name)
    for kind in SOUND
    if kind.__module__.startswith("tipdata.records") and kind is not Suggestion
    for name, (_, shape) in fields_of(kind).items()
    if isinstance(shape, Many)
]


@pytest.mark.parametrize(("kind", "name"), MANY, ids=label)
def test_a_list_is_a_tuple_and_one_is_a_tuple_of_one(kind: type, name: str) -> None:
    """A list and a single value make the same record as a tuple; a set or an iterator makes none."""
    one: Any = sample(kind, name)
    made = construct(kind, name, (one,))
    for given in ([one], one):
        other = construct(kind, name, given)
        assert (other, hash(other)) == (made, hash(made))
        assert getattr(other, name) == (one,)
    for wrong in ({one}, iter([one]), {one: 1}.keys(), 5):
        with pytest.raises(InvalidValueError, match="expected a tuple or a list"):
            construct(kind, name, wrong)
    with pytest.raises(InvalidValueError) as caught:
        construct(kind, name, [one, one, 5])
    assert caught.value.field == f"{kind.__name__}.{name}[2]"


STRINGS = [
    (kind, name, form_of(field))
    for kind in SOUND
    if kind.__module__.startswith("tipdata.records") and kind is not Suggestion
    for name, (field, shape) in fields_of(kind).items()
    if form_of(field)
]
REFUSED = "\0\x1b\x7f\x85\u200b\u2028\u202a\u202e\u2060\u2066\u2069\ufeff\ud800"
SPELLING = "a\u200c\u200d\u200e\u00adb"


@pytest.mark.parametrize(("kind", "name", "form"), STRINGS, ids=label)
def test_strings_are_tidy(kind: type, name: str, form: Any) -> None:
    """A line has no outer blanks; no string hides characters; what scripts are spelled with stays."""
    _, shape = fields_of(kind)[name]
    many = isinstance(shape, Many)

    def held(text: str) -> str:
        value: Any = getattr(construct(kind, name, text), name)
        found: str = value[0] if many else value
        return found

    is_line = form.invisible == LINE.invisible
    assert is_line or form.invisible == TEXT.invisible
    assert held(" \u00a0a b\u3000") == ("a b" if is_line else " \u00a0a b\u3000")
    assert held(SPELLING) == SPELLING
    if many:
        for several in (("b", "a "), ["b", " a"]):
            kept = tuple(one.strip() for one in several) if is_line else tuple(several)
            assert getattr(construct(kind, name, several), name) == kept
    for character in REFUSED:
        with pytest.raises(InvalidValueError, match="expected a "):
            construct(kind, name, f"a{character}b")
    if is_line:
        with pytest.raises(
            InvalidValueError, match=r"a single line, got 'a\\nb'; did you mean 'a b'"
        ):
            construct(kind, name, "a\nb")
    else:
        assert held("a\r\n\tb") == "a\r\n\tb"
    if form.may_be_empty:
        assert held(" ") == held("") == ""
    else:
        for blank in ("", " ", "\n"):
            with pytest.raises(InvalidValueError, match="a non-blank string"):
                construct(kind, name, blank)


def refusal(make: Callable[[], object]) -> str:
    """Return the message with which something is refused."""
    with pytest.raises(InvalidValueError) as caught:
        make()
    return str(caught.value)


@pytest.mark.parametrize(
    ("kind", "field", "value", "ending"),
    [
        (Organization, "kind", "ngo", "'other', got 'ngo'; did you mean 'NGO'?"),
        (Organization, "kind", "charity", "'other', got 'charity'"),
        (Organization, "country", "kgz", "like 'KAZ', got 'kgz'; did you mean 'KGZ'?"),
        (Organization, "country", " KGZ", "did you mean 'KGZ'?"),
        (Organization, "country", get("KGZ"), "did you mean 'KGZ'?"),
        (
            *(Organization, "country", "Kyrgyzstan"),
            "'KAZ', got 'Kyrgyzstan'; tipdata.countries.resolve('Kyrgyzstan').alpha_3 gives it",
        ),
        (Organization, "country", "", "like 'KAZ', got ''"),
        (Organization, "country", "x" * 100, "…' (100 characters)"),
        (Country, "alpha_2", "kz", "did you mean 'KZ'?"),
        (Budget, "currency", "usd", "did you mean 'USD'?"),
        (Organization, "founded", 2004, "a PartialDate, got 2004; write PartialDate(2004)"),
        (Organization, "founded", np.int64(2004), "; write PartialDate(2004)"),
        (Organization, "founded", 2004.0, "; write PartialDate(2004)"),
        (Organization, "founded", "2004-05", "; write PartialDate.parse('2004-05')"),
        (Organization, "founded", "May 2004", "; write PartialDate.parse('2004-05')"),
        (
            *(Organization, "founded", "07/12/2001"),
            "; write PartialDate.parse('2001-12-07') or PartialDate.parse('2001-07-12')",
        ),
        (Organization, "founded", datetime.date(2004, 5, 1), "; write PartialDate(2004, 5, 1)"),
        (Organization, "founded", AT_NOON_2004, "write PartialDate.from_date(day)"),
        (Organization, "founded", "once", "a PartialDate, got 'once'"),
        (Organization, "founded", True, "a PartialDate, got True"),
        (Period, "start", "2019", "or None, got '2019'; write PartialDate.parse('2019')"),
        (PartialDate, "year", "2004-05", "got '2004-05'; write PartialDate.parse('2004-05')"),
        (PartialDate, "year", 0, "an integer from 1 to 9999, got 0"),
        (Campaign, "period", "2019/2024", "a Period, got '2019/2024'; write Period.parse('2019/2024')"),
        (Campaign, "period", "2019", "; write Period.parse('2019/2019')"),
        (Campaign, "period", PartialDate(2021, 7), "; write Period.parse('2021-07/2021-07')"),
        (Campaign, "period", (2019, None), "; write Period.parse('2019/..')"),
        (Campaign, "period", ("x", None), "got ('x', None)"),
        (Campaign, "period", (2024, 2019), "got (2024, 2019)"),
        (Campaign, "period", (2019, 2020, 2021), "got (2019, 2020, 2021)"),
        (Edition, "released", "2021-07-01", "; write datetime.date(2021, 7, 1)"),
        (Edition, "released", PartialDate(2021, 7, 1), "; write datetime.date(2021, 7, 1)"),
        (Edition, "released", "July 2021", "a datetime.date, got 'July 2021'"),
        (Edition, "released", AT_NOON_2021, "pass .date()"),
        (Campaign, "reach", {"at_least": 5}, "got {'at_least': 5}; write Reach(at_least=...)"),
        (Campaign, "reach", {"many": 5}, "; write Reach(...)"),
        (Person, "affiliations", [{"organization": "a"}], "; write Affiliation(organization=...)"),
        (Project, "countries", ["KGZ"], "got 'KGZ'; write ProjectCountry(country='KGZ')"),
        (Project, "countries", ["Kirgisia"], "expected a ProjectCountry, got 'Kirgisia'"),
        (Project, "participations", "usaid", "expected a Participation, got 'usaid'"),
        (Organization, "other_names", "B", "an OtherName, got 'B'; write OtherName(name='B')"),
        (Organization, "other_names", "b" * 61, "(61 characters)"),
        (Reach, "rough", {"a": 1}, "a boolean, got {'a': 1}"),
        (Organization, "name", "a\n" * 40 + "b", "(81 characters)"),
        (Organization, "founded", 10_000, "a PartialDate, got 10000"),
        (Campaign, "period", (None, None), "a Period, got (None, None)"),
        (Problem, "row", True, "an integer or None, got True"),
        (Report, "problems", [5], "a Problem, got 5"),
        (Suggestion, "score", 1.5, "a float from 0 to 1, got 1.5"),
        (Suggestion, "score", float("nan"), "a float from 0 to 1, got nan"),
        (Suggestion, "score", 1, "a float from 0 to 1, got 1"),
        (Problem, "severity", "eror", "did you mean 'error'?"),
        (Claim, "wording", "same editon", "did you mean 'same edition'?"),
    ],
)  # fmt: skip
def test_a_refusal_says_what_to_write(kind: type, field: str, value: object, ending: str) -> None:
    """A value that is nearly right is refused with what is right, and one that is not with no advice."""
    assert refusal(lambda: construct(kind, field, value)).endswith(ending)


@pytest.mark.parametrize(
    "value", ["2004", "2004-05", "19 August 2021", 2004, datetime.date(2021, 8, 19)]
)
def test_what_a_refusal_says_to_write_is_taken(value: object) -> None:
    """The advice of a refused date makes the record."""
    advice = refusal(lambda: construct(Organization, "founded", value)).rpartition("; write ")[2]
    assert isinstance(eval(advice, {"PartialDate": PartialDate}), PartialDate)  # noqa: S307 - our own advice


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("organization", "kind", "ngo"),
        ("organization", "country", "kgz"),
        ("organization", "name", "a\nb"),
        ("organization", "name", "a\u202eb"),
        ("organization", "name", ""),
        ("organization", "description", "a\0"),
        ("country", "alpha_2", "kz"),
    ],
)
def test_readers_and_constructors_say_the_same(kind: Any, field: str, value: object) -> None:
    """What a constructor refuses, a reader refuses with the same expectation and suggestion."""
    record = CLASSES[kind]
    with pytest.raises(InvalidValueError) as refused:
        construct(record, field, value)
    with pytest.raises(FormatError) as unread:
        from_plain(kind, {**SOUND[record], field: value})
    (problem,) = unread.value.problems
    assert problem.expected == refused.value.expected
    assert problem.suggestion == refused.value.nearest


def test_a_reader_drops_what_a_constructor_drops() -> None:
    """Outer blanks of a name are dropped in a file too, and what is written is tidy."""
    tidy = Organization(id="a", name="SMICA")
    for name in (" SMICA", "SMICA\u00a0", "SMICA\n"):
        assert Organization(id="a", name=name) == tidy
        assert from_plain("organization", {"id": "a", "name": name}) == tidy
    assert write_one(tidy)["name"] == "SMICA"


def test_a_single_record_is_a_dataset_of_one() -> None:
    """A dataset and a registry take one record where they take several, and name what they refuse."""
    one = Organization(id="a", name="A")
    single: Any = one
    assert Dataset(organizations=single) == Dataset(organizations=[one])
    alone: Any = OWN
    assert CountryRegistry(countries=alone) == CountryRegistry(countries=[OWN])
    nothing: Any = 5
    assert (
        refusal(lambda: Dataset.from_records(nothing)) == "records: expected several records, got 5"
    )
    assert refusal(lambda: CountryRegistry(countries=nothing)) == (
        "CountryRegistry.countries: expected several Country records, got 5"
    )


@pytest.mark.parametrize(
    "ask",
    [
        lambda wrong: Campaign(id="a", title="A").active(wrong),
        lambda wrong: Campaign(id="a", title="A").involves(wrong),
        lambda wrong: Project(id="a", title="A").organizations(wrong),
        lambda wrong: weaker("single", wrong),
        lambda wrong: weaker(wrong, "single"),
        tipdata.total_reach,
        lambda wrong: tipdata.total_reach([wrong]),
        lambda wrong: PartialDate.read("19 August 2021", wrong),
        PartialDate.parse,
        PartialDate.from_date,
        Period.parse,
        lambda wrong: Period().overlaps(wrong),
        *(
            lambda wrong, name=name: attrs.evolve(tipdata.load(), **{name: wrong})
            for name in ("countries", "editions", "assessments", "registry")
        ),
    ],
)
@pytest.mark.parametrize("wrong", [5, object(), Organization(id="a", name="A"), np.array([1, 2])])
def test_questions_refuse_other_types(ask: Callable[[Any], object], wrong: object) -> None:
    """A record asked about something of a wrong type does not answer with nothing."""
    with pytest.raises(TipdataError):
        ask(wrong)


def test_a_record_of_tiers_takes_lists() -> None:
    """What a record of tiers is made of may be lists, and is held in tuples."""
    tip = tipdata.load()
    for name in ("countries", "editions", "assessments"):
        held = getattr(tip, name)
        given: Any = {name: [*held]}
        assert getattr(attrs.evolve(tip, **given), name) == held
    wrong: Any = {"assessments": (*tip.assessments, tip.editions[0])}
    with pytest.raises(InvalidValueError, match=r"TierRecord.assessments\[4239\]"):
        attrs.evolve(tip, **wrong)


def test_a_role_that_does_not_exist_is_refused() -> None:
    """A misspelt word is not an empty answer."""
    word: Any = "Funding"
    message = refusal(lambda: Project(id="a", title="A").organizations(word))
    assert message.endswith("got 'Funding'; did you mean 'funding'?")


def test_keywords_are_checked_by_python() -> None:
    """A misspelt or missing keyword is the `TypeError` of any call."""
    make: Any = Organization
    with pytest.raises(TypeError, match="unexpected keyword argument 'foundedd'"):
        make(id="a", name="A", foundedd=PartialDate(2004))
    with pytest.raises(TypeError, match="missing 1 required keyword-only argument: 'name'"):
        make(id="a")


def test_every_class_of_records_is_tested() -> None:
    """The laws above hold for every public class of the records, and for every part of one."""
    public = {
        value
        for module in (
            *("assessments", "campaigns", "countries", "designations", "editions"),
            *("organizations", "people", "projects", "sources", "statements"),
        )
        for value in vars(__import__(f"tipdata.records.{module}", fromlist=["x"])).values()
        if isinstance(value, type) and attrs.has(value)
    }
    assert public <= set(SOUND)
    for kind in public - {Suggestion}:
        for _, shape in fields_of(kind).values():
            inner = shape.inner if isinstance(shape, (Many, Maybe)) else shape
            assert not isinstance(inner, Nested) or inner.kind in SOUND
    assert tipdata.Organization in public
