"""Every edition typed in before it was published: the answers, and the faults that are found.

`python benchmarks/rehearsal.py` counts how many faults a review shows.
"""

import random
import re

import pandas
import polars
import pytest
from matplotlib import pyplot

import listing_texts
import oracle
import tipdata
from rehearsing import Rehearsal, Wrong, misspell, record_until
from tipdata import Tier, TierRecord, countries, page, plots
from tipdata.errors import AmbiguousCountryError, UnknownCountryError
from tipdata.problems import FormatError
from tipdata.tierrecord.citing import STYLES
from tipdata.tierrecord.listings import read_listing

TIP = tipdata.load()
YEARS = TIP.years[1:]
LAYOUTS = [*listing_texts.LAYOUTS]
SEED = 2001
SAMPLE = 2
"""How many countries, or countries under wrong headings, of each edition are tried here."""


def text_of(year: int, layout: str) -> str:
    """Return the placements of an edition as people copy them."""
    return listing_texts.make_listing(listing_texts.names_by_tier(TIP, year), layout)


def typed(year: int) -> TierRecord:
    """Return the record before an edition with the edition typed in."""
    text = text_of(year, LAYOUTS[year % len(LAYOUTS)])
    return record_until(TIP, year).with_edition(TIP.edition(year), text)


def moves(record: TierRecord, year: int) -> list[tuple[str, str, str, str]]:
    """Return what changed, in the words of the record."""
    return [
        (c.country.alpha_3, str(c.before), str(c.after), c.direction) for c in record.changes(year)
    ]


def expected_moves(year: int) -> list[tuple[str, str, str, str]]:
    """Return what changed, by the tables alone."""
    found: list[tuple[str, str, str, str]] = []
    for code, own in oracle.rows().items():
        before, after = own.get(year - 1), own.get(year)
        if before != after:
            words = oracle.direction(before, after)
            old, new = (Tier.parse(one).value if one else "None" for one in (before, after))
            found.append((code, old, new, words))
    return sorted(found)


@pytest.mark.parametrize("year", YEARS)
def test_each_edition_as_text_gives_the_changes_of_the_packaged_one(year: int) -> None:
    """The same countries, tiers and directions, and no name to remark on, in four of the layouts."""
    before, edition = record_until(TIP, year), TIP.edition(year)
    for layout in (2 * LAYOUTS)[year % len(LAYOUTS) :][:4]:
        record = before.with_edition(edition, text_of(year, layout))
        assert moves(record, year) == moves(TIP, year), layout
        placed = {p.country.alpha_3: p.tier for p in record.placements(year)}
        assert placed == {p.country.alpha_3: p.tier for p in TIP.placements(year)}
        assert not [one for one in record.review() if one.code == "printed-otherwise"]
    assert sorted(moves(TIP, year)) == expected_moves(year)


@pytest.mark.parametrize("year", YEARS)
def test_rows_and_frames_give_the_record_of_the_text(year: int) -> None:
    """Pairs, a pandas frame, a polars frame and text in any layout are one record."""
    before, record = record_until(TIP, year), typed(year)
    rows = [(p.country.name_in(year), p.tier.value) for p in TIP.placements(year)]
    columns = dict(zip(("country", "tier"), map(list, zip(*rows, strict=True)), strict=True))
    for given in (rows, pandas.DataFrame(columns), polars.DataFrame(columns)):
        assert before.with_edition(TIP.edition(year), given) == record


@pytest.mark.long
@pytest.mark.parametrize("year", YEARS)
def test_everything_else_is_answered_as_of_the_packaged_edition(year: int) -> None:
    """Series, spells, the frame, published figures and the outlook of the year after."""
    record, packaged = typed(year), record_until(TIP, year + 1)
    for ours, theirs in zip(record.every_series(), packaged.every_series(), strict=True):
        assert ours.tiers == theirs.tiers
        assert ours.spells() == theirs.spells()
    assert record.outlooks().pairs == packaged.outlooks().pairs
    assert record.counts() == packaged.counts()
    columns = ["country", "name", "bureau", "year", "tier", "rank"]
    frames = [one.to_frame("polars").select(columns) for one in (record, packaged)]
    assert frames[0].equals(frames[1])
    figures = [
        [(f.figure, f.published, f.counted) for f in one.published_figures(year)]
        for one in (record, packaged)
    ]
    assert figures[0] == figures[1]


@pytest.mark.parametrize("year", YEARS)
def test_a_review_of_the_typed_edition_is_that_of_the_packaged_one(year: int) -> None:
    """It finds the same; only the remarks on packaged figures are missing."""
    found = [
        [(p.code, p.expected, p.value, len(p.records)) for p in one.review()]
        for one in (typed(year), record_until(TIP, year + 1))
    ]
    assert found[0] == found[1]


@pytest.mark.parametrize("year", [2002, 2014, 2025])
def test_whatever_is_shown_says_that_the_typed_edition_is_user_supplied(year: int) -> None:
    """The page, plots and citations say so of that edition, and of no other."""
    record = typed(year)
    assert f"as published; user-supplied for {year}." in page.render(record)
    words = "\n".join(text.get_text() for text in plots.shares(record).texts)
    pyplot.close("all")
    assert f"user-supplied data for {year}" in words
    for style in STYLES:
        assert "tiers as supplied by the user" in record.cite(style).casefold()
        assert "supplied" not in record.cite(style, years=year - 1)


def chance_for(year: int) -> random.Random:
    """Return what chooses the faults of an edition, the same in every run."""
    return random.Random(f"{SEED} {year}")  # noqa: S311 - a reproducible sample


def is_known(text: str) -> bool:
    """Return whether a string is a name after all."""
    try:
        countries.resolve(text)
    except (UnknownCountryError, AmbiguousCountryError):
        return False
    return True


def faulty_texts(year: int, chance: random.Random) -> list[tuple[str, str]]:
    """Return texts with one misspelled or doubled name each, and that name."""
    found: list[tuple[str, str]] = []
    for number in range(4 * SAMPLE):
        names = listing_texts.names_by_tier(TIP, year)
        tier = chance.choice([*names])
        place = chance.randrange(len(names[tier]))
        name = names[tier][place]
        if number % 2:
            names[chance.choice([*names])].append(name)
        else:
            while is_known(misspelled := misspell(name, chance)):
                pass
            name = names[tier][place] = misspelled
        layout = chance.choice(LAYOUTS)
        found.append((name, listing_texts.make_listing(names, layout)))
    return found


@pytest.mark.parametrize("year", YEARS)
def test_a_misspelled_or_doubled_name_is_always_found_on_reading(year: int) -> None:
    """One letter wrong, or one name too many, in any layout: the text is refused by that name."""
    for name, text in faulty_texts(year, chance_for(year)):
        with pytest.raises(FormatError) as caught:
            read_listing(text)
        said = str(caught.value)
        label = countries.resolve(name).label if is_known(name) else name
        assert label in said or any(part in said for part in re.split(r",? ", name)), said


@pytest.mark.parametrize("year", YEARS)
def test_a_country_left_out_is_always_found_by_review(year: int) -> None:
    """One of the edition before is named as missing; official totals show any, where complete."""
    rehearsal, chance = Rehearsal(TIP, year, official=True), chance_for(year)
    for code in chance.sample(sorted(rehearsal.tiers), SAMPLE):
        assert rehearsal.shows_missing(code) == (code in rehearsal.last)
        counts = rehearsal.edition.counts
        if counts.covered is not None or counts.of(rehearsal.tiers[code]) is not None:
            assert rehearsal.shows_count(code)


@pytest.mark.parametrize("year", YEARS)
def test_a_wrong_heading_is_always_found_where_totals_are_known(year: int) -> None:
    """One total too many or too few, of either of the two tiers, is enough."""
    rehearsal, chance = Rehearsal(TIP, year, official=True), chance_for(year)
    for wrong in chance.sample([*rehearsal.wrong_headings()], SAMPLE):
        counts = rehearsal.edition.counts
        if any(counts.of(tier) is not None for tier in wrong[1:]):
            assert "totals" in rehearsal.ways(wrong)


@pytest.mark.long
@pytest.mark.parametrize("year", YEARS)
def test_a_wrong_heading_is_shown_by_its_rarity_or_the_law_without_totals(year: int) -> None:
    """Two tiers from where it was before, or against the law: found, and by nothing else."""
    rehearsal, chance = Rehearsal(TIP, year, official=False), chance_for(year)
    ranks = {tier: tier.rank for tier in Tier}
    known = oracle.rows()
    for wrong in chance.sample([*rehearsal.wrong_headings()], 2 * SAMPLE):
        ways = rehearsal.ways(wrong)
        before = known[wrong.country].get(year - 1)
        then = ranks[Tier.parse(before)] if before else None
        now = ranks[wrong.wrong]
        is_large = then is not None and now is not None and abs(then - now) > 1
        verdict = oracle.verdict(known[wrong.country], year)
        listed = wrong.wrong is Tier.TIER_2_WATCH_LIST
        assert "totals" not in ways
        assert ("law" in ways) == (listed and verdict == "must leave")
        assert ("waiver" in ways) == (listed and verdict == "may stay only by waiver")
        assert "rarity" in ways or not is_large


def test_one_of_each_fault_of_the_last_edition() -> None:
    """A wrong heading is shown by what the example says, and not by the right list."""
    rehearsal = Rehearsal(TIP, 2025, official=False)
    tier_1, tier_2, listed, tier_3 = Tier.TIER_1, Tier.TIER_2, Tier.TIER_2_WATCH_LIST, Tier.TIER_3
    special = Tier.SPECIAL_CASE
    shown = {
        Wrong("FRA", tier_1, tier_2): set(),
        Wrong("FRA", tier_1, listed): {"rarity"},
        Wrong("FRA", tier_1, special): {"rarity"},
        Wrong("CHN", tier_3, listed): set(),
        Wrong("HTI", special, tier_1): {"rarity"},
    }
    assert {wrong: rehearsal.ways(wrong) for wrong in shown} == shown
    assert Rehearsal(TIP, 2025, official=True).ways(Wrong("FRA", tier_1, tier_2)) == {"totals"}
