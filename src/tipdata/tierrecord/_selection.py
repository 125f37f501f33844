"""What a selection keeps, and what it withholds."""

from collections.abc import Callable, Collection, Iterable, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, get_args

import attrs

from tipdata import tierrecord
from tipdata._arguments import read_tiers, read_when, read_words
from tipdata.countries import Bureau
from tipdata.countries.reading import read_countries, read_groups
from tipdata.errors import InvalidValueError
from tipdata.records.assessments import EVIDENCE_LEVELS, Assessment
from tipdata.records.editions import OfficialCounts
from tipdata.tierrecord._lookups import CountryLike
from tipdata.tiers import Tier
from tipdata.typing import EvidenceLevel, GroupName, ReportYear

if TYPE_CHECKING:
    from tipdata.tierrecord.membership import On
    from tipdata.tierrecord.record import TierRecord

Members = Mapping[ReportYear, frozenset[str]]
"""The codes of the members of the chosen groups, by report year."""


def choose_countries(
    record: "TierRecord",
    countries: CountryLike | Iterable[CountryLike] | None,
    bureau: Bureau | Iterable[Bureau] | None,
) -> frozenset[str]:
    """Return the codes of the countries of a record that are chosen.

    Raises:
        UnknownCountryError: Not a known code or name.
        AmbiguousCountryError: A name means more than one country.
        InvalidValueError: Unknown bureau, or an empty collection.
    """
    known = record.countries
    if countries is not None:
        wanted = set(read_countries(record.registry, countries, "countries"))
        codes = {country.alpha_3 for country in wanted}
        known = tuple(country for country in known if country.alpha_3 in codes)
    if bureau is not None:
        bureaus = read_words("bureau", bureau, get_args(Bureau))
        known = tuple(country for country in known if country.bureau in bureaus)
    return frozenset(country.alpha_3 for country in known)


def choose_members(
    record: "TierRecord",
    group: GroupName | Iterable[GroupName] | None,
    on: "On | None",
    years: Collection[ReportYear],
) -> Members | None:
    """Return the members of the chosen groups in each edition; `None` if no group is chosen.

    Raises:
        InvalidValueError: A group is unknown or needs its scheme, `on` is not a day or
            is given without a group, or an edition has no release date.
        InvalidDateError: `on` is a `datetime`.
    """
    if group is None:
        if on is not None:
            raise InvalidValueError("on", on, "None without a group")
        return None
    groups, dates = read_groups("group", group), tierrecord.membership
    if on is not None:
        return dates.find_panel(groups, read_when("on", on), years)
    editions = [edition for edition in record.editions if edition.year in years]
    schemes = [scheme for scheme, _ in groups]
    days = dates.days_of(editions, schemes, optional=record.user_supplied)
    return dates.find_members(groups, days)


def choose_placements(
    tiers: Tier | str | Iterable[Tier | str] | None,
    evidence: EvidenceLevel | Iterable[EvidenceLevel] | None,
) -> Callable[[Assessment], bool]:
    """Return whether a placement is chosen, by its tier and its evidence.

    Raises:
        UnknownTierError: A tier is neither a `Tier` nor a label.
        InvalidValueError: Unknown level of evidence, or an empty collection.
    """
    on = None if tiers is None else read_tiers("tiers", tiers)
    levels = None if evidence is None else read_words("evidence", evidence, EVIDENCE_LEVELS)
    return lambda a: (on is None or a.tier in on) and (levels is None or a.evidence in levels)


def select(
    record: "TierRecord",
    codes: Collection[str],
    years: Collection[ReportYear],
    members: Members | None,
    keep: Callable[[Assessment], bool],
) -> "TierRecord":
    """Return the record of some countries and years, with the assessments to keep."""
    if members is not None:  # which an edition without a day has none of
        years = [year for year in years if year in members]
    cells = {(a.country, a.year) for a in record.assessments}
    inside = {cell for cell in cells | record.withheld if cell[0] in codes and cell[1] in years}
    outside = inside & record.non_members
    if members is not None:
        outside |= {(code, year) for code, year in inside if code not in members[year]}
    counted = inside - outside
    seen = {code for code, _ in counted}
    kept = tuple(a for a in record.assessments if (a.country, a.year) in counted and keep(a))
    bare = [attrs.evolve(e, counts=OfficialCounts()) for e in (*record.editions, *record.left_out)]
    left_out = (edition for edition in bare if edition.year not in years)
    return attrs.evolve(
        record,
        countries=tuple(c for c in record.countries if c.alpha_3 in seen),
        editions=tuple(edition for edition in bare if edition.year in years),
        assessments=kept,
        withheld=record.withheld | cells.difference((a.country, a.year) for a in kept),
        non_members=frozenset(cell for cell in outside if cell[0] in seen),
        left_out=tuple(sorted(left_out, key=attrgetter("year"))),
    )
