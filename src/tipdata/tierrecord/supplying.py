"""Adding an edition that a user supplies to a record."""

import functools
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from operator import attrgetter
from typing import NamedTuple

import attrs

from tipdata import tierrecord  # noqa: TC001 - hints resolve at run time
from tipdata._arguments import check_flag, check_kind, read_report_year
from tipdata._tables.frame_reader import IntoFrame
from tipdata.countries import Country, CountryRegistry
from tipdata.countries.folding import UNSAID, plain
from tipdata.errors import InvalidValueError, runs_of, shorten
from tipdata.problems import Collector
from tipdata.records.assessments import Assessment
from tipdata.records.editions import Edition
from tipdata.records.sources import Claim, Source
from tipdata.tierrecord.cells import Cells
from tipdata.tierrecord.evidence import Background
from tipdata.tierrecord.listings import TierListing, read_listing
from tipdata.tierrecord.rows import Table, read_table, read_untiered
from tipdata.tiers import Tier
from tipdata.typing import ReportYear, Row

__all__ = [
    "EXPECTED",
    "PRINTED",
    "IntoEdition",
    "Supply",
    "add_edition",
    "read_edition",
    "read_rows",
    "read_supplied",
]

IntoEdition = str | TierListing | Iterable[Row | Assessment] | IntoFrame
"""What the placements of an edition may be given as."""

EXPECTED = "rows with country and tier, a record, a dataframe, a listing or its text"
"""The same in words."""

PRINTED = "printed as "
"""How the note of a placement begins whose list has another name of the country."""

_WORDS = re.compile(r"[^\W\d_]+")


class Supply(NamedTuple):
    """What a list says of an edition.

    Attributes:
        tiers: The tier of each country that the list places, by alpha-3 code.
        absent: The codes of those that it says the edition does not have.
        untiered: The codes of those whose row has no tier yet.
        printed: What a listing calls each country, by alpha-3 code.
    """

    tiers: Mapping[str, Tier]
    absent: frozenset[str]
    untiered: frozenset[str]
    printed: Mapping[str, str]


def read_edition(record: "tierrecord.TierRecord", given: Edition | ReportYear) -> Edition:
    """Return the edition to add, which is given as such or by its report year.

    Raises:
        InvalidValueError: The record has that edition, or a selection leaves it out.
    """
    edition = given
    if not isinstance(edition, Edition):
        edition = Edition(year=read_report_year("edition", edition))
    year, left_out = edition.year, {one.year for one in record.left_out}
    if year in left_out:
        expected = "an edition that this selection does not leave out; add it before you select"
        raise InvalidValueError("edition", year, expected)
    if year in record.years and year not in record.user_supplied:
        expected = f"an edition that the record does not have; it has {runs_of(record.years)}"
        raise InvalidValueError("edition", year, expected)
    return edition


def read_supplied(
    given: IntoEdition,
    names: Mapping[str, str | Country] | None,
    registry: CountryRegistry,
    max_problems: int,
) -> tuple[Iterable[Row | Assessment] | IntoFrame, Mapping[str, str]]:
    """Return what is given as placements, and the names in it by code, if it is a listing.

    A listing, or the text of one, becomes its rows.

    Raises:
        FormatError: The text is not a listing.
    """
    if isinstance(given, str):
        given = read_listing(given, names=names, registry=registry, max_problems=max_problems)
    if not isinstance(given, TierListing):
        return given, {}
    rows: list[Row] = [(one.country.alpha_3, one.tier) for one in given]
    return rows, {one.country.alpha_3: one.text for one in given}


def read_rows(table: Table, cells: Cells, printed: Mapping[str, str], max_problems: int) -> Supply:
    """Return what the rows of a table say of an edition, with the names that it prints.

    Raises:
        FormatError: A row cannot be read, or two rows are of one country.
        InvalidValueError: There is no row.
    """
    problems = Collector(max_problems)
    table = attrs.evolve(table, rows=[*table.rows])
    found = [placement for placement in read_table(table, cells, problems) if placement]
    untiered = read_untiered(table, cells, problems)
    problems.raise_any()
    if not found and not untiered:  # of which every country would seem to have left
        raise InvalidValueError("placements", [], "at least one country")
    tiers = {code: tiers[0] for code, _, tiers in found if tiers}
    absent = frozenset(code for code, _, tiers in found if not tiers)
    return Supply(tiers, absent, frozenset(untiered.difference(tiers, absent)), printed)


def add_edition(
    record: "tierrecord.TierRecord",
    edition: Edition,
    supply: Supply,
    source: Source | str | None,
    background: Callable[[], Background] | None,
    *,
    partial: bool,
) -> "tierrecord.TierRecord":
    """Return a record with the edition that a list says something of.

    Raises:
        InvalidValueError: `partial` is not a boolean, `source` is not what it should be,
            or the record has another source of its id.
    """
    check_flag("partial", partial)
    year, base = edition.year, _without(record, edition.year)
    read = _read_source(base, source, year)
    notes = {code: _note(base, code, text, year) for code, text in supply.printed.items()}
    made = [
        Assessment(country=code, year=year, tier=tier, sources=(read.id,), note=notes.get(code, ""))
        for code, tier in supply.tiers.items()
    ]
    assessments = sorted((*base.assessments, *made), key=attrgetter("country", "year"))
    unknown = {*supply.untiered, *(_unlisted(base, supply, year) if partial else ())}
    withheld = base.withheld.union((code, year) for code in unknown)
    return attrs.evolve(
        base,
        countries=_countries(base, {*supply.tiers, *unknown}),
        editions=tuple(sorted((*base.editions, edition), key=attrgetter("year"))),
        assessments=tuple(assessments),
        withheld=withheld,
        user_supplied=base.user_supplied | {year},
        background=functools.partial(extend_background, background, read, tuple(made)),
    )


def _note(record: "tierrecord.TierRecord", code: str, text: str, year: ReportYear) -> str:
    """Return what a list calls a country, if it is no code, and no part or whole of its name."""
    country, text = record.registry.get(code), " ".join(text.split())
    name, printed = ({*_WORDS.findall(plain(one))} for one in (country.name_in(year), text))
    is_known = name - UNSAID <= printed or printed <= name
    is_code = text.upper() in {country.alpha_3, country.alpha_2}
    return "" if is_known or is_code else f"{PRINTED}{shorten(text)}"


def _without(record: "tierrecord.TierRecord", year: ReportYear) -> "tierrecord.TierRecord":
    """Return a record without an edition that was added to it earlier."""
    if year not in record.user_supplied:
        return record
    kept = tuple(a for a in record.assessments if a.year != year)
    withheld = frozenset(cell for cell in record.withheld if cell[1] != year)
    codes = {a.country for a in kept} | {code for code, _ in withheld}
    return attrs.evolve(
        record,
        countries=tuple(c for c in record.countries if c.alpha_3 in codes),
        editions=tuple(one for one in record.editions if one.year != year),
        assessments=kept,
        withheld=withheld,
        non_members=frozenset(cell for cell in record.non_members if cell[1] != year),
        user_supplied=record.user_supplied - {year},
    )


def _unlisted(record: "tierrecord.TierRecord", supply: Supply, year: ReportYear) -> Iterable[str]:
    """Return the countries of the edition before, as far as a list does not mention them."""
    before = max((one for one in record.years if one < year), default=None)
    cells = (*((a.country, a.year) for a in record.assessments), *record.withheld)
    codes = {code for code, of in cells if of == before}
    return codes.difference(supply.tiers, supply.absent)


def _countries(record: "tierrecord.TierRecord", codes: Collection[str]) -> tuple[Country, ...]:
    known = {country.alpha_3: country for country in record.countries}
    known |= {code: record.registry.get(code) for code in codes if code not in known}
    return tuple(known[code] for code in sorted(known))


def _read_source(
    record: "tierrecord.TierRecord", given: Source | str | None, year: ReportYear
) -> Source:
    check_kind("source", given, (Source, str, type(None)), "a Source, or the title of one")
    if not isinstance(given, Source):
        title = f"User-supplied list of the {year} edition" if given is None else given
        return Source(id=f"user-supplied-{year}", title=title)
    for known in record.sources:
        if known.id == given.id and known != given:
            expected = "an id that no other source of the record has"
            raise InvalidValueError("source.id", given.id, expected)
    return given


# At the top of the module, for records are pickled with it.
def extend_background(
    load: Callable[[], Background] | None, source: Source, assessments: tuple[Assessment, ...]
) -> Background:
    """Return the sources behind a record, with the one of an edition that was added."""
    known = load() if load else Background()
    said = {(a.country, a.year): (_claim(a, source),) for a in assessments}
    return attrs.evolve(known, sources=(*known.sources, source), claims={**known.claims, **said})


def _claim(assessment: Assessment, source: Source) -> Claim:
    return Claim(
        country=assessment.country,
        year=assessment.year,
        source=source.id,
        wording="same edition",
        tiers=(assessment.tier,),
    )


def __dir__() -> list[str]:
    return __all__
