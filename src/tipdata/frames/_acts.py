"""Whether official acts name a country, as cells of a join."""

from collections.abc import Callable, Mapping

from tipdata.analysis.series import Series
from tipdata.frames._words import ACTS, Extra
from tipdata.tierrecord import TierRecord
from tipdata.typing import Cell, DesignationKind, ReportYear

ActCells = Callable[[Series, ReportYear], Mapping[str, Cell]]
"""Returns the cells of a country in an edition, by the name of their column."""


def act_cells(record: TierRecord, add: tuple[Extra, ...]) -> ActCells:
    """Return what fills the columns of acts; unless there are any, the acts do not load.

    A cell holds the outcomes, or whether the country is surely not named. It
    is empty for an edition or a country that a selection leaves out.
    """
    kinds: dict[DesignationKind, str] = {ACTS[word]: word for word in add if word in ACTS}
    if not kinds:
        return lambda _series, _year: {}
    found: dict[tuple[str, ReportYear, str], str] = {}
    for one in record.designations(kind=list(kinds)):
        cell = kinds[one.kind], one.year, one.country
        found[cell] = f"{found[cell]}; {one.outcome}" if cell in found else one.outcome
    coverage = record.designation_coverage(kind=list(kinds))
    complete = {(kinds[row.kind], row.year) for row in coverage if row.coverage == "complete"}
    years, codes = {*record.years}, {country.alpha_3 for country in record.countries}

    def cells(series: Series, year: ReportYear) -> Mapping[str, Cell]:
        code = series.country.alpha_3
        if year not in years or (series.withheld and code not in codes):
            return {}
        return {
            word: found.get((word, year, code))
            or ("not named" if (word, year) in complete else "unknown")
            for word in kinds.values()
        }

    return cells
