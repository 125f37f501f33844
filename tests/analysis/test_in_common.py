"""What all results of an analysis have in common: reprs, strings, frames, headings, equality."""

import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import attrs
import polars as pl
import pytest

import tipdata
from tipdata import Tier, TierRecord, analysis
from tipdata.analysis.changes import Change
from tipdata.analysis.history import History
from tipdata.analysis.published import PublishedFigures
from tipdata.analysis.results import CountryResults
from tipdata.analysis.sensitivity import Sensitivity
from tipdata.analysis.series import Series
from tipdata.analysis.spells import Spell
from tipdata.errors import AmbiguousCountryError, UnknownCountryError

TIP = tipdata.load()
FIRM = TIP.where(evidence="corroborated")
KYRGYZ = TIP.series("KGZ")
FIGURES = TIP.published_figures()
LABELS = [tier.value for tier in Tier]
RESULTS: list[Any] = [
    TIP.placements(2024),
    TIP.changes(2011),
    KYRGYZ,
    KYRGYZ.changes(),
    KYRGYZ.spells(),
    TIP.spells(),
    TIP.transitions(),
    TIP.trajectories(),
    TIP.outlooks(),
    FIRM.outlooks(),
    TIP.audit_watch_list(),
    TIP.audit_watch_list().waivers,
    TIP.special_watch_list(2022),
    TIP.counts(by="bureau"),
    FIGURES,
    TIP.sensitivity(lambda tip, coding: len(tip.changes(2021, coding=coding))),
]


def name_of(result: object) -> str:
    """Return what a test of a result is called."""
    return type(result).__name__


def items_of(result: Any) -> Iterator[object]:
    """Yield the items of a result, those of pairs with a country without it."""
    if isinstance(result, Series) or not hasattr(result, "__iter__"):
        return
    yield from (item[1] if isinstance(item, tuple) else item for item in result)


@pytest.mark.parametrize("result", RESULTS, ids=name_of)
def test_a_column_of_tiers_is_ordered_in_a_frame(result: Any) -> None:
    """A column whose cells are labels of tiers is ordered as the labels are, and no other one is."""
    columns, frame = result.columns(), result.to_frame("polars")
    seen = 0
    for name, cells in columns.items():
        known, kind = {*cells} - {None}, frame[name].dtype
        assert isinstance(kind, pl.Enum) == (bool(known) and known <= {*LABELS}), name
        if isinstance(kind, pl.Enum):
            assert kind.categories.to_list() == LABELS
            seen += 1
    assert seen == sum({*cells} & {*LABELS} != set() for cells in columns.values())


@pytest.mark.parametrize("result", RESULTS, ids=name_of)
def test_a_row_is_headed_by_what_it_is_about(result: Any) -> None:
    """The heading of a row is its first cell; of a figure, its edition and kind; answers have none."""
    rows = re.findall(r"<tr.*?</tr>", result._repr_html_())[1:]
    heads = {PublishedFigures: 2, Sensitivity: 0}.get(type(result), 1)
    assert {row.count('<th scope="row"') for row in rows} <= {heads}
    assert rows or isinstance(result, Series)
    if isinstance(result, PublishedFigures):
        assert [*result.columns()][:heads] == ["year", "figure"]


@pytest.mark.parametrize("result", RESULTS, ids=name_of)
def test_every_result_and_item_prints_and_has_a_short_repr(result: Any) -> None:
    """A result and each of its items print a string, and their repr is their class and one line."""
    plain = {"TierCount", "Waiver"}
    for one in (result, *items_of(result)):
        assert str(one).strip()
        shown = repr(one)
        assert shown.startswith(f"<{name_of(one)} ") or name_of(one) in plain
        assert "\n" not in shown
    assert result._caption in result._repr_html_().replace("&#x27;", "'")
    assert repr(result) == f"<{name_of(result)} {result._caption}>"
    assert hash(result) == hash(attrs.evolve(result))


@pytest.mark.parametrize(
    "whole", [one for one in RESULTS if isinstance(one, CountryResults)], ids=name_of
)
def test_a_result_is_what_it_holds_and_not_how_it_finds(whole: Any) -> None:
    """Without what looks names up, a result is equal and finds its countries by every spelling."""
    bare = attrs.evolve(whole, find=None)
    assert bare == whole
    countries = [*dict.fromkeys((*bare._held, *bare.skipped))]
    shared = Counter(name for country in countries for name in country.spellings)
    ambiguous = [name for name, count in shared.items() if count > 1]
    for country in (*countries[:6], *bare._held[-2:]):
        alone = (name for name in country.spellings if shared[name] == 1)
        for known in (country, country.alpha_3, *alone):
            assert bare._meant(known) == country
    for name in ambiguous[:3]:
        with pytest.raises(AmbiguousCountryError):
            bare._meant(name)
    for country in countries[:3]:
        with pytest.raises(UnknownCountryError) as caught:
            bare._meant(f"{country.name}x")
        assert caught.value.nearest[0] == country.name


def test_equality_leaves_out_what_is_looked_up_elsewhere() -> None:
    """Placements are equal without the years of their countries, and a series without its acts."""
    placements = TIP.placements(2024)
    assert attrs.evolve(placements, years={}) == placements
    assert attrs.evolve(KYRGYZ, acts=None) == KYRGYZ
    assert attrs.evolve(KYRGYZ, left_out=(2001,)) != KYRGYZ


def test_results_take_their_fields_by_name() -> None:
    """Only what is made by the thousand, and a history, take their fields by position."""
    found: dict[type, set[bool]] = {}
    for info in pkgutil.iter_modules(analysis.__path__):
        module = importlib.import_module(f"tipdata.analysis.{info.name}")
        for value in vars(module).values():
            if isinstance(value, type) and attrs.has(value) and value.__module__ == module.__name__:
                own = (field for field in attrs.fields(value) if field.init)
                found[value] = {field.kw_only for field in own}
    assert len(found) > 25
    positional = {kind for kind, named in found.items() if named != {True}}
    assert positional == {Change, Spell, History}
    assert all(found[kind] == {False} for kind in positional)


_NUMBERED = re.compile(
    r"\b(?<![-.])([\d,]+) (?:published )?"
    r"(upgrade|downgrade|countr(?:y|ies)|spell|row|group|edition|waiver|figure|pair)(s?)\b"
)


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_one_is_singular(count: int) -> None:
    """Whatever a caption or a line counts is singular if it is one, and plural otherwise."""
    codes = ["KGZ", "UZB", "KAZ"][:count]
    steps = [(2019, "2WL"), (2020, "3"), (2021, "2")]
    one = TierRecord.from_rows([(code, *step) for code in codes or ["KGZ"] for step in steps])
    changes, spells = one.changes(2021), TIP.series("KGZ").spells()
    counts = one.counts(by=lambda country: country.name)
    texts = [
        one.placements(2021)._caption,
        attrs.evolve(changes, changes=changes.changes[:count])._caption,
        one.changes(2020)._caption,
        attrs.evolve(spells, spells=spells.spells[:count])._caption,
        *map(str, spells),
        one.spells()._caption,
        attrs.evolve(one.spells(), pairs=one.spells().pairs[:count])._caption,
        counts._caption,
        attrs.evolve(counts, rows=counts.rows[:count])._caption,
        one.transitions(until=2020)._caption,
        attrs.evolve(one.transitions(), skipped=count)._caption,
        attrs.evolve(FIGURES, figures=FIGURES.figures[:count])._caption,
    ]  # fmt: skip
    seen = [found for text in texts for found in _NUMBERED.findall(text)]
    assert len(seen) >= 10
    for number, noun, ending in seen:
        plural = ending == "s" or noun == "countries"
        assert plural == (number != "1"), (number, noun, texts)
