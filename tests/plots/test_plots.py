"""What the plots draw, read back from their artists."""

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection, PolyCollection
from matplotlib.colors import to_hex
from matplotlib.text import Text

import tipdata
from tipdata import Tier, TierRecord, plots
from tipdata._tables.palette import CELL_FILLS, CHANGE_FILLS, MAP_FILLS
from tipdata.analysis.series import describe_cell
from tipdata.cli import main
from tipdata.countries import Country, CountryRegistry
from tipdata.errors import InvalidValueError, MissingExtraError
from tipdata.plots._axes import open_axes
from tipdata.plots._marks import draw_dots, place_ends
from tipdata.tiers import best_first, levels

mpl.use("Agg")

TIP = tipdata.load()
ASIA = ("KAZ", "KGZ", "TJK", "TKM", "UZB")
SMALL = TIP.where(countries=ASIA)
OWN = TierRecord.from_rows([("KGZ", 2020, "Tier 3"), ("KGZ", 2021, "Tier 2")])

PLOTS: dict[str, Callable[[TierRecord, Axes | None], Axes]] = {
    "heatmap": lambda tip, ax: plots.heatmap(tip, ax=ax),
    "timeline": lambda tip, ax: plots.timeline(tip.every_series(), ax),
    "shares": plots.shares,
    "shares by region": lambda tip, ax: plots.shares(tip, ax, by="wb_region", on=2024),
    "changes": lambda tip, ax: plots.changes(tip.changes(2025, since=2003), ax),
    "map": lambda tip, ax: plots.map(tip, 2025, ax=ax, labels="codes"),
    "map of changes": lambda tip, ax: plots.map(tip, 2025, since=2003, ax=ax),
}


@pytest.fixture(autouse=True)
def close_figures() -> Iterator[None]:
    """Leave no figure open."""
    yield
    pyplot.close("all")


def numbers(array: object) -> list[list[float]]:
    """Return the rows of an array."""
    rows: list[list[float]] = np.asarray(array, dtype=float).tolist()
    return rows


def boxes(ax: Axes) -> dict[str, set[tuple[float, float, float, float]]]:
    """Return the boxes drawn, by the kind that they are labelled as, each with its sides."""
    found: dict[str, set[tuple[float, float, float, float]]] = {}
    for collection in ax.collections:
        if isinstance(collection, PolyCollection):
            kind = found.setdefault(str(collection.get_label()), set())
            for path in collection.get_paths():
                across, down = zip(*numbers(path.vertices), strict=True)
                kind.add((min(across), max(across), min(down), max(down)))
    return found


def texts(ax: Axes) -> list[Text]:
    """Return every text that is drawn."""
    legend = ax.get_legend()
    assert legend is not None
    ticks = [
        label
        for axis in (ax.xaxis, ax.yaxis)
        for tick in axis.get_major_ticks()
        for label in (tick.label1, tick.label2)
    ]
    named = [*ax.texts, *ticks, *legend.get_texts(), ax.title, ax._left_title, ax.yaxis.label]  # type: ignore[attr-defined]  # not in the stubs
    return [text for text in named if text.get_text() and text.get_visible()]


def names(ax: Axes) -> list[str]:
    """Return what the legend names."""
    legend = ax.get_legend()
    assert legend is not None
    return [text.get_text() for text in legend.get_texts()]


@pytest.mark.parametrize(
    ("pixels", "tip"),
    [
        pytest.param(800, SMALL, id="800-5"),
        pytest.param(800, TIP, id="800-190", marks=pytest.mark.long),
        pytest.param(2000, SMALL, id="2000-5", marks=pytest.mark.long),
        pytest.param(2000, TIP, id="2000-190", marks=pytest.mark.long),
    ],
)
@pytest.mark.parametrize("kind", PLOTS)
def test_no_text_lies_on_another_or_outside(kind: str, pixels: int, tip: TierRecord) -> None:
    """At any width and number of countries, texts keep apart, and in the figure."""
    with mpl.rc_context({"figure.figsize": (pixels / 100, 8), "figure.dpi": 100}):
        ax = PLOTS[kind](tip, None)
    figure = ax.figure.canvas.figure
    figure.draw_without_rendering()
    page = figure.bbox
    found = [(t.get_window_extent(), t.get_text()) for t in texts(ax)]
    assert page.width == pixels
    # Sorted by their left sides, each is compared only with those that begin before it ends.
    found.sort(key=lambda pair: pair[0].x0)
    for place, (box, text) in enumerate(found):
        inside = page.x0 <= box.x0 and box.x1 <= page.x1 and page.y0 <= box.y0 <= box.y1 <= page.y1
        assert inside, text
        for other, its in found[place + 1 :]:
            if other.x0 >= box.x1:
                break
            assert other.y0 >= box.y1 or other.y1 <= box.y0, (text, its)


def test_a_heatmap_draws_the_record() -> None:
    """There is one box for each country and edition, of the kind that the record says."""
    drawn = boxes(plots.heatmap(TIP))
    every = TIP.every_series()
    cells = {
        (round((a + b) / 2), int((c + d) / 2)): kind
        for kind, found in drawn.items()
        for a, b, c, d in found
    }
    assert cells == {
        (year, row): describe_cell(series, year)[0]
        for row, series in enumerate(every)
        for year in TIP.years
    }


def test_a_heatmap_takes_countries_in_their_order() -> None:
    """Rows are the countries asked for, from the top down."""
    ax = plots.heatmap(TIP, ["Uzbekistan", "KAZ"])
    assert [text.get_text() for text in ax.get_yticklabels()] == ["Uzbekistan", "Kazakhstan"]
    assert ax.yaxis_inverted()


def test_a_timeline_draws_the_spells() -> None:
    """Each spell is one box from its first to its last edition, on its tier's fill."""
    every = SMALL.every_series()
    drawn = boxes(plots.timeline(every))
    spells = {
        kind: {(round(a + 0.47), round(b - 0.47), int((c + d) / 2)) for a, b, c, d in found}
        for kind, found in drawn.items()
        if kind in {tier.value for tier in Tier}
    }
    assert spells == {
        tier.value: found
        for tier in Tier
        if (
            found := {
                (spell.first, spell.last, row)
                for row, series in enumerate(every)
                for spell in series.spells().on(tier)
            }
        )
    }


def test_a_timeline_draws_the_clock() -> None:
    """A mark is at each edition on the list that counts, another for waivers, and the verdicts."""
    every = TIP.every_series()
    ax = plots.timeline(every)
    marks = [c for c in ax.collections if isinstance(c, PathCollection)]
    counted, waived = ({(round(x), int(y)) for x, y in numbers(c.get_offsets())} for c in marks)
    listed = {
        (year, row)
        for row, series in enumerate(every)
        for year, tier in series.items()
        if tier is Tier.TIER_2_WATCH_LIST and year >= 2009
    }
    assert counted | waived == listed
    assert not counted & waived
    by_waiver = sum(listing.waivers for _, listing in TIP.audit_watch_list())
    assert len(waived) == by_waiver
    words = [text.get_text() for text in ax.texts]
    for verdict in ("must leave", "may stay only by waiver", "may stay"):
        found = [o for _, o in TIP.outlooks() if o.verdict == verdict]
        assert words.count(verdict) == len([o for o in found if not o.is_interpretation])
    assert words.count("must leave (interpretation)") == 1


def test_shares_are_those_of_the_record() -> None:
    """The bars of each edition stack to a whole, each as high as its tier's share."""
    drawn = boxes(plots.shares(TIP))
    for row in TIP.counts():
        bars = {
            kind: top - floor
            for kind, found in drawn.items()
            for left, right, floor, top in found
            if round((left + right) / 2) == row.year
        }
        assert sum(bars.values()) == pytest.approx(1)
        assert bars == pytest.approx({t.value: s for t, s in row.shares.items() if s})


@pytest.mark.parametrize("by", ["bureau", "un_region", "wb_region", "eu"])
def test_shares_of_groups_have_a_row_each(by: Any) -> None:
    """The bars of a group stack in its row from the best tier up, with its countries above."""
    ax = plots.shares(TIP, by=by)
    drawn, counts = boxes(ax), TIP.counts(by=by)
    named = [tipdata.countries.BUREAUS.get(group, group) for group in counts.groups]  # type: ignore[call-overload]
    assert [label.get_text() for label in ax.get_yticklabels()] == named
    for row in counts:
        place = counts.groups.index(row.group)
        bars = sorted(
            (-low, kind, low - top)
            for kind, found in drawn.items()
            for left, right, top, low in found
            if round((left + right) / 2) == row.year and place < top < low < place + 1
        )
        held = [tier for tier in best_first() if row.on(tier)]
        assert [kind for _, kind, _ in bars] == [tier.value for tier in held]
        assert [height for *_, height in bars] == pytest.approx(
            [row.shares[tier] * 0.75 for tier in held]
        )
        above = [t.get_text() for t in ax.texts if t.get_position() == (row.year, place + 0.1)]
        assert not above or above == [str(row.total)]
    assert sum(t.get_text().isdigit() for t in ax.texts) > sum(bool(row.total) for row in counts)


def test_the_title_names_the_groups() -> None:
    """The title of shares says what the groups are, and nothing for groups of your own."""
    titles: dict[Any, str] = {
        "bureau": ": bureaus of the State Department",
        "eu": ": European Union",
        "wb_income": ": World Bank income groups",
        (lambda country: country.alpha_3[0]): "",
        None: "",
    }
    few = TIP.where(countries=("KGZ", "FRA"))
    own = plots.shares(few, by=lambda _: "AF")
    assert [label.get_text() for label in own.get_yticklabels()] == ["AF"]
    for by, end in titles.items():
        title = plots.shares(few, by=by).get_title("left")
        assert title.replace("\n", " ") == f"Countries on each tier, 2001-2025{end}"


def test_the_source_of_groups_is_below_the_plot() -> None:
    """The source line ends with the scheme, its date and the licence that asks to be named."""
    few = TIP.where(countries=("KGZ", "FRA"))
    ends: dict[Any, str] = {
        "wb_income": "\nGroups: World Bank income groups, CC BY 4.0, as of 2026-07-03",
        "nato": "\nGroups: North Atlantic Treaty Organization, as of 2024-03-07",
        "bureau": "",
    }
    for by, end in ends.items():
        (source,) = [
            text.get_text()
            for text in plots.shares(few, by=by).texts
            if text.get_text().startswith("Source: ")
        ]
        made = f"Made with tipdata {tipdata.__version__}, data {tipdata.data_version}"
        assert source.partition("\n")[2] == made + end


def test_changes_are_dots_from_one_tier_to_the_other() -> None:
    """There is a dot where each change begins and one where it ends, in the new tier's colour."""
    changes = TIP.changes(2021, since=2008)
    ax = plots.changes(changes)
    labels = [text.get_text().replace("\n", " ") for text in ax.get_xticklabels()]
    rows = {text.get_text(): row for row, text in enumerate(ax.get_yticklabels())}
    before, *after = (c for c in ax.collections if isinstance(c, PathCollection))
    starts = {int(y): labels[round(x)] for x, y in numbers(before.get_offsets())}
    ends = {
        int(y): (labels[round(x)], to_hex((red, green, blue)))
        for dots in after
        for (x, y), (red, green, blue, _) in zip(
            numbers(dots.get_offsets()), numbers(dots.get_facecolor()), strict=True
        )
    }
    absent = "not in the report"
    assert len(starts) == len(ends) == len(changes)
    for change in changes:
        row = rows[change.country.label]
        after_ = change.after.value if change.after else absent
        assert starts[row] == (change.before.value if change.before else absent)
        assert ends[row] == (after_, CELL_FILLS[after_].colour)


def test_the_axis_and_the_legend_of_changes_go_by_rank() -> None:
    """The best tier is at the right and first in the legend, and special cases are at the end."""
    changes = [*TIP.changes(2024)]
    places = place_ends(changes)
    assert [*places] == [tier.value for tier in reversed(best_first())]
    entries = [
        words for words, _ in draw_dots(open_axes(None, "x", rows=1, row=1), changes, places)
    ]
    after = {change.after for change in changes}
    assert Tier.SPECIAL_CASE in after
    assert [words for words in entries if words in CELL_FILLS] == [
        tier.value for tier in best_first() if tier in after
    ]


@pytest.mark.parametrize("kind", PLOTS)
def test_a_legend_names_all_that_is_drawn(kind: str) -> None:
    """Every kind of box or country has its name in the legend, and no other tier has."""
    ax = PLOTS[kind](SMALL, None)
    drawn = {str(collection.get_label()) for collection in ax.collections}
    kinds = {*CELL_FILLS, *MAP_FILLS, *CHANGE_FILLS}
    assert drawn & kinds <= set(names(ax))
    if kind != "changes":
        assert drawn & kinds == set(names(ax)) & kinds


@pytest.mark.parametrize("kind", PLOTS)
def test_a_plot_says_where_it_is_from(kind: str) -> None:
    """The source and the data version are below, and nothing is claimed for one's own table."""
    notes = [t.get_text() for t in PLOTS[kind](SMALL, None).texts if "Source" in t.get_text()]
    assert len(notes) == 1
    assert notes[0].startswith("Source: U.S. Department of State, Trafficking in Persons Report 20")
    assert re.split("\n(?:Groups|Shapes): ", notes[0])[0].endswith(f", data {tipdata.data_version}")
    for ax in (plots.heatmap(OWN), plots.changes(OWN.changes(2021))):
        (note,) = (t.get_text() for t in ax.texts if "Source" in t.get_text())
        assert "State" not in note
        assert "data 2" not in note


@pytest.mark.parametrize("kind", PLOTS)
def test_a_plot_draws_on_the_axes_it_is_given(kind: str) -> None:
    """The axes given come back, and no figure is made."""
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(16, 4), layout="constrained")
    assert PLOTS[kind](SMALL, right) is right
    assert not left.collections
    assert pyplot.get_fignums() == [figure.number]


def test_a_selection_draws_what_it_leaves_out() -> None:
    """What a selection withholds is neither a tier nor an absence."""
    ax = plots.heatmap(TIP.where(evidence="corroborated", countries=ASIA))
    assert "left out of this selection" in names(ax)


def test_one_country_is_drawn_by_year() -> None:
    """The changes of one country have its name above and the years at the side."""
    ax = plots.changes(TIP.series("HTI").changes())
    assert ax.get_title("left").startswith("Haiti: 2 upgrades, 3 downgrades")
    years = [text.get_text() for text in ax.get_yticklabels()]
    assert years == [str(change.year) for change in TIP.series("HTI").changes()]


@pytest.mark.parametrize(
    "draw",
    [
        lambda: plots.heatmap(TIP, []),
        lambda: plots.timeline([]),
        lambda: plots.shares(TIP.where(countries="AND")),
        lambda: plots.changes(TIP.series("SRB").changes().upgrades.downgrades),
    ],
)
def test_nothing_to_draw_is_an_error(draw: Callable[[], Axes]) -> None:
    """An empty plot is refused, and no figure is left."""
    with pytest.raises(InvalidValueError, match=r"to draw|or several"):
        draw()
    assert not pyplot.get_fignums()


def test_a_dollar_sign_in_a_name_is_no_mathematics() -> None:
    """A name that looks like TeX is drawn as it is."""
    name = r"$\nonsense{$"
    country = Country(alpha_3="XDO", code_status="user-assigned", name=name)
    rows = [("XDO", 2020, "Tier 1"), ("XDO", 2021, "Tier 2")]
    tip = TierRecord.from_rows(rows, registry=CountryRegistry(countries=(country,)))
    for ax in (plots.timeline(tip.series("XDO")), plots.changes(tip.series("XDO").changes())):
        ax.figure.canvas.draw()
        assert name in ax.get_title("left")


@pytest.mark.parametrize("kind", PLOTS)
def test_without_matplotlib_the_extra_is_named(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says which extra to install."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'tipdata\[plots\]'"):
        PLOTS[kind](SMALL, None)


def test_the_palette_serves_every_coding() -> None:
    """Each tier of each level has a fill."""
    assert {tier.value for level in levels("ordinal") for tier in level} <= set(CELL_FILLS)


@pytest.mark.parametrize(
    "words",
    [
        ["heatmap", "OUT", "--bureau", "SCA"],
        ["timeline", "KGZ", "Vanuatu", "OUT", "--width", "1000"],
        ["shares", "OUT"],
        ["changes", "OUT", "--year", "2021", "--since", "2015"],
    ],
)
def test_the_command_line_draws(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`plot` writes a picture that says what it shows, the same bytes each time."""
    out = tmp_path / "out.png"
    command = ["plot", *(str(out) if word == "OUT" else word for word in words)]
    assert main(command) == 0
    assert capsys.readouterr().out == f"wrote {out}\n"
    first = out.read_bytes()
    assert first.startswith(b"\x89PNG")
    assert b"tEXtDescription\0" in first
    assert b"Source: U.S. Department of State" in first
    assert main(command) == 0
    assert out.read_bytes() == first


@pytest.mark.parametrize("kind", ["shares", "changes", "map", "map --since 2015"])
def test_a_picture_of_a_part_says_so_in_its_title(kind: str, tmp_path: Path) -> None:
    """The title begins with the bureau and the group that were asked for."""
    out = tmp_path / "out.svg"
    assert main(["plot", *kind.split(), str(out), "--bureau", "AF", "--group", "Africa"]) == 0
    said = out.read_text(encoding="utf-8")
    start = {"shares": "Countries on each tier, 2001-2025.", "map": "Tier placements, 2025."}
    since = 2015 if "--since" in kind else None
    part = TIP.where(bureau="AF", group="Africa")
    title = start.get(kind) or part.changes(2025, since=since).title
    assert f"African Affairs, Africa: {title}" in said


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["shares", "out.gif"], "OUT: expected a file name ending in .png, .svg, .pdf, got"),
        (["shares", "--width", "300", "out.png"], "--width: expected at least 800 pixels, got 300"),
        (["shares", "no/such/folder.png"], "no/such/folder.png: No such file or directory"),
        (["timeline", "Kazakstan", "out.png"], "unknown country 'Kazakstan'; did you mean"),
        (["changes", "--year", "1999", "out.png"], "no 1999 edition; the record covers 2001"),
    ],
)
def test_what_cannot_be_drawn_exits_2(
    words: list[str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Input that is not known prints one clear line, and exits with 2."""
    assert main(["plot", *words]) == 2
    assert capsys.readouterr().err.startswith(f"tipdata: {line}")
