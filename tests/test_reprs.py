"""The repr of what holds many things is one short line, whatever it holds."""

import importlib
import pickle
import pickletools
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import attrs
import polars as pl
import pytest

import tipdata
from test_rooms import PUBLIC
from tipdata import Affiliation, Assessment, Country, Dataset, Person, Problem, Report, errors
from tipdata._tables.tabular import TabularSequence, brief
from tipdata.analysis.history import History
from tipdata.dataset.gathering import Place
from tipdata.errors import TipdataError
from tipdata.formats import followthemoney
from tipdata.loading.geometry import read_geometry
from tipdata.loading.provenance import Provenance
from tipdata.problems import FormatError
from tipdata.records import organizations, people, projects
from tipdata.tierrecord.cells import Cells
from tipdata.tierrecord.citing import CitedEdition
from tipdata.tierrecord.grading import Grade

TIP = tipdata.load()
STORY = tipdata.load("central-asia-2021")
MANY = 2_000
PEOPLE = [
    Person(
        id=f"p{number}", name="A", affiliations=(Affiliation(organization="lost", role="director"),)
    )
    for number in range(MANY)
]
CROWD = Dataset(people=PEOPLE)
ROWS = [
    (country.alpha_3, year, "Tier 1") for country in TIP.countries for year in range(2001, 2026)
]
FRAME = pl.DataFrame({"country": ["Congo", "KGZ", "?" * MANY] * MANY, "date": [2021] * MANY * 3})
KYRGYZ = TIP.series("KGZ")
COMPARED = TIP.compare_with(ROWS)
LISTED = tipdata.read_listing(
    "\n".join(["TIER 1", *(c.label for c in TIP.placements(2024).countries)])
)
CHECKED = tipdata.check(CROWD, max_problems=MANY)
JOINED = tipdata.frames.join_report(FRAME, year="date")
CHANGED = STORY.diff(
    STORY.without(STORY.people[0]).with_records(attrs.evolve(STORY.people[0], name="B"))
)
LEFT = tipdata.formats.jsonld.dumps(STORY).left
HELD: list[object] = [
    TIP,
    tipdata.TierRecord(countries=(), editions=(), assessments=()),
    TIP.placements(2024),
    TIP.placements(2024)[0],
    KYRGYZ,
    KYRGYZ.history,
    History({}),
    TIP.changes(2021),
    TIP.changes(2021)[0],
    TIP.changes(2021)[0].move,
    KYRGYZ.changes(),
    KYRGYZ.spells(),
    TIP.spells(),
    TIP.spells()[0][1],
    TIP.transitions(),
    TIP.trajectories(),
    KYRGYZ.trajectory(),
    TIP.outlooks(),
    TIP.template(2026),
    TIP.template(2026)[0],
    KYRGYZ.outlook(),
    TIP.audit_watch_list(),
    TIP.audit_watch_list().by_waiver[0][1],
    TIP.audit_watch_list().waivers[0][1],
    TIP.special_watch_list(2022),
    TIP.special_watch_list(2022)[0][1],
    TIP.counts(by="bureau"),
    TIP.counts()[0],
    TIP.sensitivity(lambda tip, coding: tip.changes(2021, coding=coding)),
    TIP.sensitivity(lambda tip, coding: str(tip.changes(2021, coding=coding))).answers[0],
    TIP.to_frame,
    TIP.evidence("MYS", 2009),
    TIP.evidence_summary(),
    TIP.evidence_summary()[0],
    TIP.published_figures(),
    TIP.published_figures()[0],
    tipdata.data_changes("2025.1", "2025.2"),
    tipdata.data_changes("2025.1", "2025.2")[0],
    read_geometry(2025),
    read_geometry(2025).shapes[0],
    read_geometry(2025).dots[0],
    TIP._loaded_background,
    TIP.acts,
    TIP.designations(),
    TIP.designation_coverage(),
    COMPARED,
    COMPARED[0],
    LISTED,
    LISTED[0],
    *tipdata.datasets(),
    STORY,
    LEFT,
    LEFT[0],
    tipdata.formats.popolo.dumps(STORY),
    tipdata.formats.popolo.loads(tipdata.formats.popolo.dumps(CROWD).text),
    followthemoney.dumps(STORY),
    followthemoney.dumps(STORY).left,
    followthemoney.dumps(STORY).left[0],
    followthemoney.loads(followthemoney.dumps(STORY).text),
    STORY.relations(),
    STORY.relations()[0],
    CROWD,
    CROWD.diff(STORY),
    CHANGED,
    *CHANGED.changed,
    Report(),
    CHECKED,
    *CHECKED.problems[:3],
    Problem(code="x", message="m" * MANY, records=tuple(PEOPLE)),
    tipdata.countries.default(),
    tipdata.countries.groups(),
    tipdata.countries.groups().of("wb_income"),
    tipdata.countries.groups().of("wb_income").source,
    *tipdata.countries.suggest("Kongo"),
    tipdata.frames.read_names([f"n{number}" for number in range(MANY)]),
    tipdata.frames.read_names(["?" * MANY])[0],
    JOINED,
    *JOINED.lines,
]


def public_classes() -> Iterator[type]:
    """Yield the attrs classes that a public module offers."""
    for path in PUBLIC:
        module = importlib.import_module(path)
        for name in dir(module):
            value = getattr(module, name)
            if isinstance(value, type) and attrs.has(value):
                yield value


@pytest.mark.parametrize("held", HELD, ids=lambda held: type(held).__name__)
def test_a_repr_is_one_short_line(held: object) -> None:
    """What holds many things, or whole countries or records, has a repr of one short line."""
    shown = repr(held)
    assert len(shown) < 200
    assert len(shown.splitlines()) == 1
    assert type(held).__name__ in shown


def test_the_repr_of_each_item_is_one_short_line() -> None:
    """So it is for every item of every result, and all evidence on which sources disagree."""
    items = [item for held in HELD if isinstance(held, TabularSequence) for item in held]
    singles = [part for item in items for part in (item if isinstance(item, tuple) else (item,))]
    records = (Assessment, Country)
    found = [item for item in singles if not isinstance(item, records)]
    found += [TIP.evidence(one.country, one.year) for one in TIP.corrections]
    assert len(found) > 2 * MANY
    assert not [
        item for item in found if len(repr(item)) >= 200 or len(repr(item).splitlines()) > 1
    ]


def test_every_public_class_is_held_to_that() -> None:
    """Every public class is above, but for records, dates and what holds a few plain values."""
    plain = ("tipdata.records.", "tipdata.dates", "tipdata.limits", "tipdata.analysis.statute")
    seen = {type(held) for held in HELD} | {Place, CitedEdition, Cells, Grade, Provenance}
    assert not [
        kind for kind in {*public_classes()} - seen if not kind.__module__.startswith(plain)
    ]


def test_a_repr_says_what_a_result_is() -> None:
    """The line is the class with the caption that a notebook shows, and for one item its text."""
    assert repr(TIP.changes(2021)) == (
        "<Changes 2021 against 2020: 17 upgrades, 20 downgrades, 151 unchanged>"
    )
    assert (
        repr(TIP.changes(2021)[0]) == "<Change Armenia: Tier 2 Watch List → Tier 2 (2021, upgrade)>"
    )
    assert repr(TIP) == "<TierRecord 2001-2025: 4,239 placements of 192 countries>"
    one = TIP.where(countries="KGZ", since=2025)
    assert repr(one) == "<TierRecord 2025-2025: 1 placement of 1 country>"
    found = TIP.where(countries="KGZ").compare_with([("France", 2021, "Tier 1")])
    assert str(found).endswith("1 is withheld by a selection")
    assert repr(TIP.spells()) == "<ByCountry Spells: 1,226 in 192 countries>"
    assert repr(KYRGYZ.outlook()) == "<Outlook 2026: may stay only by waiver>"
    assert repr(CHECKED) == f"<Report {MANY:,} problems>"
    assert str(TIP.changes(2021)).count("\n") > 37


@pytest.mark.parametrize("text", ["a\nb", "\x1b[31m" * 100, "\u202e", "x" * MANY, "\0" * MANY])
def test_a_repr_escapes_and_cuts(text: str) -> None:
    """Nothing in a text breaks the line, reaches a terminal as a command, or makes it long."""
    shown = brief(Report(), text)
    assert shown.isprintable()
    assert len(shown) < 200
    assert shown.startswith("<Report ")
    assert shown.endswith("…>" if len(text) > 160 else ">")


PARTS: dict[str, object] = {
    "other_names": organizations.OtherName(name="A"),
    "identifiers": organizations.Identifier(scheme="EIN", value="1"),
    "services": organizations.Service(kind="shelter"),
    "honours": people.Honour(award="A"),
    "budgets": projects.Budget(amount=1, currency="USD"),
    "channels": "radio",
    "hashtags": "#a",
    "countries": "KGZ",
}
TUPLES = [
    (record, field.name)
    for record in {type(one): one for one in STORY}.values()
    for field in attrs.fields(type(record))
    if isinstance(getattr(record, field.name), tuple) and field.repr
]


@pytest.mark.parametrize(("record", "name"), TUPLES, ids=lambda value: str(value)[:20])
def test_a_record_with_many_parts_shows_a_few(record: Any, name: str) -> None:
    """A long tuple of a record is cut in its repr, which says how many there are."""
    part = (*getattr(record, name), PARTS.get(name, "x"))[0]
    full = attrs.evolve(record, **{name: (part,) * MANY})
    assert len(repr(full)) < 3000
    assert f"{name}=({part!r}, {part!r}, {part!r}, ... {MANY:,} in all)" in repr(full)
    assert f"{name}={(part,) * 10!r}" in repr(attrs.evolve(record, **{name: (part,) * 10}))


MADE: dict[str, Callable[[], TipdataError]] = {
    "FormatError": lambda: FormatError(CHECKED.problems, 3),
    "MergeConflictError": lambda: errors.MergeConflictError(("a",) * MANY),
    "InvalidValueError": lambda: errors.InvalidValueError("x", "y" * MANY, "z" * MANY),
}


@pytest.mark.parametrize("name", MADE)
def test_an_error_shows_little_of_what_it_holds(name: str) -> None:
    """The repr of an error with thousands of problems or a huge value is short."""
    shown = repr(MADE[name]())
    assert len(shown) < 400
    assert shown.startswith(f"{name}(")


@pytest.mark.parametrize("held", HELD, ids=lambda held: type(held).__name__)
def test_a_pickle_names_public_classes(held: object) -> None:
    """A pickle names each class of ours by the path at which users import it."""
    words = [word for _, word, _ in pickletools.genops(pickle.dumps(held)) if isinstance(word, str)]
    for path, name in pairwise(words):
        if path.startswith("tipdata.") and path in sys.modules:
            found = getattr(sys.modules[path], name, None)
            assert not isinstance(found, type) or path in PUBLIC, f"{path}.{name}"
