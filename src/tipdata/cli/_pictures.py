"""Plots straight into files, for the command line."""

# pyright: reportUnknownMemberType=false
# The stubs of matplotlib leave the type of many keywords open.

import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tipdata import plots
from tipdata._wire.storage import write_bytes
from tipdata.errors import InvalidValueError, MissingExtraError, nearest, runs_of
from tipdata.tierrecord import TierRecord
from tipdata.typing import MapLabel, ReportYear

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_DPI = 100
_DIGITS = 9
_WIDEST = 2**16 - 1  # matplotlib draws nothing wider
# Stamps are left out, so that the same picture has the same bytes.
_STAMPS: Mapping[str, str] = {".png": "Software", ".svg": "Date", ".pdf": "CreationDate"}
_WORDS: Mapping[str, str] = {".png": "Description", ".svg": "Description", ".pdf": "Subject"}


def save(plot: "Callable[[], Axes]", out: str, given: str) -> None:
    """Save what a function draws as a file `width` pixels wide, which says what it shows.

    Raises:
        MissingExtraError: matplotlib is not installed.
        InvalidValueError: The suffix of the file is not that of a picture, or
            the width is too small.
        OSError: The file cannot be written.
    """
    suffix = Path(out).suffix.lower()
    stamp = _STAMPS.get(suffix)
    if stamp is None:
        expected = f"a file name ending in {', '.join(_STAMPS)}"
        raise InvalidValueError("OUT", out, expected, nearest(suffix, _STAMPS))
    width = _read_width(given)
    try:
        import matplotlib as mpl
    except ImportError:
        raise MissingExtraError("tipdata plot", "plots") from None
    mpl.use("Agg")
    size = width / _DPI, plots.NARROWEST
    with mpl.rc_context({"figure.figsize": size, "svg.hashsalt": "tipdata"}):
        ax = plot()
        words = {_WORDS[suffix]: plots.describe(ax)}
        figure, drawn = ax.figure.canvas.figure, io.BytesIO()
        figure.savefig(drawn, format=suffix[1:], dpi=_DPI, metadata={stamp: None, **words})
    write_bytes(out, [drawn.getvalue()])


def _read_width(given: str) -> int:
    if not (given.isascii() and given.isdigit()):
        raise InvalidValueError("--width", given, "a number of pixels such as 1600")
    least = int(plots.NARROWEST * _DPI)
    width = min(int(given[:_DIGITS]), _WIDEST + 1)
    if width < least:
        raise InvalidValueError("--width", width, f"at least {least} pixels")
    if width > _WIDEST or len(given) > _DIGITS:
        raise InvalidValueError("--width", given, f"at most {_WIDEST:,} pixels")
    return width


def draw(
    kind: str,
    record: TierRecord,
    countries: Sequence[str],
    year: ReportYear | None,
    since: ReportYear | None,
    *,
    labels: MapLabel | None = None,
    part: str = "",
) -> "Axes":
    """Draw a record, or some of its countries, as a kind of plot.

    Changes and maps are those of the edition of `year`, by default the last. The titles
    of plots that do not name all countries begin with `part`, which the record is of.

    Raises:
        InvalidValueError: There is nothing to draw.
        CoverageError: The record does not have the edition.
        UnknownCountryError: No country is known by a name or code.
        AmbiguousCountryError: A name means more than one country.
    """
    if kind == "heatmap":
        return plots.heatmap(record, countries or None)
    if kind == "timeline":
        return plots.timeline(map(record.series, countries) if countries else record.every_series())
    chosen = record.where(countries=countries) if countries else record
    if kind == "shares":
        title = _begin(part, f"Countries on each tier, {runs_of(chosen.years)}")
        return plots.shares(chosen, title=title)
    edition = record.years[-1] if year is None else year
    if kind == "map" and since is None:
        title = _begin(part, f"Tier placements, {edition}")
        return plots.map(chosen, edition, labels=labels, title=title)
    found = chosen.changes(edition, since=since)
    title = _begin(part, found.title)
    if kind == "map":
        return plots.map(chosen, edition, since=since, labels=labels, title=title)
    return plots.changes(found, title=title)


def _begin(part: str, title: str) -> str | None:
    return f"{part}: {title}" if part else None
