"""The table that people fill in when an edition comes out: its countries, without tiers."""

import attrs

from tipdata import tierrecord  # noqa: TC001 - hints resolve at run time
from tipdata._arguments import read_report_year
from tipdata._tables.columns import as_rows, read_paths
from tipdata._tables.tabular import TabularRow, TabularSequence
from tipdata._wire.cells import guarded, row_text
from tipdata.analysis.watchlist import Outlook
from tipdata.countries import Country
from tipdata.errors import InvalidValueError, runs_of
from tipdata.tiers import Tier
from tipdata.typing import ReportYear

__all__ = ["Template", "TemplateRow", "make_template"]


@attrs.frozen(kw_only=True, repr=False)
class TemplateRow(TabularRow):
    """A country whose tier is to be filled in.

    Attributes:
        country: The country.
        year: The report year of the edition.
        last_tier: Its tier in the edition before; `None` where that is withheld.
        outlook: What the law allows the edition; `None` where that is not known.
    """

    country: Country
    year: ReportYear
    last_tier: Tier | None = None
    outlook: Outlook | None = None

    COLUMNS = read_paths(
        "country=country.alpha_3 name=country.label last_tier allowed tier rank year"
    )

    @property
    def allowed(self) -> str | None:
        """The verdict of the outlook, with the number of the waiver that it takes to stay."""
        found = self.outlook
        if found is None:
            return None
        if found.limit is None or found.verdict != "may stay only by waiver":
            return found.verdict
        return f"{found.verdict} ({found.waivers_used + 1} of {found.limit.waivers})"

    @property
    def tier(self) -> Tier | None:
        """The tier in the edition, which nobody has filled in yet."""
        return None

    @property
    def rank(self) -> int | None:
        """The rank of that tier."""
        return None

    def __str__(self) -> str:
        told = filter(None, (self.last_tier and str(self.last_tier), self.allowed))
        return f"{self.country.label}: {', '.join(told) or 'withheld'}"


@attrs.frozen(kw_only=True, repr=False)
class Template(TabularSequence[TemplateRow]):
    """The countries of an edition that is to come, by name, each with an empty tier.

    Attributes:
        year: The report year of the edition.
        rows: A row for each country.

    >>> import tipdata
    >>> print(tipdata.load().template(2026)[0])
    Afghanistan: Tier 3, not on the Watch List
    """

    year: ReportYear
    rows: tuple[TemplateRow, ...]

    _COLUMNS = TemplateRow.COLUMNS
    _ITEMS = "rows"
    _TIERS = ("last_tier", "tier")

    @property
    def _caption(self) -> str:
        counted = "1 country" if len(self) == 1 else f"{len(self)} countries"
        return f"Template of the {self.year} edition: {counted}"

    def to_csv(self) -> str:
        """Return the table as the text of a CSV, with cells that a spreadsheet does not run.

        >>> import tipdata
        >>> print(tipdata.load().where(countries="KGZ").template(2026).to_csv(), end="")
        country,name,last_tier,allowed,tier,year
        KGZ,Kyrgyz Republic,Tier 2 Watch List,may stay only by waiver (1 of 1),,2026
        """
        names = [name for name in self._COLUMNS if name != "rank"]  # which nobody fills in
        rows = ([row[name] for name in names] for row in as_rows(self.columns()))
        cells = (("" if cell is None else guarded(str(cell)) for cell in row) for row in rows)
        return "".join(map(row_text, (names, *cells)))


def make_template(record: "tierrecord.TierRecord", year: ReportYear | None) -> Template:
    """Return the countries of the edition that comes next.

    Raises:
        InvalidValueError: It is the year of another edition.
        CoverageError: The record has no edition.
    """
    last = record.latest
    wanted = last + 1 if year is None else read_report_year("year", year)
    if wanted != last + 1:
        expected = f"{last + 1}, the edition that follows; the record has {runs_of(record.years)}"
        raise InvalidValueError("year", year, expected)
    allowed = {country.alpha_3: outlook for country, outlook in record.outlooks(wanted)}
    rows = (
        TemplateRow(
            country=series.country,
            year=wanted,
            last_tier=series.get(last),
            outlook=allowed.get(series.country.alpha_3),
        )
        for series in record.every_series()
        if series.status(last) != "not_in_report"
    )
    return Template(year=wanted, rows=tuple(rows))


def __dir__() -> list[str]:
    return __all__
