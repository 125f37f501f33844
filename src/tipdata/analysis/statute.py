"""What the law says of the Watch List, by edition, with citations.

The law is sections 108 to 110 of the Trafficking Victims Protection Act (22
U.S.C. 7106 and 7107) as amended. The act that introduced the one-year rule
was not read, only the Code as amended by it: its `basis` says so.
"""

from typing import Literal

import attrs

from tipdata._arguments import read_report_year
from tipdata.typing import ReportYear

__all__ = [
    "AMENDMENTS",
    "CRITERIA",
    "FIRST_COUNTED",
    "FIRST_SPECIAL_WATCH_LIST",
    "LIMITS",
    "ONE_YEAR_RULE",
    "Amendment",
    "Criterion",
    "Limit",
    "OneYearRule",
    "TextBasis",
    "find_criteria",
    "find_limit",
]

FIRST_SPECIAL_WATCH_LIST: ReportYear = 2004
"""The first edition with a Watch List, by P.L. 108-193 of 19 December 2003."""

FIRST_COUNTED: ReportYear = 2009
"""The first edition that counts as a year on the Watch List, since P.L. 110-457."""

TextBasis = Literal["seen", "recollected"]
"""Whether the text of the law was read for this table, or only known from memory."""


@attrs.frozen(kw_only=True)
class Amendment:
    """An amendment of the law, with the first edition that followed it.

    Attributes:
        law: The public law.
        first_edition: Report year of the first edition under it.
        effect: What it changed.
        basis: Whether its text was read.

    >>> print(AMENDMENTS[1])
    from 2004: P.L. 108-193 (19 December 2003): the special watch list and its interim assessment
    """

    law: str
    first_edition: ReportYear
    effect: str
    basis: TextBasis = "seen"

    def __str__(self) -> str:
        doubt = " (its text was not read)" if self.basis == "recollected" else ""
        return f"from {self.first_edition}: {self.law}: {self.effect}{doubt}"


@attrs.frozen(kw_only=True)
class Criterion:
    """A reason for placing a Tier 2 country on the Watch List.

    Attributes:
        code: The clause in the law, with a prime where its wording changed.
        text: What it says, in short.
        first_edition: Report year of the first edition under it.
        last_edition: Report year of the last one, or `None`.
        citation: Where the law says so.

    >>> [criterion.code for criterion in find_criteria(2021)]
    ["I'", 'II']
    """

    code: str
    text: str
    first_edition: ReportYear
    last_edition: ReportYear | None
    citation: str = "22 U.S.C. 7107(b)(2)(A)(iii)"

    def __str__(self) -> str:
        return f"({self.code}) {self.text}"


@attrs.frozen(kw_only=True)
class Limit:
    """How long a country may stay on the Watch List, for the editions under one law.

    Attributes:
        first_edition: Report year of the first edition that it binds.
        last_edition: Report year of the last one, or `None`.
        waivers: The number of years for which the move to Tier 3 can be waived.
        years: The number of consecutive years after which the country moves to Tier 3.
        citation: Where the law says so.

    >>> find_limit(2018).longest, find_limit(2019).longest
    (4, 3)
    """

    first_edition: ReportYear
    last_edition: ReportYear | None
    waivers: int
    citation: str
    years: int = 2

    @property
    def longest(self) -> int:
        """The most consecutive editions on the Watch List, with all waivers."""
        return self.years + self.waivers

    def __str__(self) -> str:
        until = f" to {self.last_edition}" if self.last_edition else " on"
        return (
            f"editions from {self.first_edition}{until}: {self.years} consecutive years "
            f"and {self.waivers} by waiver ({self.citation})"
        )


@attrs.frozen(kw_only=True)
class OneYearRule:
    """How long a country that returns to the Watch List from Tier 3 may stay.

    Attributes:
        first_edition: Report year of the first edition that it binds.
        after: The least length of the spell before Tier 3: two years and a waiver.
        longest: The most editions after the return.
        citation: Where the law says so.
        basis: Whether the text of the act was read.

    >>> ONE_YEAR_RULE.longest
    1
    """

    first_edition: ReportYear
    after: int
    longest: int
    citation: str
    basis: TextBasis


AMENDMENTS: tuple[Amendment, ...] = (
    Amendment(
        law="P.L. 106-386 (TVPA 2000)",
        first_edition=2001,
        effect="the report and its three lists, which the report calls Tiers 1 to 3",
    ),
    Amendment(
        law="P.L. 108-193 (19 December 2003)",
        first_edition=2004,
        effect="the special watch list and its interim assessment",
    ),
    Amendment(
        law="P.L. 109-164 (TVPRA 2005)",
        first_edition=2006,
        effect="more criteria among the minimum standards",
        basis="recollected",
    ),
    Amendment(
        law="P.L. 110-457 (23 December 2008)",
        first_edition=2009,
        effect="Tier 3 after two consecutive years on the list, waivable for up to two years; "
        "years count from the 2009 edition",
    ),
    Amendment(
        law="P.L. 115-425 sec. 203 (8 January 2019)",
        first_edition=2019,
        effect="the first criterion speaks of the estimated number of victims, and of no "
        "proportional concrete actions",
    ),
    Amendment(
        law="P.L. 115-427 sec. 6 (January 2019)",
        first_edition=2019,
        effect="waivable for one year; commitments are no longer a criterion; the reporting "
        "period, 1 April to 31 March, is set by law",
    ),
    Amendment(
        law="22 U.S.C. 7107(b)(2)(F), by P.L. 115-425 or 115-427",
        first_edition=2019,
        effect="at most one year for a country back from Tier 3 after two years and waivers on "
        "the list",
        basis="recollected",
    ),
    Amendment(
        law="P.L. 116-283 (January 2021)",
        first_edition=2021,
        effect="the report is due on 30 June, not 1 June",
    ),
)
"""The changes of the law, by first edition."""

CRITERIA: tuple[Criterion, ...] = (
    Criterion(
        code="I",
        text="the absolute number of victims is very significant or significantly increasing",
        first_edition=2004,
        last_edition=2018,
    ),
    Criterion(
        code="I'",
        text="the estimated number of victims is very significant or significantly increasing, "
        "and the country takes no proportional concrete actions",
        first_edition=2019,
        last_edition=None,
    ),
    Criterion(
        code="II",
        text="there is no evidence of increasing efforts over the previous year",
        first_edition=2004,
        last_edition=None,
    ),
    Criterion(
        code="III",
        text="the efforts are significant only by commitments for the next year",
        first_edition=2004,
        last_edition=2018,
    ),
)
"""The criteria of the Watch List."""

LIMITS: tuple[Limit, ...] = (
    Limit(
        first_edition=2011,
        last_edition=2018,
        waivers=2,
        citation="22 U.S.C. 7107(b)(2)(D), as by P.L. 110-457",
    ),
    Limit(
        first_edition=2019,
        last_edition=None,
        waivers=1,
        citation="22 U.S.C. 7107(b)(2)(D), as by P.L. 115-427 sec. 6",
    ),
)
"""The limits; before the 2011 edition no country had two counted years."""

ONE_YEAR_RULE = OneYearRule(
    first_edition=2019, after=3, longest=1, citation="22 U.S.C. 7107(b)(2)(F)", basis="recollected"
)
"""The one-year rule after a return from Tier 3."""


def find_limit(year: ReportYear) -> Limit | None:
    """Return the limit that binds an edition; `None` before 2011.

    Raises:
        InvalidValueError: Not a report year.

    >>> print(find_limit(2025))
    editions from 2019 on: 2 consecutive years and 1 by waiver (22 U.S.C. 7107(b)(2)(D), ...)
    """
    edition = read_report_year("year", year)
    return next((found for found in LIMITS if _in_force(found, edition)), None)


def find_criteria(year: ReportYear) -> tuple[Criterion, ...]:
    """Return the criteria of an edition; none before 2004.

    Raises:
        InvalidValueError: Not a report year.

    >>> [criterion.code for criterion in find_criteria(2010)]
    ['I', 'II', 'III']
    """
    edition = read_report_year("year", year)
    return tuple(found for found in CRITERIA if _in_force(found, edition))


def _in_force(rule: Limit | Criterion, year: ReportYear) -> bool:
    return rule.first_edition <= year and (rule.last_edition is None or year <= rule.last_edition)


def __dir__() -> list[str]:
    return __all__
