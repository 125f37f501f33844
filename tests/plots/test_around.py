"""What stands around plots: titles, legends and sources, in any style and any figure."""

import re
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

import tipdata
from pictures import find_overprints, texts
from tipdata import TierRecord, plots
from tipdata.errors import InvalidValueError, TipdataError

mpl.use("Agg")

TIP = tipdata.load()
SMALL = TIP.where(countries=("KAZ", "KGZ", "TJK", "TKM", "UZB"))
PLOTS: dict[str, Callable[..., Axes]] = {
    "heatmap": plots.heatmap,
    "timeline": lambda tip, **more: plots.timeline(tip.every_series(), **more),
    "shares": plots.shares,
    "shares by region": lambda tip, **more: plots.shares(tip, by="wb_region", on=2024, **more),
    "changes": lambda tip, **more: plots.changes(tip.changes(2025, since=2003), **more),
    "map": lambda tip, **more: plots.map(tip, 2025, labels="names", **more),
    "map of changes": lambda tip, **more: plots.map(tip, 2025, since=2003, **more),
}
LAYOUTS = (None, "constrained", "tight")
SIZES = ((13, 9), (16, 10))
STYLES = ["default", "dark_background", "ggplot", "grayscale", "Solarize_Light2", "bmh"]


@pytest.fixture(autouse=True)
def close_figures() -> Iterator[None]:
    """Leave no figure open."""
    yield
    pyplot.close("all")


def source_lines(ax: Axes) -> list[str]:
    """Return the lines of the source on axes."""
    return [t.get_text() for t in ax.texts if t.get_text().startswith("Source: ")]


@pytest.mark.parametrize(
    ("layout", "tip", "size"),
    [
        (None, SMALL, SIZES[1]),
        ("constrained", SMALL, SIZES[0]),
        ("tight", SMALL, SIZES[0]),
        *(pytest.param(layout, SMALL, SIZES[1], marks=pytest.mark.long) for layout in LAYOUTS[1:]),
        pytest.param(None, SMALL, SIZES[0], marks=pytest.mark.long),
        pytest.param(None, TIP, SIZES[1], marks=pytest.mark.long),
        pytest.param("constrained", TIP, SIZES[0], marks=pytest.mark.long),
        pytest.param("tight", TIP, SIZES[0], marks=pytest.mark.long),
    ],
)
def test_small_multiples_do_not_overprint(
    layout: Any, tip: TierRecord, size: tuple[float, float]
) -> None:
    """In a grid of plots, no text lies on another, of its own plot or a neighbour."""
    figure, axes = pyplot.subplots(2, 2, figsize=size, layout=layout)
    kinds = ("heatmap", "timeline", "shares", "changes")
    for kind, ax in zip(kinds, axes.flat, strict=True):
        PLOTS[kind](tip, ax=ax)
    assert not find_overprints(figure, axes.flat)
    for ax in axes.flat:
        assert ax.get_title("left")
        assert ax.get_legend() is not None
        assert len(source_lines(ax)) == 1
        inside = ax.bbox
        assert inside.width > 50
        assert inside.height > 20


@pytest.mark.long
@pytest.mark.parametrize("layout", [None, "constrained"])
def test_names_of_groups_stay_in_the_figure(layout: Any) -> None:
    """Long names of rows are in the figure, whether or not they fitted before the axes shrank."""
    figure, axes = pyplot.subplots(2, 2, figsize=(13, 9), layout=layout)
    for ax in axes.flat:
        plots.shares(TIP, ax, by="bureau")
    assert not find_overprints(figure, axes.flat)
    named = [label.get_text() for label in axes[0, 0].get_yticklabels()]
    assert "South and Central Asian Affairs" in named


@pytest.mark.long
@pytest.mark.parametrize("kind", PLOTS)
@pytest.mark.parametrize("layout", [None, "constrained"])
def test_a_plot_stays_in_a_narrow_column(layout: Any, kind: str) -> None:
    """Three plots side by side and drawn in any order keep apart, and so do they if drawn again."""
    figure, axes = pyplot.subplots(1, 3, figsize=(15, 5), layout=layout)
    for at in (1, 0, 2, 1):
        axes[at].clear()
        PLOTS[kind](SMALL, ax=axes[at])
    assert not find_overprints(figure, axes)


@pytest.mark.parametrize("kind", PLOTS)
def test_axes_in_no_grid_keep_their_rectangle(kind: str) -> None:
    """What stands around axes with a place of their own stays in that place."""
    figure = pyplot.figure(figsize=(12, 8))
    axes = [figure.add_axes((0.02 + 0.5 * at, 0.1, 0.46, 0.6)) for at in (0, 1)]
    for ax in (*axes, axes[0]):
        room = ax.bbox.frozen() if not ax.collections else None
        ax.clear()
        PLOTS[kind](SMALL, ax=ax)
        around = ax.get_tightbbox()
        assert around is not None
        assert room is None or (room.x0 - 1 < around.x0 and around.x1 < room.x1 + 1)
    assert not find_overprints(figure, axes)


@pytest.mark.parametrize("kind", PLOTS)
def test_axes_that_are_too_small_are_refused(kind: str) -> None:
    """The error says how large they must be and what to leave out, before anything is drawn."""
    figure, axes = pyplot.subplots(6, 6, figsize=(8, 6))
    before = axes[0, 0].get_children()
    with pytest.raises(InvalidValueError, match=r"^ax: expected axes with room for .* inches") as e:
        PLOTS[kind](SMALL, ax=axes[0, 0])
    assert "make the figure larger, or pass legend=False and source=False" in str(e.value)
    assert axes[0, 0].get_children() == before
    assert pyplot.get_fignums() == [figure.number]


@pytest.mark.long
@pytest.mark.parametrize("kind", PLOTS)
def test_axes_as_small_as_may_be_are_drawn_on(kind: str) -> None:
    """Whatever is not refused keeps apart, and what is left out makes room."""
    drawn = 0
    for inches in np.arange(1.5, 5, 0.5):
        figure, axes = pyplot.subplots(1, 2, figsize=(10, inches))
        for ax in axes:
            try:
                PLOTS[kind](SMALL, ax=ax)
            except InvalidValueError:
                assert not ax.collections
                PLOTS[kind](SMALL, ax=ax, title="", legend=False, source=False)
            else:
                drawn += 1
        assert not find_overprints(figure, axes), inches
        pyplot.close("all")
    assert 0 < drawn < 14


@pytest.mark.parametrize("kind", PLOTS)
@pytest.mark.parametrize("given", [True, pytest.param(False, marks=pytest.mark.long)])
def test_title_legend_and_source_are_chosen(given: bool, kind: str) -> None:
    """Each can be left out, and the title replaced, by a formula of TeX as well."""

    def axes() -> Axes | None:
        return pyplot.subplots(figsize=(9, 6))[1] if given else None

    ax = PLOTS[kind](SMALL, ax=axes(), title="$\\alpha", legend=False)
    assert ax.get_title("left") == "$\\alpha"
    assert ax.get_legend() is None
    assert source_lines(ax)
    ax = PLOTS[kind](SMALL, ax=axes(), title="", source=False)
    assert not ax.get_title("left")
    assert ax.get_legend() is not None
    assert not source_lines(ax)
    assert PLOTS[kind](SMALL, ax=axes(), title=None).get_title("left") == (
        PLOTS[kind](SMALL).get_title("left")
    )


@pytest.mark.parametrize("kind", PLOTS)
@pytest.mark.parametrize(
    "wrong",
    [
        {"title": 3},
        {"title": ["a"]},
        {"title": "a\0b"},
        {"title": "\ud800"},
        {"legend": "yes"},
        {"legend": None},
        {"source": 0},
        {"source": "State"},
        {"ax": "left"},
        {"ax": ["KGZ"]},
        {"ax": Figure()},
        {"ax": Figure().subplots(1, 2)},
        {"ax": Figure().add_subplot(projection="polar")},
    ],
    ids=repr,
)
def test_wrong_arguments_are_refused(wrong: dict[str, Any], kind: str) -> None:
    """The error names the argument, and no figure is opened."""
    with pytest.raises(InvalidValueError) as found:
        PLOTS[kind](SMALL, **wrong)
    assert found.value.field == next(iter(wrong))
    assert not pyplot.get_fignums()


@pytest.mark.parametrize(
    "draw", [plots.heatmap, plots.timeline, plots.shares, plots.changes, plots.map]
)
def test_what_is_not_a_record_is_refused(draw: Callable[..., Axes]) -> None:
    """What a plot is not made for is refused whatever it is, and no figure is opened."""
    series = TIP.series("KGZ")
    given = {
        "none": None,
        "code": "KGZ",
        "codes": ["KGZ"],
        "number": 2021,
        "record": TIP,
        "series": series,
        "all series": [series],
        "changes": TIP.changes(2021),
        "counts": TIP.counts(),
    }
    made_for = {
        "heatmap": {"record"},
        "timeline": {"series", "all series"},
        "shares": {"record"},
        "changes": {"changes"},
        "map": {"record"},
    }
    for name in given.keys() - made_for[draw.__name__]:
        with pytest.raises(InvalidValueError):
            draw(given[name])
    assert not pyplot.get_fignums()


def test_a_record_is_not_a_timeline() -> None:
    """The error says how to get the series of a record, also with codes in place of axes."""
    wrong: Any = plots.timeline
    for arguments in ((TIP,), (TIP, ["KGZ"])):
        with pytest.raises(InvalidValueError) as found:
            wrong(*arguments)
        assert "pass tip.series('KGZ')" in str(found.value)


@pytest.mark.parametrize(
    "draw",
    [
        lambda: plots.heatmap(TIP, ["Kazakstan"]),
        lambda: plots.heatmap(TIP, 3),  # type: ignore[arg-type]
        lambda: plots.shares(TIP, by="bureu"),  # type: ignore[arg-type]
        lambda: plots.shares(TIP, by="eu", on="x"),  # type: ignore[arg-type]
        lambda: plots.timeline([TIP.series("KGZ"), "x"]),  # type: ignore[list-item]
    ],
)
def test_no_figure_is_open_after_an_error(draw: Callable[[], Axes]) -> None:
    """Words that are not understood are refused before a figure is opened."""
    with pytest.raises(TipdataError):
        draw()
    assert not pyplot.get_fignums()


def luminance(colour: Any) -> float:
    """Return the relative luminance of a colour, as WCAG 2 defines it."""
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return float(np.dot([0.2126, 0.7152, 0.0722], parts))


def faint_texts(figure: Figure, ax: Axes) -> list[tuple[str, float]]:
    """Return the texts with a contrast below 4.5 to what is drawn behind them."""
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    every = texts(ax)
    boxes = [text.get_window_extent() for text in every]
    for text in every:
        text.set_alpha(0)
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba())[::-1, :, :3] / 255
    faint: list[tuple[str, float]] = []
    for text, box in zip(every, boxes, strict=True):
        behind = pixels[round(box.y0) : round(box.y1) + 1, round(box.x0) : round(box.x1) + 1]
        back = luminance(np.median(behind.reshape(-1, 3), axis=0))
        low, high = sorted((luminance(to_rgb(text.get_color())), back))
        if (high + 0.05) / (low + 0.05) < 4.5:
            faint.append((text.get_text(), (high + 0.05) / (low + 0.05)))
    return faint


@pytest.mark.long
@pytest.mark.parametrize("kind", PLOTS)
@pytest.mark.parametrize("style", STYLES)
def test_every_text_is_legible_in_every_style(style: str, kind: str) -> None:
    """Each text has the contrast that WCAG asks of small ones, to the pixels behind it."""
    with pyplot.style.context(style):
        ax = PLOTS[kind](SMALL)
    figure = ax.figure.canvas.figure
    assert not faint_texts(figure, ax)


@pytest.mark.parametrize("kind", PLOTS)
def test_colours_are_those_of_the_figure(kind: str) -> None:
    """Axes made in a dark style are drawn on as dark ones after the style has ended."""
    with pyplot.style.context("dark_background"):
        figure, ax = pyplot.subplots(figsize=(9, 6))
    PLOTS[kind](SMALL, ax=ax)
    assert not faint_texts(figure, ax)


def test_a_title_is_balanced() -> None:
    """The lines of a title are about as long as each other, and a number stays with its noun."""
    for since in (2003, 2010, 2015, 2024):
        ax = plots.changes(TIP.changes(2025, since=since))
        lines = ax.get_title("left").split("\n")
        assert all(not line.rstrip(",")[-1].isdigit() for line in lines)
        assert min(map(len, lines)) > max(map(len, lines)) / 2


def test_a_title_of_the_caller_stays() -> None:
    """A title that was set on a plot is not replaced when its neighbour is drawn."""
    _, (left, right) = pyplot.subplots(1, 2, figsize=(14, 6), layout="constrained")
    plots.heatmap(SMALL, ax=left).set_title("Mine", loc="left")
    plots.shares(SMALL, right)
    assert left.get_title("left") == "Mine"


@pytest.mark.parametrize("kind", PLOTS)
def test_a_description_tells_title_numbers_and_source(kind: str) -> None:
    """It begins with the title on the axes and ends with the source, in one line."""
    ax = PLOTS[kind](SMALL)
    words = plots.describe(ax)
    title = ax.get_title("left").replace("\n", " ")
    assert words.startswith(f"{title}. ")
    assert "\n" not in words
    source = re.sub("\n(?=Made|Groups:|Shapes:)", ". ", source_lines(ax)[0]).replace("\n", " ")
    assert words.endswith(f" {source}.")
    between = words.removeprefix(title).partition("Source: ")[0]
    assert any(c.isdigit() for c in between) or "changes" in kind
    assert len(between) > 30
    hidden = PLOTS[kind](SMALL, title="", legend=False, source=False)
    assert plots.describe(hidden) == words


def test_descriptions_count_what_is_drawn() -> None:
    """The numbers and names are those of the record."""
    every, last = TIP.every_series(), TIP.counts()[-1]
    words = plots.describe(plots.timeline(every))
    assert f"{len(every)} countries. In 2001, " in words
    for tier in {*tipdata.Tier} - {tipdata.Tier.SPECIAL_CASE}:
        assert f"{last.on(tier)} on {tier}" in words.partition("in 2025, ")[2]
    assert ", 4 special cases and 4 not placed. " in words
    fell = plots.describe(plots.changes(TIP.where(bureau="AF").changes(2025))).partition("Fell: ")[
        2
    ]
    assert fell.startswith("Cabo Verde; Chad; Congo, Democratic Republic of the; and South Africa.")
    two = [TIP.series("Vanuatu"), TIP.series("Brazil")]
    assert "Watch List, next edition: Vanuatu must leave; Brazil may stay. " in plots.describe(
        plots.timeline(two)
    )
    one = plots.describe(plots.heatmap(TIP, "KGZ"))
    assert (
        "Kyrgyz Republic, placed in 25 editions: Tier 2 in 2001, Tier 2 Watch List in 2025" in one
    )
    shares = plots.describe(plots.shares(TIP))
    assert f"in 2025, of {last.total} countries" in shares
    assert f"{last.shares[tipdata.Tier.TIER_3]:.0%} on Tier 3" in shares
    changes = TIP.where(bureau="SCA").changes(2021)
    labels = [change.country.label for change in changes.upgrades]
    names = f"{', '.join(labels[:-1])} and {labels[-1]}"
    assert f"Rose: {names}. " in plots.describe(plots.changes(changes))
    eu = plots.describe(plots.shares(TIP, by="eu"))
    (row,) = (row for row in TIP.counts(by="eu") if row.year == 2025)
    assert (
        f"On Tier 3 in 2025: {row.group} {row.shares[tipdata.Tier.TIER_3]:.0%} of {row.total}" in eu
    )


def test_only_plots_of_ours_are_described() -> None:
    """Empty, cleared and foreign axes are refused, and so is what is not axes."""
    _, (mine, empty, foreign) = pyplot.subplots(1, 3, figsize=(18, 5))
    foreign.plot([1, 2])
    plots.heatmap(SMALL, ax=mine)
    mine.clear()
    given: list[Any] = [mine, empty, foreign, "heatmap", None, 3]
    for ax in given:
        with pytest.raises(
            InvalidValueError, match=r"^ax: expected axes that a function of tipdata"
        ):
            plots.describe(ax)


def test_nothing_is_warned_of() -> None:
    """A grid of the size that matplotlib makes by default is drawn on without a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure, axes = pyplot.subplots(2, 2, layout="constrained")
        for ax in axes.flat:
            plots.heatmap(SMALL, ax=ax, legend=False, source=False)
    assert not find_overprints(figure, axes.flat)
