"""Older versions of the data: what they were, and what differs."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tipdata
from tipdata import data
from tipdata.data._versions import apply_differences, find_differences
from tipdata.dataset.kinds import KINDS
from tipdata.errors import InvalidValueError

# The checksums that version 2025.1 was released with.
RELEASED = {
    "2025.1": {
        "assessments": "774e06ac76a6fa5aa073417f7b22253d605baca59787b62ec0f197f401aafe79",
        "claims": "c34e3b289645e0f372c3784c201b94e199c0cee760533f218f4f099413ffb654",
        "corrections": "c18d48edce7bb7698283ea6664678df61548e185a60982bbcfd585b5acdc59fa",
        "editions": "3b513f6e1ff38a89b7bc97fe89bab8e4d556e9c2f7fbc6ba58b25fda6a9d2dfd",
        "sources": "a1bc33817b9c040f85228e7a56928b5f544b31525124ac7a64cfa1ba2440a9ac",
    }
}
# The columns that a table has had only since a later version.
LATER = {"2025.1": {"sources": {"family", "weak"}}}
SETS = [(version, name) for version, tables in RELEASED.items() for name in tables]

OLD, NEW = "2025.1", "2025.2"
STORY: Literal["central-asia-2021"] = "central-asia-2021"
CHANGES = tipdata.data_changes(OLD, NEW)

Rows = Mapping[str, Mapping[str, str]]


@pytest.mark.parametrize(("version", "name"), SETS)
def test_an_older_version_is_what_was_released(version: str, name: str) -> None:
    """A table of an older version has the bytes that it was released with."""
    later = LATER[version].get(name, set())
    table = sorted(data.read_table(name, version).items())
    columns = [column for column in table[0][1] if column not in later]
    assert not any(row[column] for _, row in table for column in later)
    lines = [columns, *([row[column] for column in columns] for _, row in table)]
    text = "".join("\t".join(line) + "\n" for line in lines)
    assert hashlib.sha256(text.encode()).hexdigest() == RELEASED[version][name]


def test_the_older_story_is_what_was_released() -> None:
    """The story of version 2025.1 has the bytes that it was released with."""
    rows = data.read_table(STORY, OLD).values()
    ordered = sorted(rows, key=lambda row: (KINDS.index(row["type"]), row["id"]))
    text = "".join(f"{row['record']}\n" for row in ordered)
    released = "2d2b8455576804966bab4aff0db966cfb04b003175fac45c0118772d2511cf18"
    assert hashlib.sha256(text.encode()).hexdigest() == released


def test_every_version_loads() -> None:
    """Each version is a record that names it, and none but the newest is the default."""
    for version in tipdata.data_versions():
        record = tipdata.load(data_version=version)
        assert record.data_version == version
        assert len(record) == 4239
        assert (record is tipdata.load()) == (version == tipdata.data_version)
        story = tipdata.load(STORY, data_version=version)
        assert story.person("nazifa-kamalova").name == "Nazifa Kamalova"


def test_an_older_version_has_its_own_evidence() -> None:
    """Version 2025.1 has the levels, claims and sources that it was released with."""
    record = tipdata.load(data_version=OLD)
    levels = Counter(one.evidence for one in record)
    assert levels == {"corroborated": 3413, "single": 748, "derived": 78}
    claims = [claim for one in record for claim in record.evidence(one.country, one.year).claims]
    assert len(claims) == 13658
    assert len(record.sources) == 1795
    assert len(record.corrections) == 52
    malta = record.evidence("TZA", 2008)
    assert {claim.source for claim in malta.supporting} == set(malta.assessment.sources)


def test_an_older_version_has_its_own_editions_story_and_acts() -> None:
    """Version 2025.1 knows no published moves, no acts, and nothing that Kamalova said."""
    record, story = (
        tipdata.load(data_version=OLD),
        tipdata.load(STORY, data_version=OLD),
    )
    assert record.edition(2007).released_basis == "recollected"
    assert tipdata.load().edition(2007).released_basis == "seen"
    assert [edition.counts.upgrades for edition in record.editions] == [None] * 25
    assert len(record.designations()) == 0
    assert record.designation_status("Cuba", "watch list waiver", 2018) == "unknown"
    assert len(story.statements) == 1
    assert not story.designations
    assert len(tipdata.load(STORY).statements) == 2


TABLE = {"a": {"id": "a", "sources": "x y"}, "b": {"id": "b", "sources": ""}}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (("a", "", ""), {"b": TABLE["b"]}),
        (("a", "sources", "+w -x"), {**TABLE, "a": {"id": "a", "sources": "w y"}}),
        (("a", "title", "A"), {**TABLE, "a": {**TABLE["a"], "title": "A"}}),
        (("c", "id", "c"), {**TABLE, "c": {"id": "c"}}),
        (("*", "id", "z"), {key: {**row, "id": "z"} for key, row in TABLE.items()}),
        (("*", "", ""), {}),
    ],
)
def test_a_line_of_differences_turns_a_table_back(
    line: tuple[str, str, str], expected: Mapping[str, Mapping[str, str]]
) -> None:
    """A line takes a row away, sets a cell, edits a list of ids, or does so for every row."""
    table = {key: dict(row) for key, row in TABLE.items()}
    apply_differences(table, [line])
    assert table == expected


CELLS = st.sampled_from(["", "x", "a tab", "+x -y"])
IDS = st.lists(st.sampled_from("abcd"), unique=True).map(lambda ids: " ".join(sorted(ids)))


def tables(columns: set[str]) -> st.SearchStrategy[dict[str, dict[str, str]]]:
    """Return a strategy for tables with these columns."""
    rows = st.fixed_dictionaries({one: IDS if one in LISTS else CELLS for one in columns})
    keyed = st.dictionaries(st.sampled_from("rstu"), rows)
    return keyed.map(lambda found: {key: {"id": key, **row} for key, row in found.items()})


LISTS = {"sources", "disputed_by"}
COLUMNS = st.sets(st.sampled_from(["title", "sources", "disputed_by"]))


@given(st.data())
def test_differences_turn_a_table_back(data: st.DataObject) -> None:
    """Whatever rows, columns and cells two tables have, the lines lead from one to the other."""
    columns = data.draw(COLUMNS)
    now = data.draw(tables(columns | data.draw(COLUMNS)))
    before = data.draw(tables(columns))
    found = {key: dict(row) for key, row in now.items()}
    apply_differences(found, find_differences(now, before))
    assert found.keys() == before.keys()
    assert without(found, ()) == without(before, ())
    assert not find_differences(now, now)


def test_no_tier_differs() -> None:
    """From 2025.1 to 2025.2 no placement changed: what is known about them did."""
    counts = Counter((one.table, one.column) for one in CHANGES if one.before is not None)
    assert {column for table, column in counts if table == "assessments"} == {
        "evidence",
        "official",
        "families",
        "sources",
        "disputed_by",
        "note",
    }
    assert counts["assessments", "evidence"] == 423
    assert ("claims", "tier") not in counts
    assert all(one.after is not None for one in CHANGES)
    old, new = tipdata.load(data_version=OLD), tipdata.load()
    assert {(a.country, a.year): a.tier for a in old} == {(a.country, a.year): a.tier for a in new}


def test_the_stricter_rule_alone_would_have_corroborated_fewer() -> None:
    """By the present rule the claims of 2025.1 corroborate 2,895 placements, not 3,413."""
    families = {row["id"]: row["family"] for row in data.read_table("sources", NEW).values()}
    tiers = {
        (row["country"], row["year"]): row["tier"]
        for row in data.read_table("assessments", OLD).values()
    }
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in data.read_table("claims", OLD).values():
        cell = row["country"], row["year"]
        if row["tier"] == tiers[cell]:
            found[cell].add(families[row["source"]])
    assert sum(len(own) > 1 for own in found.values()) == 2895


def test_changes_are_the_differences_of_the_tables() -> None:
    """Applied to the older tables, the changes give the newer ones, key by key."""
    for name, keys in data.table_keys().items():
        rows = {key: dict(row) for key, row in data.read_table(name, OLD).items()}
        for change in CHANGES.of(name):
            row = rows.setdefault(change.key, {})
            assert row.get(change.column, "") == (change.before or "")
            row[change.column] = change.after or ""
        assert without(rows, keys) == without(data.read_table(name, NEW), keys)


def without(rows: Rows, keys: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Return the filled cells of rows, without those of the key."""
    filled = {
        key: {column: cell for column, cell in row.items() if cell and column not in keys}
        for key, row in rows.items()
    }
    return {key: row for key, row in filled.items() if row}


def test_changes_run_backwards_too() -> None:
    """From the newer version to the older one, every change is turned around."""
    back = tipdata.data_changes(NEW, OLD)
    assert {(one.table, one.key, one.column, one.after, one.before) for one in back} == {
        (one.table, one.key, one.column, one.before, one.after) for one in CHANGES
    }
    assert not tipdata.data_changes(NEW, NEW)


def test_a_change_says_what_happened() -> None:
    """A change prints as what was there and what is there now; a new row as what was added."""
    said = [str(one) for one in CHANGES.of("assessments") if one.column == "evidence"]
    assert said[0] == "assessments, AFG 2004, evidence: corroborated → single"
    new = next(one for one in CHANGES.of("designations"))
    assert str(new).startswith(f"designations, {new.key}, source: added, ")
    back = tipdata.data_changes(NEW, OLD).of("designations")[0]
    assert str(back).startswith(f"designations, {new.key}, source: removed, ")


@pytest.mark.parametrize("wrong", ["2025.3", "2025", "", 2025.1, None])
def test_unknown_versions_are_refused(wrong: object) -> None:
    """A version that is not packaged is refused, with those that are."""
    with pytest.raises(InvalidValueError, match=r"one of '2025.1', '2025.2'"):
        tipdata.data_changes(OLD, wrong)  # type: ignore[arg-type]
    if wrong is not None:
        with pytest.raises(InvalidValueError, match=r"one of '2025.1', '2025.2'"):
            tipdata.load(data_version=wrong)  # type: ignore[call-overload]


def test_unknown_tables_are_refused() -> None:
    """A table that the data does not have is refused, with the nearest."""
    with pytest.raises(InvalidValueError, match="did you mean 'claims'"):
        CHANGES.of("claim")
