"""What a join attaches for a country in each edition, and where no edition serves."""

from collections.abc import Callable, Collection, Iterator, Mapping

import attrs

from tipdata.analysis.history import FIRST_WATCH_LIST, History
from tipdata.analysis.moves import find_moves
from tipdata.analysis.series import Series
from tipdata.analysis.watchlist import Outlook, read_clock
from tipdata.frames._acts import act_cells
from tipdata.frames._words import Extra
from tipdata.tierrecord import TierRecord
from tipdata.tiers import Tier
from tipdata.typing import Cell, ReportYear

TROUBLES = ("missing", "unknown_country", "ambiguous_country")
"""What a string may be that means no country."""

Row = Mapping[str, Cell]


def edition_cells(
    record: TierRecord, years: Collection[ReportYear], add: tuple[Extra, ...]
) -> Callable[[str], Iterator[Row]]:
    """Return what yields a row for each of the years, and one for each way to have no edition.

    It takes the code of a country, or one of `TROUBLES`.
    """
    acts = act_cells(record, add)

    def rows(group: str) -> Iterator[Row]:
        if group in TROUBLES:
            for year in (*years, None, None, None):
                yield {"tier_status": group, "edition": year}
            return
        series = record.series(group)
        country = series.country
        about = {"code": country.alpha_3, "name": country.label, "bureau": country.bureau}
        history = attrs.evolve(series.history, years=tuple(years))
        for year, runs in zip(years, _runs(series, history, years), strict=True):
            outlook = _outlook(series, history, year) if "outlook" in add else None
            yield {
                **about,
                **_placed(series, year),
                **runs,
                "outlook": outlook,
                **acts(series, year),
            }
        for word in ("outside_coverage", "period_unknown", "missing"):
            yield {**about, "tier_status": word}

    return rows


def _placed(series: Series, year: ReportYear) -> Row:
    tier = series.get(year)
    return {
        "tier": tier and tier.value,
        "tier_status": series.status(year),
        "edition": year,
        "rank": tier and tier.rank,
        "evidence": series.assessment(year).evidence if tier else None,
    }


def _runs(series: Series, history: History, years: Collection[ReportYear]) -> Iterator[Row]:
    """Yield what the editions up to each year say."""
    changed = {move.year for move in find_moves(history) if move.direction != "unchanged"}
    last: int | None = None
    listed: int | None = 0
    for year in years:
        if year in series.withheld:
            # The next known change is the last one again; the count stays unknown.
            last, listed = None, listed if year < FIRST_WATCH_LIST else None
        elif listed is not None:
            listed += series.get(year) is Tier.TIER_2_WATCH_LIST
        last = year if year in changed else last
        yield {"last_change": last, "watch_list_editions": listed}


def _outlook(series: Series, history: History, year: ReportYear) -> str | None:
    """Return what the law allows the edition after `year`; nothing if that is not known."""
    if series.status(year) == "not_in_report":
        return None
    found = read_clock(history, year + 1)
    return found.verdict if isinstance(found, Outlook) else None
