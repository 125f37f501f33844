"""Changes and transitions of a frame of your own placements, by the analysis of records."""

import itertools
import warnings
from collections.abc import Collection, Mapping

from tipdata._arguments import check_coding, read_any_year, read_several, refuse_year
from tipdata._integers import read_integer
from tipdata._tables.columns import columns_of
from tipdata._tables.frame_reader import IntoFrame, IntoFrameT, cells_of, narwhals
from tipdata._tables.palette import TIER_LABELS
from tipdata.analysis.history import History
from tipdata.analysis.moves import find_moves
from tipdata.analysis.transitions import count_transitions
from tipdata.countries import Country, CountryRegistry
from tipdata.countries.reading import read_registry
from tipdata.errors import InvalidValueError
from tipdata.problems import MOST, Collector
from tipdata.tierrecord.cells import Cells
from tipdata.tierrecord.rows import Table, read_table
from tipdata.tiers import Tier
from tipdata.typing import Coding, Columns, TierCoding

_COLUMNS = ("country", "since", "year", "before", "after", "direction", "steps")


def changes(  # noqa: PLR0913 - each is a question that a table has to answer
    frame: IntoFrameT,
    *,
    country: str = "country",
    year: str = "year",
    tier: str = "tier",
    written: TierCoding | None = None,
    coding: Coding = "ordinal",
    years: int | Collection[int] | None = None,
    names: Mapping[str, str | Country] | None = None,
    missing: Collection[str] | None = None,
    registry: CountryRegistry | None = None,
    editions: int | Collection[int] | None = None,
) -> IntoFrameT:
    """Return what happened to the placements in a frame, one row for each step between editions.

    The columns are `country` (as you wrote it), `since`, `year`, `before`,
    `after`, `direction` and `steps`, sorted by country and year. Directions
    are those of `TierRecord.changes`; an absence is never bridged. The three
    columns are collected, which runs a lazy frame, and read as by
    `TierRecord.from_frame`.

    Args:
        frame: One row for each country and year.
        country: The column of countries, as names or codes; several spellings
            of one country become the first of them in alphabetical order.
        year: The column of report years.
        tier: The column of tiers, as labels or, with `written`, as numbers.
        written: The coding in which the tiers are numbers.
        coding: The scale on which they are compared.
        years: The report year or years to compare, where a country without a
            placement is absent; by default all years that the frame has.
        names: What strings of the frame mean, such as `{"Congo": "COG"}`.
        missing: The strings that mean a missing cell, as in `TierRecord.from_rows`.
        registry: The countries; by default those of the package.
        editions: The deprecated name of `years`.

    Raises:
        ColumnError: The frame has no such column.
        FormatError: With every cell that cannot be read, and every duplicate country-year.
        CoverageError: The frame has none of the `years`.
        InvalidValueError: A coding is unknown, a year is not an integer,
            `frame` is not a supported dataframe, or `names` or `missing` is not
            what it should be.
        MissingExtraError: narwhals is not installed.
        UnknownCountryError: A value of `names` is not a country.
        AmbiguousCountryError: A value of `names` means several countries.

    >>> import tipdata
    >>> steps = changes(tipdata.load().to_frame("polars"))
    >>> steps.filter(year=2021)["direction"].value_counts().sort("count").row(-1)
    ('unchanged', 151)
    """
    check_coding(coding)
    chosen = _chosen(years, editions)
    placed = _read(frame, (country, year, tier), _cells(written, names, missing, registry))
    known = _years(placed, chosen)
    rows = [
        (
            spelling,
            move.since,
            move.year,
            move.before and move.before.value,
            move.after and move.after.value,
            move.direction,
            move.steps,
        )
        for spelling, tiers in sorted(placed.items())
        for move in find_moves(History(tiers, known), coding=coding)
    ]
    return _made(frame, columns_of(_COLUMNS, rows))


def transitions(  # noqa: PLR0913 - those of `changes`
    frame: IntoFrameT,
    *,
    country: str = "country",
    year: str = "year",
    tier: str = "tier",
    written: TierCoding | None = None,
    years: int | Collection[int] | None = None,
    names: Mapping[str, str | Country] | None = None,
    missing: Collection[str] | None = None,
    registry: CountryRegistry | None = None,
    editions: int | Collection[int] | None = None,
) -> IntoFrameT:
    """Return how many steps between editions lead from each tier to each.

    The columns are `before`, `after` and `steps`, sorted as tiers are. Pairs
    that do not occur have no row; entries and departures are not counted.
    The three columns are collected, which runs a lazy frame. The arguments
    are those of `changes`.

    Raises:
        ColumnError: The frame has no such column.
        FormatError: With every cell that cannot be read, and every duplicate country-year.
        CoverageError: The frame has none of the `years`.
        InvalidValueError: `written` is unknown, a year is not an integer,
            `frame` is not a supported dataframe, or `names` or `missing` is not
            what it should be.
        MissingExtraError: narwhals is not installed.
        UnknownCountryError: A value of `names` is not a country.
        AmbiguousCountryError: A value of `names` means several countries.

    >>> import tipdata
    >>> transitions(tipdata.load().to_frame("polars")).row(-1)[:2]
    ('Tier 3', 'Tier 3')
    """
    chosen = _chosen(years, editions)
    placed = _read(frame, (country, year, tier), _cells(written, names, missing, registry))
    known = _years(placed, chosen)
    rows: list[tuple[str, str, int]] = []
    if len(known) > 1:
        found = count_transitions(placed, known)
        for before, counts in zip(found.labels, found.counts, strict=True):
            rows += [(before, after, n) for after, n in zip(found.labels, counts, strict=True) if n]
    return _made(frame, columns_of(("before", "after", "steps"), rows))


_Placed = dict[str, dict[int, Tier]]


def _cells(
    written: TierCoding | None,
    names: Mapping[str, str | Country] | None,
    missing: Collection[str] | None,
    registry: CountryRegistry | None,
) -> Cells:
    return Cells(
        registry=read_registry(registry),
        coding=written,
        option="written",
        names=names,
        missing=missing,
    )


def _read(frame: IntoFrame, names: tuple[str, str, str], cells: Cells) -> _Placed:
    """Return the tiers of each country by year, the country as the frame writes it."""
    narwhals("tipdata.frames")
    columns, problems = cells_of(frame, names), Collector(MOST)
    rows = zip(*(columns[name] for name in names), strict=True)
    read = [*read_table(Table(rows=rows, names=names, is_frame=True), cells, problems)]
    problems.raise_any()
    spelled: dict[str, str] = {}
    for cell, found in zip(columns[names[0]], read, strict=True):
        if found:
            own = cell if isinstance(cell, str) else found[0]
            spelled[found[0]] = min(spelled.get(found[0], own), own)
    placed: _Placed = {}
    for code, year, tiers in filter(None, read):
        for tier in tiers:
            placed.setdefault(spelled[code], {})[year] = tier
    return placed


_Years = int | Collection[int] | None


def _chosen(years: _Years, editions: _Years) -> frozenset[int] | None:
    """Return the report years to compare, which `editions` names too."""
    name, given = ("years", years) if editions is None else ("editions", editions)
    if given is None:
        return None
    one = given if read_integer(given) is None else (given,)
    several = read_several(name, one, expected="one report year or several")
    found = frozenset(read_any_year(name, year) for year in several)
    if editions is not None:
        if years is not None:
            raise InvalidValueError(name, given, "nothing beside years=, which is its new name")
        warnings.warn("editions= is deprecated; pass years=", DeprecationWarning, stacklevel=3)
    return found


def _years(placed: _Placed, chosen: frozenset[int] | None) -> tuple[int, ...]:
    known = set(itertools.chain(*placed.values()))
    if chosen is None:
        return tuple(sorted(known))
    if known and not known & chosen:
        refuse_year(min(chosen), known)
    return tuple(sorted(chosen))


def _made(frame: IntoFrameT, columns: Columns) -> IntoFrameT:
    from tipdata.frames._likeness import frame_like  # noqa: PLC0415 - it needs narwhals

    categories = {"before": TIER_LABELS, "after": TIER_LABELS}
    integers = [name for name in ("since", "year", "steps") if name in columns]
    made: IntoFrameT = frame_like(frame, columns, categories, integers)
    return made


for _offered in (changes, transitions):
    _offered.__module__ = "tipdata.frames"
