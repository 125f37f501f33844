"""Which edition is in force on a day."""

import datetime

from tipdata._arguments import read_day, refuse_year
from tipdata.dates import PartialDate
from tipdata.records.editions import Edition
from tipdata.tierrecord._lookups import CountryLike, Lookups
from tipdata.tierrecord.releases import release_days
from tipdata.tiers import Tier


class Dated(Lookups):
    """Looks placements up by the day."""

    def edition_on(self, when: datetime.date | PartialDate) -> Edition:
        """Return the edition in force on a day: the newest that was released by then.

        An edition that you added without a release date is never in force.

        Raises:
            CoverageError: No edition was released by then, or a selection
                leaves out the one that was in force.
            InvalidValueError: It is not a day, or an edition has no release date.
            InvalidDateError: It is a `datetime`, whose day depends on the time zone.

        >>> import datetime, tipdata
        >>> tipdata.load().edition_on(datetime.date(2021, 6, 30)).year
        2020
        """
        day = read_day("when", when)
        editions = (*self.editions, *self.left_out)
        released = release_days(editions, "without them ask by report year", self.user_supplied)
        begun = [year for first, year in released if first <= day]
        if not begun:
            detail = f"no edition was in force on {day}"
            if released:
                detail += f"; the first was released on {released[0][0]}"
            refuse_year(day.year, self.years, detail, self._left_out)
        return self.edition(begun[-1])

    def tier_on(self, country: CountryLike, when: datetime.date | PartialDate) -> Tier:
        """Return the tier of one country in the edition in force on a day.

        Raises:
            UnknownCountryError: Not a known code or name.
            AmbiguousCountryError: The name means more than one country.
            CoverageError: As in `edition_on`.
            InvalidValueError: As in `edition_on`.
            InvalidDateError: As in `edition_on`.
            NotInReportError: The country is not in that edition, or a
                selection leaves it out.

        >>> import datetime, tipdata
        >>> tipdata.load().tier_on("Uzbekistan", datetime.date(2021, 6, 30)).short
        '2WL'
        """
        return self.tier(country, self.edition_on(when).year)
