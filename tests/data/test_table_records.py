"""Records of the packaged tables that are made without their checks are what their classes make."""

from collections.abc import Iterable
from typing import Any

import attrs
import pytest

from tipdata.countries import default
from tipdata.data import columns, data_versions, make_records, rows
from tipdata.loading._tables import read_acts, read_assessments, read_background
from tipdata.records.assessments import Assessment
from tipdata.records.sources import Source

VERSIONS = data_versions()


def exactly(value: object) -> object:
    """Return a value with its type, and with those of its parts."""
    parts = [exactly(one) for one in value] if isinstance(value, tuple) else value
    return type(value), parts


def unchecked(version: str) -> Iterable[Any]:
    """Yield every record of a version that is made of columns."""
    known = read_background(version)
    yield from read_assessments(version)
    yield from (claim for said in known.claims.values() for claim in said)
    yield from (*known.sources, *read_acts(version).sources)
    yield from default().countries


@pytest.mark.parametrize("version", VERSIONS)
def test_a_record_made_of_columns_is_what_its_class_makes_of_its_fields(version: str) -> None:
    """Calling the class with the fields of a packaged record gives the same values and types."""
    kinds = set[str]()
    for record in unchecked(version):
        kind = type(record)
        given = {field.name: getattr(record, field.name) for field in attrs.fields(kind)}
        made = kind(**given)
        assert made == record
        assert hash(made) == hash(record)
        for name, value in given.items():
            assert exactly(getattr(made, name)) == exactly(value), (record, name)
        kinds.add(kind.__name__)
    assert kinds == {"Assessment", "Claim", "Country", "Source"}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", ["assessments", "claims", "sources", "designation_sources"])
def test_columns_have_the_cells_of_the_rows(name: str, version: str) -> None:
    """Columns, put side by side, are the rows of the table."""
    found = columns(f"{name}.tsv", version)
    assert [[*row] for row in zip(*found, strict=True)] == [*rows(f"{name}.tsv", version)]


@pytest.mark.parametrize("version", VERSIONS)
def test_records_say_what_the_tables_say(version: str) -> None:
    """Written as a row again, each record is the row it was read from, in the order of the table."""
    placed = [
        [
            *(one.country, str(one.year), one.tier.short, one.evidence),
            one.official.removesuffix(" edition"),
            *(str(one.families), " ".join(one.disputed_by), " ".join(one.sources), one.note),
            one.amended.short if one.amended else "",
        ]
        for one in read_assessments(version)
    ]
    assert placed == [*rows("assessments.tsv", version)]
    known = read_background(version)
    claims = [
        [
            *(code, str(year), claim.source, claim.wording.removesuffix(" edition")),
            "/".join(tier.short for tier in claim.tiers),
        ]
        for (code, year), said in known.claims.items()
        for claim in said
        if (claim.country, claim.year) == (code, year)
    ]
    assert claims == [*rows("claims.tsv", version)]
    sources = [
        [one.id, one.title, one.author, one.address, one.remarks, one.family, "yes" * one.weak]
        for one in known.sources
    ]
    assert sources == [*rows("sources.tsv", version)]


def test_a_table_without_rows_makes_no_records() -> None:
    """No cells are no records."""
    assert make_records(Source, 0, id=(), title=()) == ()
    assert make_records(Assessment, 0) == ()
