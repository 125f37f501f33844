"""Waivers of the Watch List limit: those that memoranda name, and those that must have been."""

import functools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, get_args

import attrs

from tipdata import records
from tipdata._arguments import read_records
from tipdata._tables.columns import read_paths
from tipdata._tables.tabular import TabularRow
from tipdata._wire import rules as v
from tipdata.errors import runs_of
from tipdata.typing import ReportYear

__all__ = ["Waiver", "WaiverBasis", "known_waivers"]

WaiverBasis = Literal["named", "must have been", "not named"]
"""Why an edition is said to have kept a country on the Watch List by waiver.

`named`: a memorandum of the Department names the country. `must have been`: the
law as encoded allowed nothing else, and no list of that year is known
completely. `not named`: likewise, but the list is known and the country is not
on it.
"""


@attrs.frozen(kw_only=True, repr=False)
class Waiver(TabularRow):
    """An edition that kept a country on the Watch List by waiver.

    Attributes:
        year: Report year of the edition.
        basis: Whether a memorandum names the country, or there must have been a waiver.
        source: The id of the source that names it; empty if none does.

    Raises:
        InvalidValueError: A field has a value that it cannot hold.

    >>> print(Waiver(year=2018, basis="named", source="state-waiver-memo-2018"))
    2018: named (state-waiver-memo-2018)
    """

    year: ReportYear = attrs.field(validator=v.report_year)
    basis: WaiverBasis = attrs.field(
        default="must have been", validator=v.one_of(get_args(WaiverBasis))
    )
    source: str = attrs.field(default="", validator=v.line_or_empty)

    COLUMNS = read_paths("year basis source")

    def __str__(self) -> str:
        basis = "must have been, but not named" if self.basis == "not named" else self.basis
        return f"{self.year}: {basis}{f' ({self.source})' if self.source else ''}"


def known_waivers(
    designations: "Iterable[records.designations.Designation]",
    coverage: "Iterable[records.designations.DesignationCoverage]",
) -> tuple[Waiver, ...]:
    """Return what memoranda say of the waivers of one country, by year.

    A year whose list is known completely and does not name it is "not named".

    Args:
        designations: The acts that name the country, of any kind.
        coverage: How completely acts are known.

    Raises:
        InvalidValueError: A value is not a record of its kind.
    """
    kind, made = "watch list waiver", records.designations
    rows = read_records("coverage", coverage, made.DesignationCoverage)
    acts = read_records("designations", designations, made.Designation)
    complete = (row.year for row in rows if row.kind == kind and row.coverage == "complete")
    found = {year: _not_named(year) for year in complete}
    for act in acts:
        if act.kind == kind:
            found[act.year] = Waiver(year=act.year, basis="named", source=act.source)
    return tuple(found[year] for year in sorted(found))


# Every country shares these, since an audit asks about all of them.
@functools.cache
def _not_named(year: ReportYear) -> Waiver:
    return Waiver(year=year, basis="not named")


def read_waivers(given: Iterable[Waiver]) -> Mapping[ReportYear, Waiver]:
    """Return waivers by report year.

    Raises:
        InvalidValueError: One is not a `Waiver`.
    """
    return {waiver.year: waiver for waiver in read_records("waivers", given, Waiver)}


_TOLD: dict[WaiverBasis, tuple[str, str]] = {
    "named": ("A memorandum names the waiver of {}.", "Memoranda name the waivers of {}."),
    "must have been": (
        "There must have been a waiver in {}.",
        "There must have been waivers in {}.",
    ),
    "not named": (
        "There must have been a waiver in {}, but the memorandum does not name the country.",
        "There must have been waivers in {}, but the memoranda do not name the country.",
    ),
}


def tell_waivers(waivers: Iterable[Waiver]) -> Iterator[str]:
    """Yield a sentence about the waivers of each basis."""
    several = tuple(waivers)
    for basis, told in _TOLD.items():
        years = [waiver.year for waiver in several if waiver.basis == basis]
        if years:
            sources = ", ".join(w.source for w in several if w.basis == basis and w.source)
            cited = f" ({sources})" if sources else ""
            yield told[len(years) > 1].format(runs_of(years) + cited)


_COUNTED: dict[WaiverBasis, str] = {
    "named": "named",
    "must have been": "must have been",
    "not named": "must have been, but not named",
}


def count_bases(waivers: Iterable[Waiver]) -> str:
    """Return how many waivers there are of each basis, or which one all have.

    >>> count_bases([Waiver(year=2014), Waiver(year=2015, basis="named")])
    '1 named, 1 must have been'
    """
    bases = Counter(waiver.basis for waiver in waivers)
    several = len(bases) > 1
    return ", ".join(
        f"{bases[basis]} {words}" if several else words
        for basis, words in _COUNTED.items()
        if bases[basis]
    )


def __dir__() -> list[str]:
    return __all__
