"""The official acts that name countries: who, in which edition, and what is not known."""

import pickle
import subprocess
import sys
from collections import Counter
from typing import get_args

import attrs
import pytest

import oracle
import tipdata
from tipdata import TierRecord
from tipdata.errors import CoverageError, InvalidValueError, UnknownCountryError
from tipdata.records.designations import OUTCOMES, Designation, DesignationCoverage
from tipdata.records.sources import Source
from tipdata.tierrecord.acts import Acts
from tipdata.typing import DesignationKind

TIP = tipdata.load()
KINDS: tuple[DesignationKind, ...] = get_args(DesignationKind)
YEARS = range(2001, 2026)
MINE = TierRecord.from_rows([("KGZ", 2020, "Tier 2 Watch List"), ("KGZ", 2021, "Tier 2")])
WAIVER: DesignationKind = "watch list waiver"


def key(one: Designation) -> tuple[str, int, str, str]:
    """What designations are sorted by."""
    return one.kind, one.year, one.country, one.outcome


def test_designations_are_those_of_the_table() -> None:
    """Every row of the table is a designation with its source, once, and sorted."""
    found = TIP.designations()
    rows = oracle.table("designations.tsv")
    assert {(*map(str, key(one)), one.source) for one in found} == {
        (row["kind"], row["year"], row["country"], row["outcome"], row["source"]) for row in rows
    }
    assert len(found) == len(rows) == 523
    assert list(found) == sorted(found, key=key)
    counted = Counter((one.kind, one.outcome) for one in found)
    assert counted == Counter((row["kind"], row["outcome"]) for row in rows)
    assert counted.keys() == {(kind, outcome) for kind in KINDS for outcome in OUTCOMES[kind]}
    assert found.columns().keys() == {"kind", "year", "country", "outcome", "source"}


def test_every_status_is_that_of_the_tables() -> None:
    """For every country, kind and edition: named, not named on a complete list, or unknown."""
    acts, coverage = oracle.acts(), oracle.coverage()
    for country in TIP.countries:
        for kind in KINDS:
            for year in YEARS:
                named = (kind, year, country.alpha_3) in acts
                surely = coverage.get((kind, year)) == "complete"
                expected = "named" if named else "not named" if surely else "unknown"
                assert TIP.designation_status(country, kind, year) == expected


def test_the_coverage_counts_the_countries_that_are_named() -> None:
    """Each kind and year has the coverage of the table and as many countries as its designations."""
    rows = TIP.designation_coverage()
    assert {(row.kind, row.year): row.coverage for row in rows} == oracle.coverage()
    assert [(row.kind, row.year) for row in rows] == sorted(oracle.coverage())
    named = Counter((kind, year) for kind, year, _ in oracle.acts())
    assert {(row.kind, row.year): row.named for row in rows} == named
    for record in (TIP.where(bureau="SCA"), TIP.where(since=2015), TIP.where(countries="Cuba")):
        for row in record.designation_coverage():
            found = record.designations(kind=row.kind, year=row.year)
            assert row.named == len({one.country for one in found})


def test_thirteen_countries_are_named_twice_in_a_year() -> None:
    """Two outcomes of one country in one year are two designations, which both are found."""
    twice = {at: outcomes for at, outcomes in oracle.acts().items() if len(outcomes) > 1}
    assert len(twice) == 13
    for (_, year, code), outcomes in twice.items():
        found = TIP.designations(kind="tier 3 restriction", year=year, country=code)
        assert [one.outcome for one in found] == sorted(outcomes)


@pytest.mark.parametrize("kind", [None, WAIVER, KINDS[:2]])
@pytest.mark.parametrize("year", [None, 2018, [2004, 2021]])
@pytest.mark.parametrize("country", [None, "Cuba", ["CUB", "Sudan", "Macao"]])
def test_arguments_filter(kind: object, year: object, country: object) -> None:
    """One value or several of each argument choose the designations that have one of them."""
    given = {"kind": kind, "year": year, "country": country}
    found = TIP.designations(**{k: v for k, v in given.items() if v is not None})  # type: ignore[arg-type]
    kinds = KINDS if kind is None else (kind,) if isinstance(kind, str) else kind
    years = YEARS if year is None else (year,) if isinstance(year, int) else year
    codes = {None: None, "Cuba": {"CUB"}}.get(
        str(country) if country else None, {"CUB", "SDN", "MAC"}
    )
    assert tuple(found) == tuple(
        one
        for one in TIP.designations()
        if one.kind in kinds and one.year in years and (codes is None or one.country in codes)  # type: ignore[operator]
    )
    assert tuple(found.coverage) == tuple(
        row
        for row in TIP.designation_coverage()
        if row.kind in kinds and row.year in years  # type: ignore[operator]
    )


def test_a_selection_keeps_the_acts_of_its_own() -> None:
    """A selection has the acts of its countries in its editions, and refuses to speak of others."""
    chosen = TIP.where(bureau="SCA", since=2015)
    codes, years = {c.alpha_3 for c in chosen.countries}, set(chosen.years)
    own = [one for one in TIP.designations() if one.country in codes and one.year in years]
    assert list(chosen.designations()) == own
    assert chosen.designation_status("Kyrgyz Republic", WAIVER, 2020) == "named"
    with pytest.raises(InvalidValueError, match="leaves out all of this one"):
        chosen.designation_status("Cuba", WAIVER, 2018)
    with pytest.raises(InvalidValueError, match="leaves out all of this one"):
        chosen.designations(country="Cuba")
    with pytest.raises(CoverageError, match="the 2013 edition is left out"):
        chosen.designations(year=2013)
    with pytest.raises(CoverageError, match="the 2013 edition is left out"):
        chosen.designation_status("KGZ", WAIVER, 2013)
    few = TIP.where(tiers="Tier 3")
    assert few.designations() == TIP.designations()


def test_unknown_words_years_and_countries_are_refused() -> None:
    """No argument answers what it does not know with nothing."""
    with pytest.raises(InvalidValueError, match="did you mean 'watch list waiver'"):
        TIP.designations(kind="watch list waivers")  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError, match="did you mean 'child soldiers list'"):
        TIP.designation_coverage(kind="child soldier list")  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError, match="tier 3 restriction"):
        TIP.designation_status("Cuba", "sanction", 2018)  # type: ignore[arg-type]
    with pytest.raises(CoverageError, match="no 2026 edition"):
        TIP.designations(year=2026)
    with pytest.raises(UnknownCountryError, match="did you mean 'Kazakhstan'"):
        TIP.designations(country=["Cuba", "Kazakhstn"])
    assert not TIP.designations(country="Vatican City")


def test_a_table_of_ones_own_knows_no_acts() -> None:
    """A record without acts has none, says that nothing is known, and answers unknown."""
    assert not MINE.designations()
    assert not MINE.designation_coverage()
    assert repr(MINE.designations()) == "<Designations no designations: no acts are known>"
    assert {
        MINE.designation_status("KGZ", kind, year) for kind in KINDS for year in (2020, 2021)
    } == {"unknown"}
    assert MINE.series("KGZ").designations == ()
    assert MINE.series("KGZ").waivers == ()
    none = "<Designations no designations: acts are known of other countries>"
    assert repr(TIP.designations(country="France")) == none


def test_a_record_can_be_given_acts() -> None:
    """Acts of your own are read when asked for, whatever their order."""
    one = Designation(kind=WAIVER, country="KGZ", year=2021, outcome="waived", source="memo")
    other = Designation(
        kind="child soldiers list", country="KGZ", year=2021, outcome="listed", source="list"
    )
    row = DesignationCoverage(kind=WAIVER, year=2021, coverage="complete", named=3)
    memo, unnamed = Source(id="memo", title="Memo"), Source(id="none", title="None")
    calls: list[int] = []

    def load() -> Acts:
        calls.append(1)
        return Acts(designations=(one, other), coverage=(row,), sources=(unnamed, memo))

    record = TierRecord(
        countries=MINE.countries, editions=MINE.editions, assessments=MINE.assessments, acts=load
    )
    series = record.series("KGZ")
    assert not calls
    assert tuple(record.designations()) == (other, one) == series.designations
    assert [row.named for row in record.designation_coverage()] == [1]
    assert record.sources == record.acts.sources == (memo,)
    assert record == MINE


def test_joined_series_have_the_acts_of_predecessors() -> None:
    """A series that is joined with its predecessors has their acts too, in one order."""
    rows = [("YUG", 2002, "Tier 3"), ("SCG", 2004, "Tier 2"), ("SRB", 2010, "Tier 2")]
    acts = tuple(
        Designation(kind=kind, country=code, year=year, outcome=OUTCOMES[kind][0], source="one")
        for code, year, _ in reversed(rows)
        for kind in KINDS
    )
    record = attrs.evolve(TierRecord.from_rows(rows), acts=lambda: Acts(designations=acts))
    joined = record.series("SRB", predecessors=True)
    assert joined.designations == tuple(sorted(acts, key=key)) == tuple(record.designations())
    assert {one.country for one in record.series("SRB").designations} == {"SRB"}


def test_a_complete_list_names_no_one_else() -> None:
    """A waiver of a country that no act names is not named where the list of the year is complete."""
    rows = [("KGZ", year, "Tier 2 Watch List") for year in range(2019, 2023)]
    rows.append(("KGZ", 2018, "Tier 2"))
    known = [
        DesignationCoverage(kind=WAIVER, year=2021, coverage="complete", named=0),
        DesignationCoverage(kind=WAIVER, year=2022, coverage="partial", named=0),
        DesignationCoverage(kind="child soldiers list", year=2022, coverage="complete", named=0),
    ]
    record = attrs.evolve(TierRecord.from_rows(rows), acts=lambda: Acts(coverage=tuple(known)))
    bases = [(w.year, w.basis) for w in record.series("KGZ").outlook().waivers]
    assert bases == [(2021, "not named"), (2022, "must have been")]
    assert [(w.year, w.basis) for _, w in record.audit_watch_list().waivers] == bases
    assert "2 waivers (1 must have been, 1 must have been, but not named)" in str(
        record.audit_watch_list()[0][1]
    )
    assert not record.where(since=2022).series("KGZ").waivers


def test_series_have_the_acts_of_their_country() -> None:
    """A series has the designations of its country in the editions of its record."""
    every = TIP.designations()
    for series in TIP.every_series():
        code = series.country.alpha_3
        assert series.designations == tuple(one for one in every if one.country == code)
        named = [w.year for w in series.waivers if w.basis == "named"]
        assert named == [one.year for one in series.designations if one.kind == WAIVER]
    late = TIP.where(since=2020).series("Cuba").designations
    assert late == tuple(one for one in every if one.country == "CUB" and one.year >= 2020)


def test_sources_of_acts_are_sources_of_the_record() -> None:
    """Each source that a designation names is among the sources of the record, which go by id."""
    ids = [source.id for source in TIP.sources]
    assert ids == sorted(set(ids))
    assert {row["id"] for row in oracle.table("designation_sources.tsv")} <= set(ids)
    asia = TIP.where(bureau="SCA", since=2018)
    cited = {source for a in asia.assessments for source in (*a.sources, *a.disputed_by)}
    cited |= {one.source for one in asia.designations()}
    known = {row["id"] for row in oracle.table("sources.tsv")}
    known |= {row["id"] for row in oracle.table("designation_sources.tsv")}
    assert {source.id for source in asia.sources} == cited & known


def test_acts_survive_pickling() -> None:
    """A record, a selection and a series know the same acts after pickling, and stay small."""
    for record in (TIP, TIP.where(bureau="SCA", since=2015)):
        again = pickle.loads(pickle.dumps(record))  # noqa: S301 - our own
        assert again.designations() == record.designations()
        assert again.designation_coverage() == record.designation_coverage()
    series = TIP.series("Cuba")
    data = pickle.dumps(series)
    assert len(data) < 6000
    again = pickle.loads(data)  # noqa: S301 - our own
    assert (again, hash(again)) == (series, hash(series))
    assert again.designations == series.designations


def test_acts_load_when_they_are_asked_for() -> None:
    """`load`, `tier`, `series` and `changes` do not read the tables of acts; later ones read once."""
    code = """
import sys
read = []
sys.addaudithook(lambda event, args: event == "open" and read.append(str(args[0])))
import tipdata
tip = tipdata.load()
tip.tier("KGZ", 2021), tip.series("KGZ").spells(), tip.changes(2021), tip.where(bureau="SCA")
assert any(name.endswith("assessments.tsv") for name in read)
assert not any("designation" in name for name in read)
tip.designations()
for table in ("designations", "designation_coverage", "designation_sources"):
    assert any(name.endswith(table + ".tsv") for name in read)
tip.evidence("KGZ", 2021)
read.clear()
asia = tip.where(bureau="SCA")
asia.designations(), asia.evidence("KGZ", 2021), tip.outlooks(), asia.sources
for series in tip.every_series():
    series.designations, series.waivers, series.outlook()
assert not any(name.endswith(".tsv") for name in read), read
"""
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("year", range(2011, 2026))
def test_the_clock_infers_what_the_memoranda_say(year: int) -> None:
    """Where a list of waivers is complete, it is what the tiers alone imply, but for Hong Kong.

    Hong Kong's waiver of 2018 was contingent on a decision to come, so the
    memorandum counts six without it. Of partial lists, each name is implied.
    """
    named = {one.country for one in TIP.designations(kind=WAIVER, year=year)}
    found = {
        country.alpha_3: waiver.basis
        for country, waiver in TIP.audit_watch_list().waivers
        if waiver.year == year
    }
    inferred = oracle.waived(year)
    assert found.keys() == inferred
    assert {code for code, basis in found.items() if basis == "named"} == named <= inferred
    complete = oracle.coverage().get((WAIVER, year)) == "complete"
    assert complete == (year in {2013, 2015, 2018, 2019, 2020, 2022, 2023, 2024})
    if complete:
        assert inferred - named == ({"HKG"} if year == 2018 else set())
        sizes = {2013: 12, 2015: 17, 2018: 6, 2019: 7, 2020: 8, 2022: 12, 2023: 3, 2024: 4}
        assert len(named) == sizes[year]
    others = set(found.values()) - {"named"}
    assert others <= ({"not named"} if complete else {"must have been"})
    if year == 2017:
        assert (len(inferred), named) == (9, {"ATG"})
    if year == 2021:
        assert (len(inferred), len(named)) == (11, 7)
    if year == 2022:
        assert "ABW" in named


def test_outlooks_tell_how_waivers_are_known() -> None:
    """An outlook has the waivers so far with their basis and source, and says so in sentences."""
    waived = {year: oracle.waived(year) for year in range(2009, 2016)}
    acts = oracle.acts()
    for country, outlook in TIP.outlooks(2016):
        code = country.alpha_3
        run = range(2016 - outlook.consecutive, 2016)
        assert [waiver.year for waiver in outlook.waivers] == [y for y in run if code in waived[y]]
        named = [w for w in outlook.waivers if (WAIVER, w.year, code) in acts]
        assert (outlook.waivers_used, outlook.waivers_named) == (len(outlook.waivers), len(named))
        assert all(w.basis == "named" and w.source == f"state-waiver-memo-{w.year}" for w in named)
    haiti = TIP.series("Haiti").outlook(2016).sentence
    assert "A memorandum names the waiver of 2015 (state-waiver-memo-2015)." in haiti
    assert "There must have been a waiver in 2014." in haiti
    china = TIP.series("China").outlook(2013).sentence
    assert "There must have been waivers in 2011-2012." in china
    hong_kong = TIP.series("Hong Kong").outlook(2019).sentence
    assert "a waiver in 2018, but the memorandum does not name the country." in hong_kong
    assert "waiver" not in TIP.series("Brazil").outlook().sentence.replace("without a waiver", "")
