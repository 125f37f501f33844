"""The tier record: loading, look-ups, selections, one's own tables."""

import copy
import html
import pickle
import re
from collections import Counter

import pytest

import oracle
import tipdata
from tipdata import Tier, TierRecord
from tipdata.errors import (
    AmbiguousCountryError,
    CoverageError,
    NotInReportError,
    UnknownCountryError,
)
from tipdata.problems import FormatError
from tipdata.tiers import best_first

TIP = tipdata.load()
SHORT = {tier.short: tier for tier in Tier}


def test_every_cell_is_that_of_the_table() -> None:
    """Each of the 4,239 placements loads as the table has it, through each look-up."""
    grid = oracle.tiers()
    assert len(grid) == len(TIP) == 4239
    assert {(a.country, a.year): a.tier.short for a in TIP} == grid
    for (code, year), tier in grid.items():
        assert TIP.tier(code, year) is SHORT[tier]
    for country in TIP.countries:
        assert dict(TIP.series(country)) == {
            year: SHORT[tier] for (code, year), tier in grid.items() if code == country.alpha_3
        }


def test_load_is_always_the_same_object() -> None:
    """Loading twice gives one record."""
    assert tipdata.load() is TIP


def test_the_record_is_what_it_says() -> None:
    """There are 192 entities and 25 editions, in order; assessments have both."""
    assert len(TIP.countries) == 192
    assert [e.year for e in TIP.editions] == list(range(2001, 2026))
    assert [e.ordinal for e in TIP.editions] == list(range(1, 26))
    assert [(a.country, a.year) for a in TIP] == sorted((a.country, a.year) for a in TIP)
    assert {a.country for a in TIP} == {c.alpha_3 for c in TIP.countries}
    known = {source.id for source in TIP.sources}
    assert all(set(a.sources) | set(a.disputed_by) <= known for a in TIP)


def test_official_counts_are_met_but_for_the_known_exception() -> None:
    """Counts per tier equal the official ones wherever known; 2005 has 7 special cases of 8."""
    differing = {e.year: dict(TIP.placements(e.year).differences) for e in TIP.editions}
    assert {y: d for y, d in differing.items() if d} == {2005: {Tier.SPECIAL_CASE: (7, 8)}}


def test_placements_part_the_countries() -> None:
    """The tiers of an edition part its countries, and shares are counts over all."""
    for edition in TIP.editions:
        placements = TIP.placements(edition.year)
        assert sum(placements.counts.values()) == len(placements)
        assert [c for t in Tier for c in placements.on(t)] != []
        assert sum(placements.shares.values()) == pytest.approx(1)
        assert len({p.country for p in placements}) == len(placements)


@pytest.mark.parametrize(
    "country", ["KGZ", "KG", "417", "Kyrgyzstan", "Kyrgyz Republic", "kyrgyz republic"]
)
def test_countries_are_given_as_code_or_name(country: str) -> None:
    """A code, a name and the Country itself mean the same."""
    assert TIP.tier(country, 2021) is TIP.tier(tipdata.countries.get("KGZ"), 2021) is Tier.TIER_2


def test_four_errors_say_what_there_is() -> None:
    """Unknown, ambiguous, outside coverage and not in that edition are four look-up errors."""
    cases: list[tuple[object, object, type[tipdata.TipdataError], str]] = [
        (
            "Kazakstan",
            2021,
            UnknownCountryError,
            "unknown country 'Kazakstan'; did you mean 'Kazakhstan'",
        ),
        ("Congo", 2021, AmbiguousCountryError, "'Congo' is ambiguous: it may mean "),
        ("KGZ", 2026, CoverageError, "no 2026 edition; the record covers 2001-2025"),
        (
            "KGZ",
            "2021",
            CoverageError,
            "expected a report year, an integer such as 2021, got '2021'",
        ),
        (
            "SSD",
            2005,
            NotInReportError,
            "South Sudan is not in the 2005 report; it is in 2012-2025",
        ),
    ]
    for country, year, kind, text in cases:
        with pytest.raises(kind) as caught:
            TIP.tier(country, year)  # type: ignore[arg-type]
        assert isinstance(caught.value, LookupError)
        assert isinstance(caught.value, tipdata.TipdataError)
        assert str(caught.value).startswith(text)
        twin = pickle.loads(pickle.dumps(caught.value))  # noqa: S301
        assert twin == caught.value
        assert str(twin) == str(caught.value)


@pytest.mark.parametrize(
    "value",
    ["", " ", "\ud800", "x" * 10**7, 5, None, b"KGZ", ["KGZ"], 2.5],
    ids=lambda value: type(value).__name__,
)
def test_bad_countries_are_refused_at_once(value: object) -> None:
    """What is no text, or text of no sense, is an error that names it shortened."""
    with pytest.raises(UnknownCountryError) as caught:
        TIP.series(value)  # type: ignore[arg-type]
    assert len(str(caught.value)) < 200
    str(caught.value).encode()


@pytest.mark.parametrize(
    "year",
    ["", "2021-02-30", None, 2021.5, True, 10**5000, float("nan"), [2021]],
    ids=lambda value: type(value).__name__,
)
def test_bad_years_are_refused_at_once(year: object) -> None:
    """What is no report year is an error that names it shortened."""
    with pytest.raises(CoverageError) as caught:
        TIP.placements(year)  # type: ignore[arg-type]
    assert len(str(caught.value)) < 200


def test_tiers_have_their_order_in_results_and_another_in_print() -> None:
    """Mappings and columns follow the labels; what is printed shows the best first."""
    labels, printed = [tier.value for tier in Tier], [tier.value for tier in best_first()]
    placements, moved, counted = TIP.placements(2024), TIP.transitions(), TIP.counts()
    for mapping in (placements.counts, placements.shares, counted[0].shares):
        assert list(mapping) == labels
    assert counted.columns()["tier"][: len(labels)] == labels
    assert list(moved.labels) == labels
    assert moved.columns()["before"][: len(labels) ** 2 : len(labels)] == labels
    assert [moved.counts[i][i] for i in range(5)] == [moved.count(tier, tier) for tier in Tier]
    texts = (str(placements), placements._repr_html_(), str(moved), moved.to_html())
    for text in (*texts, moved._repr_html_(), TIP._repr_html_()):
        # The longest first, since one label begins with another.
        found = list(dict.fromkeys(re.findall("Special Case|Tier 2 Watch List|Tier [123]", text)))
        assert found == printed
    assert str(counted[-1]) == "all 2025: 1: 33, 2: 106, 2WL: 25, 3: 20, SC: 4"


def test_printed_figures_stand_under_their_own_headings() -> None:
    """In what is printed, each figure is that of the tiers which its row and column name."""
    moved, counted = TIP.transitions(), TIP.counts(by="bureau")
    table = moved._table()
    for place, head in enumerate(table["from / to"][:-1]):
        before = Tier.parse(head)
        assert [table[after.value][place] for after in Tier] == [
            moved.count(before, after) for after in Tier
        ]
        assert table["left"][place] == moved.left[list(Tier).index(before)]
    assert [table[after.value][-1] for after in Tier] == list(moved.entered)
    for shown, found, names in (
        (counted._table(), counted, [tier.short for tier in Tier]),
        (TIP._table(), TIP.counts(), [tier.value for tier in Tier]),
    ):
        for tier, name in zip(Tier, names, strict=True):
            assert shown[name] == [row.on(tier) for row in found]


def test_a_series_knows_its_gaps() -> None:
    """A year is placed, a special case, not in the report, or without an edition."""
    haiti, sudan = TIP.series("Haiti"), TIP.series("South Sudan")
    assert haiti.status(2023) == "placed"
    assert haiti.status(2024) == "special_case"
    assert sudan.status(2005) == "not_in_report"
    assert sudan.status(1999) == sudan.status(2026) == "no_such_edition"
    assert sudan.get(2005) is None
    assert 2005 not in sudan
    with pytest.raises(KeyError):
        sudan[2005]


def test_kosovo_and_south_sudan_are_never_joined() -> None:
    """A country that broke away from one that goes on keeps a record of its own."""
    for code in ("XKX", "SSD", "TLS"):
        assert TIP.series(code, predecessors=True) == TIP.series(code)


def test_selections_hold_what_was_asked_for() -> None:
    """A bureau, countries and years choose countries and editions, and the rest is withheld."""
    asia = TIP.where(bureau="SCA", since=2010, until=2020)
    assert {c.bureau for c in asia.countries} == {"SCA"}
    assert [e.year for e in asia.editions] == list(range(2010, 2021))
    assert set(asia.assessments) == {
        a
        for a in TIP
        if a.year in range(2010, 2021) and tipdata.countries.get(a.country).bureau == "SCA"
    }
    assert asia.withheld == {(a.country, a.year) for a in TIP} - {(a.country, a.year) for a in asia}
    assert {e.year for e in (*asia.left_out, *asia.editions)} == set(TIP.years)
    assert not TIP.where().withheld
    assert TIP.where().assessments == TIP.assessments
    assert (
        TIP.where(countries=["Kazakhstan", "KGZ"], bureau=("SCA", "EUR")).countries
        == TIP.where(countries=("KAZ", "KGZ")).countries
    )
    with pytest.raises(CoverageError, match="no edition before 2010"):
        asia.changes(2010)
    assert not asia.placements(2015).differences


def test_evidence_selections_withhold_instead_of_removing() -> None:
    """Without derived cells nobody seems to enter or leave, and asking for one says so."""
    firm = TIP.where(evidence=("corroborated", "single"))
    derived = {(a.country, a.year) for a in TIP if a.evidence == "derived"}
    assert firm.withheld == derived
    assert len(firm) + len(derived) == len(TIP)
    for year in range(2002, 2026):
        whole = {
            (c.country, c.direction) for c in (*TIP.changes(year), *TIP.changes(year).unchanged)
        }
        for change in firm.changes(year):
            assert (change.country, change.direction) in whole
    with pytest.raises(NotInReportError, match="Somalia 2024 is withheld: a selection"):
        firm.tier("SOM", 2024)
    assert firm.series("SOM").status(2024) == "withheld"
    again = firm.where(bureau="AF")
    assert ("SOM", 2024) in again.withheld


def test_selecting_in_two_steps_is_selecting_at_once() -> None:
    """One selection after another equals both together."""
    once = TIP.where(bureau="AF", evidence="corroborated", since=2012)
    twice = TIP.where(evidence="corroborated").where(since=2012).where(bureau="AF")
    assert once == twice


def test_evidence_names_every_claim() -> None:
    """For each disputed or corrected cell, evidence lists all claims with their sources.

    A claim agrees, disagrees, or does not distinguish the tier from another.
    """
    cells = {(a.country, a.year) for a in TIP if a.disputed_by} | {
        (c.country, c.year) for c in TIP.corrections
    }
    claims = Counter((row["country"], int(row["year"])) for row in oracle.table("claims.tsv"))
    for code, year in cells:
        evidence = TIP.evidence(code, year)
        assert len(evidence.claims) == claims[code, year]
        assert tuple(sorted({c.source for c in evidence.supporting})) == evidence.assessment.sources
        assert {c.source for c in evidence.disputing} == set(evidence.assessment.disputed_by)
        assert all(len(claim.tiers) > 1 for claim in evidence.undecided)
        parts = (*evidence.supporting, *evidence.undecided, *evidence.disputing)
        assert sorted(map(str, parts)) == sorted(map(str, evidence.claims))
        assert {s.id for s in evidence.sources} == {c.source for c in evidence.claims}
        printed = str(evidence)
        assert all(str(source) in printed for source in evidence.sources)
    assert len(TIP.corrections) == 54


def test_corrections_are_settled_as_the_record_says() -> None:
    """Every settled disagreement is settled on the tier that the record holds."""
    for correction in TIP.corrections:
        assert TIP.tier(correction.country, correction.year) is correction.settled
        assert TIP.evidence(correction.country, correction.year).correction == correction


def test_a_selection_has_its_own_sources_and_corrections() -> None:
    """A selection names the sources and corrections of the placements that it keeps, and no others."""
    korea = TIP.where(countries="KOR")
    assert korea.corrections
    assert {c.country for c in korea.corrections} == {"KOR"}
    cited = {source for a in korea for source in (*a.sources, *a.disputed_by)}
    assert {source.id for source in korea.sources} == cited
    assert len(korea.sources) < len(TIP.sources)


def test_records_compare_hash_copy_and_pickle_by_content() -> None:
    """A pickled or copied record is equal, hashes alike and answers alike."""
    for twin in (pickle.loads(pickle.dumps(TIP)), copy.copy(TIP)):  # noqa: S301
        assert twin == TIP
        assert hash(twin) == hash(TIP)
        assert twin.evidence("KGZ", 2021) == TIP.evidence("KGZ", 2021)
    assert TIP.where(since=2002) != TIP


@pytest.mark.parametrize("coding", [None, "ordinal", "kelley"])
def test_the_whole_record_reads_back_from_rows(coding: str | None) -> None:
    """The record written as rows, with labels or numbers, is read back with equal tiers."""
    rows: list[tuple[object, object, object]] = []
    for a in TIP:
        tier: object = a.tier.value if coding is None else a.tier.coded(coding)  # type: ignore[arg-type]
        if tier is not None:
            rows.append((a.country, str(a.year), tier))
    read = TierRecord.from_rows(rows, coding=coding)  # type: ignore[arg-type]
    assert {(a.country, a.year, a.tier) for a in read} == {
        (a.country, a.year, a.tier) for a in TIP if coding != "ordinal" or a.tier.rank
    }
    if coding != "ordinal":
        assert read.changes(2021).columns()["direction"] == TIP.changes(2021).columns()["direction"]


def test_tables_are_written_as_they_are_read() -> None:
    """What to_rows writes, from_rows reads back; on kelley every country has every edition."""
    for coding in (None, "kelley"):
        rows = TIP.to_rows(coding=coding)
        read = TierRecord.from_rows(rows, coding=coding)
        assert read.to_rows() == TIP.to_rows()
    assert len(TIP.to_rows(coding="kelley")) == len(TIP.countries) * len(TIP.editions)
    ordinal = {(code, year): value for code, year, value in TIP.to_rows(coding="ordinal")}
    assert ordinal == {(a.country, a.year): a.tier.rank for a in TIP}
    firm = TIP.where(evidence="corroborated")
    written = {(code, year) for code, year, _ in firm.to_rows(coding="kelley")}
    assert not written & firm.withheld


def test_every_bad_cell_of_a_table_is_told_at_once() -> None:
    """Each problem of a table comes with its row, column, value and what was expected."""
    rows: list[object] = [
        {"country": "Kazakstan", "year": 2021, "tier": "Tier 2"},
        {"country": "Congo", "year": 1999, "tier": "Teir 2"},
        {"country": "KGZ", "year": 2021.5, "tier": "Tier 4"},
        {"land": "KGZ"},
        ("KGZ", 2021, "2WL"),
        ("Kyrgyzstan", "2021", "2"),
        "KGZ 2021",
    ]
    with pytest.raises(FormatError) as caught:
        TierRecord.from_rows(rows)  # type: ignore[arg-type]
    found = [(p.path, p.code) for p in caught.value.problems]
    assert found == [
        ("$[0].country", "unknown-country"),
        ("$[1].country", "ambiguous-country"),
        ("$[1].year", "invalid-value"),
        ("$[1].tier", "unknown-tier"),
        ("$[2].year", "invalid-value"),
        ("$[2].tier", "unknown-tier"),
        ("$[3]", "missing-column"),
        ("$[5]", "duplicate-placement"),
        ("$[6]", "wrong-row"),
    ]
    first, *_ = caught.value.problems
    assert first.suggestion == "Kazakhstan"
    assert (
        str(first)
        == "$[0].country: unknown country; expected the name or code of a country, got 'Kazakstan'; did you mean 'Kazakhstan'?"
    )


def test_a_thousand_problems_are_kept_and_the_rest_counted() -> None:
    """The first problems are kept as asked for, the rest counted, and the text stays short."""
    with pytest.raises(FormatError) as caught:
        TierRecord.from_rows([(f"? {n}", 2021, "1") for n in range(5000)])
    assert (len(caught.value.problems), caught.value.omitted) == (1000, 4000)
    lines = str(caught.value).splitlines()
    assert len(lines) == 22
    assert lines[-1] == "  and 4,980 more"
    with pytest.raises(FormatError) as caught:
        TierRecord.from_rows([(f"? {n}", 2021, "1") for n in range(5)], max_problems=2)
    assert (len(caught.value.problems), caught.value.omitted) == (2, 3)


def test_a_table_keeps_to_the_editions_it_is_given() -> None:
    """With editions given, a row of another year is a problem that says which years there are."""
    editions = [edition for edition in TIP.editions if edition.year >= 2020]
    mine = TierRecord.from_rows([("KGZ", 2021, "2")], editions=editions)
    assert mine.series("KGZ").status(2020) == "not_in_report"
    assert mine.edition(2021).released == TIP.edition(2021).released
    with pytest.raises(FormatError, match=r"a year of the editions: 2020-2025, got 2019"):
        TierRecord.from_rows([("KGZ", 2019, "2")], editions=editions)


def test_an_empty_record_answers() -> None:
    """A record without rows has no editions, and says so."""
    empty = TierRecord.from_rows([])
    assert len(empty) == 0
    assert str(empty) == "<TierRecord no editions: 0 placements of 0 countries>"
    with pytest.raises(CoverageError, match="the record has no editions"):
        empty.changes(2021)
    assert len(empty.series("KGZ").changes()) == 0


def test_a_notebook_shows_the_note_of_a_placement() -> None:
    """What a placement rests on can be read where no source names it."""
    derived = TIP.where(evidence="derived").assessments
    assert derived
    for cell in derived:
        assert html.escape(cell.note) in TIP.evidence(cell.country, cell.year)._repr_html_()


def test_a_verdict_stands_beside_its_sentence() -> None:
    """A notebook shows why before the figures, which may lie outside of a narrow page."""
    assert [*TIP.outlooks().columns()][2:5] == ["year", "verdict", "sentence"]
