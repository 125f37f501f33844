"""Whether official acts name a country, as cells of a join."""

from collections.abc import Iterable, Mapping, Sequence

from tipdata.analysis.series import Series
from tipdata.frames._editions import Filler
from tipdata.frames._words import ACTS, Extra
from tipdata.tierrecord import TierRecord
from tipdata.typing import Cell, DesignationKind, ReportYear


def act_fillers(record: TierRecord, add: tuple[Extra, ...]) -> Mapping[str, Filler]:
    """Return what fills the columns of acts; unless there are any, the acts do not load.

    A cell holds the outcomes, or whether the country is surely not named. It
    is empty for an edition or a country that a selection leaves out.
    """
    return {word: _filler(record, ACTS[word]) for word in add if word in ACTS}


def _filler(record: TierRecord, kind: DesignationKind) -> Filler:
    found: dict[tuple[ReportYear, str], str] = {}
    for one in record.designations(kind=kind):
        cell = one.year, one.country
        found[cell] = f"{found[cell]}; {one.outcome}" if cell in found else one.outcome
    coverage = record.designation_coverage(kind=kind)
    complete = {row.year for row in coverage if row.coverage == "complete"}
    years, codes = {*record.years}, {country.alpha_3 for country in record.countries}

    def fill(series: Series, asked: Sequence[ReportYear]) -> Iterable[Cell]:
        code = series.country.alpha_3
        if series.withheld and code not in codes:
            return ()
        return (
            found.get((year, code)) or ("not named" if year in complete else "unknown")
            if year in years
            else None
            for year in asked
        )

    return fill
