"""The tier placements as people copy them from the report: names under headings.

`docs/reference/tables.md` states how a listing is read.
"""

import functools
from collections.abc import Mapping

import attrs

from tipdata._arguments import check_kind
from tipdata._tables.columns import read_paths
from tipdata._tables.tabular import TabularRow, TabularSequence
from tipdata._wire.bounds import beyond, check_size, read_limits
from tipdata.countries import Country, CountryRegistry
from tipdata.countries.reading import read_registry
from tipdata.errors import AmbiguousCountryError, TipdataError, shorten
from tipdata.limits import Limits
from tipdata.problems import MOST, Collector, Problem
from tipdata.tierrecord._listed_lines import misread_heading
from tipdata.tierrecord._listed_names import Names
from tipdata.tierrecord._listed_reader import HEADINGS, Entry, Fault, Reader
from tipdata.tierrecord.cells import country_codes
from tipdata.tierrecord.rows import problem_of
from tipdata.tiers import Tier, best_first

__all__ = ["ListedCountry", "TierListing", "read_listing"]

_NAMED = 3
_LOOKED_AT = 50


@attrs.frozen(kw_only=True, repr=False)
class ListedCountry(TabularRow):
    """A country under a heading of a listing.

    Attributes:
        country: The country.
        tier: The tier of the heading.
        line: The number of the line, from 1.
        text: What stands there; a name that is broken over two lines holds a line break.
    """

    country: Country
    tier: Tier
    line: int
    text: str

    COLUMNS = read_paths("code=country.alpha_3 name=country.label tier rank=tier.rank line text")

    def __str__(self) -> str:
        return f"{self.country.label}: {self.tier} (line {self.line:,})"


@attrs.frozen(kw_only=True, repr=False)
class TierListing(TabularSequence[ListedCountry]):
    r"""Tier placements read from text, in its order.

    Attributes:
        listed: The countries with their tiers.
        headings: The number of each line with a heading, and the tier; side by
            side, a line has several.
        skipped: The lines that hold no names, with their numbers: titles,
            sentences, page numbers and footnotes.

    >>> import tipdata
    >>> listing = tipdata.read_listing("TIER 1\nFrance, Korea, South and Chile\nTIER 3\nBurma*")
    >>> print(listing)
    4 countries: 3 on Tier 1, 1 on Tier 3
    >>> [(listed.country.alpha_3, listed.line) for listed in listing]
    [('FRA', 2), ('KOR', 2), ('CHL', 2), ('MMR', 4)]
    """

    listed: tuple[ListedCountry, ...]
    headings: tuple[tuple[int, Tier], ...]
    skipped: tuple[tuple[int, str], ...] = ()

    _COLUMNS = ListedCountry.COLUMNS
    _ITEMS = "listed"
    _TIERS = ("tier",)
    _ROW_HEADS = 2

    @property
    def counts(self) -> Mapping[Tier, int]:
        """The number of countries on each tier."""
        counts = dict.fromkeys(best_first(), 0)
        for one in self.listed:
            counts[one.tier] += 1
        return counts

    @property
    def _caption(self) -> str:
        many = "country" if len(self) == 1 else "countries"
        by_tier = ", ".join(f"{count:,} on {t}" for t, count in self.counts.items() if count)
        more = f"; {len(self.skipped):,} line{'s' * (len(self.skipped) > 1)} skipped"
        return f"{len(self):,} {many}: {by_tier}{more * bool(self.skipped)}"

    def __str__(self) -> str:
        return self._caption


def read_listing(
    text: str,
    *,
    names: Mapping[str, str | Country] | None = None,
    registry: CountryRegistry | None = None,
    max_problems: int = MOST,
    limits: Limits | None = None,
) -> TierListing:
    r"""Read tier placements from text as people copy it: country names under headings.

    Names stand one a line, in columns, or between commas or semicolons. A
    heading may have marks of Markdown, a count, "continued", or a sentence. Nothing
    is guessed: each name is a code or a known name, as in
    `CountryRegistry.resolve`. Lines are skipped if they are blank, above the first
    heading without the name of a country, a page number, a footnote whose mark a
    name bears, or a sentence in the words of the definitions of the tiers.
    `TierListing.skipped` has them.

    Args:
        text: The text.
        names: What strings of the text mean: `{"Congo": "COG"}`.
        registry: The countries, if not those of the package.
        max_problems: How many problems are kept.
        limits: How much is read, if not what `tipdata.Limits()` says.

    Raises:
        FormatError: A name is unknown or ambiguous, a country is listed twice,
            names stand above the first heading, a line looks like a heading and is
            none, headings cannot be told apart, or no country is listed; or the
            text or a line is too long. The error has all problems.
        InvalidValueError: `text` is not a string, `names` is not a mapping of
            strings to countries, or `max_problems` is not a positive integer.
        UnknownCountryError: A value of `names` is not a country.
        AmbiguousCountryError: A value of `names` means several countries.

    >>> listing = read_listing("Tier 2 Watch List (2)\n- Congo, Republic of the\n- Chad")
    >>> [listed.country.alpha_3 for listed in listing]
    ['COG', 'TCD']
    >>> read_listing("TIER 1\nFrance\nTIER 2\nFrance")
    Traceback (most recent call last):
    tipdata.problems.FormatError: 1 problem
      line 4: France is listed twice: on Tier 1 in line 2 and on Tier 2 here
    """
    check_kind("text", text, (str,), "the text of a list of tier placements")
    known = read_registry(registry)
    problems = Collector(max_problems)
    bounds = read_limits(limits)
    check_size(text, bounds)
    reader = Reader(Names(known, country_codes(names, known)), known)
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if (length := len(line)) > bounds.line:
            problems.add(beyond("line", bounds, f"line {number:,}", length), (number,))
        else:
            reader.read(number, line)
    listed = _collect(reader, problems)
    problems.raise_any()
    return TierListing(
        listed=listed, headings=tuple(reader.headings), skipped=tuple(reader.skipped)
    )


def _collect(reader: Reader, problems: Collector) -> tuple[ListedCountry, ...]:
    """Return the countries that were read, and add what is wrong with the text."""
    if reader.orphans or not (reader.headings or reader.faults):
        problems.add(functools.partial(_no_heading, reader))
    for fault in reader.faults:
        problems.add(functools.partial(_faulty, fault), (fault.line,))
    first: dict[str, ListedCountry] = {}
    for index, entry in enumerate(reader.entries):
        order, country = (entry.name.line, index), entry.name.country
        if country is None:
            problems.add(functools.partial(_unread, entry), order)
        elif entry.tier is not None:
            line, text = entry.name.line, entry.name.text
            listed = ListedCountry(country=country, tier=entry.tier, line=line, text=text)
            known = first.setdefault(country.alpha_3, listed)
            if known is not listed:
                problems.add(functools.partial(_duplicate, known, listed), order)
    if not first and not problems.count:
        problems.add(Problem(code="empty", message="no country under any heading"))
    return tuple(first.values())


def _faulty(fault: Fault) -> Problem:
    """Return the problem of a line that is wrong as a whole."""
    near = misread_heading(fault.text) or ""
    return Problem(
        code="unknown-tier",
        message=fault.message,
        path=f"line {fault.line:,}",
        value=shorten(fault.text.strip()),
        expected=fault.expected,
        suggestion=near,
    )


def _no_heading(reader: Reader) -> Problem:
    """Return the problem of a text without a heading, or of names above the first one."""
    for line, text in reader.skipped[:_LOOKED_AT]:
        if near := misread_heading(text):
            return _unknown_heading(line, text, near)
    orphans = reader.orphans
    message = "no heading" if reader.skipped or orphans else "the text is empty"
    if orphans:
        named = ", ".join(shorten(name.text) for name in orphans[:_NAMED])
        more = len(orphans) - _NAMED
        message = f"names above the first heading: {named}" + f" and {more:,} more" * (more > 0)
    return Problem(
        code="missing-heading",
        message=message,
        path=f"line {orphans[0].line:,}" if orphans else "",
        expected=HEADINGS,
    )


def _unknown_heading(line: int, text: str, near: str) -> Problem:
    """Return the problem of a line that looks like a heading."""
    return Problem(
        code="unknown-tier",
        message="unknown heading",
        path=f"line {line:,}",
        value=shorten(text.strip()),
        expected=HEADINGS,
        suggestion=near,
    )


def _unread(entry: Entry) -> Problem:
    """Return the problem of a string that means no country, or several."""
    name, place = entry.name, {"path": f"line {entry.name.line:,}"}
    near = misread_heading(entry.alone, entry.tier) if entry.alone else None
    if near is not None:
        return _unknown_heading(name.line, entry.alone, near)
    why = name.found if isinstance(name.found, TipdataError) else None
    problem = problem_of(why, name.text, "country", lambda _: place)
    match why:
        case AmbiguousCountryError(candidates=((alpha_3, one),)):
            expected = f"{alpha_3!r} for {one}, or nothing"
            return attrs.evolve(problem, message=f"{one}, or no country", expected=expected)
        case AmbiguousCountryError(candidates=((alpha_3, one), *_)) if name.parts:
            two = " and ".join(
                f"{p.country} ({p.country.alpha_3})" for p in name.parts if p.country
            )
            message = f"one country or two: {one} ({alpha_3}), or {two}"
            settled = {name.text: alpha_3}
            expected = f"the two on separate lines, or names={settled} for the one"
            return attrs.evolve(problem, message=message, expected=expected)
        case AmbiguousCountryError(candidates=((alpha_3, _), *_)):
            expected = (
                f"{problem.expected}; write it in full or pass names={ {name.text: alpha_3} }"
            )
            return attrs.evolve(problem, expected=expected)
        case _:
            return problem


def _duplicate(first: ListedCountry, again: ListedCountry) -> Problem:
    """Return the problem of a country that is listed twice."""
    here, there = f"on {again.tier} here", f"on {first.tier} in line {first.line:,}"
    if again.text != first.text:
        here, there = f"as {shorten(again.text)} {here}", f"as {shorten(first.text)} {there}"
    where = f"{there} and {here}"
    return Problem(
        code="duplicate-placement",
        message=f"{again.country.label} is listed twice: {where}",
        path=f"line {again.line:,}",
        records=(again.country,),
    )


def __dir__() -> list[str]:
    return __all__
