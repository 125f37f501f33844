"""The explorer page: a record as one HTML file that needs no network.

Every country by every edition, with filters, and for each country its
changes, spells, Watch List outlook, names, the sources of every placement and
the official acts that name it; what changed in each edition; and how well the
placements are known. What is shown can be sorted, saved as a table and shared.
"""

import base64
import hashlib
import html
import json
import os
import string
from collections.abc import Mapping
from importlib.resources import files
from types import NoneType

from tipdata import loading
from tipdata._arguments import check_kind, read_path
from tipdata._tables import palette
from tipdata._wire.storage import replace_file
from tipdata.loading.provenance import tell_provenance
from tipdata.page._contents import page_data
from tipdata.page._map import map_looks
from tipdata.tierrecord import TierRecord

__all__ = ["render", "write"]

# The parts of the one script, in order: they see each other's names, and the last one starts.
_SCRIPTS = (
    "record.js",
    "view.js",
    "names.js",
    "filters.js",
    "grid.js",
    "sorting.js",
    "detail.js",
    "changes.js",
    "known.js",
    "map.js",
    "map_controls.js",
    "map_pointing.js",
    "taking.js",
    "page.js",
)
_STYLES = ("page.css", "map.css")


def render(record: TierRecord | None = None) -> str:
    """Return the explorer page of a record, by default the packaged one.

    The page is one HTML document, of less than 1 MB for the packaged record.
    It contains its data, style and script, and its policy forbids the browser
    to load anything else. The same record gives the same string.

    Raises:
        InvalidValueError: It is not a `TierRecord`.

    >>> import tipdata
    >>> page = render(tipdata.load().where(bureau="SCA", since=2020))
    >>> "<title>Tiers of the TIP Report, 2020-2025</title>" in page
    True
    """
    check_kind("record", record, (TierRecord, NoneType), "a TierRecord")
    shown = loading.load() if record is None else record
    script, style = _script(), _palette_rules() + "".join(map(_read, _STYLES))
    policy = (
        f"default-src 'none'; script-src {_sum(script)}; style-src {_sum(style)}; "
        "base-uri 'none'; form-action 'none'"
    )
    return string.Template(_read("page.html")).substitute(
        policy=html.escape(policy, quote=False),
        title=html.escape(_title(shown)),
        about=html.escape(_about(shown)),
        style=style,
        data=_as_json(page_data(shown)),
        script=script,
    )


def write(path: str | os.PathLike[str], record: TierRecord | None = None) -> None:
    """Write the explorer page of a record to a file, by default that of the packaged record.

    An existing file is replaced in one step, so that a reader sees the old
    page or the new one. It keeps its permissions, a link stays a link, and a
    pipe is written to.

    Raises:
        InvalidValueError: Not a path, or not a `TierRecord`.
        OSError: The file cannot be written, for example because its folder does not exist.

    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write(pathlib.Path(folder, "tiers.html"))
    ...     pathlib.Path(folder, "tiers.html").stat().st_size < 1_000_000
    True
    """
    target = read_path("path", path)
    data = render(record).encode()
    replace_file(target, lambda file: file.write(data))


def _read(name: str) -> str:
    return files("tipdata.page").joinpath(name).read_text("utf-8")


def _script() -> str:
    """Return the script, in a block so that no name of it becomes one of the window."""
    parts = "\n".join(map(_read, _SCRIPTS))
    return f'"use strict";\n{{\n{parts}}}\n'


def _title(record: TierRecord) -> str:
    years = record.years
    span = f", {years[0]}-{years[-1]}" if years else ""
    return f"Tiers of the TIP Report{span}"


def _about(record: TierRecord) -> str:
    count = f"{len(record):,} placements of {len(record.countries)} countries"
    return (
        f"Where the U.S. State Department's Trafficking in Persons Report placed each country: "
        f"{count}. {tell_provenance(record)} Not a U.S. government page."
    )


def _as_json(values: object) -> str:
    """Return JSON that no HTML parser can take for markup, whatever its strings hold."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _sum(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest())
    return f"'sha256-{digest.decode()}'"


def _palette_rules() -> str:
    on_map, on_dark_map = map_looks()
    looks = {f"tier-{fill.label}": fill for fill in palette.TIER_FILLS.values()}
    light = {"absent": palette.NOT_IN_REPORT, "unborn": palette.NOT_A_STATE, **on_map}
    dark = {"absent": palette.DARK_NOT_IN_REPORT, "unborn": palette.DARK_NOT_A_STATE, **on_dark_map}
    return (
        _rules({**looks, **light})
        + f"@media screen and (prefers-color-scheme: dark) {{\n{_rules(dark)}}}\n"
    )


def _rules(looks: Mapping[str, palette.Fill]) -> str:
    return "".join(
        f".{name} {{ --fill: {fill.colour}; --on: {fill.text}; --hatch: {_hatch(fill)};"
        f" --lines: {fill.lines or 'none'}; }}\n"
        for name, fill in looks.items()
    )


def _hatch(fill: palette.Fill) -> str:
    angles = {"": (), "//": (135,), "xx": (45, 135)}[fill.hatch]
    stripes = f"transparent 0 4px, {fill.lines} 4px 5px"
    drawn = (f"repeating-linear-gradient({angle}deg, {stripes})" for angle in angles)
    return ", ".join(drawn) or "none"


def __dir__() -> list[str]:
    return __all__
