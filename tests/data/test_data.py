"""What is always true of the packaged facts, checked over all of them."""

import hashlib
import re
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from tipdata import data as _packaged

FOLDER = Path(_packaged.__file__).parent
TABLES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.tsv"))
TIERS = ("1", "2", "2WL", "3", "SC")

# What the figures of editions.tsv and the table do not agree on: figure, table.
# The eighth special case of 2005 is a recollection that no source names.
KNOWN = {(2005, "SC"): (8, 7)}
KNOWN_COVERED = {2005: (150, 149)}

KEYS = {
    "assessments": 2,
    "claims": 4,
    "sources": 1,
    "corrections": 2,
    "editions": 1,
    "edition_figures": 2,
    "designations": 4,
    "designation_coverage": 2,
    "designation_sources": 1,
    "groups": 4,
    "folded_names": 1,
}

# How many placements of each edition are corroborated, as was counted when the
# claims were compiled, apart from this code.
CORROBORATED = {
    **dict(zip(range(2001, 2009), (44, 83, 85, 107, 128, 123, 137, 168), strict=True)),
    **dict(zip(range(2016, 2026), (146, 92, 94, 76, 166, 180, 95, 169, 99, 145), strict=True)),
}

Cell = tuple[str, str]


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of a packaged table, each with its columns named."""
    header = _packaged.read_text(f"{name}.tsv").partition("\n")[0].split("\t")
    return [dict(zip(header, row, strict=True)) for row in _packaged.rows(f"{name}.tsv")]


def cell(row: dict[str, str]) -> Cell:
    """Return the country and the year of a row."""
    return row["country"], row["year"]


def by_cell() -> dict[Cell, list[dict[str, str]]]:
    """Return the claims about each placement."""
    claims: defaultdict[Cell, list[dict[str, str]]] = defaultdict(list)
    for row in CLAIMS:
        claims[cell(row)].append(row)
    return claims


ASSESSMENTS = table("assessments")
CLAIMS = table("claims")
SOURCES = table("sources")
CORRECTIONS = table("corrections")
EDITIONS = table("editions")


def test_every_claim_is_about_an_assessment() -> None:
    """A claim is about a country and a year that have an assessment."""
    assert {cell(row) for row in CLAIMS} <= {cell(row) for row in ASSESSMENTS}


def test_sources_and_disputes_are_what_the_claims_say() -> None:
    """Sources are those that name the tier; those that rule it out dispute it.

    A source that does not distinguish two tiers supports neither of them.
    """
    claims = by_cell()
    for row in ASSESSMENTS:
        own, tier = claims[cell(row)], row["tier"]
        for_it = {claim["source"] for claim in own if claim["tier"] == tier}
        against = {claim["source"] for claim in own if tier not in claim["tier"].split("/")}
        assert row["sources"] == " ".join(sorted(for_it)), row
        assert row["disputed_by"] == " ".join(sorted(against)), row


def test_sources_are_those_that_claim_something() -> None:
    """Every listed source makes a claim, and every claim has a listed source."""
    assert {row["source"] for row in CLAIMS} == {row["id"] for row in SOURCES}


@pytest.mark.parametrize("name", KEYS)
def test_tables_are_sorted_by_a_key_that_is_unique(name: str) -> None:
    """Rows stand in the order of their key columns, and no key comes twice."""
    keys = [row[: KEYS[name]] for row in _packaged.rows(f"{name}.tsv")]
    assert all(one < other for one, other in pairwise(keys))


@pytest.mark.parametrize("name", TABLES)
def test_tables_are_plain(name: str) -> None:
    """A table is UTF-8 with line feeds alone, rows of one length and no blanks at cell ends."""
    text = (FOLDER / name).read_bytes().decode("utf-8")
    lines = text.split("\n")
    width = len(lines[0].split("\t"))
    assert set(re.findall(r"[\x00-\x1f\x7f-\x9f]", text)) <= {"\n", "\t"}
    assert lines[-1] == ""
    for line in lines[:-1]:
        cells = line.split("\t")
        assert len(cells) == width, line
        assert all(value == value.strip() for value in cells), line


def test_columns_hold_the_words_they_may_hold() -> None:
    """Tiers, wordings, evidence, official and bases come from their short lists."""
    assert {row["tier"] for row in ASSESSMENTS} == set(TIERS)
    assert {row["tier"] for row in CLAIMS} == {*TIERS, "2/2WL"}
    assert {row["wording"] for row in CLAIMS} == {"same", "next"}
    assert {row["evidence"] for row in ASSESSMENTS} == {"corroborated", "single", "derived"}
    assert {row["official"] for row in ASSESSMENTS} == {"yes", "next", "no"}
    assert {row["released_basis"] for row in EDITIONS} <= {"seen", "recollected"}
    assert {row["weak"] for row in SOURCES} == {"", "yes"}
    assert all(row["family"] for row in SOURCES)
    assert {row["period_basis"] for row in EDITIONS} == {"", "practice", "statute"}


def test_editions_are_those_assessed_and_are_counted_through() -> None:
    """There is an edition for each year that has assessments, numbered from 1 without a gap."""
    assert {row["year"] for row in EDITIONS} == {row["year"] for row in ASSESSMENTS}
    assert [int(row["year"]) - int(row["ordinal"]) for row in EDITIONS] == [2000] * len(EDITIONS)
    assert all(row["released"].startswith(f"{row['year']}-") for row in EDITIONS)


def test_placements_add_up_to_the_official_counts() -> None:
    """Each known count of an edition is the number of placements, but for one known exception."""
    placed = Counter((int(row["year"]), row["tier"]) for row in ASSESSMENTS)
    columns = ("tier_1", "tier_2", "tier_2_watch_list", "tier_3", "special_case")
    differing = {
        (year, tier): (int(row[column]), placed[year, tier])
        for row in EDITIONS
        for year in (int(row["year"]),)
        for tier, column in zip(TIERS, columns, strict=True)
        if row[column] and int(row[column]) != placed[year, tier]
    }
    assert differing == KNOWN


def test_placements_add_up_to_the_countries_covered() -> None:
    """An edition's total is the number of its assessments; 2005 lacks its known exception."""
    placed = Counter(int(row["year"]) for row in ASSESSMENTS)
    differing = {
        year: (int(row["covered"]), placed[year])
        for row in EDITIONS
        for year in (int(row["year"]),)
        if int(row["covered"]) != placed[year]
    }
    assert differing == KNOWN_COVERED


def test_the_watch_list_begins_in_2004() -> None:
    """Nobody is on the Tier 2 Watch List before the edition that created it."""
    assert min(int(row["year"]) for row in ASSESSMENTS if row["tier"] == "2WL") == 2004


def test_what_was_settled_is_what_is_assessed() -> None:
    """The tier on which a disagreement was settled is the tier of the assessment."""
    assessed = {cell(row): row["tier"] for row in ASSESSMENTS}
    assert {cell(row): row["settled"] for row in CORRECTIONS} == {
        cell(row): assessed[cell(row)] for row in CORRECTIONS
    }
    assert all(row["why"] for row in CORRECTIONS)


def test_every_dispute_was_settled() -> None:
    """An assessment that a source disputes is among the corrections, with the reason."""
    disputed = {cell(row) for row in ASSESSMENTS if row["disputed_by"]}
    assert disputed <= {cell(row) for row in CORRECTIONS}


def test_corrections_quote_the_claims() -> None:
    """A source that a correction quotes claims just that."""
    claims: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in CLAIMS:
        claims[row["country"], row["year"], row["source"]].add(row["tier"])
    listed = {row["id"] for row in SOURCES}
    for row in CORRECTIONS:
        for quoted in filter(None, row["claims"].split("; ")):
            source, _, tier = quoted.rpartition("=")
            assert source, quoted
            if source in listed:
                assert claims[row["country"], row["year"], source] == {tier}, row


def test_evidence_follows_from_the_families() -> None:
    """Two families corroborate unless all are weak; one is single; none is derived, with a note."""
    families = {row["id"]: row["family"] for row in SOURCES}
    weak = {row["id"] for row in SOURCES if row["weak"]}
    for row in ASSESSMENTS:
        sources = set(row["sources"].split())
        count = len({families[source] for source in sources})
        assert row["families"] == str(count), row
        if count == 0:
            level = "derived"
        elif count == 1 or sources <= weak:
            level = "single"
        else:
            level = "corroborated"
        assert row["evidence"] == level, row
        assert level != "derived" or row["note"], row


def test_levels_of_evidence_are_as_counted() -> None:
    """3,410 placements are corroborated, 807 single and 22 derived; 1,719 are official."""
    assert Counter(row["evidence"] for row in ASSESSMENTS) == {
        "corroborated": 3410,
        "single": 807,
        "derived": 22,
    }
    assert Counter(row["official"] for row in ASSESSMENTS)["yes"] == 1719
    placed = Counter(row["year"] for row in ASSESSMENTS)
    firm = Counter(row["year"] for row in ASSESSMENTS if row["evidence"] == "corroborated")
    middle = [str(year) for year in range(2009, 2016)]
    assert sum(placed[year] - firm[year] for year in middle) == 13
    others = {int(year): count for year, count in firm.items() if year not in middle}
    assert others == CORROBORATED


def test_official_placements_rest_on_official_texts() -> None:
    """The Department's own text says so where a source of its family names the tier.

    Besides these, only placements named in a determination of the President or
    in a memorandum on waivers count as official.
    """
    state = {row["id"] for row in SOURCES if row["family"] == "state"}
    documents = {row["id"] for row in SOURCES if row["family"] in {"pd", "waiver"}}
    claims = by_cell()
    for row in ASSESSMENTS:
        said = {
            claim["wording"]
            for claim in claims[cell(row)]
            if claim["source"] in state and claim["tier"] == row["tier"]
        }
        expected = "yes" if "same" in said else "next" if said else "no"
        if row["official"] != expected:
            assert row["official"] == "yes", row
            assert documents.intersection(row["sources"].split()), row


def test_notes_tell_when_a_tier_was_last_claimed() -> None:
    """A derived cell's note names the last year before it, and the next, with a claim for its tier."""
    claimed = defaultdict(set)
    for row in ASSESSMENTS:
        if row["sources"]:
            claimed[row["country"], row["tier"]].add(row["year"])
    for row in ASSESSMENTS:
        found = re.search(r"last seen \D*(\d{4})(?:, then again in (\d{4}))?", row["note"])
        assert bool(found) == (row["evidence"] == "derived"), row
        if found:
            years = claimed[row["country"], row["tier"]]
            assert found[1] == max(year for year in years if year < row["year"]), row
            later = [year for year in years if year > row["year"]]
            assert found[2] in {None, min(later, default=None)}, row


def test_official_next_rests_on_the_next_edition() -> None:
    """A placement known from the next edition's own text has a source so worded that agrees."""
    worded_so = {(cell(row), row["tier"]) for row in CLAIMS if row["wording"] == "next"}
    for row in ASSESSMENTS:
        if row["official"] == "next":
            assert (cell(row), row["tier"]) in worded_so, row


def test_swaziland_alone_was_moved_after_release() -> None:
    """Swaziland in 2009 is the one placement amended after the report was out."""
    moved = {cell(row): (row["tier"], row["amended"]) for row in ASSESSMENTS if row["amended"]}
    assert moved == {("SWZ", "2009"): ("3", "2WL")}


def test_every_source_can_be_looked_up() -> None:
    """Every source has a title and an address; an id holds no blank, since lists split there."""
    for row in SOURCES:
        assert row["title"], row
        assert row["address"], row
        assert " " not in row["id"], row


def test_checksums_are_those_of_the_files() -> None:
    """SHA256SUMS lists every data file by name with its hash, as sha256sum writes them."""
    listed = [line.split("  ") for line in _packaged.read_text("SHA256SUMS").splitlines()]
    assert listed == [
        [hashlib.sha256((FOLDER / name).read_bytes()).hexdigest(), name]
        for name in sorted({*TABLES, *(path.name for path in FOLDER.iterdir())})
        if name in TABLES or name.endswith(".jsonl") or name == "VERSION"
    ]


def test_version_names_the_newest_edition() -> None:
    """A data version is the year of its newest edition, a dot and a number, oldest first."""
    versions = _packaged.read_text("VERSION").splitlines()
    numbers = [re.fullmatch(r"(\d{4})\.([1-9]\d*)", version) for version in versions]
    pairs = [(int(found[1]), int(found[2])) for found in numbers if found]
    assert len(pairs) == len(versions)
    assert pairs == sorted(set(pairs))
    assert pairs[-1][0] == max(int(row["year"]) for row in EDITIONS)
