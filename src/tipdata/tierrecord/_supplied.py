"""A record with an edition that its user adds, before data with that edition is published."""

import abc
from collections.abc import Callable, Collection, Mapping

from tipdata import records, tierrecord
from tipdata.countries import Country
from tipdata.records.editions import Edition
from tipdata.tierrecord._dated import Dated
from tipdata.typing import ReportYear, TierCoding


class Supplied(Dated):
    """Takes editions of the user's own."""

    _background: "Callable[[], tierrecord.evidence.Background] | None"

    @property
    @abc.abstractmethod
    def _record(self) -> "tierrecord.TierRecord":
        """This record."""

    def with_edition(  # noqa: PLR0913 - those of `from_rows`
        self,
        edition: Edition | ReportYear,
        placements: "tierrecord.supplying.IntoEdition",
        *,
        source: "records.sources.Source | str | None" = None,
        partial: bool = False,
        country: str = "country",
        year: str = "year",
        tier: str = "tier",
        coding: TierCoding | None = None,
        names: Mapping[str, str | Country] | None = None,
        missing: Collection[str] | None = None,
        max_problems: int = 1000,
    ) -> "tierrecord.TierRecord":
        """Return the record with one edition more, such as one released today.

        Its placements are rows, a dataframe, a listing, or the text of one as
        `tipdata.read_listing` reads it. Rows may leave the year out: tuples of a
        country and a tier, mappings with `country` and `tier`, frames with these
        two columns. They are `unverified`, and rest on your source.

        A country that has no row is not in the edition. One whose row has no
        tier yet is withheld; with `partial=True` so is every country of the
        edition before that has no row. Nothing is said about what is withheld.

        An edition without a release date is left out of whatever asks for days. One
        that you added earlier is replaced. Drop the call when `load()` has the edition.

        Args:
            edition: The edition, or its report year.
            placements: Which country is on which tier.
            source: Where you read it: a title, or a `Source`.
            partial: Whether the list is not complete yet.
            country: The column or key of the country.
            year: The column or key of the report year, where rows have one.
            tier: The column or key of the tier.
            coding: The coding in which tiers are numbers; by default they are labels.
            names: What strings of your list mean, such as `{"Congo": "COG"}`.
            missing: The strings that mean a missing cell, as in `from_rows`.
            max_problems: How many problems are kept.

        Raises:
            ColumnError: The frame has no such column.
            FormatError: Lists every cell or name that cannot be read, every row of
                another year, and every duplicate placement.
            InvalidValueError: The record has the edition, or a selection leaves it
                out; or an argument is not what it should be.
            MissingExtraError: A dataframe is given, and narwhals is not installed.
            UnknownCountryError: A value of `names` is not a country.
            AmbiguousCountryError: A value of `names` means several countries.

        >>> import tipdata
        >>> rows = [("Kazakhstan", "Tier 1"), ("Uzbekistan", "Tier 2")]
        >>> tip = tipdata.load().with_edition(2026, rows, source="my notes", partial=True)
        >>> print(tip.changes(2026)[0])
        Kazakhstan: Tier 2 → Tier 1 (2026, upgrade)
        >>> tip.assessment("KAZ", 2026).evidence, tip.series("Nepal").status(2026)
        ('unverified', 'withheld')
        """
        made = tierrecord.supplying
        given = made.read_edition(self._record, edition)
        rows, printed = made.read_supplied(placements, names, self.registry, max_problems)
        table = tierrecord.rows.row_table(rows, (country, year, tier), given.year, made.EXPECTED)
        cells = tierrecord.cells.Cells(
            registry=self.registry,
            coding=coding,
            names=names,
            missing=missing,
            years=(given.year,),
        )
        found = made.read_rows(table, cells, printed, max_problems)
        return made.add_edition(
            self._record, given, found, source, self._background, partial=partial
        )

    def template(self, year: ReportYear | None = None) -> "tierrecord.templates.Template":
        """Return the countries of the last edition, to fill in their tiers in the next one.

        Give what is filled in to `with_edition`, where a country whose tier is still
        empty is withheld. Delete the row of a country that the edition does not
        have, and add a row for one that is new.

        Raises:
            InvalidValueError: The year is not that of the next edition.
            CoverageError: The record has no edition.

        >>> import tipdata
        >>> empty = tipdata.load().template(2026)
        >>> filled = empty.to_frame("pandas").assign(tier="Tier 2")
        >>> print(tipdata.load().with_edition(2026, filled).changes(2026).upgrades[0])
        Afghanistan: Tier 3 → Tier 2 (2026, upgrade)
        """
        return tierrecord.templates.make_template(self._record, year)

    def review(self, year: ReportYear | None = None) -> "tierrecord.reviewing.Report":
        """Return what a second pair of eyes would ask of an edition, by default the latest.

        It compares the edition with the one before, with the official totals, if
        it has them, with the law of the Watch List, and with how often its moves were
        seen before. Errors come first; a warning may be true, and asks for a second
        look. The codes are on the page "Problems, by code". What is withheld is
        not reviewed, and the review says so.

        Raises:
            CoverageError: The record has no such edition, or none before it.

        >>> import tipdata
        >>> print(tipdata.load().review(2024))
        3 problems
          4 countries stay on the Watch List, which the law allows only by waiver ...
          Sudan: Tier 2 → Tier 3, two tiers at once; seen after 19 of the 1,734 ...
          Haiti: Tier 2 Watch List → Special Case, a rare move; seen after 2 of the 789 ...
        """
        return tierrecord.reviewing.review_edition(self._record, year)
