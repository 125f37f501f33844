"""Instances of a user's own subclasses of records, at every door of a dataset."""

import copy
import io
import json as plain_json
import pickle
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import attrs
import pytest

import tipdata
from tipdata import Assessment, Dataset, Organization, Tier, formats, frames
from tipdata.dataset.kinds import (
    CLASSES,
    KEYS,
    KINDS,
    PLURALS,
    Record,
    RecordKind,
    key_of,
    kind_of,
    name_of,
    references_of,
)
from tipdata.errors import InvalidValueError, MergeConflictError
from tipdata.formats import json, jsonl, package, workbook

STORY = tipdata.load("central-asia-2021")
CELL: Any = {"country": "KAZ", "year": 2021, "tier": Tier.TIER_2}


def derive(cls: type) -> type:
    """Return a subclass of a record with a field of its own."""
    body = {"__annotations__": {"files": int}, "files": 0, "__module__": __name__}
    made = attrs.frozen(kw_only=True)(type(f"My{cls.__name__}", (cls,), body))
    globals()[made.__name__] = made  # for pickle
    return made


OWN: dict[RecordKind, Any] = {kind: derive(cls) for kind, cls in CLASSES.items()}


def as_own(record: Record, files: int) -> Any:
    """Return a record as one of its subclass."""
    cls = type(record)
    values = {f.name: getattr(record, f.name) for f in attrs.fields(cls) if f.init}
    return OWN[kind_of(cls) or "source"](**values, files=files)


def ids(found: Dataset | tuple[Record, ...]) -> set[int]:
    """Return which objects there are."""
    return {id(record) for record in found}


@attrs.frozen
class Case:
    """The story with a kind of record in classes of a user's own.

    Attributes:
        kind: The kind.
        held: The story.
        own: The records of the kind.
        before: What they were.
    """

    kind: RecordKind
    held: Dataset
    own: tuple[Any, ...]
    before: tuple[Any, ...]


def case(kind: RecordKind) -> Case:
    """Return the story with every record of a kind as one of the subclass."""
    before = getattr(STORY, PLURALS[kind])
    own = tuple(as_own(record, number) for number, record in enumerate(before, 1))
    others = (record for record in STORY if kind_of(type(record)) != kind)
    return Case(kind, Dataset.from_records([*others, *own]), own, before)


def read_back(
    write: Callable[[Dataset], Any], read: Callable[..., Dataset]
) -> Callable[[Case], object]:
    """Return the door that writes a dataset and reads it back into classes of the user's own."""
    return lambda c: read(write(c.held), classes={CLASSES[c.kind]: OWN[c.kind]}) == c.held


def read_one_by_one(text: str, classes: Any) -> Dataset:
    """Return the dataset of lines that are read one by one."""
    return Dataset.from_records(jsonl.iterate(io.StringIO(text), classes=classes))


DOORS: dict[str, Callable[[Case], object]] = {
    "constructor": lambda c: (
        ids(Dataset(**{PLURALS[c.kind]: c.own})) == ids(Dataset.from_records(c.own)) == ids(c.own)
    ),
    "kind": lambda c: (
        {name_of(one) for one in c.own} == {(c.kind, key_of(c.kind)(one)) for one in c.own}
    ),
    "length": lambda c: len(c.held) == len(STORY),
    "counts": lambda c: c.held.counts == STORY.counts,
    "repr": lambda c: repr(c.held) == repr(STORY),
    "iteration": lambda c: ids(c.own) <= ids(c.held) and len([*c.held]) == len(c.held),
    "membership": lambda c: all(one in c.held for one in c.own),
    "look-up": lambda c: all(
        getattr(c.held, c.kind)(*(getattr(one, name) for name in KEYS[c.kind])) is one
        for one in c.own
    ),
    "with_records": lambda c: c.held.without(*c.own).with_records(*c.own) == c.held,
    "without": lambda c: len(c.held.without(*c.own)) == len(STORY) - len(c.own),
    "merge": lambda c: (
        Dataset().merge(c.held) == c.held == c.held.merge(c.held)
        and STORY.merge(c.held, "theirs") == c.held
        and c.held.merge(STORY, "theirs") == STORY
    ),
    "select by kind": lambda c: ids(c.own) <= ids(c.held.select(kind=c.kind)),
    "select by year": lambda c: names(c.held.select(year=2021)) == names(STORY.select(year=2021)),
    "select by country": lambda c: (
        names(c.held.select(country="KAZ")) == names(STORY.select(country="KAZ"))
    ),
    "diff": lambda c: (
        [(x.after, x.fields) for x in STORY.diff(c.held).changed]
        == [(one, ("files",)) for one in c.own]
    ),
    "references": lambda c: (
        [references_of(one) for one in c.own] == [references_of(one) for one in c.before]
    ),
    "referrers": lambda c: (
        [names(c.held.referrers(one)) for one in c.own]
        == [names(STORY.referrers(one)) for one in c.before]
    ),
    "check": lambda c: (
        tipdata.check(c.held) == tipdata.check(STORY)
        and tipdata.check([*c.held]) == tipdata.check(c.held)
    ),
    "lost references": lambda c: (
        {p.path for p in tipdata.check(c.own)} == {p.path for p in tipdata.check(c.before)}
    ),
    "tiers": lambda c: (
        [x.alpha_3 for x in c.held.tiers.countries] == [x.alpha_3 for x in STORY.tiers.countries]
        and c.held.tiers.to_rows() == STORY.tiers.to_rows()
    ),
    "campaigns": lambda c: (
        names(c.held.campaigns_where(country="KGZ")) == names(STORY.campaigns_where(country="KGZ"))
    ),
    "pickle": lambda c: pickle.loads(pickle.dumps(c.held)) == c.held,  # noqa: S301
    "copy": lambda c: copy.deepcopy(c.held) == copy.copy(c.held) == c.held,
    "JSON": read_back(json.dumps, json.loads),
    "JSON Lines": read_back(jsonl.dumps, jsonl.loads),
    "one by one": read_back(jsonl.dumps, read_one_by_one),
    "package": read_back(package.dumps, package.loads),
    "workbook": read_back(workbook.dumps, workbook.loads),
    "plain values": read_back(formats.to_plain, partial(formats.from_plain, Dataset)),
    "json_default": lambda c: (
        plain_json.loads(plain_json.dumps(c.own, default=formats.json_default))
        == [formats.to_plain(one) for one in c.own]
    ),
    "one record": lambda c: all(
        formats.from_plain(OWN[c.kind], formats.to_plain(one)) == one for one in c.own
    ),
    "converter": lambda c: all(
        formats.converter().structure(formats.converter().unstructure(one), OWN[c.kind]) == one
        for one in c.own
    ),
    "frame": lambda c: (
        framed(c.own) == framed(c.before)
        and frames.to_frame(c.own, "polars")["files"].to_list() == [one.files for one in c.own]
    ),
}
"""What a dataset is asked and done to; each is true if its subclass lives there like its kind."""


def names(found: Dataset | tuple[Record, ...]) -> list[object]:
    """Return the names of records, in order."""
    return [name_of(record) for record in found]


def framed(records: tuple[Record, ...]) -> list[object]:
    """Return a frame of records without the field of the subclass."""
    rows = frames.to_frame(records, "polars").to_dicts()
    return [{name: row[name] for name in row if name != "files"} for row in rows]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS.keys())
def test_a_subclass_lives_like_its_kind(kind: RecordKind, door: Callable[..., object]) -> None:
    """At every door, an instance of a subclass is one of its kind, and what it adds is kept."""
    assert door(case(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_one_among_others_is_not_lost(kind: RecordKind, tmp_path: Path) -> None:
    """Among records of its class, one of a subclass is counted, compared, written and framed."""
    first, *rest = getattr(STORY, PLURALS[kind])
    own = as_own(first, 7)
    held = STORY.without(first).with_records(own)
    assert getattr(held, PLURALS[kind]) == (own, *rest)
    assert held != STORY
    with pytest.raises(MergeConflictError):
        STORY.merge(held)
    every = Dataset.from_records(
        [*STORY.without(first, *rest), own, *(as_own(one, 0) for one in rest)]
    )
    for name in ("a.json", "a.jsonl", "a.zip", "folder"):
        tipdata.write(held, tmp_path / name)
        assert tipdata.read(tmp_path / name, classes={CLASSES[kind]: OWN[kind]}) == every
        with pytest.raises(tipdata.FormatError, match="files"):
            tipdata.read(tmp_path / name)
    cells = frames.to_frame((own, *rest), "polars")["files"].to_list()
    assert cells == [7, *[None] * len(rest)]


@attrs.frozen(kw_only=True)
class Unwritten(Organization):
    """An organization with a field that files do not have."""

    weight: complex = 1j


WRITERS: list[Callable[[Dataset], object]] = [
    json.dumps,
    jsonl.dumps,
    package.dumps,
    workbook.dumps,
    formats.to_plain,
    lambda held: formats.to_plain(held.organization("one")),
    lambda held: frames.to_frame(held.organizations, "polars"),
    lambda held: tipdata.write(held, Path("never.json")),
]


@pytest.mark.parametrize("write", WRITERS)
def test_what_files_cannot_hold_is_refused(write: Callable[[Dataset], object]) -> None:
    """A writer refuses a subclass with a field of a type that files do not have, by its name."""
    held = Dataset(organizations=[Unwritten(id="one", name="One"), *STORY.organizations])
    with pytest.raises(InvalidValueError, match=r"of the type <class 'complex'>, got .*Unwritten"):
        write(held)
    assert not Path("never.json").exists()


@attrs.frozen(kw_only=True)
class Noted(Assessment):
    """A placement with fields whose empty values are not their defaults."""

    remark: str = "none yet"
    weight: int | None = 1


def test_an_empty_cell_is_the_value_that_it_is(tmp_path: Path) -> None:
    """A cell is left out only in a column of the user's own, of a type that has no empty value."""
    held = Dataset(assessments=[Noted(**CELL, remark="", weight=None)])
    tipdata.write(held, tmp_path / "folder")
    classes = {Assessment: Noted}
    assert tipdata.read(tmp_path / "folder", classes=classes) == held
    table = tmp_path / "folder" / "assessments.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",0,", ",,"), encoding="utf-8")
    with pytest.raises(tipdata.FormatError, match="families: this is a string; expected an int"):
        package.load(tmp_path / "folder", classes=classes, verify=False)
