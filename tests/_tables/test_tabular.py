"""What every result has in common."""

import doctest
import pickle

import attrs
import polars as pl
import pytest
from test_notebook import RESULTS

import tipdata
from tipdata._tables import frame_maker
from tipdata._tables.columns import as_rows, cell_of, columns_by, read_paths
from tipdata._tables.html import notebook
from tipdata._tables.tabular import Tabular, TabularSequence
from tipdata.analysis.watchlist import Outlook
from tipdata.tiers import Tier

SEQUENCES = [result for result in RESULTS if isinstance(result, TabularSequence)]


@attrs.frozen
class Note:
    """An item of a made-up result."""

    tier: Tier
    years: tuple[int, ...]
    word: str | None = None


@attrs.frozen
class Notes(TabularSequence[Note]):
    """A made-up result, which says what it has and nothing else."""

    notes: tuple[Note, ...]

    _COLUMNS = read_paths("tier first=years.__class__.__name__ years word")
    _ITEMS = "notes"
    _TIERS = ("tier",)

    @property
    def _caption(self) -> str:
        return f"{len(self)} notes"


NOTES = Notes((Note(Tier.TIER_3, (2001, 2002), "a"), Note(Tier.TIER_1, ())))


def test_a_result_says_its_columns_and_has_the_rest() -> None:
    """From columns, items and a caption come rows, len, an index, text, HTML and typed frames."""
    assert as_rows(NOTES.columns()) == [
        {"tier": "Tier 3", "first": "tuple", "years": "2001 2002", "word": "a"},
        {"tier": "Tier 1", "first": "tuple", "years": "", "word": None},
    ]
    assert (list(NOTES), len(NOTES), NOTES[1]) == (list(NOTES.notes), 2, NOTES.notes[1])
    assert str(NOTES) == f"2 notes\n  {NOTES[0]}\n  {NOTES[1]}"
    assert "2 notes</figcaption>" in NOTES._repr_html_()
    assert NOTES._repr_html_().count('<th scope="row"') == 2
    dtype = NOTES.to_frame("polars")["tier"].dtype
    assert isinstance(dtype, pl.Enum)
    assert dtype.categories.to_list() == [tier.value for tier in Tier]
    assert Notes(()).columns() == {"tier": [], "first": [], "years": [], "word": []}


@pytest.mark.parametrize("result", RESULTS, ids=lambda result: type(result).__name__)
def test_every_result_is_a_table(result: object) -> None:
    """Every result but a lone outlook makes frames, whose columns and rows are its own."""
    if isinstance(result, Outlook):
        return
    assert isinstance(result, Tabular)
    columns = result.columns()
    assert len({len(cells) for cells in columns.values()}) == 1
    frame = result.to_frame("polars")
    assert frame.columns == list(columns)
    assert {name: frame[name].to_list() for name in frame.columns} == columns


@pytest.mark.parametrize("result", RESULTS, ids=lambda result: type(result).__name__)
def test_the_rank_is_beside_the_tier(result: object) -> None:
    """Every result with a column `tier` has its rank next to it, and no notebook shows both."""
    if not isinstance(result, Tabular) or "tier" not in result.columns():
        return
    columns = result.columns()
    names = list(columns)
    assert names[names.index("tier") + 1] == "rank"
    ranks = {tier.value: tier.rank for tier in Tier} | {None: None}
    assert columns["rank"] == [ranks[str(tier) if tier else None] for tier in columns["tier"]]
    assert ">rank</th>" not in notebook(columns, caption="")
    assert ">rank</th>" in notebook(columns, caption="", short=False)


@pytest.mark.parametrize("result", SEQUENCES, ids=lambda result: type(result).__name__)
def test_iterating_counting_and_indexing_agree(result: TabularSequence[object]) -> None:
    """What iterating gives is what `len` counts and an index takes, from either end."""
    items = list(result)
    assert len(result) == len(items)
    assert [result[place] for place in range(len(items))] == items
    if items:
        assert result[-1] is items[-1]
    with pytest.raises(IndexError):
        result[len(items)]


def test_a_result_says_whether_it_is_shortened() -> None:
    """A column without a value is left out, unless a result wants all of them."""

    class Whole(Notes):
        _SHORT = False

    empty = Notes(tuple(attrs.evolve(note, word=None) for note in NOTES.notes))
    assert ">word</th>" in NOTES._repr_html_()
    assert ">word</th>" not in empty._repr_html_()
    assert ">word</th>" in Whole(empty.notes)._repr_html_()


def test_folded_labels_are_ordered_in_frames() -> None:
    """Labels that a coding folds are categories of their own, in the same order."""
    found = tipdata.load().transitions(coding="three")
    dtype = found.to_frame("polars")["before"].dtype
    assert isinstance(dtype, pl.Enum)
    assert tuple(dtype.categories) == found.labels
    assert found.labels[2] == "Tier 2 or Tier 2 Watch List"
    assert list(found.labels) == sorted(found.labels)


@pytest.mark.parametrize("value", ["a", 1, 2.5, True, None])
def test_plain_values_are_cells_as_they_are(value: object) -> None:
    """A string, a number, a boolean and nothing stay what they are, of the same type."""
    cell = cell_of(value)
    assert cell == value
    assert type(cell) is type(value)
    assert columns_by({"it": "real"}, [1, True]) == {"it": [1, 1]}


def test_a_frame_maker_says_a_public_path() -> None:
    """FrameMaker is `tipdata.frames.FrameMaker`, by which it is pickled, and its example is true."""
    maker = tipdata.load().placements(2021).to_frame
    assert type(maker) is tipdata.frames.FrameMaker is frame_maker.FrameMaker
    assert type(maker).__module__ == "tipdata.frames"
    assert pickle.loads(pickle.dumps(maker)) == maker  # noqa: S301
    test = doctest.DocTestFinder(recurse=False).find(frame_maker.FrameMaker, module=False)[0]
    assert test.examples
    assert doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test).failed == 0
